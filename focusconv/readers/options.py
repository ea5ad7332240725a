"""How files are read: by which reader, which pages, how finely, within which bounds."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from focusconv.errors import UnreadableInput
from focusconv.readers.bounds import Bounds

Reader = Literal["auto", "text", "ocr", "camelot"]
"""`auto`: the text of the file where it is good, else its picture, recognised; `text`: never
a picture; `ocr`: always the picture; `camelot`: as `auto`, and where checks stay open, the rows
of the page as its tables have them."""

READERS: tuple[Reader, ...] = ("auto", "text", "ocr", "camelot")

EngineName = Literal["tesseract", "rapid", "numerals"]
ENGINES: tuple[EngineName, ...] = ("tesseract", "rapid")
"""The engines that recognise all print, the cheap one first."""

NUMERALS: EngineName = "numerals"
"""The engine that knows numbers alone, and reads them once more."""

MOST_JOBS = 4
"""Pages recognised at the same time unless more are asked for: each holds a picture."""


class PageRange(Struct, frozen=True):
    """Pages from 1: each part is first and last, both included; a last of None is the end."""

    parts: tuple[tuple[int, int | None], ...]

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and any(
            first <= number and (last is None or number <= last) for first, last in self.parts
        )

    def of(self, count: int) -> Iterator[int]:
        """The numbers in the range that a document of so many pages has, in order."""
        wanted: set[int] = set()
        for first, last in self.parts:
            wanted.update(range(first, count + 1 if last is None else min(last, count) + 1))
        return iter(sorted(wanted))


class ReadOptions(Struct, frozen=True, kw_only=True):
    """What a caller may choose. `dpi`: dots per inch at which pages are drawn to be
    recognised, None for what suits the page; `jobs`: pages recognised at the same time,
    None for as many as there are cores, at most `MOST_JOBS`;
    `engines`: those that recognise them, the cheap one first and the one that knows numbers
    alone last, None for all; `trust_layer`: the text hidden behind a picture of a page is taken
    for what the picture shows, which costs a hundredth of reading it; `attachment`: the name of
    the file in a PDF that is read in its place."""

    reader: Reader = "auto"
    dpi: int | None = None
    pages: PageRange | None = None
    jobs: int | None = None
    engines: tuple[EngineName, ...] | None = None
    trust_layer: bool = False
    attachment: str | None = None
    bounds: Bounds = Bounds()

    @property
    def at_once(self) -> int:
        """How many pages are recognised at the same time."""
        return self.jobs or min(os.cpu_count() or 1, MOST_JOBS)


Watch = Callable[[int, int], None]
"""Is told how many pictures of pages are recognised, and of how many."""


_PART = re.compile(r"([1-9]\d{0,6})(?:(-)([1-9]\d{0,6})?)?")


def page_range(text: str) -> PageRange:
    """The range that `1-3,7` or `5-` names; ValueError, in words, where it names none."""
    parts: list[tuple[int, int | None]] = []
    for piece in text.split(","):
        match = _PART.fullmatch(piece.strip())
        if match is None:
            raise ValueError(f"'{piece.strip()}' is no page range; write 4, 2-5 or 7-")
        first = int(match[1])
        last = (int(match[3]) if match[3] else None) if match[2] else first
        if last is not None and last < first:
            raise ValueError(f"'{piece.strip()}' ends before it begins")
        parts.append((first, last))
    return PageRange(tuple(parts))


def chosen(options: ReadOptions, count: int, name: str) -> tuple[int, ...]:
    """The pages to read of a document of `count` pages.

    Raises UnreadableInput where there are none, or more than the bounds take.
    """
    numbers = range(1, count + 1) if options.pages is None else options.pages.of(count)
    most = options.bounds.pages
    kept: list[int] = []
    for number in numbers:
        if len(kept) == most:
            raise UnreadableInput(
                f"{count:,} pages; {most:,} is the most read at once",
                place=name,
                remedy="ask for a range of pages, or split the file",
            )
        kept.append(number)
    if not kept:
        raise UnreadableInput(
            f"none of the pages asked for is among its {count:,}",
            place=name,
            remedy="ask for other pages",
        )
    return tuple(kept)
