"""How the heads of a book stand above one another: volumes above chapters above sections above bare numbers; equals by first appearance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from convert.readers.chapters import Heading
from convert.zh.numerals import CHINESE_DIGITS, to_int

_VOLUMES = frozenset("卷部集篇编册辑")
#: Units that leave room for titles without a number below them.
UNNUMBERED = frozenset({*_VOLUMES, "fixed"})
_CHAPTERS = frozenset({*"章回折出话夜课讲幕", "chapter", "named"})
_VOLUME, _TALE_ABOVE, _CHAPTER, _TALE, _SECTION, _NUMBER = 10, 18, 20, 25, 30, 40
_CLOSES = re.compile("[后後余跋补補附年大参參译譯]|出版|[终終结結尾]")
_WITHIN = re.compile("楔|引|尾|番|外|[终終]|[结結]|余")


def ranked(heads: Sequence[Heading]) -> list[Heading]:
    """``heads``, in order, with their ranks."""
    ranks = _ranks(heads)
    plain = [head for head in heads if head.mark is None or head.mark.unit != "fixed"]
    top = min((ranks[_unit(head)] for head in plain), default=_CHAPTER)
    base = min((rank for rank in ranks.values() if rank >= _TALE_ABOVE), default=top)
    volumes = [head.row for head in plain if ranks[_unit(head)] < _TALE_ABOVE]
    if plain and ranks[_unit(plain[0])] >= _TALE_ABOVE:  # chapters stand before the first volume: what precedes them is as high as they
        volumes = volumes and [-1, *volumes]
    last = plain[-1].row if plain else -1
    return [replace(head, rank=_rank(head, ranks, top, base, volumes, last)) for head in heads]


def _rank(head: Heading, ranks: dict[str, int], top: int, base: int, volumes: list[int], last: int) -> int:
    if head.mark is None or head.mark.unit != "fixed":
        return ranks[_unit(head)]
    word = head.mark.title
    if not volumes or head.row < volumes[0] or (head.row > last and _CLOSES.match(word) and not _WITHIN.match(word)):
        return top
    return base


def _unit(head: Heading) -> str:
    return head.mark.unit if head.mark is not None else "tale"


def _ranks(heads: Sequence[Heading]) -> dict[str, int]:
    """The rank of each unit that occurs."""
    order = list(dict.fromkeys(unit for head in heads if (unit := _unit(head)) != "fixed"))
    ranks: dict[str, int] = {}
    for unit in order:
        if unit in _VOLUMES:
            ranks[unit] = _VOLUME + len([known for known in ranks.values() if known < _TALE_ABOVE])
        elif unit in _CHAPTERS:
            ranks[unit] = _CHAPTER
        elif unit == "tale":
            ranks[unit] = _TALE if any(rank == _CHAPTER for rank in ranks.values()) else _TALE_ABOVE
        elif unit == "节":
            ranks[unit] = _SECTION
        else:
            ranks[unit] = _NUMBER + len([known for known in ranks.values() if known >= _NUMBER])
    return ranks


_PART = re.compile(f"(?P<story>.*\\S)\\s*[（(](?P<number>[{CHINESE_DIGITS}]{{1,3}}|[0-9]{{1,2}}|[上中下])[）)]$")
_HALVES = {"上": 1, "中": 2}
#: By so much a part of a chapter stands below its first part.
_BELOW_FIRST = 2


def in_parts(heads: Sequence[Heading], titles: Sequence[str]) -> list[Heading]:
    """``heads`` with the parts of one chapter (雨夜(1), 雨夜(2), 雨夜(3)) below its first part; ``titles``: their words, without their labels.

    Chapters with numbers of their own are parts of one only where sites cut them, which count with (1); 第十章　大战（上） is a chapter.
    """
    made: list[Heading] = []
    story, rank, last = "", -1, 0
    for head, title in zip(heads, titles, strict=True):
        found = _PART.match(title)
        if found is not None and (head.mark is None or found["number"].isdigit()):
            number = last + 1 if found["number"] == "下" else _HALVES.get(found["number"]) or to_int(found["number"]) or 0
            if number > 1 and (found["story"], head.rank, number) == (story, rank, last + 1):
                made.append(replace(head, rank=rank + _BELOW_FIRST))
                last = number
                continue
            story, rank, last = (found["story"], head.rank, 1) if number == 1 else ("", -1, 0)
        elif head.rank <= rank:
            story, rank, last = "", -1, 0
        made.append(head)
    return made


def role_of(head: Heading, lowest_volume: int | None, top: int) -> str:
    """The role of the section: volume, chapter, appendix; "" for what stands below chapters, and for forewords and afterwords.

    ``lowest_volume``: the rank of the lowest volumes that hold chapters, None where none does. ``top``: the smallest rank of all.
    """
    if head.mark is not None and head.mark.unit == "fixed":
        return "appendix" if head.mark.title.startswith("附") else ""
    if lowest_volume is not None and head.rank <= lowest_volume:
        return "volume"
    return "chapter" if head.rank <= _TALE_ABOVE or head.rank in {_CHAPTER, top} else ""
