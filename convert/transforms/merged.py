"""Several texts in one volume: in order, each once, chapters of one book going on from text to text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from convert.diagnostics import Pos, Report, Severity
from convert.model import walk
from convert.model.nodes import Attrs, Block, Document, Group, Inline, Meta, Para, Section, Text, TitleLine
from convert.transforms.relabelled import relabelled
from convert.zh.numerals import to_int


@dataclass(frozen=True, slots=True)
class Part:
    """A text of the volume: the name of its source, and its document."""

    name: str
    document: Document


def merged(parts: Sequence[Part], title: str, report: Report) -> Document:
    """The volume of ``parts`` (at least one), called ``title`` or else as their series. What is left out as a repetition is reported."""
    parts = [Part(part.name, relabelled(part.document, f"t{n}-")) for n, part in enumerate(in_order(parts), 1)]
    parts = _each_once(parts, report)
    body = _one_book(parts, report) if _is_one_book(parts) else tuple(_article(part, parts[0].document.meta.language) for part in parts)
    resources = tuple(resource for part in parts for resource in part.document.resources)
    return Document(_meta(parts, title), body, resources)


# ------------------------------------------------------------------------------------------------ order

_PARTS_OF_THREE = {"上": 1, "上篇": 1, "中": 2, "中篇": 2, "下": 3, "下篇": 3, "完": 99, "续": 50}
_NUMBER = re.compile("([0-9０-９]+|[〇零一二三四五六七八九十百千]+)")


def in_order(parts: Sequence[Part]) -> list[Part]:
    """By date where all have one, by instalment where all are of one series, else by name, numbers in names as numbers."""
    metas = [part.document.meta for part in parts]
    if all(meta.date for meta in metas) and len({meta.date for meta in metas}) > 1:
        return sorted(parts, key=lambda part: (part.document.meta.date, _instalment(part.document.meta), natural(part.name)))
    if all(meta.instalment for meta in metas) and len({walk.squeeze(meta.series) for meta in metas}) == 1:
        return sorted(parts, key=lambda part: (_instalment(part.document.meta), natural(part.name)))
    return sorted(parts, key=lambda part: natural(part.name))


def _instalment(meta: Meta) -> int:
    return _PARTS_OF_THREE.get(meta.instalment) or to_int(meta.instalment) or 0


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key by which 第2回 stands before 第十回, and a2 before a10."""
    pieces = (piece for piece in _NUMBER.split(name) if piece)
    return tuple((0, number, "") if (number := to_int(piece)) is not None else (1, 0, piece.casefold()) for piece in pieces)


# ------------------------------------------------------------------------------------------------ repetitions

_ALIKE = 0.85
_LEAST = 40


@dataclass(slots=True)
class _Known:
    """An article that was met: its text, also in pieces of four characters, and where it stands."""

    text: str
    shingles: frozenset[str]
    length: int
    part: int
    block: int
    name: str


class _Shelf:
    """The articles met so far, by title."""

    def __init__(self) -> None:
        self.known: dict[str, list[_Known]] = {}

    def meet(self, title: str, text: str, part: int, block: int, name: str) -> _Known | None:
        """The article that this one repeats; None, and it is remembered, where there is none."""
        shingles = frozenset(text[at : at + 4] for at in range(max(1, len(text) - 3)))
        for other in self.known.setdefault(title, []):
            smaller = min(len(shingles), len(other.shingles))
            if text == other.text:
                return other
            if len(shingles & other.shingles) >= _ALIKE * smaller and min(len(text), other.length) >= _LEAST:
                return other
        self.known[title].append(_Known(text, shingles, len(text), part, block, name))
        return None


def _each_once(parts: list[Part], report: Report) -> list[Part]:
    """The parts without those, and without those sections, that stand in an earlier one; of two the longer is kept."""
    texts, sections = _Shelf(), _Shelf()
    kept: list[Part] = []
    for part in parts:
        meta = part.document.meta
        text = walk.squeeze("".join(walk.block_texts(part.document.body)))
        other = texts.meet(walk.squeeze(meta.title), text, len(kept), 0, part.name)
        if other is None:
            kept.append(_without_repeated(part, len(kept), sections, report))
        else:
            _report(report, meta.title, part.name, kept[other.part].name, part.document.body)
            if len(text) > other.length:
                kept[other.part] = part
                other.length = len(text)
    return kept


def _without_repeated(part: Part, number: int, shelf: _Shelf, report: Report) -> Part:
    body: list[Block] = []
    for at, block in enumerate(part.document.body):
        if isinstance(block, Section) and block.role not in {"chapter", "volume"}:
            title = walk.squeeze("".join(walk.section_head_texts(block)))
            other = shelf.meet(title, walk.squeeze("".join(walk.block_texts(block.body))), number, at, part.name)
            if other is not None and other.part != number:
                _report(report, walk.flow(block.title), part.name, other.name, (block,))
                continue
        body.append(block)
    return replace(part, document=replace(part.document, body=tuple(body)))


def _report(report: Report, title: str, name: str, other: str, body: Sequence[Block]) -> None:
    pos = next((block.pos for block in body if block.pos), None) or Pos(1, 1, name)
    message = f"“{title}” stands in {other} already, with the same text or nearly; it is left out"
    report.add("merge.repeated", message, pos=pos, hint="give one of the two another title to have both")


# ------------------------------------------------------------------------------------------------ one book


def _is_one_book(parts: Sequence[Part]) -> bool:
    """Whether the parts are pieces of one book: all have chapters at the top, under one title or none."""
    titles = {walk.squeeze(part.document.meta.title) for part in parts} - {""}
    return len(titles) <= 1 and all(
        any(isinstance(block, Section) and block.role in {"chapter", "volume"} for block in part.document.body) for part in parts
    )


def _one_book(parts: Sequence[Part], report: Report) -> tuple[Block, ...]:
    """The chapters of all parts; what stands before the first chapter of a part goes on with the last one of the part before."""
    body: list[Block] = []
    for part in parts:
        for block in part.document.body:
            last = body[-1] if body else None
            if isinstance(last, Section) and _belongs_into(block, last):
                body[-1] = _within(last, block)
            else:
                body.append(block)
        if part is not parts[0] and walk.title_block(part.document.meta):
            message = "the title of the book is printed again in this part; it stands once in the volume"
            report.add("merge.repeated-title", message, severity=Severity.INFO, pos=Pos(1, 1, part.name))
    return tuple(body)


def _belongs_into(block: Block, last: Section) -> bool:
    """A chapter into the volume before it, loose text into the chapter before it; credits and notes at the end stay."""
    if isinstance(block, Section):
        return last.role == "volume" and block.role == "chapter"
    return not isinstance(block, Group)


def _within(section: Section, block: Block) -> Section:
    """``section`` with ``block`` at its end, loose text at the end of its last section."""
    inner = section.body[-1] if section.body else None
    if isinstance(inner, Section) and not isinstance(block, Section):
        return replace(section, body=(*section.body[:-1], _within(inner, block)))
    return replace(section, body=(*section.body, block))


# ------------------------------------------------------------------------------------------------ articles


def _article(part: Part, language: str) -> Section:
    """A text as an article of the volume: its title is the heading, the rest of its title block stands below."""
    meta = part.document.meta
    lines = walk.title_block(meta)
    title = next((line for line in lines if line.role == "title"), None)
    rest = tuple(Para(line.content, attrs=Attrs(role=line.role), pos=line.pos) for line in lines if line is not title)
    content: tuple[Inline, ...] = title.content if title is not None else (Text(meta.title or part.name),)
    attrs = Attrs(role="article", lang=meta.language if meta.language != language else "")
    return Section(content, rest + part.document.body, attrs=attrs, pos=title.pos if title else Pos(1, 1, part.name))


def _meta(parts: Sequence[Part], title: str) -> Meta:
    """What is known of the volume: what all parts share, and everybody named in any."""
    metas = [part.document.meta for part in parts]
    name = title or _common([meta.series for meta in metas]) or _common([meta.title for meta in metas]) or metas[0].title
    return Meta(
        title=name,
        title_block=(TitleLine((Text(name),), attrs=Attrs(role="title")),),
        contributors=tuple(dict.fromkeys(one for meta in metas for one in meta.contributors)),
        date=max(meta.date for meta in metas),
        publisher=_same([meta.publisher for meta in metas]),
        source=_same([meta.source for meta in metas]),
        rights=_same([meta.rights for meta in metas]),
        language=metas[0].language,
        keywords=tuple(dict.fromkeys(word for meta in metas for word in meta.keywords)),
    )


def _same(values: Sequence[str]) -> str:
    return values[0] if len(set(values)) == 1 else ""


def _common(values: Sequence[str]) -> str:
    """What all share: the whole, or a beginning of at least four characters."""
    if len(values) == 1 or len(set(values)) == 1:
        return values[0]
    shared = "".join(chars[0] for chars in takewhile(lambda chars: len(set(chars)) == 1, zip(*values, strict=False)))
    shared = shared.rstrip(" 　·（(—-：第")
    return shared if len(shared) >= 4 else ""
