"""A line of text as PDF operators.

Codes are joined into one ``TJ`` for each run of one kind; the spread of the line goes into ``Tc``, and a number stands in the array only
where a character does not take its own advance: at narrowed marks, at gaps between scripts, in shaped words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from convert.layout.breaks import Line
from convert.layout.flow import Flow, Run, Style
from convert.layout.fontfile import FontFile
from convert.layout.fonts import Face, Glyph
from convert.layout.ruby import is_zhuyin
from convert.layout.western import HYPHEN
from convert.writers.pdffont import EmbeddedFont

TURNED, SIDE_BY_SIDE = "turned", "side by side"
#: Drawn as a hyphen, copied as none.
SOFT_HYPHEN = "\u00ad"
#: Adjustments (em) that are left out: nobody sees them.
_NOTHING = 1e-5

FontOf = Callable[[FontFile], EmbeddedFont]


class _Table(dict[int, str]):
    """For ``str.translate``: a character to its code in the face's first font, or to a mark that it needs another font."""

    def __init__(self, face: Face, font_of: FontOf) -> None:
        super().__init__()
        self._face = face
        self._font_of = font_of
        self.main = ""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        glyph = self._face.glyphs[char]
        name, digits = self._font_of(glyph.font).use(glyph, char)
        if not self.main and glyph.font is self._face.chain[0]:
            self.main = name
        self[code] = found = digits if name == self.main else f"|{name}:{digits}|"
        return found


class Ink(NamedTuple):
    """A glyph to draw: font resource, code, own advance, wanted advance, and shift before it (em of its own size)."""

    font: str
    code: str
    own: float
    wanted: float
    shift: float = 0.0


class _Inks(dict[str, tuple[str, str, float, float]]):
    """A character to what draws it in a face: font resource, code, own advance, shift."""

    def __init__(self, face: Face, font_of: FontOf) -> None:
        super().__init__()
        self._face = face
        self._font_of = font_of

    def __missing__(self, char: str) -> tuple[str, str, float, float]:
        glyph = self._face.glyphs[char]
        self[char] = found = (*self._font_of(glyph.font).use(glyph, char), glyph.advance, glyph.shift)
        return found


class _Words(dict[str, list[tuple[str, str, float, float]]]):
    """A Western word to what draws each of its characters, as ``_Inks``."""

    def __init__(self, face: Face, font_of: FontOf) -> None:
        super().__init__()
        self._face = face
        self._font_of = font_of

    def __missing__(self, word: str) -> list[tuple[str, str, float, float]]:
        glyphs = zip(self._face.word(word).glyphs, word, strict=True)
        self[word] = found = [(*self._font_of(glyph.font).use(glyph, char), glyph.advance, glyph.shift) for glyph, char in glyphs]
        return found


class Strip(NamedTuple):
    """A run of a line: operators that draw it from its own origin, its width (em of the paragraph) and its style.

    ``way``: in a vertical line, whether it is ``TURNED`` or stands ``SIDE_BY_SIDE`` in the width of its ``ink``.
    """

    style: Style
    run: Run
    operators: list[str]
    start: float
    width: float
    way: str = ""
    ink: float = 0.0


class Own(NamedTuple):
    """A stretch of a text of the writer's own: operators, where it begins (em of its size), way and width of its ink as in ``Strip``."""

    operators: list[str]
    start: float
    way: str
    ink: float


class LineMaker:
    """Turns lines into operators; remembers codes by face. ``sign``: of ``Tc`` and of numbers in ``TJ``, against a font that runs rightwards."""

    sign = 1

    def __init__(self, font_of: FontOf) -> None:
        self._font_of = font_of
        self._tables: dict[int, _Table] = {}
        self._inks: dict[int, _Inks] = {}
        self._words: dict[int, _Words] = {}

    def table(self, face: Face) -> _Table:
        """The table of codes of a face."""
        table = self._tables.get(id(face))
        if table is None:
            self._tables[id(face)] = table = _Table(face, self._font_of)
        return table

    def inks(self, face: Face) -> _Inks:
        """What draws each character of a face."""
        inks = self._inks.get(id(face))
        if inks is None:
            self._inks[id(face)] = inks = _Inks(face, self._font_of)
        return inks

    def words(self, face: Face) -> _Words:
        """What draws each Western word in a face."""
        words = self._words.get(id(face))
        if words is None:
            self._words[id(face)] = words = _Words(face, self._font_of)
        return words

    def own(self, text: str, face: Face, size: float) -> Iterator[Own]:
        """A text at natural width, from where the pen is: folios, running heads, leaders, ruby."""
        yield Own(list(self._glyphs(text, face, size)), 0.0, "", 0.0)

    def own_width(self, text: str, face: Face) -> float:
        """The length of such a text in em."""
        return sum(map(face.widths.__getitem__, text), 0.0)

    def _glyphs(self, text: str, face: Face, size: float) -> Iterator[str]:
        out = Array(size, self.sign)
        for char in text:
            shown = HYPHEN if char == SOFT_HYPHEN else char
            glyph = face.glyphs[shown]
            font, code = self._font_of(glyph.font).use(glyph, char)
            out.put((font, code, glyph.advance, glyph.shift), face.widths[shown], 0.0)
        yield out.done()

    def centres(self, strip: Strip, line: Line) -> Iterator[float]:
        """The middle of each Han character of a strip (em of the paragraph, from the strip's start): where emphasis dots stand."""
        flow, run, extra = line.flow, strip.run, extras(line)
        at = 0.0
        for index in range(max(run.start, line.start), min(run.end, line.end)):
            if flow.classes[index] == "H":
                yield at + run.piece.style.scale / 2
            at += self._wanted(flow, line, extra, index)

    # ------------------------------------------------------------------ advances

    def strips(self, line: Line, size: float) -> list[Strip]:
        """The strips of a line, left to right; ``size`` is the paragraph's in points."""
        flow, extra = line.flow, extras(line)
        if len(flow.runs) == 1:
            run = flow.runs[0]
            operators = self._run(line, run, line.start, line.end, size, extra) if run.piece.image is None else []
            style = run.piece.style
            hyphen = style.face.word(HYPHEN).advances[0] * style.scale if line.hyphen else 0.0  # is set behind the strip
            return [Strip(style, run, operators, 0.0, line.width - hyphen)] if line.start < line.end else []
        strips: list[Strip] = []
        at = 0.0
        for run in runs_of(line):
            start, end = max(run.start, line.start), min(run.end, line.end)
            width = sum(flow.widths[start:end], 0.0) + sum((extra.get(k, 0.0) for k in range(start, end)), 0.0)
            if line.spread:
                width += line.spread * float(sum(flow.flex[start + 1 : end + 1]))
            operators = self._run(line, run, start, end, size, extra) if run.piece.image is None else []
            strips.append(Strip(run.piece.style, run, operators, at, width))
            at += width
        return strips

    def _run(self, line: Line, run: Run, start: int, end: int, size: float, extra: dict[int, float]) -> list[str]:
        """Text-showing operators for characters ``start`` to ``end``, all of one style."""
        flow, style = line.flow, run.piece.style
        own = size * style.scale
        places = flow.odd[bisect_left(flow.odd, start) : bisect_left(flow.odd, end)]
        if extra:
            places = sorted({*places, *(k for k in extra if start <= k < end)})
        table = self.table(style.face)
        codes = flow.text[start:end].translate(table)
        spread = (line.spread + flow.letter_space) / style.scale
        units = _units(flow, start, end) if flow.words or "——" in flow.text[start:end] else {}
        if "|" not in codes:
            state = f"/{table.main} {own:.6g} Tf {self.sign * spread * own:.5g} Tc"
            if not places:
                return [f"{state} <{codes}> Tj"]
            if not (run.piece.ruby or units):
                return [f"{state} {self._adjusted(line, run, start, spread, places, extra, codes)}"]
        return [self._mixed(line, run, start, end, own, spread, places, units, extra, codes)]

    def _adjusted(self, line: Line, run: Run, start: int, spread: float, places: list[int], extra: dict[int, float], codes: str) -> str:
        """A run in one font whose characters at ``places`` do not take their own advances."""
        flow, style = line.flow, run.piece.style
        inks, scale, text = self.inks(style.face), style.scale, flow.text
        items: list[str] = []
        at, before = 0, start - 1
        for place in places:
            if place == before:
                continue
            before = place
            _, _, own, shift = inks[text[place]]
            here = 4 * (place - start)
            if abs(shift) > _NOTHING:
                if at < here:
                    items.append(f"<{codes[at:here]}>")
                items.append(f"{-self.sign * shift * 1000:.5g}")
                at = here
            by = self._wanted(flow, line, extra, place) / scale - own - spread - shift
            if abs(by) > _NOTHING:
                items.append(f"<{codes[at : here + 4]}>")
                items.append(f"{-self.sign * by * 1000:.5g}")
                at = here + 4
        if at < len(codes):
            items.append(f"<{codes[at:]}>")
        return _shown(items)

    def _mixed(
        self,
        line: Line,
        run: Run,
        start: int,
        end: int,
        own: float,
        spread: float,
        places: list[int],
        units: dict[int, int],
        extra: dict[int, float],
        codes: str,
    ) -> str:
        """A run with something special in it: plain stretches by table, the special characters one by one."""
        flow, style = line.flow, run.piece.style
        table, inks, scale = self.table(style.face), self.inks(style.face), style.scale
        text, plain, ruby = flow.text, "|" not in codes, bool(run.piece.ruby)
        words = self.words(style.face)
        out = Array(own, self.sign)
        at = start
        for place in places:
            if place < at:
                continue
            if place > at:
                if plain:
                    out.codes(table.main, codes[4 * (at - start) : 4 * (place - start)], spread)
                else:
                    self._stretch(out, table, text[at:place], spread)
            stop = units.get(place, place + 1)
            if stop == place + 1 and not ruby and flow.classes[place] not in "ADpo":
                out.put(inks[text[place]], self._wanted(flow, line, extra, place) / scale, spread)
            elif not ruby and flow.classes[place] in "ADpo":
                within = 0.0 if stop - place > 1 else spread
                for index, drawn in enumerate(words[text[place:stop]], place):
                    out.put(drawn, self._wanted(flow, line, extra, index) / scale, within)
            else:
                for ink in self._special(flow, run, place, stop, line, extra):
                    out.put((ink.font, ink.code, ink.own, ink.shift), ink.wanted, 0.0 if stop - place > 1 else spread)
            at = stop
        if at < end and plain:
            out.codes(table.main, codes[4 * (at - start) :], spread)
        elif at < end:
            self._stretch(out, table, text[at:end], spread)
        return out.done()

    def _stretch(self, out: Array, table: _Table, text: str, spread: float) -> None:
        if not text:
            return
        codes = text.translate(table)
        if "|" not in codes:
            out.codes(table.main, codes, spread)
            return
        for char in text:
            code = text.translate(table) if len(text) == 1 else char.translate(table)
            if code[0] == "|":
                font, digits = code.strip("|").split(":")
                out.codes(font, digits, spread)
            else:
                out.codes(table.main, code, spread)

    def _special(self, flow: Flow, run: Run, start: int, end: int, line: Line, extra: dict[int, float]) -> Iterator[Ink]:
        """The glyphs of a unit: a word, a dash, or one character; each with the advance that the line gives it."""
        face, scale = run.piece.style.face, run.piece.style.scale
        text = flow.text[start:end]
        wanted = [self._wanted(flow, line, extra, index) / scale for index in range(start, end)]
        if end - start > 1 and flow.classes[start] == "E":
            yield from self._dashes(face, text, wanted)
            return
        glyphs: list[Glyph] = list(face.word(text).glyphs) if flow.classes[start] in "ADpo" else [face.glyphs[c] for c in text]
        for char, glyph, advance in zip(text, glyphs, wanted, strict=True):
            font, code = self._font_of(glyph.font).use(glyph, char)
            shift = (advance - glyph.advance) / 2 if run.piece.ruby and not is_zhuyin(run.piece.ruby) else glyph.shift
            yield Ink(font, code, glyph.advance, advance, shift)

    def _wanted(self, flow: Flow, line: Line, extra: dict[int, float], index: int) -> float:
        width = flow.widths[index] + extra.get(index, 0.0)
        if line.spread and flow.flex[index + 1] and index + 1 < line.end:
            width += line.spread
        return width

    def _dashes(self, face: Face, text: str, wanted: list[float]) -> Iterator[Ink]:
        """A dash of several em: two by two as one glyph, else each drawn in its own square."""
        at = 0
        while at < len(text):
            glyph = face.dash(2) if at + 1 < len(text) else None
            step = 2 if glyph else 1
            glyph = glyph or face.glyphs["—"]
            font, code = self._font_of(glyph.font).use(glyph, text[at : at + step])
            yield Ink(font, code, glyph.advance, sum(wanted[at : at + step], 0.0))
            at += step


def runs_of(line: Line) -> Sequence[Run]:
    """The runs that a line has part in."""
    runs = line.flow.runs
    if len(runs) == 1:
        return runs if line.start < line.end else ()
    first = bisect_right(runs, line.start, key=_start) - 1
    return runs[max(0, first) : bisect_left(runs, line.end, key=_start)]


_start = attrgetter("start")


def extras(line: Line) -> dict[int, float]:
    """What each character's advance changes by in this line, by the index of the character before the gap."""
    if not any(line.share):
        return {}
    flow, extra = line.flow, {}
    low, high = bisect_right(flow.gap_at, line.start), bisect_left(flow.gap_at, line.end)
    for index in range(low, high):
        share = line.share[flow.gap_kind[index]]
        if share:
            change = -share * (flow.gap_shrink[index] if share > 0 else flow.gap_grow[index])
            if change:
                extra[flow.gap_at[index] - 1] = change
    return extra


def words_of(flow: Flow, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The Western words that have part in characters ``start`` to ``end``."""
    for index in range(max(0, bisect_right(flow.words, (start, len(flow.text))) - 1), len(flow.words)):
        first, last = flow.words[index]
        if first >= end:
            break
        if last > start:
            yield first, last


def _units(flow: Flow, start: int, end: int) -> dict[int, int]:
    """Where units that are drawn as a whole end, by where they start, clipped to a run."""
    units = {max(first, start): min(last, end) for first, last in words_of(flow, start, end)}
    at = flow.text.find("——", start, end)
    while at >= 0:
        stop = at
        while stop < end and flow.classes[stop] == "E":
            stop += 1
        units[at] = stop
        at = flow.text.find("——", stop, end)
    return units


class Array:
    """Collects codes and adjustments of one run and writes them with as few operators as can be."""

    def __init__(self, size: float, sign: int = 1) -> None:
        self._size = size
        self._sign = sign
        self._out: list[str] = []
        self._items: list[str] = []
        self._hex: list[str] = []
        self._font = ""
        self._spread: float | None = None

    def _state(self, font: str, spread: float) -> None:
        if font != self._font or spread != self._spread:
            self._flush()
            if font != self._font:
                self._out.append(f"/{font} {self._size:.6g} Tf")
            if spread != self._spread:
                self._out.append(f"{self._sign * spread * self._size:.5g} Tc")
            self._font, self._spread = font, spread

    def codes(self, font: str, codes: str, spread: float) -> None:
        """Characters that take their own advance and the line's spread."""
        self._state(font, spread)
        self._hex.append(codes)

    def put(self, ink: tuple[str, str, float, float], wanted: float, spread: float) -> None:
        """One glyph (font, code, own advance, shift) with the advance that it is to take."""
        font, code, own, shift = ink
        self._state(font, spread)
        if shift:
            self._adjust(shift)
        self._hex.append(code)
        self._adjust(wanted - own - spread - shift)

    def glyph(self, font: str, code: str, by: float) -> None:
        """One glyph that takes its own advance and ``by`` more."""
        self._state(font, 0.0)
        self._hex.append(code)
        self._adjust(by)

    def _adjust(self, by: float) -> None:
        if abs(by) > _NOTHING:
            self._close()
            self._items.append(f"{-self._sign * by * 1000:.5g}")

    def _close(self) -> None:
        if self._hex:
            self._items.append(f"<{''.join(self._hex)}>")
            self._hex = []

    def _flush(self) -> None:
        self._close()
        if self._items:
            self._out.append(_shown(self._items))
            self._items = []

    def done(self) -> str:
        """The operators."""
        self._flush()
        return " ".join(self._out)


def _shown(items: list[str]) -> str:
    """The operator that shows strings and adjustments."""
    if len(items) == 1 and items[0][0] == "<":
        return f"{items[0]} Tj"
    joined, number = "", False
    for item in items:
        joined += f" {item}" if number and item[0] != "<" else item
        number = item[0] != "<"
    return f"[{joined}] TJ"
