"""What stands between headings: paragraphs with their roles, lists, verse, letters, questions and answers."""

from __future__ import annotations

from convert.diagnostics import Report, Severity
from convert.model import walk
from convert.model.nodes import Attrs, Block, BulletList, Contributor, Group, Inline, Item, OrderedList, Para, Rule, Span, Text, Verse
from convert.readers import bylines, credits
from convert.readers.flowing import inlines, opening_dateline, tidy_gaps
from convert.readers.labels import COUNTERS, Label
from convert.readers.lines import Gap, Line
from convert.readers.nesting import captioned_table, names_table
from convert.readers.signs import Kind, Sign, is_drawn, lead_role
from convert.readers.tables import read_tables, report_strokes
from convert.readers.talk import find_talk, introduced, role_of_speech
from convert.readers.verse import LONGEST_LINE, LONGEST_POEM, length_of_verse, may_be_verse


class Bodies:
    """Makes the blocks of a stretch of lines. Holds what is the same for the whole text."""

    def __init__(self, lines: tuple[Line, ...], signs: list[Sign], name: str, report: Report, gaps_tell: bool = True) -> None:
        self.lines = lines
        self.signs = signs
        self.name = name
        self.report = report
        self.gaps_tell = gaps_tell
        self.talk = find_talk(signs)
        self.people: list[Contributor] = []

    # -------------------------------------------------------------------------------- a stretch

    def blocks(self, start: int, end: int) -> list[Block]:
        """The blocks of the lines ``start`` to ``end`` (exclusive)."""
        made: list[Block] = []
        index = self._preamble(made, start, end)
        speaking = ""
        while index < end:
            sign = self.signs[index]
            if sign.kind is Kind.ITEM:
                index = self.items(made, index, end)
            elif sign.kind is Kind.BULLET:
                index = self._bullets(made, index, end)
            elif sign.kind is Kind.LABELLED:
                speaking = role_of_speech(sign.label, self.talk)
                made.append(self._labelled(index, speaking))
                index += 1
            elif sign.kind in _OF_VERSE and len(self.lines[index].text) <= LONGEST_LINE and (verse := self._verse_end(index, end)) > index:
                made.append(self._verse(index, verse))
                index = verse
            elif sign.kind in _RESIDUE:
                index = self._short(made, index, end)
            elif sign.kind is Kind.ROW:
                index = self._table(made, index, end)
            elif sign.kind is Kind.VERSE:
                index = self._stanza(made, index, end)
            elif sign.kind is Kind.FURNITURE:
                index = self._furniture(made, index, end)
            elif sign.kind is Kind.MINI:
                index = self._standfirst(made, index, end)
            elif sign.kind is Kind.CONTENTS:
                index = self._contents(made, index, end)
            else:
                role = _ROLES.get(sign.kind, "")
                made.append(self.para(index, speaking if sign.kind is Kind.PROSE and speaking == "answer" else role))
                index += 1
        return made

    def para(self, index: int, role: str = "", because: str = "", confidence: float = 0.9) -> Para:
        """Line ``index`` as a paragraph."""
        line = self.lines[index]
        pos = line.pos(self.name)
        self.explain(index, role or "paragraph", because or self.signs[index].because, confidence)
        if role == "credit":
            self.people.extend(credits.contributors(line.text))
        head = opening_dateline(line.text) if role in {"", "lead"} else 0
        if head:
            opening = Span((Text(tidy_gaps(line.text[:head]), pos=pos),), attrs=Attrs(role="dateline"), pos=pos)
            return Para((opening, *inlines(line.text[head:], pos, head)), attrs=Attrs(role=role) if role else _PLAIN, pos=pos)
        return Para(inlines(line.text, pos), attrs=Attrs(role=role) if role else _PLAIN, pos=pos)

    def explain(self, index: int, taken_as: str, because: str, confidence: float) -> None:
        """Record why line ``index`` was taken for what it is."""
        if self.report.explaining:
            line = self.lines[index]
            self.report.explain(line.pos(self.name), taken_as, because, confidence, line.text)

    # -------------------------------------------------------------------------------- standfirsts

    def _preamble(self, made: list[Block], start: int, end: int) -> int:
        """An editors' note that is signed (——编  者) reaches from the beginning to its signature."""
        signed = next((i for i in range(start, min(end, start + 8)) if self.signs[i].kind is Kind.EDITOR), -1)
        if signed < 0 or any(
            self.signs[i].kind not in {Kind.PROSE, Kind.EDITOR_NOTE, Kind.MINI, Kind.LABELLED} for i in range(start, signed)
        ):
            return start
        for index in range(start, signed):
            made.append(
                self.para(index, "label" if self.signs[index].kind is Kind.MINI else "editor-note", "the editors sign below it", 0.95)
            )
        made.append(self.para(signed, "signature"))
        return signed + 1

    # -------------------------------------------------------------------------------- lists

    def items(self, made: list[Block], index: int, end: int) -> int:
        """The list, or the paragraph, that begins at the numbered line ``index``; gives the line after it."""
        label = self.signs[index].label
        assert label is not None  # an ITEM bears its label
        if not self._is_list(index, end, label):
            made.append(self.para(index))
            return index + 1
        items, after = self._list(index, end, label.style)
        made.append(OrderedList(tuple(items), COUNTERS.get(label.style, ""), pos=self.lines[index].pos(self.name)))
        return after

    def _is_list(self, index: int, end: int, label: Label) -> bool:
        """A lone number is a list only if its neighbour in the count stands near, before or after."""
        if label.style == "article":
            return True
        after = self._nearest(range(index + 1, min(end, index + 60)), label.style)
        before = self._nearest(range(index - 1, max(index - 60, -1), -1), label.style)
        if label.style == "order":
            return after is not None or before is not None
        number = label.number or 0
        return (after is not None and after.number == number + 1) or (before is not None and before.number == number - 1)

    def _nearest(self, indices: range, style: str) -> Label | None:
        """The first label of ``style`` among the lines ``indices``."""
        for index in indices:
            label = self.signs[index].label
            if self.signs[index].kind is Kind.ITEM and label is not None and label.style == style:
                return label
        return None

    def _list(self, index: int, end: int, style: str) -> tuple[list[Item], int]:
        """The items of one style from ``index`` on; another style within them is a list within the item."""
        items: list[Item] = []
        last: int | None = None
        while index < end and self.signs[index].kind is Kind.ITEM:
            label = self.signs[index].label
            assert label is not None
            if label.style != style or (items and label.number == 1):
                break
            self._check_count(index, last, label)
            last = label.number
            item, index = self._item(index, end, style)
            items.append(item)
        return items, index

    def _check_count(self, index: int, last: int | None, label: Label) -> None:
        if last is not None and label.number is not None and label.number != last + 1:
            self.report.add(
                "digest.list-gap",
                f"after number {last} of a list comes {label.text}",
                severity=Severity.INFO,
                pos=self.lines[index].pos(self.name),
            )

    def _item(self, index: int, end: int, style: str) -> tuple[Item, int]:
        line, label = self.lines[index], self.signs[index].label
        assert label is not None
        self.explain(index, f"list item {label.text}", self.signs[index].because, 0.9)
        pos = line.pos(self.name)
        body: list[Block] = [Para(inlines(line.text[label.end :], pos, label.end), pos=line.pos(self.name, label.end))]
        index += 1
        if style == "article":
            stop = next((i for i in range(index, end) if self._label_style(i) == "article" or self.signs[i].kind not in _OF_ARTICLE), end)
            body.extend(self.blocks(index, stop))
            return Item(tuple(body), label.text, pos=pos), stop
        inner = self._label_style(index) if index < end else ""
        following = self.signs[index].label if index < end else None
        if inner and inner != style and following is not None and following.number == 1 and _DEPTH.get(inner, 99) > _DEPTH.get(style, 0):
            nested, after = self._list(index, end, inner)
            body.append(OrderedList(tuple(nested), COUNTERS.get(inner, ""), pos=self.lines[index].pos(self.name)))
            index = after
        return Item(tuple(body), label.text, pos=pos), index

    def _label_style(self, index: int) -> str:
        sign = self.signs[index]
        return sign.label.style if sign.kind is Kind.ITEM and sign.label is not None else ""

    def _bullets(self, made: list[Block], index: int, end: int) -> int:
        first = self.signs[index].label
        assert first is not None
        items: list[Item] = []
        begin = index
        while index < end and self.signs[index].kind is Kind.BULLET:
            label = self.signs[index].label
            if label is None or label.text != first.text:
                break
            line = self.lines[index]
            self.explain(index, f"bullet {label.text}", self.signs[index].because, 0.9)
            words = Para(inlines(line.text[label.end :], line.pos(self.name), label.end), pos=line.pos(self.name, label.end))
            items.append(Item((words,), label.text, pos=line.pos(self.name)))
            index += 1
        made.append(BulletList(tuple(items), pos=self.lines[begin].pos(self.name)))
        return index

    # -------------------------------------------------------------------------------- speech

    def _labelled(self, index: int, role: str) -> Para:
        """记者：…: a question or an answer, the label in a span; a colon in an ordinary sentence marks nothing."""
        line, label = self.lines[index], self.signs[index].label
        assert label is not None
        person = introduced(label.text)
        if person is not None:
            self.people.append(person)
        elif not role and label.text not in self.talk.speaking:
            return self.para(index, because="a sentence with a colon; nobody speaks in turn here")
        pos = line.pos(self.name)
        self.explain(index, role or "speech", "a name and a colon, in a text where people speak in turn", 0.9)
        head: Inline = Span((Text(tidy_gaps(label.text), pos=pos),), attrs=Attrs(role="label"), pos=pos)
        return Para((head, *inlines(line.text[label.end :], pos, label.end)), attrs=Attrs(role=role), pos=pos)

    # -------------------------------------------------------------------------------- short lines

    def _short(self, made: list[Block], index: int, end: int) -> int:
        """Short lines that are no headings: signatures, sentences without their stop; what is left is not understood."""
        if self._signs_off(index, end):
            made.append(self.para(index, "signature", "a name or an office below the text, above a date or a note on the author", 0.8))
            return index + 1
        if index + 1 < end and self.signs[index + 1].kind is Kind.ROW and names_table(self.lines[index].text):
            made.append(self.para(index, "caption", "a name and number of the table below it", 0.9))
            return index + 1
        if len(bylines.read_names(self.lines[index].text)) > 1:
            made.append(self.para(index, "", "a row of names", 0.8))
            return index + 1
        if _is_sentence(self.lines[index].text):
            made.append(self.para(index, "", "long enough for a sentence that lost its stop", 0.6))
            return index + 1
        run = index + 1
        while run < end and self.signs[run].kind in _RESIDUE and not self._signs_off(run, end) and not _is_sentence(self.lines[run].text):
            run += 1
        self._unrecognised(made, index, run)
        return run

    def _verse_end(self, start: int, end: int) -> int:
        """Where verse ends that begins at ``start``, ``start`` where none does."""
        stop = start
        end = min(end, start + LONGEST_POEM)
        while stop < end and self.signs[stop].kind in _OF_VERSE and len(self.lines[stop].text) <= LONGEST_LINE:
            stop += 1
            if stop == start + 4 and not may_be_verse([line.text for line in self.lines[start:stop]]):
                return start
        texts = [line.text for line in self.lines[start:stop]]
        return start + length_of_verse(texts, self.signs[start].kind is not Kind.SHORT)

    def _verse(self, start: int, end: int) -> Verse:
        lines: list[tuple[Inline, ...]] = []
        for index in range(start, end):
            line = self.lines[index]
            self.explain(index, "verse", "short lines break after commas, or have one metre", 0.7)
            lines.append((Text(tidy_gaps(line.text), pos=line.pos(self.name)),))
        return Verse(tuple(lines), pos=self.lines[start].pos(self.name))

    def _stanza(self, made: list[Block], index: int, end: int) -> int:
        stop = index + 1
        while stop < end and self.signs[stop].kind is Kind.VERSE and not (self.gaps_tell and self.lines[stop].gap is Gap.BLANK):
            stop += 1
        made.append(self._verse(index, stop))
        return stop

    def _table(self, made: list[Block], index: int, end: int) -> int:
        stop = next((i for i in range(index, end) if self.signs[i].kind is not Kind.ROW), end)
        for row in range(index, stop):
            self.explain(row, "table row", self.signs[row].because, 0.8)
        for read in read_tables(self.lines[index:stop], self.name):
            above = made[-1] if made else None
            if isinstance(above, Para) and above.role in ("caption", "") and names_table(walk.flow(above.content)):
                made[-1] = captioned_table(read.table, above)
            else:
                made.append(read.table)
            report_strokes(read.strokes, self.lines[index].pos(self.name), self.report)
            index += read.lines
        return stop

    def _signs_off(self, index: int, end: int) -> bool:
        """Whether a short line signs what stands above it: a name or an office before a date, before a note on the author, at the end."""
        after = self.signs[index + 1].kind if index + 1 < end else None
        before = self.signs[index - 1].kind if index else None
        kind = self.signs[index].kind
        if after is Kind.AUTHOR_NOTE or before is Kind.CLOSING:
            return len(self.lines[index].text) <= 20
        if after is Kind.DATE:
            return len(self.lines[index].text) <= 40 and not self.lines[index + 1].text.startswith(("（", "("))
        ends = after is None or after in {Kind.CREDIT, Kind.DATELINE}
        return ends and kind in {Kind.BYLINE, Kind.NAME} and before in {Kind.PROSE, Kind.ITEM}

    def _furniture(self, made: list[Block], index: int, end: int) -> int:
        """Lines of signs are breaks in the text; instructions of a page are set aside."""
        if is_drawn(self.lines[index].text):
            self.explain(index, "rule", "a line of signs", 0.9)
            data = (("label", tidy_gaps(self.lines[index].text)),)
            made.append(Rule(attrs=Attrs(data=data), pos=self.lines[index].pos(self.name)))
            return index + 1
        begin = index
        body: list[Block] = []
        while index < end and self.signs[index].kind is Kind.FURNITURE and not is_drawn(self.lines[index].text):
            body.append(self.para(index))
            index += 1
        made.append(Group(tuple(body), attrs=Attrs(role="furniture"), pos=self.lines[begin].pos(self.name)))
        return index

    def _standfirst(self, made: list[Block], index: int, end: int) -> int:
        """核心阅读 and the paragraphs below it, up to blank space; 编者按 likewise. Other labels stand by themselves."""
        role = lead_role(self.lines[index].text)
        made.append(self.para(index, "label"))
        if not role:
            return index + 1
        stop = index + 1
        while stop < end and stop - index <= 4 and self.signs[stop].kind in {Kind.PROSE, Kind.LABELLED}:
            if stop > index + 1 and self.lines[stop].gap is Gap.BLANK:
                break
            stop += 1
        parted = stop == end or self.lines[stop].gap is Gap.BLANK
        if not parted:
            stop = min(stop, index + 2)
        for body in range(index + 1, stop):
            made.append(self.para(body, role, f"below {self.lines[index].text}, up to blank space or a heading", 0.8))
        return stop

    def _unrecognised(self, made: list[Block], start: int, end: int) -> None:
        """Keep the lines; warn once for the run."""
        run = [(self.lines[index].text, self.lines[index].pos(self.name)) for index in range(start, end)]
        self.report.unrecognised("digest.unrecognised-line", run)
        for index in range(start, end):
            made.append(self.para(index, "unrecognised", "short, and nothing tells what it is", 0.3))

    def _contents(self, made: list[Block], index: int, end: int) -> int:
        begin = index
        body: list[Block] = []
        while index < end and self.signs[index].kind is Kind.CONTENTS:
            body.append(self.para(index, "label" if not body and self.signs[index].label is None else "", "part of the table of contents"))
            index += 1
        made.append(Group(tuple(body), attrs=Attrs(role="contents"), pos=self.lines[begin].pos(self.name)))
        return index


_PLAIN = Attrs()
#: What an article of a law may hold.
_OF_ARTICLE = frozenset({Kind.PROSE, Kind.ITEM, Kind.BULLET, Kind.LABELLED, Kind.SHORT})
_RESIDUE = frozenset({Kind.SHORT, Kind.BYLINE, Kind.NAME, Kind.LEADING, Kind.HEADING, Kind.NUMBER, Kind.MARKED, Kind.FIXED})
_OF_VERSE = frozenset({Kind.SHORT, Kind.PROSE, Kind.NAME})


def _is_sentence(text: str) -> bool:
    """Whether a line without a stop is rather a sentence than a heading: it is long, or has clauses."""
    return len(text) >= 24 or (len(text) >= 14 and "，" in text) or text.endswith(("！", "？", "!", "?"))


_ROLES = {
    Kind.EDITOR: "signature",
    Kind.EDITOR_NOTE: "editor-note",
    Kind.MINI: "label",
    Kind.CREDIT: "credit",
    Kind.AUTHOR_NOTE: "credit",
    Kind.REPORTER: "credit",
    Kind.CAPTION: "caption",
    Kind.NOTE: "note",
    Kind.DATE: "signature",
    Kind.DATELINE: "dateline",
    Kind.SALUTATION: "salutation",
    Kind.CLOSING: "closing",
    Kind.ATTRIBUTION: "signature",
}
#: Depth of styles in lists: a deeper one may stand within an item of a shallower one.
_DEPTH = {
    "article": 1,
    "first": 2,
    "is": 2,
    "must": 2,
    "other": 2,
    "order": 2,
    "comma": 2,
    "bracket": 3,
    "decimal": 4,
    "decimal-bracket": 5,
    "circled": 6,
}
