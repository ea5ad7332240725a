"""The steps of a filing that ask its rules in a trace: what was searched, and why each state."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from focusconv.conversion import Judged
from focusconv.forms.catalog import Key
from focusconv.readings import FieldReading, Reading
from focusconv.reconcile.mend import mend
from focusconv.reconcile.outcome import FieldVerdict, Verdict
from focusconv.reconcile.policy import POLICY
from focusconv.reconcile.problem import Sheet
from focusconv.reconcile.proposals import Mended, as_read
from focusconv.reconcile.search import Found
from focusconv.reconcile.step import problem_of
from focusconv.trace import model


def problem(one: Judged) -> Sheet:
    """What the rules of a filing were asked about."""
    placed = one.placed
    return problem_of(
        placed.readings,
        placed.edition,
        [statement.id for statement in placed.present],
        one.fields.rates(placed.edition),
        one.decisions,
    )


def mended_of(sheet: Sheet, *, mending: bool) -> Mended:
    """What the search over broken rules found, and which values it would put in."""
    return mend(sheet, POLICY) if mending else as_read(sheet)


def search_of(found: Found) -> model.Search:
    """One group of broken rules, and what would mend it."""
    return model.Search(
        rules=tuple(rule.id for rule in found.rules),
        complete=found.complete,
        explanations=tuple(
            model.Explanation(
                changes=one.changes, cost=one.cost, still_broken=tuple(sorted(one.open_rules))
            )
            for one in found.explanations
        ),
    )


def made_of(mended: Mended, one: Judged) -> Iterator[model.Made]:
    """The values that were put in the place of readings, those taken back as well."""
    for key, made in mended.made.items():
        rule = made.spent or made.tie
        yield model.Made(
            key=key,
            value=made.value,
            status=made.status,
            rule=None if rule is None else rule.id,
            reason=made.reason,
            kept=one.outcome.verdicts[key].status == made.status,
        )


def items_of(one: Judged, sheet: Sheet) -> Iterator[model.Item]:
    """Every item that was looked for, amounts and others, in printed order."""
    edition, placed = one.placed.edition, one.placed
    for key in edition.spec:
        if key in placed.readings and key in one.outcome.verdicts:
            verdict = one.outcome.verdicts[key]
            yield _amount(one, placed.readings[key], verdict, sheet.start.get(key))
        elif key in placed.fields and key in one.fields.items:
            yield _field(one, placed.fields[key], one.fields.items[key])


def _amount(one: Judged, reading: Reading, verdict: Verdict, start: int | None) -> model.Item:
    options = tuple(
        model.Option(
            value=option.value,
            raw=option.raw,
            cost=option.cost,
            reader=option.reader,
            note=option.note,
        )
        for option in reading.options
    )
    trust = reading.trust if reading.seen in ("amount", "garbled") else None
    doubts = tuple(_doubts(reading))
    found = _item(one, reading, verdict, options)
    return structs.replace(found, trust=trust, doubts=doubts, start=start)


def _doubts(reading: Reading) -> Iterator[str]:
    """What spoke against a reading before any rule was asked."""
    yield from (f"another reader has '{text}'" for text in reading.contrary)
    yield from (f"'{text}' stands beside it and nothing explains it" for text in reading.beside)
    yield from (text for text in (reading.reason, reading.against) if text)


def _field(one: Judged, reading: FieldReading, verdict: FieldVerdict) -> model.Item:
    options = tuple(
        model.Option(value=found.value, raw=found.raw, note=found.where, doubts=found.doubts)
        for found in reading.prints
    )
    found = _item(one, reading, verdict, options)
    doubts = () if reading.reason is None else (reading.reason,)
    return structs.replace(found, doubts=doubts, start=verdict.as_read)


def _item(
    one: Judged,
    reading: Reading | FieldReading,
    verdict: Verdict | FieldVerdict,
    options: tuple[model.Option, ...],
) -> model.Item:
    key: Key = verdict.key
    cell = one.placed.edition.spec[key]
    return model.Item(
        key=key,
        box=cell.box,
        label=one.placed.edition.line_of[key].label,
        seen=reading.seen,
        trust=None,
        page=reading.page,
        options=options,
        doubts=(),
        start=None,
        value=verdict.value,
        status=verdict.status,
        verified_by=verdict.verified_by,
        reason=verdict.reason,
    )
