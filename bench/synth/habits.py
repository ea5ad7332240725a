"""What the amounts of real firms look like: which are round, often zero, or below zero.

Nothing here is needed to make figures consistent; it makes them likely.
"""

from __future__ import annotations

from msgspec import Struct


class Style(Struct, frozen=True, kw_only=True):
    """How a firm's amounts look. `scale` is the range of log10 of its usual amount; the others
    are rates: of zero amounts, of empty cells among them, of groups of cells left empty
    altogether, of deficits, of small residues, of a minus in an unusual place."""

    scale: tuple[float, float]
    zero: float = 0.35
    blank: float = 0.25
    empty_groups: float = 0.3
    deficit: float = 0.03
    residue: float = 0.06
    odd: float = 0.02


STYLES: dict[str, Style] = {
    "introducing": Style(scale=(3.0, 5.5), zero=0.75, blank=0.5, empty_groups=0.6),
    "small": Style(scale=(5.0, 7.0), zero=0.55),
    "medium": Style(scale=(6.5, 8.5)),
    "large": Style(scale=(8.0, 9.3), zero=0.25),
    "giant": Style(scale=(9.0, 10.5), zero=0.12, blank=0.1, empty_groups=0.1),
    "deficit": Style(scale=(6.0, 9.0), deficit=0.8, odd=0.08),
    "full": Style(scale=(7.0, 10.0), zero=0.0, blank=0.0, empty_groups=0.0),
    "empty": Style(scale=(5.0, 8.0), zero=0.8, blank=0.8, empty_groups=0.9),
}

EITHER_SIGN = {"7030", "7130", "7140", "7325", "7600", "7660", "7720", "8520", "8660", "8690"}
"""Free amounts that are as often a loss as a gain."""

NEVER_OWED = {"7150", "7765", "8715"}
"""Funds on hand: free by the form, and never below zero in practice."""

OFFSETS = {"7047": "7045", "7352": "7351", "8570": "8560"}
"""Deductions that offset the amount beside them, wholly or but for a residue."""

BALANCES = (
    ("7180", "7060", "7070"),
    ("7230", "7200", "7210"),
    ("7770", "7360", "7700"),
    ("8720", "8590", "8630"),
)
"""What a firm holds, what it must hold, and the cash with which it keeps the two in step."""

MANAGEMENT = {"7194": "7190", "7780": "7380", "8760": "8730"}
"""Targets firms set as round amounts below their excess."""

GROUPS = (
    ("7200", "7210", "7220"),
    ("7580", "7590", "7600", "7610", "7615"),
    ("7640", "7650", "7660", "7670", "7675"),
    ("7335", "7337"),
    ("7160", "7170"),
    ("8530", "8540", "8670", "8680"),
)
"""Cells that stay empty together where the firm has no such business."""

SUBTOTALS = {"7050", "7230", "7240", "7354", "7620", "7680", "8580"}
"""Computed cells that firms leave empty where all that goes into them is empty."""

MINIMUM = "7465"
OTHER_MINIMUM = "7475"
FOREIGN_MINIMUM = "7305"
MARGINS = ("7415", "7435")

BANKS = (
    "HARRIS TRUST",
    "BMO HARRIS BANK N.A.",
    "JPMorgan Chase Bank, N.A.",
    "Bank of New York Mellon",
    "BARCLAYS BANK PLC",
    "U.S. Bank",
    "HSBC Bank plc, London",
    "Lloyds / Mizuho",
    "Various - see attached",
)
