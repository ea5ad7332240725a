"""The heaviest sequence in which lines never go backwards, and what comes near it.

Prefix maxima are kept in a Fenwick tree: n elements with k choices each over m lines take
O(n k log m).
"""

from __future__ import annotations

from collections.abc import Iterable

Choice = tuple[int, tuple[tuple[int, int], ...]]
"""An element with the lines it may belong to and their weights."""

Scored = tuple[int, int, int, int]
"""An element, its line, the weight of the best sequence that ends there, the step before."""


def heaviest(choices: Iterable[Choice], lines: int) -> dict[int, int]:
    """The heaviest choice of one line per element, in their order; elements may stay out.

    The answer maps element to line.
    """
    steps = _steps(choices, lines)
    step = max(range(len(steps)), key=lambda i: steps[i][2], default=-1)
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
    tree: list[tuple[int, int]] = [(0, -1)] * (lines + 1)
    steps: list[Scored] = []
    for element, own in choices:
        scored = []
        for line, weight in own:
            best, step = 0, -1
            at = line + 1
            while at > 0:
                if tree[at][0] > best:
                    best, step = tree[at]
                at -= at & -at
            scored.append((line, best + weight, step))
        for line, total, step in scored:
            steps.append((element, line, total, step))
            at = line + 1
            while at <= lines:
                if tree[at][0] < total:
                    tree[at] = (total, len(steps) - 1)
                at += at & -at
    return steps
