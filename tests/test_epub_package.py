"""The container, the metadata, the navigation and the cover of e-books."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from ebooklib import epub as ebooklib_epub
from epub_book import LANG, NCX, OPF, TYPE, XHTML, book, check_sound, deep, section, with_body
from PIL import Image as Picture
from sample import PNG, everything, para, role

from convert import formats
from convert.diagnostics import OptionError, Report
from convert.model.nodes import (
    Byline,
    Contributor,
    Document,
    Figure,
    Image,
    Meta,
    Para,
    Resource,
    Span,
    Text,
    TitleLine,
)
from convert.transforms.speakers import Speakers
from convert.writers.archive import write_zip
from convert.writers.cover_lines import broken
from convert.zh import pinyin, readings

# ------------------------------------------------------------------------------------------------ container


class Pipe:
    """A stream that can only be written."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)


def test_an_archive_is_the_same_in_a_pipe_and_states_sizes_in_its_local_headers() -> None:
    members = [("mimetype", b"application/epub+zip"), ("目录/一.txt", b"x" * 9999), ("empty", b"")]
    pipe, file = Pipe(), io.BytesIO()
    write_zip(pipe, members, stored=frozenset({"mimetype"}))  # type: ignore[arg-type]
    write_zip(file, members, stored=frozenset({"mimetype"}))
    assert pipe.data == file.getvalue()
    assert pipe.data[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert [(i.filename, i.compress_type, i.flag_bits & 8, i.date_time) for i in archive.infolist()] == [
            ("mimetype", zipfile.ZIP_STORED, 0, (1980, 1, 1, 0, 0, 0)),
            ("目录/一.txt", zipfile.ZIP_DEFLATED, 0, (1980, 1, 1, 0, 0, 0)),
            ("empty", zipfile.ZIP_DEFLATED, 0, (1980, 1, 1, 0, 0, 0)),
        ]


def test_an_archive_takes_its_members_one_by_one() -> None:
    pipe = Pipe()
    lengths = []

    def members() -> Iterator[tuple[str, bytes]]:
        for n in range(3):
            lengths.append(len(pipe.data))
            yield f"{n}", b"some content"

    write_zip(pipe, members())  # type: ignore[arg-type]
    assert lengths[0] == 0
    assert 0 < lengths[1] < lengths[2]


def test_two_members_of_one_name_are_an_error() -> None:
    with pytest.raises(ValueError, match="called “a”"):
        write_zip(io.BytesIO(), [("a", b""), ("a", b"")])


def test_more_members_than_a_plain_archive_can_count() -> None:
    out = io.BytesIO()
    write_zip(out, ((str(n), b"") for n in range(66_000)))
    with zipfile.ZipFile(out) as archive:
        assert len(archive.namelist()) == 66_000


def test_what_is_used_of_ebooklib_is_as_it_was_in_0_20() -> None:
    made = ebooklib_epub.EpubBook()
    made.FOLDER_NAME = "FOLDER"
    first = ebooklib_epub.EpubItem(uid="a", file_name="a.xhtml", media_type="application/xhtml+xml", content=b"<?xml?>\xe4\xb8\xad")
    for item in (first, ebooklib_epub.EpubItem(uid="b", file_name="b.png", media_type="image/png", content=b"\x00")):
        made.add_item(item)
    items = list(made.get_items())
    assert [(i.id, i.file_name, i.media_type, i.get_content()) for i in items] == [
        ("a", "a.xhtml", "application/xhtml+xml", b"<?xml?>\xe4\xb8\xad"),
        ("b", "b.png", "image/png", b"\x00"),
    ]
    writer = ebooklib_epub.EpubWriter("anything", made)
    assert (writer.file_name, writer.book) == ("anything", made)
    assert ebooklib_epub.CONTAINER_PATH == "META-INF/container.xml"
    container = ElementTree.fromstring((ebooklib_epub.CONTAINER_XML % {"folder_name": "FOLDER"}).encode())
    assert [e.attrib["full-path"] for e in container.iter() if "full-path" in e.attrib] == ["FOLDER/content.opf"]


def test_mimetype_comes_first_and_pictures_are_not_packed_twice() -> None:
    made = book(everything())
    assert (made.infos[0].filename, made.infos[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)
    stored = {info.filename for info in made.infos if info.compress_type == zipfile.ZIP_STORED}
    assert stored == {"mimetype", "EPUB/images/cover.png", "EPUB/images/i001.png"}


def test_the_same_bytes_again_in_another_process() -> None:
    program = (
        "import io,sys,hashlib; sys.path.insert(0, sys.argv[1])\n"
        "from sample import everything\nfrom convert.writers.epub import EpubWriter, EpubOptions\n"
        "from convert.stylefile import load\nfrom convert.diagnostics import Report\nout = io.BytesIO()\n"
        "EpubWriter().write(everything(), load('handout').resolve('zh-Hans'), EpubOptions(), Report(), out)\n"
        "print(hashlib.sha256(out.getvalue()).hexdigest())"
    )
    import os

    found = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        run = [sys.executable, "-c", program, os.path.dirname(__file__)]
        found.add(subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout)
    assert len(found) == 1


def test_the_writer_is_in_the_table_and_imports_no_more_than_it_needs() -> None:
    assert formats.WRITERS["epub"].target == "convert.writers.epub:EpubWriter"
    program = (
        "import sys, convert.writers.epub; print([m for m in ('PIL', 'uharfbuzz', 'pypinyin', 'rjieba', 'opencc') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


# ------------------------------------------------------------------------------------------------ metadata


def test_metadata_says_all_that_is_known() -> None:
    made = book(everything())
    assert made.dc("language") == ["zh-Hans"]
    assert made.opf.get(LANG) == "zh-Hans"
    assert made.dc("title") == ["样张 大全", "每样都有一点（二）", "为测试而作　样张 大全——每样都有一点（二）"]
    assert [made.meta("title-type", f"title{n}") for n in (1, 2, 3)] == [["main"], ["subtitle"], ["expanded"]]
    assert (made.dc("creator"), made.dc("contributor")) == (["白涛"], ["张三"])
    assert (made.meta("role", "person1"), made.meta("role", "person2")) == (["spk"], ["bkd"])
    assert made.meta("file-as", "person1") == ["Bai, Tao"]
    assert made.meta("alternate-script", "person1") == ["Bái Tāo"]
    assert made.meta("file-as", "title1") == ["yang zhang da quan"]
    assert (made.meta("belongs-to-collection"), made.meta("group-position", "series")) == (["样张"], ["2"])
    assert (made.dc("publisher"), made.dc("date"), made.dc("subject")) == (["样张社"], ["2022-12-07"], ["测试", "样张"])
    assert made.meta("dcterms:modified") == ["2022-12-07T00:00:00Z"]
    assert made.opf.find(f"{OPF}spine").get("page-progression-direction") == "ltr"  # type: ignore[union-attr]
    named = {m.get("name"): m.get("content") for m in made.opf.iter(f"{OPF}meta") if m.get("name")}
    assert named == {"cover": "cover-image", "generator": "zhaibian"}


def test_what_is_not_known_is_not_said() -> None:
    made = book(Document(Meta(title="题"), (para("话。"),)))
    for name in ("creator", "contributor", "publisher", "date", "source", "rights", "description", "subject"):
        assert made.dc(name) == []
    assert made.meta("dcterms:modified") == ["1980-01-01T00:00:00Z"]
    assert made.meta("belongs-to-collection") == []
    assert made.meta("dcterms:conformsTo") == [], "nobody has examined the book"


def test_a_certifier_is_named_with_the_claim() -> None:
    made = book(everything(), certified_by="某某检测中心")
    assert made.meta("dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.1 Level AA"]
    assert made.meta("a11y:certifiedBy", "conformance") == ["某某检测中心"]


def test_other_time_zones_are_stated_in_utc() -> None:
    moment = datetime.datetime(2024, 5, 1, 7, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    assert book(with_body(modified=moment)).meta("dcterms:modified") == ["2024-04-30T23:30:00Z"]


def identifier(document: Document, language: str = "zh-Hans", style: str = "handout") -> str:
    return book(document, language, style).dc("identifier")[0]


def test_an_edition_keeps_its_identifier() -> None:
    document = everything()
    later = replace(document, meta=replace(document.meta, modified=datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)))
    assert identifier(document) == identifier(later) == identifier(document, style="book")
    assert identifier(document).startswith("urn:uuid:")
    assert identifier(document) != identifier(document, "zh-Hant-TW")
    assert identifier(Document(Meta(), (para("甲"),))) != identifier(Document(Meta(), (para("乙"),)))
    isbn = with_body(identifiers=("urn:isbn:9787000000000",))
    assert book(isbn).dc("identifier")[1:] == ["urn:isbn:9787000000000"]
    assert identifier(isbn) == identifier(with_body(identifiers=("urn:isbn:9787000000000",), title="换了题目"))


def test_somebody_with_two_roles_is_named_once() -> None:
    people = (Contributor("张三", "aut"), Contributor("李四", "edt"), Contributor("张三", "spk"), Contributor(" ", "aut"))
    made = book(with_body(contributors=people))
    assert made.dc("creator") == ["张三", "李四"]
    assert made.meta("role", "person1") == ["aut", "spk"]


@pytest.mark.parametrize(("instalment", "position"), [("二", ["2"]), ("②", ["2"]), ("12", ["12"]), ("上", ["1"]), ("下", []), ("", [])])
def test_the_place_in_a_series(instalment: str, position: list[str]) -> None:
    assert book(with_body(series="丛书", instalment=instalment)).meta("group-position", "series") == position


def test_accessibility_is_what_it_is() -> None:
    plain = book(with_body(para("话。")))
    assert plain.meta("schema:accessMode") == ["textual"]
    assert "alternativeText" in plain.meta("schema:accessibilityFeature")
    assert "rubyAnnotations" not in plain.meta("schema:accessibilityFeature")
    full = book(everything())
    assert full.meta("schema:accessMode") == ["textual", "visual"]
    assert full.meta("schema:accessModeSufficient") == ["textual"]
    assert "rubyAnnotations" in full.meta("schema:accessibilityFeature")
    mute = book(replace(with_body(Figure(Image("red.png"))), resources=(Resource("red.png", "image/png", PNG),)))
    assert "alternativeText" not in mute.meta("schema:accessibilityFeature")
    assert mute.meta("schema:accessModeSufficient") == ["textual,visual"]
    assert mute.meta("schema:accessibilitySummary")[0].endswith("部分图片没有文字说明。")
    assert not full.meta("schema:accessibilitySummary")[0].endswith("部分图片没有文字说明。")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("李有平", "Li, Youping"),
        ("单雄信", "Shan, Xiongxin"),
        ("曾國藩", "Zeng, Guofan"),
        ("尉迟恭", "Yuchi, Gong"),
        ("王西安", "Wang, Xi'an"),
        ("弗拉基米尔·普京", "Fulajimier Pujing"),
        ("John Smith", "John Smith"),
        ("白", "Bai"),
        ("吕布", "Lü, Bu"),
    ],
)
def test_names_are_sorted_by_pinyin(name: str, key: str) -> None:
    assert pinyin.name_key(name) == key


def test_without_pypinyin_there_are_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    readings.reader.cache_clear()
    try:
        made = book(everything())
    finally:
        readings.reader.cache_clear()
    assert made.meta("file-as") == []


@pytest.mark.parametrize(
    ("name", "reading"), [("王西安", "Wáng Xī'ān"), ("单雄信", "Shàn Xióngxìn"), ("尉遲恭", "Yùchí Gōng"), ("Ann", "")]
)
def test_names_can_be_read(name: str, reading: str) -> None:
    assert pinyin.name_reading(name) == reading


# ------------------------------------------------------------------------------------------------ pages and navigation


def speakers(*names: str) -> Document:
    return with_body(*(section(f"{name}说", para("话。"), byline=(Byline("某部部长", name),)) for name in names))


@pytest.mark.parametrize(
    ("language", "order"), [("zh-Hans", ["白涛", "陈理", "李有平", "曾国"]), ("zh-Hant-TW", ["白涛", "李有平", "陈理", "曾国"])]
)
def test_the_index_of_speakers_is_sorted_as_its_readers_look_up(language: str, order: list[str]) -> None:
    made = book(speakers("李有平", "曾国", "白涛", "陈理", "白涛"), language)
    page = made.page("contents-speakers")
    entries = [e for e in page.iter() if e.tag in (f"{XHTML}dt", f"{XHTML}dd")]
    assert ["".join(e.itertext()) for e in entries if e.tag == f"{XHTML}dt"] == [f"{name}　某部部长" for name in order]
    links = [(a.text, a.get("href")) for e in entries[:3] for a in e.iter(f"{XHTML}a")]
    assert links == [("白涛说", "s03.xhtml#s03"), ("白涛说", "s05.xhtml#s05")]
    assert page.find(f".//{XHTML}p[@class='generated']") is not None
    check_sound(made)


def test_one_speaker_needs_no_index_and_nobody_is_forced_to_have_one() -> None:
    assert "EPUB/text/contents-speakers.xhtml" not in book(speakers("李有平", "李有平")).files
    assert "EPUB/text/contents-speakers.xhtml" not in book(speakers("李有平", "白涛"), index=False).files


def test_pages_of_the_printed_edition_are_listed() -> None:
    mark = [Span((), attrs=role("page", number=n)) for n in ("12", "13")]
    document = with_body(section("节", Para((mark[0], Text("上页"), mark[1], Text("下页。")))), source="某报第12—13版")
    made = book(document)
    assert 'aria-label="12"></span>上页<span epub:type="pagebreak" role="doc-pagebreak" id="s01-b2"' in made.source("s01")
    listed = next(nav for nav in made.nav.iter(f"{XHTML}nav") if nav.get(TYPE) == "page-list")
    assert [(a.text, a.get("href")) for a in listed.iter(f"{XHTML}a")] == [("12", "text/s01.xhtml#s01-b1"), ("13", "text/s01.xhtml#s01-b2")]
    assert {"pageBreakMarkers", "pageNavigation"} <= set(made.meta("schema:accessibilityFeature"))
    assert made.meta("pageBreakSource") == ["某报第12—13版"]
    plain = book(everything())
    assert not [nav for nav in plain.nav.iter(f"{XHTML}nav") if nav.get(TYPE) == "page-list"]
    assert "pageNavigation" not in plain.meta("schema:accessibilityFeature")


def test_the_way_through_the_book() -> None:
    made = book(everything())
    assert made.spine == [
        "text/cover.xhtml",
        "text/titlepage.xhtml",
        "nav.xhtml",
        "text/s00.xhtml",
        "text/s01.xhtml",
        "text/s02.xhtml",
        "text/contents-speakers.xhtml",
        "text/colophon.xhtml",
    ]
    assert made.contents() == [
        ("样张 大全", "text/titlepage.xhtml"),
        ("第一节 讲文字", "text/s01.xhtml#s01"),
        ("小节", "text/s01.xhtml#s01-h1"),
        ("1. 再小一节", "text/s01.xhtml#s01-h2"),
        ("二、第二节“引号‘套’引号”", "text/s02.xhtml#s02"),
        ("发言人索引", "text/contents-speakers.xhtml"),
        ("版权页", "text/colophon.xhtml"),
    ]
    landmarks = next(nav for nav in made.nav.iter(f"{XHTML}nav") if nav.get(TYPE) == "landmarks")
    assert landmarks.get("hidden") == "hidden"
    assert [(a.get(TYPE), a.get("href"), a.text) for a in landmarks.iter(f"{XHTML}a")] == [
        ("cover", "text/cover.xhtml", "封面"),
        ("titlepage", "text/titlepage.xhtml", "书名页"),
        ("toc", "nav.xhtml#toc", "目录"),
        ("bodymatter", "text/s00.xhtml", "正文"),
        ("index", "text/contents-speakers.xhtml", "发言人索引"),
        ("colophon", "text/colophon.xhtml", "版权页"),
    ]


def test_contents_are_nested_as_sections_are() -> None:
    made = book(deep())
    depth = made.xml["EPUB/toc.ncx"].find(f".//{NCX}meta[@name='dtb:depth']")
    assert depth is not None
    assert depth.get("content") == "9"
    hidden = [ol for ol in made.nav.iter(f"{XHTML}ol") if ol.get("hidden")]
    assert len(hidden) == 6, "the style's contents show three levels; the reader's menu has all"


def test_a_style_without_contents_keeps_them_out_of_the_way() -> None:
    def linear(style: str) -> str | None:
        made = book(everything(), style=style)
        return next(ref.get("linear") for ref in made.opf.iter(f"{OPF}itemref") if ref.get("idref") == "nav")

    assert (linear("plain"), linear("book")) == ("no", None)


def test_the_words_of_pages_are_those_of_the_edition() -> None:
    made = book(everything(), "zh-Hant-TW")
    assert made.nav.findtext(f"{XHTML}head/{XHTML}title") == "目錄"
    assert "".join(made.page("colophon").find(f".//{XHTML}h1").itertext()) == "版權頁"  # type: ignore[union-attr]


def test_the_title_page_is_the_title_block() -> None:
    title_page = book(everything()).page("titlepage").find(f".//{XHTML}section")
    assert title_page is not None
    assert title_page.get(TYPE) == "titlepage"
    assert [(e.tag.removeprefix(XHTML), e.get("class"), "".join(e.itertext())) for e in title_page] == [
        ("p", "kicker", "为测试而作"),
        ("h1", None, "样张 大全"),
        ("p", "subtitle", "——每样都有一点（二）"),
    ]


def test_a_title_of_two_lines_is_one_heading() -> None:
    lines = tuple(TitleLine((Text(text),), attrs=role("title")) for text in ("上联在此", "下联在此"))
    made = book(Document(Meta(title="上联在此 下联在此", title_block=lines), ()))
    assert [h.tag for h in made.page("titlepage").iter() if h.tag == f"{XHTML}h1"] == [f"{XHTML}h1"]
    assert '<h1><span class="line">上联在此</span><span class="line">下联在此</span></h1>' in made.source("titlepage")


def test_the_colophon_is_marked_as_made() -> None:
    page = book(everything()).page("colophon")
    facts = [(dt.text, dd.text) for dt, dd in zip(page.iter(f"{XHTML}dt"), page.iter(f"{XHTML}dd"), strict=True)]
    assert facts[:5] == [
        ("书名", "样张 大全——每样都有一点（二）"),
        ("丛书", "样张（二）"),
        ("发言人", "白涛"),
        ("版式设计", "张三"),
        ("出版", "样张社"),
    ]
    assert ("日期", "2022年12月7日") in facts
    assert page.find(f".//{XHTML}p[@class='generated']") is not None


# ------------------------------------------------------------------------------------------------ cover


def test_a_cover_is_drawn() -> None:
    made = book(everything(), cover=b"")
    with Picture.open(io.BytesIO(made.files["EPUB/images/cover.png"])) as picture:
        assert (picture.format, picture.size) == ("PNG", (1600, 2560))
        assert len(picture.convert("RGB").getcolors(1 << 20) or ()) > 3
    assert 'role="doc-cover" alt="封面：样张 大全——每样都有一点（二）"' in made.source("cover")
    assert made.items["cover-image"]["properties"] == "cover-image"


def test_a_cover_can_be_given() -> None:
    made = book(everything(), cover=PNG)
    assert made.files["EPUB/images/cover.png"] == PNG


def test_a_cover_can_be_a_drawing_without_programs() -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 4"><rect width="3" height="4"/></svg>'
    assert book(everything(), cover=drawing).items["cover-image"]["media-type"] == "image/svg+xml"
    with pytest.raises(OptionError, match="scripts"):
        book(everything(), cover=drawing.replace(b"<rect", b"<script>1</script><rect"))


def test_the_cover_of_the_source_stays_its_cover() -> None:
    document = everything()
    document = replace(document, meta=replace(document.meta, cover="red.png"))
    assert book(document, cover=b"").files["EPUB/images/cover.png"] == PNG


def test_a_cover_that_is_no_picture_is_refused() -> None:
    with pytest.raises(OptionError, match="PNG"):
        book(everything(), cover=b"%PDF-1.7")


@pytest.mark.parametrize(
    ("title", "most", "lines"),
    [
        ("强化数字引领 推动高质量发展", 7, ("强化数字引领", "推动高质量发展")),
        ("创新驱动，培育新业态", 7, ("创新驱动，", "培育新业态")),
        ("数字经济——实践与探索", 8, ("数字经济", "——实践与探索")),
        ("呐喊", 5, ("呐喊",)),
        ("关于进一步推进高质量发展的指导意见", 10, ("关于进一步推进", "高质量发展的指导意见")),
        ("關於進一步推進高質量發展的指導意見", 10, ("關於進一步推進", "高質量發展的指導意見")),
        ("2022年3月5日政府工作报告", 7, ("2022年3月5日", "政府工作报告")),
        ("《红楼梦》“索隐”考", 5, ("《红楼梦》", "“索隐”考")),
        ("加强教育、科技、人才一体发展", 10, ("加强教育、科技、人才", "一体发展")),
        ("江海市人民政府关于印发《江海市数字经济促进办法》的通知", 20, ("江海市人民政府关于印发", "《江海市数字经济促进办法》的通知")),
        ("坚持稳字当头、稳中求进，推动高质量发展", 12, ("坚持稳字当头、稳中求进，", "推动高质量发展")),
        ("", 5, ()),
    ],
)
def test_a_title_is_broken_at_sense(title: str, most: float, lines: tuple[str, ...]) -> None:
    script = "traditional" if "關" in title else "simplified"
    assert broken(title, most, script).lines == lines  # type: ignore[arg-type]


def test_no_title_is_too_long_for_a_cover() -> None:
    made = book(with_body(title="没完没了的题目" * 60), cover=b"")
    assert made.files["EPUB/images/cover.png"].startswith(b"\x89PNG")


def test_an_index_that_the_document_has_is_the_only_one() -> None:
    document = Speakers()(speakers("李有平", "白涛"), Report())
    made = book(document)
    assert "EPUB/text/contents-speakers.xhtml" not in made.files
    assert made.texts() == ["s01", "s02", "s03"]
    assert '<section id="s03" epub:type="index" role="doc-index"' in made.source("s03")
    assert ("发言人索引", "text/s03.xhtml#s03-h1") in made.contents()
    check_sound(made)
