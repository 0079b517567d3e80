"""Pinyin by which titles and names are sorted in catalogues. It is a key for sorting: tones are left out.

The readings are those of the library ``pypinyin``; where it is not installed there are none. Surnames read otherwise than the same
character in the language (单 Shàn, 曾 Zēng) stand here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from convert.zh.names import surname

#: Surnames whose reading is not the first one of their characters.
_SURNAMES = {
    c: reading
    for chars, reading in (
        ("单單", "shan"), ("曾", "zeng"), ("解", "xie"), ("仇", "qiu"), ("区區", "ou"), ("查", "zha"), ("朴", "piao"), ("任", "ren"),
        ("盖蓋", "ge"), ("华華", "hua"), ("纪紀", "ji"), ("宁甯", "ning"), ("乐樂", "yue"), ("翟", "zhai"), ("员", "yun"), ("种", "chong"),
        ("折", "she"), ("秘", "bi"), ("尹", "yin"), ("晟", "cheng"), ("沈", "shen"), ("臧", "zang"), ("卜", "bu"), ("召", "shao"),
        ("洗冼", "xian"), ("缪繆", "miao"), ("逄", "pang"), ("幺", "yao"), ("葛", "ge"), ("車车", "che"), ("柏", "bai"), ("覃", "qin"),
        ("谌諶", "chen"), ("郇", "xun"), ("燕", "yan"), ("应應", "ying"), ("那", "na"), ("哈", "ha"), ("重", "chong"),
    )
    for c in chars
}  # fmt: skip
_COMPOUND = {
    "尉迟": "yuchi",
    "尉遲": "yuchi",
    "万俟": "moqi",
    "单于": "chanyu",
    "澹台": "tantai",
    "澹臺": "tantai",
    "长孙": "zhangsun",
    "長孫": "zhangsun",
}


@cache
def _reader() -> Callable[[str], list[str]] | None:
    try:
        from pypinyin import lazy_pinyin
    except ImportError:
        return None

    def read(text: str) -> list[str]:
        return [str(syllable) for syllable in lazy_pinyin(text)]

    return read


def title_key(title: str) -> str:
    """The syllables of a title, a blank between them: 数字经济 2022 → ``shu zi jing ji 2022``. "" where pypinyin is not installed."""
    read = _reader()
    if read is None:
        return ""
    return " ".join("".join(c if c.isalnum() else " " for c in " ".join(read(title))).split())


def name_key(name: str) -> str:
    """A name for sorting, the surname first: 李有平 → ``Li, Youping``. Other names than Chinese ones lose nothing but their script.

    A name in Latin letters stays as it is. "" where pypinyin is not installed.
    """
    if name.isascii():
        return name
    read = _reader()
    if read is None:
        return ""
    family = surname(name) or (name[:1] if len(name) in (2, 3) and name.isalpha() else "")
    given = name[len(family) :]
    if not family or not given or not given.isalpha():
        return "".join(c if c.isalnum() else " " for c in "".join(read(name))).strip().title()
    family_key = _COMPOUND.get(family) or _SURNAMES.get(family) or "".join(read(family))
    return f"{family_key.capitalize()}, {_joined(read(given)).capitalize()}"


def _joined(syllables: list[str]) -> str:
    """Syllables as one word; an apostrophe goes before a vowel (GB/T 28039-2011 §5): ``xi'an``."""
    joined = ""
    for syllable in syllables:
        joined += ("'" if joined and syllable[:1] in "aoe" and syllable else "") + syllable
    return joined
