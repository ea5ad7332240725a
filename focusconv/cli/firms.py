"""`focusconv firms`: the firms of a database, and making two of them one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from focusconv.cli.app import app
from focusconv.cli.command import command
from focusconv.cli.options import DatabaseArgument, Debug
from focusconv.terminal.console import counted, say, show, show_table
from focusconv.terminal.exits import OK, WrongUsage

if TYPE_CHECKING:
    from focusconv.database import Database, Firm
    from focusconv.database.firms import Name


@command(
    app,
    "firms",
    """\
  focusconv firms archive.db
  focusconv firms archive.db 'acme'
  focusconv firms archive.db --merge 8-12345 'Acme Secs USA'
  focusconv firms archive.db --part 8-12345
""",
)
def firms(
    database: DatabaseArgument,
    named: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIRM",
            help="A firm: its key, a number or a name it prints, or a part of its name.",
        ),
    ] = None,
    merge: Annotated[
        bool, typer.Option("--merge", help="Make the firms named one, for good.")
    ] = False,
    part: Annotated[
        bool, typer.Option("--part", help="Take back what was merged into the firm named.")
    ] = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """List the firms of a database with every name they go by, and those that may be one.

    Firms are told apart by SEC file number, firm id and name. Where these contradict each other
    two firms are left, for a person to merge: their filings then supersede each other, and
    filings that come later know them as one.
    """
    from focusconv.database import open_database

    wanted = tuple(named or ())
    if merge and part:
        raise WrongUsage("--merge and --part exclude each other")
    if merge and len(wanted) < 2:
        raise WrongUsage("--merge makes several firms one", remedy="name two or more")
    if part and len(wanted) != 1:
        raise WrongUsage("--part is for one firm", remedy="name one")
    with open_database(database, create=False) as opened:
        if merge:
            _show([opened.merge(*wanted)])
        elif part:
            _part(opened, wanted[0])
        else:
            _list(opened, wanted)
    return OK


def _part(database: Database, name: str) -> None:
    if not database.part(name):
        say(f"{name}: nothing was merged into it")
    _list(database, ())


def _list(database: Database, wanted: Sequence[str]) -> None:
    from focusconv.database.firms import doubts

    found = [database.firm(text) for text in wanted] if wanted else database.firms()
    _show(found)
    told = doubts(database.firms())
    keys = {firm.key for firm in found}
    for doubt in told:
        if keys & set(doubt.firms):
            listed = ", ".join(map(str, doubt.firms))
            show(f"Firms {listed} print {doubt.what}: one firm, or misread?")


def _show(found: Sequence[Firm]) -> None:
    """One row a firm, and below it a row for each further name it goes by."""
    show_table(
        (
            ("key", "right"),
            ("SEC file", "left"),
            ("firm id", "left"),
            ("filings", "right"),
            ("first", "left"),
            ("last", "left"),
            ("name", "left"),
        ),
        [row for firm in found for row in _rows(firm)],
    )
    show(f"{counted(len(found), 'firm')}.")


def _rows(firm: Firm) -> list[tuple[str, ...]]:
    own = (firm.name, firm.sec_file_number, firm.firm_id)
    head = (
        str(firm.key),
        firm.sec_file_number or "",
        firm.firm_id or "",
        f"{firm.current:,}",
        "" if firm.first is None else firm.first.isoformat(),
        "" if firm.last is None else firm.last.isoformat(),
        firm.name or "(no name)",
    )
    return [head, *(_variant(name) for name in firm.names if _said(name) != own)]


def _said(name: Name) -> tuple[str | None, ...]:
    return name.name, name.sec_file_number, name.firm_id


def _variant(name: Name) -> tuple[str, ...]:
    printed = f"  as {name.name}" if name.name is not None else "  without a name"
    return "", name.sec_file_number or "", name.firm_id or "", f"{name.filings:,}", "", "", printed
