"""Box numbers as they were seen on a statement: whole, split, glued, short or misread.

A box number is evidence of place, so one that had to be mended says at what cost, and one
that could be several boxes keeps them all. Only boxes of the statement at hand are looked for.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from msgspec import Struct

from focusconv.identify.nodes import Node
from focusconv.notation.amounts import read_amount
from focusconv.notation.tokens import Token

SPLIT_COST = 1
SEAM_COST = 2
GLUED_COST = 2
SHORT_COST = 5
MISREAD_COST = 7

_GROUPED = re.compile(r"-?\$?\(?\d{1,3}(?:,\d{3})+\)?|\(\d\)|\$\d")
_DIGITS_1_2 = re.compile(r"\d{1,2}")
_DIGITS_1_3 = re.compile(r"\d{1,3}")
_SHORT = re.compile(r"\d{3}")
_LOOSE = re.compile(r"\d{4}")
_BRACKETED = re.compile(r"\[\(?\d{1,5}\)?[\])|]?|\d{1,5}\]")
_GLUED = re.compile(r"(.*?[\d)\]}])(\d{4})[\])|]?")
_HALF_GLUED = re.compile(r"(.*\d(?:[,.]\d{3})+[)}]?)(\d{2,3})")


class Sight(Struct, gc=False):
    """A place where a box number stands, with the boxes it may be and what each costs.

    `box` is the likeliest, empty where no box of the statement is like it; `exact` tells
    that it is beyond doubt.
    """

    boxes: dict[str, int]
    node: Node
    box: str
    exact: bool


Element = Node | Sight


def sight(boxes: dict[str, int], node: Node) -> Sight:
    """A sight of the boxes that a print may be, with costs."""
    box = min(boxes, key=boxes.__getitem__, default="")
    return Sight(boxes, node, box, len(boxes) == 1 and boxes[box] <= GLUED_COST)


def find_boxes(nodes: list[Node], order: dict[str, int]) -> list[Element]:
    """The nodes with every box number turned into a sight.

    `order` gives the boxes of the statement with their printed rank.
    """
    elements: list[Element] = []
    names: list[str] = []
    doubt = False
    for node in nodes:
        if node.kind == "box":
            found = _whole(node, order)
            doubt = doubt or not found.exact
            elements.append(found)
            continue
        elements.append(node)
        if node.kind == "number" and _is_loose(node.name):
            names.append(node.name)
    if not names and not doubt:
        return elements
    if any(_is_stuck(name) for name in names):
        elements = _unglued(_half_glued(elements, order), order)
    if any(len(name) <= 4 for name in names):
        elements = _split(elements, order)
    return _short_or_misread(elements, order)


def _is_loose(name: str) -> bool:
    """Whether a number may be a damaged box: digits without grouping."""
    return len(name) > 1 and _GROUPED.fullmatch(name) is None


def _whole(node: Node, order: dict[str, int]) -> Sight:
    if any(box in order for box in node.also):
        seen = {box: node.cost for box in (node.name, *node.also) if box in order}
        return sight(seen, node)
    if node.name in order:
        return Sight({node.name: node.cost}, node, node.name, node.cost <= GLUED_COST)
    prints = (node.name, *node.also)
    near = {b: MISREAD_COST for b in order if any(_one_digit_off(text, b) for text in prints)}
    return sight(near, node)


def _one_digit_off(seen: str, box: str) -> bool:
    if len(seen) == len(box):
        return sum(a != b for a, b in zip(seen, box, strict=True)) == 1
    if len(seen) + 1 == len(box):
        return any(box[:i] + box[i + 1 :] == seen for i in range(len(box)))
    return False


def _seen(elements: list[Element]) -> set[str]:
    return {e.box for e in elements if isinstance(e, Sight) and e.exact}


def _unglued(elements: list[Element], order: dict[str, int]) -> list[Element]:
    """Part a number from the box number stuck to it: `08680`, `225,144,2327010`."""
    seen = _seen(elements)
    parted: list[Element] = []
    found: list[int] = []
    for element in elements:
        if isinstance(element, Sight) or element.kind != "number" or not _ends_long(element.name):
            parted.append(element)
            continue
        match = _GLUED.fullmatch(element.name)
        whole = read_amount(element.name)
        if (
            match is None
            or match[2] not in order
            or (match[2] in seen and whole.values)
            or not read_amount(match[1]).values
            or (whole.values and whole.values[0].cost < GLUED_COST)
        ):
            parted.append(element)
            continue
        token = element.tokens[-1]
        cut = len(token.text) - len(element.name) + match.start(2)
        amount = _cut(token, 0, cut)
        box = _cut(token, cut, None)
        parted.append(
            Node("number", match[1], [*element.tokens[:-1], amount], element.row, element.page)
        )
        node = Node("box", match[2], [box], element.row, element.page)
        parted.append(sight({match[2]: GLUED_COST}, node))
        found.append(len(parted) - 1)
    return _once(parted, found)


def _once(elements: list[Element], places: list[int]) -> list[Element]:
    """The elements; where a box number that was parted at one of the `places` stands elsewhere
    too, all of them are in doubt: one at least is a misreading."""
    parted = {one.box for i in places if isinstance(one := elements[i], Sight)}
    boxes = Counter(one.box for one in elements if isinstance(one, Sight))
    for i, one in enumerate(elements):
        if isinstance(one, Sight) and one.box in parted and boxes[one.box] > 1:
            elements[i] = sight({one.box: MISREAD_COST}, one.node)
    return elements


def _ends_long(name: str) -> bool:
    """Whether more digits stand together at the end than a grouped amount has."""
    digits = name.rstrip("])|")[-4:]
    return len(name) > 4 and len(digits) == 4 and digits.isdigit()


def _is_stuck(name: str) -> bool:
    """Whether digits of a box may stand at the end of a number."""
    return _ends_long(name) or (")" in name and name[-1].isdigit())


def _half_glued(elements: list[Element], order: dict[str, int]) -> list[Element]:
    """Part a number from the first digits of a box number whose last stand in the next cell:
    `15,004,700703` and `2`."""
    seen = _seen(elements)
    parted: list[Element] = []
    for element, behind in zip(elements, [*elements[1:], None], strict=True):
        if isinstance(element, Sight) or element.kind != "number":
            parted.append(element)
            continue
        match = _HALF_GLUED.fullmatch(element.name) if _is_stuck(element.name) else None
        if (
            match is not None
            and isinstance(behind, Node)
            and behind.kind == "number"
            and behind.row == element.row
            and match[2] + behind.name.rstrip("]|") in order
            and match[2] + behind.name.rstrip("]|") not in seen
        ):
            token = element.tokens[-1]
            cut = len(token.text) - len(match[2])
            pieces = ([*element.tokens[:-1], _cut(token, 0, cut)], [_cut(token, cut, None)])
            for name, tokens in zip(match.groups(), pieces, strict=True):
                parted.append(Node("number", name, tokens, element.row, element.page))
            continue
        parted.append(element)
    return parted


def _cut(token: Token, start: int, end: int | None) -> Token:
    return Token(
        token.kind,
        token.text[start:end],
        token.cell,
        token.start + start,
        token.row,
        token.page,
        token.first and start == 0,
        token.last and end is None,
        detached=token.detached if start == 0 else "",
    )


def _split(elements: list[Element], order: dict[str, int]) -> list[Element]:
    """Join a box number split over two cells, the digit at the seam seen twice or not."""
    short = [
        isinstance(element, Node) and element.kind == "number" and len(element.name) <= 4
        for element in elements
    ]
    if (True, True) not in pairwise(short):
        return elements
    seen = _seen(elements)
    joined: list[Element] = []
    i = 0
    while i < len(elements):
        element = elements[i]
        after = elements[i + 1] if short[i] and True in short[i + 1 : i + 2] else None
        found = None
        if isinstance(element, Node) and isinstance(after, Node):
            found = _joined_box(element, after, order)
        if found is not None and found[0] not in seen:
            box, cost = found
            seen.add(box)
            assert isinstance(element, Node)
            assert isinstance(after, Node)
            tokens = element.tokens + after.tokens
            node = Node("box", box, tokens, element.row, element.page)
            joined.append(sight({box: cost}, node))
            i += 2
            continue
        joined.append(element)
        i += 1
    return joined


def _joined_box(head: Node, tail: Node, order: dict[str, int]) -> tuple[str, int] | None:
    """The box that two short numbers make, with its cost."""
    if head.row != tail.row:
        return None
    first, second = head.name.lstrip("[|"), tail.name.rstrip("]|")
    if tail.tokens[0].detached or not _DIGITS_1_3.fullmatch(first):
        return None
    if first + second in order and _DIGITS_1_3.fullmatch(second):
        return first + second, SPLIT_COST
    if _SHORT.fullmatch(first) and _DIGITS_1_2.fullmatch(second):
        seam = first + second[-1]
        if seam in order:
            return seam, SEAM_COST
    return None


def _short_or_misread(elements: list[Element], order: dict[str, int]) -> list[Element]:
    """Take a loose short number for the box it is the rest of, where the place agrees.

    Agreement is: it follows a number or an empty mark that waits for its box, or is the only
    number of its row, and the neighbouring boxes leave room for exactly one box like it.
    """
    damaged: list[int] = []
    for i, element in enumerate(elements):
        if isinstance(element, Sight):
            if not element.exact:
                damaged.append(i)
        elif element.kind == "number" and "," not in element.name and _waits_for_box(elements, i):
            damaged.append(i)
    if not damaged:
        return elements
    seen = _seen(elements)
    gaps = _gaps(elements, order)
    result = list(elements)
    settled = dict(_by_order(elements, damaged, gaps, order, seen))
    for i, found in settled.items():
        result[i] = found
        seen.add(found.box)
    for i in damaged:
        if i in settled:
            continue
        element = elements[i]
        room = _room(gaps[i], order, seen)
        if isinstance(element, Sight):
            kept = {box: cost for box, cost in element.boxes.items() if box in room}
            result[i] = sight(kept or element.boxes, element.node)
            continue
        name = element.name.strip("[](|)")
        fits = [box for box in _boxes_like(name, order) if box in room]
        if len(fits) == 1 or _BRACKETED.fullmatch(element.name):
            cost = SHORT_COST if len(name) == 3 else MISREAD_COST
            seen.update(fits[:1] if len(fits) == 1 else ())
            node = Node("box", name, element.tokens, element.row, element.page)
            result[i] = sight(dict.fromkeys(fits, cost), node)
    return result


def _by_order(
    elements: list[Element],
    damaged: list[int],
    gaps: list[tuple[int, int]],
    order: dict[str, int],
    seen: set[str],
) -> list[tuple[int, Sight]]:
    """Unreadable box numbers that are as many as the boxes that their neighbours leave: the
    boxes are theirs, in their order."""
    together: dict[tuple[int, int], list[int]] = {}
    for i in damaged:
        if isinstance(elements[i], Sight):
            together.setdefault(gaps[i], []).append(i)
    found: list[tuple[int, Sight]] = []
    for gap, places in together.items():
        boxes = sorted(_room(gap, order, seen), key=order.__getitem__)
        if gap[0] > gap[1] or len(boxes) != len(places):
            continue
        pairs = [(i, elements[i], box) for i, box in zip(places, boxes, strict=True)]
        found += [
            (i, sight({box: MISREAD_COST}, element.node))
            for i, element, box in pairs
            if isinstance(element, Sight) and (not element.boxes or box in element.boxes)
        ]
    return found


def _gaps(elements: list[Element], order: dict[str, int]) -> list[tuple[int, int]]:
    """For each element the ranks of the exact boxes nearest before and behind it."""
    lows, highs = [], []
    low, high = -1, len(order)
    for element in elements:
        lows.append(low)
        if isinstance(element, Sight) and element.exact:
            low = order[element.box]
    for element in reversed(elements):
        highs.append(high)
        if isinstance(element, Sight) and element.exact:
            high = order[element.box]
    return list(zip(lows, reversed(highs), strict=True))


def _room(gap: tuple[int, int], order: dict[str, int], seen: set[str]) -> set[str]:
    """The boxes seen nowhere that lie in a gap; out of printed order, all seen nowhere."""
    low, high = gap
    if low > high:
        return {box for box in order if box not in seen}
    return {box for box, rank in order.items() if low < rank < high and box not in seen}


def _waits_for_box(elements: list[Element], i: int) -> bool:
    """Whether a loose number stands where a box number is due: behind an amount or a box of
    its row, or glued to empty parentheses, or alone on its row."""
    element = elements[i]
    assert isinstance(element, Node)
    if _BRACKETED.fullmatch(element.name):
        return True
    if not (_SHORT.fullmatch(element.name) or _LOOSE.fullmatch(element.name)):
        return False
    if len(element.tokens) > 1 or element.tokens[0].detached:
        return False
    token = element.tokens[0]
    print_before = token.cell.text[max(token.start - 8, 0) : token.start].rstrip()
    if print_before.endswith(("()", "( )")):
        return True
    before = elements[i - 1] if i else None
    if not _on_row(before, element):
        behind = elements[i + 1] if i + 1 < len(elements) else None
        return not _on_row(behind, element)
    return isinstance(before, Sight) or (
        isinstance(before, Node) and bool(read_amount(before.name).values)
    )


def _on_row(other: Element | None, element: Node) -> bool:
    """Whether the neighbour is a number or box on the same row."""
    if other is None:
        return False
    node = other.node if isinstance(other, Sight) else other
    return node.kind in ("number", "box") and (node.page, node.row) == (element.page, element.row)


def _boxes_like(text: str, order: dict[str, int]) -> list[str]:
    if len(text) == 3:
        return [box for box in order if box.startswith(text)]
    return [box for box in order if _one_digit_off(text, box)]
