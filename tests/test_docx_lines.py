"""How many lines and rows a text takes in a DOCX: what LibreOffice was seen to do, counted."""

from __future__ import annotations

import pytest
from sample import para

from convert import stylefile
from convert.diagnostics import Report
from convert.model.nodes import Block, BulletList, Cell, Item, OrderedList, Row, Table
from convert.writers.docx_geometry import geometry
from convert.writers.docx_lines import RAISED, LineRules
from convert.writers.docx_lists import Numbering
from convert.writers.docx_pages import Pager, Slot
from convert.writers.docx_room import Marks, paragraph_slot
from convert.writers.docx_styles import style_book
from convert.writers.docx_tables import RowLines, grid_of
from convert.writers.ooxml import Script

RULES = LineRules(frozenset("，。；：！？）”"), frozenset("（“"), gaps=True, swiss=frozenset({"hei"}))
DOWN = LineRules(RULES.not_start, RULES.not_end, gaps=True, vertical=True)


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("文" * 10, 10.0, 1),
        ("文" * 11, 10.0, 2),
        ("文" * 8 + "12", 10.0, 1),  # an em of digits and a gap
        ("文" * 9 + "12", 10.0, 2),
        ("文" * 10 + "12" + "文" * 8, 10.0, 2),
        ("文" * 10 + "12" + "，" + "文" * 8, 10.0, 2),  # at the head of a line stands no gap
        ("文" * 9 + "；GDP" + "文" * 7, 10.0, 2),  # parted behind ；
        ("文" * 9 + "，GDP" + "文" * 7, 10.0, 3),  # ， goes to the next line with the word, and the character before it
        ("“" + "文" * 9 + "，", 10.5, 1),  # narrow where a paragraph begins
        ("文" * 9 + "“文", 10.5, 2),
        ("文\n“" + "文" * 9 + "，", 10.5, 3),  # but not where a line begins
        ("文" * 9 + RAISED * 4 + "文", 10.0, 2),
        ("文" * 8 + "aa-" + "b" * 20, 10.0, 2),  # parted behind the hyphen
        ("文" * 8 + "aa-" + "b" * 22, 10.0, 3),
        ("文" * 8 + "aa/" + "b" * 20, 10.0, 2),  # and behind the stroke
        ("文" * 7 + " aa/" + "b" * 20, 10.0, 3),  # not in a word behind a space
        ("文" * 8 + "11/" + "1" * 19, 10.0, 3),  # nor in a number
    ],
)
def test_lines(text: str, room: float, lines: int) -> None:
    assert RULES.count(text, room, room) == lines


def test_western_letters_without_serifs_are_wider() -> None:
    text = "文" * 5 + "1234567890"
    assert [RULES.count(text, 10.4, 10.4, family) for family in ("roman", "swiss")] == [1, 2]


def test_a_number_set_upright_is_as_wide_as_a_letter_is_high() -> None:
    assert DOWN.width("，12，") == pytest.approx(3.15)
    assert DOWN.width("第3季") - DOWN.width("，3，") == pytest.approx(0.2, abs=0.01)  # one gap, before it


def test_a_bullet_that_opens_a_paragraph_of_vertical_text_stands_upright() -> None:
    assert [rules.count("●" + "文" * 9, 10.1, 10.1) for rules in (RULES, DOWN)] == [1, 2]
    assert DOWN.count("文●" + "文" * 8, 10.1, 10.1) == 1


@pytest.mark.parametrize(
    ("rubies", "lines", "tall"),
    [
        ((), 2, set()),
        (((0, 2, "qiūcí"),), 2, {0}),
        (((33, 35, "qiūcí"),), 2, {1}),  # not parted: all of it stands on the second line
        (((0, 1, "zhuāng"), (5, 6, "zhuāng"), (9, 10, "zhuāng"), (12, 13, "zhuāng")), 3, {0}),  # readings longer than their bases
    ],
)
def test_readings(rubies: tuple[tuple[int, int, str], ...], lines: int, tall: set[int]) -> None:
    """A line of handout has 34 characters, the others 36; a line that bears readings takes two rows."""
    book = style_book(stylefile.load("handout").resolve("zh-Hans"))
    made = paragraph_slot(book, RULES, book.looks["BodyText"], "文" * 69, book.shape.measure, Marks(rubies=rubies))
    assert (made.lines, made.tall) == (lines, tall)


def test_a_cell_that_reaches_down_lengthens_its_last_row() -> None:
    cells = [[Cell((para("甲"),), rows=2), Cell((para("乙"),))], [Cell((para("丙"),))], [Cell((para("丁"),))] * 2]
    grid = grid_of(Table(tuple(Row(tuple(row)) for row in cells)), 4000, 240)
    lines = RowLines(grid)
    assert [lines.row(number, one) for number, one in enumerate([[5, 2], [1, 1], [1, 3]])] == [2, 3, 3]


@pytest.mark.parametrize(("height", "page"), [(400, 1), (402, 2)])
def test_a_page_holds_the_rows_of_the_grid_and_no_more(height: int, page: int) -> None:
    """In LibreOffice: it centres the grid in a type area that is a hair higher."""
    shape = geometry(stylefile.load("handout").resolve("zh-Hans"))
    pager = Pager(shape, note_line=shape.pitch)
    pager.add(Slot("BodyText", shape.pitch, shape.rows - 1))
    pager.add(Slot("Figure", height, 1, whole=True, key="picture"))
    assert (shape.pitch, pager.pages["picture"]) == (400, page)


def test_a_line_of_two_rows_is_not_parted() -> None:
    shape = geometry(stylefile.load("handout").resolve("zh-Hans"))
    row = shape.pitch
    pager = Pager(shape, widows=False, note_line=row)
    pager.add(Slot("BodyText", row, 31))
    pager.add(Slot("BodyText", row, 2, key="tall", tall=frozenset({0})))
    pager.add(Slot("BodyText", row, 29))
    pager.add(Slot("BodyText", row, 1, key="next"))
    assert (shape.rows, pager.pages["tall"], pager.pages["next"]) == (32, 2, 3)


def test_the_space_between_two_paragraphs_is_the_larger_of_theirs() -> None:
    shape = geometry(stylefile.load("handout").resolve("zh-Hans"))
    row = shape.pitch
    pager = Pager(shape, widows=False)
    pager.add(Slot("Heading1", row, 1, after=2 * row))
    pager.add(Slot("Credit", row, 1, before=row))
    pager.add(Slot("BodyText", row, shape.rows - 4, key="text"))
    pager.add(Slot("BodyText", row, 1, key="next"))
    assert (pager.pages["text"], pager.pages["next"]) == (1, 2)


@pytest.mark.parametrize(
    ("block", "room"),
    [
        (BulletList((Item(()), Item(()))), 33),  # a bullet and a space take less than a character
        (OrderedList((Item(()), Item(())), counter="decimal"), 33),
        (OrderedList((Item(()), Item(())), counter="cjk-decimal"), 32),
        (OrderedList((Item((), label="（一）"), Item((), label="（二）"))), 31),
        (OrderedList((Item((), label="①"), Item((), label="②"))), 32),
    ],
)
def test_what_a_numbering_puts_before_a_text_takes_room(block: Block, room: int) -> None:
    assert isinstance(block, BulletList | OrderedList)
    numbered = Numbering("native", Script(), Report()).open(block, 1)
    assert numbered is not None
    book = style_book(stylefile.load("handout").resolve("zh-Hans"))
    look, marks = book.looks[numbered.style], Marks(lead=numbered.shown(1))
    assert [paragraph_slot(book, RULES, look, "文" * count, book.shape.measure, marks).lines for count in (room, room + 1)] == [1, 2]
