"""The start of the command ``zhaibian``, which ``python -m convert`` is too."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

from convert import __version__
from convert.bytecode import Bytecode
from convert.startfile import StartFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def run() -> None:
    """Do what the arguments of the process say, and exit with the status."""
    # A document is millions of values that live as long as the process: do not look through them often.
    gc.set_threshold(1_000_000, 20, 100)
    keep = recall()
    from convert import cli

    status = cli.run(at_end=keep)
    keep()
    _end(status)


def recall() -> Callable[[], None]:
    """Take up what runs before this one have kept; what is returned keeps what this one has learned."""
    file = StartFile(__version__)
    file.open()
    file.use()
    bytecode = Bytecode(file)
    bytecode.recall()
    from convert.compiled import Compiled  # all that is imported from here on may have been kept
    from convert.deferred import defer

    defer()
    compiled = Compiled(file)
    compiled.recall()

    def keep() -> None:
        with suppress(Exception):  # nothing is lost but time
            if new := {**compiled.learned(), **bytecode.learned(), **file.learned}:
                file.add(new)

    return keep


def _end(status: int) -> None:
    """End at once: what the process holds goes with it, and need not be taken apart value by value."""
    threading = sys.modules.get("threading")
    if threading is not None and threading.active_count() > 1:
        sys.exit(status)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # closed, or none
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    run()
