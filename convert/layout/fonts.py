"""Faces: what the composer and the writer ask of the fonts that a role is set in.

A ``Face`` is a chain of fonts; the first that has a character draws it. What none has is looked for elsewhere, and else stands as 〓.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from convert.layout.fontfile import FontFile
from convert.zh.clreq import class_of

#: What stands for a character that no font has (the Chinese printers' turned sort).
MISSING_SIGN = "〓"
#: Classes of characters whose place in the square differs from region to region, and of dashes, which must join.
_MARKS = frozenset("csEX")
#: Classes of what a Western word is made of.
_WESTERN = frozenset("ADpo")


class Glyph(NamedTuple):
    """How a character is drawn: font and glyph, its own advance and the shift that puts it into its box (em); ``vertical``: downwards."""

    font: FontFile
    gid: int
    advance: float
    shift: float = 0.0
    vertical: bool = False


class _Glyphs(dict[str, Glyph]):
    """The glyph of each text (a character, or a unit such as ——), found on first use."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, text: str) -> Glyph:
        self[text] = glyph = self._face.find(text)
        return glyph


class _Widths(dict[str, float]):
    """The width of the box of each character in em, found on first use."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> float:
        self[char] = width = self._face.box(char)
        return width


@dataclass(frozen=True, slots=True)
class Word:
    """A Western word shaped as a whole: a glyph and an advance (em) for each character."""

    glyphs: tuple[Glyph, ...]
    advances: tuple[float, ...]


Rescue = Callable[[str], FontFile | None]


class Face:
    """A face as the composer and the writer use it: a chain of fonts, the first of which has a character draws it.

    ``stroke`` (em) is above 0 where boldness is drawn. ``rescue`` finds a font for what the chain lacks. ``others`` collects characters
    by the font that had to help out, ``missing`` those that no font has. ``marks`` is the part of the chain that draws punctuation: all of
    it, unless the first font has its marks in another region's places; ``western`` that for letters and digits, which must be proportional.
    """

    def __init__(self, name: str, chain: Sequence[FontFile], language: str, rescue: Rescue, stroke: float = 0.0) -> None:
        self.name = name
        self.chain = tuple(chain)
        self.marks = self.chain if len(chain) == 1 or marks_fit(chain[0], language) else self.chain[1:]
        self.western = self.chain if len(chain) == 1 or proportional(chain[0]) else self.chain[1:]
        self.language = language
        self.stroke = stroke
        self.rescue = rescue
        self.others: dict[str, FontFile] = {}
        self.missing: dict[str, None] = {}
        self.glyphs: dict[str, Glyph] = _Glyphs(self)
        self.widths: dict[str, float] = _Widths(self)
        self._whites: dict[str, tuple[float, float]] = {}
        self._words: dict[str, Word] = {}
        self._half_interpunct = language.startswith("zh-Hans")

    @property
    def flat(self) -> Face:
        """The same face for horizontal lines."""
        return self

    def find(self, text: str) -> Glyph:
        """The glyph for a character or a unit that is one glyph; 〓 where no font has it."""
        chain = self._chain_for(class_of(text[0]))
        for font in chain:
            if all(font.has(char) for char in text):
                if font is not chain[0] and class_of(text[0]) not in "zwWn":
                    self.others[text] = font
                return self._shaped(font, text)
        if class_of(text[0]) in "zwWn":
            return self.glyphs[" "]._replace(advance=0.0 if class_of(text[0]) == "z" else 1.0)
        if found := self.rescue(text):
            self.others[text] = found
            return self._shaped(found, text)
        self.missing[text] = None
        return next((self._shaped(font, MISSING_SIGN) for font in self.chain if font.has(MISSING_SIGN)), self.glyphs["?"])

    def _chain_for(self, letter: str) -> tuple[FontFile, ...]:
        if letter in _MARKS:
            return self.marks
        return self.western if letter in _WESTERN else self.chain

    def _shaped(self, font: FontFile, text: str) -> Glyph:
        gid, _, advance, _ = font.shape(text, self.language, {})[0]
        if class_of(text) != "M" if len(text) == 1 else True:
            return Glyph(font, gid, advance)
        extents = font.font.get_glyph_extents(gid)
        centre = (extents.x_bearing + extents.width / 2) / font.upem if extents else advance / 2
        return Glyph(font, gid, advance, (0.25 if self._half_interpunct else 0.5) - centre)

    def box(self, char: str) -> float:
        """The width of the box of a character (em): the interpunct's is half an em on the mainland and one elsewhere."""
        if class_of(char) == "M":
            return 0.5 if self._half_interpunct else 1.0
        return 0.0 if class_of(char) == "n" else self.glyphs[char].advance

    def white(self, char: str) -> tuple[float, float]:
        """The blank left and right of a mark within its square (em): (0, ½), (½, 0), (¼, ¼), or nothing for a rigid mark.

        It is read from the font's ``halt`` feature, else from its ink. Centred ？ and ！ are rigid (CLREQ, “adjustment space”).
        """
        found = self._whites.get(char)
        if found is None:
            self._whites[char] = found = self._white(char)
        return found

    def _white(self, char: str) -> tuple[float, float]:
        glyph = self.glyphs[char]
        if class_of(char) == "M":
            return (0.25, 0.25) if self.box(char) == 1.0 else (0.0, 0.0)
        if glyph.advance < 0.9 or char in self.missing:
            return 0.0, 0.0
        _, _, advance, offset = glyph.font.shape(char, self.language, {"halt": True})[0]
        if advance > 0.75:
            offset = self._offset_by_ink(glyph)
        left = -round(offset * 4) / 4
        if class_of(char) == "s" and char not in "。．｡" and left == 0.25:
            return 0.0, 0.0
        return left, 0.5 - left

    def _offset_by_ink(self, glyph: Glyph) -> float:
        extents = glyph.font.font.get_glyph_extents(glyph.gid)
        if extents is None:
            return 0.0
        left, right = extents.x_bearing / glyph.font.upem, 1 - (extents.x_bearing + extents.width) / glyph.font.upem
        return -0.25 if abs(left - right) < 0.25 else (0.0 if left < right else -0.5)

    def dash(self, length: int) -> Glyph | None:
        """The one glyph for a dash of ``length`` em, when the font of the marks makes one."""
        font = self.marks[0]
        text = "—" * length
        if text not in self.glyphs:
            shaped = font.shape(text, self.language, {}) if font.has("—") else []
            whole = len(shaped) == 1 and abs(shaped[0][2] - length) < 0.01
            self.glyphs[text] = Glyph(font, shaped[0][0] if whole else -1, float(length))
        glyph = self.glyphs[text]
        return glyph if glyph.gid >= 0 else None

    def word(self, text: str) -> Word:
        """A Western word with its kerning; an apostrophe in it takes its narrow form."""
        found = self._words.get(text)
        if found is None:
            self._words[text] = found = self._word(text)
        return found

    def _word(self, text: str) -> Word:
        font = self.western[0]
        if all(map(font.has, text)):
            shaped = font.shape(text, "en", {"liga": False, "clig": False, "pwid": True})
            if len(shaped) == len(text) and all(offset == 0 for *_, offset in shaped):
                own = tuple(Glyph(font, gid, font.font.get_glyph_h_advance(gid) / font.upem) for gid, *_ in shaped)
                return Word(own, tuple(advance for _, _, advance, _ in shaped))
        glyphs = tuple(self.glyphs[char] for char in text)
        return Word(glyphs, tuple(glyph.advance for glyph in glyphs))


def proportional(font: FontFile) -> bool:
    """Whether letters have widths of their own: in many fonts for Han they all take half an em."""
    advances = {font.font.get_glyph_h_advance(gid) for char in "iW" if (gid := font.font.get_nominal_glyph(ord(char)))}
    return len(advances) != 1


def marks_fit(font: FontFile, language: str) -> bool:
    """Whether pause marks stand where the region of ``language`` has them (CLREQ: on the mainland at the left, else in the middle), and
    dashes join.
    """
    comma, dash = (font.ink(char) for char in "，—")
    if comma is None or dash is None:
        return False
    middle = sum(comma) / 2
    placed = middle < 0.4 if language.startswith("zh-Hans") else 0.35 < middle < 0.65
    return placed and ((dash[0] < 0.02 and dash[1] > 0.98) or len(font.shape("——", language, {})) == 1)
