"""The words of a run of print that was recognised: leaders are none of them.

Leaders that touch their label and the box number behind them are read as one long word, and a
box with the dollar sign behind it as another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DOTS = ".\u00b7\u2026"
_LEADER = re.compile(rf"[{_DOTS}]{{3,}}")
_SIGNED = re.compile(r"(\[?\d{4}\]?)(\$)")
_LED = re.compile(rf"([{_DOTS}]*)(\[?\d{{4}}\]?)[{_DOTS}:]*([$Ss§]?)[{_DOTS}]*")


def parts_of(text: str) -> Iterator[tuple[int, str]]:
    """Each word of a run, and how many characters stand before it, spaces not counted."""
    at = 0
    for chunk in text.split():
        for start, piece, led in _between_leaders(chunk):
            box = _LED.fullmatch(piece) if led else _SIGNED.fullmatch(piece)
            if box is None:
                yield at + start, piece
                continue
            for group in range(1, (box.lastindex or 0) + 1):
                if box[group].strip(_DOTS):
                    yield at + start + box.start(group), box[group]
        at += len(chunk)


def _between_leaders(chunk: str) -> Iterator[tuple[int, str, bool]]:
    """What stands between leaders: its place, its print and whether a leader is before it.

    A single letter among leaders is dirt.
    """
    start = 0
    leaders = list(_LEADER.finditer(chunk))
    for leader in leaders:
        piece = chunk[start : leader.start()]
        if piece and not (start and len(piece) == 1 and piece.isalpha()):
            yield start, piece, start > 0
        start = leader.end()
    if start < len(chunk):
        yield start, chunk[start:], bool(leaders)
