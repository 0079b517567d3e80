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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: Counts the ways in which the file has been written.
_FORMAT = 5
#: What may be wrong with a file that is damaged: then it is none.
_DAMAGE = (OSError, EOFError, TypeError, ValueError, IndexError)
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
        base = os.path.join(home, "Library", "Caches") if sys.platform == "darwin" else os.environ.get("XDG_CACHE_HOME", f"{home}/.cache")
    return os.path.join(base, "zhaibian") if os.path.isabs(base) else ""


class StartFile:
    """The file of this Python, of this ``version`` of the program, and of this place.

    It is a directory and entries: runs of many kinds add to it, and each looks only into what it asks for. The directory has, for each key,
    where its entry begins and ends, and what was written down beside it.
    """

    def __init__(self, version: str) -> None:
        folder = cache_folder()
        place = zlib.crc32(f"{sys.prefix}\0{__file__}".encode("utf-8", "surrogatepass"))
        name = f"start{_FORMAT}-{version}-{sys.implementation.cache_tag}-{sys.hexversion:x}-{sys.flags.optimize}-{place:08x}.bin"
        self.path = os.path.join(folder, name) if folder else ""
        self._data: mmap.mmap | None = None
        self._view = memoryview(b"")
        self.places: dict[Key, tuple[int, int, object]] = {}
        #: Values that runs before have not known.
        self.learned: dict[Key, Entry | None] = {}

    def use(self) -> None:
        """From now on ``kept`` finds values here: in a process that is this program's own."""
        _USED[:] = [self]

    def open(self) -> None:
        """Look into the file, where there is a whole one."""
        try:
            with open(self.path, "rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            view = memoryview(data)
            size = int.from_bytes(view[-8:-4], "big")
            directory = view[-8 - size : -8]
            if zlib.adler32(directory) == int.from_bytes(view[-4:], "big"):
                self._data, self._view, self.places = data, view, marshal.loads(directory)
        except _DAMAGE:
            return

    def entry(self, key: Key) -> memoryview:
        """The bytes kept for a key; empty for none."""
        start, end, _ = self.places.get(key, (0, 0, None))
        return self._view[start:end]

    def add(self, new: dict[Key, Entry | None]) -> None:
        """Write down more, or anew; what is None now is forgotten. The file is replaced as a whole, once it is on the disk."""
        self.open()  # copies of this process may have written meanwhile
        entries: dict[Key, tuple[memoryview | bytes, object] | None] = {
            **{key: (self._view[start:end], about) for key, (start, end, about) in self.places.items()},
            **new,
        }
        part = f"{self.path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            with open(part, "wb") as file:
                file.writelines(_packed({key: entry for key, entry in entries.items() if entry}))
                file.flush()
                os.fsync(file.fileno())
            entries.clear()
            self._close()
            os.replace(part, self.path)
        except (OSError, BufferError):
            return

    def _close(self) -> None:
        """Some systems replace no file that is in use."""
        if self._data is not None:
            self._view.release()
            self._data.close()
            self._view = memoryview(b"")
            self.places, self._data = {}, None


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
        try:
            file.learned[key] = marshal.dumps((state, value)), None
        except ValueError:  # of other kinds
            return value
    return value


def _packed(entries: dict[Key, tuple[memoryview | bytes, object]]) -> list[memoryview | bytes]:
    """The file: entries, their directory, its size and its sum."""
    places, at = {}, 0
    for key, (entry, about) in entries.items():
        places[key] = (at, at + len(entry), about)
        at += len(entry)
    directory = marshal.dumps(places)
    sizes = len(directory).to_bytes(4, "big"), zlib.adler32(directory).to_bytes(4, "big")
    return [*(entry for entry, _ in entries.values()), directory, *sizes]
