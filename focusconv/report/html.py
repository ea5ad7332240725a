"""The page put together: a template, its style and scripts, and the data, in one HTML file.

Nothing in it comes from elsewhere, and a strict content security policy keeps it so: only the
scripts and the style that stand in the page run, by their digests. Texts of documents reach
the page as escaped data and are shown as text nodes, never as markup.
"""

from __future__ import annotations

from importlib import resources

from markupsafe import Markup
from msgspec import Struct

from focusconv.report.edition import EditionData
from focusconv.report.model import FilingData
from focusconv.report.self_contained import digest, script_data, template

SCRIPTS = (
    "text.js",
    "rules.js",
    "review.js",
    "corrections.js",
    "dom.js",
    "pageview.js",
    "parts.js",
    "checks.js",
    "itemcard.js",
    "checkcard.js",
    "about.js",
    "panel.js",
    "dialogs.js",
    "list.js",
    "bars.js",
    "desk.js",
    "app.js",
)
"""The scripts in the order in which they build on one another."""

STYLES = ("base.css", "review.css", "print.css")

MARKS = {"inconsistent": "✕", "disputed": "●", "partial": "?", "confirmed": "✓"}
"""A shape for each state of a filing, so that none is told by colour alone."""


class Entry(Struct, frozen=True, kw_only=True):
    """A line of the list of filings; `open` counts what waits for a decision."""

    name: str
    firm: str
    form: str
    date: str
    status: str
    sha256: str
    open: int


def page(
    entries: tuple[Entry, ...],
    filings: tuple[FilingData, ...],
    editions: tuple[EditionData, ...],
    pictures: dict[str, str],
    notes: tuple[str, ...],
) -> bytes:
    """The page, UTF-8. `entries` lists the filings in order; `notes` is said above the list."""
    scripts = [asset(name) for name in SCRIPTS]
    style = "\n".join(asset(name) for name in STYLES)
    return (
        template("focusconv.report", "review.html")
        .render(
            title=_title(entries),
            policy=_policy(scripts, style),
            style=Markup(style),
            scripts=[Markup(script) for script in scripts],
            entries=entries,
            marks=MARKS,
            editions=[(edition.name, script_data(edition)) for edition in editions],
            filings=[script_data(filing) for filing in filings],
            pictures=pictures,
            notes=notes,
        )
        .encode()
    )


def asset(name: str) -> str:
    """A style or script of the package."""
    return (resources.files("focusconv.report") / "static" / name).read_text(encoding="utf-8")


def _policy(scripts: list[str], style: str) -> str:
    digests = " ".join(digest(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {digests}; style-src {digest(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _title(entries: tuple[Entry, ...]) -> str:
    if len(entries) == 1:
        return f"{entries[0].firm}, {entries[0].date}: review"
    return f"{len(entries)} filings: review"
