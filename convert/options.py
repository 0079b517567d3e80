"""Options of readers and writers: pairs such as ``pdf.fonts=folder`` into the options dataclass that each names."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from convert import formats
from convert.diagnostics import OptionError, nearest
from convert.files import load
from convert.source import NO_SOURCE, Source


def fill(name: str, options_type: type, pairs: Iterable[tuple[str, str]], source: Source | None = None) -> Any:
    """The options dataclass of reader or writer ``name``, filled from pairs whose key begins with its name.

    An option of type ``Source`` takes a path, or the word ``source`` for what the document was read from.
    """
    mine = {key.partition(".")[2]: value for key, value in pairs if key.partition(".")[0] == name}
    hints = typing.get_type_hints(options_type)
    known = {f.name.replace("_", "-"): f.name for f in fields(options_type)}
    values = {}
    for key, value in mine.items():
        if key.replace("_", "-") not in known:
            twins = _names(name)
            if key.replace("_", "-") in twins:
                continue  # an option of the reader, where this is the writer, or the other way round
            raise OptionError(f"{name} has no option “{key}”{nearest(key, twins)}")
        own = known[key.replace("_", "-")]
        if hints[own] is Source:
            values[own] = _option_source(f"{name}.{key}", value, source)
            continue
        values[own] = _option_value(f"{name}.{key}", hints[own], value)
    return options_type(**values)


def _names(name: str) -> set[str]:
    """The options of the reader and of the writer called ``name``."""
    found: set[str] = set()
    for there, make in ((formats.READERS, formats.reader), (formats.WRITERS, formats.writer)):
        kind = "readers" if there is formats.READERS else "writers"
        if name in there or name in formats.plugin_names(kind):
            found |= {f.name.replace("_", "-") for f in fields(make(name).options_type)}
    return found


def check_each(options: Iterable[tuple[str, str]]) -> None:
    """Raises OptionError for an option that neither the reader nor the writer of its format has."""
    for key, value in options:
        check_names([(key, value)], ())
        owner, _, own = key.partition(".")
        if own.replace("_", "-") not in _names(owner):
            raise OptionError(f"{owner} has no option “{own}”{nearest(own, _names(owner))}")


def _option_source(key: str, value: str, source: Source | None) -> Source:
    if value != "source":
        return load(value)
    if source is None:
        raise OptionError(f"the option {key} asks for the source, but what this document was read from is not known; name a file")
    return source


def _option_value(key: str, hint: Any, value: str) -> Any:
    truths: Mapping[str, bool] = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if hint is bool:
        if value.lower() not in truths:
            raise OptionError(f"the option {key} is “{value}”, but must be true or false")
        return truths[value.lower()]
    if typing.get_origin(hint) is typing.Literal:
        return _option_choice(key, typing.get_args(hint), value)
    if hint is bytes:
        return load(value).data
    if hint in (int, float):
        try:
            return hint(value)
        except ValueError as error:
            raise OptionError(f"the option {key} is “{value}”, but must be a number") from error
    return value


def _option_choice(key: str, choices: tuple[str, ...], value: str) -> str:
    """One of ``choices``, whatever its case. Raises OptionError."""
    found = next((choice for choice in choices if choice.casefold() == value.casefold()), None)
    if found is None:
        raise OptionError(f"the option {key} is “{value}”, but must be one of {', '.join(filter(None, choices))}")
    return found


def check_names(options: Iterable[tuple[str, str]], to: Iterable[str]) -> None:
    """Raises OptionError for an option of a format that does not exist, and for one that a writer of ``to`` has not."""
    options = tuple(options)
    for key, _ in options:
        owner, dot, _rest = key.partition(".")
        if not dot:
            raise OptionError(f"the option “{key}” must be written as FORMAT.NAME=VALUE, such as pdf.fonts=folder")
        if owner not in {*formats.READERS, *formats.WRITERS, *formats.plugin_names("readers"), *formats.plugin_names("writers")}:
            raise OptionError(f"the option “{key}”: there is no format “{owner}”{nearest(owner, {*formats.READERS, *formats.WRITERS})}")
    for name in to:
        fill(name, formats.writer(name).options_type, options, NO_SOURCE)
