"""The parts of an official document (公文, GB/T 9704-2012, 7.2 to 7.4) in what any reader has read: the red head that was taken for titles, the list of
enclosures, attachments, and the imprint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from convert.diagnostics import Report
from convert.model import walk
from convert.model.letterhead import HEAD, has_head, is_date
from convert.model.nodes import Attrs, Block, Document, Group, Inline, LineBreak, Meta, OrderedList, Para, Section, Table, Text, TitleLine
from convert.model.official import (
    FIRST,
    KIND,
    LONGEST,
    NUMBER,
    SIGNED,
    attachment,
    below_signature,
    beside_number,
    closing_lines,
    imprint,
    imprint_role,
    imprint_rows,
    in_brackets,
    names_attachment,
    red_head,
    with_titles,
)

_ENCLOSURE = re.compile(r"附件[：:]\s*\S.{0,79}")
#: No name of who signs is longer.
_SIGNER = 30
#: 附件1 and what stands behind it in a heading.
_LED = re.compile(r"(附\s*件\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?)(?:[\s\u3000]+|$)")


@dataclass(frozen=True, slots=True)
class Recognised:
    """Gives the parts of an official document their places in the model."""

    def __call__(self, document: Document, report: Report) -> Document:
        """``document`` with its red head, enclosures, attachments and imprint as such; itself where it has none."""
        meta, body = _with_head(document.meta, document.body)
        document = replace(document, meta=meta) if meta is not document.meta else document
        body, closing = _closing(body)
        known = has_head(document) or bool(closing)
        body, attached = _with_attachments(body, known=known)
        body, before = _closing(body) if attached else (body, ())
        known = known or bool(before)
        if known or attached or KIND.search(document.meta.title):
            body = _addressed(_signed(body))
        body = (*_official(body, known=known), *before, *_official(attached, known=known), *closing)
        return document if body == document.body else replace(document, body=body)


def _with_head(meta: Meta, body: tuple[Block, ...]) -> tuple[Meta, tuple[Block, ...]]:
    """The title block with the red head in it; lines at the head of the text belong to it where the number stands among them."""
    below = [TitleLine(para.content, attrs=para.attrs, pos=para.pos) for para in _first_lines(body)]
    titled = list(walk.title_block(meta))
    inner = _number_at(below)
    if titled and inner is not None and any(walk.flow(line.content).strip().endswith("文件") for line in below[:inner]):
        lines, rest, taken = below[: inner + 1], titled, inner + 1  # the title is a heading below the number
    else:
        lines = [*titled, *below][:FIRST]
        at = _number_at(lines)
        if at is None or (all(line.role in HEAD for line in lines[: at + 1]) and not beside_number(walk.flow(lines[at].content).strip())):
            return meta, body
        rest, taken = titled[at + 1 :], max(0, at + 1 - len(titled))
        lines = lines[: at + 1]
    while rest and SIGNED.fullmatch(walk.flow(rest[0].content).strip()):
        lines.append(rest.pop(0))
    head = red_head(lines)
    if not head:
        return meta, body
    if not rest and len(below) > taken:
        rest, taken = [below[taken]], taken + 1
    rest = with_titles(rest)
    names = {role: "".join(walk.flow(line.content) for line in rest if line.role == role) for role in ("title", "kicker", "subtitle")}
    meta = replace(meta, title_block=(*head, *rest), **{role: " ".join(name.split()) for role, name in names.items()})  # type: ignore[arg-type]
    return meta, body[taken:]


def _number_at(lines: Sequence[TitleLine]) -> int | None:
    """The place of the document's number among ``lines``."""
    return next((place for place, line in enumerate(lines) if NUMBER.fullmatch(walk.flow(line.content).strip())), None)


def _first_lines(body: Sequence[Block]) -> list[Para]:
    """Short paragraphs at the head of the text."""
    found: list[Para] = []
    for block in body[:FIRST]:
        if (
            not isinstance(block, Para)
            or len(walk.flow(block.content)) > LONGEST
            or walk.flow(block.content).rstrip().endswith(("：", ":", "。"))
        ):
            break
        found.append(block)
    return found


# ------------------------------------------------------------------------------------------------ end


def _closing(body: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The text without its imprint, and the imprint, which may lie at the end of the last section."""
    if body and isinstance(body[-1], Section):
        inner, closing = _closing(body[-1].body)
        return (*body[:-1], replace(body[-1], body=inner)) if closing else body, closing
    if body and isinstance(body[-1], Group) and body[-1].role == "imprint":
        return body[:-1], body[-1:]
    if body and isinstance(body[-1], Table) and (rows := imprint_rows(body[-1])):
        return body[:-1], (Group(rows, attrs=Attrs(role="imprint"), pos=body[-1].pos),)
    return _closing_paras(body)


def _closing_paras(body: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The text without the paragraphs at its end that are an imprint, and that."""
    start = len(body)
    while start and isinstance(body[start - 1], Para):
        start -= 1
    paras = [block for block in body[start:] if isinstance(block, Para)]
    found = closing_lines([walk.flow(para.content) for para in paras])
    if not found:
        return body, ()
    joined = [_joined(paras[one.start : one.stop], one.joint) for one in found]
    return (*body[:start], *paras[: found[0].start]), (imprint(joined),)


def _joined(paras: Sequence[Para], joint: str) -> Para:
    """Paragraphs that are the lines of one."""
    between: tuple[Inline, ...] = (Text(joint),) if joint else ()
    content = [inline for n, para in enumerate(paras) for inline in ((between if n else ()) + para.content)]
    return replace(paras[0], content=tuple(content))


def _signed(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """The text with its last lines, who signs and the date, as signatures; remarks in brackets may follow."""
    end = len(body)
    while end and isinstance(block := body[end - 1], Para) and in_brackets(walk.flow(block.content)):
        end -= 1
    if end and isinstance(last := body[end - 1], Section):
        return (*body[: end - 1], replace(last, body=_signed(last.body)), *body[end:]) if last.role != "attachment" else body
    start = end - 1
    if not (end and isinstance(date := body[start], Para) and is_date(walk.flow(date.content)) and date.role != "signature"):
        return body
    while start and _may_sign(body[start - 1]):
        start -= 1
    return (*body[:start], *(replace(block, attrs=replace(block.attrs, role="signature")) for block in body[start:end]), *body[end:])


def _may_sign(block: Block) -> bool:
    """Whether a line above a date names who signs."""
    text = walk.flow(block.content).strip() if isinstance(block, Para) else ""
    plain = isinstance(block, Para) and block.role in {"", "unrecognised", "signature", "credit"}
    return plain and 0 < len(text) <= _SIGNER and not re.search(r"[，。：；！？:;,]|^(?:特此|此[致复復令]|妥否|以上|\d+\s*[.．、])", text)


def _addressed(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """The text with the paragraph at its head that says whom it goes to (主送机关, 7.3.2) as a salutation; a report's 全文如下： may stand above that."""
    place = 1 if body and _ends(body[0], ("如下：", "如下:")) else 0
    first = body[place] if place < len(body) else None
    if not isinstance(first, Para) or first.role or not _ends(first, ("：", ":")) or _ends(first, ("如下：", "如下:")):
        return body
    return (*body[:place], replace(first, attrs=replace(first.attrs, role="salutation")), *body[place + 1 :])


def _ends(block: Block, ends: tuple[str, ...]) -> bool:
    return isinstance(block, Para) and walk.flow(block.content).rstrip().endswith(ends)


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
        elif (
            known
            and block.role in {"note", "dateline"}
            and isinstance(block, Para)
            and in_brackets(walk.flow(block.content))
            and made
            and made[-1].role == "signature"
        ):
            block = replace(block, attrs=replace(block.attrs, role=""))
        made.append(block)
        place += 1
    return tuple(made)


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


# ------------------------------------------------------------------------------------------------ attachments


def _with_attachments(body: tuple[Block, ...], *, known: bool) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The text, and its attachments as sections of the outermost level, whatever headings they lay below."""
    found = _parted(body, None, _Around(known=known))
    made: list[Block] = []
    text = body
    while found is not None:
        before, number, rest = found
        if made:
            made[-1] = _filled(made[-1], before)
        else:
            text = before
        opened, rest = _opened(rest)
        made.append(opened)
        found = _parted(rest, number, _Around(known=known))
        if found is None:
            made[-1] = _filled(opened, rest)
    first = next((place for place, block in enumerate(text) if block.role == "attachment"), len(text))
    return text[:first], (*text[first:], *made)


def _filled(block: Block, body: tuple[Block, ...]) -> Block:
    return replace(block, body=(*block.body, *body)) if isinstance(block, Section) else block


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands directly ``above`` and ``below`` a run of blocks, in a document ``known`` as official or not."""

    above: Sequence[Block] = ()
    below: Block | None = None
    known: bool = False


def _parted(body: tuple[Block, ...], before: int | None, around: _Around) -> tuple[tuple[Block, ...], int, tuple[Block, ...]] | None:
    """What stands before the next attachment, its number, and all from its head on; None where there is none."""
    for place, block in enumerate(body):
        number = _number(block, before)
        if number is None and not isinstance(block, Section):
            continue
        here = replace(around, below=body[place + 1] if place + 1 < len(body) else around.below)
        if number is not None and _begins(block, number, before, replace(here, above=(*around.above, *body[:place]))):
            return body[:place], number, body[place:]
        if isinstance(block, Section) and block.role != "attachment":
            inner = _parted(block.body, before, replace(here, above=(*around.above, *body[:place][-1:])))
            if inner is not None:
                return (*body[:place], replace(block, body=inner[0])), inner[1], (*inner[2], *body[place + 1 :])
    return None


def _number(block: Block, before: int | None) -> int | None:
    """The number of the attachment that ``block`` begins, as ``attachment``."""
    if isinstance(block, Para):
        first = block.content[0] if block.content else None
        if isinstance(first, Text) and "附" not in first.text[:3]:
            return None  # nearly all paragraphs, whose flow need not be made
        return attachment(walk.flow(block.content), before)
    if isinstance(block, Section) and block.role != "attachment":
        led = _LED.match(walk.flow(block.title)) if not block.label else None
        return attachment(led[1], before) if led else None
    return None


def _begins(block: Block, number: int, before: int | None, around: _Around) -> bool:
    """Whether ``block``, which looks like the head of an attachment, is one by what stands around it."""
    following = around.below
    if isinstance(block, Para):
        if following is None or _number(following, number) is not None or imprint_role(following):
            return False
        if not number and isinstance(following, OrderedList):
            return False
        if not number and isinstance(following, Para) and not names_attachment(walk.flow(following.content).strip()):
            return False
    return before is not None or (around.known and number > 0) or below_signature(_last_texts(around.above))


def _last_texts(blocks: Sequence[Block]) -> Iterator[str]:
    """The texts of paragraphs from the last one back, down to the first block that is none."""
    for block in reversed(blocks):
        match block:
            case Para():
                yield walk.flow(block.content)
            case Section() | Group():
                yield from _last_texts(block.body)
            case Table() if rows := imprint_rows(block):
                yield from _last_texts(rows)
            case _:
                yield ""


def _opened(rest: tuple[Block, ...]) -> tuple[Section, tuple[Block, ...]]:
    """The attachment that the first block begins, with its title, and what follows that."""
    head = rest[0]
    attrs = replace(head.attrs, role="attachment")
    if isinstance(head, Section):
        led = _LED.match(walk.flow(head.title))
        label, title = (led[1].strip(), _title_behind(head.title, led.end())) if led else ("", head.title)
        made, rest = Section(title, (), label, attrs=attrs, pos=head.pos), (*head.body, *rest[1:])
        if title:
            return replace(made, byline=head.byline, byline_first=head.byline_first, dateline=head.dateline), rest
    else:
        label = walk.flow(head.content).strip() if isinstance(head, Para) else ""
        made, rest = Section((), (), label, attrs=attrs, pos=head.pos), rest[1:]
    following = rest[0] if rest else None
    if isinstance(following, Section) and not following.label and following.title:
        own = replace(following, label=label, body=(), attrs=replace(following.attrs, role="attachment"))
        return own, (*following.body, *rest[1:])
    if isinstance(following, Para) and names_attachment(walk.flow(following.content).strip()) and not imprint_role(following):
        return replace(made, title=following.content), rest[1:]
    return made, rest


def _title_behind(content: tuple[Inline, ...], count: int) -> tuple[Inline, ...]:
    """What stands behind the first ``count`` characters of a heading, from its first line that holds anything on."""
    kept = walk.without_start(content, count)
    first = next((place for place, one in enumerate(kept) if not isinstance(one, LineBreak)), len(kept))
    return kept[first:]
