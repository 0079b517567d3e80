"""Text goldens: ``cases/<reader>/*.case`` hold a comment, an input, the expected outline and the expected diagnostics.

A section begins with ``--- name``. In the input ``⍽`` stands for U+00A0, ``␣`` for a space that an editor would lose, and
``␊`` at the end of a line says that the line feed is no part of the text (so flat texts can be written in lines). A case without a
section of diagnostics must produce none. ``pytest --update-goldens FILE`` rewrites outlines and diagnostics.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from convert.diagnostics import Report
from convert.formats import reader
from convert.model import walk
from convert.model.dump import outline
from convert.source import Source

CASES = sorted(Path(__file__).parent.glob("cases/*/*.case"))
_SECTION = re.compile(r"^--- (\w+)\n", re.MULTILINE)


def parse(text: str) -> dict[str, str]:
    """The sections of a case by name; what stands before the first is the comment."""
    pieces = _SECTION.split(text)
    return {"comment": pieces[0], **dict(zip(pieces[1::2], pieces[2::2], strict=True))}


def source_text(section: str) -> str:
    """The input as the reader gets it."""
    return section.replace("␊\n", "").replace("⍽", "\u00a0").replace("␣", " ")


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path, update_goldens: bool) -> None:
    case = parse(path.read_text(encoding="utf-8"))
    name = path.parent.name
    report = Report()
    reading = reader(name)
    data = source_text(case["input"]).encode()
    document = reading.read(Source(path.name, data), reading.options_type(), report)
    found = {"outline": outline(document), "diagnostics": "".join(f"{d}\n" for d in report)}
    if update_goldens:
        kept = f"{case['comment']}--- input\n{case['input']}--- outline\n{found['outline']}"
        path.write_text(kept + (f"--- diagnostics\n{found['diagnostics']}" if found["diagnostics"] else ""), encoding="utf-8")
        return
    assert found["outline"] == case["outline"]
    assert found["diagnostics"] == case.get("diagnostics", "")
    assert walk.text(document) == walk.squeeze(source_text(case["input"]))
