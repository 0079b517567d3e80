"""The metadata of an EPUB 2 or 3 as ``Meta`` (OPF 2.0.1 § 2.2, EPUB 3.3 § 5.5 and D.3)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from lxml import etree

from convert.model.nodes import Contributor, Meta
from convert.readers.epub_package import Opf, local
from convert.readers.languages import language
from convert.zh.numerals import to_chinese

_OPF = "{http://www.idpf.org/2007/opf}"
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


class _Statements:
    """The Dublin Core elements of a package document with what refines them."""

    def __init__(self, metadata: etree._Element | None) -> None:
        self.elements: list[etree._Element] = list(metadata.iter()) if metadata is not None else []
        self.refined: dict[tuple[str, str], dict[str, None]] = {}
        for one in self.elements:
            if local(one) == "meta" and one.get("refines"):
                place = ((one.get("refines") or "").lstrip("#"), one.get("property") or "")
                self.refined.setdefault(place, {})[_text(one)] = None

    def all(self, name: str) -> Iterator[tuple[etree._Element, str]]:
        """The elements ``dc:name`` that say anything."""
        for one in self.elements:
            if local(one) == name and isinstance(one.tag, str) and "purl.org/dc" in one.tag and _text(one):
                yield one, _text(one)

    def first(self, name: str) -> str:
        """The first ``dc:name``, "" for none."""
        return next((value for _, value in self.all(name)), "")

    def refinements(self, element: etree._Element, property_: str) -> list[str]:
        """What each ``meta`` says of an element, else its attribute of EPUB 2."""
        stated = self.refined.get((element.get("id") or "", property_), {}) if element.get("id") else {}
        own = element.get(f"{_OPF}{property_}")
        return [value for value in stated if value] or ([own] if own else [])

    def refinement(self, element: etree._Element, property_: str) -> str:
        """The first of ``refinements``, "" for none."""
        return next(iter(self.refinements(element, property_)), "")

    def metas(self, property_: str) -> Iterator[tuple[etree._Element, str]]:
        """``<meta property=…>`` of EPUB 3 and ``<meta name=… content=…>`` of EPUB 2."""
        for one in self.elements:
            if local(one) == "meta" and not one.get("refines"):
                if one.get("property") == property_ and _text(one):
                    yield one, _text(one)
                elif one.get("name") == property_ and one.get("content"):
                    yield one, " ".join((one.get("content") or "").split())


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def meta_of(opf: Opf, texts: Iterable[str]) -> Meta:
    """The metadata; ``texts`` are those of the book, to tell its script where ``dc:language`` leaves it open."""
    said = _Statements(opf.metadata)
    titles = _titles(said)
    series, instalment = _series(said)
    unique = opf.root.get("unique-identifier") or ""
    identifiers = [value for one, value in said.all("identifier") if not _made_up(one, value, unique)]
    return Meta(
        title=titles.get("main", ""),
        subtitle=titles.get("subtitle", "").strip("—–―─-－ "),
        series=series,
        instalment=instalment,
        contributors=tuple(dict.fromkeys(_people(said))),
        date=_date(said),
        publisher=said.first("publisher"),
        source=said.first("source"),
        language=language(said.first("language"), texts),
        identifiers=tuple(dict.fromkeys(identifiers)),
        rights=said.first("rights"),
        keywords=tuple(dict.fromkeys(value for _, value in said.all("subject"))),
        description=re.sub(r"<[^<>]+>", "", said.first("description")).strip(),
        modified=_moment(next((value for _, value in said.metas("dcterms:modified")), "")),
    )


def _titles(said: _Statements) -> dict[str, str]:
    """Titles by their type; the first without one is the main title."""
    found: dict[str, str] = {}
    untyped: list[str] = []
    for element, value in said.all("title"):
        kind = said.refinement(element, "title-type")
        if kind:
            found.setdefault(kind, value)
        else:
            untyped.append(value)
    if "main" not in found:
        found["main"] = untyped[0] if untyped else next(iter(found.values()), "")
    return found


def _people(said: _Statements) -> Iterator[Contributor]:
    """Creators and contributors with their MARC relators; a creator without one is the author, a contributor just contributes."""
    for name, usual in (("creator", "aut"), ("contributor", "ctb")):
        for element, value in said.all(name):
            for role in said.refinements(element, "role") or [usual]:
                yield Contributor(value, role)


def _series(said: _Statements) -> tuple[str, str]:
    """The series and the number in it, as calibre or EPUB 3 state them."""
    for element, value in said.metas("belongs-to-collection"):
        if said.refinement(element, "collection-type") in {"", "series"}:
            return value, _instalment(said.refinement(element, "group-position"))
    name = next((value for _, value in said.metas("calibre:series")), "")
    return name, _instalment(next((value for _, value in said.metas("calibre:series_index")), "")) if name else ""


def _instalment(position: str) -> str:
    """A number of a series as Chinese prints it: 2 → 二."""
    number = position.removesuffix(".0")
    return to_chinese(int(number)) if number.isascii() and number.isdigit() and len(number) < 4 else position


def _date(said: _Statements) -> str:
    """The date of publication: ISO 8601 to the day."""
    dates = [(element.get(f"{_OPF}event") or "", value) for element, value in said.all("date")]
    chosen = next((value for event, value in dates if event in {"publication", ""}), dates[0][1] if dates else "")
    found = _DATE.match(chosen)
    return found[0] if found and not chosen.startswith("0101") else ""


def _made_up(element: etree._Element, value: str, unique: str) -> bool:
    """Whether an identifier is only the one that the program gave the file."""
    return element.get("id") == unique and bool(re.match(r"urn:uuid:|[0-9a-f]{8}-[0-9a-f]{4}-", value, re.IGNORECASE))


def _moment(stated: str) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(stated)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment.astimezone(datetime.UTC)
    return moment if moment.year > 1980 else None
