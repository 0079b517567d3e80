"""An organisation's template: its page, heads, folios, fonts and styles, into which the text is poured.

Styles are found by a map of the user's (TOML: a role of a style sheet, or the name of one of our styles, = the name of the template's), else by
name; what the template lacks is added, after its own ground style and without fonts of ours, and reported.
"""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from convert.diagnostics import OptionError, Report, nearest
from convert.stylesheet import Sheet
from convert.writers import docx_place
from convert.writers.docx_geometry import Geometry
from convert.writers.docx_looks import ROLES, TITLE_ROLES, Look, looks
from convert.writers.docx_styles import StyleBook, style_book
from convert.writers.ooxml import W

if TYPE_CHECKING:
    from docx.document import Document as Package
    from lxml.etree import _Element

#: No template is larger than this when unpacked.
_LARGEST = 200_000_000
_W = f"{{{W}}}"
#: Other names under which templates have what we call by Word's name.
_ALSO: Mapping[str, tuple[str, ...]] = {
    "body text": ("正文文本", "公文正文", "body text first indent", "正文首行缩进"),
    "title": ("标题", "公文标题", "文件标题"),
    "subtitle": ("副标题",),
    "heading 1": ("标题 1", "一级标题"),
    "heading 2": ("标题 2", "二级标题"),
    "heading 3": ("标题 3", "三级标题"),
    "署名": ("byline", "author", "作者"),
    "signature": ("落款", "签名"),
    "caption": ("题注",),
    "quote": ("引用",),
}


@dataclass(slots=True)
class Organisation:
    """An opened template. ``ids``: style ids by kind and lower-case name; ``mapped``: ids of our styles → ids of the template's."""

    package: Package
    styles: _Element
    ids: dict[tuple[str, str], str]
    mapped: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, template: bytes, style_map: bytes, sheet: Sheet) -> Organisation:
        """The template with its styles found. Raises OptionError where it is no Word document, or where the map names what is not there."""
        if sheet.vertical:
            raise OptionError("a template of docx is set horizontally; leave --vertical or --template out")
        package = _package(template)
        styles = package.styles.element
        found: dict[tuple[str, str], str] = {}
        for style in styles.iter(f"{_W}style"):
            name = style.find(f"{_W}name")
            if name is not None:
                found.setdefault((style.get(f"{_W}type") or "paragraph", name.get(f"{_W}val").lower()), style.get(f"{_W}styleId"))
        made = cls(package, styles, found)
        wishes = _wishes(style_map, sheet, [name for kind, name in found if kind == "paragraph"])
        for look in looks(sheet, style_book(sheet).shape):
            target = made._find("paragraph", wishes.get(look.id, ""), look.name, *_ALSO.get(look.name.lower(), ()))
            if target:
                made.mapped[look.id] = target
        return made

    def _find(self, kind: str, *names: str) -> str:
        return next((self.ids[kind, name.lower()] for name in names if (kind, name.lower()) in self.ids), "")

    def named(self, kind: str, name: str) -> str:
        """The id of the template's style of this name, "" where it has none."""
        return self._find(kind, name)

    def ground(self) -> str:
        """The id of the paragraph style that all others of the template are based on."""
        for style in self.styles.iter(f"{_W}style"):
            if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in {"1", "true", "on"}:
                return str(style.get(f"{_W}styleId"))
        return "Normal"

    def book(self, sheet: Sheet) -> StyleBook:
        """The looks as lines are counted by: the sheet's, on the template's page and with the sizes of its styles."""
        book = style_book(sheet)
        shape = self._geometry(book.shape)
        room = docx_place.cell_width(self.package.element.body)
        shape = replace(shape, measure=room, area=room, columns=1) if 0 < room < shape.measure else shape
        made = StyleBook(sheet, shape, foreign=True, characters=book.characters)
        for name, look in book.looks.items():
            made.looks[name] = self._sized(look)
        return made

    def _sized(self, look: Look) -> Look:
        size = self._size(self.mapped[look.id]) if look.id in self.mapped else 0.0
        return replace(look, style=replace(look.style, size=size)) if size else look

    def _size(self, style_id: str) -> float:
        """The size of type of a style in points, as it or what it is based on says; 0 where nothing does."""
        by_id = {style.get(f"{_W}styleId"): style for style in self.styles.iter(f"{_W}style")}
        for _ in range(20):
            style = by_id.get(style_id)
            if style is None:
                break
            size = style.find(f"{_W}rPr/{_W}sz")
            if size is not None:
                return _number(size.get(f"{_W}val")) / 2
            base = style.find(f"{_W}basedOn")
            style_id = "" if base is None else base.get(f"{_W}val") or ""
        default = self.styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}sz")
        return 10.0 if default is None else _number(default.get(f"{_W}val")) / 2

    # -------------------------------------------------------------------------------------------- page

    def section(self) -> _Element:
        """The properties of the template's last section: its page, heads and folios."""
        found: _Element = self.package.element.body.get_or_add_sectPr()
        return found

    def _geometry(self, ours: Geometry) -> Geometry:
        section = self.section()
        page, margins, grid = (section.find(f"{_W}{name}") for name in ("pgSz", "pgMar", "docGrid"))
        if page is None or margins is None:
            return ours
        width, height = (_number(page.get(f"{_W}{side}")) for side in "wh")
        top, right, bottom, left = (abs(_number(margins.get(f"{_W}{side}"))) for side in ("top", "right", "bottom", "left"))
        pitch = _number(grid.get(f"{_W}linePitch")) if grid is not None else 0
        cols = section.find(f"{_W}cols")
        columns = max(1, int(_number(cols.get(f"{_W}num")))) if cols is not None else 1
        gap = int(_number(cols.get(f"{_W}space"))) if cols is not None and columns > 1 else 0
        along, across = (height - top - bottom, width - left - right) if ours.vertical else (width - left - right, height - top - bottom)
        pitch = pitch or ours.pitch
        return replace(
            ours,
            width=int(width),
            height=int(height),
            top=int(top),
            bottom=int(bottom),
            inner=int(left),
            outer=int(right),
            columns=columns,
            gap=gap,
            area=int(along),
            measure=int((along - (columns - 1) * gap) / columns),
            pitch=int(pitch),
            rows=max(1, int(across // pitch)),
        )

    def section_xml(self) -> str:
        """The same as XML."""
        return docx_place.xml([self.section()])

    def around(self, text: str, report: Report) -> str:
        """Our ``text`` among the template's own: see ``docx_place``."""
        return docx_place.poured(self.package.element.body, text, report)

    def part(self, kind: str) -> _Element | None:
        """The root of the template's part of this kind (settings, footnotes …), None where it has none."""
        from lxml import etree

        for relation in self.package.part.rels.values():
            if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
                part = relation.target_part
                return part.element if hasattr(part, "element") else etree.fromstring(part.blob)
        return None

    def tell(self, report: Report) -> None:
        """Report what the template sets otherwise than a Chinese document needs; it is kept, since it is the organisation's."""
        settings = self.part("settings")
        found = [] if settings is None else list(settings.iter(f"{_W}compatSetting"))
        mode = next((one.get(f"{_W}val") or "" for one in found if one.get(f"{_W}name") == "compatibilityMode"), "12")
        if _number(mode) < _MODE:
            report.add(
                "docx.template-old",
                f"the template is of compatibility mode {mode}: Word opens the document as one of an older version",
                hint="open the template in Word, choose File – Info – Convert, and save it",
            )
        spacing = None if settings is None else settings.find(f"{_W}characterSpacingControl")
        if spacing is None or not (spacing.get(f"{_W}val") or "").startswith("compressPunctuation"):
            report.add(
                "docx.template-marks",
                "the template does not compress punctuation: two marks that meet take two whole characters",
                hint="in Word: Options – Typography – Compress only punctuation, and save the template",
            )


#: Since Word 2013.
_MODE = 15


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


# ------------------------------------------------------------------------------------------------ opening

_MAIN = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.template|ms-word\.(?:document|template)\.macroEnabled\w*)\.main\+xml"
)
_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def _package(template: bytes) -> Package:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        return docx.Document(_as_document(template))
    except (zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError, PackageNotFoundError, EOFError) as error:
        raise OptionError("the template of docx is no Word document that can be opened; give a .docx or .dotx that Word opens") from error


def _as_document(template: bytes) -> io.BytesIO:
    """The same package, a template (.dotx) or a document with macros as a plain document."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(made, "w") as new:
        if sum(member.file_size for member in old.infolist()) > _LARGEST:
            raise ValueError("too large")
        for member in old.infolist():
            data = old.read(member)
            new.writestr(member.filename, _MAIN.sub(_DOCUMENT, data) if member.filename == "[Content_Types].xml" else data)
    made.seek(0)
    return made


# ------------------------------------------------------------------------------------------------ map


def _wishes(style_map: bytes, sheet: Sheet, there: list[str]) -> dict[str, str]:
    """The user's map as ids of our styles → names of the template's."""
    if not style_map:
        return {}
    known = _keys(sheet)
    wishes = {}
    for key, value in _table(style_map).items():
        if key.lower() not in known:
            raise OptionError(f"the style map of docx: there is no role or style “{key}”{nearest(key, known)}")
        if not isinstance(value, str):
            raise OptionError(f"the style map of docx: “{key}” must be the name of a style in quotation marks")
        if value.lower() not in there:
            raise OptionError(f"the style map of docx: the template has no paragraph style “{value}”{nearest(value, there)}")
        wishes[known[key.lower()]] = value
    return wishes


def _keys(sheet: Sheet) -> dict[str, str]:
    """What a map may name, in lower case, with the ids of our styles."""
    found = {look.name.lower(): look.id for look in looks(sheet, style_book(sheet).shape)}
    found |= {"body": "BodyText", "list": "List", "table": "TableText", "verse": "Verse", "byline": "Byline", "running": "Header"}
    found |= {f"heading{level}": f"Heading{level}" for level in range(1, 10)}
    return found | {role: made for role, made in (ROLES | TITLE_ROLES).items() if role}


def _table(style_map: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(style_map.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OptionError(f"the style map of docx cannot be read: {error}") from error
