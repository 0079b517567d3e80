"""Words of the regions: replaced within word boundaries, never in names, each told."""

from importlib.resources import files

import pytest

from convert.diagnostics import OptionError, Report, Severity
from convert.model.nodes import Document, Emph, Meta, Para, Text
from convert.transforms.traditional import Traditional
from convert.zh import script, vocabulary

TW, HK = "zh-Hant-TW", "zh-Hant-HK"
HONG_KONG = [
    line.split("\t")
    for line in (files("convert.zh") / "vocabulary_hk.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_hong_kongs_lexicon_is_sourced() -> None:
    assert len(HONG_KONG) >= 150
    assert all(len(entry) == 5 and entry[0] in entry[4] and entry[3] for entry in HONG_KONG)


@pytest.mark.parametrize(("word", "regional", "example"), [(entry[0], entry[1], entry[4]) for entry in HONG_KONG])
def test_hong_kongs_words_in_their_examples(word: str, regional: str, example: str) -> None:
    assert regional in script.convert(example, HK, vocabulary="hk")


@pytest.mark.parametrize("region", vocabulary.REGIONS)
def test_no_word_of_a_lexicon_is_one_of_its_own_results(region: str) -> None:
    entries, _ = vocabulary.lexicon(region)
    assert all(entry.word != entry.regional for entry in entries.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("数字经济、人工智能和大数据中心", "數位經濟、人工智慧和大數據中心"),
        ("用鼠标点击软件，打印文本", "用滑鼠點選軟體，列印文字"),
        ("互联网平台的程序员", "網際網路平臺的程式設計師"),
        ("信息系统、无线网络、软件开发、激光打印机", "資訊系統、無線網路、軟體開發、雷射印表機"),
        ("导弹、激光与出租车，老挝和新西兰", "飛彈、雷射與計程車，寮國和紐西蘭"),
        ("乘坐的士，从的士下来，一名的士司机", "乘坐計程車，從計程車下來，一名計程車司機"),
        ("打的士去机场，打的回家，坐摩的", "搭計程車去機場，搭計程車回家，坐摩托計程車"),
        ("网上打车，等出租汽车，一位的哥说", "網上叫車，等計程車，一位計程車司機說"),
        ("目的士兵，有的士绅，现在的士人，坐上的士官", "目的士兵，有的士紳，現在的士人，坐上的士官"),
        ("打的回合，打的到位，打的是谁，按摩的人，我的哥们", "打的回合，打的到位，打的是誰，按摩的人，我的哥們"),
        ("攻打车站，公司出租汽车，出租车辆", "攻打車站，公司出租汽車，出租車輛"),
    ],
)
def test_taiwans_words(text: str, expected: str) -> None:
    assert script.convert(text, TW, vocabulary="tw") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("資訊科技產業，用網際網路搜尋", "信息科技产业，用互联网搜索"),
        ("搭捷運到公車站，吃義大利麵", "搭地铁到公交车站，吃意大利面"),
        ("個人資料保護法、歷史檔案館、法律程序", "个人资料保护法、历史档案馆、法律程序"),
        ("資訊工業策進會，軟體動物，司機車票，各國小說", "资讯工业策进会，软体动物，司机车票，各国小说"),
    ],
)
def test_the_mainlands_words(text: str, expected: str) -> None:
    assert script.convert(text, "zh-Hans", vocabulary="cn") == expected
    assert script.convert(text, TW, vocabulary="cn") == script.convert(text, TW)


@pytest.mark.parametrize(
    "text",
    [
        "国内大循环，发布会，局部，支持，中央文件，审核",
        "法律程序、司法程序，少数组织，宏观调控",
        "加强社区治理，激活市场活力，战略窗口期",
        "中国信息通信研究院、河北省通信管理局、工业和信息化部",
        "《数字中国建设整体布局规划》",
        "改变量子计算格局，水平面，接口部门，土豆网",
        "灌溉渠道，信号灯，字节跳动，比特币，大数据",
        "高质量发展",
    ],
)
def test_what_must_stay(text: str) -> None:
    assert script.convert(text, TW, vocabulary="tw") == script.convert(text, TW)


@pytest.mark.parametrize(
    ("text", "matters", "expected"),
    [
        ("占地3万平方米，长5厘米，重2吨", "units", "佔地3萬平方公尺，長5公分，重2公噸"),
        ("总额3.5万亿元，超过五十万亿", "numbers", "總額3.5兆元，超過五十兆"),
        ("亿万人民，两万里，一米阳光，五升米", "tw,numbers", "億萬人民，兩萬里，一米陽光，五升米"),
        ("3万亿元，5厘米的软件", "numbers,tw,units", "3兆元，5公分的軟體"),
    ],
)
def test_units_and_numbers_on_request(text: str, matters: str, expected: str) -> None:
    assert script.convert(text, TW, vocabulary=matters) == expected


@pytest.mark.parametrize("names", ["mo", "tw,hk", "tw,coins"])
def test_what_there_is_not(names: str) -> None:
    with pytest.raises(OptionError):
        script.route(TW, "", names)


def test_across_formatting_and_told() -> None:
    report = Report(reviewing=True)
    source = Document(Meta(), (Para((Text("人工"), Emph((Text("智"),)), Text("能软件"))),))
    result = Traditional(TW, vocabulary="tw")(source, report)
    assert result.body == (Para((Text("人工"), Emph((Text("智"),)), Text("慧軟體"))),)
    assert [(d.code, d.severity, d.message) for d in report] == [
        ("traditional.word-replaced", Severity.INFO, "人工智能 became 人工智慧"),
        ("traditional.word-replaced", Severity.INFO, "软件 became 軟體"),
    ]
    assert [(doubt.source, doubt.choice, doubt.alternatives) for doubt in report.doubts if doubt.reason == "vocabulary"] == [
        ("人工智能", "人工智慧", ("人工智能",)),
        ("软件", "軟體", ("軟件",)),
    ]
