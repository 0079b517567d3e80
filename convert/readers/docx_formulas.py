"""Formulas of a DOCX (OMML, ISO/IEC 29500-1 § 22.1) as a line of text: fractions with a stroke, roots with their sign, brackets as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from convert.readers.docx_xml import attr, child, children, kind

#: A piece of a formula, and ``sup`` or ``sub`` where it stands raised or lowered.
Letters: TypeAlias = tuple[str, str]


def letters(element: etree._Element, raised: str = "") -> Iterator[Letters]:
    """The pieces of what is in ``element``, in order."""
    for one in element:
        yield from _letters_of(one, kind(one), raised)


def _letters_of(one: etree._Element, name: str, raised: str) -> Iterator[Letters]:
    match name:
        case "m:t" | "w:t":
            yield one.text or "", raised
        case "m:sup" | "m:sub":
            yield from letters(one, name[2:])
        case "m:f":
            yield from _grouped(child(one, "m:num"), raised)
            yield "/", raised
            yield from _grouped(child(one, "m:den"), raised)
        case "m:rad":
            yield from letters(degree, "sup") if (degree := child(one, "m:deg")) is not None else ()
            yield "√", raised
            yield from _grouped(child(one, "m:e"), raised)
        case "m:nary":
            yield _sign(one, "m:naryPr", "m:chr", "∫"), raised
            yield from letters(one, raised)
        case "m:d":
            yield from _bracketed(one, raised)
        case "m:acc":
            yield from letters(one, raised)
            yield _sign(one, "m:accPr", "m:chr", "\u0302"), raised
        case _ if not name.endswith("Pr"):
            yield from letters(one, raised)
        case _:
            pass


def _grouped(element: etree._Element | None, raised: str) -> Iterator[Letters]:
    """A numerator or the like: in brackets where it is more than one sign or number."""
    pieces = list(letters(element, raised)) if element is not None else []
    text = "".join(piece for piece, _ in pieces)
    if len(text) < 2 or text.isalnum():
        yield from pieces
    else:
        yield from (("(", raised), *pieces, (")", raised))


def _bracketed(element: etree._Element, raised: str) -> Iterator[Letters]:
    parts = children(element, "m:e")
    yield _sign(element, "m:dPr", "m:begChr", "("), raised
    for number, part in enumerate(parts):
        yield _sign(element, "m:dPr", "m:sepChr", "|") if number else "", raised
        yield from letters(part, raised)
    yield _sign(element, "m:dPr", "m:endChr", ")"), raised


def _sign(element: etree._Element, properties: str, name: str, default: str) -> str:
    """The sign that the properties of an object state, which may be none; ``default`` where they say nothing."""
    stated = child(child(element, properties), name)
    return default if stated is None else attr(stated, "m:val")
