"""Vertical e-books, e-books for one shop or device, and fonts inside: what differs from the plain book, and that nothing else does."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import uharfbuzz as hb
from epub_book import OPF, TYPE, XHTML, Book, book, check_sound, deep, make, section, text_of, with_body
from sample import everything, para, role

import convert
from convert.diagnostics import OptionError, Report
from convert.model import walk
from convert.model.nodes import Attrs, Document, Note, Para, Ruby, Span, Text
from convert.stylefile import load
from convert.writers import css, css_parts
from convert.writers.epub import EpubOptions, EpubWriter
from convert.writers.epub_profiles import PROFILES
from convert.writers.markup import Escaper


def upright(document: Document, language: str = "zh-Hant-TW", style: str = "handout", **options: object) -> Book:
    out = io.BytesIO()
    options.setdefault("cover", b"\x89PNG\r\n\x1a\n")
    EpubWriter().write(document, load(style).resolve(language, True), EpubOptions(**options), Report(), out)  # type: ignore[arg-type]
    return Book(out.getvalue())


# ------------------------------------------------------------------------------------------------ vertical


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("2022年12月7日", "2022年[12]月[7]日"),
        ("第3版，41家", "第[3]版，[41]家"),
        ("增长8.5%，100个", "增长8.5%，100个"),
        ("5G、GDP、A股", "{5G}、{GDP}、{A}股"),
        ("UNESCO和Windows 10", "UNESCO和Windows 10"),
        ("什么!?", "什么[!?]"),
        ("“好”", "“好”"),
    ],
)
def test_digits_and_letters_of_a_vertical_line(text: str, marked: str) -> None:
    html = Escaper(vertical=True).running(text)
    html = re.sub('<span class="abreast">(.*?)</span>', r"[\1]", html)
    assert re.sub('<span class="upright">(.*?)</span>', r"{\1}", html) == marked


def test_curly_quotation_marks_stand_upright_in_simplified_text() -> None:
    assert Escaper(vertical=True, curly=True).running("“好”") == '<span class="upright">“</span>好<span class="upright">”</span>'


def test_a_long_address_may_break_anywhere() -> None:
    html = Escaper().running("见https://example.org/a?b=1&c=2。")
    assert html == '见<span class="address">https://example.org/a?b=1&amp;c=2</span>。'
    assert Escaper().running("internationalization") == "internationalization"


def test_a_vertical_book() -> None:
    made = upright(everything())
    check_sound(made)
    assert text_of(made) == walk.text(everything())
    assert made.opf.find(f"{OPF}spine").get("page-progression-direction") == "rtl"  # type: ignore[union-attr]
    assert ("primary-writing-mode", "vertical-rl") in [(m.get("name"), m.get("content")) for m in made.opf.iter(f"{OPF}meta")]
    ways = {name.removeprefix("EPUB/"): tree.get("class") for name, tree in made.xml.items() if name.endswith("xhtml")}
    assert ways.pop("text/cover.xhtml") == "horizontal"
    assert set(ways.values()) == {"vertical"}
    sheet = made.files["EPUB/style/book.css"].decode()
    for name in ("-epub-writing-mode", "-webkit-writing-mode", "writing-mode"):
        assert f"{name}: vertical-rl" in sheet


def test_a_vertical_edition_is_another_book_than_the_horizontal_one() -> None:
    ids = {upright(everything()).dc("identifier")[0], book(everything(), "zh-Hant-TW").dc("identifier")[0]}
    assert len(ids) == 2


def test_sides_of_a_vertical_page() -> None:
    rules = "p { margin-before: 1em; padding-start: 2em; border-after: 0; max-measure: 9em; measure: 3em; page-break-after: avoid }"
    turned = "p { margin-right: 1em; padding-top: 2em; border-left: 0; max-height: 9em; height: 3em; page-break-after: avoid }"
    assert css_parts.physical(rules, vertical=True) == turned
    assert css_parts.physical(rules, vertical=False).startswith("p { margin-top: 1em; padding-left: 2em; border-bottom: 0; max-width: 9em;")
    sheet = load("plain").resolve("zh-Hant-TW", True)
    row = sheet.roles.quote
    found = re.search(r"blockquote \{ margin: ([^;]*);", css.stylesheet(sheet))
    assert found is not None
    assert found[1].split() == [f"{row.left_indent:g}em", "0", f"{row.right_indent:g}em", "0"]


def test_beside_a_vertical_book_stands_a_horizontal_one(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("题目\n　　一句话。\n", encoding="utf-8")
    job = convert.Job(to=("epub",), editions=("zh-Hant-TW",), vertical=True, profiles=("kobo",), output=str(tmp_path))
    made = [Path(path) for path in convert.convert_file(tmp_path / "talk.txt", job).outputs]
    assert [path.name for path in made] == ["talk.zh-Hant-TW.vertical.kobo.epub", "talk.zh-Hant-TW.kobo.epub"]
    ways = [Book(path.read_bytes()).opf.find(f"{OPF}spine").get("page-progression-direction") for path in made]  # type: ignore[union-attr]
    assert ways == ["rtl", "ltr"]


# ------------------------------------------------------------------------------------------------ shops and devices


def noted() -> Document:
    return with_body(section("有注", Para((Text("正文"), Note((para("注文。"),), "①")))))


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_is_sound_and_loses_nothing(name: str) -> None:
    made = book(everything(), profile=name)
    assert text_of(made) == walk.text(everything())
    declared = {f"EPUB/{item['href']}" for item in made.items.values()}
    assert declared | {"mimetype", "META-INF/container.xml", "EPUB/content.opf"} == set(made.files)


def test_kindle_has_no_cover_page_two_levels_of_contents_and_its_own_body_text() -> None:
    made = book(deep(), profile="kindle")
    assert "text/cover.xhtml" not in made.spine
    assert made.items["cover-image"]["properties"] == "cover-image"
    toc = next(nav for nav in made.nav.iter(f"{XHTML}nav") if nav.get(TYPE) == "toc")
    assert len(list(toc.iter(f"{XHTML}ol"))) == 2
    assert len(made.contents()) == len(book(deep()).contents())
    body = re.search(r"^body \{[^}]*\}", made.files["EPUB/style/book.css"].decode(), re.MULTILINE)
    assert body is not None
    assert not re.search("font-family|line-height|text-align", body[0])


def test_kobo_gets_no_names_of_fonts_that_it_has_not() -> None:
    made = book(everything(), profile="kobo")
    sheet = made.files["EPUB/style/book.css"].decode()
    assert {name.strip() for name in re.findall(r"font-family: ([^;}]*)", sheet)} == {"serif", "sans-serif", "monospace"}
    assert "background" not in sheet
    landmarks = next(nav for nav in made.nav.iter(f"{XHTML}nav") if nav.get(TYPE) == "landmarks")
    assert [a.get(TYPE) for a in landmarks.iter(f"{XHTML}a")] == ["toc", "bodymatter"]


def test_apple_books_is_told_that_fonts_are_meant() -> None:
    assert book(everything(), profile="apple").meta("ibooks:specified-fonts") == ["true"]
    assert book(everything()).meta("ibooks:specified-fonts") == []


def test_duokan_knows_its_notes_by_class() -> None:
    made = book(noted(), profile="duokan")
    check_sound(made)
    source = made.source("s01")
    assert 'class="noteref duokan-footnote" epub:type="noteref" role="doc-noteref" id="s01-r1" href="#s01-n1"' in source
    assert '<ol class="duokan-footnote-content"><li class="duokan-footnote-item" id="s01-n1"><p>' in source
    assert 'font-family: "DK-SONGTI", ' in made.files["EPUB/style/book.css"].decode()


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(OptionError, match="did you mean “kobo”"):
        book(everything(), profile="kodo")


# ------------------------------------------------------------------------------------------------ fonts


def rare() -> Document:
    return with_body(section("标题的字", para("正文里有㐂字。")))


def has(data: bytes, chars: str) -> list[bool]:
    font = hb.Font(hb.Face(hb.Blob(data)))
    return [bool(font.get_nominal_glyph(ord(char))) for char in chars]


def test_fonts_are_embedded_when_asked_for() -> None:
    assert not [item for item in book(rare()).items.values() if item["media-type"].startswith("font/")]
    made = book(rare(), embed="titles,rare")
    check_sound(made)
    fonts = [made.files[f"EPUB/{item['href']}"] for item in made.items.values() if item["media-type"].startswith("font/")]
    assert any(has(data, "㐂正") == [True, False] for data in fonts)
    assert any(has(data, "标题的字正") == [True, True, True, True, False] for data in fonts)
    assert all(len(data) < 60_000 for data in fonts)
    sheet = made.files["EPUB/style/book.css"].decode()
    assert sheet.count("@font-face") >= len(fonts) == len(set(fonts))
    assert "unicode-range: U+3402" in sheet
    assert ("内嵌字体", "OFL") in [(dt.text, "OFL" if "OFL" in "".join(dd.itertext()) else "") for dt, dd in facts(made)]


def facts(made: Book) -> list[tuple[object, object]]:
    page = made.page("colophon")
    return list(zip(page.iter(f"{XHTML}dt"), page.iter(f"{XHTML}dd"), strict=False))


def test_characters_that_no_font_has_are_told() -> None:
    report = Report()
    made = book(with_body(para("字\U0003134f。")), report=report, embed="text")
    assert [("U+3134F" in d.message, d.code) for d in report] == [(True, "epub.font-coverage")]
    (data,) = [made.files[name] for name in made.files if name.startswith("EPUB/fonts/")]
    assert has(data, "字。") == [True, True]


def test_what_cannot_be_embedded_is_refused() -> None:
    with pytest.raises(OptionError, match="did you mean “titles”"):
        book(rare(), embed="title")


# ------------------------------------------------------------------------------------------------ the same bytes


def test_neither_zone_nor_hash_seed_nor_locale_changes_a_byte(tmp_path: Path) -> None:
    source = tmp_path / "talk.txt"
    source.write_text("题目　在此\n　　白涛说，2022年12月7日，“好”。\n", encoding="utf-8")
    found: dict[str, set[bytes]] = {}
    for number, (zone, seed, place) in enumerate(
        (("UTC", "1", "C"), ("Asia/Shanghai", "2", "zh_CN.UTF-8"), ("America/Lima", "3", "C.UTF-8"))
    ):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": place, "LANG": place}
        folder = tmp_path / str(number)
        words = ["--to", "epub", "--edition", "zh-Hant-TW", "--vertical", "--option", "epub.embed=titles", "-q", "-o", str(folder)]
        subprocess.run([sys.executable, "-m", "convert", str(source), *words], env=environment, check=True, capture_output=True)
        for path in folder.iterdir():
            found.setdefault(path.name, set()).add(path.read_bytes())
    assert {name: len(contents) for name, contents in found.items()} == {"talk.zh-Hant-TW.epub": 1, "talk.zh-Hant-TW.vertical.epub": 1}


def test_page_marks_and_notes_come_back_from_our_own_book() -> None:
    document = with_body(
        section("节", Para((Span((), attrs=Attrs(role="page", data=(("number", "7"),))), Text("话"), Note((para("注。"),), "①"))))
    )
    again = convert.read(make(document), reader="epub")
    (paragraph,) = [block for block in walk.blocks(again.body) if isinstance(block, Para)]
    assert paragraph.content[0] == Span((), attrs=role("page", number="7"))
    assert walk.text(again) == walk.text(document)


def test_zhuyin_stands_beside_its_character() -> None:
    source = book(with_body(Para((Ruby((Text("龜"),), "ㄍㄨㄟ"), Ruby((Text("龟"),), "guī"))))).source("s00")
    assert '<ruby class="zhuyin">龜<rt>ㄍㄨㄟ</rt></ruby><ruby>龟<rt>guī</rt></ruby>' in source
