"""The room of a paragraph with what raises, widens or lowers its lines: marks of notes, readings (ruby), emphasis dots."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from convert.writers.docx_lines import JOINED, LONGER, LineRules, line_count
from convert.writers.docx_looks import TALLEST, TALLEST_DOTTED, Look
from convert.writers.docx_pages import Slot, slot
from convert.writers.docx_styles import StyleBook


@dataclass(frozen=True, slots=True)
class Marks:
    """What a paragraph's text bears, by places in its flow.

    ``notes``: the place of each, its height in twips (0 for endnotes) and its mark as ``RAISED`` characters; ``rubies``: first place, place behind
    the last, and reading; ``dotted``: the first and the last place of each run of emphasis dots, one behind the other; ``lead``: what a numbering
    puts before the text.
    """

    notes: Sequence[tuple[int, int, str]] = ()
    rubies: Sequence[tuple[int, int, str]] = ()
    dotted: Sequence[int] = ()
    lead: str = ""


class _Counted:
    """A text with what is put into it so that its lines are counted as they will be set."""

    def __init__(self, text: str, marks: Marks, joints: Sequence[tuple[int, str]]) -> None:
        lead = [(0, marks.lead)] if marks.lead else []
        put = sorted([*lead, *((place, mark) for place, _, mark in marks.notes), *joints], key=lambda one: one[0])
        ends = [place for place, _ in put]
        pieces = [text[start:end] + mark for start, (end, mark) in zip([0, *ends], put, strict=False)]
        self.text = "".join(pieces) + text[ends[-1] if ends else 0 :]
        self._ends, self._added = ends, [0, *accumulate(len(mark) for _, mark in put)]

    def up_to(self, place: int) -> str:
        """The text up to ``place`` of the flow, with what is put there."""
        return self.text[: place + self._added[bisect_right(self._ends, place)]]


def _joints(text: str, rubies: Sequence[tuple[int, int, str]], rules: LineRules, letter_space: float) -> list[tuple[int, str]]:
    """A base and its reading, in half the size, are not parted; the longer of them counts. LibreOffice sets neither closer than solid, nor what stands beside."""
    found = []
    for start, end, reading in rubies:
        base = rules.width(text[start:end])
        closer = max(0.0, -letter_space) * (end - start + 3)
        more = max(base, rules.width(reading) / 2) - base + closer
        found += [(place, JOINED) for place in range(start + 1, end)] + [(end, LONGER * round(more * 80))]
    return found


def paragraph_slot(book: StyleBook, rules: LineRules, look: Look, text: str, width: int, marks: Marks, key: Hashable = None) -> Slot:
    """The room that the paragraph takes: its lines, and its footnotes by the line that they hang on."""
    counted = _Counted(text, marks, _joints(text, marks.rubies, rules, look.style.letter_space))

    def line(place: int) -> int:
        return line_count(look, counted.up_to(place), width, rules)

    lines = line_count(look, counted.text, width, rules)
    notes = tuple((line(place) - 1, height) for place, height, _ in marks.notes if height)
    spans = zip(marks.dotted[::2], marks.dotted[1::2], strict=True)
    dotted = {number for first, last in spans for number in range(line(first + 1), line(last + 1) + 1)}
    tall = frozenset(line(end) - 1 for _, end, _ in marks.rubies if _raised(book, look))
    return slot(look, lines, book.shape.pitch, notes=notes, key=key, tall=tall, more=len(dotted) * _dots(book, look))


def _raised(book: StyleBook, look: Look) -> bool:
    """Whether a line that bears a reading takes two rows: the reading does not fit between the rows."""
    return not look.exact and look.style.size * TALLEST * 1.5 > book.sheet.grid.pitch


def _dots(book: StyleBook, look: Look) -> int:
    """What emphasis dots add to the height of a line, in twips, where a font's lines with dots are higher than a row."""
    return max(0, round(look.style.size * TALLEST_DOTTED * 20) - book.shape.pitch) if look.least else 0
