"""Where the title on a cover is broken: at sense, and never inside a word if that can be avoided."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import add
from typing import Literal, TypeAlias

from convert.zh import segments

#: A run up to a gap, a pause mark with the closing marks after it, or a dash. An enumeration (、) is one phrase.
_PHRASE = re.compile(r"[—…]*[^\s，；：。！？—…]*(?:[，；：。！？]+[”’）》〉」』】〕]*)?")
_OPENING = "“‘（《〈「『【〔([{"
_CLOSING = "”’）》〉」』】〕)]}%％‰℃，、；：。！？·"
#: What a break costs: between words something, inside of one very much, at the end of a phrase nothing.
_BETWEEN_WORDS = 3.0
#: Between the members of an enumeration it costs more, and within one of them most.
_BETWEEN_MEMBERS, _IN_MEMBER = 8.0, 12.0
#: What a break within a quotation or a book title costs besides, and one before it.
_IN_QUOTATION, _BEFORE_QUOTATION = 3.0, 1.0
#: Words that belong to what follows, and words that belong to what stands before.
_FOLLOWED = frozenset("与與和及暨或同跟在对對向从從为為把被将將以于於关關新")
_LED = frozenset("的之了着著们們等")
_NEVER = float("inf")
_UNITS = "年月日号號届屆次度时時个個大期卷章万萬亿億条條项項"
_TOO_WIDE = 30.0

Script: TypeAlias = Literal["simplified", "traditional", "unknown"]


@dataclass(frozen=True, slots=True)
class Lines:
    """A title in lines, and how bad its breaks are (0: every line ends at sense, and all are of one length)."""

    lines: tuple[str, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece that is not broken; ``gap``: white space stood before it; ``cost`` of a break before it."""

    text: str
    gap: bool
    cost: float


@lru_cache(maxsize=4096)  # the same pieces are measured at every size
def width(text: str) -> float:
    """The width of ``text`` in em: Han and full-width signs 1, others about a half."""
    return sum(1.0 if ord(c) >= 0x2E80 or c in "“”‘’—…·" else 0.55 for c in text)


def broken(title: str, most: float, script: Script) -> Lines:
    """``title`` in lines of at most ``most`` em where that can be, as few and as even as sense allows.

    A gap at a break is gone; a gap inside a line becomes one em. ``script`` is what the search for words must know;
    where it is unknown, phrases are not parted.
    """
    tokens = _tokens(title, most, script)
    if not tokens:
        return Lines((), 0.0)
    least = max(1, int(-(-width(title) // most)))
    counts = range(min(least, len(tokens)), min(least + 2, len(tokens)) + 1)
    return min((_divided(tokens, most, count) for count in counts), key=lambda found: found.cost)


def _costs(tokens: list[_Token], ends: list[float], most: float, even: float) -> list[list[float]]:
    """What lines cost: for each token that a line may end before, for each that it may begin with.

    ``ends``: the width of all tokens before each; ``even``: the length that all lines would have at best.
    """
    gaps = list(accumulate((1.5 if token.gap and not token.text[0].isascii() else 0.0 for token in tokens), initial=0.0))
    starts = [(token.cost if n else 0.0, ends[n], token.gap, gaps[n + 1]) for n, token in enumerate(tokens)]
    costs: list[list[float]] = []
    for end in range(1, len(tokens) + 1):
        lengths = [(at, ends[end] - begin - first, gaps[end] - gap) for at, begin, first, gap in starts[:end]]
        costs.append([at + (long - even) ** 2 * 0.1 + (long - most) * _TOO_WIDE * (long > most) + gap for at, long, gap in lengths])
    return costs


def _divided(tokens: list[_Token], most: float, count: int) -> Lines:
    """The best way to make ``count`` lines: the cheapest path over the places where a line may end."""
    ends = list(accumulate((width(token.text) + token.gap for token in tokens), initial=0.0))
    costs = _costs(tokens, ends, most, ends[-1] / count)
    before = [0.0, *[_NEVER] * len(tokens)]
    rows: list[list[int]] = []
    for _ in range(count):
        best = [min(zip(map(add, before, column), range(len(column)), strict=False)) for column in costs]
        before = [_NEVER, *(cost for cost, _ in best)]
        rows.append([0, *(start for _, start in best)])
    lines: list[str] = []
    end = len(tokens)
    for row in reversed(rows):
        start = row[end]
        lines.append(_text(tokens[start:end]))
        end = start
    return Lines(tuple(lines[::-1]), before[-1] + 0.5 * (count - 1))


def _text(tokens: list[_Token]) -> str:
    text = ""
    for token in tokens:
        if token.gap and text:
            text += " " if text[-1].isascii() and token.text[0].isascii() else "\u3000"
        text += token.text
    return text


def _tokens(title: str, most: float, script: Script) -> list[_Token]:
    """Phrases, and the words of those that are longer than a line."""
    tokens: list[_Token] = []
    for run in title.split():
        for n, phrase in enumerate(_phrases(run)):
            words = [phrase] if script == "unknown" or width(phrase) <= most else _words(phrase, script)
            for k, word in enumerate(words):
                cost = _within(words, k) if k else _at_phrase(tokens, word)
                tokens.append(_Token(word, bool(tokens) and n == 0 and k == 0, cost))
    return tokens


def _at_phrase(tokens: list[_Token], word: str) -> float:
    """A blank between Latin words is no sense to break at; every other end of a phrase is."""
    return _BETWEEN_WORDS if tokens and tokens[-1].text[-1].isascii() and word[0].isascii() else 0.0


def _phrases(run: str) -> list[str]:
    """The phrases of a run without gaps. An opening dash leads its phrase; quotations and book titles are one with what is around them."""
    phrases: list[str] = []
    for found in _PHRASE.findall(run):
        if not found:
            continue
        if phrases and (_open(phrases[-1]) or found[0] in _CLOSING):
            phrases[-1] += found
        else:
            phrases.append(found)
    return phrases


def _open(text: str) -> bool:
    """Whether a bracket or a quotation mark in ``text`` still waits for its counterpart."""
    return sum(text.count(c) for c in _OPENING) > sum(text.count(c) for c in "”’）》〉」』】〕)]}")


def _within(words: list[str], at: int) -> float:
    """The cost of a break before a word of a phrase that is an enumeration, or holds one."""
    if words[at - 1].endswith("、"):
        return _BETWEEN_MEMBERS
    inside = any(word.endswith("、") for word in words[:at]) and any("、" in word for word in words[at:])
    if inside:
        return _IN_MEMBER
    quoted = _open("".join(words[:at])) and not _open("".join(words))  # a quotation or a title within the phrase
    return _cost(words[at - 1], words[at]) + _IN_QUOTATION * quoted


def _cost(before: str, after: str) -> float:
    if before[-1] in _CLOSING and after[0] in _OPENING:
        return _BETWEEN_WORDS * 4
    if after[0] in _OPENING and before not in _FOLLOWED:
        return _BEFORE_QUOTATION
    if before[-1:] in _LED or after[:1] in _FOLLOWED:
        return _BETWEEN_WORDS / 2
    if before in _FOLLOWED or after[:1] in _LED:
        return _BETWEEN_WORDS * 4
    return _BETWEEN_WORDS


@lru_cache(maxsize=256)
def _words(phrase: str, script: Script) -> list[str]:
    """The words of a phrase, each with the marks that no line may begin or end with."""
    joined: list[str] = []
    for word in segments.words(phrase, script == "traditional"):
        if joined and _inseparable(joined[-1], word):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _inseparable(before: str, after: str) -> bool:
    """Whether no line may end between two words: marks that stick, numbers and their units, the parts of a date."""
    if after[0] in _CLOSING + "—…" or before[-1] in _OPENING or before.strip("—…") == "":
        return True
    return (before[-1].isdigit() and after[0] in _UNITS) or (after[0].isdigit() and before[-1] in "年月" and before[0].isdigit())
