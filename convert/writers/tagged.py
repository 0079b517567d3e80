"""The structure of a PDF: marked content on the pages, and the tree of elements over it (ISO 32000-1, 14.7 and 14.8).

Elements take their order from the pages: an element hangs itself into its parent when its first content is drawn. Parts of the layout
that have no content never become elements.
"""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase import pdfdoc

from convert.layout.parts import ARTIFACT, Part


class Structure:
    """Collects what is marked, and writes the tree at the end."""

    def __init__(self, root: Part, document: Any) -> None:
        self._root = root
        self._document = document
        self._parents: dict[int, Part] = {}
        self._kids: dict[int, list[tuple[Part, int, Any]]] = {}
        self._hung: set[int] = {id(root)}
        self._pages: list[list[Part]] = []
        self._objects: list[tuple[int, Part]] = []
        self._names: dict[int, str] = {}
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
        """The operator that begins content of ``part`` on the present page."""
        if part is ARTIFACT:
            return "/Artifact BMC"
        self._hang(part)
        marked = self._pages[-1]
        number = len(marked)
        marked.append(part)
        self._kids.setdefault(id(part), []).append((part, len(self._pages), number))
        return f"/{part.kind} <</MCID {number}>> BDC"

    def _hang(self, part: Part) -> None:
        chain = []
        while id(part) not in self._hung:
            chain.append(part)
            part = self._parents.get(id(part), self._root)
        for child in reversed(chain):
            self._hung.add(id(child))
            parent = self._parents.get(id(child), self._root)
            self._kids.setdefault(id(parent), []).append((child, 0, None))

    def add_annotation(self, part: Part, annotation: Any) -> int:
        """Tie an annotation of the present page to its element; the number that the annotation states as its StructParent."""
        self._hang(part)
        number = len(self._objects)
        self._objects.append((number, part))
        self._kids.setdefault(id(part), []).append((part, len(self._pages), annotation))
        return number

    # ------------------------------------------------------------------ writing

    def write(self, catalog: Any, annotation_base: int) -> None:
        """Put the tree into the catalogue. Annotations have keys from ``annotation_base`` on, pages have those below."""
        document = self._document
        tree = pdfdoc.PDFDictionary({"Type": "/StructTreeRoot"})
        top = document.Reference(tree)
        tree["K"] = self._element(self._root, top)
        tree["ParentTree"] = document.Reference(self._parent_tree(annotation_base))
        tree["ParentTreeNextKey"] = annotation_base + len(self._objects)
        catalog.StructTreeRoot = tree
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})

    def _element(self, part: Part, parent: Any) -> Any:
        """The element of a part, with all below it; the reference to it."""
        entries = pdfdoc.PDFDictionary({"Type": "/StructElem", "S": f"/{part.kind}", "P": parent})
        me = self._document.Reference(entries)
        self._names[id(part)] = me
        if part.alt:
            entries["Alt"] = pdfdoc.PDFString(part.alt)
        if part.lang:
            entries["Lang"] = pdfdoc.PDFString(part.lang)
        if attributes := _attributes(part):
            entries["A"] = attributes
        kids = [self._kid(part, kid, me) for kid in self._kids.get(id(part), [])]
        if kids:
            entries["K"] = pdfdoc.PDFArray(kids)
        return me

    def _kid(self, part: Part, kid: tuple[Part, int, Any], me: Any) -> Any:
        child, page, content = kid
        if child is not part:
            return self._element(child, me)
        reference = pdfdoc.PDFObjectReference(f"Page{page}")
        if isinstance(content, int):
            return pdfdoc.PDFDictionary({"Type": "/MCR", "Pg": reference, "MCID": content})
        return pdfdoc.PDFDictionary({"Type": "/OBJR", "Pg": reference, "Obj": content})

    def _parent_tree(self, annotation_base: int) -> Any:
        numbers: list[Any] = []
        for key, parts in enumerate(self._pages):
            numbers += [key, self._document.Reference(pdfdoc.PDFArray([self._names[id(part)] for part in parts]))]
        for number, part in self._objects:
            numbers += [annotation_base + number, self._names[id(part)]]
        return pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)})


def _attributes(part: Part) -> Any:
    """The attribute objects of an element: of its cell, of its list, of its picture."""
    if part.kind in ("TH", "TD") and part.attributes:
        return pdfdoc.PDFDictionary({"O": "/Table", **part.attributes})
    return None
