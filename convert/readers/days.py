"""Lines that name a day: that on which a page was printed, where the line says nothing else; the headings of diaries and timetables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from convert.zh.characters import HAN
from convert.zh.numerals import CHINESE_DIGITS, find_date

_PAPER = re.compile(
    "[\\s《》（）()【】\\[\\],，]|第?\\s*0?[1-9][0-9]?\\s*版|版次?|星期[一二三四五六日天]|周[一二三四五六日]|[0-2]?[0-9]:[0-5][0-9](?::[0-9]{2})?|人民日报海外版"
)
_PAPERS_NAME = re.compile(f"[{HAN}]{{0,6}}(?:[日晚时早]报|周刊|报|日報|網|网)")
_DAY = re.compile(f"(?:[0-9{CHINESE_DIGITS}]{{4}}年)?[0-9{CHINESE_DIGITS}]{{1,3}}月[0-9{CHINESE_DIGITS}]{{1,3}}[日号號](?![^\\s，。（(])")
_PAGE = re.compile("第\\s*0?(?P<page>[1-9][0-9]?)\\s*版")


def printed_day(text: str) -> tuple[str, str, str] | None:
    """A line that says nothing but on which day, and page, a text was printed: ISO date, the date as printed, the page or "";
    （2022年12月07日 第10版）, 《青山日报》（2022-12-07）. None for other lines.
    """
    found = find_date(text) if len(text) < 50 else None
    if found is None or len(found[0]) < 10:
        return None
    rest = _PAPER.sub("", text.replace(found[1], "", 1))
    page = _PAGE.search(text)
    return (*found, page["page"] if page else "") if not rest or _PAPERS_NAME.fullmatch(rest) else None


def last_day(texts: Iterable[str]) -> tuple[str, str, str]:
    """The day that the last of ``texts`` which is nothing but a day names; empty strings where none is."""
    found = ("", "", "")
    for text in texts:
        found = printed_day(text) or found
    return found


def is_day(text: str) -> bool:
    """Whether a line begins with a day, with its year or without, as the headings of diaries and timetables do: 7月2日　星期四　雨."""
    return _DAY.match(text) is not None
