"""An organisation's Word template: its styles by name and by a map, its page and heads, and what it lacks."""

from __future__ import annotations

import io

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt
from sample import everything, para
from test_docx import Package, W

import convert
from convert import stylefile
from convert.diagnostics import OptionError, Report
from convert.model.nodes import Attrs, Byline, Document, Item, Meta, Note, OrderedList, Para, Section, Text, TitleLine
from convert.writers.docx import DocxOptions, DocxWriter


def template(*paragraphs: str, names: tuple[str, ...] = ("公文正文", "公文标题")) -> bytes:
    """A template on B5 with a head, some text and two styles of its own."""
    house = docx.Document()
    for name in names:
        house.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(15)
    section = house.sections[0]
    section.page_width, section.page_height = Mm(176), Mm(250)
    section.header.paragraphs[0].text = "某某研究院"
    for text in paragraphs:
        house.add_paragraph(text)
    out = io.BytesIO()
    house.save(out)
    return out.getvalue()


def poured(
    house: bytes, document: Document | None = None, style_map: str = "", report: Report | None = None, style: str = "plain"
) -> Package:
    out = io.BytesIO()
    document = document or _talk()
    sheet = stylefile.load(style).resolve(document.meta.language)
    DocxWriter().write(document, sheet, DocxOptions(template=house, style_map=style_map.encode()), report or Report(), out)
    return Package(out.getvalue())


def _talk() -> Document:
    section = Section((Text("第一讲"),), (para("正文一段。"),), byline=(Byline("院长", "李四", "院长　李四"),))
    return Document(
        Meta(title="讲话", language="zh-Hans", title_block=(TitleLine((Text("讲话"),), attrs=Attrs(role="title")),)), (section,)
    )


def _names(package: Package) -> list[tuple[str, str]]:
    """The name of its style and the text of each paragraph."""
    styles = {s.get(f"{W}styleId"): s.find(f"{W}name").get(f"{W}val") for s in package.xml("word/styles.xml").iter(f"{W}style")}  # type: ignore[union-attr]
    return [(styles[made] or "", text) for made, text in package.paragraphs()]


def test_styles_are_found_by_name_and_the_page_and_head_are_the_templates() -> None:
    package = poured(template())
    assert _names(package)[:2] == [("Title", "讲话"), ("heading 1", "第一讲")]
    assert ("Body Text", "正文一段。") in _names(package)
    size = package.body.find(f".//{W}pgSz")
    assert size is not None
    assert abs(int(size.get(f"{W}w") or 0) - 176 * 1440 / 25.4) < 2
    assert any("某某研究院".encode() in data for name, data in package.parts.items() if name.startswith("word/header"))


def test_a_map_says_which_style_stands_for_which() -> None:
    package = poured(template(), style_map='body = "公文正文"\ntitle = "公文标题"')
    assert ("公文正文", "正文一段。") in _names(package)
    assert ("公文标题", "讲话") in _names(package)


def test_what_the_template_lacks_is_added_and_told() -> None:
    report = Report()
    package = poured(template(), report=report)
    assert ("署名", "院长　李　四") in _names(package)
    assert [d.code for d in report] == ["docx.template-lacks"]
    assert "署名" in str(next(iter(report)))
    added = package.style("署名")
    assert added.find(f".//{W}rFonts") is None


@pytest.mark.parametrize(
    ("style_map", "said"),
    [
        ('bodi = "公文正文"', "did you mean"),
        ('body = "公文征文"', "公文正文"),
        ("body = 3", "quotation marks"),
        ("body =", "cannot be read"),
    ],
)
def test_a_wrong_map_is_one_clear_sentence(style_map: str, said: str) -> None:
    with pytest.raises(OptionError, match="style map of docx") as error:
        poured(template(), style_map=style_map)
    assert said in str(error.value)


@pytest.mark.parametrize("data", [b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_word_document_is_no_template(data: bytes) -> None:
    with pytest.raises(OptionError, match="no Word document"):
        poured(data)


def test_the_text_goes_where_the_placeholder_stands() -> None:
    package = poured(template("红头文件", "{{正文}}", "抄送：各处"))
    texts = [text for _, text in package.paragraphs()]
    assert texts == ["红头文件", "讲话", "第一讲", "院长　李　四", "正文一段。", "抄送：各处"]


def test_a_template_without_a_place_gives_up_its_own_text_and_says_so() -> None:
    report = Report()
    assert "示例文字" not in [text for _, text in poured(template("示例文字"), report=report).paragraphs()]
    assert "docx.template-text" in [d.code for d in report]


def test_nothing_of_the_text_is_lost_in_a_template() -> None:
    mine = "".join(text for _, text in poured(template(), everything()).paragraphs())
    out = io.BytesIO()
    DocxWriter().write(everything(), stylefile.load("plain").resolve("zh-Hans"), DocxOptions(), Report(), out)
    assert mine == "".join(text for _, text in Package(out.getvalue()).paragraphs())


def test_notes_and_lists_find_their_parts_in_a_template_that_lacks_them() -> None:
    items = tuple(Item((para(text),)) for text in ("甲", "乙"))
    note = Para((Text("有注"), Note((para("注文"),)), Text("。")))
    document = Document(Meta(title="", language="zh-Hans"), (OrderedList(items, counter="decimal"), note))
    package = poured(template(), document)
    assert "注文" in "".join(package.xml("word/footnotes.xml").itertext())
    used = {e.get(f"{W}val") for e in package.body.iter(f"{W}numId")}
    defined = {e.get(f"{W}numId") for e in package.xml("word/numbering.xml").iter(f"{W}num")}
    assert used
    assert used <= defined


def test_a_heading_that_numbers_itself_does_not_number_printed_labels() -> None:
    house = docx.Document(io.BytesIO(template()))
    numbered = house.styles["Heading 1"].element.get_or_add_pPr().get_or_add_numPr()
    numbered.get_or_add_numId().val = 1
    out = io.BytesIO()
    house.save(out)
    section = Section((Text("总则"),), (para("正文。"),), label="一、", attrs=Attrs())
    package = poured(out.getvalue(), Document(Meta(language="zh-Hans"), (section,)))
    style = next(s for s in package.xml("word/styles.xml").iter(f"{W}style") if s.get(f"{W}styleId") == package.paragraphs()[0][0])
    assert [e.get(f"{W}val") for e in style.iter(f"{W}numId")] == ["0"]


def test_the_same_template_gives_the_same_bytes() -> None:
    house = template()
    assert poured(house).parts == poured(house).parts


def test_what_was_poured_into_a_template_is_read_back() -> None:
    out = io.BytesIO()
    DocxWriter().write(_talk(), stylefile.load("plain").resolve("zh-Hans"), DocxOptions(template=template()), Report(), out)
    from convert import formats
    from convert.source import Source

    read = formats.reader("docx")
    document = read.read(Source("talk.docx", out.getvalue()), read.options_type(), Report())
    assert document.meta.title == "讲话"
    (section,) = document.body
    assert isinstance(section, Section)
    assert convert.model.walk.flow(section.title) == "第一讲"


def test_a_mapped_heading_without_a_level_gets_one() -> None:
    """Else no program would know it as a heading, and a refreshed table of contents would lose it."""
    package = poured(template(names=("公文正文", "院一级标题")), style_map='heading1 = "院一级标题"')
    style_id = next(made for made, text in package.paragraphs() if text == "第一讲")
    style = next(s for s in package.xml("word/styles.xml").iter(f"{W}style") if s.get(f"{W}styleId") == style_id)
    assert [e.get(f"{W}val") for e in style.iter(f"{W}outlineLvl")] == ["0"]
    based = style.find(f"{W}basedOn")
    assert based is not None
    assert "院一级标题" in [name for made, name in _ids(package) if made == based.get(f"{W}val")]


def _ids(package: Package) -> list[tuple[str | None, str | None]]:
    return [(s.get(f"{W}styleId"), s.find(f"{W}name").get(f"{W}val")) for s in package.xml("word/styles.xml").iter(f"{W}style")]  # type: ignore[union-attr]


def test_the_language_is_the_editions_and_contents_end_at_the_templates_margin() -> None:
    package = poured(template(), style="handout", document=Document(_talk().meta, _talk().body * 3))
    assert {e.get(f"{W}eastAsia") for e in package.xml("word/styles.xml").iter(f"{W}lang")} == {"zh-CN"}
    section = package.body.find(f".//{W}sectPr")
    assert section is not None
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert size is not None
    assert margins is not None
    measure = int(size.get(f"{W}w") or 0) - int(margins.get(f"{W}left") or 0) - int(margins.get(f"{W}right") or 0)
    contents = next(s for s in package.xml("word/styles.xml").iter(f"{W}style") if s.get(f"{W}styleId") == "TOC1")
    assert [abs(int(t.get(f"{W}pos") or 0) - measure) < 3 for t in contents.iter(f"{W}tab")] == [True]


def test_a_template_is_not_set_vertically() -> None:
    with pytest.raises(OptionError, match="horizontally"):
        DocxWriter().write(
            _talk(), stylefile.load("handout").resolve("zh-Hant-TW", True), DocxOptions(template=template()), Report(), io.BytesIO()
        )
