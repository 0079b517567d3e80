"""XML as strings: text escaped once, characters that XML cannot hold taken out and counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from convert.diagnostics import Report

#: What is no Char of XML 1.0 (§2.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


@dataclass(slots=True)
class Escaper:
    """Escapes for one output, and counts in ``removed`` the characters that XML forbids."""

    removed: int = 0
    first: str = ""

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
