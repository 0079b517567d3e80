"""What a DOCX says of itself: core properties, languages; and the title block at its head."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

from convert.model import walk
from convert.model.letterhead import issuing_bodies
from convert.model.nodes import Attrs, Block, Contributor, Inline, Meta, Para, TitleLine
from convert.readers.credits import contributors
from convert.readers.docx_file import WordFile, relations
from convert.readers.docx_leaves import inlines_of, trimmed, without
from convert.readers.docx_story import Line
from convert.readers.docx_xml import child
from convert.readers.languages import language

#: What programs write where nobody gave a name.
_NOBODY = frozenset(
    [
        "python-docx",
        "un-named",
        "apache poi",
        "docx4j",
        "aspose",
        "microsoft office user",
        "microsoft office 用户",
        "windows user",
        "windows 用户",
        "微软用户",
        "微软中国",
        "administrator",
        "admin",
        "user",
        "用户",
        "author",
        "unknown",
        "zhaibian",
    ]
)
_NAMES = re.compile(r"\s*[;；、]\s*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
#: The day on which python-docx's template was made, and the first day of ZIP archives: no dates of any text.
_NO_DATES = frozenset({"2013-12-23", "1980-01-01", "1970-01-01", "1601-01-01", "2000-01-01"})


def meta_of(file: WordFile, lines: Sequence[Line], texts: Iterable[str]) -> Meta:
    """The metadata: core properties, and the title block made of ``lines``. ``texts`` are those of the document, to tell its script."""
    core = _core(file)
    block = tuple(TitleLine(_title_inlines(line), attrs=Attrs(id=line.attrs.id, role=line.title), pos=line.pos) for line in lines)
    printed = {role: _printed(block, role) for role in ("title", "kicker", "subtitle")}
    stated = core.get("dc:title", "")
    title = stated if walk.squeeze(stated) == walk.squeeze(printed["title"]) else printed["title"] or stated
    if title and not printed["title"]:
        block = (*block, TitleLine((), attrs=Attrs(role="title")))
    authors = [name for name in _NAMES.split(core.get("dc:creator", "")) if name and name.casefold() not in _NOBODY]
    if file.own:  # it names the office where nobody is named
        authors = [name for name in authors if name not in issuing_bodies(block)]
    authors += [walk.flow(line.content) for line in block if line.role == "author" and not authors]
    moment = _moment(core.get("dcterms:modified", ""))
    date = core.get("dcterms:created", "")[:10]
    return Meta(
        title=title,
        kicker=printed["kicker"],
        subtitle=printed["subtitle"].strip("—–―─-－ "),
        title_block=block,
        contributors=tuple(Contributor(name) for name in dict.fromkeys(authors)),
        date=date if _DATE.fullmatch(date) and date not in _NO_DATES else "",
        language=language(_declared(file, core), texts) if _declared(file, core) else _of_texts(list(texts)),
        identifiers=(core["dc:identifier"],) if core.get("dc:identifier") else (),
        keywords=tuple(word for word in re.split(r"\s*[,，;；、]\s*", core.get("cp:keywords", "")) if word),
        description=core.get("dc:description", ""),
        modified=moment if moment and moment.date().isoformat() not in _NO_DATES else None,
    )


def named(creators: Sequence[Contributor], body: Sequence[Block]) -> tuple[Contributor, ...]:
    """Who made a text of our own writer: its properties name ``creators`` without saying what they did, the text's bylines and credits say it."""
    sections = [section for _, section in walk.sections(body)]
    speakers = [Contributor(one.name, "spk" if one.position else "aut", one.position) for section in sections for one in section.byline]
    credits = (walk.flow(block.content) for block in walk.blocks(body) if isinstance(block, Para) and block.role == "credit")
    told = [*speakers, *(person for text in credits for person in contributors(text))]
    known = {person.name for person in told}
    return tuple(dict.fromkeys((*(one for one in creators if one.name not in known), *told)))


def _title_inlines(line: Line) -> tuple[Inline, ...]:
    return inlines_of(trimmed(without(line.leaves, "strong")))


def _printed(block: Iterable[TitleLine], role: str) -> str:
    """The text of the title lines of a role, on one line."""
    return " ".join(" ".join(walk.flow(line.content).split()) for line in block if line.role == role and line.content)


def _core(file: WordFile) -> dict[str, str]:
    """The core properties by short name, white space collapsed (ISO/IEC 29500-2 § 11)."""
    top = relations(file.package, "")
    name = next((r.target for r in top.values() if r.kind == "core-properties"), "docProps/core.xml")
    root = file.package.xml(name) if file.package.find(name) else None
    names = (
        "dc:title",
        "dc:creator",
        "dc:language",
        "dc:identifier",
        "dc:description",
        "cp:keywords",
        "dcterms:created",
        "dcterms:modified",
    )
    found: dict[str, str] = {}
    for one in names:
        element = child(root, one)
        text = " ".join("".join(element.itertext()).split()) if element is not None else ""
        if text:
            found[one] = text
    if found.get("dc:description", "").casefold() == "generated by python-docx":
        del found["dc:description"]
    return found


def _declared(file: WordFile, core: dict[str, str]) -> str:
    """The language that the file states: of its properties, else of its styles' East Asian text."""
    stated = core.get("dc:language", "")
    east = file.styles.language
    return stated or (east if east and not east.lower().startswith("en") else "")


def _of_texts(texts: list[str]) -> str:
    """The language by the characters, where none is declared."""
    return language("", texts) if any(_HAN.search(text) for text in texts) or not any(texts) else "en"


def _moment(text: str) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment.astimezone(datetime.UTC)
