"""Tables through the formats: sides of cells, widths of columns, captions, and pictures below headings."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from PIL import Image as Rasters
from sample import PNG, para, written
from test_pdf import made, pieces, sheet_of, starting

import convert
from convert.layout.tables import AS_STYLED, squeezed
from convert.model import walk
from convert.model.nodes import (
    Attrs,
    Block,
    BulletList,
    Cell,
    Document,
    Figure,
    Image,
    Item,
    LineBreak,
    Meta,
    OrderedList,
    Para,
    Quote,
    Resource,
    Row,
    Section,
    Table,
    Text,
    Verse,
)
from convert.writers.docx_lines import text_width
from convert.writers.docx_tables import MARGINS, grid_of

MARKDOWN = "| 项目 | 数量 | 备注 | 其他 |\n|:---|---:|:--:|---|\n| 甲 | 1 | 好 | 丙丙丙丙丙丙丙丙 |\n| 乙乙乙乙 | 1000 | 很好很好 | 丁 |\n"
SIDES = [["left", "right", "center", ""]] * 3


def table_in(document: Document) -> Table:
    return next(block for block in walk.blocks(document.body) if isinstance(block, Table))


def sides(document: Document) -> list[list[str]]:
    return [[cell.attrs.get("align") for cell in row.cells] for row in table_in(document).rows]


def from_markdown() -> Document:
    return convert.read(MARKDOWN.encode(), reader="markdown")


def test_markdown_and_html_say_the_sides_of_cells() -> None:
    assert sides(from_markdown()) == SIDES
    html = '<table><tr align="center"><td>一</td><td style="TEXT-ALIGN : end">二</td><td align="justify">三</td></tr></table>'
    assert sides(convert.read(html.encode(), reader="html")) == [["center", "right", "center"]]


def test_what_stands_at_the_right_of_a_cell_is_no_signature() -> None:
    table = table_in(convert.read(written(from_markdown(), "docx"), reader="docx"))
    assert {block.role for row in table.rows for cell in row.cells for block in cell.body} == {""}


@pytest.mark.parametrize(
    ("format_", "kept"), [("epub", SIDES), ("pandoc", SIDES), ("json", SIDES), ("docx", [["", "right", "center", ""]] * 3)]
)
def test_the_sides_of_cells_come_back(format_: str, kept: list[list[str]]) -> None:
    """In a DOCX the left is where cells stand that say nothing."""
    assert sides(convert.read(written(from_markdown(), format_), reader=format_)) == kept


def test_pandoc_knows_the_sides_by_columns() -> None:
    tree = json.loads(written(from_markdown(), "pandoc"))
    tree["meta"] = {}
    found = next(block for block in tree["blocks"] if block["t"] == "Table")
    assert [cell[1]["t"] for cell in found["c"][3][1][0][1]] == ["AlignLeft", "AlignRight", "AlignCenter", "AlignDefault"]


def test_a_docx_has_styles_for_the_sides() -> None:
    with zipfile.ZipFile(io.BytesIO(written(from_markdown(), "docx"))) as package:
        text = package.read("word/document.xml").decode()
    assert re.findall('<w:tc>.*?<w:pStyle w:val="(.*?)"/>', text)[4:8] == ["TableText", "TableTextRight", "TableTextCenter", "TableText"]
    assert "<w:jc" not in text


def test_the_pdf_sets_cells_at_their_sides() -> None:
    found = pieces(made(from_markdown()))
    one, thousand = (next(piece for piece in found if piece.text.strip() == text) for text in ("1", "1000"))
    assert one.x > thousand.x + one.size
    assert starting(found, "甲").x == pytest.approx(starting(found, "乙").x, abs=0.1)


def cells(*rows: str) -> Table:
    """A table of rows of words with blanks between them."""
    return Table(tuple(Row(tuple(Cell((para(word),)) for word in row.split())) for row in rows))


def test_narrow_columns_keep_their_words_whole() -> None:
    long = "中国科学院计算技术研究所人工智能与大数据研究中心"
    grid = grid_of(cells("序号 姓名 单位 说明", f"1 欧阳 {long} {long * 3}"), 8640, 210)
    assert sum(grid.widths) == 8640
    assert all(width >= 2 * 210 + MARGINS for width in grid.widths[:2])
    assert max(grid.widths[:2]) < 1000
    assert grid.widths[2] == pytest.approx(grid.widths[3], abs=2)


def test_columns_that_fit_share_what_is_left() -> None:
    grid = grid_of(cells("甲 乙乙乙", "丙 丁"), 8000, 210)
    assert sum(grid.widths) == 8000
    assert 2 * 210 < grid.widths[0] < grid.widths[1]


def test_a_cell_across_columns_is_as_wide_as_its_words() -> None:
    wide = Row((Cell((para("一二三四五六七八九十" * 2),), columns=2), Cell((para("丙"),))))
    table = Table((wide, *cells("甲 乙 " + "丁" * 60).rows))
    grid = grid_of(table, 8640, 210)
    assert sum(grid.widths[:2]) >= 20 * 210 + MARGINS
    assert text_width("甲1") == pytest.approx(1.75, abs=0.01)


NUMBERS = cells(" ".join(f"{year}年" for year in range(2010, 2022)), " ".join(f"{year}4.{year}" for year in range(110, 122)))


def test_numbers_in_many_columns_are_not_broken_in_word() -> None:
    grid = grid_of(NUMBERS, 8640, 210)
    assert grid.fit.size < 1
    assert grid.margins < MARGINS
    assert sum(grid.widths) == 8640
    need = text_width("1204.120") * 210 * grid.fit.size + grid.margins
    assert min(grid.widths) >= need
    assert grid_of(cells("一 二 三", "1204.120 2 3"), 8640, 210).fit == AS_STYLED


def test_numbers_in_many_columns_are_not_broken_in_pdf() -> None:
    reader = made(Document(Meta(), (NUMBERS,)))
    sizes = {round(piece.size, 2) for piece in pieces(reader) if piece.text.startswith("11")}
    assert all(any(piece.text.strip() == f"{year}4.{year}" for piece in pieces(reader)) for year in range(110, 122))
    assert max(sizes) < sheet_of("handout").roles.table.size


@pytest.mark.parametrize(
    ("widths", "least", "expected"), [([9.0, 3.0, 9.0], [5.0, 1.0, 1.0], [5.0, 3.0, 4.0]), ([9.0, 9.0], [8.0, 8.0], [6.0, 6.0])]
)
def test_columns_give_way_down_to_their_longest_word(widths: list[float], least: list[float], expected: list[float]) -> None:
    assert squeezed(widths, least, 12.0) == expected


def test_many_columns_are_all_there() -> None:
    grid = grid_of(cells(" ".join(["甲乙丙丁戊"] * 30)), 8640, 210)
    assert len(grid.widths) == 30
    assert min(grid.widths) > 0


# ------------------------------------------------------------------------------------------------ captions and pictures


def rows_of(document: Document) -> list[list[str]]:
    """The styles of the cells of a DOCX, row by row."""
    with zipfile.ZipFile(io.BytesIO(written(document, "docx"))) as package:
        text = package.read("word/document.xml").decode()
    return [re.findall('<w:pStyle w:val="(.*?)"/>', row) for row in re.findall("<w:tr>.*?</w:tr>", text)]


def test_a_caption_below_a_table_is_kept_with_its_last_row() -> None:
    below = Para((Text("资料来源：某某"),), attrs=Attrs(role="caption"))
    found = rows_of(Document(Meta(language="zh-Hans"), (cells("甲 乙", "丙 丁"), below)))
    assert found == [["TableHead"] * 2, ["TableTextKeep"] * 2]
    assert rows_of(Document(Meta(language="zh-Hans"), (cells("甲 乙", "丙 丁"), para("文"))))[1] == ["TableText"] * 2


def _height(*body: Block) -> int:
    """The height in EMU of the only picture, which is far higher than a page."""
    out = io.BytesIO()
    Rasters.new("RGB", (400, 4000)).save(out, "PNG")
    document = Document(Meta(language="zh-Hans"), body, (Resource("p.png", "image/png", out.getvalue()),))
    with zipfile.ZipFile(io.BytesIO(written(document, "docx"))) as package:
        (found,) = re.findall(r'<wp:extent cx="\d+" cy="(\d+)"/>', package.read("word/document.xml").decode())
    return int(found)


def test_a_high_picture_leaves_room_for_headings_and_caption() -> None:
    image = Image("p.png", "图")
    alone, captioned = _height(Figure(image)), _height(Figure(image, (Text("图一"),)))
    headed = _height(Section((Text("章"),), (Section((Text("节"),), (Figure(image, (Text("图一"),)),)),)))
    assert headed < captioned <= alone
    assert _height(Section((Text("章"),), (para("文"), Figure(image, (Text("图一"),))))) == captioned


def test_small_pictures_stay_as_they_are() -> None:
    document = Document(Meta(), (Figure(Image("p.png", "图")),), (Resource("p.png", "image/png", PNG),))
    assert "wp:extent" in zipfile.ZipFile(io.BytesIO(written(replace(document), "docx"))).read("word/document.xml").decode()


@pytest.mark.parametrize("caption", ["表1 各区里程", "表１　各区里程", "表 2-1：各区里程", "附表三 各区里程"])
@pytest.mark.parametrize("format_", ["text", "markdown", "html", "docx"])
def test_the_line_above_a_table_that_numbers_it_is_its_caption(caption: str, format_: str) -> None:
    assert walk.squeeze(walk.flow(_numbered(caption, format_).caption)) == walk.squeeze(caption)


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "docx"])
def test_a_sentence_above_a_table_is_no_caption(format_: str) -> None:
    assert _numbered("表1说的是各区里程：", format_).caption == ()


def _numbered(above: str, format_: str) -> Table:
    rows = [["区", "里程", "公园"], ["东城", "12", "3"], ["西城", "20", "5"]]
    data: bytes
    match format_:
        case "text":
            data = (
                "绿道报告\n\n一、情况\n\n情况如下。\n\n" + above + "\n\n" + "\n".join("\t".join(row) for row in rows) + "\n\n就是这样。\n"
            ).encode()
        case "markdown":
            lines = ["| " + " | ".join(row) + " |" for row in rows]
            data = f"# 绿道报告\n\n{above}\n\n{lines[0]}\n|---|---|---|\n{lines[1]}\n{lines[2]}\n".encode()
        case "html":
            cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
            data = f"<html><body><h1>绿道报告</h1><p>{above}</p><table>{cells}</table><p>就是这样。</p></body></html>".encode()
        case _:
            made = docx.Document()
            made.add_heading("绿道报告", 1)
            made.add_paragraph(above)
            table = made.add_table(3, 3)
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
            out = io.BytesIO()
            made.save(out)
            data = out.getvalue()
    return table_in(convert.read(data, reader=format_))


def nested(*texts: str) -> Cell:
    return Cell((Table((Row(tuple(Cell((para(text),)) for text in texts)),)),))


@pytest.mark.parametrize("style", ["handout", "gazette"])
def test_a_table_in_a_cell_has_the_room_that_its_words_need(style: str) -> None:
    """Measured with the rest of the cell: nothing in it is broken, wherever there is room for the whole."""
    inner = nested("里面的格子甲", "2345.67")
    deep = Cell((Table((Row((Cell((para("第三层"),)), nested("上旬", "下旬"))),)),))
    long = Cell((para("说明文字很长，" * 12),))
    table = Table((Row((Cell((para("外面"),)), inner)), Row((long, deep))))
    found = [piece.text.strip() for piece in pieces(made(Document(Meta(language="zh-Hans"), (table,)), style))]
    assert {"外面", "里面的格子甲", "第三层", "上旬", "下旬"} <= set(found)
    assert "2345.67" in "".join(found)


@pytest.mark.parametrize(
    "block",
    [
        BulletList((Item((para("清单的一项"),)), Item((BulletList((Item((para("其中的一小项"),)),)),)))),
        OrderedList((Item((para("清单的一项"),), "（一）"), Item((para("其中的一小项"),), "（二）"))),
        Quote((para("清单的一项"), para("其中的一小项"))),
        Verse(((Text("清单的一项"),), (Text("其中的一小项"),))),
        Para((Text("清单的一项"), LineBreak(), Text("其中的一小项"))),
    ],
)
def test_what_stands_in_a_cell_fits_on_its_line(block: Block) -> None:
    table = Table((Row((Cell((para("左"),)), Cell((block,)), Cell((para("右"),)))),))
    found = pieces(made(Document(Meta(language="zh-Hans"), (table,))))
    assert "其中的一小项" in [re.sub(r"^[•（）二\s]+", "", piece.text.strip()) for piece in found]


def test_columns_of_a_docx_have_room_for_tables_lists_and_verse_in_cells() -> None:
    inner = Table((Row((Cell((para("一季度"),)), Cell((para("1234.5"),)), Cell((para("三季度"),)))),))
    verse = Verse(((Text("床前明月光，"),),))
    listed = OrderedList((Item((para("甲条"),), "1."),))
    sheet = sheet_of("handout")
    unit = round(sheet.roles.table.size * 20)
    long = Cell((para("说明文字很长，" * 12),))
    (text, nested_) = grid_of(Table((Row((long, Cell((inner,)))),)), 8000, unit, sheet).widths
    assert nested_ >= 3 * 3 * unit + 4 * MARGINS
    (_, poem, items) = grid_of(Table((Row((long, Cell((verse,)), Cell((listed,)))),)), 8000, unit, sheet).widths
    body = round(sheet.roles.verse.size * 20)
    assert poem >= (6 + sheet.roles.verse.left_indent) * body + MARGINS
    assert items >= (text_width("1.甲条") + sheet.roles.list.first_indent) * body + MARGINS
    assert text > nested_
