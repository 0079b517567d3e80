"""One source of many, as a worker does it: read, compare with what was done before, convert, count and sum up. Safe to be done twice."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from typing import Any

from convert import __version__, storage
from convert.api import Job, Plan, Result, load_style, read
from convert.batch import failure
from convert.diagnostics import Diagnostic, Report, Severity
from convert.hints import NO_HINTS, parse
from convert.making import finish
from convert.source import Source
from convert.state import Known

DONE, SAME, FAILED, VANISHED = "done", "same", "failed", "vanished"


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker gets: the source, the folder or store for its outputs, the job and its fingerprint; ``known`` is what is known of it."""

    source: str
    folder: str
    job: Job
    fingerprint: str
    known: Known


@dataclass(frozen=True, slots=True)
class Made:
    """An output that is there: its name, its size in bytes, its SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task. ``status`` is done, same (nothing to do), failed or vanished; ``key`` stands for all that the outputs depend on."""

    source: str
    status: str
    key: str = ""
    outputs: tuple[Made, ...] = ()
    title: str = ""
    characters: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    error: str = ""
    seconds: float = 0.0

    def record(self) -> dict[str, Any]:
        """The record for the report, as JSON has it."""
        return {
            "title": self.title,
            "characters": self.characters,
            "outputs": [asdict(made) for made in self.outputs],
            "diagnostics": [{**asdict(found), "severity": Severity(found.severity).name.lower()} for found in self.diagnostics],
            "error": self.error,
            "seconds": round(self.seconds, 3),
            "key": self.key,
        }


def fingerprint(job: Job) -> str:
    """A digest of all that outputs depend on, but for the source: the job, its style, the files that its options name, this version.

    Raises StyleError, SourceError where one of them cannot be read.
    """
    told = {one.name: getattr(job, one.name) for one in fields(job) if one.name not in {"output", "style", "hints", "reviewing"}}
    style = load_style(job.style)
    parts: list[object] = [__version__, told, style.name, json.loads(json.dumps(style.tree, default=dict))]
    parts += [storage.digest(value) for _, value in job.options if os.path.isfile(value)]
    parts += [storage.digest(job.dictionary)] if os.path.isfile(job.dictionary) else []
    parts += [os.environ.get("SOURCE_DATE_EPOCH", "")]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def work(task: Task) -> Done:
    """Do ``task``; whatever goes wrong with the source is in the answer, as one sentence."""
    begun = time.perf_counter()
    try:
        done = _attempt(task)
    except Exception as error:
        vanished = task.known.key and not storage.exists(task.source)
        done = Done(task.source, VANISHED) if vanished else Done(task.source, FAILED, error=failure(task.source, error))
    return replace(done, seconds=time.perf_counter() - begun)


def _attempt(task: Task) -> Done:
    data = storage.read(task.source)
    beside = storage.read_beside(task.source, ".hints.toml") or storage.read_beside(os.path.splitext(task.source)[0], ".hints.toml")
    key = hashlib.sha256(b"\0".join((task.fingerprint.encode(), hashlib.sha256(data).digest(), beside))).hexdigest()
    if key == task.known.key and all(storage.size(path) == size for path, size in task.known.outputs):
        return Done(task.source, SAME, key)
    report = Report()
    with _folder(task.folder) as folder:
        plan = _plan(replace(task.job, output=tempfile.gettempdir()))
        plan = replace(plan, job=replace(task.job, output=folder))
        source = _source(task, data, beside)
        document = read(source, reader=task.job.reader, options=task.job.options, report=report)
        result = finish(task.source, document, plan, report, source=source)
        outputs = tuple(_delivered(path, task.folder, folder) for path in result.outputs)
    return _done(task, key, result, outputs)


def _done(task: Task, key: str, result: Result, outputs: tuple[Made, ...]) -> Done:
    return Done(task.source, DONE, key, outputs, result.title, result.characters, result.diagnostics)


@lru_cache(maxsize=8)
def _plan(job: Job) -> Plan:
    return Plan.of(job)


def _source(task: Task, data: bytes, beside: bytes) -> Source:
    """The source with the hints beside it."""
    hints = parse(beside.decode("utf-8-sig"), f"{task.source}.hints.toml") if beside else NO_HINTS
    return Source(task.source, data, task.job.encoding or hints.encoding, hints)


@contextmanager
def _folder(folder: str) -> Iterator[str]:
    """A folder of this machine to write to: ``folder`` itself, or a passing one for a store."""
    if not storage.is_remote(folder):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="zhaibian-") as passing:
        yield passing


def _delivered(path: str, folder: str, local: str) -> Made:
    """An output where it belongs."""
    target = path
    if folder != local:
        target = storage.join(folder, os.path.basename(path))
        storage.put(path, target)
    return Made(target, os.path.getsize(path), storage.digest(path))
