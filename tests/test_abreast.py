"""Editions and formats side by side, in copies of the process: the same as one after another, whatever happens to a copy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SEED = next((ROOT / "seeds").glob("*.txt"))
_IN_TURN = "import sys; from convert.cli import main; sys.exit(main(sys.argv[1:]))"
_ABREAST = """
import sys
from convert import abreast, cli
abreast.cores = lambda: 2
sys.exit(cli.main(sys.argv[1:], abreast.Copies(lambda: None)))
"""


def _run(program: str, *arguments: str, status: int = 0) -> str:
    run = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(run, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "asked",
    [
        ("--to", "docx,epub,txt", "--edition", "zh-Hant-TW,zh-Hans,zh-Hant-HK"),
        ("--to", "epub,json,txt", "--vertical"),
        ("--to", "txt,json", "--edition", "zh-Hant-TW,zh-Hant-HK"),
        ("--to", "docx,txt", "--edition", "zh-Hant-TW"),
        ("--to", "txt,docx", "--parallel", "zh-Hans,zh-Hant-TW"),
    ],
)
def test_all_is_the_same_side_by_side(tmp_path: Path, asked: tuple[str, ...]) -> None:
    found = []
    for name, program in (("turn", _IN_TURN), ("side", _ABREAST)):
        folder = tmp_path / name
        folder.mkdir()
        printed = _run(program, str(SEED), *asked, "-v", "--format", "json", "-o", str(folder))
        found.append((printed.replace(str(folder), ""), {path.name: path.read_bytes() for path in folder.iterdir()}))
    assert found[0] == found[1]


def test_what_fails_in_a_copy_is_told(tmp_path: Path) -> None:
    (tmp_path / f"{SEED.stem}.zh-Hant-TW.txt").mkdir()
    told = _run(_ABREAST, str(SEED), "--to", "txt", "--edition", "zh-Hans,zh-Hant-TW", "-o", str(tmp_path), status=2)
    assert "a folder" in told or "directory" in told
    assert "Traceback" not in told
    assert (tmp_path / f"{SEED.stem}.zh-Hans.txt").is_file()
    assert not list(tmp_path.glob("*.part"))


def test_a_copy_that_is_killed_is_made_good() -> None:
    program = """
import os, signal
from convert import abreast
abreast.cores = lambda: 2
whole = os.getpid()
def part(n):
    if n == 2 and os.getpid() != whole:
        os.kill(os.getpid(), signal.SIGKILL)
    return n, os.getpid() == whole
found = abreast.Copies(lambda: print(end="")).each([lambda n=n: part(n) for n in (1, 2, 3)])
print([n for n, _ in found], found[0][1], found[1][1])
"""
    assert _run(program).strip() == "[1, 2, 3] True True"


def test_an_interrupt_ends_the_copies_too() -> None:
    program = """
import os, sys, time
from convert import abreast
abreast.cores = lambda: 2
def first():
    raise KeyboardInterrupt
begun = time.monotonic()
try:
    abreast.Copies(lambda: None).each([first, lambda: time.sleep(60)])
except KeyboardInterrupt:
    print(time.monotonic() - begun < 30)
"""
    assert _run(program).strip() == "True"
