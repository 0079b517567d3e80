"""The programming interface, and the files it leaves behind."""

from __future__ import annotations

import errno
import io
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from sample import SEED, everything, para, written

import convert
from convert import api, batch, formats
from convert.diagnostics import ConvertError, OptionError, OutputError, Report, SourceError, StyleError
from convert.model import walk
from convert.model.nodes import Cell, Document, Item, Meta, OrderedList, Para, Row, Section, Table, Text
from convert.moment import dated
from convert.readers.text import TextOptions, TextReader
from convert.source import Source
from convert.stylesheet import Sheet

TALK = "开头的话　　第一段话，说得很清楚。　　第二段话，也说得很清楚。"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


def test_reading_applying_writing(talk: Path, tmp_path: Path) -> None:
    document = convert.read(talk)
    traditional = convert.apply(document, formats.transform("traditional")(language="zh-Hant-TW"))
    convert.write(traditional, tmp_path / "out.txt")
    assert "開頭的話" in (tmp_path / "out.txt").read_text(encoding="utf-8")
    stream = io.BytesIO()
    convert.write(document, stream, format="json")
    assert json.loads(stream.getvalue())["type"] == "Document"


def test_bytes_are_a_source() -> None:
    assert walk.text(convert.read(TALK.encode())) == walk.squeeze(TALK)


def test_outputs_are_named_after_source_edition_and_format(talk: Path, tmp_path: Path) -> None:
    seen: list[str] = []
    job = convert.Job(to=("txt", "json"), editions=("zh-Hans", "zh-Hant-TW"), output=str(tmp_path / "new" / "folder"))
    result = convert.convert_file(talk, job, made=seen.append)
    names = [Path(path).name for path in result.outputs]
    assert names == ["talk.zh-Hans.txt", "talk.zh-Hans.json", "talk.zh-Hant-TW.txt", "talk.zh-Hant-TW.json"]
    assert seen == list(result.outputs)
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(names)


def test_the_edition_is_the_texts_own_by_default(talk: Path, tmp_path: Path) -> None:
    (path,) = convert.convert_file(talk, convert.Job(to=("txt",), output=str(tmp_path))).outputs
    assert Path(path).name == "talk.zh-Hans.txt"


def test_the_seed_loses_nothing_in_any_edition(tmp_path: Path) -> None:
    job = convert.Job(to=("json", "txt"), editions=("zh-Hans", "zh-Hant-TW", "zh-Hant-HK"), output=str(tmp_path))
    outputs = convert.convert_file(SEED, job).outputs
    assert len(outputs) == 6
    for dumped, printed in zip(outputs[0::2], outputs[1::2], strict=True):
        document = convert.read(dumped)
        assert walk.text(document) == walk.squeeze(Path(printed).read_text(encoding="utf-8"))
        assert document.meta.language in dumped
    assert walk.text(convert.read(outputs[0])) == walk.squeeze(SEED.read_text(encoding="utf-8"))


def test_many_sources_go_on_after_a_bad_one(talk: Path, tmp_path: Path) -> None:
    job = convert.Job(to=("txt",), output=str(tmp_path))
    results = list(convert.convert_many([tmp_path / "none.txt", talk], job))
    assert "there is no such file (did you mean “" not in results[1].error
    assert [bool(r.error) for r in results] == [True, False]
    assert Path(results[1].outputs[0]).exists()


def test_many_sources_side_by_side(tmp_path: Path) -> None:
    sources = []
    for number in range(5):
        sources.append(tmp_path / f"talk{number}.txt")
        sources[-1].write_text(f"第{number}篇\n　　一段话。", encoding="utf-8")
    with ThreadPoolExecutor(2) as executor:
        results = list(convert.convert_many(sources, convert.Job(to=("txt",), output=str(tmp_path / "out")), executor=executor))
    assert [r.source for r in results] == [str(s) for s in sources]
    assert all(not r.error for r in results)


def test_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    names = [tmp_path / "a" / "talk.txt", tmp_path / "b" / "Talk.md"]
    with pytest.raises(OptionError, match="would both make"):
        list(convert.convert_many(names, convert.Job(to=("txt",), output=str(tmp_path))))


def test_an_output_does_not_replace_a_source(talk: Path, tmp_path: Path) -> None:
    other = tmp_path / "talk.zh-Hans.txt"
    other.write_text(TALK, encoding="utf-8")
    with pytest.raises(OptionError, match="could replace the source"):
        list(convert.convert_many([talk, other], convert.Job(to=("txt",), output=str(tmp_path))))


# ------------------------------------------------------------------------------------------------ what cannot be


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"to": ("pfd",)}, "no output format “pfd” (did you mean “pdf”?)"),
        ({"editions": ("zh-TW",)}, "no edition “zh-TW”"),
        ({"style": "handuot"}, "no style “handuot” (did you mean “handout”?)"),
        ({"style": "./none.toml"}, "the style ./none.toml cannot be read: there is no such file"),
        ({"reader": "txet"}, "no reader called “txet” (did you mean “text”?)"),
        ({"transforms": ("tradional",)}, "no transform called “tradional” (did you mean “traditional”?)"),
        ({"date": "7.12.2022"}, "the date “7.12.2022” is not in the form"),
        ({"options": (("txt.bomb", "true"),)}, "txt has no option “bomb” (did you mean “bom”?)"),
        ({"options": (("txt.bom", "maybe"),)}, "the option txt.bom is “maybe”, but must be true or false"),
        ({"options": (("bom", "true"),)}, "must be written as FORMAT.NAME=VALUE"),
        ({"options": (("tx.bom", "true"),)}, "there is no format “tx” (did you mean “txt”?)"),
        ({"encoding": "utf-16"}, "not in utf-16"),
        ({"output": "-", "to": ("txt", "json")}, "standard output takes one output"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(talk: Path, tmp_path: Path, change: dict[str, Any], message: str) -> None:
    folder = tmp_path / "out"
    settings = {"to": ("txt",), "output": str(folder)} | change
    with pytest.raises(ConvertError) as caught:
        convert.convert_file(talk, convert.Job(**settings))
    assert message in str(caught.value)
    assert not folder.exists() or not list(folder.iterdir())


def test_sources_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text("", encoding="utf-8")
    for name, message in (("talk.txt", "no such file (did you mean “talks.txt”?)"), ("", "this is a folder"), ("talks.txt", "empty")):
        with pytest.raises(SourceError) as caught:
            convert.read(tmp_path / name)
        assert message in str(caught.value)


def test_a_file_where_a_folder_should_be(talk: Path) -> None:
    with pytest.raises(OutputError, match="this is a file; -o takes a folder"):
        convert.convert_file(talk, convert.Job(to=("txt",), output=str(talk)))


class _FullDisk:
    """A writer that fills the disk half way through."""

    options_type = api.Job
    honours: frozenset[str] = frozenset()

    def write(self, document: Document, sheet: object, options: object, report: Report, out: BinaryIO) -> None:
        out.write(b"half of it")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_the_old_file_and_no_half_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.full"
    target.write_bytes(b"old")
    monkeypatch.setitem(formats.WRITERS, "full", formats.Format("full", ("full",), "", f"{__name__}:_FullDisk"))
    with pytest.raises(OutputError, match=r"a\.full: cannot be written: the disk is full"):
        convert.write(everything(), target)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.full", b"old")]


def test_a_target_of_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="the format of"):
        convert.write(everything(), tmp_path / "a.xyz")
    with pytest.raises(OptionError, match="the stream"):
        convert.write(everything(), io.BytesIO())


# ------------------------------------------------------------------------------------------------ dates, styles, remarks


@pytest.mark.parametrize(
    ("date", "epoch", "text_date", "expected"),
    [
        ("", "", "", "1980-01-01T00:00:00+00:00"),
        ("", "", "2022-12", "2022-12-01T00:00:00+00:00"),
        ("", "86400000000", "", "4707-11-29T00:00:00+00:00"),
        ("", "1670371200", "2020", "2022-12-07T00:00:00+00:00"),
        ("2023-01-02T08:00:00+08:00", "1670371200", "", "2023-01-02T00:00:00+00:00"),
        ("", "", "1919", "1980-01-01T00:00:00+00:00"),
    ],
)
def test_the_moment_that_outputs_state(monkeypatch: pytest.MonkeyPatch, date: str, epoch: str, text_date: str, expected: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    moment = dated(Meta(date=text_date), date).modified
    assert moment is not None
    assert moment.isoformat() == expected


def test_a_wrong_source_date_epoch_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(OptionError, match="must be a number of seconds"):
        convert.write(Document(Meta(), (para("甲"),)), io.BytesIO(), format="txt")


class _Sideways:
    """A writer of vertical lines only."""

    options_type = api.Job
    honours: frozenset[str] = frozenset()
    directions = frozenset({"vertical"})

    def write(self, document: Document, sheet: Sheet, options: object, report: Report, out: BinaryIO) -> None:
        out.write(sheet.page.direction.encode("ascii"))


def test_vertical_outputs_are_named_so(talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(formats.WRITERS, "side", formats.Format("side", ("side",), "", f"{__name__}:_Sideways"))
    made = convert.convert_file(talk, convert.Job(to=("side", "txt"), output=str(tmp_path / "out"), vertical=True)).outputs
    assert [Path(p).name for p in made] == ["talk.zh-Hans.vertical.side", "talk.zh-Hans.txt"]
    assert Path(made[0]).read_bytes() == b"vertical"
    upright = tmp_path / "upright.toml"
    upright.write_text('page.direction = "vertical"\n', encoding="utf-8")
    made = convert.convert_file(talk, convert.Job(to=("side",), style=str(upright), output=str(tmp_path / "out"))).outputs
    assert [Path(p).name for p in made] == ["talk.zh-Hans.vertical.side"]


def test_a_writer_that_cannot_set_a_direction_says_so(talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(formats.WRITERS, "side", formats.Format("side", ("side",), "", f"{__name__}:_Sideways"))
    with pytest.raises(OptionError) as caught:
        convert.convert_file(talk, convert.Job(to=("txt", "side"), output=str(tmp_path / "out")))
    assert str(caught.value) == "side cannot set horizontal lines; leave side out of --to, or make it --vertical"
    assert not list((tmp_path / "out").glob("*"))


def test_a_style_of_ones_own(talk: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('extends = "gazette"\n[page]\nlines = 39\n', encoding="utf-8")
    report = Report()
    convert.write(convert.read(talk), io.BytesIO(), format="epub", style=str(mine), report=report)
    found = [d.message for d in report if d.code == "style.not-honoured"]
    assert found == ["epub has no use for these keys of the style “mine”: page.lines"]
    convert.write(convert.read(talk), io.BytesIO(), format="txt", style=str(mine), report=(plain := Report()))
    assert not plain.diagnostics
    mine.write_bytes(b"\xff")
    with pytest.raises(StyleError, match="it is not in UTF-8"):
        convert.write(convert.read(talk), io.BytesIO(), format="txt", style=str(mine))


def test_distinct_ignores_what_is_no_source(tmp_path: Path) -> None:
    batch.check_distinct([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], convert.Job())


def test_a_source_that_fails_leaves_no_folder_behind(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.7" + bytes(99))
    folder = tmp_path / "deep" / "out"
    (result,) = convert.convert_many([tmp_path / "a.txt"], convert.Job(output=str(folder)))
    assert result.error
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("fault", [ImportError("No module named 'lxml'"), KeyError("x"), RecursionError(), MemoryError()])
def test_a_fault_of_ours_in_one_source_does_not_end_the_others(
    tmp_path: Path, fault: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f"题目{name}\n\n　　正文。\n", encoding="utf-8")
    read = TextReader.read

    def failing(self: TextReader, source: Source, options: TextOptions, report: Report) -> Document:
        if source.name.endswith("b.txt"):
            raise fault
        return read(self, source, options, report)

    monkeypatch.setattr(TextReader, "read", failing)
    job = convert.Job(to=("txt",), output=str(tmp_path / "out"))
    first, second, third = convert.convert_many([tmp_path / f"{name}.txt" for name in "abc"], job)
    assert (first.error, third.error) == ("", "")
    assert second.error.startswith(str(tmp_path / "b.txt"))
    assert "\n" not in second.error


@pytest.mark.parametrize(
    ("said", "meant"), [("zh-CN", "zh-Hans"), ("zh-TW", "zh-Hant-TW"), ("zh-hk", "zh-Hant-HK"), ("zh-Hants", "zh-Hant")]
)
def test_an_edition_that_does_not_exist_names_the_one_that_is_meant(said: str, meant: str) -> None:
    with pytest.raises(OptionError, match=f"did you mean “{meant}”"):
        api.Plan.of(convert.Job(editions=(said,)))


def test_formats_are_told_by_the_longest_extension(tmp_path: Path) -> None:
    target = tmp_path / "a.pandoc.json"
    api.write(everything(), target)
    assert "pandoc-api-version" in target.read_text(encoding="utf-8")
    assert api.read(target).body == everything().body
    assert formats.reader_for("a.JSON") == "json"
    assert formats.reader_for("页.XHTML") == "html"
    assert formats.reader_for("读我.md") == "markdown"


def test_plain_text_parts_labels_from_texts_and_cells_by_tabs() -> None:
    cells = (Cell((Para((Text("甲"),)), Para((Text("乙\t丙"),)))), Cell(()), Cell((Para((Text("丁"),)),)))
    body = (
        Section((Text("总　则"),), (Para((Text("正文。"),)),), label="第一章"),
        Section((Text("原则"),), (), label="（一）"),
        OrderedList(
            (Item((Para((Text("为了保护"),)),), "第一条"), Item((Para((Text("按时"),)),), "一是"), Item((Para((Text("二〇年"),)),), "1."))
        ),
        Table((Row(cells),), (Text("表一"),)),
    )
    expected = ["第一章　总　则", "正文。", "（一）原则", "第一条　为了保护", "一是按时", "1. 二〇年", "表一", "甲 乙 丙\t\t丁"]
    assert written(Document(Meta(), body), "txt").decode() == "".join(f"{line}\n" for line in expected)
