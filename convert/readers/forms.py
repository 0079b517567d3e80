"""Forms: lines of label, colon and value that stand together, as above minutes and agendas (时间：… 地点：… 主持人：…), with the people
whom a label announces below it (嘉宾：, 人物：), and lists of works (《大河上下》　作者：周文清).

What stands in them is neither a title nor a turn of a dialogue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from convert.readers.bylines import POSSIBLE
from convert.readers.lines import Line
from convert.readers.signs import Kind, Sign
from convert.zh import names
from convert.zh.characters import HAN, without_blanks

_FIELD = re.compile(f"(?P<label>[{HAN}](?:\\s*[{HAN}]){{1,5}})(?:（[{HAN}]{{1,8}}）)?[：:]\\s*(?P<value>\\S.*)")
#: What the lines of forms are known by.
_WORDS = (
    "时间 日期 地点 会议时间 会议地点 活动时间 活动地点 主持 主持人 出席 出席人员 参加 参加人员 参会人员 与会人员 列席 列席人员 缺席 请假 记录 记录人 议题 主题 嘉宾 主讲 主讲人 演讲人 发言人 "
    "对谈人 对话人 对话嘉宾 主办 主办单位 承办 承办单位 协办 协办单位 编剧 导演 人物 報名 地址 电话 联系人 联系电话 邮编 時間 地點 會議時間 會議地點 出席人員 參加人員 列席人員 記錄 記錄人 議題 主題 嘉賓 主講 "
    "主講人 演講人 發言人 主辦單位 承辦單位 協辦單位 聯絡人 電話"
)
_LABELS = frozenset(_WORDS.split())
#: How labels end that are of forms, whatever stands before: 出租方, 项目名称, 经办人.
_LABEL_END = re.compile(
    "方$|(?:经办|委托|受托|承租|出租|申请|代表|担保|出借|借款|负责|填表|审核|收货|发货)人$|单位$|名称$|编号$|号码?$|日期$|姓名$|职务$|地址$|類別$|类别$|專業$|专业$|班级$|邮箱$|网址$|單位$|名稱$|編號$|號碼?$"
)
_STOP = re.compile("[。！？!?…][”」』]?$")
#: Labels with people below them, a line each.
_PEOPLE_WORDS = """
    嘉宾 对话嘉宾 访谈嘉宾 圆桌嘉宾 与会嘉宾 对谈人 对谈者 对话人 对话者 主持人 与谈人 演讲人 发言人 出席人员 参会人员 与会人员 人物 人物表 登场人物 出场人物
    剧中人 剧中人物 嘉賓 對談人 登場人物
    """
_PEOPLE = frozenset(_PEOPLE_WORDS.split())
_PEOPLE_LABEL = re.compile(f"[【\\[]?(?P<label>[{HAN}](?:\\s*[{HAN}]){{1,5}})[】\\]]?[：:]?")
#: A name, or a part in a play, and who that is: 李　敏（评论家）, 单青松　博物馆馆长, 小梅——候车的姑娘.
_PERSON = re.compile(f"(?P<name>[{HAN}·](?:\\s?[{HAN}·]){{0,7}}?)\\s*(?P<mark>[—－]{{1,2}}|\\s|[（(]|，)\\s*\\S")
_LONGEST_PERSON, _LONGEST_FIELD, _LONGEST_LABEL = 60, 80, 10
_OF_PEOPLE = frozenset({Kind.SHORT, Kind.NAME, Kind.BYLINE, Kind.REPORTER, Kind.PROSE})
_WORK = re.compile("《[^《》]{1,30}》(?:\\s+|(?=[（(]|作者[：:]))\\S.{0,60}")
_OF_WORKS = frozenset({Kind.SHORT, Kind.LABELLED})
#: A name and what its bearer does, without a label of its own, below another: 李　敏（评论家）.
_MORE = frozenset({Kind.SHORT, Kind.NAME, Kind.BYLINE})


def mark_forms(lines: Sequence[Line], signs: list[Sign]) -> list[Sign]:
    """``signs`` with the lines of forms signed as such: two known labels or more, none twice, and no sentence behind them; people; works."""
    marked = list(signs)
    for index in _works(lines, signs):
        _mark(marked, index, index + 1, "a work and what is said of it, as in other lines")
    index = 0
    while index < len(lines):
        if not _may_begin(lines[index].text):
            index += 1
            continue
        end, known = _form_end(lines, signs, index)
        if known > 1:
            _mark(marked, index, end, "label and value, among others of a form")
        index = max(end, index + 1)
    return marked


def _may_begin(text: str) -> bool:
    """Whether a look at a line does not yet show that no form begins with it."""
    return len(text) <= _LONGEST_FIELD and ("：" in text or ":" in text or len(text) <= _LONGEST_LABEL)


def _mark(marked: list[Sign], start: int, end: int, because: str) -> None:
    for at in range(start, end):
        marked[at] = replace(marked[at], kind=Kind.FORM, because=because, label=None)


def _form_end(lines: Sequence[Line], signs: Sequence[Sign], start: int) -> tuple[int, int]:
    """Where the form ends that begins with line ``start``, and how many of its labels, and of the people below them, are known."""
    seen: set[str] = set()
    known, index = 0, start
    while index < len(lines):
        field = _field(lines[index].text) or _announced(lines[index].text)
        if field:
            if field in seen:
                break
            seen.add(field)
            known += field in _LABELS or _LABEL_END.search(field) is not None
            people = _people_end(lines, signs, index + 1) if field in _PEOPLE else index + 1
            known += people > index + 1
            index = people - 1
        elif not (seen and signs[index].kind in _MORE and lines[index].depth > lines[start].depth):
            break
        index += 1
    return index, known


def _field(text: str) -> str:
    """The label of a line of a form, "" where it is none."""
    found = _FIELD.fullmatch(text) if len(text) <= _LONGEST_FIELD else None
    return without_blanks(found["label"]) if found is not None and not _STOP.search(found["value"]) else ""


def _announced(text: str) -> str:
    """The label alone in its line whose people stand below, "" where it is none."""
    found = _PEOPLE_LABEL.fullmatch(text) if len(text) <= _LONGEST_LABEL else None
    label = without_blanks(found["label"]) if found is not None else ""
    return label if label in _PEOPLE else ""


def _people_end(lines: Sequence[Line], signs: Sequence[Sign], start: int) -> int:
    """Where the people end who stand from line ``start`` on, each in a line."""
    index = start
    while index < len(lines) and signs[index].kind in _OF_PEOPLE and _is_person(lines[index].text, signs[index]):
        index += 1
    return index


def _is_person(text: str, sign: Sign) -> bool:
    if sign.kind in {Kind.NAME, Kind.BYLINE, Kind.REPORTER}:
        return True
    found = _PERSON.match(text) if len(text) <= _LONGEST_PERSON else None
    return found is not None and (found["mark"][0] in "—－" or names.likelihood(found["name"]) >= POSSIBLE)


def _works(lines: Sequence[Line], signs: Sequence[Sign]) -> list[int]:
    """The lines that name a work and say something of it; none where there is but one."""
    found = [i for i, line in enumerate(lines) if line.text[0] == "《" and signs[i].kind in _OF_WORKS and _WORK.fullmatch(line.text)]
    return found if len(found) > 1 else []
