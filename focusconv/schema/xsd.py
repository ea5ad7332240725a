"""XSD 1.0 of the canonical XML: the stable one, and one for each edition of a form.

The stable schema has no fact of any form. An edition's schema is the same with enumerations
of the edition's statements, boxes, lines, columns, labels and rules. XSD 1.0 cannot say which
label goes with which box, nor which lines a statement must have: the edition's Schematron does.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from focusconv.forms.catalog import Edition
from focusconv.record.filing import Filing
from focusconv.record.limits import MAX_INTEGER
from focusconv.record.shape import FieldShape, Shape, shape_of
from focusconv.record.xml import NAMESPACE
from focusconv.schema import facets

_XS = "http://www.w3.org/2001/XMLSchema"

Options = Mapping[str, str]
"""The values of an enumeration, each with a word of documentation or an empty text."""

_INTEGER_PATTERN = "0|-?[1-9][0-9]*"
_NUMBER_PATTERN = "-?[0-9]+(\\.[0-9]+)?([eE][+\\-]?[0-9]+)?"

_BASES = {"text": "xs:string", "date": "xs:date", "integer": "f:integer", "number": "f:number"}

_KEYS = {
    "filing": (
        ("unique", "statement-once", "f:statement", ("@id",)),
        ("unique", "box-once", "f:statement/f:item", ("@box",)),
        ("unique", "check-once", "f:check", ("@id",)),
    ),
    "statement": (("key", "item-once", "f:item", ("@line", "@column")),),
}
"""What an element must not hold twice: kind, name, selector and fields of the constraint."""


def filing_xsd() -> bytes:
    """The stable schema of a filing; it changes only with the record's types."""
    return _schema({}, "A filing in the canonical form of focusconv; no fact of any form.")


def edition_xsd(edition: Edition) -> bytes:
    """The schema of a filing of one edition; it validates a whole document by itself."""
    about = (
        f"A filing of {edition.title}, edition {edition.edition}, in the canonical form of "
        f"focusconv. The totals, and what belongs to which line, are in {edition.name}.sch."
    )
    return _schema(_enumerations(edition), about)


def _enumerations(edition: Edition) -> dict[tuple[str, str], Options]:
    boxes: dict[str, str] = {}
    lines: dict[str, str] = {}
    for statement in edition.statements:
        for _, line, cell in statement.cells():
            lines[line.line] = ""
            if cell.box is not None:
                boxes[cell.box] = f"{statement.id}, line {line.line}: {line.label}"
    cells = list(edition.spec.values())
    rules = list(edition.rules)
    statements = {statement.id: statement.title for statement in edition.statements}
    return {
        ("Form", "system"): {edition.system: ""},
        ("Form", "id"): {edition.id: edition.title},
        ("Form", "edition"): {edition.edition: ""},
        ("Statement", "id"): statements,
        ("Statement", "title"): {statement.title: "" for statement in edition.statements},
        ("Item", "box"): boxes,
        ("Item", "line"): lines,
        ("Item", "column"): {cell.column: "" for cell in cells},
        ("Item", "kind"): {cell.kind: "" for cell in cells},
        ("Item", "label"): {line.label: "" for line in edition.line_of.values()},
        ("Check", "id"): {rule.id: rule.text for rule in rules},
        ("Check", "statement"): statements,
        ("Check", "rule"): {rule.text: "" for rule in rules},
    }


def _schema(enumerations: Mapping[tuple[str, str], Options], about: str) -> bytes:
    schema = etree.Element(
        f"{{{_XS}}}schema",
        {"targetNamespace": NAMESPACE, "elementFormDefault": "qualified", "version": "1"},
        nsmap={"xs": _XS, "f": NAMESPACE},
    )
    _document(schema, about)
    root = shape_of(Filing)
    _element(schema, "filing", root.name)
    shapes = _records(root)
    for shape in shapes:
        _complex(schema, shape, enumerations)
        for field in shape.fields:
            options = _options(shape, field, enumerations)
            if options:
                _enumeration(schema, _own_type(shape, field), options)
    counts = {f.count for shape in shapes for f in shape.fields if f.scalar == "numbers"}
    for count in sorted(counts):
        _list(schema, count)
    _simple_types(schema)
    return etree.tostring(schema, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _records(root: Shape) -> tuple[Shape, ...]:
    """The shape and all within it, each once, outermost first."""
    found = {root.name: root}
    for field in root.fields:
        if field.record is not None:
            found.update((shape.name, shape) for shape in _records(field.record))
    return tuple(found.values())


def _options(
    shape: Shape, field: FieldShape, enumerations: Mapping[tuple[str, str], Options]
) -> Options:
    own: Options = {str(option): "" for option in field.options}
    return enumerations.get((shape.name, field.name), own)


def _own_type(shape: Shape, field: FieldShape) -> str:
    return f"{shape.name}.{field.name}"


def _complex(
    schema: etree._Element, shape: Shape, enumerations: Mapping[tuple[str, str], Options]
) -> None:
    kind = _add(schema, "complexType", name=shape.name)
    if shape.type.__doc__:
        _document(kind, " ".join(shape.type.__doc__.split()))
    if shape.elements:
        sequence = _add(kind, "sequence")
        for field in shape.elements:
            _particle(sequence, field, _type_of(shape, field, enumerations))
    for field in shape.attributes.values():
        use = {} if field.optional else {"use": "required"}
        kind_of = _type_of(shape, field, enumerations)
        _add(kind, "attribute", name=field.tag, type=kind_of, **use)


def _particle(sequence: etree._Element, field: FieldShape, kind: str) -> None:
    occurs = {"minOccurs": "0"} if field.optional else {}
    if field.form in ("texts", "records"):
        occurs = {"minOccurs": "0", "maxOccurs": "unbounded"}
    if field.form == "value":
        choice = _add(sequence, "choice", **occurs)
        _add(choice, "element", name=field.tag, type="f:integer")
        _add(choice, "element", name=f"{field.tag}_text", type="xs:string")
        _add(choice, "element", name=f"{field.tag}_mark", type="f:boolean")
    elif field.record is not None:
        _element(sequence, field.tag, field.record.name, **occurs)
    else:
        _add(sequence, "element", name=field.tag, type=kind, **occurs)


def _element(parent: etree._Element, tag: str, kind: str, **occurs: str) -> None:
    element = _add(parent, "element", name=tag, type=f"f:{kind}", **occurs)
    for constraint, name, selector, fields in _KEYS.get(tag, ()):
        unique = _add(element, constraint, name=name)
        _add(unique, "selector", xpath=selector)
        for field in fields:
            _add(unique, "field", xpath=field)


def _type_of(
    shape: Shape, field: FieldShape, enumerations: Mapping[tuple[str, str], Options]
) -> str:
    if _options(shape, field, enumerations):
        return f"f:{_own_type(shape, field)}"
    facet = facets.facet_of(shape.name, field.name)
    if facet is not None:
        return f"f:{facet.name}"
    if field.scalar == "numbers":
        return f"f:{_list_type(field.count)}"
    return "xs:string" if field.scalar == "text" else f"f:{field.scalar}"


def _enumeration(schema: etree._Element, name: str, options: Options) -> None:
    restriction = _restriction(schema, name, "xs:string")
    for value, about in options.items():
        entry = _add(restriction, "enumeration", value=value)
        if about:
            _document(entry, about)


def _simple_types(schema: etree._Element) -> None:
    """The types that fields share: exact integers, plain numbers, and the facets."""
    integer = _restriction(schema, "integer", "xs:integer")
    _add(integer, "pattern", value=_INTEGER_PATTERN)
    _add(integer, "minInclusive", value=str(-MAX_INTEGER))
    _add(integer, "maxInclusive", value=str(MAX_INTEGER))
    _add(_restriction(schema, "number", "xs:double"), "pattern", value=_NUMBER_PATTERN)
    _add(_restriction(schema, "boolean", "xs:boolean"), "pattern", value="true|false")
    for facet in facets.ALL:
        restriction = _restriction(schema, facet.name, _BASES[facet.base])
        if facet.pattern is not None:
            _add(restriction, "pattern", value=facet.pattern)
        if facet.least is not None:
            _add(restriction, "minInclusive", value=str(facet.least))
        if facet.most is not None:
            _add(restriction, "maxInclusive", value=str(facet.most))


def _list_type(count: int) -> str:
    return f"numbers{count}"


def _list(schema: etree._Element, count: int) -> None:
    restriction = _add(_add(schema, "simpleType", name=_list_type(count)), "restriction")
    _add(_add(restriction, "simpleType"), "list", itemType="f:number")
    _add(restriction, "length", value=str(count))


def _restriction(schema: etree._Element, name: str, base: str) -> etree._Element:
    return _add(_add(schema, "simpleType", name=name), "restriction", base=base)


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_XS}}}{tag}", attributes)


def _document(parent: etree._Element, text: str) -> None:
    _add(_add(parent, "annotation"), "documentation").text = text
