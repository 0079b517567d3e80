"""A batch whose sources and outputs lie in a store: ``zhaibian batch s3://… -o s3://…`` against moto, a server that speaks S3.

moto is a test server, not a store that anybody runs: it judges that names, listings, reads and writes are those of S3. HDFS needs a cluster of its own
and is not judged.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from checks import Check
from documents import SEED
from processes import ToolError, run
from tools import ROOT, WORK, python_packages

_WHAT = "a batch from a store into a store (moto)"
_SERVER = "import sys; from moto.server import main; main(sys.argv[1:])"
_COPY = "import sys, fsspec; fsspec.filesystem('s3').put(sys.argv[1], sys.argv[2], recursive=True)"
_FETCH = "import sys, fsspec; fsspec.filesystem('s3').get(sys.argv[1], sys.argv[2], recursive=True)"
_SOURCES = 4


@contextmanager
def _server() -> Iterator[Mapping[str, str]]:
    """A server on this machine; the environment that names it. Raises ToolError."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    path = os.pathsep.join((str(python_packages()), str(ROOT)))
    environment = {"PYTHONPATH": path, "AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    environment |= {"AWS_DEFAULT_REGION": "us-east-1"}
    started = subprocess.Popen(
        [sys.executable, "-c", _SERVER, "-p", port], env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            with suppress(OSError), urllib.request.urlopen(f"{address}/moto-api/"):
                break
            if started.poll() is not None:
                raise ToolError("moto: the server ended at its start")
            time.sleep(0.2)
        for bucket in ("press", "books"):
            with urllib.request.urlopen(urllib.request.Request(f"{address}/{bucket}", method="PUT")):
                pass
        yield environment
    finally:
        started.terminate()
        started.wait()


def store() -> list[Check]:
    """The same books as on this machine's disk; nothing to do the second time; what changed is done anew."""
    folder = WORK / "store"
    shutil.rmtree(folder, ignore_errors=True)
    texts = folder / "texts" / "1998"
    texts.mkdir(parents=True)
    for number in range(_SOURCES):
        (texts / f"第{number}篇.txt").write_text(SEED.read_text(encoding="utf-8") + f"\u3000\u3000第{number}篇。", encoding="utf-8")
    asked = ("--to", "epub,txt", "--edition", "zh-Hans,zh-Hant-TW", "--workers", "2", "-q")
    batch = (sys.executable, "-m", "convert", "batch")
    remote = ("s3://press", "-o", "s3://books/out", "--state", folder / "state", "--report", folder / "report.jsonl")
    try:
        run(*batch, folder / "texts", "-o", folder / "here", *asked, env={"PYTHONPATH": str(ROOT)})
        with _server() as environment:
            run(sys.executable, "-c", _COPY, str(texts), "s3://press/", env=environment)
            found = [_statuses(batch, remote, asked, environment, {"done": _SOURCES})]
            run(sys.executable, "-c", _FETCH, "s3://books/out", str(folder / "there"), env=environment)
            found.append(_statuses(batch, remote, asked, environment, {"same": _SOURCES}))
            (texts / "第0篇.txt").write_text("另一篇\n\n\u3000\u3000变了。\n", encoding="utf-8")
            run(sys.executable, "-c", _COPY, str(texts), "s3://press/", env=environment)
            found.append(_statuses(batch, remote, asked, environment, {"same": _SOURCES - 1, "done": 1}))
    except (ToolError, OSError) as error:
        return [Check(_WHAT, "s3", (str(error),))]
    return [*found, _compared(folder / "here", folder / "there")]


def _statuses(
    batch: tuple[str, ...],
    remote: tuple[str | Path, ...],
    asked: tuple[str, ...],
    environment: Mapping[str, str],
    wanted: Mapping[str, int],
) -> Check:
    """Run the batch, and look at its report."""
    run(*batch, *remote, *asked, env=environment)
    report = Path(remote[-1]).read_text(encoding="utf-8").splitlines()
    statuses = [json.loads(line)["status"] for line in report]
    counted = {status: statuses.count(status) for status in set(statuses)}
    return Check(_WHAT, f"{wanted}", () if counted == dict(wanted) else (f"the report has {counted}",))


def _compared(here: Path, there: Path) -> Check:
    wanted = {path.name: path.read_bytes() for path in here.rglob("*.*") if path.suffix in (".epub", ".txt")}
    made = {path.name: path.read_bytes() for path in there.rglob("*.*")}
    problems = [f"{name}: {'other bytes' if name in made else 'missing'}" for name in wanted if made.get(name) != wanted[name]]
    problems += [f"left behind: {name}" for name in made if name not in wanted]
    return Check(_WHAT, "the same bytes as on the disk", tuple(problems))
