"""What a document says: every amount by its place on the form, and the facts of its head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bench.strangers.figures import Filing

Amount = int | str | None
"""Whole dollars, a percent as a decimal string, or None where the box is empty."""


@dataclass(frozen=True)
class Truth:
    """`amounts` by (statement, line, column) joined with slashes: what a careful reader finds.

    `open` marks what no reader of this document can know; `meant` keeps what was filed there,
    so that a value worked out from the totals is not called an invention.
    """

    amounts: Mapping[str, Amount | Literal["open"]]
    header: Mapping[str, str]
    meant: Mapping[str, Amount] = field(default_factory=dict)


def truth_of(filing: Filing) -> Truth:
    """The truth of an undamaged document."""
    return Truth(dict(filing.values), _header(filing))


def opened(truth: Truth, lost: Mapping[str, Amount]) -> Truth:
    """The truth of a document in which some amounts can no longer be known."""
    amounts = dict(truth.amounts)
    amounts.update((key, "open") for key in lost)
    return Truth(amounts, truth.header, dict(lost))


def _header(filing: Filing) -> dict[str, str]:
    firm = filing.firm
    header = {
        "name": firm.name,
        "contact": firm.contact,
        "telephone": firm.telephone,
        "begin": filing.begin.isoformat(),
        "end": filing.end.isoformat(),
    }
    if filing.system == "WinJammer":
        assert filing.submitted is not None
        kind = "amended" if filing.amended else "initial"
        sent = filing.submitted.isoformat()
        return header | {"email": firm.email, "submitted": sent, "type": kind}
    return header | {
        "sec_file_number": firm.sec_file_number,
        "firm_id": firm.firm_id,
        "street": firm.street,
        "city": firm.city,
        "state": firm.state,
        "zip": firm.zip,
    }
