"""A whole document laid out: pages, the structure behind them, and the headings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from convert.diagnostics import Doubt, Pos, Report
from convert.layout.bands import Band, Mark
from convert.layout.blocks import Setter
from convert.layout.contents import contents_bands, index_bands, page_labels
from convert.layout.endings import filled
from convert.layout.letterhead import at_foot
from convert.layout.library import Library
from convert.layout.pages import Page, paginate
from convert.layout.parts import Part
from convert.layout.pieces import Inliner, Pictures
from convert.model import walk
from convert.model.letterhead import has_head
from convert.model.nodes import Document, Para, Section
from convert.stylesheet import Sheet

#: So many places of a character are told.
_PLACES = 9


@dataclass(slots=True)
class Laid:
    """Pages, the root of the structure, the headings, and the page (from 1) of every target of a link."""

    pages: list[Page]
    root: Part
    marks: list[Mark]
    library: Library
    page_of: dict[str, int] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    vertical: bool = False

    def label_of(self, targets: Iterable[str]) -> str:
        """The numbers of the pages where targets are, each once, as they are printed."""
        numbers = dict.fromkeys(self.page_of[target] for target in targets if target in self.page_of)
        return ("、" if self.vertical else ", ").join(self.labels[number - 1] for number in numbers)


def lay_out(document: Document, sheet: Sheet, library: Library, pictures: Pictures, report: Report) -> Laid:
    """The document's pages in ``sheet``'s look. Characters that no font has are reported."""
    root = Part("Document")
    setter = Setter(document, sheet, Inliner(library, _Lying(pictures) if sheet.vertical else pictures, sheet.composition.name_marks))
    bands = setter.document_bands(root)
    if sheet.index.speakers and setter.speakers:
        bands += index_bands(setter, root.add("Index", generated=True))
    marks = [band.mark for band in bands if band.mark]
    bands = _with_contents(bands, marks, setter, root)
    pages = filled(paginate(bands, sheet.page.lines, sheet.page.columns), sheet, setter.again)
    at_foot(pages, setter.foot, sheet.page.lines)
    _report_characters(document, library, report)
    return Laid(pages, root, marks, library, _targets(pages), page_labels(pages, sheet), sheet.vertical)


class _Lying:
    """Pictures stand upright in vertical text too: what is their height on paper is their length along the lines."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures

    def size(self, resource: str) -> tuple[float, float]:
        """Length along the lines and across them, in points."""
        width, height = self._pictures.size(resource)
        return height, width


def _with_contents(bands: list[Band], marks: list[Mark], setter: Setter, root: Part) -> list[Band]:
    contents = setter.sheet.contents
    if has_head(setter.document):
        return bands
    listed = [mark for mark in marks if mark.level <= contents.levels]
    if not contents.minimum or len(listed) < contents.minimum:
        return bands
    part = Part("TOC", generated=True)
    head = next((index for index, band in enumerate(bands) if not band.title), len(bands))
    made = contents_bands(setter, listed, part)
    root.children.insert(sum(child.title == "title" for child in root.children), part)
    if contents.own_page:
        made[0].new_page = bool(head)
        for band in bands[head : head + 1]:
            band.new_page = True
    return [*bands[:head], *made, *bands[head:]]


def _targets(pages: list[Page]) -> dict[str, int]:
    found: dict[str, int] = {}
    for page in pages:
        for placed in page.bands:
            names = (*placed.band.targets, placed.band.mark.target) if placed.band.mark else placed.band.targets
            for name in names:
                found.setdefault(name, page.number)
    return found


def _report_characters(document: Document, library: Library, report: Report) -> None:
    """Tell which characters another font had to draw, and which none has: these once each, with the places where they stand."""
    library.report_characters()
    library.report_unusable()
    missing = library.missing()
    places = _places(document, missing) if missing else {}
    for char in missing:
        found = places.get(char, [])
        also = (
            f"; so too in line{'s' if len(found) > 2 else ''} {', '.join(str(pos.line) for pos in found[1:_PLACES])}" if found[1:] else ""
        )
        report.add(
            "pdf.missing-glyph",
            f"no font at hand has the character “{char}” (U+{ord(char[0]):04X}); 〓 is drawn in its place, and the text keeps the character{also}",
            pos=found[0] if found else None,
            hint="install a font that has it, or name a folder with one: --option pdf.fonts=FOLDER",
        )
        pos = found[0] if found else None
        report.doubt(Doubt(document.meta.language, char, char, (), "no font has the character", phrase=char, pos=pos))


def _places(document: Document, chars: list[str]) -> dict[str, list[Pos]]:
    """The blocks in which each of ``chars`` stands, by their positions."""
    wanted, found = set(chars), dict[str, list[Pos]]()
    for block in walk.blocks(document.body):
        if block.pos is None or not isinstance(block, (Para, Section)):
            continue
        text = walk.flow(block.title) if isinstance(block, Section) else walk.flow(block.content)
        for char in wanted.intersection(text):
            found.setdefault(char, []).append(block.pos)
    return found
