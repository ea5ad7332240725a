"""Rows in which a scan ran several lines together: labels first, then amounts, then boxes.

Where the row holds as many places as labels that take an amount, each label gets its place
back. Where it does not, its labels say nothing of its numbers, and are set apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, pairwise

from focusconv.identify.nodes import Node
from focusconv.place.box_candidates import Element, Sight


def part_merged(
    elements: list[Element], takes_amount: Callable[[Node], bool]
) -> tuple[list[Element], set[int]]:
    """The elements with merged rows put in the order of separate lines.

    `takes_amount` tells whether a run is the label of a line with cells. The second answer
    holds the ids (`id()`) of runs whose row could not be parted.
    """
    if not _has_neighbours(elements):
        return elements, set()
    result: list[Element] = []
    set_apart: set[int] = set()
    for _, group in groupby(elements, key=_row):
        stretches = list(_stretches(group))
        for runs, rest in stretches:
            labels = [run for run in runs if takes_amount(run)] if len(runs) > 1 else []
            # Where words go on behind the numbers, one place may have words around it.
            if len(labels) < 2 or (len(stretches) > 1 and not _is_crowded(rest)):
                result.extend((*runs, *rest))
                continue
            places = _places(rest)
            if places is not None and len(places) == len(labels):
                of_label = dict(zip(map(id, labels), places, strict=True))
                for run in runs:
                    result.extend((run, *of_label.get(id(run), ())))
            else:
                set_apart.update(map(id, runs))
                result.extend((*runs, *rest))
    return result, set_apart


def _stretches(row: Iterable[Element]) -> Iterator[tuple[list[Node], list[Element]]]:
    """A row cut before words that follow numbers or boxes: runs of words, and what follows."""
    runs: list[Node] = []
    rest: list[Element] = []
    for element in row:
        if not _is_run(element):
            rest.append(element)
            continue
        if rest:
            yield runs, rest
            runs, rest = [], []
        assert isinstance(element, Node)
        runs.append(element)
    yield runs, rest


def _is_crowded(rest: list[Element]) -> bool:
    """Whether numbers and boxes are more than one place holds."""
    boxes = sum(isinstance(element, Sight) for element in rest)
    return boxes > 1 or len(rest) - boxes > 1


def _has_neighbours(elements: list[Element]) -> bool:
    """Whether two runs follow one another on a row."""
    before: Node | None = None
    for element in elements:
        if isinstance(element, Sight) or element.kind != "run":
            before = None
            continue
        if before is not None and before.row == element.row and before.page == element.page:
            return True
        before = element
    return False


def _is_run(element: Element) -> bool:
    return isinstance(element, Node) and element.kind == "run"


def _row(element: Element) -> tuple[int, int]:
    node = element.node if isinstance(element, Sight) else element
    return node.page, node.row


def _places(rest: list[Element]) -> list[list[Element]] | None:
    """The numbers and boxes of a row as places; None where the count leaves it open.

    Either numbers and boxes take turns, or all numbers come first and as many boxes behind
    them, or there are numbers only, or boxes only.
    """
    boxes = [e for e in rest if isinstance(e, Sight)]
    numbers = [e for e in rest if isinstance(e, Node)]
    if len(boxes) == len(numbers) and rest == [*numbers, *boxes]:
        return [[number, box] for number, box in zip(numbers, boxes, strict=True)]
    places: list[list[Element]] = []
    for before, element in zip([None, *rest], rest, strict=False):
        if isinstance(element, Sight) and isinstance(before, Node):
            places[-1].append(element)
        else:
            places.append([element])
    crowded = any(isinstance(a, Sight) is isinstance(b, Sight) for a, b in pairwise(rest))
    return None if crowded and boxes and numbers else places
