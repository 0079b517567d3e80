"""Style files: TOML into a stylesheet, every key and value checked.

A style may ``extends`` another; what it does not say is taken from there, and in the end from ``plain``, which says everything. ``load``
gives a ``Style``; ``Style.resolve(language)`` gives the ``Sheet`` that writers get.
"""

from __future__ import annotations

import math
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from convert.diagnostics import StyleError, nearest
from convert.startfile import kept
from convert.stylesheet import ROLE_NAMES, Sheet

_Tree = dict[str, Any]
_SHEET_TABLES = ("page", "grid", "composition", "contents", "running", "sections", "lists", "index", "letterhead", "roles")
#: The least distance of two lines of a heading in em.
_TIGHTEST = 1.25
_TOP_KEYS = frozenset({"extends", "description", "language", "vertical", *_SHEET_TABLES})
#: Languages without a table of their own take that of their parent.
_PARENTS = {"zh-Hant-HK": "zh-Hant", "zh-Hant-TW": "zh-Hant", "zh-Hant-MO": "zh-Hant-HK", "zh-Hant": "zh-Hans", "zh-Hans-SG": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class Style:
    """A style file with all that it extends, not yet resolved. ``tree`` holds plain values; ``explicit`` the keys of the file itself."""

    name: str
    description: str
    tree: Mapping[str, Any]
    explicit: frozenset[str]
    _resolved: dict[tuple[str, bool | None], Sheet] = field(default_factory=dict, init=False, repr=False, compare=False)

    def resolve(self, language: str, vertical: bool | None = None) -> Sheet:
        """The sheet for an edition in ``language`` (BCP 47), set vertically or not, None: as the style says.

        Raises StyleError where a value is missing.
        """
        wanted = (language, vertical)
        if wanted not in self._resolved:
            self._resolved[wanted] = self._sheet(language, vertical)
        return self._resolved[wanted]

    def _sheet(self, language: str, vertical: bool | None) -> Sheet:
        region = _language_tree(self.tree.get("language", {}), language)
        tree: _Tree = {key: _merge(self.tree[key], region.get(key, {})) for key in _SHEET_TABLES}
        if vertical is not None:
            tree["page"]["direction"] = "vertical" if vertical else "horizontal"
        if tree["page"]["direction"] == "vertical":
            upright = _merge(self.tree.get("vertical", {}), region.get("vertical", {}))
            tree = {key: _merge(tree[key], upright.get(key, {})) for key in _SHEET_TABLES}
        body, stated = tree["roles"]["body"], {name for name, role in tree["roles"].items() if "rows" in role}
        tree["roles"] = {name: _merge(body, tree["roles"].get(name, {})) for name in sorted(ROLE_NAMES)}
        tree |= {"faces": region.get("faces", {}), "words": region.get("words", {})}
        tree |= {"name": self.name, "language": language, "explicit": self.explicit}
        sheet: Sheet = _build(Sheet, tree, _Origin(self.name, ""), "")
        _check_fit(sheet)
        return _opened(sheet, stated)


@dataclass(frozen=True, slots=True)
class _Origin:
    """The file a value came from, to point at its line."""

    name: str
    text: str

    def error(self, key: str, problem: str) -> StyleError:
        line = _line_of(self.text, key)
        where = f"{self.name}:{line}" if line else self.name
        return StyleError(f"{where}: {problem}")


def _language_tree(tables: Mapping[str, _Tree], language: str) -> _Tree:
    chain = [language]
    while chain[-1] in _PARENTS:
        chain.append(_PARENTS[chain[-1]])
    if "zh-Hans" not in chain:
        chain.append("zh-Hans")
    tree: _Tree = {}
    for name in reversed(chain):
        tree = _merge(tree, tables.get(name, {}))
    return tree


def _opened(sheet: Sheet, stated: Set[str]) -> Sheet:
    """The sheet, its headings higher than the body whose rows are not ``stated`` on as many as keep two lines of them ``_TIGHTEST`` apart."""
    pitch, rows = sheet.grid.pitch, {}
    for name in ROLE_NAMES - stated:
        role = sheet.role(name)
        least = float(math.ceil(round(_TIGHTEST * role.size / pitch, 6)))
        if role.keep_next and role.size > sheet.roles.body.size and least > role.rows:
            rows[name] = replace(role, rows=least)
    return replace(sheet, roles=replace(sheet.roles, **rows)) if rows else sheet


def _check_fit(sheet: Sheet) -> None:
    """A type area that does not fit on the paper is an error of the style."""
    page, size = sheet.page, sheet.roles.body.size
    along = (page.columns * page.line_chars + (page.columns - 1) * page.column_gap) * size
    across = page.lines * sheet.grid.pitch
    width, height = (across, along) if sheet.vertical else (along, across)
    width, height = width * 25.4 / 72 + page.margin_inner, height * 25.4 / 72 + page.margin_top
    if width > page.width or height > page.height:
        raise StyleError(
            f"style “{sheet.name}”: the type area with its margins needs {width:.0f} × {height:.0f} mm, "
            f"the paper has {page.width:.0f} × {page.height:.0f}; take fewer line_chars or lines, a smaller size or smaller margins"
        )


def _merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> _Tree:
    """``over`` laid over ``base``, table by table."""
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        merged[key] = _merge(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return merged


def _build(cls: Any, tree: Mapping[str, Any], origin: _Origin, path: str) -> Any:
    """A dataclass made of a table, every value checked against its type."""
    hints = _hints(cls)
    missing = [f.name for f in fields(cls) if f.name not in tree]
    if missing:
        raise origin.error(path, f"no value for “{_dot(path, missing[0])}” in this style or what it extends")
    return cls(**{name: _value(hints[name], tree[name], origin, _dot(path, name)) for name in hints})


def _value(hint: Any, value: Any, origin: _Origin, path: str) -> Any:
    if is_dataclass(hint):
        return _build(hint, value, origin, path)
    return _checked(hint, value, origin, path)


def _checked(hint: Any, value: Any, origin: _Origin, path: str) -> Any:
    kind = typing.get_origin(hint)
    if kind is Literal:
        choices = typing.get_args(hint)
        if value not in choices:
            raise origin.error(path, f"“{path}” is {value!r}, but must be one of {', '.join(map(repr, choices))}")
        return value
    if kind is tuple:
        if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
            raise origin.error(path, f"“{path}” must be a list of strings")
        return tuple(value)
    if kind is frozenset:
        return value
    return _scalar(hint, value, origin, path)


#: A hanging indent, and characters set closer than their size.
_MAY_BE_NEGATIVE = ("first_indent", "letter_space")
_KINDS = {float: "a number", int: "a whole number", bool: "true or false", str: "a string"}


def _scalar(hint: Any, value: Any, origin: _Origin, path: str) -> Any:
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not hint:
        raise origin.error(path, f"“{path}” is {value!r}, but must be {_KINDS[hint]}")
    if hint in (int, float) and value < 0 and not path.endswith(_MAY_BE_NEGATIVE):
        raise origin.error(path, f"“{path}” is {value!r}, but cannot be negative")
    if path.endswith(".color") and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise origin.error(path, f"“{path}” is {value!r}, but must be a colour as #rrggbb")
    return value


def _dot(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


# ------------------------------------------------------------------------------------------------ one file


def _check_keys(tree: Mapping[str, Any], origin: _Origin) -> None:
    """Unknown keys and wrong values of one file, told with file and line. Raises StyleError."""
    _known(tree, _TOP_KEYS, origin, "")
    _check_tables(tree, origin, "")
    for language, table in tree.get("language", {}).items():
        path = f"language.{language}"
        _known(table, {*_SHEET_TABLES, "faces", "words", "vertical"}, origin, path)
        _check_tables(table, origin, path)


def _check_tables(tree: Mapping[str, Any], origin: _Origin, path: str) -> None:
    """The tables of a file, of one of its languages, or of its vertical setting."""
    for key in (*_SHEET_TABLES, "faces", "words"):
        _check_table(tree.get(key, {}), _nested(Sheet, key), origin, _dot(path, key))
    vertical = tree.get("vertical", {})
    if not isinstance(vertical, Mapping):
        raise origin.error(_dot(path, "vertical"), f"“{_dot(path, 'vertical')}” must be a table")
    _known(vertical, frozenset(_SHEET_TABLES), origin, _dot(path, "vertical"))
    if vertical:
        _check_tables(vertical, origin, _dot(path, "vertical"))


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _nested(cls: Any, name: str) -> Any:
    return _hints(cls)[name]


def _check_table(table: Any, cls: Any, origin: _Origin, path: str) -> None:
    if not isinstance(table, Mapping):
        raise origin.error(path, f"“{path}” must be a table")
    hints = _hints(cls)
    _known(table, hints, origin, path)
    for key, value in table.items():
        if is_dataclass(hints[key]):
            _check_table(value, hints[key], origin, _dot(path, key))
        else:
            _checked(hints[key], value, origin, _dot(path, key))


def _known(table: Mapping[str, Any], names: Mapping[str, Any] | frozenset[str] | set[str], origin: _Origin, path: str) -> None:
    for key in table:
        if key not in names:
            raise origin.error(_dot(path, key), f"unknown key “{_dot(path, key)}”{nearest(key, names)}")


_HEADER = re.compile(r"^\s*\[([^\[\]]+)\]")
_KEY = re.compile(r'^\s*([\w."\'-]+)\s*=')


def _line_of(text: str, key: str) -> int:
    """The 1-based line on which the dotted ``key`` is set, or its table begins; 0 when neither is found."""
    table = ""
    found = 0
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _bare(header[1])
            path = table
        elif assignment := _KEY.match(line):
            path = _dot(table, _bare(assignment[1]))
        else:
            continue
        if path == key:
            return number
        if key.startswith(f"{path}.") or path.startswith(f"{key}."):
            found = number
    return found


def _bare(key: str) -> str:
    return re.sub(r"[\"'\s]", "", key)


def _flat(tree: Mapping[str, Any], path: str = "") -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, _dot(path, key))
        else:
            yield _dot(path, key)


# ------------------------------------------------------------------------------------------------ finding styles


def styles_folder() -> Any:
    """Where the built-in styles lie: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent
    return next((folder for folder in (package / "styles", package.parent / "styles") if folder.is_dir()), None) or _packed("styles")


def _packed(name: str) -> Any:
    """A folder of a package that is no folder, but lies in a ZIP archive."""
    from importlib import resources

    return resources.files("convert") / name


def built_in_styles() -> list[str]:
    """The names of the built-in styles, sorted."""
    return sorted(entry.name[: -len(".toml")] for entry in styles_folder().iterdir() if entry.name.endswith(".toml"))


Finder = Callable[[str], tuple[str, str] | None]


def _built_in(name: str) -> tuple[str, str] | None:
    """Name and text of a built-in style, or None."""
    if name not in built_in_styles():
        return None
    return f"{name}.toml", (styles_folder() / f"{name}.toml").read_text(encoding="utf-8")


def load(name: str, finder: Finder | None = None) -> Style:
    """The style called ``name``: built-in, or what ``finder`` knows (it gives origin and TOML text, or None).

    Raises StyleError for a style that does not exist, is no TOML, has unknown keys or impossible values, or extends itself.
    """
    return _load(name, finder, ())


def parse(name: str, origin: str, text: str, finder: Finder | None = None) -> Style:
    """A style from its TOML ``text``; ``origin`` is the file's name for messages. Raises StyleError."""
    return _parse(name, origin, text, finder, ())


@lru_cache(maxsize=32)
def _load_built_in(name: str) -> Style | None:
    found = _built_in(name)
    if found is None:
        return None
    tree = kept(f"style {found[0]}", found[1], lambda: _toml(*found))
    return _style(name, tree, None, (name,))  # its keys are checked by a test, not at every start


def _load(name: str, finder: Finder | None, parents: tuple[str, ...]) -> Style:
    if name in parents:
        raise StyleError(f"style “{name}” extends itself: {' → '.join((*parents, name))}")
    built_in = _load_built_in(name)
    if built_in:
        return built_in
    found = finder(name) if finder else None
    if found is None:
        raise StyleError(
            f"there is no style “{name}”{nearest(name, built_in_styles())}; a file of your own is given by its path, as ./mine.toml"
        )
    return _parse(name, *found, finder, (*parents, name))


def _parse(name: str, origin: str, text: str, finder: Finder | None, parents: tuple[str, ...]) -> Style:
    tree = _toml(origin, text)
    _check_keys(tree, _Origin(origin, text))
    return _style(name, tree, finder, parents)


def _toml(origin: str, text: str) -> _Tree:
    import tomllib  # the built-in styles need it but once

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StyleError(f"{origin}: this is not valid TOML: {error}") from error


def _style(name: str, tree: _Tree, finder: Finder | None, parents: tuple[str, ...]) -> Style:
    explicit = frozenset(key for key in _flat(tree) if not key.startswith(("language.", "vertical.")))
    parent = tree.pop("extends", "" if name == "plain" else "plain")
    description = tree.pop("description", "")
    if parent:
        tree = _merge(_load(parent, finder, parents).tree, tree)
    return Style(name, description, types.MappingProxyType(tree), explicit)
