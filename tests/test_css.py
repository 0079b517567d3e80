"""The e-book's CSS, read back and compared with the style it was made from."""

from __future__ import annotations

import re

import pytest

from convert.formats import EDITIONS
from convert.stylefile import built_in_styles, load, parse
from convert.stylesheet import Sheet, TextStyle
from convert.writers import css

CASES = [(style, language) for style in built_in_styles() for language in EDITIONS]


def rules(text: str) -> dict[str, dict[str, list[str]]]:
    """Selector → property → its values in order. Every selector of a group by itself."""
    bare = re.sub(r"/\*.*?\*/|@charset[^;]*;|@media[^{]*\{[^{}]*(\{[^{}]*\}[^{}]*)*\}", "", text, flags=re.DOTALL)
    found: dict[str, dict[str, list[str]]] = {}
    for selectors, block in re.findall(r"([^{}]+)\{([^{}]*)\}", bare):
        for selector in selectors.split(","):
            into = found.setdefault(selector.strip(), {})
            for declaration in filter(str.strip, block.split(";")):
                name, _, value = declaration.partition(":")
                into.setdefault(name.strip(), []).append(value.strip())
    return found


def sheet_and_rules(style: str, language: str) -> tuple[Sheet, dict[str, dict[str, list[str]]]]:
    sheet = load(style).resolve(language, vertical=False)
    return sheet, rules(css.stylesheet(sheet))


def length(value: str) -> float:
    assert value == "0" or value.endswith("em"), value
    return float(value.removesuffix("em"))


def families(value: str) -> list[str]:
    return [family.strip().strip('"') for family in value.split(",")]


@pytest.mark.parametrize(("style", "language"), CASES)
def test_body_text_is_set_as_the_style_says(style: str, language: str) -> None:
    sheet, css_rules = sheet_and_rules(style, language)
    body, found = sheet.roles.body, css_rules["body"]
    face = sheet.faces.get(body.font)
    assert families(found["font-family"][0]) == [*face.families, face.generic]
    assert float(found["line-height"][0]) == pytest.approx(body.rows * sheet.grid.pitch / body.size, abs=0.001)
    assert found["text-align"] == [body.align]
    assert length(css_rules["p"]["text-indent"][0]) == body.first_indent
    assert (found["widows"], found["orphans"]) == ([str(sheet.composition.widow_lines)], [str(sheet.composition.orphan_lines)])
    assert "font-size" not in found, "the reader chooses the size of body text"


#: Of each role, a selector that stands for it, and the one that its indent is on.
ROLES = [
    ("kicker", ".kicker", ".kicker"),
    ("title", ".titlepage h1", ".titlepage h1"),
    ("subtitle", ".subtitle", ".subtitle"),
    ("heading1", "h1", "h1"),
    ("heading2", "h2", "h2"),
    ("heading3", "h3", "h3"),
    ("byline", ".byline", ".byline"),
    ("lead", "p.lead", "p.lead"),
    ("lead", "p.editor-note", "p.editor-note"),
    ("salutation", "p.salutation", "p.salutation"),
    ("question", "p.question", "p.question"),
    ("quote", "blockquote", "blockquote p"),
    ("verse", ".verse", ".verse p"),
    ("label", "p.label", "p.label"),
    ("signature", ".signature", ".signature"),
    ("list", "li", "li > p"),
    ("table", "td", "td p"),
    ("caption", "figcaption", "figcaption"),
    ("note", "aside.note", "aside.note p"),
    ("colophon", ".credit", "p.credit"),
    ("code", "p.code", "p.code"),
    ("contents_title", "nav h1", "nav h1"),
    ("contents", "nav li", "nav li"),
]


@pytest.mark.parametrize(("style", "language"), CASES)
def test_every_role_is_set_as_the_style_says(style: str, language: str) -> None:
    sheet, css_rules = sheet_and_rules(style, language)
    for name, selector, indented in ROLES:
        role: TextStyle = getattr(sheet.roles, name)
        found, row = css_rules[selector], sheet.grid.pitch / role.size
        face = sheet.faces.get(role.font)
        assert families(found["font-family"][0]) == [*face.families, face.generic], selector
        assert length(found["font-size"][0]) == pytest.approx(role.size / sheet.roles.body.size, abs=0.001), selector
        assert found["font-weight"] == ["bold" if role.bold else "normal"], selector
        assert float(found["line-height"][0]) == pytest.approx(role.rows * row, abs=0.001), selector
        assert found["text-align"] == [role.align], selector
        assert length(css_rules[indented]["text-indent"][-1]) == role.first_indent, selector
        margins = [length(value) for value in found["margin"][0].split()]
        before, after, start, end = role.before * row, role.after * row, role.left_indent, role.right_indent
        wanted = [start, before, end, after] if sheet.vertical else [before, end, after, start]
        assert margins == pytest.approx(wanted, abs=0.001), selector
        assert ("letter-spacing" in found) == bool(role.letter_space), selector
        assert ("break-after" in found) == role.keep_next, selector


@pytest.mark.parametrize(("style", "language"), CASES)
def test_nothing_that_readers_dislike(style: str, language: str) -> None:
    sheet, css_rules = sheet_and_rules(style, language)
    text = css.stylesheet(sheet)
    assert not re.search(r"\d(px|pt|mm)\b|!important|unicode-bidi|\bdirection:", text)
    assert text.count("{") == text.count("}")
    for selector in ("html", "body", "p"):
        assert not {"color", "background", "background-color"} & set(css_rules[selector])
    for value in re.findall(r"font-family: ([^;}]+)", text):
        assert families(value)[-1] in {"serif", "sans-serif", "monospace"}


def styled(toml: str, language: str = "zh-Hans") -> dict[str, dict[str, list[str]]]:
    sheet = parse("trial", "trial.toml", f'extends = "plain"\n{toml}').resolve(language)
    return rules(css.stylesheet(sheet))


@pytest.mark.parametrize(
    ("composition", "name", "values"),
    [
        ("", "text-spacing-trim", ["trim-start", "trim-both"]),
        ('line_end = "full"', "text-spacing-trim", ["trim-start"]),
        ('paragraph_start = "full"', "text-spacing-trim", ["space-first"]),
        ('line_start = "full"', "text-spacing-trim", ["normal"]),
        ('adjacent = "full"', "text-spacing-trim", ["space-all"]),
        ("", "line-break", ["strict"]),
        ('kinsoku = "gb"', "line-break", ["strict"]),
        ('kinsoku = "basic"', "line-break", ["normal"]),
        ('kinsoku = "none"', "line-break", ["loose"]),
        ("", "text-autospace", ["normal"]),
        ("han_latin = 0", "text-autospace", ["no-autospace"]),
        ("", "hanging-punctuation", ["none"]),
        ("hanging = true", "hanging-punctuation", ["allow-end"]),
        ("widow_lines = 3", "widows", ["3"]),
    ],
)
def test_composition(composition: str, name: str, values: list[str]) -> None:
    assert styled(f"[composition]\n{composition}")["body"][name] == values


def test_a_language_brings_its_own_faces_and_rules() -> None:
    hans, tw, hk = (styled("", language)["body"] for language in ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK"))
    assert len({found["font-family"][0] for found in (hans, tw, hk)}) == 3
    assert (hans["text-spacing-trim"], tw["text-spacing-trim"]) == (["trim-start", "trim-both"], ["trim-start"])


def test_colours_of_roles_are_kept_but_body_text_has_none() -> None:
    found = styled('[roles.body]\ncolor = "#222222"\n[roles.heading1]\ncolor = "#9e2b25"')
    assert found["h1"]["color"] == ["#9e2b25"]
    assert "color" not in found["body"]
    assert "color" not in found["h2"], "a role that has the colour of body text leaves it to the reader too"


def test_families_with_odd_names_cannot_break_out() -> None:
    found = styled('[language.zh-Hans.faces.song]\nfamilies = ["Evil\\"; } body { color: red", "Songti SC"]')
    assert families(found["body"]["font-family"][0])[1:] == ["Songti SC", "serif"]
    assert "color" not in found["body"]


def test_labels_hang_and_names_are_marked_where_the_style_says_so() -> None:
    found = styled('[lists]\nlabels = "hanging"\n[composition]\nname_marks = true')
    assert found[".labelled > li > p"] == {"padding-left": ["2em"], "text-indent": ["-2em"]}
    assert found[".work-title"]["text-decoration-style"] == ["wavy"]
    assert ".work-title" not in styled("")


def test_every_list_counter_has_its_rule() -> None:
    found = styled("")
    assert found["ol.simp-chinese-informal"]["list-style-type"] == ["simp-chinese-informal"]
    assert found["ol.labelled"]["list-style"] == ["none"]
