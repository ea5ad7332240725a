"""The form catalog: editions, statements, lines, cells and rules, as the program sees them.

Every fact of a form is data in `forms/data/EDITION/`; `forms/load.py` reads it. What is
loaded is frozen.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib import resources
from typing import Literal

from msgspec import Struct

from focusconv.record.filing import Kind

Key = str
"""The key of an item within an edition: `statement/line/column`."""

Sign = Literal["any", "+", "-"]
"""`-`: a deduction, never positive; `+`: never negative; `any`: either (FORMS: signs)."""

Op = Literal["linear", "percent", "greatest", "constant"]

Measure = Literal["required", "held", "excess", "target"]
"""What a regime is measured by: the funds required, those on deposit, the excess of these over
those, and the excess that the firm aims at."""

Every = Literal["day", "month"]
"""How often a form is filed: for each business day, or for each month."""


class CellSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One place of a line where the form takes a value.

    `role` names what a text, date or mark cell says of the filer, for the header of the
    filing; `shape` is a regular expression its printed value matches.
    """

    box: str | None = None
    column: str = "amount"
    kind: Kind = "amount"
    sign: Sign = "any"
    role: str | None = None
    shape: str | None = None


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One printed line. A line without cells is a heading: it never has a value."""

    line: str
    label: str
    level: int = 1
    also: tuple[str, ...] = ()
    cells: tuple[CellSpec, ...] = ()


class Term(Struct, frozen=True):
    """An operand of a rule: a coefficient of +1 or -1 and the key of a cell."""

    coefficient: int
    key: Key


class Case(Struct, frozen=True, kw_only=True, eq=False):
    """One way a rule's target may come about.

    `linear`: the sum of the terms; `greatest`: the largest; `percent`: `rate` percent of the
    first term, to the dollar; `constant`: a fixed amount. `rate` is a decimal string, or the
    key of a percent cell of the filing. `governs` restricts the case to filings where the
    first cell's value equals the second's. `slack` is how far the rounding of amounts that a
    filing prints in thousands, say, may take the target, in dollars; the form's own cases have
    none.
    """

    op: Op
    terms: tuple[Term, ...] = ()
    rate: str | None = None
    rate_key: Key | None = None
    constant: int | None = None
    governs: tuple[Key, Key] | None = None
    slack: int = 0


class Rule(Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """What the form promises (hard) or practice keeps (a soft tie): target equals a case.

    `tolerance` is in the filing's unit: how far the target may be from the case's amount.
    """

    id: str
    statement: str
    target: Key
    cases: tuple[Case, ...]
    tolerance: int
    hard: bool
    text: str

    @functools.cached_property
    def keys(self) -> tuple[Key, ...]:
        """The target and every operand, each once, in order."""
        found: dict[Key, None] = {self.target: None}
        for case in self.cases:
            found.update((term.key, None) for term in case.terms)
            found.update((key, None) for key in case.governs or ())
        return tuple(found)

    @functools.cached_property
    def members(self) -> frozenset[Key]:
        """The same as a set."""
        return frozenset(self.keys)

    @functools.cached_property
    def exact(self) -> bool:
        """A hard sum or difference to the dollar: it fixes each of its amounts from the others."""
        single = len(self.cases) == 1 and self.cases[0].op == "linear"
        return self.hard and single and self.tolerance == 0 and self.cases[0].slack == 0


class StatementSpec(Struct, frozen=True, kw_only=True, eq=False):
    """One statement of an edition: titles it goes by, its lines in printed order, its rules."""

    id: str
    title: str
    titles: tuple[str, ...]
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]

    def cells(self) -> Iterator[tuple[Key, Line, CellSpec]]:
        """Every cell in printed order with its key and line."""
        for line in self.lines:
            for cell in line.cells:
                yield key_of(self.id, line, cell), line, cell


class Regime(Struct, frozen=True, kw_only=True):
    """One set of customer funds: which cells say what it requires, holds, exceeds and aims at.

    A measure is None where the form has no cell for it whose sign is sure.
    """

    id: str
    title: str
    required: Key
    held: Key
    excess: Key | None = None
    target: Key | None = None

    @property
    def measures(self) -> dict[Measure, Key]:
        """The cell of each measure that the form prints."""
        cells: dict[Measure, Key | None] = {
            "required": self.required,
            "held": self.held,
            "excess": self.excess,
            "target": self.target,
        }
        return {measure: key for measure, key in cells.items() if key is not None}


class Minimum(Struct, frozen=True):
    """A cell that prints one of a few fixed amounts, in whole dollars, if any."""

    key: Key
    amounts: tuple[int, ...]


class Marks(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words that stand before the facts printed at the head of every page.

    `form` stands before the name of the form; `initial` and `amended` stand alone.
    """

    name: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    submitted: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    initial: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()


class OtherForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form or report that is not read here, and how to tell it from those that are.

    `named` are its names as pages print them: they decide. `pages` are the editions whose pages
    look like its own, `words` what else it shares with editions. `titles` and `labels` are those
    of its own pages and lines; `boxes` are ranges of its box numbers, first and last.
    """

    title: str
    named: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    boxes: tuple[tuple[int, int], ...] = ()


class Edition(Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """One edition of a form, in force from `valid_from` up to and including `valid_to`.

    `every` is how often it is filed, `named` the names that tell it from forms with the same
    pages, `others` the forms that are not read here.
    """

    system: Literal["FOCUS", "WinJammer"]
    id: str
    edition: str
    title: str
    source: str
    valid_from: str
    valid_to: str | None
    every: Every
    words: tuple[str, ...]
    named: tuple[str, ...] = ()
    head: Marks
    others: tuple[OtherForm, ...] = ()
    statements: tuple[StatementSpec, ...]
    ties: tuple[Rule, ...]
    regimes: tuple[Regime, ...] = ()
    minimums: tuple[Minimum, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.id}-{self.edition}"

    @functools.cached_property
    def by_id(self) -> dict[str, StatementSpec]:
        return {statement.id: statement for statement in self.statements}

    @functools.cached_property
    def spec(self) -> dict[Key, CellSpec]:
        return {key: cell for st in self.statements for key, _, cell in st.cells()}

    @functools.cached_property
    def line_of(self) -> dict[Key, Line]:
        return {key: line for st in self.statements for key, line, _ in st.cells()}

    @functools.cached_property
    def key_of_box(self) -> dict[str, Key]:
        return {cell.box: key for key, cell in self.spec.items() if cell.box is not None}

    @property
    def rules(self) -> Iterator[Rule]:
        """All hard rules, statement by statement, then the soft ties."""
        for statement in self.statements:
            yield from statement.rules
        yield from self.ties

    def ref(self, key: Key) -> str:
        """What people call a cell: its box, or its statement's line where it has none."""
        box = self.spec[key].box
        return box if box is not None else "line " + key.split("/")[1]


class Catalog(Struct, frozen=True):
    """Every edition the program knows, and forms it knows by name only; `version` is that of the
    data."""

    version: str
    editions: tuple[Edition, ...]
    others: tuple[OtherForm, ...] = ()

    def edition(self, name: str) -> Edition:
        """The edition of that name (`ID-EDITION`); KeyError where there is none."""
        for edition in self.editions:
            if edition.name == name:
                return edition
        raise KeyError(name)


def key_of(statement: str, line: Line, cell: CellSpec) -> Key:
    return f"{statement}/{line.line}/{cell.column}"


@functools.cache
def catalog() -> Catalog:
    """The catalog that ships with the program.

    Raises InvalidCatalog where a data file breaks the grammar.
    """
    from focusconv.forms.load import load

    return load(resources.files("focusconv.forms") / "data")
