"""Who is to blame for a failed check, and which cells are worth another look.

A sum that fails does not say which amount is wrong. Each single change that would explain it
has a price; the cheapest are the suspects a reviewer looks at first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from focusconv.forms.catalog import Key, Rule
from focusconv.reconcile.evaluation import Book
from focusconv.reconcile.outcome import Request, Verdict
from focusconv.reconcile.prices import TIE_KEPT
from focusconv.reconcile.problem import FAR, LOST
from focusconv.reconcile.rules import implied
from focusconv.reconcile.search import Explanation, Found
from focusconv.reconcile.ties import kept
from focusconv.record.filing import Candidate, Check, Suspect

SHOWN = 6
"""Suspects named for one check."""
CONFIRMED = 15
"""Added for an amount that another rule confirms."""


def checks(
    book: Book, verdicts: Mapping[Key, Verdict], found: tuple[Found, ...]
) -> tuple[Check, ...]:
    """Every rule's check over the verdicts, failed hard ones with their suspects.

    An empty cell that turned out unreadable leaves a rule undecided; a hard rule that fails
    with it counted as zero is said to fail, for that is what speaks against the cell.
    """
    unread = {key for key, verdict in verdicts.items() if verdict.status == "unreadable"}
    made = []
    for rule in book.sheet.rules:
        check = book.check(rule)
        if rule.hard and check.status == "failed":
            check = replace(check, suspects=_suspects(book, rule, found))
        elif not unread.isdisjoint(rule.members):
            check = book.check_without(rule, unread)
        made.append(check)
    return tuple(made)


def _suspects(book: Book, rule: Rule, found: tuple[Found, ...]) -> tuple[Suspect, ...]:
    best: dict[Key, Suspect] = {}
    for suspect, key in (*_explained(book, rule, found), *_alone(book, rule)):
        if key not in best or suspect.cost < best[key].cost:
            best[key] = suspect
    order = {key: place for place, key in enumerate(rule.keys)}
    ranked = sorted(best, key=lambda key: (best[key].cost, -order[key]))
    return tuple(best[key] for key in ranked[:SHOWN])


def _explained(book: Book, rule: Rule, found: tuple[Found, ...]) -> Iterator[tuple[Suspect, Key]]:
    """The changes that whole explanations of the broken rules would make here."""
    for group in found:
        if all(one.id != rule.id for one in group.rules):
            continue
        for explanation in group.explanations:
            if rule.id in explanation.open_rules:
                continue
            for key, value in explanation.changes.items():
                if key in rule.members and book.values.get(key) != value:
                    why = _why(book, key, value, group, explanation)
                    yield _suspect(book, key, value, explanation.cost, why), key


def _why(book: Book, key: Key, value: int, group: Found, explanation: Explanation) -> str:
    edition = book.sheet.edition
    mended = [edition.ref(r.target) for r in group.rules if r.id not in explanation.open_rules]
    others = [edition.ref(other) for other in explanation.changes if other != key]
    together = f", together with a change of {', '.join(others)}" if others else ""
    return f"{_seen(book, key)}; {value:,} would mend {', '.join(mended)}{together}"


def _seen(book: Book, key: Key) -> str:
    reading = book.sheet.readings.get(key)
    if reading is None or not (reading.options or reading.text):
        return "nothing is printed here"
    return f"{(reading.text or reading.options[0].raw)!r} is printed here"


def _alone(book: Book, rule: Rule) -> Iterator[tuple[Suspect, Key]]:
    """What each amount of the rule would have to be, if it alone were wrong."""
    sheet = book.sheet
    most = max(len(book.rules_over(key, "failed")) for key in rule.keys)
    for key in rule.keys:
        if key in sheet.fixed or key in book.made:
            continue
        for value in implied(rule, key, book.values, sheet.rates):
            cost = sheet.cost(key, value)
            if cost is None:
                cost = FAR + LOST
            elsewhere = [r for r in book.rules_over(key, "passed") if r is not rule]
            broken = len(book.rules_over(key, "failed"))
            cost += CONFIRMED * bool(elsewhere) + LOST * (most - broken)
            cost += TIE_KEPT * kept(sheet, key, book.values)
            why = f"{_seen(book, key)}; {value:,} would mend {sheet.edition.ref(rule.target)} alone"
            yield _suspect(book, key, value, cost, why), key


def _suspect(book: Book, key: Key, value: int, cost: int, why: str) -> Suspect:
    statement, line, column = key.split("/")
    return Suspect(
        statement=statement,
        line=line,
        column=column,
        box=book.sheet.edition.spec[key].box,
        value=value,
        cost=cost,
        why=why,
    )


def requests(
    book: Book, verdicts: Mapping[Key, Verdict], done: tuple[Check, ...]
) -> tuple[Request, ...]:
    """The cells that another reading would settle, those first that settle most.

    Each failed check gives ten points to its first suspect, five to the second and so on; an
    item without a value gets as many for each check that waits for it, and two more points go
    to each item that is open. One point has an amount other than zero that nothing confirms,
    and none a zero or an empty cell that nothing confirms: only another reading can verify them.
    """
    worth: dict[Key, int] = {}
    for check in done:
        for rank, suspect in enumerate(check.suspects, start=1):
            key = f"{suspect.statement}/{suspect.line}/{suspect.column}"
            worth[key] = worth.get(key, 0) + 10 // rank
    asked = []
    for key, verdict in verdicts.items():
        points = worth.get(key, 0)
        if verdict.status in ("disputed", "unreadable"):
            waiting = len(book.rules_over(key, "undecided")) if verdict.value is None else 0
            points += 10 * waiting + 2
            why = verdict.reason or ""
        elif _unconfirmed(book, verdict):
            points += bool(verdict.value)
            why = "nothing confirms it"
        elif points:
            why = "a failed check suspects it, although another rule confirms it"
        else:
            continue
        reading = book.sheet.readings.get(key)
        asked.append(
            Request(
                key=key,
                page=reading.page if reading is not None else None,
                region=reading.region if reading is not None else None,
                worth=points,
                why=why,
            )
        )
    return tuple(sorted(asked, key=lambda request: (-request.worth, request.key)))


def _unconfirmed(book: Book, verdict: Verdict) -> bool:
    """Whether a value, or that a cell is empty, rests on one reading alone."""
    if verdict.status == "blank":
        return not any(rule.exact for rule in book.rules_over(verdict.key, "passed"))
    return verdict.status in ("reported", "corrected", "derived") and not verdict.verified_by


def with_suspected(verdict: Verdict, done: tuple[Check, ...]) -> Verdict:
    """A disputed item's verdict with the values that failed checks would have it be."""
    known = {candidate.value for candidate in verdict.candidates} | {verdict.value}
    place = tuple(verdict.key.split("/"))
    raw = verdict.option.raw if verdict.option is not None else ""
    more = {
        suspect.value: Candidate(value=suspect.value, raw=raw, cost=suspect.cost, reader=check.id)
        for check in done
        for suspect in check.suspects
        if (suspect.statement, suspect.line, suspect.column) == place
        and suspect.value not in known
        and suspect.cost < FAR
    }
    both = (*verdict.candidates, *more.values())
    return replace(verdict, candidates=tuple(sorted(both, key=lambda c: (c.cost, c.value))))
