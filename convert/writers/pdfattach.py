"""A file inside a PDF: what the document was made from, as PDF/A-3 wants it (ISO 19005-3, 6.8; ISO 32000-1, 7.11.4)."""

from __future__ import annotations

import datetime
from pathlib import PurePath
from typing import Any

from reportlab.pdfbase import pdfdoc

from convert.source import Source
from convert.writers.pdffont import Stream

#: Media types of what can be read; ``mimetypes`` would ask the system, and systems differ.
_MEDIA_TYPES = {
    "txt": "text/plain",
    "md": "text/markdown",
    "html": "text/html",
    "json": "application/json",
    "epub": "application/epub+zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_STANDARD_INPUT = "source.txt"


def attach(document: Any, source: Source, moment: datetime.datetime) -> None:
    """Put ``source`` into reportlab's ``document`` as a file that is associated with the whole of it, as its source."""
    name = PurePath(source.name.replace("\\", "/")).name
    if not name or name.startswith("<"):
        name = _STANDARD_INPUT
    media_type = _MEDIA_TYPES.get(PurePath(name).suffix[1:].lower(), "application/octet-stream")
    parameters = pdfdoc.PDFDictionary({"Size": len(source.data), "ModDate": pdfdoc.PDFString(f"D:{moment:%Y%m%d%H%M%S}Z")})
    entries = {"Type": "/EmbeddedFile", "Subtype": f"/{media_type.replace('/', '#2F')}", "Params": parameters}
    file = document.Reference(Stream(source.data, entries))
    title = pdfdoc.PDFString(name)
    specification = {
        "Type": "/Filespec",
        "F": title,
        "UF": title,
        "AFRelationship": "/Source",
        "Desc": title,
        "EF": pdfdoc.PDFDictionary({"F": file, "UF": file}),
    }
    reference = document.Reference(pdfdoc.PDFDictionary(specification))
    catalog = document.Catalog
    files = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray([title, reference])})
    catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": files})
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "AF"]
    catalog.AF = pdfdoc.PDFArray([reference])
