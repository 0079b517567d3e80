"""What a PDF holds, read with pikepdf: its outline with pages, and whether a missing glyph is shown anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

_SHOWS = {"Tj", "TJ", "'", '"'}


def outline(path: Path) -> list[tuple[str, int]]:
    """Titles of the outline in order, each with the number of its page (from 1)."""
    with pikepdf.open(path) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        with pdf.open_outline(max_depth=100) as tree:
            return [(item.title, _page(pdf, item, numbers)) for item in _items(tree.root)]


def _items(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _items(item.children)


def _page(pdf: pikepdf.Pdf, item: Any, numbers: dict[tuple[int, int], int]) -> int:
    """The page of an outline item, 0 where it leads nowhere."""
    target = item.destination
    if target is None and item.action is not None:
        target = item.action.get("/D")
    if isinstance(target, (pikepdf.String, pikepdf.Name, str)):
        target = _named(pdf, str(target))
    if isinstance(target, pikepdf.Dictionary):
        target = target.get("/D")
    if not isinstance(target, pikepdf.Array) or not len(target):
        return 0
    return numbers.get(target[0].objgen, 0)


def _named(pdf: pikepdf.Pdf, name: str) -> Any:
    tree = pdf.Root.get("/Names", {}).get("/Dests")
    if tree is not None and name in (names := pikepdf.NameTree(tree)):
        return names[name]
    return pdf.Root.get("/Dests", {}).get(name if name.startswith("/") else f"/{name}")


# ------------------------------------------------------------------------------------------------ missing glyphs


def notdefs(path: Path) -> list[tuple[int, str]]:
    """Page and font of every place where glyph 0 is shown; fonts with two-byte identity codes only (others have no such glyph to show)."""
    with pikepdf.open(path) as pdf:
        found = {(number, font) for number, page in enumerate(pdf.pages, 1) for font in _notdef_fonts(page, page.get("/Resources", {}), 0)}
        return sorted(found)


def _notdef_fonts(stream: Any, resources: Any, depth: int) -> Iterator[str]:
    fonts = resources.get("/Font", {})
    current, kept = None, []
    for operands, operator in pikepdf.parse_content_stream(stream):
        name = str(operator)
        if name == "q":
            kept.append(current)
        elif name == "Q" and kept:
            current = kept.pop()
        elif name == "Tf":
            current = fonts.get(str(operands[0]))
        elif name in _SHOWS and current is not None and _shows_notdef(current, operands[-1]):
            yield str(current.get("/BaseFont", "?"))
        elif name == "Do" and depth < 8:
            form = resources.get("/XObject", {}).get(str(operands[0]))
            if form is not None and form.get("/Subtype") == "/Form":
                yield from _notdef_fonts(form, form.get("/Resources", resources), depth + 1)


def _shows_notdef(font: Any, shown: Any) -> bool:
    if font.get("/Subtype") != "/Type0" or str(font.get("/Encoding", "")) not in ("/Identity-H", "/Identity-V"):
        return False
    strings = shown if isinstance(shown, pikepdf.Array) else [shown]
    data = b"".join(bytes(s) for s in strings if isinstance(s, pikepdf.String))
    codes = {int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)}
    glyphs = font["/DescendantFonts"][0].get("/CIDToGIDMap")
    if not isinstance(glyphs, pikepdf.Stream):
        return 0 in codes
    table = glyphs.read_bytes()
    return any(int.from_bytes(table[2 * code : 2 * code + 2], "big") == 0 for code in codes)
