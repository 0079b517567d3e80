"""The head and the foot of an official document (公文, GB/T 9704-2012, 7.2 to 7.4) in the model, and how their parts are placed.

The head (版头) is the first lines of the title block: ``copy-number`` (份号), ``secrecy`` (密级和保密期限), ``urgency`` (紧急程度), ``issuer``
(发文机关标志), ``number`` (发文字号) and ``signer`` (签发人); a signer that follows the number stands on its line. The foot (版记) is a ``Group`` with the role
``imprint``, of paragraphs with the roles ``copies`` (抄送) and ``printing`` (印发机关和印发日期). The list of enclosures (附件说明) is a ``Group`` with the role
``enclosures``: the paragraph 附件： and a list, or one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from convert.model import walk
from convert.model.nodes import Attrs, Block, Document, Para, Span, Text, TitleLine

#: What stands in the upper left corner, in this order.
MARKINGS = ("copy-number", "secrecy", "urgency")
HEAD = frozenset({*MARKINGS, "issuer", "number", "signer"})
#: 签发人： at the head of the names.
SIGNER = re.compile(r"^[签簽][发發]人[：:]\s*")
_DATE = re.compile(r"[\d〇○零一二三四五六七八九十]{4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日")
#: 共印150份: how many were printed, on the line of who printed them or below it.
COUNT = r"[（(]?(?:共\s*印|印\s*[数數发發制製刷])\s*[：:]?\s*[\d〇○零一二三四五六七八九十百千]+\s*份[)）]?[。.]?"
DAY_PRINTED = rf"{_DATE.pattern}\s*印[发發](?:[\s，,]*{COUNT})?"
_PRINTING = re.compile(rf"(.+?)(?:\s+|(?<=[室厅廳局委部院处處会會府科心司团團]))({DAY_PRINTED})")
#: Characters from the right edge: a date under which a seal will be, and one without (7.3.5).
_SEALED, _UNSEALED, _BEHIND = 4.0, 2.0, 2.0


@dataclass(frozen=True, slots=True)
class Head:
    """The head in parts; ``rows``: the lines below the issuers, each with the number of the document, or a signer, or both."""

    markings: tuple[TitleLine, ...]
    issuers: tuple[TitleLine, ...]
    rows: tuple[tuple[TitleLine | None, TitleLine | None], ...]

    def __bool__(self) -> bool:
        return bool(self.markings or self.issuers or self.rows)


def parted(lines: Sequence[TitleLine]) -> tuple[Head, list[TitleLine]]:
    """The head of the title block, and the lines that are none of it."""
    rows: list[tuple[TitleLine | None, TitleLine | None]] = []
    for line in lines:
        if line.role == "number":
            rows.append((line, None))
        elif line.role == "signer" and rows and rows[-1][1] is None:
            rows[-1] = (rows[-1][0], line)
        elif line.role == "signer":
            rows.append((None, line))
    markings = tuple(line for line in lines if line.role in MARKINGS)
    issuers = tuple(line for line in lines if line.role == "issuer")
    return Head(markings, issuers, tuple(rows)), [line for line in lines if line.role not in HEAD]


def has_head(document: Document) -> bool:
    """Whether the document has a red head. It has no contents then: the standard knows none between its title and whom it goes to."""
    return any(line.role in {"issuer", "number"} for line in document.meta.title_block)


def issuing_bodies(lines: Sequence[TitleLine]) -> list[str]:
    """The names of those who issue a document: 某某市人民政府 of 某某市人民政府文件."""
    names = ["".join(walk.flow(line.content).split()) for line in lines if line.role == "issuer"]
    return [name.removesuffix("文件") or name for name in names]


def signer_content(text: str) -> tuple[Text | Span, ...]:
    """签发人：张三 as it is set: the names in a span of their own."""
    found = SIGNER.match(text)
    label, names = (text[: found.end()].strip(), text[found.end() :]) if found else ("", text)
    return (*((Text(label),) if label else ()), Span((Text(names.strip()),), attrs=Attrs(role="signer")))


def is_date(text: str) -> bool:
    """Whether ``text`` is a day as documents are dated with: 2012年7月1日."""
    return _DATE.fullmatch(text.strip()) is not None


def printing(text: str) -> tuple[str, str] | None:
    """The office that printed a document, and 2012年7月1日印发; None where ``text`` is no such line."""
    found = _PRINTING.fullmatch(text.strip())
    return (found[1].strip(), found[2]) if found else None


def signed(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """The runs of signatures that end with a date, as the places of their first and behind their last."""
    start = 0
    for place, block in enumerate((*blocks, None)):
        if isinstance(block, Para) and block.role in {"signature", "dateline"}:
            continue
        last = blocks[place - 1] if place - start >= 2 else None
        if isinstance(last, Para) and is_date(walk.flow(last.content)):
            yield start, place
        start = place + 1


def right_indents(widths: Sequence[float], room: float, *, sealed: bool) -> list[float]:
    """The right indents in em of a run of signatures of these ``widths`` in em, the last of which is the date, in a line of ``room`` em (GB/T 9704,
    7.3.5.1 and 7.3.5.2); none where one of them does not fit on it.
    """
    *names, date = widths
    if sealed:
        found = [_SEALED + (date - name) / 2 for name in names] + [_SEALED]
    else:
        longest = max(names)
        last = max(_UNSEALED, longest - date)
        found = [last + date + _BEHIND - name for name in names] + [last]
    over = max(0.0, -min(found))
    return [one + over for one in found] if max(widths) <= room else []
