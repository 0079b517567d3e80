"""Hints: what a person knows better than a reader, kept in a small file beside the source.

title = "强化数字引领 推动高质量发展"     # also kicker, subtitle, tag, series, instalment, author, date, publisher, page
encoding = "gb18030"                      # also format (as --from), profile (as text.profile)

[lines]
12 = "heading 2"                          # by the number of the line, as outline --explain tells it; "1:345" where lines are long
"14-17" = "verse"
"创新驱动" = "heading"                     # by the text of the line, or how it begins; blanks do not count
"白　涛" = { role = "byline", position = "主任", name = "白涛" }

[options]
"text.title" = "…"                        # as --option
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from convert.diagnostics import HintError, Pos, nearest

#: What a line may be made: a part of the title, a heading, a byline, or a block.
TITLE_ROLES = ("kicker", "title", "subtitle", "tag", "author")
PARA_ROLES = (
    *("lead", "editor-note", "salutation", "closing", "signature", "question", "answer", "caption"),
    *("dateline", "credit", "note", "label", "code"),
)
ROLES = (*TITLE_ROLES, "heading", "byline", "para", "verse", "quote", "furniture", *PARA_ROLES)
#: What may be said of the whole text.
META_KEYS = ("title", "kicker", "subtitle", "tag", "series", "instalment", "author", "date", "publisher", "page")
_SOURCE_KEYS = ("encoding", "format", "profile")
_TABLES = ("lines", "options")
_LINE_KEYS = ("role", "level", "position", "name")


@dataclass(frozen=True, slots=True)
class LineHint:
    """What lines are: those from row ``first`` to ``last`` (``column`` where not 0), or else those whose text is or begins with ``text``.

    ``level`` of a heading is 1 for the outermost, 0 for the level of its surroundings. ``pos`` is the hint's place in its file.
    """

    role: str
    pos: Pos
    text: str = ""
    first: int = 0
    last: int = 0
    column: int = 0
    level: int = 0
    position: str = ""
    name: str = ""

    @property
    def key(self) -> str:
        """The lines as the file names them."""
        if self.text:
            return f"“{self.text}”"
        return f"line {self.first}" + (f"-{self.last}" if self.last > self.first else f":{self.column}" if self.column else "")


@dataclass(frozen=True, slots=True)
class MetaHint:
    """What the whole text has: ``key`` is one of ``META_KEYS``."""

    key: str
    value: str
    pos: Pos


@dataclass(frozen=True, slots=True)
class Hints:
    """All hints for one source. ``options`` are pairs as ``--option`` takes them, and ``places`` where each of them stands."""

    meta: tuple[MetaHint, ...] = ()
    lines: tuple[LineHint, ...] = ()
    encoding: str = ""
    format: str = ""
    options: tuple[tuple[str, str], ...] = ()
    places: tuple[Pos, ...] = ()

    def get(self, key: str) -> str:
        """What is said of the whole text under ``key``, "" for nothing."""
        return next((hint.value for hint in self.meta if hint.key == key), "")


NO_HINTS = Hints()


def parse(text: str, name: str) -> Hints:
    """The hints in ``text``, TOML that came from the file ``name``. Raises HintError with file, line and the nearest name."""
    import tomllib  # most texts have no hints

    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        where = f"{name}:{place[1]}:{place[2]}" if place else name
        raise HintError(f"{where}: this is not valid TOML: {str(error).partition(' (at')[0]}") from error
    return _File(text, name).hints(tree)


_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*(?P<key>\"(?:[^\"\\]|\\.)*\"|'[^']*'|[\w.-]+)\s*(?:=|\.)")


class _File:
    """A hints file: its name, and the line on which each key stands."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.rows: dict[tuple[str, str], int] = {}
        table = ""
        for number, line in enumerate(text.splitlines(), 1):
            if header := _HEADER.match(line):
                table = _unquoted(header[1])
                self.rows.setdefault(("", table), number)
            elif found := _KEY.match(line):
                self.rows.setdefault((table, _unquoted(found["key"])), number)

    def pos(self, table: str, key: str) -> Pos:
        return Pos(self.rows.get((table, key)) or self.rows.get(("", table)) or 1, 1, self.name)

    def error(self, table: str, key: str, problem: str) -> HintError:
        return HintError(f"{self.name}:{self.pos(table, key).line}: {problem}")

    def hints(self, tree: Mapping[str, Any]) -> Hints:
        known = (*META_KEYS, *_SOURCE_KEYS, *_TABLES)
        for key, value in tree.items():
            if key not in known:
                raise self.error("", key, f"there is no hint “{key}”{nearest(key, known)}")
            if isinstance(value, Mapping) != (key in _TABLES):
                raise self.error("", key, f"“{key}” must be {'a table' if key in _TABLES else 'a string'}")
        said = {key: self.string("", key, value) for key, value in tree.items() if key not in _TABLES}
        options = [((key, self.option(key, value)), self.pos("options", key)) for key, value in _flat(tree.get("options", {}))]
        options += [((f"text.{key}", said[key]), self.pos("", key)) for key in ("profile", "title") if said.get(key)]
        return Hints(
            tuple(MetaHint(key, said[key], self.pos("", key)) for key in META_KEYS if key in said),
            tuple(self.line(key, value) for key, value in tree.get("lines", {}).items()),
            said.get("encoding", ""),
            said.get("format", ""),
            tuple(pair for pair, _ in options),
            tuple(pos for _, pos in options),
        )

    def string(self, table: str, key: str, value: object) -> str:
        if isinstance(value, datetime.date):
            return value.isoformat()
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise self.error(table, key, f"“{key}” must be a string")
        return str(value)

    def option(self, key: str, value: object) -> str:
        return str(value).lower() if isinstance(value, bool) else self.string("options", key, value)

    def line(self, key: str, value: object) -> LineHint:
        table = value if isinstance(value, Mapping) else {"role": value}
        for name in table:
            if name not in _LINE_KEYS:
                raise self.error("lines", key, f"a line has no “{name}”{nearest(name, _LINE_KEYS)}")
        role, _, level = self.string("lines", key, table.get("role", "")).strip().partition(" ")
        if role not in ROLES:
            raise self.error("lines", key, f"there is no role “{role}”{nearest(role, ROLES)}")
        level = level.strip() or str(table.get("level", 0))
        if not level.isdecimal() or int(level) > 9 or (level != "0" and role != "heading"):
            raise self.error("lines", key, f"“{role} {level}”: only a heading has a level, from 1 to 9")
        words = {name: self.string("lines", key, table[name]) for name in ("position", "name") if name in table}
        return LineHint(role, self.pos("lines", key), level=int(level), **_place(key), **words)  # type: ignore[arg-type]  # keys of its own


_NUMBERED = re.compile(r"(?P<first>\d+)(?:\s*[-–]\s*(?P<last>\d+)|:(?P<column>\d+))?$")


def _place(key: str) -> dict[str, str | int]:
    """Which lines a key names: a number, a range, line and column; else their text."""
    found = _NUMBERED.match(key)
    if found is None:
        return {"text": key}
    first = int(found["first"])
    return {"first": first, "last": int(found["last"] or first), "column": int(found["column"] or 0)}


def _flat(tree: Mapping[str, Any], path: str = "") -> Iterable[tuple[str, object]]:
    """``[options] text.profile`` and ``"text.profile"`` are one."""
    for key, value in tree.items():
        name = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from _flat(value, name)
        else:
            yield name, value


def _unquoted(key: str) -> str:
    if key[0] == '"':
        import tomllib

        return next(iter(tomllib.loads(f"{key} = 1")))
    return key.strip("'")
