"""What Python compiles anew at every start, kept from run to run: regular expressions, and the methods of data classes.

To compile them takes longer than the work on a short text. ``recall`` puts patterns where ``re`` looks first, and lets ``dataclasses`` find the
code of its methods; ``keep`` writes down what has come to be known. It lies in the user's folder for caches, or in the folder that
``ZHAIBIAN_CACHE`` names ("" for none). Where it cannot be read or written, or where this Python is made otherwise, nothing is lost but time.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
import zlib
from contextlib import suppress
from importlib import import_module
from types import CodeType
from typing import Any

#: Counts the ways in which the file has been written.
_FORMAT = 3
#: How many calls may lie between the body of a module and the table of ``re``.
_CALLS = 6
#: Modules that make patterns out of tables, which are the same in every run, when they are needed.
_OF_TABLES = frozenset({"convert.zh.kept", "convert.zh.quotes", "convert.zh.regions", "convert.zh.rules"})
#: Their insides, which have no types.
_RE: Any = re
_SRE: Any = sys.modules.get("_sre")
#: What ``re`` is asked for: the text of a pattern and flags.
_Asked = tuple[str | bytes, int]


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
    """What this run knows from runs before it, in the file of this Python and of this ``version`` of the program."""

    def __init__(self, version: str) -> None:
        folder = cache_folder()
        name = f"start{_FORMAT}-{version}-{sys.implementation.cache_tag}-{sys.hexversion:x}.bin"
        self._path = os.path.join(folder, name) if folder else ""
        self._patterns = _Found({})
        self._methods: dict[str, bytes] = {}
        self._new = 0

    def recall(self) -> None:
        """Let ``re`` and ``dataclasses`` find what runs before have compiled, and learn what this one compiles. Done before modules are imported."""
        if not self._path:
            return
        with suppress(Exception):  # a cache that is damaged is none
            with open(self._path, "rb") as file:
                data = file.read()
            if zlib.adler32(data[4:]) == int.from_bytes(data[:4], "big"):
                self._patterns.kept, self._methods = marshal.loads(data[4:])
        setattr(re, "_cache2" if hasattr(re, "_cache2") else "_cache", self._patterns)
        dataclasses: Any = import_module("dataclasses")  # only now, since it needs patterns too
        dataclasses.exec = self._run  # in place of the built-in, which compiles

    def _run(self, text: str, names: dict[str, Any], local: dict[str, Any]) -> None:
        """Run what ``dataclasses`` has written."""
        kept = self._methods.get(text)
        if kept is None:
            code = compile(text, "<string>", "exec")
            self._methods[text] = marshal.dumps(code)
            self._new += 1
        else:
            code = marshal.loads(kept)
            assert isinstance(code, CodeType)
        exec(code, names, local)

    def keep(self) -> None:
        """Write down what runs before have not known."""
        if not self._path or not (self._new or self._patterns.missed):
            return
        with suppress(Exception):
            patterns = self._patterns.kept | {asked: marshal.dumps(_compiled(*asked)) for asked in self._patterns.missed}
            data = marshal.dumps((patterns, self._methods))
            os.makedirs(os.path.dirname(self._path), exist_ok=True)
            part = f"{self._path}.{os.getpid()}"
            with open(part, "wb") as file:
                file.write(zlib.adler32(data).to_bytes(4, "big") + data)
            os.replace(part, self._path)


class _Found(dict[tuple[type, Any, int], re.Pattern[Any]]):
    """The table in which ``re`` looks for a pattern before it compiles it. ``missed``: patterns of modules that were not found."""

    def __init__(self, kept: dict[_Asked, bytes]) -> None:
        super().__init__()
        self.kept = kept
        self.missed: list[_Asked] = []

    def __missing__(self, asked: tuple[type, Any, int]) -> re.Pattern[Any]:
        kept = self.kept.get(asked[1:])
        if kept is None:
            if _is_constant(asked[1]):
                self.missed.append((asked[1], int(asked[2])))
            raise KeyError(asked)
        found: re.Pattern[Any] = _SRE.compile(asked[1], *marshal.loads(kept))
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
