"""Titles of more than a line: a word processor would leave one character over; they are broken at sense instead."""

from __future__ import annotations

from convert.model.nodes import Attrs, Inline, LineBreak, Text
from convert.writers.cover_lines import Script, broken, width
from convert.writers.docx_lines import line_room
from convert.writers.docx_looks import Look

#: A title as long as this is no title, and Word breaks it as it breaks text.
_LONGEST = 120


def at_sense(content: tuple[Inline, ...], look: Look, room: int, language: str) -> tuple[Inline, ...]:
    """``content`` of a title line with line breaks at sense, where it is longer than a line of the look on a measure of ``room`` twips; as it is where formatting is in it."""
    text = "".join(inline.text if isinstance(inline, Text) else "\n" for inline in content)
    most = min(line_room(look, room))
    if width(text) <= most or len(text) > _LONGEST or any(not isinstance(inline, Text) or "\n" in inline.text for inline in content):
        return content
    script: Script = "traditional" if language.startswith("zh-Hant") else "simplified" if language.startswith("zh") else "unknown"
    made: list[Inline] = []
    place = 0
    for line in broken(text, most, script).lines:
        end = _behind(text, place, sum(not char.isspace() for char in line))
        made += [_soft(text[place:end])] * bool(made) + [Text(text[place:end].strip())]
        place = end
    return tuple(made)


def _soft(line: str) -> LineBreak:
    """A break before ``line`` that is no text, told as such; whether a blank stood there."""
    return LineBreak(attrs=Attrs(data=(("soft", "blank" if line[:1].isspace() else "none"),)))


def break_run(inline: LineBreak) -> str:
    """A line break in WordprocessingML. Ours are told from the author's by their type, and by ``clear`` where a blank stood in the place: both say
    what holds without them (ISO/IEC 29500-1, 17.3.3.1).
    """
    stated = {"": "", "none": ' w:type="textWrapping"', "blank": ' w:type="textWrapping" w:clear="none"'}
    return f"<w:r><w:br{stated[inline.attrs.get('soft')]}/></w:r>"


def _behind(text: str, place: int, count: int) -> int:
    """The place behind ``count`` characters from ``place`` on, white space not counted."""
    while count and place < len(text):
        count -= not text[place].isspace()
        place += 1
    return place
