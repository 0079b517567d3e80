"""From the text of a paragraph to its inlines: gaps, points within the paragraph, labels, datelines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from convert.diagnostics import Pos
from convert.model.nodes import Attrs, Inline, Span, Text
from convert.readers.labels import read_label
from convert.zh.characters import CLOSING, HAN, SENTENCE_END
from convert.zh.numerals import CHINESE_DIGITS

_WIDE_GAP = re.compile(r"\s+")
_SPREAD = re.compile(f"^([{HAN}])\\s+([{HAN}])$")


def tidy_gaps(text: str) -> str:
    """``text`` with each run of blanks made one: U+3000 where it held one, else a space. Tabs and other controls go with them."""
    return text if len(text.split(None, 1)) < 2 else _WIDE_GAP.sub(_one, text)


def _one(found: re.Match[str]) -> str:
    return "\u3000" if "\u3000" in found[0] else " "


def tidy_heading(text: str) -> str:
    """A heading's text: half-lines parted by a plain space, a word of two characters (总　则) spread over three."""
    spread = _SPREAD.match(text)
    return f"{spread[1]}\u3000{spread[2]}" if spread else _WIDE_GAP.sub(" ", text)


_DATELINE = re.compile(
    r"(?:(?:据)?(?:本报|新华社|本刊|人民网|中新社|光明日报|中央社|本社|綜合報導)[^。，；：！？（(\n]{0,24}?(?:\d{1,2}|[一二三十]{1,3})日?(?:电|電|讯|訊)"
    r"|(?:本报|新华社)讯)\s*(?:[（(][^）)。]{0,40}(?:记者|記者|通讯员)[^）)。]{0,30}[）)]\s*)?[：:]?\s*"
)


_DATELINE_STARTS = frozenset("据本新人中光綜")


def opening_dateline(text: str) -> int:
    """How many characters the dateline takes with which a paragraph opens (本报北京10月6日电  （记者莽九晨）), 0 where it has none."""
    found = _DATELINE.match(text) if text[0] in _DATELINE_STARTS else None
    return found.end() if found and found.end() < len(text) else 0


# ------------------------------------------------------------------------------------------------ points

_N = f"[{CHINESE_DIGITS}]{{1,3}}"
_START = f"(?:^|(?<=[{SENTENCE_END}；;：:，,、{CLOSING}]))"
_POINT = re.compile(
    f"{_START}(?:(?P<is>{_N})是[，,：:]?|(?P<must>{_N})要|第(?P<first>{_N})(?:[，,]|(?=是))|其(?P<other>{_N})[，,]|[（(](?P<bracket>{_N}|[0-9]{{1,2}})[）)]|(?P<circled>[①-⑳]))"
)
#: Signs of a second point: cheap to look for, and a paragraph without one has no points.
_SECOND = ("二是", "二要", "第二", "其二", "（二）", "(二)", "（2）", "(2)", "②")
_STOP = re.compile(f"[{SENTENCE_END}；;][{CLOSING}]*")
_SENTENCE = re.compile(f"[{SENTENCE_END}][{CLOSING}]*")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A number of an enumeration within a paragraph."""

    start: int
    end: int
    number: int
    style: str


def inlines(text: str, pos: Pos, offset: int = 0) -> tuple[Inline, ...]:
    """The inlines of a paragraph's text; ``pos`` is where the paragraph stands, ``offset`` how far in it ``text`` begins."""
    if not text:
        return ()
    if not any(sign in text for sign in _SECOND):
        return (Text(tidy_gaps(text), pos=_shifted(pos, offset)),)
    return _with_points(text, pos, offset)


def _shifted(pos: Pos, offset: int) -> Pos:
    return Pos(pos.line, pos.column + offset, pos.source) if offset else pos


def _with_points(text: str, pos: Pos, offset: int) -> tuple[Inline, ...]:
    made: list[Inline] = []
    done = 0
    runs = _runs(_marks(text))
    for number, run in enumerate(runs):
        limit = runs[number + 1][0].start if number + 1 < len(runs) else len(text)
        bounds = [mark.start for mark in run[1:]] + [_end_of_last(text, run, limit)]
        for mark, end in zip(run, bounds, strict=True):
            if mark.start > done:
                made.append(Text(tidy_gaps(text[done : mark.start]), pos=_shifted(pos, offset + done)))
            made.append(_point(text, mark, end, pos, offset))
            done = end
    if done < len(text):
        made.append(Text(tidy_gaps(text[done:]), pos=_shifted(pos, offset + done)))
    return tuple(made)


def _point(text: str, mark: _Mark, end: int, pos: Pos, offset: int) -> Span:
    label, words = text[mark.start : mark.end], text[mark.end : end]
    here = _shifted(pos, offset + mark.start)
    content: list[Inline] = [Span((Text(label, pos=here),), attrs=Attrs(role="label"), pos=here)]
    if words:
        content.append(Text(tidy_gaps(words), pos=_shifted(pos, offset + mark.end)))
    return Span(tuple(content), attrs=Attrs(role="point", data=(("label", label.rstrip("，,：:")),)), pos=here)


def _marks(text: str) -> list[_Mark]:
    marks: list[_Mark] = []
    for found in _POINT.finditer(text):
        label = read_label(text[found.start() : found.end() + 2])
        if label is not None and label.number is not None:
            marks.append(_Mark(found.start(), found.end(), label.number, found.lastgroup or ""))
    return marks


def _runs(marks: list[_Mark]) -> list[list[_Mark]]:
    """Marks of one style that count 1, 2, 3 …; a run has at least two. A run within another run is left as text."""
    runs: list[list[_Mark]] = []
    open_runs: dict[str, list[_Mark]] = {}
    for mark in marks:
        current = open_runs.get(mark.style)
        if current is not None and mark.number == current[-1].number + 1:
            current.append(mark)
        elif mark.number == 1:
            open_runs[mark.style] = [mark]
            runs.append(open_runs[mark.style])
    outer: list[list[_Mark]] = []
    for run in runs:
        if len(run) > 1 and (not outer or run[0].start > outer[-1][-1].start):
            outer.append(run)
    return outer


def _end_of_last(text: str, run: list[_Mark], limit: int) -> int:
    """Where the last point ends: after one sentence if no earlier point has more than one, else with the paragraph, before ``limit``.

    That is where the next run of points begins: what leads up to it, behind a stop or a semicolon, is no part of this one.
    """
    stops = [found.end() for found in _STOP.finditer(text, run[-1].end, limit)] if limit < len(text) else []
    limit = stops[-1] if stops else limit
    earlier = [text[one.end : following.start] for one, following in pairwise(run)]
    if any(len(_SENTENCE.findall(piece.rstrip())) > 1 for piece in earlier):
        return limit
    end = _SENTENCE.search(text, run[-1].end, limit)
    return end.end() if end else limit
