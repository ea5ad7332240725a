"""What reconciling gives back: a verdict on every item, the checks, and what to read again."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from focusconv.document import Region
from focusconv.forms.catalog import Key
from focusconv.readings import FieldPrint, Option
from focusconv.record.filing import Candidate, Check, ItemStatus, Value

SECOND_READING = "second-reading"
"""Stands in `verified_by` where two readers that see the page differently agree."""


class Verdict(Struct, frozen=True, kw_only=True, gc=False):
    """The value and state of one amount, in whole dollars, and what they rest on.

    `option` is the reading taken, None where no print was; `as_read` what was read where the
    value is something else; `candidates` other values the item may have, likeliest first.
    """

    key: Key
    value: int | None
    status: ItemStatus
    verified_by: tuple[str, ...] = ()
    as_read: int | None = None
    reason: str | None = None
    option: Option | None = None
    candidates: tuple[Candidate, ...] = ()


class FieldVerdict(Struct, frozen=True, kw_only=True, gc=False):
    """The value and state of one item that is no amount of a statement, and what they rest on.

    `verified_by` names other places that print the same; `candidates` are the prints that one in
    dispute is in dispute between.
    """

    key: Key
    value: Value
    status: ItemStatus
    verified_by: tuple[str, ...] = ()
    as_read: Value = None
    reason: str | None = None
    raw: str | None = None
    page: int | None = None
    region: Region | None = None
    candidates: tuple[FieldPrint, ...] = ()


class Request(Struct, frozen=True, kw_only=True):
    """A cell that another reading would settle; `region` in the unit of its page.

    `worth` orders requests. From 2 on something is open that the answer may close, the more
    the higher; 1 and 0 are amounts that nothing confirms, where only the answer can.
    """

    key: Key
    page: int | None
    region: Region | None
    worth: int
    why: str


class Outcome(Struct, frozen=True, kw_only=True):
    """All that reconciling says of one filing; requests in order of worth."""

    verdicts: Mapping[Key, Verdict]
    checks: tuple[Check, ...]
    requests: tuple[Request, ...]
