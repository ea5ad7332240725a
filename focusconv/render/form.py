"""A canonical filing as a printed form: a PDF for people to read.

Lines, headings, titles and columns come from the catalog, amounts from the filing. A state
that a reader should know of is a small mark behind the box, which the foot explains; it is
drawn, not written, so that the page reads as the form does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from focusconv.errors import UnknownForm
from focusconv.forms.catalog import CellSpec, Edition, Line, Rule, StatementSpec, catalog
from focusconv.record.filing import Filing, Item, Statement
from focusconv.render import paper
from focusconv.render.checktable import set_checks
from focusconv.render.flow import LAYOUT, Flow
from focusconv.render.statemarks import STATES, draw_state, state_of

_NUMBER = re.compile(r"[1-9]\d?|[A-Za-z]|[ivx]{1,4}")


def render(filing: Filing) -> bytes:
    """The filing as a PDF: its statements in the order of the form, then its checks.

    Amounts are whole dollars, grouped, negative ones and deductions in parentheses, as FOCUS
    prints them. The same filing gives the same bytes. Raises UnknownForm where the catalog
    has not the filing's edition.
    """
    name = f"{filing.form.id}-{filing.form.edition}"
    try:
        edition = catalog().edition(name)
    except KeyError as error:
        raise UnknownForm(
            f"the catalog has no form {name}",
            place=filing.source.name,
            remedy="`focusconv forms` lists the forms",
        ) from error
    book = _Book(filing, edition)
    own = {statement.id: statement for statement in filing.statements}
    for spec in edition.statements:
        if spec.id in own:
            book.statement(spec, own[spec.id])
    set_checks(book, filing, edition)
    return book.pdf()


class _Columns(Struct, frozen=True):
    """The right edge and the width of the named columns of a statement, in points.

    `entries` tells a cover, whose cells hold facts of the filer.
    """

    right: dict[str, float]
    width: float
    entries: bool


class _Book(Flow):
    """The pages of one filing as they fill from top to bottom."""

    def __init__(self, filing: Filing, edition: Edition) -> None:
        super().__init__()
        self.filing = filing
        self.edition = edition
        self.used: set[str] = set()
        self.amounts: dict[str, float] = {}
        self.totals = {rule.target for rule in edition.rules if rule.hard and _is_sum(rule)}
        self.inner = {
            cell.column
            for spec in edition.statements
            for line in spec.lines
            for cell in [c for c in line.cells if not spec.rules or c.kind != "text"][:-1]
        }

    def statement(self, spec: StatementSpec, statement: Statement) -> None:
        """One statement, from the top of a page."""
        items = {(item.line, item.column): item for item in statement.items}
        self._begin(spec, statement.as_of or self.filing.period.end)
        columns = self._columns(spec, statement.items)
        for line in spec.lines:
            self._line(spec, line, items, columns)

    def _begin(self, spec: StatementSpec, as_of: str | None) -> None:
        self.turn()
        self.amounts.clear()
        head = self.edition.head
        if not spec.rules:
            self.centred(self.edition.words[0])
            kind = {"initial": head.initial, "amended": head.amended, None: ()}
            for word in kind[self.filing.form.type][:1]:
                self.centred(word)
        self._head(as_of)
        self.skip()
        self.centred(spec.title)
        self.skip()

    def _head(self, as_of: str | None) -> None:
        """Whose statement, and as of when, behind the words that the form prints before it."""
        marks, name = self.edition.head, self.filing.filer.name or ""
        submitted = _dated(self.filing.submitted)
        facts = ((marks.date, _dated(as_of)), (marks.name, name), (marks.submitted, submitted))
        fields = [(words[0], value) for words, value in facts if words]
        for word, value in fields:
            if word.endswith(":"):
                self.row(f"{word} {value}")
        apart = {word: value for word, value in fields if not word.endswith(":")}
        for word in marks.name[:1]:
            if word in apart:
                self.row(word)
                self.row(apart.pop(word))
        middle = self.left + (self.right - self.left) * 0.68
        for word, value in apart.items():
            self.page.text(middle, self.y, word, LAYOUT.size)
            self.page.text(middle + 40, self.y, value, LAYOUT.size)

    def _columns(self, spec: StatementSpec, items: Iterable[Item]) -> _Columns:
        """Columns from the right margin inwards: one that stands before another on some line
        of the form is the inner one."""
        entries = not spec.rules
        cells = [
            [c.column for c in line.cells if entries or c.kind != "text"] for line in spec.lines
        ]
        outer = self.right - LAYOUT.mark - LAYOUT.box
        texts = [_printed(item, "any") for item in items if item.kind != "text"]
        room = max((paper.width(text, LAYOUT.size) for text in texts), default=0.0) + 12
        if entries:
            room = (self.right - self.left) * (1 - LAYOUT.entry) / 2 - LAYOUT.box - LAYOUT.mark
        step = room + LAYOUT.box + LAYOUT.mark + LAYOUT.gap
        names = dict.fromkeys(column for row in cells for column in row)
        right = {name: outer - step if name in self.inner else outer for name in names}
        return _Columns(right, room, entries)

    def _line(
        self,
        spec: StatementSpec,
        line: Line,
        items: dict[tuple[str, str], Item],
        columns: _Columns,
    ) -> None:
        """One line of the form. Amounts stand on the last row of its label, facts on the first,
        or above a label in parentheses: a form explains so what was written over it."""
        names = [cell for cell in line.cells if cell.kind == "text" and not columns.entries]
        cells = [cell for cell in line.cells if cell not in names]
        number = line.line.rpartition(".")[2]
        numbered = line.level > 0 and _NUMBER.fullmatch(number) is not None
        text = f"{number}. {line.label}" if numbered else line.label
        x = self.left + LAYOUT.indent * max(line.level - 1, 0)
        end = self._label_end(cells, columns)
        titled = line.level == 0 and not line.cells and _fits(text, end - x)
        cut: paper.Cut = "bold" if titled else "plain"
        parts = paper.wrapped(text, LAYOUT.size, end - x, cut)
        below = columns.entries and line.label.startswith("(")
        self.room(len(parts) + len(names) + below + titled)
        self.skip(0.4 if titled else 0)
        first = self.y + LAYOUT.pitch
        self.skip(1 if below else 0)
        hang = 0.0
        for n, part in enumerate(parts):
            self.skip(1)
            hang = LAYOUT.indent if n and numbered else 0.0
            self.page.text(x + hang, self.y, part, LAYOUT.size, cut=cut)
        if cells and not columns.entries:
            self._leader(x + hang + paper.width(parts[-1], LAYOUT.size, cut), end)
        for cell in names:
            self.skip(1)
            self._name(x + LAYOUT.indent, line, cell, items.get((line.line, cell.column)))
        for cell in cells:
            item = items.get((line.line, cell.column))
            if columns.entries and cell.kind in ("text", "date", "mark"):
                self._entry(line, cell, item, columns, first)
            else:
                total = f"{spec.id}/{line.line}/{cell.column}" in self.totals
                self._amount(cell, item, columns, total=total)

    def _leader(self, start: float, end: float) -> None:
        """A dotted line that leads the eye from a label to its amount."""
        if end - start > LAYOUT.leader:
            y = self.y - 0.6
            self.page.rule(start + 4, y, end, y, weight=0.5, colour=paper.LIGHT, dashes="[0.5 2] 0")

    def _label_end(self, cells: list[CellSpec], columns: _Columns) -> float:
        if columns.entries:
            return self._entry_start() - 6 if cells else self.right
        first = min((columns.right[cell.column] for cell in cells), default=0.0)
        return first - columns.width - LAYOUT.gap if cells else self.right

    def _entry_start(self) -> float:
        return self.left + (self.right - self.left) * LAYOUT.entry

    def _name(self, x: float, line: Line, cell: CellSpec, item: Item | None) -> None:
        """A text cell of a statement, behind the words by which the form asks for it."""
        asks = min((text for text in line.also if text.endswith(":")), key=len, default="Name:")
        value = "" if item is None else _printed(item, cell.sign)
        self.page.text(x, self.y, asks, LAYOUT.size)
        x += paper.width(asks, LAYOUT.size) + 4
        self.page.text(x, self.y, value, LAYOUT.size)
        self._box(cell, max(x + paper.width(value, LAYOUT.size) + 6, x + 60), self.y, item)

    def _entry(
        self, line: Line, cell: CellSpec, item: Item | None, columns: _Columns, y: float
    ) -> None:
        """A fact of the cover, from the left of its column; small where it is long."""
        value = "" if item is None else _printed(item, cell.sign)
        box = columns.right[cell.column]
        first = cell is line.cells[0]
        start = self._entry_start() if first else box - columns.width
        needed = paper.width(value, LAYOUT.size)
        size = LAYOUT.size * min(1.0, (box - start - 6) / needed if needed else 1.0)
        self.page.text(start, y, value, max(size, 3.0))
        end = box - LAYOUT.gap / 2
        self.page.rule(start, y + 1.8, end, y + 1.8, weight=0.4, colour=paper.LIGHT)
        self._box(cell, box, y, item)

    def _amount(self, cell: CellSpec, item: Item | None, columns: _Columns, *, total: bool) -> None:
        """A number at the right of its column; a rule parts a total from the amount above it."""
        right = columns.right[cell.column] - LAYOUT.gap / 2
        value = "" if item is None else _printed(item, cell.sign)
        hang = 0.0 if value.endswith(")") else paper.width(")", LAYOUT.size)
        self.page.text(right - hang, self.y, value, LAYOUT.size, align="right")
        above = self.y - LAYOUT.pitch
        if total and self.amounts.get(cell.column, 0.0) >= above - LAYOUT.hair:
            top = above + 2.2
            self.page.rule(right - columns.width + LAYOUT.gap, top, right, top, weight=0.4)
        self.amounts[cell.column] = self.y
        self._box(cell, columns.right[cell.column], self.y, item)

    def _box(self, cell: CellSpec, x: float, y: float, item: Item | None) -> None:
        """The number of a box in its frame, and behind it the mark of the item's state."""
        if cell.box is not None:
            width = LAYOUT.box - 2
            self.page.frame((x, y - 6.6, x + width, y + 1.8), weight=0.4)
            self.page.text(x + width / 2, y - 0.2, cell.box, LAYOUT.small, align="middle")
        state = state_of(item)
        if state:
            self.used.add(state)
            draw_state(self.page, state, x + LAYOUT.box + 2, y - 2.4)

    def pdf(self) -> bytes:
        """The whole; the foot of each page explains the marks that the filing has."""
        filing = self.filing
        for number, page in enumerate(self.sheets, 1):
            y = LAYOUT.height - LAYOUT.margin
            page.rule(self.left, y - 10, self.right, y - 10, weight=0.3, colour=paper.GREY)
            x = self.left
            for state in STATES:
                if state in self.used:
                    draw_state(page, state, x + 3, y - 2.4)
                    page.text(x + 9, y, STATES[state], LAYOUT.small, colour=paper.GREY)
                    x += paper.width(STATES[state], LAYOUT.small) + 20
            said = f"Page {number} of {len(self.sheets)}"
            page.text(self.right, y, said, LAYOUT.small, colour=paper.GREY, align="right")
        return paper.pdf(
            self.sheets,
            title=f"{self.edition.title}: {filing.filer.name or ''} {filing.period.end or ''}",
            subject=f"{filing.source.name}, SHA-256 {filing.source.sha256}",
            producer=f"focusconv {filing.producer.version}, catalog {filing.producer.catalog}",
        )


def _fits(text: str, room: float) -> bool:
    return paper.width(text, LAYOUT.size, "bold") <= room


def _is_sum(rule: Rule) -> bool:
    return all(case.op == "linear" and len(case.terms) > 1 for case in rule.cases)


def _printed(item: Item, sign: str) -> str:
    """A value as the form prints it."""
    value = item.value
    if item.kind == "mark":
        return "X" if value is True else ""
    if value is None:
        return "( )" if sign == "-" else ""
    if isinstance(value, int):
        return f"({abs(value):,})" if value < 0 or sign == "-" else f"{value:,}"
    if item.kind == "percent":
        return f"{value}%"
    text = str(value)
    return _dated(text) if item.kind == "date" else " ".join(text.split())


def _dated(iso: str | None) -> str:
    """MM/DD/YYYY for an ISO date, as the forms print dates."""
    if iso is None:
        return ""
    year, month, day = iso.split("-")
    return f"{month}/{day}/{year}"
