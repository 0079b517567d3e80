"""The content of a paragraph as a flat run of leaves, each with its look, and the inlines that the run makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from convert.model.nodes import Attrs, Code, Emph, Image, Inline, LineBreak, Link, Note, Ruby, Span, Strong, Text
from convert.readers.docx_styles import FLAGS, PLAIN, Face


@dataclass(frozen=True, slots=True)
class Leaf:
    """A piece of a paragraph without formatting around it: a text, a note, a picture …; its face; the link that it is part of.

    ``link`` is the number of the link in the file, 0 for none, so that two links to one place stay two.
    """

    inline: Inline
    face: Face = PLAIN
    link: int = 0
    href: str = ""
    flags: frozenset[str] = frozenset()


def leaf(inline: Inline, face: Face, link: int = 0, href: str = "") -> Leaf:
    """A leaf with the flags that its face has on; what underlines a link is no underline."""
    flags = face.on()
    return Leaf(inline, face, link, href, flags - {"underline"} if link else flags)


def is_blank(one: Leaf) -> bool:
    """Whether a leaf shows nothing: white space, a line break."""
    return isinstance(one.inline, LineBreak) or (isinstance(one.inline, Text) and not one.inline.text.strip())


def trimmed(leaves: Sequence[Leaf]) -> list[Leaf]:
    """``leaves`` without white space and line breaks at both ends."""
    first, last = 0, len(leaves)
    while first < last and is_blank(leaves[first]):
        first += 1
    while last > first and is_blank(leaves[last - 1]):
        last -= 1
    run = list(leaves[first:last])
    if run:
        run[0] = _stripped(run[0], str.lstrip)
        run[-1] = _stripped(run[-1], str.rstrip)
    return run


def _stripped(one: Leaf, strip: Callable[[str], str]) -> Leaf:
    if not isinstance(one.inline, Text) or strip(one.inline.text) == one.inline.text:
        return one
    return replace(one, inline=replace(one.inline, text=strip(one.inline.text)))


def dropped(leaves: Sequence[Leaf], count: int) -> list[Leaf]:
    """``leaves`` without the first ``count`` characters of their text."""
    run: list[Leaf] = []
    for one in leaves:
        if count and isinstance(one.inline, Text):
            text, count = one.inline.text[count:], max(0, count - len(one.inline.text))
            run.extend([replace(one, inline=replace(one.inline, text=text))] if text else [])
        else:
            run.append(one)
    return run


def labelled(leaves: Sequence[Leaf]) -> tuple[str, list[Leaf]]:
    """The label that is marked as such at the head of the leaves, "" for none, and the leaves behind it."""
    count = next((place for place, one in enumerate(leaves) if "label" not in one.flags), len(leaves))
    return text_of(leaves[:count]).strip(), trimmed(leaves[count:])


def text_of(leaves: Sequence[Leaf]) -> str:
    """The characters of the leaves; a line break is a line feed, a ruby gives its base."""
    pieces = []
    for one in leaves:
        match one.inline:
            case Text(text=text) | Code(text=text):
                pieces.append(text)
            case LineBreak():
                pieces.append("\n")
            case Ruby():
                pieces.append("".join(base.text for base in one.inline.content if isinstance(base, Text)))
            case _:
                pass
    return "".join(pieces)


def without(leaves: Sequence[Leaf], flag: str) -> list[Leaf]:
    """The leaves without ``flag``, where all of them have it: what a whole heading is, is no emphasis in it."""
    if all(flag in one.flags or is_blank(one) or isinstance(one.inline, Note) for one in leaves):
        return [replace(one, flags=one.flags - {flag}) for one in leaves]
    return list(leaves)


def lines_of(leaves: Sequence[Leaf]) -> list[list[Leaf]]:
    """The leaves cut at their line breaks."""
    lines: list[list[Leaf]] = [[]]
    for one in leaves:
        if isinstance(one.inline, LineBreak):
            lines.append([])
        else:
            lines[-1].append(one)
    return [line for line in lines if not all(is_blank(one) for one in line)]


def inlines_of(leaves: Sequence[Leaf]) -> tuple[Inline, ...]:
    """The inlines that the leaves make: neighbours that share a look stand in one node."""
    result: list[Inline] = []
    for (number, href), run in groupby(leaves, key=lambda one: (one.link, one.href)):
        inner = _wrapped(list(run), 0)
        if number and href:
            result.append(Link(tuple(inner), href))
        else:
            result.extend(inner)
    return tuple(_joined(result))


def _wrapped(leaves: list[Leaf], depth: int) -> list[Inline]:
    """The leaves within the formatting of ``FLAGS`` from ``depth`` on."""
    if not any(one.flags for one in leaves) or FLAGS[depth] == "label":
        return _joined([one.inline for one in leaves])
    flag = FLAGS[depth]
    result: list[Inline] = []
    for has, run in groupby(leaves, key=lambda one: flag in one.flags):
        inner = _wrapped(list(run), depth + 1)
        result.extend(_formatted(flag, inner) if has else inner)
    return _joined(result)


def _formatted(flag: str, inner: list[Inline]) -> list[Inline]:
    """``inner`` in the node for a flag. Notes and pictures alone are not formatted: a raised note mark is just a note mark."""
    bare = all(isinstance(one, (Note, Image, LineBreak)) or (isinstance(one, Text) and not one.text.strip()) for one in inner)
    if bare and (flag != "underline" or not any(isinstance(one, Text) for one in inner)):
        return inner
    match flag:
        case "strong":
            return [Strong(tuple(inner))]
        case "emph":
            return [Emph(tuple(inner))]
        case "code":
            return [Code(one.text, attrs=one.attrs) if isinstance(one, Text) else one for one in inner]
        case _:
            return [Span(tuple(inner), attrs=Attrs(role=flag))]


def _joined(inlines: list[Inline]) -> list[Inline]:
    """Neighbouring texts as one."""
    result: list[Inline] = []
    for plain, run in groupby(inlines, key=lambda one: type(one) is Text and not one.attrs.id):
        if plain:
            text = "".join(one.text for one in run if isinstance(one, Text))
            result.extend([Text(text)] if text else [])
        else:
            result.extend(run)
    return result
