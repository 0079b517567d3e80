"""What the lines of an official document (公文, GB/T 9704-2012, 7.2 to 7.4) are, by their words: its red head, its imprint, the heads of its attachments.

Whatever reader found the lines, a number such as 国发〔2012〕10号 at the head tells what stands above it, 抄送 or 印发 at the end what closes the document, and
附件1 in a line of its own below the signature that an attachment begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from convert.model import walk
from convert.model.letterhead import COUNT, DAY_PRINTED, SIGNER, is_date, printing, signer_content
from convert.model.nodes import Attrs, Block, Group, Para, Table, Text, TitleLine

NUMBER = re.compile(
    r"([\u3400-\u9fff（）()、]{2,20}\s*[〔\[［【（(]\s*\d{4}\s*[〕\]］】）)]\s*第?\s*\d{1,5}\s*[号號])(?:\s*([签簽][发發]人[：:].*)|\s+(\S.{1,20}))?"
)
SIGNED = re.compile(rf"{SIGNER.pattern}\S.*")
_COPY_NUMBER = re.compile(r"(?:№|No\.?)?\s*\d{4,8}")
_SECRECY = re.compile(r"(?:绝密|絕密|机密|機密|秘密|内部|內部)(?:\s*★.*)?")
_URGENCY = re.compile(r"特提|特急|加急|平急|急件|特别紧急|紧急")
_COPIES = re.compile(r"(?:抄送|主送|分送|抄报|抄報)[：:]")
#: Who typed it and read the proofs, how many were printed.
_PRINTED = re.compile(rf"(?:(?:打字|录入|錄入|录排|排版|校对|校對|核稿|拟稿|擬稿)(?:人|员)?[：:]\s*\S+\s*)+(?:{COUNT})?|{COUNT}")
_DAY = re.compile(DAY_PRINTED)
_OFFICE = re.compile("[^。，：；、！？\\d]{2,28}[室厅廳局委部院处處会會府科心司团團]")
#: Between a signature and its first attachment, remarks and imprint have no more lines.
_MOST_ABOVE = 16
#: No list of copies has more lines.
_COPIES_LINES = 4
_ATTACHMENT = re.compile(r"附\s*件\s*(?:(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})(?P<part>\s*[-—–－]\s*\d{1,2})?)?\s*[：:]?")
_LISTED = re.compile(r"\d{1,2}\s*[.．、)）]|[（(]\d{1,2}[)）]")
#: The kinds of official documents (党政机关公文处理工作条例, 第八条), with which titles end, and the number of lines that a title may take.
KIND = re.compile(
    r"(?:决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|決議|決定|公報|意見|通報|報告|請示|批復|批覆|議案|紀要)$"
)
TITLE_LINES = 3
#: No issuer's name without 文件 is longer.
_ISSUER = 24
#: So many lines at the head of a document may be its red head.
FIRST = 12
LONGEST = 60
_DIGITS = "零一二三四五六七八九"
#: With these no title ends.
_GOES_ON = ("。", "；", "：", "，", ";", ":", ",")


# ------------------------------------------------------------------------------------------------ head


def _may_issue(text: str) -> bool:
    """Whether a line above the number names who issues the document, and is no title."""
    return text.endswith("文件") or (len(text) <= _ISSUER and not KIND.search(text) and not re.search("[，。：；！？]", text))


def beside_number(text: str) -> str:
    """The signers that stand on the line of the number."""
    found = NUMBER.fullmatch(text)
    return (found[2] or found[3] or "") if found else ""


def red_head(lines: Iterable[TitleLine]) -> tuple[TitleLine, ...]:
    """The lines of a head, down to the number and who signs below it, with their roles; nothing where the number is printed below a title."""
    head = tuple(made for line in lines if (text := walk.flow(line.content).strip()) for made in _head_line(line, text))
    return head if all(_may_issue(walk.flow(line.content)) for line in head if line.role == "issuer") else ()


def _head_line(line: TitleLine, text: str) -> list[TitleLine]:
    """A line of the head with its role; number and signer, where they stand on one line, as two."""
    word = "".join(text.split())  # 机　密
    number = NUMBER.fullmatch(text)
    if number and beside_number(text):
        return [_as(line, "number", number[1]), _signer_line(_as(line, "signer", beside_number(text)))]
    for role, pattern in (("copy-number", _COPY_NUMBER), ("secrecy", _SECRECY), ("urgency", _URGENCY)):
        if pattern.fullmatch(word):
            return [_as(line, role)]
    if SIGNED.fullmatch(text):
        return [_signer_line(line)]
    return [_as(line, "number" if number else "issuer")]


def _as(line: TitleLine, role: str, text: str = "") -> TitleLine:
    content = (Text(text.strip()),) if text else line.content
    return replace(line, content=content, attrs=replace(line.attrs, role=role, data=()))


def _signer_line(line: TitleLine) -> TitleLine:
    """A line of signers, their names in a span of their own."""
    return _as(TitleLine(signer_content(walk.flow(line.content)), attrs=line.attrs, pos=line.pos), "signer")


def with_titles(lines: Sequence[TitleLine]) -> list[TitleLine]:
    """What stands below the head: its first line is the title, as are those that go on with it to the word for the kind of document."""
    if any(line.role == "title" for line in lines):
        return list(lines)
    kinds = [place for place, line in enumerate(lines) if KIND.search(walk.flow(line.content))]
    last = next((place for place in kinds if place < TITLE_LINES), 0)
    return [replace(line, attrs=replace(line.attrs, role="title" if place <= last else line.role)) for place, line in enumerate(lines)]


# ------------------------------------------------------------------------------------------------ imprint


@dataclass(frozen=True, slots=True)
class Closing:
    """A paragraph of an imprint among the last lines of a text: from which line up to which, its role, and what its lines are joined with."""

    start: int
    stop: int
    role: str
    joint: str = ""


def imprint(blocks: Sequence[Block]) -> Group:
    """An imprint of ``blocks`` that are known to be one."""
    return Group(
        tuple(replace(b, attrs=replace(b.attrs, role=imprint_role(b))) if isinstance(b, Para) else b for b in blocks),
        attrs=Attrs(role="imprint"),
    )


def imprint_role(block: Block) -> str:
    """The role of a paragraph of an imprint, "" for other blocks."""
    return imprint_line(walk.flow(block.content)) if isinstance(block, Para) else ""


def imprint_rows(table: Table) -> tuple[Para, ...]:
    """The rows of a table that is an imprint, as Word's users make them, as its paragraphs; nothing for other tables."""
    texts = ["\u3000".join(text for cell in row.cells if (text := "".join(walk.block_texts(cell.body)).strip())) for row in table.rows]
    if table.caption or not all(map(imprint_line, texts)) or not any(map(_is_certain, texts)):
        return ()
    return tuple(Para((Text(text),), attrs=Attrs(role=imprint_line(text)), pos=table.pos) for text in texts)


def imprint_line(text: str) -> str:
    """The role of a line of an imprint, "" for other lines. Who read the proofs and how many were printed stands with the printing office."""
    if _COPIES.match(text.strip()):
        return "copies"
    return "printing" if printing(text) or _PRINTED.fullmatch(text.strip()) else ""


def closing_lines(texts: Sequence[str]) -> list[Closing]:
    """The imprint that ``texts``, lines without blank ones, end with; nothing where none says 抄送 or who printed the document.

    A list of copies may go on below its first line, and the day of printing may stand below the office.
    """
    found: list[Closing] = []
    stop = len(texts)
    while stop and (closing := _closing_above(texts, stop)) is not None:
        found.append(closing)
        stop = closing.start
    certain = any(one.joint or one.role == "copies" or _is_certain(texts[one.start]) for one in found)
    return found[::-1] if certain else []


def _is_certain(text: str) -> bool:
    return imprint_line(text) == "copies" or printing(text) is not None


def _closing_above(texts: Sequence[str], stop: int) -> Closing | None:
    """The paragraph of an imprint whose last line is the one before ``stop``."""
    text = texts[stop - 1].strip()
    if _DAY.fullmatch(text):
        return Closing(stop - 2, stop, "printing", "\u3000") if stop > 1 and _OFFICE.fullmatch(texts[stop - 2].strip()) else None
    if role := imprint_line(text):
        return Closing(stop - 1, stop, role)
    for start in range(stop - 2, max(stop - 2 - _COPIES_LINES, -1), -1):
        if not texts[start].rstrip().endswith(("，", "、", "；", ",", ";")):
            return None
        if _COPIES.match(texts[start].strip()):
            return Closing(start, stop, "copies")
    return None


# ------------------------------------------------------------------------------------------------ attachments


def attachment(text: str, before: int | None) -> int | None:
    """The number of the attachment that a line begins, 0 where it has none; None for other lines, and for numbers that do not count on from ``before``.

    GB/T 9704-2012, 7.3.7: 附件, 附件1, in a line of its own.
    """
    found = _ATTACHMENT.fullmatch(text.strip())
    if found is None:
        return None
    number = _value(found["number"] or "0")
    if before is None:
        return number if number <= 1 else None
    return number if before and number in {before + 1, *([before] if found["part"] else [])} else None


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    tens, _, units = number.rpartition("十")
    return (10 * (_DIGITS.find(tens) if tens else 1) if "十" in number else 0) + max(0, _DIGITS.find(units) if units else 0)


def below_signature(texts: Iterable[str]) -> bool:
    """Whether of the lines that stand above a place, the nearest first, one of the first is the date of a signature: remarks and imprints stand between."""
    above = list(islice(texts, _MOST_ABOVE))[::-1]
    closing = closing_lines(above)
    for text in above[: closing[0].start if closing else None][::-1]:
        if is_date(text):
            return True
        if not in_brackets(text) and not imprint_line(text):
            return False
    return False


def in_brackets(text: str) -> bool:
    """Whether it is a remark (附注, 7.3.6): （此件公开发布）, （联系人：…）."""
    return re.fullmatch(r"\s*[（(].*[)）]\s*", text) is not None


def names_attachment(text: str) -> bool:
    """Whether the line below 附件1 may be its title, and does not begin a list of what is attached."""
    return 0 < len(text) <= LONGEST and not text.endswith(_GOES_ON) and not _LISTED.match(text)
