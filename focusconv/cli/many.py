"""The options of a run over many inputs, from text to values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from focusconv.terminal.exits import WrongUsage

if TYPE_CHECKING:
    from focusconv.batch.run import Settings

SEARCH = 5
"""Pages of a scan that are recognised, unless asked otherwise, to see whether it is a form."""

FORMATS = ("json", "xml")
"""The formats of one filing a file."""

SHARDS = ("jsonl", "parquet")
"""Those of many filings a file."""

EXECUTORS = ("local", "dask")


def arguments(inputs: Sequence[str], lists: Sequence[str] | None) -> tuple[str, ...]:
    """The inputs as named, lists among them as @FILE; WrongUsage where there is none."""
    named = (*inputs, *(f"@{name}" for name in lists or ()))
    if not named:
        raise WrongUsage("Missing argument INPUT", remedy="name files, folders, or --list FILE")
    return named


def settings(
    *,
    workers: str | None,
    executor: str | None,
    scheduler: str | None,
    memory: str | None,
    report: str | None,
    resume: bool,
    fail_fast: bool,
    shards: Sequence[str] = (),
    shard: str | None = None,
) -> Settings:
    """How the run is run; WrongUsage for values that are none."""
    from focusconv.batch.job import MEMORY
    from focusconv.batch.run import Settings
    from focusconv.batch.shards import ENDINGS, SHARD

    if executor is not None and executor not in EXECUTORS:
        raise WrongUsage(f"--executor {executor}: no such executor", remedy="give local or dask")
    if (executor == "dask") != (scheduler is not None):
        raise WrongUsage(
            "--executor dask and --scheduler ADDRESS go together", remedy="give both or neither"
        )
    return Settings(
        workers=None if workers is None else number("--workers", workers),
        scheduler=scheduler,
        memory=MEMORY if memory is None else number("--memory-limit", memory) * 2**20,
        report=None if report is None else Path(report),
        resume=resume,
        fail_fast=fail_fast,
        shards=tuple(ending for ending in ENDINGS if ending in shards),
        shard=SHARD if shard is None else number("--shard-size", shard),
    )


def formats_asked(to: Sequence[str] | None, known: Sequence[str]) -> tuple[str, ...]:
    """The formats asked for, each once; WrongUsage for one that is not known."""
    asked = dict.fromkeys(name.strip().lower() for entry in to or () for name in entry.split(","))
    for name in asked:
        if name not in known:
            raise WrongUsage(
                f"--to {name}: no such format", remedy=f"give {' or '.join(known)}, or several"
            )
    return tuple(asked)


def number(option: str, text: str) -> int:
    """A whole number from 1; WrongUsage where the text is none."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:10]) == int(text):
        raise WrongUsage(f"{option} {text}: no whole number from 1", remedy="give one, such as 4")
    return int(text)


def seconds(option: str, text: str | None, default: float) -> float:
    """A number of seconds above 0; WrongUsage where the text is none."""
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise WrongUsage(f"{option} {text}: no number of seconds", remedy="give one, such as 60")
    return value


def search_pages(text: str | None) -> int | None:
    """How many pages are recognised to search a scan, None for all; WrongUsage for others."""
    if text is None:
        return SEARCH
    return None if text == "all" else number("--search-pages", text)
