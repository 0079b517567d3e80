"""A stylesheet of TOML as CSS for an e-book.

Sizes are in em of the reader's own size, since the reader chooses it; heights follow from rows of the grid: a line of a role is
``rows × pitch ÷ size`` high. Colours of body text, page sizes and margins are the reader's too. Chinese rules after CLREQ (W3C):
line breaking §3.1.3, punctuation §3.1.6, first-line indents §3.4, emphasis dots §3.3.2, gaps between scripts §3.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from convert.model.classes import COUNTERS
from convert.stylesheet import Composition, FaceName, Sheet, TextStyle
from convert.writers.css_parts import parts, physical, writing_mode
from convert.writers.epub_fonts import Embedded
from convert.writers.epub_profiles import PLAIN, Profile

#: Keys of the sheet that the CSS obeys. The size of body text is the unit of all other sizes.
HONOURS = frozenset(
    {
        "composition",
        "grid.pitch",
        "lists",
        "page.direction",
        *(f"roles.body.{key}" for key in ("font", "size", "bold", "align", "first_indent", "rows", "letter_space")),
        *(
            f"roles.{name}"
            for name in (
                "kicker",
                "title",
                "subtitle",
                "heading1",
                "heading2",
                "heading3",
                "byline",
                "lead",
                "quote",
                "salutation",
                "question",
            )
        ),
        *(
            f"roles.{name}"
            for name in (
                "verse",
                "label",
                "signature",
                "list",
                "table",
                "caption",
                "note",
                "colophon",
                "attachment",
                "attachment_title",
                "code",
            )
        ),
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
    "salutation": "p.salutation",
    "question": "p.question",
    "quote": "blockquote",
    "verse": ".verse",
    "label": "p.label",
    "signature": ".signature, .dateline",
    "list": "li",
    "table": "td, th",
    "caption": "caption, figcaption, p.caption",
    "note": "aside.note, p.note",
    "attachment_title": ".attached",
    "attachment": ".attached > .label",
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

#: Roles that stand within another, whose size is their unit.
_WITHIN = {"attachment": "attachment_title"}

_NOT_A_NAME = re.compile(r"[^\w .-]+")
_LINE_BREAK = {"none": "loose", "basic": "normal", "gb": "strict", "strict": "strict"}


def number(value: float) -> str:
    """A number as CSS has it, three decimals at most: 1.833, 2, 0."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def em(value: float) -> str:
    """A length in em; 0 bears no unit."""
    return f"{number(value)}em" if number(value) != "0" else "0"


@dataclass(frozen=True, slots=True)
class _Css:
    """A stylesheet in the making."""

    sheet: Sheet
    profile: Profile
    fonts: Sequence[Embedded]

    def stack(self, name: FaceName, role: str = "body") -> str:
        """The families of a face in order: those in the book, the profile's, the style's, and last its generic family."""
        face = self.sheet.faces.get(name)
        families = [font.family for font in self.fonts if font.serves(role, name)]
        if self.profile.named_fonts:
            families += [*([self.profile.first_fonts[name]] if name in self.profile.first_fonts else []), *face.families]
        return ", ".join([*(_quoted(family) for family in families), face.generic])

    # ------------------------------------------------------------------------------------------------ body text

    def body(self) -> Iterator[str]:
        """The rules for body text."""
        body, composition = self.sheet.roles.body, self.sheet.composition
        strictness = _LINE_BREAK[composition.kinsoku]
        own = [
            f"font-family: {self.stack(body.font)}",
            *(["font-weight: bold"] if body.bold else []),
            f"line-height: {self._line_height(body)}",
            f"text-align: {body.align}",
        ]
        yield _rule(
            "body",
            [
                "margin: 0",
                *(own if self.profile.own_body else []),
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

    def _line_height(self, style: TextStyle) -> str:
        return number(max(style.rows, 1.0) * self.sheet.grid.pitch / style.size)

    # ------------------------------------------------------------------------------------------------ roles

    def roles(self) -> Iterator[str]:
        """The rules for every role, and for the paragraphs of those that are containers."""
        colours: list[str] = []
        for name, selector in SELECTORS.items():
            style = self.sheet.role(name)
            yield _rule(selector, self._role(name, style))
            if name in _PARAGRAPHS:
                yield _rule(_PARAGRAPHS[name], [f"text-indent: {em(style.first_indent)}"])
            colours += [selector] if self._coloured(style) else []
        if colours:  # a colour chosen for white paper may not be seen on black
            yield f"@media (prefers-color-scheme: dark) {{ {', '.join(colours)} {{ color: inherit }} }}"

    def _role(self, name: str, style: TextStyle) -> Iterator[str]:
        row = self.sheet.grid.pitch / style.size
        yield from self._margins(style, row)
        if self.profile.own_body or style.font != self.sheet.roles.body.font:
            yield f"font-family: {self.stack(style.font, name)}"
        yield f"font-size: {em(style.size / self.sheet.role(_WITHIN.get(name, 'body')).size)}"
        yield f"font-weight: {'bold' if style.bold else 'normal'}"
        if self.profile.own_body:
            yield f"line-height: {self._line_height(style)}"
        if self.profile.own_body or style.align != "justify":
            yield f"text-align: {style.align}"
        if name not in _PARAGRAPHS:
            yield f"text-indent: {em(style.first_indent)}"
        if style.letter_space:
            yield f"letter-spacing: {em(style.letter_space)}"
        if self._coloured(style):
            yield f"color: {style.color}"
        if style.keep_next:
            yield "page-break-after: avoid"
            yield "break-after: avoid"

    def _margins(self, style: TextStyle, row: float) -> Iterator[str]:
        """The four margins at once, as old reading systems like them; turned for vertical lines."""
        widest = self.profile.widest_indent or float("inf")
        before, after = em(style.before * row), em(style.after * row)
        start, end = em(min(style.left_indent, widest)), em(min(style.right_indent, widest))
        sides = (start, before, end, after) if self.sheet.vertical else (before, end, after, start)
        yield f"margin: {' '.join(sides)}"

    def _coloured(self, style: TextStyle) -> bool:
        return style.color != self.sheet.roles.body.color


def stylesheet(sheet: Sheet, profile: Profile = PLAIN, fonts: Sequence[Embedded] = ()) -> str:
    """The CSS of a book set by ``sheet``, fitted to ``profile``, with ``fonts`` in the book."""
    css = _Css(sheet, profile, fonts)
    return "\n".join(
        [
            _header(sheet),
            *(font.rule() for font in fonts),
            writing_mode(vertical=sheet.vertical),
            *css.body(),
            *css.roles(),
            *_marks(css),
            parts(vertical=sheet.vertical, backgrounds=profile.backgrounds),
            "",
        ]
    )


def _header(sheet: Sheet) -> str:
    return f'@charset "utf-8";\n/* {re.sub(r"[^A-Za-z0-9-]", " ", sheet.name)}, {sheet.language} */'


def _quoted(family: str) -> str:
    return f'"{_NOT_A_NAME.sub(" ", family)}"'


def _rule(selector: str, declarations: Iterable[str]) -> str:
    return f"{selector} {{ {'; '.join(declarations)} }}"


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


# ------------------------------------------------------------------------------------------------ marks in the text


def _marks(css: _Css) -> Iterator[str]:
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
    yield f"strong {{ font-family: {css.stack('hei', 'strong')}; font-weight: bold }}"
    if css.sheet.composition.name_marks:
        yield ".person, .institution { text-decoration: underline }"
        yield ".work-title { text-decoration: underline; text-decoration-style: wavy }"
    if css.sheet.lists.labels == "hanging":
        yield physical(".labelled > li > p { padding-start: 2em; text-indent: -2em }", vertical=css.sheet.vertical)
        yield physical(".labelled .labelled { padding-start: 2em }", vertical=css.sheet.vertical)
    for counter in sorted(COUNTERS):
        yield f"ol.{counter} {{ list-style-type: {counter} }}"
