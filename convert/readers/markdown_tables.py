"""Tables in Markdown: rows that have more cells than the head of their table keep them; GFM, and the parser with it, drops what is beyond."""

from __future__ import annotations

from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, getLine, table
from markdown_it.token import Token


def install(md: MarkdownIt) -> None:
    """Teach a parser to keep them."""
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    before = len(state.tokens)
    found = table(state, start, end, silent)
    if found and not silent:
        state.tokens[before:] = _whole(state, state.tokens[before:])
    return found


def _whole(state: StateBlock, tokens: list[Token]) -> list[Token]:
    """The tokens of a table with the cells that its rows have beyond those of its head."""
    made: list[Token] = []
    count, line = 0, 0
    for token in tokens:
        if token.type == "tr_open" and token.map:
            count, line = 0, token.map[0]
        count += token.type in {"th_close", "td_close"}
        if token.type == "tr_close" and made and made[-1].type == "td_close":
            cell = made[-3:]
            for text in _cells(getLine(state, line).strip())[count:]:
                made += [replace(cell[0]), replace(cell[1], content=text.strip(), children=[]), replace(cell[2])]
        made.append(token)
    return made


def _cells(line: str) -> list[str]:
    """The cells of a row, as the parser parts them."""
    cells = escapedSplit(line)
    return cells[bool(cells and not cells[0]) : len(cells) - bool(cells and not cells[-1])]
