"""The canonical XML of a filing: the same record as the JSON, element by element.

The namespace is `urn:focusconv:filing:1`; how a field stands is told by its shape. Carriage
returns are written as references, since XML readers turn them into line feeds; line feeds and
tabs in attributes likewise.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from focusconv.errors import InvalidExport
from focusconv.record.filing import Filing
from focusconv.record.limits import MAX_INTEGER, check_size, encode
from focusconv.record.paths import FaultyExport, FaultyRecord, element_at, xml_line, xml_path
from focusconv.record.shape import FieldShape, Shape, shape_of

NAMESPACE = "urn:focusconv:filing:1"

_PREFIX = f"{{{NAMESPACE}}}"
_ROOT = f"{_PREFIX}filing"
_HINT = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_REMEDY = "an export of this program reads back; see schemas/filing-1.xsd"
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def to_xml(filing: Filing) -> bytes:
    """Canonical XML, UTF-8; the same filing gives the same bytes.

    Raises InvalidExport where the filing holds what an export cannot (see `limits`).
    """
    encode(filing)
    root = etree.XML(f'<filing xmlns="{NAMESPACE}"/>')
    _write(root, shape_of(Filing), filing)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def from_xml(data: bytes) -> Filing:
    """Read canonical XML.

    Raises InvalidExport, with line and path, where it is not: no XML, not UTF-8, a document
    type declaration, an element or attribute that is unknown, missing, out of place or there
    twice, a value of the wrong type.
    """
    return read_tree(parse(data))


def parse(data: bytes) -> etree._Element:
    """The root of an XML text that may come from anywhere: no DTD, no entities, no network.

    Raises InvalidExport where it is no XML, too large, or not UTF-8.
    """
    check_size(data)
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        raise InvalidExport("an encoding other than UTF-8", remedy="write it again as UTF-8")
    if b"<!DOCTYPE" in data:
        raise InvalidExport("a document type declaration is not read", remedy="leave it out")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FaultyExport(
            f"not XML: {error.msg}", path="/", line=error.lineno, remedy=_REMEDY
        ) from error


def read_tree(root: etree._Element) -> Filing:
    """The filing that a parsed export says; InvalidExport where it says none."""
    if root.tag != _ROOT:
        raise _wrong(root, f"the root is {root.tag}, not {_ROOT}")
    filing: Filing = _read(root, shape_of(Filing))
    try:
        encode(filing)
    except FaultyRecord as error:
        raise _wrong(element_at(root, error.at), error.reason) from error
    return filing


def _write(parent: etree._Element, shape: Shape, record: object) -> None:
    for field in shape.fields:
        value = getattr(record, field.name)
        if value is None:
            continue
        if field.form == "attribute":
            parent.set(field.tag, _lexical(value))
        elif field.form == "record":
            _write(_child(parent, field.tag), field.content, value)
        elif field.form == "records":
            for entry in value:
                _write(_child(parent, field.tag), field.content, entry)
        elif field.form == "texts":
            for entry in value:
                _child(parent, field.tag).text = entry
        else:
            tag = value_tag(field.tag, value) if field.form == "value" else field.tag
            _child(parent, tag).text = _lexical(value)


def _child(parent: etree._Element, tag: str) -> etree._Element:
    return etree.SubElement(parent, _PREFIX + tag)


def value_tag(tag: str, value: object) -> str:
    """The element that holds a value of that type: `TAG` an amount, `TAG_text`, `TAG_mark`."""
    if isinstance(value, bool):
        return f"{tag}_mark"
    return tag if isinstance(value, int) else f"{tag}_text"


def _lexical(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return " ".join(repr(number) for number in value)
    return value if isinstance(value, str) else repr(value)


def _read(element: etree._Element, shape: Shape) -> Any:
    lists: dict[str, list[object]] = {
        field.name: [] for field in shape.elements if field.form in ("texts", "records")
    }
    values: dict[str, Any] = {}
    for name, text in element.attrib.items():
        tag = str(name)
        if tag == _HINT and element.tag == _ROOT:
            continue
        field = shape.attributes.get(tag)
        if field is None:
            raise _wrong(element, f"no such attribute: {tag}")
        values[field.name] = _scalar(element, field, str(text))
    last = 0
    for child in _children(element):
        namespace, _, tag = str(child.tag).rpartition("}")
        at = shape.slots.get(tag, -1) if namespace == _PREFIX[:-1] else -1
        if at < last:
            raise _wrong(child, "the element is unknown or out of place")
        last = at
        field = shape.elements[at]
        if field.name in lists:
            lists[field.name].append(_content(child, field, tag))
        elif field.name in values:
            raise _wrong(child, "the element is there twice")
        else:
            values[field.name] = _content(child, field, tag)
    values.update((name, tuple(entries)) for name, entries in lists.items())
    for field in shape.fields:
        if field.name not in values:
            if not field.optional:
                raise _wrong(element, f"{field.tag} is missing")
            values[field.name] = None
    return shape.type(**values)


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """The child elements; comments and processing instructions between them say nothing."""
    between = [element.text]
    for child in element:
        between.append(child.tail)
        if isinstance(child.tag, str):
            yield child
        elif child.tag is etree.Entity:
            raise _wrong(element, "an entity is not read")
    if any(text and text.strip(" \t\r\n") for text in between):
        raise _wrong(element, "text between the elements")


def _content(child: etree._Element, field: FieldShape, tag: str) -> object:
    if field.record is not None:
        return _read(child, field.record)
    if len(child) or child.attrib:
        raise _wrong(child, "only text may stand here")
    text = child.text or ""
    if field.form != "value":
        return _scalar(child, field, text)
    if tag == field.tag:
        return _integer(child, text)
    return _boolean(child, text) if tag == value_tag(field.tag, True) else text


def _scalar(element: etree._Element, field: FieldShape, text: str) -> object:
    if field.scalar == "integer":
        value: object = _integer(element, text)
    elif field.scalar == "boolean":
        value = _boolean(element, text)
    elif field.scalar == "number":
        value = _number(element, text)
    elif field.scalar == "numbers":
        value = tuple(_number(element, part) for part in text.split(" "))
        if len(value) != field.count:
            raise _wrong(element, f"{field.tag} has {len(value)} numbers, not {field.count}")
    else:
        value = text
    if field.options and value not in field.options:
        allowed = ", ".join(str(option) for option in field.options)
        raise _wrong(element, f"{field.tag} is {text!r}, none of {allowed}")
    return value


def _integer(element: etree._Element, text: str) -> int:
    if not _INTEGER.fullmatch(text) or abs(int(text)) > MAX_INTEGER:
        raise _wrong(element, f"{text!r} is no plain integer within ±{MAX_INTEGER}")
    return int(text)


def _boolean(element: etree._Element, text: str) -> bool:
    if text not in ("true", "false"):
        raise _wrong(element, f"{text!r} is neither true nor false")
    return text == "true"


def _number(element: etree._Element, text: str) -> float:
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise _wrong(element, f"{text!r} is no decimal number")
    return float(text)


def _wrong(element: etree._Element, reason: str) -> FaultyExport:
    return FaultyExport(reason, path=xml_path(element), line=xml_line(element), remedy=_REMEDY)
