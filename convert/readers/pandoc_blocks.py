"""pandoc's blocks as ours, headings still in the stream."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from convert.diagnostics import Report, Severity
from convert.model import walk
from convert.model.nodes import (
    Attrs,
    Block,
    BulletList,
    Byline,
    Cell,
    Code,
    Figure,
    Group,
    Image,
    Inline,
    Item,
    LineBreak,
    OrderedList,
    Para,
    Quote,
    Row,
    Rule,
    Section,
    Span,
    Table,
    Text,
    Verse,
)
from convert.readers import nesting
from convert.readers.cells import with_align
from convert.readers.html import read_fragment
from convert.readers.nesting import Dated, End, Head, Signed
from convert.readers.pandoc_inlines import DEEPEST, Inlines, attrs_of, pairs, plain_text
from convert.readers.signatures import byline_of
from convert.readers.spaces import clean, raw, settled

Json = Any
Out = list[Block | Head]
_COUNTERS = {"LowerAlpha": "lower-alpha", "UpperAlpha": "upper-alpha", "LowerRoman": "lower-roman", "UpperRoman": "upper-roman"}
_DELIMITERS = {"Period": ("", "."), "OneParen": ("", ")"), "TwoParens": ("(", ")")}
_SIDES = {"AlignLeft": "left", "AlignCenter": "center", "AlignRight": "right"}
#: Classes of Divs from elsewhere that mean one of our roles.
_GROUPS = frozenset(("colophon", "sidebar", "notes", "furniture", "lead", "letter", "parallel"))
_DEEPEST_HEADING = 9
_WIDEST = 1000
_COMMENTS = re.compile(r"\s*(?:<!--.*?-->\s*)+", re.DOTALL)
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


class Blocks:
    """Makes our blocks. ``own``: the document is of our own making and taken as it is."""

    def __init__(self, name: str, report: Report, beside: Callable[[str], bytes], *, own: bool) -> None:
        self.name = name
        self.report = report
        self.own = own
        self.beside = beside
        self.inlines = Inlines(name, report, beside, own, self.body)

    def stream(self, blocks: Json, depth: int) -> Out:
        """Blocks and headings; bylines and datelines of our own with the section that they belong to."""
        return list(self._pieces(blocks, depth))  # type: ignore[arg-type]

    def _pieces(self, blocks: Json, depth: int) -> Iterator[nesting.Piece]:
        for block in blocks:
            yield from self._one(block, depth)

    def body(self, blocks: Json, depth: int) -> tuple[Block, ...]:
        """Blocks where no section can begin, unless it says that it is one."""
        return nesting.unnested(self._pieces(blocks, depth))

    # ------------------------------------------------------------------------------------------------ one block

    def _one(self, block: Json, depth: int) -> Iterator[nesting.Piece]:
        content = block.get("c")
        if depth > DEEPEST:
            self.inlines.unknown("blocks nested too deeply are read as plain text")
            yield from self._plain(plain_text(block))
            return
        match block["t"]:
            case "Para" | "Plain":
                yield from self._para(content, depth)
            case "LineBlock":
                yield Verse(tuple(self.inlines.paragraph(line, depth) for line in content))
            case "CodeBlock":
                yield _code(content[1], _code_attrs(content[0]))
            case "RawBlock":
                yield from self._raw(content)
            case "BlockQuote":
                yield Quote(self.body(content, depth + 1))
            case "OrderedList":
                yield self._ordered(content, depth)
            case "BulletList":
                yield BulletList(tuple(Item(self.body(item, depth + 2)) for item in content))
            case "DefinitionList":
                yield self._definitions(content, depth)
            case "Header":
                yield self._heading(content, depth)
            case "HorizontalRule":
                yield Rule()
            case "Table":
                yield self._table(content, depth)
            case "Figure":
                yield from self._figure(content, depth)
            case "Div":
                yield from self._div(content, depth)
            case "Null":
                pass
            case kind:
                self.inlines.unknown(f"“{kind}” is no block that is known; its text is kept")
                yield from self._plain(plain_text(content), "unrecognised")

    @staticmethod
    def _plain(text: str, role: str = "") -> Iterator[Para]:
        for line in text.split("\n"):
            content = settled((Text(raw(line)),))
            if content:
                yield Para(content, attrs=Attrs(role=role))

    def _para(self, content: Json, depth: int) -> Iterator[Block]:
        found = self.inlines.paragraph(content, depth)
        match found:
            case (Image() as image,) if not self.own:
                title = str(content[0]["c"][2][1]) if content[0]["t"] == "Image" else ""
                caption = (Text(image.alt),) if title.startswith("fig:") and image.alt else ()
                yield Figure(image, caption)
            case ():
                if self.own:
                    yield Para(())
            case _:
                yield Para(found)

    def _heading(self, content: Json, depth: int) -> Head:
        level, attr, inner = content
        label = ""
        if inner and inner[0]["t"] == "Span" and pairs(inner[0]["c"][0]).get("node") == "label":
            label = plain_text(inner[0]["c"][1])
            inner = inner[1:]
        attrs = attrs_of(attr) if self.own else Attrs(str(attr[0]))
        return Head(min(max(int(level), 1), 10**6 if self.own else _DEEPEST_HEADING), self.inlines.paragraph(inner, depth), label, attrs)

    def _raw(self, content: Json) -> Iterator[nesting.Piece]:
        """Text in the language of one format: HTML is read, comments are no text, the rest is program text."""
        format_, text = content
        if format_.startswith("html") and not self.own:
            if _COMMENTS.fullmatch(text):
                self.inlines.unknown("comments in HTML were left out", Severity.INFO)
                return
            found = read_fragment(text, self.name, self.beside, self.report)
            yield from (replace(block, pos=None) for block in found[0]) if found else ()
            return
        yield _code(text, Attrs(role="code", data=(("format", str(format_)),)))

    # ------------------------------------------------------------------------------------------------ lists

    def _ordered(self, content: Json, depth: int) -> OrderedList:
        (start, style, delimiter), items = content
        kind, counter = style["t"], _COUNTERS.get(style["t"], "decimal")
        printed = delimiter["t"] in _DELIMITERS or start != 1
        before, after = _DELIMITERS.get(delimiter["t"], ("", "."))
        labels = (f"{before}{_number(int(start) + i, kind)}{after}" if printed else "" for i in range(len(items)))
        return OrderedList(tuple(Item(self.body(item, depth + 2), label) for item, label in zip(items, labels, strict=True)), counter)

    def _definitions(self, content: Json, depth: int) -> Group:
        body: list[Block] = []
        for term, meanings in content:
            body.append(Para(self.inlines.paragraph(term, depth), attrs=Attrs(role="label")))
            body.extend(Group(self.body(meaning, depth + 2), attrs=Attrs(role="definition")) for meaning in meanings)
        return Group(tuple(body), attrs=Attrs(role="definitions"))

    # ------------------------------------------------------------------------------------------------ tables, figures

    def _table(self, content: Json, depth: int) -> Table:
        attr, caption, columns, head, bodies, foot = content
        sides = [_SIDES.get(align["t"], "") for align, _ in columns]
        rows = [self._row(row, depth, len(row[1]), sides) for row in head[1]]
        for body in bodies:
            rows.extend(self._row(row, depth, len(row[1]), sides) for row in body[2])
            rows.extend(self._row(row, depth, int(body[1]), sides) for row in body[3])
        rows.extend(self._row(row, depth, 0, sides) for row in foot[1])
        rows = [row for row in rows if row.cells or self.own]
        return Table(tuple(rows), self._caption(caption, depth), attrs=attrs_of(attr) if self.own else Attrs(str(attr[0])))

    def _row(self, row: Json, depth: int, headers: int, sides: Sequence[str]) -> Row:
        """A row whose first ``headers`` cells are headers, or those that say so; ``sides``: how its columns are aligned."""
        attr, cells = row
        starts = accumulate((max(cell[3], 1) for cell in cells), initial=0)
        made = tuple(
            self._cell(cell, depth, i < headers, "".join(sides[n : n + 1])) for i, (cell, n) in enumerate(zip(cells, starts, strict=False))
        )
        return Row(made, attrs=attrs_of(attr) if self.own else Attrs())

    def _cell(self, cell: Json, depth: int, header: bool, side: str) -> Cell:
        attr, align, rows, columns, content = cell
        header = header or pairs(attr).get("header") == "true"
        attrs = attrs_of(attr) if self.own else with_align(Attrs(), _SIDES.get(align["t"]) or side)
        return Cell(self.body(content, depth + 3), header, min(max(columns, 1), _WIDEST), max(rows, 1), attrs=attrs)

    def _caption(self, caption: Json, depth: int) -> tuple[Inline, ...]:
        """The blocks of a caption as one line."""
        out: list[Inline] = []
        for block in self.body(caption[1], depth):
            if out:
                out.append(LineBreak())
            if isinstance(block, Para):
                out.extend(block.content)
            else:
                out.extend(Text(text) for text in walk.block_texts((block,)))
        return tuple(out)

    def _figure(self, content: Json, depth: int) -> Iterator[Block]:
        attr, caption, inner = content
        attrs = attrs_of(attr) if self.own else Attrs(str(attr[0]))
        found = self.body(inner, depth)
        printed = self._caption(caption, depth)
        match found:
            case (Figure(caption=()) as figure,) if not self.own:
                yield Figure(figure.image, printed, attrs=attrs)
            case (Para(content=(Image() as image,)),):
                yield Figure(image, printed, attrs=attrs)
            case (Table(caption=()) as table,):
                yield replace(table, caption=printed)
            case (Para(),) if printed and _said(found) == _said((Para(printed),)):  # the description of a missing picture is its caption
                yield replace(found[0], attrs=Attrs(role="caption"))
            case _:
                yield from found
                if printed:
                    yield Para(printed, attrs=Attrs(role="caption"))

    # ------------------------------------------------------------------------------------------------ Divs

    def _div(self, content: Json, depth: int) -> Iterator[nesting.Piece]:
        attr, inner = content
        known = pairs(attr)
        match known.get("node"):
            case "Section":
                yield self._section(inner, depth)
            case "byline":
                yield self._byline(known, str(attr[0]), plain_text(inner).strip())
            case "TitleLine" if self.own:
                pass
            case "dateline":
                yield Dated(known.get("text", ""))
            case "OrderedList" | "BulletList" as kind if (inner and inner[0]["t"] == "Div") or not inner:
                yield self._printed_list(kind, attr, inner, depth)
            case "Rule":
                yield Rule(attrs=attrs_of(attr))
            case "Group":
                yield Group(self._nested(inner, depth + 1), attrs=attrs_of(attr))
            case str() if len(inner) == 1:
                yield self._attributed(attr, inner, depth)
            case _:
                yield from self._foreign(attr, inner, depth)

    def _byline(self, known: Mapping[str, str], id_: str, text: str) -> Signed:
        """A byline as it was; from its text, where another format has lost its parts on the way."""
        byline = Byline(known.get("position", ""), known.get("name", ""), known.get("printed", ""), attrs=Attrs(id_))
        if not self.own and walk.squeeze(walk.byline_text(byline)) != walk.squeeze(text):
            byline = replace(byline_of(text), attrs=Attrs(id_))
        return Signed(byline, text)

    def _nested(self, blocks: Json, depth: int) -> tuple[Block, ...]:
        return nesting.nest(self._pieces(blocks, depth))

    def _section(self, inner: Json, depth: int) -> Block:
        """A section of our own that stands in a Div, with or without a heading."""
        pieces = list(self._pieces(inner, depth + 1))
        if not any(isinstance(piece, Head) for piece in pieces[: 1 + _leading(pieces)]):
            place = 0
            pieces.insert(place, Head(0, ()))
        made = nesting.nest(pieces)
        return made[0] if len(made) == 1 and isinstance(made[0], Section) else Group(made)

    def _printed_list(self, kind: str, attr: Json, inner: Json, depth: int) -> Block:
        items = tuple(self._printed_item(item["c"], depth + 2) for item in inner)
        if kind == "BulletList":
            return BulletList(items, attrs=attrs_of(attr))
        return OrderedList(items, pairs(attr).get("counter", ""), attrs=attrs_of(attr))

    def _printed_item(self, content: Json, depth: int) -> Item:
        """An item whose label stands in its first paragraph."""
        attr, inner = content
        mark = pairs(attr).get("mark", "")
        body = self.body(inner, depth)
        if mark and body and isinstance(body[0], Para) and body[0].content and isinstance(body[0].content[0], Span):
            rest = body[0].content[1:]
            body = (replace(body[0], content=rest), *body[1:]) if rest else body[1:]
        return Item(body, mark, attrs=attrs_of(attr))

    def _attributed(self, attr: Json, inner: Json, depth: int) -> Block:
        """A node of ours that stands in a Div for its attributes' sake."""
        known, attrs = pairs(attr), attrs_of(attr)
        (block,) = self.body(inner, depth) or (Para(()),)
        if isinstance(block, BulletList) and "bullet" in known:
            block = replace(block, items=tuple(replace(item, label=known["bullet"]) for item in block.items))
        if isinstance(block, OrderedList) and "counter" in known:
            block = replace(block, counter=known["counter"])
        return replace(block, attrs=attrs)

    def _foreign(self, attr: Json, inner: Json, depth: int) -> Iterator[nesting.Piece]:
        """A Div from elsewhere: a group where its class means one, else only what it holds."""
        role = next((name for name in attr[1] if name in _GROUPS), "")
        if role:
            yield Group(self._nested(inner, depth + 1), attrs=Attrs(str(attr[0]), role))
            return
        known = pairs(attr)
        attrs = Attrs(str(attr[0]), "", known.get("lang", ""))
        for i, piece in enumerate(self._pieces(inner, depth + 1)):
            if isinstance(piece, (Signed, Dated, End)):
                yield piece
                continue
            own = piece.attrs
            id_ = own.id or (attrs.id if i == 0 else "")
            yield replace(piece, attrs=replace(own, id=id_, lang=own.lang or attrs.lang))


def _said(blocks: tuple[Block, ...]) -> str:
    return walk.squeeze("".join(walk.block_texts(blocks)))


def _leading(pieces: list[nesting.Piece]) -> int:
    """How many bylines stand before anything else."""
    return next((i for i, piece in enumerate(pieces) if not isinstance(piece, Signed)), len(pieces))


def _code(text: str, attrs: Attrs) -> Para:
    """Lines of program text, one Code each."""
    content: list[Inline] = []
    for n, line in enumerate(clean(text).expandtabs(4).split("\n")):
        content.extend([LineBreak()] if n else [])
        content.extend([Code(line)] if line else [])
    return Para(tuple(content), attrs=attrs)


def _code_attrs(attr: Json) -> Attrs:
    language = (("language", str(attr[1][0])),) if attr[1] else ()
    found = attrs_of(attr, "code")
    return replace(found, data=(*language, *found.data))


def _number(number: int, kind: str) -> str:
    """A number in one of pandoc's styles."""
    if kind in ("LowerAlpha", "UpperAlpha") and 1 <= number <= 26:
        letter = "abcdefghijklmnopqrstuvwxyz"[number - 1]
        return letter.upper() if kind == "UpperAlpha" else letter
    if kind in ("LowerRoman", "UpperRoman") and 1 <= number < 4000:
        roman = ""
        for value, letters in _ROMAN:
            roman += letters * (number // value)
            number %= value
        return roman.upper() if kind == "UpperRoman" else roman
    return str(number)
