"""From inlines to pieces: each run of text with the style it is set in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol, assert_never

from convert.layout.flow import Piece, Style
from convert.layout.library import Library
from convert.layout.parts import ARTIFACT, Part
from convert.model.nodes import Code, Emph, Image, Inline, LineBreak, Link, Note, Ruby, Span, Strong, Text
from convert.model.walk import OBJECT, flow
from convert.stylesheet import FaceName, TextStyle

_SMALL, _RAISED, _LOWERED = 0.62, 0.36, -0.14
#: Names up to this length are never broken, longer ones only in need.
_RIGID_NAME = 8


@dataclass(frozen=True, slots=True)
class Look:
    """What inlines change as they nest: the face by name, and the style."""

    font: FaceName
    bold: bool
    style: Style


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a line: the resource's name, what it shows, and its box in em of the paragraph."""

    resource: str
    alt: str
    width: float
    height: float


@dataclass(slots=True)
class NoteCall:
    """A note where it is called: its mark, whether the mark was printed in the source, its body, and its name as the target of a link."""

    note: Note
    mark: str
    printed: bool
    target: str


class Pictures(Protocol):
    """Tells how large pictures are."""

    def size(self, resource: str) -> tuple[float, float]:
        """Natural width and height in points, both above 0."""
        ...


#: Widest picture within a line, in em.
_WIDEST = 30.0
_PRIVATE = re.compile("([\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+)")
_CIRCLED = [chr(code) for first, last in ((0x2460, 0x2473), (0x3251, 0x325F), (0x32B1, 0x32BF)) for code in range(first, last + 1)]


@dataclass(slots=True)
class Inliner:
    """Makes pieces. Notes are numbered through the document; ``calls`` are those of the paragraph in hand. ``name_marks``: names and
    titles get their lines.
    """

    library: Library
    pictures: Pictures
    name_marks: bool = False
    number: int = 0
    calls: list[NoteCall] = field(default_factory=list)

    def forget(self) -> None:
        """Take back the notes of pieces that were made to be measured only."""
        self.number -= len(self.calls)
        self.calls.clear()

    def look(self, style: TextStyle) -> Look:
        """Where a paragraph of this text style starts from."""
        return Look(style.font, style.bold, Style(self.library.face(style.font, style.bold), color=style.color))

    def pieces(self, inlines: Iterable[Inline], look: Look, part: Part) -> Iterator[Piece]:
        """The pieces of a run of inlines; links and code become parts inside ``part``."""
        for inline in inlines:
            match inline:
                case Text(text=text):
                    yield Piece(text, look.style)
                case LineBreak():
                    yield Piece("\n", look.style)
                case Strong():
                    yield from self.pieces(inline.content, self._bolder(look), part)
                case Emph():
                    yield from self.pieces(inline.content, _styled(look, dots=True), part)
                case Span():
                    within = part.add("Span", lang=inline.attrs.lang) if inline.attrs.lang else part
                    own = self._span(inline, look if within is part else _styled(look, part=within))
                    yield from self.pieces(inline.content, own, within)
                case Link():
                    link = part.add("Link")
                    yield from self.pieces(inline.content, _styled(look, href=inline.href, part=link), link)
                case Code(text=text):
                    yield Piece(text, replace(look.style, rigid=True, part=part.add("Code")))
                case Ruby():
                    yield self._ruby(inline, look, part)
                case Image():
                    yield self._picture(inline, look, part)
                case Note():
                    yield self._call(inline, look, part)
                case _:
                    assert_never(inline)

    def _bolder(self, look: Look) -> Look:
        """Strong text in a bold or Hei paragraph is told by a stroke, elsewhere by the Hei face."""
        font: FaceName = "hei" if look.bold else look.font
        return Look(font, True, replace(look.style, face=self.library.face(font, True)))

    def _span(self, span: Span, look: Look) -> Look:
        match span.role:
            case "sup":
                return _styled(look, scale=look.style.scale * _SMALL, rise=look.style.rise + _RAISED, clings=True)
            case "sub":
                return _styled(look, scale=look.style.scale * _SMALL, rise=look.style.rise + _LOWERED, clings=True)
            case "strike":
                return _styled(look, strike=True)
            case "underline":
                return _styled(look, underline=True)
            case "emphasis-dots":
                return _styled(look, dots=True)
            case "person" | "institution":
                whole = len(flow(span.content)) <= _RIGID_NAME
                return _styled(look, whole=whole, name=not whole, underline=self.name_marks or look.style.underline)
            case "work-title":
                return _styled(look, wave=self.name_marks)
            case "signer":
                return Look("kai", look.bold, replace(look.style, face=self.library.face("kai", look.bold)))
        return look

    def _ruby(self, ruby: Ruby, look: Look, part: Part) -> Piece:
        whole = part.add("Ruby")
        style = replace(look.style, part=whole.add("RB"))
        reading = whole.add("RT", generated=True)
        return Piece(flow(ruby.content).replace("\n", ""), style, ruby=ruby.annotation, reading=reading)

    def _picture(self, image: Image, look: Look, part: Part) -> Piece:
        width, height = self.pictures.size(image.resource)
        scale = min(1 / height, _WIDEST / width)  # a picture in a line is as high as the line's type
        picture = Picture(image.resource, image.alt, width * scale, height * scale)
        shown = part.add("Figure", alt=image.alt) if image.alt else ARTIFACT  # without a description it is decoration (ISO 14289-1, 7.3)
        return Piece(OBJECT, replace(look.style, part=shown), image=picture)

    def _call(self, note: Note, look: Look, part: Part) -> Piece:
        self.number += 1
        mark = note.label or (_CIRCLED[self.number - 1] if self.number <= len(_CIRCLED) else f"[{self.number}]")
        call = NoteCall(note, mark, bool(note.label), f"note-{self.number}")
        self.calls.append(call)
        reference = part.add("Reference", generated=True)
        style = replace(look.style, scale=_SMALL, rise=_RAISED, clings=True, whole=True, dots=False, part=reference)
        if not style.href:  # within a link it leads where that leads
            style = replace(style, href=f"#{call.target}", part=reference.add("Link"))
        return Piece(mark, style, note=call)


def spoken(pieces: Iterable[Piece], part: Part) -> Iterator[Piece]:
    """The pieces, with signs of private use in elements of their own that name them: no program knows them (ISO 19005-2, 6.2.11.7.3)."""
    for piece in pieces:
        if not _PRIVATE.search(piece.text):
            yield piece
            continue
        around = piece.style.part or part
        for text in [piece.text] if piece.ruby else _PRIVATE.split(piece.text):
            private = _PRIVATE.search(text) and around.kind != "Artifact"
            style = replace(piece.style, part=around.add("Span", actual=text)) if private else piece.style
            if text:
                yield replace(piece, text=text, style=style)


def _styled(look: Look, **changes: object) -> Look:
    return replace(look, style=replace(look.style, **changes))  # type: ignore[arg-type]
