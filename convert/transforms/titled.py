"""The title block as the user parts it, and the plain strings of the metadata that follow from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from convert.hints import TITLE_ROLES, MetaHint
from convert.model import walk
from convert.model.nodes import Attrs, Contributor, Inline, LineBreak, Meta, Text, TitleLine

_DASHES = re.compile("^[—－-]{2,}|[—－-]{2,}$")
_BRACKETS = re.compile(r"^[（(].*[）)]$")


def retitled(meta: Meta, hints: Iterable[MetaHint]) -> Meta:
    """``meta`` with its title block parted anew, so that each part of the title that a hint states is a line of its own."""
    block = walk.title_block(meta)
    for hint in hints:
        if hint.key in TITLE_ROLES:
            block = _parted(block, hint.key, hint.value)
    return meta if block == walk.title_block(meta) else replace(meta, title_block=block)


@dataclass(frozen=True, slots=True)
class _Char:
    """A character of the title block: the number of its line, its offset in it."""

    char: str
    line: int
    offset: int


def _parted(block: tuple[TitleLine, ...], role: str, words: str) -> tuple[TitleLine, ...]:
    """The block with ``words`` as a line with ``role``; what stands before and after is a kicker and a subtitle, where it was a title."""
    texts = [walk.flow(line.content).replace("\n", " ") for line in block]
    chars = [_Char(char, n, at) for n, text in enumerate(texts) for at, char in enumerate(text) if walk.squeeze(char)]
    start = "".join(one.char for one in chars).find(walk.squeeze(words))
    if start < 0 or not walk.squeeze(words):
        return block
    first, last = chars[start], chars[start + len(walk.squeeze(words)) - 1]
    if first.line == last.line and block[first.line].role == role and walk.squeeze(texts[first.line]) == walk.squeeze(words):
        return _only(block, first.line, role)
    above = [*block[: first.line], *_rest(block[first.line], texts[first.line][: first.offset], 0)]
    below = [*_rest(block[last.line], texts[last.line][last.offset + 1 :], last.offset + 1), *block[last.line + 1 :]]
    told = [
        texts[n][first.offset if n == first.line else 0 : last.offset + 1 if n == last.line else None]
        for n in range(first.line, last.line + 1)
    ]
    content: list[Inline] = []
    for n, text in enumerate(told):
        pos = block[first.line + n].pos
        content += ([LineBreak(pos=pos)] if content else []) + [Text(text, pos=pos)]
    line = TitleLine(tuple(content), attrs=Attrs(role=role), pos=block[first.line].pos)
    return _only((*above, line, *below), len(above), role)


def _rest(line: TitleLine, text: str, offset: int) -> list[TitleLine]:
    """What is left of a line that was cut."""
    bare = text.strip()
    if not bare:
        return []
    role = "tag" if offset and line.role == "title" and _BRACKETS.match(bare) else line.role
    return [TitleLine((Text(bare, pos=line.pos),), attrs=Attrs(role=role), pos=line.pos)]


def _only(block: Sequence[TitleLine], at: int, role: str) -> tuple[TitleLine, ...]:
    """Other lines of the role title are kickers above line ``at``, subtitles below."""
    if role != "title":
        return tuple(block)
    return tuple(
        replace(line, attrs=Attrs(role="kicker" if n < at else "subtitle")) if n != at and line.role == "title" else line
        for n, line in enumerate(block)
    )


def catalogued(meta: Meta, hints: Iterable[MetaHint], before: tuple[TitleLine, ...]) -> Meta:
    """``meta`` with its plain strings after the title block, where that is not as ``before``; and what hints state outright."""
    said = {hint.key: hint.value for hint in hints}
    if walk.title_block(meta) != before:
        meta = _after_block(meta)
    if "tag" in said:
        meta = replace(meta, series=said["tag"].strip("（）()"))
    for key in ("title", "kicker", "subtitle", "series", "instalment", "publisher", "page", "date"):
        if key in said:
            meta = replace(meta, **{key: said[key]})  # type: ignore[arg-type]  # these are strings
    if "title" in said and not any(line.role == "title" for line in walk.title_block(meta)):
        meta = replace(meta, title_block=(*walk.title_block(meta), TitleLine((Text(said["title"]),), attrs=Attrs(role="title"))))
    if "author" in said:
        meta = replace(meta, contributors=(Contributor(said["author"]), *(one for one in meta.contributors if one.role != "aut")))
    return meta


def _after_block(meta: Meta) -> Meta:
    """Title, kicker and subtitle as the title block has them; what is still there stays as it was."""
    for role in ("title", "kicker", "subtitle"):
        texts = (walk.flow(line.content).replace("\n", " ") for line in walk.title_block(meta) if line.role == role)
        printed = _DASHES.sub("", " ".join(texts))
        known: str = getattr(meta, role)
        if not known or walk.squeeze(known) not in walk.squeeze(printed):
            meta = replace(meta, **{role: printed})  # type: ignore[arg-type]  # these are strings
    return meta
