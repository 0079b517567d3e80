"""One book in many layouts: what is in it is known, so that what is read can be compared with what was meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from convert.zh.numerals import to_chinese


@dataclass(frozen=True)
class Chapter:
    """A chapter: its title (a couplet is parted by one space) and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """A book as meant."""

    title: str
    author: str
    chapters: tuple[Chapter, ...]


#: A heading of chapter ``n`` with ``title``, perhaps of several lines.
Heading = Callable[[int, str], str]

_FINANCIAL = str.maketrans("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

HEADINGS: dict[str, Heading] = {
    "第一回 甲 乙": lambda n, t: f"第{to_chinese(n)}回 {t}",
    "第一回　甲　乙": lambda n, t: f"第{to_chinese(n)}回　{t.replace(' ', '　')}",
    "第1章": lambda n, t: f"第{n}章 {t}",
    "第001章": lambda n, t: f"第{n:03}章 {t}",
    "第１章": lambda n, t: f"第{str(n).translate(_FULL_WIDTH)}章　{t}",
    "第壹回": lambda n, t: f"第{to_chinese(n).translate(_FINANCIAL)}回 {t}",
    "第一章：": lambda n, t: f"第{to_chinese(n)}章：{t}",
    "第一回甲乙": lambda n, t: f"第{to_chinese(n)}回{t.replace(' ', '')}",
    "第 一 回": lambda n, t: f"第 {to_chinese(n)} 回　　{t}",
    "正文 第一章": lambda n, t: f"正文 第{to_chinese(n)}章 {t}",
    "《书》第一回": lambda n, t: f"《青山传》第{to_chinese(n)}回 {t}",
    "书 第一回": lambda n, t: f"青山传 第{to_chinese(n)}回 {t}",
    "001 甲": lambda n, t: f"{n:03} {t}",
    "1. 甲": lambda n, t: f"{n}. {t}",
    "一、甲": lambda n, t: f"{to_chinese(n)}、{t}",
    "【第一章 甲】": lambda n, t: f"【第{to_chinese(n)}章 {t}】",
    "*** 第一章 ***": lambda n, t: f"*** 第{to_chinese(n)}章 {t} ***",
    "=== 第一章 ===": lambda n, t: f"=== 第{to_chinese(n)}章 {t} ===",
    "--- 第一章 ---": lambda n, t: f"--- 第{to_chinese(n)}章 {t} ---",
    "# 第一章": lambda n, t: f"# 第{to_chinese(n)}章 {t}",
    "## 第一章": lambda n, t: f"## 第{to_chinese(n)}章 {t}",
    "centred": lambda n, t: f"{' ' * 24}第{to_chinese(n)}回　{t}",
    "centred, title below": lambda n, t: f"{' ' * 30}第{to_chinese(n)}回\n{' ' * 22}{t}",
    "title below": lambda n, t: f"第{to_chinese(n)}回\n{t}",
    "title below a blank": lambda n, t: f"第{to_chinese(n)}回\n\n{t}",
    "couplet below": lambda n, t: f"第{to_chinese(n)}回\n" + t.replace(" ", "\n"),
    "second half below": lambda n, t: f"第{to_chinese(n)}回　" + t.replace(" ", "\n　　　　　"),
    "number only 一": lambda n, t: to_chinese(n),
    "number only 01": lambda n, t: f"{n:02}",
    "number only 第一章": lambda n, t: f"第{to_chinese(n)}章",
    "Chapter 1": lambda n, t: f"Chapter {n} {t}",
    "卷一": lambda n, t: f"卷{to_chinese(n)}　{t}",
    "twice": lambda n, t: f"第{to_chinese(n)}章 {t}\n第{to_chinese(n)}章 {t}",
}


@dataclass(frozen=True)
class Layout:
    """How a book is laid out.

    ``heading``: a key of HEADINGS; ``width``: characters a row, 0 for a paragraph a row; ``indent`` of paragraphs; ``blanks`` between
    paragraphs; ``around``: blank rows above and below headings; ``contents``: a table of contents at the front, and how it is led; ``page``: a
    running head every so many rows; ``glued``: the chapter's text stands in the row of its heading, parted by this.
    """

    heading: str = "第一回 甲 乙"
    width: int = 0
    indent: str = "　　"
    blanks: int = 0
    around: int = 1
    contents: str = ""
    page: int = 0
    glued: str = ""
    one_row: bool = False
    newline: str = "\n"
    head: str = ""
    foot: str = ""

    def lay(self, book: Book) -> str:
        """The book in this layout."""
        rows = [row for row in self.head.split("\n") if row] + [book.title, f"作者：{book.author}", ""]
        if self.contents:
            rows += [self.contents] if self.contents != "-" else []
            rows += [re.sub(r"\s*\n\s*", " ", self._heading(n, chapter)).strip() for n, chapter in enumerate(book.chapters, 1)] + [""]
        for n, chapter in enumerate(book.chapters, 1):
            rows += [""] * self.around + self._chapter(n, chapter) + [""] * (self.around if self.blanks else 0)
        return self.newline.join([*rows, *self.foot.split("\n")]) + self.newline

    def _heading(self, n: int, chapter: Chapter) -> str:
        return HEADINGS[self.heading](n, chapter.title)

    def _chapter(self, n: int, chapter: Chapter) -> list[str]:
        heading = self._heading(n, chapter)
        if self.glued:
            return [heading + self.glued + self.glued.join(chapter.paragraphs)]
        rows = heading.split("\n") + [""] * self.around
        if self.one_row:
            return [*rows, self.indent + "".join(chapter.paragraphs)]
        body: list[str] = []
        for paragraph in chapter.paragraphs:
            body += self._paragraph(paragraph) + [""] * self.blanks
        if self.page:
            for place in range(len(body) - len(body) % self.page, 0, -self.page):
                body.insert(place, heading.split("\n")[0])
        return rows + body

    def _paragraph(self, text: str) -> list[str]:
        text = self.indent + text
        if not self.width:
            return [text]
        return [text[start : start + self.width] for start in range(0, len(text), self.width)]


LAYOUTS: dict[str, Layout] = {
    **{f"heading {name}": Layout(heading=name) for name in HEADINGS},
    **{f"heading {name}, wrapped at 36": Layout(heading=name, width=36) for name in HEADINGS},
    **{f"heading {name}, no blank rows": Layout(heading=name, around=0) for name in HEADINGS},
    **{f"wrapped at {width}": Layout(width=width) for width in (30, 36, 40)},
    **{f"wrapped at {width}, no indents": Layout(width=width, indent="") for width in (30, 36, 40)},
    **{f"wrapped at {width}, blank rows between": Layout(width=width, indent="", blanks=1) for width in (30, 36, 40)},
    **{f"wrapped at {width}, no blank rows at all": Layout(width=width, indent="", around=0) for width in (30, 36, 40)},
    "four spaces": Layout(indent="    "),
    "no indents": Layout(indent=""),
    "no indents, no blank rows": Layout(indent="", around=0),
    "blank rows between": Layout(indent="", blanks=1),
    "blank rows between, indents": Layout(blanks=1),
    "two blank rows": Layout(blanks=2, around=2),
    "CRLF": Layout(newline="\r\n"),
    "CR": Layout(newline="\r"),
    "contents 目录": Layout(contents="目录"),
    "contents 目　录, wrapped": Layout(contents="目　录", width=36),
    "contents without a word": Layout(contents="-"),
    "contents, title below": Layout(contents="目录", heading="title below"),
    "contents, 001": Layout(contents="目录", heading="001 甲"),
    "contents, no blank rows": Layout(contents="目录", around=0, indent=""),
    "running heads": Layout(page=5),
    "running heads, wrapped": Layout(page=25, width=36),
    "running heads, wrapped, no indents": Layout(page=25, width=36, indent=""),
    "a chapter a row": Layout(one_row=True),
    "a chapter a row, no indent": Layout(one_row=True, indent="", around=0),
    "glued by two wide blanks": Layout(glued="　　"),
    "glued by two wide blanks, wide title": Layout(heading="第一回　甲　乙", glued="　　"),
    "glued by a blank": Layout(glued=" "),
    "advertising": Layout(
        head="声明：本书由青山书屋(www.example.com)整理，仅供交流学习使用，版权归原作者所有。\n----------------------",
        foot="更多精彩好书，尽在www.example.com\n",
    ),
}
