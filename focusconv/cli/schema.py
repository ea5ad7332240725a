"""`focusconv schema`: the schemas of the exports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from focusconv.cli.app import app
from focusconv.cli.command import command
from focusconv.terminal.console import show, show_bytes
from focusconv.terminal.exits import OK, WrongUsage


@command(
    app,
    "schema",
    """\
  focusconv schema
  focusconv schema filing-1.xsd > filing-1.xsd
  focusconv schema --write schemas
""",
)
def schema(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="The schema to print.")] = None,
    write: Annotated[
        str | None, typer.Option("--write", metavar="DIR", help="Write all schemas into a folder.")
    ] = None,
) -> int:
    """List the schemas of the exports, print one, or write all."""
    from focusconv import schema as schemas
    from focusconv.files.outputs import made_folder

    if name is not None and write is not None:
        raise WrongUsage("--write writes all schemas", remedy="leave the name out")
    if write is not None:
        folder = made_folder(Path(write))
        for path in schemas.write(folder):
            show(str(path))
        return OK
    known = schemas.generate()
    if name is None:
        for known_name in known:
            show(known_name)
        return OK
    if name not in known:
        raise WrongUsage(f"there is no schema {name}", remedy=f"there are {', '.join(known)}")
    show_bytes(schemas.schema_text(name))
    return OK
