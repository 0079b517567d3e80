"""Names of persons."""

import pytest

from convert.zh.names import closed_up, likelihood, split_names, surname


@pytest.mark.parametrize(
    "name", ["李有平", "王志勤", "白  涛", "陈\u00a0理", "欧阳文秀", "司马光", "穆罗江·肯杰柏耶夫", "洛林·查尔斯·莱杰", "張志豪"]
)
def test_names(name: str) -> None:
    assert likelihood(name) >= 0.6


@pytest.mark.parametrize("text", ["抓队伍", "高质量发展", "我们", "总则", "冲突·和解", "治理·反哺", "第一章", "2022", "", "的话"])
def test_no_names(text: str) -> None:
    assert likelihood(text) < 0.6


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("陈亚楠  申  茜", ("陈亚楠", "申茜")),
        ("张  帆  杨文明", ("张帆", "杨文明")),
        ("周飞亚、任姗姗", ("周飞亚", "任姗姗")),
        ("许诺", ("许诺",)),
        ("司马 光  上官 云珠  李四", ("司马光", "上官云珠", "李四")),
        ("欧阳  张三", ("欧阳", "张三")),
        ("", ()),
    ],
)
def test_split_names(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


def test_closed_up() -> None:
    assert closed_up("白  涛") == "白涛"
    assert closed_up("Jane  Smith") == "Jane Smith"


@pytest.mark.parametrize(("name", "expected"), [("欧阳文秀", "欧阳"), ("白涛", "白"), ("的士", "")])
def test_surname(name: str, expected: str) -> None:
    assert surname(name) == expected


@pytest.mark.parametrize("name", ["沈从文", "李和平", "张为民", "陈更生", "厉以宁", "逄锦聚", "丹珠昂奔"])
def test_small_words_and_rare_parts_do_not_forbid_a_name(name: str) -> None:
    assert likelihood(name) >= 0.35


@pytest.mark.parametrize("text", ["王和", "高以", "李从", "人和平", "向为民服务"])
def test_small_words_at_the_end_of_a_name_do(text: str) -> None:
    assert likelihood(text) == 0
