"""One source into all that a job asks for. Editions are made side by side where the plan has copies of this process for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from convert import formats
from convert.abreast import Copies
from convert.api import Job, Output, Plan, Result, apply, in_edition, read, write
from convert.diagnostics import Diagnostic, Doubt, Pos, Report
from convert.files import load
from convert.model import walk
from convert.model.nodes import Document
from convert.moment import dated
from convert.source import Source

Made = Callable[[str], None]
#: Documents of more characters are not copied: each copy could take as much memory again.
_LONGEST = 3_000_000


def convert_file(source: str | os.PathLike[str], job: Job | None = None, *, made: Made | None = None) -> Result:
    """Make all that ``job`` asks for from one source; ``made`` is called with each path that is there.

    Raises ConvertError where no output is possible. Findings are in the result.
    """
    return convert_planned(os.fspath(source), Plan.of(job or Job()), made=made)


def convert_planned(name: str, plan: Plan, *, made: Made | None = None) -> Result:
    """Make the outputs of ``plan`` from the source called ``name``. Raises ConvertError."""
    job = plan.job
    report = Report(reviewing=job.reviewing)
    loaded = load(name, job.encoding, job.hints)
    document = read(loaded, reader=job.reader, encoding=job.encoding, options=job.options, report=report)
    return finish(name, document, plan, report, source=loaded, made=made)


def finish(name: str, document: Document, plan: Plan, report: Report, *, source: Source | None = None, made: Made | None = None) -> Result:
    """Make the outputs of ``plan`` of a document that was read; they bear the stem of ``name``. Raises ConvertError."""
    job = plan.job
    document = apply(document, formats.transform("metadata").of(job.metadata), report=report)
    document = replace(document, meta=dated(document.meta, job.date))
    document = apply(document, *(formats.transform(t)() for t in job.transforms), report=report)
    characters = len(walk.text(document))
    making = _Making(name, document, plan, source, report.reviewing)
    if job.reviewing:
        _report_nothing_to_review(name, document.meta.language, plan.editions_of(document), report)
    copies = plan.copies if characters <= _LONGEST else None
    outputs: list[str] = []
    for part in making.abreast(copies, made) if copies and copies.possible else making.in_turn(made):
        outputs += part.outputs
        report.extend(part.diagnostics)
        report.doubts.extend(part.doubts)
    sections = sum(1 for _ in walk.sections(document.body))
    found = tuple(dict.fromkeys(report.diagnostics))
    return Result(name, document.meta.title, sections, characters, tuple(outputs), found, doubts=tuple(report.doubts))


def _report_nothing_to_review(source: str, language: str, editions: Sequence[str], report: Report) -> None:
    """Say so where no edition is converted: a review tells what is doubtful in a conversion from simplified script."""
    if all(name == language for edition in editions for name in edition.split("+")):
        message = f"nothing is converted, so there is nothing to review: all that is asked for is {language}, as the text is"
        report.add("review.nothing", message, pos=Pos(1, 1, source), hint="add another edition, such as --edition zh-Hant-TW")


@dataclass(frozen=True, slots=True)
class _Edition:
    """A document in an edition, with what was found while it was made."""

    name: str
    document: Document
    report: Report


@dataclass(frozen=True, slots=True)
class _Part:
    """What came of some outputs of an edition."""

    edition: str
    outputs: list[str]
    diagnostics: list[Diagnostic]
    doubts: list[Doubt]


@dataclass(frozen=True, slots=True)
class _Making:
    """The outputs of a document that was read."""

    name: str
    document: Document
    plan: Plan
    source: Source | None
    reviewing: bool

    def in_turn(self, made: Made | None) -> Iterator[_Part]:
        """All, one after another."""
        for name in self.plan.editions_of(self.document):
            yield self._written(self._edition(name), self._outputs(name), made)

    def abreast(self, copies: Copies, made: Made | None) -> Iterator[_Part]:
        """All, with copies of this process: the edition in the script of the text here, the others, of which one helps the next, elsewhere."""
        names = self.plan.editions_of(self.document)
        own = [name for name in names if name == self.document.meta.language]
        groups = [group for group in (own, [name for name in names if name not in own]) if group]
        parts = [part for found in copies.each([partial(self._group, copies, group) for group in groups]) for part in found]
        for part in sorted(parts, key=lambda part: names.index(part.edition)):
            for path in part.outputs if made else ():
                made(path)  # type: ignore[misc]
            yield part

    def _group(self, copies: Copies, names: Sequence[str]) -> list[_Part]:
        """Some editions side by side; where there is one only, its formats."""
        editions = [self._edition(name) for name in names]
        if len(editions) > 1 or len(self.plan.editions_of(self.document)) > 1:
            return copies.each([partial(self._written, edition, self._outputs(edition.name)) for edition in editions])
        first, *others = self._outputs(names[0])
        again = replace(editions[0], report=Report(reviewing=self.reviewing))
        return copies.each([partial(self._written, editions[0], [first]), *([partial(self._written, again, others)] if others else [])])

    def _edition(self, name: str) -> _Edition:
        """An edition, or two that are joined by +."""
        report = Report(reviewing=self.reviewing)
        job = self.plan.job
        first, *others = (in_edition(self.document, one, report, job.vocabulary, self.plan.choices) for one in name.split("+"))
        beside = not job.parallel.endswith("below")
        return _Edition(name, apply(first, *(formats.transform("parallel")(other, beside) for other in others), report=report), report)

    def _outputs(self, edition: str) -> list[Output]:
        return list(self.plan.outputs(self.name, edition))

    def _written(self, edition: _Edition, outputs: Sequence[Output], made: Made | None = None) -> _Part:
        hinted = self.source.hints.options if self.source is not None else ()
        for output in outputs:
            write(
                edition.document,
                output.path,
                format=output.format,
                style=self.plan.style,
                vertical=output.vertical,
                options=(*hinted, *self.plan.job.options, *output.options),
                report=edition.report,
                source=self.source,
            )
            if made:
                made(output.path)
        return _Part(edition.name, [output.path for output in outputs], edition.report.diagnostics, edition.report.doubts)
