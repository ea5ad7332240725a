"""A page as a picture: what is handed on to be recognised."""

from __future__ import annotations

from msgspec import Struct


class Picture(Struct, frozen=True):
    """Page `number`, drawn upright: 8-bit grey `samples`, row by row from the top.

    `scale` is how many pixels make a point: places in the picture divided by it are places
    on the page.
    """

    number: int
    width: int
    height: int
    samples: bytes
    scale: float

    @property
    def dpi(self) -> float:
        return self.scale * 72
