"""What was checked, and the table of figures that is printed at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One thing that was tried on one subject: ``what`` names the row of the table, ``problems`` are empty where all is well."""

    what: str
    subject: str
    problems: tuple[str, ...] = ()


#: A row shows this many of its failures, each with this many problems; more are only counted.
SHOWN = 12
SHOWN_EACH = 6


def table(checks: Iterable[Check]) -> str:
    """A row for each ``what``, in the order of first appearance: how many, passed, failed."""
    rows: dict[str, list[bool]] = {}
    for check in checks:
        rows.setdefault(check.what, []).append(not check.problems)
    width = max((len(what) for what in rows), default=0)
    lines = [f"{'':<{width}}  number  passed  failed"]
    for what, passed in rows.items():
        lines.append(f"{what:<{width}}  {len(passed):6}  {sum(passed):6}  {len(passed) - sum(passed):6}")
    return "\n".join(lines)


def failures(checks: Iterable[Check]) -> str:
    """The failed checks with their problems, cut short where there are very many."""
    rows: dict[str, list[Check]] = {}
    for check in checks:
        if check.problems:
            rows.setdefault(check.what, []).append(check)
    lines = []
    for what, failed in rows.items():
        lines.append(f"\n{what}:")
        for check in failed[:SHOWN]:
            lines.extend([f"  {check.subject}", *_cut(check.problems)])
        if len(failed) > SHOWN:
            lines.append(f"  … and {len(failed) - SHOWN} more")
    return "\n".join(lines)


def _cut(problems: Sequence[str]) -> list[str]:
    shown = [f"      {problem}" for problem in problems[:SHOWN_EACH]]
    return shown if len(problems) <= SHOWN_EACH else [*shown, f"      … and {len(problems) - SHOWN_EACH} more"]


def last_line(checks: Sequence[Check]) -> str:
    """``37 passed, 0 failed``."""
    failed = sum(bool(check.problems) for check in checks)
    return f"{len(checks) - failed} passed, {failed} failed"
