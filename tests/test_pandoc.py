"""pandoc's JSON, in and out: our own comes back the same, what others write loses nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sample
from hypothesis import HealthCheck, given, settings
from sample import written
from test_model import documents

from convert import api, formats
from convert.diagnostics import Report, SourceError
from convert.model import dump, walk
from convert.model.nodes import (
    Attrs,
    Byline,
    Code,
    Contributor,
    Document,
    Figure,
    Group,
    Image,
    Link,
    Meta,
    Note,
    OrderedList,
    Para,
    Resource,
    Ruby,
    Section,
    Span,
    Table,
    Text,
    Verse,
)
from convert.readers.pandoc import PandocOptions, PandocReader
from convert.readers.pandoc_inlines import plain_text
from convert.source import Source

VERSION = [1, 23, 1]
NO_ATTR = ["", [], []]


def tree_of(document: Document) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(written(document, "pandoc"))
    return tree


def element(kind: str, content: Any = None) -> dict[str, Any]:
    return {"t": kind} if content is None else {"t": kind, "c": content}


def text(words: str) -> dict[str, Any]:
    return element("Str", words)


def para(*inlines: dict[str, Any]) -> dict[str, Any]:
    return element("Para", list(inlines))


def read(tree: object, report: Report | None = None, **files: bytes) -> Document:
    data = json.dumps(tree).encode()
    return PandocReader().read(Source("书.json", data, beside=lambda path: files.get(path, b"")), PandocOptions(), report or Report())


def body(*blocks: dict[str, Any], report: Report | None = None, **meta: Any) -> Document:
    return read({"pandoc-api-version": VERSION, "meta": meta, "blocks": list(blocks)}, report)


# ------------------------------------------------------------------------------------------------ our own


@pytest.mark.parametrize("document", [sample.everything(), api.read(sample.SEED)], ids=["everything", "seed"])
def test_our_own_comes_back(document: Document) -> None:
    report = Report()
    found = read(tree_of(document), report)
    assert found.body == document.body
    assert (found.meta.title, found.meta.title_block) == (document.meta.title, document.meta.title_block)
    assert found.resources == document.resources
    assert list(report) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_nothing_is_lost_on_the_way_there_and_back(document: Document) -> None:
    found = read(tree_of(document))
    assert walk.text(found) == walk.text(document)


def test_all_that_is_printed_is_text_for_pandoc_too() -> None:
    document = sample.everything()
    tree = tree_of(document)
    shown = walk.squeeze("".join(plain_text(tree["meta"][key]) for key in ("title", "subtitle")) + plain_text(tree["blocks"]))
    leaves = [walk.squeeze(piece).replace(walk.OBJECT, "") for flow in walk.flows(document) for piece in walk.leaf_texts(flow)]
    labels = ["一是", "第二节", "白　涛", "某社记者王五——", "qiū", "为测试而作"]
    assert [piece for piece in [*leaves, *map(walk.squeeze, labels)] if piece not in shown] == []


def test_sections_of_every_shape_keep_their_places() -> None:
    inner = Section((Text("内"),), (Para((Text("甲"),)),), byline=(Byline("某所所长", "李四"),), byline_first=True)
    sections = (
        Section((Text("一"),), (Para((Text("乙"),)), inner)),
        Section((), (Para((Text("无题"),)),)),
        Section((Text("二"),), (inner, Para((Text("丙"),))), dateline="本报北京6日电"),
        Para((Text("结语"),)),
    )
    document = Document(Meta(title="题"), sections)
    assert read(tree_of(document)).body == sections


def test_what_went_through_another_format_is_no_longer_ours() -> None:
    tree = tree_of(sample.everything())
    for value in tree["meta"]["zhaibian"]["c"].values():  # Markdown makes inlines of strings
        if value["t"] == "MetaString":
            value["t"], value["c"] = "MetaInlines", [text(value["c"])]
    found = read(tree)
    assert found.meta.title == "样张 大全"
    assert "为测试而作" in walk.text(found)


# ------------------------------------------------------------------------------------------------ others'


def test_metadata() -> None:
    author = {"t": "MetaMap", "c": {"name": {"t": "MetaInlines", "c": [text("张三")]}, "affiliation": {"t": "MetaString", "c": "某所"}}}
    found = body(
        para(text("正文。")),
        title={"t": "MetaInlines", "c": [text("书"), element("Emph", [text("名")])]},
        author={"t": "MetaList", "c": [author, {"t": "MetaInlines", "c": [text("李四")]}]},
        date={"t": "MetaString", "c": "2024年3月"},
        keywords={"t": "MetaList", "c": [{"t": "MetaString", "c": "一，二"}]},
        lang={"t": "MetaString", "c": "zh-TW"},
    )
    assert found.meta.title == "书名"
    assert found.meta.contributors == (Contributor("张三", "aut", "某所"), Contributor("李四"))
    assert (found.meta.date, found.meta.date_printed, found.meta.keywords) == ("2024-03", "2024年3月", ("一", "二"))
    assert found.meta.language == "zh-Hant-TW"


def test_headings_nest_and_bear_their_numbers() -> None:
    found = body(
        element("Header", [1, ["one", [], []], [text("第一章"), element("Space"), text("起")]]),
        para(text("甲")),
        element("Header", [2, NO_ATTR, [text("节")]]),
        para(text("乙")),
        element("Header", [1, NO_ATTR, [text("第二章　承")]]),
    )
    first, second = found.body
    assert isinstance(first, Section)
    assert (first.label, walk.flow(first.title), first.attrs.id) == ("第一章", "起", "one")
    assert [level for level, _ in walk.sections(found.body)] == [1, 2, 1]
    assert isinstance(second, Section)


def test_inlines() -> None:
    note = element("Note", [para(text("注文"))])
    found = body(
        para(
            element("Quoted", [element("DoubleQuote"), [text("引"), element("Quoted", [element("SingleQuote"), [text("内")]])]]),
            text("甲"),
            element("SoftBreak"),
            text("乙"),
            element("Math", [element("InlineMath"), "x^2"]),
            element("Cite", [[], [text("[@甲]")]]),
            element("Subscript", [text("2")]),
            element("Link", [NO_ATTR, [text("坏")], ["javascript:alert(1)", ""]]),
            note,
        )
    )
    (only,) = found.body
    assert isinstance(only, Para)
    assert walk.flow(only.content) == "“引‘内’”甲乙x^2[@甲]2坏"
    assert Span((Code("x^2"),), attrs=Attrs(role="math")) in only.content
    assert Note((Para((Text("注文"),)),)) in only.content
    assert not any(isinstance(one, Link) for one in only.content)


def test_ruby_in_raw_html() -> None:
    def raw(tag: str) -> dict[str, Any]:
        return element("RawInline", ["html", tag])

    pieces = (raw("<ruby>"), text("漢"), raw("<rp>"), raw("</rp>"), raw("<rt>"), text("かん"), raw("</rt>"), raw("</ruby>"), text("字"))
    (only,) = body(para(*pieces)).body
    assert isinstance(only, Para)
    assert only.content == (Ruby((Text("漢"),), "かん"), Text("字"))


def test_ruby_that_never_ends_keeps_its_text() -> None:
    found = body(para(element("RawInline", ["html", "<ruby>"]), text("漢"), element("RawInline", ["html", "<rt>"]), text("かん")))
    assert "漢" in walk.text(found)
    assert "かん" in walk.text(found)


def test_lists_print_the_labels_of_their_style() -> None:
    items = [[para(text("甲"))], [para(text("乙"))]]
    found = body(element("OrderedList", [[4, element("LowerRoman"), element("TwoParens")], items]))
    (only,) = found.body
    assert isinstance(only, OrderedList)
    assert ([item.label for item in only.items], only.counter) == (["(iv)", "(v)"], "lower-roman")


def test_blocks_without_a_counterpart() -> None:
    found = body(
        element("LineBlock", [[text("白日依山尽，")], [text("黄河入海流。")]]),
        element("DefinitionList", [[[text("词")], [[para(text("义"))]]]]),
        element("Div", [["", ["colophon"], []], [para(text("责编"))]]),
        element("CodeBlock", [["", ["python"], []], "a = 1\n\tb"]),
        element("RawBlock", ["html", "<table><tr><th>项</th></tr><tr><td>甲</td></tr></table>"]),
        element("RawBlock", ["latex", "\\begin{x}"]),
        element("Novelty", [[text("新")]]),
    )
    assert [type(block) for block in found.body] == [Verse, Group, Group, Para, Table, Para, Para]
    assert walk.text(found) == "白日依山尽，黄河入海流。词义责编a=1b项甲\\begin{x}新"


def test_pictures_come_from_beside_the_file_or_keep_their_words() -> None:
    picture = element("Image", [NO_ATTR, [text("图")], ["a%20b.png", ""]])
    tree = {"pandoc-api-version": VERSION, "meta": {}, "blocks": [para(picture)]}
    found = read(tree, **{"a b.png": sample.PNG})
    assert found.body == (Figure(Image("image-001.png", "图")),)
    assert found.resources == (Resource("image-001.png", "image/png", sample.PNG),)
    report = Report()
    assert walk.text(read(tree, report)) == "图"
    assert [d.code for d in report] == ["pandoc.missing-picture"]


def test_a_missing_picture_is_told_once_by_its_caption() -> None:
    picture = element("Plain", [element("Image", [NO_ATTR, [text("图题")], ["y.png", ""]])])
    found = body(element("Figure", [NO_ATTR, [None, [element("Plain", [text("图题")])]], [picture]]))
    assert walk.text(found) == "图题"


def test_table_with_spans() -> None:
    def cell(words: str, rows: int = 1, columns: int = 1) -> list[Any]:
        return [NO_ATTR, element("AlignDefault"), rows, columns, [element("Plain", [text(words)])]]

    specs = [[element("AlignDefault"), element("ColWidthDefault")]] * 3
    head = [NO_ATTR, [[NO_ATTR, [cell("项", 2), cell("数", 1, 2)]]]]
    rows = [NO_ATTR, 0, [], [[NO_ATTR, [cell("1"), cell("2")]]]]
    found = body(element("Table", [NO_ATTR, [None, [element("Plain", [text("表一")])]], specs, head, [rows], [NO_ATTR, []]]))
    (table,) = found.body
    assert isinstance(table, Table)
    assert [[(c.rows, c.columns, c.header) for c in row.cells] for row in table.rows] == [
        [(2, 1, True), (1, 2, True)],
        [(1, 1, False), (1, 1, False)],
    ]
    assert walk.flow(table.caption) == "表一"


# ------------------------------------------------------------------------------------------------ what cannot be read


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        ({"a": 1}, "none of pandoc's"),
        ([], "none of pandoc's"),
        ({"pandoc-api-version": [1, 17], "meta": {}, "blocks": []}, r"versions from 1\.22"),
        ({"pandoc-api-version": [2, 0], "meta": {}, "blocks": []}, r"versions from 1\.22"),
        ({"pandoc-api-version": VERSION, "meta": {}, "blocks": [{"t": "Para"}]}, "not as pandoc writes it"),
        ({"pandoc-api-version": VERSION, "meta": {}, "blocks": [{"t": "Header", "c": ["x", 1, []]}]}, "not as pandoc writes it"),
        ({"pandoc-api-version": VERSION, "meta": [], "blocks": [7]}, "not as pandoc writes it"),
    ],
)
def test_errors_say_what_is_wrong(tree: object, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(tree)


def test_what_is_no_json() -> None:
    with pytest.raises(SourceError, match=r"书\.json:1:2"):
        PandocReader().read(Source("书.json", b"{]"), PandocOptions(), Report())
    with pytest.raises(SourceError, match="nested too deeply"):
        PandocReader().read(Source("书.json", b"[" * 100_000), PandocOptions(), Report())


@pytest.mark.parametrize("kind", ["BlockQuote", "BulletList", "Div", "Note"])
def test_deep_nesting_becomes_plain_text(kind: str) -> None:
    block = para(text("底"))
    for _ in range(150):
        match kind:
            case "BlockQuote":
                block = element(kind, [block])
            case "BulletList":
                block = element(kind, [[block]])
            case "Div":
                block = element(kind, [["", ["sidebar"], []], [block]])
            case _:
                block = para(element(kind, [block]))
    report = Report()
    document = body(block, report=report)
    assert walk.text(document) == "底"
    assert dump.from_json(dump.to_json(document), Report()) == document
    assert [d.code for d in report] == ["pandoc.unknown"]


@pytest.mark.parametrize(
    ("reader", "text"),
    [("pandoc", '{"blocks": [], "pandoc-api-version": %s}'), ("json", '{"type": "Document", "version": %s}')],
)
def test_a_number_of_thousands_of_digits_is_one_sentence(reader: str, text: str) -> None:
    made = formats.reader(reader)
    with pytest.raises(SourceError, match="cannot be read"):
        made.read(Source("a.json", (text % ("1" * 6000)).encode()), made.options_type(), Report())
