"""Inputs to a review page: each is read, one that cannot be is told and left out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from focusconv.checking import exported, read_export, rechecked
from focusconv.conversion import filings as convert_filings
from focusconv.errors import FocusconvError
from focusconv.files.inputs import Input, read_file, read_input
from focusconv.files.outputs import deliver, refuse_taken
from focusconv.forms.catalog import catalog
from focusconv.readers.options import ReadOptions
from focusconv.record.filing import Filing
from focusconv.report.edition import edition_data
from focusconv.report.html import Entry, page
from focusconv.report.model import FilingData, filing_data, open_count, open_pages
from focusconv.report.pages import MOST_PAGES, PageData, Room, picture_pages, text_of_pages
from focusconv.terminal.console import complain, counted, say
from focusconv.terminal.exits import INCONSISTENT, OK, WrongUsage, exit_code
from focusconv.terminal.progress import watched
from focusconv.terminal.refusal import refusing

if TYPE_CHECKING:
    from focusconv.review.corrections import Corrections

ALONE = (2_200_000, 2_200_000, (150, 120, 90, 70))
"""Pictures of one document: the bytes of all, of one filing, and the dots per inch to try."""

BATCH = (60_000_000, 600_000, (110, 80))
"""The same of several documents, of which only pages with something to look at are drawn."""

URGENCY = ("inconsistent", "disputed", "partial", "confirmed")


class ReportWanted(Struct, frozen=True, kw_only=True):
    """What `report` is to do. `documents` are the files of a folder in which the documents of
    exports are looked for."""

    output: Path
    mend: bool
    corrections: Corrections | None
    documents: tuple[Input, ...]
    overwrite: bool
    options: ReadOptions = ReadOptions()


class _Reviewed(Struct, frozen=True):
    """A filing on its way into the page."""

    entry: Entry
    filing: FilingData


def report_inputs(inputs: Sequence[Input], wanted: ReportWanted, *, debug: bool) -> int:
    """Write the review page of all filings in the inputs; the highest exit status applies.

    Raises OutputExists, before any work, where the output is not free.
    """
    refuse_taken(wanted.output, inputs, overwrite=wanted.overwrite)
    alone = len(inputs) == 1
    room = Room(*(ALONE if alone else BATCH))
    documents = _by_digest(wanted.documents)
    found: list[_Reviewed] = []
    codes = [OK]
    for number, item in enumerate(inputs, 1):

        def refuse(error: FocusconvError, name: str = item.name) -> None:
            complain(error, name=name, debug=debug)
            codes.append(exit_code(error))

        with refusing(item.name, refuse):
            found += _input(item, wanted, documents, room, f"p{number}", alone=alone)
    if any(one.entry.status == "inconsistent" for one in found):
        codes.append(INCONSISTENT)
    code = max(codes)
    if not found:
        say("there is no filing to report; nothing was written")
        return code
    data = _page(found, room, alone=alone)
    deliver(wanted.output, data, overwrite=wanted.overwrite)
    waiting = sum(one.entry.open for one in found)
    say(
        f"{wanted.output}: {counted(len(found), 'filing')}, {waiting:,} to decide, "
        f"{len(data) / 1e6:.1f} MB; open it in a browser"
    )
    return code


def _input(
    item: Input,
    wanted: ReportWanted,
    documents: dict[str, Path],
    room: Room,
    prefix: str,
    *,
    alone: bool,
) -> list[_Reviewed]:
    """The filings of one input, most of them one."""
    data = read_input(item)
    document: bytes | None = data
    if exported(data):
        if wanted.corrections is not None:
            raise WrongUsage(
                "corrections apply to a document, and this is an export",
                remedy="give the document it was made from",
            )
        filings = [rechecked(read_export(data))]
        path = documents.get(filings[0].source.sha256)
        document = None if path is None else read_file(path)
    else:
        filings = _converted(data, item, wanted)
    several = len(filings) > 1
    found = []
    for place, filing in enumerate(filings, 1):
        numbers = _numbers(filing, alone=alone, several=several)
        pages, note = _pages(filing, document, numbers, room, f"{prefix}-{place}")
        shown = filing_data(filing, pages, note=note, several=several)
        found.append(_Reviewed(_entry(filing, item.name), shown))
    return found


def _converted(data: bytes, item: Input, wanted: ReportWanted) -> list[Filing]:
    with watched(item.name) as watch:
        return list(
            convert_filings(
                data,
                name="stdin" if item.path is None else item.path.name,
                mend=wanted.mend,
                corrections=wanted.corrections,
                options=wanted.options,
                watch=watch,
            )
        )


def _numbers(filing: Filing, *, alone: bool, several: bool) -> list[int]:
    """The pages to show: all of a document by itself, else those of the filing; in a batch
    only those with something to look at are drawn."""
    own = {
        item.page
        for statement in filing.statements
        for item in statement.items
        if item.page is not None
    }
    if not alone and filing.source.media_type != "text/plain":
        return list(open_pages(filing))[:MOST_PAGES]
    if several:
        every = set(range(min(own, default=1), max(own, default=0) + 1))
    else:
        every = set(range(1, filing.source.pages + 1))
    chosen = sorted(every, key=lambda number: (number not in own, number))[:MOST_PAGES]
    return sorted(chosen)


def _pages(
    filing: Filing, document: bytes | None, numbers: Sequence[int], room: Room, prefix: str
) -> tuple[tuple[PageData, ...], str]:
    """The pages, and why there are none."""
    source = filing.source
    if document is None:
        return (), (
            "This comes from an export, without its pages. "
            "Give the folder with the document as --documents, or report the document itself."
        )
    if source.media_type == "text/plain":
        return text_of_pages(document, source.name, numbers), ""
    if not numbers:
        return (), "No page of this filing has anything to look at; pages are left out of a batch."
    return picture_pages(document, source.name, numbers, room, prefix), ""


def _entry(filing: Filing, name: str) -> Entry:
    return Entry(
        name=name,
        firm=filing.filer.name or "name unknown",
        form=filing.form.system,
        date=filing.period.end or "date unknown",
        status=filing.status,
        sha256=filing.source.sha256,
        open=open_count(filing),
    )


def _page(found: list[_Reviewed], room: Room, *, alone: bool) -> bytes:
    """The page, with the most urgent filing first."""
    found = sorted(found, key=lambda one: (URGENCY.index(one.entry.status), -one.entry.open))
    used = {one.filing.edition for one in found}
    editions = tuple(edition_data(one) for one in catalog().editions if one.name in used)
    notes = []
    if not alone and room.pictures:
        notes.append(
            "To keep this file small, only pages with something to look at are shown, and "
            "coarsely. Report a filing by itself to see all its pages."
        )
    return page(
        tuple(one.entry for one in found),
        tuple(one.filing for one in found),
        editions,
        room.pictures,
        tuple(notes),
    )


def _by_digest(documents: Sequence[Input]) -> dict[str, Path]:
    """The documents by their SHA-256."""
    return {
        hashlib.sha256(read_file(item.path)).hexdigest(): item.path
        for item in documents
        if item.path is not None
    }
