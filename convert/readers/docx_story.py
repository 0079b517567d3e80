"""A story of a DOCX (its text, a note, a cell, a text box) as a run of lines and tables, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from lxml import etree

from convert.diagnostics import Pos
from convert.model.nodes import Attrs, Block, Group, Note, Para, Text
from convert.readers.docx_file import DELETION, OPEN_FIELD, Part, WordFile
from convert.readers.docx_hand import by_hand
from convert.readers.docx_leaves import Leaf, dropped, is_blank, text_of
from convert.readers.docx_numbering import Label
from convert.readers.docx_runs import Runs
from convert.readers.docx_styles import ParaStyle, numbering_of
from convert.readers.docx_tables import table_of
from convert.readers.docx_xml import attr, child, children, inside, kind, number, val

#: Stories within stories (boxes in notes in boxes, tables in tables …) deeper than this are no text that anybody wrote. The model goes no deeper than
#: ``dump.DEEPEST``, and a table in a table takes three of its levels.
_DEEPEST = 13


@dataclass(slots=True)
class Line:
    """A paragraph: its leaves, its style, its label, the level of the heading it is (0 for none), how it looks, its place.

    ``contents``: it belongs to a table of contents. ``ruled``: a border is drawn below it. ``joins``: it goes on in the next one.
    ``right``: it stands at the right. ``title``: its role in the title block. ``beside``: what is drawn beside it.
    """

    leaves: list[Leaf]
    style: ParaStyle
    pos: Pos
    label: Label | None = None
    level: int = 0
    centred: bool = False
    right: bool = False
    contents: bool = False
    ruled: bool = False
    joins: bool = False
    title: str = ""
    anchors: list[str] = field(default_factory=list)
    beside: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The characters of the paragraph without its label."""
        return text_of(self.leaves)

    @property
    def empty(self) -> bool:
        """Whether the paragraph shows nothing."""
        return all(is_blank(one) for one in self.leaves)

    @property
    def attrs(self) -> Attrs:
        """The first bookmark as id."""
        return Attrs(id=self.anchors[0]) if self.anchors else Attrs()


@dataclass(frozen=True, slots=True)
class Solid:
    """A block that is finished: a table. ``contents`` as with lines."""

    block: Block
    contents: bool = False


Entry: TypeAlias = Line | Solid
#: Makes blocks of the entries of a story that has no sections.
Finish: TypeAlias = Callable[[list[Entry]], tuple[Block, ...]]


@dataclass(slots=True)
class Teller:
    """What all stories of a file share: the file, its notes and comments by id, the bookmarks that links lead to (``wanted``).

    ``keep_comments``: comments become notes. ``count`` is the number of paragraphs read so far: positions count paragraphs as lines.
    ``stated``: the formatting that each paragraph states.
    """

    file: WordFile
    notes: dict[str, tuple[Part, dict[str, etree._Element]]]
    comments: tuple[Part, dict[str, etree._Element]] | None
    wanted: frozenset[str]
    keep_comments: bool
    depth: int = 0
    count: int = 0
    open_notes: set[tuple[str, str]] = field(default_factory=set)
    stated: list[tuple[Line, frozenset[str]]] = field(default_factory=list)


class Story:
    """Reads one story."""

    def __init__(self, teller: Teller, part: Part, finish: Finish, place: Pos | None = None) -> None:
        self.teller, self.file, self.part, self.finish = teller, teller.file, part, finish
        self.runs = Runs(teller.file, part, self._note, self._boxes, self._comment)
        self.place = place
        self.entries: list[Entry] = []
        self.waiting: list[str] = []
        self.in_contents = False

    def read(self, element: etree._Element) -> list[Entry]:
        """The entries of the story whose container is ``element``. Raises RecursionError for stories nested without end."""
        self.teller.depth += 1
        if self.teller.depth > _DEEPEST:
            raise RecursionError
        self._blocks(element)
        self.teller.depth -= 1
        if self.runs.contents:  # a field that never ends: what follows its entries is text
            self._end_contents()
        return _joined(self.entries)

    def _blocks(self, element: etree._Element) -> None:
        for one in element:
            self._block(one, kind(one))

    def _block(self, element: etree._Element, name: str) -> None:
        match name:
            case "w:p":
                self._paragraph(element)
            case "w:tbl":
                self._table(element)
            case "w:sdt":
                self._control(element)
            case "w:bookmarkStart":
                self._anchor(attr(element, "w:name"))
            case "mc:AlternateContent":
                for branch in (*children(element, "mc:Choice"), *children(element, "mc:Fallback")):
                    before = len(self.entries)
                    self._blocks(branch)
                    if len(self.entries) > before:
                        return
            case "w:customXml" | "w:smartTag" | "w:ins" | "w:moveTo" | "w:sdtContent":
                self._blocks(element)
            case "w:del" | "w:moveFrom":
                self.file.tell(*DELETION, self._pos())
            case "w:altChunk":
                self.file.tell(
                    "docx.left-out",
                    "{} [document that is included whole (altChunk) was|documents that are included whole (altChunk) were] left out",
                    self._pos(),
                )
            case "m:oMathPara" | "m:oMath":
                self._line([], element)
            case _:
                pass

    def _control(self, element: etree._Element) -> None:
        gallery = val(child(child(element, "w:sdtPr"), "w:docPartObj"), "w:docPartGallery")
        content = child(element, "w:sdtContent")
        before, first = self.in_contents, len(self.entries)
        self.in_contents = before or gallery == "Table of Contents"
        self._blocks(content if content is not None else element)
        if self.in_contents and not before:
            self._release(first)
        self.in_contents = before

    def _release(self, first: int) -> None:
        """Text that a program (LibreOffice, of vertical text) wrote into the block of contents behind their last entry is text."""
        entries = [
            n for n, one in enumerate(self.entries[first:], first) if isinstance(one, Line) and one.style.role.startswith("contents")
        ]
        for n in range(entries[-1] + 1, len(self.entries)) if entries else ():
            one = self.entries[n]
            self.entries[n] = replace(one, contents=False) if isinstance(one, Solid) else one
            if isinstance(one, Line):
                one.contents = False

    def _pos(self) -> Pos:
        return self.place or Pos(max(1, self.teller.count), 1, self.file.package.name)

    def _anchor(self, name: str) -> None:
        if name in self.teller.wanted:
            self.waiting.append(name)

    # ------------------------------------------------------------------------------------------------ paragraphs

    def _paragraph(self, element: etree._Element) -> None:
        if self.place is None:
            self.teller.count += 1
        open_contents = self.runs.contents
        properties = child(element, "w:pPr")
        style = self.file.styles.paragraph(val(properties, "w:pStyle"))
        pos = self._pos()
        leaves = self.runs.read(element, style.runs(), pos)
        line = Line(leaves, style, pos, level=_level(properties, style), beside=self.runs.beside)
        line.title = style.role.removeprefix("title-") if style.role.startswith("title-") else ""
        align = val(properties, "w:jc") or style.align
        line.centred, line.right = align == "center", align in {"right", "end"}
        line.contents = self.in_contents or open_contents or self.runs.contents or style.role == "contents"
        line.ruled = child(child(properties, "w:pBdr"), "w:bottom") is not None or _draws_rule(element, leaves)
        line.joins = child(child(properties, "w:rPr"), "w:del") is not None
        line.anchors = self.waiting + [name for name in self.runs.anchors if name in self.teller.wanted]
        self.waiting = []
        line.label = self._label(properties, style, line)
        self.entries.append(line)
        if not (self.file.own or line.contents):
            self.teller.stated.append((line, by_hand(element, running=self.teller.depth == 1)))

    def _line(self, leaves: list[Leaf], element: etree._Element) -> None:
        """A formula that stands between paragraphs."""
        holder = etree.Element("holder")
        holder.append(element)
        style = self.file.styles.paragraph("")
        leaves = self.runs.read(holder, style.face, self._pos())
        self.entries.append(Line(leaves, style, self._pos()))

    def _label(self, properties: etree._Element | None, style: ParaStyle, line: Line) -> Label | None:
        """The number or bullet before a paragraph. Empty paragraphs print theirs too, but nobody means it, unless it is a heading."""
        num = numbering_of(properties)
        stated = num[0] if num else style.num[0] if style.num else ""
        if not stated or stated == "0" or (line.empty and not line.beside):
            return None
        level = num[1] if num and num[2] else style.num[1] if style.num else 0
        explicit = bool((num and num[2]) or (style.num and style.num[2] and not num))
        level = self.file.numbering.level_of(stated, level, explicit, style.id)
        return self.file.numbering.label(stated, level)

    def _end_contents(self) -> None:
        """The table of contents of a field that lacks its end: it goes as far as its entries' styles do."""
        last = max((n for n, one in enumerate(self.entries) if isinstance(one, Line) and one.style.role.startswith("contents")), default=-1)
        for one in self.entries[last + 1 :]:
            if isinstance(one, Line):
                one.contents = False
        self.file.tell(*OPEN_FIELD, self._pos())

    # ------------------------------------------------------------------------------------------------ tables

    def _table(self, element: etree._Element) -> None:
        made = table_of(element, self._cell, self._tell_rows)
        if made is None:
            return
        if self.waiting:
            made = replace(made, attrs=Attrs(id=self.waiting[0]))
            self.waiting = []
        self.entries.append(Solid(replace(made, pos=self._pos()), self.in_contents))

    def _cell(self, element: etree._Element) -> tuple[tuple[Block, ...], str]:
        """What is in a cell, and the side at which all of its paragraphs stand."""
        inner = Story(self.teller, self.part, self.finish, self.place)
        entries = inner.read(element)
        for one in entries:
            if isinstance(one, Line):
                one.right = False  # the side is the cell's
        body = self.finish(entries)
        sides = {self._side(one) for one in children(element, "w:p") if len(one) > 1 or child(one, "w:pPr") is None}
        return body, next(iter(sides)) if len(sides) == 1 else ""

    def _side(self, paragraph: etree._Element) -> str:
        properties = child(paragraph, "w:pPr")
        side = val(properties, "w:jc") or self.file.styles.paragraph(val(properties, "w:pStyle")).align
        return {"center": "center", "right": "right", "end": "right"}.get(side, "")

    def _tell_rows(self) -> None:
        self.file.tell(
            "docx.tracked-changes",
            "{} table [row that was deleted under change tracking is|rows that were deleted under change tracking are] not in the document",
            self._pos(),
        )

    # ------------------------------------------------------------------------------------------------ notes and boxes

    def _note(self, reference: etree._Element, mark: str) -> Note | None:
        name = kind(reference).removesuffix("Reference")
        id_ = attr(reference, "w:id")
        part, elements = self.teller.notes.get(name, (self.part, {}))
        element = elements.get(id_)
        if element is None or (name, id_) in self.teller.open_notes:
            self.file.tell("docx.damaged-note", "{} note [mark leads|marks lead] to no note", self._pos())
            return None
        self.teller.open_notes.add((name, id_))
        inner = Story(self.teller, part, self.finish, self._pos())
        entries = inner.read(element)
        self.teller.open_notes.discard((name, id_))
        _drop_mark(entries, mark)
        body = self.finish(entries)
        return Note(body or (Para(()),), mark, pos=self._pos())

    def _comment(self, id_: str) -> Note | None:
        """A comment as a note, where the user wants them; else it is counted."""
        if not self.teller.keep_comments or self.teller.comments is None:
            self.file.tell(
                "docx.comments", "{} [comment was|comments were] left out; the option comments=true keeps them as notes", self._pos()
            )
            return None
        part, elements = self.teller.comments
        element = elements.get(id_)
        if element is None or ("comment", id_) in self.teller.open_notes:
            return None
        self.teller.open_notes.add(("comment", id_))
        body = self.finish(Story(self.teller, part, self.finish, self._pos()).read(element))
        self.teller.open_notes.discard(("comment", id_))
        author = attr(element, "w:author").strip()
        lead = (Para((Text(f"{author}："),), attrs=Attrs(role="label")),) if author else ()
        return Note((*lead, *body), attrs=Attrs(role="comment"), pos=self._pos())

    def _boxes(self, drawing: etree._Element) -> tuple[Block, ...]:
        """The text boxes, WordArt and diagrams in a drawing, each a sidebar."""
        groups = []
        for body in self._boxed(drawing):
            if body:
                groups.append(Group(body, attrs=Attrs(role="sidebar"), pos=self._pos()))
        return tuple(groups)

    def _boxed(self, drawing: etree._Element) -> Iterator[tuple[Block, ...]]:
        waiting = [drawing]
        while waiting:
            one = waiting.pop()
            match kind(one):
                case "w:txbxContent":
                    yield self.finish(Story(self.teller, self.part, self.finish, self._pos()).read(one))
                case "v:textpath":
                    text = " ".join(attr(one, "string").split())
                    yield (Para((Text(text),)),) if text else ()
                case "dgm:relIds":
                    yield self._diagram(attr(one, "r:dm"))
                case "mc:AlternateContent":
                    branches = [*children(one, "mc:Choice"), *children(one, "mc:Fallback")]
                    waiting.extend(branches[:1])
                case _:
                    waiting.extend(reversed(one))

    def _diagram(self, relation: str) -> tuple[Block, ...]:
        """The texts of a SmartArt diagram, one paragraph each."""
        found = self.part.relations.get(relation)
        root = self.file.package.xml(found.target) if found is not None and not found.external else None
        if root is None:
            return ()
        texts = ("".join(t.text or "" for t in inside(p, "a:t")).strip() for p in inside(root, "a:p"))
        self.file.tell("docx.left-out", "{} [diagram was left out; its text stays|diagrams were left out; their texts stay]", self._pos())
        return tuple(Para((Text(text),)) for text in texts if text)


def _level(properties: etree._Element | None, style: ParaStyle) -> int:
    """The level of a heading: what the paragraph states, else its style. Word's level 9 means body text."""
    own = val(properties, "w:outlineLvl")
    if own:
        return number(own, 9) + 1 if 0 <= number(own, 9) < 9 else 0
    return style.level


def _draws_rule(element: etree._Element, leaves: list[Leaf]) -> bool:
    """Whether a paragraph is nothing but a horizontal rule that is drawn (VML's ``o:hr``)."""
    return not leaves and any(attr(one, "o:hr") in {"t", "true", "1"} for one in inside(element, "v:rect"))


def _joined(entries: list[Entry]) -> list[Entry]:
    """Paragraphs whose mark was deleted under change tracking go on in the next one."""
    result: list[Entry] = []
    for one in entries:
        last = result[-1] if result else None
        if isinstance(one, Line) and isinstance(last, Line) and last.joins:
            one.leaves = last.leaves + one.leaves
            one.label = last.label or one.label
            one.anchors, one.beside, one.pos = last.anchors + one.anchors, last.beside + one.beside, last.pos
            result[-1] = one
        else:
            result.append(one)
    return result


def _drop_mark(entries: list[Entry], mark: str) -> None:
    """Take the repeated mark from the head of a note."""
    first = next((one for one in entries if isinstance(one, Line) and not one.empty), None)
    if first is None or not mark:
        return
    text = first.text
    lead = len(text) - len(text.lstrip())
    if text.lstrip().startswith(mark):
        first.leaves = dropped(first.leaves, lead + len(mark))
