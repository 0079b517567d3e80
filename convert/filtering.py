"""``zhaibian script``: a plain filter from one script to another, a drop-in for ``opencc``, whose options it takes."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from convert.diagnostics import OptionError, SourceError, nearest
from convert.files import STDIO, dictionary, opened, replacing
from convert.zh import phrases, script
from convert.zh.cells import joined
from convert.zh.phrases import Phrases

#: Lines are converted in stretches of so many bytes, so that a file of any size goes through.
_STRETCH = 1 << 16

#: What the configurations of OpenCC are here: language, the script of the input, vocabulary.
_CONFIGS = {
    "s2t": ("zh-Hant", "zh-Hans", ""),
    "s2tw": ("zh-Hant-TW", "zh-Hans", ""),
    "s2twp": ("zh-Hant-TW", "zh-Hans", "tw"),
    "s2hk": ("zh-Hant-HK", "zh-Hans", ""),
    "s2hkp": ("zh-Hant-HK", "zh-Hans", "hk"),
    "t2s": ("zh-Hans", "zh-Hant", ""),
    "tw2s": ("zh-Hans", "zh-Hant-TW", ""),
    "hk2s": ("zh-Hans", "zh-Hant-HK", ""),
    "tw2sp": ("zh-Hans", "zh-Hant-TW", "cn"),
    "t2tw": ("zh-Hant-TW", "zh-Hant", ""),
    "t2hk": ("zh-Hant-HK", "zh-Hant", ""),
    "tw2t": ("zh-Hant", "zh-Hant-TW", ""),
    "hk2t": ("zh-Hant", "zh-Hant-HK", ""),
}
#: Configurations of OpenCC that have no counterpart, with what may be used.
_MISSING = {
    "hk2sp": "words of Hong Kong do not become those of the mainland; hk2s converts the characters",
    "t2jp": "Japanese is left alone",
    "jp2t": "Japanese is left alone",
}


def run(arguments: Sequence[str]) -> int:
    """Convert as ``arguments`` say; the exit status. Raises OptionError, SourceError, OutputError."""
    chosen = _parser().parse_args(arguments)
    language, way = _way(chosen)
    choices = dictionary(chosen.dictionary).of(language) if chosen.dictionary else phrases.NONE
    with _target(chosen.output) as target, opened(chosen.input) as source:
        pieces = [source.read()] if chosen.document else iter(lambda: source.readlines(_STRETCH), [])
        done = 0
        for piece in pieces:
            data = piece if isinstance(piece, bytes) else b"".join(piece)
            text = _decoded(data, chosen.input, done)
            done += data.count(b"\n")
            target.write((_whole(text, way, choices) if chosen.document else _by_lines(text, way, choices)).encode("utf-8"))
        target.flush()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zhaibian script", description="Convert text (UTF-8) to another script of Chinese, line by line, as opencc does: a filter."
    )
    parser.add_argument("--to", metavar="LANGUAGE", help="zh-Hans, zh-Hant, zh-Hant-TW, zh-Hant-HK (default: zh-Hant-TW)")
    parser.add_argument("--source", metavar="LANGUAGE", default="", help="the script of the input (default: the other one)")
    parser.add_argument("--vocabulary", metavar="REGION", default="", help="tw, hk or cn: that region's words too, not only its characters")
    parser.add_argument("--dictionary", metavar="FILE", default="", help="your own phrases, a line each: phrase, tab, what it becomes")
    parser.add_argument(
        "--document", action="store_true", help="the input is one text: quotations go through lines, names are decided once for all"
    )
    parser.add_argument("-i", "--input", metavar="FILE", default=STDIO, help="read this file, not standard input")
    parser.add_argument("-o", "--output", metavar="FILE", default=STDIO, help="write this file, not standard output")
    parser.add_argument("-c", "--config", metavar="NAME", default="", help=f"as opencc has it: {', '.join(_CONFIGS)}")
    return parser


def _way(chosen: argparse.Namespace) -> tuple[str, script.Route]:
    """The language and the way that are asked for, by our options or OpenCC's. Raises OptionError."""
    if not chosen.config:
        language = chosen.to or "zh-Hant-TW"
        return language, script.route(language, chosen.source, chosen.vocabulary)
    if chosen.to or chosen.source:
        raise OptionError("-c says the script of input and output already; leave out --to and --source")
    name = chosen.config.removesuffix(".json")
    if name in _MISSING:
        raise OptionError(f"-c {name} has no counterpart here: {_MISSING[name]}")
    if name not in _CONFIGS and (name != Path(name).name or Path(chosen.config).exists()):
        raise OptionError(f"{chosen.config}: configurations of your own are not read; name one of {', '.join(_CONFIGS)}, with --dictionary")
    if name not in _CONFIGS:
        raise OptionError(f"there is no configuration “{name}”{nearest(name, _CONFIGS)}")
    language, source, vocabulary = _CONFIGS[name]
    return language, script.route(language, source, chosen.vocabulary or vocabulary)


def _target(name: str) -> AbstractContextManager[BinaryIO]:
    """Where the text goes: a file appears whole or not at all, standard output as it comes."""
    if name != STDIO:
        return replacing(name)
    if sys.stdout is None:
        raise OptionError("zhaibian script is a filter: it needs standard output, or -o FILE")
    return nullcontext(sys.stdout.buffer)


def _decoded(data: bytes, name: str, lines: int) -> str:
    """``data`` as text; ``lines`` stand before it. Raises SourceError, with the line, where it is not in UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = lines + data.count(b"\n", 0, error.start) + 1
        source = "standard input" if name == STDIO else name
        raise SourceError(f"{source} is not in UTF-8: {error.reason} in line {line:,}; convert it first") from error


def _lines(text: str) -> Iterator[str]:
    """The lines of ``text`` with their ends, whichever they are."""
    return io.StringIO(text, newline="")


def _by_lines(text: str, way: script.Route, choices: Phrases) -> str:
    return "".join(map(joined, script.convert_paragraphs(list(_lines(text)), way, choices=choices, apart=True).cells))


def _whole(text: str, way: script.Route, choices: Phrases) -> str:
    lines = list(_lines(text))
    persons = script.persons_in(lines, ()) if way.source == "s" else script.NOBODY
    return "".join(map(joined, script.convert_paragraphs(lines, way, persons=persons, choices=choices).cells))
