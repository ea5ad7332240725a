"""The header of a filing: who files, for which period, initial or amended, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from focusconv.forms.catalog import Edition
from focusconv.place.page_heads import Head
from focusconv.readings import FieldPrint
from focusconv.reconcile.header import HEADS
from focusconv.reconcile.outcome import FieldVerdict
from focusconv.record.filing import Address, Contact, FieldState, Filer, Period, Printed

_FILER = {
    "name": "name",
    "sec_file_number": "sec_file_number",
    "firm_id": "firm_id",
    "street": "address.street",
    "city": "address.city",
    "state": "address.state",
    "zip": "address.zip",
    "contact_name": "contact.name",
    "telephone": "contact.telephone",
    "email": "contact.email",
}
_PERIOD = {"period_begin": "begin", "period_end": "end"}
"""The names of fields within their record, by role."""

Roles = Mapping[str, FieldVerdict]


def said(roles: Roles, role: str) -> str | None:
    """A field for the header of the filing.

    A disputed one with digits is left out: a cut number looks right, a cut word does not. A name
    is given, for its state tells.
    """
    field = roles.get(role)
    if field is None or not isinstance(field.value, str):
        return None
    numeric = role != "name" and any(char.isdigit() for char in field.value)
    return None if field.status == "disputed" and numeric else field.value


def filer_of(roles: Roles, edition: Edition) -> Filer:
    address = Address(
        street=said(roles, "street"),
        city=said(roles, "city"),
        state=said(roles, "state"),
        zip=said(roles, "zip"),
    )
    contact = Contact(
        name=said(roles, "contact_name"),
        telephone=said(roles, "telephone"),
        email=said(roles, "email"),
    )
    return Filer(
        name=said(roles, "name"),
        sec_file_number=said(roles, "sec_file_number"),
        firm_id=said(roles, "firm_id"),
        address=address if address != Address() else None,
        contact=contact if contact != Contact() else None,
        states=_states(roles, edition, _FILER),
    )


def period_of(roles: Roles, edition: Edition) -> Period:
    """The period of the cover and the heads.

    A form without a period on its cover is filed for a day: it begins where it ends.
    """
    if not _asks(edition, "period_begin") and "period_end" in roles:
        roles = {**roles, "period_begin": roles["period_end"]}
    return Period(
        begin=said(roles, "period_begin"),
        end=said(roles, "period_end"),
        states=_states(roles, edition, _PERIOD),
    )


def submitted_of(roles: Roles) -> str | None:
    """The day of submission that the heads print."""
    return said(roles, "submitted")


def type_of(heads: list[Head]) -> Literal["initial", "amended"] | None:
    types = {head.type for head in heads if head.type}
    if "amended" in types:
        return "amended"
    return "initial" if types else None


def _asks(edition: Edition, role: str) -> bool:
    return any(cell.role == role for cell in edition.spec.values())


def _states(roles: Roles, edition: Edition, names: Mapping[str, str]) -> tuple[FieldState, ...]:
    """The state of each field that the form asks for, on its cover or in its heads."""
    return tuple(
        _state(name, roles.get(role))
        for role, name in names.items()
        if role in roles or role in HEADS or _asks(edition, role)
    )


def _state(name: str, verdict: FieldVerdict | None) -> FieldState:
    if verdict is None:
        return FieldState(field=name, status="absent")
    return FieldState(
        field=name,
        status=verdict.status,
        verified_by=verdict.verified_by,
        candidates=tuple(map(_printed, verdict.candidates)),
        reason=verdict.reason,
    )


def _printed(one: FieldPrint) -> Printed:
    return Printed(
        where=one.where, value=str(one.value), raw=one.raw, page=one.page, region=one.region
    )
