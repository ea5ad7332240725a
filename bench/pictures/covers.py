"""Covers as marks: the FOCUS cover with its boxes, the daily cover with its targets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bench.pictures.columns import BOX_DIGITS, Type
from bench.pictures.faces import Face
from bench.pictures.look import Look
from bench.pictures.marks import CAP, Block, Frame, Rule, Text, wrapped
from bench.synth.covers import print_cover
from bench.synth.firms import REGIMES
from bench.synth.sheets import BREAK, Printed
from focusconv.forms.catalog import Key, Line, key_of

_BOXED = re.compile(r"(.*?) ?\[(\d+)\]")
_BLANK = re.compile(r"(?<=:)(?= ?[;%a])|(?<=and)(?=[;%])")
_SLOTS = {1: (0.0,), 2: (0.0, 0.62), 3: (0.0, 0.4, 0.66), 4: (0.0, 0.34, 0.47, 0.62)}
"""Where the cells of a row begin, in parts of the width."""


class CoverSetter:
    """Sets the cover of one filing in one look."""

    def __init__(self, filing: Printed, look: Look, kind: Type) -> None:
        self.filing = filing
        self.look = look
        self.kind = kind
        self.left, _, right, _ = look.margin
        self.right = look.page[0] - right
        self.pitch = kind.size * max(look.pitch, 1.45)

    def blocks(self) -> Iterator[Block]:
        """The rows of the cover from top to bottom."""
        if self.filing.edition.system == "FOCUS":
            for row in next(sheet for sheet in self.filing.sheets if sheet.cover).rows:
                yield from self._row(row.split(BREAK))
        else:
            yield from self._daily()

    def _baseline(self, row: int = 0) -> float:
        return row * self.pitch + (self.pitch + CAP * self.kind.size) / 2

    def _row(self, cells: list[str]) -> Iterator[Block]:
        """A row of the FOCUS cover: its cells side by side, or a paragraph."""
        kind = self.kind
        if len(cells) == 1 and not _BOXED.fullmatch(cells[0]):
            yield from self._paragraph(cells[0])
            return
        block = Block(height=self.pitch)
        size = self._fitting(cells)
        x = self.left
        for slot, cell in zip(_SLOTS[len(cells)], cells, strict=True):
            x = max(x, self.left + slot * (self.right - self.left))
            match = _BOXED.fullmatch(cell)
            text, number = (match[1], match[2]) if match else (cell, "")
            if text:
                entry = bool(number) and text in self._facts()
                cut = kind.entry if entry else kind.form
                block.add(Text(x, self._baseline(), text, cut, size, entry=entry))
                x += cut.width(text, size)
            if number:
                x = self._box(block, number, x + 4, size)
            x += self.look.gap
        yield block

    def _fitting(self, cells: list[str]) -> float:
        """The size at which cells side by side fit into the width."""
        size = self.kind.size
        boxes = sum(bool(_BOXED.fullmatch(cell)) for cell in cells)
        spare = len(cells) * (self.look.gap + 4) + boxes * (4 + 2 * self.look.padding)
        width = self.kind.form.width("".join(cells) + BOX_DIGITS, size)
        slots = 1.35 if len(cells) > 1 else 1.0
        return size * min(1.0, (self.right - self.left - spare) / (width * slots))

    def _facts(self) -> set[str]:
        facts = self.filing.facts
        dates = {f"{facts.begin:%m/%d/%y}", f"{facts.end:%m/%d/%y}"}
        return dates | {
            facts.name,
            facts.sec_file_number,
            facts.firm_id,
            facts.street,
            facts.city,
            facts.state,
            facts.zip,
            facts.contact,
            facts.telephone,
        }

    def _box(self, block: Block, number: str, x: float, size: float) -> float:
        """A box number behind a field; where it ends."""
        look, small = self.look, size * self.look.box_scale
        text = f"[{number}]" if look.box == "bracket" else number
        width, pad = self.kind.form.width(text, small), look.padding
        y = self._baseline()
        if look.box in ("framed", "shaded"):
            shade = 0.85 if look.box == "shaded" else None
            top = y - CAP * small - pad
            block.add(Frame(x, top, x + width + 2 * pad, y + pad, shade=shade))
            x += pad
        block.add(Text(x, y, text, self.kind.form, small))
        return x + width + pad

    def _paragraph(self, text: str) -> Iterator[Block]:
        """Running text; the form's own titles stand in the middle."""
        kind = self.kind
        title = text.isupper() and len(text) < 70
        cut = kind.strong if title else kind.form
        for row in wrapped(text, cut, kind.size, self.right - self.left):
            block = Block(height=self.pitch)
            spare = self.right - self.left - cut.width(row, kind.size)
            x = self.left + (spare / 2 if title and self.look.centred else 0)
            block.add(Text(x, self._baseline(), row, cut, kind.size))
            yield block

    def _daily(self) -> Iterator[Block]:
        """The daily cover: the head, who files, and a target for each regime."""
        facts = self.filing.facts
        head = next(sheet for sheet in self.filing.sheets if not sheet.cover).head
        kind = "AMENDED" if facts.amended else "INITIAL"
        for text in ("WINJAMMER FILING", kind, *head, "Daily Segregation - Cover Page"):
            yield from self._paragraph(text)
        yield Block(height=self.pitch)
        spec = self.filing.edition.by_id["cover"]
        said = {
            "name": facts.name,
            "contact_name": facts.contact,
            "telephone": facts.telephone,
            "email": facts.email,
        }
        for line in spec.lines:
            role = line.cells[0].role if line.cells else None
            if role is not None:
                yield self._fact(line.label, said[role])
            elif not line.cells:
                yield Block(height=self.pitch / 2)
                yield from self._paragraph(line.label)
            elif not line.line.endswith(".choice"):
                yield self._target(line)

    def _fact(self, label: str, value: str) -> Block:
        kind = self.kind
        block = Block(height=self.pitch)
        block.add(
            Text(self.left, self._baseline(), label, kind.form, kind.size),
            Text(self._middle(), self._baseline(), value, kind.entry, kind.size, entry=True),
        )
        return block

    def _middle(self) -> float:
        return self.left + (self.right - self.left) * 0.45

    def _target(self, line: Line) -> Block:
        """A target's sentence with its numbers in its blanks, or all at the right."""
        values = [self._value(line, n) for n in range(len(line.cells))]
        words = f"{line.line.rpartition('.')[2]}. {line.label}"
        pieces: list[tuple[str, Key | None]] = [(words, None)]
        if self.look.inline:
            pieces = []
            texts = _BLANK.split(words)
            for n, text in enumerate(texts):
                pieces.append((text, None))
                if n < len(values):
                    pieces.append(values[n])
        block, kind = Block(), self.kind
        x, row = self.left + 12, 0
        for text, key in pieces:
            for word in [text] if key else text.split():
                width = self._cut(key).width(word, kind.size)
                if x + width > self._end() and x > self.left + 24:
                    x, row = self.left + 24, row + 1
                block.add(self._word(x, row, word, key))
                if key:
                    y = self._baseline(row) + 1.8
                    block.add(Rule(x - 2, y, x + width + 2, y))
                x += width + kind.form.width(" ", kind.size)
        if not self.look.inline:
            self._apart(block, values, row)
        block.height = (row + 1) * self.pitch
        return block

    def _apart(self, block: Block, values: list[tuple[str, Key]], row: int) -> None:
        x = self.right
        for text, key in reversed(values):
            x -= self.kind.entry.width(text, self.kind.size)
            block.add(self._word(x, row, text, key))
            x -= 3 * self.look.gap

    def _end(self) -> float:
        """Where a sentence must end, so that numbers at the right have room."""
        return self.right if self.look.inline else self.right - (self.right - self.left) * 0.32

    def _cut(self, key: Key | None) -> Face:
        return self.kind.entry if key else self.kind.form

    def _word(self, x: float, row: int, text: str, key: Key | None) -> Text:
        size = self.kind.size
        return Text(x, self._baseline(row), text, self._cut(key), size, entry=bool(key), key=key)

    def _value(self, line: Line, cell: int) -> tuple[str, Key]:
        regime, _, letter = line.line.partition(".")
        a, b, c_low, c_high, d_low, d_high = self.filing.facts.targets[REGIMES.index(regime)].six()
        numbers = {"a": (a,), "b": (b,), "c": (c_low, c_high), "d": (d_low, d_high)}
        spec = line.cells[cell]
        return numbers[letter][cell], key_of("cover", line, spec)


def set_cover(filing: Printed, look: Look) -> None:
    """Give the cover sheet what a look prints of it, and forget what it does not show."""
    print_cover(filing, "missing" if look.cover == "missing" else "boxed")
