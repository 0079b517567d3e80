"""Markdown as the HTML that the reader goes on with: a renderer that keeps line numbers and lets no foreign HTML swallow text.

Raw HTML is let through by a list of names. Any other tag (``<String>`` in a line on programming, a script that is not closed) is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from convert.readers import markdown_signs, markdown_tables

#: Blocks nested deeper than this are one paragraph of text.
DEEPEST = 30
#: The parser's own limit, on levels of blocks and on brackets within brackets. Its time grows with it.
_PARSER_DEPTH = DEEPEST + 10
#: Emphasis within emphasis is not marked beyond this.
_MOST_MARKS = 20
#: Elements of HTML that may stand in Markdown.
_TAGS_NAMES = """
    a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure
    font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rb rp rt rtc ruby s samp section small span strike strong sub
    summary sup table tbody td tfoot th thead time tr tt u ul var wbr
    """
_TAGS = frozenset(_TAGS_NAMES.split())
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]*)(?=[\s/>])(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_SILENT = re.compile(r"<!--|<(script|style)(?=[\s>])", re.IGNORECASE)
#: {漢字|かんじ} and {漢字|かん|じ}, a reading for each character.
_RUBY = re.compile(r"\{([^{}|\n\\]{1,40})((?:\|[^{}|\n]{1,40}){1,40})\}")
_HAN = re.compile("[\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def parser() -> MarkdownIt:
    """CommonMark with tables, strikethrough, footnotes, ruby, raised and lowered signs, and TeX that stays."""
    md = MarkdownIt("commonmark", {"maxNesting": _PARSER_DEPTH}, renderer_cls=Renderer).enable(["table", "strikethrough"])
    md.use(footnote_plugin, move_to_end=False)
    for name in ("footnote_ref", "footnote_reference_open", "footnote_reference_close"):
        md.add_render_rule(name, getattr(Renderer, name))
    markdown_signs.install(md)
    markdown_tables.install(md)
    md.block.ruler.before("table", "too_deep", _too_deep)
    md.inline.ruler.before("emphasis", "ruby", _ruby)
    md.core.ruler.push("lines", _number_lines)
    return md


def _number_lines(state: StateCore) -> None:
    """Pictures, tags and marks of notes within a paragraph get the line in which they stand; the parser gives it to blocks only."""
    for block in state.tokens:
        line = block.map[0] if block.map else 0
        for token in block.children or () if block.map else ():
            if token.type in {"image", "html_inline", "footnote_ref"}:
                token.map = [line, line + 1]
            line += token.content.count("\n") if token.type == "html_inline" else token.type in {"softbreak", "hardbreak"}


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """What stands too deep becomes a paragraph with its marks as they are: the parser itself would drop it."""
    if state.level < DEEPEST:
        return False
    if silent:
        return True
    state.env["too_deep"] = state.env.get("too_deep") or start + 1
    token = state.push("paragraph_open", "p", 1)
    token.map = [start, end]
    inline = state.push("text_lines", "", 0)
    inline.content = state.getLines(start, end, 0, False)
    state.push("paragraph_close", "p", -1)
    state.line = end
    return True


def _ruby(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{" or (state.pos and state.src[state.pos - 1] == "{"):
        return False
    found = _RUBY.match(state.src, state.pos)
    if not found or found.end() > state.posMax or not _HAN.search(found[1]):
        return False
    if not silent:
        token = state.push("ruby", "ruby", 0)
        token.content, token.info = found[1], found[2][1:]
    state.pos = found.end()
    return True


class Renderer(RendererHTML):
    """HTML with ``data-line`` on blocks and ``data-label`` on the items of ordered lists."""

    def __init__(self, parser: Any = None) -> None:
        super().__init__(parser)
        self.inline_notes: list[str] = []

    def renderToken(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:  # noqa: N802 - the library's name
        """An element's tag."""
        token = tokens[idx]
        if token.map and token.nesting == 1:
            token.attrSet("data-line", str(token.map[0] + 1))
        if token.type == "list_item_open" and token.info:
            token.attrSet("data-label", f"{token.info}{token.markup}")
        if token.type == "paragraph_open" and token.hidden:
            return ""
        return super().renderToken(tokens, idx, options, env)

    def renderInline(self, tokens: Sequence[Token], options: Any, env: Any) -> str:  # noqa: N802 - the library's name
        """The inlines of a line, without the marks that are nested too deeply to mean anything."""
        depth = 0
        kept: list[Token] = []
        for token in tokens:
            depth -= token.nesting == -1
            if token.nesting == 0 or depth < _MOST_MARKS:
                kept.append(token)
            depth += token.nesting == 1
        return super().renderInline(kept, options, env)

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Program text, with what the fence says of it."""
        token = tokens[idx]
        line = token.map[0] + 1 if token.map else 0
        return f'<pre data-line="{line}" data-language="{escape(unescapeAll(token.info).strip())}">\n{escape(token.content)}</pre>\n'

    def code_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Program text that is indented."""
        return self.fence(tokens, idx, options, env)

    def text_lines(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Lines of source as they are."""
        return escape(tokens[idx].content)

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A picture with its description and title."""
        token = tokens[idx]
        alt = self.renderInlineAsText(token.children, options, env) if token.children else ""
        width = _taken_width(tokens[idx + 1]) if idx + 1 < len(tokens) else ""
        return f'<img{_data_line(token)} src="{escape(str(token.attrGet("src") or ""))}" alt="{escape(alt)}" width="{escape(width)}">'

    def ruby(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Each character with its reading where there are as many of both; else the whole with all."""
        base, readings = tokens[idx].content, tokens[idx].info.split("|")
        pairs = list(zip(base, readings, strict=True)) if len(base) == len(readings) else [(base, "".join(readings))]
        return "".join(f"<ruby>{escape(b)}<rt>{escape(r)}</rt></ruby>" for b, r in pairs)

    def html_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A tag in a line."""
        return foreign(tokens[idx], env)

    def html_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Lines of HTML."""
        return foreign(tokens[idx], env)

    def footnote_ref(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A note's mark; where the note is written in the line, its text follows at the end."""
        meta = tokens[idx].meta
        number, again = int(meta["id"]), int(meta.get("subId", 0))
        note = env["footnotes"]["list"][number]
        name = f"fn-{escape(str(meta.get('label') or number + 1))}"
        if again:
            return f'<sup><a href="#{name}">{escape(str(meta["label"]))}</a></sup>'
        if "tokens" in note:
            name = f"fn-inline-{number}"
            text = self.renderInline(note["tokens"], options, env)
            self.inline_notes.append(f'<aside{_data_line(tokens[idx])} role="doc-footnote" id="{name}"><p>{text}</p></aside>')
        return f'<a{_data_line(tokens[idx])} role="doc-noteref" data-label="" href="#{name}"></a>'

    def footnote_reference_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """The text of a note."""
        return f'<aside{_data_line(tokens[idx])} role="doc-footnote" id="fn-{escape(str(tokens[idx].meta["label"]))}">'

    def footnote_reference_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """The end of a note."""
        return "</aside>"


def _data_line(token: Token) -> str:
    return f' data-line="{token.map[0] + 1}"' if token.map else ""


def foreign(token: Token, env: Any) -> str:
    """Raw HTML with what is no known tag turned into text, comments and scripts gone; what was changed is noted in ``env``.

    Tags get the number of the line in which they stand.
    """
    html, line = token.content, token.map[0] + 1 if token.map else 0
    out: list[str] = []
    counted = 0
    for start, shown in _shown(html, env):
        end = 0
        for tag in _TAG.finditer(shown):
            out.append(_text(shown[end : tag.start()], env))
            line += html.count("\n", counted, start + tag.start()) if line else 0
            counted = start + tag.start()
            out.append(_numbered(tag, line) if tag[1].lower() in _TAGS else _text(tag[0], env))
            end = tag.end()
        out.append(_text(shown[end:], env))
    return "".join(out)


def _numbered(tag: re.Match[str], line: int) -> str:
    """A tag with the number of its line, where it opens an element and the line is known."""
    cut = tag.end(1) - tag.start()
    return f'{tag[0][:cut]} data-line="{line}"{tag[0][cut:]}' if line and tag[0][1] != "/" else tag[0]


def _shown(html: str, env: Any) -> Iterator[tuple[int, str]]:
    """``html`` without comments, scripts and style sheets, piece by piece with its offset; one that has no end is left in."""
    lower = html.lower()
    endless: set[str] = set()
    start = place = 0
    while found := _SILENT.search(html, place):
        close = f"</{found[1].lower()}>" if found[1] else "-->"
        end = -1 if close in endless else lower.find(close, found.end())
        if end < 0:
            endless.add(close)
            place = found.end()
            continue
        if found[1]:
            env.setdefault("omitted", []).append(found[1].lower())
        yield start, html[start : found.start()]
        start = place = end + len(close)
    yield start, html[start:]


def _text(piece: str, env: Any) -> str:
    if "<" in piece:
        env.setdefault("as_text", []).append(piece.strip())
    return piece.replace("<", "&lt;")


#: What pandoc, Quarto and others write behind a picture: {#id .class width=60%}.
_ATTRIBUTES = re.compile(r'\{(?=[^{}]*\b(?:width|height)=)(?:\s*(?:[#.][\w:-]+|[\w-]+=(?:"[^"{}]*"|[^\s"{}]+)))+\s*\}')
_WIDTH = re.compile(r'(?:^|[\s{])width="?([^\s"{}]+)')


def _taken_width(token: Token) -> str:
    """The width in the attributes at the head of the text behind a picture, "" for none; the attributes are no text then."""
    found = _ATTRIBUTES.match(token.content) if token.type == "text" else None
    if found is None:
        return ""
    token.content = token.content[found.end() :]
    width = _WIDTH.search(found[0])
    return width[1] if width else ""
