"""Which marked rows of a book are heads: what the count of their numbers, the look of their fellows and the rows around them say.

A row that looks like most heads of its unit is one. A row that looks otherwise is one only where exactly its number is missing in the
count. A head that comes again before the next one is a running head, as pages of printed books have them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from convert.readers.lines import Line
from convert.readers.marks import LONGEST, Mark, cut_of_glued, plain
from convert.zh.characters import SENTENCE_END

#: Whether the row of this index continues the paragraph above it, by its look alone.
GoesOn = Callable[[int], bool]

_SURE = 0.8
_POSSIBLE = -0.9
#: A running head is no longer than this, and comes at least so often.
_NAME, _OFTEN = 16, 3
_ENDS = frozenset(SENTENCE_END + "”’」』）)》】：:；;—~～\"'")


@dataclass(frozen=True, slots=True)
class Heading:
    """A head: its row, how it is marked (None: by its look only), how many rows of title stand below its row, where glued text begins in
    its row (0: nowhere), its rank (a smaller one stands above), how sure it is and why.
    """

    row: int
    mark: Mark | None
    confidence: float
    because: str
    below: int = 0
    cut: int = 0
    rank: int = 0


@dataclass(frozen=True, slots=True)
class _Look:
    """How most heads of a unit look."""

    parted: bool
    above: bool
    depth: int | None
    glued: bool


def ends_sentence(text: str) -> bool:
    """Whether a paragraph may end with ``text``."""
    return text[-1] in _ENDS


def find_counted(rows: Sequence[Line], marks: Mapping[int, Mark], goes_on: GoesOn) -> tuple[list[Heading], set[int]]:
    """The heads with a unit (章, 回, 卷 …) or a fixed word among ``marks``, in order; and the rows of running heads."""
    found: list[Heading] = []
    running: set[int] = set()
    units = Counter(mark.unit for mark in marks.values() if " " not in mark.unit)
    for unit in units:
        members = [index for index, mark in marks.items() if mark.unit == unit]
        if unit == "named" and len(members) < 3:
            continue
        if unit == "fixed":
            twice = {index for index in members if index - 1 in marks and marks[index - 1].key == marks[index].key}
            running |= twice
            found.extend(_fixed(rows, marks, [index for index in members if index not in twice], goes_on))
        else:
            heads, repeated = _of_unit(rows, marks, members, goes_on)
            found.extend(heads)
            running |= repeated
    return sorted(found, key=lambda head: head.row), running


def running_rows(rows: Sequence[Line], heads: Collection[int]) -> set[int]:
    """The rows that repeat the name of the book above its heads: three or more of one short text, four of five directly above a head."""
    alike: dict[str, list[int]] = {}
    for head in heads:
        if head and head - 1 not in heads and len(text := plain(rows[head - 1].text)) <= _NAME and not ends_sentence(rows[head - 1].text):
            alike.setdefault(text, [])
    for index, row in enumerate(rows):
        if len(row.text) <= 2 * _NAME and (text := plain(row.text)) in alike:
            alike[text].append(index)
    often = (found for text, found in alike.items() if text and len(found) >= _OFTEN)
    return {index for found in often if sum(i + 1 in heads for i in found) * 5 >= len(found) * 4 for index in found if index + 1 in heads}


def _fixed(rows: Sequence[Line], marks: Mapping[int, Mark], members: list[int], goes_on: GoesOn) -> list[Heading]:
    """The fixed words (楔子, 后记) that stand free: no sentence above them goes on into them."""
    made = [Heading(i, marks[i], 0.85, "the fixed title of a part of a book") for i in members if not goes_on(i)]
    return [
        head
        for head in made
        if head.row == 0 or ends_sentence(rows[head.row - 1].text) or rows[head.row].above or len(rows[head.row - 1].text) < 40
    ]


def _look(rows: Sequence[Line], marks: Mapping[int, Mark], members: list[int]) -> _Look:
    strict = [i for i in members if not marks[i].stops and len(rows[i].text) <= LONGEST]
    half = max(len(strict), 1) / 2
    depths = Counter(rows[i].depth for i in strict)
    depth = depths.most_common(1)[0] if depths else (0, 0)
    return _Look(
        sum(marks[i].parted for i in strict) > half,
        sum(rows[i].above > 0 for i in strict) > 1.6 * half,
        depth[0] if depth[1] > 1.6 * half else None,
        sum(len(rows[i].text) > LONGEST and cut_of_glued(rows[i].text, marks[i]) > 0 for i in members) > max(len(strict), 2),
    )


def _weighed(rows: Sequence[Line], mark: Mark, index: int, look: _Look, goes_on: GoesOn) -> tuple[float, int]:
    """What speaks for row ``index`` without its number: a sum, and where text glued to it begins."""
    row = rows[index]
    score, cut = 1.0, 0
    if len(row.text) > LONGEST:
        cut = cut_of_glued(row.text, mark) if mark.parted or look.glued else 0
        score = (1.0 if look.glued else 0.1) if cut else -1.0
    elif mark.stops:
        cut = cut_of_glued(row.text, mark) if look.glued else 0
        score = 0.9 if cut else -0.6
    elif mark.goes_on:
        score = 0.4
    if look.parted and not mark.parted:
        score -= 0.5
    if look.above and not row.above and index:
        score -= 0.4
    if look.depth is not None and row.depth != look.depth:
        score -= 0.15
    if goes_on(index):
        score -= 1.5
    return score, cut


def _of_unit(rows: Sequence[Line], marks: Mapping[int, Mark], members: list[int], goes_on: GoesOn) -> tuple[list[Heading], set[int]]:
    look = _look(rows, marks, members)
    weighed = [(index, *_weighed(rows, marks[index], index, look, goes_on)) for index in members]
    sure = _in_count(marks, [entry for entry in weighed if entry[1] >= _SURE])
    numbers = [marks[index].number or 0 for index, _, _ in sure]
    kept: list[tuple[int, float, int]] = []
    running: set[int] = set()
    place = 0
    for entry in weighed:
        index, score, _ = entry
        while place < len(sure) and sure[place][0] < index:
            place += 1
        mark = marks[index]
        last = marks[kept[-1][0]] if kept else None
        if last is not None and mark.number == last.number and (mark.title == last.title or not mark.title):
            running.add(index)
        elif (place < len(sure) and sure[place][0] == index) or (
            sure and score > _POSSIBLE and _is_missing(mark.number, last, numbers[place] if place < len(sure) else None, score)
        ):
            kept.append(entry)
    return [_heading(marks[index], index, score, cut) for index, score, cut in kept], running


def _heading(mark: Mark, index: int, score: float, cut: int) -> Heading:
    number = f"第{mark.number}{mark.unit}" if mark.number is not None else mark.unit
    if score >= _SURE:
        return Heading(index, mark, 0.95, f"counts as {number} and looks like its fellows", cut=cut)
    return Heading(index, mark, 0.7, f"counts as {number}, which is missing, though it looks otherwise than its fellows", cut=cut)


def _is_missing(number: int | None, last: Mark | None, following: int | None, score: float) -> bool:
    """Whether the count lacks ``number`` between the head before and the sure head after; a doubtful row must be exactly the next."""
    before = last.number if last is not None and last.number is not None else 0
    if number is None or not before < number:
        return False
    return (number == before + 1 or score > 0) and (following is None or following > number or following == 1)


def _in_count(marks: Mapping[int, Mark], entries: list[tuple[int, float, int]]) -> list[tuple[int, float, int]]:
    """``entries`` without those that stand in no count while their neighbours count on without them."""
    kept: list[tuple[int, float, int]] = []
    for place, entry in enumerate(entries):
        number = marks[entry[0]].number
        if kept and place + 1 < len(entries):
            before, after = marks[kept[-1][0]].number, marks[entries[place + 1][0]].number
            if before is not None and after == before + 1 and number not in {before, after, 1}:
                continue
        kept.append(entry)
    return kept


# ------------------------------------------------------------------------------------------------ titles below

_CUES = ("诗", "詩", "词", "詞", "正是", "话说", "話說", "却说", "卻說", "——", "作者", "更新时间", "本章")


def with_titles_below(rows: Sequence[Line], heads: list[Heading], taken: Callable[[int], bool]) -> list[Heading]:
    """``heads`` with the rows of title that stand below a bare number, or the second half of a couplet below the first.

    Most heads of a unit have them, or none: the rest of the unit decides. ``taken``: whether a row belongs to something else.
    """
    depths = {
        head.row: _titles(rows, head, taken) for head in heads if not head.cut and head.mark is not None and head.mark.unit != "fixed"
    }
    votes: dict[str, Counter[int]] = {}
    for head in heads:
        if head.row in depths and head.mark is not None:
            votes.setdefault(head.mark.unit, Counter())[depths[head.row]] += 1
    made = []
    for head in heads:
        below = depths.get(head.row, 0)
        unit = head.mark.unit if head.mark is not None else ""
        if below and sum(count for rows_below, count in votes[unit].items() if rows_below >= below) * 5 >= sum(votes[unit].values()) * 3:
            made.append(replace(head, below=below))
        elif below == 2 and sum(count for rows_below, count in votes[unit].items() if rows_below) * 5 >= sum(votes[unit].values()) * 3:
            made.append(replace(head, below=1))
        else:
            made.append(head)
    return made


def _titles(rows: Sequence[Line], head: Heading, taken: Callable[[int], bool]) -> int:
    """How many rows below ``head`` could be its title."""
    assert head.mark is not None  # only marked heads are asked for titles below
    first = head.row + 1
    if first >= len(rows) or taken(first) or not _may_be_title(rows, first):
        return 0
    if head.mark.title:
        return int(len(rows[first].text) == len(head.mark.title) and len(head.mark.title) >= 4)
    if first + 1 < len(rows) and not taken(first + 1) and _may_be_title(rows, first + 1):
        return 2 if len(rows[first + 1].text) == len(rows[first].text) <= 16 else 0 if rows[first + 1].above <= rows[first].above else 1
    return 1


def _may_be_title(rows: Sequence[Line], index: int) -> bool:
    text = rows[index].text
    return (
        len(text) <= 32
        and not text.startswith(_CUES)
        and text[-1] not in "。；;，,、：:…！!"
        and "。" not in text
        and index + 1 < len(rows)
    )
