"""Editions in another script: traditional from simplified, one region's from another's, and back to simplified.

The whole document is converted together: text, titles, bylines, labels, alternative texts, metadata, language tags. Each paragraph is
converted as one flow and cut again where its formatting begins. Names are decided once for the document.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby
from typing import Any, TypeVar

from convert.diagnostics import Pos, Report, Severity
from convert.model import walk
from convert.model.nodes import (
    Attrs,
    Block,
    Byline,
    Cell,
    Code,
    Contributor,
    Document,
    Emph,
    Figure,
    Group,
    Image,
    Inline,
    Item,
    Link,
    Meta,
    Node,
    Note,
    Para,
    Quote,
    Ruby,
    Section,
    Span,
    Strong,
    Table,
    Text,
    TitleLine,
    Verse,
)
from convert.model.rewriting import Rewrite, relabelled, rewrite
from convert.transforms import review
from convert.zh import kept as keeping
from convert.zh import script
from convert.zh.cells import Cells, cut, joined
from convert.zh.doubts import Doubtful
from convert.zh.phrases import NONE, Phrases
from convert.zh.script import Route
from convert.zh.vocabulary import MEASURES

N = TypeVar("N", bound=Node)
Flow = tuple[Inline, ...]
_MARKS = ("「", "」", "『", "』")
#: Of a passage that is left so many characters are told.
_SHOWN = 20
#: The text of a leaf, whether it stays as it is, and its place in the source.
Leaf = tuple[str, bool, Pos | None]


@dataclass(frozen=True, slots=True)
class Traditional:
    """The edition of a document in ``language``: zh-Hant, zh-Hant-TW or zh-Hant-HK; also zh-Hans of a document in traditional script.

    Characters and quotation marks change; words only where ``vocabulary`` is tw or hk. ``choices`` are a user's dictionary. Left alone are program text, addresses, ``Span(role="keep")``, readings of ruby,
    nodes in another language, and paragraphs that are in the target's script already. Raises OptionError where ``language`` or the
    document's is not Chinese.
    """

    language: str = "zh-Hant-TW"
    vocabulary: str = ""
    choices: Phrases = NONE

    def __call__(self, document: Document, report: Report) -> Document:
        """The document of the edition; quotation marks without counterpart are reported."""
        way = script.route(self.language, document.meta.language, self.vocabulary)
        persons = _persons(document) if way.source == "s" else script.NOBODY
        edition = _Edition(way, self.language, report, persons, self.choices.of(self.language))
        body = edition.node(Group(document.body)).body
        return replace(document, meta=edition.meta(document.meta), body=body)


@dataclass(frozen=True, slots=True)
class Marks:
    """The document with all its quotation marks of one ``kind``, by nesting: ``corner`` 「」『』 or ``curly`` “”‘’. Nothing else changes."""

    kind: str

    def __call__(self, document: Document, report: Report) -> Document:
        """The new document; quotation marks without counterpart are reported."""
        same = script.script_of(document.meta.language)
        way = Route(same, same, marks=self.kind)
        edition = _Edition(way, document.meta.language, report, script.NOBODY, NONE)
        return replace(document, meta=edition.meta(document.meta), body=edition.node(Group(document.body)).body)


def _persons(document: Document) -> Phrases:
    """The persons of a document: of its bylines, its contributors, its spans, and those found in its text."""
    flows = list(walk.flows(document))
    sections = [section for _, section in walk.sections(document.body)]
    named = [byline.name for section in sections for byline in section.byline]
    named += [contributor.name for contributor in document.meta.contributors]
    named += [walk.flow(span.content) for flow in flows for span in _person_spans(flow)]
    return script.persons_in(map(walk.flow, flows), named)


def _person_spans(inlines: Iterable[Inline]) -> Iterator[Span]:
    for inline in inlines:
        if isinstance(inline, Span) and inline.role == "person":
            yield inline
        elif isinstance(inline, (Emph, Strong, Span, Ruby, Link)):
            yield from _person_spans(inline.content)


class _Edition:
    """One conversion of one document."""

    def __init__(self, way: Route, language: str, report: Report, persons: Phrases, choices: Phrases) -> None:
        self.way = way
        self.language = language
        self.report = report
        self.persons = persons
        self.choices = choices

    # ---- nodes

    def node(self, node: N) -> N:
        """The node with all its text converted, what stands below it included."""
        if self._foreign(node):
            return node
        node = self._with_flows(self._with_strings(node))
        changes = {}
        for field in fields(node):
            value = getattr(node, field.name)
            new = self._children(value)
            if new is not value:
                changes[field.name] = new
        return replace(node, **changes) if changes else node

    def _children(self, value: Any) -> Any:
        if isinstance(value, Node):
            return self.node(value)
        if isinstance(value, tuple):
            new = tuple(self._children(v) for v in value)
            return new if any(a is not b for a, b in zip(new, value, strict=True)) else value
        return value

    def _foreign(self, node: Node) -> bool:
        """Whether the node's text stays as it is."""
        lang = node.attrs.lang
        if lang and not self._from_here(lang):
            return True
        match node:
            case Code():
                return True
            case Span():
                return node.role == "keep"
            case Para():
                return node.role == "code"
            case _:
                return False

    def _from_here(self, lang: str) -> bool:
        """Whether a language tag names the script that is converted."""
        if lang.lower().split("-")[0] != "zh":
            return False
        return (script.script_of(lang) == "s") == (self.way.source == "s")

    # ---- strings

    def string(self, text: str) -> str:
        """A text that stands alone."""
        return joined(script.convert_paragraphs([text], self.way, persons=self.persons, choices=self.choices).cells[0])

    def _attrs(self, attrs: Attrs) -> Attrs:
        if attrs.lang:
            attrs = replace(attrs, lang=self.language)
        if attrs.get("label"):
            attrs = relabelled(attrs, self.string)
        return attrs

    def _with_strings(self, node: N) -> N:
        """The node with its language tag and the strings that belong to no flow converted."""
        changes: dict[str, Any] = {}
        match node:
            case Section():
                changes = {"label": self.string(node.label), "dateline": self.string(node.dateline)}
            case Item() | Note():
                changes = {"label": self.string(node.label)}
            case Image():
                changes = {"alt": self.string(node.alt)}
            case Byline():
                changes = self._byline(node)
            case _:
                pass
        if node.attrs.lang or node.attrs.data:
            changes["attrs"] = self._attrs(node.attrs)
        return replace(node, **changes) if changes else node

    def _byline(self, byline: Byline) -> dict[str, str]:
        return {
            "position": self.string(byline.position),
            "name": self.string(byline.name),
            "printed": self._printed(byline.printed, byline.name),
        }

    def _printed(self, printed: str, name: str) -> str:
        """A byline as printed: the name in it, though it be spread (白　涛), becomes what the name becomes."""
        found = list(re.finditer(r"\s*".join(map(re.escape, name)), printed)) if name else []
        new = self.string(name)
        if not found or len(new) != len(name):
            return self.string(printed)
        start, end = found[-1].span()
        letters = iter(new)
        spread = "".join(char if char.isspace() else next(letters) for char in printed[start:end])
        return self.string(printed[:start]) + spread + self.string(printed[end:])

    def meta(self, meta: Meta) -> Meta:
        """The metadata, its language that of the edition."""
        rules = Rewrite(string=self.string, contributor=self._contributor)
        bare = rewrite(Document(replace(meta, title_block=()), ()), rules).meta
        title_block = tuple(self.node(line) for line in meta.title_block)
        return replace(bare, title_block=title_block, language=self.language)

    def _contributor(self, contributor: Contributor) -> Contributor:
        return replace(contributor, name=self.string(contributor.name), position=self.string(contributor.position))

    # ---- flows

    def _with_flows(self, node: N) -> N:
        """The node with the flows that belong to it converted: a heading's, a caption's, those of the paragraphs in its body."""
        match node:
            case Section():
                return replace(node, title=self._flow(node.title, node.pos), body=self._body(node.body))
            case Item() | Cell() | Quote() | Group() | Note():
                return replace(node, body=self._body(node.body))
            case Verse():
                return replace(node, lines=tuple(self.flows(node.lines, [node.pos] * len(node.lines))))
            case Table() | Figure():
                return replace(node, caption=self._flow(node.caption, node.pos))
            case TitleLine():
                return replace(node, content=self._flow(node.content, node.pos))
            case _:
                return node

    def _flow(self, flow: Flow, pos: Pos | None) -> Flow:
        return self.flows([flow], [pos])[0]

    def _body(self, body: tuple[Block, ...]) -> tuple[Block, ...]:
        """``body`` with the flows of its own paragraphs converted, neighbours together."""
        blocks: list[Block] = []
        for together, group in groupby(body, lambda block: isinstance(block, Para) and not self._foreign(block)):
            members = list(group)
            if together:
                paras = [block for block in members if isinstance(block, Para)]
                flows = self.flows([para.content for para in paras], [para.pos for para in paras])
                members = [replace(para, content=flow) for para, flow in zip(paras, flows, strict=True)]
            blocks += members
        return tuple(blocks)

    def flows(self, flows: Sequence[Flow], positions: Sequence[Pos | None]) -> list[Flow]:
        """Flows that follow one another, converted and cut again at their leaves."""
        leaves = [list(self._leaves(flow, False)) for flow in flows]
        texts = ["".join(text for text, _, _ in flow) for flow in leaves]
        kept = {number: offsets for number, flow in enumerate(leaves) if (offsets := _kept_offsets(flow))}
        converted = script.convert_paragraphs(texts, self.way, kept=kept, persons=self.persons, choices=self.choices)
        decided = {(number, at) for number, text in enumerate(texts) for at in self._decided(text)}
        for number, offset in converted.unbalanced:
            if (number, offset) not in decided:
                self._report_quote(texts[number], converted.cells[number], offset, _place(leaves[number], offset) or positions[number])
        for (number, offset), word, new in converted.replaced:
            if (number, offset) not in decided:
                place = _place(leaves[number], offset) or positions[number]
                self._report_word(texts[number], converted.cells[number], (offset, word, new), place)
        for number, (cells, flow) in enumerate(zip(converted.cells, leaves, strict=True)):
            self._report_alignment(cells, flow, positions[number])
            self._report_japanese(texts[number], positions[number])
            if self.report.reviewing:
                self._doubt(texts[number], kept.get(number, frozenset()), cells, flow, positions[number])
        pieces = [cut(cells, [len(text) for text, _, _ in flow]) for cells, flow in zip(converted.cells, leaves, strict=True)]
        return [walk.with_leaf_texts(flow, new) for flow, new in zip(flows, pieces, strict=True)]

    def _leaves(self, inlines: Iterable[Inline], kept: bool) -> Iterator[Leaf]:
        """The leaves of a flow as ``walk.leaf_texts`` has them, each with whether it stays as it is and its place."""
        for inline in inlines:
            stays = kept or self._foreign(inline)
            match inline:
                case Emph() | Strong() | Span() | Ruby() | Link():
                    yield from self._leaves(inline.content, stays)
                case _:
                    for text in walk.leaf_texts([inline]):
                        yield text, stays, inline.pos if isinstance(inline, Text) else None

    def _report_alignment(self, cells: Cells, leaves: Iterable[Leaf], pos: Pos | None) -> None:
        """Report cuts within a passage whose length has changed: it stays whole in the leaf where it begins."""
        start = 0
        for text, _, place in leaves:
            if text and not cells[start]:
                message = f"what “{text[:8]}” became could not be parted from what stands before it"
                self.report.add("traditional.failed-alignment", message, pos=place or pos)
            start += len(text)

    def _report_japanese(self, text: str, pos: Pos | None) -> None:
        stays = keeping.japanese(text) if self.way.crosses else ""
        if stays:
            shown = stays if len(stays) <= _SHOWN else f"{stays[:_SHOWN]} …"
            self.report.add("traditional.japanese", f"“{shown}” was taken for Japanese and left as it is", severity=Severity.INFO, pos=pos)

    def _report_word(self, text: str, cells: Cells, found: tuple[int, str, str], pos: Pos | None) -> None:
        """Tell that a word of ``text`` was replaced; what a reviewer decides of it holds for the word wherever it stands."""
        offset, word, new = found
        self.report.add("traditional.word-replaced", f"{word} became {new}", severity=Severity.INFO, pos=pos)
        if self.report.reviewing:
            reason = "unit or number" if word in MEASURES else "vocabulary"
            told = review.doubt(text, cells, Doubtful(offset, len(word), (self._characters(word),), reason), self.language, pos)
            self.report.doubt(replace(told, phrase=word, frame=("", "")))

    def _characters(self, text: str) -> str:
        """A text in the edition's characters, with the words that it has."""
        return joined(script.convert_paragraphs([text], replace(self.way, vocabulary="", matters=())).cells[0])

    def _doubt(self, text: str, kept: Collection[int], cells: Cells, leaves: Sequence[Leaf], pos: Pos | None) -> None:
        """Tell the reviewer what is doubtful in a converted flow."""
        for doubt in script.doubts(text, self.way, cells, kept, self.persons, self.choices):
            pos_ = _place(leaves, doubt.offset) or pos
            self.report.doubt(review.doubt(text, cells, doubt, self.language, pos_))

    def _decided(self, text: str) -> Iterator[int]:
        """The offsets of ``text`` at which the user's dictionary says what stands there."""
        for offset, phrase, _ in self.choices.placed(text) if self.choices else ():
            yield from range(offset, offset + len(phrase))

    def _report_quote(self, text: str, cells: Cells, offset: int, pos: Pos | None) -> None:
        around = text[max(0, offset - 6) : offset + 7]
        message = f"the quotation mark {text[offset]} in “{around}” has no counterpart and was left"
        self.report.add("traditional.unbalanced-quote", message, pos=pos)
        if self.report.reviewing:
            others = tuple(mark for mark in _MARKS if mark != text[offset])
            found = Doubtful(offset, 1, others, "quotation mark without counterpart")
            self.report.doubt(review.doubt(text, cells, found, self.language, pos))


def _kept_offsets(leaves: Iterable[Leaf]) -> frozenset[int]:
    offsets: set[int] = set()
    start = 0
    for text, stays, _ in leaves:
        if stays:
            offsets.update(range(start, start + len(text)))
        start += len(text)
    return frozenset(offsets)


def _place(leaves: Iterable[Leaf], offset: int) -> Pos | None:
    """The place in the source of the character at ``offset`` of a flow."""
    for text, _, pos in leaves:
        if offset < len(text):
            return replace(pos, column=pos.column + offset) if pos else None
        offset -= len(text)
    return None
