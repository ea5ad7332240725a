"""Small documents of every kind that is read, and edits that break them: what fuzzing starts from.

An edit says what to do and where, so that whoever draws edits (a random generator, a property
test) can also make them fewer and simpler.
"""

from __future__ import annotations

import functools
import io
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import pymupdf
from PIL import Image, ImageDraw

Kind = Literal["flip", "cut", "truncate", "repeat", "splice", "number", "word", "insert"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_LONGEST = 2**20
"""No edit makes a file longer than this: it is their kind that hurts, not their bytes."""

_NUMBER = re.compile(rb"-?\d+")
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483647", b"99999999999999999999", b"1e9", b"0.5")
_WORD = re.compile(rb"/[A-Za-z0-9]{1,16}|\b(?:obj|endobj|stream|endstream|xref|trailer|R)\b")
_WORDS = (
    *(b"/Kids /Count /Parent /Contents /Resources /XObject /Font /Length /Filter /DecodeParms"
      b" /FlateDecode /LZWDecode /DCTDecode /JPXDecode /CCITTFaxDecode /JBIG2Decode /Crypt"
      b" /ASCIIHexDecode /RunLengthDecode /Prev /Root /Size /Type /Page /Pages /Catalog /ObjStm"
      b" /XRef /Encrypt /MediaBox /Rotate /AcroForm /Fields /Annots /AP /N /ToUnicode /Encoding"
      b" /W /Index /SMask /ColorSpace /Width /Height /BitsPerComponent /Pattern /Type3").split(),
    b"endobj", b"endstream", b"stream", b"obj", b"R", b"xref", b"trailer",
)  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """`at` is where, as a share of the file; `size` how much; `pick` chooses among choices."""

    kind: Kind
    at: float
    size: int
    pick: int


def draw(rng: random.Random) -> list[Edit]:
    """One to six edits, small ones more often."""
    return [
        Edit(rng.choice(KINDS), rng.random(), 2 ** rng.randrange(13), rng.randrange(256))
        for _ in range(rng.randint(1, 6))
    ]


def edited(data: bytes, edits: Sequence[Edit], others: Sequence[bytes]) -> bytes:
    """A file after edits; `others` are what pieces are taken from to be spliced in."""
    for edit in edits:
        data = _edited(data, edit, others)[:_LONGEST]
    return data


def _edited(data: bytes, edit: Edit, others: Sequence[bytes]) -> bytes:
    at = int(edit.at * len(data))
    before, piece, behind = data[:at], data[at : at + edit.size], data[at + edit.size :]
    match edit.kind:
        case "flip":
            return before + bytes(byte ^ (edit.pick or 1) for byte in piece[:8]) + data[at + 8 :]
        case "cut":
            return before + behind
        case "truncate":
            return before
        case "repeat":
            return before + piece * (2 + edit.pick % 30) + behind
        case "splice":
            other = others[edit.pick % len(others)] if others else b""
            start = int(edit.at * len(other))
            return before + other[start : start + edit.size] + data[at:]
        case "number":
            return _replaced(data, at, _NUMBER, _NUMBERS[edit.pick % len(_NUMBERS)])
        case "word":
            return _replaced(data, at, _WORD, _WORDS[edit.pick % len(_WORDS)])
        case "insert":
            return before + bytes([edit.pick]) * min(edit.size, 64) + data[at:]


def _replaced(data: bytes, at: int, what: re.Pattern[bytes], by: bytes) -> bytes:
    found = what.search(data, at)
    return data if found is None else data[: found.start()] + by + data[found.end() :]


@functools.cache
def documents() -> dict[str, bytes]:
    """PDFs, by name: plain and packed, with fields, with a picture, with a tree of pages."""
    plain, fields, scan = _statement(), _statement(), pymupdf.open()
    _add_field(fields[0])
    page = scan.new_page()
    page.insert_image(page.rect, stream=pictures()["jpeg"])
    mixed = _statement()
    mixed.insert_pdf(scan)
    for _ in range(5):
        mixed.insert_pdf(plain)
    return {
        "plain": plain.tobytes(no_new_id=True),
        "packed": mixed.tobytes(garbage=3, deflate=True, use_objstms=1, no_new_id=True),
        "fields": fields.tobytes(no_new_id=True),
        "scan": scan.tobytes(no_new_id=True),
        "pages": mixed.tobytes(no_new_id=True),
    }


@functools.cache
def pictures() -> dict[str, bytes]:
    """Picture files, by name."""
    page = Image.new("L", (170, 220), 255)
    ImageDraw.Draw(page).text((20, 40), "A. Cash 1,234", fill=0)
    made = {}
    for name, options in (
        ("png", {}),
        ("jpeg", {"quality": 60}),
        ("tiff", {"save_all": True, "append_images": [page], "compression": "tiff_lzw"}),
    ):
        file = io.BytesIO()
        page.save(file, name, **options)
        made[name] = file.getvalue()
    return made


def _statement() -> pymupdf.Document:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((60, 60), "SEGREGATION REQUIREMENTS (Section 4d(2) of the CEAct)")
    for n, (label, amount, box) in enumerate(
        (("A. Cash", "225,144,232", "7010"), ("B. Securities (at market)", "(4,500)", "7020"))
    ):
        y = 100 + 14 * n
        for x, text in ((60, label), (380, amount), (500, box)):
            page.insert_text((x, y), text, fontsize=9)
        page.draw_rect(pymupdf.Rect(496, y - 10, 530, y + 3), width=0.5)
    return document


def _add_field(page: pymupdf.Page) -> None:
    widget = pymupdf.Widget()
    widget.field_name, widget.field_value = "cash", "1,234,567"
    widget.field_type = pymupdf.PDF_WIDGET_TYPE_TEXT
    widget.rect = pymupdf.Rect(300, 200, 400, 214)
    page.add_widget(widget)
