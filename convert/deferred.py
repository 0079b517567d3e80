"""Libraries that libraries import and seldom use: here they are imported when something is asked of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

#: Who imports them: dataclasses, reportlab, urllib, shutil, email.
_SELDOM_USED = frozenset({"PIL.Image", "bz2", "glob", "inspect", "ipaddress", "lzma", "pickle", "tempfile", "textwrap"})


class _Deferred:
    """Finds the modules of ``_SELDOM_USED``, and lets them be executed at the first look into them."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """As import asks for it."""
        spec = PathFinder.find_spec(name, path, target) if name in _SELDOM_USED else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


def defer() -> None:
    """From now on, in a process that is this program's own."""
    sys.meta_path.insert(0, _Deferred())
