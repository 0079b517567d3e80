"""The start of the command: what is kept from run to run, and what the readings of names are without importing their library."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypinyin import Style, lazy_pinyin
from pypinyin.style import convert as styled

from convert.zh.readings import reader
from convert.zh.zhuyin import zhuyin

ROOT = Path(__file__).resolve().parents[1]


def _run(folder: Path, cache: str, program: str = "from convert.__main__ import run; run()", root: Path = ROOT) -> str:
    """What the command leaves of a talk, with its caches in ``cache``."""
    (folder / "talk.txt").write_text("谈数字经济\n张三\n\u3000\u3000一是发展。二是创新。\n", encoding="utf-8")
    run = [sys.executable, "-c", program, str(folder / "talk.txt"), "--to", "json", "-o", str(folder), "-q"]
    done = subprocess.run(
        run, env={**os.environ, "ZHAIBIAN_CACHE": cache, "PYTHONPATH": str(root)}, capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stderr == ""
    return (folder / "talk.zh-Hans.json").read_text(encoding="utf-8") + done.stdout


def _python(program: str, cache: Path | str = "") -> tuple[str, str]:
    """What a program of Python prints, and what it complains of."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ZHAIBIAN_CACHE": str(cache)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


_COUNTING = """
import os, sys, re._parser as parser
os._exit = sys.exit
made, whole = [], parser.parse
parser.parse = lambda *given: made.append(given) or whole(*given)
from convert.__main__ import run
try:
    run()
finally:
    print(len(made))
"""


def test_what_was_compiled_is_found_again(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first, _, before = _run(tmp_path, str(cache), _COUNTING).rpartition("}")
    (kept,) = cache.iterdir()
    written = kept.stat().st_mtime_ns
    second, _, after = _run(tmp_path, str(cache), _COUNTING).rpartition("}")
    assert second == first
    assert int(after) < int(before) / 5
    assert kept.stat().st_mtime_ns == written


@pytest.mark.parametrize("damage", [b"", b"\0\0\0\0nothing", b"shorter"])
def test_damage_costs_time_only(tmp_path: Path, damage: bytes) -> None:
    cache = tmp_path / "cache"
    first = _run(tmp_path, str(cache))
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(damage or whole[:-7])
    assert _run(tmp_path, str(cache)) == first
    assert len(kept.read_bytes()) > len(whole) // 2


def test_a_damaged_piece_costs_time_only(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = _run(tmp_path, str(cache))
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    for start in range(0, len(whole) - 400_000, len(whole) // 4):
        kept.write_bytes(whole[:start] + bytes(8192) + whole[start + 8192 :])
        assert _run(tmp_path, str(cache)) == first
    assert int(_run(tmp_path, str(cache), _FROM_FILE).rpartition("}")[2]) > 50
    _run(tmp_path, str(cache))
    assert len(kept.read_bytes()) > len(whole) - 8192  # what was damaged is there again


def test_a_file_that_others_may_write_is_not_run(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = _run(tmp_path, str(cache))
    (kept,) = cache.iterdir()
    if hasattr(os, "geteuid"):
        assert not kept.stat().st_mode & 0o077
        kept.chmod(0o666)
        assert _run(tmp_path, str(cache), _FROM_FILE).rpartition("}")[2] == "\n0\n"
        assert _run(tmp_path, str(cache)) == first


def test_what_older_versions_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    _run(tmp_path, str(cache))
    (kept,) = cache.iterdir()
    place = kept.name.partition(f"-{sys.hexversion:x}-")[2]
    older, cut_off = cache / f"start1-0.0.1-30b00f0-{place}", cache / f"{kept.name}.123456"
    others = [cache / "start1-0.0.1-30b00f0-cpython-311-0-00000000.bin", cache / f"mine-{place}"]
    for path in (older, cut_off, *others):
        path.write_bytes(b"")
    kept.unlink()
    _run(tmp_path, str(cache))
    assert set(cache.iterdir()) == {kept, *others}


def test_a_module_that_has_changed_is_not_taken_from_the_file(tmp_path: Path) -> None:
    place = tmp_path / "copy"
    shutil.copytree(ROOT / "convert", place / "convert", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "styles", place / "styles")
    cache = str(tmp_path / "cache")
    _run(tmp_path, cache, root=place)
    assert int(_run(tmp_path, cache, _FROM_FILE, root=place).rpartition("}")[2]) > 50
    source = place / "convert" / "printing.py"
    with source.open("a", encoding="utf-8") as file:
        file.write("\nprint('changed')\n")
    assert _run(tmp_path, cache, root=place).endswith("changed\n")
    (place / "argparse.py").write_text("raise SystemExit('nearer')\n", encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):  # it lies in the first folder that Python looks into
        _run(tmp_path, cache, root=place)


_FROM_FILE = """
import os, sys
os._exit = sys.exit
from convert.__main__ import run
try:
    run()
finally:
    print(sum(type(getattr(module, "__loader__", None)).__name__ == "_Kept" for module in list(sys.modules.values())))
"""

_TOLD = """
import os, sys
os._exit = sys.exit
from convert.__main__ import run
try:
    run()
finally:
    print("dis" in sys.modules)
"""


def test_no_data_class_has_its_signature_looked_at(tmp_path: Path) -> None:
    """Those without a docstring get one of it, for which ``inspect`` is loaded, and much beside."""
    assert _run(tmp_path, "", _TOLD).endswith("False\n")


_KEPT = """
from convert.__main__ import recall
from convert.startfile import kept
made = []
def make(value):
    made.append(value)
    return value
keep = recall()
print(kept("one", (1, "a"), lambda: make([1.5, {"x": frozenset("yz")}])), kept("two", 1, lambda: make(print)) is print, kept("three", made_of, lambda: make(2)))
keep()
print(len(made))
"""


def test_a_value_is_kept_as_long_as_what_it_was_made_of_is_the_same(tmp_path: Path) -> None:
    told = [_python(f"made_of = {n}{_KEPT}", tmp_path) for n in (1, 1, 2)]
    assert [out.splitlines()[1] for out, _ in told] == ["3", "1", "2"]  # functions are not kept
    assert all("True 2" in out and "1.5" in out and not complaints for out, complaints in told)


_LATE = """
from convert.__main__ import recall
recall()
from dataclasses import FrozenInstanceError, dataclass
@dataclass(frozen=True, order=True, slots=True)
class One:
    "A value."
    number: int
    text: str = ""
@dataclass(frozen=True, slots=True)
class Two(One):
    "Another."
    more: int = 0
for _ in range(2):
    found = [One(1) == One(1), One(1) == Two(1), One(1) < One(2), One(2) <= One(1), hash(One(1)) == hash(One(1)), repr(Two(1, "a", 3))]
    for change in (lambda: setattr(Two(1), "number", 2), lambda: delattr(One(1), "text")):
        try:
            change()
        except (FrozenInstanceError, TypeError) as error:  # Python 3.11 has it so where there are slots
            found.append(type(error).__name__)
    print(found)
print(One.__eq__.__qualname__, One.__gt__.__name__, len({Two(1), Two(1), Two(2)}), One.__init__.__annotations__)
"""


def test_methods_that_are_made_when_they_are_called_do_the_same(tmp_path: Path) -> None:
    told = [_python(program, tmp_path) for program in (_LATE, _LATE, _LATE.replace("\nrecall()\n", "\n"))]
    assert told[0] == told[1] == told[2]
    assert told[0][0] != ""
    assert told[0][1] == ""


_DEFERRED = """
import sys, threading
from convert.deferred import defer
defer()
import inspect, textwrap
print("signature" in vars(inspect), type(textwrap).__name__ == "module")
found = []
threads = [threading.Thread(target=lambda: found.append(textwrap.dedent("  a"))) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
from ast import literal_eval
from reportlab.lib.rl_safe_eval import rl_safe_eval
assert inspect.CO_VARARGS == 4 and literal_eval("[1]") == [1] and rl_safe_eval("1+1") == 2
import ast, hashlib
assert literal_eval is not ast.literal_eval and hashlib.md5(b"").hexdigest().startswith("d41d8cd98f") and "_hashlib" not in sys.modules
from PIL import Image
print(found == ["a"] * 8, type(textwrap).__name__, str(inspect.signature(defer)), Image.new("L", (2, 3)).size, hasattr(textwrap, "nothing"))
"""


def test_what_is_deferred_is_there_when_it_is_asked_for() -> None:
    assert _python(_DEFERRED) == ("False False\nTrue module () -> 'None' (2, 3) False\n", "")


def test_without_a_place_for_caches_all_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert _run(tmp_path, "") == _run(tmp_path, str(tmp_path / "file" / "below"))


def test_readings_are_those_of_pypinyin() -> None:
    dice = random.Random(5)
    text = next((ROOT / "seeds").glob("*.txt")).read_text(encoding="utf-8") + "重庆的银行长大了，𠀀〇行不行ABC 朝阳区，曾经长江三角洲。"
    read = reader()
    assert read is not None
    assert "_asked" not in repr(read)  # its files are sorted as they were
    for _ in range(2000):
        at = dice.randrange(len(text))
        part = text[at : at + dice.randrange(1, 30)]
        assert list(read(part)) == lazy_pinyin(part, style=Style.TONE), part


def test_zhuyin_is_that_of_pypinyin() -> None:
    sounds = "ā zhī chí shǐ rì zì cí sì yī yā yuè yún yōng wǒ wèi wēng jū qún xué lǜ nüè liú guǐ lún ér de me xióng tuō zhuāng ê"
    for sound in sounds.split():
        assert zhuyin(sound) == styled(sound, Style.BOPOMOFO, strict=True), sound
    assert zhuyin("Smith") == "Smith"


def test_a_python_without_lzma_reads_packages() -> None:
    program = "import sys; sys.modules['_lzma'] = None; from convert.readers.package import DAMAGE; print(len(DAMAGE))"
    assert _python(program)[1] == ""
