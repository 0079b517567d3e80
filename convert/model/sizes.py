"""How wide pictures are shown: ``data`` of an ``Image`` may hold width=60% (of the measure) or width=45mm, where the source says so."""

from __future__ import annotations

import re
from dataclasses import replace

from convert.model.nodes import Attrs, Image

#: Millimetres in the units of HTML, CSS and pandoc; a number alone is in pixels of 1/96 inch (CSS Values 3 § 6.2).
_UNITS = {"": 25.4 / 96, "px": 25.4 / 96, "mm": 1.0, "cm": 10.0, "in": 25.4, "inch": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6}
_LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})\s*(%|[a-z]{0,4})\s*", re.IGNORECASE)
_DECLARED = re.compile(r"(?:^|;)\s*width\s*:([^;]+)", re.IGNORECASE)
#: No picture in print is as narrow, or as wide, in mm.
_NARROWEST, _WIDEST = 1.0, 2000.0


def stated_width(*texts: str) -> str:
    """The first of ``texts`` that is a width (60%, 300, 300px, 8cm, 3in) as the model has it, "" where none is; more than 100% is 100%."""
    for text in texts:
        found = _LENGTH.fullmatch(text)
        unit = found[2].lower() if found else ""
        if found and unit == "%" and float(found[1]) >= 1:
            return f"{_plain(min(100.0, float(found[1])))}%"
        if found and unit in _UNITS and _NARROWEST <= float(found[1]) * _UNITS[unit] <= _WIDEST:
            return f"{_plain(float(found[1]) * _UNITS[unit])}mm"
    return ""


def declared_width(style: str) -> str:
    """The width in the CSS of an element's ``style``, "" for none."""
    found = _DECLARED.search(style)
    return found[1].replace("!important", "").strip() if found else ""


def with_width(attrs: Attrs, *texts: str) -> Attrs:
    """``attrs`` with the first width that ``texts`` state."""
    width = stated_width(*texts)
    return replace(attrs, data=(*attrs.data, ("width", width))) if width else attrs


def shown_size(image: Image, natural: tuple[float, float], measure: float, millimetre: float) -> tuple[float, float]:
    """Width and height of a picture as its source wants it shown, else its ``natural`` ones; all in one unit, of which a ``millimetre`` has so many.

    Whether it fits is the caller's matter.
    """
    width = stated_width(image.attrs.get("width"))
    if not width or natural[0] <= 0:
        return natural
    wanted = measure * float(width[:-1]) / 100 if width[-1] == "%" else millimetre * float(width[:-2])
    return wanted, natural[1] * wanted / natural[0]


def _plain(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
