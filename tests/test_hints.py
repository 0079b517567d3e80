"""Hints beside a source: what they change, in every format, and how their mistakes are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document as WordDocument

import convert
from convert import hints
from convert.cli import main
from convert.diagnostics import HintError, Pos, Report, Severity
from convert.model import dump, walk
from convert.model.nodes import Document

LINED = """纵论发展
数字经济论坛
——发言摘编（二）
　　创新驱动
　　某部副主任  李有平
　　推动发展数字经济，推进建设数字中国。
　　春江潮水连海平
　　海上明月共潮生
　　深度融合
　　释放数据要素价值
　　某院副院长  王志勤
　　促进数字经济和实体经济深度融合。
　　版式设计：张芳
"""
FLAT = LINED.replace("\n", "")


def read(tmp_path: Path, text: str, toml: str, report: Report | None = None) -> Document:
    source = tmp_path / "a.txt"
    source.write_text(text, encoding="utf-8")
    (tmp_path / "a.txt.hints.toml").write_text(toml, encoding="utf-8")
    return convert.read(source, report=report or Report())


def shown(document: Document) -> list[str]:
    return dump.outline(document).splitlines()


@pytest.mark.parametrize("text", [LINED, FLAT], ids=["lined", "flat"])
def test_a_paragraph_becomes_a_heading_with_what_stands_below(tmp_path: Path, text: str) -> None:
    lines = shown(read(tmp_path, text, '[lines]\n"推动发展数字经济" = "heading 2"\n'))
    at = next(n for n, line in enumerate(lines) if "推动发展数字经济" in line)
    assert lines[at].strip().startswith("section:")
    assert lines[at].startswith("  ")
    assert lines[at + 1].startswith("    ")
    assert "春江潮水连海平" in "".join(lines[at + 1 : at + 3])


@pytest.mark.parametrize("text", [LINED, FLAT], ids=["lined", "flat"])
@pytest.mark.parametrize("role", ["para", "signature", "verse", "quote", "furniture", "title", "kicker", "heading", "byline", "caption"])
@pytest.mark.parametrize(
    "line",
    ["创新驱动", "某部副主任  李有平", "推动发展数字经济，推进建设数字中国。", "春江潮水连海平", "版式设计：张芳", "——发言摘编（二）"],
)
def test_no_character_is_lost_whatever_a_line_becomes(tmp_path: Path, text: str, role: str, line: str) -> None:
    report = Report()
    document = read(tmp_path, text, f'[lines]\n"{line}" = "{role}"\n', report)
    assert sorted(walk.text(document)) == sorted(walk.squeeze(text))
    if not (line.startswith("——") and text == FLAT):  # where it is no line of its own
        assert [d for d in report if d.code.startswith("hints")] == []


@pytest.mark.parametrize(
    ("told", "left"),
    [(("绿树成荫",), [(4, 1), (6, 1)]), (("小巷子里的大工程", "绿树成荫", "茶山新貌"), []), (("茶山新貌",), [(4, 2)]), ((), [(4, 3)])],
)
def test_a_line_that_a_hint_tells_is_unrecognised_no_more(tmp_path: Path, told: tuple[str, ...], left: list[tuple[int, int]]) -> None:
    text = "山村来信\n\n　　山上的树绿了。\n　　小巷子里的大工程\n　　绿树成荫\n　　茶山新貌\n　　“今年都活了。”老王说。\n"
    report = Report()
    read(tmp_path, text, "[lines]\n" + "".join(f'"{line}" = "caption"\n' for line in told), report)
    found = [d for d in report if d.code == "digest.unrecognised-line"]
    lines = [int("0" + "".join(filter(str.isdigit, d.message.split(" lines")[0]))) or 1 for d in found]
    assert [(d.pos.line, count) for d, count in zip(found, lines, strict=True) if d.pos] == left


@pytest.mark.parametrize("text", [LINED, FLAT], ids=["lined", "flat"])
def test_the_title_parts_the_header(tmp_path: Path, text: str) -> None:
    meta = read(tmp_path, text, 'kicker = "纵论发展"\ntitle = "数字经济论坛"\nseries = "数字经济论坛发言"\ndate = 2022-12-07\n').meta
    assert (meta.kicker, meta.title, meta.series, meta.date) == ("纵论发展", "数字经济论坛", "数字经济论坛发言", "2022-12-07")
    assert meta.subtitle.startswith("发言摘编")
    assert [line.role for line in meta.title_block] == ["kicker", "title", "subtitle"]


def test_a_title_that_is_not_printed_is_said_to_be(tmp_path: Path) -> None:
    report = Report()
    document = read(tmp_path, LINED, 'title = "别的题目"\n', report)
    assert document.meta.title == "别的题目"
    assert [(d.code, d.severity, d.pos) for d in report] == [
        ("hints.not-printed", Severity.WARNING, Pos(1, 1, str(tmp_path / "a.txt.hints.toml")))
    ]


def test_a_byline_is_parted_and_its_person_known(tmp_path: Path) -> None:
    text = "标题\n　　甲\n　　特约嘉宾 白　涛\n　　正文第一句话，说了很多。\n　　正文第二句话，又说了很多。\n"
    document = read(tmp_path, text, '[lines]\n2 = "heading"\n3 = "byline"\n')
    ((_, section),) = walk.sections(document.body)
    assert [(b.position, b.name) for b in section.byline] == [("特约嘉宾", "白涛")]
    assert ("白涛", "spk") in [(one.name, one.role) for one in document.meta.contributors]


def test_a_byline_may_be_told_in_parts(tmp_path: Path) -> None:
    toml = '[lines]\n"某院副院长" = { role = "byline", position = "某院", name = "副院长王志勤" }\n'
    document = read(tmp_path, LINED, toml)
    assert ("某院", "副院长王志勤") in [(b.position, b.name) for _, s in walk.sections(document.body) for b in s.byline]


def test_a_range_of_lines_is_one_poem_or_one_heading(tmp_path: Path) -> None:
    lines = shown(read(tmp_path, LINED, '[lines]\n"7-8" = "verse"\n"9-10" = "heading"\n'))
    assert "  verse: 春江潮水连海平 / 海上明月共潮生" in lines
    assert "section: 深度融合 ⏎ 释放数据要素价值" in lines


def test_a_heading_that_is_none_joins_the_section_above(tmp_path: Path) -> None:
    lines = shown(read(tmp_path, LINED, '[lines]\n"释放数据要素价值" = "para"\n"某院副院长" = "para"\n"深度融合" = "para"\n'))
    assert sum(line.startswith("section") for line in lines) == 1
    assert "  para: 释放数据要素价值" in lines
    people = read(tmp_path, LINED, '[lines]\n"某院副院长" = "para"\n').meta.contributors
    assert [one.name for one in people if one.role == "spk"] == ["李有平"]


def test_a_list_item_becomes_a_heading(tmp_path: Path) -> None:
    text = "标题\n\n　　一是坚持创新。\n　　二是坚持开放。\n　　三是坚持共享。\n"
    lines = shown(read(tmp_path, text, '[lines]\n"二是" = "heading"\n'))
    assert lines[-5:] == ["list:", "  [一是] 坚持创新。", "section: 二是坚持开放。", "  list:", "    [三是] 坚持共享。"]


def test_encoding_profile_and_options_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(LINED.encode("gb18030"))
    (tmp_path / "a.hints.toml").write_text('encoding = "gb18030"\nprofile = "report"\n', encoding="utf-8")
    report = Report(explaining=True)
    assert convert.read(tmp_path / "a.txt", report=report).meta.title
    assert "profile report" in [decision.taken_as for decision in report.decisions]
    assert not any(d.code == "source.encoding-guessed" for d in report)


def test_what_fits_nothing_is_a_warning_with_its_place_and_the_nearest_line(tmp_path: Path) -> None:
    report = Report()
    read(tmp_path, LINED, '# mine\n[lines]\n"深度溶合" = "heading"\n99 = "para"\n', report)
    found = [d for d in report if d.code == "hints.no-match"]
    assert [(d.pos.line, d.hint) for d in found if d.pos] == [
        (3, "the nearest is line 9:3: “深度融合”"),
        (4, "the nearest is line 13:3: “版式设计：张芳”"),
    ]


def test_what_fits_several_lines_is_not_taken(tmp_path: Path) -> None:
    report = Report()
    read(tmp_path, FLAT, '[lines]\n1 = "para"\n', report)
    assert [d.code for d in report if d.code.startswith("hints")] == ["hints.ambiguous"]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('title = "甲"\ntitel = "乙"\n', "a.toml:2: there is no hint “titel” (did you mean “title”?)"),
        ('[lines]\n12 = "headnig"\n', "a.toml:2: there is no role “headnig” (did you mean “heading”?)"),
        ('[lines]\n"甲" = { rol = "para" }\n', "a.toml:2: a line has no “rol” (did you mean “role”?)"),
        ('[lines]\n"甲" = "para 2"\n', "a.toml:2: “para 2”: only a heading has a level, from 1 to 9"),
        ("title = 甲\n", "a.toml:1:9: this is not valid TOML"),
        ('[title]\na = "b"\n', "a.toml:1: “title” must be a string"),
        ('lines = "甲"\n', "a.toml:1: “lines” must be a table"),
        ("title = [1]\n", "a.toml:1: “title” must be a string"),
    ],
)
def test_mistakes_are_told_with_file_line_and_the_nearest_name(toml: str, message: str) -> None:
    with pytest.raises(HintError) as caught:
        hints.parse(toml, "a.toml")
    assert str(caught.value).startswith(message)


def test_a_word_document_takes_hints_by_text(tmp_path: Path) -> None:
    word = WordDocument()
    for text in ("某次会议", "第一部分", "这里是第一部分的正文，有好几句话。", "第二部分", "这里是第二部分的正文，也有好几句话。"):
        word.add_paragraph(text)
    word.save(str(tmp_path / "a.docx"))
    (tmp_path / "a.docx.hints.toml").write_text(
        'title = "某次会议"\n[lines]\n"第一部分" = "heading"\n"第二部分" = "heading"\n', encoding="utf-8"
    )
    document = convert.read(tmp_path / "a.docx")
    assert document.meta.title == "某次会议"
    assert [s.label + walk.flow(s.title) for _, s in walk.sections(document.body)] == ["第一部分", "第二部分"]
    assert all(s.body for _, s in walk.sections(document.body))


def test_the_command_line_takes_hints_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.txt"
    source.write_text(FLAT, encoding="utf-8")
    told = tmp_path / "told.toml"
    told.write_text('title = "数字经济论坛"\n[lines]\n"推动发展数字经济" = "signature"\n', encoding="utf-8")
    assert main(["outline", str(source), "--hints", str(told), "--explain"]) == 0
    out = capsys.readouterr().out
    assert "title: 数字经济论坛\n" in out
    assert f"100%  signature: the hints say so ({told}:3)" in out
    assert main(["dump", str(source), "--hints", str(told), "--option", "text.profile=report"]) == 0
    assert json.loads(capsys.readouterr().out)["meta"]["title"] == "数字经济论坛"
    assert main([str(source), "--hints", str(told), "--to", "txt", "-o", str(tmp_path)]) == 0
    assert main(["check", str(source), str(tmp_path / "a.zh-Hans.txt"), "--hints", str(told)]) == 0
    assert main(["outline", str(source), "--hints", str(tmp_path / "none.toml")]) == 2
    assert "there is no such file" in capsys.readouterr().err
    assert main(["outline", str(source), "--option", "text.profil=report"]) == 2
    assert "text has no option “profil” (did you mean “profile”?)" in capsys.readouterr().err


def test_every_line_of_a_marked_file_is_explained(tmp_path: Path) -> None:
    word = WordDocument()
    word.add_heading("第一部分", 1)
    word.add_paragraph("这里是第一部分的正文，有好几句话。")
    word.add_paragraph("第一项", style="List Number")
    word.save(str(tmp_path / "a.docx"))
    report = Report(explaining=True)
    convert.read(tmp_path / "a.docx", report=report)
    told = {decision.text: (decision.taken_as, decision.because) for decision in report.decisions}
    assert told["第一部分"] == ("heading 1", "the docx file marks it so")
    assert told["这里是第一部分的正文，有好几句话。"][0] == "paragraph"
    assert any(kind.startswith("list item") for kind, _ in told.values())


def test_options_of_writers_are_told_in_hints_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LINED, encoding="utf-8")
    (tmp_path / "a.txt.hints.toml").write_text('[options]\ntxt.bom = true\n"text.profile" = "report"\n', encoding="utf-8")
    result = convert.convert_file(tmp_path / "a.txt", convert.Job(to=("txt",), output=str(tmp_path)))
    assert Path(result.outputs[0]).read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[options]\n"text.profil" = "book"\n', "2: text has no option “profil” (did you mean “profile”?)"),
        ('[options]\ntexxt.profile = "book"\n', "2: the option “texxt.profile”: there is no format “texxt” (did you mean “text”?)"),
    ],
)
def test_options_that_do_not_exist_are_told_with_their_line(tmp_path: Path, toml: str, message: str) -> None:
    with pytest.raises(HintError) as caught:
        read(tmp_path, LINED, toml)
    assert str(caught.value) == f"{tmp_path / 'a.txt.hints.toml'}:{message}"


def test_an_option_of_the_reader_does_not_trouble_the_writer_of_that_name(tmp_path: Path) -> None:
    word = WordDocument()
    word.add_paragraph("只有一段。")
    word.save(str(tmp_path / "a.docx"))
    job = convert.Job(to=("docx",), output=str(tmp_path), options=(("docx.comments", "true"), ("docx.font-names", "chinese")))
    assert convert.convert_file(tmp_path / "a.docx", job).outputs
