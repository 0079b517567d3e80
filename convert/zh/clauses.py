"""Clauses of a text: Han characters between other signs, found by characters that they have, and cut into words together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate

from convert.zh.engines import SEPARATOR, cut

_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"

#: Where something begins and ends.
Span = tuple[int, int]


def clauses_with(chars: frozenset[str], text: str, plain: str = "") -> list[Span]:
    """Where the clauses of ``text`` that have one of ``chars`` begin and end; those do not count that the expression ``plain`` matches."""
    return [(found.start(1), found.end()) for found in _clause_with(chars, plain).finditer(text) if found.lastindex == _TOLD]


#: The group that tells that a clause has such a character.
_TOLD = 2


@cache
def _clause_with(chars: frozenset[str], plain: str) -> re.Pattern[str]:
    """The next clause that has one of ``chars``, behind all that have none; the groups are its beginning and, if they are not all plain, its end.

    No place is looked at more than twice: a search that found nothing would begin anew at each.
    """
    telling = "".join(sorted(chars))
    other = f"[^{telling}\x00-\u33ff\ua000-\U0001ffff\U00040000-\U0010ffff]"
    none_told = f"(?:{other}++|{plain})*+" if plain else f"{other}*+"
    return re.compile(f"(?:{other}*+[^{_HAN}]++)*+(){none_told}(?:[{telling}][{_HAN}]*+())?+")


class Clauses:
    """Clauses of a text, cut into words: ``words`` has a separator behind those of each clause. Their text, ``of(text)``, has too.

    ``ends`` are where the words end in it, ``starts`` where the clauses begin, and where the last ends.
    """

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.words = cut(self.of(text))
        self.ends = list(accumulate(map(len, self.words)))
        self.starts = list(accumulate([end - start + 1 for start, end in spans], initial=0))

    def of(self, text: str) -> str:
        """What ``text``, which is as long as the clauses' own, has in their places, a separator behind each."""
        return SEPARATOR.join([text[start:end] for start, end in self.spans]) + SEPARATOR

    def placed(self, offsets: Iterable[int]) -> Iterator[tuple[int, int, int]]:
        """For each of ``offsets`` in ``of(text)``, in their order: itself, the number of its clause, and where in the text it is."""
        clause = 0
        for offset in offsets:
            while self.starts[clause + 1] <= offset:
                clause += 1
            yield offset, clause, self.spans[clause][0] + offset - self.starts[clause]

    def word_at(self, offset: int) -> int:
        """The number of the word at an offset in ``of(text)``."""
        return bisect_right(self.ends, offset)

    def words_of(self, number: int) -> list[str]:
        """The words of a clause, by its number."""
        return self.words[self.word_at(self.starts[number]) : self.word_at(self.starts[number + 1] - 1)]
