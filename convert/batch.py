"""Many sources: one call, one executor, and no bad file that stops the rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from convert import formats
from convert.abreast import Copies
from convert.api import Job, Plan, Result
from convert.diagnostics import ConvertError, OptionError
from convert.files import STDIO, stem
from convert.making import convert_planned

if TYPE_CHECKING:
    from concurrent.futures import Executor

Made = Callable[[str], None]


def convert_many(
    sources: Iterable[str | os.PathLike[str]],
    job: Job | None = None,
    *,
    executor: Executor | None = None,
    made: Made | None = None,
    copies: Copies | None = None,
) -> Iterator[Result]:
    """Make what ``job`` asks for from each source; results come in the order of the sources, failures with their ``error`` set.

    With an ``executor`` (any of ``concurrent.futures``) the sources are done side by side; ``made`` (called with each path that is there)
    works without one only, and so do ``copies`` of this process, which make the editions of each source side by side. Raises ConvertError at once for a job that cannot be, and for outputs that would overwrite each other or a source.
    """
    job = job or Job()
    names = [os.fspath(source) for source in sources]
    plan = replace(Plan.of(job), copies=copies)
    check_distinct(names, job)
    if executor is None:
        yield from (_attempt(name, job, plan, made) for name in names)
    else:
        yield from executor.map(partial(_attempt, job=job), names)


def _attempt(name: str, job: Job, plan: Plan | None = None, made: Made | None = None) -> Result:
    """The result of one source; whatever goes wrong, the others go on."""
    try:
        return convert_planned(name, plan or Plan.of(job), made=made)
    except Exception as error:
        return Result(name, error=failure(name, error))


def failure(name: str, error: Exception) -> str:
    """What went wrong with the source ``name``, in one sentence."""
    match error:
        case ConvertError():
            return str(error)
        case RecursionError():
            return f"{name}: it is nested too deeply"
        case MemoryError():
            return f"{name}: there is not enough memory for it"
        case ImportError():
            return f"{name}: a package is missing or broken ({error}); install zhaibian anew"
        case _:  # a fault of ours in one source must not cost the others
            return f"{name}: this program failed on it ({type(error).__name__}: {error}); please report it with the file"


def check_distinct(sources: Sequence[str], job: Job) -> None:
    """Raises OptionError where two sources would make an output of one name, or an output would replace a source."""
    if job.output == STDIO:
        if len(sources) > 1:
            raise OptionError("standard output takes one source; give a folder with -o")
        return
    stems: dict[str, str] = {}
    for source in sources:
        name = stem(source)
        other = stems.setdefault(name.casefold(), source)
        if other == source and other is not source:
            raise OptionError(f"{source} is named twice")
        if other is not source:
            raise OptionError(f"{other} and {source} would both make {name}.*; convert them into different folders")
    _check_not_over_sources(sources, job)


def _check_not_over_sources(sources: Sequence[str], job: Job) -> None:
    folder = Path(job.output).resolve()
    for source in sources:
        path = Path(source).resolve()
        for other in sources:
            begins = (
                path.name.startswith(f"{stem(other)}.zh-")
                and (formats.by_extension(path.name, formats.WRITERS) or path.suffix[1:]) in job.to
            )
            if source != STDIO and path.parent == folder and begins:
                raise OptionError(f"the output of {other} could replace the source {source}; choose another folder with -o")
