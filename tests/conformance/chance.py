"""Documents made at random, the same for the same seed: sections whose headings come to stand at all heights of a page.

What stands between the headings is of a kind: text, footnotes, tables, figures, ruby, lists and quotations, or all of them. Lengths of paragraphs,
of footnotes and of the document vary.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import PIL.Image
from sample import para

from convert.model import nodes

_PLAIN = "这一段正文没有别的用处，只是要占去几行的地方，好让下面的题目落在一页的各个高处。说的是：山高水长，“源远流长”；"
_MIXED = "2022年的第3季度，GDP比上年增长12.5%，其中A类产品占“七成”（见附表2），B类占20%；"


def _text(chance: random.Random, length: int, mixed: float = 0) -> str:
    line = _MIXED if chance.random() < mixed else _PLAIN
    start = chance.randrange(len(line))
    while line[start - 1] not in "，。：；":
        start = (start + 1) % len(line)
    return (line[start:] + line * (length // len(line) + 1))[: max(1, length - 1)].rstrip("“（，：；") + "。"


_WORDS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往"


def _length(chance: random.Random) -> int:
    return chance.choice((12, 30, 45, 60, 80, 100, 130, 170, 220, 300))


def _opening(chance: random.Random, length: int, mixed: float = 0) -> str:
    """Text that begins with words of its own, so that a paragraph is found again on its page."""
    return "".join(chance.choices(_WORDS, k=4)) + "，" + _text(chance, max(2, length - 5), mixed)


def _para(chance: random.Random) -> nodes.Para:
    return para(_opening(chance, _length(chance)))


def _western(chance: random.Random) -> nodes.Block:
    return para(_opening(chance, _length(chance), 0.7))


def _note(chance: random.Random) -> nodes.Note:
    length = chance.choice((6, 10, 20, 30, 60, 60, 110, 200))
    return nodes.Note(tuple(para(_opening(chance, length)) for _ in range(chance.choice((1, 1, 1, 1, 2)))))


def _noted(chance: random.Random, notes: tuple[int, ...]) -> nodes.Para:
    content: list[nodes.Inline] = [nodes.Text(_opening(chance, _length(chance)))]
    for _ in range(chance.choice(notes)):
        content += [_note(chance), nodes.Text(_text(chance, chance.choice((5, 15, 50))))]
    return nodes.Para(tuple(content))


def _few_notes(chance: random.Random) -> nodes.Block:
    return _noted(chance, (0, 0, 0, 1)) if chance.random() < 0.8 else _para(chance)


def _some_notes(chance: random.Random) -> nodes.Block:
    return _noted(chance, (0, 0, 1, 1, 2))


def _table(chance: random.Random) -> nodes.Block:
    if chance.random() < 0.6:
        return _para(chance)
    columns, rows = chance.randint(2, 4), chance.randint(2, 9)
    cells = [
        [nodes.Cell((para(_text(chance, chance.choice((2, 4, 8, 8, 20)))),), header=n == 0) for _ in range(columns)] for n in range(rows)
    ]
    caption = (nodes.Text(f"表：{_text(chance, 8)}"),) if chance.random() < 0.5 else ()
    return nodes.Table(tuple(nodes.Row(tuple(row)) for row in cells), caption)


def _figure(chance: random.Random) -> nodes.Block:
    if chance.random() < 0.75:
        return _para(chance)
    caption = (nodes.Text("图：" + _text(chance, 8)),) if chance.random() < 0.6 else ()
    return nodes.Figure(nodes.Image(chance.choice(_PICTURES)[0], "图"), caption)


def _ruby(chance: random.Random) -> nodes.Block:
    content: list[nodes.Inline] = [nodes.Text(_opening(chance, _length(chance)))]
    for _ in range(chance.choice((0, 0, 1, 3))):
        content += [nodes.Ruby((nodes.Text("龟兹"),), "qiūcí"), nodes.Text(_text(chance, chance.choice((5, 15, 50))))]
    return nodes.Para(tuple(content))


def _listed(chance: random.Random) -> nodes.Block:
    kind = chance.randrange(8)
    if kind == 0:
        return nodes.OrderedList(tuple(nodes.Item((_para(chance),), f"{n}、") for n in "一二三四五"[: chance.randint(2, 5)]), "decimal")
    if kind == 1:
        return nodes.BulletList(tuple(nodes.Item((_para(chance),), "●") for _ in range(chance.randint(2, 5))))
    if kind == 2:
        return nodes.Quote((_para(chance), _para(chance)))
    if kind == 3:
        return nodes.Verse(tuple((nodes.Text(line),) for line in ("床前明月光，", "疑是地上霜。") * chance.randint(1, 4)))
    return _para(chance)


def _everything(chance: random.Random) -> nodes.Block:
    return chance.choice((_para, _para, _few_notes, _some_notes, _table, _figure, _ruby, _listed))(chance)


KINDS: dict[str, Callable[[random.Random], nodes.Block]] = {
    "text": _para,
    "western": _western,
    "few-notes": _few_notes,
    "notes": _some_notes,
    "tables": _table,
    "figures": _figure,
    "ruby": _ruby,
    "lists": _listed,
    "everything": _everything,
}

_PICTURES = (("low.png", 400, 120), ("square.png", 300, 300), ("high.png", 200, 500))


def _picture(name: str, width: int, height: int) -> nodes.Resource:
    out = io.BytesIO()
    PIL.Image.new("RGB", (width, height), "gray").save(out, "PNG", dpi=(96, 96))
    return nodes.Resource(name, "image/png", out.getvalue())


def document(kind: str, seed: int) -> nodes.Document:
    """A document of one of the ``KINDS``."""
    chance = random.Random(f"{kind} {seed}")
    number = 0

    def section(level: int) -> nodes.Section:
        nonlocal number
        number += 1
        title = nodes.Text(f"第{number}节" + "题目里有几个字" * chance.choice((0, 1, 1, 1, 5)))
        body: list[nodes.Block] = [KINDS[kind](chance) for _ in range(chance.choice((1, 2, 3, 5, 7)))]
        if level < 2 and chance.random() < 0.25:
            body += [section(level + 1) for _ in range(chance.randint(1, 3))]
        return nodes.Section((title,), tuple(body))

    sections = tuple(section(1) for _ in range(chance.choice((6, 12, 25, 50))))
    return nodes.Document(nodes.Meta(title="试页码"), sections, tuple(_picture(*picture) for picture in _PICTURES))
