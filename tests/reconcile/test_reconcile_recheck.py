"""The rules once more over a finished filing: only values and states count."""

from __future__ import annotations

import pytest

from focusconv.reconcile import recheck
from focusconv.record.filing import (
    Check,
    CheckStatus,
    Correction,
    Filer,
    Filing,
    Form,
    Item,
    ItemStatus,
    Period,
    Producer,
    SourceInfo,
    Statement,
)
from tests.reconcile_kit import FOCUS, SEGREGATION, Sheet

CHECK = "segregation.7050"


def filing(
    *,
    values: dict[str, int | None] | None = None,
    status: ItemStatus = "unreadable",
    recorded: CheckStatus | None = None,
    difference: int | None = None,
    waived: bool = False,
) -> Filing:
    """The kit's segregation statement with some values changed; None has `status`."""
    changed = values or {}
    items = []
    for box, value in {**SEGREGATION, **changed}.items():
        _, line, column = FOCUS.key_of_box[box].split("/")
        state = "reported" if value is not None else status if box in changed else "blank"
        items.append(
            Item(
                box=box,
                line=line,
                column=column,
                label="",
                kind="amount",
                value=value,
                status=state,
            )
        )
    check = Check(
        id=CHECK,
        statement="segregation",
        rule="",
        status=recorded or "passed",
        expected=None,
        actual=None,
        difference=difference,
        hard=True,
        message="",
    )
    waiver = Correction(target=CHECK, action="waive", value=None, by="A", why="printed so")
    return Filing(
        producer=Producer(version="1", catalog="1"),
        form=Form(system="FOCUS", id=FOCUS.id, edition=FOCUS.edition),
        filer=Filer(),
        period=Period(),
        source=SourceInfo(
            name="a.txt", sha256="0" * 64, media_type="text/plain", pages=1, readers=("text",)
        ),
        statements=(Statement(id="segregation", title="", as_of=None, items=tuple(items)),),
        checks=(check,) if recorded else (),
        corrections=(waiver,) if waived else (),
        status="confirmed",
    )


def status(made: Filing) -> CheckStatus:
    return next(check.status for check in recheck(made, FOCUS) if check.id == CHECK)


def test_a_filing_that_adds_up_passes_every_check() -> None:
    assert {check.status for check in recheck(filing(), FOCUS) if check.hard} == {"passed"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"values": {"7050": 2_287}}, "failed"),
        ({"values": {"7050": 2_287}, "recorded": "passed"}, "failed"),
        ({"values": {"7050": 2_287}, "recorded": "used"}, "failed"),
        ({"values": {"7050": 2_287}, "recorded": "undecided"}, "failed"),
        ({"values": {"7050": 2_287}, "recorded": "waived"}, "failed"),
        ({"values": {"7050": 2_287}, "waived": True, "recorded": "waived"}, "waived"),
        ({"waived": True, "recorded": "waived"}, "passed"),
        ({"recorded": "used"}, "used"),
        ({"recorded": "failed"}, "passed"),
        ({"values": {"7050": None}}, "undecided"),
        ({"values": {"7050": None}, "recorded": "passed"}, "undecided"),
        ({"values": {"7050": None}, "recorded": "failed", "difference": -2_286}, "failed"),
        ({"values": {"7050": None}, "recorded": "failed", "difference": 7}, "undecided"),
        ({"values": {"7050": None}, "status": "blank"}, "failed"),
        ({"values": {"7050": None}, "status": "absent"}, "undecided"),
    ],
)
def test_what_is_recorded_counts_where_the_values_bear_it_out(
    change: dict[str, object], expected: str
) -> None:
    assert status(filing(**change)) == expected  # type: ignore[arg-type]


def test_checks_of_statements_that_are_not_there_are_not_made() -> None:
    assert {check.statement for check in recheck(filing(), FOCUS)} == {"segregation"}


def test_the_checks_of_reconciling_are_those_of_its_values() -> None:
    outcome = Sheet().print("7100", "311,290,448").reconcile().outcome
    made = filing()
    items = []
    for box in SEGREGATION:
        _, line, column = FOCUS.key_of_box[box].split("/")
        verdict = outcome.verdicts[FOCUS.key_of_box[box]]
        items.append(
            Item(
                box=box,
                line=line,
                column=column,
                label="",
                kind="amount",
                value=verdict.value,
                status=verdict.status,
            )
        )
    statement = Statement(id="segregation", title="", as_of=None, items=tuple(items))
    record = Filing(
        producer=made.producer,
        form=made.form,
        filer=made.filer,
        period=made.period,
        source=made.source,
        statements=(statement,),
        checks=outcome.checks,
        status="inconsistent",
    )
    again = [(check.id, check.status, check.difference) for check in recheck(record, FOCUS)]
    assert again == [(check.id, check.status, check.difference) for check in outcome.checks]
