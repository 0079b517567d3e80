"""From bands to pages: columns are filled row by row on the grid; what belongs together stays together.

Heights are rows of the grid. A column is cut at the last place where the bands allow it; only when there is none it is cut where it is
full. Notes stand at the foot of the column that calls them; what is left of a long one goes to the next column.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from convert.layout.bands import Band, rows_of

_NOTE_GAP = 0.5
_MOST_NOTES = 0.6
#: A note that does not fit is divided where so many rows of it do.
_LEAST_NOTE = 3.0
_EPS = 1e-6


@dataclass(slots=True)
class Set:
    """A band on a page: its column, and the row where it begins, counted from the top of the type area. ``note``: at the foot."""

    band: Band
    column: int
    row: float
    note: bool = False


@dataclass(slots=True)
class Page:
    """A page: its number from 1, what stands on it, and where rules above notes are drawn (column, row)."""

    number: int
    bands: list[Set] = field(default_factory=list)
    note_rules: list[tuple[int, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Cut:
    """How much of a run of bands fits: their number, the height used, the notes to set at the foot and those to carry on."""

    count: int
    height: float
    notes: list[Band]
    carried: list[Band]


def paginate(bands: Sequence[Band], rows: int, columns: int) -> list[Page]:
    """The pages of a document: at least one, be it empty."""
    pager = _Pager(rows, columns)
    start = 0
    while start < len(bands):
        end = start + 1
        spans = bands[start].spans and columns > 1
        while end < len(bands) and (bands[end].spans and columns > 1) == spans and not bands[end].new_page:
            end += 1
        if bands[start].new_page:
            pager.turn()
        pager.put(bands[start:end], spans)
        start = end
    pager.finish()
    return pager.pages


class _Pager:
    """The page in hand. ``top``: the row below what spans the columns; ``bottom``: the row above the notes of what stands there already."""

    def __init__(self, rows: int, columns: int) -> None:
        self.rows = rows
        self.columns = columns
        self.pages = [Page(1)]
        self.top, self.bottom = 0.0, float(rows)
        self.carried: list[Band] = []

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def turn(self) -> None:
        """Go to a new page, unless this one is empty."""
        if self.page.bands:
            self.pages.append(Page(len(self.pages) + 1))
        self.top, self.bottom = 0.0, float(self.rows)

    def put(self, bands: Sequence[Band], spans: bool) -> None:
        """Set a run of bands, in columns or across them."""
        if self.carried and self.bottom < self.rows:
            self.turn()
        if spans or self.columns == 1:
            self._single(bands)
        else:
            self._columned(bands)
        notes = [one.row for one in self.page.bands if one.note]
        self.bottom = min(notes) - _NOTE_GAP if notes else float(self.rows)

    def finish(self) -> None:
        """Set what is left of notes."""
        while self.carried:
            self.turn()
            notes, self.carried = _share(self.carried, self.rows - _NOTE_GAP)
            self._foot(notes, 0)

    # ------------------------------------------------------------------ one column

    def _single(self, bands: Sequence[Band]) -> None:
        start = 0
        while start < len(bands):
            cut = self._cut(bands, start, self.bottom - self.top, fresh=self.top == 0)
            if cut.count:
                self._place(bands[start : start + cut.count], 0, cut)
                self.top += cut.height
                start += cut.count
            if start < len(bands):
                self.turn()
        self.top = float(math.ceil(self.top + bands[-1].after - _EPS))

    # ------------------------------------------------------------------ columns

    def _columned(self, bands: Sequence[Band]) -> None:
        start = 0
        while start < len(bands):
            cuts = self._columns(bands, start, self.bottom - self.top)
            count = sum(cut.count for cut in cuts)
            if start + count == len(bands) and not self.carried:
                cuts = self._balance(bands, start, cuts)
            for column, cut in enumerate(cuts):
                self._place(bands[start : start + cut.count], column, cut)
                start += cut.count
            deepest = max((cut.height for cut in cuts), default=0.0)
            self.top = self.top + float(math.ceil(deepest - _EPS)) if start >= len(bands) else 0.0
            if start < len(bands):
                self.turn()

    def _columns(self, bands: Sequence[Band], start: int, height: float, most: float = math.inf) -> list[_Cut]:
        """The next columns, ``height`` rows high with their notes; ``most``: rows of text, where nothing is forced."""
        cuts: list[_Cut] = []
        carried = self.carried
        for _ in range(self.columns):
            if start >= len(bands):
                break
            cut = self._cut(bands, start, height, self.top == 0 and most == math.inf, most)
            self.carried = cut.carried
            cuts.append(cut)
            start += cut.count
        self.carried = carried if not cuts else cuts[-1].carried
        return cuts

    def _balance(self, bands: Sequence[Band], start: int, cuts: list[_Cut]) -> list[_Cut]:
        """The last columns made even: the least height at which all fits."""
        total = sum(cut.count for cut in cuts)
        least = math.ceil(sum(cut.height for cut in cuts) / self.columns - _EPS)
        for most in range(least, self.rows):
            tried = self._columns(bands, start, self.bottom - self.top, float(most))
            if sum(cut.count for cut in tried) == total and not any(cut.carried for cut in tried):
                return tried
        return cuts

    # ------------------------------------------------------------------ cutting

    def _cut(self, bands: Sequence[Band], start: int, height: float, fresh: bool, most: float = math.inf) -> _Cut:
        """How many bands from ``start`` on fit into ``height`` rows, their notes at the foot, and into ``most`` without these; none, when
        nothing fits and the column is not ``fresh``.
        """
        own, carried = _share(self.carried, height * _MOST_NOTES)
        used, behind = 0.0, 0.0
        notes = list(own)
        foot = _foot_rows(notes)
        best = fits = (0, 0.0, len(notes))
        divided = len(bands)  # the band whose notes go on in the next column: it ends this one
        for index in range(start, len(bands)):
            if best[0] > divided - start:
                break
            band = bands[index]
            place = _place_of(band, used, behind, first=index == start) + (rows_of(band.again) if index == start else 0.0)
            if place + band.rows > most + _EPS or (band.notes and self.bottom < self.rows):
                break  # notes would stand above those that came before them
            more = sum(note.rows for note in band.notes)
            room = min(more, max(0.0, height * _MOST_NOTES - foot)) if more else 0.0
            if place + band.rows + _foot_with(foot, room) > height + _EPS:
                if room <= _LEAST_NOTE or divided < index or place + band.rows + _foot_with(foot, _LEAST_NOTE) > height + _EPS:
                    break
                room, divided = _LEAST_NOTE, index
            used, behind = place + band.rows, band.after
            notes += band.notes
            foot += room
            fits = (index - start + 1, used, len(notes))
            if not band.keep:
                best = fits
        else:
            best = fits
        if not best[0] and fits[0] and fresh:
            best = fits
        if not best[0] and fresh and start < len(bands):
            band = bands[start]
            best, notes = (1, band.rows, len(notes) + len(band.notes)), [*notes, *band.notes]
        count, used, kept = best
        shown, rest = _share(notes[:kept], max(height - math.ceil(used - _EPS) - _NOTE_GAP, 0.0))
        if not count:
            return _Cut(0, 0.0, [], self.carried)
        self.carried = [*rest, *carried]
        return _Cut(count, used, shown, self.carried)

    def _place(self, bands: Sequence[Band], column: int, cut: _Cut) -> None:
        used, behind = 0.0, 0.0
        for index, band in enumerate(bands):
            row = _place_of(band, used, behind, first=index == 0)
            for head in band.again if index == 0 else ():
                self.page.bands.append(Set(head, column, self.top + row))
                row += head.rows
            self.page.bands.append(Set(band, column, self.top + row))
            used, behind = row + band.rows, band.after
        if bands and bands[-1].closing and bands[-1].closing[0] not in bands[-1].strokes:
            bands[-1].strokes += bands[-1].closing
        if cut.notes:
            self._foot(cut.notes, column)

    def _foot(self, notes: list[Band], column: int) -> None:
        row = self.rows - sum(note.rows for note in notes)
        self.page.note_rules.append((column, row - _NOTE_GAP / 2))
        for note in notes:
            self.page.bands.append(Set(note, column, row, note=True))
            row += note.rows


def _place_of(band: Band, used: float, behind: float, first: bool) -> float:
    """The row where a band begins behind ``used`` rows: blank rows vanish at the top, text begins on a whole row."""
    row = used if first else used + max(band.before, behind)
    return float(math.ceil(row - _EPS)) if band.grid else row


def _foot_rows(notes: Sequence[Band]) -> float:
    return sum(note.rows for note in notes)


def _foot_with(foot: float, room: float) -> float:
    return foot + room + _NOTE_GAP if foot + room else 0.0


def _share(notes: list[Band], room: float) -> tuple[list[Band], list[Band]]:
    """Notes that fit into ``room`` rows, and the rest."""
    used = 0.0
    for index, note in enumerate(notes):
        used += note.rows
        if used > room + _EPS:
            return notes[:index], notes[index:]
    return list(notes), []
