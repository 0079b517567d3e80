"""The PDF writer: what stands where, and what else is in the file."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pypdf
import pytest
from sample import SEED, everything, para

import convert
from convert import stylefile
from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import Contributor, Document, Figure, Image, Item, Meta, OrderedList, Para, Resource, Section, Text
from convert.stylesheet import Sheet
from convert.writers.pdf import PdfOptions, PdfWriter

MM = 72 / 25.4


@dataclass(frozen=True)
class Piece:
    """A run of text as the file has it: page from 0, place of its base line's beginning in points, size, face."""

    page: int
    text: str
    x: float
    y: float
    size: float
    face: str


def made(document: Document, style: str = "handout", **changes: str) -> pypdf.PdfReader:
    out = io.BytesIO()
    convert.write(document, out, format="pdf", style=style, vertical=False, options=[("pdf.system-fonts", "no"), *changes.items()])
    return pypdf.PdfReader(out)


def pieces(reader: pypdf.PdfReader) -> list[Piece]:
    found: list[Piece] = []
    for number, page in enumerate(reader.pages):

        def visit(text: str, _cm: Any, tm: Sequence[float], font: Any, size: float, number: int = number) -> None:
            if text.strip():
                found.append(Piece(number, text.strip("\n"), tm[4], tm[5], size, str(font["/BaseFont"]) if font else ""))

        page.extract_text(visitor_text=visit)
    return found


def text_of(reader: pypdf.PdfReader) -> str:
    return walk.squeeze("".join(page.extract_text() for page in reader.pages))


@cache
def seed(style: str) -> pypdf.PdfReader:
    return made(convert.read(SEED), style)


def sheet_of(style: str) -> Sheet:
    return stylefile.load(style).resolve("zh-Hans", False)


def starting(found: list[Piece], text: str, nth: int = 0) -> Piece:
    return [p for p in found if p.text.startswith(text)][nth]


# ------------------------------------------------------------------------------------------------ the style, read back


@pytest.mark.parametrize("style", stylefile.built_in_styles())
def test_the_pdf_says_what_the_style_says(style: str) -> None:
    sheet, found = sheet_of(style), pieces(seed(style))
    page, roles = sheet.page, sheet.roles
    box = seed(style).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((page.width * MM, page.height * MM), abs=0.01)

    title = starting(found, "强化数字引领")
    assert (title.size, "Sans" in title.face) == (roles.title.size, roles.title.bold or roles.title.font == "hei")
    assert starting(found, "——二〇二二").size == roles.subtitle.size
    heading = starting(found, "深度融合", nth=-1 if sheet.running.header != "section" else 0)
    sizes = {p.size for p in found if p.text == heading.text}
    assert roles.heading1.size in sizes
    assert starting(found, "中国信息通信研究院").size == roles.byline.size

    first, second = starting(found, "推动发展数字经济，推进"), starting(found, "雄厚的制造业")
    for body in (first, second):
        assert body.size == roles.body.size
        left = (
            page.width - page.margin_inner - (page.columns * page.line_chars + (page.columns - 1) * page.column_gap) * roles.body.size / MM
        )
        edges = [page.margin_inner * MM, left * MM]
        columns = [edge + n * (page.line_chars + page.column_gap) * roles.body.size for edge in edges for n in range(page.columns)]
        indent = roles.body.first_indent * roles.body.size
        assert any(body.x - indent == pytest.approx(column, abs=0.05) for column in columns)
    if page.columns == 1 and "高质量" in title.text:
        middle = page.margin_inner * MM + page.line_chars * roles.body.size / 2
        assert title.x + len("强化数字引领 推动高质量发展") * title.size / 2 == pytest.approx(middle, abs=title.size)


@pytest.mark.parametrize("style", stylefile.built_in_styles())
def test_every_line_of_body_text_is_on_the_grid(style: str) -> None:
    sheet = sheet_of(style)
    face = "Sans" if sheet.roles.body.font == "hei" else "Serif"
    body = [p for p in pieces(seed(style)) if p.size == sheet.roles.body.size and face in p.face]
    rows = {(p.page, round(p.y, 2)) for p in body}
    assert len(rows) > 80
    top = max(y for _, y in rows)
    off = [(page, y) for page, y in rows if abs((top - y) / sheet.grid.pitch - round((top - y) / sheet.grid.pitch)) > 0.01]
    assert not off


@pytest.mark.parametrize(("form", "expected"), [("plain", "2"), ("dashes", "– 2 –")])
@pytest.mark.parametrize("place", ["center", "outside", "none"])
def test_folio_and_running_head(form: str, expected: str, place: str) -> None:
    text = f'extends = "handout"\n[running]\nfolio = "{place}"\nfolio_form = "{form}"\nheader = "title"\n'
    sheet = stylefile.parse("mine", "mine.toml", text).resolve("zh-Hans")
    out = io.BytesIO()
    PdfWriter().write(convert.read(SEED), sheet, PdfOptions(), Report(), out)
    found = [p for p in pieces(pypdf.PdfReader(out)) if p.page == 1]
    folios = [p for p in found if p.text.strip() == expected]
    assert len(folios) == (place != "none")
    head = [p for p in found if walk.squeeze(p.text) == "强化数字引领推动高质量发展"]
    assert [p.size for p in head] == [sheet.roles.running.size]
    if place == "outside":
        assert folios[0].x < sheet.page.width * MM / 2  # an even page: at the left


def test_a_section_may_begin_on_a_new_page() -> None:
    sheet = sheet_of("book")
    found = [p for p in pieces(seed("book")) if p.size == sheet.roles.heading1.size and "Sans" in p.face]
    pages = [p.page for p in found if len(p.text) > 4]
    assert len(pages) == len(set(pages)) == 7


def test_two_columns_under_a_title_that_spans_them() -> None:
    sheet, found = sheet_of("gazette"), pieces(seed("gazette"))
    body = [p for p in found if p.page == 0 and p.size == sheet.roles.body.size]
    middle = sheet.page.width * MM / 2
    assert any(p.x < middle - 20 for p in body)
    assert any(p.x > middle for p in body)
    assert starting(found, "强化数字引领").y > max(p.y for p in body)


# ------------------------------------------------------------------------------------------------ text


def test_the_text_copies_out() -> None:
    document = everything()
    assert not [t for t in walk.texts(document) if walk.squeeze(t) not in text_of(made(document, "plain")) and "注" not in t]


@pytest.mark.parametrize(
    "text",
    [
        "“引号”‘单引号’——破折号……省略号，2012—2021年，列夫·托尔斯泰，《书名》。",
        "GDP占45.0%，“5G+工业互联网”，https://example.org/a-very-long/address?with=query&and=more#end 之后。",
        "全角２０２２，㎡、℃、№、①②③，ａｂｃ，〇，々。",
        "e\u0301 与 ü 与 ѕ 与 Ω，零\u200b宽。",
        "。，、；：？！连着的标点（「『』」）！？！",
    ],
)
def test_marks_and_signs_copy_out_as_they_were(text: str) -> None:
    document = Document(Meta(), (para(text * 5),))
    assert walk.squeeze(text * 5) in text_of(made(document, "plain"))


def test_lists_notes_and_tables_are_on_the_page() -> None:
    text = text_of(made(everything(), "plain"))
    for piece in ("一是建成了。", "●一条。", "①", "这是注文，讲“来历”。", "合计", "12.5%", "qiū", "表一数目", "图一红方块"):
        assert walk.squeeze(piece) in text


# ------------------------------------------------------------------------------------------------ the file


def test_outline_contents_links_and_metadata() -> None:
    reader = seed("handout")
    document = convert.read(SEED)
    headings = [walk.flow(s.title) for _, s in walk.sections(document.body)]
    assert [entry.title for entry in reader.outline] == headings  # type: ignore[union-attr]
    root = reader.root_object
    assert root["/Lang"] == "zh-Hans"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    info = reader.metadata
    assert info is not None
    assert info.title == "强化数字引领 推动高质量发展"
    assert "白涛" in (info.author or "")
    links = [a for a in reader.pages[0].get("/Annots", []) if a.get_object()["/Subtype"] == "/Link"]
    assert len(links) == 7
    assert b"<dc:language>" in reader.root_object["/Metadata"].get_data()  # type: ignore[attr-defined]


def test_the_numbers_in_the_contents_are_the_pages() -> None:
    reader = seed("book")
    pages = {entry.title: reader.get_destination_page_number(entry) for entry in reader.outline}  # type: ignore[union-attr, arg-type]
    found = pieces(reader)
    for title, page in pages.items():
        row = next(p for p in found if walk.squeeze(p.text) == walk.squeeze(title) and p.page == 1)
        numbers = [p.text for p in found if p.page == 1 and abs(p.y - row.y) < 0.1 and re.fullmatch(r"\d+", p.text)]
        assert numbers == [reader.page_labels[page or 0]]


def test_fonts_are_embedded_subsets() -> None:
    for page in seed("handout").pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index, union-attr]
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert re.match(r"/[A-Z]{6}\+", font.get_object()["/BaseFont"])
            assert "/FontFile3" in descendant["/FontDescriptor"].get_object()
            assert "/ToUnicode" in font.get_object()


def test_nested_sections_nest_in_the_outline() -> None:
    inner = Section((Text("内"),), (para("里"),), label="（一）")
    document = Document(Meta(title="题"), (Section((Text("外"),), (inner,)), Section((Text("又"),), (para("末"),))))
    titles = [[e.title for e in entry] if isinstance(entry, list) else entry.title for entry in made(document, "plain").outline]
    assert titles == ["外", ["（一）内"], "又"]


def test_same_document_same_bytes() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    for out in (first, second):
        convert.write(everything(), out, format="pdf", style="gazette")
    assert first.getvalue() == second.getvalue()


# ------------------------------------------------------------------------------------------------ odd documents


ODD: dict[str, Document] = {
    "nothing": Document(Meta(), ()),
    "a title alone": Document(Meta(title="只有题目"), ()),
    "empty paragraphs": Document(Meta(title="题"), (para(""), para(" "), Para(()))),
    "an empty section": Document(Meta(title="题"), (Section((), ()),)),
    "a long title": Document(Meta(title="很长的题目" * 100), (para("文"),)),
    "a long word": Document(Meta(), (para("a" * 500 + "字" + "1234567890" * 40),)),
    "marks only": Document(Meta(), (para("，。！？" * 60),)),
    "deep sections": Document(Meta(), (Section((Text("一"),), (Section((Text("二"),), (Section((Text("三"),), (Section((Text("四"),), (para("文"),)),)),)),)),)),
    "a list in a list": Document(Meta(), (OrderedList((Item((OrderedList((Item((para("里"),), "（1）"),)),), "一、"),)),)),
    "contributors": Document(replace(everything().meta, contributors=(Contributor("名" * 200),)), (para("文"),)),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("style", ["handout", "gazette", "book"])
def test_odd_documents_become_sound_pages(name: str, style: str) -> None:
    reader = made(ODD[name], style)
    assert len(reader.pages) >= 1
    assert walk.text(ODD[name]) in text_of(reader) or walk.squeeze(walk.text(ODD[name]))[:20] in text_of(reader)


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n broken"])
def test_a_broken_picture_is_framed_and_reported(data: bytes) -> None:
    report, out = Report(), io.BytesIO()
    document = Document(Meta(), (Figure(Image("a.png", "图"), (Text("图说"),)),), (Resource("a.png", "image/png", data),))
    convert.write(document, out, format="pdf", style="plain", report=report)
    assert "图说" in text_of(pypdf.PdfReader(out))
    assert [d.code for d in report if d.severity] == ["pdf.omitted"]
