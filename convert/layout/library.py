"""Which font a face of the style gets: the user's, one that comes along, one of the system, or what printers put in its place.

The fonts that always are at hand come from two packages (Noto Serif and Noto Sans, Regular, for simplified and for traditional
script); their supplier is named here alone. The families of a face are taken in the order of the style: first whatever of them the user's
folder has, then the first that comes along or that the system has.

What is not at hand falls back as Chinese printers do: 仿宋 → 楷 → 宋, bold 宋 → 黑, bold 黑 → 黑 drawn with a stroke. Every
such substitution is reported once.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

import uharfbuzz as hb

from convert.diagnostics import FontError, Report, Severity
from convert.layout.fontfile import FontFile
from convert.layout.fontnames import names_of
from convert.layout.fonts import Face
from convert.layout.fontsource import PICTURES, Entry, Shelf, system_shelf
from convert.layout.packaged import packaged
from convert.stylesheet import FaceName, Sheet

_PACKAGED_NAMES: Final = {
    name: key
    for key, family in {
        ("SC", "serif"): "Noto Serif SC",
        ("SC", "sans"): "Noto Sans SC",
        ("TC", "serif"): "Noto Serif TC",
        ("TC", "sans"): "Noto Sans TC",
    }.items()
    for name in names_of(family)
}
_HONG_KONG: Final = {*names_of("Noto Serif HK"), *names_of("Noto Sans HK")}
_FALLBACK: dict[FaceName, FaceName] = {"fangsong": "kai", "kai": "song"}
NAMES: Final[dict[FaceName, str]] = {"song": "宋体", "hei": "黑体", "kai": "楷体", "fangsong": "仿宋"}
#: Ink width of a stroke that makes text bolder, in em.
STROKE = 0.026
_SHOWN = 20


@lru_cache(maxsize=8)
def _packaged(region: str, kind: str) -> FontFile:
    path = packaged(region, kind)
    try:
        return FontFile(str(path))
    except (OSError, ValueError, hb.HarfBuzzError) as error:
        raise FontError(f"the font {path.name} cannot be read; install its package anew") from error


class Library:
    """The faces for one sheet: ``face(name, bold)`` gives what a text style asks for, or its substitute.

    ``folder``: the user's fonts, "" for none. ``system``: whether fonts of the system may be used. ``kind``: what faces
    are made as. Raises FontError where the folder does not exist or no font is installed at all.
    """

    def __init__(self, sheet: Sheet, report: Report, folder: str = "", system: bool = False, kind: type[Face] = Face) -> None:
        self._sheet = sheet
        self._kind = kind
        self._report = report
        self._region = "TC" if sheet.language.startswith("zh-Hant") else "SC"
        self._hong_kong = sheet.language == "zh-Hant-HK"
        self._faces: dict[tuple[FaceName, bool], Face] = {}
        self._told: set[str] = set()
        self._own = _user_shelf(folder)
        self._system = system
        #: Characters that faces of the user's folder have, but only as pictures.
        self._pictured: dict[Entry, list[str]] = {}
        #: Of fonts that do not come along: where they lie.
        self.origins: dict[FontFile, Entry] = {}

    def face(self, name: FaceName, bold: bool) -> Face:
        """The face called ``name``, bold or not."""
        key = (name, bold)
        if key not in self._faces:
            self._faces[key] = self._bold(name) if bold else self._regular(name)
        return self._faces[key]

    def missing(self) -> list[str]:
        """The characters that no font had, in the order of their code points."""
        return sorted({char for face in self._faces.values() for char in face.missing})

    def others(self) -> dict[tuple[str, str], list[str]]:
        """Characters that another font had to draw, in the order of their code points, by the families: the face's own, and the other."""
        found: dict[tuple[str, str], set[str]] = {}
        for face in self._faces.values():
            for char, font in face.others.items():
                found.setdefault((face.chain[0].family, font.family), set()).add(char)
        return {families: sorted(found[families]) for families in sorted(found)}

    # ------------------------------------------------------------------ regular and bold

    def _regular(self, name: FaceName) -> Face:
        font = self._chosen(name)
        if font is None and name in _FALLBACK:
            substitute = self.face(_FALLBACK[name], False)
            self._tell(name, NAMES[name], substitute)
            return self._like(substitute, NAMES[name])
        return self._made(name, font)

    def _chosen(self, name: FaceName) -> FontFile | None:
        """The font of the first family that is at hand, the user's folder before all; None where there is none."""
        families = self._sheet.faces.get(name).families
        for family in families:
            if font := self._taken(self._own, family):
                return font
        for family in families:
            key = next((_PACKAGED_NAMES[n] for n in names_of(family) if n in _PACKAGED_NAMES), None)
            if key:
                self._tell_region(key)
                return _packaged(*key)
            if self._system and (font := self._taken(system_shelf(), family)):
                return font
        return None

    def _bold(self, name: FaceName) -> Face:
        """The bold of the very family where it is at hand. Chinese print has no bold Song or Kai of old: there emphasis is the Hei face,
        and Hei itself is drawn with a stroke.
        """
        regular = self.face(name, False)
        if font := self._bold_of(name, regular.chain[0]):
            return self._made(name, font)
        if name == "hei":
            return self._like(regular, regular.name, STROKE)
        hei = self.face("hei", False)
        self._tell(f"{name} bold", f"{NAMES[name]}粗体", hei)
        return self._like(hei, hei.name)

    def _bold_of(self, name: FaceName, regular: FontFile) -> FontFile | None:
        """The bold that goes with a regular font: from the user's folder, or of the same family from where that came."""
        for family in self._sheet.faces.get(name).families:
            if font := self._taken(self._own, family, bold=True):
                return font
        if regular not in self.origins or not self._system or regular.family.casefold() in _HONG_KONG:
            return None  # what stands for a face that comes along is as bold as that is in the other editions
        return self._taken(system_shelf(), regular.family, bold=True)

    def _taken(self, shelf: Shelf, family: str, bold: bool = False) -> FontFile | None:
        """The font of a family on a shelf, if its licence allows to embed it."""
        entry = shelf.named(family, bold)
        if entry is None:
            return None
        font = entry.open(bold)
        if not font.embeddable():
            self._once(f"{family} embedding", f"the licence of the font “{family}” forbids embedding it", "use another font for this face")
            return None
        self.origins[font] = entry
        return font

    # ------------------------------------------------------------------ faces

    def _made(self, name: FaceName, font: FontFile | None) -> Face:
        """A face that begins with ``font``; those that come along stand behind it, the nearest first: own region and kind, the other
        region, the other kind.
        """
        kind, other_kind = ("sans", "serif") if name == "hei" else ("serif", "sans")
        other_region = "SC" if self._region == "TC" else "TC"
        order = [(self._region, kind), (other_region, kind), (self._region, other_kind), (other_region, other_kind)]
        behind = [_packaged(*key) for key in order]
        chain = [font, *(f for f in behind if f is not font)] if font else behind
        return self._kind(NAMES[name], chain, self._language(chain[0]), self._rescue)

    def _like(self, face: Face, name: str, stroke: float = 0.0) -> Face:
        return self._kind(name, face.chain, face.language, self._rescue, stroke)

    def _language(self, font: FontFile) -> str:
        """The language to shape in. The faces of Taiwan serve Hong Kong too, but in another language than their own have no whole dash."""
        if self._hong_kong and font.family.casefold() in _HONG_KONG:
            return "zh-Hant-HK"
        return "zh-Hant-TW" if self._region == "TC" else "zh-Hans"

    def _rescue(self, char: str) -> FontFile | None:
        """A font of the user's folder or of the system for a character that no face in use has."""
        if len(char) != 1:
            return None
        entry = self._own.having(char) or (system_shelf().having(char) if self._system else None)
        for pictured in self._own.pictures:
            if pictured is not entry and pictured.open().has(char):
                self._pictured.setdefault(pictured, []).append(char)
        if entry is None:
            return None
        font = entry.open()
        self.origins[font] = entry
        return font

    # ------------------------------------------------------------------ what is told

    def report_characters(self) -> None:
        """Tell which characters came from other fonts than their face's."""
        for (family, other), chars in self.others().items():
            shown = "".join(chars[:_SHOWN]) + ("…" if len(chars) > _SHOWN else "")
            count = f"{len(chars)} characters" if len(chars) > 1 else "1 character"
            self._once(f"{family} {other}", f"{count} that {family} lacks: {shown}; {other} draws what is lacking", "")

    def report_unusable(self) -> None:
        """Tell which faces of the user's folder cannot be put into a PDF, and what was taken instead: a warning, where one was needed."""
        for entry in dict.fromkeys((*self._own.faulty, *self._pictured)):
            asked = [face for (name, bold), face in self._faces.items() if not bold and self._asks(name, entry)]
            chars = self._pictured.get(entry, [])
            instead = [f"{face.chain[0].family} is used for {face.name}" for face in asked]
            if chars:
                instead.append(f"{self._drawn_by(chars)} for {''.join(chars[:_SHOWN])}{'…' if len(chars) > _SHOWN else ''}")
            where = f"the font “{entry.family}” ({Path(entry.path).name}) cannot be put into a PDF: {entry.fault or PICTURES}"
            key, severity = f"{entry.path} {entry.index}", Severity.WARNING if instead else Severity.INFO
            if key not in self._told:
                self._told.add(key)
                self._report.add("font.unusable", f"{where}; {', '.join(instead) or 'it is passed over'}", severity=severity)

    def _asks(self, name: FaceName, entry: Entry) -> bool:
        """Whether the style names this font for a face before the one that was taken."""
        chain = self._faces[name, False].chain
        for family in self._sheet.faces.get(name).families:
            if entry.names.intersection(names_of(family)):
                return True
            if chain[0].family.casefold() in names_of(family):
                return False
        return False

    def _drawn_by(self, chars: list[str]) -> str:
        """What draws characters in place of their pictures."""
        fonts = {
            face.others[char].family if char in face.others else "〓"
            for face in self._faces.values()
            for char in chars
            if char in face.glyphs
        }
        return f"{' and '.join(sorted(fonts)) or '〓'} stand{'s' if len(fonts) <= 1 else ''}"

    def _tell(self, key: str, name: str, substitute: Face) -> None:
        family = substitute.chain[0].family
        wanted = self._sheet.faces.get("kai" if key == "kai" else "fangsong").families if key in ("kai", "fangsong") else ()
        hint = (
            f"install one of these, or put it into a folder and name that with --option pdf.fonts=FOLDER (an e-book: epub.fonts): {', '.join(wanted)}"
            if wanted
            else ""
        )
        self._once(key, f"there is no font for {name}; {substitute.name} ({family}) is used instead", hint)

    def _tell_region(self, key: tuple[str, str]) -> None:
        if self._hong_kong:
            family = _packaged(*key).family
            self._once(f"HK {family}", f"there is no font with the forms of Hong Kong; {family} has those of Taiwan", "")

    def _once(self, key: str, message: str, hint: str) -> None:
        if key not in self._told:
            self._told.add(key)
            self._report.add("font.substituted", message, severity=Severity.INFO, hint=hint)


def _user_shelf(folder: str) -> Shelf:
    if folder and not Path(folder).is_dir():
        raise FontError(f"the folder of fonts “{folder}” does not exist")
    return Shelf([Path(folder)] if folder else [])


def describe(sheet: Sheet, report: Report, folder: str = "", system: bool = False) -> list[tuple[str, str]]:
    """Which font stands for each face of ``sheet``, and where it lies: pairs such as (宋体, Noto Serif SC). Arguments as for ``Library``."""
    library = Library(sheet, report, folder, system)
    rows = []
    for name, chinese in NAMES.items():
        for bold, mark in ((False, ""), (True, "粗体")):
            face = library.face(name, bold)
            font = face.chain[0]
            weight = f", weight {font.location['wght']:g}" if "wght" in font.location else ""
            stroke = ", drawn with a stroke" if face.stroke else ""
            origin = f" ({library.origins[font].path})" if font in library.origins else ""
            marks = f", marks from {face.marks[0].family}" if face.marks[0] is not font else ""
            letters = f", letters from {face.western[0].family}" if face.western[0] is not font else ""
            rows.append((f"{chinese}{mark}", f"{font.family}{weight}{stroke}{marks}{letters}{origin}"))
    library.report_unusable()
    return rows


def searched(folder: str = "", system: bool = False) -> list[tuple[str, int]]:
    """The folders where fonts are looked for beside those that come along, and how many faces that can be used are in each."""
    shelves = [_user_shelf(folder), *([system_shelf()] if system else [])]
    return [(str(place), sum(entry.folder == place for entry in shelf.entries)) for shelf in shelves for place in shelf.folders]
