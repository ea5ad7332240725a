"""What a cover says: the facts of the firm, and the targets set into their sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bench.strangers.figures import Filing


def cover_texts(filing: Filing) -> dict[str, str]:
    """The entries of the cover by the roles that the form gives its cells."""
    firm = filing.firm
    by_role = {
        "name": firm.name,
        "sec_file_number": firm.sec_file_number,
        "firm_id": firm.firm_id,
        "street": firm.street,
        "city": firm.city,
        "state": firm.state,
        "zip": firm.zip,
        "period_begin": f"{filing.begin:%m/%d/%y}",
        "period_end": f"{filing.end:%m/%d/%y}",
        "contact_name": firm.contact,
        "telephone": firm.telephone,
        "email": firm.email,
    }
    return {
        key: by_role[cell.role]
        for key, cell in filing.edition.spec.items()
        if key.startswith("cover/") and cell.role in by_role
    }


_GAPS = (
    (r"amount: ;", ["amount: {};"]),
    (r"required:%", ["required: {}%"]),
    (r"between:and;", ["between: {} and {};"]),
    (r"between:% and%", ["between: {}% and {}%"]),
)


def with_targets(label: str, texts: Sequence[str]) -> str:
    """A target's sentence with its figures in the gaps; a gap without one is underscored."""
    for gap, (filled,) in _GAPS:
        if texts and re.search(gap, label):
            return re.sub(gap, filled, label).format(*(text or "____" for text in texts))
    return label
