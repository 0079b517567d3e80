"""The title page of a book as its title block."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from convert.model import walk
from convert.model.nodes import Attrs, Image, Inline, TitleLine
from convert.readers.spaces import settled
from convert.readers.xhtml_inlines import Inlines
from convert.readers.xhtml_tree import BLOCKS, SILENT, is_element, text, words

_TITLE_PAGES = frozenset({"titlepage", "title-page", "doc-titlepage", "title_page", "tpage"})
_ROLES = {
    "kicker": "kicker",
    "subtitle": "subtitle",
    "doc-subtitle": "subtitle",
    "tag": "tag",
    "note": "note",
    "author": "author",
    "creator": "author",
    "byline": "author",
    "title": "title",
}
_BARRED = frozenset({"table", "ul", "ol", "dl", "pre", "nav", "blockquote"})
_MOST_LINES = 14
_MOST_TEXT = 400
#: What a page without a name may have, to be a title page all the same.
_FEW_LINES = 6
_LONGEST_LINE = 60


def title_lines(body: etree._Element, kinds: frozenset[str], inlines: Inlines, title: str) -> list[TitleLine]:
    """The lines of a title page; none where ``body`` is no such page.

    A page is one where it says so, or where it is short and its heading is the book's ``title``.
    """
    if any(one.tag in _BARRED for one in body.iter()) or len(text(body)) > _MOST_TEXT:
        return []
    blocks = list(_leaves(body))
    heads = [one for one in blocks if one.tag in {"h1", "h2"}]
    named = bool(heads) and walk.squeeze(text(heads[0])) == walk.squeeze(title) != ""
    alone = named and len(blocks) <= _FEW_LINES and all(len(text(one)) <= _LONGEST_LINE for one in blocks)
    if not kinds & _TITLE_PAGES and not alone:
        return []
    lines: list[TitleLine] = []
    titled = False
    for block in blocks:
        role = _role(block, titled)
        for content in _contents(block, inlines):
            titled = titled or role == "title"
            lines.append(TitleLine(content, attrs=Attrs(role=role), pos=inlines.pos(block)))
    return lines if titled and len(lines) <= _MOST_LINES else []


def _leaves(element: etree._Element) -> Iterator[etree._Element]:
    """The innermost blocks that hold text."""
    for one in element:
        if not is_element(one) or one.tag in SILENT:
            continue
        if any(is_element(inner) and inner.tag in BLOCKS for inner in one.iterdescendants()):
            yield from _leaves(one)
        elif text(one):
            yield one


def _role(block: etree._Element, titled: bool) -> str:
    said = next((_ROLES[word] for word in sorted(words(block)) if word in _ROLES), "")
    if said and (said != "title" or not titled):
        return said
    if block.tag in {"h1", "h2"} or said == "title":
        return "subtitle" if titled and said != "title" else "title"
    return "note" if titled else "kicker"


def _contents(block: etree._Element, inlines: Inlines) -> Iterator[tuple[Inline, ...]]:
    """The lines in a block: a title of several lines has one ``span`` for each."""
    inner = [one for one in block if is_element(one)]
    if len(inner) > 1 and all(one.tag == "span" and not (one.tail or "").strip() for one in inner) and not (block.text or "").strip():
        for one in inner:
            content = inlines.line(one)
            if content:
                yield content
        return
    content = settled(tuple(one for one in inlines.line(block) if not isinstance(one, Image)))
    if content:
        yield content
