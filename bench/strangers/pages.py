"""Statements to pages of text lines, and pages to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from bench.strangers.furniture import Furniture
from bench.strangers.sheet import Sheet

Lines = list[str]


def by_page(sheets: Sequence[Sheet], body: Callable[[Sheet], Lines]) -> list[Lines]:
    """A page a statement; one without a head goes on where the last one ended."""
    pages: list[Lines] = []
    for sheet in sheets:
        lines = body(sheet)
        if sheet.title or not pages:
            pages.append(lines)
        else:
            pages[-1] += ["", *lines]
    return pages


def bound(rng: Random, pages: list[Lines], around: Furniture) -> str:
    """All pages in one text, with form feeds or a gap between them."""
    between = rng.choice(["\f", "\n\n", "\n\n\n"])
    done = ["\n".join(around.around(p, n, len(pages))) for n, p in enumerate(pages, 1)]
    return (between if between != "\f" else "\n\f").join(done) + "\n"


def head(sheet: Sheet, gap: str = "    ") -> Lines:
    """What stands above a statement, a line each."""
    heads = [line.replace("\t", gap) for line in sheet.heads]
    return [*heads, *([""] if heads else []), *sheet.title, *([""] if sheet.title else [])]
