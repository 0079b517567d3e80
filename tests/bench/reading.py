"""Ten thousand articles of every shape, lined and flat: how many are read as they were meant, and how many the same in both forms; and how fast.

    python tests/bench/reading.py [COUNT] [FIRST]

FIRST is the number of the first article. Prints a row a shape, and the sum; then the speed for 1, 10, 100 times the text.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from articles import Article, article

from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import Document
from convert.readers.text import TextOptions, TextReader
from convert.source import Source

Meant = list[tuple[str, str, str]]


def read(text: str) -> Document:
    """The document in ``text``."""
    return TextReader().read(Source("article.txt", text.encode()), TextOptions(), Report())


def meant(made: Article) -> Meant:
    """Heading, position, name of every section that is in the article."""
    return [(walk.squeeze("".join(talk.heading)), walk.squeeze(talk.position), walk.squeeze(talk.name)) for talk in made.talks]


def found(document: Document) -> Meant:
    """Heading, position, name of every section that was read."""
    people = ((section, section.byline[0] if section.byline else None) for _, section in walk.sections(document.body))
    return [
        (walk.squeeze(walk.flow(section.title)), walk.squeeze(who.position) if who else "", walk.squeeze(who.name) if who else "")
        for section, who in people
    ]


def main(count: int, first: int) -> None:
    """Read the articles and print the figures."""
    total, right, same = Counter[str](), Counter[str](), Counter[str]()
    sections = hit = 0
    begin = time.perf_counter()
    for seed in range(first, first + count):
        made = article(seed)
        lined, flat = read(made.lined()), read(made.flat())
        want, got = meant(made), found(lined)
        total[made.shape] += 1
        right[made.shape] += want == got
        same[made.shape] += lined.body == flat.body
        sections += len(want)
        hit += sum((Counter(want) & Counter(got)).values())
    for shape in total:
        print(f"{shape:12}{total[shape]:7}  as meant {right[shape] / total[shape]:7.2%}  flat as lined {same[shape] / total[shape]:7.2%}")
    news = total["news"] - right["news"]
    print(f"sections {hit} of {sections} ({hit / sections:.2%}); news with false sections {news} of {total['news']}")
    print(
        f"all {count}: as meant {right.total() / count:.2%}, flat as lined {same.total() / count:.2%}, {time.perf_counter() - begin:.0f} s"
    )


def speed(articles: int) -> None:
    """Read a text of ``articles`` digests, lined, and print how fast."""
    bodies = (article(seed) for seed in range(3 * articles))
    lines = ["", "青山论坛发言摘编", "", *("\u3000\u3000" + line for made in bodies if made.shape == "spoken" for line in made.lines)]
    text = "\n".join(lines)
    begin = time.process_time()
    read(text)
    size = len(text.encode()) / 1e6
    print(f"{size:8.2f} MB of lined text: {size / (time.process_time() - begin):.1f} MB/s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    for times in (1, 10, 100):
        speed(30 * times)
