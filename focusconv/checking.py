"""Whatever holds filings, checked: a document is converted, an export is read back and its
rules run again over its values."""

from __future__ import annotations

from pathlib import Path

import msgspec

from focusconv.errors import UnknownForm
from focusconv.files.inputs import read_file
from focusconv.record.filing import Check, Filing, Finding

_HEAD = 4096
"""How many bytes tell an export from a document."""

_JSON_SIGN = b'"schema"'
_XML_SIGN = b"urn:focusconv:filing:"


def check(source: Path | str | bytes | Filing) -> tuple[Check, ...]:
    """Every rule of the form over the values of one filing.

    `source` is a document, an exported JSON or XML (a path, or its bytes), or a Filing. The
    checks that an export or a Filing brings along are not trusted: the rules run again.

    Raises UnreadableInput or UnknownForm for a document that is no filing, SeveralFilings for
    one that holds several, InvalidExport for an export that is none.
    """
    if isinstance(source, Filing):
        return rechecked(source).checks
    if isinstance(source, bytes):
        return _check_bytes(source, None)
    return _check_bytes(read_file(Path(source)), Path(source).name)


def _check_bytes(data: bytes, name: str | None) -> tuple[Check, ...]:
    if exported(data):
        return rechecked(read_export(data)).checks
    from focusconv.conversion import convert

    return convert(data, name=name).checks


def exported(data: bytes) -> bool:
    """Whether the bytes look like an exported filing rather than a document."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"<"):
        return head.startswith(b"<?xml") or _XML_SIGN in head
    return head.startswith(b"{") and _JSON_SIGN in head


def read_export(data: bytes) -> Filing:
    """The filing that an exported JSON or XML says; InvalidExport where it says none."""
    is_json = data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    return Filing.from_json(data) if is_json else Filing.from_xml(data)


def rechecked(filing: Filing) -> Filing:
    """The filing with its rules run again.

    Where the values bear out what the record says of a check, the record stands, suspects
    included. Where they do not, the new result takes its place, a finding names the check,
    and a hard check that fails makes the filing inconsistent.

    Raises UnknownForm where the catalog has not the filing's edition.
    """
    from focusconv.forms.catalog import catalog
    from focusconv.reconcile.recheck import recheck

    name = f"{filing.form.id}-{filing.form.edition}"
    try:
        edition = catalog().edition(name)
    except KeyError as error:
        raise UnknownForm(
            f"the catalog has no edition {name}", remedy="focusconv forms lists those it has"
        ) from error
    recorded = {entry.id: entry for entry in filing.checks}
    again = recheck(filing, edition)
    checks = tuple(
        recorded[entry.id] if _agree(entry, recorded.get(entry.id)) else entry for entry in again
    )
    wrong = sorted(set(checks) ^ set(filing.checks), key=lambda entry: entry.id)
    if not wrong:
        return filing
    names = ", ".join(dict.fromkeys(entry.id for entry in wrong))
    finding = Finding(
        level="error",
        code="checks-not-borne-out",
        message=f"the values do not bear out what the export says of {names}",
    )
    failing = any(entry.hard and entry.status == "failed" for entry in checks)
    return msgspec.structs.replace(
        filing,
        checks=checks,
        findings=(*filing.findings, finding),
        status="inconsistent" if failing else filing.status,
    )


def _agree(again: Check, recorded: Check | None) -> bool:
    return recorded is not None and (
        (again.status, again.rule, again.hard, again.expected, again.actual, again.difference)
        == (
            recorded.status,
            recorded.rule,
            recorded.hard,
            recorded.expected,
            recorded.actual,
            recorded.difference,
        )
    )
