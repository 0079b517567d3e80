"""The ``html`` reader: a document, a fragment, or an article page of the web.

Of a page the main text comes first; what stands around it is kept at the end, in a ``Group`` of the role ``furniture``. Nothing else is
left out but scripts, styles and comments. Nothing is ever fetched.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, TypeGuard

from lxml import etree

from convert.diagnostics import Report, Severity, SourceError
from convert.model import walk
from convert.model.nodes import Attrs, Block, Document, Group, Meta, Para
from convert.readers import html_article, html_meta, html_tree, nesting, titles
from convert.readers.bold_heads import bold_heads
from convert.readers.html_blocks import Blocks
from convert.readers.html_tree import Tree
from convert.readers.languages import language
from convert.readers.nesting import Head
from convert.source import Source

#: How far into a file a declaration of its encoding is looked for (HTML 13.2.3.2 says 1024; real pages say it later).
_HEAD = 8192
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*["']([a-zA-Z0-9_.:-]+)""", re.IGNORECASE
)
#: What the declared names stand for (WHATWG Encoding, 4.2): the supersets that browsers take.
_LABELS = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "gb18030": "gb18030", "chinese": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs", "cn-big5": "big5hkscs",
    "iso-8859-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "utf8": "utf-8",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HtmlOptions:
    """``whole``: take all of a page for main text."""

    whole: bool = False


class HtmlReader:
    """Reads HTML and XHTML."""

    options_type: ClassVar[type] = HtmlOptions

    def read(self, source: Source, options: HtmlOptions, report: Report) -> Document:
        """The document. Raises SourceError for what is empty, binary, or nested beyond reason."""
        text = declared(source).text(report)
        tree = html_tree.parse(text, source.name)
        if tree is None:
            raise SourceError(f"{source.name}: there is no text in this HTML; there is nothing to convert")
        return _Page(tree, source, options, report).document()


def declared(source: Source) -> Source:
    """``source`` with the encoding that the file declares, where neither the user nor a byte order mark says it and it fits."""
    if source.encoding or source.data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return source
    found = _CHARSET.search(source.data[:_HEAD])
    name = (found[1] or found[2]).decode("ascii").lower() if found else ""
    encoding = _LABELS.get(name, name)
    try:
        codec = codecs.lookup(encoding).name if encoding else ""
        if not codec or codec.startswith(("utf-16", "utf-32")):  # a declaration in ASCII that denies being ASCII
            return source
        source.data.decode(codec)
    except (LookupError, UnicodeError):
        return source
    return replace(source, encoding=codec)


def read_fragment(text: str, name: str, beside: Callable[[str], bytes], report: Report) -> tuple[list[Block | Head], Blocks] | None:
    """All blocks and headings of ``text``, HTML without furniture, and what made them; None where there is nothing."""
    tree = html_tree.parse(text, name)
    if tree is None:
        return None
    blocks = Blocks(tree, name, report, beside)
    return blocks.stream(tree.body), blocks


class _Page:
    """One page on its way to a document."""

    def __init__(self, tree: Tree, source: Source, options: HtmlOptions, report: Report) -> None:
        self.tree = tree
        self.options = options
        self.report = report
        self.blocks = Blocks(tree, source.name, report, source.beside)

    def document(self) -> Document:
        meta = html_meta.stated(self.tree)
        headline = html_meta.headline(self.tree, meta.title)
        apart = self._apart(headline)
        self.blocks.skipped.update(apart)
        stream = self._named(self.blocks.stream(self.tree.body))
        meta, stream = self._titled(meta, stream, headline if apart else None)
        body = nesting.nest(nesting.with_named_tables(titles.labelled(bold_heads(stream))))
        around = self._around(apart)
        body += around
        declared_language = meta.language
        meta = replace(meta, language=language(declared_language, walk.block_texts(body)))
        return Document(meta, body, tuple(self.blocks.pictures.resources))

    def _named(self, stream: list[Block | Head]) -> list[Block | Head]:
        """The stream, its first paragraphs with the roles that the classes of their elements give them."""
        named = html_meta.named_lines(self.tree)
        return [_with_role(piece, named) for piece in stream[:_TITLE_BLOCK]] + stream[_TITLE_BLOCK:] if named else stream

    def _apart(self, headline: etree._Element | None) -> list[etree._Element]:
        hidden = [e for e in self.tree.body.iter() if _is_hidden(e)]
        found = [] if self.options.whole else html_article.furniture(self.tree, headline)
        chosen = set(hidden) | set(found)
        return [e for e in self.tree.body.iter() if e in chosen and not any(outer in chosen for outer in e.iterancestors())]

    def _around(self, apart: list[etree._Element]) -> tuple[Block, ...]:
        """What stands around the main text, in a group."""
        self.blocks.skipped.clear()
        around: list[Block | Head] = []
        for element in apart:
            around.extend(self.blocks.alone(element))
        if not around:
            return ()
        self.report.add(
            "html.furniture",
            f"{len(apart)} parts of the page that are not its main text stand at the end, in a group “furniture”",
            severity=Severity.INFO,
            pos=self.blocks.inlines.pos(apart[0]),
        )
        return (Group(nesting.unnested(around), attrs=Attrs(role="furniture")),)

    def _titled(self, meta: Meta, stream: list[Block | Head], headline: etree._Element | None) -> tuple[Meta, list[Block | Head]]:
        """The title out of the stream: the headline of a page, else the leading h1 of a document; else as the head states it."""
        shown = "".join(html_tree.text(headline).split()) if headline is not None else ""
        place = next((i for i, b in enumerate(stream) if _shows(b, shown)), None) if shown else _titled_by_class(stream)
        rest: list[Block | Head] = stream
        found = None
        if place is not None:
            found, rest = stream[place], [*stream[:place], *stream[place + 1 :]]
        else:
            found, lifted = titles.lifted_title(stream)
            place = next((i for i, piece in enumerate(stream) if piece is found), 0)
            rest = lifted
        if isinstance(found, (Head, Para)):
            content = found.title if isinstance(found, Head) else found.content
            meta = replace(meta, title=titles.title_text(content))
            meta, rest = titles.with_heads_around(meta, content, rest, place)
        else:
            meta = replace(meta, title=html_meta.without_site(meta.title))
        return self._credited(meta, rest)

    @staticmethod
    def _credited(meta: Meta, stream: list[Block | Head]) -> tuple[Meta, list[Block | Head]]:
        """The line of date and source, if one is among the first blocks, marked and put to use."""
        for i, block in enumerate(stream[:6]):
            if isinstance(block, Para) and html_article.is_credit(printed := walk.flow(block.content)):
                meta = replace(meta, **html_meta.from_credit(meta, printed))
                stream[i] = replace(block, attrs=replace(block.attrs, role="credit"))
        meta, stream = titles.with_lines_below(meta, stream)
        return meta, [replace(b, attrs=replace(b.attrs, role="")) if _is_named(b) else b for b in stream]


#: Title, and what stands around it, are among so many blocks.
_TITLE_BLOCK = 8


def _with_role(piece: Block | Head, named: Mapping[str, str]) -> Block | Head:
    role = named.get("".join(walk.flow(piece.content).split()), "") if isinstance(piece, Para) else ""
    return replace(piece, attrs=replace(piece.attrs, role=role)) if role else piece


def _is_named(piece: Block | Head) -> TypeGuard[Para]:
    return isinstance(piece, Para) and piece.role in titles.NAMED


def _titled_by_class(stream: list[Block | Head]) -> int | None:
    """Where the paragraph stands that its class calls the title, on a page without such a heading."""
    if any(isinstance(piece, Head) and piece.level == 1 for piece in stream):
        return None
    return next((i for i, piece in enumerate(stream[:_TITLE_BLOCK]) if isinstance(piece, Para) and piece.role == "title"), None)


def _shows(block: Block | Head, shown: str) -> bool:
    content = block.title if isinstance(block, Head) else block.content if isinstance(block, Para) else ()
    return "".join(walk.flow(content).split()) == shown


def _is_hidden(element: etree._Element) -> bool:
    if "hidden" in element.attrib and element.get("hidden") != "until-found":
        return True
    style = element.get("style") or ""
    return bool(style) and re.search(r"display\s*:\s*none", style, re.IGNORECASE) is not None
