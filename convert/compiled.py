"""What Python compiles anew at every start, kept from run to run: regular expressions, and the methods of data classes.

To compile them takes longer than the work on a short text. ``recall`` puts patterns where ``re`` looks first, and lets ``dataclasses`` find the
code of its methods; ``keep`` writes down what has come to be known. It lies in the user's folder for caches, or in the folder that
``ZHAIBIAN_CACHE`` names ("" for none). Where it cannot be read or written, or where this Python is made otherwise, nothing is lost but time.
"""

from __future__ import annotations

import marshal
import mmap
import os
import re
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from types import CodeType
from typing import Any

#: Counts the ways in which the file has been written.
_FORMAT = 4
#: How many calls may lie between the body of a module and the table of ``re``.
_CALLS = 6
#: Modules that make patterns out of tables, which are the same in every run: of this program when they are needed, of Python at once.
_OF_TABLES = frozenset(
    {"convert.zh.clauses", "convert.zh.kept", "convert.zh.quotes", "convert.zh.regions", "convert.zh.rules", "string", "tomllib._re"}
)
#: Their insides, which have no types.
_RE: Any = re
_SRE: Any = sys.modules.get("_sre")
#: What ``re`` is asked for: the text of a pattern and flags.
_Asked = tuple[str | bytes, int]
#: Stands for flags where a method of a data class is asked for.
_METHOD = -1


def cache_folder() -> str:
    """Where what may be lost is kept for this user; "" for nowhere."""
    if "ZHAIBIAN_CACHE" in os.environ:
        return os.environ["ZHAIBIAN_CACHE"]
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    else:
        base = os.path.join(home, "Library", "Caches") if sys.platform == "darwin" else os.environ.get("XDG_CACHE_HOME", f"{home}/.cache")
    return os.path.join(base, "zhaibian") if os.path.isabs(base) else ""


class Compiled:
    """What this run knows from runs before it, in the file of this Python and of this ``version`` of the program.

    The file is a directory and entries: runs of many kinds add to it, and each looks only into what it asks for.
    """

    def __init__(self, version: str) -> None:
        folder = cache_folder()
        name = f"start{_FORMAT}-{version}-{sys.implementation.cache_tag}-{sys.hexversion:x}.bin"
        self._path = os.path.join(folder, name) if folder else ""
        self._data: mmap.mmap | None = None
        #: Where in the file the entry of each key begins and ends, and its sum.
        self._places: dict[int, tuple[int, int, int]] = {}
        self._new: dict[int, bytes] = {}
        self._patterns = _Found(self._known, self._learn)

    def recall(self) -> None:
        """Let ``re`` and ``dataclasses`` find what runs before have compiled, and learn what this one compiles. Done before modules are imported."""
        if not self._path:
            return
        self._open()
        setattr(re, "_cache2" if hasattr(re, "_cache2") else "_cache", self._patterns)
        dataclasses: Any = import_module("dataclasses")  # only now, since it needs patterns too
        dataclasses.exec = self._run  # in place of the built-in, which compiles

    def _open(self) -> None:
        """Look into the file, where there is a whole one."""
        with suppress(Exception):  # a cache that is damaged is none
            with open(self._path, "rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            size = int.from_bytes(data[-8:-4], "big")
            directory = data[-8 - size : -8]
            if zlib.adler32(directory) == int.from_bytes(data[-4:], "big"):
                self._data, self._places = data, marshal.loads(directory)

    def _known(self, asked: _Asked) -> Any:
        """What the file has for ``asked``; None for nothing."""
        place = self._places.get(_key(asked))
        if place is None or self._data is None:
            return None
        start, end, total = place
        entry = self._data[start:end]
        if zlib.adler32(entry) != total:
            return None
        text, flags, kept = marshal.loads(entry)
        return kept if (text, flags) == asked else None

    def _learn(self, asked: _Asked, compiled: Any) -> None:
        self._new[_key(asked)] = marshal.dumps((*asked, compiled))

    def _run(self, text: str, names: dict[str, Any], local: dict[str, Any]) -> None:
        """Run what ``dataclasses`` has written."""
        code = self._known((text, _METHOD))
        if code is None:
            code = compile(text, "<string>", "exec")
            self._learn((text, _METHOD), code)
        assert isinstance(code, CodeType)
        exec(code, names, local)

    def keep(self) -> None:
        """Write down what runs before have not known."""
        if not self._path or not self._new:
            return
        with suppress(Exception):
            self._open()  # copies of this process may have written meanwhile
            os.makedirs(os.path.dirname(self._path), exist_ok=True)
            part = f"{self._path}.{os.getpid()}"
            with open(part, "wb") as file:
                file.write(_packed({**self._entries(), **self._new}))
            if self._data is not None:
                self._data.close()  # some systems replace no file that is in use
            os.replace(part, self._path)

    def _entries(self) -> dict[int, bytes]:
        """What the file has."""
        return {key: self._data[start:end] for key, (start, end, _) in self._places.items()} if self._data is not None else {}


def _key(asked: _Asked) -> int:
    text, flags = asked
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return zlib.crc32(data, flags & 0xFFFFFFFF) << 32 | zlib.adler32(data)


def _packed(entries: dict[int, bytes]) -> bytes:
    """The file: entries, their directory, its size and its sum."""
    places, at = {}, 0
    for key, entry in entries.items():
        places[key] = (at, at + len(entry), zlib.adler32(entry))
        at += len(entry)
    directory = marshal.dumps(places)
    return b"".join((*entries.values(), directory, len(directory).to_bytes(4, "big"), zlib.adler32(directory).to_bytes(4, "big")))


class _Found(dict[tuple[type, Any, int], re.Pattern[Any]]):
    """The table in which ``re`` looks for a pattern before it compiles it. Patterns of modules that are not ``known`` are compiled here, to ``learn`` them."""

    def __init__(self, known: Callable[[_Asked], Any], learn: Callable[[_Asked, Any], None]) -> None:
        super().__init__()
        self._known = known
        self._learn = learn

    def __missing__(self, asked: tuple[type, Any, int]) -> re.Pattern[Any]:
        wanted = asked[1], int(asked[2])
        kept = self._known(wanted)
        if kept is None and _is_constant(asked[1]):
            with suppress(Exception):  # what is wrong with it, ``re`` says itself
                kept = _compiled(*wanted)
                self._learn(wanted, kept)
        if kept is None:
            raise KeyError(asked)
        found: re.Pattern[Any] = _SRE.compile(asked[1], *kept)
        self[asked] = found
        return found


def _is_constant(pattern: str | bytes) -> bool:
    """Whether a pattern that is asked for is one of the program, and not made for a text: the body of a module, or code that has it, asks."""
    frame = sys._getframe(2)
    for _ in range(_CALLS):
        module = str(frame.f_globals.get("__name__"))
        ours = frame.f_code.co_name == "<module>" and module.startswith("convert.")  # some libraries make others in each run
        if ours or module in _OF_TABLES or pattern in frame.f_code.co_consts:
            return True
        if frame.f_back is None:
            return False
        frame = frame.f_back
    return False


def _compiled(pattern: str | bytes, asked: int) -> tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]:
    """What ``re.compile`` makes before it is a pattern: flags, code, how many groups, their names, which group has which name."""
    parsed = _RE._parser.parse(pattern, asked)
    names = {name: int(number) for name, number in parsed.state.groupdict.items()}
    index: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        index[number] = name
    code = [int(step) for step in _RE._compiler._code(parsed, asked)]
    return int(asked | parsed.state.flags), code, parsed.state.groups - 1, names, tuple(index)
