"""Who asks, who answers, who speaks in turn: labels with a colon at the head of paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from convert.model.nodes import Contributor
from convert.readers.bylines import POSSIBLE, SURE, read_speaker
from convert.readers.labels import Label
from convert.readers.lines import Line
from convert.readers.signs import Kind, Sign
from convert.zh import names
from convert.zh.characters import HAN, without_blanks


@dataclass(frozen=True, slots=True)
class Talk:
    """Who asks and who answers in the whole text."""

    asking: frozenset[str]
    answering: frozenset[str]
    speaking: frozenset[str] = frozenset()


_ASKS = re.compile(
    f"^(?:[{HAN}]{{2,10}}[社报台网刊][{HAN}]{{0,4}}记者|记者|問|问|本报记者|主持人|编者|提问|Q|观众|读者|听众|聽眾|觀眾|讀者|现场观众|现场听众|現場觀眾|網友|网友|記者)[：:]$"
)
_ANSWERS = re.compile("^(?:答|A|回答)[：:]$")


#: 老　张　（不抬头）几点了？
_SPEAKS = re.compile(f"([{HAN}](?:[ \u3000]?[{HAN}]){{0,3}})[ \u3000]+(?=\\S)")
#: In a play at least so many speak, each so often.
_PLAYERS, _TURNS = 2, 3


def asks(label: Label | None) -> bool:
    """Whether a paragraph's label is one of those who ask: 记者：, 问：."""
    return label is not None and _ASKS.match(label.text) is not None


def find_talk(signs: Sequence[Sign]) -> Talk:
    """Who asks: 记者, 问. Who answers: everybody who speaks next, and all with names who speak before the next question. Who speaks: names that lead three paragraphs or more."""
    asking: set[str] = set()
    answering: set[str] = set()
    turns = Counter(sign.label.text for sign in signs if sign.kind is Kind.LABELLED and sign.label is not None)
    speaking = frozenset(who for who, count in turns.items() if count >= 3 and len(who) <= 9) | _named(turns)
    for index, sign in enumerate(signs):
        if sign.kind is not Kind.LABELLED or sign.label is None:
            continue
        if _ASKS.match(sign.label.text):
            asking.add(sign.label.text)
            answering.update(_answerer(signs, index + 1))
            answering.update(_others(signs, index + 1))
    return Talk(frozenset(asking), frozenset(answering), speaking)


#: So many people with names who lead paragraphs speak in turn, though each may speak but once.
_MEETING = 3


def _named(turns: Counter[str]) -> frozenset[str]:
    """Those whose labels are names, where they are enough for a meeting."""
    found = frozenset(who for who in turns if len(who) <= 9 and names.likelihood(who.rstrip("：:︰ ")) >= SURE)
    return found if len(found) >= _MEETING else frozenset()


def talks(signs: Sequence[Sign]) -> bool:
    """Whether people ask and answer, or speak in turn."""
    turns = Counter(sign.label.text for sign in signs if sign.kind is Kind.LABELLED and sign.label is not None)
    asked = sum(count for who, count in turns.items() if _ASKS.match(who))
    return asked > 1 or bool(_named(turns))


def spoken(lines: Sequence[Line], signs: Sequence[Sign]) -> set[int]:
    """The short lines that are speeches of a play: a name and a blank before them, as before two other lines at least, one of these a sentence."""
    led: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if opening := _SPEAKS.match(line.text):
            led.setdefault(without_blanks(opening[1]), []).append(index)
    turns = [found for found in led.values() if len(found) >= _TURNS and any(signs[index].kind is Kind.PROSE for index in found)]
    if len(turns) < _PLAYERS:
        return set()
    return {index for found in turns for index in found if signs[index].kind is Kind.SHORT}


def _answerer(signs: Sequence[Sign], start: int) -> set[str]:
    for sign in signs[start : start + 3]:
        if sign.kind is Kind.LABELLED and sign.label is not None and not _ASKS.match(sign.label.text):
            return {sign.label.text}
    return set()


def _others(signs: Sequence[Sign], start: int) -> Iterator[str]:
    """Those who speak between one question and the next, and have names."""
    for sign in signs[start:]:
        if sign.kind not in {Kind.LABELLED, Kind.PROSE} or asks(sign.label):
            return
        if sign.kind is Kind.LABELLED and sign.label is not None and names.likelihood(sign.label.text.rstrip("：:︰ ")) >= POSSIBLE:
            yield sign.label.text


def role_of_speech(label: Label | None, talk: Talk) -> str:
    """question, answer, or "" for what ``label`` leads."""
    if label is None:
        return ""
    if label.text in talk.asking:
        return "question"
    return "answer" if label.text in talk.answering or _ANSWERS.match(label.text) else ""


def introduced(label: str) -> Contributor | None:
    """The speaker whom a label introduces: 刘中民（…所长）：, 李晓红，…院长：, 发言人臧铁伟：, 【张华】; None where it names nobody."""
    if label.startswith("【"):
        name = label.strip("【】")
        return Contributor(names.closed_up(name), "spk") if names.likelihood(name) >= 0.6 else None
    reading = read_speaker(label)
    if reading is None or not reading.position or reading.confidence < SURE:
        return None
    return Contributor(reading.name, "spk", reading.position)
