"""What the user knows of a text and its source does not say: publisher, rights, ISBN and the like, laid over the document's metadata.

It belongs to the document, so every format states it, and the editions in another script convert it with the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from convert.diagnostics import OptionError, Report, nearest
from convert.model.nodes import Contributor, Document, Meta
from convert.transforms.official import PARTS, check_official, with_parts

#: People by the word for what they did, and their MARC relators.
_PEOPLE = {"author": "aut", "editor": "edt", "translator": "trl", "speaker": "spk"}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_BETWEEN = re.compile(r"[,，、;；]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """Values to lay over those of a document; an empty one leaves what is there.

    ``identifier`` is an ISBN or a URI. ``author``, ``editor``, ``translator``, ``speaker``, ``keywords`` and ``identifier`` take several
    values, parted by commas; people named take the place of those with the same part in the text. ``date`` is ISO 8601 (2022, 2022-12, 2022-12-07).

    From ``copy_number`` on they are the head and the imprint of an official document (公文), and become part of its text: see ``official``.
    """

    title: str = ""
    subtitle: str = ""
    series: str = ""
    instalment: str = ""
    author: str = ""
    editor: str = ""
    translator: str = ""
    speaker: str = ""
    publisher: str = ""
    date: str = ""
    source: str = ""
    rights: str = ""
    description: str = ""
    keywords: str = ""
    identifier: str = ""
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    issuer: str = ""
    number: str = ""
    signer: str = ""
    copies: str = ""
    printed_by: str = ""
    printed_on: str = ""

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Metadata:
        """From pairs such as ("publisher", "某社"). Raises OptionError for unknown names and values that cannot be."""
        names = [field.name.replace("_", "-") for field in fields(cls)]
        values: dict[str, str] = {}
        for name, value in pairs:
            if name not in names:
                raise OptionError(f"there is no metadata called “{name}”{nearest(name, names)}")
            if not value.strip():
                raise OptionError(f"the metadata “{name}” has no value")
            values[name] = f"{values[name]},{value.strip()}" if name in values else value.strip()
        if "date" in values and not _DATE.fullmatch(values["date"]):
            raise OptionError(f"the metadata “date” is “{values['date']}”, but must be in the form 2022, 2022-12 or 2022-12-07")
        if "identifier" in values:
            values["identifier"] = ",".join(_identifier(one) for one in _several(values["identifier"]))
        check_official(values)
        return cls(**{name.replace("-", "_"): value for name, value in values.items()})

    def __call__(self, document: Document, report: Report) -> Document:
        """The document with these values in its metadata; its text stays, but for the head and the imprint of an official document."""
        return with_parts(replace(document, meta=self._over(document.meta)), {name: getattr(self, name) for name in PARTS})

    def _over(self, meta: Meta) -> Meta:
        plain = ("title", "subtitle", "series", "instalment", "publisher", "source", "rights", "description")
        changes: dict[str, object] = {name: getattr(self, name) for name in plain if getattr(self, name)}
        if self.date:
            changes |= {"date": self.date, "date_printed": ""}
        if self.keywords:
            changes["keywords"] = tuple(_several(self.keywords))
        if self.identifier:
            changes["identifiers"] = tuple(dict.fromkeys([*_several(self.identifier), *meta.identifiers]))
        people = {role: _several(getattr(self, name)) for name, role in _PEOPLE.items() if getattr(self, name)}
        if people:
            stated = [Contributor(name, role) for role, names in people.items() for name in names]
            changes["contributors"] = (*stated, *(person for person in meta.contributors if person.role not in people))
        return replace(meta, **changes)  # type: ignore[arg-type]


def _several(values: str) -> list[str]:
    return [value.strip() for value in _BETWEEN.split(values) if value.strip()]


def _identifier(text: str) -> str:
    """An ISBN as a URN (RFC 3187, ISO 2108), its last digit proved; anything else as it is."""
    digits = re.sub(r"(?i)^(urn:)?isbn[:：]?|[\s‐-–-]", "", text).upper()
    if not re.fullmatch(r"\d{13}|\d{9}[\dX]", digits):
        return text
    values = [10 if c == "X" else int(c) for c in digits]
    if len(values) == 13:
        wrong = sum(value * (3 if n % 2 else 1) for n, value in enumerate(values)) % 10
    else:
        wrong = sum(value * (10 - n) for n, value in enumerate(values)) % 11
    if wrong:
        raise OptionError(f"“{text}” is no ISBN: its last digit does not prove the others")
    return f"urn:isbn:{digits}"
