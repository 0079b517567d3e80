"""Lists of people, an entry a paragraph: the name, a wide blank, what is said of the person (王逸轩　　青山大学学生。…).

Where line feeds were lost in some of the rows, that blank looks like the beginning of a paragraph; the entries that stand in rows of their own
show that it is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from convert.readers.bylines import SURE
from convert.readers.flat import ENDS_SENTENCE
from convert.readers.lines import Line, Lines
from convert.zh import names
from convert.zh.characters import HAN

_NAME = f"[{HAN}](?:[\\s]*[{HAN}]){{1,3}}"
_ENTRY = re.compile(f"(?P<name>{_NAME})[ \\u00a0\\u3000]{{2,}}\\S.{{20}}")
_NAME_ALONE = re.compile(_NAME)
#: So many whole entries show the form of the list.
_FEWEST = 2
_LONG = 20


def with_entries(found: Lines, text: str) -> Lines:
    """``found`` in ``text``, with the names of entries and what is said of them in one line where whole entries show that they belong so."""
    return replace(found, lines=tuple(_joined(found.lines, text.split("\n"))))


def _joined(lines: tuple[Line, ...], rows: Sequence[str]) -> Sequence[Line]:
    whole = sum((found := _ENTRY.match(line.text)) is not None and names.likelihood(found["name"]) >= SURE for line in lines)
    parted = [index for index in range(1, len(lines) - 1) if _is_parted(lines, index)] if whole >= _FEWEST else []
    if not parted or sum(names.likelihood(lines[index].text) >= SURE for index in parted) * 3 < len(parted) * 2:
        return lines
    texts = {index + 1 for index in parted}
    joined = list(lines)
    for index in parted:
        line, text = lines[index], lines[index + 1]
        joined[index] = replace(line, text=rows[line.row - 1][line.column - 1 : text.column - 1 + len(text.text)])
    return [line for index, line in enumerate(joined) if index not in texts]


def _is_parted(lines: tuple[Line, ...], index: int) -> bool:
    """Whether line ``index`` could be the name of an entry, below the end of another, and the next line of its row the text."""
    line, text = lines[index], lines[index + 1]
    if text.row != line.row or len(text.text) <= _LONG or not _NAME_ALONE.fullmatch(line.text):
        return False
    return ENDS_SENTENCE.search(text.text) is not None and ENDS_SENTENCE.search(lines[index - 1].text) is not None
