"""Runs of words laid over the lines of a statement, with the boxes that were seen as anchors.

The heaviest sequence of matches in which lines do not go backwards tells repeated labels
apart: `A. Cash` is the line that its neighbours leave for it. Lines printed out of order fall
out of the sequence and keep the evidence of their own box.
"""

from __future__ import annotations

import bisect
import functools

from msgspec import Struct, field

from focusconv.forms.catalog import StatementSpec
from focusconv.identify.lexicon import Hit, Lexicon
from focusconv.identify.nodes import Node
from focusconv.place.box_candidates import Element, Sight
from focusconv.place.heaviest_path import Options, heaviest, near_heaviest

BOX_WEIGHT = 30
LABEL_WEIGHT = 10
PART_WEIGHT = 7
LEAD_WEIGHT = 1
SURE_LIKENESS = 95
SLACK = 2
"""A sequence this much lighter is as good: less than any label weighs."""


class Alignment(Struct, dict=True):
    """What lines the elements belong to, by element index.

    `runs`: runs of words in sequence; `loose`: runs that stand outside it with the lines they
    may be; `pins`: sights in sequence with their line. `lines_seen`: lines whose label or box
    was seen. `choices` is what the sequence was chosen from, of `lines` lines.
    """

    runs: dict[int, Hit]
    loose: dict[int, tuple[Hit, ...]]
    pins: dict[int, int]
    lines_seen: set[int]
    choices: dict[int, Options]
    lines: int
    _near: dict[int, dict[int, list[int]]] = field(default_factory=dict)

    def open_lines(self, run: int) -> list[int]:
        """The other lines that a run in sequence may as well be: its label repeats, and
        nothing between the boxes around it tells which block it stands in."""
        if len(self.choices[run]) < 2:
            return []
        gap = bisect.bisect(self._pinned, run)
        if gap not in self._near:
            self._near[gap] = self._near_in(gap)
        return [line for line in self._near[gap][run] if line != self.runs[run].line]

    @functools.cached_property
    def _pinned(self) -> list[int]:
        return sorted(self.pins)

    @functools.cached_property
    def _chosen(self) -> list[int]:
        return sorted(self.choices)

    def _near_in(self, gap: int) -> dict[int, list[int]]:
        """For each element between two pins the lines that it may as well be."""
        pinned = self._pinned
        before = pinned[gap - 1] if gap else -1
        behind = pinned[gap] if gap < len(pinned) else self._chosen[-1] + 1
        low, high = self.pins.get(before, 0), self.pins.get(behind, self.lines - 1)
        first = bisect.bisect_right(self._chosen, before)
        last = bisect.bisect_left(self._chosen, behind)
        near = [
            (element, tuple(one for one in self.choices[element] if low <= one[0] <= high))
            for element in self._chosen[first:last]
        ]
        return near_heaviest(near, self.lines, SLACK)


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
    choices: dict[int, Options] = {}
    seen: set[int] = set()
    for i, element in enumerate(elements):
        if isinstance(element, Sight):
            if element.exact:
                line = line_of_box[element.box]
                seen.add(line)
                choices[i] = ((line, BOX_WEIGHT),)
        elif element.kind == "run":
            name, own = element.name, lexicon.labels_of(element.name, number)
            if i and not any(hit.whole for hit in own):
                label, whole = _gone_on(elements[i - 1], element, number, lexicon)
                if whole:
                    name, own = label, whole
            if not own:
                continue
            if id(element) in mute:
                seen |= {h.line for h in own if len(own) == 1}
            else:
                hits[i] = own
                choices[i] = _weights(name, element.lead, number, lexicon)
    sequence = heaviest(choices.items(), len(statement.lines))
    runs = {
        i: own[0] if len(own) == 1 else next(hit for hit in own if hit.line == sequence[i])
        for i, own in hits.items()
        if i in sequence
    }
    # Labels outside the sequence may stand in a block of their own, in order among themselves.
    loose = {i: own for i, own in hits.items() if i not in runs}
    seen.update(sequence.values())
    if loose:
        block = [(i, choices[i]) for i in loose]
        seen |= set(heaviest(block, len(statement.lines)).values())
    pins = {i: line for i, line in sequence.items() if i not in hits}
    return Alignment(runs, loose, pins, seen, choices, len(statement.lines))


def _gone_on(
    before: Element, run: Node, number: int, lexicon: Lexicon
) -> tuple[str, tuple[Hit, ...]]:
    """The label that a run of words ends which began on the row before, and its lines; a few
    words, or words that end several labels, say so which line they belong to. A label that
    stood there whole already is not gone on with."""
    if not (
        isinstance(before, Node)
        and before.kind == "run"
        and (before.page, before.row + 1) == (run.page, run.row)
    ):
        return "", ()
    name = before.name + run.name
    alone = {hit.line: hit.likeness for hit in lexicon.labels_of(before.name, number) if hit.whole}
    return name, tuple(
        hit
        for hit in lexicon.labels_of(name, number)
        if hit.whole and hit.likeness >= max(SURE_LIKENESS, alone.get(hit.line, 0) + 1)
    )


@functools.lru_cache(maxsize=1 << 14)
def _weights(name: str, lead: str, number: int, lexicon: Lexicon) -> Options:
    """The lines that a run may be the label of, with weights; its line number speaks too."""
    lines = lexicon.edition.statements[number].lines
    found = []
    for hit in lexicon.labels_of(name, number):
        base = LABEL_WEIGHT if hit.whole else PART_WEIGHT
        same_lead = bool(lead) and lines[hit.line].line.split(".")[-1].upper() == lead
        found.append((hit.line, base * hit.likeness // 100 + LEAD_WEIGHT * same_lead))
    return tuple(found)
