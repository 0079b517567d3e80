"""The fonts that are always at hand, and what falls back to what."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pypdf
import pytest
import uharfbuzz as hb
from fontTools.cffLib import CFFFontSet
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from sample import para, written
from tiny_fonts import make, make_cff2, make_coloured, make_stiff_cff2

import convert
from convert import stylefile
from convert.cli import main
from convert.diagnostics import Diagnostic, FontError, Report, Severity
from convert.layout.fontsource import Shelf, system_folders
from convert.layout.library import Library, describe
from convert.layout.packaged import PACKAGED, packaged
from convert.model.nodes import Document, Meta, Para, Strong, Text

#: The font files as they were when the line breaks of the tests were looked at.
SUMS = {
    "NotoSerifSC-Regular.otf": "e8f396decc1f0963a016a989c3d8852e863d1350996f573860a80767c83a1cd3",
    "NotoSansSC-Regular.otf": "faa6c9df652116dde789d351359f3d7e5d2285a2b2a1f04a2d7244df706d5ea9",
    "NotoSerifTC-Regular.otf": "63515eb0622d589a2f4062e8757c598b3da3bffd053f69abd181c210158ef10c",
    "NotoSansTC-Regular.otf": "5bab0cb3c1cf89dde07c4a95a4054b195afbcfe784d69d75c340780712237537",
}


def data(key: tuple[str, str]) -> bytes:
    return packaged(*key).read_bytes()


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
    assert ("宋体", family) in describe(stylefile.load("plain").resolve(language), Report())


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


def styled(**families: str) -> str:
    return "".join(f'[language.zh-Hans.faces.{face}]\nfamilies = ["{family}"]\n' for face, family in families.items())


def own(folder: Path, language: str = "zh-Hans", **families: str) -> tuple[Library, Report]:
    """The faces of a style that asks for ``families``, with the fonts of ``folder``."""
    report = Report()
    text = styled(**families).replace("zh-Hans", language)
    return Library(stylefile.parse("mine", "mine.toml", text).resolve(language), report, str(folder)), report


@pytest.mark.parametrize(
    ("asked", "there", "chinese"),
    [("楷体_GB2312", "KaiTi", ""), ("KaiTi", "SimKai", "楷体"), ("方正楷体", "FZKai-Z03", "方正楷体_GBK"), ("我的楷", "My Kai", "我的楷")],
)
def test_a_face_is_found_under_any_of_its_names(asked: str, there: str, chinese: str, tmp_path: Path) -> None:
    make(tmp_path, there, "楷", chinese=chinese)
    faces, report = own(tmp_path, kai=asked)
    assert faces.face("kai", False).chain[0].family == there
    assert not report.diagnostics


@pytest.mark.parametrize(("asked", "family"), [("思源宋体", "Noto Serif SC"), ("Source Han Sans CN", "Noto Sans SC")])
def test_names_of_the_designs_that_come_along_mean_these(asked: str, family: str, tmp_path: Path) -> None:
    assert own(tmp_path, song=asked)[0].face("song", False).chain[0].family == family


def test_a_folder_may_have_a_chinese_name(tmp_path: Path) -> None:
    folder = tmp_path / "我的字体"
    folder.mkdir()
    make(folder, "霞鹜文楷", "楷")
    assert own(folder, kai="LXGW WenKai")[0].face("kai", False).glyphs["楷"].font.family == "霞鹜文楷"


def test_the_bold_of_the_same_family_is_taken_where_it_is_there(tmp_path: Path) -> None:
    make(tmp_path, "Ming Song", "宋")
    assert own(tmp_path, song="Ming Song")[0].face("song", True).chain[0].family == "Noto Sans SC"
    bold = make(tmp_path, "Ming Song", "宋", weight=700)
    faces, report = own(tmp_path, song="Ming Song")
    assert faces.origins[faces.face("song", True).chain[0]].path == str(bold)
    assert faces.origins[faces.face("song", False).chain[0]].path != str(bold)
    assert not report.diagnostics


def test_a_variable_face_has_every_weight(tmp_path: Path) -> None:
    make(tmp_path, "Bian Hei", "黑体", variable=True)
    faces, report = own(tmp_path, hei="Bian Hei")
    regular, bold = (faces.face("hei", heavy).chain[0] for heavy in (False, True))
    assert (regular.location, bold.location) == ({"wght": 400}, {"wght": 700})
    assert faces.face("hei", True).stroke == 0
    assert regular.ink("黑") == (0.1, 0.9)
    assert bold.ink("黑") == (0.1, pytest.approx(0.948))
    assert not report.diagnostics


def test_a_variable_face_is_embedded_at_its_weight_always_with_the_same_bytes(tmp_path: Path) -> None:
    make(tmp_path, "Bian Hei", "黑体", variable=True)
    style = stylefile.parse("mine", "mine.toml", '[roles.body]\nfont = "hei"\n' + styled(hei="Bian Hei"))
    document = Document(Meta(title="题"), (Para((Text("文"), Strong((Text("黑体"),)))),))
    found = []
    for _ in range(2):
        found.append(written(document, "pdf", style=style, options=[("pdf.fonts", str(tmp_path)), ("pdf.system-fonts", "no")]))
    assert found[0] == found[1]
    fonts = pypdf.PdfReader(io.BytesIO(found[0])).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    (font,) = [f.get_object() for f in fonts.values() if "BianHei" in f.get_object()["/BaseFont"]]
    assert font["/BaseFont"].endswith("+BianHei-wght700")
    embedded = TTFont(io.BytesIO(font["/DescendantFonts"][0].get_object()["/FontDescriptor"]["/FontFile2"].get_data()))
    assert "fvar" not in embedded
    assert "gvar" not in embedded
    assert max(x for x, _ in embedded["glyf"][embedded.getGlyphOrder()[1]].coordinates) == 948


def test_variable_faces_with_cff2_outlines_become_plain_cff(tmp_path: Path) -> None:
    make_cff2(tmp_path, "Bian Hei", "黑体")
    style = stylefile.parse("mine", "mine.toml", '[roles.body]\nfont = "hei"\n' + styled(hei="Bian Hei"))
    out = io.BytesIO()
    document = Document(Meta(title="题"), (Para((Text("黑"), Strong((Text("黑体"),)))),))
    convert.write(document, out, format="pdf", style=style, options=[("pdf.fonts", str(tmp_path)), ("pdf.system-fonts", "no")])
    page = pypdf.PdfReader(out).pages[0]
    assert "黑黑体" in page.extract_text()
    fonts = [f.get_object() for f in page["/Resources"]["/Font"].values() if "BianHei" in f.get_object()["/BaseFont"]]  # type: ignore[index]
    files = {f["/BaseFont"].rpartition("-")[2]: f["/DescendantFonts"][0].get_object()["/FontDescriptor"]["/FontFile3"] for f in fonts}
    assert set(files) == {"wght400", "wght700"}
    for weight, right in (("wght400", 930), ("wght700", 960)):
        cff = CFFFontSet()
        cff.decompile(io.BytesIO(files[weight].get_data()), None)
        pen = BoundsPen(None)
        cff[0].CharStrings["cid00001"].draw(pen)
        assert pen.bounds == (100, 0, right, 800)


def test_rare_characters_come_from_the_users_folder_before_they_are_missing(tmp_path: Path) -> None:
    make(tmp_path, "Forbidden", "ꀀ", licence=2)
    make(tmp_path, "Rare Han", "𠮷𪚥")
    report, out = Report(), io.BytesIO()
    document = Document(Meta(title="题"), (para("𠮷野家与𪚥，𠮷，ꀀ"),))
    options = [("pdf.fonts", str(tmp_path)), ("pdf.system-fonts", "no")]
    convert.write(document, out, format="pdf", style="plain", options=options, report=report)
    assert [d.message for d in report if "lacks" in d.message] == [
        "2 characters that Noto Serif SC lacks: 𠮷𪚥; Rare Han draws what is lacking"
    ]
    assert [d.message[:36] for d in report if d.code == "pdf.missing-glyph"] == ["no font at hand has the character “ꀀ"]
    assert "𠮷野家与𪚥，𠮷，ꀀ" in pypdf.PdfReader(out).pages[0].extract_text()


def test_what_is_missing_is_told_once_with_its_places() -> None:
    report = Report()
    document = convert.read("题目\n　　第一段。\n　　有\U0010abcd字，\U0010abcd。\n　　又有\U0010abcd。\n　　末段。\n".encode())
    convert.write(document, io.BytesIO(), format="pdf", style="plain", options=[("pdf.system-fonts", "no")], report=report)
    (missing,) = [d for d in report if d.code == "pdf.missing-glyph"]
    assert missing.pos is not None
    assert missing.pos.line == 3
    assert "so too in line 4" in missing.message


@pytest.mark.parametrize(("comma", "language", "fits"), [(100, "zh-Hans", True), (425, "zh-Hans", False), (425, "zh-Hant-TW", True)])
def test_marks_in_the_places_of_another_region_are_not_used(comma: int, language: str, fits: bool, tmp_path: Path) -> None:
    make(tmp_path, "Some Kai", "楷，—", comma=comma)
    face = own(tmp_path, language, kai="Some Kai")[0].face("kai", False)
    assert face.glyphs["楷"].font.family == "Some Kai"
    assert (face.glyphs["，"].font.family == "Some Kai") is fits
    assert not face.others


def test_letters_that_all_take_half_an_em_are_not_used(tmp_path: Path) -> None:
    make(tmp_path, "Some Kai", "楷iW2")
    face = own(tmp_path, kai="Some Kai")[0].face("kai", False)
    assert {glyph.font.family for glyph in face.word("iW2").glyphs} == {"Noto Serif SC"}
    assert face.glyphs["W"].font.family == "Noto Serif SC"
    assert face.glyphs["楷"].font.family == "Some Kai"


def test_hong_kong_is_told_that_its_forms_are_lacking() -> None:
    faces, report = library("zh-Hant-HK")
    faces.face("song", False)
    assert [d.message for d in report] == ["there is no font with the forms of Hong Kong; Noto Serif TC has those of Taiwan"]


def test_hong_kong_forms_are_taken_where_they_are(tmp_path: Path) -> None:
    make(tmp_path, "Source Han Serif HC", "港")
    face = own(tmp_path, "zh-Hant-HK")[0].face("song", False)
    assert (face.chain[0].family, face.language) == ("Source Han Serif HC", "zh-Hant-HK")


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("win32", {"WINDIR": "W:/Win", "LOCALAPPDATA": "L:/Local"}, ["W:/Win/Fonts", "L:/Local/Microsoft/Windows/Fonts"]),
        ("darwin", {}, ["/System/Library/Fonts", "/System/Library/AssetsV2", "/Library/Fonts", "/home/x/Library/Fonts"]),
        ("linux", {}, ["/usr/local/share/fonts", "/usr/share/fonts", "/home/x/.local/share/fonts", "/home/x/.fonts"]),
        ("linux", {"XDG_DATA_DIRS": "/a:/b", "XDG_DATA_HOME": "/c"}, ["/a/fonts", "/b/fonts", "/c/fonts", "/home/x/.fonts"]),
    ],
)
def test_where_systems_keep_their_fonts(platform: str, environment: dict[str, str], expected: list[str]) -> None:
    assert [folder.as_posix() for folder in system_folders(platform, environment, Path("/home/x"))] == expected


def test_a_shelf_passes_over_what_is_no_font_and_finds_the_nearest_weight(tmp_path: Path) -> None:
    (tmp_path / "no.ttf").write_bytes(b"ttcf" + bytes(20))
    (tmp_path / "empty.otf").write_bytes(b"")
    for weight in (300, 400, 700, 900):
        make(tmp_path, "Weights", "字", weight=weight)
    shelf = Shelf([tmp_path, tmp_path / "nowhere"])
    assert len(shelf.entries) == 4
    assert [entry.lightest for bold in (False, True) if (entry := shelf.named("weights", bold))] == [400, 700]
    assert shelf.named("others") is None


def unusable(folder: Path, text: str, **families: str) -> list[Diagnostic]:
    """What is told of faces that cannot be put into a PDF, when ``text`` is set with the fonts of ``folder``."""
    report, style = Report(), stylefile.parse("mine", "mine.toml", styled(**families))
    options = [("pdf.fonts", str(folder)), ("pdf.system-fonts", "no")]
    convert.write(Document(Meta(title="题"), (para(text),)), io.BytesIO(), format="pdf", style=style, options=options, report=report)
    return [d for d in report if d.code == "font.unusable"]


def test_a_face_that_cannot_be_embedded_is_named_with_what_was_taken(tmp_path: Path) -> None:
    make_stiff_cff2(tmp_path, "Jing Song", "题字")
    (found,) = unusable(tmp_path, "字", song="Jing Song")
    assert found.severity is Severity.WARNING
    assert "“Jing Song” (Jing Song-stiff.otf)" in found.message
    assert "CFF2" in found.message
    assert "Noto Serif SC is used for 宋体" in found.message
    (found,) = unusable(tmp_path, "字")
    assert found.severity is Severity.INFO
    assert "passed over" in found.message


def test_pictures_of_emoji_are_told_with_what_stands_for_them(tmp_path: Path) -> None:
    make_coloured(tmp_path, "Bright Emoji", "\U0001f600\U0001f680")
    (found,) = unusable(tmp_path, "好\U0001f600\U0001f600")
    assert found.severity is Severity.WARNING
    assert "“Bright Emoji”" in found.message
    assert "〓 stands for \U0001f600" in found.message
    make(tmp_path, "Plain Emoji", "\U0001f600")
    (found,) = unusable(tmp_path, "好\U0001f600\U0001f680")
    assert "Plain Emoji and 〓 stand for \U0001f600\U0001f680" in found.message


def test_outlines_beside_colours_are_drawn(tmp_path: Path) -> None:
    make_coloured(tmp_path, "Mixed Emoji", "\U0001f600\U0001f680", outlines="\U0001f600")
    assert not unusable(tmp_path, "好\U0001f600")
    (found,) = unusable(tmp_path, "好\U0001f600\U0001f680")
    assert "〓 stands for \U0001f680" in found.message


def test_a_file_that_is_no_font_is_told(tmp_path: Path) -> None:
    for name in ("no.ttf", "empty.otf", "web.woff2"):
        (tmp_path / name).write_bytes(b"ttcf" + bytes(20) if name == "no.ttf" else b"")
    found = unusable(tmp_path, "字")
    assert [name in d.message for name, d in zip(("empty.otf", "no.ttf", "web.woff2"), found, strict=True)] == [True] * 3
    assert ["WOFF" in d.message for d in found] == [False, False, True]


def test_the_command_tells_faces_notes_and_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path, "KaiTi", "楷")
    assert main(["fonts", "--edition", "zh-Hans", "--folder", str(tmp_path), "--no-system"]) == 0
    said = capsys.readouterr().out
    assert f"KaiTi, marks from Noto Serif SC ({tmp_path / 'KaiTi-400.ttf'})" in said
    assert "there is no font for 仿宋; 楷体 (KaiTi) is used instead" in said
    assert f"{tmp_path}: 1 faces" in said


def test_rare_characters_come_from_another_face_or_are_reported() -> None:
    report, out = Report(), io.BytesIO()
    text = "常用字与錬金術、𪚥𠀀、\U0001f600。"
    options = [("pdf.system-fonts", "no")]
    convert.write(Document(Meta(title="题"), (para(text),)), out, format="pdf", style="plain", options=options, report=report)
    missing = [d.message for d in report if d.code == "pdf.missing-glyph"]
    assert any("U+1F600" in message for message in missing)
    found = "".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    assert text in found.replace("\n", "")


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK"])
def test_a_dash_is_one_unbroken_stroke_of_two_em(language: str) -> None:
    dash = library(language)[0].face("song", False).dash(2)
    assert dash is not None
    assert dash.advance == 2.0
