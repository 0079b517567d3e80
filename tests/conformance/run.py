"""The conformance suite: validators that others wrote, over every style, edition and format. ``make conformance`` runs it.

It installs what it needs or says what is missing (``tools.py``), makes the outputs twice (``outputs.py``), judges them, prints a table of
figures, and ends with a line such as ``37 passed, 0 failed``. A validator that cannot run is a failure. With words behind it (``epub docx pdf
repeated installed store``) only those parts are judged.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the tests' own sample lies there

import tools
from checks import Check, failures, last_line, table
from processes import ToolError

if TYPE_CHECKING:
    from outputs import Output

Found: TypeAlias = "Check | Iterable[Check]"
Job: TypeAlias = "Callable[[], Found]"

PARTS = ("epub", "docx", "pdf", "repeated", "installed", "store")

#: Ace is slow: it reads the seed in every style and edition, and the other documents in this style and edition.
ACE_STYLE, ACE_EDITION = "handout", "zh-Hans"

_START = time.monotonic()


def main(parts: list[str]) -> int:
    """Everything, or the ``parts`` named. Returns the exit status."""
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        print(f"there is no part “{unknown[0]}”; there are: {', '.join(PARTS)}")
        return 2
    checks = [_tool(name, find) for name, find in tools.TOOLS.items()]
    if any(check.problems for check in checks):
        print("Not everything that judges could be found or installed:")
    else:
        checks += _judge(parts or list(PARTS))
    _say("done")
    print(failures(checks), "", table(checks), "", sep="\n")
    print(last_line(checks))
    return 1 if any(check.problems for check in checks) else 0


def _tool(name: str, find: Callable[[], object]) -> Check:
    _say(f"{name} …")
    try:
        find()
    except (ToolError, OSError, ValueError) as error:
        return Check("tool is there", name, (str(error),))
    return Check("tool is there", name)


def _say(text: str) -> None:
    print(f"[{time.monotonic() - _START:5.0f} s] {text}", flush=True)


def _judge(parts: list[str]) -> list[Check]:
    """Make the outputs, then judge them, two things at a time. The modules imported here need the packages that have just been installed."""
    import installed
    import outputs
    import validate_store

    outputs.clear()
    calls = outputs.tasks()
    _say("compiling")
    compiled = outputs.compiled()
    _say(f"making the outputs, {len(calls)} calls, each twice")
    found = compiled + _side_by_side([_bound(outputs.make, call, run) for call in calls for run in (0, 1)])
    made = [output for call in calls for output in outputs.expected_outputs(call)]
    found += [outputs.there(output) for output in made]
    made = [output for output in made if output.path.exists() and output.model.exists()]
    _say(f"judging {len(made)} files")
    jobs: list[Job] = []
    if "installed" in parts:
        found += installed.build()
        jobs += [_bound(installed.installed, pattern, made) for pattern in ("*.whl", "*.tar.gz")]
    if "store" in parts:
        jobs.append(validate_store.store)
    for part in ("docx", "epub", "pdf"):
        if part in parts:
            jobs += _jobs(part, [output for output in made if output.format == part])
    if "repeated" in parts:
        jobs += [_bound(outputs.repeated, output) for output in made]
    return found + _side_by_side(jobs)


def _jobs(part: str, files: list[Output]) -> list[Job]:
    import documents
    import validate_docx
    import validate_epub
    import validate_ooxml
    import validate_pages
    import validate_pdf

    def for_ace(output: Output) -> bool:
        return output.path.name.startswith(documents.SEED.stem) or (output.style, output.edition) == (ACE_STYLE, ACE_EDITION)

    each: dict[str, tuple[Callable[[Output], Found], ...]] = {
        "epub": (validate_epub.epubcheck, validate_epub.text),
        "docx": (validate_docx.schema,),
        "pdf": (
            validate_pdf.sound,
            validate_pdf.fonts,
            validate_pdf.glyphs,
            validate_pdf.text,
            validate_pdf.catalogue,
            validate_pdf.page_validation,
        ),
    }
    whole: dict[str, list[Job]] = {
        "epub": [_bound(validate_epub.ace, output) for output in files if for_ace(output)],
        "docx": [_bound(validate_docx.office, files), _bound(validate_ooxml.parts, files), validate_pages.chance_pages],
        "pdf": [_bound(validate_pdf.verapdf, files, flavour) for flavour in validate_pdf.FLAVOURS],
    }
    return whole[part] + [_bound(judge, output) for judge in each[part] for output in files]


def _bound(function: Callable[..., Found], *arguments: object) -> Job:
    return lambda: function(*arguments)


def _side_by_side(jobs: list[Job]) -> list[Check]:
    """The findings of all jobs, in their order, two at a time: most of the work is done by other programs."""
    found: list[Check] = []
    with ThreadPoolExecutor(2) as pool:
        for result in pool.map(lambda job: job(), jobs):
            found.extend([result] if isinstance(result, Check) else result)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
