"""The canonical record: what a filing says, how surely, and what confirms it.

The JSON and the XML say exactly what these structures say. Amounts are whole dollars
(`unit` USD), signed as contributions: a total is the plain sum of its parts; `decimals` says how
exact they are.
Percents are decimal strings, dates ISO 8601 strings, marks true or false.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct, field

from focusconv.record.account import Account

if TYPE_CHECKING:
    import pandas

SCHEMA: Final = "focusconv-filing-1"

Kind = Literal["amount", "percent", "text", "date", "mark"]
ItemStatus = Literal[
    "reported",
    "blank",
    "corrected",
    "derived",
    "reviewed",
    "disputed",
    "unreadable",
    "absent",
]
CheckStatus = Literal["passed", "failed", "undecided", "used", "waived"]
FilingStatus = Literal["inconsistent", "disputed", "partial", "confirmed"]
Level = Literal["info", "warning", "error"]
Value = int | str | bool | None
Decimals = Literal[0, -3, -6]
"""How exact whole dollars are, as a power of ten: to the dollar, the thousand, the million."""


class Producer(Struct, frozen=True, kw_only=True):
    """Who wrote the record: the program's version and the catalog's."""

    version: str
    catalog: str


class Form(Struct, frozen=True, kw_only=True):
    """The form and edition; `type` is initial or amended where the form says so."""

    system: Literal["FOCUS", "WinJammer"]
    id: str
    edition: str
    type: Literal["initial", "amended"] | None = None


class Address(Struct, frozen=True, kw_only=True):
    street: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None


class Contact(Struct, frozen=True, kw_only=True):
    name: str | None = None
    telephone: str | None = None
    email: str | None = None


class Printed(Struct, frozen=True, kw_only=True, gc=False):
    """One print of a field of the header: what it says and where it stands.

    `where` is `cover` or `head.STATEMENT`; `region` as of an item.
    """

    where: str
    value: str
    raw: str
    page: int | None = None
    region: tuple[float, float, float, float] | None = None


class FieldState(Struct, frozen=True, kw_only=True, gc=False):
    """How surely a field of the header is known, as an item says it of itself.

    `field` is its name within the record that holds the state (`name`, `address.city`).
    `verified_by` names the other places that print the same (`head.segregation`) or
    `second-reading`; `candidates` are the prints that a field in doubt is in doubt between.
    """

    field: str
    status: ItemStatus
    verified_by: tuple[str, ...] = ()
    candidates: tuple[Printed, ...] = ()
    reason: str | None = None


class Filer(Struct, frozen=True, kw_only=True):
    """Who files. `states` has one entry for each field that the document gives or leaves open:
    a name in doubt is given, a number in doubt is not, and either is told there."""

    name: str | None = None
    sec_file_number: str | None = None
    firm_id: str | None = None
    address: Address | None = None
    contact: Contact | None = None
    states: tuple[FieldState, ...] = ()

    def state(self, name: str) -> FieldState | None:
        """The state of a field (`address.city`); None where nothing is told of it."""
        return next((state for state in self.states if state.field == name), None)


class Period(Struct, frozen=True, kw_only=True):
    """ISO dates; a daily filing begins and ends on one day. A date in doubt is not given, and
    its prints stand in `states`."""

    begin: str | None = None
    end: str | None = None
    states: tuple[FieldState, ...] = ()

    def state(self, name: str) -> FieldState | None:
        """The state of `begin` or `end`; None where nothing is told of it."""
        return next((state for state in self.states if state.field == name), None)


class SourceInfo(Struct, frozen=True, kw_only=True):
    """The document the filing was read from; `pages` counts those of the whole document."""

    name: str
    sha256: str
    media_type: str
    pages: int
    readers: tuple[str, ...]


class Candidate(Struct, frozen=True, kw_only=True, gc=False):
    """A value the print could stand for; `cost` is how far-fetched (10: one misread digit)."""

    value: int
    raw: str
    cost: int
    reader: str


class Item(Struct, frozen=True, kw_only=True, gc=False):
    """One cell of one line. Its key is (form, edition, statement, line, column).

    `region` is in the unit of its page (points, or columns and lines of a text),
    origin top left. `as_read` keeps what was read where `value` is something else.
    """

    box: str | None
    line: str
    column: str
    label: str
    kind: Kind
    value: Value
    status: ItemStatus
    verified_by: tuple[str, ...] = ()
    raw: str | None = None
    as_read: Value = None
    candidates: tuple[Candidate, ...] = ()
    page: int | None = None
    region: tuple[float, float, float, float] | None = None
    confidence: float | None = None
    reason: str | None = None


class Statement(Struct, frozen=True, kw_only=True):
    """One statement; `decimals` is how exactly its page prints amounts (-3: in thousands)."""

    id: str
    title: str
    as_of: str | None
    decimals: Decimals = 0
    items: tuple[Item, ...]


class Suspect(Struct, frozen=True, kw_only=True):
    """One change that would explain a failed check, the likeliest first in its list."""

    statement: str
    line: str
    column: str
    box: str | None
    value: int
    cost: int
    why: str


class Check(Struct, frozen=True, kw_only=True, gc=False):
    """One rule of the form over this filing's values.

    `expected` is what the operands give, `actual` the target's value, `difference`
    actual less expected. `message` says the operands in words.
    """

    id: str
    statement: str
    rule: str
    status: CheckStatus
    expected: int | None
    actual: int | None
    difference: int | None
    hard: bool
    message: str
    suspects: tuple[Suspect, ...] = ()


class Finding(Struct, frozen=True, kw_only=True):
    """Something a reader of the filing should know that no item or check says."""

    level: Level
    code: str
    message: str
    page: int | None = None


class Correction(Struct, frozen=True, kw_only=True):
    """A reviewer's decision, kept as taken: a value for an item or field, or a check waived."""

    target: str
    action: Literal["value", "waive"]
    value: Value
    by: str
    why: str


class Filing(Struct, frozen=True, kw_only=True):
    """One filing, whole; `decimals` is that of its least exact statement."""

    schema: Literal["focusconv-filing-1"] = SCHEMA
    producer: Producer
    unit: Literal["USD"] = "USD"
    decimals: Decimals = 0
    form: Form
    filer: Filer
    period: Period
    submitted: str | None = None
    source: SourceInfo
    statements: tuple[Statement, ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...] = ()
    account: Account | None = None
    corrections: tuple[Correction, ...] = field(default=())
    status: FilingStatus

    def statement(self, statement_id: str) -> Statement:
        """The statement of that id; KeyError where the filing has none."""
        for statement in self.statements:
            if statement.id == statement_id:
                return statement
        raise KeyError(statement_id)

    def item(self, box: str) -> Item:
        """The item of that box number; KeyError where the filing has none."""
        for statement in self.statements:
            for item in statement.items:
                if item.box == box:
                    return item
        raise KeyError(box)

    def to_json(self) -> bytes:
        """Canonical JSON, UTF-8; the same filing gives the same bytes."""
        from focusconv.record.json import to_json

        return to_json(self)

    @staticmethod
    def from_json(data: bytes) -> Filing:
        """Read canonical JSON; InvalidExport where it is not."""
        from focusconv.record.json import from_json

        return from_json(data)

    def to_xml(self) -> bytes:
        """Canonical XML, UTF-8, saying exactly what `to_json` says."""
        from focusconv.record.xml import to_xml

        return to_xml(self)

    @staticmethod
    def from_xml(data: bytes) -> Filing:
        """Read canonical XML; InvalidExport where it is not."""
        from focusconv.record.xml import from_xml

        return from_xml(data)

    def to_frame(self) -> pandas.DataFrame:
        """One row an item, amounts as nullable 64-bit integers; needs the `frame` extra."""
        from focusconv.exports.tables import to_frame

        return to_frame(self)
