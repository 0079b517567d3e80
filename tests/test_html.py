"""The HTML reader: the main text of a page, what stands around it, tables, notes, ruby, encodings, metadata; and nothing lost."""

from __future__ import annotations

import base64

import pytest
import sample
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convert.diagnostics import Report, SourceError
from convert.model import dump, walk
from convert.model.nodes import (
    Attrs,
    Block,
    BulletList,
    Code,
    Contributor,
    Document,
    Figure,
    Group,
    Image,
    Link,
    OrderedList,
    Para,
    Quote,
    Ruby,
    Section,
    Span,
    Table,
    Text,
)
from convert.readers.html import HtmlOptions, HtmlReader
from convert.readers.html_tree import parse
from convert.source import Source

PROSE = (
    "数字经济正在成为推动高质量发展的重要引擎，各地都在加快布局新型基础设施。",
    "专家表示，要坚持以企业为主体，推动产学研深度融合，让成果更快转化为生产力。",
    "“过去跑一趟要半天，现在点点手机就办好了。”一位受访的村民笑着说。",
    "下一步，当地将继续扩大开放，吸引更多人才，建设更高水平的数字城市。",
)
BAR = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(("首页", "要闻", "时政", "国际", "财经", "文化")))
RELATED = "".join(f'<li><a href="/r{n}">相关新闻之{n}：某地的变化</a></li>' for n in range(5))


def read(html: str | bytes, report: Report | None = None, *, whole: bool = False, **files: bytes) -> Document:
    data = html.encode() if isinstance(html, str) else html
    source = Source("页.html", data, beside=lambda path: files.get(path, b""))
    return HtmlReader().read(source, HtmlOptions(whole), report or Report())


def parted(document: Document) -> tuple[str, str]:
    """The main text, and what is set apart."""
    around = [block for block in document.body if isinstance(block, Group) and block.role == "furniture"]
    main = [block for block in document.body if block not in around]
    return "".join(walk.block_texts(main)), "".join(walk.block_texts(around))


def text_in(html: str) -> list[Block]:
    return list(read(html, whole=True).body)


# ------------------------------------------------------------------------------------------------ pages

PAGES = {
    "div": (
        f'<div class="header"><ul>{BAR}</ul></div><div class="path">您的位置：<a href="/">首页</a> &gt; 正文</div><div class="main"><h1>小城转型</h1>'
        f'<div class="info">2023年05月06日08:12 来源：某某日报</div><div class="text"><p>　　{"</p><p>　　".join(PROSE)}</p></div>'
        '<div class="share"><a href="#">微信</a></div></div>'
        f'<div class="right"><h3>热门推荐</h3><ul>{RELATED}</ul></div><div class="foot">版权所有 某某网 京ICP备000号</div>'
    ),
    "layout table": (
        f"<table width=100%><tr><td><ul>{BAR}</ul></td></tr></table><table><tr><td width=200><b>热门推荐</b><br><ul>{RELATED}</ul></td><td>"
        f"<center><font size=5><b>小城转型</b></font></center><br>日期：2004-03-05<br><br>　　{'<br><br>　　'.join(PROSE)}</td></tr></table>"
        "<table><tr><td>Copyright © 2004 某某网</td></tr></table>"
    ),
    "article": (
        f"<header><nav><ul>{BAR}</ul></nav></header><main><article><h1>小城转型</h1><p>{'</p><p>'.join(PROSE)}</p></article>"
        '<section id="comments"><h3>热门推荐</h3><p>写得真好，学习了，希望博主继续更新这个系列，谢谢分享。</p></section></main>'
        f"<aside><ul>{RELATED}</ul></aside><footer>© 2021 某人</footer>"
    ),
    "breaks": (
        f'<div id="top"><ul>{BAR}</ul></div><h2>小城转型</h2><div id="content">{"<br>".join("　　" + one for one in PROSE)}</div>'
        f"<div><h3>热门推荐</h3><ul>{RELATED}</ul></div>"
    ),
    "novel": (
        f'<div class="nav"><ul>{BAR}</ul></div><div class="book"><h1>小城转型</h1><div class="b1"><a href="1">上一章</a> <a href="2">热门推荐</a> <a href="3">下一章</a>'
        f'</div></div><div id="c">{"<br><br>".join("&nbsp;&nbsp;&nbsp;&nbsp;" + one for one in PROSE * 3)}</div><div class="footer">转载作品</div>'
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_main_text_of_a_page(name: str) -> None:
    report = Report()
    document = read(f"<html><head><title>小城转型_某某网</title></head><body>{PAGES[name]}</body></html>", report)
    main, around = parted(document)
    assert document.meta.title == "小城转型"
    assert all(one in main for one in PROSE)
    assert "要闻" in around
    assert "热门推荐" in around
    assert "要闻" not in main
    assert "热门推荐" not in main
    assert [d.code for d in report] == ["html.furniture"]


def test_all_of_a_page_on_request() -> None:
    document = read(f"<body>{PAGES['div']}</body>", whole=True)
    assert parted(document)[1] == ""
    assert "要闻" in walk.text(document)


def test_a_document_without_furniture_is_all_main_text() -> None:
    document = read(f"<h1>题</h1><p>{PROSE[0]}</p><h2>注释</h2><p>略。</p><ul><li>甲</li></ul>")
    assert parted(document)[1] == ""
    assert [type(block) for block in document.body] == [Para, Section]


def test_a_short_page() -> None:
    main, around = parted(
        read(f"<div class=nav><ul>{BAR}</ul></div><h1>预警</h1><p>气象台12日18时发布暴雨黄色预警：今夜南部有大雨，请注意防范。</p>")
    )
    assert main.startswith("气象台")
    assert "要闻" in around


def test_what_is_hidden_is_set_apart() -> None:
    document = read(f'<p>{PROSE[0]}</p><div style="display:none"><p>暗处的话。</p></div>')
    assert "暗处的话。" in parted(document)[1]


# ------------------------------------------------------------------------------------------------ metadata


def test_metadata_from_the_head() -> None:
    head = (
        '<meta property="og:title" content="小城转型"><meta name="author" content="张三，李四"><meta property="article:published_time" content="2023-05-06T08:00">'
        '<meta property="og:site_name" content="某某网"><meta name="keywords" content="数字,转型"><meta name="description" content="摘要">'
    )
    meta = read(f'<html lang="zh-HK"><head><title>小城转型_某某网</title>{head}</head><body><p>{PROSE[0]}</p></body></html>').meta
    assert (meta.title, meta.date, meta.publisher, meta.description) == ("小城转型", "2023-05-06", "某某网", "摘要")
    assert meta.contributors == (Contributor("张三"), Contributor("李四"))
    assert (meta.keywords, meta.language) == (("数字", "转型"), "zh-Hans")  # the text itself is simplified


def test_metadata_from_json_ld_and_from_the_credit_line() -> None:
    linked = '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"题","author":[{"name":"张三"}],"datePublished":"2020-01-02"}]}</script>'
    meta = read(f"{linked}<h1>题</h1><p>{PROSE[0]}</p>").meta
    assert (meta.date, meta.contributors) == ("2020-01-02", (Contributor("张三"),))
    meta = read(f"<h1>题</h1><p>2021年3月4日　来源：某某日报　作者：王五</p><p>{PROSE[0]}</p>").meta
    assert (meta.date, meta.publisher, meta.contributors) == ("2021-03-04", "某某日报", (Contributor("王五"),))


@pytest.mark.parametrize("broken", ["{", "[" * 5000, '{"@type": [1, {}], "author": 7}', '{"@type":"Article","headline":{"a":1}}', "null"])
def test_json_ld_that_is_broken_is_passed_over(broken: str) -> None:
    assert walk.text(read(f'<script type="application/ld+json">{broken}</script><p>正文。</p>')) == "正文。"


# ------------------------------------------------------------------------------------------------ encodings


@pytest.mark.parametrize(
    ("declared", "real"),
    [("gb2312", "gb18030"), ("GBK", "gb18030"), ("big5", "big5hkscs"), ("utf-8", "utf-8"), ("x-unknown", "utf-8"), ("utf-16", "utf-8")],
)
def test_encodings_that_the_page_declares(declared: str, real: str) -> None:
    words = "數字經濟，發展。" if "big5" in declared else "数字经济，发展镕。"
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head><body><p>{words}</p></body></html>'
    assert walk.text(read(page.encode(real))) == words


def test_a_declaration_that_does_not_fit_is_not_believed() -> None:
    page = f'<meta charset="utf-8"><p>{"".join(PROSE)}</p>'
    assert walk.text(read(page.encode("gb18030"))) == "".join(PROSE)


# ------------------------------------------------------------------------------------------------ what stands in the text


def test_tables() -> None:
    (table,) = text_in(
        "<table border=1><caption>表一</caption><thead><tr><th rowspan=2>项<th colspan=2>数</thead><tr><td>1<td>2<tr><td>甲<td>3<td>4</table>"
    )
    assert isinstance(table, Table)
    assert walk.flow(table.caption) == "表一"
    assert [[(c.columns, c.rows, c.header) for c in row.cells] for row in table.rows[:1]] == [[(1, 2, True), (2, 1, True)]]


@pytest.mark.parametrize("tags", ["<blockquote>", "<ul><li>", "<table border=1><tr><td>甲<td>", "<b>", "<ruby>", "<dl><dd>", "<a href=x>"])
@pytest.mark.parametrize("count", [40, 95, 331])
def test_what_nests_too_deeply_is_plain_text(tags: str, count: int) -> None:
    """Found by fuzzing: ruby within ruby without an end, and documents deeper than the model's JSON may be."""
    document = read(tags * count + "底", whole=True)
    assert walk.text(document).count("底") == 1
    assert dump.from_json(dump.to_json(document), Report()) == document


@pytest.mark.parametrize("span", ["0", "-1", "99999999999", "x", ""])
def test_spans_beyond_reason(span: str) -> None:
    (table,) = text_in(f'<table border=1><tr><th colspan="{span}" rowspan="{span}">甲</th><td>乙</td></tr><tr><td>丙<td>丁</table>')
    assert isinstance(table, Table)
    assert all(1 <= c.columns <= 1000 and 1 <= c.rows <= 1000 for row in table.rows for c in row.cells)


def test_text_that_stands_astray_in_a_table_is_kept() -> None:
    found = read("<table border=1>外一<tr>外二<td>甲</td><td>乙</td>外三</tr><p>外四</p></table>", whole=True)
    assert sorted(walk.text(found)) == sorted("外一外二甲乙外三外四")


def test_notes() -> None:
    document = read(
        '<p>正文<sup><a id="r1" href="#n1">[1]</a></sup>，又<a href="#n2" role="doc-noteref">②</a>。</p>'
        '<ol><li id="n1">注文一。<a href="#r1">↩</a></li></ol><aside id="n2" role="doc-footnote"><p>注文二。</p></aside>'
    )
    (para,) = document.body
    assert isinstance(para, Para)
    assert walk.flow(para.content) == "正文，又。"
    assert [walk.squeeze("".join(walk.block_texts(note.body))) for note in walk.notes(para.content)] == ["注文一。", "注文二。"]


def test_inlines() -> None:
    (para,) = text_in(
        '<p><ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby><code>a  b</code><a href="javascript:x()">坏</a><a href="http://a.b">好</a>'
        '<span style="text-decoration:line-through">删</span>甲<br>乙</p>'
    )
    assert isinstance(para, Para)
    assert Ruby((Text("漢"),), "かん") in para.content
    assert Code("a b") in para.content
    assert Link((Text("好"),), "http://a.b") in para.content
    assert Span((Text("删"),), attrs=Attrs(role="strike")) in para.content
    assert sum(isinstance(one, Link) for one in para.content) == 1


@pytest.mark.parametrize(
    ("head", "href", "expected"),
    [
        ("", "/a.html", ""),
        ("", "#nowhere", ""),
        ("", "#here", "#here"),
        ("", "mailto:a@b.c", "mailto:a@b.c"),
        ("", "http://[", ""),
        ('<link rel="canonical" href="https://x.y/z/1.html">', "2.html", "https://x.y/z/2.html"),
        ('<base href="https://[">', "/a", ""),
        ('<base href="https://x.y/"><meta property="og:url" content="https://a.b/">', "/a", "https://x.y/a"),
    ],
)
def test_links_lead_somewhere(head: str, href: str, expected: str) -> None:
    document = read(f'<head>{head}</head><p id="here">甲<a href="{href}">乙</a></p>')
    (para,) = document.body
    assert isinstance(para, Para)
    assert [one.href for one in para.content if isinstance(one, Link)] == ([expected] if expected else [])
    assert walk.flow(para.content) == "甲乙"


def test_lists_quotes_and_headings() -> None:
    found = text_in("<h2>一、甲</h2><ol start=3><li>乙<ul><li>丙</ul></ol><blockquote>引</blockquote><h3>丁</h3><dl><dt>词<dd>义</dl>")
    (section,) = found
    assert isinstance(section, Section)
    assert section.label == "一、"
    ordered, quote, inner = section.body
    assert isinstance(ordered, OrderedList)
    assert ordered.items[0].label == "3."
    assert isinstance(ordered.items[0].body[1], BulletList)
    assert isinstance(quote, Quote)
    assert isinstance(inner, Section)


def test_pictures() -> None:
    data = base64.b64encode(sample.PNG).decode()
    report = Report()
    document = read(
        f'<figure><img src="data:image/png;base64,{data}" alt="甲"><figcaption>图一</figcaption></figure><p>前<img src="a.png" alt="乙">后</p>'
        '<img src="http://x.y/c.png" alt="丙"><img src="http://x.y/d.png">',
        report,
        **{"a.png": sample.PNG},
    )
    assert document.body[0] == Figure(Image("image-001.png", "甲"), (Text("图一"),))
    assert "丙" in walk.text(document)
    assert len(document.resources) == 1
    assert {d.code for d in report} == {"html.missing-picture"}


def test_lines_of_the_source_are_no_lines_of_the_text() -> None:
    (para,) = text_in("<p>汉字\n    接着汉字\nand English\nwords</p>")
    assert isinstance(para, Para)
    assert walk.flow(para.content) == "汉字接着汉字 and English words"


def test_chinese_text_in_pre_is_no_program() -> None:
    first, verse = text_in("<pre>\n　　第一段的话。\n\n白日依山尽，\n黄河入海流。\n</pre>")
    assert isinstance(first, Para)
    assert isinstance(verse, Para)
    assert (first.role, walk.flow(verse.content)) == ("", "白日依山尽，\n黄河入海流。")
    (code,) = text_in("<pre>x = '字'\n  return x</pre>")
    assert code.role == "code"


def test_a_notice_above_the_title() -> None:
    document = read("<p>本书免费。</p><h1>书名</h1><h2>一</h2><p>甲</p><h2>二</h2><p>乙</p>", whole=True)
    assert document.meta.title == "书名"
    assert walk.text(document) == "书名本书免费。一甲二乙"


def test_two_breaks_or_an_indent_begin_a_paragraph() -> None:
    assert len(text_in("<div>甲<br><br>乙<br>　　丙</div>")) == 3


def test_scripts_styles_and_comments_are_no_text() -> None:
    assert walk.text(read("<style>p{}</style><p>正文<!-- 注 --><script>x()</script></p><noscript>无</noscript>")) in ("正文", "正文无")


def test_attributes_that_no_xml_can_hold() -> None:
    assert walk.text(read('<p {{#if x}}="&#1;" {="&#1;" \x17="&#1;" a:b:c="&#1;" title="&#1;">甲</p>')) == "甲"


def test_text_behind_the_end_of_the_page_is_kept() -> None:
    assert walk.text(read("<html><body><p>甲</p></body></html><p>乙</p>")) == "甲乙"


def test_xhtml_and_its_entities() -> None:
    page = (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>题</title></head><body><p>甲&nbsp;乙<br/>丙</p></body></html>'
    )
    assert walk.text(read(page)) == "题甲乙丙"


# ------------------------------------------------------------------------------------------------ safety


def test_no_entity_is_followed() -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    page = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "哈">{bomb}<!ENTITY x SYSTEM "file:///etc/passwd">]><html xmlns="http://www.w3.org/1999/xhtml"><body><p>甲&a11;&x;</p></body></html>'
    found = walk.text(read(page))
    assert found.count("哈") < 100
    assert "root:" not in found
    assert "甲" in found


def test_deep_pages_are_read_as_plain_text_or_refused_in_a_sentence() -> None:
    report = Report()
    assert walk.text(read("<div>" * 400 + "底" + "</div>" * 400, report, whole=True)) == "底"
    with pytest.raises(SourceError, match="nested"):
        read("<div>" * 3000 + "底")


def test_nothing_to_read() -> None:
    assert walk.text(read("<p> </p><script>x</script>")) == ""
    with pytest.raises(SourceError, match="nothing to convert"):
        read("<!-- x -->")


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "span",
        "b",
        "i",
        "a",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "ruby",
        "rt",
        "sup",
        "pre",
        "blockquote",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "img",
        "br",
        "hr",
        "section",
        "article",
        "aside",
        "nav",
        "caption",
        "center",
        "font",
    ]
)
PIECES = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    st.sampled_from(
        [
            "甲",
            "乙，丙。",
            " ",
            "\n",
            "&nbsp;",
            "　　",
            "&#x17;",
            '<a href="#n">[1]</a>',
            '<p id="n">注',
            "<td colspan=2>",
            "<br><br>",
            "&lt;",
        ]
    ),
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40))
def test_no_word_is_lost(pieces: list[str]) -> None:
    page = "<p>始</p>" + "".join(pieces)
    document = read(page)
    shown = walk.text(document) + "".join(one.annotation for flow in walk.flows(document) for one in flow if isinstance(one, Ruby))
    for char in "甲乙丙注":
        assert shown.count(char) >= page.count(char), page
    assert dump.from_json(dump.to_json(document), Report()) == document


@pytest.mark.parametrize(
    ("around", "kicker", "subtitle"),
    [
        ("<h3>某会议解读</h3><h1>稳中求进是总基调</h1>", "某会议解读", ""),
        ("<h1>稳中求进是总基调</h1><h2>——某会议见闻</h2>", "", "某会议见闻"),
        ("<h2>某会议解读</h2><h1>稳中求进是总基调</h1><h4>研究历时八年</h4>", "某会议解读", "研究历时八年"),
    ],
)
@pytest.mark.parametrize("page", ["{}", f"<ul id=nav>{BAR}</ul><div class=article>{{}}</div><ul class=related>{RELATED}</ul>"])
def test_headings_around_the_title_are_kicker_and_subtitle(around: str, kicker: str, subtitle: str, page: str) -> None:
    document = read(page.format(around + "".join(f"<p>{prose}</p>" for prose in PROSE)))
    meta = document.meta
    assert (meta.kicker, meta.title, meta.subtitle) == (kicker, "稳中求进是总基调", subtitle)
    assert not list(walk.sections(document.body))
    assert walk.squeeze(walk.text(document)).count(kicker or subtitle) == 1


def test_a_section_below_the_title_stays_one() -> None:
    document = read(f"<h1>大题目</h1><h2>一、背景</h2><p>{PROSE[0]}</p><h2>二、前景</h2><p>{PROSE[1]}</p>")
    assert [section.label + walk.flow(section.title) for _, section in walk.sections(document.body)] == ["一、背景", "二、前景"]


def test_bold_paragraphs_are_headings_where_none_is_marked() -> None:
    bold = "<p><b>一、总体要求</b></p><p>{0}</p><p>　　<strong>（一）指导思想</strong></p><p><b>要点。</b>{1}</p><p><b>二、任务</b></p><p>{2}</p>"
    document = read("<h1>意见</h1>" + bold.format(*PROSE) + "<p><b>某市政府</b></p>")
    found = [(depth, section.label + walk.flow(section.title)) for depth, section in walk.sections(document.body)]
    assert found == [(1, "一、总体要求"), (2, "（一）指导思想"), (1, "二、任务")]
    marked = read(f"<h1>意见</h1><p><b>一、总体要求</b></p><p>{PROSE[0]}</p><h2>任务</h2><p>{PROSE[1]}</p>")
    assert [walk.flow(section.title) for _, section in walk.sections(marked.body)] == ["任务"]


def test_bold_words_that_head_nothing_stay_paragraphs() -> None:
    talk = "".join(f"<p><b>记者：{question}</b></p><p>{prose}</p>" for question, prose in zip(("您好吗？", "为何？"), PROSE, strict=False))
    assert not list(walk.sections(read(talk).body))
    assert not list(walk.sections(read(f"<p><b>重要提醒</b></p><p>{PROSE[0]}</p>").body))


def test_what_a_picture_shows_and_its_caption_are_two_texts() -> None:
    blocks = read(f'<p>{PROSE[0]}</p><p align=center><img src="/1.jpg" alt="齿突蟾"><br>图为齿突蟾。李明摄</p>').body
    assert list(walk.block_texts(blocks))[1:] == ["齿突蟾", "图为齿突蟾。李明摄"]
    assert blocks[-1].attrs.role == "caption"


@pytest.mark.parametrize("title", ["<h1>{}</h1>", "<p class=title>{}</p>", "<div class='main-title'>{}</div>"])
@pytest.mark.parametrize(("kicker", "subtitle"), [("kicker", "subtitle"), ("yinti", "futi"), ("pre-title", "deck")])
def test_classes_name_the_lines_of_the_title_block(title: str, kicker: str, subtitle: str) -> None:
    above, below = f"<p class={kicker}>论坛在青山举行</p>", f'<p class="{subtitle} small">与会专家发言摘编</p><p class=author>周青山</p>'
    document = read(above + title.format("强化数字引领") + below + "".join(f"<p>{prose}</p>" for prose in PROSE))
    meta = document.meta
    assert (meta.kicker, meta.title, meta.subtitle) == ("论坛在青山举行", "强化数字引领", "与会专家发言摘编")
    assert [who.name for who in meta.contributors] == ["周青山"]
    assert [block.attrs.role for block in document.body] == [""] * len(PROSE)


def test_classes_of_the_title_block_mean_nothing_elsewhere() -> None:
    document = read(f"<h1>强化数字引领</h1><p>{PROSE[0]}</p><p class=subtitle>小标题</p><p>{PROSE[1]}</p>")
    assert (document.meta.subtitle, [block.attrs.role for block in document.body]) == ("", ["", "", ""])


@pytest.mark.parametrize(
    "page", ["<html><body>{}</body></html>", '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>']
)
def test_a_tag_of_many_attributes_keeps_the_first(page: str) -> None:
    """The parser compares each attribute with all before it: fifty thousand would take a minute."""
    many = " ".join(f'a{number}="值"' for number in range(50_000))
    tree = parse(page.format(f"<p id='p1' {many}>{PROSE[0]}</p><p>{PROSE[1]}</p>"), "page.html")
    assert tree is not None
    first, second = tree.body.iter("p")
    assert (first.get("id"), len(first.attrib) < 1000, first.text, second.text) == ("p1", True, PROSE[0], PROSE[1])
