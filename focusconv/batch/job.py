"""What a run does with each of its inputs: plain values that go to worker processes."""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec
from msgspec import Struct

from focusconv.batch.in_process import Reading
from focusconv.files.inputs import Input
from focusconv.forms.catalog import catalog
from focusconv.version import VERSION

SECONDS: Final = 600.0
"""The time limit of an input. The slowest honest one is a long scan on a busy machine."""

MEMORY: Final = 4 * 2**30
"""The memory limit of a worker, bytes of address space. Recognition takes 1 to 2 GB."""


class Job(Struct, frozen=True, kw_only=True):
    """How every input of a run is treated.

    `formats` are the endings of the files that each filing becomes below `folder`, a path or a
    URL. `records` tells that filings are brought back, for a database or shards; `lines` that
    they are validated as JSON Lines are. `exports` tells that exported filings are taken too.
    `search` is how many pages of a document are recognised before it is given up as none of
    the forms, None for all. `guarded` tells that the executor keeps the time limit itself.
    `run` is the key of the run, which its entries carry.
    """

    reading: Reading
    formats: tuple[str, ...] = ()
    folder: str | None = None
    records: bool = False
    lines: bool = False
    exports: bool = False
    strict: bool = False
    allow_inconsistent: bool = False
    overwrite: bool = False
    search: int | None = None
    seconds: float = SECONDS
    guarded: bool = True
    debug: bool = False
    run: str = ""

    def key(self, *more: str) -> str:
        """What results depend on beside the input: options, program, catalog, and `more`."""
        options = msgspec.structs.replace(self.reading.options, jobs=None)
        kept = msgspec.structs.replace(
            self,
            reading=msgspec.structs.replace(self.reading, options=options),
            folder=None,
            overwrite=False,
            seconds=0.0,
            guarded=True,
            debug=False,
            run="",
        )
        parts = (msgspec.json.encode(kept).decode(), VERSION, catalog().version, *more)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


class Task(Struct, frozen=True, kw_only=True):
    """One input to work at.

    `data` is what it holds where only the run itself can read it (standard input); `taken` the
    numbers that its further filings may not have, with the inputs that have them; `replace`
    tells that the outputs it has are of an earlier run, and stale.
    """

    item: Input
    data: bytes | None = None
    taken: tuple[tuple[int, str], ...] = ()
    replace: bool = False
