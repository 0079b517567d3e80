"""A whole archive: every source once, every core at work, whatever happens; what is done stays done.

with Run(job, "books", crew) as run:
for done in run.over(["texts"]):
...
print(run.summary)
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from convert import storage
from convert.api import Job, Plan
from convert.crew import Crew
from convert.diagnostics import OptionError
from convert.files import STDIO, replacing, stem
from convert.state import Known, State, default_path
from convert.supply import Supplied, supply
from convert.work import DONE, FAILED, SAME, VANISHED, Done, Task, fingerprint

_PART = re.compile(r"\.[0-9a-f]{12}\.part")


@dataclass(slots=True)
class Summary:
    """How many sources were done, were done already, failed, have vanished; the outputs written; how long the work took, without waiting."""

    done: int = 0
    same: int = 0
    failed: int = 0
    vanished: int = 0
    outputs: int = 0
    characters: int = 0
    seconds: float = 0.0

    @property
    def total(self) -> int:
        """The sources that were met."""
        return self.done + self.same + self.failed

    def __str__(self) -> str:
        rate = self.total / self.seconds if self.seconds else 0.0
        parts = [f"{self.done:,} done", f"{self.same:,} as before", f"{self.failed:,} failed"]
        parts += [f"{self.vanished:,} vanished"] if self.vanished else []
        sources = "1 source" if self.total == 1 else f"{self.total:,} sources"
        outputs = "1 output" if self.outputs == 1 else f"{self.outputs:,} outputs"
        return f"{sources}: {', '.join(parts)}; {outputs} in {self.seconds:,.1f} s ({rate:,.1f} sources/s)"


class Run:
    """A run of ``job`` over many sources, with the workers of ``crew``.

    ``state`` and ``report`` are the paths of the state and of the report, "" for those in the folder of the outputs. ``again``: what was done
    is done anew. Raises ConvertError for a job that cannot be, and where another run is at work with the same state.
    """

    def __init__(self, job: Job, crew: Crew, *, state: str = "", report: str = "", again: bool = False) -> None:
        if job.output == STDIO:
            raise OptionError("a batch needs a folder for its outputs; name one with -o")
        if storage.is_remote(job.output) and not (state and report):
            raise OptionError("outputs that go to a store need a state and a report on this machine; name them with --state and --report")
        if job.hints:
            raise OptionError("--hints is for one source; keep a file SOURCE.hints.toml beside each")
        Plan.of(job if not storage.is_remote(job.output) else replace(job, output="."))
        self.job = job
        self.crew = crew
        self.again = again
        self.fingerprint = fingerprint(job)
        if not storage.is_remote(job.output):
            Path(job.output).mkdir(parents=True, exist_ok=True)
        self.report = report or os.path.join(job.output, "report.jsonl")
        self.state = State(state or default_path(job.output))
        self.summary = Summary()
        self._ended = False
        self._clashes: list[Done] = []
        if self.state.interrupted:
            self._sweep()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.crew.dismiss()
        if self.crew.deaths:
            self._sweep()
        self.state.close(ended=self._ended)

    def over(self, sources: Iterable[str]) -> Iterator[Done]:
        """Do all that ``sources`` stand for; each result comes as it is there. At the end those that have vanished are found, and the report is written."""
        names = list(sources)
        among = next((name for name in names if os.path.isdir(name) and os.path.samefile(name, self.job.output)), None)
        if among is not None:
            raise OptionError(f"{among}: outputs would lie among the sources; name another folder with -o")
        yield from self.some(supply(names, [self.job.output]))
        yield from self.vanished()
        self.finish()

    def some(self, sources: Iterable[Supplied], *, anew: bool = False) -> Iterator[Done]:
        """Do ``sources``, and remember what came of them; ``anew``: those too that this run has met already."""
        begun = time.monotonic()
        for done in self.crew.results(self._tasks(sources, anew)):
            yield from self._clashed()
            self._remember(done)
            yield done
        yield from self._clashed()
        self.state.commit()
        self.summary.seconds += time.monotonic() - begun

    def finish(self) -> None:
        """Write the report of all that this run has met."""
        self.state.commit()
        with replacing(self.report) as stream:
            for record in self.state.records():
                stream.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
        self._ended = True

    def _tasks(self, sources: Iterable[Supplied], anew: bool) -> Iterator[Task]:
        for source in sources:
            if not anew and self.state.met(source.name):
                continue
            folder = storage.join(self.job.output, source.folder) if source.folder else self.job.output
            other = self.state.claim(source.name, storage.join(folder, stem(source.name).casefold()))
            if other:
                said = f"{source.name}: its outputs would replace those of {other}; rename one of the two"
                self._clashes.append(Done(source.name, FAILED, error=said))
                continue
            known = Known() if self.again else self.state.known(source.name)
            yield Task(source.name, folder, self.job, self.fingerprint, known)

    def _clashed(self) -> Iterator[Done]:
        while self._clashes:
            done = self._clashes.pop()
            self._remember(done)
            yield done

    def _remember(self, done: Done) -> None:
        if done.status == SAME:
            self.summary.same += 1
            self.state.touch(done.source, SAME)
            return
        if done.status == VANISHED:
            self.vanish(done.source)
            return
        if done.status == DONE:
            self.summary.done += 1
            self.summary.outputs += len(done.outputs)
            self.summary.characters += done.characters
        else:
            self.summary.failed += 1
        self.state.keep(done.source, done.status, done.key, [(made.path, made.size) for made in done.outputs], done.record())

    def vanished(self) -> Iterator[Done]:
        """The sources of earlier runs that are not there any more. Their outputs stay."""
        for name in self.state.unseen():
            if not storage.exists(name):
                self.summary.vanished += 1
                self.state.touch(name, VANISHED)
                yield Done(name, VANISHED)

    def vanish(self, name: str) -> bool:
        """Note that a source is not there any more; whether it was known."""
        known = bool(self.state.known(name).key)
        if known:
            self.summary.vanished += 1
            self.state.touch(name, VANISHED)
        return known

    def _sweep(self) -> None:
        """Take away the unfinished files that a killed worker has left."""
        if storage.is_remote(self.job.output):
            return
        for folder, _, names in os.walk(self.job.output):
            for name in names:
                if _PART.fullmatch(name):
                    Path(folder, name).unlink(missing_ok=True)
