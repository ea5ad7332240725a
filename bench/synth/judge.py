"""What a reading of a case is worth: per item right, missed, flagged or silently wrong."""

from __future__ import annotations

import collections
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from bench.synth.cases import Expected
from bench.synth.sheets import Truth
from focusconv.forms.catalog import Edition, Key, catalog
from focusconv.record.filing import Filing, Item

Outcome = Literal[
    "right", "mended", "filled", "missed", "false-blank", "flagged", "silent", "zero-for-blank"
]
"""`mended`: a misread print, corrected; `filled`: a right value that nobody could read there;
`missed`: null where a value was legible; `false-blank`: the same, claimed to be an empty cell;
`flagged`: disputed or unreadable; `silent`: a wrong value that looks right;
`zero-for-blank`: a zero claimed where the cell is printed and empty."""

CLAIMS = ("reported", "corrected", "derived")


@dataclass(frozen=True)
class Verdict:
    """One item of one filing against its truth; `item` is None where the filing lacks it."""

    key: Key
    truth: Truth
    item: Item | None
    outcome: Outcome

    @property
    def verified(self) -> bool:
        return self.item is not None and bool(self.item.verified_by)


@dataclass
class Tally:
    """Counts over any number of cases."""

    cases: int = 0
    seconds: float = 0.0
    errors: collections.Counter[str] = field(default_factory=collections.Counter)
    outcomes: collections.Counter[str] = field(default_factory=collections.Counter)
    silent_misread: int = 0
    silent_verified: int = 0
    header: collections.Counter[bool] = field(default_factory=collections.Counter)
    names: collections.Counter[bool] = field(default_factory=collections.Counter)
    extra: int = 0

    @property
    def items(self) -> int:
        return self.outcomes.total()

    def share(self, *outcomes: Outcome) -> float:
        """Percent of all items with one of the outcomes."""
        return 100 * sum(self.outcomes[o] for o in outcomes) / max(self.items, 1)

    def add(self, verdict: Verdict) -> None:
        self.outcomes[verdict.outcome] += 1
        if verdict.outcome == "silent":
            self.silent_misread += verdict.truth.kind == "misread"
            self.silent_verified += verdict.verified

    def merge(self, other: Tally) -> None:
        self.cases += other.cases
        self.seconds += other.seconds
        self.errors.update(other.errors)
        self.outcomes.update(other.outcomes)
        self.silent_misread += other.silent_misread
        self.silent_verified += other.silent_verified
        self.header.update(other.header)
        self.names.update(other.names)
        self.extra += other.extra


def judge(truth: Truth, item: Item | None) -> Outcome:
    """The outcome of one amount or percent item."""
    value = None if item is None else item.value
    status = "absent" if item is None else item.status
    right = same(value, truth.value)
    if status in CLAIMS and value is not None:
        return _claimed(truth, value, right)
    if truth.kind in ("blank", "absent", "unknown"):
        honest = value is None and (status != "unreadable" or truth.kind != "blank")
        return "right" if honest else "flagged"
    if status == "disputed" or (status == "unreadable" and truth.kind == "misread"):
        return "flagged"
    if truth.kind == "either":
        return "right"
    if status == "blank" and truth.value not in (0, "0"):
        return "false-blank"
    return "missed"


def _claimed(truth: Truth, value: object, right: bool) -> Outcome:
    if truth.kind in ("absent", "unknown"):
        return "filled" if right and truth.value is not None else "silent"
    if truth.kind == "blank":
        return "zero-for-blank" if value in (0, "0") else "silent"
    if not right:
        return "silent"
    return "mended" if truth.kind == "misread" else "right"


def same(got: object, true: object) -> bool:
    """Equal amounts; percents and texts by their digits and letters."""
    if isinstance(got, str) and isinstance(true, str):
        return _plain(got) == _plain(true)
    return got == true and isinstance(got, bool) == isinstance(true, bool)


def _plain(text: str) -> str:
    return "".join(text.split()).lower().removesuffix(".0")


def verdicts(expected: Expected, filing: Filing | None) -> Iterator[Verdict]:
    """One verdict for every cell of the edition that holds an amount or a percent."""
    items = {} if filing is None else keyed(filing)
    for key, cell in expected.edition.spec.items():
        if cell.kind in ("amount", "percent"):
            truth, item = expected.truth[key], items.get(key)
            yield Verdict(key, truth, item, judge(truth, item))


def keyed(filing: Filing) -> dict[Key, Item]:
    return {
        f"{statement.id}/{item.line}/{item.column}": item
        for statement in filing.statements
        for item in statement.items
    }


def texts(expected: Expected, filing: Filing | None) -> Iterator[tuple[Key, object, object, bool]]:
    """Key, truth, what was got and whether it is right, for the statements' text cells."""
    items = {} if filing is None else keyed(filing)
    for key, cell in expected.edition.spec.items():
        if cell.kind == "text" and not key.startswith("cover/"):
            item = items.get(key)
            got = item.value if item is not None else None
            true = expected.truth[key].value
            yield key, true, got, same(got, true)


def header(expected: Expected, filing: Filing | None) -> Iterator[tuple[str, object, object, bool]]:
    """Name, truth, what was got and whether it is right, for each fact of the header."""
    got = {} if filing is None else facts_of(filing)
    for name, true in expected.header.items():
        value = got.get(name)
        yield name, true, value, (value is None) == (true is None) and same(value or "", true or "")


def facts_of(filing: Filing) -> dict[str, str | None]:
    """The header of a filing, flat."""
    filer = filing.filer
    address, contact = filer.address, filer.contact
    return {
        "name": filer.name,
        "sec_file_number": filer.sec_file_number,
        "firm_id": filer.firm_id,
        "address.street": address.street if address else None,
        "address.city": address.city if address else None,
        "address.state": address.state if address else None,
        "address.zip": address.zip if address else None,
        "contact.name": contact.name if contact else None,
        "contact.telephone": contact.telephone if contact else None,
        "contact.email": contact.email if contact else None,
        "period.begin": filing.period.begin,
        "period.end": filing.period.end,
        "submitted": filing.submitted,
        "type": filing.form.type,
    }


def paired(
    expected: tuple[Expected, ...], filings: list[Filing]
) -> list[tuple[Expected, Filing | None]]:
    """Each expected filing with the read one of its date and name, else with the next left."""
    left = list(filings)
    pairs: list[tuple[Expected, Filing | None]] = []
    for want in expected:
        best = max(left, key=lambda f: _likeness(want, f), default=None)
        if best is not None:
            left.remove(best)
        pairs.append((want, best))
    return pairs


def _likeness(want: Expected, filing: Filing) -> int:
    end = filing.period.end == want.facts.end.isoformat()
    name = same(filing.filer.name or "", want.facts.name)
    return 2 * end + name + (edition_of(filing) == want.edition)


def edition_of(filing: Filing) -> Edition | None:
    """The catalog's edition of a filing, None where it names one that is not there."""
    name = f"{filing.form.id}-{filing.form.edition}"
    return next((e for e in catalog().editions if e.name == name), None)
