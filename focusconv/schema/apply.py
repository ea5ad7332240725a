"""Running the schemas over the XML of a filing, with an explanation a person can act on."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lxml import etree
from msgspec import Struct

from focusconv.record.xml import NAMESPACE
from focusconv.schema import schema_text

if TYPE_CHECKING:
    from xmlschema import XMLSchema10

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_PREFIX = f"{{{NAMESPACE}}}"
_TWICE = re.compile(r"duplicated value \((.*?),?\) for \w+\(name='f:(.*)'\)")

_LONG = 300

LARGE = 20_000
"""The most elements that are validated; a whole filing has about a thousand."""

MOST = 100
"""How many faults are listed; the rest of a broken document says no more."""


class Fault(Struct, frozen=True):
    """What a schema objects to: the element, and why."""

    element: etree._Element
    reason: str


def xsd_faults(root: etree._Element, name: str) -> tuple[Fault, ...]:
    """What the XSD of that file name objects to; empty where the document is valid.

    libxml2 decides; where it objects, xmlschema explains, at most `MOST` times. Both take time
    with the square of the faults, so that more than `LARGE` elements are a fault by themselves.
    """
    if _too_large(root):
        return (Fault(root, f"more than {LARGE:,} elements are more than a filing has"),)
    quick = _quick(name)
    if quick.validate(root):
        return ()
    return tuple(_explained(root, name)) or tuple(_logged(root, quick.error_log))


def schematron_faults(root: etree._Element, name: str) -> tuple[Fault, ...]:
    """The assertions of the Schematron of that file name that fail, in its order.

    Not run, and none, where the XSD finds the document too large.
    """
    schematron = _schematron(name)
    if _too_large(root) or schematron.validate(root):
        return ()
    report = schematron.validation_report
    faults = []
    for failed in report.iter(f"{_SVRL}failed-assert"):
        found = root.getroottree().xpath(failed.get("location", "/*"))
        element = found[0] if isinstance(found, list) and found else root
        text = " ".join("".join(failed.itertext()).split())
        faults.append(Fault(element if etree.iselement(element) else root, text))
    return tuple(faults)


def _too_large(root: etree._Element) -> bool:
    return sum(1 for _ in itertools.islice(root.iter(), LARGE + 1)) > LARGE


@functools.cache
def _quick(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(schema_text(name)))


@functools.cache
def _schematron(name: str) -> Any:
    from lxml import isoschematron  # type: ignore[attr-defined]

    return isoschematron.Schematron(etree.fromstring(schema_text(name)), store_report=True)


@functools.cache
def _slow(name: str) -> XMLSchema10:
    from xmlschema import XMLSchema10

    return XMLSchema10(schema_text(name).decode(), allow="none", defuse="always")


def _logged(root: etree._Element, log: Any) -> Iterator[Fault]:
    for entry in itertools.islice(log, MOST):
        found = root.getroottree().xpath(entry.path or "/*")
        element = found[0] if isinstance(found, list) and found else root
        reason = _shortened(entry.message.replace(_PREFIX, ""))
        yield Fault(element if etree.iselement(element) else root, reason)


def _explained(root: etree._Element, name: str) -> Iterator[Fault]:
    from xmlschema import XMLSchemaChildrenValidationError

    for error in itertools.islice(_slow(name).iter_errors(root), MOST):
        place = error.elem
        if isinstance(error, XMLSchemaChildrenValidationError):
            place = error.invalid_child if error.invalid_child is not None else place
        element = place if etree.iselement(place) else root
        reason = _TWICE.sub(r"\1 is there twice (\2)", error.reason or error.message)
        if reason.startswith("value "):
            reason = f"{(element.text or '')[:_LONG]!r}: {reason}"
        yield Fault(element, _shortened(reason.replace(_PREFIX, "")))


def _shortened(reason: str) -> str:
    """The reason without most of a long list: an edition has a hundred boxes and labels."""
    return reason if len(reason) <= _LONG else f"{reason[:_LONG]} ..."
