"""A run over many inputs: crew, engine, sinks, report and messages put together."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct, structs

from focusconv.batch.commits import Keeper
from focusconv.batch.engine import Crew, Engine
from focusconv.batch.entry import Result
from focusconv.batch.job import MEMORY, Job, Task
from focusconv.batch.progress import Step, progress
from focusconv.batch.report import JOURNAL, Report, opened
from focusconv.batch.shards import SHARD, Ending, shard_ending, shard_number
from focusconv.batch.sinks import DatabaseSink, Loads, ShardSink, Sink
from focusconv.batch.skip import Done
from focusconv.batch.summary import Tally, Totals
from focusconv.batch.summary import tell as tell_totals
from focusconv.batch.workers import dask, local
from focusconv.errors import OutputExists
from focusconv.files.atomic import remove_leftovers
from focusconv.files.inputs import Input, is_url, read_input
from focusconv.files.outputs import GO_ON, Inputs, Plan, made_folder, output_path, planned
from focusconv.terminal.console import counted, say
from focusconv.terminal.exits import INTERRUPTED


class Settings(Struct, frozen=True, kw_only=True):
    """How a run is run, beside what it does with each input (`Job`).

    `workers` is None for all cores; `scheduler` the address of a Dask cluster, None for
    processes of this machine; `memory` the bytes of each such process; `shards` the endings
    of the numbered outputs, each with `shard` filings. `report` is the file of the report.
    """

    workers: int | None = None
    scheduler: str | None = None
    memory: int = MEMORY
    shards: tuple[Ending, ...] = ()
    shard: int = SHARD
    report: Path | None = None
    resume: bool = False
    fail_fast: bool = False


def run(
    inputs: Inputs,
    job: Job,
    settings: Settings,
    *,
    database: Loads | None = None,
    target: str = "",
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Treat all inputs, tell what became of them, and return the exit status.

    `database` takes the filings, and `target` is what messages and the report call it. Raises
    OutputExists and others that refuse a run before any work, and FocusconvError where a sink
    or the crew cannot go on: what was committed until then stays and is in the report.
    """
    plan = settled(inputs, job, settings)
    job = structs.replace(
        job,
        records=database is not None or bool(settings.shards),
        lines="jsonl" in settings.shards,
        guarded=settings.scheduler is None,
    )
    job = structs.replace(job, run=job.key(target, *settings.shards))
    begun = clock()
    tally = Tally()
    with contextlib.ExitStack() as stack:
        report = stack.enter_context(_report(job, settings))
        crew, width = stack.enter_context(_crew(job, settings))
        step = stack.enter_context(progress(plan.count))
        sinks = _sinks(job, settings, database, report)
        keeper = Keeper(
            sinks,
            report,
            lambda result: _tell(result, tally, step),
            shard=settings.shard if settings.shards else None,
            clock=clock,
        )
        done = Done(job.run, report, database)
        engine = Engine(job, crew, width, skip=done if settings.resume else None)
        results = stack.enter_context(contextlib.closing(engine.run(_tasks(inputs(), plan))))
        try:
            _keep(results, keeper, tally, step, settings)
            for sink in sinks if job.overwrite and not settings.resume else ():
                if isinstance(sink, ShardSink):
                    sink.remove_rest()
        except KeyboardInterrupt:
            keeper.interrupt()
            tally.code = INTERRUPTED
        totals = tally.totals(clock() - begun)
        if report is not None:
            _end(report, totals, settings)
    if engine.lost and job.folder is not None and not is_url(job.folder):
        remove_leftovers(Path(job.folder))
    if tally.code == INTERRUPTED:
        say(f"interrupted; {counted(tally.inputs, 'input')} done; go on with --resume")
    else:
        tell_totals(totals, _done(job, tally, sinks, target))
    return tally.code


def settled(inputs: Inputs, job: Job, settings: Settings) -> Plan:
    """The plan of the outputs; OutputExists where there is one that may not be overwritten."""
    folder, free = job.folder, job.overwrite or settings.resume
    if folder is None or not is_url(folder):
        place = None if folder is None else Path(folder)
        plan = planned(inputs, job.formats, place, overwrite=job.overwrite, resumed=free)
        there: list[str] = []
        if place is not None:
            made_folder(place)
        if place is not None and settings.shards:
            there = [entry.name for entry in place.iterdir() if shard_number(entry.name)]
    else:
        plan = planned(inputs, job.formats, None, overwrite=job.overwrite)
        there = _elsewhere(inputs, () if free else job.formats, folder)
    taken = [name for name in there if shard_ending(name) in ("", *settings.shards)]
    if taken and not settings.resume and (not free or is_url(folder or "")):
        raise OutputExists(
            "the file is already there",
            place=f"{folder}/{min(taken)}",
            remedy=GO_ON,
        )
    return plan


def _elsewhere(inputs: Inputs, formats: Sequence[str], folder: str) -> list[str]:
    """The outputs that are there in a folder elsewhere, shards included."""
    from focusconv.files.storage import existing

    there = existing(folder)
    found = [name for name in there if shard_number(name)]
    for item in inputs() if formats and there else ():
        names = (output_path(Path(), item.below, ending).as_posix() for ending in formats)
        found.extend(name for name in names if name in there)
    return found


@contextlib.contextmanager
def _report(job: Job, settings: Settings) -> Iterator[Report | None]:
    """The report asked for, else a journal beside local outputs, else none."""
    local_folder = job.folder is not None and not is_url(job.folder)
    if settings.report is None and not local_folder:
        yield None
        return
    path = settings.report or Path(job.folder or "", JOURNAL)
    with opened(path, resume=settings.resume, overwrite=job.overwrite) as report:
        if local_folder and settings.resume:
            remove_leftovers(Path(job.folder or ""))
        yield report


def _end(report: Report, totals: Totals, settings: Settings) -> None:
    """The last line; a journal that nobody asked for is gone once all is done."""
    report.end(totals)
    if settings.report is None and not settings.resume and totals.exit != INTERRUPTED:
        report.remove()


def _crew(job: Job, settings: Settings) -> contextlib.AbstractContextManager[tuple[Crew, int]]:
    if settings.scheduler is not None:
        return dask(settings.scheduler)
    return local(settings.workers, seconds=job.seconds, memory=settings.memory)


def _sinks(
    job: Job, settings: Settings, database: Loads | None, report: Report | None
) -> list[Sink]:
    sinks: list[Sink] = []
    after = 0 if report is None else report.shards
    if report is not None and settings.shards:
        _refuse_stale(report, job)
    for ending in settings.shards:
        sinks.append(ShardSink(job.folder or "", ending, after, overwrite=job.overwrite))
    if database is not None:
        sinks.append(DatabaseSink(database))
    return sinks


def _refuse_stale(report: Report, job: Job) -> None:
    """Raise OutputExists where filings stand in shards as another version or options gave them:
    they would be there twice."""
    for past in report.past.values():
        if past.run != job.run and any(map(shard_number, past.outputs)):
            raise OutputExists(
                "the shards that are there were made with other options or another version",
                place=past.outputs[-1],
                remedy="give another --out-dir, or --force without --resume to make all anew",
            )


def _tasks(inputs: Iterable[Input], plan: Plan) -> Iterator[Task]:
    """What the workers get; standard input is read here, for only this process has it."""
    for item in inputs:
        inside = item.path is None and item.url is None
        data = read_input(item) if inside else None
        yield Task(item=item, data=data, taken=plan.numbers(item))


def _keep(
    results: Iterable[Result | int], keeper: Keeper, tally: Tally, step: Step, settings: Settings
) -> None:
    for result in results:
        if isinstance(result, int):
            tally.skip(result)
            step(1)
            continue
        keeper.add(result)
        if settings.fail_fast and result.entry.error is not None:
            break
    keeper.commit()


def _tell(result: Result, tally: Tally, step: Step) -> None:
    for message in result.messages:
        say(message)
    tally.add(result.entry)
    step(1)


def _done(job: Job, tally: Tally, sinks: Sequence[Sink], target: str) -> str:
    """What the last line says of the results."""
    said = ""
    if job.folder is not None:
        said += f"; {counted(tally.files, 'file')} written to {job.folder}"
    for sink in sinks:
        if isinstance(sink, DatabaseSink):
            loaded = tally.exported - sink.unchanged
            said += f"; {counted(loaded, 'filing')} loaded into {target}"
            said += f", {sink.unchanged:,} already there" if sink.unchanged else ""
    return said
