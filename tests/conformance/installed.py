"""Wheel and source distribution, each installed into a fresh environment, make from an empty folder what the checkout makes."""

from __future__ import annotations

import shutil
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from checks import Check
from documents import SEED
from outputs import EDITIONS, FORMATS, Output
from processes import ToolError, run, run_again
from tools import ROOT, WORK

_DIST = WORK / "dist"
STYLE = "handout"


def build() -> list[Check]:
    """Build both with the backend that pyproject.toml names."""
    shutil.rmtree(_DIST, ignore_errors=True)
    try:
        run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", _DIST, folder=ROOT)
    except ToolError as error:
        return [Check("wheel and sdist are built", "hatchling build", (str(error),))]
    found = [*_DIST.glob("*.whl"), *_DIST.glob("*.tar.gz")]
    return [Check("wheel and sdist are built", "hatchling build", () if len(found) == 2 else (f"there are {len(found)} files",))]


def installed(pattern: str, outputs: Sequence[Output]) -> list[Check]:
    """Install the file of ``dist`` that ``pattern`` names, convert the seed, compare with the checkout's ``outputs``."""
    what = f"installed {pattern}: the seed's outputs, byte by byte"
    wanted = {o.path.name: o.path for o in outputs if o.style == STYLE and o.path.name.startswith(SEED.stem) and _is_plain(o.path.name)}
    folder = WORK / f"installed{pattern.lstrip('*').replace('.', '-')}"
    try:
        program = _install(pattern, folder / "venv")
        empty = folder / "empty"
        shutil.rmtree(empty, ignore_errors=True)
        empty.mkdir()
        shutil.copyfile(SEED, folder / SEED.name)
        words = ("--to", ",".join(FORMATS), "--edition", ",".join(EDITIONS), "--style", STYLE, "--quiet")
        run(program, Path("..") / SEED.name, *words, folder=empty, env={"PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"})
    except ToolError as error:
        return [Check(what, pattern, (str(error),))]
    made = {path.name: path for path in empty.iterdir()}
    checks = [Check(what, pattern, tuple(f"left behind: {name}" for name in made if name not in wanted))]
    for name, path in wanted.items():
        same = name in made and path.exists() and made[name].read_bytes() == path.read_bytes()
        checks.append(Check(what, name, () if same else ("other bytes than the checkout's" if name in made else "not made",)))
    return checks


def _is_plain(name: str) -> bool:
    """Whether the output of this name is of horizontal lines and in one edition."""
    return ".vertical." not in name and "+" not in name


def _install(pattern: str, folder: Path) -> Path:
    """A fresh environment with what the lock names and the distribution; the path of its ``zhaibian``. Raises ToolError."""
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    pip = (programs / "python", "-m", "pip", "--disable-pip-version-check", "--quiet", "install")
    run_again(*pip, "--require-hashes", "--only-binary", ":all:", "-r", ROOT / "requirements.lock")
    (distribution,) = _DIST.glob(pattern)
    run_again(*pip, "--no-deps", distribution)
    return programs / "zhaibian"
