"""The formats of picture files, told by their first bytes; nothing heavy is imported for it."""

from __future__ import annotations

import re

FORMATS = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "TIFF": "image/tiff",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
    "GIF": "image/gif",
    "PPM": "image/x-portable-anymap",
    "JPEG2000": "image/jp2",
}
PAGED = frozenset({"TIFF", "GIF", "WEBP"})
"""Formats of which a file may hold several pictures."""

_BEGINNINGS = {
    "PNG": re.compile(rb"\x89PNG"),
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "TIFF": re.compile(rb"II[*+]\0|MM\0[*+]"),
    "WEBP": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "BMP": re.compile(rb"BM.{4}\0{4}", re.DOTALL),
    "GIF": re.compile(rb"GIF8[79]a"),
    "PPM": re.compile(rb"P[1-6]\s+(?:#[^\n]*\n\s*)*\d+\s+(?:#[^\n]*\n\s*)*\d+\s"),
    "JPEG2000": re.compile(rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51"),
}


def picture_format(data: bytes) -> str | None:
    """The name of the format of a picture file, told by its first bytes; None for no picture."""
    return next((name for name, sign in _BEGINNINGS.items() if sign.match(data)), None)


def media_type(data: bytes) -> str:
    """The media type of a picture file, told by its first bytes."""
    return FORMATS[picture_format(data) or "TIFF"]
