"""What commands print: findings as compilers do, counts as people do."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from convert.diagnostics import Diagnostic, Severity


def count(number: int, noun: str) -> str:
    """1 file, 2 files."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def print_findings(diagnostics: Iterable[Diagnostic], *, verbose: bool) -> None:
    """Warnings and errors to standard error, remarks too where ``verbose``."""
    for diagnostic in diagnostics:
        if verbose or diagnostic.severity > Severity.INFO:
            print(diagnostic, file=sys.stderr)
