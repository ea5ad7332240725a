"""Fields of a cover that have a box: what stands before the box, or by the label.

A field is what remains when the form's own words are taken out. No arithmetic confirms it,
so readings that disagree, or that begin at a cropped edge, are disputed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import groupby

from focusconv.forms.catalog import CellSpec, Line, StatementSpec
from focusconv.identify.lexicon import letters, plain
from focusconv.notation.tokens import fold
from focusconv.place.cover.facts import ABSENT, BLANK, Fact, Sheet, disputed, plain_places
from focusconv.place.cover.targets import target_cuts, target_headings
from focusconv.place.page_heads import iso_date

_REACH = 60
"""How far behind its label a value of known shape may stand, in characters."""

_DISTINCT_DIGITS = 5
"""So many digits make a value of known shape worth taking wherever it stands."""

_USUAL = 0.8
"""The share of box numbers that end a cell from which a cover has them so."""

CROPPED = "stands at an edge of the page where the form's own words are cut"
_MARK = re.compile(r"(?:^|[\s(\[])([Xx✓✔☒☑√])[\])]?\s*$")


class PrintedForm:
    """What a form prints on its cover: labels, words and boxes; the same for every filing."""

    def __init__(self, statement: StatementSpec) -> None:
        self.labels = [text for line in statement.lines for text in (line.label, *line.also)]
        self.labels += statement.titles
        self.label_patterns = [
            re.compile(re.escape(label) + ":?", re.IGNORECASE)
            for label in sorted(self.labels, key=len, reverse=True)
        ]
        self.titles = tuple(plain(title) for title in statement.titles)
        self.words = {plain(w) for text in self.labels for w in text.split() if len(plain(w)) > 1}
        self.tails = {word[1:] for word in self.words if len(word) > 3}
        self.choices = target_headings(statement)
        self.line_of_box = {c.box: line for _, line, c in statement.cells() if c.box is not None}
        self.box = _box_pattern([c.box for _, _, c in statement.cells() if c.box is not None])
        self.is_like = functools.lru_cache(maxsize=1 << 12)(self._is_like)

    def _is_like(self, name: str) -> bool:
        """Whether a plain word is one of the form's, misprinted."""
        from rapidfuzz import fuzz, process

        return process.extractOne(name, self.words, scorer=fuzz.ratio, score_cutoff=82) is not None

    def is_cut(self, name: str) -> bool:
        """Whether a plain word is one of the form's without, or but for, its first letter."""
        return name in self.tails or (len(name) > 3 and name[1:] in self.tails)


def _box_pattern(boxes: list[str]) -> re.Pattern[str]:
    """One of the box numbers, in brackets (first group) or bare (second)."""
    if not boxes:
        return re.compile(r"(?!)()()")
    one = "|".join(boxes)
    begins = re.escape("".join(sorted({box[0] for box in boxes})))
    return re.compile(rf"(?=[\[{begins}])(?:\[\s?({one})\s?\]|(?<![\d/.,-])({one})(?![\d/.,-]))")


def _ends_cell(match: re.Match[str]) -> bool:
    return match.string[match.end() :][:1] in ("", "\t")


_printed = functools.cache(PrintedForm)


class CoverPage:
    """The rows of a cover with the words that the form prints on it."""

    def __init__(self, statement: StatementSpec, rows: list[Sheet]) -> None:
        self.rows = [Sheet(fold(row.text), row.page, row.cells, row.start) for row in rows]
        self.print = _printed(statement)
        self.names = [plain(row.text) for row in self.rows]
        self.boxes = self._boxes()
        self.edge = min((row.cells[0].region[0] for row in rows), default=0)
        self.cropped = self._cut_rows() >= 2

    @functools.cached_property
    def uppers(self) -> list[str]:
        return [row.text.upper() for row in self.rows]

    def _boxes(self) -> dict[str, list[tuple[Sheet, int, int]]]:
        """Where each box number stands: its row, where the field before it begins, its place."""
        found: dict[str, list[tuple[Sheet, int, int]]] = {}
        likely = self._likely_boxes()
        for row in self.rows:
            start = 0
            for match in self.print.box.finditer(row.text):
                box = match[1] or match[2]
                if (id(row), match.start()) in likely[box]:
                    found.setdefault(box, []).append((row, start, match.start()))
                    start = match.end()
        return found

    def _likely_boxes(self) -> dict[str, set[tuple[int, int]]]:
        """The places of each box number, by the id of their row and where they begin.

        A number that fills a cell somewhere, stands behind its own label, or ends a cell where
        boxes do, is no box among words elsewhere (`30 S. WACKER DRIVE`).
        """
        prints = [
            (match[1] or match[2], row, match)
            for row in self.rows
            for match in self.print.box.finditer(row.text)
        ]
        ending = {box for box, _, match in prints if _ends_cell(match)}
        usual = len(ending) >= _USUAL * len({box for box, _, _ in prints})
        places: dict[str, set[tuple[int, int]]] = {}
        better: dict[str, set[tuple[int, int]]] = {}
        for box, row, match in prints:
            before = row.text[: match.start()]
            places.setdefault(box, set()).add((id(row), match.start()))
            ends = _ends_cell(match) and (usual or before[-1:] in ("", "\t"))
            if ends or _is_own_box(before, self.print.line_of_box[box]):
                better.setdefault(box, set()).add((id(row), match.start()))
        return places | better

    def _cut_rows(self) -> int:
        """Rows that begin with a printed word whose first letter is cut off or damaged."""
        firsts = [plain(row.text.split(maxsplit=1)[0]) for row in self.rows if row.text.strip()]
        unknown = [name for name in firsts if len(name) > 2 and name not in self.print.words]
        return sum(self.print.is_cut(name) for name in unknown)

    def entry_rows(self) -> list[Sheet]:
        """The rows between the title of the cover and the first target."""
        rows = self._behind_title()
        if not self.print.choices:
            return rows
        kept = []
        for row in rows:
            cuts = [at for at, _ in target_cuts(row.text, self.print.choices, [])]
            kept.append(row.cut(0, min(cuts, default=len(row.text))))
            if cuts:
                break
        return kept

    def _behind_title(self) -> list[Sheet]:
        for i, row in enumerate(self.rows):
            name = letters(row.text)
            for title in self.print.titles:
                at = name.find(title)
                if at >= 0:
                    _, places = plain_places(row.text)
                    end = places[at + len(title) - 1] + 1
                    return [row.cut(end, len(row.text)), *self.rows[i + 1 :]]
        return self.rows

    def boxed(self, line: Line, cell: CellSpec) -> Fact:
        """A field with a box: what stands before the box, or behind the label."""
        if cell.kind == "mark":
            return self._mark(line, cell)
        found = [fact for fact in self._before_box(cell) if fact.value is not None]
        if not found:
            found = [fact for fact in self._by_label(line, cell) if fact.value is not None]
        if not found and cell.shape is not None:
            found = self._anywhere(cell)
        if not found:
            seen = self._box_seen(cell) or self._label_seen(line)
            return BLANK if seen else ABSENT
        values = {fact.value for fact in found}
        best = max(found, key=lambda fact: len(str(fact.value)))
        if len(values) > 1:
            several = " and ".join(sorted(f"'{value}'" for value in values))
            return disputed(best, f"printed differently in places: {several}")
        return next((fact for fact in found if fact.status == "reported"), best)

    def _box_seen(self, cell: CellSpec) -> bool:
        return cell.box in self.boxes

    def _label_seen(self, line: Line) -> bool:
        labels = [plain(text) for text in (line.label, *line.also) if len(plain(text)) > 3]
        return any(label in name for name in self.names for label in labels)

    def _mark(self, line: Line, cell: CellSpec) -> Fact:
        seen = self._label_seen(line)
        for row, _, at in self.boxes.get(cell.box or "", ()):
            before = row.text[:at]
            if not _is_own_box(before, line):
                continue
            seen = True
            if _MARK.search(before):
                return Fact(
                    value=True, status="reported", raw="X", page=row.page, region=row.region_at(at)
                )
        return BLANK if seen else ABSENT

    def _before_box(self, cell: CellSpec) -> Iterator[Fact]:
        for row, start, at in self.boxes.get(cell.box or "", ()):
            if cell.shape is not None:
                yield self._shaped_before(row, row.text[:at], cell)
            else:
                yield self._worded(row, row.text[start:at], at_edge=start == 0)

    def _by_label(self, line: Line, cell: CellSpec) -> Iterator[Fact]:
        """What stands behind the label, or before one in parentheses, which is printed below."""
        labels = [(text, text.upper()) for text in (line.label, *line.also) if len(text) >= 5]
        for i, row in enumerate(self.rows):
            text, upper = row.text, self.uppers[i]
            for label, wanted in labels:
                at = upper.find(wanted)
                if at < 0:
                    continue
                rest = text[at + len(label) :]
                if cell.shape is None:
                    below_field = label.startswith("(")
                    text = text[:at] if below_field else rest
                    upper = text.upper()
                    yield self._worded(row, text, at_edge=below_field)
                    continue
                below = self.rows[i + 1].text if i + 1 < len(self.rows) else ""
                yield self._shaped_behind(row, f"{rest} {below}"[:_REACH], cell)

    def _anywhere(self, cell: CellSpec) -> list[Fact]:
        """A value of the field's shape that the cover prints once only."""
        assert cell.shape is not None
        found = [
            (row, match[0])
            for row in self.rows
            for match in re.finditer(_shape(cell), row.text)
            if sum(char.isdigit() for char in match[0]) >= _DISTINCT_DIGITS
        ]
        if len({raw for _, raw in found}) != 1:
            return []
        row, raw = found[0]
        return [self._shaped(row, raw, cell)]

    def _shaped_before(self, row: Sheet, text: str, cell: CellSpec) -> Fact:
        """The value of the field's shape that ends right before its box."""
        match = re.search(_shape(cell) + r"[\s|_(\[]*$", text)
        return self._shaped(row, match[1], cell) if match else ABSENT

    def _shaped_behind(self, row: Sheet, text: str, cell: CellSpec) -> Fact:
        """The first value of the field's shape behind its label."""
        match = re.search(_shape(cell), text)
        return self._shaped(row, match[1], cell) if match else ABSENT

    def _shaped(self, row: Sheet, raw: str, cell: CellSpec) -> Fact:
        value = iso_date(raw) if cell.kind == "date" else raw
        if value is None:
            return ABSENT
        return self._fact(row, raw, value, at_edge=row.text.startswith(raw))

    def _worded(self, row: Sheet, text: str, *, at_edge: bool) -> Fact:
        """The longest stretch of words between the form's own.

        One word alone that the form prints too may be the filer's (`1 EXCHANGE PLAZA`,
        `NEW YORK CITY`); two in a row are the form's.
        """
        words = text.replace("\t", " ").split()
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
            return ABSENT
        best = max(stretches, key=lambda s: sum(len(words[i]) for i in s))
        raw = " ".join(words[i] for i in best).strip(" (|_,:")
        return self._fact(row, raw, raw, at_edge=at_edge and best[0] == 0)

    def _is_own(self, word: str) -> bool:
        name = plain(word)
        if name in self.print.words or not name:
            return True
        if len(name) < 3:
            return False
        return (self.cropped and self.print.is_cut(name)) or self.print.is_like(name)

    def _fact(self, row: Sheet, raw: str, value: str, *, at_edge: bool) -> Fact:
        region = row.region_at(max(0, row.text.find(raw)))
        fact = Fact(value=value, status="reported", raw=raw, page=row.page, region=region)
        cut = at_edge and self.cropped and row.region[0] <= self.edge
        return disputed(fact, CROPPED) if cut else fact


@functools.lru_cache(maxsize=256)
def _shape(cell: CellSpec) -> str:
    """A field's shape as the first group of an expression that matches it whole."""
    shape = re.sub(r"\((?!\?)", "(?:", (cell.shape or "").replace(r"\(", "\0")).replace("\0", r"\(")
    return rf"(?<![\w/-])({shape})(?![\w/-])"


def _is_own_box(before: str, line: Line) -> bool:
    """Whether a bare box number stands behind its own label, for small numbers stand anywhere."""
    name = plain(before[-90:])
    return any(plain(label)[-8:] in name for label in (line.label, *line.also))
