"""ZIP archives of which the same members always give the same bytes, for EPUB and DOCX.

The stream written to is never sought nor read: each member is laid out in memory, with its sizes and checksum in its local header (readers
of the ``mimetype`` entry and Java's streams want them there, EPUB 3.3 §4.2 OCF ZIP container), and is then passed on whole.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import BinaryIO, cast

#: The earliest moment that a ZIP entry can state; no entry states another.
_MOMENT = (1980, 1, 1, 0, 0, 0)
#: Unix, a plain file that its owner may write and all may read: stated on every system alike.
_UNIX = 3
_MODE = 0o100644 << 16


class _Passing(io.RawIOBase):
    """A seekable window on the end of an unseekable stream: what lies in it can still be corrected, until ``release`` passes it on."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._start = 0
        self._window = io.BytesIO()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._start + self._window.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence != io.SEEK_SET or offset < self._start:
            raise io.UnsupportedOperation("only places that have not been passed on can be sought")
        return self._start + self._window.seek(offset - self._start)

    def write(self, data: object) -> int:
        return self._window.write(data)  # type: ignore[arg-type]

    def release(self) -> None:
        """Pass on what the window holds and empty it."""
        data = self._window.getvalue()
        self._out.write(data)
        self._start += len(data)
        self._window = io.BytesIO()


def write_zip(out: BinaryIO, members: Iterable[tuple[str, bytes]], *, stored: frozenset[str] = frozenset(), level: int = 6) -> None:
    """Write ``members`` (name and content, in their order) to ``out`` as a ZIP archive; members named in ``stored`` are not compressed.

    ``members`` is taken one by one, so that no more than one need be in memory. ``level`` is that of deflate, 1 to 9.
    Raises ValueError when two members bear one name.
    """
    passing = _Passing(out)
    names: set[str] = set()
    with zipfile.ZipFile(cast("BinaryIO", passing), "w") as archive:
        for name, data in members:
            if name in names:
                raise ValueError(f"two members of the archive are called “{name}”")
            names.add(name)
            archive.writestr(_entry(name), data, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED, level)
            passing.release()
    passing.release()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.create_system = _UNIX
    entry.external_attr = _MODE
    return entry
