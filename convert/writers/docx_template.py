"""The empty DOCX that a document is poured into: every part but the text, made from the sheet.

Nothing is taken from python-docx's own template, whose Latin letter page, Japanese theme fonts, English East Asian language and old
compatibility mode suit no Chinese text.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from convert.stylesheet import Sheet
from convert.writers.docx_fonts import font_table, theme
from convert.writers.docx_geometry import Geometry, geometry
from convert.writers.docx_lines import text_width
from convert.writers.docx_styles import StyleBook, word_language
from convert.writers.ooxml import HEAD, NAMESPACES, OFFICE, PACKAGE, R, Script, W, complex_field, em, run_properties

_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
#: Part, its content type and the kind of its relationship; all relations but those of the package are the document's.
CONTENT_TYPES: dict[str, str] = {
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "word/document.xml": f"{_WML}.document.main+xml",
    "word/styles.xml": f"{_WML}.styles+xml",
    "word/settings.xml": f"{_WML}.settings+xml",
    "word/fontTable.xml": f"{_WML}.fontTable+xml",
    "word/numbering.xml": f"{_WML}.numbering+xml",
    "word/footnotes.xml": f"{_WML}.footnotes+xml",
    "word/endnotes.xml": f"{_WML}.endnotes+xml",
    "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "word/header1.xml": f"{_WML}.header+xml",
    "word/header2.xml": f"{_WML}.header+xml",
    "word/footer1.xml": f"{_WML}.footer+xml",
    "word/footer2.xml": f"{_WML}.footer+xml",
    "word/footer3.xml": f"{_WML}.footer+xml",
}
_KINDS = {"header1": "header", "header2": "header", "footer1": "footer", "footer2": "footer", "footer3": "footer", "theme/theme1": "theme"}


@dataclass(frozen=True, slots=True)
class Running:
    """Which headers and footers the document has: their parts by name, and the references that sections make to them."""

    parts: dict[str, str]
    references: str


# ------------------------------------------------------------------------------------------------ package


def skeleton(book: StyleBook, running: Running, notes: str) -> dict[str, bytes]:
    """The parts of an empty document, by member name, ready for python-docx to open; ``notes``: footnote or endnote."""
    sheet = book.sheet
    parts = {
        "docProps/app.xml": "",
        "docProps/core.xml": _CORE,
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body/></w:document>",
        "word/styles.xml": book.xml(),
        "word/settings.xml": settings(sheet, book.shape, notes),
        "word/fontTable.xml": font_table(sheet),
        "word/numbering.xml": f'{HEAD}<w:numbering xmlns:w="{W}"/>',
        f"word/{notes}s.xml": f"{HEAD}<w:{notes}s {NAMESPACES}/>",
        "word/theme/theme1.xml": theme(sheet),
        **running.parts,
    }
    names = list(parts)
    parts["docProps/app.xml"] = app_properties("")
    package = {
        "[Content_Types].xml": content_types({name: CONTENT_TYPES[name] for name in names}),
        "_rels/.rels": _PACKAGE_RELATIONS,
        "word/_rels/document.xml.rels": _relations(names),
    }
    return {name: text.encode() for name, text in (package | parts).items()}


def content_types(kinds: Mapping[str, str]) -> str:
    """``[Content_Types].xml`` for parts with their content types (OPC, ISO/IEC 29500-2 § 10.1.2); pictures by their extension."""
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    defaults |= {name.rpartition(".")[2]: kind for name, kind in kinds.items() if name.startswith("word/media/")}
    rows = [f'<Default Extension="{extension}" ContentType="{kind}"/>' for extension, kind in defaults.items()]
    rows += [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items() if not name.startswith("word/media/")]
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{"".join(rows)}</Types>'


_PACKAGE_RELATIONS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{R}/extended-properties" Target="docProps/app.xml"/></Relationships>'
)
_CORE = (
    f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
)


def relation_id(name: str) -> str:
    """The id of the document's relationship to one of its parts: ``word/header1.xml`` → ``header1``."""
    return name.rpartition("/")[2].partition(".")[0]


def _relations(names: list[str]) -> str:
    rows = []
    for name in names:
        if name.startswith("word/") and name != "word/document.xml":
            stem = name[len("word/") : -len(".xml")]
            rows.append(f'<Relationship Id="{relation_id(name)}" Type="{R}/{_KINDS.get(stem, stem)}" Target="{stem}.xml"/>')
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def app_properties(company: str) -> str:
    """``docProps/app.xml``: the program and, as company, the publisher (escaped). No counts of pages or words, which would go stale."""
    owner = f"<Company>{company}</Company>" if company else ""
    return f'{HEAD}<Properties xmlns="{OFFICE}/extended-properties"><Application>zhaibian</Application>{owner}</Properties>'


# ------------------------------------------------------------------------------------------------ running heads and folios


def running_lines(sheet: Sheet, script: Script, title: str, *, headings: bool) -> Running:
    """Headers and footers. ``title`` stands in the head; ``headings`` tells whether there is a heading to name there instead.

    The first page bears its folio but no head, which would repeat the title beneath. In facing pages the left one names the title.
    """
    head, folio = sheet.running.header, sheet.running.folio
    facing = faces(sheet)
    parts: dict[str, str] = {}
    if head != "none" and title:
        plain = script.runs(_one_line(title, sheet))
        section = complex_field("STYLEREF 1", plain) if head == "section" and headings else plain
        parts["word/header1.xml"] = _part("hdr", "Header", section)
        if facing:
            parts["word/header2.xml"] = _part("hdr", "Header", plain)
    if folio != "none":
        number = _folio(sheet)
        outside = folio == "outside"
        parts["word/footer1.xml"] = parts["word/footer3.xml"] = _part("ftr", "FooterOdd" if outside else "Footer", number)
        if facing:
            parts["word/footer2.xml"] = _part("ftr", "FooterEven" if outside else "Footer", number)
    kinds = {"1": "default", "2": "even", "3": "first"}
    references = "".join(f'<w:{name[5:11]}Reference w:type="{kinds[name[11]]}" r:id="{relation_id(name)}"/>' for name in sorted(parts))
    return Running({name: parts[name] for name in sorted(parts)}, references)


def _one_line(title: str, sheet: Sheet) -> str:
    """``title``, cut where it is longer than the text is wide, in vertical text too: a head of two lines would push the text down."""
    shape = geometry(sheet)
    room = (shape.width - shape.inner - shape.outer) / em(sheet.roles.running.size)
    if text_width(title) <= room:
        return title
    most = range(1, 6 * int(room))
    end = bisect_right(most, room - 1.0, key=lambda length: text_width(title[:length]))
    return f"{title[:end].rstrip()}…"


def faces(sheet: Sheet) -> bool:
    """Whether left and right pages differ."""
    return sheet.page.mirror or sheet.running.folio == "outside"


def _part(element: str, style: str, content: str) -> str:
    return f'{HEAD}<w:{element} {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p></w:{element}>'


def _folio(sheet: Sheet) -> str:
    style = '<w:rStyle w:val="PageNumber"/>'
    number = complex_field("PAGE", f"<w:r>{run_properties(style)}<w:t>1</w:t></w:r>", style)
    if sheet.running.folio_form == "plain":
        return number
    dash = '<w:r><w:rPr><w:rStyle w:val="PageNumber"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    return dash.format("– ") + number + dash.format(" –")


# ------------------------------------------------------------------------------------------------ settings

#: Marks that start no line and that end none, by the levels of CLREQ § 3.1.3, each with the level below it.
_NOT_START = "!%),.:;>?]}¢¨°·ˇˉ―‖’”‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；＞？］｀｜｝～￠"
_NOT_END = "$([{£¥‘“〈《「『【〔〖〝﹙﹛﹝＄（［｛￡￥"
_LEVELS = {
    "basic": (_NOT_START, _NOT_END),
    "gb": (_NOT_START + "/／", _NOT_END + "/／"),
    "strict": (_NOT_START + "/／—…", _NOT_END + "/／"),
}


def forbidden(sheet: Sheet) -> tuple[str, str]:
    """What may not start and what may not end a line in this sheet."""
    return _LEVELS.get(sheet.composition.kinsoku, ("", ""))


def settings(sheet: Sheet, shape: Geometry, notes: str) -> str:
    """``word/settings.xml``, children in the order of CT_Settings. Fields are cached: nothing asks the reader to update them."""
    language = word_language(sheet.language)
    start, end = (text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;") for text in forbidden(sheet))
    compression = "compressPunctuation" if sheet.composition.adjacent == "half" else "doNotCompress"
    lists = f'<w:noLineBreaksAfter w:lang="{language}" w:val="{end}"/><w:noLineBreaksBefore w:lang="{language}" w:val="{start}"/>'
    unit = round(sheet.roles.body.size * 20)
    parts = [
        '<w:zoom w:percent="100"/>',
        "<w:mirrorMargins/>" if shape.mirror else "",
        "<w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>",
        f'<w:defaultTabStop w:val="{2 * unit}"/>',
        "<w:evenAndOddHeaders/>" if faces(sheet) else "",
        f'<w:drawingGridHorizontalSpacing w:val="{unit // 2}"/><w:drawingGridVerticalSpacing w:val="{shape.pitch}"/>',
        '<w:displayHorizontalDrawingGridEvery w:val="0"/><w:displayVerticalDrawingGridEvery w:val="2"/>',
        f'<w:characterSpacingControl w:val="{compression}"/>',
        lists if start else "",
        f'<w:{notes}Pr><w:{notes} w:id="-1"/><w:{notes} w:id="0"/></w:{notes}Pr>',
        _COMPATIBILITY,
        f'<w:themeFontLang w:val="en-US" w:eastAsia="{language}"/>',
        _COLOURS,
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>',
    ]
    return f'{HEAD}<w:settings xmlns:w="{W}">{"".join(parts)}</w:settings>'


_WORD = "http://schemas.microsoft.com/office/word"
#: As a Chinese Word writes it; mode 15 opens without the words “compatibility mode” ([MS-DOCX] § 2.3.1).
_COMPATIBILITY = (
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
    "<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
    + "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{_WORD}" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    + "</w:compat>"
)
_COLOURS = (
    '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" w:accent2="accent2" w:accent3="accent3"'
    ' w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
)


#: The moment of documents that state none.
EPOCH = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
