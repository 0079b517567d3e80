"""Bytes into text: encodings, damage, what is refused."""

from __future__ import annotations

import codecs

import pytest

from convert.diagnostics import Pos, Report, Severity, SourceError
from convert.source import Source

#: Long enough for statistics to tell encodings apart.
SIMPLIFIED = "数字经济发展速度之快、辐射范围之广、影响程度之深前所未有。要把握时机，推动数字技术与实体经济融合。\n" * 6
TRADITIONAL = "數位經濟發展速度之快、輻射範圍之廣、影響程度之深前所未有。要把握時機，推動數位技術與實體經濟融合。\n" * 6


def read(data: bytes, encoding: str = "") -> tuple[str, Report]:
    report = Report()
    return Source("a.txt", data, encoding).text(report), report


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


@pytest.mark.parametrize("encoding", ["base64", "hex", "rot13", "idna", "undefined"])
def test_codecs_that_are_no_encodings_are_refused(encoding: str) -> None:
    with pytest.raises(SourceError, match=r"^a\.txt: "):
        read(SIMPLIFIED.encode(), encoding)
