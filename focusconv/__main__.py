"""The `focusconv` command, and `python -m focusconv`: starts the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program and return its exit status; Ctrl-C ends it without a traceback.

    The command line is imported here, so that an interrupt while it loads is handled too.
    """
    try:
        from focusconv.cli import run

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
