"""zhaibian (摘编): Chinese text into finished editions.

The five names of the interface: ``read``, ``apply``, ``write``, ``convert_file``, ``convert_many`` (with ``Job``, what to make).

The way of the data: bytes → Source → reader → Document → transforms → Document → writer → bytes. A module imports only from floors
below its own::

    cli           the command line
    batch, check  many sources; nothing lost
    api           the only place that touches files
    formats       the format table, the door to plug-ins
    readers       digest and its parts, json
    transforms    traditional
    writers       pdf, docx, epub and their parts, txt, json
    layout        the Chinese composer
    stylesheet    styles as data
    zh            characters, numerals, names, script
    source        bytes into text
    model         nodes (the treaty), walk, dump
    diagnostics   findings and errors
"""

from __future__ import annotations

import typing

if typing.TYPE_CHECKING:
    from convert.api import Job, Result, apply, convert_file, read, write
    from convert.batch import convert_many

__all__ = ["Job", "Result", "apply", "convert_file", "convert_many", "read", "write"]


def __getattr__(name: str) -> object:
    """Import a name of the interface when it is asked for, so that ``import convert`` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module “convert” has no attribute “{name}”")
    from importlib import import_module

    return getattr(import_module("convert.batch" if name == "convert_many" else "convert.api"), name)


def __dir__() -> list[str]:
    return __all__
