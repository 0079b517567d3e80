"""Inlines as XHTML, and the state that the blocks of one text share with them: anchors, notes, pictures.

What is written here is the text of the document and nothing more, with two exceptions that are marked: the mark of a note
(``epub:type="noteref"``) and, where print has none, its repetition before the note (class ``generated``).
Structure after HTML and EPUB 3.3 §6.1; roles after DPUB-ARIA 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import assert_never
from urllib.parse import quote, urlsplit

from convert.diagnostics import Report
from convert.model.nodes import (
    NO_ATTRS,
    Block,
    Code,
    Emph,
    Image,
    Inline,
    LineBreak,
    Link,
    Node,
    Note,
    Ruby,
    Span,
    Strong,
    Text,
)
from convert.model.walk import flow
from convert.writers.markup import Escaper, language

_HAN = re.compile("[\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ZHUYIN = re.compile("[\u3105-\u312f]")
#: White space at the ends of a paragraph: the stylesheet indents, not the text. Tags may stand before it.
_LEADING = re.compile("^((?:<[^>]*>)*)[\\s\u3000\u00a0]+")
_WEB = frozenset({"http", "https", "ftp"})
_SCHEMES = _WEB | {"mailto", "tel"}
_URL_MARKS = "%/:?#[]@!$&'()*+,;=~"
_HOST = re.compile(r"[\w.-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
#: Stands in an href for the id of a node until it is known where that node went. XML forbids it, so no text can hold it.
LINK = "\x01"
_SPAN_TAGS = {"sup": "sup", "sub": "sub", "strike": "s", "underline": "u", "emphasis-dots": "em"}
_SPAN_CLASSES = frozenset({"person", "institution", "work-title", "point", "label"})


@dataclass(slots=True)
class Inlines:
    """Writes inlines. ``prefix`` leads every id; ids come from positions, so that they outlive an edition.

    ``picture`` gives the path of a resource, or "" where it cannot be shown. ``note_body`` writes the blocks of a note.
    ``asides`` collects the notes met since they were last taken, ``page_marks`` number and id of all pages of the printed edition that begin.
    ``note_classes``: notes bear the classes by which Duokan knows them.
    """

    escape: Escaper
    report: Report
    picture: Callable[[Image], str]
    note_body: Callable[[tuple[Block, ...], str], str]
    prefix: str
    anchors: dict[str, str]
    note_classes: bool = False
    asides: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    page_marks: list[tuple[str, str]] = field(default_factory=list)
    ruby_seen: bool = False
    notes: int = 0
    anchor_count: int = 0

    def write(self, inlines: Iterable[Inline]) -> str:
        """The inlines as XHTML."""
        return "".join([self._one(inline) for inline in inlines])

    def paragraph(self, inlines: Iterable[Inline]) -> str:
        """The inlines as the content of a paragraph: white space at its beginning and end is dropped."""
        html = self.write(inlines).rstrip()
        return _LEADING.sub(r"\1", html)

    def _one(self, inline: Inline) -> str:
        match inline:
            case Text(text=text):
                html = self.escape.running(text)
                return html if inline.attrs is NO_ATTRS else self._wrapped("span", inline, html)
            case Emph():
                latin = "" if _HAN.search(flow(inline.content)) else "latin"
                return self._wrapped("em", inline, self.write(inline.content), latin)
            case Strong():
                return self._wrapped("strong", inline, self.write(inline.content))
            case Span():
                return self._span(inline)
            case Ruby():
                return self._ruby(inline)
            case Link():
                return self._link(inline)
            case Image():
                return self._image(inline)
            case Note():
                return self._note(inline)
            case Code(text=text):
                return self._wrapped("code", inline, self.escape.text(text))
            case LineBreak():
                return "<br/>"
            case _:
                assert_never(inline)

    # ------------------------------------------------------------------------------------------------ attributes

    def identity(self, node: Node, position: str = "") -> str:
        """The attribute ``id``: from ``position`` if given, else made up if the node bears an id, else "". Remembers the anchor."""
        if node.attrs.id and not position:
            self.anchor_count += 1
            position = f"{self.prefix}-a{self.anchor_count}"
        if not position:
            return ""
        if node.attrs.id and node.attrs.id not in self.anchors:
            self.anchors[node.attrs.id] = position
            self.ids.append(position)
        return f' id="{position}"'

    def _wrapped(self, tag: str, node: Node, html: str, name: str = "") -> str:
        attributes = (f' class="{name}"' if name else "") + self.identity(node) + language(node.attrs.lang)
        if tag == "span" and not attributes:
            return html
        return f"<{tag}{attributes}>{html}</{tag}>"

    # ------------------------------------------------------------------------------------------------ the kinds

    def _span(self, span: Span) -> str:
        if span.role == "page":
            return self._page_mark(span)
        tag = _SPAN_TAGS.get(span.role, "span")
        name = span.role if span.role in _SPAN_CLASSES else ""
        return self._wrapped(tag, span, self.write(span.content), name)

    def _page_mark(self, mark: Span) -> str:
        """Where a page of the printed edition begins (EPUB 3.3 §D.7, DPUB-ARIA doc-pagebreak): it has no text, and its number is told."""
        number = mark.attrs.get("number")
        id_ = f"{self.prefix}-b{len(self.page_marks) + 1}"
        self.page_marks.append((number, id_))
        self.ids.append(id_)
        return f'<span epub:type="pagebreak" role="doc-pagebreak" id="{id_}" aria-label="{self.escape.attribute(number)}"></span>'

    def _ruby(self, ruby: Ruby) -> str:
        """A reading a character, where there are as many readings as characters (CLREQ 3.3.4)."""
        self.ruby_seen = True
        kind = "zhuyin" if _ZHUYIN.search(ruby.annotation) else ""
        base, readings = flow(ruby.content), ruby.annotation.split()
        if len(ruby.content) == 1 and isinstance(ruby.content[0], Text) and len(base) == len(readings) > 1:
            pairs = [f"{self.escape.text(c)}<rt>{self.escape.text(r)}</rt>" for c, r in zip(base, readings, strict=True)]
            return self._wrapped("ruby", ruby, "".join(pairs), kind)
        return self._wrapped("ruby", ruby, f"{self.write(ruby.content)}<rt>{self.escape.text(ruby.annotation)}</rt>", kind)

    def _link(self, link: Link) -> str:
        """A link; what is a link itself in its text (the mark of a note, another link) stands between two parts of it."""
        parts = [(holds, tuple(group)) for holds, group in groupby(link.content, _holds_link)]
        if any(holds for holds, _ in parts):
            attrs = [link.attrs, *([replace(link.attrs, id="")] * len(parts))]
            return "".join(
                self.write(group) if holds else self._link(replace(link, content=group, attrs=attrs[n]))
                for n, (holds, group) in enumerate(parts)
            )
        html = self.write(link.content)
        target = link.href.strip()
        if target.startswith("#"):
            href = f"{LINK}{self.escape.attribute(target[1:])}{LINK}"
        else:
            href = self.escape.attribute(_safe_url(target))
            if not href:
                self.report.add(
                    "epub.omitted", f"the link to “{target}” was left out, its text stays: an e-book can only link to the web", pos=link.pos
                )
                return self._wrapped("span", link, html)
        return f'<a href="{href}"{self.identity(link)}{language(link.attrs.lang)}>{html}</a>'

    def _image(self, image: Image) -> str:
        path = self.picture(image)
        if not path:
            return ""
        return f'<img class="inline" src="{path}" alt="{self.escape.attribute(image.alt)}"{self.identity(image)}/>'

    def _note(self, note: Note) -> str:
        """The mark at its place; the note itself is kept for the end of the file, where readers that pop it up do not show it twice."""
        self.notes += 1
        number = f"{self.prefix}-n{self.notes}"
        reference = f"{self.prefix}-r{self.notes}"
        mark = self.escape.running(note.label or f"〔{self.notes}〕")
        made = "" if note.label else ' class="generated"'
        self.identity(note, number)
        back = f'<a role="doc-backlink" href="#{reference}"{made}>{mark}</a>'
        place = len(self.asides)
        body = self.note_body(note.body, back)
        named = language(note.attrs.lang)
        if self.note_classes:
            body = f'<ol class="duokan-footnote-content"><li class="duokan-footnote-item" id="{number}">{body}</li></ol>'
            aside = f'<aside class="note" epub:type="footnote" role="doc-footnote"{named}>{body}</aside>'
        else:
            aside = f'<aside class="note" epub:type="footnote" role="doc-footnote" id="{number}"{named}>{body}</aside>'
        self.asides.insert(place, aside)
        name = "noteref duokan-footnote" if self.note_classes else "noteref"
        return f'<a class="{name}" epub:type="noteref" role="doc-noteref" id="{reference}" href="#{number}">{mark}</a>'


def _safe_url(url: str) -> str:
    """``url`` with what a URL cannot hold percent-encoded; "" for schemes that a book should not call, and for what is no URL."""
    try:
        parts = urlsplit(url)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in _SCHEMES or (scheme in _WEB and not _HOST.fullmatch(host.rpartition("@")[2])):
        return ""
    return quote(parts._replace(netloc=host).geturl(), safe=_URL_MARKS, errors="ignore")


def _holds_link(inline: Inline) -> bool:
    """Whether an inline is, or has in it, what XHTML makes a link of."""
    return isinstance(inline, Link | Note) or any(_holds_link(inner) for inner in getattr(inline, "content", ()))
