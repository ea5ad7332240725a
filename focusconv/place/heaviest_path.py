"""The heaviest sequence in which lines never go backwards, and what comes near it.

Prefix maxima are kept in a Fenwick tree: n elements with k choices each over m lines take
O(n k log m).
"""

from __future__ import annotations

from collections.abc import Iterable

Options = tuple[tuple[int, int], ...]
"""The lines that an element may belong to and their weights."""

Choice = tuple[int, Options]
"""An element with its options."""

Scored = tuple[int, int, int, int]
"""An element, its line, the weight of the best sequence that ends there, the step before."""


def heaviest(choices: Iterable[Choice], lines: int) -> dict[int, int]:
    """The heaviest choice of one line per element, in their order; elements may stay out.

    The answer maps element to line.
    """
    steps = _steps(choices, lines)
    totals = [total for _, _, total, _ in steps]
    step = totals.index(max(totals)) if totals else -1
    chosen: dict[int, int] = {}
    while step >= 0:
        element, line, _, step = steps[step]
        chosen[element] = line
    return chosen


def near_heaviest(choices: list[Choice], lines: int, slack: int) -> dict[int, list[int]]:
    """For each element the lines it has in some sequence at most `slack` lighter than the best."""
    forward = _steps(choices, lines)
    flipped = [
        (element, tuple((lines - 1 - line, weight) for line, weight in own))
        for element, own in reversed(choices)
    ]
    backward = {(e, lines - 1 - line): total for e, line, total, _ in _steps(flipped, lines)}
    weights = {(e, line): weight for e, own in choices for line, weight in own}
    best = max((total for _, _, total, _ in forward), default=0)
    near: dict[int, list[int]] = {}
    for element, line, total, _ in forward:
        place = element, line
        if total + backward[place] - weights[place] >= best - slack:
            near.setdefault(element, []).append(line)
    return near


def _steps(choices: Iterable[Choice], lines: int) -> list[Scored]:
    totals = [0] * (lines + 1)
    ends = [-1] * (lines + 1)
    steps: list[Scored] = []
    for element, own in choices:
        scored = []
        for line, weight in own:
            best, step = 0, -1
            at = line + 1
            while at > 0:
                if totals[at] > best:
                    best, step = totals[at], ends[at]
                at &= at - 1
            scored.append((element, line, best + weight, step))
        for scored_step in scored:
            _, line, total, _ = scored_step
            at = line + 1
            # What a node of the tree holds, those above it hold or better.
            while at <= lines and totals[at] < total:
                totals[at], ends[at] = total, len(steps)
                at += at & -at
            steps.append(scored_step)
    return steps
