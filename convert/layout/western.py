"""Inside Western words, numbers and addresses: where a line may end there, and at what price."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from convert.diagnostics import StyleError

#: The places in a word where it may be hyphenated, as offsets.
Syllables = Callable[[str], tuple[int, ...]]

HYPHEN = "-"
_ADDRESS = re.compile(r"://|^www\.|@\w|^[\w.-]+\.\w+/|(?:/[\w.~-]+){2}")
_JOINTS = frozenset("/.-_?&=#:@,;~+")
_WORD = re.compile(r"[^\W\d_]{5,}")
_LONG = 12

#: Costs in the unit of ``breaks``. An address may end a line behind its marks, and anywhere before it would spread the line; a word is cut
#: only where it would tear the line apart, a number never if it can be helped.
_AT_JOINT, _IN_ADDRESS, _BEHIND_HYPHEN, _SYLLABLE, _EMERGENCY, _IN_NUMBER = 6.0, 230.0, 10.0, 40.0, 3000.0, 8000.0


class Place(NamedTuple):
    """A place where a line may end: offset into the word, cost, and whether a hyphen is set there."""

    offset: int
    cost: float
    hyphen: bool = False


def is_upright(text: str) -> bool:
    """Whether a word stands upright in a vertical line: one or two digits, or a single capital."""
    return text.isascii() and ((text.isdigit() and len(text) <= 2) or (len(text) == 1 and text.isupper()))


def breaks(text: str, syllables: Syllables | None) -> Iterator[Place]:
    """Where a line may end inside ``text``, a stretch of Western characters without blanks."""
    if _ADDRESS.search(text):
        yield from _address(text)
        return
    found = {place.offset: place for place in _cuts(text)}
    if syllables:
        for word in _WORD.finditer(text):
            for offset in syllables(word[0]):
                found[word.start() + offset] = Place(word.start() + offset, _SYLLABLE, True)
    found.update((place.offset, place) for place in _behind_hyphens(text))
    yield from found.values()


def _address(text: str) -> Iterator[Place]:
    for offset in range(2, len(text) - 1):
        before, behind = text[offset - 1], text[offset]
        if before in _JOINTS and behind not in _JOINTS:
            yield Place(offset, _AT_JOINT)
        elif behind not in _JOINTS:
            yield Place(offset, _IN_ADDRESS)


def _behind_hyphens(text: str) -> Iterator[Place]:
    """Behind a hyphen or a solidus between two words of more than one letter."""
    for offset in range(2, len(text) - 1):
        if text[offset - 1] in "-/" and text[offset].isalpha() and text[offset - 2].isalpha():
            yield Place(offset, _BEHIND_HYPHEN)


def _cuts(text: str) -> Iterator[Place]:
    if len(text) > _LONG:
        for offset in range(1, len(text)):
            number = text[offset - 1].isdigit() and text[offset].isdigit()
            yield Place(offset, _IN_NUMBER if number else _EMERGENCY)


@lru_cache(maxsize=4)
def syllables(language: str) -> Syllables:
    """The places of hyphenation in words of ``language`` (en-US). Raises StyleError when there are no patterns for it."""
    import pyphen

    tag = pyphen.language_fallback(language.replace("-", "_"))
    if tag is None:
        raise StyleError(f'there are no hyphenation patterns for “{language}”; write composition.hyphenation = "none"')
    patterns = pyphen.Pyphen(lang=tag, left=2, right=3)

    def places(word: str) -> tuple[int, ...]:
        return tuple(patterns.positions(word))

    return places
