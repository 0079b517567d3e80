"""A table of contents that a file brings along is printed only where the writer makes none of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert import api
from convert.check import check
from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import Attrs, Document, Group, Meta, Para, Section, Text
from convert.stylefile import Style, parse

OLD = Group((Para((Text("旧目次"),), attrs=Attrs(role="label")), Para((Text("第一章　甲 ……… 3"),))), attrs=Attrs(role="contents"))


def document(chapters: int) -> Document:
    sections = (Section((Text(f"第{number}章的题目"),), (Para((Text(f"正文之{number}。"),)),)) for number in range(1, chapters + 1))
    return Document(Meta(title="书名"), (OLD, *sections))


def style(minimum: int) -> Style:
    return parse("mine", "mine.toml", f'extends = "handout"\n[contents]\nminimum = {minimum}\n', lambda name: None)


def printed(tmp_path: Path, name: str, made: Document, minimum: int) -> str:
    """What an output says, its own contents included."""
    target = tmp_path / f"out.{name}"
    api.write(made, target, style=style(minimum))
    from convert.check import _extract

    return walk.squeeze(_extract(str(target))[1])


@pytest.mark.parametrize("name", ["pdf", "docx", "epub"])
@pytest.mark.parametrize(("chapters", "minimum", "shown"), [(4, 3, False), (2, 3, True), (4, 0, True)])
def test_old_contents_beside_new_ones(tmp_path: Path, name: str, chapters: int, minimum: int, shown: bool) -> None:
    found = printed(tmp_path, name, document(chapters), minimum)
    assert ("旧目次" in found) is shown
    assert ("甲………3" in found) is shown
    assert "正文之2。" in found


def test_plain_text_has_all(tmp_path: Path) -> None:
    assert "旧目次" in printed(tmp_path, "txt", document(4), 3)


def test_old_contents_are_not_missed_by_the_check(tmp_path: Path) -> None:
    source, target = tmp_path / "a.json", tmp_path / "a.docx"
    api.write(document(4), source)
    api.write(document(4), target, style=style(3))
    report = Report()
    assert "nothing lost" in check(str(source), str(target), report=report)
    assert report.worst() is None or report.worst() == 0


def test_contents_deep_in_a_book() -> None:
    deep = Document(Meta(), (Section((Text("卷一"),), (OLD, Section((Text("章"),), (OLD,)))),))
    assert walk.text(walk.without_contents(deep)) == "卷一章"
    assert walk.with_new_contents(deep, 3, 3) is deep
    assert walk.text(walk.with_new_contents(deep, 2, 3)) == "卷一章"
    assert walk.with_new_contents(deep, 2, 1) is deep
