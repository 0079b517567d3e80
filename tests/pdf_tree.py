"""The structure of a PDF file as values: what the tests ask of tagged PDF, read with pypdf alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdf
from pypdf.generic import ContentStream

_SHOWS = (b"Tj", b"TJ")


@dataclass
class Element:
    """An element of the structure: its type, entries, what lies in it (elements, and content by page and MCID), and its annotations."""

    kind: str
    entries: Any
    kids: list[Element | tuple[int, int]] = field(default_factory=list)
    annotations: list[Any] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The elements in it."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def content(self) -> list[tuple[int, int]]:
        """Page and MCID of the content that is its own."""
        return [kid for kid in self.kids if not isinstance(kid, Element)]

    def all(self, *kinds: str) -> Iterator[Element]:
        """This element and all below, in order; only those of ``kinds`` where any are named."""
        if not kinds or self.kind in kinds:
            yield self
        for child in self.children:
            yield from child.all(*kinds)

    def attribute(self, name: str) -> Any:
        """An entry of the attribute object, None where there is none."""
        return self.entries.get("/A", {}).get(f"/{name}")


def _pages(reader: pypdf.PdfReader) -> dict[int, int]:
    return {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages) if page.indirect_reference}


def tree(reader: pypdf.PdfReader) -> Element:
    """The element at the root of the structure."""
    return _element(reader.root_object["/StructTreeRoot"]["/K"], _pages(reader))


def _element(reference: Any, pages: dict[int, int]) -> Element:
    entries = reference.get_object()
    element = Element(entries["/S"][1:], entries)
    kids = entries.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        thing = kid.get_object()
        if isinstance(thing, int):
            element.kids.append((pages[entries.raw_get("/Pg").idnum], int(thing)))
        elif thing.get("/Type") == "/MCR":
            element.kids.append((pages[thing.raw_get("/Pg").idnum], int(thing["/MCID"])))
        elif thing.get("/Type") == "/OBJR":
            element.annotations.append(thing["/Obj"].get_object())
        else:
            element.kids.append(_element(kid, pages))
    return element


def parent_tree(reader: pypdf.PdfReader) -> dict[int, Any]:
    """What the parent tree says of each key."""
    numbers = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    return {int(key): value.get_object() for key, value in zip(numbers[::2], numbers[1::2], strict=True)}


def marked(reader: pypdf.PdfReader, number: int) -> Iterator[tuple[str, int | None, str]]:
    """The marked content of a page in its order: tag, MCID (None for artifacts) and text; ("", None, …) for text outside of any."""
    page = reader.pages[number]
    nesting: list[tuple[str, int | None]] = []
    font: dict[str, str] = {}
    maps = {name: _unicode(value.get_object()) for name, value in page["/Resources"]["/Font"].items()}  # type: ignore[index, union-attr]
    for operands, operator in ContentStream(page["/Contents"].get_object(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            properties = operands[1] if operator == b"BDC" else {}
            nesting.append((operands[0][1:], properties.get("/MCID")))
        elif operator == b"EMC":
            nesting.pop()
        elif operator == b"Tf":
            font = maps[operands[0]]
        elif operator in _SHOWS:
            tag, mcid = nesting[-1] if nesting else ("", None)
            yield tag, mcid, _shown(operands[0], font)
        elif operator == b"Do":
            tag, mcid = nesting[-1] if nesting else ("", None)
            yield tag, mcid, "\ufffc"


def _shown(operand: Any, font: dict[str, str]) -> str:
    strings = operand if isinstance(operand, list) else [operand]
    digits = "".join(s.original_bytes.hex().upper() for s in strings if hasattr(s, "original_bytes"))
    return "".join(font[digits[at : at + 4]] for at in range(0, len(digits), 4))


def _unicode(font: Any) -> dict[str, str]:
    """A font's ToUnicode map: code to text."""
    found = {}
    for line in font["/ToUnicode"].get_data().decode("ascii").splitlines():
        words = line.replace("<", " ").replace(">", " ").split()
        if len(words) == 2 and len(words[0]) == 4 and line.startswith("<") and words != ["0000", "FFFF"]:
            found[words[0]] = bytes.fromhex(words[1]).decode("utf-16-be")
    return found


def text_of(reader: pypdf.PdfReader, element: Element) -> str:
    """The text of an element and of all below it, as a reader of the structure hears it."""
    pages = {page: {mcid: "" for _, mcid, _ in marked(reader, page)} for part in element.all() for page, _ in part.content}
    for page, texts in pages.items():
        for _, mcid, text in marked(reader, page):
            texts[mcid] += text
    return _text_of(element, pages)


def _text_of(element: Element, pages: dict[int, dict[int | None, str]]) -> str:
    return "".join(_text_of(kid, pages) if isinstance(kid, Element) else pages[kid[0]][kid[1]] for kid in element.kids)
