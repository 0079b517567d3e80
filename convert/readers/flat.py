"""Text that lost its line feeds: what parts the paragraphs of a row, and the pieces between.

The newspaper's own mark is two U+3000; other hands leave tabs, spaces or a single U+3000. Whatever blank stands behind the ends of
sentences is the mark. A mark that also stands within lines (副主任  李有平) cuts too much: post and name are put together again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from convert.readers import bylines
from convert.zh.characters import BLANK, CLOSING, HAN, SENTENCE_END
from convert.zh.numerals import CHINESE_DIGITS

_RUN = re.compile(f"[{BLANK}]+")
ENDS_SENTENCE = re.compile(f"[{SENTENCE_END}：；][{CLOSING}]*$")


@dataclass(frozen=True, slots=True)
class Mark:
    """What parts paragraphs: its name for people, whether a run of blanks is it or more; ``narrow``: it may also stand within paragraphs;
    ``common``: it does so often, and is believed where it stands behind two sentences.
    """

    name: str
    fits: Callable[[str], bool]
    narrow: bool = True
    common: bool = False


WIDE = Mark("two U+3000", lambda run: "\u3000\u3000" in run, narrow=False)
#: From the strongest to the weakest: a run is counted for the first that it fits.
_MARKS = (
    WIDE,
    Mark("a tab", lambda run: "\t" in run),
    Mark("four spaces", lambda run: len(run) > 3),
    Mark("one U+3000", lambda run: "\u3000" in run),
    Mark("two spaces", lambda run: len(run) > 1, common=True),
    Mark("one space", lambda run: True, common=True),
)
#: A row that holds many paragraphs has at least so many characters; in a text of more rows than three it must be longer.
_LONG, _VERY_LONG = 40, 200


def mark_of(rows: Sequence[str]) -> Mark | None:
    """What parts the paragraphs of a text that came as one to three rows; None where the rows are lines already."""
    filled = list(islice((row.strip() for row in rows if row.strip()), 4))
    if len(filled) > 3:
        return None
    wide = [row.count("\u3000\u3000") for row in filled]
    if any(count > 1 or (count and len(row) > _LONG) for count, row in zip(wide, filled, strict=True)):
        return WIDE
    longest = max(filled, key=len, default="")
    counts = _behind_sentences(longest)
    mark = max(_MARKS, key=lambda one: counts[one.name])
    return mark if len(longest) > _LONG and counts[mark.name] >= (2 if mark.common else 1) else None


def is_flat_row(row: str) -> bool:
    """Whether one row among many holds several paragraphs, headings among them."""
    return len(row) > _VERY_LONG and row.count("\u3000\u3000") > 1 and _behind_sentences(row)[WIDE.name] > 1


def _behind_sentences(row: str) -> Counter[str]:
    """How often each mark stands behind the end of a sentence and before a Han character."""
    counts: Counter[str] = Counter()
    for run in _RUN.finditer(row):
        if ENDS_SENTENCE.search(row, max(run.start() - 4, 0), run.start()):
            counts[next(mark.name for mark in _MARKS if mark.fits(run[0]))] += 1
    return counts


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a row, and the run of blanks before it."""

    start: int
    end: int
    before: str


def parted(text: str, mark: Mark | None) -> Iterator[Piece]:
    """The pieces of one row: parted at ``mark``; without one, at two U+3000 behind the end of a sentence."""
    pieces = list(_cut(text, mark))
    yield from pieces if mark is None or len(pieces) < 3 else _rejoined(text, pieces, mark)


def _cut(text: str, mark: Mark | None) -> Iterator[Piece]:
    begin, before = 0, ""
    for run in _RUN.finditer(text):
        if not (mark or WIDE).fits(run[0]):
            continue
        if mark is None and not ENDS_SENTENCE.search(text, max(begin, run.start() - 8), run.start()):
            continue
        yield Piece(begin, run.start(), before)
        begin, before = run.end(), run[0]
    yield Piece(begin, len(text), before)


# ------------------------------------------------------------------------------------------------ post and name

_PART_OF_NAME = re.compile(f"[{HAN}·]{{1,12}}|[{HAN}]\\s[{HAN}]")
#: Where a common mark cuts, a lesser gap may have stayed within a name.
_PART_WITH_GAP = re.compile(f"[{HAN}·\\s]{{1,12}}")
#: A post and the words of names behind it: at most so many pieces.
_MOST = 12


def _rejoined(text: str, pieces: list[Piece], mark: Mark) -> Iterator[Piece]:
    index = 0
    while index < len(pieces):
        end = _end_of_spread(text, pieces, index, _end_of_byline(text, pieces, index, mark))
        yield Piece(pieces[index].start, pieces[end - 1].end, pieces[index].before)
        index = end


_SINGLE = re.compile(f"(?![{CHINESE_DIGITS}])[{HAN}]")


def _end_of_spread(text: str, pieces: list[Piece], index: int, end: int) -> int:
    """A single character is no paragraph: two are a word spread (目　　录), one belongs to the short line before it (王　　海)."""
    if end == len(pieces) or not _SINGLE.fullmatch(_words(text, pieces[end])) or not _is_short(text, pieces[index]):
        return end
    two = end + 1 < len(pieces) and _SINGLE.fullmatch(_words(text, pieces[end + 1])) is not None
    return end if two and pieces[index].end - pieces[index].start > 1 else end + 1


def _end_of_byline(text: str, pieces: list[Piece], index: int, mark: Mark) -> int:
    """Where the byline ends that begins with piece ``index``; ``index + 1`` where none does.

    Between marks that hardly stand within lines, a post must be known as one and have a heading above it: else it may itself be the heading, and the name its speaker.
    """
    stop = index + 1
    if not _is_short(text, pieces[index]):
        return stop
    if not mark.common and not (index and _may_be_heading(text, pieces[index - 1]) and bylines.is_post(_words(text, pieces[index]))):
        return stop
    part = _PART_WITH_GAP if mark.common else _PART_OF_NAME
    while stop < min(len(pieces), index + _MOST) and part.fullmatch(text, pieces[stop].start, pieces[stop].end):
        stop += 1
    for end in range(stop, index + 1, -1):
        if _is_byline([_words(text, piece) for piece in pieces[index:end]]):
            return end
    return index + 1


def _words(text: str, piece: Piece) -> str:
    return text[piece.start : piece.end]


def _may_be_heading(text: str, piece: Piece) -> bool:
    return _is_short(text, piece) and text[piece.start] not in "（(—－" and not bylines.is_reporter(_words(text, piece))


def _is_short(text: str, piece: Piece) -> bool:
    return piece.end - piece.start <= bylines.LONGEST and not ENDS_SENTENCE.search(text, max(piece.start, piece.end - 4), piece.end)


def _is_byline(words: list[str]) -> bool:
    """Whether the first of ``words`` is a post and the rest are names, or parts of names: each has its surname."""
    if bylines.is_reporter("  ".join(words)):
        return bylines.is_reporter(words[0] + " " + words[1])
    if len(words) > 3 or (len(words) == 3 and (len(words[1]) > 1 or len(words[2]) > 1)):
        return False
    if not bylines.may_be_post(words[0]):
        return False
    alone = bylines.read_byline(words[0])
    reading = bylines.read_byline("  ".join(words))
    return reading is not None and reading.confidence >= bylines.SURE and (alone is None or alone.confidence < bylines.SURE)
