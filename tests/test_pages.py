"""What stands on pages besides lines of text: readings, name marks, tables over pages, page labels, index, numbers of lines."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pypdf
import pytest
from sample import para, role
from test_vertical import text_of

from convert import stylefile
from convert.diagnostics import Report
from convert.layout import ruby
from convert.layout.bands import Band
from convert.layout.contents import roman
from convert.layout.document import Laid, lay_out
from convert.layout.fonts import Face
from convert.layout.library import Library
from convert.layout.pages import paginate
from convert.layout.upright import UprightFace
from convert.model.nodes import (
    Block,
    BulletList,
    Byline,
    Cell,
    Document,
    Item,
    Meta,
    Note,
    OrderedList,
    Para,
    Row,
    Ruby,
    Section,
    Span,
    Table,
    Text,
)
from convert.stylesheet import Sheet
from convert.writers.pdf import PdfOptions, PdfWriter
from convert.writers.pdfimage import Gallery

LONG = "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。" * 6


def sheet_of(text: str = "", vertical: bool = False) -> Sheet:
    return stylefile.parse("mine", "mine.toml", f'extends = "plain"\n{text}').resolve("zh-Hans", vertical)


def laid(body: tuple[Block, ...], text: str = "", vertical: bool = False) -> Laid:
    sheet, report = sheet_of(text, vertical), Report()
    document = Document(Meta(), body)
    return lay_out(document, sheet, Library(sheet, report, kind=UprightFace if vertical else Face), Gallery(document, report), report)


def made(body: tuple[Block, ...], text: str = "", vertical: bool = False) -> pypdf.PdfReader:
    out = io.BytesIO()
    PdfWriter().write(Document(Meta(), body), sheet_of(text, vertical), PdfOptions(), Report(), out)
    return pypdf.PdfReader(out)


def drawn(reader: pypdf.PdfReader, page: int = 0) -> str:
    return reader.pages[page].get_contents().get_data().decode("ascii")  # type: ignore[union-attr]


# ------------------------------------------------------------------------------------------------ readings and marks along names


@pytest.mark.parametrize(("vertical", "widths"), [(False, [1.46, 1.46]), (True, [1.0, 1.0])])
def test_zhuyin_makes_room_beside_each_character(vertical: bool, widths: list[float]) -> None:
    found = ruby.with_reading([1.0, 1.0], "ㄏㄢˋ ㄗˋ", {}, vertical)
    assert found == pytest.approx(widths)


def test_the_signs_of_zhuyin_stand_one_below_the_other_with_the_tone_at_their_side() -> None:
    one, two, tone = ruby.signs("ㄏㄢˋ")
    assert (one.text, two.text, tone.text) == ("ㄏ", "ㄢ", "ˋ")
    assert one.across == two.across < tone.across
    assert one.down < tone.down < two.down + 0.1
    light = [sign for sign in ruby.signs("˙ㄇㄚ") if sign.text == "˙"]
    assert light[0].down < min(sign.down for sign in ruby.signs("˙ㄇㄚ") if sign.text != "˙")


@pytest.mark.parametrize("vertical", [False, True])
def test_readings_do_not_part_the_text(vertical: bool) -> None:
    text = (Text("读"), Ruby((Text("汉字"),), "ㄏㄢˋ ㄗˋ"), Text("和"), Ruby((Text("拼音"),), "pīnyīn"), Text("。"))
    found = text_of(made((Para(text),), vertical=vertical))
    assert found == "读汉字和拼音。"


def test_lines_along_names_are_the_styles_choice() -> None:
    text = (Span((Text("鲁迅"),), attrs=role("person")), Text("写了"), Span((Text("呐喊"),), attrs=role("work-title")), Text("。"))
    assert " c S Q" not in drawn(made((Para(text),)))
    marked = drawn(made((Para(text),), "composition.name_marks = true"))
    assert marked.count(" c S Q") == 1  # the wave
    assert len(re.findall(r" m \S+ \S+ l S Q", marked)) == 1  # the line


# ------------------------------------------------------------------------------------------------ paragraphs with a part of their own


def test_a_salutation_is_flush_left_and_a_question_is_told_from_its_answer() -> None:
    bands = [
        s.band
        for s in laid((para("各位代表：", "salutation"), para("问：怎么看？", "question"), para("答：这样看。", "answer"))).pages[0].bands
    ]
    salutation, question, answer = (band.placed[0] for band in bands)
    assert salutation.x == 0.0
    assert question.line.flow.runs[0].piece.style.face.name != answer.line.flow.runs[0].piece.style.face.name


def test_signatures_end_at_one_edge_whatever_mark_they_end_with() -> None:
    bands = [s.band for s in laid((para("某某办公厅", "signature"), para("（二〇二二年十二月）", "signature"))).pages[0].bands]
    ends = [p.x + p.line.width * p.size for band in bands for p in band.placed]
    assert ends[0] == pytest.approx(ends[1])


def test_the_gap_below_a_heading_stands_below_its_names() -> None:
    section = Section((Text("标题"),), (para("正文。"),), byline=(Byline("局长", "王五"),))
    bands = [s.band for s in laid((section,), "roles.heading1.after = 1.0").pages[0].bands]
    assert [band.after for band in bands] == [0.0, 1.0, 0.0]


@pytest.mark.parametrize(("labels", "hang"), [("run-in", False), ("hanging", True)])
def test_the_lines_of_numbered_items_may_hang(labels: str, hang: bool) -> None:
    items = OrderedList((Item((para(LONG),), "1."), Item((para("短。"),), "2.")), "decimal")
    lines = [s.band.placed[0].line for s in laid((items,), f'lists.labels = "{labels}"').pages[0].bands]
    assert (lines[1].indent > 2.0) == hang


def test_the_lines_of_bulleted_items_hang_behind_their_sign() -> None:
    lines = [s.band.placed[0].line for s in laid((BulletList((Item((para(LONG),), "●"),)),)).pages[0].bands]
    assert lines[1].indent == pytest.approx(4.0)


# ------------------------------------------------------------------------------------------------ tables


def table(rows: int, text: str = "格") -> Table:
    head = Row((Cell((para("甲栏"),), header=True), Cell((para("乙栏"),), header=True)))
    return Table((head, *(Row((Cell((para(f"{text}{n}"),)), Cell((para(text),)))) for n in range(rows))))


def test_the_head_of_a_table_comes_again_and_is_no_text_there() -> None:
    reader = made((table(60),))
    assert len(reader.pages) > 1
    assert all("甲栏" in page.extract_text() for page in reader.pages)
    assert text_of(reader).count("甲栏") == 1


def test_a_small_table_is_not_divided() -> None:
    for lines in range(20, 34):
        pages = laid((para("字" * 36 * lines), table(4))).pages
        assert len({n for n, page in enumerate(pages) for s in page.bands if s.band.strokes}) == 1


def test_a_row_higher_than_a_page_goes_on() -> None:
    reader = made((Table((Row((Cell((para("左"),)), Cell((para(LONG * 20),)))),)),))
    assert len(reader.pages) > 1
    assert LONG * 20 in text_of(reader)


def test_a_table_is_closed_at_the_foot_of_each_page() -> None:
    pages = laid((table(60),)).pages
    assert len(pages) > 1
    for page in pages:
        last = page.bands[-1].band
        bottom = last.rows * 20.0
        assert any(stroke.y0 == stroke.y1 == pytest.approx(bottom) for stroke in last.strokes)
        assert not any(stroke.y0 == stroke.y1 == pytest.approx(bottom) for stroke in page.bands[-2].band.strokes)


def test_a_table_too_wide_for_a_column_goes_across_all_but_not_over_notes() -> None:
    wide = Table(tuple(Row(tuple(Cell((para(LONG[: n * 9]),)) for n in range(1, 5))) for _ in range(3)))
    noted = Para((Text(LONG * 9), Note((para("注文" * 30),))))
    pages = laid((noted, wide, Para((Text(LONG), Note((para("又注"),))))), "[page]\ncolumns = 2\nline_chars = 17").pages
    tables = [one for page in pages for one in page.bands if one.band.strokes]
    assert tables
    assert all(one.band.spans for one in tables)
    for page in pages:
        for note in (one for one in page.bands if one.note):
            above = [one for one in page.bands if not one.note and (one.band.spans or one.column == note.column)]
            assert all(one.row + one.band.rows <= note.row for one in above)
    assert not any(one.band.spans for page in laid((table(3),), "[page]\ncolumns = 2\nline_chars = 17").pages for one in page.bands)


def test_rows_that_come_again_take_their_room() -> None:
    again = (Band(2.0, keep=True),)
    rows = [Band(1.0, again=again if n else ()) for n in range(25)]
    pages = paginate(rows, 10, 1)
    assert [len(page.bands) for page in pages] == [10, 9, 8]


# ------------------------------------------------------------------------------------------------ labels, index, numbers of lines


SECTIONS = tuple(
    Section((Text(f"第{n}节"),), (para(LONG * 4),), byline=(Byline("局长", name),)) for n, name in enumerate(("张三", "李四", "张三"))
)
BOOK = '[contents]\nminimum = 2\nown_page = true\n[running]\nfront = "roman"\n[sections]\nstart = "page"\n'


def test_pages_before_the_text_are_counted_apart() -> None:
    reader = made(SECTIONS, BOOK)
    assert reader.page_labels == ["i", "1", "2", "3"]
    contents = reader.pages[0].extract_text()
    assert {"1", "2", "3"} <= set(re.findall(r"\d+", contents))
    assert "/PageLabels" not in made(SECTIONS, BOOK.replace("roman", "arabic")).root_object


@pytest.mark.parametrize(("number", "numeral"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (99, "xcix"), (1994, "mcmxciv")])
def test_roman_numerals(number: int, numeral: str) -> None:
    assert roman(number) == numeral


def test_the_index_has_each_speaker_once_with_all_pages() -> None:
    text = made(SECTIONS, BOOK + "[index]\nspeakers = true\n").pages[-1].extract_text()
    assert "发言人索引" in text
    assert "1, 3" in text
    assert text.index("李四") < text.index("张三")


def test_the_index_stands_in_no_section_and_its_numbers_are_parted_as_the_lines_run() -> None:
    style = '[index]\nspeakers = true\n[running]\nheader = "section"\n[sections]\nstart = "page"\n[page]\nlines = 8\n'
    pages = made((*SECTIONS, para(LONG * 2)), style).pages
    texts = [page.extract_text() for page in pages]
    assert "第2节" in next(text for text in texts[::-1] if "发言人索引" not in text)
    assert "李四" in texts[-1]
    assert all("第2节" not in text for text in texts if "李四" in text and "局长" not in text)
    vertical = laid(SECTIONS, style, vertical=True)
    assert vertical.label_of(["speaker-1", "speaker-3"]) == "1、3"


def test_lines_are_numbered_on_each_page() -> None:
    reader = made((para(LONG * 20),), "[page]\nlines = 12\nline_numbers = 5\n")
    for page in reader.pages[:-1]:
        assert {"5", "10"} <= set(page.extract_text().split())


def test_a_heading_of_two_lines_is_set_close() -> None:
    title = "关于进一步推进全国中小城市公共图书馆服务体系建设与阅读推广工作的若干意见"
    sheet = "roles.heading1.size = 20.0\nroles.heading1.rows = 2.0\n"
    (band,) = [s.band for s in laid((Section((Text(title),), (para("正文。"),)),), sheet).pages[0].bands if s.band.mark]
    first, second = (placed.y for placed in band.placed)
    assert 28.0 <= second - first <= 32.0
    assert band.rows == 3.0


def test_an_untitled_text_has_no_bare_rule_at_its_head() -> None:
    out = io.BytesIO()
    sheet = stylefile.load("handout").resolve("zh-Hans")
    PdfWriter().write(Document(Meta(), (para(LONG * 30),)), replace(sheet), PdfOptions(), Report(), out)
    assert " l S Q" not in drawn(pypdf.PdfReader(out), 1)


def test_a_long_note_is_divided_rather_than_a_page_left_half_empty() -> None:
    body = (para("字" * 36 * 20), Para((Text("甲乙丙丁" * 20), Note((para("注文" * 500),)), Text("丙" * 99))))
    pages = laid(body).pages
    first = pages[0].bands
    assert sum(not one.note for one in first) >= 22
    assert sum(one.note for one in first) >= 3
    assert pages[1].bands[0].note is False


def test_a_signature_stays_with_what_is_signed() -> None:
    for count in range(30, 36):
        pages = laid((*(para("字" * 9) for _ in range(count)), para("某某", "signature"))).pages
        assert len(pages[-1].bands) != 1, count


def test_columns_are_balanced_with_notes_too_and_no_line_is_left_alone() -> None:
    style = "[page]\ncolumns = 3\nline_chars = 11\ncolumn_gap = 1.5\nlines = 30"
    noted = Para((Text("甲乙丙丁" * 30), Note((para("注文" * 20),)), Text("戊己庚辛" * 30)))
    (page,) = laid((noted,), style).pages
    depths = [sum(one.column == n and not one.note for one in page.bands) for n in range(3)]
    assert max(depths) - min(depths) <= 1
    assert any(one.note for one in page.bands)
    (page,) = laid((para("字" * 28),), style).pages
    assert {one.column for one in page.bands} == {0}  # three lines: parted, one of them would stand alone


def test_numbers_of_lines_stand_between_columns() -> None:
    style = "[page]\ncolumns = 3\nline_chars = 11\ncolumn_gap = 1.0\nline_numbers = 1"
    reader, sheet = made((para("字" * 900),), style), sheet_of(style)
    left = sheet.page.margin_inner * 72 / 25.4
    edges = [left + n * (11 + 1) * 12 for n in range(3)]
    starts = sorted({float(x) for x in re.findall(r"1 0 0 1 ([\d.]+) [\d.]+ Tm", drawn(reader))})
    for edge in edges[1:]:
        assert all(not edge - 24 < x < edge - 12 for x in starts)


def test_a_bullet_is_seen() -> None:
    (band,) = laid((BulletList((Item((para("一"),)),)),)).pages[0].bands
    assert band.band.placed[0].line.flow.runs[0].piece.style.face.name == "黑体"


def test_a_hyphen_stands_right_behind_its_word_at_the_edge() -> None:
    """The pen is moved for it to where the line's letters end, a hyphen before the edge of the measure."""
    text = '[composition]\nhyphenation = "en-US"\n[page]\nline_chars = 17'
    reader = made((para("国际化的英文写作人们常说的internationalization一词有二十个字母之多"),), text)
    sheet = sheet_of(text)
    places = [float(x) for x in re.findall(r"1 0 0 1 ([\d.]+) [\d.]+ Tm", drawn(reader))]
    edge = sheet.page.margin_inner * 72 / 25.4 + 17 * 12
    assert any(edge - 6 < x < edge - 2 for x in places)


@pytest.mark.parametrize(
    ("paragraphs", "lines", "expected"),
    [
        # marks enough to take the short last lines in: the page is saved
        (["一二三四五，" * 12 + "一二。"] * 6, 16, [15]),
        # no marks: a paragraph is set a line longer, so that the page has three lines
        (["字" * 70] * 6, 10, [10, 3]),
        # one line is not left alone, though nothing can be set longer or shorter
        (["字" * 9] * 11, 10, [9, 2]),
        # enough on the last page
        (["字" * 70] * 7, 10, [10, 4]),
    ],
)
def test_a_last_page_is_not_left_with_a_line_or_two(paragraphs: list[str], lines: int, expected: list[int]) -> None:
    pages = laid(tuple(para(text) for text in paragraphs), f"[page]\nlines = {lines}").pages
    assert [len(page.bands) for page in pages] == expected
    text = "".join(p.line.flow.text[p.line.start : p.line.end] for page in pages for one in page.bands for p in one.band.placed)
    assert text == "".join(paragraphs)
    assert all(one.row + one.band.rows <= lines for page in pages for one in page.bands)


def test_the_last_page_of_each_chapter_is_mended() -> None:
    chapter = tuple(para("一二三四五，" * 12 + "一二。") for _ in range(6))
    body = tuple(Section((Text(title),), chapter) for title in ("甲", "乙"))
    pages = laid(body, '[page]\nlines = 19\n[sections]\nstart = "page"').pages
    assert [page.number for page in pages] == [1, 2]
