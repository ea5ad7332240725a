"""Percents of a cover in the light of the amounts that firms compute with them.

A firm that chooses a percent as its target prints that percent of an amount as another amount. A
tie that holds so to the dollar tells that the percent was read right. One that does not, and would
with a digit or the point of the percent otherwise, tells that it may be misread.
"""

from __future__ import annotations

from collections.abc import Iterator

from focusconv.forms.catalog import Key, Rule
from focusconv.place.cover.facts import Fact, disputed, reported
from focusconv.place.document import PlacedFiling
from focusconv.reconcile import Outcome
from focusconv.reconcile.rules import percent

_READ = ("reported", "corrected", "reviewed")
"""States of amounts that were printed: one that was derived may rest on the percent itself."""

_TELLING = 4
"""Digits, but for closing zeros, from which an amount is hardly a percent of another by chance."""


def told_percents(placed: PlacedFiling, outcome: Outcome) -> dict[Key, Fact]:
    """The percents of the cover of which a tie to the dollar tells whether they were read right.

    Amounts are those decided on; only accepted ones tell anything.
    """
    found = {}
    for tie in placed.edition.ties:
        key = tie.cases[0].rate_key
        fact = placed.cover.get(key) if key is not None else None
        if key is None or fact is None or fact.value in (None, "0"):
            continue
        amounts = _amounts(tie, outcome)
        told = _told(placed, fact, tie, *amounts) if amounts is not None else None
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


def _told(placed: PlacedFiling, fact: Fact, tie: Rule, base: int, result: int) -> Fact | None:
    printed = str(fact.value)
    if percent(printed, base) == result:
        return reported(fact) if fact.status == "disputed" else None
    ref = placed.edition.ref
    for other in _misreadings(printed):
        if percent(other, base) == result:
            return disputed(
                fact,
                f"{ref(tie.target)} is {other}% of {ref(tie.cases[0].terms[0].key)}, to the dollar",
            )
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
