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
#: Words from this length on may be cut in an emergency, and codes (XPS-9530-64GB) end a line behind a hyphen. ``_PART``: least length of a part.
_LONG, _PART = 12, 3

#: Costs in the unit of ``breaks``. An address may end a line behind its marks, and elsewhere only where it would tear the line apart; a name of a file
#: behind its point where the line would be spread widely; a word or a number is cut where nothing else helps.
_AT_JOINT, _IN_ADDRESS, _BEHIND_HYPHEN, _IN_CODE, _SYLLABLE, _BEHIND_POINT = 6.0, 1200.0, 10.0, 30.0, 40.0, 400.0
_EMERGENCY, _IN_NUMBER = 20000.0, 40000.0


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
            for offset in syllables(word[0]) if word[0][1:].islower() else ():  # PostgreSQL is no word of the patterns
                found[word.start() + offset] = Place(word.start() + offset, _SYLLABLE, True)
    found.update((place.offset, place) for place in _behind_marks(text))
    yield from found.values()


def _address(text: str) -> Iterator[Place]:
    for offset in range(_PART, len(text) - _PART + 1):
        before, behind = text[offset - 1], text[offset]
        if before in _JOINTS and behind not in _JOINTS:
            yield Place(offset, _AT_JOINT)
        elif not _JOINTS.intersection(text[offset - 2 : offset + 2]):
            yield Place(offset, _IN_ADDRESS)


def _behind_marks(text: str) -> Iterator[Place]:
    """Behind a hyphen or a solidus between two words of more than one letter, behind a hyphen in a long code, a point or _ in a name."""
    code = len(text) >= _LONG and any(map(str.isalpha, text))
    for offset in range(2, len(text) - 1):
        mark, before, behind = text[offset - 1], text[offset - 2], text[offset]
        if mark in "-/" and behind.isalpha() and before.isalpha():
            yield Place(offset, _BEHIND_HYPHEN)
        elif _PART <= offset <= len(text) - _PART and before.isalnum() and behind.isalnum():
            if mark == "-" and code:
                yield Place(offset, _IN_CODE)
            elif mark in "._" and (before.isalpha() or behind.isalpha()):
                yield Place(offset, _BEHIND_POINT)


def _cuts(text: str) -> Iterator[Place]:
    if len(text) > _LONG:
        for offset in range(_PART, len(text) - _PART + 1):
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
