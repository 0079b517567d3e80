"""Where a conversion to traditional script may be wrong, so that an editor looks there and nowhere else.

Doubtful is a character of which OpenCC, blind to words, makes something else; one that stands alone and whose surroundings hardly decide;
and every name that begins with, or holds, a character which names write in their own way. Found anew from the text: nothing is kept during
the conversion itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from convert.zh import contexts, dictionary, overrides, surnames
from convert.zh.phrases import Phrases

DISAGREE = "converters disagree"
UNDECIDED = "the surroundings do not decide"
NAME = "a name, or none"

#: Characters that are risky when they stand alone, whatever their model says.
_RISKY = frozenset("干面发后表冲松谷折须胡里只系制出并卷余于")
#: Words that mean two things, written in two ways: 編制 a staff, 編製 to draw up.
_DOUBLE = frozenset(
    [
        "编制",
        "自制",
        "创制",
        "试制",
        "监制",
        "制成",
        "收获",
        "复审",
        "复评",
        "复核",
        "复原",
        "并行",
        "并网",
        "并举",
        "并发",
        "并轨",
        "并列",
        "折合",
        "历年",
        "系属",
        "干犯",
        "干群",
        "转台",
        "电表",
        "对表",
        "出征",
        "一出",
        "上签",
        "便签",
        "村里",
        "乡里",
        "海里",
        "里长",
        "里手",
        "表里",
        "干系",
        "干吗",
        "天后",
        "长发",
        "生发",
        "一发",
        "采风",
        "采编",
        "采油",
        "集采",
        "余年",
        "余生",
        "地方志",
        "县志",
        "丰采",
        "游说",
        "回游",
        "心系",
        "周期",
        "借故",
        "借口",
        "出价",
        "尝鲜",
        "蒙蒙",
        "暗暗",
        "舍下",
        "准点",
        "沈浸",
        "谷道",
        "板子",
        "当铺",
    ]
)
#: A name for which nearly enough speaks is told too.
_NEARLY = 2.0
_CLAUSE = re.compile("[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A stretch of a text: where, the other forms that it might have (OpenCC's standard), and why it is doubted."""

    offset: int
    length: int
    alternatives: tuple[str, ...]
    reason: str


def doubtful(text: str, persons: Phrases) -> list[Doubtful]:
    """The doubtful places of a ``text`` in simplified script, in their order; none overlaps another."""
    own = dictionary.cells(text, persons)
    found = [*_names(text, own), *_disagreeing(text, own), *_undecided(text, own)]
    taken: set[int] = set()
    kept = []
    for doubt in found:
        span = range(doubt.offset, doubt.offset + doubt.length)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(doubt)
    return sorted(kept, key=lambda doubt: doubt.offset)


def _disagreeing(text: str, own: Sequence[str]) -> Iterator[Doubtful]:
    blind: str = dictionary.opencc("s2t").convert(text)
    if len(blind) == len(text):
        for i, (ours, theirs) in enumerate(zip(own, blind, strict=True)):
            if ours != theirs:
                yield Doubtful(i, 1, _others(text[i], ours, theirs), DISAGREE)


def _undecided(text: str, own: Sequence[str]) -> Iterator[Doubtful]:
    for clause in _CLAUSE.finditer(text):
        words = dictionary.words(clause.group())
        at = clause.start()
        for number, word in enumerate(words):
            if word in _DOUBLE:
                yield from _double(text, at, word, own)
            elif not dictionary.is_known(word) and word not in overrides.PHRASES:
                before, after = words[number - 1] if number else "", words[number + 1] if number + 1 < len(words) else ""
                for i in range(at, at + len(word)):
                    if _is_open(text, i, own[i], word, before, after):
                        yield Doubtful(i, 1, _others(text[i], own[i]), UNDECIDED)
            at += len(word)


def _double(text: str, at: int, word: str, own: Sequence[str]) -> Iterator[Doubtful]:
    """The characters of a word that means two things which have another form."""
    for i in range(at, at + len(word)):
        if others := _others(text[i], own[i]):
            yield Doubtful(i, 1, others, UNDECIDED)


def _is_open(text: str, i: int, form: str, word: str, before: str, after: str) -> bool:
    if text[i] not in contexts.models():
        return text[i] in _RISKY
    scores = contexts.scores(text, i, word, before, after)
    rivals = [score for other, score in scores.items() if other != form]
    return bool(rivals) and scores.get(form, 0) - max(rivals) < contexts.MARGIN


def _names(text: str, own: Sequence[str]) -> Iterator[Doubtful]:
    for offset, name in dictionary.names(text, enough=_NEARLY):
        ours = "".join(own[offset : offset + len(name)])
        others = {dictionary.written_name(name, certain=True), dictionary.opencc("s2t").convert(name)} - {ours}
        if others:
            yield Doubtful(offset, len(name), tuple(sorted(others)), NAME)


def _others(char: str, own: str, *more: str) -> tuple[str, ...]:
    """The forms of ``char`` other than its ``own``."""
    return tuple(dict.fromkeys(form for form in (*more, *_forms().get(char, ())) if form != own))


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    """The forms that phrases, rules, models and names give to each character."""
    found: dict[str, set[str]] = {}
    for phrase, new in overrides.PHRASES.items():
        for char, form in zip(phrase, new, strict=True):
            found.setdefault(char, set()).add(form)
    for char, _, _, form in overrides.RULES:
        found.setdefault(char, set()).add(form)
    for char, form in surnames.SURNAMES.items():
        found.setdefault(char, set()).add(form)
    usual = dictionary.convert_each("s2t", sorted(found))
    return {char: tuple(sorted({*found[char], new})) for char, new in zip(sorted(found), usual, strict=True)}
