"""What scanners, copiers and fax machines do to a page: a noise model of grey pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Dice = np.random.Generator
Step = Callable[[Picture, Dice], Picture]


@dataclass(frozen=True)
class Noise:
    """A way a page was digitized: at a resolution, then step by step.

    `vertical` is the resolution down the page; `bilevel` pages are black and white. `smallest`
    is the type that a reader can still make out, in points.
    """

    name: str
    dpi: int
    steps: tuple[Step, ...]
    vertical: int = 0
    bilevel: bool = False
    quality: int = 88
    smallest: float = 7.0


def _grey(values: NDArray[np.float32]) -> Picture:
    return np.clip(values, 0, 255).astype(np.uint8)


def _float(page: Picture) -> NDArray[np.float32]:
    return page.astype(np.float32)


def grain(page: Picture, dice: Dice) -> Picture:
    """The noise of a sensor."""
    strength = dice.uniform(2, 7)
    return _grey(_float(page) + dice.normal(0, strength, page.shape).astype(np.float32))


def soft(page: Picture, dice: Dice) -> Picture:
    """A lens a little out of focus."""
    return cv2.GaussianBlur(page, (0, 0), dice.uniform(0.5, 0.9)).astype(np.uint8)


def light(page: Picture, dice: Dice) -> Picture:
    """A lamp that is brighter on one side, and a fold of shade."""
    rows, columns = page.shape
    x, y = np.meshgrid(np.linspace(-1, 1, columns), np.linspace(-1, 1, rows))
    slope = dice.uniform(-22, 22) * x + dice.uniform(-22, 22) * y
    hollow = dice.uniform(0, 25) * np.exp(-(((x - dice.uniform(-1, 1)) / 0.35) ** 2))
    return _grey(_float(page) * 0.93 + (slope - hollow).astype(np.float32))


def crooked(page: Picture, dice: Dice) -> Picture:
    """Laid on the glass at an angle, of up to five degrees."""
    return _turned(page, float(dice.choice([-1, 1]) * dice.uniform(1.5, 5)))


def askew(page: Picture, dice: Dice) -> Picture:
    """Fed a little askew."""
    return _turned(page, float(dice.uniform(-1.0, 1.0)))


def _turned(page: Picture, angle: float) -> Picture:
    rows, columns = page.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1.0)
    wide, high = abs(turn[0, 0]), abs(turn[0, 1])
    width, height = int(columns * wide + rows * high), int(columns * high + rows * wide)
    turn[:, 2] += ((width - columns) / 2, (height - rows) / 2)
    return cv2.warpAffine(page, turn, (width, height), borderValue=(250.0,)).astype(np.uint8)


def specks(page: Picture, dice: Dice) -> Picture:
    """Dust: dots smaller than a period, dark ones and a few bright."""
    done = page.copy()
    rows, columns = page.shape
    for shade, share in ((30, 3e-5), (255, 1e-5)):
        for _ in range(int(rows * columns * share)):
            at = (int(dice.integers(columns)), int(dice.integers(rows)))
            cv2.circle(done, at, 0 if dice.random() < 0.8 else 1, (shade,), -1)
    return done


def streaks(page: Picture, dice: Dice) -> Picture:
    """Toner drawn down the page by a scratched drum."""
    done = _float(page)
    for _ in range(int(dice.integers(2, 6))):
        column, width = int(dice.integers(page.shape[1] - 3)), int(dice.integers(1, 3))
        done[:, column : column + width] -= float(dice.uniform(25, 80))
    return _grey(done)


def copied(page: Picture, dice: Dice) -> Picture:
    """A copy of a copy: strokes thickened, contrast forced."""
    blurred = _float(cv2.GaussianBlur(page, (0, 0), 0.9).astype(np.uint8))
    return _grey((blurred - dice.uniform(125, 150)) * 2.6 + 120)


def edges(page: Picture, dice: Dice) -> Picture:
    """Black where the lid stood open around the sheet."""
    top, bottom, left, right = (int(dice.uniform(0.005, 0.03) * page.shape[1]) for _ in range(4))
    done = np.pad(page, ((top, bottom), (left, right)), constant_values=22)
    return cv2.GaussianBlur(done, (0, 0), 0.6).astype(np.uint8)


def holes(page: Picture, dice: Dice) -> Picture:
    """Two or three holes for a binder, in the left margin."""
    done = page.copy()
    rows, columns = page.shape
    for share in (0.12, 0.5, 0.88) if dice.random() < 0.5 else (0.36, 0.64):
        at = (int(columns * 0.022), int(rows * share))
        cv2.circle(done, at, int(columns * 0.013), (35,), -1, cv2.LINE_AA)
    return done


def folds(page: Picture, dice: Dice) -> Picture:
    """Folded in three for an envelope: two lines, bright with a dark lip."""
    done = _float(page)
    for share in (1 / 3, 2 / 3):
        row = int(page.shape[0] * (share + dice.uniform(-0.02, 0.02)))
        done[row : row + 2] += 45
        done[row + 2 : row + 4] -= 35
    return _grey(done)


def bleed(page: Picture, dice: Dice) -> Picture:
    """The back of the sheet, mirrored and faint, through thin paper."""
    back = cv2.GaussianBlur(page[:, ::-1], (0, 0), 1.6)
    shifted = np.roll(back, int(dice.integers(-30, 30)), axis=0)
    return _grey(_float(page) - (255 - _float(shifted.astype(np.uint8))) * dice.uniform(0.1, 0.2))


def threshold(page: Picture, dice: Dice) -> Picture:
    """Black and white, at one level for the page."""
    level = int(dice.integers(150, 190))
    return np.where(page < level, 0, 255).astype(np.uint8)


NOISES = {
    noise.name: noise
    for noise in (
        Noise("clean", 200, (soft, grain), quality=92),
        Noise("bilevel", 200, (soft, askew, threshold), bilevel=True),
        Noise("bilevel-fine", 300, (soft, threshold), bilevel=True, smallest=6.0),
        Noise("fax-fine", 204, (soft, specks, threshold), 196, bilevel=True, smallest=8.0),
        Noise("fax-coarse", 204, (soft, threshold), 98, bilevel=True, smallest=9.0),
        Noise("rough", 150, (light, crooked, soft, specks, grain), quality=55, smallest=8.0),
        Noise("edges", 200, (soft, askew, edges, grain)),
        Noise("filed", 200, (holes, folds, soft, light, grain)),
        Noise("thin-paper", 200, (bleed, soft, grain), quality=75),
        Noise("copier", 200, (copied, askew, streaks, specks, grain), smallest=8.0),
    )
}


def digitized(page: Picture, noise: Noise, dice: Dice) -> Picture:
    """A page as it comes out; a fax of fewer lines is less high than it is wide."""
    if noise.vertical:
        rows = round(page.shape[0] * noise.vertical / noise.dpi)
        size = (page.shape[1], rows)
        page = cv2.resize(page, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    for step in noise.steps:
        page = step(page, dice)
    return page
