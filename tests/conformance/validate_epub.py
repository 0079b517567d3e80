"""EPUB: EPUBCheck, Ace, and the text of the spine."""

from __future__ import annotations

import json
import posixpath
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import texts
import tools
from checks import Check
from lxml import etree
from outputs import Output
from processes import ToolError, run

#: Severities of EPUBCheck, and under which name its report counts each. None is allowed.
_COUNTED = {"FATAL": "nFatal", "ERROR": "nError", "WARNING": "nWarning", "USAGE": "nUsage"}


def _report_path(kind: str, output: Output) -> Path:
    folder = tools.WORK / "reports" / kind / output.style
    folder.mkdir(parents=True, exist_ok=True)
    return folder / output.path.name


def epubcheck(output: Output) -> Check:
    """0 fatal, 0 error, 0 warning, 0 usage."""
    what = "EPUBCheck: nothing found, usage included"
    report = _report_path("epubcheck", output).with_suffix(".json")
    command = (tools.program("java"), *tools.JAVA_FLAGS, "-jar", tools.epubcheck(), "--usage", "--quiet", "--json", report, output.path)
    try:
        run(*command, codes=(0, 1), limit=120)
        found = json.loads(report.read_text(encoding="utf-8"))
    except (ToolError, OSError, ValueError) as error:
        return Check(what, output.label, (str(error),))
    messages = [m for m in found["messages"] if m["severity"] in _COUNTED and not _is_meant(m, output)]
    problems = [f"{m['severity']} {m['ID']}: {m['message']} ({_places(m['locations'])})" for m in messages]
    if not problems and not found["messages"] and any(found["checker"][count] for count in _COUNTED.values()):
        problems = [f"{found['checker']}"]
    return Check(what, output.label, tuple(problems))


def _is_meant(message: dict[str, object], output: Output) -> bool:
    """Kindle shows the cover picture itself and wants no page for it, so none refers to it."""
    return ".kindle." in output.path.name and message["ID"] == "OPF-097" and "images/cover." in str(message["message"])


def _places(locations: list[dict[str, object]]) -> str:
    return ", ".join(f"{place['path']}:{place['line']}" for place in locations[:3])


def ace(output: Output) -> Check:
    """No violation, however small."""
    what = "Ace: no violation"
    try:
        found = _ace_report(output)
    except (ToolError, OSError, ValueError) as error:
        return Check(what, output.label, (str(error),))
    return Check(what, output.label, tuple(_violations(found)))


def _ace_report(output: Output, times: int = 3) -> dict[str, object]:
    """What Ace found. It is asked up to ``times`` times for a report: its browser sometimes dies, or does not answer, on a busy machine."""
    folder = _report_path("ace", output)
    env = {"PUPPETEER_EXECUTABLE_PATH": tools.program("chromium"), "PUPPETEER_SKIP_DOWNLOAD": "1"}
    shutil.rmtree(folder, ignore_errors=True)
    try:
        run(tools.program("node"), tools.ace(), "--force", "--silent", "--outdir", folder, output.path, env=env, limit=240)
        report: dict[str, object] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except (ToolError, OSError, ValueError):
        if times == 1:
            raise
        return _ace_report(output, times - 1)
    return report


def _violations(report: dict[str, object]) -> Iterator[str]:
    for document in report["assertions"]:  # type: ignore[attr-defined]
        for found in document["assertions"]:
            if found["earl:result"]["earl:outcome"] == "fail":
                test = found["earl:test"]
                where = document["earl:testSubject"]["url"]
                yield f"{test['earl:impact']} {test['dct:title']}: {where}: {found['earl:result'].get('html', '')[:160]}"


# ------------------------------------------------------------------------------------------------ text

_OPF = "{http://www.idpf.org/2007/opf}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
#: Documents of the spine that a writer makes out of the metadata.
_MADE = {"cover", "toc", "colophon", "copyright-page"}


def text(output: Output) -> Check:
    """The documents of the spine, read in order, hold the text of the edition."""
    what = "EPUB: the spine holds the text of the edition"
    try:
        found = _spine_text(output.path)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        return Check(what, output.label, (repr(error),))
    return Check(what, output.label, texts.problems(output.expected, found))


def _spine_text(path: Path) -> str:
    with zipfile.ZipFile(path) as book:
        container = etree.fromstring(book.read("META-INF/container.xml"))
        (package_path,) = container.xpath("//@full-path")
        package = etree.fromstring(book.read(package_path))
        hrefs = {item.get("id"): item.get("href") for item in package.iter(f"{_OPF}item")}
        folder = posixpath.dirname(package_path)
        paths = [posixpath.normpath(posixpath.join(folder, unquote(hrefs[ref.get("idref")]))) for ref in package.iter(f"{_OPF}itemref")]
        return "\n".join(_body_text(etree.fromstring(book.read(path))) for path in paths)


def _body_text(document: etree._Element) -> str:
    body = document.find(f"{_XHTML}body")
    for part in list(body):
        if set((part.get(_EPUB_TYPE) or "").split()) & _MADE or "imprint" in (part.get("class") or "").split():
            body.remove(part)
    return "".join(body.itertext())
