"""Text to rows and cells: the shapes that OCR engines and PDF-to-text tools write."""

from __future__ import annotations

import pytest

from focusconv.document import Document
from focusconv.errors import UnreadableInput
from focusconv.readers import read
from focusconv.readers.text import Limits, read_text


def rows(text: str) -> list[list[str]]:
    document = read(text.encode(), "document.txt")
    return [[cell.text for cell in row.cells] for page in document.pages for row in page.rows]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("A. Cash\t$\t1,234\t7010", ["A. Cash", "$", "1,234", "7010"]),
        ("A. Cash     $  1,234    7010", ["A. Cash", "$", "1,234", "7010"]),
        ("| A. Cash | 1,234 | 7010 |", ["A. Cash", "1,234", "7010"]),
        ("|A. Cash|1,234|7010|", ["A. Cash", "1,234", "7010"]),
        ("A. Cash 1,234 [7010]", ["A. Cash 1,234 [7010]"]),
        (r"A. Cash\t\$ 1,234".replace(r"\t", "\t"), ["A. Cash", "$ 1,234"]),
        ("<u>**0**</u> [7170]**", ["0 [7170]"]),
        ("<td>Cash</td><td>5</td>", ["Cash", "5"]),
        ("customers&#39; funds &amp; margin", ["customers' funds & margin"]),
        ("A&#0;T&T&nbsp;&bogus; &amp", ["A\ufffdT&T &bogus; &amp"]),
        ("HARRIS\u00a0TRUST", ["HARRIS TRUST"]),
        ("Cash\u00a0\u00a0\u00a01,234", ["Cash", "1,234"]),
        ("Cash\t<u> </u>", ["Cash", "_"]),
        ("Cash  |99,227,069", ["Cash", "|99,227,069"]),
    ],
)
def test_cells_of_a_line(line: str, cells: list[str]) -> None:
    assert rows(line) == [cells]


def test_rules_of_a_table_are_no_row() -> None:
    assert rows("a\tb\n---\t---\n|:---|---:|\nc\td\n") == [["a", "b"], ["c", "d"]]


def test_places_are_columns_and_lines_over_all_pages() -> None:
    document = read(b"one\n\ntwo\tthree\n\x0cfour\n", "document.txt")
    assert [page.number for page in document.pages] == [1, 2]
    assert document.pages[0].rows[1].cells[1].region == (5, 3, 9, 3)
    assert document.pages[1].rows[0].cells[0].region == (1, 4, 4, 4)


def test_line_ends_and_byte_order_mark_change_nothing() -> None:
    plain = rows("a  b\nc\n")
    assert rows("a  b\r\nc\r\n") == rows("\ufeffa  b\nc") == rows("a  b\rc") == plain


def test_the_source_is_named_and_hashed() -> None:
    source = read(b"a\n", "name.txt").source
    assert (source.name, source.pages, source.readers) == ("name.txt", 1, ("text",))
    assert source.sha256 == "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7"


def test_characters_that_xml_cannot_hold_are_replaced_and_told() -> None:
    document: Document = read(b"1,\x0123,4\x0056\n", "document.txt")
    assert document.pages[0].rows[0].cells[0].text == "1,\ufffd23,4\ufffd56"
    assert [notice.code for notice in document.notices] == ["control-characters"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\t\n\x0c", "no text"),
        (b"\x00\x01\x02\x03" * 100, "binary data"),
        ("Größe".encode("cp1252"), "not UTF-8"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "not a picture that can be read"),
        ("form".encode("utf-16"), "UTF-16"),
    ],
)
def test_what_cannot_be_read_is_refused_with_reason_and_remedy(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableInput, match=said) as caught:
        read(data, "name.bin")
    assert str(caught.value).startswith("name.bin: ")
    assert caught.value.remedy


def test_too_much_text_and_too_long_lines_are_refused() -> None:
    with pytest.raises(UnreadableInput, match="11 bytes; 10 is the most"):
        read_text(b"x" * 11, "big", Limits(bytes=10))
    with pytest.raises(UnreadableInput, match="line 2 is 6 characters; 5 is the most"):
        read_text(b"x\nyyyyyy", "long", Limits(line=5))
