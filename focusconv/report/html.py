"""The page put together: a template, its style and scripts, and the data, in one HTML file.

Nothing in it comes from elsewhere, and a strict content security policy keeps it so: only the
scripts and the style that stand in the page run, by their digests. Texts of documents reach
the page as escaped data and are shown as text nodes, never as markup.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from importlib import resources
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup
from msgspec import Struct

from focusconv.console import clean
from focusconv.report.edition import EditionData
from focusconv.report.model import FilingData

if TYPE_CHECKING:
    from jinja2 import Template

SCRIPTS = (
    "text.js",
    "rules.js",
    "review.js",
    "corrections.js",
    "dom.js",
    "pageview.js",
    "panel.js",
    "details.js",
    "checks.js",
    "dialogs.js",
    "list.js",
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
        _template()
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


def script_data(value: object) -> Markup:
    """A value as JSON that may stand in a script element: no text in it can end the element,
    open a comment, or break a line that a script must not."""
    text = msgspec.json.encode(value).decode()
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)


def _policy(scripts: list[str], style: str) -> str:
    digests = " ".join(_digest(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {digests}; style-src {_digest(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _title(entries: tuple[Entry, ...]) -> str:
    if len(entries) == 1:
        return f"{entries[0].firm}, {entries[0].date}: review"
    return f"{len(entries)} filings: review"


@functools.cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("focusconv.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clean"] = clean
    return environment.get_template("review.html")
