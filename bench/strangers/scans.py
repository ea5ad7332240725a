"""Pages of a PDF to pictures and back: scans as image-only PDF, TIFF or one PNG."""

from __future__ import annotations

import io
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pymupdf
from PIL import Image

from bench.strangers.drawing import Look
from bench.strangers.figures import Filing
from bench.strangers.looks import LOOKS, pdf
from bench.strangers.noise import Noise, Picture, digitized
from bench.strangers.truth import Truth, truth_of

_ON_ONE_PAGE = ("segregation", "cleared-swaps", "secured")
_ON_EVERY_PAGE = ("name", "end", "submitted")


def looks_for(noise: Noise) -> list[Look]:
    """Those whose type a reader still makes out under a noise."""
    return [look for look in LOOKS.values() if look.size >= noise.smallest]


def scanned(filing: Filing, look: Look, noise: Noise, form: str) -> tuple[bytes, Truth]:
    """A filing printed in a look and digitized; a PNG shows one of its statements."""
    truth = truth_of(filing)
    if form == "png":
        filing, truth = _one_statement(filing, truth)
    data, _ = pdf(filing, look)
    dice = np.random.default_rng([filing.seed, *noise.name.encode()])
    pages = [digitized(page, noise, dice) for page in _rendered(data, noise.dpi)]
    writers = {"pdf": _as_pdf, "tiff": _as_tiff, "png": _as_png}
    return writers[form](pages, noise), truth


def _one_statement(filing: Filing, truth: Truth) -> tuple[Filing, Truth]:
    """What one page of a filing says, and no more."""
    there = [name for name in _ON_ONE_PAGE if name in filing.statements]
    kept = Random(f"page {filing.seed}").choice(there)
    values = {key: v for key, v in filing.values.items() if key.startswith(f"{kept}/")}
    header = {name: v for name, v in truth.header.items() if name in _ON_EVERY_PAGE}
    return replace(filing, statements=(kept,), values=values), Truth(values, header)


def _rendered(data: bytes, dpi: int) -> list[Picture]:
    document: Any = pymupdf.open(stream=data)
    pages: list[Picture] = []
    for page in document:
        drawn = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
        flat = np.frombuffer(drawn.samples, np.uint8)
        pages.append(flat.reshape(drawn.height, drawn.stride)[:, : drawn.width].copy())
    return pages


def _image(page: Picture, noise: Noise) -> Image.Image:
    image = Image.fromarray(page)
    return image.convert("1", dither=Image.Dither.NONE) if noise.bilevel else image


def _resolution(noise: Noise) -> tuple[int, int]:
    return noise.dpi, noise.vertical or noise.dpi


def _as_pdf(pages: list[Picture], noise: Noise) -> bytes:
    document: Any = pymupdf.open()
    across, down = _resolution(noise)
    for picture in pages:
        height, width = picture.shape
        page = document.new_page(width=width * 72 / across, height=height * 72 / down)
        out = io.BytesIO()
        if noise.bilevel:
            _image(picture, noise).save(out, "PNG")
        else:
            _image(picture, noise).save(out, "JPEG", quality=noise.quality)
        page.insert_image(page.rect, stream=out.getvalue(), keep_proportion=False)
    return bytes(document.tobytes(deflate=True, no_new_id=True))


def _as_tiff(pages: list[Picture], noise: Noise) -> bytes:
    out = io.BytesIO()
    first, *others = (_image(page, noise) for page in pages)
    packed = "group4" if noise.bilevel else "tiff_lzw"
    first.save(
        out,
        "TIFF",
        save_all=True,
        append_images=others,
        compression=packed,
        dpi=_resolution(noise),
    )
    return out.getvalue()


def _as_png(pages: list[Picture], noise: Noise) -> bytes:
    """All pages in one picture, one below the other."""
    width = max(page.shape[1] for page in pages)
    same = [np.pad(p, ((0, 0), (0, width - p.shape[1])), constant_values=255) for p in pages]
    out = io.BytesIO()
    _image(np.vstack(same), noise).save(out, "PNG", dpi=_resolution(noise))
    return out.getvalue()
