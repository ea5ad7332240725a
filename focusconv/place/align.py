"""Runs of words laid over the lines of a statement, with the boxes that were seen as anchors.

The heaviest sequence of matches in which lines do not go backwards tells repeated labels
apart: `A. Cash` is the line that its neighbours leave for it. Lines printed out of order fall
out of the sequence and keep the evidence of their own box.
"""

from __future__ import annotations

import functools

from msgspec import Struct

from focusconv.forms.catalog import StatementSpec
from focusconv.forms.lexicon import Hit, Lexicon
from focusconv.place.sequence import Choice, heaviest, near_heaviest
from focusconv.place.sights import Element, Sight

BOX_WEIGHT = 30
LABEL_WEIGHT = 10
PART_WEIGHT = 7
LEAD_WEIGHT = 1
SURE_LIKENESS = 95
SLACK = 2
"""A sequence this much lighter is as good: less than any label weighs."""


class LabelMatch(Struct, frozen=True):
    """The line a run was taken for; `likeness` in percent, `whole` unless it is a part."""

    line: int
    likeness: int
    whole: bool


class Alignment(Struct):
    """What lines the elements belong to, by element index.

    `runs`: runs of words in sequence; `loose`: runs that stand outside it with the lines they
    may be; `pins`: sights in sequence with their line. `lines_seen`: lines whose label or box
    was seen. `choices` is what the sequence was chosen from, of `lines` lines.
    """

    runs: dict[int, LabelMatch]
    loose: dict[int, tuple[Hit, ...]]
    pins: dict[int, int]
    lines_seen: set[int]
    choices: list[Choice]
    lines: int

    def open_lines(self, run: int) -> list[int]:
        """The other lines that a run in sequence may as well be: its label repeats, and
        nothing between the boxes around it tells which block it stands in."""
        own = dict(self.choices)[run]
        if len(own) < 2:
            return []
        before = max((pin for pin in self.pins if pin < run), default=-1)
        behind = min((pin for pin in self.pins if pin > run), default=self.choices[-1][0] + 1)
        low, high = self.pins.get(before, 0), self.pins.get(behind, self.lines - 1)
        near = [
            (element, tuple(option for option in options if low <= option[0] <= high))
            for element, options in self.choices
            if before < element < behind
        ]
        lines = near_heaviest(near, self.lines, SLACK)[run]
        return [line for line in lines if line != self.runs[run].line]


def align(
    elements: list[Element],
    mute: set[int],
    statement: StatementSpec,
    number: int,
    lexicon: Lexicon,
    line_of_box: dict[str, int],
) -> Alignment:
    """Lay the elements over the lines of the statement, the edition's `number`-th.

    `mute` are the ids of runs whose label says nothing of the numbers beside it.
    """
    hits: dict[int, tuple[Hit, ...]] = {}
    apart: set[int] = set()
    options: list[Choice] = []
    for i, element in enumerate(elements):
        if isinstance(element, Sight):
            if element.exact:
                options.append((i, ((line_of_box[element.box], BOX_WEIGHT),)))
        elif element.kind == "run":
            own = lexicon.labels_of(element.name, number)
            if own and id(element) in mute:
                apart |= {h.line for h in own if len(own) == 1}
            elif own:
                hits[i] = own
                options.append((i, _weights(element.name, element.lead, number, lexicon)))
    sequence = heaviest(options, len(statement.lines))
    runs: dict[int, LabelMatch] = {}
    for i, line in sequence.items():
        if i in hits:
            hit = next(h for h in hits[i] if h.line == line)
            runs[i] = LabelMatch(line, hit.likeness, hit.whole)
    # Labels outside the sequence may stand in a block of their own, in order among themselves.
    loose = {i: own for i, own in hits.items() if i not in runs}
    seen = apart | set(sequence.values())
    if loose:
        block = [choice for choice in options if choice[0] in loose]
        seen |= set(heaviest(block, len(statement.lines)).values())
    seen |= {line_of_box[e.box] for e in elements if isinstance(e, Sight) and e.exact}
    pins = {i: line for i, line in sequence.items() if i not in hits}
    return Alignment(runs, loose, pins, seen, options, len(statement.lines))


@functools.lru_cache(maxsize=1 << 14)
def _weights(name: str, lead: str, number: int, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    """The lines that a run may be the label of, with weights; its line number speaks too."""
    lines = lexicon.edition.statements[number].lines
    found = []
    for hit in lexicon.labels_of(name, number):
        base = LABEL_WEIGHT if hit.whole else PART_WEIGHT
        same_lead = bool(lead) and lines[hit.line].line.split(".")[-1].upper() == lead
        found.append((hit.line, base * hit.likeness // 100 + LEAD_WEIGHT * same_lead))
    return tuple(found)
