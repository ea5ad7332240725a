"""How good the text of a page is, told without knowing what it should say.

A poor OCR layer, or a font without a table of its characters, gives words that no language
and no number is made of: odd characters, digits among letters, marks inside words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct


class Quality(Struct, frozen=True):
    """When text is not worth reading. Shares are from 0 to 1, those of words by characters."""

    hidden: float = 0.05
    """The share of odd words at which a hidden layer is refused, written by an OCR engine."""

    printed: float = 0.35
    """The same for text that is printed: names and addresses may look odd."""

    torn: float = 0.4
    """The share of words of one letter at which a hidden layer is refused."""

    few: int = 40
    """Below so many characters the share says nothing."""

    uncovered: float = 0.6
    """The share of a picture's ink, ruled lines included, that no text needs to cover."""


SAMPLE = 60
"""About so many words tell the quality of print."""

_WORD = re.compile(
    r"[^\W\d_]{1,2}|[A-Z]+s?|(?=.*[aeiouyAEIOUYÀ-ÖØ-öø-ÿ])[^\W\d_]?[^\W\d_A-Z]*(?:[A-Z][a-zà-ÿ]+)?"
)
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[./-]\d+)*|\.\d+")
_CODE = re.compile(r"[A-Za-z]{0,3}\d{1,5}[A-Za-z]{0,2}|\d{1,2}(?:st|nd|rd|th)")
_REPEATED = re.compile(r"([^\W_])\1{3}")
_INNER = re.compile(r"[-/\u2019'&@.:+,()=|%$\xd7]+|(?<![^\W_])[A-Z]{3}(?=[($\d])")
"""What parts words, sums and equations, and the code of a currency before its amount."""

_MARKS = (
    "()[]{}.,;:'\"!?*#%$&@+=/\\|<>_- \u2013\u2014\u2018\u2019\u201c\u201d§•·°®©™£€¥✓✔✗☑☒●■❏❑◆★◻"
)


def torn_share(words: Sequence[str]) -> float:
    """The share of words that are a single letter or digit."""
    spoken = [word for word in words if any(char.isalnum() for char in word)]
    return sum(len(word) == 1 for word in spoken) / max(len(spoken), 1)


def odd_share(words: Sequence[str], sample: int = SAMPLE) -> tuple[float, int]:
    """The share of characters in words that look like none, and how many were looked at.

    Marks and rules that stand alone are not counted; of many words, about `sample` are
    looked at.
    """
    odd = total = 0
    for word in words[:: max(len(words) // sample, 1)]:
        core = word.strip(_MARKS)
        if not core:
            continue
        total += len(core)
        if not _is_plausible(core):
            odd += len(core)
    return (odd / total if total else 0.0), total


def _is_plausible(core: str) -> bool:
    if _WORD.fullmatch(core) or _NUMBER.fullmatch(core):
        return _REPEATED.search(core) is None or core.isdigit()
    return all(
        not part or _WORD.fullmatch(part) or _NUMBER.fullmatch(part) or _CODE.fullmatch(part)
        for part in _INNER.split(core)
    ) and not _stray_comma(core)


def _stray_comma(core: str) -> bool:
    """Whether digits are parted as no number is: `2,25.144`, `1,23`."""
    return core[0].isdigit() and "," in core and core.replace(",", "").replace(".", "").isdigit()
