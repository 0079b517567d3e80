"""How many chapters of a book are found in each layout: ``python tests/bench/books.py FILE``.

FILE: a text whose chapters begin with 第…章 or 第…回 in rows of their own, in UTF-8, GB18030 or Big5. Prints for each layout how many of the
chapters were found with their titles, how many sections are no chapters, how many of a hundred paragraphs came out whole, megabytes a second.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from layouts import LAYOUTS, Book, Chapter

from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import Document
from convert.readers.text import TextOptions, TextReader
from convert.source import Source

_HEAD = re.compile(r"^[\s\u3000]*第[0-9〇零一二三四五六七八九十百千]+[章回][\s\u3000]+(\S.{1,40})$")


def book_in(path: Path) -> Book:
    """The book in a file."""
    text = Source(path.name, path.read_bytes()).text(Report())
    chapters: list[tuple[str, list[str]]] = []
    for row in text.split("\n"):
        found = _HEAD.match(row)
        if found:
            chapters.append((" ".join(found[1].split()), []))
        elif row.strip() and chapters:
            chapters[-1][1].append(row.strip())
    return Book("青山传", "王小明", tuple(Chapter(title, tuple(rows)) for title, rows in chapters if rows))


def found_in(document: Document, book: Book, numbers_only: bool) -> tuple[int, int]:
    """Chapters found in their order, and sections that are none; where no titles are printed the sections are counted."""
    titles = [walk.squeeze(section.label + walk.flow(section.title)) for _, section in walk.sections(document.body)]
    wanted = [walk.squeeze(chapter.title) for chapter in book.chapters]
    if numbers_only:
        return min(len(titles), len(wanted)), max(0, len(titles) - len(wanted))
    place = 0
    for title in titles:
        if place < len(wanted) and title.rstrip("】*=- ").endswith(wanted[place]):
            place += 1
    return place, len(titles) - place


def paragraphs_in(document: Document, book: Book) -> float:
    """The share of the book's paragraphs that are paragraphs, or lines of verse, of the document."""
    there = Counter(walk.squeeze(text) for text in walk.block_texts(document.body))
    wanted = Counter(walk.squeeze(text) for chapter in book.chapters for text in chapter.paragraphs)
    return sum(min(count, there[text]) for text, count in wanted.items()) / sum(wanted.values())


def main() -> None:
    """Print the figures for the file that the command line names."""
    book = book_in(Path(sys.argv[1]))
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    print(f"{len(book.chapters)} chapters")
    for name, layout in LAYOUTS.items():
        if only not in name:
            continue
        text = layout.lay(book)
        data = text.encode()
        started = time.perf_counter()
        document = TextReader().read(Source("book.txt", data), TextOptions(profile="book"), Report())
        seconds = time.perf_counter() - started
        found, false = found_in(document, book, "number only" in name)
        right = 100 * paragraphs_in(document, book)
        speed = len(data) / 1e6 / seconds
        kept = "" if walk.text(document) == walk.squeeze(text) else "  TEXT LOST OR MOVED"
        print(f"{found:5} found {false:4} false {right:6.1f} % paragraphs {speed:5.1f} MB/s  {name}{kept}", flush=True)


if __name__ == "__main__":
    main()
