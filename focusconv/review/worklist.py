"""What a person should look at in a filing, the most urgent first, and why.

A total that does not add up comes before an item in doubt, that before an item nobody can
read, and what was mended comes last: it is settled, and wants a glance at the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from focusconv.record.filing import Check, Filing, Finding, Item, Suspect, Value

_ITEM_URGENCY = {"disputed": 2, "unreadable": 3, "corrected": 6, "derived": 7}
_CHECK_URGENCY = {("failed", True): 1, ("undecided", True): 4, ("failed", False): 5}
_FINDING_URGENCY = {"error": 0, "warning": 5}


class Entry(Struct, frozen=True, kw_only=True):
    """One thing to look at: what it is, its state, where it stands and why it is here."""

    urgency: int
    state: str
    statement: str
    place: str
    page: int | None
    value: Value
    why: str
    suspects: tuple[Suspect, ...] = ()


def review(filing: Filing) -> tuple[Entry, ...]:
    """Everything to look at, by urgency and then in the order of the form."""
    entries = [*_findings(filing), *_checks(filing), *_items(filing)]
    return tuple(sorted(entries, key=lambda entry: entry.urgency))


def confirmed_by(filing: Filing, check: Check) -> tuple[Item, ...]:
    """The items whose value this check confirms, in the order of the form."""
    return tuple(
        item
        for statement in filing.statements
        for item in statement.items
        if check.id in item.verified_by
    )


def unconfirmed(filing: Filing) -> tuple[Item, ...]:
    """The amounts that were read and that nothing confirms."""
    return tuple(
        item
        for statement in filing.statements
        for item in statement.items
        if item.kind == "amount" and item.value is not None and not item.verified_by
    )


def place_of(item: Item) -> str:
    """What people call an item: its box, or its line where it has none."""
    return item.box if item.box is not None else f"line {item.line}"


def blamed(item: Item, failed: Sequence[Check]) -> Check | None:
    """The failed check that is all there is against an item; None where there is more."""
    reason = item.reason
    if reason is None:
        return None
    return next((check for check in failed if check.message in reason), None)


def _findings(filing: Filing) -> Iterator[Entry]:
    for finding in filing.findings:
        if finding.level in _FINDING_URGENCY:
            yield _finding(finding)


def _finding(finding: Finding) -> Entry:
    return Entry(
        urgency=_FINDING_URGENCY[finding.level],
        state=finding.level,
        statement="",
        place=finding.code,
        page=finding.page,
        value=None,
        why=finding.message,
    )


def _checks(filing: Filing) -> Iterator[Entry]:
    for check in filing.checks:
        urgency = _CHECK_URGENCY.get((check.status, check.hard))
        if urgency is not None:
            yield Entry(
                urgency=urgency,
                state=check.status if check.hard else "warning",
                statement=check.statement,
                place=check.id,
                page=None,
                value=check.difference,
                why=check.message,
                suspects=check.suspects,
            )


def _items(filing: Filing) -> Iterator[Entry]:
    """The items in question; those that only share in a failed check stand as one entry."""
    failed = [check for check in filing.checks if check.status == "failed"]
    sharing: dict[str, list[str]] = {}
    for statement in filing.statements:
        for item in statement.items:
            check = blamed(item, failed) if item.status == "disputed" else None
            if check is not None:
                sharing.setdefault(check.id, []).append(place_of(item))
            elif item.status in _ITEM_URGENCY:
                yield Entry(
                    urgency=_ITEM_URGENCY[item.status],
                    state=item.status,
                    statement=statement.id,
                    place=place_of(item),
                    page=item.page,
                    value=item.value,
                    why=item.reason or item.label,
                )
    for check_id, places in sharing.items():
        yield Entry(
            urgency=_ITEM_URGENCY["disputed"],
            state="disputed",
            statement="",
            place=check_id,
            page=None,
            value=None,
            why=f"one of its operands at least is wrong: {', '.join(places)}",
        )


def shortfalls(filing: Filing) -> str:
    """What keeps a filing from being confirmed, counted; what fails is named too."""
    failed = [check.id for check in _hard(filing, "failed")]
    states = Counter(item.status for statement in filing.statements for item in statement.items)
    parts = [
        _said(len(failed), "check fails", "checks fail", ", ".join(failed)),
        _said(states["disputed"], "item is disputed", "items are disputed"),
        _said(states["unreadable"], "item is unreadable", "items are unreadable"),
        _said(len(_hard(filing, "undecided")), "check is undecided", "checks are undecided"),
    ]
    return ", ".join(part for part in parts if part) or "a part of it is missing"


def _hard(filing: Filing, status: str) -> list[Check]:
    return [check for check in filing.checks if check.hard and check.status == status]


def _said(count: int, one: str, many: str, which: str = "") -> str:
    if not count:
        return ""
    return f"{count} {one if count == 1 else many}" + (f" ({which})" if which else "")
