"""The index of those who speak: each person with position and the headings of what was said. A page made by the program, and marked so."""

from __future__ import annotations

from collections.abc import Iterable

from convert.model.nodes import Document
from convert.stylesheet import Sheet
from convert.writers.epub_pages import page
from convert.writers.markup import Escaper
from convert.writers.xhtml_blocks import Appearance
from convert.zh import pinyin

#: Fewer persons need no index.
_FEWEST = 2


def title(document: Document, sheet: Sheet) -> str:
    """发言人索引, or 作者索引 where nobody speaks."""
    spoken = any(person.role == "spk" for person in document.meta.contributors)
    return f"{sheet.words.speakers if spoken else sheet.words.contributor}{sheet.words.index}"


def needed(found: Iterable[Appearance]) -> bool:
    """Whether there are enough persons for an index."""
    return len({one.name for one in found}) >= _FEWEST


def index_page(found: Iterable[Appearance], name: str, places: dict[str, str], sheet: Sheet, escape: Escaper) -> bytes:
    """The page called ``name``; ``places`` tells the file of each id. Persons are sorted as the edition's readers look them up."""
    people: dict[str, list[Appearance]] = {}
    for one in found:
        people.setdefault(one.name, []).append(one)
    rows = "".join(_person(people[key], places, escape) for key in sorted(people, key=lambda key: pinyin.index_key(key, sheet.language)))
    body = (
        '<section class="imprint index" epub:type="index" role="doc-index" aria-labelledby="index-title">'
        f'<h1 id="index-title">{escape.text(name)}</h1><dl>{rows}</dl><p class="generated">{escape.text(sheet.words.generated)}</p></section>'
    )
    return page(sheet, escape, name, body)


def _person(found: list[Appearance], places: dict[str, str], escape: Escaper) -> str:
    positions = "；".join(dict.fromkeys(one.position for one in found if one.position))
    head = f'<span class="name">{escape.running(found[0].name)}</span>' + (f"　{escape.running(positions)}" if positions else "")
    links = "".join(f'<dd><a href="{places[one.id]}.xhtml#{one.id}">{escape.running(one.heading)}</a></dd>' for one in found)
    return f"<dt>{head}</dt>{links}"
