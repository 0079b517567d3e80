"""Workers: any executor of ``concurrent.futures``, kept busy without being flooded, and replaced when one of them dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from multiprocessing import connection

from convert.diagnostics import OutputError
from convert.work import FAILED, Done, Task, work

#: How many tasks wait for each worker: enough to keep it busy, few enough to keep memory flat.
_AHEAD = 4
#: A worker is replaced after so many tasks, so that no leak of a library adds up.
_LIFE = 2000


def processes(workers: int) -> Executor:
    """As many processes as ``workers``, which end when this one does, however it ends."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, _be_a_worker, max_tasks_per_child=_LIFE)


def _be_a_worker() -> None:
    """An interrupt is the parent's matter; without a parent there is nobody to work for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


class Crew:
    """Does tasks with the executors that ``hire`` makes, ``workers`` at a time."""

    def __init__(self, hire: Callable[[], Executor], workers: int) -> None:
        self.hire = hire
        self.window = max(1, workers) * _AHEAD
        self.executor = hire()
        self.deaths = 0

    def results(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """What comes of ``tasks``, as it comes. Tasks are taken only as fast as they are done."""
        waiting: dict[Future[Done], Task] = {}
        supply = iter(tasks)
        try:
            while self._fill(waiting, supply) or waiting:
                finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
                lost = []
                for future in finished:
                    task = waiting.pop(future)
                    done = self._result(future, task)
                    if done is None:
                        lost.append(task)
                    else:
                        yield done
                if lost:
                    lost += waiting.values()
                    waiting.clear()
                    yield from self._one_by_one(lost)
        finally:
            for future in waiting:
                future.cancel()

    def _fill(self, waiting: dict[Future[Done], Task], supply: Iterator[Task]) -> bool:
        """Hand out tasks until enough wait; whether there was one."""
        before = len(waiting)
        while len(waiting) < self.window:
            task = next(supply, None)
            if task is None:
                break
            waiting[self._submit(task)] = task
        return len(waiting) > before

    def _submit(self, task: Task) -> Future[Done]:
        try:
            return self.executor.submit(work, task)
        except BrokenExecutor as error:
            failed: Future[Done] = Future()
            failed.set_exception(error)
            return failed
        except RuntimeError as error:
            raise OutputError(f"the workers are gone: {error}; run it again to go on from here") from error

    def _result(self, future: Future[Done], task: Task) -> Done | None:
        """The result, None where the worker died with it."""
        try:
            return future.result()
        except BrokenExecutor:
            return None
        except CancelledError as error:
            raise OutputError("the cluster has given up its tasks; run it again to go on from here") from error
        except Exception as error:
            return Done(task.source, FAILED, error=f"{task.source}: the cluster gave it up: {error or type(error).__name__}")

    def _one_by_one(self, tasks: list[Task]) -> Iterator[Done]:
        """A worker has died, and with it the pool. Which task it was is found by doing each alone; that one is given up."""
        self._hire_anew()
        for task in tasks:
            done = self._result(self._submit(task), task)
            if done is None:
                self._hire_anew()
                said = "the worker that did it died, for want of memory perhaps; try it alone, or with fewer workers (--workers)"
                done = Done(task.source, FAILED, error=f"{task.source}: {said}")
            yield done

    def _hire_anew(self) -> None:
        self.deaths += 1
        self.executor.shutdown(wait=False)
        self.executor = self.hire()

    def dismiss(self) -> None:
        """Let what is being done be finished, and end."""
        self.executor.shutdown(wait=True)
