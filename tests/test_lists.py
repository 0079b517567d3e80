"""Lists within items of lists: which step in, alike in PDF, DOCX and EPUB."""

from __future__ import annotations

import io
import zipfile

import pytest
from sample import written
from test_docx import Package, W
from test_pdf import made, pieces, starting

import convert
from convert.model import walk
from convert.model.depth import steps_in
from convert.model.nodes import BulletList, Document, Item, Meta, OrderedList, Para, Text


def ordered(*labels: str, inner: OrderedList | BulletList | None = None, text: str = "外项") -> OrderedList:
    body = (Para((Text(text),)), *((inner,) if inner else ()))
    return OrderedList(tuple(Item(body, label) for label in labels))


def bullets(text: str = "内项", inner: OrderedList | None = None) -> BulletList:
    return BulletList((Item((Para((Text(text),)), *((inner,) if inner else ()))),))


SAME = ordered("1.", inner=ordered("1.", text="内项"))
RANKS = ordered("（一）", inner=ordered("1．", text="内项"))
POINTS = ordered("（一）", inner=bullets())


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        (ordered("1."), ordered("2."), True),
        (ordered("（一）"), ordered("（十二）"), True),
        (ordered("（一）"), ordered("1．"), False),
        (ordered("第一条"), ordered("（一）"), False),
        (ordered("一是"), ordered(""), True),
        (ordered("1."), bullets(), True),
        (bullets(), ordered("1."), True),
        (None, ordered("1."), False),
    ],
)
def test_which_lists_step_in(outer: OrderedList | BulletList | None, inner: OrderedList | BulletList, expected: bool) -> None:
    assert steps_in(inner, outer) is expected


def document(block: OrderedList) -> Document:
    return Document(Meta(), (block,))


@pytest.mark.parametrize(("block", "step"), [(SAME, 2.0), (RANKS, 0.0)])
def test_pdf(block: OrderedList, step: float) -> None:
    found = pieces(made(document(block)))
    label, inner = (one for one in found if one.text[0] in "1（")
    assert (inner.x - label.x) / starting(found, "外项").size == pytest.approx(step, abs=0.6)  # a bracket at the head loses its blank half


@pytest.mark.parametrize(("block", "step"), [(SAME, 2.0), (RANKS, 0.0), (POINTS, 2.0)])
def test_docx(block: OrderedList, step: float) -> None:
    data = written(document(block), "docx")
    package = Package(data)
    styles = {s.get(f"{W}styleId"): s for s in package.xml("word/styles.xml").iter(f"{W}style")}
    outer, inner = (styles[style].find(f"{W}pPr/{W}ind") for style, _ in package.paragraphs())
    assert outer is not None
    assert inner is not None
    assert (int(inner.get(f"{W}left", "0")) - int(outer.get(f"{W}left", "0"))) / 240 == pytest.approx(step)
    again = convert.read(data, reader="docx")
    assert [type(one) for one in walk.blocks(again.body)] == [type(one) for one in walk.blocks((block,))]
    assert list(walk.block_texts(again.body)) == list(walk.block_texts((block,)))


@pytest.mark.parametrize(("block", "name"), [(SAME, "labelled inner"), (RANKS, "labelled"), (POINTS, "marked")])
def test_epub(block: OrderedList, name: str) -> None:
    data = written(document(block), "epub")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        text = next(
            book.read(n).decode() for n in book.namelist() if "外项" in book.read(n).decode("utf-8", "ignore") and n.endswith("xhtml")
        )
    assert f'class="{name}"' in text.partition("外项")[2]
    again = convert.read(data, reader="epub")
    assert list(walk.block_texts(again.body)) == list(walk.block_texts(document(block).body))
