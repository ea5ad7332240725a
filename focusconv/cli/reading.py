"""The options that say how documents are read, and what they say in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from focusconv.terminal.exits import WrongUsage

if TYPE_CHECKING:
    from focusconv.readers.options import ReadOptions

Reader = Annotated[
    str | None,
    typer.Option(
        "--reader",
        metavar="WHICH",
        help="auto (default): the text of a page, or its picture where that says more; text:"
        " never a picture; ocr: always the picture; camelot: as auto, and where checks stay open,"
        " rows as in the tables of the page.",
    ),
]
Dpi = Annotated[
    str | None,
    typer.Option(
        "--dpi", metavar="N", help="Dots per inch of pictures, where they do not say it rightly."
    ),
]
Pages = Annotated[
    str | None, typer.Option("--pages", metavar="RANGE", help="Only these pages: 1-3,7 or 5-.")
]
Jobs = Annotated[
    str | None,
    typer.Option(
        "--jobs", metavar="N", help="Pages recognised at the same time; default: one a core."
    ),
]
TrustLayer = Annotated[
    bool,
    typer.Option(
        "--trust-layer",
        help="Take the text hidden behind the picture of a page for what it shows: fast, and the"
        " record says so. Default: it is one more reading beside those of the picture.",
    ),
]
Attachment = Annotated[
    str | None,
    typer.Option(
        "--attachment",
        metavar="NAME",
        help="Read this file, which a PDF carries, in the place of the PDF's own pages.",
    ),
]
MaxPages = Annotated[
    str | None,
    typer.Option("--max-pages", metavar="N", help="The most pages read of a file; default: 500."),
]
MaxPixels = Annotated[
    str | None,
    typer.Option(
        "--max-pixels", metavar="N", help="The most pixels of one page; default: 60000000."
    ),
]
MaxSeconds = Annotated[
    str | None,
    typer.Option(
        "--max-seconds",
        metavar="N",
        help="The most seconds for opening a file; each recognised page has 60 more. Default: 120.",
    ),
]

_MOST_DPI = 1200
_MOST_JOBS = 64
_MOST = 10**9


def read_options(
    *,
    reader: str | None = None,
    dpi: str | None = None,
    pages: str | None = None,
    jobs: str | None = None,
    trust_layer: bool = False,
    attachment: str | None = None,
    max_pages: str | None = None,
    max_pixels: str | None = None,
    max_seconds: str | None = None,
) -> ReadOptions:
    """The options as typed, made numbers; WrongUsage where they are none."""
    from msgspec.structs import replace

    from focusconv.readers.bounds import Bounds
    from focusconv.readers.options import READERS, ReadOptions, page_range

    bounds = Bounds()
    if max_pages is not None:
        bounds = replace(bounds, pages=_number("--max-pages", max_pages, _MOST))
    if max_pixels is not None:
        bounds = replace(bounds, page_pixels=_number("--max-pixels", max_pixels, _MOST))
    if max_seconds is not None:
        bounds = replace(bounds, seconds=float(_number("--max-seconds", max_seconds, _MOST)))
    which = next((known for known in READERS if known == (reader or "auto")), None)
    if which is None:
        raise WrongUsage(f"--reader {reader}: no such reader", remedy=f"give {', '.join(READERS)}")
    try:
        chosen = None if pages is None else page_range(pages)
    except ValueError as error:
        raise WrongUsage(f"--pages: {error}") from error
    return ReadOptions(
        reader=which,
        dpi=None if dpi is None else _number("--dpi", dpi, _MOST_DPI, least=30),
        pages=chosen,
        jobs=None if jobs is None else _number("--jobs", jobs, _MOST_JOBS),
        trust_layer=trust_layer,
        attachment=attachment,
        bounds=bounds,
    )


def _number(option: str, typed: str, most: int, least: int = 1) -> int:
    text = typed.strip()
    if not (text.isascii() and text.isdigit()) or not least <= int(text) <= most:
        raise WrongUsage(
            f"{option} {typed}: no whole number from {least:,} to {most:,}",
            remedy="give such a number",
        )
    return int(text)
