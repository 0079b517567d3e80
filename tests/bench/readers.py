"""Read texts of 1, 10 and 100 times a length with each reader, and print how long it took and how much memory.

    python tests/bench/readers.py [--reader NAME] [--characters 20000] [--times 1,10,100]

A reader is linear where ten times the text takes ten times as long (``ratio``). Seconds are those of one processor. MB/s is
UTF-8 text of the document, not the bytes of the file: what is packed would else look slow. Memory is the peak above what stood before,
over the bytes of that text; it is taken in a run of its own (with tracemalloc, and from the system where it tells), since counting costs
time. The texts are made up, so that figures can be compared.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from convert import api, formats
from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import Byline, Document, Meta, Note, Para, Section, Text
from convert.source import Source

SENTENCES = (
    "数字经济正在成为推动高质量发展的重要引擎，各地都在加快布局新型基础设施。",
    "专家表示，要坚持以企业为主体，推动产学研深度融合，让成果更快转化为生产力。",
    "“过去跑一趟要半天，现在点点手机就办好了。”一位受访的村民笑着说。",
    "2022年，全市规模以上企业达到1280家，同比增长12.5%，其中“专精特新”企业36家。",
    "下一步，当地将继续扩大开放，吸引更多人才，建设更高水平的数字城市。",
)
HEADS = ("创新驱动，培育数字新业态", "夯实基础，建设数字城市", "开放合作，共享发展机遇", "以人为本，提升治理能力")
PEOPLE = (
    ("某市科学技术局局长", "白涛"),
    ("某大学数字经济研究院教授", "王建国"),
    ("某科技有限公司董事长", "李晓华"),
    ("某县委书记", "陈志强"),
)
#: A section holds so many paragraphs.
_PARAGRAPHS = 6


def paragraphs(characters: int) -> Iterator[str]:
    """Paragraphs of two to four sentences, ``characters`` in all or a few more."""
    made = number = 0
    while made < characters:
        text = "".join(SENTENCES[(number + k) % len(SENTENCES)] for k in range(2 + number % 3))
        yield text
        made += len(text)
        number += 1


def document(characters: int) -> Document:
    """Sections with bylines, paragraphs and a note each."""
    found = list(paragraphs(characters))
    sections = []
    for number, start in enumerate(range(0, len(found), _PARAGRAPHS)):
        body = [Para((Text(text),)) for text in found[start : start + _PARAGRAPHS]]
        body[0] = Para((*body[0].content, Note((Para((Text("这是一条注文。"),)),))))
        position, name = PEOPLE[number % len(PEOPLE)]
        sections.append(Section((Text(HEADS[number % len(HEADS)]),), tuple(body), byline=(Byline(position, name),)))
    return Document(Meta(title="数字经济发言摘编"), tuple(sections))


def lined(made: Document) -> str:
    """A digest with a line for each paragraph."""
    rows = ["", made.meta.title, "", ""]
    for _, section in walk.sections(made.body):
        byline = section.byline[0]
        rows += [f"　　{walk.flow(section.title)}", f"　　{byline.position}\u00a0\u00a0{byline.name}"]
        rows += [f"　　{walk.flow(block.content)}" for block in section.body if isinstance(block, Para)]
    return "\r\n".join(rows)


def flat(made: Document) -> str:
    """The same in one line."""
    return lined(made).replace("\r\n", "")


def markdown(made: Document) -> str:
    """The same in Markdown, with its notes."""
    rows = [f"# {made.meta.title}"]
    for number, (_, section) in enumerate(walk.sections(made.body)):
        rows += [f"## {walk.flow(section.title)}", f"{section.byline[0].position}　{section.byline[0].name}"]
        texts = [walk.flow(block.content) for block in section.body if isinstance(block, Para)]
        rows += [f"**{text[:4]}**{text[4:]}{f'[^{number}]' if not place else ''}" for place, text in enumerate(texts)]
        rows.append(f"[^{number}]: 这是一条注文。")
    return "\n\n".join(rows)


def html(made: Document) -> str:
    """The same as a page of the web."""
    rows = []
    for _, section in walk.sections(made.body):
        rows.append(f"<h2>{walk.flow(section.title)}</h2><p class=by>{section.byline[0].position}　{section.byline[0].name}</p>")
        rows += [f"<p>　　{walk.flow(block.content)}</p>" for block in section.body if isinstance(block, Para)]
    bar = "".join(f'<a href="/{number}">栏目{number}</a>' for number in range(8))
    return (
        f"<html><body><div class=nav>{bar}</div><h1>{made.meta.title}</h1><div class=content>{''.join(rows)}</div><footer>版权所有</footer>"
    )


def written(name: str) -> Callable[[Document], bytes]:
    """What makes a file of the format ``name``."""

    def write(made: Document) -> bytes:
        out = io.BytesIO()
        api.write(made, out, format=name, style="plain")
        return out.getvalue()

    return write


#: What is read: the reader's name, its options, and the file for a document.
CASES: dict[str, tuple[str, dict[str, str], Callable[[Document], str | bytes]]] = {
    "lined digest": ("text", {"profile": "digest"}, lined),
    "flat digest": ("text", {"profile": "digest"}, flat),
    "report": ("text", {"profile": "report"}, lined),
    "book": ("text", {"profile": "book"}, lined),
    "markdown": ("markdown", {}, markdown),
    "html": ("html", {}, html),
    "json": ("json", {}, written("json")),
    "pandoc": ("pandoc", {}, written("pandoc")),
    "docx": ("docx", {}, written("docx")),
    "epub": ("epub", {}, written("epub")),
}


def file(case: str, characters: int) -> bytes:
    """The file that ``case`` reads."""
    made = CASES[case][2](document(characters))
    return made if isinstance(made, bytes) else made.encode()


def read(case: str, data: bytes) -> Document:
    """The document in it."""
    name, options, _ = CASES[case]
    reader = formats.reader(name)
    return reader.read(Source("bench", data), reader.options_type(**options), Report())


def seconds(case: str, data: bytes) -> float:
    """The processor time of the best of a few runs; a long one is run once."""
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        read(case, data)
        best = min(best, time.process_time() - start)
        if best > 2:
            break
    return best


def memory(case: str, characters: int) -> tuple[int, int]:
    """The peak of reading in bytes: as Python counts it, and as the system does (0 where it does not tell). In a process of its own."""
    data = file(case, characters)
    program = f"import runpy; runpy.run_path({__file__!r})['count']({case!r})"
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", program], input=data, capture_output=True, check=True)
    counted, told = done.stdout.split()
    return int(counted), int(told)


def count(case: str) -> None:
    """Print the two peaks of reading standard input, above those of a first small run, which loads what there is to load."""
    data = sys.stdin.buffer.read()
    read(case, file(case, 300))
    before = resident()
    read(case, data)
    told = resident() - before
    tracemalloc.start()
    read(case, data)
    print(tracemalloc.get_traced_memory()[1], told)


def resident() -> int:
    """The most memory that this process has had, in bytes; 0 where the system does not tell (getrusage tells of its parent too)."""
    status = Path("/proc/self/status")
    rows = status.read_text(encoding="ascii", errors="replace").splitlines() if status.exists() else []
    return next((int(row.split()[1]) * 1024 for row in rows if row.startswith("VmHWM:")), 0)


def main() -> None:
    """Print a line for each reader and length."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--reader", choices=sorted(CASES), action="append")
    parser.add_argument("--characters", type=int, default=20_000)
    parser.add_argument("--times", default="1,10,100")
    chosen = parser.parse_args()
    print(f"{'reader':<12} {'text, kB':>9} {'seconds':>9} {'ratio':>6} {'MB/s':>6} {'memory/text':>12} {'by the system':>14}")
    for case in chosen.reader or CASES:
        last = 0.0
        read(case, file(case, 300))
        for times in map(int, chosen.times.split(",")):
            characters = chosen.characters * times
            data = file(case, characters)
            size = sum(len(text.encode()) for text in walk.texts(read(case, data)))
            took = seconds(case, data)
            counted, told = memory(case, characters)
            ratio = f"{took / last:.1f}" if last else ""
            print(
                f"{case:<12} {size / 1000:>9,.0f} {took:>9.3f} {ratio:>6} {size / took / 1e6:>6.2f} {counted / size:>12.1f} {told / size:>14.1f}",
                flush=True,
            )
            last = took


if __name__ == "__main__":
    main()
