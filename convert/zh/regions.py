"""Characters of OpenCC's standard as a region writes them: Taiwan, Hong Kong in print, Hong Kong as its government lists them."""

from __future__ import annotations

import re
from functools import cache

from convert.zh import forms
from convert.zh.engines import SEPARATOR, aligned

#: Characters and phrases that the regions' names and fixed phrases write in another way than else: where one stands, OpenCC's phrases are asked.
_PHRASED = {"tw": ("樑", "皁", "喫茶"), "hk": tuple("匯台吃喫妍姍寧幺強彝恆柏沖溫皁礦穎線繡臘蘊衛詠證豔韻鼇")}

#: Forms that OpenCC's standard for Hong Kong has, and the forms that print there has.
_PRINT = dict(
    zip(
        "説税户鋭啓羣峯麪牀脱閲温悦兑敍卧葱藴醖縕媪愠揾氲蜕囱粧週蔘",
        "說稅戶銳啟群峰麵床脫閱溫悅兌敘臥蔥蘊醞縕媼慍搵氳蛻囪妝周參",
        strict=True,
    )
)
_PRINTED = "[" + "".join(_PRINT) + "]"
#: Words that the regions' print writes otherwise than OpenCC: 公布 and 分布 in both (so Taiwan's list of characters for laws), the rest in Hong Kong.
_PUBLISHED = re.compile("佈(?<=[公發分頒宣]佈)")
_HONG_KONG_WORDS = "伙(?=伴)|瞭(?=解)|儘(?=[快量速早可])|彙(?=報)|迴(?=[流歸])|占(?=[比據領用有])"
_HONG_KONG_WORD = {"伙": "夥", "瞭": "了", "儘": "盡", "彙": "匯", "迴": "回", "占": "佔"}


@cache
def _forms(target: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Each character that the region writes otherwise than OpenCC's standard, with its form."""
    standard, regional = forms.row(target)
    return re.compile(f"([{standard}])"), dict(zip(standard, regional, strict=True))


def regional(text: str, target: str, *, listed: bool = False) -> str:
    """``text``, paragraphs parted by separators, in the characters of ``target`` (t, tw, hk), one for each.

    ``listed``: as the government of Hong Kong lists them (説 税 户 啓 羣).
    """
    if target == "t":
        return text
    new = _by_phrases(text, target) if any(map(text.__contains__, _PHRASED[target])) else _by_characters(text, target)
    if "佈" in new:
        new = _PUBLISHED.sub("布", new)
    if target == "hk" and not listed:
        new = re.sub(_PRINTED, lambda found: _PRINT[found.group()], new)
        new = re.sub(_HONG_KONG_WORDS, lambda found: _HONG_KONG_WORD[found.group()], new)
    return new


def _by_characters(text: str, target: str) -> str:
    characters, written = _forms(target)
    pieces = characters.split(text)
    pieces[1::2] = map(written.__getitem__, pieces[1::2])
    return "".join(pieces)


#: Signs over which no phrase goes.
_SIGNS = f"，。{SEPARATOR}"
_SIGN = re.compile(f"[{_SIGNS}]")


@cache
def _phrased(target: str) -> re.Pattern[str]:
    return re.compile("|".join(_PHRASED[target]))


def _by_phrases(text: str, target: str) -> str:
    """By OpenCC's phrases, in the stretches between signs that have characters which need them."""
    spans: list[tuple[int, int]] = []
    last = 0
    for found in _phrased(target).finditer(text):
        if found.start() >= last:
            start = max(text.rfind(char, last, found.start()) for char in _SIGNS) + 1
            sign = _SIGN.search(text, found.end())
            last = sign.start() if sign else len(text)
            spans.append((start, last))
    by_characters = _by_characters(text, target)
    converted = aligned(f"t2{target}", SEPARATOR.join([text[start:end] for start, end in spans])).split(SEPARATOR)
    pieces: list[str] = []
    last = 0
    for (start, end), new in zip(spans, converted, strict=True):
        pieces += (by_characters[last:start], new)
        last = end
    return "".join([*pieces, by_characters[last:]])
