"""The start of the command ``zhaibian``, which ``python -m convert`` is too."""

import gc
import os
import sys
from contextlib import suppress

from convert import __version__
from convert.compiled import Compiled
from convert.deferred import defer


def run() -> None:
    """Do what the arguments of the process say, and exit with the status."""
    # A document is millions of values that live as long as the process: do not look through them often.
    gc.set_threshold(1_000_000, 20, 100)
    defer()
    compiled = Compiled(__version__)
    compiled.recall()
    from convert import cli

    status = cli.run(at_end=compiled.keep)
    compiled.keep()
    _end(status)


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
