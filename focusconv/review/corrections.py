"""A reviewer's corrections: a file that overrides readings, checked before it is believed.

CSV with one decision a row, or JSON with the same names. A row names the document by its
hash and one target: an item (statement and box, or statement, line and column), a header
field (`period.end`), or a check. It gives the item or field a value, or waives the check,
and says who decided and why. Amounts are whole dollars as people write them.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from focusconv.errors import InvalidCorrections
from focusconv.forms.catalog import CellSpec, Edition, Key
from focusconv.record.filing import Address, Contact, Correction, Filer, Filing, Item, Period, Value
from focusconv.review.rows import (
    COLUMNS,
    INFORMATION,
    NO,
    YES,
    Entry,
    Failure,
    read_entries,
)

_AMOUNT = re.compile(
    r"(?P<minus>-?)(?P<open>\(?)(?P<digits>\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?P<close>\)?)",
    re.ASCII,
)
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,6})?", re.ASCII)


class Corrections(Struct, frozen=True):
    """A corrections file as written: its name, the document's hash and the decisions."""

    name: str
    source: str
    entries: tuple[Entry, ...]


class Decisions(Struct, frozen=True, kw_only=True):
    """Corrections laid over a form edition: what to set, what to waive, what to record.

    `values` by item key (amounts as whole dollars), `fields` by dotted name of the filing's
    header, `waived` the ids of checks; `records` as the filing keeps them.
    """

    values: Mapping[Key, Value]
    fields: Mapping[str, str]
    waived: tuple[str, ...]
    records: tuple[Correction, ...]


def load(path: Path) -> Corrections:
    """Read a corrections file, CSV or (by its suffix) JSON.

    Raises InvalidCorrections with file, row, reason and remedy where it is not one.
    """
    entries = read_entries(path)
    sources = {entry.source for entry in entries}
    if len(sources) > 1:
        raise InvalidCorrections(
            "the rows name more than one document",
            place=str(path),
            remedy="keep one document's corrections in a file",
        )
    return Corrections(str(path), min(sources, default=""), entries)


def resolve(corrections: Corrections, edition: Edition, sha256: str) -> Decisions:
    """Lay corrections over a form edition, for the document with that hash.

    Raises InvalidCorrections for another document's hash, a statement, box, line, field or
    check the form has not, a value of the wrong kind, and a target named twice.
    """
    values: dict[Key, Value] = {}
    fields: dict[str, str] = {}
    waived: list[str] = []
    records: dict[str, Correction] = {}
    for entry in corrections.entries:
        fail = Failure(corrections.name, entry.row)
        if entry.source != sha256:
            raise fail(
                f"belongs to another document: {entry.source[:12]} is not {sha256[:12]}",
                "give the corrections of this document, or decide anew with focusconv report",
            )
        if entry.check:
            target = _check(entry, edition, fail)
            waived.append(target)
        elif entry.field:
            target = entry.field
            fields[target] = _field(entry, fail)
        else:
            target = _key(entry, edition, fail)
            values[target] = _value(entry, edition.spec[target], fail)
        if target in records:
            raise fail(f"{target} is decided twice", "keep one of the rows")
        records[target] = Correction(
            target=target,
            action="waive" if entry.check else "value",
            value=None if entry.check else values.get(target, fields.get(target)),
            by=entry.by,
            why=entry.why,
        )
    return Decisions(
        values=values, fields=fields, waived=tuple(waived), records=tuple(records.values())
    )


def template(filing: Filing) -> bytes:
    """A CSV (UTF-8) with a row for each open item and failed check, for a reviewer to fill in.

    Suggested values stand in a column that is not read back: a reviewer decides, not we.
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, (*COLUMNS, *INFORMATION), restval="", lineterminator="\n")
    writer.writeheader()
    for row in _open_rows(filing):
        writer.writerow({"source": filing.source.sha256, **row})
    return out.getvalue().encode()


def header_fields() -> tuple[str, ...]:
    """The dotted names of the filing's header that a correction can set."""
    plain = [n for n in Filer.__struct_fields__ if n not in ("address", "contact", "states")]
    return (
        *(f"filer.{name}" for name in plain),
        *(f"filer.address.{name}" for name in Address.__struct_fields__),
        *(f"filer.contact.{name}" for name in Contact.__struct_fields__),
        *(f"period.{name}" for name in Period.__struct_fields__ if name != "states"),
        "submitted",
    )


def _check(entry: Entry, edition: Edition, fail: Failure) -> str:
    hard = [rule.id for rule in edition.rules if rule.hard]
    if entry.check not in hard:
        raise fail(f"the form has no check {entry.check!r}", _nearest(entry.check, hard))
    return entry.check


def _key(entry: Entry, edition: Edition, fail: Failure) -> Key:
    statement = edition.by_id.get(entry.statement)
    if entry.statement and statement is None:
        raise fail(
            f"the form has no statement {entry.statement!r}",
            f"the statements are {', '.join(edition.by_id)}",
        )
    if entry.box:
        key = edition.key_of_box.get(entry.box)
        if key is None:
            raise fail(
                f"the form has no box {entry.box!r}", _nearest(entry.box, edition.key_of_box)
            )
        agrees = (
            (not entry.statement or key.split("/")[0] == entry.statement)
            and (not entry.line or key.split("/")[1] == entry.line)
            and (not entry.column or key.split("/")[2] == entry.column)
        )
        if not agrees:
            raise fail(f"box {entry.box} stands at {key}", "name the statement and line it is in")
        return key
    if statement is None:
        raise fail(f"line {entry.line!r} has no statement", "name the statement it is in")
    keys = [
        key
        for key, line, cell in statement.cells()
        if line.line == entry.line and entry.column in ("", cell.column)
    ]
    if not keys:
        lines = [line.line for line in statement.lines if line.cells]
        raise fail(
            f"{statement.id} has no line {entry.line!r} with such a column",
            _nearest(entry.line, lines),
        )
    if len(keys) > 1:
        columns = ", ".join(key.split("/")[2] for key in keys)
        raise fail(f"line {entry.line} has several cells", f"name the column: {columns}")
    return keys[0]


def _value(entry: Entry, cell: CellSpec, fail: Failure) -> Value:
    text = entry.value
    if cell.kind == "amount":
        return _amount(text, cell, fail)
    if cell.kind == "percent":
        if not _PERCENT.fullmatch(text):
            raise fail(f"{text!r} is no percent", "write it like 5 or 7.25, without a sign")
        return text
    if cell.kind == "date":
        return _date(text, fail)
    if cell.kind == "mark":
        if text.lower() not in YES | NO:
            raise fail(f"{text!r} is neither yes nor no", "write yes or no")
        return text.lower() in YES
    return text


def _amount(text: str, cell: CellSpec, fail: Failure) -> int:
    match = _AMOUNT.fullmatch(text)
    paired = match is not None and bool(match["open"]) == bool(match["close"])
    if match is None or not paired or (match["minus"] and match["open"]):
        raise fail(
            f"{text!r} is not an amount", "write whole dollars like 1,234, -1,234 or (1,234)"
        )
    amount = int(match["digits"].replace(",", ""))
    amount = -amount if match["minus"] or match["open"] else amount
    if cell.sign == "-" and amount > 0:
        raise fail(
            f"{text} is positive and the line a deduction", f"write -{amount:,} or ({amount:,})"
        )
    if cell.sign == "+" and amount < 0:
        raise fail(f"{text} is negative on a line that never is", "check the box and the sign")
    return amount


def _field(entry: Entry, fail: Failure) -> str:
    known = header_fields()
    if entry.field not in known:
        raise fail(f"the filing has no field {entry.field!r}", _nearest(entry.field, known))
    dated = entry.field == "submitted" or entry.field.startswith("period.")
    return _date(entry.value, fail) if dated else entry.value


def _date(text: str, fail: Failure) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise fail(f"{text!r} is no date", "write it like 2017-04-30") from error


def _nearest(name: str, known: Collection[str]) -> str:
    from rapidfuzz import process

    found = process.extractOne(name, known)
    return f"did you mean {found[0]}?" if found else "see the form's catalog"


def _open_rows(filing: Filing) -> Iterator[dict[str, str]]:
    for statement in filing.statements:
        for item in statement.items:
            if item.status in ("disputed", "unreadable"):
                yield {
                    "statement": statement.id,
                    "box": item.box or "",
                    "line": item.line,
                    "column": item.column,
                    "printed": item.raw or "",
                    "suggestions": _suggestions(item),
                    "reason": item.reason or "",
                }
    for check in filing.checks:
        if check.hard and check.status == "failed":
            shown = [f"{s.box or s.line} {s.value:,}" for s in check.suspects]
            yield {
                "statement": check.statement,
                "check": check.id,
                "suggestions": " | ".join(shown),
                "reason": check.message,
            }


def _suggestions(item: Item) -> str:
    return " | ".join(f"{candidate.value:,}" for candidate in item.candidates)
