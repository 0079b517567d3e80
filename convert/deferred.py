"""Libraries that libraries import and seldom use: their code is run when something is asked of them that only it can tell."""

from __future__ import annotations

import sys
from _thread import RLock
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

#: What dataclasses, reportlab, urllib and shutil import so. (LazyLoader of importlib would run them when they are imported a second time.)
_SELDOM_USED = frozenset(
    {"PIL.ExifTags", "PIL.Image", "PIL.TiffTags", "bz2", "inspect", "ipaddress", "lxml.etree", "lzma", "pickle", "tempfile", "textwrap"}
)
#: What is asked of them at every start, and is told without them: the marks of code (Cython: what it has compiled says so of its functions).
_TOLD = {
    "inspect": {
        "CO_OPTIMIZED": 0x1,
        "CO_NEWLOCALS": 0x2,
        "CO_VARARGS": 0x4,
        "CO_VARKEYWORDS": 0x8,
        "CO_GENERATOR": 0x20,
        "CO_COROUTINE": 0x80,
        "CO_ASYNC_GENERATOR": 0x200,
    }
}

#: Held while the code of one runs: other threads wait for it.
_RUNNING = RLock()


class _Waiting(ModuleType):
    """A module whose code has not run yet."""

    def __getattr__(self, name: str) -> Any:
        with _RUNNING:
            loader = self.__loader__
            if isinstance(loader, _Deferring):
                loader.run(self)
                self.__class__ = ModuleType
        if type(self) is _Waiting:  # its code runs, and asks for what it has not made yet
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}", name=name, obj=self)
        return getattr(self, name)


class _Deferring:
    """Loads a module without running it; ``run`` is for later."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """As import asks for it."""
        made: ModuleType | None = self._loader.create_module(spec)
        return made

    def exec_module(self, module: ModuleType) -> None:
        """As import asks for it: nothing yet."""
        vars(module).update(_TOLD.get(module.__name__, {}))
        module.__class__ = _Waiting

    def run(self, module: ModuleType) -> None:
        """Give the module back to its own loader, and run it."""
        module.__loader__ = self._loader
        if module.__spec__:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)


class _Finder:
    """Finds the modules of ``_SELDOM_USED``."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """As import asks for it."""
        spec = PathFinder.find_spec(name, path, target) if name in _SELDOM_USED else None
        if spec is not None:
            spec.loader = _Deferring(spec.loader)  # type: ignore[assignment]
        return spec


def defer() -> None:
    """From now on, in a process that is this program's own."""
    sys.meta_path.insert(0, _Finder())
