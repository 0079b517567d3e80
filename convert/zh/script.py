"""From one script of Chinese to another, keeping to the characters: no regional vocabulary.

``convert`` takes a text, ``convert_runs`` a paragraph cut into runs, ``Converter`` everything that a document needs. Whatever the length
of what comes out, each character of the source has its cell, so that a paragraph can be cut again where its formatting begins.
Nothing is loaded before the first conversion; dictionaries that several editions need are loaded once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from convert.diagnostics import OptionError, nearest
from convert.zh import dictionary, phrases, quotes
from convert.zh import vocabulary as words
from convert.zh.phrases import Phrases

if TYPE_CHECKING:
    from convert.zh.doubts import Doubtful

#: OpenCC's word for the script of each language that can be converted.
_SCRIPTS = {"zh-Hans": "s", "zh-Hant": "t", "zh-Hant-TW": "tw", "zh-Hant-HK": "hk"}
_REGIONS = {"cn": "s", "sg": "s", "my": "s", "tw": "tw", "hk": "hk", "mo": "hk"}

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

#: What is left as it is: addresses, paths, tags, program text between back ticks, TeX, characters with a variation selector, control characters.
_KEPT = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]{1,15}://[!-;=?-~]*(?:(?<=[/=?&#.])[\u3400-\u9fff]+(?=[/=?&#.\s，。；、）]|$)[!-;=?-~]*)*"
    r"|(?<![A-Za-z0-9.])www\.[!-;=?-~]*(?:(?<=[/=?&#.])[\u3400-\u9fff]+(?=[/=?&#.\s，。；、）]|$)[!-;=?-~]*)*"
    r"|[A-Za-z0-9._%+-]+@(?:[\u3400-\u9fffA-Za-z0-9-]+\.)+[A-Za-z]{2,}"
    r"|(?<![A-Za-z])[A-Za-z]:\\[^\s，。；、：！？“”「」<>|]+"
    r"|(?<![A-Za-z0-9/<.~])[.~]{0,2}/[A-Za-z0-9_.-]+(?:/[^\s，。；、：！？“”「」<>|/]+)+"
    r"|</?[A-Za-z][^<>\n]{0,400}>"
    r"|(`+)[^`\n]+\1"
    r"|\$\$[^$]+\$\$|\$(?=[^$\n]*[\\^_{])[^$\n]+\$|\\\([^\n]*?\\\)|\\\[[^\n]*?\\\]|\\[A-Za-z]+\{[^{}\n]*\}"
    r"|.[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
    r"|[\x00-\x08\x0b-\x1f\ud800-\udfff]"
)
#: What each of these has.
_KEPT_SIGNS = re.compile(r"[:`$@<>/\\\x00-\x08\x0b-\x1f\ufe00-\ufe0f\ud800-\udfff\U000e0100-\U000e01ef]|www")
_OBJECT = "\ufffc"


def script_of(language: str) -> str:
    """``s``, ``t``, ``tw`` or ``hk`` for a BCP 47 tag of Chinese. Raises OptionError for another language."""
    parts = language.lower().replace("_", "-").split("-")
    if parts[0] != "zh":
        raise OptionError(f"“{language}” is no language that can be converted{nearest(language, _SCRIPTS)}")
    region = next((_REGIONS[part] for part in parts[1:] if part in _REGIONS), "")
    if "hant" in parts:
        return region if region in ("tw", "hk") else "t"
    return "s" if "hans" in parts else region or "s"


# ------------------------------------------------------------------------------------------------ which script a text is in

#: Forms of Hong Kong's that mainland standard shares: no sign of simplified script.
_SHARED = frozenset("户税脱悦温兑卧葱媪愠氲蜕囱着")
_LISTED = re.compile(r"[\u3400-\u9fff] [\u3400-\u9fff]")
_CLAUSE = re.compile(r"[^\s，。；：！？、“”‘’「」『』（）《》〈〉—…·]+")


def _charset(encoding: str) -> set[str]:
    """The Han characters of a double-byte character set."""
    return set("".join(map(chr, range(0x4E00, 0xA000))).encode(encoding, "ignore").decode(encoding))


@lru_cache(maxsize=1)
def _signs() -> tuple[frozenset[str], frozenset[str]]:
    """Characters that only simplified, and only traditional text has: in GB 2312 but not in Big5, and the reverse, where OpenCC agrees."""
    mainland, taiwan = _charset("gb2312"), _charset("big5")
    simplified, traditional = sorted(mainland - taiwan - _SHARED), sorted(taiwan - mainland)
    converted = dictionary.convert_each("s2t", simplified), dictionary.convert_each("t2s", traditional)
    return (
        frozenset(c for c, new in zip(simplified, converted[0], strict=True) if c != new),
        frozenset(c for c, new in zip(traditional, converted[1], strict=True) if c != new),
    )


def _told(text: str, way: Route) -> tuple[int, int]:
    """How many characters of ``text`` tell that it is in the script of the source, and how many that it is in the target's."""
    simplified, traditional = reversed(_signs()) if way.simplifies else _signs()
    if traditional.isdisjoint(text):
        return len(text), 0
    return sum(map(simplified.__contains__, text)), sum(map(traditional.__contains__, text))


# ------------------------------------------------------------------------------------------------ conversion


@dataclass(frozen=True, slots=True)
class Route:
    """The way from one script to another: ``s`` simplified, ``t`` traditional as OpenCC has it, ``tw`` and ``hk`` as the regions write.

    ``vocabulary``: tw or hk where that region's words are wanted too, "" for characters alone; ``matters`` are listed, numbers, units.
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

    cells: list[list[str]]
    unbalanced: list[quotes.Place]
    replaced: list[tuple[quotes.Place, str, str]] = field(default_factory=list)


def convert(text: str, language: str, source: str = "", *, vocabulary: str = "", choices: Phrases = phrases.NONE) -> str:
    """``text``, of one or more lines, in the script of ``language`` (zh-Hans, zh-Hant, zh-Hant-TW, zh-Hant-HK), quotation marks too.

    Lines that are in the target's script already come back as they are, as do addresses, paths, program text and TeX. ``vocabulary`` (tw, hk)
    asks for that region's words, ``choices`` are a user's dictionary (``phrases.parse``).
    Raises OptionError for a language that is not Chinese, and for a region that has no words.
    """
    lines = text.split("\n")
    converted = convert_paragraphs(lines, route(language, source, vocabulary), choices=choices)
    return "\n".join("".join(line) for line in converted.cells)


def convert_runs(
    runs: Sequence[str], language: str, source: str = "", *, vocabulary: str = "", choices: Phrases = phrases.NONE
) -> list[str]:
    """A paragraph that is cut into runs, converted as a whole and cut again in as many: 头|发 becomes 頭|髮.

    A passage whose length changes stays whole in the run in which it begins. Takes and raises what ``convert`` does.
    """
    cells = convert_paragraphs(["".join(runs)], route(language, source, vocabulary), choices=choices).cells[0]
    return cut(cells, [len(run) for run in runs])


def cut(cells: Sequence[str], lengths: Sequence[int]) -> list[str]:
    """``cells`` joined in stretches of ``lengths`` characters of the source."""
    pieces, start = [], 0
    for length in lengths:
        pieces.append("".join(cells[start : start + length]))
        start += length
    return pieces


def convert_paragraphs(
    paragraphs: Sequence[str],
    way: Route,
    *,
    kept: Mapping[int, Collection[int]] | None = None,
    persons: Phrases = NOBODY,
    choices: Phrases = phrases.NONE,
) -> Converted:
    """Paragraphs that follow one another, so that a quotation may go through several.

    ``kept`` are offsets to leave alone, by paragraph; ``persons`` are known to occur (``persons_in``); ``choices`` are the user's, which
    hold wherever text is not kept.
    """
    if way.source == way.target and not way.marks:
        return Converted([list(text) for text in paragraphs], [])
    open_ = [_mask(text, (kept or {}).get(number, ())) for number, text in enumerate(paragraphs)]
    masked = [_without_target(text, way) if way.crosses else text for text in open_]
    result = [_cells(text, way, persons) for text in masked]
    unbalanced = _set_quotes(masked, way, result)
    for text, mask, cells in zip(paragraphs, masked, result, strict=True):
        if mask != text:
            for i, (old, shown) in enumerate(zip(text, mask, strict=True)):
                if old != shown:
                    cells[i] = old
    replaced = _replace_words(masked, way, result)
    for text, cells in zip(open_, result, strict=True):
        for offset, phrase in choices.occurring(text):
            cells[offset : offset + len(phrase)] = dictionary.spread(phrase, choices.forms[phrase])
    return Converted(result, unbalanced, replaced)


def _replace_words(masked: Sequence[str], way: Route, result: list[list[str]]) -> list[tuple[quotes.Place, str, str]]:
    """Put the region's words into ``result``; each with its place, what stood there, and what stands there now."""
    if way.source != "s" or not (way.vocabulary or way.matters):
        return []
    found = []
    for number, (text, cells) in enumerate(zip(masked, result, strict=True)):
        for at, word, new in words.replaced(text, way.vocabulary, way.matters, dictionary.boundaries(text)):
            if "".join(cells[at : at + len(word)]) != new:
                cells[at : at + len(word)] = dictionary.spread(word, new)
                found.append(((number, at), word, new))
    return found


def _mask(text: str, kept: Collection[int]) -> str:
    """``text`` with an object character in place of each character that is to stay as it is."""
    if not _HAN.search(text):
        return _OBJECT * len(text)
    shown = _KEPT.sub(lambda found: _OBJECT * len(found.group()), text) if _KEPT_SIGNS.search(text) else text
    if _KANA.search(shown):
        shown = _without_japanese(shown)
    if kept:
        shown = "".join(_OBJECT if i in kept else c for i, c in enumerate(shown))
    return shown


_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_MOSTLY = 0.2


def _without_japanese(text: str) -> str:
    """``text`` with what is Japanese masked: all of it, where kana are many, else the clauses that hold any."""
    if len(_KANA.findall(text)) > _MOSTLY * len(_HAN.findall(text)) + 1:
        return _OBJECT * len(text)
    return _CLAUSE.sub(lambda found: _OBJECT * len(found.group()) if _KANA.search(found.group()) else found.group(), text)


def _without_target(text: str, way: Route) -> str:
    """``text`` with what is in the target's script already masked: all of it, or clauses where both scripts stand side by side."""
    source, target = _told(text, way)
    if not target:
        return text
    listed = _LISTED.search(text)
    if not source and not listed:
        return _OBJECT * len(text)

    def clause(found: re.Match[str]) -> str:
        here, there = _told(found.group(), way)
        stays = not here and (there or (target > source and not listed))
        return _OBJECT * len(found.group()) if stays else found.group()

    return _CLAUSE.sub(clause, text)


def _set_quotes(masked: Sequence[str], way: Route, result: list[list[str]]) -> list[quotes.Place]:
    if not way.crosses and not way.marks:
        return []
    curly = way.marks == "curly" or (not way.marks and way.simplifies)
    marks = quotes.curls(masked) if curly else quotes.corners(masked)
    for cells, changes in zip(result, marks.changes, strict=True):
        for offset, mark in changes.items():
            cells[offset] = mark
    return marks.unbalanced


def doubts(text: str, way: Route, cells: Sequence[str], kept: Collection[int], persons: Phrases, choices: Phrases) -> list[Doubtful]:
    """What is doubtful in the ``cells`` that ``text`` became, with alternatives in the region's characters; nothing that the user decided."""
    from convert.zh import doubts as doubting

    if way.source != "s" or way.target == "s":
        return []
    masked = _without_target(_mask(text, kept), way)
    if not masked.strip(_OBJECT):
        return []
    decided = {i for offset, phrase in choices.occurring(text) for i in range(offset, offset + len(phrase))}
    found = []
    for doubt in doubting.doubtful(masked, persons):
        own = "".join(cells[doubt.offset : doubt.offset + doubt.length])
        others = dict.fromkeys("".join(_regional(list(form), way.target, "listed" in way.matters)) for form in doubt.alternatives)
        alternatives = tuple(form for form in others if form != own)
        if alternatives and doubt.offset not in decided:
            found.append(replace(doubt, alternatives=alternatives))
    return found


#: Forms that OpenCC's standard for Hong Kong has, and the forms that print there has.
_HONG_KONG_PRINT = str.maketrans(
    "説税户鋭啓羣峯麪牀脱閲温悦兑敍卧葱藴醖縕媪愠揾氲蜕囱粧週蔘", "說稅戶銳啟群峰麵床脫閱溫悅兌敘臥蔥蘊醞縕媼慍搵氳蛻囪妝周參"
)
#: Words that the regions' print writes otherwise than OpenCC: 公布 and 分布 in both (so Taiwan's list of characters for laws), the rest in Hong Kong.
_PUBLISHED = re.compile("(?<=[公發分頒宣])佈")
_HONG_KONG_WORDS = re.compile("伙(?=伴)|瞭(?=解)|儘(?=[快量速早可])|彙(?=報)|迴(?=[流歸])|占(?=[比據領用有])")
_HONG_KONG_WORD = {"伙": "夥", "瞭": "了", "儘": "盡", "彙": "匯", "迴": "回", "占": "佔"}


def _cells(text: str, way: Route, persons: Phrases) -> list[str]:
    """``text`` by cells, quotation marks left."""
    if not text.strip(_OBJECT) or way.source == way.target:
        return list(text)
    if way.simplifies:
        return dictionary.simplified(text)
    if way.source == "s":
        cells = dictionary.cells(text, persons)
    else:
        cells = list(text) if way.source == "t" else dictionary.spread(text, dictionary.opencc(f"{way.source}2t").convert(text))
    return _regional(cells, way.target, "listed" in way.matters)


#: Characters that the regions' names and fixed phrases write in another way than else: where one stands, OpenCC's phrases are asked.
_PHRASED = {"tw": frozenset("喫樑皁"), "hk": frozenset("匯台吃喫妍姍寧幺強彝恆柏沖溫皁礦穎線繡臘蘊衛詠證豔韻鼇")}


@cache
def _regional_forms(target: str) -> dict[str, str]:
    """Each character that the region writes otherwise than OpenCC's standard, with its form."""
    chars = [chr(code) for code in range(0x3400, 0xA000)]
    forms = dict(zip(chars, dictionary.convert_each(f"t2{target}", chars), strict=True))
    return {char: form for char, form in forms.items() if char != form}


@cache
def _regional_chars(target: str) -> re.Pattern[str]:
    return re.compile("[" + "".join(_regional_forms(target)) + "]")


def _regional(cells: list[str], target: str, listed: bool = False) -> list[str]:
    """Characters of OpenCC's standard as the region writes them; ``listed``: as the government of Hong Kong lists them (説 税 户 啓 羣)."""
    if target == "t":
        return cells
    text = "".join(cells)
    if _PHRASED[target].isdisjoint(text):
        forms = _regional_forms(target)
        new = _regional_chars(target).sub(lambda found: forms[found.group()], text)
    else:
        new = dictionary.opencc(f"t2{target}").convert(text)
    if len(new) != len(text):
        return dictionary.convert_each(f"t2{target}", cells)
    if "佈" in new:
        new = _PUBLISHED.sub("布", new)
    if target == "hk" and not listed:
        new = _HONG_KONG_WORDS.sub(lambda found: _HONG_KONG_WORD[found.group()], new.translate(_HONG_KONG_PRINT))
    return list(new) if len(new) == len(cells) else cut(new, [len(cell) for cell in cells])


def persons_in(texts: Iterable[str], named: Iterable[str]) -> Phrases:
    """The persons of a document in simplified script: those ``named`` in bylines, and those found in ``texts`` by what stands around them."""
    found = {name for text in texts for _, name in dictionary.names(text) if len(name) > 1}
    forms = {name: dictionary.written_name(name) for name in sorted(found)}
    certain = (name for name in named if 2 <= len(name) <= 4 and all(map(_HAN.match, name)))
    return Phrases(forms | {name: dictionary.written_name(name, certain=True) for name in certain})
