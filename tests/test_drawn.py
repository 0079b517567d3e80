"""Tables drawn with strokes in plain text: boxes, rules, bare rows; and what only looks like one."""

from __future__ import annotations

import random
import re

import pytest

import convert
from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import Document, Table

ABOVE, BELOW = "下表是值班表，请各单位遵照执行。", "以上安排如有变动，另行通知。"
PROFILES = ("digest", "report", "book")


def page(drawn: str) -> str:
    """A text with what is drawn in its midst."""
    return f"防汛值班\n\n第一章　安排\n\n{ABOVE}\n\n{drawn}\n{BELOW}\n\n第二章　其他\n\n{BELOW}\n"


def letters(text: str) -> list[str]:
    """All of a text but white space and strokes, in no order: cells over several rows are put together."""
    return sorted(re.sub(r"[\s|｜=+\u2500-\u257f-]", "", text))


def read(drawn: str, profile: str = "digest", report: Report | None = None) -> Document:
    return convert.read(page(drawn).encode(), reader="text", options=[("text.profile", profile)], report=report or Report())


def tables(document: Document) -> list[list[list[str]]]:
    """The tables as rows of cells; the paragraphs of a cell are parted by a slash."""
    found = [block for block in walk.blocks(document.body) if isinstance(block, Table)]
    return [[["/".join(walk.block_texts(cell.body)) for cell in row.cells] for row in table.rows] for table in found]


ROWS = [["日期", "领导", "电话"], ["七日", "范仲", "1111"], ["八日", "于里", "2222"]]
FORMS = {
    "bare": "日期|领导|电话\n七日|范仲|1111\n八日|于里|2222\n",
    "blanks": "　　日期 | 领导 | 电话\n　　七日 | 范仲 | 1111\n　　八日 | 于里 | 2222\n",
    "upright": "日期│领导│电话\n七日│范仲│1111\n八日│于里│2222\n",
    "full-width": "日期｜领导｜电话\n七日｜范仲｜1111\n八日｜于里｜2222\n",
    "framed": "| 日期 | 领导 | 电话 |\n| 七日 | 范仲 | 1111 |\n| 八日 | 于里 | 2222 |\n",
    "box": "┌────┬────┬────┐\n│日期│领导│电话│\n├────┼────┼────┤\n│七日│范仲│1111│\n│八日│于里│2222│\n└────┴────┴────┘\n",
    "all ruled": "╔══╦══╦══╗\n║日期║领导║电话║\n╠══╬══╬══╣\n║七日║范仲║1111║\n╠══╬══╬══╣\n║八日║于里║2222║\n╚══╩══╩══╝\n",
    "signs": "+---+---+---+\n| 日期 | 领导 | 电话 |\n+===+===+===+\n| 七日 | 范仲 | 1111 |\n| 八日 | 于里 | 2222 |\n+---+---+---+\n",
    "rule": "日期 | 领导 | 电话\n--- | --- | ---\n七日 | 范仲 | 1111\n八日 | 于里 | 2222\n",
    "lines": "─────────\n日期│领导│电话\n─────────\n七日│范仲│1111\n八日│于里│2222\n─────────\n",
}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("form", FORMS)
def test_drawn_tables(form: str, profile: str) -> None:
    report = Report()
    document = read(FORMS[form], profile, report)
    assert tables(document) == [ROWS]
    assert letters(walk.text(document)) == letters(page(FORMS[form]))
    assert [walk.flow(section.title) for _, section in walk.sections(document.body)] == ["安排", "其他"]
    assert [finding.code for finding in report] == ["digest.table-drawn"]


def test_cells_over_several_rows_of_a_box_are_whole() -> None:
    parted = "┌──┬────┬──┐\n│日期│值班要求│电话│\n├──┼────┼──┤\n│七日│加强值守│1111│\n│    │不得脱岗│    │\n│八日│正常    │2222│\n│九日│        │    │\n└──┴────┴──┘\n"
    expected = [["日期", "值班要求", "电话"], ["七日", "加强值守不得脱岗", "1111"], ["八日", "正常", "2222"], ["九日", "", ""]]
    assert tables(read(parted)) == [expected]
    ruled = "┌──┬────┐\n│日期│内　　容│\n├──┼────┤\n│五日│上午开会│\n│　　│下午值班│\n├──┼────┤\n│六日│休息　　│\n├──┼────┤\n│七日│上午：　│\n│　　│开会　　│\n└──┴────┘\n"
    assert tables(read(ruled)) == [[["日期", "内　容"], ["五日", "上午开会下午值班"], ["六日", "休息"], ["七日", "上午：/开会"]]]


def test_rows_of_a_box_are_not_put_together() -> None:
    """Neither where a sum has a rule of its own nor where a value is missing."""
    summed = "+----+----+\n| 项目 | 金额 |\n+----+----+\n| 甲 | 12 |\n| 乙 | 13 |\n+----+----+\n| 合计 | 25 |\n+----+----+\n"
    assert tables(read(summed)) == [[["项目", "金额"], ["甲", "12"], ["乙", "13"], ["合计", "25"]]]
    missing = "┌──┬──┬──┐\n│日期│领导│电话│\n├──┼──┼──┤\n│七日│范仲│1111│\n│　　│于里│2222│\n│八日│　　│3333│\n└──┴──┴──┘\n"
    assert tables(read(missing)) == [[["日期", "领导", "电话"], ["七日", "范仲", "1111"], ["", "于里", "2222"], ["八日", "", "3333"]]]


def test_lines_of_a_box_that_labels_open_are_not_put_together() -> None:
    drawn = "┌────────┐\n│姓名：张三丰　│\n│等级：三十二级│\n│力量：五　　　│\n└────────┘\n"
    assert tables(read(drawn)) == [[["姓名：张三丰/等级：三十二级/力量：五"]]]


def test_a_rule_through_some_columns_leaves_the_others_whole() -> None:
    drawn = "┌──┬──┬──┐\n│片区│姓名│电话│\n├──┼──┼──┤\n│东片│张三│1111│\n│一带├──┼──┤\n│　　│李四│2222│\n├──┼──┼──┤\n│西片│王五│3333│\n└──┴──┴──┘\n"
    document = read(drawn)
    assert tables(document) == [[["片区", "姓名", "电话"], ["东片一带", "张三", "1111"], ["李四", "2222"], ["西片", "王五", "3333"]]]
    table = next(block for block in walk.blocks(document.body) if isinstance(block, Table))
    assert [[cell.rows for cell in row.cells] for row in table.rows] == [[1, 1, 1], [2, 1, 1], [1, 1], [1, 1, 1]]


def test_tables_one_behind_the_other_and_captions() -> None:
    boxes = "┌─┬─┐\n│甲│乙│\n└─┴─┘\n┌─┬─┐\n│丙│丁│\n└─┴─┘\n"
    for profile in PROFILES:
        assert tables(read(boxes, profile)) == [[["甲", "乙"]], [["丙", "丁"]]]
    parted = "|甲|乙|\n|---|---|\n|1|2|\n\n|丙|丁|\n|---|---|\n|3|4|\n"
    assert tables(read(parted)) == [[["甲", "乙"], ["1", "2"]], [["丙", "丁"], ["3", "4"]]]
    captioned = next(block for block in walk.blocks(read("表1　值班安排\n" + FORMS["bare"]).body) if isinstance(block, Table))
    assert walk.flow(captioned.caption) == "表1　值班安排"


@pytest.mark.parametrize(
    "pairs", ["日期|里程\n五日|30里\n", "日期│领导\n五日│张三\n", "日期｜里程\n五日｜30里\n六日｜40里\n", "甲|乙\n丙|丁\n戊|己\n"]
)
def test_rows_of_two_cells_are_tables_where_more_speaks_for_it(pairs: str) -> None:
    assert tables(read(pairs)) == [[re.split("[|│｜]", line) for line in pairs.splitlines()]]


def test_a_rule_of_single_dashes_is_no_row_without_values() -> None:
    assert tables(read("|项目|数|\n|-|-|\n| - | - |\n|甲|3|\n")) == [[["项目", "数"], ["-", "-"], ["甲", "3"]]]


@pytest.mark.parametrize(
    "lines",
    [
        "他在信里写道：春天|夏天，都过去了。\n",
        "白日｜依山｜尽\n黄河｜入海｜流\n欲穷｜千里｜目\n更上｜一层｜楼\n",
        "床前明月光|疑是地上霜\n举头望明月|低头思故乡\n白日依山尽|黄河入海流\n",
        "他说：“我选甲|乙。”\n我说：“我选丙|丁。”\n他笑了笑|走了。\n",
        "甲说|好\n乙说|不好\n",
        "解读｜规划怎么看\n评论｜2026年这样干\n",
        "解读｜规划怎么看\n评论｜让政策落地\n图解｜一图读懂\n",
        "┌──┐   ┌──┐\n│申请│ → │受理│\n└──┘   └──┘\n",
        "一曲新词酒一杯｜去年天气旧亭台｜夕阳西下几时回\n无可奈何花落去｜似曾相识燕归来｜小园香径独徘徊\n",
        "床前明月光\t疑是地上霜\n举头望明月\t低头思故乡\n白日依山尽\t黄河入海流\n",
        "「系统：姓名|张三」\n「等级|三」\n「力量|五」\n",
        "|  |  |\n|__|__|\n",
    ],
    ids=["prose", "feet", "halves", "speech", "pairs", "two columns", "columns", "chart", "thirds", "tabs", "quotations", "picture"],
)
def test_what_is_no_table(lines: str) -> None:
    document = read(lines)
    assert tables(document) == []
    assert letters(walk.text(document)) == letters(page(lines))


def test_cells_across_columns_are_told_by_the_joints_of_rules() -> None:
    form = (
        "┌──┬──┬──┬──┐\n│姓名│　　│性别│　　│\n├──┼──┴──┴──┤\n│住址│　　　　　　　　│\n├──┴──┬──┬──┤\n│单位　　│电话│　　│\n└─────┴──┴──┘\n"
    )
    document = read(form)
    assert tables(document) == [[["姓名", "", "性别", ""], ["住址", ""], ["单位", "电话", ""]]]
    table = next(block for block in walk.blocks(document.body) if isinstance(block, Table))
    assert [[cell.columns for cell in row.cells] for row in table.rows] == [[1, 1, 1, 1], [1, 3], [2, 1, 1]]
    assert not any(cell.header for row in table.rows for cell in row.cells)


def test_a_head_over_two_rows_of_a_box_whose_rows_are_all_ruled() -> None:
    drawn = (
        "┌──┬────┐\n│项目│内　　容│\n│名称│（说明）│\n├──┼────┤\n│甲　│第一行　│\n│　　│第二行　│\n├──┼────┤\n│乙　│好　　　│\n└──┴────┘\n"
    )
    assert tables(read(drawn)) == [[["项目名称", "内　容（说明）"], ["甲", "第一行/第二行"], ["乙", "好"]]]


def scrawled(chance: random.Random) -> str:
    """Rows and rules of a table with slips in them."""
    stroke, columns = chance.choice("│|｜"), chance.randrange(1, 5)
    rows = []
    for _ in range(chance.randrange(1, 8)):
        cells = ["".join(chance.choices(" 甲乙12", k=chance.randrange(5))) for _ in range(columns)]
        rule = "├" + "┼".join(["──"] * columns) + "┤"
        row = list(chance.choices([f"{stroke}{stroke.join(cells)}{stroke}", stroke.join(cells), rule], [4, 2, 3])[0])
        for _ in range(chance.choice([0, 0, 1, 3])):
            row.insert(chance.randrange(len(row) + 1), chance.choice("│├┤┼┬┴┌┘─|+-｜ 甲1"))
        rows.append("".join(row).strip() or stroke)
    return "".join(f"{row}\n" for row in rows)


def test_any_strokes_are_read_and_nothing_of_the_text_is_lost() -> None:
    chance, found = random.Random(7), 0
    for _ in range(400):
        drawn = scrawled(chance)
        document = read(drawn, chance.choice(PROFILES))
        assert letters(walk.text(document)) == letters(page(drawn))
        found += len(tables(document))
    assert found > 100
