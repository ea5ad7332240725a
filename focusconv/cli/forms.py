"""`focusconv forms`: the forms of the catalog, readable."""

from __future__ import annotations

from typing import Annotated

import typer

from focusconv.cli.app import app
from focusconv.cli.command import command
from focusconv.terminal.exits import OK


@command(
    app,
    "forms",
    """\
  focusconv forms
  focusconv forms winjammer segregation
  focusconv forms --box 7190
""",
)
def forms(
    edition: Annotated[
        str | None,
        typer.Argument(metavar="EDITION", help="An edition's name, its beginning, or a system."),
    ] = None,
    statement: Annotated[
        str | None, typer.Argument(metavar="STATEMENT", help="One statement of it.")
    ] = None,
    box: Annotated[
        str | None, typer.Option("--box", metavar="BOX", help="Explain one box.")
    ] = None,
) -> int:
    """Show the forms: editions; the lines, boxes, signs and rules of one; or one box."""
    from focusconv.forms import describe
    from focusconv.forms.catalog import catalog

    known = catalog().editions
    chosen = known if edition is None else describe.editions_named(known, edition)
    if box is not None:
        describe.show_box(chosen, box)
    elif edition is None:
        describe.show_editions(chosen)
    else:
        describe.show_statements(chosen, statement)
    return OK
