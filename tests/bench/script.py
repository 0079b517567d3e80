"""Convert a text to traditional script and print how fast that is against OpenCC and opencc-jieba, in the same run, on one core.

    pip install opencc-jieba-pyo3        (the peer; not needed otherwise)
    python tests/bench/script.py [TEXT] [--lines]

TEXT is simplified Chinese in UTF-8 (default: the seed, many times over, its digits changed so that no paragraph comes twice). It is converted as a
whole, or line by line with ``--lines``. Times are processor times, the best of five; the time to start is that of a fresh process each
(by the clock where the system does not tell processor times of children).
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("RAYON_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[2]

ROUNDS = 5
#: What each converter needs before its first text, one for which words are asked.
STARTS = {
    "zhaibian": "from convert.zh import script; script.convert('理发', 'zh-Hant-TW')",
    "opencc": "import opencc; opencc.OpenCC('s2tw').convert('理发')",
    "opencc-jieba": "import opencc_jieba_pyo3 as o; o.OpenCC('s2tw').convert('理发', False)",
}


def converters() -> dict[str, Callable[[str], str]]:
    """Those that are installed, by name."""
    sys.path.insert(0, str(ROOT))
    import opencc

    from convert.zh import script

    found: dict[str, Callable[[str], str]] = {
        "zhaibian": lambda text: script.convert(text, "zh-Hant-TW"),
        "opencc": opencc.OpenCC("s2tw").convert,
    }
    if importlib.util.find_spec("opencc_jieba_pyo3"):
        import opencc_jieba_pyo3

        peer = opencc_jieba_pyo3.OpenCC("s2tw")
        found["opencc-jieba"] = lambda text: peer.convert(text, False)
    return found


def seconds(convert: Callable[[str], str], pieces: list[str]) -> float:
    began = time.process_time()
    for piece in pieces:
        convert(piece)
    return time.process_time() - began


def start(code: str) -> float:
    """The time of a fresh process that does ``code``, less that of one that does nothing; the best of some."""
    times = []
    for program in (code, "pass"):
        tries = []
        for _ in range(ROUNDS):
            began, by_clock = os.times(), time.perf_counter()
            subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
            ended = os.times()
            took = ended.children_user - began.children_user + ended.children_system - began.children_system
            tries.append(took or time.perf_counter() - by_clock)
        times.append(min(tries))
    return times[0] - times[1]


def default_text() -> str:
    seed = next((ROOT / "seeds").glob("*.txt")).read_text(encoding="utf-8").replace("　　", "\n　　")
    return "\n".join(seed.replace("20", f"{number:03}") for number in range(60))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("text", nargs="?", type=Path)
    parser.add_argument("--lines", action="store_true", help="line by line")
    chosen = parser.parse_args()
    text = chosen.text.read_text(encoding="utf-8") if chosen.text else default_text()
    pieces = text.split("\n") if chosen.lines else [text]
    found = converters()
    best = {name: float("inf") for name in found}
    for convert in found.values():
        convert(text[:1000])
    for _ in range(ROUNDS):
        for name, convert in found.items():
            best[name] = min(best[name], seconds(convert, pieces))
    starts = {name: start(STARTS[name]) for name in found}
    print(f"{len(text):,} characters, {'line by line' if chosen.lines else 'as a whole'}")
    print(f"{'converter':14}{'characters/s':>14}{'zhaibian is':>14}{'start, s':>10}{'zhaibian is':>14}")
    for name, took in best.items():
        print(
            f"{name:14}{len(text) / took:14,.0f}{took / best['zhaibian']:13.2f}×{starts[name]:10.3f}{starts[name] / starts['zhaibian']:13.2f}×"
        )
    if "opencc-jieba" not in found:
        print("opencc-jieba is not installed: pip install opencc-jieba-pyo3")


if __name__ == "__main__":
    main()
