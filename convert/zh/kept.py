"""What a conversion leaves alone: addresses, program text, TeX, Japanese, and text that is in the target's script already.

Such characters are masked: an object character (U+FFFC) stands for each, so that no phrase goes through them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from convert.zh import sides

OBJECT = "\ufffc"

_HAN_SIGNS = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN = re.compile(f"[{_HAN_SIGNS}]")

#: Addresses, paths, tags, program text between back ticks, TeX, characters with a variation selector, control characters.
_KEPT = (
    r"[A-Za-z][A-Za-z0-9+.-]{1,15}://[!-;=?-~]*(?:(?<=[/=?&#.])[\u3400-\u9fff]+(?=[/=?&#.\s，。；、）]|$)[!-;=?-~]*)*"
    r"|(?<![A-Za-z0-9.])www\.[!-;=?-~]*(?:(?<=[/=?&#.])[\u3400-\u9fff]+(?=[/=?&#.\s，。；、）]|$)[!-;=?-~]*)*"
    r"|[A-Za-z0-9._%+-]+@(?:[\u3400-\u9fffA-Za-z0-9-]+\.)+[A-Za-z]{2,}"
    r"|(?<![A-Za-z])[A-Za-z]:\\[^\s，。；、：！？“”「」<>|]+"
    r"|(?<![A-Za-z0-9/<.~])[.~]{0,2}/[A-Za-z0-9_.-]+(?:/[^\s，。；、：！？“”「」<>|/]+)+"
    r"|(?<![A-Za-z0-9/<.~])(?:~|\.{1,2})/[^\s，。；、：！？“”「」<>|/]+(?:/[^\s，。；、：！？“”「」<>|/]+)*"
    r"|</?[A-Za-z][^<>\n]{0,400}>"
    r"|(`+)[^`\n]+\1"
    r"|\$\$[^$]+\$\$|\$(?=[^$\n]*[\\^_{])[^$\n]+\$|\\\([^\n]*?\\\)|\\\[[^\n]*?\\\]|\\[A-Za-z]+\{[^{}\n]*\}"
    r"|.[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    r"|[\x00-\x08\x0b-\x1f\ud800-\udfff]"
)
#: What each of these has, ``www`` besides.
_SIGNS = r":`$@<>/\\\x00-\x08\x0b-\x1f\ufe00-\ufe0f\ud800-\udfff\U000e0100-\U000e01ef"
_KEPT_SIGNS = f"[{_SIGNS}]|www"
_KANA_SIGNS = "\u3041-\u3096\u30a1-\u30fa"
_KANA = re.compile(f"[{_KANA_SIGNS}]")
_MOSTLY = 0.2
#: A sentence in whose clauses without kana stand so many characters which Japanese text lacks is Chinese.
_CHINESE = 2

_LISTED = r"[\u3400-\u9fff] [\u3400-\u9fff]"
_SENTENCE = r"[^。！？!?]*[。！？!?]*"
_CLAUSE = r"[^\s，。；：！？、“”‘’「」『』（）《》〈〉—…·]+"


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """An expression that few texts need."""
    return re.compile(expression)


def masked(paragraphs: Sequence[str], kept: Mapping[int, Collection[int]], side: str) -> tuple[list[str], list[str]]:
    """``paragraphs`` masked in two ways: without what is in the target's script already, and with it.

    ``kept`` are offsets to mask besides, by paragraph; ``side`` is the target's script: ``s``, ``t``, "" where the source is in it too.
    """
    ours, theirs = list(paragraphs), list(paragraphs)
    ordinary = map(_ordinary(side).fullmatch, paragraphs)
    for number in sorted({number for number, is_ordinary in enumerate(ordinary) if not is_ordinary}.union(kept)):
        if text := paragraphs[number]:
            theirs[number] = shown = mask(text, kept.get(number, ()))
            ours[number] = without_target(shown, side) if side else shown
    return ours, theirs


@cache
def _ordinary(side: str) -> re.Pattern[str]:
    """A paragraph of Chinese that has nothing of what may have to be masked."""
    special = f"{_SIGNS}w{_KANA_SIGNS}{''.join(sorted(sides.signs(side))) if side else ''}"
    return re.compile(f"[^{special}{_HAN_SIGNS}]*+[{_HAN_SIGNS}][^{special}]*+")


def unmasked(converted: str, shown: str, text: str) -> str:
    """``converted`` with the characters of ``text`` where ``shown`` is masked."""
    pieces: list[str] = []
    end = 0
    for found in _MASKED.finditer(shown):
        start = found.start()
        pieces += (converted[end:start], text[start : found.end()])
        end = found.end()
    pieces.append(converted[end:])
    return "".join(pieces)


_MASKED = re.compile(f"{OBJECT}+")


def mask(text: str, kept: Collection[int]) -> str:
    """``text`` with an object character in place of each character that is to stay as it is."""
    if not HAN.search(text):
        return OBJECT * len(text)
    shown = _compiled(_KEPT).sub(lambda found: OBJECT * len(found.group()), text) if _compiled(_KEPT_SIGNS).search(text) else text
    if _KANA.search(shown):
        shown = _without_japanese(shown)
    if kept:
        shown = "".join(OBJECT if i in kept else c for i, c in enumerate(shown))
    return shown


def _without_japanese(text: str) -> str:
    """``text`` with what is Japanese masked."""
    pieces: list[str] = []
    end = 0
    for start, stop in _japanese_spans(text):
        pieces += (text[end:start], OBJECT * (stop - start))
        end = stop
    return "".join((*pieces, text[end:]))


def japanese(text: str) -> str:
    """What of ``text`` is taken for Japanese and therefore stays, from the first to the last of it; "" where it has no Han characters."""
    found = [span for span in _japanese_spans(text) if HAN.search(text, *span)] if _KANA.search(text) else []
    return text[found[0][0] : found[-1][1]] if found else ""


def _japanese_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a text with kana is Japanese: in the clauses that hold any; where they are many, in whole sentences, unless one is surely Chinese."""
    many = len(_KANA.findall(text)) > _MOSTLY * len(HAN.findall(text)) + 1
    for sentence in _compiled(_SENTENCE).finditer(text):
        clauses = [clause.span() for clause in _compiled(_CLAUSE).finditer(text, *sentence.span())]
        spoken = [span for span in clauses if _KANA.search(text, *span)]
        others = "".join(text[start:end] for start, end in clauses if not _KANA.search(text, start, end)) if many else ""
        if many and sum(map(_foreign_to_japanese, HAN.findall(others))) < _CHINESE:
            yield sentence.span()
        else:
            yield from spoken


def _foreign_to_japanese(char: str) -> bool:
    """Whether the usual Japanese character set (JIS X 0208) lacks a character: 这, 们, 发, 你."""
    try:
        return not char.encode("cp932")
    except UnicodeEncodeError:
        return True


def without_target(text: str, side: str) -> str:
    """``text`` with what is in the target's script already masked: all of it, or clauses where both scripts stand side by side."""
    source, target = sides.told(text, side)
    if not target:
        return text
    listed = _compiled(_LISTED).search(text)
    if not source and not listed:
        return OBJECT * len(text)

    def clause(found: re.Match[str]) -> str:
        here, there = sides.told(found.group(), side)
        stays = not here and (there or (target > source and not listed))
        return OBJECT * len(found.group()) if stays else found.group()

    return _compiled(_CLAUSE).sub(clause, text)
