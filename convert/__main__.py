"""The start of the command ``zhaibian``, which ``python -m convert`` is too."""

import gc
import sys

from convert import __version__
from convert.compiled import Compiled


def run() -> None:
    """Do what the arguments of the process say, and exit with the status."""
    gc.set_threshold(50_000, 50, 100)  # a document is millions of values that live as long as the process: do not look through them often
    compiled = Compiled(__version__)
    compiled.recall()
    from convert import cli

    status = cli.run(at_end=compiled.keep)
    compiled.keep()
    gc.freeze()  # what is left goes with the process: do not look through it once more
    sys.exit(status)


if __name__ == "__main__":
    run()
