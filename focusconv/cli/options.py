"""The options that several commands take."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from focusconv.terminal.exits import WrongUsage

if TYPE_CHECKING:
    from focusconv.files.inputs import Input

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT", help="Files, folders, patterns in quotes, or - for standard input."
    ),
]
ManyInputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="INPUT",
        help="Files, folders, patterns in quotes, URLs, @LIST, or - for standard input.",
        show_default=False,
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
Strict = Annotated[bool, typer.Option("--strict", help="Take confirmed filings only.")]
AllowInconsistent = Annotated[
    bool,
    typer.Option("--allow-inconsistent", help="Take filings whose totals do not add up too."),
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
    from focusconv.files.inputs import expand

    found = expand([argument], endings)
    if len(found) > 1:
        raise WrongUsage(f"{argument} names {len(found)} inputs", remedy="take one at a time")
    return found[0]


Workers = Annotated[
    str | None,
    typer.Option("--workers", metavar="N", help="Worker processes; default: one a core."),
]
Lists = Annotated[
    list[str] | None,
    typer.Option(
        "--list", metavar="FILE", help="Take the inputs named in FILE, one a line; - reads stdin."
    ),
]
Report = Annotated[
    str | None,
    typer.Option("--report", metavar="FILE", help="Write a line of JSON for each input here."),
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with an earlier run: skip what is done.")
]
FailFast = Annotated[
    bool,
    typer.Option(
        "--fail-fast/--keep-going", help="Stop at the first input that fails; default: go on."
    ),
]
TimeLimit = Annotated[
    str | None,
    typer.Option("--time-limit", metavar="SECONDS", help="For one input; default: 600."),
]
MemoryLimit = Annotated[
    str | None,
    typer.Option("--memory-limit", metavar="MB", help="For one worker; default: 4096."),
]
SearchPages = Annotated[
    str | None,
    typer.Option(
        "--search-pages",
        metavar="N",
        help="Of a scan, recognise N pages to see whether it is a form; default: 5, or all.",
    ),
]
ShardSize = Annotated[
    str | None,
    typer.Option("--shard-size", metavar="N", help="Filings of a shard; default: 1000."),
]
Executor = Annotated[
    str | None,
    typer.Option("--executor", metavar="NAME", help="local (default) or dask, a cluster."),
]
Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="The scheduler of the Dask cluster."),
]
