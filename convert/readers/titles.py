"""What stands around the headings of a document whose headings are marked: its title block, the numbers, and who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile
from typing import TypeAlias

from convert.model import walk
from convert.model.nodes import NO_ATTRS, Attrs, Block, Byline, Inline, Meta, Para, Text, TitleLine
from convert.readers import bylines, header
from convert.readers.lines import Gap, Line
from convert.readers.nesting import Head, Piece, Signed, typed_label

Stream: TypeAlias = list[Block | Head]

#: So many blocks may stand above a title: a picture, a motto, a notice.
_ABOVE = 2
#: So many lines below a title may belong to it.
_BELOW = 4
#: The roles of paragraphs that their source marks as lines of the title block.
NAMED = frozenset({"kicker", "title", "subtitle", "author"})
_DASH = re.compile("[—–―─]{1,2}|--")


def lifted_title(pieces: Stream) -> tuple[Head | None, Stream]:
    """The heading that is the title of the whole, and what is left: the only one of level 1, with little before it, no heading but directly."""
    place = next((i for i, piece in enumerate(pieces) if isinstance(piece, Head) and piece.level == 1), len(pieces))
    head = pieces[place] if place < min(len(pieces), _ABOVE + 1) else None
    if not isinstance(head, Head) or any(isinstance(piece, Head) for piece in pieces[: len(pieces[:place]) - len(kickers(pieces, place))]):
        return None, pieces
    rest = [*pieces[:place], *pieces[place + 1 :]]
    if any(isinstance(piece, Head) and piece.level == 1 for piece in rest):
        return None, pieces
    return head, rest


def kickers(pieces: Stream, place: int) -> list[Head | Para]:
    """What stands directly above the title, which stands or stood at ``place``: smaller headings without a text of their own, marked kickers."""
    above = list(takewhile(_is_kicker, reversed(pieces[:place])))
    return [piece for piece in reversed(above) if isinstance(piece, Head | Para)]


def _is_kicker(piece: Block | Head) -> bool:
    return (isinstance(piece, Head) and piece.level > 1) or (isinstance(piece, Para) and piece.role == "kicker")


def subtitles(pieces: Stream, place: int) -> list[Head]:
    """The headings directly below the title, which stood before ``place``, that are no section's: behind a dash, or far smaller."""
    below = list(takewhile(lambda piece: isinstance(piece, Head), pieces[place:]))
    return [piece for piece in below[:1] if isinstance(piece, Head) and _is_subtitle(piece, [*pieces[:place], *pieces[place + 1 :]])]


def _is_subtitle(head: Head, others: Stream) -> bool:
    """Whether a heading below the title goes with it: the like of it comes nowhere else, and it has a dash or leaves a level out."""
    text = walk.flow(head.title).strip()
    alone = not any(isinstance(other, Head) and other.level == head.level for other in others)
    return alone and (_DASH.match(text) is not None or (head.level > 2 and not typed_label(head.title)[0]))


def with_heads_around(meta: Meta, content: tuple[Inline, ...], pieces: Stream, place: int) -> tuple[Meta, Stream]:
    """Kickers and subtitles that are marked as headings go into the title block around ``content``, the title that stood at ``place``."""
    above, below = kickers(pieces, place), subtitles(pieces, place)
    if not above and not below:
        return replace(meta, title_block=title_lines(meta, content)), pieces
    parts = (("kicker", _words(piece), piece.attrs) for piece in above)
    lines = [*parts, ("title", content, NO_ATTRS), *(("subtitle", head.title, head.attrs) for head in below)]
    block = tuple(TitleLine(title, attrs=Attrs(attrs.id, role)) for role, title, attrs in lines)
    kicker = " ".join(title_text(_words(piece)) for piece in above) or meta.kicker
    subtitle = " ".join(_DASH.sub("", title_text(head.title)) for head in below) or meta.subtitle
    rest = [*pieces[: place - len(above)], *pieces[place + len(below) :]]
    return replace(meta, title_block=block, kicker=kicker, subtitle=subtitle), rest


def _words(piece: Head | Para) -> tuple[Inline, ...]:
    return piece.title if isinstance(piece, Head) else piece.content


def title_text(content: Iterable[Inline]) -> str:
    """A title as a bare string."""
    return " ".join(walk.flow(content).replace(walk.OBJECT, "").split())


def title_lines(meta: Meta, content: Iterable[Inline]) -> tuple[TitleLine, ...]:
    """The title block with the title as ``content``; () where the plain strings of ``meta`` say as much."""
    title = tuple(content)
    if not title or (len(title) == 1 and isinstance(title[0], Text) and title[0].text == meta.title):
        return ()
    kicker = (TitleLine((Text(meta.kicker),), attrs=Attrs(role="kicker")),) if meta.kicker else ()
    subtitle = (TitleLine((Text(f"——{meta.subtitle}"),), attrs=Attrs(role="subtitle")),) if meta.subtitle else ()
    return (*kicker, TitleLine(title, attrs=Attrs(role="title")), *subtitle)


def with_lines_below(meta: Meta, pieces: Stream) -> tuple[Meta, Stream]:
    """Subtitle, author, date and source that stand as paragraphs below the title go into the title block, and into the metadata it lacks."""
    count = 0
    while count < min(_BELOW, len(pieces)) and _below(pieces[count]):
        count += 1
    if not count:
        return meta, pieces
    below = [piece for piece in pieces[:count] if isinstance(piece, Para)]
    above = walk.title_block(meta)
    said = {walk.squeeze(walk.flow(line.content)) for line in above}
    new = [para for para in below if walk.squeeze(walk.flow(para.content)) not in said]
    lines = [TitleLine(para.content, attrs=Attrs(para.attrs.id, _below(para)), pos=para.pos) for para in new]
    parts = [header.Part(_below(para), text, _line(text)) for para in below for text in [walk.flow(para.content)]]
    found = header.metadata(header.Header(parts=parts), meta.language, "")
    values = {
        name: getattr(found, name)
        for name in ("subtitle", "series", "instalment", "date", "date_printed", "source", "contributors")
        if getattr(found, name) and not getattr(meta, name)
    }
    return replace(meta, title_block=(*above, *lines), **values), pieces[count:]


def _below(piece: Block | Head) -> str:
    """The role of a paragraph below a title, "" for none; only a line of words can have one."""
    if isinstance(piece, Para) and piece.role in {"subtitle", "author"} and _plain(piece):
        return piece.role
    return header.role_below_title(walk.flow(piece.content)) if isinstance(piece, Para) and not piece.role and _plain(piece) else ""


def _line(text: str) -> Line:
    return Line(text, 1, 1, Gap.NONE, indented=False)


def _plain(para: Para) -> bool:
    """Whether a paragraph is one line of words alone."""
    pieces = walk.leaf_texts(para.content)
    return bool(pieces) and walk.OBJECT not in pieces and "\n" not in pieces and not any(walk.notes(para.content))


def labelled(pieces: Iterable[Block | Head]) -> Iterator[Piece]:
    """The pieces with the numbers at the head of headings (第一章, 一、) taken for their labels, and the lines that name speakers for bylines."""
    headed = False
    for piece in pieces:
        if isinstance(piece, Head):
            label, title = typed_label(piece.title)
            yield replace(piece, label=label, title=title)
        elif headed and isinstance(piece, Para) and (byline := _byline(piece)):
            yield Signed(byline, walk.flow(piece.content), piece.pos)
        else:
            yield piece
        headed = isinstance(piece, Head)


def _byline(para: Para) -> Byline | None:
    """The byline that a paragraph below a heading is, as sure as the line itself makes it."""
    text = walk.flow(para.content)
    if para.role or not _plain(para):
        return None
    reading = bylines.read_byline(text) or bylines.read_name(text)
    return Byline(reading.position, reading.name, text) if reading is not None and reading.confidence >= bylines.SURE else None
