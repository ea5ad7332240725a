"""The residual-interest targets of a daily filing's cover, of which the firm chooses one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from focusconv.document import Cell, Region
from focusconv.forms.catalog import CellSpec, Key, Line, StatementSpec, key_of
from focusconv.identify.lexicon import letters, plain
from focusconv.notation.amounts import read_amount, read_percent
from focusconv.notation.confusions import LONE
from focusconv.place.cover.sheets import Sheet, blank, lost, plain_places
from focusconv.place.cover.target_text import (
    NUMBER,
    knows_letters,
    legible,
    numbers,
    speaks_of_percents,
    with_percent_signs,
    with_round_letters,
)
from focusconv.readings import FieldPrint, FieldReading
from focusconv.record.filing import Value

_CHOICE = ".choice"
_HEADING_LIKENESS = 88
_LABEL_LIKENESS = 85
_LABEL_START = 14
"""Letters of a target's label by which a row is known to begin with it."""

_SHORT = 3
"""Signs of a number that two readers may misread alike where a third has another."""

_LARGE = 20
"""Percents from this on are hardly ever chosen as targets: mostly the point of one is lost."""

_LIKE_NO_ZERO = frozenset({"1", "4", "7"})
"""Digits that a zero is hardly taken for, nor they for a zero: dirt and lines were read so."""


def read_targets(statement: StatementSpec, rows: list[Sheet]) -> dict[Key, FieldReading]:
    """Targets of which one is chosen: headings that are followed by a line named `.choice`.

    The numbers stand between the parts of the printed sentence, or all behind it, and in
    either case in the order of the cells. Unchosen ones are zero or empty.
    """
    found: dict[Key, FieldReading] = {}
    blocks = [line for line in statement.lines if line.line.endswith(_CHOICE)]
    regions = _regions(statement, rows) if blocks else {}
    for block in blocks:
        heading = block.line.removesuffix(_CHOICE)
        lines = [
            line
            for line in statement.lines
            if line.line.startswith(heading + ".") and line is not block
        ]
        cells = [
            (key_of(statement.id, line, cell), line, cell) for line in lines for cell in line.cells
        ]
        region = regions.get(heading)
        if region is None:
            continue
        found.update(_fill_in(region, cells))
        key = key_of(statement.id, block, block.cells[0])
        found[key] = FieldReading(
            key=key, seen="nothing", page=region[0].page, region=region[0].region
        )
    return found


def target_headings(statement: StatementSpec) -> dict[str, str]:
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
    labels = target_headings(statement)
    ends = [
        plain(line.label) for line in statement.lines if not line.cells and line.line not in labels
    ]
    found: dict[str, list[Sheet]] = {}
    current: str | None = None
    for row in rows:
        cuts = sorted(target_cuts(row.text, labels, ends))
        starts = [(0, current), *cuts]
        for (start, heading), (end, _) in zip(starts, [*cuts, (len(row.text), None)], strict=True):
            if heading is not None and end > start:
                found.setdefault(heading, []).append(row.cut(start, end))
            current = heading
    return found


def target_cuts(
    text: str, labels: dict[str, str], ends: list[str]
) -> Iterator[tuple[int, str | None]]:
    """Where headings of targets begin in a row, and where what is no target begins.

    `labels` are the plain labels of the headings, `ends` those of what is no target.
    """
    name = letters(text)
    likest = _likest(name, labels)
    found: list[tuple[int, str | None]] = [
        (max(name.find(label), 0), heading)
        for heading, label in labels.items()
        if label in name or heading in likest
    ]
    found += [(name.find(end), None) for end in ends if end in name]
    if not found and any(_like(name, end) for end in ends):
        found = [(0, None)]
    if found:
        _, places = plain_places(text)
        yield from ((places[at], heading) for at, heading in found)


def _like(name: str, label: str) -> bool:
    """Whether a plain row is a label, misprinted."""
    from rapidfuzz import fuzz

    return fuzz.ratio(name, label) >= _HEADING_LIKENESS


def _likest(name: str, labels: dict[str, str]) -> list[str]:
    """The headings that a plain row begins with, misprinted."""
    from rapidfuzz import fuzz

    likeness = {
        heading: fuzz.ratio(name[: len(label)], label, score_cutoff=_HEADING_LIKENESS)
        for heading, label in labels.items()
    }
    best = max(likeness.values(), default=0)
    return [heading for heading, score in likeness.items() if score == best > 0]


class _Region(Struct):
    """The print of one regime's targets, with the row and place of each of its characters."""

    rows: list[Sheet]

    @property
    def text(self) -> str:
        return "\n".join(row.text for row in self.rows)

    @property
    def recognised(self) -> bool:
        """Whether an engine read the print from a picture, and may have lost some."""
        return any(cell.confidence is not None for row in self.rows for cell in row.cells)

    def where(self, at: int) -> tuple[int, Region]:
        """The page and region of the cell at a place of the print."""
        for row in self.rows:
            if at <= len(row.text):
                return row.page, row.region_at(at)
            at -= len(row.text) + 1
        return self.rows[-1].page, self.rows[-1].region

    def against(self, at: int, raw: str) -> str | None:
        """What speaks against the number at a place: no other reader of its cell has it, or one has
        another lone digit."""
        for row in self.rows:
            if at <= len(row.text):
                cell = row.cell_at(at)
                if cell is None:
                    return None
                return _against(cell, raw, speaks_of_percents(row.text), self.recognised)
            at -= len(row.text) + 1
        return None


def _against(cell: Cell, raw: str, percent: bool, recognised: bool) -> str | None:
    """What speaks against a number of a cell; `percent` tells that its row is about percents."""
    own = numbers(raw, percent)
    if percent and _is_pointed_otherwise(own, cell):
        return f"of '{raw}' a point may be lost, or be none"
    whole = numbers(legible(cell.text), percent)
    sentence = any(map(str.isalpha, cell.text))
    prints = [a.text for a in cell.again if not sentence or knows_letters(a.text)]
    seen = [numbers(legible(text), percent) for text in prints]
    like = any(set(own) <= set(theirs) for theirs in seen)
    unlike = any(len(theirs) == len(whole) and not set(own) <= set(theirs) for theirs in seen)
    if own == ["0"] == whole and whole in seen and _may_be_zero(seen):
        return None
    if like and not (unlike and len(raw) <= _SHORT):
        return None
    if cell.again:
        return f"another reader has '{cell.again[0].text}' here"
    if whole != numbers(with_round_letters(cell.text), percent):
        return f"'{cell.text}' was read"
    return "only one engine read it" if recognised else None


def _may_be_zero(seen: list[list[str]]) -> bool:
    """Whether readers that do not have a lone zero have nothing that looks like one."""
    return all(len(n) == 1 and n in _LIKE_NO_ZERO for theirs in seen for n in theirs if n != "0")


def _fill_in(rows: list[Sheet], cells: list[tuple[Key, Line, CellSpec]]) -> dict[Key, FieldReading]:
    printed = _Region(rows)
    text = legible(with_percent_signs(printed.text))
    matches = list(NUMBER.finditer(text))
    for found in (matches, [match for match in matches if _is_alone(text, match)]):
        if len(found) == len(cells) and not _is_interleaved(text, found, cells):
            return {
                key: _target(key, cell, match, printed)
                for (key, _, cell), match in zip(cells, found, strict=True)
            }
    parts = _parts(text, cells)
    readings: dict[Key, FieldReading] = {}
    for key, line, cell in cells:
        start, end = parts[line.line]
        inside = [match for match in matches if start <= match.start() < end]
        if len(inside) == len(line.cells):
            readings[key] = _target(key, cell, inside[line.cells.index(cell)], printed)
        elif not inside and end > start and len(matches) < len(cells):
            readings[key] = lost(key) if printed.recognised else blank(key)
        else:
            readings[key] = FieldReading(
                key=key,
                seen="garbled",
                text=", ".join(match[0] for match in inside) or None,
                page=rows[0].page,
                region=rows[0].region,
                reason="the numbers of this target cannot be told apart",
            )
    return readings


def _is_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a number is all that its cell holds."""
    start, end = match.span()
    return text[start - 1 : start] in ("", "\t", "\n") and text[end : end + 1] in ("", "\t", "\n")


def _is_pointed_otherwise(own: list[str], cell: Cell) -> bool:
    """Whether a recognised percent may have its point elsewhere: a reader of any kind has it so, or
    it is a large one without a point."""
    digits = [number.replace(".", "") for number in own]
    others = [n for again in cell.again for n in numbers(again.text, percent=True)]
    if any(n not in own and n.replace(".", "") in digits for n in others):
        return True
    large = any(number.isdigit() and int(number) >= _LARGE for number in own)
    return large and cell.confidence is not None


def _is_interleaved(
    text: str, matches: list[re.Match[str]], cells: list[tuple[Key, Line, CellSpec]]
) -> bool:
    """Whether numbers stand in the parts of the sentence, and one not in its own part."""
    parts = _parts(text, cells)
    lines = list(parts)
    within = [
        {name for name in lines if parts[name][0] <= match.start() < parts[name][1]}
        for match in matches
    ]
    apart = any(name in found for found in within for name in lines[:-1])
    wrong = any(
        line.line not in found
        for (_, line, _), found in zip(cells, within, strict=True)
        if any(parts[line.line])
    )
    return apart and wrong


def _parts(text: str, cells: list[tuple[Key, Line, CellSpec]]) -> dict[str, tuple[int, int]]:
    """Where the part of each target stands: from its label to the next, if all of them begin rows
    of their own, else from its letter to the next."""
    lines = list({line.line: line for _, line, _ in cells}.values())
    starts: dict[str, int] = {}
    at = 0
    for row in text.split("\n"):
        for line in lines:
            begins = _label_start(row, line)
            if begins is not None:
                starts.setdefault(line.line, at + begins)
        at += len(row) + 1
    places = list(starts.values())
    if list(starts) == [line.line for line in lines] and places == sorted(places):
        ends = [*places[1:], len(text)]
        return {name: (start, end) for (name, start), end in zip(starts.items(), ends, strict=True)}
    return {line.line: _own_part(text, line) for line in lines}


def _label_start(row: str, line: Line) -> int | None:
    """Where the label of a target stands at the begin of a row; None where it does not."""
    from rapidfuzz import fuzz

    label = letters(line.label)[:_LABEL_START]
    found = fuzz.partial_ratio_alignment(
        label, letters(row)[: _LABEL_START + 2], score_cutoff=_LABEL_LIKENESS
    )
    if found is None:
        return None
    _, places = plain_places(row)
    return places[found.dest_start]


def _own_part(text: str, line: Line) -> tuple[int, int]:
    """Where the part of the sentence from this line's letter to the next one's stands."""
    letter = line.line.rpartition(".")[2].lower()
    own, following = _printed_as(letter[0]), _printed_as(chr(ord(letter[0]) + 1))
    match = re.search(rf"(?<!\w){own}\.\s(.*?)(?=(?<!\w){following}\.\s|\Z)", text, re.DOTALL)
    return match.span(1) if match else (0, 0)


def _printed_as(letter: str) -> str:
    """A pattern for the letter of a target; an engine may take a c for a cent."""
    return f"[{letter}{letter.upper()}{'¢' if letter == 'c' else ''}]"


def _target(key: Key, cell: CellSpec, match: re.Match[str], printed: _Region) -> FieldReading:
    raw = match[0]
    page, region = printed.where(match.start())
    value: Value
    if cell.kind == "percent":
        value = read_percent(raw)
    else:
        read = read_amount(raw, cell.sign)
        value = read.values[0].amount if read.values else None
    if value is None:
        return FieldReading(
            key=key,
            seen="garbled",
            text=raw,
            page=page,
            region=region,
            reason=f"'{raw}' is no {cell.kind}",
        )
    against = _is_torn(match) or printed.against(match.start(), raw)
    if isinstance(value, int) and 0 < value < LONE and printed.recognised:
        against = "a digit on its own is mostly a printed 0"
    one = FieldPrint(
        value=value,
        raw=raw,
        page=page,
        region=region,
        doubts=() if against is None else (against,),
    )
    return FieldReading(key=key, seen="value", prints=(one,), page=page, region=region)


_TORN_BEHIND = re.compile(r"[.,]?\s*[.,]\d|[.,]\s*[.,]")
_TORN_BEFORE = re.compile(r"(?<![\w,.])[.,]$|\d[.,]\s+[.,]?$")


def _is_torn(match: re.Match[str]) -> str | None:
    """Whether a number goes on behind a gap, or began before one: `155,000, ,000,000`."""
    text, (start, end) = match.string, match.span()
    if _TORN_BEHIND.match(text, end) or _TORN_BEFORE.search(text[max(0, start - 4) : start]):
        return f"'{text[max(0, start - 4) : end + 5].strip()}' is printed, a number in pieces"
    return None
