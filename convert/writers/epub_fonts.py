"""Fonts inside an e-book, when asked for: subsets with just the characters that need them.

``titles``: the characters of titles and headings, in the faces of the style. ``rare``: characters of the text that the fonts of reading
systems often lack. ``text``: all of the text. Fonts come from ``convert.layout.library``, so that the e-book looks like the PDF; they are cut
by HarfBuzz, keep their names and licence, and are not obfuscated (the licence of Noto, OFL-1.1, does not ask for it).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from convert.diagnostics import OptionError, Report, Severity, nearest
from convert.model import walk
from convert.model.nodes import Document
from convert.stylesheet import FaceName, Sheet

if TYPE_CHECKING:
    from convert.layout.fontfile import FontFile
    from convert.layout.fonts import Face
    from convert.layout.library import Library

KINDS = ("titles", "rare", "text")
#: Styles of titles and headings.
_DISPLAY = ("title", "kicker", "subtitle", "heading1", "heading2", "heading3", "contents_title")
#: The ideographs that every Chinese font has: the block of Unicode 1.0, with which GBK and Big5 are covered.
_COMMON = range(0x4E00, 0x9FA6)
_IDEOGRAPHS = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x40000))
#: Blanks and controls: nothing to draw.
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_LICENCE, _LICENCE_ADDRESS = 13, 14
_FOLDER_HINT = "put such a font into a folder and name it with --option epub.fonts=FOLDER"


@dataclass(frozen=True, slots=True)
class Embedded:
    """A font of the book: its family in the CSS, its file, whom it serves, and what is told of it in the colophon.

    ``roles`` are the text styles that it serves, none for all; ``face`` the face that it serves, "" for any; ``ranges`` limits it to some
    characters (CSS unicode-range), "" for none.
    """

    family: str
    bold: bool
    path: str
    media_type: str
    data: bytes
    name: str
    licence: str
    roles: frozenset[str] = frozenset()
    face: str = ""
    ranges: str = ""

    def serves(self, role: str, face: FaceName) -> bool:
        """Whether text of this style, in this face, is set with it."""
        return (not self.roles or role in self.roles) and self.face in ("", face)

    def rule(self) -> str:
        """Its @font-face rule, seen from the folder of the stylesheet."""
        limit = f"; unicode-range: {self.ranges}" if self.ranges else ""
        weight = "bold" if self.bold else "normal"
        return f'@font-face {{ font-family: "{self.family}"; font-weight: {weight}; src: url("../{self.path}"){limit} }}'


def kinds(option: str) -> frozenset[str]:
    """What is to be embedded, from words parted by commas. Raises OptionError for a word that means nothing."""
    names = [name.strip() for name in option.replace("，", ",").split(",") if name.strip()]
    for name in names:
        if name not in KINDS:
            raise OptionError(f"e-books cannot embed “{name}”{nearest(name, KINDS)}; there are: {', '.join(KINDS)}")
    return frozenset(names)


def embedded(document: Document, sheet: Sheet, wanted: frozenset[str], folder: str, report: Report) -> list[Embedded]:
    """The fonts that ``wanted`` (of ``KINDS``) asks for; ``folder``: the user's fonts, "" for none. Raises FontError where none is there."""
    if not wanted:
        return []
    from convert.layout.library import Library

    maker = _Maker(Library(sheet, Report(), folder))  # its own report: what stands for a face here are the reader's fonts, not another face
    if "rare" in wanted:
        maker.add("Rare", [c for c in _characters(walk.texts(document)) if _is_rare(c)], "song", bold=False, limited=True)
    if "titles" in wanted:
        shown = [*_display_texts(document), sheet.words.contents, sheet.words.colophon, sheet.words.index, sheet.words.speakers]
        styles = sorted((sheet.role(role).font, sheet.role(role).bold, role) for role in _DISPLAY)
        for (face, bold), roles in groupby(styles, key=lambda style: style[:2]):
            maker.add("Titles", _characters(shown), face, bold=bold, roles=frozenset(role for *_, role in roles))
    if "text" in wanted:
        body = sheet.roles.body
        maker.add("Text", _characters(walk.texts(document)), body.font, bold=body.bold, face=body.font)
    maker.say(report)
    return maker.made


def _characters(texts: Iterable[str]) -> list[str]:
    return sorted(set[str]().union(*texts))


def _is_rare(char: str) -> bool:
    return ord(char) not in _COMMON and any(ord(char) in block for block in _IDEOGRAPHS)


def _display_texts(document: Document) -> Iterator[str]:
    yield from (walk.flow(line.content) for line in walk.title_block(document.meta))
    for _, section in walk.sections(document.body):
        yield section.label
        yield walk.flow(section.title)


class _Maker:
    """Cuts fonts, one for each of the files that the characters of a face are in."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.made: list[Embedded] = []
        self.lacking: dict[str, None] = {}
        self.absent: dict[str, None] = {}

    def add(
        self,
        family: str,
        chars: Sequence[str],
        name: FaceName,
        *,
        bold: bool,
        roles: frozenset[str] = frozenset(),
        face: str = "",
        limited: bool = False,
    ) -> None:
        """The fonts for ``chars`` in a face."""
        from hashlib import sha256  # few books have fonts

        found = self.library.face(name, bold)
        first = found.chain[0]
        if name in ("kai", "fangsong") and first is self.library.face("song", bold).chain[0]:
            self.absent[name] = None  # only Song stands for it, and the reader may have the real one
            return
        for font, own in self._by_font(found, chars).items():
            data = _subset(font, own)
            suffix, media_type = ("otf", "font/otf") if font.has_cff else ("ttf", "font/ttf")
            number = len(self.made) + 1
            same = next((made.path for made in self.made if made.data == data), "")
            self.made.append(
                Embedded(
                    family=f"{family} {number} {sha256(data).hexdigest()[:8]}",  # a family of this book alone, whatever is installed
                    bold=bold,
                    path=same or f"fonts/f{number:02}.{suffix}",
                    media_type=media_type,
                    data=data,
                    name=font.family,
                    licence=_licence(font),
                    roles=roles,
                    face=face,
                    ranges=_ranges(own) if limited or font is not first else "",
                )
            )

    def _by_font(self, face: Face, chars: Sequence[str]) -> dict[FontFile, list[str]]:
        """Those of ``chars`` that are seen, by the font of the face that has them; what none has is lacking."""
        found: dict[FontFile, list[str]] = {}
        for char in (c for c in chars if unicodedata.category(c) not in _UNSEEN):
            font = face.glyphs[char].font
            if char in face.missing:
                self.lacking[char] = None
            elif font.has(char):
                found.setdefault(font, []).append(char)
        return found

    def say(self, report: Report) -> None:
        """Report faces that are not at hand and characters that no font has."""
        if self.absent:
            message = f"there is no font for {', '.join(self.absent)} to embed; the reader's own is used"
            report.add("epub.font-coverage", message, severity=Severity.INFO, hint=_FOLDER_HINT)
        if self.lacking:
            shown = " ".join(f"{char} (U+{ord(char):04X})" for char in list(self.lacking)[:10])
            report.add(
                "epub.font-coverage",
                f"no font at hand has {len(self.lacking)} characters that were to be embedded: {shown}",
                hint=_FOLDER_HINT,
            )


def _ranges(chars: Iterable[str]) -> str:
    return ", ".join(f"U+{ord(char):04X}" for char in chars)


def _licence(font: FontFile) -> str:
    """The licence as the font states it: short, without an address where there is a text."""
    stated: str = font.face.get_name(_LICENCE, "en") or font.face.get_name(_LICENCE_ADDRESS, "en") or ""
    return "SIL OFL 1.1" if "SIL Open Font License" in stated or "OFL" in stated else " ".join(stated.split())[:80]


def _subset(font: FontFile, chars: Sequence[str]) -> bytes:
    """The font with only these characters, the forms that its features make of them (vertical ones too), and all its names."""
    import uharfbuzz as hb

    wanted = hb.SubsetInput()
    wanted.unicode_set.update(ord(char) for char in chars)
    flags = hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    wanted.flags = flags | hb.SubsetFlags.DOWNGRADE_CFF2  # readers of books do not know CFF2
    wanted.name_id_set.update(range(26))
    for axis, value in font.location.items():
        wanted.pin_axis_location(font.face, axis, value)
    made: Any = hb.subset(font.face, wanted)
    return bytes(made.blob.data)
