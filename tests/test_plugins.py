"""A distribution with a reader, a writer, a transform and a style: built, installed, and found through its entry points."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "zhaibian-plugin-example"
version = "1.0"
[project.entry-points."convert.readers"]
shout = "shout_plugin:ShoutReader"
[project.entry-points."convert.writers"]
count = "shout_plugin:CountWriter"
[project.entry-points."convert.transforms"]
twice = "shout_plugin:Twice"
[project.entry-points."convert.styles"]
wide = "shout_plugin:WIDE"
[tool.hatch.build.targets.wheel]
only-include = ["shout_plugin.py"]
"""

MODULE = '''\
from dataclasses import dataclass, replace

from convert.model import walk
from convert.model.nodes import Document, Meta, Para, Text

WIDE = """
extends = "handout"
description = "wide lines"
[page]
line_chars = 37
"""


@dataclass(frozen=True)
class ShoutOptions:
    mark: str = "！"


class ShoutReader:
    options_type = ShoutOptions
    extensions = ("shout",)

    def read(self, source, options, report):
        lines = source.text(report).splitlines()
        return Document(Meta(title=lines[0]), tuple(Para((Text(line + options.mark),)) for line in lines[1:]))


class CountWriter:
    options_type = ShoutOptions
    honours = frozenset({"page"})
    extensions = ("cnt",)

    def write(self, document, sheet, options, report, out):
        out.write(f"{len(walk.text(document))} {sheet.page.line_chars}{options.mark}".encode())


class Twice:
    def __call__(self, document, report):
        return replace(document, body=document.body * 2)
'''


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("plugin")
    (project / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (project / "shout_plugin.py").write_text(MODULE, encoding="utf-8")
    target = tmp_path_factory.mktemp("site")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--quiet",
        "install",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
    ]
    subprocess.run([*pip, "--target", str(target), str(project)], check=True)
    return target


def zhaibian(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(installed), str(ROOT)])
    environment = os.environ | {"PYTHONPATH": paths, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "convert", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


def test_all_four_work_together(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.shout").write_text("题\n甲\n乙\n", encoding="utf-8")
    options = ("--option", "shout.mark=？", "--option", "count.mark=。")
    done = zhaibian(installed, tmp_path, "a.shout", "--to", "count", "--transform", "twice", "--style", "wide", *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "a.zh-Hans.cnt").read_text(encoding="utf-8") == "9 37。"


def test_they_are_listed(installed: Path, tmp_path: Path) -> None:
    listed = zhaibian(installed, tmp_path, "formats").stdout
    assert re.search(r"shout +\.shout ", listed)
    assert re.search(r"count +\.cnt ", listed)
    assert "wide lines" in zhaibian(installed, tmp_path, "styles").stdout


def test_a_wrong_option_of_a_plugin_is_refused(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.shout").write_text("题\n甲\n", encoding="utf-8")
    done = zhaibian(installed, tmp_path, "a.shout", "--to", "count", "--option", "count.mork=。")
    assert done.returncode == 2
    assert done.stderr == "zhaibian: error: count has no option “mork” (did you mean “mark”?)\n"
