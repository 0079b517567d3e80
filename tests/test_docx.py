"""The DOCX writer: the style read back, nothing but styles, contents with page numbers, and what a document may hold."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

import pytest
from lxml import etree
from sample import SEED, everything, para, written

import convert
from convert import formats, stylefile
from convert.diagnostics import OptionError, Report
from convert.model import walk
from convert.model.nodes import (
    Attrs,
    Document,
    Emph,
    Figure,
    Image,
    Item,
    LineBreak,
    Meta,
    OrderedList,
    Para,
    Resource,
    Section,
    Span,
    Text,
    TitleLine,
)
from convert.stylesheet import Sheet, TextStyle
from convert.writers.docx import DocxOptions, DocxWriter
from convert.writers.docx_geometry import geometry
from convert.writers.docx_pages import Pager, Slot

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 1440 / 25.4
STYLES = stylefile.built_in_styles()
#: The internal name of the paragraph style of each role, as Word knows the built-in ones.
NAMES = {
    "body": "Body Text",
    "title": "Title",
    "subtitle": "Subtitle",
    "heading1": "heading 1",
    "heading2": "heading 2",
    "heading3": "heading 3",
}


class Package:
    """A DOCX taken apart."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.names = archive.namelist()
            self.parts = {name: archive.read(name) for name in self.names}

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[name])

    @property
    def body(self) -> etree._Element:
        return self.xml("word/document.xml")

    def style(self, name: str) -> etree._Element:
        styles = {s.find(f"{W}name").get(f"{W}val"): s for s in self.xml("word/styles.xml").iter(f"{W}style")}  # type: ignore[union-attr]
        return styles[name]

    def paragraphs(self) -> list[tuple[str, str]]:
        """Style id and text of each paragraph of the text, the cached contents left out."""
        body = self.body
        for contents in body.findall(f".//{W}sdt"):
            contents.getparent().remove(contents)  # type: ignore[union-attr]
        return [(_value(p, f"{W}pPr/{W}pStyle"), "".join(t.text or "" for t in p.iter(f"{W}t"))) for p in body.iter(f"{W}p")]


def _value(element: etree._Element, path: str, attribute: str = "val") -> str:
    found = element.find(path)
    return "" if found is None else found.get(f"{W}{attribute}") or ""


def made(document: Document, sheet: Sheet | str = "handout", report: Report | None = None) -> Package:
    if isinstance(sheet, str):
        sheet = stylefile.load(sheet).resolve(document.meta.language, vertical=False)
    out = io.BytesIO()
    DocxWriter().write(document, sheet, DocxOptions(), report or Report(), out)
    return Package(out.getvalue())


@cache
def seed(style: str) -> Package:
    return made(convert.read(SEED), style)


# ------------------------------------------------------------------------------------------------ the style, read back


@pytest.mark.parametrize("style", STYLES)
def test_page_and_grid_are_the_styles(style: str) -> None:
    sheet = stylefile.load(style).resolve("zh-Hans", False)
    section = list(seed(style).body.iter(f"{W}sectPr"))[-1]
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert size is not None
    assert margins is not None
    assert int(size.get(f"{W}w") or 0) == pytest.approx(sheet.page.width * MM, abs=1)
    assert int(size.get(f"{W}h") or 0) == pytest.approx(sheet.page.height * MM, abs=1)
    assert int(margins.get(f"{W}left") or 0) == pytest.approx(sheet.page.margin_inner * MM, abs=1)
    measure = int(size.get(f"{W}w") or 0) - sum(int(margins.get(f"{W}{side}") or 0) for side in ("left", "right"))
    columns = sheet.page.columns
    wide = columns * sheet.measure + (columns - 1) * sheet.page.column_gap * sheet.roles.body.size
    assert measure == pytest.approx(wide * 20, abs=12)
    body = sheet.roles.body
    behind = (sheet.page.line_chars - body.first_indent) * round(body.size * (1 + body.letter_space) * 20)
    assert columns > 1 or body.first_indent * body.size * 20 + behind <= measure, "an indented line has room for its characters"
    assert _value(section, f"{W}docGrid", "type") == "lines"
    assert int(_value(section, f"{W}docGrid", "linePitch")) == pytest.approx(sheet.grid.pitch * 20, abs=1)
    assert (_value(section, f"{W}cols", "num") or "1") == str(columns)


@pytest.mark.parametrize(
    ("label", "start", "gap"),
    [("1．", "统", ""), ("（一）", "基", ""), ("1.", "统", " "), ("第一章", "总", "\u3000"), ("(1)", "Scope", " ")],
)
def test_what_parts_a_label_from_its_text(label: str, start: str, gap: str) -> None:
    assert walk.gap_behind(label, start) == gap


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("role", NAMES)
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant-TW"])
def test_roles_are_the_styles(style: str, role: str, language: str) -> None:
    sheet = stylefile.load(style).resolve(language)
    document = convert.read(SEED)
    if language != "zh-Hans":
        document = convert.apply(document, formats.transform("traditional")(language=language))
    text: TextStyle = getattr(sheet.roles, role)
    found = made(document, sheet).style(NAMES[role])
    assert float(_value(found, f"{W}rPr/{W}sz")) == text.size * 2
    assert _value(found, f"{W}rPr/{W}rFonts", "eastAsia") == sheet.faces.get(text.font).office
    assert (_value(found, f"{W}rPr/{W}b") != "0") == text.bold
    assert _value(found, f"{W}pPr/{W}jc") == {"justify": "both"}.get(text.align, text.align)
    assert _value(found, f"{W}pPr/{W}ind", "firstLineChars") == str(round(text.first_indent * 100))
    assert (found.find(f"{W}pPr/{W}keepNext") is not None) == text.keep_next


@pytest.mark.parametrize(("language", "tag"), [("zh-Hans", "zh-CN"), ("zh-Hant-TW", "zh-TW"), ("zh-Hant-HK", "zh-HK")])
def test_the_language_is_the_editions(language: str, tag: str) -> None:
    package = made(
        convert.apply(convert.read(SEED), formats.transform("traditional")(language=language))
        if language != "zh-Hans"
        else convert.read(SEED)
    )
    assert _value(package.xml("word/styles.xml"), f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang", "eastAsia") == tag
    assert language.encode() in package.parts["docProps/core.xml"]


# ------------------------------------------------------------------------------------------------ styles only


@pytest.mark.parametrize("style", STYLES)
def test_there_is_no_direct_formatting(style: str) -> None:
    body = made(everything(), style).body
    for properties in body.iter(f"{W}pPr"):
        names = {etree.QName(child).localname for child in properties}
        assert names <= {"pStyle", "sectPr", "numPr"}, names
    for properties in body.iter(f"{W}rPr"):
        if any(parent.tag == f"{W}rt" for parent in properties.iterancestors()):
            continue  # Word itself writes the size of a reading into the run
        names = {etree.QName(child).localname for child in properties}
        assert names <= {"rStyle", "rFonts"}, names
        assert properties.find(f"{W}rFonts") is None or set(properties.find(f"{W}rFonts").attrib) == {f"{W}hint"}  # type: ignore[union-attr]


def test_every_style_that_is_used_is_defined() -> None:
    package = made(everything())
    defined = {s.get(f"{W}styleId") for s in package.xml("word/styles.xml").iter(f"{W}style")}
    used = {e.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle") for e in package.body.iter(f"{W}{tag}")}
    links = {e.get(f"{W}val") for tag in ("basedOn", "next", "link") for e in package.xml("word/styles.xml").iter(f"{W}{tag}")}
    assert used | links <= defined


def test_indents_are_no_spaces() -> None:
    for _, text in made(everything()).paragraphs():
        assert text == text.lstrip("\u3000 \u00a0")


def test_no_setting_asks_to_update_fields() -> None:
    package = seed("handout")
    assert b"updateFields" not in package.parts["word/settings.xml"]
    assert b"w:dirty" not in package.parts["word/document.xml"]
    compat = [c for c in package.xml("word/settings.xml").iter(f"{W}compatSetting") if c.get(f"{W}name") == "compatibilityMode"]
    assert [c.get(f"{W}val") for c in compat] == ["15"]


# ------------------------------------------------------------------------------------------------ contents


def contents(package: Package) -> list[tuple[str, str]]:
    rows = []
    for link in package.body.iterfind(f".//{W}sdt//{W}hyperlink"):
        texts = [t.text or "" for t in link.iter(f"{W}t")]
        rows.append(("".join(texts[:-1]), texts[-1]))
    return rows


def test_contents_show_headings_and_pages() -> None:
    document = convert.read(SEED)
    rows = contents(seed("handout"))
    assert [title for title, _ in rows] == [walk.flow(s.title) for _, s in walk.sections(document.body)]
    pages = [int(page) for _, page in rows]
    assert pages[0] == 1
    assert pages == sorted(pages)
    assert pages[-1] == 5


def test_bookmarks_of_the_contents_exist_once() -> None:
    body = seed("handout").body
    targets = [link.get(f"{W}anchor") for link in body.iterfind(f".//{W}sdt//{W}hyperlink")]
    names = [b.get(f"{W}name") for b in body.iter(f"{W}bookmarkStart")]
    assert set(targets) <= set(names)
    assert len(names) == len(set(names))


def test_a_style_without_contents_has_none() -> None:
    assert not contents(seed("plain"))


# ------------------------------------------------------------------------------------------------ what a document holds


def test_headings_bylines_and_paragraphs_in_their_order() -> None:
    rows = seed("plain").paragraphs()
    at = rows.index(("Heading1", "数字转型，探索城市样本"))
    assert rows[at + 1] == ("Byline", "广东省佛山市委副书记、市长\u3000白\u3000涛")
    assert rows[at + 2][0] == "BodyText"
    assert rows[-1][1] == "版式设计：张芳曼"


def test_nested_headings_have_levels() -> None:
    package = made(everything(), "plain")
    styles = [style[:8] for style, _ in package.paragraphs() if style.startswith("Heading")]
    assert styles == ["Heading1", "Heading2", "Heading3", "Heading1"]
    for level in (1, 2, 3):
        assert _value(package.style(f"heading {level}"), f"{W}pPr/{W}outlineLvl") == str(level - 1)


def test_very_deep_headings_do_not_break_it() -> None:
    document = Document(Meta(), (Section((Text("底"),), (para("文"),)),))
    for _ in range(12):
        document = Document(Meta(), (Section((Text("层"),), document.body),))
    styles = [style for style, _ in made(document, "plain").paragraphs() if style.startswith("Heading")]
    assert len(styles) == 13
    assert styles[0] == "Heading1"


def test_notes_are_footnotes() -> None:
    package = made(everything(), "plain")
    (reference,) = package.body.iter(f"{W}footnoteReference")
    notes = {
        n.get(f"{W}id"): "".join(t.text or "" for t in n.iter(f"{W}t")) for n in package.xml("word/footnotes.xml").iter(f"{W}footnote")
    }
    assert "这是注文，讲“来历”。" in notes[reference.get(f"{W}id")]


def test_tables_have_a_header_row_and_widths() -> None:
    (table,) = made(everything(), "plain").body.iter(f"{W}tbl")
    rows = list(table.iter(f"{W}tr"))
    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    assert len(list(table.iter(f"{W}gridCol"))) == 2
    assert _value(rows[1], f"{W}tc/{W}tcPr/{W}gridSpan") == "2"


def test_pictures_have_their_text() -> None:
    package = made(everything(), "plain")
    (described,) = (e for e in package.body.iter() if etree.QName(e).localname == "docPr")
    assert described.get("descr") == "红方块"
    assert any(name.startswith("word/media/") for name in package.names)


def test_ruby_links_and_emphasis() -> None:
    body = made(everything(), "plain").body
    assert "".join(t.text or "" for t in body.find(f".//{W}ruby/{W}rt").iter(f"{W}t")) == "qiū"  # type: ignore[union-attr]
    assert "".join(t.text or "" for link in body.iter(f"{W}hyperlink") for t in link.iter(f"{W}t")) == "链接"
    assert {e.get(f"{W}val") for e in body.iter(f"{W}rStyle")} >= {"EmphasisDots", "Strong"}


def test_a_broken_picture_is_reported() -> None:
    report = Report()
    figure = Figure(Image("a.png", "图"), (Text("图说"),))
    package = made(Document(Meta(), (figure,), (Resource("a.png", "image/png", b"no picture"),)), "plain", report)
    assert "图说" in "".join(text for _, text in package.paragraphs())
    assert "docx.omitted" in {d.code for d in report}


def test_characters_that_xml_forbids_are_reported_not_written() -> None:
    report = Report()
    package = made(Document(Meta(title="题\x01"), (para("甲\x00乙\ud800丙\ufffe"),)), "plain", report)
    assert "".join(text for _, text in package.paragraphs()).endswith("甲乙丙")
    assert "source.control-removed" in {d.code for d in report}


@pytest.mark.parametrize(
    "document", [Document(Meta(), ()), Document(Meta(title="题"), (Para(()),)), Document(Meta(), (OrderedList((Item((), "一、"),)),))]
)
def test_odd_documents(document: Document) -> None:
    assert walk.text(document) in walk.squeeze("".join(text for _, text in made(document).paragraphs()))


def test_ids_become_bookmarks_that_word_takes() -> None:
    name = "x" * 60 + " 甲"
    package = made(Document(Meta(), (Section((Text("题"),), (para("文"),), attrs=Attrs(id=name)),)), "plain")
    names = [b.get(f"{W}name") or "" for b in package.body.iter(f"{W}bookmarkStart")]
    assert all(re.fullmatch(r"[^\W\d]\w{0,39}", n) for n in names)


# ------------------------------------------------------------------------------------------------ bytes


def test_same_document_same_bytes() -> None:
    sheet = stylefile.load("gazette").resolve("zh-Hans")
    outs = [io.BytesIO(), io.BytesIO()]
    for out in outs:
        DocxWriter().write(everything(), sheet, DocxOptions(), Report(), out)
    assert outs[0].getvalue() == outs[1].getvalue()


def test_ten_thousand_paragraphs_are_no_trouble() -> None:
    """python-docx's own calls would take a quarter of an hour over this; every paragraph must arrive."""
    document = Document(Meta(title="长"), tuple(para(f"第{n}段，说的是数字经济。") for n in range(10_000)))
    rows = made(document, "plain").paragraphs()
    assert sum(text.startswith("第") for _, text in rows) == 10_000


# ------------------------------------------------------------------------------------------------ options and long words


def test_notes_stand_at_the_end_on_request() -> None:
    out = io.BytesIO()
    sheet = stylefile.load("handout").resolve("zh-Hans")
    DocxWriter().write(everything(), sheet, DocxOptions(notes="end"), Report(), out)
    package = Package(out.getvalue())
    assert "word/footnotes.xml" not in package.names
    assert "这是注文" in "".join(package.xml("word/endnotes.xml").itertext())
    assert len(list(package.body.iter(f"{W}endnoteReference"))) == 1
    assert [e.get(f"{W}id") for e in package.xml("word/settings.xml").iter(f"{W}endnote")] == ["-1", "0"]


def test_fonts_bear_their_chinese_names_on_request() -> None:
    out = io.BytesIO()
    DocxWriter().write(everything(), stylefile.load("handout").resolve("zh-Hans"), DocxOptions(font_names="chinese"), Report(), out)
    package = Package(out.getvalue())
    fonts = {e.get(f"{W}eastAsia") for e in package.xml("word/styles.xml").iter(f"{W}rFonts")}
    assert {"宋体", "黑体", "楷体"} <= fonts
    assert "SimSun" not in fonts
    names = {e.get(f"{W}name"): _value(e, f"{W}altName") for e in package.xml("word/fontTable.xml").iter(f"{W}font")}
    assert names["宋体"] == "SimSun"


@pytest.mark.parametrize(("name", "value"), [("notes", "side"), ("font_names", "latin"), ("numbering", "own")])
def test_an_option_that_cannot_be_is_an_error(name: str, value: str) -> None:
    with pytest.raises(OptionError, match="must be"):
        DocxOptions(**{name: value})  # type: ignore[arg-type]


def test_a_paragraph_with_an_address_is_not_justified() -> None:
    """LibreOffice would blow up the line before the address to its full length."""
    address = para("见https://example.org/a/very/long/address/index.html一文。")
    package = made(Document(Meta(language="zh-Hans"), (para("平常的话。"), address)))
    (plain, _), (ragged, _) = package.paragraphs()
    assert plain == "BodyText"
    assert _value(package.style("Body Text 左齐"), f"{W}pPr/{W}jc") == "left"
    assert ragged == "BodyTextLeft"


def test_a_long_title_is_broken_at_sense() -> None:
    title = "全面推进乡村振兴战略 加快农业农村现代化建设步伐"
    meta = Meta(title=title, language="zh-Hans", title_block=(TitleLine((Text(title),), attrs=Attrs(role="title")),))
    package = made(Document(meta, (para("正文。"),)), "handout")
    first = next(package.body.iter(f"{W}p"))
    pieces = [t.text for t in first.iter(f"{W}t")]
    assert pieces == ["全面推进乡村振兴战略", "加快农业农村现代化建设步伐"]
    assert len(list(first.iter(f"{W}br"))) == 1


def test_a_title_with_an_indent_is_broken_at_sense_where_its_shorter_line_ends() -> None:
    title = "强化数字引领 推动高质量发展"
    meta = Meta(title=title, language="zh-Hans", title_block=(TitleLine((Text(title),), attrs=Attrs(role="title")),))
    package = made(Document(meta, (para("正文。"),)), stylefile.load("classic").resolve("zh-Hans", vertical=True))
    assert [t.text for t in next(package.body.iter(f"{W}p")).iter(f"{W}t")] == ["强化数字引领", "推动高质量发展"]


def test_readings_and_notes_in_cells_take_room_on_the_page() -> None:
    """Two rows for a line with a reading that the pitch does not hold, and the foot of the page for a note in a table."""
    from convert.model.nodes import Cell, Note, Row, Ruby, Table

    ruby = Para((Ruby((Text("龟"),), "qiū"), Text("字。")))
    section = [Section((Text(f"第{n}节"),), (ruby,) * 9) for n in range(4)]
    package = made(Document(Meta(language="zh-Hans"), tuple(section)), "handout")
    assert _pages(package) == ["1", "1", "2", "3"]
    noted = Table((Row((Cell((Para((Text("丙"), Note((para("注。"),) * 8))),)),)),))
    package = made(
        Document(Meta(language="zh-Hans"), (Section((Text("甲"),), (noted, *(para("乙"),) * 15)), Section((Text("丙"),), (para("丁"),))))
    )
    assert _pages(package) == ["1", "2"]


def _pages(package: Package) -> list[str]:
    links = package.body.iterfind(f".//{W}sdt//{W}hyperlink")
    return [[t.text or "" for t in link.iter(f"{W}t")][-1] for link in links]


def test_lines_are_numbered_and_names_marked_where_the_style_asks_for_it() -> None:
    spans = tuple(Span((Text(text),), attrs=Attrs(role=role)) for text, role in (("李白", "person"), ("将进酒", "work-title")))
    document = Document(Meta(language="zh-Hant-TW"), (Para((*spans, Text("一首"))),))
    numbered = made(document, "review").body.find(f".//{W}lnNumType")
    assert numbered is not None
    assert (numbered.get(f"{W}countBy"), numbered.get(f"{W}restart")) == ("5", "newPage")
    marked = made(document, stylefile.load("classic").resolve("zh-Hant-TW"))
    lines = {text: _value(marked.style(name), f"{W}rPr/{W}u") for name, text in (("專名號", "李白"), ("書名號", "将进酒"))}
    assert lines == {"李白": "single", "将进酒": "wave"}
    styles_ = ["".join(t.text or "" for t in r.iter(f"{W}t")) + _value(r, f"{W}rPr/{W}rStyle") for r in marked.body.iter(f"{W}r")]
    assert styles_ == ["李白ProperName", "将进酒WorkTitle", "一首"]
    assert made(document, "handout").body.find(f".//{W}rStyle") is None


def test_the_marks_of_notes_take_room_in_their_lines() -> None:
    """Thirty-four characters and the indent fill a line of 36; with a mark one character goes to the next."""
    from convert.model.nodes import Note

    def pages(marked: bool) -> list[str]:
        noted = Para((Text("字" * 33), *([Note((para("注"),), "①")] if marked else []), Text("。")))
        sections = [Section((Text(f"第{n}节"),), (noted,) * 10) for n in range(6)]
        return _pages(made(Document(Meta(language="zh-Hans"), tuple(sections))))

    assert pages(False)[-1] < pages(True)[-1]


def test_an_address_in_chinese_letters_is_one_that_word_knows() -> None:
    """.NET takes no percent signs in the name of a host (RFC 3987: Punycode)."""
    from convert.writers.docx_inline import web_address

    assert web_address("https://例子.example/路径?q=a b") == "https://xn--fsqu00a.example/%E8%B7%AF%E5%BE%84?q=a%20b"
    assert web_address("https://user@例子.example:8080/") == "https://user@xn--fsqu00a.example:8080/"
    assert web_address("https://example.org/例子") == "https://example.org/%E4%BE%8B%E5%AD%90"


@pytest.mark.parametrize(
    ("above", "note", "widows", "page"),
    [
        (20, 1, True, 1),  # all fits
        (28, 5, True, 1),  # two lines of the note here, three on the next page
        (29, 5, True, 2),  # one line would stand alone: the line goes with its note
        (29, 5, False, 1),
        (31, 1, False, 2),
    ],
)
def test_footnotes_are_parted_between_pages(above: int, note: int, widows: bool, page: int) -> None:
    """As LibreOffice parts them: of 32 rows, a line with a note of some lines, below ``above`` others."""
    shape = geometry(stylefile.load("handout").resolve("zh-Hans"))
    row = shape.pitch
    pager = Pager(shape, widows=widows, note_line=row)
    for _ in range(above):
        pager.add(Slot("BodyText", row, 1, key="above"))
    pager.add(Slot("BodyText", row, 1, notes=((0, note * row),), key="noted"))
    assert (shape.rows, pager.pages["above"], pager.pages["noted"]) == (32, 1, page)


def test_what_is_left_of_a_footnote_takes_room_on_the_next_page() -> None:
    shape = geometry(stylefile.load("handout").resolve("zh-Hans"))
    row = shape.pitch
    pager = Pager(shape, widows=False, note_line=row)
    pager.add(Slot("BodyText", row, 24, notes=((23, 12 * row),)))
    pager.add(Slot("BodyText", row, 60, key="long"))
    assert pager.page == 4  # five of the twelve lines and the rule stand on page 2: 26 rows there, 32 on page 3, two on page 4


@pytest.mark.parametrize(
    ("above", "paragraphs", "lines", "pages"),
    [
        (60, 200, 4, [4, 4]),  # one line would stand on page 3
        (60, 200, 1, [3, 3]),  # all of it
        (60, 90, 4, [3, 3]),  # a short document has no draft
        (59, 200, 4, [3, 3]),  # room for two lines
        (38, 200, 4, [2, 3]),  # the heading was first laid on page 2, its text on page 3
        (16, 200, 4, [1, 1]),
    ],
)
def test_no_single_line_is_drawn_back_to_the_page_before(above: int, paragraphs: int, lines: int, pages: list[int]) -> None:
    """As LibreOffice: behind title and contents of ``above`` entries, 22 to a page, heading and text; at first it lays 21 paragraphs to a page."""
    shape = geometry(stylefile.load("official").resolve("zh-Hans"))
    row = shape.pitch
    pager = Pager(shape, widows=False, note_line=row, paragraphs=paragraphs)
    pager.add(Slot("Title", row, 2))
    for _ in range(above + 1):
        pager.add(Slot("TOC1", row, 1))
    pager.add(Slot("Heading1", row, 1, before=row // 2, keep_next=True, key="heading"))
    pager.add(Slot("BodyText", row, lines, key="text"))
    assert [pager.pages["heading"], pager.pages["text"]] == pages


@pytest.mark.parametrize(("paragraphs", "page"), [(200, 2), (90, 1)])
def test_no_single_vertical_line_is_drawn_back_to_the_page_before(paragraphs: int, page: int) -> None:
    shape = geometry(stylefile.load("handout").resolve("zh-Hans", vertical=True))
    pager = Pager(shape, widows=False, note_line=shape.pitch, paragraphs=paragraphs)
    for _ in range(shape.rows - 1):
        pager.add(Slot("TOC1", shape.pitch, 1))
    pager.add(Slot("BodyText", shape.pitch, 4, key="text"))
    assert pager.pages["text"] == page


def test_the_heading_of_the_contents_never_stands_alone_at_the_foot_of_a_page() -> None:
    def heading(above: int) -> str:
        lines = tuple(TitleLine((Text("副题"),), attrs=Attrs(role="subtitle")) for _ in range(above))
        sections = tuple(Section((Text(f"第{number}节"),), body=(para("正文。"),)) for number in range(8))
        package = made(Document(Meta(title="题", language="zh-Hans", title_block=lines), sections), "handout")
        styles = [style.get(f"{W}val", "") for style in package.body.iter(f"{W}pStyle")]
        return next(style for style in styles if style.startswith("TOCHeading"))

    row = stylefile.load("handout").resolve("zh-Hans").roles.subtitle.rows
    rows = geometry(stylefile.load("handout").resolve("zh-Hans")).rows
    assert heading(1) == "TOCHeading"
    assert heading(int((rows - 2) / row)) == "TOCHeadingPage"


def test_a_title_that_fills_its_page_is_not_kept_with_the_contents_behind_it() -> None:
    shape = geometry(stylefile.load("book").resolve("zh-Hans"))
    row = shape.pitch
    pager = Pager(shape, note_line=row)
    pager.add(Slot("Furniture", row, 1))
    pager.add(Slot("Title", row, shape.rows - 1, keep_next=True, whole=True, key="title"))
    pager.add(Slot("TOCHeading", row, 1, keep_next=True, page_break=True, key="contents"))
    pager.flush()
    assert pager.pages == {"title": 1, "contents": 2}


@pytest.mark.parametrize(("widows", "last"), [(True, 29), (False, 30)])
def test_no_single_line_of_a_footnote_goes_on(widows: bool, last: int) -> None:
    """Three of its four lines have room; two go to the next page, which has room for ``last`` lines of text beside them."""
    shape = geometry(stylefile.load("handout").resolve("zh-Hans"))
    row = shape.pitch
    pager = Pager(shape, widows=widows, note_line=row)
    for number in range(28):
        pager.add(Slot("BodyText", row, 1, notes=((0, 4 * row),) if number == 27 else ()))
    for number in range(1, 40):
        pager.add(Slot("BodyText", row, 1, key=number))
    assert max(number for number, page in pager.pages.items() if page == 2) == last


def test_a_footnote_below_another_goes_to_the_next_page_and_its_line_stays() -> None:
    shape = geometry(stylefile.load("handout").resolve("zh-Hans"))
    row = shape.pitch
    pager = Pager(shape, note_line=row)
    pager.add(Slot("BodyText", row, 1, notes=((0, row),)))
    for _ in range(27):
        pager.add(Slot("BodyText", row, 1))
    pager.add(Slot("BodyText", row, 1, notes=((0, 3 * row),), key="noted"))
    for number in range(30):
        pager.add(Slot("BodyText", row, 1, key=number))
    assert pager.pages["noted"] == 1
    assert [pager.pages[n] for n in (0, 1, 28, 29)] == [1, 2, 2, 3]


@pytest.mark.parametrize(("labels", "first", "counted"), [("through", "3", []), ("style", "1", ["lowerRoman", "decimal"])])
def test_pages_before_the_text_are_counted_apart_on_request(labels: str, first: str, counted: list[str]) -> None:
    package = Package(written(convert.read(SEED), "docx", style="book", options=[("docx.page-labels", labels)]))
    assert contents(package)[0][1] == first
    found = list(package.xml("word/document.xml").iter(f"{W}pgNumType"))
    assert [one.get(f"{W}fmt") for one in found] == counted
    assert all(one.get(f"{W}start") == "1" for one in found)


def test_speakers_are_listed_with_their_pages_where_the_style_asks_for_it() -> None:
    data = written(convert.read(SEED), "docx", style="classic", vertical=False)
    package = Package(data)
    listed = [p for p in package.body.iter(f"{W}p") if _value(p, f"{W}pPr/{W}pStyle") == "Index1"]
    rows = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in listed]
    assert [row.rstrip("0123456789") for row in rows] == ["白涛", "李春奎", "李国勇", "李有平", "王志勤", "周超男", "周景耀"]
    pages = [int(page) for _, page in contents(package)[:7]]
    assert sorted(int(re.sub(r"\D", "", row)) for row in rows) == pages  # each section has one speaker, on the page of its heading
    names = {e.get(f"{W}name") for e in package.body.iter(f"{W}bookmarkStart")}
    assert {e.get(f"{W}anchor") for e in package.body.iter(f"{W}hyperlink")} <= names
    again = convert.read(data, reader="docx")
    assert walk.text(again) == walk.text(convert.read(SEED))  # the index is generated


def test_lines_of_items_hang_behind_their_labels_where_the_style_asks_for_it() -> None:
    inner = OrderedList((Item((para("内层。"),), label="（1）"),))
    items = (Item((para("外层。"), para("另一段。"), inner), label="一、"), Item((para("其次。"),), label="十二、"))
    sheet = stylefile.parse("mine", "mine.toml", '[lists]\nlabels = "hanging"\n').resolve("zh-Hans")
    package = made(Document(Meta(title="条"), (OrderedList(items),)), sheet)
    indents = {}
    for style, text in package.paragraphs():
        found = package.xml("word/styles.xml").find(f"{W}style[@{W}styleId='{style}']/{W}pPr/{W}ind")
        assert found is not None
        indents[text] = tuple(int(found.get(f"{W}{key}") or 0) / 240 for key in ("left", "hanging", "firstLine"))
    assert indents["一、外层。"] == (4.0, 2.0, 0.0)
    assert indents["另一段。"] == (2.0, 0.0, 2.0)
    assert indents["（1）内层。"] == (2.0 + 2.0 + 2.5, 2.5, 0.0)
    assert indents["十二、其次。"] == (5.0, 3.0, 0.0)


def test_paragraphs_with_emphasis_dots_stand_off_the_grid_and_are_counted() -> None:
    """On the grid LibreOffice gives two rows to each line that dots make a little too high; exact heights would cut the dots off."""
    dotted = Para((Text("这里"), Emph((Text("着重"),)), Text("一下。")))
    package = made(Document(Meta(language="zh-Hans"), (dotted, para("文"))))
    assert [style for style, _ in package.paragraphs()] == ["BodyTextDotted", "BodyText"]
    spacing = package.style("Body Text 加点").find(f"{W}pPr/{W}spacing")
    assert spacing is not None
    assert (spacing.get(f"{W}lineRule"), spacing.get(f"{W}line")) == ("atLeast", "400")
    assert _value(package.style("Body Text 加点"), f"{W}pPr/{W}snapToGrid") == "0"

    def pages(body: Para) -> list[str]:
        sections = [Section((Text(f"第{n}节"),), (body,) * 8) for n in range(30)]
        return _pages(made(Document(Meta(language="zh-Hans"), tuple(sections))))

    assert int(pages(dotted)[-1]) > int(pages(para("这里着重一下。"))[-1])


def test_an_entry_of_the_contents_takes_one_line_where_its_number_still_fits() -> None:
    sections = tuple(Section((Text("题" * 34),), (para("正文。"),)) for _ in range(18))
    assert contents(made(Document(Meta(title="目录"), sections)))[0][1] == "1"  # the measure has 36 characters
    longer = tuple(Section((Text("题" * 36),), (para("正文。"),)) for _ in range(18))
    assert contents(made(Document(Meta(title="目录"), longer)))[0][1] == "2"


@pytest.mark.parametrize(("grid", "page"), [(False, 1), (True, 2)])
def test_a_line_with_a_footnote_wants_room_down_to_the_grid(grid: bool, page: int) -> None:
    """In LibreOffice: behind 29½ rows the line and its note take 31.8 of 32 rows, and more where the line goes down to the grid."""
    shape = geometry(stylefile.load("handout").resolve("zh-Hans"))
    row = shape.pitch
    pager = Pager(shape, note_line=row)
    pager.add(Slot("BodyText", row, 1, before=row // 2))
    for _ in range(28):
        pager.add(Slot("BodyText", row, 1))
    pager.add(Slot("BodyText", row, 1, notes=((0, row),), key="noted", grid=grid))
    assert pager.pages["noted"] == page


def test_pictures_stand_apart_from_the_text_and_from_one_another() -> None:
    style = made(Document(Meta(title="图"), (para("文"),))).style("图")
    assert [_value(style, f"{W}pPr/{W}spacing", side) for side in ("before", "after")] == ["200", "200"]
    assert style.find(f"{W}pPr/{W}contextualSpacing") is None


@pytest.mark.parametrize(("style", "count"), [("gazette", 3), ("book", 3), ("handout", 2)])
def test_lines_of_a_title_stand_closer_than_rows_of_its_own_and_end_on_a_row(style: str, count: int) -> None:
    lines = ["关于加快发展数字经济", "建设现代化产业体系", "若干问题的意见"][:count]
    content = tuple(inline for line in lines for inline in (LineBreak(), Text(line)))[1:]
    meta = Meta(title="".join(lines), language="zh-Hans", title_block=(TitleLine(content, attrs=Attrs(role="title")),))
    package, sheet = made(Document(meta, (para("正文。"),)), style), stylefile.load(style).resolve("zh-Hans")
    height = int(_value(package.style(f"Title 末行 {count} 行"), f"{W}pPr/{W}spacing", "line"))
    assert 1.35 <= height / 20 / sheet.roles.title.size <= 1.85
    rest = height * count % geometry(sheet).pitch
    assert min(rest, geometry(sheet).pitch - rest) <= 2


def test_the_lines_of_an_indented_heading_begin_below_one_another() -> None:
    title = (Text("借阅"), LineBreak(), Text("借閱"))
    package = made(
        Document(Meta(language="zh-Hans"), (Section((Text("一"),), (Section(title, (para("正文。"),), label="（一）"),)),)), "handout"
    )
    style = next(name for name, text in package.paragraphs() if text == "（一）借阅借閱")
    (indent,) = (s.find(f"{W}pPr/{W}ind") for s in package.xml("word/styles.xml").iter(f"{W}style") if s.get(f"{W}styleId") == style)
    assert indent is not None
    size = stylefile.load("handout").resolve("zh-Hans").roles.heading2.size
    assert (indent.get(f"{W}left"), indent.get(f"{W}firstLine")) == (str(round(2 * size * 20)), "0")
