"""Readings, verdicts and facts put together as the canonical Filing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, TypeVar

from msgspec import Struct, structs

from focusconv.document import Document
from focusconv.filing import (
    Address,
    Check,
    Contact,
    Filer,
    Filing,
    FilingStatus,
    Finding,
    Form,
    Item,
    Period,
    Producer,
    SourceInfo,
    Statement,
)
from focusconv.forms.catalog import CellSpec, Edition, Key, Line, StatementSpec
from focusconv.forms.lexicon import plain
from focusconv.place.document import PlacedFiling
from focusconv.place.facts import Fact
from focusconv.place.heads import vote
from focusconv.place.statement import Words
from focusconv.readings import Reading
from focusconv.reconcile.outcome import Outcome, Verdict
from focusconv.version import VERSION


def assemble(
    document: Document,
    placed: PlacedFiling,
    outcome: Outcome,
    catalog_version: str,
    decisions: Decisions | None = None,
) -> Filing:
    """The Filing of everything that was seen and concluded.

    A reviewer's `decisions` on words, dates and header fields take the place of what was
    read; those on amounts and checks are in the outcome already.
    """
    edition = placed.edition
    if decisions is not None:
        _decide(placed, decisions)
    statements = tuple(_statement(spec, placed, outcome) for spec in placed.present)
    roles = _roles(placed)
    findings = tuple(_findings(document, placed, roles))
    source = document.source
    filing = Filing(
        producer=Producer(version=VERSION, catalog=catalog_version),
        form=Form(
            system=edition.system,
            id=edition.id,
            edition=edition.edition,
            type=_type(placed),
        ),
        filer=_filer(placed, roles),
        period=_period(placed, roles),
        submitted=vote(head.submitted for head in placed.heads if head.submitted),
        source=SourceInfo(
            name=source.name,
            sha256=source.sha256,
            media_type=source.media_type,
            pages=source.pages,
            readers=source.readers,
        ),
        statements=statements,
        checks=outcome.checks,
        findings=findings,
        corrections=decisions.records if decisions is not None else (),
        status=status_of(statements, outcome.checks, findings),
    )
    return filing if decisions is None else _with_fields(filing, decisions.fields)


def _decide(placed: PlacedFiling, decisions: Decisions) -> None:
    """Put a reviewer's words, dates, percents and marks in the place of what was read."""
    for key, value in decisions.values.items():
        if placed.edition.spec[key].kind == "amount":
            continue
        read = placed.cover.get(key)
        placed.cover[key] = Fact(
            value=value,
            status="reviewed",
            raw=read.raw if read else None,
            page=read.page if read else None,
            region=read.region if read else None,
            reason="set by a reviewer",
        )


def _with_fields(filing: Filing, fields: Mapping[str, str]) -> Filing:
    """The filing with a reviewer's header fields (`filer.address.city`)."""
    for name, value in fields.items():
        filing = _with_field(filing, name.split("."), value)
    return filing


def _with_field(record: R, path: list[str], value: str) -> R:
    name, *rest = path
    if not rest:
        return structs.replace(record, **{name: value})
    inner = getattr(record, name)
    if inner is None:
        inner = Address() if name == "address" else Contact()
    return structs.replace(record, **{name: _with_field(inner, rest, value)})


def status_of(
    statements: Iterable[Statement], checks: Iterable[Check], findings: Iterable[Finding]
) -> FilingStatus:
    """The first that fits: inconsistent, disputed, partial, confirmed (DESIGN: states)."""
    hard = {check.status for check in checks if check.hard}
    items = {item.status for statement in statements for item in statement.items}
    if "failed" in hard:
        return "inconsistent"
    if "disputed" in items:
        return "disputed"
    gaps = any(finding.code == _MISSING for finding in findings)
    cut = any(
        item.status == "absent" and item.kind == "amount"
        for statement in statements
        for item in statement.items
    )
    if "unreadable" in items or "undecided" in hard or gaps or cut:
        return "partial"
    return "confirmed"


if TYPE_CHECKING:
    from focusconv.corrections import Decisions

R = TypeVar("R", bound=Struct)

_MISSING = "statement-missing"

MOST_STRAYS = 50
"""So many stray numbers are named one by one; a document with more is hardly a filing."""


def _statement(spec: StatementSpec, placed: PlacedFiling, outcome: Outcome) -> Statement:
    items = tuple(_item(key, line, cell, placed, outcome) for key, line, cell in spec.cells())
    return Statement(id=spec.id, title=spec.title, as_of=placed.as_of.get(spec.id), items=items)


def _item(key: Key, line: Line, cell: CellSpec, placed: PlacedFiling, outcome: Outcome) -> Item:
    if key in placed.cover:
        return _item_of_fact(line, cell, placed.cover[key])
    if cell.kind == "amount":
        return _item_of_verdict(line, cell, placed.readings[key], outcome.verdicts[key])
    return _item_of_words(line, cell, placed.words.get(key))


def _item_of_verdict(line: Line, cell: CellSpec, reading: Reading, verdict: Verdict) -> Item:
    return Item(
        box=cell.box,
        line=line.line,
        column=cell.column,
        label=line.label,
        kind=cell.kind,
        value=verdict.value,
        status=verdict.status,
        verified_by=verdict.verified_by,
        raw=verdict.option.raw if verdict.option is not None else reading.text,
        as_read=verdict.as_read,
        candidates=verdict.candidates,
        page=reading.page,
        region=reading.region,
        confidence=reading.confidence,
        reason=verdict.reason,
    )


def _item_of_fact(line: Line, cell: CellSpec, fact: Fact) -> Item:
    return Item(
        box=cell.box,
        line=line.line,
        column=cell.column,
        label=line.label,
        kind=cell.kind,
        value=fact.value,
        status=fact.status,
        raw=fact.raw,
        page=fact.page,
        region=fact.region,
        reason=fact.reason,
    )


def _item_of_words(line: Line, cell: CellSpec, words: Words | None) -> Item:
    text = words.text if words is not None else ""
    return Item(
        box=cell.box,
        line=line.line,
        column=cell.column,
        label=line.label,
        kind=cell.kind,
        value=text or None,
        status="reported" if text else "blank" if words is not None else "absent",
        raw=text or None,
        page=words.page if words is not None else None,
        region=words.region if words is not None else None,
    )


def _roles(placed: PlacedFiling) -> dict[str, Fact]:
    """What the cover says of the filer, by role."""
    spec = placed.edition.spec
    return {
        role: fact
        for key, fact in placed.cover.items()
        if (role := spec[key].role) is not None and fact.value is not None
    }


def _said(roles: dict[str, Fact], role: str) -> str | None:
    """A fact for the header of the filing.

    A disputed one with digits is left out: a cut number looks right, a cut word does not.
    """
    fact = roles.get(role)
    if fact is None or not isinstance(fact.value, str):
        return None
    doubtful = fact.status == "disputed" and any(char.isdigit() for char in fact.value)
    return None if doubtful else fact.value


def _filer(placed: PlacedFiling, roles: dict[str, Fact]) -> Filer:
    address = Address(
        street=_said(roles, "street"),
        city=_said(roles, "city"),
        state=_said(roles, "state"),
        zip=_said(roles, "zip"),
    )
    contact = Contact(
        name=_said(roles, "contact_name"),
        telephone=_said(roles, "telephone"),
        email=_said(roles, "email"),
    )
    return Filer(
        name=_firm_name(placed) or _said(roles, "name"),
        sec_file_number=_said(roles, "sec_file_number"),
        firm_id=_said(roles, "firm_id"),
        address=address if address != Address() else None,
        contact=contact if contact != Contact() else None,
    )


def _firm_name(placed: PlacedFiling) -> str | None:
    return vote(name for head in placed.heads for name in head.names)


def _period(placed: PlacedFiling, roles: dict[str, Fact]) -> Period:
    """The period of the cover, its end confirmed or given by the heads of the statements.

    A form without a period on its cover is filed for a day: it begins where it ends.
    """
    heads = vote(head.as_of for head in placed.heads if head.as_of)
    end = heads or _said(roles, "period_end")
    asks = any(cell.role == "period_begin" for cell in placed.edition.spec.values())
    begin = _said(roles, "period_begin") if asks else end
    if begin is not None and end is not None and begin > end:
        begin = None
    return Period(begin=begin, end=end)


def _type(placed: PlacedFiling) -> Literal["initial", "amended"] | None:
    types = {head.type for head in placed.heads if head.type}
    if "amended" in types:
        return "amended"
    return "initial" if types else None


def _findings(
    document: Document, placed: PlacedFiling, roles: dict[str, Fact]
) -> Iterator[Finding]:
    for notice in document.notices:
        yield Finding(level="warning", code=notice.code, message=notice.message, page=notice.page)
    yield from _of_statements(placed)
    yield from _of_heads(placed, roles)
    for role, fact in sorted(roles.items()):
        if fact.status == "disputed":
            yield Finding(
                level="warning",
                code="doubtful-fact",
                message=f"{role.replace('_', ' ')} '{fact.value}': {fact.reason}",
                page=fact.page,
            )
    for stray in placed.strays[:MOST_STRAYS]:
        where = f" near {placed.edition.ref(stray.near)}" if stray.near else ""
        yield Finding(
            level="warning",
            code="stray-number",
            message=f"'{stray.text}'{where} belongs to no line; its row reads '{stray.row}'",
            page=stray.page,
        )
    if len(placed.strays) > MOST_STRAYS:
        yield Finding(
            level="warning",
            code="stray-numbers",
            message=f"{len(placed.strays) - MOST_STRAYS:,} more numbers belong to no line",
        )


def _of_statements(placed: PlacedFiling) -> Iterator[Finding]:
    present = {spec.id for spec in placed.present}
    for spec in placed.edition.statements:
        if spec.id in present:
            continue
        asked = sorted(
            rule.id
            for rule in placed.edition.rules
            if rule.hard and rule.statement in present and _refers(rule.keys, spec.id)
        )
        if asked:
            yield Finding(
                level="warning",
                code=_MISSING,
                message=f"no page of the {spec.id} statement was found, which "
                f"{', '.join(asked)} refers to",
            )
        else:
            yield Finding(
                level="info",
                code="statement-not-filed",
                message=f"no page of the {spec.id} statement was found",
            )
    for name, count in placed.copies:
        yield Finding(
            level="info",
            code="page-repeated",
            message=f"the {name} statement is in the document {count} times",
        )
    for page in placed.unknown_pages:
        yield Finding(
            level="info",
            code="page-unknown",
            message="part of this page belongs to no statement of the form",
            page=page,
        )


def _refers(keys: Iterable[Key], statement: str) -> bool:
    return any(key.startswith(statement + "/") for key in keys)


def _of_heads(placed: PlacedFiling, roles: dict[str, Fact]) -> Iterator[Finding]:
    dates = sorted({head.as_of for head in placed.heads if head.as_of})
    cover = _said(roles, "period_end")
    if cover is not None and cover not in dates:
        dates.append(cover)
    if len(dates) > 1:
        yield Finding(
            level="warning",
            code="dates-differ",
            message=f"the pages print different dates: {', '.join(dates)}",
        )
    if not dates:
        yield Finding(level="warning", code="no-date", message="no as-of date was found")
    if dates and not _in_force(placed.edition, max(dates)):
        yield Finding(
            level="warning",
            code="edition-not-in-force",
            message=f"edition {placed.edition.edition} was not in force on {max(dates)}",
        )
    name = _firm_name(placed)
    if name is None:
        yield Finding(level="warning", code="no-name", message="no firm name was found")
        return
    others = {n for head in placed.heads for n in head.names if plain(n) != plain(name)}
    if others:
        printed = ", ".join(f"'{other}'" for other in sorted(others))
        yield Finding(
            level="info",
            code="names-differ",
            message=f"the firm's name '{name}' is also printed as {printed}",
        )


def _in_force(edition: Edition, date: str) -> bool:
    return edition.valid_from <= date and (edition.valid_to is None or date <= edition.valid_to)
