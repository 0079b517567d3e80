"""The programming interface. Only here, and in ``files`` below, are files touched.

``read`` → ``apply`` → ``write`` are the three steps; ``convert.convert_file`` does all three for one source, as a ``Job`` says,
``convert.convert_many`` for many.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from convert import formats
from convert.abreast import Copies
from convert.diagnostics import ConvertError, Diagnostic, Doubt, HintError, OptionError, Report, Severity, StyleError, nearest
from convert.files import STDIO, check_folder, load, reason, replacing, stem
from convert.files import dictionary as load_dictionary
from convert.hints import NO_HINTS, Hints
from convert.model.nodes import Document
from convert.moment import dated, parse_date
from convert.options import check_each, check_names, fill
from convert.source import Source
from convert.stylefile import Style
from convert.stylesheet import Direction, Sheet
from convert.transforms.parallel import asked as parallel_editions
from convert.zh.phrases import NONE, Phrases
from convert.zh.vocabulary import REGIONS, asked_words

DEFAULT_FORMATS = ("pdf", "docx", "epub")
DEFAULT_STYLE = "handout"
#: The edition that a job is tried with before its sources are known.
_USUAL_EDITION = "zh-Hans"


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be made of a source.

    ``to`` names writers, ``editions`` languages (none: the source's own), ``style`` a built-in style or the path of a TOML file, ``output``
    a folder, or ``-`` for standard output. ``encoding`` and ``reader`` state what would else be found out. ``options`` are pairs such as
    ``("pdf.fonts", "folder")``; ``transforms`` names of further transforms, done before the edition is made. ``date`` (ISO 8601) is the
    moment that the outputs state as theirs. ``vocabulary`` (tw, hk, cn) asks for that region's words in the editions of that region, ``dictionary`` is a file of
    the user's own phrases for editions in another script, and ``reviewing`` asks for what is doubtful in them. ``parallel`` (zh-Hans,zh-Hant-TW[,below]) asks for
    a document in two editions, paragraph by paragraph.
    ``hints`` is the path of a hints file, "" for the one beside the source. ``vertical``: lines run downwards, or not, whatever the style
    says; None: as it says. ``metadata`` are pairs such as ``("publisher", "某社")`` that the source does not tell. ``profiles`` (kindle,
    kobo …) ask for outputs fitted to those shops and devices, where the format knows them.
    """

    to: tuple[str, ...] = DEFAULT_FORMATS
    editions: tuple[str, ...] = ()
    style: str = DEFAULT_STYLE
    output: str = "."
    encoding: str = ""
    reader: str = ""
    options: tuple[tuple[str, str], ...] = ()
    transforms: tuple[str, ...] = ()
    date: str = ""
    vocabulary: str = ""
    dictionary: str = ""
    reviewing: bool = False
    parallel: str = ""
    hints: str = ""
    vertical: bool | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one source: the files made, what was found in the text, the findings, the error that ended it, "" for none, and what is doubtful."""

    source: str
    title: str = ""
    sections: int = 0
    characters: int = 0
    outputs: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=())
    error: str = ""
    doubts: tuple[Doubt, ...] = ()


# ------------------------------------------------------------------------------------------------ the three steps


def read(
    source: str | os.PathLike[str] | bytes | Source,
    *,
    reader: str = "",
    encoding: str = "",
    options: Iterable[tuple[str, str]] = (),
    hints: str = "",
    report: Report | None = None,
) -> Document:
    """The document in ``source``: a path, ``-`` for standard input, the bytes themselves, or what ``load`` has loaded.

    ``reader`` names the format where the extension does not tell. ``hints`` is the path of a hints file, where it is not the one beside
    the source. Raises SourceError, OptionError, HintError.
    """
    report = report if report is not None else Report()
    if isinstance(source, Source):
        loaded = source
    else:
        loaded = Source("<bytes>", source, encoding) if isinstance(source, bytes) else load(os.fspath(source), encoding, hints)
    _check_hints(loaded.hints)
    name = reader or loaded.hints.format or formats.reader_for(loaded.name)
    chosen = formats.reader(name)
    document = chosen.read(loaded, fill(name, chosen.options_type, (*loaded.hints.options, *options)), report)
    document = apply(document, formats.transform("recognised")(), report=report)
    if report.explaining:
        document = apply(document, formats.transform("explained")(name), report=report)
    if loaded.hints != NO_HINTS:
        document = apply(document, formats.transform("hinted")(loaded.hints), report=report)
    return document


def _check_hints(hints: Hints) -> None:
    """Raises HintError for an option in a hints file that there is not."""
    for pair, pos in zip(hints.options, hints.places, strict=True):
        try:
            check_each([pair])
        except OptionError as error:
            raise HintError(f"{pos.source}:{pos.line}: {error}") from error


def apply(document: Document, *transforms: formats.Transform, report: Report | None = None) -> Document:
    """``document`` after each of ``transforms`` in turn. Raises nothing of its own."""
    report = report if report is not None else Report()
    for transform in transforms:
        document = transform(document, report)
    return document


def write(
    document: Document,
    target: str | os.PathLike[str] | BinaryIO,
    *,
    format: str = "",
    style: str | Style = DEFAULT_STYLE,
    vertical: bool | None = None,
    options: Iterable[tuple[str, str]] = (),
    report: Report | None = None,
    source: Source | None = None,
) -> None:
    """Write ``document`` to a path (``-``: standard output) or a binary stream; the extension tells the format where ``format`` does not.

    ``vertical``: lines run downwards, or not; None: as the style says. ``options``: of the writer; ``source``: what ``document`` was read from,
    for writers that carry it along. A file is written under a temporary name in the same folder and then renamed. Raises OptionError,
    StyleError, OutputError.
    """
    report = report if report is not None else Report()
    name = format or _format_of(target)
    writer = formats.writer(name)
    sheet = (load_style(style) if isinstance(style, str) else style).resolve(document.meta.language, vertical)
    formats.direction(name, sheet)
    _report_not_honoured(name, writer, sheet, report)
    chosen = fill(name, writer.options_type, options, source)
    document = replace(document, meta=dated(document.meta, ""))
    if sheet.composition.quotes != "text":
        document = apply(document, formats.transform("marks")(sheet.composition.quotes), report=report)
    if isinstance(target, (str, os.PathLike)):
        with replacing(os.fspath(target)) as stream:
            writer.write(document, sheet, chosen, report, stream)
    else:
        writer.write(document, sheet, chosen, report, target)


def _format_of(target: Any) -> str:
    name = os.fspath(target) if isinstance(target, (str, os.PathLike)) else ""
    known = formats.by_extension(name, formats.WRITERS)
    if known:
        return known
    suffix = Path(name).suffix[1:].lower()
    if suffix in formats.plugin_names("writers"):
        return suffix
    raise OptionError(f"the format of “{name or 'the stream'}” is not known; name it with format=, one of {', '.join(formats.WRITERS)}")


def load_style(name: str) -> Style:
    """A style by name, or from a TOML file where ``name`` is a path (ends in ``.toml`` or has a separator). Raises StyleError."""
    if not name.endswith(".toml") and os.sep not in name and "/" not in name:
        return formats.style(name)
    try:
        text = Path(name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not in UTF-8" if isinstance(error, UnicodeDecodeError) else reason(error)
        raise StyleError(f"the style {name} cannot be read: {why}") from error
    return formats.style_from_text(Path(name).stem, name, text)


def _report_not_honoured(name: str, writer: formats.Writer, sheet: Sheet, report: Report) -> None:
    """Say once which keys of the style, set by the style itself, this writer cannot follow. One that has no looks at all says nothing."""
    if not writer.honours:
        return
    deaf = sorted(
        key
        for key in sheet.explicit
        if not any(key == h or key.startswith(f"{h}.") for h in (*writer.honours, "extends", "description", "composition.quotes"))
    )
    if deaf:
        message = f"{name} has no use for these keys of the style “{sheet.name}”: {', '.join(deaf)}"
        found = Diagnostic("style.not-honoured", message, Severity.INFO)
        if found not in report.diagnostics:
            report.extend([found])


# ------------------------------------------------------------------------------------------------ a job


def in_edition(document: Document, edition: str, report: Report, vocabulary: str = "", choices: Phrases = NONE) -> Document:
    """``document`` in the script of ``edition``, itself when it is in it already; regional words only in the editions of that region."""
    if edition == document.meta.language:
        return document
    asked = (name.strip() for name in vocabulary.split(","))
    words = ",".join(name for name in asked if name not in REGIONS or edition.lower().endswith("-hans" if name == "cn" else f"-{name}"))
    return apply(document, formats.transform("traditional")(language=edition, vocabulary=words, choices=choices), report=report)


@dataclass(frozen=True, slots=True)
class Output:
    """A file to be made: its path, its writer, its direction (None: as the style says) and options of its own."""

    path: str
    format: str
    vertical: bool | None
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A job whose names have been checked, so that nothing is begun that cannot be finished. ``copies``: of this process, for editions side by side."""

    job: Job
    style: Style
    choices: Phrases = NONE
    copies: Copies | None = None

    @classmethod
    def of(cls, job: Job) -> Plan:
        """The plan of ``job``. Raises OptionError, StyleError, OutputError for names, values and folders that cannot be."""
        for name in job.to:
            formats.writer_exists(name)
        if job.reader:
            formats.reader(job.reader)
        for name in job.transforms:
            formats.transform(name)
        for edition in job.editions:
            formats.edition_exists(edition)
        if job.output == STDIO and (len(job.to) != 1 or len(job.editions) + bool(job.parallel) > 1):
            raise OptionError("standard output takes one output: name one format with --to and at most one --edition")
        asked_words(job.vocabulary)
        check_names(job.options, job.to)
        _check_profiles(job)
        formats.transform("metadata").of(job.metadata)
        parse_date(job.date)
        if job.output != STDIO:
            check_folder(Path(job.output))
        plan = cls(job, load_style(job.style), load_dictionary(job.dictionary) if job.dictionary else NONE)
        for edition in plan.asked or (_USUAL_EDITION,):
            for format_ in job.to:
                formats.direction(format_, plan.sheet(edition))
        return plan

    def sheet(self, edition: str) -> Sheet:
        """The sheet of an edition."""
        return self.style.resolve(edition.partition("+")[0], self.job.vertical)

    def editions_of(self, document: Document) -> tuple[str, ...]:
        """The editions to make of ``document``, each once."""
        return self.asked or (document.meta.language,)

    @property
    def asked(self) -> tuple[str, ...]:
        """The editions that the job names, each once; one in two languages is joined by +."""
        both = "+".join(parallel_editions(self.job.parallel, tuple(formats.EDITIONS))[:2]) if self.job.parallel else ""
        return tuple(dict.fromkeys(filter(None, (*self.job.editions, both))))

    def outputs(self, source: str, edition: str) -> Iterator[Output]:
        """The files to make of an edition of ``source``: ``<stem>.<edition>[.vertical][.<profile>].<extension>`` in the job's folder.

        Beside a vertical output stands a horizontal one where the format's readers may know no vertical lines (e-books).
        """
        for format_ in self.job.to:
            direction = formats.direction(format_, self.sheet(edition))
            fitted = [name for name in self.job.profiles if name in formats.profiles(format_)]
            for profile in fitted or [""]:
                options = ((f"{format_}.profile", profile),) if profile else ()
                yield Output(self._path(source, edition, direction, profile, format_), format_, self.job.vertical, options)
                if direction == "vertical" and formats.needs_horizontal(format_) and self.job.output != STDIO:
                    yield Output(self._path(source, edition, "horizontal", profile, format_), format_, False, options)

    def _path(self, source: str, edition: str, direction: Direction | None, profile: str, format_: str) -> str:
        if self.job.output == STDIO:
            return STDIO
        kind = (".vertical" if direction == "vertical" else "") + (f".{profile}" if profile else "")
        return os.path.join(self.job.output, f"{stem(source)}.{edition}{kind}.{formats.extension(format_)}")


def _check_profiles(job: Job) -> None:
    known = {profile for name in job.to for profile in formats.profiles(name)}
    for name in job.profiles:
        if name not in known:
            told = f"; there are: {', '.join(sorted(known))}" if known else ""
            raise OptionError(f"{', '.join(job.to)}: no output is fitted for “{name}”{nearest(name, known)}{told}")
    if job.output == STDIO and len(job.profiles) > 1:
        raise OptionError("standard output takes one output: name at most one with --for")


__all__ = ["ConvertError", "Job", "Plan", "Result", "apply", "in_edition", "load_style", "read", "write"]
