"""Pictures of pages: what a document's page looks like, for people to look at beside its values.

The picture shows the page as a viewer does, in grey. Places of values are points of that page,
origin at the top left: times `scale` they are pixels of the picture.
"""

from __future__ import annotations

import io
from typing import Literal

from msgspec import Struct, structs
from PIL import Image

from focusconv.errors import UnreadableInput
from focusconv.readers.bounds import Bounds, Spent, check_size, place
from focusconv.readers.options import PageRange, ReadOptions
from focusconv.readers.page_image.picture import Picture

MediaType = Literal["image/png", "image/jpeg"]

_PICTURE_FILES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
"""How PNG, JPEG and TIFF files begin."""

_PDF_WITHIN = 1024
"""Bytes within which a PDF says that it is one."""

_JPEG_FROM = 0.2
"""Bytes of PNG for each pixel from which a picture is a scan, and much smaller as JPEG."""

_JPEG_QUALITY = 80


class PagePicture(Struct, frozen=True):
    """A page as a grey picture: `data` is a whole PNG or JPEG file, as `media_type` says.

    `width` and `height` are pixels; `scale` is how many pixels make a point.
    """

    data: bytes
    media_type: MediaType
    width: int
    height: int
    scale: float


def page_picture(
    data: bytes,
    name: str,
    number: int,
    dpi: int = 150,
    bounds: Bounds = Bounds(),  # noqa: B008
) -> PagePicture | None:
    """The picture of page `number`, from 1, of a PDF, PNG, JPEG or TIFF file; None of text.

    `dpi` are the dots per inch that a page of a PDF is drawn with, and the most that the page of
    a picture file keeps. `name` is what errors call the file. Raises UnreadableInput where the
    page is not there, cannot be drawn, or is beyond the bounds.
    """
    drawn = draw_page(data, name, number, dpi, bounds)
    return None if drawn is None else _encoded(drawn, dpi)


def draw_page(
    data: bytes,
    name: str,
    number: int,
    dpi: int = 150,
    bounds: Bounds = Bounds(),  # noqa: B008
) -> Picture | None:
    """As `page_picture`, the pixels themselves; picture files keep all that they have."""
    check_size(data, name, bounds)
    alone = ReadOptions(reader="ocr", pages=PageRange(((number, number),)), bounds=bounds)
    if data.startswith(_PICTURE_FILES):
        from focusconv.readers.page_image.decode import read_pictures

        _, found = read_pictures(data, name, alone, Spent(bounds, name))
        pictures = (picture for picture in found if isinstance(picture, Picture))
    elif b"%PDF-" in data[:_PDF_WITHIN]:
        from focusconv.readers.pdf.pages import PicturePage
        from focusconv.readers.pdf.sandbox import read_apart

        seen = read_apart(data, name, structs.replace(alone, dpi=dpi), Spent(bounds, name))
        pictures = (page.picture for page in seen if isinstance(page, PicturePage) and page.picture)
    else:
        return None
    drawn = next(pictures, None)
    if drawn is None:
        raise UnreadableInput(
            "the page cannot be drawn", place=place(name, number), remedy="print it to a new PDF"
        )
    return drawn


def _encoded(drawn: Picture, dpi: int) -> PagePicture:
    """A picture as a file: PNG, or JPEG where PNG would be large."""
    image = Image.frombytes("L", (drawn.width, drawn.height), drawn.samples)
    share = min(dpi / drawn.dpi, 1.0)
    if share < 1:
        image = image.resize(
            (max(round(drawn.width * share), 1), max(round(drawn.height * share), 1)),
            Image.Resampling.LANCZOS,
        )
    media_type: MediaType = "image/png"
    file = io.BytesIO()
    image.save(file, "PNG")
    if file.tell() > _JPEG_FROM * image.width * image.height:
        media_type = "image/jpeg"
        file = io.BytesIO()
        image.save(file, "JPEG", quality=_JPEG_QUALITY)
    scale = drawn.scale * image.width / drawn.width
    return PagePicture(file.getvalue(), media_type, image.width, image.height, scale)
