"""Editions in another script: the whole document, its structure untouched."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convert.diagnostics import OptionError, Pos, Report
from convert.model import walk
from convert.model.nodes import (
    Attrs,
    Byline,
    Cell,
    Code,
    Contributor,
    Document,
    Emph,
    Figure,
    Image,
    Inline,
    Item,
    Link,
    Meta,
    Node,
    Note,
    OrderedList,
    Para,
    Row,
    Ruby,
    Section,
    Span,
    Strong,
    Table,
    Text,
    TitleLine,
    Verse,
)
from convert.transforms.traditional import Marks, Traditional
from convert.zh import script
from tests import sample

TW = "zh-Hant-TW"


def document(*body: Any, **meta: Any) -> Document:
    return Document(Meta(**meta), body)


def edition(source: Document, language: str = TW) -> tuple[Document, Report]:
    report = Report()
    return Traditional(language)(source, report), report


def para(*inlines: Inline | str, **attrs: Any) -> Para:
    return Para(tuple(Text(i) if isinstance(i, str) else i for i in inlines), attrs=Attrs(**attrs))


def converted(*inlines: Inline | str, **attrs: Any) -> Para:
    found = edition(document(para(*inlines, **attrs)))[0].body[0]
    assert isinstance(found, Para)
    return found


def test_a_paragraph_is_converted_as_one_flow() -> None:
    source = para("理", Emph((Text("发"),)), "店，皇", Strong((Text("后"),)), "，一", Link((Text("只"),), "#后"), "鸟")
    expected = para("理", Emph((Text("髮"),)), "店，皇", Strong((Text("后"),)), "，一", Link((Text("隻"),), "#后"), "鳥")
    assert converted(*source.content) == expected


def test_what_is_kept_inside_a_flow() -> None:
    source = ("说“", Code("发”"), Span((Text("发"),), attrs=Attrs(role="keep")), Ruby((Text("发"),), "发fà"), "”后来")
    kept = ("說「", Code("发”"), Span((Text("发"),), attrs=Attrs(role="keep")), Ruby((Text("發"),), "发fà"), "」後來")
    assert converted(*source) == para(*kept)


def test_nodes_in_another_language_and_program_text_stay() -> None:
    body = (para("国際会議", lang="ja"), para("print('发')", role="code"), para("臺灣「后」", lang="zh-Hant"))
    result, report = edition(document(*body))
    assert result.body == body
    assert not report.diagnostics
    assert converted("发", Span((Text("発"),), attrs=Attrs(lang="ja"))).content[1] == Span((Text("発"),), attrs=Attrs(lang="ja"))


def test_language_tags_follow() -> None:
    result, _ = edition(document(para("发", lang="zh-Hans"), para("发", lang="zh-CN"), para("A", lang="en")))
    assert result.meta.language == TW
    assert [block.attrs.lang for block in result.body] == [TW, TW, "en"]


def test_everything_that_is_printed_is_converted() -> None:
    body = (
        Section(
            (Text("发展"),),
            (
                OrderedList((Item((para("后来"),), "一个是"),)),
                Table((Row((Cell((para("头发"),)),)),), (Text("表发"),)),
                Figure(Image("a.png", "图发"), (Text("图后"),)),
                Verse(((Text("发“甲"),), (Text("乙”"),))),
                para(Note((para("注发"),), "注后")),
            ),
            label="第一个",
            byline=(Byline("党委书记", "钟南", "党委书记　钟　南"),),
            dateline="本报北京10月6日电",
        ),
    )
    result, report = edition(
        document(
            *body,
            title="“发展”",
            kicker="会后",
            keywords=("发展",),
            identifiers=("urn:发",),
            title_block=(TitleLine((Text("“发"), Emph((Text("展”"),)))),),
            contributors=(Contributor("范伟", "spk", "复旦大学教授"),),
        )
    )
    section = result.body[0]
    assert isinstance(section, Section)
    assert "".join(walk.texts(result)) == "「發展」第一個　發展党委書記　鍾　南".replace("党", "黨") + "本報北京10月6日電" + (
        "一個是後來表發頭髮圖後發「甲乙」註後　注發"
    )
    assert section.byline == (Byline("黨委書記", "鍾南", "黨委書記　鍾　南"),)
    assert section.body[2] == Figure(Image("a.png", "圖發"), (Text("圖後"),))
    assert result.meta.contributors == (Contributor("范偉", "spk", "復旦大學教授"),)
    assert (result.meta.title, result.meta.kicker, result.meta.keywords) == ("「發展」", "會後", ("發展",))
    assert result.meta.identifiers == ("urn:发",)
    assert not report.diagnostics


def test_a_name_is_decided_once() -> None:
    body = (para("于建中说：“好。”"), para("大家都同意于建中的看法，属于建中路。"), para("“长发”是钟声的诗。"))
    byline = Section((Text("题"),), body, byline=(Byline("", "钟声"), Byline("主任", "于建中")))
    result, _ = edition(document(byline))
    assert list(walk.texts(result))[-3:] == ["于建中說：「好。」", "大家都同意于建中的看法，屬於建中路。", "「長髮」是鍾聲的詩。"]


def test_names_of_bylines_are_no_words() -> None:
    named = ("范后里", "里松", "任后台", "钟发", "丁采征")
    section = Section((Text("题"),), (para("范后里说，任后台来了。"),), byline=tuple(Byline("主任", name) for name in named))
    result, _ = edition(document(section))
    changed = result.body[0]
    assert isinstance(changed, Section)
    assert [byline.name for byline in changed.byline] == ["范后里", "里松", "任后台", "鍾發", "丁采征"]
    assert walk.flow(changed.body[0].content) == "范后里說，任后台來了。"  # type: ignore[union-attr]


def test_a_quotation_goes_through_neighbouring_paragraphs_but_not_through_a_heading() -> None:
    result, report = edition(document(para("他说：“甲。"), para("“乙。”"), para("又说：“丙。"), Section((Text("“丁”"),), (para("“戊”"),))))
    assert list(walk.texts(result)) == ["他說：「甲。", "「乙。」", "又說：“丙。", "「丁」", "「戊」"]
    assert [d.code for d in report] == ["traditional.unbalanced-quote"]


def test_an_unbalanced_mark_is_told_with_its_place() -> None:
    source = document(Para((Text("甲说", pos=Pos(3, 1, "a.txt")), Emph((Text("：“乙", pos=Pos(3, 7, "a.txt")),))), pos=Pos(3)))
    _, report = edition(source)
    assert [d.pos for d in report] == [Pos(3, 8, "a.txt")]


def test_what_changes_its_length_is_told() -> None:
    report = Report()
    source = document(para("写博", Emph((Text("客", pos=Pos(1, 2)), Text("后来")))))
    result = Traditional(TW, vocabulary="tw")(source, report)
    assert result.body[0] == para("寫部落格", Emph((Text(""), Text("後來"))))
    assert ("traditional.failed-alignment", Pos(1, 2)) in [(d.code, d.pos) for d in report]


def test_marks_of_one_kind_in_either_script() -> None:
    simplified = document(para("他说：“读过‘红楼’的", Emph((Text("发展”"),)), "，It’s 6’2”。"), title="“甲”")
    corners = Marks("corner")(simplified, Report())
    assert corners.meta.title == "「甲」"
    assert corners.body == (para("他说：「读过『红楼』的", Emph((Text("发展」"),)), "，It’s 6’2”。"),)
    assert Marks("curly")(corners, Report()) == simplified
    assert Marks("curly")(simplified, Report()) == simplified


def test_back_and_between_the_regions() -> None:
    taiwan = document(para("他說：「裡面的皇后。」"), language=TW)
    assert edition(taiwan, "zh-Hans")[0] == document(para("他说：“里面的皇后。”"), language="zh-Hans")
    assert edition(taiwan, "zh-Hant-HK")[0] == document(para("他說：「裏面的皇后。」"), language="zh-Hant-HK")
    assert edition(taiwan, TW)[0] == taiwan


def test_other_languages_are_refused() -> None:
    with pytest.raises(OptionError):
        edition(document(), "en")
    with pytest.raises(OptionError):
        edition(document(language="ja"))


def shape(value: Any) -> Any:
    """The kinds of the nodes with their roles and places, without any text."""
    if isinstance(value, Node):
        return (type(value).__name__, value.role, value.pos, [shape(getattr(value, f.name)) for f in fields(value) if f.name != "attrs"])
    if isinstance(value, tuple):
        return [shape(v) for v in value]
    return value if not isinstance(value, str) else None


@pytest.mark.parametrize("language", [TW, "zh-Hant-HK", "zh-Hant"])
def test_the_structure_stays(language: str) -> None:
    source = sample.everything()
    result, _ = edition(source, language)
    assert shape(result.body) == shape(source.body)
    assert result.resources == source.resources
    assert edition(replace(result, meta=replace(result.meta, language="zh-Hans")), language)[0] == result


LINES = [line for line in sample.SEED.read_text(encoding="utf-8").split("\n") if line.strip()]
WRAPPERS = (
    lambda text: text,
    lambda text: Emph((text,)),
    lambda text: Span((Strong((text,)),)),
    lambda text: Link((text,), "#a"),
    lambda text: Ruby((text,), "fā"),
    lambda text: Span((text, Note((Para((Text("后来"),)),), "注"))),
)


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(LINES), st.lists(st.tuples(st.integers(0, 200), st.sampled_from(WRAPPERS)), max_size=6))
def test_inlines_do_not_change_what_is_said(line: str, cuts: list[tuple[int, Any]]) -> None:
    edges = [0, *sorted(min(at, len(line)) for at, _ in cuts), len(line)]
    wrappers = [wrap for _, wrap in cuts] + [WRAPPERS[0]]
    inlines = tuple(wrap(Text(line[a:b])) for wrap, a, b in zip(wrappers, edges[:-1], edges[1:], strict=True))
    result, _ = edition(document(Para(inlines)))
    block = result.body[0]
    assert isinstance(block, Para)
    assert walk.flow(block.content) == script.convert(line, TW)
    assert shape(block.content) == shape(inlines)
