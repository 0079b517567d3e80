"""Libraries that libraries import and seldom use: their code is run when something is asked of them that only it can tell."""

from __future__ import annotations

import sys
from _thread import RLock
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

#: What dataclasses, reportlab, urllib and shutil import so. (LazyLoader of importlib would run them when they are imported a second time.)
_SELDOM_USED = frozenset(
    {
        "PIL.ExifTags",
        "PIL.Image",
        "PIL.TiffTags",
        "ast",
        "bz2",
        "inspect",
        "ipaddress",
        "lxml.etree",
        "lzma",
        "pickle",
        "reportlab.lib.rl_safe_eval",
        "tempfile",
        "textwrap",
    }
)
#: What is taken from them at every start, but not called: for each function stands one that runs the module first.
_FUNCTIONS = {
    "ast": ("literal_eval",),
    "reportlab.lib.rl_safe_eval": ("rl_extended_literal_eval", "rl_safe_eval", "rl_safe_exec", "safer_globals"),
}
#: The marks of code, which Cython asks for at every start to say what its functions are; they are the same in every Python.
_MARKS = {
    "CO_OPTIMIZED": 0x1,
    "CO_NEWLOCALS": 0x2,
    "CO_VARARGS": 0x4,
    "CO_VARKEYWORDS": 0x8,
    "CO_GENERATOR": 0x20,
    "CO_COROUTINE": 0x80,
    "CO_ASYNC_GENERATOR": 0x200,
}
#: OpenSSL, which takes longer to load than a document to be made, for sums that Python can make by itself.
_NEEDLESS = {"_hashlib": ("_md5", "_sha1", "_blake2")}

#: Held while the code of one runs: other threads wait for it.
_RUNNING = RLock()


class _Waiting(ModuleType):
    """A module whose code has not run yet."""

    def __getattr__(self, name: str) -> Any:
        if name != "__path__":  # a package has that already; import asks every module for it
            _run(self)
        if type(self) is _Waiting:  # or its code runs, and asks for what it has not made yet
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}", name=name, obj=self)
        return getattr(self, name)


def _run(module: ModuleType) -> None:
    """Run the code of a module that waits."""
    with _RUNNING:
        loader = module.__loader__
        if isinstance(loader, _Deferring):
            loader.run(module)
            module.__class__ = ModuleType


def _function(module: ModuleType, name: str) -> Callable[..., Any]:
    """What stands for a function of a module that waits."""

    def call(*given: Any, **named: Any) -> Any:
        _run(module)
        return getattr(module, name)(*given, **named)

    return call


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
        vars(module).update(_told(module))
        module.__class__ = _Waiting

    def run(self, module: ModuleType) -> None:
        """Give the module back to its own loader, and run it."""
        for name in _told(module):
            delattr(module, name)
        module.__loader__ = self._loader
        if module.__spec__:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)


def _told(module: ModuleType) -> dict[str, Any]:
    """What can be had of a module without running it."""
    functions = {name: _function(module, name) for name in _FUNCTIONS.get(module.__name__, ())}
    return {**functions, **_MARKS} if module.__name__ == "inspect" else functions


class _Finder:
    """Finds the modules of ``_SELDOM_USED``, and not those that are needless."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """As import asks for it."""
        if name in _NEEDLESS and all(map(PathFinder.find_spec, _NEEDLESS[name])):
            raise ModuleNotFoundError(f"{name} is not needed", name=name)
        spec = PathFinder.find_spec(name, path, target) if name in _SELDOM_USED else None
        if spec is not None:
            spec.loader = _Deferring(spec.loader)  # type: ignore[assignment]
        return spec


def defer() -> None:
    """From now on, in a process that is this program's own."""
    sys.meta_path.insert(0, _Finder())
