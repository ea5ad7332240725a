"""`focusconv watch`: a folder whose arrivals are converted, unattended."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from focusconv.cli.app import app
from focusconv.cli.command import command
from focusconv.cli.options import (
    AllowInconsistent,
    Debug,
    MemoryLimit,
    NoMend,
    Report,
    SearchPages,
    Strict,
    TimeLimit,
    Workers,
)
from focusconv.cli.reading import (
    Dpi,
    MaxPages,
    MaxPixels,
    MaxSeconds,
    Reader,
    TrustLayer,
    read_options,
)
from focusconv.terminal.exits import WrongUsage

PAUSE, SETTLE = 5.0, 10.0
"""Seconds between two looks, and for which a file must have stayed the same."""


@command(
    app,
    "watch",
    """\
  focusconv watch inbox --out-dir out --db archive.db
  focusconv watch inbox --db postgresql://me@host/filings --pause 30 --settle 60
  focusconv watch inbox --out-dir out --once      from cron
""",
)
def watch(
    folder: Annotated[str, typer.Argument(metavar="IN", help="The folder to watch.")],
    out_dir: Annotated[
        str | None,
        typer.Option("--out-dir", metavar="DIR", help="Write results here; sub-folders are kept."),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="FORMAT", help="json (default) or xml; json,xml for both."),
    ] = None,
    db: Annotated[
        str | None, typer.Option("--db", metavar="URL", help="Load into this database.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Take what has settled, and end.")] = False,
    pause: Annotated[
        str | None,
        typer.Option("--pause", metavar="SECONDS", help="Between two looks; default: 5."),
    ] = None,
    settle: Annotated[
        str | None,
        typer.Option(
            "--settle", metavar="SECONDS", help="A file is whole when unchanged so long; 10."
        ),
    ] = None,
    strict: Strict = False,
    allow_inconsistent: AllowInconsistent = False,
    reader: Reader = None,
    dpi: Dpi = None,
    max_pages: MaxPages = None,
    max_pixels: MaxPixels = None,
    max_seconds: MaxSeconds = None,
    trust_layer: TrustLayer = False,
    no_mend: NoMend = False,
    workers: Workers = None,
    report: Report = None,
    time_limit: TimeLimit = None,
    memory_limit: MemoryLimit = None,
    search: SearchPages = None,
    debug: Debug = False,
) -> int:
    """Convert what arrives in a folder, until it is stopped (Ctrl-C or SIGTERM).

    A document is taken when it has stopped growing. Nothing is moved, and nothing done twice:
    a report is kept beside the results. One that failed is tried again when it has changed or
    after a restart.
    """
    import signal
    import time

    from focusconv.batch import reading
    from focusconv.batch.job import SECONDS, Job
    from focusconv.batch.run import run
    from focusconv.batch.watch import Arrivals
    from focusconv.batch.watch import watch as watch_arrivals
    from focusconv.cli.many import FORMATS, formats_asked, search_pages, seconds, settings
    from focusconv.files.inputs import Input

    if strict and allow_inconsistent:
        raise WrongUsage("--strict and --allow-inconsistent exclude each other")
    if out_dir is None and db is None:
        raise WrongUsage("there is nowhere to put results", remedy="give --out-dir or --db")
    if not Path(folder).is_dir():
        raise WrongUsage(f"{folder} is no folder", remedy="name the folder to watch")
    between = seconds("--pause", pause, PAUSE)
    options = read_options(
        reader=reader,
        dpi=dpi,
        max_pages=max_pages,
        max_pixels=max_pixels,
        max_seconds=max_seconds,
        trust_layer=trust_layer,
    )
    how = settings(
        workers=workers,
        executor=None,
        scheduler=None,
        memory=memory_limit,
        report=report,
        resume=True,
        fail_fast=False,
    )
    job = Job(
        reading=reading(mend=not no_mend, corrections=None, options=options),
        formats=() if out_dir is None else formats_asked(to, FORMATS) or FORMATS[:1],
        folder=out_dir,
        strict=strict,
        allow_inconsistent=allow_inconsistent,
        search=search_pages(search),
        seconds=seconds("--time-limit", time_limit, SECONDS),
        debug=debug,
    )
    arrivals = Arrivals(
        Path(folder),
        seconds("--settle", settle, SETTLE),
        time.time if once else time.monotonic,
        once=once,
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.ExitStack() as stack:
        database, target = None, ""
        if db is not None:
            from focusconv.database import open_database

            database = stack.enter_context(open_database(db))
            target = database.name

        def runs(ready: tuple[Input, ...]) -> int:
            return run(lambda: ready, job, how, database=database, target=target)

        return watch_arrivals(arrivals, runs, None if once else lambda: time.sleep(between))
