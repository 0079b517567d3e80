"""The arguments that commands of ``zhaibian`` have in common, and the job that they say."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from convert import formats
from convert.api import DEFAULT_FORMATS, DEFAULT_STYLE, Job
from convert.diagnostics import OptionError

#: Python has no translations of what argparse says, but looks for them in many folders at every start.
setattr(argparse, "_", str)  # noqa: B010 (no name that its types know)


def add_job_arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be made."""
    parser.add_argument("--to", metavar="FORMATS", default=",".join(DEFAULT_FORMATS), help="formats, by comma (default: %(default)s)")
    parser.add_argument("--edition", metavar="EDITIONS", default="", help=f"{', '.join(formats.EDITIONS)} (default: the text's own)")
    parser.add_argument("--parallel", metavar="A,B[,below]", default="", help="one document in two editions, beside or below each other")
    parser.add_argument("--style", default=DEFAULT_STYLE, help="a style by name, or a TOML file (default: %(default)s)")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--vertical", action="store_true", default=None, help="lines run downwards, from right to left")
    way.add_argument("--horizontal", dest="vertical", action="store_false", help="lines run across, even where the style is vertical")
    parser.add_argument(
        "--template", metavar="FILE.docx", default="", help="an organisation's Word template, for docx: its page, heads and styles"
    )
    parser.add_argument("-o", "--output", metavar="DIR", default=".", help="folder for the outputs; - is standard output (default: here)")
    parser.add_argument("--for", dest="profiles", metavar="NAMES", default="", help="e-books fitted to kindle, kobo, apple, weread, duokan")
    parser.add_argument(
        "--meta", metavar="NAME=VALUE", action="append", default=[], help="what the source does not tell: publisher, rights, identifier …"
    )
    parser.add_argument("--vocabulary", metavar="REGION", default="", help="tw, hk or cn: that region's words too, not only its characters")
    parser.add_argument("--dictionary", metavar="FILE", default="", help="your own phrases for editions: phrase, tab, what it becomes")
    parser.add_argument(
        "--review", metavar="FILE", default="", help="what is doubtful in editions, for an editor: a .html, .csv or .json file"
    )
    parser.add_argument("--transform", metavar="NAMES", default="", help="further transforms, by comma")
    parser.add_argument("--date", default="", help="the date that the outputs state, such as 2022-12-07")


def add_source_arguments(parser: argparse.ArgumentParser) -> None:
    """How sources are to be read."""
    parser.add_argument("--encoding", default="", help="the encoding of the sources (default: found out)")
    parser.add_argument("--from", dest="reader", metavar="FORMAT", default="", help="the format of the sources (default: by extension)")
    parser.add_argument("--hints", metavar="FILE", default="", help="what you know of the source (default: SOURCE.hints.toml beside it)")
    parser.add_argument(
        "--option", metavar="FORMAT.NAME=VALUE", action="append", default=[], help="an option of one format; may be repeated"
    )


def parsed(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The arguments parsed, options among the sources; what stands behind ``--`` is sources only."""
    at = list(arguments).index("--") if "--" in arguments else len(arguments)
    chosen, more = parser.parse_known_args(arguments[:at])  # the first sources only; argparse's own way with more makes all its help first
    unknown = [word for word in more if word.startswith("-") and word != "-"]
    if unknown:
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    return chosen, [*more, *arguments[at + 1 :]]


def job_of(chosen: argparse.Namespace) -> Job:
    """The job that the arguments say. Raises OptionError."""
    to = names_in(chosen.to, "--to")
    if chosen.template and "docx" not in to:
        raise OptionError("--template is for docx, which is not among the formats; add it to --to")
    return Job(
        to=to,
        editions=names_in(chosen.edition, "--edition") if chosen.edition else (),
        style=chosen.style,
        output=chosen.output,
        encoding=chosen.encoding,
        reader=chosen.reader,
        options=(*(pair_in(option) for option in chosen.option), *([("docx.template", chosen.template)] if chosen.template else [])),
        transforms=names_in(chosen.transform, "--transform") if chosen.transform else (),
        date=chosen.date,
        vocabulary=chosen.vocabulary,
        dictionary=chosen.dictionary,
        reviewing=bool(chosen.review),
        parallel=chosen.parallel,
        hints=chosen.hints,
        vertical=chosen.vertical,
        metadata=tuple(pair_in(fact, "--meta", "NAME=VALUE") for fact in chosen.meta),
        profiles=names_in(chosen.profiles, "--for") if chosen.profiles else (),
    )


def names_in(text: str, flag: str) -> tuple[str, ...]:
    """The names in a list parted by commas. Raises OptionError where there is none."""
    names = tuple(dict.fromkeys(name.strip() for name in text.replace("，", ",").split(",") if name.strip()))
    if not names:
        raise OptionError(f"{flag} names nothing")
    return names


def pair_in(option: str, flag: str = "--option", form: str = "FORMAT.NAME=VALUE") -> tuple[str, str]:
    """Key and value of ``KEY=VALUE``. Raises OptionError."""
    key, equals, value = option.partition("=")
    if not equals:
        raise OptionError(f"{flag} {option}: write it as {form}")
    return key.strip(), value
