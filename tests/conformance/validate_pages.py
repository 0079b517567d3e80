"""DOCX: the page numbers of the contents of documents made at random (``chance``), against LibreOffice's pages.

Not all are right: what LibreOffice makes of footnotes depends on the order in which it lays them. So a share is asked.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import chance
import pages
import tools
import validate_docx
from checks import Check
from processes import ToolError, run

import convert

_FOLDER = tools.WORK / "chance"
_STYLES = ("handout", "book", "official")
_SEED = 1
#: Western letters are as wide as the fonts of the machine make them: only with Times and Arial or their metric twins are lines as counted.
_KINDS = tuple(kind for kind in chance.KINDS if kind != "western")
_LEAST = 0.95


def chance_pages() -> Iterator[Check]:
    """A check for each style, with the horizontal and the vertical documents of each kind."""
    shutil.rmtree(_FOLDER, ignore_errors=True)
    _FOLDER.mkdir(parents=True)
    files = {style: [_made(style, kind, vertical) for kind in _KINDS for vertical in (False, True)] for style in _STYLES}
    profile = f"-env:UserInstallation={(_FOLDER / 'profile').as_uri()}"
    said = ""
    try:
        every = [path for made in files.values() for path in made]
        run(tools.program("libreoffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", _FOLDER, *every, limit=300)
    except ToolError as error:
        said = str(error)
    for style, made in files.items():
        yield Check("LibreOffice: page numbers of random documents are true", style, (said,) if said else tuple(_problems(made)))


def _made(style: str, kind: str, vertical: bool) -> Path:
    path = _FOLDER / f"{style}-{kind}-{'vertical' if vertical else 'horizontal'}.docx"
    out = io.BytesIO()
    convert.write(chance.document(kind, _SEED), out, format="docx", style=style, vertical=vertical)
    path.write_bytes(out.getvalue())
    return path


def _problems(files: list[Path]) -> Iterator[str]:
    """The files with wrong numbers, if these are more than may be."""
    wrong, entries = [], 0
    for path in files:
        counted = [int(page) for _, page in validate_docx.cached_contents(path)]
        real = [page for _, page in pages.outline(path.with_suffix(".pdf"))][-len(counted) :]
        entries += len(counted)
        false = sum(one != other for one, other in zip(counted, real, strict=True))
        wrong += [(false, f"{path.stem}: {false} of {len(counted)} are wrong")] if false else []
    if sum(false for false, _ in wrong) > entries * (1 - _LEAST):
        yield from (said for _, said in wrong)
