"""Printed numbers put together from what spaces and cell borders tore apart.

Only bare groups of three digits are joined, and only to a number that waits for them.
"""

from __future__ import annotations

import re
from collections import deque

from focusconv.identify.nodes import Node
from focusconv.place.box_candidates import Element, Sight

_D = "[0-9OoQlIiSsBZzgqb]"
"""A digit, or a letter that stands for one."""

_LEAD = r"[-$]*[({]?[-$]*"
_GROUPS = rf"(?:[,.]{_D}{{3}})*"
_TAIL_MARK = r"[)}]?"
_SPACED_HEAD = re.compile(rf"{_LEAD}[1-9]{_D}{{0,2}}(?:[,.] ?{_D}{{3}}| {_D}{{3}})*[,.]?")
_SPACED_TAIL = re.compile(rf"[,.]?{_D}{{3}}{_GROUPS}(?:\.00)?{_TAIL_MARK}[,.]?")
_WHOLE = re.compile(rf"{_LEAD}{_D}{{1,3}}(?:[,.]{_D}{{3}})+{_TAIL_MARK}")
_TORN_HEAD = re.compile(rf"{_LEAD}{_D}{{1,3}}{_GROUPS}[,.]")
_TORN_TAIL = re.compile(rf"{_D}{{3}}{_GROUPS}{_TAIL_MARK}")
_HEADLESS = re.compile(rf"[,.]{_D}{{3}}{_GROUPS}{_TAIL_MARK}")
_HEAD = re.compile(rf"{_LEAD}{_D}{{1,3}}{_GROUPS}")


def join_numbers(elements: list[Element]) -> list[Element]:
    """The elements of a statement with the pieces of each torn number joined.

    `225 144,232` within a cell is one number, `225,144 907,232` are two. `962,` waits for a
    later cell of its row that begins with a bare group, first come first served, for a scan
    may tear two lines of a form in one row. `,970` at the start of a cell belongs to the
    number that ends the cell before. A bare group that begins the row below a number that
    still waits may belong to it, which nothing on the page tells: it is marked as torn, and so
    are as many more of its row as there are numbers waiting.
    """
    joined: list[Element] = []
    waiting: deque[Node] = deque()
    above: deque[Node] = deque()
    used: set[int] = set()
    for node in elements:
        if isinstance(node, Sight) or node.kind != "number":
            joined.append(node)
            continue
        if waiting and waiting[0].row != node.row:
            above, waiting = waiting, deque()
            if node.row - above[0].row > 1 or not _begins_row(node):
                above = deque()
        if above and _torn_tail(above[0], node):
            above.popleft()
            node.torn = True
        before = joined[-1] if joined else None
        if (
            isinstance(before, Node)
            and before.kind == "number"
            and (_spaced(before, node) or _torn_head(before, node))
        ):
            _append(before, node)
            continue
        if waiting and _torn_tail(waiting[0], node):
            head = waiting.popleft()
            used.add(id(head))
            node.tokens = head.tokens + node.tokens
            node.name = head.name + node.name
        elif node.name[-1] in ",." and _TORN_HEAD.fullmatch(node.name) and not _numbers_line(node):
            waiting.append(node)
        joined.append(node)
    return [one for one in joined if id(one) not in used] if used else joined


def _append(before: Node, node: Node) -> None:
    before.tokens = before.tokens + node.tokens
    before.name = f"{before.name}{'' if node.name[0] in ',.' else ' '}{node.name}"


def _spaced(before: Node, node: Node) -> bool:
    last, token = before.tokens[-1], node.tokens[0]
    return (
        last.cell is token.cell
        and token.start == last.start + len(last.text) + 1
        and not token.detached
        and not (_WHOLE.fullmatch(before.name) and _WHOLE.fullmatch(node.name))
        and _SPACED_HEAD.fullmatch(before.name) is not None
        and _SPACED_TAIL.fullmatch(node.name) is not None
    )


def _torn_head(before: Node, node: Node) -> bool:
    last, token = before.tokens[-1], node.tokens[0]
    return (
        last.row == token.row
        and last.cell is not token.cell
        and last.last
        and token.first
        and _HEADLESS.fullmatch(node.name) is not None
        and _HEAD.fullmatch(before.name) is not None
    )


def _begins_row(node: Node) -> bool:
    token = node.tokens[0]
    return token.first and token.start == 0


def _numbers_line(node: Node) -> bool:
    """Whether a number begins a row, and words go on its cell: it is the number of a line, misread,
    as `8B. Securities`."""
    return _begins_row(node) and not node.tokens[-1].last


def _torn_tail(head: Node, node: Node) -> bool:
    return (
        head.tokens[-1].cell is not node.tokens[0].cell
        and _TORN_TAIL.fullmatch(node.name) is not None
    )
