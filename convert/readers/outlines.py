"""Numbered paragraphs of reports and laws as nested lists: 一、（一）1.（1）①, 第三条. A list holds whatever stands between its numbers.

Which style stands above which is not fixed: the first number of a stretch opens a list; numbers of other styles within it are its items'
own. What follows the last number of a list belongs to it as far as what follows its other numbers does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from convert.model.nodes import Block, Item, OrderedList, Para
from convert.readers.bodies import Bodies
from convert.readers.flowing import inlines
from convert.readers.labels import COUNTERS, RANKS, Label
from convert.readers.shapes import Head
from convert.readers.signs import Kind

#: How many numbers may be missing between two items.
_SKIPS = 2
#: What may follow the first paragraph of an item.
_OF_ITEM = frozenset({Kind.PROSE, Kind.ITEM, Kind.BULLET, Kind.LABELLED, Kind.SHORT, Kind.ROW, Kind.CAPTION, Kind.NOTE})
_ADDRESSES = ("各位代表", "各位委员", "同志们", "各位同志", "朋友们")


class OutlineBodies(Bodies):
    """Makes the blocks of a stretch of lines of a report or a law."""

    def items(self, made: list[Block], index: int, end: int) -> int:
        """The list that begins at line ``index``, and what its items hold."""
        members = self._members(index, end)
        label = self._label(index)
        if len(members) == 1 and label.style != "article" and not self._recurs(index, label):
            made.append(self.para(index))
            return index + 1
        stops = [*members[1:], self._end_of_last(members, end)]
        items = tuple(self._filled(start, stop) for start, stop in zip(members, stops, strict=True))
        for before, after in pairwise(members):
            if self._label(before).number != self._label(after).number:  # 第五条之一 counts as 第五条
                self._check_count(after, self._label(before).number, self._label(after))
        made.append(OrderedList(items, COUNTERS.get(label.style, ""), pos=self.lines[index].pos(self.name)))
        return stops[-1]

    def _label(self, index: int) -> Label:
        label = self.signs[index].label
        assert label is not None  # an ITEM bears its label
        return label

    def _style(self, index: int) -> str:
        return self._label(index).style if self.signs[index].kind is Kind.ITEM else ""

    def _recurs(self, index: int, label: Label) -> bool:
        """Whether a neighbour in the count stands just above or below the stretch (the rest is a section, or out of reach)."""
        near = (i for i in range(max(index - 3, 0), min(index + 60, len(self.lines))) if i != index and self._style(i) == label.style)
        return any(abs((self._label(i).number or 0) - (label.number or 0)) == 1 for i in near)

    def _members(self, index: int, end: int) -> list[int]:
        """The lines of the numbers that count on from line ``index``."""
        members = [index]
        style, last = self._style(index), self._label(index).number or 0
        for place in range(index + 1, end):
            if self._style(place) != style:
                if self.signs[place].kind is not Kind.ITEM and self.signs[place].kind not in _OF_ITEM:
                    break
                continue
            number = self._label(place).number or 0
            if style == "order" or 1 <= number - last <= (_SKIPS if style != "article" else 9999) or number == last:
                members.append(place)
                last = number
            else:
                break
        return members

    def _end_of_last(self, members: list[int], end: int) -> int:
        """Where the last item ends: an article's with the text, another's after as many paragraphs as the others hold."""
        last = members[-1]
        article = self._style(last) == "article"
        sizes = sorted(sum(self.signs[i].kind is not Kind.ITEM for i in range(before + 1, after)) for before, after in pairwise(members))
        most = end if article else sizes[(len(sizes) - 1) // 2] if sizes else 0
        stop = last + 1
        while stop < end and stop - last <= most and self.signs[stop].kind in _OF_ITEM:
            if self._above(stop, last) or self.lines[stop].text.startswith(_ADDRESSES) or self._is_signature(stop, end):
                break
            stop += 1
        return self._with_nested(last, stop, end)

    def _is_signature(self, place: int, end: int) -> bool:
        return self.signs[place].kind is not Kind.ITEM and len(self.lines[place].text) <= 40 and self._signs_off(place, end)

    def _with_nested(self, last: int, stop: int, end: int) -> int:
        """A list within the last item is not cut in two."""
        while stop < end and self.signs[stop].kind is Kind.ITEM and not self._above(stop, last):
            nested = self._style(stop)
            if nested == self._style(last) or (
                stop > last + 1 and all(self._style(i) != nested for i in range(last + 1, stop)) and self._label(stop).number != 1
            ):
                break
            stop += 1
        return stop

    def _above(self, place: int, item: int) -> bool:
        """Whether the number of line ``place`` stands above that of line ``item`` as numbers usually do, or counts on like it."""
        if self.signs[place].kind is not Kind.ITEM:
            return False
        return RANKS.get(self._style(place), 99) <= RANKS.get(self._style(item), 0) or self._style(place) == self._style(item)

    def _filled(self, start: int, stop: int) -> Item:
        line, label = self.lines[start], self._label(start)
        self.explain(start, f"list item {label.text}", self.signs[start].because, 0.9)
        pos = line.pos(self.name)
        first = Para(inlines(line.text[label.end :], pos, label.end), pos=line.pos(self.name, label.end))
        return Item((first, *self.blocks(start + 1, stop)), label.text, pos=pos)


# ------------------------------------------------------------------------------------------------ headings


def reranked(heads: Sequence[Head]) -> list[Head]:
    """``heads`` with the ranks of their numbers exchanged where the text nests two styles the other way round.

    It does where the usually lower style comes first, counts through, and the usually higher one starts anew within it.
    """
    ranks = {style: rank for style, rank in RANKS.items() if rank >= RANKS["comma"]}
    numbered = [head for head in heads if head.label is not None and head.label.style in ranks]
    order = list(dict.fromkeys(head.label.style for head in numbered if head.label is not None))
    for upper, lower in pairwise(sorted(order, key=lambda style: ranks[style])):
        if order.index(lower) < order.index(upper) and _starts(numbered, upper) > _starts(numbered, lower):
            ranks[upper], ranks[lower] = ranks[lower], ranks[upper]
    return [replace(head, rank=_rank(head, ranks)) for head in heads]


#: 第一分编 stands between 编 and 章.
_PART = RANKS["volume"] + 5


def _rank(head: Head, ranks: dict[str, int]) -> int:
    if head.label is None:
        return head.rank
    return _PART if "分编" in head.label.text or "分編" in head.label.text else ranks.get(head.label.style, head.rank)


def _starts(heads: Sequence[Head], style: str) -> int:
    """How often the count of ``style`` starts anew."""
    return sum(head.label is not None and head.label.style == style and head.label.number == 1 for head in heads)
