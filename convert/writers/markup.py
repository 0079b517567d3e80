"""XML as strings: text escaped once, characters that XML cannot hold taken out and counted; and runs that a line treats in a way of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from convert.diagnostics import Report

#: What is no Char of XML 1.0 (§2.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
#: What is longer than half a line of a phone and no word: an address. It may break anywhere, else the line before it is torn apart.
_ADDRESS = re.compile("(?=[!-~]*[/:@_=&#%])[!-~]{16,}")
#: In a vertical line: Western words with the blanks between them, and curly quotation marks.
_WESTERN = re.compile("[!-~\u00a1-\u024f]+(?: [!-~\u00a1-\u024f]+)*|[“”‘’]")
#: One or two digits, or two marks of tone, stand side by side in one square (纵中横, CLREQ §3.2.5).
_ABREAST = re.compile("[0-9]{1,2}|[!?]{2}")
#: A letter alone, and short names of capitals and digits (GDP, 5G), stand upright one below another; all else is turned.
_UPRIGHT = re.compile("[A-Za-z]|(?=[0-9]*[A-Z])[A-Z0-9]{2,3}")


@dataclass(slots=True)
class Escaper:
    """Escapes for one output, and counts in ``removed`` the characters that XML forbids.

    ``vertical``: lines run downwards. ``curly``: curly quotation marks in them are to be taken upright, which turns them into 『』 where the
    font can (GB/T 15834 §5.2: ﹃﹄); traditional editions have 「」 in their text.
    """

    vertical: bool = False
    curly: bool = False
    removed: int = 0
    first: str = ""
    _runs: re.Pattern[str] = field(init=False, default=_ADDRESS)

    def __post_init__(self) -> None:
        self._runs = _WESTERN if self.vertical else _ADDRESS

    def clean(self, text: str) -> str:
        """``text`` without forbidden characters."""
        if text.isascii() and text.isprintable():
            return text
        cleaned, count = _FORBIDDEN.subn("", text)
        if count and not self.removed:
            found = _FORBIDDEN.search(text)
            self.first = found[0] if found else ""
        self.removed += count
        return cleaned

    def text(self, text: str) -> str:
        """``text`` as the content of an element."""
        return self.clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    def attribute(self, text: str) -> str:
        """``text`` as the value of an attribute in double quotes; white space that XML would fold becomes one blank."""
        return self.text(" ".join(text.split(" ")) if text.isprintable() else " ".join(text.split())).replace('"', "&quot;")

    def running(self, text: str) -> str:
        """``text`` as running text: what a line treats in a way of its own (addresses; digits and letters of a vertical line) is marked."""
        if self._runs.search(text) is None:
            return self.text(text)
        made: list[str] = []
        end = 0
        for found in self._runs.finditer(text):
            name = self._kind(found[0])
            if name:
                made += [self.text(text[end : found.start()]), f'<span class="{name}">{self.text(found[0])}</span>']
                end = found.end()
        return "".join([*made, self.text(text[end:])])

    def _kind(self, run: str) -> str:
        """The class of a run, "" where it needs none."""
        if run in "“”‘’":
            return "upright" if self.curly else ""
        if self.vertical and _ABREAST.fullmatch(run):
            return "abreast"
        if self.vertical and _UPRIGHT.fullmatch(run):
            return "upright"
        return "address" if _ADDRESS.search(run) and " " not in run else ""

    def say(self, report: Report) -> None:
        """Report what was removed, if anything was."""
        if self.removed:
            report.add(
                "source.control-removed",
                f"{self.removed} characters that XML cannot hold were left out of the e-book, the first is U+{ord(self.first):04X}",
            )


def language(tag: str) -> str:
    """The attributes ``lang`` and ``xml:lang`` for a BCP 47 tag, led by a blank; "" for no tag and for one that is not well-formed."""
    return f' lang="{tag}" xml:lang="{tag}"' if tag and _LANGUAGE.fullmatch(tag) else ""
