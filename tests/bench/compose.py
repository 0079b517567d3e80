"""Set a long text with our composer and with Typst, in the same run, and print the ratios of time and memory.

    python tests/bench/compose.py TEXT [--characters 600000,1000000] [--style book] [--typst PYTHON] [--runs 3]

TEXT is plain text, a paragraph a line; lines that begin with 第…章 or 第…回 are headings. It is repeated or cut to each wanted length. PYTHON is
an interpreter whose environment has the package ``typst``; without it only our own figures are printed. Both set the same page: same
fonts, size, line length, pitch, justified by total fit, tagged. Each runs in a process of its own, in turns; the best of the runs counts. Ours is
measured in pure Python and, after ``zhaibian compile``, with compiled modules.
"""

from __future__ import annotations

import gc
import os
import re
import sys
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
    """Set ``text`` with our composer, in a process that starts and ends as the command ``zhaibian`` does."""
    sys.path.insert(0, str(ROOT))
    gc.set_threshold(50_000, 50, 100)
    from convert.__main__ import recall

    keep = recall()
    from convert import stylefile
    from convert.diagnostics import Report
    from convert.model.nodes import Block, Document, Meta, Para, Section, Text
    from convert.writers.pdf import PdfOptions, PdfWriter

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
    keep()
    gc.freeze()


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
_PURE, _FAST, _TYPST_NAME = "pure Python", "compiled", "typst"


def measured(command: list[str], pure: bool) -> list[float]:
    """Seconds on the clock, seconds of all processors, and MiB of a command."""
    import json
    import subprocess

    environment = {**os.environ, "ZHAIBIAN_PURE": "1" if pure else ""}
    done = subprocess.run([sys.executable, "-c", _MEASURED, *command], capture_output=True, text=True, check=True, env=environment)
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found


def compared(text: Path, characters: int, style: str, typst: str, runs: int, folder: Path) -> dict[str, list[float]]:
    """Set so many characters of ``text`` with each program; print and return the least of seconds, seconds of processors, MiB."""
    cut, out, source = folder / "text.txt", folder / "out.pdf", folder / "text.typ"
    lines = paragraphs(text, characters)
    cut.write_text("\n".join(lines), encoding="utf-8")
    own = [sys.executable, __file__, "--ours", str(cut), style, str(out)]
    commands = {_PURE: own, **({_FAST: own} if _is_compiled() else {})}
    if typst:
        source.write_text(typst_source(str(cut), style), encoding="utf-8")
        commands[_TYPST_NAME] = [typst, "-c", _TYPST_RUN, str(source), str(out), *font_folders()]
    found: dict[str, list[float]] = {}
    for _ in range(runs):
        for name, command in commands.items():
            figures = measured(command, name == _PURE)
            found[name] = [min(pair) for pair in zip(found.get(name, figures), figures, strict=True)]
    print(f"\n{sum(map(len, lines)):,} characters, {len(lines):,} paragraphs, style {style}")
    for name, (clock, processors, memory) in found.items():
        peer = found.get(_TYPST_NAME)
        times = (
            f"   × typst: {clock / peer[0]:.2f}  {processors / peer[1]:.2f}  {memory / peer[2]:.2f}" if peer and name != _TYPST_NAME else ""
        )
        print(f"{name:<12} {clock:7.2f} s {processors:7.2f} s of processors {memory:6.0f} MiB{times}")
    return found


def _is_compiled() -> bool:
    import subprocess

    program = "import sys; sys.path.insert(0, sys.argv[1]); import convert.layout.breaks as b; sys.exit(b.__file__.endswith('.py'))"
    environment = {**os.environ, "ZHAIBIAN_PURE": ""}
    return subprocess.run([sys.executable, "-c", program, str(ROOT)], check=False, env=environment).returncode == 0


def main() -> None:
    """Read the arguments, set the text with all, print the figures."""
    import argparse
    import tempfile
    import time

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("--characters", default="600000,1000000", help="one length or several")
    parser.add_argument("--style", default="book")
    parser.add_argument("--typst", default="", help="a Python that has the package typst")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} processors{load}" + ("" if _is_compiled() else "; not compiled (zhaibian compile)")
    )
    lengths = [int(length) for length in given.characters.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        found = [compared(given.text, length, given.style, given.typst, given.runs, Path(folder)) for length in lengths]
    if len(lengths) > 1:
        print("\nseconds of processors for 100,000 characters more (the same at every length where time is linear)")
        for name in found[0]:
            steps = zip(lengths, found, lengths[1:], found[1:], strict=False)
            print(f"{name:<12}", *(f"{(more[name][1] - less[name][1]) / (b - a) * 1e5:7.3f}" for a, less, b, more in steps))


def font_folders() -> list[str]:
    from importlib.util import find_spec

    found = [find_spec(name) for name in ("pylopdf_fonts_zh_cn", "pylopdf_fonts_zh_tw")]
    return [str(Path(spec.origin).parent) for spec in found if spec and spec.origin]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ours"]:  # without what only the measuring needs
        ours(*sys.argv[2:])
    else:
        main()
