"""Forms: lines of label, colon and value that stand together, as above minutes and agendas (时间：… 地点：… 主持人：…).

What stands behind such a label is neither a title nor a turn of a dialogue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from convert.readers.lines import Line
from convert.readers.signs import Kind, Sign
from convert.zh.characters import HAN, without_blanks

_FIELD = re.compile(f"(?P<label>[{HAN}](?:\\s*[{HAN}]){{1,5}})[：:]\\s*(?P<value>\\S.*)")
#: What the lines of forms are known by.
_WORDS = (
    "时间 日期 地点 会议时间 会议地点 活动时间 活动地点 主持 主持人 出席 出席人员 参加 参加人员 参会人员 与会人员 列席 列席人员 缺席 请假 记录 记录人 议题 主题 嘉宾 主讲 主讲人 演讲人 发言人 "
    "对谈人 对话人 对话嘉宾 主办 主办单位 承办 承办单位 协办 协办单位 報名 地址 电话 联系人 联系电话 邮编 時間 地點 會議時間 會議地點 出席人員 參加人員 列席人員 記錄 記錄人 議題 主題 嘉賓 主講 "
    "主講人 演講人 發言人 主辦單位 承辦單位 協辦單位 聯絡人 電話"
)
_LABELS = frozenset(_WORDS.split())
_STOP = re.compile("[。！？!?…][”」』]?$")
#: A name and what its bearer does, without a label of its own, below another: 李　敏（评论家）.
_MORE = frozenset({Kind.SHORT, Kind.NAME, Kind.BYLINE})


def mark_forms(lines: Sequence[Line], signs: list[Sign]) -> list[Sign]:
    """``signs`` with the lines of forms signed as such: two known labels or more, none twice, and no sentence behind them."""
    marked = list(signs)
    index = 0
    while index < len(lines):
        end, known = _form_end(lines, signs, index)
        if known > 1:
            for at in range(index, end):
                marked[at] = replace(signs[at], kind=Kind.FORM, because="label and value, among others of a form", label=None)
        index = max(end, index + 1)
    return marked


def _form_end(lines: Sequence[Line], signs: Sequence[Sign], start: int) -> tuple[int, int]:
    """Where the form ends that begins with line ``start``, and how many of its labels are known."""
    seen: set[str] = set()
    known, index = 0, start
    while index < len(lines):
        field = _field(lines[index].text)
        if field:
            if field in seen:
                break
            seen.add(field)
            known += field in _LABELS
        elif not (seen and signs[index].kind in _MORE and lines[index].depth > lines[start].depth):
            break
        index += 1
    return index, known


def _field(text: str) -> str:
    """The label of a line of a form, "" where it is none."""
    found = _FIELD.fullmatch(text) if len(text) <= 80 else None
    return without_blanks(found["label"]) if found is not None and not _STOP.search(found["value"]) else ""
