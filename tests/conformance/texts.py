"""Is the text that a program finds in an output the text of the edition?

Programs differ in the order in which they read columns, tables and notes, and put running heads between the lines; so characters are counted:
each must be there as often as in the edition. (That the order is kept, ``tests/test_check.py`` tells, from the files themselves.)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from convert.model import walk
from convert.model.nodes import Document

#: Hyphens at a line's end are taken away by poppler, and turned into a noncharacter by pdfium: they are not counted.
_HYPHENS = str.maketrans("", "", "-\ufffe")


@dataclass(frozen=True)
class Expected:
    """The text of an edition without white space."""

    text: str

    @classmethod
    def of(cls, document: Document) -> Expected:
        """What is to be found of ``document``."""
        return cls(walk.text(document))


def problems(expected: Expected, found: str) -> tuple[str, ...]:
    """What is missing in the text ``found`` in an output, in words; nothing where all is there."""
    missing = Counter(expected.text.translate(_HYPHENS)) - Counter(walk.squeeze(found))
    if not missing:
        return ()
    sample = "".join(char * count for char, count in sorted(missing.items()))
    return (f"{missing.total()} of {len(expected.text)} characters are missing, among them “{sample[:40]}”",)
