"""Who is a person at one place of a paragraph is one wherever the same characters stand in it, unless they are clearly other words there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from convert.zh.engines import SEPARATOR, is_known
from convert.zh.overrides import PERSONS
from convert.zh.surnames import ENOUGH, TOWARDS, recurring

#: A name that may be one: its offset, itself, and how much speaks for it.
Candidate = tuple[int, str, float]

#: Small words that begin no other word with the end of a name before them: 于谦和 is no 谦和.
_SMALL = frozenset("也曾已的在从等与和同把对向给被率因是有")


def sure(candidates: Collection[Candidate], enough: float = ENOUGH) -> set[str]:
    """The names that are certain: one of their places tells it, or two places nearly do."""
    near = Counter(name for _, name, score in candidates if _is_near(name, score))
    return {name for _, name, score in candidates if score >= enough} | {name for name, times in near.items() if times > 1}


def _is_near(name: str, score: float) -> bool:
    """Whether a name would be certain if it were told a second time."""
    return len(name) > 1 and score >= recurring(name[0]) and not _is_word(name)


def _is_word(name: str) -> bool:
    """Whether a dictionary has the name as another word: 游乐园."""
    return name[0] != "于" and is_known(name) and name not in PERSONS


def mentions(text: str, candidates: Iterable[Candidate], enough: float = ENOUGH) -> Iterator[tuple[int, str]]:
    """The names among ``candidates``, which are in the order of ``text``, and where they stand again in their paragraph: offset and name."""
    for start, end, found in _by_paragraph(text, candidates):
        names = sure(found, enough)
        taken: set[int] = set()
        for at, name, score in found:
            if score >= enough or (len(name) > 1 and name in names):
                taken.update(range(at, at + len(name)))
                yield at, name
        yield from ((at, name) for at, name in _again(text, start, end, names) if taken.isdisjoint(range(at, at + len(name))))


def _by_paragraph(text: str, candidates: Iterable[Candidate]) -> Iterator[tuple[int, int, list[Candidate]]]:
    """The candidates of each paragraph that has any, with where it begins and ends."""
    start, end, found = 0, -1, list[Candidate]()
    for candidate in candidates:
        at = candidate[0]
        if at > end:
            if found:
                yield start, end, found
            start, found = text.rfind(SEPARATOR, end + 1, at) + 1 or end + 1, []
            end = text.find(SEPARATOR, at)
            end = end if end >= 0 else len(text)
        found.append(candidate)
    if found:
        yield start, end, found


def _again(text: str, start: int, end: int, names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Where ``names`` of two characters or more stand between two places."""
    by_first: dict[str, list[str]] = {}
    for name in names:
        if len(name) > 1 and not _is_word(name):
            by_first.setdefault(name[0], []).append(name)
    for first, known in by_first.items():
        sizes = sorted({len(name) for name in known}, reverse=True)
        wanted = frozenset(known)
        at = text.find(first, start, end)
        while at >= 0:
            name = next((text[at : at + size] for size in sizes if text[at : at + size] in wanted), "")
            if name and is_free(text, at, at + len(name)):
                yield at, name
            at = text.find(first, at + (len(name) or 1), end)


def is_free(text: str, first: int, last: int) -> bool:
    """Whether the characters of a known name between ``first`` and ``last`` are not clearly parts of other words: 由于|谦虚, 于|洁白."""
    before = text[first - 1 : first + 1] if first else ""
    if before in TOWARDS or (is_known(before) and not is_known(text[max(0, first - 2) : first])):
        return False
    return last == len(text) or text[last] in _SMALL or not is_known(text[last - 1 : last + 1])
