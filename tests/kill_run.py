"""A run that kills itself and its workers (SIGKILL) at a call that is counted; for tests.

`python -m tests.kill_run FOLDER CALLS` converts FOLDER/in to FOLDER/out and into
FOLDER/filings.db, going on with what was done before. CALLS is at which call of a Python
function, counted from where the workers have started, it is killed; 0 for never. It prints how
many calls there were.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from focusconv.batch import commits
from focusconv.batch.commits import Keeper
from focusconv.batch.run import Settings, run
from focusconv.database import open_database
from focusconv.files.inputs import DOCUMENTS, each
from tests.batch_kit import job


class Calls:
    """Counts calls in the main thread from the first result on."""

    def __init__(self, last: int) -> None:
        self.count = 0
        self._last = last

    def begin(self) -> None:
        sys.setprofile(self._profile)

    def _profile(self, _frame: Any, event: str, _argument: Any) -> None:
        if event not in ("call", "c_call"):
            return
        self.count += 1
        if self.count == self._last:
            os.killpg(0, signal.SIGKILL)


def main(folder: Path, last: int) -> None:
    os.setpgid(0, 0)
    calls = Calls(last)
    commits.GROUP = 7
    add = Keeper.add

    def counted(kept: Keeper, result: Any) -> None:
        if not calls.count:
            calls.begin()
        add(kept, result)

    Keeper.add = counted  # type: ignore[method-assign]
    todo = job(folder=str(folder / "out"))
    how = Settings(workers=1, resume=True)
    with open_database(str(folder / "filings.db")) as database:
        run(
            lambda: each([str(folder / "in")], DOCUMENTS),
            todo,
            how,
            database=database,
            target="filings.db",
        )
    sys.setprofile(None)
    print(calls.count)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
