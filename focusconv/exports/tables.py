"""A filing as a pandas table: one row an item, for analysts; needs the `frame` extra."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from focusconv.errors import MissingPackage
from focusconv.tidy.rows import COLUMNS, Type, piece_of

if TYPE_CHECKING:
    import pandas

    from focusconv.record.filing import Filing

DTYPES: Final[dict[Type, str]] = {
    "text": "string",
    "name": "string",
    "whole": "Int64",
    "number": "Float64",
    "date": "datetime64[s]",
    "flag": "boolean",
}
"""The pandas type of each column type; all hold missing values without changing the others."""


def to_frame(filing: Filing) -> pandas.DataFrame:
    """One row an item, in the order of the filing; the columns are those of `tidy`.

    `amount` (Int64, whole dollars) holds the values that are amounts and `text` (string) the
    others, as the exports write them; each is NA where an item has no such value.

    Raises MissingPackage without pandas, InvalidExport where the filing holds what no export
    can.
    """
    try:
        import pandas
    except ImportError as error:
        raise MissingPackage(
            "a table needs pandas", remedy="pip install 'focusconv[frame]'"
        ) from error
    frame = pandas.DataFrame.from_records(list(piece_of(filing).rows()), columns=list(COLUMNS))
    return frame.astype({name: DTYPES[kind] for name, kind in COLUMNS.items()})
