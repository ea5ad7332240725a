"""Decide which values may take the place of what was read: the acceptance policy at work.

Proposals come from three sides: the search over broken rules, rules that fix an item nobody
could read, and soft ties. A proposal stands where no rival explanation within the margin
says otherwise and something independent of its making confirms it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

from msgspec import Struct

from focusconv.forms.catalog import Key, Rule
from focusconv.reconcile.book import Made
from focusconv.reconcile.confirm import confirms, exact
from focusconv.reconcile.doubt import CLEAR_GAP, DEAR
from focusconv.reconcile.policy import Policy
from focusconv.reconcile.rules import Result, evaluate, holds, implied, words
from focusconv.reconcile.search import Budget, Found, Search, groups
from focusconv.reconcile.sheet import Sheet
from focusconv.reconcile.ties import proposals

Values = dict[Key, int | None]


class Mended(Struct, frozen=True):
    """The values decided on, those of them that were made, and what the search found."""

    values: Values
    made: dict[Key, Made]
    found: tuple[Found, ...]


def mend(sheet: Sheet, policy: Policy) -> Mended:
    """Fill and correct what the rules prove; all else stays as it was read."""
    values: Values = dict(sheet.start)
    hinted = _hinted(sheet, values)
    values.update(hinted)
    guessed = _guessed(sheet, values)
    values.update(guessed)
    broken = [rule for rule in sheet.hard if holds(rule, values, sheet.rates) is False]
    budget = Budget(policy.budget)
    found = tuple(Search(sheet, values, group, policy, budget).run() for group in groups(broken))
    changes: dict[Key, int] = {}
    for one in found:
        agreed = _agreed(one, values, policy)
        changes.update(agreed)
        for rule in one.rules:
            for key in rule.keys:
                if sheet.start[key] is None and key not in agreed:
                    values[key] = None
    kept = {k: v for k, v in {**hinted, **guessed}.items() if values[k] is not None}
    values.update(changes)
    proposed = [key for key in {**kept, **changes} if values[key] != sheet.start[key]]
    trial = _Trial(sheet, values, proposed, policy)
    return Mended(trial.values, trial.run(), found)


def _hinted(sheet: Sheet, values: Values) -> dict[Key, int]:
    """Amounts of unread or empty items that ties propose and a sum over them then confirms.

    All items of the sum that are unknown must have a proposal, and only one choice may fit.
    """
    open_items = {
        key: list(proposals(sheet, key, values))
        for key in sheet.tied
        if key in values and sheet.seen(key) in ("nothing", "missing", "garbled")
    }
    hinted: dict[Key, int] = {}
    for rule in sheet.hard:
        held = holds(rule, values, sheet.rates)
        here = [key for key in rule.keys if open_items.get(key)]
        unknown = [key for key in rule.keys if values.get(key) is None]
        if held or not here or not exact(rule) or not set(unknown) <= set(here):
            continue
        fits = []
        for choice in itertools.product(*(_choices(values[k], open_items[k]) for k in here)):
            trial = {**values, **dict(zip(here, choice, strict=True))}
            if holds(rule, trial, sheet.rates):
                fits.append({k: v for k, v in zip(here, choice, strict=True) if v != values[k]})
        if len(fits) == 1:
            hinted.update({key: value for key, value in fits[0].items() if value is not None})
    return hinted


def _choices(now: int | None, offered: list[int]) -> list[int]:
    return [*offered, now] if now is not None else offered


def _guessed(sheet: Sheet, values: Values) -> dict[Key, int]:
    """What rules with one unknown item need there, one after the other."""
    guessed: dict[Key, int] = {}
    trial = dict(values)
    progress = any(sheet.seen(key) in ("missing", "garbled") for key in values)
    while progress:
        progress = False
        for rule in sheet.hard:
            unknown = [key for key in rule.keys if trial.get(key) is None]
            if len(unknown) != 1 or sheet.seen(unknown[0]) not in ("missing", "garbled"):
                continue
            needed = list(implied(rule, unknown[0], trial, sheet.rates))
            if len(needed) == 1 and sheet.cost(unknown[0], needed[0]) is not None:
                trial[unknown[0]] = guessed[unknown[0]] = needed[0]
                progress = True
    return guessed


def _agreed(found: Found, values: Values, policy: Policy) -> dict[Key, int]:
    """The changes that the cheapest explanation and all its rivals within the margin share."""
    if not found.complete or not found.explanations:
        return {}
    best, *others = found.explanations
    rivals = [other for other in others if other.cost - best.cost < policy.margin]
    return {
        key: value
        for key, value in best.changes.items()
        if all(rival.changes.get(key, values[key]) == value for rival in rivals)
    }


class _Trial:
    """Proposed values, tested against each other until all that are left stand."""

    def __init__(
        self, sheet: Sheet, values: Values, proposed: Iterable[Key], policy: Policy
    ) -> None:
        self.sheet = sheet
        self.values = values
        self.proposed = list(proposed)
        self.policy = policy
        self.spent: dict[Key, Rule] = {}
        self._results: dict[str, Result] = {}

    def run(self) -> dict[Key, Made]:
        """The proposals that stand, with what made them; the others are taken back."""
        while self.proposed:
            self._results.clear()
            self.spent = self._spend()
            fallen = [key for key in self.proposed if not self._stands(key)]
            if not fallen:
                break
            for key in fallen:
                self.values[key] = self.sheet.start[key]
                self.proposed.remove(key)
        return {key: made for key in self.proposed if (made := self._made(key)) is not None}

    def _result(self, rule: Rule) -> Result:
        if rule.id not in self._results:
            self._results[rule.id] = evaluate(rule, self.values, self.sheet.rates)
        return self._results[rule.id]

    def _confirming(self, key: Key) -> list[Rule]:
        """The rules that hold and confirm the item, spent or not."""
        return [
            rule
            for rule in self.sheet.over.get(key, ())
            if confirms(rule, key, self._result(rule), self.values, self.sheet.rates)
        ]

    def _unspent(self, key: Key, spent: Mapping[Key, Rule]) -> list[Rule]:
        used = {rule.id for rule in spent.values()}
        return [
            rule
            for rule in self._confirming(key)
            if rule.id not in used and not self._loose(rule, key)
        ]

    def _loose(self, rule: Rule, key: Key) -> bool:
        """Whether only printed order places another amount of the rule: a swap would move
        two rules alike, and the value between them with it."""
        readings = self.sheet.readings
        return any(
            other != key
            and other in readings
            and readings[other].trust == "doubtful"
            and other not in self.sheet.fixed
            for other in rule.keys
        )

    def _spend(self) -> dict[Key, Rule]:
        """Charge each made value to one rule, so that as much as possible stays confirmed."""
        makers = {key: self._confirming(key) for key in self.proposed if not self._offered(key)}
        makers = {key: rules for key, rules in makers.items() if rules}
        if len(makers) > self.policy.changes + 2:
            makers = {key: rules[:1] for key, rules in makers.items()}
        best: dict[Key, Rule] = {}
        score = (-1, 0)
        for choice in itertools.product(*makers.values()):
            if len({rule.id for rule in choice}) < len(choice):
                continue
            spent = dict(zip(makers, choice, strict=True))
            confirmed = sum(bool(self._unspent(key, spent)) for key in self.proposed)
            bare = sum(
                not self._unspent(key, spent)
                for rule in choice
                for key in rule.keys
                if self.values.get(key)
            )
            if (confirmed, -bare) > score:
                best, score = spent, (confirmed, -bare)
        return best

    def _offered(self, key: Key) -> bool:
        """Whether a reading or a tie gave the value, and no rule."""
        value = self.values[key]
        if value is None:
            return False
        option = self.sheet.option(key, value)
        return (option is not None and option.cost <= DEAR) or self.tie(key) is not None

    def tie(self, key: Key) -> Rule | None:
        """The tie that proposed the value, over operands that were all read.

        It must share none of them with the rules over the item: an error in a shared one
        would move the proposal and the rule alike.
        """
        before = {**self.values, key: self.sheet.start[key]}
        value = self.values[key]
        shared = {other for rule in self.sheet.over.get(key, ()) for other in rule.keys} - {key}
        for proposal, tie in proposals(self.sheet, key, before).items():
            apart = shared.isdisjoint(tie.keys) and set(tie.keys).isdisjoint(self._without(key))
            if proposal == value and apart:
                return tie
        return None

    def _without(self, key: Key) -> list[Key]:
        return [other for other in self.proposed if other != key]

    def _stands(self, key: Key) -> bool:
        value = self.values[key]
        if value is None or self.sheet.cost(key, value) is None:
            return False
        if self._unspent(key, self.spent) and (key in self.spent or self._offered(key)):
            return True
        return self._derivable(key)

    def _derivable(self, key: Key) -> bool:
        """An unread item in one rule, whose total is confirmed and whose rest is beyond doubt."""
        if self.sheet.seen(key) == "amount" or key not in self.spent:
            return False
        rule = self.spent[key]
        others = [other for other in rule.keys if other != key]
        if key != rule.target and not self._unspent(rule.target, self.spent):
            return False
        if self._telling(key):
            return not any(self._open(other) for other in others)
        open_others = [other for other in others if not self._unspent(other, self.spent)]
        if not all(self._clear(other) for other in open_others):
            return False
        weighty = sum(bool(self.values[other]) for other in open_others)
        return weighty <= self.policy.trusted

    def _open(self, key: Key) -> bool:
        """Whether the amount is made itself, unknown, or placed by order only."""
        reading = self.sheet.readings.get(key)
        loose = reading is not None and reading.trust == "doubtful"
        return key in self.proposed or self.values[key] is None or loose

    def _clear(self, key: Key) -> bool:
        """Read without doubt: clean print, surely placed, no other reading near."""
        reading = self.sheet.readings.get(key)
        value = self.values[key]
        if key in self.sheet.fixed:
            return True
        if reading is None or reading.trust != "sure" or key in self.proposed or value is None:
            return False
        own = self.sheet.cost(key, value)
        if self.sheet.seen(key) != "amount" or own is None or own >= CLEAR_GAP:
            return False
        rivals = [self.sheet.cost(key, o.value) for o in reading.options if o.value != value]
        return all(cost is None or cost - own >= CLEAR_GAP for cost in rivals)

    def _telling(self, key: Key) -> bool:
        """Whether garbled print shows nearly all the digits of the value that a rule needs."""
        text = self.sheet.readings[key].text
        if self.sheet.seen(key) != "garbled" or not text:
            return False
        shown = sum(char.isdigit() for char in text)
        return shown >= 4 and shown + 1 >= len(str(abs(self.values[key] or 0)))

    def _made(self, key: Key) -> Made | None:
        """The record of a value that stands; None where a reader's own print said it."""
        value = self.values[key]
        option = self.sheet.option(key, value)
        if value is None or (option is not None and option.cost <= DEAR):
            return None
        return Made(
            value=value,
            status="corrected" if self.sheet.seen(key) == "amount" else "derived",
            spent=self.spent.get(key),
            reason=self._reason(key),
        )

    def _reason(self, key: Key) -> str:
        sheet = self.sheet
        reading = sheet.readings[key]
        if self.sheet.seen(key) == "amount":
            what = f"{reading.options[0].raw!r} was read"
        elif reading.text:
            what = f"{reading.text!r} is no amount"
        else:
            what = "nothing legible was seen"
        tie = None if key in self.spent else self.tie(key)
        made = self.spent.get(key)
        by = f"the tie {tie.text} proposes it" if tie is not None else "a neighbour's print has it"
        if made is not None:
            by = f"{self._said(made)} gives it"
        unspent = self._unspent(key, self.spent)
        if not unspent:
            return f"{what}; {by}, and nothing else confirms it"
        return f"{what}; {by}, and {self._said(unspent[0])} confirms it"

    def _said(self, rule: Rule) -> str:
        return words(rule, self._result(rule), self.values, self.sheet.rates, self.sheet.edition)
