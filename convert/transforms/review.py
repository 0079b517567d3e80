"""What a reviewer is told about a doubtful place of an edition."""

from __future__ import annotations

import re

from convert.diagnostics import Doubt, Pos
from convert.zh.cells import Cells, joined
from convert.zh.doubts import Doubtful

#: How many characters around a place are shown, and how many tell it from others.
_SHOWN, _TELLING = 12, 2
_NOT_HAN = re.compile("[^\u3400-\u9fff]")
#: Marks that are converted with their counterparts, and blanks, tell nothing.
_MUTE = re.compile("[\\s\ufffc“”‘’「」『』]")


def doubt(text: str, cells: Cells, found: Doubtful, edition: str, pos: Pos | None) -> Doubt:
    """The doubt about a place of ``text``, which became ``cells``."""
    start, end = found.offset, found.offset + found.length
    left, right = _frame(text, start, end)
    alone = left == right == 0 and text.strip() == text[start:end]
    phrase = text[start - left : end + right]
    return Doubt(
        edition,
        text[start:end],
        joined(cells[start:end]),
        found.alternatives,
        found.reason,
        joined(cells[max(0, start - _SHOWN) : start]),
        joined(cells[end : end + _SHOWN]),
        f"^{phrase}$" if alone else phrase,
        (joined(cells[start - left : start]), joined(cells[end : end + right])),
        pos,
    )


def _frame(text: str, start: int, end: int) -> tuple[int, int]:
    """How many characters before and after a place tell it from others: Han characters, else a mark, else a quotation mark or a blank."""
    left = len(_NOT_HAN.split(text[max(0, start - _TELLING) : start])[-1])
    right = len(_NOT_HAN.split(text[end : end + _TELLING])[0])
    if left or right:
        return left, right
    left = int(start > 0 and not _MUTE.match(text[start - 1]))
    right = int(end < len(text) and not _MUTE.match(text[end]))
    if left or right or text.strip() == text[start:end]:
        return left, right
    return int(start > 0 and not text[start - 1].isspace()), int(end < len(text) and not text[end].isspace())
