"""Which rows of a text draw a table: boxes (┌─┬─┐), +---+, the strokes of Markdown, and rows of a|b|c, in whatever strokes there are.

Rules are layout. Of the rows between them the strokes are layout too: what stands between two of them is a cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import IntEnum

from convert.readers.lines import Line
from convert.zh.characters import HAN

#: Upright strokes of one kind each: of boxes, with the joints of rules that cross only some of the columns; ASCII; full-width.
_UPRIGHT = "│┃║┆┇┊┋╎╏"
_BOX, _ASCII, _WIDE = f"[{_UPRIGHT}├┤┼┝┥┿┠┨╂╞╡╪╟╢╫╠╣╬┣┫╋]", "\\|", "[｜￨︱]"
_ANY = re.compile("[|｜￨︱\u2500-\u257f]")
HORIZONTAL = "─━═┄┅┈┉╌╍"
#: A rule with joints: ├──┼──┤, ────┼────, +---+---+, |---|:-:|, ---|---. One dash between strokes is one only where no blanks are.
_DASHES = "(?:\\s*:?[-=－＝—─━]{2,}:?\\s*|:?-:?)"
_JOINTED = re.compile(
    f"(?=.*[{HORIZONTAL}])(?=.*[^{HORIZONTAL}{_UPRIGHT}])[\u2500-\u257f]{{3,}}|[+＋|｜](?:{_DASHES}[+＋|｜])+|{_DASHES}(?:[+＋|｜]{_DASHES})+[|｜]?"
)
_PLAIN = re.compile(f"[-=－＝—_{HORIZONTAL}]{{3,}}")
_TOP = re.compile("[┌┏╔╒╓╭]")
_BOTTOM = re.compile("[┘┛╝╛╜╯]$")
#: What is longer is no cell of a row that nothing frames.
LONGEST_CELL = 40
_STOP = re.compile("[。；！？!?]|[，、,]$")
_DIGIT = re.compile("[0-9０-９]")
_OPENING, _CLOSING = frozenset("「『（《“【"), frozenset("」』）》”】")
_ANY_HAN = re.compile(f"[{HAN}]")
#: The lengths of lines of verse, of half-lines, and of their feet.
_METRES, _HALVES, _FEET = frozenset({5, 7}), frozenset({4, 5, 7}), frozenset({1, 2, 3})


class Drawn(IntEnum):
    """What a row may be in a drawn table."""

    NOTHING = 0
    ROW = 1
    RULE = 2  # with joints
    LINE = 3  # a rule without joints


def drawn_as(text: str) -> Drawn:
    """What a row may be that holds ``text``."""
    if text[0] in "-=－＝—_+＋:" or _ANY.search(text):
        if _JOINTED.fullmatch(text):
            return Drawn.RULE
        if _PLAIN.fullmatch(text):
            return Drawn.LINE
        return Drawn.ROW if _ANY.search(text) and family(text) else Drawn.NOTHING
    return Drawn.NOTHING


def family(text: str) -> str:
    """The pattern of the strokes that part the cells of a row, "" where it has none."""
    if re.search(f"[{_UPRIGHT}]", text):
        return _BOX
    wide = len(re.findall(_WIDE, text))
    ascii_ = text.count("|")
    return (_ASCII if ascii_ >= wide else _WIDE) if ascii_ or wide else ""


def find_drawn(rows: Sequence[Line]) -> list[range]:
    """The stretches of ``rows`` each of which draws a table. Linear in the length of the text."""
    kinds = [drawn_as(row.text) for row in rows]
    return [table for run in _runs(rows, kinds) if (table := _trimmed(rows, kinds, run)) and _is_table(rows, kinds, table)]


# ------------------------------------------------------------------------------------------------ stretches


def _runs(rows: Sequence[Line], kinds: Sequence[Drawn]) -> Iterator[range]:
    """Runs of rows and rules, at least one row in each: one ends where blank rows part tables, a box is closed or opened, or other strokes begin."""
    start = 0
    while start < len(rows):
        end = start + 1
        if kinds[start]:
            while end < len(rows) and kinds[end]:
                end += 1
            if any(kinds[index] is Drawn.ROW for index in range(start, end)):
                yield from _parted(rows, kinds, range(start, end))
        start = end


def _parted(rows: Sequence[Line], kinds: Sequence[Drawn], run: range) -> Iterator[range]:
    spaced = all(rows[index].above for index in run[1:])
    start, strokes = run.start, ""
    for index in run:
        text = rows[index].text
        other = family(text) if kinds[index] is Drawn.ROW else ""
        opened = kinds[index] is Drawn.RULE and _TOP.match(text) is not None
        closed = index > start and kinds[index - 1] is Drawn.RULE and _BOTTOM.search(rows[index - 1].text) is not None
        if index > start and (opened or closed or (rows[index].above and not spaced) or (other and strokes and other != strokes)):
            yield range(start, index)
            start, strokes = index, ""
        strokes = other or strokes
    yield range(start, run.stop)


def _trimmed(rows: Sequence[Line], kinds: Sequence[Drawn], run: range) -> range:
    """``run`` without what stands at its ends and is none of the table: lines where no other is within, rows of another number of strokes."""
    told = [index for index in run if kinds[index] is Drawn.ROW]
    if not told:
        return run[:0]
    lined = any(kinds[index] is Drawn.LINE for index in range(told[0], told[-1]))
    counts = Counter(_strokes(rows[index].text) for index in told)
    usual = max(counts, key=lambda count: (counts[count], count))
    framed = _framed([rows[index].text for index in told])

    def stays(index: int) -> bool:
        if kinds[index] is Drawn.ROW:
            return _strokes(rows[index].text) == usual or (framed and _framed([rows[index].text]))
        return kinds[index] is Drawn.RULE or lined

    start, stop = run.start, run.stop
    while start < stop and not stays(start):
        start += 1
    while start < stop and not stays(stop - 1):
        stop -= 1
    return range(start, stop)


def edges(text: str) -> tuple[bool, bool]:
    """Whether a stroke stands before the first cell of a row, and one behind the last."""
    strokes = family(text)
    return re.match(strokes, text[0]) is not None, re.match(strokes, text[-1]) is not None


def _strokes(text: str) -> int:
    return len(re.findall(family(text), text))


def _framed(texts: Sequence[str]) -> bool:
    """Whether most rows begin and end with a stroke."""
    return sum(all(edges(text)) for text in texts) * 5 >= len(texts) * 3


# ------------------------------------------------------------------------------------------------ tables


def _is_table(rows: Sequence[Line], kinds: Sequence[Drawn], run: range) -> bool:
    texts = [rows[index].text for index in run if kinds[index] is Drawn.ROW]
    if not any(char.isalnum() for text in texts for char in text):
        return False  # a picture of signs
    ruled = [rows[index].text for index in run if kinds[index] is Drawn.RULE]
    (columns, often), *_ = Counter(map(_cells, texts)).most_common(1)
    if ruled and _framed(texts):
        return columns > 1 or (len(ruled) > 1 and ruled[0][0] not in "|｜")
    if len(run) < 2 or columns < 2 or often * 5 < len(texts) * 3:
        return False
    return (len(texts) > 1 and _framed(texts)) or bool(ruled and len(run) > 2) or _may_be_bare(texts, columns)


def _cells(text: str) -> int:
    first, last = edges(text)
    return _strokes(text) + 1 - first - (last and len(text) > 1)


def _may_be_bare(texts: Sequence[str], columns: int) -> bool:
    """Whether rows without frame and rules are those of a table: no sentences, no verse, and more than chance where they are pairs."""
    parted = [[cell.strip() for cell in re.split(family(text), text)] for text in texts]
    if any(len(cell) > LONGEST_CELL or _STOP.search(cell) or _is_open(cell) for cells in parted for cell in cells):
        return False
    if len(texts) < 2 or (columns == 2 and not _may_be_pairs(parted, family(texts[0]))):
        return False
    return any(map(_ANY_HAN.search, texts)) and not is_verse(parted)


def _may_be_pairs(parted: Sequence[Sequence[str]], strokes: str) -> bool:
    """Whether rows of two cells are those of a table: a single stroke is also what parts a column's name from a title (解读｜…)."""
    evidence = (len(parted) > 2) + has_head(parted) + (strokes == _ASCII) + 2 * (strokes == _BOX)
    return evidence > 1


def has_head(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: it has no figures, and all others have some."""
    figures = [any(_DIGIT.search(cell) for cell in row) for row in rows]
    return len(rows) > 1 and not figures[0] and all(figures[1:])


def _is_open(cell: str) -> bool:
    """Whether a quotation or a bracket goes on in another cell: the stroke is one within it."""
    return sum(char in _OPENING for char in cell) != sum(char in _CLOSING for char in cell)


def is_verse(parted: Sequence[Sequence[str]]) -> bool:
    """Whether strokes part the halves of verses, or their feet: 白日｜依山｜尽."""
    if not all(_ANY_HAN.fullmatch(char) for cells in parted for cell in cells for char in cell):
        return False
    sizes = [[len(cell) for cell in cells] for cells in parted]
    lengths = {sum(cells) for cells in sizes}
    feet = len(lengths) == 1 and lengths <= _METRES and all(size in _FEET for cells in sizes for size in cells)
    halves = all(len(set(cells)) == 1 and len(cells) < 4 and cells[0] in (_HALVES if len(cells) == 2 else _METRES) for cells in sizes)
    return feet or halves
