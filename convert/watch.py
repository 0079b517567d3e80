"""A folder that is watched: what is dropped into it is converted when it has come to rest."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from threading import Event
from typing import TYPE_CHECKING

from convert.diagnostics import OptionError, SourceError
from convert.runs import Run
from convert.supply import Supplied, supply, supply_at
from convert.work import VANISHED, Done

if TYPE_CHECKING:
    from watchfiles import Change

#: Milliseconds between two looks.
_LOOK = 300
_HINTS = ".hints.toml"


def changes(run: Run, folder: str, settle: float = 1.0, stop: Event | None = None) -> Iterator[Done]:
    """What comes of the sources in ``folder``: at first of all that are there, then of each that comes, changes or vanishes.

    A file is taken when it has not changed for ``settle`` seconds. Ends when ``stop`` is set. Raises SourceError, OptionError.
    """
    check_watch(folder)
    apart = [run.job.output]
    pending: set[str] = set()
    begun = False
    for seen in _seen(folder, stop):
        if not begun:  # only now nothing that comes can be missed
            begun = True
            yield from run.some(supply([folder], apart))
            yield from run.vanished()
        yield from _gone(run, folder, seen)
        pending.update(file for kind, path in seen if kind != "deleted" for file in _files(path))
        ready = sorted(path for path in pending if _rests(path, settle))
        if ready:
            found = (source for path in _sources_of(ready) for source in supply_at(folder, path, apart))
            yield from run.some(_each_once(found), anew=True)
            pending.difference_update(ready)


def check_watch(folder: str) -> None:
    """Raises SourceError where ``folder`` is none, OptionError where the library that watches is missing."""
    if not os.path.isdir(folder):
        raise SourceError(f"{folder}: this is no folder that could be watched")
    try:
        import watchfiles  # noqa: F401 - whether it is there
    except ImportError as error:
        raise OptionError("watching needs watchfiles; write: pip install 'zhaibian[watch]'") from error


def _seen(folder: str, stop: Event | None) -> Iterator[Sequence[tuple[str, str]]]:
    """The kinds and paths of changes, () where nothing happened for a while."""
    from watchfiles import watch

    root = os.path.realpath(folder)
    for found in watch(root, watch_filter=None, stop_event=stop, rust_timeout=_LOOK, yield_on_timeout=True, raise_interrupt=True):
        yield [(_kind(kind), os.path.join(folder, os.path.relpath(path, root))) for kind, path in found]


def _kind(change: Change) -> str:
    return str(change.name)


def _gone(run: Run, folder: str, seen: Sequence[tuple[str, str]]) -> Iterator[Done]:
    for kind, path in seen:
        if kind == "deleted" and not os.path.exists(path) and run.vanish(path):
            yield Done(path, VANISHED)


def _files(path: str) -> Iterator[str]:
    """The files in a folder that has come: what comes into it from now on is seen by itself. Else the ``path``."""
    if not os.path.isdir(path):
        yield path
    for folder, _, names in os.walk(path):
        yield from (os.path.join(folder, name) for name in names)


def _rests(path: str, settle: float) -> bool:
    """Whether a file has not changed for a while, or is not there any more."""
    try:
        return time.time() - os.stat(path).st_mtime >= settle
    except OSError:
        return True


def _sources_of(paths: Sequence[str]) -> Iterator[str]:
    """The paths, and for hints the sources beside them."""
    for path in paths:
        if not path.endswith(_HINTS):
            yield path
            continue
        stem = path.removesuffix(_HINTS)
        folder = os.path.dirname(path) or "."
        names = os.listdir(folder) if os.path.isdir(folder) else []
        beside = (os.path.join(os.path.dirname(path), name) for name in names if not name.endswith(_HINTS))
        yield from (name for name in beside if name == stem or os.path.splitext(name)[0] == stem)


def _each_once(sources: Iterator[Supplied]) -> Iterator[Supplied]:
    yield from dict.fromkeys(sources)
