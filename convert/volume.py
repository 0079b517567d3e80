"""Several sources in one volume, with one contents and an index of speakers."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from convert import formats
from convert.abreast import Copies
from convert.api import Job, Plan, Result, apply, read
from convert.diagnostics import ConvertError, Diagnostic, OptionError, Report, Severity, SourceError
from convert.files import load
from convert.making import finish
from convert.model.nodes import Document
from convert.serial import one_story
from convert.source import Source
from convert.transforms.merged import Part, merged

Named = tuple[str, Document]


def merge(documents: Iterable[Named], title: str = "", report: Report | None = None) -> Document:
    """The volume of ``documents``, pairs of a source's name and what was read from it: in order of date or instalment, else of name.

    Articles that come again are left out and reported; chapters of one book go on. ``title`` is the volume's, where it is not that of the
    series. An index of speakers stands at the end. Raises OptionError where there are no documents.
    """
    report = report if report is not None else Report()
    parts = [Part(name, document) for name, document in documents]
    if not parts:
        raise OptionError("a volume needs at least one source")
    return apply(merged(parts, title, report), formats.transform("speakers")(), report=report)


def convert_merged(
    sources: Sequence[str | os.PathLike[str]],
    job: Job | None = None,
    title: str = "",
    *,
    made: Callable[[str], None] | None = None,
    copies: Copies | None = None,
) -> Result:
    """Make what ``job`` asks for of one volume of all ``sources``; outputs bear its title. A source that cannot be read is left out.

    ``copies`` of this process make its editions side by side.

    What was left out is an ERROR among the findings. Raises ConvertError where no source can be read, or no output is possible.
    """
    job = job or Job()
    plan = replace(Plan.of(job), copies=copies)
    if job.hints and len(sources) > 1:
        raise OptionError("--hints is for one source; keep a file SOURCE.hints.toml beside each")
    report = Report(reviewing=job.reviewing)
    volume = merge(_documents([os.fspath(source) for source in sources], job, report), title, report)
    name = f"{_stem(volume.meta.title) or 'volume'}.volume"
    targets = {os.path.realpath(output.path) for edition in plan.editions_of(volume) for output in plan.outputs(name, edition)}
    replaced = next((source for source in sources if os.path.realpath(source) in targets), None)
    if replaced is not None:
        raise OptionError(f"the volume would replace its source {os.fspath(replaced)}; choose another folder with -o, or another name")
    return finish(name, volume, plan, report, made=made)


def _documents(sources: Sequence[str], job: Job, report: Report) -> list[Named]:
    """What was read of the sources; files that a story was cut into are read as one."""
    pieces: list[tuple[Source, Document]] = []
    reports: list[Report] = []
    for source in sources:
        own = Report(reviewing=job.reviewing)
        try:
            loaded = load(source, job.encoding, job.hints)
            pieces.append((loaded, read(loaded, reader=job.reader, options=job.options, report=own)))
        except ConvertError as error:
            report.extend([Diagnostic("merge.left-out", f"left out of the volume: {error}", Severity.ERROR)])
        reports.append(own)
    if not pieces:
        raise SourceError("; ".join(found.message.removeprefix("left out of the volume: ") for found in report))
    story = one_story(pieces, report) if job.reader in {"", "text"} else None
    if story is not None:
        return [(story.name, read(story, reader="text", options=job.options, report=report))]
    for own in reports:
        report.extend(own)
        report.doubts.extend(own.doubts)
    return [(source.name, document) for source, document in pieces]


_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST = 60


def _stem(title: str) -> str:
    """A title as the name of a file, on any system."""
    return _UNSAFE.sub(" ", title)[:_LONGEST].strip(" .")
