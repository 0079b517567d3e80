"""Tables in plain text: rows whose cells are parted by tabs, by wide blanks, or by the strokes of Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from convert.model.nodes import Cell, Para, Row, Table
from convert.readers.flowing import inlines
from convert.readers.lines import Line
from convert.readers.signs import Kind, Sign
from convert.zh.characters import HAN

#: What parts cells, from the surest on: pattern, fewest columns, fewest rows (of two columns between tabs: one more).
_PARTS = (
    (re.compile(r"\s*\|\s*"), 2, 2),
    (re.compile("[ \u00a0\u3000]*\t[ \t\u00a0\u3000]*"), 2, 2),
    (re.compile("[ \u00a0\u3000]{3,}"), 2, 3),
)
_STROKED = re.compile(r"\|.*\|")
#: The line below the head of a table in Markdown.
_DRAWN = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_LONGEST_CELL = 40
#: The second of two cells between blanks: 6.1%, 3280.5亿元; a bare number is that of a page.
_FIGURE = re.compile(f"(?=.*[%％‰.．{HAN}])[-+±]?[0-9０-９][0-9０-９.,，]*\\s*[%％‰]?[{HAN}]{{0,4}}")
_DIGIT = re.compile("[0-9０-９]")


def mark_rows(lines: tuple[Line, ...], signs: list[Sign]) -> list[Sign]:
    """``signs`` with the rows of tables signed as such."""
    kinds = [_kind(line.text) for line in lines]
    marked = list(signs)
    for start, end, kind in _runs(kinds):
        widths = Counter(len(_cells(lines[index].text, kind)) for index in range(start, end))
        columns, often = widths.most_common(1)[0]
        _, fewest_columns, fewest_rows = _PARTS[kind]
        if columns < fewest_columns or end - start < fewest_rows + (columns == 2 and kind == 1) or often * 5 < (end - start) * 3:
            continue
        for index in range(start, end):
            marked[index] = replace(signs[index], kind=Kind.ROW, because=f"one of {end - start} lines of {columns} cells", label=None)
    return marked


def _kind(text: str) -> int:
    """What parts the cells of a line (an index of ``_PARTS``), -1 where nothing does."""
    if text[0] == "|":
        return 0 if _STROKED.fullmatch(text) else -1
    if "\t" in text:
        return 1 if max(map(len, text.split("\t"))) <= _LONGEST_CELL else -1
    if len(text) > 200 or not ("   " in text or "\u00a0\u00a0" in text or "\u3000\u3000" in text):
        return -1
    cells = _PARTS[2][0].split(text)
    enough = len(cells) > 2 or (len(cells) == 2 and _FIGURE.fullmatch(cells[1]) is not None)
    return 2 if enough and max(map(len, cells)) <= _LONGEST_CELL else -1


def _runs(kinds: list[int]) -> Iterator[tuple[int, int, int]]:
    start = 0
    for index in range(1, len(kinds) + 1):
        if index == len(kinds) or kinds[index] != kinds[start]:
            if kinds[start] >= 0:
                yield start, index, kinds[start]
            start = index


def _cells(text: str, kind: int) -> list[tuple[int, str]]:
    """The cells of a line, each with its place in it."""
    begin, end = (1, len(text) - 1) if kind == 0 else (0, len(text))
    cells: list[tuple[int, str]] = []
    for part in _PARTS[kind][0].finditer(text, begin, end):
        cells.append((begin, text[begin : part.start()]))
        begin = part.end()
    cells.append((begin, text[begin:end]))
    return [(at + len(cell) - len(cell.lstrip()), cell.strip()) for at, cell in cells]


def read_table(lines: tuple[Line, ...], start: int, end: int, name: str) -> tuple[Table, int]:
    """The table in the lines ``start`` to ``end``, and how many strokes that drew it are not in it."""
    kind = _kind(lines[start].text)
    drawn = [index for index in range(start, end) if _DRAWN.fullmatch(lines[index].text)]
    found = [(lines[index], _cells(lines[index].text, kind)) for index in range(start, end) if index not in drawn]
    columns = max((len(cells) for _, cells in found), default=0)
    headed = drawn[:1] == [start + 1] or _has_head([[cell for _, cell in cells] for _, cells in found])
    rows = tuple(_row(line, cells, columns, headed and number == 0, name) for number, (line, cells) in enumerate(found))
    strokes = sum(line.text.count("|") for line, _ in found) if kind == 0 else 0
    return Table(rows, pos=lines[start].pos(name)), strokes + sum(len(lines[index].text) for index in drawn)


def _has_head(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: it has no figures, and all others have some."""
    figures = [any(_DIGIT.search(cell) for cell in row) for row in rows]
    return len(rows) > 1 and not figures[0] and all(figures[1:])


def _row(line: Line, cells: list[tuple[int, str]], columns: int, header: bool, name: str) -> Row:
    pos = line.pos(name)
    made = [
        Cell((Para(inlines(cell, pos, at), pos=line.pos(name, at)),) if cell else (), header=header, pos=line.pos(name, at))
        for at, cell in cells
    ]
    return Row((*made, *(Cell((), header=header, pos=pos) for _ in range(columns - len(made)))), pos=pos)
