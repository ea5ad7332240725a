"""The states of all items and checks, once the values are decided: what the rules now say.

Nothing is mended here. An amount is reported where no check disputes it; an empty cell is
blank where a rule over it closes without it; what a failed check alone vouches for is disputed.
"""

from __future__ import annotations

from collections.abc import Sequence

from focusconv.forms.catalog import Key, Rule
from focusconv.readings import Option
from focusconv.reconcile.doubt import doubt
from focusconv.reconcile.evaluation import Book
from focusconv.reconcile.missing_lines import closes_without_lost
from focusconv.reconcile.outcome import Verdict
from focusconv.reconcile.problem import Sheet
from focusconv.reconcile.proposals import Made
from focusconv.reconcile.rules import implied
from focusconv.record.filing import Candidate


def settle(book: Book) -> dict[Key, Verdict]:
    """A verdict on every item of the sheet."""
    return {key: _verdict(book, key) for key in book.sheet.start}


def _verdict(book: Book, key: Key) -> Verdict:
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
    seen = sheet.seen(key)
    if seen == "absent":
        return Verdict(key=key, value=None, status="absent")
    against = book.against(key)
    if against is not None:
        return _opposed(book, key, against)
    if key in book.made:
        return _made(book, key, book.made[key])
    if seen == "nothing":
        return _empty(book, key)
    if seen in ("garbled", "missing"):
        return _unread(book, key)
    return _read(book, key)


def _opposed(book: Book, key: Key, reason: str) -> Verdict:
    """An item of which something speaks against what was read, whatever the rules say."""
    value = book.values[key] if book.sheet.own[key] else None
    return Verdict(
        key=key,
        value=value,
        status="unreadable" if value is None else "disputed",
        reason=reason,
        option=book.sheet.option(key, value),
        candidates=_others(book.sheet, key, value),
    )


def _made(book: Book, key: Key, made: Made) -> Verdict:
    option = book.sheet.option(key, made.value)
    return Verdict(
        key=key,
        value=made.value,
        status=made.status,
        verified_by=book.verified_by(key),
        as_read=_as_read(book.sheet, key, made.value),
        reason=made.reason,
        option=option or _first_option(book.sheet, key),
        candidates=_others(book.sheet, key, made.value),
    )


def _empty(book: Book, key: Key) -> Verdict:
    """An empty cell: blank where a rule closes without it, or no rule is over it."""
    held = (*book.rules_over(key, "passed"), *book.rules_over(key, "used"))
    if key in book.moved:
        other = " or ".join(book.sheet.edition.ref(partner) for partner in book.moved[key])
        return Verdict(
            key=key,
            value=None,
            status="unreadable",
            reason=f"the number that stands in {other} may belong here",
        )
    idle = [rule for rule in held if _idly_failing(book, rule, key)]
    undecided = book.rules_over(key, "undecided")
    closing = any(closes_without_lost(book.sheet, rule) for rule in undecided)
    if not book.sheet.over.get(key) or len(idle) < len(held) or closing:
        return Verdict(key=key, value=None, status="blank")
    what = "nothing is printed in the cell"
    reason = _why_open(book, key, what)
    if idle and not book.rules_over(key, "failed"):
        failing = _idly_failing(book, idle[0], key)
        target = book.sheet.edition.ref(idle[0].target)
        reason = f"{what}, nor in others of {target}, and {book.words(failing[0])}"
    return Verdict(
        key=key,
        value=None,
        status="unreadable",
        reason=reason,
        candidates=_needed(book, key),
    )


def _idly_failing(book: Book, rule: Rule, key: Key) -> Sequence[Rule]:
    """The failed checks over the amounts of a rule that closes on nothing at all.

    It has no amount other than zero and another empty cell: the same amount may be lost in both.
    """
    others = [other for other in rule.keys if other != key]
    if any(book.values[other] for other in others):
        return ()
    if all(book.sheet.seen(other) != "nothing" for other in others):
        return ()
    return [failed for other in rule.keys for failed in book.failing.get(other, ())]


def _unread(book: Book, key: Key) -> Verdict:
    reading = book.sheet.readings[key]
    if reading.options:
        what = f"the number {reading.options[0].raw!r} serves another item"
    elif reading.seen == "missing":
        what = reading.reason or "neither its amount nor its box was found"
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
        if lost == [sheet.edition.ref(key)]:
            needed = next(implied(rule, key, book.values, sheet.rates), None)
            if needed is not None:
                wants = f"{target} would need {needed:,} here"
                said = f"its operands give {needed:,}" if key == rule.target else wants
                return f"{what}; {said}, and nothing independent confirms it"
        return f"{what}; {target} cannot settle it without {', '.join(lost)}"
    return f"{what}; no rule over it can be decided"


def _read(book: Book, key: Key) -> Verdict:
    """A printed amount: reported, or disputed with the first thing that speaks against it."""
    sheet = book.sheet
    value = book.values[key]
    option = sheet.option(key, value)
    against = doubt(book, key, book.borne_out_by(key))
    chosen = None
    if against is None and option is not None and value != sheet.start[key]:
        chosen = _why_chosen(book, key)
    return Verdict(
        key=key,
        value=value,
        status="reported" if against is None else "disputed",
        verified_by=book.verified_by(key) if against is None else (),
        reason=against or chosen,
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
    found = [option for option in sheet.options[key] if option.value != value]
    found.sort(key=lambda option: option.cost)
    return tuple([Candidate(value=o.value, raw=o.raw, cost=o.cost, reader=o.reader) for o in found])


def _needed(book: Book, key: Key) -> tuple[Candidate, ...]:
    """The amounts that exact rules would need in an item without a value."""
    sheet = book.sheet
    found: dict[int, Candidate] = {}
    for rule in sheet.over.get(key, ()):
        if not rule.exact:
            continue
        for value in implied(rule, key, book.values, sheet.rates):
            cost = sheet.cost(key, value)
            if cost is not None and (value or sheet.seen(key) != "nothing"):
                raw = sheet.readings[key].text or ""
                found.setdefault(value, Candidate(value=value, raw=raw, cost=cost, reader=rule.id))
    return tuple(sorted(found.values(), key=lambda c: (c.cost, c.value)))
