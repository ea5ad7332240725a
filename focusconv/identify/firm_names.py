"""Whether two printed names are of one firm, of two, or it cannot be told.

Legal forms may be left out or written otherwise, words cut short or misread letter by letter.
What is left between is doubt: firms of one house are called nearly alike.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Literal

from focusconv.notation.tokens import fold

Relation = Literal["same", "doubt", "other"]

SHORT_WORD = 4
"""In a word of so many letters another letter makes another word, unless the two look alike."""

MOST_CHANGED = 2
"""Engines misread so many letters in a row, hardly more."""

LETTERS_A_CHANGE = 8
"""One letter of so many may be misread."""

MOST_OF = 0.7
"""A part that is so much of a name is the name, cut."""

SHORTEST_PART = 8

UNLIKE = 0.55
"""Whole names whose own words are less like each other are of two firms."""

_LEGAL = {
    "inc": "inc",
    "lnc": "inc",
    "1nc": "inc",
    "incorporated": "inc",
    "corp": "corp",
    "corporation": "corp",
    "llc": "llc",
    "l1c": "llc",
    "1lc": "llc",
    "limitedliabilitycompany": "llc",
    "ltd": "ltd",
    "limited": "ltd",
    "lp": "lp",
    "llp": "llp",
    "co": "co",
    "company": "co",
    "plc": "plc",
    "na": "na",
}
_TRADE = frozenset(
    {
        *("securities", "financial", "financials", "futures", "options", "forex", "derivatives"),
        *("clearing", "execution", "trading", "capital", "markets", "investment", "investments"),
        *("investor", "services", "service", "brokers", "brokerage", "bank", "partners"),
        *("associates", "holdings", "group", "global", "international", "americas", "america"),
        *("usa", "us"),
    }
)
"""Words that many firms of the trade have in their names."""

_FILLERS = frozenset({"and", "the", "of"})
_LOOKALIKES = ("il1tjfh", "oc0qdge", "s5", "b8", "uv", "nmhr", "z2", "gq9", "ae", "vy")
_WORD = re.compile(r"[a-z0-9]+")
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}")
_LIABILITY = re.compile(r"\blimited\s+liability\s+company\b")


def compare_names(first: Iterable[str], second: Iterable[str]) -> Relation | None:
    """How the names of two heads are related: the closest of any two; None where one has none.

    A head may print a name twice, once misread.
    """
    found = {_compare(a, b) for a in first for b in second}
    for relation in ("same", "doubt", "other"):
        if relation in found:
            return relation
    return None


@functools.lru_cache(maxsize=1 << 12)
def _compare(first: str, second: str) -> Relation:
    words, other_words = _words(first), _words(second)
    core, legal = _parted(words)
    other_core, other_legal = _parted(other_words)
    if "".join(core) == "".join(other_core):
        agree = not legal or not other_legal or legal & other_legal
        return "same" if agree else "doubt"
    if legal and other_legal and not legal & other_legal:
        return "other" if _unlike(core, other_core) else "doubt"
    if _is_misread(core, other_core) or _is_short_for(core, other_core):
        return "same"
    a, b = sorted(("".join(core), "".join(other_core)), key=len)
    if len(a) >= SHORTEST_PART and (b.startswith(a) or b.endswith(a)):
        return "same" if len(a) >= MOST_OF * len(b) else "doubt"
    whole = bool(legal and other_legal)
    return "other" if whole and _unlike(core, other_core) else "doubt"


def _words(name: str) -> list[str]:
    """The words of a name in lower case, but for a box number or a page number before it."""
    text = fold(name).casefold()
    text = _LIABILITY.sub("llc", text)
    text = _DOTTED.sub(lambda match: match[0].replace(".", "").replace(" ", "") + " ", text)
    words = _WORD.findall(text.replace("'", ""))
    while len(words) > 1 and words[0].isdigit():
        words = words[1:]
    return words


def _parted(words: list[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words of a name but for its legal forms, and these."""
    core = tuple(word for word in words if word not in _LEGAL and word not in _FILLERS)
    return core or tuple(words), frozenset(_LEGAL[word] for word in words if word in _LEGAL)


def _unlike(core: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether what two firms are called, the words of the trade apart, is not alike."""
    from rapidfuzz import fuzz

    own = "".join(word for word in core if word not in _TRADE)
    others = "".join(word for word in other if word not in _TRADE)
    return bool(own and others) and fuzz.ratio(own, others) < 100 * UNLIKE


def _is_misread(core: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether letters were misread here and there, and no word became another."""
    from rapidfuzz.distance import Levenshtein

    a, b = "".join(core), "".join(other)
    changed = run = 0
    last = -2
    for change in Levenshtein.editops(a, b):
        pair = (a[change.src_pos : change.src_pos + 1], b[change.dest_pos : change.dest_pos + 1])
        if change.tag == "replace" and _look_alike(*pair):
            continue
        if any(char.isdigit() for char in pair) or _in_short_word(core, change.src_pos):
            return False
        changed += 1
        run = run + 1 if change.src_pos <= last + 1 else 1
        last = change.src_pos
        if run > MOST_CHANGED:
            return False
    return changed <= len(a) // LETTERS_A_CHANGE


def _look_alike(a: str, b: str) -> bool:
    return any(a in group and b in group for group in _LOOKALIKES)


def _in_short_word(core: tuple[str, ...], at: int) -> bool:
    for word in core:
        if at < len(word):
            return len(word) <= SHORT_WORD
        at -= len(word)
    return False


def _is_short_for(core: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether word for word one is the other or an abbreviation of it."""
    return len(core) == len(other) and all(
        a == b or _abbreviates(a, b) or _abbreviates(b, a) for a, b in zip(core, other, strict=True)
    )


def _abbreviates(short: str, word: str) -> bool:
    """Whether letters of a word in their order, its first and last too, make the short one."""
    if not 3 <= len(short) < len(word) or short[0] != word[0]:
        return False
    letters = iter(word)
    in_order = all(letter in letters for letter in short)
    return in_order and (word.startswith(short) or short[-1] == word[-1])
