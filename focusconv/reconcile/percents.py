"""Percents of a cover in the light of the amounts that firms compute with them.

A firm that chooses a percent as its target prints that percent of an amount as another amount. A
tie that holds so to the dollar tells that the percent was read right. One that does not, and would
with a digit or the point of the percent otherwise, tells that it may be misread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import structs

from focusconv.forms.catalog import Edition, Key, Rule
from focusconv.reconcile.outcome import FieldVerdict, Outcome
from focusconv.reconcile.rules import percent

_READ = ("reported", "corrected", "reviewed")
"""States of amounts that were printed: one that was derived may rest on the percent itself."""

_TELLING = 4
"""Digits, but for closing zeros, from which an amount is hardly a percent of another by chance."""


def told_percents(
    fields: Mapping[Key, FieldVerdict], outcome: Outcome, edition: Edition
) -> dict[Key, FieldVerdict]:
    """The percents of the cover of which a tie to the dollar tells whether they were read right.

    Amounts are those decided on; only accepted ones tell anything.
    """
    found = {}
    for tie in edition.ties:
        key = tie.cases[0].rate_key
        field = fields.get(key) if key is not None else None
        if key is None or field is None or field.value in (None, "0"):
            continue
        if field.status == "reviewed":
            continue
        amounts = _amounts(tie, outcome)
        told = _told(edition, field, tie, *amounts) if amounts is not None else None
        if told is not None:
            found[key] = told
    return found


def _amounts(tie: Rule, outcome: Outcome) -> tuple[int, int] | None:
    """The base of a tie and its result, where both were read and the result tells something."""
    base, result = (_read(outcome, key) for key in (tie.cases[0].terms[0].key, tie.target))
    if base is None or result is None or len(str(abs(result)).rstrip("0")) < _TELLING:
        return None
    return base, result


def _read(outcome: Outcome, key: Key) -> int | None:
    verdict = outcome.verdicts.get(key)
    return verdict.value if verdict is not None and verdict.status in _READ else None


def _told(
    edition: Edition, field: FieldVerdict, tie: Rule, base: int, result: int
) -> FieldVerdict | None:
    printed = str(field.value)
    if percent(printed, base) == result:
        return structs.replace(
            field,
            status="reported",
            verified_by=(*field.verified_by, tie.id),
            reason=None,
            candidates=(),
        )
    for other in _misreadings(printed):
        if percent(other, base) == result:
            target, of = edition.ref(tie.target), edition.ref(tie.cases[0].terms[0].key)
            reason = f"{target} is {other}% of {of}, to the dollar"
            return structs.replace(field, status="disputed", reason=reason)
    return None


def _misreadings(printed: str) -> Iterator[str]:
    """The percents that a print may stand for: with one digit otherwise, and with its point in any
    place or lost."""
    digits = printed.replace(".", "")
    others = [digits]
    for at in range(len(digits)):
        others += [digits[:at] + digit + digits[at + 1 :] for digit in "0123456789"]
    for other in dict.fromkeys(others):
        for at in range(1, len(other) + 1):
            whole, rest = str(int(other[:at])), other[at:].rstrip("0")
            yield f"{whole}.{rest}" if rest else whole
