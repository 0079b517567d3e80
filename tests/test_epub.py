"""The text of e-books: parsed as XML, its links followed, compared with the text of the document."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from epub_book import XHTML, Book, book, check_sound, deep, section, text_of, with_body
from sample import PNG, SEED, everything, para, role, written

import convert
from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import (
    Attrs,
    BulletList,
    Byline,
    Cell,
    Contributor,
    Document,
    Emph,
    Figure,
    Group,
    Image,
    Item,
    Link,
    Meta,
    Note,
    OrderedList,
    Para,
    Quote,
    Resource,
    Row,
    Ruby,
    Section,
    Span,
    Table,
    Text,
    Verse,
)


def many_notes() -> Document:
    inner = Note((para("注中之注。"),), "②")
    note = Note((Para((Text("注文"), inner, Text("完。"))), para("注的第二段。")), "①")
    table = Table((Row((Cell((Para((Text("格"), Note((para("格注。"),)))),)), Cell((para("甲"), para("乙"))))),))
    return with_body(
        section("有注", Para((Text("正文"), note, Text("续"), Note((para("无号注。"),)))), table, Quote((Para((Note((), "③"),)),)))
    )


def odd_groups() -> Document:
    nested = OrderedList((Item((para("甲"),)), Item((para("乙"), OrderedList((Item((para("丙"),), "1."),), "decimal")))), "cjk-decimal")
    return with_body(
        Group((section("组内甲", para("话。")), section("组内乙", para("话。"))), attrs=role("parallel")),
        Quote((section("引文之节", para("话。")),)),
        Section((), (para("只有号。"),), label="三、"),
        Section((), (para("无题之节。"),)),
        section(
            "末节", nested, BulletList((Item(()), Item((), "・"), Item((Quote((para("引"),)),), "※"))), Verse(()), Table(()), Group(())
        ),
        para("节后的话。"),
    )


def marked() -> Document:
    meta = {"title": "<&\">'题 ]]>", "subtitle": "甲 & 乙", "contributors": (Contributor("A&B", "aut"),), "series": "<丛>"}
    return with_body(section("<b>&amp;", para("a<b && c>d ]]> \u200b\u00ad𠮷👍🏽")), **meta)


DOCUMENTS: dict[str, Callable[[], Document]] = {
    "everything": everything,
    "notes": many_notes,
    "groups": odd_groups,
    "marks": marked,
    "deep": deep,
    "empty": lambda: Document(Meta(), ()),
    "title alone": lambda: Document(Meta(title="只有题目"), ()),
    "no title": lambda: Document(Meta(), (para("一段话。"),)),
    "empty paragraphs": lambda: with_body(para(""), para("　　"), section("节", para("　　话。　"), Para((Emph((Text("　话。"),)),)))),
    "long paragraph": lambda: with_body(para("这是一句很长的话，说个没完。" * 30_000)),
    "long without end": lambda: with_body(section("节", para("字" * 200_000))),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_is_lost_and_nothing_is_added(name: str) -> None:
    document = DOCUMENTS[name]()
    assert text_of(book(document)) == walk.text(document)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_package_is_sound(name: str) -> None:
    check_sound(book(DOCUMENTS[name]()))


def test_the_seed_survives() -> None:
    document = convert.read(str(SEED))
    made = Book(written(document, "epub", style="handout"))
    check_sound(made)
    assert text_of(made) == walk.text(document)


# ------------------------------------------------------------------------------------------------ body


def test_a_section_file() -> None:
    source = book(everything()).source("s01")
    assert '<section id="s01" epub:type="chapter" role="doc-chapter" aria-labelledby="s01-title">' in source
    assert '<h1 id="s01-title">第一节 讲<em>文</em>字</h1>' in source
    assert '<p class="byline">某市市长　<span class="name">白　涛</span></p>' in source
    assert "<ruby>龟<rt>qiū</rt></ruby>" in source
    assert "H<sub>2</sub>O<br/>第二行" in source
    assert '<ol class="labelled"><li><p id="s01-p3"><span class="label">一是</span>建成了。</p></li>' in source
    assert '<section id="s01-h1"><h2 id="s01-h1-title">小节</h2>' in source


def test_a_byline_above_its_heading_stays_there() -> None:
    source = book(everything()).source("s02")
    assert source.index("某社记者王五——") < source.index("<h1")


def test_emphasis_in_latin_letters_is_no_row_of_dots() -> None:
    source = book(with_body(Para((Emph((Text("着重"),)), Emph((Text("Nature"),)))))).source("s00")
    assert '<em>着重</em><em class="latin">Nature</em>' in source


def test_readings_go_to_their_characters() -> None:
    ruby = Ruby((Text("中国"),), "zhōng guó")
    source = book(with_body(Para((ruby, Ruby((Text("中国"),), "China"))))).source("s00")
    assert "<ruby>中<rt>zhōng</rt>国<rt>guó</rt></ruby><ruby>中国<rt>China</rt></ruby>" in source


def test_other_languages_are_marked_and_wrong_tags_are_not() -> None:
    spans = (Span((Text("Bonjour"),), attrs=Attrs(lang="fr")), Span((Text("x"),), attrs=Attrs(lang='"><b>')))
    source = book(with_body(Para(spans))).source("s00")
    assert '<span lang="fr" xml:lang="fr">Bonjour</span>x' in source


def test_lists_show_each_label_once() -> None:
    labelled = OrderedList((Item((para("甲。"),), "（一）"), Item((para("乙。"),), "1."), Item((para("丙。"),))))
    bare = OrderedList((Item((para("丁。"),)), Item((para("戊。"),))), "simp-chinese-informal")
    source = book(with_body(labelled, bare)).source("s00")
    assert '<span class="label">（一）</span>甲。' in source
    assert '<span class="label">1.</span> 乙。' in source
    assert '<ol class="marked simp-chinese-informal"><li value="1"><p id="s00-p4">丁。</p></li><li value="2">' in source


def test_tables_tell_their_headings() -> None:
    head = Row((Cell((para("项"),), header=True), Cell((para("数"),), header=True)))
    body = Row((Cell((para("甲"),), header=True, rows=9), Cell((para("1"),), columns=2)))
    source = book(with_body(Table((head, body, Row((Cell((para("2"),)),))), (Text("表题"),)))).source("s00")
    assert '<table><caption>表题</caption><thead><tr><th scope="col">项</th><th scope="col">数</th></tr></thead>' in source
    assert '<th scope="row" rowspan="2">甲</th><td colspan="2">1</td>' in source, "a cell ends with its table"


def test_notes_are_marked_where_they_stand_and_kept_for_the_end() -> None:
    made = book(many_notes())
    source = made.source("s01")
    assert 'id="s01-r1" href="#s01-n1">①</a>续' in source
    asides = [(a.get("id"), a.get("role"), "".join(a.itertext())) for a in made.page("s01").iter(f"{XHTML}aside")]
    assert asides == [
        ("s01-n1", "doc-footnote", "①注文②完。注的第二段。"),
        ("s01-n2", "doc-footnote", "②注中之注。"),
        ("s01-n3", "doc-footnote", "〔3〕无号注。"),
        ("s01-n4", "doc-footnote", "〔4〕格注。"),
        ("s01-n5", "doc-footnote", "③"),
    ]
    for aside in made.page("s01").iter(f"{XHTML}aside"):
        back = next(a for a in aside.iter(f"{XHTML}a") if a.get("role") == "doc-backlink")
        assert back.get("href") == f"#{aside.attrib['id'].replace('-n', '-r')}"


def test_links_lead_to_where_their_nodes_went() -> None:
    document = with_body(
        section("一", Para((Link((Text("去"),), "#there"), Link((Text("无"),), "#nowhere"))), Para((Link((Text("节"),), "#two"),))),
        section("二", para("话。"), Para((Text("这里"),), attrs=Attrs(id="there")), attrs=Attrs(id="two")),
    )
    report = Report()
    made = book(document, report=report)
    assert '<a href="s02.xhtml#s02-p2">去</a><a>无</a>' in made.source("s01")
    assert '<a href="s02.xhtml#s02">节</a>' in made.source("s01")
    assert [(d.code, "nowhere" in d.message) for d in report] == [("epub.omitted", True)]
    check_sound(made)


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&amp;c=2"),
        ("https://例子.中国/路 径", "https://xn--fsqu00a.xn--fiqs8s/%E8%B7%AF%20%E5%BE%84"),
        ("mailto:a@b.cn", "mailto:a@b.cn"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("chapter2.html", ""),
        ("http://[bad", ""),
        ("http://", ""),
    ],
)
def test_only_the_web_is_linked_to(url: str, href: str) -> None:
    report = Report()
    source = book(with_body(Para((Link((Text("链"),), url),))), report=report).source("s00")
    assert (f'<a href="{href}">链</a>' if href else ">链</p>") in source
    assert [d.code for d in report] == ([] if href else ["epub.omitted"])


def test_characters_that_xml_forbids_are_removed_and_told_once() -> None:
    report = Report()
    document = with_body(section("题\x07", para("控\x00制\ufffe\ud800")), title="书\x01名")
    made = book(document, report=report)
    check_sound(made)
    assert made.dc("title") == ["书名"]
    assert "控制" in made.source("s01")
    assert [d.code for d in report] == ["source.control-removed"]


def test_pictures_are_what_they_are_and_not_what_they_say() -> None:
    report = Report()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    body = section(
        "图",
        *(Figure(Image(name, "说明"), (Text(name),)) for name in ("wrong.jpg", "none.png", "bad.svg", "none.png")),
        Para((Image("wrong.jpg", "又"),)),
    )
    resources = (
        Resource("wrong.jpg", "image/jpeg", PNG),
        Resource("bad.svg", "image/svg+xml", svg),
        Resource("unused.png", "image/png", PNG),
    )
    made = book(replace(with_body(body), resources=resources), report=report)
    pictures = [item for item in made.items.values() if item["media-type"].startswith("image/")]
    assert [(p["href"], p["media-type"]) for p in pictures] == [("images/cover.png", "image/png"), ("images/i001.png", "image/png")]
    assert '<p class="caption">none.png</p>' in made.source("s01")
    assert [d.code for d in report] == ["epub.omitted", "epub.omitted"], "each once"


# ------------------------------------------------------------------------------------------------ files


def test_a_long_section_is_cut_at_paragraphs_into_even_files() -> None:
    paragraphs = tuple(para(f"第{n}段。" + "话" * 200) for n in range(700))
    document = with_body(section("长节", *paragraphs), section("短节", para("话。")))
    made = book(document)
    sizes = [len(made.files[f"EPUB/text/{name}.xhtml"]) for name in made.texts()]
    assert made.texts() == ["s01", "s01-2", "s01-3", "s01-4", "s01-5", "s02"]
    assert max(sizes[:5]) < 1.2 * min(sizes[:5])
    assert text_of(made) == walk.text(document)
    assert made.page("s01-3").findtext(f"{XHTML}head/{XHTML}title") == "长节"
    check_sound(made)


def test_what_is_open_at_a_cut_is_opened_again() -> None:
    items = tuple(Item((para("字" * 300), Quote((para("引" * 300),))), f"{n}.") for n in range(150))
    rows = tuple(Row((Cell((para(f"第{n}行"),), rows=2 if n % 2 == 0 else 1), Cell((para("数" * 150),)))) for n in range(400))
    document = with_body(section("节", OrderedList(items), section("表", Table(rows, (Text("表题"),)), attrs=role("article"))))
    made = book(document)
    assert len(made.texts()) >= 4
    assert text_of(made) == walk.text(document)
    assert "<ol" not in re.sub(r"<ol[^>]*>(?=<li)", "", "".join(map(made.source, made.texts()))), "no list without an item"
    assert all("<table></table>" not in made.source(name) for name in made.texts())
    check_sound(made)


def test_a_heading_is_not_left_alone_at_the_end_of_a_file() -> None:
    sections = tuple(section(f"第{n}节", *(para("话" * 400) for _ in range(7))) for n in range(60))
    made = book(with_body(section("章", *sections)))
    assert len(made.texts()) > 3
    for name in made.texts():
        assert not re.search(r"</h\d>(</section>)*</body>", made.source(name))
        assert re.search(r"<h\d", made.source(name)), "files end where sections do"


def test_each_chapter_of_a_volume_has_its_file() -> None:
    chapters = tuple(section(f"第{n}回", para("话说。")) for n in range(1, 4))
    document = with_body(section("卷一", *chapters, attrs=role("volume")), section("卷二", *chapters, attrs=role("volume")))
    made = book(document)
    assert made.texts() == ["s01", "s01-2", "s01-3", "s02", "s02-2", "s02-3"]
    assert [made.page(name).findtext(f"{XHTML}head/{XHTML}title") for name in made.texts()] == [
        "卷一",
        "第2回",
        "第3回",
        "卷二",
        "第2回",
        "第3回",
    ]
    assert ("第3回", "text/s01-3.xhtml#s01-h3") in made.contents()


def test_a_paragraph_beyond_all_measure_is_divided_at_a_sentence() -> None:
    report = Report()
    made = book(with_body(para("这是一句很长的话，说个没完。" * 10_000)), report=report)
    assert [d.code for d in report] == ["epub.paragraph-cut"]
    paragraphs = ["".join(p.itertext()) for name in made.texts() for p in made.page(name).iter(f"{XHTML}p")]
    assert len(paragraphs) > 4
    assert all(p.endswith("。") for p in paragraphs)


def test_thousands_of_sections() -> None:
    made = book(with_body(*(section(f"第{n}节", para("话。")) for n in range(1, 2001))))
    assert len(made.texts()) == 2000
    assert made.contents()[-2] == ("第2000节", "text/s2000.xhtml#s2000")


def test_ids_do_not_move_when_the_text_does() -> None:
    before, after = (
        book(with_body(section("节", para(first), para("乙"), byline=(Byline("", "张三"),)))).page("s01") for first in ("甲", "丙丁")
    )
    assert [e.get("id") for e in before.iter()] == [e.get("id") for e in after.iter()]


def test_no_link_stands_in_a_link() -> None:
    """XHTML forbids it: the mark of a note and an inner link stand between two parts of the outer one."""
    inner = Link((Text("内"),), "https://example.org/b")
    content = (Text("前"), Note((para("注"),), "①"), Text("中"), inner, Text("后"))
    source = book(with_body(Para((Link(content, "https://example.org/a"),)))).source("s00")
    links = re.findall(r'<a href="https://example.org/(.)"[^>]*>([^<]*)</a>', source)
    assert links == [("a", "前"), ("a", "中"), ("b", "内"), ("a", "后")]


def test_an_empty_head_of_a_table_is_an_empty_cell() -> None:
    table = Table((Row((Cell((), header=True), Cell((para("数"),), header=True))), Row((Cell((para("甲"),)), Cell((para("一"),))))))
    source = book(with_body(table)).source("s00")
    assert source.count("<th ") == 1
    assert "数</th>" in source
