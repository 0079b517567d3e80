"""Which form a character takes where no word decides: linear models of what stands beside it.

A character that is a word by itself (系 由, 并 于), or stands in a word that no dictionary has (签核), is decided by its neighbours. The weights
are data, ``contexts.txt``: made by ``tests/bench/contexts.py`` from traditional text of the public domain, one line for each form of
each character. A model speaks only for characters where it mends more than it breaks in text of a kind that it has not seen.
"""

from __future__ import annotations

from functools import cache, lru_cache
from operator import add
from pkgutil import get_data

from convert.zh.engines import SEPARATOR

#: By how much a form must be better than the usual one (tenths, as in the data).
MARGIN = 20

_DATA = "contexts.txt"

#: The characters that have a model: those whose errors it mends in text of the kind that it was not trained on.
CHARS = frozenset("并只里系制签汇注卷尽干借游余钟赞杆谷搜吊松复历折")


#: What is seen of a character, a letter for each: nothing; the characters on either side; two on either side; both; the words around; its word.
_KINDS = "BLRlrMpnw"


def features(text: str, at: int, word: str, before: str, after: str) -> tuple[str, ...]:
    """What is seen of the character at ``at``: its neighbours, the ``word`` it stands in, the words ``before`` and ``after`` that."""
    return tuple(map(add, _KINDS, _seen(text, at, word, before, after)))


def _seen(text: str, at: int, word: str, before: str, after: str) -> tuple[str, ...]:
    """The same by ``_KINDS``; a word of one character is not seen."""
    left, right = _before(text[max(0, at - 2) : at]), _after(text[at + 1 : at + 3])
    seen = ("", left[-1], right[0], left, right, left[-1] + right[0], before, after)
    return (*seen, word) if len(word) > 1 else seen


@lru_cache(maxsize=1 << 14)
def _before(beside: str) -> str:
    """The kinds of the two characters before a place, of its paragraph."""
    return "".join(map(_kind, beside.rpartition(SEPARATOR)[2])) or "."


@lru_cache(maxsize=1 << 14)
def _after(beside: str) -> str:
    """The kinds of the two characters behind a place, of its paragraph."""
    return "".join(map(_kind, beside.partition(SEPARATOR)[0])) or "."


def _kind(char: str) -> str:
    """Han characters are themselves; a digit, a letter, any other sign are all the same, and so is the end of the text."""
    if "\u3400" <= char <= "\u9fff":
        return char
    return "0" if char.isdigit() else "a" if char.isalpha() else "."


Model = list[dict[str, list[tuple[str, int]]]]
"""The forms for which something speaks, with its weight: a table for each of ``_KINDS``."""


@cache
def _rows() -> dict[str, list[str]]:
    """The rows of the data by character, each with the weights of one of its forms."""
    rows: dict[str, list[str]] = {}
    for line in (get_data(__package__, _DATA) or b"").decode("utf-8").splitlines():
        if not line.startswith("#"):
            rows.setdefault(line[0], []).append(line)
    return rows


@cache
def model(char: str) -> Model:
    """The model of ``char``, empty where there is none; read when it is first asked for."""
    found: dict[str, dict[str, list[tuple[str, int]]]] = {kind: {} for kind in _KINDS}
    for row in _rows().get(char, ()):
        _, form, *weights = row.split(" ")
        for weight in weights:
            feature, _, value = weight.rpartition(":")
            found[feature[0]].setdefault(feature[1:], []).append((form, int(value)))
    return list(found.values())


def decided(text: str, at: int, usual: str, word: str = "", before: str = "", after: str = "") -> str:
    """The form of the character at ``at``: ``usual``, unless its model prefers another by ``MARGIN``."""
    found = scores(text, at, word, before, after)
    best = max(found, key=found.__getitem__, default=usual)
    return best if found.get(best, 0) - found.get(usual, 0) >= MARGIN else usual


def scores(text: str, at: int, word: str = "", before: str = "", after: str = "") -> dict[str, int]:
    """What speaks for each form of the character at ``at``; of forms that are missing nothing is known."""
    found: dict[str, int] = {}
    for table, seen in zip(model(text[at]), _seen(text, at, word, before, after), strict=False):
        for form, weight in table.get(seen, ()):
            found[form] = found.get(form, 0) + weight
    return found
