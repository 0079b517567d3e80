"""The hot modules compiled to machine code by mypyc (extra ``[fast]``), for the user that runs this: ``zhaibian compile``.

It needs a C compiler. All is made in a folder of its own from a copy of the sources, by a process of its own, and put in its place when it is whole.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from convert.diagnostics import OutputError
from convert.native import LIBRARY, MODULES, PACKAGE, digest, home

_SETUP = """\
import sys
from mypyc.build import mypycify
from setuptools import setup

modules = sys.argv[2:]
sys.argv[1:] = ["build_ext", "--inplace"]
options = ["--config-file=", "--ignore-missing-imports", "--follow-imports=silent", "--no-warn-unused-ignores"]
setup(name="zhaibian", packages=[], ext_modules=mypycify([*options, *modules], debug_level="0", group_name=%r))
"""
_COMPILER = (
    "a C compiler is needed (Debian: apt install gcc python3-dev; macOS: xcode-select --install; Windows: Visual Studio Build Tools)"
)


def compile_modules() -> Path:
    """Compile ``MODULES`` and return the folder where they are. Raises OutputError, saying what is missing, when that cannot be done."""
    if find_spec("mypyc") is None or find_spec("setuptools") is None:
        raise OutputError("mypyc is not installed; write: pip install 'zhaibian[fast]'")
    cached = home()
    if cached is None:
        raise OutputError("there is no folder for what is compiled: the user has none for caches, or ZHAIBIAN_CACHE is empty")
    name = digest()
    try:
        cached.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cached) as folder:
            made = Path(folder, "made")
            _build(Path(folder, "sources"), made)
            for old in cached.iterdir():
                if old != Path(folder):
                    shutil.rmtree(old, ignore_errors=True)
            made.replace(cached / name)
    except OSError as error:
        raise OutputError(f"what is compiled cannot be kept in {cached}: {error.strerror or error}") from error
    return cached / name


def _build(sources: Path, made: Path) -> None:
    """Compile a copy of the sources in the folder ``sources``; the libraries, and nothing else, go to ``made``."""
    shutil.copytree(PACKAGE, sources / PACKAGE.name, ignore=lambda _, names: [n for n in names if Path(n).suffix not in ("", ".py")])
    files = [str(Path(*module.split(".")).with_suffix(".py")) for module in MODULES]
    (sources / "setup.py").write_text(_SETUP % LIBRARY.removesuffix("__mypyc"), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": "", "MYPYPATH": ""}
    done = subprocess.run(
        [sys.executable, "setup.py", "build", *files],
        cwd=sources, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    found = [path for suffix in ("*.so", "*.pyd") for path in sources.rglob(suffix) if "build" not in path.relative_to(sources).parts]
    if done.returncode or not any(path.name.startswith(LIBRARY) for path in found):
        said = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1].removeprefix("error: ")
        raise OutputError(f"the modules could not be compiled ({said}); {_COMPILER}; without it all works as before, only slower")
    for path in found:
        target = made / path.relative_to(sources)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, target)
