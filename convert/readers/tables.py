"""Tables in plain text: rows whose cells are parted by strokes (``strokes``), by tabs, or by wide blanks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from convert.diagnostics import Pos, Report, Severity
from convert.model.nodes import Cell, Para, Row, Table
from convert.readers.drawn import read_drawn
from convert.readers.flowing import inlines
from convert.readers.lines import Line
from convert.readers.signs import Kind, Sign
from convert.readers.strokes import LONGEST_CELL, find_drawn, has_head, is_verse
from convert.zh.characters import HAN

#: What parts cells, from the surest on: pattern, fewest columns, fewest rows (of two columns between tabs: one more).
_PARTS = (
    (re.compile("[ \u00a0\u3000]*\t[ \t\u00a0\u3000]*"), 2, 2),
    (re.compile("[ \u00a0\u3000]{3,}"), 2, 3),
)
#: The second of two cells between blanks: 6.1%, 3280.5亿元; a bare number is that of a page.
_FIGURE = re.compile(f"(?=.*[%％‰.．{HAN}])[-+±]?[0-9０-９][0-9０-９.,，]*\\s*[%％‰]?[{HAN}]{{0,4}}")


@dataclass(frozen=True, slots=True)
class Found:
    """A table: where its lines are, and why they are one. ``drawn``: by strokes."""

    lines: range
    because: str
    drawn: bool = False


def find_tables(lines: Sequence[Line], *, blanks: bool = True) -> list[Found]:
    """The tables in ``lines``, in order; without ``blanks`` only those of strokes and tabs."""
    drawn = find_drawn(lines)
    kinds = [_kind(line.text) for line in lines]
    for table in drawn:
        kinds[table.start : table.stop] = [-1] * len(table)
    found = [Found(table, f"one of {len(table)} lines that draw a table", drawn=True) for table in drawn]
    for start, end, kind in _runs(kinds):
        parted = [[cell for _, cell in _cells(lines[index].text, kind)] for index in range(start, end)]
        columns, often = Counter(map(len, parted)).most_common(1)[0]
        _, fewest_columns, fewest_rows = _PARTS[kind]
        if columns < fewest_columns or end - start < fewest_rows + (columns == 2 and kind == 0) or often * 5 < (end - start) * 3:
            continue
        if (blanks or not kind) and not is_verse(parted):
            found.append(Found(range(start, end), f"one of {end - start} lines of {columns} cells"))
    return sorted(found, key=lambda table: table.lines.start)


def mark_rows(lines: tuple[Line, ...], signs: list[Sign]) -> list[Sign]:
    """``signs`` with the rows of tables signed as such."""
    marked = list(signs)
    for table in find_tables(lines):
        for index in table.lines:
            marked[index] = replace(signs[index], kind=Kind.ROW, because=table.because, label=None)
    return marked


def _kind(text: str) -> int:
    """What parts the cells of a line (an index of ``_PARTS``), -1 where nothing does."""
    if "\t" in text:
        return 0 if max(map(len, text.split("\t"))) <= LONGEST_CELL else -1
    if len(text) > 200 or not ("   " in text or "\u00a0\u00a0" in text or "\u3000\u3000" in text):
        return -1
    cells = _PARTS[1][0].split(text)
    enough = len(cells) > 2 or (len(cells) == 2 and _FIGURE.fullmatch(cells[1]) is not None)
    return 1 if enough and max(map(len, cells)) <= LONGEST_CELL else -1


def _runs(kinds: list[int]) -> Iterator[tuple[int, int, int]]:
    start = 0
    for index in range(1, len(kinds) + 1):
        if index == len(kinds) or kinds[index] != kinds[start]:
            if kinds[start] >= 0:
                yield start, index, kinds[start]
            start = index


def _cells(text: str, kind: int) -> list[tuple[int, str]]:
    """The cells of a line, each with its place in it."""
    begin = 0
    cells: list[tuple[int, str]] = []
    for part in _PARTS[kind][0].finditer(text):
        cells.append((begin, text[begin : part.start()]))
        begin = part.end()
    cells.append((begin, text[begin:]))
    return [(at + len(cell) - len(cell.lstrip()), cell.strip()) for at, cell in cells]


@dataclass(frozen=True, slots=True)
class Read:
    """A table that was read: of how many lines it is, and how many strokes that drew it are not in it."""

    table: Table
    lines: int
    strokes: int


def read_tables(lines: Sequence[Line], name: str) -> Iterator[Read]:
    """The tables that ``lines``, rows of tables all of them, make one behind the other."""
    start = 0
    for found in [*find_tables(lines), Found(range(len(lines), len(lines)), "")]:
        if found.lines.start > start:
            yield _blank_parted(lines[start : found.lines.start], name)
        if found.drawn:
            table, strokes = read_drawn(lines[found.lines.start : found.lines.stop], name)
            yield Read(table, len(found.lines), strokes)
        elif found.lines:
            yield _blank_parted(lines[found.lines.start : found.lines.stop], name)
        start = found.lines.stop


def _blank_parted(lines: Sequence[Line], name: str) -> Read:
    """The table of lines whose cells are parted by tabs or blanks."""
    cells = [_cells(line.text, max(_kind(lines[0].text), 0)) for line in lines]
    columns = max(map(len, cells))
    headed = has_head([[cell for _, cell in row] for row in cells])
    rows = tuple(_row(line, row, columns, headed and not number, name) for number, (line, row) in enumerate(zip(lines, cells, strict=True)))
    return Read(Table(rows, pos=lines[0].pos(name)), len(lines), 0)


def _row(line: Line, cells: list[tuple[int, str]], columns: int, header: bool, name: str) -> Row:
    pos = line.pos(name)
    made = [
        Cell((Para(inlines(cell, pos, at), pos=line.pos(name, at)),) if cell else (), header=header, pos=line.pos(name, at))
        for at, cell in cells
    ]
    return Row((*made, *(Cell((), header=header, pos=pos) for _ in range(columns - len(made)))), pos=pos)


def report_strokes(strokes: int, pos: Pos, report: Report) -> None:
    """Say so where ``strokes`` that drew a table are not in it."""
    if strokes:
        message = f"a table drawn with {strokes} strokes was read as a table; the strokes are left out"
        report.add("digest.table-drawn", message, severity=Severity.INFO, pos=pos)
