"""The DOCX writer in vertical lines."""

from __future__ import annotations

from lxml import etree
from sample import SEED, everything, para
from test_docx import Package, W, contents, made

import convert
from convert import stylefile
from convert.model.nodes import Attrs, Cell, Code, Document, Emph, Meta, Para, Row, Section, Table, Text


def _upright(document: Document, style: str = "handout") -> Package:
    return made(document, stylefile.load(style).resolve("zh-Hant-TW", True))


def _document(*body: Para | Section | Table) -> Document:
    return Document(Meta(title="標題", language="zh-Hant-TW"), tuple(body))


def _standing(package: Package) -> list[str]:
    runs = package.body.iter(f"{W}r")
    return ["".join(t.text or "" for t in run.iter(f"{W}t")) for run in runs if _style(run) == "Upright"]


def _style(run: etree._Element) -> str:
    found = run.find(f"{W}rPr/{W}rStyle")
    return "" if found is None else found.get(f"{W}val") or ""


def test_every_section_runs_downwards_and_is_bound_at_the_right() -> None:
    sheet = stylefile.load("book").resolve("zh-Hant-TW", True)
    for section in made(everything(), sheet).body.iter(f"{W}sectPr"):
        assert [e.get(f"{W}val") for e in section.iter(f"{W}textDirection")] == ["tbRl"]
        margins = section.find(f"{W}pgMar")
        assert margins is not None
        assert abs(int(margins.get(f"{W}right") or 0) - sheet.page.margin_inner * 1440 / 25.4) < 1
        down = int(section.find(f"{W}pgSz").get(f"{W}h")) - sum(int(margins.get(f"{W}{side}")) for side in ("top", "bottom"))  # type: ignore[union-attr,arg-type]
        assert abs(down - sheet.measure * 20) <= 8


def test_widows_are_not_controlled() -> None:
    """LibreOffice prints lines over one another where they are, in vertical text."""
    defaults = _upright(everything()).xml("word/styles.xml").find(f"{W}docDefaults")
    assert defaults is not None
    assert [e.get(f"{W}val") for e in defaults.iter(f"{W}widowControl")] == ["0"]


def test_short_numbers_stand_upright_and_formatting_cuts_none_in_two() -> None:
    cut = Para((Text("第1"), Emph((Text("2"),)), Text("期，"), Code("7"), Text("，見第8頁")))
    package = _upright(_document(para("7月15日，2021年，占20%"), cut))
    assert _standing(package) == ["7", "15", "8"]
    assert [text for _, text in package.paragraphs()][1:] == ["7月15日，2021年，占20%", "第12期，7，見第8頁"]
    style = package.style("縱中橫")
    assert [e.get(f"{W}vert") for e in style.iter(f"{W}eastAsianLayout")] == ["1"]


def test_horizontal_text_knows_no_upright_numbers() -> None:
    package = made(_document(para("7月15日")))
    assert _standing(package) == []
    assert "縱中橫" not in package.parts["word/styles.xml"].decode()


def test_cells_run_downwards_too() -> None:
    """LibreOffice shows nothing of a table whose cells run otherwise than the text around it."""
    table = Table((Row((Cell((para("甲"),)), Cell((para("乙"),)))),), attrs=Attrs())
    cells = list(_upright(_document(table)).body.iter(f"{W}tc"))
    assert len(cells) == 2
    assert all([e.get(f"{W}val") for e in cell.iter(f"{W}textDirection")] == ["tbRl"] for cell in cells)


def test_rows_say_how_high_they_are() -> None:
    """LibreOffice formats them late in vertical text, and parted a table too early that did not say so."""
    rows = tuple(Row((Cell((para(text),)),)) for text in ("一", "二" * 40))
    document = _document(*(Section((Text(f"第{n}節"),), (Table(rows),)) for n in range(3)))
    pitch = round(stylefile.load("handout").resolve("zh-Hant-TW", True).grid.pitch * 20)
    heights = [int(e.get(f"{W}val") or 0) for e in _upright(document).body.iter(f"{W}trHeight")]
    assert heights == [pitch, 2 * pitch] * 3
    assert not list(made(document, stylefile.load("handout").resolve("zh-Hant-TW")).body.iter(f"{W}trHeight"))


def test_rows_higher_than_half_a_page_may_be_parted() -> None:
    """LibreOffice shows nothing of what has no room on a page otherwise. The pages behind one are counted as it is parted."""
    table = Table(tuple(Row((Cell((para(text),)),)) for text in ("短", "山雨" * 2000, "末")))
    rows = list(_upright(_document(table)).body.iter(f"{W}tr"))
    assert [len(list(row.iter(f"{W}cantSplit"))) for row in rows] == [1, 0, 1]
    package = _upright(_document(Section((Text("章"),), (table,)), Section((Text("尾"),), (para("山"),))))
    assert [len(list(row.iter(f"{W}trHeight"))) for row in package.body.iter(f"{W}tr")] == [1, 0, 1]
    (_, first), (_, last) = contents(package)
    assert int(last) - int(first) > 2


def test_a_table_that_goes_on_has_a_line_above_it_again() -> None:
    """In LibreOffice: with the half point the last heading finds no room on the third page."""
    table = Table(tuple(Row((Cell((para("字" * 4),)),) * 2) for _ in range(9)))
    document = _document(Section((Text("章"),), (table, *[para("山" * 8)] * 4)), Section((Text("尾"),), (para("山" * 8),)))
    assert [page for _, page in contents(_upright(document, "large"))] == ["2", "4"]


def test_the_text_is_that_of_horizontal_lines() -> None:
    document = convert.read(SEED)
    assert "".join(t for _, t in _upright(document).paragraphs()) == "".join(t for _, t in made(document).paragraphs())


def test_a_long_title_takes_one_line_in_the_head_across_the_page() -> None:
    """The head stands in a horizontal line, as long as the rows of the text are wide together: 13 of 20 points, for letters of 8."""
    title = "論晚清以來江南各府縣書院的興廢與地方士紳之關係及其影響"
    sheet = stylefile.load("classic").resolve("zh-Hant-TW", True)
    heads = [
        "".join(made(Document(Meta(title=name, language="zh-Hant-TW"), (para("文"),)), sheet).xml("word/header1.xml").itertext())
        for name in (title, title * 2)
    ]
    assert heads == [title, (title * 2)[:31] + "…"]
