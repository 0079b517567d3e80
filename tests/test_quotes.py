"""Quotation marks by nesting, over paragraphs, and what is no quotation mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.zh import quotes


def corners(*paragraphs: str) -> list[str]:
    return applied(paragraphs, quotes.corners(paragraphs))


def curls(*paragraphs: str) -> list[str]:
    return applied(paragraphs, quotes.curls(paragraphs))


def applied(paragraphs: tuple[str, ...], marks: quotes.Marks) -> list[str]:
    return [marks.changed(number, text) for number, text in enumerate(paragraphs)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他说：“你好。”", "他说：「你好。」"),
        ("“数”“智”引领", "「数」「智」引领"),
        ("“他说：‘我读过“红楼”。’”", "「他说：『我读过「红楼」。』」"),
        ("‘甲’与“乙”", "「甲」与「乙」"),
        ("“他说“好”吧”", "「他说『好』吧」"),
        ("「他说“好”吧」", "「他说『好』吧」"),
        ("It’s a dog’s life，他说。", "It’s a dog’s life，他说。"),
        ("他说：“It’s fine。”", "他说：「It’s fine。」"),
        ("身高6’2”的他", "身高6’2”的他"),
        ("“一台27”显示器”到货", "「一台27”显示器」到货"),
        ("‘90年代的“摇滚”", "‘90年代的「摇滚」"),
        ("he said “yes” and 他走了", "he said “yes” and 他走了"),
        ("他引用“Hello, world”一语", "他引用「Hello, world」一語".replace("語", "语")),
        ("“5G”时代", "「5G」时代"),
        ("He said “yes”.", "He said “yes”."),
    ],
)
def test_corner_marks_follow_the_level(text: str, expected: str) -> None:
    assert corners(text) == [expected]
    assert quotes.corners([text]).unbalanced == []


@pytest.mark.parametrize(
    ("text", "expected", "places"),
    [
        ("他说：“你好。", "他说：“你好。", [3]),
        ("你好”，他说。", "你好”，他说。", [2]),
        ("“甲‘乙”丙", "「甲‘乙」丙", [2]),
        ("“甲”乙”丙“丁”", "「甲」乙”丙「丁」", [4]),
    ],
)
def test_a_mark_without_counterpart_stays_and_is_told(text: str, expected: str, places: list[int]) -> None:
    assert corners(text) == [expected]
    assert quotes.corners([text]).unbalanced == [(0, place) for place in places]


def test_a_quotation_of_several_paragraphs_repeats_its_opening_mark() -> None:
    told = ("他说：“第一段。", "“第二段‘引文’。", "没有引号。", "“第三段。”", "又说“好”。")
    assert corners(*told) == ["他说：「第一段。", "「第二段『引文』。", "没有引号。", "「第三段。」", "又说「好」。"]
    assert quotes.corners(told).unbalanced == []


def test_a_quotation_may_go_on_without_repetition() -> None:
    assert corners("他说：“第一段。", "第二段‘引文’。”") == ["他说：「第一段。", "第二段『引文』。」"]


def test_an_error_in_one_paragraph_does_not_reach_the_next() -> None:
    told = ("他说：“第一段。", "又说：“好。”")
    assert corners(*told) == ["他说：“第一段。", "又说：「好。」"]
    assert quotes.corners(told).unbalanced == [(0, 3)]


def test_corners_become_curls_again() -> None:
    assert curls("「他說：『我讀過「紅樓」。』」") == ["“他說：‘我讀過“紅樓”。’”"]
    assert curls("『甲』與「乙") == ["“甲”與「乙"]


@given(st.lists(st.text("“”‘’「」『』他a9 ，", max_size=20), max_size=4))
def test_only_marks_change_and_twice_is_once(paragraphs: list[str]) -> None:
    once = corners(*paragraphs)
    assert [len(text) for text in once] == [len(text) for text in paragraphs]
    for old, new in zip("".join(paragraphs), "".join(once), strict=True):
        assert old == new or (old in "“‘" and new in "「『") or (old in "”’" and new in "」』")
    assert corners(*corners(*once)) == corners(*once)


def test_a_long_run_of_marks_is_linear() -> None:
    for run in ("“" * 20000, "”" * 20000, "“‘" * 10000 + "”" * 10000, "“”" * 10000):
        assert len(corners("他" + run)[0]) == len(run) + 1
