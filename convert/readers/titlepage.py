"""The head of a book: title, author, what else stands above the first part."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from convert.diagnostics import Report
from convert.model.nodes import Contributor, Meta, TitleLine
from convert.readers import header
from convert.readers.flowing import tidy_gaps
from convert.readers.lines import Line
from convert.zh import names

_LONGEST = 40
_MOST = 8
_LICENCE = 60
_MOST_HANDOUTS = 12
_STOPS = re.compile("[。；;，,、：:…！!？?]$|。")
_AUTHOR = re.compile(
    r"^(?:作\s*者|著\s*者|原\s*著|编\s*者|撰|著)\s*[：:／/︰]\s*\S|^[（(\[【〔][^）)\]】〕]{1,4}[）)\]】〕]\s*\S{2,8}\s*(?:著|撰|编|編|译|譯|作)?$|^[^，。：]{2,16}\s*(?:著|撰|编著|編著|译|譯|改编|編撰|编撰)$"
)
_BARE_AUTHOR = re.compile(
    r"作\s*者|著\s*者|原\s*著|编\s*者|[（(\[【〔][^）)\]】〕]{1,4}[）)\]】〕]|[\s：:／/︰]|(?:编著|編著|改编|編撰|编撰|[著撰编編译譯作])$"
)
_TITLE_AND_AUTHOR = re.compile(r"^(?P<title>\S.{0,38}?)\s*(?=(?:作者|著者)[：:]\s*\S)")
_LICENCE_TITLE = re.compile(r"(?i)^title:\s*(?P<value>\S.*)$")
_LICENCE_AUTHOR = re.compile(r"(?i)^author:\s*(?P<value>\S.*)$")
_BRACKETS = re.compile(r"^[《〈【](?P<inside>[^《》〈〉【】]+)[》〉】]$|^#\s+(?P<marked>\S.*)$")


@dataclass(frozen=True, slots=True)
class TitlePage:
    """The parts of the head; how many rows it took."""

    parts: list[header.Part] = field(default_factory=list)
    rows: int = 0


def length(rows: Sequence[Line], aside: Mapping[int, str], heads: Set[int], tales: Set[int]) -> int:
    """How many rows the head has: short ones, up to the first part of the book, the contents, or a paragraph; handouts among them.

    0 where only handouts stand there, or so many that they are no line above a title but a licence of their own.
    """
    plain = last = 0
    for index, row in enumerate(rows[: _MOST + _MOST_HANDOUTS]):
        role = aside.get(index, "")
        if index in heads or role in {"contents", "table"} or (index in tales and plain) or plain > _MOST:
            break
        if role:
            continue
        if len(row.text) > _LONGEST or (_STOPS.search(row.text) and not _AUTHOR.match(row.text)):
            break
        plain, last = plain + 1, index + 1
    return last if last - plain <= _MOST_HANDOUTS else 0


def read_title_page(rows: Sequence[Line], aside: Mapping[int, str], title: str) -> TitlePage:
    """The head that ``rows`` make; ``aside``: the roles of those that are no text; ``title``: what the user says it is, or ""."""
    parts: list[header.Part] = []
    for index, row in enumerate(rows):
        role = aside.get(index, "")
        both = _TITLE_AND_AUTHOR.match(row.text)
        if both is not None:
            parts.append(header.Part("title", both["title"], row))
            parts.append(header.Part("author", row.text[both.end() :], row, both.end()))
            continue
        titled = any(part.role == "title" for part in parts)
        if not role:
            role = (
                "author"
                if (_AUTHOR.match(row.text) and (titled or index)) or (titled and _is_name(row.text))
                else "subtitle"
                if titled and row.text != title
                else "title"
            )
        parts.append(header.Part(role, row.text, row))
    return TitlePage(parts, len(rows))


def _is_name(text: str) -> bool:
    return len(text) <= 6 and names.likelihood(text) >= 0.6


def named_by_licence(rows: Sequence[Line], aside: Mapping[int, str]) -> tuple[str, str]:
    """Title and author as the head of a licence states them, "" where it does not."""
    texts = [row.text for index, row in enumerate(rows[:_LICENCE]) if aside.get(index) == "licence"]
    title = next((found["value"] for text in texts if (found := _LICENCE_TITLE.match(text))), "")
    return title, next((found["value"] for text in texts if (found := _LICENCE_AUTHOR.match(text))), "")


def metadata(page: TitlePage, stated: tuple[str, str], language: str, name: str, report: Report) -> Meta:
    """What the head says of the book; ``stated``: title and author as a licence has them."""
    top = header.Header(page.parts, 0.9, "stands above the first part of the book")
    header.report_doubt(top, report, name)
    titles = [part.text for part in page.parts if part.role == "title"]
    authors = [author for part in page.parts if part.role == "author" for author in _authors(part.text)]
    found = _BRACKETS.match(titles[0]) if titles else None
    bare = (found["inside"] or found["marked"]) if found else titles[0] if titles else stated[0]
    return Meta(
        title=tidy_gaps(bare),
        subtitle=top.text_of("subtitle"),
        title_block=header.title_block(top, name) or ((TitleLine(()),) if bare else ()),
        language=language,
        contributors=tuple(authors) or ((Contributor(stated[1]),) if stated[1] else ()),
    )


def _authors(text: str) -> list[Contributor]:
    role = "trl" if re.search("[译譯]", text) else "aut"
    return [Contributor(name, role) for name in names.split_names(_BARE_AUTHOR.sub(" ", text).strip()) if name]
