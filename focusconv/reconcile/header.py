"""The fields of a filing decided: of each by itself, then of those that bear on one another."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, structs

from focusconv.forms.catalog import Edition, Key
from focusconv.readings import FieldReading
from focusconv.reconcile.fields import disputed, judge, judge_all
from focusconv.reconcile.outcome import FieldVerdict, Outcome
from focusconv.reconcile.patterns import misfits
from focusconv.reconcile.percents import told_percents
from focusconv.reconcile.targets import choices
from focusconv.record.filing import Value

HEADS = {"name": "name", "period_end": "end", "submitted": "submitted"}
"""The roles of fields that the heads of statements print, and what heads call them."""


class Fields(Struct, frozen=True, kw_only=True):
    """Verdicts on items that are no amounts of a statement, by key, and on what heads alone print,
    by field."""

    items: dict[Key, FieldVerdict]
    heads: dict[str, FieldVerdict]

    def rates(self, edition: Edition) -> dict[Key, str]:
        """The percents of the filing that rules take as rates, by key."""
        return {
            key: verdict.value
            for key, verdict in self.items.items()
            if edition.spec[key].kind == "percent" and isinstance(verdict.value, str)
        }

    def by_role(self, edition: Edition) -> dict[str, FieldVerdict]:
        """The verdict on each field of the header: of the cover, else of the heads."""
        found: dict[str, FieldVerdict] = {}
        for key, verdict in self.items.items():
            role = edition.spec[key].role
            if role is not None:
                found[role] = verdict
        for role, name in HEADS.items():
            if name in self.heads and (role not in found or found[role].value is None):
                found[role] = self.heads[name]
        return found


def judge_fields(
    readings: Mapping[Key, FieldReading],
    heads: Mapping[str, FieldReading],
    edition: Edition,
    decided: Mapping[Key, Value],
) -> Fields:
    """Decide every field of a filing from its prints; `decided` are a reviewer's, by key.

    A field that does not have the pattern it must have, by itself or beside another, is disputed.
    """
    items = judge_all(readings, decided)
    fields = Fields(
        items=items | choices(items),
        heads={name: judge(reading) for name, reading in heads.items()},
    )
    reasons = misfits(fields.by_role(edition))
    return Fields(
        items={
            key: _checked(verdict, reasons.get(edition.spec[key].role or ""))
            for key, verdict in fields.items.items()
        },
        heads={
            name: _checked(verdict, reasons.get(_role_of(name)))
            for name, verdict in fields.heads.items()
        },
    )


def _role_of(head: str) -> str:
    return next(role for role, name in HEADS.items() if name == head)


def _checked(verdict: FieldVerdict, reason: str | None) -> FieldVerdict:
    if reason is None or verdict.value is None or verdict.status == "reviewed":
        return verdict
    return structs.replace(disputed(verdict, reason), verified_by=(), as_read=None)


def with_ties(fields: Fields, outcome: Outcome, edition: Edition) -> Fields:
    """The fields in the light of the amounts that are percents of others."""
    items = fields.items | told_percents(fields.items, outcome, edition)
    unchosen = {
        key: structs.replace(verdict, value=None, status="blank", reason=None)
        if key.split("/")[1].endswith(".choice") and verdict.status not in ("absent", "reviewed")
        else verdict
        for key, verdict in items.items()
    }
    return structs.replace(fields, items=items | choices(unchosen))
