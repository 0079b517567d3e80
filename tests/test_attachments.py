"""Attachments of official documents (GB/T 9704-2012, 7.3.7), and their other parts, from whatever reader: read, set on pages of their own, read back."""

from __future__ import annotations

import pytest
from sample import written
from test_docx import Package, W
from test_pdf import made, pieces, sheet_of, starting

import convert
from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import Block, Document, Group, Section

HEAD = "云岭县文化局文件\n\n云文〔2026〕8号\n\n云岭县文化局关于开展阅读活动的通知\n\n各乡镇人民政府：\n"
TEXT = "　　现将阅读活动有关事项通知如下。\n　　一、工作目标\n　　附件1中的任务由各乡镇承担。\n　　附件所列表格要按期填报。\n"
SIGNED = "\n云岭县文化局\n2026年5月6日\n\n（此件公开发布）\n\n"
LIST = "\n　　附件：1. 任务分工表\n　　　　　2. 报送办法\n"
TABLE = "附件1\n\n任务分工表\n\n序号    任务    单位\n1    图书配送    县图书馆\n2    讲座组织    县文化馆\n\n"
RULES = "附件2\n\n报送办法\n\n　　一、报送内容\n　　说明单位情况。\n　　（一）人员。说明人数。\n　　（二）经费。说明来源。\n　　二、报送时间\n　　五月底以前。\n\n"
IMPRINT = "抄送：县委办公室。\n云岭县文化局办公室　　2026年5月6日印发\n"
NOTICE = HEAD + TEXT + LIST + SIGNED + TABLE + RULES + IMPRINT

MARKDOWN = """云岭县文化局文件

云文〔2026〕8号

# 云岭县文化局关于开展阅读活动的通知

各乡镇人民政府：

现将阅读活动有关事项通知如下。

## 一、工作目标

按期完成。

云岭县文化局

2026年5月6日

附件1

## 任务分工表

正文在此。

## 附件2 报送办法

另有正文。

### 一、报送内容

说明单位情况。

抄送：县委办公室。
"""
PAGE = """<h1>关于征集故事的通知</h1><p>各单位：</p><p>现将征集故事的有关事项通知如下，请认真组织。</p>
<p>县文联</p><p>2026年6月1日</p><p>附件：</p><p><b>故事征集表</b></p><table><tr><td>名称</td><td>作者</td></tr></table>"""


def read(text: str, reader: str = "text") -> Document:
    return convert.read(text.encode(), reader=reader)


def attached(document: Document) -> list[tuple[str, str]]:
    found = (block for block in document.body if isinstance(block, Section) and block.role == "attachment")
    return [(section.label, walk.flow(section.title)) for section in found]


def kinds(body: tuple[Block, ...]) -> list[str]:
    return [block.role or type(block).__name__ for block in body]


def heads(document: Document) -> list[tuple[str, str, str]]:
    return [(section.role, section.label, walk.flow(section.title)) for _, section in walk.sections(document.body)]


# ------------------------------------------------------------------------------------------------ reading


def test_attachments_are_read_each_for_itself() -> None:
    report = Report()
    document = convert.read(NOTICE.encode(), reader="text", report=report)
    assert report.diagnostics == []
    assert attached(document) == [("附件1", "任务分工表"), ("附件2", "报送办法")]
    assert kinds(document.body)[-3:] == ["attachment", "attachment", "imprint"]
    table, rules = [block for block in document.body if isinstance(block, Section) and block.role == "attachment"]
    assert kinds(table.body) == ["Table"]
    assert [block.label for block in rules.body if isinstance(block, Section)] == ["一、", "二、"]
    assert walk.text(document) == walk.squeeze(NOTICE)
    assert [section.pos.line for _, section in walk.sections(document.body) if section.pos and section.role == "attachment"] == [
        1 + NOTICE.split("\n").index(label) for label in ("附件1", "附件2")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + TEXT + SIGNED + "附件\n\n活动方案\n　　为办好活动，制定本方案。\n" + IMPRINT, [("附件", "活动方案")]),
        (
            "关于征集故事的通知\n\n各单位：\n　　请认真组织。\n\n县文联\n2026年6月1日\n\n附件：\n征集表\n　　一、名称\n　　填写全称。\n",
            [("附件：", "征集表")],
        ),
        (HEAD + TEXT + SIGNED + "附件一\n\n甲表\n\n　　正文。\n\n附件二\n\n乙表\n\n　　正文。\n", [("附件一", "甲表"), ("附件二", "乙表")]),
        (
            HEAD + TEXT + SIGNED + "附件1\n\n云岭县中小学校\n安全检查表\n（2026年度）\n\n　　正文。\n",
            [("附件1", "云岭县中小学校\n安全检查表")],
        ),
        (HEAD + TEXT + SIGNED + "附件1\n\n检查表\n名称\n地点\n时间\n电话\n\n　　正文。\n", [("附件1", "检查表")]),
        (HEAD + TEXT + SIGNED + "附件1\n　　第一条　为办好活动，制定本办法。\n　　第二条　本办法自公布之日起施行。\n", [("附件1", "")]),
    ],
)
def test_numbers_and_titles_of_attachments(text: str, expected: list[tuple[str, str]]) -> None:
    assert attached(read(text)) == expected
    assert walk.text(read(text)) == walk.squeeze(text)


@pytest.mark.parametrize(
    "text",
    [
        "关于附件的说明\n\n　　附件是公文的组成部分。\n　　附件\n　　一般放在正文之后。\n　　附件1和附件2要分别编排。\n",
        HEAD + TEXT + SIGNED + "附件1\n附件2\n附件3\n",  # a list of files
        HEAD + TEXT + SIGNED + "附件：\n1. 任务分工表.doc\n2. 报送办法.doc\n",
        HEAD + TEXT + SIGNED + "附件3\n\n不从一开始的附件\n\n　　正文。\n",
    ],
)
def test_false_friends_are_no_attachments(text: str) -> None:
    assert attached(read(text)) == []
    assert walk.text(read(text)) == walk.squeeze(text)


def test_markdown_has_the_parts_of_official_documents() -> None:
    document = read(MARKDOWN, "markdown")
    assert [(line.role, walk.flow(line.content)) for line in walk.title_block(document.meta)] == [
        ("issuer", "云岭县文化局文件"),
        ("number", "云文〔2026〕8号"),
        ("title", "云岭县文化局关于开展阅读活动的通知"),
    ]
    assert attached(document) == [("附件1", "任务分工表"), ("附件2", "报送办法")]
    assert kinds(document.body) == ["salutation", "Para", "Section", "attachment", "attachment", "imprint"]
    text = document.body[2]
    assert isinstance(text, Section)
    assert kinds(text.body) == ["Para", "signature", "signature"]


def test_web_pages_have_the_parts_of_official_documents() -> None:
    document = read(PAGE, "html")
    assert attached(document) == [("附件：", "故事征集表")]
    assert kinds(document.body) == ["salutation", "Para", "signature", "signature", "attachment"]


# ------------------------------------------------------------------------------------------------ setting


@pytest.mark.parametrize("format_", ["docx", "epub", "pandoc", "json", "txt"])
@pytest.mark.parametrize("style", ["official", "handout"])
def test_what_was_written_comes_back_the_same(format_: str, style: str) -> None:
    document = read(NOTICE)
    data = written(document, format_, style=style)
    again = read(data.decode(), "text") if format_ == "txt" else convert.read(data, reader=format_)
    assert heads(again) == heads(document)
    assert [b.role for b in walk.blocks(again.body) if isinstance(b, Group)] == ["enclosures", "imprint"]
    assert walk.text(again) == walk.text(document)


def test_an_attachment_begins_a_page_its_title_in_the_third_line() -> None:
    document, sheet = read(NOTICE), sheet_of("official")
    reader = made(document, "official")
    found = pieces(reader)
    title, body = starting(found, "任务分工表", -1), starting(found, "序号")
    label = next(p for p in found if p.page == title.page and p.text.startswith("附件"))
    assert body.page == title.page == starting(found, "报送办法", -1).page - 1
    assert label.y == max(p.y for p in found if p.page == label.page)
    assert (label.y - title.y) / sheet.grid.pitch == pytest.approx(2.0, abs=0.15)
    assert label.x == pytest.approx(sheet.page.margin_inner * 72 / 25.4, abs=0.5)
    assert starting(found, "抄送").page == len(reader.pages) - 1
    first, second = starting(found, "工作目标"), starting(found, "报送内容")
    assert (first.face, first.size) == (second.face, second.size)  # set as the text is


def test_in_word_an_attachment_begins_a_page_by_its_style() -> None:
    package = Package(written(read(NOTICE), "docx", style="official"))
    styles = {s.get(f"{W}styleId"): s for s in package.xml("word/styles.xml").iter(f"{W}style")}
    assert styles["Attachment"].find(f"{W}pPr/{W}pageBreakBefore") is not None
    outline = styles["AttachmentTitle"].find(f"{W}pPr/{W}outlineLvl")
    assert outline is not None
    assert outline.get(f"{W}val") == "0"
    rows = [(style, text) for style, text in package.paragraphs() if style.startswith("Attachment") or "报送内容" in text]
    assert rows == [
        ("Attachment", "附件1"),
        ("AttachmentTitle", "任务分工表"),
        ("Attachment", "附件2"),
        ("AttachmentTitle", "报送办法"),
        ("Heading1", "一、报送内容"),
    ]
