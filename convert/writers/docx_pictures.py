"""Pictures: bytes that Word can show, sizes that fit the measure, and the drawing that stands in the text."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from convert.diagnostics import Report
from convert.model.nodes import Document, Image, Resource
from convert.model.sizes import shown_size
from convert.writers.ooxml import EMU, PIC, Relations, Script

if TYPE_CHECKING:
    from PIL.Image import Image as Raster

#: Formats that Word, WPS and LibreOffice show, with their extensions and media types; others are made PNG.
_SHOWN = {
    "PNG": ("png", "image/png"),
    "JPEG": ("jpeg", "image/jpeg"),
    "GIF": ("gif", "image/gif"),
    "BMP": ("bmp", "image/bmp"),
    "TIFF": ("tiff", "image/tiff"),
}
#: What a pixel measures where the file does not say: 1/96 inch.
_DPI = 96.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the package: its member name, its bytes, its natural size in twips."""

    member: str
    media_type: str
    data: bytes
    width: int
    height: int


@dataclass(slots=True)
class Gallery:
    """The pictures of a document, each stored once; what cannot be shown is reported once."""

    document: Document
    script: Script
    report: Report
    pictures: dict[str, Picture | None] = field(default_factory=dict)
    count: int = 0
    _resources: dict[str, Resource] = field(init=False)

    def __post_init__(self) -> None:
        self._resources = {resource.name: resource for resource in self.document.resources}

    def found(self) -> list[Picture]:
        """Those that can be shown, in the order in which they were asked for."""
        return [picture for picture in self.pictures.values() if picture is not None]

    def get(self, name: str) -> Picture | None:
        """The picture of the resource ``name``; None where there is none or it is no picture that can be shown."""
        if name not in self.pictures:
            self.pictures[name] = self._load(name)
        return self.pictures[name]

    def _load(self, name: str) -> Picture | None:
        resource = self._resources.get(name)
        picture = _read(resource.data, 1 + sum(p is not None for p in self.pictures.values())) if resource else None
        if picture is None:
            problem = "is not among the document's resources" if resource is None else "is in no format that Word shows"
            self.report.add("docx.omitted", f"the picture “{name}” {problem}; it was left out")
        return picture

    def drawing(self, image: Image, relations: Relations, width: int, height: int) -> str:
        """The run that shows ``image`` within ``width`` × ``height`` twips, "" where it cannot be shown."""
        picture = self.get(image.resource)
        if picture is None:
            return ""
        across, down = fitted(picture, image, width, height)
        self.count += 1
        return _drawing(self.count, relations.picture(picture.member), self.script.attribute(image.alt), across * EMU, down * EMU)


def fitted(picture: Picture, image: Image, width: int, height: int) -> tuple[int, int]:
    """Width and height in twips at which ``image`` is shown, made smaller where it would not fit."""
    across, down = shown_size(image, (picture.width, picture.height), width, 1440 / 25.4)
    scale = min(1.0, width / across, height / down)
    return max(1, int(across * scale)), max(1, int(down * scale))


def _read(data: bytes, number: int) -> Picture | None:
    from PIL import Image as Rasters

    try:
        with Rasters.open(io.BytesIO(data)) as raster:
            width, height = _size(raster)
            if raster.format in _SHOWN:
                extension, media_type = _SHOWN[raster.format]
            else:
                extension, media_type, data = "png", "image/png", _as_png(raster)
    except (OSError, ValueError, SyntaxError):  # Pillow raises all three for what it cannot read.
        return None
    return Picture(f"media/image{number}.{extension}", media_type, data, width, height)


def _size(raster: Raster) -> tuple[int, int]:
    dots = raster.info.get("dpi") or (_DPI, _DPI)
    across, down = (float(d) if float(d) > 1 else _DPI for d in dots)
    return max(1, round(raster.width * 1440 / across)), max(1, round(raster.height * 1440 / down))


def _as_png(raster: Raster) -> bytes:
    out = io.BytesIO()
    raster.convert("RGBA" if "A" in raster.getbands() or "transparency" in raster.info else "RGB").save(out, "PNG")
    return out.getvalue()


def _drawing(number: int, relation: str, alt: str, width: int, height: int) -> str:
    """``w:drawing`` with an inline picture (ECMA-376 § 20.4.2.8); lengths in EMU, ``alt`` escaped."""
    named = f'id="{number}" name="{number}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr {named} descr="{alt}"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{PIC}"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
