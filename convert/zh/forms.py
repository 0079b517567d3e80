"""Tables of single characters, made of OpenCC's dictionaries by ``tests/bench/forms.py``: data, so that a conversion need not load them all."""

from __future__ import annotations

from functools import cache
from pkgutil import get_data

_DATA = "forms.txt"


@cache
def row(name: str) -> tuple[str, ...]:
    """The strings of a row: ``simplified`` and ``traditional`` have the characters that only text in that script has, the regions ``tw`` and
    ``hk`` the characters of OpenCC's standard that are written otherwise there, and their forms.
    """
    return _rows()[name]


@cache
def _rows() -> dict[str, tuple[str, ...]]:
    lines = (get_data(__package__, _DATA) or b"").decode("utf-8").splitlines()
    return {name: tuple(rest) for name, *rest in (line.split("\t") for line in lines if not line.startswith("#"))}
