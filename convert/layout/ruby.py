"""Readings beside characters: pinyin above the line, zhuyin right of each character (CLREQ, “interlinear annotations”)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

#: The size of a reading against its base, and of the signs of zhuyin.
RUBY_SCALE, ZHUYIN_SCALE = 0.5, 0.3
#: What a character with zhuyin takes more in a horizontal line, in em: the column of signs, and that of tones.
ZHUYIN_ROOM = 0.46
_TONES = frozenset("ˊˇˋ")
_LIGHT = "˙"


class Sign(NamedTuple):
    """A sign of zhuyin: its middle (em of the base) right of the base's square and below its top."""

    text: str
    across: float
    down: float


def is_zhuyin(reading: str) -> bool:
    """Whether a reading is written in the signs of zhuyin."""
    return any("\u3105" <= char <= "\u312f" or "\u31a0" <= char <= "\u31bf" for char in reading)


def with_reading(widths: Sequence[float], reading: str, of: Mapping[str, float], vertical: bool) -> list[float]:
    """The boxes of characters made wide enough for their reading, in em; in vertical lines zhuyin needs no room of its own."""
    if is_zhuyin(reading):
        return list(widths) if vertical else [width + ZHUYIN_ROOM for width in widths]
    over = sum(of[char] for char in reading) * RUBY_SCALE - sum(widths)
    return [width + max(0.0, over) / len(widths) for width in widths]


def syllables(reading: str, count: int) -> list[str]:
    """The syllables of zhuyin for ``count`` characters: parted by spaces, the last character gets what is left."""
    parts = reading.split()
    return [*parts[: count - 1], "".join(parts[count - 1 :])] if len(parts) > count else parts


def signs(syllable: str) -> Iterator[Sign]:
    """The signs of a syllable: one below the other in the middle of the square's height, the tone right of the last, the light one on top."""
    letters = [char for char in syllable if char not in _TONES and char != _LIGHT]
    top = 0.5 - len(letters) * ZHUYIN_SCALE / 2
    middle = 0.02 + ZHUYIN_SCALE / 2
    for number, char in enumerate(letters):
        yield Sign(char, middle, top + (number + 0.5) * ZHUYIN_SCALE)
    for char in syllable:
        if char == _LIGHT:
            yield Sign(char, middle, top - 0.08)
        elif char in _TONES:
            yield Sign(char, middle + 0.24, top + (len(letters) - 0.75) * ZHUYIN_SCALE)
