"""The numbering of a DOCX: the labels that Word prints before paragraphs, computed (ISO/IEC 29500-1 § 17.9)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from lxml import etree

from convert.readers.docx_counters import counter_style, printed
from convert.readers.docx_styles import Styles
from convert.readers.docx_symbols import symbol
from convert.readers.docx_xml import attr, child, children, number, toggle, val

LEVELS = 9
#: The name of an abstract list of our own writer whose labels are those of the print.
PRINTED = "printed"
_PLACE = re.compile("%([1-9])")
_BULLETS = frozenset("•·∙⋅‧・●○◯◉◦⚫⚪■□▪▫◼◻◾◽❑❒❍◆◇⬧⬥⧫❖▶►▸▹▷‣➢➤➔→⇨*＊∗-‐‑‒–—―−~+.o§")


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed; whether its list is ordered; the counter style of CSS; the list and the level, 0 is the outermost.

    ``bare``: the label is one that our own writer makes for items that have none. ``bullet``: a sign that only tells that here is an item,
    and gives way to the bullets of the style. ``anew``: the list begins to count anew here.
    """

    text: str
    ordered: bool
    counter: str
    list: str
    level: int
    bare: bool = False
    bullet: bool = False
    anew: bool = False

    @property
    def printed(self) -> str:
        """What belongs to the text: the label, unless it is a mere bullet."""
        return "" if self.bullet else self.text


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list. ``restart``: after which level it begins anew, as Word states it (1 is the outermost, 0 never, -1 after all)."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int = -1
    legal: bool = False
    style: str = ""
    font: str = ""


@dataclass(slots=True)
class _List:
    """A ``w:num``: its levels with its overrides laid in, the counters that it shares with others, and where it starts anew."""

    abstract: str
    levels: list[_Level]
    starts: dict[int, int]
    used: set[int] = field(default_factory=set)
    printed: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a file, and how far each has counted; counters belong to the abstract list, so that lists can go on."""

    lists: dict[str, _List] = field(default_factory=dict)
    counters: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None, styles: Styles) -> Numbering:
        """The lists in ``word/numbering.xml``."""
        numbering = cls()
        if root is None:
            return numbering
        abstracts = {attr(e, "w:abstractNumId"): e for e in children(root, "w:abstractNum")}
        nums = {attr(e, "w:numId"): e for e in children(root, "w:num")}
        for id_, element in nums.items():
            abstract = _abstract_of(element, abstracts, nums, styles)
            if abstract in abstracts:
                numbering.lists[id_] = _list(element, abstract, abstracts[abstract])
        return numbering

    def copy(self) -> Numbering:
        """The same lists with counters of their own."""
        lists = {id_: _List(one.abstract, one.levels, one.starts, printed=one.printed) for id_, one in self.lists.items()}
        return Numbering(lists)

    def level_of(self, list_: str, level: int, stated: bool, style: str) -> int:
        """The level of a paragraph: the stated one, else the one that its style is linked to."""
        if stated or list_ not in self.lists:
            return level
        return next((n for n, one in enumerate(self.lists[list_].levels) if style and one.style == style), level)

    def label(self, list_: str, level: int) -> Label | None:
        """The label of the next paragraph of a list at ``level`` (0 is the outermost); None for a list that does not exist."""
        found = self.lists.get(list_)
        if found is None:
            return None
        counters = self.counters.setdefault(found.abstract, [0] * LEVELS)
        form = found.levels[level]
        if form.format == "bullet":
            text = "".join(symbol(form.font, c) for c in form.text) or "•"
            return Label(text, False, "", found.abstract, level, bullet=bool(text.strip()) and all(map(_says_nothing, text.strip())))
        anew = level in found.starts and level not in found.used
        self._count(found, counters, level)
        text = _PLACE.sub(lambda place: _number(found, counters, int(place[1]) - 1, form.legal), form.text)
        bare = not found.printed
        return Label(text, True, counter_style(form.format), found.abstract, level, bare, anew=anew)

    @staticmethod
    def _count(list_: _List, counters: list[int], level: int) -> None:
        """Counters hold the last number given plus one; 0 stands for a level that has to begin."""
        if level in list_.starts and level not in list_.used:
            counters[level] = list_.starts[level] + 1
        elif counters[level]:
            counters[level] += 1
        else:
            counters[level] = list_.levels[level].start + 1
        list_.used.add(level)
        for above in range(level):
            counters[above] = counters[above] or list_.levels[above].start + 1
        for below in range(level + 1, LEVELS):
            restart = list_.levels[below].restart
            if restart < 0 or level < restart:
                counters[below] = 0


def _says_nothing(sign: str) -> bool:
    """Whether a bullet means no more than any other would: not ✓, ☆ or ①; what a symbol font draws for itself is one too."""
    return sign in _BULLETS or unicodedata.category(sign) == "Co"


def _number(list_: _List, counters: list[int], level: int, legal: bool) -> str:
    form = list_.levels[level].format
    value = counters[level] - 1 if counters[level] else list_.levels[level].start
    return printed(value, "decimal" if legal and form != "none" else form)


def _abstract_of(num: etree._Element, abstracts: dict[str, etree._Element], nums: dict[str, etree._Element], styles: Styles) -> str:
    """The abstract list of a list; one that only names a numbering style is followed to that style's list."""
    seen: set[str] = set()
    while True:
        id_ = val(num, "w:abstractNumId")
        link = val(abstracts.get(id_), "w:numStyleLink")
        target = styles.numbering_style(link) if link else ""
        if not target or target in seen or target not in nums:
            return id_
        seen.add(target)
        num = nums[target]


def _list(num: etree._Element, abstract: str, element: etree._Element) -> _List:
    levels = [_Level()] * LEVELS
    for one in children(element, "w:lvl"):
        levels[_index(one)] = _level(one)
    starts: dict[int, int] = {}
    for override in children(num, "w:lvlOverride"):
        place = _index(override)
        own = child(override, "w:lvl")
        if own is not None:
            levels[place] = _level(own)
        start = val(override, "w:startOverride")
        if start or own is not None:
            starts[place] = number(start, levels[place].start) if start else levels[place].start
    return _List(abstract, levels, starts, printed=val(element, "w:name") == PRINTED)


def _index(element: etree._Element) -> int:
    return min(max(number(attr(element, "w:ilvl")), 0), LEVELS - 1)


def _level(element: etree._Element) -> _Level:
    fonts = child(child(element, "w:rPr"), "w:rFonts")
    restart = val(element, "w:lvlRestart")
    return _Level(
        _format(element),
        val(element, "w:lvlText"),
        max(0, number(val(element, "w:start"), 1)) if child(element, "w:start") is not None else 0,
        number(restart) if restart else -1,
        bool(toggle(element, "w:isLgl")),
        val(element, "w:pStyle"),
        (attr(fonts, "w:ascii") or attr(fonts, "w:hAnsi")) if fonts is not None else "",
    )


def _format(element: etree._Element) -> str:
    """The number format; formats of later versions stand in ``mc:AlternateContent`` with a fallback that is well known."""
    alternate = child(element, "mc:AlternateContent")
    for branch in (element, child(alternate, "mc:Fallback")):
        found = val(branch, "w:numFmt")
        if found and found != "custom":
            return found
    choice = child(child(alternate, "mc:Choice"), "w:numFmt")
    return "decimalZero" if choice is not None and attr(choice, "w:format").startswith("0") else "decimal"
