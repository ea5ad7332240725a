"""Filings written as tables the way spreadsheets, table finders and converters write them."""

from __future__ import annotations

import csv
import html
import io
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bench.synth.sheets import BREAK, Printed, PrintLine, Sheet

Cells = list[str]
"""A row of a table: label, inner amount and its box, dollar sign, amount and its box."""


@dataclass
class Table:
    """A sheet of a filing: lines of text before its table, and the rows of that."""

    text: list[str]
    rows: list[Cells] = field(default_factory=list)


def tables(filing: Printed) -> list[Table]:
    return [_table(sheet) for sheet in filing.sheets]


def _table(sheet: Sheet) -> Table:
    rows = [*sheet.head, *sheet.titles, *(sheet.rows if sheet.cover else ())]
    text = [row.replace(BREAK, "  ") for row in rows]
    lines = [] if sheet.cover else sheet.lines
    return Table(text, [_cells(line) for line in lines])


def _cells(line: PrintLine) -> Cells:
    label = f"{line.number} {line.label}".strip()
    cells = [label, "", "", "", "", ""]
    for spot in line.spots:
        at = 1 if spot.detail else 4
        if spot.name:
            cells[0] += f" {spot.text} [{spot.box}]"
            continue
        cells[at], cells[at + 1] = spot.text, spot.box or ""
        if spot.dollar and not spot.detail:
            cells[3] = "$"
    return cells


Writer = Callable[[list[Table], random.Random], str]
"""What writes a filing; chance decides what the format leaves open."""


def _delimited(
    delimiter: str, *, all_quoted: bool = False, ragged: bool = False, told: bool = False
) -> Writer:
    def write(sheets: list[Table], _: random.Random) -> str:
        out = io.StringIO()
        quoting = csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
        if told:
            out.write(f"sep={delimiter}\r\n")
        writer = csv.writer(out, delimiter=delimiter, quoting=quoting)
        for sheet in sheets:
            writer.writerows([line] for line in sheet.text)
            writer.writerows(_without_end(row) if ragged else row for row in sheet.rows)
        return out.getvalue()

    return write


def _without_end(row: Cells) -> Cells:
    while len(row) > 1 and not row[-1]:
        row = row[:-1]
    return row


def _ungrouped(write: Writer) -> Writer:
    """Amounts as bare numbers, as spreadsheets hold them."""

    def bare(text: str) -> str:
        digits = text.replace(",", "")
        return f"-{digits.strip('()')}" if digits.startswith("(") else digits

    return lambda sheets, rng: write(_with_amounts(sheets, bare), rng)


def _dotted(write: Writer) -> Writer:
    """Digits grouped by points, as where the comma is the decimal sign."""
    return lambda sheets, rng: write(_with_amounts(sheets, lambda t: t.replace(",", ".")), rng)


def _with_amounts(sheets: list[Table], change: Callable[[str], str]) -> list[Table]:
    return [
        Table(
            sheet.text,
            [[r[0], change(r[1]), r[2], r[3], change(r[4]), r[5]] for r in sheet.rows],
        )
        for sheet in sheets
    ]


def _unquoted(sheets: list[Table], _: random.Random) -> str:
    """Cells joined by commas, and nobody thought of those within amounts."""
    lines = [line for sheet in sheets for line in (*sheet.text, *map(",".join, sheet.rows))]
    return "\n".join(lines)


def _stacked(sheets: list[Table], rng: random.Random) -> str:
    """Several rows of the page in one record, line by line in its cells."""
    out = io.StringIO()
    writer = csv.writer(out)
    for sheet in sheets:
        writer.writerows([line] for line in sheet.text)
        for group in _groups(sheet.rows, rng):
            writer.writerow(["\n".join(cells) for cells in zip(*group, strict=True)])
    return out.getvalue()


def _merged(sheets: list[Table], rng: random.Random) -> str:
    """Several rows of the page run together in one, column by column, as OCR engines do."""
    lines: list[str] = []
    for sheet in sheets:
        lines += sheet.text
        for group in _groups(sheet.rows, rng):
            columns = (" ".join(filter(None, cells)) for cells in zip(*group, strict=True))
            lines.append("\t".join(filter(None, columns)))
    return "\n".join(lines)


def _groups(rows: list[Cells], rng: random.Random) -> Iterator[list[Cells]]:
    at = 0
    while at < len(rows):
        size = rng.choice((1, 1, 2, 3))
        yield rows[at : at + size]
        at += size


def _markdown(*, outer: bool) -> Writer:
    def line(row: Cells) -> str:
        cells = " | ".join(cell.replace("|", "\\|") for cell in row)
        return f"| {cells} |" if outer else cells

    def write(sheets: list[Table], _: random.Random) -> str:
        lines: list[str] = []
        for sheet in sheets:
            lines += sheet.text
            if sheet.rows:
                lines += ["", line([""] * 6), "|---|---:|---|---|---:|---|"]
            lines += map(line, sheet.rows)
        return "\n".join(lines)

    return write


def _hypertext(*, page: bool, pretty: bool) -> Writer:
    def write(sheets: list[Table], rng: random.Random) -> str:
        end = "\n  " if pretty else ""
        parts = ["<!DOCTYPE html><html><head><title>x</title></head><body>"] if page else []
        for sheet in sheets:
            parts += [f"<p class='a'>{html.escape(line)}</p>{end}" for line in sheet.text]
            parts.append(f"<table border=1>{end}<tbody>{end}")
            parts += [_html_row(row, end, rng) for row in sheet.rows]
            parts.append(f"</tbody></table>{end}")
        parts += ["</body></html>"] if page else []
        return "".join(parts)

    return write


def _html_row(row: Cells, end: str, rng: random.Random) -> str:
    cells = []
    for cell in row:
        text = html.escape(cell)
        if rng.random() < 0.1:
            text = f"<span style='color:red'>{text}</span>"
        if rng.random() < 0.1 and " " in text and not cell[:1].isdigit():
            text = text.replace(" ", "<br>", 1)
        cells.append(f"<td>{text or rng.choice(('', '&nbsp;'))}</td>{end}")
    return f"<tr>{end}{''.join(cells)}</tr>{end}"


def _cell_a_line(sheets: list[Table], _: random.Random) -> str:
    lines: list[str] = []
    for sheet in sheets:
        lines += sheet.text
        lines += [cell for row in sheet.rows for cell in row if cell]
    return "\n".join(lines)


SURE: dict[str, Writer] = {
    "comma": _delimited(","),
    "comma, all quoted": _delimited(",", all_quoted=True),
    "comma, ragged": _delimited(",", ragged=True),
    "comma, told": _delimited(",", told=True),
    "semicolon": _delimited(";"),
    "semicolon, ragged": _delimited(";", ragged=True, all_quoted=True),
    "tab, all quoted": _delimited("\t", all_quoted=True),
    "comma, bare numbers": _ungrouped(_delimited(",")),
    "semicolon, bare numbers": _ungrouped(_delimited(";")),
    "bars": _markdown(outer=True),
    "bars within": _markdown(outer=False),
    "page, pretty": _hypertext(page=True, pretty=True),
    "page, one line": _hypertext(page=True, pretty=False),
    "pieces, one line": _hypertext(page=False, pretty=False),
    "stacked": _stacked,
}
"""Formats in which every amount is told."""

DOUBTFUL: dict[str, Writer] = {
    "semicolon, dotted": _dotted(_delimited(";")),
    "commas without quotes": _unquoted,
    "a cell a line": _cell_a_line,
    "rows merged": _merged,
}
"""Formats in which an amount may stay open."""


def unevenly_merged(filing: Printed, rng: random.Random) -> str:
    """Lines of the form run together by two, of which a label, an amount or a box may be lost."""
    lines: list[str] = []
    for sheet in tables(filing):
        lines += sheet.text
        for group in _groups(sheet.rows, rng):
            labels = [row[0] for row in group]
            amounts = [row[at] for row in group for at in (1, 4) if row[at]]
            boxes = [row[at] for row in group for at in (2, 5) if row[at]]
            lost = rng.choice((labels, amounts, boxes, None)) if len(group) > 1 else None
            if lost and "( )" not in amounts:
                lost.pop(rng.randrange(len(lost)))
            joint = rng.choice(("\t", " "))
            columns = (" ".join(labels), joint.join(amounts), joint.join(boxes))
            lines.append("\t".join(filter(None, columns)))
    return "\n".join(lines)


def with_torn_words(text: str, rng: random.Random) -> str:
    """A text in which the letter o stands apart in some of its words."""

    def torn(word: re.Match[str]) -> str:
        apart = rng.choice((" o ", " o", "o "))
        return word[0].replace("o", apart, 1).strip() if rng.random() < 0.2 else word[0]

    return re.sub(r"[A-Za-z]*o[A-Za-z]*", torn, text)


@dataclass(frozen=True)
class Periods:
    """How a table prints two periods: which stands first, where the box stands, what heads the
    columns."""

    own_first: bool
    box: str
    header: str

    def write(self, own: Printed, other: Printed, dates: tuple[str, str]) -> str:
        """The filing with the amounts of another period beside its own, row by row; `dates` are
        those of both."""
        lines: list[str] = []
        for mine, theirs in zip(tables(own), tables(other), strict=True):
            lines += mine.text
            if mine.rows and self.header:
                told = dates if self.header == "dates" else (self.header, self.header)
                lines.append("\t".join(["", *self._ordered(*told)]))
            for row, beside in zip(mine.rows, theirs.rows, strict=True):
                cells = [row[0], *self._places(row, beside, 1), *self._places(row, beside, 4)]
                lines.append("\t".join(cells))
        return "\n".join(lines)

    def _places(self, row: Cells, beside: Cells, at: int) -> Cells:
        amounts = self._ordered(row[at], beside[at])
        box = row[at + 1]
        if not any((*amounts, box)):
            return []
        if self.box == "behind":
            return [*amounts, box]
        return [box, *amounts] if self.box == "before" else [amounts[0], box, amounts[1]]

    def _ordered(self, own: str, other: str) -> Cells:
        return [own, other] if self.own_first else [other, own]


PERIODS = [
    Periods(own_first, box, header)
    for own_first in (True, False)
    for box in ("behind", "before", "between")
    for header in ("dates", "Amount", "")
]
