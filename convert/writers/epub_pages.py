"""The pages that a book has besides its text: cover, title page, colophon; and the frame of every page.

The cover, the contents and the colophon are made here and are no part of the text. The title page is the title block of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from convert.model.nodes import Contributor, Document, Meta, TitleLine
from convert.model.walk import flow, title_block
from convert.stylesheet import Sheet
from convert.writers.markup import Escaper, language
from convert.writers.xhtml import Inlines

_LINE_CLASSES = {"": "subtitle", "kicker": "kicker", "subtitle": "subtitle", "tag": "tag", "note": "note", "author": "author"}


def page(sheet: Sheet, escape: Escaper, title: str, body: str, *, up: str = "../", kind: str = "", across: bool = False) -> bytes:
    """A content document; ``up`` leads from it to the folder of the package, ``kind`` is the class of its body.

    ``across``: its lines run across even in a vertical book.
    """
    way = "" if not sheet.vertical else ' class="horizontal"' if across else ' class="vertical"'
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{language(sheet.language)}{way}>\n'
        f"<head><title>{escape.text(title)}</title>"
        f'<link rel="stylesheet" type="text/css" href="{up}style/book.css"/></head>\n'
        f"<body{f' class={chr(34)}{kind}{chr(34)}' if kind else ''}>{body}</body>\n</html>\n"
    ).encode()


@dataclass(frozen=True, slots=True)
class Titles:
    """How the book is called: its title, its subtitle without dashes, and both as one line."""

    main: str
    subtitle: str

    @property
    def full(self) -> str:
        """Title and subtitle, a Chinese dash between them."""
        return f"{self.main}——{self.subtitle}" if self.subtitle else self.main


def titles(document: Document, sheet: Sheet) -> Titles:
    """The titles for catalogues: the subtitle as printed, with its instalment, and without the dash before it."""
    meta = document.meta
    printed = ["".join(flow(line.content).split()) for line in title_block(meta) if line.role == "subtitle"]
    subtitle = printed[0].strip("—–―─-－") if len(printed) == 1 and meta.subtitle else meta.subtitle
    first = next((flow(line.content).strip() for line in title_block(meta)), "")
    return Titles(meta.title or first or sheet.words.untitled, subtitle)


_ISO = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def date_text(meta: Meta) -> str:
    """The date as printed, else as a Chinese reads it: 2022年12月7日."""
    found = _ISO.fullmatch(meta.date)
    if meta.date_printed or not found:
        return meta.date_printed or meta.date
    return "".join(f"{int(number)}{unit}" for number, unit in zip(found.groups(), "年月日", strict=True) if number)


# ------------------------------------------------------------------------------------------------ cover and title page


def cover_page(sheet: Sheet, escape: Escaper, image: str, alt: str) -> bytes:
    """The cover: one picture, in a document of its own (Kobo asks for that)."""
    body = f'<section epub:type="cover"><img src="../{image}" role="doc-cover" alt="{escape.attribute(alt)}"/></section>'
    return page(sheet, escape, sheet.words.cover, body, kind="cover", across=True)


def title_page(lines: Iterable[TitleLine], inlines: Inlines) -> str:
    """The body of the title page: the title block as printed, line by line."""
    body: list[str] = []
    headed = False
    for role, group in groupby(lines, key=lambda line: line.role):
        content = [inlines.paragraph(line.content) for line in group]
        if role == "title" and not headed:
            headed = True
            inner = content[0] if len(content) == 1 else "".join(f'<span class="line">{line}</span>' for line in content)
            body.append(f"<h1>{inner}</h1>")
        else:
            name = "title" if role == "title" else _LINE_CLASSES.get(role, "subtitle")
            body.extend(f'<p class="{name}">{line}</p>' for line in content if line)
    notes = f'<div class="notes">{"".join(inlines.asides)}</div>' if inlines.asides else ""
    return f'<section class="titlepage" epub:type="titlepage">{"".join(body)}</section>{notes}'


# ------------------------------------------------------------------------------------------------ colophon


def colophon_page(document: Document, sheet: Sheet, escape: Escaper, names: Titles, identifier: str, fonts: Sequence[str]) -> bytes:
    """版权页: what is known of the book, line by line, marked as made by the program. ``fonts``: those in the book, with their licences."""
    facts = [*_facts(document.meta, sheet, names, identifier), *((sheet.words.fonts, font) for font in fonts[:1])]
    rows = "".join(f"<dt>{escape.text(term)}</dt><dd>{escape.running(value)}</dd>" for term, value in facts)
    rows += "".join(f"<dd>{escape.running(font)}</dd>" for font in fonts[1:])
    title = escape.text(sheet.words.colophon)
    body = (
        '<section class="imprint" epub:type="colophon" role="doc-colophon" aria-labelledby="colophon-title">'
        f'<h1 id="colophon-title">{title}</h1><dl>{rows}</dl><p class="generated">{escape.text(sheet.words.generated)}</p></section>'
    )
    return page(sheet, escape, sheet.words.colophon, body)


def _facts(meta: Meta, sheet: Sheet, names: Titles, identifier: str) -> Iterator[tuple[str, str]]:
    words = sheet.words
    yield words.title, names.full
    if meta.series:
        yield words.series, f"{meta.series}（{meta.instalment}）" if meta.instalment else meta.series
    by_role = {
        "aut": words.contributor,
        "spk": words.speakers,
        "bkd": words.designer,
        "edt": words.editor,
        "com": words.editor,
        "trl": words.translator,
    }
    people: dict[str, list[Contributor]] = {}
    for person in meta.contributors:
        if person.role in by_role:  # what the words have no name for stands in the package's metadata alone
            people.setdefault(by_role[person.role], []).append(person)
    for term, found in people.items():
        yield term, "、".join(dict.fromkeys(person.name for person in found))
    source = "　".join(part for part in (meta.source, meta.page) if part)
    facts = (
        (words.publisher, meta.publisher),
        (words.date, date_text(meta)),
        (words.source, source),
        (words.rights, meta.rights),
        (words.identifier, "、".join([*meta.identifiers, identifier])),
    )
    yield from ((term, value) for term, value in facts if value)
