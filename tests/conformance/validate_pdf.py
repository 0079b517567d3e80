"""PDF: soundness, fonts, text by three programs, language, title and outline; veraPDF and page-validation for PDF/UA and PDF/A."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from threading import Lock

import pages
import pikepdf
import pypdf
import pypdfium2
import texts
import tools
from checks import Check
from lxml import etree
from outputs import Output
from processes import ToolError, run

from convert.model import walk

#: What every PDF must be in veraPDF's eyes: PDF/UA-1 and PDF/A-2a.
FLAVOURS = ("ua1", "2a")


def sound(output: Output) -> Check:
    """qpdf reads it through without an error or a warning."""
    try:
        with pikepdf.open(output.path) as pdf:
            problems = [*pdf.check_pdf_syntax(), *(str(warning) for warning in pdf.get_warnings())]
    except pikepdf.PdfError as error:
        problems = [str(error)]
    return Check("qpdf: no error, no warning", output.label, tuple(problems))


_FONT_ROW = re.compile(r"^(?P<name>.*?)\s+.*\s(?P<emb>yes|no)\s+(?P<sub>yes|no)\s+(?P<uni>yes|no)\s+\d+\s+\d+\s*$")


def fonts(output: Output) -> Check:
    """All fonts are embedded, as subsets, and can be led back to Unicode."""
    what = "pdffonts: all embedded, subset, with Unicode"
    try:
        rows = run(tools.program("pdffonts"), output.path).splitlines()[2:]
    except ToolError as error:
        return Check(what, output.label, (str(error),))
    problems = []
    for row in rows:
        found = _FONT_ROW.match(row)
        if not found or "no" in found.group("emb", "sub", "uni"):
            problems.append(row)
    return Check(what, output.label, tuple(problems))


def glyphs(output: Output) -> Check:
    """No glyph is shown that stands for a missing one."""
    problems = tuple(f"page {page}, font {font}" for page, font in pages.notdefs(output.path))
    return Check("no .notdef is shown", output.label, problems)


# ------------------------------------------------------------------------------------------------ text


def text(output: Output) -> list[Check]:
    """Three programs find the text of the edition."""
    found = {"pdftotext": _pdftotext, "pypdf": _pypdf, "pdfium": _pdfium}
    if ".vertical." in output.path.name:  # PDFium leaves out turned marks that stand where it takes them for doubled ones
        del found["pdfium"]
    checks = []
    for name, extract in found.items():
        try:
            problems = texts.problems(output.expected, extract(output))
        except (ToolError, pypdf.errors.PyPdfError, pypdfium2.PdfiumError) as error:
            problems = (repr(error),)
        checks.append(Check(f"{name}: the text of the edition", output.label, problems))
    return checks


def _pdftotext(output: Output) -> str:
    return run(tools.program("poppler"), "-enc", "UTF-8", output.path, "-")


def _pypdf(output: Output) -> str:
    with pypdf.PdfReader(output.path) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


#: PDFium may be called by one thread at a time: called by two it leaves characters out.
_PDFIUM = Lock()


def _pdfium(output: Output) -> str:
    with _PDFIUM, pypdfium2.PdfDocument(output.path) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


# ------------------------------------------------------------------------------------------------ metadata and outline


def catalogue(output: Output) -> Check:
    """The language is the edition's, the title the document's, and every section's heading is in the outline, leading to its page."""
    return Check("/Lang, title, outline", output.label, tuple(_catalogue_problems(output)))


def _catalogue_problems(output: Output) -> Iterator[str]:
    with pikepdf.open(output.path) as pdf:
        language, title = str(pdf.Root.get("/Lang", "")), str(pdf.docinfo.get("/Title", ""))
        count = len(pdf.pages)
    if language != output.edition:
        yield f"/Lang is “{language}”"
    if walk.squeeze(output.document.meta.title) not in walk.squeeze(title):
        yield f"the title is “{title}”, not “{output.document.meta.title}”"
    entries = [(walk.squeeze(entry), page) for entry, page in pages.outline(output.path)]
    for entry, page in entries:
        if not 1 <= page <= count:
            yield f"the outline's “{entry}” leads to no page"
    yield from _missing_headings(output, [entry for entry, _ in entries])


def _missing_headings(output: Output, entries: list[str]) -> Iterator[str]:
    """Headings of sections that are not in the outline, or not in the document's order."""
    at = 0
    for _, section in walk.sections(output.document.body):
        title = walk.squeeze(walk.flow(section.title))
        place = next((n for n in range(at, len(entries)) if entries[n].endswith(title)), None)
        if title and place is None:
            yield f"“{title}” is not in the outline, or not in order"
        elif title and place is not None:
            at = place + 1


# ------------------------------------------------------------------------------------------------ veraPDF


def verapdf(outputs: Sequence[Output], flavour: str) -> list[Check]:
    """Whether each file conforms to ``flavour``."""
    what = f"veraPDF: {flavour}"
    command = (tools.program("java"), *tools.JAVA_FLAGS, "-cp", tools.verapdf(), "org.verapdf.apps.GreenfieldCliWrapper")
    flags = ("--flavour", flavour, "--format", "xml", "--maxfailuresdisplayed", "1", "--loglevel", "0")
    try:
        # It says 1 where a file does not conform, 7 where one cannot be read, 8 where one is encrypted.
        report = etree.fromstring(run(*command, *flags, *(output.path for output in outputs), codes=(0, 1, 7, 8)).encode())
    except (ToolError, etree.XMLSyntaxError) as error:
        return [Check(what, "all files", (repr(error),))]
    failed = {job.findtext("item/name"): tuple(_rules(job)) for job in report.iter("job")}
    return [Check(what, o.label, failed.get(str(o.path), ("not in the report",))) for o in outputs]


def _rules(job: etree._Element) -> Iterator[str]:
    report = job.find("validationReport")
    if report is None:
        yield job.findtext("taskException/exceptionMessage") or "no report"
        return
    rules = report.findall("details/rule[@status='failed']")
    if not rules and report.get("isCompliant") != "true":
        yield "not compliant, without a reason"
    for rule in rules:
        yield f"{rule.get('clause')}-{rule.get('testNumber')}: {(rule.findtext('description') or '').strip()[:150]}"


# ------------------------------------------------------------------------------------------------ page-validation

#: It compares the widths of CID-keyed fonts with those of other glyphs: it takes CIDs for places in the font program, which they are not.
_MISREAD = re.compile(r"GLYPH-WIDTH")


def page_validation(output: Output) -> list[Check]:
    """What another judge of PDF/UA and PDF/A has to say, but for what it is known to misread."""
    import page

    checks = []
    for flavour in FLAVOURS:
        failures = page.validate_pdf(output.path, profile=flavour).failures
        problems = tuple(f"{failure.rule_id}: {failure.message}" for failure in failures if not _MISREAD.search(failure.rule_id))
        checks.append(Check(f"page-validation: {flavour}", output.label, problems))
    return checks
