"""The command line."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from sample import SEED

from convert import cli


def run(*arguments: str | Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    status = cli.main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text("开头的话　　第一段话，说得“很清楚”。　　第二段话，也说得很清楚。", encoding="utf-8")
    return path


def test_what_was_made_is_printed(talk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(talk, "--to", "txt,json", "--edition", "zh-Hans,zh-Hant-HK", "-o", tmp_path / "out", capsys=capsys)
    assert (status, err) == (0, "")
    made = [line.strip() for line in out.splitlines()[1:]]
    assert [Path(p).name for p in made] == ["talk.zh-Hans.txt", "talk.zh-Hans.json", "talk.zh-Hant-HK.txt", "talk.zh-Hant-HK.json"]
    assert all(Path(p).exists() for p in made)


def test_results_for_programs(talk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(talk, "--to", "txt", "-o", tmp_path, "--format", "json", capsys=capsys)
    tree = json.loads(out)
    assert status == 0
    assert tree["source"] == str(talk)
    assert tree["outputs"] == [str(tmp_path / "talk.zh-Hans.txt")]
    assert tree["error"] == ""


def test_standard_input_and_output(talk: Path) -> None:
    command = [sys.executable, "-m", "convert", "-", "--to", "txt", "--edition", "zh-Hant-TW", "-o", "-"]
    done = subprocess.run(command, input=talk.read_bytes(), capture_output=True, check=False, cwd=Path(__file__).parent.parent)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode() == "開頭的話\n第一段話，說得「很清楚」。\n第二段話，也說得很清楚。\n"


def test_a_failed_source_among_good_ones(talk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(talk, tmp_path / "none.txt", "--to", "txt", "-o", tmp_path / "out", capsys=capsys)
    assert status == 1
    assert "talk.zh-Hans.txt" in out
    assert err == f"zhaibian: error: {tmp_path / 'none.txt'}: there is no such file (did you mean “talk.txt”?)\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--to", "pfd"), "there is no output format “pfd” (did you mean “pdf”?)"),
        (("--to", ","), "--to names nothing"),
        (("--edition", "zh-Hant-TV"), "there is no edition “zh-Hant-TV” (did you mean “zh-Hant-TW”?)"),
        (("--style", "bok"), "there is no style “bok” (did you mean “book”?)"),
        (("--option", "pdf"), "write it as FORMAT.NAME=VALUE"),
        (("--to", "docx", "--for", "kindle"), "docx: no output is fitted for “kindle”"),
        (("--to", "epub", "--for", "kindel"), "no output is fitted for “kindel” (did you mean “kindle”?)"),
        (("--meta", "publsher=某社"), "there is no metadata called “publsher” (did you mean “publisher”?)"),
        (("--meta", "isbn=3"), "there is no metadata called “isbn” (there are: author, copies,"),
        (("--to", "pdf,epub", "--template", "ours.dotx"), "--template is for docx, which is not among the formats"),
        (("--encoding", "utf-99"), "there is no encoding called “utf-99”"),
    ],
)
def test_errors_are_one_sentence(
    talk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    status, out, err = run(talk, "-o", tmp_path / "out", *arguments, capsys=capsys)
    assert status == 2
    assert out == ""
    assert message in err
    assert err.count("\n") == 1
    assert err.startswith("zhaibian: error: ")


def test_warnings_fail_only_when_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("题目\n　　一段\x01话，说得清楚。\n".encode())
    assert run(path, "--to", "txt", "-o", tmp_path, capsys=capsys)[0] == 0
    status, _, err = run(path, "--to", "txt", "-o", tmp_path, "--strict", capsys=capsys)
    assert status == 1
    assert f"{path}:2:5: warning: 1 control character" in err


def test_nothing_to_do_prints_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys=capsys)
    assert status == 2
    assert "usage: zhaibian" in out


def test_dump_reads_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdout(io.TextIOWrapper):
        """Standard output whose bytes can be looked at."""

    monkeypatch.setattr(sys, "stdout", Stdout(io.BytesIO(), encoding="ascii"))
    assert cli.main(["dump", str(SEED)]) == 0
    dumped = tmp_path / "seed.json"
    dumped.write_bytes(sys.stdout.buffer.getvalue())
    meta = json.loads(dumped.read_bytes())["meta"]
    assert (meta["title"], meta["subtitle"]) == ("强化数字引领 推动高质量发展", "二〇二二数字经济论坛发言摘编")
    assert (meta["kicker"], meta["series"], meta["instalment"], meta["language"]) == ("", "二〇二二数字经济论坛发言摘编", "二", "zh-Hans")
    sys.stdout.buffer.seek(0)
    sys.stdout.buffer.truncate()
    assert cli.main(["dump", str(dumped)]) == 0
    assert sys.stdout.buffer.getvalue() == dumped.read_bytes()


def test_outline_explains(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run("outline", SEED, "--explain", capsys=capsys)
    assert status == 0
    outline, _, explained = out.partition("\n\n")
    assert outline.count("section: ") == 7
    assert "byline: 广东省佛山市委副书记、市长 / 白涛" in outline
    assert "bkd = 张芳曼" in outline
    assert explained.count("%") >= 40


@pytest.mark.parametrize("command", ["formats", "styles"])
def test_lists(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(command, capsys=capsys)
    assert status == 0
    expected = {"formats": ("pdf", "docx", "epub", "text", "zh-Hant-HK"), "styles": ("plain", "handout", "gazette", "book")}
    assert all(name in out for name in expected[command])


def test_fonts_names_the_face_of_each_role(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run("fonts", "--edition", "zh-Hans,zh-Hant-TW", capsys=capsys)
    assert status == 0
    assert "Noto Serif SC" in out
    assert "Noto Serif TC" in out


def test_help_is_quick_because_it_imports_nothing_heavy() -> None:
    program = (
        "import sys\nfrom convert.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'docx', 'reportlab', 'ebooklib', 'opencc', 'lxml', 'uharfbuzz', 'PIL', 'charset_normalizer', 'tqdm', 'importlib.metadata', 'convert.zh.script'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stderr == "[]\n"


def test_a_closed_output_is_no_traceback(talk: Path) -> None:
    command = [sys.executable, "-m", "convert", "outline", str(talk)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parent.parent)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    assert process.wait() in (0, 2)


def test_names_that_begin_with_a_dash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-x.txt").write_text("题目\n　　一段话，说得清楚。\n", encoding="utf-8")
    assert run("--to", "txt", "--", "-x.txt", capsys=capsys)[0] == 0
    assert Path("-x.zh-Hans.txt").exists()


def test_regional_words_only_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.txt"
    source.write_text("软件与网络\n　　用鼠标打开软件，上互联网。\n", encoding="utf-8")
    run(source, "--to", "txt", "--edition", "zh-Hant-TW", "-o", tmp_path / "plain", capsys=capsys)
    run(source, "--to", "txt", "--edition", "zh-Hant-TW,zh-Hant-HK", "--vocabulary", "tw", "-o", tmp_path / "words", capsys=capsys)
    plain = (tmp_path / "plain" / "a.zh-Hant-TW.txt").read_text(encoding="utf-8")
    words = (tmp_path / "words" / "a.zh-Hant-TW.txt").read_text(encoding="utf-8")
    assert "用鼠標打開軟件，上互聯網" in plain
    assert "用滑鼠" in words
    assert "軟體" in words
    assert "鼠標" in (tmp_path / "words" / "a.zh-Hant-HK.txt").read_text(encoding="utf-8")
    status, _, err = run(source, "--vocabulary", "sg", "-o", tmp_path / "x", capsys=capsys)
    assert (status, "there is no vocabulary “sg”" in err) == (2, True)


def test_a_misspelt_command_does_nothing(talk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(talk.parent.iterdir())
    status, out, error = run("outlin", talk, capsys=capsys)
    assert (status, out) == (2, "")
    assert "there is no command “outlin”" in error
    assert "did you mean “outline”?" in error
    assert sorted(talk.parent.iterdir()) == before
