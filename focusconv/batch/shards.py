"""The names of numbered outputs, each of which holds the filings of many inputs."""

from __future__ import annotations

import re
from typing import Final, Literal

Ending = Literal["jsonl", "parquet"]

ENDINGS: Final[tuple[Ending, ...]] = ("jsonl", "parquet")

SHARD: Final = 1000
"""Filings of a shard, unless asked otherwise; an input's filings stay together."""

_NAME = re.compile(r"(?:^|/)filings-(\d{5,})\.(jsonl|parquet)$")


def shard_path(folder: str, number: int, ending: Ending) -> str:
    """The path or URL of a shard."""
    return f"{folder.rstrip('/')}/filings-{number:05d}.{ending}"


def shard_number(output: str) -> int:
    """The number of a shard; 0 for any other output."""
    match = _NAME.search(output)
    return int(match[1]) if match else 0


def shard_ending(output: str) -> str:
    """The ending of a shard; empty for any other output."""
    match = _NAME.search(output)
    return match[2] if match else ""
