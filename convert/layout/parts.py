"""The structure of what is set: a tree of parts named as the elements of tagged PDF (ISO 32000-1, 14.8.4).

The composer makes it along with the pages; a writer that can tell structure uses it, all others ignore it.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Part:
    """An element: ``kind`` as Document, Sect, H1, P, L, LI, Lbl, LBody, Table … and what lies in it.

    ``alt``: what a picture shows. ``lang``: its language where it differs. ``attributes``: pairs of a name and a value for the element's
    attribute object (ColSpan, Scope, Placement).
    """

    kind: str
    children: list[Part] = field(default_factory=list)
    alt: str = ""
    lang: str = ""
    title: str = ""
    attributes: dict[str, str | int] = field(default_factory=dict)

    def add(self, kind: str, **more: str) -> Part:
        """A new part inside this one."""
        part = Part(kind, **more)  # type: ignore[arg-type]
        self.children.append(part)
        return part


#: What the writer makes by itself: folios, running heads, leaders, rules. It is no part of the text.
ARTIFACT = Part("Artifact")
