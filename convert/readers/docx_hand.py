"""Formatting that was set by hand: what of it is no structure gives way to the style of an output, which is told.

Bold, italic, dots, underlines and strokes are kept; what made a line a title, a heading, a byline or a signature is understood. What else stands
out of a paragraph as it usually looks is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from convert.diagnostics import Pos, Report, Severity
from convert.model import walk
from convert.model.nodes import Document, Para
from convert.readers.docx_xml import attr, child, children, inside, kind, val

if TYPE_CHECKING:
    from convert.readers.docx_story import Line

#: The kinds in the order in which they are told.
_CENTRING, _TYPEFACE, _SIZE, _COLOUR, _HIGHLIGHT = _KINDS = ("centring", "typeface", "size", "colour", "highlight")
#: What counts wherever it is; the others only in running text: cells of tables have sides, and type of their own.
_EVERYWHERE = frozenset({_COLOUR, _HIGHLIGHT})
_BLACK = frozenset({"", "auto", "000000"})
_WHITE = frozenset({"", "auto", "ffffff", "nil"})


def by_hand(paragraph: etree._Element, *, running: bool) -> frozenset[str]:
    """The kinds of formatting that a ``w:p`` and its runs state themselves; those of links and of blanks say nothing."""
    found = set[str]()
    if val(child(paragraph, "w:pPr"), "w:jc") in {"center", "distribute"}:
        found.add(_CENTRING)
    for run in inside(paragraph, "w:r"):
        properties, holder = child(run, "w:rPr"), run.getparent()
        linked = holder is not None and kind(holder) == "w:hyperlink"
        if properties is not None and not linked and any((t.text or "").strip() for t in children(run, "w:t")):
            found.update(_stated(properties))
    return frozenset(found if running else found & _EVERYWHERE)


def _stated(properties: etree._Element) -> Iterator[str]:
    for one in properties:
        match kind(one):
            case "w:rFonts":
                yield _TYPEFACE
            case "w:sz":
                yield _SIZE
            case "w:color" if attr(one, "w:val").lower() not in _BLACK and attr(one, "w:themeColor") not in {"text1", "dark1"}:
                yield _COLOUR
            case "w:highlight" if attr(one, "w:val") not in {"", "none"}:
                yield _HIGHLIGHT
            case "w:shd" if attr(one, "w:fill").lower() not in _WHITE:
                yield _HIGHLIGHT
            case _:
                pass


def say_by_hand(lines: Sequence[tuple[Line, frozenset[str]]], document: Document, name: str, report: Report) -> None:
    """Tell once what was set by hand in paragraphs of ``document``; ``lines`` are all that were read, with what each states."""
    plain = {block.pos.line for block in walk.blocks(document.body) if isinstance(block, Para) and not block.role and block.pos}
    sizes, fonts = Counter[int](), Counter[str]()
    for line, _ in lines:
        for one in line.leaves if line.pos.line in plain else ():
            length = len(walk.flow((one.inline,)))
            sizes[one.face.size] += length
            fonts[one.face.font] += length
    usual = next(iter(sizes.most_common(1)), (0, 0))[0], next(iter(fonts.most_common(1)), ("", 0))[0]
    counts, count, first = Counter[str](), 0, 0
    for line, stated in lines:
        kinds = {one for one in stated if one in _EVERYWHERE or (line.pos.line in plain and _stands_out(one, line, usual))}
        counts.update(kinds)
        count += bool(kinds)
        first = first or (line.pos.line if kinds else 0)
    if counts:
        shown = ", ".join(f"{one} ({counts[one]})" for one in _KINDS if counts[one])
        where = f"{count} paragraph{'s' if count > 1 else ''}"
        message = f"formatting set by hand in {where} gives way to the style: {shown}"
        report.add("docx.formatting", message, severity=Severity.INFO, pos=Pos(first, 1, name))


def _stands_out(one: str, line: Line, usual: tuple[int, str]) -> bool:
    """Whether a kind that a line states makes it look unlike the others."""
    faces = [leaf.face for leaf in line.leaves]
    if one == _SIZE:
        return any(face.size != usual[0] for face in faces)
    return one != _TYPEFACE or any(face.font != usual[1] for face in faces)
