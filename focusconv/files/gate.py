"""Which filings leave the program: by default all but those whose totals do not add up."""

from __future__ import annotations

from focusconv.record.filing import FilingStatus


def let_through(status: FilingStatus, *, strict: bool, allow_inconsistent: bool) -> bool:
    """Whether a filing of that status is exported or loaded.

    `strict` lets only confirmed ones through, `allow_inconsistent` all of them.
    """
    if strict:
        return status == "confirmed"
    return allow_inconsistent or status != "inconsistent"
