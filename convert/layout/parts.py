"""The structure of what is set: a tree of parts named as the elements of tagged PDF (ISO 32000-1, 14.8.4).

The composer makes it along with the pages; a writer that can tell structure uses it, all others ignore it.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Part:
    """An element: ``kind`` as Document, Sect, H1, P, L, LI, Lbl, LBody, Table … and what lies in it.

    ``alt``: what a picture shows. ``lang``: its language where it differs. ``attributes``: pairs of a name and a value for the element's
    attribute object (ColSpan, Scope, BBox). ``generated``: its content is no text of the document (a note's number, a reading, the contents).
    ``actual``: the text that its signs stand for, where a program could not tell.
    """

    kind: str
    children: list[Part] = field(default_factory=list)
    alt: str = ""
    lang: str = ""
    title: str = ""
    attributes: dict[str, str | int] = field(default_factory=dict)
    generated: bool = False
    actual: str = ""

    def add(self, kind: str, *, alt: str = "", lang: str = "", generated: bool = False, actual: str = "") -> Part:
        """A new part inside this one; what lies in something generated is generated."""
        part = Part(kind, alt=alt, lang=lang, generated=generated or self.generated, actual=actual)
        self.children.append(part)
        return part


#: What the writer draws by itself and is no part of the text (ISO 32000-1, 14.8.2.2): rules and leaders; running heads; folios.
ARTIFACT = Part("Artifact")
HEADER = Part("Artifact", attributes={"Type": "/Pagination", "Subtype": "/Header"})
FOOTER = Part("Artifact", attributes={"Type": "/Pagination", "Subtype": "/Footer"})
