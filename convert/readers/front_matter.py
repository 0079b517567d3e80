"""YAML front matter: what a Markdown file says of itself between two lines of ``---``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml  # type: ignore[import-untyped,unused-ignore]

from convert.diagnostics import Pos, Report, Severity
from convert.model.nodes import Contributor, Meta
from convert.readers.html_meta import iso_date
from convert.readers.spaces import line

_FENCED = re.compile(r"\ufeff?---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LONGEST = 100_000
#: Names in use (Jekyll, Hugo, Hexo, pandoc, Quarto, and Chinese ones) for the fields of ``Meta``.
_FIELDS = {
    "title": "title", "标题": "title", "標題": "title",
    "subtitle": "subtitle", "副标题": "subtitle", "副標題": "subtitle",
    "kicker": "kicker", "引题": "kicker", "series": "series", "instalment": "instalment",
    "date": "date", "日期": "date", "published": "date",
    "publisher": "publisher", "出版社": "publisher", "institute": "publisher",
    "lang": "language", "language": "language", "语言": "language",
    "rights": "rights", "copyright": "rights", "license": "rights", "版权": "rights",
    "description": "description", "abstract": "description", "summary": "description", "excerpt": "description", "摘要": "description",
    "source": "source", "来源": "source", "page": "page",
}  # fmt: skip
_PEOPLE = {
    "author": "aut", "authors": "aut", "作者": "aut", "editor": "edt", "editors": "edt", "编辑": "edt", "translator": "trl", "译者": "trl",
    "speaker": "spk",
}  # fmt: skip
_KEYWORDS = ("keywords", "tags", "categories", "关键词", "标签")
_IDENTIFIERS = ("identifier", "isbn", "doi")


def split(text: str) -> tuple[str, str]:
    """The YAML at the head of ``text`` and the rest, which keeps its line numbers; "" and the text where there is none."""
    found = _FENCED.match(text)
    if not found or len(found[1]) > _LONGEST or not re.search(r"^[^\s:#][^:\n]*:(?:\s|$)", found[1], re.MULTILINE):
        return "", text
    return found[1], "\n" * found[0].count("\n") + text[found.end() :]


def metadata(front: str, name: str, report: Report) -> Meta | None:
    """The metadata; None, with a finding, where the YAML cannot be read. Keys without a place in ``Meta`` are named in a finding."""
    try:  # the base loader makes strings, and lists and maps of them; nothing else
        tree = yaml.load(front, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it is nested too deeply"
        place = Pos(mark.line + 2, mark.column + 1, name) if mark else Pos(1, 1, name)
        report.add("markdown.front-matter", f"the front matter is no YAML that can be read ({problem}); it is kept as text", pos=place)
        return None
    if not isinstance(tree, Mapping):
        return None
    values, unknown = _values(tree)
    if unknown:
        report.add(
            "markdown.front-matter",
            f"these keys of the front matter have no place in the metadata and were passed over: {', '.join(unknown)}",
            severity=Severity.INFO,
            pos=Pos(1, 1, name),
        )
    return Meta(**values)


def _values(tree: Mapping[Any, Any]) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {"language": ""}
    people: list[Contributor] = []
    keywords: list[str] = []
    identifiers: list[str] = []
    unknown: list[str] = []
    for raw_key, value in tree.items():
        key = line(str(raw_key)).lower()
        if key in _FIELDS:
            field = _FIELDS[key]
            values[field] = values.get(field) or "; ".join(_strings(value))
        elif key in _PEOPLE:
            people.extend(_people(value, _PEOPLE[key]))
        elif key in _KEYWORDS:
            keywords.extend(k for s in _strings(value) for part in re.split(r"[,，、;；]", s) if (k := line(part)))
        elif key in _IDENTIFIERS:
            identifiers.extend(_strings(value))
        else:
            unknown.append(key)
    date = values.get("date", "")
    if date:
        values["date"] = iso_date(date)
        values["date_printed"] = "" if values["date"] == date else date
    values |= {"contributors": tuple(people), "keywords": tuple(dict.fromkeys(keywords)), "identifiers": tuple(identifiers)}
    return values, unknown


def _strings(value: Any) -> list[str]:
    """The strings in a value, one level deep: a string, a list of them, or the values of a map."""
    values: Iterable[Any] = value if isinstance(value, list) else value.values() if isinstance(value, Mapping) else [value]
    return [line(v) for v in values if isinstance(v, str) and line(v)]


def _people(value: Any, role: str) -> list[Contributor]:
    """Names: a string (several parted by 、 or ;), a map with name and affiliation, or a list of these."""
    found: list[Contributor] = []
    for person in value if isinstance(value, list) else [value]:
        if isinstance(person, Mapping):
            name, position = person.get("name", ""), person.get("position") or person.get("affiliation") or person.get("title") or ""
            if isinstance(name, str) and line(name):
                found.append(Contributor(line(name), role, line(position) if isinstance(position, str) else ""))
        elif isinstance(person, str):
            found.extend(Contributor(line(name), role) for name in re.split(r"[、;；]", person) if line(name))
    return found
