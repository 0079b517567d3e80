"""How deep headings stand in what surrounds them, and lists in lists."""

from __future__ import annotations

import re

from convert.model.nodes import BulletList, OrderedList, Section

#: How much further in a list within an item stands, in em, where it does.
STEP = 2.0
#: The numbers in labels.
_NUMERALS = re.compile("[0-9]+|[〇零一二三四五六七八九十百千]+|[①-⑳]|[A-Za-z]+")


def depth_within(section: Section, above: int) -> int:
    """The depth from which the headings within ``section`` count on, that of what surrounds it being ``above``.

    An attachment is set as the text is that it belongs to (GB/T 9704-2012, 7.3.7): its headings are as deep as that text's.
    """
    return above + (section.role != "attachment")


def steps_in(inner: OrderedList | BulletList, outer: OrderedList | BulletList | None) -> bool:
    """Whether ``inner``, a list within an item of ``outer``, stands two characters further in than that (``outer``: None where it stands in none).

    It does, unless printed numbers of different kinds tell the levels, as 一、（一）1.（1） do, which all begin as paragraphs (GB/T 9704-2012, 7.3.3).
    """
    if outer is None:
        return False
    kinds = [
        _NUMERALS.sub("0", block.items[0].label.strip()) if isinstance(block, OrderedList) and block.items else ""
        for block in (inner, outer)
    ]
    return not all(kinds) or kinds[0] == kinds[1]
