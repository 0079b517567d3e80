"""One face of a font file, opened with HarfBuzz: what it has, how it shapes, what its licence allows."""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import Any

import uharfbuzz as hb

_POSTSCRIPT_NAME = 6
_NO_EMBEDDING = 0x2


def blob_of(path: str) -> Any:
    """The bytes of a font file for HarfBuzz. It opens files by itself, without reading them whole, but on Windows only those whose path is
    in the system's code page: others are read here.
    """
    return hb.Blob.from_file_path(path) if path.isascii() else hb.Blob(Path(path).read_bytes())


class _Pen:
    """Notes whether anything is drawn."""

    drawn = False

    def moveTo(self, point: object) -> None:  # noqa: N802 (the names that a pen of fontTools has)
        """A point that nothing may follow."""

    def lineTo(self, *points: object) -> None:  # noqa: N802
        """A line or a curve."""
        self.drawn = True

    curveTo = qCurveTo = lineTo  # noqa: N815

    def closePath(self) -> None:  # noqa: N802
        """The end of an outline."""


class FontFile:
    """One face of a font file, opened: HarfBuzz's face and font, and what is read from its tables.

    ``index``: which face of a collection. ``weight`` is taken on the axis of a variable face, all others stay at their defaults; ``location`` is where it then stands.
    """

    def __init__(self, path: str, index: int = 0, weight: int | None = None) -> None:
        self._path, self._index = path, index
        self.face = hb.Face(blob_of(path), index)
        self.font = hb.Font(self.face)
        self.upem: int = self.face.upem
        self.has_cff = not {"CFF ", "CFF2"}.isdisjoint(self.face.table_tags)
        self.name: str = self.face.get_name(_POSTSCRIPT_NAME, "en") or f"Font{self.face.glyph_count}"
        self.family: str = self.face.get_name(16, "en") or self.face.get_name(1, "en") or self.name
        self.location: dict[str, float] = {}
        if self.face.has_var_data:
            self._stand_at(weight)

    def _stand_at(self, weight: int | None) -> None:
        axes = self.face.axis_infos
        self.location = {axis.tag: axis.default_value for axis in axes}
        for axis in axes:
            if axis.tag == "wght" and weight is not None:
                self.location["wght"] = min(max(weight, axis.min_value), axis.max_value)
                self.name = f"{self.name.partition('-')[0]}-wght{self.location['wght']:g}"
        self.font.set_variations(self.location)

    def shape(self, text: str, language: str, features: dict[str, bool]) -> list[tuple[int, int, float, float]]:
        """Glyph, index of its first character, advance and horizontal offset (both in em), glyph by glyph, set from left to right."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.language, buffer.script, buffer.direction = language, "Hani", "ltr"
        hb.shape(self.font, buffer, features)
        pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        return [(info.codepoint, info.cluster, place.x_advance / self.upem, place.x_offset / self.upem) for info, place in pairs]

    def has(self, char: str) -> bool:
        """Whether the font has a glyph for ``char``."""
        return bool(self.font.get_nominal_glyph(ord(char)))

    def ink(self, char: str) -> tuple[float, float] | None:
        """From where to where the ink of a character goes, in em from the left edge of its box; None where there is none."""
        gid = self.font.get_nominal_glyph(ord(char))
        extents = self.font.get_glyph_extents(gid) if gid else None
        return (extents.x_bearing / self.upem, (extents.x_bearing + extents.width) / self.upem) if extents and extents.width else None

    def outlined(self, char: str) -> bool:
        """Whether there is an outline for ``char``: a face with colours may have a picture, or layers of other glyphs, in its place."""
        pen = _Pen()
        gid = self.font.get_nominal_glyph(ord(char))
        if gid:
            self.font.draw_glyph_with_pen(gid, pen)
        return pen.drawn

    def table(self, tag: bytes) -> memoryview:
        """A table as it lies in the file, of which only what is looked at is read: HarfBuzz gives copies, and outlines are megabytes. Empty
        where there is none.
        """
        with open(self._path, "rb") as file:
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        at = _number(view, 12 + 4 * self._index) if bytes(view[:4]) == b"ttcf" else 0
        for row in range(at + 12, at + 12 + 16 * _number(view, at + 4, 2), 16):
            if bytes(view[row : row + 4]) == tag:
                start = _number(view, row + 8)
                return view[start : start + _number(view, row + 12)]
        return view[:0]

    def embeddable(self) -> bool:
        """Whether the licence bits of the font allow embedding (OS/2 fsType)."""
        table = bytes(self.face.reference_table("OS/2").data)
        return len(table) < 10 or int.from_bytes(table[8:10], "big") & 0xF != _NO_EMBEDDING


def _number(data: memoryview, at: int, size: int = 4) -> int:
    return int.from_bytes(data[at : at + size], "big")
