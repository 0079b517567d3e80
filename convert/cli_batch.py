"""The commands for many sources: ``zhaibian batch`` and ``zhaibian watch``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from convert import storage
from convert.abreast import cores
from convert.arguments import add_job_arguments, add_source_arguments, job_of, parsed
from convert.crew import Crew, processes
from convert.diagnostics import OptionError
from convert.printing import print_findings
from convert.runs import Run
from convert.supply import supply
from convert.work import FAILED, VANISHED, Done


def batch(arguments: Sequence[str]) -> int:
    """``zhaibian batch``: 0 all done, 1 some sources failed, 2 could not."""
    parser = _parser("batch", "Convert whole archives; what is done already is skipped, what changed is done anew.")
    parser.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="files, folders, patterns such as 'texts/**/*.txt', ZIP archives, URLs"
    )
    chosen, behind = parsed(parser, arguments)
    sources = [_seen_by_all(name, chosen) for name in (*chosen.sources, *behind)]
    chosen.output = _seen_by_all(chosen.output, chosen)
    with _run(chosen) as run:
        with _bar(chosen, lambda: sum(1 for _ in supply(sources, [chosen.output]))) as tick:
            for done in run.over(sources):
                tick(done)
        if not chosen.quiet:
            print(f"{run.summary}\n  report: {run.report}")
        if run.summary.failed and run.summary.failed == run.summary.total:
            return 2
        return 1 if run.summary.failed else 0


def watch(arguments: Sequence[str]) -> int:
    """``zhaibian watch``: until it is interrupted."""
    parser = _parser("watch", "Convert what lies in a folder, and what is dropped into it, until interrupted.")
    parser.add_argument("folder", metavar="FOLDER")
    parser.add_argument(
        "--settle", type=float, default=1.0, metavar="SECONDS", help="wait until a file has not changed for so long (default: 1)"
    )
    chosen = parser.parse_args(arguments)
    from convert.watch import changes, check_watch

    check_watch(chosen.folder)
    with _run(chosen) as run:
        if not chosen.quiet:
            print(f"watching {chosen.folder}; outputs go to {chosen.output} (end with Ctrl-C)", flush=True)
        try:
            for done in changes(run, chosen.folder, chosen.settle):
                _tell(done, chosen)
        except KeyboardInterrupt:
            pass
        finally:
            run.finish()
        if not chosen.quiet:
            print(run.summary)
    return 0


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"zhaibian {name}", description=description)
    add_job_arguments(parser)
    add_source_arguments(parser)
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="processes at work (default: one a core)")
    parser.add_argument(
        "--cluster", metavar="ADDRESS", default="", help="a Dask scheduler, such as tcp://host:8786, instead of processes here"
    )
    parser.add_argument("--state", metavar="FILE", default="", help="what has been done (default: DIR/.zhaibian.sqlite)")
    parser.add_argument("--report", metavar="FILE", default="", help="JSON Lines, one a source (default: DIR/report.jsonl)")
    parser.add_argument("--again", action="store_true", help="do anew what is done already")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but warnings and errors")
    parser.add_argument("-v", "--verbose", action="store_true", help="print a line for each source, and remarks too")
    return parser


@contextmanager
def _run(chosen: argparse.Namespace) -> Iterator[Run]:
    if chosen.review:
        raise OptionError("--review is for a few sources; convert them without batch")
    if chosen.workers < 0:
        raise OptionError("--workers must be at least 1")
    with _hired(chosen) as crew:
        try:
            run = Run(job_of(chosen), crew, state=chosen.state, report=chosen.report, again=chosen.again)
        except BaseException:
            crew.dismiss()
            raise
        with run:
            yield run


@contextmanager
def _hired(chosen: argparse.Namespace) -> Iterator[Crew]:
    """Processes of this machine, or the workers of a cluster."""
    if not chosen.cluster:
        workers = chosen.workers or cores()
        yield Crew(lambda: processes(workers), workers)
        return
    from convert.cluster import Cluster

    cluster = Cluster(chosen.cluster)
    try:
        yield Crew(cluster.executor, cluster.workers())
    finally:
        cluster.close()


def _seen_by_all(name: str, chosen: argparse.Namespace) -> str:
    """A name that means the same to workers that run in another folder."""
    return os.path.abspath(name) if chosen.cluster and not storage.is_remote(name) else name


@contextmanager
def _bar(chosen: argparse.Namespace, total: Callable[[], int]) -> Iterator[Callable[[Done], None]]:
    """A progress bar with rate and remaining time, where standard error is a terminal; findings above it."""
    if chosen.quiet or not sys.stderr.isatty():
        yield lambda done: _tell(done, chosen)
        return
    from tqdm import tqdm

    with tqdm(total=total(), unit="source", dynamic_ncols=True, leave=False) as bar:

        def tick(done: Done) -> None:
            with tqdm.external_write_mode(sys.stderr):
                _tell(done, chosen)
            bar.update()

        yield tick


def _tell(done: Done, chosen: argparse.Namespace) -> None:
    if chosen.verbose:
        print_findings(done.diagnostics, verbose=True)
    if done.status == FAILED:
        print(f"zhaibian: error: {done.error}", file=sys.stderr)
    elif done.status == VANISHED:
        print(f"zhaibian: warning: {done.source}: the source has vanished; its outputs are kept", file=sys.stderr)
    elif chosen.verbose:
        print(f"{done.source}: {done.status}, {len(done.outputs)} outputs, {done.seconds:.2f} s", flush=True)
