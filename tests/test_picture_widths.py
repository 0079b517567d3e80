"""Widths of pictures that the source states: read from every format, kept within the measure, shown alike."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest
from PIL import Image as Rasters
from sample import written
from test_docx import Package

import convert
from convert.model import walk
from convert.model.nodes import Attrs, Document, Figure, Image, Meta, Resource
from convert.model.sizes import declared_width, shown_size, stated_width

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Rasters.new("RGB", (width, height), "#88aacc").save(out, "PNG")
    return out.getvalue()


SRC = "data:image/png;base64," + base64.b64encode(png(400, 200)).decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60%", "60%"),
        ("250%", "100%"),
        ("96", "25.4mm"),
        ("96px", "25.4mm"),
        ("3cm", "30mm"),
        ("1in", "25.4mm"),
        (" 45 mm ", "45mm"),
        *((text, "") for text in ("", "0", "0%", "-3cm", "auto", "12em", "1e9mm", "99999in", "calc(1px)")),
    ],
)
def test_what_is_a_width(text: str, expected: str) -> None:
    assert stated_width(text) == expected


def test_widths_in_css() -> None:
    assert declared_width("max-width: 9px; width : 50% !important; height: 3px") == "50%"
    assert declared_width("max-width: 9px") == ""


def test_the_proportions_stay() -> None:
    picture = Image("a.png", attrs=Attrs(data=(("width", "50%"),)))
    assert shown_size(picture, (400.0, 200.0), 300.0, 1.0) == (150.0, 75.0)
    assert shown_size(Image("a.png"), (400.0, 200.0), 300.0, 1.0) == (400.0, 200.0)


def widths(document: Document) -> list[str]:
    return [block.image.attrs.get("width") for block in walk.blocks(document.body) if isinstance(block, Figure)]


@pytest.mark.parametrize(
    ("reader", "text", "expected"),
    [
        ("html", f'<p>正文一段在此。</p><p><img src="{SRC}" width="60%"></p>', "60%"),
        ("html", f'<p>正文一段在此。</p><p><img src="{SRC}" width="9" style="width:3cm"></p>', "30mm"),
        ("html", f'<p>正文一段在此。</p><p><img src="{SRC}"></p>', ""),
        ("markdown", f"正文一段。\n\n![图]({SRC}){{width=60%}}\n", "60%"),
        ("markdown", f'正文一段。\n\n![图]({SRC}){{#a .b width="3cm"}}\n', "30mm"),
    ],
)
def test_readers_keep_the_width(reader: str, text: str, expected: str) -> None:
    document = convert.read(text.encode(), reader=reader)
    assert widths(document) == [expected]
    assert "width" not in walk.text(document)


def test_braces_that_are_no_attributes_stay() -> None:
    document = convert.read(f"正文一段。\n\n![图]({SRC}){{见注}}\n".encode(), reader="markdown")
    assert walk.text(document).endswith("{见注}")


def document(width: str) -> Document:
    attrs = Attrs(data=(("width", width),) if width else ())
    return Document(Meta(title="图"), (Figure(Image("a.png", "图", attrs=attrs)),), (Resource("a.png", "image/png", png(400, 200)),))


@pytest.mark.parametrize(("width", "millimetres"), [("", 105.8), ("30mm", 30.0), ("50%", 76.2), ("500mm", 152.5)])
def test_word_shows_the_width_and_never_more_than_the_measure(width: str, millimetres: float) -> None:
    data = written(document(width), "docx")
    extent = next(Package(data).xml("word/document.xml").iter(f"{WP}extent"))
    across, down = int(extent.get("cx", "0")), int(extent.get("cy", "0"))
    assert across / 36000 == pytest.approx(millimetres, abs=0.6)
    assert across / down == pytest.approx(2.0, abs=0.02)
    again = convert.read(data, reader="docx")
    assert [bool(one) for one in widths(again)] == [bool(width)]
    if width == "30mm":
        assert widths(again) == ["30mm"]


@pytest.mark.parametrize("format_", ["epub", "json", "pandoc"])
def test_the_width_comes_back_the_same(format_: str) -> None:
    data = written(document("50%"), format_)
    assert widths(convert.read(data, reader=format_)) == ["50%"]
    if format_ == "epub":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            assert any(b'style="width: 50%"' in book.read(name) for name in book.namelist())
