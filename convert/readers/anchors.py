"""Links within a document that a package held: every one leads to a node that bears the id, or is no link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from convert.model import walk
from convert.model.nodes import Block, BulletList, Document, Emph, Inline, Link, OrderedList, Ruby, Span, Strong, Table
from convert.model.rewriting import Rewrite, rewrite


def settle_links(document: Document, aliases: Mapping[str, str]) -> tuple[Document, int]:
    """The document with links to ``aliases`` led to the ids that they stand for; those that lead nowhere become plain text.

    The number is that of the links that led nowhere.
    """
    flows = list(walk.flows(document))
    if not any(isinstance(one, Link) and one.href.startswith("#") for flow in flows for one in _all(flow)):
        return document, 0
    known = set(_ids(document.body)) | {line.attrs.id for line in document.meta.title_block}
    for flow in flows:
        known.update(one.attrs.id for one in _all(flow))
        for note in walk.notes(flow):
            known.update(_ids(note.body))
    lost = 0

    def settled(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(one for inline in inlines for one in _settle(inline))

    def _settle(inline: Inline) -> Iterator[Inline]:
        nonlocal lost
        match inline:
            case Link() if inline.href.startswith("#"):
                target = aliases.get(inline.href[1:], inline.href[1:])
                if target in known and target:
                    yield replace(inline, href=f"#{target}", content=settled(inline.content))
                else:
                    lost += 1
                    yield from settled(inline.content)
            case Emph() | Strong() | Span() | Ruby() | Link():
                yield replace(inline, content=settled(inline.content))
            case _:
                yield inline

    return rewrite(document, Rewrite(inlines=settled)), lost


def _all(inlines: Iterable[Inline]) -> Iterator[Inline]:
    for one in inlines:
        yield one
        if isinstance(one, (Emph, Strong, Span, Ruby, Link)):
            yield from _all(one.content)


def _ids(body: Iterable[Block]) -> Iterator[str]:
    for block in walk.blocks(body):
        yield block.attrs.id
        match block:
            case OrderedList() | BulletList():
                yield from (item.attrs.id for item in block.items)
            case Table():
                yield from (row.attrs.id for row in block.rows)
                yield from (cell.attrs.id for row in block.rows for cell in row.cells)
            case _:
                pass
