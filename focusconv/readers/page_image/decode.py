"""Picture files of one or many pages to grey pictures of pages.

Sizes are checked before anything is decoded, and one page is held at a time.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from focusconv.errors import UnreadableInput
from focusconv.readers.bounds import Spent
from focusconv.readers.options import ReadOptions, chosen
from focusconv.readers.page_image.formats import FORMATS, PAGED
from focusconv.readers.page_image.picture import LostPage, Picture

_FAULTS = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    SyntaxError,
    RuntimeError,
    AttributeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
"""What Pillow raises where a file is broken."""

_MOST_FRAMES = 10_000
"""Pages that a file may have, read or not."""

_PLAUSIBLE_DPI = (60, 1250)
_PLAUSIBLE_SIDE = (3.5, 18.0)
"""The shorter side of a page, in inches, that a file may claim."""

_UNEVEN, _MOST_UNEVEN = 1.02, 4.0
"""How many times more dots a page may have one way than the other: what says more is wrong."""

_ORIENTATION, _ON_SIDE = 0x0112, (5, 6, 7, 8)
"""The tag that says how a picture is to be turned, and the turns by a quarter."""

_USUAL_SIDE = 8.5
"""The shorter side of a page, in inches, where the file does not say it."""

_REMEDY = "save it anew as PNG, JPEG or TIFF"


def read_pictures(
    data: bytes, name: str, options: ReadOptions, spent: Spent
) -> tuple[int, Iterator[Picture | LostPage]]:
    """How many pages of a picture file the options ask for, and these, as a viewer shows them,
    in grey, one after the other; of several pages one that is damaged is lost by name.

    `options.dpi` overrules the resolution that the file says it has. Raises UnreadableInput
    for what is no such file, damaged, or beyond the bounds.
    """
    image = _opened(data, name)
    numbers = chosen(options, _frames(image, spent), name)
    return len(numbers), _pictures(image, numbers, options.dpi, spent)


def _pictures(
    image: Image.Image, numbers: Sequence[int], dpi: int | None, spent: Spent
) -> Iterator[Picture | LostPage]:
    for number in numbers:
        spent.check_time(number)
        try:
            image.seek(number - 1)
            spent.take_picture(*image.size, number)
            grey = _square(_grey(image), image)
            spent.check_image(grey.shape[1], grey.shape[0], number)
            density = dpi or _dpi(image, grey.shape)
        except UnreadableInput:
            raise
        except _FAULTS as error:
            if len(numbers) == 1:
                spent.refuse(f"a damaged picture: {_reason(error)}", _REMEDY, number)
            yield LostPage(number, f"a damaged picture: {_reason(error)}")
            continue
        height, width = grey.shape
        yield Picture(number, width, height, grey.tobytes(), density / 72)


_OBJECT = re.compile(r"\s*(?:file )?<[^<>]* object at 0x[0-9a-f]+>")


def _opened(data: bytes, name: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Image.open(io.BytesIO(data), formats=tuple(FORMATS))
    except _FAULTS as error:
        raise UnreadableInput(
            f"not a picture that can be read: {_reason(error)}", place=name, remedy=_REMEDY
        ) from error


def _frames(image: Image.Image, spent: Spent) -> int:
    """How many pages the file has."""
    if image.format not in PAGED:
        return 1
    count = 1
    while True:
        try:
            image.seek(count)
        except EOFError:
            break
        except _FAULTS:
            break
        count += 1
        spent.check_time()
        if count > _MOST_FRAMES:
            spent.refuse(f"more than {_MOST_FRAMES:,} pages", "split the file")
    return count


def _grey(image: Image.Image) -> NDArray[np.uint8]:
    """One page in 8-bit grey on white paper, turned as the file says it is to be shown."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shown = ImageOps.exif_transpose(image)
        if shown.mode in ("I", "F") or shown.mode.startswith("I;"):
            return _deep(np.asarray(shown, dtype=np.float64))
        if "A" in shown.mode or "transparency" in shown.info:
            over = shown.convert("RGBA")
            shown = Image.alpha_composite(Image.new("RGBA", over.size, "white"), over)
        return np.asarray(shown.convert("L"), dtype=np.uint8)


def _deep(levels: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Grey of more than 8 bits: from the darkest level to the lightest."""
    low, high = float(np.nanmin(levels)), float(np.nanmax(levels))
    if not high > low:
        return np.full(levels.shape, 255, np.uint8)
    return np.nan_to_num((levels - low) * (255 / (high - low)), nan=255.0).astype(np.uint8)


def _square(grey: NDArray[np.uint8], image: Image.Image) -> NDArray[np.uint8]:
    """The page with as many dots down as across: a fax has half of them or fewer."""
    across, down = _said(image)
    if (
        not across
        or not down
        or not _UNEVEN < max(across, down) / min(across, down) <= _MOST_UNEVEN
    ):
        return grey
    height, width = grey.shape
    if across > down:
        height = round(height * across / down)
    else:
        width = round(width * down / across)
    sized = Image.fromarray(grey).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(sized, dtype=np.uint8)


def _said(image: Image.Image) -> tuple[float, float]:
    """The dots per inch across and down that a file says it has, as it is shown; 0 for none."""
    said = image.info.get("dpi")
    if not isinstance(said, tuple) or len(said) != 2:
        return 0.0, 0.0
    across, down = (float(value or 0) for value in said)
    return (down, across) if image.getexif().get(_ORIENTATION, 1) in _ON_SIDE else (across, down)


def _dpi(image: Image.Image, shape: tuple[int, ...]) -> float:
    """Dots per inch: what the file says where that makes a page, else as on usual paper."""
    side = min(shape)
    claimed = max(_said(image))
    if _PLAUSIBLE_DPI[0] <= claimed <= _PLAUSIBLE_DPI[1]:
        inches = side / claimed
        if _PLAUSIBLE_SIDE[0] <= inches <= _PLAUSIBLE_SIDE[1]:
            return claimed
    return max(side / _USUAL_SIDE, 1.0)


def _reason(error: BaseException) -> str:
    """What Pillow says, on one line, not without end, and without the address of an object."""
    said = _OBJECT.sub("", " ".join(str(error).split()))
    return said[:200].strip() or type(error).__name__
