"""Headers whose line feeds were lost, so that kicker, title and subtitle are glued together.

Often they cannot be parted with certainty (29 % of a newspaper's kickers run into the title without a mark). Then the likeliest cut is taken,
its confidence is said, and the option ``title`` overrides it.
"""

from __future__ import annotations

import re

from convert.readers import bylines
from convert.readers.header import GENRE, INSTALMENT, Header, Part, as_told, with_tag
from convert.readers.lines import Line

#: How a kicker ends, with the title behind it.
_KICKER_END = re.compile(
    "(?:强调|指出|印发|会见|发表(?:重要)?讲话|作出(?:重要)?指示|上强调|答记者问|致电|主持会议|会议上|会上|通知(?=《)|发布(?=《))(?=[“《\\s\\S]{6,})"
)
#: Who reports, glued to the title: …（财经眼）本报记者  王  观.
_REPORTER = re.compile(
    "(?<=[^\\s])(?:本报|本刊|本网|新华社|人民网|人民日报|中新社)(?:驻[^，。]{1,8}?)?(?:特派|特约|见习|实习)?(?:记者\\s+[^，。：]{2,40}|评论员)$"
)


def part_flat(line: Line, title: str) -> Header:
    """The parts of a header whose line feeds were lost. ``title``, where not empty, is what the user says the title is."""
    text = line.text
    if title and title in text:
        return as_told(line, text.index(title), title)
    header = Header(because="one line, no mark that could part it")
    reporter = _REPORTER.search(text)
    by = reporter.start() if reporter is not None and bylines.is_reporter(reporter[0]) else len(text)
    head, dash, tail = _cut_subtitle(text[:by].rstrip())
    kicker = _KICKER_END.search(head)
    cut = _kicker_cut(head, kicker)
    if cut:
        header.parts.append(Part("kicker", head[:cut].rstrip(), line))
        header.confidence, header.because = 0.65, "the beginning reads like a kicker"
    start = cut + len(head[cut:]) - len(head[cut:].lstrip())
    header.parts.extend(with_tag("title", line, start, head[start:].rstrip()))
    if dash >= 0:
        header.parts.extend(with_tag("subtitle", line, dash, tail))
        sure = GENRE.search(INSTALMENT.sub("", tail)) is not None
        header.confidence, header.because = (
            (0.9, "a dash leads the subtitle, which names the kind of text") if sure else (0.75, "a dash parts it")
        )
    elif not cut:
        header.confidence, header.because = _confidence_of_single(header.text_of("title"))
    if by < len(text):
        header.parts.append(Part("author", text[by:], line, by))
    return header


def _cut_subtitle(text: str) -> tuple[str, int, str]:
    dash = re.search("(?<=\\S)[—]{2,}(?=\\S)", text)
    if dash is None:
        return text, -1, ""
    return text[: dash.start()].rstrip(), dash.start(), text[dash.start() :]


def _kicker_cut(head: str, found: re.Match[str] | None) -> int:
    """Where the title begins after a kicker, 0 where none is seen: 中共中央国务院印发 + 《…》, 习近平在…强调 + two half-lines."""
    if found is None or not 4 <= found.end() <= len(head) - 6:
        return 0
    rest = head[found.end() :]
    return found.end() if rest.startswith("《") or re.search(r"\S\s+\S", rest) else 0


def _confidence_of_single(title: str) -> tuple[float, str]:
    halves = title.split(" ")
    if len(halves) == 2 and abs(len(halves[0]) - len(halves[1])) <= 4:
        return 0.9, "two half-lines of like length"
    if len(title) <= 24 and len(halves) <= 1:
        return 0.8, "short enough for a title alone"
    return 0.5, "a kicker may be glued to the title"
