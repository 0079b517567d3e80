"""Fields: which of their characters are shown, and what their instructions make (ISO/IEC 29500-1 § 17.16)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from convert.zh.numerals import to_circled, to_int

_WORDS = re.compile(r'"((?:\\"|[^"])*)"|(\S+)')


@dataclass(slots=True)
class Field:
    """An open field: its instruction as far as it has been read, and whether its result has begun. ``mark``: where in the paragraph.

    ``stray``: text that stands where only an instruction may; it is shown when the field turns out to have no result.
    """

    instruction: list[str] = field(default_factory=list)
    result: bool = False
    mark: int = 0
    paragraph: int = 0
    stray: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole instruction."""
        return "".join(self.instruction).strip()

    @property
    def name(self) -> str:
        """The kind of the field: ``TOC``, ``HYPERLINK``; "" where it is not known yet."""
        return name_of(self.text)


def name_of(instruction: str) -> str:
    """The first word of an instruction, in capitals."""
    words = instruction.split(None, 1)
    return words[0].upper() if words else ""


def link_of(instruction: str) -> str:
    """The href that a ``HYPERLINK``, ``REF`` or ``PAGEREF`` field links to, "" for none."""
    words = [quoted or bare for quoted, bare in _WORDS.findall(instruction)]
    if not words:
        return ""
    name = words[0].upper()
    if name in {"REF", "PAGEREF", "NOTEREF"}:
        return f"#{words[1]}" if "\\h" in words[2:] else ""
    if name != "HYPERLINK":
        return ""
    address, anchor, place = "", "", 1
    while place < len(words):
        if words[place] == "\\l" and place + 1 < len(words):
            anchor, place = words[place + 1], place + 1
        elif words[place] in {"\\o", "\\t", "\\s"}:
            place += 1
        elif not words[place].startswith("\\") or len(words[place]) > 2:
            address = address or words[place].replace("\\\\", "\\")
        place += 1
    return f"{address}#{anchor}" if address and anchor else address or (f"#{anchor}" if anchor else "")


@dataclass(frozen=True, slots=True)
class Equation:
    """What an ``EQ`` field shows: its text, and the reading above it, if it is ruby made by Word's phonetic guide."""

    text: str
    reading: str = ""


_RAISED = re.compile(r"\\s\\(?:up|do)\s*-?[\d.]*\s*\(")
_SWITCH = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)|\\[a-z]+(?:\s*-?\d[\d.]*)?', re.IGNORECASE)
_CIRCLES = "○〇◯⭘"


def equation(instruction: str) -> Equation:
    r"""What an ``EQ`` field draws: ruby (``\o\ad(\s\up 9(qiū),龟)``), a character in a circle (``\o\ac(○,3)``), else its text."""
    body = instruction.strip()[2:]
    raised = _RAISED.search(body)
    if raised and "\\o" in body[: raised.start()].lower():
        reading, rest = _closing(body, raised.end())
        base = body[rest:].lstrip(" ,;，")
        return Equation(_bare(base[: _closing_of_last(base)]), _bare(reading))
    text = _bare(body)
    if len(text) > 1 and text[0] in _CIRCLES and "\\o" in body.lower():
        return Equation(_in_circle(text[1:].lstrip(",;，")))
    return Equation(text)


def _closing(text: str, start: int) -> tuple[str, int]:
    """What stands between ``start``, behind an opening bracket, and its closing one; and where the rest begins."""
    depth = 1
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return text[start:place], place + 1
    return text[start:], len(text)


def _closing_of_last(text: str) -> int:
    last = text.rfind(")")
    return last if last >= 0 else len(text)


def _bare(text: str) -> str:
    """The characters that are drawn: without switches and the brackets and commas that belong to them."""
    plain = _SWITCH.sub("", text).strip()
    while plain.startswith("(") and plain.endswith(")"):
        plain = plain[1:-1].strip()
    return plain


def _in_circle(text: str) -> str:
    """The ready-made sign for a number in a circle, else the text alone."""
    value = to_int(text)
    return to_circled(value) if value is not None and text.isascii() and 0 <= value <= 50 else text
