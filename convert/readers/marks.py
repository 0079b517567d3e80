"""How rows of a book begin as heads of its parts do: 第三回 …, 卷二, 楔子, 001 …, 五帝本纪第一. Seen alone; nothing is decided here for good."""

from __future__ import annotations

import re
from dataclasses import dataclass

from convert.zh.characters import HAN, without_blanks
from convert.zh.numerals import to_int

#: Beyond this a row is no head; a head may still be glued to the text below it.
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """What a row would be as a head.

    ``unit``: 章, 回, 卷 …; ``alone`` and ``listed`` for numbers without one (and the shape of the number), ``fixed`` for 楔子, ``named`` for
    …第一. ``number``: None where it has none. ``end``: where the title begins in the row. ``title``: its words, ornaments and blanks off.
    ``parted``: something stands between label and title. ``stops``: it has the stop of a sentence. ``goes_on``: it reads on like one.
    """

    unit: str
    number: int | None
    end: int
    title: str
    parted: bool = True
    stops: bool = False
    goes_on: bool = False

    @property
    def key(self) -> str:
        """What two printings of one head have in common (第001回 and 第一回)."""
        return f"{self.unit if self.number is None else self.number}{self.title}"


_N = "〇○零一二三四五六七八九十百千两兩廿卅壹贰貳叁參肆伍陆陸柒捌玖拾佰仟0-9０-９"
_ORNAMENT = r"#*=~_+|>【〖〔\[《〈「『☆★●■◆◇□※·•○◎§\-—－＝＊"
_CLOSING_ORNAMENT = r"#*=~_+|<】〗〕\]》〉」』☆★●■◆◇□※·•○◎§\-—－＝＊"
_LEAD = f"[{_ORNAMENT}\\s]*"
#: Units with the words that only begin with them: 第三回合, 第一部队.
_UNITS = (
    "章(?![节節程法])|[回囘](?![合来來头頭])|节(?![课課日目车奏气])|節(?![課日目車奏氣])|卷(?![烟土入])|部分|部(?![队隊门門委长長])|集(?![团團体體合中市结結])|"
    "篇(?!文章|小说|小說)|[编編](?![者辑輯委队隊])|[册冊](?!子)|[辑輯]|幕(?![后後府])|折(?![扣断斷磨])|[出齣](?=\\s|$)|[话話](?=[\\s：:]|$)|夜(?=[\\s：:]|$)|[课課](?![程堂本])|[讲講](?=[\\s：:]|$)"
)
_TITLED_PREFIX = r"(?:正文\s*|《[^》]{1,20}》\s*(?:目录|正文)?\s*|[^\s第，。：；！？“”、]{1,12}[\s·・:：]+)?"
_COUNTED = re.compile(
    f"{_LEAD}{_TITLED_PREFIX}第\\s{{0,2}}(?P<n>[{_N}]{{1,9}})\\s{{0,2}}(?P<unit>{_UNITS})(?P<sep>[\\s:：、.．,，·・—\\-》】]*)"
)
_SCROLL = re.compile(
    f"{_LEAD}(?:《?[{HAN}]{{1,6}}》?\\s*)?(?:卷[第之]?\\s?(?P<n>[{_N}]{{1,7}}|[上中下](?=[\\s：:]|$))|(?P<m>[上中下])[卷部篇集册冊编編](?=[\\s：:]|$))(?P<sep>[\\s:：、.．·・—\\-》】]*)"
)
_CHAPTER = re.compile(r"(?i)[#*=\s]*chapter\s+(?P<n>\d{1,4}|[ivxlc]{1,7})\b(?P<sep>[\s:.．—-]*)")
_FIXED = re.compile(
    f"{_LEAD}(?:正文\\s+)?(?P<word>(?:《[^》]{{1,16}}》\\s*)?(?:楔\\s*子|引\\s*[子首言]|序\\s*[章言幕曲文]|[自代总總原译譯新前再版]{{1,2}}序(?:言)?|(?:译|譯|编|編|作|著)者(?:的话|的話|序|前言|按|[後后][记記])|"
    "前\\s*言|序|绪\\s*[论言]|緒\\s*[論言]|[导導]\\s*[言论論读讀]|凡\\s*例|例\\s*言|题\\s*[记辞词]|題\\s*[記辭詞]|弁\\s*言|缘\\s*起|緣\\s*起|(?:全书|内容|內容)?(?:提要|简介|簡介)|(?:作者|内容|內容)(?:简介|簡介|介绍|介紹)|"
    "尾\\s*[声聲]|[终終]\\s*章|尾\\s*[章曲]|[结結]\\s*[语語局]|[结結]束[语語]|余\\s*[论韵]|[后後]\\s*[记記]|[后後]\\s*序|[后後]\\s*[语語]|跋|[补補]\\s*[记遗]|"
    f"番\\s*外|[上完][架本][感]言|外\\s*[传傳一二三四五]|附\\s*[录錄]|年\\s*[谱表]|大事[记記]|[参參]考(?:文[献獻]|[书書]目)|[译譯]后[记記]|出版(?:说明|說明|前言)))(?P<n>[{_N}]{{0,3}}(?:之[{_N}]{{1,3}})?)"
    f"(?P<sep>[{_CLOSING_ORNAMENT}\\s：:、·（(]+|$)"
)
_LISTED = re.compile(
    f"(?P<n>[0-9０-９]{{1,4}}|[〇零一二三四五六七八九十百廿卅]{{1,5}}|[壹贰貳叁參肆伍陆陸柒捌玖拾佰]{{1,4}})(?P<sep>[、.．]\\s*|\\s+)(?=[^\\s0-9０-９%年月日])"
    f"|[（(【〔\\[](?P<m>[{_N}]{{1,4}})[）)】〕\\]](?P<sep2>[、.．\\s]*)(?=[^\\s0-9０-９])"
)
_ALONE = re.compile(f"{_LEAD}[（(]?(?P<n>[{_N}]{{1,5}}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ]|[IVX]{{1,5}})[）)、.．]?[{_CLOSING_ORNAMENT}\\s]*")
_NAMED = re.compile(f"(?P<title>[{HAN}·、\\s]{{2,20}})第(?P<n>[一二三四五六七八九十百]{{1,5}})")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_PARTS = {"上": 1, "中": 2, "下": 3}
_STOP = re.compile("[。；;！？!?…][^”’」』）》】]|[。；;，,、…]$|，[^，]*，")
_GOES_ON = re.compile("[的是里裡中说說讲講写寫所和与與到完已就便则則也结結开開都之，。]|内容|以后|以前|之后")
_FIXED_STARTS = frozenset(
    "楔引序自代总總原译譯新前再编編作著绪緒导導凡例题題弁缘緣全内內提简尾终終结結余后後跋补補番外附年大参參出正上完《"
)
_NUMBER_STARTS = frozenset(
    "〇零一二三四五六七八九十百廿卅壹贰貳叁參肆伍陆陸柒捌玖拾佰0123456789０１２３４５６７８９（([【〔ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫIVX-—*=#·•~"
)
_ORNAMENTS = re.compile(f"^[{_ORNAMENT}\\s]+|[{_CLOSING_ORNAMENT}\\s]+$")
_PAGE = re.compile(r"[\s.…·・．—_\-]*[(（]?\d{1,4}[)）]?$")


def plain(title: str) -> str:
    """The words of a title: no ornaments, no blanks, no dots and page number behind it."""
    return without_blanks(_ORNAMENTS.sub("", _PAGE.sub("", title) if title[:1] and not title.isdigit() else title))


def read_mark(text: str) -> Mark | None:
    """How ``text`` begins as a head does, None where it does not. A few matches of its beginning."""
    if text.find("第", 0, 40) >= 0 and (mark := _counted(text)) is not None:
        return mark
    if text.find("卷", 0, 16) >= 0 or text[0] in "上中下《":
        found = _SCROLL.match(text)
        if found is not None and _short(text):
            digits = found["n"] or found["m"]
            return _mark("卷" if found["n"] else text[found.start("m") + 1], _PARTS.get(digits) or to_int(digits), text, found)
    if not _short(text):
        return None
    if text[0] in _FIXED_STARTS or text[0] in _ORNAMENT:
        found = _FIXED.match(text)
        if found is not None and not _STOP.search(text):
            bracket = found["sep"].find("（") + found["sep"].find("(")
            end = found.end() if bracket < -1 else found.end("n") + len(found["sep"]) - len(found["sep"].lstrip())
            title = plain(text)
            return Mark("fixed", None, end if len(plain(text[end:])) != 1 else len(text), title)  # 序　例 is one word, spread
    return _numbered(text)


def _short(text: str) -> bool:
    return len(text) <= LONGEST


def _counted(text: str) -> Mark | None:
    found = _COUNTED.match(text)
    if found is not None:
        number = to_int(found["n"])
        return _mark(_ALIKE.get(found["unit"], found["unit"]), number, text, found) if number is not None else None
    named = _NAMED.fullmatch(text) if _short(text) else None
    if named is not None:
        return Mark("named", to_int(named["n"]), 0, without_blanks(text))
    return None


_ALIKE = {"囘": "回", "節": "节", "編": "编", "冊": "册", "輯": "辑", "齣": "出", "話": "话", "課": "课", "講": "讲", "部分": "部"}


def _mark(unit: str, number: int | None, text: str, found: re.Match[str]) -> Mark:
    rest = text[found.end() :]
    parted = bool(found["sep"]) or not rest
    stops = _STOP.search(text) is not None or found["sep"][:1] in {"，", ",", "、"}
    return Mark(unit, number, found.end(), plain(rest), parted, stops, not parted and _GOES_ON.match(rest) is not None)


def _numbered(text: str) -> Mark | None:
    """A number without a unit: alone, or with a title; and Chapter 1."""
    if text[0] not in _NUMBER_STARTS:
        chapter = _CHAPTER.match(text) if text[0] in "Cc#*=" else None
        return _mark("chapter", _number(chapter["n"]), text, chapter) if chapter else None
    found = _ALONE.fullmatch(text)
    if found is not None and (number := _number(found["n"])) is not None:
        return Mark(f"alone {_shape(text, found['n'])}", number, len(text), "")
    found = _LISTED.match(text)
    if found is None:
        return None
    digits = found["n"] or found["m"]
    number = to_int(digits)
    if number is None:
        return None
    rest = text[found.end() :]
    separator = "()" if found["m"] else found["sep"].strip() or "blank"
    return Mark(f"listed {_shape(text, digits)} {separator}", number, found.end(), plain(rest), True, _STOP.search(text) is not None)


def _shape(text: str, digits: str) -> str:
    """What kind of digits they are, and whether they stand in brackets."""
    kind = "arabic" if digits[0] in "0123456789０１２３４５６７８９" else "roman" if digits[0] in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫIVXivxlc" else "chinese"
    return f"{kind}{'()' if text[0] in '（(' else ''}"


def _number(digits: str) -> int | None:
    """The value of ``digits``, which may be Roman letters."""
    if digits[0] not in "IVXLCivxlc":
        return to_int(digits)
    total, last = 0, 0
    for letter in reversed(digits.upper()):
        value = _ROMAN[letter]
        total, last = total + (value if value >= last else -value), max(last, value)
    return total


_CLAUSE = re.compile("[，。；：,;:]")
_ONE_GAP = re.compile(r"\s+")


def cut_of_glued(text: str, mark: Mark) -> int:
    """Where the text begins that is glued to a head in one row, 0 where no blank tells.

    A wide blank tells; so does the blank after a couplet, and the first blank after a title of one piece.
    """
    head = text[mark.end : mark.end + LONGEST]
    head = _CLAUSE.split(head, maxsplit=1)[0]
    pieces = list(_ONE_GAP.finditer(head))
    wide = next((gap for gap in pieces if len(gap[0]) > 1 and gap.start()), None)
    if wide is not None and not _STOP.search(head[: wide.start()]) and len(head[: wide.start()]) <= 40:
        following = next((gap for gap in pieces if gap.start() > wide.start() and len(gap[0]) > 1), None)
        couplet = following is not None and wide.start() == following.start() - wide.end()
        return mark.end + (following.end() if couplet and following is not None else wide.end())
    if len(pieces) > 1 and pieces[0].start() == pieces[1].start() - pieces[0].end() and not _STOP.search(head[: pieces[1].start()]):
        return mark.end + pieces[1].end()
    if pieces and 0 < pieces[0].start() <= 24 and not _STOP.search(head[: pieces[0].start()]):
        return mark.end + pieces[0].end()
    return 0
