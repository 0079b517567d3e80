"""The index of speakers: the names below headings in the order of their pinyin, with the pages where they stand, counted as those of the contents are.

It is generated, like the contents, and stands in a block of the same kind, by which readers know that it is no part of the text. Each number is a field that
Word can make anew.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from convert.writers.docx_inline import InlineWriter
from convert.writers.docx_styles import StyleBook
from convert.writers.ooxml import complex_field, generated
from convert.zh.pinyin import name_key


def speaker_name(number: int) -> str:
    """The bookmark of the byline with this number."""
    return f"_Speaker{number:06d}"


def speaker_key(number: int) -> Hashable:
    """What the page of the byline with this number is asked by."""
    return ("speaker", number)


def index(book: StyleBook, inlines: InlineWriter, speakers: Sequence[str], pages: Mapping[Hashable, int], before: int) -> str:
    """The index; ``speakers`` are the names of all bylines in the order of the text, ``before`` the pages that are not counted."""
    words = book.sheet.words
    found: dict[str, dict[int, int]] = {}
    for number, name in enumerate(speakers, 1):
        page = pages.get(speaker_key(number), before + 1) - before
        found.setdefault(name, {}).setdefault(page, number)
    rows = [f'<w:p><w:pPr><w:pStyle w:val="IndexHeading"/></w:pPr>{inlines.plain(words.speakers + words.index)}</w:p>']
    for name in sorted(found, key=lambda name: (name_key(name), name)):
        numbers = inlines.plain(", ").join(_number(inlines, number, page) for page, number in found[name].items())
        rows.append(f'<w:p><w:pPr><w:pStyle w:val="Index1"/></w:pPr>{inlines.plain(name)}<w:r><w:tab/></w:r>{numbers}</w:p>')
    return generated("".join(rows))


def _number(inlines: InlineWriter, number: int, page: int) -> str:
    anchor = speaker_name(number)
    field = complex_field(f"PAGEREF {anchor} \\h", inlines.plain(str(page)))
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{field}</w:hyperlink>'
