"""Sheets to text, in the ways OCR engines and PDF-to-text tools lay out a page.

A `Layout` is a set of independent choices; `LAYOUTS` names those worth trying, and
`layout("tabs+crlf+shuffled")` combines them: each name changes what the ones before it chose.
"""

from __future__ import annotations

import random
from typing import Any, Literal

import msgspec
from msgspec import Struct

from bench.synth.covers import Cover
from bench.synth.rows import Flow, Rows, RowStyle
from bench.synth.sheets import BREAK, Negative, Printed, Sheet

Order = Literal["form", "shuffled", "reversed"]
Titles = Literal["clean", "wrapped", "garbled", "missing"]
Heads = Literal["clean", "split", "noisy", "repeated", "missing"]


class Layout(Struct, frozen=True, kw_only=True):
    """All choices of how a filing is printed; `row` are those of single lines."""

    row: RowStyle = RowStyle()
    cover: Cover = "clean"
    order: Order = "form"
    twice: bool = False
    drop: int = 0
    titles: Titles = "clean"
    heads: Heads = "clean"
    feet: bool = False
    feed: Literal["feed", "blank", "rule"] = "blank"
    crlf: bool = False
    bom: bool = False
    flow: Flow = "rows"
    negative: Negative | None = None
    filings: int = 1


_ROWS: dict[str, dict[str, Any]] = {
    "tabs": {"cells": "tab"},
    "gaps": {"cells": "gap"},
    "aligned": {"cells": "aligned", "dollar": "spaced"},
    "single-space": {"cells": "space"},
    "pipes": {"cells": "pipe"},
    "bracket": {"box": "bracket"},
    "box-after": {"place": "same"},
    "box-before": {"place": "before"},
    "box-next": {"place": "next"},
    "glued": {"place": "glued"},
    "dollar-glued": {"dollar": "glued"},
    "dollar-spaced": {"dollar": "spaced"},
    "dollar-cell": {"dollar": "cell"},
    "paren-spaced": {"parens": "spaced"},
    "paren-cell": {"parens": "cell"},
    "markup": {"underline": True, "bold": True, "escape": True},
    "underline": {"underline": True},
    "bold": {"bold": True},
    "wrap-first": {"wrap": 44, "amounts": "first"},
    "wrap-last": {"wrap": 44, "amounts": "last"},
    "merged": {"merge": 3},
    "leaders": {"leaders": True},
    "upper": {"case": "upper"},
    "lower": {"case": "lower"},
    "blank-underscore": {"empty": "_"},
    "blank-dash": {"empty": "-"},
    "blank-dollar": {"empty": "$"},
    "spread": {"spread": True},
    "unnumbered": {"numbers": False},
}

_PAGES: dict[str, dict[str, Any]] = {
    "blocks": {"flow": "blocks"},
    "sections": {"flow": "sections"},
    "results-apart": {"flow": "apart"},
    "page-line": {"flow": "page-line"},
    "one-line": {"flow": "one-line"},
    "feed": {"feed": "feed"},
    "rule": {"feed": "rule"},
    "feet": {"feet": True},
    "crlf": {"crlf": True},
    "bom": {"bom": True},
    "shuffled": {"order": "shuffled"},
    "reversed": {"order": "reversed"},
    "page-twice": {"twice": True},
    "page-missing": {"drop": 1},
    "pages-missing": {"drop": 3},
    "cover-boxed": {"cover": "boxed"},
    "cover-run-on": {"cover": "run-on"},
    "cover-cropped": {"cover": "cropped"},
    "cover-missing": {"cover": "missing"},
    "titles-wrapped": {"titles": "wrapped"},
    "titles-garbled": {"titles": "garbled"},
    "titles-missing": {"titles": "missing"},
    "heads-split": {"heads": "split"},
    "heads-noisy": {"heads": "noisy"},
    "heads-repeated": {"heads": "repeated"},
    "heads-missing": {"heads": "missing"},
    "minus": {"negative": "minus"},
    "parens": {"negative": "paren"},
    "two-filings": {"filings": 2},
}

LAYOUTS: tuple[str, ...] = (*_ROWS, *_PAGES)
"""The single choices, by name."""

MIXES: tuple[str, ...] = (
    "tabs",
    "tabs+dollar-cell+box-after+cover-cropped+heads-split",
    "tabs+underline+dollar-cell+blank-underscore+cover-run-on",
    "tabs+merged+dollar-cell",
    "tabs+wrap-last+cover-boxed+feet+feed",
    "gaps+bracket+feed+feet",
    "gaps+wrap-first+heads-noisy+shuffled",
    "gaps+box-before+dollar-glued",
    "gaps+box-next",
    "aligned+feed+feet+leaders",
    "aligned+paren-spaced+wrap-last+crlf+bom",
    "aligned+bracket+titles-wrapped+page-twice",
    "aligned+results-apart+cover-missing",
    "single-space+box-after+titles-garbled",
    "single-space+bracket+page-missing",
    "single-space+glued+dollar-spaced",
    "pipes+bold",
    "pipes+markup+cover-boxed+rule",
    "blocks+bracket+bold+cover-run-on",
    "blocks+bracket+underline+spread",
    "blocks+titles-garbled+cover-missing",
    "sections+bracket+bold+gaps",
    "sections+tabs+wrap-last",
    "results-apart+tabs+dollar-spaced",
    "page-line+bracket",
    "page-line+dollar-spaced+feed",
    "one-line+bracket",
    "one-line",
    "upper+unnumbered+gaps+reversed",
    "two-filings+tabs+feed",
    "two-filings+aligned+cover-missing",
    "heads-missing+titles-missing+tabs",
    "paren-cell+dollar-cell+tabs+blank-dollar",
)
"""Combinations that look like the output of real tools."""


def layout(names: str) -> Layout:
    """The layout of names joined by `+`; KeyError where a name is unknown."""
    chosen: dict[str, Any] = {}
    row: dict[str, Any] = {}
    for name in names.split("+"):
        if name in _ROWS:
            row |= _ROWS[name]
        else:
            chosen |= _PAGES[name]
    return msgspec.structs.replace(Layout(row=RowStyle(**row)), **chosen)


def render(filing: Printed, plan: Layout, rng: random.Random) -> str:
    """The whole text of one filing whose cover is printed and whose pages are in order."""
    rows = Rows(plan.row, rng)
    pages = [_page(sheet, plan, rows, rng) for sheet in filing.sheets]
    if plan.feet:
        pages = [_with_foot(page, n, len(pages), rng) for n, page in enumerate(pages, 1)]
    if plan.flow == "one-line":
        return " ".join(" ".join(page) for page in pages)
    joint = {"feed": "\f", "blank": "\n\n", "rule": "\n\n-----\n\n"}[plan.feed]
    return joint.join("\n".join(page) for page in pages)


def finish(text: str, plan: Layout) -> bytes:
    """Line ends and byte-order mark, UTF-8."""
    if plan.crlf:
        text = text.replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if plan.bom else b"") + text.encode()


def _page(sheet: Sheet, plan: Layout, rows: Rows, rng: random.Random) -> list[str]:
    head = [rows.plain(row) for row in _head(sheet, plan, rng)]
    if sheet.cover:
        body = [rows.plain(row) for row in sheet.rows]
    else:
        flow = plan.flow
        if flow == "apart" and not sheet.statements[0].startswith("net"):
            flow = "rows"
        body = rows.body(sheet.lines, flow)
    titles = sheet.titles
    top = [*head, "", *titles, ""] if head or titles else []
    lines = [*top, *body, *sheet.foot]
    if plan.flow in ("page-line", "one-line"):
        return [" ".join(" ".join(line.split()) for line in lines if line.strip())]
    return lines


def _head(sheet: Sheet, plan: Layout, rng: random.Random) -> list[str]:
    """The running head: the firm and the date, whole or taken apart."""
    if plan.heads == "split" and len(sheet.head) == 2:
        name, as_of, date = sheet.head[1].split(BREAK)
        return [sheet.head[0], f"{BREAK}{as_of}{BREAK}{date}", f"{name}{BREAK}_"]
    if plan.heads == "noisy" and len(sheet.head) == 2:
        name, as_of, date = sheet.head[1].split(BREAK)
        misread = name.replace("S", "5").replace("R", "K", 1)[rng.randint(0, 1) :]
        return [sheet.head[0], f"{misread}{BREAK}{as_of} _{BREAK}{date}", name]
    return sheet.head * 2 if plan.heads == "repeated" else sheet.head


def _with_foot(page: list[str], number: int, count: int, rng: random.Random) -> list[str]:
    foot = rng.choice(
        (
            f"Page {number} of {count}",
            f"- {number} -",
            f"{number}",
            f"FINRA    Page {number}",
            f"Printed 11/20/2025 10:4{number} AM    Page {number} of {count}",
        )
    )
    return [*page, "", foot]
