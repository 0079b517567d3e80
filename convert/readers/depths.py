"""How deep elements of HTML may nest: what nests must have an end, and the model has one (``dump.DEEPEST``)."""

from __future__ import annotations

from lxml import etree

#: Elements deeper than this are read as plain text: nothing that is meant goes so deep.
DEEPEST = 100
#: The same, counting only elements that become a node of the model, which needs some room for sections and their text.
_DEEPEST_NODES = 45
#: What the HTML parser can hold; beyond it would drop text.
PARSER_DEPTH = 2040
#: Elements that arrange others and become no node.
_ARRANGING = frozenset(("html", "body", "div", "article", "main", "center", "thead", "tbody", "tfoot", "form", "header", "footer"))


#: Elements in which text cannot stand.
_HOLDING = frozenset(("table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl", "ruby"))


def bottoms(root: etree._Element) -> list[etree._Element]:
    """The outermost elements below ``root`` that are as deep as may be: what they hold is to be read as plain text."""
    found: list[etree._Element] = []
    depth = nodes = below = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        step = element.tag not in _ARRANGING
        if event == "end":
            below -= bool(below)
            depth, nodes = depth - 1, nodes - step
            continue
        if below or depth == DEEPEST or nodes == _DEEPEST_NODES:
            found.extend([] if below else [element])
            below += 1
        depth, nodes = depth + 1, nodes + step
    return found


def is_bottomless(root: etree._Element) -> bool:
    """Whether elements nest so deeply that the HTML parser may have dropped what lies below."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > PARSER_DEPTH:
            return True
    return False


def flatten(root: etree._Element) -> bool:
    """Make plain text of all that is nested too deeply; whether there was any."""
    found = [element for element in bottoms(root) if len(element)]
    for element in found:
        if element.tag in _HOLDING:
            element.tag = "div"
        element.text = "\n".join(piece for piece in map(str, element.itertext()) if piece)
        del element[:]
    return bool(found)
