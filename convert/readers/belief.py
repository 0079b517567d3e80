"""How far the headings that the grammar finds are to be believed: the sum of what the whole text says for and against each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from convert.readers.bylines import POSSIBLE
from convert.readers.flowing import opening_dateline
from convert.readers.labels import Label
from convert.readers.lines import Gap, Line
from convert.readers.shapes import Head, Shape
from convert.readers.signs import Kind, Sign
from convert.readers.talk import talks
from convert.readers.verse import may_be_verse
from convert.zh.characters import HAN
from convert.zh.numerals import CHINESE_DIGITS, to_int

#: From here on a heading is a heading.
ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the whole text says: how often each shape occurs, how many speakers are names alone, what the plain headings have in common
    (their number, their usual length, whether they are few in a long text), the share of other short lines, the numbers that count on,
    whether somebody is announced twice, how many different speakers have no heading, whether all plain headings ask, whether people do, whether the
    plain headings are two of one build, and whether the title says how many they are.
    """

    lines: tuple[Line, ...]
    signs: list[Sign]
    counts: Counter[Shape]
    named: int
    plain: int
    length: int
    sparse: bool
    residue: float
    numbers: frozenset[int]
    styles: Counter[str]
    gaps_tell: bool
    again: bool
    untitled: int
    asking: bool
    talking: bool
    paired: bool
    promised: bool

    @staticmethod
    def of(lines: tuple[Line, ...], signs: list[Sign], candidates: list[Head], gaps_tell: bool, start: int) -> Evidence:
        """The evidence for and against ``candidates``, which stand from line ``start`` on."""
        plain = [head for head in candidates if head.shape is Shape.PLAIN]
        lengths = sorted(len(lines[head.titles[0]].text) for head in plain)
        return Evidence(
            lines=lines,
            signs=signs,
            counts=Counter(head.shape for head in candidates),
            named=names_alone(signs, candidates),
            plain=len(plain),
            length=lengths[len(lengths) // 2] if lengths else 0,
            sparse=len(signs) > 60 * max(len(plain), 1),
            residue=_residue(signs, candidates),
            numbers=_counting(signs, candidates),
            styles=Counter(sign.label.style for sign in signs if sign.label is not None and sign.kind in "LIO"),
            gaps_tell=gaps_tell,
            again=_speak_again(signs),
            untitled=len({lines[head.start].text for head in candidates if head.shape is Shape.UNTITLED}),
            talking=talks(signs),
            paired=len(plain) == 2 and _is_pair(*(lines[head.titles[0]].text for head in plain)),
            promised=any(promised(line.text) == len(plain) for line in lines[: min(start, 4)]),
            asking=len(plain) > 2 and all(_EXCLAIMS.search(lines[head.titles[-1]].text) for head in plain),
        )

    def alone(self, label: Label) -> bool:
        """Whether no other line bears a number of the style of ``label``; chapters may stand alone, and so may the first of an excerpt."""
        return self.styles[label.style] < 2 and label.number != 1 and label.style not in {"chapter", "section", "volume", "mark"}

    def blank_above(self, head: Head) -> bool:
        """Whether blank space that means something stands above ``head``."""
        return self.gaps_tell and self.lines[head.start].gap is Gap.BLANK

    def between_turns(self, head: Head) -> bool:
        """Whether people ask and answer in the text, above ``head`` and right below it."""
        turns = {Kind.LABELLED, Kind.PROSE, Kind.FORM}
        return self.talking and head.start > 0 and self.signs[head.start - 1].kind in turns and self.signs[head.end].kind is Kind.LABELLED


def believed(evidence: Evidence, candidates: list[Head]) -> list[Head]:
    """The headings among ``candidates``, each with its confidence and the reasons."""
    weighed = (_weighed(head, evidence) for head in _numbers_with_titles(evidence.signs, candidates))
    return [head for head in weighed if head.confidence >= ENOUGH]


def _residue(signs: list[Sign], candidates: list[Head]) -> float:
    """The share of short lines that belong to no heading."""
    used = {index for head in candidates if head.shape is not Shape.UNTITLED for index in range(head.start, head.end)}
    first = candidates[0].start if candidates else 0
    short = sum(sign.kind in "SBN" and index not in used for index, sign in enumerate(signs) if index >= first)
    return short / max(len(signs), 1)


def _numbers_with_titles(signs: list[Sign], candidates: list[Head]) -> list[Head]:
    """Numbers alone (一, 01) have titles below them all through a text, or nowhere: where most have none, the short line below is text."""
    bare = [head for head in candidates if signs[head.start].kind is Kind.NUMBER]
    titled = sum(len(head.titles) > 1 for head in bare)
    if not bare or titled * 2 > len(bare):
        return candidates
    return [replace(h, end=h.start + 1, titles=h.titles[:1]) if signs[h.start].kind is Kind.NUMBER else h for h in candidates]


def _speak_again(signs: list[Sign]) -> bool:
    """Whether one of those whom a colon announces is announced twice."""
    announced = [sign.byline.name for sign in signs if sign.kind is Kind.SPEAKER and sign.byline is not None]
    return len(set(announced)) < len(announced)


def _counting(signs: list[Sign], candidates: list[Head]) -> frozenset[int]:
    """The lines of numbers alone that count on: 一, 二, 三; a number by itself, or numbers in a table, do not."""
    found: list[tuple[int, int]] = []
    for head in candidates:
        label = signs[head.start].label
        if signs[head.start].kind is not Kind.NUMBER or label is None or label.number is None:
            continue
        if label.number <= 1 or (found and 1 <= label.number - found[-1][1] <= 5):
            found.append((head.start, label.number))
    return frozenset(index for index, _ in found) if len(found) > 1 else frozenset()


def names_alone(signs: list[Sign], candidates: list[Head]) -> int:
    """How many headings have a speaker who is a name without a post."""
    return sum(head.shape is Shape.SPOKEN and signs[head.speakers[0]].kind is Kind.NAME for head in candidates)


def _weighed(head: Head, evidence: Evidence) -> Head:
    counts, sign = evidence.counts, evidence.signs[head.start]
    match head.shape:
        case Shape.NUMBERED if sign.kind is Kind.NUMBER and head.start not in evidence.numbers:
            return replace(head, confidence=0.3, because="a number alone, in no count")
        case Shape.NUMBERED if head.label is not None and evidence.alone(head.label):
            return replace(head, confidence=0.5, because=f"led by {head.label.text}, but no other line counts like it")
        case Shape.NUMBERED | Shape.MARKED | Shape.FIXED:
            return replace(head, confidence=0.9, because=sign.because)
        case Shape.SPOKEN:
            return _weighed_speaker(head, evidence)
        case Shape.LED:
            recurs = counts[Shape.LED] > 1 and not counts[Shape.SPOKEN]
            dashed = bool(head.speakers) and sign.kind is Kind.LEADING
            confidence = 0.9 if dashed or (recurs and sign.kind is Kind.SPEAKER) else 0.75 if recurs else 0.3
            return replace(head, confidence=confidence, because="a speaker's line leads on to a heading")
        case Shape.REPORTED:
            return replace(head, confidence=0.85, because="a short line above a reporter's line")
        case Shape.UNTITLED:
            recurs = evidence.untitled > 1 and not counts[Shape.SPOKEN] and not counts[Shape.LED]
            if sign.kind is Kind.NAME:
                recurs = recurs and author_note_follows(evidence.signs, head.end)
            if sign.kind is Kind.SPEAKER and evidence.again:
                recurs = False  # they speak in turn
            return replace(head, confidence=0.7 if recurs else 0.3, because="speakers' lines recur, each above a text")
        case Shape.PLAIN:
            return _weighed_plain(head, evidence)


def _weighed_speaker(head: Head, evidence: Evidence) -> Head:
    speaker = evidence.signs[head.speakers[0]]
    chance = speaker.byline.confidence if speaker.byline is not None else 0.0
    reasons = [f"a short line above a speaker's line ({speaker.because})"]
    if speaker.kind is Kind.NAME:
        chance -= 0.15
        if evidence.named > 1:
            chance, reasons = chance + 0.25, [*reasons, "such pairs recur"]
        if author_note_follows(evidence.signs, head.end):
            chance, reasons = chance + 0.3, [*reasons, "a note says who the author is"]
    elif evidence.counts[Shape.SPOKEN] > 1:
        many = evidence.counts[Shape.SPOKEN] > (3 if evidence.plain else 2)
        chance, reasons = chance + (0.35 if many else 0.2), [*reasons, "such pairs recur"]
    elif not evidence.blank_above(head):
        chance, reasons = chance - 0.1, [*reasons, "but it is the only pair"]
    if evidence.blank_above(head):
        chance, reasons = chance + 0.1, [*reasons, "blank space above"]
    return replace(head, confidence=round(min(chance, 0.99), 2), because="; ".join(reasons))


def author_note_follows(signs: list[Sign], start: int) -> bool:
    """Whether, after paragraphs, a （作者为…） closes the section."""
    index = start
    while index < len(signs) and signs[index].kind in "PIUQGXTWN":
        index += 1
    return index < len(signs) and signs[index].kind is Kind.AUTHOR_NOTE


def _is_verse(evidence: Evidence, start: int) -> bool:
    """Whether verse begins at ``start``."""
    if evidence.signs[start].kind is Kind.VERSE:
        return True
    return len(evidence.lines) >= start + 4 and may_be_verse([line.text for line in evidence.lines[start : start + 4]])


_QUOTED = re.compile("“[^”]*，[^”]*”$")


def _in_step(text: str) -> bool:
    """Whether the clauses of a line are of one length: 走出去，引进来，融进去."""
    return len({len(clause) for clause in text.split("，")}) == 1


_HAN = re.compile(f"[{HAN}]")


def _is_pair(one: str, other: str) -> bool:
    """Whether two lines have one rhythm, as many characters between their stops and gaps, but other words; names of works do not count."""
    return one != other and one[0] != "《" and _HAN.sub("字", one) == _HAN.sub("字", other)


_PROMISE = re.compile(f"(?P<count>[{CHINESE_DIGITS}])(?:[题題章则則帖札记記篇首]|件事|个故事|个片段|個故事)$")


def promised(title: str) -> int:
    """How many parts a title says that the text has (归来三题, 乡居二章), 0 where it says nothing."""
    found = _PROMISE.search(title)
    return to_int(found["count"]) or 0 if found is not None else 0


def _names_somebody(sign: Sign) -> bool:
    """Whether a short line reads as a post and a name, though not surely."""
    return sign.byline is not None and bool(sign.byline.position) and sign.byline.confidence >= POSSIBLE


_EXCLAIMS = re.compile("[！？!?]$")


def _weighed_plain(head: Head, evidence: Evidence) -> Head:
    """A short line alone proves little: blank space, recurrence, rhythm and a real paragraph below it have to speak for it."""
    text = evidence.lines[head.titles[0]].text
    below, sign_below = evidence.lines[head.end].text, evidence.signs[head.end]
    weights = (
        (0.3, True, "short, without a final stop, above a paragraph"),
        (0.2, bool(head.leading), "a line that ends in a dash leads on to it"),
        (0.25, evidence.blank_above(head), "blank space above"),
        (0.25, evidence.plain > 2, f"{evidence.plain} lines like it"),
        (0.1, evidence.plain == 2, "another line like it"),
        (0.05, evidence.plain > 1 and abs(len(text) - evidence.length) <= 5, "of the usual length"),
        (0.15, evidence.paired, "the two are of one build"),
        (0.3, evidence.promised, "the title says how many there are"),
        (0.05, " " in text or "\u00a0" in text, "two half-lines"),
        (0.25, len(head.titles) > 1 and evidence.lines[head.titles[1]].text.startswith("——"), "its second line stands after a dash"),
        (0.4, sign_below.kind is Kind.SALUTATION, "a letter's salutation below it"),
        (0.25, _is_verse(evidence, head.end), "verse below it"),
        (0.25, evidence.between_turns(head), "it parts the turns of a dialogue"),
        (0.2, opening_dateline(below) > 0, "a dateline below it"),
        (0.1, len(below) > 30 or sign_below.kind is Kind.LABELLED, "a real paragraph below"),
        (-0.3, (text.count("，") > 1 or "，“" in text) and not _in_step(text), "but it has the clauses of a sentence"),
        (-0.3, _QUOTED.match(text) is not None and evidence.plain < 3, "but somebody may say it"),
        (-0.3, _names_somebody(evidence.signs[head.titles[0]]), "but it may be a post and a name"),
        (-0.25, evidence.sparse, "but such lines are rare in a long text"),
        (-0.2 if evidence.plain < 3 else -0.05, _EXCLAIMS.search(text) is not None and not evidence.asking, "but it asks or exclaims"),
        (-0.4, evidence.residue > 0.25, "but the text is full of other short lines"),
        (-0.15, not 2 <= len(text) <= 32, "but its length is unusual"),
    )
    score = sum(weight for weight, holds, _ in weights if holds)
    return replace(head, confidence=round(min(score, 0.95), 2), because="; ".join(reason for _, holds, reason in weights if holds))
