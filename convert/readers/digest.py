"""Reads newspaper digests and articles: the profile ``digest`` of plain text.

The way: text → lines (``lines``) → a sign for each (``signs``) → header (``header``) and headings (``heads``) → what stands between them
(``bodies``) → the tree of sections, and the metadata of what was found. Every step is linear; every text gives a Document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from convert.diagnostics import Report, Severity
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
from convert.readers.couplets import mark_couplets
from convert.readers.days import last_day
from convert.readers.entries import with_entries
from convert.readers.extent import header_length, names_author
from convert.readers.flowing import tidy_heading
from convert.readers.forms import mark_forms
from convert.readers.heads import find_heads
from convert.readers.lines import Lines
from convert.readers.paragraphs import read_lines
from convert.readers.shapes import Head, Shape
from convert.readers.signs import Kind, Sign, read_sign
from convert.readers.stanzas import mark_stanzas
from convert.readers.tables import mark_rows
from convert.zh.script_signs import language


def read_signs(found: Lines) -> list[Sign]:
    """The signs of all lines: each seen alone, then the rows of tables, couplets and the stanzas of verse, which only their neighbours show."""
    signs = mark_rows(found.lines, mark_forms(found.lines, [read_sign(line) for line in found.lines]))
    return mark_stanzas(found.lines, mark_couplets(found.lines, signs, found.gaps_tell), found.gaps_tell)


def read_digest(text: str, name: str, title: str, report: Report) -> Document:
    """The document in ``text``, from the source called ``name``.

    ``title``: the title as it stands in the text, to part a header that can be read in several ways; "" where the user says nothing.
    """
    found = with_entries(read_lines(text), text)
    return assemble(text, found, read_signs(found), name, title, report)


def assemble(
    text: str,
    found: Lines,
    signs: list[Sign],
    name: str,
    title: str,
    report: Report,
    bodies: type[Bodies] = Bodies,
    rank: Callable[[list[Head]], list[Head]] = list,
) -> Document:
    """The document that lines and their signs make. ``bodies`` makes what stands between headings; ``rank`` has the last word on ranks."""
    count = header_length(found, signs)
    signs, heads = find_heads(found.lines, signs, count, found.gaps_tell)
    top = _read_header(found, count, title)
    if names_author(found.lines, signs, heads, count):
        top.parts.append(header.author_line(found.lines[count]))
        count += 1
    header.report_doubt(top, report, name)
    _report_form(found, title, top, name, report)
    meta = header.metadata(top, language(text), name)
    return _Builder(found, signs, rank(heads), bodies(found.lines, signs, name, report, found.gaps_tell)).document(meta, count)


# ------------------------------------------------------------------------------------------------ header


def _read_header(found: Lines, count: int, title: str) -> header.Header:
    lines = list(found.lines[:count])
    if not lines:
        return header.Header()
    if found.flat and not lines[0].indented:
        return header.with_subtitles(header.part_flat(lines[0], title), lines[1:])
    return header.part_lines(lines, found.indents_tell, title)


#: A line of so many characters is a whole text.
_WHOLE_TEXT = 800


def _report_form(found: Lines, title: str, top: header.Header, name: str, report: Report) -> None:
    """Say so where the line feeds are lost and something else, or nothing, parts the paragraphs; and where the user's title is unknown."""
    if found.mark and not found.flat:
        message = f"the line feeds are lost; the text was parted at {found.mark}"
        report.add("digest.flat-mark", message, severity=Severity.INFO, pos=found.lines[0].pos(name))
    long = next((line for line in found.lines if len(line.text) > _WHOLE_TEXT), None)
    if len(found.lines) == 1 and long is not None:
        message = f"{len(long.text)} characters stand in one line, and nothing parts it into paragraphs"
        hint = "put each paragraph in a line of its own, or two U+3000 before it"
        report.add("digest.one-paragraph", message, pos=long.pos(name), hint=hint)
    if title and title not in top.text_of("title"):
        report.add(
            "digest.unknown-title", f"the title “{title}” stands nowhere in the header", hint="give it as it is printed, gaps included"
        )


# ------------------------------------------------------------------------------------------------ tree


@dataclass(slots=True)
class _Open:
    """A section that is being filled."""

    head: Head
    body: list[Block] = field(default_factory=list)


class _Builder:
    """Puts the sections together."""

    def __init__(self, found: Lines, signs: list[Sign], heads: list[Head], bodies: Bodies) -> None:
        self.lines = found.lines
        self.signs = signs
        self.heads = heads
        self.name = bodies.name
        self.bodies = bodies
        self.people: list[Contributor] = []

    def document(self, meta: Meta, start: int) -> Document:
        """The whole document; its header ends before line ``start``."""
        end = self._colophon_start(start)
        body = self._tree(start, end)
        if end < len(self.lines):
            body.append(self._colophon(end))
        if not meta.date:
            iso, printed, page = last_day(line.text for line in self.lines[max(start, end - 3) :])
            meta = replace(meta, date=iso, date_printed=printed, page=page)
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
