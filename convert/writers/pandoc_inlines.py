"""Inlines as pandoc has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from convert.model.nodes import (
    NO_ATTRS,
    Attrs,
    Block,
    Code,
    Emph,
    Image,
    Inline,
    LineBreak,
    Link,
    Note,
    Ruby,
    Span,
    Strong,
    Text,
)

Json = Any

#: Roles of spans that pandoc has elements for.
ELEMENTS = {"sup": "Superscript", "sub": "Subscript", "strike": "Strikeout", "underline": "Underline", "small-caps": "SmallCaps"}
_BLANK = re.compile("( )")


def attr(attrs: Attrs, *more: tuple[str, str]) -> Json:
    """Pandoc's Attr: the id, the role as the class, language and data as pairs, ``more`` pairs before them."""
    pairs = [*more, *((("lang", attrs.lang),) if attrs.lang else ()), *attrs.data]
    return [attrs.id, [attrs.role] if attrs.role else [], [list(pair) for pair in pairs]]


def element(kind: str, content: Json) -> Json:
    """One element of pandoc's."""
    return {"t": kind, "c": content}


def words(text: str) -> list[Json]:
    """A text as strings and spaces."""
    return [{"t": "Space"} if piece == " " else element("Str", piece) for piece in _BLANK.split(text) if piece]


@dataclass(frozen=True, slots=True)
class Inlines:
    """``pictures``: the address of each resource. ``note_body`` writes the blocks of a note."""

    pictures: Mapping[str, str]
    note_body: Callable[[tuple[Block, ...]], list[Json]]

    def write(self, inlines: Iterable[Inline]) -> list[Json]:
        """Pandoc's inlines for ours."""
        return [written for inline in inlines for written in self._one(inline)]

    def _one(self, inline: Inline) -> list[Json]:
        match inline:
            case Text():
                return self._marked(inline, words(inline.text))
            case Emph():
                return self._marked(inline, [element("Emph", self.write(inline.content))])
            case Strong():
                return self._marked(inline, [element("Strong", self.write(inline.content))])
            case Span():
                return [self._span(inline)]
            case Ruby():
                return [self._ruby(inline)]
            case Link():
                return [element("Link", [attr(inline.attrs), self.write(inline.content), [inline.href, ""]])]
            case Image():
                return [self.image(inline)]
            case Note():
                return self._note(inline)
            case Code():
                return [element("Code", [attr(inline.attrs), inline.text])]
            case LineBreak():
                return self._marked(inline, [{"t": "LineBreak"}])
            case _:
                assert_never(inline)

    @staticmethod
    def _marked(inline: Inline, written: list[Json]) -> list[Json]:
        """In a Span that carries the attributes, where there are any."""
        if inline.attrs == NO_ATTRS and not inline.attrs.id:
            return written
        return [element("Span", [attr(inline.attrs, ("node", type(inline).__name__)), written])]

    def _span(self, span: Span) -> Json:
        content = self.write(span.content)
        plain = span.attrs == Attrs(role=span.role) and not span.attrs.id
        if plain and span.role in ELEMENTS:
            return element(ELEMENTS[span.role], content)
        match span.content:
            case (Code(attrs=Attrs(id="", role="", lang="", data=())) as code,) if (
                span.role == "math" and not span.attrs.lang and not span.attrs.id
            ):
                kind = "DisplayMath" if span.attrs.get("display") else "InlineMath"
                if set(span.attrs.data) <= {("display", "true")}:
                    return element("Math", [{"t": kind}, code.text])
            case (Code(attrs=Attrs(id="", role="", lang="", data=())) as code,) if span.role == "raw" and not span.attrs.id:
                if [key for key, _ in span.attrs.data] == ["format"] and not span.attrs.lang:
                    return element("RawInline", [span.attrs.get("format"), code.text])
            case _:
                pass
        return element("Span", [attr(span.attrs), content])

    def _ruby(self, ruby: Ruby) -> Json:
        """The reading stands behind its base in parentheses, as where ruby cannot be drawn."""
        reading = element("Span", [["", ["rt"], []], words(f"（{ruby.annotation}）")])
        base = element("Span", [["", ["rb"], []], self.write(ruby.content)])
        return element("Span", [attr(ruby.attrs, ("node", "Ruby"), ("annotation", ruby.annotation)), [base, reading]])

    def image(self, image: Image) -> Json:
        """A picture, its bytes in the address."""
        address = self.pictures.get(image.resource, image.resource)
        return element("Image", [attr(image.attrs, ("resource", image.resource)), words(image.alt), [address, ""]])

    def _note(self, note: Note) -> list[Json]:
        written = element("Note", self.note_body(note.body))
        if not note.label and note.attrs == NO_ATTRS and not note.attrs.id:
            return [written]
        return [element("Span", [attr(note.attrs, ("node", "Note"), ("mark", note.label)), [written]])]
