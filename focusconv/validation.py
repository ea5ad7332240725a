"""Validating an export, ours or another's: its syntax, its schema, the form, the totals again.

An export that is valid says what the canonical record can say, is a filing of a form in the
catalog, and its totals were confirmed here from its values, not believed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from focusconv.errors import InvalidExport
from focusconv.record.filing import Check, Filing
from focusconv.record.paths import (
    FaultyExport,
    Place,
    element_at,
    json_lines,
    json_path,
    place_of,
    xml_line,
    xml_path,
)

if TYPE_CHECKING:
    from focusconv.forms.catalog import Edition

Source = Literal[
    "syntax", "schema", "form", "totals", "recorded failure", "edition schema", "schematron"
]
"""What found a problem. `recorded failure`: a total that does not hold and of which the export
itself says so; the last two are a receiver's own checks, run when asked for."""

MOST = 100
"""How many problems of one source are listed; the rest of a broken export says no more."""

_Where = Callable[[Place], tuple[str, int | None]]
"""From a place in the record to the path and line of the text that was validated."""


class Problem(Struct, frozen=True, kw_only=True):
    """One thing wrong with an export, and where.

    `path` is written as the format writes it, `$.statements[0]` or `/filing/statement[1]`;
    `line` counts from 1. A warning does not make the export invalid.
    """

    level: Literal["error", "warning"] = "error"
    source: Source
    path: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        line = f"line {self.line}, " if self.line is not None else ""
        return f"{line}{self.path}: {self.reason}"


class Report(Struct, frozen=True, kw_only=True):
    """What validating found; `filing` is None where the export says none."""

    format: Literal["json", "xml"]
    filing: Filing | None
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether the export is valid and its totals hold; warnings do not count."""
        return all(problem.level == "warning" for problem in self.problems)

    @property
    def truthful(self) -> bool:
        """Whether the export is valid but for totals of which it says itself that they fail."""
        return all(
            problem.level == "warning" or problem.source == "recorded failure"
            for problem in self.problems
        )


def validate(data: bytes, *, thorough: bool = False) -> Report:
    """Validate one export, JSON or XML, told by its first character.

    The schema of the filing, the form's lines, the states and the totals are always looked
    at; `thorough` adds the edition's own XSD and Schematron, as a receiver without this
    program would run them. Nothing is fetched, and nothing raised for what `data` holds.
    """
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    kind: Literal["json", "xml"] = "xml" if head == b"<" else "json"
    try:
        problems, filing, where = _xml(data) if kind == "xml" else _json(data)
    except InvalidExport as error:
        return Report(format=kind, filing=None, problems=(_unread(error),))
    if filing is not None:
        problems += tuple(_form_problems(filing, where, thorough=thorough))
    return Report(format=kind, filing=filing, problems=problems)


def _xml(data: bytes) -> tuple[tuple[Problem, ...], Filing | None, _Where]:
    from focusconv.record.xml import parse, read_tree
    from focusconv.schema import XSD
    from focusconv.schema.apply import xsd_faults

    root = parse(data)

    def where(place: Place) -> tuple[str, int | None]:
        element = element_at(root, place)
        return xml_path(element), xml_line(element)

    problems = tuple(
        Problem(
            source="schema",
            path=xml_path(fault.element),
            line=xml_line(fault.element),
            reason=fault.reason,
        )
        for fault in xsd_faults(root, XSD)
    )
    try:
        return problems, read_tree(root), where
    except InvalidExport as error:
        return problems or (_unread(error),), None, where


def _json(data: bytes) -> tuple[tuple[Problem, ...], Filing | None, _Where]:
    from focusconv.record.json import from_json
    from focusconv.schema.facets import refusals

    filing = from_json(data)
    lines: dict[Place, int] = {}

    def where(place: Place) -> tuple[str, int | None]:
        if not lines:
            lines.update(json_lines(data))
        return json_path(place), lines.get(place)

    refused = itertools.islice(refusals(filing), MOST)
    return tuple(_at(where, "schema", *found) for found in refused), filing, where


def _unread(error: InvalidExport) -> Problem:
    if isinstance(error, FaultyExport):
        return Problem(source="syntax", path=error.path, line=error.line, reason=error.reason)
    return Problem(source="syntax", path=error.place or "/", line=None, reason=error.reason)


def _at(where: _Where, source: Source, place: Place, reason: str) -> Problem:
    path, line = where(place)
    return Problem(source=source, path=path, line=line, reason=reason)


def _form_problems(filing: Filing, where: _Where, *, thorough: bool) -> Iterator[Problem]:
    from focusconv.forms.catalog import catalog
    from focusconv.schema.invariants import violations

    form = filing.form
    try:
        edition = catalog().edition(f"{form.id}-{form.edition}")
    except KeyError:
        reason = f"the catalog has no edition {form.edition} of {form.id}: totals not confirmed"
        yield _at(where, "form", ("form",), reason)
        return
    for place, reason in itertools.islice(violations(filing, edition), MOST):
        yield _at(where, "form", place, reason)
    for place, check, was in _rechecked(filing, edition):
        yield from _check_problems(filing, edition, where, place, check, was)
    if thorough:
        for source, place, reason in _receiver_faults(filing, edition):
            yield _at(where, source, place, reason)


def _rechecked(
    filing: Filing, edition: Edition
) -> Iterator[tuple[Place, Check | None, Check | None]]:
    """Each rule evaluated again, beside the check on record, and the place of the latter."""
    from focusconv.reconcile.recheck import recheck

    recorded = {check.id: at for at, check in enumerate(filing.checks)}
    for check in recheck(filing, edition):
        at = recorded.pop(check.id, None)
        yield (
            (() if at is None else ("checks", at)),
            check,
            None if at is None else filing.checks[at],
        )
    for at in recorded.values():
        yield ("checks", at), None, filing.checks[at]


def _check_problems(
    filing: Filing,
    edition: Edition,
    where: _Where,
    place: Place,
    check: Check | None,
    was: Check | None,
) -> Iterator[Problem]:
    """What is wrong with one check: it fails, or the record says something else of it."""
    if check is None:
        if was is not None and any(rule.id == was.id for rule in edition.rules):
            reason = f"the check {was.id} needs a statement that the filing has not"
            yield _at(where, "totals", place, reason)
        return
    agreed = was is not None and (was.status, *_figures(was)) == (check.status, *_figures(check))
    if check.hard and check.status == "failed":
        source: Source = "recorded failure" if agreed else "totals"
        total = _target(filing, edition, check)
        yield _at(where, source, total, f"{check.rule} does not hold: {check.message}")
    if was is None:
        reason = f"the filing does not record the check {check.id}, which is {check.status}"
        yield _at(where, "totals", place, reason)
    elif not agreed:
        reason = f"{was.id} is recorded as {_words(was)}, and is {_words(check)}"
        yield _at(where, "totals", place, f"{reason}: {check.message}")


def _figures(check: Check) -> tuple[int | None, ...]:
    return check.expected, check.actual, check.difference


def _words(check: Check) -> str:
    return f"{check.status} ({check.actual} against {check.expected})"


def _target(filing: Filing, edition: Edition, check: Check) -> Place:
    """The place of the total that a check is about."""
    target = next(rule.target for rule in edition.rules if rule.id == check.id)
    for at, statement in enumerate(filing.statements):
        for number, item in enumerate(statement.items):
            if f"{statement.id}/{item.line}/{item.column}" == target:
                return ("statements", at, "items", number)
    return ()


def _receiver_faults(filing: Filing, edition: Edition) -> Iterator[tuple[Source, Place, str]]:
    """What a receiver's own validator finds in the XML of the filing."""
    from focusconv.record.xml import parse, to_xml
    from focusconv.schema.apply import schematron_faults, xsd_faults

    root = parse(to_xml(filing))
    for fault in xsd_faults(root, f"{edition.name}.xsd"):
        yield "edition schema", place_of(fault.element), fault.reason
    for fault in schematron_faults(root, f"{edition.name}.sch"):
        yield "schematron", place_of(fault.element), fault.reason
