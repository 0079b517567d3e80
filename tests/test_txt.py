"""Plain text: notes with their marks where these are asked for, and what it has no place for."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from sample import written

import convert
from convert.check import check
from convert.diagnostics import Report

SOURCE = """# 包子

皮薄[^1]，馅大[^b]，见[网站](https://example.org/a)与 <https://example.org/b>。

| 甲 | 乙 |
|---|---|
| 皮[^c] | 馅 |

<ruby>饺<rt>jiǎo</rt></ruby>子。

[^1]: 皮子要薄。
[^b]: 馅要大。

    还要鲜。
[^c]: 面皮。
"""
PLAIN = ["包子", "皮薄，馅大，见网站与 https://example.org/b。", "皮子要薄。", "馅要大。", "还要鲜。", "甲\t乙", "皮 面皮。\t馅", "饺子。"]
MARKED = ["包子", "皮薄〔1〕，馅大〔2〕，见网站与 https://example.org/b。", "〔1〕皮子要薄。", "〔2〕馅要大。", "还要鲜。"]
MARKED += ["甲\t乙", "皮〔3〕\t馅", "〔3〕面皮。", "饺子。"]


@pytest.mark.parametrize(("marks", "expected"), [("false", PLAIN), ("true", MARKED)])
def test_notes_stand_below_their_paragraph_or_table_with_marks(marks: str, expected: list[str], tmp_path: Path) -> None:
    document = convert.read(SOURCE.encode(), reader="markdown")
    data = written(document, "txt", options=[("txt.note-marks", marks)])
    assert data.decode().splitlines() == expected
    path = tmp_path / "a.zh-Hans.txt"
    path.write_bytes(data)
    report = Report()
    assert "nothing lost" in check(document, str(path), report=report)
    assert report.diagnostics == []


def test_brackets_of_the_text_are_no_marks(tmp_path: Path) -> None:
    document = convert.read("国发〔2012〕10号、甲〔1〕乙\n".encode(), reader="text")
    path = tmp_path / "a.zh-Hans.txt"
    path.write_bytes(written(document, "txt"))
    assert "nothing lost" in check(document, str(path), report=Report())


def test_what_plain_text_has_no_place_for_is_said() -> None:
    report = Report()
    convert.write(convert.read(SOURCE.encode(), reader="markdown"), io.BytesIO(), format="txt", report=report)
    assert [(finding.code, finding.message.split(" not ")[0]) for finding in report] == [
        ("txt.omitted", "the address of a link is"),
        ("txt.omitted", "a reading (ruby) is"),
    ]
