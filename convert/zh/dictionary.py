"""Simplified to traditional script by words: OpenCC's dictionary, held to the word boundaries of a segmenter.

OpenCC takes the longest phrase that matches, wherever words end: 一个中国 becomes 一箇中國 for 个中 → 箇中. So the text is cut into words
first (jieba's dictionary and its model of unknown words, in the Rust build ``rjieba``) and each word is converted by itself. Where that
differs from OpenCC on the whole text, OpenCC's phrase is looked for: it wins if it begins and ends where words do.

Characters are those of OpenCC's standard; ``convert.zh.script`` makes the region's from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any

from convert.zh import contexts, overrides, surnames
from convert.zh.phrases import Phrases

#: Stands between words in what OpenCC is given, so that no phrase crosses. It must not occur in the text.
SEPARATOR = "\x1f"

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
_CLAUSE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
_BOUND = re.compile("[^\u3400-\u9fff\U00020000-\U0003ffff]")
_TELLTALE = re.compile("[" + "".join(sorted(_OFTEN)) + "]")
_TELLTALE_FORM = re.compile("[" + "".join(sorted(_SELDOM_FORMS)) + "]")


@cache
def opencc(config: str) -> Any:
    """OpenCC's converter ``config`` without the dictionaries that yield characters which no common font has. Loaded once."""
    import opencc as library

    return library.OpenCC(config, include_tofu_risk_dictionaries=False)


@cache
def _segmenter() -> Any:
    import rjieba

    for phrase in overrides.PHRASES:  # of the library's own segmenter, which it loads in any case: a second would double the start
        rjieba.add_word(phrase, None, None)
    return rjieba


def convert_each(config: str, pieces: Sequence[str]) -> list[str]:
    """Each of ``pieces`` converted by itself."""
    converted: list[str] = opencc(config).convert(SEPARATOR.join(pieces)).split(SEPARATOR)
    return converted


def cells(text: str, persons: Phrases) -> list[str]:
    """``text`` in traditional script, an entry for each of its characters; ``persons`` are known to occur.

    Words win over the characters' usual forms, and over them phrases that keep to the words' boundaries; rules win over words, names over rules.
    """
    whole: str = opencc("s2t").convert(text)
    found = list(whole) if len(whole) == len(text) else convert_each("s2t", text)
    whole = "".join(found)
    named: list[tuple[int, str]] = []
    doubted = False
    for start, han in _doubtful(text, whole):
        doubted = True
        segmented = _segmenter().cut(han)
        candidates = _decide(text, whole, start, segmented, found)
        if candidates:
            named += _names(text, start, segmented, candidates)
    for offset, new in overrides.forward().decided(text):
        found[offset] = new
    for offset, place in _places().occurring(text) if doubted else ():
        found[offset : offset + len(place)] = overrides.PLACES[place]
    for offset, name in named:
        found[offset : offset + len(name)] = persons.forms.get(name) or written_name(name)
    for offset, name in persons.occurring(text):
        if not (offset and _segmenter().has_word(text[offset - 1 : offset + 1])):
            found[offset : offset + len(name)] = persons.forms[name]
    return found


@cache
def _places() -> Phrases:
    return Phrases(overrides.PLACES)


def _doubtful(text: str, whole: str) -> Iterator[tuple[int, str]]:
    """The clauses of ``text`` in which words matter, with their offsets; ``whole`` is what OpenCC made of it."""
    start = 0
    for han in _BOUND.split(text):
        end = start + len(han)
        if han and (_TELLTALE.search(han) or _TELLTALE_FORM.search(whole, start, end)):
            yield start, han
        start = end + 1


def _decide(text: str, whole: str, start: int, segmented: list[str], found: list[str]) -> list[int]:
    """Settle the forms of the words of a clause that begins at ``start``; ``whole`` is what OpenCC made of the text, blind to words.

    Returns where characters stand that may belong to a person's name.
    """
    at = start
    candidates: list[int] = []
    for number, word in enumerate(segmented):
        after = at + len(word)
        if verdict := _verdict(word):
            own, known, loose = verdict
            if loose:
                candidates += [at + i for i in loose]
            phrased: set[int] = set()
            if own != whole[at:after]:
                phrased = _phrased(text, whole, at, own, start, segmented) if word not in overrides.PHRASES else phrased
                for i in range(at, after):
                    if i not in phrased:
                        found[i] = own[i - at]
            if not known:
                _by_context(text, at, number, segmented, phrased, found)
        at = after
    return candidates


@lru_cache(maxsize=1 << 16)
def _verdict(word: str) -> tuple[str, bool, tuple[int, ...]] | None:
    """A word's form, whether a dictionary has it, and where a name may lie; None where only its characters matter."""
    return None if SEVERAL.isdisjoint(word) else (form(word), is_known(word), _name_like(word))


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


def _by_context(text: str, at: int, number: int, segmented: list[str], settled: set[int], found: list[str]) -> None:
    """Let what stands beside a word that no dictionary has decide its characters."""
    models = contexts.models()
    before = segmented[number - 1] if number else ""
    after = segmented[number + 1] if number + 1 < len(segmented) else ""
    for i in range(at, at + len(segmented[number])):
        if text[i] in models and i not in settled:
            found[i] = contexts.decided(text, i, found[i], segmented[number], before, after)


@lru_cache(maxsize=1 << 16)
def form(word: str) -> str:
    """A word in traditional script."""
    new: str = overrides.PHRASES.get(word) or opencc("s2t").convert(word)
    return new if len(new) == len(word) else word


@lru_cache(maxsize=1 << 16)
def is_known(word: str) -> bool:
    """Whether a dictionary has the word: it is of several characters, and not one that the segmenter made up."""
    return len(word) > 1 and bool(_segmenter().has_word(word))


@lru_cache(maxsize=1 << 16)
def is_rare(word: str) -> bool:
    """Whether a dictionary has the word, holds a character of several forms, but hardly ever meets it."""
    return is_known(word) and not SEVERAL.isdisjoint(word) and word not in overrides.PHRASES and _segmenter().suggest_freq(word) < _RARE


def words(text: str) -> list[str]:
    """The words of ``text``; joined they are the text."""
    found: list[str] = _segmenter().cut(text)
    return found


def names(text: str, enough: float = surnames.ENOUGH) -> Iterator[tuple[int, str]]:
    """The persons' names in ``text``, told by what stands around them, which hold a character that names write in their own way.

    ``enough`` is how much must speak for a name.
    """
    for clause in _CLAUSE.finditer(text):
        if not surnames.TELLING.isdisjoint(clause.group()):
            segmented, at, candidates = words(clause.group()), clause.start(), []
            for word in segmented:
                candidates += [at + i for i in _name_like(word)]
                at += len(word)
            yield from _names(text, clause.start(), segmented, candidates, enough)


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


def simplified(text: str) -> list[str]:
    """``text`` in simplified script, an entry for each of its characters, from whichever region it comes."""
    found = spread(text, opencc("tw2s").convert(text))
    for offset, new in overrides.backward().decided(text):
        found[offset] = new
    return found


def spread(old: str, new: str) -> list[str]:
    """``new`` laid over the characters of ``old``."""
    return list(new) if len(new) == len(old) else [new] + [""] * (len(old) - 1)


def _has_phrase(text: str, i: int, new: str, start: int, end: int, boundaries: frozenset[int]) -> bool:
    """Whether the shortest phrase that makes ``new`` of the character at ``i`` begins and ends where words do."""
    spans = [(first, first + size) for size in range(2, _REACH + 1) for first in range(max(start, i - size + 1), min(i, end - size) + 1)]
    for (first, last), converted in zip(spans, convert_each("s2t", [text[first:last] for first, last in spans]), strict=True):
        if len(converted) == last - first and converted[i - first] == new:
            return first in boundaries and last in boundaries
    return False
