"""The header of a filing: who files, for which period, initial or amended."""

from __future__ import annotations

from typing import Literal

from focusconv.place.cover.facts import Fact
from focusconv.place.document import PlacedFiling
from focusconv.place.page_heads import vote
from focusconv.record.filing import Address, Contact, Filer, Period


def roles_of(placed: PlacedFiling) -> dict[str, Fact]:
    """What the cover says of the filer, by role."""
    spec = placed.edition.spec
    return {
        role: fact
        for key, fact in placed.cover.items()
        if (role := spec[key].role) is not None and fact.value is not None
    }


def said(roles: dict[str, Fact], role: str) -> str | None:
    """A fact for the header of the filing.

    A disputed one with digits is left out: a cut number looks right, a cut word does not.
    """
    fact = roles.get(role)
    if fact is None or not isinstance(fact.value, str):
        return None
    doubtful = fact.status == "disputed" and any(char.isdigit() for char in fact.value)
    return None if doubtful else fact.value


def filer_of(placed: PlacedFiling, roles: dict[str, Fact]) -> Filer:
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
        name=firm_name(placed) or said(roles, "name"),
        sec_file_number=said(roles, "sec_file_number"),
        firm_id=said(roles, "firm_id"),
        address=address if address != Address() else None,
        contact=contact if contact != Contact() else None,
    )


def firm_name(placed: PlacedFiling) -> str | None:
    return vote(name for head in placed.heads for name in head.names)


def period_of(placed: PlacedFiling, roles: dict[str, Fact]) -> Period:
    """The period of the cover, its end confirmed or given by the heads of the statements.

    A form without a period on its cover is filed for a day: it begins where it ends.
    """
    heads = vote(head.as_of for head in placed.heads if head.as_of)
    end = heads or said(roles, "period_end")
    asks = any(cell.role == "period_begin" for cell in placed.edition.spec.values())
    begin = said(roles, "period_begin") if asks else end
    if begin is not None and end is not None and begin > end:
        begin = None
    return Period(begin=begin, end=end)


def type_of(placed: PlacedFiling) -> Literal["initial", "amended"] | None:
    types = {head.type for head in placed.heads if head.type}
    if "amended" in types:
        return "amended"
    return "initial" if types else None


def submitted_of(placed: PlacedFiling) -> str | None:
    """The day of submission that most pages print."""
    return vote(head.submitted for head in placed.heads if head.submitted)
