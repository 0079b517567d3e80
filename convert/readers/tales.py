"""Heads without a number: the titles of tales, essays, poems. Known from the contents, or by standing otherwise than the text does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence, Set

from convert.readers.chapters import Heading, ends_sentence
from convert.readers.lines import Line
from convert.readers.marks import plain
from convert.zh.characters import HAN

_TITLE = re.compile(f"[#*=【〈《“「(（]*[{HAN}A-Za-z0-9][{HAN}A-Za-z0-9·・、：:　 《》〈〉“”「」（）()？！?!—-]*$")
_NO_TITLE = re.compile(
    "[：:]$|^(?:诗曰|詩曰|词曰|詞曰|正是|注释|注釋|又$|其[一二三四五六七八九十]$)|[年月日]$|年[^，。]{1,8}[月日]|[道曰云说說]$|^附?[图圖表]\\s*[0-9０-９一二三四五六七八九十]"
)
_LONGEST = 20
#: Fewer than these are no series of titles.
_FEWEST = 3


def find_tales(rows: Sequence[Line], taken: Callable[[int], bool], inner: Set[int], listed: Set[str]) -> list[Heading]:
    """The titles without a number, in order.

    ``taken``: whether a row is something else; ``inner``: the rows of heads that a tale may have below its title; ``listed``: the words of the
    contents.
    """
    lonely = [i for i in range(len(rows)) if len(rows[i].text) <= _LONGEST and not taken(i) and _is_lonely(rows, i, taken, inner)]
    known = [i for i in lonely if plain(rows[i].text) in listed]
    if len(known) >= _FEWEST:
        return [Heading(i, None, 0.9, "stands in the contents, and here above a text") for i in known]
    standing = _standing_out(rows, lonely)
    if len(standing) >= _FEWEST:
        return [Heading(i, None, 0.8, "short, alone, and standing otherwise than the text") for i in standing]
    if inner or len(lonely) < _FEWEST or len(lonely) * 2 > len(rows):
        return []
    return [Heading(i, None, 0.6, f"short, alone above a text, and one of {len(lonely)}") for i in lonely]


def _is_lonely(rows: Sequence[Line], index: int, taken: Callable[[int], bool], inner: Set[int]) -> bool:
    """Whether a short row without stops stands between a finished text and another."""
    text = rows[index].text
    if index + 1 >= len(rows) or not _TITLE.match(text) or _NO_TITLE.search(text):
        return False
    below = rows[index + 1].text
    prose_below = (not taken(index + 1) and (len(below) > 24 or below[-1] in "。！？”」")) or index + 1 in inner
    return prose_below and (
        index == 0
        or taken(index - 1)
        or ends_sentence(rows[index - 1].text)
        or (rows[index].above > 0 and len(rows[index - 1].text) <= _LONGEST)
    )


def _standing_out(rows: Sequence[Line], lonely: list[int]) -> list[int]:
    """Those of ``lonely`` whose indent, or blank rows around, nearly no row of the text has."""
    depths = Counter(row.depth for row in rows)
    usual, count = depths.most_common(1)[0] if depths else (0, 0)
    indents = [i for i in lonely if rows[i].depth != usual and not 0 < abs(rows[i].depth - usual) < 2]
    looks = Counter(rows[i].depth for i in indents)
    out = [i for i in indents if count * 10 >= len(rows) * 7 and looks[rows[i].depth] * 2 >= depths[rows[i].depth]]
    if len(out) >= _FEWEST:
        return out
    prose = [i for i in range(1, len(rows)) if len(rows[i].text) > _LONGEST and len(rows[i - 1].text) > _LONGEST]
    parted = sum(rows[i].above > 0 for i in prose)
    apart = [i for i in lonely if rows[i].above > 0]
    return apart if parted * 4 <= len(prose) and len(apart) * 3 >= len(lonely) * 2 else []
