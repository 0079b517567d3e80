"""Word's own numbers and bullets, for items that bear no printed label or whose labels its counters can make again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from convert.diagnostics import Report
from convert.model.nodes import BulletList, Item, OrderedList
from convert.writers.docx_lines import LONGER
from convert.writers.ooxml import HEAD, Script, W
from convert.zh.numerals import to_chinese, to_int

_LEVELS = 9
#: The bullets of the levels, in turn.
_BULLETS = "●○■"
#: As wide as a bullet of a Western font with the space behind it.
_BULLET = 48 * LONGER + " "
_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
#: A label in parts: what stands before its number, the number, what stands behind it.
_LABEL = re.compile("(第|[（(［\\[〔]?)([0-9]+|[一二三四五六七八九十百]+|[①-⑳])([条章节项]?[、．.，,）)\\]］〕:：]?)")


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of labels: Word's name of the number format, with what stands around the number."""

    format: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """How the items of a list are numbered: their style, what their paragraphs say besides, and whether labelled items are covered.

    ``form``: of their labels, which begin with ``start``; None for bullets.
    """

    style: str
    properties: str
    labelled: bool
    form: _Form | None = None
    start: int = 1

    def covers(self, item: Item) -> bool:
        """Whether Word makes this item's label."""
        return self.labelled or not item.label

    def shown(self, place: int) -> str:
        """What stands before the text of the item at this place of the list, as wide as Word and LibreOffice make it."""
        if self.form is None:
            return _BULLET
        number = self.start + place
        made = to_chinese(number) if self.form.format.startswith("chinese") else "①" if "Circle" in self.form.format else str(number)
        return f"{self.form.before}{made}{self.form.after}{' ' if _gap(self.form) == 'space' else ''}"


_DECIMAL = _Form("decimal", "", ".")
#: Labels for items that bear none, by the CSS counter style of their list.
_COUNTERS: dict[str, _Form] = {
    "lower-alpha": _Form("lowerLetter", "", "."),
    "lower-latin": _Form("lowerLetter", "", "."),
    "upper-alpha": _Form("upperLetter", "", "."),
    "upper-latin": _Form("upperLetter", "", "."),
    "lower-roman": _Form("lowerRoman", "", "."),
    "upper-roman": _Form("upperRoman", "", "."),
    "cjk-decimal": _Form("chineseCountingThousand", "", "、"),
    "simp-chinese-informal": _Form("chineseCountingThousand", "", "、"),
    "trad-chinese-informal": _Form("chineseCountingThousand", "", "、"),
    "cjk-ideographic": _Form("chineseCountingThousand", "", "、"),
}


@dataclass(slots=True)
class Numbering:
    """The numberings of a document. ``printed``: labels in print stay text; ``native``: Word makes those that it can.

    ``base``: the highest number that a template's own numberings have, behind which ours begin.
    """

    mode: Literal["printed", "native"]
    script: Script
    report: Report
    base: int = 0
    forms: dict[tuple[_Form, int, bool], int] = field(default_factory=dict)
    instances: list[tuple[int, int, int]] = field(default_factory=list)

    def open(self, block: OrderedList | BulletList, depth: int) -> Numbered | None:
        """How the items of ``block`` are numbered by Word; None where all labels are written as text."""
        bare = not any(item.label for item in block.items)
        if isinstance(block, BulletList):
            style = "ListBullet" if depth == 1 else f"ListBullet{depth}"
            return Numbered(style, "", bare) if bare or not all(item.label for item in block.items) else None
        style = "ListNumber" if depth == 1 else f"ListNumber{depth}"
        if bare:
            if block.counter in {"", "none"}:
                return None
            form = _COUNTERS.get(block.counter, _DECIMAL)
            return Numbered(style, self._instance(form, depth, 1, printed=False), False, form)
        if self.mode == "native":
            found = _form(block.items)
            if found:
                return Numbered(style, self._instance(found[0], depth, found[1], printed=True), True, *found)
            label = next(item.label for item in block.items if item.label)
            self.report.add(
                "docx.literal-label",
                f"the list that begins with “{label}” is no sequence that Word's numbering can make; its labels are written as text",
                pos=block.pos,
            )
        return None

    def _instance(self, form: _Form, depth: int, start: int, *, printed: bool) -> str:
        """A numbering of its own, so that each list begins anew: as a property of the paragraph, since no style can say that.

        ``printed``: its labels are those of the print, which our reader knows by the name of the list.
        """
        abstract = self.forms.setdefault((form, depth, printed), self.base + len(self.forms) + 3)
        self.instances.append((abstract, depth, start))
        return f'<w:numPr><w:ilvl w:val="{depth - 1}"/><w:numId w:val="{self.base + len(self.instances) + 2}"/></w:numPr>'

    def xml(self) -> str:
        """``word/numbering.xml``."""
        return f'{HEAD}<w:numbering xmlns:w="{W}">{"".join(self.parts())}</w:numbering>'

    def parts(self) -> tuple[str, str]:
        """The definitions, and the numberings that use them: 1 and 2 belong to the styles List Number and List Bullet, the others to single lists."""
        first, second = self.base + 1, self.base + 2
        abstracts = [_abstract(first, _numbers("ListNumber")), _abstract(second, _bullets())]
        for (form, depth, printed), number in self.forms.items():
            text = self.script.attribute(f"{form.before}%{depth}{form.after}")
            abstracts.append(_abstract(number, _level(depth - 1, form.format, text, _gap(form)), "printed" if printed else ""))
        nums = [f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in (first, second)]
        for number, (abstract, depth, start) in enumerate(self.instances, self.base + 3):
            restart = f'<w:lvlOverride w:ilvl="{depth - 1}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            nums.append(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{restart}</w:num>')
        return "".join(abstracts), "".join(nums)


def _form(items: Sequence[Item]) -> tuple[_Form, int] | None:
    """The form of the labels and the first number, where all have one form and their numbers follow each other."""
    form: _Form | None = None
    start = 0
    for place, item in enumerate(items):
        parts = _LABEL.fullmatch(item.label.strip())
        number = to_int(parts[2]) if parts else None
        if parts is None or number is None or not _counted(parts[2], number):
            return None
        this = _Form(_format(parts[2]), parts[1], parts[3])
        if form is None:
            form, start = this, number
        if this != form or number != start + place:
            return None
    return (form, start) if form else None


def _counted(text: str, number: int) -> bool:
    """Whether Word writes ``number`` as ``text``: 1 and 十, but not 01 and 一十."""
    return text in {str(number), to_chinese(number)} or text in _CIRCLED


def _format(number: str) -> str:
    if number.isascii():
        return "decimal"
    return "decimalEnclosedCircleChinese" if number in _CIRCLED else "chineseCountingThousand"


def _gap(form: _Form) -> str:
    return "space" if (form.after or "0")[-1].isascii() else "nothing"


def _abstract(number: int, levels: str, name: str = "") -> str:
    named = f'<w:name w:val="{name}"/>' if name else ""
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{named}{levels}</w:abstractNum>'


def _level(level: int, format_: str, text: str, suffix: str, style: str = "") -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>{linked}<w:suff w:val="{suffix}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def _numbers(style: str) -> str:
    return "".join(_level(n, "decimal", f"%{n + 1}.", "space", _linked(style, n)) for n in range(_LEVELS))


def _bullets() -> str:
    return "".join(_level(n, "bullet", _BULLETS[n % len(_BULLETS)], "space", _linked("ListBullet", n)) for n in range(_LEVELS))


def _linked(style: str, level: int) -> str:
    """The style of a level: Word has five."""
    return "" if level > 4 else style if level == 0 else f"{style}{level + 1}"
