"""How characters are read: the dictionaries of ``pypinyin``, looked up where they lie. (To import it takes longer than to make a whole e-book.)

Its two JSON files are sorted by their keys, so that an entry is found by bisection. Where they are otherwise, pypinyin itself is asked.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

#: What pypinyin holds to be a Han character.
_HAN = re.compile(r"[\u3007\ue815-\ue864\ufa18\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
#: In so many places it is tried whether a file is sorted.
_PROBES = 64
#: The first reading of each character of a phrase.
_FIRST = re.compile(rb'\[\s*"([^"]+)"')


class _Sorted:
    """A JSON object in a file, its keys in ascending order: those of characters are decimal numbers, those of phrases the phrases."""

    def __init__(self, path: Path, mark: bytes, digits: int = 0) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._mark = mark  # stands behind each key
        self._digits = digits
        probes = [self._key(at)[0] for at in range(0, len(self._data) * 9 // 10, len(self._data) // _PROBES)]
        if b"" in probes or probes != sorted(probes):
            raise ValueError(f"{path} is not sorted")

    def _key(self, at: int) -> tuple[bytes, int]:
        """The first key whose end is behind ``at``, and where its value begins."""
        end = self._data.find(self._mark, at)
        if end < 0:
            return b"", len(self._data)
        return self._data[self._data.rfind(b'"', 0, end) + 1 : end].rjust(self._digits), end + len(self._mark)

    def _first(self, wanted: bytes) -> tuple[bytes, int]:
        """The first key that is not less than ``wanted``, and where its value begins."""
        low, high = 0, len(self._data)
        while low < high:
            middle = (low + high) // 2
            key, after = self._key(middle)
            if key and key < wanted:
                low = after
            else:
                high = middle
        return self._key(low)

    def value(self, wanted: str, end: bytes) -> bytes:
        """The text of the value of a key, up to ``end``; b"" where there is none."""
        encoded = wanted.encode().rjust(self._digits)
        key, after = self._first(encoded)
        return self._data[after : self._data.find(end, after)] if key == encoded else b""

    def begins(self, text: str) -> str:
        """The first key that begins with ``text``, "" for none."""
        key, _ = self._first(text.encode())
        return key.decode() if key.startswith(text.encode()) else ""


@cache
def reader() -> Callable[[str], tuple[str, ...]] | None:
    """A function that gives the syllables of a text, with tones, and what is no Han character as it is; None where pypinyin is not installed."""
    try:
        found = find_spec("pypinyin")
    except ValueError:
        return None
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent
    try:
        return _Readings(_Sorted(folder / "pinyin_dict.json", b'": "', digits=8), _Sorted(folder / "phrases_dict.json", b'": [')).of
    except (OSError, ValueError):
        return _asked


def _asked(text: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin

    return tuple(str(syllable) for syllable in lazy_pinyin(text, style=Style.TONE))


class _Readings:
    """The readings of characters and of phrases."""

    def __init__(self, characters: _Sorted, phrases: _Sorted) -> None:
        self._characters = characters
        self._phrases = phrases
        self.of = lru_cache(maxsize=4096)(self._of)

    def _of(self, text: str) -> tuple[str, ...]:
        syllables: list[str] = []
        end = 0
        for run in _HAN.finditer(text):
            syllables += [text[end : run.start()]] if run.start() > end else []
            syllables += self._han(run[0])
            end = run.end()
        return (*syllables, *([text[end:]] if end < len(text) else []))

    def _han(self, run: str) -> list[str]:
        """The syllables of Han characters, which stand in the longest phrases that are found from left to right."""
        syllables: list[str] = []
        while run:
            length = self._phrase(run)
            syllables += self._of_phrase(run[:length])
            run = run[length:]
        return syllables

    def _phrase(self, run: str) -> int:
        """How long the longest phrase is with which ``run`` begins, 1 for none; all of it where ``run`` is but the beginning of phrases."""
        longest = 0
        for length in range(2, len(run) + 1):
            first = self._phrases.begins(run[:length])
            if not first:
                return longest or 1
            longest = length if len(first) == length else longest
        return longest or len(run)

    def _of_phrase(self, phrase: str) -> list[str]:
        found = self._phrases.value(phrase, b"]\n]")
        return [word.decode() for word in _FIRST.findall(found)] or [self._of_character(c) for c in phrase]

    def _of_character(self, char: str) -> str:
        first, _, _ = self._characters.value(str(ord(char)), b'"').partition(b",")
        return first.decode() or char
