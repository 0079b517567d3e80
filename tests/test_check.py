"""The law of conservation, at the end of the pipe: what goes in comes out of every format; and the check itself is not blind."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from sample import SEED, everything, para

import convert
from convert import api, formats, stylefile
from convert.check import Making, check
from convert.diagnostics import Report, SourceError
from convert.model.nodes import Document
from convert.zh.phrases import Phrases

FORMATS = ("pdf", "docx", "epub", "txt", "json")


@pytest.fixture
def dumped(tmp_path: Path) -> Path:
    path = tmp_path / "all.json"
    convert.write(everything(), path)
    return path


def made(document: Document, folder: Path, format_: str, style: str, edition: str) -> Path:
    path = folder / f"all.{edition}.{format_}"
    if edition != document.meta.language:
        document = convert.apply(document, formats.transform("traditional")(language=edition))
    convert.write(document, path, style=style)
    return path


@pytest.mark.parametrize("style", stylefile.built_in_styles())
@pytest.mark.parametrize("format_", FORMATS[:3])
def test_every_node_arrives_in_every_style(dumped: Path, format_: str, style: str) -> None:
    report = Report()
    assert "nothing lost" in check(str(dumped), str(made(everything(), dumped.parent, format_, style, "zh-Hans")), report=report)
    assert {d.code for d in report} <= {"check.text-added"}


@pytest.mark.parametrize("edition", ["zh-Hans", "zh-Hant-TW", "zh-Hant-HK"])
@pytest.mark.parametrize("format_", FORMATS)
def test_the_seed_arrives_in_every_edition(tmp_path: Path, format_: str, edition: str) -> None:
    output = made(convert.read(SEED), tmp_path, format_, "handout", edition)
    assert check(str(SEED), str(output), report=Report()) == f"{edition}: nothing lost, 3,684 characters"


@pytest.mark.parametrize("format_", FORMATS)
def test_a_lost_paragraph_is_found(dumped: Path, format_: str) -> None:
    document = everything()
    whole = replace(document, body=(*document.body, para("这一段没有写出来。")))
    convert.write(whole, dumped)
    report = Report()
    verdict = check(str(dumped), str(made(document, dumped.parent, format_, "plain", "zh-Hans")), report=report)
    assert verdict.startswith("zh-Hans: 1 of ")
    assert [d.message for d in report if d.code == "check.text-lost"] == ["“这一段没有写出来。” is lacking in the output"]


def test_an_edition_in_the_wrong_script_is_found(tmp_path: Path) -> None:
    document = convert.read(SEED)
    wrong = replace(document, meta=replace(document.meta, language="zh-Hant-TW"))
    output = tmp_path / "wrong.epub"
    convert.write(wrong, output)
    report = Report()
    check(str(SEED), str(output), report=report)
    assert any(d.code == "check.text-lost" for d in report)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"%PDF-1.7 and nothing more", "not a sound PDF file"),
        ("a.docx", b"PK no archive", "not a sound DOCX file"),
        ("a.epub", b"", "not a sound EPUB file"),
        ("a.json", b"[]", "no document of zhaibian"),
        ("a.odt", b"PK", "outputs of this kind cannot be checked"),
    ],
)
def test_outputs_that_cannot_be_read(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=message):
        check(str(SEED), str(tmp_path / name), report=Report())


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
        archive.writestr("docProps/core.xml", "<a/>")
    (tmp_path / "a.docx").write_bytes(buffer.getvalue())
    with pytest.raises(SourceError, match="not a sound DOCX file"):
        check(str(SEED), str(tmp_path / "a.docx"), report=Report())


@pytest.mark.parametrize("kind", ["corner", "curly"])
def test_quotation_marks_of_a_style_are_known(kind: str, tmp_path: Path) -> None:
    style = tmp_path / "own.toml"
    style.write_text(f'extends = "plain"\n[composition]\nquotes = "{kind}"\n', encoding="utf-8")
    for edition in ("zh-Hans", "zh-Hant-TW"):
        output = tmp_path / f"a.{edition}.docx"
        convert.write(api.in_edition(convert.read(SEED), edition, Report()), output, style=str(style))
        assert "nothing lost" in check(str(SEED), str(output), report=Report())
        assert "nothing lost" in check(str(SEED), str(output), report=Report(), making=Making(style=str(style)))
        usual = "curly" if edition == "zh-Hans" else "corner"
        assert ("nothing lost" in check(str(SEED), str(output), report=Report(), making=Making(style="plain"))) == (kind == usual)


def test_vocabulary_and_dictionary_are_known(tmp_path: Path) -> None:
    making = Making("tw", Phrases({"平台": "臺基"}))
    output = tmp_path / "a.txt"
    convert.write(api.in_edition(convert.read(SEED), "zh-Hant-TW", Report(), making.vocabulary, making.choices), output)
    output = output.rename(tmp_path / "a.zh-Hant-TW.txt")
    assert "nothing lost" not in check(str(SEED), str(output), report=Report())
    assert "nothing lost" in check(str(SEED), str(output), report=Report(), making=making)


@pytest.mark.parametrize("parallel", ["zh-Hans,zh-Hant-TW", "zh-Hans,zh-Hant-TW,below"])
def test_both_editions_of_a_bilingual_output_are_looked_for(parallel: str, tmp_path: Path) -> None:
    convert.convert_file(SEED, convert.Job(to=("txt", "epub"), parallel=parallel, output=str(tmp_path)))
    (text,) = tmp_path.glob("*.txt")
    (book,) = tmp_path.glob("*.epub")
    assert check(str(SEED), str(book), report=Report()) == "zh-Hans+zh-Hant-TW: nothing lost, 7,368 characters"
    text.write_text(text.read_text(encoding="utf-8").replace("發展", ""), encoding="utf-8")
    assert "texts are not there" in check(str(SEED), str(text), report=Report())


@pytest.mark.parametrize("parallel", ["zh-Hans,zh-Hant-TW", "zh-Hans,zh-Hant-TW,below"])
def test_the_number_of_a_heading_stands_once_in_a_bilingual_output(parallel: str, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("谈谈发展\n\n一、总体要求\n\n这里说的是要求。\n\n二、工作重点\n\n这里说的是重点。\n", encoding="utf-8")
    convert.convert_file(str(source), convert.Job(to=("pdf", "docx", "epub", "txt"), parallel=parallel, output=str(tmp_path)))
    for output in tmp_path.glob("a.zh-*"):
        assert "nothing lost" in check(str(source), str(output), report=Report())


def test_sections_in_another_order_are_found(dumped: Path) -> None:
    document = everything()
    turned = replace(document, body=document.body[::-1])
    report = Report()
    verdict = check(str(dumped), str(made(turned, dumped.parent, "epub", "plain", "zh-Hans")), report=report)
    assert "are not in their order" in verdict
    assert "check.text-moved" in {d.code for d in report}


def test_a_text_that_is_there_twice_is_found(tmp_path: Path) -> None:
    text = "这一段足够长，不会是偶然又出现一次的，也不是目录或页眉里的话，所以要报告。"
    once = Document(everything().meta, (para(text),))
    convert.write(once, tmp_path / "once.json")
    report = Report()
    check(str(tmp_path / "once.json"), str(made(replace(once, body=once.body * 2), tmp_path, "docx", "plain", "zh-Hans")), report=report)
    assert any("more often" in d.message and d.severity for d in report)


@pytest.mark.parametrize("format_", ["txt", "pdf"])
def test_a_text_that_also_ends_and_begins_others_is_not_there_too_often(tmp_path: Path, format_: str) -> None:
    line = "春江潮水连海平，海上明月共潮生，滟滟随波千万里，何处春江无月明。"
    halves = (line[:16], line[16:])
    document = Document(everything().meta, (para(line), para("他念道：" + halves[0]), para(halves[1] + "念完了。"), para(line)))
    dumped = tmp_path / "all.json"
    convert.write(document, dumped)
    report = Report()
    assert "nothing lost" in check(str(dumped), str(made(document, tmp_path, format_, "plain", "zh-Hans")), report=report)
    assert [d.message for d in report if "more often" in d.message] == []
