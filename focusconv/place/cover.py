"""The cover: texts, dates and check marks of the filer, and the targets of a daily filing.

A cover is words, not amounts: a field is what stands before its box, or behind its label,
less the words that the form itself prints. No arithmetic confirms it, so readings that
disagree, or that begin at a cropped edge, are disputed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from focusconv.amounts import read_amount, read_percent
from focusconv.document import Region
from focusconv.filing import ItemStatus, Value
from focusconv.forms.catalog import CellSpec, Key, Line, StatementSpec, key_of
from focusconv.forms.lexicon import plain
from focusconv.place.heads import iso_date
from focusconv.tokens import fold


class Fact(Struct, frozen=True, kw_only=True):
    """What the cover says for one of its items."""

    value: Value
    status: ItemStatus
    raw: str | None = None
    page: int | None = None
    region: Region | None = None
    reason: str | None = None


class Sheet(Struct):
    """A row of the cover: its print, page, place, and where its pieces stand in the print."""

    text: str
    page: int
    region: Region


ABSENT = Fact(value=None, status="absent", reason="neither its box nor its label was seen")
BLANK = Fact(value=None, status="blank")
_REACH = 60
"""How far behind its label a value of known shape may stand, in characters."""

_DISTINCT_DIGITS = 5
"""So many digits make a value of known shape worth taking wherever it stands."""

CROPPED = "stands at an edge of the page where the form's own words are cut"
_MARK = re.compile(r"(?:^|[\s(\[])([Xx✓✔☒☑√])[\])]?\s*$")
_BOX = r"(?:\[\s?{box}\s?\]|(?<![\d/.,-]){box}(?![\d/.,-]))"


def read_cover(
    statement: StatementSpec, rows: list[Sheet], firm_name: str | None
) -> dict[Key, Fact]:
    """Every item of the cover with what the rows say of it.

    `firm_name` is the name voted from the heads of the statements; it tells where the name
    ends and the contact begins on covers that run them together.
    """
    reader = _Cover(statement, rows)
    facts: dict[Key, Fact] = {}
    unboxed: list[tuple[Key, CellSpec]] = []
    for key, line, cell in statement.cells():
        if cell.box is not None:
            fact = reader.boxed(line, cell)
            named = cell.role == "name" and fact.raw is not None and firm_name is not None
            facts[key] = _voted(fact, str(firm_name)) if named else fact
        elif cell.role is not None:
            unboxed.append((key, cell))
    if unboxed:
        facts.update(_entries(reader, unboxed, firm_name))
    facts.update(_choices(statement, reader.rows))
    return {key: facts.get(key, ABSENT) for key, _, _ in statement.cells()}


class _Print:
    """What a form prints on its cover: labels, words and boxes; the same for every filing."""

    def __init__(self, statement: StatementSpec) -> None:
        self.labels = [text for line in statement.lines for text in (line.label, *line.also)]
        self.labels += statement.titles
        self.titles = tuple(plain(title) for title in statement.titles)
        self.words = {plain(w) for text in self.labels for w in text.split() if len(plain(w)) > 1}
        self.tails = {word[1:] for word in self.words if len(word) > 3}
        self.choices = _choice_headings(statement)
        boxes = [cell.box for _, _, cell in statement.cells() if cell.box is not None]
        self.box = {box: re.compile(_BOX.format(box=box)) for box in boxes}
        self.any_box = re.compile("|".join(_BOX.format(box=box) for box in boxes) or r"(?!)")
        self.is_like = functools.lru_cache(maxsize=1 << 12)(self._is_like)

    def _is_like(self, name: str) -> bool:
        """Whether a plain word is one of the form's, misprinted."""
        from rapidfuzz import fuzz, process

        return process.extractOne(name, self.words, scorer=fuzz.ratio, score_cutoff=82) is not None

    def is_cut(self, name: str) -> bool:
        """Whether a plain word is one of the form's without, or but for, its first letter."""
        return name in self.tails or (len(name) > 3 and name[1:] in self.tails)


_printed = functools.cache(_Print)


class _Cover:
    """The rows of a cover with the words that the form prints on it."""

    def __init__(self, statement: StatementSpec, rows: list[Sheet]) -> None:
        self.rows = [Sheet(fold(row.text), row.page, row.region) for row in rows]
        self.print = _printed(statement)
        self.edge = min((row.region[0] for row in rows), default=0)
        self.cropped = self._cut_rows() >= 2

    def _cut_rows(self) -> int:
        """Rows that begin with a printed word whose first letter is cut off or damaged."""
        firsts = [plain(row.text.split()[0]) for row in self.rows if row.text.strip()]
        unknown = [name for name in firsts if len(name) > 2 and name not in self.print.words]
        return sum(self.print.is_cut(name) for name in unknown)

    def entry_rows(self) -> list[Sheet]:
        """The rows between the title of the cover and the first target."""
        kept = []
        for row in self._behind_title():
            cuts = [at for at, _ in _cuts(row.text, self.print.choices, [])]
            kept.append(Sheet(row.text[: min(cuts, default=len(row.text))], row.page, row.region))
            if cuts:
                break
        return kept

    def _behind_title(self) -> list[Sheet]:
        for i, row in enumerate(self.rows):
            name, places = _plain_places(row.text)
            for title in self.print.titles:
                at = name.find(title)
                if at >= 0:
                    end = places[at + len(title) - 1] + 1
                    return [Sheet(row.text[end:], row.page, row.region), *self.rows[i + 1 :]]
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
            return _disputed(best, f"printed differently in places: {several}")
        return next((fact for fact in found if fact.status == "reported"), best)

    def _box_seen(self, cell: CellSpec) -> bool:
        pattern = self.print.box[cell.box or ""]
        return any(pattern.search(row.text) for row in self.rows)

    def _label_seen(self, line: Line) -> bool:
        names = [plain(text) for text in (line.label, *line.also) if len(plain(text)) > 3]
        return any(name in plain(row.text) for row in self.rows for name in names)

    def _mark(self, line: Line, cell: CellSpec) -> Fact:
        pattern = self.print.box[cell.box or ""]
        seen = self._label_seen(line)
        for row in self.rows:
            text = row.text
            for match in pattern.finditer(text):
                if not _is_own_box(text, match.start(), line):
                    continue
                seen = True
                before = text[: match.start()]
                if _MARK.search(before):
                    return Fact(
                        value=True, status="reported", raw="X", page=row.page, region=row.region
                    )
        return BLANK if seen else ABSENT

    def _before_box(self, cell: CellSpec) -> Iterator[Fact]:
        pattern = self.print.box[cell.box or ""]
        for row in self.rows:
            text = row.text
            for match in pattern.finditer(text):
                before = text[: match.start()]
                if cell.shape is not None:
                    yield self._shaped_before(row, before, cell)
                    continue
                ends = [m.end() for m in self.print.any_box.finditer(before)]
                start = ends[-1] if ends else 0
                yield self._worded(row, before[start:], at_edge=start == 0, at_box=True)

    def _by_label(self, line: Line, cell: CellSpec) -> Iterator[Fact]:
        """What stands behind the label, or before one in parentheses, which is printed below."""
        for i, row in enumerate(self.rows):
            text = row.text
            for label in (line.label, *line.also):
                at = text.upper().find(label.upper())
                if at < 0 or len(label) < 5:
                    continue
                rest = text[at + len(label) :]
                if cell.shape is None:
                    below_field = label.startswith("(")
                    text = text[:at] if below_field else rest
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

    def _worded(self, row: Sheet, text: str, *, at_edge: bool, at_box: bool = False) -> Fact:
        """The longest stretch of words that are not the form's own.

        Right before a box one word of the form's may end it (`NEW YORK CITY`).
        """
        words = text.replace("\t", " ").split()
        own = [self._is_own(word) for word in words]
        stretches = []
        for is_own, group in groupby(range(len(words)), key=own.__getitem__):
            if not is_own:
                stretches.append(list(group))
        stretches = [s for s in stretches if any(c.isalnum() for i in s for c in words[i])]
        if not stretches:
            return ABSENT
        best = max(stretches, key=lambda s: sum(len(words[i]) for i in s))
        if best[-1] == len(words) - 2 and at_box:
            best = [*best, len(words) - 1]
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
        fact = Fact(
            value=value, status="reported", raw=raw, page=row.page, region=row.region
        )
        cut = at_edge and self.cropped and row.region[0] <= self.edge
        return _disputed(fact, CROPPED) if cut else fact


@functools.lru_cache(maxsize=256)
def _shape(cell: CellSpec) -> str:
    """A field's shape as the first group of an expression that matches it whole."""
    shape = re.sub(r"\((?!\?)", "(?:", (cell.shape or "").replace(r"\(", "\0")).replace("\0", r"\(")
    return rf"(?<![\w/-])({shape})(?![\w/-])"


def _is_own_box(text: str, at: int, line: Line) -> bool:
    """Whether a bare box number stands behind its own label, for small numbers stand anywhere."""
    before = plain(text[max(0, at - 90) : at])
    return any(plain(label)[-8:] in before for label in (line.label, *line.also))


def _voted(fact: Fact, firm_name: str) -> Fact:
    """The name on the cover as the heads of the statements print it."""
    if plain(str(fact.value)) == plain(firm_name):
        return fact
    return Fact(
        value=firm_name,
        status="derived",
        raw=fact.raw,
        page=fact.page,
        region=fact.region,
        reason="the name that the heads of the statements print",
    )


def _disputed(fact: Fact, reason: str) -> Fact:
    return Fact(
        value=fact.value,
        status="disputed",
        raw=fact.raw,
        page=fact.page,
        region=fact.region,
        reason=reason,
    )


def _entries(
    reader: _Cover, cells: list[tuple[Key, CellSpec]], firm_name: str | None
) -> dict[Key, Fact]:
    """Fields without boxes: what is left of the rows when the form's own words are taken out.

    Fields of a fixed shape are found by it; the firm's name by the vote; what then remains,
    in printed order, are the fields without shape.
    """
    head = reader.entry_rows()
    text = "\n".join(row.text for row in head)
    facts: dict[Key, Fact] = {}
    for key, cell in cells:
        if cell.shape is None:
            continue
        match = re.search(cell.shape, text) if "@" not in cell.shape else _address(cell.shape, text)
        if match is not None:
            raw = match[0]
            value = re.sub(r"\s+", "", raw) if "@" in cell.shape else raw
            facts[key] = _of_rows(head, raw, value)
            text = text.replace(raw, "\n", 1)
    if firm_name is not None:
        text = text.replace(firm_name, "\n")
    for label in sorted(reader.print.labels, key=len, reverse=True):
        text = re.sub(re.escape(label) + ":?", "\n", text, flags=re.IGNORECASE)
    rest = [part.strip(" \t:,") for part in re.split(r"[\n\t]", text)]
    rest = [part for part in rest if sum(c.isalpha() for c in part) > 2]
    for key, cell in cells:
        if cell.shape is not None:
            continue
        if cell.role == "name" and firm_name is not None:
            facts[key] = _of_rows(head, firm_name, firm_name)
        elif rest:
            raw = rest.pop(0)
            facts[key] = _of_rows(head, raw, raw)
    return facts


def _address(shape: str, text: str) -> re.Match[str] | None:
    """An e-mail address, also when a line break tore it."""
    whole = re.search(shape, text)
    torn = re.search(r"[^@\s]+@[^@\s]+(?:\s[^@\s]{1,20})?", text)
    if torn is not None and re.fullmatch(shape, re.sub(r"\s", "", torn[0])):
        if whole is None or re.fullmatch(r"\S+@\S+\s[a-z0-9-]{0,20}\.[a-z]{2,4}", torn[0]):
            return torn
    return whole


def _of_rows(rows: list[Sheet], raw: str, value: str) -> Fact:
    row = next((row for row in rows if raw in row.text), None)
    return Fact(
        value=value,
        status="reported",
        raw=raw,
        page=row.page if row else None,
        region=row.region if row else None,
    )


_CHOICE = ".choice"
_HEADING_LIKENESS = 88
_NUMBER = re.compile(r"(?<![\w.])\$?\(?\d[\d,.]*\d|\d(?![\w.]*[a-z])")


def _choices(statement: StatementSpec, rows: list[Sheet]) -> dict[Key, Fact]:
    """Targets of which one is chosen: headings that are followed by a line named `.choice`.

    The numbers stand between the parts of the printed sentence, or all behind it, and in
    either case in the order of the cells. Unchosen ones are zero or empty.
    """
    facts: dict[Key, Fact] = {}
    blocks = [line for line in statement.lines if line.line.endswith(_CHOICE)]
    regions = _regions(statement, rows) if blocks else {}
    for block in blocks:
        heading = block.line.removesuffix(_CHOICE)
        lines = [
            line
            for line in statement.lines
            if line.line.startswith(heading + ".") and line is not block
        ]
        cells = [(key_of(statement.id, line, cell), line, cell) for line in lines for cell in line.cells]
        region = regions.get(heading)
        if region is None:
            continue
        values = _fill_in(region, cells)
        facts.update(values)
        facts[key_of(statement.id, block, block.cells[0])] = _chosen(values, cells, region)
    return facts


def _choice_headings(statement: StatementSpec) -> dict[str, str]:
    """The headings under which one of several targets is chosen, with their plain labels."""
    names = {line.line.removesuffix(_CHOICE) for line in statement.lines}
    names -= {line.line for line in statement.lines if line.cells}
    chosen = {line.line for line in statement.lines if line.line.endswith(_CHOICE)}
    return {
        line.line: plain(line.label)
        for line in statement.lines
        if line.line in names and line.line + _CHOICE in chosen
    }


def _regions(statement: StatementSpec, rows: list[Sheet]) -> dict[str, list[Sheet]]:
    """The rows from each heading up to the next, a row that holds several cut between them."""
    labels = _choice_headings(statement)
    ends = [line.label for line in statement.lines if not line.cells and line.line not in labels]
    found: dict[str, list[Sheet]] = {}
    current: str | None = None
    for row in rows:
        cuts = sorted(_cuts(row.text, labels, ends))
        starts = [(0, current), *cuts]
        for (start, heading), (end, _) in zip(starts, [*cuts, (len(row.text), None)], strict=True):
            if heading is not None and end > start:
                piece = Sheet(row.text[start:end], row.page, row.region)
                found.setdefault(heading, []).append(piece)
            current = heading
    return found


def _cuts(text: str, labels: dict[str, str], ends: list[str]) -> Iterator[tuple[int, str | None]]:
    """Where headings of targets begin in a row, and where what is no target begins."""
    from rapidfuzz import fuzz

    name, places = _plain_places(text)
    for heading, label in labels.items():
        at = name.find(label)
        if at < 0:
            likeness = {h: fuzz.ratio(name[: len(other)], other) for h, other in labels.items()}
            if likeness[heading] < _HEADING_LIKENESS or likeness[heading] < max(likeness.values()):
                continue
            at = 0
        yield places[at], heading
    for end in ends:
        at = name.find(plain(end))
        if at >= 0:
            yield places[at], None


def _plain_places(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text in lower case, and where each stands in it."""
    places = [i for i, char in enumerate(text) if char.isascii() and char.isalnum()]
    return "".join(text[i] for i in places).lower(), places


def _fill_in(rows: list[Sheet], cells: list[tuple[Key, Line, CellSpec]]) -> dict[Key, Fact]:
    text = "\n".join(row.text for row in rows)
    matches = list(_NUMBER.finditer(text))
    facts: dict[Key, Fact] = {}
    if len(matches) == len(cells):
        for (key, _, cell), match in zip(cells, matches, strict=True):
            facts[key] = _target(cell, match[0], rows[0])
        return facts
    for key, line, cell in cells:
        part = _own_part(text, line)
        numbers = _NUMBER.findall(part)
        if len(numbers) == len(line.cells):
            facts[key] = _target(cell, numbers[line.cells.index(cell)], rows[0])
        elif not numbers and part and len(matches) < len(cells):
            facts[key] = BLANK
        else:
            raw = ", ".join(numbers) or None
            facts[key] = Fact(
                value=None,
                status="unreadable",
                raw=raw,
                page=rows[0].page,
                region=rows[0].region,
                reason="the numbers of this target cannot be told apart",
            )
    return facts


def _own_part(text: str, line: Line) -> str:
    """The part of the sentence from this line's letter to the next one's."""
    letter = line.line.rpartition(".")[2].lower()
    following = chr(ord(letter[0]) + 1)
    match = re.search(rf"(?<!\w){letter}\.\s(.*?)(?=(?<!\w){following}\.\s|\Z)", text, re.DOTALL)
    return match[1] if match else ""


def _target(cell: CellSpec, raw: str, row: Sheet) -> Fact:
    value: Value
    if cell.kind == "percent":
        value = read_percent(raw)
    else:
        printed = read_amount(raw, cell.sign)
        value = printed.values[0].amount if printed.values else None
    if value is None:
        return Fact(
            value=None,
            status="unreadable",
            raw=raw,
            page=row.page,
            region=row.region,
            reason=f"'{raw}' is no {cell.kind}",
        )
    return Fact(value=value, status="reported", raw=raw, page=row.page, region=row.region)


def _chosen(
    values: dict[Key, Fact], cells: list[tuple[Key, Line, CellSpec]], rows: list[Sheet]
) -> Fact:
    """The one target that is other than zero."""
    chosen = {
        line.line.rpartition(".")[2]
        for key, line, _ in cells
        if values[key].value not in (None, 0, "0")
    }
    if len(chosen) == 1:
        return Fact(
            value=chosen.pop(),
            status="derived",
            page=rows[0].page,
            region=rows[0].region,
            reason="the only target that is not zero",
        )
    reason = "no target is other than zero" if not chosen else "several targets are not zero"
    return Fact(value=None, status="unreadable", reason=reason)
