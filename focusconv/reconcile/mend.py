"""Decide which values may take the place of what was read: the acceptance policy at work.

Proposals come from three sides: the search over broken rules, rules that fix an item nobody
could read, and soft ties. A proposal stands where no rival explanation within the margin
says otherwise and something independent of its making confirms it.
"""

from __future__ import annotations

from collections.abc import Iterator

from focusconv.forms.catalog import Key
from focusconv.reconcile.acceptance import Trial
from focusconv.reconcile.explain import words
from focusconv.reconcile.fallback_search import agreed, near, one_by_one
from focusconv.reconcile.policy import Policy
from focusconv.reconcile.prices import Prices
from focusconv.reconcile.problem import Sheet
from focusconv.reconcile.proposals import Mended
from focusconv.reconcile.propose import Guesses, Values, contest, guesses, hinted
from focusconv.reconcile.rules import evaluate
from focusconv.reconcile.search import Budget, Found, Search, groups


def mend(sheet: Sheet, policy: Policy) -> Mended:
    """Fill and correct what the rules prove; all else stays as it was read."""
    values: Values = dict(sheet.start)
    tied = hinted(sheet, values)
    values.update(tied)
    guessed = guesses(sheet, values)
    values.update(guessed.values)
    found = tuple(_searched(sheet, values, policy))
    changes: dict[Key, int] = {}
    dropped: set[Key] = set()
    for one in found:
        shared = agreed(one, values, policy)
        changes.update(shared)
        dropped.update(_unsettled(one, guessed, policy) - shared.keys())
        _contest(sheet, one, values, guessed)
    for key in dropped:
        values[key] = None
    values.update(changes)
    proposed = [k for k in {**tied, **guessed.values, **changes} if values[k] != sheet.start[k]]
    trial = Trial(sheet, values, proposed, policy)
    made = trial.run()
    blamed = {
        key: why
        for one in found
        for key, value, why in _blamed(sheet, one, policy)
        if trial.values[key] != value
    }
    return Mended(trial.values, made, found, guessed.contested, blamed)


def _searched(sheet: Sheet, values: Values, policy: Policy) -> Iterator[Found]:
    """What would mend each group of broken rules; none spends what is due to the others."""
    prices, left = Prices(sheet, values), policy.budget
    alone = Budget(policy.one_by_one)
    broken = groups(sheet, values)
    for done, group in enumerate(broken):
        share = left // (len(broken) - done)
        budget = Budget(share)
        found = Search(prices, group, policy, budget).run()
        left -= share - max(budget.left, 0)
        if found.complete:
            yield found
        else:
            yield from one_by_one(sheet, values, found, policy, alone)


def _blamed(sheet: Sheet, found: Found, policy: Policy) -> Iterator[tuple[Key, int, str]]:
    """The items that near explanations would change, and what they would change."""
    ref = sheet.edition.ref
    rules = ", ".join(ref(rule.target) for rule in found.rules)
    for changes in near(found, policy):
        said = " and ".join(f"{value:,} in {ref(key)}" for key, value in changes.items())
        for key, value in changes.items():
            yield key, value, f"a check elsewhere fails: {rules} would hold with {said}"


def _unsettled(found: Found, guessed: Guesses, policy: Policy) -> set[Key]:
    """Unread items whose guessed value some near explanation of broken rules would change."""
    nearest = near(found, policy)
    here = {key for rule in found.rules for key in rule.keys if key in guessed.values}
    return here if not nearest else {key for key in here if any(key in one for one in nearest)}


def _contest(sheet: Sheet, found: Found, values: Values, guessed: Guesses) -> None:
    """Broken rules over guessed values: they and the rules of the guesses cannot all hold."""
    for rule in found.rules:
        makers = [guessed.makers[k] for k in rule.keys if k in guessed.makers]
        if makers:
            result = evaluate(rule, values, sheet.rates)
            said = words(rule, result, values, sheet.rates, sheet.edition)
            contest(guessed, [rule, *makers], f"a sum over it and another cannot both hold: {said}")
