"""The Markdown reader: CommonMark, tables, notes, ruby, front matter; and nothing of the text lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sample
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convert import api
from convert.diagnostics import Report, Severity, SourceError
from convert.model import dump, walk
from convert.model.nodes import (
    Attrs,
    BulletList,
    Byline,
    Code,
    Contributor,
    Document,
    Emph,
    Figure,
    Group,
    Image,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Para,
    Quote,
    Ruby,
    Rule,
    Section,
    Span,
    Strong,
    Table,
    Text,
)
from convert.readers.markdown import MarkdownOptions, MarkdownReader
from convert.source import Source


def read(text: str, report: Report | None = None, **files: bytes) -> Document:
    source = Source("文.md", text.encode(), beside=lambda path: files.get(path, b""))
    return MarkdownReader().read(source, MarkdownOptions(), report or Report())


def only_para(text: str) -> Para:
    (found,) = read(text).body
    assert isinstance(found, Para)
    return found


# ------------------------------------------------------------------------------------------------ inlines

SUPER_2 = Span((Text("2"),), attrs=Attrs(role="sup"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**粗**与*斜*", (Strong((Text("粗"),)), Text("与"), Emph((Text("斜"),)))),
        ("~~删~~`a*b`", (Span((Text("删"),), attrs=Attrs(role="strike")), Code("a*b"))),
        ("行末两空格  \n换行", (Text("行末两空格"), LineBreak(), Text("换行"))),
        ("汉字\n接汉字，English\nwords", (Text("汉字接汉字，English words"),)),
        (r"\*星\*与&lt;", (Text("*星*与<"),)),
        ("<https://example.org/>", (Link((Text("https://example.org/"),), "https://example.org/"),)),
        ("[字](http://a.b '题')", (Link((Text("字"),), "http://a.b"),)),
        ("[坏](javascript:alert)", (Text("[坏](javascript:alert)"),)),
        ("<ruby>龟<rp>(</rp><rt>qiū</rt><rp>)</rp></ruby>", (Ruby((Text("龟"),), "qiū"),)),
        ("{漢字|かんじ}", (Ruby((Text("漢字"),), "かんじ"),)),
        ("{東京|とう|きょう}", (Ruby((Text("東"),), "とう"), Ruby((Text("京"),), "きょう"))),
        ("H<sub>2</sub>O", (Text("H"), Span((Text("2"),), attrs=Attrs(role="sub")), Text("O"))),
        ("H~2~O", (Text("H"), Span((Text("2"),), attrs=Attrs(role="sub")), Text("O"))),
        ("x^2^，10^-3^", (Text("x"), SUPER_2, Text("，10"), Span((Text("-3"),), attrs=Attrs(role="sup")))),
        ("S~4~^2^", (Text("S"), Span((Text("4"),), attrs=Attrs(role="sub")), SUPER_2)),
        ("五平方米^2^", (Text("五平方米"), SUPER_2)),
        ("3~5天，7~9天，A~B~C，甲~乙~丙，^_^", (Text("3~5天，7~9天，A~B~C，甲~乙~丙，^_^"),)),
        (r"质能$E=mc^2$，$\{x_1\}*y*$", (Text(r"质能$E=mc^2$，$\{x_1\}*y*$"),)),
        ("$$\na_1 \\\\\n= *b*\n$$", (Text(r"$$ a_1 \\ = *b* $$"),)),
        ("价$5，*又*$6", (Text("价$5，"), Emph((Text("又"),)), Text("$6"))),
        ("List<String> 甲", (Text("List<String> 甲"),)),
        ("　　缩进的段落", (Text("缩进的段落"),)),
    ],
)
def test_inlines(source: str, expected: tuple[object, ...]) -> None:
    assert only_para(source).content == expected


def test_code_in_braces_is_no_ruby() -> None:
    assert walk.flow(only_para("{a|b} 与 {{漢字|か}}").content) == "{a|b} 与 {{漢字|か}}"


def test_tex_is_told_once_and_a_formula_in_its_own_lines_is_no_list() -> None:
    report = Report()
    document = read("甲$a_1$，乙$b^2$，丙$a_1$。\n$$\n- x_1\n- y_2\n$$\n\n> $$\n> z\n> $$\n\n$$ 不完\n\n丁\n", report)
    assert [(found.code, found.severity) for found in report] == [("markdown.tex", Severity.INFO)]
    assert "4 formulas" in report.diagnostics[0].message
    flows = list(walk.block_texts(document.body))
    assert flows == ["甲$a_1$，乙$b^2$，丙$a_1$。", "$$ - x_1 - y_2 $$", "$$ z $$", "$$ 不完", "丁"]


# ------------------------------------------------------------------------------------------------ notes


def test_notes_stand_at_their_marks() -> None:
    found = only_para("甲[^1]乙^[行内注]。\n\n[^1]: 注文*一*。\n\n    第二段。\n")
    first, second = walk.notes(found.content)
    assert [walk.flow(block.content) for block in first.body if isinstance(block, Para)] == ["注文一。", "第二段。"]
    assert walk.flow(found.content) == "甲乙。"
    assert isinstance(second, Note)
    assert second.body == (Para((Text("行内注"),)),)


def test_notes_that_nothing_marks_and_marks_without_a_note_are_kept() -> None:
    found = read("甲[^2]。\n\n[^1]: 孤注。\n")
    assert walk.text(found) == "甲[^2]。孤注。"
    assert Group((Para((Text("孤注。"),)),), attrs=Attrs(role="notes")) in found.body


# ------------------------------------------------------------------------------------------------ blocks


def test_blocks() -> None:
    found = read(
        "> 引文\n\n- 甲\n  - 乙\n\n3. 丙\n4. 丁\n\n***\n\n```py\nx = '<b>'\n  y\n```\n\n| 项 | 数 |\n|---|--:|\n| 甲\\|乙 | **12** |\n",
    )
    quote, bullets, ordered, rule, code, table = found.body
    assert isinstance(quote, Quote)
    assert isinstance(bullets, BulletList)
    assert isinstance(ordered, OrderedList)
    assert [item.label for item in ordered.items] == ["3.", "4."]
    assert isinstance(rule, Rule)
    assert isinstance(code, Para)
    assert (code.role, code.attrs.get("language")) == ("code", "py")
    assert code.content == (Code("x = '<b>'"), LineBreak(), Code("  y"))
    assert isinstance(table, Table)
    assert [[cell.header for cell in row.cells] for row in table.rows] == [[True, True], [False, False]]
    assert walk.text(found) == "引文甲乙3.丙4.丁x='<b>'y项数甲|乙12"


def test_html_among_markdown() -> None:
    report = Report()
    found = read(
        "<div align=center>\n\n居中**粗**\n\n</div>\n\n<table><tr><td rowspan=2>甲<td>乙<tr><td>丙</table>\n\n<script>x()</script>\n",
        report,
    )
    para, table = found.body
    assert isinstance(para, Para)
    assert isinstance(table, Table)
    assert table.rows[0].cells[0].rows == 2
    assert [d.code for d in report] == ["markdown.html-as-text"]
    assert "x()" not in walk.text(found)


def test_pictures(tmp_path: Path) -> None:
    (tmp_path / "图 片").mkdir()
    (tmp_path / "图 片" / "a.png").write_bytes(sample.PNG)
    (tmp_path / "文").mkdir()
    (tmp_path / "文" / "secret.png").write_bytes(sample.PNG)
    inner = tmp_path / "图 片" / "文.md"
    inner.write_text("![红](a.png)\n\n![外](../文/secret.png)\n\n![绝](/etc/passwd)\n\n![网](http://x.y/z.png)\n", encoding="utf-8")
    report = Report()
    found = api.read(inner, report=report)
    figure, outside, absolute, remote = found.body
    assert figure == Figure(Image("image-001.png", "红"))
    assert [walk.flow(block.content) for block in (outside, absolute, remote) if isinstance(block, Para)] == ["外", "绝", "网"]
    assert [r.data for r in found.resources] == [sample.PNG]
    assert [d.code for d in report] == ["html.missing-picture"] * 3


def test_what_is_no_picture_is_not_taken_in() -> None:
    assert read("![甲](x.txt)", **{"x.txt": b"secret"}).resources == ()


# ------------------------------------------------------------------------------------------------ title, sections, metadata


def test_a_newspapers_article() -> None:
    found = read(
        "# 强化数字引领　推动高质量发展\n\n——数字经济论坛发言摘编（二）\n\n本报记者 张帆 李静\n\n"
        "## 一、创新驱动\n\n某市科技局局长　白　涛\n\n正文。\n\n## 二、开放合作\n\n段落很短。\n"
    )
    assert [line.role for line in found.meta.title_block] == ["title", "subtitle", "author"]
    assert (found.meta.title, found.meta.instalment) == ("强化数字引领　推动高质量发展".replace("　", " "), "二")
    assert {c.name for c in found.meta.contributors} == {"张帆", "李静"}
    first, second = found.body
    assert isinstance(first, Section)
    assert isinstance(second, Section)
    assert (first.label, first.byline) == ("一、", (Byline("某市科技局局长", "白涛", "某市科技局局长　白　涛"),))
    assert second.byline == ()


def test_front_matter() -> None:
    found = read(
        "---\ntitle: 书名\nauthor: [张三, {name: 李四, affiliation: 某所}]\ndate: 2024年3月11日\ntags: [甲, 乙]\nlang: zh-TW\n---\n\n# 书名\n\n正文。\n"
    )
    assert (found.meta.title, found.meta.date, found.meta.date_printed) == ("书名", "2024-03-11", "2024年3月11日")
    assert found.meta.contributors == (Contributor("张三"), Contributor("李四", "aut", "某所"))
    assert (found.meta.keywords, found.meta.language) == (("甲", "乙"), "zh-Hant-TW")
    assert walk.text(found) == "书名正文。"


@pytest.mark.parametrize("front", ["a: [1", "a: !!python/object/apply:os.system [x]", "a: &a [*a, *a]", "? {" * 60])
def test_front_matter_is_data_only(front: str) -> None:
    found = read(f"---\nb: 1\n{front}\n---\n\n正文。\n")
    assert walk.text(found).endswith("正文。")


def test_front_matter_that_cannot_be_read_stays_as_text() -> None:
    report = Report()
    found = read("---\ntitle: [没有完\n---\n\n正文。\n", report)
    assert walk.text(found) == "title:[没有完正文。"
    assert [d.code for d in report] == ["markdown.front-matter"]


def test_a_rule_is_no_front_matter() -> None:
    assert isinstance(read("---\n\n正文。\n\n---\n").body[0], Rule)


def test_positions() -> None:
    found = read("---\ntitle: 甲\n---\n\n一\n\n## 二\n\n三\n")
    assert [block.pos.line for block in walk.blocks(found.body) if block.pos] == [5, 7, 9]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("甲\n\n![图](x.png)\n", 3),
        ("甲\n乙\n丙 ![图](x.png)\n", 3),
        ("甲[^1]\n\n[^1]: 注\n\n    ![图](x.png)\n", 5),
        ("甲\n\n[^1]: 注\n\n乙[^1] 丙^[注 ![图](x.png)]\n", 5),
        ("甲\n\n<div>\n<!-- 乙\n-->\n<img src='x.png' alt='图'>\n</div>\n", 6),
        ("---\ntitle: 甲\n---\n\n- 乙\n- 丙 <img src='x.png'>\n", 6),
    ],
)
def test_pictures_are_missed_at_their_line(source: str, line: int) -> None:
    report = Report()
    read(source, report)
    assert [d.pos.line for d in report if d.code == "html.missing-picture" and d.pos] == [line]


def test_positions_in_html_and_notes() -> None:
    found = read("甲[^1]\n\n<div>\n\n乙\n\n</div>\n\n<div><p>丙</p>\n<p>丁</p></div>\n\n[^1]: 注\n")
    assert [block.pos.line for block in found.body if block.pos] == [1, 5, 9, 10]
    note = next(one for one in found.body[0].content if isinstance(one, Note))  # type: ignore[union-attr]
    assert [one.pos.line for one in (note, *note.body) if one.pos] == [1, 12]


# ------------------------------------------------------------------------------------------------ safety


@pytest.mark.parametrize("opener", ["> ", "- ", "1. ", "**a ", "[", "![", "*", "_a ", "`甲 ", "[^1]: ", "{漢|"])
def test_depth_and_repetition_end_well(opener: str) -> None:
    found = read(opener * 3000 + "字")
    assert "字" in walk.text(found)


@pytest.mark.parametrize("tag", ["<div>", "<ruby>", "<b>"])
def test_html_without_a_bottom_is_refused_in_a_sentence(tag: str) -> None:
    with pytest.raises(SourceError, match="nested more than"):
        read(tag * 3000 + "字")


def test_too_deep_is_text() -> None:
    report = Report()
    found = read("".join("  " * n + "- 甲\n" for n in range(60)), report)
    assert walk.text(found).count("甲") == 60
    assert "markdown.too-deep" in {d.code for d in report}


LINES = st.sampled_from(
    [
        "甲乙，丙。", "# 题", "## 二、节", "某市市长　白涛", "- 项", "1. 项", "  - 子项", "> 引", "| 甲 | 乙 |", "|---|---|", "| 丙 |", "***", "```", "　　一是先说。",
        "**粗", "粗**", "[^1]", "[^1]: 注文", "    缩进", "<b>粗</b>", "<div>", "</div>", "<ruby>龟<rt>qiū</rt></ruby>", "{漢|かん}", "\\", "&amp;", "===", "",
        "", "![图](a.png)", "[链](b)", "<!-- 注 -->", "<p>段", "~~删~~", "^[内注]", "<String>", "![", "](", "---", "title: 甲",
        "$$", "$漢_1$", "$", "H~2~O", "x^2^", "$$粗",
    ]
)  # fmt: skip
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>|[\W_]|\d")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LINES, min_size=1, max_size=25))
def test_no_word_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    if not text.strip():
        return
    report = Report()
    document = read(text, report)
    assert (report.worst() or Severity.INFO) < Severity.ERROR
    shown = walk.text(document) + document.meta.title + "".join(one.annotation for one in _rubies(document))
    for char in "甲乙丙题节市长白涛项子引先说粗注文龟缩漢删":
        assert shown.count(char) >= min(1, _MARKUP.sub("", text.replace("注 -->", "-->")).count(char)), (char, text)
    assert dump.from_json(dump.to_json(document), Report()) == document


def _rubies(document: Document) -> list[Ruby]:
    return [one for flow in walk.flows(document) for one in flow if isinstance(one, Ruby)]


def test_rows_with_more_cells_than_the_head_keep_them() -> None:
    document = read("| 甲 | 乙 |\n|---|---|\n| 一 | 二 | 三 | `四|`五 |\n| 六 |\n")
    (table,) = [block for block in document.body if isinstance(block, Table)]
    rows = [["".join(walk.block_texts(cell.body)) for cell in row.cells] for row in table.rows]
    assert rows[:2] == [["甲", "乙"], ["一", "二", "三", "`四", "`五"]]
