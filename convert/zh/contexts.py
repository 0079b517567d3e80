"""Which form a character takes where no word decides: linear models of what stands beside it.

A character that is a word by itself (系 由, 并 于), or stands in a word that no dictionary has (签核), is decided by its neighbours. The weights
are data, ``contexts.txt``: made by ``tests/bench/contexts.py`` from traditional text of the public domain, one line for each form of
each character. A model speaks only for characters where it mends more than it breaks in text of a kind that it has not seen.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pkgutil import get_data

from convert.zh.engines import SEPARATOR

#: By how much a form must be better than the usual one (tenths, as in the data).
MARGIN = 20

_DATA = "contexts.txt"


def features(text: str, at: int, word: str, before: str, after: str) -> tuple[str, ...]:
    """What is seen of the character at ``at``: its neighbours, the ``word`` it stands in, the words ``before`` and ``after`` that."""
    left = _kinds(text[max(0, at - 2) : at].rpartition(SEPARATOR)[2])
    right = _kinds(text[at + 1 : at + 3].partition(SEPARATOR)[0])
    seen = ("B", f"L{left[-1]}", f"R{right[0]}", f"l{left}", f"r{right}", f"M{left[-1]}{right[0]}", f"p{before}", f"n{after}")
    return (*seen, f"w{word}") if len(word) > 1 else seen


@lru_cache(maxsize=1 << 14)
def _kinds(beside: str) -> str:
    """Han characters are themselves; a digit, a letter, any other sign are all the same, and so is the end of the text."""
    return "".join(map(_kind, beside)) or "."


def _kind(char: str) -> str:
    if "\u3400" <= char <= "\u9fff":
        return char
    return "0" if char.isdigit() else "a" if char.isalpha() else "."


Model = dict[str, list[tuple[str, int]]]
"""The forms that a feature speaks for, with its weights."""


@cache
def _rows() -> dict[str, list[str]]:
    """The rows of the data by character, each with the weights of one of its forms."""
    rows: dict[str, list[str]] = {}
    for line in (get_data(__package__, _DATA) or b"").decode("utf-8").splitlines():
        if not line.startswith("#"):
            rows.setdefault(line[0], []).append(line)
    return rows


def has_model(char: str) -> bool:
    """Whether there is a model of ``char``."""
    return char in _rows()


@cache
def model(char: str) -> Model:
    """The model of ``char``, empty where there is none; read when it is first asked for."""
    found: Model = {}
    for row in _rows().get(char, ()):
        _, form, *weights = row.split(" ")
        for weight in weights:
            feature, _, value = weight.rpartition(":")
            found.setdefault(feature, []).append((form, int(value)))
    return found


def decided(text: str, at: int, usual: str, word: str = "", before: str = "", after: str = "") -> str:
    """The form of the character at ``at``: ``usual``, unless its model prefers another by ``MARGIN``."""
    found = {usual: 0} | scores(text, at, word, before, after)
    best = max(found, key=found.__getitem__)
    return best if found[best] - found[usual] >= MARGIN else usual


def scores(text: str, at: int, word: str = "", before: str = "", after: str = "") -> dict[str, int]:
    """What speaks for each form of the character at ``at``; of forms that are missing nothing is known."""
    weights = model(text[at])
    found: dict[str, int] = {}
    for feature in features(text, at, word, before, after):
        for form, weight in weights.get(feature, ()):
            found[form] = found.get(form, 0) + weight
    return found
