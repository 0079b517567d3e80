"""The language of a text: as it is declared, its script found out where the declaration leaves it open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

_REGIONS = {
    "cn": "zh-Hans", "sg": "zh-Hans-SG", "my": "zh-Hans-SG", "tw": "zh-Hant-TW", "hk": "zh-Hant-HK", "mo": "zh-Hant-HK",
    "hans": "zh-Hans", "hant": "zh-Hant", "chs": "zh-Hans", "cht": "zh-Hant",
}  # fmt: skip
_NAMES = {"chinese": "zh", "zho": "zh", "chi": "zh", "cmn": "zh", "jpn": "ja", "eng": "en"}
#: Languages whose texts may be Han characters for the most part.
_HAN_WRITTEN = frozenset({"zh", "ja", "ko", "vi", "lzh", "yue", "wuu", "nan", "hak", "gan", "hsn"})
_TAG = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*")
_SAMPLE = 20_000


def language(declared: str, texts: Iterable[str]) -> str:
    """The BCP 47 tag for ``declared`` (``zh-CN``, ``zh_TW``, ``zh``, ``ja``, or nothing) and what the texts look like.

    A script that the tag states is believed. A region without a script is believed unless the characters speak against it: many a
    page of Taiwan calls itself zh-CN. A language that is not written with Han characters is not believed of a text that is: programs state
    their own (LibreOffice en-US).
    """
    sample = _sample(texts)
    tag = declared.strip().replace("_", "-").lower()
    head, _, rest = tag.partition("-")
    head = _NAMES.get(head, head)
    if head and head not in _HAN_WRITTEN and _is_chinese(sample):
        head, rest = "zh", ""
    if head and head != "zh":
        return _well_formed(f"{head}-{rest}" if rest else head)
    parts = rest.split("-") if rest else []
    stated = next((p for p in parts if p in ("hans", "hant")), "")
    region = next((p for p in parts if p in _REGIONS and p != stated), "")
    if stated:
        with_region = _REGIONS.get(region, "")
        return with_region if with_region.lower().startswith(f"zh-{stated}") else _REGIONS[stated]
    named = _REGIONS.get(region, "zh-Hans")
    return _agreeing(named, _leaning(sample))


def _agreeing(named: str, leaning: int) -> str:
    if leaning > 0 and named.startswith("zh-Hans"):
        return "zh-Hant"
    return "zh-Hans" if leaning < 0 and named.startswith("zh-Hant") else named


def _sample(texts: Iterable[str]) -> str:
    """Enough of the text to judge by."""
    return "".join(islice((text for text in texts if text), 400))[:_SAMPLE]


def _is_chinese(sample: str) -> bool:
    """Whether more than half of the letters are Han characters, and kana and Hangul hardly any."""
    letters = [char for char in sample if char.isalpha()]
    han = sum("\u3400" <= char <= "\u9fff" for char in letters)
    others = sum("\u3040" <= char <= "\u30ff" or "\uac00" <= char <= "\ud7a3" for char in letters)
    return han * 2 > len(letters) and others * 20 < han


def _leaning(chars: str) -> int:
    """-1 for simplified, 1 for traditional, 0 where the characters do not tell: those of GB 2312 against those of Big5."""
    simplified = traditional = 0
    for char in {c for c in chars if "\u4e00" <= c <= "\u9fff"}:
        gb, big5 = _holds("gb2312", char), _holds("big5", char)
        simplified += gb and not big5
        traditional += big5 and not gb
    return (traditional > simplified) - (simplified > traditional)


def _holds(encoding: str, char: str) -> bool:
    try:
        return bool(char.encode(encoding))
    except UnicodeEncodeError:
        return False


def _well_formed(tag: str) -> str:
    """``tag`` with its region in capitals; zh-Hans where it is no tag at all."""
    if not _TAG.fullmatch(tag):
        return "zh-Hans"
    head, *rest = tag.split("-")
    return "-".join([head, *(p.upper() if len(p) == 2 else p.title() if len(p) == 4 else p for p in rest)])
