"""The profile ``book`` of plain text: chapters in every layout, false friends, wrapped rows, verse, what sites add; nothing lost."""

from __future__ import annotations

import pytest
from grammar import wild_texts
from hypothesis import given, settings
from layouts import LAYOUTS, Book, Chapter, Layout

from convert.diagnostics import Report, SourceError
from convert.model import walk
from convert.model.nodes import Contributor, Document, Section
from convert.readers.book import read_book
from convert.source import Source

_CLAUSES = (
    "话说青山脚下有一个小村，村里住着几十户人家",
    "老王道：“今年的雨水好，山上的茶树都活了。”",
    "次日天明，众人上山浇水，忽见云雾从谷中升起",
    "小李笑道：“且慢，待我取了桶来。”说罢便往溪边去了",
    "这正是一年之计在于春，一日之计在于晨",
    "两岸桃花开得正好，行人走到桥头，都要站住看上一看",
    "用了3桶水、12根竹竿，又请Smith先生画了图样",
)
_HALVES = ("种茶树老王立志", "挑溪水小李当先", "遇春旱众人祈雨", "开新渠一村同心", "访山僧夜谈旧事", "送远客晓渡长桥")


def _paragraph(seed: int) -> str:
    return "，".join(_CLAUSES[(seed * 3 + step * (seed % 4 + 1)) % len(_CLAUSES)] for step in range(seed % 5 + 2)) + "。"


def _chapter(n: int) -> Chapter:
    title = f"{_HALVES[n % 6]} {_HALVES[(n * 5 + 1) % 6]}"
    return Chapter(title, tuple(_paragraph(n * 7 + k) for k in range(9 + n % 4)))


BOOK = Book("青山传", "王小明", tuple(_chapter(n) for n in range(1, 25)))


def read(text: str, report: Report | None = None) -> Document:
    report = report if report is not None else Report()
    return read_book(Source("book.txt", text.encode()).text(report), "book.txt", "", report)


def sections(document: Document) -> list[Section]:
    return [section for _, section in walk.sections(document.body)]


def headings(document: Document) -> list[str]:
    return [section.label + walk.flow(section.title) for section in sections(document)]


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts(name: str) -> None:
    text = LAYOUTS[name].lay(BOOK)
    document = read(text)
    found = [walk.squeeze(heading).rstrip("】*=-") for heading in headings(document)]
    assert len(found) == len(BOOK.chapters)
    if "number only" not in name:
        assert all(heading.endswith(walk.squeeze(chapter.title)) for heading, chapter in zip(found, BOOK.chapters, strict=True))
    assert {section.role for section in sections(document)} == {"chapter"}
    assert document.meta.title == BOOK.title
    assert document.meta.contributors == (Contributor(BOOK.author),)
    assert walk.text(document) == walk.squeeze(text)


@pytest.mark.parametrize("width", [30, 36, 40])
@pytest.mark.parametrize("layout", [{}, {"indent": "", "blanks": 1}, {"blanks": 1}, {"indent": "    "}])
def test_wrapped_rows_make_the_paragraphs_again(width: int, layout: dict[str, object]) -> None:
    document = read(Layout(width=width, **layout).lay(BOOK))  # type: ignore[arg-type]
    found = [walk.squeeze(text) for section in sections(document) for text in walk.block_texts(section.body)]
    assert found == [walk.squeeze(text) for chapter in BOOK.chapters for text in chapter.paragraphs]


@settings(max_examples=1500, deadline=None)
@given(wild_texts())
def test_nothing_is_lost(text: str) -> None:
    try:
        decoded = Source("wild.txt", text.encode()).text(Report())
    except SourceError:
        return
    assert walk.text(read(text)) == walk.squeeze(decoded)
