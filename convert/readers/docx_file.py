"""A DOCX opened: its parts with their relations, its pictures as resources, and the count of what is left out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from convert.diagnostics import Pos, Report, Severity, SourceError, counted
from convert.model.nodes import Resource
from convert.readers.docx_drawings import extent_width, text_area
from convert.readers.docx_numbering import Numbering
from convert.readers.docx_styles import Styles
from convert.readers.docx_xml import attr, child, inside, kind
from convert.readers.media import Shelf
from convert.readers.package import Package, resolve

_MAIN = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a relationship leads to: ``target`` is a member's name, or a URL where it is ``external``."""

    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class Part:
    """An XML part: its member name, its root, its relationships by id."""

    name: str
    root: etree._Element
    relations: dict[str, Relation]


@dataclass(slots=True)
class WordFile:
    """All that the text of a file refers to. ``told`` counts what was done or left out, by code and wording, to be reported once."""

    package: Package
    report: Report
    main: Part
    styles: Styles
    numbering: Numbering
    own: bool
    shelf: Shelf
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    places: dict[tuple[str, str], Pos] = field(default_factory=dict)
    area: tuple[int, int] | None = None

    @classmethod
    def open(cls, package: Package, report: Report) -> WordFile:
        """The file in ``package``. Raises SourceError where it holds no Word document."""
        top = relations(package, "")
        name = next((r.target for r in top.values() if r.kind == "officeDocument" and not r.external and package.find(r.target)), _MAIN)
        root = package.needed_xml(name, "the text of the document")
        if kind(root) != "w:document":
            raise SourceError(f"{package.name}: this package holds no Word document")
        main = Part(name, root, relations(package, name))
        styles = Styles.read(_related(package, main, "styles"))
        numbering = Numbering.read(_related(package, main, "numbering"), styles)
        made_by = next((r.target for r in top.values() if r.kind == "extended-properties"), "docProps/app.xml")
        application = child(package.xml(made_by), "ep:Application") if package.find(made_by) else None
        own = application is not None and application.text == "zhaibian"
        return cls(package, report, main, styles, numbering, own, Shelf())

    def related(self, part: Part, kind_: str) -> Part | None:
        """The part that ``part`` has a relationship of ``kind_`` to; None where there is none, or it is damaged."""
        name = next((r.target for r in part.relations.values() if r.kind == kind_ and not r.external), "")
        root = self.package.xml(name) if name else None
        return Part(name, root, relations(self.package, name)) if root is not None else None

    def tell(self, code: str, wording: str, pos: Pos, count: int = 1) -> None:
        """Count something that the user is told once, at the first place; ``wording`` is as ``counted`` wants it."""
        self.told[code, wording] += count
        self.places.setdefault((code, wording), pos)

    def say(self) -> None:
        """Report all that was counted."""
        for (code, wording), count in self.told.items():
            severity = Severity.INFO if code in _MILD else Severity.WARNING
            self.report.add(code, counted(wording, count), severity=severity, pos=self.places[code, wording])

    def picture(self, part: Part, relation: str, pos: Pos) -> str:
        """The name of the resource that a picture's relationship leads to, "" where it cannot be had."""
        found = part.relations.get(relation)
        if found is not None and not found.external:
            if name := self.shelf.known(found.target):
                return name
            if data := self.package.bytes_of(found.target):
                return self.shelf.put(found.target, data)
        self.tell(
            "docx.left-out",
            "{} [picture is not in the file (missing or only linked) and was|pictures are not in the file (missing or only linked) and were] left out",
            pos,
        )
        return ""

    def stated_width(self, drawing: etree._Element, name: str) -> str:
        """The width of ``drawing``, which shows the resource ``name``, where it is not what its pixels ask for on this page."""
        self.area = self.area or text_area(self.main.root)
        return extent_width(drawing, self.shelf.data(name), self.area)

    def resources(self) -> tuple[Resource, ...]:
        """The pictures that the text shows, in the order in which it shows them."""
        return tuple(self.shelf.resources)


_MILD = frozenset({"docx.comments", "docx.formula"})
#: What readers of several kinds count: code and wording.
DELETION = (
    "docx.tracked-changes",
    "{} tracked [deletion was carried out: its|deletions were carried out: their] text is not in the document",
)
OPEN_FIELD = (
    "docx.damaged-field",
    "{} [field has no end; what follows it|fields have no end; what follows them] was read as text",
)


def _related(package: Package, main: Part, kind_: str) -> etree._Element | None:
    name = next((r.target for r in main.relations.values() if r.kind == kind_ and not r.external), "")
    return package.xml(name) if name else None


_KIND = re.compile("[^/]*$")


def relations(package: Package, name: str) -> dict[str, Relation]:
    """The relationships of the member ``name``, of the package itself for "" (ISO/IEC 29500-2 § 9)."""
    folder, _, file = name.rpartition("/")
    root = package.xml(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
    found: dict[str, Relation] = {}
    for one in inside(root, "rel:Relationship") if root is not None else ():
        external = attr(one, "TargetMode") == "External"
        target = attr(one, "Target")
        kind_ = _KIND.search(attr(one, "Type"))
        member = target if external else resolve(name, target)[0]
        found[attr(one, "Id")] = Relation(kind_[0] if kind_ else "", member, external)
    return found
