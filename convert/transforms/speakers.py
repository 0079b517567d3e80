"""An index of speakers at the end: each with what they said, and a link to it. It is generated, and marked as such."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import Attrs, Block, Document, Group, Inline, Link, Para, Section, Text
from convert.zh.pinyin import name_key

_TITLE = {"zh-Hans": "发言人索引", "zh-Hant": "發言人索引"}


@dataclass(slots=True)
class _Speaker:
    """Who speaks, as what, and where."""

    name: str
    positions: list[str] = field(default_factory=list)
    speeches: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Speakers:
    """Adds the index where there are speakers; sections that they head get ids."""

    def __call__(self, document: Document, report: Report) -> Document:
        """The document with its index, in a group with the role ``index``."""
        found: dict[str, _Speaker] = {}
        body = _marked(document.body, found, [0])
        if not found:
            return document
        entries = tuple(_entry(one) for one in sorted(found.values(), key=lambda one: (name_key(one.name).casefold(), one.name)))
        title = _TITLE["zh-Hant" if document.meta.language.startswith("zh-Hant") else "zh-Hans"]
        index = Section((Text(title),), entries, attrs=Attrs(role="index"))
        return replace(document, body=(*body, Group((index,), attrs=Attrs(role="index", data=(("generated", "true"),)))))


def _marked(blocks: tuple[Block, ...], found: dict[str, _Speaker], count: list[int]) -> tuple[Block, ...]:
    """The blocks with an id on each section that has a byline; its speakers go into ``found``."""
    return tuple(_marked_one(block, found, count) if isinstance(block, Section | Group) else block for block in blocks)


def _marked_one(block: Section | Group, found: dict[str, _Speaker], count: list[int]) -> Block:
    if isinstance(block, Group):
        return replace(block, body=_marked(block.body, found, count))
    if block.byline:
        count[0] += 1
        if not block.attrs.id:
            block = replace(block, attrs=replace(block.attrs, id=f"speech-{count[0]}"))
        title = walk.flow(block.title).replace("\n", " ")
        for byline in block.byline:
            speaker = found.setdefault(byline.name, _Speaker(byline.name))
            if byline.position and byline.position not in speaker.positions:
                speaker.positions.append(byline.position)
            speaker.speeches.append((title or byline.name, block.attrs.id))
    return replace(block, body=_marked(block.body, found, count))


def _entry(speaker: _Speaker) -> Para:
    """李有平　某部副主任：创新驱动；…"""
    position = "；".join(speaker.positions)
    content: list[Inline] = [Text(f"{walk.spread(speaker.name)}　{position}：" if position else f"{walk.spread(speaker.name)}：")]
    for number, (title, target) in enumerate(speaker.speeches):
        content += [Text("；")] if number else []
        content.append(Link((Text(title),), f"#{target}"))
    return Para(tuple(content), attrs=Attrs(role="index"))
