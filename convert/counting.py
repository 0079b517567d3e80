"""Numbers that count through a text (一是 二是 …, 第一 第二, （一）, 一、, 1. …), and those that are missing."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from convert.zh.characters import CLOSING, SENTENCE_END
from convert.zh.numerals import CHINESE_DIGITS, to_chinese, to_int

_N = f"[{CHINESE_DIGITS}]{{1,3}}"
_D = "[0-9０-９]{1,2}"
_INNER = f"(?:^|(?<=[{SENTENCE_END}；;：:，,、{CLOSING}]))\\s*"
#: Each way to count: within a paragraph too (``inner``), or at its beginning only.
_STYLES = {
    "is": (f"{_INNER}(?P<is>{_N})是", "{}是"),
    "must": (f"{_INNER}(?P<must>{_N})要", "{}要"),
    "first": (f"{_INNER}(?:第(?P<first>{_N})(?:[，,、]|(?=是))|(?P<firstly>首先|其次|再次)[，,])", "第{}"),
    "other": (f"{_INNER}其(?P<other>{_N})[，,、是]", "其{}"),
    "bracket": (f"^[（(](?P<bracket>{_N})[）)]", "（{}）"),
    "comma": (f"^(?P<comma>{_N})、", "{}、"),
    "point": (f"^(?P<point>{_D})[.．、](?![0-9０-９])", "{}."),
    "round": (f"^[（(](?P<round>{_D})[）)]", "（{}）"),
    "circled": (f"{_INNER}(?P<circled>[①-⑳])", "{}"),
    "chapter": (f"^第(?P<chapter>{_N}|{_D})章", "第{}章"),
    "section": (f"^第(?P<section>{_N}|{_D})节", "第{}节"),
    "article": (f"^第(?P<article>[{CHINESE_DIGITS}]{{1,6}}|[0-9０-９]{{1,4}})条(?![第款项规约件之的例])", "第{}条"),
}
_MARK = re.compile("|".join(pattern for pattern, _ in _STYLES.values()))
_WORDS = {"首先": 1, "其次": 2, "再次": 3}
#: Ways that belong to running text: a count ends with its section.
_RUNNING = frozenset({"is", "must", "first", "other"})
#: Ways whose headings are not always known as such: they count with those that stand in the text.
_OF_BOOKS = frozenset({"chapter", "section", "article"})
_FARTHEST = 3
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Count:
    """A paragraph to look at: its text, whether it is a heading, the number of its section."""

    text: str
    heading: bool
    section: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that comes too early: in which paragraph, at what offset, its label, the label before it, and what is missing."""

    paragraph: int
    offset: int
    label: str
    before: str
    missing: str


@dataclass(slots=True)
class _Series:
    """Counts of one style that are open, the innermost last: the last number of each and its label."""

    last: list[tuple[int, str]] = field(default_factory=list)
    section: int = 0


def gaps(paragraphs: Iterable[Count], relevant: Callable[[int], bool]) -> Iterator[Gap]:
    """The gaps in the counts of ``paragraphs``; those that are not ``relevant`` are passed over."""
    open_series: dict[str, _Series] = {}
    recent: deque[str] = deque(maxlen=8)
    for index, paragraph in enumerate(paragraphs):
        if not relevant(index):
            continue
        recent.append(paragraph.text)
        for found in _MARK.finditer(paragraph.text):
            style, number = _read(found)
            if number is None:
                continue
            series = open_series.setdefault(style + "#" * (paragraph.heading and style not in _OF_BOOKS), _Series())
            if style in _RUNNING and series.section != paragraph.section:
                series.last.clear()
            series.section = paragraph.section
            label = found[0].strip(" ，,")
            before = (0, "") if _lacks_first(style, number, series, recent) else _take(series, number, label)
            if before is not None:
                series.last = series.last or [(number, label)]
                missing = " ".join(_named(style, n, found[0]) for n in range(before[0] + 1, number))
                yield Gap(index, found.start(), label, before[1], missing)


def _read(found: re.Match[str]) -> tuple[str, int | None]:
    style = found.lastgroup or ""
    if style == "firstly":
        return "first", _WORDS[found[style]]
    if style == "circled":
        return style, ord(found[style]) - ord("①") + 1
    return style, to_int(found[style])


#: What else may stand for the first of several.
_FIRST = re.compile("首先|第一|其一|一方面|一要|一来|一则|一是|一个是|一曰")


def _lacks_first(style: str, number: int, series: _Series, recent: Iterable[str]) -> bool:
    """Whether 二是 comes without anything that could be its 一是."""
    return style == "is" and number == 2 and not series.last and not any(_FIRST.search(text) for text in recent)


def _take(series: _Series, number: int, label: str) -> tuple[int, str] | None:
    """Enter ``number``; the one before it, where numbers between the two are missing."""
    if number == 1:
        series.last[:] = [*series.last[-_DEEPEST:], (1, label)]
        return None
    for depth in range(len(series.last) - 1, -1, -1):
        if series.last[depth][0] == number - 1:
            series.last[depth:] = [(number, label)]
            return None
    if not series.last or not 1 < number - series.last[-1][0] <= _FARTHEST:
        series.last[-1:] = [(number, label)]
        return None
    before = series.last[-1]
    series.last[-1] = (number, label)
    return before


def _named(style: str, number: int, printed: str) -> str:
    """The label of a number in the way in which its neighbours are printed."""
    if style == "circled":
        return chr(ord("①") + number - 1)
    arabic = re.search("[0-9０-９]", printed) is not None
    numeral = str(number) if arabic or number > 99 else to_chinese(number)
    return _STYLES[style][1].format(numeral)
