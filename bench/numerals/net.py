"""The net that reads runs of print, and a strip as it is given to it."""

from __future__ import annotations

from torch import Tensor, nn

from focusconv.readers.engines.strip import ACROSS, CHARACTERS

CLASSES = len(CHARACTERS) + 1
"""Every character, and before them the class of no character."""


class Net(nn.Module):
    """Columns of answers from strips 32 pixels high: convolutions alone, so that it is small."""

    def __init__(self, wide: int = 112) -> None:
        super().__init__()
        self.seen = nn.Sequential(
            *_layer(1, 16, (3, 3), (2, ACROSS)),
            *_layer(16, 32, (3, 3), (1, 1)),
            *_layer(32, 48, (3, 3), (2, 1)),
            *_layer(48, 64, (3, 3), (2, 1)),
            *_layer(64, wide, (4, 3), (1, 1), (0, 1)),
        )
        self.along = nn.ModuleList(
            nn.Sequential(*_layer(wide, wide, (1, 5), (1, 1), (0, 2 * far), (1, far)))
            for far in (1, 2, 1)
        )
        self.drop = nn.Dropout(0.1)
        self.told = nn.Conv2d(wide, CLASSES, 1)

    def forward(self, strips: Tensor) -> Tensor:
        """Scores of shape (strips, columns, classes) for strips of shape (strips, 1, 32, width)."""
        found = self.seen(strips)
        for layer in self.along:
            found = found + layer(found)
        scores: Tensor = self.told(self.drop(found))
        return scores.squeeze(2).transpose(1, 2)


def _layer(
    given: int,
    made: int,
    size: tuple[int, int],
    stride: tuple[int, int],
    padding: tuple[int, int] = (1, 1),
    far: tuple[int, int] = (1, 1),
) -> tuple[nn.Module, ...]:
    return (
        nn.Conv2d(given, made, size, stride, padding, far, bias=False),
        nn.BatchNorm2d(made),
        nn.ReLU(),
    )
