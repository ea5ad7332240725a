"""The page of series in a real browser: drawn, moved through, printed, and quiet."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from focusconv.series.calendar import business_days
from focusconv.series.collect import regimes
from focusconv.series.lines import collection
from focusconv.series.page import render
from focusconv.series.point import Point
from tests.browser import Windows
from tests.series.test_series_page import HOSTILE
from tests.series_kit import figure, filings, point, sure

if TYPE_CHECKING:
    from playwright.sync_api import Page


@contextmanager
def watched(windows: Windows, file: Path, anchor: str = "", **look: Any) -> Iterator[Page]:
    """The page in a window; an error, a message, a dialog or a request fails the test."""
    window = windows.open(**look)
    window.page.on("dialog", lambda dialog: window.complaints.append(dialog.message))
    window.page.goto(file.as_uri() + anchor)
    yield window.page
    window.assert_clean()
    assert window.requests == [file.as_uri()]


POINTS = (
    point("2018-03-01"),
    point("2018-03-02", excess=figure(90, "reported")),
    point("2018-03-05", excess=sure(40), source="short.pdf"),
    # the sixth is missing
    point("2018-03-07", excess=sure(-30), source="deficit.pdf"),
    point("2018-03-08", excess=figure(80, "disputed", verified=True)),
    point("2018-03-09", excess=figure(None, "unreadable")),
    point("2018-03-12"),
    point("2018-03-13"),
    point("2018-03-13", firm=2, name="B Firm"),
)


HELD_IN_DARK = ".plot path[style*='stroke: rgb(86, 180, 233)']"
HELD_IN_LIGHT = ".plot path[style*='stroke: rgb(0, 114, 178)']"


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    return written(tmp_path, *POINTS)


def written(folder: Path, *points: Point) -> Path:
    known = regimes()
    file = folder / "series.html"
    file.write_bytes(render(collection(filings(*points), list(known)), known, ()))
    return file


def wait_for_firm(page: Page, number: int) -> None:
    page.locator(f"#firm[data-firm='{number}']").wait_for()


def traces(page: Page) -> list[dict[str, Any]]:
    """What the first plot draws, as the library has it."""
    found: list[dict[str, Any]] = page.evaluate(
        "document.querySelector('.plot').data.map("
        "({x, y, mode, type, marker, line, yaxis, width}) =>"
        " ({x, y, mode, type, marker, line, yaxis, width}))"
    )
    return found


def marks(page: Page, symbol: str) -> list[tuple[str, Any]]:
    """Day and height of the marks of a symbol."""
    return [
        pair
        for trace in traces(page)
        if (trace.get("marker") or {}).get("symbol") == symbol
        for pair in zip(trace["x"], trace["y"], strict=True)
    ]


def rows(page: Page) -> list[list[str]]:
    return [
        [" ".join(text.split()) for text in row.locator("td").all_inner_texts()]
        for row in page.locator(".events tbody").first.locator("tr").all()
    ]


def test_the_overview_leads_to_a_firm(windows: Windows, drawn: Path) -> None:
    with watched(windows, drawn) as page:
        assert page.locator("#firm").is_hidden()
        page.get_by_role("link", name="A Firm").click()
        wait_for_firm(page, 1)
        assert page.locator("#name").inner_text() == "A Firm"
        assert page.locator(".line h3").inner_text() == regimes()["segregation"].title
        page.get_by_role("button", name="Next firm").click()
        wait_for_firm(page, 2)
        assert page.locator("#name").inner_text() == "B Firm"
        assert page.get_by_role("button", name="Next firm").is_disabled()
        page.go_back()
        wait_for_firm(page, 1)


def test_the_list_is_sorted_by_what_there_is_to_look_at(windows: Windows, drawn: Path) -> None:
    with watched(windows, drawn) as page:
        names = page.locator(".firms tbody th")
        assert names.all_inner_texts() == ["A Firm", "B Firm"]
        page.get_by_role("button", name="Firm", exact=True).click()
        assert names.all_inner_texts() == ["B Firm", "A Firm"]
        page.get_by_role("button", name="deficit", exact=True).click()
        assert names.all_inner_texts() == ["A Firm", "B Firm"]
        deficits = page.get_by_role("columnheader", name="deficit", exact=True)
        assert deficits.get_attribute("aria-sort") == "descending"
        page.get_by_role("link", name="B Firm").click()
        wait_for_firm(page, 2)


def test_what_is_sure_doubtful_missing_and_short_is_drawn_as_such(
    windows: Windows, drawn: Path
) -> None:
    with watched(windows, drawn, "#firm-1") as page:
        wait_for_firm(page, 1)
        assert marks(page, "diamond") == [("2018-03-05", 40)]
        assert marks(page, "triangle-down") == [("2018-03-07", -30)]
        assert marks(page, "x-thin") == [("2018-03-08", 80)]
        assert [day for day, _ in marks(page, "asterisk")] == ["2018-03-09"]
        found = traces(page)
        (hollow,) = [
            trace
            for trace in found
            if (trace.get("marker") or {}).get("symbol") == "circle" and len(trace["x"]) == 1
        ]
        assert (hollow["x"], hollow["y"]) == (["2018-03-02"], [90])
        assert hollow["marker"]["color"] != hollow["marker"]["line"]["color"]
        (gap,) = [trace for trace in found if trace.get("type") == "bar"]
        assert gap["width"] == [86_400_000]


def test_no_line_is_drawn_through_a_gap_or_a_doubt(windows: Windows, drawn: Path) -> None:
    with watched(windows, drawn, "#firm-1") as page:
        wait_for_firm(page, 1)
        strokes = [trace for trace in traces(page) if trace["mode"] == "lines"]
        solid, dashed = [trace for trace in strokes if trace["yaxis"] == "y2"][:2]
        assert (solid["x"], solid["y"]) == (["2018-03-12", "2018-03-13"], [100, 100])
        assert dashed["line"]["dash"] == "4px,3px"
        assert dashed["x"] == ["2018-03-01", "2018-03-02", "2018-03-05"]
        assert dashed["y"] == [100, 90, 40]
        required = strokes[0]
        assert required["x"] == [
            "2018-03-01",
            "2018-03-02",
            "2018-03-05",
            "2018-03-05",
            "2018-03-07",
            "2018-03-08",
            "2018-03-09",
            "2018-03-12",
            "2018-03-13",
        ]
        assert required["y"] == [1_000, 1_000, 1_000, None, *[1_000] * 5]


def test_the_table_below_tells_the_same_with_exact_figures(windows: Windows, drawn: Path) -> None:
    with watched(windows, drawn, "#firm-1") as page:
        wait_for_firm(page, 1)
        assert rows(page)[::-1] == [
            ["shortfall", "2018-03-05", "1,000", "1,100", "40", "60", "20", "short.pdf"],
            ["missing", "2018-03-06", "", "", "", "", "", ""],
            ["deficit", "2018-03-07", "1,000", "1,100", "-30", "60", "30", "deficit.pdf"],
            [
                "disputed",
                "2018-03-08",
                "1,000",
                "1,100",
                "80 ✕ (disputed)",
                "60",
                "",
                "2018-03-08.pdf",
            ],
            [
                "unreadable",
                "2018-03-09",
                "1,000",
                "1,100",
                "unreadable",
                "60",
                "",
                "2018-03-09.pdf",
            ],
        ]


def test_the_arrow_keys_tell_each_period(windows: Windows, drawn: Path) -> None:
    with watched(windows, drawn, "#firm-1") as page:
        wait_for_firm(page, 1)
        page.locator(".plot").focus()
        tip = page.locator(".tip")
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        assert tip.inner_text().split("\n\n")[0].split("\n") == [
            "2018-03-02",
            *("Required", "1,000", "reported"),
            *("Held", "1,100", "reported"),
            *("Excess", "90", "reported, nothing confirms it"),
            *("Target", "60", "reported"),
        ]
        assert tip.locator(".source").inner_text() == "2018-03-02.pdf (confirmed)"
        page.keyboard.press("ArrowRight")
        assert "Short of the target by 20" in tip.inner_text()
        page.keyboard.press("ArrowRight")
        assert "No filing for this period." in tip.inner_text()
        page.keyboard.press("ArrowRight")
        assert "Short of the requirement by 30" in tip.inner_text()
        page.keyboard.press("End")
        assert tip.inner_text().startswith("2018-03-13")


def test_the_pointer_tells_the_nearest_period(windows: Windows, drawn: Path) -> None:
    with watched(windows, drawn, "#firm-1") as page:
        wait_for_firm(page, 1)
        plot = page.locator(".plot")
        box = plot.bounding_box()
        assert box is not None
        plot.hover(position={"x": box["width"] - 40, "y": 100})
        page.locator(".tip", has_text="2018-03-13").wait_for()


def test_a_tap_tells_the_nearest_period(windows: Windows, drawn: Path) -> None:
    phone = {"viewport": {"width": 390, "height": 800}, "is_mobile": True, "has_touch": True}
    with watched(windows, drawn, "#firm-1", **phone) as page:
        wait_for_firm(page, 1)
        plot = page.locator(".plot")
        box = plot.bounding_box()
        assert box is not None
        plot.tap(position={"x": box["width"] - 16, "y": 100})
        page.locator(".tip", has_text="2018-03-13").wait_for()
        below = page.locator(".tip").bounding_box()
        assert below is not None
        assert below["y"] >= box["y"] + box["height"]


def test_a_part_of_the_time_is_shown_in_all_plots(windows: Windows, tmp_path: Path) -> None:
    days = [f"{year}-06-01" for year in (2015, 2016, 2017, 2018)]
    points = [point(day, regime=name) for day in days for name in ("segregation", "secured")]
    with watched(windows, written(tmp_path, *points), "#firm-1") as page:
        wait_for_firm(page, 1)
        page.get_by_role("button", name="1 year").click()
        ranges = page.evaluate(
            "[...document.querySelectorAll('.plot')].map((plot) => plot.layout.xaxis.range)"
        )
        assert ranges == [["2017-06-01", "2018-06-03"]] * 2
        assert page.get_by_role("button", name="1 year").get_attribute("aria-pressed") == "true"
        page.get_by_role("button", name="All", exact=True).click()
        (first, _), _ = page.evaluate(
            "[...document.querySelectorAll('.plot')].map((plot) => plot.layout.xaxis.range)"
        )
        assert first < "2015-06-01"


def test_hostile_text_stays_text(windows: Windows, tmp_path: Path) -> None:
    bad = point("2018-03-01", name=HOSTILE, source=HOSTILE, firm=3, excess=figure(-1, "disputed"))
    with watched(windows, written(tmp_path, bad)) as page:
        wait_for_firm(page, 1)  # the only one is shown at once
        assert page.locator("#name").inner_text() == HOSTILE
        assert rows(page)[0][-1] == HOSTILE
        page.locator(".plot").focus()
        page.keyboard.press("Home")
        assert HOSTILE in page.locator(".tip").inner_text()
        assert page.locator("img, b").count() == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_runs_out_of_the_window(windows: Windows, drawn: Path, width: int) -> None:
    look = {"viewport": {"width": width, "height": 800}}
    with watched(windows, drawn, "#firm-1", **look) as page:
        wait_for_firm(page, 1)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        box = page.locator(".plot svg").first.bounding_box()
        assert box is not None
        assert box["width"] > width * 0.8


def test_light_and_dark_differ_and_follow_the_reader(windows: Windows, drawn: Path) -> None:
    with watched(windows, drawn, "#firm-1", color_scheme="light") as page:
        wait_for_firm(page, 1)
        assert page.locator(HELD_IN_DARK).count() == 0
        page.emulate_media(color_scheme="dark")
        page.locator(HELD_IN_DARK).first.wait_for(state="attached")
        page.emulate_media(color_scheme="light")
        page.locator(HELD_IN_LIGHT).first.wait_for(state="attached")


def test_print_has_the_chosen_firm_and_every_row(windows: Windows, tmp_path: Path) -> None:
    import pymupdf

    days = business_days(datetime.date(2018, 1, 1), datetime.date(2018, 3, 31))
    points = [point(str(day), excess=sure(-1_000 - at)) for at, day in enumerate(days)]
    with watched(windows, written(tmp_path, *points), "#firm-1") as page:
        wait_for_firm(page, 1)
        shown = page.locator(".events tbody tr").count()
        assert page.locator(".more").is_visible()
        with pymupdf.open(stream=page.pdf(), filetype="pdf") as document:
            text = "".join(sheet.get_text() for sheet in document)
        assert shown < len(points)
        assert [at for at in range(len(points)) if f"-{1_000 + at:,}" not in text] == []
