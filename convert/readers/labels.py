"""Printed numbers at the head of a line: 第一章, 一、, （一）, 1., （1）, ①, 一是, 第一，, 其一，, 首先，, 第三条, 第一回."""

from __future__ import annotations

import re
from dataclasses import dataclass

from convert.zh.numerals import ARABIC_DIGITS, CHINESE_DIGITS, CIRCLED, to_int


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, its style, its number (None for marks), and where the text after it begins."""

    text: str
    style: str
    number: int | None
    end: int


#: Depth of each style as a heading: a smaller number stands above. Styles that are missing are never headings.
RANKS = {
    "volume": 10,
    "chapter": 20,
    "section": 30,
    "comma": 50,
    "bracket": 60,
    "decimal": 70,
    "decimal-bracket": 80,
    "circled": 90,
}

#: CSS counter styles (CSS Counter Styles 3, § 6 and 7) of the labels. ``first``, ``is`` and their like count as people speak.
COUNTERS = {
    "comma": "simp-chinese-informal",
    "bracket": "simp-chinese-informal",
    "is": "simp-chinese-informal",
    "must": "simp-chinese-informal",
    "first": "simp-chinese-informal",
    "other": "simp-chinese-informal",
    "article": "simp-chinese-informal",
    "decimal": "decimal",
    "decimal-bracket": "decimal",
    "circled": "circled-decimal",
}
#: And of the attribute ``type`` of lists in HTML.
COUNTERS_OF_HTML = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}

_N = f"[{CHINESE_DIGITS}]{{1,7}}"
_FINANCIAL = "[壹贰叁肆伍陆柒捌玖拾]{1,4}"
_NUM = f"(?:[{CHINESE_DIGITS}]{{1,7}}|[{ARABIC_DIGITS}]{{1,4}})"
_STYLES = (
    (
        "chapter",
        f"(?:正文\\s+|《》目录\\s+)?第(?:(?P<chapter>{_NUM})[章回](?![节节])|(?P<chapter2>{_NUM})(?:[讲講课課]|单元|單元)(?=[\\s：:]|$))",
    ),
    ("section", f"第(?P<section>{_NUM})节(?!日|目|课|车)|第(?P<section2>{_NUM})[场場](?=\\s|$)"),
    ("volume", f"(?:第(?P<volume>{_NUM})(?:分?[编編]|部分|[卷篇部集幕折])(?=\\s|$)|[卷](?P<volume2>{_N})(?=\\s|$))"),
    ("article", f"第(?P<article>{_NUM})[条條](?=\\s)"),
    ("first", f"第(?P<first>{_N})(?:[，,、]|(?=是))"),
    ("other", f"其(?P<other>{_N})[，,、：:︰]"),
    ("is", f"(?P<is>{_N})是(?!否)[，,：:]?"),
    ("must", f"(?P<must>{_N})要(?=[^\\s])"),
    ("comma", f"(?P<comma>{_N}|{_FINANCIAL})[、．]"),
    ("bracket", f"[（(](?P<bracket>{_N})[）)]|(?P<bracket2>[㈠-㈩])"),
    (
        "decimal",
        f"(?P<decimal>[{ARABIC_DIGITS}]{{1,3}})(?:[.．、](?![{ARABIC_DIGITS}【])|\\s+(?=[^\\s{ARABIC_DIGITS}年月日%％]))|(?P<decimal2>[⒈-⒛])",
    ),
    (
        "decimal-bracket",
        f"[（(](?P<dbracket>[{ARABIC_DIGITS}]{{1,3}})[）)]|(?P<dbracket2>[⑴-⒇])|(?P<dbracket3>[{ARABIC_DIGITS}]{{1,2}})[）)]",
    ),
    ("circled", f"(?P<circled>[{CIRCLED}])"),
    ("alone", f"(?P<alone>{_N}|{_FINANCIAL}|[{ARABIC_DIGITS}]{{1,3}})$"),
    ("order", "(?P<order>首先|其次|再次|再者|最后|最後)[，,]"),
)
_LABEL = re.compile("|".join(f"(?P<style_{style.replace('-', '_')}>{body})" for style, body in _STYLES))
_STYLE_OF = {f"style_{style.replace('-', '_')}": style for style, _ in _STYLES}
_DIGITS_OF = {style: re.findall(r"\(\?P<(\w+)>", body) for style, body in _STYLES}
#: The characters with which a label may begin: most paragraphs begin with none of them.
_STARTS = frozenset(
    "壹贰叁肆伍陆柒捌玖拾第其首再最正《卷（(0123456789０１２３４５６７８９"
    + CHINESE_DIGITS
    + "".join(
        chr(c)
        for first, last in (("①", "⒛"), ("㈠", "㈩"), ("㉑", "㉟"), ("㊱", "㊿"), ("❶", "❿"))
        for c in range(ord(first), ord(last) + 1)
    )
)
_NUMBER_OF_WORD = {"首先": 1, "其次": 2, "再次": 3, "再者": 3}
_BLANKS = re.compile(r"\s*")


def read_label(text: str) -> Label | None:
    """The label with which ``text`` begins, or None. The text after it begins at ``end``, blanks skipped."""
    if not text or text[0] not in _STARTS:
        return None
    found = _LABEL.match(text)
    if found is None or found.lastgroup is None:
        return None
    style = _STYLE_OF[found.lastgroup]
    digits = next(value for name in _DIGITS_OF[style] if (value := found[name]) is not None)
    number = _NUMBER_OF_WORD.get(digits) if style == "order" else to_int(digits)
    if number is None and style != "order":
        return None
    end = _BLANKS.match(text, found.end()).end()  # type: ignore[union-attr]  # it matches the empty string
    return Label(found[0].rstrip(), style, number, end)
