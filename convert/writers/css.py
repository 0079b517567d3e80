"""A stylesheet of TOML as CSS for an e-book.

Sizes are in em of the reader's own size, since the reader chooses it; heights follow from rows of the grid: a line of a role is
``rows × pitch ÷ size`` high. Colours of body text, page sizes and margins are the reader's too. Chinese rules after CLREQ (W3C):
line breaking §3.1.3, punctuation §3.1.6, first-line indents §3.4, emphasis dots §3.3.2, gaps between scripts §3.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from convert.stylesheet import Composition, Face, Sheet, TextStyle
from convert.writers.xhtml_blocks import COUNTERS

#: Keys of the sheet that the CSS obeys. The size of body text is the unit of all other sizes.
HONOURS = frozenset(
    {
        "composition",
        "grid.pitch",
        *(f"roles.body.{key}" for key in ("font", "size", "bold", "align", "first_indent", "rows", "letter_space")),
        *(f"roles.{name}" for name in ("kicker", "title", "subtitle", "heading1", "heading2", "heading3", "byline", "lead", "quote")),
        *(f"roles.{name}" for name in ("verse", "label", "signature", "list", "table", "caption", "note", "colophon", "code")),
        "roles.contents",
        "roles.contents_title",
    }
)

#: The selectors of each role. A container is given what surrounds its paragraphs; ``_PARAGRAPHS`` are given the indent.
SELECTORS: dict[str, str] = {
    "kicker": ".kicker",
    "title": ".titlepage h1, .titlepage .title",
    "subtitle": ".subtitle, .tag",
    "heading1": "h1",
    "heading2": "h2",
    "heading3": "h3, h4, h5, h6",
    "byline": ".byline, .author",
    "lead": "p.lead, p.editor-note",
    "quote": "blockquote",
    "verse": ".verse",
    "label": "p.label",
    "signature": ".signature, .dateline",
    "list": "li",
    "table": "td, th",
    "caption": "caption, figcaption, p.caption",
    "note": "aside.note, p.note",
    "colophon": ".credit, section.colophon",
    "code": "p.code",
    "contents_title": "nav h1",
    "contents": "nav li",
}
#: Roles whose selectors stand for containers: their paragraphs' indent is set on the paragraphs.
_PARAGRAPHS: dict[str, str] = {
    "quote": "blockquote p",
    "verse": ".verse p",
    "list": "li > p",
    "table": "td p, th p",
    "note": "aside.note p, p.note",
    "colophon": "section.colophon p, p.credit",
}

_NOT_A_NAME = re.compile(r"[^\w .-]+")
_LINE_BREAK = {"none": "loose", "basic": "normal", "gb": "strict", "strict": "strict"}


def number(value: float) -> str:
    """A number as CSS has it, three decimals at most: 1.833, 2, 0."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def em(value: float) -> str:
    """A length in em; 0 bears no unit."""
    return f"{number(value)}em" if number(value) != "0" else "0"


def stack(face: Face) -> str:
    """The families of a face in order, its generic family last."""
    names = [f'"{_NOT_A_NAME.sub(" ", family)}"' for family in face.families]
    return ", ".join([*names, face.generic])


def stylesheet(sheet: Sheet) -> str:
    """The CSS of a book set by ``sheet``."""
    return "\n".join([_header(sheet), *_body(sheet), *_roles(sheet), *_marks(sheet), _PAGES.strip(), ""])


def _header(sheet: Sheet) -> str:
    return f'@charset "utf-8";\n/* {re.sub(r"[^A-Za-z0-9-]", " ", sheet.name)}, {sheet.language} */'


def _rule(selector: str, declarations: Iterable[str]) -> str:
    return f"{selector} {{ {'; '.join(declarations)} }}"


# ------------------------------------------------------------------------------------------------ body text


def _body(sheet: Sheet) -> Iterator[str]:
    body, composition = sheet.roles.body, sheet.composition
    strictness = _LINE_BREAK[composition.kinsoku]
    yield "html { writing-mode: horizontal-tb }"
    yield _rule(
        "body",
        [
            "margin: 0",
            f"font-family: {stack(sheet.faces.get(body.font))}",
            *(["font-weight: bold"] if body.bold else []),
            f"line-height: {_line_height(body, sheet)}",
            f"text-align: {body.align}",
            "text-justify: inter-ideograph",
            *([f"letter-spacing: {em(body.letter_space)}"] if body.letter_space else []),
            f"-epub-line-break: {strictness}",
            f"line-break: {strictness}",
            "word-break: normal",
            "overflow-wrap: break-word",
            *_spacing(composition),
            f"hanging-punctuation: {'allow-end' if composition.hanging else 'none'}",
            f"widows: {composition.widow_lines}",
            f"orphans: {composition.orphan_lines}",
        ],
    )
    yield _rule("p", ["margin: 0", f"text-indent: {em(body.first_indent)}"])
    yield "p.continued { text-indent: 0 }"


def _spacing(composition: Composition) -> Iterator[str]:
    """Punctuation and the gap between scripts. A value that not every engine knows follows one that most do."""
    if composition.adjacent == "full":
        yield "text-spacing-trim: space-all"
    elif composition.line_start == "full":
        yield "text-spacing-trim: normal"
    elif composition.paragraph_start == "full":
        yield "text-spacing-trim: space-first"
    else:
        yield "text-spacing-trim: trim-start"
        if composition.line_end == "half":
            yield "text-spacing-trim: trim-both"
    yield f"text-autospace: {'normal' if composition.han_latin else 'no-autospace'}"


def _line_height(style: TextStyle, sheet: Sheet) -> str:
    return number(max(style.rows, 1.0) * sheet.grid.pitch / style.size)


# ------------------------------------------------------------------------------------------------ roles


def _roles(sheet: Sheet) -> Iterator[str]:
    for name, selector in SELECTORS.items():
        style = sheet.role(name)
        yield _rule(selector, _role(style, sheet, indented=name not in _PARAGRAPHS))
        if name in _PARAGRAPHS:
            yield _rule(_PARAGRAPHS[name], [f"text-indent: {em(style.first_indent)}"])


def _role(style: TextStyle, sheet: Sheet, indented: bool) -> Iterator[str]:
    body = sheet.roles.body
    row = sheet.grid.pitch / style.size
    yield f"margin: {em(style.before * row)} {em(style.right_indent)} {em(style.after * row)} {em(style.left_indent)}"
    yield f"font-family: {stack(sheet.faces.get(style.font))}"
    yield f"font-size: {em(style.size / body.size)}"
    yield f"font-weight: {'bold' if style.bold else 'normal'}"
    yield f"line-height: {_line_height(style, sheet)}"
    yield f"text-align: {style.align}"
    if indented:
        yield f"text-indent: {em(style.first_indent)}"
    if style.letter_space:
        yield f"letter-spacing: {em(style.letter_space)}"
    if style.color != body.color:
        yield f"color: {style.color}"
    if style.keep_next:
        yield "page-break-after: avoid"
        yield "break-after: avoid"


# ------------------------------------------------------------------------------------------------ marks in the text


def _marks(sheet: Sheet) -> Iterator[str]:
    yield _rule(
        "em",
        [
            "font-style: normal",
            "-webkit-text-emphasis: filled dot",
            "-epub-text-emphasis: filled dot",
            "text-emphasis: filled dot",
            "-webkit-text-emphasis-position: under right",
            "text-emphasis-position: under right",
        ],
    )
    yield "em.latin { font-style: italic; -webkit-text-emphasis: none; -epub-text-emphasis: none; text-emphasis: none }"
    yield f"strong {{ font-family: {stack(sheet.faces.hei)}; font-weight: bold }}"
    for counter in sorted(COUNTERS):
        yield f"ol.{counter} {{ list-style-type: {counter} }}"


#: What no style says: headings break where phrases end (Han characters are kept together, and parted only if they must be); and the parts that are pictures, tables and lists, and the pages that a book brings along.
_PAGES = """
h1, h2, h3, h4, h5, h6, .byline, .kicker, .subtitle { text-wrap: balance; word-break: keep-all; overflow-wrap: anywhere }
h1, h2, h3, h4, h5, h6 { page-break-inside: avoid; break-inside: avoid }
.name { white-space: nowrap }
ul.labelled, ol.labelled { margin: 0; padding: 0; list-style: none }
li.continued { list-style: none }
ul.marked, ol.marked { margin: 0; padding: 0 0 0 2em }
.marked > li > p { text-indent: 0 }
li li, blockquote blockquote, blockquote .verse, section.colophon .credit, aside.note .note { font-size: 1em }
.noteref { font-size: 0.75em; line-height: 1; vertical-align: super; text-decoration: none; white-space: nowrap }
.notes { margin: 2em 0 0 }
.notes::before { content: ""; display: block; width: 33%; margin: 0 0 0.5em; border-top: 0.06em solid }
aside.note a { color: inherit; font-weight: bold; text-decoration: none }
rt { font-size: 0.5em }
code { font-family: monospace; text-align: left }
p.code { white-space: pre-wrap }
hr { width: 33%; margin: 1.5em auto; border: 0; border-top: 0.06em solid }
p.rule { text-align: center; text-indent: 0; margin: 1em 0 }
table { max-width: 100%; margin: 1em auto; border-collapse: collapse }
td, th { padding: 0.2em 0.4em; border: 0.06em solid; overflow-wrap: anywhere; vertical-align: top }
.wide td, .wide th { padding: 0.2em 0.1em }
caption, figcaption, p.caption { padding: 0.3em 0 }
figure { margin: 1em 0; text-align: center; page-break-inside: avoid; break-inside: avoid }
img { max-width: 100% }
figure img { max-height: 90vh }
img.inline { max-height: 1.2em; vertical-align: middle }
.sidebar { margin: 1em 0; border: 0.06em solid; padding: 0.8em 1em }
.cover { margin: 0; padding: 0; text-align: center; text-indent: 0 }
.cover img { max-width: 100%; max-height: 98vh }
.titlepage { margin: 20% 0 0; text-align: center }
.titlepage h1 span { display: block }
.imprint { margin: 2em 0 0 }
.imprint dl { margin: 0 }
.imprint h1 { margin: 0 0 1em }
.imprint dt { margin: 0.8em 0 0; opacity: 0.7 }
.imprint dd { margin: 0; text-align: left; overflow-wrap: anywhere }
.imprint .generated { margin: 2em 0 0; text-indent: 0; opacity: 0.7 }
nav { margin: 2em 0 0 }
nav ol { margin: 1em 0 0; padding: 0; list-style: none }
nav ol ol { margin: 0; padding: 0 0 0 2em }
nav a { color: inherit; text-decoration: none }
"""
