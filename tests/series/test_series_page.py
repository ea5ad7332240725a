"""The page of series: one file, the same bytes each time, and nothing in it that acts."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import zlib
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from focusconv.errors import MissingPackage, OutputExists, UnreadableInput
from focusconv.record.filing import Filer
from focusconv.series.collect import regimes
from focusconv.series.lines import collection
from focusconv.series.page import plotly, render
from focusconv.series.point import ABSENT, MEASURES, Point
from focusconv.series.write import write_series
from focusconv.terminal.exits import OK, UNREADABLE
from tests.documents import ROOT
from tests.series_kit import figure, filed, filings, month, point, sure, with_excess

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&<b>\"'{{7*7}}${8*8}"


class Elements(HTMLParser):
    """The names of a page's elements, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(f"{tag} {' '.join(name for name, _ in attrs)}")


def rendered(*points: Point, left_out: tuple[str, ...] = ()) -> str:
    known = regimes()
    return render(collection(filings(*points), list(known)), known, left_out).decode()


def unpacked(html: str, number: int = 0) -> dict[str, Any]:
    """The data of a firm, as the page's script unpacks it."""
    blocks = re.findall(r'class="firm-data">([^<]*)<', html)
    data: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(blocks[number])))
    return data


def test_the_page_carries_exactly_the_points() -> None:
    html = rendered(
        point("2018-03-01", source="a.pdf"),
        point("2018-03-02", source="b.pdf", excess=figure(-7, "disputed"), target=ABSENT),
        point("2018-03-06", source="c.pdf", held=figure(2**53 - 1, "derived")),
    )
    (line,) = unpacked(html)["lines"]
    assert (line["title"], line["system"], line["every"]) == (
        regimes()["segregation"].title,
        "WinJammer",
        "day",
    )
    assert (line["first"], line["steps"]) == (17_591, [1, 3, 1])
    assert line["documents"] == [0, 1, -1, 2]
    assert line["figures"]["required"] == {
        "values": [1_000, 1_000, None, 1_000],
        "states": "RR-R",
        "notes": {},
    }
    assert line["figures"]["held"]["values"] == [1_100, 1_100, None, 2**53 - 1]
    assert line["figures"]["held"]["states"] == "RR-d"
    assert line["figures"]["excess"]["values"] == [100, -7, None, 100]
    assert line["figures"]["excess"]["states"] == "Rx-R"
    assert line["figures"]["target"]["values"] == [60, None, None, 60]
    assert line["figures"]["target"]["states"] == "Ra-R"
    assert line["events"] == [
        ["deficit", 1, 1],
        ["disputed", 1, 1],
        ["absent", 1, 1],
        ["missing", 2, 2],
    ]
    assert unpacked(html)["documents"]["source"] == ["a.pdf", "b.pdf", "c.pdf"]


def test_why_a_figure_is_in_doubt_goes_with_it() -> None:
    html = rendered(
        month("2018-03-31", source="a.pdf", target=sure(61)), month("2018-03-31", source="b.pdf")
    )
    (line,) = unpacked(html)["lines"]
    assert line["figures"]["target"]["states"] == "x"
    assert line["figures"]["target"]["notes"] == {"0": "a.pdf, for the same day, says 61"}


def test_the_overview_counts_what_to_look_at() -> None:
    html = rendered(
        point("2018-03-01", excess=sure(-1)),
        point("2018-03-01", excess=sure(1), regime="secured"),
        point("2018-03-05"),
        point("2018-03-05", regime="secured", target=figure(None, "unreadable")),
    )
    row = html[html.index("<tbody>") : html.index("</tbody>")]
    cells = re.findall(r'data-label="([^"]*)"[^>]*>([^<]*)<', row)
    assert cells == [
        ("Filings", "2"),
        ("Period", "2018-03-01 to 2018-03-05"),
        ("deficit", "1"),
        ("shortfall", "1"),
        ("disputed", "0"),
        ("unreadable", "1"),
        ("absent", "0"),
        ("missing", "1"),
    ]


def test_the_same_points_give_the_same_bytes() -> None:
    points = [point("2018-03-01"), point("2018-03-02"), point("2018-03-02", firm=2, name="B")]
    assert rendered(*points) == rendered(*reversed(points))


def test_a_firm_with_nothing_to_draw_is_named() -> None:
    silent = point("2018-03-01", firm=2, name="B & Co")
    silent = replace(silent, **dict.fromkeys(MEASURES, figure(None, "blank")))
    assert "Nothing to draw of B &amp; Co." in rendered(point("2018-03-01"), silent)


def test_hostile_text_becomes_no_element() -> None:
    plain = rendered(point("2018-03-01"), left_out=("x",))
    hostile = rendered(point("2018-03-01", name=HOSTILE, source=HOSTILE), left_out=(HOSTILE,))
    assert Elements(hostile).names == Elements(plain).names


def test_nothing_but_the_pages_own_scripts_may_run() -> None:
    html = rendered(point("2018-03-01"))
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    (library,) = re.findall(r'id="library">([^<]*)<', html)
    hashes = [
        base64.b64encode(hashlib.sha256(code).digest()).decode()
        for code in (script.encode(), zlib.decompress(base64.b64decode(library)))
    ]
    (escaped,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    policy = unescape(escaped)
    assert policy.startswith("default-src 'none'; script-src ")
    assert re.findall(r"'sha256-([^']*)'", policy) == hashes
    assert "unsafe-eval" not in policy
    assert not re.search(r"<script[^>]* src=|<link|<img|<iframe|https?://", html)


def exports(folder: Path, *days: str) -> None:
    for day in days:
        (folder / f"{day}.json").write_bytes(filed(day).to_json())


def test_files_become_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exports(tmp_path, "2018-03-01", "2018-03-02")
    short = with_excess(filed("2018-03-05"), 50, 60)
    (tmp_path / "c.xml").write_bytes(short.to_xml())
    out = tmp_path / "series.html"
    assert write_series([str(tmp_path)], out, overwrite=False) == OK
    told = capsys.readouterr().err
    assert "1 firm, 3 filings, 0 superseded, 0 left out" in told
    segregation, secured, swaps = unpacked(out.read_text("utf-8"))["lines"]
    assert segregation["events"] == [["shortfall", 2, 2]]
    assert segregation["figures"]["excess"]["values"][2] == 50
    assert segregation["figures"]["excess"]["states"] == "RRR"
    assert secured["events"] == swaps["events"] == []


def test_the_samples_become_a_page(tmp_path: Path) -> None:
    out = tmp_path / "series.html"
    assert write_series([str(ROOT / "samples")], out, overwrite=False) == OK
    html = out.read_text("utf-8")
    names = re.findall(r'<a href="#firm-\d+">([^<]*)<', html)
    assert names == ["Credit Suisse Securities (USA) LLC", "HSBC SECURITIES (USA) INC."]
    segregation = unpacked(html, 1)["lines"][0]
    assert segregation["figures"]["excess"]["values"][0] == 82_369_830
    assert segregation["figures"]["excess"]["values"][-1] == 198_161_467
    assert segregation["figures"]["excess"]["states"] == "R" + "-" * 38 + "R"


def test_an_input_that_is_no_filing_is_told_and_the_rest_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exports(tmp_path, "2018-03-01")
    (tmp_path / "a.json").write_text("{}")
    nameless = filed("2018-03-02")
    nameless = replace(nameless, filer=Filer())
    (tmp_path / "b.json").write_bytes(nameless.to_json())
    out = tmp_path / "series.html"
    assert write_series([str(tmp_path)], out, overwrite=False) == UNREADABLE
    told = capsys.readouterr().err
    assert "a.json" in told
    assert "b.json: 2018-03-02.txt: the filing does not surely say of which firm" in told
    assert "2 inputs could not be drawn" in out.read_text("utf-8")


def test_a_filing_with_a_misread_year_is_told_and_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exports(tmp_path, "2018-03-01", "2018-03-02", "9999-12-31")
    out = tmp_path / "series.html"
    assert write_series([str(tmp_path)], out, overwrite=False) == UNREADABLE
    assert "9999-12-31.txt: as of 9999-12-31, far from all others" in capsys.readouterr().err
    html = out.read_text("utf-8")
    assert unpacked(html)["lines"][0]["events"] == []
    assert "could not be drawn: 9999-12-31.txt" in html


def test_nothing_to_draw_is_an_error_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    out = tmp_path / "series.html"
    with pytest.raises(UnreadableInput, match="anything to draw"):
        write_series([str(tmp_path)], out, overwrite=False)
    assert not out.exists()


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plotly.cache_clear()
    monkeypatch.setitem(sys.modules, "plotly.offline", None)
    with pytest.raises(MissingPackage) as caught:
        write_series([str(tmp_path)], tmp_path / "series.html", overwrite=False)
    assert caught.value.remedy == "pip install 'focusconv[series]'"


def test_a_page_that_is_there_is_kept(tmp_path: Path) -> None:
    exports(tmp_path, "2018-03-01")
    out = tmp_path / "series.html"
    out.write_text("mine")
    inputs = [str(tmp_path / "2018-03-01.json")]
    with pytest.raises(OutputExists):
        write_series(inputs, out, overwrite=False)
    assert out.read_text() == "mine"
    assert write_series(inputs, out, overwrite=True) == OK
