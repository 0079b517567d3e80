"""Verse without stops: runs of short lines whose ends matter, told from lists of names and from headings by the words within."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from convert.readers.lines import Gap, Line
from convert.readers.signs import Kind, Sign
from convert.readers.verse import has_words_of_sentences
from convert.zh.characters import CLOSING, SENTENCE_END

#: Lines of a stanza are no longer than this, and a text shows itself as verse in as many lines.
_LONGEST, _FEWEST = 20, 4
_STOPPED = re.compile(f"[{SENTENCE_END}；][{CLOSING}]*$")


def mark_stanzas(lines: tuple[Line, ...], signs: list[Sign], gaps_tell: bool) -> list[Sign]:
    """``signs`` with the lines of modern verse signed as such. ``gaps_tell``: blank lines are rare enough to part stanzas."""
    if not any(sign.kind is Kind.SHORT for sign in signs):
        return signs
    marked = list(signs)
    for start, end in _runs(lines, signs):
        first = start + (start == 0)  # the very first line is the title
        stanzas = [stanza for stanza in _stanzas(lines, first, end, gaps_tell) if len(stanza) > 1]
        texts = [lines[index].text for stanza in stanzas for index in stanza]
        if len(texts) < _FEWEST or not _is_verse(texts) or not _ends(lines, signs, end, gaps_tell):
            continue
        for stanza in stanzas:
            for index in stanza:
                marked[index] = replace(signs[index], kind=Kind.VERSE, because="short lines without stops, with the words of sentences")
    return marked


def _runs(lines: tuple[Line, ...], signs: list[Sign]) -> Iterator[tuple[int, int]]:
    """The stretches of short lines."""
    start = -1
    for index, sign in enumerate(signs):
        short = sign.kind in {Kind.SHORT, Kind.PROSE} and len(lines[index].text) <= _LONGEST and lines[index].text[0] not in '“「"'
        if short and start < 0:
            start = index
        elif not short and start >= 0:
            yield start, index
            start = -1
    if start >= 0:
        yield start, len(signs)


def _stanzas(lines: tuple[Line, ...], start: int, end: int, gaps_tell: bool) -> Iterator[list[int]]:
    stanza: list[int] = []
    for index in range(start, end):
        if stanza and gaps_tell and lines[index].gap is Gap.BLANK:
            yield stanza
            stanza = []
        stanza.append(index)
    if stanza:
        yield stanza


def _is_verse(texts: list[str]) -> bool:
    """Few lines end as sentences do, and many have the words of sentences."""
    stopped = sum(_STOPPED.search(text) is not None for text in texts)
    return stopped * 4 <= len(texts) and has_words_of_sentences(texts)


def _ends(lines: tuple[Line, ...], signs: list[Sign], end: int, gaps_tell: bool) -> bool:
    """Whether no paragraph follows at once, for which the last short line could be the heading."""
    return end == len(signs) or signs[end].kind is not Kind.PROSE or (gaps_tell and lines[end].gap is Gap.BLANK)
