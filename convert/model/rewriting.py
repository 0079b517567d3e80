"""Rewriting every text of a document in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar, assert_never

from convert.model import nodes

T = TypeVar("T")


def _same(value: T) -> T:
    return value


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What to do with each kind of text.

    ``inlines`` gets a whole flow: a paragraph's, a heading's, a caption's; the bodies of the notes in it are rewritten before it is called.
    ``block`` gets each block, outer ones first, before its texts are rewritten.
    ``string`` gets labels, alt texts, datelines and the plain strings of the metadata. Annotations of ruby are left alone.
    """

    inlines: Callable[[tuple[nodes.Inline, ...]], tuple[nodes.Inline, ...]] = _same
    string: Callable[[str], str] = _same
    byline: Callable[[nodes.Byline], nodes.Byline] = _same
    contributor: Callable[[nodes.Contributor], nodes.Contributor] = _same
    block: Callable[[nodes.Block], nodes.Block] = _same


def rewrite(document: nodes.Document, rules: Rewrite) -> nodes.Document:
    """The document with every text rewritten by ``rules``; its structure, positions and ids stay."""
    return replace(document, meta=_rewrite_meta(document.meta, rules), body=rewrite_blocks(document.body, rules))


def _rewrite_meta(meta: nodes.Meta, rules: Rewrite) -> nodes.Meta:
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


def rewrite_blocks(body: Iterable[nodes.Block], rules: Rewrite) -> tuple[nodes.Block, ...]:
    """``body`` with every text rewritten."""
    return tuple(_rewrite_block(block, rules) for block in body)


def _rewrite_block(block: nodes.Block, rules: Rewrite) -> nodes.Block:
    block = rules.block(block)
    if block.attrs.data:
        block = replace(block, attrs=relabelled(block.attrs, rules.string))
    match block:
        case nodes.Section():
            return replace(
                block,
                title=_rewrite_inlines(block.title, rules),
                label=rules.string(block.label),
                byline=tuple(rules.byline(b) for b in block.byline),
                dateline=rules.string(block.dateline),
                body=rewrite_blocks(block.body, rules),
            )
        case nodes.Para():
            return replace(block, content=_rewrite_inlines(block.content, rules))
        case nodes.OrderedList() | nodes.BulletList():
            return replace(block, items=tuple(_rewrite_item(item, rules) for item in block.items))
        case nodes.Quote() | nodes.Group():
            return replace(block, body=rewrite_blocks(block.body, rules))
        case nodes.Verse():
            return replace(block, lines=tuple(_rewrite_inlines(line, rules) for line in block.lines))
        case nodes.Table():
            rows = tuple(_rewrite_row(row, rules) for row in block.rows)
            return replace(block, rows=rows, caption=_rewrite_inlines(block.caption, rules))
        case nodes.Figure():
            image = replace(block.image, alt=rules.string(block.image.alt))
            return replace(block, image=image, caption=_rewrite_inlines(block.caption, rules))
        case nodes.Rule():
            return block
        case _:
            assert_never(block)


def _rewrite_item(item: nodes.Item, rules: Rewrite) -> nodes.Item:
    return replace(item, body=rewrite_blocks(item.body, rules), label=rules.string(item.label))


def _rewrite_row(row: nodes.Row, rules: Rewrite) -> nodes.Row:
    return replace(row, cells=tuple(replace(cell, body=rewrite_blocks(cell.body, rules)) for cell in row.cells))


def relabelled(attrs: nodes.Attrs, string: Callable[[str], str]) -> nodes.Attrs:
    """``attrs`` with their label rewritten by ``string``."""
    data = tuple((key, string(value) if key == "label" else value) for key, value in attrs.data)
    return replace(attrs, data=data)


def _rewrite_inlines(inlines: tuple[nodes.Inline, ...], rules: Rewrite) -> tuple[nodes.Inline, ...]:
    if not (len(inlines) == 1 and type(inlines[0]) is nodes.Text and not inlines[0].attrs.data):
        inlines = tuple(_rewrite_around(inline, rules) for inline in inlines)
    return rules.inlines(inlines)


def _rewrite_around(inline: nodes.Inline, rules: Rewrite) -> nodes.Inline:
    """What stands beside the flow: notes' bodies, alt texts, labels. The flow itself is ``Rewrite.inlines``'s matter."""
    if inline.attrs.data:
        inline = replace(inline, attrs=relabelled(inline.attrs, rules.string))
    match inline:
        case nodes.Note():
            return replace(inline, body=rewrite_blocks(inline.body, rules), label=rules.string(inline.label))
        case nodes.Image():
            return replace(inline, alt=rules.string(inline.alt))
        case nodes.Emph() | nodes.Strong() | nodes.Span() | nodes.Ruby() | nodes.Link():
            return replace(inline, content=tuple(_rewrite_around(i, rules) for i in inline.content))
        case nodes.Text() | nodes.Code() | nodes.LineBreak():
            return inline
        case _:
            assert_never(inline)
