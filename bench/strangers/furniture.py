"""What stands at the head and foot of pages and is no part of the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bench.strangers.figures import Filing


@dataclass(frozen=True)
class Furniture:
    """Lines for every page, where `{page}` and `{pages}` count."""

    head: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()

    def around(self, lines: list[str], page: int, pages: int) -> list[str]:
        """A page with its furniture."""
        count = {"page": page, "pages": pages}
        head = [line.format(**count) for line in self.head]
        foot = [line.format(**count) for line in self.foot]
        return [*head, *([""] if head else []), *lines, *([""] if foot else []), *foot]


def furniture(rng: Random, filing: Filing) -> Furniture:
    """None, or one or two of the usual things."""
    if rng.random() < 0.35:
        return Furniture()
    later = (filing.submitted or filing.end) + timedelta(days=rng.randint(1, 20))
    heads = [
        f"FROM :{_plain(filing.firm.name)[:24]}   FAX NO. :312 555 0147   "
        f"{later:%b. %d %Y} 04:31PM  P{{page}}",
        f"Printed: {later:%m/%d/%Y} 16:05:41",
        "CONFIDENTIAL TREATMENT REQUESTED",
        "Page {page} of {pages}",
        f"{_plain(filing.firm.name)}  -  1.55 disclosure",
    ]
    feet = [
        "{page}",
        "- {page} -",
        "Page {page} of {pages}",
        f"{rng.choice(['NGF', 'CFTC-', 'RS '])}{rng.randint(0, 99):02}{{page:06}}",
        f"https://www.example.com/disclosures/seg-{filing.end:%Y%m}.htm   {{page}}/{{pages}}",
        f"C:\\REPORTS\\{filing.end:%Y}\\SEG.RPT",
    ]
    head = (rng.choice(heads),) if rng.random() < 0.55 else ()
    return Furniture(head, (rng.choice(feet),) if rng.random() < 0.6 else ())


def _plain(text: str) -> str:
    return text.replace("{", "").replace("}", "").upper()
