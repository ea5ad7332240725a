"""Characters of PDF text as they look: symbols, hyphens, and what no export can hold."""

from __future__ import annotations

import re

_SYMBOL_FONT = re.compile("dingbats|wingdings|webdings", re.IGNORECASE)
_CHECKS = {"3": "✓", "4": "✔"}
_CROSSES = dict.fromkeys("5678", "✗")
_DINGBATS = str.maketrans(
    _CHECKS
    | _CROSSES
    | {"l": "●", "n": "■", "o": "❏", "q": "❑", "u": "◆", "H": "★"}
    | {"\uf0fc": "✓", "\uf0fb": "✗", "\uf0fe": "☑", "\uf0fd": "☒", "\uf06e": "■", "\uf0a8": "◻"}
    | {"\xfc": "✓", "\xfb": "✗", "\xfe": "☑", "\xfd": "☒", "\xa8": "◻"}
)

_UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_ILLEGAL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def is_symbol_font(font: str) -> bool:
    """Whether the letters and digits of a font are drawn as pictures, check marks say."""
    return _SYMBOL_FONT.search(font) is not None


def symbols(text: str) -> str:
    """The text of a symbol font as the marks it shows."""
    return text.translate(_DINGBATS)


def as_printed(text: str) -> str:
    """The text as it looks: soft hyphens are hyphens, unseen characters are not there.

    What no export can hold becomes U+FFFD.
    """
    if text.isascii() and text.isprintable():
        return text
    return _ILLEGAL.sub("\ufffd", _UNSEEN.sub("", text.replace("\xad", "-")))
