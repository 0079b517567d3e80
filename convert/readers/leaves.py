"""What stands between the heads of a book: paragraphs, verse, and the rows that are no text, each run of them in a group of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from convert.diagnostics import Report
from convert.model.nodes import Attrs, Block, Group, Inline, Para, Span, Table, Text, Verse
from convert.readers.contents import is_word_for_contents
from convert.readers.couplets import length_of_couplet
from convert.readers.flowing import tidy_gaps
from convert.readers.handouts import stretches
from convert.readers.lines import Line
from convert.readers.tables import read_tables, report_strokes
from convert.readers.verse import LONGEST_LINE, LONGEST_POEM, length_of_verse, may_be_verse
from convert.readers.wraps import Wrap, joined
from convert.zh.characters import HAN

#: The role of the row at an offset, where it is no text; "" where it is.
RoleOf = Callable[[int], str]

_CUE = re.compile("(?:[诗詩词詞歌赋賦赞贊讚偈联聯铭銘]{1,2}[曰云云道]|为证|為證|正是|有[诗詩词詞])[^。]{0,4}[：:︰]?[”」]?$")
_HALVES = re.compile(f"[{HAN}]{{3,9}}[，、；,\\s][{HAN}]{{3,9}}[。！？；，]?$|[{HAN}]{{4,9}}[，。；！？]?$")
_LONGEST_INDENTED = 40
_PLAIN = Attrs()


@dataclass(frozen=True, slots=True)
class Form:
    """How the rows of a book are kept: hard-wrapped or not; the indent that all its prose has, None where it has several."""

    wrap: Wrap | None
    depth: int | None

    @staticmethod
    def of(rows: Sequence[Line], wrap: Wrap | None) -> Form:
        """The form of ``rows``."""
        depths = Counter(row.depth for row in rows)
        usual, count = depths.most_common(1)[0] if depths else (0, 0)
        return Form(wrap, usual if count * 10 >= len(rows) * 9 else None)


def blocks(rows: Sequence[Line], role_of: RoleOf, form: Form, name: str, report: Report) -> list[Block]:
    """The blocks that ``rows`` make."""
    made: list[Block] = []
    start = 0
    while start < len(rows):
        role = role_of(start)
        end = start + 1
        while end < len(rows) and role_of(end) == role:
            end += 1
        run = rows[start:end]
        if role == "table":
            made.extend(_tables(run, name, report))
        elif role:
            made.append(group(run, role, name, report))
        else:
            made.extend(_text(joined(run, form.wrap), form.depth, name, report))
        start = end
    return made


def _tables(rows: Sequence[Line], name: str, report: Report) -> Iterator[Table]:
    """The tables that stand one behind the other in ``rows``."""
    start = 0
    for read in read_tables(rows, name):
        for row in rows[start : start + read.lines]:
            report.explain(row.pos(name), "table row", "cells parted by strokes or tabs", 0.8, row.text)
        report_strokes(read.strokes, rows[start].pos(name), report)
        yield read.table
        start += read.lines


def group(rows: Sequence[Line], role: str, name: str, report: Report) -> Group:
    """Rows that are no text, set aside as they are."""
    body = []
    for row in rows:
        report.explain(row.pos(name), role, _BECAUSE[role], 0.85, row.text)
        label = role == "contents" and is_word_for_contents(row.text)
        body.append(
            Para((Text(tidy_gaps(row.text), pos=row.pos(name)),), attrs=Attrs(role="label") if label else _PLAIN, pos=row.pos(name))
        )
    return Group(tuple(body), attrs=Attrs(role=role), pos=rows[0].pos(name))


_BECAUSE = {
    "contents": "heads with no text between them: a table of contents",
    "furniture": "a running head, a page number, a line of signs, or an instruction of a page",
    "licence": "the terms of who hands the text on",
    "advertising": "the words of a site or a maker of electronic books",
}


def _text(lines: list[Line], depth: int | None, name: str, report: Report) -> list[Block]:
    made: list[Block] = []
    index = 0
    while index < len(lines):
        end = _verse_end(lines, index, depth)
        if end > index:
            made.append(_verse(lines[index:end], name, report))
            index = end
            continue
        line = lines[index]
        pos = line.pos(name)
        report.explain(pos, "paragraph", "text of the book", 0.9, line.text)
        made.append(Para(_content(line, name), pos=pos))
        index += 1
    return made


def _content(line: Line, name: str) -> tuple[Inline, ...]:
    """The text of a paragraph, what a site has put into it in spans."""
    made: list[Inline] = []
    done = 0
    for start, end in stretches(line.text):
        if start > done:
            made.append(Text(tidy_gaps(line.text[done:start]), pos=line.pos(name, done)))
        place = line.pos(name, start)
        made.append(Span((Text(tidy_gaps(line.text[start:end]), pos=place),), attrs=Attrs(role="advertising"), pos=place))
        done = end
    if done < len(line.text):
        made.append(Text(tidy_gaps(line.text[done:]), pos=line.pos(name, done)))
    return tuple(made)


def _verse(lines: Sequence[Line], name: str, report: Report) -> Verse:
    for line in lines:
        report.explain(line.pos(name), "verse", "short lines of one metre, or below words that announce verse", 0.75, line.text)
    return Verse(tuple((Text(tidy_gaps(line.text), pos=line.pos(name)),) for line in lines), pos=lines[0].pos(name))


def _verse_end(lines: Sequence[Line], start: int, depth: int | None) -> int:
    """Where verse ends that begins at ``start``, ``start`` where none does. ``depth``: the indent that all prose has, if it has one."""
    if depth is not None and lines[start].depth > depth + 1:
        stop = start
        while stop < len(lines) and lines[stop].depth > depth + 1 and len(lines[stop].text) <= _LONGEST_INDENTED:
            stop += 1
        if stop > start + 1:
            return stop
    if len(lines[start].text) > LONGEST_LINE:
        return start
    couplet = length_of_couplet(lines[start - 1].text if start else "", [line.text for line in lines[start : start + 4]])
    if couplet:
        return start + couplet
    stop = start
    while stop < min(len(lines), start + LONGEST_POEM) and len(lines[stop].text) <= LONGEST_LINE:
        stop += 1
        if stop == start + 4 and not _announced(lines, start) and not may_be_verse([line.text for line in lines[start:stop]]):
            return start
    texts = [line.text for line in lines[start:stop]]
    if _announced(lines, start):
        announced = next((i for i, text in enumerate(texts) if not _HALVES.match(text)), len(texts))
        if announced:
            return start + announced
    return start + length_of_verse(texts, texts[0][-1] in "。！？")


def _announced(lines: Sequence[Line], start: int) -> bool:
    """Whether the line above ends with words that announce verse (诗曰：)."""
    return start > 0 and _CUE.search(lines[start - 1].text[-12:]) is not None
