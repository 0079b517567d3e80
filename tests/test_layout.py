"""The composer with fake metrics (Han and marks 1 em, Latin and digits ½ em): line breaks as plain text, no fonts needed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convert import stylefile
from convert.diagnostics import StyleError
from convert.layout import western
from convert.layout.bands import Band
from convert.layout.breaks import Line, Measure, compose
from convert.layout.display import compose_display
from convert.layout.flow import BRACKET, PAUSE, SCRIPT, SPACE, STOP, Flow, Piece, Style
from convert.layout.inline import Rules, build
from convert.layout.pages import paginate
from convert.zh import segments
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


def test_one_character_before_an_ellipsis_is_a_poor_last_line_too() -> None:
    text = "字" * 36 + "再……"
    assert lines(text, 36.0)[1] == "字再……"


def test_a_line_of_many_marks_may_be_narrowed_by_two_em() -> None:
    text = "东，南，西，北，上，下，左，右，international" + "鱼龙舞" * 4
    assert lines(text, 20.5)[0].endswith("international")


def test_indent_shortens_the_first_line_only() -> None:
    assert [len(line) for line in lines("字" * 25, 10, 2.0)] == [8, 10, 7]


LEVELS = ("none", "basic", "gb", "strict")


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        # where a line of four may end before the fifth character, level by level
        ("一二三四！五六七八", (True, False, False, False)),
        ("一二三四”五六七八", (True, False, False, False)),
        ("一二三（四五六七八", (True, False, False, False)),
        ("一二三四·五六七八", (True, False, False, False)),
        ("一二三四～五六七八", (True, False, False, False)),
        ("一二三四—五六七八", (True, False, False, False)),
        ("一二三四／五六七八", (True, False, False, False)),
        ("一二三／四五六七八", (True, True, False, False)),
        ("一二三四——五六七", (True, True, True, None)),
        ("一二三四……五六七", (True, True, True, None)),
        ("一二三—四五六七八", (True, True, True, True)),
    ],
)
def test_each_level_of_prohibition(text: str, allowed: tuple[bool | None, ...]) -> None:
    """None: allowed, but at a price."""
    for level, may in zip(LEVELS, allowed, strict=True):
        made = flow(text, kinsoku=level)
        assert bool(made.breaks[4]) == (may is None or may), level
        assert (made.penalty.get(4, 0.0) > 100) == (may is None), level


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("text", ["一——二", "一……二", "一12.5%二", "一￥9400二", "一25％二", "一36.5℃二", "一OpenType二", "一-12.5二"])
def test_what_is_one_is_never_parted(text: str, level: str) -> None:
    made = flow(text, kinsoku=level)
    assert not any(made.breaks[2 : len(text) - 1])


@pytest.mark.parametrize(
    "text", ["一……二", "一——二", "一１２３二", "一\u3000\u3000二", "一  二", "一12.5%二", "一～二", "一·二", "一￥9二"]
)
def test_what_is_not_spread_is_drawn_with_its_own_advance(text: str) -> None:
    """Else the gap of the line would be added inside it, and the line would end beyond its edge."""
    made = flow(text)
    assert all(made.flex[gap] or gap - 1 in made.odd for gap in range(1, len(text)))


def test_a_mark_may_hang_beyond_the_line() -> None:
    text = "一二三四五六七八，一二三四五六七八。一二"
    found = compose(flow(text, hanging=True), Measure(8.0))
    assert [text[line.start : line.end] for line in found] == ["一二三四五六七八，", "一二三四五六七八。", "一二"]
    assert [line.width for line in found] == [8.0, 8.0, 2.0]
    run = flow("一二三四五六七”，八", hanging=True)
    assert run.trim_end[9] < 1.0  # not in a run of marks


def test_white_gives_way_in_the_order_of_clreq() -> None:
    """Spaces, brackets, pauses, gaps between scripts, stops: a kind gives way when those before it have given all."""
    text = "一二 三（四）五，六GDP七。八"
    made = flow(text)
    order = [SPACE, BRACKET, PAUSE, SCRIPT, STOP]
    natural = made.naturals()[len(text)]
    for squeezed in (0.1, 0.5, 1.2, 1.6, 2.0):
        (line,) = compose(made, Measure(natural - squeezed))
        shares = [line.share[kind] for kind in order]
        assert shares == sorted(shares, reverse=True), squeezed
        assert sum(0 < share < 1 for share in shares) <= 1, squeezed
        assert line.width == pytest.approx(natural - squeezed)


def test_gaps_grow_in_the_order_of_clreq() -> None:
    """Spaces to half an em, gaps between scripts to a third, then all alike."""
    made = flow("甲乙 API 丙丁GDP戊己庚辛")
    wide = made.naturals()[-1]
    breaker = [compose(flow("甲乙 ok 丙丁GDP戊己庚辛" + "壬" * 30), Measure(wide + lack))[0] for lack in (0.0, 0.3)]
    for line in breaker:
        if line.spread:
            assert line.share[SPACE] == line.share[SCRIPT] == -1.0


def test_how_far_marks_are_narrowed_is_the_styles_choice() -> None:
    text = "一二三，四五六，七八九，十一二三四五六七八九十"
    for narrowing in (0.5, 0.25, 0.0):
        made = flow(text, narrowing=narrowing)
        assert set(made.gap_shrink) == {narrowing}
    assert compose(flow(text, narrowing=0.0), Measure(12.5))[0].share == (0.0,) * 6


def test_an_address_ends_a_line_behind_its_marks() -> None:
    text = "详见https://www.example.org/papers/2024/composition-of-lines.html网页上的说明文字和附件"
    found = compose(flow(text), Measure(18.0))
    assert text[found[0].end - 1] in "/.-"
    assert all(line.indent + line.width <= 18.0 + 1e-6 for line in found)
    text = "会议材料全部发布在https://www.example.org/papers/2024/composition-of-lines.html，欢迎大家下载并提出意见"
    assert all(line.spread < 0.1 for line in compose(flow(text), Measure(24.0)))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("XPS-9530-i7-13700H-64GB", "XPS- 9530- i7- 13700H- 64GB"),  # a code, behind its hyphens
        ("COVID-19", "COVID-19"),
        ("package.json", "package. json"),
        ("3.1415926", "3.1415926"),
        ("Jean-Pierre", "Jean- Pierre"),
        ("https://a.example.org/b/1/", "https:// a. example. org/ b/1/"),  # no stump of one or two letters
    ],
)
def test_what_is_long_and_not_chinese_ends_a_line_behind_a_mark(text: str, parts: str) -> None:
    cuts = [place.offset for place in western.breaks(text, None) if place.cost < 1000 and not text[place.offset - 1].isalnum()]
    assert " ".join(text[i:j] for i, j in pairwise([0, *sorted(cuts), len(text)])) == parts


def test_a_cut_in_an_emergency_leaves_no_single_letter() -> None:
    places = [place.offset for place in western.breaks("SN20240517A0093X", None)]
    assert min(places) == 3
    assert max(places) == 13


def test_long_words_are_divided_only_on_request() -> None:
    text = "国际化的英文写作人们常说的internationalization一词有二十个字母之多"
    plain = lines(text, 17.0)
    assert any("internationalization" in line for line in plain)
    hyphenated = build([Piece(text, Style(FakeFace()))], Rules(SHEET.composition, syllables=western.syllables("en-US")))
    first = compose(hyphenated, Measure(17.0))[0]
    assert first.hyphen
    assert text[: first.end].endswith(("in", "inter", "internation"))
    assert first.indent + first.width == pytest.approx(17.0)
    with pytest.raises(StyleError, match="no hyphenation patterns"):
        western.syllables("qq")


def test_names_are_kept_whole() -> None:
    face = FakeFace()
    short, long = Piece("欧阳中石", Style(face, whole=True)), Piece("中国科学院数学与系统科学研究院", Style(face, name=True))
    made = build([Piece("我和", Style(face)), short, Piece("访问", Style(face)), long], Rules(SHEET.composition))
    assert not any(made.breaks[3:6])
    assert all(made.penalty[gap] > 200 for gap in range(9, 22))


def test_a_mark_at_the_end_is_the_first_to_give_way() -> None:
    """Where marks stay full at the end of lines, they do so only as long as the line has room."""
    text = "一二三四五六七，" + "一二三四五六七八九十"
    for width, first in ((8.0, "一二三四五六七，"), (7.5, "一二三四五六七，"), (9.0, "一二三四五六七，一")):
        (line, *_) = compose(flow(text, line_end="full"), Measure(width))
        assert text[: line.end] == first
        assert (line.width, line.spread, line.share) == (width, 0.0, (0.0,) * 6)


def test_a_paragraph_may_end_flush() -> None:
    assert lines("一二三四五六七。", 7.5) == ["一二三四五六七。"]


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


def test_no_gap_stands_before_a_raised_figure() -> None:
    pieces = [Piece("平方米", Style(FakeFace())), Piece("2", Style(FakeFace(), clings=True)), Piece("地", Style(FakeFace()))]
    wide, close = (build(pieces, Rules(replace(SHEET.composition, han_latin=gap))).naturals()[-1] for gap in (0.25, 0.0))
    assert wide - close == pytest.approx(0.25)


texts = st.lists(
    st.sampled_from(["一", "二三", "四五六七", "——", "……", "。", "，", "”，", "“", "（", "）", "12.5%", "GDP", "5G", "《书》", "、"]),
    max_size=60,
)


def _ends(found: list[Line], text: str) -> list[str]:
    return [text[line.start : line.end] for line in found]


@settings(max_examples=300, deadline=None)
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


def heading(text: str, width: float, traditional: bool = False) -> list[str]:
    found = compose_display(flow(text), Measure(width), partial(segments.words, traditional=traditional))
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


def test_words_are_not_cut() -> None:
    for width in (6, 7, 8, 9):
        found = heading("大力发展我国的数字经济产业集群", width)
        assert not any(line.endswith(("数", "经", "产", "集")) for line in found)
        found = heading("大力發展我國的數字經濟產業集群", width, traditional=True)
        assert not any(line.endswith(("數", "經", "產", "集")) for line in found)


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
