"""Headings and titles that no style marks: short lines that are bold, larger, centred or set in a heading face.

What speaks for a line is added up; each decision is explained.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from convert.diagnostics import Report
from convert.readers.docx_leaves import is_blank
from convert.readers.docx_story import Entry, Line
from convert.readers.labels import RANKS, read_label

_LONGEST_HEADING = 42
_LONGEST_TITLE = 64
_TITLE_LINES = 4
_ENOUGH = 0.6
#: A line that ends like this goes on, or is a sentence.
_STOPS = re.compile("[。；，：、;,:.．]$")
_HEADING_FACES = re.compile(
    "黑体|黑體|SimHei|Heiti|YaHei|雅黑|小标宋|小標宋|楷体|楷體|KaiTi|Kai$|DengXian Bold|JhengHei|正黑", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Look:
    """What can be seen of a line: size in half points, the East Asian face."""

    bold: bool
    size: int
    font: str


def _look(line: Line) -> _Look:
    """The look that all of a line shares: bold if all of it is, the smallest size, the face of its first text."""
    style = line.style.face
    faces = [one.face for one in line.leaves if not is_blank(one)]
    bold = bool(faces) and all(face.flags[0] if face.flags[0] is not None else bool(style.flags[0]) for face in faces)
    return _Look(bold, min((face.size or style.size for face in faces), default=0), next((face.font for face in faces if face.font), ""))


def _usual(lines: Sequence[Line], looks: Sequence[_Look]) -> _Look:
    """How the running text looks: the look of most of its characters."""
    sizes: Counter[int] = Counter()
    fonts: Counter[str] = Counter()
    bold = total = 0
    for line, look in zip(lines, looks, strict=True):
        length = len(line.text)
        sizes[look.size] += length
        fonts[look.font] += length
        bold += length * look.bold
        total += length
    if not lines:
        return _Look(False, 0, "")
    return _Look(2 * bold > total, sizes.most_common(1)[0][0], fonts.most_common(1)[0][0])


def find_headings(entries: Sequence[Entry], report: Report) -> None:
    """Set ``level`` of lines that are headings by their look, where no style marks any; and the title at the head of the file."""
    lines = [one for one in entries if isinstance(one, Line) and not one.empty and not one.contents]
    looks = [_look(line) for line in lines]
    usual = _usual(lines, looks)
    start = _title(lines, looks, usual, report)
    if any(line.level or line.style.role == "title-title" for line in lines[start:]):
        return
    found: list[tuple[Line, tuple[int, int], float, str]] = []
    for line, look in zip(lines[start:-1], looks[start:-1], strict=True):
        score, reasons = _weigh(line, look, usual)
        if score >= _ENOUGH:
            found.append((line, (-look.size, _rank(line)), score, "; ".join(reasons)))
    if len(found) * 5 > len(lines) * 3:
        return
    order = sorted({key for _, key, _, _ in found})
    for line, key, score, because in found:
        line.level = min(order.index(key) + 1, 9)
        report.explain(line.pos, f"heading of level {line.level}", because, round(min(score, 0.95), 2), line.text)


def _rank(line: Line) -> int:
    """The depth of a heading's label, 0 for none."""
    found = read_label((line.label.text if line.label else "") + line.text)
    return RANKS.get(found.style, 0) if found else 0


def _weigh(line: Line, look: _Look, usual: _Look) -> tuple[float, list[str]]:
    """The sum of what speaks for a heading, and the reasons."""
    text = line.text.strip()
    if not text or len(text) > _LONGEST_HEADING or _STOPS.search(text) or line.style.role or "\n" in text:
        return 0.0, []
    if line.label is not None and not line.label.ordered:
        return 0.0, []
    evidence = (
        (look.bold and not usual.bold, 0.6, "all of it is bold"),
        (look.size >= usual.size + 2 and usual.size > 0, 0.35, "larger than the text"),
        (line.centred, 0.25, "centred"),
        (look.font != usual.font and bool(_HEADING_FACES.search(look.font)), 0.35, f"set in {look.font}"),
        (bool(_rank(line)), 0.3, "numbered"),
    )
    reasons = [reason for holds, _, reason in evidence if holds]
    score = sum(weight for holds, weight, _ in evidence if holds)
    return score, [*reasons, "short, and it does not end like a sentence"]


def _title(lines: Sequence[Line], looks: Sequence[_Look], usual: _Look, report: Report) -> int:
    """Mark the title at the head of the file, where no style does; the number of lines that it takes."""
    marked = next((n for n, line in enumerate(lines) if not line.title), len(lines))
    if marked or len(lines) < 2 or lines[0].level:
        return marked
    count = 0
    for line, look in zip(lines[:_TITLE_LINES], looks, strict=False):
        text = line.text.strip()
        stands_out = (look.bold and not usual.bold) or look.size >= usual.size + 2 > 2 or bool(_HEADING_FACES.search(look.font))
        same = count == 0 or look == looks[0]
        if line.style.role or line.level or not line.centred or not stands_out or not same or len(text) > _LONGEST_TITLE:
            break
        if _STOPS.search(text) or line.label is not None:
            break
        count += 1
    for line in lines[:count]:
        line.title = "title"
        report.explain(line.pos, "title", "the file begins with it, centred, and it stands out from the text", 0.8, line.text)
    if count:
        count += _below_title(lines[count : count + 2])
    return count


def _below_title(lines: Sequence[Line]) -> int:
    """A subtitle behind a dash and a note in brackets, centred below the title; the number of lines taken."""
    count = 0
    for line in lines:
        text = line.text.strip()
        if not line.centred or line.style.role or line.level or len(text) > _LONGEST_TITLE:
            break
        role = "subtitle" if re.match("[—–―─-]{1,2}", text) else "note" if re.fullmatch("[（(].*[）)]", text) else ""
        if not role:
            break
        line.title = role
        count += 1
    return count
