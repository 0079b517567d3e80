"""Clauses of a text: Han characters between other signs, found by characters that they have, and cut into words together."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from convert.zh.engines import SEPARATOR, cut

_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"

#: Where something begins and ends.
Span = tuple[int, int]


@cache
def clauses_with(chars: frozenset[str]) -> re.Pattern[str]:
    """Clauses that have one of ``chars``; no place is looked at twice."""
    telling = "".join(sorted(chars))
    other = f"[^{telling}\x00-\u33ff\ua000-\U0001ffff\U00040000-\U0010ffff]"
    return re.compile(f"(?<![{_HAN}]){other}*+[{telling}][{_HAN}]*+")


def in_clause(char: str) -> bool:
    """Whether ``char`` belongs to clauses."""
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


class Clauses:
    """Clauses of a text, cut into words: ``words`` has a separator behind those of each clause; ``ends`` are where words end in ``of(text)``."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.words = cut(self.of(text))
        self.ends = list(accumulate(map(len, self.words)))
        self._starts = list(accumulate([end - start + 1 for start, end in spans], initial=0))

    def of(self, text: str) -> str:
        """What ``text``, which is as long as the clauses' own, has in their places, a separator behind each."""
        return "".join([text[start:end] + SEPARATOR for start, end in self.spans])

    def word_at(self, offset: int) -> int:
        """The number of the word at an ``offset`` of what ``of`` yields."""
        return bisect_right(self.ends, offset)

    def clause_at(self, offset: int) -> int:
        """The number of the clause there."""
        return bisect_right(self._starts, offset) - 1

    def place(self, clause: int, offset: int) -> int:
        """Where in the text that is."""
        return self.spans[clause][0] + offset - self._starts[clause]

    def words_of(self, clause: int) -> list[str]:
        """The words of a clause."""
        first = bisect_right(self.ends, self._starts[clause])
        return self.words[first : bisect_left(self.ends, self._starts[clause + 1], first)]
