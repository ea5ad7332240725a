"""Names and texts from strangers in the review page: they are shown, and never do anything."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from focusconv.conversion import convert
from focusconv.files.inputs import expand
from focusconv.record.filing import Filing, Finding
from focusconv.report.html import SCRIPTS, script_data
from focusconv.report.run import ReportWanted, report_inputs
from focusconv.terminal.console import clean
from focusconv.terminal.exits import OK
from tests.browser import Window, Windows
from tests.documents import SAMPLES

HOSTILE = (
    "</script><script>window.hacked = 1</script>",
    "<!-- <script> </title></style></textarea>",
    "<img src=x onerror=window.hacked=1>",
    '"><svg onload=window.hacked=1>',
    "' onmouseover='window.hacked=1",
    "javascript:window.hacked=1",
    "{{ 7 * 7 }}{% raw %}{{ ''.__class__ }}",
    "${window.hacked=1}`;window.hacked=1//",
    "line\u2028separator\u2029paragraph",
    "\u202eright to left\u202c",
    "&lt;b&gt; &amp;amp; &#60;i&#62;",
    "]]>--></SCRIPT ><iframe src=//example.org>",
)


def poisoned(text: str) -> Filing:
    """A filing that says `text` wherever a document may say something."""
    filing = convert(SAMPLES[0])
    statements = []
    for statement in filing.statements:
        items = []
        for item in statement.items:
            words = {"value": text} if item.kind == "text" and item.value is not None else {}
            items.append(replace(item, raw=text, reason=text, **words))
        statements.append(replace(statement, items=tuple(items)))
    assert filing.filer.address is not None
    return replace(
        filing,
        filer=replace(filing.filer, name=text, firm_id=text, sec_file_number=text),
        source=replace(filing.source, name=text, sha256=hashlib.sha256(text.encode()).hexdigest()),
        statements=tuple(statements),
        findings=(Finding(level="warning", code="hostile", message=text),),
    )


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a filing for each hostile text, in their order."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, text in enumerate(HOSTILE):
        (folder / f"{number:02}.json").write_bytes(poisoned(text).to_json())
    wanted = ReportWanted(
        output=folder / "review.html", mend=True, corrections=None, documents=(), overwrite=False
    )
    inputs = expand([str(folder)], {".json"})
    assert report_inputs(inputs, wanted, debug=False) == OK
    return folder / "review.html"


def assert_harmless(window: Window) -> None:
    page = window.page
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe, object, embed, a[href^='javascript']").count() == 0
    assert page.locator("script:not([type])").count() == len(SCRIPTS)
    window.assert_clean()


def spelled(text: str) -> re.Pattern[str]:
    """The text as the page shows it: what hides or turns text is spelled out."""
    parts = re.split("([\u2028\u2029\u202e\u202c])", text)
    escapes = [rf"\\u\{{?{ord(p):x}\}}?" if i % 2 else re.escape(p) for i, p in enumerate(parts)]
    return re.compile("".join(escapes))


def test_hostile_texts_are_shown_and_do_nothing(windows: Windows, batch: Path) -> None:
    window = windows.open(batch)
    page = window.page
    for number, text in enumerate(HOSTILE):
        opened(window, number)
        expect(page.locator("h1:visible")).to_have_text(spelled(text))
        page.keyboard.press("n")
        expect(page.locator(".card .why")).to_have_text(spelled("Why: " + text))
        page.keyboard.press("e")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        for key in ("s", "?"):
            page.keyboard.press(key)
            expect(page.get_by_role("dialog")).to_be_visible()
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)
        page.keyboard.press("l")
        expect(page.locator("#list")).to_be_visible()
        assert_harmless(window)


def opened(window: Window, number: int) -> None:
    """Open the filing with that hostile text from the list."""
    page = window.page
    link = page.locator("#list tbody a").nth(number)
    expect(link).to_have_text(clean(HOSTILE[number]))
    link.click()
    expect(page.locator("#main h1")).to_be_visible()


def test_a_hostile_text_that_is_accepted_is_saved_as_it_is(windows: Windows, batch: Path) -> None:
    window = windows.open(batch)
    page = window.page
    opened(window, 0)
    page.keyboard.press("n")
    page.keyboard.press("a")
    page.keyboard.press("s")
    page.keyboard.type("<b>Reviewer</b>")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    saved = download.value.path().read_text()
    assert f'"value": "{HOSTILE[0]}"' in saved
    assert '"by": "<b>Reviewer</b>"' in saved
    assert re.fullmatch(r"corrections-[A-Za-z0-9-]+\.json", download.value.suggested_filename)
    expect(page.locator(".command")).to_contain_text("convert '</script><script>")
    assert_harmless(window)


def test_a_text_with_hidden_marks_cannot_be_accepted(windows: Windows, batch: Path) -> None:
    """A corrections file refuses it, and so does the page."""
    window = windows.open(batch)
    page = window.page
    opened(window, HOSTILE.index("\u202eright to left\u202c"))
    page.keyboard.press("n")
    page.keyboard.press("a")
    expect(page.locator("#said")).to_contain_text("does not fit the line")
    expect(page.locator(".card")).to_contain_text("hidden character")
    assert_harmless(window)


ATTEMPTS = {
    "script-src-elem": """const s = document.createElement('script');
        s.textContent = 'window.hacked = 1'; document.body.append(s);""",
    "script-src-attr": """const d = document.createElement('div');
        d.innerHTML = '<b onclick="window.hacked = 1"></b>'; d.firstChild.click();""",
    "style-src-elem": """const s = document.createElement('style');
        s.textContent = 'body { display: none }'; document.head.append(s);""",
    "img-src": "new Image().src = 'http://127.0.0.1:9/x.png';",
    "connect-src": "fetch('http://127.0.0.1:9/').catch(() => null);",
    "frame-src": """const f = document.createElement('iframe');
        f.src = 'http://127.0.0.1:9/'; document.body.append(f);""",
    "form-action": """const f = document.createElement('form');
        f.action = 'http://127.0.0.1:9/'; document.body.append(f); f.submit();""",
    "base-uri": """const b = document.createElement('base');
        b.href = 'http://127.0.0.1:9/'; document.head.append(b);""",
}
"""What a hostile text could try, had it become part of the page, by the directive against it."""

_REFUSED = """() => new Promise((resolve) => {
  addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
  %s
})"""


@pytest.mark.parametrize("directive", ATTEMPTS)
def test_the_policy_stops_what_got_in(windows: Windows, batch: Path, directive: str) -> None:
    window = windows.open(batch)
    assert window.page.evaluate(_REFUSED % ATTEMPTS[directive]) == directive
    assert window.page.evaluate("window.hacked") is None
    asked = {url for url in window.requests if url.startswith("http")}
    assert asked <= set(window.stopped)


@pytest.mark.parametrize("text", HOSTILE)
def test_data_in_a_script_element_has_nothing_that_could_end_it(text: str) -> None:
    data = str(script_data({"name": text}))
    assert not re.search("[<>&\u2028\u2029]", data)
