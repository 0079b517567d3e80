"""What stands upright in vertical lines: short numbers and pairs of marks, set across the line in the place of one character.

直排横 (tate-chu-yoko): numbers of one or two digits and the marks ?! !! ?? stand upright; longer numbers, decimals, percentages and words are
turned with the line (CLREQ § 3.2.1 and § 3.3; the practice of newspapers in Taiwan).
"""

from __future__ import annotations

import re

#: What makes digits beside it part of a word or of a quantity, and what does so between two of its kind (3.5, 12:30, 1,000).
_BOUND = r"0-9A-Za-z\u00c0-\u024f%‰°′″$€£¥+=_~^#&@*\\"
_BETWEEN = r".,:/'\-"
_ALONE = rf"(?![{_BOUND}]|[{_BETWEEN}][{_BOUND}])"
_SPAN = re.compile(rf"(?<![{_BOUND}])(?<![{_BOUND}][{_BETWEEN}])(?:[0-9]{{1,2}}|(?<![!?])[!?]{{1,2}}(?![!?])){_ALONE}")
_ANY = re.compile("[0-9!?]")


def upright(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The spans (start, end in characters of ``text``) between ``start`` and ``end`` that are set upright, each in the place of one character.

    The whole paragraph is handed in, so that a number which formatting cuts in two is seen as one; spans that reach over ``start`` or
    ``end`` are left out, since what is cut cannot stand side by side.
    """
    end = len(text) if end is None else end
    if not _ANY.search(text, start, end):
        return []
    found = (match.span() for match in _SPAN.finditer(text, max(0, start - 2), end + 2))
    return [(first, last) for first, last in found if first >= start and last <= end]
