"""`focusconv convert`: documents to canonical JSON or XML."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from focusconv.cli.app import app
from focusconv.cli.command import command
from focusconv.cli.many import FORMATS, SHARDS, formats_asked
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
    ShardSize,
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

if TYPE_CHECKING:
    from focusconv.files.inputs import Input


@command(
    app,
    "convert",
    """\
  focusconv convert filing.txt > filing.json
  focusconv convert filing.txt -o filing.xml
  focusconv convert filings/ 'more/*.txt' --out-dir out --to json,xml
  focusconv convert filing.pdf --pages 1-9 -o filing.json
  focusconv convert scan.tif --jobs 2 -o filing.json
  focusconv convert archive/ --out-dir out --to jsonl,parquet --report run.jsonl --resume
  find . -name '*.pdf' | focusconv convert --list - --out-dir out
  ocr-engine scan.png | focusconv convert -
  focusconv convert filing.txt --corrections reviewed.csv -o filing.json --force
""",
)
def convert(
    inputs: ManyInputs = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to", metavar="FORMAT", help="json (default), xml, jsonl, parquet; json,xml for both."
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the result of one input here."),
    ] = None,
    out_dir: Annotated[
        str | None,
        typer.Option(
            "--out-dir", metavar="DIR", help="Write NAME.json here; sub-folders are kept."
        ),
    ] = None,
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
    shard_size: ShardSize = None,
    executor: Executor = None,
    scheduler: Scheduler = None,
    debug: Debug = False,
) -> int:
    """Convert filings to the canonical JSON or XML.

    One file, or standard input, goes to standard output unless -o or --out-dir says otherwise;
    folders, patterns, lists and several files need --out-dir, and are converted by worker
    processes: a file that hangs or crashes costs only itself. A file is written whole or not
    at all. A filing whose totals do not add up is not exported unless --allow-inconsistent is
    given. jsonl and parquet are numbered files of many filings each.
    """
    from focusconv.batch import Wanted, convert_input, reading
    from focusconv.cli.many import arguments, search_pages, seconds, settings
    from focusconv.files.inputs import DOCUMENTS, each
    from focusconv.files.outputs import STANDARD_OUTPUT

    if strict and allow_inconsistent:
        raise WrongUsage("--strict and --allow-inconsistent exclude each other")
    if output is not None and out_dir is not None:
        raise WrongUsage("-o and --out-dir exclude each other", remedy="give one of them")
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
    formats = _formats(to, output)
    named = arguments(inputs or (), lists)
    first = tuple(itertools.islice(each(named, DOCUMENTS), 2))
    if out_dir is None:
        _demand_one(first, formats)
    demand_one_document(first, "--corrections", corrections)
    way = reading(mend=not no_mend, corrections=corrections, options=options)
    many = (workers, report, time_limit, memory_limit, executor, scheduler, shard_size)
    if len(first) == 1 and not resume and many == (None,) * 7 and _is_plain(formats, out_dir):
        wanted = Wanted(
            reading=way,
            formats=formats,
            file=Path(output or STANDARD_OUTPUT),
            folder=None if out_dir is None else Path(out_dir),
            strict=strict,
            allow_inconsistent=allow_inconsistent,
            overwrite=force,
        )
        return convert_input(first[0], wanted, debug=debug)
    from focusconv.batch.job import SECONDS, Job
    from focusconv.batch.run import run

    if out_dir is None:
        raise WrongUsage("a run with a report or limits needs --out-dir DIR")
    how = settings(
        workers=workers,
        executor=executor,
        scheduler=scheduler,
        memory=memory_limit,
        report=report,
        resume=resume,
        fail_fast=fail_fast,
        shards=tuple(name for name in formats if name not in FORMATS),
        shard=shard_size,
    )
    job = Job(
        reading=way,
        formats=tuple(name for name in formats if name in FORMATS),
        folder=out_dir,
        strict=strict,
        allow_inconsistent=allow_inconsistent,
        overwrite=force,
        search=search_pages(search),
        seconds=seconds("--time-limit", time_limit, SECONDS),
        debug=debug,
    )
    return run(lambda: each(named, DOCUMENTS), job, how)


def _is_plain(formats: tuple[str, ...], out_dir: str | None) -> bool:
    """Whether results are files of one filing each, on this machine."""
    from focusconv.files.inputs import is_url

    return set(formats) <= set(FORMATS) and not is_url(out_dir or "")


def _formats(to: list[str] | None, output: str | None) -> tuple[str, ...]:
    """The formats asked for, each once; else the one that the output's ending names."""
    asked = formats_asked(to, FORMATS + SHARDS)
    ending = os.path.splitext(output or "")[1].lstrip(".").lower()
    return asked or ((ending,) if ending in FORMATS else FORMATS[:1])


def _demand_one(found: Sequence[Input], formats: tuple[str, ...]) -> None:
    """Raise WrongUsage unless one input in one format was named by itself."""
    if len(found) > 1 or not found[0].alone:
        raise WrongUsage(
            "a folder, a pattern or several inputs need a folder for their results",
            remedy="give --out-dir DIR",
        )
    if not set(formats) <= set(FORMATS):
        raise WrongUsage("jsonl and parquet are numbered files", remedy="give --out-dir DIR")
    if len(formats) > 1:
        raise WrongUsage(
            f"one output cannot hold {' and '.join(formats)}", remedy="give --out-dir DIR"
        )
