"""Words where they matter: the clauses that have a character which words write in several ways, cut and settled.

Each word is converted by itself. Where that differs from OpenCC on the whole text, OpenCC's phrase is looked for: it wins if it begins and
ends where words do. A character that is a word by itself, or stands in a word that no dictionary has, is decided by its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, islice

from convert.zh import contexts, overrides, surnames
from convert.zh.cells import changed
from convert.zh.engines import SEPARATOR, convert_each, converted, cut, frequency, is_known

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


def clauses_with(chars: Collection[str]) -> re.Pattern[str]:
    """Clauses that have one of ``chars``; no place is looked at twice."""
    telling = "".join(sorted(chars))
    other = f"[^{telling}\x00-\u33ff\ua000-\U0001ffff\U00040000-\U0010ffff]"
    return re.compile(f"(?<![{_HAN}]){other}*+[{telling}][{_HAN}]*+")


_DOUBTFUL = clauses_with(_OFTEN)
_TELLTALE_FORM = re.compile("[" + "".join(sorted(_SELDOM_FORMS)) + "]")
_IN_CLAUSE = re.compile(f"[{_HAN}]")
#: One of the characters that make a clause doubtful.
_DOUBTED = "发"
#: So many clauses are cut at once.
_TOGETHER = 2000

#: What a word is to the conversion: its form, where a name may lie in it, and where its surroundings decide its characters.
Verdict = tuple[str, tuple[int, ...], tuple[int, ...]]
_END: Verdict = ("", (), ())
_VERDICTS: dict[str, Verdict | None] = {}
#: More words are not remembered.
_MANY = 1 << 17


@dataclass(frozen=True, slots=True)
class Settled:
    """What words make of a text.

    ``changes`` are characters at which they differ from what OpenCC makes of the text; ``nameable`` are clauses in which a person's name may
    lie: offset, words, places of the characters that may belong to it.
    """

    changes: dict[int, str] = field(default_factory=dict)
    nameable: list[tuple[int, list[str], list[int]]] = field(default_factory=list)


#: A character of which OpenCC, blind to words, makes something else: its place, the clause from offset to offset, where its words end.
_Disputed = tuple[int, int, int, frozenset[int]]


def settled(text: str, whole: str) -> Settled:
    """What words make of ``text``, of which OpenCC made ``whole``."""
    found = Settled()
    clauses = _doubtful(text, whole)
    while some := list(islice(clauses, _TOGETHER)):
        disputed: list[_Disputed] = []
        _settle(text, whole, [start for start, _ in some], _cut(text, some), found, disputed)
        for i in _phrased(text, whole, disputed):
            found.changes.pop(i, None)
    return found


def _doubtful(text: str, whole: str) -> Iterator[tuple[int, int]]:
    """Where the clauses of ``text`` in which words matter begin and end; ``whole`` is what OpenCC made of it."""
    seldom = {found.start(): _DOUBTED for found in _TELLTALE_FORM.finditer(whole) if _IN_CLAUSE.match(text, found.start())}
    for clause in _DOUBTFUL.finditer(changed(text, seldom) if seldom else text):
        yield clause.span()


def _cut(text: str, clauses: Iterable[tuple[int, int]]) -> list[str]:
    """The words of ``clauses``, a separator behind those of each."""
    return cut("".join([text[start:end] + SEPARATOR for start, end in clauses]))


def _settle(text: str, whole: str, starts: list[int], words: list[str], found: Settled, disputed: list[_Disputed]) -> None:
    """Settle the forms of the ``words`` of clauses that begin at ``starts``; each clause ends with a separator."""
    clause, first, at = 0, 0, starts[0]
    nameable: list[int] = []
    for number, verdict in enumerate(_verdicts(words)):
        if verdict is None:
            at += len(words[number])
            continue
        own, loose, undecided = verdict
        if not own:
            if nameable:
                found.nameable.append((starts[clause], words[first:number], nameable))
                nameable = []
            clause, first = clause + 1, number + 1
            at = starts[clause] if clause < len(starts) else 0
            continue
        if loose:
            nameable += [at + i for i in loose]
        after = at + len(own)
        if own != whole[at:after]:
            found.changes.update(enumerate(own, at))
            if words[number] not in overrides.PHRASES:
                disputed += _disputed(whole, at, own, starts[clause], words, first)
        for i in undecided:
            found.changes[at + i] = _by_context(text, at + i, own[i], number, words)
        at = after


def _verdicts(words: Sequence[str]) -> list[Verdict | None]:
    """What is to be known of each of ``words``; None where only its characters matter."""
    try:
        return list(map(_VERDICTS.__getitem__, words))
    except KeyError:
        _learn(set(words))
        return list(map(_VERDICTS.__getitem__, words))


def _learn(words: set[str]) -> None:
    """Keep in mind what is to be known of ``words``; OpenCC is asked for all of them at once."""
    if len(_VERDICTS) > _MANY:
        _VERDICTS.clear()
    new = words.difference(_VERDICTS)
    _VERDICTS.update(dict.fromkeys(new))
    _VERDICTS[SEPARATOR] = _END
    several = [word for word in new if not SEVERAL.isdisjoint(word)]
    for word, own in zip(several, convert_each("s2t", several), strict=True):
        undecided = () if is_known(word) else tuple(i for i, char in enumerate(word) if contexts.has_model(char))
        form = overrides.PHRASES.get(word) or (own if len(own) == len(word) else word)
        _VERDICTS[word] = form, name_like(word), undecided


def _disputed(whole: str, at: int, own: str, start: int, words: list[str], first: int) -> Iterator[_Disputed]:
    """The characters of a word at ``at`` of which OpenCC makes something else; ``words`` from ``first`` on are those of its clause."""
    boundaries = list(accumulate(map(len, words[first : words.index(SEPARATOR, first)]), initial=start))
    for i, form in enumerate(own, at):
        if form != whole[i]:
            yield i, start, boundaries[-1], frozenset(boundaries)


def _phrased(text: str, whole: str, disputed: Sequence[_Disputed]) -> Iterator[int]:
    """The places at which OpenCC's form comes from a phrase that keeps to the boundaries of words, so that it holds.

    It is the shortest phrase that makes this form of the character.
    """
    spans = [_around(i, start, end) for i, start, end, _ in disputed]
    pieces = list({text[first:last] for around in spans for first, last in around})
    forms = dict(zip(pieces, convert_each("s2t", pieces), strict=True))
    for (i, _, _, boundaries), around in zip(disputed, spans, strict=True):
        for first, last in around:
            form = forms[text[first:last]]
            if len(form) == last - first and form[i - first] == whole[i]:
                if first in boundaries and last in boundaries:
                    yield i
                break


def _around(i: int, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches around the character at ``i``, within a clause, that may be a phrase; short ones first."""
    return [(first, first + size) for size in range(2, _REACH + 1) for first in range(max(start, i - size + 1), min(i, end - size) + 1)]


def _by_context(text: str, at: int, usual: str, number: int, words: list[str]) -> str:
    """What its neighbours make of a character in the word ``number``, which no dictionary has."""
    before, after = words[number - 1] if number else "", words[number + 1]
    return contexts.decided(text, at, usual, words[number], before.strip(SEPARATOR), after.strip(SEPARATOR))


@lru_cache(maxsize=1 << 16)
def name_like(word: str) -> tuple[int, ...]:
    """Where in a word characters stand that names write in their own way, and that the word leaves free to belong to one."""
    if is_known(word):
        return surnames.loose(word)
    return tuple(i for i, char in enumerate(word) if char in surnames.TELLING)


@lru_cache(maxsize=1 << 16)
def word_form(word: str) -> str:
    """A word in traditional script."""
    new = overrides.PHRASES.get(word) or converted("s2t", word)
    return new if len(new) == len(word) else word


@lru_cache(maxsize=1 << 16)
def is_rare(word: str) -> bool:
    """Whether a dictionary has the word, holds a character of several forms, but hardly ever meets it."""
    return is_known(word) and not SEVERAL.isdisjoint(word) and word not in overrides.PHRASES and frequency(word) < _RARE


def segmented(text: str, clauses: Iterable[tuple[int, int]]) -> Iterator[tuple[int, list[str]]]:
    """Clauses of ``text`` cut into words, each with its offset."""
    rest = iter(clauses)
    while some := list(islice(rest, _TOGETHER)):
        found = _cut(text, some)
        first = 0
        for start, _ in some:
            last = found.index(SEPARATOR, first)
            yield start, found[first:last]
            first = last + 1
