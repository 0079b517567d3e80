"""Bytes into text: encodings, damage, what is refused."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from itertools import takewhile

import pytest

from convert.diagnostics import Pos, Report, Severity, SourceError
from convert.source import Source

#: Long enough for statistics to tell encodings apart.
SIMPLIFIED = "数字经济发展速度之快、辐射范围之广、影响程度之深前所未有。要把握时机，推动数字技术与实体经济融合。\n" * 6
TRADITIONAL = "數位經濟發展速度之快、輻射範圍之廣、影響程度之深前所未有。要把握時機，推動數位技術與實體經濟融合。\n" * 6


def read(data: bytes, encoding: str = "") -> tuple[str, Report]:
    report = Report()
    return Source("a.txt", data, encoding).text(report), report


def alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many characters the two have in common at their beginnings."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk"])
def test_simplified_text_is_read_in_any_encoding(encoding: str) -> None:
    assert read(SIMPLIFIED.encode(encoding))[0] == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "utf-16-le", "utf-16-be"])
def test_traditional_text_is_read_in_any_encoding(encoding: str) -> None:
    data = TRADITIONAL.encode(encoding)
    bom = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    assert read(bom + data)[0] == TRADITIONAL


def test_utf_16_without_a_mark_is_found() -> None:
    assert read(("Mars 火星\n" * 40 + SIMPLIFIED).encode("utf-16-be"))[0].endswith(SIMPLIFIED)


@pytest.mark.parametrize(("text", "encoding"), [("数字经济论坛", "gb18030"), ("數位經濟論壇", "big5")])
def test_a_few_words_are_enough(text: str, encoding: str) -> None:
    assert read(text.encode(encoding))[0] == text


def test_other_scripts_are_read_too() -> None:
    text = "これは日本語の文章です。カタカナもひらがなも、正しく読まれるはずです。" * 5
    assert read(text.encode("shift_jis"))[0] == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Hello world, plain English without a mark.", "utf-16-le"),
        ("Hello world, plain English without a mark.", "utf-16-be"),
        ("안녕하세요 이것은 한국어 문장입니다. 오늘은 날씨가 아주 좋습니다. " * 4, "euc-kr"),
        ("서울에서 열린 국제 포럼에", "euc-kr"),
        (
            "Les experts réunis à Genève ont débattu de l'économie numérique, a déclaré le président. L'été dernier, l'eau était chaude.",
            "latin-1",
        ),
        ("Déjà vu à Noël.", "cp1252"),
        ("El niño comió piñones en la montaña mientras su mamá leía un periódico.", "cp1252"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy, uvedl ministr financí ve středu večer v Praze.", "cp1250"),
        ("Привет, мир! Это обычный русский текст, который нужно прочитать правильно. " * 4, "koi8-r"),
    ],
)
def test_other_languages_are_not_taken_for_chinese(text: str, encoding: str) -> None:
    found, report = read(text.encode(encoding))
    assert found == text
    guessed = Severity.INFO if encoding.startswith("utf-16") else Severity.WARNING
    assert [(d.code, d.severity) for d in report] == [("source.encoding-guessed", guessed)]


def test_a_guessed_encoding_is_remarked() -> None:
    _, report = read(SIMPLIFIED.encode("gbk"))
    assert [(d.code, d.severity) for d in report] == [("source.encoding-guessed", Severity.INFO)]


def test_utf_8_is_not_remarked() -> None:
    assert not read(SIMPLIFIED.encode())[1].diagnostics


def test_line_ends_become_one() -> None:
    assert read("甲\r\n乙\r丙\n".encode())[0] == "甲\n乙\n丙\n"


def test_controls_are_removed_and_reported_with_their_place() -> None:
    text, report = read("甲\n乙\x00丙\x01丁".encode())
    assert text == "甲\n乙丙丁"
    (found,) = report
    assert (found.code, found.pos) == ("source.control-removed", Pos(2, 2, "a.txt"))
    assert "2 control characters" in found.message


def test_damaged_bytes_are_shown_counted_and_reported() -> None:
    data = SIMPLIFIED.encode("gb18030")
    text, report = read(data[:200] + b"\xff" + data[200:])
    assert text.replace("\ufffd", "") == SIMPLIFIED
    assert any(d.code == "source.damaged-bytes" and "the first at byte 200" in d.message for d in report)


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
@pytest.mark.parametrize("damage", ["lost", "added", "changed"])
@pytest.mark.parametrize("lines", [1, 20])
def test_one_damaged_byte_costs_its_neighbours_only(encoding: str, damage: str, lines: int) -> None:
    whole = (TRADITIONAL if encoding == "big5hkscs" else SIMPLIFIED).split("\n")[0] * lines
    data = whole.encode(encoding)
    for at in range(0, len(data), len(data) // 9):
        damaged = data[:at] + {"lost": b"", "added": b"\xff", "changed": b"\xff"}[damage] + data[at + (damage != "added") :]
        text, _ = read(damaged)
        kept = alike(whole, text) + alike(whole[::-1], text[::-1])
        assert kept >= len(whole) - 6, (at, text)


def test_every_damaged_place_is_told_with_offset_line_and_column() -> None:
    data = "第一行文字。\n第二行文字，的了在是。\n第三行文字。\n".encode() * 4
    broken = data[:4] + b"\xff" + data[4:30] + b"\xfe" + data[30:]
    text, report = read(broken)
    assert text.count("\ufffd") == 8  # each of two characters is cut in two: three bytes of it, and the one that cuts
    *each, total = report.diagnostics
    assert ("the byte FE at offset 31 does not fit into utf-8; it is shown as U+FFFD", Pos(2, 6, "a.txt")) in [
        (d.message, d.pos) for d in each
    ]
    assert len(each) == 8
    assert total.message == "8 bytes do not decode as utf-8, the first at byte 3; each is shown as U+FFFD"


def test_what_was_lost_before_is_counted() -> None:
    text, report = read("第一行\n第二\ufffd\ufffd行，数字经济\n".encode())
    assert text.count("\ufffd") == 2
    (found,) = report
    assert (found.code, found.pos) == ("source.lost-before", Pos(2, 3, "a.txt"))
    assert found.message.startswith("2 U+FFFD")


def test_characters_of_hong_kong_are_read() -> None:
    text = "香港嘅𨋢同埋𠝹，啲人喺度。呢個係一個好大嘅問題，我哋要一齊去解決，佢哋話唔知點算。\n" * 4
    assert read(text.encode("big5hkscs"))[0] == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["数字经济论坛", "培育数字新业态\n白　涛\n", "SIMPLIFIED"])
def test_wide_encodings_need_no_mark(encoding: str, text: str) -> None:
    text = SIMPLIFIED if text == "SIMPLIFIED" else text
    assert read(text.encode(encoding))[0] == text


@pytest.mark.parametrize(("most", "one"), [("utf-8", "gb18030"), ("gb18030", "utf-8"), ("utf-8", "big5hkscs"), ("big5hkscs", "utf-8")])
def test_a_line_in_another_encoding_is_read_and_remarked(most: str, one: str) -> None:
    text = TRADITIONAL if "big5hkscs" in (most, one) else SIMPLIFIED
    other = text.split("\n")[0] + "\n"
    found, report = read(text.encode(most) + other.encode(one) + text.encode(most))
    assert found == text + other + text
    assert [d.pos for d in report if d.code == "source.mixed-encodings"] == [Pos(7, 1, "a.txt")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le"])
def test_a_shift_that_decodes_is_found_by_its_nonsense(encoding: str) -> None:
    """A letter swallows the byte that is left over, so that nothing fails to decode."""
    line = SIMPLIFIED.replace("\n", "") * 2
    data = (line + "Mars" + line).encode(encoding)
    damaged = data[:101] + data[102:] + (b"\x20" if encoding == "utf-16-le" else b"")
    text, report = read(damaged)
    assert alike(text, line + "Mars" + line) >= 40
    assert line[-200:] + "Mars" + line[:-1] in text
    assert any(d.code == "source.damaged-bytes" for d in report)


def test_a_line_of_big5_in_a_file_of_gb18030_is_read() -> None:
    other = TRADITIONAL.split("\n", maxsplit=1)[0] + "\n"
    found, report = read(SIMPLIFIED.encode("gb18030") + other.encode("big5") + SIMPLIFIED.encode("gb18030"))
    assert found == SIMPLIFIED + other + SIMPLIFIED
    assert [d.pos for d in report if d.code == "source.mixed-encodings"] == [Pos(7, 1, "a.txt")]


def test_rare_characters_are_no_damage() -> None:
    names = (
        "鑫 淼 焱 垚 犇 骉 猋 羴 鱻 麤 龘 靐 齉 爨 彧 翀 昉 玥 珏 珺 珩 琰 瑭 璟 璠 瓒 祎 祺 禛 筠 笪 絮 缃 罡 翊 翎 耒 聿 肇 芃".replace(
            " ", "、"
        )
        * 8
    )
    assert read((SIMPLIFIED + names + SIMPLIFIED).encode("gb18030"))[0] == SIMPLIFIED + names + SIMPLIFIED
    bare = names.replace("、", "")
    text, report = read((SIMPLIFIED + bare + SIMPLIFIED).encode("gb18030"))
    assert text == SIMPLIFIED + bare + SIMPLIFIED
    assert not any(d.code == "source.damaged-bytes" for d in report)


def test_mixed_line_ends_become_one_and_are_remarked() -> None:
    text, report = read("一\r\n二\n三\r四\r\r\n五\u2028六\x0b七".encode())
    assert text == "一\n二\n三\n四\n五\n六\n七"
    assert [(d.code, d.severity) for d in report] == [("source.mixed-line-ends", Severity.INFO)]


def test_blanks_without_width_are_taken_out_and_joiners_kept() -> None:
    text, report = read("数\u200b字\ufeff经\u2060济\u200d。".encode())
    assert text == "数字经济\u200d。"
    assert [d.code for d in report] == ["source.zero-width", "source.invisible"]
    assert report.diagnostics[0].message.startswith("3 blanks")


@pytest.mark.parametrize(
    ("written", "stated"), [("big5", "gb18030"), ("gb18030", "utf-16-le"), ("gb18030", "latin-1"), ("utf-8", "latin-1")]
)
def test_a_wrong_stated_encoding_that_makes_nonsense_is_an_error(written: str, stated: str) -> None:
    text = TRADITIONAL if written == "big5" else SIMPLIFIED
    data = text.encode(written)
    with pytest.raises(SourceError, match=f"not in {stated}"):
        read(data[: len(data) // 2 * 2], stated)


def test_a_right_stated_encoding_is_taken_even_for_little_text() -> None:
    assert read("白涛".encode("big5hkscs", "ignore") or b"", "big5hkscs")
    assert read("Ωμέγα".encode("iso8859-7"), "iso8859-7")[0] == "Ωμέγα"


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (b"", "", "the file is empty"),
        (b" \r\n ", "", "the file is empty"),
        ("\u3000\n\u3000".encode(), "", "only white space"),
        (b"PK\x03\x04" + bytes(200) + b"\xff", "", "a ZIP archive"),
        (bytes(range(256)) * 8, "", "a binary file"),
        (SIMPLIFIED.encode(), "utf-99", "no encoding called “utf-99”"),
        (SIMPLIFIED.encode("gbk"), "utf-8", "not in utf-8: the byte at offset 0"),
        (SIMPLIFIED.encode(), "ascii", "not in ascii"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, encoding: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(data, encoding)


@pytest.mark.parametrize("encoding", ["base64", "hex", "rot13", "idna", "unicode_escape", "raw-unicode-escape", "punycode", "undefined"])
def test_codecs_that_are_no_encodings_are_refused(encoding: str) -> None:
    for data in (SIMPLIFIED.encode(), b"Spring rain, spring sowing."):
        with pytest.raises(SourceError, match=r"^a\.txt: "):
            read(data, encoding)


@pytest.mark.parametrize("data", [b"\x88d", b"\x88b", b"\x88\xa3", b"\x88\xa5"])
def test_letters_of_hong_kong_that_are_two_characters(data: bytes) -> None:
    """Found by fuzzing: one code of Big5-HKSCS, two characters that do not encode one by one."""
    assert Source("x", data).text(Report())
