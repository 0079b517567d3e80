"""The reader of plain text: finds out what kind of text it is (its profile) and hands it to the rules for that kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import ClassVar, TypeAlias

from convert.diagnostics import OptionError, Pos, Report, nearest
from convert.model.nodes import Document
from convert.readers.official import cut
from convert.readers.profiles import PROFILES, Finding, find_profile
from convert.source import Source

#: What reads a profile: text, name of the source, title as the user says it is (or ""), where findings go.
Reading: TypeAlias = Callable[[str, str, str, Report], Document]

_READINGS: Mapping[str, tuple[str, str]] = {
    "digest": ("convert.readers.digest", "read_digest"),
    "report": ("convert.readers.reports", "read_report"),
    "book": ("convert.readers.book", "read_book"),
}


@dataclass(frozen=True, slots=True)
class TextOptions:
    """``profile``: digest, report or book, where it is not to be found out. ``title``: the title as it stands in the source, to part a
    header that can be read in several ways.
    """

    profile: str = ""
    title: str = ""


class TextReader:
    """The reader of plain text."""

    options_type: ClassVar[type] = TextOptions

    def read(self, source: Source, options: TextOptions, report: Report) -> Document:
        """The document. Raises SourceError where ``source`` holds no text, OptionError for a profile that does not exist."""
        if options.profile and options.profile not in PROFILES:
            raise OptionError(f"the option text.profile is “{options.profile}”{nearest(options.profile, PROFILES)}")
        text = source.text(report)
        return read_plain(text, source.name, report, options)


def read_plain(text: str, name: str, report: Report, options: TextOptions | None = None) -> Document:
    """The document in ``text``, decoded, of the source called ``name``. ``options.profile`` must exist."""
    options = options or TextOptions()
    parts = cut(text, name)
    if options.profile:
        found = Finding(options.profile, 1.0, "the user said so")
    else:
        found = Finding("report", 1.0, "it has the number of an official document at its head") if parts.head else find_profile(text)
    report.explain(Pos(1, 1, name), f"profile {found.profile}", found.because, found.confidence)
    document = _reading(found.profile)(parts.text, name, options.title, report)
    return parts.joined(document, [_reading("report")(one.text, name, "", report) for one in parts.attachments])


def _reading(profile: str) -> Reading:
    """What reads a profile: imported for it alone, since a short text is read faster than all of them are loaded."""
    module, name = _READINGS[profile]
    found: Reading = getattr(import_module(module), name)
    return found
