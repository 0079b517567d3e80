"""The house itself: floors, lazy imports, the map, types, style, packaging."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import convert
from convert import cli, formats
from convert.diagnostics import CODES

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def test_floors() -> None:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = run("-c", program)
    assert done.returncode == 0, done.stdout + done.stderr


def test_types() -> None:
    done = run("-m", "mypy", "--strict", "convert")
    assert done.returncode == 0, done.stdout


def test_style_of_the_code() -> None:
    for command in (("check",), ("format", "--check")):
        done = run("-m", "ruff", *command, "--no-cache", "convert", "tests")
        assert done.returncode == 0, done.stdout


def _map() -> dict[str, str]:
    """The rows of the map in the package's docstring: what stands at the left, and what at the right, continued lines joined."""
    rows: dict[str, str] = {}
    for line in (convert.__doc__ or "").partition("::\n")[2].splitlines():
        name, text = line[4:18].strip(), line[18:].strip()
        if name:
            rows[name] = text
        elif text:
            rows[list(rows)[-1]] += f" {text}"
    return rows


def test_the_map_in_the_docstring_is_the_tree() -> None:
    names = {name for row in _map() for name in row.split(", ")}
    package = ROOT / "convert"
    there = {p.stem for p in package.glob("*.py")} | {p.parent.name for p in package.glob("*/__init__.py")}
    assert names == there - {"__init__", "__main__"}


def test_the_map_names_every_module_of_a_floor() -> None:
    for folder in (p.parent for p in (ROOT / "convert").glob("*/__init__.py")):
        modules = {p.stem for p in folder.glob("*.py")} - {"__init__"}
        assert set(_map()[folder.name].split(", ")) == modules


def test_every_format_is_there() -> None:
    for name in formats.READERS:
        assert formats.reader(name).options_type
    for name in formats.WRITERS:
        assert formats.writer(name).options_type
    for name in formats.TRANSFORMS:
        assert callable(formats.transform(name))


def test_every_code_is_used() -> None:
    text = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "convert").glob("**/*.py") if p.name != "diagnostics.py")
    assert [code for code in CODES if f'"{code}"' not in text] == []


def test_styles_hold_data_only() -> None:
    assert not list((ROOT / "styles").glob("**/*.py"))


def test_long_rooms() -> None:
    """A module is read in one sitting, a function does one thing."""
    import ast

    for path in (ROOT / "convert").glob("**/*.py"):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 500, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 45, f"{path}: {node.name}"


def test_one_version() -> None:
    with (ROOT / "pyproject.toml").open("rb") as stream:
        version = tomllib.load(stream)["project"]["version"]
    assert version == cli.VERSION
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_lock_names_versions_and_hashes_only() -> None:
    for lock in (ROOT / "requirements.lock", ROOT / "tests" / "requirements.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "index" not in text
        assert len(re.findall(r"^\S+==\S+", text, re.MULTILINE)) * 1 <= text.count("--hash=sha256:")


def test_the_lock_pins_what_the_project_asks_for() -> None:
    with (ROOT / "pyproject.toml").open("rb") as stream:
        asked = tomllib.load(stream)["project"]["dependencies"]
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
    assert {re.split(r"[<>=\[]", name)[0].lower() for name in asked} <= locked


def test_the_readmes_commands_are_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for readme in ("README.md", "README.zh.md"):
        for target in re.findall(r"^make (\w+)$", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE):
            assert f"\n{target}:" in makefile


def test_a_wheel_holds_the_styles(tmp_path: Path) -> None:
    done = run("-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path))
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import convert\nfrom convert import stylefile\nassert sys.argv[1] in convert.__file__\n"
        "print(*stylefile.built_in_styles())"
    )
    listed = subprocess.run([sys.executable, "-c", program, str(wheel)], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert listed.stdout.split() == sorted(p.stem for p in (ROOT / "styles").glob("*.toml"))
