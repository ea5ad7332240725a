"""The cover of a filing: who files, for which period, and the targets of a daily filing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from focusconv.forms.catalog import CellSpec, Key, StatementSpec
from focusconv.place.cover.fields import CoverPage
from focusconv.place.cover.pieces import pieces_of
from focusconv.place.cover.sheets import Sheet, absent
from focusconv.place.cover.targets import read_targets
from focusconv.place.layout import cells_of
from focusconv.readings import FieldPrint, FieldReading

_RUN_TOGETHER = "it may run together with the field behind it"


def read_cover(
    statement: StatementSpec, rows: list[Sheet], names: Sequence[str]
) -> dict[Key, FieldReading]:
    """Every item of the cover with what the rows say of it.

    `names` are what the heads of the statements print as the firm's name: they tell where a name
    ends and the contact begins on covers that run them together.
    """
    page = CoverPage(statement, rows)
    found = page.boxed()
    unboxed = [
        (key, cell) for key, _, cell in cells_of(statement) if cell.box is None and cell.role
    ]
    if unboxed:
        found |= _entries(page, unboxed, names)
    found |= read_targets(statement, page.rows)
    return {key: found.get(key) or absent(key) for key, _, _ in cells_of(statement)}


def _entries(
    page: CoverPage, cells: list[tuple[Key, CellSpec]], names: Sequence[str]
) -> dict[Key, FieldReading]:
    """Fields without boxes: what is left of the rows when the form's own words are taken out.

    Fields of a fixed shape are found by it, the firm's name by the heads; what then remains, in
    printed order, are the fields without shape.
    """
    head = page.entry_rows()
    text = "\n".join(row.text for row in head)
    found: dict[Key, FieldReading] = {}
    for key, cell in cells:
        if cell.shape is None:
            continue
        match = address_in(text) if "@" in cell.shape else re.search(cell.shape, text)
        if match is not None:
            raw = match[0]
            value = re.sub(r"\s+", "", raw) if "@" in cell.shape else raw
            found[key] = _of_rows(key, head, raw, value)
            text = text.replace(raw, "\n", 1)
    name = max((name for name in names if name in text), key=len, default=None)
    own = [key for key, cell in cells if cell.role == "name"]
    if name is not None and own:
        found[own[0]] = _of_rows(own[0], head, name, name)
        text = text.replace(name, "\n")
    open_cells = [key for key, cell in cells if cell.shape is None and key not in found]
    rest = _words_in(page, text)
    doubt = (_RUN_TOGETHER,) if len(open_cells) > 1 and len(rest) < len(open_cells) else ()
    for key, raw in zip(open_cells, rest, strict=False):
        found[key] = _of_rows(key, head, raw, raw, doubt)
    return found


def _words_in(page: CoverPage, text: str) -> list[str]:
    """The values that stand in a text between the form's own words."""
    rows = [Sheet(part, 0, ()) for part in text.split("\n")]
    pieces = pieces_of(rows, page.form)
    values = [piece.text for piece in pieces if piece.kind == "value"]
    return [value for value in values if sum(map(str.isalpha, value)) > 2]


_ADDRESS = re.compile(r"[^@\s:]+\s?@\s?[^@\s]+(?:\s[^@\s]{1,20})?")
_TORN = re.compile(r"[^@\s:]+\s?@\s?\S+\s[a-z0-9-]{0,20}\.[a-z]{2,4}")
_HOST_CUT = re.compile(r"[^@\s:]+\s?@\s?\S*[.-]\s[a-z0-9-]*\.?[a-z]{2,}")
_WHOLE = re.compile(r"[^@\s:]+\s?@\s?[^@\s]+\.[A-Za-z]{2,}")
_ENDED = re.compile(r"@\S+\.(?:com|net|org|edu|gov|us|biz|info)$", re.IGNORECASE)


def address_in(text: str) -> re.Match[str] | None:
    """An e-mail address, also when a line break or a space tore it."""
    broad = _ADDRESS.search(text)
    if broad is None:
        return None
    whole = _WHOLE.match(text, broad.start())
    torn = _TORN.match(text, broad.start()) or _HOST_CUT.match(text, broad.start())
    if torn is None or (whole is not None and _ENDED.search(re.sub(r"\s", "", whole[0]))):
        return whole
    return torn


def _of_rows(
    key: Key, rows: list[Sheet], raw: str, value: str, doubts: tuple[str, ...] = ()
) -> FieldReading:
    row = next((row for row in rows if raw in row.text), None)
    page = row.page if row else None
    region = row.region_at(row.text.find(raw)) if row else None
    one = FieldPrint(value=value, raw=raw, page=page, region=region, doubts=doubts)
    return FieldReading(key=key, seen="value", prints=(one,), page=page, region=region)
