"""The grammar of headers: kicker, title, subtitle, column tag, notes, author; in lines, or glued together where line feeds were lost.

A flat header often cannot be parted with certainty (29 % of a newspaper's kickers run into the title without a mark). Then the likeliest
cut is taken, its confidence is said, and the option ``title`` overrides it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from convert.diagnostics import Report
from convert.model.nodes import Attrs, Meta, Text, TitleLine
from convert.readers import authors, bylines
from convert.readers.days import printed_day
from convert.readers.flowing import tidy_gaps
from convert.readers.lines import Line
from convert.readers.signs import is_date, is_document_number
from convert.zh.characters import HAN
from convert.zh.numerals import CHINESE_DIGITS, CIRCLED, find_date

#: A line as long as this is no part of a header.
LONGEST = 70


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the header: its role, its text as printed, and where it begins: line and offset in it."""

    role: str
    text: str
    line: Line
    offset: int = 0


@dataclass(slots=True)
class Header:
    """The header's parts in order, and how sure their roles are."""

    parts: list[Part] = field(default_factory=list)
    confidence: float = 1.0
    because: str = ""

    def text_of(self, role: str) -> str:
        """The texts of all parts with ``role``, joined with a blank."""
        return " ".join(tidy_gaps(part.text) for part in self.parts if part.role == role)


_CONTINUED = re.compile("[（(](?:上接|紧接|上續|下转|下轉)")
_FURNITURE = re.compile(
    rf"^{_CONTINUED.pattern}|^(?:(?:下载|打印|全屏|收藏|分享|关键词|来源|來源|时间|時間|日期|发布时间|发布日期|发稿时间|更新时间|作者|编辑|浏览|阅读|点击|首页|当前位置|责任编辑|打印本页|"
    r"申明|声明|小说下载)(?=$|[\s：:（(【】\[|\d])|【?字号|】$|加大$|还原$|减小$|大$|中$|小$|【打印|附：【|分享到|[-—=*_]{5,}|https?://|www\.)"
)
_SOURCE = re.compile(r"^(?:来源|來源|稿源|信息来源)\s*[：:]\s*(?P<value>\S.*)$")
_DATED = re.compile(r"^(?:时间|時間|日期|发布时间|发布日期|发稿时间|更新时间)\s*[：:]")
#: The number of an issue alone; an office and, behind a gap, its day.
_ISSUE = re.compile(
    f"[（(]?(?:总)?第\\s*[{CHINESE_DIGITS}0-9０-９]{{1,5}}\\s*[期号辑號輯][）)]?|[{HAN}]{{2,24}}\\s+[12][0-9]{{3}}年[0-9]{{1,2}}月[0-9]{{1,2}}日"
)
#: How a page says that others wrote what it prints.
_TAKEN = re.compile(rf"^本[报刊网社台](?:综合(?:报道|消息)?|讯|訊|专稿)$|^[{HAN}\s]{{2,8}}?\s(?:记录|整理|录音整理|記錄)$")
_NOTE = re.compile(r"^[（(].*[）)]$")
_SUBTITLE = re.compile(r"^[—－-]{2,}")
_NUMERAL = f"[{CHINESE_DIGITS}]{{1,4}}|[{CIRCLED}]|上篇?|中篇?|下篇?|[0-9０-９]{{1,3}}|[ⅠⅡⅢⅣⅤⅥ]|完|续"
_INSTALMENT = re.compile(
    f"\\s*(?:[（(](?:之)?(?P<bracketed>{_NUMERAL})[）)]|(?:之(?P<plain>[{CHINESE_DIGITS}]{{1,3}}))|(?P<circled>[{CIRCLED}])"
    f"|[·•—\\-（(]?第(?P<issue>[{CHINESE_DIGITS}0-9０-９]{{1,4}})[期辑讲輯講](?P<closing>[）)])?)$"
)
_NUMBER = re.compile(f"{_NUMERAL}|第[{CHINESE_DIGITS}0-9０-９]{{1,4}}[期辑讲輯講]")
_GENRE = re.compile(
    "(?:摘编|摘登|选登|摘要|节选|笔谈|圆桌|纵横谈|寄语|座谈|访谈|对话|发言|述评|综述|侧记|纪实|速写|观察|启示|调查|报告|公报|公告|致辞|讲话|演讲|文章|之[一二三四五六七八九十]+|摘編|選登|節選)$"
)
_WITHIN_TITLE = re.compile(
    "^(?:摘登|摘要|节选|全文|草案|试行|修订|修正|修正案|征求意见稿|审议稿|受权发布|摘编|选登|图|组图|视频|暂行|节录)?$"
)
_KICKER_END = re.compile(
    "(?:强调|指出|印发|会见|发表(?:重要)?讲话|作出(?:重要)?指示|上强调|答记者问|致电|主持会议|会议上|会上|通知(?=《)|发布(?=《))(?=[“《\\s\\S]{6,})"
)


#: How a kicker ends that the title goes on from.
_LEADS_ON = re.compile(
    "(?:[：:—]|强调|指出|要求|提出|印发|发布|会见|举行|召开|闭幕|开幕|通过|讲话|贺信|贺电|会议上|会上|时|后|前|之际|之中|主持|通知|致信|批示|指示|座谈|考察|调研|視察|強調|表示)$|^在.*上$|：(?=.)"
)
_ABOUT = re.compile("记|访|专访|写在|读|评|致|献给|关于|兼|暨")


def leads_on(text: str) -> bool:
    """Whether a line ends as kickers do that the title goes on from."""
    return _LEADS_ON.search(text) is not None


def is_furniture(text: str) -> bool:
    """Whether a line is furniture of a web page, or one of its labels (来源：, 发布时间：)."""
    return _FURNITURE.match(text) is not None


def is_continued(text: str) -> bool:
    """Whether a line says on which page the text began: （上接第一版）."""
    return _CONTINUED.match(text) is not None


def names_author(text: str) -> bool:
    """Whether a line names title and author, or the author (《…》作者：李汝珍)."""
    return _TITLE_AND_AUTHOR.match(text) is not None or authors.has_form(text)


def is_list_of_keywords(text: str) -> bool:
    """Whether a line announces key words on the next."""
    return text in {"关键词：", "关键词:", "關鍵詞："}


def is_subtitle(text: str) -> bool:
    """Whether a dash leads a line, as it does subtitles."""
    return _SUBTITLE.match(text) is not None


def holds_dash(text: str) -> bool:
    """Whether a flat title holds a dash, behind which its subtitle stands."""
    return _cut_subtitle(text)[1] >= 0


def is_plain(text: str, index: int) -> bool:
    """Whether nothing in line ``index`` of a header tells which part it is."""
    return not _role_of_line(text, index)


def part_lines(lines: list[Line], positions_tell: bool, title: str = "") -> Header:
    """The parts of a header that stands in lines of its own. ``positions_tell``: rows 1 to 3 are kicker, title and subtitle.

    ``title``, where not empty, is what the user says the title is.
    """
    told = next((index for index, line in enumerate(lines) if title and title in line.text), -1)
    if told >= 0:
        return _lines_as_told(lines, told, title)
    header = Header(because="the header stands in lines of its own")
    roles = [_role_of_line(line.text, index) for index, line in enumerate(lines)]
    for index in range(len(lines) - 1):
        if is_list_of_keywords(lines[index].text):
            roles[index + 1] = "furniture"
    plain = [index for index, role in enumerate(roles) if not role]
    _name_authors(roles, plain, lines)
    _name_plain(roles, plain, lines, positions_tell, header)
    for line, role in zip(lines, roles, strict=True):
        header.parts.extend(_with_author(line) or _with_tag(role, line, 0, line.text))
    return header


def _name_authors(roles: list[str], plain: list[int], lines: list[Line]) -> None:
    """What stands below the title, with nothing but dates and notes further down, and names people or an office, is who wrote the text."""
    while len(plain) > 1 and all(role in {"author", "note"} for role in roles[plain[-1] + 1 :]):
        text = lines[plain[-1]].text
        office = "furniture" not in roles and authors.is_office(text) and not leads_on(lines[plain[-1] - 1].text)
        person = authors.is_person(text)
        if not office and not person:
            return
        of_person = office and not person and authors.is_person(lines[plain[-1] - 1].text)
        roles[plain.pop()] = "note" if of_person else "author"


def _lines_as_told(lines: list[Line], told: int, title: str) -> Header:
    """The title is known: what nothing tells apart is kicker above it and subtitle below."""
    header = Header(because="the user said what the title is")
    for index, line in enumerate(lines):
        if index == told:
            header.parts.extend(_as_told(line, line.text.index(title), title).parts)
        else:
            role = _role_of_line(line.text, index)
            role = "" if role.startswith("title") else role
            header.parts.append(Part(role or ("kicker" if index < told else "subtitle"), line.text, line))
    return header


_TITLE_AND_AUTHOR = re.compile(r"^(?P<title>\S.{0,38}?)\s*(?=(?:作者|著者)[：:]\s*\S)")


def _with_author(line: Line) -> list[Part]:
    """《镜花缘》作者：李汝珍: two parts in one line; none where there is no such author."""
    found = _TITLE_AND_AUTHOR.match(line.text)
    if found is None or not authors.has_form(line.text[found.end() :]):
        return []
    return [Part("title", found["title"], line), Part("author", line.text[found.end() :], line, found.end())]


def role_below_title(text: str) -> str:
    """What a line below a title shows itself to be: subtitle, author, note (date, source); "" for any other."""
    if len(text) > 80 or re.search("[。！？]$", text):
        return ""
    role = _role_of_line(text, 1)
    return role if role in {"subtitle", "author", "note"} else "author" if authors.is_person(text) else ""


def _role_of_line(text: str, index: int) -> str:
    if authors.has_form(text):
        return "author"
    if text.startswith("# "):
        return "title"
    if _TITLE_AND_AUTHOR.match(text):
        return "title and author"
    if _FURNITURE.match(text):
        return "note" if _SOURCE.match(text) or _DATED.match(text) else "furniture"
    if bylines.is_reporter(text):
        return "author"
    if printed_day(text) or is_document_number(text) or (index and (is_date(text) or _TAKEN.match(text) or _ISSUE.fullmatch(text))):
        return "note"
    if _NOTE.match(text):
        return "note" if index else ""
    if _SUBTITLE.match(text) and index:
        return "subtitle"
    return ""


def _name_plain(roles: list[str], plain: list[int], lines: list[Line], positions_tell: bool, header: Header) -> None:
    """Give the lines that nothing gave away their roles: kicker, title, subtitle."""
    if not plain:
        return
    if "title" in roles or "title and author" in roles:
        first = min(index for index, role in enumerate(roles) if role.startswith("title"))
        for index in plain:
            roles[index] = "subtitle" if index > first else "kicker"
        return
    if len(plain) == 1:
        roles[plain[0]] = "title"
        return
    rows = [lines[index].row for index in plain]
    if positions_tell and rows[-1] <= 3:
        for index, row in zip(plain, rows, strict=True):
            roles[index] = ("kicker", "title", "subtitle")[row - 1]
        header.because = "rows 1 to 3 are kicker, title and subtitle"
        return
    title, confidence, header.because = _title_among([lines[index].text for index in plain], "furniture" in roles)
    header.confidence = confidence
    for place, index in enumerate(plain):
        before = "furniture" if place < title - 1 else "kicker"
        roles[index] = "title" if place == title else before if place < title else "subtitle"


def _title_among(texts: list[str], furnished: bool) -> tuple[int, float, str]:
    """Which of several plain lines is the title, how sure that is, and why."""
    if furnished:
        return len(texts) - 1, 0.6, "the last line before the text, on a page with furniture"
    if len(texts) >= 3:
        return 1, 0.6, "kicker, title, subtitle is the usual order"
    first, second = texts
    weights = (
        (0.3, _GENRE.search(second) and not _GENRE.search(first), "the second line names the kind of text"),
        (0.2, _ABOUT.match(second), "the second line says of whom or what the text is"),
        (0.2, re.search(r"\S\s+\S", first) and not re.search(r"\s", second), "the first line has the two halves of a headline"),
        (0.1, len(first) <= 14 and len(second) > 20, "the first line is short, the second long"),
        (-0.3, _LEADS_ON.search(first), "the first line leads on to the second"),
        (-0.2, re.search(r"\S\s+\S", second) and not re.search(r"\s", first), "the second line has the two halves of a headline"),
        (-0.2, second.startswith(("《", "“")) and not first.startswith(("《", "“")), "the second line begins with a title or a quotation"),
        (-0.05, True, "a kicker above a title is the commoner of two readings"),
    )
    score = sum(weight for weight, holds, _ in weights if holds)
    because = "; ".join(reason for weight, holds, reason in weights if holds and weight * score > 0)
    return (0 if score > 0 else 1), round(min(0.5 + abs(score), 0.9), 2), because


# ------------------------------------------------------------------------------------------------ flat headers


def part_flat(line: Line, title: str) -> Header:
    """The parts of a header whose line feeds were lost. ``title``, where not empty, is what the user says the title is."""
    text = line.text
    if title and title in text:
        return _as_told(line, text.index(title), title)
    header = Header(because="one line, no mark that could part it")
    reporter = _REPORTER.search(text)
    by = reporter.start() if reporter is not None and bylines.is_reporter(reporter[0]) else len(text)
    head, dash, tail = _cut_subtitle(text[:by].rstrip())
    kicker = _KICKER_END.search(head)
    cut = _kicker_cut(head, kicker)
    if cut:
        header.parts.append(Part("kicker", head[:cut].rstrip(), line))
        header.confidence, header.because = 0.65, "the beginning reads like a kicker"
    start = cut + len(head[cut:]) - len(head[cut:].lstrip())
    header.parts.extend(_with_tag("title", line, start, head[start:].rstrip()))
    if dash >= 0:
        header.parts.extend(_with_tag("subtitle", line, dash, tail))
        sure = _GENRE.search(_INSTALMENT.sub("", tail)) is not None
        header.confidence, header.because = (
            (0.9, "a dash leads the subtitle, which names the kind of text") if sure else (0.75, "a dash parts it")
        )
    elif not cut:
        header.confidence, header.because = _confidence_of_single(header.text_of("title"))
    if by < len(text):
        header.parts.append(Part("author", text[by:], line, by))
    return header


#: Who reports, glued to the title: …（财经眼）本报记者  王  观.
_REPORTER = re.compile(
    "(?<=[^\\s])(?:本报|本刊|本网|新华社|人民网|人民日报|中新社)(?:驻[^，。]{1,8}?)?(?:特派|特约|见习|实习)?(?:记者\\s+[^，。：]{2,40}|评论员)$"
)


def with_subtitles(header: Header, lines: list[Line]) -> Header:
    """``header``, of a flat title, with ``lines`` below it that are subtitles."""
    for line in lines:
        header.parts.extend(_with_tag("subtitle", line, 0, line.text))
        header.confidence, header.because = max(header.confidence, 0.75), "a dash leads the subtitle"
    return header


def _as_told(line: Line, at: int, title: str) -> Header:
    text = line.text
    pieces = [("kicker", 0, text[:at].rstrip()), ("title", at, title), ("subtitle", at + len(title), text[at + len(title) :])]
    parts = [Part(role, piece.lstrip(), line, offset + len(piece) - len(piece.lstrip())) for role, offset, piece in pieces if piece.strip()]
    return Header(parts, 1.0, "the user said what the title is")


def _cut_subtitle(text: str) -> tuple[str, int, str]:
    dash = re.search("(?<=\\S)\\s*(—{2,})(?=\\S)", text)
    if dash is None:
        return text, -1, ""
    return text[: dash.start()], dash.start(1), text[dash.start(1) :]


def _kicker_cut(head: str, found: re.Match[str] | None) -> int:
    """Where the title begins after a kicker, 0 where none is seen: 中共中央国务院印发 + 《…》, 习近平在…强调 + two half-lines."""
    if found is None or not 4 <= found.end() <= len(head) - 6:
        return 0
    rest = head[found.end() :]
    return found.end() if rest.startswith("《") or re.search(r"\S\s+\S", rest) else 0


def _confidence_of_single(title: str) -> tuple[float, str]:
    halves = title.split(" ")
    if len(halves) == 2 and abs(len(halves[0]) - len(halves[1])) <= 4:
        return 0.9, "two half-lines of like length"
    if len(title) <= 24 and len(halves) <= 1:
        return 0.8, "short enough for a title alone"
    return 0.5, "a kicker may be glued to the title"


# ------------------------------------------------------------------------------------------------ tags, series, metadata


def _with_tag(role: str, line: Line, offset: int, text: str) -> list[Part]:
    """The part, its column tag （国际时评） cut off where it is a title's."""
    if role != "title":
        return [Part(role, text, line, offset)] if text else []
    start = _last_bracket(text)
    inside = text[start + 1 : -1].strip() if start > 0 else ""
    if start <= 0 or not re.search(f"[{HAN}]", inside) or _WITHIN_TITLE.match(inside) or _NUMBER.fullmatch(inside):
        return [Part(role, text, line, offset)]
    tag = "note" if find_date(inside) else "tag"
    return [Part(role, text[:start].rstrip(), line, offset), Part(tag, text[start:], line, offset + start)]


def _last_bracket(text: str) -> int:
    """Where the bracket opens that closes at the end of ``text``, -1 where there is none."""
    depth = 0
    if not text.endswith(("）", ")")):
        return -1
    for index in range(len(text) - 1, -1, -1):
        depth += (text[index] in "）)") - (text[index] in "（(")
        if depth == 0:
            return index
    return -1


def _without_instalment(text: str) -> tuple[str, str]:
    found = _INSTALMENT.search(text)
    if found is None or not text[: found.start()].strip():
        return text, ""
    return text[: found.start()].rstrip(), found["bracketed"] or found["plain"] or found["circled"] or found["issue"]


def metadata(header: Header, language: str, source: str) -> Meta:
    """What the header says of the text."""
    title, instalment = _without_instalment(header.text_of("title").removeprefix("# "))
    subtitle, of_subtitle = _without_instalment(_SUBTITLE.sub("", header.text_of("subtitle")))
    column, of_tag = _without_instalment(header.text_of("tag")[1:-1].strip())
    series = column or (subtitle if of_subtitle else "") or (title if instalment else "")
    kicker = re.sub("[—－-]{2,}$", "", header.text_of("kicker"))
    iso, printed, page = _day(header)
    return Meta(
        title=title,
        kicker=kicker,
        subtitle=subtitle,
        series=series,
        instalment=of_tag or of_subtitle or instalment,
        title_block=title_block(header, source),
        date=iso,
        date_printed=printed,
        page=page,
        source=next((found["value"] for part in header.parts if (found := _SOURCE.match(part.text))), ""),
        language=language,
        contributors=tuple(author for part in header.parts if part.role == "author" for author in authors.read_authors(part.text)),
    )


def title_block(header: Header, source: str) -> tuple[TitleLine, ...]:
    """The header as printed, a line a part; gaps tidied as in paragraphs."""
    return tuple(
        TitleLine((Text(tidy_gaps(part.text)),), attrs=Attrs(role=part.role), pos=part.line.pos(source, part.offset))
        for part in header.parts
    )


def _day(header: Header) -> tuple[str, str, str]:
    """The day on which the text was published, and on which page; else the day that a note or subtitle names."""
    printed = next((day for part in header.parts if part.role == "note" and (day := printed_day(part.text))), None)
    if printed is not None:
        return printed
    dated = [part.text for part in header.parts if _DATED.match(part.text)]
    noted = [part.text for part in header.parts if part.role in {"note", "subtitle"}]
    found = [date for text in (*dated, *noted) if (date := find_date(text))]
    return *next((date for date in found if len(date[0]) == 10), ("", "")), ""


def author_line(line: Line) -> Part:
    """A line below the title that names the author."""
    return Part("author", line.text, line)


def report_doubt(header: Header, report: Report, source: str) -> None:
    """Say so where the header could be parted in another way."""
    if not header.parts:
        return
    pos = header.parts[0].line.pos(source)
    for part in header.parts:
        report.explain(part.line.pos(source, part.offset), part.role, header.because, header.confidence, part.text)
    if header.confidence < 0.6:
        report.add(
            "digest.ambiguous-header",
            f"the header could be read in another way: {header.because} (confidence {header.confidence:.2f})",
            pos=pos,
            hint="put kicker, title and subtitle in lines of their own, or say what the title is with the option “title”",
        )
