"""`focusconv report` up to the file it writes: what goes in, what is told, what is left out."""

from __future__ import annotations

import base64
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from bench.pictures.cases import picture
from bench.pictures.scans import scan
from focusconv.conversion import convert
from focusconv.forms.catalog import catalog
from focusconv.record.filing import Finding
from focusconv.render.page_pictures import page_picture
from focusconv.report.html import SCRIPTS, STYLES, asset
from focusconv.report.model import filing_data, open_count, open_pages
from focusconv.report.pages import Room, picture_pages, text_of_pages
from tests.conftest import Run
from tests.documents import ROOT, SAMPLES, segregation
from tests.made import check, filing, item
from tests.reviewed import misprinted

SENTENCE = "1 = 2 + 3; difference 4"


def data_of(path: Path, number: int = 0) -> Any:
    """The data of a filing in a page."""
    pattern = rf'<script type="application/json" id="filing-{number}">(.*?)</script>'
    found = re.search(pattern, path.read_text(), re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_the_same_inputs_give_the_same_page(focusconv: Run, tmp_path: Path) -> None:
    (tmp_path / "filing.pdf").write_bytes(misprinted({}))
    for name in ("one.html", "two.html"):
        assert focusconv("report", "filing.pdf", SAMPLES[0], "-o", name).returncode == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_the_page_holds_no_address_of_the_network(focusconv: Run, tmp_path: Path) -> None:
    focusconv("report", SAMPLES[0], "-o", "page.html")
    text = (tmp_path / "page.html").read_text()
    addresses = set(re.findall(r"https?://[^\s\"'<>)]+", text))
    assert addresses == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in html.unescape(text)
    assert not re.search(r"<(?:link|script|img)[^>]+(?:src|href)=\"(?!data:,|#)", text)


def test_one_bad_input_is_told_and_left_out(focusconv: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_bytes(segregation())
    done = focusconv("report", "empty.txt", "good.txt", "-o", "page.html")
    assert done.returncode == 3
    told = done.stderr.decode().splitlines()
    assert told[0].startswith("focusconv: empty.txt: the file is empty")
    assert told[1].startswith("focusconv: page.html: 1 filing, 0 to decide, ")
    assert data_of(tmp_path / "page.html")["name"] == "good.txt"
    assert done.stdout == b""


def test_without_a_filing_nothing_is_written(focusconv: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = focusconv("report", "empty.txt", "-o", "page.html")
    assert done.returncode == 3
    assert b"there is no filing to report; nothing was written" in done.stderr
    assert not (tmp_path / "page.html").exists()


def test_what_is_there_is_overwritten_on_demand_only(focusconv: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("mine")
    refused = focusconv("report", SAMPLES[0], "-o", "page.html")
    assert (refused.returncode, (tmp_path / "page.html").read_text()) == (2, "mine")
    assert focusconv("report", SAMPLES[0], "-o", "page.html", "--force").returncode == 0
    assert data_of(tmp_path / "page.html")["filer"]["name"] == "HSBC SECURITIES (USA) INC."


def test_the_page_can_go_to_standard_output(focusconv: Run) -> None:
    done = focusconv("report", "-", "-o", "-", stdin=segregation())
    assert done.returncode == 0
    assert done.stdout.startswith(b"<!DOCTYPE html>")
    assert b'"name":"stdin"' in done.stdout


def test_corrections_are_for_a_document(focusconv: Run, tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_text("source,by,why\n")
    expected = ROOT / "samples" / "focus-2017-04-30" / "expected.json"
    done = focusconv("report", expected, "--corrections", "none.csv", "-o", "page.html")
    assert done.returncode == 2
    assert b"corrections apply to a document, and this is an export" in done.stderr


def test_what_waits_is_counted_once() -> None:
    """A check that fails is one thing; what is in doubt only for it is not another."""
    made = filing(
        item("1", 5, "disputed", reason=f"a check over it fails: {SENTENCE}"),
        item("2", 6, "disputed", reason="a digit on its own", page=3),
        item("3", None, "unreadable", reason=f"nothing is printed, and {SENTENCE}"),
        item("4", None, "unreadable", reason="torn", page=2),
        item("5", 7, "corrected", as_read=8, page=1),
        checks=(
            check("1", "failed", message=SENTENCE),
            check("2", "failed", message="a tie", hard=False),
            check("3", "undecided"),
        ),
        status="inconsistent",
    )
    assert open_count(made) == 3
    assert open_pages(made) == (1, 2, 3)
    blamed = [one.blamed for one in filing_data(made, ()).statements[0].items]
    assert blamed == ["segregation.1", None, "segregation.1", None, None]


def test_large_amounts_stay_exact_and_gaps_are_kept() -> None:
    made = filing(
        item("1", 2**53 + 1, "reported"),
        findings=(Finding(level="warning", code="statement-missing", message="gone"),),
    )
    data = filing_data(made, ())
    assert data.statements[0].items[0].value == "9007199254740993"
    assert data.gaps == ("gone",)


def test_pictures_are_drawn_as_finely_as_there_is_room() -> None:
    document = misprinted({})
    fine, coarse = (page_picture(document, "a.pdf", 2, dpi) for dpi in (150, 70))
    assert fine is not None
    assert coarse is not None
    wide = Room(10**7, 10**7, (150, 70))
    (page,) = picture_pages(document, "a.pdf", [2], wide, "p")
    assert base64.b64decode(wide.pictures["p-2"]) == fine.data
    assert (page.width, page.height) == pytest.approx((595, 842), abs=1)
    tight = Room(10**7, len(coarse.data) * 4 // 3 + 4, (150, 70))
    (page,) = picture_pages(document, "a.pdf", [2], tight, "p")
    assert base64.b64decode(tight.pictures["p-2"]) == coarse.data


def test_a_page_without_room_or_picture_says_so() -> None:
    document = misprinted({})
    full = Room(10, 10, (70,))
    first, lost = picture_pages(document, "a.pdf", [1, 99], full, "p")
    assert first.note == "left out: the pictures of all pages would make this file too large"
    assert lost.note == "none of the pages asked for is among its 7"
    assert full.pictures == {}


def test_the_places_of_a_text_are_columns_of_its_lines() -> None:
    for sample in SAMPLES:
        data = sample.read_bytes()
        (page,) = text_of_pages(data, sample.name, [1])
        lines = dict(page.lines)
        found = 0
        for statement in convert(sample).statements:
            for one in statement.items:
                if one.kind == "amount" and one.raw and one.region and one.page == 1:
                    x0, y0, x1, _ = one.region
                    printed = lines[int(y0)][int(x0) - 1 : int(x1)]
                    found += one.raw.replace(" ", "") in printed.replace(" ", "")
        assert found > 50


def test_a_scanned_page_is_shown_with_its_values_in_their_places(
    focusconv: Run, tmp_path: Path
) -> None:
    edition = catalog().editions[1]
    scanned = scan(picture(edition, "plain", 1), "200-mild", "png")
    (tmp_path / "scan.png").write_bytes(scanned.document)
    focusconv("report", "scan.png", "-o", "page.html")
    data = data_of(tmp_path / "page.html")
    (page,) = data["pages"]
    assert (page["number"], page["media_type"]) == (1, "image/jpeg")
    places = scanned.filings[0].places
    items = {one["key"]: one for part in data["statements"] for one in part["items"]}
    shown = [key for key in places if items.get(key, {}).get("value")]
    assert len(shown) > 30
    for key in shown:
        x0, y0, x1, y1 = items[key]["region"]
        truth = places[key].region
        assert 0 <= x0 < x1 <= page["width"]
        assert truth[1] - 6 < (y0 + y1) / 2 < truth[3] + 6


def test_every_static_file_is_in_the_page_and_no_other() -> None:
    folder = ROOT / "focusconv" / "report" / "static"
    assert {path.name for path in folder.iterdir()} == {*SCRIPTS, *STYLES}
    for name in SCRIPTS:
        assert "</script" not in asset(name).lower()
        assert asset(name).startswith('"use strict";\n')


def test_no_box_is_named_in_the_page_s_scripts() -> None:
    """What is known of a form is data, in the page too."""
    boxes = {cell.box for edition in catalog().editions for cell in edition.spec.values()}
    for name in SCRIPTS:
        words = set(re.findall(r"\b\d{4}\b", asset(name)))
        assert words & boxes == set()
