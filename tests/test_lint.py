"""Slips of the pen: what is found, where, and what is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sample import SEED

import convert
from convert.cli import main
from convert.diagnostics import Pos, Report
from convert.lint import lint
from convert.model.nodes import Byline, Document, Item, Meta, OrderedList, Para, Section, Text

HEAD = "数字经济论坛\n\n"


def found(tmp_path: Path, *paragraphs: str) -> list[tuple[str, int, int]]:
    """Code, line and column of each finding; the paragraphs stand from line 3 on, indented."""
    source = tmp_path / "a.txt"
    source.write_text(HEAD + "".join(f"　　{text}\n" for text in paragraphs), encoding="utf-8")
    report = Report()
    lint(convert.read(source), report)
    assert all(d.hint and d.message for d in report)
    return [(d.code.removeprefix("lint."), d.pos.line, d.pos.column) for d in report if d.pos]


P = "推动发展数字经济，推进建设数字中国，这是一句很长的话。"


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("他说：“推动发展数字经济，推进建设数字中国。", ("unbalanced-quote", 3, 6)),
        ("他说：推动发展数字经济”，推进建设数字中国。", ("unbalanced-quote", 3, 14)),
        ("「推動發展數位經濟，推進建設數位中國。", ("unbalanced-quote", 3, 3)),
        ("推动发展（数字经济，推进建设数字中国。", ("unbalanced-bracket", 3, 7)),
        ("推动发展数字经济》，推进建设数字中国。", ("unbalanced-bracket", 3, 11)),
        ("推动发展数字经济,推进建设数字中国。", ("half-width", 3, 11)),
        ('推动发展"数字经济"，推进建设数字中国。', ("half-width", 3, 7)),
        ("推动发展(数字经济)，推进建设数字中国。", ("half-width", 3, 7)),
        ("推动发展数字经济.推进建设数字中国。", ("half-width", 3, 11)),
        ("要做到：一是创新；二是开放；四是共享。", ("missing-item", 3, 17)),
        ("要做到：二是开放；三是共享。", ("missing-item", 3, 7)),
        ("要做到：第一，创新；第二，开放；第四，共享。", ("missing-item", 3, 19)),
        ("首先，要创新。第三，要共享。", ("missing-item", 3, 10)),
        ("要做到：①创新；②开放；④共享。", ("missing-item", 3, 15)),
        ("①创新；③开放。", ("missing-item", 3, 7)),
    ],
)
def test_a_slip_is_found_at_its_place(tmp_path: Path, text: str, finding: tuple[str, int, int]) -> None:
    assert found(tmp_path, text, P) == [finding]


@pytest.mark.parametrize(
    "labels",
    [
        "一是 二是 四是",
        "第一， 第二， 第四，",
        "（一） （二） （四）",
        "1. 2. 4.",
        "一、 二、 四、",
        "① ② ④",
        "（1） （2） （5）",
        "其一， 其二， 其四，",
    ],
)
def test_a_number_is_missed_across_paragraphs(tmp_path: Path, labels: str) -> None:
    first, second, third = labels.split()
    texts = [f"{label}{P}{n}" for n, label in enumerate((first, second, third))]
    assert [(code, line) for code, line, _ in found(tmp_path, texts[0], P + "甲", texts[1], P + "乙", texts[2])] == [("missing-item", 7)]


@pytest.mark.parametrize(
    "texts",
    [
        ("“甲公司说：‘可以。’”乙公司说：“不可以。”",),
        ("“第一段没有关上引号。", "“第二段重开并关上。”"),
        ("比分是2:1，时间10:30，价格3,500元，见http://a.cn/b?c=(d)。",),
        ("It’s 5 o'clock (GMT), isn't it?",),
        ("一是创新；二是开放。其中，一是税收，二是金融，三是土地；三是共享。",),
        ("1）创新。", "2）开放。", "3）共享。"),
        ("首先，要创新。", "其次，要开放。", "第三，要共享。"),
        ("一方面，要创新；二是要开放。",),
        ("第一批项目开工，第三批项目竣工。",),
        ("（2020年5月28日第十三届全国人民代表大会第三次会议通过）",),
    ],
)
def test_what_is_right_is_left_alone(tmp_path: Path, texts: tuple[str, ...]) -> None:
    assert found(tmp_path, *texts, P) == []


def test_the_seed_is_clean() -> None:
    report = Report()
    assert lint(convert.read(SEED), report) == 0


def test_a_paragraph_that_comes_again_names_the_first(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(f"{HEAD}　　{P}\n　　别的话，也是一整句。\n　　{P}\n", encoding="utf-8")
    report = Report()
    lint(convert.read(source), report)
    (one,) = report
    assert one.code == "lint.repeated"
    assert "it stands at 3:3 already" in one.message
    assert str(one).startswith(f"{source}:5:3: warning: ")


def test_a_heading_without_byline_among_headings_with_one() -> None:
    def speech(title: str, name: str) -> Section:
        byline = (Byline("某部副主任", name),) if name else ()
        return Section((Text(title),), (Para((Text(P + title),)),), byline=byline, pos=Pos(len(title), 3, "a.txt"))

    document = Document(
        Meta(), (speech("创新驱动", "李有平"), speech("深度融合", "王志勤"), speech("数字赋能共富", ""), speech("夯实", "白涛"))
    )
    report = Report()
    lint(document, report)
    assert [(d.code, d.pos) for d in report] == [("lint.no-byline", Pos(6, 3, "a.txt"))]
    alone = Document(Meta(), document.body[2:])
    assert lint(alone, Report()) == 0
    within = replace(speech("深度融合", "王志勤"), body=(*speech("深度融合", "王志勤").body, speech("数字赋能共富", "")))
    swallowed = Document(Meta(), (speech("创新驱动", "李有平"), within, speech("夯实", "白涛")))
    assert lint(swallowed, Report()) == 1
    parts = tuple(replace(one, body=(*one.body, speech(f"小题{n}", ""))) for n, one in enumerate(document.body) if isinstance(one, Section))
    assert lint(Document(Meta(), (*parts[:2], parts[3])), Report()) == 0


@pytest.mark.parametrize("count", [2, 4])
def test_a_heading_without_byline_in_plain_text(tmp_path: Path, count: int) -> None:
    titles = ("创新驱动，培育新业态", "深度融合，释放新价值", "夯实基础，筑牢新底座", "开放合作，共享新机遇")
    names = ("李有平", "王志勤", "白涛", "寇雅玲")
    speeches = [f"　　{title}\n　　某部副主任  {name}\n　　{P}{name}\n" for title, name in zip(titles, names, strict=True)]
    lone = f"　　数字赋能山村\n　　{P}别的话。\n"
    source = tmp_path / "a.txt"
    source.write_text("数字经济论坛\n——发言摘编\n" + speeches[0] + lone + "".join(speeches[1:count]), encoding="utf-8")
    report = Report()
    lint(convert.read(source), report)
    assert [(d.code, d.pos.line) for d in report if d.pos] == [("lint.no-byline", 6)]


def test_labels_of_lists_and_headings_count_too() -> None:
    def item(label: str) -> Item:
        return Item((Para((Text(P + label),)),), label)

    chapters = tuple(Section((Text("甲乙"),), (Para((Text(P + label),)),), label=label) for label in ("第一章", "第二章", "第四章"))
    document = Document(Meta(), (OrderedList((item("一、"), item("二、"), item("五、"))), *chapters))
    report = Report()
    lint(document, report)
    assert sorted(d.message for d in report) == [
        "三、 四、 is missing: after 二、 comes 五、",
        "第三章 is missing: after 第二章 comes 第四章",
    ]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.txt"
    source.write_text(f"{HEAD}　　一是{P}\n　　二是{P}乙\n　　四是{P}丙\n", encoding="utf-8")
    assert main(["check", str(source), "--lint"]) == 1
    printed = capsys.readouterr()
    assert printed.out == f"{source}: 1 finding\n"
    assert printed.err.startswith(f"{source}:5:3: warning: 三是 is missing: after 二是 comes 四是 [lint.missing-item]\n")
    assert main(["check", str(SEED), "--lint"]) == 0
    assert main(["check", str(source)]) == 2
    assert "name an output to check, or take --lint" in capsys.readouterr().err
