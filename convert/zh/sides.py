"""Which script a text is in, told from characters that only simplified, and only traditional text has."""

from __future__ import annotations

import re
from functools import cache

from convert.zh import forms

_ROWS = {"s": "simplified", "t": "traditional"}


def signs(side: str) -> str:
    """The characters that only text in a script has: ``s`` simplified, ``t`` traditional. In the other script's set of characters (GB 2312,
    Big5) they are missing, and OpenCC converts them; forms that Hong Kong shares with the mainland are left out.
    """
    return forms.row(_ROWS[side])[0]


@cache
def _signs(side: str) -> re.Pattern[str]:
    return re.compile(f"[{signs(side)}]")


def told(text: str, target: str) -> tuple[int, int]:
    """How many characters of ``text`` tell that it is not in the script ``target``, and how many that it is.

    Without any of the latter the former are not counted: all of the text.
    """
    there = len(_signs(target).findall(text))
    if not there:
        return len(text), 0
    return len(_signs("t" if target == "s" else "s").findall(text)), there
