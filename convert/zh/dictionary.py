"""Simplified to traditional script by words: OpenCC's dictionary, held to the word boundaries of a segmenter.

OpenCC takes the longest phrase that matches, wherever words end: 一个中国 becomes 一箇中國 for 个中 → 箇中. So the text is cut into words
first (jieba's dictionary and its model of unknown words) and each word is converted by itself. Where that differs from OpenCC on the whole
text, OpenCC's phrase is looked for: it wins if it begins and ends where words do.

A text is one paragraph, or several parted by separators (``engines.SEPARATOR``). All are taken together: OpenCC is called once, the segmenter
for many clauses at a time, and only for those with a character that words write in several ways. What comes out has a character for each
that went in. Characters are those of OpenCC's standard; ``convert.zh.regions`` makes the region's from them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate

from convert.zh import overrides, rules, surnames
from convert.zh.cells import changed
from convert.zh.clauses import Clauses, clauses_with
from convert.zh.engines import aligned, convert_each, cut, is_known
from convert.zh.mentions import Candidate, is_free, mentions
from convert.zh.phrases import Phrases
from convert.zh.words import Nameable, name_like, settled


def traditional(text: str, persons: Phrases) -> str:
    """``text`` in traditional script; ``persons`` are known to occur.

    Words win over the characters' usual forms, and over them phrases that keep to the words' boundaries; rules win over words, names over rules.
    """
    whole = aligned("s2t", text)
    changes, nameable = settled(text, whole)
    named = list(mentions(text, _candidates(text, nameable))) if nameable else []
    changes.update(rules.forward().decided(text))
    changes.update(rules.sounding(text))
    for offset, place in _places().occurring(text):
        changes.update(enumerate(overrides.PLACES[place], offset))
    for offset, name in named:
        changes.update(enumerate(persons.forms.get(name) or written_name(name), offset))
    for offset, name in persons.occurring(text):
        if is_free(text, offset, offset + len(name)):
            changes.update(enumerate(persons.forms[name], offset))
    return changed(whole, changes)


@cache
def _places() -> Phrases:
    return Phrases(overrides.PLACES)


def names(text: str, enough: float = surnames.ENOUGH) -> Iterator[tuple[int, str]]:
    """The persons' names in ``text``, told by what stands around them, which hold a character that names write in their own way.

    ``enough`` is how much must speak for a name.
    """
    return mentions(text, candidates(text, enough), enough)


def candidates(text: str, enough: float = surnames.ENOUGH) -> Iterator[Candidate]:
    """What may be persons' names in ``text``, and how much speaks for each: ``enough``, or so much that a second place decides."""
    spans = clauses_with(surnames.TELLING, text)
    return _candidates(text, _nameable(Clauses(text, spans)), enough) if spans else iter(())


def _nameable(clauses: Clauses) -> Iterator[Nameable]:
    """Clauses with the places of all characters in them that may belong to names."""
    for number, (start, _) in enumerate(clauses.spans):
        words = clauses.words_of(number)
        ends = accumulate(map(len, words), initial=start)
        yield clauses, number, [at + i for at, word in zip(ends, words, strict=False) for i in name_like(word)]


def _candidates(text: str, nameable: Iterable[Nameable], enough: float = surnames.ENOUGH) -> Iterator[Candidate]:
    """What may be names in clauses of ``text``."""
    from convert.zh.persons import Clause  # its expressions take long to compile, and few texts need them

    for clauses, number, places in nameable:
        yield from Clause(text, clauses, number, is_known).names(places, enough)


def boundaries(text: str) -> Collection[int]:
    """The offsets in ``text`` at which no word of a dictionary is cut, but for compounds of two words (信息系统)."""
    from convert.zh.persons import uncut

    words = cut(text)
    places = uncut(0, words, is_known)
    start = 0
    for word in words:
        places.update(start + seam for seam in _seams(word))
        start += len(word)
    return places


#: The length from which words are looked at as compounds.
_COMPOUND = 4


@lru_cache(maxsize=1 << 14)
def _seams(word: str) -> tuple[int, ...]:
    """Where two words meet in a long word of a dictionary."""
    if len(word) < _COMPOUND or not is_known(word):
        return ()
    return tuple(seam for seam in range(2, len(word) - 1) if is_known(word[:seam]) and is_known(word[seam:]))


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
