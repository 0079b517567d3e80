"""Parts of a work side by side, in copies of this process: a copy has all that is loaded and read already, and costs some milliseconds.

Only where the system copies processes in that way and safely (Linux), where there is more than one core, and while there is one thread.
``Beside`` is one more thread instead, which all systems have.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from _thread import allocate_lock, start_new_thread
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from convert.diagnostics import OutputError

T = TypeVar("T")


class Beside(Generic[T]):
    """Work that another thread does while this one goes on: of use where it is done by libraries that let others go on meanwhile."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._found: T | None = None
        self._error: BaseException | None = None
        self._doing = allocate_lock()
        self._doing.acquire()
        try:
            start_new_thread(self._do, ())
        except RuntimeError:  # no more threads are to be had
            self._do()

    def _do(self) -> None:
        try:
            self._found = self._work()
        except BaseException as error:  # whatever it is, it is raised where the answer is awaited
            self._error = error
        finally:
            self._doing.release()

    def result(self) -> T:
        """What the work gave, once it is done, or raises what it raised."""
        with self._doing:
            if self._error is not None:
                raise self._error
        return cast(T, self._found)


def cores() -> int:
    """The cores that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Copies:
    """Does parts in copies. ``at_end`` is called in each copy before it ends."""

    at_end: Callable[[], None]

    @property
    def possible(self) -> bool:
        """Whether copies can be made, and are worth it."""
        threading = sys.modules.get("threading")
        alone = threading is None or threading.active_count() == 1
        return sys.platform == "linux" and alone and cores() > 1

    def each(self, parts: Sequence[Callable[[], T]]) -> list[T]:
        """What ``parts`` give, in their order; the first is done here. Raises what the first of those that failed raised."""
        if len(parts) == 1 or not self.possible:
            return [part() for part in parts]
        gc.freeze()  # what is there already need not be looked through, and so not be copied
        copies = [_Copy(part, self.at_end) for part in parts[1:]]
        try:
            return [parts[0](), *(copy.result() for copy in copies)]
        finally:
            for copy in copies:
                copy.end()


class _Copy(Generic[T]):
    """A copy of this process that does ``part``."""

    def __init__(self, part: Callable[[], T], at_end: Callable[[], None]) -> None:
        self._part = part
        self._ended = False
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        reading, writing = os.pipe()
        self._pid = os.fork()
        if self._pid:
            os.close(writing)
            self._answers = reading
            return
        os.close(reading)
        try:
            _answer(part, writing, at_end)
        finally:
            os._exit(0)

    def result(self) -> T:
        """What the part gave, or raises what it raised. A copy that was killed is made good here."""
        with os.fdopen(os.dup(self._answers), "rb") as answers:
            data = answers.read()
        self._ended = True
        if not data:
            return self._part()
        import pickle

        done, answer = pickle.loads(data)
        if not done:
            raise answer
        found: T = answer
        return found

    def end(self) -> None:
        """Wait for the end of the copy; one whose answer nobody waits for any more is told to end."""
        os.close(self._answers)
        with suppress(ProcessLookupError, ChildProcessError):
            if not self._ended:
                os.kill(self._pid, signal.SIGTERM)
            os.waitpid(self._pid, 0)


def _answer(part: Callable[[], T], writing: int, at_end: Callable[[], None]) -> None:
    """Do the part and write down what came of it."""
    import pickle  # short work needs none

    try:
        answer: tuple[bool, object] = (True, part())
    except BaseException as error:  # whatever it is, it is raised where the answer is awaited
        answer = (False, error)
    try:
        data = pickle.dumps(answer)
    except Exception as error:
        data = pickle.dumps((False, OutputError(f"this program failed ({error}); please report it with the file")))
    with os.fdopen(writing, "wb") as answers:
        answers.write(data)
    at_end()
