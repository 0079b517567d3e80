"""Whole archives: what is a source, what is done again, what is left when something dies."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from convert import storage
from convert.api import Job
from convert.cli import main
from convert.crew import Crew, processes
from convert.diagnostics import OptionError, OutputError
from convert.runs import Run, Summary
from convert.state import State
from convert.supply import supply
from convert.work import Done

ROOT = Path(__file__).resolve().parent.parent


def text(folder: Path, name: str, words: str = "正文第一句。") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"题目{path.stem}\n\n　　{words}\n　　正文第二句，{path.stem}。\n", encoding="utf-8")
    return path


def thread() -> Executor:
    return ThreadPoolExecutor(1)


def convert(tmp_path: Path, *sources: Path | str, hire: Callable[[], Executor] = thread, **job: object) -> tuple[list[Done], Summary]:
    made = Job(**{"to": ("txt",), "output": str(tmp_path / "out"), **job})  # type: ignore[arg-type]
    with Run(made, Crew(hire, 2)) as run:
        return list(run.over(map(str, sources or [tmp_path / "in"]))), run.summary


def outputs(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not p.name.startswith(".zhaibian") and p.name != "report.jsonl"
    }


def records(tmp_path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (tmp_path / "out" / "report.jsonl").read_text(encoding="utf-8").splitlines()]


# ------------------------------------------------------------------------------------------------ sources


def test_folders_patterns_and_archives_are_sources_and_keep_their_shape(tmp_path: Path) -> None:
    text(tmp_path / "in", "a.txt")
    text(tmp_path / "in", "deep/b.txt")
    text(tmp_path / "in", "deep/b.txt.hints.toml")
    text(tmp_path / "in", ".hidden/c.txt")
    (tmp_path / "in" / "picture.png").write_bytes(b"x")
    with zipfile.ZipFile(tmp_path / "in" / "old.zip", "w") as archive:
        archive.writestr("x/y.txt", "题目\n\n　　正文。\n")
        archive.writestr("../../out.txt", "题目\n\n　　正文。\n")
        archive.writestr("/x/far.txt", "题目\n\n　　正文。\n")
        archive.writestr("x/y.bin", "bad")
    found = {(Path(one.name).name, one.folder) for one in supply([str(tmp_path / "in")])}
    assert found == {("a.txt", ""), ("b.txt", "deep"), ("y.txt", "old/x"), ("out.txt", "old"), ("far.txt", "old/x")}
    done, _ = convert(tmp_path, tmp_path / "in" / "old.zip")
    assert [one.status for one in done] == ["done"] * 3
    assert set(outputs(tmp_path / "out")) == {f"old/{name}.zh-Hans.txt" for name in ("out", "x/y", "x/far")}
    assert [one.folder for one in supply([str(tmp_path / "in" / "**" / "*.txt")])] == ["", "deep"]
    assert [one.folder for one in supply([str(tmp_path / "in" / "deep" / "b.txt")])] == [""]


def test_names_in_archives_of_chinese_windows_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("xxxx.txt", "题目\n\n　　正文。\n")
    raw = (tmp_path / "a.zip").read_bytes().replace(b"xxxx.txt", "讲话".encode("gb18030") + b".txt")
    (tmp_path / "a.zip").write_bytes(raw)
    assert storage.members(str(tmp_path / "a.zip")) == ["讲话.txt"]
    done, _ = convert(tmp_path, tmp_path / "a.zip")
    assert [one.status for one in done] == ["done"]
    assert list(outputs(tmp_path / "out")) == ["a/讲话.zh-Hans.txt"]


def test_a_name_that_stands_for_nothing_fails_and_the_rest_is_done(tmp_path: Path) -> None:
    there = text(tmp_path / "in", "a.txt")
    done, summary = convert(tmp_path, tmp_path / "inn", there)
    assert (summary.done, summary.failed) == (1, 1)
    assert next(one.error for one in done if one.error).endswith("there is no such file or folder (did you mean “in”?)")
    assert convert(tmp_path, there)[1].vanished == 0  # it has never been there


def test_a_pattern_that_no_source_fits_fails_and_the_rest_is_done(tmp_path: Path) -> None:
    there = text(tmp_path / "in", "a.txt")
    done, summary = convert(tmp_path, tmp_path / "in" / "*.md", there)
    assert (summary.done, summary.failed) == (1, 1)
    assert next(one.error for one in done if one.error).endswith("in/*.md: no source fits this pattern".replace("/", os.sep))


# ------------------------------------------------------------------------------------------------ results


def test_one_bad_file_never_stops_the_rest(tmp_path: Path) -> None:
    text(tmp_path / "in", "a.txt")
    (tmp_path / "in" / "b.txt").write_bytes(b"%PDF-1.4" + bytes(20))
    (tmp_path / "in" / "c.docx").write_bytes(b"nothing")
    (tmp_path / "in" / "d.zip").write_bytes(b"nothing")
    text(tmp_path / "in", "e.txt")
    text(tmp_path / "in", "E.md")
    _, summary = convert(tmp_path)
    assert (summary.done, summary.failed) == (2, 4)
    told = {Path(str(record["source"])).name: record["error"] for record in records(tmp_path)}
    assert "would replace those of" in str(told["e.txt"])
    assert all(told[name] for name in ("b.txt", "c.docx", "d.zip!"))
    assert set(outputs(tmp_path / "out")) == {"a.zh-Hans.txt", "E.zh-Hans.txt"}


def test_the_report_tells_source_outputs_digests_findings_and_seconds(tmp_path: Path) -> None:
    source = text(tmp_path / "in", "a.txt")
    convert(tmp_path, to=("txt", "json"), editions=("zh-Hans", "zh-Hant-TW"))
    (record,) = records(tmp_path)
    assert (record["source"], record["status"], record["title"]) == (str(source), "done", "题目a")
    assert record["seconds"] > 0  # type: ignore[operator]
    made = record["outputs"]
    assert isinstance(made, list)
    assert len(made) == 4
    for output in made:
        assert storage.digest(output["path"]) == output["sha256"]
        assert Path(output["path"]).stat().st_size == output["size"]
    assert all({"code", "message", "severity", "pos", "hint"} == set(one) for one in record["diagnostics"])  # type: ignore[attr-defined]


# ------------------------------------------------------------------------------------------------ again


def test_what_is_done_is_skipped_and_what_changed_is_done_again(tmp_path: Path) -> None:
    _, second, _ = (text(tmp_path / "in", f"{name}.txt") for name in "abc")
    assert convert(tmp_path)[1].done == 3
    before = outputs(tmp_path / "out")
    _, summary = convert(tmp_path)
    assert (summary.done, summary.same) == (0, 3)
    text(tmp_path / "in", "a.txt", "改了的正文。")
    (tmp_path / "in" / "b.txt.hints.toml").write_text('title = "别名"\n', encoding="utf-8")
    (tmp_path / "out" / "c.zh-Hans.txt").unlink()
    done, summary = convert(tmp_path)
    assert (summary.done, summary.same) == (3, 0)
    after = outputs(tmp_path / "out")
    assert after["c.zh-Hans.txt"] == before["c.zh-Hans.txt"]
    assert "改了" in after["a.zh-Hans.txt"].decode()
    assert {one.source: one.title for one in done}[str(second)] == "别名"


@pytest.mark.parametrize(
    "change", [{"to": ("json",)}, {"editions": ("zh-Hant-TW",)}, {"options": (("txt.bom", "true"),)}, {"date": "2020-01-01"}]
)
def test_another_job_does_all_again(tmp_path: Path, change: dict[str, object]) -> None:
    text(tmp_path / "in", "a.txt")
    convert(tmp_path)
    assert convert(tmp_path, **change)[1].done == 1  # type: ignore[arg-type]


def test_another_look_does_all_again(tmp_path: Path) -> None:
    text(tmp_path / "in", "a.txt")
    style = tmp_path / "mine.toml"
    style.write_text('extends = "plain"\n', encoding="utf-8")
    convert(tmp_path, style=str(style))
    style.write_text('extends = "book"\n', encoding="utf-8")
    assert convert(tmp_path, style=str(style))[1].done == 1


def test_what_vanished_is_told_once_and_its_outputs_are_kept(tmp_path: Path) -> None:
    text(tmp_path / "in", "a.txt")
    gone = text(tmp_path / "in", "b.txt")
    convert(tmp_path)
    gone.unlink()
    done, summary = convert(tmp_path)
    assert [(one.source, one.status) for one in done if one.status == "vanished"] == [(str(gone), "vanished")]
    assert summary.vanished == 1
    assert "b.zh-Hans.txt" in outputs(tmp_path / "out")
    assert convert(tmp_path)[1].vanished == 0
    text(tmp_path / "in", "b.txt")
    assert convert(tmp_path)[1].vanished == 0


def test_what_vanished_is_told_where_it_is_named_too(tmp_path: Path) -> None:
    there, gone = text(tmp_path / "in", "a.txt"), text(tmp_path / "in", "b.txt")
    convert(tmp_path, there, gone)
    gone.unlink()
    _, summary = convert(tmp_path, there, gone)
    assert (summary.same, summary.failed, summary.vanished) == (1, 0, 1)
    assert [record["status"] for record in records(tmp_path)] == ["same", "vanished"]


def test_sources_that_are_not_named_this_time_have_not_vanished(tmp_path: Path) -> None:
    text(tmp_path / "in", "a.txt")
    other = text(tmp_path / "in", "b.txt")
    convert(tmp_path)
    assert convert(tmp_path, other)[1].vanished == 0


def test_two_runs_with_one_state_are_refused(tmp_path: Path) -> None:
    text(tmp_path / "in", "a.txt")
    job = Job(to=("txt",), output=str(tmp_path / "out"))
    with Run(job, Crew(thread, 1)), pytest.raises(OutputError, match="another run is at work"):
        Run(job, Crew(thread, 1))


def test_a_file_that_is_no_state_is_refused_whole(tmp_path: Path) -> None:
    text(tmp_path / "in", "a.txt")
    (tmp_path / "state").write_bytes(b"something else entirely, of some length" * 99)
    with pytest.raises(OutputError, match="no state of zhaibian"):
        Run(Job(to=("txt",), output=str(tmp_path / "out")), Crew(thread, 1), state=str(tmp_path / "state"))
    assert (tmp_path / "state").read_bytes().startswith(b"something else")


def test_outputs_do_not_lie_among_sources(tmp_path: Path) -> None:
    text(tmp_path / "in", "a.txt")
    with pytest.raises(OptionError, match="among the sources"):
        convert(tmp_path, output=str(tmp_path / "in"))
    assert convert(tmp_path, output=str(tmp_path / "in" / "out"))[1].done == 1
    assert convert(tmp_path, output=str(tmp_path / "in" / "out"))[1].same == 1


def test_a_batch_needs_a_folder() -> None:
    with pytest.raises(OptionError, match="needs a folder"):
        Run(Job(to=("txt",), output="-"), Crew(thread, 1))


def test_the_state_stays_flat_in_memory(tmp_path: Path) -> None:
    """Tasks are taken as fast as they are done: never more than a few wait."""
    for number in range(60):
        text(tmp_path / "in", f"{number}.txt")
    taken, done = [0], [0]
    crew = Crew(thread, 2)
    job = Job(to=("txt",), output=str(tmp_path / "out"))
    with Run(job, crew) as run:

        def counted():  # type: ignore[no-untyped-def]
            for one in supply([str(tmp_path / "in")]):
                taken[0] += 1
                assert taken[0] - done[0] <= crew.window + 1
                yield one

        for _ in run.some(counted()):
            done[0] += 1
    assert done[0] == 60


# ------------------------------------------------------------------------------------------------ death


def test_a_worker_that_dies_costs_no_source(tmp_path: Path) -> None:
    for number in range(12):
        text(tmp_path / "in", f"{number}.txt", "很长的正文。" * 5_000)
    crew = Crew(lambda: processes(2), 2)
    with Run(Job(to=("txt",), output=str(tmp_path / "out")), crew) as run:
        results = run.over([str(tmp_path / "in")])
        first = next(results)
        victim = next(iter(crew.executor._processes))  # type: ignore[attr-defined]
        os.kill(victim, getattr(signal, "SIGKILL", signal.SIGTERM))
        statuses = [first.status, *(one.status for one in results)]
        assert statuses == ["done"] * 12
        assert crew.deaths == 1
    assert len(outputs(tmp_path / "out")) == 12


class Fragile(ThreadPoolExecutor):
    """Workers that die of one source, and take the pool with them, as the system's memory killer does it."""

    def __init__(self) -> None:
        super().__init__(1)
        self.dead = False

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        self.dead = self.dead or "poison" in args[0].source
        if self.dead:
            raise BrokenExecutor("a worker died")
        return super().submit(fn, *args, **kwargs)


def test_a_source_that_kills_its_worker_is_given_up_and_the_others_are_done(tmp_path: Path) -> None:
    for name in ("a", "b", "poison", "x", "y", "z"):
        text(tmp_path / "in", f"{name}.txt")
    done, summary = convert(tmp_path, hire=Fragile)
    assert (summary.done, summary.failed) == (5, 1)
    (failed,) = (one for one in done if one.status == "failed")
    assert "the worker that did it died" in failed.error
    assert len(outputs(tmp_path / "out")) == 5


@pytest.mark.parametrize("seed", range(2))
def test_a_run_that_is_killed_goes_on_to_the_same_bytes(tmp_path: Path, seed: int) -> None:
    """Killed at random moments; then the next run completes, with no half file, and everything as if nothing had happened."""
    for number in range(20):
        text(tmp_path / "in", f"{number:02}.txt", "很长的正文。" * 3_000)
    wanted, _ = convert(tmp_path, editions=("zh-Hans", "zh-Hant-TW"))
    assert len(wanted) == 20
    expected = outputs(tmp_path / "out")
    folder = tmp_path / "killed"
    command = [
        sys.executable,
        "-m",
        "convert",
        "batch",
        str(tmp_path / "in"),
        "-o",
        str(folder),
        "--to",
        "txt",
        "--edition",
        "zh-Hans,zh-Hant-TW",
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    chance = random.Random(seed)
    process = subprocess.Popen([*command, "--workers", "2"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(chance.uniform(0.1, 2.5))
    process.kill()
    process.wait()
    left = outputs(folder) if folder.exists() else {}
    assert {name: data for name, data in left.items() if not name.startswith(".")}.items() <= expected.items()
    done = subprocess.run([*command, "--workers", "1"], env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert outputs(folder) == expected
    assert len((folder / "report.jsonl").read_text(encoding="utf-8").splitlines()) == 20
    base = sqlite3.connect(folder / ".zhaibian.sqlite")
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    base.close()


def test_a_full_disk_ends_with_one_sentence_and_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text(tmp_path / "in", "a.txt")
    real = Path.replace

    def full(self: Path, target: object) -> Path:
        if str(self).endswith(".part") and "report" not in str(target):
            raise OSError(28, "No space left on device")
        return real(self, target)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "replace", full)
    (one,), _ = convert(tmp_path)
    assert "the disk is full" in one.error
    assert outputs(tmp_path / "out") == {}
    monkeypatch.undo()
    assert convert(tmp_path)[1].done == 1


# ------------------------------------------------------------------------------------------------ the commands


def test_the_command_prints_a_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text(tmp_path / "in", "a.txt")
    (tmp_path / "in" / "b.txt").write_bytes(b"")
    assert main(["batch", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--to", "txt", "--workers", "1"]) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith("2 sources: 1 done, 0 as before, 1 failed; 1 output in ")
    assert "b.txt: the file is empty" in printed.err
    assert main(["batch", str(tmp_path / "none"), "-o", str(tmp_path / "out")]) == 2


def test_a_state_for_which_there_is_no_room_says_so_and_ends(tmp_path: Path) -> None:
    state = State(str(tmp_path / "state"))
    state._base.execute("PRAGMA max_page_count = 8")
    with pytest.raises(OutputError, match="the state cannot be kept: database or disk is full"):
        state.keep("a.txt", "done", "k", [], {"title": "题" * 99999})
    state.close(ended=False)


def test_what_cannot_be_watched_is_said_before_anything_is_begun(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", str(tmp_path / "none"), "-o", str(tmp_path / "out")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "this is no folder that could be watched" in printed.err
    assert not (tmp_path / "out").exists()


def test_waiting_is_no_work(tmp_path: Path) -> None:
    with Run(Job(to=("txt",), output=str(tmp_path / "out")), Crew(thread, 1)) as run:
        time.sleep(0.01)
        run.finish()
    assert run.summary.seconds == 0
    assert convert(tmp_path, text(tmp_path / "in", "a.txt"))[1].seconds > 0


@contextmanager
def watched(tmp_path: Path) -> Iterator[list[tuple[str, str]]]:
    """The sources and states of what comes of ``in``, whose outputs go to ``in/out``, while it is watched."""
    from convert.watch import changes

    stop = threading.Event()
    seen: list[tuple[str, str]] = []

    def look() -> None:
        with Run(Job(to=("txt",), output=str(tmp_path / "in" / "out")), Crew(thread, 1)) as run:
            seen.extend((Path(done.source).name, done.status) for done in changes(run, str(tmp_path / "in"), 0.2, stop))
            run.finish()

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        stop.set()
        watcher.join()


def until(there: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not there():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_folder_is_watched(tmp_path: Path) -> None:
    text(tmp_path / "in", "a.txt")
    out = tmp_path / "in" / "out"
    with watched(tmp_path) as seen:
        until((out / "a.zh-Hans.txt").exists)
        text(tmp_path / "in", "sub/b.txt")
        until((out / "sub" / "b.zh-Hans.txt").exists)
        text(tmp_path / "in", "a.txt", "改了的正文。")
        until(lambda: "改了" in (out / "a.zh-Hans.txt").read_text(encoding="utf-8"))
        (tmp_path / "in" / "a.txt.hints.toml").write_text('kicker = "题"\n', encoding="utf-8")
        until(lambda: sum(name == "a.txt" for name, _ in seen) >= 3)
        (tmp_path / "in" / "a.txt").unlink()
        until(lambda: ("a.txt", "vanished") in seen)
    assert not any(name.endswith(".zh-Hans.txt") for name, _ in seen)


def test_a_file_in_a_new_folder_waits_until_it_has_come_to_rest(tmp_path: Path) -> None:
    text(tmp_path / "in", "a.txt")
    out = tmp_path / "in" / "out"
    with watched(tmp_path) as seen:
        until((out / "a.zh-Hans.txt").exists)
        growing = text(tmp_path / "in", "sub/b.txt")
        for number in range(15):
            with growing.open("a", encoding="utf-8") as file:
                file.write(f"　　又一句，{number}。\n")
            time.sleep(0.1)
        until((out / "sub" / "b.zh-Hans.txt").exists)
    assert seen.count(("b.txt", "done")) == 1
    assert "又一句，14。" in (out / "sub" / "b.zh-Hans.txt").read_text(encoding="utf-8")
