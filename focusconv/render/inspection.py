"""A page with what was made of it drawn on it: rows, cells, boxes, and the values in doubt.

For whoever asks why a document was read as it was. The page is drawn as the reader saw it: a
page with geometry as its picture, plain text in columns of one width.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import pymupdf
from msgspec import Struct

from focusconv.document import Cell, Document, Page, Region
from focusconv.errors import UnknownForm, UnreadableInput
from focusconv.forms.catalog import catalog
from focusconv.identify.statements import identify
from focusconv.place.box_candidates import Sight, find_boxes
from focusconv.place.statement import region_of
from focusconv.readers import ReadOptions, read
from focusconv.readers.page_image.picture import Picture
from focusconv.record.filing import Filing, Item
from focusconv.render import paper
from focusconv.render.page_pictures import draw_page
from focusconv.render.paper import Colour, Ground, Sheet


class Style(Struct, frozen=True):
    """How one kind of finding is framed: by colour, weight and dashes, so that no two look
    alike in grey either."""

    says: str
    colour: Colour
    weight: float
    dashes: str = ""
    fill: float = 0.0


STYLES = {
    "row": Style("row", paper.GREY, 0.4, "[1 1.5] 0"),
    "cell": Style("cell", paper.SKY, 0.5),
    "box": Style("box of the form", paper.GREEN, 1.4),
    "confirmed": Style("value, confirmed", paper.BLUE, 0.9),
    "alone": Style("value, confirmed by nothing", paper.BLUE, 0.9, "[3 2] 0"),
    "mended": Style("corrected, derived or reviewed", paper.ORANGE, 1.2, "[5 1.5] 0", 0.15),
    "doubtful": Style("disputed or unreadable", paper.VERMILION, 1.6, "", 0.25),
}

_MENDED = ("corrected", "derived", "reviewed")
_DOUBTFUL = ("disputed", "unreadable")

DPI = 150
MOST_PIXELS = 24_000_000
"""A large page is drawn with fewer dots an inch, so that the picture has not more pixels."""

MOST_WIDTH, MOST_HEIGHT = 2_000.0, 12_000.0
"""A page is drawn at most so large, in points; what lies beyond is left out."""

MOST_COLUMNS = 200
"""The same for text, whose lines may hold a whole page."""

LEGEND = 34.0
LABEL = 5.0
"""Size of the type that names a value."""

COLUMN, LINE, TYPE = 4.8, 13.0, 8.0
"""Width of a column, height of a line and size of the type in which text is drawn."""

LEAD = 3.5
"""How much of a line of text is room above its print."""


def inspect(
    data: bytes,
    name: str,
    page: int,
    options: ReadOptions = ReadOptions(),  # noqa: B008
) -> bytes:
    """Page `page`, from 1, of a document as a PNG picture.

    Rows, cells, the boxes that were matched and the place of every value are framed, those in
    doubt filled and named; a legend explains the frames. A document of no known form shows
    its rows and cells alone. Raises UnreadableInput, also where there is no such page.
    """
    document = read(data, name, options)
    seen = next((one for one in document.pages if one.number == page), None)
    if seen is None:
        count = max(one.number for one in document.pages)
        raise UnreadableInput(
            f"there is no page {page}; the last is {count}", place=name, remedy="give another page"
        )
    frames = [*_layout(seen), *_boxes(document, page), *_values(document, page)]
    sheet = _sheet(seen, draw_page(data, name, page, DPI, options.bounds))
    for frame in frames:
        _draw(sheet, frame, seen)
    used = dict.fromkeys(frame.style for frame in frames)
    _legend(sheet, f"{name}, page {page}", [style for style in STYLES if style in used])
    return paper.png(sheet, _dpi(sheet))


class Frame(Struct, frozen=True):
    """Something to frame on the page, in the unit of the page, and what to write at it."""

    style: str
    region: Region
    label: str = ""


def _layout(page: Page) -> Iterator[Frame]:
    """The rows of the page and their cells."""
    for row in page.rows:
        yield Frame("row", _union(cell.region for cell in row.cells))
    for row in page.rows:
        for cell in row.cells:
            yield Frame("cell", cell.region)


def _boxes(document: Document, page: int) -> Iterator[Frame]:
    """The box numbers that were recognised beyond doubt as boxes of their statement."""
    try:
        found = identify(document, catalog())
    except UnknownForm:
        return
    for part in found.parts:
        own = [node for node in part.nodes if node.page == page]
        if part.statement is None or not own:
            continue
        boxes = [cell.box for _, _, cell in part.statement.cells() if cell.box is not None]
        order = {box: rank for rank, box in enumerate(boxes)}
        for element in find_boxes(own, order):
            if isinstance(element, Sight) and element.exact:
                yield Frame("box", region_of(element.node))


def _values(document: Document, page: int) -> Iterator[Frame]:
    """The items whose place is on the page; those in one place are named together."""
    labels: dict[tuple[str, Region], list[str]] = {}
    for filing in _filings(document):
        for statement in filing.statements:
            for item in statement.items:
                style = _style(item)
                if item.page == page and item.region is not None and style:
                    called = item.box or f"{statement.id} {item.line}"
                    label = f"{called} {item.status}" if style == "doubtful" else called
                    labels.setdefault((style, item.region), []).append(label)
    for (style, region), said in labels.items():
        yield Frame(style, region, ", ".join(dict.fromkeys(said)))


def _filings(document: Document) -> list[Filing]:
    from focusconv.conversion import filings_in

    try:
        return list(filings_in(document))
    except UnknownForm:
        return []


def _style(item: Item) -> str:
    """How an item is framed; empty where nothing was read of it."""
    if item.status in _DOUBTFUL:
        return "doubtful"
    if item.status in _MENDED:
        return "mended"
    if item.value is None:
        return ""
    return "confirmed" if item.verified_by else "alone"


def _sheet(page: Page, picture: Picture | None) -> Sheet:
    """An empty sheet with the page as its ground."""
    if picture is not None:
        width, height = picture.width / picture.scale, picture.height / picture.scale
        return _bounded(width, height, _pictured(picture, width, height))
    regions = [_placed(cell.region, page) for row in page.rows for cell in row.cells]
    right, bottom = _union([*regions, (0, 0, COLUMN * 60, LINE)])[2:]
    sheet = _bounded(min(right, MOST_COLUMNS * COLUMN) + 2 * COLUMN, bottom + LINE, None)
    for row in page.rows:
        for cell in row.cells:
            _print(sheet, cell, page)
    return sheet


def _bounded(width: float, height: float, ground: Ground | None) -> Sheet:
    return Sheet(min(width, MOST_WIDTH), min(height, MOST_HEIGHT) + LEGEND, ground)


def _dpi(sheet: Sheet) -> int:
    return min(DPI, int(72 * math.sqrt(MOST_PIXELS / (sheet.width * sheet.height))))


def _pictured(picture: Picture, width: float, height: float) -> Ground:
    def ground(page: Any) -> None:
        pixels = pymupdf.Pixmap(
            pymupdf.csGRAY, picture.width, picture.height, picture.samples, False
        )
        page.insert_image((0, 0, width, height), pixmap=pixels)

    return ground


def _print(sheet: Sheet, cell: Cell, page: Page) -> None:
    """The text of a cell, narrowed where markup that was undone took part of its place."""
    x0, _, x1, y1 = _placed(cell.region, page)
    if x0 < sheet.width and y1 < sheet.height - LEGEND:
        needed = paper.width(cell.text, TYPE, "mono")
        size = TYPE * min(1.0, (x1 - x0) / needed)
        sheet.text(x0, y1 - 0.3 * TYPE, cell.text, size, cut="mono")


def _placed(region: Region, page: Page) -> Region:
    """A place of the page in points; columns and lines become cells of a grid."""
    if page.unit == "point":
        return region
    top = page.rows[0].cells[0].region[1] if page.rows else 1.0
    x0, y0, x1, y1 = region
    down = (y0 - top + 1) * LINE + LEAD
    return x0 * COLUMN, down, (x1 + 1) * COLUMN, down + (y1 - y0 + 1) * LINE - LEAD


def _draw(sheet: Sheet, frame: Frame, page: Page) -> None:
    x0, y0, x1, y1 = _placed(frame.region, page)
    if x0 >= sheet.width or y1 > sheet.height - LEGEND:
        return
    _frame(sheet, (x0, y0, x1, y1), STYLES[frame.style])
    if frame.label:
        _name(sheet, frame, (x0, y0, x1, y1), page)


def _name(sheet: Sheet, frame: Frame, place: Region, page: Page) -> None:
    """The name of a value: before it where no print stands there, else above it."""
    x0, y0, _, y1 = place
    needed = paper.width(frame.label, LABEL)
    spot = x0 - needed - 3, (y0 + y1 - LABEL) / 2, x0 - 1.5, (y0 + y1 + LABEL) / 2
    others = [_placed(cell.region, page) for row in page.rows for cell in row.cells]
    if spot[0] < 0 or any(_meet(spot, other) for other in others):
        spot = x0, y0 - LABEL - 0.2, x0 + needed, y0 - 0.2
    sheet.frame(spot, colour=None, fill=paper.WHITE, opacity=0.7)
    colour = STYLES[frame.style].colour
    sheet.text(spot[0], spot[3] - 0.18 * LABEL, frame.label, LABEL, colour=colour)


def _meet(one: Region, other: Region) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _frame(sheet: Sheet, region: Region, style: Style) -> None:
    sheet.frame(
        region,
        weight=style.weight,
        colour=style.colour,
        fill=style.colour if style.fill else None,
        opacity=style.fill or 1.0,
        dashes=style.dashes,
    )


def _legend(sheet: Sheet, title: str, styles: list[str]) -> None:
    """What the page is and what its frames say, below it."""
    top = sheet.height - LEGEND
    sheet.frame((0, top, sheet.width, sheet.height), colour=None, fill=paper.PALE)
    sheet.text(6, top + 11, title, 7, cut="bold")
    x = 6.0
    for style in styles:
        _frame(sheet, (x, top + 19, x + 14, top + 27), STYLES[style])
        sheet.text(x + 17, top + 26, STYLES[style].says, 6.5)
        x += 17 + paper.width(STYLES[style].says, 6.5) + 10


def _union(regions: Iterable[Region]) -> Region:
    every = list(regions)
    return (
        min(region[0] for region in every),
        min(region[1] for region in every),
        max(region[2] for region in every),
        max(region[3] for region in every),
    )
