"""Fonts: which files there are, which face a role gets, and what a character needs of a face.

The fonts that always are at hand come from two packages (Noto Serif and Noto Sans, Regular, for simplified and for traditional
script); their supplier is named here alone. The user may give a folder of fonts, which is looked into first.

What is not at hand falls back as Chinese printers do: 仿宋 → 楷 → 宋, bold 宋 → 黑, bold 黑 → 黑 drawn with a stroke. Every
such substitution is reported once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, NamedTuple

import uharfbuzz as hb

from convert.diagnostics import FontError, Report, Severity
from convert.stylesheet import FaceName, Sheet
from convert.zh.clreq import class_of

#: Package and file of the fonts that are always at hand, by region and kind.
PACKAGED: Final = {
    ("SC", "serif"): ("pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"),
    ("SC", "sans"): ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
    ("TC", "serif"): ("pylopdf_fonts_zh_tw", "NotoSerifTC-Regular.otf"),
    ("TC", "sans"): ("pylopdf_fonts_zh_tw", "NotoSansTC-Regular.otf"),
}
_SUFFIXES = (".otf", ".ttf", ".ttc", ".otc")
_FALLBACK: dict[FaceName, FaceName] = {"fangsong": "kai", "kai": "song"}
_NAMES: dict[FaceName, str] = {"song": "宋体", "hei": "黑体", "kai": "楷体", "fangsong": "仿宋"}
#: What stands for a character that no font has (the Chinese printers' turned sort).
MISSING_SIGN = "〓"
#: Ink width of a stroke that makes text bolder, in em.
STROKE = 0.026
_FAMILY_NAMES = (1, 16)
_POSTSCRIPT_NAME = 6
_NO_EMBEDDING = 0x2


class FontFile:
    """One face of a font file, opened: HarfBuzz's face and font, and what is read from its tables."""

    def __init__(self, blob: Any, index: int = 0) -> None:
        self.face = hb.Face(blob, index)
        self.font = hb.Font(self.face)
        self.upem: int = self.face.upem
        self.has_cff = "CFF " in self.face.table_tags
        self.name: str = self.face.get_name(_POSTSCRIPT_NAME, "en") or f"Font{self.face.glyph_count}"
        self.family: str = self.face.get_name(16, "en") or self.face.get_name(1, "en") or self.name

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

    def families(self) -> set[str]:
        """All family names, in every language, in lower case."""
        entries = [entry for entry in self.face.list_names() if int(entry.name_id) in _FAMILY_NAMES]
        names = {self.face.get_name(entry.name_id, entry.language) for entry in entries}
        return {name.casefold() for name in names if name}

    def embeddable(self) -> bool:
        """Whether the licence bits of the font allow embedding (OS/2 fsType)."""
        table = bytes(self.face.reference_table("OS/2").data)
        return len(table) < 10 or int.from_bytes(table[8:10], "big") & 0xF != _NO_EMBEDDING


class Glyph(NamedTuple):
    """How a character is drawn: font and glyph, its own advance and the shift that puts it into its box (em)."""

    font: FontFile
    gid: int
    advance: float
    shift: float = 0.0


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


class Face:
    """A face as the composer and the writer use it: a chain of fonts, the first of which has a character draws it.

    ``stroke`` (em) is above 0 where boldness is drawn. ``missing`` collects characters that no font of the chain has.
    """

    def __init__(self, name: str, chain: Sequence[FontFile], language: str, stroke: float = 0.0) -> None:
        self.name = name
        self.chain = tuple(chain)
        self.language = language
        self.stroke = stroke
        self.missing: dict[str, None] = {}
        self.glyphs: dict[str, Glyph] = _Glyphs(self)
        self.widths: dict[str, float] = _Widths(self)
        self._whites: dict[str, tuple[float, float]] = {}
        self._words: dict[str, Word] = {}
        self._half_interpunct = language.startswith("zh-Hans")

    def find(self, text: str) -> Glyph:
        """The glyph for a character or a unit that is one glyph; 〓 where no font has it."""
        for font in self.chain:
            if all(font.has(char) for char in text):
                return self._shaped(font, text)
        if class_of(text[0]) in "zwWn":
            return self.glyphs[" "]._replace(advance=0.0 if class_of(text[0]) == "z" else 1.0)
        self.missing[text] = None
        return next((self._shaped(font, MISSING_SIGN) for font in self.chain if font.has(MISSING_SIGN)), self.glyphs["?"])

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
        """The one glyph for a dash of ``length`` em, when the first font makes one."""
        font = self.chain[0]
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
        font = self.chain[0]
        if all(map(font.has, text)):
            shaped = font.shape(text, "en", {"liga": False, "clig": False, "pwid": True})
            if len(shaped) == len(text) and all(offset == 0 for *_, offset in shaped):
                own = tuple(Glyph(font, gid, font.font.get_glyph_h_advance(gid) / font.upem) for gid, *_ in shaped)
                return Word(own, tuple(advance for _, _, advance, _ in shaped))
        glyphs = tuple(self.glyphs[char] for char in text)
        return Word(glyphs, tuple(glyph.advance for glyph in glyphs))


# ------------------------------------------------------------------------------------------------ finding files


@lru_cache(maxsize=8)
def _packaged(region: str, kind: str) -> FontFile:
    package, file = PACKAGED[region, kind]
    try:
        found = resources.files(package) / file
        with resources.as_file(found) as path:
            return FontFile(hb.Blob.from_file_path(str(path)))
    except (ModuleNotFoundError, OSError, ValueError, hb.HarfBuzzError) as error:
        raise FontError(f"the font {file} is not installed; install the package {package.replace('_', '-')}") from error


def _folder_fonts(folder: Path) -> Iterator[FontFile]:
    """The fonts of the user's folder, in the order of their paths. What is no font is passed over."""
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in _SUFFIXES):
        try:
            blob = hb.Blob.from_file_path(str(path))
            count = max(1, hb.Face(blob).count) if not hasattr(hb.Face, "count") else _count(blob)
            yield from (FontFile(blob, index) for index in range(count))
        except (OSError, ValueError, RuntimeError, hb.HarfBuzzError):
            continue


def _count(blob: Any) -> int:
    """How many faces a file holds: a collection says so in its header."""
    head = bytes(blob.data[:12])
    return int.from_bytes(head[8:12], "big") if head[:4] == b"ttcf" else 1


class Library:
    """The faces for one sheet: ``face(name, bold)`` gives what a text style asks for, or its substitute.

    ``folder``: the user's fonts, "" for none. Raises FontError where the folder does not exist or no font is installed at all.
    """

    def __init__(self, sheet: Sheet, report: Report, folder: str = "") -> None:
        self._sheet = sheet
        self._report = report
        self._region = "TC" if sheet.language.startswith("zh-Hant") else "SC"
        #: The faces of Taiwan serve Hong Kong too: shaped in another language than their own they have no whole dash.
        self._shaping = "zh-Hant-TW" if self._region == "TC" else "zh-Hans"
        self._faces: dict[tuple[FaceName, bool], Face] = {}
        self._told: set[str] = set()
        self._own = self._index(folder)

    def _index(self, folder: str) -> dict[str, FontFile]:
        if not folder:
            return {}
        path = Path(folder)
        if not path.is_dir():
            raise FontError(f"the folder of fonts “{folder}” does not exist")
        index: dict[str, FontFile] = {}
        for font in _folder_fonts(path):
            for family in font.families():
                index.setdefault(family, font)
        return index

    def face(self, name: FaceName, bold: bool) -> Face:
        """The face called ``name``, bold or not."""
        key = (name, bold)
        if key not in self._faces:
            self._faces[key] = self._bold(name) if bold else self._regular(name)
        return self._faces[key]

    def missing(self) -> list[str]:
        """The characters that no font had, in the order of their code points."""
        return sorted({char for face in self._faces.values() for char in face.missing})

    def _regular(self, name: FaceName) -> Face:
        font = self._own_font(name)
        if font is None and name in _FALLBACK:
            substitute = self.face(_FALLBACK[name], False)
            self._tell(name, _NAMES[name], substitute)
            return Face(_NAMES[name], substitute.chain, substitute.language)
        first = [font] if font else []
        return Face(_NAMES[name], [*first, *self._chain("sans" if name == "hei" else "serif")], self._shaping)

    def _bold(self, name: FaceName) -> Face:
        """Chinese print has no bold Song or Kai of old: emphasis is the Hei face; and Hei itself is drawn with a stroke."""
        if name == "hei":
            regular = self.face("hei", False)
            return Face(regular.name, regular.chain, regular.language, STROKE)
        hei = self.face("hei", False)
        self._tell(f"{name} bold", f"{_NAMES[name]}粗体", hei)
        return Face(hei.name, hei.chain, hei.language)

    def _own_font(self, name: FaceName) -> FontFile | None:
        for family in self._sheet.faces.get(name).families:
            font = self._own.get(family.casefold())
            if font is None:
                continue
            if font.embeddable():
                return font
            self._once(f"{family} embedding", f"the licence of the font “{family}” forbids embedding it", "use another font for this face")
        return None

    def _chain(self, kind: str) -> list[FontFile]:
        """The packaged fonts from the nearest to the farthest: own region and kind, the other region, the other kind."""
        other_region, other_kind = ("SC" if self._region == "TC" else "TC"), ("serif" if kind == "sans" else "sans")
        order = [(self._region, kind), (other_region, kind), (self._region, other_kind), (other_region, other_kind)]
        return [_packaged(*key) for key in order]

    def _tell(self, key: str, name: str, substitute: Face) -> None:
        family = substitute.chain[0].family
        wanted = self._sheet.faces.get("kai" if key == "kai" else "fangsong").families if key in ("kai", "fangsong") else ()
        hint = f"put one of these into a folder and name it with the option fonts: {', '.join(wanted)}" if wanted else ""
        self._once(key, f"there is no font for {name}; {substitute.name} ({family}) is used instead", hint)

    def _once(self, key: str, message: str, hint: str) -> None:
        if key not in self._told:
            self._told.add(key)
            self._report.add("font.substituted", message, severity=Severity.INFO, hint=hint)


def describe(sheet: Sheet, folder: str = "") -> list[tuple[str, str]]:
    """Which font stands for each face of ``sheet``: pairs such as (宋体, Noto Serif SC). ``folder`` as for ``Library``."""
    library = Library(sheet, Report(), folder)
    rows = []
    for name, chinese in _NAMES.items():
        for bold, mark in ((False, ""), (True, "粗体")):
            face = library.face(name, bold)
            rows.append((f"{chinese}{mark}", face.chain[0].family + (", drawn with a stroke" if face.stroke else "")))
    return rows
