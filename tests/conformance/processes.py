"""Running programs: with a time limit, with what they said where they fail, and again where a network may have failed."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

#: Seconds that any one program may take.
LIMIT = 600


class ToolError(Exception):
    """A program could not be started, ended badly, or took too long. The message ends with the last lines that it printed."""


def run(
    *command: str | Path,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
    codes: Sequence[int] = (0,),
    limit: float = LIMIT,
) -> str:
    """What the program printed on standard output. ``env`` is added to the environment; ``codes`` are the exit statuses that are no failure."""
    name = Path(command[0]).name
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limit,
            check=False,
        )
    except OSError as error:
        raise ToolError(f"{name}: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise ToolError(f"{name}: not done after {limit:.0f} seconds") from error
    printed = done.stdout.decode("utf-8", "replace")
    if done.returncode not in codes:
        said = (done.stderr.decode("utf-8", "replace") + printed).strip().splitlines()[-8:]
        raise ToolError(f"{name}: exit status {done.returncode}: " + " | ".join(said))
    return printed


def run_again(*command: str | Path, env: Mapping[str, str] | None = None, folder: Path | None = None, times: int = 3) -> str:
    """``run`` for what asks a network: up to ``times`` times, with a pause that grows."""
    for turn in range(1, times):
        try:
            return run(*command, env=env, folder=folder)
        except ToolError:
            time.sleep(5 * turn)
    return run(*command, env=env, folder=folder)
