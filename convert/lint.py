"""What looks like a slip of the pen in a text: marks without their counterpart, numbers left out, half-width marks, repetitions.

Works on the document, so on every format that can be read; nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from convert.counting import Count, gaps
from convert.diagnostics import Pos, Report
from convert.model import walk
from convert.model.nodes import Block, BulletList, Document, Figure, Group, Inline, OrderedList, Para, Quote, Section, Table, Verse
from convert.zh.characters import HAN
from convert.zh.quotes import corners, curls


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line: its text, and where its pieces begin in the source; ``kind`` is heading, text, verse or other."""

    text: str
    starts: tuple[tuple[int, Pos], ...]
    kind: str = "text"
    section: int = 0

    def pos(self, offset: int) -> Pos | None:
        """Where the character at ``offset`` stands."""
        found = next(((at, pos) for at, pos in reversed(self.starts) if at <= offset), None)
        return Pos(found[1].line, found[1].column + offset - found[0], found[1].source) if found else None


def lint(document: Document, report: Report) -> int:
    """Report what looks wrong in ``document``; returns how many findings there are."""
    before = len(report.diagnostics)
    lines = list(_printed(document))
    for rule in (_quotes, _brackets, _numbers, _half_width, _repeated):
        rule(lines, report)
    _bylines(document.body, report)
    report.diagnostics[before:] = sorted(report.diagnostics[before:], key=lambda d: d.pos or Pos(0))
    return len(report.diagnostics) - before


# ------------------------------------------------------------------------------------------------ printed lines


def _printed(document: Document) -> Iterator[Printed]:
    for line in walk.title_block(document.meta):
        if line.role != "furniture":
            yield _line("", line.content, line.pos, "other")
    yield from _of_blocks(document.body, "text", [0])


def _of_blocks(blocks: Iterable[Block], kind: str, section: list[int]) -> Iterator[Printed]:
    """The lines of ``blocks``; ``section`` counts the sections."""
    for block in blocks:
        match block:
            case Section():
                section[0] += 1
                yield _line(block.label, block.title, block.pos, "heading", section[0])
                yield from _of_blocks(block.body, kind, section)
            case Para():
                yield _line("", block.content, block.pos, kind if block.role in _PROSE else "other", section[0])
            case OrderedList() | BulletList():
                for item in block.items:
                    inner = list(_of_blocks(item.body, kind, section))
                    yield from [_labelled(item.label, item.pos, inner[0]), *inner[1:]] if inner else []
            case Group() if block.role in _NOT_OF_THE_TEXT:
                pass
            case Quote() | Group():
                yield from _of_blocks(block.body, kind if block.role in _PROSE else "other", section)
            case Verse():
                yield from (_line("", line, block.pos, "verse", section[0]) for line in block.lines)
            case Table():
                cells = (cell.body for row in block.rows for cell in row.cells)
                yield from (line for body in cells for line in _of_blocks(body, "other", section))
            case Figure():
                yield _line("", block.caption, block.pos, "other", section[0])
            case _:
                pass


_NOT_OF_THE_TEXT = frozenset({"furniture", "contents", "index"})
#: Roles of what is running text.
_PROSE = frozenset({"", "lead", "editor-note", "question", "answer", "letter", "sidebar", "unrecognised"})


def _line(label: str, inlines: Sequence[Inline], pos: Pos | None, kind: str, section: int = 0) -> Printed:
    starts: list[tuple[int, Pos]] = [(0, pos)] if pos else []
    offset = len(label)
    for inline in _leaves(inlines):
        if inline.pos:
            starts.append((offset, inline.pos))
        offset += len(walk.flow((inline,)))
    return Printed(label + walk.flow(inlines), tuple(starts), kind, section)


def _leaves(inlines: Iterable[Inline]) -> Iterator[Inline]:
    for inline in inlines:
        inner = getattr(inline, "content", None)
        if inner is None:
            yield inline
        else:
            yield from _leaves(inner)


def _labelled(label: str, pos: Pos | None, line: Printed) -> Printed:
    starts = [(0, pos)] if pos else []
    return Printed(label + line.text, (*starts, *((at + len(label), place) for at, place in line.starts)), line.kind, line.section)


def _add(report: Report, code: str, message: str, line: Printed, offset: int, hint: str = "") -> None:
    report.add(code, message, pos=line.pos(offset), hint=hint)


def _around(text: str, offset: int) -> str:
    return text[max(0, offset - 6) : offset + 7].strip()


# ------------------------------------------------------------------------------------------------ marks


def _quotes(lines: list[Printed], report: Report) -> None:
    texts = [line.text for line in lines]
    for number, offset in sorted({*corners(texts).unbalanced, *curls(texts).unbalanced}):
        line = lines[number]
        message = f"the quotation mark {line.text[offset]} has no counterpart: “{_around(line.text, offset)}”"
        _add(
            report,
            "lint.unbalanced-quote",
            message,
            line,
            offset,
            "close it, or take it out; a quotation of several paragraphs opens each and closes the last",
        )


_PAIRS = {"（": "）", "(": ")", "《": "》", "〈": "〉", "【": "】", "〔": "〕", "[": "]", "［": "］", "｛": "｝", "{": "}"}
_SAME = {"(": "（", ")": "）", "[": "［", "]": "］", "{": "｛", "}": "｝"}
_CLOSES = {_SAME.get(closing, closing): _SAME.get(opening, opening) for opening, closing in _PAIRS.items()}
_BRACKET = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_PAIRS.values())) + "]")
_NUMBER_BEFORE = re.compile(r"(?:^|[，。；：、\s])[0-9０-９a-zA-Z一二三四五六七八九十]{1,3}$")


def _brackets(lines: list[Printed], report: Report) -> None:
    """Brackets pair within a paragraph; what is left open may be closed by one of the next three."""
    left: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        opened: list[int] = []
        for found in _BRACKET.finditer(line.text):
            mark = _SAME.get(found[0], found[0])
            if mark not in _CLOSES:
                opened.append(found.start())
            elif not (
                _close(line.text, opened, _CLOSES[mark])
                or _close_earlier(lines, left, number, _CLOSES[mark])
                or _stands_alone(line.text, found.start())
            ):
                _bracket(report, line, found.start())
        left += [(number, offset) for offset in opened]
    for number, offset in left:
        _bracket(report, lines[number], offset)


def _close(text: str, opened: list[int], opening: str) -> bool:
    for at in range(len(opened) - 1, -1, -1):
        if _SAME.get(text[opened[at]], text[opened[at]]) == opening:
            del opened[at]
            return True
    return False


def _close_earlier(lines: list[Printed], left: list[tuple[int, int]], number: int, opening: str) -> bool:
    for at in range(len(left) - 1, -1, -1):
        row, offset = left[at]
        mark = lines[row].text[offset]
        if number - row > 3:
            return False
        if _SAME.get(mark, mark) == opening:
            del left[at]
            return True
    return False


def _stands_alone(text: str, offset: int) -> bool:
    """1) and 一） number an item; :) is a face."""
    return _NUMBER_BEFORE.search(text, 0, offset) is not None or (offset > 0 and text[offset - 1] in ":;-^")


def _bracket(report: Report, line: Printed, offset: int) -> None:
    message = f"the bracket {line.text[offset]} has no counterpart: “{_around(line.text, offset)}”"
    _add(report, "lint.unbalanced-bracket", message, line, offset, "add the other half, or take it out")


_BEFORE = f"[{HAN}”’」』）》】]"
_HALF_WIDTH = re.compile(
    f'(?<={_BEFORE})[,;:!?](?![A-Za-z0-9/])|(?<={_BEFORE})[,;:!?](?=[{HAN}“‘「『（《])|(?<=[{HAN}])\\.(?=[{HAN}“”]|\\s*$)|(?<=[{HAN}])[()]|[()](?=[{HAN}])|"(?=[{HAN}])|(?<=[{HAN}，。！？])"'
)
_ADDRESS = re.compile(r"\w+://\S+|\S+@\S+|www\.\S+")


def _half_width(lines: list[Printed], report: Report) -> None:
    """One finding a paragraph."""
    for line in lines:
        if line.text.isascii():
            continue
        text = _ADDRESS.sub(lambda found: "x" * len(found[0]), line.text)
        found = list(_HALF_WIDTH.finditer(text))
        if found:
            marks = " ".join(dict.fromkeys(one[0] for one in found))
            many = "a half-width mark stands" if len(found) == 1 else f"{len(found)} half-width marks stand"
            message = f"{many} in Chinese text: {marks} in “{_around(line.text, found[0].start())}”"
            _add(report, "lint.half-width", message, line, found[0].start(), "Chinese text takes ， ； ： ！ ？ 。 （ ） “ ” (GB/T 15834)")


# ------------------------------------------------------------------------------------------------ numbers, repetitions, bylines


def _numbers(lines: list[Printed], report: Report) -> None:
    counts = (Count(line.text, line.kind == "heading", line.section) for line in lines)
    relevant: Callable[[int], bool] = lambda number: lines[number].kind != "other"  # noqa: E731
    for gap in gaps(counts, relevant):
        line = lines[gap.paragraph]
        message = (
            f"{gap.missing} is missing: after {gap.before} comes {gap.label}"
            if gap.before
            else f"{gap.missing} is missing before {gap.label}"
        )
        _add(report, "lint.missing-item", message, line, gap.offset, "number anew, or add what was left out")


_LONG = 20


def _repeated(lines: list[Printed], report: Report) -> None:
    seen: dict[str, Printed] = {}
    for line in lines:
        text = walk.squeeze(line.text)
        if line.kind != "text" or len(text) < _LONG or text.isascii():
            continue
        first = seen.setdefault(text, line)
        if first is not line:
            place = first.pos(0)
            where = f"; it stands at {place.line}:{place.column} already" if place else ""
            _add(report, "lint.repeated", f"this paragraph comes again: “{line.text[:20]}…”{where}", line, 0, "take one of the two out")


def _bylines(blocks: Sequence[Block], report: Report) -> None:
    """Among neighbours most of which name their speaker, one that does not; it may have been taken for a part of the speech before it."""
    sections = [block for block in blocks if isinstance(block, Section)]
    named = [section for section in sections if section.byline]
    if len(named) >= 2 and len(named) * 2 > len(sections):
        for section in (*sections, *_swallowed(named)):
            if not section.byline and section.title and section.role not in {"letter", "appendix", "attachment"}:
                _no_byline("the heading", section.title, section.pos, len(named), report)
        for line in _unknown_headings(named):
            _no_byline("what may be a heading,", line.content, line.pos, len(named), report)
    for block in blocks:
        if isinstance(block, Section | Group):
            _bylines(block.body, report)


def _no_byline(what: str, title: Sequence[Inline], pos: Pos | None, others: int, report: Report) -> None:
    message = f"{what} “{walk.flow(title)}” has no byline, while {others} headings beside it have one".replace("\n", " ")
    hint = 'name the speaker below it, or tell the line with a hint: "…" = "byline"'
    report.add("lint.no-byline", message, pos=pos, hint=hint)


_LONGEST_HEADING = 40


def _unknown_headings(named: Sequence[Section]) -> Iterator[Para]:
    """Short lines within speeches of which the reader knew nothing, each above a paragraph: a heading without its speaker is such a line."""
    for section in named:
        for line, below in pairwise(section.body):
            if not isinstance(line, Para) or not isinstance(below, Para) or len(walk.flow(line.content)) > _LONGEST_HEADING:
                continue
            if line.role == "unrecognised" != below.role:
                yield line


def _swallowed(named: Sequence[Section]) -> list[Section]:
    """Unnumbered headings within speeches, where hardly any speech has one."""
    inner = [[block for block in section.body if isinstance(block, Section) and not block.label] for section in named]
    return [section for found in inner for section in found] if sum(map(bool, inner)) * 3 <= len(named) else []
