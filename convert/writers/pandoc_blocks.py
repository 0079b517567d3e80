"""Blocks as pandoc has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any, assert_never

from convert.model import walk
from convert.model.nodes import (
    NO_ATTRS,
    Attrs,
    Block,
    BulletList,
    Byline,
    Cell,
    Code,
    Figure,
    Group,
    Inline,
    LineBreak,
    OrderedList,
    Para,
    Quote,
    Row,
    Rule,
    Section,
    Table,
    Text,
    Verse,
)
from convert.writers.pandoc_inlines import Inlines, attr, element, words

Json = Any
_EMPTY = ["", [], []]
_STYLES = {
    "decimal": "Decimal", "lower-alpha": "LowerAlpha", "upper-alpha": "UpperAlpha", "lower-roman": "LowerRoman", "upper-roman": "UpperRoman",
}  # fmt: skip
_DELIMITERS = {"Period": ("", "."), "OneParen": ("", ")"), "TwoParens": ("(", ")")}


class Blocks:
    """Makes pandoc's blocks. ``pictures``: the address of each resource."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        self.inlines = Inlines(pictures, lambda body: self.body(body, 1, sections=False))

    def body(self, blocks: Sequence[Block], level: int, *, sections: bool = True) -> list[Json]:
        """Blocks whose headings are of depth ``level``; ``sections``: a heading may stand bare where another such heading or the end follows."""
        out: list[list[Json]] = []
        bare = sections
        for block in reversed(blocks):
            if isinstance(block, Section):
                bare = bare and not block.byline_first and bool(block.title or block.label)
                out.append(self._section(block, level, bare))
            else:
                bare = False
                out.append([self._block(block, level)])
        return [written for part in reversed(out) for written in part]

    def _block(self, block: Block, level: int) -> Json:
        match block:
            case Section():
                raise AssertionError("sections are the caller's")
            case Para():
                return self._para(block)
            case OrderedList() | BulletList():
                return self._list(block, level)
            case Quote():
                return _marked(block, element("BlockQuote", self.body(block.body, level, sections=False)))
            case Verse():
                return _marked(block, element("LineBlock", [self.inlines.write(line) for line in block.lines]))
            case Table():
                return self._table(block, level)
            case Figure():
                return self._figure(block)
            case Rule():
                printed = block.attrs.get("label")
                return _marked(block, element("Para", words(printed)) if printed else {"t": "HorizontalRule"})
            case Group():
                return self._group(block, level)
            case _:
                assert_never(block)

    # ------------------------------------------------------------------------------------------------ sections

    def _section(self, section: Section, level: int, bare: bool) -> list[Json]:
        head = self._heading(section, level)
        bylines = [_byline(byline) for byline in section.byline]
        parts = [*bylines, *head] if section.byline_first else [*head, *bylines]
        if section.dateline:
            dated = element("Para", words(section.dateline))
            parts.append(element("Div", [["", ["dateline"], [["node", "dateline"], ["text", section.dateline]]], [dated]]))
        parts.extend(self.body(section.body, level + 1))
        return parts if bare else [element("Div", [["", ["section"], [["node", "Section"]]], parts])]

    def _heading(self, section: Section, level: int) -> list[Json]:
        if not section.title and not section.label and section.attrs == NO_ATTRS and not section.attrs.id:
            return []
        label = [element("Span", [["", ["label"], [["node", "label"]]], words(section.label)])] if section.label else []
        return [element("Header", [level, attr(section.attrs), [*label, *self.inlines.write(section.title)]])]

    # ------------------------------------------------------------------------------------------------ paragraphs

    def _para(self, para: Para) -> Json:
        if para.role == "code" and (lines := _code_lines(para.content)) is not None:
            return _code_block(para, lines)
        return _marked(para, element("Para", self.inlines.write(para.content)))

    def _figure(self, figure: Figure) -> Json:
        caption = [None, [element("Plain", self.inlines.write(figure.caption))] if figure.caption else []]
        return element("Figure", [attr(figure.attrs), caption, [element("Plain", [self.inlines.image(figure.image)])]])

    def _group(self, group: Group, level: int) -> Json:
        if group.role == "definitions" and group.attrs == Attrs(role="definitions") and not group.attrs.id:
            listed = self._definitions(group, level)
            if listed is not None:
                return element("DefinitionList", listed)
        return element("Div", [attr(group.attrs, ("node", "Group")), self.body(group.body, level)])

    def _definitions(self, group: Group, level: int) -> list[Json] | None:
        """Terms with what they mean; None where the group holds anything else."""
        listed: list[Json] = []
        for block in group.body:
            match block:
                case Para(attrs=Attrs(id="", role="label", lang="", data=())):
                    listed.append([self.inlines.write(block.content), []])
                case Group(attrs=Attrs(id="", role="definition", lang="", data=())) if listed:
                    listed[-1][1].append(self.body(block.body, level, sections=False))
                case _:
                    return None
        return listed or None

    # ------------------------------------------------------------------------------------------------ lists

    def _list(self, block: OrderedList | BulletList, level: int) -> Json:
        plain = all(item.attrs == NO_ATTRS and not item.attrs.id for item in block.items) and bool(block.items)
        labels = [item.label for item in block.items]
        native = _native(block, labels) if plain else None
        if native is None:
            return self._printed_list(block, level)
        items = [self._item_body(item.body, level) for item in block.items]
        if isinstance(block, BulletList):
            written = element("BulletList", items)
            return _marked(block, written, *((("bullet", labels[0]),) if labels[0] else ()))
        written = element("OrderedList", [native, items])
        own = () if block.counter == "decimal" or native[2]["t"] != "DefaultDelim" else (("counter", block.counter),)
        return _marked(block, written, *own)

    def _item_body(self, body: Sequence[Block], level: int) -> list[Json]:
        """An item; a paragraph alone makes a tight one."""
        written = self.body(body, level, sections=False)
        if sum(isinstance(block, Para) for block in body) == 1 and written[0]["t"] == "Para":
            written[0] = element("Plain", written[0]["c"])
        return written

    def _printed_list(self, block: OrderedList | BulletList, level: int) -> Json:
        """A list whose labels pandoc cannot make: paragraphs, each with its label as printed."""
        items = []
        for item in block.items:
            written = self.body(item.body, level, sections=False)
            label = element("Span", [["", ["label"], [["node", "label"]]], words(item.label)])
            if item.label and written and written[0]["t"] == "Para" and written[0]["c"]:
                written[0] = element("Para", [label, *written[0]["c"]])
            elif item.label:
                written.insert(0, element("Para", [label]))
            items.append(element("Div", [attr(item.attrs, ("node", "Item"), ("mark", item.label)), written]))
        counter = (("counter", block.counter),) if isinstance(block, OrderedList) else ()
        return element("Div", [attr(block.attrs, ("node", type(block).__name__), *counter), items])

    # ------------------------------------------------------------------------------------------------ tables

    def _table(self, table: Table, level: int) -> Json:
        caption = [None, [element("Plain", self.inlines.write(table.caption))] if table.caption else []]
        columns = _columns(table.rows)
        specs = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * columns
        count = sum(1 for _ in takewhile(lambda row: row.cells and all(c.header for c in row.cells), table.rows))
        head = [_EMPTY, [self._row(row, level, True) for row in table.rows[:count]]]
        body = [_EMPTY, 0, [], [self._row(row, level, False) for row in table.rows[count:]]]
        return element("Table", [attr(table.attrs), caption, specs, head, [body], [_EMPTY, []]])

    def _row(self, row: Row, level: int, head: bool) -> Json:
        return [attr(row.attrs), [self._cell(cell, level, head) for cell in row.cells]]

    def _cell(self, cell: Cell, level: int, head: bool) -> Json:
        own = attr(cell.attrs, *((("header", "true"),) if cell.header and not head else ()))
        return [
            own,
            {"t": f"Align{(cell.attrs.get('align') or 'default').capitalize()}"},
            cell.rows,
            cell.columns,
            self._item_body(cell.body, level),
        ]


def _marked(block: Block, written: Json, *more: tuple[str, str]) -> Json:
    """In a Div that carries the attributes, where there are any."""
    if not more and block.attrs == NO_ATTRS and not block.attrs.id:
        return written
    return element("Div", [attr(block.attrs, ("node", type(block).__name__), *more), [written]])


def _byline(byline: Byline) -> Json:
    pairs = [["node", "byline"], ["position", byline.position], ["name", byline.name], ["printed", byline.printed]]
    return element("Div", [[byline.attrs.id, ["byline"], pairs], [element("Para", words(walk.byline_text(byline)))]])


def _code_lines(content: Sequence[Inline]) -> list[str] | None:
    """The lines of a paragraph of program text; None where it holds anything but lines and their ends."""
    lines = [""]
    for inline in content:
        match inline:
            case Code(text=text) | Text(text=text) if inline.attrs == NO_ATTRS and not inline.attrs.id and not lines[-1]:
                lines[-1] = text
            case LineBreak():
                lines.append("")
            case _:
                return None
    return lines


def _code_block(para: Para, lines: Iterable[str]) -> Json:
    """Program text, its language as the class; what was raw text of a format is so again."""
    text = "\n".join(lines)
    pairs = dict(para.attrs.data)
    if list(pairs) == ["format"]:
        return element("RawBlock", [pairs["format"], text])
    language = pairs.pop("language", "")
    own: list[Any] = [para.attrs.id, [language] if language else [], [["lang", para.attrs.lang]] if para.attrs.lang else []]
    own[2] += [[key, value] for key, value in pairs.items()]
    return element("CodeBlock", [own, text])


def _native(block: OrderedList | BulletList, labels: Sequence[str]) -> Json | None:
    """Pandoc's own list attributes that give these labels; None where there are none. For bullets anything but None."""
    if isinstance(block, BulletList):
        return [] if len(set(labels)) == 1 and len(labels[0]) <= 1 else None
    if not any(labels):
        return [1, {"t": _STYLES.get(block.counter, "DefaultStyle")}, {"t": "DefaultDelim"}]
    if block.counter != "decimal":
        return None
    for delimiter, (before, after) in _DELIMITERS.items():
        number = labels[0].removeprefix(before).removesuffix(after)
        if number.isascii() and number.isdigit() and len(number) < 9:
            start = int(number)
            if list(labels) == [f"{before}{start + i}{after}" for i in range(len(labels))]:
                return [start, {"t": "Decimal"}, {"t": delimiter}]
    return None


def _columns(rows: Sequence[Row]) -> int:
    """How many columns the rows take up, cells that span rows counted where they reach."""
    widest = 0
    reaching: list[tuple[int, int]] = []
    for row in rows:
        width = sum(cell.columns for cell in row.cells) + sum(columns for _, columns in reaching)
        widest = max(widest, width)
        reaching = [(left - 1, columns) for left, columns in reaching if left > 1]
        reaching.extend((cell.rows - 1, cell.columns) for cell in row.cells if cell.rows > 1)
    return max(widest, 1)
