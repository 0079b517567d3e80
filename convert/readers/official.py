"""Official documents (公文): the red head that was taken for titles, the list of enclosures, and the imprint (GB/T 9704-2012, 7.2 to 7.4).

Whatever reader found the lines, a number such as 国发〔2012〕10号 at the head tells what stands above it, and 抄送 or 印发 at the end what closes the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from convert.diagnostics import Pos
from convert.model import walk
from convert.model.letterhead import HEAD, SIGNER, printing, signer_content
from convert.model.nodes import Attrs, Block, Document, Group, Meta, OrderedList, Para, Section, Text, TitleLine

_NUMBER = re.compile(
    r"([\u3400-\u9fff（）()、]{2,20}\s*[〔\[［【（(]\s*\d{4}\s*[〕\]］】）)]\s*第?\s*\d{1,5}\s*[号號])(?:\s*([签簽][发發]人[：:].*)|\s+(\S.{1,20}))?"
)
_SIGNER = re.compile(rf"{SIGNER.pattern}\S.*")
_COPY_NUMBER = re.compile(r"(?:№|No\.?)?\s*\d{4,8}")
_SECRECY = re.compile(r"(?:绝密|絕密|机密|機密|秘密|内部|內部)(?:\s*★.*)?")
_URGENCY = re.compile(r"特提|特急|加急|平急|急件|特别紧急|紧急")
_COPIES = re.compile(r"(?:抄送|主送|分送|抄报|抄報)[：:]")
_ENCLOSURE = re.compile(r"附件[：:]\s*\S.{0,79}")
#: The kinds of official documents (党政机关公文处理工作条例, 第八条), with which titles end, and the number of lines that a title may take.
_KIND = re.compile(
    r"(?:决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|決議|決定|公報|意見|通報|報告|請示|批復|批覆|議案|紀要)$"
)
_TITLE_LINES = 3
#: No issuer's name without 文件 is longer.
_ISSUER = 24
#: So many lines at the head of a document may be its red head.
_FIRST = 12
_LONGEST = 60
#: White space that spreads words over a line (机　密).
_SPREAD = re.compile(r"\s+")


def with_official_parts(document: Document) -> Document:
    """``document`` with its red head, enclosures and imprint as such; itself where it has none."""
    meta, body = _with_head(document.meta, document.body)
    body, closing = _closing(body)
    body = (*_official(body, known=meta is not document.meta or bool(closing)), *closing)
    return document if (meta, body) == (document.meta, document.body) else replace(document, meta=meta, body=body)


@dataclass(frozen=True, slots=True)
class Cut:
    """A plain text without the head, the title, the line that says whom it goes to (主送机关) and the imprint, in the place of which it has empty lines."""

    text: str
    head: tuple[TitleLine, ...] = ()
    titles: tuple[TitleLine, ...] = ()
    receivers: tuple[Para, ...] = ()
    closing: tuple[Para, ...] = ()

    def joined(self, document: Document) -> Document:
        """``document``, read from the text, with all of that again."""
        if not self.head:
            return with_official_parts(document)
        meta, below = document.meta, walk.title_block(document.meta)
        opening: tuple[Block, ...] = self.receivers
        if self.titles:  # what was taken for a title is none
            opening += tuple(Para(line.content, attrs=Attrs(id=line.attrs.id), pos=line.pos) for line in below if line.role != "note")
            below = (*self.titles, *(line for line in below if line.role == "note"))
            meta = replace(meta, title="".join(walk.flow(line.content) for line in self.titles), kicker="", subtitle="")
        meta = replace(meta, title_block=(*self.head, *_titles(below)))
        closing = (imprint(self.closing),) if self.closing else ()
        return replace(document, meta=meta, body=(*opening, *_official(document.body, known=True), *closing))


def cut(text: str, name: str) -> Cut:
    """``text`` of the source called ``name`` in parts; all of it where no number stands at its head."""
    lines = text.split("\n")
    filled = [place for place, line in enumerate(lines) if line.strip()]
    at = next((n for n, place in enumerate(filled[:_FIRST]) if _NUMBER.fullmatch(lines[place].strip())), None)
    if at is None:
        return Cut(text)
    while at + 1 < len(filled) and _SIGNER.fullmatch(lines[filled[at + 1]].strip()):
        at += 1
    there = [TitleLine((Text(lines[n].strip()),), pos=Pos(n + 1, 1, name)) for n in filled[: at + 1]]
    head = tuple(made for line in there for made in _head_line(line, walk.flow(line.content)))
    if not all(_may_issue(walk.flow(line.content)) for line in head if line.role == "issuer"):
        return Cut(text)
    titles, receivers = _opening(lines, filled[at + 1 :], name)
    closing = _last_lines(lines, name)
    for node in (*there, *titles, *receivers, *closing):
        lines[node.pos.line - 1 if node.pos else 0] = ""
    return Cut("\n".join(lines), head, titles, receivers, closing)


def _opening(lines: Sequence[str], filled: Sequence[int], name: str) -> tuple[tuple[TitleLine, ...], tuple[Para, ...]]:
    """The lines of the title, which ends with the kind of document, and the line below it that says whom the document goes to."""
    kinds = (n for n, place in enumerate(filled[:_TITLE_LINES]) if _KIND.search(lines[place].strip()))
    count = next(kinds, 0) + 1
    found = [(place, lines[place].strip()) for place in filled[:count]]
    if not found or any(text.endswith(("：", ":", "。")) or len(text) > _LONGEST for _, text in found):
        return (), ()
    titles = tuple(TitleLine((Text(text),), attrs=Attrs(role="title"), pos=Pos(place + 1, 1, name)) for place, text in found)
    below = [place for place in filled[count : count + 1] if lines[place].rstrip().endswith(("：", ":")) and not lines[place][0].isspace()]
    return titles, tuple(Para((Text(lines[n].strip()),), attrs=Attrs(role="salutation"), pos=Pos(n + 1, 1, name)) for n in below)


def _last_lines(lines: Sequence[str], name: str) -> tuple[Para, ...]:
    """The lines of the imprint at the end of a text."""
    found: list[Para] = []
    for n in range(len(lines) - 1, -1, -1):
        text = _SPREAD.sub("\u3000", lines[n].strip())
        para = Para((Text(text),), pos=Pos(n + 1, 1, name))
        role = _imprint_role(para)
        if text and not role:
            break
        found += [replace(para, attrs=Attrs(role=role))] if text else []
    return tuple(reversed(found))


# ------------------------------------------------------------------------------------------------ head


def _with_head(meta: Meta, body: tuple[Block, ...]) -> tuple[Meta, tuple[Block, ...]]:
    """The title block with the red head in it; lines at the head of the text belong to it where the number stands among them."""
    below = _first_lines(body)
    lines = [*meta.title_block, *(TitleLine(para.content, attrs=para.attrs, pos=para.pos) for para in below)][:_FIRST]
    texts = [walk.flow(line.content).strip() for line in lines]
    at = next((place for place, text in enumerate(texts) if _NUMBER.fullmatch(text)), None)
    if at is None or (all(line.role in HEAD for line in lines[: at + 1]) and not _beside_number(texts[at])):
        return meta, body
    head = [made for line, text in zip(lines[: at + 1], texts, strict=False) if text for made in _head_line(line, text)]
    if not all(_may_issue(walk.flow(line.content)) for line in head if line.role == "issuer"):
        return meta, body  # a number printed below a title
    inside = max(0, at + 1 - len(meta.title_block))
    rest = list(meta.title_block[at + 1 :])
    while rest and _SIGNER.fullmatch(walk.flow(rest[0].content).strip()):
        head.append(_signer(rest.pop(0)))
    if not rest and len(below) > inside:
        rest, inside = [lines[at + 1]] if at + 1 < len(lines) else [], inside + 1
    rest = _titles(rest)
    names = {role: "".join(walk.flow(line.content) for line in rest if line.role == role) for role in ("title", "kicker", "subtitle")}
    meta = replace(meta, title_block=(*head, *rest), **{role: " ".join(name.split()) for role, name in names.items()})  # type: ignore[arg-type]
    return meta, body[inside:]


def _may_issue(text: str) -> bool:
    """Whether a line above the number names who issues the document, and is no title."""
    return text.endswith("文件") or (len(text) <= _ISSUER and not _KIND.search(text) and not re.search("[，。：；！？]", text))


def _beside_number(text: str) -> str:
    """The signers that stand on the line of the number."""
    found = _NUMBER.fullmatch(text)
    return (found[2] or found[3] or "") if found else ""


def _first_lines(body: Sequence[Block]) -> list[Para]:
    """Short paragraphs at the head of the text."""
    found: list[Para] = []
    for block in body[:_FIRST]:
        if (
            not isinstance(block, Para)
            or len(walk.flow(block.content)) > _LONGEST
            or walk.flow(block.content).rstrip().endswith(("：", ":", "。"))
        ):
            break
        found.append(block)
    return found


def _head_line(line: TitleLine, text: str) -> list[TitleLine]:
    """A line of the head with its role; number and signer, where they stand on one line, as two."""
    word = _SPREAD.sub("", text)
    number = _NUMBER.fullmatch(text)
    if number and _beside_number(text):
        return [_as(line, "number", number[1]), _signer(_as(line, "signer", _beside_number(text)))]
    for role, pattern in (("copy-number", _COPY_NUMBER), ("secrecy", _SECRECY), ("urgency", _URGENCY)):
        if pattern.fullmatch(word):
            return [_as(line, role)]
    if _SIGNER.fullmatch(text):
        return [_signer(line)]
    return [_as(line, "number" if number else "issuer")]


def _as(line: TitleLine, role: str, text: str = "") -> TitleLine:
    content = (Text(text.strip()),) if text else line.content
    return replace(line, content=content, attrs=replace(line.attrs, role=role, data=()))


def _signer(line: TitleLine) -> TitleLine:
    return _as(TitleLine(signer_content(walk.flow(line.content)), attrs=line.attrs, pos=line.pos), "signer")


def _titles(lines: Sequence[TitleLine]) -> list[TitleLine]:
    """What stands below the head: its first line is the title, as are those that go on with it to the word for the kind of document."""
    if any(line.role == "title" for line in lines):
        return list(lines)
    kinds = [place for place, line in enumerate(lines) if _KIND.search(walk.flow(line.content))]
    last = next((place for place in kinds if place < _TITLE_LINES), 0)
    return [replace(line, attrs=replace(line.attrs, role="title" if place <= last else line.role)) for place, line in enumerate(lines)]


# ------------------------------------------------------------------------------------------------ end


def _closing(body: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The text without its imprint, and the imprint, which may lie at the end of the last section."""
    if body and isinstance(body[-1], Section):
        inner, closing = _closing(body[-1].body)
        return (*body[:-1], replace(body[-1], body=inner)) if closing else body, closing
    if body and isinstance(body[-1], Group) and body[-1].role == "imprint":
        return body[:-1], body[-1:]
    end = len(body)
    while end and _imprint_role(body[end - 1]):
        end -= 1
    found = [replace(block, attrs=replace(block.attrs, role=_imprint_role(block))) for block in body[end:] if isinstance(block, Para)]
    return (body[:end], (Group(tuple(found), attrs=Attrs(role="imprint")),)) if found else (body, ())


def imprint(blocks: Sequence[Block]) -> Group:
    """An imprint of ``blocks`` that are known to be one."""
    return Group(
        tuple(replace(b, attrs=replace(b.attrs, role=_imprint_role(b))) if isinstance(b, Para) else b for b in blocks),
        attrs=Attrs(role="imprint"),
    )


def _imprint_role(block: Block) -> str:
    if not isinstance(block, Para):
        return ""
    text = walk.flow(block.content).strip()
    return "copies" if _COPIES.match(text) else "printing" if printing(text) else ""


def _official(body: tuple[Block, ...], *, known: bool) -> tuple[Block, ...]:
    """Enclosures as a group, where a signature follows or the document is ``known`` as official; a remark below the signature as body text."""
    made: list[Block] = []
    place = 0
    while place < len(body):
        block = body[place]
        count = _enclosures(body, place, known=known)
        if count:
            first = body[place]
            label = replace(first, attrs=replace(first.attrs, role=""))
            made.append(Group((label, *body[place + 1 : place + count]), attrs=Attrs(role="enclosures")))
            place += count
            continue
        if isinstance(block, Section):
            block = replace(block, body=_official(block.body, known=known))
        elif known and block.role in {"note", "dateline"} and _in_brackets(block) and made and made[-1].role == "signature":
            block = replace(block, attrs=replace(block.attrs, role=""))
        made.append(block)
        place += 1
    return tuple(made)


def _in_brackets(block: Block) -> bool:
    """Whether it is a remark (附注, 7.3.6): （此件公开发布）, （联系人：…）."""
    return isinstance(block, Para) and re.fullmatch(r"\s*[（(].*[)）]\s*", walk.flow(block.content)) is not None


def _enclosures(body: Sequence[Block], place: int, *, known: bool) -> int:
    """How many blocks from ``place`` on tell the enclosures."""
    block = body[place]
    if not isinstance(block, Para):
        return 0
    text = walk.flow(block.content).strip()
    following = body[place + 1] if place + 1 < len(body) else None
    if text in {"附件：", "附件:"} and isinstance(following, OrderedList):
        count = 2
    elif _ENCLOSURE.fullmatch(text) and text[-1] not in "。；":
        count = 1
    else:
        return 0
    behind = body[place + count] if place + count < len(body) else None
    return count if known or (behind is not None and behind.role == "signature") else 0
