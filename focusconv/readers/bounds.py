"""Bounds on what is read: a hostile or broken file costs no more than this.

A filing is 5 to 20 pages of some 400 words; its scans have 4 to 9 million pixels a page.
"""

from __future__ import annotations

import time
from typing import NoReturn

from msgspec import Struct

from focusconv.errors import UnreadableInput


class Bounds(Struct, frozen=True, kw_only=True):
    """The most that is taken of one file; what goes beyond is refused with UnreadableInput.

    Text files have bounds of their own, smaller still.
    """

    bytes: int = 64 * 2**20
    """Bytes of the file."""

    pages: int = 500
    """Pages that are read; of a longer document a range can be asked for."""

    words: int = 20_000
    """Words on one page."""

    page_pixels: int = 60_000_000
    """Pixels of one picture: a page drawn to be recognised, or an image in the file."""

    pixels: int = 5_000_000_000
    """Pixels of all pages that are drawn to be recognised."""

    seconds: float = 120.0
    """Seconds of reading, those for the recognition of pictures not counted."""

    page_seconds: float = 60.0
    """Seconds added for each page that is recognised (usually 1 to 4)."""

    memory: int = 1_000_000_000
    """Bytes of memory of the process that opens a file which is not plainly harmless."""


class Spent:
    """What reading one file has used of its bounds; `name` is what errors call the file."""

    def __init__(self, bounds: Bounds, name: str) -> None:
        self.bounds = bounds
        self._name = name
        self._pixels = 0
        self._end = time.monotonic() + bounds.seconds

    def check_time(self, page: int | None = None) -> None:
        """Raise UnreadableInput where the seconds are spent."""
        if time.monotonic() > self._end:
            self.refuse_late(page)

    def allow_page(self) -> None:
        """Add the seconds of one page that is to be recognised."""
        self._end += self.bounds.page_seconds

    def check_words(self, count: int, page: int) -> None:
        """Raise UnreadableInput where a page has too many words."""
        if count > self.bounds.words:
            self.refuse(
                f"{count:,} words; {self.bounds.words:,} is the most taken of a page",
                "leave this page out of the range of pages",
                page,
            )

    def check_image(self, width: float, height: float, page: int) -> None:
        """Raise UnreadableInput where a picture has too many pixels."""
        if width * height > self.bounds.page_pixels:
            self.refuse(
                f"a picture of {width:,.0f} by {height:,.0f} pixels;"
                f" {self.bounds.page_pixels:,} pixels is the most taken",
                "give the page at a lower resolution, or leave it out of the range of pages",
                page,
            )

    def take_picture(self, width: float, height: float, page: int) -> None:
        """Count a page that is to be drawn; UnreadableInput where that is too much."""
        self.check_image(width, height, page)
        self._pixels += round(width * height)
        if self._pixels > self.bounds.pixels:
            self.refuse(
                f"the pages so far have more than {self.bounds.pixels:,} pixels",
                "read it in several ranges of pages, or with fewer dots per inch",
                page,
            )

    def refuse_late(self, page: int | None = None) -> NoReturn:
        """Raise UnreadableInput about a file that takes too long."""
        self.refuse(
            f"reading took more than {self.bounds.seconds:g} seconds",
            "print the file to a new PDF, read fewer pages, or allow more seconds",
            page,
        )

    def refuse(self, reason: str, remedy: str, page: int | None = None) -> NoReturn:
        """Raise UnreadableInput about the file, or one page of it."""
        raise UnreadableInput(reason, place=place(self._name, page), remedy=remedy)


def check_size(data: bytes, name: str, bounds: Bounds) -> None:
    """Raise UnreadableInput where a file is too large."""
    if len(data) > bounds.bytes:
        raise UnreadableInput(
            f"the file is {len(data):,} bytes; {bounds.bytes:,} is the most taken",
            place=name,
            remedy="split it, or scan at a lower resolution",
        )


def place(name: str, page: int | None = None) -> str:
    """How errors name a file, or a page of it."""
    return name if page is None else f"{name}, page {page}"
