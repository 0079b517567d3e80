"""Stylesheets: a look as values, resolved once for an edition's language, obeyed by every writer.

``convert.stylefile`` makes a ``Sheet`` of TOML files; ``styles/README.md`` describes every key.

Units: millimetres for margins, points for type, em (of the role's own size) for indents, rows of the line grid for heights.
"""

# Annotations are values here, not strings: ``stylefile`` looks at all of them at every start.
from dataclasses import dataclass, fields
from typing import Literal

FaceName = Literal["song", "hei", "kai", "fangsong"]
Align = Literal["justify", "left", "center", "right"]
Direction = Literal["horizontal", "vertical"]

#: Sides of the paper in millimetres, upright. 16开 and 32开 are the trade sizes 185 × 260 and 130 × 184.
PAPERS: dict[str, tuple[float, float]] = {
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "B5": (176.0, 250.0),
    "16K": (185.0, 260.0),
    "32K": (130.0, 184.0),
}


@dataclass(frozen=True, slots=True)
class Page:
    """The paper and the type area: ``columns`` columns of ``line_chars`` em by ``lines`` rows, its top and inner margins in mm.

    The outer and the lower margin are what is left. ``column_gap`` is in em. ``mirror``: facing pages, inner margin at the spine.
    ``line_numbers``: every
    so many lines are numbered in the margin, 0: none. ``direction``: vertical lines run downwards and follow one another to the left, columns stand one above another (段), the book is bound
    at its right edge, so that ``margin_inner`` is at the right.
    """

    direction: Direction
    size: Literal["A4", "A5", "B5", "16K", "32K"]
    columns: int
    column_gap: float
    line_chars: int
    lines: int
    margin_top: float
    margin_inner: float
    mirror: bool
    line_numbers: int

    @property
    def width(self) -> float:
        """The paper's width in mm."""
        return PAPERS[self.size][0]

    @property
    def height(self) -> float:
        """The paper's height in mm."""
        return PAPERS[self.size][1]


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a role is set.

    ``size`` in points. ``first_indent``, ``left_indent``, ``right_indent`` in em of this size. ``rows``: rows of the grid that a line takes.
    ``before``, ``after``: empty rows. ``letter_space``: em between characters, negative ones bring them closer. ``keep_next``: stays on the page of what follows.
    ``color``: ``#rrggbb``.
    """

    font: FaceName
    size: float
    bold: bool
    align: Align
    first_indent: float
    left_indent: float
    right_indent: float
    rows: float
    before: float
    after: float
    letter_space: float
    keep_next: bool
    color: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The line grid: ``pitch`` in points is the height of a row, so the distance of the base lines of body text."""

    pitch: float


@dataclass(frozen=True, slots=True)
class Composition:
    """How lines are made (CLREQ 3.1).

    ``kinsoku``: level of prohibition at line start and end. ``line_end``: closing marks at a line's end take half an em, or stay full.
    ``adjacent``: two marks that meet take one and a half em. ``line_start``: an opening mark at a line's start loses its blank half;
    ``paragraph_start``: at a paragraph's start too. ``narrowing``: em that a mark inside a line may give up. ``han_latin``: the gap between Han and Latin or digits in em. ``hanging``: ，。、
    at a line's end stand beyond it. ``hyphenation``: the language whose patterns divide Western words.
    ``quotes``: quotation marks as the text of the edition has them, or 「」『』, or “”‘’.
    ``name_marks``: lines along the names of persons and institutions, waves along titles (专名号, 书名号).
    """

    kinsoku: Literal["none", "basic", "gb", "strict"]
    line_end: Literal["half", "full"]
    line_start: Literal["half", "full"]
    paragraph_start: Literal["half", "full"]
    adjacent: Literal["half", "full"]
    narrowing: float
    han_latin: float
    hanging: bool
    hyphenation: Literal["none", "en-US", "en-GB"]
    name_marks: bool
    quotes: Literal["text", "corner", "curly"]
    widow_lines: int
    orphan_lines: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: shown when there are at least ``minimum`` headings (0: never); ``levels`` deep; alone on its page or not."""

    minimum: int
    levels: int
    own_page: bool


@dataclass(frozen=True, slots=True)
class Running:
    """Running heads and folios. ``header``: what stands at the head. ``folio``: where the page number stands; ``folio_form``: 1 or – 1 –.
    ``front``: how pages before the text are counted, where the contents have pages of their own. ``folio_drop``: mm from the type area down to the
    middle of the page number.
    """

    header: Literal["none", "title", "section"]
    folio: Literal["none", "center", "outside"]
    folio_form: Literal["plain", "dashes"]
    front: Literal["arabic", "roman"]
    rule: bool
    folio_drop: float


@dataclass(frozen=True, slots=True)
class Sections:
    """How sections begin: ``start`` of a top-level section (going on, in a new column or on a new page); ``byline``: below, or on the heading's line."""

    start: Literal["continuous", "page"]


@dataclass(frozen=True, slots=True)
class Index:
    """What is listed at the end with the pages where it stands: ``speakers``, the names below headings."""

    speakers: bool


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How an official document begins and ends (GB/T 9704-2012, 7.2 to 7.4).

    ``top``: mm from the upper edge of the type area to that of the issuer's name. ``rule``: points that the line below the number of the document is
    thick, in the issuer's colour; 0: none. ``imprint``: copies and printing office stand where the text ends, or between rules at the foot of the last page.
    ``signature``: who signs and when stand as their role says; or the date four characters from the right with the name centred above it, where a
    seal will be; or both at two characters, the date two behind the name.
    """

    top: float
    rule: float
    imprint: Literal["plain", "foot"]
    signature: Literal["plain", "sealed", "unsealed"]


@dataclass(frozen=True, slots=True)
class Lists:
    """``labels`` of numbered items: at the head of a paragraph (``run-in``), or with the lines of the item hanging behind them."""

    labels: Literal["run-in", "hanging"]


@dataclass(frozen=True, slots=True)
class Roles:
    """The text style of each role. Roles of the model that have none of their own are set as ``ROLE_STYLES`` says."""

    body: TextStyle
    marking: TextStyle
    issuer: TextStyle
    number: TextStyle
    kicker: TextStyle
    title: TextStyle
    subtitle: TextStyle
    heading1: TextStyle
    heading2: TextStyle
    heading3: TextStyle
    byline: TextStyle
    lead: TextStyle
    salutation: TextStyle
    question: TextStyle
    quote: TextStyle
    verse: TextStyle
    label: TextStyle
    signature: TextStyle
    list: TextStyle
    table: TextStyle
    caption: TextStyle
    note: TextStyle
    colophon: TextStyle
    attachment: TextStyle
    attachment_title: TextStyle
    imprint: TextStyle
    code: TextStyle
    contents_title: TextStyle
    contents: TextStyle
    running: TextStyle
    folio: TextStyle


@dataclass(frozen=True, slots=True)
class Face:
    """A face of one region: ``families`` are font family names in order of preference, for PDF and for the CSS stack;
    ``office`` is the name that a word processor gets; ``generic`` the CSS generic family.
    """

    families: tuple[str, ...]
    office: str
    generic: Literal["serif", "sans-serif"]


@dataclass(frozen=True, slots=True)
class Faces:
    """The four faces of a region, and the Latin companions of its serif and sans faces as word processors name them."""

    song: Face
    hei: Face
    kai: Face
    fangsong: Face
    latin_serif: str
    latin_sans: str

    def get(self, name: FaceName) -> Face:
        """The face called ``name``."""
        return {"song": self.song, "hei": self.hei, "kai": self.kai, "fangsong": self.fangsong}[name]


@dataclass(frozen=True, slots=True)
class Words:
    """The words that an edition brings along, in its own script and usage."""

    contents: str
    cover: str
    title_page: str
    colophon: str
    body: str
    notes: str
    title: str
    series: str
    speakers: str
    designer: str
    contributor: str
    publisher: str
    date: str
    source: str
    rights: str
    identifier: str
    untitled: str
    editor: str
    translator: str
    generated: str
    accessibility: str
    undescribed: str
    index: str
    fonts: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style resolved for one language: what every writer is handed. ``explicit`` are the dotted keys that the style file itself sets."""

    name: str
    language: str
    page: Page
    grid: Grid
    composition: Composition
    contents: Contents
    running: Running
    sections: Sections
    lists: Lists
    index: Index
    letterhead: Letterhead
    roles: Roles
    faces: Faces
    words: Words
    explicit: frozenset[str]

    def role(self, name: str) -> TextStyle:
        """The text style for a role of the model, or of this sheet; body where there is none."""
        return getattr(self.roles, style_name(name))  # type: ignore[no-any-return]

    @property
    def vertical(self) -> bool:
        """Whether lines run downwards."""
        return self.page.direction == "vertical"

    @property
    def measure(self) -> float:
        """The length of a line of one column in points: its characters with the space that the style puts between them."""
        return self.page.line_chars * self.roles.body.size * (1 + self.roles.body.letter_space)


#: Roles of the model whose text style bears another name.
ROLE_STYLES: dict[str, str] = {
    "editor-note": "lead",
    "lead": "lead",
    "label": "label",
    "signature": "signature",
    "closing": "body",
    "dateline": "signature",
    "caption": "caption",
    "credit": "colophon",
    "note": "note",
    "code": "code",
    "tag": "subtitle",
    "author": "byline",
    "copy-number": "marking",
    "secrecy": "marking",
    "urgency": "marking",
    "signer": "number",
    "copies": "imprint",
    "printing": "imprint",
}
#: The names of the text styles.
ROLE_NAMES = frozenset(f.name for f in fields(Roles))


def style_name(role: str) -> str:
    """The name of the text style (a field of ``Roles``) for a role of the model: ``editor-note`` → ``lead``; unknown → ``body``."""
    name = ROLE_STYLES.get(role, role)
    return name if name in ROLE_NAMES else "body"
