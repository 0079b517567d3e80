"""WordprocessingML as strings: names, lengths, text, fields and relationships (ECMA-376 part 1, ISO/IEC 29500-1).

Parts are written as text, not as trees: a book of 100 000 paragraphs takes a second and a fifth of the memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from convert.writers.markup import Escaper

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
R = f"{OFFICE}/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
#: The namespaces of a part that holds text and pictures.
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}" xmlns:pic="{PIC}"'

#: English Metric Units in a twip.
EMU = 635


def twips(millimetres: float) -> int:
    """Millimetres as twips (1/20 point)."""
    return round(millimetres * 1440 / 25.4)


def half_points(points: float) -> int:
    """A type size as Word states it."""
    return max(2, round(points * 2))


def em(points: float) -> int:
    """The em of a type size in twips, the size rounded as Word states it."""
    return half_points(points) * 10


# ------------------------------------------------------------------------------------------------ text

#: Signs that Word takes from the Latin font unless the run bears ``w:hint="eastAsia"`` ([MS-OI29500] § 2.1.88), though Chinese text uses
#: them: quotation marks, dashes, ellipsis, interpunct, circled digits, arrows, geometric figures, units.
_EITHER = "§°±·×÷\u2010-\u2027\u2030-\u205e\u2070-\u2bff"
#: Letters that such a hint would take along, though they belong to the Latin font.
_FOREIGN = "\u00a1-\u00a6\u00a8-\u00af\u00b2-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u058f"
_HAN = "\u2e80-\u4dbf\u4e00-\ua4cf\uf900-\ufaff\ufe10-\ufe4f\uff00-\uffef\U00020000-\U0003fffd"
_IS_EITHER = re.compile(f"[{_EITHER}]")
_IS_FOREIGN = re.compile(f"[{_FOREIGN}]")
_IS_HAN = re.compile(f"[{_HAN}]")
#: What is passed over in the search for a sign's neighbours.
_PASSED = re.compile(f"[{_EITHER}\\s]+")
_LETTERS = re.compile("[A-Za-z]{2}$")
_PIECE = re.compile(f"[{_EITHER}]|[{_FOREIGN}]+|[^{_EITHER}{_FOREIGN}]+")


def hinted(text: str, before: str = "", after: str = "") -> list[tuple[str, bool]]:
    """``text`` in pieces, each with the answer whether its run needs ``w:hint="eastAsia"``.

    ``before`` and ``after`` are the characters around it in the paragraph. A sign of two worlds is Chinese when a Chinese character stands
    near it; an apostrophe between Latin letters and a quotation inside an English sentence are not.
    """
    if not _IS_EITHER.search(text):
        return [(text, False)]
    flow = before + text + after
    pieces: list[tuple[str, bool | None]] = [("", None)]
    place = len(before)
    for piece in _PIECE.findall(text):
        wish = _wish(piece, flow, place)
        last, hint = pieces[-1]
        if wish is None or hint is None or wish == hint:
            pieces[-1] = (last + piece, wish if hint is None else hint)
        else:
            pieces.append((piece, wish))
        place += len(piece)
    return [(piece, bool(hint)) for piece, hint in pieces]


def _wish(piece: str, flow: str, place: int) -> bool | None:
    """Whether ``piece`` wants the hint, must not have it, or does not care (None)."""
    if _IS_EITHER.match(piece):
        return _among_han(flow, place)
    return False if _IS_FOREIGN.match(piece) else None


def _among_han(flow: str, place: int) -> bool:
    """Whether the sign at ``place`` belongs to Chinese text, by what stands around it."""
    if flow[place] == "’" and _LETTERS.match(flow[place - 1 : place] + flow[place + 1 : place + 2]):
        return False
    if _IS_HAN.search(flow, max(0, place - 3), place + 4):
        return True
    after = _PASSED.sub("", flow[place : place + 40])[:1]
    before = _PASSED.sub("", flow[max(0, place - 40) : place])[-1:]
    return not (before or after) or bool(_IS_HAN.match(before) or _IS_HAN.match(after))


_BREAKS = {"\t": "<w:tab/>", "\n": "<w:br/>", "\r": ""}
_BREAK = re.compile("[\t\n\r]")


@dataclass(slots=True)
class Script:
    """Writes text as runs; one for a document, since it counts the characters that XML cannot hold."""

    escaper: Escaper = field(default_factory=Escaper)

    def text(self, text: str) -> str:
        """``text`` as the content of a run: ``w:t``, with tabs and line feeds, which a Text should not have, as their elements."""
        if not text:
            return ""
        if _BREAK.search(text):
            return "".join(_BREAKS.get(piece) or self._element(piece) for piece in re.split("([\t\n\r])", text) if piece not in {"", "\r"})
        return self._element(text)

    def _element(self, text: str) -> str:
        escaped = self.escaper.text(text)
        space = ' xml:space="preserve"' if escaped[:1].isspace() or escaped[-1:].isspace() or "  " in escaped else ""
        return f"<w:t{space}>{escaped}</w:t>"

    def runs(self, text: str, properties: str = "", before: str = "", after: str = "") -> str:
        """``text`` as runs with ``properties`` (the content of ``w:rPr`` but for the hint), split where the hint changes."""
        return "".join(
            f"<w:r>{run_properties(properties, hint)}{self.text(piece)}</w:r>" for piece, hint in hinted(text, before, after) if piece
        )

    def attribute(self, text: str) -> str:
        """``text`` as the value of an attribute."""
        return self.escaper.attribute(text)


_HINT = '<w:rFonts w:hint="eastAsia"/>'
_STYLE_FIRST = re.compile(r"(<w:rStyle [^>]*/>)?(.*)", re.DOTALL)


def run_properties(properties: str = "", hint: bool = False) -> str:
    """``w:rPr`` of these ``properties``, "" for none; the schema wants the hint behind the style and before the rest."""
    if hint:
        style, rest = _STYLE_FIRST.match(properties).groups(default="")  # type: ignore[union-attr]
        properties = style + _HINT + rest
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""


def complex_field(instruction: str, result: str, properties: str = "") -> str:
    """A field with its cached ``result`` (runs): ECMA-376 § 17.16.5."""
    r = run_properties(properties)
    return (
        f'<w:r>{r}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{r}<w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r>{r}<w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r>{r}<w:fldChar w:fldCharType="end"/></w:r>'
    )


# ------------------------------------------------------------------------------------------------ relationships


@dataclass(slots=True)
class Relations:
    """The relationships of one part: targets are told apart, ids given in order. Everything is looked up, nothing searched."""

    prefix: str
    ids: dict[tuple[str, str, bool], str] = field(default_factory=dict)

    def link(self, href: str) -> str:
        """The id of the relationship to a place outside."""
        return self._id("hyperlink", href, True)

    def picture(self, target: str) -> str:
        """The id of the relationship to a picture, ``target`` relative to the part."""
        return self._id("image", target, False)

    def _id(self, kind: str, target: str, external: bool) -> str:
        return self.ids.setdefault((kind, target, external), f"{self.prefix}{len(self.ids) + 1}")


def generated(content: str, *, unique: bool = False) -> str:
    """``content`` that is made from the text and no part of it, in a block that programs know as such; ``unique``: there is one in a document."""
    one = "<w:docPartUnique/>" if unique else ""
    part = f'<w:docPartObj><w:docPartGallery w:val="Table of Contents"/>{one}</w:docPartObj>'
    return f"<w:sdt><w:sdtPr>{part}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
