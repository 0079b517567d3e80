"""Pictures of a package as resources of a document: named once, told apart by their first bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from convert.model.nodes import Resource

#: First bytes, media type, extension.
_MAGIC = (
    (b"\x89PNG\r\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF8", "image/gif", "gif"),
    (b"BM", "image/bmp", "bmp"),
    (b"II*\0", "image/tiff", "tiff"),
    (b"MM\0*", "image/tiff", "tiff"),
    (b"\x01\0\0\0", "image/emf", "emf"),
    (b"\xd7\xcd\xc6\x9a", "image/wmf", "wmf"),
    (b"\x01\0\x09\0", "image/wmf", "wmf"),
)
_SVG = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*<(?:\w+:)?svg[\s>]", re.DOTALL)
_BY_EXTENSION = {"jpe": "jpg", "jpeg": "jpg", "tif": "tiff"}
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def kind_of(data: bytes) -> tuple[str, str]:
    """(media type, extension) of a picture by its first bytes; ``application/octet-stream`` and ``bin`` where they say nothing."""
    for magic, media_type, extension in _MAGIC:
        if data.startswith(magic):
            return media_type, extension
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp", "webp"
    if _SVG.match(data[:4000]):
        return "image/svg+xml", "svg"
    return "application/octet-stream", "bin"


@dataclass(slots=True)
class Shelf:
    """The resources gathered so far; each member of the package becomes one, under a unique ASCII name."""

    resources: list[Resource] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _data: dict[str, bytes] = field(default_factory=dict)

    def known(self, member: str) -> str:
        """The resource that ``member`` became, "" for none so far."""
        return self._names.get(member, "")

    def put(self, member: str, data: bytes, stem: str = "") -> str:
        """The name of the resource that ``member`` becomes; ``stem`` names it, else its own file name."""
        media_type, extension = kind_of(data)
        file = member.rpartition("/")[2]
        stated = file.rpartition(".")[2].lower()
        if media_type == "application/octet-stream" and stated.isascii() and stated.isalnum() and len(stated) < 6:
            extension = _BY_EXTENSION.get(stated, stated)
        own = _UNSAFE.sub("", stem or file.rpartition(".")[0] or file).strip(".-_")[:60] or f"picture{len(self.resources) + 1}"
        name, count = f"{own}.{extension}", 1
        while name.casefold() in self._taken:
            count += 1
            name = f"{own}-{count}.{extension}"
        self._taken.add(name.casefold())
        self._names[member] = name
        self.resources.append(Resource(name, media_type, data))
        self._data[name] = data
        return name

    def data(self, name: str) -> bytes:
        """The bytes of the resource ``name``, none where there is none."""
        return self._data.get(name, b"")
