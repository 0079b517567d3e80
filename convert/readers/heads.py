"""Which lines are headings, and what belongs to each: title of one line or two, speaker, reporter.

Every line has a sign of one letter (``signs``), so the text is a string of letters and a heading is a match of a regular expression:
``SB`` a heading and its speaker, ``SSB`` one of two lines, ``DS`` a speaker who leads on to a heading, ``L`` a numbered one. What a match is
worth depends on the rest of the text: a shape that recurs is believed, a shape that stands alone needs better evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from convert.readers.belief import Evidence, author_note_follows, believed, names_alone
from convert.readers.bylines import POSSIBLE, SURE, Reading
from convert.readers.corrections import BODY, corrected
from convert.readers.divisions import divided
from convert.readers.flowing import tidy_gaps
from convert.readers.labels import RANKS
from convert.readers.lines import Gap, Line
from convert.readers.shapes import Head, Shape
from convert.readers.signs import Kind, Sign
from convert.readers.talk import spoken
from convert.zh.characters import HAN

_HEAD = re.compile(
    f"(?P<lead>[D@])(?P<led>S{{1,2}})(?:(?P<led_reporter>R?)|(?P<led_by>B{{1,4}}))(?={BODY})"
    f"|(?P<marked>[LF](?!$)|OS{{0,2}}(?=[PIUQVGJMXZB])|K(?={BODY}))(?P<marked_by>B{{1,4}}(?={BODY})|R{{1,2}})?"
    f"|(?P<titled>S{{1,2}})(?:(?P<by>B{{1,4}}|N{{1,3}})|(?P<reporter>R{{1,2}}))(?={BODY})"
    f"|(?P<first_by>B{{1,2}})(?P<under>S{{1,2}})(?!V)(?={BODY})"
    f"|(?P<alone>B{{1,3}}|[N@])(?={BODY})"
    f"|(?P<plain>S{{1,2}})(?={BODY})"
)
_PLAIN_RANK = 40
_SPOKEN_RANK = 35


def find_heads(lines: tuple[Line, ...], signs: list[Sign], start: int, gaps_tell: bool) -> tuple[list[Sign], list[Head]]:
    """The headings from line ``start`` on, in order; and the signs, corrected by what stands around each line."""
    signs = corrected(lines, signs, start)
    for index in spoken(lines, signs):
        signs[index] = Sign(Kind.PROSE, "a speech: the name before it leads other lines too")
    candidates = _candidates(lines, signs, start)
    promoted = _promoted(lines, signs, candidates)
    if promoted is not signs:
        signs = promoted
        candidates = _candidates(lines, signs, start)
    heads = believed(Evidence.of(lines, signs, candidates, gaps_tell, start), candidates)
    return signs, divided(lines, _ranked(heads))


def letters(signs: list[Sign]) -> str:
    """The signs as a string, a letter a line."""
    return "".join(sign.kind for sign in signs)


#: A name whose surname no table has.
_MAY_BE_NAME = re.compile(f"[{HAN}]{{2,4}}")


def _promoted(lines: tuple[Line, ...], signs: list[Sign], candidates: list[Head]) -> list[Sign]:
    """Where headings with speakers recur, a line of like shape below a heading is a speaker on weaker evidence."""
    spoken = sum(head.shape is Shape.SPOKEN for head in candidates)
    code = letters(signs)
    if not spoken and not _posts_recur(signs, code):
        return signs
    named = names_alone(signs, candidates)
    doubled = any(head.shape is Shape.SPOKEN and len(head.titles) > 1 for head in candidates)
    promoted = list(signs)
    for found in re.finditer(f"(?<=S)S(?={BODY})", code):
        reading = signs[found.start()].byline
        strong_enough = SURE - 0.2 if reading is not None and not reading.position else POSSIBLE if spoken < 2 else POSSIBLE - 0.1
        if (
            reading is None
            and _MAY_BE_NAME.fullmatch(lines[found.start()].text)
            and ((named and author_note_follows(signs, found.end())) or (named > 1 and not doubled))
        ):
            name = lines[found.start()].text
            because = "a short line below a heading, where names stand"
            promoted[found.start()] = Sign(Kind.NAME, because, byline=Reading("", name, SURE if named > 1 else POSSIBLE, because))
        if reading is not None and reading.confidence >= strong_enough and (reading.position or named):
            because = reading.because + "; headings with speakers recur in this text"
            kind = Kind.BYLINE if reading.position else Kind.NAME
            promoted[found.start()] = replace(signs[found.start()], kind=kind, because=because)
    return promoted


def _posts_recur(signs: list[Sign], code: str) -> bool:
    """Whether most headings of two lines could be a heading and a speaker with a post: 青山研究院  王昌林."""
    readings = [signs[found.start()].byline for found in re.finditer(f"(?<=S)S(?={BODY})", code)]
    likely = sum(reading is not None and bool(reading.position) and reading.confidence >= SURE - 0.1 for reading in readings)
    return likely > 1 and likely * 3 >= len(readings) * 2


# ------------------------------------------------------------------------------------------------ candidates


def _candidates(lines: tuple[Line, ...], signs: list[Sign], start: int) -> list[Head]:
    code = letters(signs)
    found = list(_HEAD.finditer(code, start))
    whole = _are_double(found)
    heads = [_head_of(one, lines, signs, whole) for one in found]
    if sum(head.shape is Shape.LED for head in heads) > 1:
        heads = [_led_too(head, signs) for head in heads]
    shapes = Counter(head.shape for head in heads)
    if shapes[Shape.PLAIN] < 2 or shapes[Shape.PLAIN] <= shapes[Shape.UNTITLED] or names_alone(signs, heads):
        return heads
    return [_maybe_no_name(head, lines, signs) for head in heads]


def _maybe_no_name(head: Head, lines: tuple[Line, ...], signs: list[Sign]) -> Head:
    """Among plain headings, a word that could be a name (石桥) is one of them."""
    if head.shape is not Shape.UNTITLED or signs[head.start].kind is not Kind.NAME or " " in tidy_gaps(lines[head.start].text):
        return head
    return Head(head.start, head.end, Shape.PLAIN, (head.start,))


def _are_double(found: list[re.Match[str]]) -> bool:
    """Whether most headings with a speaker have two lines."""
    spoken = [len(one["titled"]) for one in found if one["by"]]
    return sum(spoken) * 2 > len(spoken) * 3


def _head_of(found: re.Match[str], lines: tuple[Line, ...], signs: list[Sign], whole: bool) -> Head:
    """The head that was ``found``; ``whole``: two lines above a speaker are one heading, whatever stands between them."""
    if found["lead"]:
        return _led(found, signs)
    if found["marked"]:
        return _marked(found, signs)
    if found["first_by"]:
        return Head(found.start(), found.end(), Shape.LED, _span(found, "under"), _span(found, "first_by"))
    if found["alone"]:
        return Head(found.start(), found.end(), Shape.UNTITLED, (), _span(found, "alone"))
    if found["plain"]:
        titles = _cut_at_gap(lines, _span(found, "plain"))
        return Head(titles[0], found.end(), Shape.PLAIN, titles)
    titles = _span(found, "titled")
    titles = titles if whole and found["by"] else _cut_at_gap(lines, titles)
    shape = Shape.REPORTED if found["reporter"] else Shape.SPOKEN
    return Head(titles[0], found.end(), shape, titles, _span(found, "by"), _span(found, "reporter"))


def _span(found: re.Match[str], group: str) -> tuple[int, ...]:
    return tuple(range(*found.span(group))) if found[group] else ()


def _cut_at_gap(lines: tuple[Line, ...], titles: tuple[int, ...]) -> tuple[int, ...]:
    """Two short lines with blank space between them are not one heading."""
    if len(titles) == 2 and lines[titles[1]].gap is Gap.BLANK and lines[titles[0]].gap is not Gap.BLANK:
        return titles[1:]
    return titles


def _led(found: re.Match[str], signs: list[Sign]) -> Head:
    lead = found.start()
    reading = signs[lead].byline
    speaks = reading is not None and reading.confidence >= SURE - 0.1 and not found["led_reporter"] and not found["led_by"]
    if found["led_by"]:
        return Head(lead, found.end(), Shape.SPOKEN, _span(found, "led"), _span(found, "led_by"), leading=(lead,))
    return Head(
        lead,
        found.end(),
        Shape.LED if speaks else Shape.REPORTED if found["led_reporter"] else Shape.PLAIN,
        _span(found, "led"),
        (lead,) if speaks else (),
        _span(found, "led_reporter"),
        () if speaks else (lead,),
    )


def _led_too(head: Head, signs: list[Sign]) -> Head:
    """Where speakers lead on to headings, a line of that form with a post and what may be a name is another."""
    if head.shape is not Shape.PLAIN or not head.leading or signs[head.leading[0]].byline is None:
        return head
    return replace(head, shape=Shape.LED, speakers=head.leading, leading=())


def _marked(found: re.Match[str], signs: list[Sign]) -> Head:
    sign = signs[found.start()]
    titles = _span(found, "marked")
    label = sign.label
    shape = {Kind.MARKED: Shape.MARKED, Kind.FIXED: Shape.FIXED}.get(sign.kind, Shape.NUMBERED)
    by = _span(found, "marked_by")
    reported = bool(by) and signs[by[0]].kind is Kind.REPORTER
    return Head(found.start(), found.end(), shape, titles, () if reported else by, by if reported else (), label=label)


# ------------------------------------------------------------------------------------------------ rank


def _ranked(heads: list[Head]) -> list[Head]:
    """The heads with their ranks: a smaller rank stands above. Plain headings stand above numbered ones, unless a numbered one came first."""
    first_numbered = next((i for i, head in enumerate(heads) if head.label is not None and head.label.style in RANKS), len(heads))
    first_plain = next((i for i, head in enumerate(heads) if head.shape in {Shape.PLAIN, Shape.REPORTED}), len(heads))
    plain_rank = 95 if first_numbered < first_plain else _PLAIN_RANK
    in_chapters = any(head.label is not None and head.label.style in {"chapter", "volume"} for head in heads)
    fixed_rank = RANKS["chapter"] if in_chapters else _PLAIN_RANK
    return [replace(head, rank=_rank(head, plain_rank, fixed_rank)) for head in heads]


def _rank(head: Head, plain_rank: int, fixed_rank: int) -> int:
    if head.label is not None:
        if "#" in head.label.text:
            return len(head.label.text)
        if head.label.style == "mark":
            return 38
        if head.label.style == "alone":
            return 45
        return RANKS.get(head.label.style, 45)
    if head.shape is Shape.FIXED:
        return fixed_rank
    return _SPOKEN_RANK if head.shape in {Shape.SPOKEN, Shape.LED, Shape.UNTITLED} else plain_rank
