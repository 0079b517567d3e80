"""What the README shows works as it stands there."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from sample import SEED

from convert import formats

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(("readme", "source"), [("README.md", "talk.txt"), ("README.zh.md", "讲话.txt")])
def test_the_example_runs(readme: str, source: str, tmp_path: Path) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert found
    (tmp_path / source).write_bytes(SEED.read_bytes())
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{found[1]}"
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", program], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "创新驱动，培育数字新业态" in done.stdout
    assert len(list(tmp_path.glob("**/*.epub"))) == 2


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md", "styles/README.md"])
def test_links_lead_somewhere(readme: str) -> None:
    path = ROOT / readme
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_every_option_is_in_the_table() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[a-z]+\.[a-z-]+`(?:, `[a-z]+\.[a-z-]+`)*) \|", text, re.MULTILINE)
    named = {name for row in rows for name in re.findall("`(.*?)`", row)}
    readers = {name: formats.reader(name).options_type for name in formats.READERS}
    writers = {name: formats.writer(name).options_type for name in formats.WRITERS}
    there = {
        f"{name}.{one.name.replace('_', '-')}" for table in (readers, writers) for name, type_ in table.items() for one in fields(type_)
    }
    assert named == there
