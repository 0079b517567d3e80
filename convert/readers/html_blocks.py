"""The blocks of HTML: from elements to the model, headings still in the stream.

Elements that only arrange (div, section, article, table cells of a layout) are walked through; a paragraph is a run of inlines between
two blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from lxml import etree

from convert.diagnostics import Report
from convert.model.nodes import (
    Attrs,
    Block,
    BulletList,
    Code,
    Figure,
    Group,
    Image,
    Inline,
    Item,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Para,
    Quote,
    Rule,
    Span,
    Table,
    Text,
)
from convert.readers import html_notes, html_tables
from convert.readers.html_inlines import Inlines
from convert.readers.html_tables import Out
from convert.readers.html_tree import HEADINGS, SILENT, Tree, number_of, words
from convert.readers.html_tree import texts as texts_of
from convert.readers.labels import COUNTERS_OF_HTML
from convert.readers.nesting import Head, unnested
from convert.readers.pictures import Pictures
from convert.readers.spaces import clean, line, paragraphs, raw, settled
from convert.zh.clreq import is_han

_COUNTER_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)")
_NOTES = frozenset(("doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote"))


class Blocks:
    """Makes blocks of a tree. ``skipped`` are elements left out, which may be read on their own later."""

    def __init__(self, tree: Tree, name: str, report: Report, beside: Callable[[str], bytes]) -> None:
        self.tree = tree
        self.name = name
        self.report = report
        self.pictures = Pictures(beside)
        self.notes = html_notes.find(tree)
        self.skipped: set[etree._Element] = set()
        self.note_elements = set(self.notes.bodies.values())
        self.inlines = Inlines(tree, name, report, self.pictures, self.notes, self.skipped, self._note_body)
        if any(len(element) for element in tree.deep):
            report.add("html.too-deep", "elements nested too deeply are read as plain text", pos=None)

    # ------------------------------------------------------------------------------------------------ flow

    def stream(self, element: etree._Element) -> Out:
        """The blocks and headings in ``element``."""
        out: Out = []
        self._flow(element, out)
        return out

    def _flow(self, element: etree._Element, out: Out) -> None:
        if element in self.tree.deep:
            self._flush(element, [Text(raw("\n".join(texts_of(element))))], out)
            return
        run: list[Inline] = [Text(raw(element.text))] if element.text else []
        for child in element:
            if self.tree.is_block(child) and child not in self.skipped and child.tag not in SILENT:
                self._flush(element, run, out)
                run = []
                self._block(child, out)
            else:
                run.extend(self.inlines.child(child))
            if child.tail:
                run.append(Text(raw(child.tail)))
        self._flush(element, run, out)

    def _flush(self, element: etree._Element, run: list[Inline], out: Out) -> None:
        """The paragraphs in a run of inlines that stand in ``element``."""
        if not run:
            return
        is_para = element.tag == "p"
        attrs = self.inlines.attrs(element, _role(element)) if is_para else Attrs()
        for content in paragraphs(run):
            pos = self.inlines.pos(element)
            match content:
                case (Image() as image,):
                    out.append(Figure(image, pos=pos))
                case (Image() as image, LineBreak(), *caption) if caption:
                    out.append(Figure(image, tuple(caption), attrs=attrs, pos=pos))
                case ((Span() | Link()) as stand_in, LineBreak(), *caption) if caption and stand_in.attrs.role == "image":
                    out.append(Para((stand_in,), attrs=attrs, pos=pos))
                    out.append(Para(tuple(caption), attrs=Attrs(role="caption"), pos=pos))
                case _:
                    out.append(Para(content, attrs=attrs, pos=pos))
                    attrs = replace(attrs, id="")

    def _block(self, element: etree._Element, out: Out) -> None:
        if element in self.note_elements:
            return
        start = len(out)
        handler = _HANDLERS.get(str(element.tag))
        if handler is None or element in self.tree.deep:
            self._flow(element, out)
        else:
            handler(self, element, out)
        attrs = self.inlines.attrs(element)
        if (attrs.id or (attrs.lang and element.tag not in ("html", "body"))) and len(out) > start:
            self._inherit(attrs, out, start)

    @staticmethod
    def _inherit(attrs: Attrs, out: Out, start: int) -> None:
        """The id of an element that only arranges goes to its first block, its language to all of them."""
        for i in range(start, len(out)):
            own = out[i].attrs
            id_ = own.id or (attrs.id if i == start else "")
            out[i] = replace(out[i], attrs=replace(own, id=id_, lang=own.lang or attrs.lang))

    def alone(self, element: etree._Element) -> Out:
        """The element itself, not only what it holds."""
        out: Out = []
        if self.tree.is_block(element):
            self._block(element, out)
        else:
            self._flush(element, self.inlines.child(element), out)
        return out

    def body(self, element: etree._Element) -> tuple[Block, ...]:
        """The blocks in ``element``, where no section can begin."""
        return unnested(self.stream(element))

    def _note_body(self, element: etree._Element) -> tuple[Block, ...]:
        return self.body(element)

    def line(self, element: etree._Element) -> tuple[Inline, ...]:
        """All of ``element`` as one line."""
        content = settled(tuple(self.inlines.content(element)))
        while content and isinstance(content[0], LineBreak):
            content = content[1:]
        while content and isinstance(content[-1], LineBreak):
            content = content[:-1]
        return tuple(_single_breaks(content))

    # ------------------------------------------------------------------------------------------------ headings, paragraphs

    def heading(self, element: etree._Element, out: Out) -> None:
        """h1 … h6; one that holds only pictures gives these."""
        content = self.line(element)
        pictures = [i for i in content if isinstance(i, Image)]
        if content and not any(not isinstance(i, (Image, LineBreak)) for i in content):
            out.extend(Figure(image, pos=self.inlines.pos(element)) for image in pictures)
        elif content:
            attrs, pos = self.inlines.attrs(element), self.inlines.pos(element)
            out.append(Head(int(str(element.tag)[1]), content, attrs=attrs, pos=pos))

    def quote(self, element: etree._Element, out: Out) -> None:
        """A quotation, where it holds anything."""
        self._wrap(out, self.body(element), lambda body: Quote(body, pos=self.inlines.pos(element)))

    def aside(self, element: etree._Element, out: Out) -> None:
        """A sidebar; a note that no mark leads to."""
        role = "notes" if not _NOTES.isdisjoint(words(element)) else "sidebar"
        self._wrap(out, self.body(element), lambda body: Group(body, attrs=Attrs(role=role), pos=self.inlines.pos(element)))

    @staticmethod
    def _wrap(out: Out, body: tuple[Block, ...], make: Callable[[tuple[Block, ...]], Block]) -> None:
        if body:
            out.append(make(body))

    def rule(self, element: etree._Element, out: Out) -> None:
        """A break, drawn or blank."""
        out.append(Rule(pos=self.inlines.pos(element)))

    def preformatted(self, element: etree._Element, out: Out) -> None:
        """Lines as they are, one Code each, line breaks between them; of Chinese prose and verse, paragraphs with these line breaks."""
        shown = "".join(texts_of(element)).expandtabs(4).replace("\r", "").removeprefix("\n").rstrip("\n")
        lines = shown.split("\n")
        if "data-language" not in element.attrib and _is_chinese(shown):
            run: list[Inline] = [piece for one in lines for piece in (Text(raw(one)), LineBreak())]
            self._flush(element, run[:-1], out)
            return
        content: list[Inline] = []
        for n, code in enumerate(lines):
            content.extend([LineBreak()] if n else [])
            content.extend([Code(clean(code))] if code else [])
        language = line(element.get("data-language") or "")
        if content or language:
            attrs = replace(self.inlines.attrs(element, "code"), data=(("language", language),) if language else ())
            out.append(Para(tuple(content), attrs=attrs, pos=self.inlines.pos(element)))

    def caption(self, element: etree._Element, out: Out) -> None:
        """A caption without a figure or table to belong to."""
        for part in paragraphs(self.inlines.content(element)):
            out.append(Para(part, attrs=Attrs(role="caption"), pos=self.inlines.pos(element)))

    def label(self, element: etree._Element, out: Out) -> None:
        """A summary or legend, and a term that is defined: a heading that opens no section."""
        content = self.line(element)
        if content:
            out.append(Para(content, attrs=Attrs(role="label"), pos=self.inlines.pos(element)))

    def figure(self, element: etree._Element, out: Out) -> None:
        """One picture, or one table, with its caption; anything else is walked through."""
        captions = list(element.iter("figcaption"))
        self.skipped.update(captions[:1])
        inner = self.stream(element)
        self.skipped.difference_update(captions[:1])
        caption = self.line(captions[0]) if captions else ()
        match inner:
            case [Figure(caption=()) as figure]:
                out.append(replace(figure, caption=caption))
            case [Table(caption=()) as table]:
                out.append(replace(table, caption=caption))
            case _:
                out.extend(inner)
                if captions:
                    self.caption(captions[0], out)

    # ------------------------------------------------------------------------------------------------ lists

    def bullets(self, element: etree._Element, out: Out) -> None:
        """An unordered list."""
        items = self._items(element, False)
        if items:
            out.append(BulletList(items, pos=self.inlines.pos(element)))

    def ordered(self, element: etree._Element, out: Out) -> None:
        """An ordered list. Labels are the browser's, so none is printed, unless the numbers do not run from 1."""
        style = _COUNTER_STYLE.search(element.get("style") or "")
        counter = style[1] if style else COUNTERS_OF_HTML.get(element.get("type") or "1", "decimal")
        numbered = element.get("start", "1").strip() != "1" or "reversed" in element.attrib or any(li.get("value") for li in element)
        items = self._items(element, numbered and counter == "decimal")
        if items:
            out.append(OrderedList(items, counter, pos=self.inlines.pos(element)))

    def _items(self, element: etree._Element, numbered: bool) -> tuple[Item, ...]:
        count = sum(c.tag == "li" for c in element)
        backwards = "reversed" in element.attrib
        number = number_of(element, "start", count if backwards else 1)
        items = _Items()
        items.join(self.bare(element.text))
        for child in element:
            if child.tag == "li" and child not in self.note_elements and child not in self.skipped:
                number = number_of(child, "value", number)
                label = child.get("data-label") or (f"{number}." if numbered else "")
                items.add(self.body(child), label, self.inlines.attrs(child))
                number += -1 if backwards else 1
            elif child.tag != "li" and child.tag not in SILENT and child not in self.skipped:
                items.join(unnested(self.alone(child)))
            items.join(self.bare(child.tail))
        return items.made()

    def bare(self, loose: str | None) -> tuple[Block, ...]:
        """Text that stands where only elements should."""
        return tuple(Para(p) for p in paragraphs([Text(raw(loose))])) if loose and loose.strip() else ()

    def definitions(self, element: etree._Element, out: Out) -> None:
        """A group of labels and of groups with what they mean."""
        inner: Out = []
        self._flow(element, inner)
        self._wrap(out, unnested(inner), lambda body: Group(body, attrs=Attrs(role="definitions"), pos=self.inlines.pos(element)))

    def definition(self, element: etree._Element, out: Out) -> None:
        """What a term means."""
        self._wrap(out, self.body(element), lambda body: Group(body, attrs=Attrs(role="definition"), pos=self.inlines.pos(element)))

    # ------------------------------------------------------------------------------------------------ tables

    def table(self, element: etree._Element, out: Out) -> None:
        """A table; one that only arranges the page is walked through."""
        if html_tables.is_layout(self, element):
            self._flow(element, out)
            return
        captions = [c for c in element if c.tag == "caption"]
        stray: Out = []
        rows = html_tables.rows_of(self, element, stray)
        out.extend(stray)
        caption = self.line(captions[0]) if captions else ()
        if rows:
            out.append(Table(rows, caption, pos=self.inlines.pos(element)))
        elif caption:
            out.append(Para(caption, attrs=Attrs(role="caption"), pos=self.inlines.pos(element)))


def _is_chinese(text: str) -> bool:
    """Whether most letters are Han characters: no program, which text in <pre> may well not be."""
    letters = sum(map(str.isalnum, text))
    return bool(letters) and sum(map(is_han, text)) > 0.7 * letters


def _role(element: etree._Element) -> str:
    right = element.get("align", "").lower() == "right" or _RIGHT.search((element.get("style") or "").lower())
    return "signature" if right else ""


def _single_breaks(content: Iterable[Inline]) -> Iterator[Inline]:
    previous: Inline | None = None
    for inline in content:
        if not (isinstance(inline, LineBreak) and isinstance(previous, LineBreak)):
            yield inline
        previous = inline if not isinstance(inline, Note) else previous


class _Items:
    """Gathers the items of a list; blocks between two items belong to the one before them."""

    def __init__(self) -> None:
        self.found: list[tuple[list[Block], str, Attrs]] = []

    def add(self, body: tuple[Block, ...], label: str, attrs: Attrs) -> None:
        """An item, where it holds anything."""
        if body:
            self.found.append((list(body), label, attrs))

    def join(self, body: tuple[Block, ...]) -> None:
        """Blocks outside of any item."""
        if body and self.found:
            self.found[-1][0].extend(body)
        else:
            self.add(body, "", Attrs())

    def made(self) -> tuple[Item, ...]:
        """The items."""
        return tuple(Item(tuple(body), label, attrs=attrs) for body, label, attrs in self.found)


Handler = Callable[[Blocks, etree._Element, Out], None]

_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(HEADINGS, Blocks.heading),
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), Blocks.preformatted),
    **dict.fromkeys(("ul", "menu", "dir"), Blocks.bullets),
    **dict.fromkeys(("dt", "summary", "legend"), Blocks.label),
    **dict.fromkeys(("figcaption", "caption"), Blocks.caption),
    "blockquote": Blocks.quote,
    "aside": Blocks.aside,
    "hr": Blocks.rule,
    "figure": Blocks.figure,
    "ol": Blocks.ordered,
    "dl": Blocks.definitions,
    "dd": Blocks.definition,
    "table": Blocks.table,
}
