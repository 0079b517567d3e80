"""Blocks as a stream of pieces of XHTML (``xhtml_pieces``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import assert_never

from convert.diagnostics import Report, Severity
from convert.model import classes
from convert.model.depth import depth_within, steps_in
from convert.model.nodes import (
    Block,
    BulletList,
    Byline,
    Cell,
    Figure,
    Group,
    Image,
    Inline,
    Item,
    Node,
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
from convert.model.sizes import stated_width
from convert.model.walk import block_texts, byline_text, flow, gap_behind, spread, squeeze
from convert.writers.markup import Escaper, language
from convert.writers.xhtml import Inlines
from convert.writers.xhtml_pieces import CLOSE, Close, Leaf, Open, Piece, Seam, portions

#: Tables of more columns are set closely.
_MANY_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the contents: depth (1 is the outermost), id of the section, its label and title as plain text."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """Somebody named at the head of a section: name and position, the heading as plain text, the id of the section."""

    name: str
    position: str
    heading: str
    id: str


@dataclass(slots=True)
class Blocks:
    """Writes the blocks of one part of a book. ``prefix`` leads every id. ``headings`` and ``speakers`` are those met so far, in order."""

    escape: Escaper
    report: Report
    picture: Callable[[Image], str]
    prefix: str
    anchors: dict[str, str]
    note_classes: bool = False
    headings: list[Heading] = field(default_factory=list)
    speakers: list[Appearance] = field(default_factory=list)
    paragraphs: int = 0
    sections: int = 0
    inside_notes: int = 0
    outer: OrderedList | BulletList | None = None
    inlines: Inlines = field(init=False)

    def __post_init__(self) -> None:
        self.inlines = Inlines(self.escape, self.report, self.picture, self._note_body, self.prefix, self.anchors, self.note_classes)

    def write(self, blocks: Iterable[Block], level: int = 1) -> Iterator[Piece]:
        """The pieces of ``blocks``; sections among them have depth ``level``."""
        for block in blocks:
            yield from self._one(block, level)

    def _one(self, block: Block, level: int) -> Iterator[Piece]:
        match block:
            case Para():
                yield from self._para(block)
            case Section():
                yield from self._section(block, level)
            case OrderedList() | BulletList():
                yield from self._list(block, level)
            case Quote():
                yield from self._container("blockquote", block, block.body, level)
            case Group():
                yield from self._group(block, level)
            case Verse():
                yield from self._verse(block)
            case Table():
                yield from self._table(block, level)
            case Figure():
                yield from self._figure(block)
            case Rule():
                yield self._rule(block)
            case _:
                assert_never(block)

    def _leaf(self, html: str, keep: bool = False) -> Leaf:
        """A leaf with the notes and anchors that were met while ``html`` was made."""
        inlines = self.inlines
        if not inlines.asides and not inlines.ids:
            return Leaf(html, keep=keep)
        leaf = Leaf(html, tuple(inlines.asides), tuple(inlines.ids), keep)
        inlines.asides.clear()
        inlines.ids.clear()
        return leaf

    def _joined(self, pieces: Iterable[Piece]) -> str:
        """Pieces that are not to be cut, as one string; their notes and anchors go to the leaf that will hold them."""
        html: list[str] = []
        ends: list[str] = []
        for piece in pieces:
            match piece:
                case Leaf():
                    html.append(piece.html)
                    self.inlines.asides.extend(piece.asides)
                    self.inlines.ids.extend(piece.ids)
                case Open():
                    html.append(piece.start)
                    ends.append(piece.end)
                    self.inlines.ids.extend([piece.id] if piece.id else [])
                case Close():
                    html.append(ends.pop())
                case Seam():
                    pass
                case _:
                    assert_never(piece)
        return "".join(html)

    def _attributes(self, node: Node, name: str = "", position: str = "") -> str:
        named = f' class="{name}"' if name else ""
        if not node.attrs.id and not position and not node.attrs.lang:
            return named
        return named + self.inlines.identity(node, position) + language(node.attrs.lang)

    # ------------------------------------------------------------------------------------------------ paragraphs

    def _para(self, para: Para) -> Iterator[Piece]:
        for n, part in enumerate(portions(para.content)):
            html = self._para_html(para, part, "", n > 0)
            if n == 1:
                self.report.add(
                    "epub.paragraph-cut",
                    "a paragraph too long for one file of an e-book was divided at ends of sentences",
                    severity=Severity.INFO,
                    pos=para.pos,
                )
            if html:
                yield self._leaf(html)

    def _para_html(self, para: Para, content: Iterable[Inline], lead: str, continued: bool = False) -> str:
        """A paragraph's element, "" where it is empty; ``lead`` is XHTML that goes before its text."""
        inner = self.inlines.write(content) if para.role == "code" else self.inlines.paragraph(content)
        if not inner and not lead:
            return ""
        names = [para.role] if para.role in classes.PARAS else []
        if continued:
            names.append("continued")
        return f"<p{self._attributes(para, ' '.join(names), self._paragraph_id())}>{lead}{inner}</p>"

    def _paragraph_id(self) -> str:
        """Paragraphs of the text are counted; those of notes are not, so that a note more moves no id."""
        if self.inside_notes:
            return ""
        self.paragraphs += 1
        return f"{self.prefix}-p{self.paragraphs}"

    def _note_body(self, body: tuple[Block, ...], lead: str) -> str:
        """The blocks of a note, ``lead`` at the head of the first paragraph."""
        first, rest = (body[0], body[1:]) if body and isinstance(body[0], Para) else (Para(()), body)
        self.inside_notes += 1
        html = self._para_html(first, first.content, lead) + self._joined(self.write(rest, 6))
        self.inside_notes -= 1
        return html

    def _rule(self, rule: Rule) -> Leaf:
        printed = rule.attrs.get("label")
        return self._leaf(f'<p class="rule">{self.inlines.paragraph((Text(printed),))}</p>') if printed else Leaf("<hr/>")

    def _verse(self, verse: Verse) -> Iterator[Piece]:
        start = self._attributes(verse, "verse")
        yield Open(f"<div{start}>", '<div class="verse">', "</div>")
        for line in verse.lines:
            html = self.inlines.paragraph(line)
            if html:
                yield self._leaf(f"<p>{html}</p>")
        yield CLOSE

    # ------------------------------------------------------------------------------------------------ sections

    def _section(self, section: Section, level: int) -> Iterator[Piece]:
        self.sections += 1
        position = f"{self.prefix}-h{self.sections}"
        yield Seam(level)
        attributes = self._attributes(section, section.role if section.role in classes.SECTIONS else "", position)
        yield Open(f"<section{attributes}>", "<section>", "</section>", position)
        yield from self.section_content(section, level, position)
        yield CLOSE

    def section_content(self, section: Section, level: int, position: str) -> Iterator[Piece]:
        """Heading, bylines, dateline and body of a section; the section itself is the caller's."""
        known = len(self.headings)
        heading = list(self._heading(section, level, position))
        name = self.headings[-1].text if len(self.headings) > known else ""
        self.speakers += [Appearance(b.name, b.position, name, position) for b in section.byline if b.name and name]
        bylines: list[Piece] = [self._leaf(f'<p class="byline">{self._byline(byline)}</p>', True) for byline in section.byline]
        yield from bylines + heading if section.byline_first else heading + bylines
        if section.dateline:
            yield Leaf(f'<p class="dateline">{self.escape.running(section.dateline)}</p>')
        for block in section.body:
            if section.role == "volume" and isinstance(block, Section):
                yield Seam(level + 1, forced=True)
            yield from self._one(block, depth_within(section, level - 1) + 1)

    def _heading(self, section: Section, level: int, position: str) -> Iterator[Piece]:
        """The heading, its number before it. Below the sixth depth headings stay ``h6``."""
        title, label = self.inlines.paragraph(section.title), self.escape.running(section.label)
        if not title and not label:
            return
        gap = gap_behind(section.label, flow(section.title)[:1])
        tag = f"h{min(level, 6)}"
        number = f'<span class="label">{label}</span>' if label else ""
        self.headings.append(Heading(level, position, f"{section.label}{gap}{flow(section.title).strip()}"))
        name = ' class="attached"' if section.role == "attachment" else ""
        yield self._leaf(f'<{tag}{name} id="{position}-title">{number}{gap}{title}</{tag}>', True)

    def _byline(self, byline: Byline) -> str:
        """Position and name, the name kept on one line; or as printed."""
        text = byline_text(byline)
        name = spread(byline.name)
        if not name or len(name) > 12 or not text.endswith(name):
            return self.escape.running(text)
        return f'{self.escape.running(text[: -len(name)])}<span class="name">{self.escape.text(name)}</span>'

    def _container(self, tag: str, node: Node, body: Iterable[Block], level: int, name: str = "") -> Iterator[Piece]:
        again = f'<{tag} class="{name}">' if name else f"<{tag}>"
        yield Open(f"<{tag}{self._attributes(node, name)}>", again, f"</{tag}>")
        yield from self.write(body, level)
        yield CLOSE

    def _group(self, group: Group, level: int) -> Iterator[Piece]:
        role = "furniture" if group.role in {"licence", "advertising"} else group.role
        name = role if role in classes.GROUPS else ""
        yield from self._container("section" if name == "colophon" else "div", group, group.body, level, name)

    # ------------------------------------------------------------------------------------------------ lists

    def _list(self, block: OrderedList | BulletList, level: int) -> Iterator[Piece]:
        """Labels are text, as printed, and the marker is off; only a list without any label is numbered by the reader."""
        labelled = any(item.label for item in block.items)
        tag = "ol" if isinstance(block, OrderedList) else "ul"
        name = "labelled" if labelled else "marked"
        if isinstance(block, OrderedList) and not labelled and block.counter in classes.COUNTERS:
            name += f" {block.counter}"
        if labelled and steps_in(block, self.outer):
            name += " inner"
        numbered = tag == "ol" and not labelled
        again = f'<{tag} class="{name}">'
        items = list(enumerate(block.items, 1))
        if not items:
            return
        yield Open(f"<{tag}{self._attributes(block, name)}>", again, f"</{tag}>")
        outer = self.outer
        for n, item in items:
            self.outer = block
            yield from self._item(item, level, f' value="{n}"' if numbered else "")
        self.outer = outer
        yield CLOSE

    def _item(self, item: Item, level: int, value: str) -> Iterator[Piece]:
        label = self.escape.running(item.label)
        lead = f'<span class="label">{label}</span>{gap_behind(item.label, "文").replace(chr(0x3000), "")}' if label else ""
        attributes = self._attributes(item) + value
        if len(item.body) == 1 and isinstance(item.body[0], Para):
            html = self._para_html(item.body[0], item.body[0].content, lead)
            yield self._leaf(f"<li{attributes}>{html}</li>")
            return
        yield Open(f"<li{attributes}>", '<li class="continued">', "</li>")
        first, rest = (item.body[0], item.body[1:]) if item.body and isinstance(item.body[0], Para) else (None, item.body)
        if first or lead:
            html = self._para_html(first or Para(()), first.content if first else (), lead)
            yield self._leaf(html)
        yield from self.write(rest, level)
        yield CLOSE

    # ------------------------------------------------------------------------------------------------ tables and figures

    def _table(self, table: Table, level: int) -> Iterator[Piece]:
        rows = [row for row in table.rows if row.cells]
        caption = self.inlines.paragraph(table.caption)
        if not rows:
            if caption:
                yield self._leaf(f'<p class="caption">{caption}</p>')
            return
        wide = "wide" if max(sum(cell.columns for cell in row.cells) for row in rows) > _MANY_COLUMNS else ""
        name = "parallel" if table.attrs.role == "parallel" else wide
        yield Open(f"<table{self._attributes(table, name)}>", f'<table class="{name}">' if name else "<table>", "</table>")
        if caption:
            yield self._leaf(f"<caption>{caption}</caption>")
        heads = next((n for n, row in enumerate(rows) if not all(cell.header for cell in row.cells)), len(rows))
        yield from self._rows("thead", rows[:heads], level, "col")
        yield from self._rows("tbody", rows[heads:], level, "row")
        yield CLOSE

    def _rows(self, tag: str, rows: list[Row], level: int, scope: str) -> Iterator[Piece]:
        """Rows that a cell spans together are one leaf: a table is only cut where no cell crosses."""
        if not rows:
            return
        yield Open(f"<{tag}>", f"<{tag}>", f"</{tag}>")
        joined, reach = "", 0
        for n, row in enumerate(rows):
            cells = "".join([self._cell(cell, level, scope, len(rows) - n) for cell in row.cells])
            joined += f"<tr{self._attributes(row)}>{cells}</tr>"
            reach = max(reach, n + max(cell.rows for cell in row.cells))
            if reach <= n + 1:
                yield self._leaf(joined)
                joined = ""
        if joined:
            yield self._leaf(joined)
        yield CLOSE

    def _cell(self, cell: Cell, level: int, scope: str, rows_left: int) -> str:
        head = cell.header and any(text.strip() for text in block_texts(cell.body))  # an empty head names nothing
        tag = "th" if head else "td"
        side = cell.attrs.get("align")
        attributes = self._attributes(cell, f"align-{side}" if side in {"left", "center", "right"} else "") + (
            f' scope="{scope}"' if head else ""
        )
        if cell.columns > 1:
            attributes += f' colspan="{min(cell.columns, 1000)}"'
        if cell.rows > 1 and rows_left > 1:
            attributes += f' rowspan="{min(cell.rows, rows_left)}"'
        if len(cell.body) == 1 and isinstance(cell.body[0], Para) and cell.body[0].role not in classes.PARAS:
            inner = self.inlines.paragraph(cell.body[0].content)
        else:
            inner = self._joined(self.write(cell.body, level))
        return f"<{tag}{attributes}>{inner}</{tag}>"

    def _figure(self, figure: Figure) -> Iterator[Piece]:
        caption = self.inlines.paragraph(figure.caption)
        path = self.picture(figure.image)
        if not path:
            if caption:
                yield self._leaf(f'<p class="caption">{caption}</p>')
            return
        alt = figure.image.alt or squeeze(flow(figure.caption))
        width = stated_width(figure.image.attrs.get("width"))
        look = f' style="width: {width}"' if width else ""
        image = f'<img src="{path}" alt="{self.escape.attribute(alt)}"{look}/>'
        below = f"<figcaption>{caption}</figcaption>" if caption else ""
        yield self._leaf(f"<figure{self._attributes(figure)}>{image}{below}</figure>")
