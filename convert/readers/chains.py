"""Heads that are numbers without a unit: 一, 01, 001 title. What stands in a count, with text between, and never within a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from convert.readers.chapters import GoesOn, Heading, ends_sentence
from convert.readers.lines import Line
from convert.readers.marks import Mark

#: How many numbers may be missing between two of a count.
_SKIPS = 3


@dataclass(slots=True)
class _Chain:
    """Numbers that count up, and where they stand."""

    rows: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


def find_uncounted(
    rows: Sequence[Line], marks: Mapping[int, Mark], heads: Sequence[Heading], goes_on: GoesOn
) -> tuple[list[Heading], set[int]]:
    """The heads among the numbers without a unit, in order; and the rows of page numbers. ``heads``: the heads with a unit."""
    units = dict.fromkeys(mark.unit for mark in marks.values() if " " in mark.unit)
    found: list[Heading] = []
    pages: set[int] = set()
    for unit in units:
        members = [i for i, mark in marks.items() if mark.unit == unit and not mark.stops]
        if unit.startswith("alone arabic") and _are_pages(rows, marks, members):
            pages.update(members)
            continue
        chains = _chains(marks, [i for i in members if _stands_free(rows, marks, i, goes_on)], [head.row for head in heads])
        known = any(_is_believed(rows, marks, chain, bool(heads)) for chain in chains)
        for chain in chains:
            again = known and bool(heads) and len(chain.rows) > 1 and not marks[chain.rows[0]].title
            if again or _is_believed(rows, marks, chain, bool(heads)):
                found.extend(Heading(i, marks[i], 0.8, f"a number of a count of {len(chain.rows)}, text between them") for i in chain.rows)
    return sorted(found, key=lambda head: head.row), pages


def _are_pages(rows: Sequence[Line], marks: Mapping[int, Mark], members: list[int]) -> bool:
    """Whether numbers that stand alone are those of pages: they rise, and many stand within a sentence."""
    if len(members) < 3:
        return False
    within = sum(i > 0 and not ends_sentence(rows[i - 1].text) and len(rows[i - 1].text) > 12 for i in members)
    numbers = [marks[i].number or 0 for i in members]
    rising = sum(after > before for before, after in pairwise(numbers))
    return within * 3 >= len(members) and rising * 10 >= (len(members) - 1) * 9


def _stands_free(rows: Sequence[Line], marks: Mapping[int, Mark], index: int, goes_on: GoesOn) -> bool:
    """Whether a row could be a head by what stands around it: a finished sentence above, text below."""
    if index + 1 >= len(rows) or goes_on(index):
        return False
    below = marks.get(index + 1)
    if below is not None and below.unit == marks[index].unit:
        return False
    above = rows[index - 1].text if index else ""
    return not above or ends_sentence(above) or rows[index].above > 0 or len(above) < 30


def _chains(marks: Mapping[int, Mark], members: list[int], heads: list[int]) -> list[_Chain]:
    """The counts that ``members`` make: each begins with 1 (the first of all may begin with 0), and starts anew below each head."""
    chains: list[_Chain] = []
    for index in members:
        number = marks[index].number or 0
        fitting = next((chain for chain in reversed(chains[-4:]) if 1 <= number - chain.numbers[-1] <= _SKIPS), None)
        exact = next((chain for chain in reversed(chains[-4:]) if number - chain.numbers[-1] == 1), None)
        if number <= 1 and not (number == 1 and exact is not None):
            chains.append(_Chain([index], [number]))
        elif (chain := exact or fitting) is not None:
            chain.rows.append(index)
            chain.numbers.append(number)
    return chains


def _is_believed(rows: Sequence[Line], marks: Mapping[int, Mark], chain: _Chain, under_heads: bool) -> bool:
    """A count of two is enough for bare numbers below heads; elsewhere three are needed; titles need much text between them."""
    titled = bool(marks[chain.rows[0]].title)
    if len(chain.rows) < (2 if under_heads and not titled else 3):
        return False
    ends = [*chain.rows[1:], min(len(rows), chain.rows[-1] + 200)]
    sizes = sorted(
        sum(len(row.text) for row in rows[start + 1 : min(end, start + 40)]) for start, end in zip(chain.rows, ends, strict=True)
    )
    return sizes[len(sizes) // 2] >= (200 if titled else 60)
