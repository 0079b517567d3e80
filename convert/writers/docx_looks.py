"""The looks of paragraphs: one for each role of the model and for what Word needs besides, with the sheet's values.

Built-in styles bear Word's internal names (``heading 1``, ``Body Text``): programs know them by these and show them in their own language.
Paragraphs that are neither body text nor verse stand off the line grid with exact heights of whole rows, so that rows can be counted (``docx_pages``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from convert.stylesheet import Sheet, TextStyle
from convert.writers.docx_geometry import Geometry

#: Fonts draw lines up to this many em high (Noto Serif CJK 1.448); where a row is lower, body text too gets exact heights.
TALLEST = 1.45
#: The same with emphasis dots.
TALLEST_DOTTED = 1.8
#: Word's outline has nine levels.
DEEPEST = 9

#: A built-in name, or one of our own in simplified and in traditional script.
Name = str | tuple[str, str]


def local(name: Name, sheet: Sheet) -> str:
    """A built-in name as it is, one's own in the script of the edition."""
    return name if isinstance(name, str) else name[sheet.language.startswith("zh-Hant")]


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style: its id and name, the sheet's values, and what Word needs besides.

    ``font``: the face, where it is not the sheet's. ``exact``: lines have an exact height of ``style.rows`` rows and stand off the grid;
    ``least``: they have at least that.
    ``indent``: em to add to the left indent. ``border``: rows of the space behind that a line below takes. ``extra``: further elements of ``w:pPr`` by name, as XML.
    """

    id: str
    name: str
    style: TextStyle
    exact: bool = True
    least: bool = False
    next: str = "BodyText"
    based_on: str = "Normal"
    keep_lines: bool = False
    page_break: bool = False
    contextual: bool = True
    gap: float = 0.0
    indent: float = 0.0
    border: float = 0.0
    outline: int | None = None
    custom: bool = False
    listed: bool = True
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def before(self) -> float:
        """Empty rows before the paragraph."""
        return self.style.before + self.gap


#: id, name (built-in, or one's own in simplified and traditional script), role of the sheet.
_PLAIN: tuple[tuple[str, Name, str], ...] = (
    ("BodyText", "Body Text", "body"),
    ("Marking", ("版头标注", "版頭標註"), "marking"),
    ("Issuer", ("发文机关标志", "發文機關標誌"), "issuer"),
    ("DocumentNumber", ("发文字号", "發文字號"), "number"),
    ("Kicker", ("引题", "引題"), "kicker"),
    ("Title", "Title", "title"),
    ("Subtitle", "Subtitle", "subtitle"),
    ("TitleTag", ("栏目", "欄目"), "subtitle"),
    ("TitleAuthor", ("题下署名", "題下署名"), "byline"),
    ("Byline", ("署名", "署名"), "byline"),
    ("Lead", ("导语", "導語"), "lead"),
    ("EditorNote", ("编者按", "編者按"), "editor-note"),
    ("Salutation", "Salutation", "salutation"),
    ("Question", ("提问", "提問"), "question"),
    ("Answer", ("回答", "回答"), "answer"),
    ("Quote", "Quote", "quote"),
    ("Verse", ("诗行", "詩行"), "verse"),
    ("Label", ("小标题", "小標題"), "label"),
    ("Closing", "Closing", "closing"),
    ("Signature", "Signature", "signature"),
    ("Dateline", ("电头", "電頭"), "dateline"),
    ("NoteText", ("注文", "註文"), "note"),
    ("Credit", ("制作署名", "製作署名"), "credit"),
    ("Colophon", ("版权信息", "版權資訊"), "colophon"),
    ("Attachment", ("附件序号", "附件序號"), "attachment"),
    ("AttachmentTitle", ("附件标题", "附件標題"), "attachment_title"),
    ("Imprint", ("版记", "版記"), "imprint"),
    ("Code", ("代码", "代碼"), "code"),
    ("Furniture", ("网页附文", "網頁附文"), "note"),
    ("Unrecognised", ("未识别", "未識別"), "unrecognised"),
    ("Caption", "caption", "caption"),
    ("TableText", ("表格文字", "表格文字"), "table"),
    ("TOCHeading", "TOC Heading", "contents_title"),
    ("FootnoteText", "footnote text", "note"),
    ("Header", "header", "running"),
    ("Footer", "footer", "folio"),
)
#: Styles of paragraphs by the roles of the model; a role that is missing here is body text.
ROLES: dict[str, str] = {
    "lead": "Lead",
    "editor-note": "EditorNote",
    "salutation": "Salutation",
    "question": "Question",
    "answer": "Answer",
    "quote": "Quote",
    "label": "Label",
    "closing": "Closing",
    "signature": "Signature",
    "dateline": "Dateline",
    "note": "NoteText",
    "notes": "NoteText",
    "credit": "Credit",
    "colophon": "Colophon",
    "imprint": "Imprint",
    "copies": "Imprint",
    "printing": "Imprint",
    "furniture": "Furniture",
    "licence": "Furniture",
    "advertising": "Furniture",
    "code": "Code",
    "caption": "Caption",
    "unrecognised": "Unrecognised",
}
TITLE_ROLES: dict[str, str] = {
    "copy-number": "Marking",
    "secrecy": "Marking",
    "urgency": "Marking",
    "issuer": "Issuer",
    "number": "DocumentNumber",
    "signer": "DocumentNumber",
    "kicker": "Kicker",
    "title": "Title",
    "subtitle": "Subtitle",
    "tag": "TitleTag",
    "note": "TitleNote",
    "author": "TitleAuthor",
    "furniture": "Furniture",
    "licence": "Furniture",
    "advertising": "Furniture",
}
_ATTACHED = frozenset({"Attachment", "AttachmentTitle"})
_SINGLE = frozenset({*_ATTACHED, "Title", "Subtitle", "Kicker", "TOCHeading", "Label"})
#: What has empty lines within a paragraph: LibreOffice makes these as high as others only on the grid.
_BROKEN = frozenset({"Verse", "Code"})
_OFFERED = frozenset({"BodyText", "Title", "Subtitle", "Byline", "Lead", "Quote", "Verse", "Signature", "Caption"})


def line_height(look: Look, pitch: int) -> int:
    """The height of a line in twips."""
    return round(look.style.rows * pitch)


def looks(sheet: Sheet, shape: Geometry) -> Iterator[Look]:
    """The styles that every document of this sheet has."""
    for made, name, role in _PLAIN:
        look = _plain(sheet, made, name, role)
        yield replace(look, page_break=made == "Attachment", outline=None if made == "Attachment" else 0) if made in _ATTACHED else look
    yield from _headings(sheet)
    yield from _running(sheet)
    yield from _lists(sheet)
    note = replace(sheet.role("note"), align="center", first_indent=0.0, keep_next=True)
    yield Look("TitleNote", local(("题下注", "題下注"), sheet), note, custom=True, listed=False)
    table = sheet.roles.table
    yield Look("TableHead", local(("表头", "表頭"), sheet), replace(table, font="hei"), custom=True, next="TableText")
    yield Look("TableGap", local(("表后", "表後"), sheet), replace(table, rows=0.5, before=0.0, after=0.0), custom=True, listed=False)
    yield _figure(_plain(sheet, "Figure", ("图", "圖"), "caption"))
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:pBdr>'
    yield Look(
        "Rule",
        local(("分隔线", "分隔線"), sheet),
        replace(sheet.roles.caption, before=0.0, after=1.0),
        custom=True,
        extra=(("pBdr", rule),),
    )
    yield from _contents(sheet, shape)


def _plain(sheet: Sheet, made: str, name: Name, role: str) -> Look:
    style = sheet.role(role)
    on_grid = (style is sheet.roles.body or made in _BROKEN) and style.rows == 1.0 and style.size * TALLEST <= sheet.grid.pitch
    following = (
        made if made in {"BodyText", "Quote", "Code", "TableText", "FootnoteText", "Header", "Footer", "Unrecognised"} else "BodyText"
    )
    return Look(
        made,
        local(name, sheet),
        style,
        exact=not on_grid,
        next=following,
        keep_lines=made in _SINGLE,
        custom=not isinstance(name, str),
        listed=made in _OFFERED,
    )


def _figure(look: Look) -> Look:
    """Pictures stand off the grid, parted from the text and from one another by half a row."""
    style = replace(look.style, before=max(look.style.before, 0.5), after=max(look.style.after, 0.5))
    return replace(look, style=style, exact=False, contextual=False, extra=(("snapToGrid", '<w:snapToGrid w:val="0"/>'),))


def _headings(sheet: Sheet) -> Iterator[Look]:
    page = sheet.sections.start == "page"
    for level in range(1, DEEPEST + 1):
        style = sheet.role(f"heading{min(level, 3)}")
        yield Look(
            f"Heading{level}",
            f"heading {level}",
            style,
            keep_lines=True,
            contextual=False,
            page_break=page and level == 1,
            outline=level - 1,
            listed=level <= 3,
        )


def _running(sheet: Sheet) -> Iterator[Look]:
    """The folios at the outer edges, and the running head with its rule."""
    running = sheet.roles.running
    if sheet.running.rule:
        rule = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>'
        yield Look("Header", "header", running, next="Header", listed=False, extra=(("pBdr", rule),))
    folio = sheet.roles.folio
    odd = replace(folio, align="right", left_indent=0.0)
    even = replace(folio, align="left", left_indent=folio.right_indent, right_indent=0.0)
    for made, name, outer in (("FooterOdd", ("页脚奇", "頁腳奇"), odd), ("FooterEven", ("页脚偶", "頁腳偶"), even)):
        yield Look(made, local(name, sheet), outer, next=made, based_on="Normal", custom=True, listed=False)


#: Word knows five depths of lists.
LIST_DEPTHS = 5


def _lists(sheet: Sheet) -> Iterator[Look]:
    for kind, number in (("List", 0), ("List Number", 1), ("List Bullet", 2)):
        for depth in range(1, LIST_DEPTHS + 1):
            name = kind if depth == 1 else f"{kind} {depth}"
            made = name.replace(" ", "")
            numbering = f'<w:numPr><w:ilvl w:val="{depth - 1}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
            yield Look(
                made,
                name,
                sheet.roles.list,
                next=made,
                indent=2.0 * (depth - 1) if number == 2 else 0.0,
                listed=depth == 1,
                extra=(("numPr", numbering),) if number else (),
            )


def _contents(sheet: Sheet, shape: Geometry) -> Iterator[Look]:
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{shape.head}"/></w:tabs>'
    for level in range(1, DEEPEST + 1):
        yield Look(
            f"TOC{level}",
            f"toc {level}",
            sheet.roles.contents,
            indent=2.0 * (level - 1),
            listed=False,
            extra=(("tabs", tab),),
        )
    if sheet.index.speakers:
        title = replace(sheet.roles.contents_title, before=2.0)
        yield Look("IndexHeading", "index heading", title, next="Index1", keep_lines=True, listed=False)
        along = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{shape.measure}"/></w:tabs>'
        yield Look("Index1", "index 1", sheet.roles.contents, next="Index1", listed=False, extra=(("tabs", along),))
