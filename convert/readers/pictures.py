"""Pictures and addresses in texts that name them: data URIs, files beside the text, links that are safe to keep."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from convert.model.nodes import Attrs, Inline, Link, Resource, Span, Text
from convert.readers.media import kind_of
from convert.readers.spaces import line

#: Schemes that call nothing but what a reader of the text would open himself.
_SCHEMES = frozenset(("http", "https", "mailto", "ftp", "tel", "urn", "doi"))
_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*)\s*:")
_EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/svg+xml": "svg",
    "image/webp": "webp",
    "image/avif": "avif",
}


@dataclass(slots=True)
class Pictures:
    """The pictures of a text: found in data URIs and in files ``beside`` the text; each is kept once."""

    beside: Callable[[str], bytes]
    names: dict[bytes, str] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)

    def get(self, address: str) -> str:
        """The name of the resource for ``address``, "" where there is no such picture."""
        stated, data = _data_uri(address) if address[:5].lower() == "data:" else ("", self._beside(address))
        media_type, extension = kind_of(data)
        if not media_type.startswith("image/"):
            media_type, extension = stated, _EXTENSIONS.get(stated, "")
        if not data or not extension:
            return ""
        if data not in self.names:
            self.names[data] = f"image-{len(self.names) + 1:03d}.{extension}"
            self.resources.append(Resource(self.names[data], media_type, data))
        return self.names[data]

    def _beside(self, address: str) -> bytes:
        """The bytes of a file by its relative address, as it stands or as a URL."""
        if _SCHEME.match(address) or address.startswith(("/", "\\")):
            return b""
        paths = dict.fromkeys((address, unquote(address), unquote(address.partition("?")[0].partition("#")[0])))
        return next((data for path in paths if path and (data := self.beside(path))), b"")


def _data_uri(address: str) -> tuple[str, bytes]:
    """Media type and bytes of a data URI (RFC 2397); no bytes where it is broken."""
    head, _, data = address[5:].partition(",")
    kind, *parameters = (part.strip().lower() for part in head.split(";"))
    try:
        found = unquote_to_bytes(data)
        return kind, base64.b64decode(b"".join(found.split())) if "base64" in parameters else found
    except (ValueError, binascii.Error):
        return kind, b""


def safe_href(href: str) -> str:
    """``href`` where it is a relative address or of a scheme that only shows something; else ""."""
    href = line(href)
    scheme = _SCHEME.match(href)
    try:
        urlsplit(href)
    except ValueError:
        return ""
    return href if not scheme or scheme[1].lower() in _SCHEMES else ""


def stand_in(address: str, alt: str, id_: str = "") -> list[Inline]:
    """What is shown for a picture that is not at hand: its description, which leads to it where it is on the web."""
    if not alt:
        return []
    href = safe_href(address) if address.lower().startswith(("http://", "https://")) else ""
    attrs = Attrs(id_, "image")
    return [Link((Text(alt),), href, attrs=attrs)] if href else [Span((Text(alt),), attrs=attrs)]


def missing(address: str, alt: str) -> str:
    """The words for a finding on such a picture."""
    shown = address if len(address) < 80 else f"{address[:79]}…"
    return f"the picture “{shown}” is not at hand; " + ("its description stands for it" if alt else "it is left out")
