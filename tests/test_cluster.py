"""Work beyond this machine: a real scheduler and workers of their own, one of which is lost; a store of fsspec."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from convert import storage
from convert.api import Job
from convert.cluster import Cluster
from convert.crew import Crew
from convert.diagnostics import OptionError
from convert.runs import Run

ROOT = Path(__file__).resolve().parent.parent


def text(folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"题目{name}\n\n　　{'很长的正文。' * 2000}\n", encoding="utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(*command: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "5"}
    return subprocess.Popen([sys.executable, *command], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    worker = ("-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory")
    folder = Path(os.environ.get("TMPDIR", "/tmp")) if os.name == "posix" else Path.home()
    started = [start("-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")]
    try:
        started += [start(*worker, str(folder / f"dask-{port}-{number}")) for number in range(2)]
        end = time.monotonic() + 60
        while True:
            try:
                found = Cluster(address)
                count = found.workers()
                found.close()
                if count == 2:
                    break
            except OptionError:
                assert time.monotonic() < end
            time.sleep(0.2)
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_does_all_though_a_worker_is_lost(tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    address, workers = cluster
    for number in range(12):
        text(tmp_path / "in", f"{number}.txt")
    made = Cluster(address)
    source, target = (tmp_path / "in").as_uri().replace("file://", "local://"), (tmp_path / "out").as_uri().replace("file://", "local://")
    job = Job(to=("txt",), output=target, editions=("zh-Hans", "zh-Hant-TW"))
    state, report = str(tmp_path / "state"), str(tmp_path / "report.jsonl")
    with Run(job, Crew(made.executor, made.workers()), state=state, report=report) as run:
        results = run.over([source])
        statuses = [next(results).status]
        workers[0].kill()
        statuses += [done.status for done in results]
    assert statuses == ["done"] * 12
    assert len(list((tmp_path / "out").glob("*.txt"))) == 24
    assert not list((tmp_path / "out").glob("*.part"))
    with Run(job, Crew(made.executor, 1), state=state, report=report) as run:
        assert [done.status for done in run.over([source])] == ["same"] * 12
    made.close()


def test_no_scheduler_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convert.cluster._PATIENCE", 1)
    with pytest.raises(OptionError, match="no scheduler answers"):
        Cluster(f"tcp://127.0.0.1:{free_port()}")


def test_a_store_is_listed_read_and_written_whole(tmp_path: Path) -> None:
    text(tmp_path / "in" / "deep", "a.txt")
    url = (tmp_path / "in").as_uri().replace("file://", "local://")
    assert storage.is_remote(url)
    (name,) = storage.remote_files(url)
    assert storage.exists(name)
    assert storage.size(name) == (tmp_path / "in" / "deep" / "a.txt").stat().st_size
    assert storage.read(name).decode().startswith("题目a.txt")
    storage.put(str(tmp_path / "in" / "deep" / "a.txt"), url + "/new/b.txt")
    assert [path.name for path in (tmp_path / "in" / "new").iterdir()] == ["b.txt"]
    assert storage.size(url + "/none.txt") == -1
    with pytest.raises(OptionError, match="nosuch://"):
        storage.read("nosuch://a")
