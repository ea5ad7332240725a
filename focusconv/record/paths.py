"""Where in an export a value stands: its path in the record, in the JSON and in the XML.

A place is the way from the filing to a value, by field names and indices from 0. JSON writes
it `$.statements[0].items[4].value`, XML `/filing/statement[1]/item[5]`, counted from 1.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from focusconv.errors import InvalidExport
from focusconv.record.filing import Filing
from focusconv.record.shape import shape_of

if TYPE_CHECKING:
    from lxml import etree

Place = tuple[str | int, ...]

_TOKEN = re.compile(rb'"((?:[^"\\]|\\.)*)"(\s*:)?|[{}\[\],]|\n|[^\s{}\[\],"]+')


class FaultyExport(InvalidExport):
    """An InvalidExport that knows its place: the path as the format writes it, and the line."""

    def __init__(
        self, reason: str, *, path: str, line: int | None = None, remedy: str = ""
    ) -> None:
        place = path if line is None else f"line {line}, {path}"
        super().__init__(reason, place=place, remedy=remedy)
        self.path = path
        self.line = line


class FaultyRecord(FaultyExport):
    """A fault of the record itself: `at` is its place, whatever the format."""

    def __init__(self, reason: str, at: Place) -> None:
        super().__init__(reason, path=json_path(at))
        self.at = at


def json_path(place: Place) -> str:
    """The place as JSON readers write it."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)


def json_lines(data: bytes) -> dict[Place, int]:
    """The line on which each value of a well-formed JSON text begins, counted from 1."""
    lines: dict[Place, int] = {}
    path: list[str | int] = []
    line = 1
    for token in _TOKEN.finditer(data):
        text = token[0]
        if text == b"\n":
            line += 1
        elif token[2] is not None:
            path[-1] = token[1].decode()
            line += text.count(b"\n")
        elif text in (b"}", b"]"):
            path.pop()
        elif text == b",":
            path[-1] = path[-1] + 1 if isinstance(path[-1], int) else ""
        else:
            lines.setdefault(tuple(path), line)
            if text in (b"{", b"["):
                path.append("" if text == b"{" else 0)
    return lines


def xml_path(element: etree._Element) -> str:
    """The place of an element as people write it: counted among its like, where it has any."""
    names: list[str] = []
    node: etree._Element | None = element
    while node is not None:
        before = sum(1 for _ in node.itersiblings(str(node.tag), preceding=True))
        alone = before == 0 and next(node.itersiblings(str(node.tag)), None) is None
        names.append(_name(node) if alone else f"{_name(node)}[{before + 1}]")
        node = node.getparent()
    return "/" + "/".join(reversed(names))


def xml_line(element: etree._Element) -> int | None:
    """The line, from 1, on which an element of a parsed text begins."""
    return element.sourceline if isinstance(element.sourceline, int) else None


def place_of(element: etree._Element) -> Place:
    """The place of an element of a canonical XML, as far as it is one."""
    shape = shape_of(Filing)
    place: Place = ()
    for node in (*reversed(list(element.iterancestors())), element)[1:]:
        if _name(node) not in shape.slots:
            break
        field = shape.elements[shape.slots[_name(node)]]
        place += (field.name,)
        if field.form in ("records", "texts"):
            place += (sum(1 for _ in node.itersiblings(str(node.tag), preceding=True)),)
        if field.record is None:
            break
        shape = field.record
    return place


def element_at(root: etree._Element, place: Place) -> etree._Element:
    """The element at a place; for an attribute, or what is not there, the one that would
    hold it."""
    shape = shape_of(Filing)
    steps = iter(place)
    for step in steps:
        field = next((field for field in shape.elements if field.name == step), None)
        if field is None:
            break
        found = [child for child in root if _name(child) in field.tags]
        at = next(steps, 0) if field.form in ("records", "texts") else 0
        if not isinstance(at, int) or at >= len(found):
            break
        root = found[at]
        if field.record is None:
            break
        shape = field.record
    return root


def _name(node: etree._Element) -> str:
    """The tag without its namespace; empty for a comment or a processing instruction."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
