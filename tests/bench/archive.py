"""An archive to e-books in three editions, against a shell loop over pandoc: ``python tests/bench/archive.py [TEXT] [--articles 10000]``

Articles of every shape that newspapers print are made (``tests/articles.py``), each with paragraphs out of TEXT, a text in the public domain in
UTF-8, behind it (without one: of the articles' own words only). ``zhaibian batch`` makes EPUB of all of them in three editions, with every core
(``--workers``), cold; then again, when all is done. pandoc is handed ready Markdown, in a shell loop, for each article thrice; the loop is
measured on the first ``--sample`` articles, and its rate, articles a second, stands for the whole.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from ebook import pandoc_program

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
EDITIONS = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")
#: Paragraphs out of the text in each article, at most.
_MORE = 12
_LOOP = 'for f in "$1"/*.md; do for e in zh-Hans zh-Hant-TW zh-Hant-HK; do "$0" --quiet "$f" --toc -o "${f%.md}.$e.epub"; done; done'


def written(count: int, text: Path | None, folder: Path, sample: int) -> tuple[Path, Path, int]:
    """The folder of the articles, a thousand in each of its own, that of some as Markdown, and the characters of all."""
    import articles

    paragraphs = [line.strip() for line in text.read_text(encoding="utf-8-sig").splitlines() if len(line.strip()) > 20] if text else []
    texts, marked = folder / "texts", folder / "marked"
    marked.mkdir()
    dice, characters = random.Random(1), 0
    for number in range(count):
        lines = articles.article(number).lined().splitlines()
        start = dice.randrange(max(1, len(paragraphs) - _MORE))
        lines = [*lines, *(f"\\u3000\\u3000{paragraph}" for paragraph in paragraphs[start : start + dice.randrange(_MORE)])]
        source = texts / f"{number // 1000:02}" / f"{number:05}.txt"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text("\\n".join(lines) + "\\n", encoding="utf-8")
        characters += sum(len(line.strip()) for line in lines)
        if number < sample:
            head, *rest = (line.strip() for line in lines if line.strip())
            (marked / f"{number:05}.md").write_text(f"% {head}\\n\\n" + "\\n\\n".join(_marked(rest)) + "\\n", encoding="utf-8")
    return texts, marked, characters


def _marked(lines: list[str]) -> Iterator[str]:
    """Lines as Markdown; short ones without a mark at their end are headings."""
    for line in lines:
        plain = re.sub(r"([\\\\`*_\\[\\]<>#$~^|])", r"\\\\\\1", line)
        yield f"# {plain}" if len(line) < 24 and line[-1] not in "。！？：；，”）" else plain


def timed(*command: str) -> float:
    """Seconds that a command takes. Raises CalledProcessError where it could not; single articles may fail."""
    begun = time.perf_counter()
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, cwd=ROOT)
    if done.returncode not in (0, 1):
        raise subprocess.CalledProcessError(done.returncode, command)
    return time.perf_counter() - begun


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", nargs="?", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--workers", default="0", help="as of zhaibian batch")
    parser.add_argument("--pandoc", default=pandoc_program())
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts, marked, characters = written(given.articles, given.text, folder, given.sample)
        each = characters / given.articles
        print(f"{given.articles:,} articles of {each:,.0f} characters, EPUB in {len(EDITIONS)} editions")
        batch = [sys.executable, "-m", "convert", "batch", str(texts), "-o", str(folder / "books"), "--to", "epub"]
        batch += ["--edition", ",".join(EDITIONS), "--workers", given.workers, "-q"]
        own = given.articles / timed(*batch)
        made = sum(1 for _ in (folder / "books").rglob("*.epub"))
        size = sum(path.stat().st_size for path in itertools.islice((folder / "books").rglob("*.epub"), 300)) / min(300, made)
        print(
            f"zhaibian batch: {own:.1f} articles a second, {made:,} books of {size / 1000:.0f} KB; when all is done: ", end="", flush=True
        )
        print(f"{given.articles / timed(*batch):,.0f} a second", flush=True)
        if not given.pandoc or not shutil.which("sh"):
            print("pandoc is not installed (or there is no sh): its loop is left out")
            return
        sample = min(given.sample, given.articles)
        loop = sample / timed("sh", "-c", _LOOP, given.pandoc, str(marked))
        print(f"a shell loop over pandoc: {loop:.1f} articles a second (measured on {sample}); ratio {own / loop:.2f}")


if __name__ == "__main__":
    main()
