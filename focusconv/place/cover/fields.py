"""Fields of a cover that have a box: what stands before the box, or by the label.

The form's own print is taken away first. Then a value goes to the box behind it; in a cover that
has a cell on each line, to the next box whose kind of value it is; where no box was read, to the
label beside it, on the side where the values of this cover stand.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import groupby

from focusconv.forms.catalog import CellSpec, Key, Line, StatementSpec
from focusconv.identify.lexicon import letters, plain
from focusconv.notation.dates import dates_in
from focusconv.notation.tokens import fold
from focusconv.place.cover.by_label import Side, beside
from focusconv.place.cover.pieces import cover_form, is_own_box, pieces_of
from focusconv.place.cover.sheets import Sheet, absent, blank, plain_places
from focusconv.place.cover.targets import target_cuts
from focusconv.place.layout import cells_of
from focusconv.readings import FieldPrint, FieldReading

_REACH = 60
"""How far behind its label a value of known shape may stand, in characters."""

_BACK = 8
"""So many pieces before its box a value may stand where each cell has a line of its own."""

CROPPED = "stands at an edge of the page where the form's own words are cut"
_AMONG_WORDS = "words of the form stand beside it on a cover that is hard to read"
_UNPLACED = "neither its own box nor its label stands beside it"
_MARK = re.compile(r"(?:^|[\s(\[])([Xx✓✔☒☑√])[\])]?\s*$")


class CoverPage:
    """The rows of a cover, its pieces, and which value each field has of them."""

    def __init__(self, statement: StatementSpec, rows: list[Sheet]) -> None:
        self.rows = [Sheet(fold(row.text), row.page, row.cells, row.start) for row in rows]
        self.form = cover_form(statement)
        self.pieces = pieces_of(self.rows, self.form)
        self.cells = [(key, line, cell) for key, line, cell in cells_of(statement)]
        self.boxes: dict[str, list[int]] = {}
        for at, piece in enumerate(self.pieces):
            if piece.kind == "box":
                self.boxes.setdefault(piece.text, []).append(at)
        self.edge = min((row.cells[0].region[0] for row in rows), default=0)
        self.cropped = self._cut_rows() >= 2
        self.noisy = self.cropped or sum(not p.exact for p in self.pieces) >= 2
        self.taken: dict[int, set[Key]] = {}

    def _cut_rows(self) -> int:
        """Rows that begin with a printed word whose first letter is cut off or damaged."""
        firsts = [plain(row.text.split(maxsplit=1)[0]) for row in self.rows if row.text.strip()]
        unknown = [name for name in firsts if len(name) > 2 and name not in self.form.words]
        return sum(self.form.is_cut(name) for name in unknown)

    def entry_rows(self) -> list[Sheet]:
        """The rows between the title of the cover and the first target."""
        rows = self._behind_title()
        if not self.form.choices:
            return rows
        kept = []
        for row in rows:
            cuts = [at for at, _ in target_cuts(row.text, self.form.choices, [])]
            kept.append(row.cut(0, min(cuts, default=len(row.text))))
            if cuts:
                break
        return kept

    def _behind_title(self) -> list[Sheet]:
        for i, row in enumerate(self.rows):
            name = letters(row.text)
            for title in self.form.titles:
                at = name.find(title)
                if at >= 0:
                    _, places = plain_places(row.text)
                    end = places[at + len(title) - 1] + 1
                    return [row.cut(end, len(row.text)), *self.rows[i + 1 :]]
        return self.rows

    def boxed(self) -> dict[Key, FieldReading]:
        """A reading of each field that has a box."""
        fields = [(key, line, cell) for key, line, cell in self.cells if cell.box is not None]
        words = [field for field in fields if field[2].kind != "mark"]
        found = {key: list(self._before_boxes(key, cell)) for key, _, cell in words}
        garbled: dict[Key, FieldPrint] = {
            key: one for key, prints in found.items() for one in prints if not _is_good(one)
        }
        found = {key: [one for one in prints if _is_good(one)] for key, prints in found.items()}
        for key, _, cell in words:
            if not found[key] and key not in garbled:
                found[key] = list(self._earlier(key, cell))
        missing = [field for field in words if not found[field[0]] and field[0] not in garbled]
        for key, prints in self._by_labels(missing).items():
            found[key] = prints
        for key, _, cell in missing:
            if not found[key]:
                found[key] = list(self._anywhere(key, cell))
        readings = {
            key: self._reading(key, line, cell, found[key], garbled.get(key))
            for key, line, cell in words
        }
        readings |= {k: self._mark(k, line, c) for k, line, c in fields if c.kind == "mark"}
        return readings

    def _reading(
        self, key: Key, line: Line, cell: CellSpec, prints: list[FieldPrint], bad: FieldPrint | None
    ) -> FieldReading:
        if prints:
            shared = tuple(self._shared(key, one) for one in prints)
            first = shared[0]
            return FieldReading(
                key=key, seen="value", prints=shared, page=first.page, region=first.region
            )
        if bad is not None:
            reason = f"'{bad.raw}' is not what the form asks for here"
            return _garbled(key, bad, reason)
        if cell.box in self.boxes:
            return blank(key)
        near = self._unclaimed_near(line)
        if near is not None:
            return _garbled(key, near, f"'{near.raw}' stands near its label, and may be of another")
        return blank(key) if self._label_seen(line) else absent(key)

    def _unclaimed_near(self, line: Line) -> FieldPrint | None:
        """A value of no field on the row of a label, or on the next."""
        rows = {piece.row for piece in self.pieces if line in piece.lines}
        for at, piece in enumerate(self.pieces):
            if piece.kind == "value" and at not in self.taken and {piece.row, piece.row - 1} & rows:
                return self._as_garbled([at])
        return None

    def _shared(self, key: Key, one: FieldPrint) -> FieldPrint:
        """A print with the doubt that another field has it too."""
        others = {
            other
            for at, keys in self.taken.items()
            if key in keys and self.pieces[at].text in one.raw
            for other in keys
        } - {key}
        if not others:
            return one
        return _doubted(one, f"the same print may be that of {', '.join(sorted(others))}")

    def _label_seen(self, line: Line) -> bool:
        return any(line in piece.lines for piece in self.pieces)

    def _mark(self, key: Key, line: Line, cell: CellSpec) -> FieldReading:
        seen = self._label_seen(line)
        for at in self.boxes.get(cell.box or "", ()):
            piece = self.pieces[at]
            row = self.rows[piece.row]
            before = row.text[: piece.start]
            if not before.strip() and self._is_alone(at):
                before = self.rows[piece.row - 1].text if piece.row else ""
                before = before if _MARK.fullmatch(before) else ""
            elif not is_own_box(before, line):
                continue
            seen = True
            if _MARK.search(before):
                region = row.region_at(piece.start)
                one = FieldPrint(value=True, raw="X", page=row.page, region=region)
                return FieldReading(
                    key=key, seen="value", prints=(one,), page=row.page, region=region
                )
        return blank(key) if seen else absent(key)

    def _before_boxes(self, key: Key, cell: CellSpec) -> Iterator[FieldPrint]:
        """What stands before each print of a field's box, on its row."""
        for at in self.boxes.get(cell.box or "", ()):
            run, direct = self._run_before(at)
            if not run:
                continue
            one = self._print(run, cell)
            if one is not None:
                self._take(run, key, one)
                yield one
            elif direct and cell.shape is not None and not self._is_other(run):
                yield self._as_garbled(run)

    def _run_before(self, at: int) -> tuple[list[int], bool]:
        """The values right before a box on its row, or before the labels that part it from them."""
        row, end = self.pieces[at].row, at
        run = self._run_to(end, row)
        if run:
            return run, True
        while end > 0 and self.pieces[end - 1].kind == "label" and self.pieces[end - 1].row == row:
            end -= 1
        return self._run_to(end, row), False

    def _run_to(self, end: int, row: int) -> list[int]:
        start = end
        while start > 0:
            before = self.pieces[start - 1]
            if before.kind != "value" or before.row != row:
                break
            start -= 1
        return list(range(start, end))

    def _is_alone(self, at: int) -> bool:
        """Whether a box fills its row."""
        row = self.pieces[at].row
        near = self.pieces[max(0, at - 1) : at + 2]
        return sum(piece.row == row for piece in near) == 1

    def _earlier(self, key: Key, cell: CellSpec) -> Iterator[FieldPrint]:
        """The nearest value before a box that has a line of its own, of the kind it asks for.

        Directly before it, or behind other labels and boxes whose values were taken.
        """
        for at in self.boxes.get(cell.box or "", ()):
            if not self._is_alone(at):
                continue
            for before in range(at - 1, max(-1, at - 1 - _BACK), -1):
                piece = self.pieces[before]
                if piece.kind != "value" or before in self.taken or not self._fills_row(before):
                    continue
                one = self._print([before], cell, whole=True)
                if one is not None and (cell.shape is not None or not self._is_other([before])):
                    self._take([before], key, one)
                    yield one if before == at - 1 or cell.shape else _doubted(one, _UNPLACED)
                    return
                if before == at - 1 and cell.shape is None:
                    break

    def _fills_row(self, at: int) -> bool:
        row = self.pieces[at].row
        near = self.pieces[max(0, at - 1) : at + 2]
        return sum(piece.row == row for piece in near) == 1

    def _is_other(self, run: list[int]) -> bool:
        """Whether values are of the shape of some field: not words of a field without one."""
        text = self._text(run)
        return any(
            cell.shape is not None and _shaped(text, cell, whole=True) is not None
            for _, _, cell in self.cells
        )

    def _by_labels(self, fields: list[tuple[Key, Line, CellSpec]]) -> dict[Key, list[FieldPrint]]:
        """What stands by the labels of fields of which no box has a value."""

        def fits(at: int, cell: CellSpec) -> bool:
            if at in self.taken:
                return False
            if cell.shape is not None:
                raw = _shaped(self.pieces[at].text, cell, whole=True)
                return raw is not None and raw not in self.form.line_of_box
            return not self._is_other([at]) and sum(map(str.isalpha, self.pieces[at].text)) > 1

        found: dict[Key, list[FieldPrint]] = {}
        sides = beside(self.pieces, self.rows, fields, fits)
        for key, _, cell in fields:
            side = sides.get(key)
            one = self._print([side.at], cell) if side is not None else None
            if side is not None and one is not None:
                self._take([side.at], key, one)
                found[key] = [_doubted(one, _UNPLACED) if _is_unsure(side, cell) else one]
        for key, line, cell in fields:
            at = self._within_reach(line, cell) if key not in found else None
            one = self._print([at], cell) if at is not None else None
            if at is not None and one is not None:
                self._take([at], key, one)
                found[key] = [one]
        return found

    def _within_reach(self, line: Line, cell: CellSpec) -> int | None:
        """The first value of a field's shape behind its label that no other field has."""
        if cell.shape is None:
            return None
        for at, label in enumerate(self.pieces):
            if label.kind != "label" or line not in label.lines:
                continue
            reach = _REACH
            for next_at in range(at + 1, len(self.pieces)):
                piece = self.pieces[next_at]
                reach -= len(piece.text)
                if reach < 0 or piece.row > label.row + 1:
                    break
                if piece.kind != "value" or next_at in self.taken or self._asked(next_at, cell):
                    continue
                whole = cell.kind != "date"
                raw = _shaped(piece.text, cell, whole=whole)
                if raw is not None and raw not in self.form.line_of_box:
                    return next_at
        return None

    def _asked(self, at: int, cell: CellSpec) -> bool:
        """Whether the label right before a value asks for one of the same kind."""
        before = self.pieces[at - 1]
        return before.kind == "label" and any(
            other is not cell and other.shape == cell.shape
            for line in before.lines
            for other in line.cells
        )

    def _anywhere(self, key: Key, cell: CellSpec) -> Iterator[FieldPrint]:
        """A value that no other field can have and that the cover prints once only."""
        if cell.shape is None or cell.kind == "date":
            return
        found = {}
        for at, piece in enumerate(self.pieces):
            raw = _shaped(piece.text, cell) if piece.kind == "value" else None
            if raw is not None and at not in self.taken and self._only_fits(raw, key):
                found[raw] = at
        if len(found) == 1:
            [at] = found.values()
            one = self._print([at], cell)
            if one is not None:
                self._take([at], key, one)
                yield one

    def _only_fits(self, raw: str, key: Key) -> bool:
        return sum(map(str.isdigit, raw)) > 1 and not any(
            other != key and cell.shape is not None and _shaped(raw, cell, whole=True)
            for other, _, cell in self.cells
        )

    def _take(self, run: list[int], key: Key, one: FieldPrint) -> None:
        for at in run:
            if self.pieces[at].text in one.raw or one.raw in self.pieces[at].text:
                self.taken.setdefault(at, set()).add(key)

    def _text(self, run: list[int]) -> str:
        return " ".join(self.pieces[at].text for at in run)

    def _print(self, run: list[int], cell: CellSpec, *, whole: bool = False) -> FieldPrint | None:
        """The value of a field in some pieces; None where they hold none."""
        text = self._text(run)
        if cell.shape is not None:
            raw = _shaped(text, cell, whole=whole)
            return None if raw is None else self._at(run, raw, _value(raw, cell))
        return self._worded(run, text)

    def _worded(self, run: list[int], text: str) -> FieldPrint | None:
        """Words as printed; on a noisy cover the longest stretch between the form's own."""
        if self.form.print.is_part(text):
            return None
        stretch = self._longest(text) if self.noisy else text
        if stretch is None:
            return None
        one = self._at(run, stretch, stretch)
        if len(stretch) < len(text) - 2:
            one = _doubted(one, _AMONG_WORDS)
        if self.form.print.is_print(text):
            one = _doubted(one, "it is like words of the form")
        if self._may_begin_with_box(run, stretch):
            one = _doubted(one, f"'{stretch.split()[0]}' may be the number of a box")
        return _doubted(one, CROPPED) if self._is_cut(run, stretch) else one

    def _may_begin_with_box(self, run: list[int], words: str) -> bool:
        """Whether words begin with the number of a box that was not seen where boxes are bare."""
        first = words.split()[0]
        if first not in self.form.line_of_box or first in self.boxes:
            return False
        piece = self.pieces[run[0]]
        after_form = not self.rows[piece.row].text[: piece.start].endswith("\t") and piece.start > 0
        return after_form and any(
            self.rows[self.pieces[at].row].text[self.pieces[at].start] != "["
            for places in self.boxes.values()
            for at in places
        )

    def _longest(self, text: str) -> str | None:
        """The longest stretch of words between the form's own.

        One word alone that the form prints too may be the filer's (`1 EXCHANGE PLAZA`,
        `NEW YORK CITY`); two in a row are the form's.
        """
        words = text.split()
        own = [self._is_own(word) for word in words]
        printed = [
            is_own and any(own[max(0, i - 1) : i] + own[i + 1 : i + 2])
            for i, is_own in enumerate(own)
        ]
        stretches = [
            list(group)
            for of_form, group in groupby(range(len(words)), key=printed.__getitem__)
            if not of_form
        ]
        stretches = [s for s in stretches if not all(own[i] for i in s)]
        stretches = [s for s in stretches if any(c.isalnum() for i in s for c in words[i])]
        if not stretches:
            return None
        best = max(stretches, key=lambda s: sum(len(words[i]) for i in s))
        return " ".join(words[i] for i in best).strip(" (|_,:")

    def _is_own(self, word: str) -> bool:
        name = plain(word)
        if name in self.form.words or not name:
            return True
        if len(name) < 3:
            return False
        return (self.cropped and self.form.is_cut(name)) or self.form.is_like(name)

    def _is_cut(self, run: list[int], raw: str) -> bool:
        """Whether words begin where a cropped page is cut."""
        first = self.pieces[run[0]]
        row = self.rows[first.row]
        at_edge = not row.text[: first.start].strip() and first.text.startswith(raw[:3])
        return at_edge and self.cropped and row.region[0] <= self.edge

    def _at(self, run: list[int], raw: str, value: str | None) -> FieldPrint:
        holding = next((at for at in run if raw in self.pieces[at].text), run[0])
        piece = self.pieces[holding]
        row = self.rows[piece.row]
        return FieldPrint(value=value, raw=raw, page=row.page, region=row.region_at(piece.start))

    def _as_garbled(self, run: list[int]) -> FieldPrint:
        return self._at(run, self._text(run), None)


def _garbled(key: Key, one: FieldPrint, reason: str) -> FieldReading:
    return FieldReading(
        key=key, seen="garbled", text=one.raw, reason=reason, page=one.page, region=one.region
    )


def _is_good(one: FieldPrint) -> bool:
    return one.value is not None


def _is_unsure(side: Side | None, cell: CellSpec) -> bool:
    return side is not None and not side.sure and cell.shape is None


def _doubted(one: FieldPrint, doubt: str) -> FieldPrint:
    from msgspec import structs

    return structs.replace(one, doubts=(*one.doubts, doubt))


def _value(raw: str, cell: CellSpec) -> str | None:
    if cell.kind == "date":
        return next((date.iso for date in dates_in(raw)), None)
    return raw


def _shaped(text: str, cell: CellSpec, *, whole: bool = False) -> str | None:
    """The last value of a field's shape in a text, as printed; None where there is none."""
    if cell.kind == "date":
        dates = [text[date.start : date.end] for date in dates_in(text)]
    else:
        dates = [match[1] for match in re.finditer(_shape(cell), text)]
    if not dates:
        return None
    return dates[-1] if not whole or dates[-1] == text.strip(" .,;:") else None


@functools.lru_cache(maxsize=256)
def _shape(cell: CellSpec) -> str:
    """A field's shape as the first group of an expression that matches it whole."""
    shape = re.sub(r"\((?!\?)", "(?:", (cell.shape or "").replace(r"\(", "\0")).replace("\0", r"\(")
    return rf"(?<![\w/-])({shape})(?![\w/-])"
