"""The format table: what can be read, written and done, and the only door to plug-ins.

Built-ins stand here as ``"module:Class"`` and are imported on use. A name that the table lacks is looked up among the entry points
``convert.readers``, ``convert.writers``, ``convert.transforms`` and ``convert.styles`` of the installed distributions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, BinaryIO, ClassVar, Protocol

from convert.diagnostics import OptionError, Report, nearest
from convert.model.nodes import Document
from convert.source import Source
from convert.stylefile import Style, built_in_styles, load, parse
from convert.stylesheet import Direction, Sheet


class Reader(Protocol):
    """Turns a source into a Document. Total: any readable input gives one. ``options_type`` is its frozen options dataclass."""

    options_type: ClassVar[type]

    def read(self, source: Source, options: Any, report: Report) -> Document:
        """The document; findings go to ``report``. Raises SourceError where nothing can be read."""
        ...


class Transform(Protocol):
    """Turns a Document into another. Its options are its own fields."""

    def __call__(self, document: Document, report: Report) -> Document:
        """The new document; findings go to ``report``."""
        ...


class Writer(Protocol):
    """Turns a Document into bytes. ``honours`` are the dotted keys of the sheet (or their beginnings) that it obeys.

    ``directions`` are those that it can set lines in: none, where its output has no lines that run anywhere. It may have ``profiles``, the
    shops and devices that it can fit its output to (their name goes into its option ``profile``), and ``needs_horizontal``: its vertical
    outputs need a horizontal one beside them.
    """

    options_type: ClassVar[type]
    honours: ClassVar[frozenset[str]]
    directions: ClassVar[frozenset[Direction]]

    def write(self, document: Document, sheet: Sheet, options: Any, report: Report, out: BinaryIO) -> None:
        """Write the document to ``out``, a binary stream that need not be seekable."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table. ``target`` is ``module:Class``; ``extensions`` have no dot and are lower case."""

    name: str
    extensions: tuple[str, ...]
    description: str
    target: str


READERS: dict[str, Format] = {
    f.name: f
    for f in (
        Format(
            "text",
            ("txt", "text"),
            "plain text: newspaper digests and articles, reports and laws, books",
            "convert.readers.text:TextReader",
        ),
        Format("docx", ("docx", "docm", "dotx"), "Word documents and templates", "convert.readers.docx:DocxReader"),
        Format("epub", ("epub",), "e-books, EPUB 2 and 3", "convert.readers.epub:EpubReader"),
        Format(
            "markdown",
            ("md", "markdown"),
            "Markdown: CommonMark, tables, notes, ruby, front matter",
            "convert.readers.markdown:MarkdownReader",
        ),
        Format("html", ("html", "htm", "xhtml"), "web pages and XHTML", "convert.readers.html:HtmlReader"),
        Format("pandoc", ("pandoc", "pandoc.json"), "pandoc's JSON, from whatever pandoc reads", "convert.readers.pandoc:PandocReader"),
        Format("json", ("json",), "the document model, as “zhaibian dump” prints it", "convert.readers.json:JsonReader"),
    )
}

WRITERS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("pdf", ("pdf",), "printable pages", "convert.writers.pdf:PdfWriter"),
        Format("docx", ("docx",), "for Word, WPS and LibreOffice", "convert.writers.docx:DocxWriter"),
        Format("epub", ("epub",), "EPUB 3.3 e-book", "convert.writers.epub:EpubWriter"),
        Format("txt", ("txt",), "plain text, one paragraph a line", "convert.writers.txt:TxtWriter"),
        Format("pandoc", ("pandoc.json",), "pandoc's JSON, for whatever pandoc writes", "convert.writers.pandoc:PandocWriter"),
        Format("json", ("json",), "the document model", "convert.writers.json:JsonWriter"),
    )
}

#: Transforms by name; those of editions are made with ``language=`` the edition, the one of hints with the hints.
TRANSFORMS: dict[str, str] = {
    "hinted": "convert.transforms.hinted:Hinted",
    "marks": "convert.transforms.traditional:Marks",
    "metadata": "convert.transforms.metadata:Metadata",
    "parallel": "convert.transforms.parallel:Parallel",
    "traditional": "convert.transforms.traditional:Traditional",
    "explained": "convert.transforms.explained:Explained",
    "recognised": "convert.transforms.recognised:Recognised",
    "speakers": "convert.transforms.speakers:Speakers",
}

#: The editions that can be made, with the name of each in Chinese.
EDITIONS: dict[str, str] = {
    "zh-Hans": "简体",
    "zh-Hant": "繁體",
    "zh-Hant-TW": "臺灣正體",
    "zh-Hant-HK": "香港繁體",
}


#: What people say for an edition, in lower case.
_ALIASES = {
    **dict.fromkeys(("zh-cn", "zh-sg", "cn", "hans", "sc", "chs", "zh_cn", "zh-chs", "simplified", "简体"), "zh-Hans"),
    **dict.fromkeys(("zh-tw", "tw", "zh_tw", "zh-cht", "cht"), "zh-Hant-TW"),
    **dict.fromkeys(("zh-hk", "zh-mo", "hk", "zh_hk"), "zh-Hant-HK"),
    **dict.fromkeys(("hant", "tc", "traditional", "繁体", "繁體"), "zh-Hant"),
}


def edition_exists(name: str) -> None:
    """Raises OptionError, with the edition that is likely meant, where there is no edition ``name``."""
    if name not in EDITIONS:
        meant = _ALIASES.get(name.lower(), "")
        raise OptionError(f"there is no edition “{name}”" + (f" (did you mean “{meant}”?)" if meant else nearest(name, EDITIONS)))


def _entry_points(group: str) -> Mapping[str, Any]:
    from importlib.metadata import entry_points

    return {entry.name: entry for entry in entry_points(group=f"convert.{group}")}


def _import(target: str) -> Any:
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


def _find(kind: str, name: str, table: Mapping[str, Format]) -> Any:
    if name in table:
        return _import(table[name].target)
    plugins = _entry_points(f"{kind}s")
    if name in plugins:
        return plugins[name].load()
    raise OptionError(f"there is no {kind} called “{name}”{nearest(name, [*table, *plugins])}")


def reader(name: str) -> Reader:
    """A reader by name. Raises OptionError when there is none."""
    found: Reader = _find("reader", name, READERS)()
    return found


def writer(name: str) -> Writer:
    """A writer by name. Raises OptionError when there is none."""
    found: Writer = _find("writer", name, WRITERS)()
    return found


def writer_exists(name: str) -> None:
    """Raises OptionError, with the nearest name, where there is no writer ``name``; imports nothing."""
    plugins = () if name in WRITERS else plugin_names("writers")
    if name not in WRITERS and name not in plugins:
        raise OptionError(f"there is no output format “{name}”{nearest(name, [*WRITERS, *plugins])}")


def directions(name: str) -> frozenset[Direction]:
    """The directions that the writer ``name`` can set; a plug-in that says nothing sets horizontally."""
    found: frozenset[Direction] = getattr(writer(name), "directions", frozenset({"horizontal"}))
    return found


def direction(name: str, sheet: Sheet) -> Direction | None:
    """The direction in which the writer ``name`` sets ``sheet``, None where it has none. Raises OptionError when it cannot."""
    able = directions(name)
    if able and sheet.page.direction not in able:
        other = "--horizontal" if sheet.vertical else "--vertical"
        raise OptionError(f"{name} cannot set {sheet.page.direction} lines; leave {name} out of --to, or make it {other}")
    return sheet.page.direction if able else None


def profiles(name: str) -> tuple[str, ...]:
    """The shops and devices that the writer ``name`` can fit its output to."""
    found: tuple[str, ...] = getattr(writer(name), "profiles", ())
    return found


def needs_horizontal(name: str) -> bool:
    """Whether a vertical output of the writer ``name`` is to have a horizontal one beside it."""
    return bool(getattr(writer(name), "needs_horizontal", False))


def transform(name: str) -> Any:
    """The class of a transform by name. Raises OptionError when there is none."""
    if name in TRANSFORMS:
        return _import(TRANSFORMS[name])
    plugins = _entry_points("transforms")
    if name in plugins:
        return plugins[name].load()
    raise OptionError(f"there is no transform called “{name}”{nearest(name, [*TRANSFORMS, *plugins])}")


def extension(name: str) -> str:
    """The extension that outputs of the writer ``name`` bear, without dot."""
    if name in WRITERS:
        return WRITERS[name].extensions[0]
    extensions: Iterable[str] = getattr(writer(name), "extensions", (name,))
    return next(iter(extensions))


def reader_for(filename: str) -> str:
    """The name of the reader for a file, by its extension; the reader of plain text where the extension says nothing.

    Readers of plug-ins are asked after the built-in ones: each may have ``extensions``.
    """
    known = by_extension(filename, READERS)
    if known:
        return known
    _, dot, suffix = filename.rpartition(".")
    suffix = suffix.lower() if dot else ""
    for name, entry in _entry_points("readers").items() if suffix else ():
        if suffix in getattr(entry.load(), "extensions", ()):
            return name
    return "text"


def by_extension(filename: str, table: Mapping[str, Format]) -> str:
    """The name of the format in ``table`` whose extension ``filename`` bears, the longest first (pandoc.json before json); "" for none."""
    rows = ((extension, row.name) for row in table.values() for extension in row.extensions)
    return max((row for row in rows if filename.lower().endswith(f".{row[0]}")), key=lambda row: len(row[0]), default=("", ""))[1]


def has_reader(filename: str) -> bool:
    """Whether a reader says that it is for files of this name."""
    return "." in filename and filename.rpartition(".")[2].lower() in _readable()


@cache
def _readable() -> frozenset[str]:
    return frozenset(extension for row in (*READERS.values(), *plugin_formats("readers")) for extension in row.extensions)


def style(name: str) -> Style:
    """A style by name, built-in or from a plug-in (its entry point names a string of TOML, or a function that returns one)."""
    return load(name, _plugin_style)


def style_from_text(name: str, origin: str, text: str) -> Style:
    """A style from TOML text; it may extend styles of plug-ins."""
    return parse(name, origin, text, _plugin_style)


def style_names() -> list[str]:
    """All styles, those of plug-ins included."""
    return sorted({*built_in_styles(), *_entry_points("styles")})


def _plugin_style(name: str) -> tuple[str, str] | None:
    entry = _entry_points("styles").get(name)
    if entry is None:
        return None
    found = entry.load()
    return f"{name} (plug-in {entry.value})", found() if callable(found) else found


def plugin_names(kind: str) -> list[str]:
    """Names that plug-ins add: ``kind`` is readers, writers, transforms or styles."""
    return sorted(_entry_points(kind))


def plugin_formats(kind: str) -> list[Format]:
    """The formats that plug-ins add, with their extensions and the first line of their docstring; ``kind`` is readers or writers."""
    found = []
    for name, entry in sorted(_entry_points(kind).items()):
        try:
            made = entry.load()
        except Exception as error:  # whatever a plug-in raises, the list is told
            found.append(Format(name, (), f"plug-in {entry.value} cannot be loaded: {error}", entry.value))
            continue
        says = (made.__doc__ or "").strip().partition("\n")[0].rstrip(".")
        found.append(Format(name, tuple(getattr(made, "extensions", ())), says or f"plug-in {entry.value}", entry.value))
    return found
