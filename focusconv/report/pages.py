"""The pages of a document as the review page shows them: pictures in a budget, or their text."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from msgspec import Struct

from focusconv.document import Row
from focusconv.errors import UnreadableInput
from focusconv.readers import read
from focusconv.render.page_pictures import PagePicture, page_picture

MOST_PAGES = 40
"""Pages shown of one filing; those with values come first."""

MOST_TEXT = 400_000
"""Characters of text shown of one filing."""


HOPE = 2
"""A coarser drawing that would still be so many times too large by its dots is not tried."""


class PageData(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One page. A picture is `width` by `height` points large and stands in the page as base64
    text under the name `picture`; a text has its `lines`, each with its number in the file.
    `note` says why there is neither."""

    number: int
    picture: str | None = None
    media_type: str = ""
    width: float = 0
    height: float = 0
    lines: tuple[tuple[int, str], ...] = ()
    note: str = ""


class Room:
    """What pictures may still take of a page, in bytes of base64, and how fine they are drawn.

    `dpi` are the dots per inch to try, finest first; `each` is the most for one filing. The
    pictures themselves are in `pictures`, by name.
    """

    def __init__(self, total: int, each: int, dpi: tuple[int, ...]) -> None:
        self.pictures: dict[str, str] = {}
        self.each = each
        self.dpi = dpi
        self._left = total

    @property
    def most(self) -> int:
        """The most that one more filing may take."""
        return min(self.each, self._left)

    def keep(self, name: str, picture: PagePicture) -> None:
        text = base64.b64encode(picture.data).decode("ascii")
        self.pictures[name] = text
        self._left -= len(text)


def picture_pages(
    data: bytes, name: str, numbers: Sequence[int], room: Room, prefix: str
) -> tuple[PageData, ...]:
    """The wanted pages as pictures, all as fine as the room allows.

    A page that cannot be drawn, or for which there is no room, says so in its note.
    """
    drawn: dict[int, PagePicture | str] = {}
    weight, last = 0, room.dpi[0]
    for dpi in room.dpi:
        hopeless = weight * dpi * dpi > room.most * last * last * HOPE
        if hopeless and dpi != room.dpi[-1]:
            continue
        drawn = {number: _drawn(data, name, number, dpi) for number in numbers}
        weight, last = sum(map(_weight, drawn.values())), dpi
        if weight <= room.most:
            break
    pages = []
    left = room.most
    for number, one in drawn.items():
        if _weight(one) > left:
            one = "left out: the pictures of all pages would make this file too large"
        if isinstance(one, str):
            pages.append(PageData(number=number, note=one))
            continue
        left -= _weight(one)
        key = f"{prefix}-{number}"
        room.keep(key, one)
        pages.append(
            PageData(
                number=number,
                picture=key,
                media_type=one.media_type,
                width=round(one.width / one.scale, 2),
                height=round(one.height / one.scale, 2),
            )
        )
    return tuple(pages)


def text_of_pages(data: bytes, name: str, numbers: Sequence[int]) -> tuple[PageData, ...]:
    """The wanted pages of a text file, row by row, each cell at its columns."""
    pages = []
    left = MOST_TEXT
    document = read(data, name)
    for number in numbers:
        page = document.pages[number - 1]
        lines = tuple((round(row.cells[0].region[1]), _line(row)) for row in page.rows)
        left -= sum(len(text) for _, text in lines)
        if left < 0:
            pages.append(PageData(number=number, note="left out: the text is too long"))
        else:
            pages.append(PageData(number=number, lines=lines))
    return tuple(pages)


def _line(row: Row) -> str:
    """The text of a row in which every character stands at its column; tabs part what a single
    column parts."""
    line = ""
    for cell in row.cells:
        start, end = round(cell.region[0]) - 1, round(cell.region[2])
        line += "\t" if line and start - len(line) == 1 else " " * (start - len(line))
        line += cell.text.ljust(end - start)
    return line.rstrip()


def _drawn(data: bytes, name: str, number: int, dpi: int) -> PagePicture | str:
    """A page's picture, or why there is none."""
    try:
        picture = page_picture(data, name, number, dpi)
    except UnreadableInput as error:
        return error.reason
    return picture if picture is not None else "there is no picture of this kind of file"


def _weight(picture: PagePicture | str) -> int:
    """Bytes of the picture as base64; none where there is none."""
    return 0 if isinstance(picture, str) else (len(picture.data) + 2) // 3 * 4
