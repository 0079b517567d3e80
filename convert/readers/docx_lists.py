"""Lists from paragraphs that each state their depth and their label."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from convert.diagnostics import Pos
from convert.model.nodes import Block, BulletList, Item, OrderedList


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph of a list: its depth (1 is the outermost), its label, whether its list is ordered and by which counter of CSS.

    ``list`` tells neighbouring lists apart; ``goes_on``: the paragraph belongs to the item before it, if there is one. ``anew``: a list begins here.
    """

    depth: int
    label: str
    ordered: bool
    counter: str
    list: str
    body: tuple[Block, ...]
    goes_on: bool
    pos: Pos
    anew: bool = False


@dataclass(slots=True)
class _Item:
    """An item in the making."""

    label: str
    body: list[Block]
    pos: Pos


@dataclass(slots=True)
class _Open:
    """A list in the making."""

    depth: int
    first: Entry
    items: list[_Item] = field(default_factory=list)

    def closed(self) -> Block:
        items = tuple(Item(tuple(one.body), one.label, pos=one.pos) for one in self.items)
        if not self.first.ordered:
            return BulletList(items, pos=self.first.pos)
        return OrderedList(items, self.first.counter, pos=self.first.pos)


def lists_of(entries: Iterable[Entry]) -> list[Block]:
    """The lists that the paragraphs make; a deeper one stands in the item above it."""
    top: list[Block] = []
    stack: list[_Open] = []
    for one in entries:
        if one.goes_on and not stack:
            top.extend(one.body)
            continue
        while stack and (stack[-1].depth > one.depth or (stack[-1].depth == one.depth and _other(stack[-1].first, one))):
            _close(stack, top)
        if one.goes_on and stack:
            stack[-1].items[-1].body.extend(one.body)
            continue
        if not stack or stack[-1].depth < one.depth:
            stack.append(_Open(one.depth, one))
        stack[-1].items.append(_Item(one.label, list(one.body), one.pos))
    while stack:
        _close(stack, top)
    return top


def _other(first: Entry, entry: Entry) -> bool:
    """Whether ``entry`` belongs to another list than ``first``."""
    return not entry.goes_on and (entry.anew or (first.ordered, first.list) != (entry.ordered, entry.list))


def _close(stack: list[_Open], top: list[Block]) -> None:
    made = stack.pop().closed()
    (stack[-1].items[-1].body if stack else top).append(made)
