"""The file of what is kept from run to run, so that the program starts sooner: code of modules, patterns, methods of data classes, built-in
styles, what lies in folders of fonts.

It lies in the user's folder for caches, or in the folder that ``ZHAIBIAN_CACHE`` names ("" for none). Where it cannot be read or written, or where
this Python is made otherwise, nothing is lost but time.
"""

from __future__ import annotations

import marshal
import mmap
import os
import sys
import zlib
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: Counts the ways in which the file has been written.
_FORMAT = 7
#: A larger file holds much that no run asks for any more: it begins anew.
_LARGEST = 32 << 20
#: What may be wrong with a file that is damaged: then it is none.
_DAMAGE = (OSError, EOFError, TypeError, ValueError, IndexError)
#: Where no entry is: from where to where, its sum, and what was written down beside it.
_NOWHERE = 0, 0, zlib.adler32(b""), None
#: Keys: numbers of what ``re`` and ``dataclasses`` ask for, names of modules and of values; beside the bytes of an entry, whatever tells whether it is still right.
Key = int | str
Entry = tuple[bytes, object]


def cache_folder() -> str:
    """Where what may be lost is kept for this user; "" for nowhere."""
    if "ZHAIBIAN_CACHE" in os.environ:
        return os.environ["ZHAIBIAN_CACHE"]
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    else:
        base = os.path.join(home, "Library", "Caches") if sys.platform == "darwin" else os.environ.get("XDG_CACHE_HOME") or f"{home}/.cache"
    return os.path.join(base, "zhaibian") if os.path.isabs(base) else ""


class StartFile:
    """The file of this Python, of this ``version`` of the program, and of this place.

    It is a directory and entries: runs of many kinds add to it, and each looks only into what it asks for. The directory has, for each key,
    where its entry begins and ends, its sum, and what was written down beside it. Since code in it is run, a file that somebody else may have
    written is left alone.
    """

    def __init__(self, version: str) -> None:
        folder = cache_folder()
        place = zlib.crc32(f"{sys.prefix}\0{__file__}".encode("utf-8", "surrogatepass"))
        self._ending = f"-{sys.implementation.cache_tag}-{sys.flags.optimize}-{place:08x}.bin"
        self.path = os.path.join(folder, f"start{_FORMAT}-{version}-{sys.hexversion:x}{self._ending}") if folder else ""
        self._data: mmap.mmap | None = None
        self._view = memoryview(b"")
        self._places: dict[Key, tuple[int, int, int, object]] = {}
        #: Values that runs before have not known.
        self.learned: dict[Key, Entry | None] = {}

    def use(self) -> None:
        """From now on ``kept`` finds values here: in a process that is this program's own."""
        _USED[:] = [self]

    def open(self) -> None:
        """Look into the file, where there is a whole one."""
        try:
            with open(self.path, "rb") as file:
                if not _is_own(file.fileno()):
                    self.path = ""
                    return
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            view = memoryview(data)
            size = int.from_bytes(view[-8:-4], "big")
            directory = view[-8 - size : -8]
            if zlib.adler32(directory) == int.from_bytes(view[-4:], "big"):
                self._data, self._view, self._places = data, view, marshal.loads(directory)
        except _DAMAGE:
            return

    def entry(self, key: Key) -> memoryview:
        """The bytes kept for a key; empty for none, and where they are damaged."""
        start, end, total, _ = self._places.get(key, _NOWHERE)
        found = self._view[start:end]
        if zlib.adler32(found) != total:
            self.learned[key] = None
            return memoryview(b"")
        return found

    def about(self, key: Key) -> object:
        """What was written down beside the entry of a key; None for none."""
        return self._places.get(key, _NOWHERE)[3]

    def names(self) -> list[str]:
        """The keys that are names."""
        return [key for key in self._places if isinstance(key, str)]

    def add(self, new: dict[Key, Entry | None]) -> None:
        """Write down more, or anew; what is None now is forgotten. The file is replaced as a whole, once it is on the disk."""
        self.open()  # copies of this process may have written meanwhile
        if not self.path:
            return
        entries: dict[Key, tuple[memoryview | bytes, object] | None] = {**self._sound(), **new}
        part = f"{self.path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            with open(part, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
                file.writelines(_packed({key: entry for key, entry in entries.items() if entry}))
                file.flush()
                os.fsync(file.fileno())
            entries.clear()
            self._close()
            os.replace(part, self.path)
        except (OSError, BufferError):
            _remove(part)
            return
        self._tidy()

    def _sound(self) -> dict[Key, tuple[memoryview, object]]:
        """All entries but those that are damaged."""
        places = self._places.items() if len(self._view) < _LARGEST else ()
        return {key: (self.entry(key), about) for key, (start, end, _, about) in places if len(self.entry(key)) == end - start}

    def _tidy(self) -> None:
        """Remove what other versions have left for this Python and this place, and runs that were ended while they wrote."""
        folder, own = os.path.split(self.path)
        for name in os.listdir(folder):
            if name.startswith("start") and self._ending in name and name != own:
                _remove(os.path.join(folder, name))

    def _close(self) -> None:
        """Some systems replace no file that is in use."""
        if self._data is not None:
            self._view.release()
            self._data.close()
            self._view = memoryview(b"")
            self._places, self._data = {}, None


def state_of(path: str) -> tuple[int, int] | None:
    """The moment and the size of a file; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _is_own(file: int) -> bool:
    """Whether an open file is this user's, and nobody else may write into it, where the system tells."""
    found = os.fstat(file)
    return not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


#: The file of this process, where it has one.
_USED: list[StartFile] = []


def kept(name: str, state: Any, make: Callable[[], Any]) -> Any:
    """What ``make`` gives, as long as ``state`` is what it was. Both are of the kinds that ``marshal`` knows."""
    file = _USED[0] if _USED else None
    if file is None or not file.path:
        return make()
    key = f"={name}"  # no module has such a name
    entry = file.entry(key)
    known, value = marshal.loads(entry) if entry else (None, None)
    if known != state:
        value = make()
        with suppress(ValueError):  # of other kinds
            file.learned[key] = marshal.dumps((state, value)), None
    return value


def _packed(entries: dict[Key, tuple[memoryview | bytes, object]]) -> list[memoryview | bytes]:
    """The file: entries, their directory, its size and its sum."""
    places, at = {}, 0
    for key, (entry, about) in entries.items():
        places[key] = (at, at + len(entry), zlib.adler32(entry), about)
        at += len(entry)
    directory = marshal.dumps(places)
    sizes = len(directory).to_bytes(4, "big"), zlib.adler32(directory).to_bytes(4, "big")
    return [*(entry for entry, _ in entries.values()), directory, *sizes]
