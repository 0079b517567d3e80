"""Readings of titles and names: pinyin by which catalogues and indexes sort them (tones left out) and with which they may show them, and the
order of zhuyin, which is that of Taiwan.

The readings are those of the library ``pypinyin``; where it is not installed there are none. Surnames read otherwise than the same
character in the language (单 Shàn, 曾 Zēng) stand here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from convert.zh.names import surname
from convert.zh.readings import reader
from convert.zh.zhuyin import zhuyin

#: Surnames whose reading is not the first one of their characters.
_SURNAMES = {
    c: reading
    for chars, reading in (
        ("单單", "shàn"), ("曾", "zēng"), ("解", "xiè"), ("仇", "qiú"), ("区區", "ōu"), ("查", "zhā"), ("朴", "piáo"), ("任", "rén"),
        ("盖蓋", "gě"), ("华華", "huà"), ("纪紀", "jǐ"), ("宁甯", "níng"), ("乐樂", "yuè"), ("翟", "zhái"), ("员", "yùn"), ("种", "chóng"),
        ("折", "shé"), ("秘", "bì"), ("尹", "yǐn"), ("晟", "chéng"), ("沈", "shěn"), ("臧", "zāng"), ("卜", "bǔ"), ("召", "shào"),
        ("洗冼", "xiǎn"), ("缪繆", "miào"), ("逄", "páng"), ("幺", "yāo"), ("葛", "gě"), ("車车", "chē"), ("柏", "bǎi"), ("覃", "qín"),
        ("谌諶", "chén"), ("郇", "xún"), ("燕", "yān"), ("应應", "yīng"), ("那", "nā"), ("哈", "hǎ"), ("重", "chóng"),
    )
    for c in chars
}  # fmt: skip
_COMPOUND = {
    "尉迟": "yù chí",
    "尉遲": "yù chí",
    "万俟": "mò qí",
    "单于": "chán yú",
    "單于": "chán yú",
    "澹台": "tán tái",
    "澹臺": "tán tái",
    "长孙": "zhǎng sūn",
    "長孫": "zhǎng sūn",
}
#: The marks of the four tones, as they are combined with a vowel. (The two dots of ü are no tone.)
_TONES = str.maketrans("", "", "\u0304\u0301\u030c\u0300")


def _toneless(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_TONES))


def title_key(title: str) -> str:
    """The syllables of a title, a blank between them: 数字经济 2022 → ``shu zi jing ji 2022``. "" where pypinyin is not installed."""
    read = reader()
    if read is None:
        return ""
    return " ".join("".join(c if c.isalnum() else " " for c in _toneless(" ".join(read(title)))).split())


def name_key(name: str) -> str:
    """A name for sorting, the surname first: 李有平 → ``Li, Youping``. Other names than Chinese ones lose nothing but their script.

    A name in Latin letters stays as it is. "" where pypinyin is not installed.
    """
    return name if name.isascii() else _toneless(_name(name, ", "))


def name_reading(name: str) -> str:
    """How a name is read, with tones: 李有平 → ``Lǐ Yǒupíng``. "" for a name in Latin letters, and where pypinyin is not installed."""
    return "" if name.isascii() else _name(name, " ")


def index_key(name: str, language: str) -> tuple[str, ...]:
    """By what a name is sorted in an index of ``language``: by zhuyin in Taiwan, else by pinyin, the tone last; by itself without pypinyin."""
    if name.isascii() or reader() is None:
        return (name.casefold(), name)
    syllables = [syllable for part in _parts(name) for syllable in part]
    if language == "zh-Hant-TW":
        syllables = [zhuyin(syllable) for syllable in syllables]
    bare = " ".join(_toneless(syllable).rstrip("ˊˇˋ˙") for syllable in syllables)
    return (bare.casefold(), " ".join(syllables), name)


def _parts(name: str) -> tuple[Sequence[str], Sequence[str]]:
    """The syllables of surname and given name; all of them in the first where no surname is seen."""
    read = reader()
    if read is None:
        return (), ()
    family = surname(name) or (name[:1] if len(name) in (2, 3) and name.isalpha() else "")
    given = name[len(family) :]
    if not family or not given or not given.isalpha():
        return read(name), ()
    known = _COMPOUND.get(family) or _SURNAMES.get(family)
    return known.split() if known else read(family), read(given)


def _name(name: str, between: str) -> str:
    """Surname and given name in pinyin, each with a capital."""
    family, given = _parts(name)
    if not given:
        return "".join(c if c.isalnum() else " " for c in "".join(family)).strip().title()
    return f"{''.join(family).capitalize()}{between}{_joined(given).capitalize()}"


def _joined(syllables: Sequence[str]) -> str:
    """Syllables as one word; an apostrophe goes before a vowel (GB/T 28039-2011 §5): ``xi'an``."""
    joined = ""
    for syllable in syllables:
        joined += ("'" if joined and syllable and _toneless(syllable[:1]) in "aoe" else "") + syllable
    return joined
