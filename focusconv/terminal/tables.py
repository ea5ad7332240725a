"""A filing as people check it: its totals, what to look at, and its items, as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from focusconv.record.account import Account
from focusconv.record.filing import Check, Filing, Item, Suspect
from focusconv.review.worklist import Entry, confirmed_by, place_of, review, unconfirmed
from focusconv.terminal.console import amount, counted, show, show_table

SHOWN_SUSPECTS = 3
"""How many suspects of a failed check are shown; the culprit is nearly always among them."""


def show_filing(filing: Filing, name: str, *, every: bool) -> None:
    """All that `check` tells of a filing; with `every`, each of its items too."""
    show(f"{name}: {headline(filing)}")
    show()
    _show_checks(filing)
    show()
    _show_review(filing)
    show()
    if every:
        _show_items(filing)
        show()
    for line in _in_sum(filing):
        show(line)


def headline(filing: Filing) -> str:
    """Who filed what for which day, and the state of it."""
    form = " ".join(part for part in (filing.form.system, filing.form.type) if part)
    day = filing.period.end or "date unknown"
    return f"{filing.filer.name or 'name unknown'}, {form}, {day}: {filing.status}"


def _show_checks(filing: Filing) -> None:
    show_table(
        (
            ("check", "left"),
            ("status", "left"),
            ("expected", "right"),
            ("actual", "right"),
            ("difference", "right"),
            ("confirms", "left"),
            ("rule", "left"),
        ),
        [_check_row(filing, check) for check in filing.checks],
    )


def _check_row(filing: Filing, check: Check) -> tuple[str, ...]:
    confirmed = len(confirmed_by(filing, check))
    return (
        check.id,
        check.status,
        amount(check.expected),
        amount(check.actual),
        amount(check.difference),
        counted(confirmed, "item") if confirmed else "",
        check.rule if check.hard else f"{check.rule} (usually)",
    )


def _show_review(filing: Filing) -> None:
    entries = review(filing)
    if not entries:
        show("Nothing to look at.")
        return
    show("To look at, the most urgent first:")
    show_table(
        (
            ("state", "left"),
            ("where", "left"),
            ("page", "right"),
            ("value", "right"),
            ("why", "left"),
        ),
        [row for entry in entries for row in _review_rows(entry)],
    )


def _review_rows(entry: Entry) -> Iterator[tuple[str, ...]]:
    where = f"{entry.statement} {entry.place}".strip()
    if entry.place.startswith(f"{entry.statement}."):
        where = entry.place
    yield entry.state, where, amount(entry.page), amount(entry.value), entry.why
    for suspect in entry.suspects[:SHOWN_SUSPECTS]:
        yield "", f"  {_called(suspect)}?", "", amount(suspect.value), suspect.why


def _called(suspect: Suspect) -> str:
    return suspect.box if suspect.box is not None else f"{suspect.statement} line {suspect.line}"


def _show_items(filing: Filing) -> None:
    for statement in filing.statements:
        day = f", {statement.as_of}" if statement.as_of else ""
        show(f"{statement.id}{day}")
        show_table(
            (
                ("box", "right"),
                ("line", "left"),
                ("value", "right"),
                ("status", "left"),
                ("page", "right"),
                ("confirmed by", "left"),
                ("label", "left"),
            ),
            [_item_row(item) for item in statement.items],
        )
        show()


def _item_row(item: Item) -> tuple[str, ...]:
    return (
        item.box or "",
        item.line,
        amount(item.value),
        item.status,
        amount(item.page),
        " ".join(item.verified_by),
        item.label,
    )


def _in_sum(filing: Filing) -> Iterator[str]:
    """The counts of checks and items, and the amounts that nothing confirms."""
    checks: Counter[str] = Counter(check.status for check in filing.checks if check.hard)
    yield f"Checks: {_counts(checks)}."
    if filing.account is not None:
        yield _of_print(filing.account)
    amounts = [
        item for statement in filing.statements for item in statement.items if item.kind == "amount"
    ]
    yield f"Amounts: {_counts(Counter(item.status for item in amounts))}."
    loose = dict.fromkeys(map(place_of, unconfirmed(filing)))
    if loose:
        yield f"Confirmed by nothing: {', '.join(loose)}."


def _of_print(account: Account) -> str:
    """How much of the print is accounted for, in one line."""
    known = account.form + account.box + account.reading + account.header
    known += account.furniture + account.mark + account.elsewhere
    total = known + account.unexplained
    in_cells = sum(print_.cell for print_ in account.prints)
    beside = f", {counted(in_cells, 'piece')} of it in cells of items" if in_cells else ""
    share = 1000 * known // total if total else 1000
    return f"Print: {share // 10}.{share % 10}% explained{beside}."


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "none"
