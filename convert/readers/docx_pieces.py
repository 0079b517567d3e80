"""From the lines of a story to headings and blocks: what each paragraph is, by its style and its label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from convert.model import walk
from convert.model.nodes import (
    Attrs,
    Block,
    Figure,
    Group,
    Image,
    Inline,
    Para,
    Quote,
    Rule,
    Text,
    Verse,
)
from convert.model.official import imprint
from convert.readers.docx_leaves import Leaf, dropped, inlines_of, is_blank, labelled, lines_of, text_of, trimmed, without
from convert.readers.docx_lists import Entry as ListEntry
from convert.readers.docx_lists import lists_of
from convert.readers.docx_story import Entry, Line, Solid
from convert.readers.labels import COUNTERS, read_label
from convert.readers.nesting import Dated, Head, Piece, Signed, captioned, contents, typed_label
from convert.readers.signatures import byline_of
from convert.readers.signs import is_drawn

#: Roles of styles that are roles of paragraphs.
_PARA_ROLES = frozenset(
    [
        "lead",
        "editor-note",
        "salutation",
        "question",
        "answer",
        "label",
        "closing",
        "signature",
        "note",
        "credit",
        "caption",
        "code",
        "unrecognised",
    ]
)
_LONGEST_SIGNATURE = 40
_LISTS = frozenset({"list", "bullets", "numbers"})
_BULLETS = re.compile(r"([●○■□◆◇▲△▪▫•·◎★☆➢✓❖])\s*")
_CONTENTS_WORDS = frozenset({"目录", "目次", "目錄", "目　录", "contents", "tableofcontents"})


def pieces_of(entries: Sequence[Entry], own: bool) -> list[Piece]:
    """What a story holds, headings still in the stream. ``own``: our own writer made the file, whose contents and bullets are its."""
    _claim_contents_titles(entries)
    shown = [one for one in entries if not (isinstance(one, Line) and _kind(one) == "blank")]
    pieces: list[Piece] = []
    for kind, run in groupby(shown, key=_kind):
        pieces.extend(_of_kind(kind, list(run), own))
    return list(captioned(pieces))


def _claim_contents_titles(entries: Sequence[Entry]) -> None:
    """The line 目录 directly above a table of contents belongs to it."""
    title: Line | None = None
    for one in entries:
        if isinstance(one, Line) and not one.empty:
            if one.contents and title is not None:
                title.contents = True
            words = walk.squeeze(one.text).casefold()
            title = one if one.style.role == "contents-title" or words in _CONTENTS_WORDS else None


def _kind(entry: Entry) -> str:
    """What a run of entries of one kind becomes."""
    if entry.contents:
        return "contents"
    if isinstance(entry, Solid):
        return "solid"
    role = entry.style.role
    if entry.empty:
        return "beside" if entry.beside else "rule" if role == "rule" or (entry.ruled and not entry.leaves) else "blank"
    if role == "title-title" or entry.level:
        return "head"
    if role == "title-author":
        return "byline"
    if role in {"byline", "dateline", "quote", "verse", "colophon", "enclosures", "imprint"}:
        return role
    if role in _LISTS or role == "list-continue" or entry.label:
        return "list"
    return "text"


def _of_kind(kind: str, run: list[Entry], own: bool) -> Iterator[Piece]:
    lines = [one for one in run if isinstance(one, Line)]
    match kind:
        case "contents":
            if not own:
                yield contents(_contents(run), lines[0].pos if lines else None)
        case "solid":
            yield from (one.block for one in run if isinstance(one, Solid))
        case "rule":
            yield Rule(pos=lines[0].pos)
        case "quote":
            yield Quote(tuple(block for one in lines for block in _text(one, "")), pos=lines[0].pos)
        case "colophon":
            yield Group(tuple(block for one in lines for block in _text(one, "")), attrs=Attrs(role="colophon"), pos=lines[0].pos)
        case "imprint":
            yield imprint([block for one in lines for block in _text(one, "")])
        case "enclosures":
            yield _enclosures(lines)
        case "verse":
            yield from _verses(lines)
        case "list":
            yield from lists_of([_list_entry(one, own) for one in lines])
        case _:
            for one in lines:
                yield from _single(kind, one, own)


def _single(kind: str, line: Line, own: bool) -> Iterator[Piece]:
    if line.style.gap:
        yield Rule(pos=line.pos)
    match kind:
        case "head":
            yield head_of(line, own)
        case "byline":
            text = plain(line)
            yield Signed(byline_of(text), text, line.pos)
        case "dateline":
            yield Dated(plain(line), line.pos)
        case "text" if line.style.role == "caption" and is_drawn(line.text.strip()):
            yield Rule(attrs=Attrs(data=(("label", line.text.strip()),)), pos=line.pos)
        case "text":
            role = "label" if line.style.role in {"title-subtitle", "title-kicker"} else line.style.role or _signed(line)
            yield from _text(line, role if role in _PARA_ROLES else "")
            return
        case _:
            pass
    yield from line.beside


def _signed(line: Line) -> str:
    """A short line at the right, whose style says nothing, is a signature or its date."""
    return "signature" if line.right and not line.beside and len(line.text.strip()) <= _LONGEST_SIGNATURE else ""


def _contents(run: Iterable[Entry]) -> Iterator[Block]:
    for one in run:
        if isinstance(one, Solid):
            yield one.block
        else:
            yield from _text(one, "")


# ------------------------------------------------------------------------------------------------ paragraphs


def plain(line: Line) -> str:
    """The text of a line with its label, line breaks as blanks."""
    return ((line.label.printed if line.label else "") + " ".join(line.text.split("\n"))).strip()


def content_of(line: Line, leaves: Sequence[Leaf] | None = None) -> tuple[Inline, ...]:
    """The inlines of a line, led by its label as text."""
    inlines = inlines_of(trimmed(line.leaves if leaves is None else leaves))
    return (Text(line.label.printed), *inlines) if line.label and line.label.printed else inlines


def _text(line: Line, role: str) -> Iterator[Block]:
    """A paragraph and what is drawn beside it; one that holds nothing but pictures gives figures."""
    shown = [one for one in line.leaves if not is_blank(one)]
    if shown and all(isinstance(one.inline, Image) for one in shown) and not line.label:
        for number, one in enumerate(shown):
            if isinstance(one.inline, Image):
                yield Figure(one.inline, attrs=line.attrs if number == 0 else Attrs(), pos=line.pos)
    elif shown or line.label:
        yield Para(content_of(line), attrs=replace(line.attrs, role=role), pos=line.pos)
    yield from line.beside


def _enclosures(lines: list[Line]) -> Block:
    """附件： with the list of their names, or one name."""
    found = re.match("附件[：:]\\s*", lines[0].text)
    label = found[0].strip() if found else ""
    first = replace(lines[0], leaves=trimmed(dropped(lines[0].leaves, found.end() if found else 0)))
    items = [first, *lines[1:]]
    if label and all(read_label(text_of(trimmed(one.leaves))) is not None for one in items):
        entries = [_list_entry(replace(one, style=replace(one.style, role="list")), True) for one in items]
        body: tuple[Block, ...] = (Para((Text(label),), pos=lines[0].pos), *lists_of(entries))
    else:
        body = tuple(block for one in lines for block in _text(one, ""))
    return Group(body, attrs=Attrs(role="enclosures"), pos=lines[0].pos)


def _verses(lines: list[Line]) -> Iterator[Block]:
    """Poems: a paragraph with line breaks is one; paragraphs without are the lines of one."""
    for whole, run in groupby(lines, key=lambda one: len(lines_of(one.leaves)) > 1):
        members = list(run)
        for group in [[one] for one in members] if whole else [members]:
            verses = tuple(inlines_of(trimmed(part)) for one in group for part in lines_of(one.leaves))
            yield Verse(verses, attrs=group[0].attrs, pos=group[0].pos)
            yield from (block for one in group for block in one.beside)


# ------------------------------------------------------------------------------------------------ headings


def head_of(line: Line, own: bool = False) -> Head:
    """A heading: Word's number, or the one that was typed, is its label. A title that comes late stands above all headings.

    Of a file of our ``own`` writer, which had it from another reader, the label tells volumes and chapters.
    """
    level = 0 if line.style.role == "title-title" else line.level
    label, leaves = labelled(trimmed(without(line.leaves, "strong")))
    title = inlines_of(leaves)
    if line.label and line.label.printed.strip():
        label, title = line.label.text, inlines_of(trimmed(without(line.leaves, "strong")))
    elif not label:
        label, title = typed_label(title)
    found = read_label(f"{label}\u3000") if own and label else None
    role = found.style if found is not None and found.style in {"volume", "chapter"} else ""
    return Head(level, title, label, replace(line.attrs, role=role) if role else line.attrs, line.pos)


# ------------------------------------------------------------------------------------------------ lists


def _list_entry(line: Line, own: bool) -> ListEntry:
    """A line of a list: its label is Word's, or stands at the head of its text where the style says that it is an item."""
    depth = line.style.depth
    blocks = tuple(_text(replace(line, label=None), "")) if not line.empty else tuple(line.beside)
    if line.label is not None:
        label = "" if own and line.label.bare else line.label.printed
        level = max(depth, line.label.level + 1)
        if not line.label.text.strip():  # pandoc numbers what goes on in an item with a blank
            return ListEntry(level, "", False, "", "", blocks, True, line.pos)
        list_ = f"num{line.label.list}"
        return ListEntry(level, label, line.label.ordered, line.label.counter, list_, blocks, False, line.pos, line.label.anew)
    leaves = trimmed(line.leaves)
    text = text_of(leaves)
    label, rest = labelled(leaves)
    if label:
        found = read_label(text)
        number = found.style if found is not None and found.text == label else ""
        counter = COUNTERS.get(number, "")
        ordered = bool(number) or (line.style.role != "bullets" and not _BULLETS.fullmatch(label))
        return ListEntry(depth, label, ordered, counter, f"marked-{counter}", _body(line, rest), False, line.pos)
    bullet = _BULLETS.match(text)
    if bullet:
        rest = dropped(leaves, bullet.end())
        return ListEntry(depth, bullet[1], False, "", "typed", _body(line, rest), False, line.pos)
    found = read_label(text)
    if found is not None and found.style != "alone" and line.style.role in _LISTS:
        rest = dropped(leaves, found.end)
        return ListEntry(depth, found.text, True, COUNTERS.get(found.style, ""), f"typed-{found.style}", _body(line, rest), False, line.pos)
    return ListEntry(depth, "", line.style.role == "numbers", "", "", blocks, line.style.role in {"list", "list-continue"}, line.pos)


def _body(line: Line, leaves: list[Leaf]) -> tuple[Block, ...]:
    content = inlines_of(trimmed(leaves))
    return (*((Para(content, attrs=line.attrs, pos=line.pos),) if content else ()), *line.beside)
