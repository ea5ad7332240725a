"""The acceptance policy: what it takes for a mended value to count. Measured in docs."""

from __future__ import annotations

from msgspec import Struct


class Policy(Struct, frozen=True, kw_only=True):
    """Margins and bounds; costs in the unit of readings, 10 is one misread digit.

    `margin`: how much dearer the next explanation must be that gives an item another value.
    `trusted`: how many unconfirmed amounts may stand beside an addend that a single rule derives.
    `changes`: the most readings one explanation may change, `with_offered`: the same with those
    that another reader offers for nothing. `dearest`: the dearest explanation looked at.
    `budget`: the most combinations tried for one filing; `one_by_one`: the same for the rules that
    are looked at by themselves, where that was not enough.
    """

    margin: int = 8
    trusted: int = 1
    changes: int = 3
    with_offered: int = 8
    dearest: int = 44
    budget: int = 2500
    one_by_one: int = 10_000


POLICY = Policy()
