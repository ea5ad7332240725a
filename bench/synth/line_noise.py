"""Damage to labels, lines and pages: misspelt, lost, repeated, swapped, ghosts and strays."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator

from bench.synth.aim import digits, lose, put
from bench.synth.sheets import Printed, PrintLine


def label_misspelt(filing: Printed, rng: random.Random, rate: float) -> None:
    """Letters of the label are misread, dropped or doubled."""
    for line in _lines(filing, rng, rate):
        chars = list(line.label)
        for _ in range(max(1, len(chars) // 12)):
            at = rng.randrange(len(chars))
            chars[at] = rng.choice(("", chars[at] * 2, rng.choice("aeioucnrt"), "."))
        line.label = "".join(chars)


def label_truncated(filing: Printed, rng: random.Random, rate: float) -> None:
    """The label is cut at the left or the right."""
    for line in _lines(filing, rng, rate):
        size = max(3, int(len(line.label) * rng.uniform(0.3, 0.8)))
        if rng.random() < 0.3:
            line.label, line.number = line.label[-size:], ""
        else:
            line.label = line.label[:size]


def label_lost(filing: Printed, rng: random.Random, rate: float) -> None:
    """The label is not there; the box still says which line it is."""
    for line in _lines(filing, rng, rate):
        line.label, line.number = "", ""


def _lines(filing: Printed, rng: random.Random, rate: float) -> Iterator[PrintLine]:
    for sheet in filing.sheets:
        for line in sheet.lines:
            if line.label and rng.random() < rate:
                yield line


def ghost(filing: Printed, rng: random.Random, rate: float) -> None:
    """A heading row shows an amount: a garbled shadow of the row before or after it."""
    for sheet in filing.sheets:
        for before, line in zip(sheet.lines, sheet.lines[1:], strict=False):
            if line.heading and before.spots and rng.random() < rate:
                text = before.spots[-1].text.strip("()-")
                for at in digits(text):
                    if rng.random() < 0.3:
                        text = put(text, at, rng.choice(string.digits))
                line.ghost = text


def stray(filing: Printed, rng: random.Random, rate: float) -> None:
    """A row that is not of the form: a stamp, a fax line, a margin number."""
    for sheet in filing.sheets:
        if sheet.cover:
            continue
        for at in range(len(sheet.lines) - 1, 0, -1):
            if rng.random() < rate:
                sheet.lines.insert(at, _stray_line(rng))


def _stray_line(rng: random.Random) -> PrintLine:
    amount = f"{rng.randint(1, 10 ** rng.randint(1, 10)):,}"
    label = rng.choice(("", "", "RECEIVED", "Rev. 3", "FAX 312-555-0142 P. 4", "~"))
    return PrintLine("", label, 1, [], ghost=amount)


def row_missing(filing: Printed, rng: random.Random, rate: float) -> None:
    """A line of the form is not there at all."""
    for sheet in filing.sheets:
        for line in list(sheet.lines):
            if line.spots and rng.random() < rate:
                sheet.lines.remove(line)
                for spot in line.spots:
                    lose(filing, spot)


def row_twice(filing: Printed, rng: random.Random, rate: float) -> None:
    """A line of the form is there twice, one below the other."""
    for sheet in filing.sheets:
        for at in range(len(sheet.lines) - 1, -1, -1):
            if sheet.lines[at].spots and rng.random() < rate:
                sheet.lines.insert(at, sheet.lines[at])


def rows_swapped(filing: Printed, rng: random.Random, rate: float) -> None:
    """Two whole lines stand in the other order."""
    for sheet in filing.sheets:
        lines = sheet.lines
        for at in range(0, len(lines) - 1, 2):
            if lines[at].spots and lines[at + 1].spots and rng.random() < rate:
                lines[at], lines[at + 1] = lines[at + 1], lines[at]
