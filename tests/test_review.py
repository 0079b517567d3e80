"""The user's dictionary, the review of doubtful places, and the filter ``zhaibian script``."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from convert import Job, convert_file
from convert.cli import main
from convert.diagnostics import OptionError
from convert.zh import phrases, script

TW = "zh-Hant-TW"
TEXT = "标题\n\n　　里长发展了头发，编制计划。\n"


def choices(*lines: str) -> phrases.Phrases:
    return phrases.parse("\n".join(lines), "own.txt")


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        ("头发\t頭發", "头发店", "頭發店"),
        ("长发展\t長髮展", "里长发展了", "里長髮展了"),
        ("数字经济\t數位經濟", "发展数字经济。", "發展數位經濟。"),
        ("博客 部落格", "写博客吧", "寫部落格吧"),
        ("后里", "住在后里的人", "住在后里的人"),
        ("# 后里\t後裏", "后里", "后里"),
        ("他说“\t他說『", "他说“好", "他說『好"),
    ],
)
def test_what_the_user_says_wins(line: str, text: str, expected: str) -> None:
    assert script.convert(text, TW, choices=choices(line)) == expected


def test_a_longer_phrase_wins_and_what_is_kept_stays() -> None:
    own = choices("发\t發", "理发\t理髮", "理发店\t理發店")
    assert script.convert("理发店理发发 `理发店`", TW, choices=own) == "理發店理髮發 `理发店`"


def test_the_dictionary_works_back_and_on_runs() -> None:
    assert script.convert("軟體工程", "zh-Hans", choices=choices("軟體\t软件")) == "软件工程"
    assert script.convert_runs(["写博", "客"], TW, choices=choices("博客\t部落格")) == ["寫部落格", ""]


def test_a_phrase_with_two_forms_is_an_error() -> None:
    with pytest.raises(OptionError, match=r"own\.txt:2"):
        choices("头发\t頭髮", "头发\t頭發")


def review(tmp_path: Path, name: str, *more: str, text: str = TEXT) -> str:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    arguments = [
        str(tmp_path / "a.txt"),
        "--edition",
        TW,
        "--to",
        "txt",
        "-o",
        str(tmp_path),
        "--review",
        str(tmp_path / name),
        "-q",
        *more,
    ]
    assert main(arguments) == 0
    return (tmp_path / name).read_text(encoding="utf-8-sig")


def test_the_review_in_three_formats(tmp_path: Path) -> None:
    told = json.loads(review(tmp_path, "r.json"))
    doubt = next(row for row in told if row["source"] == "制")
    assert {doubt["choice"], *doubt["alternatives"]} == {"製", "制"}
    assert (doubt["edition"], doubt["phrase"]) == (TW, "编制计划")
    assert doubt["pos"]["line"] == 3
    rows = list(csv.DictReader(io.StringIO(review(tmp_path, "r.csv"))))
    assert [row["source"] for row in rows] == [row["source"] for row in told]
    page = review(tmp_path, "r.html")
    assert page.count("<tr data-phrase=") == len(told)
    assert "http" not in page


def test_decisions_are_obeyed_and_no_longer_doubted(tmp_path: Path) -> None:
    doubt = next(row for row in json.loads(review(tmp_path, "r.json")) if row["source"] == "制")
    (tmp_path / "own.txt").write_text(doubt["phrase"] + "\t" + doubt["alternatives"][0].join(doubt["frame"]) + "\n", encoding="utf-8")
    told = json.loads(review(tmp_path, "r.json", "--dictionary", str(tmp_path / "own.txt")))
    assert "制" not in [row["source"] for row in told]
    assert doubt["alternatives"][0].join(doubt["frame"]) in (tmp_path / "a.zh-Hant-TW.txt").read_text(encoding="utf-8")


def test_a_lonely_mark_that_was_decided_loses_no_text(tmp_path: Path) -> None:
    text = "标题一行\n\n　　他说：“头发未闭合。\n"
    doubt = next(row for row in json.loads(review(tmp_path, "r.json", text=text)) if row["source"] == "“")
    (tmp_path / "own.txt").write_text(f"{doubt['phrase']}\t{'「'.join(doubt['frame'])}\n", encoding="utf-8")
    told = json.loads(review(tmp_path, "r.json", "--dictionary", str(tmp_path / "own.txt"), text=text))
    assert "“" not in [row["source"] for row in told]
    assert "他說：「頭髮未閉合。" in (tmp_path / "a.zh-Hant-TW.txt").read_text(encoding="utf-8")


def test_a_line_may_be_for_one_edition() -> None:
    own = choices("注里\t注裡\tzh-Hant-TW", "注里\t註裏\tzh-Hant-HK", "后来\t后来\t不改")
    assert [script.convert("注里后来", language, choices=own) for language in (TW, "zh-Hant-HK", "zh-Hant")] == [
        "注裡后来",
        "註裏后来",
        "註裏后来",
    ]


def test_a_character_alone_is_decided_where_it_stands_alone(tmp_path: Path) -> None:
    (doubt,) = json.loads(review(tmp_path, "r.json", "--from", "markdown", text="头发\n\n- 后\n- 后来\n"))
    assert doubt["phrase"] == "^后$"
    assert script.convert("后\n后来", TW, choices=choices("^后$\t后")) == "后\n後來"


def test_nothing_is_doubted_unasked_nor_in_the_texts_own_script(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    job = Job(to=("txt",), editions=(TW,), output=str(tmp_path))
    assert convert_file(tmp_path / "a.txt", job).doubts == ()
    job = Job(to=("txt",), output=str(tmp_path), reviewing=True)
    assert convert_file(tmp_path / "a.txt", job).doubts == ()


def test_a_review_of_no_format_and_a_missing_dictionary_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert main([str(tmp_path / "a.txt"), "--review", str(tmp_path / "r.pdf"), "-o", str(tmp_path)]) == 2
    assert "r.pdf" in capsys.readouterr().err
    assert main([str(tmp_path / "a.txt"), "--dictionary", str(tmp_path / "none.txt"), "-o", str(tmp_path)]) == 2
    assert "none.txt" in capsys.readouterr().err


def test_a_review_without_a_conversion_says_what_to_add(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("题目\n\n　　这是正文。\n", encoding="utf-8")
    wanted = [str(tmp_path / "a.txt"), "--to", "txt", "-o", str(tmp_path), "--review", str(tmp_path / "r.html")]
    assert main(wanted) == 0
    assert "nothing to review" in (said := capsys.readouterr().err)
    assert "--edition zh-Hant-TW" in said
    assert not (tmp_path / "r.html").exists()
    assert main([*wanted, "--edition", "zh-Hans,zh-Hant-TW"]) == 0
    assert "nothing to review" not in capsys.readouterr().err
    assert (tmp_path / "r.html").exists()


def test_lonely_marks_words_and_characters_without_a_font_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("标题\n\n　　他说：“软件\U0003134a好。\n", encoding="utf-8")
    job = Job(to=("pdf",), editions=(TW,), output=str(tmp_path), reviewing=True, vocabulary="tw", options=(("pdf.system-fonts", "no"),))
    told = {doubt.reason: doubt.source for doubt in convert_file(tmp_path / "a.txt", job).doubts}
    assert told["quotation mark without counterpart"] == "“"
    assert told["vocabulary"] == "软件"
    assert told["no font has the character"] == "\U0003134a"


def test_words_and_units_that_were_replaced_are_shown_where_they_stand(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("标题\n\n　　他用软件算了，面积五平方米。\n", encoding="utf-8")
    job = Job(to=("txt",), editions=(TW,), output=str(tmp_path), reviewing=True, vocabulary="tw,units")
    told = [(doubt.before, doubt.choice, doubt.after, doubt.reason, doubt.phrase) for doubt in convert_file(tmp_path / "a.txt", job).doubts]
    assert told == [
        ("他用", "軟體", "算了，面積五平方公尺。", "vocabulary", "软件"),
        ("他用軟體算了，面積五", "平方公尺", "。", "unit or number", "平方米"),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("众人咸以为好", "咸"),  # stands alone
        ("那些研究生活得好", ""),  # no character of several forms
        ("他把谷割完了", "谷"),
        ("大家束发而立", "发"),  # hair is near
        ("扎辫子的人来了", "扎"),  # a rare word
        ("房间很大。她在房間里說話。", "里"),  # left in traditional text
        ("鄰里的里長在皇后大道，面對千里之外", ""),
        ("新旧提案表（以下并称资助）", "并"),
    ],
)
def test_what_may_be_wrong_is_doubted(text: str, place: str) -> None:
    way = script.route(TW)
    doubts = script.doubts(text, way, script.convert_paragraphs([text], way).cells[0], (), phrases.NONE, phrases.NONE)
    assert not place or any(doubt.offset <= text.index(place) < doubt.offset + doubt.length for doubt in doubts)
    assert place or not doubts


def test_plain_prose_is_hardly_doubted() -> None:
    from tests.sample import SEED

    text = SEED.read_text(encoding="utf-8")
    way = script.route(TW)
    doubts = script.doubts(text, way, script.convert_paragraphs([text], way).cells[0], (), phrases.NONE, phrases.NONE)
    assert 1000 * len(doubts) <= 5 * len(text)


def filtered(data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "convert", "script", *arguments], input=data, capture_output=True, check=False)


def test_the_filter_goes_line_by_line() -> None:
    done = filtered("“头发\r\n发展”\n\n后来".encode(), "--to", "zh-Hant-HK")
    assert done.stdout.decode() == "“頭髮\r\n發展”\n\n後來"
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_filter_on_a_whole_text(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("后来\t后來\n", encoding="utf-8")
    done = filtered("“头发\n发展”，后来".encode(), "--document", "--dictionary", str(tmp_path / "own.txt"))
    assert done.stdout.decode() == "「頭髮\n發展」，后來"
    assert filtered("頭髮".encode(), "--to", "zh-Hans").stdout.decode() == "头发"


@pytest.mark.parametrize(
    ("config", "text", "expected"),
    [
        ("s2t", "里面", "裏面"),
        ("s2tw.json", "里面", "裡面"),
        ("s2twp", "软件", "軟體"),
        ("s2hkp", "的士站", "的士站"),
        ("t2s", "裏面", "里面"),
        ("tw2s", "裡面", "里面"),
        ("hk2s", "裏面", "里面"),
        ("tw2sp", "資訊", "信息"),
        ("t2tw", "裏面", "裡面"),
        ("tw2t", "裡面", "裏面"),
    ],
)
def test_the_filter_takes_the_options_of_opencc(config: str, text: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{text}\r\n{text}", encoding="utf-8", newline="")
    done = filtered(b"", "-i", str(tmp_path / "a.txt"), "-o", str(tmp_path / "b.txt"), "-c", config)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / "b.txt").read_bytes().decode() == f"{expected}\r\n{expected}"


def test_a_line_that_is_not_utf8_is_told_and_no_file_is_written(tmp_path: Path) -> None:
    done = filtered("头发\n\n".encode() + b"\xff\n", "-o", str(tmp_path / "b.txt"))
    assert b"line 3" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("data", "arguments"),
    [
        (b"\xff\xfe", []),
        (b"", ["--to", "en"]),
        (b"", ["--vocabulary", "mo"]),
        (b"", ["-c", "hk2sp"]),
        (b"", ["-c", "t2jp"]),
        (b"", ["-c", "mine.json"]),
        (b"", ["-c", "folder/s2t.json"]),
        (b"", ["-c", "s2t", "--to", "zh-Hant"]),
        (b"", ["-i", "none.txt"]),
    ],
)
def test_the_filter_says_what_is_wrong(data: bytes, arguments: list[str]) -> None:
    done = filtered(data, *arguments)
    assert done.returncode == 2
    assert re.fullmatch(rb"zhaibian: error: [^\n]+\n", done.stderr)
