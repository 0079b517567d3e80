"""Tables of contents that are printed before the text of a book, a report, a law: runs of heads with no text between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from convert.readers.lines import Line
from convert.readers.marks import Mark, plain

_WORD = re.compile(r"(?i)[#*=【〖《—\-\s]*(?:(?:正文|本书|全书|小说)?目\s*[录錄次]|回\s*目|contents)[#*=】〗》—\-：:\s]*$")
_SEVERAL = re.compile("第[^第\\s]{1,9}[章回节節卷部篇][^第]*")
_STOPS = re.compile("[。；;，,！？!?：:]$|。")
_LONGEST_ENTRY = 60
#: Dots that lead to the number of a page.
_LEADER = re.compile(r"[.…·・．—_]{2,}\s*[(（]?[0-9０-９]{1,4}[)）]?$")

#: An entry and the number of its page behind a tab or a stroke.
_PAGED = re.compile(r"[^\t|｜]*[\t|｜][\t|｜\s]*[(（]?[0-9０-９]{1,4}[)）]?")


def is_paged(text: str) -> bool:
    """Whether a row that may be one of a table is an entry of contents with the number of its page."""
    return _PAGED.fullmatch(text) is not None


def is_word_for_contents(text: str) -> bool:
    """Whether a row says 目录 and nothing else."""
    return len(text) < 20 and _WORD.match(text) is not None


def find_contents(rows: Sequence[Line], marks: Mapping[int, Mark]) -> list[range]:
    """The rows of every table of contents, the word 目录 above it included.

    With that word, short rows are entries up to the first row that is none, or that begins the text: the first entry printed again, or any
    entry printed again above prose. Without it, at least five heads with a unit follow one another, or three that all come again.
    """
    again = Counter(mark.key for mark in marks.values() if mark.unit.partition(" ")[0] not in _WEAK)
    found: list[range] = []
    index = 0
    while index < len(rows):
        named = is_word_for_contents(rows[index].text)
        if not named and (index not in marks or not _entry(rows[index].text, marks.get(index), named=False)):
            index += 1
            continue
        end = _end(rows, marks, index + named, named)
        if _is_contents(marks, again, index, end, named):
            found.append(range(index, end))
            index = max(end, index + 1)
        else:
            index = _after_marks(marks, index)
    return found


_WEAK = frozenset({"alone", "listed"})


def _after_marks(marks: Mapping[int, Mark], index: int) -> int:
    """Past the run of marked rows, so that no run is looked at twice."""
    index += 1
    while index in marks:
        index += 1
    return index


def _entry(text: str, mark: Mark | None, named: bool) -> bool:
    """Whether a row may stand in contents: a head, or several; below the word 目录 any short row."""
    if mark is not None and len(text) <= _LONGEST_ENTRY:
        return not mark.stops or _LEADER.search(text) is not None
    if len(text) <= 2 * _LONGEST_ENTRY and len(_SEVERAL.findall(text)) > 1:
        return "。" not in text
    return named and len(text) <= 40 and not _STOPS.search(text)


def _end(rows: Sequence[Line], marks: Mapping[int, Mark], start: int, named: bool) -> int:
    seen: set[str] = set()
    first = ""
    index = start
    while index < len(rows):
        text, mark = rows[index].text, marks.get(index)
        if not _entry(text, mark, named):
            break
        key = _words(text, mark)
        first = first or key
        if key in seen and (key == first or _above_prose(rows, marks, index)):
            return _without_volume(marks, start, index)
        seen.update((key, f"{mark.unit}{mark.number}") if mark is not None else (key,))
        index += 1
    return index


def _without_volume(marks: Mapping[int, Mark], start: int, end: int) -> int:
    """A volume's head directly above the text, when the contents name no volumes, belongs to the text."""
    last = marks.get(end - 1)
    alone = last is not None and sum(i in marks and marks[i].unit == last.unit for i in range(start, end)) == 1
    return end - 1 if alone and last is not None and last.unit in "卷部集篇编册辑" and end - 1 > start else end


def _words(text: str, mark: Mark | None) -> str:
    if mark is None:
        return plain(text)
    return mark.key if mark.title else f"{mark.unit}{mark.key}"


def _above_prose(rows: Sequence[Line], marks: Mapping[int, Mark], index: int) -> bool:
    """Whether text stands below row ``index``, at most one short row (its title) between."""
    below = [i for i in (index + 1, index + 2) if i < len(rows)]
    return any(i not in marks and (len(rows[i].text) > 40 or _STOPS.search(rows[i].text)) for i in below)


def _is_contents(marks: Mapping[int, Mark], again: Counter[str], start: int, end: int, named: bool) -> bool:
    inside = [marks[i] for i in range(start, end) if i in marks]
    if named:
        return end - start >= 3
    strong = [mark for mark in inside if mark.unit.partition(" ")[0] not in _WEAK]
    recurring = sum(again[mark.key] > 1 for mark in strong)
    return len(strong) >= 5 or (recurring >= 3 and recurring * 3 >= len(inside) * 2)
