"""How far the header of a text reaches: which of its first lines are kicker, title, subtitle, furniture of a page, and who wrote it."""

from __future__ import annotations

import re

from convert.readers import bylines, header
from convert.readers.belief import promised
from convert.readers.days import is_day
from convert.readers.heads import find_heads
from convert.readers.lines import Gap, Line, Lines
from convert.readers.shapes import Head, Shape
from convert.readers.signs import Kind, Sign, begins_with_time, is_dialogue, is_document_number
from convert.readers.talk import asks


def header_length(found: Lines, signs: list[Sign]) -> int:
    """How many lines the header has."""
    lines = found.lines
    if not lines:
        return 0
    if found.flat and not lines[0].indented:
        titled = _flat_title(lines[0]) and signs[0].kind is not Kind.FURNITURE
        return 1 + _is_flat_subtitle(lines, signs) if titled else 0
    if found.indents_tell:
        count = _leading(lines, signs, stop_at_indent=True)
        return _without_first_head(found, signs, count) if _heads_stand_out(lines, signs, count) else count
    count = _without_first_head(found, signs, _without_text(lines, signs, _leading(lines, signs, stop_at_indent=False)))
    return count - 1 if _is_first_day(lines, signs, count) else count


def _heads_stand_out(lines: tuple[Line, ...], signs: list[Sign], count: int) -> bool:
    """Whether paragraphs are indented and the short lines between them are not, so that a header may end in the first heading."""
    short = [line.indented for line, sign in zip(lines[count:], signs[count:], strict=True) if sign.kind is Kind.SHORT]
    return len(short) > 1 and not any(short)


def _is_first_day(lines: tuple[Line, ...], signs: list[Sign], count: int) -> bool:
    """Whether the header's last line is a day of a timetable, and other days stand below."""
    if count < 2 or not is_day(lines[count - 1].text) or signs[count - 1].kind is not Kind.SHORT:
        return False
    return any(signs[index].kind is Kind.SHORT and is_day(lines[index].text) for index in range(count, len(lines)))


def _flat_title(line: Line) -> bool:
    """Whether what stands before the first indent is a header: in newspapers nothing else stands there."""
    return len(line.text) <= _LONGEST_FLAT and not line.text.endswith(("。", "；", "，"))


def _is_flat_subtitle(lines: tuple[Line, ...], signs: list[Sign]) -> bool:
    """Whether the line below a flat title is its subtitle: a dash leads it, no stop ends it, and it is not the first of several points."""
    if len(lines) < 2 or header.holds_dash(lines[0].text) or signs[1].kind in {Kind.ATTRIBUTION, Kind.EDITOR}:
        return False
    below = len(lines) > 2 and header.is_subtitle(lines[2].text)
    text = lines[1].text
    return header.is_subtitle(text) and not below and len(text) <= header.LONGEST and not re.search("[。；：，…]$|。", text)


def _fits_header(lines: tuple[Line, ...], signs: list[Sign], index: int) -> bool:
    """Whether a line at the beginning could belong to a header."""
    text, kind = lines[index].text, signs[index].kind
    if header.names_author(text):
        return True
    if kind is Kind.FORM or (index and begins_with_time(text)):
        return False
    if header.is_furniture(text) or is_document_number(text) or (index and header.is_list_of_keywords(lines[index - 1].text)):
        return True
    if len(text) > header.LONGEST or "。" in text or text.endswith(("；", "，")) or text.startswith(("```", "{")):
        return False
    if text.endswith("如下：") or (kind is Kind.LABELLED and _SAYS.search(text)):
        return False
    if kind in _NEVER_IN_HEADER or asks(signs[index].label) or (kind is Kind.LABELLED and index and lines[index].indented):
        return False
    return not (text.startswith("#") and any(line.text.startswith("#") for line in lines[:index]))


#: 子曰：“学而时习之，不亦说乎？” is what somebody says, 2030年4月18日，…纪要如下： is the beginning of the text.
_SAYS = re.compile("[：:]\\s*[“「『].*[？！，]")
_NEVER_IN_HEADER = frozenset(
    {
        Kind.SALUTATION,
        Kind.MINI,
        Kind.EDITOR_NOTE,
        Kind.CONTENTS,
        Kind.FIXED,
        Kind.HEADING,
        Kind.NUMBER,
        Kind.ITEM,
        Kind.EDITOR,
        Kind.ROW,
        Kind.SPEAKER,
        Kind.VERSE,
    }
)
#: Kicker, title of two lines, subtitle: more lines that nothing tells apart are text.
_MOST_PLAIN = 4
_LONGEST_HEADER = 24
#: Kicker, title and subtitle run together.
_LONGEST_FLAT = 160


def _leading(lines: tuple[Line, ...], signs: list[Sign], stop_at_indent: bool) -> int:
    """How many lines at the beginning could belong to a header; indented ones only where furniture of a page stands above them."""
    count = 0
    furnished = False
    for index, line in enumerate(lines[:_LONGEST_HEADER]):
        furnished = furnished or (header.is_furniture(line.text) and not header.is_continued(line.text))
        if index and _is_chapter(signs[index]):
            break
        placed = stop_at_indent and _is_placed(line) and signs[index].kind not in {Kind.SALUTATION, Kind.FORM}
        if (stop_at_indent and line.indented and not (furnished and index < 8)) or not (placed or _fits_header(lines, signs, index)):
            break
        count += 1
    if count and signs[count - 1].kind is Kind.FURNITURE and all(header.is_furniture(line.text) for line in lines[:count]):
        return 0
    return count


def _is_placed(line: Line) -> bool:
    """Whether a line stands where kicker, title and subtitle do."""
    return not line.indented and line.row <= 3 and len(line.text) <= header.LONGEST and "。" not in line.text


def _is_chapter(sign: Sign) -> bool:
    """Whether a line begins a volume, a chapter or a section: below a title such a line is the first heading."""
    return sign.label is not None and sign.kind in {Kind.HEADING, Kind.NUMBER} and sign.label.style in {"volume", "chapter", "section"}


def _without_text(lines: tuple[Line, ...], signs: list[Sign], count: int) -> int:
    """Where nothing but order parts header and text: what people say is text, and so is what stands below the title of too many lines."""
    said = next((index for index in range(1, count) if is_dialogue(lines[index].text)), count)
    plain = [index for index in range(said) if header.is_plain(lines[index].text, index)]
    if len(plain) <= _MOST_PLAIN or any(header.is_furniture(line.text) for line in lines[:said]):
        return said
    parted = next((index for index in range(1, plain[_MOST_PLAIN]) if lines[index].gap is Gap.BLANK), 0)
    return parted or plain[1]


def _without_first_head(found: Lines, signs: list[Sign], count: int) -> int:
    """Where nothing but order parts header and text: the first heading has the shape that the later headings have."""
    if not 2 <= count < len(signs):
        return count
    if _is_first_promised(found, signs, count):
        return count - 1
    corrected, heads = find_heads(found.lines, signs, 0, found.gaps_tell)
    later = [head for head in heads if head.start >= count]
    first = next((head for head in heads if head.end == count and head.start < count), None)
    if _is_first_of_many(corrected, signs, later, count):
        return count - 1
    spoken = [head for head in later if head.shape is Shape.SPOKEN]
    titles = max((len(head.titles) for head in spoken[:3]), default=0)
    if first is not None and first.shape is Shape.SPOKEN and spoken:
        return max(first.titles[-1] + 1 - titles, 1)
    if first is None and len(spoken) > 1 and corrected[count - 1].kind is Kind.BYLINE and count - 1 > titles:
        return count - 1 - titles
    if first is not None and first.shape not in {Shape.PLAIN, Shape.SPOKEN} and any(head.shape is first.shape for head in later):
        return max(first.start, 1)
    plain = [head for head in later if head.shape is Shape.PLAIN]
    alike = len(plain) + (first is not None and first.shape is Shape.PLAIN)
    if found.lines[count - 1].gap is Gap.BLANK and found.gaps_tell and alike > 1:
        return count - 1
    if len(plain) > 1 and _is_like(found.lines, count, plain):
        return count - 1
    return count


def _is_first_promised(found: Lines, signs: list[Sign], count: int) -> bool:
    """Whether with the header's last line there are as many headings as the title says: 归来三题."""
    parts = next((parts for line in found.lines[: count - 1] if (parts := promised(line.text))), 0)
    if not parts:
        return False
    plain = [head for head in find_heads(found.lines, signs, count - 1, found.gaps_tell)[1] if head.shape is Shape.PLAIN]
    return len(plain) == parts and plain[0].start == count - 1


def _is_first_of_many(corrected: list[Sign], signs: list[Sign], later: list[Head], count: int) -> bool:
    """Whether the header's last line heads the first day of a diary, or the first of several letters."""
    if signs[count - 1].kind is Kind.DATE and corrected[count - 1].kind is Kind.SHORT:
        return True
    letters = any(head.end < len(signs) and corrected[head.end].kind is Kind.SALUTATION for head in later)
    return letters and corrected[count].kind is Kind.SALUTATION and corrected[count - 1].kind is Kind.SHORT


def _is_like(lines: tuple[Line, ...], count: int, plain: list[Head]) -> bool:
    """Whether the last of the header's lines could as well be a heading like those below: of their length, and no part that shows itself."""
    text, lengths = lines[count - 1].text, sorted(len(lines[head.titles[0]].text) for head in plain)
    usual = lengths[len(lengths) // 2]
    return header.is_plain(text, count - 1) and abs(len(text) - usual) <= 4 and not header.leads_on(lines[count - 2].text)


def names_author(lines: tuple[Line, ...], signs: list[Sign], heads: list[Head], count: int) -> bool:
    """Whether the first line of the text names its author: a person, no heading, with a paragraph below, or the only one above a heading."""
    if not 0 < count < len(signs) - 1 or any(head.start == count for head in heads):
        return False
    if signs[count].kind in _NAMED and any(head.start == count + 1 and not head.speakers for head in heads):
        return not any(signs[head.start - 1].kind in _NAMED for head in heads if head.start > count + 1)
    below = signs[count + 1].kind in {Kind.PROSE, Kind.ITEM, Kind.EDITOR_NOTE, Kind.SALUTATION}
    return below and _may_be_author(lines[count].text, signs[count], heads)


_NAMED = frozenset({Kind.BYLINE, Kind.NAME})


def _may_be_author(text: str, sign: Sign, heads: list[Head]) -> bool:
    """A byline or a name; where the text has no headings alone, also what could be a name."""
    if sign.kind in _NAMED or bylines.read_names(text):
        return True
    return sign.kind is Kind.SHORT and sign.byline is not None and all(head.shape is not Shape.PLAIN for head in heads)
