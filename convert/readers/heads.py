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
from convert.readers.bylines import POSSIBLE, SURE, Reading, is_post, read_speaker
from convert.readers.days import is_day
from convert.readers.divisions import divided
from convert.readers.flowing import tidy_gaps
from convert.readers.labels import RANKS, Label
from convert.readers.lines import Gap, Line
from convert.readers.shapes import Head, Shape
from convert.readers.signs import Kind, Sign, is_dialogue, may_be_heading
from convert.readers.talk import asks, spoken
from convert.zh.characters import HAN, without_blanks
from convert.zh.names import likelihood

_BODY = "[PIUQJVGMLKFOXZvf|]"
_HEAD = re.compile(
    f"(?P<lead>[D@])(?P<led>S{{1,2}})(?:(?P<led_reporter>R?)|(?P<led_by>B{{1,4}}))(?={_BODY})"
    f"|(?P<marked>[LF](?!$)|OS{{0,2}}(?=[PIUQVGJMXZB])|K(?={_BODY}))(?P<marked_by>B{{1,4}}(?={_BODY})|R{{1,2}})?"
    f"|(?P<titled>S{{1,2}})(?:(?P<by>B{{1,4}}|N{{1,3}})|(?P<reporter>R{{1,2}}))(?={_BODY})"
    f"|(?P<first_by>B{{1,2}})(?P<under>S{{1,2}})(?!V)(?={_BODY})"
    f"|(?P<alone>B{{1,3}}|[N@])(?={_BODY})"
    f"|(?P<plain>S{{1,2}})(?={_BODY})"
)
_PLAIN_RANK = 40
_SPOKEN_RANK = 35


def find_heads(lines: tuple[Line, ...], signs: list[Sign], start: int, gaps_tell: bool) -> tuple[list[Sign], list[Head]]:
    """The headings from line ``start`` on, in order; and the signs, corrected by what stands around each line."""
    signs = _corrected(lines, signs, start)
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


# ------------------------------------------------------------------------------------------------ corrections


def _corrected(lines: tuple[Line, ...], signs: list[Sign], start: int) -> list[Sign]:
    """Numbered short lines that follow one another are items or a table of contents, not headings without a text."""
    code = letters(signs)
    corrected = list(signs)
    titles = Counter(_key(line, sign) for line, sign in zip(lines, signs, strict=True) if sign.kind in "LF")
    for run in re.finditer("[LFO]{2,}", code[start:]):
        first, end = run.start() + start, run.end() + start
        contents = _contents_end(lines, signs, first, end, titles)
        for index in range(first, contents):
            corrected[index] = replace(
                signs[index], kind=Kind.CONTENTS, because="a heading that comes again further down: a table of contents"
            )
        _items_in_run(signs, corrected, contents, end)
    for run in re.finditer("K{2,}", code[start:]):
        _bullets_in_run(signs, corrected, run.start() + start, run.end() + start)
    for found in re.finditer("(?<=S)X(?=[PIUQ])", code[start:]):
        index = found.start() + start
        if signs[index].byline is not None:
            corrected[index] = replace(signs[index], kind=Kind.BYLINE, because=signs[index].because + ", right below a short line")
    for found in re.finditer("(?:(?<=^S)|(?<=[^SU]S))U(?=[PIQ])", code[start:]):
        _clause_below_heading(lines, corrected, found.start() + start)
    _announced_like_others(lines, corrected, start)
    _headings_with_colons(lines, corrected, code, start)
    _diary_days(lines, corrected, code, start)
    for found in re.finditer("V[PIUQ]{1,30}(?P<who>[SBN])(?=S{0,2}V|[JEMCYT]|$)", code[start:]):
        _writer_below_letter(lines, corrected, found.start("who") + start)
    for found in re.finditer(f"P(?=[BN]+{_BODY})", code[start:]):
        index = found.start() + start
        if is_dialogue(lines[index].text) and len(lines[index].text) <= 30 and "。" not in lines[index].text:
            corrected[index] = Sign(Kind.SHORT, "a quotation above a speaker's line")
    _parts_of_stories(lines, corrected)
    _dashed_headings(lines, corrected, start)
    for index, sign in enumerate(corrected):
        if index + 1 < len(corrected) and _counts_on(sign, corrected[index + 1]):
            corrected[index] = replace(sign, kind=Kind.ITEM, because="the next number follows it at once: a list")
    for index, sign in enumerate(corrected):
        follows = corrected[index + 1].kind if index + 1 < len(corrected) else ""
        if (
            sign.kind is Kind.HEADING
            and sign.label is not None
            and sign.label.style not in {"chapter", "section", "volume"}
            and (not follows or follows in "CAYT-")
        ):
            corrected[index] = replace(sign, kind=Kind.ITEM, because=f"led by {sign.label.text}, but no text follows that it could head")
    return corrected


def _headings_with_colons(lines: tuple[Line, ...], corrected: list[Sign], code: str, start: int) -> None:
    """浙江：数字赋能 — short lines with a colon, each above a paragraph and each with another word before it, are headings."""
    found = [match.start() + start for match in re.finditer("(?<![Q])Q(?=P)", code[start:])]
    short = [index for index in found if len(lines[index].text) <= _LONGEST_WITH_COLON and may_be_heading(lines[index].text)]
    leads = {label.text for index in short if (label := corrected[index].label) is not None and not asks(label)}
    if len(short) < 2 or len(leads) < len(short) or code.count("Q") > len(short):
        return
    for index in short:
        corrected[index] = Sign(Kind.SHORT, "short, with a colon within, like others above paragraphs")


def _parts_of_stories(lines: tuple[Line, ...], corrected: list[Sign]) -> None:
    """引子 is a label of newspapers; where a text has an epilogue too, both are its parts."""
    if not any(sign.kind is Kind.FIXED and _EPILOGUE.match(lines[index].text) for index, sign in enumerate(corrected)):
        return
    for index, sign in enumerate(corrected):
        if sign.kind is Kind.MINI and lines[index].text in {"引子", "引言", "题记"}:
            corrected[index] = replace(sign, kind=Kind.FIXED, because="the beginning of a story that has an end, too")


def _dashed_headings(lines: tuple[Line, ...], corrected: list[Sign], start: int) -> None:
    """——在田野上: short lines behind a dash, two or more, each above a paragraph of its own, are headings where no paragraph is led so."""
    dashed = [i for i in range(start, len(lines)) if corrected[i].kind is Kind.BULLET and lines[i].text.startswith("——")]
    alone = all(i + 1 < len(lines) and corrected[i + 1].kind is Kind.PROSE and may_be_heading(lines[i].text) for i in dashed)
    if len(dashed) < 2 or not alone or max(len(lines[i].text) for i in dashed) > _LONGEST_WITH_COLON:
        return
    for index in dashed:
        label = Label("——", "mark", None, 2)
        corrected[index] = Sign(Kind.MARKED, "short, behind a dash, above a paragraph, like others", label)


_EPILOGUE = re.compile("尾\\s*[声聲]|[后後]\\s*[记記]|跋|[终終]\\s*章|[结結]\\s*[语語]")


def _counts_on(heading: Sign, item: Sign) -> bool:
    """Whether a numbered line that could be a heading has no text, since the next is a paragraph with the next number."""
    one, other = heading.label, item.label
    if heading.kind is not Kind.HEADING or item.kind is not Kind.ITEM or one is None or other is None or one.style != other.style:
        return False
    return one.style not in {"chapter", "section", "volume"} and (one.number or 0) + 1 == other.number


def _announced_like_others(lines: tuple[Line, ...], corrected: list[Sign], start: int) -> None:
    """Where several speakers are announced (●…主任  王勇, 李晓红，…院长：), a line of that form with a post is one more, though no table has the name."""
    if sum(sign.kind is Kind.SPEAKER for sign in corrected) < 2:
        return
    for index in range(start, len(lines)):
        text, sign = lines[index].text, corrected[index]
        if sign.kind is Kind.MARKED and sign.label is not None:
            text = text[sign.label.end :]
        elif sign.kind is not Kind.PROSE or not text.endswith("："):
            continue
        reading = read_speaker(text)
        if reading is not None and is_post(reading.position):
            corrected[index] = Sign(Kind.SPEAKER, reading.because + "; others are announced like it", byline=reading)


_LONGEST_WITH_COLON = 26


def _diary_days(lines: tuple[Line, ...], corrected: list[Sign], code: str, start: int) -> None:
    """7月2日　星期四　雨 — days above paragraphs, three or more, are the headings of a diary, with the year or without."""
    found = [match.start() + start for match in re.finditer("[ST](?=P)", code[start:])]
    days = [index for index in found if is_day(lines[index].text)]
    if len(days) < 3:
        return
    for index in days:
        corrected[index] = Sign(Kind.SHORT, "a day above a paragraph, like others")


def _writer_below_letter(lines: tuple[Line, ...], corrected: list[Sign], index: int) -> None:
    """江苏南京　周文斌 — place or post and a name, right below a letter and above the heading of the next, sign the letter."""
    gaps = list(_GAP.finditer(lines[index].text))
    if len(lines[index].text) <= _LONGEST_WITH_COLON and gaps and any(likelihood(lines[index].text[gap.end() :]) >= SURE for gap in gaps):
        corrected[index] = Sign(Kind.ATTRIBUTION, "a name below a letter, above the next")


_GAP = re.compile(r"\s+")


def _clause_below_heading(lines: tuple[Line, ...], corrected: list[Sign], index: int) -> None:
    """A clause after a dash, right below a short line and without a stop, is its second line: ——记青山市民警刘洋."""
    text, label = lines[index].text, corrected[index].label
    if label is not None and label.style == "dash" and may_be_heading(text):
        corrected[index] = Sign(Kind.SHORT, "after a dash, right below a short line")


def _bullets_in_run(signs: list[Sign], corrected: list[Sign], first: int, end: int) -> None:
    """Short lines led by one mark that follow one another are bullets; headings of Markdown stay headings."""
    for index in range(first, end):
        label = signs[index].label
        if label is not None and "#" not in label.text:
            corrected[index] = replace(signs[index], kind=Kind.BULLET, because="short marked lines follow one another: bullets")


def _key(line: Line, sign: Sign) -> str:
    """What two printings of one title have in common: the words without the number and blanks (第001回 and 第一回 are one)."""
    return without_blanks(line.text[sign.label.end :] if sign.label is not None else line.text)


def _contents_end(lines: tuple[Line, ...], signs: list[Sign], first: int, end: int, titles: Counter[str]) -> int:
    """How far the run of titles is a table of contents: at least three of them come again, and none comes twice within it."""
    seen: set[str] = set()
    last, again = first, 0
    for index in range(first, end):
        key = _key(lines[index], signs[index])
        if key in seen:
            break
        seen.add(key)
        if titles[key] > 1 and signs[index].kind is not Kind.NUMBER:
            last, again = index + 1, again + 1
    return last if again >= 3 else first


def _items_in_run(signs: list[Sign], corrected: list[Sign], first: int, end: int) -> None:
    for index in range(first, end):
        label = signs[index].label
        if signs[index].kind is not Kind.HEADING or label is None or label.style in {"chapter", "section", "volume"}:
            continue
        neighbours = (signs[i].label for i in (index - 1, index + 1) if first <= i < end)
        if any(other is not None and other.style == label.style for other in neighbours):
            corrected[index] = replace(signs[index], kind=Kind.ITEM, because="short numbered lines follow one another: a list")


#: A name whose surname no table has.
_MAY_BE_NAME = re.compile(f"[{HAN}]{{2,4}}")


def _promoted(lines: tuple[Line, ...], signs: list[Sign], candidates: list[Head]) -> list[Sign]:
    """Where headings with speakers recur, a line of like shape below a heading is a speaker on weaker evidence."""
    spoken = sum(head.shape is Shape.SPOKEN for head in candidates)
    code = letters(signs)
    if not spoken and not _posts_recur(signs, code):
        return signs
    named = names_alone(signs, candidates)
    promoted = list(signs)
    for found in re.finditer(f"(?<=S)S(?={_BODY})", code):
        reading = signs[found.start()].byline
        strong_enough = SURE - 0.2 if reading is not None and not reading.position else POSSIBLE if spoken < 2 else POSSIBLE - 0.1
        if reading is None and named and _MAY_BE_NAME.fullmatch(lines[found.start()].text) and author_note_follows(signs, found.end()):
            name = lines[found.start()].text
            because = "a short line below a heading, where names stand; a note says who the author is"
            promoted[found.start()] = Sign(Kind.NAME, because, byline=Reading("", name, POSSIBLE, because))
        if reading is not None and reading.confidence >= strong_enough and (reading.position or named):
            because = reading.because + "; headings with speakers recur in this text"
            kind = Kind.BYLINE if reading.position else Kind.NAME
            promoted[found.start()] = replace(signs[found.start()], kind=kind, because=because)
    return promoted


def _posts_recur(signs: list[Sign], code: str) -> bool:
    """Whether most headings of two lines could be a heading and a speaker with a post: 青山研究院  王昌林."""
    readings = [signs[found.start()].byline for found in re.finditer(f"(?<=S)S(?={_BODY})", code)]
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
