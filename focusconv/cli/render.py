"""`focusconv render`: an exported filing as a printed form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from focusconv.cli.app import app
from focusconv.cli.command import command
from focusconv.cli.options import Debug, Force, one_input
from focusconv.terminal.exits import OK


@command(
    app,
    "render",
    """\
  focusconv render filing.json -o filing.pdf
  focusconv convert filing.txt | focusconv render - -o filing.pdf
""",
)
def render(
    source: Annotated[
        str, typer.Argument(metavar="FILING", help="An exported JSON or XML, or - for input.")
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="The PDF; - for output.")
    ],
    force: Force = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Draw an exported filing as a clean form in a PDF, to be read and printed.

    Values that were corrected, derived, disputed or not confirmed have a small mark, which the
    foot of the page explains. The last pages list the checks, run again over the values.
    """
    from focusconv.checking import exported, read_export, rechecked
    from focusconv.errors import InvalidExport
    from focusconv.files.inputs import EXPORTS, read_input
    from focusconv.files.outputs import deliver, refuse_taken
    from focusconv.render import form

    item = one_input(source, EXPORTS)
    refuse_taken(Path(output), [item], overwrite=force)
    data = read_input(item)
    if not exported(data):
        raise InvalidExport(
            "no exported filing", place=item.name, remedy="convert the document to JSON first"
        )
    deliver(Path(output), form.render(rechecked(read_export(data))), overwrite=force)
    return OK
