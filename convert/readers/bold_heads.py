"""Headings that nothing marks but that they are bold: short paragraphs, bold all through, in a text without headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from convert.model import walk
from convert.model.nodes import Block, Inline, Para, Strong, Text
from convert.readers import bylines
from convert.readers.labels import RANKS, read_label
from convert.readers.nesting import Head

_LONGEST = 42
#: What ends like this goes on, or is a sentence.
_STOPS = re.compile("[。；，：、;,:.．…]$")
#: 记者：…, （本报记者…）, ——…: who speaks, a remark, an item.
_NO_HEADING = re.compile("[^：:]{1,8}[：:]|[（(][^（()）]*[）)]$|[—–―─-]|新华社|本报")


def bold_heads(pieces: Sequence[Block | Head]) -> list[Block | Head]:
    """``pieces`` with the bold lines made headings, their levels by their numbers; as they are, where any heading is marked.

    One alone is a heading only with a number; two that follow each other at one level, and a last one, head nothing.
    """
    pieces = list(pieces)
    if any(isinstance(piece, Head) for piece in pieces):
        return pieces
    found = {at: title for at, piece in enumerate(pieces) if (title := _bold(piece))}
    ranks = {at: _rank(title) for at, title in found.items()}
    for at, behind in pairwise([*range(len(pieces)), len(pieces)]):
        if at in ranks and (behind == len(pieces) or (behind in found and ranks.get(behind) == ranks[at])):
            del ranks[at]
    if len(ranks) * 5 > len(pieces) * 3 or (len(ranks) == 1 and not any(ranks.values())):
        return pieces
    order = sorted(set(ranks.values()))
    return [
        Head(order.index(ranks[at]) + 2, found[at], attrs=piece.attrs, pos=piece.pos) if at in ranks else piece
        for at, piece in enumerate(pieces)
    ]


def _bold(piece: Block | Head) -> tuple[Inline, ...]:
    """What a paragraph that may be a heading holds inside its bold face; () for any other."""
    if not isinstance(piece, Para) or piece.role:
        return ()
    shown = [inline for inline in piece.content if not (isinstance(inline, Text) and not inline.text.strip())]
    text = walk.flow(piece.content).strip()
    if not shown or not all(isinstance(inline, Strong) for inline in shown) or not text or len(text) > _LONGEST or "\n" in text:
        return ()
    reading = bylines.read_byline(text)
    signed = reading is not None and reading.confidence >= bylines.SURE
    if walk.OBJECT in text or _STOPS.search(text) or _NO_HEADING.match(text) or signed:
        return ()
    return tuple(inner for inline in shown if isinstance(inline, Strong) for inner in inline.content)


def _rank(title: Sequence[Inline]) -> int:
    """The depth of a heading's number, 0 for none."""
    label = read_label(walk.flow(title).strip())
    return RANKS.get(label.style, 0) if label else 0
