"""Signs in Markdown that CommonMark does not know, read as pandoc does: x^2^, H~2~O, and TeX, which stays as it is typed."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_HAN = "\u3400-\u9fff"
#: What is raised or lowered: no blank, no Han characters; a wave between numbers (3~5天，7~9天) or grades (A~B~C) is a range.
_SCRIPT = re.compile(rf"([\^~])(?=[+−()-]*[^\W_{_HAN}])((?:[^\W_{_HAN}]|[+−()-]){{1,12}})\1(?!\1)")
_TAGS = {"^": "sup", "~": "sub"}
#: What may stand before such a sign besides letters and figures: a bracket, emphasis, the other sign.
_CLOSERS = frozenset(")]*^~")
#: As ``zh.kept`` has it. A dollar that is a price has a digit behind the second mark, or a blank within.
_TEX = re.compile(r"\$\$[^$]+\$\$|\$(?=[^$\n]*[\\^_{])(?!\s)[^$\n]+(?<!\s)\$(?!\d)")
#: A formula in lines of its own has no more of them.
_MOST_LINES = 100


def install(md: MarkdownIt) -> None:
    """Teach a parser these signs; what it finds of TeX is in ``env["tex"]``."""
    md.inline.ruler.before("escape", "tex", _tex)
    md.inline.ruler.before("emphasis", "script", _script)
    md.block.ruler.before("table", "tex_lines", _tex_lines, {"alt": ["paragraph", "reference", "blockquote"]})


def _script(state: StateInline, silent: bool) -> bool:
    found = _SCRIPT.match(state.src, state.pos) if state.src[state.pos] in _TAGS else None
    if not found or found.end() > state.posMax or not _is_script(found, state.src):
        return False
    if not silent:
        tag = _TAGS[found[1]]
        state.push(f"{tag}_open", tag, 1)
        state.push("text", "", 0).content = found[2]
        state.push(f"{tag}_close", tag, -1)
    state.pos = found.end()
    return True


def _is_script(found: re.Match[str], text: str) -> bool:
    before, behind = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    if re.match(f"[{_HAN}]", before):
        return found[1] == "^" and found[2].isdecimal()
    if found[1] == "^":
        return before.isalnum() or before in _CLOSERS
    grades = found[2].isalpha() and behind.isalnum()
    return (before.isalpha() or before in _CLOSERS) and not grades


def _tex(state: StateInline, silent: bool) -> bool:
    found = _TEX.match(state.src, state.pos) if state.src[state.pos] == "$" else None
    if not found or found.end() > state.posMax:
        return False
    if not silent:
        state.env.setdefault("tex", []).append(found.group())
        for number, line in enumerate(found.group().split("\n")):
            if number:
                state.push("softbreak", "br", 0)
            state.pending += line
    state.pos = found.end()
    return True


def _tex_lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A formula in lines of its own, in which nothing is Markdown."""
    if state.is_code_block(start) or not _line(state, start).startswith("$$"):
        return False
    last = next((row for row in range(start, min(end, start + _MOST_LINES)) if _ends(state, row, row == start)), None)
    if last is None or any(state.isEmpty(row) for row in range(start, last)):
        return False
    if silent:
        return True
    token = state.push("paragraph_open", "p", 1)
    token.map = [start, last + 1]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = state.getLines(start, last + 1, state.blkIndent, False).strip(), [start, last + 1], []
    state.push("paragraph_close", "p", -1)
    state.line = last + 1
    return True


def _line(state: StateBlock, row: int) -> str:
    return state.src[state.bMarks[row] + state.tShift[row] : state.eMarks[row]].rstrip()


def _ends(state: StateBlock, row: int, first: bool) -> bool:
    return _line(state, row)[2 * first :].endswith("$$")
