"""focusconv: FOCUS and WinJammer filings in, one checked record as JSON or XML out.

What it offers stands in `focusconv.api` and is imported when it is first used, so that
`import focusconv` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from focusconv.api import NAMES, public
from focusconv.version import VERSION

if TYPE_CHECKING:
    from focusconv.api import *  # noqa: F403

__version__ = VERSION
__all__ = ["__version__", *NAMES]


def __getattr__(name: str) -> object:
    return public(name)


def __dir__() -> list[str]:
    return sorted(__all__)
