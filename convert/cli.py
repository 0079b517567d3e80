"""The command line: ``zhaibian``.

Findings go to standard error as compilers print them; what was made, and what was asked for, goes to standard output.
Exit status: 0 done; 1 done, but some sources failed, or there were findings under ``--strict``; 2 could not.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

from convert import __version__, formats
from convert.abreast import Copies
from convert.api import DEFAULT_STYLE, Job, Result, load_style, read
from convert.arguments import add_job_arguments, add_source_arguments, job_of, names_in, pair_in, parsed
from convert.batch import convert_many
from convert.diagnostics import ConvertError, Doubt, OptionError, OutputError, Report, Severity
from convert.files import STDIO
from convert.model.nodes import Document
from convert.options import check_names
from convert.printing import count, print_findings

VERSION = __version__

_DESCRIPTION = """\
Turn Chinese text into finished editions: a printable handout (PDF, DOCX), an e-book (EPUB), in simplified and traditional script.

  zhaibian talk.txt                                  PDF, DOCX and EPUB in the text's own script
  zhaibian talk.txt --edition zh-Hans,zh-Hant-TW     both scripts
  zhaibian a.txt b.txt --to epub -o books            several sources, one format, into a folder
"""
_EPILOG = """\
other commands (zhaibian COMMAND --help):
  batch SOURCE… -o DIR    whole archives: folders, patterns, ZIP files; goes on where it was left
  watch FOLDER -o DIR     converts what is dropped into a folder
  outline SOURCE    the structure that was recognised; --explain tells why
  dump SOURCE       the document as JSON
  check SOURCE OUTPUT…   is anything lost? --lint: are there slips in the text?
  script --to zh-Hant-TW   standard input in another script, a filter
  formats, styles, fonts   what is there
  compile           the slow parts in machine code (extra [fast])
"""


def run(at_end: Callable[[], None]) -> int:
    """``main`` on the arguments of the process. A request to end cleans up too. ``at_end`` is for copies of this process: done when one ends."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return main(sys.argv[1:], Copies(at_end))


def main(arguments: Sequence[str], copies: Copies | None = None) -> int:
    """Do what ``arguments`` say and return the exit status; no ConvertError leaves. ``copies`` of this process make editions side by side."""
    _speak_any_character()
    try:
        return _done(_COMMANDS[arguments[0]](arguments[1:]) if arguments and arguments[0] in _COMMANDS else _convert(arguments, copies))
    except ConvertError as error:
        print(f"zhaibian: error: {error}", file=sys.stderr)
        return 2
    except RecursionError:
        print("zhaibian: error: the document is nested too deeply", file=sys.stderr)
        return 2
    except OSError as error:  # files are the api's matter; what is left is a standard stream that is closed or full
        _give_up_output()
        if not isinstance(error, BrokenPipeError):
            print(f"zhaibian: error: the output cannot be printed: {error.strerror or error}", file=sys.stderr)
        return 2
    except ImportError as error:
        print(f"zhaibian: error: a package is missing or broken ({error}); install zhaibian anew", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("zhaibian: interrupted; what was finished is whole", file=sys.stderr)
        return 130


def _done(status: int) -> int:
    """``status``, when all that was printed has gone out. Raises OSError when it cannot."""
    if sys.stdout is not None:
        sys.stdout.flush()
    return status


def _give_up_output() -> None:
    """Let nothing more be written to standard output, not even at the exit."""
    sys.stdout = io.StringIO()


def _speak_any_character() -> None:
    """A console that cannot show a character shows a substitute, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


# ------------------------------------------------------------------------------------------------ convert


def _convert(arguments: Sequence[str], copies: Copies | None) -> int:
    parser = argparse.ArgumentParser(
        prog="zhaibian", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="text files; - is standard input")
    add_job_arguments(parser)
    parser.add_argument("--merge", metavar="NAME", nargs="?", const="", help="all sources in one volume, called NAME or as their series")
    add_source_arguments(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how results and findings are printed")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when there are warnings")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but warnings and errors")
    parser.add_argument("-v", "--verbose", action="store_true", help="print remarks too")
    parser.add_argument("--version", action="version", version=f"zhaibian {VERSION}")
    chosen, behind = parsed(parser, arguments)
    chosen.sources += behind
    if not chosen.sources:
        parser.print_help()
        return 2
    if chosen.merge and os.path.exists(chosen.merge):  # --merge a.txt b.txt: no name, but the first source
        chosen.sources.insert(0, chosen.merge)
        chosen.merge = ""
    _refuse_misspelt_command(chosen.sources[0])
    return _convert_all(chosen.sources, job_of(chosen), chosen, copies)


def _refuse_misspelt_command(word: str) -> None:
    """Raise OptionError where ``word``, given for a source, is no file and nearly a command: nothing is done, also with the sources behind."""
    if not word.isalpha() or os.path.exists(word):
        return
    from difflib import get_close_matches

    close = get_close_matches(word.lower(), _COMMANDS, n=1, cutoff=0.75)
    if close:
        raise OptionError(f"there is no command “{word}”, and no file of that name (did you mean “{close[0]}”?)")


def _read(chosen: argparse.Namespace, report: Report) -> Document:
    """The document in the source that ``chosen`` names."""
    options = tuple(pair_in(option) for option in chosen.option)
    check_names(options, ())
    return read(chosen.source, reader=chosen.reader, encoding=chosen.encoding, options=options, hints=chosen.hints, report=report)


def _convert_all(sources: Sequence[str], job: Job, chosen: argparse.Namespace, copies: Copies | None) -> int:
    to_terminal = job.output == STDIO
    failed = 0
    doubts: dict[str, tuple[Doubt, ...]] = {}
    if chosen.review:
        from convert.reviewing import check_review, write_review

        check_review(chosen.review)
    worst = Severity.INFO
    with _progress(sources, job, chosen.quiet) as tick:
        for result in _results(sources, job, chosen.merge, tick, copies):
            failed += bool(result.error)
            if not result.error and not any(found.code == "review.nothing" for found in result.diagnostics):
                doubts[result.source] = result.doubts
            worst = max([worst, *(d.severity for d in result.diagnostics)])
            if chosen.format == "json":
                print(_result_json(result), file=sys.stderr if to_terminal else sys.stdout)
            else:
                _print_result(result, quiet=chosen.quiet or to_terminal, verbose=chosen.verbose)
    attempts = 1 if chosen.merge is not None else len(sources)
    if chosen.review and doubts:
        write_review(chosen.review, doubts)
    if failed == attempts:
        return 2
    return 1 if failed or worst is Severity.ERROR or (chosen.strict and worst >= Severity.WARNING) else 0


def _results(
    sources: Sequence[str], job: Job, name: str | None, tick: Callable[[str], None] | None, copies: Copies | None
) -> Iterable[Result]:
    """The results of each source, or the one of a volume called ``name``."""
    if name is None:
        return convert_many(sources, job, made=tick, copies=copies)
    from convert.volume import convert_merged

    return [convert_merged(sources, job, name, made=tick, copies=copies)]


def _result_json(result: Result) -> str:
    import json

    tree = asdict(result)
    for diagnostic in tree["diagnostics"]:
        diagnostic["severity"] = Severity(diagnostic["severity"]).name.lower()
    return json.dumps(tree, ensure_ascii=False)


def _print_result(result: Result, *, quiet: bool, verbose: bool) -> None:
    print_findings(result.diagnostics, verbose=verbose)
    if result.error:
        print(f"zhaibian: error: {result.error}", file=sys.stderr)
    elif not quiet:
        remarks = sum(d.severity is Severity.INFO for d in result.diagnostics)
        hidden = f", {count(remarks, 'remark')} (-v shows them)" if remarks and not verbose else ""
        warnings = len(result.diagnostics) - remarks
        found = f"{count(result.sections, 'section')}, {count(result.characters, 'character')}, {count(warnings, 'warning')}{hidden}"
        print(f"{result.source}: {f'“{result.title}”' if result.title else 'no title'}: {found}")
        for path in result.outputs:
            print(f"  {path}")


@contextmanager
def _progress(sources: Sequence[str], job: Job, quiet: bool) -> Iterator[Callable[[str], None] | None]:
    """A progress bar on standard error, when it is a terminal and the work is long enough to wait for."""
    total = len(sources) * len(job.to) * max(1, len(job.editions)) * max(1, len(job.profiles))
    if quiet or not sys.stderr.isatty() or total < 4:
        yield None
        return
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread beside this one, so that it may be copied
    with tqdm(total=total, unit="file", delay=1.0, leave=False) as bar:

        def tick(path: str) -> None:
            bar.set_postfix_str(os.path.basename(path), refresh=False)
            bar.update()

        yield tick


# ------------------------------------------------------------------------------------------------ other commands


def _outline(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="zhaibian outline", description="Print the structure that was recognised.")
    parser.add_argument("source")
    parser.add_argument("--explain", action="store_true", help="tell for each line why it was taken for what it is")
    add_source_arguments(parser)
    chosen = parser.parse_args(arguments)
    from convert.model import dump

    report = Report(explaining=chosen.explain)
    document = _read(chosen, report)
    print(dump.outline(document), end="")
    if chosen.explain:
        print()
        for decision in sorted(report.decisions, key=lambda made: made.pos):
            where = f"{decision.pos.line}:{decision.pos.column}"
            print(f"{where:>9}  {decision.confidence:4.0%}  {decision.taken_as}: {decision.because}\n{'':17}{decision.text}")
    print_findings(report, verbose=True)
    return 0


def _dump(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="zhaibian dump", description="Print the document as JSON (UTF-8).")
    parser.add_argument("source")
    add_source_arguments(parser)
    chosen = parser.parse_args(arguments)
    from convert.api import write

    report = Report()
    document = _read(chosen, report)
    write(document, STDIO, format="json", style="plain", report=report)
    print_findings(report, verbose=False)
    return 0


def _check(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="zhaibian check", description="Tell whether outputs hold the whole text of their source, and what looks like a slip in it."
    )
    parser.add_argument("source")
    parser.add_argument("outputs", nargs="*", metavar="OUTPUT")
    parser.add_argument("--lint", action="store_true", help="tell what looks like a slip in the text of SOURCE itself")
    parser.add_argument("--vocabulary", metavar="REGION", default="", help="the vocabulary that the outputs were made with")
    parser.add_argument("--dictionary", metavar="FILE", default="", help="the dictionary that the outputs were made with")
    parser.add_argument("--style", default="", help="the style that the outputs were made in, for its quotation marks (default: found out)")
    add_source_arguments(parser)
    chosen = parser.parse_intermixed_args(arguments)
    if not chosen.outputs and not chosen.lint:
        raise OptionError("name an output to check, or take --lint to look at the source alone")
    from convert.check import Making, check
    from convert.files import dictionary
    from convert.lint import lint
    from convert.zh.phrases import NONE

    making = Making(chosen.vocabulary, dictionary(chosen.dictionary) if chosen.dictionary else NONE, chosen.style)
    report = Report()
    document = _read(chosen, Report())
    if chosen.lint:
        print(f"{chosen.source}: {count(lint(document, report), 'finding')}")
    for output in chosen.outputs:
        print(f"{output}: {check(document, output, report=report, making=making)}")
    print_findings(report, verbose=True)
    return 1 if (report.worst() or Severity.INFO) >= Severity.WARNING else 0


def _formats(arguments: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="zhaibian formats", description="List what can be read and written.").parse_args(arguments)
    for title, table, kind in (("reads", formats.READERS, "readers"), ("writes", formats.WRITERS, "writers")):
        print(f"{title}:")
        for row in (*table.values(), *formats.plugin_formats(kind)):
            print(f"  {row.name:<8} {', '.join(f'.{one}' for one in row.extensions):<22} {row.description}")
    print("editions:")
    for name, chinese in formats.EDITIONS.items():
        print(f"  {name:<12} {chinese}")
    return 0


def _styles(arguments: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="zhaibian styles", description="List the styles.").parse_args(arguments)
    for name in formats.style_names():
        print(f"  {name:<10} {load_style(name).description}")
    return 0


def _fonts(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="zhaibian fonts", description="List the faces that a style is set in, for each edition.")
    parser.add_argument("--parallel", metavar="A,B[,below]", default="", help="one document in two editions, beside or below each other")
    parser.add_argument("--style", default=DEFAULT_STYLE)
    parser.add_argument("--edition", default=",".join(formats.EDITIONS))
    parser.add_argument("--folder", default="", help="a folder with fonts of your own")
    parser.add_argument("--no-system", action="store_true", help="leave out the fonts of the system")
    chosen = parser.parse_args(arguments)
    from convert.layout.library import describe, searched

    system = not chosen.no_system
    style = load_style(chosen.style)
    for edition in names_in(chosen.edition, "--edition"):
        formats.edition_exists(edition)
        print(f"{edition}:")
        report = Report()
        for role, face in describe(style.resolve(edition), report, chosen.folder, system):
            print(f"  {role:<14} {face}")
        for found in report:
            print(f"  {found.message}", *([found.hint] if found.hint else []), sep="; ")
    for folder, faces in searched(chosen.folder, system):
        print(f"{folder}: {faces} faces")
    return 0


def _batch(arguments: Sequence[str]) -> int:
    from convert.cli_batch import batch

    return batch(arguments)


def _watch(arguments: Sequence[str]) -> int:
    from convert.cli_batch import watch

    return watch(arguments)


def _script(arguments: Sequence[str]) -> int:
    from convert.filtering import run as filter_

    return filter_(arguments)


def _compile(arguments: Sequence[str]) -> int:
    description = (
        "Compile the parts that take most time, once for each version; needs zhaibian[fast] and a C compiler. The outputs stay the same."
    )
    argparse.ArgumentParser(prog="zhaibian compile", description=description).parse_args(arguments)
    from convert.compiling import compile_modules
    from convert.native import MODULES

    print(f"compiling {len(MODULES)} modules; this takes a minute or two", file=sys.stderr, flush=True)
    print(f"  {compile_modules()}")
    return 0


_COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "batch": _batch,
    "watch": _watch,
    "outline": _outline,
    "dump": _dump,
    "check": _check,
    "formats": _formats,
    "styles": _styles,
    "fonts": _fonts,
    "script": _script,
    "compile": _compile,
}

__all__ = ["OutputError", "main", "run"]
