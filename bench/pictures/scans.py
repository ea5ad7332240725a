"""Scans of printed filings: pictures of their pages in PDFs, TIFF, PNG and JPEG files.

Every kind keeps the truth of the printed filing, and the places of its values where the scan
shows them.
"""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np
import pymupdf
from PIL import Image

from bench.pictures.cases import Picture, Pictured, Place
from bench.pictures.damage import Damage, Grey, Pose, damage, scanned
from bench.synth.cases import Expected
from bench.synth.sheets import Truth

Kind = Literal["pdf", "tiff", "png", "jpeg", "mixed", "hidden-good", "hidden-poor"]
"""`mixed`: some pages scanned, the others as printed; `hidden-*`: a scan under which the words
stand as invisible text, rightly, or as a poor engine read them. PNG and JPEG hold one page."""

KINDS: tuple[Kind, ...] = ("pdf", "tiff", "png", "jpeg", "mixed", "hidden-good", "hidden-poor")

_MEDIA = {"tiff": "image/tiff", "png": "image/png", "jpeg": "image/jpeg"}
_GARBLED = "0123456789OIlS,.$|;:'~"


@dataclass(frozen=True)
class Scan:
    """One scanned page: its number in the printed document, and how it lay on the glass."""

    number: int
    picture: Grey
    pose: Pose


def scan(printed: Picture, names: str, kind: Kind) -> Picture:
    """The scan of a printed PDF; the same arguments give the same bytes."""
    how = damage(names)
    if kind in ("png", "jpeg"):
        return _one_page(printed, names, how, kind)
    wanted = range(1, printed.pages + 1)
    chance = random.Random(f"scan/{printed.seed}/{printed.look}/{kind}")
    pictured = [n for n in wanted if kind != "mixed" or chance.random() < 0.5] or [1]
    scans = list(pages(printed, how, pictured, names))
    tiff = kind == "tiff"
    document = _tiff(scans, how) if tiff else _pdf(printed, scans, how, kind, chance)
    return replace(
        printed,
        document=document,
        media_type=_MEDIA.get(kind, "application/pdf"),
        filings=tuple(_leaning(filing, scans) for filing in printed.filings),
        pictured=frozenset(pictured),
    )


def pages(printed: Picture, how: Damage, wanted: Iterable[int], name: str) -> Iterator[Scan]:
    """The wanted pages, numbered from 1, as scans."""
    with pymupdf.open("pdf", printed.document) as document:
        for number in wanted:
            page = document[number - 1]
            pixels = page.get_pixmap(dpi=how.dpi, colorspace=pymupdf.csGRAY)
            grey = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width)
            seed = zlib.crc32(f"{name}/{printed.look}/{printed.seed}/{number}".encode())
            dirty, angle = scanned(grey, how, np.random.default_rng(seed))
            pose = Pose(angle, how.turn, page.rect.width, page.rect.height)
            yield Scan(number, dirty, pose)


def encoded(scan: Scan, how: Damage, kind: str) -> bytes:
    """The picture as JPEG or PNG bytes."""
    options = [cv2.IMWRITE_JPEG_QUALITY, how.quality] if kind == "jpeg" else []
    _, data = cv2.imencode(".jpg" if kind == "jpeg" else ".png", scan.picture, options)
    return data.tobytes()


def _leaning(filing: Pictured, scans: list[Scan]) -> Pictured:
    """The filing with its places where the scanned pages show them."""
    pose = {scan.number: scan.pose for scan in scans}
    places = {
        key: Place(place.page, pose[place.page].region(place.region))
        if place.page in pose
        else place
        for key, place in filing.places.items()
    }
    return replace(filing, places=places)


def _one_page(printed: Picture, names: str, how: Damage, kind: Kind) -> Picture:
    """The page with the most values, by itself: all else of the filing is absent."""
    filing = printed.filings[0]
    counts = [place.page for place in filing.places.values()]
    number = max(set(counts), key=lambda page: (counts.count(page), -page))
    scan = next(pages(printed, how, [number], names))
    picture = Image.fromarray(scan.picture)
    data = io.BytesIO()
    options = {"quality": how.quality} if kind == "jpeg" else {}
    picture.save(data, kind.upper(), dpi=(how.dpi, how.dpi), **options)
    return replace(
        printed,
        document=data.getvalue(),
        media_type=_MEDIA[kind],
        pages=1,
        filings=(_alone(filing, scan),),
        pictured=frozenset({1}),
    )


def _alone(filing: Pictured, scan: Scan) -> Pictured:
    """What one page shows of a filing: its values, its empty cells, the firm and the date.

    A cell without print cannot be known to be empty where a rule over it needs other pages,
    and the page of a statement that began before it may have no head.
    """
    expected = filing.expected
    own = {key for key, place in filing.places.items() if place.page == scan.number}
    lines = {key.rpartition("/")[0] for key in own}
    shown = {key for key in expected.truth if key in own or _between(key, lines, expected)}
    rules = [rule.keys for rule in expected.edition.rules if rule.hard]
    cut = {key for keys in rules if not shown.issuperset(keys) for key in keys}
    truth = dict.fromkeys(expected.truth, Truth("absent", None))
    for key in shown:
        told = expected.truth[key]
        truth[key] = Truth("unknown", None) if told.kind == "blank" and key in cut else told
    statements = {key.split("/")[0] for key in own}
    begun = {
        place.page < scan.number
        for key, place in filing.places.items()
        if key.split("/")[0] in statements
    }
    header = {} if any(begun) else {n: expected.header[n] for n in ("name", "period.end")}
    places = {key: Place(1, scan.pose.region(filing.places[key].region)) for key in own}
    alone = Expected(expected.edition, expected.facts, truth, header)
    return Pictured(alone, places)


def _between(key: str, lines: set[str], expected: Expected) -> bool:
    """Whether a cell without print stands between lines of its statement that the page shows."""
    if expected.truth[key].kind != "blank":
        return False
    statement = expected.edition.by_id[key.split("/")[0]]
    names = [f"{statement.id}/{line.line}" for line in statement.lines]
    shown = [n for n, name in enumerate(names) if name in lines]
    at = names.index(key.rpartition("/")[0])
    return bool(shown) and shown[0] <= at <= shown[-1]


def _tiff(scans: list[Scan], how: Damage) -> bytes:
    """All pages in one TIFF file, black and white by fax compression."""
    images = [Image.fromarray(scan.picture) for scan in scans]
    if how.levels == 2:
        images = [image.convert("1") for image in images]
    data = io.BytesIO()
    images[0].save(
        data,
        "TIFF",
        save_all=True,
        append_images=images[1:],
        compression="group4" if how.levels == 2 else "tiff_adobe_deflate",
        dpi=(how.dpi, how.dpi),
    )
    return data.getvalue()


def _pdf(
    printed: Picture, scans: list[Scan], how: Damage, kind: Kind, chance: random.Random
) -> bytes:
    """A PDF whose scanned pages are pictures; the others are as they were printed."""
    by_number = {scan.number: scan for scan in scans}
    source = pymupdf.open("pdf", printed.document)
    document = pymupdf.open()
    for number in range(1, printed.pages + 1):
        scan = by_number.get(number)
        if scan is None:
            document.insert_pdf(source, from_page=number - 1, to_page=number - 1)
            continue
        page = document.new_page(width=scan.pose.size[0], height=scan.pose.size[1])
        page.insert_image(
            page.rect, stream=encoded(scan, how, "png" if how.levels == 2 else "jpeg")
        )
        if kind.startswith("hidden"):
            _hide(page, source[number - 1], scan.pose, kind, chance)
    data: bytes = document.tobytes(garbage=3, deflate=True, no_new_id=True)
    document.close()
    source.close()
    return data


def _hide(
    page: pymupdf.Page, source: pymupdf.Page, pose: Pose, kind: Kind, chance: random.Random
) -> None:
    """The words of the printed page as invisible text over the scan, each as wide as printed."""
    upward = _reads_upward(source)
    for *box, word, _, _, _ in source.get_text("words"):
        x0, _, x1, y1 = pose.region(tuple(box))
        text = word if kind == "hidden-good" else _misread(word, chance)
        if not text:
            continue
        length, height = (
            (box[3] - box[1], box[2] - box[0]) if upward else (x1 - x0, box[3] - box[1])
        )
        size = 0.8 * height
        at = (
            pymupdf.Point(x1 - 0.25 * height, y1)
            if upward
            else pymupdf.Point(x0, y1 - 0.25 * height)
        )
        stretch = length / pymupdf.get_text_length(text, "helv", size)
        page.insert_text(
            at,
            text,
            fontsize=size,
            fontname="helv",
            render_mode=3,
            rotate=90 if upward else 0,
            morph=(at, pymupdf.Matrix(1, stretch) if upward else pymupdf.Matrix(stretch, 1)),
        )


def _reads_upward(page: pymupdf.Page) -> bool:
    """Whether the lines of a page lie on their side."""
    blocks = page.get_text("dict")["blocks"]
    lines = [line for block in blocks for line in block.get("lines", ())]
    return bool(lines) and abs(lines[0]["dir"][1]) > 0.5


def _misread(word: str, chance: random.Random) -> str:
    """The word as a poor engine gives it: lost, cut, or with wrong characters."""
    drawn = chance.random()
    if drawn < 0.12:
        return ""
    if drawn < 0.5:
        return "".join(c if chance.random() < 0.75 else chance.choice(_GARBLED) for c in word)
    return word
