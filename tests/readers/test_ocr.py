"""Scans of printed filings: read by three engines, each value right, in place, or in doubt."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
import sys
from functools import cache

import numpy as np
import pymupdf
import pytest
from PIL import Image, ImageDraw, ImageFont

import focusconv
from bench.pictures.cases import Picture, picture
from bench.pictures.measure import located
from bench.pictures.scans import scan
from bench.synth.judge import verdicts
from focusconv.document import Document
from focusconv.errors import MissingPackage, UnreadableInput
from focusconv.forms.catalog import catalog
from focusconv.readers import ReadOptions, page_range, read, read_again
from focusconv.readers.bounds import Bounds, Spent
from focusconv.readers.layout.words import Word
from focusconv.readers.ocr.leaders import parts_of
from focusconv.readers.ocr.read import recognise_all
from focusconv.readers.ocr.repair_marks import mended_marks
from focusconv.readers.ocr.routing import sorted_out
from focusconv.readers.options import ENGINES, EngineName
from focusconv.readers.page_image.deskew import make_sheet
from focusconv.readers.page_image.minus import with_minus
from focusconv.readers.page_image.picture import Picture as PagePicture
from focusconv.readers.page_image.segment import find_print
from focusconv.readers.page_image.segments import Piece, Print
from focusconv.record.filing import Filing
from tests.conftest import Run
from tests.drawn import drawn, filing

FOCUS, DAILY = catalog().editions
ENGINE_NAMES = {"rapid", "tesseract"}


@cache
def scanned_page() -> Picture:
    """The fullest page of a daily filing, scanned with a lean, noise and specks."""
    return scan(picture(DAILY, "plain", 1), "200-mild", "png")


@cache
def read_page() -> Document:
    return read(scanned_page().document, "page.png")


@cache
def converted_page() -> Filing:
    return focusconv.convert(scanned_page().document, name="page.png")


def turned(degrees: int) -> bytes:
    image = Image.open(io.BytesIO(scanned_page().document)).rotate(-degrees, expand=True)
    data = io.BytesIO()
    image.save(data, "PNG", dpi=(200, 200))
    return data.getvalue()


def numbers(document: Document) -> list[str]:
    """The cells that are amounts or boxes, in order."""
    texts = [cell.text for page in document.pages for row in page.rows for cell in row.cells]
    return [text for text in texts if sum(char.isdigit() for char in text) > 3]


def test_every_amount_of_a_scanned_page_is_right_and_in_its_place() -> None:
    made, got = scanned_page(), converted_page()
    (own,) = made.filings
    judged = [v for v in verdicts(own.expected, got) if v.key in own.places]
    assert len(judged) > 15
    assert [v.key for v in judged if v.outcome != "right"] == []
    for verdict in judged:
        assert verdict.item is not None
        assert located(verdict.item, own.places[verdict.key], made, own) == "right", verdict.key


def test_amounts_are_confirmed_by_the_reading_of_the_other_engine() -> None:
    got = converted_page()
    read_twice = [
        item.box
        for statement in got.statements
        for item in statement.items
        if "second-reading" in item.verified_by
    ]
    assert len(read_twice) > 10
    assert set(got.source.readers) == ENGINE_NAMES
    assert got.source.media_type == "image/png"


def test_cells_carry_what_the_other_engine_read() -> None:
    cells = [cell for row in read_page().pages[0].rows for cell in row.cells]
    again = [(cell.reader, other.reader) for cell in cells for other in cell.again]
    assert len(again) > 20
    assert set(again) == {("rapid", "tesseract"), ("rapid", "numerals")}
    assert len({cell.id for cell in cells}) == len(cells)
    assert all(cell.confidence is None or 0 <= cell.confidence <= 1 for cell in cells)


@pytest.mark.parametrize("degrees", [90, 180])
def test_a_page_that_lies_on_its_side_or_head_is_turned(degrees: int) -> None:
    document = read(turned(degrees), "page.png")
    assert numbers(document) == numbers(read_page())
    (notice,) = document.notices
    assert (notice.code, notice.level) == ("page-turned", "info")
    assert f"turned by {360 - degrees} degrees" in notice.message


def test_pages_are_read_in_order_however_many_at_once() -> None:
    page = Image.open(io.BytesIO(scanned_page().document))
    half = page.crop((0, 0, page.width, page.height // 3))
    blank = Image.new("L", half.size, 255)
    data = io.BytesIO()
    half.save(data, "TIFF", save_all=True, append_images=[blank, half], dpi=(200, 200))
    told: list[tuple[int, int]] = []
    found = read(
        data.getvalue(), "x.tif", ReadOptions(jobs=3), watch=lambda *done: told.append(done)
    )
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert [len(one.rows) > 5 for one in found.pages] == [True, False, True]
    texts = [[cell.text for row in one.rows for cell in row.cells] for one in found.pages]
    assert texts[0] == texts[2]
    assert [(notice.code, notice.page) for notice in found.notices] == [("page-without-print", 2)]


def test_the_numbers_of_pages_of_a_picture_file_are_left_out() -> None:
    font = ImageFont.load_default(48)
    pages = []
    for number in (1, 2):
        page = Image.new("L", (1700, 1400), 255)
        draw = ImageDraw.Draw(page)
        for row, label in enumerate(
            ("Cash", "Securities at market", "Net", "Excess funds", "Total")
        ):
            draw.text((200, 100 + 180 * row), f"{label}   {12_340 + 977 * row:,}", 0, font)
        draw.text((800, 1200), str(number), 0, font)
        pages.append(page)
    data = io.BytesIO()
    pages[0].save(data, "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200))
    found = read(data.getvalue(), "x.tif", ReadOptions(jobs=1))
    assert [len(page.rows) for page in found.pages] == [5, 5]


@cache
def mixed() -> tuple[bytes, int]:
    """A PDF with text of which one page is a picture, and that page's number."""
    made, _ = filing(DAILY.name, seed=8)
    document = drawn(made)
    number = 2
    image = document[number - 1].get_pixmap(dpi=200, colorspace=pymupdf.csGRAY).tobytes("png")
    size = document[number - 1].rect
    document.delete_page(number - 1)
    document.new_page(number - 1, width=size.width, height=size.height).insert_image(
        size, stream=image
    )
    return document.tobytes(), number


def test_a_picture_among_pages_of_text_is_part_of_the_filing() -> None:
    data, number = mixed()
    made, expected = filing(DAILY.name, seed=8)
    got = focusconv.convert(data)
    assert set(got.source.readers) == ENGINE_NAMES | {"pdf"}
    wrong = [v.key for v in verdicts(expected, got) if v.outcome not in ("right", "mended")]
    assert [key for key in wrong if not key.startswith("cover/")] == []
    told = [(f.level, f.page) for f in got.findings if f.code == "page-recognised"]
    assert told == [("info", number)]
    assert made.sheets


def test_a_reader_can_be_told_to_leave_pictures_alone() -> None:
    data, number = mixed()
    document = read(data, "x.pdf", ReadOptions(reader="text"))
    assert document.pages[number - 1].rows == ()
    assert [(n.code, n.page) for n in document.notices] == [("page-is-picture", number)]
    only = ReadOptions(reader="text", pages=page_range(str(number)))
    with pytest.raises(UnreadableInput, match="the page is a picture, and has no text"):
        read(data, "x.pdf", only)


def test_text_in_a_pdf_needs_no_engine() -> None:
    made, _ = filing(DAILY.name, seed=8)
    code = (
        "import sys, focusconv;"
        "focusconv.convert(sys.stdin.buffer.read());"
        "print([n for n in ('numpy', 'cv2', 'PIL', 'rich', 'onnxruntime') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=drawn(made).tobytes(), capture_output=True, check=True
    )
    assert done.stdout.strip() == b"[]"


def test_without_an_engine_pictures_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("focusconv.readers.ocr.read.available", lambda: ())
    with pytest.raises(MissingPackage, match="no engine that recognises print"):
        read(scanned_page().document, "page.png")


@pytest.mark.parametrize("name", ENGINES)
def test_one_engine_alone_reads_a_page_too(name: EngineName) -> None:
    image = Image.open(io.BytesIO(scanned_page().document)).convert("L")
    top = image.crop((0, 0, image.width, image.height // 4))
    page = PagePicture(1, top.width, top.height, top.tobytes(), 200 / 72)
    (found,) = recognise_all([page], itertools.count(), 1, Spent(Bounds(), "x"), (name,))
    assert found.readers == (name,)
    assert len(found.page.rows) > 4
    assert not any(cell.again for row in found.page.rows for cell in row.cells)


def test_the_seconds_of_recognition_are_bounded() -> None:
    bounds = Bounds(seconds=0.0, page_seconds=0.001)
    with pytest.raises(UnreadableInput, match="more than 0 seconds"):
        read(scanned_page().document, "page.png", ReadOptions(bounds=bounds))


def test_a_cell_that_is_open_is_read_again_as_a_line() -> None:
    made = scanned_page()
    document = read_page()
    cells = [cell for row in document.pages[0].rows for cell in row.cells]
    wanted = next(
        cell for cell in cells if cell.again and len(cell.text) > 8 and cell.text[-3:].isdigit()
    )
    found = read_again(made.document, "page.png", document, [(1, wanted.region)])
    now = {cell.id: cell for row in found.pages[0].rows for cell in row.cells}
    more = now[wanted.id].again[len(wanted.again) :]
    named = {again.reader for again in wanted.again}
    assert [a.reader for a in more] == ["tesseract", *({"numerals"} - named)]
    assert {a.text.replace(".", ",") for a in more} == {wanted.text}
    assert [cell for cell in cells if now[cell.id] != cell] == [wanted]
    assert read_again(made.document, "page.png", document, [(2, wanted.region)]) is document


def test_a_page_read_by_the_cheap_engine_alone_is_asked_of_it_alone_again() -> None:
    made = scanned_page()
    document = read(made.document, "page.png", ReadOptions(engines=ENGINES[:1]))
    cells = [cell for row in document.pages[0].rows for cell in row.cells]
    wanted = next(cell for cell in cells if len(cell.text) > 8 and cell.text[-3:].isdigit())
    found = read_again(made.document, "page.png", document, [(1, wanted.region)])
    now = {cell.id: cell for row in found.pages[0].rows for cell in row.cells}
    assert {again.reader for again in now[wanted.id].again} == {ENGINES[0]}


class TestSheets:
    """A page made ready for the engines."""

    @staticmethod
    def page(lean: float) -> PagePicture:
        image = Image.new("L", (850, 1100), 255)
        for row in range(30):
            for word in range(12):
                x, y = 60 + 60 * word + row * 37 % 50, 80 + 32 * row
                image.paste(0, (x, y, x + 30, y + 9))
        image = image.rotate(-lean, Image.Resampling.BICUBIC, fillcolor=255)
        return PagePicture(1, 850, 1100, image.tobytes(), 100 / 72)

    @pytest.mark.parametrize("lean", [-3.0, -0.5, 0.0, 1.2])
    def test_the_lean_of_a_page_is_found(self, lean: float) -> None:
        sheet = make_sheet(self.page(lean))
        assert sheet.lean == pytest.approx(lean, abs=0.11)
        assert sheet.turn == 0
        assert sheet.grey.shape == (3300, 2550)

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_places_on_the_sheet_are_places_on_the_page(self, turn: int) -> None:
        sheet = make_sheet(self.page(1.0), turn)  # type: ignore[arg-type]
        place = (100.0, 200.0, 140.0, 212.0)
        there = sheet.on_page(place)
        x0, y0, x1, y1 = sheet.on_sheet(there)
        assert x0 <= 100.01
        assert y0 <= 200.01
        assert x1 >= 139.99
        assert y1 >= 211.99
        assert (x1 - x0) * (y1 - y0) < 2 * 40 * 12

    def test_a_page_of_no_shape_stays_small(self) -> None:
        thin = PagePicture(1, 2, 400_000, bytes([255]) * 800_000, 1 / 72)
        assert make_sheet(thin).grey.size <= 41_000_000

    def test_print_is_black_on_a_dark_page_too(self) -> None:
        page = self.page(0.0)
        grey = np.frombuffer(page.samples, np.uint8)
        dark = PagePicture(1, 850, 1100, (grey // 4 + 90).astype(np.uint8).tobytes(), page.scale)
        assert make_sheet(dark).lean == 0.0


class TestMarks:
    """Marks that were read as digits."""

    @staticmethod
    def word(text: str, x: float, y: float) -> Word:
        return Word(text, x, y, x + 5 * len(text), y + 10)

    def test_a_digit_in_a_column_of_dollar_signs_is_one(self) -> None:
        words = [self.word("$", 400, y) for y in (100, 120)]
        words += [self.word(text, 401, 140 + 20 * n) for n, text in enumerate(("5", "S", "8"))]
        assert [word.text for word in mended_marks(words)] == ["$"] * 5

    def test_a_digit_elsewhere_is_a_digit(self) -> None:
        words = [self.word("$", 400, y) for y in (100, 120)]
        words += [self.word("5", 495, 140), self.word("5", 400, 160), self.word("12", 407, 160)]
        assert [word.text for word in mended_marks(words)][2:] == ["5", "5", "12"]

    def test_what_closes_an_empty_pair_is_a_parenthesis(self) -> None:
        words = [self.word("(", 400, 100), self.word("1", 490, 100)]
        assert [word.text for word in mended_marks(words)] == ["(", ")"]
        closed = [*words, self.word(")", 500, 100)]
        assert [word.text for word in mended_marks(closed)] == ["(", "1", ")"]

    def test_lone_signs_beside_a_number_are_its_parentheses(self) -> None:
        words = [self.word("1", 390, 100), self.word("3,428", 400, 100), self.word("2", 430, 100)]
        (found,) = mended_marks(words)
        assert (found.text, found.x0, found.x1) == ("(3,428)", 390, 435)
        apart = [self.word("1", 300, 100), self.word("3,428", 400, 100), self.word("2", 430, 100)]
        assert [w.text for w in mended_marks(apart)] == ["1", "3,428", "2"]
        open_one = [self.word("l", 390, 100), self.word("3,428", 400, 100)]
        assert [w.text for w in mended_marks(open_one)] == ["(3,428"]

    def test_a_lone_digit_that_nobody_is_sure_of_is_dirt(self) -> None:
        def sure(text: str, confidence: float) -> Word:
            return Word(text, 400, 100, 405, 110, confidence)

        assert mended_marks([sure("4", 0.5)]) == []
        assert mended_marks([sure("4", 0.9)]) == [sure("4", 0.9)]
        assert mended_marks([sure("4", 0.5)], [sure("4", 0.1)]) == [sure("4", 0.5)]
        assert mended_marks([sure("1", 0.9)], [sure("1", 0.1)]) == []
        assert mended_marks([sure("0", 0.1)]) == [sure("0", 0.1)]

    def test_a_letter_before_an_amount_is_the_dollar_sign_that_others_have(self) -> None:
        words = [self.word(text, 400, 100 + 20 * n) for n, text in enumerate(("$1,234", "$99"))]
        odd = [self.word("S7,220", 400, 200), self.word("S(12)", 400, 220)]
        assert [w.text for w in mended_marks([*words, *odd])][2:] == ["$7,220", "$(12)"]
        assert [w.text for w in mended_marks(odd)] == ["S7,220", "S(12)"]

    def test_a_lone_digit_that_another_engine_is_sure_is_a_zero_is_no_dirt(self) -> None:
        seen = Word("9", 400, 100, 405, 110, 0.5)
        assert mended_marks([seen], [Word("0", 400, 100, 405, 110, 0.9)]) == [seen]
        assert mended_marks([seen], [Word("0", 400, 100, 405, 110, 0.5)]) == []

    def test_what_stands_before_the_parenthesis_of_an_amount_is_a_dollar_sign(self) -> None:
        words = [self.word(t, 400, 100 + 20 * n) for n, t in enumerate(("5(2,628,074)", "5(12)"))]
        assert [w.text for w in mended_marks(words)] == ["$(2,628,074)", "5(12)"]

    def test_a_double_line_before_an_amount_is_a_minus(self) -> None:
        words = [self.word(t, 400, 100 + 20 * n) for n, t in enumerate(("=33,901,642", "=12"))]
        assert [w.text for w in mended_marks(words)] == ["-33,901,642", "=12"]

    def test_the_dollar_sign_behind_a_box_is_not_the_boxs(self) -> None:
        words = [self.word(t, 400, 100 + 20 * n) for n, t in enumerate(("[7780]$", "[785$", "$9"))]
        assert [w.text for w in mended_marks(words)] == ["[7780]", "[785", "$9"]

    def test_groups_of_a_number_whose_comma_was_not_seen_are_one_number(self) -> None:
        words = [self.word("2,940", 400, 100), self.word("290,900", 428, 100)]
        assert [w.text for w in mended_marks(words)] == ["2,940,290,900"]
        apart = [words[0], self.word("290,900", 434, 100)]
        assert [w.text for w in mended_marks(apart)] == ["2,940", "290,900"]
        single = [self.word("2", 418, 100), self.word("290,900", 426, 100)]
        assert "2,290,900" not in [w.text for w in mended_marks(single)]

    def test_a_parenthesis_read_as_a_one_behind_a_dollar_sign_is_one(self) -> None:
        words = [self.word("$1", 400, 100), self.word("189,056", 420, 100)]
        assert mended_marks(words)[0].text == "$1"
        assert mended_marks(words, [self.word("$(", 400, 100)])[0].text == "$("

    @pytest.mark.parametrize(
        ("text", "others", "parts"),
        [
            ("4.472.938|7490", [], ["4.472.938", "7490"]),
            ("07475", [("0", 400), ("7475", 410)], ["0", "7475"]),
            ("07475", [("0", 400), ("0[7475", 401), ("7475", 410)], ["0", "7475"]),
            ("07475", [("0[7475", 400)], ["0", "7475"]),
            ("07475", [("[7475", 400)], ["07475"]),
        ],
    )
    def test_an_amount_and_the_box_behind_it_are_two(
        self, text: str, others: list[tuple[str, float]], parts: list[str]
    ) -> None:
        seen = [self.word(other, x, 100) for other, x in others]
        found = mended_marks([self.word(text, 400, 100)], seen)
        assert [w.text for w in found] == parts
        assert found[0].x0 == 400
        assert found[-1].x1 == 400 + 5 * len(text)

    def test_dirt_before_an_amount_is_no_part_of_it(self) -> None:
        (found,) = mended_marks([self.word("\u00b710,000,000", 400, 100)])
        assert found.text == "10,000,000"

    def test_a_c_among_grouped_digits_is_round(self) -> None:
        words = [self.word(t, 400, 100 + 20 * n) for n, t in enumerate(("70,000,00C", "2.C", "7C"))]
        assert [w.text for w in mended_marks(words)] == ["70,000,00O", "2.C", "7C"]

    def test_a_zero_glued_to_its_box_is_parted_where_another_engine_has_them_apart(self) -> None:
        glued = Word("07500", 400, 100, 435, 110, 0.9)
        apart = [Word("o", 400, 100, 405, 110), Word("[7500]", 409, 100, 436, 110)]
        found = mended_marks([glued], apart)
        assert [(w.text, w.x0, w.x1) for w in found] == [("0", 400, 405), ("7500", 409, 435)]
        other = [apart[0], Word("[7600]", 409, 100, 436, 110)]
        assert mended_marks([glued], other) == [glued]

    def test_digits_that_another_engine_sees_as_dots_are_a_leader(self) -> None:
        def seen(text: str, confidence: float) -> Word:
            return Word(text, 400, 100, 430, 110, confidence)

        assert mended_marks([seen("6087723", 0.13)], [seen(".......", 0.5)]) == []
        sure, digits = seen("6087723", 0.9), seen("6.08", 0.5)
        assert mended_marks([sure], [seen(".......", 0.5)]) == [sure]
        unsure = seen("6087723", 0.13)
        assert mended_marks([unsure], [digits]) == [unsure]

    def test_a_dot_behind_the_last_group_is_dirt_and_a_comma_is_not(self) -> None:
        words = [self.word(t, 400, 100 + 20 * n) for n, t in enumerate(("2,934.", "2,934,", "12."))]
        assert [w.text for w in mended_marks(words)] == ["2,934", "2,934,", "12."]

    def test_dirt_on_a_comma_is_a_comma(self) -> None:
        words = [self.word(t, 400, 100) for t in ("-84,785|381", "10:41", "1|2", "'4:652")]
        assert [w.text for w in mended_marks(words)] == ["-84,785,381", "10:41", "1|2", "4,652"]

    def test_digits_that_were_read_apart_are_one_number(self) -> None:
        words = [self.word("397,", 400, 100), self.word("000,", 423, 100)]
        words.append(self.word("000;", 446, 100))
        assert [w.text for w in mended_marks(words)] == ["397,000,000;"]
        apart = [self.word("397,", 400, 100), self.word("000", 480, 100)]
        assert [w.text for w in mended_marks(apart)] == ["397,", "000"]
        rule = [self.word(t, x, 100) for t, x in (("section", 360), ("30.", 400), ("7", 420))]
        assert [w.text for w in mended_marks(rule)] == ["section", "30.7"]

    def test_a_line_of_a_table_before_a_line_number_is_no_part_of_it(self) -> None:
        for text in ("[10.", "|4.", "{4"):
            words = [self.word(text, 30, 100), self.word("Exchange", 55, 100)]
            assert mended_marks(words)[0].text == re.sub(r"\D", "", text) + "."

    def test_a_line_number_has_a_dot(self) -> None:
        words = [self.word("7", 30, 100), self.word("Deposited", 42, 100)]
        assert [w.text for w in mended_marks(words)] == ["7.", "Deposited"]
        amount = [self.word("Cash", 30, 100), self.word("7", 55, 100), self.word("Total", 65, 100)]
        assert [w.text for w in mended_marks(amount)] == ["Cash", "7", "Total"]

    def test_dots_around_a_box_number_are_dirt(self) -> None:
        words = [self.word(t, 400, 100) for t in ("[7680.]", ".7360", "7.360", ".736")]
        assert [w.text for w in mended_marks(words)] == ["[7680]", "7360", "7.360", ".736"]


class TestSorting:
    """What is read anew by the dear engine."""

    @staticmethod
    def taken(*texts: str) -> bool:
        """Whether a run of these words, all sure, is taken as the cheap engine has it."""
        words, x = [], 100.0
        for text in texts:
            words.append(Word(text, x, 100, x + 5 * len(text), 110, 0.95))
            x += 5 * len(text) + 3
        box = (100, 100, round(x) - 3, 110)
        prints = Print((Piece(box, (box,)),), (), (), 10.0, np.zeros((200, 900), np.uint8))
        plain, unsure = sorted_out(words, prints, 1.0)
        return (plain, len(unsure)) == (words, 0)

    def test_line_numbers_in_a_remark_are_no_amounts(self) -> None:
        assert self.taken("Net", "equity", "(deficit)", "(add", "lines", "1,", "2", "and", "3)")
        assert self.taken("If", "amount", "on", "Line", "D", "(7490)", "is", "greater")

    def test_what_a_sentence_goes_on_about_is_no_amount(self) -> None:
        sentence = "Minimum Dollar Requirement of $1,000,000 enter 150% of Line B (7465), or"
        assert self.taken(*sentence.split())
        assert not self.taken("Dollars", "between:", "$1,000,000", "and", "$2,000,000", "or")
        assert not self.taken("Minimum", "percentage", "of", "funds", "required:", "5%;", "or")

    def test_numbers_that_may_be_amounts_are_read_anew(self) -> None:
        assert not self.taken("Segregated", "funds", "on", "hand", "(describe:)", "5,000")
        assert not self.taken("Minimum", "dollar", "amount", "required:", "(2,000)")
        assert not self.taken("Net", "equity", "(deficit)", "12")
        assert not self.taken("ol")
        assert not self.taken("so")
        assert not self.taken("Dollar", "amount", "range", "between:", "0", "and", "0", "or")


class TestLeaders:
    """Leaders that were read with what stands beside them."""

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("A. Cash.....7100", ["A.", "Cash", "7100"]),
            ("and 3) ........7040]$", ["and", "3)", "7040]", "$"]),
            ("7032$", ["7032", "$"]),
            ("......v.....8550. $", ["8550", "$"]),
            ("1,234. 12.", ["1,234.", "12."]),
        ],
    )
    def test_they_are_no_words(self, text: str, words: list[str]) -> None:
        print_ = text.replace(" ", "")
        found = list(parts_of(text))
        assert [word for _, word in found] == words
        assert all(print_[at : at + len(word)] == word for at, word in found)


class TestPieces:
    """Runs of print, from the ink alone."""

    @pytest.mark.parametrize(("dots", "runs"), [(3, 1), (12, 2)])
    def test_a_row_of_coarse_dots_parts_them(self, dots: int, runs: int) -> None:
        image = Image.new("L", (2550, 3300), 255)
        for row in range(20):
            y = 300 + 100 * row
            ends = [200, 230, 260, 290 + 18 * dots, 320 + 18 * dots, 350 + 18 * dots]
            for x in ends:
                image.paste(0, (x, y, x + 20, y + 26))
            for dot in range(dots):
                x = 288 + 18 * dot
                image.paste(0, (x, y + 16, x + 10, y + 26))
        sheet = make_sheet(PagePicture(1, 2550, 3300, image.tobytes(), 300 / 72), 0)
        pieces = find_print(sheet).pieces
        assert len(pieces) == 20 * runs
        assert {len(piece.signs) for piece in pieces} == {3 if runs == 2 else 6 + dots}


class TestMinus:
    """A minus that only the ink shows."""

    @staticmethod
    def ink(minus: tuple[int, int, int, int] | None) -> Print:
        dark = np.zeros((40, 120), np.uint8)
        for x in range(30, 110, 16):
            dark[10:30, x : x + 12] = 1
        if minus is not None:
            x0, y0, x1, y1 = minus
            dark[y0:y1, x0:x1] = 1
        return Print((), (), (), 20.0, dark)

    def test_it_is_one_in_the_middle_of_the_digits(self) -> None:
        piece = Piece((20, 10, 106, 30), ())
        assert with_minus(self.ink((20, 18, 30, 22)), piece, "12,345") == "-12,345"
        assert with_minus(self.ink((20, 18, 30, 22)), piece, "-12,345") is None

    @pytest.mark.parametrize("minus", [None, (20, 27, 30, 30), (27, 18, 30, 22), (20, 12, 30, 28)])
    def test_other_ink_is_none(self, minus: tuple[int, int, int, int] | None) -> None:
        piece = Piece((20, 10, 106, 30), ())
        assert with_minus(self.ink(minus), piece, "12,345") is None


class TestCommandLine:
    def test_pages_and_readers_are_options(self, focusconv: Run) -> None:
        data, number = mixed()
        done = focusconv("check", "-", "--reader", "text", "--pages", str(number), stdin=data)
        assert done.returncode == 3
        assert b"the page is a picture, and has no text" in done.stderr

    @pytest.mark.parametrize(
        ("option", "value", "said"),
        [
            ("--reader", "eyes", "no such reader"),
            ("--dpi", "5", "no whole number from 30 to 1,200"),
            ("--jobs", "0", "no whole number from 1 to 64"),
            ("--pages", "3-1", "ends before it begins"),
            ("--max-seconds", "soon", "no whole number"),
        ],
    )
    def test_what_is_no_such_value_is_wrong_usage(
        self, focusconv: Run, option: str, value: str, said: str
    ) -> None:
        done = focusconv("convert", "-", option, value, stdin=b"x")
        assert done.returncode == 2
        assert said in done.stderr.decode()
