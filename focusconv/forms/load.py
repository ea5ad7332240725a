"""Catalog data files to the catalog: their grammar, checked, and their boxes resolved.

`form.toml` holds the edition, one file each statement. Every box in a rule becomes the key of
its cell here, so that the rest of the program never meets an unknown box.
"""

from __future__ import annotations

import functools
import tomllib
from collections import Counter
from collections.abc import Iterable
from importlib.resources.abc import Traversable
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct

from focusconv.errors import InvalidCatalog
from focusconv.forms.catalog import (
    Case,
    Catalog,
    CellSpec,
    Edition,
    Every,
    Key,
    Line,
    Marks,
    Minimum,
    OtherForm,
    Regime,
    Rule,
    Sign,
    StatementSpec,
    Term,
    key_of,
)
from focusconv.record.filing import Kind

_T = TypeVar("_T")


def load(root: Traversable) -> Catalog:
    """Read `catalog.toml`, the forms known by name, and the edition folders below `root`."""
    head = _convert(root / "catalog.toml", _Catalog)
    others = _convert(root / "others.toml", _Others).others if head.others else ()
    return Catalog(
        version=head.version,
        editions=tuple(_edition(root, name, others) for name in head.editions),
        others=others,
    )


class _Catalog(Struct, frozen=True, forbid_unknown_fields=True):
    """`catalog.toml`: the version of the data, the folders of the editions, and whether there is
    a file of other forms."""

    version: str
    editions: tuple[str, ...]
    others: bool = False


class _Others(Struct, frozen=True, forbid_unknown_fields=True):
    """`others.toml`: the forms that are known by name only."""

    others: tuple[OtherForm, ...]


class _Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line as the data file has it: one cell may be written inline."""

    line: str
    label: str
    level: int = 1
    also: tuple[str, ...] = ()
    cells: tuple[CellSpec, ...] = ()
    box: str | None = None
    column: str = "amount"
    kind: Kind = "amount"
    sign: Sign = "any"
    role: str | None = None
    shape: str | None = None
    cell: bool = False

    def resolved(self) -> Line:
        cells = self.cells
        if not cells and (self.box is not None or self.cell):
            cells = (
                CellSpec(
                    box=self.box,
                    column=self.column,
                    kind=self.kind,
                    sign=self.sign,
                    role=self.role,
                    shape=self.shape,
                ),
            )
        return Line(line=self.line, label=self.label, level=self.level, also=self.also, cells=cells)


class _Case(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case as the data file has it; boxes, or `@line` / `@statement/line` without box."""

    sum: tuple[str, ...] = ()
    difference: tuple[str, ...] = ()
    equal: str | None = None
    greatest: tuple[str, ...] = ()
    percent: str | None = None
    of: str | None = None
    constant: int | None = None
    governed: tuple[str, str] | None = None


class _Rule(_Case, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule as the data file has it: one case inline, or several under `one_of`."""

    target: str
    tolerance: int = 0
    id: str | None = None
    one_of: tuple[_Case, ...] = ()


class _Statement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A statement file: its own lines and rules, or those of another with replacements."""

    id: str
    title: str
    titles: tuple[str, ...] = ()
    based_on: str | None = None
    drop: tuple[str, ...] = ()
    lines: tuple[_Line, ...] = ()
    rules: tuple[_Rule, ...] = ()


class _Regime(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A regime as the data file has it: the boxes of its measures."""

    id: str
    title: str
    required: str
    held: str
    excess: str | None = None
    target: str | None = None


class _Minimum(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fixed minimum as the data file has it: its box, and the amounts the form names."""

    box: str
    amounts: tuple[int, ...]


class _Edition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An edition's `form.toml`."""

    system: Literal["FOCUS", "WinJammer"]
    id: str
    edition: str
    title: str
    source: str
    valid_from: str
    valid_to: str | None = None
    every: Every = "month"
    words: tuple[str, ...]
    named: tuple[str, ...] = ()
    statements: tuple[str, ...]
    head: Marks = Marks()
    ties: tuple[_Rule, ...] = ()
    regimes: tuple[_Regime, ...] = ()
    minimums: tuple[_Minimum, ...] = ()


def _toml(path: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidCatalog("there is no such file", place=str(path)) from error
    except ValueError as error:
        raise InvalidCatalog(f"not TOML: {error}", place=str(path)) from error


def _convert(path: Traversable, kind: type[_T]) -> _T:
    try:
        return msgspec.convert(_toml(path), kind)
    except msgspec.ValidationError as error:
        raise InvalidCatalog(str(error), place=str(path)) from error


def _edition(root: Traversable, name: str, others: tuple[OtherForm, ...]) -> Edition:
    data = _convert(root / name / "form.toml", _Edition)
    raw = [_statement(root, f"{name}/{statement}") for statement in data.statements]
    refs = _References(name, raw)
    statements = tuple(
        StatementSpec(
            id=statement.id,
            title=statement.title,
            titles=(statement.title, *statement.titles),
            lines=tuple(line.resolved() for line in statement.lines),
            rules=tuple(refs.rule(statement.id, rule, hard=True) for rule in statement.rules),
        )
        for statement in raw
    )
    ties = tuple(refs.rule("tie", rule, hard=False) for rule in data.ties)
    _refuse_twice("tie", (tie.id for tie in ties), root / name / "form.toml")
    _refuse_twice("regime", (regime.id for regime in data.regimes), root / name / "form.toml")
    return Edition(
        system=data.system,
        id=data.id,
        edition=data.edition,
        title=data.title,
        source=data.source,
        valid_from=data.valid_from,
        valid_to=data.valid_to,
        every=data.every,
        words=data.words,
        named=data.named,
        others=others,
        head=data.head,
        statements=statements,
        ties=ties,
        regimes=tuple(refs.regime(regime) for regime in data.regimes),
        minimums=tuple(Minimum(refs.key("minimum", one.box), one.amounts) for one in data.minimums),
    )


def _statement(root: Traversable, name: str) -> _Statement:
    """Read a statement file, laid over the one it is based on.

    Lines replace the base's line of the same number, a rule the base's of the same target;
    new ones come after the last. `drop` leaves lines out.
    """
    folder, _, file = name.partition("/")
    path = root / folder / f"{file}.toml"
    data = _convert(path, _Statement)
    _refuse_twice("line", (line.line for line in data.lines), path)
    _refuse_twice("rule for", (rule.target for rule in data.rules), path)
    if data.based_on is None:
        return data
    base = _statement(root, data.based_on)
    lines = _overlay(base.lines, data.lines, lambda line: line.line)
    rules = _overlay(base.rules, data.rules, lambda rule: rule.target)
    for name in sorted(set(data.drop).difference(line.line for line in lines)):
        raise InvalidCatalog(f"drop names {name}, which no line has", place=str(path))
    return msgspec.structs.replace(
        data,
        titles=(*data.titles, *base.titles),
        lines=tuple(line for line in lines if line.line not in data.drop),
        rules=rules,
    )


def _refuse_twice(what: str, names: Iterable[str], path: Traversable) -> None:
    """Raise InvalidCatalog where a name comes twice: one of the entries would be lost."""
    for name, count in Counter(names).items():
        if count > 1:
            raise InvalidCatalog(f"the {what} {name} is there twice", place=str(path))


def _overlay(base: tuple[Any, ...], own: tuple[Any, ...], name: Any) -> tuple[Any, ...]:
    """The base's entries, each replaced by the own one of its name; new ones keep their place
    behind the own entry before them."""
    merged = {name(entry): entry for entry in base}
    order = [name(entry) for entry in base]
    before: str | None = None
    for entry in own:
        if name(entry) not in merged:
            at = order.index(before) + 1 if before is not None else len(order)
            order.insert(at, name(entry))
        merged[name(entry)] = entry
        before = name(entry)
    return tuple(merged[n] for n in order)


def _operations(data: _Case) -> list[str]:
    names = ("sum", "difference", "equal", "greatest", "percent", "constant")
    return [name for name in names if getattr(data, name) not in (None, ())]


_OF_FORM = ("regime", "minimum")
"""What names cells and stands in `form.toml`, beside ties."""


class _References:
    """Turns the boxes and lines that rules name into keys, once for an edition."""

    def __init__(self, edition: str, statements: list[_Statement]) -> None:
        self._edition = edition
        self._keys: dict[str, Key] = {}
        self._names: dict[Key, str] = {}
        for statement in statements:
            for line in (raw.resolved() for raw in statement.lines):
                for cell in line.cells:
                    self._add(statement.id, line, cell)

    def _add(self, statement: str, line: Line, cell: CellSpec) -> None:
        key = key_of(statement, line, cell)
        if key in self._names:
            raise InvalidCatalog(f"two cells have the key {key}", place=self._file(statement))
        # A line with several cells without box (a range) names them by column too.
        several = sum(other.box is None for other in line.cells) > 1
        own = f"{line.line}/{cell.column}" if several else line.line
        name = cell.box if cell.box is not None else f"@{statement}/{own}"
        if name in self._keys:
            raise InvalidCatalog(f"two cells are called {name}", place=self._file(statement))
        self._keys[name] = key
        self._names[key] = cell.box if cell.box is not None else own

    def _file(self, statement: str) -> str:
        name = "form" if statement in ("tie", *_OF_FORM) else statement
        return f"{self._edition}/{name}.toml"

    def key(self, statement: str, name: str) -> Key:
        full = f"@{statement}/{name[1:]}" if name.startswith("@") and "/" not in name else name
        if full not in self._keys:
            what = f"a {statement}" if statement in _OF_FORM else "a rule"
            raise InvalidCatalog(
                f"{what} names {name}, which no line has", place=self._file(statement)
            )
        return self._keys[full]

    def regime(self, data: _Regime) -> Regime:
        return Regime(
            id=data.id,
            title=data.title,
            required=self.key("regime", data.required),
            held=self.key("regime", data.held),
            excess=None if data.excess is None else self.key("regime", data.excess),
            target=None if data.target is None else self.key("regime", data.target),
        )

    def rule(self, statement: str, data: _Rule, *, hard: bool) -> Rule:
        if data.one_of and (beside := _operations(data)):
            raise InvalidCatalog(
                f"the rule for {data.target} has {', '.join(beside)} beside one_of",
                place=self._file(statement),
            )
        cases = tuple(self._case(statement, case) for case in data.one_of or (data,))
        target = self.key(statement, data.target)
        where = f"{statement}.{self._names[target]}"
        text = " or ".join(dict.fromkeys(self._text(case) for case in cases))
        return Rule(
            id=data.id if data.id is not None else where,
            statement=target.split("/")[0],
            target=target,
            cases=cases,
            tolerance=data.tolerance,
            hard=hard,
            text=f"{self._names[target]} = {text}",
        )

    def _case(self, statement: str, data: _Case) -> Case:
        asked = _operations(data)
        if len(asked) != 1 or (data.percent is None) != (data.of is None):
            raise InvalidCatalog(
                f"a case needs one operation, and has {', '.join(asked) or 'none'}",
                place=self._file(statement),
                remedy="see the table of operations in docs/adding-a-form.md",
            )
        key = functools.partial(self.key, statement)
        governs = (key(data.governed[0]), key(data.governed[1])) if data.governed else None
        if data.constant is not None:
            return Case(op="constant", constant=data.constant, governs=governs)
        if data.percent is not None and data.of is not None:
            own = data.percent.startswith("@")
            return Case(
                op="percent",
                terms=(Term(1, key(data.of)),),
                rate=None if own else data.percent,
                rate_key=key(data.percent) if own else None,
                governs=governs,
            )
        if data.greatest:
            terms = tuple(Term(1, key(box)) for box in data.greatest)
            return Case(op="greatest", terms=terms, governs=governs)
        plus = data.sum or data.difference[:1] or ((data.equal,) if data.equal else ())
        terms = tuple(Term(1, key(box)) for box in plus)
        terms += tuple(Term(-1, key(box)) for box in data.difference[1:])
        return Case(op="linear", terms=terms, governs=governs)

    def _text(self, case: Case) -> str:
        names = [self._names[term.key] for term in case.terms]
        if case.op == "constant":
            return f"{case.constant:,}"
        if case.op == "greatest":
            return f"greatest of {', '.join(names)}"
        if case.op == "percent":
            rate = case.rate or self._names[str(case.rate_key)]
            return f"{rate}% of {names[0]}"
        signs = ["" if t.coefficient > 0 else "-" for t in case.terms[:1]]
        signs += [" + " if t.coefficient > 0 else " - " for t in case.terms[1:]]
        return "".join(sign + name for sign, name in zip(signs, names, strict=True))
