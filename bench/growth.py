"""How the time of a conversion grows with the text: odd texts of doubled sizes, in seconds.

Run `python -m bench.growth`; bench/README.md says what the figures mean.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator

import focusconv
from bench.synth.cases import case
from focusconv.errors import FocusconvError
from focusconv.forms.catalog import catalog

SMALLEST_KB = 8
LARGEST_KB = 128
PATIENCE = 20.0
"""Seconds of one conversion after which no larger one of its kind is tried."""


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _numbered(size: int) -> str:
    """Lines with a label and an amount each, all different."""
    lines = []
    while size > 0:
        lines.append(f"{len(lines) + 1}. Cash {len(lines) * 7919:,}\n")
        size -= len(lines[-1])
    return "".join(lines)


def _nested(size: int) -> str:
    half = size // 11
    return "<table><tr><td>" * half + "5" + "</td></tr></table>" * half


KINDS: dict[str, Callable[[int], str]] = {
    "digits set apart": _repeated("7 "),
    "digits far apart": _repeated("7   "),
    "digits, one a line": _repeated("7\n"),
    "cells of one digit": _repeated("7\t"),
    "cells of one letter": _repeated("x\t"),
    "words": _repeated("cash "),
    "words of no form": _repeated("lorem ipsum dolor "),
    "one long word": _repeated("abcdefghij"),
    "amounts": _repeated("1,234,567 "),
    "amounts torn": _repeated("12, 345 "),
    "amounts that wait": _repeated("12,\n345\n"),
    "boxes": _repeated("7010 "),
    "boxes in brackets": _repeated("[7010] "),
    "broken boxes": _repeated("701 0 "),
    "labels": _repeated("A. Cash\n"),
    "labels and amounts": _repeated("A. Cash 1,234\n"),
    "labels, amounts and boxes": _repeated("A. Cash 1,234 7010\n"),
    "numbered lines": _numbered,
    "remarks that stay open": _repeated("(add lines 1, 2 "),
    "braces": _repeated("{"),
    "words in braces": _repeated("{cash}"),
    "LaTeX": _repeated("\\mathbf{5{,}000} "),
    "brackets": _repeated("["),
    "parentheses": _repeated("("),
    "parentheses apart": _repeated("( "),
    "quotes": _repeated('"'),
    "quoted cells": _repeated('"5,000",'),
    "open quotes": _repeated(',"5\n'),
    "commas": _repeated(","),
    "commas apart": _repeated(", "),
    "semicolons": _repeated(";"),
    "stars": _repeated("*"),
    "notes": _repeated("5 (1) (1) "),
    "only notes": _repeated("(1) "),
    "tildes": _repeated("~~7~~ "),
    "tags": _repeated("<td>7</td>"),
    "open tags": _repeated("<td "),
    "rows of tags": _repeated("<tr><td>A. Cash<td>5<td>7010"),
    "nested tables": _nested,
    "scripts": _repeated("<script>"),
    "comments": _repeated("<!--"),
    "entities": _repeated("&#53;"),
    "ampersands": _repeated("&"),
    "bars": _repeated("|"),
    "table rows": _repeated("| A. Cash | 5 | 7010 |\n"),
    "empty lines": _repeated("\n"),
    "page breaks": _repeated("7\f"),
    "dates": _repeated("09/30/2018 "),
    "names": _repeated("BROKER OR DEALER\nEXAMPLE LLC as of 09/30/18\n"),
    "raised digits": _repeated("5⁰ "),
}

PLACES = ("behind", "before", "within")
"""Behind the filing, before it, and within a row of a statement."""


def document(kind: str, place: str, size: int) -> bytes:
    """A filing with `size` characters of a kind in it."""
    edition = catalog().editions[0]
    text = case(edition, "tabs+cover-missing", "none", 7).text
    odd = KINDS[kind](size)
    if place == "behind":
        return f"{text}\n{odd}\n".encode()
    if place == "before":
        return f"{odd}\n{text}".encode()
    lines = text.split("\n")
    row = next(n for n, line in enumerate(lines) if "\t" in line and "Cash" in line)
    lines[row] = lines[row].replace("\t", f"\t{odd}\t", 1)
    return "\n".join(lines).encode()


def seconds(data: bytes) -> float:
    """What one conversion takes, refusals included."""
    start = time.perf_counter()
    try:
        for filing in focusconv.filings(data):
            filing.to_json()
    except FocusconvError:
        pass
    return time.perf_counter() - start


def sizes(smallest: int, largest: int) -> Iterator[int]:
    while smallest <= largest:
        yield smallest
        smallest *= 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=KINDS, action="append", help="default: all")
    parser.add_argument("--place", choices=PLACES, action="append", help="default: all")
    parser.add_argument("--from", dest="smallest", type=int, default=SMALLEST_KB, metavar="KB")
    parser.add_argument("--to", dest="largest", type=int, default=LARGEST_KB, metavar="KB")
    given = parser.parse_args()
    tried = list(sizes(given.smallest, given.largest))
    seconds(document("words", "behind", 10))
    print(f"{'':26}{'':7}", *(f"{size:>5} KB" for size in tried), "  last x2")
    for kind in given.kind or KINDS:
        for place in given.place or PLACES:
            found: list[float] = []
            for size in tried:
                found.append(seconds(document(kind, place, size * 1024)))
                if found[-1] > PATIENCE:
                    break
            growth = found[-1] / found[-2] if len(found) > 1 else 0.0
            print(f"{kind:26}{place:7}", *(f"{one:8.2f}" for one in found), f"{growth:8.1f}")


if __name__ == "__main__":
    main()
