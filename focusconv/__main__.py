"""The `focusconv` command, and `python -m focusconv`: starts the command line."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the program and return its exit status; nothing ends it with a traceback.

    The command line is imported here, so that an interrupt while it loads is handled too.
    """
    # Start-up makes many objects and drops few: looking for garbage less often saves 3% of it.
    gc.set_threshold(50_000)
    try:
        from focusconv.cli import run

        return run()
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from focusconv.errors import unforeseen
        from focusconv.terminal.console import complain
        from focusconv.terminal.exits import INTERNAL

        complain(unforeseen(error), debug="--debug" in sys.argv)
        return INTERNAL


if __name__ == "__main__":
    sys.exit(main())
