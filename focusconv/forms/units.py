"""How documents say what their amounts are counted in: the words of `data/units.toml`."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

import msgspec
from msgspec import Struct

from focusconv.errors import InvalidCatalog
from focusconv.record.filing import Decimals


class Scale(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One unit: its power of ten, what people call it, and the signs of it in print."""

    decimals: Decimals
    name: str
    words: tuple[str, ...] = ()
    zeros: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()


class UnitWords(Struct, frozen=True, kw_only=True, dict=True, forbid_unknown_fields=True):
    """The units, and the words that may stand around their signs and behind a number."""

    scales: tuple[Scale, ...]
    around: frozenset[str]
    with_zeros: frozenset[str]
    at_edges: frozenset[str]
    behind_a_number: frozenset[str]

    @functools.cached_property
    def names(self) -> dict[int, str]:
        """What people call the units, by power of ten."""
        return {scale.decimals: scale.name for scale in self.scales}


@functools.cache
def unit_words() -> UnitWords:
    """The words that ship with the program. Raises InvalidCatalog where the file is none."""
    path = resources.files("focusconv.forms") / "data" / "units.toml"
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), UnitWords)
    except ValueError as error:
        raise InvalidCatalog(str(error), place=str(path)) from error
