"""The step itself: choose the values, then say how surely each is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from focusconv.forms.catalog import Edition, Key
from focusconv.readings import Reading
from focusconv.reconcile.evaluation import Book
from focusconv.reconcile.mend import mend as mend_sheet
from focusconv.reconcile.outcome import Outcome, Verdict
from focusconv.reconcile.policy import POLICY, Policy
from focusconv.reconcile.problem import Sheet
from focusconv.reconcile.proposals import as_read, without
from focusconv.reconcile.rules import Rates
from focusconv.reconcile.states import settle
from focusconv.reconcile.suspects import checks, requests, with_suspected

if TYPE_CHECKING:
    from focusconv.review.corrections import Decisions


def reconcile(
    readings: Mapping[Key, Reading],
    edition: Edition,
    *,
    present: Collection[str],
    rates: Rates,
    mend: bool = True,
    corrections: Decisions | None = None,
    policy: Policy = POLICY,
) -> Outcome:
    """Decide every amount of a filing from its readings and the form's rules.

    `readings` holds one reading per amount item, `present` the ids of the statements that are
    in the document (rules that reach beyond them are not evaluated), `rates` the percents the
    filing states as decimal strings. Without `mend` no value is put in the place of a reading.
    `corrections` are a reviewer's decisions on items and checks; they stand above readings.
    """
    sheet = problem_of(readings, edition, present, rates, corrections)
    mended = mend_sheet(sheet, policy) if mend else as_read(sheet)
    book = Book(sheet, mended)
    verdicts = settle(book)
    while unsound := _unsound(book, verdicts):
        mended = without(mended, unsound, sheet)
        book = Book(sheet, mended)
        verdicts = settle(book)
    done = checks(book, verdicts, mended.found)
    for key, verdict in verdicts.items():
        if verdict.status == "disputed":
            verdicts[key] = with_suspected(verdict, done)
    return Outcome(verdicts=verdicts, checks=done, requests=requests(book, verdicts, done))


def problem_of(
    readings: Mapping[Key, Reading],
    edition: Edition,
    present: Collection[str],
    rates: Rates,
    corrections: Decisions | None,
) -> Sheet:
    """What is to be decided, before anything is: arguments as in `reconcile`."""
    fixed, waived = _decided(corrections)
    return Sheet(readings, edition, present, rates, fixed, waived)


def _unsound(book: Book, verdicts: Mapping[Key, Verdict]) -> list[Key]:
    """Made values that rest on a rule over an amount that turned out disputed, and those of items
    whose reading something else speaks against."""
    disputed = {key for key, verdict in verdicts.items() if verdict.status == "disputed"}
    return [
        key
        for key, made in book.made.items()
        if book.against(key) is not None
        or any(
            rule is not None and not disputed.isdisjoint(rule.members)
            for rule in (made.spent, made.tie)
        )
        or not _still_confirmed(book, verdicts[key], disputed)
    ]


def _still_confirmed(book: Book, verdict: Verdict, disputed: set[Key]) -> bool:
    """Whether one at least of the rules that confirm a value is over undisputed amounts."""
    over = book.sheet.over.get(verdict.key, ())
    rules = [rule for rule in over if rule.id in verdict.verified_by]
    return not rules or any(disputed.isdisjoint(rule.members) for rule in rules)


def _decided(corrections: Decisions | None) -> tuple[dict[Key, int | None], frozenset[str]]:
    """The amounts a reviewer set, and the checks that are waived."""
    if corrections is None:
        return {}, frozenset()
    amounts = {
        key: value
        for key, value in corrections.values.items()
        if isinstance(value, int) and not isinstance(value, bool)
    }
    return dict(amounts), frozenset(corrections.waived)
