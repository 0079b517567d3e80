"""How the text of a table's cell is aligned, as HTML states it."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from convert.model.nodes import Attrs

_STATED = re.compile(r"text-align\s*:\s*(start|left|end|right|center)")
_SIDES = {"start": "left", "end": "right", "middle": "center"}
_KNOWN = frozenset({"left", "center", "right"})


def aligned(attrs: Attrs, element: etree._Element) -> Attrs:
    """``attrs`` with the alignment of the cell ``element``: by its style, its class (of our own e-books) or its attribute, or its row's."""
    row = element.getparent()
    for one in (element, row) if row is not None else (element,):
        stated = _STATED.search((one.get("style") or "").lower())
        classed = next((name.removeprefix("align-") for name in (one.get("class") or "").split() if name.startswith("align-")), "")
        side = stated[1] if stated else classed or (one.get("align") or "").lower()
        side = _SIDES.get(side, side)
        if side in _KNOWN:
            return with_align(attrs, side)
    return attrs


def with_align(attrs: Attrs, side: str) -> Attrs:
    """``attrs`` saying that the text stands at the ``side`` (left, center or right); as they are for any other."""
    return replace(attrs, data=(*attrs.data, ("align", side))) if side in _KNOWN else attrs
