"""Bylines that a style or a class marks as such: only where the name begins is open."""

from __future__ import annotations

import re

from convert.model.nodes import Byline
from convert.readers.bylines import POSSIBLE, read_byline
from convert.zh import names

_GAP = re.compile(r"[\s\u3000]+")


def byline_of(text: str) -> Byline:
    """A line that its style calls a byline: the name is what stands behind the last gap."""
    gaps = list(_GAP.finditer(text))
    if not gaps:
        reading = read_byline(text)
        if reading is not None and reading.confidence >= POSSIBLE:
            return Byline(reading.position, reading.name, text)
        return Byline("", text, text)
    cut = gaps[-1]
    if len(text) - cut.end() == 1 and (cut.start() - (gaps[-2].end() if len(gaps) > 1 else 0)) == 1:
        if len(gaps) == 1:
            return Byline("", names.closed_up(text), text)
        cut = gaps[-2]
    return Byline(text[: cut.start()], names.closed_up(text[cut.end() :].rstrip("：:︰")), text)
