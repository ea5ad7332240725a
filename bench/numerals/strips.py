"""Runs of print as pictures: set in any typeface, framed or ruled, scanned, straightened, cut out.

Each strip goes the way that a page goes: printed, damaged as a scanner and a copier damage,
brought to the resolution of a sheet in one resampling, and cut out around its ink.
"""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from focusconv.readers.page_image.deskew import Cleaning

Grey = NDArray[np.uint8]

FINE = 3
"""Pixels in which a print is drawn for each pixel of its scan."""

SHEET_DPI = Cleaning().dpi

_LOADED = 6000
"""Typefaces in some size that are kept."""


class Strips:
    """Strips in the typefaces of some files; the same seed gives the same strips."""

    def __init__(self, fonts: list[Path], seed: int) -> None:
        self.fonts = [str(path) for path in fonts]
        self.rng = random.Random(seed)
        self.noise = np.random.default_rng(seed)
        self._loaded: dict[tuple[str, int], tuple[Any, float]] = {}

    def strip(self, text: str) -> Grey:
        """A print as it is cut out of a sheet."""
        rng = self.rng
        dpi = rng.choices((120, 150, 200, 300), (8, 50, 25, 17))[0]
        size = rng.uniform(4.2, 7.5) if rng.random() < 0.65 else rng.uniform(7.5, 13)
        fine = self._printed(text, size * dpi / 72 * FINE)
        lean = rng.uniform(-1.5, 1.5)
        scan = self._scanned(fine, lean)
        return self._cut(scan, fine.shape, SHEET_DPI / dpi)

    def _font(self, pixels: float) -> tuple[Any, float]:
        """Any of the typefaces about so high, and the height of its digits."""
        key = (self.rng.choice(self.fonts), max(round(pixels / 2), 3) * 2)
        if key not in self._loaded:
            if len(self._loaded) > _LOADED:
                self._loaded.clear()
            font = ImageFont.truetype(key[0], key[1])
            box = font.getbbox("0")
            self._loaded[key] = font, max(box[3] - box[1], 4)
        return self._loaded[key]

    def _printed(self, text: str, pixels: float) -> Grey:
        """Black on white, with room around and what stands beside it on a form."""
        rng = self.rng
        font, self.digit = self._font(pixels)
        left, top, right, bottom = font.getbbox(text)
        room = round(1.2 * self.digit)
        width, height = right - left + 2 * room, bottom - top + 2 * room
        image = Image.new("L", (width, height), 255)
        draw = ImageDraw.Draw(image)
        draw.text((room - left, room - top), text, 0, font=font)
        self.ink = (room, room, width - room, height - room)
        line = max(round(rng.uniform(0.4, 1.0) * pixels / 10), 1)
        self.room = None
        drawn = rng.random()
        if drawn < 0.3:
            self._frame(draw, line)
        elif drawn < 0.42:
            below = height - room + round(rng.uniform(0.12, 0.6) * self.digit)
            draw.line((0, below, width, below), rng.randrange(90), line)
        elif drawn < 0.47:
            gap = round(0.25 * self.digit)
            draw.text((room // 3 - left, room - top), rng.choice("$.(|"), 0, font=font)
            draw.line((width - gap, 0, width - gap, height), 0, line)
        paper = rng.choices((255, rng.randrange(200, 250)), (85, 15))[0]
        return np.minimum(np.asarray(image), np.uint8(paper))

    def _frame(self, draw: Any, line: int) -> None:
        """A frame around the print, close or wide; its room is where the strip may be cut out."""
        rng = self.rng
        x0, y0, x1, y1 = self.ink
        across, down = rng.uniform(0.15, 1.0) * self.digit, rng.uniform(0.08, 0.8) * self.digit
        self.room = (x0 - across, y0 - down, x1 + across, y1 + down)
        draw.rectangle(
            tuple(
                value + side * line for value, side in zip(self.room, (-1, -1, 1, 1), strict=True)
            ),
            outline=rng.randrange(80),
            width=line,
        )

    def _scanned(self, fine: Grey, lean: float) -> Grey:
        rng, noise = self.rng, self.noise
        height, width = fine.shape[0] // FINE + 2, fine.shape[1] // FINE + 2
        turn = cv2.getRotationMatrix2D((fine.shape[1] / 2, fine.shape[0] / 2), -lean, 1.0)
        smooth = cv2.GaussianBlur(fine, (0, 0), FINE * 0.42)
        shift = np.array([[1 / FINE, 0, rng.random()], [0, 1 / FINE, rng.random()], [0, 0, 1.0]])
        self.there = shift @ np.vstack([turn, [0, 0, 1]])
        paper = int(fine.max())
        scan = cv2.warpAffine(
            smooth, self.there[:2], (width, height), flags=cv2.INTER_LINEAR, borderValue=(paper,)
        )
        blur = rng.uniform(0.2, 1.0) * rng.choice((0, 1, 1))
        if blur:
            scan = cv2.GaussianBlur(scan, (0, 0), blur)
        grey = scan.astype(np.float32)
        ink = rng.uniform(0.35, 1.0)
        slope = np.linspace(0, rng.uniform(-0.12, 0.12), width, dtype=np.float32)
        grey = 255 - (255 - grey) * np.clip(ink + slope, 0.3, 1)
        grey -= rng.choice((0, rng.uniform(0, 40)))
        grey += noise.standard_normal(grey.shape, dtype=np.float32) * rng.choice(
            (rng.uniform(0, 6), rng.uniform(6, 15), rng.uniform(6, 15), rng.uniform(12, 24))
        )
        dirty = np.clip(grey, 0, 255).astype(np.uint8)
        for _ in range(rng.choices((0, 1, 2, 4), (70, 15, 10, 5))[0]):
            at = (rng.randrange(width), rng.randrange(height))
            cv2.circle(dirty, at, rng.randrange(2), rng.choice((20, 60, 60, 255)), -1)
        if rng.random() < 0.03:
            x = rng.randrange(width)
            cv2.line(dirty, (x, 0), (x + rng.randrange(-1, 2), height), rng.randrange(60, 170), 1)
        if rng.random() < 0.05:
            dirty = np.where(dirty > rng.randrange(130, 190), 255, 0).astype(np.uint8)
        if rng.random() < 0.85:
            quality = rng.choice((rng.randrange(28, 60), rng.randrange(45, 92)))
            _, data = cv2.imencode(".jpg", dirty, [cv2.IMWRITE_JPEG_QUALITY, quality])
            dirty = np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
        return dirty

    def _cut(self, scan: Grey, fine: tuple[int, ...], factor: float) -> Grey:
        """The scan straightened and at the resolution of a sheet, cut out around its ink."""
        scale = factor / FINE
        left = self.rng.uniform(-0.15, 0.15)
        turn = cv2.getRotationMatrix2D((fine[1] / 2, fine[0] / 2), left, 1.0)
        back = np.diag([scale, scale, 1.0]) @ np.vstack([turn, [0, 0, 1]])
        back = back @ np.linalg.inv(self.there)
        size = (math.ceil(fine[1] * scale), math.ceil(fine[0] * scale))
        way = cv2.INTER_CUBIC if factor >= 1 else cv2.INTER_AREA
        sheet = cv2.warpAffine(scan, back[:2], size, flags=way, borderMode=cv2.BORDER_REPLICATE)
        x0, y0, x1, y1 = (value * scale for value in self._cut_out())
        return np.asarray(sheet[max(round(y0), 0) : round(y1), max(round(x0), 0) : round(x1)])

    def _cut_out(self) -> tuple[float, float, float, float]:
        """Where a strip is cut out: the room of its frame, or about its ink as that was found."""
        rng, digit = self.rng, self.digit
        if self.room is not None and rng.random() < 0.5:
            off = [rng.uniform(-0.06, 0.06) * digit for _ in range(4)]
            x0, y0, x1, y1 = (value + by for value, by in zip(self.room, off, strict=True))
            return x0, y0, x1, y1
        x0, y0, x1, y1 = self.ink
        off = [rng.uniform(-0.28, 0.2) * digit for _ in range(4)]
        across, down = 0.35 * digit, 0.22 * digit
        return (
            x0 - across - off[0],
            y0 - down - off[1],
            x1 + across + off[2],
            y1 + down + off[3],
        )
