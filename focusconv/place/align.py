"""Runs of words laid over the lines of a statement, with the boxes that were seen as anchors.

The heaviest sequence of matches in which lines do not go backwards (found with a Fenwick
tree) tells repeated labels apart: `A. Cash` is the line that its neighbours leave for it.
Lines printed out of order fall out of the sequence and keep the evidence of their own box.
"""

from __future__ import annotations

import functools

from msgspec import Struct

from focusconv.forms.catalog import StatementSpec
from focusconv.forms.lexicon import Hit, Lexicon
from focusconv.place.sights import Element, Sight

BOX_WEIGHT = 30
LABEL_WEIGHT = 10
PART_WEIGHT = 7
LEAD_WEIGHT = 1
SURE_LIKENESS = 95


Choice = tuple[int, tuple[tuple[int, int], ...]]
"""An element with the lines it may belong to and their weights."""


class LabelMatch(Struct, frozen=True):
    """The line a run was taken for; `likeness` in percent, `whole` unless it is a part."""

    line: int
    likeness: int
    whole: bool


class Alignment(Struct):
    """What lines the elements belong to, by element index.

    `runs`: runs of words in sequence; `loose`: runs that stand outside it with the lines they
    may be; `anchored`: sights in sequence. `lines_seen`: lines whose label or box was seen.
    """

    runs: dict[int, LabelMatch]
    loose: dict[int, tuple[Hit, ...]]
    anchored: set[int]
    lines_seen: set[int]


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
                options.append((i, _weights(own, element.lead, statement)))
    sequence = _heaviest(options, len(statement.lines))
    runs: dict[int, LabelMatch] = {}
    anchored: set[int] = set()
    for i, line in sequence.items():
        if i in hits:
            hit = next(h for h in hits[i] if h.line == line)
            runs[i] = LabelMatch(line, hit.likeness, hit.whole)
        else:
            anchored.add(i)
    loose = {i: own for i, own in hits.items() if i not in runs}
    seen = apart | set(sequence.values())
    seen |= _seen_apart(loose, elements, statement)
    seen |= {line_of_box[e.box] for e in elements if isinstance(e, Sight) and e.exact}
    return Alignment(runs, loose, anchored, seen)


@functools.lru_cache(maxsize=1 << 14)
def _weights(
    hits: tuple[Hit, ...], lead: str, statement: StatementSpec
) -> tuple[tuple[int, int], ...]:
    """The lines that a run may be the label of, with weights; its line number speaks too."""
    found = []
    for hit in hits:
        base = LABEL_WEIGHT if hit.whole else PART_WEIGHT
        same_lead = bool(lead) and statement.lines[hit.line].line.split(".")[-1].upper() == lead
        found.append((hit.line, base * hit.likeness // 100 + LEAD_WEIGHT * same_lead))
    return tuple(found)


def _seen_apart(
    loose: dict[int, tuple[Hit, ...]], elements: list[Element], statement: StatementSpec
) -> set[int]:
    """Lines of labels that stand in a block of their own, aligned among themselves."""
    options = []
    for i, own in loose.items():
        element = elements[i]
        lead = "" if isinstance(element, Sight) else element.lead
        options.append((i, _weights(own, lead, statement)))
    return set(_heaviest(options, len(statement.lines)).values())


def _heaviest(options: list[Choice], lines: int) -> dict[int, int]:
    """The heaviest choice of one (line, weight) per element, lines never going backwards.

    Elements may stay out. `options` is in reading order; the answer maps element to line.
    """
    tree: list[tuple[int, int]] = [(0, -1)] * (lines + 1)
    steps: list[tuple[int, int, int]] = []
    for element, choices in options:
        scored = []
        for line, weight in choices:
            best, step = 0, -1
            at = line + 1
            while at > 0:
                if tree[at][0] > best:
                    best, step = tree[at]
                at -= at & -at
            scored.append((line, best + weight, step))
        for line, total, step in scored:
            steps.append((element, line, step))
            at = line + 1
            while at <= lines:
                if tree[at][0] < total:
                    tree[at] = (total, len(steps) - 1)
                at += at & -at
    best, step = 0, -1
    at = lines
    while at > 0:
        if tree[at][0] > best:
            best, step = tree[at]
        at -= at & -at
    chosen: dict[int, int] = {}
    while step >= 0:
        element, line, step = steps[step]
        chosen[element] = line
    return chosen
