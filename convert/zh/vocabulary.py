"""Words of a region in place of those of the mainland, or the mainland's in place of Taiwan's (cn): a lexicon of our own, held to word boundaries and guarded.

A word is replaced only where it begins and ends with words, where its conditions hold, and never within the name of an institution or the title
of a work. Units (平方米 → 平方公尺) and great numbers (万亿 → 兆) are matters of their own, taken on request. The lexicons are data files
beside this module.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pkgutil import get_data

from convert.diagnostics import OptionError, nearest
from convert.zh.phrases import Phrases

#: Regions that have a lexicon, and what else may be asked for with ``--vocabulary``.
REGIONS = ("cn", "hk", "tw")
MATTERS = ("listed", "numbers", "units")


def asked_words(names: str) -> tuple[str, tuple[str, ...]]:
    """What a list such as ``tw,units`` asks for: the region, "" for none, and the other matters. Raises OptionError for anything else."""
    asked = [name.strip() for name in names.split(",") if name.strip()]
    for name in asked:
        if name not in (*REGIONS, *MATTERS):
            raise OptionError(f"there is no vocabulary “{name}”{nearest(name, (*REGIONS, *MATTERS))}")
    regions = [name for name in asked if name in REGIONS]
    if len(regions) > 1:
        raise OptionError("a text can have the words of one region only; name tw, hk or cn")
    return "".join(regions), tuple(sorted(set(asked) - set(regions)))


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the mainland with the region's, and what may not stand before and after it."""

    word: str
    regional: str
    not_after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None

    def fits(self, text: str, at: int) -> bool:
        """Whether the conditions hold for the word at ``at``."""
        if self.not_after and self.not_after.search(text, max(0, at - _BEFORE), at):
            return False
        return not (self.not_before and self.not_before.match(text, at + len(self.word)))


#: How many characters before a word its conditions look at.
_BEFORE = 8


@cache
def lexicon(region: str) -> tuple[dict[str, Entry], Phrases]:
    """The entries of a region by word, and the same as phrases."""
    entries: dict[str, Entry] = {}
    for line in (get_data("convert.zh", f"vocabulary_{region}.txt") or b"").decode().splitlines():
        if line and not line.startswith("#"):
            word, regional, *more = line.split("\t")
            after = "|".join(guard[1:] for guard in more if guard.startswith("<"))
            before = "|".join(guard[1:] for guard in more if guard.startswith(">"))
            entries[word] = Entry(word, regional, re.compile(f"(?:{after})$") if after else None, re.compile(before) if before else None)
    return entries, Phrases({entry.word: entry.regional for entry in entries.values()})


def replaced(text: str, region: str, matters: Collection[str], boundaries: Collection[int]) -> Iterator[tuple[int, str, str]]:
    """What the region says otherwise in ``text``: offset, the words there, the region's. ``boundaries`` are offsets at which no word is cut."""
    protected = [span.span() for span in re.finditer(_PROTECTED, text)]
    for at, word, new in _words(text, region, boundaries) if region else ():
        if not any(start < at + len(word) and at < end for start, end in protected):
            yield at, word, new
    if "units" in matters:
        for found in re.finditer(_UNITS, text):
            yield found.start(), found.group(), _UNIT[found.group()]
    if "numbers" in matters:
        for found in re.finditer(_NUMBERS, text):
            yield found.start(), found.group(), "兆"


def _words(text: str, region: str, boundaries: Collection[int]) -> Iterator[tuple[int, str, str]]:
    entries, phrases = lexicon(region)
    for at, word in phrases.occurring(text):
        if at in boundaries and at + len(word) in boundaries and entries[word].fits(text, at):
            yield at, word, entries[word].regional


_PLACE = (
    "中国|国家|全国|中央|中共|中华|国务院|北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|"
    "陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|[一-龥]{2,3}[省市县]"
)
_PART = "(?:(?![的了在是为对将把被让等并从到以于]|建设|发展|推进|加快|打造)[一-龥])"
#: Names of institutions, and titles of works: 中国信息通信研究院, 工业和信息化部, 《数字中国建设整体布局规划》.
_PROTECTED = (
    f"(?:{_PLACE}){_PART}{{0,14}}?(?:研究院|研究所|管理局|总局|委员会|协会|学会|大学|学院|公司|集团|银行|联合会|联盟|基金会|出版社|实验室|开发中心|中心(?=主任|副主任|负责人)|厅|署|局|部(?=[部副门，。、的]|长))"
    f"|{_PART}{{2,10}}(?:研究院|研究所|管理局|总局|股份有限公司|有限公司|集团公司|工程学院)"
    "|工业和信息化[部厅局]|工信部|国家数据局|网信办|《[^》]*》|〈[^〉]*〉"
)

_UNIT = {
    "平方米": "平方公尺", "立方米": "立方公尺", "平方厘米": "平方公分", "厘米": "公分", "毫米": "公釐", "分米": "公寸", "千米": "公里",
    "千克": "公斤", "吨": "公噸", "千瓦时": "度", "兆瓦": "百萬瓦", "吉瓦": "十億瓦", "兆帕": "百萬帕", "兆赫": "百萬赫", "米": "公尺", "升": "公升", "亩": "畝",
}  # fmt: skip
#: What is a unit, or a great number, and no word.
MEASURES = frozenset({*_UNIT, "万亿"})
_COUNT = "[0-9０-９〇零一二三四五六七八九十百千万亿两几数多余]"
_UNITS = f"(?<={_COUNT})(?:{'|'.join(sorted(_UNIT, key=len, reverse=True))})(?![一-龥]*[粒饭粉线面])"
#: A Taiwanese 兆 is 万亿; what the mainland calls 兆 is a million.
_NUMBERS = "(?<=[0-9０-９〇零一二三四五六七八九十百千两几数多余])万亿"
