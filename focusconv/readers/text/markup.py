"""Marks that tools write into text beside what is printed: tags, bold, escapes, entities.

What such marks say of an amount, that it is struck out or a digit raised, stays in the text.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"</?(?:u|b|i|em|strong|span|p|div|center|font)\b[^<>]{0,80}>|<br ?/?>")
_UNDERLINED_NOTHING = re.compile(r"<u>\s{0,80}</u>")
_ESCAPE = re.compile(r"\\([$*_#|()\[\]{}<>.!+\-])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d?);")
EMPTY_RULE = "_"
"""The rule of an empty cell, as an underline without text prints it."""


def unmarked(text: str) -> str:
    """The printed text: plain tags, bold marks, escapes and entities undone, all else kept."""
    if text.isalnum():
        return text
    if "<" in text:
        text = _TAG.sub("", _UNDERLINED_NOTHING.sub(EMPTY_RULE, text))
    if "**" in text:
        text = text.replace("**", "")
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "&" in text:
        text = _ENTITY.sub(_meant, text)
    return text.strip().removeprefix("# ")


def unmarked_lines(text: str) -> str:
    """The printed text of a cell, line by line: empty lines count where rows share a record."""
    return "\n".join(map(unmarked, text.split("\n")))


def _meant(entity: re.Match[str]) -> str:
    """The character that an entity of HTML stands for, white space as a space."""
    import html

    character = html.unescape(entity[0])
    return " " if character.isspace() else character
