"""Findings: what a reader of the filing should know that no item or check says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from focusconv.document import Document
from focusconv.forms.catalog import Edition, Key
from focusconv.identify.lexicon import plain
from focusconv.place.document import PlacedFiling
from focusconv.reconcile.header import Fields
from focusconv.reconcile.outcome import FieldVerdict
from focusconv.record.filing import Finding

STATEMENT_MISSING = "statement-missing"
STATEMENT_CUT = "statement-cut"

GAPS = frozenset(
    {
        STATEMENT_MISSING,
        STATEMENT_CUT,
        "file-cut",
        "page-unreadable",
        "unexplained-digits",
        "no-amount",
    }
)
"""Codes of the findings that tell of a lost part: the filing is partial with any of them."""

MOST_STRAYS = 50
"""So many stray numbers are named one by one; a document with more is hardly a filing."""


def findings_of(document: Document, placed: PlacedFiling, fields: Fields) -> Iterator[Finding]:
    for notice in document.notices:
        yield Finding(
            level=notice.level, code=notice.code, message=notice.message, page=notice.page
        )
    if placed.other_editions:
        names = ", ".join(other.title for other in placed.other_editions)
        yield Finding(
            level="warning",
            code="form-uncertain",
            message=f"read as {placed.edition.title}; the pages may as well be of {names}",
        )
    yield from _of_statements(placed)
    yield from _of_account(placed)
    roles = fields.by_role(placed.edition)
    yield from _of_heads(placed, roles)
    for role, field in sorted(roles.items()):
        if field.status == "disputed":
            yield Finding(
                level="warning",
                code="doubtful-fact",
                message=f"{role.replace('_', ' ')} '{field.value}': {field.reason}",
                page=field.page,
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
                code=STATEMENT_MISSING,
                message=f"no page of the {spec.id} statement was found, which "
                f"{', '.join(asked)} refers to",
            )
        else:
            yield Finding(
                level="info",
                code="statement-not-filed",
                message=f"no page of the {spec.id} statement was found",
            )
    for name, beyond in placed.cut:
        yield Finding(
            level="warning",
            code=STATEMENT_CUT,
            message=f"the pages of the {name} statement hold {beyond:,} words and numbers more "
            f"than its form has characters, twice over: those at the end were not placed, and "
            f"no amount of the statement is sure",
        )
    yield from _of_copies(placed)
    for page, like in sorted(placed.unknown_pages.items()):
        seems = f"; it seems to be: {like}" if like else ""
        yield Finding(
            level="info",
            code="page-unknown",
            message=f"part of this page belongs to no statement of the form{seems}",
            page=page,
        )
    for page, why in sorted(placed.odd_pages.items()):
        yield Finding(level="warning", code="page-of-another", message=why, page=page)
    for aside in placed.asides:
        yield Finding(
            level="warning", code="page-of-no-filing", message=aside.message, page=aside.pages[0]
        )


def _of_copies(placed: PlacedFiling) -> Iterator[Finding]:
    """Statements that are there more than once."""
    for name, count in placed.copies:
        yield Finding(
            level="info",
            code="page-repeated",
            message=f"the {name} statement is in the document {count} times",
        )
    for name, keys in placed.differing.items():
        where = ", ".join(placed.edition.ref(key) for key in keys)
        yield Finding(
            level="warning",
            code="copies-differ",
            message=f"the copies of the {name} statement differ in {where}",
        )
    for name in placed.amended:
        yield Finding(
            level="warning",
            code="copy-amended",
            message=f"of the {name} statement the amended copy counts, and no other",
        )


def _of_account(placed: PlacedFiling) -> Iterator[Finding]:
    """Digits of statements that stand in no cell, and a form without any amount."""
    if not any(reading.seen in ("amount", "garbled") for reading in placed.readings.values()):
        yield Finding(
            level="warning", code="no-amount", message="no amount at all was read in this form"
        )
    for print_ in placed.account.prints:
        if print_.digits:
            yield Finding(
                level="warning",
                code="unexplained-digits",
                message=f"'{print_.raw}' in the {print_.statement} statement stands in no cell, "
                "and nothing explains it",
                page=print_.page,
            )


def _refers(keys: Iterable[Key], statement: str) -> bool:
    return any(key.startswith(statement + "/") for key in keys)


def _of_heads(placed: PlacedFiling, roles: Mapping[str, FieldVerdict]) -> Iterator[Finding]:
    dates = sorted({head.as_of for head in placed.heads if head.as_of})
    cover = roles.get("period_end")
    prints = [str(p.value) for p in cover.candidates] if cover is not None else []
    if cover is not None and cover.value is not None:
        prints.append(str(cover.value))
    dates += [date for date in dict.fromkeys(prints) if date not in dates]
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
    name = roles.get("name")
    if name is None or name.value is None:
        yield Finding(level="warning", code="no-name", message="no firm name was found")
        return
    others = {n for head in placed.heads for n in head.names if plain(n) != plain(str(name.value))}
    if others:
        printed = ", ".join(f"'{other}'" for other in sorted(others))
        yield Finding(
            level="info",
            code="names-differ",
            message=f"the firm's name '{name.value}' is also printed as {printed}",
        )


def _in_force(edition: Edition, date: str) -> bool:
    return edition.valid_from <= date and (edition.valid_to is None or date <= edition.valid_to)
