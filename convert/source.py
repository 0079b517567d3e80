"""A source: its name, its bytes, and their text.

Text is decoded once, completely. What does not decode is shown as U+FFFD, counted and reported; never dropped in silence.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from convert.decoding import detect, is_chinese, is_nonsense
from convert.diagnostics import Pos, Report, Severity, SourceError
from convert.hints import NO_HINTS, Hints
from convert.salvage import Salvaged, salvage

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
#: Codecs that make text of bytes, but in which no text is written: escapes of programs, labels of hosts (RFC 3492).
_NO_ENCODINGS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape"})
#: What no output format can hold: C0 and C1 controls but for tab, line feed, form feed and carriage return; noncharacters.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def nothing(path: str) -> bytes:
    """The bytes of a file beside a source that has none."""
    return b""


@dataclass(frozen=True, slots=True)
class Source:
    """What lies on the desk: ``name`` for messages (a file's name), ``data`` its bytes, ``encoding`` as the user states it, or "".

    ``hints`` are what the user knows of it; whoever reads a source need not look at them: they are laid over what was read.
    ``beside`` gives the bytes of a file by its path from here (``pictures/1.png``), b"" where there is none: how a reader, which opens no files,
    gets at the pictures that a text names.
    """

    name: str
    data: bytes
    encoding: str = ""
    hints: Hints = NO_HINTS
    beside: Callable[[str], bytes] = field(default=nothing, compare=False, repr=False)

    def text(self, report: Report) -> str:
        """The decoded text, line ends made LF, without BOM and characters that no format can hold.

        Reports guessed encodings, damaged bytes and removed characters. Raises SourceError for an empty source, for binary data, for an
        unknown encoding, and where a stated encoding does not fit.
        """
        if not self.data.strip():
            raise SourceError(f"{self.name}: the file is empty; there is nothing to convert")
        text = _with_line_feeds(self._decode(report), self.name, report)
        text = _cleaned(text, self.name, report)
        if not text.strip("\ufeff \n\t\u3000\u00a0"):
            raise SourceError(f"{self.name}: the file holds only white space; there is nothing to convert")
        return text

    def _decode(self, report: Report) -> str:
        if self.encoding:
            return self._sound(self._decode_as_stated(), report)
        for bom, encoding in _BOMS:
            if self.data.startswith(bom):
                return self._decode_anyway(encoding, len(bom), report)
        if self.data.count(0) * 4 < len(self.data):  # else it is UTF-16 or UTF-32, though it may pass for UTF-8 full of NULs
            try:
                return self._sound(self.data.decode("utf-8"), report)
            except UnicodeDecodeError:
                pass
        return self._decode_anyway(self._detect(report), 0, report)

    def _decode_as_stated(self) -> str:
        try:
            text = str(self.data, _encoding(self.encoding)).removeprefix("\ufeff")
        except LookupError as error:
            raise SourceError(
                f"{self.name}: there is no encoding called “{self.encoding}”; try utf-8, gb18030, big5hkscs or utf-16"
            ) from error
        except UnicodeError as error:
            start = getattr(error, "start", 0)
            raise SourceError(
                f"{self.name}: the file is not in {self.encoding}: the byte at offset {start} does not fit; leave --encoding out to have it found"
            ) from error
        if is_nonsense(text, self.data):
            raise SourceError(
                f"{self.name}: the file is not in {self.encoding}: that makes nonsense of it; leave --encoding out to have it found"
            )
        return text

    def _detect(self, report: Report) -> str:
        """The encoding by what it makes of the text. Raises SourceError for what is no text."""
        kind = next((kind for magic, kind in _MAGIC if self.data.startswith(magic)), "")
        if kind:
            raise SourceError(f"{self.name}: this is {kind}, not a text; give a text file")
        encoding = detect(self.data)
        if not encoding:
            raise SourceError(
                f"{self.name}: this is a binary file, or a text in an encoding that is not known; if it is a text, name it with --encoding"
            )
        if encoding != "utf-8":
            known = is_chinese(encoding)
            doubt = "" if known else ", in which no Chinese text is written"
            report.add(
                "source.encoding-guessed",
                f"the file is not in UTF-8; it was read as {encoding}{doubt}",
                severity=Severity.INFO if known else Severity.WARNING,
                pos=Pos(1, 1, self.name),
                hint="if the text looks wrong, name the encoding with --encoding",
            )
        return encoding

    def _decode_anyway(self, encoding: str, skip: int, report: Report) -> str:
        """Decode with every undecodable byte shown as U+FFFD, and say how many there are and where."""
        data = self.data[skip:]
        found = salvage(data, encoding)
        if not found.lost and not found.otherwise:
            return self._sound(found.text, report)
        self._report_damage(found, encoding, skip, report)
        return found.text

    def _report_damage(self, found: Salvaged, encoding: str, skip: int, report: Report) -> None:
        """Each damaged place, up to ten, then how many there are."""
        ends = [line_end.end() for line_end in _LINE_END.finditer(found.text)]
        for at, other in found.otherwise[:_SHOWN]:
            message = f"this line is in {other}, the file in {encoding}"
            report.add("source.mixed-encodings", message, severity=Severity.INFO, pos=_place(at, ends, self.name))
        for offset, at in found.lost[:_SHOWN]:
            message = (
                f"the byte {self.data[offset + skip]:02X} at offset {offset + skip} does not fit into {encoding}; it is shown as U+FFFD"
            )
            report.add("source.damaged-bytes", message, pos=_place(at, ends, self.name))
        if found.lost:
            first, at = found.lost[0]
            said = "byte does" if len(found.lost) == 1 else "bytes do"
            report.add(
                "source.damaged-bytes",
                f"{len(found.lost)} {said} not decode as {encoding}, the first at byte {first + skip}; each is shown as U+FFFD",
                pos=_place(at, ends, self.name),
                hint="compare with a sound copy of the file; if the whole text looks wrong, name its encoding with --encoding",
            )

    def _sound(self, text: str, report: Report) -> str:
        """A text that decoded; U+FFFD in it tells of an older loss."""
        at = text.find("\ufffd")
        if at >= 0:
            ends = [line_end.end() for line_end in _LINE_END.finditer(text, 0, at)]
            message = f"{text.count(chr(0xFFFD))} U+FFFD stand in the file itself: characters that were lost before it came here"
            report.add("source.lost-before", message, pos=_place(at, ends, self.name))
        return text


def _encoding(stated: str) -> str:
    """``stated``; raises LookupError for a codec that is no encoding of texts."""
    if codecs.lookup(stated).name.replace("-", "_") in _NO_ENCODINGS:
        raise LookupError(stated)
    return stated


#: No source: the value of an option that names none.
NO_SOURCE = Source("", b"")


#: How many damaged places are told one by one.
_SHOWN = 10


def _place(at: int, ends: list[int], name: str) -> Pos:
    """The place of the character at offset ``at`` of a text whose lines end at ``ends``."""
    line = bisect_right(ends, at)
    return Pos(line + 1, at - (ends[line - 1] if line else 0) + 1, name)


#: Line ends: of Windows (also doubled by a bad transfer), Unix, old Macintosh, mainframes; page feeds; Unicode's; Word's own.
_LINE_END = re.compile("\r+\n|[\n\r\x85\x0b\x0c\u2028\u2029]")


def _with_line_feeds(text: str, name: str, report: Report) -> str:
    """``text`` with every line end made a line feed; a file that mixes them is remarked."""
    windows, unix = text.count("\r\n"), text.count("\n")
    alone = text.count("\r") - windows
    kinds = {"CRLF": windows, "LF": unix - windows, "CR": alone}
    if sum(map(bool, kinds.values())) > 1:
        said = ", ".join(f"{count} {kind}" for kind, count in kinds.items() if count)
        report.add("source.mixed-line-ends", f"line ends are mixed: {said}", severity=Severity.INFO, pos=Pos(1, 1, name))
    return _LINE_END.sub("\n", text)


@dataclass(frozen=True, slots=True)
class _Unwanted:
    """Characters that are taken out, or only told of: what they are, under what code, and how the finding begins."""

    pattern: re.Pattern[str]
    code: str
    said: str
    severity: Severity = Severity.WARNING
    kept: bool = False


_UNWANTED = (
    _Unwanted(_CONTROL, "source.control-removed", "control characters that no format can hold were removed"),
    _Unwanted(
        re.compile("[\u200b\u2060\ufeff]"), "source.zero-width", "blanks without width, which hide in words, were taken out", Severity.INFO
    ),
    _Unwanted(
        re.compile("[\u00ad\u200c-\u200f\u202a-\u202e\u2066-\u2069]"),
        "source.invisible",
        "invisible characters (joiners, marks of direction) are kept",
        Severity.INFO,
        kept=True,
    ),
)


def _cleaned(text: str, name: str, report: Report) -> str:
    """``text`` without controls and blanks without width; what is found is counted and reported with the first place."""
    for unwanted in _UNWANTED:
        first = unwanted.pattern.search(text)
        if first is None:
            continue
        line = text.count("\n", 0, first.start()) + 1
        column = first.start() - text.rfind("\n", 0, first.start())
        count = len(unwanted.pattern.findall(text))
        message = f"{count} {unwanted.said}, the first is U+{ord(first[0]):04X}"
        report.add(unwanted.code, message, severity=unwanted.severity, pos=Pos(line, column, name))
        text = text if unwanted.kept else unwanted.pattern.sub("", text)
    return text


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
