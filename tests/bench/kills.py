"""Kills a batch at random moments, again and again, and tells whether anything was lost: ``python tests/bench/kills.py [KILLS]``.

After each kill every output that is there must be whole; in the end one run completes, and all bytes are those of a run that nobody killed.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = 60


def outputs(folder: Path) -> dict[str, bytes]:
    """What users see of a folder of outputs."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found if path.name != "report.jsonl"}


def command(texts: Path, folder: Path) -> list[str]:
    """A batch with small outputs in several formats."""
    editions = ("--edition", "zh-Hans,zh-Hant-TW")
    return [
        sys.executable,
        "-m",
        "convert",
        "batch",
        str(texts),
        "-o",
        str(folder),
        "--to",
        "txt,json,epub",
        *editions,
        "--workers",
        "2",
        "-q",
    ]


def main(kills: int) -> int:
    """Print what came of it; 1 where something was lost."""
    here = Path(tempfile.mkdtemp(prefix="kills-"))
    texts = here / "texts"
    texts.mkdir()
    for number in range(SOURCES):
        (texts / f"{number:02}.txt").write_text(f"题目{number}\n\n　　{'春江潮水连海平，海上明月共潮生。' * 200}\n", encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    subprocess.run(command(texts, here / "whole"), env=environment, check=True)
    expected = outputs(here / "whole")
    wrong, met = 0, 0
    for number in range(kills):
        if number % 10 == 0:
            shutil.rmtree(here / "killed", ignore_errors=True)
        process = subprocess.Popen(command(texts, here / "killed"), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0.2, 6.0))
        met += process.poll() is None
        process.kill()
        process.wait()
        time.sleep(0.3)
        left = outputs(here / "killed") if (here / "killed").exists() else {}
        wrong += sum(expected.get(name) != data for name, data in left.items())
    subprocess.run(command(texts, here / "killed"), env=environment, check=True)
    same = outputs(here / "killed") == expected
    parts = len(list((here / "killed").rglob(".*.part")))
    print(f"{kills} kills, {met} of them during the run: {wrong} half files, {parts} leftovers; the last run gives the same bytes: {same}")
    shutil.rmtree(here)
    return 0 if same and not wrong and not parts else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
