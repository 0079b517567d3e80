"""A novel with volumes and chapters as an e-book, against pandoc in the same run: ``python tests/bench/ebook.py [FILE] [--pandoc PROGRAM]``.

FILE: a text whose chapters begin with 第…章 or 第…回 in lines of their own; without one 600,000 characters are made up. The whole command
line is measured, from the text to the finished file: processor seconds, the best of five (the machine may be busy), and the peak of memory;
for the novel once, twice and four times, so that what is not linear shows. pandoc (on the path, through pypandoc, or ``--pandoc``) makes
EPUB 3 of the same text as Markdown, a file a chapter, with contents.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_HEAD = re.compile(r"^[\s\u3000]*(第[0-9〇零一二三四五六七八九十百千]+[章回][\s\u3000]*\S.{0,40})$")
#: Frequent characters; the text means nothing.
_HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经进着等部度家电力里如水化高自理起小物现实加量都"
_CHAPTERS_IN_A_VOLUME = 20
_RUNS = 5
_MOST_MEMORY = 150

Chapter = tuple[str, list[str]]


def made_up() -> list[Chapter]:
    """120 chapters of 50 paragraphs of 100 characters, the same in every run."""
    dice = random.Random(1)

    def paragraph() -> str:
        return "".join(dice.choices(_HAN, k=48)) + "，" + "".join(dice.choices(_HAN, k=50)) + "。"

    return [(f"第{n}章 {''.join(dice.choices(_HAN, k=6))}", [paragraph() for _ in range(50)]) for n in range(1, 121)]


def chapters_in(path: Path) -> list[Chapter]:
    """The chapters of a text in UTF-8."""
    found: list[Chapter] = []
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if head := _HEAD.match(line):
            found.append((head[1].strip(), []))
        elif line.strip() and found:
            found[-1][1].append(line.strip())
    return found


def written(chapters: list[Chapter], times: int, folder: Path) -> tuple[Path, Path, int]:
    """The novel ``times`` over as plain text and as Markdown, and its characters."""
    plain: list[str] = []
    markdown = ["---\ntitle: 长篇\nauthor: 某人\nlang: zh-Hans\n---"]
    volume = 0
    for n, (title, paragraphs) in enumerate(chapters * times):
        if n % _CHAPTERS_IN_A_VOLUME == 0:
            volume += 1
            plain.append(f"第{volume}卷 山河")
            markdown.append(f"# 第{volume}卷 山河")
        plain += [title, *(f"\u3000\u3000{paragraph}" for paragraph in paragraphs)]
        markdown += [f"## {title}", *paragraphs]
    text, marked = folder / f"novel{times}.txt", folder / f"novel{times}.md"
    text.write_text("\n".join(plain) + "\n", encoding="utf-8")
    marked.write_text("\n\n".join(markdown) + "\n", encoding="utf-8")
    return text, marked, sum(len(line.strip()) for line in plain)


def measured(*command: str) -> tuple[float, float, float]:
    """Processor seconds, wall seconds and megabytes at most: the best of some runs. (Where there is no wait4, as on Windows, only the wall.)"""
    best = (float("inf"), float("inf"), float("inf"))
    for _ in range(_RUNS):
        start = time.perf_counter()
        process = os.spawnv(os.P_NOWAIT, command[0], list(command))
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process, 0)
            memory = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
            found = (usage.ru_utime + usage.ru_stime, time.perf_counter() - start, memory)
        else:
            _, status = os.waitpid(process, 0)
            found = (float("nan"), time.perf_counter() - start, float("nan"))
        if status:
            raise SystemExit(f"this failed: {' '.join(command)}")
        best = min(best, found)
    return best


def pandoc_program() -> str:
    """pandoc on the path, or the one that pypandoc_binary brings; "" for none."""
    if found := shutil.which("pandoc"):
        return found
    try:
        import pypandoc
    except ImportError:
        return ""
    return str(pypandoc.get_pandoc_path())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, help="a novel; without one a text is made up")
    parser.add_argument("--pandoc", default="", help="the program to compare with")
    chosen = parser.parse_args()
    chapters = chapters_in(chosen.file) if chosen.file else made_up()
    pandoc = chosen.pandoc or pandoc_program()
    os.environ["PYTHONPATH"] = str(_ROOT)
    seconds: list[tuple[int, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for times in (1, 2, 4):
            text, marked, characters = written(chapters, times, folder)
            own = measured(sys.executable, "-m", "convert", str(text), "--to", "epub", "--style", "book", "--quiet", "-o", str(folder))
            seconds.append((characters, own[0]))
            row = f"{characters:9,} characters: zhaibian {own[0]:.2f} s ({own[1]:.2f} s by the clock), {own[2]:.0f} MB"
            if pandoc:
                other = measured(pandoc, str(marked), "--toc", "--split-level=2", "-o", str(folder / "pandoc.epub"))
                row += f"; pandoc {other[0]:.2f} s ({other[1]:.2f} s), {other[2]:.0f} MB; ratio {own[0] / other[0]:.2f}"
            print(row, flush=True)
            if times == 1:
                print(f"{'':21} memory {'within' if own[2] <= _MOST_MEMORY else 'ABOVE'} {_MOST_MEMORY} MB")
    (first, start), (last, end) = seconds[1], seconds[2]
    (small, least) = seconds[0]
    print(f"a million characters more: {(start - least) / (first - small) * 1e6:.2f} s, then {(end - start) / (last - first) * 1e6:.2f} s")


if __name__ == "__main__":
    main()
