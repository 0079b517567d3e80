"""The colophon: who designed, drew, edited, wrote down. Each kind of credit has its MARC relator, where one exists.

Relators: https://id.loc.gov/vocabulary/relators.html
"""

from __future__ import annotations

import re

from convert.model.nodes import Contributor
from convert.zh import names
from convert.zh.characters import HAN

#: What was done, and the relator of who did it; "" where MARC has none or nobody is named.
RELATORS: dict[str, str] = {
    "版式设计": "bkd", "版面设计": "bkd", "装帧设计": "bkd", "美术设计": "bkd", "版式": "bkd", "设计": "bkd", "封面设计": "cov",
    "制图": "ill", "图表制作": "ill", "图表": "ill", "绘图": "ill", "插图": "ill", "题图": "ill", "插画": "ill", "漫画": "ill", "配图": "ill", "制表": "ill",
    "美术编辑": "art", "美编": "art",
    "摄影": "pht", "供图": "prv", "图片提供": "prv", "图片来源": "", "数据来源": "", "资料来源": "", "图片": "", "来源": "", "供稿": "",
    "采访整理": "ivr", "采访": "ivr", "整理": "trc", "记录": "trc", "文字整理": "trc",
    "执笔": "aut", "撰稿": "aut", "撰文": "aut", "作者": "aut", "文字": "aut", "文稿": "aut", "采写": "rpt", "记者": "rpt", "通讯员": "rpt",
    "统筹": "pdr", "策划": "pdr", "总策划": "pdr", "监制": "pro", "出品": "pro", "主编": "edt", "编辑": "edt", "责编": "edt", "责任编辑": "edt", "执行主编": "edt",
    "审核": "rev", "校对": "pfr", "翻译": "trl", "译者": "trl", "主持": "mod", "主持人": "mod", "剪辑": "flm", "视频": "", "书法": "cll", "题字": "cll",
    "栏目投稿邮箱": "", "投稿邮箱": "", "电子信箱": "", "电子邮箱": "", "邮箱": "", "联系电话": "", "联系邮箱": "", "投稿信箱": "", "热线电话": "",
    "版式設計": "bkd", "美術編輯": "art", "責任編輯": "edt", "編輯": "edt", "攝影": "pht", "製圖": "ill", "資料來源": "", "圖片來源": "", "校對": "pfr", "採訪整理": "ivr",
}  # fmt: skip

_WORDS = "|".join(sorted(RELATORS, key=len, reverse=True))
_PREFIX = "(?:本期|本版|本栏目?|本报|栏目|本文|部分|今日|图文|均由)?"
_KEY = re.compile(f"{_PREFIX}(?P<what>{_WORDS})(?:[/／、与和](?:{_WORDS}))*\\s*[：:]")
_SPLIT = re.compile(f"(?:^|[\\s；;，,（(])(?={_PREFIX}(?:{_WORDS})(?:[/／、与和](?:{_WORDS}))*\\s*[：:])")
_BRACKETED = re.compile(
    "^[（(][^（）()。]{0,60}?(?:采访整理|整理|采写|撰文|供图|摄影|采访|报道|执笔|翻译|译|编辑|为准|执笔[：:][^）)]*|参与采写|有删节|综合报道)[^（）()。：]{0,4}[）)]$"
    f"|^[（(]{_KEY.pattern.replace('?P<what>', '?:')}[^）)]*[）)]$"
)
_BY = re.compile(
    "(?:本报|本刊|新华社)?(?:实习生?|见习)?(?:驻[^，、]{1,8})?记者\\s*([^）)，。；]+?)\\s*(采访整理|整理|采写|采访|报道|摄影|供图)"
)
_TOOK_PART = re.compile(
    f"(?:本报|本刊|新华社)?(?:记者|通讯员|实习生)[{HAN}\\s、，]{{2,40}}(?:参与)?(?:采写|报道|采访整理|综合整理|整理|采访)"
)
_LONGEST = 120


def is_credit(text: str) -> bool:
    """Whether the whole line is one or several credits."""
    if len(text) > _LONGEST:
        return False
    if _BRACKETED.match(text) or _TOOK_PART.fullmatch(text):
        return True
    found = _KEY.match(text)
    if found is None or "。" in text or "？" in text or len(text) - found.end() > 60:
        return False
    first = names.split_names(_SPLIT.split(text[found.end() :])[0])
    return not RELATORS[found["what"]] or (bool(first) and all(_is_person(name) for name in first))


def contributors(text: str) -> list[Contributor]:
    """The people whom a line of credits names, in order; places, institutions and addresses of mail are no contributors."""
    found: list[Contributor] = []
    bare = text.strip("（）()")
    by = _BY.search(bare)
    if by is not None and not _KEY.match(bare):
        return [Contributor(name, RELATORS.get(by[2], "") or "rpt") for name in names.split_names(by[1]) if names.likelihood(name) > 0.25]
    for part in _SPLIT.split(bare):
        key = _KEY.match(part)
        if key is None or not RELATORS[key["what"]]:
            continue
        found.extend(Contributor(name, RELATORS[key["what"]]) for name in names.split_names(part[key.end() :]) if _is_person(name))
    return found


def _is_person(name: str) -> bool:
    return names.likelihood(name) > 0.25
