"""What scanning does to a page: resolution, lean, blur, faint ink, specks, lines, compression.

`damage("150-rough")` is a resolution in dots an inch and the name of a kind.
"""

from __future__ import annotations

import math

import cv2
import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from focusconv.document import Region

Grey = NDArray[np.uint8]


class Damage(Struct, frozen=True, kw_only=True):
    """How a scan is made; all that is random is drawn from a page's own generator.

    `lean` is the most, in degrees, that a page leans; `noise` the deviation of the grey
    levels; `blur` in pixels; `ink` the share of blackness that is left; `uneven` how much of
    that varies over the page; `shade` how much darker the paper is at an edge; `specks` an
    inch squared; `lines` a page; `quality` of JPEG; `levels` 2 for black and white only.
    `turn`: the sheet lies turned clockwise by so much on the glass.
    """

    dpi: int = 200
    lean: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    ink: float = 1.0
    uneven: float = 0.0
    shade: float = 0.0
    specks: float = 0.0
    lines: int = 0
    quality: int = 92
    levels: int = 256
    turn: int = 0


KINDS: dict[str, Damage] = {
    "clean": Damage(),
    "mild": Damage(lean=0.5, noise=4, blur=0.4, specks=0.05, quality=85),
    "rough": Damage(
        lean=1.2,
        noise=11,
        blur=0.75,
        ink=0.75,
        uneven=0.12,
        shade=25,
        specks=2.5,
        lines=1,
        quality=50,
    ),
    "lean": Damage(lean=2.5, noise=3, blur=0.3),
    "noise": Damage(noise=22),
    "blur": Damage(noise=3, blur=1.1),
    "jpeg": Damage(noise=3, quality=22),
    "faint": Damage(noise=7, ink=0.38, uneven=0.15, quality=80),
    "specks": Damage(noise=4, specks=9),
    "lines": Damage(noise=4, lines=4),
    "quarter": Damage(lean=0.5, noise=4, turn=90),
    "head": Damage(lean=0.5, noise=4, turn=180),
    "back": Damage(lean=0.5, noise=4, turn=270),
    "fax": Damage(lean=0.6, noise=10, blur=0.6, specks=1.0, levels=2),
}


_BLACK = 150
"""Grey levels up to this are black where a scan has two levels only."""


def damage(name: str) -> Damage:
    """The damage of a name such as `200-mild`; KeyError where the kind is unknown."""
    dpi, _, kind = name.partition("-")
    return msgspec.structs.replace(KINDS[kind], dpi=int(dpi))


class Pose(Struct, frozen=True):
    """How a sheet of so many points lies: it leans by `angle` degrees, then is turned."""

    angle: float
    turn: int
    width: float
    height: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the scan, in points."""
        upright = self.turn % 180 == 0
        return (self.width, self.height) if upright else (self.height, self.width)

    def region(self, region: Region) -> Region:
        """The smallest upright place on the scan that holds a place of the sheet."""
        corners = [(region[i], region[j]) for i in (0, 2) for j in (1, 3)]
        xs, ys = zip(*(self._point(x, y) for x, y in corners), strict=True)
        return (min(xs), min(ys), max(xs), max(ys))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        dx, dy = x - self.width / 2, y - self.height / 2
        x, y = self.width / 2 + dx * cos + dy * sin, self.height / 2 - dx * sin + dy * cos
        return {
            0: (x, y),
            90: (self.height - y, x),
            180: (self.width - x, self.height - y),
            270: (y, self.width - x),
        }[self.turn]


_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def scanned(page: Grey, how: Damage, rng: np.random.Generator) -> tuple[Grey, float]:
    """The page's grey picture as a scanner would give it, and the angle it leans by."""
    angle = float(rng.uniform(0.3, 1.0) * rng.choice((-1, 1)) * how.lean)
    height, width = page.shape
    picture = page
    if angle:
        middle = ((width - 1) / 2, (height - 1) / 2)
        turn = cv2.getRotationMatrix2D(middle, angle, 1.0)
        leaning = cv2.warpAffine(
            page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,)
        )
        picture = leaning.astype(np.uint8)
    if how.blur:
        picture = cv2.GaussianBlur(picture, (0, 0), how.blur).astype(np.uint8)
    grey = picture.astype(np.float32)
    grey = 255 - (255 - grey) * _ink(how, grey.shape, rng)
    if how.shade:
        ramp = np.linspace(0, how.shade, width, dtype=np.float32)
        grey -= ramp if rng.random() < 0.5 else ramp[::-1]
    if how.noise:
        grey += rng.standard_normal(grey.shape, dtype=np.float32) * how.noise
    dirty = np.clip(grey, 0, 255).astype(np.uint8)
    _specks(dirty, how, rng)
    _lines(dirty, how, rng)
    if how.levels == 2:
        dirty = np.where(dirty > _BLACK, 255, 0).astype(np.uint8)
    if how.turn:
        dirty = cv2.rotate(dirty, _TURNS[how.turn]).astype(np.uint8)
    return dirty, angle


def _ink(how: Damage, shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """How much of the blackness is left at each place: even, or in large blots."""
    if not how.uneven:
        return np.full((1, 1), how.ink, dtype=np.float32)
    coarse = rng.uniform(how.ink - how.uneven, how.ink + how.uneven, (12, 9)).astype(np.float32)
    fine = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return fine.astype(np.float32)


def _specks(picture: Grey, how: Damage, rng: np.random.Generator) -> None:
    """Dark dots up to a fiftieth of an inch wide, and some light ones."""
    height, width = picture.shape
    count = int(how.specks * height * width / how.dpi**2)
    for _ in range(count):
        at = (int(rng.integers(width)), int(rng.integers(height)))
        radius = int(rng.integers(0, max(how.dpi // 100, 1) + 1))
        cv2.circle(picture, at, radius, int(rng.choice((20, 60, 60, 255))), -1)


def _lines(picture: Grey, how: Damage, rng: np.random.Generator) -> None:
    """Thin streaks down the page, as dust on the glass leaves them."""
    height, width = picture.shape
    for _ in range(how.lines):
        x = int(rng.integers(width))
        level = int(rng.integers(60, 170))
        drift = int(rng.integers(-2, 3))
        cv2.line(picture, (x, 0), (x + drift, height), level, max(how.dpi // 200, 1))
