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
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from types import CodeType
from typing import Any

#: Counts the ways in which the file has been written.
_FORMAT = 2
#: How deep patterns are looked for in the tables of a module.
_DEEP = 3
#: Their insides, which have no types.
_RE: Any = re
_SRE: Any = sys.modules.get("_sre")
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
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
        self._path = os.path.join(folder, f"start{_FORMAT}-{version}-{sys.implementation.cache_tag}-{sys.hexversion:x}.bin") if folder else ""
        self._modules: frozenset[str] = frozenset()
        self._patterns: dict[_Asked, bytes] = {}
        self._methods: dict[str, bytes] = {}

    def recall(self) -> None:
        """Let ``re`` and ``dataclasses`` find what runs before have compiled, and learn what this one compiles. Done before modules are imported."""
        if not self._path:
            return
        with suppress(Exception):  # a cache that is damaged is none
            with open(self._path, "rb") as file:
                data = file.read()
            if zlib.adler32(data[4:]) == int.from_bytes(data[:4], "big"):
                self._modules, self._patterns, self._methods = marshal.loads(data[4:])
        setattr(re, "_cache2" if hasattr(re, "_cache2") else "_cache", _Found(self._patterns))
        dataclasses: Any = import_module("dataclasses")  # only now, since it needs patterns too
        dataclasses.exec = self._run  # in place of the built-in, which compiles

    def _run(self, text: str, names: dict[str, Any], local: dict[str, Any]) -> None:
        """Run what ``dataclasses`` has written."""
        kept = self._methods.get(text)
        if kept is None:
            code = compile(text, "<string>", "exec")
            self._methods[text] = marshal.dumps(code)
        else:
            code = marshal.loads(kept)
            assert isinstance(code, CodeType)
        exec(code, names, local)

    def keep(self) -> None:
        """Write down what the modules that are loaded have compiled, where runs before have not met these modules."""
        new = sys.modules.keys() - self._modules
        if not self._path or not new:
            return
        with suppress(Exception):
            asked_for = {(found.pattern, _flags(found)) for name in new for found in _patterns(vars(sys.modules[name]))}
            self._patterns |= {asked: marshal.dumps(_compiled(*asked)) for asked in sorted(asked_for - self._patterns.keys(), key=repr)}
            data = marshal.dumps((self._modules | new, self._patterns, self._methods))
            os.makedirs(os.path.dirname(self._path), exist_ok=True)
            part = f"{self._path}.{os.getpid()}"
            with open(part, "wb") as file:
                file.write(zlib.adler32(data).to_bytes(4, "big") + data)
            os.replace(part, self._path)


class _Found(dict[tuple[type, Any, int], re.Pattern[Any]]):
    """The table in which ``re`` looks for a pattern before it compiles it."""

    def __init__(self, kept: dict[_Asked, bytes]) -> None:
        super().__init__()
        self._kept = kept

    def __missing__(self, asked: tuple[type, Any, int]) -> re.Pattern[Any]:
        found: re.Pattern[Any] = _SRE.compile(asked[1], *marshal.loads(self._kept[asked[1:]]))
        self[asked] = found
        return found


def _patterns(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The patterns in the tables of a module."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < _DEEP and isinstance(value, (tuple, list, dict)):
        for part in list(value.values()) if isinstance(value, dict) else value:
            yield from _patterns(part, depth + 1)


def _flags(pattern: re.Pattern[Any]) -> int:
    """The flags that a pattern was asked for with, those left out that its text begins with."""
    if not isinstance(pattern.pattern, str):
        return pattern.flags
    begins, ends, _ = pattern.pattern.partition(")")
    written = begins[2:] if begins.startswith("(?") and ends else ""
    return pattern.flags & ~int(re.UNICODE | sum(flag for letter, flag in _FLAGS.items() if letter in written and written.isalpha()))


def _compiled(pattern: str | bytes, asked: int) -> tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]:
    """What ``re.compile`` makes before it is a pattern: flags, code, how many groups, their names, which group has which name."""
    parsed = _RE._parser.parse(pattern, asked)
    names = {name: int(number) for name, number in parsed.state.groupdict.items()}
    index: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        index[number] = name
    code = [int(step) for step in _RE._compiler._code(parsed, asked)]
    return int(asked | parsed.state.flags), code, parsed.state.groups - 1, names, tuple(index)
