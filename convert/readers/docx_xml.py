"""WordprocessingML read: elements and attributes by short names (``w:p``), the same for transitional and strict files.

Namespaces after ISO/IEC 29500-1 annex A (strict) and 29500-4 (transitional).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

_SCHEMAS = "http://schemas.openxmlformats.org"
_STRICT = "http://purl.oclc.org/ooxml"
_NAMESPACES: dict[str, tuple[str, ...]] = {
    "w": (f"{_SCHEMAS}/wordprocessingml/2006/main", f"{_STRICT}/wordprocessingml/main"),
    "r": (f"{_SCHEMAS}/officeDocument/2006/relationships", f"{_STRICT}/officeDocument/relationships"),
    "a": (f"{_SCHEMAS}/drawingml/2006/main", f"{_STRICT}/drawingml/main"),
    "wp": (f"{_SCHEMAS}/drawingml/2006/wordprocessingDrawing", f"{_STRICT}/drawingml/wordprocessingDrawing"),
    "pic": (f"{_SCHEMAS}/drawingml/2006/picture", f"{_STRICT}/drawingml/picture"),
    "dgm": (f"{_SCHEMAS}/drawingml/2006/diagram", f"{_STRICT}/drawingml/diagram"),
    "c": (f"{_SCHEMAS}/drawingml/2006/chart", f"{_STRICT}/drawingml/chart"),
    "m": (f"{_SCHEMAS}/officeDocument/2006/math", f"{_STRICT}/officeDocument/math"),
    "mc": (f"{_SCHEMAS}/markup-compatibility/2006",),
    "v": ("urn:schemas-microsoft-com:vml",),
    "o": ("urn:schemas-microsoft-com:office:office",),
    "wps": ("http://schemas.microsoft.com/office/word/2010/wordprocessingShape",),
    "rel": (f"{_SCHEMAS}/package/2006/relationships",),
    "cp": (f"{_SCHEMAS}/package/2006/metadata/core-properties",),
    "dc": ("http://purl.org/dc/elements/1.1/",),
    "dcterms": ("http://purl.org/dc/terms/",),
    "ep": (f"{_SCHEMAS}/officeDocument/2006/extended-properties", f"{_STRICT}/officeDocument/extendedProperties"),
}
_PREFIXES = {uri: prefix for prefix, uris in _NAMESPACES.items() for uri in uris}


@lru_cache(maxsize=2048)
def _short(tag: str) -> str:
    uri, _, local = tag.rpartition("}")
    prefix = _PREFIXES.get(uri[1:], "")
    return f"{prefix}:{local}" if prefix else local


def kind(element: etree._Element) -> str:
    """The short name of an element: ``w:p``; the local name for one of another vocabulary; "" for comments and entities."""
    tag = element.tag
    return _short(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=512)
def _keys(name: str) -> tuple[str, ...]:
    prefix, _, local = name.rpartition(":")
    return (*(f"{{{uri}}}{local}" for uri in _NAMESPACES.get(prefix, ())), local)


def attr(element: etree._Element, name: str) -> str:
    """An attribute by short name (``w:val``), "" where there is none. Sloppy programs leave the prefix out: that is read too."""
    for key in _keys(name):
        value = element.get(key)
        if value is not None:
            return str(value)
    return ""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child with the short name ``name``, or None."""
    if element is None:
        return None
    for one in element:
        if kind(one) == name:
            return one
    return None


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children with the short name ``name``."""
    for one in element if element is not None else ():
        if kind(one) == name:
            yield one


def inside(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """All descendants that have one of the short names, in document order."""
    for one in element.iter():
        if kind(one) in names:
            yield one


def val(element: etree._Element | None, name: str) -> str:
    """The ``w:val`` of the child ``name``, "" where either is missing."""
    found = child(element, name)
    return attr(found, "w:val") if found is not None else ""


def number(text: str, default: int = 0) -> int:
    """A whole number as programs write it (``12``, ``12.0``, ``12pt``), ``default`` where it is none, kept within ±10⁹."""
    digits = text.strip().removesuffix("pt").partition(".")[0]
    try:
        return max(-(10**9), min(10**9, int(digits))) if len(digits) < 20 else default
    except ValueError:
        return default


_OFF = frozenset({"0", "false", "off", "none"})


def toggle(properties: etree._Element | None, name: str) -> bool | None:
    """A switch such as ``w:b``: on, off, or None where nothing is said."""
    found = child(properties, name)
    return None if found is None else attr(found, "w:val").lower() not in _OFF
