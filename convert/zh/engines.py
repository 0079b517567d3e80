"""The libraries on which conversion rests, OpenCC and jieba's segmenter in its Rust build ``rjieba``, each loaded once, when first needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from convert.zh import overrides

#: Stands between texts that are given to a library together, so that no phrase and no word crosses. A control character, which no
#: text has by then (``convert.zh.kept`` masks them), and no white space.
SEPARATOR = "\x01"


@cache
def opencc(config: str) -> Any:
    """OpenCC's converter ``config`` without the dictionaries that yield characters which no common font has."""
    import opencc as library

    return library.OpenCC(config, include_tofu_risk_dictionaries=False)


@cache
def _segmenter() -> Any:
    import rjieba

    for phrase in overrides.PHRASES:  # of the library's own segmenter, which it loads in any case: a second would double the start
        rjieba.add_word(phrase, None, None)
    return rjieba


def converted(config: str, text: str) -> str:
    """``text`` as OpenCC converts it."""
    new: str = opencc(config).convert(text)
    return new


def convert_each(config: str, pieces: Sequence[str]) -> list[str]:
    """Each of ``pieces`` converted by itself."""
    return converted(config, SEPARATOR.join(pieces)).split(SEPARATOR) if pieces else []


def cut(text: str) -> list[str]:
    """The words of ``text``; joined they are the text."""
    found: list[str] = _segmenter().cut(text)
    return found


@lru_cache(maxsize=1 << 16)
def is_known(word: str) -> bool:
    """Whether a dictionary has the word: it is of several characters, and not one that the segmenter made up."""
    return len(word) > 1 and bool(_segmenter().has_word(word))


def frequency(word: str) -> int:
    """How often the word occurs in what the segmenter's dictionary was counted from."""
    return int(_segmenter().suggest_freq(word))


def aligned(config: str, text: str) -> str:
    """``text`` as OpenCC converts it, a character for each; text parted by separators whose length would change is converted character by character."""
    new = converted(config, text)
    if len(new) == len(text):
        return new
    pairs = zip(text.split(SEPARATOR), new.split(SEPARATOR), strict=True)
    return SEPARATOR.join(new if len(new) == len(old) else _by_characters(config, old) for old, new in pairs)


def _by_characters(config: str, text: str) -> str:
    return "".join(new if len(new) == 1 else old for old, new in zip(text, convert_each(config, list(text)), strict=True))
