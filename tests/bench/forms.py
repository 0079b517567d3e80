"""Make ``convert/zh/forms.txt`` from OpenCC's dictionaries: the characters that tell a script, and the forms of the regions.

python tests/bench/forms.py
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from convert.zh.engines import convert_each

DATA = Path(__file__).resolve().parents[2] / "convert" / "zh" / "forms.txt"

#: Forms of Hong Kong's that mainland standard shares: no sign of simplified script.
_SHARED = frozenset("户税脱悦温兑卧葱媪愠氲蜕囱着")
_HEAD = "# Characters that only simplified, and only traditional text has; OpenCC's characters with the regions' forms. Made by tests/bench/forms.py."


def _charset(encoding: str) -> set[str]:
    """The Han characters of a double-byte character set."""
    return set("".join(map(chr, range(0x4E00, 0xA000))).encode(encoding, "ignore").decode(encoding))


def _changed(config: str, chars: list[str]) -> list[tuple[str, str]]:
    """Those of ``chars`` that OpenCC changes, with what they become."""
    return [(char, new) for char, new in zip(chars, convert_each(config, chars), strict=True) if char != new]


def text() -> str:
    """The data."""
    mainland, taiwan = _charset("gb2312"), _charset("big5")
    rows = [_HEAD]
    for name, config, chars in (("simplified", "s2t", mainland - taiwan - _SHARED), ("traditional", "t2s", taiwan - mainland)):
        rows.append(f"{name}\t" + "".join(char for char, _ in _changed(config, sorted(chars))))
    for region in ("tw", "hk"):
        pairs = _changed(f"t2{region}", [chr(code) for code in range(0x3400, 0xA000)])
        rows.append("\t".join([region, "".join(char for char, _ in pairs), "".join(new for _, new in pairs)]))
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    DATA.write_text(text(), encoding="utf-8", newline="\n")
