"""What a worker may take: time and memory; and that none outlives the run it works for."""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import importlib
import os
import threading
from collections.abc import Iterator

from focusconv.forms.catalog import catalog


def prepare(memory: int) -> None:
    """Make this process a worker: bounded memory, and its end when its parent ends.

    What every input needs is loaded now, and not within the time limit of the first.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.set_threshold(50_000)
    _limit_memory(memory)
    importlib.import_module("focusconv.conversion")
    importlib.import_module("focusconv.validation")
    catalog()


def _limit_memory(memory: int) -> None:
    """Bound the address space to so many bytes, where the system can."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY or memory < most:
        resource.setrlimit(resource.RLIMIT_AS, (memory, most))


def _end_with_parent() -> None:
    """Wait for the parent's end, which may be a kill -9, and end this process."""
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """End this process where the block takes longer: its executor reports a lost worker.

    For executors that keep no time limit. It holds even for code that cannot be interrupted,
    and for one block at a time in a process.
    """
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
