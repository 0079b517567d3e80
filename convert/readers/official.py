"""Official documents (公文, GB/T 9704-2012, 7.2 to 7.4) in plain text: what stands around their text is cut off before that is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from convert.diagnostics import Pos
from convert.model import walk
from convert.model.nodes import Attrs, Block, Document, LineBreak, Para, Section, Text, TitleLine
from convert.model.official import (
    FIRST,
    KIND,
    LONGEST,
    NUMBER,
    SIGNED,
    TITLE_LINES,
    attachment,
    below_signature,
    closing_lines,
    imprint,
    names_attachment,
    red_head,
    with_titles,
)

#: A line that begins with 附件 has it among so many characters.
_INDENT = 40
#: No imprint has more lines.
_MOST_CLOSING = 12
#: A line of a title that is not its first; lines that begin a text or a table.
_TITLE = re.compile(r"[\u3400-\u9fffA-Za-z0-9“”《》—-]{2,30}")
_STARTS = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十百]+[章节条]|.*\S(?:\t| {2,}|\u3000{2,})\S"
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment: the line 附件1, the lines of its title, and its text, below as many empty lines as there are lines before it."""

    label: str
    pos: Pos
    title: tuple[str, ...]
    text: str

    def section(self, document: Document) -> Section:
        """It as a section; ``document``: what was read from its text. What that has for a title is text of the attachment."""
        title = tuple(part for n, line in enumerate(self.title) for part in ((LineBreak(),) if n else ()) + (Text(line),))
        above = tuple(
            Para(line.content, attrs=Attrs(role="note" if line.role == "note" else ""), pos=line.pos)
            for line in walk.title_block(document.meta)
        )
        return Section(title, (*above, *document.body), self.label, attrs=Attrs(role="attachment"), pos=self.pos)


@dataclass(frozen=True, slots=True)
class Cut:
    """A plain text without the head, the title, the line that says whom it goes to (主送机关), attachments and the imprint, in the place of which it has
    empty lines. ``before``: an imprint that stands before the attachments.
    """

    text: str
    head: tuple[TitleLine, ...] = ()
    titles: tuple[TitleLine, ...] = ()
    receivers: tuple[Para, ...] = ()
    before: tuple[Para, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    closing: tuple[Para, ...] = ()

    def joined(self, document: Document, attached: Sequence[Document]) -> Document:
        """``document``, read from the text, with all of that again; ``attached``: what was read from the attachments."""
        found = tuple(one.section(made) for one, made in zip(self.attachments, attached, strict=True))
        before, closing = ((imprint(lines),) if lines else () for lines in (self.before, self.closing))
        body = (*document.body, *before, *found, *closing)
        if not self.head:
            return replace(document, body=body)
        meta, below = document.meta, walk.title_block(document.meta)
        opening: tuple[Block, ...] = self.receivers
        if self.titles:  # what was taken for a title is none
            opening += tuple(Para(line.content, attrs=Attrs(id=line.attrs.id), pos=line.pos) for line in below if line.role != "note")
            below = (*self.titles, *(line for line in below if line.role == "note"))
            meta = replace(meta, title="".join(walk.flow(line.content) for line in self.titles), kicker="", subtitle="")
        meta = replace(meta, title_block=(*self.head, *with_titles(below)))
        return replace(document, meta=meta, body=(*opening, *body))


def cut(text: str, name: str) -> Cut:
    """``text`` of the source called ``name`` in parts; all of it where there is no number at its head, no attachment and no imprint at its end."""
    lines = text.split("\n")
    head = _head(lines, [place for place, line in enumerate(lines) if line.strip()], name)
    below = head[-1].pos.line if head and head[-1].pos else 0
    for line in head:
        lines[line.pos.line - 1 if line.pos else 0] = ""
    filled = [place for place, line in enumerate(lines) if line.strip() and place >= below]
    titles, receivers = _opening(lines, filled, name) if head else ((), ())
    closing = _last_lines(lines, name)
    for node in (*titles, *receivers):
        lines[node.pos.line - 1 if node.pos else 0] = ""
    attachments = _attachments(lines, [place for place in filled if lines[place]], name, known=bool(head))
    before = _last_lines(lines, name) if attachments else ()
    whole = not (head or closing or attachments)
    return Cut(text if whole else "\n".join(lines), head, titles, receivers, before, attachments, closing)


def _head(lines: Sequence[str], filled: Sequence[int], name: str) -> tuple[TitleLine, ...]:
    """The lines of the red head, down to the number and its signers; nothing where there is none."""
    at = next((n for n, place in enumerate(filled[:FIRST]) if NUMBER.fullmatch(lines[place].strip())), None)
    if at is None:
        return ()
    while at + 1 < len(filled) and SIGNED.fullmatch(lines[filled[at + 1]].strip()):
        at += 1
    there = [TitleLine((Text(lines[n].strip()),), pos=Pos(n + 1, 1, name)) for n in filled[: at + 1]]
    return red_head(there)


def _attachments(lines: list[str], filled: Sequence[int], name: str, *, known: bool) -> tuple[Attachment, ...]:
    """What is attached, taken out of ``lines``. The first attachment stands below the date of a signature, or in a document ``known`` as official."""
    starts: list[int] = []
    number: int | None = None
    for n, place in enumerate(filled[:-1]):
        if "附" not in lines[place][:_INDENT] or (found := attachment(lines[place], number)) is None:
            continue
        above = (lines[filled[k]] for k in range(n - 1, -1, -1))
        if starts or (known and found) or below_signature(above):
            following = lines[filled[n + 1]].strip()
            if attachment(following, found) is None and (found or names_attachment(following)):
                starts.append(place)
                number = found
    made = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        first = next(place for place in range(start + 1, end) if lines[place].strip())
        count = _title_lines(lines[first:end])
        title = tuple(line.strip() for line in lines[first : first + count])
        lines[first : first + count] = [""] * count
        text = "\n" * (start + 1) + "\n".join(lines[start + 1 : end])
        made.append(Attachment(lines[start].strip(), Pos(start + 1, 1, name), title, text))
    if starts:
        lines[starts[0] :] = [""] * (len(lines) - starts[0])
    return tuple(made)


def _title_lines(lines: Sequence[str]) -> int:
    """How many of the first lines of an attachment are its title: the first, if it may be one, and short ones directly below it, if no text is."""
    if not names_attachment(lines[0].strip()) or _STARTS.match(lines[0].strip()):
        return 0
    count = 1
    while count < min(TITLE_LINES, len(lines)) and _TITLE.fullmatch(lines[count].strip()):
        count += 1
    below = lines[count].strip() if count < len(lines) else ""
    return 1 if below and not below.startswith(("（", "(")) else count


def _opening(lines: Sequence[str], filled: Sequence[int], name: str) -> tuple[tuple[TitleLine, ...], tuple[Para, ...]]:
    """The lines of the title, which ends with the kind of document, and the line below it that says whom the document goes to."""
    kinds = (n for n, place in enumerate(filled[:TITLE_LINES]) if KIND.search(lines[place].strip()))
    count = next(kinds, 0) + 1
    found = [(place, lines[place].strip()) for place in filled[:count]]
    if not found or any(text.endswith(("：", ":", "。")) or len(text) > LONGEST for _, text in found):
        return (), ()
    titles = tuple(TitleLine((Text(text),), attrs=Attrs(role="title"), pos=Pos(place + 1, 1, name)) for place, text in found)
    below = [place for place in filled[count : count + 1] if lines[place].rstrip().endswith(("：", ":")) and not lines[place][0].isspace()]
    return titles, tuple(Para((Text(lines[n].strip()),), attrs=Attrs(role="salutation"), pos=Pos(n + 1, 1, name)) for n in below)


def _last_lines(lines: list[str], name: str) -> tuple[Para, ...]:
    """The imprint at the end of a text, taken out of ``lines``; nothing of a text that is nothing else."""
    filled = [n for n, line in enumerate(lines) if line.strip()]
    last = filled[-_MOST_CLOSING:]
    found = closing_lines([lines[n] for n in last])
    if not found or len(filled) == len(last) - found[0].start:
        return ()
    made = []
    for one in found:
        texts = ["\u3000".join(lines[n].split()) for n in last[one.start : one.stop]]
        made.append(Para((Text(one.joint.join(texts)),), attrs=Attrs(role=one.role), pos=Pos(last[one.start] + 1, 1, name)))
    for n in last[found[0].start :]:
        lines[n] = ""
    return tuple(made)
