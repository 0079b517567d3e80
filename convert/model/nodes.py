"""The document model: the treaty between readers, transforms and writers.

Every node is a frozen value. Sequences are tuples. Every node has keyword-only ``attrs`` (id, role, lang, data) and
``pos`` (its place in the source). Comparison leaves out only ``pos`` and the id.

The union of nodes is closed: what it lacks is said with the role of a ``Group`` or a ``Span``, never with a new class.

Roles in use (a writer treats a role that it does not know as if there were none):

========== =============================================================================================
Section    "" · qa · letter · article · chapter · volume · appendix · attachment (附件1 of an official document, its label; see ``model.official``) · index
Para       "" · lead · editor-note · salutation · closing · signature · question · answer · caption · dateline ·
           credit · note · label (a mini-heading such as 核心阅读) · code · unrecognised · kicker, subtitle, tag, author (of an
           article within a volume) · index · copies, printing (of an imprint)
Group      colophon · sidebar · notes · furniture · contents (a printed table of contents) · lead · letter · parallel · licence ·
           advertising (of a site or a maker of electronic books) · index (generated, with data generated=true) · enclosures, imprint
           (of an official document, see ``model.letterhead``)
TitleLine  copy-number, secrecy, urgency, issuer, number, signer (the head of an official document, ``model.letterhead``) · kicker · title · subtitle · tag (column tag in brackets) · note (（2020年5月28日…通过）) · author · furniture (下载 打印 …
           of a web page, above the title) · licence · advertising
Span       person · institution · work-title · keep (never converted) · point (with data label=一是) · label (the
           printed label at the head of a point, or the name before a question or an answer) · sup · sub · strike · underline ·
           emphasis-dots · signer (the names behind 签发人：) · dateline (本报北京10月6日电（记者…）, at the head of a paragraph) · page (empty: here begins the page of
           the printed edition that data number=12 tells) · advertising (of a site, within a paragraph)
========== =============================================================================================
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TypeAlias

from convert.diagnostics import Pos


@dataclass(frozen=True, slots=True)
class Attrs:
    """What any node may carry. ``data`` holds pairs of strings; its key ``label`` holds text, all others are machine words."""

    id: str = field(default="", compare=False)
    role: str = ""
    lang: str = ""
    data: tuple[tuple[str, str], ...] = ()

    def get(self, key: str, default: str = "") -> str:
        """The value of ``key`` in ``data``, or ``default``."""
        return next((value for name, value in self.data if name == key), default)


NO_ATTRS = Attrs()


@dataclass(frozen=True, slots=True)
class Node:
    """The base of every node."""

    attrs: Attrs = field(default=NO_ATTRS, kw_only=True)
    pos: Pos | None = field(default=None, kw_only=True, compare=False)

    @property
    def role(self) -> str:
        """The node's role, "" for none."""
        return self.attrs.role


# ------------------------------------------------------------------------------------------------ inlines


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A run of characters. Holds no line feed, tab or control character."""

    text: str


@dataclass(frozen=True, slots=True)
class Emph(Node):
    """Emphasis: dots under Han characters (着重号), italics in Latin."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong(Node):
    """Strong importance: bold, in Chinese the Hei face."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Span(Node):
    """A run with a role (see the module's table)."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Ruby(Node):
    """Characters with their reading: ``annotation`` stands above (or right of) ``content``."""

    content: tuple[Inline, ...]
    annotation: str


@dataclass(frozen=True, slots=True)
class Link(Node):
    """A link to a URL, or to the node whose id follows ``#``."""

    content: tuple[Inline, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Image(Node):
    """A picture in the text: ``resource`` names an entry of ``Document.resources``; ``alt`` says what it shows. Data width: see ``model.sizes``."""

    resource: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Note(Node):
    """A note at its place in the text; ``label`` is its mark as printed (①, [1]), "" when none was."""

    body: tuple[Block, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Code(Node):
    """Program text or a path: never converted, never justified."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak(Node):
    """A line break that the author wants."""


# ------------------------------------------------------------------------------------------------ blocks


@dataclass(frozen=True, slots=True)
class Byline(Node):
    """Who speaks or writes: ``position`` 科技部…副主任, ``name`` 白涛 (no inner spaces), ``printed`` as the source has it."""

    position: str
    name: str
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Section(Node):
    """A titled part. ``label`` is a printed number (第一章, 一、) that stands before the title and is no part of it.

    ``byline_first`` tells that the source prints the byline above the title. ``dateline``: place and agency (本报北京10月6日电).
    """

    title: tuple[Inline, ...]
    body: tuple[Block, ...]
    label: str = ""
    byline: tuple[Byline, ...] = ()
    dateline: str = ""
    byline_first: bool = False


@dataclass(frozen=True, slots=True)
class Para(Node):
    """A paragraph."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Item(Node):
    """A list item. ``label`` as printed (一是, （一）, 1.); it is no part of ``body``."""

    body: tuple[Block, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class OrderedList(Node):
    """Items in an order. ``counter`` is a CSS counter-style name (decimal, simp-chinese-informal, …), "" when the labels follow none."""

    items: tuple[Item, ...]
    counter: str = ""


@dataclass(frozen=True, slots=True)
class BulletList(Node):
    """Items in no order."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Quote(Node):
    """A quotation set apart."""

    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Verse(Node):
    """Lines whose ends matter: poems, couplets, song."""

    lines: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A table cell, spanning ``columns`` and ``rows`` (at least 1). Data align=left (where a line begins), center or right, where the source says so."""

    body: tuple[Block, ...]
    header: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row(Node):
    """A table row."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A table with its caption."""

    rows: tuple[Row, ...]
    caption: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure(Node):
    """A picture with its caption."""

    image: Image
    caption: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule(Node):
    """A break between parts of a text that has no title: drawn as a rule or as blank space, or as printed: data label=＊　＊　＊."""


@dataclass(frozen=True, slots=True)
class Group(Node):
    """Blocks that belong together; the role says how."""

    body: tuple[Block, ...]


Inline: TypeAlias = Text | Emph | Strong | Span | Ruby | Link | Image | Note | Code | LineBreak
Block: TypeAlias = Section | Para | OrderedList | BulletList | Quote | Verse | Table | Figure | Rule | Group


# ------------------------------------------------------------------------------------------------ document


@dataclass(frozen=True, slots=True)
class TitleLine(Node):
    """A line of the title block as printed: its role (see the table) and its content, dashes and brackets included."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody named: ``role`` is a MARC relator code (spk speaker, aut author, edt editor, bkd book designer, pht photographer …)."""

    name: str
    role: str = "aut"
    position: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a text, after Dublin Core. Nothing here is invented: what is not known is empty.

    ``title``, ``kicker`` (引题), ``subtitle``, ``series`` and ``instalment`` are bare strings for catalogues; ``title_block`` holds the
    same as it is printed and is what writers set (``walk.title_block`` makes one where it is empty). ``cover`` names the resource that is
    its cover. ``date`` is ISO 8601 (2022, 2022-12,
    2022-12-07). ``language`` is BCP 47. ``modified`` is the moment that outputs state as theirs, in UTC.
    """

    title: str = ""
    kicker: str = ""
    subtitle: str = ""
    series: str = ""
    instalment: str = ""
    title_block: tuple[TitleLine, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    date: str = ""
    date_printed: str = ""
    publisher: str = ""
    page: str = ""
    source: str = ""
    language: str = "zh-Hans"
    identifiers: tuple[str, ...] = ()
    rights: str = ""
    keywords: tuple[str, ...] = ()
    description: str = ""
    cover: str = ""
    modified: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that the text shows: ``name`` is unique and ASCII, with an extension; ``media_type`` as registered with IANA."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A whole text."""

    meta: Meta
    body: tuple[Block, ...]
    resources: tuple[Resource, ...] = ()

    def resource(self, name: str) -> Resource | None:
        """The resource called ``name``, or None."""
        return next((r for r in self.resources if r.name == name), None)
