"""The profile ``report`` of plain text: outlines, laws, contents, signatures, the furniture of web pages; nothing lost."""

from __future__ import annotations

import pytest
from grammar import wild_texts
from hypothesis import given, settings

from convert.diagnostics import Report, SourceError
from convert.model import walk
from convert.model.nodes import Block, Document, Group, OrderedList, Para, Section
from convert.readers.reports import read_report
from convert.source import Source

PROSE = "上午九时许，数千名干部群众来到城郊的荒坡，挥锹培土，提桶浇水，一派热火朝天的景象。"


def read(text: str, report: Report | None = None) -> Document:
    report = report if report is not None else Report()
    document = read_report(Source("report.txt", text.encode()).text(report), "report.txt", "", report)
    assert walk.text(document) == walk.squeeze(text)
    return document


def sections(document: Document) -> list[tuple[int, str]]:
    return [(level, walk.squeeze(section.label + walk.flow(section.title))) for level, section in walk.sections(document.body)]


def tree(blocks: tuple[Block, ...]) -> list[object]:
    """Labels of items and the first two characters of paragraphs, as lists within lists."""
    made: list[object] = []
    for block in blocks:
        match block:
            case OrderedList():
                made.append([[item.label, *tree(item.body)] for item in block.items])
            case Para():
                made.append(walk.flow(block.content)[:2])
            case Section() | Group():
                made.append(tree(block.body))
            case _:
                made.append(type(block).__name__)
    return made


LAW = """首页 > 政务公开 > 法规
当前位置：首页 > 法规文件
青山市植树条例
（2030年3月5日青山市第三届人民代表大会常务委员会第五次会议通过　根据2031年1月2日青山市第三届人民代表大会常务委员会第九次会议《关于修改〈青山市植树条例〉的决定》修正）
目　　录
第一章　总　　则
第二章　种　　植
　第一节　育　　苗
　第二节　移　　栽
第三章　附　　则

第一章　总　　则
第一条{gap}为了促进植树，根据有关法律，制定本条例。
第二条{gap}本条例所称植树，是指在本市种植乔木、灌木的活动。
植树应当浇水。
第三条{gap}市人民政府履行下列职责：
（一）制定规划；
（二）组织种植：
1.春季种植；
2.秋季种植；
（三）法律规定的其他职责。
前款第三项由市人民政府另行规定。
第二章　种　　植
第一节　育　　苗
第四条{gap}育苗应当选用良种。
第五条{gap}第三条规定的职责适用于育苗。
第五条之一{gap}育苗单位每年报告一次。
第二节　移　　栽
第六条{gap}移栽应当在春季进行。
第三章　附　　则
第七条{gap}本条例自2030年5月1日起施行。
青山市人民政府
2030年3月6日
责任编辑：王小明
【打印本页】【关闭窗口】
上一篇：青山市浇水条例
下一篇：关于印发青山市护林办法的通知
版权所有：青山市人民政府　ICP备00000001号
"""


@pytest.mark.parametrize("gap", ["　", ""])
def test_a_law(gap: str) -> None:
    report = Report()
    document = read(LAW.format(gap=gap), report)
    assert list(report) == []
    assert document.meta.title == "青山市植树条例"
    assert [line.role for line in document.meta.title_block] == ["furniture", "furniture", "title"]
    assert sections(document) == [(1, "第一章总则"), (1, "第二章种植"), (2, "第一节育苗"), (2, "第二节移栽"), (1, "第三章附则")]
    note, contents, general, _, last, foot = document.body
    assert (note.role, contents.role, foot.role) == ("note", "contents", "furniture")
    assert isinstance(contents, Group)
    assert len(contents.body) == 6
    assert isinstance(general, Section)
    assert tree(general.body) == [
        [
            ["第一条", "为了"],
            ["第二条", "本条", "植树"],
            ["第三条", "市人", [["（一）", "制定"], ["（二）", "组织", [["1.", "春季"], ["2.", "秋季"]]], ["（三）", "法律"]], "前款"],
        ]
    ]
    assert isinstance(last, Section)
    assert [block.role for block in last.body] == ["", "signature", "signature"]
    assert isinstance(foot, Group)
    assert len(foot.body) == 5


REPORT = f"""下载
打印
【字号：
加大
】
2030年青山市政府工作报告
——2030年2月3日在青山市第三届人民代表大会第四次会议上
青山市市长　王　明
各位代表：
现在，我代表市人民政府，向大会报告工作。
一、回顾
{PROSE}
二、任务
今年要做好以下工作。
（一）着力扩大种植。要多种树。
更大力度育苗。{PROSE}
加力浇水。{PROSE}
（二）着力护林。要少砍树。
全力防火。{PROSE}
（三）着力修路。重点是：
1.修大路。
2.修小路：
①东路；
②西路。
3.修桥。
各位代表，让我们一起种树。
相关报道：
"""


def test_a_report() -> None:
    document = read(REPORT)
    assert document.meta.title == "2030年青山市政府工作报告"
    assert document.meta.date == "2030-02-03"
    assert sections(document) == [(1, "一、回顾"), (1, "二、任务")]
    tasks = document.body[-2]
    assert isinstance(tasks, Section)
    assert tree(tasks.body) == [
        "今年",
        [
            ["（一）", "着力", "更大", "加力"],
            ["（二）", "着力", "全力"],
            ["（三）", "着力", [["1.", "修大"], ["2.", "修小", [["①", "东路"], ["②", "西路"]]], ["3.", "修桥"]]],
        ],
        "各位",
    ]
    assert document.body[-1].role == "furniture"


def test_headings_nest_as_the_text_nests_them() -> None:
    usual = read(f"规划\n一、目标\n（一）种树\n{PROSE}\n（二）浇水\n{PROSE}\n二、任务\n（一）修路\n{PROSE}\n（二）架桥\n{PROSE}\n")
    assert [level for level, _ in sections(usual)] == [1, 2, 2, 1, 2, 2]
    other = read(f"规划\n（一）目标\n一、种树\n{PROSE}\n二、浇水\n{PROSE}\n（二）任务\n一、修路\n{PROSE}\n二、架桥\n{PROSE}\n")
    assert [level for level, _ in sections(other)] == [1, 2, 2, 1, 2, 2]
    code = read(
        f"青山法\n第一编　总　则\n第一分编　通则\n第一章　种树\n第一条　{PROSE}\n第二编　物\n第一分编　通则\n第二章　浇水\n第二条　{PROSE}\n"
    )
    assert [level for level, _ in sections(code)] == [1, 2, 3, 1, 2, 3]


@pytest.mark.parametrize("between", ["\t", "|", "……"])
def test_contents_with_pages_do_not_swallow_the_first_heading(between: str) -> None:
    heads = ("一、总体情况", "二、主要做法", "（一）加强领导", "（二）落实责任", "三、存在问题")
    listed = "".join(f"{head}{between}{page * 3 + 1}\n" for page, head in enumerate(heads))
    text = "".join(f"{head}\n　　各地结合实际，认真组织，取得了明显的成效。\n" for head in heads)
    found = [title for _, title in sections(read(f"调查报告\n\n目录\n{listed}\n{text}"))]
    assert [title[-4:] for title in found] == [head[-4:] for head in heads]


def test_articles_that_are_only_mentioned() -> None:
    document = read(f"通知\n{PROSE}\n第三条规定的职责由市人民政府履行，请遵照执行。\n{PROSE}\n")
    assert tree(document.body) == ["上午", "第三", "上午"]


def test_a_record_of_a_meeting() -> None:
    turns = "主席：现在开会。\n王委员明：我问浇水的事。\n李部长岚：已经浇了。\n" * 3
    document = read(f"青山市议会会议纪录\n时　　间　2030年3月5日\n主　　席　王主席明\n{turns}")
    labels = [inline for block in document.body if isinstance(block, Para) for inline in block.content if inline.role == "label"]
    assert len(labels) == 9


def test_wrapped_rows_are_joined() -> None:
    paragraphs = [PROSE * 3, PROSE * 2, PROSE * 4]
    rows = "\n".join(text[at : at + 30] for paragraph in paragraphs for text in ["　　" + paragraph] for at in range(0, len(text), 30))
    document = read(f"公报\n\n{rows}\n")
    assert [walk.flow(block.content) for block in document.body if isinstance(block, Para)] == paragraphs


@pytest.mark.parametrize("end", ["。", ""])
def test_short_turns_of_one_width_are_not_joined(end: str) -> None:
    turns = ["王委员明：我问浇水的事情" + end, "李部长岚：都已经浇过了的" + end] * 3
    document = read("会议\n" + "\n".join(turns) + "\n")
    assert [walk.flow(block.content) for block in document.body if isinstance(block, Para)] == turns


@settings(max_examples=1000, deadline=None)
@given(wild_texts())
def test_nothing_is_lost(text: str) -> None:
    try:
        decoded = Source("wild.txt", text.encode()).text(Report())
    except SourceError:
        return
    assert walk.text(read_report(decoded, "wild.txt", "", Report())) == walk.squeeze(decoded)
