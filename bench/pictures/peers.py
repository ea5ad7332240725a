"""The peers on the same pages: what reads PDF text and tables, and what recognises scans.

Each takes a document's bytes and gives what it read of every page; nothing here is used by
the program. What is not installed is left out, and said.
"""

from __future__ import annotations

import functools
import importlib.util
import io
import logging
import re
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf

from bench.pictures.cases import Place
from focusconv.document import Region

Peer = Callable[[bytes], object]

_DIGITS = re.compile(r"[\d,.]*\d")


def words(document: bytes) -> object:
    """PyMuPDF's own words of every page."""
    with pymupdf.open("pdf", document) as opened:
        return [page.get_text("words") for page in opened]


def plumber_tables(document: bytes) -> object:
    """The tables that pdfplumber finds on every page."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(document)) as opened:
        return [page.extract_tables() for page in opened.pages]


def camelot_tables(flavor: str) -> Peer:
    """The tables that camelot finds on every page by one of its flavors."""

    def tables(document: bytes) -> object:
        from camelot.io import read_pdf

        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            path = Path(folder) / "filing.pdf"
            path.write_bytes(document)
            return [table.df for table in read_pdf(str(path), pages="all", flavor=flavor)]

    return tables


def text_peers() -> dict[str, Peer]:
    """The installed peers on text, by name; PyMuPDF's words first."""
    found: dict[str, Peer] = {"pymupdf words": words}
    if importlib.util.find_spec("pdfplumber"):
        found["pdfplumber tables"] = plumber_tables
    if importlib.util.find_spec("camelot"):
        found["camelot lattice"] = camelot_tables("lattice")
        found["camelot hybrid"] = camelot_tables("hybrid")
    return found


@functools.cache
def rapidocr() -> Any:
    """rapidocr with its bundled models, as it comes but for the angle classifier."""
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.use_cls": False, "Global.log_level": "error"})


def page_pictures(document: bytes, dpi: int) -> list[np.ndarray[Any, Any]]:
    """Every page as an RGB picture, as it would be given to an engine."""
    with pymupdf.open("pdf", document) as opened:
        return [_picture(page, dpi) for page in opened]


def _picture(page: pymupdf.Page, dpi: int) -> np.ndarray[Any, Any]:
    pixels = page.get_pixmap(dpi=dpi)
    return np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 3)


def recognised(picture: np.ndarray[Any, Any], dpi: int) -> list[tuple[Region, str]]:
    """What rapidocr reads on a full page, with places in points."""
    found = rapidocr()(picture)
    if found.boxes is None:
        return []
    scale = 72 / dpi
    lines = []
    for corners, text in zip(found.boxes, found.txts, strict=True):
        xs, ys = [float(x) * scale for x, _ in corners], [float(y) * scale for _, y in corners]
        lines.append(((min(xs), min(ys), max(xs), max(ys)), text))
    return lines


def reads(lines: list[tuple[Region, str]], place: Place, value: int) -> bool:
    """Whether a line over the place holds the digits of a value, its sign left out.

    This is generous to the engine: it need not tell which box the number belongs to.
    """
    x, y = (place.region[0] + place.region[2]) / 2, (place.region[1] + place.region[3]) / 2
    own = [text for r, text in lines if r[0] <= x <= r[2] and r[1] <= y <= r[3]]
    wanted = str(abs(value))
    return any(
        re.sub(r"\D", "", number) == wanted for text in own for number in _DIGITS.findall(text)
    )
