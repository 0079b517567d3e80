"""The last pages of a document, and of its chapters where these begin on pages of their own.

A last page with a line or two is poor: where a paragraph before it can be set one line shorter, the page is saved, and where it can be set
one line longer, there are more on it. A single line gets company in any case. Only paragraphs of the last pages are tried, from the end, and only within what a good line allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from convert.layout.bands import Band, keep_together
from convert.layout.breaks import Line
from convert.layout.flow import Flow
from convert.layout.pages import Page, paginate
from convert.stylesheet import Sheet

#: A page with so many lines in each column, or fewer, is nearly empty, and saved where that can be; with fewer than ``_LEAST`` it is filled up.
_FEW, _LEAST = 3, 3
#: So many pages before it are looked at, and so many paragraphs set again.
_BACK, _TRIED = 6, 24
#: The most that a line of a paragraph set again may cost: one spread by 0.03 em costs nearly that (``breaks``).
_MOST = 40.0
#: Paragraphs longer than this are left alone.
_LONGEST = 40

#: A flow in so many lines, none of which costs more than so much.
Again = Callable[[Flow, int, float], list[Line]]


def filled(pages: list[Page], sheet: Sheet, again: Again) -> list[Page]:
    """``pages`` without nearly empty last pages, as far as paragraphs can be set shorter or longer."""
    made: list[Page] = []
    first = 0
    for index, page in enumerate(pages):
        if index + 1 < len(pages) and not _begins(pages[index + 1]):
            continue
        start = max(first, index - _BACK)
        made += pages[first:start]
        ending = pages[start : index + 1]
        made += _mended(ending, sheet, again) if len(ending) > 1 and 0 < _lines(page) <= _FEW * sheet.page.columns else ending
        first = index + 1
    for number, page in enumerate(made, 1):
        page.number = number
    return made


def _begins(page: Page) -> bool:
    return bool(page.bands) and page.bands[0].band.new_page


def _lines(page: Page) -> float:
    """How many rows of a page are taken; 0 where it has notes, pictures or tables."""
    if page.note_rules or any(not _is_line(one.band) for one in page.bands):
        return 0.0
    return sum(one.band.rows for one in page.bands)


def _is_line(band: Band) -> bool:
    return len(band.placed) == 1 and not (band.strokes or band.pictures or band.notes or band.leader)


def _mended(pages: list[Page], sheet: Sheet, again: Again) -> list[Page]:
    """The pages at the end of a chapter, its last one saved or filled."""
    bands = list(_bands(pages))
    whole = paginate(bands, sheet.page.lines, sheet.page.columns)
    if len(whole) != len(pages) or len(whole[-1].bands) != len(pages[-1].bands):
        return pages  # notes that were carried on to these pages
    need = int(_lines(pages[-1]))
    for step, enough in ((-1, len(pages) - 1), (1, len(pages))) if need < _LEAST else ((-1, len(pages) - 1),):
        for tried in _changed(bands, step, need if step < 0 else _LEAST - need, sheet, again):
            found = paginate(tried, sheet.page.lines, sheet.page.columns)
            if len(found) == enough and (step < 0 or _lines(found[-1]) >= _LEAST):
                return found
    if need > 1 or sheet.page.columns > 1:
        return pages
    bands[-2].keep = True  # no page for one line: the one before it gives up its last
    return paginate(bands, sheet.page.lines, 1)


def _bands(pages: Sequence[Page]) -> Iterator[Band]:
    """What stands on pages, in its order, without notes and without the heads of tables that come again."""
    for page in pages:
        repeated = {id(head) for one in page.bands for head in one.band.again}
        yield from (one.band for one in page.bands if not one.note and id(one.band) not in repeated)


def _changed(bands: list[Band], step: int, least: int, sheet: Sheet, again: Again) -> Iterator[list[Band]]:
    """``bands`` with ever more paragraphs a line shorter or longer, from the end on, once ``least`` of them are."""
    made, changed = list(bands), 0
    for start, end in list(_paragraphs(bands))[: -_TRIED - 1 : -1]:
        count = end - start
        flow = bands[start].placed[0].line.flow
        if count + step < 1 or count > _LONGEST or (step < 0 and not _may_shrink(bands[end - 1].placed[0].line)):
            continue
        lines = again(flow, count + step, _MOST)
        if lines:
            made[start:end] = _set(bands[start:end], lines, sheet)
            changed += 1
            if changed >= least:
                yield made
        if changed > least + 1:
            return


def _paragraphs(bands: Sequence[Band]) -> Iterator[tuple[int, int]]:
    """Where paragraphs that may be set again begin and end."""
    start = 0
    while start < len(bands):
        end = start + 1
        if _is_line(bands[start]) and not (bands[start].mark or bands[start].spans):
            flow = bands[start].placed[0].line.flow
            while end < len(bands) and _is_line(bands[end]) and bands[end].placed[0].line.flow is flow:
                end += 1
            lines = [band.placed[0].line for band in bands[start:end]]
            if flow.measure and lines[0].start == 0 and lines[-1].last and "\n" not in flow.text:
                yield start, end
        start = end


def _may_shrink(last: Line) -> bool:
    """Whether there is white enough before a last line to take it in."""
    return last.start > 0 and last.width <= sum(last.flow.gap_shrink)


def _set(old: Sequence[Band], lines: Sequence[Line], sheet: Sheet) -> list[Band]:
    """The bands of a paragraph with other lines."""
    first = old[0].placed[0]
    left = first.x - first.line.indent * first.size
    bands = [
        Band(old[0].rows, (replace(first, line=line, x=left + line.indent * first.size),), grid=old[0].grid, generated=old[0].generated)
        for line in lines
    ]
    bands[0].targets, bands[0].new_page = old[0].targets, old[0].new_page
    bands[0].before, bands[-1].after = old[0].before, old[-1].after
    keep_together(bands, sheet.composition, old[-1].keep)
    return bands
