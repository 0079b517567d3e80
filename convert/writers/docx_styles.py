"""The part of styles: every look of a paragraph (``docx_looks``) or a run as a style, so that nothing is formatted by hand.

Variants of looks and combinations of character styles come in as the text asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from convert.layout.display import block_rows, is_block
from convert.stylesheet import FaceName, Faces, Sheet, TextStyle
from convert.writers.docx_geometry import Geometry, geometry, indent_unit, letter_space
from convert.writers.docx_looks import Look, Name, line_height, local, looks
from convert.writers.ooxml import HEAD, W, half_points

#: A face for program text; sheets name none.
MONOSPACE = "Courier New"
Flag = Literal[
    "strong",
    "dots",
    "italic",
    "code",
    "strike",
    "underline",
    "sup",
    "sub",
    "link",
    "note",
    "ruby",
    "signer",
    "label",
    "upright",
    "name",
    "work",
]
Variant = Literal["page", "run-on", "gap", "after", "keep", "last", "left", "center", "right", "dotted", "alone"]

#: Character styles: id and name.
_FLAGS: dict[Flag, tuple[str, Name]] = {
    "link": ("Hyperlink", "Hyperlink"),
    "code": ("HTMLCode", "HTML Code"),
    "strong": ("Strong", "Strong"),
    "italic": ("Emphasis", "Emphasis"),
    "dots": ("EmphasisDots", ("着重号", "著重號")),
    "strike": ("StruckOut", ("删除线", "刪除線")),
    "underline": ("Underlined", ("下划线", "底線")),
    "sup": ("Superscript", ("上标", "上標")),
    "sub": ("Subscript", ("下标", "下標")),
    "note": ("FootnoteReference", "footnote reference"),
    "ruby": ("RubyText", ("注音", "注音")),
    "signer": ("SignerName", ("签发人姓名", "簽發人姓名")),
    "label": ("PrintedLabel", ("序号", "序號")),
    "upright": ("Upright", ("纵中横", "縱中橫")),
    "name": ("ProperName", ("专名号", "專名號")),
    "work": ("WorkTitle", ("书名号", "書名號")),
}


def _always(_: Sheet) -> bool:
    return True


#: Character styles that a document has only where its sheet asks for them.
_WANTED: dict[Flag, Callable[[Sheet], bool]] = {
    "upright": lambda sheet: sheet.vertical,
    "name": lambda sheet: sheet.composition.name_marks,
    "work": lambda sheet: sheet.composition.name_marks,
}
#: What is added to the id and the name of a style for a variant of it. Readers know 另段 again as a break between paragraphs.
_VARIANTS: dict[Variant, tuple[str, tuple[str, str]]] = {
    "page": ("Page", ("另页", "另頁")),
    "run-on": ("Run", ("接排", "接排")),
    "gap": ("Gap", ("另段", "另段")),
    "after": ("After", ("表后", "表後")),
    "keep": ("Keep", ("连下", "連下")),
    "last": ("Last", ("末行", "末行")),
    "left": ("Left", ("左齐", "左齊")),
    "center": ("Center", ("居中", "置中")),
    "right": ("Right", ("右齐", "右齊")),
    "alone": ("Alone", ("独行", "獨行")),
    "dotted": ("Dotted", ("加点", "加點")),
}
#: Alignments as Word calls them.
ALIGN = {"justify": "both", "left": "left", "center": "center", "right": "right"}


@dataclass(slots=True)
class StyleBook:
    """The styles of one document; variants and combinations come in as they are asked for.

    ``foreign``: they are those of an organisation's template, which has its own spaces around titles.
    """

    sheet: Sheet
    shape: Geometry
    foreign: bool = False
    looks: dict[str, Look] = field(default_factory=dict)
    characters: dict[tuple[Flag, ...], str] = field(default_factory=dict)

    def variant(self, look: Look, kind: Variant) -> Look:
        """``look`` as it is needed in a certain place, as a style of its own.

        "page": on a new page. "run-on": going on where it stands, without space above. "gap": after an empty row; "after": after half of one,
        below a table; vertical rows must be whole, since LibreOffice puts each on the grid. "keep": kept with what follows. "last": followed by an empty row at least. "left": ragged at the right, for words too long to justify the line before them, and in tables as "center" and "right" are. "alone": in the place of a heading. "dotted": off the grid, with lines of a row at least: on it LibreOffice gives two rows to lines that emphasis dots make a little too high.
        """
        suffix, name = _VARIANTS[kind]
        style = look.style
        changed = {
            "page": replace(look, page_break=True),
            "run-on": replace(look, page_break=False, gap=-style.before),
            "gap": replace(look, gap=1.0),
            "after": replace(look, gap=1.0 if self.shape.vertical else 0.5),
            "keep": replace(look, style=replace(style, keep_next=True)),
            "last": replace(look, style=replace(style, after=max(1.0, style.after))),
            "left": replace(look, style=replace(style, align="left")),
            "center": replace(look, style=replace(style, align="center")),
            "right": replace(look, style=replace(style, align="right")),
            "alone": replace(look, outline=0),
            "dotted": replace(look, least=True),
        }[kind]
        return self._derived(look, changed, suffix, local(name, self.sheet))

    def opening(self, look: Look, heading: Look) -> Look:
        """``look`` at the head of a section, above its ``heading``: the heading's page break and space above are its."""
        changed = replace(look, page_break=heading.page_break, gap=max(0.0, heading.before - look.style.before))
        return self._derived(look, changed, f"Open{heading.outline}", f"起始 {heading.outline}")

    def moved(self, look: Look, right: float, *, first: bool, last: bool) -> Look:
        """``look`` at the right, ``right`` em from the edge: one of several lines, of which the ``first`` has the space above and all but the ``last`` stay together."""
        style = replace(look.style, align="right", right_indent=right, before=look.style.before if first else 0.0, keep_next=not last)
        kind = f"{'' if first else 'Next'}{'' if last else 'Keep'}"
        name = f"{right:g} {'起' if first else '续' if self.simplified else '續'}{'' if not last else '末'}"
        return self._derived(look, replace(look, style=style), f"{kind}{round(right * 100)}", name)

    def indented(self, look: Look, room: float, *, hanging: bool = False) -> Look:
        """``look`` with its lines ``room`` em further in; ``hanging``: all but the first."""
        style, room = look.style, round(room, 2)
        own = style.first_indent
        moved = replace(style, left_indent=style.left_indent + room, first_indent=own)
        if hanging:
            moved = replace(style, left_indent=style.left_indent + own + room, first_indent=-room)
        kind = f"{'Hang' if hanging else 'In'}{round(room * 100)}"
        name = f"{'悬挂' if self.simplified else '懸掛'} {room:g}" if hanging else f"{'缩进' if self.simplified else '縮排'} {room:g}"
        return self._derived(look, replace(look, style=moved), kind, name)

    def smaller(self, look: Look, part: float) -> Look:
        """``look`` in type of this part of its size, in half points, its lines as high as they are."""
        size = round(look.style.size * part * 2) / 2
        name = f"{'缩小' if self.simplified else '縮小'} {part:g}"
        return self._derived(look, replace(look, style=replace(look.style, size=size)), f"Small{round(part * 1000)}", name)

    def closer(self, look: Look, lines: int) -> Look:
        """``look`` for a title of so many ``lines``: as high as they are in a PDF, closer than rows of its own would be."""
        if self.foreign or not is_block(look.style, lines):
            return look
        rows = block_rows(look.style, lines, self.sheet.grid.pitch) / lines
        return self._derived(look, replace(look, style=replace(look.style, rows=rows)), f"Lines{lines}", f"{lines} 行")

    @property
    def simplified(self) -> bool:
        """Whether names of styles are in simplified script."""
        return not self.sheet.language.startswith("zh-Hant")

    def _derived(self, look: Look, changed: Look, suffix: str, name: str) -> Look:
        made = look.id + suffix
        if made not in self.looks:
            self.looks[made] = replace(changed, id=made, name=f"{look.name} {name}", based_on=look.id, custom=True, listed=False)
        return self.looks[made]

    def character(self, flags: Iterable[Flag]) -> str:
        """The id of the character style that has all ``flags``."""
        wanted = set(flags)
        key: tuple[Flag, ...] = tuple(flag for flag in _FLAGS if flag in wanted)
        if key not in self.characters:
            self.characters[key] = "".join(_FLAGS[flag][0] for flag in key)
        return self.characters[key]

    def xml(self) -> str:
        """The whole of ``word/styles.xml``."""
        body = self.sheet.roles.body
        parts = [_defaults(self.sheet), _LATENT, self._normal(body), *(self._paragraph(look) for look in self.looks.values()), _FIXED]
        if "ImprintAnchor" in self.looks:
            parts.append(_IMPRINT_TABLE.format(local(("版记表格", "版記表格"), self.sheet)))
        parts += [self._character(key, made) for key, made in self.characters.items()]
        return f'{HEAD}<w:styles xmlns:w="{W}">{"".join(parts)}</w:styles>'

    def _normal(self, body: TextStyle) -> str:
        ppr = f'<w:pPr><w:jc w:val="{ALIGN[body.align]}"/></w:pPr>'
        return (
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:uiPriority w:val="0"/><w:qFormat/>'
            f"{ppr}<w:rPr>{type_properties(body, self.sheet.faces)}</w:rPr></w:style>"
        )

    def _paragraph(self, look: Look) -> str:
        custom = ' w:customStyle="1"' if look.custom else ""
        shown = "<w:qFormat/>" if look.listed else "<w:semiHidden/>"
        following = look.id if look.next == "" else look.next
        latin = MONOSPACE if look.id == "Code" else ""
        base = self.looks.get(look.based_on)
        same = base is not None and base.style.size == look.style.size
        rpr = "" if same else f"<w:rPr>{type_properties(look.style, self.sheet.faces, latin)}</w:rPr>"
        return (
            f'<w:style w:type="paragraph"{custom} w:styleId="{look.id}"><w:name w:val="{look.name}"/><w:basedOn w:val="{look.based_on}"/>'
            f'<w:next w:val="{following}"/><w:uiPriority w:val="{9 if look.listed else 99}"/>{shown}'
            f"<w:pPr>{paragraph_properties(look, self.shape)}</w:pPr>{rpr}</w:style>"
        )

    def _character(self, key: tuple[Flag, ...], made: str) -> str:
        name = " + ".join(local(_FLAGS[flag][1], self.sheet) for flag in key)
        built_in = len(key) == 1 and isinstance(_FLAGS[key[0]][1], str)
        custom = "" if built_in else ' w:customStyle="1"'
        return (
            f'<w:style w:type="character"{custom} w:styleId="{made}"><w:name w:val="{name}"/><w:basedOn w:val="DefaultParagraphFont"/>'
            f'<w:uiPriority w:val="20"/><w:qFormat/><w:rPr>{character_properties(frozenset(key), self.sheet)}</w:rPr></w:style>'
        )


# ------------------------------------------------------------------------------------------------ the looks of a sheet


def style_book(sheet: Sheet) -> StyleBook:
    """The styles that every document of this sheet has."""
    book = StyleBook(sheet, geometry(sheet))
    for look in looks(sheet, book.shape):
        book.looks[look.id] = look
    for flag in _FLAGS:
        if _WANTED.get(flag, _always)(sheet):
            book.character((flag,))
    return book


# ------------------------------------------------------------------------------------------------ properties


def fonts(face: FaceName, faces: Faces, latin: str = "") -> str:
    """``w:rFonts`` of a face with its Latin companion, or with ``latin``."""
    east = faces.get(face)
    latin = latin or companion(face, faces)
    return f'<w:rFonts w:ascii="{latin}" w:eastAsia="{east.office}" w:hAnsi="{latin}" w:cs="{latin}"/>'


def companion(face: FaceName, faces: Faces) -> str:
    """The Latin companion of a face."""
    return faces.latin_serif if faces.get(face).generic == "serif" else faces.latin_sans


def type_properties(style: TextStyle, faces: Faces, latin: str = "") -> str:
    """The content of ``w:rPr`` for a text style, in the order of CT_RPr; ``latin`` instead of the face's Latin companion."""
    bold = "<w:b/><w:bCs/>" if style.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    color = f'<w:color w:val="{style.color[1:].upper()}"/>' if style.color != "#000000" else '<w:color w:val="auto"/>'
    space = letter_space(style)
    spacing = f'<w:spacing w:val="{space}"/>' if space else ""
    size = half_points(style.size)
    return f'{fonts(style.font, faces, latin)}{bold}{color}{spacing}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def character_properties(flags: frozenset[Flag], sheet: Sheet) -> str:
    """The content of ``w:rPr`` for a character style that has all ``flags``, in the order of CT_RPr."""
    faces, parts = sheet.faces, []
    if "code" in flags:
        parts.append(f'<w:rFonts w:ascii="{MONOSPACE}" w:hAnsi="{MONOSPACE}" w:cs="{MONOSPACE}"/>')
    elif "strong" in flags:
        parts.append(
            f'<w:rFonts w:ascii="{faces.latin_sans}" w:eastAsia="{faces.hei.office}" w:hAnsi="{faces.latin_sans}" w:cs="{faces.latin_sans}"/>'
        )
    elif "signer" in flags:
        parts.append(f'<w:rFonts w:ascii="{faces.latin_serif}" w:eastAsia="{faces.kai.office}" w:hAnsi="{faces.latin_serif}"/>')
    parts += ["<w:b/><w:bCs/>"] if "strong" in flags else []
    parts += ["<w:i/><w:iCs/>"] if "italic" in flags else []
    parts += ["<w:strike/>"] if "strike" in flags else []
    parts += ["<w:noProof/>"] if "code" in flags else []
    parts += ['<w:color w:val="0563C1"/>'] if "link" in flags else []
    if "ruby" in flags:
        size = half_points(sheet.roles.body.size / 2)
        parts += [f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>']
    if flags & {"underline", "link", "name"}:
        parts.append('<w:u w:val="single"/>')
    elif "work" in flags:
        parts.append('<w:u w:val="wave"/>')
    if "sup" in flags or "note" in flags:
        parts.append('<w:vertAlign w:val="superscript"/>')
    elif "sub" in flags:
        parts.append('<w:vertAlign w:val="subscript"/>')
    parts += ['<w:em w:val="underDot"/>'] if "dots" in flags else []
    parts += ['<w:eastAsianLayout w:id="1" w:vert="1" w:vertCompress="1"/>'] if "upright" in flags else []
    return "".join(parts)


def paragraph_properties(look: Look, shape: Geometry) -> str:
    """The content of ``w:pPr`` for a look, in the order of CT_PPr."""
    extra = dict(look.extra)
    style = look.style
    parts = {
        "keepNext": "<w:keepNext/>" if style.keep_next else "",
        "keepLines": "<w:keepLines/>" if look.keep_lines else "",
        "pageBreakBefore": "<w:pageBreakBefore/>"
        if look.page_break
        else '<w:pageBreakBefore w:val="0"/>'
        if look.based_on != "Normal"
        else "",
        "numPr": "",
        "pBdr": "",
        "tabs": "",
        "snapToGrid": '<w:snapToGrid w:val="0"/>' if look.exact or look.least else "",
        "spacing": _spacing(look, shape.pitch),
        "ind": indents(look),
        "contextualSpacing": "<w:contextualSpacing/>" if look.contextual and (look.before or style.after) else "",
        "jc": f'<w:jc w:val="{ALIGN[style.align]}"/>',
        "outlineLvl": f'<w:outlineLvl w:val="{look.outline}"/>' if look.outline is not None else "",
    }
    return "".join((parts | extra).values())


def _spacing(look: Look, pitch: int) -> str:
    before, after = look.before, max(0.0, look.style.after - look.border)
    rule = "exact" if look.exact else "atLeast"
    line = f'w:line="{line_height(look, pitch)}" w:lineRule="{rule}"' if look.exact or look.least else 'w:line="240" w:lineRule="auto"'
    return (
        f'<w:spacing w:beforeLines="{round(before * 100)}" w:before="{round(before * pitch)}"'
        f' w:afterLines="{round(after * 100)}" w:after="{round(after * pitch)}" {line}/>'
    )


def indents(look: Look) -> str:
    """``w:ind`` of a look."""
    style, unit = look.style, indent_unit(look.style)
    # What letter-spacing adds behind the last character would push a centred line to the left by half of it.
    left = round((style.left_indent + look.indent + (style.letter_space if style.align == "center" else 0)) * unit)
    right = round(style.right_indent * unit)
    chars, first = round(abs(style.first_indent) * 100), round(abs(style.first_indent) * unit)
    # Characters for Word, which then follows a change of size; twips for LibreOffice, which knows nothing else.
    kind = "hanging" if style.first_indent < 0 else "firstLine"
    return f'<w:ind w:left="{left}" w:right="{right}" w:{kind}Chars="{chars}" w:{kind}="{first}"/>'


#: The style that says everything, and so nothing in particular.
_GROUND = "plain"


def _defaults(sheet: Sheet) -> str:
    c = sheet.composition
    explicit = "composition.hanging" in sheet.explicit and sheet.name != _GROUND
    switches = {
        # LibreOffice prints vertical lines over one another where it controls widows.
        "widowControl": max(c.widow_lines, c.orphan_lines) > 1 and not sheet.vertical,
        "kinsoku": c.kinsoku != "none",
        "wordWrap": True,
        # Word hangs marks by custom; a style that says otherwise is obeyed.
        "overflowPunct": c.hanging if explicit else True,
        "topLinePunct": c.line_start == "half",
        "autoSpaceDE": c.han_latin > 0,
        "autoSpaceDN": c.han_latin > 0,
    }
    ppr = "".join(f"<w:{name}/>" if on else f'<w:{name} w:val="0"/>' for name, on in switches.items())
    theme = '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi" w:cstheme="minorBidi"/>'
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{theme}<w:kern w:val="2"/><w:lang w:val="en-US" w:eastAsia="{word_language(sheet.language)}"'
        f' w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{ppr}</w:pPr></w:pPrDefault></w:docDefaults>'
    )


_WORD_LANGUAGES = {"zh-Hant-HK": "zh-HK", "zh-Hant-MO": "zh-MO", "zh-Hant": "zh-TW", "zh-Hans-SG": "zh-SG"}


def word_language(tag: str) -> str:
    """Word's name of the written language of an edition: zh-Hant-HK → zh-HK."""
    tag = tag.replace("_", "-")
    while tag:
        if tag in _WORD_LANGUAGES:
            return _WORD_LANGUAGES[tag]
        if tag in {"zh-CN", "zh-TW", "zh-HK", "zh-MO", "zh-SG"}:
            return tag
        tag = tag.rpartition("-")[0]
    return "zh-CN"


_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
)
#: Styles that have no values of the sheet.
_FIXED = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
    '<w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
    '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/>'
    "<w:unhideWhenUsed/></w:style>"
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="39"/>'
    "<w:tblPr><w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr></w:style>"
    '<w:style w:type="character" w:styleId="PageNumber"><w:name w:val="page number"/><w:basedOn w:val="DefaultParagraphFont"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)
#: The rules of the imprint of an official document, 0.35 mm and 0.25 mm in eighths of a point (GB/T 9704-2012, 7.4.1).
_IMPRINT_TABLE = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="ImprintTable"><w:name w:val="{}"/><w:basedOn w:val="TableNormal"/>'
    '<w:uiPriority w:val="99"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/>'
    '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="auto"/><w:insideH w:val="single" w:sz="6" w:space="0" w:color="auto"/>'
    '</w:tblBorders><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
