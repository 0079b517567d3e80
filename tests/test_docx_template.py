"""An organisation's Word template: its styles by name and by a map, its page and heads, and what it lacks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt
from lxml import etree
from sample import SEED, everything, para, written
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
    (lacks,) = (d for d in report if d.code == "docx.template-lacks")
    assert "署名" in str(lacks)
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


# ------------------------------------------------------------------------------------------------ where the text goes


def changed(house: bytes, change: Callable[[Any], None]) -> bytes:
    """A template after ``change`` of python-docx's document."""
    package = docx.Document(io.BytesIO(house))
    change(package)
    out = io.BytesIO()
    package.save(out)
    return out.getvalue()


def _texts(package: Package) -> list[str]:
    return [text for _, text in package.paragraphs() if text]


TALK = ["讲话", "第一讲", "院长　李　四", "正文一段。"]


def test_the_place_may_be_a_cell_of_a_table() -> None:
    def in_table(package: Any) -> None:
        table = package.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text = "左栏"
        table.rows[0].cells[1].text = "{{正文}}"

    package = poured(changed(template("表前"), in_table))
    assert _texts(package) == ["表前", "左栏", *TALK]
    assert len(list(package.body.iter(f"{W}tbl"))) == 1


def test_the_place_may_be_in_a_sentence_and_cut_into_runs() -> None:
    def in_sentence(package: Any) -> None:
        paragraph = package.add_paragraph("现将全文")
        for piece in ("印发如下{{", "正", "文}}请遵照", "执行"):
            paragraph.add_run(piece).bold = True

    package = poured(changed(template("通知"), in_sentence))
    assert _texts(package) == ["通知", "现将全文印发如下", *TALK, "请遵照执行"]


def test_a_section_of_the_template_that_ends_at_the_place_stays() -> None:
    def two_sections(package: Any) -> None:
        package.add_paragraph("{{正文}}")
        package.add_section()
        package.add_paragraph("封底")

    package = poured(changed(template("封面"), two_sections))
    assert _texts(package) == ["封面", *TALK, "封底"]
    assert len(list(package.xml("word/document.xml").iter(f"{W}sectPr"))) == 2


def test_a_content_control_gives_way() -> None:
    def control(package: Any) -> None:
        body = package.element.body
        made = etree.fromstring(
            f'<w:sdt xmlns:w="{W[1:-1]}"><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>{{{{正文}}}}</w:t></w:r></w:p></w:sdtContent></w:sdt>'
        )
        body.insert(1, made)

    assert _texts(poured(changed(template("文头", "文尾"), control))) == ["文头", *TALK, "文尾"]


def test_two_places_and_one_in_a_text_box_are_told() -> None:
    report = Report()
    assert _texts(poured(template("{{正文}}", "{{正文}}"), report=report)) == [*TALK, "{{正文}}"]
    assert "docx.template-text" in [d.code for d in report]


def test_notes_bookmarks_and_pictures_of_the_template_stay_beside_ours() -> None:
    place = Section((Text("附录"),), (para("{{正文}}"),))
    package = poured(written(replace(everything(), body=(*everything().body, place)), "docx"), everything(), style="handout")
    text = package.xml("word/document.xml")
    for tag, key in (
        (f"{W}bookmarkStart", f"{W}id"),
        ("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr", "id"),
    ):
        found = [one.get(key) for one in text.iter(tag)]
        assert len(found) == len(set(found)) > 1
    names = [one.get(f"{W}name") for one in text.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names))
    assert {one.get(f"{W}anchor") for one in text.iter(f"{W}hyperlink") if one.get(f"{W}anchor")} <= set(names)
    notes = [one.get(f"{W}id") for one in package.xml("word/footnotes.xml").iter(f"{W}footnote")]
    assert len(notes) == len(set(notes)) == 4
    assert {one.get(f"{W}id") for one in text.iter(f"{W}footnoteReference")} <= set(notes)


def test_what_the_template_brings_stays() -> None:
    before = {name: part for name, part in _parts(template("{{正文}}")).items() if "header" in name or "footer" in name or "theme" in name}
    after = poured(template("{{正文}}")).parts
    assert before
    assert all(after[name] == part for name, part in before.items())


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_old_template_and_one_that_does_not_compress_marks_are_told() -> None:
    report = Report()
    poured(template(), report=report)
    assert {"docx.template-old", "docx.template-marks"} <= {d.code for d in report}
    report = Report()
    poured(written(everything(), "docx"), report=report)
    assert not {"docx.template-old", "docx.template-marks"} & {d.code for d in report}


def test_a_map_without_a_template_is_told() -> None:
    report = Report()
    DocxWriter().write(_talk(), stylefile.load("plain").resolve("zh-Hans"), DocxOptions(style_map=b'body = "x"'), report, io.BytesIO())
    assert [d.code for d in report] == ["docx.style-map-alone"]


def test_paragraphs_of_the_template_keep_their_styles() -> None:
    def styled(package: Any) -> None:
        package.add_paragraph("某某研究院简报", style="公文标题")
        package.add_paragraph("{{正文}}")

    names = _names(poured(changed(template(), styled)))
    assert names[:2] == [("公文标题", "某某研究院简报"), ("Title", "讲话")]


def test_a_template_without_notes_gets_no_empty_part() -> None:
    assert all(package for name, package in poured(template()).parts.items() if name.endswith(".xml"))


def test_contents_in_a_cell_end_at_its_edge() -> None:
    def in_cell(package: Any) -> None:
        package.add_table(rows=1, cols=2).rows[0].cells[1].text = "{{正文}}"

    package = poured(changed(template(names=()), in_cell), convert.read(SEED), style="handout")
    tab = next(iter(package.xml("word/styles.xml").iterfind(f"{W}style[@{W}styleId='TOC1']/{W}pPr/{W}tabs/{W}tab")))
    assert int(tab.get(f"{W}pos") or 0) < 4500
