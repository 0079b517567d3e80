"""Tables out of the rows that draw them (``strokes``): rules part rows, and the cells over several rows of a box are whole again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from convert.model import walk
from convert.model.nodes import Block, Cell, Para, Row, Table
from convert.readers.flowing import inlines
from convert.readers.joints import spans_of
from convert.readers.lines import Line
from convert.readers.strokes import HORIZONTAL, Drawn, drawn_as, edges, family, has_head
from convert.readers.wraps import glued
from convert.zh.characters import columns

_RULED = re.compile(f"[{HORIZONTAL}-]+")
_SUM = re.compile("[总總合小]\\s*[计計]|[备備]\\s*[注註]")
#: A line of a box that a label opens: 等级：三.
_LABELLED = re.compile("[^：]{1,8}：")
#: A narrower cell, in columns, is not filled from row to row.
_NARROW = 8
#: More lines whose cells are all filled are rows.
_MOST = 3


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a row has in one cell: its text, where it begins, and whether it fills the cell."""

    text: str
    line: Line
    at: int
    full: bool
    wide: bool


@dataclass(slots=True)
class _Entry:
    """A cell in the making; ``columns`` and ``rows``: how many it spans."""

    pieces: list[_Piece] = field(default_factory=list)
    columns: int = 1
    rows: int = 1


#: The rows of a table in the making, each of cells; None where one from above goes on.
_Grid: TypeAlias = list[list[_Entry | None]]


def read_drawn(lines: Sequence[Line], name: str) -> tuple[Table, int]:
    """The table that ``lines`` draw, and how many strokes that drew it are not in it."""
    stretches = _stretches(lines)
    count = max((len(pieces) for stretch in stretches for pieces in stretch), default=1)
    grid: _Grid = []
    spans = spans_of([[len(pieces) for pieces in stretch] for stretch in stretches], _rules(lines), count)
    ruled = _all_ruled(stretches)
    closed = drawn_as(lines[0].text) is drawn_as(lines[-1].text) is Drawn.RULE
    for number, stretch in enumerate(stretches):
        head = not number and len(stretches) == 2 and len(stretch) < 4 and len(stretches[1]) > 1
        start = len(grid)
        _lay(grid, stretch, count, closed, ruled, closed and (head or count == 1))
        for row in grid[start:]:
            for entry, span in zip(row, spans[number] if len(spans[number]) == len(row) else (), strict=False):
                if entry is not None:
                    entry.columns = span
    headed = _headed(lines, stretches, grid)
    rows = tuple(_row(row, count, headed and not index, name) for index, row in enumerate(grid))
    table = Table(rows, pos=lines[0].pos(name))
    kept = len(walk.squeeze("".join(walk.block_texts((table,)))))
    return table, sum(len(walk.squeeze(line.text)) for line in lines) - kept


# ------------------------------------------------------------------------------------------------ rows


def _stretches(lines: Sequence[Line]) -> list[list[list[_Piece]]]:
    """The rows between rules, each as the pieces of its cells."""
    closed = [edges(line.text) for line in lines if drawn_as(line.text) is Drawn.ROW]
    left, right = (sum(one[side] for one in closed) * 2 > len(closed) for side in (0, 1))
    found: list[list[list[_Piece]]] = [[]]
    for line in lines:
        if drawn_as(line.text) is Drawn.ROW:
            found[-1].append(_pieces(line, left, right))
        elif found[-1]:
            found.append([])
    return found if found[-1] else found[:-1]


def _rules(lines: Sequence[Line]) -> list[str]:
    """The rule above each stretch of rows, "" where none is."""
    found, rule, between = [], "", True
    for line in lines:
        drawn = drawn_as(line.text)
        if drawn is Drawn.ROW and between:
            found.append(rule)
        elif drawn is not Drawn.ROW:
            rule = line.text
        between = drawn is not Drawn.ROW
    return found


def _all_ruled(stretches: Sequence[Sequence[Sequence[_Piece]]]) -> int:
    """How many lines make a row because rules part all rows, 0 where they do not: head, text and sum are parted only from one another."""
    if len(stretches) < 3 or (len(stretches) == 3 and _SUM.match(stretches[-1][0][0].text)):
        return 0
    if all(len(stretch) == 1 or not all(one.text for pieces in stretch[1:] for one in pieces) for stretch in stretches[1:]):
        return _MOST
    single = sum(len(stretch) == 1 for stretch in stretches) * 2 >= len(stretches)
    return (1 if len(stretches) == 3 else _MOST) if single else 0


def _pieces(line: Line, left: bool, right: bool) -> list[_Piece]:
    """The cells of a row. ``left``, ``right``: whether the first and the last stroke are those of the frame."""
    made: list[_Piece] = []
    begin = 0
    for stroke in [*re.finditer(family(line.text), line.text), None]:
        end = stroke.start() if stroke else len(line.text)
        text = line.text[begin:end]
        blank = len(text) - len(text.lstrip())
        full = columns(text[len(text.rstrip()) :]) < 2 + columns(text[:blank]) % 2
        made.append(_Piece(text.strip(), line, begin + blank, full, columns(text) >= _NARROW))
        begin = stroke.end() if stroke else end
    return made[left and not made[0].text : len(made) - (right and len(made) > 1 and not made[-1].text)] or made[:1]


def _lay(grid: _Grid, stretch: list[list[_Piece]], count: int, closed: bool, ruled: int, whole: bool) -> None:
    """The rows of a stretch between rules into ``grid``. ``closed``: the table is framed; ``ruled``: how long a stretch may be
    that is one row, as rules part all rows, 0 where they do not; ``whole``: it is one row.
    """
    crossed = any(_is_ruled(piece) for pieces in stretch for piece in pieces)
    gaps = sum(not all(one.text for one in pieces) for pieces in stretch[1:])
    whole = whole or crossed or (closed and ruled > 0 and (gaps * 2 >= len(stretch) or len(stretch) <= ruled))
    before: list[_Piece] = []
    for pieces in stretch:
        if any(map(_is_ruled, pieces)):
            _cross(grid, pieces, count)
        elif before and (whole or (closed and _goes_on(before, pieces))):
            _extend(grid, pieces)
        else:
            grid.append([_Entry([piece] if piece.text else []) for piece in pieces])
        before = pieces


def _is_ruled(piece: _Piece) -> bool:
    """Whether a cell holds nothing but a rule that crosses some of the columns."""
    return len(piece.text) > 1 and piece.text[0] in HORIZONTAL and _RULED.fullmatch(piece.text) is not None


def _cross(grid: _Grid, pieces: list[_Piece], count: int) -> None:
    """Below a rule through some columns a row begins; the cells of the others go on."""
    row: list[_Entry | None] = []
    if not grid:
        grid.append([_Entry() for _ in range(count)])
    above = grid[-1]
    for place, piece in enumerate(pieces):
        if _is_ruled(piece) or place >= len(above):
            row.append(_Entry([] if _is_ruled(piece) or not piece.text else [piece]))
            continue
        owner = _owner(grid, place)
        owner.rows += 1
        owner.pieces += [piece] if piece.text else []
        row.append(None)
    grid.append(row)


def _owner(grid: _Grid, place: int) -> _Entry:
    """The cell that stands in a column at the end of ``grid``, wherever it began."""
    return next(entry for row in reversed(grid) if place < len(row) and (entry := row[place]) is not None)


def _extend(grid: _Grid, pieces: list[_Piece]) -> None:
    """More text for the cells of the last row."""
    for place, piece in enumerate(pieces):
        if place >= len(grid[-1]):
            grid[-1].append(_Entry())
        if piece.text:
            _owner(grid, place).pieces.append(piece)


def _goes_on(before: Sequence[_Piece], pieces: Sequence[_Piece]) -> bool:
    """Whether a row goes on with some cells that were wide and full above it."""
    filled = [place for place, piece in enumerate(pieces) if piece.text]
    if len(before) != len(pieces) or not filled:
        return False
    full = all(before[place].text and before[place].full and before[place].wide for place in filled)
    return full and len(filled) < len(pieces) and (filled[0] > 0 or len(filled) == 1)


# ------------------------------------------------------------------------------------------------ the table


def _headed(lines: Sequence[Line], stretches: Sequence[Sequence[object]], grid: _Grid) -> bool:
    """Whether the first row names the columns: the only rule within stands below it, or it has no figures and all others have some."""
    rows = [["".join(piece.text for piece in entry.pieces) for entry in row if entry is not None] for row in grid]
    if len(rows) < 2 or max(map(len, rows)) < 2 or not all(rows[0][1:]):
        return False
    if len(stretches) == 2 and not _SUM.match(rows[-1][0]) and (len(stretches[0]) == 1 or len(stretches[1]) > 1):
        return True
    if _SUM.match(rows[-1][0]) and len(stretches) == 3 and len(stretches[0]) == 1:
        return True
    return has_head(rows)


def _row(row: Sequence[_Entry | None], count: int, header: bool, name: str) -> Row:
    entries = [entry for entry in row if entry is not None]
    alone = len(row) == 1 and count > 1
    made = [Cell(_blocks(entry, name), header, count if alone else entry.columns, entry.rows) for entry in entries]
    missing = 0 if alone else count - sum(1 if entry is None else entry.columns for entry in row)
    return Row((*made, *(Cell((), header) for _ in range(missing))))


def _blocks(entry: _Entry, name: str) -> tuple[Block, ...]:
    """The paragraphs of a cell: rows that were full are put together."""
    joined: list[list[_Piece]] = []
    for piece in entry.pieces:
        if joined and joined[-1][-1].full and not _LABELLED.match(piece.text):
            joined[-1].append(piece)
        else:
            joined.append([piece])
    made = []
    for first, *more in joined:
        text = glued([first.text, *(piece.text for piece in more)])
        made.append(Para(inlines(text, first.line.pos(name), first.at), pos=first.line.pos(name, first.at)))
    return tuple(made)
