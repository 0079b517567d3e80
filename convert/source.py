"""A source: its name, its bytes, and their text.

Text is decoded once, completely. What does not decode is shown as U+FFFD, counted and reported; never dropped in silence.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from convert.diagnostics import Pos, Report, Severity, SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
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
        if self.data.count(0) * 4 < len(self.data):  # else it is UTF-16 or UTF-32, though it may pass for UTF-8 full of NULs
            try:
                return self.data.decode("utf-8")
            except UnicodeDecodeError:
                pass
        return self._decode_anyway(self._detect(report), 0, report)

    def _decode_as_stated(self) -> str:
        try:
            return str(self.data, self.encoding).removeprefix("\ufeff")
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
        """The encoding by what it makes of the text. Raises SourceError for what is no text."""
        kind = next((kind for magic, kind in _MAGIC if self.data.startswith(magic)), "")
        if kind:
            raise SourceError(f"{self.name}: this is {kind}, not a text; give a text file")
        encoding = _best_chinese_encoding(self.data) or _short_chinese_encoding(self.data) or _other_encoding(self.data)
        if not encoding:
            raise SourceError(
                f"{self.name}: this is a binary file, or a text in an encoding that is not known; if it is a text, name it with --encoding"
            )
        if encoding != "utf-8":
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


#: No source: the value of an option that names none.
NO_SOURCE = Source("", b"")


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


#: What Chinese text may be in. A wrong one often decodes without an error, into nonsense; so each is tried and scored.
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
#: Characters that make up some two fifths of any Chinese prose, in either script, and next to nothing of nonsense.
_FREQUENT = frozenset(
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发"
    "这個們來時為國說後會過對學麼發當成只如事把還用第樣道想作種開美總從無情己面最女但現前些所同日手又行意動方期它頭經長兒回位分愛老因很給名"
    "样还当种开总从无现动头经长儿爱给，。、；：“”「」"
)
_ENOUGH = 0.12
_SAMPLE = 200_000


def _best_chinese_encoding(data: bytes) -> str:
    """The candidate under which ``data`` looks most like Chinese prose, or "" where it looks like none."""
    sample = data[:_SAMPLE]
    scores = {encoding: _prose_score(sample.decode(encoding, errors="replace")) for encoding in _CANDIDATES}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= _ENOUGH else ""


def _prose_score(text: str) -> float:
    """The share of frequent characters among all that are not ASCII; replacement characters count ten times against it."""
    counts = Counter(text)
    foreign = sum(count for char, count in counts.items() if char > "\x7f")
    damage = 9 * counts["\ufffd"] + 9 * counts["\0"]
    return sum(counts[char] for char in _FREQUENT) / (foreign + damage) if foreign else 0.0


#: The lead bytes of the characters in common use in each double-byte code: level 1 of GB 2312, of Big5.
_COMMON_LEADS = {"gb18030": (0xB0, 0xD7), "big5hkscs": (0xA4, 0xC6)}


def _short_chinese_encoding(data: bytes) -> str:
    """For a few words, too few to score: the double-byte code in which all of it decodes, and most of it into characters in common use."""
    shares = {encoding: _common_share(data, encoding) for encoding in _COMMON_LEADS}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] > 0.5 else ""


def _common_share(data: bytes, encoding: str) -> float:
    try:
        foreign = [char for char in data.decode(encoding) if char > "\x7f"]
    except UnicodeDecodeError:
        return 0.0
    first, last = _COMMON_LEADS[encoding]
    codes = (char.encode(encoding) for char in foreign)
    return sum(len(code) == 2 and first <= code[0] <= last for code in codes) / max(1, len(foreign))


def _other_encoding(data: bytes) -> str:
    """The encoding of a text that is not Chinese, or has too few characters to tell; "" for what looks binary."""
    sample = data[:_SAMPLE]
    if sum(byte < 9 or 13 < byte < 27 for byte in sample) > len(sample) // 50:
        return ""
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else ""
