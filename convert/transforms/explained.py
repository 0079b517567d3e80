"""Why a line is what it is, where its reader has not said so: because the file marks it as that."""

from __future__ import annotations

from dataclasses import dataclass

from convert.diagnostics import Report
from convert.model.nodes import Document, Para
from convert.transforms.unfolded import Piece, lines


@dataclass(frozen=True, slots=True)
class Explained:
    """Leaves the document as it is; records a decision for each line that has none. ``format`` is the name of the reader."""

    format: str = ""

    def __call__(self, document: Document, report: Report) -> Document:
        """The same document."""
        told = {(decision.pos.line, decision.pos.column) for decision in report.decisions}
        because, confidence = (
            (f"the {self.format} file marks it so", 1.0) if self.format != "text" else ("nothing speaks for another part", 0.6)
        )
        for piece in lines(document):
            if piece.pos and (piece.pos.line, piece.pos.column) not in told:
                report.explain(piece.pos, _kind(piece), because, confidence, piece.text)
        return document


def _kind(piece: Piece) -> str:
    if piece.kind == "heading":
        return f"heading {piece.depth}"
    if piece.kind in {"title", "byline"}:
        return piece.node.role or piece.kind
    if piece.label:
        return f"list item {piece.label}"
    return piece.node.role or ("paragraph" if isinstance(piece.node, Para) else type(piece.node).__name__.lower())
