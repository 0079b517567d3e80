"""The programming interface, and the only place that touches files.

``read`` → ``apply`` → ``write`` are the three steps; ``convert_file`` does all three for one source, as a ``Job`` says.
``convert.convert_many`` does so for many.
"""

from __future__ import annotations

import datetime
import errno
import io
import os
import secrets
import sys
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from convert import formats
from convert.diagnostics import ConvertError, Diagnostic, OptionError, OutputError, Report, Severity, SourceError, StyleError, nearest
from convert.model import walk
from convert.model.nodes import Document, Meta
from convert.source import NO_SOURCE, Source
from convert.stylefile import Style
from convert.stylesheet import Sheet

#: The name that stands for standard input or output.
STDIO = "-"
DEFAULT_FORMATS = ("pdf", "docx", "epub")
DEFAULT_STYLE = "handout"
#: Regions whose words can be asked for.
VOCABULARIES = ("hk", "tw")
#: The edition that a job is tried with before its sources are known.
_USUAL_EDITION = "zh-Hans"


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be made of a source.

    ``to`` names writers, ``editions`` languages (none: the source's own), ``style`` a built-in style or the path of a TOML file, ``output``
    a folder, or ``-`` for standard output. ``encoding`` and ``reader`` state what would else be found out. ``options`` are pairs such as
    ``("pdf.fonts", "folder")``; ``transforms`` names of further transforms, done before the edition is made. ``date`` (ISO 8601) is the
    moment that the outputs state as theirs. ``vocabulary`` (tw, hk) asks for that region's words in the editions of that region.
    ``vertical``: lines run downwards, or not, whatever the style says; None: as it says.
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
    vertical: bool | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one source: the files made, what was found in the text, the findings, and the error that ended it, "" for none."""

    source: str
    title: str = ""
    sections: int = 0
    characters: int = 0
    outputs: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=())
    error: str = ""


# ------------------------------------------------------------------------------------------------ the three steps


def read(
    source: str | os.PathLike[str] | bytes | Source,
    *,
    reader: str = "",
    encoding: str = "",
    options: Iterable[tuple[str, str]] = (),
    report: Report | None = None,
) -> Document:
    """The document in ``source``: a path, ``-`` for standard input, the bytes themselves, or what ``load`` has loaded.

    ``reader`` names the format where the extension does not tell. Raises SourceError, OptionError.
    """
    report = report if report is not None else Report()
    if isinstance(source, Source):
        loaded = source
    else:
        loaded = Source("<bytes>", source, encoding) if isinstance(source, bytes) else load(os.fspath(source), encoding)
    name = reader or formats.reader_for(loaded.name)
    chosen = formats.reader(name)
    return chosen.read(loaded, _options(name, chosen.options_type, options), report)


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

    ``vertical``: lines run downwards, or not; None: as the style says. A file is written under a temporary name in the same folder and then renamed. Raises OptionError, StyleError, OutputError.
    """
    report = report if report is not None else Report()
    name = format or _format_of(target)
    writer = formats.writer(name)
    sheet = (load_style(style) if isinstance(style, str) else style).resolve(document.meta.language, vertical)
    formats.direction(name, sheet)
    _report_not_honoured(name, writer, sheet, report)
    chosen = _options(name, writer.options_type, options, source)
    document = replace(document, meta=_dated(document.meta, ""))
    if isinstance(target, (str, os.PathLike)):
        with _replacing(os.fspath(target)) as stream:
            writer.write(document, sheet, chosen, report, stream)
    else:
        writer.write(document, sheet, chosen, report, target)


def _format_of(target: Any) -> str:
    name = os.fspath(target) if isinstance(target, (str, os.PathLike)) else ""
    suffix = Path(name).suffix[1:].lower()
    known = {extension: row.name for row in formats.WRITERS.values() for extension in row.extensions}
    if suffix in known:
        return known[suffix]
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
        reason = "it is not in UTF-8" if isinstance(error, UnicodeDecodeError) else _reason(error)
        raise StyleError(f"the style {name} cannot be read: {reason}") from error
    return formats.style_from_text(Path(name).stem, name, text)


# ------------------------------------------------------------------------------------------------ one source


def convert_file(source: str | os.PathLike[str], job: Job | None = None, *, made: Callable[[str], None] | None = None) -> Result:
    """Make all that ``job`` asks for from one source; ``made`` is called with each path that is there.

    Raises ConvertError where no output is possible. Findings are in the result.
    """
    job = job or Job()
    plan = Plan.of(job)
    name = os.fspath(source)
    report = Report()
    loaded = load(name, job.encoding)
    document = read(loaded, reader=job.reader, encoding=job.encoding, options=job.options, report=report)
    document = replace(document, meta=_dated(document.meta, job.date))
    document = apply(document, *(formats.transform(t)() for t in job.transforms), report=report)
    outputs = []
    for edition in plan.editions_of(document):
        finished = in_edition(document, edition, report, job.vocabulary)
        for format_ in job.to:
            target = plan.target(name, edition, format_)
            write(
                finished, target, format=format_, style=plan.style, vertical=job.vertical, options=job.options, report=report, source=loaded
            )
            outputs.append(target)
            if made:
                made(target)
    return Result(
        name,
        document.meta.title,
        sum(1 for _ in walk.sections(document.body)),
        len(walk.text(document)),
        tuple(outputs),
        tuple(dict.fromkeys(report.diagnostics)),
    )


def in_edition(document: Document, edition: str, report: Report, vocabulary: str = "") -> Document:
    """``document`` in the script of ``edition``, itself when it is in it already; regional words only in the editions of that region."""
    if edition == document.meta.language:
        return document
    words = vocabulary if edition.lower().endswith(f"-{vocabulary}") else ""
    return apply(document, formats.transform("traditional")(language=edition, vocabulary=words), report=report)


@dataclass(frozen=True, slots=True)
class Plan:
    """A job whose names have been checked, so that nothing is begun that cannot be finished."""

    job: Job
    style: Style

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
            if edition not in formats.EDITIONS:
                raise OptionError(f"there is no edition “{edition}”{nearest(edition, formats.EDITIONS)}")
        if job.output == STDIO and (len(job.to) != 1 or len(job.editions) > 1):
            raise OptionError("standard output takes one output: name one format with --to and at most one --edition")
        if job.vocabulary not in ("", *VOCABULARIES):
            raise OptionError(f"there is no vocabulary “{job.vocabulary}”{nearest(job.vocabulary, VOCABULARIES)}")
        _check_option_names(job)
        _parse_date(job.date)
        if job.output != STDIO:
            _make_folder(Path(job.output))
        plan = cls(job, load_style(job.style))
        for edition in job.editions or (_USUAL_EDITION,):
            for format_ in job.to:
                formats.direction(format_, plan.sheet(edition))
        return plan

    def sheet(self, edition: str) -> Sheet:
        """The sheet of an edition."""
        return self.style.resolve(edition, self.job.vertical)

    def editions_of(self, document: Document) -> tuple[str, ...]:
        """The editions to make of ``document``, each once."""
        return tuple(dict.fromkeys(self.job.editions)) or (document.meta.language,)

    def target(self, source: str, edition: str, format_: str) -> str:
        """The path of an output in the job's folder: ``<stem>.<edition>.<extension>``, vertical ones ``<stem>.<edition>.vertical.<extension>``."""
        if self.job.output == STDIO:
            return STDIO
        upright = ".vertical" if formats.direction(format_, self.sheet(edition)) == "vertical" else ""
        return os.path.join(self.job.output, f"{stem(source)}.{edition}{upright}.{formats.extension(format_)}")


def stem(source: str) -> str:
    """The stem that outputs of ``source`` bear: the file's name without its last extension; ``stdin`` for standard input."""
    return "stdin" if source == STDIO else Path(source).stem


def _make_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: this is a file; -o takes a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: the folder cannot be made: {error.strerror}") from error
    if not os.access(folder, os.W_OK):
        raise OutputError(f"{folder}: the folder cannot be written to; choose another with -o")


# ------------------------------------------------------------------------------------------------ options


def _options(name: str, options_type: type, pairs: Iterable[tuple[str, str]], source: Source | None = None) -> Any:
    """The options dataclass of reader or writer ``name``, filled from pairs whose key begins with its name.

    An option of type ``Source`` takes a path, or the word ``source`` for what the document was read from.
    """
    mine = {key.partition(".")[2]: value for key, value in pairs if key.partition(".")[0] == name}
    hints = typing.get_type_hints(options_type)
    known = {f.name.replace("_", "-"): f.name for f in fields(options_type)}
    values = {}
    for key, value in mine.items():
        if key.replace("_", "-") not in known:
            raise OptionError(f"{name} has no option “{key}”{nearest(key, known)}")
        own = known[key.replace("_", "-")]
        if hints[own] is Source:
            values[own] = _option_source(f"{name}.{key}", value, source)
            continue
        values[own] = _option_value(f"{name}.{key}", hints[own], value)
    return options_type(**values)


def _option_source(key: str, value: str, source: Source | None) -> Source:
    if value != "source":
        return load(value)
    if source is None:
        raise OptionError(f"the option {key} asks for the source, but what this document was read from is not known; name a file")
    return source


def _option_value(key: str, hint: Any, value: str) -> Any:
    truths: Mapping[str, bool] = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if hint is bool:
        if value.lower() not in truths:
            raise OptionError(f"the option {key} is “{value}”, but must be true or false")
        return truths[value.lower()]
    if hint is bytes:
        return load(value).data
    if hint in (int, float):
        try:
            return hint(value)
        except ValueError as error:
            raise OptionError(f"the option {key} is “{value}”, but must be a number") from error
    return value


def _check_option_names(job: Job) -> None:
    for key, _ in job.options:
        owner, dot, _rest = key.partition(".")
        if not dot:
            raise OptionError(f"the option “{key}” must be written as FORMAT.NAME=VALUE, such as pdf.fonts=folder")
        if owner not in {*formats.READERS, *formats.WRITERS, *formats.plugin_names("readers"), *formats.plugin_names("writers")}:
            raise OptionError(f"the option “{key}”: there is no format “{owner}”{nearest(owner, {*formats.READERS, *formats.WRITERS})}")
    for name in job.to:
        _options(name, formats.writer(name).options_type, job.options, NO_SOURCE)


def _report_not_honoured(name: str, writer: formats.Writer, sheet: Sheet, report: Report) -> None:
    """Say once which keys of the style, set by the style itself, this writer cannot follow. One that has no looks at all says nothing."""
    if not writer.honours:
        return
    deaf = sorted(
        key for key in sheet.explicit if not any(key == h or key.startswith(f"{h}.") for h in (*writer.honours, "extends", "description"))
    )
    if deaf:
        message = f"{name} has no use for these keys of the style “{sheet.name}”: {', '.join(deaf)}"
        found = Diagnostic("style.not-honoured", message, Severity.INFO)
        if found not in report.diagnostics:
            report.extend([found])


# ------------------------------------------------------------------------------------------------ the moment

_EPOCH = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)


def _dated(meta: Meta, date: str) -> Meta:
    """``meta`` with the moment that outputs state: the job's, SOURCE_DATE_EPOCH's, the text's, else 1980-01-01 (never now: outputs repeat)."""
    if meta.modified and not date:
        return meta
    return replace(meta, modified=_parse_date(date) or _source_date_epoch() or _parse_date_of_text(meta.date) or _EPOCH)


def _parse_date(date: str) -> datetime.datetime | None:
    if not date:
        return None
    try:
        moment = datetime.datetime.fromisoformat(date)
    except ValueError as error:
        raise OptionError(f"the date “{date}” is not in the form 2022-12-07 or 2022-12-07T08:00:00") from error
    return moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment.astimezone(datetime.UTC)


def _parse_date_of_text(date: str) -> datetime.datetime | None:
    """A date of the text, whose month or day may be missing."""
    parts = [*date.split("-"), "01", "01"][:3]
    try:
        moment = datetime.datetime.fromisoformat("-".join(parts)) if date else None
    except ValueError:
        return None
    return moment.replace(tzinfo=datetime.UTC) if moment and moment.year >= 1980 else None


def _source_date_epoch() -> datetime.datetime | None:
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value:
        return None
    try:
        return max(datetime.datetime.fromtimestamp(int(value), datetime.UTC), _EPOCH)
    except (ValueError, OverflowError, OSError) as error:
        raise OptionError(f"SOURCE_DATE_EPOCH is “{value}”, but must be a number of seconds") from error


# ------------------------------------------------------------------------------------------------ files


def load(name: str, encoding: str = "") -> Source:
    """The source called ``name``. Raises SourceError for what is missing, a folder, or not to be read."""
    if name == STDIO:
        if sys.stdin is None:
            raise SourceError("standard input is closed; name a file")
        return Source("<stdin>", sys.stdin.buffer.read(), encoding)
    path = Path(name)
    try:
        return Source(name, path.read_bytes(), encoding)
    except FileNotFoundError as error:
        raise SourceError(f"{name}: there is no such file{_likely(path)}") from error
    except IsADirectoryError as error:
        raise SourceError(f"{name}: this is a folder; name the files in it") from error
    except (OSError, ValueError) as error:
        if path.is_dir():
            raise SourceError(f"{name}: this is a folder; name the files in it") from error
        raise SourceError(f"{name}: the file cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _likely(path: Path) -> str:
    try:
        return nearest(path.name, (p.name for p in path.parent.iterdir() if p.is_file())) if path.parent.is_dir() else ""
    except OSError:
        return ""


@contextmanager
def _replacing(target: str) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file ``target`` when all went well, and vanish when not. Raises OutputError."""
    if target == STDIO:
        buffer = io.BytesIO()
        yield buffer
        _to_stdout(buffer.getvalue())
        return
    path = Path(target)
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with part.open("xb") as stream:
            yield stream
        part.replace(path)
    except OSError as error:
        raise OutputError(f"{target}: cannot be written: {_reason(error)}") from error
    finally:
        part.unlink(missing_ok=True)


def _to_stdout(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        raise OutputError(f"standard output cannot be written: {_reason(error)}") from error


@cache
def _reasons() -> Mapping[int, str]:
    return {
        errno.ENOSPC: "the disk is full",
        errno.EACCES: "you may not write there; choose another folder with -o",
        errno.EPERM: "you may not write there; choose another folder with -o",
        errno.EROFS: "the disk is read-only; choose another folder with -o",
        errno.ENOENT: "there is no such file or folder",
        errno.EISDIR: "a folder of that name is in the way",
        errno.ENAMETOOLONG: "the name is too long for this disk",
    }


def _reason(error: OSError) -> str:
    return _reasons().get(error.errno or 0, error.strerror or str(error))


__all__ = ["ConvertError", "Job", "Plan", "Result", "apply", "convert_file", "in_edition", "load_style", "read", "write"]
