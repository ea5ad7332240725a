"""Test proposed values against each other: what made each, and what confirms it besides.

A rule that fixed a value is spent and confirms it no more. A value stands where another rule
confirms it, or, for an item that could not be read, where its one rule leaves no doubt.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

from focusconv.forms.catalog import Key, Rule
from focusconv.notation.confusions import likely
from focusconv.reconcile.confirm import confirmed, echoes
from focusconv.reconcile.doubt import CLEAR_GAP, DEAR
from focusconv.reconcile.explain import words
from focusconv.reconcile.policy import Policy
from focusconv.reconcile.problem import Sheet
from focusconv.reconcile.proposals import Made
from focusconv.reconcile.rules import Result, evaluate
from focusconv.reconcile.ties import proposals

Values = dict[Key, int | None]


class Trial:
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
            if key in confirmed(rule, self._result(rule), self.values, self.sheet.rates)
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
        over = self.sheet.over.get(key, ())
        excluded = {other for rule in over for other in rule.keys}
        excluded.update(self.proposed)
        excluded.discard(key)
        for proposal, tie in proposals(self.sheet, key, before).items():
            if proposal == value and excluded.isdisjoint(tie.members):
                return tie
        return None

    def _stands(self, key: Key) -> bool:
        value = self.values[key]
        if value is None or self.sheet.cost(key, value) is None or self._broken(key):
            return False
        charged = key in self.spent and not self._loose(self.spent[key], key)
        if self._unspent(key, self.spent) and (charged or self._offered(key)):
            return True
        return charged and self._derivable(key)

    def _broken(self, key: Key) -> bool:
        over = self.sheet.over.get(key, ())
        return any(self._result(rule).status == "failed" for rule in over)

    def _derivable(self, key: Key) -> bool:
        """An unread item in one rule, whose total is confirmed and whose rest is beyond doubt.

        Beside an addend the policy trusts some amounts that nothing confirms. Beside a total none:
        nothing is left to check it, and whoever reads its addends can add them up.
        """
        if self.sheet.seen(key) == "amount":
            return False
        rule = self.spent[key]
        others = [other for other in rule.keys if other != key]
        if key != rule.target and not self._unspent(rule.target, self.spent):
            return False
        if self._telling(key):
            return not any(self._open(other) for other in others)
        open_others = [other for other in others if not self._sound(other)]
        if not all(self._clear(other) for other in open_others):
            return False
        weighty = sum(bool(self.values[other]) for other in open_others)
        return weighty <= (0 if key == rule.target else self.policy.trusted)

    def _sound(self, key: Key) -> bool:
        """Whether a rule confirms the amount that does more than print one number twice."""
        unspent = self._unspent(key, self.spent)
        return any(not echoes(rule, self.values) for rule in unspent)

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
        """Whether garbled print shows nearly all the digits of the value that a rule needs, and
        its grouping marks where a digit lost from that value would leave them."""
        text = self.sheet.readings[key].text
        if self.sheet.seen(key) != "garbled" or not text:
            return False
        value = self.values[key] or 0
        digits = len(str(abs(value) // self.sheet.unit(key)))
        shown = sum(char.isdigit() for char in text)
        told = shown >= 4 and shown + 1 >= digits
        return told and likely(self.sheet.cost(key, value))

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
            tie=None if key in self.spent else self.tie(key),
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
        made, tie = self.spent.get(key), self.tie(key)
        by = f"the tie {tie.text} proposes it" if tie is not None else ""
        if made is not None:
            by = f"{self._said(made)} gives it"
        unspent = self._unspent(key, self.spent)
        if not unspent:
            return f"{what}; {by}, and nothing else confirms it"
        return f"{what}; {by}, and {self._said(unspent[0])} confirms it"

    def _said(self, rule: Rule) -> str:
        return words(rule, self._result(rule), self.values, self.sheet.rates, self.sheet.edition)
