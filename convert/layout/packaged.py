"""The fonts that are always at hand, and where their files lie."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from convert.diagnostics import FontError

#: Package and file by region and kind.
PACKAGED: Final = {
    ("SC", "serif"): ("pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"),
    ("SC", "sans"): ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
    ("TC", "serif"): ("pylopdf_fonts_zh_tw", "NotoSerifTC-Regular.otf"),
    ("TC", "sans"): ("pylopdf_fonts_zh_tw", "NotoSansTC-Regular.otf"),
}


def packaged(region: str, kind: str) -> Path:
    """The file of a font; its package is not imported. Raises FontError where it is not installed."""
    package, file = PACKAGED[region, kind]
    found = find_spec(package)
    path = Path(found.origin).parent / file if found and found.origin else None
    if path is None or not path.is_file():
        raise FontError(f"the font {file} is not installed; install the package {package.replace('_', '-')}")
    return path
