"""Our styles and numberings among those of an organisation's template.

What our text asks for and the template has is called by the template's ids; what it lacks is added with our alignment and indents, without our
fonts, on top of the template's ground style, so that it looks like the house it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from convert.diagnostics import Report
from convert.writers.docx_lists import Numbering
from convert.writers.docx_looks import Look
from convert.writers.docx_organisation import Organisation
from convert.writers.docx_styles import ALIGN, StyleBook, indents, paragraph_properties, word_language
from convert.writers.ooxml import HEAD, W, half_points

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_REFERENCE = re.compile(r'<w:(pStyle|rStyle|tblStyle|basedOn|next) w:val="([^"]*)"')
_HEIGHT = re.compile(r' w:line="\d+" w:lineRule="\w+"')
_TAB = re.compile(r'(<w:tab w:val="right" [^>]*w:pos=)"\d+"')
_LIST_NUMBER = re.compile(r'<w:numId w:val="(\d+)"/>')


@dataclass(slots=True)
class Merge:
    """Goes over the parts with our text. ``ids``: our style ids → those of the file; ``added``: names of the styles that had to be added."""

    organisation: Organisation
    book: StyleBook
    base: int
    ids: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    _new: list[str] = field(default_factory=list)

    def part(self, text: str) -> str:
        """Text of ours with the style ids of the file; the template's own has them already."""
        for kind, name in dict.fromkeys(_REFERENCE.findall(text)):
            if name not in self.ids:
                self._settle(kind, name)
        return _REFERENCE.sub(lambda found: f'<w:{found[1]} w:val="{self.ids.get(found[2], found[2])}"', text)

    def _settle(self, kind: str, name: str) -> None:
        if kind == "pStyle":
            self._paragraph(name)
        elif kind == "rStyle":
            self._other(name, "character")
        elif kind == "tblStyle":
            self._other(name, "table")

    def _paragraph(self, name: str) -> None:
        look = self.book.looks[name]
        mapped = self.organisation.mapped.get(name, "")
        outlined = look.outline is None or self._level(mapped) is not None
        if mapped and outlined and not (self._numbered(mapped) and not _LIST_NUMBER.search(dict(look.extra).get("numPr", ""))):
            self.ids[name] = mapped
        elif mapped and look.outline is not None and self._level(mapped) is None:
            self._add(look, f'<w:basedOn w:val="{mapped}"/>', f'<w:outlineLvl w:val="{look.outline}"/>', "", told=False)
        elif mapped:
            self._add(look, f'<w:basedOn w:val="{mapped}"/>', '<w:numPr><w:numId w:val="0"/></w:numPr>', "", told=False)
        elif look.based_on != "Normal":
            if look.based_on not in self.ids:
                self._paragraph(look.based_on)
            self._add(look, f'<w:basedOn w:val="{self.ids[look.based_on]}"/>', _difference(look, self.book), "", told=False)
        else:
            self._add(look, f'<w:basedOn w:val="{self.organisation.ground()}"/>', self._ours(look), _size(look, self.book), told=True)

    def _add(self, look: Look, based: str, ppr: str, rpr: str, *, told: bool) -> None:
        self.ids[look.id] = made = self._free(look.id)
        if told:
            self.added.append(look.name)
        self._new.append(
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{made}"><w:name w:val="{self._free_name(look.name)}"/>{based}'
            f"<w:qFormat/><w:pPr>{ppr}</w:pPr>{rpr}</w:style>"
        )

    def _ours(self, look: Look) -> str:
        """Our paragraph properties without the heights of lines, which are the template's."""
        text = _TAB.sub(rf'\g<1>"{self.book.shape.measure}"', paragraph_properties(replace(look, exact=False), self.book.shape))
        return _LIST_NUMBER.sub(lambda found: f'<w:numId w:val="{int(found[1]) + self.base}"/>', _HEIGHT.sub("", text))

    def _other(self, name: str, kind: str) -> None:
        for style in _styles(self.book):
            if style.get(f"{_W}styleId") == name:
                called = _value(style, "name")
                there = self.organisation.named(kind, called)
                self.ids[name] = there or self._free(name)
                if not there:
                    self._new.append(self._foreign(style, self.ids[name]))
                return

    def _foreign(self, style: _Element, made: str) -> str:
        from lxml import etree

        style.set(f"{_W}styleId", made)
        for base in style.findall(f"{_W}basedOn"):
            style.remove(base)
        return etree.tostring(style, encoding="unicode", with_tail=False)

    def _free(self, name: str) -> str:
        taken = set(self.organisation.ids.values()) | set(self.ids.values())
        return name if name not in taken else next(made for n in range(2, 10_000) if (made := f"{name}{n}") not in taken)

    def _free_name(self, name: str) -> str:
        return name if not self.organisation.named("paragraph", name) else f"{name} 摘编"

    def _level(self, style_id: str) -> str | None:
        """The outline level of a style of the template, its own or that of what it is based on."""
        by_id = {style.get(f"{_W}styleId"): style for style in self.organisation.styles.iter(f"{_W}style")}
        for _ in range(20):
            style = by_id.get(style_id)
            if style is None:
                return None
            level = style.find(f"{_W}pPr/{_W}outlineLvl")
            if level is not None:
                return level.get(f"{_W}val")
            style_id = _value(style, "basedOn")
        return None

    def _numbered(self, style_id: str) -> bool:
        """Whether a style of the template numbers its paragraphs by itself: our printed labels would stand beside its numbers."""
        style = next((s for s in self.organisation.styles.iter(f"{_W}style") if s.get(f"{_W}styleId") == style_id), None)
        found = None if style is None else style.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        return found is not None and found.get(f"{_W}val") != "0"

    # -------------------------------------------------------------------------------------------- parts

    def parts(self, numbering: Numbering, report: Report) -> dict[str, str | bytes]:
        """The template's numberings and styles with what came in, when all text has."""
        return {"word/numbering.xml": self.numberings(numbering), "word/styles.xml": self.styles(report)}

    def styles(self, report: Report) -> bytes:
        """The template's styles with those that were added, which are told."""
        from lxml import etree

        for text in self._new:
            wrapped = etree.fromstring(f'<w:styles xmlns:w="{W}">{text}</w:styles>'.encode())
            self.organisation.styles.extend(list(wrapped))
        _speak(self.organisation.styles, self.book.sheet.language)
        if self.added:
            names = "、".join(self.added)
            report.add(
                "docx.template-lacks",
                f"the template has no style for {names}; they were added to the document",
                hint="give the template such styles, or name the ones to take with --option docx.style-map=FILE.toml",
            )
        return etree.tostring(self.organisation.styles, xml_declaration=True, encoding="UTF-8", standalone=True)

    def numberings(self, ours: Numbering) -> bytes:
        """The template's numberings with ours behind them."""
        from lxml import etree

        root = _numberings(self.organisation)
        unused = re.compile(rf'<w:pStyle w:val="(?!(?:{"|".join(self.ids)})")[^"]*"/>')
        abstracts, nums = (self.part(unused.sub("", text)) for text in ours.parts())
        wrapped = etree.fromstring(f'<w:numbering xmlns:w="{W}">{abstracts}{nums}</w:numbering>'.encode())
        head = {f"{_W}abstractNum", f"{_W}numPicBullet"}
        place = next((n for n, child in enumerate(root) if child.tag not in head), len(root))
        for abstract in reversed(wrapped.findall(f"{_W}abstractNum")):
            root.insert(place, abstract)
        end = next((n for n, child in enumerate(root) if child.tag == f"{_W}numIdMacAtCleanup"), len(root))
        for num in reversed(wrapped.findall(f"{_W}num")):
            root.insert(end, num)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def highest(organisation: Organisation) -> int:
    """The highest number of the template's numberings, behind which ours begin."""
    root = _numberings(organisation)
    found = [child.get(f"{_W}{key}") for child in root for key in ("abstractNumId", "numId")]
    return max((int(number) for number in found if number and number.isdigit()), default=0)


def _numberings(organisation: Organisation) -> _Element:
    from lxml import etree

    found = organisation.part("numbering")
    return etree.fromstring(f'{HEAD}<w:numbering xmlns:w="{W}"/>'.encode()) if found is None else found


def _difference(look: Look, book: StyleBook) -> str:
    """What a variant says otherwise than the look that it is a variant of, in the order of CT_PPr."""
    base = book.looks[look.based_on]
    parts = []
    if look.style.keep_next != base.style.keep_next:
        parts.append("<w:keepNext/>")
    if look.page_break != base.page_break:
        parts.append("<w:pageBreakBefore/>" if look.page_break else '<w:pageBreakBefore w:val="0"/>')
    spacing = ""
    if look.before != base.before:
        spacing += f' w:beforeLines="{round(look.before * 100)}" w:before="{round(look.before * book.shape.pitch)}"'
    if look.style.after != base.style.after:
        spacing += f' w:afterLines="{round(look.style.after * 100)}" w:after="{round(look.style.after * book.shape.pitch)}"'
    moved = indents(look) if indents(look) != indents(base) else ""
    align = f'<w:jc w:val="{ALIGN[look.style.align]}"/>' if look.style.align != base.style.align else ""
    return "".join(parts) + (f"<w:spacing{spacing}/>" if spacing else "") + moved + align


def _size(look: Look, book: StyleBook) -> str:
    """The size of a look where it differs from that of body text, and its weight."""
    size = look.style.size / book.sheet.roles.body.size
    if size == 1 and not look.style.bold:
        return ""
    bold = "<w:b/><w:bCs/>" if look.style.bold else ""
    points = half_points(look.style.size)
    return f'<w:rPr>{bold}<w:sz w:val="{points}"/><w:szCs w:val="{points}"/></w:rPr>'


def _speak(styles: _Element, language: str) -> None:
    """Make ``language`` that of East Asian text: in another one programs would put stops and commas in the wrong place of their square."""
    for lang in styles.iter(f"{_W}lang"):
        lang.set(f"{_W}eastAsia", word_language(language))


def _value(style: _Element, child: str) -> str:
    found = style.find(f"{_W}{child}")
    return "" if found is None else found.get(f"{_W}val") or ""


def _styles(book: StyleBook) -> Iterable[_Element]:
    from lxml import etree

    return list(etree.fromstring(book.xml().encode()).iter(f"{_W}style"))
