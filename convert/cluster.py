"""Work beyond this machine: the executor of a Dask cluster. Its workers need zhaibian, of the same version, and see the same stores."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Any

from convert.diagnostics import OptionError

#: How often a task is given to another worker when the one that had it is lost.
_RETRIES = 3
_PATIENCE = 15


class Cluster:
    """A Dask cluster by the address of its scheduler. Raises OptionError where none answers."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise OptionError("a cluster needs Dask; write: pip install 'zhaibian[cluster]'") from error
        try:
            made: Any = Client
            self._client = made(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise OptionError(f"no scheduler answers at {address}; start one with: dask scheduler") from error
        if not self.workers():
            self._client.close()
            raise OptionError(f"the scheduler at {address} has no workers; start some with: dask worker {address} --nthreads 1")

    def workers(self) -> int:
        """How many tasks are done at a time."""
        return sum(self._client.nthreads().values())

    def executor(self) -> Executor:
        """Its executor; a worker that is lost costs a task no more than time."""
        made: Executor = self._client.get_executor(pure=False, retries=_RETRIES)
        return made

    def close(self) -> None:
        """Let go of the scheduler."""
        self._client.close()
