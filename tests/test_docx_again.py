"""What our own DOCX files say when they are read again: breaks of titles, who made the text, chapters, breaks between parts."""

from __future__ import annotations

import pytest
from sample import para, written

import convert
from convert.model import walk
from convert.model.nodes import Attrs, Contributor, Document, Inline, LineBreak, Meta, Rule, Section, Text, TitleLine

TITLES = (
    "江州市人民政府办公室关于印发《江州市老旧小区加装电梯实施办法（试行）》的通知",
    "全面推进乡村振兴战略 加快农业农村现代化建设步伐 让农民过上好日子",
    "A Long Report on the Making of Many Books in Small Towns and Far Villages",
)


def titled(*content: Inline) -> Document:
    line = TitleLine(content, attrs=Attrs(role="title"))
    return Document(Meta(title=walk.flow(content).replace("\n", " "), title_block=(line,)), (para("正文一段，在这里。"),))


def again(document: Document, style: str = "official") -> Document:
    return convert.read(written(document, "docx", style=style), reader="docx")


@pytest.mark.parametrize("style", ["official", "handout", "book"])
@pytest.mark.parametrize("title", TITLES)
def test_breaks_that_a_long_title_was_given_for_its_looks_do_not_come_back(title: str, style: str) -> None:
    (line,) = again(titled(Text(title)), style).meta.title_block
    assert line.content == (Text(title),)


def test_a_break_that_the_author_wants_comes_back() -> None:
    content = (Text("乡村振兴"), LineBreak(), Text("从何处起步"))
    (line,) = again(titled(*content)).meta.title_block
    assert line.content == content


def test_the_title_of_an_attachment_comes_back_whole() -> None:
    attached = Section((Text(TITLES[0]),), (para("正文。"),), "附件1", attrs=Attrs(role="attachment"))
    found = again(Document(Meta(title="通知"), (para("正文一段，在这里。"), attached))).body[-1]
    assert isinstance(found, Section)
    assert found.title == attached.title


def test_chapters_and_volumes_are_known_by_their_numbers() -> None:
    chapters = (Section((Text("起程"),), (para("正文。"),), "第一章"), Section((Text("总则"),), (para("正文。"),), "一、"))
    found = again(Document(Meta(title="书"), (Section((Text("山中"),), chapters, "第一卷"),)), "book")
    assert [section.role for _, section in walk.sections(found.body)] == ["volume", "chapter", ""]


SPOKEN = """
如何建设

　　核心阅读
　　大家谈如何建设。

　　规划要先行
　　市规划院院长　李有平：
　　建设要先有规划，有了规划才有方向。

　　人才要跟上
　　市人社局局长　白  涛
　　有了人才，事情才办得好。

　　（本报记者周雨桐采访整理）
　　版式设计：张芳曼
"""


def test_who_spoke_and_who_made_the_page_come_back() -> None:
    document = convert.read(SPOKEN.encode(), reader="text")
    assert {person.role for person in document.meta.contributors} > {"spk", "bkd"}
    assert again(document, "handout").meta.contributors == document.meta.contributors


def test_an_office_that_issues_a_text_is_no_author() -> None:
    text = "江州市人民政府文件\n\n江政发〔2026〕8号\n\n江州市人民政府关于防汛工作的通知\n\n各街道：\n　　请认真执行本通知。\n"
    document = convert.read(text.encode(), reader="text")
    assert again(document).meta.contributors == document.meta.contributors == ()
    named = Document(Meta(title="书", contributors=(Contributor("沈砚"),)), (para("正文。"),))
    assert again(named).meta.contributors == named.meta.contributors


def test_a_break_of_signs_is_no_caption() -> None:
    rule = Rule(attrs=Attrs(data=(("label", "* * *"),)))
    assert again(Document(Meta(title="书"), (para("一。"), rule, para("二。"))), "book").body[1] == rule
