"""The pages of an opened PDF, each as rows of text or as a picture that wants recognition.

A page that shows a picture is read as one, and the text over or behind that is another reading
of it. Whether text is worth reading is told from the page alone: it must be words, and where it
is trusted, cover what the picture shows.
"""

from __future__ import annotations

import contextlib
import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pymupdf
from msgspec import Struct, structs

from focusconv.document import Mark, Notice, Region, Row
from focusconv.errors import UnreadableInput
from focusconv.readers.bounds import Spent
from focusconv.readers.options import ReadOptions, chosen
from focusconv.readers.page_image.ink import uncovered
from focusconv.readers.page_image.picture import Picture
from focusconv.readers.pdf.attachments import attached, attachment_names
from focusconv.readers.pdf.fonts import Fonts
from focusconv.readers.pdf.form_fields import add_fields
from focusconv.readers.pdf.hidden_text import Quality, odd_share, torn_share
from focusconv.readers.pdf.marks import limited, marks_of, without_unsure
from focusconv.readers.pdf.rows import page_rows, placed_words
from focusconv.readers.pdf.words import ASKEW, Group, PageWords

NAME = "pdf"
LAYER = "pdf-layer"
"""The reader that cells name whose text an OCR engine hid in the file, behind a picture."""

_FAULTS = (RuntimeError, ValueError, TypeError, LookupError, MemoryError, pymupdf.mupdf.FzErrorBase)
"""What PyMuPDF raises where a file is broken."""

_CODE = re.compile(r"code=(\d+): ")
_SYSTEM = str(pymupdf.mupdf.FZ_ERROR_SYSTEM)
_SAID = 200
"""The most characters of MuPDF's own words that are told."""

_LEAVE_OUT = "leave this page out of the range of pages, or allow more memory"

_COVERED = 0.5
"""The share of a page from which pictures are the page, and not on it."""

_GROUND = 0.02
"""The share of a page's ink outside of its words up to which its pictures are mere paper."""

_NOTED = 0.1
"""The share of a page from which a picture on it is worth a notice."""

_SHORT_SIDE = (1250, 1700, 2550)
"""Pixels of the shorter side of a page that is drawn: the least, what is usual, the most.

Letter paper has them at 150, 200 and 300 dots per inch; between them a page is drawn as fine
as its picture. Some scanners write pages whose points are pixels, so that dots per inch of
the file say nothing.
"""


Layer = tuple[tuple[str, Region], ...]
"""Words that a file has for a picture, each with its place on the page as it is shown."""


class Opened(Struct, frozen=True, tag="opened"):
    """How many pages the file has, and the names of the files that it carries."""

    pages: int
    attachments: tuple[str, ...] = ()


class TextPage(Struct, frozen=True, tag="text"):
    """A page whose text was read by `reader`; `marks` are what it shows or hides beside that."""

    number: int
    rows: tuple[Row, ...]
    reader: str
    notices: tuple[Notice, ...]
    marks: tuple[Mark, ...] = ()


class PicturePage(Struct, frozen=True, tag="picture"):
    """A page that wants recognition; `picture` is None where pages are not drawn.

    `layer` are the words that the file has for the picture, hidden or not, with their places:
    a reading like any other.
    """

    number: int
    reason: str
    picture: Picture | None
    layer: Layer = ()


Seen = Opened | TextPage | PicturePage


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep back MuPDF's own messages meanwhile: what is wrong is raised anyway."""
    tools = pymupdf.TOOLS
    errors, warnings = tools.mupdf_display_errors(), tools.mupdf_display_warnings()
    tools.mupdf_display_errors(False)
    tools.mupdf_display_warnings(False)
    try:
        yield
    finally:
        tools.reset_mupdf_warnings()
        tools.mupdf_display_errors(errors)
        tools.mupdf_display_warnings(warnings)


def read_pages(
    data: bytes,
    name: str,
    options: ReadOptions,
    spent: Spent,
    numbers: Sequence[int] | None = None,
    *,
    draw: bool,
    ids: Iterator[int] | None = None,
) -> Iterator[Seen]:
    """First how many pages the file has, then each page of the options, or of `numbers`.

    `ids` gives the numbers of cells, from 0 where it is None. With `draw` unset no picture is
    opened: what wants recognition, or a look at its picture, comes as a PicturePage without
    one. Raises UnreadableInput.
    """
    with quiet():
        document = _opened(data, name)
        yield Opened(document.page_count, _attachments(document))
        ids = itertools.count() if ids is None else ids
        fonts = Fonts()
        for number in numbers or chosen(options, document.page_count, name):
            spent.check_time(number)
            try:
                yield _Reading(document[number - 1], options, spent, draw, fonts).seen(ids)
            except UnreadableInput:
                raise
            except _FAULTS as error:
                if _is_memory(error):
                    spent.refuse("reading it needs too much memory", _LEAVE_OUT, number)
                message = f"the page cannot be read: {_reason(error)}"
                notice = Notice("page-unreadable", message, number)
                yield TextPage(number, (), NAME, (notice,))


def attachment(data: bytes, name: str, wanted: str) -> bytes:
    """The file of that name that a PDF carries; UnreadableInput where it carries none."""
    with quiet():
        document = _opened(data, name)
        try:
            found = attached(document, wanted)
        except _FAULTS as error:
            raise UnreadableInput(
                f"its attachment '{wanted}' cannot be read: {_reason(error)}",
                place=name,
                remedy="save the attachment with a viewer",
            ) from error
        if found is None:
            names = ", ".join(attachment_names(document)) or "none at all"
            raise UnreadableInput(
                f"no attachment by the name '{wanted}'",
                place=name,
                remedy=f"it has: {names}",
            )
        return found


def _attachments(document: pymupdf.Document) -> tuple[str, ...]:
    try:
        return attachment_names(document)
    except _FAULTS:
        return ()


def page_texts(data: bytes, name: str) -> Iterator[tuple[str, bool]]:
    """The text of each page as the file has it, and whether there are pictures on the page.

    For a look: nothing is laid out, and a page that cannot be read is taken for a picture.
    Raises UnreadableInput where the file cannot be opened.
    """
    with quiet():
        document = _opened(data, name)
        for number in range(document.page_count):
            try:
                page = document[number]
                yield page.get_text("text"), bool(page.get_images())
            except _FAULTS:
                yield "", True


def _opened(data: bytes, name: str) -> pymupdf.Document:
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
        locked = document.needs_pass
        count = 0 if locked else document.page_count
        catalog = 0 if locked else document.pdf_catalog()
        form = catalog and document.xref_get_key(catalog, "NeedsRendering")[1] == "true"
    except _FAULTS as error:
        raise UnreadableInput(
            f"a PDF that is damaged beyond repair: {_reason(error)}",
            place=name,
            remedy="get the file again, or print it to a new PDF",
        ) from error
    if locked:
        raise UnreadableInput(
            "the PDF is locked with a password", place=name, remedy="save it without the password"
        )
    if form:
        raise UnreadableInput(
            "the PDF is an XFA form, whose pages only some viewers can draw",
            place=name,
            remedy="print it to a new PDF",
        )
    if count < 1:
        raise UnreadableInput(
            "the PDF holds no page", place=name, remedy="get the file again, or print it anew"
        )
    return document


def _reason(error: BaseException) -> str:
    """What MuPDF says, on one line and not without end."""
    said = " ".join(_CODE.sub("", str(error)).split())
    return said[:_SAID] or type(error).__name__


def _is_memory(error: BaseException) -> bool:
    """Whether MuPDF, or Python, was refused memory."""
    code = _CODE.match(str(error))
    return isinstance(error, MemoryError) or (code is not None and code[1] == _SYSTEM)


class _Reading:
    """One page while it is looked at."""

    def __init__(
        self, page: pymupdf.Page, options: ReadOptions, spent: Spent, draw: bool, fonts: Fonts
    ) -> None:
        self.page = page
        self.fonts = fonts
        self.number = page.number + 1
        self.options = options
        self.spent = spent
        self.draw = draw

    def seen(self, ids: Iterator[int]) -> Seen:
        """The page's rows, or its picture."""
        if self.options.reader == "ocr":
            return self._picture("recognition was asked for")
        words = PageWords(self.page)
        self.spent.check_words(words.count, self.number)
        notices = list(self._field_notices(words))
        share = self._picture_share() if words.pictures else 0.0
        printed = any(group.words for group in words.printed.values())
        if not printed or (share >= _COVERED and not self._is_mere_ground(words)):
            return self._covered(words, notices, ids)
        if words.hidden:
            notices.append(self._notice("hidden-text", "text that cannot be seen was left out"))
        if share >= _NOTED:
            message = f"a picture covers {share:.0%} of the page; what it shows was not read"
            notices.append(self._notice("picture-not-read", message))
        reason = self.fonts.fault(self.page, words.textpage, words.blocks)
        if reason is not None and self.options.reader == "auto":
            return self._picture(reason)
        found = self._printed(words, notices, ids)
        odd, letters = odd_share(_words(found))
        if reason is None and letters >= _QUALITY.few and odd > _QUALITY.printed:
            reason = "its text is garbled: the file does not say which letters it prints"
        if reason is None:
            return found
        if self.options.reader == "auto":
            return self._picture(reason)
        notice = self._notice("text-is-garbled", reason)
        return structs.replace(found, notices=(*found.notices, notice))

    def _is_mere_ground(self, words: PageWords) -> bool:
        """Whether pictures are the paper of a page that shows nothing but its text."""
        if not self.draw:
            return False
        self._check_images()
        return uncovered(self.page, self._places(words, words.printed.values())) <= _GROUND

    def _printed(self, words: PageWords, notices: list[Notice], ids: Iterator[int]) -> TextPage:
        """The print of a page, watermarks apart: words askew on a page that is not."""
        main = words.main()
        askew = [g for turn, g in words.printed.items() if turn == ASKEW and g is not main]
        groups = [group for group in words.printed.values() if group not in askew]
        pictures = [info["bbox"] for info in self._images()] if words.pictures else []
        marks = marks_of(words, askew, pictures, self.page.rotation)
        return self._text(words, groups, NAME, notices, ids, marks)

    def _covered(self, words: PageWords, notices: list[Notice], ids: Iterator[int]) -> Seen:
        """A page that is a picture, or has no print; the text over or behind it is told of it."""
        groups = words.all_groups() if words.pictures else list(words.printed.values())
        letters = sum(group.letters for group in groups)
        hidden = sum(group.letters for group in words.hidden.values())
        if self.options.reader != "auto" and not letters:
            message = "the page is a picture, and has no text"
            notices.append(self._notice("page-is-picture", message))
        blank = not letters and not words.hidden and not words.pictures and not words.drawn
        if self.options.reader != "auto" or blank or self.options.trust_layer:
            marks = () if words.pictures else marks_of(words, (), (), self.page.rotation)
            reader = LAYER if words.pictures and 2 * hidden > letters else NAME
            found = self._text(words, groups, reader, notices, ids, marks)
            if self.options.reader != "auto" or blank:
                return found
            if not self.draw:
                return PicturePage(self.number, "a picture covers it", None)
            fault = self._layer_fault(words, groups, found)
            if fault is not None:
                return self._picture(fault)
            message = "its hidden text was trusted, and its picture not read"
            notice = Notice("layer-trusted", message, self.number)
            return structs.replace(found, notices=(*found.notices, notice))
        return self._picture_with_layer(words)

    def _picture_with_layer(self, words: PageWords) -> Seen:
        groups = words.all_groups()
        placed = [pair for g in groups for pair in placed_words(words, g, self.page.rotation)]
        if not placed:
            return self._picture("it is a picture without text")
        poor = _poor([word.text for word, _ in placed])
        seen = self._picture(poor or "a picture covers it; its hidden text is another reading")
        if poor is not None:
            return seen
        return structs.replace(seen, layer=tuple((word.text, place) for word, place in placed))

    def _layer_fault(self, words: PageWords, groups: list[Group], found: TextPage) -> str | None:
        """Why the text over a picture does not say what the picture shows, None where it may."""
        said = _words(found)
        poor = _poor(said)
        if poor is not None:
            return poor
        self._check_images()
        left = uncovered(self.page, self._places(words, groups))
        if left <= _QUALITY.uncovered:
            return None
        if sum(map(len, said)) < _QUALITY.few:
            return "it is a picture without text"
        return f"its hidden text covers only {1 - left:.0%} of what it shows"

    def _places(self, words: PageWords, groups: Iterable[Group]) -> Iterator[Region]:
        rotation = self.page.rotation
        return (place for g in groups for _, place in placed_words(words, g, rotation))

    def _images(self) -> list[dict[str, Any]]:
        images: list[dict[str, Any]] = self.page.get_image_info()
        return images

    def _check_images(self) -> None:
        for image in self._images():
            self.spent.check_image(image["width"], image["height"], self.number)

    def _text(
        self,
        words: PageWords,
        groups: list[Group],
        reader: str,
        notices: list[Notice],
        ids: Iterator[int],
        marks: Iterable[Mark],
    ) -> TextPage:
        rows = page_rows(words, groups, self.page.rotation, reader, ids)
        found, unsure = without_unsure(rows)
        if any("\ufffd" in cell.text for row in found for cell in row.cells):
            message = "characters that cannot be represented became U+FFFD"
            notices.append(self._notice("unknown-characters", message))
        every = limited(itertools.chain(unsure, marks))
        return TextPage(self.number, found, reader, tuple(notices), every)

    def _picture(self, reason: str) -> PicturePage:
        if not self.draw:
            return PicturePage(self.number, reason, None)
        images = self._images()
        self._check_images()
        scale = self._scale(images)
        rect = self.page.rect
        self.spent.take_picture(rect.width * scale, rect.height * scale, self.number)
        matrix = pymupdf.Matrix(scale, scale)
        drawn = self.page.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY)
        samples = bytes(drawn.samples)
        pymupdf.TOOLS.store_shrink(100)
        return PicturePage(
            self.number, reason, Picture(self.number, drawn.width, drawn.height, samples, scale)
        )

    def _scale(self, images: list[dict[str, Any]]) -> float:
        """Pixels per point at which the page is to be drawn."""
        if self.options.dpi is not None:
            return self.options.dpi / 72
        rect = self.page.rect
        side = float(min(rect.width, rect.height))
        least, usual, most = _SHORT_SIDE
        native = 0.0
        for image in images:
            x0, y0, x1, y1 = image["bbox"]
            area = (x1 - x0) * (y1 - y0)
            if area > _NOTED * rect.width * rect.height:
                # A fax has fewer dots down than across: all of both are wanted.
                a, b, c, d, _, _ = image["transform"]
                across, down = math.hypot(a, b), math.hypot(c, d)
                native = max(native, image["width"] / across, image["height"] / down)
        return min(max(native * side, least), most) / side if native else usual / side

    def _picture_share(self) -> float:
        """The share of the page that pictures cover; where they overlap it may be too much."""
        width, height = float(self.page.cropbox.width), float(self.page.cropbox.height)
        area: float = 0.0
        for image in self._images():
            x0, y0, x1, y1 = image["bbox"]
            across = min(x1, width) - max(x0, 0)
            down = min(y1, height) - max(y0, 0)
            area += max(across, 0) * max(down, 0)
        whole = width * height
        return min(area / whole, 1.0) if whole > 0 else 0.0

    def _field_notices(self, words: PageWords) -> Iterator[Notice]:
        if self.page.first_widget is not None:
            for value in add_fields(self.page, words):
                message = f"a field prints something else than its value '{value[:80]}'"
                yield self._notice("field-differs", message)

    def _notice(self, code: str, message: str) -> Notice:
        return Notice(code, message, self.number)


_QUALITY = Quality()


def _poor(said: Sequence[str]) -> str | None:
    """Why hidden words are not worth reading, None where they are."""
    odd, letters = odd_share(said, len(said) or 1)
    if letters >= _QUALITY.few and odd > _QUALITY.hidden:
        return f"its hidden text is poor: {odd:.0%} of it are no words or numbers"
    if letters >= _QUALITY.few and torn_share(said) > _QUALITY.torn:
        return "its hidden text is poor: most words are torn to letters"
    return None


def _words(page: TextPage) -> list[str]:
    """The words of a page's cells, where letters that were drawn apart are whole."""
    return " ".join(cell.text for row in page.rows for cell in row.cells).split()
