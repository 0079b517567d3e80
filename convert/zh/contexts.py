"""Which form a character takes where no word decides: linear models of what stands beside it.

A character that is a word by itself (系 由, 并 于), or stands in a word that no dictionary has (签核), is decided by its neighbours. The weights
are data, ``contexts.txt``: made by ``tests/bench/contexts.py`` from traditional text of the public domain, one line for each form of
each character. A model speaks only for characters where it mends more than it breaks in text of a kind that it has not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pkgutil import get_data

#: By how much a form must be better than the usual one (tenths, as in the data).
MARGIN = 20

_DATA = "contexts.txt"


def features(text: str, at: int, word: str, before: str, after: str) -> Iterator[str]:
    """What is seen of the character at ``at``: its neighbours, the ``word`` it stands in, the words ``before`` and ``after`` that."""
    left = "".join(map(_kind, text[max(0, at - 2) : at])) or "."
    right = "".join(map(_kind, text[at + 1 : at + 3])) or "."
    yield "B"
    yield f"L{left[-1]}"
    yield f"R{right[0]}"
    yield f"l{left}"
    yield f"r{right}"
    yield f"M{left[-1]}{right[0]}"
    yield f"p{before}"
    yield f"n{after}"
    if len(word) > 1:
        yield f"w{word}"


def _kind(char: str) -> str:
    """Han characters are themselves; a digit, a letter, any other sign are all the same."""
    if "\u3400" <= char <= "\u9fff":
        return char
    return "0" if char.isdigit() else "a" if char.isalpha() else "."


Model = dict[str, list[tuple[str, int]]]
"""The forms that a feature speaks for, with its weights."""


@cache
def models() -> dict[str, Model]:
    """The model of each character that has one."""
    found: dict[str, Model] = {}
    for line in (get_data("convert.zh", _DATA) or b"").decode().splitlines():
        if line and not line.startswith("#"):
            char, form, *weights = line.split(" ")
            model = found.setdefault(char, {})
            for weight in weights:
                feature, _, value = weight.rpartition(":")
                model.setdefault(feature, []).append((form, int(value)))
    return found


def decided(text: str, at: int, usual: str, word: str = "", before: str = "", after: str = "") -> str:
    """The form of the character at ``at``: ``usual``, unless its model prefers another by ``MARGIN``."""
    if text[at] not in models():
        return usual
    found = {usual: 0} | scores(text, at, word, before, after)
    best = max(found, key=lambda form: found[form])
    return best if found[best] - found[usual] >= MARGIN else usual


def scores(text: str, at: int, word: str = "", before: str = "", after: str = "") -> dict[str, int]:
    """What speaks for each form of the character at ``at``; of forms that are missing nothing is known."""
    model = models().get(text[at], {})
    found: dict[str, int] = {}
    for feature in features(text, at, word, before, after):
        for form, weight in model.get(feature, ()):
            found[form] = found.get(form, 0) + weight
    return found
