"""The navigation document of an EPUB 3, which is the contents page too (EPUB 3.3 §7), and the NCX for readers of EPUB 2 (OPF 2.0.1 §2.4.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from convert.stylesheet import Sheet
from convert.writers.epub_pages import Titles, page
from convert.writers.markup import Escaper
from convert.writers.xhtml_blocks import Heading


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the contents, and those below it."""

    text: str
    path: str
    children: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that a reading system may offer: its epub:type, path and label."""

    kind: str
    path: str
    label: str


@dataclass(frozen=True, slots=True)
class PageMark:
    """Where a page of the printed edition begins: its number as printed, and the path."""

    number: str
    path: str


def entries(headings: Iterable[tuple[Heading, str]], deepest: int) -> list[Entry]:
    """The headings, each with its path, nested as they are; what is below the level ``deepest`` is lifted to it (0: nothing is)."""
    top: list[Entry] = []
    stack: list[tuple[int, list[Entry]]] = [(0, top)]
    for heading, path in headings:
        level = min(heading.level, deepest) if deepest else heading.level
        while stack[-1][0] >= level:
            stack.pop()
        entry = Entry(heading.text, path)
        stack[-1][1].append(entry)
        stack.append((level, entry.children))
    return top


def navigation(contents: Sequence[Entry], landmarks: Sequence[Landmark], pages: Sequence[PageMark], sheet: Sheet, escape: Escaper) -> bytes:
    """The navigation document. Entries deeper than the style's contents are hidden on the page, not from the reader's menu (``hidden``)."""
    words = sheet.words
    marks = "".join(f'<li><a epub:type="{m.kind}" href="{m.path}">{escape.text(m.label)}</a></li>' for m in landmarks)
    body = (
        '<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title">'
        f'<h1 id="toc-title">{escape.text(words.contents)}</h1>{_list(contents, sheet.contents.levels, escape)}</nav>'
        f'<nav epub:type="landmarks" id="landmarks" hidden="hidden"><ol>{marks}</ol></nav>'
    )
    if pages:
        numbers = "".join(f'<li><a href="{mark.path}">{escape.text(mark.number)}</a></li>' for mark in pages)
        body += f'<nav epub:type="page-list" role="doc-pagelist" id="pages" hidden="hidden"><ol>{numbers}</ol></nav>'
    return page(sheet, escape, words.contents, body, up="")


def _list(contents: Sequence[Entry], levels: int, escape: Escaper) -> str:
    items = [
        f'<li><a href="{entry.path}">{escape.running(entry.text)}</a>'
        f"{_list(entry.children, levels - 1, escape) if entry.children else ''}</li>"
        for entry in contents
    ]
    return f"<ol{' hidden=' + chr(34) + 'hidden' + chr(34) if levels < 1 else ''}>{''.join(items)}</ol>"


def ncx(contents: Sequence[Entry], identifier: str, names: Titles, sheet: Sheet, escape: Escaper) -> bytes:
    """The NCX, with the labels of the contents."""
    numbers = iter(range(1, 1 << 30))
    points = "".join(_points(contents, numbers, escape))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{sheet.language}">\n'
        f'<head><meta name="dtb:uid" content="{identifier}"/><meta name="dtb:depth" content="{_depth(contents)}"/>'
        '<meta name="dtb:totalPageCount" content="0"/><meta name="dtb:maxPageNumber" content="0"/></head>\n'
        f"<docTitle><text>{escape.text(names.main)}</text></docTitle>\n<navMap>{points}</navMap>\n</ncx>\n"
    ).encode()


def _points(contents: Sequence[Entry], numbers: Iterator[int], escape: Escaper) -> Iterator[str]:
    for entry in contents:
        n = next(numbers)
        yield f'<navPoint id="n{n}" playOrder="{n}"><navLabel><text>{escape.text(entry.text)}</text></navLabel><content src="{entry.path}"/>'
        yield from _points(entry.children, numbers, escape)
        yield "</navPoint>"


def _depth(contents: Sequence[Entry]) -> int:
    return 1 + max((_depth(entry.children) for entry in contents), default=0) if contents else 0
