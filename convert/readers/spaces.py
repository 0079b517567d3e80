"""White space in running text as markup has it: collapsed, dropped between Han characters where a line ended, cut into paragraphs.

Between two wide characters a line end of the source is nothing, elsewhere it is a blank (CSS Text 3, 4.1.3 “segment break
transformation”). Two line breaks in a row, or one before an indent of two ideographic spaces, begin a new paragraph: so old pages
do it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import assert_never

from lxml import etree

from convert.model import walk
from convert.model.nodes import Code, Emph, Image, Inline, LineBreak, Link, Note, Ruby, Span, Strong, Text

_RUN = re.compile(r"[ \t\n\r\f]+")
#: Stands for white space that held a line end, until ``settled`` decides.
_LINE_END = "\t"
_INDENT = re.compile("\u3000\u3000|[\u00a0\u2002\u2003]{4}|\u3000[\u00a0 ]")
_EDGE = "\u3000\u00a0\u2002\u2003\u200b\ufeff"
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def raw(text: str) -> str:
    """Text of the source as it goes into inlines: each run of white space is one blank, or one mark where it held a line end."""
    return _RUN.sub(lambda run: _LINE_END if "\n" in run[0] or "\r" in run[0] else " ", _CONTROL.sub("", text))


def clean(text: str) -> str:
    """Text without the characters that no format can hold, white space left."""
    return _CONTROL.sub("", text)


def strip_controls(element: etree._Element) -> None:
    """Take the characters that no format can hold out of an element's own text, its tail and its attributes, where references put them."""
    if element.text and _CONTROL.search(element.text):
        element.text = _fit_for_xml(element.text)
    if element.tail and _CONTROL.search(element.tail):
        element.tail = _fit_for_xml(element.tail)
    if isinstance(element.tag, str):
        for name, value in element.items():
            if _CONTROL.search(value):
                with suppress(ValueError):  # a name that XML cannot hold, which nobody asks for
                    element.set(name, _fit_for_xml(value))


def _fit_for_xml(text: str) -> str:
    return _CONTROL.sub("", text.replace("\f", " "))  # a form feed is white space, but XML has none


def line(text: str) -> str:
    """A string for metadata: no control characters, white space collapsed."""
    return " ".join(_CONTROL.sub(" ", text).split())


@lru_cache(maxsize=8192)
def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" and not "\uac00" <= char <= "\ud7a3"


def paragraphs(inlines: Iterable[Inline]) -> list[tuple[Inline, ...]]:
    """The paragraphs in a run of inlines whose texts came through ``raw``; empty ones are left out."""
    run = tuple(inlines)
    found = (settled(part) for part in _divided(run, _groups(walk.leaf_texts(run))))
    return [part for part in found if part]


def settled(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """One paragraph with its white space decided, trimmed, adjacent texts joined and empty inlines gone."""
    pieces = walk.leaf_texts(inlines)
    return tuple(_compact(walk.with_leaf_texts(inlines, _collapsed(pieces))))


# ------------------------------------------------------------------------------------------------ white space


def _collapsed(pieces: list[str]) -> list[str]:
    out: list[list[str]] = [[] for _ in pieces]
    last, gap, gap_at = "", "", 0
    for i, piece in enumerate(pieces):
        for token in re.split("([ \t]+)", piece):
            if not last:
                token = token.lstrip(_EDGE)  # noqa: PLW2901 - what is left of it
            if not token:
                continue
            if token[0] in " \t":
                gap, gap_at = (gap, gap_at) if gap else (token, i)
                gap = _LINE_END if _LINE_END in gap + token else gap
                continue
            if gap and last not in ("", "\n") and token != "\n" and not (gap == _LINE_END and _wide(last) and _wide(token[0])):
                out[gap_at].append(" ")
            gap = ""
            out[i].append(token)
            last = token[-1]
    return _without_tail(["".join(parts) for parts in out])


def _without_tail(pieces: list[str]) -> list[str]:
    for i in range(len(pieces) - 1, -1, -1):
        if pieces[i] == "\n":
            break
        pieces[i] = pieces[i].rstrip(_EDGE + " ")
        if pieces[i]:
            break
    return pieces


# ------------------------------------------------------------------------------------------------ paragraphs


def _groups(pieces: list[str]) -> list[int]:
    """For each leaf the number of the paragraph that it goes to; -1 for a line break that parts two of them, or stands at an end."""
    groups = [0] * len(pieces)
    group, seen, lead = 0, False, ""
    breaks: list[int] = []
    for i, piece in enumerate(pieces):
        groups[i] = group
        if piece == "\n":
            breaks.append(i)
            groups[i], lead = -1, ""
        elif not piece.strip(" \t" + _EDGE):
            lead += piece
        else:
            if seen and (len(breaks) > 1 or (breaks and _INDENT.match((lead + piece).lstrip(" \t")))):
                group += 1
            elif seen and breaks:
                groups[breaks[0]] = group
            groups[i], seen, lead = group, True, ""
            breaks.clear()
    return groups


def _divided(run: tuple[Inline, ...], groups: list[int]) -> Iterator[tuple[Inline, ...]]:
    parts = _Divider(groups).divide(run)
    for _, part in groupby(parts, key=lambda pair: pair[0]):
        yield tuple(inline for _, inline in part)


class _Divider:
    """Deals the leaves of inlines out to their groups, each with its own copy of the formatting around it."""

    def __init__(self, groups: list[int]) -> None:
        self.groups = iter(groups)
        self.current = 0

    def divide(self, inlines: Iterable[Inline]) -> list[tuple[int, Inline]]:
        out: list[tuple[int, Inline]] = []
        for inline in inlines:
            match inline:
                case Text() | Code() | LineBreak() | Image():
                    group = next(self.groups)
                    if group >= 0:
                        self.current = group
                        out.append((group, inline))
                case Note():
                    out.append((self.current, inline))
                case Emph() | Strong() | Span() | Ruby() | Link():
                    out.extend(self._wrapped(inline))
                case _:
                    assert_never(inline)
        return out

    def _wrapped(self, inline: Emph | Strong | Span | Ruby | Link) -> Iterator[tuple[int, Inline]]:
        inner = self.divide(inline.content)
        if not inner:
            yield self.current, inline
        for group, part in groupby(inner, key=lambda pair: pair[0]):
            yield group, replace(inline, content=tuple(i for _, i in part))


# ------------------------------------------------------------------------------------------------ joining


def _compact(inlines: Iterable[Inline]) -> list[Inline]:
    out: list[Inline] = []
    for inline in inlines:
        match inline:
            case Text():
                previous = out[-1] if out else None
                if isinstance(previous, Text) and previous.attrs == inline.attrs:
                    out[-1] = replace(previous, text=previous.text + inline.text)
                elif inline.text:
                    out.append(inline)
            case Code():
                out.extend([inline] if inline.text else [])
            case Emph() | Strong() | Span() | Ruby() | Link():
                content = tuple(_compact(inline.content))
                if content or inline.attrs.id or inline.role == "page" or (isinstance(inline, Ruby) and inline.annotation):
                    out.append(replace(inline, content=content))
            case Note() | LineBreak() | Image():
                out.append(inline)
            case _:
                assert_never(inline)
    return out
