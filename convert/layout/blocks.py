"""From blocks to bands: every kind of node set in the column's width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import assert_never

from convert.layout import letterhead
from convert.layout.bands import Band, Mark, Placed, Shown, Stroke, keep_together
from convert.layout.breaks import Line, Measure, compose, compose_in
from convert.layout.display import block_rows, compose_display, is_block
from convert.layout.flow import Flow, Piece, Style
from convert.layout.inline import Rules, build
from convert.layout.parts import ARTIFACT, Part
from convert.layout.pieces import Inliner, NoteCall, spoken
from convert.layout.rows import Frame, TableSetter
from convert.layout.western import syllables
from convert.model.depth import STEP, depth_within, steps_in
from convert.model.letterhead import parted
from convert.model.nodes import (
    Block,
    BulletList,
    Document,
    Figure,
    Group,
    Image,
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
from convert.model.sizes import shown_size
from convert.model.walk import byline_text, flow, gap_behind, title_block
from convert.stylesheet import Sheet, TextStyle, style_name
from convert.zh import segments

_BASELINE = 0.38
_MM = 72 / 25.4
#: The deepest heading that has an element of its own.
HEADING_KINDS = 6
#: How far apart the lines of a heading stand at most, in em.
_WIDEST_LEADING = 1.6
_BULLET = "•"
_PICTURE_ROWS = 0.75
_DISPLAY_ALIGN = ("center", "right")
_PARA_KINDS = {"caption": "Caption", "label": "P"}


class Setter:
    """Sets the blocks of one document. ``bands`` grows as blocks come."""

    def __init__(self, document: Document, sheet: Sheet, inliner: Inliner) -> None:
        self.document = document
        self.sheet = sheet
        self.inliner = inliner
        self.bands: list[Band] = []
        self.targets = 0
        self.speakers: list[tuple[str, str]] = []
        #: What stands at the foot of the last page.
        self.foot: list[Band] = []
        self._rules: dict[tuple[float, float], Rules] = {}
        self._words = partial(segments.words, traditional=sheet.language.startswith("zh-Hant"))
        self._pending: tuple[str, ...] = ()
        self._previous = ""
        self._cut = False

    # ------------------------------------------------------------------ text

    def flow(self, pieces: Iterable[Piece], style: TextStyle, blank: float = 0.5) -> Flow:
        """The flow of a paragraph in ``style``."""
        return build(pieces, self._rules_for(style.letter_space, blank))

    def _rules_for(self, letter_space: float, blank: float = 0.5) -> Rules:
        found = self._rules.get((letter_space, blank))
        if found is None:
            composition, language = self.sheet.composition, self.sheet.composition.hyphenation
            hyphenation = None if language == "none" else syllables(language)
            found = self._rules[letter_space, blank] = Rules(composition, blank, letter_space, hyphenation, self.sheet.vertical)
        return found

    def again(self, flow_: Flow, count: int, most: float) -> list[Line]:
        """A paragraph that was set, in ``count`` lines, none of which costs more than ``most``; nothing, where that cannot be."""
        pieces = [run.piece for run in flow_.runs]
        made = build(pieces, self._rules_for(flow_.letter_space))
        lines = compose_in(made, flow_.measure, count, most)
        made.settle()
        return lines

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
        if frame.align in {"left", "center", "right"}:
            style = replace(style, align=frame.align)  # type: ignore[arg-type]
        size = style.size
        width = round((frame.width - (style.left_indent + style.right_indent) * size) / size, 4)
        flow_ = self.flow(spoken(pieces, part), style, 1.0 if display else 0.5)
        if not flow_.text.strip():
            return []
        first, rest = indent or (style.first_indent, style.first_indent if display else 0.0)
        trim = self.sheet.composition.paragraph_start == "half"
        measure = Measure(width + style.letter_space, first, rest, trim, style.align == "justify")
        lines = compose_display(flow_, measure, self._words) if display else compose(flow_, measure)
        flow_.settle()
        if measure.justify and not display:
            flow_.measure = measure
        left = frame.left + style.left_indent * size
        shifts = style.align in _DISPLAY_ALIGN
        edges = [left + (line.indent + (_shift(line, style, width) if shifts else 0.0)) * size for line in lines]
        if display and is_block(style, len(lines)):
            bands = [self._heading_block(lines, edges, style, part)]
        else:
            base = style.rows * self.sheet.grid.pitch / 2 + _BASELINE * size
            bands = [Band(style.rows, (Placed(line, x, base, size, part),)) for line, x in zip(lines, edges, strict=True)]
        keep_together(bands, self.sheet.composition, style.keep_next)
        bands[0].before, bands[-1].after = style.before, style.after
        bands[0].targets, self._pending = self._pending, ()
        self._add_notes(bands, part if frame.part.kind == "Table" else frame.part)
        return bands

    def _heading_block(self, lines: Sequence[Line], edges: Sequence[float], style: TextStyle, part: Part) -> Band:
        """The lines of a heading that takes more than one row: closer than its rows are, in the middle of a whole number of them (占行)."""
        pitch, count = self.sheet.grid.pitch, len(lines)
        rows = block_rows(style, count, pitch)
        step = min(rows * pitch / count, _WIDEST_LEADING * style.size)
        first = (rows * pitch - count * step) / 2 + step / 2 + _BASELINE * style.size
        placed = [Placed(line, x, first + n * step, style.size, part) for n, (line, x) in enumerate(zip(lines, edges, strict=True))]
        return Band(rows, tuple(placed))

    def _add_notes(self, bands: list[Band], part: Part) -> None:
        """The bodies of the notes called in a paragraph go to the band of the line that calls them, their elements into ``part``."""
        calls, self.inliner.calls = self.inliner.calls, []
        for call in calls:
            band = next((b for b in bands if any(_calls(p.line, call) for p in b.placed)), bands[-1])
            band.notes += tuple(self._note(call, part))

    def _note(self, call: NoteCall, part: Part) -> list[Band]:
        style = self.sheet.roles.note
        frame = Frame(0.0, self.column_width, "note", HEADING_KINDS, part.add("Note"))
        label = Piece(call.mark + "\u3000", self._label_style(style, frame.part.add("Lbl", generated=not call.printed)))
        found = self.apart(call.note.body, frame, label)
        for band in found:
            band.before = band.after = 0.0
        if found:
            found[0].targets += (call.target,)
        return found

    def labelled(self, label: str, style: TextStyle, part: Part) -> tuple[Piece, ...]:
        """A label at the head of a paragraph, with what parts it from the text."""
        look = self._label_style(style, part)
        if label == _BULLET:  # that of Song is a point hardly to be seen
            look = replace(look, face=self.inliner.library.face("hei", bold=False))
        return (Piece(label + gap_behind(label, "文"), look),) if label else ()

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
        head, lines = parted(lines)
        if head:
            self.put(letterhead.head_bands(self, head, root), "letterhead")
        for line in lines:
            style = self.sheet.role(line.role or "title")
            if line.role == "note":
                style = replace(style, align="center", first_indent=0.0)
            part = root.add("P" if line.role not in ("title", "") else "H1")
            bands = self.text(self.pieces(line.content, style, part), style, frame, part, display=True)
            self.put(bands, "title")
        for child in root.children:
            child.title = "title"
        for band in self.bands:
            band.spans = band.title = True
        if self.bands:
            self.bands[-1].after = max(1.0, self.bands[-1].after)

    def pieces(self, content: Iterable[Inline], style: TextStyle, part: Part) -> list[Piece]:
        """The pieces of a run of inlines in ``style``."""
        return list(self.inliner.pieces(content, self.inliner.look(style), part))

    def put(self, bands: list[Band], name: str) -> None:
        """Add bands; blank rows between two paragraphs of the same style are left out."""
        if not bands:
            return
        if self.bands and self._previous == name and name not in ("body", "heading1", "heading2", "heading3"):
            bands[0].before = self.bands[-1].after = 0.0
        if self._cut:
            bands[0].new_page, self._cut = True, False
        if name == "signature" and self.bands:
            self.bands[-1].keep = True  # no page begins with it
        self._previous = name
        self.bands += bands

    # ------------------------------------------------------------------ blocks

    def blocks(self, blocks: Iterable[Block], frame: Frame) -> None:
        """Set a run of blocks."""
        blocks = tuple(blocks)
        signed = letterhead.signatures(self, blocks)
        for place, block in enumerate(blocks):
            if block.attrs.id:
                self._pending = (*self._pending, block.attrs.id)
            before = len(frame.part.children)
            if place in signed and isinstance(block, Para):
                self.para(block, frame, style=signed[place])
            else:
                self.block(block, frame)
            if isinstance(block, Table | Figure) and self.bands and [b.role for b in blocks[place + 1 : place + 2]] == ["caption"]:
                self.bands[-1].keep, self.bands[-1].after = True, 0.0
            for part in frame.part.children[before:] if block.attrs.lang else ():
                part.lang = block.attrs.lang

    def apart(self, blocks: Sequence[Block], frame: Frame, label: Piece | None = None) -> list[Band]:
        """The bands of blocks that are set for themselves, of a cell, of a note; ``label`` is put before the first."""
        outer, previous, cut = self.bands, self._previous, self._cut
        self.bands, self._previous, self._cut = [], "", False
        if label and blocks and isinstance(blocks[0], Para):
            self.para(blocks[0], frame, (label,))
            blocks = blocks[1:]
        elif label:
            self.put(self.text([label], self.sheet.role(frame.style), frame, frame.part), frame.style)
        self.blocks(blocks, frame)
        found, self.bands, self._previous, self._cut = self.bands, outer, previous, cut
        return found

    def block(self, block: Block, frame: Frame) -> None:
        """Set one block."""
        match block:
            case Section():
                self._section(block, frame)
            case Para():
                self.para(block, frame)
            case OrderedList() | BulletList():
                self._list(block, frame)
            case Quote():
                self._quote(block, frame)
            case Verse():
                self._verse(block, frame)
            case Table():
                TableSetter(self, block, frame).put()
            case Figure():
                self._figure(block, frame)
            case Rule():
                self._rule(block, frame)
            case Group():
                self._group(block, frame)
            case _:
                assert_never(block)

    def para(
        self,
        para: Para,
        frame: Frame,
        lead: tuple[Piece, ...] = (),
        indent: tuple[float, float] | None = None,
        style: TextStyle | None = None,
    ) -> None:
        """Set a paragraph, with ``lead`` at its head; ``indent`` and ``style`` instead of those of its role."""
        name = style_name(para.role) if para.role else frame.style
        name = frame.style if name == "body" else name
        style = style or self.sheet.role(name)
        part = frame.part.add(_PARA_KINDS.get(para.role, "P"))
        display = style.align in _DISPLAY_ALIGN
        self.put(self.text([*lead, *self.pieces(para.content, style, part)], style, frame, part, display=display, indent=indent), name)

    # ------------------------------------------------------------------ sections

    def _section(self, section: Section, frame: Frame) -> None:
        level = frame.level + 1
        part = frame.part.add("Sect")
        inner = replace(frame, level=level, part=part)
        if self.bands and (section.role == "attachment" or (level == 1 and self.sheet.sections.start == "page")):
            self._cut = True
        if section.byline_first:
            self._bylines(section, inner)
        self._heading(section, inner)
        if not section.byline_first:
            self._bylines(section, inner)
        if section.dateline:
            style = self.sheet.role("dateline")
            dateline = part.add("P")
            pieces = [Piece(section.dateline, self.inliner.look(style).style)]
            self.put(self.text(pieces, style, inner, dateline, display=True), "dateline")
        self.blocks(section.body, replace(inner, level=depth_within(section, frame.level)))

    def _heading(self, section: Section, frame: Frame) -> None:
        if not (section.title or section.label):
            return
        attached = section.role == "attachment"
        name = "attachment_title" if attached else f"heading{min(frame.level, 3)}"
        style = self.sheet.role(name)
        part = frame.part.add(f"H{min(frame.level + 1, HEADING_KINDS)}")
        look = self.inliner.look(style)
        lead = section.label + gap_behind(section.label, flow(section.title)[:1])
        label = [Piece(lead, look.style)] if lead and not attached else []
        bands = letterhead.attachment_label(self, section, frame, part) if attached else []
        bands += self.text([*label, *self.pieces(section.title, style, part)], style, frame, part, display=True)
        if not bands:
            return
        title = " ".join((lead + flow(section.title)).split())
        self.targets += 1
        bands[0].mark = Mark(frame.level, title, f"section-{self.targets}")
        part.title = title
        self.put(bands, name)

    def _bylines(self, section: Section, frame: Frame) -> None:
        """The names below a heading, or above it. Below, the blank rows that should follow the heading follow them."""
        style, before = self.sheet.roles.byline, len(self.bands)
        for byline in section.byline:
            text = byline_text(byline)
            if not text:
                continue
            bands = self.text([Piece(text, self.inliner.look(style).style)], style, frame, frame.part.add("P"), display=True)
            if byline.name and bands:
                target = f"speaker-{len(self.speakers) + 1}"
                self.speakers.append((byline.name, target))
                bands[0].targets = (*bands[0].targets, target)
            self.put(bands, "byline")
        if before and len(self.bands) > before and not section.byline_first and self.bands[before - 1].keep:
            self.bands[-1].after = max(self.bands[-1].after, self.bands[before - 1].after)
            self.bands[before - 1].after = 0.0

    # ------------------------------------------------------------------ lists, quotations, groups

    def _list(self, block: OrderedList | BulletList, frame: Frame) -> None:
        part = frame.part.add("L")
        part.attributes["ListNumbering"] = "/Disc" if isinstance(block, BulletList) else "/Decimal"
        style = self.sheet.roles.list
        hanging = isinstance(block, BulletList) or self.sheet.lists.labels == "hanging"
        step = STEP * style.size if steps_in(block, frame.outer) else 0.0
        frame = replace(frame, left=frame.left + step, width=frame.width - step, outer=None if hanging else block)
        for number, item in enumerate(block.items, 1):
            self._item(item, self.label_of(block, item, number), hanging, style, replace(frame, part=part))

    @staticmethod
    def label_of(block: OrderedList | BulletList, item: Item, number: int) -> str:
        """The label of an item, the ``number``-th: as printed, else a bullet or its number."""
        counted = f"{number}." if isinstance(block, OrderedList) and block.counter and block.counter != "none" else ""
        return item.label or (_BULLET if isinstance(block, BulletList) else counted)

    def _item(self, item: Item, label: str, hanging: bool, style: TextStyle, frame: Frame) -> None:
        """An item. Numbered items run on as paragraphs do, their label at the head; the lines of bulleted ones hang behind the sign."""
        part = frame.part.add("LI")
        name = "list" if frame.style in ("body", "list") else frame.style
        sign = part.add("Lbl", generated=not item.label)
        body = part.add("LBody")
        inner = replace(frame, part=body, style=name)
        style = self.sheet.role(name)
        lead = self.labelled(label, style, sign)
        room = self._label_room(lead, style) if hanging and lead else 0.0
        indent = (style.first_indent, style.first_indent + room) if hanging else None
        blocks = list(item.body)
        if blocks and isinstance(blocks[0], Para):
            self.para(blocks[0], inner, lead, indent)
            blocks = blocks[1:]
        elif lead:
            self.put(self.text(lead, style, inner, body), name)
        if blocks:
            step = style.size * room
            self.blocks(blocks, replace(inner, left=inner.left + step, width=inner.width - step))

    def _label_room(self, lead: tuple[Piece, ...], style: TextStyle) -> float:
        """How far the lines of an item hang behind their label, in em."""
        made = self.flow(lead, style)
        return made.naturals()[-1]

    def _quote(self, quote: Quote, frame: Frame) -> None:
        self.blocks(quote.body, replace(frame, style="quote", part=frame.part.add("BlockQuote")))

    def _verse(self, verse: Verse, frame: Frame) -> None:
        style = self.sheet.roles.verse
        part = frame.part.add("BlockQuote")
        for line in verse.lines:
            inner = part.add("P")
            self.put(self.text(self.pieces(line, style, inner), style, frame, inner, indent=(0.0, 1.0)), "verse")

    def _group(self, group: Group, frame: Frame) -> None:
        if group.role == "enclosures":
            letterhead.put_enclosures(self, group, frame)
            return
        if group.role == "imprint" and self.sheet.letterhead.imprint == "foot":
            self.foot += letterhead.imprint_bands(self, group, frame.part.add("Sect"))
            return
        name = style_name(group.role) if group.role else frame.style
        if group.role in {"notes", "furniture", "licence", "advertising"}:
            name = "note"
        part = frame.part.add("Sect" if group.role else "Div")
        self.blocks(group.body, replace(frame, style=frame.style if name == "body" else name, part=part))

    def _rule(self, rule: Rule, frame: Frame) -> None:
        """A break without a title: as printed, else a short rule in the middle of a blank row."""
        printed = rule.attrs.get("label")
        if printed:
            part, style = frame.part.add("P"), self.sheet.roles.caption
            self.put(self.text(self.pieces((Text(printed),), style, part), style, frame, part, display=True), "caption")
            return
        pitch = self.sheet.grid.pitch
        middle, half = frame.left + frame.width / 2, frame.width / 8
        self.put([Band(1.0, strokes=(Stroke(middle - half, pitch / 2, middle + half, pitch / 2),))], "rule")

    # ------------------------------------------------------------------ figures

    def _figure(self, figure: Figure, frame: Frame) -> None:
        pitch = self.sheet.grid.pitch
        natural = self.natural_size(figure.image, frame.width)
        scale = min(1.0, frame.width / natural[0], self.sheet.page.lines * pitch * _PICTURE_ROWS / natural[1])
        width, height = natural[0] * scale, natural[1] * scale
        rows = -(-(height + 0.5 * pitch) // pitch)
        alt = figure.image.alt or flow(figure.caption)
        part = frame.part.add("Figure", alt=alt) if alt else ARTIFACT
        left, top = frame.left + (frame.width - width) / 2, (rows * pitch - height) / 2
        shown = Shown(figure.image.resource, left, top, width, height, part)
        self.put([Band(rows, pictures=(shown,), keep=bool(figure.caption), targets=self._pending)], "figure")
        self._pending = ()
        self.caption(figure.caption, frame, keep=False)

    def natural_size(self, image: Image, width: float) -> tuple[float, float]:
        """How far a picture would reach along the lines and across them, in points, if there were room."""
        along, across = self.inliner.pictures.size(image.resource)
        if not self.sheet.vertical:
            return shown_size(image, (along, across), width, _MM)
        across, along = shown_size(image, (across, along), self.sheet.page.lines * self.sheet.grid.pitch, _MM)
        return along, across

    def caption(self, caption: Sequence[Inline], frame: Frame, keep: bool) -> None:
        """Set a caption, if there is one; ``keep``: it stands above and stays with what follows."""
        if caption:
            style = replace(self.sheet.roles.caption, keep_next=keep)
            part = frame.part.add("Caption")
            self.put(self.text(self.pieces(caption, style, part), style, frame, part, display=True), "caption")


def _is_list(block: Block) -> bool:
    return isinstance(block, (OrderedList, BulletList))


def _shift(line: Line, style: TextStyle, width: float) -> float:
    """How far a line that does not fill the measure is moved to the right, to stand in its middle or at its end, in em."""
    room = width - line.indent - (line.width - style.letter_space if style.letter_space else line.width)
    return room / 2 if style.align == "center" else room


def _calls(line: Line, call: NoteCall) -> bool:
    return any(run.piece.note is call and line.start <= run.start < line.end for run in line.flow.runs)
