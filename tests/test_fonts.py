"""The fonts that are always at hand, and what falls back to what."""

from __future__ import annotations

import hashlib
import io
from importlib import resources
from pathlib import Path

import pypdf
import pytest
import uharfbuzz as hb
from sample import para

import convert
from convert import stylefile
from convert.diagnostics import FontError, Report, Severity
from convert.layout.fonts import PACKAGED, Library, describe
from convert.model.nodes import Document, Meta

#: The font files as they were when the line breaks of the tests were looked at.
SUMS = {
    "NotoSerifSC-Regular.otf": "e8f396decc1f0963a016a989c3d8852e863d1350996f573860a80767c83a1cd3",
    "NotoSansSC-Regular.otf": "faa6c9df652116dde789d351359f3d7e5d2285a2b2a1f04a2d7244df706d5ea9",
    "NotoSerifTC-Regular.otf": "63515eb0622d589a2f4062e8757c598b3da3bffd053f69abd181c210158ef10c",
    "NotoSansTC-Regular.otf": "5bab0cb3c1cf89dde07c4a95a4054b195afbcfe784d69d75c340780712237537",
}


def data(key: tuple[str, str]) -> bytes:
    package, file = PACKAGED[key]
    return (resources.files(package) / file).read_bytes()


def library(language: str = "zh-Hans", folder: str = "") -> tuple[Library, Report]:
    report = Report()
    return Library(stylefile.load("plain").resolve(language), report, folder), report


@pytest.mark.parametrize("key", PACKAGED)
def test_the_packaged_fonts_are_the_ones_that_were_tried(key: tuple[str, str]) -> None:
    assert hashlib.sha256(data(key)).hexdigest() == SUMS[PACKAGED[key][1]]


@pytest.mark.parametrize(("region", "codec"), [("SC", "gb2312"), ("TC", "big5")])
@pytest.mark.parametrize("kind", ["serif", "sans"])
def test_the_fonts_cover_the_character_set_of_their_region(region: str, codec: str, kind: str) -> None:
    face = hb.Face(data((region, kind)))
    covered = set(face.unicodes)
    wanted = set()
    for lead in range(0xA1, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                wanted |= set(bytes([lead, trail]).decode(codec))
            except UnicodeDecodeError:
                continue
    han = {c for c in wanted if "\u4e00" <= c <= "\u9fff"}
    assert len(han) > 6000
    assert not [c for c in han if ord(c) not in covered]


@pytest.mark.parametrize("key", PACKAGED)
def test_the_fonts_may_be_embedded(key: tuple[str, str]) -> None:
    table = hb.Face(data(key)).reference_table("OS/2").data
    assert int.from_bytes(bytes(table[8:10]), "big") & 0x2 == 0  # fsType, bit 1: restricted licence


def test_what_is_not_there_falls_back_as_printers_do() -> None:
    faces, report = library()
    assert faces.face("fangsong", False).chain == faces.face("song", False).chain
    assert faces.face("song", True).chain == faces.face("hei", False).chain
    assert faces.face("hei", True).stroke > 0
    assert {d.code for d in report} == {"font.substituted"}
    assert {d.severity for d in report} == {Severity.INFO}


@pytest.mark.parametrize(
    ("language", "family"), [("zh-Hans", "Noto Serif SC"), ("zh-Hant-TW", "Noto Serif TC"), ("zh-Hant-HK", "Noto Serif TC")]
)
def test_each_edition_has_the_faces_of_its_region(language: str, family: str) -> None:
    assert ("宋体", family) in describe(stylefile.load("plain").resolve(language))


def test_marks_of_the_mainland_lean_and_those_of_taiwan_are_centred() -> None:
    mainland, taiwan = library("zh-Hans")[0].face("song", False), library("zh-Hant-TW")[0].face("song", False)
    assert mainland.white("，") == (0.0, 0.5)
    assert taiwan.white("，") == (0.25, 0.25)
    assert mainland.white("（") == taiwan.white("（") == (0.5, 0.0)
    assert taiwan.white("？") == (0.0, 0.0)


def test_a_users_font_is_taken_first(tmp_path: Path) -> None:
    """Any font will do to show it: the packaged Hei, under the name that it has inside, put into the style as Kai."""
    (tmp_path / "a.otf").write_bytes(data(("SC", "sans")))
    (tmp_path / "no-font.ttf").write_bytes(b"nothing")
    report = Report()
    style = stylefile.parse("mine", "mine.toml", '[language.zh-Hans.faces.kai]\nfamilies = ["noto sans sc"]\n')
    faces = Library(style.resolve("zh-Hans"), report, str(tmp_path))
    assert faces.face("kai", False).chain[0].family == "Noto Sans SC"
    assert not report.diagnostics


def test_a_folder_that_does_not_exist_is_refused() -> None:
    with pytest.raises(FontError, match="the folder of fonts “nowhere” does not exist"):
        library(folder="nowhere")


def test_rare_characters_come_from_another_face_or_are_reported() -> None:
    report, out = Report(), io.BytesIO()
    text = "常用字与錬金術、𪚥𠀀、\U0001f600。"
    convert.write(Document(Meta(title="题"), (para(text),)), out, format="pdf", style="plain", report=report)
    missing = [d.message for d in report if d.code == "pdf.missing-glyph"]
    assert any("U+1F600" in message for message in missing)
    found = "".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    assert text in found.replace("\n", "")


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK"])
def test_a_dash_is_one_unbroken_stroke_of_two_em(language: str) -> None:
    dash = library(language)[0].face("song", False).dash(2)
    assert dash is not None
    assert dash.advance == 2.0
