"""The whole command against pandoc (DOCX, EPUB) and Typst (PDF), cold, each in processes of its own:

    python tests/bench/peers.py [TEXT] [--typst PROGRAM] [--pandoc PROGRAM] [--sizes seed,100000,600000,10000000] [--runs 5]

TEXT is a novel in UTF-8 in the public domain, whose chapters begin with 第…章 or 第…回 in lines of their own; it is repeated or cut to each size
(without one a text is made up). The peers are handed ready markup in the right script: Markdown with headings, Typst with the page of the
style; what they make of it, a title and chapters with contents, is less than what is made here. First nine outputs of the seed: one command
here, nine of theirs one after another. PROGRAM of Typst is its binary, or a Python that has the package ``typst`` (which then starts without
``site``; its start is counted, as it has no other). A peer that is not there is left out. The peers take turns; of each figure the least of the
runs counts, since the machine may be busy. Characters count without blanks and line feeds.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from compose import font_folders, measured, typst_head, typst_text
from ebook import Chapter, chapters_in, made_up, pandoc_program

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
EDITIONS = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")
_TYPST = "import sys; sys.path.append(sys.argv[1]); import typst; typst.compile(sys.argv[2], output=sys.argv[3], font_paths=sys.argv[4:])"
#: What is asked for: at most so many times the peer's time. DOCX and EPUB of a short text first, then of a long one.
_BARS = {"pdf": (1.0, 1.0), "docx": (2.5, 1.0), "epub": (2.5, 1.0)}
_NINE, _LONG, _ONCE = 0.8, 50_000, 2_000_000

Command = list[str]


@dataclass(slots=True)
class Used:
    """Seconds on the clock and of the processors, MiB of the largest process."""

    wall: float = float("inf")
    cpu: float = float("inf")
    memory: float = float("inf")

    def least(self, other: Used) -> None:
        """Take over what ``other`` has less of."""
        self.wall, self.cpu, self.memory = min(self.wall, other.wall), min(self.cpu, other.cpu), min(self.memory, other.memory)


# ------------------------------------------------------------------------------------------------ what the peers get


def markdown(title: str, chapters: Sequence[Chapter], language: str) -> str:
    """A book as Markdown."""
    blocks = [f"---\ntitle: {title}\nauthor: 某人\nlang: {language}\n---"]
    for head, paragraphs in chapters:
        blocks += [f"# {head}", *paragraphs]
    return "\n\n".join(blocks) + "\n"


def typst(title: str, chapters: Sequence[Chapter], language: str, style: str) -> str:
    """A book as Typst's markup."""
    blocks = [typst_head(style, language), f"#align(center, text(size: 20pt)[{typst_text(title)}])"]
    for head, paragraphs in chapters:
        blocks += [f"= {typst_text(head)}", *map(typst_text, paragraphs)]
    return "\n\n".join(blocks) + "\n"


def seed_chapters(path: Path, language: str) -> tuple[str, list[Chapter]]:
    """Title and sections of the seed in an edition."""
    from convert import api
    from convert.diagnostics import Report
    from convert.model import walk
    from convert.model.nodes import Section

    document = api.in_edition(api.read(path), language, Report())
    chapters: list[Chapter] = [("", [])]
    for block in document.body:
        if isinstance(block, Section):
            chapters.append((walk.flow(block.title), [*map(walk.byline_text, block.byline), *walk.block_texts(block.body)]))
        else:
            chapters[0][1].extend(walk.block_texts((block,)))
    return document.meta.title, chapters if chapters[0][1] else chapters[1:]


def long_chapters(chapters: Sequence[Chapter], characters: int) -> list[Chapter]:
    """A novel of so many characters: the chapters again and again, the last one cut."""
    taken: list[Chapter] = []
    total = 0
    while True:
        for head, paragraphs in chapters:
            taken.append((head, []))
            for paragraph in paragraphs:
                taken[-1][1].append(paragraph)
                total += len(paragraph)
                if total >= characters:
                    return taken


# ------------------------------------------------------------------------------------------------ programs


class Programs:
    """The command lines of this program and of the peers that are there."""

    def __init__(self, pandoc: str, typst_program: str, folder: Path) -> None:
        self.folder = folder
        self.pandoc = pandoc
        self.typst: Command = []
        if typst_program and "python" in Path(typst_program).name:
            found = subprocess.run(
                [typst_program, "-c", "import typst; print(typst.__file__)"], capture_output=True, text=True, check=False
            )
            if found.returncode == 0:
                self.typst = [typst_program, "-I", "-S", "-c", _TYPST, str(Path(found.stdout.strip()).parents[1])]
        elif typst_program:
            self.typst = [typst_program, "compile"]

    def ours(self, source: Path, formats: str, style: str, *more: str) -> list[Command]:
        """One command."""
        out = ["--style", style, "-q", "-o", str(self.folder / "own")]
        return [[sys.executable, "-m", "convert", str(source), "--to", formats, *out, *more]]

    def theirs(self, stem: Path, format_: str) -> list[Command]:
        """The peer's command for a format, none where it is not there."""
        made = str(stem.with_suffix(f".{format_}"))
        if format_ != "pdf":
            epub = ["--split-level=1", "--toc"] if format_ == "epub" else ["--toc"]
            return [[self.pandoc, "--quiet", f"{stem}.md", *epub, "-o", made]] if self.pandoc else []
        if "compile" in self.typst:
            return [[*self.typst, f"{stem}.typ", made, *(part for name in font_folders() for part in ("--font-path", name))]]
        return [[*self.typst, f"{stem}.typ", made, *font_folders()]] if self.typst else []


def used(commands: Sequence[Command]) -> Used:
    """What commands use, one after another. Each is started by a small process, whose own memory does not count as theirs."""
    whole = Used(0.0, 0.0, 0.0)
    for command in commands:
        wall, cpu, memory = measured(command, 1)
        whole.wall, whole.cpu, whole.memory = whole.wall + wall, whole.cpu + cpu, max(whole.memory, memory)
    return whole


def compared(what: str, characters: int, own: list[Command], peers: list[Command], name: str, bar: float, runs: int) -> float:
    """Run both in turns, print a row, and give our seconds."""
    ours, theirs = Used(), Used()
    for _ in range(runs):
        ours.least(used(own))
        if peers:
            theirs.least(used(peers))
    row = f"{what:<12}{characters:>11,}  {ours.wall:8.2f} {ours.cpu:8.2f} {ours.memory:6.0f}"
    if peers:
        ratio, cpu = ours.wall / theirs.wall, ours.cpu / theirs.cpu
        row += f"  {name:<15} {theirs.wall:8.2f} {theirs.cpu:8.2f} {theirs.memory:6.0f}  {ratio:6.2f} {cpu:6.2f}  ≤ {bar}: {'yes' if ratio <= bar else 'NO'}"
    print(row, flush=True)
    return ours.cpu


# ------------------------------------------------------------------------------------------------ the rows


def nine(programs: Programs, seed: Path, runs: int) -> None:
    """Nine outputs of the seed."""
    peers: list[Command] = []
    for edition in EDITIONS:
        stem = programs.folder / f"seed-{edition}"
        _write(stem, *seed_chapters(seed, edition), edition, "handout")
        peers += [command for format_ in ("pdf", "docx", "epub") for command in programs.theirs(stem, format_)]
    own = programs.ours(seed, "pdf,docx,epub", "handout", "--edition", ",".join(EDITIONS))
    whole = len(peers) == 3 * len(EDITIONS)
    compared("nine", _count(seed_chapters(seed, "zh-Hans")[1]), own, peers if whole else [], "pandoc, Typst", _NINE, runs)


def _count(chapters: Sequence[Chapter]) -> int:
    return sum(len("".join("".join([head, *paragraphs]).split())) for head, paragraphs in chapters)


def single(programs: Programs, source: Path, characters: int, stem: Path, style: str, runs: int) -> Iterator[tuple[str, float]]:
    """A PDF, a DOCX and an EPUB of one source: the format and our seconds."""
    for format_, bars in _BARS.items():
        name = "Typst" if format_ == "pdf" else "pandoc"
        bar = bars[characters >= _LONG]
        yield format_, compared(format_, characters, programs.ours(source, format_, style), programs.theirs(stem, format_), name, bar, runs)


def _write(stem: Path, title: str, chapters: Sequence[Chapter], language: str, style: str) -> None:
    Path(f"{stem}.md").write_text(markdown(title, chapters, language), encoding="utf-8")
    Path(f"{stem}.typ").write_text(typst(title, chapters, language, style), encoding="utf-8")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", nargs="?", type=Path)
    parser.add_argument("--pandoc", default=pandoc_program())
    parser.add_argument("--typst", default=shutil.which("typst") or "", help="its binary, or a Python that has the package typst")
    parser.add_argument("--sizes", default="seed,100000,600000,10000000")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    os.environ["PYTHONPATH"] = str(ROOT)
    novel = chapters_in(given.text) if given.text else made_up()
    with tempfile.TemporaryDirectory() as name:
        programs = Programs(given.pandoc, given.typst, Path(name))
        for peer, there in (("pandoc", programs.pandoc), ("Typst", programs.typst)):
            if not there:
                print(f"{peer} is not installed (or not named): its rows are left out")
        print(
            f"{'':<12}{'characters':>11}  {'zhaibian':>8} {'CPU s':>8} {'MiB':>6}  {'peer':<15} {'s':>8} {'CPU s':>8} {'MiB':>6}  {'ratio':>6} {'CPU':>6}"
        )
        _rows(programs, given.sizes.split(","), novel, given.runs)


def _rows(programs: Programs, sizes: Sequence[str], novel: Sequence[Chapter], runs: int) -> None:
    seconds: dict[str, list[tuple[int, float]]] = {}
    for size in sizes:
        if size == "seed":
            seed = next((ROOT / "seeds").glob("*.txt"))
            nine(programs, seed, runs)
            list(single(programs, seed, _count(seed_chapters(seed, "zh-Hans")[1]), programs.folder / "seed-zh-Hans", "handout", runs))
            continue
        chapters = long_chapters(novel, int(size))
        stem = programs.folder / f"novel{size}"
        source = Path(f"{stem}.txt")
        source.write_text(
            "".join(f"{head}\n" + "".join(f"\u3000\u3000{p}\n" for p in paragraphs) for head, paragraphs in chapters), encoding="utf-8"
        )
        _write(stem, "长篇", chapters, "zh-Hans", "book")
        for format_, took in single(programs, source, _count(chapters), stem, "book", 1 if int(size) >= _ONCE else runs):
            seconds.setdefault(format_, []).append((int(size), took))
    for format_, found in seconds.items():
        if len(found) > 1:
            steps = ((b[1] - a[1]) / (b[0] - a[0]) * 1e6 for a, b in itertools.pairwise(found))
            print(f"{format_}: a million characters more, in CPU seconds, from size to size: {', '.join(f'{step:.2f}' for step in steps)}")


if __name__ == "__main__":
    main()
