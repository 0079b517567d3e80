"""From blocks to bands: every kind of node set in the column's width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import assert_never

from convert.layout.bands import Band, Mark, Placed, Shown, Stroke
from convert.layout.breaks import Line, Measure, compose
from convert.layout.display import compose_display
from convert.layout.inline import Flow, Piece, Rules, Style, build
from convert.layout.parts import ARTIFACT, Part
from convert.layout.pieces import Inliner, NoteCall, spoken
from convert.layout.tables import Grid, column_widths, grid_of
from convert.layout.western import syllables
from convert.model.nodes import (
    Block,
    BulletList,
    Byline,
    Document,
    Figure,
    Group,
    Inline,
    Item,
    OrderedList,
    Para,
    Quote,
    Rule,
    Section,
    Table,
    Text,
    TitleLine,
    Verse,
)
from convert.model.walk import byline_text, flow, title_block
from convert.stylesheet import Sheet, TextStyle, style_name
from convert.zh import segments

_NO_GAP_BEHIND = "、，：）〕】．。:)"
_BASELINE = 0.38
_CELL_PADDING = 0.5
_BULLET = "•"
_HANGING = 2.0
_PICTURE_ROWS = 0.75
_HEADING_KINDS = 6
_DISPLAY_ALIGN = ("center", "right")
_PARA_KINDS = {"caption": "Caption", "label": "P"}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where blocks are set: ``left`` and ``width`` in points, the style of what has no role, the heading level, the part around."""

    left: float
    width: float
    style: str
    level: int
    part: Part


class Setter:
    """Sets the blocks of one document. ``bands`` grows as blocks come."""

    def __init__(self, document: Document, sheet: Sheet, inliner: Inliner) -> None:
        self.document = document
        self.sheet = sheet
        self.inliner = inliner
        self.bands: list[Band] = []
        self.targets = 0
        language = sheet.composition.hyphenation
        self._rules = Rules(sheet.composition, syllables=None if language == "none" else syllables(language), vertical=sheet.vertical)
        self._words = partial(segments.words, traditional=sheet.language.startswith("zh-Hant"))
        self._pending: tuple[str, ...] = ()
        self._previous = ""
        self._cut = False

    # ------------------------------------------------------------------ text

    def flow(self, pieces: Iterable[Piece], style: TextStyle, blank: float = 0.5) -> Flow:
        """The flow of a paragraph in ``style``."""
        return build(pieces, replace(self._rules, blank=blank, letter_space=style.letter_space))

    def text(
        self,
        pieces: Sequence[Piece],
        style: TextStyle,
        frame: Frame,
        part: Part,
        *,
        display: bool = False,
        indent: tuple[float, float] | None = None,
    ) -> list[Band]:
        """The bands of a paragraph. ``indent``: of the first line and of the others in em, else as the style says."""
        size = style.size
        width = round((frame.width - (style.left_indent + style.right_indent) * size) / size, 4)
        flow_ = self.flow(spoken(pieces, part), style, 1.0 if display else 0.5)
        if not flow_.text.strip():
            return []
        first, rest = indent or (style.first_indent, style.first_indent if display else 0.0)
        trim = self.sheet.composition.paragraph_start == "half"
        measure = Measure(width + style.letter_space, first, rest, trim, style.align == "justify")
        lines = compose_display(flow_, measure, self._words) if display else compose(flow_, measure)
        left = frame.left + style.left_indent * size
        baseline = style.rows * self.sheet.grid.pitch / 2 + _BASELINE * size
        bands = []
        for line in lines:
            x = left + (line.indent + _shift(line, style, width)) * size
            bands.append(Band(style.rows, [Placed(line, x, baseline, size, part)]))
        self._keep_together(bands, style)
        bands[0].targets, self._pending = self._pending, ()
        self._add_notes(bands, part if frame.part.kind == "Table" else frame.part)
        return bands

    def _keep_together(self, bands: list[Band], style: TextStyle) -> None:
        """Widows and orphans (CLREQ, “adjustments of orphans and widows”), blank rows, and the tie to what follows."""
        composition = self.sheet.composition
        count = len(bands)
        for index in range(count - 1):
            done, left = index + 1, count - index - 1
            bands[index].keep = style.keep_next or done < composition.orphan_lines or left < composition.widow_lines
        bands[-1].keep = style.keep_next
        bands[0].before, bands[-1].after = style.before, style.after

    def _add_notes(self, bands: list[Band], part: Part) -> None:
        """The bodies of the notes called in a paragraph go to the band of the line that calls them, their elements into ``part``."""
        calls, self.inliner.calls = self.inliner.calls, []
        for call in calls:
            band = next((b for b in bands if any(_calls(p.line, call) for p in b.placed)), bands[-1])
            band.notes += self._note(call, part)

    def _note(self, call: NoteCall, part: Part) -> list[Band]:
        outer, self.bands = self.bands, []
        previous, self._previous = self._previous, ""
        style = self.sheet.roles.note
        frame = Frame(0.0, self.column_width, "note", _HEADING_KINDS, part.add("Note"))
        label = Piece(call.mark + "\u3000", self._label_style(style, frame.part.add("Lbl", generated=not call.printed)))
        body = list(call.note.body)
        if body and isinstance(body[0], Para):
            self._para(body[0], frame, (label,))
            body = body[1:]
        else:
            self._put(self.text([label], style, frame, frame.part), "note")
        self.blocks(body, frame)
        found, self.bands, self._previous = self.bands, outer, previous
        for band in found:
            band.before = band.after = 0.0
        return found

    def _label_style(self, style: TextStyle, part: Part) -> Style:
        return replace(self.inliner.look(style).style, part=part)

    # ------------------------------------------------------------------ document

    @property
    def column_width(self) -> float:
        """The width of a column in points."""
        return self.sheet.measure

    @property
    def page_width(self) -> float:
        """The width of the type area in points: all columns with their gaps."""
        page = self.sheet.page
        return page.columns * self.sheet.measure + (page.columns - 1) * page.column_gap * self.sheet.roles.body.size

    def document_bands(self, root: Part) -> list[Band]:
        """All bands of the document, with the title block first."""
        self._title_block(title_block(self.document.meta), root)
        self._cut = False
        self.blocks(self.document.body, Frame(0.0, self.column_width, "body", 0, root))
        return self.bands

    def _title_block(self, lines: Sequence[TitleLine], root: Part) -> None:
        frame = Frame(0.0, self.page_width, "title", 0, root)
        for line in lines:
            style = self.sheet.role(line.role or "title")
            if line.role == "note":
                style = replace(style, align="center", first_indent=0.0)
            part = root.add("P" if line.role not in ("title", "") else "H1")
            bands = self.text(self._pieces(line.content, style, part), style, frame, part, display=True)
            self._put(bands, "title")
        for child in root.children:
            child.title = "title"
        for band in self.bands:
            band.spans = band.title = True
        if self.bands:
            self.bands[-1].after = max(1.0, self.bands[-1].after)

    def _pieces(self, content: Iterable[Inline], style: TextStyle, part: Part) -> list[Piece]:
        return list(self.inliner.pieces(content, self.inliner.look(style), part))

    def _put(self, bands: list[Band], name: str) -> None:
        """Add bands; blank rows between two paragraphs of the same style are left out."""
        if not bands:
            return
        if self.bands and self._previous == name and name not in ("body", "heading1", "heading2", "heading3"):
            bands[0].before = self.bands[-1].after = 0.0
        if self._cut:
            bands[0].new_page, self._cut = True, False
        self._previous = name
        self.bands += bands

    # ------------------------------------------------------------------ blocks

    def blocks(self, blocks: Iterable[Block], frame: Frame) -> None:
        """Set a run of blocks."""
        for block in blocks:
            if block.attrs.id:
                self._pending = (*self._pending, block.attrs.id)
            before = len(frame.part.children)
            self.block(block, frame)
            for part in frame.part.children[before:] if block.attrs.lang else ():
                part.lang = block.attrs.lang

    def block(self, block: Block, frame: Frame) -> None:
        """Set one block."""
        match block:
            case Section():
                self._section(block, frame)
            case Para():
                self._para(block, frame)
            case OrderedList() | BulletList():
                self._list(block, frame)
            case Quote():
                self._quote(block, frame)
            case Verse():
                self._verse(block, frame)
            case Table():
                self._table(block, frame)
            case Figure():
                self._figure(block, frame)
            case Rule():
                self._rule(block, frame)
            case Group():
                self._group(block, frame)
            case _:
                assert_never(block)

    def _para(self, para: Para, frame: Frame, lead: tuple[Piece, ...] = (), indent: tuple[float, float] | None = None) -> None:
        name = style_name(para.role) if para.role else frame.style
        name = frame.style if name == "body" else name
        style = self.sheet.role(name)
        part = frame.part.add(_PARA_KINDS.get(para.role, "P"))
        display = style.align in _DISPLAY_ALIGN
        self._put(self.text([*lead, *self._pieces(para.content, style, part)], style, frame, part, display=display, indent=indent), name)

    # ------------------------------------------------------------------ sections

    def _section(self, section: Section, frame: Frame) -> None:
        level = frame.level + 1
        part = frame.part.add("Sect")
        inner = replace(frame, level=level, part=part)
        if level == 1 and self.sheet.sections.start == "page" and self.bands:
            self._cut = True
        bylines = [(self._byline, byline) for byline in section.byline]
        if section.byline_first:
            for put, byline in bylines:
                put(byline, inner)
        self._heading(section, inner)
        if not section.byline_first:
            for put, byline in bylines:
                put(byline, inner)
        if section.dateline:
            style = self.sheet.role("dateline")
            dateline = part.add("P")
            pieces = [Piece(section.dateline, self.inliner.look(style).style)]
            self._put(self.text(pieces, style, inner, dateline, display=True), "dateline")
        self.blocks(section.body, inner)

    def _heading(self, section: Section, frame: Frame) -> None:
        if not (section.title or section.label):
            return
        name = f"heading{min(frame.level, 3)}"
        style = self.sheet.role(name)
        part = frame.part.add(f"H{min(frame.level + 1, _HEADING_KINDS)}")
        look = self.inliner.look(style)
        label = [Piece(section.label + _gap_behind(section.label), look.style)] if section.label else []
        bands = self.text([*label, *self._pieces(section.title, style, part)], style, frame, part, display=True)
        if not bands:
            return
        title = " ".join((section.label + _gap_behind(section.label) + flow(section.title)).split())
        self.targets += 1
        bands[0].mark = Mark(frame.level, title, f"section-{self.targets}")
        part.title = title
        self._put(bands, name)

    def _byline(self, byline: Byline, frame: Frame) -> None:
        text, style = byline_text(byline), self.sheet.roles.byline
        if text:
            part = frame.part.add("P")
            self._put(self.text([Piece(text, self.inliner.look(style).style)], style, frame, part, display=True), "byline")

    # ------------------------------------------------------------------ lists, quotations, groups

    def _list(self, block: OrderedList | BulletList, frame: Frame) -> None:
        part = frame.part.add("L")
        part.attributes["ListNumbering"] = "/Disc" if isinstance(block, BulletList) else "/Decimal"
        style = self.sheet.roles.list
        hanging = isinstance(block, BulletList)
        for number, item in enumerate(block.items, 1):
            counted = f"{number}." if isinstance(block, OrderedList) and block.counter and block.counter != "none" else ""
            self._item(item, item.label or (_BULLET if hanging else counted), hanging, style, replace(frame, part=part))

    def _item(self, item: Item, label: str, hanging: bool, style: TextStyle, frame: Frame) -> None:
        """An item. Numbered items run on as paragraphs do, their label at the head; the lines of bulleted ones hang behind the sign."""
        part = frame.part.add("LI")
        name = "list" if frame.style in ("body", "list") else frame.style
        sign = part.add("Lbl", generated=not item.label)
        body = part.add("LBody")
        inner = replace(frame, part=body, style=name)
        style = self.sheet.role(name)
        lead = (Piece(label + _gap_behind(label), self._label_style(style, sign)),) if label else ()
        indent = (style.first_indent, style.first_indent + 1.5) if hanging else None
        blocks = list(item.body)
        if blocks and isinstance(blocks[0], Para):
            self._para(blocks[0], inner, lead, indent)
            blocks = blocks[1:]
        elif lead:
            self._put(self.text(lead, style, inner, body), name)
        if blocks:
            step = style.size * (1.5 if hanging else 0.0) + (style.size * _HANGING if any(_is_list(b) for b in blocks) and hanging else 0.0)
            self.blocks(blocks, replace(inner, left=inner.left + step, width=inner.width - step))

    def _quote(self, quote: Quote, frame: Frame) -> None:
        self.blocks(quote.body, replace(frame, style="quote", part=frame.part.add("BlockQuote")))

    def _verse(self, verse: Verse, frame: Frame) -> None:
        style = self.sheet.roles.verse
        part = frame.part.add("BlockQuote")
        for line in verse.lines:
            inner = part.add("P")
            self._put(self.text(self._pieces(line, style, inner), style, frame, inner, indent=(0.0, 1.0)), "verse")

    def _group(self, group: Group, frame: Frame) -> None:
        name = style_name(group.role) if group.role else frame.style
        if group.role in {"notes", "furniture"}:
            name = "note"
        part = frame.part.add("Sect" if group.role else "Div")
        self.blocks(group.body, replace(frame, style=frame.style if name == "body" else name, part=part))

    def _rule(self, rule: Rule, frame: Frame) -> None:
        """A break without a title: as printed, else a short rule in the middle of a blank row."""
        printed = rule.attrs.get("label")
        if printed:
            part, style = frame.part.add("P"), self.sheet.roles.caption
            self._put(self.text(self._pieces((Text(printed),), style, part), style, frame, part, display=True), "caption")
            return
        pitch = self.sheet.grid.pitch
        middle, half = frame.left + frame.width / 2, frame.width / 8
        self._put([Band(1.0, strokes=[Stroke(middle - half, pitch / 2, middle + half, pitch / 2)])], "rule")

    # ------------------------------------------------------------------ figures

    def _figure(self, figure: Figure, frame: Frame) -> None:
        pitch = self.sheet.grid.pitch
        natural = self.inliner.pictures.size(figure.image.resource)
        scale = min(1.0, frame.width / natural[0], self.sheet.page.lines * pitch * _PICTURE_ROWS / natural[1])
        width, height = natural[0] * scale, natural[1] * scale
        rows = -(-(height + 0.5 * pitch) // pitch)
        alt = figure.image.alt or flow(figure.caption)
        part = frame.part.add("Figure", alt=alt) if alt else ARTIFACT
        left, top = frame.left + (frame.width - width) / 2, (rows * pitch - height) / 2
        shown = Shown(figure.image.resource, left, top, width, height, part)
        self._put([Band(rows, pictures=[shown], keep=bool(figure.caption), targets=self._pending)], "figure")
        self._pending = ()
        self._caption(figure.caption, frame, keep=False)

    def _caption(self, caption: Sequence[Inline], frame: Frame, keep: bool) -> None:
        if caption:
            style = replace(self.sheet.roles.caption, keep_next=keep)
            part = frame.part.add("Caption")
            self._put(self.text(self._pieces(caption, style, part), style, frame, part, display=True), "caption")

    # ------------------------------------------------------------------ tables

    def _table(self, table: Table, frame: Frame) -> None:
        part = frame.part.add("Table")
        self._caption(table.caption, replace(frame, part=part), keep=True)
        grid = grid_of(table)
        if not grid.columns:
            return
        widths = column_widths(grid, self._cell_widths(grid), frame.width / self.sheet.roles.table.size - 0.01)
        self._put(list(chain.from_iterable(self._rows(grid, widths, frame, part))), "table")
        if self.bands:
            self.bands[-1].after = 0.5

    def _cell_widths(self, grid: Grid) -> list[float]:
        """The natural width of each cell in em, padding included."""
        style = self.sheet.roles.table
        widths = []
        for spot in grid.spots:
            flows = [self.flow(self._pieces(p.content, style, Part("P")), style) for p in spot.cell.body if isinstance(p, Para)]
            self.inliner.calls.clear()
            widths.append(max((f.naturals()[-1] for f in flows), default=1.0) + 2 * _CELL_PADDING)
        return widths

    def _rows(self, grid: Grid, widths: list[float], frame: Frame, part: Part) -> Iterable[list[Band]]:
        """One band for each row: the cells' lines side by side, with rules round them."""
        size, pitch = self.sheet.roles.table.size, self.sheet.grid.pitch
        edges = [frame.left + (frame.width - sum(widths) * size) / 2]
        for width in widths:
            edges.append(edges[-1] + width * size)
        for number in range(grid.rows):
            band = Band(0.0, grid=number == 0)
            row = part.add("TR")
            for spot in grid.starting(number):
                self._cell(
                    band, spot.cell.header, spot.cell.body, edges[spot.column], edges[spot.column + spot.columns], row, spot.attributes()
                )
            for _ in range(grid.owner[number].count(-1)):
                row.add("TD")  # a row that is too short: its places count all the same
            band.rows = max(band.rows, 1.0) + 0.4
            height = band.rows * pitch
            for edge in grid.edges(number):
                band.strokes.append(Stroke(edges[edge], 0.0, edges[edge], height))
            for first, last in grid.tops(number):
                band.strokes.append(Stroke(edges[first], 0.0, edges[last], 0.0))
            if number == grid.rows - 1:
                band.strokes.append(Stroke(edges[0], height, edges[-1], height))
            band.keep = number == 0 and grid.rows > 1 and all(s.cell.header for s in grid.starting(0))
            yield [band]

    def _cell(
        self, band: Band, header: bool, body: Sequence[Block], left: float, right: float, row: Part, attributes: dict[str, str | int]
    ) -> None:
        outer, self.bands = self.bands, []
        cut, self._cut = self._cut, False
        style = self.sheet.roles.table
        padding = _CELL_PADDING * style.size
        part = row.add("TH" if header else "TD")
        part.attributes |= attributes
        self.blocks(body, Frame(left + padding, right - left - 2 * padding, "table", _HEADING_KINDS, part))
        top = 0.2
        for inner in self.bands:
            down = top * self.sheet.grid.pitch
            band.placed += [replace(p, y=p.y + down) for p in inner.placed]
            band.strokes += [replace(s, y0=s.y0 + down, y1=s.y1 + down) for s in inner.strokes]
            band.pictures += [replace(p, y=p.y + down) for p in inner.pictures]
            band.notes += inner.notes
            band.targets += inner.targets
            top += inner.rows
        band.rows = max(band.rows, top - 0.2)
        self.bands, self._cut = outer, cut


def _is_list(block: Block) -> bool:
    return isinstance(block, (OrderedList, BulletList))


def _gap_behind(label: str) -> str:
    """What parts a label from its text: nothing behind 、 or ） or 一是, else a blank."""
    if not label or label[-1] in _NO_GAP_BEHIND or label[-1] in "是，,":
        return ""
    return " " if label.endswith(".") or label[-1].isascii() else "\u3000"


def _shift(line: Line, style: TextStyle, width: float) -> float:
    """How far a line that does not fill the measure is moved to the right, in em."""
    room = width - line.indent - (line.width - style.letter_space if style.letter_space else line.width)
    return {"center": room / 2, "right": room}.get(style.align, 0.0)


def _calls(line: Line, call: NoteCall) -> bool:
    return any(run.piece.note is call and line.start <= run.start < line.end for run in line.flow.runs)
