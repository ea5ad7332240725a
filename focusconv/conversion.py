"""The path of a document, on one page: read, identify, split, place, reconcile, assemble."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from focusconv.assemble.assemble import assemble
from focusconv.document import Document, Region
from focusconv.errors import InvalidCorrections, SeveralFilings
from focusconv.files.inputs import read_file
from focusconv.forms.catalog import Edition, catalog
from focusconv.identify.filings import Group
from focusconv.identify.statements import identify
from focusconv.identify.units import find_cues, units_of
from focusconv.place.document import PlacedFiling, place_filing
from focusconv.place.dollars import put_in_dollars
from focusconv.place.page_heads import Head
from focusconv.place.whose_page import filings_of
from focusconv.readers import ReadOptions, Watch, read, read_again
from focusconv.reconcile import Outcome, Request, reconcile
from focusconv.reconcile.header import Fields, judge_fields, with_ties
from focusconv.reconcile.outcome import FieldVerdict
from focusconv.record.filing import Filing

if TYPE_CHECKING:
    from focusconv.review.corrections import Corrections, Decisions

Source = Path | str | bytes

Wanted = tuple[int, Region]
"""A place that is to be read again: page, and region in the unit of that page."""

Again = Callable[[Document, Sequence[Wanted]], Document]


def convert(
    source: Source,
    *,
    name: str | None = None,
    mend: bool = True,
    corrections: Corrections | None = None,
    options: ReadOptions = ReadOptions(),  # noqa: B008
    watch: Watch | None = None,
) -> Filing:
    """The one filing that a document holds.

    `source` is a path, or the document's bytes; `name` is what the record calls it. `mend`
    off takes every number as it was read. `options` say how files are read, within which
    bounds; `watch` is told of each page that is recognised. Raises UnreadableInput,
    UnknownForm, MissingPackage, and SeveralFilings where the document holds more than one
    (see `filings`).
    """
    found = list(
        filings(source, name=name, mend=mend, corrections=corrections, options=options, watch=watch)
    )
    if len(found) > 1:
        ends = ", ".join(str(filing.period.end) for filing in found)
        raise SeveralFilings(
            f"the document holds {len(found)} filings ({ends})",
            place=found[0].source.name,
            remedy="use focusconv.filings, which gives them one by one",
        )
    return found[0]


def filings(
    source: Source,
    *,
    name: str | None = None,
    mend: bool = True,
    corrections: Corrections | None = None,
    options: ReadOptions = ReadOptions(),  # noqa: B008
    watch: Watch | None = None,
) -> Iterator[Filing]:
    """Every filing of a document, in its order. Arguments and errors as in `convert`."""
    data, called = _load(source, name)
    document = read(data, called, options, watch)

    def again(document: Document, wanted: Sequence[Wanted]) -> Document:
        return read_again(data, called, document, wanted, options)

    yield from filings_in(document, mend=mend, corrections=corrections, again=again)


def filings_in(
    document: Document,
    *,
    mend: bool = True,
    corrections: Corrections | None = None,
    again: Again | None = None,
) -> Iterator[Filing]:
    """Every filing of a document that was read already.

    What reconciling leaves open is asked for once more: `again` gives the document with
    further readings of some places, or as it was; then all is placed and reconciled anew.
    """
    document, judged = judge(document, mend=mend, corrections=corrections, again=again)
    for one in judged:
        yield filing_of(document, one)


class Judged(Struct, frozen=True):
    """One filing: its parts, what was seen of it, what the rules say of its amounts, what of its
    other items, and what a reviewer decided."""

    group: Group[Head]
    placed: PlacedFiling
    outcome: Outcome
    fields: Fields
    decisions: Decisions | None


def judge(
    document: Document,
    *,
    mend: bool = True,
    corrections: Corrections | None = None,
    again: Again | None = None,
) -> tuple[Document, list[Judged]]:
    """Every filing of a document placed and reconciled, and the document that it was done with,
    which has the further readings. Arguments as in `filings_in`."""
    judged = list(_judged(document, mend, corrections))
    more = again(document, _wanted(judged)) if again is not None else document
    if more is not document:
        document = more
        judged = list(_judged(document, mend, corrections))
    return document, judged


def filing_of(document: Document, one: Judged) -> Filing:
    """The record of a filing that was judged."""
    return assemble(document, one.placed, one.outcome, one.fields, catalog().version, one.decisions)


def _judged(document: Document, mend: bool, corrections: Corrections | None) -> Iterator[Judged]:
    """Every filing of a document placed and reconciled, once."""
    found = identify(document, catalog())
    groups = filings_of(document, found.parts)
    decisions = _decisions(corrections, document, found.edition, len(groups))
    cues = iter(find_cues(document, [part for group in groups for part in group.parts]))
    for group in groups:
        edition = group.edition
        others = found.others if edition is found.edition else []
        placed = place_filing(document, group, edition, others)
        put_in_dollars(placed, units_of(edition, [(part, next(cues)) for part in group.parts]))
        decided = decisions.values if decisions is not None else {}
        fields = judge_fields(placed.fields, placed.header, edition, decided)
        outcome = reconcile(
            placed.readings,
            edition,
            present=[statement.id for statement in placed.present],
            rates=fields.rates(edition),
            mend=mend,
            corrections=decisions,
        )
        yield Judged(group, placed, outcome, with_ties(fields, outcome, edition), decisions)


def _wanted(judged: Sequence[Judged]) -> list[Wanted]:
    """The places of which another reading may settle something: amounts, and facts of covers."""
    return [
        (one.page, one.region)
        for filing in judged
        for one in _open(filing.outcome, filing.fields)
        if one.page is not None and one.region is not None
    ]


def _open(outcome: Outcome, fields: Fields) -> Iterator[Request | FieldVerdict]:
    """What another reading may settle; a request of no worth is for an empty cell."""
    yield from (request for request in outcome.requests if request.worth > 0)
    yield from (field for field in fields.items.values() if field.status == "disputed")


def _load(source: Source, name: str | None) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, name or "document"
    path = Path(source)
    return read_file(path), name or path.name


def _decisions(
    corrections: Corrections | None, document: Document, edition: Edition, filings: int
) -> Decisions | None:
    if corrections is None:
        return None
    if filings > 1:
        raise InvalidCorrections(
            f"the document holds {filings} filings, and corrections are for one",
            place=corrections.name,
            remedy="split the document first",
        )
    from focusconv.review.corrections import resolve

    return resolve(corrections, edition, document.source.sha256)
