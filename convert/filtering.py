"""``zhaibian script``: a plain filter from one script to another, standard input to standard output, a drop-in for ``opencc``."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from typing import TextIO

from convert.diagnostics import OptionError, SourceError
from convert.files import dictionary
from convert.zh import phrases, script
from convert.zh.phrases import Phrases

#: Lines are converted in stretches of so many characters, so that a file of any size goes through.
_STRETCH = 1 << 16


def run(arguments: Sequence[str]) -> int:
    """Convert standard input as ``arguments`` say; the exit status. Raises OptionError, SourceError."""
    parser = argparse.ArgumentParser(
        prog="zhaibian script", description="Convert standard input (UTF-8) to another script of Chinese, line by line, to standard output."
    )
    parser.add_argument(
        "--to", metavar="LANGUAGE", default="zh-Hant-TW", help="zh-Hans, zh-Hant, zh-Hant-TW, zh-Hant-HK (default: %(default)s)"
    )
    parser.add_argument("--source", metavar="LANGUAGE", default="", help="the script of the input (default: the other one)")
    parser.add_argument("--vocabulary", metavar="REGION", default="", help="tw or hk: that region's words too, not only its characters")
    parser.add_argument("--dictionary", metavar="FILE", default="", help="your own phrases, a line each: phrase, tab, what it becomes")
    parser.add_argument(
        "--document", action="store_true", help="the input is one text: quotations go through lines, names are decided once for all"
    )
    chosen = parser.parse_args(arguments)
    way = script.route(chosen.to, chosen.source, chosen.vocabulary)
    choices = dictionary(chosen.dictionary) if chosen.dictionary else phrases.NONE
    source, target = _streams()
    try:
        if chosen.document:
            target.write(_whole(source.read(), way, choices))
        else:
            for lines in _stretches(source):
                target.writelines(_converted(line, way, choices) for line in lines)
        target.flush()
    except UnicodeDecodeError as error:
        raise SourceError(f"standard input is not in UTF-8: {error.reason} at byte {error.start:,}; convert it first") from error
    finally:
        target.detach()
    return 0


def _streams() -> tuple[TextIO, io.TextIOWrapper]:
    """Standard input and output as UTF-8, ends of lines as they are."""
    if sys.stdin is None or sys.stdout is None:
        raise OptionError("zhaibian script is a filter: it needs standard input and output")
    return (
        io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline=""),
        io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline=""),
    )


def _stretches(source: TextIO) -> Iterator[list[str]]:
    while lines := source.readlines(_STRETCH):
        yield lines


def _converted(line: str, way: script.Route, choices: Phrases) -> str:
    return "".join(script.convert_paragraphs([line], way, choices=choices).cells[0])


def _whole(text: str, way: script.Route, choices: Phrases) -> str:
    lines = text.splitlines(keepends=True)
    persons = script.persons_in(lines, ()) if way.source == "s" else script.NOBODY
    return "".join("".join(cells) for cells in script.convert_paragraphs(lines, way, persons=persons, choices=choices).cells)
