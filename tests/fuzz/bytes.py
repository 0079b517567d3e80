"""Feed a reader with damaged files until it fails: coverage-guided fuzzing with atheris.

    python tests/fuzz/bytes.py READER [--seconds 600] [--found FOLDER]

READER is docx, epub, json, pandoc, html, markdown, or source (the decoding of text). Needs ``pip install atheris``; nothing else here
does. A reader may refuse a file with a ConvertError; any other exception, a text that changes on its way through JSON, and a file that
takes longer than half a minute are findings: libFuzzer prints them and leaves the bytes in FOLDER. Each becomes a small
test of its reader.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

import atheris

with atheris.instrument_imports(include=["convert"]):
    for _name in ("docx", "epub", "html", "json", "markdown", "pandoc"):
        import_module(f"convert.readers.{_name}")

import sample

from convert import api, formats
from convert.diagnostics import ConvertError, Report
from convert.model import dump
from convert.source import Source

PACKAGES = ("docx", "epub")
READERS = ("docx", "epub", "json", "pandoc", "html", "markdown", "source")
#: A member of a package is not made larger than this, in bytes.
MOST = 1 << 20
#: What a file may take, in seconds; counting the ways through the code makes it several times slower than it is.
SLOW = 30


def timed(reader: str, data: bytes) -> None:
    """``read``, within the time that a file may take. The processor's time: the machine may have other things to do."""
    start = time.process_time()
    read(reader, data)
    if time.process_time() - start > SLOW:
        raise AssertionError(f"reading took {time.process_time() - start:.0f} seconds")


def read(reader: str, data: bytes) -> None:
    """What must not fail: read, dump, read the dump."""
    source = Source(f"found.{reader}", data)
    try:
        if reader == "source":
            source.text(Report())
            return
        chosen = formats.reader(reader)
        document = chosen.read(source, chosen.options_type(), Report())
    except ConvertError:
        return
    if dump.from_json(dump.to_json(document), Report()) != document:
        raise AssertionError("the dump reads back to another document")


def seeds(reader: str) -> list[bytes]:
    """Sound files to begin with."""
    if reader == "source":
        text = "各位来宾：今天，我们讨论数字经济的发展。\r\n　　一是加强基础设施建设。\x00\u200b"
        return [text.encode(name, "replace") for name in ("utf-8", "gb18030", "big5hkscs", "utf-16", "utf-16-le", "utf-32")]
    folder = Path(__file__).parent / "seeds"
    found = [path.read_bytes() for path in sorted(folder.glob(f"*.{reader}"))]
    for document in (sample.everything(), api.read(sample.SEED)):
        out = io.BytesIO()
        if reader in formats.WRITERS:
            api.write(document, out, format=reader, style="plain")
            found.append(out.getvalue())
    return found


def mutate_package(data: bytes, most: int, seed: int) -> bytes:
    """A package with one member changed, lost, or renamed; now and then with its own bytes changed."""
    chance = random.Random(seed)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist()}
    except Exception:  # what is no package any more is changed as bytes
        return bytes(atheris.Mutate(data, most))
    texts = [name for name in members if name.endswith((".xml", ".xhtml", ".rels", ".opf", ".ncx", ".html", ".css"))]
    if not texts or chance.random() < 0.03:
        return bytes(atheris.Mutate(data, most))
    name = chance.choice(texts)
    action = chance.random()
    if action < 0.03:
        del members[name]
    elif action < 0.06:
        members[chance.choice(texts)] = members[name]
    elif action < 0.5:
        members[name] = swap_elements(members[name], chance)
    else:
        members[name] = bytes(atheris.Mutate(members[name], min(MOST, len(members[name]) + 4096)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for member, content in members.items():
            archive.writestr(zipfile.ZipInfo(member), content)
    return out.getvalue()[:most] if out.tell() > most else out.getvalue()


def swap_elements(data: bytes, chance: random.Random) -> bytes:
    """Markup with a piece between two angle brackets copied, moved or lost: so it often stays well-formed."""
    cuts = [place for place, byte in enumerate(data) if byte == ord("<")]
    if len(cuts) < 4:
        return data
    one, two = sorted(chance.sample(range(len(cuts)), 2))
    start, end = cuts[one], cuts[min(two, one + chance.choice((1, 2, 3, 8, 40)))]
    piece, place = data[start:end], cuts[chance.randrange(len(cuts))]
    match chance.randrange(4):
        case 0:
            return data[:place] + piece + data[place:]
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:place] + piece * chance.choice((2, 10, 200)) + data[place:]
        case _:
            numbers = [b"0", b"-1", b"65535", b"99999999999999999999", b"", b"\xe4\xb8\x80"]
            quoted = data.find(b'"', place)
            close = data.find(b'"', quoted + 1)
            return data if close < 0 else data[: quoted + 1] + chance.choice(numbers) + data[close:]


def mutate_text(data: bytes, most: int, seed: int) -> bytes:
    """Bytes changed, or pieces between brackets moved about."""
    chance = random.Random(seed)
    return swap_elements(data, chance)[:most] if b"<" in data and chance.random() < 0.4 else bytes(atheris.Mutate(data, most))


def crossed(first: bytes, second: bytes, most: int, seed: int) -> bytes:
    """The head of one file and the tail of another."""
    chance = random.Random(seed)
    return (first[: chance.randrange(len(first) + 1)] + second[chance.randrange(len(second) + 1) :])[:most]


def main() -> None:
    """Run libFuzzer until the time is over or something is found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--found", default=".")
    chosen = parser.parse_args()
    corpus = Path(tempfile.mkdtemp(prefix=f"fuzz-{chosen.reader}-"))
    for seed in seeds(chosen.reader):
        (corpus / f"{zlib.crc32(seed):08x}").write_bytes(seed)
    mutate: Callable[[bytes, int, int], bytes] = mutate_package if chosen.reader in PACKAGES else mutate_text
    flags = [f"-max_total_time={chosen.seconds}", f"-artifact_prefix={chosen.found}/{chosen.reader}-", "-timeout=900", "-rss_limit_mb=4000"]
    flags += ["-max_len=400000", "-print_final_stats=1", "-verbosity=1"]
    extra = {} if chosen.reader in PACKAGES else {"custom_crossover": crossed}
    atheris.Setup([sys.argv[0], *flags, str(corpus)], lambda data: timed(chosen.reader, data), custom_mutator=mutate, **extra)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
