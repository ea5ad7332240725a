"""HTML: tags part lines and cells wherever they stand, and nothing else is taken for a tag."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focusconv.readers import read


def rows(text: str) -> list[list[str]]:
    document = read(text.encode(), "document")
    return [[cell.text for cell in row.cells] for page in document.pages for row in page.rows]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>one</p><p>two</p>", [["one"], ["two"]]),
        ("<tr><td>A</td><td>5</td></tr><tr><td>B<td>6", [["A", "5"], ["B", "6"]]),
        ("<table><TR><TD>A</TD><TH>5</TH></TABLE>behind", [["A", "5"], ["behind"]]),
        ("<td>A</td><td>5</td>\n<td>B</td>", [["A", "5", "B"]]),
        ("before\n<p>A  5</p>\nafter", [["before"], ["A", "5"], ["after"]]),
        ("<html><body><p>one\ntwo</p></body></html>", [["one two"]]),
        ("<p>a<!-- 5 -->b</p>", [["ab"]]),
        ("<p>a<script>5</script>b</p>", [["ab"]]),
        ("<p>a<script>5", [["a5"]]),
        ("<p>x</p><7010> <note>", [["x"], ["<7010> <note>"]]),
        ("<td>long<br>label</td><td>5</td>", [["long label", "5"]]),
        (
            "<td>A<br>B</td><td>5<br>6</td><td>7010<br>7020</td>",
            [["A", "5", "7010"], ["B", "6", "7020"]],
        ),
        ("<td>A</td><td><input type=text value='5,000'></td>", [["A", "5,000"]]),
        ("<td>A</td><td><input type=hidden value='5'></td>", [["A"]]),
        ("<td>A</td><td><img src=x></td>", [["A", "\ufffc"]]),
        ("<td>A</td><td><u> </u></td>", [["A", "_"]]),
        (
            "<td>5<sup class=n>1</sup></td><td><del>6</del></td>",
            [["5<sup>1</sup>", "<del>6</del>"]],
        ),
        ("<table><tr><td>A<table><tr><td>5</td></tr></table></td></tr></table>", [["5"], ["A"]]),
    ],
)  # fmt: skip
def test_rows_of_hypertext(text: str, found: list[list[str]]) -> None:
    assert rows(text) == found


def test_a_page_of_html_is_named_so() -> None:
    assert read(b"<p>x</p>", "x").source.media_type == "text/html"
    assert read(b"x <b>y</b>", "x").source.media_type == "text/plain"


TAGS = (
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<p>",
    "</p>",
    "<br>",
    "<div>",
    "\n",
)


@given(st.lists(st.sampled_from((*TAGS, "7", "a", "<x", "5>")), min_size=1, max_size=60))
def test_no_order_of_tags_loses_print(parts: list[str]) -> None:
    text = "<p>begin</p>" + "".join(parts)
    printed = "".join("".join(row) for row in rows(text))
    for char in "7a5":
        assert printed.count(char) == sum(part.count(char) for part in parts if part not in TAGS)
