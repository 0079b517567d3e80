"""A story that was cut into several files of plain text: put together again before it is read, since the cuts may be anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from convert.diagnostics import Pos, Report, Severity
from convert.formats import reader_for
from convert.model import walk
from convert.model.nodes import Block, Document, Section
from convert.source import Source
from convert.transforms.merged import natural
from convert.zh.numerals import to_int

_NUMBER = re.compile("[0-9０-９]+|[〇零一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]+")
#: What a paragraph ends with: behind anything else the next file goes on in the same line.
_ENDS = tuple("。！？!?…”’」』）)】》〉；;：:—~～*＊=-")


def one_story(pieces: Sequence[tuple[Source, Document]], report: Report) -> Source | None:
    """The pieces in the order of their names as one source, where their chapters count on from file to file; None where they do not.

    A title that is printed again at the head of a later piece is left out, which ``report`` is told.
    """
    if len(pieces) < 2 or any(source.hints != pieces[0][0].hints or reader_for(source.name) != "text" for source, _ in pieces):
        return None
    pieces = sorted(pieces, key=lambda piece: natural(piece[0].name))
    if not _counts_on([_chapters(document.body) for _, document in pieces]):
        return None
    title = walk.squeeze(pieces[0][1].meta.title)
    text = ""
    for source, _ in pieces:
        text = _joined(text, _without_title(source, title if text else "", report))
    first, last = pieces[0][0].name, pieces[-1][0].name
    return Source(f"{first} – {last}", text.encode(), "utf-8")


def _chapters(body: Sequence[Block]) -> list[int]:
    return list(_numbers(body))


def _numbers(body: Sequence[Block]) -> Iterator[int]:
    for block in body:
        if isinstance(block, Section):
            found = _NUMBER.search(block.label) if block.role == "chapter" else None
            number = to_int(found[0]) if found else None
            if number is not None:
                yield number
            yield from _numbers(block.body)


def _counts_on(numbers: Sequence[Sequence[int]]) -> bool:
    """Whether the chapters of each piece go on from those before: a piece may have none, a number may be missing at a cut."""
    there = [found for found in numbers if found]
    if len(there) < 2 or 2 * len(there) < len(numbers):
        return False
    return all(before[-1] < after[0] <= before[-1] + 2 for before, after in pairwise(there))


def _without_title(source: Source, title: str, report: Report) -> str:
    text = source.text(Report())
    head, feed, rest = text.lstrip("\n").partition("\n")
    if not title or walk.squeeze(head).strip("《》") != title.strip("《》"):
        return text
    message = "the title of the book is printed again in this part; it stands once in the volume"
    report.add("merge.repeated-title", message, severity=Severity.INFO, pos=Pos(1, 1, source.name))
    return rest if feed else ""


def _joined(before: str, after: str) -> str:
    """Two pieces of text; a paragraph that was cut goes on."""
    bare = before.rstrip("\n")
    goes_on = bare and after[:1] not in {"", "\n", " ", "\u3000", "\t"} and not bare.endswith(_ENDS) and before == bare
    return bare + after if goes_on else f"{bare}\n{after}" if bare else after
