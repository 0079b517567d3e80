"""The EPUB reader: our own books, and books made by hand, of both versions."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import sample
from sample import written

from convert import api
from convert.diagnostics import Report, SourceError
from convert.model import dump, walk
from convert.model.nodes import (
    Attrs,
    BulletList,
    Code,
    Contributor,
    Document,
    Emph,
    Figure,
    Group,
    Image,
    Inline,
    LineBreak,
    Link,
    Meta,
    OrderedList,
    Para,
    Quote,
    Ruby,
    Rule,
    Section,
    Span,
    Strong,
    Table,
    Text,
    Verse,
)
from convert.readers.epub import EpubOptions, EpubReader
from convert.source import Source

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="OPS/书.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
HEAD = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>不是正文</title></head>'
METADATA = '<dc:identifier id="i">urn:uuid:0</dc:identifier><dc:title>书名</dc:title><dc:language>zh-CN</dc:language>'


def archive(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def nav(*entries: str) -> str:
    return f'{HEAD}<body><nav epub:type="toc"><h1>目录</h1><ol>{"".join(entries)}</ol></nav></body></html>'


def li(href: str, label: str, *inner: str) -> str:
    return f'<li><a href="{href}">{label}</a>{f"<ol>{chr(10).join(inner)}</ol>" if inner else ""}</li>'


def book(
    *bodies: str,
    metadata: str = METADATA,
    contents: str = "",
    ncx: str = "",
    more: dict[str, str | bytes] | None = None,
    manifest: str = "",
    spine: str = "",
    guide: str = "",
) -> bytes:
    """A book whose chapters are ``bodies``: ``OPS/c1.xhtml`` …; ``more`` are files in ``OPS``."""
    items = "".join(f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(1, len(bodies) + 1))
    refs = "".join(f'<itemref idref="c{n}"/>' for n in range(1, len(bodies) + 1))
    items += '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>' if contents else ""
    items += '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>' if ncx else ""
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:opf="http://www.idpf.org/2007/opf">{metadata}</metadata><manifest>{items}{manifest}</manifest><spine toc="ncx">{refs}{spine}</spine>{guide}</package>'
    )
    files: dict[str, str | bytes] = {"META-INF/container.xml": CONTAINER, "OPS/书.opf": opf}
    files |= {f"OPS/c{n}.xhtml": body if body.startswith("<?") else f"{HEAD}<body>{body}</body></html>" for n, body in enumerate(bodies, 1)}
    files |= {"OPS/nav.xhtml": contents} if contents else {}
    files |= {"OPS/toc.ncx": ncx} if ncx else {}
    files |= {f"OPS/{name}": content for name, content in (more or {}).items()}
    return archive(files)


def read(data: bytes, report: Report | None = None) -> Document:
    return EpubReader().read(Source("书.epub", data), EpubOptions(), report if report is not None else Report())


def outline(document: Document) -> list[str]:
    return dump.outline(document).splitlines()


def content(html: str) -> tuple[Inline, ...]:
    block = read(book(f"<p>{html}</p>")).body[0]
    assert isinstance(block, Para)
    return block.content


def codes(report: Report) -> list[str]:
    return [d.code for d in report]


# ------------------------------------------------------------------------------------------------ our own books


def test_our_own_book_comes_back_whole() -> None:
    before = sample.everything()
    report = Report()
    after = read(written(before, "epub"), report)
    assert codes(report) == []
    assert outline(after) == outline(before)
    assert walk.text(after) == walk.text(before)
    assert after.meta.modified == before.meta.modified
    assert [(c.name, c.role) for c in after.meta.contributors] == [(c.name, c.role) for c in before.meta.contributors]
    assert [r.data for r in after.resources] == [sample.PNG]
    notes = [note for flow in walk.flows(after) for note in walk.notes(flow)]
    assert [(note.label, list(walk.block_texts(note.body))) for note in notes] == [("①", ["这是注文，讲“来历”。"])]


def test_the_seed_comes_back_through_epub() -> None:
    before = api.read(sample.SEED)
    after = read(written(before, "epub"))
    assert walk.text(after) == walk.text(before)
    assert [line for line in outline(after) if "section" in line or "byline" in line] == [
        line for line in outline(before) if "section" in line or "byline" in line
    ]


def test_a_section_that_was_cut_into_files_is_one() -> None:
    paras = tuple(sample.para(f"第{n}段。" + "这一段很长，为的是把一节切成几个文件。" * 20) for n in range(300))
    inner = Section((Text("小节"),), paras[100:])
    before = Document(
        Meta(title="长书"),
        (Section((Text("长章"),), (*paras[:100], inner, sample.para("章末。"))), Section((Text("短章"),), (sample.para("完。"),))),
    )
    data = written(before, "epub")
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        assert any(name.endswith("s01-2.xhtml") for name in made.namelist())
    after = read(data)
    assert [(level, walk.flow(s.title), len(s.body)) for level, s in walk.sections(after.body)] == [
        (level, walk.flow(s.title), len(s.body)) for level, s in walk.sections(before.body)
    ]
    assert walk.text(after) == walk.text(before)


def test_a_paragraph_that_was_cut_is_one() -> None:
    before = Document(Meta(title="长段"), (Section((Text("章"),), (sample.para("这一段没有尽头，一直写下去。" * 9000),)),))
    after = read(written(before, "epub"))
    assert walk.text(after) == walk.text(before)
    assert sum(isinstance(b, Para) for b in walk.blocks(after.body)) == 1


def test_numbers_and_bullets_that_the_reader_draws_are_no_labels() -> None:
    from convert.model.nodes import Item

    lists = (OrderedList((Item((sample.para("甲"),)), Item((sample.para("乙"),))), "decimal"), BulletList((Item((sample.para("丙"),)),)))
    before = Document(Meta(title="表"), lists)
    assert read(written(before, "epub")).body == lists


# ------------------------------------------------------------------------------------------------ structure


def test_the_contents_give_the_levels() -> None:
    contents = nav(li("c1.xhtml", "上卷", li("c2.xhtml", "第一章　起", li("c2.xhtml#b", "小节"))), li("c3.xhtml", "下卷"))
    data = book(
        "<h1>上卷</h1>", "<h1>第一章　起</h1><p>甲。</p><h1 id='b'>小节</h1><p>乙。</p>", "<h1>下卷</h1><p>丙。</p>", contents=contents
    )
    assert outline(read(data))[1:] == [
        "section: 上卷",
        "  section: 第一章起",
        "    para: 甲。",
        "    section: 小节",
        "      para: 乙。",
        "section: 下卷",
        "  para: 丙。",
    ]


def test_the_ncx_of_epub_2() -> None:
    def point(label: str, src: str, inner: str = "") -> str:
        return f'<navPoint id="{label}"><navLabel><text>{label}</text></navLabel><content src="{src}"/>{inner}</navPoint>'

    ncx = (
        '<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">'
        f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{point("卷一", "c1.xhtml", point("甲", "c2.xhtml"))}</navMap></ncx>'
    )
    first = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
        f"{HEAD}<body><h2>卷一</h2><p>一&nbsp;二&mdash;三&hellip;</p></body></html>"
    )
    report = Report()
    document = read(book(first, "<h2>甲</h2><p>话。</p>", ncx=ncx), report)
    assert [(level, walk.flow(s.title)) for level, s in walk.sections(document.body)] == [(1, "卷一"), (2, "甲")]
    assert walk.text(document) == "卷一一二—三…甲话。"
    assert codes(report) == []


def test_headings_alone() -> None:
    document = read(book("<h1>甲</h1><p>一。</p><h2>乙</h2><p>二。</p><h1>丙</h1><p>三。</p>"))
    assert [(level, walk.flow(s.title)) for level, s in walk.sections(document.body)] == [(1, "甲"), (2, "乙"), (1, "丙")]


def test_titles_that_are_paragraphs_or_stand_in_the_contents_only() -> None:
    contents = nav(li("c1.xhtml", "第一章 甲"), li("c2.xhtml", "第二章 乙"))
    report = Report()
    document = read(book('<p class="t">第一章 甲</p><p>话。</p>', "<p>没有题目的一章。</p><p>又一段。</p>", contents=contents), report)
    assert [s.label + walk.flow(s.title) for _, s in walk.sections(document.body)] == ["第一章甲", "第二章乙"]
    assert codes(report) == ["epub.title-from-contents"]


def test_a_section_element_ends_its_section() -> None:
    document = read(book("<section><h1>甲</h1><p>一。</p><section><h2>乙</h2><p>二。</p></section><p>甲的尾声。</p></section>"))
    assert outline(document)[1:] == ["section: 甲", "  para: 一。", "  section: 乙", "    para: 二。", "  para: 甲的尾声。"]


def test_a_section_element_around_a_heading_alone_does_not() -> None:
    document = read(book("<section><h1>甲</h1></section><p>一。</p>"))
    assert outline(document)[1:] == ["section: 甲", "  para: 一。"]


def test_contents_in_the_text_are_set_apart() -> None:
    contents = nav(li("c1.xhtml", "甲"))
    document = read(book("<h1>甲</h1><p>一。</p>", contents=contents, spine='<itemref idref="nav"/>'))
    last = document.body[-1]
    found = [b for b in walk.blocks(document.body) if isinstance(b, Group)]
    assert [g.role for g in found] == ["contents"]
    assert walk.text(document) == "甲一。目录甲"
    assert last is not None


def test_title_page_and_cover() -> None:
    page = '<section epub:type="titlepage"><h1>书名</h1><p class="subtitle">——副题</p><p class="author">某人</p></section>'
    cover = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="img/封面.png"/></svg>'
    manifest = '<item id="cov" href="img/%E5%B0%81%E9%9D%A2.png" media-type="image/png" properties="cover-image"/>'
    document = read(book(cover, page, "<h1>甲</h1><p>一。</p>", manifest=manifest, more={"img/封面.png": sample.PNG}))
    assert [(line.role, walk.flow(line.content)) for line in document.meta.title_block] == [
        ("title", "书名"),
        ("subtitle", "——副题"),
        ("author", "某人"),
    ]
    assert [(r.name, r.data) for r in document.resources] == [("cover.png", sample.PNG)]
    assert outline(document)[-2:] == ["section: 甲", "  para: 一。"]


def test_a_title_that_is_not_printed_adds_no_text() -> None:
    document = read(book("<p>话。</p>"))
    assert (document.meta.title, walk.text(document)) == ("书名", "话。")


# ------------------------------------------------------------------------------------------------ metadata


def test_metadata_of_epub_3() -> None:
    metadata = (
        '<dc:identifier id="i">urn:uuid:1</dc:identifier><dc:identifier>urn:isbn:9787000000000</dc:identifier>'
        '<dc:title id="b">副书名</dc:title><meta refines="#b" property="title-type">subtitle</meta>'
        '<dc:title id="a">主书名</dc:title><meta refines="#a" property="title-type">main</meta>'
        '<dc:language>zh-TW</dc:language><dc:creator id="p">作者甲</dc:creator><meta refines="#p" property="role" scheme="marc:relators">aut</meta>'
        '<dc:contributor id="q">译者乙</dc:contributor><meta refines="#q" property="role" scheme="marc:relators">trl</meta>'
        '<meta property="belongs-to-collection" id="s">丛书</meta><meta refines="#s" property="group-position">12</meta>'
        "<dc:date>2020-05-01T00:00:00Z</dc:date><dc:publisher>某社</dc:publisher><dc:rights>公有</dc:rights><dc:subject>历史</dc:subject>"
        '<meta property="dcterms:modified">2021-01-02T03:04:05Z</meta>'
    )
    meta = read(book("<p>這是臺灣的書。</p>", metadata=metadata)).meta
    assert (meta.title, meta.subtitle, meta.series, meta.instalment) == ("主书名", "副书名", "丛书", "十二")
    assert meta.contributors == (Contributor("作者甲", "aut"), Contributor("译者乙", "trl"))
    assert (meta.language, meta.date, meta.publisher, meta.rights) == ("zh-Hant-TW", "2020-05-01", "某社", "公有")
    assert meta.identifiers == ("urn:isbn:9787000000000",)
    assert meta.keywords == ("历史",)
    assert meta.modified is not None
    assert meta.modified.isoformat() == "2021-01-02T03:04:05+00:00"


def test_metadata_of_epub_2() -> None:
    metadata = (
        '<dc:title>书</dc:title><dc:creator opf:role="edt" opf:file-as="Li">李某</dc:creator><dc:language>zh</dc:language>'
        '<dc:date opf:event="modification">2019-01-01</dc:date><dc:date opf:event="publication">2018</dc:date>'
        '<meta name="calibre:series" content="全集"/><meta name="calibre:series_index" content="3.0"/>'
    )
    meta = read(book("<p>这是简体字。</p>", metadata=metadata)).meta
    assert (meta.contributors, meta.date, meta.series, meta.instalment) == ((Contributor("李某", "edt"),), "2018", "全集", "三")
    assert meta.language == "zh-Hans"


def test_many_people_of_many_roles() -> None:
    """Each name with each of its roles once; what is said of an element without a name of its own is said of nobody."""
    said = '<meta refines="#p" property="role">aut</meta><meta refines="#None" property="role">trl</meta>' * 4000
    metadata = (
        '<dc:creator id="p">甲</dc:creator><dc:creator>乙</dc:creator>' * 2000 + said + '<meta refines="#p" property="role">ill</meta>'
    )
    meta = read(book("<p>话。</p>", metadata=metadata)).meta
    assert meta.contributors == (Contributor("甲", "aut"), Contributor("甲", "ill"), Contributor("乙", "aut"))


# ------------------------------------------------------------------------------------------------ inlines


def test_inlines() -> None:
    found = content(
        "平<strong>粗</strong><em>点</em><i>斜</i><sup>2</sup><sub>n</sub><del>删</del><u>划</u><code>x = 1</code>"
        '<span class="x">散</span><br/><q>引<q>套</q></q><a href="https://example.org/">链</a>'
    )
    assert [type(one).__name__ + one.role for one in found] == [
        "Text", "Strong", "Emph", "Emph", "Spansup", "Spansub", "Spanstrike", "Spanunderline", "Code", "Text", "LineBreak", "Text", "Link",
    ]  # fmt: skip
    assert walk.flow(found) == "平粗点斜2n删划x = 1散\n“引‘套’”链"
    assert {type(one) for one in found} >= {Strong, Emph, Span, Code, LineBreak}


def test_ruby() -> None:
    found = content(
        "<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby>，<ruby>山路<rt>やまみち</rt></ruby>，<ruby><rb>甲</rb><rt>jiǎ</rt></ruby>"
    )
    rubies = [(walk.flow(one.content), one.annotation) for one in found if isinstance(one, Ruby)]
    assert rubies == [("汉字", "hàn zì"), ("山路", "やまみち"), ("甲", "jiǎ")]
    assert walk.flow(found) == "汉字，山路，甲"


def test_emphasis_by_stylesheet() -> None:
    css = ".zz { font-weight: bold } /* .no {font-weight:bold} */ span.dian, .d2 { -epub-text-emphasis: dot; text-emphasis-style: filled }"
    manifest = '<item id="s" href="s.css" media-type="text/css"/>'
    html = '<p><span class="zz">粗</span><span class="dian">点</span><span class="no">平</span><span style="vertical-align: super">1</span></p>'
    (para,) = read(book(html, manifest=manifest, more={"s.css": css})).body
    assert isinstance(para, Para)
    assert para.content == (
        Strong((Text("粗"),)),
        Emph((Text("点"),)),
        Text("平"),
        Span((Text("1"),), attrs=Attrs(role="sup")),
    )


def test_white_space_between_han_characters_is_none() -> None:
    assert walk.flow(content("第一行\n   第二行 word\n  next")) == "第一行第二行 word next"


def test_links_between_documents() -> None:
    report = Report()
    document = read(
        book(
            '<p><a href="c2.xhtml#x">去乙</a><a href="c2.xhtml">去章</a><a href="c9.xhtml#y">去无</a></p>',
            '<p>首段。</p><p id="x">目标。</p>',
        ),
        report,
    )
    hrefs = [one.href for flow in walk.flows(document) for one in flow if isinstance(one, Link)]
    ids = {b.attrs.id: walk.squeeze("".join(walk.block_texts((b,)))) for b in walk.blocks(document.body) if b.attrs.id}
    assert [ids[href[1:]] for href in hrefs] == ["目标。", "首段。"]
    assert walk.text(document) == "去乙去章去无首段。目标。"


# ------------------------------------------------------------------------------------------------ notes


def notes(document: Document) -> list[tuple[str, str]]:
    return [(n.label, "".join(walk.block_texts(n.body))) for flow in walk.flows(document) for n in walk.notes(flow)]


def test_notes_of_epub_3_here_and_in_another_document() -> None:
    first = (
        '<p>话<a epub:type="noteref" href="#n1">①</a>，又<sup><a href="c2.xhtml#n2" id="r2">[2]</a></sup>。</p>'
        '<aside epub:type="footnote" id="n1"><p><a href="#r1" role="doc-backlink">①</a>　甲注。</p><p>甲注又一段。</p></aside>'
    )
    second = '<h2>注释</h2><ol><li id="n2"><p>乙注。<a href="c1.xhtml#r2">↩</a></p></li></ol>'
    document = read(book(first, second))
    assert notes(document) == [("①", "甲注。甲注又一段。"), ("[2]", "乙注。")]
    assert walk.text(document) == "话，又。①甲注。甲注又一段。[2]乙注。注释"


def test_notes_of_epub_2_by_links_that_lead_back() -> None:
    html = (
        '<p>话<a id="a1" href="#b1"><sup>1</sup></a>，话<a id="a2" href="#b2"><sup>2</sup></a>。</p><hr/>'
        '<p><a id="b1" href="#a1">1</a>. 注一。</p><p><a id="b2" href="#a2">2</a> 注二。</p>'
    )
    assert notes(read(book(html))) == [("1", "注一。"), ("2", "注二。")]


def test_links_that_are_no_notes_stay_links() -> None:
    html = '<p>见<a href="#x">3</a>和<a href="#y">附录</a>。</p><p id="x">第三。</p><p id="y">附录。</p>'
    document = read(book(html))
    assert notes(document) == []
    assert walk.text(document) == "见3和附录。第三。附录。"


def test_words_that_bear_a_note_stay_in_the_text() -> None:
    html = '<p>这是<a epub:type="noteref" href="#n">皇帝</a>的新衣。</p><aside epub:type="footnote" id="n"><p>一个故事。</p></aside>'
    document = read(book(html))
    assert walk.text(document) == "这是皇帝的新衣。一个故事。"
    assert notes(document) == [("", "一个故事。")]


def test_notes_of_duokan_and_in_descriptions_of_pictures() -> None:
    html = (
        '<p>甲<a class="duokan-footnote" href="#d1"><img src="n.png" alt=""/></a>乙<img class="qqreader-footnote" src="n.png" alt="图里的注"/></p>'
        '<ol class="duokan-footnote-content"><li class="duokan-footnote-item" id="d1"><p>多看的注。</p></li></ol>'
    )
    assert notes(read(book(html, more={"n.png": sample.PNG}))) == [("", "多看的注。"), ("", "图里的注")]


def test_one_note_with_two_marks_stands_once() -> None:
    html = '<p>一<a epub:type="noteref" href="#n">*</a>二<a epub:type="noteref" href="#n">*</a></p><aside epub:type="footnote" id="n">注。</aside>'
    document = read(book(html))
    assert notes(document) == [("*", "注。")]
    assert walk.text(document) == "一二**注。"
    (link,) = [one for flow in walk.flows(document) for one in flow if isinstance(one, Link)]
    (note,) = [one for flow in walk.flows(document) for one in walk.notes(flow)]
    assert link.href == f"#{note.attrs.id}"


# ------------------------------------------------------------------------------------------------ blocks


def test_blocks() -> None:
    html = (
        "裸字<div>容器里<p>段。</p>尾巴</div><blockquote><p>引文。</p></blockquote><ul><li>甲</li><li><p>乙</p><ol start='3'><li>丙</li></ol></li></ul>"
        "<div class='poem'><p>白日依山尽，<br/>黄河入海流。</p><p>欲穷千里目。</p></div><hr/><pre>a  b\n\tc</pre>"
        "<dl><dt>词</dt><dd>义</dd></dl><aside><p>边栏。</p></aside>"
    )
    document = read(book(html))
    assert [type(b) for b in document.body] == [Para, Para, Para, Para, Quote, BulletList, Verse, Rule, Para, Para, Group, Group]
    assert walk.text(document) == "裸字容器里段。尾巴引文。甲乙3.丙白日依山尽，黄河入海流。欲穷千里目。abc词义边栏。"
    verse = document.body[6]
    assert isinstance(verse, Verse)
    assert len(verse.lines) == 3


def test_tables_and_figures() -> None:
    html = (
        "<table><caption>表一</caption><thead><tr><th colspan='2'>头</th></tr></thead><tbody><tr><td rowspan='2'>甲</td><td>乙</td></tr><tr><td>丙</td></tr></tbody></table>"
        "<figure><img src='i.png' alt='图'/><figcaption>图一</figcaption></figure><p><img src='i.png' alt='又'/></p><p>行<img src='i.png' alt=''/>内</p>"
        "<img src='missing.png' alt='没有的图'/>"
    )
    report = Report()
    document = read(book(html, more={"i.png": sample.PNG}), report)
    table, one, two, inline, missing = document.body
    assert isinstance(table, Table)
    assert walk.flow(table.caption) == "表一"
    assert [[(c.columns, c.rows, c.header) for c in row.cells] for row in table.rows] == [
        [(2, 1, True)],
        [(1, 2, False), (1, 1, False)],
        [(1, 1, False)],
    ]
    assert isinstance(one, Figure)
    assert isinstance(two, Figure)
    assert walk.flow(one.caption) == "图一"
    assert isinstance(inline, Para)
    assert isinstance(inline.content[1], Image)
    assert isinstance(missing, Para)
    assert codes(report) == ["epub.missing-picture"]
    assert [r.name for r in document.resources] == ["i.png"]


def test_page_numbers_and_hidden_parts_are_counted() -> None:
    html = "<p>前<span epub:type='pagebreak' id='p3'>3</span>后</p><div hidden='hidden'>看不见</div><nav epub:type='landmarks'><ol><li>封面</li></ol></nav>"
    report = Report()
    assert walk.text(read(book(html), report)) == "前后"
    assert sorted(codes(report)) == ["epub.left-out", "epub.page-numbers"]


def test_vertical_books_read_like_others() -> None:
    document = read(book("<div style='writing-mode: vertical-rl'><h1>縦書き</h1><p>二〇<span class='tcy'>22</span>年</p></div>"))
    assert walk.text(document) == "縦書き二〇22年"


# ------------------------------------------------------------------------------------------------ safety


def test_html_that_is_no_xml_is_repaired() -> None:
    broken = f"<?xml version='1.0'?>{HEAD.replace('<title>不是正文</title>', '<title/>')}<body><p>一<br>二<p>三 & 四 &nbsp;<b><i>五</b></i></body></html>"
    report = Report()
    assert walk.text(read(book(broken), report)) == "一二三&四五"
    assert codes(report) == ["epub.malformed"]


def test_tags_that_are_damaged() -> None:
    """The HTML parser makes names of them that no element can have."""
    broken = f"<?xml version='1.0'?>{HEAD}<body><p>一</p><d<div>二</d<div><p>三</p></body></html>"
    assert walk.text(read(book(broken))).startswith("一")


def test_control_characters_in_attributes() -> None:
    broken = f"<?xml version='1.0'?>{HEAD}<body epub:type='a\x01&#2;b'><p epub:type='x\x02y' xml:lang='z\x03'>一<b></p>\x04</body></html>"
    assert walk.text(read(book(broken))) == "一"


def test_the_rule_above_notes_goes_with_them() -> None:
    html = '<p>话<a epub:type="noteref" href="#n">1</a></p><div class="footnotes"><hr/><ol><li id="n"><p>注。</p></li></ol></div>'
    assert [type(b) for b in read(book(html)).body] == [Para]


def test_entities() -> None:
    text = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY own "自己的">]>{HEAD}<body><p>&own;与&lt;&copy;<![CDATA[&nbsp;]]></p></body></html>'
    )
    assert walk.text(read(book(text))) == "自己的与<©&nbsp;"


def test_a_billion_laughs_and_files_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laugh = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "哈"><!ENTITY f SYSTEM "{secret.as_uri()}">{entities}]>'
    text = walk.text(read(book(f"{laugh}{HEAD}<body><p>甲&l9;&f;乙</p></body></html>", "<p>丙</p>")))
    assert "机密" not in text
    assert len(text) < 1000
    assert text.endswith("丙")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04", "damaged"),
        (archive({}), "container"),
        (archive({"META-INF/container.xml": CONTAINER}), "package document"),
        (archive({"word/document.xml": "<x/>"}), "Word document"),
        (book(), "nothing to read"),
        (archive({"META-INF/container.xml": CONTAINER, "OPS/书.opf": "<package"}), "well-formed"),
    ],
)
def test_what_cannot_be_read_is_one_error(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read(data)


def encrypted(member: str, scheme: str) -> dict[str, str | bytes]:
    data = (
        f'<EncryptedData><EncryptionMethod Algorithm="{scheme}"/><CipherData><CipherReference URI="{member}"/></CipherData></EncryptedData>'
    )
    return {"../META-INF/encryption.xml": f"<encryption>{data}</encryption>"}


def test_protected_books_are_refused_and_obfuscated_fonts_are_not() -> None:
    def made(member: str, scheme: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(book("<p>话。</p>", more={"f.ttf": b"x"}))) as whole:
            files: dict[str, str | bytes] = {name: whole.read(name) for name in whole.namelist() if name != "mimetype"}
        return archive(files | {"META-INF/encryption.xml": encrypted(member, scheme)["../META-INF/encryption.xml"]})

    assert walk.text(read(made("OPS/f.ttf", "http://www.idpf.org/2008/embedding"))) == "话。"
    with pytest.raises(SourceError, match="encrypted"):
        read(made("OPS/c1.xhtml", "http://www.w3.org/2001/04/xmlenc#aes256-cbc"))


def test_elements_nested_without_end() -> None:
    with pytest.raises(SourceError):
        read(book("<div>" * 3000 + "底" + "</div>" * 3000))
    assert walk.text(read(book("<div>" * 230 + "底" + "</div>" * 230))) == "底"
    assert walk.text(read(book("<div>" * 60 + "底" + "</div>" * 60))) == "底"
    assert walk.text(read(book("<p>" + "<span>" * 60 + "底" + "</span>" * 60 + "</p>"))) == "底"


def test_a_document_that_is_missing_is_done_without() -> None:
    manifest = '<item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/>'
    assert walk.text(read(book("<p>话。</p>", manifest=manifest, spine='<itemref idref="gone"/><itemref idref="c1"/>'))) == "话。"


@pytest.mark.parametrize(
    "html",
    [
        "<p>甲\x17乙<b>丙</p>",
        "<p title='\x17\x0c'>甲\x01\x0c乙丙</i></p>",
        "<p>甲&#23;&#12;乙<br>丙</p>",
        "<h2>甲\x01乙\x85丙</p>",
        "<p \x17a='\x01' {{#if}}='\x01' {='&#1;'>甲乙丙</i>",
    ],
)
def test_control_characters_in_broken_documents(html: str) -> None:
    """Found by fuzzing: what XML cannot hold came through the HTML parser into bylines, and form feeds could not be written back."""
    document = read(book(html))
    assert walk.text(document) == "甲乙丙"
    assert dump.from_json(dump.to_json(document), Report()) == document


@pytest.mark.parametrize("tags", [("blockquote",), ("ul", "li"), ("table", "tr", "td"), ("b",), ("ruby",), ("div",)])
@pytest.mark.parametrize("count", [40, 95, 331])
def test_what_nests_too_deeply_is_plain_text(tags: tuple[str, ...], count: int) -> None:
    """Found by fuzzing: documents deeper than the model's JSON may be."""
    start = "".join(f"<{tag}>" for tag in tags) * count
    end = "".join(f"</{tag}>" for tag in reversed(tags)) * count
    document = read(book(f"{start}底{end}"))
    assert walk.text(document) == "底"
    assert dump.from_json(dump.to_json(document), Report()) == document
