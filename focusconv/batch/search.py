"""Giving up early on documents that are none of the forms: most of a corpus of annual reports.

The rule. The text of every page is looked through before any page is laid out: statements can
stand late in a long report. A document in which nothing of a form is seen, and which is text
throughout, is refused. Where pages are pictures, the first ones only are recognised, unless the
text of other pages speaks of a form, and by the cheap engine alone: recognition takes a thousand
times as long as looking.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from msgspec import Struct, structs

from focusconv.errors import UnknownForm, UnreadableInput
from focusconv.forms.catalog import Edition, catalog
from focusconv.identify.lexicon import letters, plain
from focusconv.identify.statements import identify
from focusconv.readers import PageRange, ReadOptions, is_pdf, read
from focusconv.readers.options import ENGINES
from focusconv.readers.pdf.vetting import is_harmless

_ENOUGH = 3
"""So many labels or boxes on one page are worth a reading of the document; one title is too."""

_LABEL = 14
"""Letters of a label that are looked for: its beginning stays whole where it is broken."""

_MANY = 1 << 30
"""The pages of a document without any text, which was not asked how many it has."""

_BOX = re.compile(r"\b\d{4,5}\b")

_TEXT, _TEXT_BESIDE = 200, 1000
"""Letters from which a page is taken for text: without pictures, and beside them."""


class Sight(Struct, frozen=True):
    """What a look shows: how many pages, whether a form, and whether some are no text."""

    pages: int
    form: bool
    pictures: bool


def refuse_others(
    data: bytes,
    name: str,
    first: int | None,
    options: ReadOptions = ReadOptions(),  # noqa: B008
) -> None:
    """Raise UnknownForm where the document is not worth a reading with these options.

    `first` is how many pages are recognised to find out, None for all: then only a document
    of text is refused here. What is no PDF is left to its reader, and so is a PDF of which
    some pages were asked for.
    """
    if not is_pdf(data) or options.pages is not None:
        return
    if options.reader == "text":
        first = None
    if first is None and (options.reader == "ocr" or not is_harmless(data)):
        return
    sight = look(data, name, options)
    if sight.form or (sight.pictures and (first is None or sight.pages <= first)):
        return
    if not sight.pictures:
        raise UnknownForm(
            f"none of the forms known here: none of its {sight.pages} pages has a title, labels"
            " or boxes of theirs",
            place=name,
            remedy="`focusconv forms` lists what can be read",
        )
    assert first is not None
    quick = structs.replace(options, pages=PageRange(((1, first),)), engines=ENGINES[:1])
    if not _known(data, name, quick):
        raise UnknownForm(
            f"none of the forms known here in pages 1 to {first}; those of its {sight.pages}"
            " pages that are pictures were not recognised beyond these",
            place=name,
            remedy="recognise more pages with --search-pages, or all",
        )


def look(
    data: bytes,
    name: str,
    options: ReadOptions = ReadOptions(),  # noqa: B008
) -> Sight:
    """Look through the text of a PDF; raises UnreadableInput where it cannot be opened.

    A file that is not plainly harmless is read apart, which takes longer and finds the same.
    """
    if is_harmless(data):
        return _looked(data, name)
    try:
        document = read(data, name, structs.replace(options, reader="text"))
        identify(document, catalog())
    except UnknownForm:
        pictures = any(notice.code == "page-is-picture" for notice in document.notices)
        return Sight(document.source.pages, False, pictures)
    except UnreadableInput:
        return Sight(_MANY, False, True)
    return Sight(document.source.pages, True, False)


def _looked(data: bytes, name: str) -> Sight:
    from focusconv.readers.pdf.pages import page_texts

    count = 0
    pictures = False
    for count, (text, pictured) in enumerate(page_texts(data, name), 1):
        if shows_form(text):
            return Sight(count, True, False)
        least = _TEXT_BESIDE if pictured else _TEXT
        pictures = pictures or len(letters(text)) < least
    return Sight(count, False, pictures)


def shows_form(text: str) -> bool:
    """Whether the text of a page has a title, or some labels or boxes, of any statement."""
    signs = _signs()
    folded = letters(text)
    if any(title in folded for title in signs.titles):
        return True
    if len(signs.boxes.intersection(_BOX.findall(text))) >= _ENOUGH:
        return True
    return sum(label in folded for label in signs.labels) >= _ENOUGH


class Signs(Struct, frozen=True):
    """What tells a statement of any form, as letters and digits only."""

    titles: frozenset[str]
    labels: frozenset[str]
    boxes: frozenset[str]


@functools.cache
def _signs() -> Signs:
    editions = catalog().editions
    return Signs(
        titles=frozenset(plain(title) for edition in editions for title in _titles(edition)),
        labels=frozenset(label for edition in editions for label in _labels(edition)),
        boxes=frozenset(
            cell.box
            for edition in editions
            for cell in edition.spec.values()
            if cell.box is not None and len(cell.box) > 3
        ),
    )


def _titles(edition: Edition) -> Iterator[str]:
    for statement in edition.statements:
        if any(cell.kind == "amount" for _, _, cell in statement.cells()):
            yield from (statement.title, *statement.titles)


def _labels(edition: Edition) -> Iterator[str]:
    for statement in edition.statements:
        for line in statement.lines:
            for label in (line.label, *line.also):
                if len(plain(label)) >= _LABEL:
                    yield plain(label)[:_LABEL]


def _known(data: bytes, name: str, options: ReadOptions) -> bool:
    """Whether the pages of the options are of one of the forms; raises UnreadableInput."""
    try:
        identify(read(data, name, options), catalog())
    except UnknownForm:
        return False
    return True
