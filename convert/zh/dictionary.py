"""Simplified to traditional script by words: OpenCC's dictionary, held to the word boundaries of a segmenter.

OpenCC takes the longest phrase that matches, wherever words end: 一个中国 becomes 一箇中國 for 个中 → 箇中. So the text is cut into words
first (jieba's dictionary and its model of unknown words) and each word is converted by itself. Where that differs from OpenCC on the whole
text, OpenCC's phrase is looked for: it wins if it begins and ends where words do.

A text is one paragraph, or several parted by separators (``engines.SEPARATOR``). All are taken together: OpenCC is called once, the segmenter
for many clauses at a time, and only for those with a character that words write in several ways. What comes out has a character for each
that went in. Characters are those of OpenCC's standard; ``convert.zh.regions`` makes the region's from them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, islice

from convert.zh import contexts, overrides, rules, surnames
from convert.zh.cells import changed
from convert.zh.engines import SEPARATOR, aligned, convert_each, converted, frequency, is_known, words
from convert.zh.phrases import Phrases

#: How far a phrase of OpenCC's is looked for on either side of a character.
_REACH = 5

#: The characters to which OpenCC's phrases, or ours, give another form than they have alone; others need no words.
SEVERAL = frozenset(
    "万丑个丰么了于云仆仇仑价仿伙余佛佣俊修借僵克党具冢冬冲凄准凌几凶出划别刮制千升卜占卤卷厂历厘参发只台叶叹吁吃合吊同后向吣呆周咨咸咽哄哗喂噪回团困坐坛堤复夫夸奸姜娘宁家尝尸尽局岩岳巨布帘席干并幸广庵弥弦当录彩征径御志念恒恤恶愈愿戚扇才扎托扣折抵拐拿挨挽捆据搜摆斗"
    "斤斫昆暗曲札术朱朴杆杠杯杰松板果枪柜栗核梁棱檗欲毁汇沈沾泛注浚涂涌淀游溪漓澄炼烟焰熏狸玩琅症皂矩确私秋种穗筑筱签糊系纤耇胄背胜胡脏腊腌膻致舍芸苏苔苹范荐荡荫药获蒙蔑藤虫虱蜡表袅谷豆象赞跖辟迹适郁酸采里鉴针钟铲链锄镰闲雕霉面须饥"
)
#: Of these, frequent ones whose other forms are so rare that only the forms themselves need a second look.
_SELDOM = frozenset("个了家果么当合同国具核确别回参才修价念据术录团局")
_SELDOM_FORMS = frozenset("箇个瞭傢菓幺么噹閤衕俱覈确彆迴蔘参纔脩价唸据朮录糰侷")
#: How often a word that is not rare occurs in what the segmenter's dictionary was counted from.
_RARE = 60
_OFTEN = SEVERAL - _SELDOM
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"


def _clauses_with(chars: Collection[str]) -> re.Pattern[str]:
    """Clauses that have one of ``chars``; no place is looked at twice."""
    telling = "".join(sorted(chars))
    other = f"[^{telling}\x00-\u33ff\ua000-\U0001ffff\U00040000-\U0010ffff]"
    return re.compile(f"(?<![{_HAN}]){other}*+[{telling}][{_HAN}]*+")


_DOUBTFUL = _clauses_with(_OFTEN)
_TELLTALE_FORM = re.compile("[" + "".join(sorted(_SELDOM_FORMS)) + "]")
_IN_CLAUSE = re.compile(f"[{_HAN}]")
#: One of the characters that make a clause doubtful.
_DOUBTED = "发"
#: So many clauses are cut into words at once.
_TOGETHER = 1000

#: What a word is to the conversion: its form, where a name may lie in it, and where its surroundings decide its characters.
Verdict = tuple[str, tuple[int, ...], tuple[int, ...]]


def traditional(text: str, persons: Phrases) -> str:
    """``text`` in traditional script; ``persons`` are known to occur.

    Words win over the characters' usual forms, and over them phrases that keep to the words' boundaries; rules win over words, names over rules.
    """
    whole = aligned("s2t", text)
    changes: dict[int, str] = {}
    named: list[tuple[int, str]] = []
    for start, segmented in _segmented(text, _doubtful(text, whole)):
        candidates = _decide(text, whole, start, segmented, changes)
        if candidates:
            named += _names(text, start, segmented, candidates)
    changes.update(rules.forward().decided(text))
    changes.update(rules.sounding(text))
    for offset, place in _places().occurring(text):
        changes.update(enumerate(overrides.PLACES[place], offset))
    for offset, name in named:
        changes.update(enumerate(persons.forms.get(name) or written_name(name), offset))
    for offset, name in persons.occurring(text):
        if not is_known(text[max(0, offset - 1) : offset + 1]):
            changes.update(enumerate(persons.forms[name], offset))
    return changed(whole, changes)


@cache
def _places() -> Phrases:
    return Phrases(overrides.PLACES)


def _doubtful(text: str, whole: str) -> Iterator[tuple[int, int]]:
    """Where the clauses of ``text`` in which words matter begin and end; ``whole`` is what OpenCC made of it."""
    seldom = {found.start(): _DOUBTED for found in _TELLTALE_FORM.finditer(whole) if _IN_CLAUSE.match(text, found.start())}
    for clause in _DOUBTFUL.finditer(changed(text, seldom) if seldom else text):
        yield clause.span()


def _segmented(text: str, clauses: Iterable[tuple[int, int]]) -> Iterator[tuple[int, list[str]]]:
    """Clauses of ``text`` cut into words, each with its offset."""
    rest = iter(clauses)
    while some := list(islice(rest, _TOGETHER)):
        found = words("".join([text[start:end] + SEPARATOR for start, end in some]))
        first = 0
        for start, _ in some:
            last = found.index(SEPARATOR, first)
            yield start, found[first:last]
            first = last + 1


def _decide(text: str, whole: str, start: int, segmented: list[str], changes: dict[int, str]) -> list[int]:
    """Settle the forms of the words of a clause that begins at ``start``; ``whole`` is what OpenCC made of the text, blind to words.

    Returns where characters stand that may belong to a person's name.
    """
    at = start
    candidates: list[int] = []
    for number, verdict in enumerate(map(_verdict, segmented)):
        if verdict is None:
            at += len(segmented[number])
            continue
        own, loose, undecided = verdict
        if loose:
            candidates += [at + i for i in loose]
        after = at + len(own)
        phrased: Collection[int] = ()
        if own != whole[at:after]:
            if segmented[number] not in overrides.PHRASES:
                phrased = _phrased(text, whole, at, own, start, segmented)
            changes.update((i, own[i - at]) for i in range(at, after) if i not in phrased)
        for i in undecided:
            if at + i not in phrased:
                changes[at + i] = _by_context(text, at + i, own[i], number, segmented)
        at = after
    return candidates


@lru_cache(maxsize=1 << 16)
def _verdict(word: str) -> Verdict | None:
    """What is to be known of a word; None where only its characters matter."""
    if SEVERAL.isdisjoint(word):
        return None
    undecided = () if is_known(word) else tuple(i for i, char in enumerate(word) if contexts.has_model(char))
    return form(word), _name_like(word), undecided


def _phrased(text: str, whole: str, at: int, own: str, start: int, segmented: list[str]) -> set[int]:
    """Where OpenCC's form of a word's character comes from a phrase that keeps to the boundaries of words, so that it holds."""
    boundaries = frozenset(accumulate(map(len, segmented), initial=start))
    different = (i for i in range(at, at + len(own)) if own[i - at] != whole[i])
    return {i for i in different if _has_phrase(text, i, whole[i], start, max(boundaries), boundaries)}


@lru_cache(maxsize=1 << 16)
def _name_like(word: str) -> tuple[int, ...]:
    """Where in a word characters stand that names write in their own way, and that the word leaves free to belong to one."""
    if is_known(word):
        return surnames.loose(word)
    return tuple(i for i, char in enumerate(word) if char in surnames.TELLING)


def _by_context(text: str, at: int, usual: str, number: int, segmented: list[str]) -> str:
    """What its neighbours make of a character in the word ``number``, which no dictionary has."""
    before = segmented[number - 1] if number else ""
    after = segmented[number + 1] if number + 1 < len(segmented) else ""
    return contexts.decided(text, at, usual, segmented[number], before, after)


@lru_cache(maxsize=1 << 16)
def form(word: str) -> str:
    """A word in traditional script."""
    new = overrides.PHRASES.get(word) or converted("s2t", word)
    return new if len(new) == len(word) else word


@lru_cache(maxsize=1 << 16)
def is_rare(word: str) -> bool:
    """Whether a dictionary has the word, holds a character of several forms, but hardly ever meets it."""
    return is_known(word) and not SEVERAL.isdisjoint(word) and word not in overrides.PHRASES and frequency(word) < _RARE


_TELLING = _clauses_with(surnames.TELLING)


def names(text: str, enough: float = surnames.ENOUGH) -> Iterator[tuple[int, str]]:
    """The persons' names in ``text``, told by what stands around them, which hold a character that names write in their own way.

    ``enough`` is how much must speak for a name.
    """
    for start, segmented in _segmented(text, (clause.span() for clause in _TELLING.finditer(text))):
        at, candidates = start, []
        for word in segmented:
            candidates += [at + i for i in _name_like(word)]
            at += len(word)
        yield from _names(text, start, segmented, candidates, enough)


def _names(
    text: str, start: int, segmented: Sequence[str], candidates: Sequence[int], enough: float = surnames.ENOUGH
) -> Iterator[tuple[int, str]]:
    """The names around the ``candidates`` of a clause that begins at ``start``."""
    uncut = frozenset(_outside_words(start, segmented))
    return surnames.found(text, start, max(uncut), candidates, uncut, is_known, enough)


def boundaries(text: str) -> frozenset[int]:
    """The offsets in ``text`` at which no word of a dictionary is cut."""
    return frozenset(_outside_words(0, words(text)))


def _outside_words(start: int, segmented: Sequence[str]) -> Iterator[int]:
    """The offsets at which no word of a dictionary is cut."""
    for word in segmented:
        yield from (start,) if is_known(word) else range(start, start + len(word))
        start += len(word)
    yield start


@lru_cache(maxsize=4096)
def written_name(name: str, *, certain: bool = False) -> str:
    """A person's name in traditional script.

    Unless it is ``certain`` to be one, what a dictionary has as a phrase (沈阳, 胡萝卜, 张三丰) is as the dictionary has it.
    """
    if name in overrides.PHRASES and not certain:
        return overrides.PHRASES[name]
    *single, phrase, given = convert_each("s2t", [*name, name, name[1:]])
    if not certain and len(phrase) == len(name) > 1 and phrase not in ("".join(single), single[0] + given) and not surnames.is_usual(name):
        return phrase
    written = surnames.written(name, single)
    return written if len(written) == len(name) else name


def simplified(text: str) -> str:
    """``text`` in simplified script, from whichever region it comes."""
    return changed(aligned("tw2s", text), dict(rules.backward().decided(text)))


def _has_phrase(text: str, i: int, new: str, start: int, end: int, boundaries: frozenset[int]) -> bool:
    """Whether the shortest phrase that makes ``new`` of the character at ``i`` begins and ends where words do."""
    spans = [(first, first + size) for size in range(2, _REACH + 1) for first in range(max(start, i - size + 1), min(i, end - size) + 1)]
    for (first, last), piece in zip(spans, convert_each("s2t", [text[first:last] for first, last in spans]), strict=True):
        if len(piece) == last - first and piece[i - first] == new:
            return first in boundaries and last in boundaries
    return False
