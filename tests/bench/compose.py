"""Set a long text with our composer and with Typst, in the same run, and print the ratios of time and memory.

    python tests/bench/compose.py TEXT [--characters 600000] [--style book] [--typst PYTHON] [--runs 3]

TEXT is plain text, a paragraph a line; lines that begin with 第…章 or 第…回 are headings. It is repeated or cut to the wanted length. PYTHON is
an interpreter whose environment has the package ``typst``; without it only our own figures are printed. Both set the same page: same
fonts, size, line length, pitch, justified, tagged. Each runs in a process of its own; the best of the runs counts.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_HEADING = re.compile(r"第[0-9零〇一二三四五六七八九十百]+[章回节]")
_ESCAPED = frozenset("#$*_`@<>\\[]/~-=+'\"")

_TYPST = """\
#set page(width: {width}mm, height: {height}mm, margin: (top: {top}mm, left: {left}mm, right: {right}pt, bottom: 5mm), numbering: "1")
#set text(font: "{serif}", size: {size}pt, lang: "zh", region: "{region}", top-edge: {up}pt, bottom-edge: -{down}pt)
#set par(justify: true, leading: 0pt, spacing: 0pt, first-line-indent: (amount: 2em, all: true))
#show heading: set text(font: "{sans}", size: 14pt)
#outline()
"""


def paragraphs(path: Path, characters: int) -> list[str]:
    """Paragraphs of the text, as many as give ``characters``."""
    found = [line.strip() for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    taken: list[str] = []
    total = 0
    while total < characters:
        for line in found:
            taken.append(line)
            total += len(line)
            if total >= characters:
                break
    return taken


# ------------------------------------------------------------------------------------------------ what each process does


def ours(text: str, style: str, out: str) -> None:
    """Set ``text`` with our composer."""
    sys.path.insert(0, str(ROOT))
    from convert import stylefile
    from convert.diagnostics import Report
    from convert.model.nodes import Block, Document, Meta, Para, Section, Text
    from convert.writers.pdf import PdfOptions, PdfWriter

    gc.set_threshold(50_000, 50, 100)  # as the command line does
    body: list[tuple[str, list[Block]]] = [("", [])]
    for line in Path(text).read_text(encoding="utf-8").splitlines():
        if _HEADING.match(line) and len(line) < 40:
            body.append((line, []))
        else:
            body[-1][1].append(Para((Text(line),)))
    sections = [Section((Text(head),), tuple(blocks)) for head, blocks in body[1:]]
    document = Document(Meta(title="", language="zh-Hans"), (*body[0][1], *sections))
    with Path(out).open("wb") as stream:
        PdfWriter().write(document, stylefile.load(style).resolve("zh-Hans"), PdfOptions(), Report(), stream)


def typst_head(style: str, language: str = "zh-Hans") -> str:
    """The page of a style, as Typst says it."""
    sys.path.insert(0, str(ROOT))
    from convert import stylefile

    sheet = stylefile.load(style).resolve(language)
    page, size, pitch = sheet.page, sheet.roles.body.size, sheet.grid.pitch
    region = "SC" if language == "zh-Hans" else "TC"
    return _TYPST.format(
        width=page.width, height=page.height, top=page.margin_top, left=page.margin_inner, size=size, region=language[-2:].lower().replace("ns", "cn"),
        right=page.width * 72 / 25.4 - page.margin_inner * 72 / 25.4 - sheet.measure,
        up=pitch * 0.8, down=round(pitch * 0.2, 3), serif=f"Noto Serif {region}", sans=f"Noto Sans {region}",
    )  # fmt: skip


def typst_text(line: str) -> str:
    """A line of text as Typst's markup."""
    return "".join("\\" + c if c in _ESCAPED else c for c in line)


def typst_source(text: str, style: str) -> str:
    """The same page as a Typst document."""
    lines = []
    for line in Path(text).read_text(encoding="utf-8").splitlines():
        lines.append(f"= {typst_text(line)}" if _HEADING.match(line) and len(line) < 40 else typst_text(line))
    return typst_head(style) + "\n\n".join(lines)


_TYPST_RUN = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=sys.argv[3:])"
_MEASURED = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def measured(command: list[str], runs: int) -> tuple[float, float, float]:
    """Seconds on the clock, seconds of all processors, and MiB of a command: the least of ``runs``."""
    found = []
    for _ in range(runs):
        done = subprocess.run([sys.executable, "-c", _MEASURED, *command], capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
    return min(one[0] for one in found), min(one[1] for one in found), min(one[2] for one in found)


def main() -> None:
    """Read the arguments, set the text with both, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("--characters", type=int, default=600_000)
    parser.add_argument("--style", default="book")
    parser.add_argument("--typst", default="", help="a Python that has the package typst")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--ours", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.ours:
        ours(str(given.text), *given.ours)
        return
    with tempfile.TemporaryDirectory() as folder:
        text, out = Path(folder, "text.txt"), Path(folder, "out.pdf")
        lines = paragraphs(given.text, given.characters)
        text.write_text("\n".join(lines), encoding="utf-8")
        print(f"{sum(map(len, lines)):,} characters, {len(lines):,} paragraphs, style {given.style}, {time.strftime('%Y-%m-%d')}")
        own = measured([sys.executable, __file__, str(text), "--ours", given.style, str(out)], given.runs)
        print(f"zhaibian {own[0]:7.2f} s {own[1]:7.2f} s of processors {own[2]:7.0f} MiB {out.stat().st_size / 1e6:6.1f} MB")
        if not given.typst:
            return
        source = Path(folder, "text.typ")
        source.write_text(typst_source(str(text), given.style), encoding="utf-8")
        peer = measured([given.typst, "-c", _TYPST_RUN, str(source), str(out), *font_folders()], given.runs)
        print(f"typst    {peer[0]:7.2f} s {peer[1]:7.2f} s of processors {peer[2]:7.0f} MiB {out.stat().st_size / 1e6:6.1f} MB")
        print(f"ratio    {own[0] / peer[0]:7.2f}   {own[1] / peer[1]:7.2f}                 {own[2] / peer[2]:7.2f}")


def font_folders() -> list[str]:
    from importlib.util import find_spec

    found = [find_spec(name) for name in ("pylopdf_fonts_zh_cn", "pylopdf_fonts_zh_tw")]
    return [str(Path(spec.origin).parent) for spec in found if spec and spec.origin]


if __name__ == "__main__":
    main()
