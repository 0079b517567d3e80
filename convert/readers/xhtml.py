"""XHTML content documents as a run of headings and blocks; what only arranges is walked through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from convert.model import classes, walk
from convert.model.nodes import (
    Attrs,
    Block,
    BulletList,
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
    Span,
    Table,
    Text,
    Verse,
)
from convert.readers.cells import aligned
from convert.readers.epub_notes import is_mark, shows_nothing
from convert.readers.labels import COUNTERS_OF_HTML
from convert.readers.nesting import Dated, Signed, contents
from convert.readers.signatures import byline_of
from convert.readers.spaces import paragraphs, raw, settled
from convert.readers.xhtml_inlines import Book, Inlines
from convert.readers.xhtml_stream import Closing, Draft, Mark, Stream, add, flat, inherit
from convert.readers.xhtml_tree import BLOCKS, SILENT, holders, is_element, text, words

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_GROUPS = classes.GROUPS | {"contents"}
_VERSE = re.compile(r"(?:^|[\s_-])(?:poem|poetry|verse|stanza|shi|shici|诗|詩)(?:$|[\s\d_-])", re.IGNORECASE)
_VERSE_TYPES = frozenset({"z3998:verse", "z3998:poem", "z3998:song", "z3998:lyrics"})
_CAPTIONS = frozenset({"caption", "figcaption", "figure-caption"})
#: What a paragraph bears that our own writer cut off from the one before it.
CONTINUED = (("continued", "yes"),)
_WIDEST = 1000
#: What stands between the repeated mark of a note and its text.
_AFTER_MARK = re.compile(r"^\s*[.．、:：)）\]］]\s*")
_DEEPEST = 120


class Content:
    """Reads one content document. ``marks`` are the ids in it that the contents lead to."""

    def __init__(self, book: Book, member: str, body: etree._Element, marks: frozenset[str]) -> None:
        self.book, self.member, self.body, self.marks = book, member, body, marks
        self.holders = holders(body)
        self.inlines = Inlines(book, member, self.holders, self.note)
        self.depth = 0
        self.nesting = 0
        self.role = ""

    def stream(self) -> Stream:
        """The headings and blocks of the document."""
        out: Stream = []
        self._flow(self.body, out)
        return out

    # ------------------------------------------------------------------------------------------------ flow

    def _flow(self, element: etree._Element, out: Stream) -> None:
        self.nesting += 1
        if self.nesting > _DEEPEST:
            raise RecursionError
        run: list[Inline] = [Text(raw(element.text))] if element.text else []
        for child in element:
            if self._is_block(child):
                self._flush(element, run, out)
                run = []
                self._block(child, out)
            else:
                if is_element(child) and child.get("id") in self.marks:
                    self._mark(child, out)
                run.extend(self.inlines.child(child))
            if child.tail:
                run.append(Text(raw(child.tail)))
        self._flush(element, run, out)
        self.nesting -= 1

    def _is_block(self, child: etree._Element) -> bool:
        return is_element(child) and child.tag not in SILENT and (child.tag in BLOCKS or child in self.holders)

    def _mark(self, element: etree._Element, out: Stream) -> None:
        if element.get("id") in self.marks:
            out.append(Mark(element.get("id") or ""))

    def _flush(self, element: etree._Element, run: list[Inline], out: Stream) -> None:
        """The paragraphs in a run of inlines."""
        if not run:
            return
        attrs = self.inlines.attrs(element, self._role(element)) if element.tag == "p" else Attrs(role=self._role(element))
        for content in paragraphs(run):
            if all(isinstance(one, LineBreak) or (isinstance(one, Span) and one.role == "page") for one in content):
                self.book.pages += [one for one in content if isinstance(one, Span)]
                continue
            whole = (*self.book.page_marks(), *content)
            shown = [one for one in content if not isinstance(one, LineBreak)]
            if shown and all(isinstance(one, Image) for one in shown):
                for one in shown:
                    if isinstance(one, Image):
                        out.append(Figure(one, attrs=replace(attrs, role=""), pos=self.inlines.pos(element)))
            else:
                out.append(Para(whole, attrs=attrs, pos=self.inlines.pos(element)))
            attrs = replace(attrs, id="")

    def _role(self, element: etree._Element) -> str:
        """The role of the text that stands directly in an element."""
        if element.tag not in {"p", "div"}:
            return ""
        if not self.book.own:
            return "caption" if not _CAPTIONS.isdisjoint((element.get("class") or "").split()) else ""
        return next((name for name in (element.get("class") or "").split() if name in classes.PARAS), "")

    def _block(self, element: etree._Element, out: Stream) -> None:
        if element in self.book.notes.taken or self.inlines.hidden(element):
            return
        self._mark(element, out)
        start = len(out)
        if self._is_verse(element):
            self._verse(element, out)
        else:
            self._by_tag(element, out)
        if any(isinstance(one, Rule) for one in out[start:]) and element.tag in {"section", "div"}:
            self._drop_rule_above_notes(element, out, start)
        attrs = self.inlines.attrs(element)
        if attrs.id or (attrs.lang and element.tag not in {"body", "html"}):
            inherit(attrs, out, start, self.book)

    def _drop_rule_above_notes(self, element: etree._Element, out: Stream, start: int) -> None:
        """Where a container held nothing but notes, which now stand in the text, the rule above them goes too."""
        bare = all(isinstance(one, (Rule, Mark, Closing)) for one in out[start:])
        if bare and any(one in self.book.notes.taken for one in element.iter()):
            out[start:] = [one for one in out[start:] if not isinstance(one, Rule)]

    def _by_tag(self, element: etree._Element, out: Stream) -> None:
        pos = self.inlines.pos(element)
        match str(element.tag):
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._heading(element, out)
            case "hgroup":
                self._heading_group(element, out)
            case "p":
                self._paragraph(element, out)
            case "section" | "article":
                self._section(element, out)
            case "blockquote":
                add(out, self.blocks(element), lambda body: Quote(body, pos=pos))
            case "aside" | "figure" | "div":
                self._division(element, out)
            case "ul" | "menu" | "dir" | "ol":
                self._list(element, out)
            case "dl":
                self._definitions(element, out)
            case "table":
                self._table(element, out)
            case "pre":
                self._preformatted(element, out)
            case "hr":
                out.append(Rule(pos=pos))
            case "figcaption" | "caption":
                self._caption(element, out)
            case "nav":
                self._navigation(element, out)
            case _:
                self._flow(element, out)

    def blocks(self, element: etree._Element) -> tuple[Block, ...]:
        """The blocks of an element in which no section can begin."""
        out: Stream = []
        self._flow(element, out)
        return flat(out)

    # ------------------------------------------------------------------------------------------------ paragraphs and headings

    def _paragraph(self, element: etree._Element, out: Stream) -> None:
        kinds = words(element)
        if self.book.own and "byline" in kinds:
            printed = text(element)
            out.append(Signed(byline_of(printed), printed, self.inlines.pos(element)))
            return
        if self.book.own and "dateline" in kinds and out and isinstance(out[-1], (Draft, Signed)):
            out.append(Dated(text(element), self.inlines.pos(element)))
            return
        if self.book.own and "rule" in kinds:
            out.append(Rule(attrs=Attrs(data=(("label", walk.flow(self.inlines.line(element))),)), pos=self.inlines.pos(element)))
            return
        before = len(out)
        self._flow(element, out)
        first = out[before] if len(out) > before else None
        if self.book.own and "continued" in kinds and isinstance(first, Para):
            out[before] = replace(first, attrs=replace(first.attrs, data=CONTINUED))

    def _heading(self, element: etree._Element, out: Stream) -> None:
        content = self._without_pages(self.inlines.line(element))
        pictures = [one for one in content if isinstance(one, Image)]
        if content and all(isinstance(one, (Image, LineBreak)) for one in content):
            out.extend(Figure(one, pos=self.inlines.pos(element)) for one in pictures)
            return
        if not content:
            return
        label = ""
        first = next((one for one in element if is_element(one)), None)
        if self.book.own and first is not None and "label" in words(first) and not (element.text or "").strip():
            label = text(first)
            content = settled(walk.without_start(content, len(label)))
        attached = self.book.own and "attached" in words(element)
        attrs = replace(self.inlines.attrs(element), role="attachment" if attached else self.role)
        self.role = ""
        tag = _HEADINGS.get(str(element.tag), 1)
        out.append(Draft(content, tag, max(self.depth, 1), attrs, self.inlines.pos(element), label))

    def _without_pages(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """The content of a heading; a page that begins with it begins with the text below it."""
        self.book.pages += [one for one in content if isinstance(one, Span) and one.role == "page"]
        return tuple(one for one in content if not (isinstance(one, Span) and one.role == "page"))

    def _heading_group(self, element: etree._Element, out: Stream) -> None:
        """Several lines that are one heading."""
        lines = [self.inlines.line(one) for one in element if is_element(one) and one.tag not in SILENT]
        tag = min((_HEADINGS[str(one.tag)] for one in element if str(one.tag) in _HEADINGS), default=0)
        content: tuple[Inline, ...] = ()
        for one in lines:
            content += ((LineBreak(),) if content and one else ()) + one
        if tag and content:
            out.append(Draft(content, tag, max(self.depth, 1), self.inlines.attrs(element), self.inlines.pos(element)))
        else:
            self._flow(element, out)

    def _caption(self, element: etree._Element, out: Stream) -> None:
        for one in paragraphs(self.inlines.content(element)):
            out.append(Para(one, attrs=Attrs(role="caption"), pos=self.inlines.pos(element)))

    def _preformatted(self, element: etree._Element, out: Stream) -> None:
        """Lines as they are, one Code each."""
        content: list[Inline] = []
        shown = "".join(element.itertext()).expandtabs(4).replace("\r", "").removeprefix("\n").rstrip("\n")
        for number, one in enumerate(shown.split("\n")):
            content.extend([LineBreak()] if number else [])
            content.extend([Code(one)] if one else [])
        if content:
            out.append(Para(tuple(content), attrs=self.inlines.attrs(element, "code"), pos=self.inlines.pos(element)))

    # ------------------------------------------------------------------------------------------------ containers

    def _section(self, element: etree._Element, out: Stream) -> None:
        """A section ends its heading's section with it, if it holds more than headings."""
        kinds = words(element)
        if "colophon" in kinds and self.book.own and "imprint" not in kinds:
            add(out, self.blocks(element), lambda body: Group(body, attrs=Attrs(role="colophon"), pos=self.inlines.pos(element)))
            return
        self.role = next((name for name in kinds if name in classes.SECTIONS and name != "chapter"), "") if self.book.own else ""
        if self.book.own and not self.role:
            self.role = "volume" if "doc-part" in kinds else ""
        start = len(out)
        self.depth += 1
        self._flow(element, out)
        self.role = ""
        head = next((one for one in out[start:] if isinstance(one, Draft)), None)
        if self.book.own or (head is not None and any(not isinstance(one, (Draft, Mark, Closing)) for one in out[start:])):
            out.append(Closing(head, self.depth))
        self.depth -= 1

    def _division(self, element: etree._Element, out: Stream) -> None:
        kinds = words(element)
        pos = self.inlines.pos(element)
        if element.tag == "figure":
            self._figure(element, out)
        elif self.book.own and (group := next((name for name in (element.get("class") or "").split() if name in _GROUPS), "")):
            add(out, self.blocks(element), lambda body: Group(body, attrs=Attrs(role=group), pos=pos))
        elif element.tag == "aside":
            notes = not kinds.isdisjoint({"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote", "annotation"})
            role = "notes" if notes else "sidebar"
            add(out, self.blocks(element), lambda body: Group(body, attrs=Attrs(role=role), pos=pos))
        else:
            self._flow(element, out)

    def _figure(self, element: etree._Element, out: Stream) -> None:
        """One picture or table with its caption; anything else with its caption below."""
        captions = [one for one in element if one.tag == "figcaption"]
        inner: Stream = []
        parent = element
        for one in captions:
            parent.remove(one) if not (one.tail or "").strip() else None
        self._flow(element, inner)
        caption = self.inlines.line(captions[0]) if len(captions) == 1 and captions[0].getparent() is None else ()
        match inner:
            case [Figure(caption=()) as figure] if caption:
                out.append(replace(figure, caption=caption))
            case [Table(caption=()) as table] if caption:
                out.append(replace(table, caption=caption))
            case _:
                out.extend(inner)
                for one in captions:
                    if one.getparent() is None:
                        self._caption(one, out)

    def _navigation(self, element: etree._Element, out: Stream) -> None:
        """The contents are set apart; landmarks and lists of pages are for programs."""
        kinds = words(element)
        if self.book.own or not kinds.isdisjoint({"landmarks", "page-list", "doc-pagelist"}):
            return
        add(out, self.blocks(element), lambda body: contents(body, self.inlines.pos(element)))

    def _is_verse(self, element: etree._Element) -> bool:
        if element.tag not in {"div", "blockquote", "p", "section"}:
            return False
        if not (_VERSE.search(element.get("class") or "") or words(element) & _VERSE_TYPES):
            return False
        return all(not is_element(one) or one.tag not in BLOCKS or one.tag in {"p", "div"} for one in element.iterdescendants())

    def _verse(self, element: etree._Element, out: Stream) -> None:
        """Lines end where a block ends or a line break stands."""
        inner: Stream = []
        self._flow(element, inner)
        blocks = flat(inner)
        if not all(isinstance(one, Para) for one in blocks):
            out.extend(inner)
            return
        lines = tuple(one for block in blocks if isinstance(block, Para) for one in _lines(block.content))
        if lines:
            out.append(Verse(lines, pos=self.inlines.pos(element)))

    # ------------------------------------------------------------------------------------------------ lists

    def _list(self, element: etree._Element, out: Stream) -> None:
        ordered = element.tag == "ol"
        names = (element.get("class") or "").split()
        labelled = self.book.own and "labelled" in names
        stated = COUNTERS_OF_HTML.get(element.get("type") or "1", "decimal")
        counter = next((name for name in names if name in classes.COUNTERS), stated)
        items = tuple(self._items(element, ordered and not labelled, labelled))
        pos = self.inlines.pos(element)
        if items and ordered:
            out.append(OrderedList(items, "" if labelled else counter, pos=pos))
        elif items:
            out.append(BulletList(items, pos=pos))

    def _items(self, element: etree._Element, numbered: bool, labelled: bool) -> Iterator[Item]:
        number = _number(element.get("start"), 1)
        shown = numbered and not self.book.own and (number != 1 or "reversed" in element.attrib or any(one.get("value") for one in element))
        step = -1 if "reversed" in element.attrib else 1
        if "reversed" in element.attrib and not element.get("start"):
            number = sum(one.tag == "li" for one in element)
        for child in element:
            if not is_element(child) or child.tag in SILENT or child in self.book.notes.taken or self.inlines.hidden(child):
                continue
            number = _number(child.get("value"), number)
            if child.tag == "li":
                body = self.blocks(child)
            else:
                inner: Stream = []
                self._block(child, inner) if self._is_block(child) else self._flush(child, self.inlines.child(child), inner)
                body = flat(inner)
            label, body = _item_label(child, body) if labelled else (f"{number}." if shown and child.tag == "li" else "", body)
            if body or label:
                yield Item(body, label, attrs=self.inlines.attrs(child), pos=self.inlines.pos(child))
            number += step

    def _definitions(self, element: etree._Element, out: Stream) -> None:
        """Terms are labels, what they mean follows."""
        for child in element:
            if not is_element(child) or child in self.book.notes.taken or self.inlines.hidden(child):
                continue
            if child.tag == "dt":
                content = self.inlines.line(child)
                if content:
                    out.append(Para(content, attrs=self.inlines.attrs(child, "label"), pos=self.inlines.pos(child)))
            elif child.tag == "dd":
                add(out, self.blocks(child), lambda body: Group(body, attrs=Attrs(role="definition")))
            else:
                self._block(child, out) if self._is_block(child) else None

    # ------------------------------------------------------------------------------------------------ tables

    def _table(self, element: etree._Element, out: Stream) -> None:
        caption: tuple[Inline, ...] = ()
        rows: list[Row] = []
        for part in element:
            if part.tag == "caption":
                caption = self.inlines.line(part)
            elif part.tag == "tr":
                rows.extend(self._row(part, False))
            elif part.tag in {"thead", "tbody", "tfoot"}:
                rows.extend(row for one in part if one.tag == "tr" for row in self._row(one, part.tag == "thead"))
            elif self._is_block(part):
                self._block(part, out)
        if rows:
            out.append(Table(tuple(rows), caption, pos=self.inlines.pos(element)))
        elif caption:
            out.append(Para(caption, attrs=Attrs(role="caption"), pos=self.inlines.pos(element)))

    def _row(self, element: etree._Element, head: bool) -> Iterator[Row]:
        cells = []
        for one in element:
            if one.tag in {"td", "th"} and one not in self.book.notes.taken:
                columns, rows = (min(max(1, _number(one.get(name), 1)), _WIDEST) for name in ("colspan", "rowspan"))
                body = self.blocks(one)
                header = one.tag == "th" or (head and self.book.own)
                cells.append(Cell(body, header, columns, rows, attrs=aligned(self.inlines.attrs(one), one)))
        if cells:
            yield Row(tuple(cells), attrs=self.inlines.attrs(element))

    # ------------------------------------------------------------------------------------------------ notes

    def note(self, body: etree._Element, member: str, label: str) -> tuple[Block, ...]:
        """The blocks of a note with the mark ``label``, its repetition and the links back left out."""
        repeated = [one for one in body.iter("a") if one in self.book.notes.back and shows_nothing(one, label)]
        for one in repeated:
            one.tag = "template"  # it is read no more
            shown = "".join(one.itertext()).strip()
            if shown and is_mark(shown):
                one.tail = _AFTER_MARK.sub("", one.tail or "")
        reader = self if member == self.member else Content(self.book, member, body, frozenset())
        blocks = reader.blocks(body)
        first = blocks[0] if blocks else None
        if isinstance(first, Para) and label and _start(first).startswith(label):
            lead = len(label)
            blocks = (replace(first, content=settled(walk.without_start(first.content, lead))), *blocks[1:])
        return blocks


def _start(para: Para) -> str:
    return next((one.text for one in para.content if isinstance(one, Text)), "")


def _lines(content: tuple[Inline, ...]) -> Iterator[tuple[Inline, ...]]:
    run: list[Inline] = []
    for one in (*content, LineBreak()):
        if not isinstance(one, LineBreak):
            run.append(one)
        elif run:
            found = settled(tuple(run))
            run = []
            if found:
                yield found


def _item_label(element: etree._Element, body: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """The printed label of an item of our own books, and what the item holds besides."""
    first = next((one for one in element.iter("span") if "label" in words(one)), None)
    head = body[0] if body else None
    label = text(first) if first is not None else ""
    if not label or not isinstance(head, Para) or not walk.flow(head.content).startswith(label):
        return "", body
    content = settled(walk.without_start(head.content, len(label)))
    return label, (replace(head, content=content), *body[1:]) if content else body[1:]


def _number(stated: str | None, default: int) -> int:
    try:
        return int(stated) if stated and len(stated) < 7 else default
    except ValueError:
        return default
