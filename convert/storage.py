"""Where sources and outputs lie: files of this machine, members of ZIP archives, and, through fsspec, stores such as S3 or HDFS.

A name is a path, ``archive.zip!/member.txt``, or a URL such as ``s3://bucket/a.txt``. Nothing here knows of formats.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from convert.diagnostics import ConvertError, OptionError, OutputError, SourceError, nearest

#: Stands between an archive and its member.
MEMBER = "!/"
#: The signs that make a name a pattern.
PATTERN = frozenset("*?[")
#: No member of an archive may be larger when unpacked.
_LARGEST = 1 << 30


def is_remote(name: str) -> bool:
    """Whether ``name`` is a URL of a store beyond this machine's files."""
    scheme = name.partition("://")[0]
    return scheme != name and len(scheme) > 1 and scheme != "file"


def is_pattern(name: str) -> bool:
    """Whether ``name`` may stand for many files."""
    return not PATTERN.isdisjoint(name)


def read(name: str) -> bytes:
    """The bytes under ``name``. Raises SourceError."""
    try:
        if is_remote(name):
            return bytes(_store(name).cat_file(name))
        if MEMBER in name and not os.path.exists(name):
            return _read_member(name)
        return Path(name).read_bytes()
    except ConvertError:
        raise
    except FileNotFoundError as error:
        said = "no source fits this pattern" if is_pattern(name) else f"there is no such file or folder{_near(name)}"
        raise SourceError(f"{name}: {said}") from error
    except Exception as error:  # whatever a store raises, it is one sentence
        raise SourceError(f"{name}: it cannot be read: {_why(error)}") from error


def _near(name: str) -> str:
    """What a file of this machine was perhaps meant to be."""
    folder = os.path.dirname(name) or "."
    return nearest(os.path.basename(name), os.listdir(folder)) if not is_remote(name) and os.path.isdir(folder) else ""


def read_beside(name: str, suffix: str) -> bytes:
    """The bytes of ``name`` with ``suffix``, b"" where there is nothing."""
    try:
        return read(name + suffix) if exists(name + suffix) else b""
    except SourceError:
        return b""


def exists(name: str) -> bool:
    """Whether there is something under ``name``."""
    try:
        if is_remote(name):
            return bool(_store(name).isfile(name))
        if MEMBER in name and not os.path.exists(name):
            archive, _, member = name.partition(MEMBER)
            return member in _members(archive, os.path.getmtime(archive))
        return os.path.isfile(name)
    except (OSError, zipfile.BadZipFile, ValueError):
        return False


def size(name: str) -> int:
    """How many bytes are under ``name``, -1 where there is nothing."""
    try:
        return int(_store(name).size(name) or 0) if is_remote(name) else os.path.getsize(name)
    except OSError:
        return -1


def join(folder: str, *names: str) -> str:
    """A name in ``folder``."""
    return posixpath.join(folder, *(name.replace(os.sep, "/") for name in names)) if is_remote(folder) else os.path.join(folder, *names)


def put(path: str, target: str) -> None:
    """Copy the file ``path`` to the store, where it appears whole or not at all. Raises OutputError."""
    store = _store(target)
    try:
        if _is_atomic(target):
            store.put_file(path, target)
        else:
            part = f"{target}.part"  # the same each time, so that who does it again takes it away
            store.makedirs(posixpath.dirname(target), exist_ok=True)
            store.put_file(path, part)
            if store.exists(target):
                store.rm_file(target)
            store.mv(part, target)
    except Exception as error:  # whatever a store raises, it is one sentence
        raise OutputError(f"{target}: it cannot be written: {_why(error)}") from error


def _is_atomic(target: str) -> bool:
    """Object stores show an object when its last byte has come."""
    return target.partition("://")[0] in {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oss"}


def digest(path: str) -> str:
    """The SHA-256 of a file of this machine."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def remote_files(url: str) -> Iterator[str]:
    """The URLs of all files under ``url``, a folder of a store, or those that fit it, where it is a pattern. Raises SourceError."""
    store = _store(url)
    try:
        found = store.glob(url) if any(sign in url for sign in "*?[") else store.find(url)
        for path in found:
            if store.isfile(path):
                yield f"{url.partition('://')[0]}://{path}"
    except Exception as error:
        raise SourceError(f"{url}: it cannot be listed: {_why(error)}") from error


def _store(name: str) -> Any:
    try:
        import fsspec
    except ImportError as error:
        raise OptionError(f"{name}: stores beyond this machine need fsspec; write: pip install 'zhaibian[cluster]'") from error
    try:
        return fsspec.filesystem(name.partition("://")[0])
    except (ImportError, ValueError) as error:
        raise OptionError(f"{name}: {error}") from error


# ------------------------------------------------------------------------------------------------ archives


def members(archive: str) -> list[str]:
    """The names of the files in a ZIP archive. Raises SourceError."""
    try:
        return list(_members(archive, os.path.getmtime(archive)))
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise SourceError(f"{archive}: the archive cannot be read: {_why(error)}") from error


@lru_cache(maxsize=4)
def _members(archive: str, modified: float) -> dict[str, str]:
    """The members of an archive: the name as it was meant, and as the archive has it. ``modified`` makes a changed archive another."""
    with zipfile.ZipFile(archive) as opened:
        return {_meant(info): info.filename for info in opened.infolist() if not info.is_dir()}


def _meant(info: zipfile.ZipInfo) -> str:
    """Archives made by Chinese Windows keep names in GBK, which reads as nonsense of code page 437."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _read_member(name: str) -> bytes:
    archive, _, member = name.partition(MEMBER)
    try:
        kept = _members(archive, os.path.getmtime(archive)).get(member)
        if kept is None:
            raise SourceError(f"{name}: the archive has no such file")
        with zipfile.ZipFile(archive) as opened:
            if opened.getinfo(kept).file_size > _LARGEST:
                raise SourceError(f"{name}: the file is larger than {_LARGEST >> 20} MB when unpacked")
            return opened.read(kept)
    except (OSError, zipfile.BadZipFile, RuntimeError, EOFError, ValueError) as error:
        raise SourceError(f"{name}: it cannot be read from the archive: {_why(error)}") from error


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
