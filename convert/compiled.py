"""What Python compiles anew at every start, kept from run to run: regular expressions, and the methods of data classes and
named tuples.

To compile them takes longer than the work on a short text. ``recall`` puts patterns where ``re`` looks first, and lets ``dataclasses`` find the
code of its methods; ``learned`` is what has come to be known.
"""

from __future__ import annotations

import marshal
import re
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from types import CodeType
from typing import Any

from convert.startfile import Entry, Key, StartFile

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
#: Stand for flags where what data classes and named tuples have written is asked for.
_MODES = {"exec": -1, "eval": -2}


class Compiled:
    """What this run knows from runs before it, in ``file``, which is open."""

    def __init__(self, file: StartFile) -> None:
        self._file = file
        self._new: dict[Key, Entry | None] = {}
        self._patterns = _Found(self._known, self._learn)

    def recall(self) -> None:
        """Let ``re``, ``dataclasses`` and ``namedtuple`` find what runs before have compiled, and learn what this one compiles. Done before modules are imported."""
        if not self._file.path:
            return
        setattr(re, "_cache2" if hasattr(re, "_cache2") else "_cache", self._patterns)
        dataclasses: Any = import_module("dataclasses")  # only now, since it needs patterns too
        dataclasses.exec = self._run  # in place of the built-in, which compiles
        if hasattr(dataclasses, "_create_fn"):  # until Python 3.12; later ones make all methods of a class at once
            dataclasses._create_fn = _late(dataclasses._create_fn)
        tuples: Any = import_module("collections")
        tuples.eval = self._value

    def _known(self, asked: _Asked) -> Any:
        """What the file has for ``asked``; None for nothing."""
        entry = self._file.entry(_key(asked))
        if not entry:
            return None
        text, flags, kept = marshal.loads(entry)
        return kept if (text, flags) == asked else None

    def _learn(self, asked: _Asked, compiled: Any) -> None:
        self._new[_key(asked)] = marshal.dumps((*asked, compiled)), None

    def _run(self, text: str, names: dict[str, Any], local: dict[str, Any]) -> None:
        """Run what ``dataclasses`` has written."""
        exec(self._code(text, "exec"), names, local)

    def _value(self, text: str, names: dict[str, Any]) -> Any:
        """The value of what ``namedtuple`` has written."""
        return eval(self._code(text, "eval"), names)

    def _code(self, text: str, mode: str) -> CodeType:
        asked = text, _MODES[mode]
        code = self._known(asked)
        if code is None:
            code = compile(text, "<string>", mode, dont_inherit=True)  # what this module has from the future is not for others
            self._learn(asked, code)
        assert isinstance(code, CodeType)
        return code

    def learned(self) -> dict[Key, Entry | None]:
        """What runs before have not known."""
        return self._new


def _late(create: Callable[..., Callable[..., Any]]) -> Callable[..., Callable[..., Any]]:
    """What ``dataclasses`` makes methods by, but for the first it makes none: most are never called in a run. One that is takes its place then."""

    def made(name: str, *given: Any, **named: Any) -> Callable[..., Any]:
        if name == "__init__":
            return create(name, *given, **named)
        method: Callable[..., Any] | None = None

        def late(self: object, *others: object) -> Any:
            nonlocal method
            if method is None:
                method = create(name, *given, **named)
                method.__qualname__ = late.__qualname__
                for cls in type(self).__mro__:
                    if cls.__dict__.get(name) is late:
                        setattr(cls, name, method)
            return method(self, *others)

        late.__name__ = name
        return late

    return made


def _key(asked: _Asked) -> int:
    text, flags = asked
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else b"\xff" + text  # which text has not
    return zlib.crc32(data, flags & 0xFFFFFFFF) << 32 | zlib.adler32(data)


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
