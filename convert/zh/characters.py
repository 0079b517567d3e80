"""Classes of characters, as the bodies of regular expressions, and a few questions about single strings."""

from __future__ import annotations

import re

#: Han characters: the unified blocks with extensions A to H, compatibility forms, 〇 and the iteration mark.
HAN = "\u3007\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"

#: Every kind of white space, the zero-width ones included: what ``walk.squeeze`` takes out.
BLANK = r"\s\u200b\u2060\ufeff"

#: Marks that end a sentence.
SENTENCE_END = "。！？!?…"

#: Closing marks that may follow the end of a sentence: CLREQ § 3.1.2, with the ASCII quotes of careless texts.
CLOSING = "”’」』）》〉】〕\\)\"'"

#: The dots that part the names of foreigners.
NAME_DOT = "·•‧・．"

_ONLY_HAN = re.compile(f"[{HAN}]+")
_WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]+")
_BLANKS = re.compile(f"[{BLANK}]+")


def is_han(text: str) -> bool:
    """Whether ``text`` has at least one character and all are Han."""
    return _ONLY_HAN.fullmatch(text) is not None


def columns(text: str) -> int:
    """The width of ``text`` on a terminal: a wide character counts two (after UAX #11)."""
    return 2 * len(text) - len(_WIDE.sub("", text))


def without_blanks(text: str) -> str:
    """``text`` without any white space."""
    return _BLANKS.sub("", text)
