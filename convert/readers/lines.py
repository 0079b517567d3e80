"""From a text to its rows: where each begins, and what stands above it, in whatever form the text was kept.

Four forms occur, often mixed in one file. *Lined*: a line a paragraph. *Flat*: the line feeds were lost, and two U+3000 start a paragraph.
*Wrapped*: lines of a fixed width, a paragraph begins with an indent or after a blank line (put together by ``wraps``). *Spaced*: blank lines between all paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from convert.diagnostics import Pos
from convert.readers.flat import WIDE, Mark, is_flat_row, mark_of, parted
from convert.zh.characters import columns


class Gap(IntEnum):
    """How much blank space stands before a line: none, what may be one, a blank paragraph."""

    NONE = 0
    DOUBTFUL = 1
    BLANK = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the source: ``text`` without blanks at its ends and with inner gaps as printed; its place; what stands before it.

    ``depth`` is its indent in columns, ``above`` the number of blank rows above it.
    """

    text: str
    row: int
    column: int
    gap: Gap
    indented: bool
    depth: int = 0
    above: int = 0

    def pos(self, name: str, offset: int = 0) -> Pos:
        """The place in the source called ``name``, ``offset`` characters into the line."""
        return Pos(self.row, self.column + offset, name)


@dataclass(frozen=True, slots=True)
class Lines:
    """All paragraphs of a source, and what its form tells.

    ``indents_tell``: most paragraphs are indented but not the first, so that what is not belongs to a header. ``gaps_tell``: blank lines are rare enough
    to mean something. ``flat``: the text came as one line, its header ends where the first paragraph begins. ``mark``: what parted the
    paragraphs of a text without line feeds, in words, "" where line feeds did.
    """

    lines: tuple[Line, ...]
    indents_tell: bool
    gaps_tell: bool
    flat: bool
    mark: str = ""


_INDENT = re.compile(r"\u3000\u3000|\u3000[ \u00a0]|[ \u00a0]{2,}|\t")


def read_rows(text: str) -> list[Line]:
    """The rows of ``text`` that hold something; flat ones are parted, wrapped ones are not joined. Linear in its length."""
    rows = text.split("\n")
    return list(_pieces(rows, mark_of(rows)))


def starts_wide(rows: list[str]) -> bool:
    """Whether most rows begin with two U+3000: each is a paragraph then, be they of one width or not."""
    filled = [row for row in rows[:2000] if row.strip()]
    return sum(row.startswith("\u3000\u3000") for row in filled) * 2 > len(filled)


def _pieces(rows: list[str], mark: Mark | None) -> Iterator[Line]:
    blank: list[str] = []  # the blanks since the last text: those at its end, and those of each blank row
    above = 0
    for number, row in enumerate(rows, 1):
        text = row.strip(_STRIP)
        if not text:
            blank.append(row)
            above += 1
            continue
        start = len(row) - len(row.lstrip(_STRIP))
        lead = row[:start]
        gap = _gap_above(blank, lead, above, number)
        line = Line(text, number, start + 1, gap, _INDENT.match(lead) is not None, columns(lead), above)
        if mark is not None or "\u3000\u3000" in text or text.startswith("附"):
            yield from _parted(line, mark or (WIDE if is_flat_row(text) else None))
        else:
            yield line
        blank = [row[start + len(text) :]] if start + len(text) < len(row) else []
        above = 0


def _gap_above(blank: list[str], lead: str, above: int, row: int) -> Gap:
    """The gap above a line that begins with the blanks ``lead`` in row number ``row``. Before U+3000 it is what remains when line feeds are lost."""
    if not blank:
        return _gap_of(lead)
    if not lead.startswith("\u3000"):
        return Gap.BLANK if above and any("\u00a0" not in one or "\u3000" in one for one in blank[-above:]) else Gap.DOUBTFUL
    if row > 4 and above and any(not one.strip("\t ") for one in blank[-above:]):
        return Gap.BLANK  # rows 1 to 3 are kicker, title and subtitle: an empty one is no blank line
    run = "".join(blank)
    return max(_gap_of(run + lead), Gap.DOUBTFUL if run else Gap.NONE)


def _gap_of(run: str) -> Gap:
    """What a run of blanks before a paragraph holds beside its indent of two U+3000."""
    if run.count("\u3000") > 2:
        return Gap.BLANK
    return Gap.DOUBTFUL if "\u3000" in run and len(run) > 2 else Gap.NONE


def _parted(line: Line, mark: Mark | None) -> Iterator[Line]:
    """The paragraphs of one row."""
    for piece in parted(line.text, mark):
        whole = not piece.before and piece.end == len(line.text)
        cut = line if whole else replace(line, text=line.text[piece.start : piece.end], column=line.column + piece.start)
        if piece.before:
            cut = replace(cut, gap=_gap_of(piece.before), indented=mark is None or not mark.narrow)
        yield from _enclosures_apart(cut) if cut.text.startswith("附") else _salutation_apart(cut, mark is WIDE)


#: A letter's salutation has no indent, so that flattening glues it to the heading above it.
_GLUED_SALUTATION = re.compile("(?<=[^\\s，。：；])(?=(?:亲爱的|尊敬的|敬爱的|親愛的)[^，。：；！]{1,12}：$)")


def _salutation_apart(line: Line, flat: bool) -> Iterator[Line]:
    found = _GLUED_SALUTATION.search(line.text) if flat and line.text.endswith("：") and len(line.text) < 50 else None
    if found is None or found.start() < 2:
        yield line
        return
    cut = found.start()
    yield replace(line, text=line.text[:cut])
    yield replace(line, text=line.text[cut:], column=line.column + cut, gap=Gap.NONE)


#: 附件：1.…: the label of the enclosures and the first of them.
_ENCLOSURES = re.compile(r"附件?[：:]\s*(?=(?:1|１|一|①|（一）|（1）)[.．、①（一1\s]*\S)")


def _enclosures_apart(line: Line) -> Iterator[Line]:
    found = _ENCLOSURES.match(line.text)
    if found is None:
        yield line
        return
    yield replace(line, text=found[0].rstrip())
    yield replace(line, text=line.text[found.end() :], column=line.column + found.end(), gap=Gap.NONE)


#: All blanks, as ``str.strip`` wants them.
_STRIP = (
    "\t\x0b\x0c \x1c\x1d\x1e\x1f\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200C))) + "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
