"""Pictures inside a PDF, as XObjects: JPEG as it is, all else as its pixels."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from reportlab.pdfbase import pdfdoc

from convert.model.nodes import Document, Resource
from convert.writers.pdffont import Stream


class Gallery:
    """The pictures of one document. ``ratio`` tells the composer their proportions; ``name`` puts one into the PDF."""

    def __init__(self, document: Document) -> None:
        self._resources = {resource.name: resource for resource in document.resources}
        self._ratios: dict[str, float] = {}
        self._names: dict[str, str] = {}

    def ratio(self, resource: str) -> float:
        """Width by height; 1 for what is no picture that can be read."""
        if resource not in self._ratios:
            self._ratios[resource] = self._measure(resource)
        return self._ratios[resource]

    def _measure(self, name: str) -> float:
        resource = self._resources.get(name)
        try:
            with Image.open(io.BytesIO(resource.data if resource else b"")) as image:
                return max(0.05, image.width / max(1, image.height))
        except (OSError, ValueError):
            return 1.0

    def name(self, resource: str, document: Any) -> str | None:
        """The name of the XObject of a picture; None for what cannot be read."""
        if resource not in self._names:
            found = self._resources.get(resource)
            made = _xobject(found, document) if found else None
            if made is None:
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
    except (OSError, ValueError):
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
