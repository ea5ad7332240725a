"""Which words stand alone in a small frame: the numbers of boxes."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence

import msgspec

from focusconv.document import Region
from focusconv.readers.layout.words import Layout, Word

_SHORT_NUMBER = re.compile(r"\d{2,5}")
_LONG_NUMBER = re.compile(r"\d,\d{3}|\d{6}")
_GROUPED_NUMBER = re.compile(r"\d[,.]\d{3}|\$")
_LONGEST = 7
"""The most characters that an engine makes of the number of a box."""


def mark_framed(
    words: Sequence[Word],
    frames: Sequence[Region],
    settings: Layout = Layout(),  # noqa: B008
) -> list[Word]:
    """The words, with those marked that are a short number alone in a small frame.

    A column of frames that also holds long numbers is a table's column of amounts, and none
    of its numbers counts as framed.
    """
    if not frames:
        return list(words)
    found: dict[int, Region] = {}
    amounts: list[Region] = []
    for frame, inside in _within(words, frames):
        own = [words[i] for i in inside]
        if len(own) == 1 and _is_short(own[0]):
            if _is_small(frame, own[0], settings):
                found[inside[0]] = frame
        elif any(_is_long(word) for word in own):
            amounts.append(frame)
    marked = list(words)
    for i, frame in found.items():
        if not any(_is_below(frame, other, settings) for other in amounts):
            marked[i] = msgspec.structs.replace(words[i], framed=True)
    return marked


def _is_short(word: Word) -> bool:
    """Whether a word may be the number of a box; an engine may have made anything of it."""
    if word.confidence is None:
        return _SHORT_NUMBER.fullmatch(word.text) is not None
    return len(word.text) <= _LONGEST and not _is_long(word)


def _is_long(word: Word) -> bool:
    """Whether a word is a number too long for a box; an engine must have seen its groups."""
    pattern = _LONG_NUMBER if word.confidence is None else _GROUPED_NUMBER
    return pattern.search(word.text) is not None


def _is_below(frame: Region, other: Region, settings: Layout) -> bool:
    """Whether two frames are of one column."""
    near = settings.frame_near
    return abs(frame[0] - other[0]) <= near and abs(frame[2] - other[2]) <= near


def _within(words: Sequence[Word], frames: Sequence[Region]) -> Iterator[tuple[Region, list[int]]]:
    """Each frame with the indexes of the words whose middle lies in it, if there are any."""
    order = sorted(range(len(words)), key=[word.y0 + word.y1 for word in words].__getitem__)
    middles = [(words[i].y0 + words[i].y1) / 2 for i in order]
    for frame in frames:
        inside = [
            i
            for i in order[bisect(middles, frame[1]) : bisect(middles, frame[3])]
            if frame[0] <= (words[i].x0 + words[i].x1) / 2 <= frame[2]
        ]
        if inside:
            yield frame, inside


def _is_small(frame: Region, word: Word, settings: Layout) -> bool:
    width = word.x1 - word.x0
    room = settings.frame_room * width / len(word.text)
    return (
        frame[3] - frame[1] <= settings.frame_height * (word.y1 - word.y0)
        and frame[2] - frame[0] <= width + room
    )
