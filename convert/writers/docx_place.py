"""Where the text goes in an organisation's template: a paragraph {{正文}}, wherever it stands; and which numbers the template has taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from convert.diagnostics import Report
from convert.writers.ooxml import WP, W

if TYPE_CHECKING:
    from lxml.etree import _Element

#: What says where the text goes; what stands around it stays.
PLACEHOLDERS = ("{{正文}}", "{{body}}")
#: Stands for the text in between.
_INSTRUCTION = "zhaibian-text"
_MARK = re.compile(rf"<\?{_INSTRUCTION}\s*\?>")
_W = f"{{{W}}}"
#: What a copy of a part of a paragraph has only where it stands, and what it has not at all.
_SHOWN = frozenset(f"{_W}{name}" for name in ("tab", "br", "drawing", "pict", "footnoteReference", "endnoteReference"))
_MARKS = frozenset({f"{_W}bookmarkStart", f"{_W}bookmarkEnd"})


def poured(body: _Element, text: str, report: Report) -> str:
    """``text`` (XML) among what the template's ``body`` has; instead of all of it where there is no placeholder, which is reported.

    A placeholder in a cell of a table, in a content control or within a sentence is one too: what stands around it stays, a sentence before and behind the
    text. The properties of the last section are left out.
    """
    children = [deepcopy(child) for child in body if child.tag != f"{_W}sectPr"]
    whole = _holder(children)
    places = [paragraph for paragraph in whole.iter(f"{_W}p") if _placeholder(text_of(paragraph))]
    if not places:
        _say_dropped(whole, report)
        return text
    if len(places) > 1:
        report.add(
            "docx.template-text", f"the template has {len(places)} places for the text; it went to the first, the others stay as they are"
        )
    _replace(places[0])
    before, behind = _MARK.split(xml(whole), maxsplit=1)
    return before + text + behind


def _holder(children: Sequence[_Element]) -> _Element:
    from lxml import etree

    holder = etree.Element("holder")
    holder.extend(children)
    return holder


def _say_dropped(whole: _Element, report: Report) -> None:
    boxed = _placeholder("".join(piece.text or "" for piece in whole.iter(f"{_W}t")))
    dropped = len("".join(piece.text or "" for piece in whole.iter(f"{_W}t")).strip())
    if boxed:
        message = f"the template's {boxed} stands in a text box, where a text has no room; all of the template's own text ({dropped} characters) was left out"
        report.add("docx.template-text", message, hint="put it into a paragraph of its own")
    elif dropped:
        report.add(
            "docx.template-text",
            f"the template's own text ({dropped} characters) was left out; a paragraph {{{{正文}}}} in it says where the text goes",
        )


def _placeholder(text: str) -> str:
    return next((one for one in PLACEHOLDERS if one in text), "")


def text_of(paragraph: _Element) -> str:
    """The characters of a paragraph, without those of text boxes in it."""
    return "".join(piece.text or "" for piece in _pieces(paragraph) if piece.tag == f"{_W}t")


def _pieces(element: _Element) -> Iterator[_Element]:
    """All that stands in a paragraph, in its order, without text boxes."""
    for child in element:
        if child.tag in {f"{_W}txbxContent", f"{_W}pPr"}:
            continue
        yield child
        yield from _pieces(child)


def _replace(paragraph: _Element) -> None:
    """Put the mark in the place of the placeholder; a content control around it is taken away, since it may hold no more than words."""
    from lxml import etree

    text = text_of(paragraph)
    start = text.index(_placeholder(text))
    end = start + len(_placeholder(text))
    before, behind = _part(paragraph, text[:start], 0, start), _part(paragraph, text[end:], end, len(text))
    section = paragraph.find(f"{_W}pPr/{_W}sectPr")
    if section is not None:
        behind = _section_end(section) if behind is None else behind
        for properties in before.findall(f"{_W}pPr") if before is not None else ():
            properties.remove(properties.findall(f"{_W}sectPr")[0])
    for part in (before, etree.ProcessingInstruction(_INSTRUCTION), behind):
        if part is not None:
            paragraph.addprevious(part)
    parent = paragraph.getparent()
    control = None if parent is None else parent.getparent()
    if parent is not None:
        parent.remove(paragraph)
        if parent.tag == f"{_W}sdtContent" and control is not None:
            _unwrapped(control, parent)


def _section_end(section: _Element) -> _Element:
    """An empty paragraph that ends a section of the template."""
    from lxml import etree

    made = etree.fromstring(f'<w:p xmlns:w="{W}"><w:pPr/></w:p>')
    made[0].append(deepcopy(section))
    return made


def _unwrapped(control: _Element, content: _Element) -> None:
    for child in list(content):
        control.addprevious(child)
    outside = control.getparent()
    if outside is not None:
        outside.remove(control)


def _part(paragraph: _Element, text: str, start: int, end: int) -> _Element | None:
    """The paragraph with its characters from ``start`` to ``end`` and what stands among them; None where no text is left."""
    if not text.strip():
        return None
    made, place = deepcopy(paragraph), 0
    for piece in list(_pieces(made)):
        if piece.tag == f"{_W}t":
            own = piece.text or ""
            piece.text = own[max(0, start - place) : max(0, end - place)]
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            place += len(own)
        elif piece.tag in _MARKS or (piece.tag in _SHOWN and not start <= place <= end):
            parent = piece.getparent()
            if parent is not None:
                parent.remove(piece)
    return made


def xml(whole: Iterable[_Element]) -> str:
    """The children of ``whole``, each with the namespaces that it needs."""
    from lxml import etree

    return "".join(etree.tostring(element, encoding="unicode", with_tail=False) for element in whole)


# ------------------------------------------------------------------------------------------------ what is taken


def highest(elements: Iterable[_Element], attribute: str) -> int:
    """The highest number that ``elements`` have as ``attribute``, 0 for none."""
    values = (element.get(attribute) or "" for element in elements)
    return max((int(value) for value in values if value.isdigit()), default=0)


def taken_bookmarks(body: _Element) -> int:
    """The highest number of a bookmark."""
    return highest(body.iter(f"{_W}bookmarkStart"), f"{_W}id")


def taken_drawings(body: _Element) -> int:
    """The highest number of a drawing."""
    return highest(body.iter(f"{{{WP}}}docPr"), "id")


_OURS = re.compile(r"_(Toc|Ref|Speaker)(\d+)")
_NAMED = re.compile(r'((?:w:name|w:anchor)="|<w:instrText xml:space="preserve"> PAGEREF )_(Toc|Ref|Speaker)(\d+)')


def taken_names(body: _Element) -> int:
    """The highest number in names of bookmarks that are like ours: those of a template that was a document of ours."""
    names = (_OURS.fullmatch(mark.get(f"{_W}name") or "") for mark in body.iter(f"{_W}bookmarkStart"))
    return max((int(name[2]) for name in names if name), default=0)


def renamed(text: str, first: int) -> str:
    """Text of ours with the numbers in the names of its bookmarks behind ``first``."""
    return _NAMED.sub(lambda found: f"{found[1]}_{found[2]}{int(found[3]) + first:0{len(found[3])}d}", text) if first else text


def cell_width(body: _Element) -> int:
    """The width in twips of the cell that the text goes into, without its margins; 0 where it goes into none, or none is stated."""
    place = next((paragraph for paragraph in body.iter(f"{_W}p") if _placeholder(text_of(paragraph))), None)
    cell = None if place is None else next(place.iterancestors(f"{_W}tc"), None)
    width = None if cell is None else cell.find(f"{_W}tcPr/{_W}tcW")
    stated = (width.get(f"{_W}w") or "") if width is not None and width.get(f"{_W}type") == "dxa" else ""
    return max(0, int(stated) - _CELL_MARGINS) if stated.isdigit() else 0


_CELL_MARGINS = 216
