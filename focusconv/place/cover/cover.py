"""The cover of a filing: who files, for which period, and the targets of a daily filing."""

from __future__ import annotations

import re

from msgspec import structs

from focusconv.forms.catalog import CellSpec, Key, StatementSpec
from focusconv.identify.lexicon import plain
from focusconv.place.cover.facts import ABSENT, Fact, Sheet
from focusconv.place.cover.fields import CoverPage
from focusconv.place.cover.targets import read_targets
from focusconv.place.layout import cells_of


def read_cover(
    statement: StatementSpec, rows: list[Sheet], firm_name: str | None
) -> dict[Key, Fact]:
    """Every item of the cover with what the rows say of it.

    `firm_name` is the name voted from the heads of the statements; it tells where the name
    ends and the contact begins on covers that run them together.
    """
    reader = CoverPage(statement, rows)
    facts: dict[Key, Fact] = {}
    unboxed: list[tuple[Key, CellSpec]] = []
    for key, line, cell in cells_of(statement):
        if cell.box is not None:
            fact = reader.boxed(line, cell)
            named = cell.role == "name" and fact.raw is not None and firm_name is not None
            facts[key] = _voted(fact, str(firm_name)) if named else fact
        elif cell.role is not None:
            unboxed.append((key, cell))
    if unboxed:
        facts.update(_entries(reader, unboxed, firm_name))
    facts.update(read_targets(statement, reader.rows))
    return {key: facts.get(key, ABSENT) for key, _, _ in cells_of(statement)}


def _voted(fact: Fact, firm_name: str) -> Fact:
    """The name on the cover as the heads of the statements print it."""
    if plain(str(fact.value)) == plain(firm_name):
        return fact
    reason = "the name that the heads of the statements print"
    return structs.replace(fact, value=firm_name, status="derived", reason=reason)


def _entries(
    reader: CoverPage, cells: list[tuple[Key, CellSpec]], firm_name: str | None
) -> dict[Key, Fact]:
    """Fields without boxes: what is left of the rows when the form's own words are taken out.

    Fields of a fixed shape are found by it; the firm's name by the vote; what then remains,
    in printed order, are the fields without shape.
    """
    head = reader.entry_rows()
    text = "\n".join(row.text for row in head)
    facts: dict[Key, Fact] = {}
    for key, cell in cells:
        if cell.shape is None:
            continue
        match = re.search(cell.shape, text) if "@" not in cell.shape else _address(cell.shape, text)
        if match is not None:
            raw = match[0]
            value = re.sub(r"\s+", "", raw) if "@" in cell.shape else raw
            facts[key] = _of_rows(head, raw, value)
            text = text.replace(raw, "\n", 1)
    if firm_name is not None:
        text = text.replace(firm_name, "\n")
    for label in reader.print.label_patterns:
        text = label.sub("\n", text)
    rest = [part.strip(" \t:,") for part in re.split(r"[\n\t]", text)]
    rest = [part for part in rest if sum(c.isalpha() for c in part) > 2]
    for key, cell in cells:
        if cell.shape is not None:
            continue
        if cell.role == "name" and firm_name is not None:
            facts[key] = _of_rows(head, firm_name, firm_name)
        elif rest:
            raw = rest.pop(0)
            facts[key] = _of_rows(head, raw, raw)
    return facts


_TORN = re.compile(r"\S+@\S+\s[a-z0-9-]{0,20}\.[a-z]{2,4}")


def _address(shape: str, text: str) -> re.Match[str] | None:
    """An e-mail address, also when a line break tore it."""
    torn = re.search(r"[^@\s]+@[^@\s]+(?:\s[^@\s]{1,20})?", text)
    if torn is not None and _TORN.fullmatch(torn[0]):
        return torn
    return re.search(shape, text)


def _of_rows(rows: list[Sheet], raw: str, value: str) -> Fact:
    row = next((row for row in rows if raw in row.text), None)
    return Fact(
        value=value,
        status="reported",
        raw=raw,
        page=row.page if row else None,
        region=row.region_at(row.text.find(raw)) if row else None,
    )
