"""The code of modules out of one file. Python looks for each module in folders, and opens a file for each: hundreds at every start.

What is kept of a module holds as long as its source has the size and the moment that it had, and as long as Python would look for it in the
same folders. All else, and what is not known yet, Python finds by itself. Imports no more than it must: what is imported before this is not
hastened.
"""

from __future__ import annotations

import marshal
import os
import sys
from importlib.machinery import ExtensionFileLoader, ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location

from convert.startfile import Entry, Key, StartFile, state_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType

#: The key of the folders in which Python looked for modules.
_FOLDERS = ""
#: What is known of a module: the folder in which it was found, its file, the moment and size of that, where Python itself keeps its code.
_About = tuple[str, str, int, int, str | None]


class Bytecode:
    """Finds modules in ``file``, which is open, before Python looks for them in folders; ``learned`` is what the file does not have yet."""

    def __init__(self, file: StartFile) -> None:
        self._file = file
        self._folders = [(folder, state_of(folder)) for folder in sys.path[1:]]
        #: What lies beside the program, or where the user is, goes before all.
        self._nearer = frozenset(name.partition(".")[0] for name in _names(sys.path[0] if sys.path else ""))
        self._holds = file.path != "" and file.about(_FOLDERS) == self._folders

    def recall(self) -> None:
        """From now on, in a process that is this program's own."""
        if self._holds:
            sys.meta_path.insert(0, self)

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """As import asks for it."""
        about = self._right(name)
        if about is None:
            return None
        folder, origin, _, _, cached = about
        if name in self._nearer if path is None else folder != next(iter(path), None):
            return None
        if cached is None:
            return spec_from_file_location(name, origin, loader=ExtensionFileLoader(name, origin))
        inner = None if os.path.dirname(origin) == folder else [os.path.dirname(origin)]
        spec = spec_from_file_location(name, origin, loader=_Kept(name, origin, self._file), submodule_search_locations=inner)
        if spec is not None:
            spec.cached = cached  # else it is worked out
        return spec

    def _right(self, name: str) -> _About | None:
        """What the file has about a module, where that is still as it was."""
        about: _About | None = self._file.about(name)  # type: ignore[assignment]
        return about if about is not None and state_of(about[1]) == (about[2], about[3]) else None

    def learned(self) -> dict[Key, Entry | None]:
        """Modules of this run that the file does not have as they are; None for what holds no more."""
        if not self._file.path:
            return {}
        new: dict[Key, Entry | None] = {}
        if not self._holds:
            new = {**dict.fromkeys(self._file.names()), _FOLDERS: (b"", self._folders)}
        specs = [getattr(module, "__spec__", None) for module in list(sys.modules.values())]
        for spec in [
            spec for spec in specs if isinstance(spec, ModuleSpec) and type(spec.loader) in (SourceFileLoader, ExtensionFileLoader)
        ]:
            if not (self._holds and self._right(spec.name)) and self._usual(spec.name):
                new |= _entry(spec)
        return new

    def _usual(self, name: str) -> bool:
        """Whether a module lies where all runs look for it."""
        root = sys.modules.get(name.partition(".")[0])
        origin = getattr(root, "__file__", None) or ""
        folder = os.path.dirname(os.path.dirname(origin) if hasattr(root, "__path__") else origin)
        return name in sys.modules and (any(folder == place for place, _ in self._folders) or root is sys.modules[__package__])


def _entry(spec: ModuleSpec) -> dict[Key, Entry]:
    """What is kept of a module; nothing where it is gone or has been spoilt meanwhile."""
    loader, origin = spec.loader, spec.origin or ""
    folder = os.path.dirname(os.path.dirname(origin) if spec.submodule_search_locations is not None else origin)
    state = state_of(origin)
    try:
        code = marshal.dumps(loader.get_code(spec.name)) if isinstance(loader, SourceFileLoader) else b""
    except (OSError, ImportError, SyntaxError):
        return {}
    return {spec.name: (code, (folder, origin, *state, spec.cached if code else None))} if state else {}


class _Kept(SourceFileLoader):
    """Loads a module as Python would, but for where its code comes from."""

    def __init__(self, name: str, path: str, file: StartFile) -> None:
        super().__init__(name, path)
        self._file = file

    def get_code(self, fullname: str) -> CodeType | None:
        """As import asks for it."""
        entry = self._file.entry(fullname)
        code: CodeType | None = marshal.loads(entry) if entry else super().get_code(fullname)
        return code


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder or ".")
    except OSError:
        return []
