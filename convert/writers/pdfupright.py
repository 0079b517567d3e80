"""Lines of vertical text as PDF operators: columns of upright glyphs, Western words turned, short numbers side by side (纵中横)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.layout.breaks import Line
from convert.layout.flow import Run
from convert.layout.fonts import Face
from convert.layout.western import is_upright
from convert.writers.pdfline import SIDE_BY_SIDE, TURNED, Array, LineMaker, Own, Strip, extras, runs_of, words_of

#: Stretches of a text that are Western (pinyin with its tones too), and those that are not.
_STRETCH = re.compile(r"([!-~\u00a1-\u024f\u1e00-\u1eff\u2013]+)|[^!-~\u00a1-\u024f\u1e00-\u1eff\u2013]+")


class UprightLineMaker(LineMaker):
    """Turns vertical lines into operators. In fonts that run downwards, numbers and ``Tc`` have the opposite sign (ISO 32000-1, 9.4.4)."""

    sign = -1

    def strips(self, line: Line, size: float) -> list[Strip]:
        """The strips of a line from top to bottom; a word is a strip of its own."""
        flow, extra = line.flow, extras(line)
        strips: list[Strip] = []
        at = 0.0
        for run in runs_of(line):
            start, end = max(run.start, line.start), min(run.end, line.end)
            for first, last, way in self._parts(line, run, start, end):
                width = sum((self._wanted(flow, line, extra, index) for index in range(first, last)), 0.0)
                operators: list[str] = []
                ink = 0.0
                if run.piece.image is None:
                    operators, ink = self._part(line, run, first, last, way, size, extra)
                strips.append(Strip(run.piece.style, run, operators, at, width, way, ink))
                at += width
        return strips

    def _parts(self, line: Line, run: Run, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """The stretches of a run that are drawn in one way: upright glyphs, a turned word, a word set side by side."""
        flow, at = line.flow, start
        for first, last in words_of(flow, start, end):
            if at < first:
                yield at, first, ""
            yield max(first, start), min(last, end), SIDE_BY_SIDE if first in flow.upright else TURNED
            at = min(last, end)
        if at < end:
            yield at, end, ""

    def _part(self, line: Line, run: Run, start: int, end: int, way: str, size: float, extra: dict[int, float]) -> tuple[list[str], float]:
        """The operators of a stretch, and the width of its ink in em of the paragraph."""
        if not way:
            return self._run(line, run, start, end, size, extra), 0.0
        style, flow = run.piece.style, line.flow
        word = style.face.word(flow.text[start:end])
        if way == SIDE_BY_SIDE:
            return self._word(flow.text[start:end], style.face, size * style.scale), min(1.0, sum(word.advances, 0.0)) * style.scale
        out = Array(size * style.scale)
        for ink in self._special(flow, run, start, end, line, extra):
            out.put((ink.font, ink.code, ink.own, ink.shift), ink.wanted, 0.0)
        return [out.done()], 0.0

    def _word(self, text: str, face: Face, size: float, upright: bool = True) -> list[str]:
        """A word at its natural width; one that stands upright is narrowed where it would be wider than an em."""
        word = face.word(text)
        wide = sum(word.advances, 0.0)
        out = Array(size)
        for char, glyph, advance in zip(text, word.glyphs, word.advances, strict=True):
            font, code = self._font_of(glyph.font).use(glyph, char)
            out.glyph(font, code, advance - glyph.advance)
        return [f"{100 / wide:.4g} Tz", out.done(), "100 Tz"] if upright and wide > 1.0 else [out.done()]

    def own(self, text: str, face: Face, size: float) -> Iterator[Own]:
        """A text of the writer's own in a vertical line: what is Western in it is turned, or set side by side."""
        at = 0.0
        for found in _STRETCH.finditer(text):
            part = found[0]
            if not found[1]:
                yield Own(list(self._glyphs(part, face, size)), at, "", 0.0)
                at += sum((face.widths[char] for char in part), 0.0)
                continue
            wide = sum(face.word(part).advances, 0.0)
            upright = is_upright(part)
            yield Own(self._word(part, face, size, upright), at, SIDE_BY_SIDE if upright else TURNED, min(1.0, wide))
            at += 1.0 if upright else wide

    def own_width(self, text: str, face: Face) -> float:
        """The length of such a text in em."""
        total = 0.0
        for found in _STRETCH.finditer(text):
            part, western = found[0], found[1]
            wide = sum(face.word(part).advances if western else (face.widths[char] for char in part), 0.0)
            total += 1.0 if western and is_upright(part) else wide
        return total
