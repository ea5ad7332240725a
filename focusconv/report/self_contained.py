"""What pages in one file share: templates that escape, data that cannot act, scripts by hash."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup

from focusconv.terminal.console import clean

if TYPE_CHECKING:
    from jinja2 import Template


def template(package: str, name: str) -> Template:
    """A template of a package; what is put into it is escaped, and must be there."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clean"] = clean
    return environment.get_template(name)


def script_data(value: object) -> Markup:
    """A value as JSON that may stand in a script element: no text in it can end the element,
    open a comment, or break a line that a script must not."""
    text = msgspec.json.encode(value).decode()
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)


def digest(text: str) -> str:
    """A script or style by its hash, as a content security policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
