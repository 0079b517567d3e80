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


#: The small words of sentences, which titles and lists of names hardly have.
_SPOKEN = re.compile("[的了着我你他她它们在把这那里不也都就从向是被让过]")


def has_words_of_sentences(texts: Sequence[str]) -> bool:
    """Whether two in five of ``texts`` have a small word such as 的, 了, 我, 在."""
    return sum(_SPOKEN.search(text) is not None for text in texts) * 5 >= len(texts) * 2


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
    if even < 4 or stopped:
        return 0
    return even if len(texts[0]) in {5, 7} or has_words_of_sentences(texts[:even]) else 0
