"""Inlines as runs. A run's look is one character style; where several meet, a style is made that joins them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never
from urllib.parse import quote, urlsplit

from convert.model import walk
from convert.model.nodes import Code, Emph, Image, Inline, LineBreak, Link, Note, Ruby, Span, Strong, Text
from convert.writers.docx_styles import Flag, StyleBook, word_language
from convert.writers.docx_title import break_run
from convert.writers.ooxml import Relations, Script, half_points, run_properties
from convert.zh.upright import upright

_SPAN_FLAGS: dict[str, Flag] = {
    "sup": "sup",
    "sub": "sub",
    "strike": "strike",
    "underline": "underline",
    "emphasis-dots": "dots",
    "signer": "signer",
    "printed-label": "label",
}
#: Spans that bear lines along them where the sheet asks for such (CLREQ 3.7: 专名号, 书名号).
_NAME_FLAGS: dict[str, Flag] = {"person": "name", "institution": "name", "work-title": "work"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
#: Latin text takes no dots: it is emphasised by italics.
_LATIN = re.compile("[\u0020-\u024f]+")
#: How many characters around a run are looked at for its signs of two worlds.
_SIGHT = 40


@dataclass(frozen=True, slots=True)
class Face:
    """What holds for a run: its flags and its language."""

    flags: frozenset[Flag] = frozenset()
    lang: str = ""

    def with_(self, *flags: Flag) -> Face:
        """The same with more flags."""
        return replace(self, flags=self.flags | set(flags))


@dataclass(slots=True)
class Bookmarks:
    """Bookmarks: names that Word accepts, unique, for the ids of nodes; and their numbers."""

    known: frozenset[str]
    names: dict[str, str] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    count: int = 0

    def name(self, node_id: str) -> str:
        """The name for a node's id, "" when no node has it."""
        if node_id not in self.known:
            return ""
        return self.names.setdefault(node_id, f"_Ref{len(self.names) + 1:09d}")

    def mark(self, node_id: str, content: str) -> str:
        """``content`` as the place that links to ``node_id`` lead to; where two nodes have one id, the first is that place."""
        if not node_id or node_id in self.placed:
            return content
        self.placed.add(node_id)
        return self.around(self.name(node_id), content)

    def around(self, name: str, content: str) -> str:
        """``content`` with a bookmark around it."""
        self.count += 1
        return f'<w:bookmarkStart w:id="{self.count}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{self.count}"/>'


@dataclass(slots=True)
class _Flow:
    """The text of the paragraph, and how far it has been written."""

    text: str
    place: int = 0


@dataclass(slots=True)
class InlineWriter:
    """Writes inlines for one part (the document or its footnotes), whose relationships it collects.

    ``note`` gives the reference to a note, of which it is told the place in the flow; ``picture`` the drawing of a picture.
    ``rubies``: the places in the flow that bear a reading, with it, ``dotted``: the first and the last that bear emphasis dots, since the last time
    that anybody took them.
    """

    book: StyleBook
    script: Script
    relations: Relations
    bookmarks: Bookmarks
    note: Callable[[Note, int], str]
    picture: Callable[[Image, Relations], str]
    rubies: list[tuple[int, int, str]] = field(default_factory=list)
    dotted: list[int] = field(default_factory=list)
    _properties: dict[Face, str] = field(default_factory=dict)

    def write(self, inlines: Sequence[Inline], face: Face = Face()) -> str:
        """The runs of a paragraph."""
        if len(inlines) == 1 and type(inlines[0]) is Text and not inlines[0].attrs.lang:
            return self.plain(inlines[0].text, face)
        return self._inlines(inlines, face, _Flow(walk.flow(inlines)))

    def plain(self, text: str, face: Face = Face()) -> str:
        """A string as runs."""
        return self._run(text, face, _Flow(text)) if self.book.shape.vertical else self.script.runs(text, self._face(face))

    def _inlines(self, inlines: Iterable[Inline], face: Face, flow: _Flow) -> str:
        return "".join(self._marked(inline, face, flow) for inline in inlines)

    def _marked(self, inline: Inline, face: Face, flow: _Flow) -> str:
        if inline.attrs.lang:
            face = replace(face, lang=inline.attrs.lang)
        return self.bookmarks.mark(inline.attrs.id, self._inline(inline, face, flow))

    def _inline(self, inline: Inline, face: Face, flow: _Flow) -> str:
        match inline:
            case Text(text=text):
                return self._text(text, face, flow)
            case Code(text=text):
                return self._run(text, face.with_("code"), flow)
            case Emph():
                return self._inlines(inline.content, face.with_("dots"), flow)
            case Strong():
                return self._inlines(inline.content, face.with_("strong"), flow)
            case Span():
                flag = _SPAN_FLAGS.get(inline.role) or (_NAME_FLAGS.get(inline.role) if self.book.sheet.composition.name_marks else None)
                return self._inlines(inline.content, face.with_(flag) if flag else face, flow)
            case Ruby():
                return self._ruby(inline, face, flow)
            case Link():
                return self._link(inline, face, flow)
            case Image():
                flow.place += 1
                return self.picture(inline, self.relations)
            case Note():
                return self.note(inline, flow.place)
            case LineBreak():
                flow.place += 1
                return break_run(inline)
            case _:
                assert_never(inline)

    def _text(self, text: str, face: Face, flow: _Flow) -> str:
        if "dots" in face.flags and text:
            self.dotted += [flow.place, flow.place + len(text) - 1]
        if "dots" not in face.flags or not _LATIN.search(text):
            return self._run(text, face, flow)
        italic = Face((face.flags - {"dots"}) | {"italic"}, face.lang)
        pieces = re.split(f"({_LATIN.pattern})", text)
        return "".join(self._run(piece, italic if number % 2 else face, flow) for number, piece in enumerate(pieces) if piece)

    def _run(self, text: str, face: Face, flow: _Flow) -> str:
        if not self.book.shape.vertical or "code" in face.flags:
            return self._piece(text, face, flow)
        first = flow.place
        runs = []
        for start, end in upright(flow.text, first, first + len(text)):
            runs.append(self._piece(flow.text[flow.place : start], face, flow))
            runs.append(self._piece(flow.text[start:end], face.with_("upright"), flow))
        return "".join(runs) + self._piece(text[flow.place - first :], face, flow)

    def _piece(self, text: str, face: Face, flow: _Flow) -> str:
        start, end = flow.place, flow.place + len(text)
        flow.place = end
        return self.script.runs(text, self._face(face), flow.text[max(0, start - _SIGHT) : start], flow.text[end : end + _SIGHT])

    def _face(self, face: Face) -> str:
        """The content of ``w:rPr`` for a face: its style, and its language where it is not the document's."""
        if not face.flags and not face.lang:
            return ""
        if face not in self._properties:
            style = f'<w:rStyle w:val="{self.book.character(face.flags)}"/>' if face.flags else ""
            self._properties[face] = style + _language(face.lang)
        return self._properties[face]

    def _ruby(self, ruby: Ruby, face: Face, flow: _Flow) -> str:
        start = flow.place
        base = self._inlines(_flat(ruby.content), face, flow)
        self.rubies.append((start, flow.place, ruby.annotation))
        size = half_points(self.book.sheet.roles.body.size)
        # The size stands in the run itself, as Word writes it: LibreOffice does not look for it in the style.
        small = f'<w:sz w:val="{size // 2}"/><w:szCs w:val="{size // 2}"/>'
        reading = self.script.runs(ruby.annotation, self._face(Face(frozenset({"ruby"}))) + small)
        properties = (
            f'<w:rubyAlign w:val="center"/><w:hps w:val="{size // 2}"/><w:hpsRaise w:val="{size - 2}"/><w:hpsBaseText w:val="{size}"/>'
            f'<w:lid w:val="{word_language(self.book.sheet.language)}"/>'
        )
        return (
            f"<w:r>{run_properties(self._face(face))}<w:ruby><w:rubyPr>{properties}</w:rubyPr><w:rt>{reading}</w:rt>"
            f"<w:rubyBase>{base}</w:rubyBase></w:ruby></w:r>"
        )

    def _link(self, link: Link, face: Face, flow: _Flow) -> str:
        target = self._target(link.href.strip())
        if not target:
            return self._inlines(link.content, face, flow)
        content = self._inlines(_unlinked(link.content), face.with_("link"), flow)
        return f'<w:hyperlink {target} w:history="1">{content}</w:hyperlink>'

    def _target(self, href: str) -> str:
        """Where a link leads, as an attribute; "" for a place that does not exist and for what no reader should be led to."""
        if href.startswith("#"):
            name = self.bookmarks.name(href[1:])
            return f'w:anchor="{name}"' if name else ""
        address = web_address(href)
        return f'r:id="{self.relations.link(address)}"' if address else ""


#: What may stand in a URI (RFC 3986); Word calls a file damaged in which another character stands in one.
_IN_URI = "%:/?#[]@!$&'()*+,;=-._~"
_SCHEMES = frozenset({"", "http", "https", "mailto", "ftp", "tel", "file"})


def web_address(href: str) -> str:
    """``href`` as a well-formed URI; "" where it cannot be one, or where it would run a program."""
    try:
        parts = urlsplit(href)
        _ = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES:
        return ""
    host = parts.hostname or ""
    try:
        plain = href if host.isascii() else href.replace(parts.netloc, parts.netloc.lower().replace(host, host.encode("idna").decode()), 1)
    except UnicodeError:
        return ""
    return quote(plain, safe=_IN_URI)


def _flat(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """What may stand under ruby: runs alone (CT_RubyContent)."""
    return tuple(Text(piece) for piece in walk.leaf_texts(inlines))


def _unlinked(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """Links within a link, which Word does not know, as their content."""
    return tuple(Span(inline.content, attrs=inline.attrs) if isinstance(inline, Link) else inline for inline in inlines)


def _language(tag: str) -> str:
    if not tag or not _LANGUAGE.fullmatch(tag):
        return ""
    return f'<w:lang w:eastAsia="{word_language(tag)}"/>' if tag.lower().startswith("zh") else f'<w:lang w:val="{tag}"/>'
