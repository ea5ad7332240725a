"""A run of print as the model of the engine `numerals` is given it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from focusconv.readers.page_image.deskew import Grey

CHARACTERS = " 0123456789,.()$-%[]/:~"
"""What the model knows; `~` stands for every letter and every other sign. Before the first of
them it knows one class more: no character."""

HIGH = 32
"""Pixels of the height of every strip."""

ACROSS = 2
"""Pixels of a strip for each column of scores."""

_BATCH = 24
"""Strips that are given to the model together."""

_LEAST = 16
"""The least pixels of its width."""

_FAINT = 30.0
"""Grey levels between paper and ink at least: what has fewer is noise, and stays faint."""


def as_given(strip: Grey) -> NDArray[np.float32]:
    """The strip at the model's height: 0 for its paper, about 1 for its ink."""
    height, width = strip.shape
    across = max(round(width * HIGH / height), _LEAST)
    way = cv2.INTER_AREA if height > HIGH else cv2.INTER_LINEAR
    sized = cv2.resize(strip, (across, HIGH), interpolation=way)
    paper, ink = np.percentile(strip, (90, 2))
    shown = (np.float32(paper) - sized.astype(np.float32)) / np.float32(max(paper - ink, _FAINT))
    return np.asarray(np.clip(shown, -0.5, 1.5), np.float32)


def batched(
    strips: Sequence[NDArray[np.float32]],
) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
    """Strips of about the same width together: their numbers, and an array of shape (strips, 1,
    `HIGH`, width of the widest)."""
    order = sorted(range(len(strips)), key=lambda k: strips[k].shape[1])
    for first in range(0, len(order), _BATCH):
        numbers = order[first : first + _BATCH]
        batch = np.zeros((len(numbers), 1, HIGH, strips[numbers[-1]].shape[1]), np.float32)
        for row, number in enumerate(numbers):
            batch[row, 0, :, : strips[number].shape[1]] = strips[number]
        yield numbers, batch
