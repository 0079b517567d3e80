"""From one script of Chinese to another, keeping to the characters: no regional vocabulary.

``convert`` takes a text, ``convert_runs`` a paragraph cut into runs, ``convert_paragraphs`` everything that a document needs. Whatever the length
of what comes out, each character of the source has its cell, so that a paragraph can be cut again where its formatting begins.
Nothing is loaded before the first conversion; dictionaries that several editions need are loaded once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from convert.diagnostics import OptionError, nearest
from convert.zh import dictionary, mentions, phrases, quotes
from convert.zh import kept as keeping
from convert.zh import vocabulary as words
from convert.zh.cells import Cells, cut, joined, spread
from convert.zh.engines import SEPARATOR, aligned
from convert.zh.phrases import Phrases
from convert.zh.regions import regional

if TYPE_CHECKING:
    from convert.zh.doubts import Doubtful

#: OpenCC's word for the script of each language that can be converted.
_SCRIPTS = {"zh-Hans": "s", "zh-Hant": "t", "zh-Hant-TW": "tw", "zh-Hant-HK": "hk"}
_REGIONS = {"cn": "s", "sg": "s", "my": "s", "tw": "tw", "hk": "hk", "mo": "hk"}


def script_of(language: str) -> str:
    """``s``, ``t``, ``tw`` or ``hk`` for a BCP 47 tag of Chinese. Raises OptionError for another language."""
    parts = language.lower().replace("_", "-").split("-")
    if parts[0] != "zh":
        raise OptionError(f"“{language}” is no language that can be converted{nearest(language, _SCRIPTS)}")
    region = next((_REGIONS[part] for part in parts[1:] if part in _REGIONS), "")
    if "hant" in parts:
        return region if region in ("tw", "hk") else "t"
    return "s" if "hans" in parts else region or "s"


@dataclass(frozen=True, slots=True)
class Route:
    """The way from one script to another: ``s`` simplified, ``t`` traditional as OpenCC has it, ``tw`` and ``hk`` as the regions write.

    ``vocabulary``: tw, hk or cn where that region's words are wanted too, "" for characters alone; ``matters`` are listed, numbers, units.
    ``marks``: corner or curly for quotation marks of one kind, "" for those of the target's script where the way crosses to it.
    """

    source: str
    target: str
    vocabulary: str = ""
    matters: tuple[str, ...] = ()
    marks: str = ""

    @property
    def simplifies(self) -> bool:
        """Whether the target is simplified script."""
        return self.target == "s"

    @property
    def side(self) -> str:
        """The script that the way leads to: ``s``, ``t``, "" where it does not cross from one to the other."""
        return "" if not self.crosses else "s" if self.simplifies else "t"

    @property
    def crosses(self) -> bool:
        """Whether the way leads from simplified to traditional script, or back."""
        return (self.source == "s") != (self.target == "s")


@lru_cache(maxsize=32)
def route(language: str, source: str = "", vocabulary: str = "") -> Route:
    """The way to ``language``; without ``source``, from the other script. Raises OptionError for what is not Chinese, or has no such words."""
    region, matters = words.asked_words(vocabulary)
    target = script_of(language)
    return Route(script_of(source) if source else ("tw" if target == "s" else "s"), target, region, matters)


#: No person is known.
NOBODY = phrases.NONE


@dataclass(frozen=True, slots=True)
class Converted:
    """What came of a sequence of paragraphs: for each its cells; places (paragraph, offset) of lonely marks, and of words that were replaced."""

    cells: list[Cells]
    unbalanced: list[quotes.Place]
    replaced: list[tuple[quotes.Place, str, str]] = field(default_factory=list)


def convert(text: str, language: str, source: str = "", *, vocabulary: str = "", choices: Phrases = phrases.NONE) -> str:
    """``text``, of one or more lines, in the script of ``language`` (zh-Hans, zh-Hant, zh-Hant-TW, zh-Hant-HK), quotation marks too.

    Lines that are in the target's script already come back as they are, as do addresses, paths, program text and TeX. ``vocabulary`` (tw, hk, cn)
    asks for that region's words, ``choices`` are a user's dictionary (``phrases.parse``).
    Raises OptionError for a language that is not Chinese, and for a region that has no words.
    """
    converted = convert_paragraphs(text.split("\n"), route(language, source, vocabulary), choices=choices.of(language))
    return "\n".join(map(joined, converted.cells))


def convert_runs(
    runs: Sequence[str], language: str, source: str = "", *, vocabulary: str = "", choices: Phrases = phrases.NONE
) -> list[str]:
    """A paragraph that is cut into runs, converted as a whole and cut again in as many: 头|发 becomes 頭|髮.

    A passage whose length changes stays whole in the run in which it begins. Takes and raises what ``convert`` does.
    """
    cells = convert_paragraphs(["".join(runs)], route(language, source, vocabulary), choices=choices.of(language)).cells[0]
    return cut(cells, [len(run) for run in runs])


def convert_paragraphs(
    paragraphs: Sequence[str],
    way: Route,
    *,
    kept: Mapping[int, Collection[int]] | None = None,
    persons: Phrases = NOBODY,
    choices: Phrases = phrases.NONE,
    apart: bool = False,
) -> Converted:
    """Paragraphs that follow one another, so that a quotation may go through several, unless each stands ``apart``.

    ``kept`` are offsets to leave alone, by paragraph; ``persons`` are known to occur (``persons_in``); ``choices`` are the user's, which
    hold wherever text is not kept.
    """
    if way.source == way.target and not way.marks:
        return Converted(list(paragraphs), [])
    masked, open_ = keeping.masked(paragraphs, kept or {}, way.side)
    result = _converted(masked, way, persons)
    marks = _quotes(masked, way, apart)
    for number in marks.where:
        result[number] = marks.changed(number, result[number])
    for number, (shown, text) in enumerate(zip(masked, paragraphs, strict=True)):
        if shown is not text:
            result[number] = keeping.unmasked(result[number], shown, text)
    cells: list[Cells] = list(result)
    replaced = _replace_words(masked, way, cells)
    for number, text in enumerate(open_ if choices else ()):
        for offset, phrase, new in choices.placed(text):
            _put(cells, number, offset, phrase, new)
    return Converted(cells, marks.unbalanced, replaced)


def _converted(masked: Sequence[str], way: Route, persons: Phrases) -> list[str]:
    """The characters of paragraphs, converted; quotation marks left."""
    if way.source == way.target:
        return list(masked)
    result: list[str] = []
    for stretch in _stretches(masked):
        text = SEPARATOR.join(stretch)
        if way.simplifies:
            new = dictionary.simplified(text)
        elif way.source == "s":
            new = regional(dictionary.traditional(text, persons), way.target, listed="listed" in way.matters)
        else:
            standard = text if way.source == "t" else aligned(f"{way.source}2t", text)
            new = regional(standard, way.target, listed="listed" in way.matters)
        result += new.split(SEPARATOR)
    return result


#: Paragraphs are taken together up to about so many characters: each library works on while it is warm, and memory stays small.
_STRETCH = 1 << 18


def _stretches(paragraphs: Sequence[str]) -> Iterator[list[str]]:
    """``paragraphs`` in groups."""
    stretch: list[str] = []
    size = 0
    for text in paragraphs:
        stretch.append(text if text.strip(keeping.OBJECT) else "")
        size += len(text)
        if size >= _STRETCH:
            yield stretch
            stretch, size = [], 0
    if stretch:
        yield stretch


def _put(cells: list[Cells], number: int, offset: int, old: str, new: str) -> None:
    """Lay ``new`` over what stands at ``offset`` of a paragraph in the place of ``old``."""
    paragraph = cells[number]
    if isinstance(paragraph, str):
        paragraph = cells[number] = list(paragraph)
    paragraph[offset : offset + len(old)] = spread(old, new)


def _replace_words(masked: Sequence[str], way: Route, cells: list[Cells]) -> list[tuple[quotes.Place, str, str]]:
    """Put the region's words into ``cells``; each with its place, what stood there, and what stands there now."""
    fits = way.simplifies if way.vocabulary == "cn" else way.source == "s"
    if not fits or not (way.vocabulary or way.matters):
        return []
    found = []
    for number, text in enumerate(_in_simplified(masked, cells) if way.simplifies else masked):
        for at, word, new in words.replaced(text, way.vocabulary, way.matters, dictionary.boundaries(text)):
            if "".join(cells[number][at : at + len(word)]) != new:
                _put(cells, number, at, word, new)
                found.append(((number, at), word, new))
    return found


def _in_simplified(masked: Sequence[str], cells: Sequence[Cells]) -> list[str]:
    """Texts that have been simplified, character by character, what stays as it is masked: the lexicons are written in that."""
    return [
        "".join(old if old == keeping.OBJECT or len(new) != 1 else new for old, new in zip(*pair, strict=True))
        for pair in zip(masked, cells, strict=True)
    ]


def _quotes(masked: Sequence[str], way: Route, apart: bool) -> quotes.Marks:
    if not way.crosses and not way.marks:
        return quotes.Marks({}, [])
    curly = way.marks == "curly" or (not way.marks and way.simplifies)
    return quotes.curls(masked, apart=apart) if curly else quotes.corners(masked, apart=apart)


def doubts(text: str, way: Route, cells: Cells, kept: Collection[int], persons: Phrases, choices: Phrases) -> list[Doubtful]:
    """What is doubtful in the ``cells`` that ``text`` became, with alternatives in the region's characters; nothing that the user decided."""
    from convert.zh import doubts as doubting

    if way.source != "s" or way.target == "s":
        return []
    (shown,), (open_,) = keeping.masked([text], {0: kept}, way.side)
    decided = {i for offset, phrase, _ in choices.placed(text) for i in range(offset, offset + len(phrase))}
    found = []
    doubts = doubting.doubtful(shown, persons) if shown.strip(keeping.OBJECT) else []
    for doubt in sorted([*doubts, *doubting.left(open_, shown)], key=lambda doubt: doubt.offset):
        own = "".join(cells[doubt.offset : doubt.offset + doubt.length])
        others = dict.fromkeys(regional(form, way.target, listed="listed" in way.matters) for form in doubt.alternatives)
        alternatives = tuple(form for form in others if form != own)
        if alternatives and doubt.offset not in decided:
            found.append(replace(doubt, alternatives=alternatives))
    return found


def persons_in(texts: Iterable[str], named: Iterable[str]) -> Phrases:
    """The persons of a document in simplified script: those ``named`` in bylines, and those found in ``texts`` by what stands around them."""
    found = mentions.sure([candidate for text in texts for candidate in dictionary.candidates(text)])
    forms = {name: dictionary.written_name(name) for name in sorted(found) if len(name) > 1}
    certain = (name for name in named if 2 <= len(name) <= 4 and all(map(keeping.HAN.match, name)))
    return Phrases(forms | {name: dictionary.written_name(name, certain=True) for name in certain})
