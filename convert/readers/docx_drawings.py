"""Drawings of a DOCX: the pictures in them, and what they are said to show."""

from __future__ import annotations

import re

from lxml import etree

from convert.readers.docx_xml import attr, inside, kind

#: Names that programs give to pictures.
_DECORATIVE_NAME = re.compile(r"(?:picture|图片|圖片|image|图像|grafik|bild|рисунок|그림|図)\s*\d*", re.IGNORECASE)


def shown_pictures(element: etree._Element) -> list[etree._Element]:
    """The elements that show a picture in a drawing, but for those in its text boxes."""
    found: list[etree._Element] = []
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if kind(one) in {"a:blip", "v:imagedata"}:
            found.append(one)
        elif kind(one) not in {"w:txbxContent", "mc:Fallback"}:
            waiting.extend(reversed(one))
    return found


def description(drawing: etree._Element, picture: etree._Element) -> str:
    """What a picture shows: its description, else its title; names that programs give are none."""
    holders = [*inside(drawing, "wp:docPr"), *inside(drawing, "pic:cNvPr"), *picture.iterancestors()]
    for one in holders:
        for name in ("descr", "alt", "title"):
            text = " ".join(attr(one, name).split())
            if text and not _DECORATIVE_NAME.fullmatch(text):
                return text
    title = attr(picture, "o:title").strip()
    return title if not _DECORATIVE_NAME.fullmatch(title) else ""
