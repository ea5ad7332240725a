"""The form catalog in words: editions, the lines and rules of a statement, one box."""

from __future__ import annotations

from collections.abc import Iterator

from focusconv.forms.catalog import Edition, Rule, StatementSpec
from focusconv.terminal.console import counted, show, show_table
from focusconv.terminal.exits import WrongUsage

SIGNS = {"any": "either sign", "+": "never negative", "-": "a deduction, never positive"}


def editions_named(editions: tuple[Edition, ...], name: str) -> tuple[Edition, ...]:
    """The editions of that name; else those whose name or system begins so.

    Raises WrongUsage where there is none.
    """
    wanted = name.casefold()
    exact = tuple(edition for edition in editions if edition.name.casefold() == wanted)
    found = exact or tuple(
        edition
        for edition in editions
        if any(word.casefold().startswith(wanted) for word in (edition.name, edition.system))
    )
    if not found:
        raise WrongUsage(
            f"no edition is called {name}",
            remedy=f"the catalog has {', '.join(edition.name for edition in editions)}",
        )
    return found


def in_force(edition: Edition) -> str:
    """`from 2014-01-13`, with the last day where there is one."""
    until = f" to {edition.valid_to}" if edition.valid_to else ""
    return f"from {edition.valid_from}{until}"


def line_rows(statement: StatementSpec) -> Iterator[tuple[str, ...]]:
    """Line, box, what it takes, its sign, its column, and the label as printed.

    One row a cell; a line without cells is a heading and has one row.
    """
    for line in statement.lines:
        label = "  " * max(line.level - 1, 0) + line.label
        if not line.cells:
            yield line.line, "", "", "", "", label
        for place, cell in enumerate(line.cells):
            head = (line.line, label) if place == 0 else ("", "")
            sign = "" if cell.sign == "any" else cell.sign
            column = cell.column if len(line.cells) > 1 else ""
            yield head[0], cell.box or "", cell.kind, sign, column, head[1]


def rule_text(rule: Rule) -> str:
    """A rule as the catalog has it, with its tolerance and whether the form promises it."""
    margin = f", within {rule.tolerance}" if rule.tolerance else ""
    promise = "" if rule.hard else " (usually)"
    return f"{rule.text}{margin}{promise}"


def ties_of(edition: Edition, statement: StatementSpec) -> tuple[Rule, ...]:
    """The soft ties whose target stands in the statement."""
    return tuple(tie for tie in edition.ties if tie.statement == statement.id)


def box_lines(edition: Edition, box: str) -> Iterator[tuple[str, str]]:
    """One box, explained: pairs of what is told and the words; KeyError for an unknown box."""
    key = edition.key_of_box[box]
    cell, line = edition.spec[key], edition.line_of[key]
    statement = edition.by_id[key.split("/")[0]]
    yield "form", f"{edition.name}, {edition.title}"
    yield "statement", f"{statement.id}: {statement.title}"
    yield "line", f"{line.line}: {line.label}"
    yield "column", cell.column
    sign = f", {SIGNS[cell.sign]}" if cell.kind == "amount" else ""
    yield "takes", f"{cell.kind}{sign}"
    if cell.role is not None:
        yield "says", f"{cell.role} of the filing's header"
    for rule in edition.rules:
        if rule.target == key:
            yield "made by", f"{rule_text(rule)}  [{rule.id}]"
    for rule in edition.rules:
        if rule.target != key and key in rule.keys:
            yield "used in", f"{rule_text(rule)}  [{rule.id}]"
    for regime in edition.regimes:
        for measure, measured in regime.measures.items():
            if measured == key:
                yield "measures", f"{measure} under {regime.id}: {regime.title}"


def show_editions(editions: tuple[Edition, ...]) -> None:
    """The editions as a table."""
    show_table(
        (
            ("edition", "left"),
            ("system", "left"),
            ("in force", "left"),
            ("boxes", "right"),
            ("statements", "left"),
        ),
        [
            (
                edition.name,
                edition.system,
                in_force(edition),
                str(len(edition.key_of_box)),
                " ".join(statement.id for statement in edition.statements),
            )
            for edition in editions
        ],
    )


def show_statements(editions: tuple[Edition, ...], statement_id: str | None) -> None:
    """The statements of the editions, or the one of that id in each, with lines and rules.

    Raises WrongUsage where no edition has a statement of that id.
    """
    if not any(statement_id in (None, *edition.by_id) for edition in editions):
        names = dict.fromkeys(name for edition in editions for name in edition.by_id)
        raise WrongUsage(
            f"there is no statement {statement_id}", remedy=f"there are {', '.join(names)}"
        )
    for edition in editions:
        show(f"{edition.name}: {edition.title}, in force {in_force(edition)}")
        show(f"Source: {edition.source}")
        show()
        for statement in edition.statements:
            if statement_id in (None, statement.id):
                _show_statement(edition, statement)
                show()
    show("Sign: + never negative, - a deduction and never positive, else either.")


def _show_statement(edition: Edition, statement: StatementSpec) -> None:
    show(f"{statement.id}: {statement.title}")
    show()
    show_table(
        (
            ("line", "left"),
            ("box", "right"),
            ("takes", "left"),
            ("sign", "left"),
            ("column", "left"),
            ("label", "left"),
        ),
        line_rows(statement),
    )
    rules = (*statement.rules, *ties_of(edition, statement))
    if rules:
        show()
        show(f"{counted(len(rules), 'rule')}:")
    for rule in rules:
        show(f"  {rule_text(rule)}")


def show_box(editions: tuple[Edition, ...], box: str) -> None:
    """One box, explained, for every edition that has it; WrongUsage where none has."""
    holding = [edition for edition in editions if box in edition.key_of_box]
    if not holding:
        names = ", ".join(edition.name for edition in editions)
        raise WrongUsage(f"no box {box} in {names}", remedy="focusconv forms EDITION lists them")
    for place, edition in enumerate(holding):
        if place:
            show()
        for about, words in box_lines(edition, box):
            show(f"{about:<10} {words}")
