"""Where fonts lie: the user's folder, the folders of the system; and which face of which file bears a name.

A ``Shelf`` knows the faces of some folders by all their names, in every language. Files are opened to read their names, which takes a
millisecond or less each; the shelf of the system is filled once, on first need.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from convert.layout.fontfile import FontFile, blob_of
from convert.layout.fontnames import RARE, names_of
from convert.startfile import kept, state_of

_SUFFIXES, _WEB_SUFFIXES = (".otf", ".ttf", ".ttc", ".otc"), (".woff", ".woff2")
#: Name records that may be asked for: family, full name, typographic family.
_NAME_IDS = (1, 4, 16)
REGULAR, BOLD = 400, 700
_LIGHTEST, _HEAVIEST, _BOLD_FROM = 250, 550, 600
#: Outlines that a PDF can hold (those of CFF2 once the face stands at one weight); and pictures or colours beside or in place of outlines.
_OUTLINES, _COLOURS = frozenset(("glyf", "CFF ")), frozenset(("CBDT", "sbix", "COLR", "SVG "))
#: Why a face is passed over.
PICTURES, STIFF = "its characters are pictures in colours", "it has outlines of the kind CFF2 without weights"
DAMAGED, WEB = "it cannot be read", "it is packed for web pages (WOFF)"
_BAD_FILE = (OSError, ValueError, RuntimeError, hb.HarfBuzzError)


@dataclass(frozen=True, slots=True)
class Entry:
    """A face in a file below ``folder``: its names in lower case, the family as it is shown, what weights it has (one, or a range).

    ``fault``: why it cannot be put into a PDF, "" where it can. ``coloured``: it has colours, and not always an outline for a character.
    """

    folder: Path
    path: str
    index: int
    family: str
    names: frozenset[str]
    lightest: float
    heaviest: float
    fault: str = ""
    coloured: bool = False

    def distance(self, bold: bool) -> float | None:
        """How far the weight is from what is wanted; None where it is none of that kind."""
        lowest, highest = (_BOLD_FROM, 1000) if bold else (_LIGHTEST, _HEAVIEST)
        if self.heaviest < lowest or self.lightest > highest:
            return None
        wanted = BOLD if bold else REGULAR
        return abs(min(max(wanted, self.lightest), self.heaviest) - wanted)

    def open(self, bold: bool = False) -> FontFile:
        """The face, opened: the same object for the same face and weight."""
        return _opened(self.path, self.index, BOLD if bold else REGULAR)


@cache
def _opened(path: str, index: int, weight: int) -> FontFile:
    return FontFile(path, index, weight)


class Shelf:
    """The faces in some folders."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = [folder for folder in folders if folder.is_dir()]
        found = [entry for folder in self.folders for entry in _entries(folder)]
        self.entries = [entry for entry in found if not entry.fault]
        #: Faces that are passed over; and all that may have a character without an outline for it.
        self.faulty = [entry for entry in found if entry.fault]
        self.pictures = [entry for entry in found if entry.coloured or entry.fault == PICTURES]
        self._named: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for name in () if entry.coloured else entry.names:
                self._named.setdefault(name, []).append(entry)
        self._rare: dict[str, Entry | None] = {}

    def named(self, family: str, bold: bool = False) -> Entry | None:
        """The face of a family, under any of its names, whose weight is nearest to regular, or to bold; None where there is none."""
        for name in names_of(family):
            found = [(distance, entry.path, entry) for entry in self._named.get(name, ()) if (distance := entry.distance(bold)) is not None]
            if found:
                return min(found, key=lambda row: row[:2])[2]
        return None

    def having(self, char: str) -> Entry | None:
        """A face that has ``char`` and can be put into a PDF: those known for rare characters first, then by name."""
        if char not in self._rare:
            self._rare[char] = next((entry for entry in self._by_use() if _draws(entry, char)), None)
        return self._rare[char]

    def _by_use(self) -> list[Entry]:
        """Regular faces, those known for rare characters first."""
        ranks = {name: rank for rank, family in enumerate(RARE) for name in names_of(family)}

        def rank(entry: Entry) -> tuple[int, float, str, str, int]:
            known = min((ranks[name] for name in entry.names if name in ranks), default=len(RARE))
            return known, entry.distance(False) or 0.0, entry.family, entry.path, entry.index

        return sorted((entry for entry in self.entries if entry.distance(False) is not None), key=rank)


def _draws(entry: Entry, char: str) -> bool:
    """Whether the face has ink for ``char`` and may be embedded."""
    try:
        font = entry.open()
    except _BAD_FILE:
        return False
    return (font.outlined(char) if entry.coloured else font.ink(char) is not None) and font.embeddable()


def _entries(folder: Path) -> list[Entry]:
    """The upright faces of a folder in the order of their paths, those with faults too."""
    files = [(str(path), state_of(str(path))) for path in sorted(_fonts(folder))]
    state = [state_of(__file__), files]  # another way of looking at fonts may tell other things
    return [
        Entry(folder, *row)
        for row in kept(f"fonts {folder}", state, lambda: [_row(entry) for path, _ in files for entry in _faces(folder, path)])
    ]


def _fonts(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names if name.lower().endswith(_SUFFIXES + _WEB_SUFFIXES))


def _row(entry: Entry) -> tuple[Any, ...]:
    """All of an entry but its folder."""
    return tuple(getattr(entry, field.name) for field in fields(entry)[1:])


def _faces(folder: Path, path: str) -> list[Entry]:
    """The upright faces of a file."""
    if path.lower().endswith(_WEB_SUFFIXES):
        return [_faulty(folder, path, WEB)]
    try:
        blob = blob_of(path)
        found = [_entry(folder, path, hb.Face(blob, index), index) for index in range(hb.Face(blob).count)]
    except _BAD_FILE:
        found = []
    return [entry for entry in found if entry] if found else [_faulty(folder, path, DAMAGED)]


def _faulty(folder: Path, path: str, fault: str) -> Entry:
    return Entry(folder, path, 0, Path(path).stem, frozenset(), REGULAR, REGULAR, fault)


def _entry(folder: Path, path: str, face: Any, index: int) -> Entry | None:
    tags = frozenset(face.table_tags)
    table = bytes(face.reference_table("OS/2").data)
    slanted = len(table) >= 64 and int.from_bytes(table[62:64], "big") & 0x1
    if slanted:
        return None
    weight = float(int.from_bytes(table[4:6], "big")) if len(table) >= 6 else float(REGULAR)
    axes = [axis for axis in face.axis_infos if axis.tag == "wght"] if face.has_var_data else []
    lightest, heaviest = (axes[0].min_value, axes[0].max_value) if axes else (weight, weight)
    family = face.get_name(16, "en") or face.get_name(1, "en") or Path(path).stem
    names = frozenset(_names(bytes(face.reference_table("name").data)))
    return Entry(folder, path, index, family, names, lightest, heaviest, _fault(tags, bool(axes)), bool(tags & _COLOURS))


def _names(table: bytes) -> Iterator[str]:
    """The names in lower case, in all languages, of a table ``name`` (OpenType). HarfBuzz lists all that it holds, licences too, which takes longer."""
    count, texts = (int.from_bytes(table[at : at + 2], "big") for at in (2, 4))
    rows = table[6 : 6 + 12 * count]
    for platform, encoding, _, kind, size, at in struct.iter_unpack(">6H", rows[: len(rows) // 12 * 12]):
        coding = "utf-16-be" if platform in {0, 3} else "mac-roman" if (platform, encoding) == (1, 0) else ""
        if kind in _NAME_IDS and coding and (name := table[texts + at : texts + at + size].decode(coding, "ignore")):
            yield name.casefold()


def _fault(tags: frozenset[str], variable: bool) -> str:
    if tags & _OUTLINES or ("CFF2" in tags and variable):
        return ""
    return STIFF if "CFF2" in tags else PICTURES if tags & _COLOURS else DAMAGED


# ------------------------------------------------------------------------------------------------ the system


@lru_cache(maxsize=1)
def system_shelf() -> Shelf:
    """The fonts that are installed for all users and for this one."""
    return Shelf(system_folders(sys.platform, os.environ, Path.home()))


def system_folders(platform: str, environment: Mapping[str, str], home: Path) -> list[Path]:
    """Where ``platform`` (as ``sys.platform``) keeps fonts, whether these folders are there or not."""
    if platform == "win32":
        local = environment.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        return [Path(environment.get("WINDIR", "C:/Windows")) / "Fonts", Path(local) / "Microsoft" / "Windows" / "Fonts"]
    if platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/System/Library/AssetsV2"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = environment.get("XDG_DATA_HOME") or str(home / ".local" / "share")
    return [*(Path(folder) / "fonts" for folder in (*shared.split(":"), own) if folder), home / ".fonts"]
