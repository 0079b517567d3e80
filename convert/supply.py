"""The sources that names stand for: files, folders, patterns, archives, and folders of stores. They come one by one, never all at once."""

from __future__ import annotations

import glob
import os
import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from convert import formats, storage
from convert.diagnostics import SourceError


@dataclass(frozen=True, slots=True)
class Supplied:
    """A source: its name, and the folder below the outputs in which its outputs belong, "" for the outputs' own."""

    name: str
    folder: str = ""


def supply(names: Iterable[str], apart: Iterable[str] = ()) -> Iterator[Supplied]:
    """Every source that ``names`` stand for, folders in order of their names; what lies in the folders ``apart`` is left aside.

    In folders, archives and patterns only files that a reader is for are sources. A name that stands for nothing is one source, which will fail.
    """
    aside = {os.path.realpath(folder) for folder in apart}
    for name in names:
        yield from _of_name(name, aside)


def supply_at(root: str, path: str, apart: Iterable[str] = ()) -> Iterator[Supplied]:
    """The sources that ``path``, a file or a folder in ``root``, stands for, as if ``root`` had been named; none where it is gone."""
    aside = {os.path.realpath(folder) for folder in apart}
    relative = os.path.relpath(path, root).replace(os.sep, "/")
    here = os.path.realpath(path)
    hidden = any(part.startswith(".") for part in relative.split("/")) and relative != "."
    if hidden or not os.path.exists(path) or any(here == folder or here.startswith(folder + os.sep) for folder in aside):
        return
    below = posixpath.dirname(relative)
    if os.path.isdir(path):
        yield from _of_folder(path, "" if relative == "." else relative, aside)
    elif path.lower().endswith(".zip"):
        yield from _of_archive(path, below)
    elif is_source(path):
        yield Supplied(path, below)


def _of_name(name: str, aside: set[str]) -> Iterator[Supplied]:
    if storage.is_remote(name):
        yield from _of_store(name)
    elif os.path.isdir(name):
        yield from _of_folder(name, "", aside)
    elif name.lower().endswith(".zip") and os.path.isfile(name):
        yield from _of_archive(name, "")
    elif os.path.exists(name) or not storage.is_pattern(name):
        yield Supplied(name)
    else:
        found = _of_pattern(name, aside)
        yield next(found, Supplied(name))
        yield from found


def is_source(name: str) -> bool:
    """Whether a file is one for a reader, by its name; hidden files and hints are not."""
    base = posixpath.basename(name.replace(os.sep, "/"))
    return not base.startswith(("._", ".", "~$")) and not base.endswith(".hints.toml") and formats.has_reader(base)


def _of_folder(folder: str, below: str, aside: set[str]) -> Iterator[Supplied]:
    if os.path.realpath(folder) in aside:
        return
    with os.scandir(folder) as found:
        entries = sorted(((entry.name, entry.is_dir(follow_symlinks=False)) for entry in found), key=lambda pair: pair[0])
    for name, is_folder in entries:
        path = os.path.join(folder, name)
        if is_folder:
            if not name.startswith("."):
                yield from _of_folder(path, posixpath.join(below, name), aside)
        elif name.lower().endswith(".zip"):
            yield from _of_archive(path, below)
        elif is_source(name):
            yield Supplied(path, below)


def _of_archive(archive: str, below: str) -> Iterator[Supplied]:
    """The members of an archive, all below a folder of its name. An archive that cannot be read is one source, which will fail."""
    try:
        names = storage.members(archive)
    except SourceError:
        yield Supplied(archive + storage.MEMBER, below)
        return
    stem = os.path.splitext(os.path.basename(archive))[0]
    for name in names:
        if is_source(name) and "__MACOSX" not in name.split("/"):
            folders = [part for part in posixpath.dirname(name).split("/") if part not in {"", ".", ".."}]
            yield Supplied(f"{archive}{storage.MEMBER}{name}", posixpath.join(below, stem, *folders))


def _of_pattern(pattern: str, aside: set[str]) -> Iterator[Supplied]:
    root = os.path.dirname(pattern[: min(pattern.index(sign) for sign in storage.PATTERN if sign in pattern)])
    for path in sorted(glob.iglob(pattern, recursive=True)):
        if os.path.isdir(path):
            continue
        below = os.path.dirname(os.path.relpath(path, root or "."))
        if path.lower().endswith(".zip"):
            yield from _of_archive(path, below.replace(os.sep, "/"))
        elif is_source(path) and not any(os.path.realpath(path).startswith(folder + os.sep) for folder in aside):
            yield Supplied(path, below.replace(os.sep, "/"))


def _of_store(url: str) -> Iterator[Supplied]:
    root = url.rstrip("/")
    fixed = root[: min([root.index(sign) for sign in storage.PATTERN if sign in root], default=len(root))]
    for name in storage.remote_files(root):
        if is_source(name):
            below = posixpath.dirname(name[len(fixed) :].lstrip("/")) if name.startswith(fixed) else ""
            yield Supplied(name, below)
