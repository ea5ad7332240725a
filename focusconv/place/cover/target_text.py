"""The print of a cover's targets, as engines misread it: numbers, percents and lone zeros.

What puts print right keeps its length, so that a place in it is a place on the page.
"""

from __future__ import annotations

import re

_PERCENT = re.compile(r"(?i)perc|ercen|centag|%")
_AS_PERCENT = re.compile(r"([A-Za-z:]\s?\d[\d.]* )[1-9](?=[;:.,]|\s+(?:or|of|and)\b|\s*$)")
_PARTED = re.compile(r"(?<=\d)\. (\d)(?!\d)")
_ROUND_ZERO = re.compile(r"(?<=\s)[©¢](?=\s?%)")
_ROUND_LETTER = re.compile(r"(?:(?<=[\s:_])|(?<=\band))[oO@](?=[\s:;%._]|and\b|$)")
_SPACED = re.compile(r"(?:(?<=and)|(?<=and ))[1-9] \d(?: \d)?(?=[,.]\d{3})")
_ZERO_PERCENT = re.compile(r"(?<![\w.,])0(?:[1-9]\d?|[a-zA-Z])(?![\w.,]*\d|\w|\s*%)")
_GROUPED = re.compile(r"\d{1,3}(?:[,.]\d{3})+")
_LOOSE_GROUP = re.compile(r"(?<=\d)[,.] (?=\d{3}(?!\d))")
_PARTING = str.maketrans("", "", ",.")
NUMBER = re.compile(
    r"(?:(?<![\w.])|(?<=and))\$?\(?\d[\d,.]*\d"
    r"|\d(?=\.?and(?![a-z]))"
    r"|\d(?![\w.]*[a-z]|:(?!\W*or\b))"
)


def numbers(text: str, percent: bool) -> list[str]:
    """The numbers of a print, whatever parts their groups; `percent` as its row speaks of it."""
    whole = _LOOSE_GROUP.sub(",", percents(text) if percent else text)
    found = [match[0].strip("$(").rstrip(".") for match in NUMBER.finditer(whole)]
    return [n.translate(_PARTING) if _GROUPED.fullmatch(n) else n for n in found]


def with_percent_signs(text: str) -> str:
    """The text, as long as it was, with percents put right: with the sign read as a digit, or with
    a space behind the point.

    `percentage of funds required: 5 8; or` has the sign where a sentence on percents goes on.
    """
    lines = text.split("\n")
    return "\n".join(percents(line) if speaks_of_percents(line) else line for line in lines)


def speaks_of_percents(line: str) -> bool:
    """Whether a row is about percents, as an engine may misread it."""
    return _PERCENT.search(line) is not None


def percents(line: str) -> str:
    """A row on percents, as long as it was, with them put right."""
    return _AS_PERCENT.sub(r"\1%", _PARTED.sub(r".\1 ", line))


def knows_letters(text: str) -> bool:
    """Whether a print is not of a reader that knows numbers alone: it has an x for each letter."""
    return any(char.isalpha() and char != "x" for char in text)


def legible(text: str) -> str:
    """The text, as long as it was, without rules, with zeros that were read as a round sign or the
    letter, those whose percent sign was read as a letter or digits: `08`, and `and 5 9 6,000` as
    one number."""
    whole = with_round_letters(_ROUND_ZERO.sub("0", text.replace("_", " ")))
    whole = _SPACED.sub(lambda found: found[0].replace(" ", "").rjust(len(found[0])), whole)
    return _ZERO_PERCENT.sub(lambda found: "0" + "%" * (len(found[0]) - 1), whole)


def with_round_letters(text: str) -> str:
    """The text with letters o that stand alone as zeros: no sentence of the form has one."""
    return _ROUND_LETTER.sub("0", text)
