"""Words of a phrase: where a heading may end a line without cutting one (jieba's dictionary, in the Rust build ``rjieba``)."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def _segmenter() -> Any:
    import rjieba

    return rjieba  # whose functions share one dictionary; rjieba.Jieba() would load another


@cache
def _to_simplified() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def words(phrase: str, traditional: bool) -> list[str]:
    """The words of ``phrase``, which together are the phrase. ``traditional`` characters are looked up as simplified ones, one by one."""
    known = "".join(_to_simplified().convert(c)[:1] or c for c in phrase) if traditional else phrase
    found: list[str] = []
    start = 0
    for word in _segmenter().cut(known, True):
        found.append(phrase[start : start + len(word)])
        start += len(word)
    return found
