"""Numbers as they are printed in Chinese texts, and back: 一百零三, 二〇二二, ２０, ⑳, ⑴, ⒈, ㈠, Ⅳ."""

from __future__ import annotations

import re

_DIGITS = {c: value for value, row in enumerate(("〇○零0０", "一壹1１", "二贰兩两貳2２", "三叁參3３", "四肆4４", "五伍5５",
                                                 "六陆陸6６", "七柒7７", "八捌8８", "九玖9９")) for c in row}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

#: First characters of the runs of ready-made number signs, the first value of each and its length (Unicode, Enclosed Alphanumerics etc.).
_RUNS = (("①", 1, 20), ("㉑", 21, 15), ("㊱", 36, 15), ("⓪", 0, 1), ("⑴", 1, 20), ("⒈", 1, 20), ("㈠", 1, 10), ("㊀", 1, 10), ("❶", 1, 10),
         ("⓫", 11, 10), ("⓵", 1, 10), ("Ⅰ", 1, 12), ("ⅰ", 1, 12))  # fmt: skip
_SIGNS = {chr(ord(first) + i): value + i for first, value, length in _RUNS for i in range(length)}

#: Bodies of character classes for regular expressions.
CHINESE_DIGITS = "〇○零一二三四五六七八九十百千两廿卅"
ARABIC_DIGITS = "0-9０-９"
CIRCLED = "①-⑳㉑-㉟㊱-㊿❶-❿"

_POSITIONAL = re.compile(f"[{''.join(_DIGITS)}]+")
_MIXED = re.compile(f"[{''.join([*_DIGITS, *_UNITS, *_TENS, *_MYRIADS])}]+")
_CHINESE = "零一二三四五六七八九"


def to_int(text: str) -> int | None:
    """The value of a printed number, or None where ``text`` is none. Knows Chinese, Arabic, full-width, circled and Roman signs."""
    if len(text) == 1 and text in _SIGNS:
        return _SIGNS[text]
    if _POSITIONAL.fullmatch(text):
        return _positional(text)
    if not _MIXED.fullmatch(text):
        return None
    return _with_myriads(text)


def _positional(text: str) -> int | None:
    """二〇二二, 103. Numbers of more than 18 digits are not numbers of anything here."""
    if len(text) > 18:
        return None
    value = 0
    for char in text:
        value = value * 10 + _DIGITS[char]
    return value


def _with_myriads(text: str) -> int | None:
    total, rest = 0, text
    for signs, size in (("亿億", 10**8), ("万萬", 10**4)):
        head, sign, tail = _cut(rest, signs)
        if sign:
            value = _below_myriad(head)
            if value is None:
                return None
            total, rest = total + value * size, tail
    value = _below_myriad(rest) if rest else 0
    return None if value is None else total + value


def _cut(text: str, signs: str) -> tuple[str, str, str]:
    for index, char in enumerate(text):
        if char in signs:
            return text[:index], char, text[index + 1 :]
    return text, "", ""


def _below_myriad(text: str) -> int | None:
    """十, 二十三, 一百零三, 廿一, 3千. None where digits or units stand in no order."""
    total, digit, last = 0, -1, 10**4
    for char in text:
        if char in _UNITS:
            unit = _UNITS[char]
            if unit >= last:
                return None
            total, digit, last = total + unit * (1 if digit < 0 else digit), -1, unit
        elif char in _TENS:
            if total or digit >= 0:
                return None
            total, last = _TENS[char], 10
        elif char in _DIGITS and (digit <= 0 or last == 10**4):
            digit = _DIGITS[char] if digit <= 0 else digit * 10 + _DIGITS[char]
        else:
            return None
    return total + max(digit, 0) if text else None


def to_chinese(number: int) -> str:
    """``number`` in everyday Chinese: 十二, 一百零三, 二千. Raises ValueError outside 0 … 9999."""
    if not 0 <= number <= 9999:
        raise ValueError(f"{number} lies outside 0 … 9999")
    if number < 10:
        return _CHINESE[number]
    written = ""
    gap = False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap else "") + _CHINESE[digit] + sign
        gap = bool(written) and not digit
    return written.removeprefix("一") if written.startswith("一十") else written


def to_circled(number: int) -> str:
    """``number`` in a circle: ①, ⑳, ㊿. Raises ValueError outside 0 … 50."""
    for first, value, length in _RUNS[:4]:
        if value <= number < value + length:
            return chr(ord(first) + number - value)
    raise ValueError(f"{number} lies outside 0 … 50")


_DATE = re.compile(
    f"(?P<year>[12１２][{ARABIC_DIGITS}]{{3}}|[一二][〇○零一二三四五六七八九]{{3}})\\s*[年\\-./．－—]\\s*"
    f"(?:(?P<month>[{ARABIC_DIGITS}]{{1,2}}|[一二三四五六七八九十]{{1,3}})\\s*[月\\-./．－—]\\s*"
    f"(?:(?P<day>[{ARABIC_DIGITS}]{{1,2}}|[一二三四五六七八九十廿卅]{{1,3}})(?:\\s*[日号]|(?![{ARABIC_DIGITS}])))?)?"
)


def find_date(text: str) -> tuple[str, str] | None:
    """The first date in ``text``: ISO 8601 (2022, 2022-12, 2022-12-07) and as printed; None where there is none."""
    for found in _DATE.finditer(text):
        month, day = (to_int(found[name]) if found[name] else None for name in ("month", "day"))
        if month is not None and not 1 <= month <= 12:
            continue
        if day is not None and not 1 <= day <= 31:
            continue
        iso = f"{to_int(found['year']):04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")
        return iso, found[0].strip()
    return None
