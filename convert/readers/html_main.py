"""Where a page's main text stands, as trafilatura finds it.

The library gives text, not places: the element that holds nearly all of the lines it gives is the answer. What it leaves out of that
element (a caption, a short line, a table) is for the caller to judge; nothing is taken from its output.
"""

from __future__ import annotations

from lxml import etree

from convert.model.walk import squeeze
from convert.readers.html_tree import SILENT, Tree

#: Pages with more text than this are books, not articles; the library's time grows faster than they do. In characters.
_MOST = 500_000
#: The start of a line by which it is known again, in characters without white space.
_START = 8
#: A child that holds so much of what was found is where the search goes on.
_SHARE = 0.95


def main_element(tree: Tree) -> etree._Element | None:
    """The innermost element of the body that holds the main text; None where the library finds none."""
    html = etree.tostring(tree.root, encoding="unicode", method="html")
    if len(html) > 4 * _MOST or sum(map(len, tree.body.itertext())) > _MOST:
        return None
    starts = {squeeze(line.lstrip("-| #>"))[:_START] for line in _main_text(html).splitlines()}
    weights = _weights(tree, {start for start in starts if len(start) == _START})
    here, total = tree.body, weights.get(tree.body, 0)
    if not total:
        return None
    while True:
        best = max(here, key=lambda child: weights.get(child, 0), default=None)
        if best is None or weights.get(best, 0) < _SHARE * total:
            return here
        here = best


def _main_text(html: str) -> str:
    from trafilatura import extract

    return extract(html, fast=True, favor_recall=True, include_comments=False, output_format="txt") or ""


def _weights(tree: Tree, starts: set[str]) -> dict[etree._Element, int]:
    """For each element, how many characters of the main text stand in it."""
    weights: dict[etree._Element, int] = {}
    silent = 0
    for event, element in etree.iterwalk(tree.body, events=("start", "end")):
        if event == "start":
            silent += element.tag in SILENT
            weights[element] = 0 if silent else _length(element.text, starts)
            continue
        silent -= element.tag in SILENT
        outer = element.getparent()
        if element is not tree.body and outer is not None:
            weights[outer] += weights[element] + (0 if silent else _length(element.tail, starts))
    return weights


def _length(piece: str | None, starts: set[str]) -> int:
    shown = squeeze(piece) if piece and not piece.isspace() else ""
    return len(shown) if shown[:_START] in starts else 0
