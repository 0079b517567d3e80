"""Couplets (对联): two neighbouring lines of one length, word against word, or those that say so (上联：, 下联：, 横批：)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from convert.readers.lines import Gap, Line
from convert.readers.signs import Kind, Sign
from convert.zh.characters import CLOSING, HAN, SENTENCE_END

_LABELLED = re.compile("[上下][联聯][：:]|[横橫][批额額披][：:]")
_HALF = re.compile(f"(?P<words>[{HAN}]{{5,12}}|[{HAN}]{{3,12}}(?:，[{HAN}]{{3,12}}){{1,2}})(?P<stop>[；;，,。！!]?)$")
_FIRST_STOPS, _SECOND_STOPS = frozenset(["", "；", ";", "，", ","]), frozenset(["", "。", "！", "!"])
_PARAGRAPH_END = re.compile(f"[{SENTENCE_END}：:；;—][{CLOSING}]*$")
_ANNOUNCES = re.compile("[联聯][^。]{0,8}[：:]$|(?:写道|寫道|题道|贴着|写着|曰|云)[：:]$")


def length_of_couplet(before: str, texts: Sequence[str]) -> int:
    """How many of ``texts``, from the first on, are a couplet with what labels it; 0 for none. ``before``: the paragraph above, or ""."""
    labelled = next((i for i, text in enumerate(texts) if not _LABELLED.match(text)), len(texts))
    if labelled:
        return labelled if labelled > 1 else 0
    if len(texts) < 2 or not _PARAGRAPH_END.search(before) or not _match(texts[0], texts[1]):
        return 0
    if len(texts) > 2 and _LABELLED.match(texts[2]):
        return 3
    around = (_HALF.match(text) for text in (before, *texts[2:3]))  # more lines of one length are a poem
    return 0 if any(found and len(found["words"]) == len(texts[0].rstrip("；;，,")) for found in around) else 2


def _match(first: str, second: str) -> bool:
    """Whether two lines answer each other: of one length, with other characters at nearly all places."""
    one, other = _HALF.match(first), _HALF.match(second)
    if one is None or other is None or one["stop"] not in _FIRST_STOPS or other["stop"] not in _SECOND_STOPS:
        return False
    if len(one["words"]) != len(other["words"]) or one["words"][-1] == other["words"][-1] or (one["stop"] and not other["stop"]):
        return False
    pairs = list(zip(one["words"], other["words"], strict=True))
    stops = [("，" in pair, pair == ("，", "，")) for pair in pairs]
    return all(both for has, both in stops if has) and sum(left == right != "，" for left, right in pairs) <= 1


def mark_couplets(lines: tuple[Line, ...], signs: list[Sign], gaps_tell: bool) -> list[Sign]:
    """``signs`` with the lines of couplets signed as verse, so that they are no headings. ``gaps_tell``: blank lines mean something."""
    marked = list(signs)
    index = 0
    while index < len(lines):
        texts = [line.text for line in lines[index : index + 4]]
        below_title = _stands_below_title(lines, index)
        length = length_of_couplet(lines[index - 1].text if index else "", texts) if signs[index].kind in _MAY_BE else 0
        length = length or 2 * below_title
        if length and (below_title or _LABELLED.match(texts[0]) or _stands_in_text(lines, signs, index, index + length, gaps_tell)):
            for at in range(index, index + length):
                marked[at] = replace(signs[at], kind=Kind.VERSE, because="two lines answer each other, or are labelled as a couplet")
        index += max(length, 1)
    return marked


_SPEAKS = re.compile("[对對春楹挽寿壽门門][联聯]|[联聯][语語]|[上下副幅][联聯]")


def _stands_below_title(lines: tuple[Line, ...], index: int) -> bool:
    """Whether the second or third line and the next are a couplet and no subtitle: title or text speak of one."""
    if index not in {1, 2} or index + 2 >= len(lines) or not _match(lines[index].text, lines[index + 1].text):
        return False
    return any(_SPEAKS.search(line.text) for line in (*lines[:index], *lines[index + 2 : index + 5]))


_MAY_BE = frozenset({Kind.SHORT, Kind.PROSE, Kind.LABELLED})
_SPEAKERS = frozenset({Kind.BYLINE, Kind.NAME, Kind.SPEAKER, Kind.REPORTER, Kind.LEADING})


def _stands_in_text(lines: tuple[Line, ...], signs: list[Sign], start: int, end: int, gaps_tell: bool) -> bool:
    """Whether what could be a heading of two lines is none: nobody is named below it, and it is not parted from the text above only."""
    if _ANNOUNCES.search(lines[start - 1].text):
        return True
    if end < len(lines) and signs[end].kind in _SPEAKERS:
        return False
    above = gaps_tell and lines[start].gap is Gap.BLANK
    below = end == len(lines) or (gaps_tell and lines[end].gap is Gap.BLANK)
    return not above or below
