"""Headings of plain text that only the rest of the text shows: as many as the title says, two of one build, two in one, speakers whose names no table has."""

from __future__ import annotations

import pytest

from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import Document, Section
from convert.readers.paragraphs import read_lines
from convert.readers.text import TextOptions, TextReader
from convert.source import Source

PROSE = "石板街长二百四十米，两边开着三十七家店。茶馆、书店、铁匠铺，老行当都回来了。"


def read(text: str) -> Document:
    return TextReader().read(Source("text.txt", text.encode()), TextOptions(), Report())


def titles(document: Document) -> list[str]:
    return [walk.flow(section.title).replace(walk.OBJECT, "") for _, section in walk.sections(document.body)]


def speakers(document: Document) -> list[tuple[str, str]]:
    found: list[Section] = [section for _, section in walk.sections(document.body)]
    return [(who.position, who.name) for section in found for who in section.byline]


@pytest.mark.parametrize("title", ["山居两题", "山居二记", "山居二则"])
def test_the_title_says_how_many_parts_there_are(title: str) -> None:
    document = read(f"{title}\n听雨\n{PROSE}\n{PROSE}\n看云\n{PROSE}\n")
    assert (document.meta.title, titles(document)) == (title, ["听雨", "看云"])


def test_an_author_stands_above_the_first_part() -> None:
    parts = "".join(f"　　{title}\n　　{PROSE}\n　　{PROSE}\n" for title in ("故乡的桥", "老屋", "父亲的算盘"))
    document = read(f"\n归来三题\n\n　　周青山\n{parts}")
    assert ([who.name for who in document.meta.contributors], titles(document)) == (["周青山"], ["故乡的桥", "老屋", "父亲的算盘"])


@pytest.mark.parametrize(
    ("first", "second", "headed"),
    [
        ("先止血，再治本", "先算账，再转身", True),
        ("记者手记", "记者手记", False),
        ("《书香校园》", "《绿色家园》", False),
        ("一条路", "两座桥的故事", False),
    ],
)
def test_two_lines_are_headings_where_they_are_of_one_build(first: str, second: str, headed: bool) -> None:
    document = read(f"\n长堤行\n\n　　{PROSE}\n　　{first}\n　　{PROSE}\n　　{second}\n　　{PROSE}\n　　{PROSE}\n")
    assert titles(document) == ([first, second] if headed else [])


def test_a_post_and_a_name_between_paragraphs_are_no_heading() -> None:
    document = read(f"\n青山通过新规\n\n　　{PROSE}\n　　总理\u00a0\u00a0李为民\n　　{PROSE}\n　　守护蓝天碧水\n　　{PROSE}\n")
    assert "总理\u00a0\u00a0李为民" not in titles(document)


@pytest.mark.parametrize("form", ["●{post}  {name}", "{name}，{post}："])
def test_a_speaker_announced_like_the_others_needs_no_known_name(form: str) -> None:
    people = [("东坡县农业农村局主任", "王勇"), ("青山市图书馆馆长", "李春生"), ("江北大学教授", "丑建忠")]
    lines = "".join(f"　　{form.format(post=post, name=name)}\n　　{PROSE}\n　　{PROSE}\n" for post, name in people)
    assert speakers(read(f"\n座谈会发言摘编\n\n{lines}")) == people


def test_a_blank_within_a_heading_of_two_lines_parts_it_not_where_headings_have_two_lines() -> None:
    heads = [
        ("探索绿色家园", "释放生态底色", "馆长\u00a0\u00a0王\u00a0\u00a0勇"),
        ("夯实数据价值", "拓宽就业渠道", "教授\u00a0\u00a0李春生"),
    ]
    heads.append(("守护数字乡村", "当好人民的勤务员", "主任\u00a0\u00a0何永康"))
    lines = "".join(f"　　{one}{'　　' * (not at)}\n　　{two}\n　　{who}\n　　{PROSE}\n" for at, (one, two, who) in enumerate(heads))
    assert [title.replace("\n", "") for title in titles(read(f"\n发言摘编\n\n　　{PROSE}\n{lines}"))] == [
        one + two for one, two, _ in heads
    ]


def test_a_post_with_a_bracket_behind_it_is_a_post() -> None:
    text = f"\n青山论坛\n\n　　让老街活起来\n　　云溪区图书馆副馆长（主持工作）\u00a0\u00a0唐雨桐\n　　{PROSE}\n　　留住手艺\n　　木匠\u00a0\u00a0何大壮\n　　{PROSE}\n"
    assert ("云溪区图书馆副馆长（主持工作）", "唐雨桐") in speakers(read(text))


def test_rows_of_names_are_understood() -> None:
    report = Report()
    text = f"\n获奖名单揭晓\n\n　　{PROSE}\n　　王\u00a0\u00a0芳\u00a0\u00a0\u00a0李德胜\u00a0\u00a0\u00a0何\u00a0\u00a0静\n"
    TextReader().read(Source("text.txt", text.encode()), TextOptions(), report)
    assert list(report) == []


def test_the_paper_that_took_down_a_text_is_a_credit() -> None:
    body = read(f"\n青山论坛\n\n　　{PROSE}\n　　（本报记者陈小路整理）\n").body
    assert [block.role for block in body] == ["", "colophon"]


def test_turns_in_rows_of_one_width_stay_apart() -> None:
    rows = ["记者：您从事育种工作四十年，最大的体会是什么呢？", "何光华：等。一粒种子要等八年、十年，其间有无数次", "失败。"]
    assert len(read_lines("对话\n\n" + "\n".join(rows * 12)).lines) == 1 + 2 * 12
