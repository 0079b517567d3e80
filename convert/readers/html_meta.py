"""What a page says of itself: title, meta elements, JSON-LD (schema.org), the line with date and source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from convert.model.nodes import Contributor, Meta
from convert.readers.html_tree import Tree, start_of, words
from convert.readers.spaces import line

_AUTHOR = ("author", "article:author", "byl", "dc.creator", "dcterms.creator", "parsely-author")
_DATE = (
    "article:published_time", "og:published_time", "publishdate", "pubdate", "publish-date", "apub:time", "weibo: article:create_at", "datepublished",
    "dc.date", "dcterms.date", "dc.date.issued", "og:release_date", "date",
)  # fmt: skip
_PUBLISHER = ("og:site_name", "publisher", "contentsource", "source", "articlesource", "dc.publisher", "sitename", "application-name")
_DESCRIPTION = ("description", "og:description", "dc.description", "twitter:description")
_ARTICLES = frozenset(
    ("Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "TechArticle", "ScholarlyArticle", "WebPage", "SocialMediaPosting")
)
#: Between a page's title and the name of the site.
_SITE = re.compile(r"\s*(?:--+|—+|_+|\||｜|»|\s[-–·]\s|-(?=[^-]*(?:网|網|新闻|新聞|频道|百科|知乎|博客|论坛))|－)\s*")
_DAY = re.compile(r"((?:19|20)\d\d)(?:\s*[-年/.]\s*|\s+)(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
_MONTH = re.compile(r"((?:19|20)\d\d)\s*[-年/.]\s*(\d{1,2})(?!\d)")
_SOURCE = re.compile(r"(?:来源|來源)\s*[:：]\s*([^\s|｜：:，。]{2,30})")
_BY = re.compile(r"(?:作者|文|撰文)\s*[:：/／]\s*([\u4e00-\u9fff·、\s]{2,30}?)(?=\s{2,}|[|｜，。]|\s*(?:来源|來源|编辑|責|责|20|19|$))")


def iso_date(stated: str) -> str:
    """The first date in ``stated`` in ISO 8601 (2022-12-07, 2022-12), "" where there is none."""
    day = _DAY.search(stated)
    if day and 1 <= int(day[2]) <= 12 and 1 <= int(day[3]) <= 31:
        return f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}"
    month = _MONTH.search(stated)
    if month and 1 <= int(month[2]) <= 12:
        return f"{month[1]}-{int(month[2]):02d}"
    bare = re.fullmatch(r"\s*((?:19|20)\d\d)\s*年?\s*", stated)
    return bare[1] if bare else ""


def stated(tree: Tree) -> Meta:
    """The metadata in head and JSON-LD; ``language`` as declared, "" where it is not. The title may bear the site's name."""
    metas = _metas(tree)
    linked = _json_ld(tree)

    def first(names: tuple[str, ...]) -> str:
        return next((metas[name] for name in names if metas.get(name)), "")

    authors = _people(linked.get("author")) or [a for a in re.split(r"[,，、;；]", first(_AUTHOR)) if a and "://" not in a]
    title = line(_string(linked.get("headline"))) or metas.get("og:title", "") or _title(tree)
    return Meta(
        title=title,
        contributors=tuple(Contributor(line(a)) for a in dict.fromkeys(authors) if line(a)),
        date=iso_date(_string(linked.get("datePublished"))) or iso_date(first(_DATE)),
        publisher=", ".join(_people(linked.get("publisher"))) or first(_PUBLISHER),
        language=_declared_language(tree, metas),
        keywords=tuple(dict.fromkeys(k for part in re.split(r"[,，、;；]", metas.get("keywords", "")) if (k := line(part)))),
        description=first(_DESCRIPTION),
        rights=metas.get("dc.rights", "") or metas.get("copyright", ""),
    )


def from_credit(meta: Meta, credit: str) -> dict[str, Any]:
    """What a printed line of date, source and author adds where the head is silent: values for ``replace``."""
    found: dict[str, Any] = {}
    date, source, by = iso_date(credit), _SOURCE.search(credit), _BY.search(credit)
    if date and not meta.date:
        found["date"] = date
    if source and not meta.publisher:
        found["publisher"] = source[1]
    if by and not meta.contributors:
        found["contributors"] = tuple(Contributor(name) for name in re.split(r"[、\s]+", by[1].strip()) if name)
    return found


def without_site(title: str) -> str:
    """A page's title without the name of the site behind it."""
    parts = [part for part in _SITE.split(title) if part]
    return parts[0] if parts and len(parts[0]) >= 4 else line(title)


def _title(tree: Tree) -> str:
    found = next(tree.root.iter("title"), None)
    return line(found.text or "") if found is not None else ""


def _declared_language(tree: Tree, metas: Mapping[str, str]) -> str:
    own = tree.root.get("lang") or tree.root.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.body.get("lang")
    return line(own or metas.get("content-language", "") or metas.get("og:locale", ""))


def _metas(tree: Tree) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop") or meta.get("http-equiv") or ""
        content = line(meta.get("content") or "")
        if content:
            found.setdefault(name.strip().lower(), content)
    return found


# ------------------------------------------------------------------------------------------------ JSON-LD


def _json_ld(tree: Tree) -> Mapping[str, Any]:
    """The first article that the page's JSON-LD describes; empty where there is none, or it cannot be read."""
    for script in tree.root.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            kinds = thing.get("@type")
            if not _ARTICLES.isdisjoint(k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)):
                return thing
    return {}


def _things(data: Any) -> Iterator[Mapping[str, Any]]:
    for thing in data if isinstance(data, list) else [data]:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            yield from (inner for inner in (graph if isinstance(graph, list) else []) if isinstance(inner, dict))


def _people(value: Any) -> list[str]:
    """The names in an author or publisher: a string, a thing with a name, or a list of these."""
    values = value if isinstance(value, list) else [value]
    names = (v.get("name") if isinstance(v, dict) else v for v in values)
    return [line(name) for name in names if isinstance(name, str) and line(name)]


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def headline(tree: Tree, title: str) -> etree._Element | None:
    """The element that shows the page's title: the only h1 with text, else the heading that the stated title begins with or equals."""
    firsts = [h for h in tree.body.iter("h1") if start_of(h)]
    if len(firsts) == 1:
        return firsts[0]
    wanted = _bare(title)
    named = [h for h in tree.body.iter("h1", "h2", "h3") if len(_bare(start_of(h))) >= 4 and wanted.startswith(_bare(start_of(h)))]
    if named:
        return named[0]
    short = _bare(without_site(title))
    if len(short) < 4:
        return None
    return next((e for e in tree.body.iter("div", "p", "td", "span", "strong", "b", "font") if _is_title(e, short)), None)


#: Words in a class that tell which line of the title block an element is, as editors of pages name them.
_LINES = {
    "kicker": "kicker pretitle pre-title eyebrow overline overtitle uptitle suptitle yinti jianti",
    "title": "title headline biaoti zhengti maintitle main-title",
    "subtitle": "subtitle sub-title sub_title deck dek futi futitle fubiaoti",
    "author": "author byline zuozhe writer",
}
_ROLE_OF = {name: role for role, names in _LINES.items() for name in names.split()}


def named_lines(tree: Tree) -> dict[str, str]:
    """The lines that the class of their element calls kicker, title, subtitle or author: the role of each by its bare words, the first of a role only."""
    found: dict[str, str] = {}
    for element in tree.body.iter("p", "div"):
        role = next((_ROLE_OF[name] for name in words(element) if name in _ROLE_OF), "")
        if role and role not in found.values() and (text := _bare(start_of(element))) and len(text) <= _LONGEST_LINE:
            found.setdefault(text, role)
    return found


_LONGEST_LINE = 80


def _is_title(element: etree._Element, short: str) -> bool:
    own = element.text or ""
    return len(element) == 0 and _bare(own) == short


def _bare(title: str) -> str:
    return "".join(title.split())
