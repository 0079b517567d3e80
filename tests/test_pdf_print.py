"""For the print shop: sheets, signatures, boxes and marks, watermark, both sides, passwords."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import pypdf
import pytest
from pdf_tree import marked
from sample import everything, para

import convert
from convert import stylefile
from convert.diagnostics import OptionError, Report
from convert.model import walk
from convert.model.nodes import Document, Meta, Section, Text
from convert.stylefile import Style
from convert.writers.impose import Side, booklet, in_pairs, permissions
from convert.writers.pdfprint import PrintOptions, preferences

MM = 72 / 25.4


#: A page for each section, and nothing else on it.
PAGES = stylefile.parse(
    "pages", "pages.toml", 'extends = "book"\n[contents]\nminimum = 0\n[running]\nheader = "none"\n[sections]\nstart = "page"\n'
)


def made(document: Document, style: str | Style = "plain", report: Report | None = None, **options: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data(document, style, report, **options)))


def data(document: Document, style: str | Style = "plain", report: Report | None = None, **options: str) -> bytes:
    out = io.BytesIO()
    pairs = [("pdf.system-fonts", "no"), *((f"pdf.{key}", value) for key, value in options.items())]
    convert.write(document, out, format="pdf", style=style, options=pairs, report=report)
    return out.getvalue()


def pages(count: int) -> Document:
    """A document of ``count`` pages in the style ``PAGES``: a section each, which says its number."""
    return Document(Meta(), tuple(Section((Text(f"第{n}页之题"),), (para("文。"),)) for n in range(1, count + 1)))


def numbers(sides: Sequence[Side]) -> list[tuple[int, int]]:
    """Pages from 1 on, 0 for a blank."""
    return [tuple(0 if page is None else page + 1 for page in (side.left, side.right)) for side in sides]  # type: ignore[misc]


# ------------------------------------------------------------------------------------------------ which page where


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, [(0, 1), (0, 0)]),
        (4, [(4, 1), (2, 3)]),
        (5, [(0, 1), (2, 0), (0, 3), (4, 5)]),
        (8, [(8, 1), (2, 7), (6, 3), (4, 5)]),
        (13, [(0, 1), (2, 0), (0, 3), (4, 13), (12, 5), (6, 11), (10, 7), (8, 9)]),
    ],
)
def test_a_booklet_of_one_signature(count: int, expected: list[tuple[int, int]]) -> None:
    assert numbers(list(booklet(count))) == expected


@pytest.mark.parametrize(
    ("count", "sheets", "expected"),
    [
        (8, 1, [(4, 1), (2, 3), (8, 5), (6, 7)]),
        (13, 2, [(8, 1), (2, 7), (6, 3), (4, 5), (0, 9), (10, 0), (0, 11), (12, 13)]),
        (9, 2, [(8, 1), (2, 7), (6, 3), (4, 5), (0, 9), (0, 0)]),
        (5, 9, [(0, 1), (2, 0), (0, 3), (4, 5)]),
    ],
)
def test_a_booklet_of_several_signatures(count: int, sheets: int, expected: list[tuple[int, int]]) -> None:
    assert numbers(list(booklet(count, sheets))) == expected


@pytest.mark.parametrize("count", [*range(1, 40), 96, 97])
@pytest.mark.parametrize("sheets", [0, 1, 3, 4])
def test_folded_and_stacked_the_pages_are_in_their_order(count: int, sheets: int) -> None:
    """Fold each signature: read the right halves of fronts and left halves of backs going in, the others coming out."""
    sides = list(booklet(count, sheets))
    assert len(sides) % 2 == 0
    read: list[int | None] = []
    fronts, backs = sides[::2], sides[1::2]
    start = 0
    while start < len(fronts):
        end = next((n for n in range(start + 1, len(fronts)) if fronts[n].depth == 0), len(fronts))
        assert [side.depth for side in fronts[start:end]] == list(range(end - start))
        for n in range(start, end):
            read += [fronts[n].right, backs[n].left]
        for n in reversed(range(start, end)):
            read += [backs[n].right, fronts[n].left]
        start = end
    assert read == [*range(count), *[None] * (len(read) - count)]
    assert len(read) - count < 4


def test_pairs() -> None:
    assert numbers(list(in_pairs(5))) == [(1, 2), (3, 4), (5, 0)]


# ------------------------------------------------------------------------------------------------ sheets


def halves(reader: pypdf.PdfReader) -> list[tuple[int, int]]:
    """The number of the page in each half of each side, read from what is drawn there; 0 for a blank."""
    found = []
    for page in reader.pages:
        content = page.get_contents()
        assert content is not None
        forms = page["/Resources"]["/XObject"]  # type: ignore[index]
        shown = {0: 0, 1: 0}
        for x, name in re.findall(r"\S+ 0 0 \S+ (\S+) \S+ cm /(\w+) Do", content.get_data().decode()):
            text = _text(forms[f"/{name}"].get_object(), page)
            half = int(float(x) + 5 >= float(page.trimbox.width) / 2)
            shown[half] = int(re.search(r"第(\d+)页", text)[1])  # type: ignore[index]
        found.append((shown[0], shown[1]))
    return found


def _text(form: Any, page: Any) -> str:
    return walk.squeeze(page.extract_xform_text(form, (0,)))


@pytest.mark.parametrize("options", [{}, {"sheet": "A4"}, {"creep": "1"}, {"marks": "crop"}])
def test_the_sheets_of_a_booklet_have_each_page_at_its_place(options: dict[str, str]) -> None:
    reader = made(pages(5), PAGES, impose="booklet", **options)
    assert halves(reader) == [(0, 1), (2, 0), (0, 3), (4, 5)]


def test_signatures_and_pairs_on_sheets() -> None:
    assert halves(made(pages(5), PAGES, impose="booklet", signature="1")) == [(4, 1), (2, 3), (0, 5), (0, 0)]
    assert halves(made(pages(5), PAGES, impose="2-up")) == [(1, 2), (3, 4), (5, 0)]


def test_bound_at_the_right_left_and_right_change_places() -> None:
    assert numbers([side.turned() for side in booklet(8)]) == [(1, 8), (7, 2), (3, 6), (5, 4)]
    assert preferences(PrintOptions(impose="booklet"), right_to_left=True)["Direction"] == "/R2L"


def test_a_sheet_is_twice_the_page_or_the_paper_that_is_named() -> None:
    page = made(pages(2), PAGES).pages[0].mediabox
    sheet = made(pages(2), PAGES, impose="2-up").pages[0].mediabox
    assert (sheet.width, sheet.height) == pytest.approx((2 * page.width, page.height))
    named = made(pages(2), PAGES, impose="2-up", sheet="A4").pages[0].mediabox
    assert (named.width, named.height) == pytest.approx((297 * MM, 210 * MM), abs=0.01)


def test_pages_creep_towards_the_fold() -> None:
    reader = made(pages(8), PAGES, impose="booklet", creep="0.5")
    width = float(reader.pages[0].mediabox.width)
    shifts = []
    for page in reader.pages[::2]:
        content = page.get_contents()
        assert content is not None
        (right,) = re.findall(r"1 0 0 1 (\S+) \S+ cm /R Do", content.get_data().decode())
        shifts.append(width / 2 - float(right))
    assert shifts == pytest.approx([0, 0.5 * MM], abs=0.01)


def test_an_imposed_file_claims_nothing_says_so_and_is_always_the_same() -> None:
    report = Report()
    first = data(everything(), "book", report, impose="booklet")
    assert first == data(everything(), "book", impose="booklet")
    assert first != data(everything(), "book", impose="booklet", signature="1")
    reader = pypdf.PdfReader(io.BytesIO(first))
    root = reader.root_object
    assert not {"/StructTreeRoot", "/MarkInfo"} & set(root)
    xmp = root["/Metadata"].get_data().decode()  # type: ignore[attr-defined]
    assert "pdfaid:part" not in xmp
    assert "pdfuaid:part" not in xmp
    assert (root["/Lang"], root["/ViewerPreferences"]["/Duplex"]) == ("zh-Hans", "/DuplexFlipShortEdge")
    assert reader.metadata is not None
    assert reader.metadata.title == everything().meta.title
    assert [d.message for d in report if d.code == "pdf.claims-dropped"] == [
        "an imposed file has no tags, no links and no outline: it is neither PDF/UA nor PDF/A"
    ]


@pytest.mark.parametrize(
    ("size", "width", "height"), [("A4", 210, 297), ("A5", 148, 210), ("B5", 176, 250), ("16K", 185, 260), ("32K", 130, 184)]
)
def test_every_paper_has_its_size(size: str, width: float, height: float) -> None:
    text = f'extends = "plain"\n[page]\nsize = "{size}"\nline_chars = 18\nlines = 15\n'
    media = made(pages(1), stylefile.parse("small", "small.toml", text)).pages[0].mediabox
    assert (media.width, media.height) == pytest.approx((width * MM, height * MM), abs=0.01)


def test_what_is_attached_stays_on_sheets_and_behind_passwords(tmp_path: Any) -> None:
    (tmp_path / "原稿.txt").write_bytes(b"abc")
    for options in ({"impose": "booklet"}, {"owner_password": "x"}, {"impose": "2-up", "user_password": ""}):
        reader = made(everything(), attach=str(tmp_path / "原稿.txt"), **options)
        assert reader.attachments == {"原稿.txt": [b"abc"]}
        assert reader.root_object["/AF"][0]["/AFRelationship"] == "/Source"  # type: ignore[index]


# ------------------------------------------------------------------------------------------------ marks, watermark, both sides


def box(rectangle: Any) -> list[float]:
    return [float(edge) for edge in rectangle]


def test_crop_marks_stand_outside_of_the_bleed() -> None:
    reader = made(everything(), marks="crop", bleed="5")
    page = reader.pages[0]
    assert box(page.trimbox) == pytest.approx([0, 0, 210 * MM, 297 * MM], abs=0.01)
    assert box(page.bleedbox) == pytest.approx([-5 * MM, -5 * MM, 215 * MM, 302 * MM], abs=0.01)
    assert box(page.mediabox) == pytest.approx([-11 * MM, -11 * MM, 221 * MM, 308 * MM], abs=0.01)
    content = page.get_contents()
    assert content is not None
    (drawn,) = re.findall(r"/Artifact <</Type /Page>> BDC q 0 G \S+ w (.*?) S Q EMC", content.get_data().decode())
    points = [(float(x), float(y)) for x, y in re.findall(r"(\S+) (\S+) [ml]", drawn)]
    assert len(points) == 16
    left, bottom, right, top = box(page.bleedbox)
    assert all(not (left < x < right and bottom < y < top) for x, y in points)
    assert "<pdfuaid:part>1<" in reader.root_object["/Metadata"].get_data().decode()  # type: ignore[attr-defined]
    assert reader.root_object["/ViewerPreferences"]["/PrintScaling"] == "/None"


def test_sheets_with_marks_have_them_at_their_corners_and_at_the_fold() -> None:
    page = made(pages(4), PAGES, impose="booklet", marks="crop").pages[0]
    assert box(page.mediabox)[0] == pytest.approx(-9 * MM, abs=0.01)
    content = page.get_contents()
    assert content is not None
    fold = float(page.trimbox.width) / 2
    dashed = content.get_data().decode().partition("[3 2] 0 d")[2]
    assert [float(x) for x in re.findall(r"(\S+) \S+ m", dashed)] == pytest.approx([fold] * 2, abs=0.1)


def test_a_watermark_lies_under_every_page_and_is_no_text() -> None:
    reader = made(everything(), watermark="草稿")
    for number in range(len(reader.pages)):
        first = next(iter(marked(reader, number)))
        assert first == ("Artifact", None, "草稿")
    assert b"/Subtype /Watermark" in reader.pages[0].get_contents().get_data()  # type: ignore[union-attr]
    assert made(everything(), watermark="  ").pages[0].get_contents() is not None


@pytest.mark.parametrize(("edge", "name"), [("long", "/DuplexFlipLongEdge"), ("short", "/DuplexFlipShortEdge"), ("none", "/Simplex")])
def test_both_sides(edge: str, name: str) -> None:
    assert made(everything(), duplex=edge).root_object["/ViewerPreferences"]["/Duplex"] == name


def test_nothing_is_said_of_both_sides_unless_it_is_asked() -> None:
    assert "/Duplex" not in made(everything()).root_object["/ViewerPreferences"]


# ------------------------------------------------------------------------------------------------ passwords


def test_a_file_with_an_owner_opens_but_does_not_let_itself_be_changed() -> None:
    report = Report()
    reader = made(everything(), report=report, owner_password="主人")
    assert reader.is_encrypted
    assert reader.trailer["/Encrypt"]["/V"] == 5  # type: ignore[index]
    assert reader.trailer["/Encrypt"]["/CF"]["/StdCF"]["/CFM"] == "/AESV3"  # type: ignore[index]
    assert "样张" in reader.pages[0].extract_text()
    allowed = reader.user_access_permissions
    assert allowed is not None
    assert {name for name, yes in allowed.to_dict().items() if yes} == {
        "print", "extract", "extract_text_and_graphics", "print_to_representation",
    }  # fmt: skip
    xmp = reader.root_object["/Metadata"].get_data().decode()  # type: ignore[attr-defined]
    assert "pdfaid:part" not in xmp
    assert "<pdfuaid:part>1<" in xmp
    assert "/StructTreeRoot" in reader.root_object
    assert any(d.code == "pdf.claims-dropped" for d in report)


def test_a_file_with_a_user_password_opens_with_it_alone() -> None:
    reader = made(everything(), user_password="暗号", owner_password="x", impose="2-up")
    assert reader.decrypt("falsch") == 0
    assert reader.decrypt("暗号") == 1
    assert "样张" in reader.pages[0].extract_text()


def test_what_is_allowed() -> None:
    assert permissions("").to_dict()["print"] is False
    assert permissions("").to_dict()["extract_text_and_graphics"] is True
    assert permissions("print, fill").to_dict()["fill_form_fields"] is True
    with pytest.raises(OptionError, match="“prnt” \\(did you mean “print”\\?\\)"):
        permissions("prnt")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"impose": "3-up"}, "the option pdf.impose is “3-up”, but must be one of none, 2-up, booklet"),
        ({"marks": "all"}, "the option pdf.marks is “all”, but must be one of none, crop"),
        ({"impose": "booklet", "signature": "-1"}, "the options pdf.signature and pdf.creep must not be below 0"),
        ({"marks": "crop", "bleed": "wide"}, "the option pdf.bleed is “wide”, but must be a number"),
        ({"owner_password": "x", "allow": "everything"}, "the option pdf.allow has “everything”"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, str], message: str) -> None:
    with pytest.raises(OptionError, match=re.escape(message)):
        data(everything(), **options)
