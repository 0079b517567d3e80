"""Faces in vertical lines: vertical forms of marks, advances downwards, blank halves above and below (CLREQ, “vertical writing mode”)."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import uharfbuzz as hb

from convert.layout.fontfile import FontFile
from convert.layout.fonts import Face, Glyph, Word
from convert.zh.clreq import class_of

#: The top of the em square above the base line of a horizontal line, in em; and its middle.
TOP: Final = 0.88
MIDDLE: Final = 0.38
#: Marks that stand in the middle of their square in vertical lines and are never narrowed (CLREQ, “adjustment space”).
_RIGID = frozenset("：；？！")
_VHAL_HALF = 0.75


class UprightFace(Face):
    """A face whose glyphs follow one another downwards. Western words are asked for as in horizontal lines, and drawn turned."""

    @cached_property
    def flat(self) -> Face:
        """The same face for horizontal lines."""
        face = Face(self.name, self.chain, self.language, self.rescue, self.stroke)
        face.missing, face.others = self.missing, self.others
        return face

    def word(self, text: str) -> Word:
        """A Western word, as in a horizontal line."""
        return self.flat.word(text)

    def _shaped(self, font: FontFile, text: str) -> Glyph:
        gid, advance, _, _ = shape_down(font, text, self.language)[0]
        glyph = Glyph(font, gid, advance, vertical=True)
        if len(text) == 1 and class_of(text) == "M":
            return glyph._replace(shift=self.box(text) / 2 - self._middle(glyph))
        return glyph

    def box(self, char: str) -> float:
        """The height of a character's box; letters without a vertical form take their square."""
        if class_of(char) == "w":
            glyph = self.glyphs[char]
            return float(glyph.font.font.get_glyph_h_advance(glyph.gid)) / glyph.font.upem
        return super().box(char)

    def _middle(self, glyph: Glyph) -> float:
        """How far below the top of its square the middle of a glyph's ink lies."""
        extents = glyph.font.font.get_glyph_extents(glyph.gid)
        return TOP - float(extents.y_bearing + extents.height / 2) / glyph.font.upem if extents else 0.5

    def _white(self, char: str) -> tuple[float, float]:
        """The blank above and below a mark: from the font's ``vhal`` feature, else from its ink."""
        glyph = self.glyphs[char]
        if class_of(char) == "M":
            return (0.25, 0.25) if self.box(char) == 1.0 else (0.0, 0.0)
        if glyph.advance < 0.9 or char in self.missing or char in _RIGID:
            return 0.0, 0.0
        _, advance, _, raised = shape_down(glyph.font, char, self.language, {"vhal": True})[0]
        if advance > _VHAL_HALF:
            middle = self._middle(glyph)
            above = 0.0 if middle < 0.4 else 0.5 if middle > 0.6 else 0.25
            return above, 0.5 - above
        _, _, _, plain = shape_down(glyph.font, char, self.language)[0]
        above = round((raised - plain) * 4) / 4
        return above, 0.5 - above

    def dash(self, length: int) -> Glyph | None:
        """The one glyph for a dash of ``length`` em, when the font of the marks makes one."""
        font, text = self.marks[0], "—" * length
        if text not in self.glyphs:
            shaped = shape_down(font, text, self.language) if font.has("—") else []
            whole = len(shaped) == 1 and abs(shaped[0][1] - length) < 0.01
            self.glyphs[text] = Glyph(font, shaped[0][0] if whole else -1, float(length), vertical=True)
        return self.glyphs[text] if self.glyphs[text].gid >= 0 else None


def shape_down(font: FontFile, text: str, language: str, features: dict[str, bool] | None = None) -> list[tuple[int, float, float, float]]:
    """Glyph, advance downwards, horizontal and vertical offset (all in em), glyph by glyph, set from top to bottom."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.language, buffer.script, buffer.direction = language, "Hani", "ttb"
    hb.shape(font.font, buffer, features or {})
    pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    upem = font.upem
    return [(info.codepoint, -place.y_advance / upem, place.x_offset / upem, place.y_offset / upem) for info, place in pairs]
