"""Hostile PDFs, built byte by byte: each asks for far more than its size."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable

import pymupdf

Objects = dict[int, bytes]


def pdf(objects: Objects, *, trailer: bytes = b"", size: int | None = None) -> bytes:
    """A PDF of numbered objects, its table of objects right; object 1 is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    count = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % count
    for number in range(1, count):
        out += b"%010d 00000 n \n" % places.get(number, 0)
    out += b"trailer\n<</Root 1 0 R/Size %d%s>>\n" % (size or count, trailer)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def stream(content: bytes, entries: bytes = b"", *, filters: int = 1) -> bytes:
    """A stream object, deflated as often as asked."""
    for _ in range(filters):
        content = zlib.compress(content, 9)
    names = b"/FlateDecode" * filters
    head = b"<<%s/Filter[%s]/Length %d>>" % (entries, names, len(content))
    return head + b"\nstream\n" + content + b"\nendstream"


def one_page(
    content: bytes, resources: bytes = b"", box: bytes = b"0 0 612 792", **more: bytes
) -> Objects:
    """The objects of a PDF with a page; `content` is its content object, number 4.

    `more` adds objects, named `o5`, `o6` and so on.
    """
    font = b"<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font%s%s>>>>"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: page % (box, font, resources),
        4: content,
    }
    objects.update((int(name[1:]), body) for name, body in more.items())
    return objects


TEXT = b"BT /F1 10 Tf 50 700 Td (Net ledger balance 1,234) Tj ET\n"


def page_bomb() -> bytes:
    """Page content that inflates to 2 GB of drawing."""
    content = zlib.compress(b"0 0 m 9 9 l S\n" * (150 * 2**20 // 14), 9)
    again = zlib.compress(content, 9)
    entries = b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>" % len(again)
    return pdf(one_page(entries + b"\nstream\n" + again + b"\nendstream"))


def text_bomb() -> bytes:
    """Page content of 40 million letters in a few kilobytes."""
    letters = b"BT /F1 10 Tf 50 700 Td " + b"(abcdefgh) Tj " * (5 * 10**6) + b"ET"
    return pdf(one_page(stream(letters)))


def calls_of_calls() -> bytes:
    """Drawings that call drawings, ten each, twelve deep."""
    more = {}
    for depth in range(12):
        number = 5 + depth
        inner = b"/X Do " * 10 if depth < 11 else TEXT
        below = b"/XObject<</X %d 0 R>>" % (number + 1) if depth < 11 else b""
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<<%s>>" % below
        more[f"o{number}"] = stream(inner, entries)
    return pdf(one_page(stream(b"/X Do"), b"/XObject<</X 5 0 R>>", **more))


def same_content() -> bytes:
    """A page that draws the same content a hundred thousand times."""
    objects = one_page(stream(TEXT * 1000))
    contents = b"/Contents[" + b"4 0 R " * 100_000 + b"]"
    objects[3] = objects[3].replace(b"/Contents 4 0 R", contents)
    return pdf(objects)


def many_pages(count: int) -> bytes:
    """So many pages, all the same."""
    objects = one_page(stream(TEXT))
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    page = objects[3]
    objects[2] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    objects.update((number, page) for number in range(5, 5 + count))
    return pdf(objects)


def counted_pages() -> bytes:
    """One page that claims to be two thousand million."""
    objects = one_page(stream(TEXT))
    objects[2] = b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>"
    return pdf(objects)


def looping_tree() -> bytes:
    """Pages whose parent is their child."""
    objects = one_page(stream(TEXT))
    objects[2] = b"<</Type/Pages/Kids[5 0 R 3 0 R]/Count 9/Parent 5 0 R>>"
    objects[5] = b"<</Type/Pages/Kids[2 0 R 5 0 R]/Count 8/Parent 2 0 R>>"
    return pdf(objects)


def looping_tables() -> bytes:
    """Tables of objects that name each other as the one before."""
    data = pdf(one_page(stream(TEXT)))
    at = data.rindex(b"xref\n0")
    return data.replace(b"/Size 5", b"/Prev %d/Size 5" % at)


def looping_length() -> bytes:
    """A stream whose length is the stream."""
    objects = one_page(b"<</Length 4 0 R>>\nstream\n" + TEXT + b"endstream")
    return pdf(objects)


def long_table() -> bytes:
    """A table that claims eight million objects."""
    data = pdf(one_page(stream(TEXT)))
    return data.replace(b"xref\n0 5", b"xref\n0 8000000").replace(b"/Size 5", b"/Size 8000000")


def deep_nesting() -> bytes:
    """Arrays in arrays, half a million deep."""
    return pdf(one_page(stream(TEXT), o5=b"[" * 500_000)).replace(b"/Root", b"/X 5 0 R/Root")


def huge_box(box: bytes) -> bytes:
    """A page that is a picture, as wide as the box says."""
    pixels = stream(
        bytes(100),
        b"/Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8",
    )
    content = stream(b"q %s re W n 1000000 0 0 1000000 0 0 cm /I Do Q" % box)
    return pdf(one_page(content, b"/XObject<</I 5 0 R>>", box, o5=pixels))


def huge_image(side: int) -> bytes:
    """A scan of so many pixels each way, all white."""
    row = zlib.compressobj(9)
    parts = [row.compress(b"\xff" * (side // 8)) for _ in range(side)] + [row.flush()]
    body = b"".join(parts)
    entries = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
        b"/BitsPerComponent 1/Filter/FlateDecode/Length %d>>"
    ) % (side, side, len(body))
    image = entries + b"\nstream\n" + body + b"\nendstream"
    content = stream(b"q 612 0 0 792 0 0 cm /I Do Q")
    return pdf(one_page(content, b"/XObject<</I 5 0 R>>", o5=image))


def locked() -> bytes:
    """A PDF that needs a password to be opened."""
    document = pymupdf.open()
    document.new_page().insert_text((50, 100), "Net ledger balance 1,234")
    data: bytes = document.tobytes(
        encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="owner", user_pw="user"
    )
    return data


def truncations(data: bytes, parts: int) -> Iterable[bytes]:
    """The first so many parts of a file, each a little longer."""
    return (data[: len(data) * part // parts] for part in range(1, parts))


COSTLY: dict[str, Callable[[], bytes]] = {
    "page bomb": page_bomb,
    "text bomb": text_bomb,
    "calls of calls": calls_of_calls,
    "same content": same_content,
    "long table": long_table,
}
