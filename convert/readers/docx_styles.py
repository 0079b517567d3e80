"""The styles of a DOCX: what a paragraph or a run is, by the name of its style or of those that it is based on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from convert.readers.docx_xml import attr, child, children, number, toggle, val

#: Flags of a run, from the outermost inline to the innermost; a ``label`` is no inline, but the label of a heading or an item (our own writer's style).
FLAGS = ("strong", "emph", "strike", "underline", "sup", "sub", "code", "label")


@dataclass(frozen=True, slots=True)
class Face:
    """How a run looks: each flag on (True), off (False) or not said (None); size in half points, 0 if not said; the East Asian font."""

    flags: tuple[bool | None, ...] = (None,) * len(FLAGS)
    size: int = 0
    font: str = ""
    hidden: bool | None = None

    def over(self, below: Face) -> Face:
        """The face that is this one where it says something, else the one ``below``."""
        flags = tuple(mine if mine is not None else theirs for mine, theirs in zip(self.flags, below.flags, strict=True))
        hidden = self.hidden if self.hidden is not None else below.hidden
        return Face(flags, self.size or below.size, self.font or below.font, hidden)

    def on(self) -> frozenset[str]:
        """The flags that are on."""
        return frozenset(name for name, value in zip(FLAGS, self.flags, strict=True) if value)


PLAIN = Face()


@dataclass(frozen=True, slots=True)
class ParaStyle:
    """What a paragraph style says. ``role``: see ``_ROLES``; ``level``: of a heading, 1 to 9, else 0; ``align``: Word's ``w:jc``; ``face`` with the defaults laid in.

    ``num``: (numId, level, whether the level is stated); ``gap``: a rule stood before the paragraph (our own writer's variant).
    """

    id: str = ""
    name: str = ""
    role: str = ""
    level: int = 0
    depth: int = 1
    num: tuple[str, int, bool] | None = None
    align: str = ""
    face: Face = PLAIN
    gap: bool = False

    def runs(self) -> Face:
        """What the style gives to its runs: size, font; what it makes bold as a whole is no emphasis in it."""
        return Face(PLAIN.flags, self.face.size, self.face.font, self.face.hidden)


#: Roles by style name (case folded). ``title-…`` are lines of the title block; ``contents`` the cached table of contents.
_ROLES: dict[str, str] = {
    name: role
    for role, names in {
        "title-title": "title|标题|標題|文章标题|公文标题|大标题|titel|titre|título|título do documento|表題",
        "title-subtitle": "subtitle|副标题|副標題|untertitel|sous-titre|副題",
        "title-kicker": "引题|引題|肩题|眉题|kicker",
        "title-tag": "栏目|欄目",
        "title-note": "题下注|題下注|date|日期",
        "title-author": "题下署名|題下署名|author|authors|作者",
        "title-marking": "版头标注|版頭標註|份号|份號|密级|密級|紧急程度|緊急程度|密级和保密期限",
        "title-issuer": "发文机关标志|發文機關標誌|发文机关标识|红头|紅頭",
        "title-number": "发文字号|發文字號|公文文号|文号",
        "title-signer": "签发人|簽發人",
        "imprint": "版记|版記|抄送|抄送机关|抄送機關|印发机关|印發機關",
        "enclosures": "附件说明|附件說明",
        "byline": "署名|byline",
        "lead": "导语|導語|摘要|abstract",
        "editor-note": "编者按|編者按",
        "salutation": "salutation|称呼|稱呼",
        "question": "提问|提問",
        "answer": "回答",
        "quote": "quote|intense quote|引用|明显引用|block text|quotations|引文|明顯引文|鮮明引文",
        "verse": "诗行|詩行|verse",
        "label": "小标题|小標題",
        "closing": "closing|结束语|結束語",
        "signature": "signature|签名|簽名|落款",
        "dateline": "电头|電頭",
        "note": "注文|註文",
        "credit": "制作署名|製作署名",
        "colophon": "版权信息|版權資訊",
        "code": "代码|代碼|html preformatted|html 预设格式|source code|preformatted text",
        "unrecognised": "未识别|未識別",
        "caption": "caption|题注|題注|图注|標號|image caption|table caption",
        "rule": "分隔线|分隔線|horizontal line",
        "contents-title": "toc heading|toc 标题|toc 標題",
        "list-continue": "list continue|列表接续|列表接續",
        "list": "list|列表|清單",
        "bullets": "list bullet|列表项目符号|項目符號",
        "numbers": "list number|列表编号|清單號碼",
    }.items()
    for name in names.split("|")
}
_CONTENTS = re.compile(r"(?:toc|目录|目錄|contents|verzeichnis|table of figures|图表目录)\s*\d*")
_HEADING = re.compile(
    r"(?:heading|标题|標題|titre|überschrift|rubrik|kop|título|titulo|titolo|nagłówek|заголовок|见出し|見出し|제목)\s*([1-9])"
)
_CHINESE_LEVEL = re.compile("(?:第?([一二三四五六七八九1-9])级标题|第?([一二三四五六七八九1-9])級標題|[标標][题題]([一二三四五六七八九]))")
_NAMED_LEVEL = {"章标题": 1, "节标题": 2, "条标题": 3, "章標題": 1, "節標題": 2}
_DEPTH = re.compile(r"(.*?)\s*([1-9])")
#: Flags that the name of a character style gives.
_NAMED = {
    "code": re.compile(r"html code|html 代码|代码|代碼|verbatim char|source code|source text|inline code"),
    "label": re.compile("序号|序號"),
}
#: Character styles whose look (colour, underline, height) says only what the element says already.
_IDLE = re.compile(
    r"(?:followed)?\s*hyperlink|internet link|超链接|超連結|已访问的超链接|(?:footnote|endnote|annotation) (?:reference|anchor|characters)|脚注引用|尾注引用|批注引用"
)
#: Styles of our own writer that are fitted to their text, and numbered.
_FITTED = re.compile(r"(附件说明|附件說明|签发人|簽發人) [\d.]+(?: [续續])?")
_GAP = re.compile(r"\s另段$")


@dataclass(slots=True)
class Styles:
    """All styles of a file; looked up by id, resolved once. ``base`` and ``language`` (of East Asian text) are the defaults of runs."""

    elements: dict[str, etree._Element] = field(default_factory=dict)
    base: Face = PLAIN
    normal: str = ""
    language: str = ""
    _paragraphs: dict[str, ParaStyle] = field(default_factory=dict)
    _faces: dict[str, Face] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> Styles:
        """The styles in ``word/styles.xml``; none where the part is missing."""
        styles = cls()
        if root is None:
            return styles
        defaults = child(child(child(root, "w:docDefaults"), "w:rPrDefault"), "w:rPr")
        styles.base = face_of(defaults)
        tongue = child(defaults, "w:lang")
        styles.language = attr(tongue, "w:eastAsia") if tongue is not None else ""
        for element in children(root, "w:style"):
            id_ = attr(element, "w:styleId")
            styles.elements.setdefault(id_, element)
            if attr(element, "w:type") == "paragraph" and attr(element, "w:default").lower() in {"1", "true", "on"}:
                styles.normal = styles.normal or id_
        return styles

    def _chain(self, id_: str) -> Iterator[tuple[str, etree._Element]]:
        """The style and those that it is based on; a circle ends where it closes."""
        seen: set[str] = set()
        while id_ in self.elements and id_ not in seen:
            seen.add(id_)
            element = self.elements[id_]
            yield id_, element
            id_ = val(element, "w:basedOn")

    def paragraph(self, id_: str) -> ParaStyle:
        """The paragraph style ``id_``, the default one for "" and for ids that do not exist."""
        known = self._paragraphs.get(id_)
        if known is None:
            known = self._paragraphs[id_] = self._resolve(id_ if id_ in self.elements or _HEADING.fullmatch(_name(id_)) else self.normal)
        return known

    def _resolve(self, id_: str) -> ParaStyle:
        role, level, depth, num, align, face = "", -1, 0, None, "", PLAIN
        chain = list(self._chain(id_))
        names = [_name(val(element, "w:name") or key) for key, element in chain] or [_name(id_)]
        for name in names:
            found, found_level, found_depth = _meaning(name)
            if not role and level < 0 and (found or found_level):
                role, level, depth = found, found_level, found_depth
        for _, element in chain:
            properties = child(element, "w:pPr")
            outline = val(properties, "w:outlineLvl")
            if level < 0 and outline:
                level = number(outline, 9) + 1 if 0 <= number(outline, 9) < 9 else 0
            num = num or _numbering_of(properties)
            align = align or val(properties, "w:jc")
            face = face.over(face_of(child(element, "w:rPr")))
        return ParaStyle(id_, names[0], role, max(level, 0), max(depth, 1), num, align, face.over(self.base), bool(_GAP.search(names[0])))

    def character(self, id_: str) -> Face:
        """The face of a character style."""
        known = self._faces.get(id_)
        if known is None:
            known = PLAIN
            for key, element in self._chain(id_):
                name = _name(val(element, "w:name") or key)
                if _IDLE.fullmatch(name):
                    continue
                known = known.over(face_of(child(element, "w:rPr")))
                named = {flag for part in name.split("+") for flag, called in _NAMED.items() if called.fullmatch(part.strip())}
                flags = tuple(True if flag in named else value for flag, value in zip(FLAGS, known.flags, strict=True))
                known = Face(flags, known.size, known.font, known.hidden)
            self._faces[id_] = known
        return known

    def numbering_style(self, id_: str) -> str:
        """The numId of a numbering style, "" for none."""
        num = _numbering_of(child(self.elements.get(id_), "w:pPr"))
        return num[0] if num else ""


def _name(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()


def _meaning(name: str) -> tuple[str, int, int]:
    """(role, level of a heading or 0, depth of a list) of a style name."""
    if name in _ROLES:
        return _ROLES[name], 0, 1
    if _CONTENTS.fullmatch(name):
        return "contents", 0, 1
    heading = _HEADING.fullmatch(name)
    if heading:
        return "", int(heading[1]), 1
    chinese = _CHINESE_LEVEL.fullmatch(name)
    if chinese:
        digit = chinese[1] or chinese[2] or chinese[3]
        return "", "一二三四五六七八九".find(digit) + 1 or int(digit), 1
    deep = _DEPTH.fullmatch(name)
    if deep and _ROLES.get(deep[1], "") in {"list", "bullets", "numbers", "list-continue"}:
        return _ROLES[deep[1]], 0, int(deep[2])
    fitted = _FITTED.fullmatch(name)
    return _ROLES[fitted[1]] if fitted else "", _NAMED_LEVEL.get(name, 0), 1


def _numbering_of(properties: etree._Element | None) -> tuple[str, int, bool] | None:
    """``w:numPr``: (numId, level, whether the level is stated)."""
    found = child(properties, "w:numPr")
    id_, level = val(found, "w:numId"), val(found, "w:ilvl")
    return (id_, min(max(number(level), 0), 8), bool(level)) if id_ else None


def numbering_of(properties: etree._Element | None) -> tuple[str, int, bool] | None:
    """The numbering that a paragraph itself states; None where it states none."""
    return _numbering_of(properties)


def face_of(properties: etree._Element | None) -> Face:
    """The face that ``w:rPr`` states."""
    if properties is None or not len(properties):
        return PLAIN
    height = val(properties, "w:vertAlign")
    strikes = [toggle(properties, name) for name in ("w:strike", "w:dstrike")]
    under = child(properties, "w:u")
    fonts = child(properties, "w:rFonts")
    flags = (
        toggle(properties, "w:b"),
        _emphasis(properties),
        True if True in strikes else False if False in strikes else None,
        None if under is None else attr(under, "w:val").lower() not in {"none", ""},
        None if not height else height == "superscript",
        None if not height else height == "subscript",
        None,
        None,
    )
    font = attr(fonts, "w:eastAsia") or attr(fonts, "w:ascii") if fonts is not None else ""
    return Face(flags, max(0, number(val(properties, "w:sz"))), font, toggle(properties, "w:vanish"))


def _emphasis(properties: etree._Element) -> bool | None:
    dots = child(properties, "w:em")
    if dots is not None and attr(dots, "w:val") != "none":
        return True
    return toggle(properties, "w:i")
