"""From a text to its paragraphs: its rows (``lines``), those of one width put together again (``wraps``), and what their form tells."""

from __future__ import annotations

from itertools import pairwise

from convert.readers.flat import WIDE, mark_of
from convert.readers.lines import Gap, Line, Lines, read_rows, starts_wide
from convert.readers.strokes import find_drawn
from convert.readers.wraps import find_wrap, joined


def read_lines(text: str) -> Lines:
    """The paragraphs of ``text``, whose line ends are line feeds. Linear in its length."""
    rows = text.split("\n")
    mark = mark_of(rows)
    lines = read_rows(text)
    if mark is None and not starts_wide(rows):
        lines = _unwrapped(lines)
    if not lines:
        return Lines((), False, False, False)
    indented = sum(line.indented for line in lines)
    gaps = sum(line.gap == Gap.BLANK for line in lines[1:])
    tell = indented * 2 > len(lines) and not lines[0].indented
    return Lines(tuple(lines), tell, gaps * 2 < len(lines), mark is WIDE, mark.name if mark else "")


def _unwrapped(rows: list[Line]) -> list[Line]:
    """The paragraphs of rows that may be hard-wrapped; the rows of drawn tables stay as they are."""
    drawn = find_drawn(rows)
    if not drawn:
        return joined(rows, find_wrap(rows))
    bounds = [0, *(bound for table in drawn for bound in (table.start, table.stop)), len(rows)]
    stretches = [rows[start:stop] for start, stop in pairwise(bounds)]  # text and tables by turns
    wrap = find_wrap([row for text in stretches[::2] for row in text])
    return [line for n, rows in enumerate(stretches) for line in (rows if n % 2 else joined(rows, wrap))]
