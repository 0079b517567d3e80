"""What a reviewer is told about a doubtful place of an edition."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convert.diagnostics import Doubt, Pos
from convert.zh.doubts import Doubtful

#: How many characters around a place are shown, and how many tell it from others.
_SHOWN, _TELLING = 12, 2
_NOT_HAN = re.compile("[^\u3400-\u9fff]")


def doubt(text: str, cells: Sequence[str], found: Doubtful, edition: str, pos: Pos | None) -> Doubt:
    """The doubt about a place of ``text``, which became ``cells``."""
    start, end = found.offset, found.offset + found.length
    left = len(_NOT_HAN.split(text[max(0, start - _TELLING) : start])[-1])
    right = len(_NOT_HAN.split(text[end : end + _TELLING])[0])
    return Doubt(
        edition,
        text[start:end],
        "".join(cells[start:end]),
        found.alternatives,
        found.reason,
        "".join(cells[max(0, start - _SHOWN) : start]),
        "".join(cells[end : end + _SHOWN]),
        text[start - left : end + right],
        ("".join(cells[start - left : start]), "".join(cells[end : end + right])),
        pos,
    )
