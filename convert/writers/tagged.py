"""The structure of a PDF: marked content on the pages, and the tree of elements over it (ISO 32000-1, 14.7 and 14.8).

Content on the pages is in the order of drawing. Elements that have content of their own take their order from it; those that only hold
others (sections, lists, rows) keep the order of the layout's tree, so that a note follows its paragraph. Parts of the layout that have no
content never become elements, except in tables, whose rows must all have their cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.pdfbase import pdfdoc

from convert.layout.parts import Part

#: The owner of the attributes of an element (ISO 32000-1, 14.8.5).
_OWNERS = {"TH": "Table", "TD": "Table", "L": "List", "Figure": "Layout"}
#: Elements that are written even where nothing is drawn in them.
_CELLS = frozenset(("TR", "TH", "TD"))
_HEADINGS = frozenset(f"H{level}" for level in range(1, 7))


class Bytes(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object that is written as it stands: for the thousands of elements of a structure reportlab's dictionaries are slow."""

    __RefOnly__ = 1

    def __init__(self, content: str = "") -> None:
        self.content = content

    def format(self, _document: Any) -> bytes:
        """The object's bytes."""
        return self.content.encode("ascii")


class Structure:
    """Collects what is marked, and writes the tree at the end."""

    def __init__(self, root: Part, document: Any) -> None:
        self._root = root
        self._document = document
        self._parents: dict[int, Part] = {}
        self._kids: dict[int, list[tuple[Part, int, Any]]] = {}
        self._hung: set[int] = {id(root)}
        self._owners: set[int] = set()
        self._pages: list[list[Part]] = []
        self._objects: list[tuple[int, Part]] = []
        self._names: dict[int, str] = {}
        self._ids: list[str] = []
        self._levels: list[str] = []
        self._learn(root)

    def _learn(self, root: Part) -> None:
        waiting = [root]
        while waiting:
            part = waiting.pop()
            for child in part.children:
                self._parents[id(child)] = part
                waiting.append(child)

    def begin_page(self) -> None:
        """A new page begins."""
        self._pages.append([])

    @property
    def page_key(self) -> int:
        """The key of the present page in the parent tree."""
        return len(self._pages) - 1

    def mark(self, part: Part) -> str:
        """The operator that begins content of ``part`` on the present page. What is generated says so, for ``zhaibian check``."""
        if part.kind == "Artifact":
            return f"/Artifact <<{_entries(part.attributes)}>> BDC" if part.attributes else "/Artifact BMC"
        self._hang(part)
        marked = self._pages[-1]
        number = len(marked)
        marked.append(part)
        self._own(part, len(self._pages), number)
        actual = f"/ActualText {_text(part.actual)}" if part.actual else ""
        return f"/{part.kind} <</MCID {number}{'/Generated true' if part.generated else ''}{actual}>> BDC"

    def _own(self, part: Part, page: int, content: Any) -> None:
        self._owners.add(id(part))
        self._kids.setdefault(id(part), []).append((part, page, content))

    def _hang(self, part: Part) -> None:
        while id(part) not in self._hung:
            self._hung.add(id(part))
            parent = self._parents.get(id(part))
            if parent is None:
                parent = self._parents[id(part)] = self._root
                parent.children.append(part)
            self._kids.setdefault(id(parent), []).append((part, 0, None))
            part = parent

    def add_annotation(self, part: Part, annotation: Any) -> int | None:
        """Tie a link annotation of the present page to the link element that ``part`` is or lies in (ISO 14289-1, 7.18.5).

        Returns the number that the annotation states as its StructParent, None where there is no such element.
        """
        link: Part | None = part
        while link is not None and link.kind != "Link":
            link = self._parents.get(id(link))
        if link is None:
            return None
        self._hang(link)
        number = len(self._objects)
        self._objects.append((number, link))
        self._own(link, len(self._pages), annotation)
        return number

    # ------------------------------------------------------------------ writing

    def write(self, catalog: Any, annotation_base: int) -> None:
        """Put the tree into the catalogue. Annotations have keys from ``annotation_base`` on, pages have those below."""
        tree = Bytes()
        top = self._number(tree)
        first = self._element(self._root, top)
        parents = Bytes(self._parent_tree(annotation_base))
        after = annotation_base + len(self._objects)
        entries = f"/Type /StructTreeRoot /K {first} /ParentTree {self._number(parents)} /ParentTreeNextKey {after}"
        if self._ids:
            entries += f" /IDTree {self._number(Bytes(self._id_tree()))}"
        tree.content = f"<<{entries}>>"
        catalog.StructTreeRoot = tree
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})

    def _number(self, thing: Any) -> str:
        """The reference to an object as it is written in the file; the object is registered if it was not."""
        reference = self._document.Reference(thing)
        number, generation = self._document.idToObjectNumberAndVersion[reference.name]
        return f"{number} {generation} R"

    def _element(self, part: Part, parent: str) -> str:
        """The element of a part, with all below it; the reference to it."""
        element = Bytes()
        me = self._names[id(part)] = self._number(element)
        entries = [f"/S /{self._kind(part)} /P {parent}", *self._properties(part)]
        kids = list(self._ordered(part))
        page = next((page for child, page, content in kids if child is part and isinstance(content, int)), 0)
        if page:
            entries.append(f"/Pg {self._page(page)}")
        if kids:
            shown = [self._kid(part, kid, me, page) for kid in kids]
            entries.append(f"/K {shown[0]}" if len(shown) == 1 else f"/K [{' '.join(shown)}]")
        element.content = f"<<{' '.join(entries)}>>"
        return me

    def _kind(self, part: Part) -> str:
        """The type of an element. Headings are counted from H1 on and skip no level (ISO 14289-1, 7.4.2), whatever the layout called them."""
        if part.kind not in _HEADINGS:
            return part.kind
        while self._levels and self._levels[-1] >= part.kind:
            self._levels.pop()
        self._levels.append(part.kind)
        return f"H{len(self._levels)}"

    def _ordered(self, part: Part) -> Iterator[tuple[Part, int, Any]]:
        """The kids of a part: by drawing where it has content of its own, else by the tree."""
        if id(part) in self._owners:
            yield from self._kids[id(part)]
            return
        for child in part.children:
            if id(child) in self._hung or child.kind in _CELLS:
                yield child, 0, None

    def _properties(self, part: Part) -> Iterator[str]:
        """What an element says of itself beside its kind: its text for those who do not see it, its language, attributes, name."""
        if part.alt:
            yield f"/Alt {_text(part.alt)}"
        if part.lang:
            yield f"/Lang {_text(part.lang)}"
        owner = _OWNERS.get(part.kind)
        if owner and part.attributes:
            yield f"/A <</O /{owner} {_entries(part.attributes)}>>"
        if part.kind == "Note":  # ISO 14289-1, 7.9: every note has a name of its own
            self._ids.append(self._names[id(part)])
            yield f"/ID (note-{len(self._ids):06})"

    def _kid(self, part: Part, kid: tuple[Part, int, Any], me: str, page: int) -> str:
        child, on, content = kid
        if child is not part:
            return self._element(child, me)
        if not isinstance(content, int):
            return f"<</Type /OBJR /Pg {self._page(on)} /Obj {self._number(content)}>>"
        return str(content) if on == page else f"<</Type /MCR /Pg {self._page(on)} /MCID {content}>>"

    def _page(self, number: int) -> str:
        return self._number(pdfdoc.PDFObjectReference(f"Page{number}"))

    def _parent_tree(self, annotation_base: int) -> str:
        pages = (Bytes(f"[{' '.join(self._names[id(part)] for part in parts)}]") for parts in self._pages)
        numbers = [f"{key} {self._number(page)}" for key, page in enumerate(pages)]
        numbers += [f"{annotation_base + number} {self._names[id(part)]}" for number, part in self._objects]
        return f"<</Nums [{' '.join(numbers)}]>>"

    def _id_tree(self) -> str:
        names = " ".join(f"(note-{number:06}) {element}" for number, element in enumerate(self._ids, 1))
        return f"<</Names [{names}]>>"


def _entries(attributes: dict[str, str | int]) -> str:
    return " ".join(f"/{name} {value}" for name, value in attributes.items())


def _text(text: str) -> str:
    """A text string in hexadecimal (ISO 32000-1, 7.9.2.2)."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
