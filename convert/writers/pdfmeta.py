"""What a PDF says about itself: the Info dictionary, XMP metadata, the identifier of the file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase import pdfdoc

from convert.model.nodes import Meta

PRODUCER = "zhaibian"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a file says that it conforms to: PDF/A-2a or PDF/A-3a (``archive`` 2 or 3; 0 for neither), PDF/UA-1 (``accessible``)."""

    archive: int = 2
    accessible: bool = True


class Info(pdfdoc.PDFObject):  # type: ignore[misc]
    """The Info dictionary: title, authors, keywords, and the moment that the document states as its own."""

    invariant = 1

    def __init__(self, meta: Meta, title: str, moment: datetime.datetime) -> None:
        self._meta = meta
        self._title = title
        self._moment = moment

    def digest(self, _signature: Any) -> None:
        """The identifier of the file is made elsewhere."""

    def format(self, document: Any) -> bytes:
        """The dictionary's bytes."""
        meta = self._meta
        date = pdfdoc.PDFString(f"D:{self._moment:%Y%m%d%H%M%S}Z")
        texts = {
            "Title": self._title,
            "Author": "; ".join(authors(meta)),
            "Subject": meta.description,
            "Keywords": ", ".join(meta.keywords),
            "Creator": PRODUCER,
            "Producer": PRODUCER,
        }
        entries = {key: pdfdoc.PDFString(text) for key, text in texts.items() if text}
        made: bytes = pdfdoc.PDFDictionary({**entries, "CreationDate": date, "ModDate": date}).format(document)
        return made


def authors(meta: Meta) -> list[str]:
    """The names of authors and speakers, each once."""
    return list(dict.fromkeys(c.name for c in meta.contributors if c.role in ("aut", "spk") and c.name))


def identifier(digest: bytes) -> bytes:
    """The ``ID`` entry of the trailer: the same bytes for the same content."""
    text = f"<{digest.hex().upper()}>".encode("ascii")
    return b"[" + text + text + b"]"


def xmp(meta: Meta, title: str, language: str, moment: datetime.datetime, claims: Claims) -> bytes:
    """The XMP packet (ISO 16684-1): Dublin Core, and what the file claims to conform to."""
    date = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    lines = [_alternative("dc:title", title, language), _list("dc:creator", "Seq", authors(meta))]
    lines += [_alternative("dc:description", meta.description, language), _list("dc:subject", "Bag", meta.keywords)]
    lines += [_list("dc:publisher", "Bag", [meta.publisher] if meta.publisher else []), _list("dc:language", "Bag", [language])]
    lines += [_alternative("dc:rights", meta.rights, language), _simple("pdf:Keywords", ", ".join(meta.keywords))]
    lines += [_simple("pdf:Producer", PRODUCER), _simple("xmp:CreatorTool", PRODUCER)]
    lines += [_simple("xmp:CreateDate", date), _simple("xmp:ModifyDate", date), _simple("dc:format", "application/pdf")]
    if claims.archive:
        lines += [_simple("pdfaid:part", str(claims.archive)), _simple("pdfaid:conformance", "A")]
    if claims.accessible:
        lines += [_simple("pdfuaid:part", "1")]
    body = "\n".join(line for line in lines if line)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" '
        'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\n'
        f"{body}\n</rdf:Description>\n{_EXTENSION if claims.accessible else ''}</rdf:RDF>\n</x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    ).encode()


#: PDF/A knows the property of PDF/UA only where the file describes it (ISO 19005-2, 6.6.2.3.3).
_EXTENSION = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def srgb() -> bytes:
    """The sRGB profile, to the byte as Little CMS makes it (ICC.1, version 4), but without the moment and the system of its making."""
    curve = _tag("para", (3).to_bytes(2, "big") + bytes(2), 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)  # IEC 61966-2-1
    white = (0.9642, 1.0, 0.82491)
    tags = {
        "desc": _in_english("sRGB built-in"),
        "cprt": _in_english("No copyright, use freely"),
        "wtpt": _tag("XYZ ", b"", *white),
        "chad": _tag("sf32", b"", 1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168),
        "rXYZ": _tag("XYZ ", b"", 0.43604, 0.22249, 0.01392),
        "bXYZ": _tag("XYZ ", b"", 0.14305, 0.06061, 0.71391),
        "gXYZ": _tag("XYZ ", b"", 0.38512, 0.7169, 0.09706),
        **dict.fromkeys(("rTRC", "gTRC", "bTRC"), curve),
        "chrm": _tag("chrm", (3).to_bytes(2, "big") + bytes(2), 0.64, 0.33, 0.3, 0.6, 0.15, 0.06),
    }
    rows, data = [len(tags).to_bytes(4, "big")], b""
    first = 128 + 4 + 12 * len(tags)
    for name, tag in tags.items():
        if tag not in data:  # all curves are one
            data += tag + bytes(-len(tag) % 4)
        rows.append(name.encode() + (first + data.index(tag)).to_bytes(4, "big") + len(tag).to_bytes(4, "big"))
    year = (1980).to_bytes(2, "big") + bytes((0, 1, 0, 1)) + bytes(6)
    head = b"lcms\4\x40\0\0mntrRGB XYZ " + year + b"acsp" + bytes(28) + _fixed(*white) + b"lcms" + bytes(44)
    return (first + len(data)).to_bytes(4, "big") + head + b"".join(rows) + data


def _tag(kind: str, before: bytes, *numbers: float) -> bytes:
    """A tag of a profile that holds numbers."""
    return kind.encode() + bytes(4) + before + _fixed(*numbers)


def _fixed(*numbers: float) -> bytes:
    """Numbers with sixteen bits behind the point (ICC.1, s15Fixed16Number)."""
    return b"".join(round(number * 65536).to_bytes(4, "big", signed=True) for number in numbers)


def _in_english(text: str) -> bytes:
    """A tag of a profile that holds a text (ICC.1, multiLocalizedUnicodeType)."""
    coded = text.encode("utf-16-be")
    return b"mluc" + bytes(7) + b"\1" + bytes(3) + b"\x0cenUS" + len(coded).to_bytes(4, "big") + bytes(3) + b"\x1c" + coded


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _simple(name: str, text: str) -> str:
    return f"<{name}>{_escaped(text)}</{name}>" if text else ""


def _alternative(name: str, text: str, language: str) -> str:
    if not text:
        return ""
    entries = "".join(f'<rdf:li xml:lang="{tag}">{_escaped(text)}</rdf:li>' for tag in ("x-default", language))
    return f"<{name}><rdf:Alt>{entries}</rdf:Alt></{name}>"


def _list(name: str, kind: str, items: Any) -> str:
    entries = "".join(f"<rdf:li>{_escaped(item)}</rdf:li>" for item in items)
    return f"<{name}><rdf:{kind}>{entries}</rdf:{kind}></{name}>" if entries else ""
