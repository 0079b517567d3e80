"""What is said to the user: findings that are collected, and the errors that end a conversion.

A ``Report`` is handed along every step; nothing here is global and nothing prints. Positions are 1-based lines and
columns, columns counted in code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum


class Severity(IntEnum):
    """How much a finding matters. ``--strict`` fails on WARNING and above."""

    INFO = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True, order=True)
class Pos:
    """A place in a source: line and column are 1-based, the column counts code points; ``source`` is the source's name."""

    line: int
    column: int = 1
    source: str = ""


#: Every code that a finding may carry, with its meaning. Slugs are stable: programs match on them.
CODES: dict[str, str] = {
    "source.encoding-guessed": "the encoding was not stated and had to be guessed",
    "source.damaged-bytes": "bytes that do not decode; each is shown as U+FFFD",
    "source.lost-before": "the file holds U+FFFD: text that was lost before it came here",
    "source.mixed-encodings": "lines are in another encoding than the rest of the file",
    "source.mixed-line-ends": "lines end in several ways",
    "source.zero-width": "blanks without width were taken out",
    "source.invisible": "characters that cannot be seen, such as marks of direction, are in the text",
    "source.control-removed": "characters that no output format can hold were removed",
    "hints.no-match": "a hint that fits no line of the source",
    "hints.ambiguous": "a hint that fits several lines of the source, so that it is not taken",
    "hints.not-printed": "a hint states a title that is not printed in the source",
    "digest.unrecognised-line": "a line whose part in the text is not known; it is kept as a paragraph",
    "digest.ambiguous-header": "where the header ends, or what its parts are, could not be decided with certainty",
    "digest.table-drawn": "a table drawn with strokes; the strokes are not in the document",
    "digest.flat-mark": "a text without line feeds was parted at blanks that are not two U+3000",
    "digest.one-paragraph": "a long text in one line that nothing parts into paragraphs",
    "digest.unknown-title": "the title that the user gives stands nowhere in the header",
    "digest.list-gap": "the numbers of a list skip or restart",
    "package.damaged-part": "a part of the file could not be read and was left out",
    "package.unsafe-name": "a part whose name leads out of the file was left out",
    "docx.tracked-changes": "changes that were tracked: insertions were taken in, deletions carried out",
    "docx.comments": "comments were left out",
    "docx.running-lines": "headers and footers were left out",
    "docx.formatting": "formatting that was set by hand and is no structure gives way to the style",
    "docx.no-structure": "lines that look like headings, which nothing marks, were read as paragraphs",
    "docx.left-out": "something that is no text of the document, or cannot be read, was left out",
    "docx.formula": "formulas were read as running text",
    "docx.symbol": "a sign of a symbol font that has no known counterpart in Unicode",
    "docx.damaged-field": "a field that never ends",
    "docx.damaged-note": "a note mark that leads to no note",
    "docx.dead-link": "a link to a place that is not in the text",
    "epub.malformed": "a content document that is not well-formed XHTML was read as HTML",
    "epub.too-deep": "elements that are nested too deeply were read as plain text",
    "epub.left-out": "something that is no text of the book was left out",
    "epub.page-numbers": "page numbers of the printed edition were left out of the text",
    "epub.missing-picture": "a picture that is not in the book; its description stands for it",
    "epub.formula": "formulas were read as running text",
    "epub.title-from-contents": "headings that stand in the contents only were taken from there",
    "epub.dead-link": "a link to a place that is not in the text",
    "markdown.front-matter": "a key of the front matter that has no place in the metadata, or front matter that cannot be read",
    "markdown.html-as-text": "HTML in Markdown that is not understood is kept as text, or is no text and was left out",
    "markdown.tex": "formulas in TeX are kept as they are typed",
    "markdown.too-deep": "what is nested too deeply is read as plain text",
    "html.missing-picture": "a picture whose bytes are not at hand; its description stands for it",
    "html.furniture": "parts of a page that are not its main text stand at the end",
    "html.too-deep": "elements that are nested too deeply are read as plain text",
    "pandoc.missing-picture": "a picture whose bytes are not at hand; its description stands for it",
    "pandoc.unknown": "something of pandoc's that has no counterpart here; its text is kept",
    "json.unknown-field": "a field of the JSON document that this version does not know",
    "style.not-honoured": "a key of the style that this writer cannot follow",
    "font.substituted": "a face was replaced by another",
    "font.unusable": "a font of the user's folder that a PDF cannot hold",
    "pdf.missing-glyph": "no font at hand has this character",
    "pdf.claims-dropped": "an output that cannot be PDF/UA or PDF/A does not claim it",
    "pdf.omitted": "something that could not be drawn was left out",
    "docx.literal-label": "a list label that Word's numbering cannot make; it is written as text",
    "docx.template-lacks": "styles that a template does not have; they were added",
    "docx.template-old": "a template in the compatibility mode of an older Word",
    "docx.template-marks": "a template that does not compress punctuation",
    "docx.style-map-alone": "a map of styles without the template that has them",
    "docx.template-text": "text of a template that has no place for ours; it was left out",
    "docx.page-numbers-estimated": "page numbers in the contents that are estimated, since the lines are a template's",
    "docx.omitted": "something that a word processor cannot hold was left out",
    "txt.omitted": "something that plain text has no place for was left out",
    "epub.omitted": "something that an e-book cannot hold was left out",
    "epub.no-alternative-text": "pictures have no text for those who cannot see them",
    "epub.font-coverage": "no font has some of the characters that an e-book was to embed",
    "epub.paragraph-cut": "a paragraph too long for one file of an e-book was divided",
    "traditional.unbalanced-quote": "a quotation mark without its counterpart was left as it is",
    "traditional.word-replaced": "a word, a unit or a number was replaced by the region's",
    "traditional.japanese": "a passage that was taken for Japanese was left as it is",
    "traditional.failed-alignment": "a converted passage could not be led back to its formatting",
    "merge.left-out": "a source that cannot be read is not in the volume",
    "merge.repeated": "an article that stands in the volume already was left out",
    "merge.repeated-title": "the title of a book, printed again in a part of it, was left out",
    "lint.unbalanced-quote": "a quotation mark without its counterpart",
    "lint.unbalanced-bracket": "a bracket without its counterpart",
    "lint.missing-item": "a number of a count is missing",
    "lint.half-width": "a half-width mark in Chinese text",
    "lint.repeated": "a paragraph that comes again",
    "lint.no-byline": "a heading without a byline among headings with one",
    "review.nothing": "a review was asked for, and no edition is in another script than its source",
    "check.text-lost": "text of the source is missing from the output",
    "check.text-moved": "text of the source stands at another place of the output",
    "check.text-added": "the output has text that the source has not",
}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a code of ``CODES``, a sentence, how grave, where, and what to do about it."""

    code: str
    message: str
    severity: Severity = Severity.WARNING
    pos: Pos | None = None
    hint: str = ""

    def __str__(self) -> str:
        """As compilers print: ``file:line:column: warning: message [code]``, the hint on a line below."""
        where = ""
        if self.pos is not None:
            where = f"{self.pos.source or '<text>'}:{self.pos.line}:{self.pos.column}: "
        hint = f"\n    {self.hint}" if self.hint else ""
        return f"{where}{self.severity.name.lower()}: {self.message} [{self.code}]{hint}"


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a piece of the source was taken for what it is: shown by ``zhaibian outline --explain``.

    ``confidence`` lies between 0 (a guess) and 1 (certain).
    """

    pos: Pos
    taken_as: str
    because: str
    confidence: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where an edition may be wrong: ``source`` stands between ``before`` and ``after`` and became ``choice``.

    ``phrase`` is the place with enough around it to tell it from others, and ``frame`` what stands in the edition left and right of the
    choice in it: a line of a user's dictionary is made of these.
    """

    edition: str
    source: str
    choice: str
    alternatives: tuple[str, ...]
    reason: str
    before: str = ""
    after: str = ""
    phrase: str = ""
    frame: tuple[str, str] = ("", "")
    pos: Pos | None = None


@dataclass(slots=True)
class Report:
    """Collects findings, decisions where ``explaining`` is set, and doubts where ``reviewing`` is."""

    explaining: bool = False
    reviewing: bool = False
    diagnostics: list[Diagnostic] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def add(self, code: str, message: str, *, severity: Severity = Severity.WARNING, pos: Pos | None = None, hint: str = "") -> None:
        """Record a finding. Raises KeyError for a code that ``CODES`` does not list (plug-ins prefix theirs with ``x-``)."""
        if code not in CODES and not code.startswith("x-"):
            raise KeyError(code)
        self.diagnostics.append(Diagnostic(code, message, severity, pos, hint))

    def unrecognised(self, code: str, run: Sequence[tuple[str, Pos | None]]) -> None:
        """Warn once of a run of lines, each with its text and its place, of which nobody knows what they are. ``code``: …``unrecognised-line``."""
        text, pos = run[0]
        what = "this line is" if len(run) == 1 else f"these {len(run)} lines are"
        hint = "kept as printed; blank space above a heading, or a number before it, helps to know it"
        self.add(code, f"{what} short and no known part of a text: “{text[:24]}”", pos=pos, hint=hint)

    def doubt(self, doubt: Doubt) -> None:
        """Record what is doubtful, if anybody asked for it."""
        if self.reviewing:
            self.doubts.append(doubt)

    def explain(self, pos: Pos, taken_as: str, because: str, confidence: float, text: str = "") -> None:
        """Record a decision of a reader, if anybody asked for them."""
        if self.explaining:
            self.decisions.append(Decision(pos, taken_as, because, confidence, text))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take over findings that were collected elsewhere (another process, another file)."""
        self.diagnostics.extend(diagnostics)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.diagnostics)

    def worst(self) -> Severity | None:
        """The gravest severity found, or None when there was no finding."""
        return max((d.severity for d in self.diagnostics), default=None)


class ConvertError(Exception):
    """No output is possible. The message says what, where, and what to do, in one sentence or two."""


class SourceError(ConvertError):
    """The source cannot be read: missing, a folder, binary, empty, not in the stated encoding."""


class StyleError(ConvertError):
    """A stylesheet is wrong or does not exist."""


class OptionError(ConvertError):
    """An option, a format or an edition that does not exist, or has a value that it cannot have."""


class HintError(ConvertError):
    """A hints file is wrong."""


class FontError(ConvertError):
    """No font can be had for a role."""


class OutputError(ConvertError):
    """The output cannot be written."""


def counted(wording: str, count: int) -> str:
    """``wording`` with ``count`` for ``{}``, and of each ``[one|more]`` what goes with it: ``{} [page is|pages are] empty``."""
    return re.sub(r"\[([^|\]]*)\|([^\]]*)\]", r"\1" if count == 1 else r"\2", wording).format(count)


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint for a misspelt name: `` (did you mean “…”?)``, or the list of what there is, led by a blank."""
    from difflib import get_close_matches

    known = sorted(names)
    close = get_close_matches(name, known, n=1, cutoff=0.5)
    if close:
        return f" (did you mean “{close[0]}”?)"
    return f" (there are: {', '.join(known)})" if known else ""
