"""Documents run through the program, and what came of them as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

import focusconv
from bench.strangers.judge import Fault, Verdict, judge
from bench.strangers.truth import Truth


@dataclass(frozen=True)
class Document:
    """One generated file with its truth; `group` is the row of the table it counts in."""

    group: str
    seed: int
    name: str
    data: bytes
    truth: Truth


@dataclass
class Tally:
    """One row of the table."""

    documents: int = 0
    errors: int = 0
    total: Verdict = field(default_factory=Verdict)

    def add(self, verdict: Verdict) -> None:
        for name in ("right", "open", "silent", "false_blank", "header_wrong", "header_open"):
            setattr(self.total, name, getattr(self.total, name) + getattr(verdict, name))


Faults = list[tuple[Document, Fault]]


def measure(documents: Iterable[Document]) -> tuple[dict[str, Tally], Faults]:
    """Every document read and judged; a refusal or an exception is an error of its own."""
    tallies: dict[str, Tally] = {}
    faults: Faults = []
    for document in documents:
        tally = tallies.setdefault(document.group, Tally())
        tally.documents += 1
        try:
            filing = focusconv.convert(document.data, name=document.name)
        except Exception as error:
            tally.errors += 1
            faults.append((document, Fault("error", "-", "-", str(error), type(error).__name__)))
            continue
        verdict = judge(msgspec.to_builtins(filing), document.truth)
        tally.add(verdict)
        faults += [(document, fault) for fault in verdict.faults]
    return tallies, faults


_HEAD = (
    "kind      layout          docs  items  right %   open  silent  blank!  head!  head?  errors"
)


def table(kind: str, tallies: dict[str, Tally]) -> str:
    """The counts, a row a group and their sum."""
    rows = [_row(kind, name, tally) for name, tally in tallies.items()]
    whole = Tally()
    for tally in tallies.values():
        whole.documents += tally.documents
        whole.errors += tally.errors
        whole.add(tally.total)
    return "\n".join([_HEAD, *rows, _row(kind, "all", whole)])


def _row(kind: str, name: str, tally: Tally) -> str:
    total = tally.total
    share = 100 * total.right / total.items if total.items else 0.0
    return (
        f"{kind:<9} {name:<15} {tally.documents:>4} {total.items:>6} {share:>8.2f} {total.open:>6}"
        f" {total.silent:>7} {total.false_blank:>7} {total.header_wrong:>6}"
        f" {total.header_open:>6} {tally.errors:>7}"
    )


_GRAVITY = ("error", "silent", "false blank", "header wrong", "open", "header open")


def listed(faults: Faults, count: int) -> str:
    """The gravest faults, a line each."""
    grave = sorted(faults, key=lambda pair: _GRAVITY.index(pair[1].outcome))
    lines = [
        f"{fault.outcome:<12} seed {document.seed} {document.group}: {fault.place}"
        f" truth {fault.truth} got {fault.got} {fault.status}"
        for document, fault in grave[:count]
    ]
    return "\n".join(lines)
