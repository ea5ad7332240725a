"""`focusconv load`: filings into a database."""

from __future__ import annotations

from typing import Annotated

import typer

from focusconv.cli.app import app
from focusconv.cli.command import command
from focusconv.cli.options import (
    AllowInconsistent,
    Corrections,
    Debug,
    Executor,
    FailFast,
    Force,
    Lists,
    ManyInputs,
    MemoryLimit,
    NoMend,
    Report,
    Resume,
    Scheduler,
    SearchPages,
    Strict,
    TimeLimit,
    Workers,
    demand_one_document,
)
from focusconv.cli.reading import (
    Attachment,
    Dpi,
    Jobs,
    MaxPages,
    MaxPixels,
    MaxSeconds,
    Pages,
    Reader,
    TrustLayer,
    read_options,
)
from focusconv.terminal.exits import WrongUsage

Db = Annotated[
    str,
    typer.Option(
        "--db", metavar="URL", help="Needed: archive.db, sqlite:///archive.db, postgresql://..."
    ),
]


@command(
    app,
    "load",
    """\
  focusconv load filings/ --db archive.db
  focusconv load out/ 'more/*.jsonl' --db postgresql://me@host/filings
  focusconv load archive/ --db archive.db --report run.jsonl --resume
""",
)
def load(
    inputs: ManyInputs = None,
    db: Db = "",
    strict: Strict = False,
    allow_inconsistent: AllowInconsistent = False,
    reader: Reader = None,
    dpi: Dpi = None,
    pages: Pages = None,
    jobs: Jobs = None,
    trust_layer: TrustLayer = False,
    attachment: Attachment = None,
    max_pages: MaxPages = None,
    max_pixels: MaxPixels = None,
    max_seconds: MaxSeconds = None,
    no_mend: NoMend = False,
    corrections: Corrections = None,
    force: Force = False,
    lists: Lists = None,
    workers: Workers = None,
    resume: Resume = False,
    report: Report = None,
    fail_fast: FailFast = False,
    time_limit: TimeLimit = None,
    memory_limit: MemoryLimit = None,
    search: SearchPages = None,
    executor: Executor = None,
    scheduler: Scheduler = None,
    debug: Debug = False,
) -> int:
    """Load filings into a database, made where it is missing.

    Takes documents, and exports: JSON, XML and JSON Lines, whose rules run again. Loading the
    same twice changes nothing. A filing whose totals do not add up is not loaded unless
    --allow-inconsistent is given. Filings are committed in groups, and told after that.
    """
    from focusconv.batch import reading
    from focusconv.batch.job import SECONDS, Job
    from focusconv.batch.run import run
    from focusconv.cli.many import arguments, search_pages, seconds, settings
    from focusconv.database import open_database
    from focusconv.files.inputs import DOCUMENTS, EXPORTS, LINES, each, expand

    if strict and allow_inconsistent:
        raise WrongUsage("--strict and --allow-inconsistent exclude each other")
    if not db:
        raise WrongUsage("Missing option --db", remedy="give --db archive.db, or a URL")
    named = arguments(inputs or (), lists)
    endings = DOCUMENTS | EXPORTS | LINES
    if corrections is not None:
        demand_one_document(expand(named, endings), "--corrections", corrections)
    options = read_options(
        reader=reader,
        dpi=dpi,
        pages=pages,
        jobs=jobs,
        trust_layer=trust_layer,
        attachment=attachment,
        max_pages=max_pages,
        max_pixels=max_pixels,
        max_seconds=max_seconds,
    )
    how = settings(
        workers=workers,
        executor=executor,
        scheduler=scheduler,
        memory=memory_limit,
        report=report,
        resume=resume,
        fail_fast=fail_fast,
    )
    job = Job(
        reading=reading(mend=not no_mend, corrections=corrections, options=options),
        exports=True,
        strict=strict,
        allow_inconsistent=allow_inconsistent,
        overwrite=force,
        search=search_pages(search),
        seconds=seconds("--time-limit", time_limit, SECONDS),
        debug=debug,
    )
    with open_database(db) as database:
        return run(lambda: each(named, endings), job, how, database=database, target=database.name)
