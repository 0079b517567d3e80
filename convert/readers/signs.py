"""What a line looks like, seen alone: its sign.

A sign is a single letter, so that the whole text becomes a string of letters on which the grammar of headings is a regular expression
(``heads``). Nothing is decided here for good.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from convert.readers import bylines
from convert.readers.bylines import Reading
from convert.readers.credits import is_credit
from convert.readers.days import printed_day
from convert.readers.labels import Label, read_label
from convert.readers.lines import Line
from convert.zh.characters import CLOSING, HAN
from convert.zh.names import likelihood


class Kind(StrEnum):
    """The letters."""

    PROSE = "P"
    SHORT = "S"
    BYLINE = "B"
    NAME = "N"
    SPEAKER = "@"  # a person announced with a colon or behind a mark
    LEADING = "D"  # ends in a dash: a speaker, or a place, that leads on to a heading
    REPORTER = "R"
    HEADING = "L"  # a short line led by a number
    MARKED = "K"  # a short line led by ● ■ ◆, or #
    FIXED = "F"  # 前言, 楔子, 附则
    NUMBER = "O"  # a number alone
    ITEM = "I"  # a paragraph led by a number
    BULLET = "U"
    LABELLED = "Q"  # 记者：…, 邵燕君：…
    MINI = "M"  # 核心阅读, 编者按
    EDITOR = "E"  # ——编  者
    EDITOR_NOTE = "J"  # 编者按：…
    CREDIT = "C"
    AUTHOR_NOTE = "A"  # （作者为…）
    CAPTION = "G"
    NOTE = "Z"
    DATE = "T"
    DATELINE = "Y"
    SALUTATION = "V"
    CLOSING = "W"
    ATTRIBUTION = "X"  # ——中央美术学院教授、油画家孙景波
    FURNITURE = "-"
    CONTENTS = "H"  # 目 录
    ROW = "|"  # of a table: see ``tables``
    FORM = "f"  # see ``forms``
    VERSE = "v"  # see ``stanzas``


@dataclass(frozen=True, slots=True)
class Sign:
    """A line's kind, the label that it bears, how it reads as a byline, and why."""

    kind: Kind
    because: str
    label: Label | None = None
    byline: Reading | None = None


#: Longer lines are paragraphs.
_LONGEST_HEADING = 46
#: Headings led by a number or a mark may be longer: 关于《…规划纲要（草案）》的说明.
_LONGEST_LABELLED = 80

_SENTENCE_STOP = re.compile(f"[。；;，,、：:︰…][{CLOSING}]*$|[。；]")
_EXCLAMATION = re.compile(f"[！？!?][{CLOSING}]*$")
_ANY_HAN = re.compile(f"[{HAN}].*[{HAN}]|[{HAN}]$")
_QUOTES = (("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"), ("（", "）"), ("《", "》"))
_EDITOR = re.compile(r"^[—－-]{2,}\s*(?:编\s*者|編\s*者|编辑部|本报编辑部|编后)$")
_EDITOR_NOTE = re.compile(
    r"^[（(【]?(?:编者按|编者的话|编者语|编后|编辑手记|主持人语|主持人的话|开栏的话|开栏语|按语|編者按|編按|编按)[】）)]?\s*[：:】]\s*"
)
_MINI = re.compile(
    r"^[【\[]?(?:核心阅读|核心提示|内容提要|内容摘要|导读|提要|阅读提示|编者按|编者的话|编者语|编后|编后语|主持人语|主持人的话|开栏的话|开栏语|引子|引言|题记|"
    r"镜头|寄语|新闻回放|链接|相关链接|延伸阅读|背景链接|背景|新闻背景|资料链接|名词解释|人物|人物表|登场人物|出场人物|剧中人物?|小贴士|点评|专家点评|附件：|附：|编輯|核心閱讀|編者按|新聞背景|延伸閱讀)[】\]]?$"
)
_OF_EDITORS = re.compile(r"^[【\[]?(?:编者|主持人|开栏|編者|编后)")
_LEAD_MINI = re.compile(r"^[【\[]?(?:核心|内容|导读|提要|阅读|编者|主持人|开栏|編者|编后)")
_SALUTATION = re.compile(
    f"^(?:(?:亲爱的|尊敬的|敬爱的|親愛的|尊敬嘅|各位|各(?:有关|相关)?[省市县區区乡镇州盟旗部委局单學学校院团團处處科系班组組街]|同志们|朋友们|同胞们|女士们|先生们|老师们|同学们|乡亲们|战友们|诸位|敬启者)[^。；！？]{{0,80}}|"
    f"[{HAN}、，,·\\s]{{1,30}}(?:同志|先生|女士|同志们|朋友们|代表|委员|阁下|老师|同學們|妈妈|爸爸))[：:！!，,]$"
)
_CLOSING = re.compile(
    r"^(?:此致|敬礼|敬禮|此\s*致|敬\s*礼|顺颂|即颂|专此|谢谢大家|谢谢|謝謝|祝好|此复|特此(?:通知|公告|通告|函复|证明))[^，。]{0,8}[！!。]?$"
)
_DATE = re.compile(
    r"^[（(]?(?:公元)?(?:[12１２〇○零一二三四五六七八九][0-9０-９〇○零一二三四五六七八九]{3}|[^，。]{0,6}[元〇零一二三四五六七八九十]{1,4})年[^，。；：！？]{1,12}[日号号月](?:[于於]?[^，。]{0,8})?[）)]?$"
)
_DOCUMENT_NUMBER = re.compile(
    r"^(?:第\s*[〇○零一二三四五六七八九十百千0-9０-９]+\s*号|[^\s，。]{0,14}[〔\[（(][12]\d{3}[〕\]）)]第?\d+号)$"
)
_DECREE = re.compile(f"^(?:中华人民共和国|中華民國|[{HAN}]{{2,8}}人民政府)[{HAN}]{{2,16}}令$")
_RECEIVER = re.compile(r"^(?:收信人|收件人|收信單位|抄送|主送)[：:]")
_REMARK = re.compile(r"^[（(][^（）()]{4,60}[）)]$")
_DATELINE_END = re.compile(
    r"^[（(][^）)]{0,30}?(?:\d{1,2}日|[一二三十]+日)?(?:电|電|讯|訊)[^）)]{0,24}[）)]$|^[（(](?:新华社|本报|据)[^）)。]{0,30}[）)]$|^《\s*[^》]{2,12}?\s*》\s*[（(][^）)]*[版期日]\s*[）)]$"
)
_AUTHOR_NOTE = re.compile(r"^[（(](?:本文)?作者")
_CAPTION = re.compile(
    r"^(?:[上下左右]?图\s*[①-⑳一二三四五六七八九十\d]*\s*[：:为為]|图片说明[：:]?|[题配]图[：:]|[圖]\s*[①-⑳\d]*\s*[：:為]|[①-⑳]图)|"
    r"^附?[图圖]\s*(?:[0-9０-９]+(?:[-－–—.．][0-9０-９]+)*(?![0-9０-９年月日])(?!\s*(?:[中为為是与與和、的及至到来來给給]|显|顯|表明|所示|可[见見以]|反映|展示|[说說]明|描))|[一二三四五六七八九十]+(?=[\s　]))[^，。！？；]{1,60}$|"
    r"^(?:资料图片|新华社发|資料圖片)$|^(?:新华社|本报|人民网|人民视觉)?(?:发|记者)?[^，。：]{0,16}[摄攝](?:影)?(?:（[^）]*）)?$|^[^。]{4,40}。\s*(?:新华社|本报)?(?:记者|通讯员)?[^，。：]{2,12}摄$"
)
_NOTE = re.compile(r"^(?:注|注释|备注|附注|说明|註|備註|注釋)\s*[①-⑳\d]*\s*[：:]|^[*＊※]\s*注")
_DRAWN = re.compile(r"^[-—=*_·~＊※☆★◎○◇◆□■－＝…\s]{3,}$")
_FURNITURE = re.compile(
    f"{_DRAWN.pattern}|"
    r"^[（(]?(?:本章完|未完待续|全文完|下转第?[^）]*版|上接第?[^）]*版)[^）)]{0,20}[）)]?$|^(?:下载|打印|全屏|收藏|加大|还原|减小|】|【字号：|分享到|关闭窗口|返回顶部)"
)
_CONTENTS = re.compile(r"^[【《]?目\s*[录錄次][】》]?$")
_FIXED = re.compile(
    r"^(?:正文\s+)?(?:前\s*言|序\s*言|绪\s*论|緒\s*論|导\s*言|導\s*言|引\s*言|序\s*章|楔\s*子|尾\s*声|尾\s*聲|后\s*记|後\s*記|跋|结\s*语|結\s*語|结束语|总\s*则|總\s*則|"
    r"附\s*则|附\s*則|附\s*录|附\s*錄|序|自\s*序|序\s*幕|序\s*曲|尾\s*曲|终\s*章|番\s*外[^，。]{0,12}|代\s*序|例\s*言|序\s*例|凡\s*例|参考文献|注\s*释|注\s*釋|參考文獻|致\s*谢|【[^】，。：]{2,14}】)$"
)
_LEADING = re.compile(r"[—－]{2,}$")
_ATTRIBUTION = re.compile(r"^[—－]{2,}\s*")
_MARK = re.compile(r"^(?P<mark>[●■◆▲◇□▶►★☆◎○△▼·•]|#{1,6}(?= ))\s*(?=\S)")
_LABELLED = re.compile(
    "^(?P<who>[^\\s：:︰，。；！？“”《》—]{1,4}|[^：:︰。；！？“”《》]{2,44}?)(?P<colon>[：:︰])(?!(?<=\\d[：:])\\d)\\s*(?=\\S)"
)
_PAGE_ENDS = ("版", "版）", "版)", "版】")
_NAMED = re.compile("【(?P<who>[^】]{2,9})】\\s*(?=\\S)")
_COLONS = ("：", ":", "︰")
_DIALOGUE = re.compile(r"^[“「『\"].*[”」』\"]$")


def is_drawn(text: str) -> bool:
    """Whether a line is made of signs alone, as between the parts of a text: ＊　＊　＊."""
    return _DRAWN.match(text) is not None


def is_date(text: str) -> bool:
    """Whether a line is a date: 2023年5月18日, （二〇二三年五月）, 民國一一一年十二月二十五日."""
    return _DATE.match(text) is not None


def is_document_number(text: str) -> bool:
    """Whether a line is the number of an office's document with its year (青政办发〔2024〕18号), which stands above or below the title."""
    return text.endswith("号") and not text.startswith("第") and _DOCUMENT_NUMBER.match(text) is not None


def is_dialogue(text: str) -> bool:
    """Whether a line is what somebody says: in quotation marks as a whole, with a stop within; a short clause may be a heading."""
    return _DIALOGUE.match(text) is not None and (re.search("[。！？!?]", text) is not None or ("，" in text and len(text) > 20))


def lead_role(text: str) -> str:
    """The role of the paragraphs below a fixed label: a lead below 核心阅读, a note below 编者按, "" below others."""
    if not _LEAD_MINI.match(text):
        return ""
    return "editor-note" if _OF_EDITORS.match(text) else "lead"


def read_sign(line: Line) -> Sign:
    """The sign of one line. Long lines cost a few matches of their beginnings."""
    text = line.text
    if len(text) > _LONGEST_HEADING * 2:
        return _paragraph(text)
    return _fixed_phrase(text) or (_short(text) if may_be_heading(text) else None) or _paragraph(text)


def may_be_heading(text: str) -> bool:
    """Whether a line is short enough for a heading and holds no stop of a sentence."""
    return len(text) <= _LONGEST_HEADING * 2 and not _SENTENCE_STOP.search(text)


def _fixed_phrase(text: str) -> Sign | None:
    """Lines that their words give away."""
    if text.endswith(_PAGE_ENDS) and printed_day(text) is not None:
        return Sign(Kind.DATELINE, "names the day and the page on which the text was printed")
    if text[0] in "（(" and is_credit(text) and not _AUTHOR_NOTE.match(text):
        return Sign(Kind.CREDIT, "a credit in brackets")
    found = _PHRASE.match(text)
    if found is not None:
        _, kind, because = _PHRASES[int((found.lastgroup or "p0")[1:])]
        return Sign(kind, because)
    if is_credit(text):
        return Sign(Kind.CREDIT, "a credit: what was done, a colon, by whom")
    if _REMARK.match(text):
        return Sign(Kind.NOTE, "stands in brackets as a whole")
    return None


_PHRASES = (
    (_EDITOR, Kind.EDITOR, "signed by the editors"),
    (_EDITOR_NOTE, Kind.EDITOR_NOTE, "begins with the editors' label"),
    (_MINI, Kind.MINI, "a fixed label of newspapers"),
    (_CONTENTS, Kind.CONTENTS, "the word for a table of contents"),
    (_FIXED, Kind.FIXED, "the fixed title of a part of a book or law"),
    (_SALUTATION, Kind.SALUTATION, "addresses somebody and ends in a colon"),
    (_CLOSING, Kind.CLOSING, "a closing formula of letters and speeches"),
    (_DATE, Kind.DATE, "is a date"),
    (_DOCUMENT_NUMBER, Kind.MINI, "is the number of a document"),
    (_RECEIVER, Kind.MINI, "says whom a letter is for"),
    (_DECREE, Kind.MINI, "names a decree"),
    (_AUTHOR_NOTE, Kind.AUTHOR_NOTE, "says in brackets who the author is"),
    (_CAPTION, Kind.CAPTION, "speaks of a picture"),
    (_DATELINE_END, Kind.DATELINE, "names agency and day in brackets"),
    (_NOTE, Kind.NOTE, "begins with the label of a note"),
    (_FURNITURE, Kind.FURNITURE, "a line of signs, or an instruction of a page"),
)
_PHRASE = re.compile("|".join(f"(?P<p{number}>{pattern.pattern})" for number, (pattern, _, _) in enumerate(_PHRASES)))


def _short(text: str) -> Sign | None:
    """A line without the stop of a sentence, short enough for a heading."""
    if text[0] in "-*–" and (typed := _TYPED_BULLET.match(text)):
        return _bullet(text, typed)
    mark = _MARK.match(text)
    if mark and len(text) <= _LONGEST_LABELLED:
        reading = None if "#" in mark["mark"] else bylines.read_byline(text[mark.end() :])
        if reading is not None and reading.confidence >= bylines.SURE:
            return Sign(Kind.SPEAKER, reading.because + "; a mark leads", byline=reading)
        return Sign(Kind.MARKED, "short, led by a mark, without a final stop", Label(mark["mark"], "mark", None, mark.end()))
    if _ATTRIBUTION.match(text):
        return _after_dashes(text)
    label = read_label(text)
    if label is not None:
        return _labelled_heading(text, label)
    if bylines.is_reporter(text):
        return Sign(Kind.REPORTER, "names the paper's own reporters")
    reading = bylines.read_byline(text)
    if reading is not None and reading.confidence >= bylines.SURE:
        kind = Kind.LEADING if _LEADING.search(text) else Kind.BYLINE
        return Sign(kind, reading.because, byline=reading)
    if _LEADING.search(text):
        return Sign(Kind.LEADING, "ends in a dash that leads on", byline=reading or bylines.read_name(text))
    if reading is None:
        reading = bylines.read_name(text)
        if reading is not None and reading.confidence >= bylines.SURE:
            return Sign(Kind.NAME, reading.because, byline=reading)
    return _unlabelled(text, reading)


def _labelled_heading(text: str, label: Label) -> Sign | None:
    if label.end >= len(text):
        return Sign(Kind.NUMBER, "a number alone", label)
    if len(text) > _LONGEST_LABELLED or label.style in {"is", "must", "article", "first", "other"}:
        return None
    return Sign(Kind.HEADING, f"short, led by the number {label.text}, without a final stop", label)


def _unlabelled(text: str, reading: Reading | None) -> Sign | None:
    who = _LABELLED.match(text)
    if who is not None or len(text) > _LONGEST_HEADING:
        return None
    if begins_with_time(text):
        return Sign(Kind.PROSE, "begins with a clock's time, as in a timetable")
    if _THANKS.search(text):
        return Sign(Kind.PROSE, "thanks the hearers")
    if is_dialogue(text):
        return Sign(Kind.PROSE, "somebody is quoted")
    if _EXCLAMATION.search(text) and (len(text) > 20 or text[-1] in CLOSING or len(re.findall("[！？!?]", text)) > 1):
        return Sign(Kind.PROSE, "a sentence that asks or exclaims")
    if not _ANY_HAN.search(text) or any(text.count(left) != text.count(right) for left, right in _QUOTES):
        return Sign(Kind.PROSE, "a fragment: a quotation is open, or there are no Han characters")
    return Sign(Kind.SHORT, "short, without a final stop", byline=reading)


_THANKS = re.compile("[，,。][^，。]{0,6}(?:谢谢|感谢|謝謝|感謝)(?:大家|各位|你们|你們)?[！!]$")
#: A clock's time at the head of a line: 9:00—9:10　主持人致辞.
_CLOCK = re.compile("(?:[上下]午|凌晨|晚上|中午)?\\s*[0-2]?[0-9][:：][0-5][0-9](?![0-9])")


def begins_with_time(text: str) -> bool:
    """Whether a line begins with a clock's time, as those of a timetable do."""
    return _CLOCK.match(text) is not None


#: Words with which the second line of a heading begins: ——记青山市民警刘洋.
_ABOUT = re.compile("记|追记|访|专访|探访|走近|走进|写在|评|读|忆|悼|致|献给|寄语|記|訪|讀|憶")


def _after_dashes(text: str) -> Sign | None:
    """A short line led by a dash: who said what stands above, or a point without a stop."""
    bare = _ATTRIBUTION.sub("", text)
    if _ABOUT.match(bare):
        return None
    reading = bylines.read_byline(bare) or bylines.read_name(bare)
    if reading is not None and reading.confidence >= bylines.SURE:
        return Sign(Kind.ATTRIBUTION, "after a dash, a person", byline=reading)
    if re.match("[调調][寄]|^摘自|^选自|^引自|^《[^》]*》$", bare):
        return Sign(Kind.ATTRIBUTION, "after a dash, where the words come from")
    return None


#: What people type for a bullet: - 完成了接口联调.
_TYPED_BULLET = re.compile(f"[-*–]\\s+(?=[{HAN}“《（0-9A-Za-z])")


def _bullet(text: str, typed: re.Match[str]) -> Sign:
    return Sign(Kind.BULLET, "a line led by what people type for a bullet", Label(text[0], "mark", None, typed.end()))


#: With what the lines begin that are led by a mark, or are notes: most paragraphs begin with none of these.
_MARKS, _NOTE_STARTS = frozenset("●■◆▲◇□▶►★☆◎○△▼·•#"), frozenset("（(【编編主开按注备附说註備*＊※")


def _paragraph(text: str) -> Sign:
    """A paragraph: led by a number, a dash, a mark, a name, or by nothing."""
    if text.startswith(("——", "－－")) and not text.startswith("———"):
        return Sign(Kind.BULLET, "a paragraph led by a dash", Label(text[:2], "dash", None, 2))
    if text.endswith(_COLONS) and (reading := bylines.read_speaker(text)) is not None and reading.confidence >= bylines.SURE:
        return Sign(Kind.SPEAKER, reading.because, byline=reading)
    if text[0] in "-*–" and (typed := _TYPED_BULLET.match(text)):
        return _bullet(text, typed)
    mark = _MARK.match(text) if text[0] in _MARKS else None
    if mark and "#" not in mark["mark"]:
        return Sign(Kind.BULLET, "a paragraph led by a mark", Label(mark["mark"], "mark", None, mark.end()))
    label = read_label(text)
    if label is not None and label.end < len(text):
        return Sign(Kind.ITEM, f"a paragraph led by {label.text}", label)
    if text[0] in _NOTE_STARTS:
        if _EDITOR_NOTE.match(text):
            return Sign(Kind.EDITOR_NOTE, "begins with the editors' label")
        if _NOTE.match(text):
            return Sign(Kind.NOTE, "begins with the label of a note")
    if _CAPTION.match(text) and len(text) < 200:
        return Sign(Kind.CAPTION, "speaks of a picture")
    if _AUTHOR_NOTE.match(text) and text.endswith(("）", ")")):
        return Sign(Kind.AUTHOR_NOTE, "says in brackets who the author is")
    named = _NAMED.match(text) if text[0] == "【" else None
    if named is not None and likelihood(named["who"]) >= bylines.POSSIBLE:
        return Sign(Kind.LABELLED, "somebody's name in brackets leads", Label(named[0].rstrip(), "who", None, named.end()))
    who = _LABELLED.match(text) if any(map(text[:_LONGEST_HEADING].__contains__, _COLONS)) else None
    if who is not None:
        return Sign(Kind.LABELLED, "somebody's name and a colon lead", Label(who["who"] + who["colon"], "who", None, who.end()))
    return Sign(Kind.PROSE, "a sentence with its stop" if _SENTENCE_STOP.search(text) else "too long for a heading")
