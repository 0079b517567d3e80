"""Where a conversion to traditional script may be wrong, so that an editor looks there and nowhere else.

Doubtful is a character of which OpenCC, blind to words, makes something else; one that stands alone and whose surroundings hardly decide;
one that would change if words were cut in another way; one in a word so rare that no dictionary can be trusted with it; and every name that
begins with, or holds, a character which names write in their own way. ``tests/bench/review.py`` prints what that finds. Found anew from the text: nothing is kept during
the conversion itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from convert.zh import contexts, dictionary, overrides, surnames
from convert.zh.engines import convert_each, converted, cut, is_known
from convert.zh.phrases import NONE, Phrases
from convert.zh.unsettled import SEVERAL
from convert.zh.words import is_rare, word_form

DISAGREE = "converters disagree"
UNDECIDED = "the surroundings do not decide"
NAME = "a name, or none"
LEFT = "left, since all around is in traditional script"

#: Characters that simplified script has for several words, and traditional script for one of them, which is seldom meant.
_SHARED = frozenset("里后面余谷")

#: Characters that stand so often, and are so seldom wrong, in rare words; and those that stand alone so, unless what is before them warns.
_SURE = frozenset("于并个当着了党万吃几家出周")
_FREQUENT = (_SURE | {"后", "发"}) - {"并"}
_BESIDE = {
    "后": re.compile("(?<![一-龥])$|[皇太王帝天影歌视封立妃母武吕女]$"),
    "发": re.compile("(?:头|理|剪|洗|染|烫|梳|长|短|白|黑|金|银|秀|毛|须|卷|盘|编|束|假|脱).{0,2}$"),
}
#: Behind 并 where it may be 併.
_MERGING = re.compile("[用称入案购进到成同桌]|(?![一-龥])")
#: How many characters before a frequent one are looked at.
_BEFORE = 3
#: Words that mean two things, written in two ways: 編制 a staff, 編製 to draw up.
_TWO_MEANINGS = (
    "并用 并称 并计 干掉 发色 乱发 面皮 里约 "
    "编制 自制 创制 试制 监制 制成 收获 复审 复评 复核 复原 并行 并网 并举 并发 并轨 并列 折合 历年 系属 "
    "干犯 干群 转台 电表 对表 出征 一出 上签 便签 村里 乡里 海里 里长 里手 表里 干系 干吗 天后 长发 生发 "
    "一发 采风 采编 采油 集采 余年 余生 地方志 县志 丰采 游说 回游 心系 周期 借故 借口 出价 尝鲜 蒙蒙 暗暗 "
    "舍下 准点 沈浸 谷道 板子 当铺 "
)
_DOUBLE = frozenset(_TWO_MEANINGS.split())
#: By how much a form must be better than the others to be beyond doubt (as in ``contexts.MARGIN``).
_CLEAR = 60
#: A name for which nearly enough speaks is told too.
_NEARLY = 1.0
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
    own = dictionary.traditional(text, persons)
    found = [*_names(text, own), *_disagreeing(text, own), *_undecided(text, own), *_crossed(text, own)]
    taken: set[int] = set()
    kept = []
    for doubt in found:
        span = range(doubt.offset, doubt.offset + doubt.length)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(doubt)
    return sorted(kept, key=lambda doubt: doubt.offset)


def left(text: str, shown: str) -> Iterator[Doubtful]:
    """Characters of ``text`` that were left with their clauses, which are in traditional script and therefore masked in ``shown``.

    They are in that script too, but for another word, which hardly stands there: 房間里.
    """
    if not any(char in _SHARED and char != seen for char, seen in zip(text, shown, strict=True)):
        return
    again = dictionary.traditional(dictionary.simplified(text), NONE)
    for i, (char, form) in enumerate(zip(text, again, strict=True)):
        if char in _SHARED and form != char != shown[i]:
            yield Doubtful(i, 1, (form,), LEFT)


def _disagreeing(text: str, own: Sequence[str]) -> Iterator[Doubtful]:
    blind = converted("s2t", text)
    if len(blind) == len(text):
        for i, (ours, theirs) in enumerate(zip(own, blind, strict=True)):
            if ours != theirs:
                yield Doubtful(i, 1, _others(text[i], ours, theirs), DISAGREE)


def _undecided(text: str, own: Sequence[str]) -> Iterator[Doubtful]:
    for clause in _CLAUSE.finditer(text):
        words = cut(clause.group())
        at = clause.start()
        for number, word in enumerate(words):
            if word in _DOUBLE or is_rare(word):
                yield from _in_word(text, at, word, own)
            elif not is_known(word) and word not in overrides.PHRASES:
                before, after = words[number - 1] if number else "", words[number + 1] if number + 1 < len(words) else ""
                for i in range(at, at + len(word)):
                    if _is_open(text, i, own[i], word, before, after):
                        yield Doubtful(i, 1, _others(text[i], own[i]), UNDECIDED)
            at += len(word)


def _crossed(text: str, own: Sequence[str]) -> Iterator[Doubtful]:
    """Characters that would take another form if the words around them were cut in another way (理发 or 发展), or if no rule held."""
    for clause in _CLAUSE.finditer(text):
        at = clause.start()
        for word in cut(clause.group()):
            for i in range(at, at + len(word)):
                rivals = _rivals(text, i, (at, at + len(word)), clause.span()) if text[i] in SEVERAL else ()
                if others := tuple(dict.fromkeys(form for form in rivals if form != own[i])):
                    yield Doubtful(i, 1, others, UNDECIDED)
            at += len(word)


def _rivals(text: str, i: int, word: tuple[int, int], clause: tuple[int, int]) -> Iterator[str]:
    """The forms that the character at ``i`` has in its own ``word``, and in words of a dictionary which cross a boundary of that."""
    if is_known(text[slice(*word)]):
        yield word_form(text[slice(*word)])[i - word[0]]
    for size in (2, 3):
        for first in range(max(clause[0], i - size + 1), min(i, clause[1] - size) + 1):
            last = first + size
            if (first < word[0] or last > word[1]) and is_known(text[first:last]):
                yield word_form(text[first:last])[i - first]


def _in_word(text: str, at: int, word: str, own: Sequence[str]) -> Iterator[Doubtful]:
    """The characters of a word that means two things, or is rare, which have another form and no frequent word to hold them."""
    for i in range(at, at + len(word)):
        others = _others(text[i], own[i])
        if others and (word in _DOUBLE or (text[i] not in _SURE and not _is_held(text, i, at, word, own[i]))):
            yield Doubtful(i, 1, others, UNDECIDED)


def _is_held(text: str, i: int, at: int, word: str, form: str) -> bool:
    """Whether the character at ``i`` stands in a frequent word within ``word``, which begins at ``at``, and has its ``form`` there too."""
    for size in range(2, len(word)):
        for first in range(max(at, i - size + 1), min(i, at + len(word) - size) + 1):
            part = text[first : first + size]
            if is_known(part) and not is_rare(part) and word_form(part)[i - first] == form:
                return True
    return False


def _is_open(text: str, i: int, form: str, word: str, before: str, after: str) -> bool:
    if text[i] in _FREQUENT:
        beside = _BESIDE.get(text[i])
        return bool(beside and beside.search(text, max(0, i - _BEFORE), i))
    if text[i] == "并" and _MERGING.match(text, i + 1):
        return True
    if text[i] not in contexts.CHARS:
        return bool(_others(text[i], form))
    scores = contexts.scores(text, i, word, before, after)
    rivals = [score for other, score in scores.items() if other != form]
    return bool(rivals) and scores.get(form, 0) - max(rivals) < _CLEAR


def _names(text: str, own: Sequence[str]) -> Iterator[Doubtful]:
    for offset, name in dictionary.names(text, enough=_NEARLY):
        ours = "".join(own[offset : offset + len(name)])
        others = {dictionary.written_name(name, certain=True), converted("s2t", name)} - {ours}
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
    usual = convert_each("s2t", sorted(found))
    return {char: tuple(sorted({*found[char], new})) for char, new in zip(sorted(found), usual, strict=True)}
