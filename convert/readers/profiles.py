"""What kind of text a plain text is: a page of a newspaper, a report or law, a book. Each kind is a *profile*, read by rules of its own.

Nothing but the text says so. What it shows is counted, each piece of evidence has a weight, and the profile with the highest sum is taken.
A newspaper's page is what is left where nothing speaks for another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: The profiles, in the order in which they are named to users.
PROFILES = ("digest", "report", "book")


@dataclass(frozen=True, slots=True)
class Finding:
    """A profile, how sure it is (0 to 1), and what speaks for it."""

    profile: str
    confidence: float
    because: str


@dataclass(frozen=True, slots=True)
class _Evidence:
    """A piece of evidence: for which profile, with what weight, whether it holds, in words."""

    profile: str
    weight: float
    holds: bool
    because: str


#: From this sum on another profile than the newspaper's is taken.
_ENOUGH = 1.0
#: What parts paragraphs where line feeds are lost: the same evidence is found in both forms.
_RUNS = re.compile("\u3000[\u3000\u00a0 ]+")
_N = "[0-9０-９〇○零一二三四五六七八九十百千两廿卅壹贰叁肆伍陆柒捌玖拾佰]{1,7}"
_CHAPTER = re.compile(
    f"(?m)^[ \t\u3000\u00a0#*=【〈《—-]*(?:正文[^\\S\n]*|《[^》\n]{{1,20}}》[^\\S\n]*|[^\\s，。：；第]{{1,12}}[^\\S\n]+)?(?:第\\s?{_N}\\s?[章回](?![节節])|卷{_N}(?:\\s|$)|(?:[上中下][卷部册篇集]|卷[上中下])(?:\\s|$)|(?i:chapter)[^\\S\n]+\\d)"
)
_ARTICLE = re.compile(f"(?m)^[^\\S\n]*第{_N}[条條]\\s")
_NUMBERED = re.compile("(?m)^[ \t\u3000]*(?:[0-9０-９]{1,4}|[一二三四五六七八九十百]{1,5})(?:(?:[、.．]|[ \u3000]+)[^\n]{1,30})?$")
_OUTLINE = re.compile("(?m)^[^\\S\n]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")
_OPENING = re.compile(
    r"(?m)^[^\S\n]*(?:(?:各位代表|同志们)[：:，]|现在，我?(?:代表|受)|(?:中国共产党第\S{1,9}届中央委员会第\S{1,3}次全体会议[，于]|中国共产党第\S{1,9}届中央委员会\S{0,12}全体会议公报$|中国共产党第\S{1,6}次全国代表大会)\S{0,4}公报$)"
)
_OFFICIAL = re.compile(
    r"(?:代表大会|常务委员会|国务院|人民政府|中央委员会|会议)[^。\n]{0,30}(?:通过|批准|公布|发布)|(?:中共中央|国务院|政府|办公厅)[^。\n]{0,24}印发|(?:国务院|主席|人民政府|部|委员会)令\s*$|《[^》\n]{2,40}(?:条例|办法|纲要|规划|方案|意见|细则|章程|规定)》(?:全文)?(?:如下|已经)"
)
#: Titles of what offices issue, which have chapters too.
_PAPER = re.compile(
    "(?m)(?:规划|纲要|条例|办法|规定|报告|意见|方案|公报|章程|细则|通知|决定|制度|指南|预案|白皮书|規劃|綱要|條例|辦法|規定|報告|意見)》?(?:（[^）]*）)?\\s*$|印发|全文如下|同志们"
)
_FURNITURE = re.compile(r"(?m)^[^\S\n]*(?:下载|打印|【字号：|发布时间[：:]|关键词：|索[^\S\n]*引)")
_MINUTES = re.compile(r"(?m)^[^\S\n]*(?:主[^\S\n]*席[：:]|#{0,6}[^\S\n]?(?:立法院|院會紀錄|會議紀錄)|时　　间|時　　間)")
_LICENCE = re.compile(r"(?i)project gutenberg|TXT\s?(?:全集)?(?:电子书|小说|下载)|(?:本书|本電子書|电子书)\S{0,12}(?:整理|制作|收集|提供)")
_SPEECH = re.compile('[道说說问問笑]：?[“「『"]')
_BYLINE = re.compile(
    r"(?m)^[^\S\n]*(?:●\s*)?[^\s。，；：]{3,40}(?:长|書記|书记|主任|教授|委员|代表|院士|总裁|经理|研究员|记者|作家|导演|专家|主席|董事)[ \u3000\u00a0]+"
    r"[\u4e00-\u9fff](?:[ \u3000\u00a0]*[\u4e00-\u9fff]){1,3}[^\S\n]*$"
)
_PART = re.compile(f"(?m)^[^\\S\n]*(?:第\\s?{_N}[辑輯卷部集]|[上中下][部卷集])(?:[^\\S\n]+[^\\s。，；：]{{1,16}})?[^\\S\n]*$")
_FRAME = re.compile("(?m)^[^\\S\n]*(?:楔\\s?子|引\\s?子|尾\\s?[声聲]|[后後]\\s?[记記]|番\\s?外|自\\s?序)[^\\S\n]*$")
#: Beyond this much text nothing is looked for: what a text is shows in its beginning.
_SAMPLE = 300_000
_LONG = 40_000
#: Shorter texts with parts and numbers may well be reportages of a newspaper.
_BOOKLET = 12_000


def find_profile(text: str) -> Finding:
    """The profile of ``text``, whose line ends are line feeds. Looks at a beginning of bounded length."""
    evidence = [piece for piece in _evidence(_RUNS.sub("\n", text[:_SAMPLE]), len(text)) if piece.holds]
    sums = {profile: sum(piece.weight for piece in evidence if piece.profile == profile) for profile in ("report", "book")}
    best = max(sums, key=lambda profile: sums[profile])
    if sums[best] < _ENOUGH:
        return Finding("digest", round(0.95 - sums[best] / 3, 2), "little speaks for a report or a book")
    other = min(sums.values())
    reasons = "; ".join(piece.because for piece in evidence if piece.profile == best and piece.weight > 0)
    return Finding(best, round(min(0.95, 0.5 + min(sums[best], sums[best] - other + 0.5) / 4), 2), reasons)


def _evidence(text: str, length: int) -> Iterable[_Evidence]:
    chapters, articles = _count(_CHAPTER, text), _count(_ARTICLE, text)
    yield _Evidence("book", 0.6, chapters >= 2, f"{chapters} lines begin as chapters of books do")
    official = _OFFICIAL.search(text[:800]) is not None
    yield _Evidence("book", 0.6, chapters >= 5 and articles < chapters and not official, "many of them, and nothing official about it")
    few = 2 <= chapters < 5 and not articles and not official and not _PAPER.search(text[:400]) and not _count(_OUTLINE, text)
    yield _Evidence("book", 0.6, few and not _count(_BYLINE, text), "nothing official about it, and nobody with a post speaks")
    yield _Evidence("book", 0.6, length >= _LONG, "it is as long as a book")
    yield _Evidence("book", 0.6, length >= 3 * _LONG, "longer than any report")
    speech = _count(_SPEECH, text) * 4000 > min(length, _SAMPLE) > 3000
    yield _Evidence("book", 0.6, speech, "people are made to speak, as in stories")
    yield _Evidence("book", 0.5, speech and _count(_NUMBERED, text) >= 5, "short lines are numbered")
    parts, framed = _count(_PART, text), _count(_FRAME, text)
    booklet = length >= _BOOKLET and not official
    yield _Evidence("book", 1.0, parts >= 2 and booklet, f"{parts} lines name its parts")
    yield _Evidence("book", 1.0, framed >= 1 and booklet and _count(_NUMBERED, text) >= 5, "numbered parts, and a prologue or epilogue")
    yield _Evidence("book", -1.2, _count(_BYLINE, text) >= 5, "speakers are named with their posts")
    yield _Evidence("book", 0.8, _LICENCE.search(text) is not None, "the words of sites that hand out books")
    yield _Evidence("report", 1.2, articles >= 3, f"{articles} lines begin as articles of laws do")
    outline = _count(_OUTLINE, text)
    yield _Evidence("report", 0.5, outline >= 3, f"{outline} lines are numbered 一、 or （一）")
    yield _Evidence("report", 1.0, _OPENING.search(text) is not None, "words with which reports and communiqués begin")
    yield _Evidence("report", 1.0, official, "the words with which official texts are handed down")
    yield _Evidence("report", 0.6, _FURNITURE.search(text[:3000]) is not None, "furniture of an official page")
    yield _Evidence("report", 1.2, _count(_MINUTES, text) >= 3, "a record of who spoke in a meeting")


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))
