"""Reads newspaper digests and articles: the profile ``digest`` of plain text.

The way: text → lines (``lines``) → a sign for each (``signs``) → header (``header``) and headings (``heads``) → what stands between them
(``bodies``) → the tree of sections, and the metadata of what was found. Every step is linear; every text gives a Document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from convert.diagnostics import Report
from convert.model.nodes import (
    Attrs,
    Block,
    Byline,
    Contributor,
    Document,
    Group,
    Inline,
    LineBreak,
    Meta,
    Para,
    Section,
    Text,
)
from convert.readers import bylines, header
from convert.readers.bodies import Bodies
from convert.readers.flowing import tidy_heading
from convert.readers.heads import find_heads
from convert.readers.lines import Gap, Line, Lines, read_lines
from convert.readers.shapes import Head, Shape
from convert.readers.signs import Kind, Sign, read_sign
from convert.zh.script_signs import language


def read_digest(text: str, name: str, title: str, report: Report) -> Document:
    """The document in ``text``, from the source called ``name``.

    ``title``: the title as it stands in the text, to part a header that can be read in several ways; "" where the user says nothing.
    """
    found = read_lines(text)
    signs = [read_sign(line) for line in found.lines]
    count = _header_length(found, signs)
    signs, heads = find_heads(found.lines, signs, count, found.gaps_tell)
    top = _read_header(found, count, title)
    if _is_author(signs, heads, count):
        top.parts.append(header.author_line(found.lines[count]))
        count += 1
    header.report_doubt(top, report, name)
    meta = header.metadata(top, language(text), name)
    return _Builder(found.lines, signs, heads, name, report).document(meta, count)


# ------------------------------------------------------------------------------------------------ header


def _read_header(found: Lines, count: int, title: str) -> header.Header:
    lines = list(found.lines[:count])
    if not lines:
        return header.Header()
    if found.flat and count == 1:
        return header.part_flat(lines[0], title)
    return header.part_lines(lines, found.indents_tell)


def _is_author(signs: list[Sign], heads: list[Head], count: int) -> bool:
    """Whether the first line of the text names its author: a person, no heading, with a paragraph below."""
    if not 0 < count < len(signs) - 1 or signs[count].kind not in {Kind.BYLINE, Kind.NAME}:
        return False
    return signs[count + 1].kind in {Kind.PROSE, Kind.ITEM, Kind.EDITOR_NOTE, Kind.SALUTATION} and all(
        head.start != count for head in heads
    )


def _header_length(found: Lines, signs: list[Sign]) -> int:
    """How many lines the header has."""
    lines = found.lines
    if not lines:
        return 0
    if found.flat:
        return 0 if lines[0].indented or not _flat_title(lines[0]) else 1
    if found.indents_tell:
        return _leading(lines, signs, stop_at_indent=True)
    return _without_first_head(found, signs, _leading(lines, signs, stop_at_indent=False))


def _flat_title(line: Line) -> bool:
    return len(line.text) <= 90 and not line.text.endswith(("。", "；", "，"))


def _fits_header(lines: tuple[Line, ...], signs: list[Sign], index: int) -> bool:
    """Whether a line at the beginning could belong to a header."""
    text, kind = lines[index].text, signs[index].kind
    if header.is_furniture(text) or header.names_author(text) or (index and header.is_list_of_keywords(lines[index - 1].text)):
        return True
    if len(text) > header.LONGEST or "。" in text or text.endswith(("；", "，")) or text.startswith(("```", "{")):
        return False
    if kind in _NEVER_IN_HEADER or (kind is Kind.LABELLED and index and lines[index].indented):
        return False
    return not (text.startswith("#") and any(line.text.startswith("#") for line in lines[:index]))


_NEVER_IN_HEADER = frozenset(
    {Kind.SALUTATION, Kind.MINI, Kind.EDITOR_NOTE, Kind.CONTENTS, Kind.FIXED, Kind.HEADING, Kind.NUMBER, Kind.ITEM, Kind.EDITOR}
)
_LONGEST_HEADER = 24


def _leading(lines: tuple[Line, ...], signs: list[Sign], stop_at_indent: bool) -> int:
    """How many lines at the beginning could belong to a header; indented ones only where furniture of a page stands above them."""
    count = 0
    furnished = False
    for index, line in enumerate(lines[:_LONGEST_HEADER]):
        furnished = furnished or header.is_furniture(line.text)
        if (stop_at_indent and line.indented and not (furnished and index < 8)) or not _fits_header(lines, signs, index):
            break
        count += 1
    if furnished and signs[count - 1].kind is Kind.FURNITURE and all(header.is_furniture(line.text) for line in lines[:count]):
        return 0
    return count


def _without_first_head(found: Lines, signs: list[Sign], count: int) -> int:
    """Where nothing but order parts header and text: the first heading has the shape that the later headings have."""
    if count < 2:
        return count
    _, heads = find_heads(found.lines, signs, 0, found.gaps_tell)
    later = [head for head in heads if head.start >= count]
    first = next((head for head in heads if head.end == count and head.start < count), None)
    spoken = [head for head in later if head.shape is Shape.SPOKEN]
    if first is not None and first.shape is Shape.SPOKEN and spoken:
        titles = max(len(head.titles) for head in spoken[:3])
        return max(first.titles[-1] + 1 - titles, 1)
    if first is not None and first.shape is Shape.LED and any(head.shape is Shape.LED for head in later):
        return max(first.start, 1)
    if count > 1 and found.lines[count - 1].gap is Gap.BLANK and found.gaps_tell and sum(head.shape is Shape.PLAIN for head in later) > 1:
        return count - 1
    return count


# ------------------------------------------------------------------------------------------------ tree


@dataclass(slots=True)
class _Open:
    """A section that is being filled."""

    head: Head
    body: list[Block] = field(default_factory=list)


class _Builder:
    """Puts the sections together."""

    def __init__(self, lines: tuple[Line, ...], signs: list[Sign], heads: list[Head], name: str, report: Report) -> None:
        self.lines = lines
        self.signs = signs
        self.heads = heads
        self.name = name
        self.report = report
        self.bodies = Bodies(lines, signs, name, report)
        self.people: list[Contributor] = []

    def document(self, meta: Meta, start: int) -> Document:
        """The whole document; its header ends before line ``start``."""
        end = self._colophon_start(start)
        body = self._tree(start, end)
        if end < len(self.lines):
            body.append(self._colophon(end))
        return Document(
            replace(meta, contributors=_each_once((*_placed(meta.contributors, body), *self.people, *self.bodies.people))), tuple(body)
        )

    def _tree(self, start: int, end: int) -> list[Block]:
        top: list[Block] = []
        stack: list[_Open] = []
        heads = [head for head in self.heads if head.end <= end]
        top.extend(self.bodies.blocks(start, heads[0].start if heads else end))
        ends = [following.start for following in heads[1:]] + [end]
        for head, stop in zip(heads, ends, strict=False):
            while stack and stack[-1].head.rank >= head.rank:
                self._close(stack, top)
            stack.append(_Open(head))
            stack[-1].body.extend(self._after_head(head, stop))
        while stack:
            self._close(stack, top)
        return top

    def _after_head(self, head: Head, end: int) -> list[Block]:
        for index in range(head.start, head.end):
            if index in head.speakers:
                self.bodies.explain(index, "byline", self.signs[index].because, head.confidence)
            elif index not in head.reporters:
                self.bodies.explain(index, "heading", head.because, head.confidence)
        made: list[Block] = []
        for index in head.reporters:
            made.append(self.bodies.para(index, "credit"))
            self.people.extend(Contributor(name, "rpt") for name in bylines.reporters(self.lines[index].text))
        return made + self.bodies.blocks(head.end, end)

    def _close(self, stack: list[_Open], top: list[Block]) -> None:
        done = stack.pop()
        section = self._section(done.head, tuple(done.body))
        (stack[-1].body if stack else top).append(section)

    def _section(self, head: Head, body: tuple[Block, ...]) -> Section:
        label, title = self._title(head)
        speakers = tuple(self._byline(index, body) for index in head.speakers)
        return Section(
            title,
            body,
            label=label,
            byline=speakers,
            byline_first=head.shape is Shape.LED,
            attrs=Attrs(role=_section_role(head, body)),
            pos=self.lines[head.start].pos(self.name),
        )

    def _title(self, head: Head) -> tuple[str, tuple[Inline, ...]]:
        label = head.label.text if head.label is not None else ""
        content: list[Inline] = []
        for index in (*head.leading, *head.titles):
            line = self.lines[index]
            skip = head.label.end if head.label is not None and index == head.start else 0
            if line.text[skip:]:
                content.extend([LineBreak(pos=line.pos(self.name))] if content else [])
                content.append(Text(tidy_heading(line.text[skip:]), pos=line.pos(self.name, skip)))
        return label, tuple(content)

    def _byline(self, index: int, body: tuple[Block, ...]) -> Byline:
        line, reading = self.lines[index], self.signs[index].byline
        assert reading is not None  # find_heads takes only lines that read as bylines
        position = reading.position or _position_from_closing(body)
        self.people.append(Contributor(reading.name, "spk" if reading.position else "aut", position))
        return Byline(position, reading.name, line.text.replace("\t", " "), pos=line.pos(self.name))

    # -------------------------------------------------------------------------------- colophon

    def _colophon_start(self, start: int) -> int:
        """Where the credits at the end begin; a dateline or a note on the author may stand between them."""
        index = len(self.lines)
        while index > start and self.signs[index - 1].kind in {Kind.CREDIT, Kind.AUTHOR_NOTE, Kind.DATELINE}:
            index -= 1
        while index < len(self.lines) and self.signs[index].kind is not Kind.CREDIT:
            index += 1
        return index

    def _colophon(self, start: int) -> Group:
        body = [self.bodies.para(index, "credit") for index in range(start, len(self.lines))]
        return Group(tuple(body), attrs=Attrs(role="colophon"), pos=self.lines[start].pos(self.name))


_SECTION_ROLES = {"chapter": "chapter", "volume": "volume"}


def _section_role(head: Head, body: tuple[Block, ...]) -> str:
    if body and body[0].role == "salutation":
        return "letter"
    return _SECTION_ROLES.get(head.label.style, "") if head.label is not None else ""


def _position_from_closing(body: tuple[Block, ...]) -> str:
    """The post that a （作者为…） below the text gives, "" where there is none."""
    for block in reversed(body):
        if isinstance(block, Para) and block.role == "credit":
            position = bylines.closing_position("".join(inline.text for inline in block.content if isinstance(inline, Text)))
            if position:
                return position
    return ""


def _placed(people: tuple[Contributor, ...], body: Sequence[Block]) -> tuple[Contributor, ...]:
    """A single author of the whole text with the post that a closing note gives."""
    if len(people) != 1 or people[0].position:
        return people
    return (replace(people[0], position=_position_from_closing(tuple(body))),)


def _each_once(people: Iterable[Contributor]) -> tuple[Contributor, ...]:
    """The people in order, none twice in one role."""
    found: dict[tuple[str, str], Contributor] = {}
    for person in people:
        found.setdefault((person.name, person.role), person)
    return tuple(found.values())
