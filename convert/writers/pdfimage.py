"""Pictures inside a PDF, as XObjects: JPEG as it is, all else as its pixels."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from reportlab.pdfbase import pdfdoc

from convert.diagnostics import Report
from convert.model.nodes import Document, Resource
from convert.writers.pdffont import Stream

#: What a pixel measures where the file does not say: 1/96 inch.
_DPI = 96.0
#: The box, in points, that is drawn for what cannot be read.
_EMPTY = (48.0, 48.0)


def _faults() -> tuple[type[Exception], ...]:
    """What a picture raises that cannot be read. Asked for when one does: PIL is loaded for documents with pictures only."""
    return OSError, ValueError, SyntaxError, Image.DecompressionBombError


class Gallery:
    """The pictures of one document. ``size`` tells the composer how large they are; ``name`` puts one into the PDF."""

    def __init__(self, document: Document, report: Report) -> None:
        self._resources = {resource.name: resource for resource in document.resources}
        self._report = report
        self._sizes: dict[str, tuple[float, float]] = {}
        self._names: dict[str, str | None] = {}

    def size(self, resource: str) -> tuple[float, float]:
        """Natural width and height in points; a small square for what is no picture that can be read."""
        if resource not in self._sizes:
            self._sizes[resource] = self._measure(resource)
        return self._sizes[resource]

    def _measure(self, name: str) -> tuple[float, float]:
        resource = self._resources.get(name)
        try:
            with Image.open(io.BytesIO(resource.data if resource else b"")) as image:
                x, y = image.info.get("dpi", (_DPI, _DPI))
                dots = (float(x), float(y)) if min(x, y) > 1 else (_DPI, _DPI)
                return image.width * 72 / dots[0], max(1, image.height) * 72 / dots[1]
        except _faults():
            return _EMPTY

    def name(self, resource: str, document: Any) -> str | None:
        """The name of the XObject of a picture; None for what cannot be read."""
        if resource not in self._names:
            found = self._resources.get(resource)
            made = _xobject(found, document) if found else None
            if made is None:
                self._names[resource] = None
                problem = "cannot be read" if found else "is not among the document's resources"
                self._report.add("pdf.omitted", f"the picture “{resource}” {problem}; a frame stands in its place")
                return None
            self._names[resource] = f"Im{len(self._names) + 1}"
            document.Reference(made, pdfdoc.xObjectName(self._names[resource]))
        return self._names[resource]


def _xobject(resource: Resource, document: Any) -> Stream | None:
    try:
        with Image.open(io.BytesIO(resource.data)) as image:
            if image.format == "JPEG" and image.mode in ("RGB", "L"):
                return _stream(image, resource.data, {"Filter": pdfdoc.PDFName("DCTDecode")}, plain=True)
            return _pixels(image, document)
    except _faults():
        return None


def _pixels(image: Image.Image, document: Any) -> Stream:
    if image.mode in ("P", "LA", "PA", "RGBA") or "transparency" in image.info:
        full = image.convert("RGBA")
        alpha = full.getchannel("A")
        mask = {} if alpha.getextrema() == (255, 255) else {"SMask": document.Reference(_stream(alpha, alpha.tobytes(), {}))}
        plain = full.convert("RGB")
        return _stream(plain, plain.tobytes(), mask)
    plain = image if image.mode in ("RGB", "L") else image.convert("L" if image.mode in ("1", "I", "I;16", "F") else "RGB")
    return _stream(plain, plain.tobytes(), {})


def _stream(image: Image.Image, data: bytes, more: dict[str, Any], plain: bool = False) -> Stream:
    entries = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": image.width,
        "Height": image.height,
        "ColorSpace": "/DeviceGray" if image.mode == "L" else "/DeviceRGB",
        "BitsPerComponent": 8,
        **more,
    }
    return Stream(data, entries, plain)
