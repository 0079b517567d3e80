"""Phrases with what they become: a user's dictionary, the persons of a document, the words of a region."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from convert.diagnostics import OptionError

_WHOLE = re.compile(r"\^.+\$")


class Phrases:
    """Phrases that are looked up in a text, the longest first: ``forms`` has each with what it becomes.

    A phrase between ``^`` and ``$`` is that of a whole paragraph. ``editions`` has forms for some editions only, which win there.
    """

    def __init__(self, forms: Mapping[str, str], editions: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self._editions = editions or {}
        self._whole = {phrase[1:-1]: new for phrase, new in forms.items() if _WHOLE.fullmatch(phrase)}
        self.forms = {phrase: new for phrase, new in forms.items() if phrase[1:-1] not in self._whole} if self._whole else forms
        forms = self.forms
        sizes: dict[str, set[int]] = {}
        for phrase in forms:
            sizes.setdefault(phrase[0], set()).add(len(phrase))
        self._sizes = {first: sorted(lengths, reverse=True) for first, lengths in sizes.items()}
        self._lengths = set(map(len, forms))
        self._pairs = frozenset(phrase[:2] for phrase in forms)
        self._first = re.compile(_one_of(sizes) + _followed(forms)) if sizes else None

    def __bool__(self) -> bool:
        return bool(self.forms or self._whole or self._editions)

    def of(self, language: str) -> Phrases:
        """What holds in the edition in ``language``."""
        if not self._editions:
            return self
        whole = {f"^{phrase}$": new for phrase, new in self._whole.items()}
        return Phrases({**self.forms, **whole, **self._editions.get(language, {})})

    def placed(self, text: str) -> Iterator[tuple[int, str, str]]:
        """Where phrases stand in the paragraph ``text``: offset, phrase and what it becomes."""
        bare = text.strip() if self._whole else ""
        if bare in self._whole:
            yield text.index(bare), bare, self._whole[bare]
        else:
            for at, phrase in self.occurring(text):
                yield at, phrase, self.forms[phrase]

    def occurring(self, text: str) -> Iterator[tuple[int, str]]:
        """Where phrases stand in ``text``: offset and phrase, the longest that begins there; none begins within another."""
        end = 0
        for at in self._beginnings(text):
            if at >= end and (phrase := self.at(text, at)):
                yield at, phrase
                end = at + len(phrase)

    def _beginnings(self, text: str) -> Iterable[int]:
        """Where phrases may begin: where the first two characters of one stand, or the only one."""
        firsts = map(re.Match.start, self._first.finditer(text)) if self._first else ()
        return firsts if 1 in self._lengths else [at for at in firsts if text[at : at + 2] in self._pairs]

    def at(self, text: str, at: int) -> str:
        """The longest phrase that begins at ``at``, "" for none."""
        return next((text[at : at + size] for size in self._sizes.get(text[at], ()) if text[at : at + size] in self.forms), "")


def _one_of(chars: Iterable[str]) -> str:
    return "[" + re.escape("".join(sorted(set(chars)))) + "]"


def _followed(forms: Iterable[str]) -> str:
    """What must stand behind the first character of a phrase, so that few places are looked at."""
    seconds = [phrase[1:2] for phrase in forms]
    return f"(?={_one_of(seconds)})" if all(seconds) else ""


#: No phrase at all.
NONE = Phrases({})


#: A third column that names the edition for which a line is.
_LANGUAGE = re.compile("zh-Han[st](?:-[A-Z]{2})?")


def parse(text: str, name: str) -> Phrases:
    """A user's dictionary: a phrase a line, in the script of the source, then a tab or blanks, then what it becomes.

    A phrase alone stays as it is; one between ``^`` and ``$`` is that of a whole paragraph. Lines that begin with ``#`` are comments; behind
    a second tab stands the edition for which the line is (``zh-Hant-TW``), or anything else. Raises OptionError, with the line, where a
    phrase is given two forms.
    """
    forms: dict[str, dict[str, str]] = {"": {}}
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        phrase, new, language = _entry(line)
        if forms.setdefault(language, {}).setdefault(phrase, new) != new:
            old = forms[language][phrase]
            raise OptionError(f"{name}:{number}: “{phrase}” is given two forms, “{old}” and “{new}”; keep one of the lines")
    return Phrases(forms.pop(""), forms)


def _entry(line: str) -> tuple[str, str, str]:
    """A line's phrase, what it becomes, and for which edition, "" for all."""
    phrase, *rest = line.strip().split("\t") if "\t" in line else line.split()
    language = rest[1].strip() if len(rest) > 1 and _LANGUAGE.fullmatch(rest[1].strip()) else ""
    return phrase.strip(), rest[0].strip() if rest else phrase.strip(), language
