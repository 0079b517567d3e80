"""Headings of two lines that are two headings, one above the other: the second begins a count that the headings below go on with.

第二讲          11月18日
甲 儒家         上午 开幕式
…              …
乙 孟子         下午 名家讲座
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from convert.readers.lines import Line
from convert.readers.shapes import Head, Shape

#: How the headings of a count begin, in their order.
_COUNTS = (
    tuple("甲乙丙丁戊己庚辛壬癸"),
    ("上午", "中午", "下午", "晚上", "晚间"),
    ("上篇", "中篇", "下篇"),
    ("上", "中", "下"),
)
_COUNTED = tuple(re.compile(f"(?:{'|'.join(count)})(?=[\\s、.．：:（(]|$)") for count in _COUNTS)
#: By so much what is above stands above what has no number.
_ABOVE = 4


def divided(lines: Sequence[Line], heads: Sequence[Head]) -> list[Head]:
    """``heads``, ranked, with those of two lines that are two headings parted; what stands above has the smaller rank."""
    following = [*heads[1:], None][: len(heads)]
    return [part for head, after in zip(heads, following, strict=True) for part in _parts(lines, head, after)]


def _parts(lines: Sequence[Line], head: Head, after: Head | None) -> Iterator[Head]:
    if len(head.titles) < 2 or after is None or not after.titles or not _goes_on(lines, head.titles[-1], after.titles[0]):
        yield head
        return
    last = head.titles[-1]
    above = replace(head, end=last, titles=head.titles[:-1], speakers=(), reporters=())
    yield above if head.label is not None else replace(above, shape=Shape.PLAIN, rank=after.rank - _ABOVE)
    yield replace(head, start=last, titles=(last,), leading=(), label=None, shape=_shape(head), rank=after.rank)


def _shape(head: Head) -> Shape:
    return Shape.SPOKEN if head.speakers else Shape.REPORTED if head.reporters else Shape.PLAIN


def _goes_on(lines: Sequence[Line], one: int, other: int) -> bool:
    """Whether the count that line ``one`` begins goes on in line ``other``."""
    for count, form in zip(_COUNTS, _COUNTED, strict=True):
        first, second = form.match(lines[one].text), form.match(lines[other].text)
        if first is not None and second is not None:
            return count.index(first[0]) < count.index(second[0])
    return False
