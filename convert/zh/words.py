"""Words where they matter: the clauses that have a character which words write in several ways, cut and settled.

Each word is converted by itself. Where that differs from OpenCC on the whole text, OpenCC's phrase is looked for: it wins if it begins and
ends where words do. A character that is a word by itself, or stands in a word that no dictionary has, is decided by its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, compress

from convert.zh import contexts, overrides, surnames
from convert.zh.clauses import Clauses
from convert.zh.engines import SEPARATOR, convert_each, converted, frequency, is_known
from convert.zh.unsettled import SEVERAL, unsettled

#: How far a phrase of OpenCC's is looked for on either side of a character.
_REACH = 5

#: How often a word that is not rare occurs in what the segmenter's dictionary was counted from.
_RARE = 60
#: So many clauses are cut at once.
_TOGETHER = 2000

#: The form of each word that has been met.
_FORMS: dict[str, str] = {}
#: Of these, words that leave something open: where a name may lie in them, and where their surroundings decide.
_OPEN: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}
#: More words are not remembered.
_MANY = 1 << 17


#: Characters by their places.
Changes = dict[int, str]
#: A clause in which a person's name may lie: clauses, its number, places of the characters that may belong to it.
Nameable = tuple[Clauses, int, list[int]]
#: A character of which OpenCC, blind to words, makes something else: its place, the clause from offset to offset, where its words end.
_Disputed = tuple[int, int, int, frozenset[int]]


def settled(text: str, whole: str) -> tuple[Changes, list[Nameable]]:
    """What words make of ``text``, of which OpenCC made ``whole``: characters that are others than OpenCC's, clauses that may hold names."""
    changes: Changes = {}
    nameable: list[Nameable] = []
    spans = unsettled(text, whole)
    for first in range(0, len(spans), _TOGETHER):
        clauses = Clauses(text, spans[first : first + _TOGETHER])
        forms = "".join(_forms(clauses.words))
        disputed = _settle(clauses, forms, whole, changes)
        nameable += _open(text, clauses, forms, changes)
        for i in _phrased(text, whole, disputed) if disputed else ():
            changes.pop(i, None)
    return changes, nameable


def _forms(words: Sequence[str]) -> list[str]:
    """The form of each of ``words``."""
    try:
        return list(map(_FORMS.__getitem__, words))
    except KeyError:
        _learn(set(words))
        return list(map(_FORMS.__getitem__, words))


def _learn(words: set[str]) -> None:
    """Keep in mind what is to be known of ``words``; OpenCC is asked for all of them at once."""
    if len(_FORMS) > _MANY:
        _FORMS.clear()
        _OPEN.clear()
    new = list(words.difference(_FORMS, [SEPARATOR]))
    _FORMS[SEPARATOR] = SEPARATOR
    for word, form in zip(new, convert_each("s2t", new), strict=True):
        _FORMS[word] = overrides.PHRASES.get(word) or (form if len(form) == len(word) else word)
        if not SEVERAL.isdisjoint(word):
            undecided = () if is_known(word) else tuple(i for i, char in enumerate(word) if char in contexts.CHARS)
            loose = name_like(word)
            if loose or undecided:
                _OPEN[word] = loose, undecided


def _settle(clauses: Clauses, forms: str, whole: str, changes: Changes) -> list[_Disputed]:
    """Put into ``changes`` what words have otherwise than OpenCC on the ``whole`` text; where phrases may tell that OpenCC is right."""
    disputed: list[_Disputed] = []
    boundaries: dict[int, frozenset[int]] = {}
    for offset, clause, at in clauses.placed(_differing(forms, clauses.of(whole))):
        number = clauses.word_at(offset)
        word = clauses.words[number]
        if SEVERAL.isdisjoint(word):
            continue
        changes[at] = forms[offset]
        if word not in overrides.PHRASES:
            start, end = clauses.spans[clause]
            if clause not in boundaries:
                boundaries[clause] = frozenset(accumulate(map(len, clauses.words_of(clause)), initial=start))
            disputed.append((at, start, end, boundaries[clause]))
    return disputed


#: So many characters are compared at once.
_BLOCK = 64


def _differing(one: str, other: str) -> Iterator[int]:
    """Where two texts of the same length differ."""
    if one == other:
        return
    for start in range(0, len(one), _BLOCK):
        block = one[start : start + _BLOCK]
        if block != other[start : start + _BLOCK]:
            yield from (i for i, char in enumerate(block, start) if char != other[i])


def _open(text: str, clauses: Clauses, forms: str, changes: Changes) -> Iterator[Nameable]:
    """What words leave open: let their neighbours decide, and tell where names may lie."""
    words, ends = clauses.words, clauses.ends
    numbers = list(compress(range(len(words)), map(_OPEN.__contains__, words)))
    offsets = (ends[number] - len(words[number]) for number in numbers)
    nameable: dict[int, list[int]] = {}
    for number, (offset, clause, at) in zip(numbers, clauses.placed(offsets), strict=True):
        loose, undecided = _OPEN[words[number]]
        if loose:
            nameable.setdefault(clause, []).extend([at + i for i in loose])
        for i in undecided:
            changes[at + i] = _by_context(text, at + i, forms[offset + i], number, words)
    for clause, places in nameable.items():
        yield clauses, clause, places


def _by_context(text: str, at: int, usual: str, number: int, words: Sequence[str]) -> str:
    """What its neighbours make of a character in the word ``number``, which no dictionary has."""
    before, after = words[number - 1] if number else "", words[number + 1]
    return contexts.decided(text, at, usual, words[number], before.strip(SEPARATOR), after.strip(SEPARATOR))


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
