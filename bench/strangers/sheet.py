"""A filing laid out as rows of labels and cells, before a layout gives it a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from bench.strangers.cover import cover_texts, with_targets
from bench.strangers.figures import Filing
from bench.strangers.form import CellSpec, Line, StatementSpec
from bench.strangers.notation import Notation, written
from bench.strangers.wording import label, number

_TITLES = {
    "secured": "STATEMENT OF SECURED AMOUNTS AND FUNDS HELD IN SEPARATE ACCOUNTS "
    "PURSUANT TO COMMISSION REGULATION 30.7",
}
_TITLES["secured-funds"] = _TITLES["secured"]


@dataclass(frozen=True)
class Style:
    """How one document is worded, whatever its layout.

    `box` is a pattern for the number of the box `#`, or empty where none is printed.
    """

    notation: Notation
    wording: str = "form"
    numbering: str = "form"
    box: str = "#"
    date: str = "short"
    shuffled: bool = False
    inline_targets: bool = False


@dataclass(frozen=True)
class Cell:
    """One place of a row: its key, its box as printed, its entry as printed."""

    key: str
    column: str
    kind: str
    box: str
    text: str
    deduction: bool = False


@dataclass(frozen=True)
class Row:
    """One printed line of a statement."""

    line: str
    number: str
    label: str
    level: int
    cells: tuple[Cell, ...] = ()

    @property
    def words(self) -> str:
        """The label with its number, and with the name of a depository that stands in it."""
        named = [f"Name(s): {cell.text} {cell.box}" for cell in self.cells if cell.column == "name"]
        if not self.label:
            named = []
        return " ".join(" ".join([self.number, self.label, *named]).split())

    @property
    def entries(self) -> tuple[Cell, ...]:
        """The cells that stand beside the label."""
        named = ("name",) if self.label else ()
        return tuple(cell for cell in self.cells if cell.column not in named)


@dataclass(frozen=True)
class Sheet:
    """One statement: what stands at its head, and its rows."""

    statement: str
    heads: tuple[str, ...]
    title: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def sheets(rng: Random, filing: Filing, style: Style) -> list[Sheet]:
    """The statements of a filing in the order in which this document has them."""
    specs = [st for st in filing.edition.statements if st.id in filing.statements]
    if style.shuffled:
        specs = _shuffled(rng, specs)
    return [_sheet(rng, filing, style, spec) for spec in specs]


def _shuffled(rng: Random, specs: list[StatementSpec]) -> list[StatementSpec]:
    """Another order, the cover first and the two secured statements together."""
    groups = [[spec] for spec in specs[1:] if spec.id not in ("secured", "secured-funds")]
    groups.append([spec for spec in specs if spec.id in ("secured", "secured-funds")])
    rng.shuffle(groups)
    return [specs[0], *(spec for group in groups for spec in group)]


def _sheet(rng: Random, filing: Filing, style: Style, spec: StatementSpec) -> Sheet:
    texts = dict(filing.texts)
    if spec.id == "cover":
        texts |= cover_texts(filing)
    rows = [_row(rng, filing, style, spec, line, texts) for line in spec.lines]
    if spec.id == "cover" and filing.system == "WinJammer":
        rows = [row for row in rows if not row.line.endswith(".choice")]
        if style.inline_targets:
            rows = [_inline(row) for row in rows]
    noted = any(style.notation.note in c.text for row in rows for c in row.cells if c.text)
    notes = (f"{style.notation.note.strip()} Subject to final reconciliation.",)
    return Sheet(
        statement=spec.id,
        heads=_heads(filing, style, spec),
        title=_title(filing, spec),
        rows=tuple(rows),
        notes=notes if noted and style.notation.noted_share else (),
    )


def _inline(row: Row) -> Row:
    """A target whose figures stand in its sentence, as on the screen where they were typed."""
    texts = [cell.text for cell in row.cells]
    filled = with_targets(row.label, texts)
    return row if filled == row.label else replace(row, label=filled, cells=())


def _row(
    rng: Random,
    filing: Filing,
    style: Style,
    spec: StatementSpec,
    line: Line,
    texts: dict[str, str],
) -> Row:
    cells = tuple(
        _cell(rng, filing, style, f"{spec.id}/{line.line}/{cell.column}", cell, texts)
        for cell in line.cells
    )
    wording = "form" if spec.id == "cover" else style.wording
    return Row(
        line=line.line,
        number=number(line, style.numbering),
        label=label(line, wording),
        level=line.level,
        cells=cells,
    )


def _cell(
    rng: Random, filing: Filing, style: Style, key: str, cell: CellSpec, texts: dict[str, str]
) -> Cell:
    marked = style.notation
    if cell.kind == "amount":
        value = filing.values[key]
        assert not isinstance(value, str)
        deducted = cell.sign == "-"
        text = marked.amount(value, deduction=deducted, total=cell.column == "amount")
        if value and rng.random() < marked.noted_share:
            text += marked.note
    else:
        text = str(filing.values.get(key) or texts.get(key, ""))
        if cell.kind == "percent":
            text = str(filing.values[key] or "")
    box = style.box.replace("#", cell.box) if cell.box and style.box else ""
    return Cell(key, cell.column, cell.kind, box, text, cell.sign == "-")


def _heads(filing: Filing, style: Style, spec: StatementSpec) -> tuple[str, ...]:
    """The lines that say whose statement it is and of when."""
    end = written(filing.end, style.date)
    if filing.system == "FOCUS":
        return (
            () if spec.id == "cover" else ("BROKER OR DEALER", f"{filing.firm.name}\tas of\t{end}")
        )
    if spec.id == "secured-funds":
        return ()
    first = ("WINJAMMER FILING", "AMENDED" if filing.amended else "INITIAL")
    assert filing.submitted is not None
    return (
        *(first if spec.id == "cover" else ()),
        f"End Date: {end}",
        f"Firm Name: {filing.firm.name}",
        f"Form: Daily Seg - FOCUS II\tSubmit Date: {written(filing.submitted, style.date)}",
    )


def _title(filing: Filing, spec: StatementSpec) -> tuple[str, ...]:
    if filing.system == "WinJammer":
        if spec.id == "secured-funds":
            return ()
        return (spec.title, *[title for title in spec.titles if " UNDER 4D(F) " in title][:1])
    if spec.id == "cover":
        return (
            "UNITED STATES SECURITIES AND EXCHANGE COMMISSION",
            "FORM X-17A-5",
            "FOCUS REPORT",
            "(FINANCIAL AND OPERATIONAL COMBINED UNIFORM SINGLE REPORT)",
        )
    return (_TITLES.get(spec.id, spec.title),)
