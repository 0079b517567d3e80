"""The package around the text: python-docx's, with its properties, relationships, pictures and members in a fixed order."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from convert.model.nodes import Document
from convert.writers import docx_place, docx_template
from convert.writers.archive import write_zip
from convert.writers.docx_pictures import Picture
from convert.writers.docx_styles import StyleBook
from convert.writers.ooxml import HEAD, NAMESPACES, OFFICE, Relations

if TYPE_CHECKING:
    from docx.document import Document as Package
    from docx.opc.part import Part
    from lxml.etree import _Element


def blank(book: StyleBook, running: docx_template.Running, notes: str) -> Package:
    """An empty document of our own; ``notes``: footnote or endnote."""
    import docx

    data = io.BytesIO()
    write_zip(data, docx_template.skeleton(book, running, notes).items(), level=1)
    data.seek(0)
    return docx.Document(data)


def notes_part(kind: str, made: Sequence[str], own: _Element | None = None) -> str:
    """The part of the notes: the two separators that Word asks for, or the template's ``own`` notes with its separators, and the notes that were
    ``made`` (XML); ``kind``: footnote or endnote.
    """
    if own is not None and len(own):
        return f"{HEAD}<w:{kind}s {NAMESPACES}>{docx_place.xml(own)}{''.join(made)}</w:{kind}s>"
    separators = "".join(
        f'<w:{kind} w:type="{line}" w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:{line}/></w:r></w:p></w:{kind}>'
        for number, line in ((-1, "separator"), (0, "continuationSeparator"))
    )
    return f"{HEAD}<w:{kind}s {NAMESPACES}>{separators}{''.join(made)}</w:{kind}s>"


def relate(
    package: Package, notes: str, relations: Mapping[str, Relations], pictures: Iterable[Picture], clean: Callable[[str], str]
) -> None:
    """Give the document and its ``notes`` (footnote or endnote; "" for none) the links and pictures that their text names; a missing part comes in, empty."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    main = package.part
    _part(package, "numbering")
    parts: list[tuple[Part, Relations]] = [(main, relations["document"])]
    if notes:
        parts.append((_part(package, f"{notes}s"), relations["notes"]))
    taken = {str(part.partname) for part in main.package.iter_parts()}
    shown = {}
    for picture in pictures:
        name = f"/word/{picture.member}"
        while name in taken:
            name = name.replace("/image", "/image0", 1)
        shown[picture.member] = Part(PackURI(name), picture.media_type, picture.data, main.package)
    for part, own in parts:
        for (kind, target, external), made in own.ids.items():
            part.rels.add_relationship(f"{OFFICE}/relationships/{kind}", clean(target) if external else shown[target], made, external)


def _part(package: Package, kind: str) -> Part:
    """The document's part of this kind, made where it has none."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    main, name = package.part, f"word/{kind}.xml"
    for relation in main.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            found: Part = relation.target_part
            return found
    made = Part(PackURI(f"/{name}"), docx_template.CONTENT_TYPES[name], b"", main.package)
    main.relate_to(made, f"{OFFICE}/relationships/{kind}")
    return made


def members(package: Package, parts: Mapping[str, str | bytes]) -> Iterator[tuple[str, bytes]]:
    """The package's members in a fixed order; ``parts`` instead of what they were."""
    found = sorted(package.part.package.iter_parts(), key=lambda part: str(part.partname))
    kinds = {part.partname.membername: part.content_type for part in found}
    yield "[Content_Types].xml", docx_template.content_types(kinds).encode()
    yield "_rels/.rels", _bytes(package.part.package.rels.xml)
    for part in found:
        name = part.partname.membername
        yield name, _bytes(parts[name]) if name in parts else part.blob
        if len(part.rels):
            yield part.partname.rels_uri.membername, _bytes(part.rels.xml)


def _bytes(xml: str | bytes) -> bytes:
    return xml if isinstance(xml, bytes) else xml.encode()


def describe(core: Any, document: Document, title: str, names: Sequence[str], clean: Callable[[str], str]) -> None:
    """Fill the core properties (Dublin Core); what is not known stays empty. ``created`` is ``modified``: the moment that outputs state.

    Word takes no more than 255 characters of each.
    """
    meta = document.meta
    moment = meta.modified or docx_template.EPOCH
    subject = "".join((meta.series, meta.instalment and f"（{meta.instalment}）"))
    values = {
        "title": title,
        "author": "; ".join(names),
        "subject": subject or meta.kicker,
        "language": meta.language,
        "keywords": ", ".join(meta.keywords or [word for word in (meta.series, *names) if word]),
        "comments": meta.description,
        "identifier": meta.identifiers[0] if meta.identifiers else "",
    }
    for name, value in values.items():
        if value or getattr(core, name):  # a template's own title or description is not this document's
            setattr(core, name, clean(value)[:255])
    core.created = core.modified = moment.replace(tzinfo=None)
    core.last_modified_by = (clean("; ".join(names)) or "zhaibian")[:255]
    core.revision = 1
