"""Bytes to the characters of a text: UTF-8, line ends made one, what XML cannot hold replaced."""

from __future__ import annotations

import re

from msgspec import Struct

from focusconv.document import Notice
from focusconv.errors import UnreadableInput


class Limits(Struct, frozen=True):
    """How much text is taken as one document.

    A filing is about 13,000 characters.
    """

    bytes: int = 2 * 2**20
    line: int = 2**18
    control_share: float = 0.01


_ILLEGAL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def decode(data: bytes, name: str, limits: Limits) -> tuple[str, tuple[Notice, ...]]:
    """The text of a file with `\\n` for every line end, and notices of what was replaced.

    Raises UnreadableInput for what is empty, binary, not UTF-8 or too large.
    """
    text, notices = _legal(_characters(data, name, limits), name, limits)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = _ODD_SPACE.sub(" ", text)
    _check_lines(text, name, limits)
    return text, notices


def nothing_in(name: str) -> UnreadableInput:
    """What is raised for a file that holds no text."""
    return UnreadableInput(
        "the file holds no text", place=name, remedy="give a file with the filing's text"
    )


def _characters(data: bytes, name: str, limits: Limits) -> str:
    if not data:
        raise UnreadableInput(
            "the file is empty", place=name, remedy="give a file with the filing's text"
        )
    if len(data) > limits.bytes:
        raise UnreadableInput(
            f"the text is {len(data):,} bytes; {limits.bytes:,} is the most taken as one document",
            place=name,
            remedy="split it into its filings",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            f"not UTF-8 text (byte {data[error.start]:#04x} at offset {error.start:,})",
            place=name,
            remedy="convert it first, as with: iconv -f WINDOWS-1252 -t UTF-8",
        ) from error


def _legal(text: str, name: str, limits: Limits) -> tuple[str, tuple[Notice, ...]]:
    clean, count = _ILLEGAL.subn("\ufffd", text)
    if count == 0:
        return text, ()
    if count > 8 + len(text) * limits.control_share:
        raise UnreadableInput(
            f"binary data, not text ({count:,} control characters in {len(text):,})",
            place=name,
            remedy="give UTF-8 text of the filing",
        )
    message = f"{count} control characters cannot be represented and became U+FFFD"
    return clean, (Notice("control-characters", message),)


def _check_lines(text: str, name: str, limits: Limits) -> None:
    if len(text) <= limits.line:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > limits.line:
            raise UnreadableInput(
                f"line {number:,} is {len(line):,} characters; {limits.line:,} is the most",
                place=name,
                remedy="give the text with its lines, or a smaller part of it",
            )
