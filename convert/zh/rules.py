"""Rules for single characters in their surroundings, as ``convert.zh.overrides`` has them, looked for in a text.

All rules of a character become one regular expression, made when the character first occurs: each is what stands after it, then what stands
before it, cut into forms of a fixed width, since only these can be looked for backwards.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product

from convert.zh import overrides
from convert.zh.engines import SEPARATOR
from convert.zh.families import TRANSLITERATING

#: How many characters before a character its rules may look at.
_BEFORE = 8

#: Expressions that end in a fixed number of characters, by that number.
Forms = dict[int, str]

#: Characters with rules that are so frequent that a text is rather searched for each than looked at where they stand.
_FREQUENT = "发出面后里只于系制"

_PART = re.compile(r"\(\?:|\[(?:\\.|[^\]])*\]|\\.|\{\d,\d\}|.")
_TIMES = {"?": (0, 1), "*": (0, _BEFORE)}


class Rules:
    """Rules for single characters, by character."""

    def __init__(self, rules: Iterable[tuple[str, str, str, str]]) -> None:
        self._rules: dict[str, list[tuple[str, str, str]]] = {}
        for char, before, after, new in rules:
            self._rules.setdefault(char, []).append((before, after, new))
        self._ready = _Ready(self._rules)
        self._frequent = [char for char in _FREQUENT if char in self._rules]
        self._others = re.compile("|".join(self._rules.keys() - self._frequent) or "(?!)")

    def decided(self, text: str) -> Iterator[tuple[int, str]]:
        """The characters of ``text``, paragraphs parted by separators, that a rule decides: offset and what each becomes."""
        for found in self._fitting(SEPARATOR + text + SEPARATOR):
            if found and found.lastindex:
                yield found.start() - 1, self._rules[found.group()][found.lastindex - 1][2]

    def _fitting(self, text: str) -> Iterator[re.Match[str] | None]:
        """Where characters stand, each with the rule that fits, if one does: frequent ones are looked for one by one, others together."""
        for char in self._frequent:
            if char in text:
                yield from self._ready[char].finditer(text)
        for at in map(re.Match.start, self._others.finditer(text)):
            yield self._ready[text[at]].match(text, at)


class _Ready(dict[str, re.Pattern[str]]):
    """The rules of each character as one expression, made when first asked for; the number of the group that matches is the rule's, from 1 on."""

    def __init__(self, rules: Mapping[str, Sequence[tuple[str, str, str]]]) -> None:
        self._rules = rules

    def __missing__(self, char: str) -> re.Pattern[str]:
        rules = (_ahead(after) + _behind(before, char) + "()" for before, after, _ in self._rules[char])
        self[char] = re.compile(char + "(?:" + "|".join(rules) + ")")
        return self[char]


def _held(expression: str) -> list[str]:
    """The parts of ``expression``, held within a paragraph: its signs for the beginning and the end are those of the paragraph."""
    signs = {"^": SEPARATOR, "$": f"(?=\n?{SEPARATOR})", ".": f"[^\n{SEPARATOR}]"}
    parts = _PART.findall(expression)
    return [f"[^{SEPARATOR}{part[2:]}" if part.startswith("[^") else signs.get(part, part) for part in parts]


def _ahead(after: str) -> str:
    """What tells that ``after`` stands behind a character."""
    return f"(?={''.join(_held(after))})" if after else ""


def _behind(before: str, char: str) -> str:
    """What tells, looking back from behind ``char``, that ``before`` stands before it."""
    if not before:
        return ""
    forms = _choice(deque(_held(before)))
    return "(?:" + "|".join(f"(?<={forms[width]}{char})" for width in sorted(forms)) + ")"


# Expressions for what stands before a character, read into forms of a fixed width.


def _choice(parts: deque[str]) -> Forms:
    """Expressions that are parted by ``|``, up to the end or to a closing bracket."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    while True:
        for width, form in _sequence(parts).items():
            found[width].append(form)
        if not parts or parts.popleft() == ")":
            return {width: f"(?:{'|'.join(forms)})" for width, forms in found.items()}


def _sequence(parts: deque[str]) -> Forms:
    """Items that follow one another."""
    found = {0: ""}
    while parts and parts[0] not in ("|", ")"):
        found = _one_after_other(found, _item(parts))
    return found


def _item(parts: deque[str]) -> Forms:
    """A character, a class of characters or a group, with how often it stands."""
    part = parts.popleft()
    item = _choice(parts) if part == "(?:" else {1: part}
    if not parts or parts[0][0] not in "?*{":
        return item
    sign = parts.popleft()
    times = _TIMES.get(sign) or (int(sign[1]), int(sign[3]))
    found: defaultdict[int, list[str]] = defaultdict(list)
    repeated = {0: ""}
    for time in range(times[1] + 1):
        for width, form in repeated.items() if time >= times[0] else ():
            found[width].append(form)
        repeated = _one_after_other(repeated, item)
    return {width: f"(?:{'|'.join(forms)})" for width, forms in found.items()}


def _one_after_other(first: Forms, second: Forms) -> Forms:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for (width, form), (more, then) in product(first.items(), second.items()):
        if width + more <= _BEFORE:
            found[width + more].append(form + then)
    return {width: forms[0] if len(forms) == 1 else f"(?:{'|'.join(forms)})" for width, forms in found.items()}


_DOTS = "·•‧"
_DOT = re.compile(f"[{_DOTS}]")
#: How far from the dot of a foreigner's name its characters stand.
_NAME = 6


def sounding(text: str) -> Iterator[tuple[int, str]]:
    """The characters of ``text`` that stand as they sound, in the names of foreigners that a dot tells: offset and character."""
    if not any(map(text.__contains__, _DOTS)):
        return
    text = SEPARATOR + text + SEPARATOR
    for dot in _DOT.finditer(text):
        at = dot.start()
        if text[at + 1] in TRANSLITERATING:
            for i in _run(text, range(at - 1, at - 1 - _NAME, -1)):
                yield i - 1, text[i]
        if text[at - 1] in TRANSLITERATING:
            for i in _run(text, range(at + 1, at + 1 + _NAME)):
                if text[i + 1] in TRANSLITERATING or not "一" <= text[i + 1] <= "龥":
                    yield i - 1, text[i]


def _run(text: str, places: Iterable[int]) -> Iterator[int]:
    """Those of ``places`` where characters stand that are written as they sound, as far as the characters of transliteration go."""
    for i in places:
        if text[i] in overrides.SOUNDING:
            yield i
        if text[i] not in TRANSLITERATING:
            return


@cache
def forward() -> Rules:
    """The rules from simplified to traditional script."""
    return Rules(overrides.RULES)


@cache
def backward() -> Rules:
    """The rules from traditional to simplified script."""
    return Rules(overrides.REVERSE)
