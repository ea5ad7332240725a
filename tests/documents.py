"""Documents for tests of the command line: the samples, and a statement made to order."""

from __future__ import annotations

from pathlib import Path

from focusconv.forms.catalog import catalog

ROOT = Path(__file__).parent.parent
SAMPLES = tuple(sorted((ROOT / "samples").glob("*/document.txt")))

_REQUIRED = {"7010": 400_000, "7020": 300_000, "7030": 50_000, "7032": 7_000, "7033": -2_000}
_FUNDS = {
    "7070": 120_000,
    "7080": 90_000,
    "7090": 110_000,
    "7100": 210_000,
    "7110": 80_000,
    "7120": 130_000,
    "7130": -4_000,
    "7132": 7_000,
    "7133": -2_000,
    "7140": 33_000,
    "7160": 21_000,
    "7170": 60_000,
    "7150": 5_000,
}


def segregation(day: str = "04/30/17", *, missing: int = 0, firm: str = "A FIRM LLC") -> bytes:
    """A FOCUS segregation statement, as text, whose totals add up.

    `missing` is how much the total of the funds exceeds what stands above it, as where a firm
    files a wrong total and carries it through.
    """
    amounts = {**_REQUIRED, **_FUNDS, "7045": 900, "7047": -900, "7050": 0}
    amounts["7040"] = amounts["7060"] = sum(_REQUIRED.values())
    amounts["7180"] = sum(_FUNDS.values()) + missing
    amounts["7190"] = amounts["7180"] - amounts["7060"]
    amounts["7194"] = 40_000
    amounts["7198"] = amounts["7190"] - amounts["7194"]
    edition = catalog().editions[0]
    statement = edition.by_id["segregation"]
    lines = ["FORM X-17A-5", "FOCUS REPORT", "BROKER OR DEALER", f"{firm}\tas of\t{day}", ""]
    lines.append(statement.title)
    for line in statement.lines:
        cells = [f"{_printed(amounts[cell.box])}\t{cell.box}" for cell in line.cells if cell.box]
        mark = line.line.split(".")[-1]
        number = f"{mark}. " if mark.isdigit() or len(mark) == 1 else ""
        lines.append("\t".join([f"{number}{line.label}", *cells]))
    return "\n".join(lines).encode() + b"\n"


def _printed(amount: int) -> str:
    return f"({-amount:,})" if amount < 0 else f"{amount:,}"
