"""DOCX: the Open XML SDK's validator, and LibreOffice: text, page numbers of the contents, a round trip."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pages
import texts
import tools
from checks import Check
from lxml import etree
from outputs import Output
from processes import ToolError, run

from convert.model import walk

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BAD = (OSError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError)


def schema(output: Output) -> Check:
    """No error of the Open XML SDK, neither of schema nor of meaning."""
    what = "Open XML SDK: no error"
    try:
        found = json.loads(run(tools.ooxml_validator(), _copy(output), codes=(0, 1), limit=120))
    except (ToolError, ValueError) as error:
        return Check(what, output.label, (str(error),))
    problems = tuple(f"{e['errorType']} {e['id']} in {e['path']} at {e['xPath']}: {e['description']}" for e in found["errors"])
    return Check(what, output.label, problems if problems or found["ok"] else ("not ok, without a reason",))


def _copy(output: Output) -> Path:
    """A copy to be judged: the validator writes into a file whose links it does not like."""
    folder = tools.WORK / "reports" / "ooxml" / output.style
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(output.path, folder / output.path.name))


# ------------------------------------------------------------------------------------------------ LibreOffice

_OFFICE = tools.WORK / "office"


def office(outputs: Sequence[Output]) -> list[Check]:
    """Everything that LibreOffice can tell: it is started twice for all files together."""
    shutil.rmtree(_OFFICE, ignore_errors=True)
    (_OFFICE / "in").mkdir(parents=True)
    files = {output: _OFFICE / "in" / f"{output.style}~{output.path.name}" for output in outputs}
    for output, path in files.items():
        shutil.copyfile(output.path, path)
    said = [_convert("pdf", list(files.values())), _convert("docx:MS Word 2007 XML", list(files.values()))]
    checks = []
    for output, path in files.items():
        printed, again = _OFFICE / "pdf" / f"{path.stem}.pdf", _OFFICE / "docx" / path.name
        checks.append(_printed(output, printed, said[0]))
        checks.append(_contents(output, printed))
        checks.append(_round_trip(output, again, said[1]))
    return checks


def _convert(target: str, files: list[Path]) -> str:
    """Convert all files; the return value is what went wrong, if anything."""
    profile = f"-env:UserInstallation={(_OFFICE / 'profile').as_uri()}"
    folder = _OFFICE / target.partition(":")[0]
    try:
        run(tools.program("libreoffice"), profile, "--headless", "--convert-to", target, "--outdir", folder, *files)
    except ToolError as error:
        return str(error)
    return "LibreOffice made no file of it"


def _printed(output: Output, pdf: Path, said: str) -> Check:
    what = "LibreOffice: the text of the edition is on its pages"
    if not pdf.exists():
        return Check(what, output.label, (said,))
    missing = [f".notdef is shown on page {page}, font {font}" for page, font in pages.notdefs(pdf)]
    try:
        found = run(tools.program("poppler"), "-enc", "UTF-8", pdf, "-")
    except ToolError as error:
        return Check(what, output.label, (str(error),))
    return Check(what, output.label, (*texts.problems(output.expected, found), *missing))


def _contents(output: Output, pdf: Path) -> Check:
    what = "LibreOffice: page numbers of the contents are true"
    try:
        cached = list(cached_contents(output.path))
        real = {(walk.squeeze(title), page) for title, page in pages.outline(pdf)}
    except _BAD as error:
        return Check(what, output.label, (repr(error),))
    there = {title for title, _ in real}
    problems = []
    for title, page in cached:
        if walk.squeeze(title) not in there:
            problems.append(f"“{title}” of the contents is no heading for LibreOffice")
        elif not page.isdigit() or (walk.squeeze(title), int(page)) not in real:
            where = ", ".join(str(p) for t, p in sorted(real) if t == walk.squeeze(title))
            problems.append(f"“{title}” is on page {where}, the contents say {page or 'nothing'}")
    return Check(what, output.label, tuple(problems))


def cached_contents(docx: Path) -> Iterator[tuple[str, str]]:
    """The entries of the contents as stored in the file: heading and page number as text."""
    body = _part(docx, "word/document.xml")
    for entry in body.iterfind(f".//{_W}sdt//{_W}hyperlink"):
        if not (entry.get(f"{_W}anchor") or "").startswith("_Toc"):  # the index of speakers
            continue
        words, page, fields, result = [], [], 0, False
        for element in entry.iter():
            if element.tag == f"{_W}fldChar":
                kind = element.get(f"{_W}fldCharType")
                fields += (kind == "begin") - (kind == "end")
                result = kind == "separate"
            elif element.tag == f"{_W}t":
                (page if fields and result else words).append(element.text or "")
        yield "".join(words), "".join(page)


def _round_trip(output: Output, again: Path, said: str) -> Check:
    what = "LibreOffice: DOCX → DOCX keeps the text"
    if not again.exists():
        return Check(what, output.label, (said,))
    try:
        before, after = _words(output.path), _words(again)
    except _BAD as error:
        return Check(what, output.label, (repr(error),))
    lost = Counter(before) - Counter(after)  # LibreOffice writes the marks of notes once more
    return Check(what, output.label, (f"{lost.total()} characters are lost, among them “{''.join(lost)[:40]}”",) if lost else ())


def _words(docx: Path) -> str:
    """All text of body and notes, contents left out."""
    parts = ["word/document.xml", "word/footnotes.xml"]
    with zipfile.ZipFile(docx) as archive:
        there = [part for part in parts if part in archive.namelist()]
    found = []
    for part in there:
        root = _part(docx, part)
        for contents in root.findall(f".//{_W}sdt"):
            contents.getparent().remove(contents)
        found.extend(element.text or "" for element in root.iter(f"{_W}t"))
    return walk.squeeze("".join(found))


def _part(docx: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(docx) as archive:
        return etree.fromstring(archive.read(name))
