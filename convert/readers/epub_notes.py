"""Notes of an EPUB: links that lead to a note's text, in the same document or another, which then stands in its place.

A link is a note's mark where it says so (EPUB ``noteref``, DPUB-ARIA ``doc-noteref``, the classes of Duokan and pandoc), or where it is a
short mark and what it leads to is a block that links back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from convert.readers.package import resolve
from convert.readers.xhtml_tree import text, words

_SAYS_SO = frozenset(
    {"noteref", "annoref", "doc-noteref", "footnote-ref", "footnoteref", "footnote-reference", "duokan-footnote", "noteanchor"}
)
_BACK_KINDS = frozenset({"doc-backlink", "backlink", "footnote-back", "footnote-backref", "reversefootnote"})
_MARK = re.compile(
    r"[\[［〔(（【<〈]?\s*(?:注|註|注释|註釋|译注|原注)?\s*(?:\d{1,4}|[①-⑳㉑-㊿❶-❿⓵-⓾]|[*＊※†‡§]{1,3}|[a-z]|[ivx]{1,6}|[一二三四五六七八九十]{1,3})?\s*[\]］〕)）】>〉.．、]?",
    re.IGNORECASE,
)
_BACK = re.compile(r"[↩↑⏎⤴^←\ufe0e\ufe0f\s]*|返回|回到原文|back")
_BODIES = frozenset({"li", "p", "div", "aside", "dd", "td", "section"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: More text than this is no note.
_LONGEST = 20_000

#: A member and an id in it.
Place = tuple[str, str]
#: The block of a note, its member, the element that bears the id.
_Aim = tuple[etree._Element, str, etree._Element]


@dataclass(frozen=True, slots=True)
class Notes:
    """``bodies``: the block of each mark, with the member that it stands in; ``taken``: these blocks; ``back``: links back to a mark."""

    bodies: dict[etree._Element, tuple[etree._Element, str]] = field(default_factory=dict)
    taken: set[etree._Element] = field(default_factory=set)
    back: set[etree._Element] = field(default_factory=set)


def is_mark(label: str) -> bool:
    """Whether a text is a note's mark (1, [2], ①, *) and no word of the text."""
    return bool(_MARK.fullmatch(label)) and len(label) <= 8


def find_notes(roots: Mapping[str, etree._Element], ids: Mapping[Place, etree._Element]) -> Notes:
    """The notes of a book. A mark inside another note, and the second mark of one note, stay links."""
    marks: list[tuple[etree._Element, str, _Aim]] = []
    leading_back: set[etree._Element] = set()  # of two links that lead to each other, the first is the mark
    for member, root in roots.items():
        for link in root.iter("a"):
            aim = _body(link, member, ids) if link not in leading_back else None
            if aim is not None:
                marks.append((link, member, aim))
                leading_back.update(_back_links(link, member, aim[0], aim[1]))
    shared = Counter(id(body) for body, _, _ in {id(target): (body, place, target) for _, _, (body, place, target) in marks}.values())
    chosen = {id(body) for _, _, (body, _, _) in marks}
    outer = {id(one) for _, _, (body, _, _) in marks for one in body.iterancestors() if id(one) in chosen}
    notes = Notes()
    for link, member, (body, place, _) in marks:
        barred = shared[id(body)] > 1 or id(body) in outer or any(id(one) in chosen for one in link.iterancestors())
        if barred or body in notes.taken:
            continue
        notes.taken.add(body)
        notes.bodies[link] = (body, place)
        notes.back.update(_back_links(link, member, body, place))
    return notes


def _body(link: etree._Element, member: str, ids: Mapping[Place, etree._Element]) -> _Aim | None:
    """The block of the note whose mark ``link`` is, its member, and the element that bears the id; None where it is no mark."""
    href = link.get("href") or ""
    if "#" not in href:
        return None
    place = resolve(member, href)
    target = ids.get(place)
    if target is None or target is link or not _BACK_KINDS.isdisjoint(words(link)):
        return None
    parent = link.getparent()
    kinds = words(link) | (words(parent) if parent is not None and parent.tag in {"sup", "span"} else frozenset())
    says_so = not _SAYS_SO.isdisjoint(kinds)
    if not says_so and not (is_mark(text(link)) and text(link)):
        return None
    body = _block(target)
    if body is None or any(one is body for one in link.iterancestors()):
        return None
    if any(one.tag in _HEADINGS for one in body.iter()) or len(text(body)) > _LONGEST:
        return None
    return (body, place[0], target) if says_so or next(_back_links(link, member, body, place[0]), None) is not None else None


def _block(element: etree._Element) -> etree._Element | None:
    """The block that an element is or begins."""
    if element.tag in _BODIES:
        return element
    found = next(
        (outer for outer in element.iterancestors() if outer.tag in _BODIES or outer.tag in _HEADINGS or outer.tag == "body"), None
    )
    return found if found is not None and found.tag in _BODIES else None


def _back_links(link: etree._Element, member: str, body: etree._Element, place: str) -> Iterator[etree._Element]:
    """The links in a note that lead to its mark, or around it."""
    names = {link.get("id"), link.get("name")}
    for outer, _ in zip(link.iterancestors(), range(2), strict=False):
        names.add(outer.get("id"))
    names.update(one.get("id") for one in link.iter())
    for one in body.iter("a"):
        target = resolve(place, one.get("href") or "")
        if not _BACK_KINDS.isdisjoint(words(one)) or (target[0] == member and target[1] and target[1] in names):
            yield one


def shows_nothing(back: etree._Element, label: str) -> bool:
    """Whether a link back holds but the mark again, or an arrow."""
    shown = text(back)
    return bool(_BACK.fullmatch(shown)) or is_mark(shown) or shown == label
