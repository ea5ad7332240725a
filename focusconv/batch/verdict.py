"""What becomes of a filing: exported or kept back, what is said of it, and its valid bytes."""

from __future__ import annotations

from msgspec import Struct

from focusconv.errors import InvalidExport
from focusconv.files.gate import let_through
from focusconv.record.filing import Filing
from focusconv.review.worklist import shortfalls
from focusconv.terminal.exits import INCONSISTENT, OK


class Verdict(Struct, frozen=True):
    """Whether a filing is exported, the exit status it causes, and what a person is told."""

    let_through: bool
    code: int
    message: str


def judged(filing: Filing, label: str, *, strict: bool, allow_inconsistent: bool) -> Verdict:
    """Confirmed filings pass; `strict` keeps all others back, inconsistent ones are kept back
    unless `allow_inconsistent` is set. `label` is what the message calls the filing."""
    state = filing.status
    if state == "confirmed":
        return Verdict(True, OK, "")
    inconsistent = state == "inconsistent"
    remedy = "look with focusconv check"
    kept = not let_through(state, strict=strict, allow_inconsistent=allow_inconsistent)
    if kept and inconsistent:
        remedy += ", decide it in the page of focusconv report, or give --allow-inconsistent"
    written = ", kept back" if kept else ""
    message = f"{label}: {state}{written}: {shortfalls(filing)}; {remedy}"
    return Verdict(not kept, INCONSISTENT if inconsistent or kept else OK, message)


def label(name: str, number: int, count: int) -> str:
    """What messages call a filing: its input, and which of several."""
    return name if count == 1 else f"{name} (filing {number} of {count})"


def rendered(filing: Filing, ending: str) -> bytes:
    """The filing in one format, valid but for totals of which it says itself that they fail.

    `ending` is json, xml, or jsonl: the JSON on one line. Raises InvalidExport where it is
    not: nothing else leaves the program.
    """
    from focusconv.validation import validate

    if ending == "jsonl":
        from focusconv.record.limits import encode

        data = encode(filing) + b"\n"
    else:
        data = filing.to_json() if ending == "json" else filing.to_xml()
    report = validate(data)
    if not report.truthful:
        raise InvalidExport(
            f"the {ending} does not validate",
            remedy="please report this with the document",
            problems=tuple(map(str, report.problems)),
        )
    return data
