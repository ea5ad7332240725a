"""Rows in which a scan ran several lines together: labels first, then amounts, then boxes.

Where the row holds as many places as labels that take an amount, each label gets its place
back. Where it does not, its labels say nothing of its numbers, and are set apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, pairwise

from msgspec import Struct

from focusconv.identify.nodes import Node
from focusconv.place.box_candidates import Element, Sight


class Parted(Struct, frozen=True):
    """The elements with merged rows put in the order of separate lines.

    `mute` are the ids (`id()`) of runs whose row could not be parted. `unclear` are those of the
    nodes of numbers and boxes that so many lines do not share out evenly, each with what else
    stands there.
    """

    elements: list[Element]
    mute: set[int]
    unclear: dict[int, str]


def part_merged(elements: list[Element], takes_amount: Callable[[Node], bool]) -> Parted:
    """Put merged rows in order; `takes_amount` tells whether a run is the label of a line with
    cells."""
    if not _has_neighbours(elements):
        return Parted(elements, set(), {})
    result: list[Element] = []
    set_apart: set[int] = set()
    unclear: dict[int, str] = {}
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
                unclear |= _unclear(labels, rest)
                result.extend((*runs, *rest))
    return Parted(result, set_apart, unclear)


def _unclear(labels: list[Node], rest: list[Element]) -> dict[int, str]:
    """The numbers and boxes that stand behind the labels of several lines, where a number or a box
    is missing or there are fewer of both than lines, with the print that may be theirs as well."""
    boxes = [element.node for element in rest if isinstance(element, Sight)]
    numbers = [element for element in rest if isinstance(element, Node)]
    even = len(boxes) == len(numbers) >= len(labels)
    if even or not numbers or not boxes:
        return {}
    said = {id(node): [n.text for n in numbers if n is not node] for node in (*numbers, *boxes)}
    return {
        one: " ".join(others) or f"{labels[0].text} ... {labels[-1].text}"
        for one, others in said.items()
    }


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
