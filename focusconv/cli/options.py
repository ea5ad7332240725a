"""The options that several commands take."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from focusconv.exits import WrongUsage

if TYPE_CHECKING:
    from focusconv.inputs import Input

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT", help="Files, folders, patterns in quotes, or - for standard input."
    ),
]
DatabaseArgument = Annotated[
    str,
    typer.Argument(
        metavar="DATABASE",
        help="An SQLite file, or a URL: sqlite:///archive.db, postgresql://user@host/name.",
    ),
]
Corrections = Annotated[
    str | None,
    typer.Option("--corrections", metavar="FILE", help="A reviewer's corrections, CSV or JSON."),
]
NoMend = Annotated[
    bool, typer.Option("--no-mend", help="Report what was read; correct and derive nothing.")
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite outputs that are there.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the program an error came up.")]


def demand_one_document(found: Sequence[Input], option: str, value: str | None) -> None:
    """Raise WrongUsage where an option for one document is given with several inputs."""
    if value is not None and len(found) > 1:
        raise WrongUsage(
            f"{option} is for one document, and {len(found)} inputs were given",
            remedy="take that document by itself",
        )


def one_input(argument: str, endings: Collection[str]) -> Input:
    """The one input that an argument names; WrongUsage where it names several."""
    from focusconv.inputs import expand

    found = expand([argument], endings)
    if len(found) > 1:
        raise WrongUsage(f"{argument} names {len(found)} inputs", remedy="take one at a time")
    return found[0]
