"""The rows of a corrections file, CSV or JSON, each checked for what a row must say.

No form is known here: whether a box or a check exists is the business of `corrections`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from focusconv.errors import InvalidCorrections

COLUMNS = (
    "source",
    "statement",
    "box",
    "line",
    "column",
    "field",
    "check",
    "value",
    "waive",
    "by",
    "why",
)
INFORMATION = ("printed", "suggestions", "reason")
"""Columns of the template that help the reviewer and are not read back."""
MAX_BYTES = 1_000_000
YES = frozenset(("yes", "true", "x", "1"))
NO = frozenset(("no", "false", "0"))

_HASH = re.compile(r"[0-9a-f]{64}")


class Entry(Struct, frozen=True, kw_only=True):
    """One decision as written, all texts stripped; `row` is its place in the file, from 1."""

    row: int
    source: str
    statement: str = ""
    box: str = ""
    line: str = ""
    column: str = ""
    field: str = ""
    check: str = ""
    value: str = ""
    waive: bool = False
    by: str = ""
    why: str = ""


class Failure:
    """Makes the error for one row."""

    def __init__(self, name: str, row: int) -> None:
        self._place = f"{name}, row {row}"

    def __call__(self, reason: str, remedy: str) -> InvalidCorrections:
        return InvalidCorrections(reason, place=self._place, remedy=remedy)


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The decisions of a corrections file, rows that a reviewer left open skipped.

    Raises InvalidCorrections with file, row, reason and remedy where it is not one.
    """
    name = str(path)
    text = _decoded(path)
    rows = _json_rows(text, name) if path.suffix.lower() == ".json" else _csv_rows(text, name)
    entries = (_entry(name, number, row) for number, row in rows)
    return tuple(entry for entry in entries if _says(entry))


def _decoded(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidCorrections(
            f"cannot be read: {error.strerror}", place=str(path), remedy="name a readable file"
        ) from error
    if len(data) > MAX_BYTES:
        raise InvalidCorrections(
            f"larger than {MAX_BYTES:,} bytes",
            place=str(path),
            remedy="give one document's decisions",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidCorrections(
            f"not UTF-8 at byte {error.start}", place=str(path), remedy="save it as UTF-8"
        ) from error


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = [column.strip() for column in reader.fieldnames or ()]
        unknown = [column for column in columns if column not in (*COLUMNS, *INFORMATION)]
        missing = [column for column in ("source", "by", "why") if column not in columns]
        if unknown or missing:
            what = f"unknown column {unknown[0]!r}" if unknown else f"no column {missing[0]!r}"
            raise InvalidCorrections(
                what, place=f"{name}, row 1", remedy=f"the columns are {', '.join(COLUMNS)}"
            )
        reader.fieldnames = columns
        for row in reader:
            if None in row or None in row.values():
                raise Failure(name, reader.line_num)(
                    "has more or fewer cells than the first row", "put texts with commas in quotes"
                )
            yield reader.line_num, dict(row)
    except csv.Error as error:
        raise Failure(name, reader.line_num)(f"not CSV: {error}", "save it as CSV") from error


def _json_rows(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        data = json.loads(text, parse_float=str, parse_constant=str)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InvalidCorrections(
            f"not JSON: {error}", place=name, remedy="mend the file"
        ) from error
    rows = data.get("corrections") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not isinstance(data.get("source"), str):
        raise InvalidCorrections(
            "is not an object with `source` and `corrections`",
            place=name,
            remedy="give the document's hash and a list of decisions",
        )
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise Failure(name, number)("is no object", "give each decision as an object")
        unknown = [key for key in row if key not in COLUMNS]
        if unknown:
            raise Failure(name, number)(
                f"unknown name {unknown[0]!r}", f"the names are {', '.join(COLUMNS)}"
            )
        yield number, {"source": data["source"], **row}


def _entry(name: str, number: int, row: Mapping[str, Any]) -> Entry:
    fail = Failure(name, number)
    texts = {column: _text(row.get(column, ""), column, fail) for column in COLUMNS}
    waive = texts.pop("waive").lower()
    if waive and waive not in YES | NO:
        raise fail(f"waive is {waive!r}", "write yes, or leave it empty")
    entry = Entry(row=number, waive=waive in YES, **texts)
    if not _says(entry):
        return entry
    if not _HASH.fullmatch(entry.source):
        raise fail(f"{entry.source!r} is no SHA-256", "copy the document's hash from the template")
    if not entry.by or not entry.why:
        raise fail("does not say who decided and why", "fill in by and why")
    _one_target(entry, fail)
    return entry


def _text(value: object, column: str, fail: Failure) -> str:
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif value is None:
        text = ""
    elif isinstance(value, int | str):
        text = str(value).strip()
    else:
        raise fail(f"{column} is neither text nor a whole number", "write it as text")
    if not text.isprintable():
        raise fail(f"{column} holds a control character", "remove it")
    return text


def _says(entry: Entry) -> bool:
    """False for a template row that the reviewer left open."""
    return bool(entry.value) or entry.waive


def _one_target(entry: Entry, fail: Failure) -> None:
    item = bool(entry.box or entry.line)
    if item + bool(entry.field) + bool(entry.check) != 1:
        raise fail(
            "names no target, or more than one",
            "give statement and box (or line), or a field, or a check",
        )
    if entry.check and (entry.value or not entry.waive):
        raise fail(f"gives check {entry.check} a value", "a check can only be waived")
    if entry.waive and not entry.check:
        raise fail("waives what is no check", "name the check to waive")
