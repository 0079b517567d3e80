"""Syllables of pinyin in zhuyin (注音符號), after the table of 漢語拼音方案: ``zhōng`` → ``ㄓㄨㄥ``."""

from __future__ import annotations

import unicodedata

_INITIALS = dict(
    zip(
        ["b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "zh", "ch", "sh", "r", "z", "c", "s"],
        "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙ",
        strict=True,
    )
)
#: Finals as they are written behind an initial; of i, u and ü what follows them is said once.
_ENDS = dict(zip(["a", "o", "e", "ê", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "er"], "ㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦ", strict=True))
_FINALS = {
    **_ENDS,
    "i": "ㄧ", "ie": "ㄧㄝ", "iu": "ㄧㄡ", "in": "ㄧㄣ", "ing": "ㄧㄥ", "iong": "ㄩㄥ", **{f"i{end}": f"ㄧ{_ENDS[end]}" for end in ("a", "o", "ai", "ao", "an", "ang")},
    "u": "ㄨ", "ui": "ㄨㄟ", "un": "ㄨㄣ", "ong": "ㄨㄥ", "ueng": "ㄨㄥ", **{f"u{end}": f"ㄨ{_ENDS[end]}" for end in ("a", "o", "ai", "an", "ang")},
    "ü": "ㄩ", "üe": "ㄩㄝ", "üan": "ㄩㄢ", "ün": "ㄩㄣ",
}  # fmt: skip
#: Syllables without an initial, where y and w stand for i, u and ü, or say no more than that a syllable begins.
_WHOLE = {
    **{f"y{end}": _FINALS[f"i{end}"] for end in ("a", "o", "e", "ai", "ao", "an", "ang")},
    "yi": "ㄧ",
    "you": "ㄧㄡ",
    "yin": "ㄧㄣ",
    "ying": "ㄧㄥ",
    "yong": "ㄩㄥ",
    "yu": "ㄩ",
    "yue": "ㄩㄝ",
    "yuan": "ㄩㄢ",
    "yun": "ㄩㄣ",
    **{f"w{end}": _FINALS[f"u{end}"] for end in ("a", "o", "ai", "an", "ang")},
    "wu": "ㄨ",
    "wei": "ㄨㄟ",
    "wen": "ㄨㄣ",
    "weng": "ㄨㄥ",
    "m": "ㄇㄨ",
    "n": "ㄣ",
    "r": "ㄦ",
}
_TONES = {"\u0304": "", "\u0301": "ˊ", "\u030c": "ˇ", "\u0300": "ˋ"}
_SIBILANT = frozenset(["zh", "ch", "sh", "r", "z", "c", "s"])


def zhuyin(syllable: str) -> str:
    """A syllable of pinyin with its tone (none: the neutral one) in zhuyin, the tone last; what is no such syllable as it is."""
    letters = unicodedata.normalize("NFD", syllable.lower())
    tone = next((_TONES[mark] for mark in letters if mark in _TONES), "˙")
    bare = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES))
    sound = _WHOLE.get(bare) or _sound(bare)
    return f"{sound}{tone}" if sound else syllable


def _sound(bare: str) -> str:
    """An initial and a final, "" for none."""
    initial = next((bare[:length] for length in (2, 1) if bare[:length] in _INITIALS), "")
    final = bare[len(initial) :]
    if initial in _SIBILANT and final == "i":  # zhi, si: the vowel is not written
        return _INITIALS[initial]
    if initial in {"j", "q", "x"} and final.startswith("u"):
        final = f"ü{final[1:]}"
    return _INITIALS.get(initial, "") + _FINALS[final] if final in _FINALS else ""
