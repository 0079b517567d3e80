"""A source: its name, its bytes, and their text.

Text is decoded once, completely. What does not decode is shown as U+FFFD, counted and reported; never dropped in silence.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from convert.diagnostics import Pos, Report, Severity, SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Python's name for what a detector calls otherwise; the superset is taken, since real files use it.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs", "cp950": "big5hkscs"}
#: What no output format can hold: C0 and C1 controls but for tab, line feed, form feed and carriage return; noncharacters.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Source:
    """What lies on the desk: ``name`` for messages (a file's name), ``data`` its bytes, ``encoding`` as the user states it, or ""."""

    name: str
    data: bytes
    encoding: str = ""

    def text(self, report: Report) -> str:
        """The decoded text, line ends made LF, without BOM and characters that no format can hold.

        Reports guessed encodings, damaged bytes and removed characters. Raises SourceError for an empty source, for binary data, for an
        unknown encoding, and where a stated encoding does not fit.
        """
        if not self.data.strip():
            raise SourceError(f"{self.name}: the file is empty; there is nothing to convert")
        text = self._decode(report).replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\x0c", "\n")
        text = _without_controls(text, self.name, report)
        if not text.strip("\ufeff \n\t\u3000\u00a0"):
            raise SourceError(f"{self.name}: the file holds only white space; there is nothing to convert")
        return text

    def _decode(self, report: Report) -> str:
        if self.encoding:
            return self._decode_as_stated()
        for bom, encoding in _BOMS:
            if self.data.startswith(bom):
                return self._decode_anyway(encoding, len(bom), report)
        try:
            return self.data.decode("utf-8")
        except UnicodeDecodeError:
            return self._decode_anyway(self._detect(report), 0, report)

    def _decode_as_stated(self) -> str:
        try:
            return self.data.decode(self.encoding).removeprefix("\ufeff")
        except LookupError as error:
            raise SourceError(
                f"{self.name}: there is no encoding called “{self.encoding}”; try utf-8, gb18030, big5hkscs or utf-16"
            ) from error
        except UnicodeError as error:
            start = getattr(error, "start", 0)
            raise SourceError(
                f"{self.name}: the file is not in {self.encoding}: the byte at offset {start} does not fit; leave --encoding out to have it found"
            ) from error

    def _detect(self, report: Report) -> str:
        """The encoding by statistics. Raises SourceError for what is no text."""
        magic = _binary_kind(self.data)
        if magic:
            raise SourceError(f"{self.name}: this is {magic}, not a text; give a text file")
        import chardet

        found = chardet.detect(self.data)["encoding"]
        if not found:
            raise SourceError(f"{self.name}: this is not a text in any encoding that is known; if it is one, name it with --encoding")
        encoding = _SUPERSETS.get(found.lower(), found.lower())
        report.add(
            "source.encoding-guessed",
            f"the file is not in UTF-8; it was read as {encoding}",
            severity=Severity.INFO,
            pos=Pos(1, 1, self.name),
            hint="if the text looks wrong, name the encoding with --encoding",
        )
        return encoding

    def _decode_anyway(self, encoding: str, skip: int, report: Report) -> str:
        """Decode with every undecodable byte shown as U+FFFD, and say how many there are and where the first one is."""
        data = self.data[skip:]
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            text = data.decode(encoding, errors="replace")
            before = data[: error.start].decode(encoding, errors="replace")
            line = before.count("\n") + 1
            lost = text.count("\ufffd") - data.decode(encoding, errors="ignore").count("\ufffd")
            report.add(
                "source.damaged-bytes",
                f"{lost} places do not decode as {encoding}, the first at byte {error.start + skip}; each is shown as U+FFFD",
                pos=Pos(line, len(before) - before.rfind("\n"), self.name),
            )
            return text


def _without_controls(text: str, name: str, report: Report) -> str:
    first = _CONTROL.search(text)
    if first is None:
        return text
    cleaned, count = _CONTROL.subn("", text)
    line = text.count("\n", 0, first.start()) + 1
    column = first.start() - text.rfind("\n", 0, first.start())
    report.add(
        "source.control-removed",
        f"{count} control characters that no format can hold were removed, the first is U+{ord(first[0]):04X}",
        pos=Pos(line, column, name),
    )
    return cleaned


_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (DOCX, EPUB and the like)"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"SQLite format", "a database"),
)


def _binary_kind(data: bytes) -> str:
    """What kind of binary file this is, or "" where it may be text."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    sample = data[:65536]
    controls = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in sample)
    zeros = sample.count(0)
    if controls > len(sample) // 50 and not _looks_like_wide_text(sample, zeros):
        return "a binary file"
    return ""


def _looks_like_wide_text(sample: bytes, zeros: int) -> bool:
    """UTF-16 or UTF-32 without a mark: its line ends and ASCII bring zero bytes, all on the same side."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return zeros > 0 and (even > 20 * odd or odd > 20 * even or abs(even - odd) > zeros // 3)
