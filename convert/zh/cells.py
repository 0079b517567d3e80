"""What a paragraph became, by the characters of its source, so that it can be cut again where its formatting begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: What became of a text, an entry for each of its characters: a string where each became one, else a list.
Cells = str | list[str]


def joined(cells: Cells) -> str:
    """The text that ``cells`` are together."""
    return cells if isinstance(cells, str) else "".join(cells)


def cut(cells: Cells, lengths: Sequence[int]) -> list[str]:
    """``cells`` joined in stretches of ``lengths`` characters of the source."""
    pieces, start = [], 0
    for length in lengths:
        pieces.append(joined(cells[start : start + length]))
        start += length
    return pieces


def spread(old: str, new: str) -> list[str]:
    """``new`` laid over the characters of ``old``."""
    return list(new) if len(new) == len(old) else [new] + [""] * (len(old) - 1)


def changed(text: str, changes: Mapping[int, str]) -> str:
    """``text`` with the characters at some offsets changed."""
    pieces: list[str] = []
    end = 0
    for offset in sorted(changes):
        pieces += (text[end:offset], changes[offset])
        end = offset + 1
    pieces.append(text[end:])
    return "".join(pieces)
