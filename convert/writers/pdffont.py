"""Fonts inside a PDF: subset by HarfBuzz, written as Type0 fonts whose text copies out exactly.

Codes are the font's own numbers: the CIDs of a CID-keyed CFF, the glyph ids of any other font. They do not depend on what is set, so that
the same text always gives the same bytes. A glyph that stands for several texts (〓 for every missing character, one glyph for two
look-alike characters) gets one Type0 font for each: they share the embedded file and differ in their ToUnicode map.
"""

from __future__ import annotations

import itertools
import operator
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from convert.abreast import Beside
from convert.layout.fontfile import FontFile
from convert.layout.fonts import Glyph


class Stream(pdfdoc.PDFStream):  # type: ignore[misc]
    """A stream with a line end before ``endstream``, as PDF/A wants it; packed unless ``plain``. Packed at once, to save memory."""

    def __init__(self, content: bytes, entries: dict[str, Any] | None = None, plain: bool = False) -> None:
        entries = dict(entries or {})
        if not plain:
            content = zlib.compress(content)
            entries["Filter"] = pdfdoc.PDFName("FlateDecode")
        super().__init__(pdfdoc.PDFDictionary(entries), content, [])

    def format(self, document: Any) -> bytes:
        """The object's bytes."""
        body = f"<</Filter /FlateDecode /Length {len(self.content)}>>".encode("ascii")
        if self.dictionary.dict.keys() != {"Filter"}:
            entries = self.dictionary.copy()
            entries["Length"] = len(self.content)
            body = pdfdoc.format(entries, document)
        end = b"\r\n" if self.content.endswith(b"\r") else b"\n"  # else the last byte would be taken for half of a line end
        return b"".join((body, b"\nstream\n", self.content, end, b"endstream\n"))


class _Awaited(pdfdoc.PDFObject):  # type: ignore[misc]
    """A stream that is packed beside what else is to be done: it is waited for when the file is written."""

    __RefOnly__ = 1

    def __init__(self, packed: Beside[Stream]) -> None:
        self._packed = packed

    def format(self, document: Any) -> bytes:
        """The object's bytes."""
        return self._packed.result().format(document)


#: What no code may stand for (ISO 19005-2, 6.2.11.7.2): byte order marks, which have no width and no meaning within a text.
_UNMAPPED = dict.fromkeys(("\ufeff", "\ufffe", "\0"), "\u200b")


#: Where the top of the square lies above the base line, in thousandths of an em.
_ORIGIN = 880


class EmbeddedFont:
    """A font file in a PDF, by reportlab's protocol for fonts that are made when the document is saved (``addObjects``)."""

    def __init__(self, file: FontFile, number: int, document: Any) -> None:
        self.file = file
        self._prefix = f"F{number}"
        self._document = document
        self._codes = _Codes(file)
        self._maps: list[tuple[bool, dict[int, str]]] = []
        self._variants: dict[tuple[int, str, bool], int] = {}
        self._advances: dict[int, int] = {}
        self._down: set[int] = set()
        self._packed: Beside[Stream] | None = None
        document.delayedFonts.append(self)

    def use(self, glyph: Glyph, text: str) -> tuple[str, str]:
        """The name of the font resource and the code (four hexadecimal digits) that draw ``glyph`` and copy out as ``text``."""
        text = _UNMAPPED.get(text, text)
        variant = self._variants.get((glyph.gid, text, glyph.vertical))
        if variant is None:
            free = (i for i, (down, texts) in enumerate(self._maps) if down == glyph.vertical and glyph.gid not in texts)
            variant = next(free, len(self._maps))
            if variant == len(self._maps):
                self._maps.append((glyph.vertical, {}))
            self._maps[variant][1][glyph.gid] = text
            self._variants[glyph.gid, text, glyph.vertical] = variant
            if glyph.vertical:
                self._down.add(glyph.gid)
            self._advances[glyph.gid] = round(self.file.font.get_glyph_h_advance(glyph.gid) * 1000 / self.file.upem)
        return self._name(variant), f"{self._codes[glyph.gid]:04X}"

    def _name(self, variant: int) -> str:
        return f"{self._prefix}v{variant}" if variant else self._prefix

    def finish(self) -> None:
        """All text has been drawn: make the file of what was used."""
        gids = sorted(self._advances)
        data = _file(self.file, gids, self._characters(gids), self._codes.keep_gids)
        kind = {"Subtype": pdfdoc.PDFName("CIDFontType0C")} if self.file.has_cff else {"Length1": len(data)}
        self._packed = Beside(lambda: Stream(data, kind))

    def addObjects(self, document: Any) -> None:  # noqa: N802 (reportlab's name)
        """Write what is needed of the font into ``document``: called by reportlab when it saves."""
        name = f"{_tag(sorted(self._advances))}+{self.file.name}"
        descendant = document.Reference(self._descendant(document, name))
        resources = document.idToObject["BasicFonts"].dict
        for variant, (down, texts) in enumerate(self._maps):
            to_unicode = Stream(_to_unicode((self._codes[gid], text) for gid, text in sorted(texts.items())))
            entries = {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": pdfdoc.PDFName(name),
                "Encoding": "/Identity-V" if down else "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray([descendant]),
                "ToUnicode": document.Reference(to_unicode),
            }
            resources[self._name(variant)] = document.Reference(pdfdoc.PDFDictionary(entries))

    def _characters(self, gids: list[int]) -> set[int]:
        """The code points whose glyphs these are; none where some glyph is not that of a character."""
        points = {ord(text) for _, texts in self._maps for text in texts.values() if len(text) == 1}
        return points if {self.file.font.get_nominal_glyph(point) for point in points} == set(gids) else set()

    def _descendant(self, document: Any, name: str) -> Any:
        system = pdfdoc.PDFDictionary({"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0})
        entries = {
            "Type": "/Font",
            "Subtype": "/CIDFontType0" if self.file.has_cff else "/CIDFontType2",
            "BaseFont": pdfdoc.PDFName(name),
            "CIDSystemInfo": system,
            "FontDescriptor": document.Reference(self._descriptor(document, name)),
            "DW": 1000,
            "W": self._widths(),
        }
        if self._down:
            entries |= {"DW2": pdfdoc.PDFArray([_ORIGIN, -1000]), "W2": self._heights()}
        if not self.file.has_cff:
            entries["CIDToGIDMap"] = "/Identity"
        return pdfdoc.PDFDictionary(entries)

    def _heights(self) -> Any:
        """The ``W2`` array: glyphs whose advance downwards or whose origin is not that of ``DW2`` (ISO 32000-1, 9.7.4.3)."""
        rows: list[Any] = []
        scale = 1000 / self.file.upem
        for gid in sorted(self._down, key=self._codes.__getitem__):
            advance = round(self.file.font.get_glyph_v_advance(gid) * scale)
            origin = [round(value * scale) for value in self.file.font.get_glyph_v_origin(gid)[-2:]]
            middle = round(self._advances[gid] / 2)
            if (advance, *origin) != (-1000, middle, _ORIGIN):
                rows += [self._codes[gid], pdfdoc.PDFArray([advance, *origin])]
        return pdfdoc.PDFArray(rows)

    def _widths(self) -> Any:
        """The ``W`` array: advances other than 1000, runs of neighbouring codes together."""
        runs: list[tuple[int, list[int]]] = []
        for code, advance in sorted((self._codes[gid], advance) for gid, advance in self._advances.items() if advance != 1000):
            if runs and runs[-1][0] + len(runs[-1][1]) == code:
                runs[-1][1].append(advance)
            else:
                runs.append((code, [advance]))
        return pdfdoc.PDFArray([item for code, advances in runs for item in (code, pdfdoc.PDFArray(advances))])

    def _descriptor(self, document: Any, name: str) -> Any:
        scale = 1000 / self.file.upem
        extents = self.file.font.get_font_extents("ltr")
        head = bytes(self.file.face.reference_table("head").data)
        box = [round(int.from_bytes(head[at : at + 2], "big", signed=True) * scale) for at in (36, 38, 40, 42)]
        entries = {
            "Type": "/FontDescriptor",
            "FontName": pdfdoc.PDFName(name),
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray(box),
            "ItalicAngle": 0,
            "Ascent": round(extents.ascender * scale),
            "Descent": round(extents.descender * scale),
            "CapHeight": round(_cap_height(self.file) * scale),
            "StemV": 80,
        }
        assert self._packed is not None  # ``finish`` comes before
        entries["FontFile3" if self.file.has_cff else "FontFile2"] = document.Reference(_Awaited(self._packed))
        return pdfdoc.PDFDictionary(entries)


def _cap_height(file: FontFile) -> int:
    """The height of capitals from OS/2 version 2 and later, else a usual one."""
    table = bytes(file.face.reference_table("OS/2").data)
    if len(table) >= 90 and int.from_bytes(table[:2], "big") >= 2:
        return int.from_bytes(table[88:90], "big", signed=True)
    return round(0.72 * file.upem)


def _tag(gids: list[int]) -> str:
    """The six letters before the name of a subset, made of what it holds."""
    number = zlib.crc32(repr(gids).encode("ascii"))
    letters = []
    for _ in range(6):
        number, rest = divmod(number, 26)
        letters.append(chr(65 + rest))
    return "".join(letters)


_LAYOUT_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "DSIG", "vhea", "vmtx", "name", "post", "kern", "MATH", "STAT", "cmap", "OS/2")
_COLOUR_TABLES = ("CBDT", "CBLC", "sbix", "COLR", "CPAL", "SVG ")


def _subset(file: FontFile, gids: list[int], characters: set[int], keep_gids: bool) -> Any:
    """The face with only these glyphs. Layout tables and colours go: what a PDF reader needs are outlines and advances.

    Asked for glyphs HarfBuzz looks for the characters of all that the font has, asked for ``characters`` for their glyphs alone.
    """
    subset = hb.SubsetInput()
    if characters:
        subset.unicode_set.update(characters)
    else:
        subset.glyph_set.update([0, *gids])
    subset.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in _LAYOUT_TABLES + _COLOUR_TABLES)
    flags = hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.DOWNGRADE_CFF2
    subset.flags = flags | hb.SubsetFlags.RETAIN_GIDS if keep_gids else flags
    for axis, value in file.location.items():
        subset.pin_axis_location(file.face, axis, value)
    return hb.subset(file.face, subset)


def _file(file: FontFile, gids: list[int], characters: set[int], keep_gids: bool) -> bytes:
    """The font file with only these glyphs."""
    subset = _subset(file, gids, characters, keep_gids)
    return bytes(subset.reference_table("CFF ").data if file.has_cff else subset.blob.data)


def _to_unicode(pairs: Iterator[tuple[int, str]]) -> bytes:
    """A ToUnicode map: each code with the text that it stands for (ISO 32000-1, 9.10.3)."""
    lines = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(pairs)]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


# ------------------------------------------------------------------------------------------------ codes


class _Codes(dict[int, int]):
    """The code of each glyph id: its CID in a CID-keyed CFF, else the glyph id itself (``keep_gids``)."""

    def __init__(self, file: FontFile) -> None:
        super().__init__()
        table = file.table(b"CFF ")  # CFF2 has none: pinned, it becomes a CFF whose CIDs are the glyph ids
        charset = Charset.of(table, file.face.glyph_count) if table else None
        self._code = charset.cid if charset else int
        self.keep_gids = charset is None

    def __missing__(self, gid: int) -> int:
        self[gid] = code = self._code(gid)
        return code


_ROS, _CHARSET = (12, 30), (15,)
#: So many rows of a charset are looked at together.
_ROWS = 1024


class Charset:
    """The CIDs of a CID-keyed CFF: for each run of glyphs its first glyph, and in ``rows`` of ``size`` bytes the CID of that."""

    def __init__(self, glyphs: Sequence[int], rows: memoryview, size: int) -> None:
        self._glyphs = glyphs
        self._rows = rows
        self._size = size

    @classmethod
    def of(cls, table: memoryview, count: int) -> Charset | None:
        """That of a CFF table with ``count`` glyphs, None where the font is not CID-keyed (Adobe Technical Note 5176, 13 and 18)."""
        _, after = _index(table, table[2])
        tops, _ = _index(table, after)
        operators = _dict(tops[0])
        if _ROS not in operators:
            return None
        offset = operators.get(_CHARSET, [0])[-1]
        if offset <= 2:
            return cls((1,), memoryview(b"\0\1"), 2)
        kind = table[offset]
        size = (2, 3, 4)[kind]
        rows = table[
            offset + 1 : offset + 1 + size * (count - 1)
        ]  # no more than glyphs; what follows the last may be read, but is not asked for
        if kind == 0:
            return cls(range(1, count), rows, size)
        more = rows[2::size] if kind == 1 else [number for (number,) in struct.iter_unpack(">2xH", rows[: len(rows) // size * size])]
        glyphs: list[int] = []
        first = 1
        for at in range(0, len(more), _ROWS):
            if first >= count:
                break
            part = more[at : at + _ROWS]
            glyphs += map(operator.add, itertools.accumulate(part, initial=first), range(len(part)))
            first = glyphs[-1] + part[-1] + 1
        return cls(glyphs, rows, size)

    def cid(self, glyph: int) -> int:
        """The CID of a glyph."""
        row = bisect_right(self._glyphs, glyph) - 1
        if row < 0:
            return 0  # .notdef
        at = row * self._size
        return int.from_bytes(self._rows[at : at + 2], "big") + glyph - self._glyphs[row]


def _index(table: memoryview, at: int) -> tuple[list[memoryview], int]:
    """The objects of a CFF INDEX, and where what follows it begins."""
    count = int.from_bytes(table[at : at + 2], "big")
    if not count:
        return [], at + 2
    size = table[at + 2]
    offsets = [int.from_bytes(table[at + 3 + i * size : at + 3 + (i + 1) * size], "big") for i in range(count + 1)]
    base = at + 2 + (count + 1) * size
    return [table[base + a : base + b] for a, b in itertools.pairwise(offsets)], base + offsets[-1]


def _dict(data: memoryview) -> dict[tuple[int, ...], list[int]]:
    """A CFF DICT: operands (whole numbers; real ones are passed over) by operator."""
    found: dict[tuple[int, ...], list[int]] = {}
    operands: list[int] = []
    at = 0
    while at < len(data):
        byte = data[at]
        at += 1
        if byte <= 21:
            operator: tuple[int, ...] = (byte,)
            if byte == 12:
                operator = (12, data[at])
                at += 1
            found[operator], operands = operands, []
        elif byte == 30:
            while data[at] & 0xF != 0xF and data[at] >> 4 != 0xF:
                at += 1
            at += 1
        elif byte in (28, 29):
            length = 2 if byte == 28 else 4
            operands.append(int.from_bytes(data[at : at + length], "big", signed=True))
            at += length
        elif byte < 247:
            operands.append(byte - 139)
        else:
            operands.append((byte - 247) * 256 + data[at] + 108 if byte < 251 else -(byte - 251) * 256 - data[at] - 108)
            at += 1
    return found
