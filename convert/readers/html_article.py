"""The main text of a web page, and what stands around it: navigation, sharing, comments, lists of other articles, the site's footer.

trafilatura says where the main text is (``html_main``), if that place holds most of the page's prose; from there the search goes down to the
child that holds most of it, as long as there is one. Prose is text outside links that has sentences, known by its punctuation: Chinese has no
blanks between words to count. What stands beside that way is furniture, unless it is prose of the same kind, the headline or the line with date and source. A page
that shows no sign of furniture is all main text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from lxml import etree

from convert.readers.depths import DEEPEST
from convert.readers.html_main import main_element
from convert.readers.html_tree import BLOCKS, HEADINGS, SILENT, Tree, start_of, words

_TAGS = frozenset(("nav", "footer", "form", "button", "select", "textarea", "dialog", "menu"))
_ROLES = frozenset(("navigation", "contentinfo", "search", "banner", "complementary", "menu", "menubar", "doc-toc"))
#: Words in a class or an id that tell what is no part of the article.
_HINTS_NAMES = """
    nav navbar navigation toc menu submenu sidebar sider aside footer foot foots copyright copyrights share shares sharing social comment comments
    discuss pinglun related relate relevant recommend recommends recommended recommendation tuijian hot hotnews rank ranking top10 ad ads advert
    advertisement adv guanggao banner breadcrumb breadcrumbs crumb crumbs mbx pagination pager page-nav toolbar toolbox tools login logon register search
    subscribe qrcode qr erweima friendlink links widget popup modal sitemap topbar header toplink bread like likes reward dashang follow
    editsection printfooter catlinks mw-jump-link navbox noprint hidden-print
    """
_HINTS = frozenset(_HINTS_NAMES.split())
_PARTS = frozenset(("div", "section", "article", "main"))
#: Words in a class or an id that tell what is the article.
_ARTICLE = re.compile(
    r"articlebody|article[-_]?(?:body|content|text|con|main)|post[-_]?(?:body|content|article)|entry[-_]?content|js_content|rich_media_content|artibody"
    r"|trs_editor|ucap|txt_con|main[-_]?text|(?:detail|news|text|main)[-_]?(?:content|body|text|con)\b|zhengwen|endtext|mw-parser-output|markdown-body|richtext",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"[\s_-]+|(?<=[a-z])(?=[A-Z])")
_SENTENCE = re.compile(r"[。！？；]|[，、,.!?;](?=.)")
_CREDIT = re.compile(
    r"(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}|来源\s*[:：]|來源\s*[:：]|作者\s*[:：]|责任?编辑?\s*[:：]|責任?編輯?\s*[:：]|发布时间|文号|字号"
)
_CREDIT_LENGTH = 120
#: What only the foot of a site says.
_LEGAL = re.compile(
    r"ICP[备證证]|版权所有|版權所有|Copyright\s*(?:©|\(c\)|&copy;)|©\s*(?:19|20)\d\d|All Rights Reserved|网站地图|網站地圖|信息服务许可证",
    re.IGNORECASE,
)
_LEGAL_LENGTH = 600
#: A child that holds so much of its parent's prose is where the search goes on.
_MOST = 0.6
#: The same, where the parent is named as the article's.
_MOST_OF_ARTICLE = 0.85
#: As many links as short as this, in characters on the average, are a site's parts.
_BAR = 5
_SHORT = 6
#: Prose below this many characters is no article.
_LEAST = 24


@dataclass(slots=True)
class _Weight:
    """What an element holds: characters, those of them in links, those of prose."""

    chars: int = 0
    linked: int = 0
    prose: int = 0
    links: int = 0


@dataclass(slots=True)
class _Weights:
    """The weight of every element, found in one way through the tree."""

    tree: Tree
    found: dict[etree._Element, _Weight] = field(default_factory=dict)

    def of(self, element: etree._Element) -> _Weight:
        return self.found.get(element) or _Weight()

    def weigh(self) -> None:
        silent = links = 0
        for event, element in etree.iterwalk(self.tree.body, events=("start", "end")):
            if event == "start":
                silent += element.tag in SILENT
                away = self._leads_away(element)
                links += away
                self.found[element] = _Weight(links=int(away))
                if not silent:
                    self._add(element, element.text, links > 0)
                continue
            silent -= element.tag in SILENT
            links -= self._leads_away(element)
            outer = element.getparent()
            if outer is None or element is self.tree.body:
                continue
            mine, its = self.found[element], self.found[outer]
            its.chars, its.linked = its.chars + mine.chars, its.linked + mine.linked
            its.prose, its.links = its.prose + mine.prose, its.links + mine.links
            if not silent:
                self._add(outer, element.tail, links > 0)

    def _leads_away(self, element: etree._Element) -> bool:
        """Whether it is a link to elsewhere: one within the text, to a note or a chapter, is part of it."""
        return element.tag == "a" and (element.get("href") or "")[1:] not in self.tree.ids

    def _add(self, element: etree._Element, piece: str | None, linked: bool) -> None:
        if not piece or piece.isspace():
            return
        weight = self.found[element]
        count = sum(map(str.isalnum, piece))
        weight.chars += count
        if linked:
            weight.linked += count
        elif _SENTENCE.search(piece) or count > 40:
            weight.prose += count


def is_credit(printed: str) -> bool:
    """Whether a text is the short line with date, source or author."""
    return len(printed) <= _CREDIT_LENGTH and _CREDIT.search(printed) is not None


def furniture(tree: Tree, headline: etree._Element | None) -> list[etree._Element]:
    """The elements of the page that are no part of the main text, outermost only, in the order of the page.

    Where text stands bare beside the way to the main text, it is first wrapped in a span, so that an element can be named.
    """
    weights = _Weights(tree)
    weights.weigh()
    finder = _Finder(tree, weights, headline)
    if weights.of(tree.body).prose < _LEAST or not finder.is_page():
        return []
    way = finder.way()
    found: list[etree._Element] = []
    for outer, inner in pairwise(way):
        _wrap_bare_text(outer)
        near = way.index(inner) >= len(way) - 2
        beside = [e for e in outer if e is not inner]
        found.extend(e for e in beside if not finder.belongs(e, inner, near))
        found.extend(bar for e in beside if finder.belongs(e, inner, near) for bar in finder.bars(e))
    found.extend(finder.inside(way[-1]))
    chosen = set(found)
    return [e for e in tree.body.iter() if e in chosen]


def _wrap_bare_text(element: etree._Element) -> None:
    if element.text and element.text.strip():
        span = etree.Element("span")
        span.text, element.text = element.text, None
        element.insert(0, span)
    for child in list(element):
        if child.tail and child.tail.strip():
            span = etree.Element("span")
            span.text, child.tail = child.tail, None
            child.addnext(span)


@dataclass(slots=True)
class _Finder:
    """Looks for what of a page is its article."""

    tree: Tree
    weights: _Weights
    headline: etree._Element | None

    def is_page(self) -> bool:
        """Whether anything tells of furniture: the kind or name of an element, what only sites say, a bar of links."""
        return any(self.weights.of(e).chars and (self.hinted(e) or self._is_legal(e) or self._is_bar(e)) for e in self.tree.body.iter())

    def _is_bar(self, element: etree._Element) -> bool:
        """Whether it is a list of links that is not made as a list, or one of links as short as the names of a site's parts."""
        if element.tag not in ("div", "td", "center", "p", "span", "ul") or not self.is_linky(element):
            return False
        weight = self.weights.of(element)
        return next(element.iter("li"), None) is None or (weight.links >= _BAR and weight.linked <= _SHORT * weight.links)

    def _is_legal(self, element: etree._Element) -> bool:
        if element.tag not in BLOCKS or element is self.tree.body:
            return False
        weight = self.weights.of(element)
        return weight.chars < _LEGAL_LENGTH and _LEGAL.search(start_of(element)) is not None

    def hinted(self, element: etree._Element) -> bool:
        """Whether kind or name tell that it is furniture; not where most of the page's prose stands in it."""
        if element is self.tree.body or element.tag in ("html", "body", "main", "article") or element.tag in HEADINGS:
            return False
        if element.tag not in BLOCKS and element.tag not in ("span", "a", "button", "textarea"):
            return False
        named = element.tag in _TAGS or not _ROLES.isdisjoint(words(element)) or not _HINTS.isdisjoint(_names(element))
        mixed = element.tag in ("header", "aside")
        if not named and not (mixed and not self._in_article(element)):
            return False
        return self.weights.of(element).prose < 0.4 * max(self.weights.of(self.tree.body).prose, 1)

    @staticmethod
    def _in_article(element: etree._Element) -> bool:
        return any(outer.tag == "article" for outer in element.iterancestors())

    def is_linky(self, element: etree._Element) -> bool:
        """Whether it is a list of links."""
        weight = self.weights.of(element)
        return weight.links >= 3 and weight.linked > 0.7 * weight.chars

    def bars(self, element: etree._Element) -> Iterator[etree._Element]:
        """The lists of links beside a headline, in an element that is part of the main text for the headline's sake."""
        if self._holds_headline(element):
            yield from (e for e in element.iterdescendants() if (self.is_linky(e) or self.hinted(e)) and not self._holds_headline(e))

    def way(self) -> list[etree._Element]:
        """From the body down to the element that holds the main text."""
        way = self._found_way()
        while True:
            here = way[-1]
            named = here.tag not in ("body", "html") and (here.get("itemprop") == "articleBody" or _ARTICLE.search(_name(here)))
            children = [c for c in here if not self.hinted(c) and not self._is_legal(c)]
            best = max(children, key=lambda c: self.weights.of(c).prose, default=None)
            total = sum(self.weights.of(c).prose for c in children)
            if best is None or not self._can_hold(best) or self.weights.of(best).prose < (_MOST_OF_ARTICLE if named else _MOST) * total:
                return way
            way.append(best)

    def _found_way(self) -> list[etree._Element]:
        """The way to where the library finds the main text; only the body where that holds less than most of the prose."""
        body = self.tree.body
        found = main_element(self.tree)
        prose = sum(self.weights.of(c).prose for c in body if not self.hinted(c) and not self._is_legal(c))
        if found is None or self.weights.of(found).prose < _MOST * prose:
            return [body]
        way = [found, *found.iterancestors()]
        way = way[: way.index(body) + 1][::-1]
        return list(takewhile(lambda e: e is body or self._can_hold(e), way))

    def _can_hold(self, element: etree._Element) -> bool:
        """Whether the search may go on in it: not in a paragraph, a quotation, a list, a table of data."""
        if element.tag in ("p", "blockquote", "ul", "ol", "dl", "pre", "figure") or element.tag in HEADINGS:
            return False
        if element.tag == "table" and element not in self.tree.layout:
            return len(list(element.iter("tr"))) <= 1 or any(self.is_linky(cell) for cell in element.iter("td"))
        return element.tag in BLOCKS or element in self.tree.holders or element.tag in ("font", "span")

    def belongs(self, element: etree._Element, inner: etree._Element, near: bool) -> bool:
        """Whether an element beside the way to the main text is part of it all the same."""
        if self._holds_headline(element):
            return True
        if element.tag in SILENT or not self.weights.of(element).chars:
            return True
        if self.hinted(element) or self.is_linky(element) or self._is_legal(element):
            return False
        if self._is_credit(element):
            return True
        weight = self.weights.of(element)
        if not near or weight.linked > 0.25 * weight.chars:
            return False
        if element.tag in HEADINGS or element.tag in ("p", "blockquote", "figure"):
            return True
        return element.tag == inner.tag and element.get("class") == inner.get("class") and weight.prose > 0

    def _holds_headline(self, element: etree._Element) -> bool:
        """Whether the headline stands in it, without much else."""
        if self.headline is None or self.weights.of(element).linked > 60:
            return False
        if element is self.headline:
            return True
        return (
            any(outer is element for outer in self.headline.iterancestors()) and len(start_of(element)) < len(start_of(self.headline)) + 200
        )

    def _is_credit(self, element: etree._Element) -> bool:
        weight = self.weights.of(element)
        return weight.chars <= _CREDIT_LENGTH and weight.links <= 3 and is_credit(start_of(element))

    def inside(self, main: etree._Element, depth: int = 0) -> Iterator[etree._Element]:
        """Furniture within the main text: named so, or a list of links before or after all prose."""
        children = list(main)
        prose = [i for i, c in enumerate(children) if self.weights.of(c).prose and not self.hinted(c) and not self._is_legal(c)]
        first, last = (prose[0], prose[-1]) if prose else (0, 0)
        for i, child in enumerate(children):
            outside = prose and (i < first or i > last) and (self.is_linky(child) or self._is_legal(child))
            if outside and not self._holds_headline(child):
                yield child
            elif child.tag in _PARTS and depth < DEEPEST and self.weights.of(child).prose > 0 and not self.hinted(child):
                yield from self.inside(child, depth + 1)
            else:
                yield from self._named(child)

    def _named(self, element: etree._Element) -> Iterator[etree._Element]:
        """The outermost furniture in ``element`` by its names; without recursion."""
        todo = [element]
        while todo:
            here = todo.pop()
            if here.tag in SILENT:
                continue
            if self.hinted(here) and self.weights.of(here).chars and not self._holds_headline(here):
                yield here
            else:
                todo.extend(here)


def _name(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _names(element: etree._Element) -> set[str]:
    """The words in the classes and the id, whole and taken apart."""
    name = _name(element)
    return {part.lower() for part in (*name.split(), *_SPLIT.split(name)) if part}
