"""The DOCX reader: files made by python-docx, by our own writer, and by hand, part by part."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
import sample
from docx.shared import Pt
from sample import written

import convert
from convert import api
from convert.diagnostics import Report, Severity, SourceError
from convert.model import dump, walk
from convert.model.nodes import (
    BulletList,
    Code,
    Document,
    Emph,
    Figure,
    Group,
    Inline,
    Item,
    LineBreak,
    Link,
    Meta,
    Note,
    OrderedList,
    Para,
    Quote,
    Ruby,
    Section,
    Span,
    Strong,
    Table,
    Text,
    Verse,
)
from convert.readers import languages
from convert.readers.docx import DocxOptions, DocxReader
from convert.readers.docx_counters import printed
from convert.readers.docx_fields import Equation, equation, link_of
from convert.readers.docx_symbols import symbol
from convert.readers.package import resolve
from convert.source import Source

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def package(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(*rows: tuple[str, str, str]) -> str:
    """(id, kind, target); a target with a scheme is external."""
    made = "".join(
        f'<Relationship Id="{id_}" Type="{R}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if ":" in target else ""}/>'
        for id_, kind, target in rows
    )
    return f'<Relationships xmlns="{RELATIONS}">{made}</Relationships>'


def word(body: str, *, more: dict[str, str | bytes] | None = None, rows: tuple[tuple[str, str, str], ...] = ()) -> bytes:
    """A DOCX with ``body``; ``more`` are parts in the folder ``word``, ``rows`` further relationships."""
    parts = {f"word/{name}": content for name, content in (more or {}).items()}
    known = {"styles.xml", "numbering.xml", "footnotes.xml", "endnotes.xml", "comments.xml", "settings.xml"}
    own = tuple((f"k{n}", name.partition(".")[0], name) for n, name in enumerate(more or {}) if name in known)
    return package(
        {
            "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(*own, *rows),
            **parts,
        }
    )


def read(data: bytes, report: Report | None = None, **options: bool) -> Document:
    return DocxReader().read(Source("试.docx", data), DocxOptions(**options), report if report is not None else Report())


def p(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph; text without tags becomes a run."""
    inner = content if content.startswith("<") or not content else f"<w:r><w:t>{content}</w:t></w:r>"
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def styles(*rows: str) -> str:
    return f"<w:styles {NAMESPACES}>{''.join(rows)}</w:styles>"


def style(id_: str, name: str, inner: str = "", kind: str = "paragraph") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{id_}"><w:name w:val="{name}"/>{inner}</w:style>'


def outline(data: bytes) -> str:
    return dump.outline(read(data))


def content(data: bytes) -> tuple[Inline, ...]:
    block = read(data).body[0]
    assert isinstance(block, Para)
    return block.content


def codes(report: Report) -> list[str]:
    return [d.code for d in report]


# ------------------------------------------------------------------------------------------------ our own files


def test_our_own_file_comes_back() -> None:
    """What a DOCX can hold comes back: sections, bylines, lists, notes, tables, pictures, ruby, emphasis, links."""
    before = sample.everything()
    report = Report()
    after = read(written(before, "docx"), report)
    assert codes(report) == []
    assert walk.text(after) == walk.text(before)
    heads = [(level, s.label + walk.flow(s.title).strip(), s.byline_first) for level, s in walk.sections(after.body)]
    wanted = [(level, re.sub(r"\s", "", s.label + walk.flow(s.title)), s.byline_first) for level, s in walk.sections(before.body)]
    assert [(level, re.sub(r"\s", "", text), first) for level, text, first in heads] == wanted
    people = [(b.position, b.name) for _, s in walk.sections(after.body) for b in s.byline][:2]
    assert people == [("某市市长", "白涛"), ("", "李四")]
    assert [line.role for line in after.meta.title_block] == ["kicker", "title", "subtitle"]
    assert (after.meta.title, after.meta.date, after.meta.keywords) == ("样张 大全", "2022-12-07", ("测试", "样张"))

    section = after.body[1]
    assert isinstance(section, Section)
    first = section.body[0]
    assert isinstance(first, Para)
    kinds = [type(one) for one in first.content]
    for kind in (Emph, Strong, Ruby, Link, Note, Code, Span, LineBreak):
        assert kind in kinds, kind
    note = next(one for one in first.content if isinstance(one, Note))
    assert note.label == "①"
    assert list(walk.block_texts(note.body)) == ["这是注文，讲“来历”。"]
    labels = [[item.label for item in b.items] for b in walk.blocks(after.body) if isinstance(b, (OrderedList, BulletList))]
    assert labels == [["一是", "二是"], ["●", "●"]]
    found = {type(b) for b in walk.blocks(after.body)}
    assert {Table, Figure, Quote, Verse} <= found
    table = next(b for b in walk.blocks(after.body) if isinstance(b, Table))
    assert walk.flow(table.caption) == "表一　数目"
    assert [[c.columns for c in row.cells] for row in table.rows] == [[1, 1], [2], [1, 1]]
    assert all(cell.header for cell in table.rows[0].cells)
    figure = next(b for b in walk.blocks(after.body) if isinstance(b, Figure))
    assert (figure.image.alt, walk.flow(figure.caption)) == ("红方块", "图一　红方块")
    assert after.resources[0].data == sample.PNG


def test_our_own_second_generation_is_the_first() -> None:
    first = read(written(sample.everything(), "docx"))
    second = read(written(first, "docx"))
    assert second.body == first.body
    assert second.meta == first.meta


def test_the_seed_comes_back_through_docx() -> None:
    before = api.read(sample.SEED)
    after = read(written(before, "docx"))
    assert walk.text(after) == walk.text(before)
    assert [s.byline[0].name for _, s in walk.sections(after.body) if s.byline] == [
        s.byline[0].name for _, s in walk.sections(before.body) if s.byline
    ]


# ------------------------------------------------------------------------------------------------ python-docx


def test_a_file_of_python_docx() -> None:
    made = docx.Document()
    made.core_properties.title = "核心属性里的标题"
    made.core_properties.author = "张三；李四"
    made.add_heading("大标题", 0)
    made.add_heading("第一章　起点", 1)
    made.add_paragraph("第一段。")
    made.add_paragraph("甲", style="List Number")
    made.add_paragraph("乙", style="List Number")
    made.add_paragraph("乙之一", style="List Bullet 2")
    made.add_heading("其中一节", 2)
    table = made.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(1, 0).text = "左"
    table.cell(1, 1).text = "右"
    made.add_picture(io.BytesIO(sample.PNG))
    out = io.BytesIO()
    made.save(out)
    document = read(out.getvalue())
    assert document.meta.title == "大标题"
    assert [c.name for c in document.meta.contributors] == ["张三", "李四"]
    shown = dump.outline(document)
    assert "section: 第一章起点" in shown
    assert "  section: 其中一节" in shown
    assert walk.text(document) == "大标题第一章起点第一段。1.甲2.乙乙之一其中一节合并左右"
    assert len(document.resources) == 1


def test_an_unprinted_title_adds_no_text() -> None:
    made = docx.Document()
    made.core_properties.title = "只在属性里"
    made.add_paragraph("正文一段。")
    out = io.BytesIO()
    made.save(out)
    document = read(out.getvalue())
    assert document.meta.title == "只在属性里"
    assert walk.text(document) == "正文一段。"


# ------------------------------------------------------------------------------------------------ headings


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("heading 1", 1),
        ("Heading 3", 3),
        ("标题 2", 2),
        ("標題 1", 1),
        ("Überschrift 2", 2),
        ("Titre 1", 1),
        ("見出し 1", 1),
        ("二级标题", 2),
        ("章标题", 1),
        ("标题三", 3),
    ],
)
def test_headings_by_style_name(name: str, level: int) -> None:
    rows = styles(*(style(f"x{n}", f"heading {n}") for n in range(1, level)), style("h", name))
    above = "".join(p(f"上{n}", f"x{n}") for n in range(1, level))
    document = read(word(above + p("题目", "h") + p("正文。"), more={"styles.xml": rows}))
    found = list(walk.sections(document.body))
    assert (found[-1][0], walk.flow(found[-1][1].title)) == (level, "题目")


def test_headings_by_outline_level_and_by_descent() -> None:
    rows = styles(
        style("base", "自定义甲", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        style("son", "自定义乙", '<w:basedOn w:val="base"/>'),
        style("h1", "heading 1"),
    )
    body = p("一", "base") + p("二", "son") + p("三", "", '<w:outlineLvl w:val="1"/>') + p("不是", "h1", '<w:outlineLvl w:val="9"/>')
    assert outline(word(body, more={"styles.xml": rows})).splitlines()[1:] == [
        "section: 一",
        "section: 二",
        "  section: 三",
        "    para: 不是",
    ]


def test_styles_in_a_circle() -> None:
    rows = styles(style("a", "甲", '<w:basedOn w:val="b"/>'), style("b", "乙", '<w:basedOn w:val="a"/>'))
    assert walk.text(read(word(p("话", "a"), more={"styles.xml": rows}))) == "话"


def test_headings_that_are_only_bold_lines() -> None:
    bold, large = "<w:b/>", '<w:b/><w:sz w:val="44"/>'
    body = (
        p(r("关于开展某项工作的通知", large), "", '<w:jc w:val="center"/>')
        + p(r("（2022年第3号）"), "", '<w:jc w:val="center"/>')
        + p(r("一、总体要求", bold))
        + p("全面贯彻有关精神，扎实推进各项工作，确保取得实效。" * 3)
        + p(r("（一）基本原则", bold))
        + p("坚持问题导向，坚持系统观念。" * 4)
        + p(r("这一句全是粗体，但它以句号收尾。", bold))
        + p(r("二、主要任务", bold))
        + p("落实责任，加强督查。" * 4)
        + p(r("某某局", bold))
    )
    report = Report(explaining=True)
    document = read(word(body), report)
    assert document.meta.title == "关于开展某项工作的通知"
    assert [line.role for line in document.meta.title_block] == ["title", "note"]
    assert [(n, s.label + walk.flow(s.title)) for n, s in walk.sections(document.body)] == [
        (1, "一、总体要求"),
        (2, "（一）基本原则"),
        (1, "二、主要任务"),
    ]
    assert any("bold" in d.because for d in report.decisions)
    assert walk.text(document) == walk.squeeze("".join(re.findall(r"<w:t[^>]*>([^<]*)", body)))


def test_a_text_that_is_bold_all_over_has_no_headings() -> None:
    body = "".join(p(r(f"短句{n}", "<w:b/>")) for n in range(6))
    assert not list(walk.sections(read(word(body)).body))


_TYPED = (
    "守住一片海",
    "在海洋论坛上的发言摘编",
    "",
    "让数据多跑路",
    "某市信息中心主任 王晓东",
    "海洋治理不是把电脑搬到船上，而是要让数据多跑路、渔民少跑腿。",
    "把技术送到码头",
    "某县县长 敖煜新",
    "技术要用在渔民最急的事上，这是我们这些年的体会。",
)


def test_plain_paragraphs_are_read_as_plain_text() -> None:
    report = Report()
    document = read(word("".join(map(p, _TYPED))), report)
    assert document.meta.title == "守住一片海"
    assert [walk.flow(section.title) for _, section in walk.sections(document.body)] == ["让数据多跑路", "把技术送到码头"]
    assert "docx.no-structure" not in codes(report)
    assert walk.squeeze(walk.text(document)) == walk.squeeze("".join(_TYPED))


def test_plain_paragraphs_keep_their_formatting() -> None:
    last = "技术要用在最急的事上，这是我们这些年的体会。"
    body = "".join(map(p, _TYPED[:-1])) + p(r("技术要用在") + r("最急", "<w:i/>") + r("的事上，这是我们这些年的体会。"))
    report = Report()
    document = read(word(body), report)
    assert len(list(walk.sections(document.body))) == 2
    assert "docx.no-structure" not in codes(report)
    assert [walk.flow(i.content) for flow in walk.flows(document) for i in flow if isinstance(i, Emph)] == ["最急"]
    assert walk.squeeze(walk.text(document)) == walk.squeeze("".join(_TYPED[:-1]) + last)


def test_plain_paragraphs_around_a_table_are_told() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
    report = Report()
    document = read(word("".join(map(p, _TYPED)) + table), report)
    assert codes(report) == ["docx.no-structure"]
    assert walk.squeeze(walk.text(document)) == walk.squeeze("".join(_TYPED) + "甲乙")


def test_titles_bylines_and_datelines() -> None:
    rows = styles(
        style("t", "Title"),
        style("s", "Subtitle"),
        style("h", "heading 1"),
        style("b", "署名", '<w:basedOn w:val="none"/>'),
        style("d", "电头"),
    )
    body = (
        p("总标题", "t") + p("——副题", "s") + p("甲", "h") + p("某校教授　王　五", "b") + p("本报北京10月6日电", "d") + p("正文。")
        + p("某社记者　赵六", "b") + p("乙", "h") + p("又一段。") + p("另一篇总题", "t") + p("丙", "h") + p("三段。")
    )  # fmt: skip
    document = read(word(body, more={"styles.xml": rows}))
    first, second, third = document.body
    assert isinstance(first, Section)
    assert [(b.position, b.name) for b in first.byline] == [("某校教授", "王五")]
    assert first.dateline == "本报北京10月6日电"
    assert isinstance(second, Section)
    assert second.byline_first
    assert isinstance(third, Section)
    assert walk.flow(third.title) == "另一篇总题"
    assert isinstance(third.body[0], Section)
    assert document.meta.subtitle == "副题"


# ------------------------------------------------------------------------------------------------ numbering


def numbering(levels: str, *nums: str) -> str:
    return f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{"".join(nums)}</w:numbering>'


def level(n: int, format_: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def num(id_: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{id_}"><w:abstractNumId w:val="0"/>{overrides}</w:num>'


def item(text: str, n: int = 0, id_: int = 1) -> str:
    return p(text, "", f'<w:numPr><w:ilvl w:val="{n}"/><w:numId w:val="{id_}"/></w:numPr>')


LEVELS = (
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "（%4）")
    + level(4, "decimalEnclosedCircle", "%5")
    + level(5, "decimal", "%1.%3", "<w:isLgl/>")
)


def test_labels_of_official_documents() -> None:
    body = "".join(
        item(text, n)
        for text, n in (("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 3), ("f", 4), ("g", 4), ("h", 5), ("i", 0), ("j", 1), ("k", 2))
    )
    document = read(word(body, more={"numbering.xml": numbering(LEVELS, num(1))}))
    assert walk.text(document) == "一、a（一）b（二）c1.d（1）e①f②g1.1h二、i（一）j1.k"
    (outer,) = document.body
    assert isinstance(outer, OrderedList)
    assert outer.counter == "simp-chinese-informal"
    assert [one.label for one in outer.items] == ["一、", "二、"]
    inner = outer.items[0].body[1]
    assert isinstance(inner, OrderedList)
    assert [one.label for one in inner.items] == ["（一）", "（二）"]


def test_numbers_go_on_or_begin_anew() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = item("a") + p("间隔。") + item("b") + item("c", 0, 2) + item("d", 0, 2) + item("e", 0, 1)
    document = read(word(body, more={"numbering.xml": numbering(level(0, "decimal", "%1."), num(1), num(2, again))}))
    assert walk.text(document) == "1.a间隔。2.b5.c6.d7.e"


def test_a_level_that_never_restarts() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)", '<w:lvlRestart w:val="0"/>')
    body = item("x") + item("y", 1) + item("z") + item("u", 1)
    assert walk.text(read(word(body, more={"numbering.xml": numbering(levels, num(1))}))) == "1.xa)y2.zb)u"


def test_numbered_headings_and_numbers_in_styles() -> None:
    rows = styles(style("h1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'))
    levels = level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="h1"/>')
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("甲", "h1") + p("正文。") + p("附录", "h1", off) + p("乙", "h1")
    document = read(word(body, more={"styles.xml": rows, "numbering.xml": numbering(levels, num(1))}))
    assert [(s.label, walk.flow(s.title)) for _, s in walk.sections(document.body)] == [("第一章", "甲"), ("", "附录"), ("第二章", "乙")]


@pytest.mark.parametrize(
    ("format_", "number", "expected"),
    [
        ("decimal", 12, "12"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 103, "一百零三"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 51, "(51)"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerLetter", 28, "bb"),
        ("decimalZero", 7, "07"),
        ("none", 3, ""),
        ("decimalFullWidth", 10, "１０"),
        ("ordinal", 22, "22nd"),
        ("upperRoman", 10**9, "1000000000"),
        ("somethingNew", 4, "4"),
    ],
)
def test_number_formats(format_: str, number: int, expected: str) -> None:
    assert printed(number, format_) == expected


def bullet(n: int, sign: str, font: str) -> str:
    return level(n, "bullet", sign).replace("</w:lvl>", f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr></w:lvl>')


@pytest.mark.parametrize(
    ("sign", "font", "label"),
    [
        ("&#xF0B7;", "Symbol", ""),
        ("&#xF0A7;", "Wingdings", ""),
        ("o", "Courier New", ""),
        ("&#xE00A;", "OpenSymbol", ""),
        ("–", "Arial", ""),
        ("&#xF0FC;", "Wingdings", "✓"),
        ("&#xF081;", "Wingdings", "①"),
        ("※", "宋体", "※"),
    ],
)
def test_bullets_are_no_text_unless_they_say_something(sign: str, font: str, label: str) -> None:
    document = read(word(item("甲") + item("乙"), more={"numbering.xml": numbering(bullet(0, sign, font), num(1))}))
    (found,) = document.body
    assert isinstance(found, BulletList)
    assert [one.label for one in found.items] == [label, label]


def test_signs_of_symbol_fonts() -> None:
    assert symbol("Wingdings", "\uf0fc") == "✓"
    assert symbol("Symbol", "\uf061") == "α"
    assert symbol("宋体", "中") == "中"


def test_lists_that_libreoffice_cut_up_are_whole() -> None:
    """It gives neighbouring items numberings of their own, all of one kind; only what begins to count anew is another list."""
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    levels = level(0, "decimal", "%1.") + bullet(1, "&#xF0B7;", "Symbol")
    body = item("a", 0, 2) + item("b", 1, 3) + item("c", 1, 4) + item("d", 0, 1) + item("e", 0, 5)
    document = read(word(body, more={"numbering.xml": numbering(levels, num(1), num(2, again), num(3), num(4), num(5, again))}))
    first, second = document.body
    assert isinstance(first, OrderedList)
    assert isinstance(second, OrderedList)
    assert [one.label for one in first.items] == ["1.", "2."]
    inner = first.items[0].body[1]
    assert isinstance(inner, BulletList)
    assert len(inner.items) == 2
    assert [one.label for one in second.items] == ["1."]


def test_a_heading_with_a_bullet_has_no_label() -> None:
    rows = styles(style("h1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'))
    found = read(word(p("甲", "h1") + p("正文。"), more={"styles.xml": rows, "numbering.xml": numbering(bullet(0, "■", "宋体"), num(1))}))
    assert [(s.label, walk.flow(s.title)) for _, s in walk.sections(found.body)] == [("", "甲")]


def test_typed_numbers_count_in_any_style_of_lists() -> None:
    """LibreOffice gives our style “List 2” the name “List Bullet 3”, without bullets."""
    document = read(word(p("1. 甲", "l") + p("2. 乙", "l"), more={"styles.xml": styles(style("l", "List Bullet 3"))}))
    (found,) = document.body
    assert isinstance(found, OrderedList)
    assert [one.label for one in found.items] == ["1.", "2."]


def test_a_list_continues_in_plain_paragraphs_of_its_style() -> None:
    rows = styles(style("lc", "List Continue"))
    document = read(
        word(item("甲") + p("接着说。", "lc") + item("乙"), more={"styles.xml": rows, "numbering.xml": numbering(LEVELS, num(1))})
    )
    (found,) = document.body
    assert isinstance(found, OrderedList)
    assert [len(one.body) for one in found.items] == [2, 1]
    assert all(isinstance(one, Item) for one in found.items)


# ------------------------------------------------------------------------------------------------ runs


def test_formatting_of_runs() -> None:
    body = p(
        r("平") + r("粗", "<w:b/>") + r("粗", "<w:b/><w:bCs/>") + r("点", '<w:em w:val="dot"/>') + r("斜", "<w:i/>")
        + r("关", '<w:b w:val="0"/>') + r("2", '<w:vertAlign w:val="superscript"/>') + r("n", '<w:vertAlign w:val="subscript"/>')
        + r("删", "<w:strike/>") + r("划", '<w:u w:val="single"/>') + r("藏", "<w:vanish/>")
    )  # fmt: skip
    report = Report()
    document = read(word(body), report)
    (para,) = document.body
    assert isinstance(para, Para)
    assert walk.flow(para.content) == "平粗粗点斜关2n删划"
    assert [type(one).__name__ + one.role for one in para.content] == [
        "Text", "Strong", "Emph", "Text", "Spansup", "Spansub", "Spanstrike", "Spanunderline",
    ]  # fmt: skip
    assert codes(report) == ["docx.left-out"]


def test_breaks_tabs_and_signs() -> None:
    body = p(
        '<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:br w:type="page"/><w:noBreakHyphen/><w:softHyphen/><w:cr/>'
        '<w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Unbekannt" w:char="E123"/></w:r>'
    )
    report = Report()
    assert walk.flow(read(word(body), report).body[0].content) == "甲\n乙\u3000丙\u2011\n✓\ue123"  # type: ignore[union-attr]
    assert codes(report) == ["docx.symbol"]


def test_ruby_in_both_ways() -> None:
    modern = (
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>qiū</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>龟</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    old = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(</w:instrText></w:r>'
        "<w:r><w:instrText>cí</w:instrText></w:r><w:r><w:instrText>),兹)</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    found = content(word(p(modern + old + r("国"))))
    assert found == (Ruby((Text("龟"),), "qiū"), Ruby((Text("兹"),), "cí"), Text("国"))
    assert equation(r"eq \o\ac(○,3)") == Equation("③")
    assert equation(r"EQ \o\ac(○,甲)") == Equation("甲")


def field(instruction: str, result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_fields_show_their_results() -> None:
    body = p(r("第") + field("PAGE \\* MERGEFORMAT", r("7")) + r("页，") + field("IF a = b", field("DATE", r("今日"))) + r("。"))
    assert walk.text(read(word(body))) == "第7页，今日。"
    simple = p(f'<w:fldSimple w:instr=" SEQ 图 ">{r("3")}</w:fldSimple>')
    assert walk.text(read(word(simple))) == "3"


def test_links_outside_and_inside() -> None:
    body = (
        p(f'<w:hyperlink r:id="x1">{r("外")}</w:hyperlink>' + field('HYPERLINK "https://example.org/b" \\l "c"', r("域")))
        + p(f'<w:hyperlink w:anchor="here">{r("内")}</w:hyperlink><w:hyperlink w:anchor="nowhere">{r("空")}</w:hyperlink>' + field("REF also \\h", r("参")))
        + p('<w:bookmarkStart w:id="1" w:name="here"/><w:bookmarkStart w:id="2" w:name="also"/>' + r("目的地"))
    )  # fmt: skip
    report = Report()
    document = read(word(body, rows=(("x1", "hyperlink", "https://example.org/a"),)), report)
    hrefs = [one.href for block in document.body if isinstance(block, Para) for one in block.content if isinstance(one, Link)]
    assert hrefs == ["https://example.org/a", "https://example.org/b#c", "#here", "#here"]
    assert document.body[2].attrs.id == "here"
    assert codes(report) == ["docx.dead-link"]
    assert walk.text(document) == "外域内空参目的地"
    assert link_of('HYPERLINK \\l "甲" \\o "提示"') == "#甲"


def test_tracked_changes() -> None:
    body = (
        p(r("原") + f"<w:ins>{r('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>")
        + "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + r("前半") + "</w:p>" + p("后半")
        + f"<w:moveFrom>{p('移')}</w:moveFrom><w:moveTo>{p('移')}</w:moveTo>"
    )  # fmt: skip
    report = Report()
    document = read(word(body), report)
    assert list(walk.texts(document)) == ["原新", "前半后半", "移"]
    assert set(codes(report)) == {"docx.tracked-changes"}
    said = sorted(one.message for one in report)
    assert said[-1] == "2 tracked deletions were carried out: their text is not in the document"
    assert "1 tracked insertion was taken as text" in said


def test_containers_are_walked_through_and_alternatives_taken_once() -> None:
    box = "<w:txbxContent>" + p("框里的字") + "</w:txbxContent>"
    drawing = f"<w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    picture = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('控件里')}</w:sdtContent></w:sdt>"
        + p(f"<w:smartTag>{r('标')}<w:smartTag>{r('记')}</w:smartTag></w:smartTag><w:sdt><w:sdtContent>{r('行内')}</w:sdtContent></w:sdt>")
        + p(r("锚") + f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{picture}</mc:Fallback></mc:AlternateContent></w:r>')
        + f"<w:customXml>{p('自定义')}</w:customXml>"
    )  # fmt: skip
    document = read(word(body))
    assert list(walk.texts(document)) == ["控件里", "标记行内", "锚", "框里的字", "自定义"]
    assert isinstance(document.body[3], Group)
    assert document.body[3].role == "sidebar"


def test_formulas_keep_their_letters() -> None:
    e, sup = "<m:e><m:r><m:t>x</m:t></m:r></m:e>", "<m:sup><m:r><m:t>2</m:t></m:r></m:sup>"
    report = Report()
    document = read(word(p(f"<m:oMath><m:sSup>{e}{sup}</m:sSup></m:oMath>")), report)
    assert document.body == (Para((Text("x"), Span((Text("2"),), attrs=sample.role("sup")))),)
    assert [d.severity for d in report] == [Severity.INFO]


# ------------------------------------------------------------------------------------------------ notes, contents, furniture


def math(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("omml", "expected"),
    [
        (f"<m:f><m:num>{math('a')}</m:num><m:den>{math('12')}</m:den></m:f>", "a/12"),
        (f"<m:f><m:fPr/><m:num>{math('a')}{math('+b')}</m:num><m:den>{math('c')}</m:den></m:f>", "(a+b)/c"),
        (f"<m:rad><m:radPr><m:degHide m:val='1'/></m:radPr><m:deg/><m:e>{math('x+1')}</m:e></m:rad>", "√(x+1)"),
        (f"<m:d><m:e>{math('x')}</m:e></m:d>", "(x)"),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:sepChr m:val=','/><m:endChr m:val=''/></m:dPr><m:e>{math('x')}</m:e><m:e>{math('y')}</m:e></m:d>", "[x,y"),
        (f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{math('i')}</m:sub><m:sup>{math('n')}</m:sup><m:e>{math('x')}</m:e></m:nary>", "∑inx"),
        (f"<m:acc><m:accPr><m:chr m:val='̄'/></m:accPr><m:e>{math('x')}</m:e></m:acc>", "x̄"),
    ],
)  # fmt: skip
def test_formulas_on_one_line_keep_their_signs(omml: str, expected: str) -> None:
    assert walk.text(read(word(p(f"<m:oMath>{omml}</m:oMath>")))) == expected


def test_short_lines_at_the_right_are_signatures() -> None:
    rows = styles(style("h1", "heading 1"))
    right, end = '<w:jc w:val="right"/>', '<w:jc w:val="end"/>'
    body = (
        p("通知", "h1") + p("正文。" * 9) + p("农业农村部", "", right) + p("2024年3月1日", "", end) + p("很长的一段正文。" * 9, "", right)
    )
    (section,) = read(word(body, more={"styles.xml": rows})).body
    assert isinstance(section, Section)
    assert [block.role for block in section.body] == ["", "signature", "signature", ""]


def test_footnotes_and_endnotes_stand_at_their_place() -> None:
    foot = (
        f"<w:footnotes {NAMESPACES}>"
        f'<w:footnote w:id="-1" w:type="separator">{p("——")}</w:footnote>'
        f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>" + r(" 脚注甲"))}{p("脚注又一段")}</w:footnote>'
        f'<w:footnote w:id="3">{p(r("＊自带标记"))}</w:footnote>'
        f'<w:footnote w:id="4">{p("<w:r><w:footnoteReference w:id=" + chr(34) + "4" + chr(34) + "/></w:r>" + r("自指"))}</w:footnote></w:footnotes>'
    )
    end = f'<w:endnotes {NAMESPACES}><w:endnote w:id="1">{p("尾注")}</w:endnote></w:endnotes>'
    body = p(
        r("一") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("二")
        + '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>＊</w:t></w:r>' + r("三")
        + '<w:r><w:endnoteReference w:id="1"/></w:r><w:r><w:footnoteReference w:id="4"/></w:r><w:r><w:footnoteReference w:id="99"/></w:r>'
    )  # fmt: skip
    report = Report()
    found = content(word(body, more={"footnotes.xml": foot, "endnotes.xml": end}))
    read(word(body, more={"footnotes.xml": foot, "endnotes.xml": end}), report)
    notes = [one for one in found if isinstance(one, Note)]
    assert [(one.label, list(walk.block_texts(one.body))) for one in notes] == [
        ("", ["脚注甲", "脚注又一段"]),
        ("＊", ["自带标记"]),
        ("", ["尾注"]),
        ("", ["自指"]),
    ]
    assert walk.flow(found) == "一二三"
    assert codes(report) == ["docx.damaged-note"]


def test_the_table_of_contents_is_set_apart() -> None:
    rows = styles(style("h1", "heading 1"), style("t1", "toc 1"))
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = p("目　录") + p(begin + r("甲	1"), "t1") + p(r("乙	2") + end, "t1") + p("甲", "h1") + p("正文。") + p("乙", "h1")
    document = read(word(body, more={"styles.xml": rows}))
    first = document.body[0]
    assert isinstance(first, Group)
    assert first.role == "contents"
    assert list(walk.block_texts(first.body)) == ["目　录", "甲 1", "乙 2"]
    assert [walk.flow(s.title) for _, s in walk.sections(document.body)] == ["甲", "乙"]


def test_text_behind_the_entries_in_the_block_of_contents_is_text() -> None:
    """LibreOffice writes the whole of a vertical text into the block of its contents."""
    rows = styles(style("h1", "heading 1"), style("t1", "toc 1"))
    inside = p("目录") + p("甲	1", "t1") + p("甲", "h1") + p("正文。")
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    document = read(word(f"<w:sdt>{gallery}<w:sdtContent>{inside}</w:sdtContent></w:sdt>", more={"styles.xml": rows}))
    assert [walk.flow(s.title) for _, s in walk.sections(document.body)] == ["甲"]
    assert "正文。" in [text for block in document.body if isinstance(block, Section) for text in walk.block_texts(block.body)]


def test_a_field_without_end_swallows_nothing() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    rows = styles(style("t1", "toc 1"))
    report = Report()
    document = read(word(p(begin + r("甲"), "t1") + p("正文。"), more={"styles.xml": rows}), report)
    assert isinstance(document.body[1], Para)
    assert codes(report) == ["docx.damaged-field"]
    assert walk.text(document) == "甲正文。"


@pytest.mark.parametrize("inside", ["", "<w:instrText>PAGE</w:instrText>"])
def test_a_field_without_result_swallows_nothing(inside: str) -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    report = Report()
    document = read(word(p(f"{r('前')}{begin}<w:r>{inside}<w:t>甲</w:t></w:r>") + p("尾")), report)
    assert walk.text(document) == "前甲尾"
    assert codes(report) == ["docx.damaged-field"]
    assert walk.text(read(word(p(f"{r('前')}{begin}<w:r>{inside}<w:t>甲</w:t></w:r>{end}{r('乙')}")))) == "前甲乙"


def test_comments_are_left_out_or_kept() -> None:
    comments = f'<w:comments {NAMESPACES}><w:comment w:id="0" w:author="审稿人">{p("此处存疑")}</w:comment></w:comments>'
    data = word(p(r("话") + '<w:r><w:commentReference w:id="0"/></w:r>'), more={"comments.xml": comments})
    report = Report()
    assert walk.text(read(data, report)) == "话"
    assert codes(report) == ["docx.comments"]
    assert walk.text(read(data, comments=True)) == "话审稿人：此处存疑"


def test_headers_are_named() -> None:
    header = f"<w:hdr {NAMESPACES}>{p('内部资料')}</w:hdr>"
    footer = f"<w:ftr {NAMESPACES}>{p(field('PAGE', r('1')))}</w:ftr>"
    report = Report()
    data = word(
        p("话"), more={"header1.xml": header, "footer1.xml": footer}, rows=(("h", "header", "header1.xml"), ("f", "footer", "footer1.xml"))
    )
    read(data, report)
    (found,) = report
    assert (found.code, "内部资料" in found.message, found.severity) == ("docx.running-lines", True, Severity.INFO)


# ------------------------------------------------------------------------------------------------ tables and pictures


def test_tables_with_spans_heads_and_tables_in_them() -> None:
    def tc(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else p(text)}</w:tc>"

    inner = f"<w:tbl><w:tr>{tc('里')}</w:tr></w:tbl>{p('')}"
    body = (
        "<w:tbl>"
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{tc('头', '<w:gridSpan w:val=' + chr(34) + '2' + chr(34) + '/>')}{tc('三')}</w:tr>"
        f"<w:tr>{tc('竖', '<w:vMerge w:val=' + chr(34) + 'restart' + chr(34) + '/>')}{tc('b')}{tc(inner)}</w:tr>"
        f"<w:sdt><w:sdtContent><w:tr>{tc('', '<w:vMerge/>')}{tc('e')}{tc('f')}</w:tr></w:sdtContent></w:sdt>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{tc('删去的行')}</w:tr></w:tbl>"
    )
    (table,) = read(word(body)).body
    assert isinstance(table, Table)
    assert [[(c.columns, c.rows, c.header) for c in row.cells] for row in table.rows] == [
        [(2, 1, True), (1, 1, True)],
        [(1, 2, False), (1, 1, False), (1, 1, False)],
        [(1, 1, False), (1, 1, False)],
    ]
    assert isinstance(table.rows[1].cells[2].body[0], Table)
    assert walk.squeeze("".join(walk.block_texts((table,)))) == "头三竖b里ef"


def test_pictures() -> None:
    blip = '<a:graphic><a:graphicData><a:blip r:embed="{}"/></a:graphicData></a:graphic>'
    alone = f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="红方块"/>{blip.format("p1")}</wp:inline></w:drawing></w:r>'
    missing = f"<w:r><w:drawing><wp:inline>{blip.format('p9')}</wp:inline></w:drawing></w:r>"
    linked = f"<w:r><w:drawing><wp:inline>{blip.format('p2')}</wp:inline></w:drawing></w:r>"
    rows = styles(style("c", "题注"))
    body = p(alone) + p("图一　说明", "c") + p(r("行内") + alone + missing + linked)
    report = Report()
    data = word(
        body,
        more={"media/图.png": sample.PNG, "styles.xml": rows},
        rows=(("p1", "image", "media/%E5%9B%BE.png"), ("p2", "image", "https://example.org/x.png")),
    )
    document = read(data, report)
    figure, para = document.body
    assert isinstance(figure, Figure)
    assert (figure.image.alt, walk.flow(figure.caption)) == ("红方块", "图一　说明")
    assert isinstance(para, Para)
    assert [(one.name, one.media_type, one.data) for one in document.resources] == [(figure.image.resource, "image/png", sample.PNG)]
    assert document.resources[0].name.isascii()
    assert codes(report) == ["docx.left-out"]


def test_strict_files() -> None:
    data = word(p("题", "h") + p(r("粗", "<w:b/>")), more={"styles.xml": styles(style("h", "heading 1"))})
    out = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            out[name] = (
                archive.read(name)
                .replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
                .replace(R.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
            )
    document = read(package(out))
    assert document.body == read(data).body
    assert isinstance(document.body[0], Section)


def test_languages() -> None:
    def tongue(east: str) -> str:
        return styles(
            f'<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US" w:eastAsia="{east}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        )

    def language(text: str, east: str) -> str:
        return read(word(p(text), more={"styles.xml": tongue(east)})).meta.language

    assert language("这是简体字", "zh-CN") == "zh-Hans"
    assert language("這是臺灣的書", "zh-TW") == "zh-Hant-TW"
    assert language("這是香港的書", "zh-HK") == "zh-Hant-HK"
    assert language("这是简体字", "en-US") == "zh-Hans"
    assert language("English only", "en-US") == "en"


@pytest.mark.parametrize(
    ("stated", "text", "expected"),
    [
        ("en-US", "这是一段简体字的文章，有几个 English words。", "zh-Hans"),
        ("en-US", "這是臺灣的一段文章。", "zh-Hant"),
        ("en-US", "An article with 汉字 in it.", "en-US"),
        ("ja-JP", "日本国憲法第一章天皇", "ja-JP"),
        ("fr", "これは日本語の文章です", "fr"),
    ],
)
def test_a_language_that_a_program_states_is_not_believed_of_chinese_text(stated: str, text: str, expected: str) -> None:
    assert languages.language(stated, [text]) == expected


def test_a_heading_whose_numbering_prints_nothing_keeps_its_typed_number() -> None:
    """LibreOffice numbers all headings of an ODT, with nothing."""
    rows = styles(style("h1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'))
    found = read(word(p("第一章 起点", "h1"), more={"styles.xml": rows, "numbering.xml": numbering(level(0, "none", ""), num(1))}))
    assert [(s.label, walk.flow(s.title)) for _, s in walk.sections(found.body)] == [("第一章", "起点")]


# ------------------------------------------------------------------------------------------------ safety


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old Word"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"plain text, no package", "no ZIP"),
        (package({"xl/workbook.xml": "<x/>"}), "Excel"),
        (package({"word/document.xml": "<not-closed>"}), "well-formed"),
        (package({"word/document.xml": "<other/>"}), "no Word document"),
        (package({"word/document.xml": f"<w:document {NAMESPACES}/>"}), "no body"),
    ],
)
def test_what_cannot_be_read_is_one_error(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read(data)


@pytest.mark.parametrize("place", ["<w:p>", '<w:p x="&l9;">'])
def test_a_billion_laughs(place: str) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laugh = f'<!DOCTYPE w:document [<!ENTITY l0 "哈">{entities}]>'
    text = f"{laugh}<w:document {NAMESPACES}><w:body>{place}<w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"
    with pytest.raises(SourceError):
        read(package({"word/document.xml": text}))


def test_nothing_is_loaded_from_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    outside = f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    text = f"{outside}<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>甲&x;乙</w:t></w:r></w:p></w:body></w:document>"
    with pytest.raises(SourceError, match="document type"):
        read(package({"word/document.xml": text}))


def test_a_package_that_grows_is_refused() -> None:
    with pytest.raises(SourceError, match="grow"):
        read(package({"word/document.xml": b" " * (70 << 20)}))


def test_nesting_without_end_is_refused_or_read() -> None:
    deep = "".join("<w:tbl><w:tr><w:tc>" for _ in range(80)) + p("底") + "</w:tc></w:tr></w:tbl>" * 80
    with pytest.raises(SourceError):
        read(word(deep))
    shallow = "".join("<w:tbl><w:tr><w:tc>" for _ in range(8)) + p("底") + "</w:tc></w:tr></w:tbl>" * 8
    assert walk.text(read(word(shallow))) == "底"


def test_names_that_lead_outside() -> None:
    data = package({"../../evil.xml": "x", "word/document.xml": f"<w:document {NAMESPACES}><w:body>{p('话')}</w:body></w:document>"})
    report = Report()
    assert walk.text(read(data, report)) == "话"
    assert codes(report) == ["package.unsafe-name"]
    assert resolve("a/b.xml", "../../c.xml") == ("", "")
    assert resolve("a/b.xml", "../c%20d.xml#e") == ("c d.xml", "e")
    assert resolve("a/b.xml", "/c.xml") == ("c.xml", "")
    assert resolve("a/b.xml", "http://example.org/c.xml") == ("", "")


def test_a_member_without_a_name() -> None:
    """zipfile fails on it where it is asked whether this is a folder."""
    data = package({"word/document.xml": f"<w:document {NAMESPACES}><w:body>{p('话')}</w:body></w:document>", "x": "y"})
    report = Report()
    assert walk.text(read(data.replace(b"\x00x", b"\x00\x00"), report)) == "话"
    assert codes(report) == ["package.unsafe-name"]


def test_what_pandoc_writes() -> None:
    """A paragraph that goes on in an item is numbered with a blank; a rule is a drawing."""
    levels = level(0, "decimal", "%1.")
    blank = f'<w:abstractNum w:abstractNumId="9">{level(0, "bullet", " ")}</w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>'
    hr = '<w:r><w:pict><v:rect xmlns:o="urn:schemas-microsoft-com:office:office" o:hr="t"/></w:pict></w:r>'
    body = item("甲") + item("接着说。", 0, 9) + item("乙") + p(hr) + p("完。")
    document = read(word(body, more={"numbering.xml": numbering(levels, num(1), blank)}))
    assert [type(b).__name__ for b in document.body] == ["OrderedList", "Rule", "Para"]
    assert walk.text(document) == "1.甲接着说。2.乙完。"


def test_a_damaged_part_is_done_without() -> None:
    report = Report()
    document = read(word(p("话", "h"), more={"styles.xml": "<w:styles", "numbering.xml": "\x00"}), report)
    assert walk.text(document) == "话"
    assert codes(report) == ["package.damaged-part"] * 2


@pytest.mark.parametrize(("entry", "words"), [(b"\x01\x00\x08\x00", "is encrypted"), (b"\x00\x00\x63\x00", "is damaged: .*compression")])
def test_a_password_is_told_from_an_unknown_compression(entry: bytes, words: str) -> None:
    """Flags and method of the member, in its own head and in the directory (APPNOTE.TXT 4.3.7, 4.3.12)."""
    data = package({"word/document.xml": f"<w:document {NAMESPACES}><w:body>{p('话')}</w:body></w:document>"})
    row = data.index(b"PK\x01\x02") + 8
    with pytest.raises(SourceError, match=words):
        read(data[:6] + entry + data[10:row] + entry + data[row + 4 :])


def test_size_of_type_alone_makes_no_title() -> None:
    made = docx.Document()
    made.add_paragraph().add_run("第一句话很大，但它是一句话。").font.size = Pt(30)
    made.add_paragraph("第二句话。")
    out = io.BytesIO()
    made.save(out)
    assert read(out.getvalue()).meta.title == ""


@pytest.mark.parametrize("count", [5, 12, 13, 20, 60])
def test_tables_within_tables(count: int) -> None:
    """As deep as the model's JSON may be, or refused."""
    body = p("底")
    for _ in range(count):
        body = f"<w:tbl><w:tr><w:tc>{body}<w:p/></w:tc></w:tr></w:tbl>"
    if count > 12:
        with pytest.raises(SourceError, match="nested too deeply"):
            read(word(body))
        return
    document = read(word(body))
    assert walk.text(document) == "底"
    assert dump.from_json(dump.to_json(document), Report()) == document


LABELS = [
    "第一章",
    "一、",
    "（一）",
    "1.",
    "①",
    "第3条",
    "壹、",
    "01",
    "1.1",
    "其一",
    "第一讲",
    "Ⅰ.",
    "A.",
    "（a）",
    "卷一",
    "上篇",
    "Q1",
    "【一】",
    "附录A",
    "序",
    "一",
    "1",
    "§",
    "步骤一：",
    "一是",
    "首先，",
    "甲、",
    "问题1：",
]


@pytest.mark.parametrize("numbering", ["printed", "native"])
def test_labels_of_our_own_files_come_back_as_labels(numbering: str) -> None:
    heads = tuple(Section((Text("认清形势"),), (Para((Text("正文一段。"),)),), label=label) for label in LABELS)
    lists = tuple(OrderedList((Item((Para((Text("做好工作。"),)),), label=label),)) for label in LABELS)
    document = Document(Meta(title="标签", language="zh-Hans"), (*heads, Section((Text("末节"),), lists)))
    again = convert.read(written(document, "docx", options=[("docx.numbering", numbering)]), reader="docx")
    assert [(s.label, walk.flow(s.title)) for _, s in walk.sections(again.body)] == [*((one, "认清形势") for one in LABELS), ("", "末节")]
    found = [item.label for block in walk.blocks(again.body) if isinstance(block, OrderedList | BulletList) for item in block.items]
    assert found == LABELS


def test_numbers_that_word_makes_for_bare_items_are_no_labels() -> None:
    items = tuple(Item((Para((Text(text),)),)) for text in ("甲", "乙"))
    document = Document(Meta(title="无号", language="zh-Hans"), (OrderedList(items, counter="decimal"),))
    (block,) = convert.read(written(document, "docx", options=[("docx.numbering", "native")]), reader="docx").body
    assert isinstance(block, OrderedList)
    assert [item.label for item in block.items] == ["", ""]


# ------------------------------------------------------------------------------------------------ formatting set by hand

CENTRED, RED, LARGE, MARKED = '<w:jc w:val="center"/>', '<w:color w:val="FF0000"/>', '<w:sz w:val="60"/>', '<w:highlight w:val="yellow"/>'
TEXT = "这一段是普通的正文，写得比较长，没有什么格式。"
BOOK = styles(style("T", "Title"), style("H", "heading 1"))


def told(*paragraphs: str) -> list[tuple[str, Severity]]:
    """What is said of the formatting of a document with a title, a heading and some text around ``paragraphs``."""
    report, body = Report(), p("题目", "T") + p("第一节", "H") + p(TEXT) + "".join(paragraphs) + p(TEXT)
    read(word(body, more={"styles.xml": BOOK}), report)
    return [(found.message, found.severity) for found in report if found.code == "docx.formatting"]


def test_formatting_that_was_set_by_hand_is_told_once() -> None:
    found = told(p(r("居中，") + r("红的", RED + LARGE + MARKED), properties=CENTRED), p(r("又一处红字。", RED)), p(TEXT))
    message = "formatting set by hand in 2 paragraphs gives way to the style: centring (1), size (1), colour (2), highlight (1)"
    assert found == [(message, Severity.INFO)]


@pytest.mark.parametrize(
    "paragraph",
    [
        p(r("黑字", '<w:color w:val="auto"/>') + r("无底", '<w:highlight w:val="none"/><w:shd w:val="clear" w:fill="auto"/>')),
        p(r("粗体", "<w:b/>") + r("加点", '<w:em w:val="dot"/>') + r("下划", '<w:u w:val="single"/>') + "留着。"),
        p(r("  ", RED) + r("空白没有颜色。")),
        "<w:tbl><w:tr><w:tc>" + p(r("格中", LARGE), properties=CENTRED) + "</w:tc></w:tr></w:tbl>",
        p('<w:hyperlink w:anchor="x">' + r("链接", RED) + "</w:hyperlink>"),
        p(r("第二节", LARGE), "H", CENTRED),
    ],
)
def test_what_is_kept_or_says_nothing_is_no_formatting_that_gives_way(paragraph: str) -> None:
    assert told(paragraph) == []


def test_the_size_and_the_face_that_all_text_has_stand_out_nowhere() -> None:
    song, kai = '<w:rFonts w:eastAsia="宋体"/><w:sz w:val="24"/>', '<w:rFonts w:eastAsia="楷体"/><w:sz w:val="24"/>'
    long = p(r(TEXT * 9, song))
    assert told(long, long) == []
    assert told(long, p(r("楷体的一段话，是引来的。", kai)))[0][0].endswith("in 1 paragraph gives way to the style: typeface (1)")
