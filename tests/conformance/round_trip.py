"""E-books read and written again: ``python tests/conformance/round_trip.py FILE.epub…``. Is anything lost on the way?

Each book is read by our reader, written by our writer, horizontally and vertically, and read again. Compared are the text, the notes (each
with its text), the pictures (their bytes, in their order), the pages of the printed edition, the languages, the links that lead to a place
in the book, and the cover. A printed table of contents gives way to the book's own. Prints a line a book, and what differs; exit status 1 where something does.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import convert
import convert.api
from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import Document, Image, Link, Meta, Node, Note, Resource, Span

_STYLE = "book"


def _nodes(value: object) -> Iterator[Node]:
    """Every node below ``value``, in order."""
    if isinstance(value, tuple):
        for one in value:
            yield from _nodes(one)
    elif is_dataclass(value) and not isinstance(value, Meta | Resource):
        if isinstance(value, Node):
            yield value
        for field in fields(value):
            if field.name not in ("attrs", "pos"):
                yield from _nodes(getattr(value, field.name))


def features(document: Document) -> dict[str, object]:
    """What must come back. Ids are made anew by every writer, so of a link inside the book only its words count."""
    nodes = list(_nodes(document.body))
    pictures = {resource.name: resource.data for resource in document.resources}
    return {
        "text": walk.text(document),
        "title": [walk.flow(line.content) for line in walk.title_block(document.meta)],
        "notes": [walk.squeeze("".join(walk.block_texts(one.body, one.label))) for one in nodes if isinstance(one, Note)],
        "pictures": [pictures.get(one.resource) for one in nodes if isinstance(one, Image)],
        "pages": [one.attrs.get("number") for one in nodes if isinstance(one, Span) and one.role == "page"],
        "links": [(walk.flow(one.content), "" if one.href.startswith("#") else one.href) for one in nodes if isinstance(one, Link)],
        "languages": sorted({one.attrs.lang for one in nodes if one.attrs.lang} - {document.meta.language}),
        "headings": [(level, section.label, walk.flow(section.title)) for level, section in walk.sections(document.body)],
    }


def differences(path: Path, vertical: bool) -> list[str]:
    """What is other after reading, writing and reading again, in words."""
    before = convert.read(path, report=Report())
    out = io.BytesIO()
    convert.write(before, out, format="epub", style=_STYLE, vertical=vertical, report=Report())
    after = convert.read(out.getvalue(), reader="epub", report=Report())
    contents = convert.api.load_style(_STYLE).resolve(before.meta.language).contents
    was, now = features(walk.with_new_contents(before, contents.minimum, contents.levels)), features(after)
    found = [name for name in was if was[name] != now[name]]
    cover = before.resource(before.meta.cover)
    if cover:
        with zipfile.ZipFile(out) as archive:
            found += [] if any(archive.read(name) == cover.data for name in archive.namelist() if "/cover." in name) else ["cover"]
    return found


def main(names: list[str]) -> int:
    """Print a line a book; 1 where anything was lost."""
    status = 0
    for path in map(Path, names):
        counted = features(convert.read(path, report=Report()))
        sizes = ", ".join(f"{len(value)} {name}" for name, value in counted.items() if name != "title" and isinstance(value, list | str))
        lost = {way: differences(path, way == "vertical") for way in ("horizontal", "vertical")}
        told = "; ".join(f"{way}: {', '.join(found)} DIFFER" for way, found in lost.items() if found) or "all there"
        print(f"{path.name}: {told} ({sizes})")
        status |= any(lost.values())
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
