"""A bilingual document: two editions of one text, paragraph by paragraph, side by side or one below the other.

Side by side stand the rows of tables, one below the other groups; both have the role ``parallel``, and the second text has its language. What is
the same in both editions stands once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby, starmap
from typing import Any, TypeVar

from convert.diagnostics import OptionError, Report, nearest
from convert.model import walk
from convert.model.nodes import (
    NO_ATTRS,
    Attrs,
    Block,
    BulletList,
    Cell,
    Document,
    Figure,
    Group,
    Inline,
    Item,
    LineBreak,
    Meta,
    Node,
    OrderedList,
    Para,
    Row,
    Rule,
    Section,
    Span,
    Table,
    Text,
    TitleLine,
)

N = TypeVar("N", bound=Node)

LAYOUTS = ("beside", "below")
_ROLE = Attrs(role="parallel")


def asked(names: str, editions: Sequence[str]) -> tuple[str, str, str]:
    """The two editions and the layout that a list such as ``zh-Hans,zh-Hant-TW,below`` asks for. Raises OptionError for anything else."""
    parts = [name.strip() for name in names.split(",") if name.strip()]
    layout = parts.pop() if len(parts) == 3 else LAYOUTS[0]
    if layout not in LAYOUTS:
        raise OptionError(f"editions stand beside or below each other, not “{layout}”{nearest(layout, LAYOUTS)}")
    if len(parts) != 2 or parts[0] == parts[1]:
        raise OptionError(f"“{names}”: name two editions by comma, such as zh-Hans,zh-Hant-TW")
    for name in parts:
        if name not in editions:
            raise OptionError(f"there is no edition “{name}”{nearest(name, editions)}")
    return parts[0], parts[1], layout


@dataclass(frozen=True, slots=True)
class Parallel:
    """The document with the ``other`` edition of it, which must have the same structure, ``beside`` it or below."""

    other: Document
    beside: bool = True

    def __call__(self, document: Document, report: Report) -> Document:
        """The bilingual document; its metadata and its language are those of the first."""
        second = _Second(self.other.meta.language, self.beside)
        lines = zip(_title_lines(document.meta), _title_lines(self.other.meta), strict=True)
        meta = replace(document.meta, title_block=tuple(line for pair in lines for line in second.title_lines(*pair)))
        return replace(document, meta=meta, body=second.body(document.body, self.other.body))


class _Second:
    """Puts the text of the second edition to that of the first."""

    def __init__(self, language: str, beside: bool) -> None:
        self.language = language
        self.beside = beside

    def title_lines(self, first: TitleLine, second: TitleLine) -> Iterator[TitleLine]:
        yield first
        if first.content != second.content:
            yield self.marked(_bare(second))

    def body(self, first: Sequence[Block], second: Sequence[Block]) -> tuple[Block, ...]:
        blocks: list[Block] = []
        pairs = zip(first, second, strict=True)
        for together, group in groupby(pairs, lambda pair: self.beside and not _is_frame(*pair)):
            members = list(group)
            if together:
                blocks.append(Table(tuple(row for pair in members for row in self.rows(*pair)), attrs=_ROLE))
            else:
                blocks += [block for pair in members for block in self.frame(*pair)]
        return tuple(blocks)

    def rows(self, first: Block, second: Block) -> Iterator[Row]:
        """The rows of a pair; each item of a list has one of its own."""
        return starmap(self.row, _parts(first, second))

    def row(self, first: tuple[Block, ...], second: tuple[Block, ...]) -> Row:
        other = tuple(self.marked(_bare(block)) for block in second)
        return Row((Cell(first), Cell(other, attrs=Attrs(lang=self.language))))

    def frame(self, first: Block, second: Block) -> tuple[Block, ...]:
        """What goes through the whole measure: sections, groups with what stands in them, what is the same, a pair one below the other."""
        match first, second:
            case Section(), Section():
                title = self.title(first.title, second.title)
                byline = first.byline if first.byline == second.byline else (*first.byline, *second.byline)
                return (replace(first, title=title, byline=byline, body=self.body(first.body, second.body)),)
            case Group(), Group():
                return (replace(first, body=self.body(first.body, second.body)),)
            case Figure(), Figure():
                return (replace(first, caption=self.title(first.caption, second.caption)),)
            case _ if first == second:
                return (first,)
            case _:
                return tuple(starmap(self.below, _parts(first, second)))

    def below(self, first: tuple[Block, ...], second: tuple[Block, ...]) -> Group:
        """A pair, one below the other."""
        return Group((*first, *(self.marked(_bare(block)) for block in second)), attrs=_ROLE)

    def title(self, first: tuple[Inline, ...], second: tuple[Inline, ...]) -> tuple[Inline, ...]:
        if first == second:
            return first
        return (*first, LineBreak(), Span(tuple(map(_bare, second)), attrs=Attrs(lang=self.language)))

    def marked(self, node: N) -> N:
        return replace(node, attrs=replace(node.attrs, lang=node.attrs.lang or self.language))


def _title_lines(meta: Meta) -> tuple[TitleLine, ...]:
    """The lines of the title with those that are known but not printed, which stay so."""
    return meta.title_block or walk.title_block(meta)


def _parts(first: Block, second: Block) -> Iterator[tuple[tuple[Block, ...], tuple[Block, ...]]]:
    """What stands together of a pair: the items of lists one by one, anything else whole."""
    if isinstance(first, OrderedList | BulletList) and isinstance(second, OrderedList | BulletList):
        for one, other in zip(first.items, second.items, strict=True):
            yield _item(first, one), _item(second, other)
    else:
        yield (first,), (second,)


def _item(whole: OrderedList | BulletList, item: Item) -> tuple[Block, ...]:
    """An item by itself: its paragraphs led by its label, as cells and pairs are set; where it has no label or no paragraph, a list of one item."""
    if item.label and item.body and isinstance(item.body[0], Para):
        content = item.body[0].content
        gap = walk.gap_behind(item.label, walk.flow(content)[:1])
        led = replace(item.body[0], content=(Text(item.label + gap), *content))
        return (led, *item.body[1:])
    return (replace(whole, items=(item,)),)


def _is_frame(first: Block, second: Block) -> bool:
    return isinstance(first, Section | Group | Figure | Rule | Table) or first == second


def _bare(node: N) -> N:
    """The node and all below it without ids: they are the first edition's."""
    changes: dict[str, Any] = {
        field.name: _bare_value(getattr(node, field.name)) for field in fields(node) if field.name not in ("attrs", "pos")
    }
    attrs = replace(node.attrs, id="") if node.attrs is not NO_ATTRS else node.attrs
    return replace(node, attrs=attrs, **changes)


def _bare_value(value: Any) -> Any:
    if isinstance(value, Node):
        return _bare(value)
    return tuple(map(_bare_value, value)) if isinstance(value, tuple) else value
