"""Rewriting every text of a document in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from convert.model.nodes import (
    Attrs,
    Block,
    BulletList,
    Byline,
    Code,
    Contributor,
    Document,
    Emph,
    Figure,
    Group,
    Image,
    Inline,
    Item,
    LineBreak,
    Link,
    Meta,
    Note,
    OrderedList,
    Para,
    Quote,
    Row,
    Ruby,
    Rule,
    Section,
    Span,
    Strong,
    Table,
    Text,
    Verse,
)


def _same_inlines(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return inlines


def _same_string(text: str) -> str:
    return text


def _same_byline(byline: Byline) -> Byline:
    return byline


def _same_block(block: Block) -> Block:
    return block


def _same_contributor(contributor: Contributor) -> Contributor:
    return contributor


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What to do with each kind of text.

    ``inlines`` gets a whole flow: a paragraph's, a heading's, a caption's; the bodies of the notes in it are rewritten before it is called.
    ``block`` gets each block, outer ones first, before its texts are rewritten.
    ``string`` gets labels, ruby annotations are left alone, alt texts, datelines and the plain strings of the metadata.
    """

    inlines: Callable[[tuple[Inline, ...]], tuple[Inline, ...]] = _same_inlines
    string: Callable[[str], str] = _same_string
    byline: Callable[[Byline], Byline] = _same_byline
    contributor: Callable[[Contributor], Contributor] = _same_contributor
    block: Callable[[Block], Block] = _same_block


def rewrite(document: Document, rules: Rewrite) -> Document:
    """The document with every text rewritten by ``rules``; its structure, positions and ids stay."""
    return replace(document, meta=_rewrite_meta(document.meta, rules), body=rewrite_blocks(document.body, rules))


def _rewrite_meta(meta: Meta, rules: Rewrite) -> Meta:
    string = rules.string
    return replace(
        meta,
        title=string(meta.title),
        kicker=string(meta.kicker),
        subtitle=string(meta.subtitle),
        series=string(meta.series),
        instalment=string(meta.instalment),
        title_block=tuple(replace(line, content=_rewrite_inlines(line.content, rules)) for line in meta.title_block),
        contributors=tuple(rules.contributor(c) for c in meta.contributors),
        date_printed=string(meta.date_printed),
        publisher=string(meta.publisher),
        page=string(meta.page),
        source=string(meta.source),
        rights=string(meta.rights),
        keywords=tuple(string(k) for k in meta.keywords),
        description=string(meta.description),
    )


def rewrite_blocks(body: Iterable[Block], rules: Rewrite) -> tuple[Block, ...]:
    """``body`` with every text rewritten."""
    return tuple(_rewrite_block(block, rules) for block in body)


def _rewrite_block(block: Block, rules: Rewrite) -> Block:
    block = rules.block(block)
    if block.attrs.data:
        block = replace(block, attrs=_rewrite_attrs(block.attrs, rules))
    match block:
        case Section():
            return replace(
                block,
                title=_rewrite_inlines(block.title, rules),
                label=rules.string(block.label),
                byline=tuple(rules.byline(b) for b in block.byline),
                dateline=rules.string(block.dateline),
                body=rewrite_blocks(block.body, rules),
            )
        case Para():
            return replace(block, content=_rewrite_inlines(block.content, rules))
        case OrderedList() | BulletList():
            return replace(block, items=tuple(_rewrite_item(item, rules) for item in block.items))
        case Quote() | Group():
            return replace(block, body=rewrite_blocks(block.body, rules))
        case Verse():
            return replace(block, lines=tuple(_rewrite_inlines(line, rules) for line in block.lines))
        case Table():
            rows = tuple(_rewrite_row(row, rules) for row in block.rows)
            return replace(block, rows=rows, caption=_rewrite_inlines(block.caption, rules))
        case Figure():
            image = replace(block.image, alt=rules.string(block.image.alt))
            return replace(block, image=image, caption=_rewrite_inlines(block.caption, rules))
        case Rule():
            return block
        case _:
            assert_never(block)


def _rewrite_item(item: Item, rules: Rewrite) -> Item:
    return replace(item, body=rewrite_blocks(item.body, rules), label=rules.string(item.label))


def _rewrite_row(row: Row, rules: Rewrite) -> Row:
    return replace(row, cells=tuple(replace(cell, body=rewrite_blocks(cell.body, rules)) for cell in row.cells))


def _rewrite_attrs(attrs: Attrs, rules: Rewrite) -> Attrs:
    data = tuple((key, rules.string(value) if key == "label" else value) for key, value in attrs.data)
    return replace(attrs, data=data)


def _rewrite_inlines(inlines: tuple[Inline, ...], rules: Rewrite) -> tuple[Inline, ...]:
    if not (len(inlines) == 1 and type(inlines[0]) is Text and not inlines[0].attrs.data):
        inlines = tuple(_rewrite_around(inline, rules) for inline in inlines)
    return rules.inlines(inlines)


def _rewrite_around(inline: Inline, rules: Rewrite) -> Inline:
    """What stands beside the flow: notes' bodies, alt texts, labels. The flow itself is ``Rewrite.inlines``'s matter."""
    if inline.attrs.data:
        inline = replace(inline, attrs=_rewrite_attrs(inline.attrs, rules))
    match inline:
        case Note():
            return replace(inline, body=rewrite_blocks(inline.body, rules), label=rules.string(inline.label))
        case Image():
            return replace(inline, alt=rules.string(inline.alt))
        case Emph() | Strong() | Span() | Ruby() | Link():
            return replace(inline, content=tuple(_rewrite_around(i, rules) for i in inline.content))
        case Text() | Code() | LineBreak():
            return inline
        case _:
            assert_never(inline)
