"""The runs of a paragraph as leaves: text, breaks, fields, links, ruby, notes, pictures, changes that were tracked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from convert.diagnostics import Pos
from convert.model.nodes import NO_ATTRS, Block, Image, LineBreak, Note, Ruby, Text
from convert.model.sizes import with_width
from convert.readers.docx_drawings import description, shown_pictures
from convert.readers.docx_fields import Equation, Field, equation, link_of, name_of
from convert.readers.docx_file import DELETION, OPEN_FIELD, Part, WordFile
from convert.readers.docx_formulas import letters
from convert.readers.docx_leaves import Leaf, leaf
from convert.readers.docx_styles import FLAGS, PLAIN, Face, face_of
from convert.readers.docx_symbols import symbol
from convert.readers.docx_xml import attr, child, children, inside, kind, val

_CONTAINERS = frozenset(
    [
        "w:smartTag",
        "w:customXml",
        "w:sdtContent",
        "w:ins",
        "w:moveTo",
        "w:bdo",
        "w:dir",
        "w:rubyBase",
        "m:oMathPara",
        "w:fldSimple",
        "w:hyperlink",
        "w:sdt",
    ]
)
#: What an element of a run stands for.
_SIGNS = {"w:noBreakHyphen": "\u2011", "w:tab": "\u3000", "w:ptab": "\u3000"}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SPACE = re.compile(r"[\t\n\r]+")
#: What no output format can hold and XML lets through.
_CONTROL = re.compile("[\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
#: What draws: words in it are read as blocks, pictures as leaves.
_DRAWINGS = frozenset({"w:drawing", "w:pict", "w:object"})


@dataclass(slots=True)
class Runs:
    """Reads the paragraphs of one story (the text, a note, a box). Fields stay open from one paragraph to the next.

    ``note`` gives the note of a reference, ``boxes`` the blocks in a drawing.
    """

    file: WordFile
    part: Part
    note: Callable[[etree._Element, str], Note | None]
    boxes: Callable[[etree._Element], tuple[Block, ...]]
    comments: Callable[[str], Note | None]
    fields: list[Field] = field(default_factory=list)
    links: int = 0
    leaves: list[Leaf] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    beside: list[Block] = field(default_factory=list)
    pos: Pos = field(default_factory=lambda: Pos(1))
    paragraph: int = 0
    base: Face = PLAIN
    _face: Face = PLAIN
    _link: tuple[int, str] = (0, "")

    def read(self, element: etree._Element, base: Face, pos: Pos) -> list[Leaf]:
        """The leaves of a ``w:p``; ``anchors`` and ``beside`` then hold its bookmarks and what is drawn beside it."""
        self.leaves, self.anchors, self.beside = [], [], []
        self.base, self.pos = base, pos
        self.paragraph += 1
        self._link = (0, "")
        self._children(element)
        self._close_damaged()
        for one in self.fields:
            if one.result and link_of(one.text):  # a link that goes on in the next paragraph is closed in this one
                self._close_link(one)
        return self.leaves

    @property
    def contents(self) -> bool:
        """Whether a table of contents is open."""
        return any(one.name == "TOC" for one in self.fields if one.result)

    @property
    def shown(self) -> bool:
        """Whether text at this place is shown: instructions of fields are not."""
        return all(one.result for one in self.fields)

    def _children(self, element: etree._Element) -> None:
        for one in element:
            self._child(one, kind(one))

    def _child(self, element: etree._Element, name: str) -> None:
        match name:
            case "w:r":
                self._run(element)
            case "w:hyperlink":
                self._hyperlink(element)
            case "w:fldSimple":
                self._simple_field(element)
            case "w:bookmarkStart":
                self.anchors.append(attr(element, "w:name"))
            case "w:del" | "w:moveFrom":
                self._deleted(element)
            case "w:ins" | "w:moveTo":
                self._inserted(element)
            case "m:oMath":
                self._formula(element)
            case "mc:AlternateContent":
                self._alternate(element)
            case "w:sdt":
                content = child(element, "w:sdtContent")
                self._children(content if content is not None else element)
            case _ if name in _CONTAINERS:
                self._children(element)
            case _:
                pass

    # ------------------------------------------------------------------------------------------------ containers

    def _hyperlink(self, element: etree._Element) -> None:
        relation = self.part.relations.get(attr(element, "r:id"))
        anchor = attr(element, "w:anchor")
        address = relation.target if relation is not None and relation.external else ""
        href = f"{address}#{anchor}" if address and anchor and "#" not in address else address or (f"#{anchor}" if anchor else "")
        before = self._link
        if href:
            self.links += 1
            self._link = (self.links, href)
        self._children(element)
        self._link = before

    def _simple_field(self, element: etree._Element) -> None:
        instruction = attr(element, "w:instr")
        one = Field([instruction], True, len(self.leaves), self.paragraph)
        if name_of(instruction) == "EQ":
            self._equation(instruction)
            return
        self.fields.append(one)
        self._children(element)
        self.fields.remove(one)
        self._close_link(one)

    def _deleted(self, element: etree._Element) -> None:
        if any(True for _ in inside(element, "w:delText", "w:t", "w:tab", "w:br", "w:drawing")):
            self.file.tell(*DELETION, self.pos)

    def _inserted(self, element: etree._Element) -> None:
        self.file.tell("docx.tracked-changes", "{} tracked [insertion was|insertions were] taken as text", self.pos)
        self._children(element)

    def _alternate(self, element: etree._Element) -> None:
        """The first choice that gives anything, else the fallback: never both."""
        before = len(self.leaves), len(self.beside)
        for branch in (*children(element, "mc:Choice"), *children(element, "mc:Fallback")):
            for one in branch:
                if kind(one) in _DRAWINGS:
                    self._drawing(one)
                elif kind(one) in _RUN_PARTS or kind(one) in _SIGNS:
                    self._run_part(one, kind(one))
                else:
                    self._child(one, kind(one))
            if (len(self.leaves), len(self.beside)) != before:
                return

    # ------------------------------------------------------------------------------------------------ runs

    def _run(self, element: etree._Element) -> None:
        properties = child(element, "w:rPr")
        face = self.base
        if properties is not None:
            style = val(properties, "w:rStyle")
            direct = face_of(properties)
            face = direct.over(self.file.styles.character(style) if style else PLAIN).over(self.base)
            if child(properties, "w:del") is not None and child(element, "w:t") is None:
                return
        if face.hidden:
            if any(True for _ in inside(element, "w:t")) and self.shown:
                self.file.tell("docx.left-out", "{} [run of hidden text was|runs of hidden text were] left out", self.pos)
            if not any(True for _ in inside(element, "w:fldChar", "w:instrText")):
                return
        before, self._face = self._face, face
        for one in element:
            self._run_part(one, kind(one))
        self._face = before

    def _run_part(self, element: etree._Element, name: str) -> None:
        if name == "w:fldChar":
            self._field_mark(attr(element, "w:fldCharType"), element)
            return
        if name == "w:instrText":
            if self.fields and not self.fields[-1].result:
                self.fields[-1].instruction.append(element.text or "")
            return
        if name == "w:t" and self.fields and not self.fields[-1].result and self.fields[-1].name != "EQ":
            self.fields[-1].stray.append(element.text or "")
            return
        if not self.shown or (self._face.hidden and name != "mc:AlternateContent"):
            return
        match name:
            case "w:t":
                self._text(element.text or "")
            case "w:br" | "w:cr":
                self._break(attr(element, "w:type"), attr(element, "w:clear"))
            case "w:sym":
                self._symbol(element)
            case "w:ruby":
                self._ruby(element)
            case "w:footnoteReference" | "w:endnoteReference":
                self._note(element, name)
            case "w:commentReference":
                comment = self.comments(attr(element, "w:id"))
                if comment is not None:
                    self._add(comment)
            case "mc:AlternateContent":
                self._alternate(element)
            case _ if name in _DRAWINGS:
                self._drawing(element)
            case _ if name in _SIGNS:
                self._text(_SIGNS[name])
            case _:
                pass

    def _break(self, type_: str, clear: str) -> None:
        """A line break; one that our own writer made for the looks of a title is none, or the blank in its place."""
        if type_ == "textWrapping" and self.file.own:
            self._text(" " if clear else "")
        elif type_ in {"", "textWrapping"}:
            self._add(LineBreak())

    def _add(self, inline: Text | LineBreak | Ruby | Note | Image) -> None:
        self.leaves.append(leaf(inline, self._face, *self._link))

    def _text(self, text: str) -> None:
        text, controls = _CONTROL.subn("", _SPACE.sub(" ", text).replace("\u00ad", ""))
        if controls:
            self.file.tell(
                "source.control-removed",
                "{} control [character that no format can hold was|characters that no format can hold were] removed",
                self.pos,
                controls,
            )
        if self._face.font and _PRIVATE.search(text):
            text = "".join(symbol(self._face.font, c) for c in text)
        if text:
            self._add(Text(text))

    def _symbol(self, element: etree._Element) -> None:
        char = _char(attr(element, "w:char"))
        if not char:
            return
        found = symbol(attr(element, "w:font"), char)
        if _PRIVATE.search(found):
            font = attr(element, "w:font")
            self.file.tell("docx.symbol", f"{{}} signs of the font “{font}” have no counterpart in Unicode that is known", self.pos)
        self._text(found)

    def _note(self, element: etree._Element, name: str) -> None:
        """The note of a reference. A custom mark is the text that follows in the same run."""
        mark = self._mark(element) if attr(element, "w:customMarkFollows").lower() in {"1", "true", "on"} else ""
        found = self.note(element, mark)
        if found is not None:
            self._add(found)
        elif mark:
            self._text(mark)

    @staticmethod
    def _mark(reference: etree._Element) -> str:
        """The text behind a reference, which is taken out of the run: it is no text of the paragraph."""
        texts = []
        for one in list(reference.itersiblings()):
            if kind(one) == "w:t":
                texts.append(one.text or "")
            elif kind(one) == "w:sym":
                texts.append(symbol(attr(one, "w:font"), _char(attr(one, "w:char"))))
            else:
                continue
            one.tag = "read"
        return "".join(texts).strip()

    def _ruby(self, element: etree._Element) -> None:
        above = child(element, "w:rt")
        reading = "".join(one.text or "" for one in inside(above, "w:t")) if above is not None else ""
        base = child(element, "w:rubyBase")
        kept, self.leaves = self.leaves, []
        if base is not None:
            self._children(base)
        found, self.leaves = self.leaves, kept
        content = tuple(one.inline for one in found if isinstance(one.inline, Text))
        if not content and not found:
            self._text(reading)
        elif reading.strip() and len(content) == len(found):
            joined = (Text("".join(one.text for one in content)),)
            face = found[0].face if found else self._face
            self.leaves.append(leaf(Ruby(joined, reading.strip()), face, *self._link))
        else:
            self.leaves.extend(found)

    # ------------------------------------------------------------------------------------------------ fields

    def _field_mark(self, type_: str, element: etree._Element) -> None:
        if type_ == "begin":
            self.fields.append(Field(mark=len(self.leaves), paragraph=self.paragraph))
        elif type_ == "separate" and self.fields:
            one = self.fields[-1]
            one.result, one.mark, one.paragraph = True, len(self.leaves), self.paragraph
            if one.name == "EQ":  # its result, where there is one, is never shown
                one.result = False
        elif type_ == "end" and self.fields:
            one = self.fields.pop()
            if one.name == "EQ" and self.shown:
                self._equation(one.text)
            elif one.result:
                self._close_link(one)
            elif one.name == "FORMCHECKBOX" and self.shown:
                self._text("☐")
            elif one.stray and self.shown:
                self._text("".join(one.stray))

    def _close_damaged(self) -> None:
        """Fields without a result that are open at the end of a paragraph never end: what they swallowed is text."""
        while self.fields and not self.fields[-1].result:
            stray = "".join(self.fields.pop().stray)
            self.file.tell(*OPEN_FIELD, self.pos)
            if stray and self.shown:
                self._text(stray)

    def _equation(self, instruction: str) -> None:
        drawn: Equation = equation(instruction)
        if drawn.reading and drawn.text:
            self._add(Ruby((Text(drawn.text),), drawn.reading))
        elif drawn.text:
            self._text(drawn.text)

    def _close_link(self, one: Field) -> None:
        """Leaves of a field that links, from where its result begins in this paragraph."""
        href = link_of(one.text)
        if not href or self.contents:
            return
        start = one.mark if one.paragraph == self.paragraph else 0
        self.links += 1
        self.leaves[start:] = [
            leaf(found.inline, found.face, self.links, href) if not found.link else found for found in self.leaves[start:]
        ]

    # ------------------------------------------------------------------------------------------------ formulas and drawings

    def _formula(self, element: etree._Element) -> None:
        """The letters of a formula on one line; what is raised or lowered stays so, all other shape is lost and reported."""
        if not self.shown:
            return
        for text, raised in letters(element):
            flags = tuple(True if name == raised else value for name, value in zip(FLAGS, self.base.flags, strict=True))
            before, self._face = self._face, Face(flags, self.base.size, self.base.font)
            self._text(text)
            self._face = before
        self.file.tell(
            "docx.formula",
            "{} [formula was read as running text: its|formulas were read as running text: their] letters are there, on one line",
            self.pos,
        )

    def _drawing(self, element: etree._Element) -> None:
        boxes = self.boxes(element)
        self.beside.extend(boxes)
        seen: set[str] = set()
        for one in shown_pictures(element):
            relation = attr(one, "r:embed") or attr(one, "r:id") or attr(one, "r:link")
            if not relation or relation in seen:
                continue
            seen.add(relation)
            name = self.file.picture(self.part, relation, self.pos)
            if name:
                self._add(Image(name, description(element, one), attrs=with_width(NO_ATTRS, self.file.stated_width(element, name))))
        self._objects(element)

    def _objects(self, element: etree._Element) -> None:
        for _ in inside(element, "c:chart"):
            self.file.tell("docx.left-out", "{} [chart was|charts were] left out", self.pos)
        if kind(element) == "w:object":
            self.file.tell(
                "docx.left-out", "{} embedded [object was left out; its picture stays|objects were left out; their pictures stay]", self.pos
            )


def _char(code: str) -> str:
    """The character of a hexadecimal code, "" where there is none."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if 0x20 <= value < 0xD800 or 0xE000 <= value <= 0x10FFFF else ""


_RUN_PARTS = frozenset(["w:t", "w:br", "w:cr", "w:sym", "w:ruby", "w:tab", "w:noBreakHyphen", "w:footnoteReference", "w:endnoteReference"])
