"""Notes in HTML: links that lead to a note's text, which then stands in its place.

A link is a note's mark where it says so (DPUB-ARIA ``doc-noteref``, EPUB ``noteref``, the class ``footnote-ref``), or where it is a
short mark and what it leads to is a single block that links back.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from convert.readers.html_tree import HEADINGS, Tree, start_of, words

_SAYS_SO = frozenset(("doc-noteref", "noteref", "footnote-ref", "footnoteref", "footnote-reference"))
_MARK = re.compile(r"[\[［〔(（【]?\s*(?:注|註)?\s*(?:\d{1,4}|[①-⑳㉑-㊿❶-❿⓵-⓾]|[*＊†‡§]{1,3}|[a-z])\s*[\]］〕)）】]?", re.IGNORECASE)
_BODIES = frozenset(("li", "p", "div", "aside", "dd", "td", "section"))
#: What holds more elements than this is no note.
_LARGEST = 500


@dataclass(frozen=True, slots=True)
class NoteLinks:
    """``bodies``: the block of each mark that is a link; ``backlinks``: links from a note to its mark."""

    bodies: dict[etree._Element, etree._Element] = field(default_factory=dict)
    backlinks: set[etree._Element] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Body:
    """A block that may be a note: whether it can be, and the links in it by where they lead; under "" those that say they lead back."""

    possible: bool
    links: dict[str, list[etree._Element]]


def find(tree: Tree) -> NoteLinks:
    """The notes of the page; a mark inside another note's text, and the second mark of one note, stay links."""
    finder = _Finder(tree)
    marks = [(link, body) for link in tree.body.iter("a") if (body := finder.body(link)) is not None]
    chosen = {body for _, body in marks}
    shared = finder.shared(chosen)
    found = NoteLinks()
    used: set[etree._Element] = set()
    for link, body in marks:
        if body in used or body in shared or any(outer in chosen for outer in link.iterancestors()):
            continue
        used.add(body)
        found.bodies[link] = body
        found.backlinks.update(finder.backlinks(link, body))
    return found


class _Finder:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.known: dict[etree._Element, _Body] = {}

    def body(self, link: etree._Element) -> etree._Element | None:
        """The block of the note whose mark ``link`` is, or None."""
        href = link.get("href") or ""
        target = self.tree.ids.get(href[1:]) if href.startswith("#") else None
        if target is None:
            return None
        says_so = any(e is not None and not _SAYS_SO.isdisjoint(words(e)) for e in (link, link.getparent()))
        if not says_so and not _MARK.fullmatch(start_of(link)):
            return None
        body = _block(target)
        if body is None or body.tag not in _BODIES or not self._look(body).possible or any(outer is body for outer in link.iterancestors()):
            return None
        return body if says_so or self.backlinks(link, body) else None

    def backlinks(self, link: etree._Element, body: etree._Element) -> list[etree._Element]:
        """The links in ``body`` that lead back to ``link`` or what holds it."""
        names = {link.get("id"), link.get("name"), *(outer.get("id") for outer in islice(link.iterancestors(), 2))}
        links = self._look(body).links
        return [a for href in ("", *sorted(f"#{name}" for name in names if name)) for a in links.get(href, ())]

    def shared(self, chosen: set[etree._Element]) -> set[etree._Element]:
        """Blocks that hold the texts of several notes, or another of the blocks: which part is which note cannot be told."""
        wanted = (_block(element) for name in sorted(self.tree.targets) if (element := self.tree.ids.get(name)) is not None)
        ids_in = Counter(block for block in wanted if block is not None)
        shared = {body for body in chosen if ids_in[body] > 1}
        for body in chosen:
            shared.update(outer for outer in body.iterancestors() if outer in chosen)
        return shared

    def _look(self, body: etree._Element) -> _Body:
        if body not in self.known:
            elements = list(islice(body.iter(), _LARGEST + 1))
            links: dict[str, list[etree._Element]] = {}
            for a in elements:
                if a.tag == "a":
                    links.setdefault("" if "doc-backlink" in words(a) else a.get("href") or "#", []).append(a)
            possible = len(elements) <= _LARGEST and not any(e.tag in HEADINGS for e in elements)
            self.known[body] = _Body(possible, links)
        return self.known[body]


def _block(element: etree._Element) -> etree._Element | None:
    """The block that ``element`` is or begins."""
    if element.tag in _BODIES:
        return element
    return next((outer for outer in element.iterancestors() if outer.tag in _BODIES or outer.tag in HEADINGS or outer.tag == "body"), None)
