"""On which page does a heading stand? Counted on the line grid, without a layout engine.

Body text stands on the grid and everything else has exact heights of whole rows, so rows can be counted: of lines (``docx_lines``), with
keeping with the next, widows and orphans of two lines, and footnotes. The table of contents can then carry its page numbers from the start, and
no reader is asked to update fields.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from convert.writers.docx_geometry import HAIR_BELOW, Geometry
from convert.writers.docx_looks import Look, line_height


@dataclass(slots=True)
class Slot:
    """A paragraph, a row of a table or a picture as something that takes room. Heights in twips; ``key`` to ask its page by.

    ``whole``: not to be parted. ``notes``: the lines that have footnotes, with the heights of these. ``repeats``: the height of the table's head, which
    comes again where the row begins a page. ``grid``: its lines stand on the grid. ``laid``: how many pages below
    the last page break LibreOffice first lays it, which the pager finds. ``tall``: the lines that take two rows; ``more``: what others are higher by, in all.
    """

    style: str
    line: int
    lines: int
    before: int = 0
    after: int = 0
    keep_next: bool = False
    page_break: bool = False
    contextual: bool = False
    whole: bool = False
    notes: tuple[tuple[int, int], ...] = ()
    repeats: int = 0
    key: Hashable = None
    grid: bool = False
    laid: int = 0
    tall: frozenset[int] = frozenset()
    more: int = 0

    def height(self, start: int, end: int) -> int:
        """The height of the lines from ``start`` to ``end``."""
        return (end - start + sum(start <= number < end for number in self.tall)) * self.line

    def fitting(self, start: int, end: int, room: int) -> int:
        """How many of the lines from ``start`` to ``end`` fit into ``room``."""
        fit = min(end - start, max(0, room) // max(1, self.line))
        while fit and self.tall and self.height(start, start + fit) > room:
            fit -= 1
        return fit


def slot(
    look: Look,
    lines: int,
    pitch: int,
    *,
    notes: tuple[tuple[int, int], ...] = (),
    key: Hashable = None,
    tall: frozenset[int] = frozenset(),
    more: int = 0,
) -> Slot:
    """The room that a paragraph of ``lines`` lines takes in this look; the others as in ``Slot``."""
    return Slot(
        look.id,
        line_height(look, pitch),
        lines,
        round(look.before * pitch),
        round(look.style.after * pitch),
        look.style.keep_next,
        look.page_break,
        look.contextual,
        look.keep_lines,
        notes,
        key=key,
        grid=not (look.exact or look.least),
        tall=tall,
        more=more,
    )


#: The rule above footnotes with the space around it.
_NOTE_RULE = 120


@dataclass(slots=True)
class _Draft:
    """Where LibreOffice lays paragraphs before it has formatted any: so many to a page, if the document is not a short one.

    It then draws paragraphs back to the pages before as long as there is room.
    """

    paragraphs: int
    _pages: int = 0
    _here: int = 0

    def lay(self, *, page_break: bool) -> int:
        """How many pages below the last page break the next paragraph comes."""
        if page_break:
            self._pages = self._here = 0
            return 0
        most = min(53, 20 + self.paragraphs // 1000 * 3)
        self._here += 1
        if self.paragraphs > _SHORT and self._here > most:
            self._pages, self._here = self._pages + 1, 0
        return self._pages


#: Of so many paragraphs is a document that LibreOffice formats without such a draft.
_SHORT = 100


@dataclass(slots=True)
class Pager:
    """Takes slots in order and knows afterwards the page of each that bears a key. Keeps no more than one chain of kept paragraphs.

    ``note_line`` is the height of a line of footnotes: one that does not fit goes on at the foot of the next page. ``paragraphs``: how many there are
    in all, about.
    """

    shape: Geometry
    widows: bool = True
    note_line: int = 1
    columns: int = 1
    paragraphs: int = 0
    page: int = 1
    pages: dict[Hashable, int] = field(default_factory=dict)
    _column: int = 0
    _y: int = 0
    _top: int = 0
    _notes: int = 0
    _carried: int = 0
    _after: int = 0
    _style: str = ""
    _run_over: bool = False
    _chain: list[Slot] = field(default_factory=list)
    _broken: int = 1
    _draft: _Draft = field(init=False)

    def __post_init__(self) -> None:
        self._draft = _Draft(self.paragraphs)

    def add(self, item: Slot) -> None:
        """Place ``item``, or hold it back until what it is kept with has come. What begins a page is kept with nothing above."""
        if item.page_break:
            self.flush()
        item.laid = self._draft.lay(page_break=item.page_break)
        self._chain.append(item)
        if not item.keep_next:
            self.flush()

    def flush(self) -> None:
        """Place what was held back."""
        chain, self._chain = self._chain, []
        if not chain:
            return
        if self._y > self._top and not chain[0].page_break and not self._begins_here(chain):
            self._turn()
            self._y += chain[0].repeats
        for item in chain:
            self._place(item)

    def new_page(self) -> None:
        """Go on at the head of a new page."""
        self.flush()
        self._column = self.columns
        self._turn()
        self._broken, self._draft = self.page, _Draft(self.paragraphs)

    def set_columns(self, columns: int) -> None:
        """Go on in ``columns`` columns below what stands on the page."""
        self.flush()
        self.columns, self._column, self._top = columns, 0, self._y

    def left(self) -> int:
        """What is left of the page, in twips, below all that has come; in columns, of the last."""
        self.flush()
        return max(0, self._room() - self._after)

    def _capacity(self) -> int:
        """The rows of the grid alone: LibreOffice parts the hair that the type area is higher above and below them."""
        return self.shape.rows * self.shape.pitch - self._notes

    def _room(self) -> int:
        return self._capacity() - self._y

    def _before(self, item: Slot, style: str, after: int) -> int:
        """What the space above ``item`` adds behind a paragraph of ``style`` with the space ``after``: the larger of both parts them.

        Where a page or column runs over, there is none.
        """
        if self._y == self._top and style == "" and self._run_over:
            return 0
        if item.contextual and item.style == style:
            return -after
        return max(0, item.before - after)

    def _begins_here(self, chain: list[Slot]) -> bool:
        """Whether enough of the chain fits on the page for it to begin there: all but the tail of the last paragraph."""
        height, style, after = 0, self._style, self._after
        for item in chain[:-1]:
            height += self._before(item, style, after) + item.height(0, item.lines) + item.more + item.after
            height += sum(room for _, room in item.notes)
            style, after = item.style, item.after
        last = chain[-1]
        head = last.lines if last.whole else min(last.lines, self._least(last, chain[0].laid))
        return self._take(last, 0, head, height + self._before(last, style, after))[0] == head

    def _least(self, item: Slot, laid: int) -> int:
        """How many lines of a paragraph must stand where it begins: three are not parted into two and one.

        LibreOffice draws no single line back to the page before; but a heading that was ``laid`` where it stands stays, though its text goes.
        """
        if self.widows:
            return 3 if item.lines == 3 else 2
        return 2 if self._broken + laid > self.page else 1

    def _turn(self) -> None:
        """To the next column or page."""
        self._column += 1
        if self._column >= self.columns:
            self._column, self._top = 0, 0
            self.page += 1
        self._y, self._after, self._style, self._run_over = self._top, 0, "", True
        self._notes = 0
        part = min(self._carried, self._note_room(self._room() - self.shape.pitch))
        self._notes, self._carried = part + (_NOTE_RULE if part else 0), self._carried - part

    def _place(self, item: Slot) -> None:
        if item.page_break and (self._y or self._column):
            self._column = self.columns
            self._turn()
            self._run_over = False
            self._broken = self.page
        self._y += self._before(item, self._style, self._after)
        self._lines(item)
        self._y += item.more + item.after
        self._after, self._style = item.after, item.style

    def _lines(self, item: Slot) -> None:
        done = 0
        while done < item.lines:
            fit, notes, carried = self._fit(item, done)
            if fit == 0 and self._y > self._top + item.repeats:
                self._turn()
                self._y += item.repeats
                continue
            if fit == 0:
                fit, notes = 1, sum(height for line, height in item.notes if line == done)
            if done == 0 and item.key is not None:
                self.pages[item.key] = self.page
            self._notes, self._carried = self._notes + notes, self._carried + carried
            self._y += item.height(done, done + fit)
            done += fit
            if done < item.lines:
                self._turn()

    def _note_room(self, room: int) -> int:
        """How much of ``room`` whole lines of footnotes can take, below the rule if they are the first on the page."""
        return max(0, (room - self._rule(0)) // self.note_line * self.note_line)

    def _rule(self, taken: int) -> int:
        return 0 if self._notes or taken else _NOTE_RULE

    def _take(self, item: Slot, done: int, end: int, used: int = 0) -> tuple[int, int, int]:
        """How many of the lines from ``done`` to ``end`` fit below ``used``, what their footnotes take here, and on the next page.

        As in LibreOffice: a line stands where its footnotes begin. Of its last footnote as much as there is room for stands there, two lines at
        least where widows are controlled; with room for one, below another footnote, it goes to the next page, and the line stays.
        """
        room, taken, carried = self._room() - used, 0, 0
        notes = [(line, height) for line, height in item.notes if done <= line < end]
        held, before = done, (0, 0)
        for number, (line, height) in enumerate(notes):
            if line != held:
                held, before = line, (taken, carried)
            space = room - taken - self._down_to_grid(item, used, item.height(done, line + 1))
            here = self._here(height, space - self._rule(taken), alone=not (self._notes or taken), whole=item.whole)
            if carried or self._carried:
                here = 0
            split = 0 < here < height and any(place == line for place, _ in notes[number + 1 :])
            if space < 0 or here < 0 or split:
                return item.fitting(done, line, room - before[0]), *before
            taken, carried = taken + (self._rule(taken) + here if here else 0), carried + self._goes_on(height, here)
        return item.fitting(done, end, room - taken), taken, carried

    def _down_to_grid(self, item: Slot, used: int, height: int) -> int:
        """``height`` down to the next line of the grid, if the item stands on it: LibreOffice wants so much above a footnote."""
        beyond = (self._y + used + height) % self.shape.pitch
        return height + self.shape.pitch - beyond if item.grid and beyond > HAIR_BELOW else height

    def _here(self, height: int, left: int, *, alone: bool, whole: bool) -> int:
        """How much of a footnote stands in the room that is ``left``; -1 where its line cannot stand on the page."""
        if height <= left:
            return height
        if whole or left < self.note_line:
            return -1
        if self.widows and left < 2 * self.note_line:
            return -1 if alone else 0
        return left // self.note_line * self.note_line

    def _goes_on(self, height: int, here: int) -> int:
        """What is left of a footnote for the next page: of four lines or more two at least, where widows are controlled."""
        two = 2 * self.note_line if self.widows and 0 < here < height and height >= 4 * self.note_line else 0
        return max(height - here, two)

    def _fit(self, item: Slot, done: int) -> tuple[int, int, int]:
        """How many of the lines behind the first ``done`` go here, with the room of their footnotes here and on the next page."""
        left = item.lines - done
        taken = self._take(item, done, item.lines)
        fit = taken[0]
        if fit == left:
            return taken
        if item.whole:
            return 0, 0, 0
        if self.widows:
            fit -= left - fit == 1
        if done == 0 and fit < self._least(item, item.laid):
            return 0, 0, 0
        return taken if fit == taken[0] else self._take(item, done, done + fit)
