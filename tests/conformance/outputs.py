"""Makes what is judged, through the command line as a user would, and makes it twice under other circumstances."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from checks import Check
from documents import SEED, write_sources
from processes import ToolError, run
from texts import Expected
from tools import ROOT, WORK

import convert
from convert import formats
from convert.model.nodes import Document
from convert.native import MODULES

FORMATS = ("pdf", "docx", "epub")
EDITIONS = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")
#: What odd documents are made in: not everything in everything, for time.
ODD_STYLES = ("handout", "book")
ODD_EDITIONS = ("zh-Hans", "zh-Hant-TW")
#: Editions whose lines are made to run downwards too, in every format that can.
VERTICAL_EDITIONS = ("zh-Hant-TW", "zh-Hant-HK")

#: In what e-books for one shop or device are made.
PROFILE_STYLE, PROFILE_EDITIONS = "book", ("zh-Hans", "zh-Hant-TW")

#: Bilingual documents: the style that they are made in, the editions with their layout, whether vertical.
PARALLEL = (
    ("handout", "zh-Hans,zh-Hant-TW", False),
    ("book", "zh-Hant-HK,zh-Hans,below", False),
    ("gazette", "zh-Hans,zh-Hant-TW", True),
)

_CACHE = {"ZHAIBIAN_CACHE": str(WORK / "cache")}
#: Two sets of circumstances that must make no difference: the second runs what ``zhaibian compile`` made. Each has a folder of its own besides.
CIRCUMSTANCES = (
    {
        **_CACHE,
        "ZHAIBIAN_PURE": "1",
        "TZ": "Asia/Shanghai",
        "PYTHONHASHSEED": "1",
        "LC_ALL": "C.UTF-8",
        "LANG": "zh_CN.UTF-8",
        "COLUMNS": "80",
    },
    {**_CACHE, "ZHAIBIAN_PURE": "", "TZ": "America/Los_Angeles", "PYTHONHASHSEED": "4242", "LC_ALL": "C", "LANG": "C", "COLUMNS": "200"},
)


@dataclass(frozen=True)
class Task:
    """One call of the command line."""

    style: str
    sources: tuple[Path, ...]
    editions: tuple[str, ...]
    vertical: bool = False
    profile: str = ""
    parallel: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The editions as names of outputs have them."""
        return ("+".join(self.editions),) if self.parallel else self.editions

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that are judged: those that can set the lines so; e-books alone are fitted to shops and devices."""
        if self.profile:
            return ("epub",)
        return tuple(name for name in FORMATS if not self.vertical or "vertical" in formats.directions(name))

    @property
    def middle(self) -> str:
        """What stands between edition and extension in the names of outputs."""
        return (".vertical" if self.vertical else "") + (f".{self.profile}" if self.profile else "")


@dataclass(frozen=True)
class Output:
    """A file to judge. ``label`` is unique; ``model`` is the JSON of the same edition, made by the same call."""

    style: str
    edition: str
    format: str
    path: Path
    model: Path
    twin: Path

    @property
    def label(self) -> str:
        """Style and file name."""
        return f"{self.style}/{self.path.name}"

    @cached_property
    def document(self) -> Document:
        """The document that this is an output of."""
        return convert.read(self.model)

    @cached_property
    def expected(self) -> Expected:
        """The text that must be in it."""
        return Expected.of(self.document)


def tasks() -> list[Task]:
    """Every call that is to be made."""
    whole, odd = write_sources(WORK / "sources")
    seed = WORK / "sources" / SEED.name
    shutil.copyfile(SEED, seed)
    styles = sorted(path.stem for path in (ROOT / "styles").glob("*.toml"))
    calls = [Task(style, (seed, whole), EDITIONS) for style in styles]
    calls += [Task(style, (seed, whole), VERTICAL_EDITIONS, vertical=True) for style in styles]
    calls += [Task(PROFILE_STYLE, (whole,), (edition,), profile=name) for name in formats.profiles("epub") for edition in PROFILE_EDITIONS]
    calls += [
        Task(style, (seed, whole), tuple(parallel.split(",")[:2]), vertical, parallel=parallel) for style, parallel, vertical in PARALLEL
    ]
    return calls + [Task(style, tuple(odd), ODD_EDITIONS) for style in ODD_STYLES]


def _folder(circumstances: int, style: str) -> Path:
    return WORK / "out" / "ab"[circumstances] / style


def make(task: Task, circumstances: int) -> Check:
    """Do one call under one of the ``CIRCUMSTANCES``."""
    target = _folder(circumstances, task.style)
    target.mkdir(parents=True, exist_ok=True)
    elsewhere = WORK / "sources" if circumstances else ROOT
    sources = [source.name if circumstances else source for source in task.sources]
    words = (
        "--to",
        ",".join((*task.formats, "json")),
        "--parallel" if task.parallel else "--edition",
        task.parallel or ",".join(task.editions),
        "--style",
        task.style,
        "-o",
        target,
        "--quiet",
    )
    words += ("--vertical" if task.vertical else "--horizontal",)
    words += ("--for", task.profile) if task.profile else ()
    label = f"{task.style}{task.middle}: {', '.join(source.name for source in task.sources)} (run {circumstances + 1})"
    try:
        run(sys.executable, "-m", "convert", *sources, *words, env=CIRCUMSTANCES[circumstances], folder=elsewhere)
    except ToolError as error:
        return Check("made by the command line", label, (str(error),))
    return Check("made by the command line", label)


def compiled() -> list[Check]:
    """Compile the hot modules; does the second run find each?"""
    what = "compiled modules are found"
    try:
        run(sys.executable, "-m", "convert", "compile", env=CIRCUMSTANCES[1])
        program = "import sys, importlib; print(importlib.import_module(sys.argv[1]).__file__)"
        files = {module: run(sys.executable, "-c", program, module, env=CIRCUMSTANCES[1], folder=ROOT).strip() for module in MODULES}
    except ToolError as error:
        return [Check(what, "zhaibian compile", (str(error),))]
    return [Check(what, module, (f"{file} is used",) if file.endswith(".py") else ()) for module, file in files.items()]


def clear() -> None:
    """Throw away what was made before."""
    shutil.rmtree(WORK / "out", ignore_errors=True)
    shutil.rmtree(WORK / "sources", ignore_errors=True)


def expected_outputs(task: Task) -> Iterator[Output]:
    """The files that a call must have left, whether they are there or not."""
    first, second = _folder(0, task.style), _folder(1, task.style)
    for source in task.sources:
        for named in task.names:
            for format_ in task.formats:
                name = f"{source.stem}.{named}{task.middle}.{format_}"
                edition = named.partition("+")[0]
                yield Output(task.style, edition, format_, first / name, first / f"{source.stem}.{named}.json", second / name)


def there(output: Output) -> Check:
    """Is the file there at all?"""
    return Check("output is there", output.label, () if output.path.exists() else ("there is no such file",))


def repeated(output: Output) -> Check:
    """Are the bytes of both runs equal?"""
    if not output.twin.exists():
        problem = "the second run did not make it"
    elif output.twin.read_bytes() != output.path.read_bytes():
        problem = _difference(output.path.read_bytes(), output.twin.read_bytes())
    else:
        return Check("same bytes in two runs", output.label)
    return Check("same bytes in two runs", output.label, (problem,))


def _difference(first: bytes, second: bytes) -> str:
    at = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second)))
    return f"{len(first)} and {len(second)} bytes, other from byte {at}: {first[at : at + 24]!r} and {second[at : at + 24]!r}"
