"""Write long DOCX files, and print the ratios to deflating their parts and to pandoc: ``python tests/bench/word.py [--pandoc PROGRAM]``.

10,000 and 100,000 paragraphs of 90 characters: the processor time of writing over that of deflating all parts at zlib's level 6, and the peak of
memory. Then the same book as a Document of ours and as Markdown for pandoc (``pandoc`` on the path, or what ``--pandoc`` names; without one only our figures are printed):
seconds of the whole process, the best of three.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

#: Frequent characters; the text means nothing.
_HAN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都"
    "两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
)
_CHAPTER = 100


def book(paragraphs: int) -> list[tuple[str, list[str]]]:
    """Chapters of paragraphs; the same for the same number."""
    dice = random.Random(1)

    def text() -> str:
        return "".join(dice.choices(_HAN, k=40)) + "，" + "".join(dice.choices(_HAN, k=48)) + "。"

    return [(f"第{n + 1}章", [text() for _ in range(_CHAPTER)]) for n in range(paragraphs // _CHAPTER)]


def write(paragraphs: int, out: str) -> dict[str, float]:
    """Write the book to ``out``; seconds of processor time for it and for deflating the parts, and megabytes at most."""
    from convert import stylefile
    from convert.diagnostics import Report
    from convert.model.nodes import Document, Meta, Para, Section, Text
    from convert.writers.docx import DocxOptions, DocxWriter

    body = tuple(Section((Text(title),), tuple(Para((Text(text),)) for text in texts)) for title, texts in book(paragraphs))
    document, sheet = Document(Meta(title="书", language="zh-Hans"), body), stylefile.load("book").resolve("zh-Hans")
    start = time.process_time()
    with Path(out).open("wb") as file:
        DocxWriter().write(document, sheet, DocxOptions(), Report(), file)
    taken = time.process_time() - start
    peak = _peak()
    with zipfile.ZipFile(out) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    start = time.process_time()
    for part in parts:
        zlib.compress(part, 6)
    return {"seconds": taken, "deflate": time.process_time() - start, "megabytes": peak}


def _peak() -> float:
    try:
        import resource
    except ImportError:  # not on Windows
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _alone(*words: str) -> dict[str, float]:
    """What this program prints when it is called with ``words``."""
    done = subprocess.run([sys.executable, __file__, *words], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _seconds(*command: str) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        best = min(best, time.perf_counter() - start)
    return best


def _against(pandoc: str, folder: Path) -> None:
    chapters = book(7_000)
    markdown = "\n\n".join(f"# {title}\n\n" + "\n\n".join(texts) for title, texts in chapters)
    (folder / "book.md").write_text(markdown, encoding="utf-8")
    source = str(folder / "book.json")
    _dump(chapters, source)
    ours = _seconds(sys.executable, "-m", "convert", source, "--to", "docx", "--style", "book", "-q", "-o", str(folder))
    print(f"a book of {len(markdown):,} characters: ours {ours:.2f} s", end="")
    if pandoc:
        theirs = _seconds(pandoc, str(folder / "book.md"), "--toc", "-o", str(folder / "pandoc.docx"))
        print(f", pandoc {theirs:.2f} s, ratio {ours / theirs:.2f}")
    else:
        print("; pandoc is not there")


def _dump(chapters: list[tuple[str, list[str]]], path: str) -> None:
    import convert
    from convert.model.nodes import Document, Meta, Para, Section, Text

    body = tuple(Section((Text(title),), tuple(Para((Text(text),)) for text in texts)) for title, texts in chapters)
    convert.write(Document(Meta(title="书", language="zh-Hans"), body), path, format="json", style="plain")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pandoc", default=shutil.which("pandoc") or "", help="the program to compare with")
    parser.add_argument("--write", nargs=2, metavar=("PARAGRAPHS", "FILE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.write:
        print(json.dumps(write(int(chosen.write[0]), chosen.write[1])))
        return
    with tempfile.TemporaryDirectory() as folder:
        for count in (10_000, 100_000):
            found = _alone("--write", str(count), str(Path(folder) / "long.docx"))
            ratio = found["seconds"] / found["deflate"]
            print(
                f"{count:7,} paragraphs: {found['seconds']:.2f} s, deflating {found['deflate']:.2f} s, "
                f"ratio {ratio:.2f}; {found['megabytes']:.0f} MB"
            )
        _against(chosen.pandoc, Path(folder))


if __name__ == "__main__":
    main()
