"""Styles: what they say, what they refuse."""

from __future__ import annotations

import pytest

from convert import stylefile, stylesheet
from convert.diagnostics import StyleError

LANGUAGES = ("zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK")


@pytest.mark.parametrize("name", stylefile.built_in_styles())
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("vertical", [False, True])
def test_every_style_resolves_for_every_edition(name: str, language: str, vertical: bool) -> None:
    sheet = stylefile.load(name).resolve(language, vertical)
    assert sheet.language == language
    assert sheet.words.contents == ("目录" if language == "zh-Hans" else "目錄")
    body = sheet.roles.body
    assert sheet.measure == pytest.approx(sheet.page.line_chars * body.size * (1 + body.letter_space))


@pytest.mark.parametrize("name", stylefile.built_in_styles())
def test_built_in_styles_have_known_keys_only(name: str) -> None:
    text = (stylefile.styles_folder() / f"{name}.toml").read_text(encoding="utf-8")
    assert stylefile.parse(name, name, text).resolve("zh-Hans") == stylefile.load(name).resolve("zh-Hans")
    with pytest.raises(StyleError):
        stylefile.parse(name, name, f"{text}\n[unheard-of]\nsize = 1\n")


def test_the_styles_that_are_promised_are_there() -> None:
    assert {"plain", "handout", "gazette", "book", "official"} <= set(stylefile.built_in_styles())
    assert stylefile.load("gazette").resolve("zh-Hans").page.columns == 2


def test_roles_take_from_body_what_they_do_not_say() -> None:
    style = stylefile.parse("mine", "mine.toml", '[roles.body]\nsize = 11\ncolor = "#222222"\n[roles.lead]\nbold = true\n')
    roles = style.resolve("zh-Hans").roles
    assert (roles.lead.size, roles.lead.color, roles.lead.bold) == (11.0, "#222222", True)
    assert roles.title.size == 22.0


HEADINGS = ("issuer", "kicker", "title", "subtitle", "heading1", "heading2", "heading3", "attachment_title", "contents_title", "byline")


@pytest.mark.parametrize("name", stylefile.built_in_styles())
@pytest.mark.parametrize("vertical", [False, True])
def test_two_lines_of_a_heading_do_not_touch(name: str, vertical: bool) -> None:
    sheet = stylefile.load(name).resolve("zh-Hans", vertical)
    leading = {role: sheet.role(role).rows * sheet.grid.pitch / sheet.role(role).size for role in HEADINGS}
    assert {role: ratio for role, ratio in leading.items() if ratio < 1.249} == {}


def test_a_large_heading_takes_the_rows_that_it_needs_but_for_what_is_said() -> None:
    style = stylefile.parse(
        "mine", "mine.toml", 'extends = "gazette"\n[roles.heading2]\nsize = 15\n[roles.heading3]\nsize = 15\nrows = 1\n'
    )
    roles = style.resolve("zh-Hans").roles
    assert (roles.heading2.rows, roles.heading3.rows, roles.byline.rows) == (2.0, 1.0, 1.0)


def test_a_style_extends_another() -> None:
    sheet = stylefile.parse("mine", "mine.toml", 'extends = "gazette"\n[page]\nlines = 39\n').resolve("zh-Hans")
    assert (sheet.page.columns, sheet.page.lines) == (2, 39)
    assert sheet.explicit == {"extends", "page.lines"}


def test_a_language_overrides_what_the_style_says() -> None:
    text = '[language.zh-Hant-TW.roles.body]\nsize = 13\n[language.zh-Hant.words]\ncontents = "目次"\n'
    style = stylefile.parse("mine", "mine.toml", text)
    assert style.resolve("zh-Hans").roles.body.size == 12.0
    assert style.resolve("zh-Hant-HK").roles.body.size == 12.0
    taiwan = style.resolve("zh-Hant-TW")
    assert (taiwan.roles.body.size, taiwan.words.contents) == (13.0, "目次")


def test_what_is_said_of_vertical_lines_counts_only_there() -> None:
    text = "[page]\nlines = 30\n[vertical.page]\nlines = 20\n[language.zh-Hant-TW.vertical.roles.body]\nsize = 11\n"
    style = stylefile.parse("mine", "mine.toml", text)
    horizontal, vertical, taiwan = style.resolve("zh-Hans"), style.resolve("zh-Hans", True), style.resolve("zh-Hant-TW", True)
    assert (horizontal.vertical, horizontal.page.lines) == (False, 30)
    assert (vertical.vertical, vertical.page.lines, vertical.roles.body.size) == (True, 20, 12.0)
    assert (taiwan.page.lines, taiwan.roles.body.size) == (20, 11.0)
    upright = stylefile.parse("mine", "mine.toml", 'page.direction = "vertical"\n')
    assert upright.resolve("zh-Hans").vertical
    assert not upright.resolve("zh-Hans", False).vertical


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[vertical.pag]\nlines = 3\n", "mine.toml:1: unknown key “vertical.pag” (did you mean “page”?)"),
        ("[vertical.page]\nlins = 3\n", "mine.toml:2: unknown key “vertical.page.lins” (did you mean “lines”?)"),
        ("vertical = 3\n", "mine.toml:1: “vertical” must be a table"),
        ('[page]\ndirection = "up"\n', "mine.toml:2: “page.direction” is 'up', but must be one of 'horizontal', 'vertical'"),
        ("[pag]\nlines = 3\n", "mine.toml:1: unknown key “pag” (did you mean “page”?)"),
        ("# a\n[page]\nlins = 3\n", "mine.toml:3: unknown key “page.lins” (did you mean “lines”?)"),
        ("[roles.bodi]\nsize = 3\n", "mine.toml:1: unknown key “roles.bodi” (did you mean “body”?)"),
        ('[page]\nsize = "A9"\n', "mine.toml:2: “page.size” is 'A9', but must be one of 'A4', 'A5', 'B5', '16K', '32K'"),
        ('[roles.body]\nsize = "big"\n', "mine.toml:2: “roles.body.size” is 'big', but must be a number"),
        ('roles.body.color = "red"\n', "mine.toml:1: “roles.body.color” is 'red', but must be a colour as #rrggbb"),
        ("[page]\nlines = -1\n", "mine.toml:2: “page.lines” is -1, but cannot be negative"),
        ("[page]\nlines = true\n", "mine.toml:2: “page.lines” is True, but must be a whole number"),
        ("page = 3\n", "mine.toml:1: “page” must be a table"),
        (
            "[language.zh-Hans.words]\ncontens = 'x'\n",
            "mine.toml:2: unknown key “language.zh-Hans.words.contens” (did you mean “contents”?)",
        ),
        ("[page\n", "mine.toml: this is not valid TOML"),
        ('extends = "nope"\n', "there is no style “nope”"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(StyleError) as caught:
        stylefile.parse("mine", "mine.toml", text)
    assert str(caught.value).startswith(message)


def test_a_type_area_larger_than_the_paper_is_refused() -> None:
    with pytest.raises(StyleError, match="the type area with its margins needs"):
        stylefile.parse("mine", "mine.toml", "[page]\nline_chars = 80\n").resolve("zh-Hans")
    with pytest.raises(StyleError, match="needs 225 × 266 mm"):
        stylefile.parse("mine", "mine.toml", "[vertical.page]\nlines = 28\n").resolve("zh-Hans", True)


def test_a_style_that_extends_itself_is_refused() -> None:
    texts = {"a": ("a.toml", 'extends = "b"\n'), "b": ("b.toml", 'extends = "a"\n')}
    with pytest.raises(StyleError, match="extends itself: a → b → a"):
        stylefile.load("a", texts.get)


def test_roles_of_the_model_have_a_style() -> None:
    assert stylesheet.style_name("editor-note") == "lead"
    assert stylesheet.style_name("heading2") == "heading2"
    assert stylesheet.style_name("no such role") == "body"


def test_the_official_style_has_the_type_area_of_the_standard() -> None:
    """GB/T 9704-2012 § 5.2: 156 × 225 mm, 22 lines of 28 characters of size three, 28 mm at the spine and 37 mm above."""
    sheet = stylefile.load("official").resolve("zh-Hans")
    assert (sheet.page.size, sheet.page.line_chars, sheet.page.lines, sheet.roles.body.size) == ("A4", 28, 22, 16.0)
    assert sheet.measure * 25.4 / 72 == pytest.approx(156, abs=0.1)
    assert sheet.page.lines * sheet.grid.pitch * 25.4 / 72 == pytest.approx(225, abs=0.5)
    assert (sheet.page.margin_inner, sheet.page.margin_top) == (28.0, 37.0)
    assert (sheet.running.folio, sheet.running.folio_form) == ("outside", "dashes")
    levels = (sheet.roles.heading1, sheet.roles.heading2, sheet.roles.heading3)
    assert [(level.font, level.size) for level in levels] == [("hei", 16.0), ("kai", 16.0), ("fangsong", 16.0)]
