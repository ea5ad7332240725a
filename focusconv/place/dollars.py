"""Readings in whole dollars: what is printed in thousands, say, is scaled, its print kept.

Where the unit is in doubt, each reading says why, and its amount is taken on no rule's word.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import structs

from focusconv.forms.catalog import Edition, Key
from focusconv.identify.units import FilingUnits, RowCue, StatementUnit
from focusconv.place.document import PlacedFiling
from focusconv.readings import FieldPrint, FieldReading, Option, Reading, doubted


def put_in_dollars(placed: PlacedFiling, units: FilingUnits) -> None:
    """Scale what was read of a filing by the units that its pages state."""
    placed.units = units
    placed.readings = in_dollars(placed.readings, placed.edition, units)
    placed.fields |= cover_in_dollars(placed.fields, placed.edition, units)


def in_dollars(
    readings: Mapping[Key, Reading], edition: Edition, units: FilingUnits
) -> dict[Key, Reading]:
    """The readings of amounts as whole dollars."""
    known = {
        name: _borne_out(name, unit, readings, edition) for name, unit in units.statements.items()
    }
    whole = StatementUnit()
    found = {
        key: _scaled(reading, known.get(key.split("/", 1)[0], whole))
        for key, reading in readings.items()
    }
    for row in units.rows:
        found.update({key: _counted_apart(one, row) for key, one in found.items() if _on(row, one)})
    return found


def cover_in_dollars(
    fields: Mapping[Key, FieldReading], edition: Edition, units: FilingUnits
) -> dict[Key, FieldReading]:
    """The amounts that a cover prints, as whole dollars; what else it says stays."""
    return {
        key: _field(field, units.statements.get(key.split("/", 1)[0], StatementUnit()))
        for key, field in fields.items()
        if edition.spec[key].kind == "amount" and field.prints
    }


def _field(field: FieldReading, unit: StatementUnit) -> FieldReading:
    prints = tuple(_print(one, 10**-unit.decimals) for one in field.prints)
    scaled = structs.replace(field, prints=prints)
    zero = all(one.value == 0 for one in prints)
    return scaled if unit.doubt is None or zero else doubted(scaled, _why(unit.doubt))


def _print(one: FieldPrint, dollars: int) -> FieldPrint:
    if not isinstance(one.value, int) or isinstance(one.value, bool):
        return one
    return structs.replace(one, value=one.value * dollars)


def _why(doubt: str) -> str:
    return f"its unit is in doubt: {doubt}"


def _borne_out(
    name: str, unit: StatementUnit, readings: Mapping[Key, Reading], edition: Edition
) -> StatementUnit:
    """A unit in doubt only because others state theirs is whole dollars where the form's fixed
    minimum is printed in them."""
    if unit.doubt is None or unit.stated:
        return unit
    for minimum in edition.minimums:
        reading = readings.get(minimum.key)
        if reading is None or not reading.options or not minimum.key.startswith(f"{name}/"):
            continue
        if reading.options[0].value in minimum.amounts:
            return StatementUnit()
    return unit


def _scaled(reading: Reading, unit: StatementUnit) -> Reading:
    if not unit.decimals and unit.doubt is None:
        return reading
    dollars = 10**-unit.decimals
    options = tuple(structs.replace(o, value=o.value * dollars) for o in reading.options)
    why = _why(unit.doubt) if unit.doubt is not None else _parted(reading.options, dollars)
    return _opposed(structs.replace(reading, options=options, unit=dollars), why)


def _opposed(reading: Reading, why: str | None) -> Reading:
    """A reading with what speaks against its amount; zero is zero in any unit."""
    if why is None or reading.against is not None or not reading.options:
        return reading
    if not any(option.value for option in reading.options):
        return reading
    return structs.replace(reading, against=why)


def _parted(options: tuple[Option, ...], dollars: int) -> str | None:
    """Why a point in print of a larger unit is no grouping mark."""
    for option in options:
        if dollars > 1 and "." in option.raw.strip(" .") and option.value:
            return f"the point in {option.raw!r} may set off a part of the unit"
    return None


def _on(row: RowCue, reading: Reading) -> bool:
    if reading.page != row.page or reading.region is None:
        return False
    middle = (reading.region[1] + reading.region[3]) / 2
    return row.top <= middle <= row.bottom


def _counted_apart(reading: Reading, row: RowCue) -> Reading:
    """A reading on a row that has a unit of its own: open, with the print told."""
    why = f"{row.text!r} stands on its row: its unit is in doubt"
    if reading.seen == "nothing":
        return structs.replace(reading, seen="garbled", text=row.text, reason=why)
    return _opposed(reading, why)
