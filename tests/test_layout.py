"""The composer with fake metrics (Han and marks 1 em, Latin and digits ½ em): line breaks as plain text, no fonts needed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convert import stylefile
from convert.layout.bands import Band
from convert.layout.breaks import Line, Measure, compose
from convert.layout.display import Cohesion, compose_display
from convert.layout.inline import Flow, Piece, Rules, Style, build
from convert.layout.pages import paginate
from convert.zh.clreq import CLOSING, OPENING, PAUSES, STOPS

SHEET = stylefile.load("plain").resolve("zh-Hans")
PUNCTUATION = frozenset(PAUSES + STOPS)


class _Widths(dict[str, float]):
    def __missing__(self, char: str) -> float:
        return 0.0 if char == "\n" else 0.5 if char < "\u0250" else 1.0


@dataclass(frozen=True)
class _Word:
    advances: Sequence[float]


class FakeFace:
    """Marks of the mainland: closing ones and pauses have their blank half at the right, opening ones at the left."""

    widths: Mapping[str, float] = _Widths()
    stroke = 0.0

    def white(self, char: str) -> tuple[float, float]:
        if char in OPENING:
            return 0.5, 0.0
        return (0.0, 0.5) if char in CLOSING or char in PUNCTUATION else (0.0, 0.0)

    def word(self, text: str) -> _Word:
        return _Word([0.5] * len(text))


def flow(text: str, **changes: object) -> Flow:
    rules = Rules(replace(SHEET.composition, **changes))
    return build([Piece(text, Style(FakeFace()))], rules)


def lines(text: str, width: float, indent: float = 0.0, **changes: object) -> list[str]:
    return [text[line.start : line.end] for line in compose(flow(text, **changes), Measure(width, indent))]


# ------------------------------------------------------------------------------------------------ line breaks


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("一二三四五六七八九十", 5, ["一二三四五", "六七八九十"]),
        # a stop takes half an em at the line's end, so it does not push anything out
        ("一二三四五六七八九。一二三四五六七八九十", 10, ["一二三四五六七八九。", "一二三四五六七八九十"]),
        ("一二三四五六七八九十，一二三四五六七八", 10.5, ["一二三四五六七八九十，", "一二三四五六七八"]),
        # an opening mark does not end a line, a closing one does not begin one
        ("一二三四五六七（九十）一二三四五六七八九", 8, ["一二三四五六七", "（九十）一二三四五", "六七八九"]),
        # a dash and an ellipsis are never parted
        ("一二三四五六七——九十一二三四五", 8, ["一二三四五六七", "——九十一二三", "四五"]),
        # numbers keep their unit, sign and separators
        ("一二三四五六12.5%九十一二三四", 8, ["一二三四五六", "12.5%九十一二", "三四"]),
        ("一二三四五六$9,400元一二三四五", 8, ["一二三四五六", "$9,400元一二三", "四五"]),
        # a Latin word is not parted
        ("一二三四五六internet九十一二", 8, ["一二三四五六", "internet九十一", "二"]),
        # a wanted line break
        ("一二三\n四五六", 8, ["一二三", "四五六"]),
    ],
)
def test_where_lines_break(text: str, width: float, expected: list[str]) -> None:
    found = lines(text, width)
    assert found[:1] == expected[:1]
    assert "".join(found) == text.replace("\n", "")
    for forbidden in ("—|—", "…|…", "2|.", "2.|5", "5|%", "9|,", "r|n", "|，", "|）", "（|"):
        assert forbidden not in "|".join(found)


def test_the_last_line_has_more_than_one_character() -> None:
    for length in range(15, 40):
        text = "一二三四五六七八九，" * 4
        text = text[:length] + "。"
        last = lines(text, 9.0, 2.0)[-1]
        assert len([c for c in last if c not in PUNCTUATION]) != 1, lines(text, 9.0, 2.0)


def test_indent_shortens_the_first_line_only() -> None:
    assert [len(line) for line in lines("字" * 25, 10, 2.0)] == [8, 10, 7]


@pytest.mark.parametrize(("kinsoku", "first"), [("none", "一二三四"), ("basic", "一二三")])
def test_the_level_of_prohibition_can_be_chosen(kinsoku: str, first: str) -> None:
    found = lines("一二三四！五六七八九十一二三四五六", 4, kinsoku=kinsoku, line_end="full", adjacent="full")
    assert found[0] == first


def test_a_line_start_mark_loses_its_blank_half() -> None:
    text = "一二三四五六七八“一二三四五六七八九”一二三四五六七八九"
    (second,) = [line for line in compose(flow(text), Measure(8.0)) if text[line.start] == "“"][:1]
    assert second.indent == -0.5
    (full,) = [line for line in compose(flow(text, line_start="full"), Measure(8.0)) if text[line.start] == "“"][:1]
    assert full.indent == 0.0


def test_marks_that_meet_are_squeezed() -> None:
    squeezed, loose = flow("他说：“走。”走"), flow("他说：“走。”走", adjacent="full")
    assert squeezed.naturals()[-1] == loose.naturals()[-1] - 1.0


def test_a_gap_stands_between_han_and_latin_but_not_twice() -> None:
    plain, none = flow("用GDP算").naturals()[-1], flow("用GDP算", han_latin=0.0).naturals()[-1]
    assert plain - none == pytest.approx(0.5)
    assert flow("用 GDP 算").naturals()[-1] == pytest.approx(plain, abs=0.51)


ALPHABET = "一二三四五六七八九十的了和。，、；：？！“”‘’（）《》——……·12.5%aB "
texts = st.lists(
    st.sampled_from(["一", "二三", "四五六七", "——", "……", "。", "，", "”，", "“", "（", "）", "12.5%", "GDP", "5G", "《书》", "、"]),
    max_size=60,
)


def _ends(found: list[Line], text: str) -> list[str]:
    return [text[line.start : line.end] for line in found]


@settings(max_examples=300)
@given(texts, st.integers(6, 20), st.sampled_from([0.0, 2.0]))
def test_nothing_is_lost_and_no_rule_is_broken(parts: list[str], width: int, indent: float) -> None:
    text = "".join(parts)
    found = compose(flow(text), Measure(float(width), indent))
    assert "".join(_ends(found, text)) == text
    for line in found:
        assert line.indent + line.width <= width + 0.51, (text, width)
    justified = [line for line in found if not line.last]
    assert all(line.indent + line.width == pytest.approx(width, abs=0.51) for line in justified if line.spread == 0)
    for left, right in pairwise(_ends(found, text)):
        if left and right and not any(len(p) > width - 3 for p in (left, right)):
            assert not (left.endswith("—") and right.startswith("—"))
            assert not (left.endswith("…") and right.startswith("…"))
            assert not (left[-1:].isdigit() and right[:1] in ".%0123456789")


def test_time_is_linear() -> None:
    """A paragraph ten times as long has ten times as many lines, and as many states are looked at: no more than linear work."""
    short, long = "数字经济，推动发展。" * 100, "数字经济，推动发展。" * 1000
    assert len(lines(long, 18.0)) == pytest.approx(10 * len(lines(short, 18.0)), rel=0.02)


# ------------------------------------------------------------------------------------------------ headings


def heading(text: str, width: float, texts: list[str] | None = None) -> list[str]:
    found = compose_display(flow(text), Measure(width), Cohesion(lambda: texts or [text]))
    return [text[line.start : line.end].strip() for line in found]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("强化数字引领 推动高质量发展", 10, ["强化数字引领", "推动高质量发展"]),
        ("深化创新驱动，培育数字经济新业态", 10, ["深化创新驱动，", "培育数字经济新业态"]),
        ("让数字经济惠及人民——论坛发言摘编", 10, ["让数字经济惠及人民", "——论坛发言摘编"]),
        ("一行就够", 10, ["一行就够"]),
    ],
)
def test_headings_break_at_the_sense(text: str, width: float, expected: list[str]) -> None:
    assert heading(text, width) == expected


def test_a_heading_without_joints_is_balanced() -> None:
    found = heading("甲乙丙丁戊己庚辛壬癸子丑寅卯", 10)
    assert len(found) == 2
    assert abs(len(found[0]) - len(found[1])) <= 2


def test_words_that_come_again_in_the_text_are_not_cut() -> None:
    texts = ["数字经济发展", "数字经济是", "发展数字经济", "我们谈数字经济"] * 3
    for width in (6, 7, 8, 9):
        found = heading("大力发展我国的数字经济产业集群", width, [*texts, "产业集群好", "看产业集群"])
        assert not any(line.endswith(("数", "经")) for line in found)


# ------------------------------------------------------------------------------------------------ pages


def bands(heights: str) -> list[Band]:
    """``.`` a row that may stand anywhere, ``h`` one that keeps with the next."""
    return [Band(1.0, keep=kind == "h") for kind in heights]


def shape(pages: Sequence[object]) -> list[int]:
    return [len(page.bands) for page in pages]  # type: ignore[attr-defined]


def test_pages_are_filled_row_by_row() -> None:
    assert shape(paginate(bands("." * 25), 10, 1)) == [10, 10, 5]


def test_a_heading_goes_with_what_follows() -> None:
    assert shape(paginate(bands("........" + "hh" + "....."), 10, 1)) == [8, 7]


def test_columns_are_balanced_at_the_end() -> None:
    (page,) = paginate(bands("." * 10), 10, 2)
    columns = [set_.column for set_ in page.bands]
    assert (columns.count(0), columns.count(1)) == (5, 5)


def test_a_heading_higher_than_a_page_does_not_hang_the_pager() -> None:
    pages = paginate(bands("h" * 35 + "."), 10, 1)
    assert sum(shape(pages)) == 36


def test_random_bands_all_arrive_in_order() -> None:
    dice = random.Random(7)
    for columns in (1, 2, 3):
        made = bands("".join(dice.choice("..h.") for _ in range(200)) + ".")
        placed = [set_.band for page in paginate(made, 12, columns) for set_ in page.bands]
        assert placed == made
