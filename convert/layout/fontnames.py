"""Names of Chinese fonts: which of them name the same design, and which fonts have characters that others lack.

Font files state their names in several languages, but not always all of them; and one design goes by other names with other vendors.
"""

from __future__ import annotations

from typing import Final

#: Names of one design, as styles may have them and as systems know them.
_SAME: Final = (
    ("SimSun", "NSimSun", "宋体", "新宋体"),
    ("SimHei", "黑体", "中易黑体"),
    ("KaiTi", "SimKai", "KaiTi_GB2312", "楷体", "楷体_GB2312"),
    ("FangSong", "SimFang", "FangSong_GB2312", "仿宋", "仿宋_GB2312"),
    ("Microsoft YaHei", "微软雅黑", "微軟雅黑"),
    ("DengXian", "等线"),
    ("STSong", "华文宋体", "STSongti"),
    ("STZhongsong", "华文中宋"),
    ("STHeiti", "华文黑体"),
    ("STKaiti", "华文楷体"),
    ("STFangsong", "华文仿宋"),
    ("Songti SC", "宋体-简"),
    ("Songti TC", "宋體-繁"),
    ("Kaiti SC", "楷体-简"),
    ("Kaiti TC", "楷體-繁"),
    ("Heiti SC", "黑体-简"),
    ("Heiti TC", "黑體-繁"),
    ("PingFang SC", "苹方-简"),
    ("PingFang TC", "蘋方-繁"),
    ("PingFang HK", "蘋方-港"),
    ("PMingLiU", "新細明體"),
    ("MingLiU", "細明體"),
    ("DFKai-SB", "BiauKai", "標楷體"),
    ("Microsoft JhengHei", "微軟正黑體"),
    ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "思源宋体", "思源宋体 CN"),
    ("Noto Serif TC", "Noto Serif CJK TC", "Source Han Serif TC", "Source Han Serif TW", "思源宋體", "思源宋體 TW"),
    ("Noto Serif HK", "Noto Serif CJK HK", "Source Han Serif HC", "Source Han Serif HK", "思源宋體 香港"),
    ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "思源黑体", "思源黑体 CN"),
    ("Noto Sans TC", "Noto Sans CJK TC", "Source Han Sans TC", "Source Han Sans TW", "思源黑體", "思源黑體 TW"),
    ("Noto Sans HK", "Noto Sans CJK HK", "Source Han Sans HC", "Source Han Sans HK", "思源黑體 香港"),
    ("LXGW WenKai", "霞鹜文楷"),
    ("LXGW WenKai TC", "霞鶩文楷 TC"),
    ("AR PL UKai CN", "文鼎ＰＬ簡中楷", "文鼎PL简中楷"),
    ("AR PL UKai TW", "文鼎ＰＬ中楷"),
    ("FZShuSong-Z01", "FZShuSong_GB18030", "方正书宋", "方正书宋_GBK", "方正书宋简体"),
    ("FZKai-Z03", "FZKai_GB18030", "方正楷体", "方正楷体_GBK", "方正楷体简体"),
    ("FZHei-B01", "FZHei_GB18030", "方正黑体", "方正黑体_GBK", "方正黑体简体"),
    ("FZFangSong-Z02", "FZFangSong_GB18030", "方正仿宋", "方正仿宋_GBK", "方正仿宋简体"),
    ("FZXiaoBiaoSong-B05", "方正小标宋", "方正小标宋_GBK", "方正小标宋简体"),
)
_BY_NAME: Final = {name.casefold(): tuple(n.casefold() for n in names) for names in _SAME for name in names}

#: Fonts that are asked first for what the faces in use lack: rare Han (Extension B and later), then signs.
RARE: Final = (
    "Noto Serif CJK SC", "SimSun-ExtB", "SimSun-ExtG", "MingLiU-ExtB", "Jigmo", "Jigmo2", "Jigmo3", "Plangothic P1", "Plangothic P2",
    "BabelStone Han", "HanaMinA", "HanaMinB", "Sun-ExtA", "Sun-ExtB", "TH-Tshyn-P1", "TH-Tshyn-P2", "WenQuanYi Zen Hei",
    "Noto Sans Symbols", "Noto Sans Symbols 2", "Noto Sans Math", "Segoe UI Symbol", "Apple Symbols", "Symbola", "Noto Emoji", "DejaVu Sans",
)  # fmt: skip


def names_of(family: str) -> tuple[str, ...]:
    """``family`` and the other names of its design, in lower case, itself first."""
    name = family.casefold()
    return tuple(dict.fromkeys((name, *_BY_NAME.get(name, ()))))
