"""All steps of a document, asked one after the other, in one trace."""

from __future__ import annotations

from collections.abc import Iterator

from focusconv.conversion import Again, Judged, filing_of, judge
from focusconv.document import Document
from focusconv.errors import UnknownForm
from focusconv.review.corrections import Corrections
from focusconv.trace import model
from focusconv.trace.deciding import items_of, made_of, mended_of, problem, search_of
from focusconv.trace.placing import copies_of, parts_of
from focusconv.trace.reading import page_of


def trace(
    document: Document,
    *,
    mend: bool = True,
    corrections: Corrections | None = None,
    again: Again | None = None,
) -> model.Trace:
    """What each step makes of a document that was read: arguments as in `filings_in`.

    A document of no known form is traced as far as it was read. Raises InvalidCorrections.
    """
    refused: str | None = None
    judged: list[Judged] = []
    try:
        document, judged = judge(document, mend=mend, corrections=corrections, again=again)
    except UnknownForm as error:
        refused = str(error)
    return model.Trace(
        source=document.source,
        pages=tuple(map(page_of, document.pages)),
        filings=tuple(_filing(document, one, mending=mend) for one in judged),
        refused=refused,
    )


def _filing(document: Document, one: Judged, *, mending: bool) -> model.Filing:
    sheet = problem(one)
    mended = mended_of(sheet, mending=mending)
    return model.Filing(
        edition=one.placed.edition.name,
        status=filing_of(document, one).status,
        parts=tuple(parts_of(one)),
        asides=tuple(aside.message for aside in one.placed.asides),
        copies=tuple(copies_of(one)),
        searches=tuple(map(search_of, mended.found)),
        made=tuple(made_of(mended, one)),
        blamed=mended.blamed,
        requests=tuple(_requests(one)),
        checks=one.outcome.checks,
        items=tuple(items_of(one, sheet)),
    )


def _requests(one: Judged) -> Iterator[str]:
    """The places that were left open for another reading, and why."""
    for request in one.outcome.requests:
        where = "no place" if request.page is None else f"page {request.page}"
        yield f"{one.placed.edition.ref(request.key)}, {where}: {request.why}"
