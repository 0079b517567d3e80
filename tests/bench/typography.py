"""Set a text and print how evenly it came out, and how long that took.

    python tests/bench/typography.py TEXT [--chars 18] [--style plain] [--language zh-Hans] [--vertical] [--repeat 1] [--out FILE.pdf]

TEXT is plain text, one paragraph a line: ``# `` title, ``## `` heading, ``@ `` byline, ``> `` credit line, anything else body. A file
without any of these marks will do as well. Figures are the composer's own, in em of the body size.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from convert import stylefile
from convert.diagnostics import Report
from convert.layout.breaks import Line
from convert.layout.document import lay_out
from convert.layout.flow import PAUSE, STOP
from convert.layout.fonts import Face
from convert.layout.library import Library
from convert.layout.upright import UprightFace
from convert.model.nodes import Attrs, Block, Byline, Document, Meta, Para, Section, Text, TitleLine
from convert.stylesheet import Sheet
from convert.writers.pdf import PdfOptions, PdfWriter
from convert.writers.pdfimage import Gallery
from convert.zh.clreq import is_han


def document(path: Path, language: str, repeat: int = 1) -> Document:
    """The document of a marked-up text; its sections ``repeat`` times over."""
    title, sections, lead = "", [], []
    heads: list[tuple[str, list[Byline], list[Block]]] = []
    for line in filter(None, (raw.strip() for raw in path.read_text(encoding="utf-8").splitlines())):
        mark, _, rest = line.partition(" ")
        if mark == "#":
            title = rest
        elif mark in ("##", "###"):
            heads.append((rest, [], []))
        elif mark == "@":
            position, _, name = rest.rpartition("\u3000")
            heads[-1][1].append(Byline(position, name, rest))
        else:
            para = Para((Text(rest),), attrs=Attrs(role="credit")) if mark == ">" else Para((Text(line),))
            (heads[-1][2] if heads else lead).append(para)
    sections = [Section((Text(head),), tuple(body), byline=tuple(by)) for head, by, body in heads]
    block = (TitleLine((Text(title),), attrs=Attrs(role="title")),) if title else ()
    return Document(Meta(title=title, language=language, title_block=block), tuple(lead) * repeat + tuple(sections) * repeat)


def body_lines(source: Document, sheet: Sheet) -> Iterator[Line]:
    """The lines of body text."""
    report = Report()
    laid = lay_out(source, sheet, Library(sheet, report, kind=UprightFace if sheet.vertical else Face), Gallery(source, report), report)
    for page in laid.pages:
        for band in page.bands:
            for placed in band.band.placed:
                if placed.part.kind == "P" and placed.size == sheet.roles.body.size:
                    yield placed.line


def figures(lines: list[Line]) -> dict[str, float]:
    """Evenness of the justified lines, and what was narrowed in them."""
    justified = [line for line in lines if not line.last]
    spreads = sorted(line.spread for line in justified) or [0.0]
    single = narrow = 0
    for line in justified:
        for gap, kind in zip(line.flow.gap_at, line.flow.gap_kind, strict=True):
            text = line.flow.text
            if kind in (PAUSE, STOP) and line.start + 1 < gap < line.end and is_han(text[gap - 2]) and is_han(text[gap]):
                single += 1
                narrow += line.share[kind] > 0.06
    ends = [line for line in lines if line.last and line.start]
    return {
        "lines": len(lines),
        "justified": len(justified),
        "solid": sum(spread < 0.005 for spread in spreads),
        "stretch mean": sum(spreads) / len(spreads),
        "stretch p95": spreads[min(len(spreads) - 1, int(0.95 * len(spreads)))],
        "stretch max": spreads[-1],
        "over 0.05": sum(spread > 0.05 for spread in spreads),
        "over 0.10": sum(spread > 0.10 for spread in spreads),
        "marks at full width": 1 - narrow / max(1, single),
        "one-character last lines": sum(_core(line) == 1 for line in ends),
        "two-character last lines": sum(_core(line) == 2 for line in ends),
    }


def _core(line: Line) -> int:
    return sum(letter in "HADF" for letter in line.flow.classes[line.start : line.end])


def main() -> None:
    """Read the arguments, set the text, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("--chars", type=int, default=0)
    parser.add_argument("--style", default="plain")
    parser.add_argument("--language", default="zh-Hans")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--vertical", action="store_true")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    sheet = stylefile.load(given.style).resolve(given.language, given.vertical)
    if given.chars:
        sheet = replace(sheet, page=replace(sheet.page, line_chars=given.chars, columns=1))
    source = document(given.text, given.language, given.repeat)
    for name, value in figures(list(body_lines(source, sheet))).items():
        print(f"{name:26} {value:.4g}")
    out, started = io.BytesIO(), time.perf_counter()
    PdfWriter().write(source, sheet, PdfOptions(), Report(), out)
    seconds = time.perf_counter() - started
    characters = sum(len(line.text) for section in source.body if isinstance(section, Section) for line in _texts(section))
    print(f"{'seconds':26} {seconds:.3f}\n{'characters a second':26} {characters / seconds:,.0f}\n{'KiB':26} {len(out.getvalue()) // 1024}")
    if given.out:
        given.out.write_bytes(out.getvalue())


def _texts(section: Section) -> Iterator[Text]:
    for block in section.body:
        if isinstance(block, Para):
            yield from (inline for inline in block.content if isinstance(inline, Text))


if __name__ == "__main__":
    main()
