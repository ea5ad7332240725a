"""What mending hands to settling: the values decided on, and what each made one rests on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from focusconv.forms.catalog import Key, Rule
from focusconv.reconcile.problem import Sheet
from focusconv.reconcile.search import Found


class Made(Struct, frozen=True, kw_only=True):
    """A value that reconciling put in the place of what was read, or of nothing.

    `spent` is the rule that fixed it; where a tie proposed it, `tie` is that and no rule spent.
    """

    value: int
    status: Literal["corrected", "derived"]
    spent: Rule | None
    tie: Rule | None
    reason: str


class Mended(Struct, frozen=True):
    """The values decided on, those of them that were made, and what the search found.

    `contested` says of undecided rules, by id, why no value of what they lack makes them hold;
    `blamed` are the items that a near explanation would change, with what it would change.
    """

    values: dict[Key, int | None]
    made: dict[Key, Made]
    found: tuple[Found, ...]
    contested: dict[str, str]
    blamed: dict[Key, str]


def as_read(sheet: Sheet) -> Mended:
    """Nothing mended: every item as its cheapest reading has it."""
    return Mended(sheet.start, {}, (), {}, {})


def without(mended: Mended, keys: Collection[Key], sheet: Sheet) -> Mended:
    """The same with some made values taken back."""
    return replace(
        mended,
        values={k: sheet.start[k] if k in keys else v for k, v in mended.values.items()},
        made={key: made for key, made in mended.made.items() if key not in keys},
    )
