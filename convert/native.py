"""Modules that were compiled to machine code, and how they come to be used in the place of their sources.

The package is pure Python and needs none of this. ``zhaibian compile`` (extra ``[fast]``; see ``compiling``) turns the modules of ``MODULES`` into
one library in the user's folder for caches. Packages with such modules ask for it first (``folders``). It lies under a digest of all sources of this
package, so that what was compiled from other sources is never used: a changed or new version is pure Python until it is compiled anew.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import zlib
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader
from pathlib import Path

from convert.startfile import cache_folder

#: What is compiled: where most of the time goes. A class and all that inherit from it go together. The package of each must ask for ``folders``.
MODULES = (
    "convert.layout.breaks",
    "convert.layout.flow",
    "convert.layout.inline",
    "convert.writers.pdfaxes",
    "convert.writers.pdfline",
    "convert.writers.pdfpage",
    "convert.writers.pdfupright",
)
#: The library that holds the code of all of them, and the variable of the environment that turns it off.
LIBRARY, OFF = "zhaibian__mypyc", "ZHAIBIAN_PURE"

PACKAGE = Path(__file__).resolve().parent


def folders(package: str) -> list[str]:
    """The folder with the compiled modules of ``package``, to stand first in its ``__path__``; none where they are not to be had."""
    place = _loaded()
    return [str(place.joinpath(*package.split(".")))] if place else []


@cache
def _loaded() -> Path | None:
    """Where the compiled modules lie, their library loaded."""
    cached = None if os.environ.get(OFF) else home()
    if cached is None or not cached.is_dir():
        return None
    place = cached / digest()
    file = place / f"{LIBRARY}{EXTENSION_SUFFIXES[0]}"
    try:
        spec = importlib.util.spec_from_file_location(LIBRARY, file, loader=ExtensionFileLoader(LIBRARY, str(file)))
        if spec is None or spec.loader is None or not file.is_file():
            return None
        sys.modules[LIBRARY] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    except (ImportError, OSError):  # made for another system or damaged: the sources do the same
        sys.modules.pop(LIBRARY, None)
        return None
    return place


def home() -> Path | None:
    """The folder for what was compiled from this copy of the package; None where the user has no folder for caches."""
    base = cache_folder()
    place = str(PACKAGE).encode("utf-8", "surrogatepass")
    return Path(base, "native", f"{zlib.crc32(place):08x}{zlib.adler32(place):08x}") if base else None


def digest(package: Path = PACKAGE) -> str:
    """A name for the present state: the Python that runs, and all sources of ``package`` as Python itself knows them, by size and moment."""
    from hashlib import sha256  # many a run needs no other

    found = [sys.version, EXTENSION_SUFFIXES[0]]
    folders = [str(package)]
    for folder in folders:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_dir() and entry.name != "__pycache__":
                    folders.append(entry.path)
                elif entry.name.endswith(".py"):
                    state = entry.stat()
                    found.append(f"{entry.path[len(folders[0]) :]}\0{state.st_size}\0{state.st_mtime_ns}")
    return sha256("\n".join(found).encode("utf-8", "surrogatepass")).hexdigest()[:20]
