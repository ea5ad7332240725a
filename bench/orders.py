"""What each engine, and each order of reading, makes of the same scans.

python -m bench.orders --noise 200-mild,150-rough --filings 4

`cheap`: tesseract alone; `numbers`: what tesseract is not trusted with read by rapidocr, that
reading alone; `both`: the same with what tesseract made of those numbers as a second reading;
`third`: where the two differ, what the engine that knows numbers alone makes of them;
`adaptive`: tesseract first, the rest only for pages on which not everything is confirmed;
`loop`: `third`, and what is left open asked for once more. `loop` is what the program does.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from bench.pictures.cases import Picture, picture
from bench.pictures.look import VARIED
from bench.pictures.measure import Score, score
from bench.pictures.scans import scan
from bench.pictures.speed import Spent
from bench.scans import HEAD, row
from focusconv.conversion import filings_in
from focusconv.document import Document, Source
from focusconv.errors import FocusconvError
from focusconv.forms.catalog import catalog
from focusconv.readers import read_again
from focusconv.readers.layout.page_numbers import without_page_numbers
from focusconv.readers.ocr.fusion import Seen, laid_out
from focusconv.readers.ocr.read import see
from focusconv.readers.options import NUMERALS
from focusconv.readers.pdf.read import draw_pages
from focusconv.record.filing import Filing

ORDERS = ("cheap", "numbers", "both", "third", "adaptive", "loop")


def laid(made: Picture, seen: Sequence[Seen]) -> Document:
    """The document that these readings of its pages make."""
    ids = itertools.count()
    pages = [laid_out(one, ids) for one in seen]
    readers = tuple(dict.fromkeys(name for one in pages for name in one.readers))
    source = Source("scan.pdf", "", "application/pdf", made.pages, readers)
    return Document(source, without_page_numbers([one.page for one in pages]))


def by_cheap(seen: Seen) -> Seen:
    """The page as the cheap engine alone has it."""
    return replace(seen, words=seen.again[:1] or seen.words, again=())


def by_numbers(seen: Seen) -> Seen:
    """The page without second readings."""
    return replace(by_two(seen), again=())


def by_two(seen: Seen) -> Seen:
    """The page without the engine that knows numbers alone."""
    words = tuple(some for some in seen.words if some[0] != NUMERALS)
    return replace(seen, words=words, again=seen.again[:1])


def converted(document: Document) -> list[Filing]:
    try:
        return list(filings_in(document))
    except FocusconvError:
        return []


def confirmed_pages(filings: Sequence[Filing]) -> set[int]:
    """The pages on which every amount is confirmed or empty, and no check is open."""
    pages: set[int] = set()
    doubtful: set[int] = set()
    for filing in filings:
        for statement in filing.statements:
            own = {item.page for item in statement.items if item.page is not None}
            pages |= own
            checks = [c for c in filing.checks if c.hard and c.statement == statement.id]
            if any(check.status in ("failed", "undecided") for check in checks):
                doubtful |= own
            for item in statement.items:
                sure = item.status in ("absent", "blank") or item.verified_by
                if item.kind == "amount" and not (sure and item.status != "disputed"):
                    doubtful |= {item.page} if item.page is not None else own
    return pages - doubtful


def measure(made: Picture, totals: dict[str, Score]) -> tuple[int, Spent, Spent]:
    """Add what every order makes of a scan.

    Returns the pages that the cheap engine settles, and what all engines and it alone took.
    """
    numbers = range(1, made.pages + 1)
    start = Spent.now()
    drawn = draw_pages(made.document, "scan.pdf", numbers)
    seen = [one for one in see(drawn, 1) if isinstance(one, Seen)]
    both = Spent.now() - start
    start = Spent.now()
    list(see(draw_pages(made.document, "scan.pdf", numbers), 1, ("tesseract",)))
    cheap = Spent.now() - start
    first = converted(laid(made, [by_cheap(one) for one in seen]))
    settled = confirmed_pages(first)
    mixed = [by_cheap(one) if one.number in settled else one for one in seen]

    def looped() -> list[Filing]:
        document = laid(made, seen)
        return list(
            filings_in(
                document,
                again=lambda given, wanted: read_again(made.document, "scan.pdf", given, wanted),
            )
        )

    orders: dict[str, Callable[[], list[Filing]]] = {
        "cheap": lambda: first,
        "numbers": lambda: converted(laid(made, [by_numbers(one) for one in seen])),
        "both": lambda: converted(laid(made, [by_two(one) for one in seen])),
        "third": lambda: converted(laid(made, seen)),
        "adaptive": lambda: converted(laid(made, mixed)),
        "loop": looped,
    }
    for name, order in orders.items():
        score(made, order(), totals[name], "silent")
    return len(settled), both, cheap


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.orders", description=__doc__)
    parser.add_argument("--noise", default="200-mild,150-rough", help="joined by ','")
    parser.add_argument("--look", default=VARIED)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--filings", type=int, default=2, help="documents a noise and edition")
    options = parser.parse_args()
    print(HEAD)
    for noise in options.noise.split(","):
        totals = {name: Score(name, noise) for name in ORDERS}
        pages = settled = 0
        both = cheap = Spent(0.0, 0.0)
        seeds = range(options.seed, options.seed + options.filings)
        for edition, seed in itertools.product(catalog().editions, seeds):
            made = scan(picture(edition, options.look, seed), noise, "pdf")
            found, one, other = measure(made, totals)
            pages, settled = pages + made.pages, settled + found
            both, cheap = both + one, cheap + other
        for total in totals.values():
            print(row(options.look, total))
        print(
            f"{pages} pages, {settled} of them settled by the cheap engine alone;"
            f" seconds of processor a page: {both.over(pages).cpu:.2f} for all,"
            f" {cheap.over(pages).cpu:.2f} for the cheap one",
            flush=True,
        )


if __name__ == "__main__":
    main()
