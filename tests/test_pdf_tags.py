"""Tagged and archival PDF: the structure, what the file says of itself. (veraPDF judges in ``make conformance``.)"""

from __future__ import annotations

import io
import itertools
import re
from functools import cache
from typing import Any

import pypdf
import pytest
from pdf_tree import Element, marked, parent_tree, text_of, tree
from reportlab.pdfbase import pdfdoc
from sample import PNG, SEED, everything, para

import convert
from convert import stylefile
from convert.diagnostics import ConvertError, Report
from convert.model import walk
from convert.model.nodes import (
    Attrs,
    Cell,
    Code,
    Document,
    Figure,
    Image,
    Item,
    Link,
    Meta,
    Note,
    OrderedList,
    Para,
    Resource,
    Row,
    Ruby,
    Section,
    Span,
    Table,
    Text,
)
from convert.writers.pdffont import Stream
from convert.writers.pdfmeta import srgb

RED = Resource("red.png", "image/png", PNG)


def made(document: Document, style: str = "plain", **options: str) -> pypdf.PdfReader:
    out = io.BytesIO()
    convert.write(
        document,
        out,
        format="pdf",
        style=style,
        options=[("pdf.system-fonts", "no"), *((f"pdf.{key}", value) for key, value in options.items())],
    )
    return pypdf.PdfReader(out)


def body(*blocks: Any, title: str = "题") -> Document:
    return Document(Meta(title=title), blocks, (RED,))


@cache
def seed(style: str) -> pypdf.PdfReader:
    return made(convert.read(SEED), style)


@cache
def sample(style: str = "plain") -> pypdf.PdfReader:
    return made(everything(), style)


def outline(element: Element, depth: int = 0) -> list[str]:
    return ["  " * depth + element.kind, *(line for child in element.children for line in outline(child, depth + 1))]


# ------------------------------------------------------------------------------------------------ the tree


@pytest.mark.parametrize("style", stylefile.built_in_styles())
def test_all_content_is_marked_and_hangs_in_the_tree_once(style: str) -> None:
    for reader in (sample(style), seed(style)):
        parents = parent_tree(reader)
        claimed = [place for element in tree(reader).all() for place in element.content]
        drawn = set()
        for number, page in enumerate(reader.pages):
            assert page["/Tabs"] == "/S"
            for tag, mcid, text in marked(reader, number):
                assert tag, f"“{text}” on page {number} is in no marked content"
                assert (mcid is None) == (tag == "Artifact")
                if mcid is not None:
                    drawn.add((number, mcid))
                    assert parents[int(page["/StructParents"])][mcid].get_object()["/S"]
        assert len(claimed) == len(set(claimed))
        assert set(claimed) == drawn


@pytest.mark.parametrize("style", stylefile.built_in_styles())
def test_read_by_its_structure_the_text_is_the_documents(style: str) -> None:
    reader, document = sample(style), everything()
    root = tree(reader)
    paragraphs = [walk.squeeze(text_of(reader, p)) for p in root.all("P", "H1", "H2", "H3", "H4", "Caption")]
    for wanted in (
        "文前一段，在各节之前。",
        "第一节讲文字",
        "二、第二节“引号‘套’引号”",
        "合计",
        "表一数目",
        "引文一段。",
        "版式设计：张三",
    ):
        assert wanted in paragraphs
    assert walk.squeeze(document.meta.title) in paragraphs[:4]


def test_the_elements_of_each_kind() -> None:
    root = tree(sample())
    kinds = {element.kind for element in root.all()}
    assert kinds >= {"Document", "Sect", "H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "BlockQuote", "Table", "TR", "TH", "TD"}
    assert kinds >= {"Caption", "Figure", "Note", "Reference", "Link", "Ruby", "RB", "RT", "Code"}
    assert {"TOC", "TOCI"} <= {element.kind for element in tree(seed("book")).all()}


def test_headings_begin_at_one_and_skip_no_level() -> None:
    deep: Any = para("文")
    for level in range(8, 0, -1):
        deep = Section((Text(f"第{level}层"),) if level != 2 else (), (deep,))
    for document in (Document(Meta(), (deep, deep)), body(deep, para("又"), deep)):
        levels = [int(e.kind[1]) for e in tree(made(document)).all(*(f"H{n}" for n in range(1, 7)))]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
        assert levels.count(2) == 2


def test_a_table_has_all_its_cells_and_heads_say_of_what() -> None:
    rows = (
        Row((Cell((para("甲"),), header=True), Cell((), header=True), Cell((para("丙"),), header=True))),
        Row((Cell((para("乙"),), header=True, rows=2), Cell((para("横跨"),), columns=2))),
        Row((Cell((para("短行"),)),)),
        Row(()),
    )
    (table,) = tree(made(body(Table(rows, (Text("题"),))))).all("Table")
    assert outline(table)[:3] == ["Table", "  Caption", "  TR"]
    waiting: dict[int, int] = {}
    for number, row in enumerate(table.all("TR")):
        columns = waiting.pop(number, 0)
        for cell in row.children:
            spans = int(cell.attribute("ColSpan") or 1)
            columns += spans
            for below in range(1, int(cell.attribute("RowSpan") or 1)):
                waiting[number + below] = waiting.get(number + below, 0) + spans
        assert columns == 3
    assert [cell.attribute("Scope") for cell in table.all("TH")] == ["/Column", "/Column", "/Column", "/Row"]


def test_lists_have_labels_and_bodies() -> None:
    inner = OrderedList((Item((para("里"),), "（1）"),))
    (outer, nested) = tree(made(body(OrderedList((Item((para("外"), inner), "一、"), Item((para("又"),), "二、")))))).all("L")
    assert outline(outer) == [
        "L", "  LI", "    Lbl", "    LBody", "      P", "      L", "        LI", "          Lbl", "          LBody", "            P", "  LI",
        "    Lbl", "    LBody", "      P",
    ]  # fmt: skip
    assert nested.attribute("ListNumbering") == "/Decimal"


def test_a_note_follows_the_paragraph_that_calls_it() -> None:
    called = Para((Text("正文"), Note((para("注文一。"),)), Text("。")))
    reader = made(body(called, para("下一段。"), Section((Text("节"),), (called,)), title=""))
    root = tree(reader)
    assert [child.kind for child in root.children] == ["P", "Note", "P", "Sect"]
    notes = list(root.all("Note"))
    assert [text_of(reader, note) for note in notes] == ["①\u3000注文一。", "②\u3000注文一。"]
    names = reader.root_object["/StructTreeRoot"]["/IDTree"]["/Names"]
    assert [note.entries["/ID"] for note in notes] == list(names[::2])
    assert len(set(names[::2])) == 2
    assert text_of(reader, root.children[0]) == "正文①。"


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("style", stylefile.built_in_styles())
def test_numbers_have_no_exponents(style: str, vertical: bool) -> None:
    out = io.BytesIO()
    options = [("pdf.system-fonts", "no"), ("pdf.watermark", "草稿")]
    convert.write(convert.read(SEED), out, format="pdf", style=style, vertical=vertical, options=options)
    for page in pypdf.PdfReader(out).pages:
        content = page.get_contents()
        assert content is not None
        assert not re.search(rb"\de[-+]\d", content.get_data())


def test_data_that_ends_like_half_a_line_end_keeps_its_length() -> None:
    document = pdfdoc.PDFDocument()
    assert Stream(b"ab\r", plain=True).format(document).endswith(b"stream\nab\r\r\nendstream\n")
    assert Stream(b"ab", plain=True).format(document).endswith(b"stream\nab\nendstream\n")


def test_notes_are_counted_through_tables_and_their_marks_lead_to_them() -> None:
    note = Note((para("注文。"),))
    cell = Cell((Para((Text("格"), note)),))
    linked = Para((Link((Text("链"), note), "https://a.example/"), Text("后"), note))
    reader = made(body(Table((Row((cell, cell)),)), linked))
    root = tree(reader)
    assert [text_of(reader, mark) for mark in root.all("Reference")] == ["①", "②", "③", "④"]
    assert [text_of(reader, note)[:1] for note in root.all("Note")] == ["①", "②", "③", "④"]
    marks = [outline(mark) for mark in root.all("Reference")]
    assert marks == [["Reference", "  Link"], ["Reference", "  Link"], ["Reference"], ["Reference", "  Link"]]
    dests = [link.annotations[0]["/Dest"] for mark in root.all("Reference") for link in mark.children]
    height = float(reader.pages[0].mediabox.height)
    assert all(dest[1] == "/XYZ" and 0 < float(dest[3]) < height / 2 for dest in dests)
    assert len({float(dest[3]) for dest in dests}) == 3


# ------------------------------------------------------------------------------------------------ links, pictures, languages, readings


def test_links_lead_from_their_element_to_their_annotation_and_back() -> None:
    inside = Link((Text("外面的"), Code("代码")), "https://例子.example/路径?q=a b&r=1#x%20y")
    reader = made(
        body(
            Para((inside,)),
            Para((Link((Text("里面的"),), "#there"), Link((Text("断的"),), "#nowhere"))),
            Para((Text("到此"),), attrs=Attrs(id="there")),
        )
    )
    links = [element for element in tree(reader).all("Link") if element.annotations]
    assert len(links) == 2
    for link in links:
        for annotation in link.annotations:
            assert parent_tree(reader)[annotation["/StructParent"]] == link.entries
            assert annotation["/Contents"]
            assert annotation["/F"] == 4
    assert {a["/A"]["/URI"] for a in links[0].annotations} == {"https://%E4%BE%8B%E5%AD%90.example/%E8%B7%AF%E5%BE%84?q=a%20b&r=1#x%20y"}


def test_entries_of_the_contents_are_references_with_a_link_and_the_number() -> None:
    reader = seed("book")
    (contents,) = tree(reader).all("TOC")
    entries = list(contents.all("TOCI"))
    assert len(entries) == 7
    assert {tuple(outline(entry)) for entry in entries} == {("TOCI", "  Reference", "    Link", "      Span")}
    assert re.fullmatch(r"\D+\d+", text_of(reader, entries[0]))


def test_pictures_say_what_they_show_and_where_or_are_decoration() -> None:
    line = Para((Text("行内"), Image("red.png", "红方"), Image("red.png", "")))
    reader = made(
        body(
            Figure(Image("red.png", "红"), (Text("说明"),)),
            Figure(Image("red.png", ""), (Text("图说"),)),
            Figure(Image("red.png", "")),
            line,
        )
    )
    figures = list(tree(reader).all("Figure"))
    assert [figure.entries["/Alt"] for figure in figures] == ["红", "图说", "红方"]
    width, height = (float(edge) for edge in reader.pages[0].mediabox[2:])
    for figure in figures:
        x0, y0, x1, y1 = map(float, figure.attribute("BBox"))
        assert 0 < x0 < x1 < width
        assert 0 < y0 < y1 < height
    assert [tag for tag, _, text in marked(reader, 0) if text == "\ufffc"].count("Artifact") == 2


def test_other_languages_and_readings() -> None:
    line = Para((Text("说"), Span((Text("hello"),), attrs=Attrs(lang="en")), Ruby((Text("龟兹"),), "qiūcí"), Text("。")))
    reader = made(body(line, Para((Text("English."),), attrs=Attrs(lang="en"))))
    root = tree(reader)
    assert [(e.kind, text_of(reader, e)) for e in root.all() if e.entries.get("/Lang") == "en"] == [("Span", "hello"), ("P", "English.")]
    (ruby,) = root.all("Ruby")
    assert [(e.kind, text_of(reader, e)) for e in ruby.children] == [("RB", "龟兹"), ("RT", "qiūcí")]


def test_signs_of_private_use_are_named_and_byte_order_marks_stand_for_nothing() -> None:
    reader = made(body(para("私\ue000用\U000f0000，零\ufeff宽")))
    root = tree(reader)
    spans = list(root.all("Span"))
    assert [text_of(reader, span) for span in spans] == ["\ue000", "\U000f0000"]
    content = reader.pages[0].get_contents()
    assert content is not None
    assert b"/ActualText <FEFFE000>" in content.get_data()
    assert "\ufeff" not in "".join(text for _, _, text in marked(reader, 0))


def test_running_heads_and_folios_are_pagination() -> None:
    content = seed("book").pages[3].get_contents()
    assert content is not None
    assert content.get_data().count(b"/Artifact <</Type /Pagination /Subtype /Header>> BDC") >= 1
    assert content.get_data().count(b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC") == 1


# ------------------------------------------------------------------------------------------------ what the file says of itself


def xmp_of(reader: pypdf.PdfReader) -> str:
    return reader.root_object["/Metadata"].get_data().decode()  # type: ignore[attr-defined, no-any-return]


def test_the_claims_of_the_file() -> None:
    reader = seed("handout")
    xmp = xmp_of(reader)
    for claim in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "<pdfaProperty:name>part<"):
        assert claim in xmp
    (intent,) = reader.root_object["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_data() == srgb()
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_colour_profile_has_no_date_and_no_place() -> None:
    profile = srgb()
    assert profile[36:40] == b"acsp"
    assert profile[12:20] == b"mntrRGB "
    assert profile[24:36] == bytes.fromhex("07bc00010001000000000000")
    assert len(profile) == int.from_bytes(profile[:4], "big")


@pytest.mark.parametrize(
    ("document", "title"),
    [
        (Document(Meta(title="有题目"), (para("文"),)), "有题目"),
        (Document(Meta(), (Section((Text("第一节"),), (para("文"),)),)), "第一节"),
        (Document(Meta(title=" "), (para("文"),)), "无题"),
    ],
)
def test_every_file_has_a_title(document: Document, title: str) -> None:
    reader = made(document)
    assert reader.metadata is not None
    assert reader.metadata.title == title
    assert f'<rdf:li xml:lang="x-default">{title}</rdf:li>' in xmp_of(reader)


def test_what_is_generated_is_not_taken_for_text_by_check(tmp_path: Any) -> None:
    line = Para((Text("正文"), Note((para("注文。"),)), Text("有"), Ruby((Text("龟兹"),), "qiūcí"), Text("国。" * 60)))
    source, output = tmp_path / "a.json", tmp_path / "a.pdf"
    document = body(Section((Text("节一"),), (line,)), *(Section((Text(f"节{n}"),), (para("文"),)) for n in range(6)))
    convert.write(document, source)
    convert.write(document, output, style="book")
    from convert.check import check

    report = Report()
    check(str(source), str(output), report=report)
    assert not report.diagnostics


# ------------------------------------------------------------------------------------------------ the source inside


def test_the_source_goes_in_on_request(tmp_path: Any) -> None:
    source = tmp_path / "讲话.txt"
    source.write_bytes(SEED.read_bytes())
    job = convert.Job(to=("pdf",), output=str(tmp_path), options=(("pdf.attach", "source"),))
    (output,) = convert.convert_file(source, job).outputs
    with pypdf.PdfReader(output) as reader:
        assert reader.attachments == {"讲话.txt": [SEED.read_bytes()]}
        (file,) = reader.root_object["/AF"]
        assert file["/AFRelationship"] == "/Source"
        assert file["/EF"]["/F"]["/Subtype"] == "/text/plain"
        assert "<pdfaid:part>3<" in xmp_of(reader)


def test_any_file_can_go_in_but_the_source_only_where_it_is_known(tmp_path: Any) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK")
    document = body(para("文"))
    assert made(document, attach=str(tmp_path / "a.docx")).attachments == {"a.docx": [b"PK"]}
    assert not made(document).attachments
    with pytest.raises(ConvertError, match=r"the option pdf\.attach asks for the source"):
        made(document, attach="source")
    with pytest.raises(ConvertError, match="there is no such file"):
        made(document, attach=str(tmp_path / "b.docx"))
