"""The fonts of a DOCX: their names in English or Chinese, the font table and the theme.

A font has two names, SimSun and 宋体; Word knows both, other programs one of them. English ones find a substitute more often.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from convert.stylesheet import Face, Faces, Sheet
from convert.writers.docx_styles import MONOSPACE, companion
from convert.writers.ooxml import HEAD, A, W

FontNames = Literal["english", "chinese"]

#: The Chinese names of fonts, as their own name tables give them.
_CHINESE = {
    "SimSun": "宋体",
    "SimHei": "黑体",
    "KaiTi": "楷体",
    "FangSong": "仿宋",
    "PMingLiU": "新細明體",
    "MingLiU": "細明體",
    "Microsoft JhengHei": "微軟正黑體",
    "DFKai-SB": "標楷體",
    "Microsoft YaHei": "微软雅黑",
}
_OTHER_NAMES = _CHINESE | {chinese: english for english, chinese in _CHINESE.items()}


def named(sheet: Sheet, names: FontNames) -> Sheet:
    """``sheet`` with its fonts called by their Chinese names, where these are asked for and known."""
    return sheet if names == "english" else replace(sheet, faces=_chinese(sheet.faces))


def _chinese(faces: Faces) -> Faces:
    def face(one: Face) -> Face:
        return replace(one, office=_CHINESE.get(one.office, one.office))

    return replace(faces, song=face(faces.song), hei=face(faces.hei), kai=face(faces.kai), fangsong=face(faces.fangsong))


def font_table(sheet: Sheet) -> str:
    """``word/fontTable.xml``: the faces with their other names and character set (134 GB 2312, 136 Big5), for hosts that lack them."""
    set_ = "88" if sheet.language.startswith("zh-Hant") else "86"
    rows = [_font(name, set_, generic) for name, generic in _east_asian(sheet)]
    latin = {sheet.faces.latin_serif: "roman", sheet.faces.latin_sans: "swiss", MONOSPACE: "modern"}
    rows += [_font_row(name, "00", family, "") for name, family in latin.items()]
    return f'{HEAD}<w:fonts xmlns:w="{W}">{"".join(rows)}</w:fonts>'


def _east_asian(sheet: Sheet) -> Iterator[tuple[str, str]]:
    f = sheet.faces
    yield from {face.office: face.generic for face in (f.song, f.hei, f.kai, f.fangsong)}.items()


def _font(name: str, set_: str, generic: str) -> str:
    other = f'<w:altName w:val="{_OTHER_NAMES[name]}"/>' if name in _OTHER_NAMES else ""
    return _font_row(name, set_, "roman" if generic == "serif" else "swiss", other)


def _font_row(name: str, set_: str, family: str, other: str) -> str:
    pitch = "fixed" if family == "modern" else "variable"
    return f'<w:font w:name="{name}">{other}<w:charset w:val="{set_}"/><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'


def theme(sheet: Sheet) -> str:
    """``word/theme/theme1.xml``: fonts of headings and text, East Asian slots filled and no script list (WPS asks for fonts named there)."""
    faces_, heading = sheet.faces, sheet.roles.heading1.font
    pairs = {"major": (companion(heading, faces_), faces_.get(heading).office)}
    pairs["minor"] = (companion(sheet.roles.body.font, faces_), faces_.get(sheet.roles.body.font).office)
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="{latin}"/><a:ea typeface="{east}"/><a:cs typeface=""/></a:{kind}Font>'
        for kind, (latin, east) in pairs.items()
    )
    colors = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _PALETTE)
    return (
        f'{HEAD}<a:theme xmlns:a="{A}" name="zhaibian"><a:themeElements><a:clrScheme name="zhaibian">{colors}</a:clrScheme>'
        f'<a:fontScheme name="zhaibian">{fonts}</a:fontScheme>{_EFFECTS}</a:themeElements></a:theme>'
    )


_PALETTE = (
    ("dk1", "000000"),
    ("lt1", "FFFFFF"),
    ("dk2", "1F2937"),
    ("lt2", "E7E6E6"),
    ("accent1", "A4161A"),
    ("accent2", "1F4E79"),
    ("accent3", "7F6000"),
    ("accent4", "385723"),
    ("accent5", "5B2C6F"),
    ("accent6", "7F7F7F"),
    ("hlink", "0563C1"),
    ("folHlink", "954F72"),
)
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}</a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
#: The schema wants three of each (CT_StyleMatrix).
_EFFECTS = (
    f'<a:fmtScheme name="zhaibian"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>'
    f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
)
