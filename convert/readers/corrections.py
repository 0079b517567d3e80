"""Signs of lines corrected by what stands around them: runs of numbered lines, days of diaries, signatures of letters, headings with colons."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from convert.readers.bylines import SURE, is_post, read_speaker
from convert.readers.days import is_day
from convert.readers.labels import Label
from convert.readers.lines import Line
from convert.readers.signs import Kind, Sign, is_dialogue, may_be_heading
from convert.readers.talk import asks
from convert.zh.characters import without_blanks
from convert.zh.names import likelihood

#: What may stand below a heading.
BODY = "[PIUQJVGMLKFOXZvf|]"


def corrected(lines: tuple[Line, ...], signs: list[Sign], start: int) -> list[Sign]:
    """``signs``, corrected by what stands around each line, from line ``start`` on."""
    code = "".join(sign.kind for sign in signs)
    made = list(signs)
    _runs(lines, signs, made, code, start)
    _below_headings(lines, signs, made, code, start)
    _announced_like_others(lines, made, start)
    _headings_with_colons(lines, made, code, start)
    _diary_days(lines, made, code, start)
    for found in re.finditer("V[PIUQ]{1,30}(?P<who>[SBN])(?=S{0,2}V|[JEMCYT]|$)", code[start:]):
        _writer_below_letter(lines, made, found.start("who") + start)
    for found in re.finditer(f"P(?=[BN]+{BODY})", code[start:]):
        index = found.start() + start
        if is_dialogue(lines[index].text) and len(lines[index].text) <= 30 and "。" not in lines[index].text:
            made[index] = Sign(Kind.SHORT, "a quotation above a speaker's line")
    _parts_of_stories(lines, made)
    _dashed_headings(lines, made, start)
    _headings_without_text(made)
    return made


def _runs(lines: tuple[Line, ...], signs: list[Sign], made: list[Sign], code: str, start: int) -> None:
    """Numbered or marked short lines that follow one another are items, bullets or a table of contents, not headings without a text."""
    titles = Counter(_key(line, sign) for line, sign in zip(lines, signs, strict=True) if sign.kind in "LF")
    for run in re.finditer("[LFO]{2,}", code[start:]):
        first, end = run.start() + start, run.end() + start
        contents = _contents_end(lines, signs, first, end, titles)
        for index in range(first, contents):
            made[index] = replace(signs[index], kind=Kind.CONTENTS, because="a heading that comes again further down: a table of contents")
        _items_in_run(signs, made, contents, end)
    for run in re.finditer("K{2,}", code[start:]):
        _bullets_in_run(signs, made, run.start() + start, run.end() + start)


def _below_headings(lines: tuple[Line, ...], signs: list[Sign], made: list[Sign], code: str, start: int) -> None:
    """Lines whose neighbours in a heading show what they are: a speaker behind a dash, a second line behind one, a title with a colon."""
    for found in re.finditer("(?<=S)X(?=[PIUQ])", code[start:]):
        index = found.start() + start
        if signs[index].byline is not None:
            made[index] = replace(signs[index], kind=Kind.BYLINE, because=signs[index].because + ", right below a short line")
    for found in re.finditer(f"Q(?=(?:B+|R+){BODY})", code[start:]):
        _colon_above_speaker(lines, made, found.start() + start)
    for found in re.finditer("(?:(?<=^S)|(?<=[^SU]S))U(?=[PIQ])", code[start:]):
        _clause_below_heading(lines, made, found.start() + start)


def _headings_without_text(made: list[Sign]) -> None:
    """Numbered lines with nothing below that they could head are items."""
    for index in [index for index, sign in enumerate(made) if sign.kind is Kind.HEADING]:
        sign, below = made[index], made[index + 1] if index + 1 < len(made) else None
        if sign.label is None or sign.label.style in {"chapter", "section", "volume"}:
            continue
        if below is not None and _counts_on(sign.label, below):
            made[index] = replace(sign, kind=Kind.ITEM, because="the next number follows it at once: a list")
        elif below is None or below.kind in "CAYT-":
            made[index] = replace(sign, kind=Kind.ITEM, because=f"led by {sign.label.text}, but no text follows that it could head")


def _headings_with_colons(lines: tuple[Line, ...], made: list[Sign], code: str, start: int) -> None:
    """浙江：数字赋能 — short lines with a colon, each above a paragraph and each with another word before it, are headings."""
    found = [match.start() + start for match in re.finditer("(?<![Q])Q(?=P)", code[start:])]
    short = [index for index in found if len(lines[index].text) <= _LONGEST_WITH_COLON and may_be_heading(lines[index].text)]
    leads = {label.text for index in short if (label := made[index].label) is not None and not asks(label)}
    if len(short) < 2 or len(leads) < len(short) or code.count("Q") > len(short):
        return
    for index in short:
        made[index] = Sign(Kind.SHORT, "short, with a colon within, like others above paragraphs")


def _colon_above_speaker(lines: tuple[Line, ...], made: list[Sign], index: int) -> None:
    """养老：从“有”到“优” — a short line with a colon, right above a speaker's or reporter's line, is a heading; what somebody says is none."""
    text, label = lines[index].text, made[index].label
    if (
        label is not None
        and len(text) <= _LONGEST_WITH_COLON
        and may_be_heading(text)
        and not asks(label)
        and not likelihood(label.text[:-1])
    ):
        made[index] = Sign(Kind.SHORT, "short, with a colon within, above a speaker's line")


def _parts_of_stories(lines: tuple[Line, ...], made: list[Sign]) -> None:
    """引子 is a label of newspapers; where a text has an epilogue too, both are its parts."""
    if not any(sign.kind is Kind.FIXED and _EPILOGUE.match(lines[index].text) for index, sign in enumerate(made)):
        return
    for index, sign in enumerate(made):
        if sign.kind is Kind.MINI and lines[index].text in {"引子", "引言", "题记"}:
            made[index] = replace(sign, kind=Kind.FIXED, because="the beginning of a story that has an end, too")


def _dashed_headings(lines: tuple[Line, ...], made: list[Sign], start: int) -> None:
    """——在田野上: short lines behind a dash, two or more, each above a paragraph of its own, are headings where no paragraph is led so."""
    dashed = [i for i in range(start, len(lines)) if made[i].kind is Kind.BULLET and lines[i].text.startswith("——")]
    alone = all(i + 1 < len(lines) and made[i + 1].kind is Kind.PROSE and may_be_heading(lines[i].text) for i in dashed)
    if len(dashed) < 2 or not alone or max(len(lines[i].text) for i in dashed) > _LONGEST_WITH_COLON:
        return
    for index in dashed:
        label = Label("——", "mark", None, 2)
        made[index] = Sign(Kind.MARKED, "short, behind a dash, above a paragraph, like others", label)


_EPILOGUE = re.compile("尾\\s*[声聲]|[后後]\\s*[记記]|跋|[终終]\\s*章|[结結]\\s*[语語]")


def _counts_on(label: Label, below: Sign) -> bool:
    """Whether a numbered line that could be a heading has no text, since the next is a paragraph with the next number."""
    other = below.label
    return below.kind is Kind.ITEM and other is not None and other.style == label.style and (label.number or 0) + 1 == other.number


def _announced_like_others(lines: tuple[Line, ...], made: list[Sign], start: int) -> None:
    """Where several speakers are announced (●…主任  王勇, 李晓红，…院长：), a line of that form with a post is one more, though no table has the name."""
    if sum(sign.kind is Kind.SPEAKER for sign in made) < 2:
        return
    for index in range(start, len(lines)):
        text, sign = lines[index].text, made[index]
        if sign.kind is Kind.MARKED and sign.label is not None:
            text = text[sign.label.end :]
        elif sign.kind is not Kind.PROSE or not text.endswith("："):
            continue
        reading = read_speaker(text)
        if reading is not None and is_post(reading.position):
            made[index] = Sign(Kind.SPEAKER, reading.because + "; others are announced like it", byline=reading)


_LONGEST_WITH_COLON = 26


def _diary_days(lines: tuple[Line, ...], made: list[Sign], code: str, start: int) -> None:
    """7月2日　星期四　雨 — days above paragraphs, three or more, are the headings of a diary, with the year or without."""
    found = [match.start() + start for match in re.finditer("[ST](?=P)", code[start:])]
    days = [index for index in found if is_day(lines[index].text)]
    if len(days) < 3:
        return
    for index in days:
        made[index] = Sign(Kind.SHORT, "a day above a paragraph, like others")


def _writer_below_letter(lines: tuple[Line, ...], made: list[Sign], index: int) -> None:
    """江苏南京　周文斌 — place or post and a name, right below a letter and above the heading of the next, sign the letter."""
    gaps = list(_GAP.finditer(lines[index].text))
    if len(lines[index].text) <= _LONGEST_WITH_COLON and gaps and any(likelihood(lines[index].text[gap.end() :]) >= SURE for gap in gaps):
        made[index] = Sign(Kind.ATTRIBUTION, "a name below a letter, above the next")


_GAP = re.compile(r"\s+")


def _clause_below_heading(lines: tuple[Line, ...], made: list[Sign], index: int) -> None:
    """A clause after a dash, right below a short line and without a stop, is its second line: ——记青山市民警刘洋."""
    text, label = lines[index].text, made[index].label
    if label is not None and label.style == "dash" and may_be_heading(text):
        made[index] = Sign(Kind.SHORT, "after a dash, right below a short line")


def _bullets_in_run(signs: list[Sign], made: list[Sign], first: int, end: int) -> None:
    """Short lines led by one mark that follow one another are bullets; headings of Markdown stay headings."""
    for index in range(first, end):
        label = signs[index].label
        if label is not None and "#" not in label.text:
            made[index] = replace(signs[index], kind=Kind.BULLET, because="short marked lines follow one another: bullets")


def _key(line: Line, sign: Sign) -> str:
    """What two printings of one title have in common: the words without the number and blanks (第001回 and 第一回 are one)."""
    return without_blanks(line.text[sign.label.end :] if sign.label is not None else line.text)


def _contents_end(lines: tuple[Line, ...], signs: list[Sign], first: int, end: int, titles: Counter[str]) -> int:
    """How far the run of titles is a table of contents: at least three of them come again, and none comes twice within it."""
    seen: set[str] = set()
    last, again = first, 0
    for index in range(first, end):
        key = _key(lines[index], signs[index])
        if key in seen:
            break
        seen.add(key)
        if titles[key] > 1 and signs[index].kind is not Kind.NUMBER:
            last, again = index + 1, again + 1
    return last if again >= 3 else first


def _items_in_run(signs: list[Sign], made: list[Sign], first: int, end: int) -> None:
    for index in range(first, end):
        label = signs[index].label
        if signs[index].kind is not Kind.HEADING or label is None or label.style in {"chapter", "section", "volume"}:
            continue
        neighbours = (signs[i].label for i in (index - 1, index + 1) if first <= i < end)
        if any(other is not None and other.style == label.style for other in neighbours):
            made[index] = replace(signs[index], kind=Kind.ITEM, because="short numbered lines follow one another: a list")
