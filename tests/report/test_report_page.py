"""The review page in a real browser: a person looks, decides and saves, by mouse and by keys."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Download, Page, expect

from focusconv.conversion import convert
from focusconv.files.inputs import expand
from focusconv.readers.options import ReadOptions
from focusconv.record.filing import Filing
from focusconv.report.run import ReportWanted, report_inputs
from focusconv.terminal.exits import INCONSISTENT
from tests.browser import Windows
from tests.conftest import Run
from tests.documents import SAMPLES, segregation
from tests.reviewed import misprinted, printed_texts

PRINTED = printed_texts()
MISREAD = {"7100": "4,109,679,843"}
"""Box 7100 with a wrong digit: the total of the funds fails by 60,000."""

THREE = {**MISREAD, "8770": "9,427,901,370", "7305": "1"}
"""The same, beside a total that the firm files wrong, and a lone digit that nothing confirms."""

TEXT_ALONE = ReadOptions(reader="text")
"""Where checks fail the engines are asked as well, and they would see that a misprint is printed
as the text has it: nothing would be left to decide of it."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a filing in which three things are to decide, and its page."""
    folder = tmp_path_factory.mktemp("disputed")
    document = folder / "filing.pdf"
    document.write_bytes(misprinted(THREE))
    wanted = ReportWanted(
        output=folder / "review.html",
        mend=True,
        corrections=None,
        documents=(),
        overwrite=False,
        options=TEXT_ALONE,
    )
    assert report_inputs(expand([str(document)], ()), wanted, debug=False) == INCONSISTENT
    return folder


@pytest.fixture
def disputed(written: Path, tmp_path: Path) -> Path:
    """The page of that filing, its document beside it, in the folder where the program runs."""
    for path in written.iterdir():
        shutil.copy(path, tmp_path)
    return tmp_path / "review.html"


def row(page: Page, thing: str) -> Any:
    return page.locator(f'[data-thing="{thing}"]')


def saved(page: Page, name: str = "R. Reviewer") -> Download:
    """Save the decisions as a person does who is asked for a name."""
    page.locator(".top").get_by_role("button", name=re.compile("^Save")).click()
    page.get_by_label("Your name, for the record").fill(name)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file").click()
    return download.value


def converted(focusconv: Run, document: Path, download: Download) -> Filing:
    """The document converted with the file that the browser saved."""
    path = document.parent / "downloaded.json"
    download.save_as(path)
    done = focusconv("convert", document, "--reader", "text", "--corrections", path)
    assert done.returncode == 0, done.stderr.decode()
    return Filing.from_json(done.stdout)


def test_three_things_are_decided_by_mouse_and_the_filing_is_confirmed(
    windows: Windows, focusconv: Run, disputed: Path
) -> None:
    window = windows.open(disputed)
    page = window.page
    expect(page.locator(".top .pill")).to_contain_text("Inconsistent")
    page.get_by_role("button", name="Start").click()
    # The total fails; the culprit is among the suspects, with the value that mends it.
    suspects = page.locator(".suspects li")
    suspects.filter(has_text="7100").get_by_role("button", name=PRINTED["7100"]).click()
    expect(page.locator("#said")).to_contain_text("7180 adds up; 2 left to decide")
    page.locator(".card").get_by_role("button", name="Next").click()
    # The firm files this one wrong: the check is waived, with a reason.
    page.get_by_role("button", name="Waive the check").click()
    page.get_by_role("button", name="Waive the check").click()
    expect(page.get_by_role("alert").filter(has_text="Say why")).to_be_visible()
    page.get_by_label("Why is it right").fill("the firm printed it so")
    page.get_by_role("button", name="Waive the check").click()
    page.locator(".card").get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Accept 1").click()
    expect(page.locator(".card").get_by_role("button", name="Save decisions")).to_be_visible()
    expect(page.locator(".top .pill")).to_contain_text("Confirmed (was inconsistent)")
    expect(page.locator(".callout")).to_contain_text("Everything is decided.")
    download = saved(page)
    assert download.suggested_filename == "corrections-filing.json"
    expect(page.locator(".command")).to_have_text(
        "focusconv convert filing.pdf --corrections corrections-filing.json -o filing.json"
    )
    window.assert_clean()
    filing = converted(focusconv, disputed.with_name("filing.pdf"), download)
    assert filing.status == "confirmed"
    assert filing.item("7100").value == 4_109_619_843
    assert {(c.target, c.by, c.why) for c in filing.corrections} == {
        ("segregation/8.A/amount", "R. Reviewer", "read so on the page"),
        ("cleared-swaps.8770", "R. Reviewer", "the firm printed it so"),
        ("secured/0/amount", "R. Reviewer", "accepted as printed"),
    }


def test_three_things_are_decided_by_keys_alone(
    windows: Windows, focusconv: Run, disputed: Path
) -> None:
    window = windows.open(disputed)
    page = window.page
    keys = page.keyboard
    keys.press("n")
    expect(row(page, "check:segregation.7180")).to_have_class(re.compile("is-selected"))
    keys.press("n")
    expect(row(page, "check:cleared-swaps.8770")).to_have_class(re.compile("is-selected"))
    keys.press("w")
    keys.type("printed so")
    keys.press("Enter")
    keys.press("n")
    expect(row(page, "item:secured/0/amount")).to_have_class(re.compile("is-selected"))
    keys.press("e")
    keys.type("0")
    keys.press("Enter")
    expect(row(page, "item:secured/0/amount").locator(".value")).to_have_text("0")
    keys.press("u")
    keys.press("a")
    expect(row(page, "item:secured/0/amount").locator(".value")).to_have_text("1")
    keys.press("p")
    expect(row(page, "check:segregation.7180")).to_have_class(re.compile("is-selected"))
    page.get_by_role("button", name="Look at 7100").press("Enter")
    keys.press("e")
    keys.type("(12")
    keys.press("Enter")
    expect(page.locator("#refused")).to_contain_text("That is no amount")
    keys.press("Control+a")
    keys.type(PRINTED["7100"])
    expect(page.locator(".preview")).to_contain_text("7180 adds up")
    keys.press("Enter")
    keys.press("s")
    expect(page.get_by_role("dialog")).to_be_visible()
    keys.type("K. Board")
    with page.expect_download() as download:
        keys.press("Enter")
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    window.assert_clean()
    filing = converted(focusconv, disputed.with_name("filing.pdf"), download.value)
    assert filing.status == "confirmed"
    assert {c.by for c in filing.corrections} == {"K. Board"}


def test_the_list_and_the_page_lead_to_one_another(windows: Windows, disputed: Path) -> None:
    window = windows.open(disputed)
    page = window.page
    mark = page.locator('.place[data-key="segregation/8.A/amount"]')
    mark.click()
    expect(row(page, "item:segregation/8.A/amount")).to_have_class(re.compile("is-selected"))
    expect(page.locator(".card .loupe svg")).to_be_visible()
    row(page, "item:secured/0/amount").locator("button.open").click()
    chosen = page.locator(".place.is-selected")
    expect(chosen).to_have_attribute("data-key", "secured/0/amount")
    expect(chosen).to_be_in_viewport()
    expect(page.get_by_role("button", name=re.compile("^Page 4"))).to_have_attribute(
        "aria-pressed", "true"
    )
    window.assert_clean()


def test_a_mark_stands_where_the_value_is_printed(windows: Windows, disputed: Path) -> None:
    """The mark's place on the picture is the value's region on the page, within a point."""
    page = windows.open(disputed).page
    filing = convert(disputed.with_name("filing.pdf"))
    region = filing.item("7100").region
    assert region is not None
    sheet = page.locator(".sheet").bounding_box()
    mark = page.locator('.place[data-key="segregation/8.A/amount"]').bounding_box()
    assert sheet is not None
    assert mark is not None
    data = json.loads(page.locator("#filing-0").text_content() or "")
    paper = next(one for one in data["pages"] if one["number"] == 2)
    scale = paper["width"] / sheet["width"]
    found = (
        (mark["x"] - sheet["x"]) * scale,
        (mark["y"] - sheet["y"]) * scale,
        (mark["x"] + mark["width"] - sheet["x"]) * scale,
        (mark["y"] + mark["height"] - sheet["y"]) * scale,
    )
    padding = (-2, -2, 2, 2)
    for at in range(4):
        assert found[at] == pytest.approx(region[at] + padding[at], abs=1)


def test_decisions_are_there_again_on_the_next_visit(windows: Windows, disputed: Path) -> None:
    window = windows.open(disputed)
    page = window.page
    row(page, "item:secured/0/amount").locator("button.open").click()
    page.keyboard.press("a")
    page.reload()
    expect(page.locator("#said")).to_contain_text("1 decision of your last visit are back")
    expect(row(page, "item:secured/0/amount")).to_have_class(re.compile("s-reviewed"))
    window.assert_clean()


FORBIDDEN = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('forbidden', 'SecurityError'); },
})"""


def test_a_browser_that_keeps_nothing_is_enough(windows: Windows, disputed: Path) -> None:
    window = windows.open(disputed, before=FORBIDDEN)
    page = window.page
    row(page, "item:secured/0/amount").locator("button.open").click()
    page.keyboard.press("a")
    page.keyboard.press("d")
    rows = json.loads(saved(page).path().read_text())
    assert [one["value"] for one in rows["corrections"]] == ["1"]
    window.assert_clean()


def test_earlier_corrections_are_kept_in_the_next_file(
    windows: Windows, focusconv: Run, disputed: Path
) -> None:
    window = windows.open(disputed)
    page = window.page
    row(page, "item:secured/0/amount").locator("button.open").click()
    page.keyboard.press("a")
    saved(page, "First").save_as(disputed.with_name("first.json"))
    given = ("--corrections", "first.json", "--reader", "text", "-o", "second.html")
    done = focusconv("report", "filing.pdf", *given)
    assert b"second.html: 1 filing, 2 to decide, " in done.stderr
    page.goto(disputed.with_name("second.html").as_uri())
    page.keyboard.press("n")
    page.locator(".suspects").get_by_role("button", name=PRINTED["7100"]).click()
    rows = json.loads(saved(page, "Second").path().read_text())["corrections"]
    assert [(one.get("box"), one["by"]) for one in rows] == [("7305", "First"), ("7100", "Second")]
    window.assert_clean()


def test_a_lost_cell_of_a_failed_check_can_be_filled(
    windows: Windows, focusconv: Run, tmp_path: Path
) -> None:
    """Two empty cells of a sum that does not close: each is typed in, and then it does."""
    document = tmp_path / "lost.pdf"
    document.write_bytes(misprinted({"7500": "", "7520": ""}))
    focusconv("report", "lost.pdf", "-o", "lost.html")
    window = windows.open(tmp_path / "lost.html")
    page = window.page
    for box in ("7500", "7520"):
        page.locator(".row", has_text=box).last.locator("button.open").click()
        page.keyboard.press("e")
        page.keyboard.type(PRINTED[box])
        page.keyboard.press("Enter")
    expect(page.locator(".top .pill")).to_contain_text("Confirmed")
    filing = converted(focusconv, document, saved(page))
    assert (filing.status, filing.item("7520").value) == ("confirmed", 10_140_471_541)
    window.assert_clean()


def test_the_text_of_a_document_is_its_page(
    windows: Windows, focusconv: Run, tmp_path: Path
) -> None:
    done = focusconv("report", SAMPLES[0], "-o", "text.html")
    assert done.returncode == 0
    window = windows.open(tmp_path / "text.html")
    page = window.page
    page.keyboard.press("n")
    expect(page.locator(".place.is-selected")).to_have_text("32 FIFTH AVENUE")
    page.locator(".place", has_text="82,369,830").first.click()
    expect(page.locator(".row.is-selected .box")).to_have_text("7190")
    window.assert_clean()


def test_a_document_of_several_filings_is_for_looking_only(
    windows: Windows, focusconv: Run, tmp_path: Path
) -> None:
    both = segregation("04/30/17", missing=5) + b"\f" + segregation("05/31/17")
    (tmp_path / "both.txt").write_bytes(both)
    assert focusconv("report", "both.txt", "-o", "both.html").returncode == 1
    window = windows.open(tmp_path / "both.html")
    page = window.page
    expect(page.locator("#list tbody tr")).to_have_count(2)
    page.locator("#list tbody a").first.click()
    expect(page.locator(".callout")).to_contain_text("Look only")
    page.keyboard.press("n")
    page.keyboard.press("w")
    expect(page.locator("#said")).to_contain_text("split it to decide")
    window.assert_clean()


def test_an_export_has_its_page_where_its_document_is_given(
    windows: Windows, focusconv: Run, disputed: Path
) -> None:
    focusconv("convert", "filing.pdf", "--allow-inconsistent", "-o", "filing.json")
    focusconv("report", "filing.json", "-o", "bare.html")
    bare = windows.open(disputed.with_name("bare.html"))
    expect(bare.page.locator(".pages")).to_contain_text("without its pages")
    bare.assert_clean()
    focusconv("report", "filing.json", "--documents", ".", "-o", "whole.html")
    whole = windows.open(disputed.with_name("whole.html"))
    expect(whole.page.locator(".sheet img")).to_be_visible()
    whole.assert_clean()


def test_many_filings_are_listed_searched_and_opened(
    windows: Windows, focusconv: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for month, name in enumerate((b"AMBER", b"BIRCH", b"CEDAR", b"DAHLIA"), 1):
        text = segregation(f"{month:02}/28/17", missing=500 if month == 2 else 0)
        (folder / f"m{month}.txt").write_bytes(text.replace(b"A FIRM", name))
    done = focusconv("report", "in", "-o", "all.html")
    assert done.returncode == 1
    assert b"all.html: 4 filings, 1 to decide, " in done.stderr
    window = windows.open(tmp_path / "all.html")
    page = window.page
    rows = page.locator("#list tbody tr:visible")
    expect(rows.first).to_contain_text("BIRCH LLC")
    page.get_by_label("Search").fill("m3")
    expect(rows).to_have_count(1)
    expect(page.locator("[data-count]")).to_have_text("1 of 4 filings")
    page.get_by_label("Search").fill("")
    page.get_by_label("Show").select_option("open")
    expect(rows).to_have_count(1)
    page.get_by_label("Show").select_option("")
    page.get_by_role("button", name="Date").click()
    assert page.locator("#list td.date").all_text_contents() == [
        f"2017-{month:02}-28" for month in (1, 2, 3, 4)
    ]
    page.get_by_role("button", name="Date").click()
    assert page.locator("#list td.date").first.text_content() == "2017-04-28"
    page.get_by_role("link", name="BIRCH LLC").click()
    expect(page.get_by_role("heading", name="BIRCH LLC")).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.press("w")
    page.keyboard.type("so printed")
    page.keyboard.press("Enter")
    page.keyboard.press("l")
    expect(page.locator("#list tr", has_text="BIRCH LLC")).to_contain_text("1 decided")
    page.get_by_role("link", name="DAHLIA LLC").click()
    page.get_by_role("link", name="Next filing").click()
    expect(page.get_by_role("heading", name="CEDAR LLC")).to_be_visible()
    window.assert_clean()


def test_a_phone_shows_the_values_and_the_page_in_turn(windows: Windows, disputed: Path) -> None:
    window = windows.open(disputed, viewport={"width": 390, "height": 844}, has_touch=True)
    page = window.page
    page.get_by_role("button", name="Start").tap()
    expect(page.locator(".suspects")).to_be_visible()
    expect(page.locator(".pages")).to_be_hidden()
    assert _overflow(page) <= 0
    page.get_by_role("button", name="Page", exact=True).tap()
    expect(page.locator(".sheet")).to_be_visible()
    expect(page.locator(".panel")).to_be_hidden()
    assert _overflow(page) <= 0
    page.locator('.place[data-key="segregation/8.A/amount"]').tap()
    expect(row(page, "item:segregation/8.A/amount")).to_be_in_viewport()
    window.assert_clean()


def test_a_long_row_and_the_command_fit_a_phone(windows: Windows, tmp_path: Path) -> None:
    document = tmp_path / "filing.txt"
    stray = b"D" * 200 + b"\t\t101,233,200\n14. Excess"
    document.write_bytes(segregation().replace(b"14. Excess", stray))
    wanted = ReportWanted(
        output=tmp_path / "a.html", mend=True, corrections=None, documents=(), overwrite=False
    )
    report_inputs(expand([str(document)], ()), wanted, debug=False)
    page = windows.open(tmp_path / "a.html", viewport={"width": 390, "height": 844}).page
    expect(page.locator(".findings")).to_contain_text("'101,233,200'")
    assert _overflow(page) <= 0
    page.evaluate(
        "savedDialog({ filing: { name: 'filing.txt' }, todo: () => [] }, 'corrections-filing.json')"
    )
    command = page.locator(".command")
    assert command.evaluate("it => it.scrollWidth - it.clientWidth") == 0


def test_a_document_that_is_cut_off_says_so(windows: Windows, tmp_path: Path) -> None:
    document = tmp_path / "filing.pdf"
    whole = misprinted({})
    document.write_bytes(whole[: whole.rindex(b"startxref")])
    wanted = ReportWanted(
        output=tmp_path / "a.html", mend=True, corrections=None, documents=(), overwrite=False
    )
    report_inputs(expand([str(document)], ()), wanted, debug=False)
    page = windows.open(tmp_path / "a.html").page
    expect(page.locator(".callout")).to_contain_text("The end of the file is missing")
    expect(page.locator(".top")).to_contain_text("Partial")


def _overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wide


def test_light_and_dark_follow_the_system_and_the_button(windows: Windows, disputed: Path) -> None:
    page = windows.open(disputed, color_scheme="dark").page
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Dark or light").click()
    light = page.evaluate(ground)
    assert (dark, light) == ("rgb(18, 21, 25)", "rgb(244, 243, 240)")
    page.reload()
    assert page.evaluate(ground) == light


def test_print_holds_everything_and_nothing_to_press(windows: Windows, disputed: Path) -> None:
    window = windows.open(disputed)
    page = window.page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".printed .sheet")).to_have_count(7)
    assert page.locator("button:visible", has_text=re.compile("Save|Accept|Next")).count() == 0
    boxes = {text.strip() for text in page.locator(".row:visible .box").all_text_contents()}
    assert {"7010", "7180", "7495", "8770"} <= boxes
    window.assert_clean()


def test_every_control_has_a_name_and_every_state_a_word(windows: Windows, disputed: Path) -> None:
    window = windows.open(disputed)
    page = window.page
    page.keyboard.press("n")
    page.keyboard.press("w")
    nameless = page.evaluate(
        """[...document.querySelectorAll('button, input, select, a')]
        .filter((one) => one.checkVisibility())
        .filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim()
          || one.labels?.length)).length"""
    )
    assert nameless == 0
    states = page.locator(".row .state").all_text_contents()
    assert len(states) > 100
    assert all(re.search("[a-z]", state) for state in states)
    twice = page.evaluate(
        """(() => { const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
        return ids.length - new Set(ids).size; })()"""
    )
    assert twice == 0
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("next thing to decide")
    window.assert_clean()
