"""Files: sources that are loaded, outputs that are there whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO

from convert.diagnostics import HintError, OutputError, SourceError, nearest
from convert.hints import NO_HINTS, Hints, parse
from convert.source import Source
from convert.zh.phrases import Phrases
from convert.zh.phrases import parse as parse_phrases

#: The name that stands for standard input or output.
STDIO = "-"


def stem(source: str) -> str:
    """The stem that outputs of ``source`` bear: the file's name without its last extension; ``stdin`` for standard input."""
    return "stdin" if source == STDIO else Path(source).stem


def load(name: str, encoding: str = "", hints: str = "") -> Source:
    """The source called ``name``, with the hints in the file ``hints``, else in the one beside it.

    Raises SourceError for what is missing, a folder, or not to be read; HintError for hints that are wrong.
    """
    if name == STDIO:
        if sys.stdin is None:
            raise SourceError("standard input is closed; name a file")
        data = sys.stdin.buffer.read()
        found = _hints(hints) if hints else NO_HINTS
        return Source("<stdin>", data, encoding or found.encoding, found)
    data = _read(name)
    beside = hints or hints_beside(name)
    found = _hints(beside) if beside else NO_HINTS
    return Source(name, data, encoding or found.encoding, found, _neighbours(Path(name).parent))


def hints_beside(name: str) -> str:
    """The hints file of the source ``name``: ``talk.txt.hints.toml``, else ``talk.hints.toml``; "" where there is none."""
    path = Path(name)
    beside = (path.with_name(f"{path.name}.hints.toml"), path.with_name(f"{path.stem}.hints.toml")) if path.name else ()
    return next((str(hints) for hints in beside if hints.is_file()), "")


def dictionary(name: str) -> Phrases:
    """The user's dictionary in the file ``name``. Raises SourceError where it cannot be read, OptionError where it contradicts itself."""
    try:
        text = _read(name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{name}: the dictionary is not in UTF-8") from error
    return parse_phrases(text, name)


def _hints(name: str) -> Hints:
    try:
        text = _read(name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HintError(f"{name}: the hints are not in UTF-8") from error
    return parse(text, name)


def opened(name: str) -> BinaryIO:
    """The file ``name``, or standard input, to be read piece by piece. Raises SourceError for what is missing, a folder, or not to be read."""
    if name == STDIO:
        if sys.stdin is None:
            raise SourceError("standard input is closed; name a file")
        return sys.stdin.buffer
    with _readable(name):
        return Path(name).open("rb")


def _read(name: str) -> bytes:
    with _readable(name):
        return Path(name).read_bytes()


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Tells as a SourceError why the file ``name`` cannot be read."""
    path = Path(name)
    try:
        yield
    except FileNotFoundError as error:
        raise SourceError(f"{name}: there is no such file{_likely(path)}") from error
    except IsADirectoryError as error:
        raise SourceError(f"{name}: this is a folder; name the files in it") from error
    except (OSError, ValueError) as error:
        if path.is_dir():
            raise SourceError(f"{name}: this is a folder; name the files in it") from error
        raise SourceError(f"{name}: the file cannot be read: {getattr(error, 'strerror', None) or error}") from error


#: A picture beside a source is not taken in beyond this size, in bytes.
_MOST = 100 << 20


def _neighbours(folder: Path) -> Callable[[str], bytes]:
    """What gives the bytes of files in ``folder`` and below; none outside of it, wherever links lead."""

    def beside(path: str) -> bytes:
        try:
            root = folder.resolve()
            file = (root / path).resolve()
            return file.read_bytes() if file.is_relative_to(root) and file.is_file() and file.stat().st_size <= _MOST else b""
        except (OSError, ValueError, RuntimeError):
            return b""

    return beside


def _likely(path: Path) -> str:
    try:
        return nearest(path.name, (p.name for p in path.parent.iterdir() if p.is_file())) if path.parent.is_dir() else ""
    except OSError:
        return ""


def check_folder(folder: Path) -> None:
    """Raises OutputError where outputs cannot be written to ``folder``, which need not exist yet."""
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: this is a file; -o takes a folder")
    there = next((parent for parent in (folder, *folder.absolute().parents) if parent.exists()), folder)
    if not there.is_dir():
        raise OutputError(f"{folder}: the folder cannot be made: {there} is a file")
    if not os.access(there, os.W_OK):
        raise OutputError(f"{folder}: the folder cannot be written to; choose another with -o")


@contextmanager
def replacing(target: str) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file ``target`` when all went well, and vanish when not, with the folders made for it.

    Raises OutputError.
    """
    if target == STDIO:
        buffer = io.BytesIO()
        yield buffer
        _to_stdout(buffer.getvalue())
        return
    path = Path(target)
    if path.is_char_device() or path.is_fifo():  # /dev/null, a pipe: nothing that could be replaced
        with path.open("wb") as stream:
            yield stream
        return
    part = path.with_name(f".{os.urandom(6).hex()}.part")
    made = [parent for parent in path.parents if not parent.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as stream:
            yield stream
        part.replace(path)
    except OSError as error:
        raise OutputError(f"{target}: cannot be written: {reason(error)}") from error
    finally:
        _clean_up(part, made)


def _clean_up(part: Path, made: list[Path]) -> None:
    """Take away what is left of a failure: the unfinished file, and folders made for it that are empty."""
    with suppress(OSError):
        part.unlink(missing_ok=True)
    for folder in made:
        with suppress(OSError):
            folder.rmdir()


def _to_stdout(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        raise OutputError(f"standard output cannot be written: {reason(error)}") from error


@cache
def _reasons() -> Mapping[int, str]:
    return {
        errno.ENOSPC: "the disk is full",
        errno.EACCES: "you may not write there; choose another folder with -o",
        errno.EPERM: "you may not write there; choose another folder with -o",
        errno.EROFS: "the disk is read-only; choose another folder with -o",
        errno.ENOENT: "there is no such file or folder",
        errno.EISDIR: "a folder of that name is in the way",
        errno.ENAMETOOLONG: "the name is too long for this disk",
    }


def reason(error: OSError) -> str:
    """Why the system refused, in a few words."""
    return _reasons().get(error.errno or 0, error.strerror or str(error))
