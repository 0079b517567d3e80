"""From a text to its paragraphs: its rows (``lines``), those of one width put together again (``wraps``), and what their form tells."""

from __future__ import annotations

from convert.readers.flat import WIDE, mark_of
from convert.readers.lines import Gap, Lines, read_rows, starts_wide
from convert.readers.wraps import find_wrap, joined


def read_lines(text: str) -> Lines:
    """The paragraphs of ``text``, whose line ends are line feeds. Linear in its length."""
    rows = text.split("\n")
    mark = mark_of(rows)
    lines = read_rows(text)
    if mark is None and not starts_wide(rows):
        lines = joined(lines, find_wrap(lines))
    if not lines:
        return Lines((), False, False, False)
    indented = sum(line.indented for line in lines)
    gaps = sum(line.gap == Gap.BLANK for line in lines[1:])
    tell = indented * 2 > len(lines) and not lines[0].indented
    return Lines(tuple(lines), tell, gaps * 2 < len(lines), mark is WIDE, mark.name if mark else "")
