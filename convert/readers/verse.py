"""Verse among prose: lines whose ends matter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convert.zh.characters import HAN

#: Longer lines are no verse; longer runs are taken in parts.
LONGEST_LINE = 26
LONGEST_POEM = 64
_ENJAMBED = re.compile("[，、]$")
_METRE = re.compile(f"([{HAN}]{{4}}|[{HAN}]{{5}}|[{HAN}]{{7}})[，、；;,\\s]+([{HAN}]{{4,7}})[。；！？，、…]?$")


def _metre(text: str) -> int:
    """The length of the two halves of a line of verse (4, 5 or 7 characters), 0 where it has none."""
    found = _METRE.match(text)
    return len(found[1]) if found and len(found[1]) == len(found[2]) else 0


def may_be_verse(texts: Sequence[str]) -> bool:
    """What the first four lines tell, so that long runs of short lines are not looked through again and again."""
    first, second, third, fourth = texts
    metre = _metre(first)
    even = len(first) == len(second) == len(third) == len(fourth)
    return even or (metre > 0 and metre == _metre(second)) or _ENJAMBED.search(first) is not None


def length_of_verse(texts: Sequence[str], stopped: bool) -> int:
    """How many of ``texts`` are verse, from the first on; 0 where it is none. ``stopped``: the first line has a final stop.

    Verse: at least two short lines that break after a comma, or whose halves all have one length, or four lines of one length.
    """
    if len(texts) < 2:
        return 0
    metre = _metre(texts[0])
    if metre:
        same = next((i for i, text in enumerate(texts) if _metre(text) != metre), len(texts))
        if same >= 2:
            return same
    broken = [_ENJAMBED.search(text) is not None for text in texts]
    if broken[0] and sum(broken) * 5 >= len(texts) * 2 and max(map(len, texts)) <= 20 and not broken[-1]:
        return len(texts)
    even = next((i for i, text in enumerate(texts) if len(text) != len(texts[0])), len(texts))
    return even if even >= 4 and len(texts[0]) <= 16 and not stopped else 0
