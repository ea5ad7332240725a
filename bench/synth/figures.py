"""Random figures for one filing of an edition, consistent with every hard rule of the form.

Everything that can be computed is computed from the edition's rules; `habits` only makes the
free amounts look like those of real firms.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from bench.synth.firms import Figure, Figures, cover, random_facts
from bench.synth.habits import (
    BALANCES,
    BANKS,
    EITHER_SIGN,
    FOREIGN_MINIMUM,
    GROUPS,
    MANAGEMENT,
    MARGINS,
    MINIMUM,
    NEVER_OWED,
    OFFSETS,
    OTHER_MINIMUM,
    STYLES,
    SUBTOTALS,
    Style,
)
from focusconv.forms.catalog import Case, CellSpec, Edition, Key, Rule


def random_filing(
    edition: Edition,
    rng: random.Random,
    *,
    ties: bool,
    style: str | Style | None = None,
    given: Mapping[Key, Figure] | None = None,
) -> Figures:
    """Random amounts for every amount, percent and text cell of the edition.

    Amounts are whole dollars signed as contributions; None is a cell the firm left empty,
    and counts as zero in every rule. All hard rules hold. With `ties` the soft ties hold as
    well, where no hard rule forbids it; without, each holds by chance only. `style` names one
    of `STYLES` (None: any). `given` fixes cells; by default the cover of a random firm.
    """
    chosen = STYLES[style] if isinstance(style, str) else style
    if chosen is None:
        chosen = STYLES[rng.choice(sorted(STYLES))]
    if given is None:
        given = cover(edition, random_facts(edition, rng))
    return _Maker(edition, rng, chosen, ties=ties, given=given).figures()


def broken_rules(edition: Edition, figures: Mapping[Key, Figure]) -> list[str]:
    """Ids of the hard rules that these figures break; empty cells count as zero."""
    return [
        rule.id
        for rule in edition.rules
        if rule.hard and not any(_holds(rule, case, figures) for case in rule.cases)
    ]


def _number(value: Figure) -> int:
    return value if isinstance(value, int) else 0


def _applies(case: Case, figures: Mapping[Key, Figure]) -> bool:
    if case.governs is None:
        return True
    first, second = case.governs
    return _number(figures.get(first)) == _number(figures.get(second))


def _amount(case: Case, figures: Mapping[Key, Figure]) -> int:
    """What a case gives for its target, halves of a dollar rounded up."""
    numbers = [_number(figures.get(term.key)) for term in case.terms]
    if case.op == "constant":
        return case.constant or 0
    if case.op == "greatest":
        return max(numbers)
    if case.op == "percent":
        rate = Decimal(str(figures.get(case.rate_key) if case.rate_key else case.rate) or "0")
        exact = rate * numbers[0] / 100
        return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    pairs = zip(case.terms, numbers, strict=True)
    return sum(term.coefficient * number for term, number in pairs)


def _holds(rule: Rule, case: Case, figures: Mapping[Key, Figure]) -> bool:
    gap = abs(_number(figures.get(rule.target)) - _amount(case, figures))
    return _applies(case, figures) and gap <= rule.tolerance


class _Maker:
    """Draws the free amounts of one filing, then computes the rest from the rules."""

    def __init__(
        self,
        edition: Edition,
        rng: random.Random,
        style: Style,
        *,
        ties: bool,
        given: Mapping[Key, Figure],
    ) -> None:
        self.edition = edition
        self.rng = rng
        self.style = style
        self.scale = 10 ** rng.uniform(*style.scale)
        self.values: Figures = dict(given)
        self.rules: dict[Key, Rule] = {}
        hard = [rule for rule in edition.rules if rule.hard]
        for rule in hard:
            self.rules.setdefault(rule.target, rule)
        self.hard = set(self.rules)
        if ties:
            for rule in edition.ties:
                self._adopt(rule)
        self.order = self._sorted()
        self.other_sign = rng.random() < 0.5
        self.shares = [self._share() for _ in BALANCES]

    def figures(self) -> Figures:
        for key, cell in self.edition.spec.items():
            if key not in self.values and key not in self.rules:
                self.values[key] = self._free(cell)
        self._empty_groups()
        self._offset()
        self._compute()
        for _ in range(3):
            self._balance()
            self._compute()
        self._manage()
        self._compute()
        return {key: self.values[key] for key in self.edition.spec if key in self.values}

    def _key(self, box: str) -> Key | None:
        return self.edition.key_of_box.get(box)

    def _keys(self, boxes: Iterable[str]) -> list[Key]:
        return [key for key in map(self._key, boxes) if key is not None]

    def _adopt(self, tie: Rule) -> None:
        """Compute a tie's target from it, unless something computes that already."""
        case = tie.cases[0]
        rate = self.values.get(case.rate_key) if case.rate_key else "1"
        if tie.target in self.rules or tie.target in self.values or not Decimal(str(rate or 0)):
            return
        self.rules[tie.target] = tie
        if self._cyclic(tie.target):
            del self.rules[tie.target]

    def _cyclic(self, start: Key) -> bool:
        seen: set[Key] = set()
        todo = [key for key in self.rules[start].keys if key != start]
        while todo:
            key = todo.pop()
            if key == start:
                return True
            if key in self.rules and key not in seen:
                seen.add(key)
                todo.extend(k for k in self.rules[key].keys if k != key)
        return False

    def _sorted(self) -> list[Key]:
        """Targets, each after the targets among its operands."""
        done: dict[Key, None] = {}

        def visit(key: Key) -> None:
            if key in done or key not in self.rules:
                return
            for operand in self.rules[key].keys:
                if operand != key:
                    visit(operand)
            done[key] = None

        for key in self.rules:
            visit(key)
        return list(done)

    def _free(self, cell: CellSpec) -> Figure:
        if cell.kind == "text":
            bank = self.rng.choice(BANKS)
            return bank if cell.role is None and self.rng.random() < 0.6 else None
        if cell.kind != "amount":
            return None
        box = cell.box or ""
        if box == MINIMUM:
            return self.rng.choice([1_000_000] * 8 + [20_000_000, None])
        if box in (OTHER_MINIMUM, FOREIGN_MINIMUM):
            return self._rarely()
        if box in MARGINS:
            return int(self.scale * self.rng.lognormvariate(0.5, 1.0))
        if self.rng.random() < self.style.zero:
            return None if self.rng.random() < self.style.blank else 0
        return self._signed(box, cell.sign)

    def _rarely(self) -> int | None:
        """An amount that most firms leave empty or at zero."""
        drawn = self.rng.random()
        if drawn < 0.5:
            return None
        if drawn < 0.8:
            return 0
        return self._magnitude()

    def _magnitude(self) -> int:
        if self.rng.random() < self.style.residue:
            return self.rng.randint(1, 9999)
        amount = int(self.scale * self.rng.lognormvariate(0, 1.2)) + 1
        if self.rng.random() < 0.08:
            unit = 10 ** max(len(str(amount)) - self.rng.choice((1, 2, 3)), 0)
            amount = max(amount // unit, 1) * unit
        return min(amount, 10**11)

    def _signed(self, box: str, sign: Literal["any", "+", "-"]) -> int:
        amount = self._magnitude()
        if sign == "-":
            return -amount
        if sign == "+" or not box or box in NEVER_OWED:
            return amount
        minus = 0.5 if box in EITHER_SIGN else self.style.odd
        return -amount if self.rng.random() < minus else amount

    def _empty_groups(self) -> None:
        for boxes in GROUPS:
            if self.rng.random() >= self.style.empty_groups:
                continue
            fill = self.rng.choice((None, None, 0))
            for key in self._keys(boxes):
                if key not in self.rules:
                    self.values[key] = fill

    def _offset(self) -> None:
        for box, gross_box in OFFSETS.items():
            key, gross_key = self._key(box), self._key(gross_box)
            if key is None or gross_key is None:
                continue
            gross = _number(self.values.get(gross_key))
            if gross:
                rest = self.rng.choice((0, 0, self.rng.randint(1, 5000), gross // 7))
                self.values[key] = -(gross - min(rest, gross))
            else:
                self.values[key] = self.values.get(gross_key)

    def _compute(self) -> None:
        for key in self.order:
            rule = self.rules[key]
            operands = [k for k in rule.keys if k != key]
            empty = all(self.values.get(k) is None for k in operands)
            spare = self.edition.spec[key].box in SUBTOTALS
            self.values[key] = None if empty and spare else self._case_amount(rule)

    def _case_amount(self, rule: Rule) -> int:
        """The amount of the case that holds; where several do, of the first that is usual."""
        minimum = self._key(MINIMUM)
        usual = [c for c in rule.cases if not self._unusual(c, minimum)] or list(rule.cases)
        if all(case.governs is None for case in usual):
            return _amount(usual[-1 if self.other_sign else 0], self.values)
        case = next((c for c in usual if _applies(c, self.values)), usual[0])
        return _amount(case, self.values)

    def _unusual(self, case: Case, minimum: Key | None) -> bool:
        """110% of the $1,000,000 minimum and 150% of the $20,000,000 one are never meant."""
        if case.op != "percent" or not case.terms or case.terms[0].key != minimum:
            return False
        small = _number(self.values.get(minimum)) <= 1_000_000
        return (case.rate == "110") == small

    def _share(self) -> float:
        """The excess a firm keeps, as a part of what it must hold."""
        share = self.rng.uniform(0.005, 0.12)
        return -share / 4 if self.rng.random() < self.style.deficit else share

    def _balance(self) -> None:
        for (held_box, due_box, cash_box), share in zip(BALANCES, self.shares, strict=True):
            held, due, cash = map(self._key, (held_box, due_box, cash_box))
            if held is None or due is None or cash is None or cash in self.rules:
                continue
            needed = _number(self.values.get(due))
            wanted = int(needed * (1 + share))
            others = _number(self.values.get(held)) - _number(self.values.get(cash))
            if wanted > others:
                self.values[cash] = wanted - others

    def _manage(self) -> None:
        for box, excess_box in MANAGEMENT.items():
            key, excess_key = self._key(box), self._key(excess_box)
            if key is None or excess_key is None or key in self.rules:
                continue
            excess = abs(_number(self.values.get(excess_key)))
            amount = int(excess * self.rng.uniform(0.3, 1.1))
            unit = 10 ** max(len(str(amount)) - self.rng.choice((1, 2, 2, 3)), 0)
            self.values[key] = amount // unit * unit
