"""Cells across columns in drawn boxes: where the strokes begin that go down from a rule says which columns stand below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from convert.readers.strokes import HORIZONTAL

#: What ends at a rule, and of what a rule is drawn: no stroke goes down from there.
_ENDING = frozenset(f"┴┵┶┷┸┹┺┻╧╨╩{HORIZONTAL}-=")


def spans_of(sizes: Sequence[Sequence[int]], rules: Sequence[str], count: int) -> list[list[int]]:
    """For each stretch of rows how many of ``count`` columns each of its cells spans; nothing where that cannot be told.

    ``sizes``: of each stretch the numbers of cells of its rows; ``rules``: the rule above each. Rules are drawn with signs of one width, so that
    places in them tell what stands below what, as places in rows of text do not.
    """
    begun = [[place for place, sign in enumerate(rule) if sign not in _ENDING][1:-1] for rule in rules]
    whole = next((places for places, size in zip(begun, sizes, strict=True) if max(size) == count == len(places) + 1), [])
    column = {place: number for number, place in enumerate(whole, 1)}
    return [_spans([column.get(place, 0) for place in places], size, count) for places, size in zip(begun, sizes, strict=True)]


def _spans(strokes: list[int], sizes: Sequence[int], count: int) -> list[int]:
    if 0 in strokes or any(size != len(strokes) + 1 for size in sizes):
        return []
    return [after - before for before, after in pairwise([0, *strokes, count])]
