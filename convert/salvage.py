"""Damaged bytes of multi-byte encodings: which ones to give up, so that all the others read as they were written.

A byte that is lost in GB18030, Big5 or UTF-16 shifts the pairs behind it, and what follows decodes into nonsense without an error. So a damaged
line is cut anew: among all ways to part its bytes into characters and into bytes given up, the one that costs least is taken, where a
character costs the more the rarer it is. Linear in the length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

#: Marks and characters that make up some three fifths of any Chinese prose, in either script, and next to nothing of nonsense.
FREQUENT = frozenset(
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发"
    "这個們來時為國說後會過對學麼發當成只如事把還用第樣道想作種開美總從無情己面最女但現前些所同日手又行意動方期它頭經長兒回位分愛老因很給名"
    "样还当种开总从无现动头经长儿爱给，。、；：“”「」"
)
_MARKS = frozenset("！？（）《》…—　·『』【】‘’\u3000\r\n\t")
#: More than the rarest character, so that none is given up for its rareness alone.
_COST_OF_LOSS = 11


def cost(char: str) -> int:
    """How little ``char`` is to be expected in Chinese text, from 1 (的) to 15 (a control character)."""
    if char in FREQUENT:
        return 1
    if " " <= char < "\x7f" or char in _MARKS:
        return 2
    if char < " " or "\x7f" <= char < "\xa0" or "\ufdd0" <= char <= "\ufdef":
        return 15
    if "\ue000" <= char <= "\uf8ff" or "\ufff0" <= char <= "\uffff":
        return 9
    return 2 if _is_common(char) else 4 if "\u3000" <= char < "\u3100" or "\uff00" <= char < "\uff60" else 5 if _is_known(char) else 9


def _is_common(char: str) -> bool:
    """Whether it is of level 1 of GB 2312 or of Big5: the characters in common use."""
    return any(len(code) == 2 and first <= code[0] <= last for code, first, last in _codes(char))


def _is_known(char: str) -> bool:
    return any(len(code) == 2 for code, _, _ in _codes(char))


def _codes(char: str) -> Iterator[tuple[bytes, int, int]]:
    yield char.encode("gb2312", "ignore"), 0xB0, 0xD7
    yield char.encode("big5", "ignore"), 0xA4, 0xC6


_Losses = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Salvaged:
    """The text, each byte given up shown as U+FFFD; where each of these stands: offset in the bytes, offset in the text.

    ``otherwise`` are the lines that are in another encoding than the rest: offset in the text, encoding.
    """

    text: str
    lost: tuple[tuple[int, int], ...]
    otherwise: tuple[tuple[int, str], ...] = ()


def salvage(data: bytes, encoding: str, *, doubtful: bool = False) -> Salvaged:
    """``data`` decoded with as few bytes given up as its sense allows; where it is ``doubtful``, even what decodes is cut anew."""
    if encoding not in _WIDTHS and (sound := _sound(data, encoding)) is not None:
        return Salvaged(sound, ())
    texts: list[str] = []
    lost: _Losses = []
    otherwise: list[tuple[int, str]] = []
    offset = length = 0
    for line in data.splitlines(keepends=True) if encoding in _ASCII_LINES else (data,):
        text, given_up, other = _line(line, encoding, doubtful)
        lost.extend((offset + at, length + place) for at, place in given_up)
        otherwise.extend([(length, other)] if other else [])
        texts.append(text)
        offset += len(line)
        length += len(text)
    return Salvaged("".join(texts), tuple(lost), tuple(otherwise))


def _line(line: bytes, encoding: str, doubtful: bool) -> tuple[str, _Losses, str]:
    """The text of a line, its losses, and the other encoding that it is in, "" where it is in none."""
    text = _sound(line, encoding)
    if not doubtful:
        if text is not None and not has_nonsense(text):
            return text, [], ""
        for other in ("utf-8", "gb18030", "big5hkscs") if encoding in _ASCII_LINES else ():
            found = _sound(line, other) if other != encoding else None
            if found is not None and is_prose(found) and (text is None or not has_nonsense(found)):
                return found, [], other
    if encoding in _WIDTHS:
        cut, given_up = _cut_anew(line, encoding)
        if text is None or doubtful or _is_better(cut, text, len(given_up)):
            return cut, given_up, ""
    return (text, [], "") if text is not None else (*_by_itself(line, encoding), "")


#: What giving up a byte must save, where all decodes: a whole stretch of nonsense, not some characters that are rare.
_WORTH = 80


def _is_better(cut: str, text: str, losses: int) -> bool:
    """Whether it pays to give up bytes of a line that decodes as a whole."""
    return sum(map(cost, text)) - sum(map(cost, cut)) >= _WORTH * losses > 0


def _sound(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


#: In so many characters some are frequent in any prose; a stretch without them reads as pairs that are shifted by a byte do.
_STRETCH = 120
_FEWEST = 0.06


def has_nonsense(text: str) -> bool:
    """Whether ``text`` has a stretch of foreign characters hardly any of which is frequent: it decodes, but means nothing."""
    for begin in range(0, max(1, len(text) - _STRETCH // 2), _STRETCH // 2):
        stretch = text[begin : begin + _STRETCH]
        foreign = len(stretch) - sum(map(str.isascii, stretch))
        if foreign >= min(_STRETCH // 2, max(20, len(text) // 2)) and sum(map(FREQUENT.__contains__, stretch)) <= _FEWEST * foreign:
            return True
    return False


def is_prose(text: str) -> bool:
    """Whether the characters of ``text`` beyond ASCII are in common use, as in no nonsense; it needs some of them."""
    foreign = [char for char in text if char > "\x7f"]
    return len(foreign) >= 4 and sum(map(cost, foreign)) <= 2.5 * len(foreign)


_ESCAPED = re.compile("[\udc80-\udcff]")


def _by_itself(data: bytes, encoding: str) -> tuple[str, _Losses]:
    """An encoding in which the next character finds its beginning by itself, such as UTF-8."""
    text = data.decode(encoding, errors="surrogateescape")
    lost: _Losses = []
    offset = begin = 0
    for found in _ESCAPED.finditer(text):
        offset += len(text[begin : found.start()].encode(encoding))
        lost.append((offset, found.start()))
        offset, begin = offset + 1, found.end()
    return _ESCAPED.sub("\ufffd", text), lost


#: How many bytes a character may have.
_WIDTHS = {"gb18030": (1, 2, 4), "big5hkscs": (1, 2), "utf-16-le": (2, 4), "utf-16-be": (2, 4), "utf-32-le": (4,), "utf-32-be": (4,)}
#: Encodings in which the byte of a line end is nothing else.
_ASCII_LINES = frozenset({"utf-8", "gb18030", "big5hkscs"})


def _cut_anew(data: bytes, encoding: str) -> tuple[str, _Losses]:
    """The text of ``data`` cut in the way that costs least, and where bytes were given up."""
    lost: _Losses = []
    texts: list[str] = []
    begin = at = length = 0
    for width in _steps(data, encoding):
        if width == 0:
            text = data[begin:at].decode(encoding)
            texts += [text, "\ufffd"]
            length += len(text)
            lost.append((at, length))
            length, begin = length + 1, at + 1
        at += width or 1
    texts.append(data[begin:].decode(encoding))
    return "".join(texts), lost


#: How much is looked at in one go, and how much of it may yet be read otherwise when more is seen.
_WINDOW = 1 << 16
_UNSURE = 64


def _steps(data: bytes, encoding: str) -> Iterator[int]:
    """The width of each character in order, 0 for a byte given up."""
    begin = 0
    while begin < len(data):
        sure = len(data) if begin + _WINDOW >= len(data) else begin + _WINDOW - _UNSURE
        for width in _ways(data[begin : begin + _WINDOW], encoding):
            if begin >= sure:
                break
            yield width
            begin += width or 1


def _ways(data: bytes, encoding: str) -> list[int]:
    """The steps through one window."""
    size = len(data)
    costs = [0] + [1 << 40] * size
    steps = [0] * (size + 1)
    sizes = _WIDTHS[encoding]
    for at in range(size):
        here = costs[at]
        if here + _COST_OF_LOSS <= costs[at + 1]:  # of two equals, the later loss
            costs[at + 1], steps[at + 1] = here + _COST_OF_LOSS, 0
        for width in sizes:
            if at + width > size or (width == 4 and sizes[0] < 4 and not _is_long(data, at, encoding)):
                continue
            price = _price(data[at : at + width], encoding)
            if price and here + price < costs[at + width]:
                costs[at + width], steps[at + width] = here + price, width
    widths: list[int] = []
    at = size
    while at:
        widths.append(steps[at])
        at -= steps[at] or 1
    return widths[::-1]


def _is_long(data: bytes, at: int, encoding: str) -> bool:
    """Whether a character of four bytes may begin here: looked at first, for they are many to try and few to be."""
    if encoding == "gb18030":
        return 0x30 <= data[at + 1] <= 0x39
    return 0xD8 <= data[at + (encoding == "utf-16-le")] <= 0xDB


@lru_cache(maxsize=1 << 17)
def _price(code: bytes, encoding: str) -> int:
    """The cost of the single character that ``code`` stands for, 0 where it stands for none."""
    try:
        text = code.decode(encoding)
    except UnicodeDecodeError:
        return 0
    return cost(text) if len(text) == 1 else 9 if len(text) == 2 and len(code) == 2 else 0
