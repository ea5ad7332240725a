"""What became of one input: a line of the run report, and what the run needs beside it."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from focusconv.errors import FocusconvError, InternalError, UnknownForm
from focusconv.record.filing import FilingStatus
from focusconv.terminal.exits import OK, USAGE, exit_code

InputStatus = Literal[
    "confirmed",
    "partial",
    "disputed",
    "inconsistent",
    "no known form",
    "not readable",
    "not written",
    "failed",
]
"""That of the worst filing; else why there is none: the document is none of the forms, cannot
be read, its results could not be written, or the work at it took too long or broke down."""

STATUSES: Final[tuple[InputStatus, ...]] = (
    "confirmed",
    "partial",
    "disputed",
    "inconsistent",
    "no known form",
    "not readable",
    "not written",
    "failed",
)
"""In the order of the summary; of filings, a later one is worse."""

AGAIN: Final = frozenset({"not written", "failed"})
"""What the next run tries again though the input is the same."""


class FilingNote(Struct, frozen=True, kw_only=True):
    """One filing of an input: what it is, and whether it went into the outputs."""

    form: str
    firm: str | None
    end: str | None
    status: FilingStatus
    exported: bool


class Fault(Struct, frozen=True, kw_only=True):
    """Why an input gave nothing; `code` is the class of the error, stable for programs."""

    code: str
    reason: str
    remedy: str


class Entry(Struct, frozen=True, kw_only=True, tag_field="kind", tag="input"):
    """A line of the report. `sha256` is that of the input, None where it could not be read;
    `seconds` the time of the work at it; `run` names the options and versions it depends on."""

    name: str
    sha256: str | None
    status: InputStatus
    filings: tuple[FilingNote, ...] = ()
    outputs: tuple[str, ...] = ()
    error: Fault | None = None
    seconds: float = 0.0
    exit: int = OK
    run: str = ""


class Result(Struct, frozen=True, kw_only=True):
    """An entry with what does not go into the report: the messages for the person and the
    exported filings as JSON, where the job wants them."""

    entry: Entry
    messages: tuple[str, ...] = ()
    records: tuple[bytes, ...] = ()


def fault_of(error: FocusconvError) -> tuple[InputStatus, Fault]:
    """The status that an error gives an input, and the error as data."""
    status: InputStatus = "not readable"
    if isinstance(error, UnknownForm):
        status = "no known form"
    elif isinstance(error, InternalError):
        status = "failed"
    elif exit_code(error) == USAGE:
        status = "not written"
    reason = f"{error.place}: {error.reason}" if error.place else error.reason
    return status, Fault(code=type(error).__name__, reason=printable(reason), remedy=error.remedy)


def failed(name: str, code: str, reason: str, remedy: str, exit: int, *, run: str) -> Result:
    """The result of an input at which the work broke down."""
    entry = Entry(
        name=printable(name),
        sha256=None,
        status="failed",
        error=Fault(code=code, reason=printable(reason), remedy=remedy),
        exit=exit,
        run=run,
    )
    return Result(entry=entry, messages=(f"{name}: {reason}; {remedy}",))


def printable(name: str) -> str:
    """The name as text that any encoding can hold; file names may be any bytes."""
    return name.encode("utf-8", "backslashreplace").decode()
