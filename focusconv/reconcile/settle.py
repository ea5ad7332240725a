"""The states of all items and checks, once the values are decided: what the rules now say.

Nothing is mended here. An amount is reported where no check disputes it; an empty cell is
blank where a rule over it closes without it; what a failed check alone vouches for is disputed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from msgspec import Struct

from focusconv.filing import Candidate, Check, CheckStatus
from focusconv.forms.catalog import Key, Rule
from focusconv.readings import Option
from focusconv.reconcile.confirm import confirms, exact
from focusconv.reconcile.outcome import SECOND_READING, Verdict
from focusconv.reconcile.recheck import check_of
from focusconv.reconcile.rules import Result, evaluate, holds, implied, words
from focusconv.reconcile.sheet import Sheet

CLEAR_GAP = 4
"""How much dearer the next reading of a print must be, where no rule chooses."""
DEAR = 9
"""A reading that costs more is not taken on its own word."""

REPEATED = 1000
"""From this amount on two neighbours are hardly equal by chance."""


class Made(Struct, frozen=True, kw_only=True):
    """A value that reconciling put in the place of what was read, or of nothing.

    `spent` is the rule that fixed it, None where another reading or a tie proposed it and a
    rule only confirmed it.
    """

    value: int
    status: str
    spent: Rule | None
    reason: str


class Book:
    """The rules evaluated over the decided values, and what follows for each item."""

    def __init__(
        self, sheet: Sheet, values: Mapping[Key, int | None], made: Mapping[Key, Made]
    ) -> None:
        self.sheet = sheet
        self.values = values
        self.made = made
        self.results: dict[str, Result] = {
            rule.id: evaluate(rule, values, sheet.rates) for rule in sheet.rules
        }
        self.spent = {m.spent.id for m in made.values() if m.spent is not None}

    def status(self, rule: Rule) -> CheckStatus:
        result = self.results[rule.id]
        if rule.id in self.sheet.waived and result.status == "failed":
            return "waived"
        if rule.id in self.spent and result.status == "passed":
            return "used"
        return result.status

    def verified_by(self, key: Key) -> tuple[str, ...]:
        """The rules that confirm the item's value and were not spent, and a second reading."""
        found = [
            rule.id
            for rule in self.sheet.over.get(key, ())
            if rule.id not in self.spent
            and confirms(rule, key, self.results[rule.id], self.values, self.sheet.rates)
        ]
        if self.sheet.readers(key, self.values[key]) > 1:
            found.append(SECOND_READING)
        return tuple(found)

    def rules_over(self, key: Key, status: CheckStatus) -> list[Rule]:
        return [rule for rule in self.sheet.over.get(key, ()) if self.status(rule) == status]

    def words(self, rule: Rule) -> str:
        sheet = self.sheet
        return words(rule, self.results[rule.id], self.values, sheet.rates, sheet.edition)

    def check(self, rule: Rule) -> Check:
        sheet = self.sheet
        result = self.results[rule.id]
        return check_of(rule, result, self.status(rule), self.values, sheet.rates, sheet.edition)


def settle(book: Book) -> dict[Key, Verdict]:
    """A verdict on every item of the sheet."""
    moved = _interchangeable(book)
    return {key: _verdict(book, key, moved) for key in book.sheet.start}


def _verdict(book: Book, key: Key, moved: Mapping[Key, Key]) -> Verdict:
    sheet = book.sheet
    if key in sheet.fixed:
        return Verdict(
            key=key,
            value=sheet.fixed[key],
            status="reviewed",
            verified_by=book.verified_by(key),
            as_read=_as_read(sheet, key, sheet.fixed[key]),
            reason="set by a reviewer",
        )
    if key in book.made:
        return _made(book, key, book.made[key])
    seen = sheet.seen(key)
    if seen == "absent":
        return Verdict(key=key, value=None, status="absent")
    if seen == "nothing":
        return _empty(book, key)
    if seen in ("garbled", "missing"):
        return _unread(book, key)
    return _read(book, key, moved)


def _made(book: Book, key: Key, made: Made) -> Verdict:
    option = book.sheet.option(key, made.value)
    return Verdict(
        key=key,
        value=made.value,
        status="corrected" if made.status == "corrected" else "derived",
        verified_by=book.verified_by(key),
        as_read=_as_read(book.sheet, key, made.value),
        reason=made.reason,
        option=option or _first_option(book.sheet, key),
        candidates=_others(book.sheet, key, made.value),
    )


def _empty(book: Book, key: Key) -> Verdict:
    """An empty cell: blank where a rule closes without it, or no rule is over it."""
    over = book.sheet.over.get(key, ())
    if not over or book.rules_over(key, "passed") or book.rules_over(key, "used"):
        return Verdict(key=key, value=None, status="blank")
    return Verdict(
        key=key,
        value=None,
        status="unreadable",
        reason=_why_open(book, key, "nothing is printed in the cell"),
        candidates=_needed(book, key),
    )


def _unread(book: Book, key: Key) -> Verdict:
    reading = book.sheet.readings[key]
    if book.sheet.seen(key) == "missing":
        what = "no trace of the line was found"
    elif reading.options:
        what = f"the number {reading.options[0].raw!r} serves another item"
    else:
        what = f"{reading.text!r} is no amount: {reading.reason or 'it cannot be read'}"
    return Verdict(
        key=key,
        value=None,
        status="unreadable",
        reason=_why_open(book, key, what),
        candidates=_needed(book, key),
    )


def _why_open(book: Book, key: Key, what: str) -> str:
    """Why an item without a value stays without: the first rule that fails or is undecided."""
    sheet = book.sheet
    for rule in book.rules_over(key, "failed"):
        return f"{what}, and {sheet.edition.ref(rule.target)} does not close: {book.words(rule)}"
    for rule in book.rules_over(key, "undecided"):
        lost = [sheet.edition.ref(k) for k in rule.keys if book.values.get(k) is None]
        if not lost:
            continue
        target = sheet.edition.ref(rule.target)
        if lost == [sheet.edition.ref(key)] and key != rule.target:
            needed = next(implied(rule, key, book.values, sheet.rates), None)
            if needed is not None:
                return (
                    f"{what}; {target} would need {needed:,} here, "
                    "and nothing independent confirms it"
                )
        return f"{what}; {target} cannot settle it without {', '.join(lost)}"
    return f"{what}; no rule over it can be decided"


def _read(book: Book, key: Key, moved: Mapping[Key, Key]) -> Verdict:
    """A printed amount: reported, or disputed with the first thing that speaks against it."""
    sheet = book.sheet
    value = book.values[key]
    option = sheet.option(key, value)
    verified = book.verified_by(key)
    doubt = _doubt(book, key, option, verified, moved)
    chosen = None
    if doubt is None and option is not None and value != sheet.start[key]:
        chosen = _why_chosen(book, key)
    return Verdict(
        key=key,
        value=value,
        status="reported" if doubt is None else "disputed",
        verified_by=verified if doubt is None else (),
        reason=doubt or chosen,
        option=option,
        candidates=_others(sheet, key, value),
    )


def _why_chosen(book: Book, key: Key) -> str:
    sheet = book.sheet
    first = _first_option(sheet, key)
    raw = first.raw if first is not None else ""
    rule = next((r for r in sheet.over.get(key, ()) if book.status(r) == "passed"), None)
    shown = f": {book.words(rule)}" if rule is not None else ""
    return f"of the readings of {raw!r} only this one fits{shown}"


def _doubt(
    book: Book,
    key: Key,
    option: Option | None,
    verified: tuple[str, ...],
    moved: Mapping[Key, Key],
) -> str | None:
    """What speaks against a printed amount, in one sentence; None where nothing does."""
    sheet = book.sheet
    value = book.values[key]
    sign = sheet.sign(key)
    if value is not None and ((sign == "-" and value > 0) or (sign == "+" and value < 0)):
        kind = "a deduction, never positive" if sign == "-" else "never negative"
        return f"the form has this line as {kind}, and {value:,} was read"
    ruled = [name for name in verified if name != SECOND_READING]
    failed = book.rules_over(key, "failed")
    if failed and not ruled:
        return f"a check over it fails: {book.words(failed[0])}"
    cornered = None if ruled else _cornered(book, key)
    if cornered is not None:
        return cornered
    if key in moved:
        other = sheet.edition.ref(moved[key])
        return f"only the printed order places it, and {other} could stand in its place"
    if sheet.readings[key].trust == "doubtful" and not ruled:
        return "only the printed order places it, and no other rule confirms it"
    if not verified:
        return _unclear(book, key, value, option)
    return None


def _cornered(book: Book, key: Key) -> str | None:
    """A sum over the item that lacks one amount, and whose lack that amount's print forbids."""
    sheet = book.sheet
    for rule in book.rules_over(key, "undecided"):
        lost = [other for other in rule.keys if book.values.get(other) is None]
        if len(lost) != 1 or not exact(rule) or sheet.seen(lost[0]) == "absent":
            continue
        target = sheet.edition.ref(rule.target)
        name = sheet.edition.ref(lost[0])
        for needed in implied(rule, lost[0], book.values, sheet.rates):
            if sheet.cost(lost[0], needed) is None:
                return f"{target} would need {needed:,} in {name}, which what is seen rules out"
            for other, differing in _rival_needs(book, rule, lost[0], needed):
                return (
                    f"{target} would need {needed:,} in {name}, "
                    f"and {sheet.edition.ref(other.target)} would need {differing:,}"
                )
    return None


def _rival_needs(book: Book, rule: Rule, key: Key, needed: int) -> Iterator[tuple[Rule, int]]:
    """Other sums that lack only this amount and need another one."""
    for other in book.rules_over(key, "undecided"):
        if other is not rule and exact(other):
            for value in implied(other, key, book.values, book.sheet.rates):
                if value != needed:
                    yield other, value


def _unclear(book: Book, key: Key, value: int | None, option: Option | None) -> str | None:
    """Why the print of an amount that nothing confirms is not enough."""
    sheet = book.sheet
    if option is not None and option.cost > DEAR:
        return f"{option.raw!r} is far from a clean print of it, and no rule confirms it"
    if value and abs(value) < 10 and sheet.likeness(key, 0) is not None:
        return "a digit on its own is mostly a printed 0, and no rule confirms it"
    before = sheet.placed.get(sheet.order[key] - 1)
    if before is not None and value == sheet.start[before] and _idle(book, key):
        return (
            f"it repeats {sheet.edition.ref(before)} on the line before, "
            "as a ghost of that line would, and no rule needs it"
        )
    own = sheet.cost(key, value) if value is not None else None
    for other in sheet.options[key]:
        cost = sheet.cost(key, other.value)
        near = cost is not None and own is not None and cost - own < CLEAR_GAP
        if other.value != value and near:
            return f"{other.raw!r} may as well be {other.value:,}, and no rule tells which it is"
    for rule in sheet.tied.get(key, ()):
        if rule.target == key and rule.cases[0].op == "constant":
            usual = rule.cases[0].constant
            if usual is not None and usual != value and sheet.likeness(key, usual) is not None:
                return (
                    f"it is mostly {usual:,}, for which the print may be a misreading, "
                    "and no rule confirms it"
                )
    return None


def _idle(book: Book, key: Key) -> bool:
    """Whether an amount too large to be so by chance could as well be zero for every rule."""
    sheet = book.sheet
    emptied = {**book.values, key: 0}
    return abs(book.values[key] or 0) >= REPEATED and all(
        holds(rule, emptied, sheet.rates) for rule in book.rules_over(key, "passed")
    )


def _as_read(sheet: Sheet, key: Key, value: int | None) -> int | None:
    read = sheet.start.get(key)
    if key in sheet.fixed:
        option = _first_option(sheet, key)
        read = option.value if option is not None else None
    elif sheet.seen(key) != "amount":
        return None
    return read if read != value else None


def _first_option(sheet: Sheet, key: Key) -> Option | None:
    reading = sheet.readings.get(key)
    return reading.options[0] if reading is not None and reading.options else None


def _others(sheet: Sheet, key: Key, value: int | None) -> tuple[Candidate, ...]:
    """The other readings of the item's print, cheapest first."""
    found = sorted(
        (option for option in sheet.options[key] if option.value != value),
        key=lambda option: option.cost,
    )
    return tuple(Candidate(value=o.value, raw=o.raw, cost=o.cost, reader=o.reader) for o in found)


def _needed(book: Book, key: Key) -> tuple[Candidate, ...]:
    """The amounts that exact rules would need in an item without a value."""
    sheet = book.sheet
    found: dict[int, Candidate] = {}
    for rule in sheet.over.get(key, ()):
        if not exact(rule):
            continue
        for value in implied(rule, key, book.values, sheet.rates):
            cost = sheet.cost(key, value)
            if cost is not None and (value or sheet.seen(key) != "nothing"):
                raw = sheet.readings[key].text or ""
                found.setdefault(value, Candidate(value=value, raw=raw, cost=cost, reader=rule.id))
    return tuple(sorted(found.values(), key=lambda c: (c.cost, c.value)))


def _interchangeable(book: Book) -> dict[Key, Key]:
    """Doubtfully placed amounts that could change places with no rule objecting, in pairs."""
    sheet = book.sheet
    doubtful: dict[str, list[Key]] = {}
    for key, reading in sheet.readings.items():
        placed = reading.trust == "doubtful" and key not in sheet.fixed and key not in book.made
        if placed and book.values.get(key) is not None:
            doubtful.setdefault(key.split("/", 1)[0], []).append(key)
    found: dict[Key, Key] = {}
    for keys in doubtful.values():
        for one, two in itertools.combinations(keys, 2):
            if book.values[one] != book.values[two] and _may_swap(book, one, two):
                found.setdefault(one, two)
                found.setdefault(two, one)
    return found


def _may_swap(book: Book, one: Key, two: Key) -> bool:
    """Whether every rule that holds would still hold with the two prints exchanged."""
    sheet = book.sheet
    over = {rule.id: rule for key in (one, two) for rule in sheet.over.get(key, ())}
    held = [rule for rule in over.values() if book.results[rule.id].status == "passed"]
    here = _under(sheet.sign(one), book.values[two] or 0)
    there = _under(sheet.sign(two), book.values[one] or 0)
    for first, second in itertools.product(here, there):
        swapped = {**book.values, one: first, two: second}
        if all(holds(rule, swapped, sheet.rates) is not False for rule in held):
            return True
    return False


def _under(sign: str, value: int) -> tuple[int, ...]:
    """What the print of an amount may say on a line of that sign."""
    if sign == "any":
        return (value, -value)
    return (abs(value),) if sign == "+" else (-abs(value),)
