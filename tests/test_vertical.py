"""Vertical text: upright columns from right to left, and what is turned in them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import pypdf
import pytest
from sample import SEED, everything, para
from test_layout import SHEET, FakeFace

import convert
from convert import check, stylefile
from convert.diagnostics import Report
from convert.layout.flow import Piece, Style
from convert.layout.inline import Rules, build
from convert.layout.library import Library
from convert.layout.upright import UprightFace
from convert.model import walk
from convert.model.nodes import Document, Emph, Image, Meta, Para, Ruby, Text
from convert.writers.pdffont import EmbeddedFont
from convert.writers.pdfline import TURNED
from convert.writers.pdfupright import UprightLineMaker

MM = 72 / 25.4


def made(document: Document, style: str = "book") -> pypdf.PdfReader:
    out = io.BytesIO()
    convert.write(document, out, format="pdf", style=style, vertical=True)
    return pypdf.PdfReader(out)


def texts(*paragraphs: str, language: str = "zh-Hans") -> Document:
    return Document(Meta(language=language), tuple(map(para, paragraphs)))


def text_of(reader: pypdf.PdfReader) -> str:
    """The text without running heads, folios and leaders."""
    return walk.squeeze("".join(check._page_text(reader, page) for page in reader.pages))


@cache
def seed(language: str = "zh-Hans") -> pypdf.PdfReader:
    document = convert.read(SEED)
    return made(replace(document, meta=replace(document.meta, language=language)))


def placed(reader: pypdf.PdfReader, page: int = 0) -> list[tuple[str, list[float], str]]:
    """Text, text matrix and encoding of each run on a page."""
    found: list[tuple[str, list[float], str]] = []

    def visit(text: str, _cm: Any, tm: Sequence[float], font: Any, _size: float) -> None:
        if text.strip():
            found.append((text.strip("\n"), [float(v) for v in tm], str(font["/Encoding"]) if font else ""))

    reader.pages[page].extract_text(visitor_text=visit)
    return found


def body(reader: pypdf.PdfReader, page: int = 0) -> list[tuple[str, list[float], str]]:
    return [run for run in placed(reader, page) if run[2] == "/Identity-V"]


def test_the_book_is_bound_at_its_right_edge() -> None:
    assert seed().root_object["/ViewerPreferences"]["/Direction"] == "/R2L"


def test_columns_follow_one_another_from_right_to_left_on_the_grid() -> None:
    reader, sheet = made(texts(*["天地玄黄宇宙洪荒日月盈昃辰宿列张" * 12] * 4)), stylefile.load("book").resolve("zh-Hans", True)
    columns = [matrix[4] for _, matrix, _ in body(reader)]
    first = float(reader.pages[0].mediabox.width) - sheet.page.margin_inner * MM - sheet.grid.pitch / 2
    assert columns[0] == pytest.approx(first, abs=0.01)
    assert columns == pytest.approx([first - n * sheet.grid.pitch for n in range(len(columns))], abs=0.01)
    assert {round(matrix[5], 1) for _, matrix, _ in body(reader)} <= {
        round(float(reader.pages[0].mediabox.height) - sheet.page.margin_top * MM - indent, 1) for indent in (0.0, 21.0)
    }


def test_the_inner_margin_is_at_the_right_of_odd_pages() -> None:
    reader, sheet = made(texts(*["天地玄黄宇宙洪荒日月盈昃辰宿列张" * 12] * 9)), stylefile.load("book").resolve("zh-Hans", True)
    width, pitch = float(reader.pages[0].mediabox.width), sheet.grid.pitch
    assert body(reader, 0)[0][1][4] == pytest.approx(width - sheet.page.margin_inner * MM - pitch / 2, abs=0.01)
    depth = sheet.page.lines * pitch
    assert body(reader, 1)[0][1][4] == pytest.approx(sheet.page.margin_inner * MM + depth - pitch / 2, abs=0.01)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant-TW"])
def test_the_text_copies_out(language: str) -> None:
    document = convert.read(SEED)
    found = text_of(seed(language))
    for text in walk.texts(document):
        assert walk.squeeze(text) in found


def test_words_are_turned_and_short_numbers_stand_side_by_side() -> None:
    reader = made(texts("一九七八年用GDP衡量，12月召开会议，A股上涨2021点，共有5家。"))
    ways = {text.strip(): matrix[:4] for text, matrix, encoding in placed(reader) if encoding == "/Identity-H"}
    assert ways["GDP"] == ways["2021"] == [0.0, -1.0, 1.0, 0.0]
    assert ways["12"] == ways["A"] == ways["5"] == [1.0, 0.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("text", "widths"),
    [("12", [1.0, 0.0]), ("5", [1.0]), ("A", [1.0]), ("123", [0.5, 0.5, 0.5]), ("5G", [0.5, 0.5]), ("a", [0.5])],
)
def test_what_stands_upright_takes_one_em(text: str, widths: list[float]) -> None:
    flow = build([Piece(text, Style(FakeFace()))], Rules(SHEET.composition, vertical=True))
    assert flow.widths == widths
    assert bool(flow.upright) == (sum(widths) == 1.0 and text != "5G")


@pytest.mark.parametrize(
    ("language", "char", "white"),
    [
        ("zh-Hans", "，", (0.0, 0.5)),
        ("zh-Hant-TW", "，", (0.25, 0.25)),
        ("zh-Hans", "（", (0.5, 0.0)),
        ("zh-Hant-TW", "」", (0.0, 0.5)),
        ("zh-Hans", "：", (0.0, 0.0)),
        ("zh-Hans", "？", (0.0, 0.0)),
        ("zh-Hant-TW", "！", (0.0, 0.0)),
    ],
)
def test_the_white_of_marks_lies_above_and_below(language: str, char: str, white: tuple[float, float]) -> None:
    library = Library(stylefile.load("plain").resolve(language, True), Report(), kind=UprightFace)
    assert library.face("song", False).white(char) == white


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant-TW"])
def test_marks_take_their_vertical_forms(language: str) -> None:
    face = Library(stylefile.load("plain").resolve(language, True), Report(), kind=UprightFace).face("song", False)
    for char in "（《—…～「":
        assert face.glyphs[char].gid != face.flat.glyphs[char].gid
    dash = face.dash(2)
    assert dash is not None
    assert dash.advance == 2.0


def test_everything_can_be_set_vertically() -> None:
    document = everything()
    found = text_of(made(document, "handout"))
    for text in walk.texts(document):
        assert walk.squeeze(text) in found


def test_pictures_stand_upright() -> None:
    source = everything()
    name = source.resources[0].name
    reader = made(Document(Meta(), (Para((Text("图"), Image(name, "图示"), Text("文"))),), source.resources))
    assert reader.pages[0].images


def test_emphasis_and_readings_are_drawn() -> None:
    reader = made(Document(Meta(), (Para((Emph((Text("重点"),)), Ruby((Text("汉"),), "hàn"), Text("字"))),)))
    assert "hàn" in reader.pages[0].extract_text()


@pytest.mark.parametrize("reading", ["jǔyǔ", "màodié", "tāo"])
def test_pinyin_is_turned_as_one_word(reading: str) -> None:
    maker = UprightLineMaker(lambda file: EmbeddedFont(file, 0, SimpleNamespace(delayedFonts=[])))
    face = Library(stylefile.load("book").resolve("zh-Hans", True), Report(), kind=UprightFace).face("song", bold=False)
    (own,) = maker.own(reading, face, 10.0)
    assert own.way == TURNED
    assert "Tz" not in " ".join(own.operators)  # at its own width
    made = build([Piece("饕餮", Style(face), ruby=reading)], replace(Rules(SHEET.composition), vertical=True))
    assert made.widths == [1.0, 1.0]
    assert maker.own_width(reading, face) == pytest.approx(sum(face.word(reading).advances))


def test_dots_go_to_the_left_of_what_has_a_reading() -> None:
    def sides(content: tuple[Ruby | Text, ...]) -> list[bool]:
        reader = made(Document(Meta(language="zh-Hans"), (Para((Emph(content),)),)))
        glyph = body(reader)[0][1][4]
        dots = re.findall(r"([\d.]+) ([\d.]+) m \1 \2 l", reader.pages[0].get_contents().get_data().decode("ascii"))  # type: ignore[union-attr]
        return [float(x) > glyph for x, _ in dots]

    assert sides((Text("形声"),)) == [True, True]
    assert sides((Ruby((Text("形声"),), "xíngshēng"),)) == [False, False]
