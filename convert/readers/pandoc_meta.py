"""The metadata of pandoc's JSON."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from convert.diagnostics import Pos, Report, Severity
from convert.model.nodes import Attrs, Contributor, Inline, Meta, TitleLine
from convert.readers import titles
from convert.readers.html_meta import iso_date
from convert.readers.pandoc_inlines import Inlines, plain_text
from convert.readers.spaces import line

Json = Any
#: Where our own writer puts what pandoc has no name for.
OWN = "zhaibian"
_FIELDS = {
    "subtitle": "subtitle", "publisher": "publisher", "institute": "publisher", "rights": "rights", "copyright": "rights",
    "description": "description", "abstract": "description", "source": "source", "lang": "language", "language": "language",
}  # fmt: skip
_KNOWN = frozenset((*_FIELDS, "title", "author", "authors", "date", "keywords", "tags", "subject", "identifier", OWN))


def metadata(stated: Mapping[str, Json], inlines: Inlines, name: str, report: Report) -> Meta:
    """What the metadata of pandoc say, under the names that its formats use."""
    values: dict[str, Any] = {"language": ""}
    for key, target in _FIELDS.items():
        if key in stated:
            values[target] = values.get(target) or _text(stated[key])
    date = _text(stated.get("date"))
    values["date"] = iso_date(date)
    values["date_printed"] = "" if values["date"] == date else date
    people = [_contributor(p) for key in ("author", "authors") for p in _each(stated.get(key))]
    values["contributors"] = tuple(p for p in people if p.name)
    found = (
        k for key in ("keywords", "tags", "subject") for value in _each(stated.get(key)) for k in re.split(r"[,，、;；]", _text(value))
    )
    values["keywords"] = tuple(dict.fromkeys(k.strip() for k in found if k.strip()))
    values["identifiers"] = tuple(t for value in _each(stated.get("identifier")) if (t := _text(value)))
    values["title"] = _text(stated.get("title"))
    unknown = sorted(key for key in stated if key not in _KNOWN)
    if unknown:
        shown = f"these metadata have no place here and were passed over: {', '.join(unknown)}"
        report.add("pandoc.unknown", shown, severity=Severity.INFO, pos=Pos(1, 1, name))
    meta = Meta(**values)
    if is_own(stated):
        return Meta(**(values | _own(stated[OWN]["c"], inlines)))
    content = _inlines(stated.get("title"), inlines)
    return Meta(**(values | {"title_block": titles.title_lines(meta, content)}))


def is_own(stated: Mapping[str, Json]) -> bool:
    """Whether our writer made the file and nothing has been at it since: another format would have made inlines of the strings."""
    own = stated.get(OWN)
    return bool(own and own["t"] == "MetaMap" and own["c"].get("version") == {"t": "MetaString", "c": "1"})


def _own(own: Mapping[str, Json], inlines: Inlines) -> dict[str, Any]:
    """What our writer put down: exactly as it was."""
    values: dict[str, Any] = dict.fromkeys(("title", "kicker", "subtitle", "series", "instalment", "date", "page"), "")
    values |= {key: own[key]["c"] for key in values if key in own}
    values["date_printed"] = own["date-printed"]["c"] if "date-printed" in own else ""
    values["modified"] = datetime.datetime.fromisoformat(own["modified"]["c"]) if "modified" in own else None
    values["contributors"] = tuple(_contributor(c) for c in _each(own.get("contributors")))
    lines = (value["c"] for value in _each(own.get("title-block")))
    values["title_block"] = tuple(TitleLine(_inlines(row["content"], inlines), attrs=Attrs(role=row["role"]["c"])) for row in lines)
    return values


def _each(value: Json) -> list[Json]:
    if not value:
        return []
    return list(value["c"]) if value["t"] == "MetaList" else [value]


def _text(value: Json) -> str:
    """Any value of the metadata as one line."""
    if not value:
        return ""
    match value["t"]:
        case "MetaString":
            return line(value["c"])
        case "MetaBool":
            return "true" if value["c"] else "false"
        case "MetaList":
            return "; ".join(text for inner in value["c"] if (text := _text(inner)))
        case "MetaMap":
            return "; ".join(text for inner in value["c"].values() if (text := _text(inner)))
        case _:
            return line(plain_text(value["c"]))


def _inlines(value: Json, inlines: Inlines) -> tuple[Inline, ...]:
    """The inlines of a value; () for what has none."""
    if not value or value["t"] != "MetaInlines":
        return ()
    return inlines.paragraph(value["c"])


def _contributor(value: Json) -> Contributor:
    """Somebody named, by name alone or with affiliation."""
    if value["t"] != "MetaMap":
        return Contributor(_text(value))
    fields = {key: _text(inner) for key, inner in value["c"].items()}
    position = fields.get("position") or fields.get("affiliation") or fields.get("institute") or ""
    return Contributor(fields.get("name", ""), fields.get("role") or "aut", position)
