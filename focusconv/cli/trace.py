"""`focusconv trace`: what each step made of a document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from focusconv.cli.app import app
from focusconv.cli.command import command
from focusconv.cli.options import Corrections, Debug, Force, NoMend, one_input
from focusconv.cli.reading import Dpi, Jobs, Pages, Reader, read_options
from focusconv.terminal.exits import OK, UNREADABLE, WrongUsage


@command(
    app,
    "trace",
    """\
  focusconv trace filing.txt | less
  focusconv trace filing.txt --item 7190            why one item is what it is
  focusconv trace filing.pdf --step place           one step: read, identify, place, ...
  focusconv trace filing.pdf --to json -o trace.json
""",
)
def trace(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="A document, or - for standard input.")
    ],
    step: Annotated[
        list[str] | None,
        typer.Option("--step", metavar="STEP", help="read, identify, place, reconcile, states."),
    ] = None,
    item: Annotated[
        str | None,
        typer.Option("--item", metavar="BOX", help="One item alone, by its box or its key."),
    ] = None,
    to: Annotated[
        str, typer.Option("--to", metavar="FORMAT", help="text (default) or json, the whole.")
    ] = "text",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Write the trace here.")
    ] = "-",
    reader: Reader = None,
    dpi: Dpi = None,
    pages: Pages = None,
    jobs: Jobs = None,
    no_mend: NoMend = False,
    corrections: Corrections = None,
    force: Force = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Show what each step made of a document, and why every item is what it is.

    The tokens of each row; the statement of each part; the places of amounts and the items
    they went to; what was searched to mend broken totals; and the state of each item with its
    readings and reasons.
    """
    from focusconv.batch import reading
    from focusconv.files.inputs import DOCUMENTS
    from focusconv.files.outputs import deliver, refuse_taken
    from focusconv.trace.run import traced
    from focusconv.trace.text import STEPS

    if to not in ("text", "json"):
        raise WrongUsage(f"--to {to}: no such format", remedy="give text or json")
    for name in step or ():
        if name not in STEPS:
            raise WrongUsage(f"--step {name}: no such step", remedy=f"give {', '.join(STEPS)}")
    if to == "json" and (step or item):
        raise WrongUsage("--step and --item are for text", remedy="JSON holds all steps")
    options = read_options(reader=reader, dpi=dpi, pages=pages, jobs=jobs)
    found = one_input(source, DOCUMENTS)
    refuse_taken(Path(output), [found], overwrite=force)
    way = reading(mend=not no_mend, corrections=corrections, options=options)
    data, known = traced(found, way, to=to, steps=step or STEPS, item=item)
    deliver(Path(output), data, overwrite=force)
    return OK if known else UNREADABLE
