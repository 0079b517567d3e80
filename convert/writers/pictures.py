"""The pictures of a document, as an e-book can hold them (core media types, EPUB 3.3 §3.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from convert.diagnostics import OptionError, Report, Severity, counted
from convert.model.nodes import Document, Image, Resource

_MAGIC = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png", "png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg", "jpg"),
    (re.compile(rb"GIF8[79]a"), "image/gif", "gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp", "webp"),
    (re.compile(rb"\s*(<\?xml[^>]*>)?\s*(<!--.*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]", re.DOTALL), "image/svg+xml", "svg"),
)
#: An SVG that runs programs or calls other places is no picture for a book.
_ACTIVE = re.compile(rb"<script|\son\w+\s*=|javascript:|(href|src)\s*=\s*[\"'](?!#|data:)|<foreignObject", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the book: its path in the package, its manifest id, its true media type and its bytes."""

    path: str
    id: str
    media_type: str
    data: bytes


def kind_of(data: bytes) -> str:
    """The media type that the bytes themselves show, "" for none that an e-book knows."""
    return next((media_type for magic, media_type, _ in _MAGIC if magic.match(data)), "")


def _extension(media_type: str) -> str:
    return next(end for _, kind, end in _MAGIC if kind == media_type)


def cover_picture(data: bytes) -> Picture:
    """The picture of the cover. Raises OptionError for what is no picture that an e-book can hold."""
    media_type = kind_of(data)
    if not media_type or (media_type == "image/svg+xml" and _ACTIVE.search(data)):
        raise OptionError("the cover is not a picture that an e-book can hold; give a PNG, JPEG, WebP, GIF, or an SVG without scripts")
    return Picture(f"images/cover.{_extension(media_type)}", "cover-image", media_type, data)


@dataclass(slots=True)
class Pictures:
    """Gives each picture that the text shows its path, in the order of their appearance. ``used`` are those that were asked for."""

    document: Document
    report: Report
    used: dict[str, Picture] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    undescribed: set[str] = field(default_factory=set)
    moving: bool = False
    _resources: dict[str, Resource] = field(init=False)

    def __post_init__(self) -> None:
        self._resources = {resource.name: resource for resource in self.document.resources}

    def path(self, image: Image) -> str:
        """The path of a picture as seen from a text document; "" where it cannot be shown, which is reported once."""
        name = image.resource
        if name in self.left_out:
            return ""
        if name not in self.used and not self._take(name, image):
            return ""
        if not image.alt.strip():
            self.undescribed.add(name)
        return f"../{self.used[name].path}"

    def say(self) -> None:
        """Report the pictures that nobody described."""
        if self.undescribed:
            message = counted(
                "{} [picture has|pictures have] no alternative text; the book says so in its accessibility metadata", len(self.undescribed)
            )
            self.report.add("epub.no-alternative-text", message, severity=Severity.INFO)

    def _take(self, name: str, image: Image) -> bool:
        resource = self._resources.get(name)
        data = resource.data if resource else b""
        media_type = kind_of(data)
        if not media_type or (media_type == "image/svg+xml" and _ACTIVE.search(data)):
            why = "there is no such picture" if resource is None else "e-books hold PNG, JPEG, GIF, WebP and SVG without scripts"
            self.report.add("epub.omitted", f"the picture “{name}” was left out: {why}", pos=image.pos)
            self.left_out.add(name)
            return False
        number = len(self.used) + 1
        self.used[name] = Picture(f"images/i{number:03}.{_extension(media_type)}", f"i{number:03}", media_type, data)
        self.moving = self.moving or media_type in ("image/gif", "image/webp")
        return True
