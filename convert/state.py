"""What has been done, kept in SQLite, so that a run can end at any moment and the next goes on from there."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from convert.diagnostics import OutputError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS run (id INTEGER PRIMARY KEY, ended INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS source (
    name TEXT PRIMARY KEY, place TEXT NOT NULL, key TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT '',
    outputs TEXT NOT NULL DEFAULT '[]', record TEXT NOT NULL DEFAULT '{}', run INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS place_of_source ON source (place, run);
CREATE INDEX IF NOT EXISTS run_of_source ON source (run);
"""
_VERSION = 1
#: Seconds between two commits: what is lost when the power goes is done again, with the same bytes.
_PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Known:
    """What the state knows of a source: the key under which it was done, "" for not yet, and its outputs with their sizes."""

    key: str = ""
    outputs: tuple[tuple[str, int], ...] = ()


class State:
    """The state in the file ``path``. One run at a time holds it. Raises OutputError where it cannot be kept."""

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            self._base = sqlite3.connect(path, isolation_level=None, timeout=0.5, check_same_thread=False)
            self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._base.execute("PRAGMA synchronous = NORMAL")
            self._base.execute("BEGIN EXCLUSIVE")
            if self._base.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
                raise OutputError(f"{path}: this state is of another version of zhaibian; name another file with --state")
            for statement in filter(str.strip, _SCHEMA.split(";")):
                self._base.execute(statement)
            self._base.execute(f"PRAGMA user_version = {_VERSION}")
            last = self._base.execute("SELECT id, ended FROM run ORDER BY id DESC LIMIT 1").fetchone()
            self.interrupted = last is not None and not last[1]
            self.run = (last[0] if last else 0) + 1
            self._base.execute("INSERT INTO run (id) VALUES (?)", (self.run,))
            self._base.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._error(error) from error
        self._committed = time.monotonic()

    def _error(self, error: sqlite3.Error) -> OutputError:
        if "locked" in str(error):
            return OutputError(f"{self.path}: another run is at work with this state; wait for it, or name another file with --state")
        if isinstance(error, sqlite3.DatabaseError) and "not a database" in str(error):
            return OutputError(f"{self.path}: this is no state of zhaibian; name another file with --state")
        return OutputError(f"{self.path}: the state cannot be kept: {error}")

    def _execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        try:
            if not self._base.in_transaction:
                self._base.execute("BEGIN")
            return self._base.execute(statement, values)
        except sqlite3.Error as error:
            raise self._error(error) from error

    def met(self, name: str) -> bool:
        """Whether this run has met source ``name``."""
        return self._execute("SELECT 1 FROM source WHERE name = ? AND run = ?", name, self.run).fetchone() is not None

    def claim(self, name: str, place: str) -> str:
        """Note that source ``name`` is met in this run, whose outputs begin with ``place``; the source that has the place already, or ""."""
        other = self._execute("SELECT name FROM source WHERE place = ? AND run = ? AND name <> ?", place, self.run, name).fetchone()
        if other is not None:
            return str(other[0])
        self._execute(
            "INSERT INTO source (name, place, run) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET place = excluded.place, run = excluded.run",
            *(name, place, self.run),
        )
        return ""

    def known(self, name: str) -> Known:
        """What is known of source ``name``."""
        found = self._execute("SELECT key, outputs FROM source WHERE name = ?", name).fetchone()
        return Known(found[0], tuple((path, size) for path, size in json.loads(found[1]))) if found else Known()

    def keep(self, name: str, status: str, key: str, outputs: list[tuple[str, int]], record: dict[str, Any]) -> None:
        """Remember what came of source ``name``; a key of "" has it done again."""
        self._execute(
            "INSERT INTO source (name, place, key, status, outputs, record, run) VALUES (?, '', ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE "
            "SET key = excluded.key, status = excluded.status, outputs = excluded.outputs, record = excluded.record, run = excluded.run",
            *(name, key, status, json.dumps(outputs), json.dumps(record, ensure_ascii=False), self.run),
        )
        if time.monotonic() - self._committed > _PAUSE:
            self.commit()

    def touch(self, name: str, status: str) -> None:
        """Note another status of a source whose record stands."""
        self._execute("UPDATE source SET status = ?, run = ? WHERE name = ?", status, self.run, name)

    def unseen(self) -> Iterator[str]:
        """The sources done in earlier runs that this one has not met and that have not been called vanished yet."""
        cursor = self._execute("SELECT name FROM source WHERE run < ? AND status <> 'vanished' AND key <> '' ORDER BY name", self.run)
        names = cursor.fetchmany(1000)
        while names:
            yield from (str(name) for (name,) in names)
            names = self._execute(
                "SELECT name FROM source WHERE run < ? AND status <> 'vanished' AND key <> '' AND name > ? ORDER BY name LIMIT 1000",
                self.run,
                names[-1][0],
            ).fetchall()

    def records(self) -> Iterator[dict[str, Any]]:
        """The records of this run, in order of names."""
        cursor = self._execute("SELECT name, status, record FROM source WHERE run = ? AND status <> '' ORDER BY name", self.run)
        for name, status, record in cursor:
            yield {"source": name, "status": status, **json.loads(record)}

    def commit(self) -> None:
        """Make all that was kept lasting."""
        try:
            if self._base.in_transaction:  # none, where the disk was full
                self._base.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._error(error) from error
        self._committed = time.monotonic()

    def close(self, *, ended: bool) -> None:
        """Let go of the file; ``ended``: the run came to its end."""
        try:
            if ended:
                self._execute("UPDATE run SET ended = 1 WHERE id = ?", self.run)
                self._execute("DELETE FROM run WHERE id < ?", self.run)
            self.commit()
        finally:
            self._base.close()


def default_path(output: str) -> str:
    """Where the state of a run with the outputs in ``output`` is kept."""
    return os.path.join(output, ".zhaibian.sqlite")
