"""How a line below a title names who wrote the text: 作者：李汝珍, 欧阳明远　著, □ 周明远, 王蒙　莫言, an office."""

from __future__ import annotations

import re

from convert.model.nodes import Contributor
from convert.readers import bylines
from convert.zh import names
from convert.zh.characters import HAN, NAME_DOT
from convert.zh.numerals import CIRCLED

_LABELLED = re.compile(r"^(?:作者|著者|撰文|文|编剧|编导|原著|原作)\s*[：:／/]\s*(?P<name>\S.{0,30})$")
_NAME = f"[{HAN}{NAME_DOT}A-Za-z.\\s]{{2,30}}?"
#: The same without a colon: here what stands in the place of the name must be one.
_BARE = (
    re.compile(f"^(?:作者|著者|撰文|编剧|编导|原著|原作|[□■◇◆○◎])\\s*(?P<name>{_NAME})$"),
    re.compile(
        f"^(?P<name>{_NAME})\\s+(?:著|编著|编|撰|述|讲|主讲|口述|作|译|編著|編|講|主講|譯)(?:[\\s，、]+[{HAN}]{{2,8}}\\s*(?:记录|整理|记|筆錄|笔录|記錄|譯|译))?$"
    ),
)
#: Without a gap too: 周青山著.
_GLUED = re.compile(f"(?P<name>[{HAN}{NAME_DOT}]{{2,12}}?)(?:编著|編著|著|撰|主讲|主講|口述)")
_OFFICE = re.compile(
    f"^(?!.*[走进進在到]|关于|關於)(?:国家|中国|中共|全国|國家|中國|[{HAN}]{{1,7}}?(?:省|市|县|区|州|镇|乡|大学|縣|區|鎮|鄉|大學))[{HAN}]{{0,20}}?"
    "(?:学院|研究院|研究所|中心|委员会|委|公司|协会|学会|医院|法院|检察院|政府|办公室|局|厅|处|队|系|部|院|社|学校|大学|中学|小学|馆)$"
)
#: So much of a name is enough where a form vouches for it.
_VOUCHED = 0.25


#: The mark of a note behind a name: 张建民[1], 李弘①, 何光华1.
_MARKS = re.compile(f"(?<=[{HAN}])(?:[\\[［][0-9０-９]{{1,2}}[\\]］]|[{CIRCLED}]|[*＊]|[0-9](?:[,，][0-9])*(?=[\\s,，、；]|$))")


def _bare_of_marks(text: str) -> str:
    return _MARKS.sub("", text)


def has_form(text: str) -> bool:
    """Whether a line says with a label, a mark or a word behind it that it names the author."""
    return _LABELLED.match(text) is not None or bool(_bare(text))


def _bare(text: str) -> tuple[str, ...]:
    for form in _BARE:
        found = form.match(text) if len(text) <= 40 else None
        if found is None:
            continue
        named = names.split_names(found["name"])
        if named and all(names.likelihood(name) >= _VOUCHED for name in named):
            return tuple(names.closed_up(name) for name in named)
    glued = _GLUED.fullmatch(text) if len(text) <= 16 else None
    return (glued["name"],) if glued is not None and names.likelihood(glued["name"]) >= bylines.SURE else ()


def is_person(text: str) -> bool:
    """Whether a line is a post and a name, a name, or several names, and nothing else."""
    text = _bare_of_marks(text)
    reading = bylines.read_byline(text)
    if reading is not None and reading.confidence >= bylines.SURE:
        return True
    if len(bylines.read_names(text)) > 1:
        return True
    name = bylines.read_name(text)
    return name is not None and name.confidence >= bylines.SURE and len(name.name) <= 4


def is_office(text: str) -> bool:
    """Whether a line is the name of an office or a school: 临港县统计局, 江苏省社会科学院."""
    return len(text) <= 24 and _OFFICE.match(text) is not None


def read_authors(text: str) -> list[Contributor]:
    """The people, or the office, that an author's line names."""
    text = _bare_of_marks(text)
    labelled = _LABELLED.match(text)
    if labelled:
        return [Contributor(name) for name in names.split_names(re.sub(f"[^{HAN}{NAME_DOT}A-Za-z. 、，]", "", labelled["name"]))]
    if bylines.is_reporter(text):
        return [Contributor(name, "rpt") for name in bylines.reporters(text)]
    alone = _bare(text) or bylines.read_names(text)
    if alone:
        return [Contributor(name) for name in alone]
    if is_office(text):
        return [Contributor(text)]
    reading = bylines.read_byline(text) or bylines.read_name(text)
    return [Contributor(reading.name, "aut", reading.position)] if reading else []
