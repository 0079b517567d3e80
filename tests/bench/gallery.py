"""Draw the pictures of the README: a page of the seed in each style, in horizontal and in vertical lines.

    python tests/bench/gallery.py [--folder docs]

Needs ``pdftoppm`` (poppler). One strip of pages for each direction, with the names of the styles in the order of the alphabet.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import convert
from convert import stylefile

ROOT = Path(__file__).resolve().parents[2]

_HEIGHT, _GAP, _PAGE = 420, 10, 2


def page(style: str, vertical: bool, document: object) -> Image.Image:
    """A page of the document in ``style``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.pdf")
        out = io.BytesIO()
        options = (("pdf.system-fonts", "no"),)
        convert.write(document, out, format="pdf", style=style, vertical=vertical, options=options)  # type: ignore[arg-type]
        path.write_bytes(out.getvalue())
        number = str(_PAGE + (style in ("book", "classic")))
        command = ["pdftoppm", "-png", "-gray", "-f", number, "-l", number, "-scale-to-y", str(2 * _HEIGHT), "-scale-to-x", "-1", str(path)]
        done = subprocess.run(command, capture_output=True, check=True)
        whole = Image.open(io.BytesIO(done.stdout))
        return whole.resize((whole.width * _HEIGHT // whole.height, _HEIGHT), Image.Resampling.LANCZOS)


def strip(pages: list[Image.Image]) -> Image.Image:
    """The pages side by side on grey, in sixteen shades."""
    width = sum(one.width for one in pages) + _GAP * (len(pages) + 1)
    sheet = Image.new("L", (width, _HEIGHT + 2 * _GAP), 200)
    left = _GAP
    for one in pages:
        sheet.paste(one, (left, _GAP))
        left += one.width + _GAP
    return sheet.quantize(16)


def main() -> None:
    """Draw both strips."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=ROOT / "docs")
    folder = parser.parse_args().folder
    document = convert.read(next((ROOT / "seeds").glob("*.txt")))
    for name, vertical in (("horizontal", False), ("vertical", True)):
        pages = [page(style, vertical, document) for style in stylefile.built_in_styles()]
        strip(pages).save(folder / f"gallery-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
