"""What the user knows better than the reader (``hints``) laid over what was read: the same for every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import groupby, takewhile

from convert.diagnostics import Pos, Report, Severity
from convert.hints import NO_HINTS, PARA_ROLES, TITLE_ROLES, Hints, LineHint, MetaHint
from convert.model import walk
from convert.model.nodes import Attrs, Block, Byline, Contributor, Document, Group, Para, Quote, Section, TitleLine, Verse
from convert.transforms.titled import catalogued, retitled
from convert.transforms.unfolded import Piece, fold, lines, unfold
from convert.zh import names

_Key = tuple[Pos | None, str]


@dataclass(frozen=True, slots=True)
class Hinted:
    """Makes each hint true. What a reader has taken for that already stays as it is; a hint that fits nothing is a warning."""

    hints: Hints = NO_HINTS

    def __call__(self, document: Document, report: Report) -> Document:
        """The document as the hints have it."""
        before = walk.title_block(document.meta)
        document = replace(document, meta=retitled(document.meta, self.hints.meta))
        printed = list(lines(document))
        wanted: dict[_Key, LineHint] = {}
        for hint in (*_as_line_hints(self.hints.meta, document, printed, report), *self.hints.lines):
            for piece in _matches(hint, printed, report):
                wanted[piece.pos, piece.text] = hint
                _explain(piece, hint, report)
        if wanted:
            _silence(printed, wanted, report)
            document = _changed(document, wanted)
        return replace(document, meta=catalogued(document.meta, self.hints.meta, before))


# ------------------------------------------------------------------------------------------------ which lines


def _as_line_hints(hints: Sequence[MetaHint], document: Document, printed: list[Piece], report: Report) -> list[LineHint]:
    """Parts of the title that are not in the title block, but are a line of the text; of the others it is said that they are not printed."""
    found = []
    block = walk.squeeze("".join(walk.flow(line.content) for line in walk.title_block(document.meta)))
    for hint in hints:
        if hint.key not in TITLE_ROLES or walk.squeeze(hint.value) in block:
            continue
        if any(walk.squeeze(piece.text) == walk.squeeze(hint.value) for piece in printed):
            found.append(LineHint(hint.key, hint.pos, hint.value))
        elif hint.key != "author":
            severity = _taken_back("digest.unknown-title", report) if hint.key == "title" else Severity.INFO
            message = f"the {hint.key} “{hint.value}” is not printed in the text; it goes into the metadata only"
            report.add("hints.not-printed", message, severity=severity, pos=hint.pos, hint=_nearest_text(hint.value, printed))
    return found


def _taken_back(code: str, report: Report) -> Severity:
    """How grave the findings of ``code`` are, which are told again with the hint's place: no more than a remark, where there are none."""
    told = [finding for finding in report.diagnostics if finding.code == code]
    report.diagnostics[:] = [finding for finding in report.diagnostics if finding.code != code]
    return max((finding.severity for finding in told), default=Severity.INFO)


def _matches(hint: LineHint, printed: list[Piece], report: Report) -> list[Piece]:
    """The lines that ``hint`` means; none, and a warning, where it fits none, or several that are not the same."""
    found = _by_text(hint, printed) if hint.text else _by_number(hint, printed)
    if not found:
        near = _nearest_text(hint.text, printed) if hint.text else _nearest_row(hint.first, printed)
        report.add("hints.no-match", f"{hint.key}: there is no such line in the source", pos=hint.pos, hint=near)
        return []
    if _is_ambiguous(hint, found):
        where = ", ".join(f"{piece.pos.line}:{piece.pos.column}" for piece in found[:4] if piece.pos)
        more = "more of the line" if hint.text else "its text, or line:column"
        report.add("hints.ambiguous", f"{hint.key} fits {len(found)} lines ({where} …)", pos=hint.pos, hint=f"give {more}")
        return []
    return found


def _by_text(hint: LineHint, printed: list[Piece]) -> list[Piece]:
    words = walk.squeeze(hint.text)
    whole = [piece for piece in printed if walk.squeeze(piece.text) == words]
    return whole or [piece for piece in printed if words and walk.squeeze(piece.text).startswith(words)]


def _by_number(hint: LineHint, printed: list[Piece]) -> list[Piece]:
    there = [piece for piece in printed if piece.pos and hint.first <= piece.pos.line <= hint.last]
    return [piece for piece in there if piece.pos and piece.pos.column == hint.column] if hint.column else there


def _is_ambiguous(hint: LineHint, found: list[Piece]) -> bool:
    if hint.text:
        return len({walk.squeeze(piece.text) for piece in found}) > 1
    return len({piece.pos.line for piece in found if piece.pos}) < len(found)


def _nearest_text(text: str, printed: list[Piece]) -> str:
    size = max(len(text), 4) + 4
    starts = {piece.text[:size]: piece for piece in printed}
    close = get_close_matches(text, list(starts), n=1, cutoff=0.1)
    return _shown(starts[close[0]]) if close else ""


def _nearest_row(row: int, printed: list[Piece]) -> str:
    placed = [(abs(piece.pos.line - row), piece) for piece in printed if piece.pos]
    return _shown(min(placed, key=lambda pair: pair[0])[1]) if placed else ""


def _shown(piece: Piece) -> str:
    where = f"line {piece.pos.line}:{piece.pos.column}" if piece.pos else "a line"
    return f"the nearest is {where}: “{piece.text[:40]}”"


def _explain(piece: Piece, hint: LineHint, report: Report) -> None:
    """The user's decision takes the place of the reader's."""
    if report.explaining and piece.pos:
        report.decisions = [made for made in report.decisions if (made.pos.line, made.pos.column) != (piece.pos.line, piece.pos.column)]
        level = f" {hint.level}" if hint.level else ""
        report.explain(piece.pos, hint.role + level, f"the hints say so ({hint.pos.source}:{hint.pos.line})", 1.0, piece.text)


def _silence(printed: list[Piece], wanted: dict[_Key, LineHint], report: Report) -> None:
    """What a hint tells is unrecognised no more: a finding of a run of lines becomes findings of what is left of it."""
    places = {piece.pos: at for at, piece in enumerate(printed) if piece.node.role == "unrecognised"}
    found = list(report.diagnostics)
    report.diagnostics.clear()
    for finding in found:
        start = places.get(finding.pos, -1) if finding.code.endswith(".unrecognised-line") else -1
        run = list(takewhile(lambda piece: piece.node.role == "unrecognised", printed[start:])) if start >= 0 else []
        if not any((piece.pos, piece.text) in wanted for piece in run):
            report.diagnostics.append(finding)
            continue
        for told, rest in groupby(run, lambda piece: (piece.pos, piece.text) in wanted):
            if not told:
                report.unrecognised(finding.code, [(piece.text, piece.pos) for piece in rest])


# ------------------------------------------------------------------------------------------------ what becomes of them


def _changed(document: Document, wanted: dict[_Key, LineHint]) -> Document:
    pieces = unfold(document, lambda piece: (piece.pos, piece.text) in wanted)
    made: list[Piece] = []
    meant: list[LineHint | None] = []
    for piece in pieces:
        hint = wanted.get((piece.pos, piece.text))
        before = meant[-1] if meant else None
        made.append(_made(piece, hint, hint is before) if hint else piece)
        meant.append(hint)
    titles, body = fold(_lifted(_led(made, meant), meant, [piece.depth for piece in pieces]))
    meta = replace(
        document.meta,
        title_block=titles or document.meta.title_block,
        contributors=_people(document.meta.contributors, _speakers(pieces), _speakers(made)),
    )
    return replace(document, meta=meta, body=tuple(_runs_joined(body)))


def _speakers(pieces: Iterable[Piece]) -> dict[str, Contributor]:
    return {piece.node.name: Contributor(piece.node.name, "spk", piece.node.position) for piece in pieces if isinstance(piece.node, Byline)}


def _people(named: Sequence[Contributor], before: dict[str, Contributor], after: dict[str, Contributor]) -> tuple[Contributor, ...]:
    """Who is named, without those whose byline is none any more, with those who have got one."""
    gone = before.keys() - after.keys()
    stay = [one for one in named if one.role not in {"spk", "aut"} or one.name not in gone]
    return (*stay, *(one for name, one in after.items() if name not in before))


def _made(piece: Piece, hint: LineHint, goes_on: bool) -> Piece:
    """``piece`` as ``hint`` has it. ``goes_on``: the line before has the same hint."""
    content, pos = piece.inlines, piece.pos
    if hint.role in TITLE_ROLES:
        return Piece("title", 0, TitleLine(content, attrs=Attrs(role=hint.role), pos=pos), content)
    if hint.role == "heading":
        shell = piece.node if piece.kind == "heading" and isinstance(piece.node, Section) and not piece.joined else Section((), (), pos=pos)
        label = piece.label if shell is piece.node else ""
        return Piece("heading", hint.level or max(piece.depth, 1), shell, piece.content if label else content, label, joined=goes_on)
    if hint.role == "byline":
        return Piece("byline", piece.depth, _byline(piece.text, hint, pos), content)
    return Piece("block", piece.depth, _block(piece, hint), content)


def _block(piece: Piece, hint: LineHint) -> Block:
    content, pos = piece.inlines, piece.pos
    mark = Attrs(role=_HINTED)
    if hint.role == "verse":
        return Verse((content,), attrs=mark, pos=pos)
    if hint.role == "quote":
        return Quote((Para(content, pos=pos),), attrs=mark, pos=pos)
    if hint.role == "furniture":
        return Group((Para(content, pos=pos),), attrs=Attrs(role=f"{_HINTED}furniture"), pos=pos)
    return Para(content, attrs=Attrs(role=hint.role if hint.role in PARA_ROLES else ""), pos=pos)


_DASH = re.compile(r"\s*[—－-]{2,}\s*$")
_PARTS = re.compile(r"(?P<position>.*?\S)\s+(?P<name>\S\s+\S|\S+)")


def _byline(text: str, hint: LineHint, pos: Pos | None) -> Byline:
    """The byline as the hint parts it, else at the last gap, or where a name ends the line."""
    if hint.name or hint.position:
        return Byline(hint.position, names.closed_up(hint.name), text, pos=pos)
    bare = _DASH.sub("", text)
    found = None if names.likelihood(bare) else _PARTS.fullmatch(bare)
    position, name = (found["position"], found["name"]) if found else ("", bare)
    return Byline(position, names.closed_up(name), text, pos=pos)


def _led(pieces: list[Piece], meant: list[LineHint | None]) -> list[Piece]:
    """A byline that a hint made leads the heading below it, where none stands above it."""
    led = list(pieces)
    for at, hint in enumerate(meant):
        if hint is None or pieces[at].kind != "byline":
            continue
        above = pieces[at - 1].kind if at else ""
        below = pieces[at + 1].kind if at + 1 < len(pieces) else ""
        led[at] = replace(pieces[at], leads=below == "heading" and above not in {"heading", "byline"})
    return led


#: Groups that stand at the end of the whole text, never in the section before them.
_APART = frozenset({"colophon", "notes", "index", "contents"})


def _lifted(pieces: list[Piece], meant: list[LineHint | None], depths: list[int]) -> Iterable[Piece]:
    """What stands below a heading that a hint made belongs to it, up to the next heading of its level. ``depths``: as they were."""
    place = level = 0
    for piece, hint, depth in zip(pieces, meant, depths, strict=True):
        if piece.kind == "heading":
            if hint is not None:
                place, level = depth, piece.depth
            elif piece.depth <= level:
                level = 0
        elif level and (depth < place or (isinstance(piece.node, Group) and piece.node.role in _APART)):
            level = 0
        yield replace(piece, depth=max(piece.depth, level)) if piece.kind in {"block", "byline"} and level else piece


#: Marks what a hint made while neighbours are joined.
_HINTED = "x-hinted"


def _runs_joined(body: Iterable[Block]) -> Iterable[Block]:
    """Neighbouring lines of verse, quotation and furniture that hints made are one."""
    run: Block | None = None
    for block in body:
        joined = _joined(run, block)
        if joined is not None:
            run = joined
            continue
        if run is not None:
            yield _unmarked(run)
        run = replace(block, body=tuple(_runs_joined(block.body))) if isinstance(block, Section) else block
    if run is not None:
        yield _unmarked(run)


def _joined(one: Block | None, other: Block) -> Block | None:
    if one is None or not other.role.startswith(_HINTED) or one.role != other.role:
        return None
    match one, other:
        case Verse(), Verse():
            return replace(one, lines=one.lines + other.lines)
        case Quote(), Quote():
            return replace(one, body=one.body + other.body)
        case Group(), Group():
            return replace(one, body=one.body + other.body)
        case _:
            return None


def _unmarked(block: Block) -> Block:
    role = block.role.removeprefix(_HINTED) if block.role.startswith(_HINTED) else None
    return block if role is None else replace(block, attrs=Attrs(role=role))
