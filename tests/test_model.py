"""The model: flows, texts, rewriting, JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import everything, para

from convert.diagnostics import Pos, Report, SourceError
from convert.model import dump, walk
from convert.model.nodes import (
    Attrs,
    Byline,
    Code,
    Contributor,
    Document,
    Emph,
    Group,
    Image,
    Inline,
    Item,
    LineBreak,
    Link,
    Meta,
    Note,
    OrderedList,
    Para,
    Ruby,
    Section,
    Span,
    Strong,
    Text,
    Verse,
)
from convert.model.rewriting import Rewrite, rewrite
from convert.readers import depths

words = st.text(st.sampled_from("一二三，。“”ab1 \u3000"), max_size=8)
leaves: st.SearchStrategy[Inline] = st.one_of(
    words.map(Text),
    words.map(Code),
    st.just(LineBreak()),
    words.map(lambda alt: Image("p.png", alt)),
    words.map(lambda t: Note((para(t),), "①")),
)


def _branches(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    runs = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        runs.map(Emph),
        runs.map(Strong),
        st.builds(lambda c, r: Span(c, attrs=Attrs(role=r)), runs, st.sampled_from(["", "person", "keep"])),
        st.builds(Ruby, runs, words),
        st.builds(Link, runs, st.just("https://example.org/")),
    )


inlines = st.lists(st.recursive(leaves, _branches, max_leaves=8), max_size=5).map(tuple)
paras = st.builds(lambda c, line: Para(c, pos=Pos(line, 1, "a.txt")), inlines, st.integers(1, 9))
blocks = st.one_of(
    paras,
    st.builds(lambda items: OrderedList(tuple(Item((p,), "一是") for p in items)), st.lists(paras, max_size=3)),
    st.lists(inlines, max_size=3).map(lambda lines: Verse(tuple(lines))),
)
sections = st.builds(
    lambda title, body, first: Section(title, tuple(body), byline=(Byline("市长", "白涛", "市长  白  涛"),), byline_first=first),
    inlines,
    st.lists(blocks, max_size=3),
    st.booleans(),
)
documents = st.builds(
    lambda title, body: Document(Meta(title=title), tuple(body)), words, st.lists(st.one_of(blocks, sections), max_size=4)
)


@given(documents)
def test_json_reads_back_to_the_same_document(document: Document) -> None:
    report = Report()
    tree = json.loads(json.dumps(dump.to_json(document), ensure_ascii=False))
    again = dump.from_json(tree, report)
    assert again == document
    assert [b.pos for b in walk.blocks(again.body)] == [b.pos for b in walk.blocks(document.body)]
    assert not report.diagnostics


def test_json_of_every_node_reads_back() -> None:
    document = everything()
    assert dump.from_json(dump.to_json(document), Report()) == document


def test_json_has_the_shape_that_is_promised() -> None:
    tree = dump.to_json(everything())
    assert (tree["type"], tree["version"]) == ("Document", 1)
    section = tree["body"][1]
    assert section["type"] == "Section"
    assert section["title"] == "第一节 讲文字"
    assert section["titleContent"][1]["type"] == "Emph"
    assert section["byline"][0] | {"type": ""} == {"type": "", "position": "某市市长", "name": "白涛", "printed": "某市市长  白  涛"}
    items = section["body"][2]["items"]
    assert [item["label"] for item in items] == ["一是", "二是"]
    assert items[0]["body"][0]["content"][0] == {"type": "Text", "text": "建成了。"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"type": "Docment"}, "no document of zhaibian"),
        ({"version": 2}, "version"),
        ({"body": [{"type": "Para"}]}, r"body\[0\]: a field is missing"),
        ({"body": [{"type": "Text", "text": "x"}]}, r"body\[0\]: must be an object whose “type” is one of Section, Para"),
        ({"body": [{"type": "Para", "content": [{"type": "Text", "text": 3}]}]}, r"body\[0\].content\[0\].text: must be a string"),
        ({"body": {}}, "body: must be a list"),
        ({"meta": {"title": None}}, "meta.title: must be a string"),
        ({"meta": {"language": "/../../x"}}, "meta.language: '/../../x' is no language tag"),
        ({"meta": {"language": ""}}, "meta.language: '' is no language tag"),
        ({"resources": [{"name": "a", "mediaType": "b", "data": "*"}]}, r"resources\[0\]"),
        ({"resources": [{"name": "a", "mediaType": "b", "data": "字"}]}, r"resources\[0\]"),
        ({"pandoc-api-version": [1, 23]}, "--from pandoc"),
    ],
)
def test_wrong_json_is_refused_with_its_path(change: dict[str, object], message: str) -> None:
    tree = dump.to_json(Document(Meta(), ())) | change
    with pytest.raises(SourceError, match=message):
        dump.from_json(tree, Report())


def test_unknown_fields_are_reported() -> None:
    report = Report()
    tree = dump.to_json(Document(Meta(), (para("甲"),)))
    tree["body"][0]["colour"] = "red"
    assert dump.from_json(tree, report).body == (para("甲"),)
    assert [d.code for d in report] == ["json.unknown-field"]


@given(inlines)
def test_leaves_go_back_where_they_came_from(content: tuple[Inline, ...]) -> None:
    assert walk.with_leaf_texts(content, walk.leaf_texts(content)) == content


def test_flow_leaves_out_notes_and_annotations() -> None:
    content = (Text("头"), Emph((Text("发"),)), Note((para("注"),)), Ruby((Text("龟"),), "qiū"), LineBreak(), Image("a.png", "图"))
    assert walk.flow(content) == "头发龟\n" + walk.OBJECT


def test_texts_follow_the_order_of_print() -> None:
    texts = list(walk.texts(everything()))
    assert texts[:3] == ["为测试而作", "样张 大全", "——每样都有一点（二）"]
    assert texts.index("第一节 讲文字") < texts.index("某市市长\u3000白\u3000涛")
    assert texts.index("某社记者王五——") < texts.index("二、第二节“引号‘套’引号”")
    assert "①\u3000这是注文，讲“来历”。" in texts
    assert texts[-1] == "版式设计：张三"


def test_byline_keeps_what_print_has_more() -> None:
    assert walk.byline_text(Byline("市长", "白涛", "市长  白  涛")) == "市长\u3000白\u3000涛"
    assert walk.byline_text(Byline("董事长", "寇雅玲", "董事长寇雅玲——")) == "董事长寇雅玲——"
    assert walk.byline_text(Byline("", "欧阳修远", "")) == "欧阳修远"


def test_title_block_is_made_when_there_is_none() -> None:
    lines = walk.title_block(Meta(title="题", subtitle="副", kicker="引"))
    assert [(line.role, walk.flow(line.content)) for line in lines] == [("kicker", "引"), ("title", "题"), ("subtitle", "——副")]


def test_rewriting_reaches_every_text() -> None:
    document = everything()
    mark = Rewrite(
        inlines=lambda content: walk.with_leaf_texts(content, [t.upper() for t in walk.leaf_texts(content)]),
        string=str.upper,
        byline=lambda b: replace(b, printed=b.printed.upper()),
        contributor=lambda c: Contributor(c.name.lower(), c.role, c.position),
    )
    assert walk.text(rewrite(document, mark)) == walk.text(document).upper()
    assert rewrite(document, Rewrite()) == document


def test_sections_come_with_their_depth() -> None:
    found = [(level, walk.flow(s.title)) for level, s in walk.sections(everything().body)]
    assert found == [(1, "第一节 讲文字"), (2, "小节"), (3, "再小一节"), (1, "第二节“引号‘套’引号”")]


def test_documents_differ_in_roles_but_not_in_places() -> None:
    assert Para((Text("甲"),), pos=Pos(1)) == Para((Text("甲"),), pos=Pos(2))
    assert Para((Text("甲"),), attrs=Attrs(id="a")) == Para((Text("甲"),))
    assert Para((Text("甲"),), attrs=Attrs(role="lead")) != Para((Text("甲"),))


def test_outline_names_sections_bylines_and_lists() -> None:
    text = dump.outline(everything())
    assert "section: 二、第二节“引号‘套’引号”  (byline first)" in text
    assert "byline: 某市市长 / 白涛" in text
    assert "[一是] 建成了。" in text
    assert "para: 两点。一是先说。二是后说。  (一是 二是)" in text


def test_what_no_text_can_hold_is_removed_and_reported() -> None:
    report = Report()
    tree = dump.to_json(Document(Meta(title="测\ud800试"), (para("甲\x00乙"),)))
    document = dump.from_json(tree, report)
    assert (document.meta.title, document.body) == ("测试", (para("甲乙"),))
    assert [d.message for d in report] == ["2 characters that no format can hold were removed"]


def test_groups_as_deep_as_elements_of_html_may_be_go_through_json() -> None:
    document = Document(Meta(), (para("底"),))
    for _ in range(depths.DEEPEST):
        document = Document(Meta(), (Group(document.body),))
    assert dump.from_json(dump.to_json(document), Report()) == document


def test_nesting_has_a_limit() -> None:
    document = Document(Meta(), (para("底"),))
    for _ in range(dump.DEEPEST + 2):
        document = Document(Meta(), (Section((Text("层"),), document.body),))
    with pytest.raises(SourceError, match="nested more than 120 deep"):
        dump.from_json(dump.to_json(document), Report())


def test_where_the_source_lay_is_no_part_of_the_document() -> None:
    tree = dump.to_json(Document(Meta(), (Para((Text("甲"),), pos=Pos(1, 2, "/home/someone/a.txt")),)))
    assert tree["body"][0]["pos"] == [1, 2, "a.txt"]
