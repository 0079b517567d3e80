"""Modules in machine code: used only where they were made from just these sources, and never needed. (Whether they do the same: conformance.)"""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import convert
from convert import layout, native, writers

ROOT = Path(__file__).resolve().parents[1]


def _run(program: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "ZHAIBIAN_PURE": "", "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run([sys.executable, "-c", program, *arguments], env=settings, capture_output=True, text=True, check=False)


def test_every_change_of_a_source_makes_another_digest(tmp_path: Path) -> None:
    moments = iter(range(1_000_000_000, 2_000_000_000))

    def write(**files: str) -> str:
        for name, text in files.items():
            (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
            os.utime(tmp_path / f"{name}.py", ns=(0, next(moments)))
        return native.digest(tmp_path)

    first = write(one="a = 1\n", two="")
    assert write() == first
    changed = [write(one="a = 2\n"), write(one="", two="a = 2\n"), write(three="")]
    assert len({first, *changed}) == 4


def test_what_cannot_be_loaded_is_passed_over(tmp_path: Path) -> None:
    asked = "from convert import native; print(native.home() / native.digest()); import convert.layout.breaks as b; print(b.__file__)"
    place, source = _run(asked, ZHAIBIAN_CACHE=str(tmp_path)).stdout.splitlines()
    assert source.endswith("breaks.py")
    Path(place).mkdir(parents=True)
    Path(place, f"{native.LIBRARY}{EXTENSION_SUFFIXES[0]}").write_bytes(b"\x7fELF of another machine")
    done = _run(asked, ZHAIBIAN_CACHE=str(tmp_path))
    assert (done.stdout.splitlines(), done.stderr) == ([place, source], "")


def test_without_mypyc_one_sentence_says_so(tmp_path: Path) -> None:
    program = "import sys; sys.modules['mypyc'] = None; from convert.__main__ import run; run()"
    done = _run(program, "compile", ZHAIBIAN_CACHE=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "zhaibian: error: mypyc is not installed; write: pip install 'zhaibian[fast]'"
    assert not [path for path in tmp_path.rglob("*") if path.suffix != ".bin"]


def test_every_module_to_compile_can_be_found_compiled() -> None:
    for name in native.MODULES:
        package, _, module = name.rpartition(".")
        assert (ROOT / package.replace(".", "/") / f"{module}.py").is_file()
        assert "__path__[:0] = folders(__name__)" in Path(importlib.import_module(package).__file__ or "").read_text(encoding="utf-8")


def test_what_inherits_from_a_compiled_class_is_compiled_too() -> None:
    """mypyc binds calls early: a subclass elsewhere would not be heard."""
    for package in (layout, writers, convert):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)
    for name in native.MODULES:
        for cls in [
            value for value in vars(importlib.import_module(name)).values() if isinstance(value, type) and value.__module__ == name
        ]:
            assert {sub.__module__ for sub in cls.__subclasses__()} <= set(native.MODULES), cls
