"""Character classes of Chinese composition, one letter each, after CLREQ (3.1, “Line composition”) and GB/T 15834—2011.

A text becomes a string of classes with ``text.translate(CLASSES)``; rules are then written as patterns over that string.

====== ==================================================================================================================
letter class
====== ==================================================================================================================
H      Han characters, kana and whatever else fills a square
F      full-width digits and letters
A      letters of proportional scripts
D      digits
c      pause marks within a sentence: ，、；：
s      stops: 。．？！
O C    opening and closing half of brackets, title marks and quotation marks
M      interpunct
N      connectors: ～ – and a single —
E      dash —— (in runs of two and more), X the ellipsis
L      full-width solidus
o p    Western opening and other punctuation
q u    prefix (￥ ＄) and suffix (％ ℃ ‰) of a number, as wide as a Han character
w W    space; the ideographic space
n      line break
z      characters without a width: joiners, variation selectors, combining marks
====== ==================================================================================================================
"""

from __future__ import annotations

import unicodedata

PAUSES = "，、；：︐︑︓︔"
STOPS = "。．？！︒︕︖｡"
OPENING = "“‘（〔［｛〈《「『【〖﹁﹃︵︷︹︻︽︿﹙﹛〝"
CLOSING = "”’）〕］｝〉》」』】〗﹂﹄︶︸︺︼︾﹀﹚﹜〞"
INTERPUNCTS = "·・‧•"
CONNECTORS = "～–〜"
PREFIXES = "￥＄￡№＃"
SUFFIXES = "％‰℃℉°′″"

_FIXED = {
    **dict.fromkeys(PAUSES, "c"),
    **dict.fromkeys(STOPS, "s"),
    **dict.fromkeys(OPENING, "O"),
    **dict.fromkeys(CLOSING, "C"),
    **dict.fromkeys(INTERPUNCTS, "M"),
    **dict.fromkeys(CONNECTORS, "N"),
    **dict.fromkeys("—―⸺", "E"),
    **dict.fromkeys("…⋯", "X"),
    "／": "L",
    **dict.fromkeys(PREFIXES, "q"),
    **dict.fromkeys(SUFFIXES, "u"),
    **dict.fromkeys("([{$¥£€+−±", "o"),
    **dict.fromkeys(" \t\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f", "w"),
    "\u3000": "W",
    "\n": "n",
    "\u2028": "n",
    "\ufffc": "H",
}


def class_of(char: str) -> str:
    """The class letter of one character."""
    fixed = _FIXED.get(char)
    if fixed:
        return fixed
    code = ord(char)
    if 0x3400 <= code <= 0x9FFF:
        return "H"
    category = unicodedata.category(char)
    if category in {"Mn", "Me", "Cf"} or code == 0xAD:
        return "z"
    if unicodedata.east_asian_width(char) in "WF" or 0x2460 <= code <= 0x27FF:
        return "F" if 0xFF10 <= code <= 0xFF5A and category[0] in "NL" else "H"
    if category == "Nd":
        return "D"
    if category[0] in "LNM":
        return "A"
    if code < 0x80 or category[0] == "P":
        return "o" if category in {"Ps", "Pi"} else "p"
    return "H" if code >= 0x2190 else "p"


class _Classes(dict[int, str]):
    """``class_of`` by code point, remembered."""

    def __missing__(self, code: int) -> str:
        self[code] = found = class_of(chr(code))
        return found


#: For ``str.translate``: every code point to its class letter.
CLASSES: dict[int, str] = _Classes({ord(char): letter for char, letter in _FIXED.items()})


def is_han(char: str) -> bool:
    """Whether ``char`` is an ideograph (with 〇 and 々)."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x3FFFD or 0xF900 <= code <= 0xFAFF or char in "〇々〻"
    )
