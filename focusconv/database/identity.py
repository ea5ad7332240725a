"""Which printed names are one firm: a function of all that was printed, whatever came first.

A filing prints up to three things about its firm: an SEC file number, a firm id and a name. Any
of them may be misread, and a wrong identity is worse than two rows for one firm: one firm's
filing would supersede another's. So nothing is joined on one piece of evidence that another
piece contradicts:

- a number that agrees joins names that are alike; beside a number that differs, equal names;
- an equal name joins what has numbers of different kinds;
- a name without a number joins the one firm that prints it, two numbers without a name the one
  firm that prints both; where several do, they stay by themselves, and so does a lone number;
- what a person merged is one firm.

Everything else is left apart, and told as a doubt (see `firms`).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct
from rapidfuzz import fuzz

from focusconv.forms.catalog import Edition, catalog
from focusconv.place.phrases import form_phrases
from focusconv.record.filing import Filing, Item

ALIKE: Final = 85
"""How alike (of 100) two printed names are that a shared number may join: a few misread letters,
an abbreviation. Different firms share words such as `SECURITIES (USA) INC.`: the likest of 30
registered ones reach 79. A firm that changed its name is left to a person."""


class Printed(Struct, frozen=True, kw_only=True):
    """What a filing prints of its firm, numbers in their plain form; None: nothing sure."""

    name: str | None = None
    sec_file_number: str | None = None
    firm_id: str | None = None

    @property
    def numbers(self) -> tuple[str | None, str | None]:
        return self.sec_file_number, self.firm_id


def printed_of(filing: Filing) -> Printed | None:
    """What the filing surely prints of its firm; None where that is nothing.

    A field in doubt is no evidence, nor is a name that is the own print of a form: neither joins
    a firm, nor supersedes a filing of one. KeyError where the catalog does not have the edition.
    """
    edition = catalog().edition(f"{filing.form.id}-{filing.form.edition}")
    doubtful = _doubtful(filing, edition)
    filer = filing.filer
    name, sec, number = (
        None if role in doubtful else value
        for role, value in (
            ("name", filer.name),
            ("sec_file_number", filer.sec_file_number),
            ("firm_id", filer.firm_id),
        )
    )
    if name is not None and any(form_phrases(e).is_print(name) for e in catalog().editions):
        name = None
    found = Printed(
        name=" ".join(name.split()) or None if name else None,
        sec_file_number=_plain(sec),
        firm_id=_plain(number),
    )
    return found if found != Printed() else None


def _doubtful(filing: Filing, edition: Edition) -> set[str]:
    """The fields of the filer whose own state, or that of their cell on the cover, is in doubt."""
    roles = {key: cell.role for key, cell in edition.spec.items() if cell.role in _FIELDS}
    filer = filing.filer
    values = {
        "name": filer.name,
        "sec_file_number": filer.sec_file_number,
        "firm_id": filer.firm_id,
    }
    cells = {
        role
        for statement in filing.statements
        for item in statement.items
        if (role := roles.get(_place(statement.id, item))) is not None
        and item.status == "disputed"
        and item.value == values[role]
    }
    return cells | {state.field for state in filer.states if state.status == "disputed"}


_FIELDS = Printed.__struct_fields__


def _place(statement: str, item: Item) -> str:
    return f"{statement}/{item.line}/{item.column}"


def _plain(number: str | None) -> str | None:
    """A number without blanks and leading zeros: `8 - 012345` is `8-12345`."""
    parts = re.sub(r"\s", "", number or "").split("-")
    return "-".join(part.lstrip("0") for part in parts) or None


@functools.cache
def plain_name(name: str) -> str:
    """A name as it is compared: `Acme Securities (USA), Inc.` is `ACME SECURITIES USA INC`."""
    text = unicodedata.normalize("NFKC", name).upper().replace("&", " AND ")
    text = re.sub(r"[.'\u2019]", "", text)
    return " ".join(re.findall(r"\w+", text))


class _Groups:
    """Names that are one firm, as a forest."""

    def __init__(self, names: Iterable[int]) -> None:
        self._above = {name: name for name in names}

    def root(self, name: int) -> int:
        while self._above[name] != name:
            self._above[name] = self._above[self._above[name]]
            name = self._above[name]
        return name

    def join(self, one: int, other: int) -> None:
        """The smaller key stands for the group: it was there first."""
        first, second = sorted((self.root(one), self.root(other)))
        self._above[second] = first


def resolve(names: dict[int, Printed], merged: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For each name's key the smallest key of a name of the same firm.

    Which names are together does not depend on the order they came in; `merged` are pairs of
    which a person said that they are one firm.
    """
    groups = _Groups(names)
    for one, other in merged:
        groups.join(one, other)
    whole = {key: named for key, named in names.items() if named.name and any(named.numbers)}
    for one, other in _sharing_a_number(whole):
        if groups.root(one) != groups.root(other) and _one_firm(whole[one], whole[other]):
            groups.join(one, other)
    for keys in _by_name(whole):
        _join_compatible(keys, whole, groups)
    _join_unnumbered(names, whole, groups)
    _join_unnamed(names, whole, groups)
    return {key: groups.root(key) for key in names}


def _sharing_a_number(names: dict[int, Printed]) -> Iterator[tuple[int, int]]:
    for keys in _by_number(names).values():
        yield from ((one, other) for at, one in enumerate(keys) for other in keys[at + 1 :])


def _by_number(names: dict[int, Printed]) -> dict[tuple[int, str], list[int]]:
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for key, printed in names.items():
        for kind, number in enumerate(printed.numbers):
            if number is not None:
                found[kind, number].append(key)
    return found


def _by_name(names: dict[int, Printed]) -> list[list[int]]:
    """The keys that print the same name, name by name."""
    found: dict[str, list[int]] = defaultdict(list)
    for key, printed in names.items():
        found[plain_name(printed.name or "")].append(key)
    return [found[name] for name in sorted(found)]


def _one_firm(one: Printed, other: Printed) -> bool:
    """Whether two names that share a number are of one firm."""
    differ = any(a != b for a, b in zip(one.numbers, other.numbers, strict=True) if a and b)
    first, second = plain_name(one.name or ""), plain_name(other.name or "")
    return first == second or (not differ and fuzz.ratio(first, second) >= ALIKE)


def _join_compatible(keys: list[int], whole: dict[int, Printed], groups: _Groups) -> None:
    """Join the firms that print one name, unless two of them have a number of the same kind."""
    firms = {groups.root(key) for key in keys}
    members = [key for key in whole if groups.root(key) in firms] if len(firms) > 1 else []
    for kind in range(2):
        having = {groups.root(key) for key in members if whole[key].numbers[kind] is not None}
        if len(having) > 1:
            return
    for key in keys[1:]:
        groups.join(keys[0], key)


def _join_unnumbered(names: dict[int, Printed], whole: dict[int, Printed], groups: _Groups) -> None:
    """Join a name without a number to the one firm that prints it, else to its like."""
    firms = {plain_name(whole[keys[0]].name or ""): keys for keys in _by_name(whole)}
    loose = {key: named for key, named in names.items() if not any(named.numbers)}
    for keys in _by_name(loose):
        printing = firms.get(plain_name(loose[keys[0]].name or ""), [])
        if len({groups.root(key) for key in printing}) == 1:
            keys = [*printing[:1], *keys]
        for key in keys[1:]:
            groups.join(keys[0], key)


def _join_unnamed(names: dict[int, Printed], whole: dict[int, Printed], groups: _Groups) -> None:
    """Join two numbers without a name to the one firm that prints both; one could be misread."""
    numbered = _by_number(whole)
    for key, printed in names.items():
        if printed.name is None and all(printed.numbers):
            found = [
                {groups.root(other) for other in numbered.get((kind, str(number)), ())}
                for kind, number in enumerate(printed.numbers)
            ]
            if found[0] == found[1] and len(found[0]) == 1:
                groups.join(key, found[0].pop())
