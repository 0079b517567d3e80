"""Number formats of Word as they are printed (ISO/IEC 29500-1 § 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable

from convert.zh.numerals import to_chinese, to_circled

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_SIMPLIFIED = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_TRADITIONAL = str.maketrans("零一二三四五六七八九十百千", "零壹貳參肆伍陸柒捌玖拾佰仟")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_MOST = 9999


def _chinese(number: int) -> str:
    return to_chinese(number)


def _counting(number: int) -> str:
    """``chineseCounting`` names units up to ninety-nine only: 一〇三."""
    return to_chinese(number) if number < 100 else str(number).translate(_DIGITS)


def _legal(number: int, table: dict[int, int]) -> str:
    text = to_chinese(number)
    return (f"一{text}" if text.startswith("十") else text).translate(table)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


def _letters(number: int) -> str:
    """A … Z, AA, BB: Word repeats the letter."""
    turn, place = divmod(number - 1, 26)
    return chr(ord("A") + place) * (turn + 1)


def _circled(number: int) -> str:
    return to_circled(number) if number <= 50 else f"({number})"


def _sign(first: str, count: int, plain: str) -> Callable[[int], str]:
    """Ready-made signs from ``first`` on; beyond them the number in ``plain``."""
    return lambda number: chr(ord(first) + number - 1) if number <= count else plain.format(number)


def _turning(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _sexagenary(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


_CHINESE_INFORMAL = "simp-chinese-informal"
#: Format: how a number is printed, and the counter style of CSS that does the same, "" where there is none.
_FORMATS: dict[str, tuple[Callable[[int], str], str]] = {
    "decimal": (str, "decimal"),
    "decimalZero": (lambda n: f"{n:02}", "decimal-leading-zero"),
    "numberInDash": (lambda n: f"- {n} -", ""),
    "decimalFullWidth": (lambda n: str(n).translate(_FULL_WIDTH), ""),
    "decimalFullWidth2": (lambda n: str(n).translate(_FULL_WIDTH), ""),
    "decimalHalfWidth": (str, "decimal"),
    "decimalEnclosedCircle": (_circled, "circled-decimal"),
    "decimalEnclosedCircleChinese": (_circled, "circled-decimal"),
    "decimalEnclosedFullstop": (_sign("⒈", 20, "{}."), ""),
    "decimalEnclosedParen": (_sign("⑴", 20, "({})"), ""),
    "ideographEnclosedCircle": (_sign("㊀", 10, "({})"), ""),
    "upperRoman": (_roman, "upper-roman"),
    "lowerRoman": (lambda n: _roman(n).lower(), "lower-roman"),
    "upperLetter": (_letters, "upper-alpha"),
    "lowerLetter": (lambda n: _letters(n).lower(), "lower-alpha"),
    "ordinal": (_ordinal, ""),
    "hex": (lambda n: f"{n:X}", ""),
    "chicago": (lambda n: "*†‡§"[(n - 1) % 4] * ((n - 1) // 4 + 1), ""),
    "chineseCounting": (_counting, _CHINESE_INFORMAL),
    "chineseCountingThousand": (_chinese, _CHINESE_INFORMAL),
    "chineseLegalSimplified": (lambda n: _legal(n, _SIMPLIFIED), "simp-chinese-formal"),
    "taiwaneseCounting": (_counting, "trad-chinese-informal"),
    "taiwaneseCountingThousand": (_chinese, "trad-chinese-informal"),
    "taiwaneseDigital": (lambda n: str(n).translate(_DIGITS), "cjk-decimal"),
    "ideographDigital": (lambda n: str(n).translate(_DIGITS), "cjk-decimal"),
    "japaneseDigitalTenThousand": (lambda n: str(n).translate(_DIGITS), "cjk-decimal"),
    "japaneseCounting": (_chinese, "japanese-informal"),
    "japaneseLegal": (lambda n: _legal(n, _TRADITIONAL), "japanese-formal"),
    "ideographLegalTraditional": (lambda n: _legal(n, _TRADITIONAL), "trad-chinese-formal"),
    "ideographTraditional": (_turning(_STEMS), "cjk-heavenly-stem"),
    "ideographZodiac": (_turning(_BRANCHES), "cjk-earthly-branch"),
    "ideographZodiacTraditional": (_sexagenary, ""),
}


def printed(number: int, format_: str) -> str:
    """``number`` in Word's number format; plain digits for formats and numbers that have no signs here, "" for ``none``."""
    if format_ == "none":
        return ""
    if format_ not in _FORMATS or not 1 <= number <= _MOST:
        return str(number)
    return _FORMATS[format_][0](number)


def counter_style(format_: str) -> str:
    """The counter style of CSS for a number format, "" for none."""
    return _FORMATS.get(format_, (str, ""))[1]
