"""Simplified to traditional script by words: OpenCC's dictionary, held to the word boundaries of a segmenter.

OpenCC takes the longest phrase that matches, wherever words end: 一个中国 becomes 一箇中國 for 个中 → 箇中. So the text is cut into words
first (jieba's dictionary and its model of unknown words, in the Rust build ``rjieba``) and each word is converted by itself. Where that
differs from OpenCC on the whole text, OpenCC's phrase is looked for: it wins if it begins and ends where words do.

Characters are those of OpenCC's standard; ``convert.zh.script`` makes the region's from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any

from convert.zh import overrides, surnames

#: Stands between words in what OpenCC is given, so that no phrase crosses. It must not occur in the text.
SEPARATOR = "\x1f"

#: How far a phrase of OpenCC's is looked for on either side of a character.
_REACH = 5


@cache
def opencc(config: str) -> Any:
    """OpenCC's converter ``config`` without the dictionaries that yield characters which no common font has. Loaded once."""
    import opencc as library

    return library.OpenCC(config, include_tofu_risk_dictionaries=False)


@cache
def _segmenter() -> Any:
    import rjieba

    segmenter = rjieba.Jieba()
    for phrase in overrides.PHRASES:
        segmenter.add_word(phrase, None, None)
    return segmenter


def convert_each(config: str, pieces: Sequence[str]) -> list[str]:
    """Each of ``pieces`` converted by itself."""
    converted: list[str] = opencc(config).convert(SEPARATOR.join(pieces)).split(SEPARATOR)
    return converted


class Persons:
    """Persons known to occur in a document: ``forms`` has each name with what it becomes."""

    def __init__(self, forms: Mapping[str, str]) -> None:
        self.forms = forms
        self._sizes = sorted({len(name) for name in forms}, reverse=True)
        self._first = re.compile("[" + re.escape("".join(sorted({name[0] for name in forms}))) + "]") if forms else None

    def occurring(self, text: str) -> Iterator[tuple[int, str]]:
        """Where these persons stand in ``text``: offset and name, the longest that fits."""
        for found in self._first.finditer(text) if self._first else ():
            at = found.start()
            name = next((text[at : at + size] for size in self._sizes if text[at : at + size] in self.forms), "")
            if name:
                yield at, name


def cells(text: str, persons: Persons) -> list[str]:
    """``text`` in traditional script, an entry for each of its characters; ``persons`` are known to occur.

    A word whose conversion has another length stands whole in the entry of its first character; its others are empty. Rules win over
    words, names over rules; a known name holds unless its surname ends a word (于 in 属于|洋葱).
    """
    tagged = _segmenter().tag(text)
    words = [word for word, _ in tagged]
    converted = [overrides.PHRASES.get(word, new) for word, new in zip(words, convert_each("s2t", words), strict=True)]
    found = list("".join(converted))
    if [*map(len, converted)] != [*map(len, words)]:
        found = [cell for word, new in zip(words, converted, strict=True) for cell in spread(word, new)]
    whole: str = opencc("s2t").convert(text)
    if len(whole) == len(text) and found != list(whole):
        _take_phrases(text, words, whole, found)
    for offset, new in overrides.forward().decided(text):
        if found[offset]:
            found[offset] = new
    for offset, name in surnames.found(tagged, text):
        found[offset : offset + len(name)] = persons.forms.get(name) or written_name(name)
    for offset, name in persons.occurring(text):
        if not (offset and _segmenter().has_word(text[offset - 1 : offset + 1])):
            found[offset : offset + len(name)] = persons.forms[name]
    return found


def words(text: str) -> list[str]:
    """The words of ``text``; joined they are the text."""
    return [word for word, _ in _segmenter().tag(text)]


def names(text: str) -> list[str]:
    """The persons' names in ``text`` whose surname is told by what stands around it."""
    if not surnames.may_hold(text):
        return []
    return [name for _, name in surnames.found(_segmenter().tag(text), text)]


@lru_cache(maxsize=4096)
def written_name(name: str, *, certain: bool = False) -> str:
    """A person's name in traditional script.

    Unless it is ``certain`` to be one, what a dictionary has as a phrase (沈阳, 胡萝卜, 张三丰) is as the dictionary has it.
    """
    if name in overrides.PHRASES and not certain:
        return overrides.PHRASES[name]
    *single, phrase = convert_each("s2t", [*name, name])
    if not certain and len(phrase) == len(name) > 1 and phrase != "".join(single) and not surnames.is_usual(name):
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


def _take_phrases(text: str, words: list[str], whole: str, found: list[str]) -> None:
    """Put OpenCC's choice into ``found`` where the phrase that led to it keeps to the words' boundaries."""
    boundaries = {0, *accumulate(map(len, words))}
    spans: list[tuple[int, int, int]] = []
    start = 0
    for word in words:
        if word not in overrides.PHRASES:
            for i in range(start, start + len(word)):
                if found[i] and found[i] != whole[i]:
                    spans += _spans(i, len(text))
        start += len(word)
    if not spans:
        return
    converted = convert_each("s2t", [text[first:end] for _, first, end in spans])
    settled: set[int] = set()
    for (i, first, end), new in zip(spans, converted, strict=True):
        if i not in settled and len(new) == end - first and new[i - first] == whole[i]:
            settled.add(i)
            if first in boundaries and end in boundaries:
                found[i] = whole[i]


def _spans(i: int, length: int) -> list[tuple[int, int, int]]:
    """The stretches around the character ``i`` in which its phrase may lie, the shortest first."""
    return [(i, start, start + size) for size in range(2, _REACH + 1) for start in range(max(0, i - size + 1), min(i, length - size) + 1)]
