"""Reads reports, laws, communiqués and records of meetings: the profile ``report`` of plain text.

The lines, signs, header and headings are those of a newspaper's page (``digest``); what is a report's own: hard-wrapped rows joined, the
furniture of web pages set aside (``webpages``), printed contents, articles of laws, numbers that nest (``outlines``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from convert.diagnostics import Report
from convert.model.nodes import Attrs, Block, Document, Group, Para, Text, TitleLine
from convert.readers import webpages
from convert.readers.contents import find_contents, is_paged, is_word_for_contents
from convert.readers.digest import assemble, read_signs
from convert.readers.flowing import tidy_gaps
from convert.readers.header import is_furniture
from convert.readers.labels import Label
from convert.readers.lines import Line
from convert.readers.marks import read_mark
from convert.readers.outlines import OutlineBodies, reranked
from convert.readers.paragraphs import read_lines
from convert.readers.signs import Kind, Sign
from convert.zh.numerals import CHINESE_DIGITS, to_int


def read_report(text: str, name: str, title: str, report: Report) -> Document:
    """The document in ``text``, from the source called ``name``. ``title``: what the user says the title is, or ""."""
    found = read_lines(text)
    signs = webpages.marked(found.lines, _with_contents(found.lines, _corrected(found.lines, read_signs(found))))
    end = webpages.foot(found.lines, signs)
    start = _unknown_furniture(found.lines[:end])
    inner = replace(found, lines=found.lines[start:end])
    document = assemble(text, inner, signs[start:end], name, title, report, OutlineBodies, reranked)
    return _framed(document, found.lines[:start], found.lines[end:], name, report)


# ------------------------------------------------------------------------------------------------ preambles, articles, contents

_PREAMBLE = re.compile(
    r"[（(][^（(]{0,40}\d{4}年.*(?:通过|公布|修正|修订|发布|批准|施行|印发|通過|公布|修正|修訂|發布|批准).*[）)]$|[（(][^（(]{0,30}[一二][〇○零一二三四五六七八九]{3}年.*(?:通过|公布|批准|發布|发布).*[）)]$"
)


def _corrected(lines: tuple[Line, ...], signs: list[Sign]) -> list[Sign]:
    """The signs with preambles (（2030年3月5日…通过）) known as notes, however long, and the articles of laws."""
    made = [
        Sign(Kind.NOTE, "says in brackets when it was passed") if line.text[0] in "（(" and _PREAMBLE.match(line.text) else sign
        for line, sign in zip(lines, signs, strict=True)
    ]
    return _with_articles(lines, made)


_ARTICLE = re.compile(f"第(?P<n>[{CHINESE_DIGITS}]{{1,7}}|\\d{{1,4}})[条條](?:之[{CHINESE_DIGITS}]{{1,2}})?(?P<gap>\\s*)")


def _with_articles(lines: tuple[Line, ...], signs: list[Sign]) -> list[Sign]:
    """Articles whose number no blank parts from the text (第一条为了…) are articles where they count on; so is 第十条之一."""
    made = list(signs)
    found = [(i, match) for i, line in enumerate(lines) if line.text.startswith("第") and (match := _ARTICLE.match(line.text))]
    last = 0
    for index, match in found:
        number = to_int(match["n"]) or 0
        if match["gap"] or number == last + 1 or (number == last and "之" in match[0]):
            label = Label(match[0].rstrip(), "article", number, match.end())
            made[index] = Sign(Kind.ITEM, "an article of a law: the next in the count", label)
            last = number
    return made if sum(made[i] is not signs[i] for i, _ in found) >= 2 else signs


def _with_contents(lines: tuple[Line, ...], signs: list[Sign]) -> list[Sign]:
    """The rows of tables of contents marked as such."""
    made = list(signs)
    texts = {i: line.text for i, line in enumerate(lines) if signs[i].kind is not Kind.ROW or is_paged(line.text)}
    marks = {i: mark for i, text in texts.items() if (mark := read_mark(text)) is not None}
    for entries in find_contents(lines, marks):
        named = is_word_for_contents(lines[entries.start].text)
        for index in entries:
            label = signs[index].label if index > entries.start or not named else None
            made[index] = Sign(Kind.CONTENTS, "part of the table of contents", label)
    return made


# ------------------------------------------------------------------------------------------------ the frame of the page


def _unknown_furniture(lines: tuple[Line, ...]) -> int:
    """How many rows of furniture stand at the beginning that the reader of headers would not know."""
    count = next((i for i, line in enumerate(lines) if not (webpages.is_furniture(line.text) or is_furniture(line.text))), 0)
    while count and is_furniture(lines[count - 1].text):
        count -= 1
    return count


def _framed(document: Document, above: tuple[Line, ...], below: tuple[Line, ...], name: str, report: Report) -> Document:
    """``document`` with the furniture of its page: above the title in the title block, below the text in a group."""
    meta, body = document.meta, document.body
    for line in (*above, *below):
        report.explain(line.pos(name), "furniture", "a button, a path or a label of a web page", 0.85, line.text)
    if above and meta.title_block:
        head = tuple(TitleLine((_text(line, name),), attrs=Attrs(role="furniture"), pos=line.pos(name)) for line in above)
        meta = replace(meta, title_block=(*head, *meta.title_block))
    elif above:
        body = (_group(above, name), *body)
    return replace(document, meta=meta, body=(*body, _group(below, name)) if below else body)


def _text(line: Line, name: str) -> Text:
    return Text(tidy_gaps(line.text), pos=line.pos(name))


def _group(lines: tuple[Line, ...], name: str) -> Block:
    paragraphs = tuple(Para((_text(line, name),), pos=line.pos(name)) for line in lines)
    return Group(paragraphs, attrs=Attrs(role="furniture"), pos=lines[0].pos(name))
