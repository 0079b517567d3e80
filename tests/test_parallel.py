"""Two editions in one document, paragraph by paragraph."""

from dataclasses import replace
from pathlib import Path

import pytest

import convert
from convert.cli import main
from convert.diagnostics import OptionError, Report
from convert.layout.tables import column_widths, grid_of
from convert.model import walk
from convert.model.nodes import (
    Attrs,
    Byline,
    Cell,
    Document,
    Figure,
    Group,
    Image,
    Item,
    LineBreak,
    Link,
    Meta,
    Note,
    OrderedList,
    Para,
    Row,
    Rule,
    Section,
    Span,
    Table,
    Text,
    TitleLine,
)
from convert.transforms.parallel import Parallel, asked
from convert.transforms.traditional import Traditional
from convert.writers.docx_tables import grid_of as docx_grid
from tests import sample

TW = "zh-Hant-TW"
EDITIONS = ("zh-Hans", "zh-Hant", TW)


def para(text: str, **attrs: str) -> Para:
    return Para((Text(text),), attrs=Attrs(**attrs))  # type: ignore[arg-type]


def paired(document: Document, beside: bool = True) -> Document:
    report = Report()
    return Parallel(Traditional(TW)(document, report), beside)(document, report)


def test_paragraphs_stand_beside_each_other() -> None:
    rows = (
        Row((Cell((para("发展"),)), Cell((para("發展", lang=TW),), attrs=Attrs(lang=TW)))),
        Row((Cell((para("后来"),)), Cell((para("後來", lang=TW),), attrs=Attrs(lang=TW)))),
    )
    assert paired(Document(Meta(), (para("发展"), para("后来")))).body == (Table(rows, attrs=Attrs(role="parallel")),)


def test_or_below() -> None:
    group = Group((para("发展"), para("發展", lang=TW)), attrs=Attrs(role="parallel"))
    assert paired(Document(Meta(), (para("发展"),)), beside=False).body == (group,)


def test_headings_titles_and_bylines() -> None:
    section = Section((Text("发展"),), (), byline=(Byline("", "钟伟"),))
    title_block = (TitleLine((Text("标题"),), attrs=Attrs(role="title")),)
    result = paired(Document(Meta(title="标题", title_block=title_block), (section,)))
    assert result.body == (
        Section(
            (Text("发展"), LineBreak(), Span((Text("發展"),), attrs=Attrs(lang=TW))), (), byline=(Byline("", "钟伟"), Byline("", "鍾偉"))
        ),
    )
    assert [walk.flow(line.content) for line in result.meta.title_block] == ["标题", "標題"]
    assert (result.meta.title, result.meta.language) == ("标题", "zh-Hans")


def test_what_is_the_same_stands_once() -> None:
    body = (Rule(), para("2022"), Figure(Image("a.png"), (Text("图"),)))
    rule, same, figure = paired(Document(Meta(), body)).body
    assert (rule, same) == (Rule(), para("2022"))
    assert isinstance(figure, Figure)
    assert walk.flow(figure.caption) == "图\n圖"


def test_each_item_of_a_list_has_a_row() -> None:
    (table,) = paired(Document(Meta(), (OrderedList((Item((para("头发"),), "一、"), Item((para("后来"),), "二、"))),))).body
    assert isinstance(table, Table)
    assert ["".join(walk.block_texts(row.cells[1].body)) for row in table.rows] == ["一、頭髮", "二、後來"]


def test_each_item_of_a_list_is_followed_by_its_other() -> None:
    pairs = paired(Document(Meta(), (OrderedList((Item((para("头发"),), "一、"), Item((para("后来"),), "二、"))),)), beside=False).body
    assert ["".join(walk.block_texts((pair,))) for pair in pairs] == ["一、头发一、頭髮", "二、后来二、後來"]


def test_ids_are_not_doubled() -> None:
    noted = Para((Text("头发"), Note((para("注发", id="n"),), "1"), Link((Text("后"),), "#p")), attrs=Attrs(id="p"))
    (group,) = paired(Document(Meta(), (noted,)), beside=False).body
    assert isinstance(group, Group)
    assert [block.attrs.id for block in group.body] == ["p", ""]


@pytest.mark.parametrize("beside", [True, False])
def test_nothing_is_lost(beside: bool) -> None:
    source = sample.everything()
    both = walk.text(paired(source, beside))
    assert all("".join(text.split()) in "".join(both.split()) for text in walk.texts(source) if text.strip())


def test_what_is_asked_for() -> None:
    assert asked("zh-Hans,zh-Hant-TW", EDITIONS) == ("zh-Hans", TW, "beside")
    assert asked("zh-Hans, zh-Hant,below", EDITIONS) == ("zh-Hans", "zh-Hant", "below")
    for wrong in ("zh-Hans", "zh-Hans,zh-Hans", "zh-Hans,en", "zh-Hans,zh-Hant,above", ""):
        with pytest.raises(OptionError):
            asked(wrong, EDITIONS)


def test_from_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("标题\n\n　　头发，后来。\n", encoding="utf-8")
    arguments = [str(tmp_path / "a.txt"), "--to", "txt,epub,docx,pdf", "-o", str(tmp_path), "-q", "--parallel", f"zh-Hans,{TW},below"]
    assert main(arguments) == 0
    text = (tmp_path / f"a.zh-Hans+{TW}.txt").read_text(encoding="utf-8")
    assert text.index("头发，后来。") < text.index("頭髮，後來。")
    assert len(list(tmp_path.glob(f"a.zh-Hans+{TW}.*"))) == 4
    assert main([*arguments[:-1], "zh-Hans,fr"]) == 2


def test_editions_beside_each_other_share_the_measure_evenly() -> None:
    (table,) = paired(Document(Meta(), (para("头发。"),))).body
    assert isinstance(table, Table)
    assert column_widths(grid_of(table), [3.0, 3.0], [2.0, 2.0], 1.0, 40.0)[1] == [20.0, 20.0]
    assert docx_grid(table, 9001, 210).widths == (4500, 4501)
    assert column_widths(grid_of(replace(table, attrs=Attrs())), [2.0, 2.0], [2.0, 2.0], 1.0, 40.0)[1] == [3.0, 3.0]


@pytest.mark.parametrize(
    ("reader", "source"),
    [
        ("markdown", "# 头发与发展\n\n他爱吃面条。\n"),
        ("markdown", "---\ntitle: 头发与发展\n---\n\n他爱吃面条。\n"),
        ("html", "<title>头发与发展</title><h1>头发与发展</h1><p>他爱吃面条。</p>"),
        ("text", "头发与发展\n\n他爱吃面条。\n"),
    ],
)
def test_a_title_that_stands_in_no_line_has_both_editions(reader: str, source: str) -> None:
    document = paired(convert.read(source.encode(), reader=reader))
    assert [walk.flow(line.content) for line in document.meta.title_block] == ["头发与发展", "頭髮與發展"]


def test_a_title_that_is_not_printed_stays_so() -> None:
    unprinted = (TitleLine((), attrs=Attrs(role="title")),)
    assert paired(Document(Meta(title="发展", title_block=unprinted), (para("一"),))).meta.title_block == unprinted


def test_labels_of_items_keep_their_distance() -> None:
    labels = {"1.": "1. 先烧水", "一、": "一、先烧水", "第一步": "第一步　先烧水", "（1）": "（1）先烧水"}
    items = OrderedList(tuple(Item((para("先烧水"),), label) for label in labels))
    for beside in (True, False):
        document = paired(Document(Meta(), (items,)), beside)
        texts = [walk.flow(block.content) for block in walk.blocks(document.body) if isinstance(block, Para)]
        assert texts[::2] == list(labels.values())
        assert texts[1::2] == [text.replace("烧", "燒") for text in labels.values()]
