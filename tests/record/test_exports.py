"""The exports: JSON and XML say the same, are read strictly, and are written whole or not."""

from __future__ import annotations

import json
import os
import stat
import sys

import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from focusconv.errors import FocusconvError, InvalidExport, MissingPackage, OutputExists
from focusconv.exports.tables import to_frame
from focusconv.files.atomic import write_atomically
from focusconv.record import limits
from focusconv.record.filing import Address, Candidate, Contact, Filing, Suspect
from focusconv.record.json import from_json, to_json
from focusconv.record.xml import from_xml, to_xml
from tests.strategies import AWKWARD, ILLEGAL, filings, integers, legal_texts, numbers
from tests.synthetic import EDITIONS, filing_of, with_item

SLOW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def filing() -> Filing:
    return filing_of(EDITIONS[0])


def changed(filing: Filing, **changes: object) -> Filing:
    """The filing with its first item of box 7010 changed."""
    return with_item(filing, "7010", **changes)


# JSON and XML say the same


@SLOW
@given(filings())
def test_json_to_xml_to_json_is_byte_identical(drawn: Filing) -> None:
    written = to_json(drawn)
    assert from_json(written) == drawn
    assert to_json(from_xml(to_xml(from_json(written)))) == written


@SLOW
@given(filings())
def test_xml_to_json_to_xml_is_byte_identical(drawn: Filing) -> None:
    written = to_xml(drawn)
    assert to_xml(from_json(to_json(from_xml(written)))) == written


@given(text=legal_texts())
@settings(max_examples=200, deadline=None)
def test_text_survives_as_attribute_element_and_value(text: str) -> None:
    base = filing_of(EDITIONS[0], "dealer-options")
    drawn = with_item(base, "7210", label=text, raw=text, as_read=text, verified_by=(text, text))
    drawn = replace(drawn, submitted=text, producer=replace(drawn.producer, version=text))
    assert from_xml(to_xml(drawn)) == drawn
    assert from_json(to_json(drawn)) == drawn


@given(number=numbers, amount=integers)
@settings(max_examples=200, deadline=None)
def test_numbers_survive_exactly(number: float, amount: int) -> None:
    base = filing_of(EDITIONS[0], "dealer-options")
    drawn = with_item(base, "7210", value=amount, confidence=number, region=(number,) * 4)
    item = from_xml(to_xml(drawn)).item("7210")
    assert (item.value, item.confidence, item.region) == (amount, number, (number,) * 4)
    assert from_json(to_json(drawn)) == drawn


@pytest.mark.parametrize("text", AWKWARD)
def test_empty_and_awkward_texts_are_not_null(filing: Filing, text: str) -> None:
    read = from_xml(to_xml(changed(filing, raw=text, reason=None))).item("7010")
    assert (read.raw, read.reason) == (text, None)


def test_null_empty_text_and_empty_record_differ(filing: Filing) -> None:
    for address in (None, Address(), Address(street=""), Address(street="x")):
        drawn = replace(filing, filer=replace(filing.filer, address=address))
        assert from_xml(to_xml(drawn)).filer.address == address
        assert from_json(to_json(drawn)).filer.address == address


@pytest.mark.parametrize("as_read", [None, 0, -7, "", "0", "true", "S0", True, False])
def test_the_type_of_what_was_read_survives(filing: Filing, as_read: object) -> None:
    read = from_xml(to_xml(changed(filing, as_read=as_read))).item("7010").as_read
    assert read == as_read
    assert type(read) is type(as_read)


def test_nested_lists_survive(filing: Filing) -> None:
    candidates = (
        Candidate(value=12, raw="1 2", cost=0, reader="text"),
        Candidate(value=-3, raw="", cost=10, reader=""),
    )
    suspect = Suspect(
        statement="s", line="1", column="amount", box=None, value=1, cost=2, why="a\nb"
    )
    drawn = changed(filing, candidates=candidates, verified_by=("a", "b"))
    checks = (replace(drawn.checks[0], suspects=(suspect, suspect)), *drawn.checks[1:])
    drawn = replace(drawn, checks=checks)
    assert from_xml(to_xml(drawn)) == drawn


def test_the_same_filing_gives_the_same_bytes(filing: Filing) -> None:
    assert to_json(filing) == to_json(from_json(to_json(filing)))
    assert to_xml(filing) == to_xml(filing_of(EDITIONS[0]))


def test_the_json_is_for_people(filing: Filing) -> None:
    text = to_json(replace(filing, filer=replace(filing.filer, name="Zürich"))).decode()
    assert text.startswith('{\n "schema": "focusconv-filing-1",\n "producer": {\n')
    assert '\n  "name": "Zürich",\n' in text
    assert text.endswith(' "status": "confirmed"\n}\n')
    assert list(json.loads(text)) == list(Filing.__struct_fields__)


def test_the_xml_is_for_people(filing: Filing) -> None:
    drawn = changed(filing, value=225144232, raw="225,144,232", verified_by=("segregation.7040",))
    text = to_xml(drawn).decode()
    head = '<filing xmlns="urn:focusconv:filing:1" schema="focusconv-filing-1" unit="USD" '
    assert text.splitlines()[1] == head + 'decimals="0" status="confirmed">'
    item = """\
    <item box="7010" line="1.A" column="amount" kind="amount" status="reported" page="1" \
region="1.0 2.5 30.0 4.25" confidence="0.98">
      <label>Cash</label>
      <value>225144232</value>
      <verified_by>segregation.7040</verified_by>
      <raw>225,144,232</raw>
    </item>
"""
    assert item in text


# What no export can hold


@pytest.mark.parametrize("character", ILLEGAL)
def test_what_xml_cannot_hold_is_not_written(filing: Filing, character: str) -> None:
    drawn = changed(filing, reason=f"a{character}b")
    for write in (to_json, to_xml):
        with pytest.raises(InvalidExport, match=r"U\+.* cannot stand in XML") as caught:
            write(drawn)
        assert caught.value.place == "$.statements[1].items[0].reason"


@pytest.mark.parametrize("character", ILLEGAL[:-2])
def test_what_xml_cannot_hold_is_not_read_from_json(filing: Filing, character: str) -> None:
    written = to_json(changed(filing, reason="MARK"))
    escaped = written.replace(b"MARK", f"\\u{ord(character):04x}".encode())
    with pytest.raises(InvalidExport, match="cannot stand in XML") as caught:
        from_json(escaped)
    assert caught.value.place.endswith(", $.statements[1].items[0].reason")


@given(st.sampled_from(ILLEGAL), st.text(max_size=3), st.text(max_size=3))
@settings(max_examples=100, deadline=None)
def test_no_json_holds_an_illegal_character(character: str, before: str, after: str) -> None:
    base = filing_of(EDITIONS[0], "dealer-options")
    with pytest.raises(InvalidExport):
        to_json(with_item(base, "7210", raw=before + character + after))


@pytest.mark.parametrize("surrogate", [b"\\ud800", b"\\udfff", b"\\udc00\\ud800"])
def test_lone_surrogates_are_not_read(filing: Filing, surrogate: bytes) -> None:
    written = to_json(changed(filing, reason="MARK"))
    with pytest.raises(InvalidExport):
        from_json(written.replace(b"MARK", surrogate))


@pytest.mark.parametrize("value", [limits.MAX_INTEGER + 1, -limits.MAX_INTEGER - 1, 10**400])
def test_integers_that_doubles_cannot_hold_are_refused(filing: Filing, value: int) -> None:
    with pytest.raises(InvalidExport):
        to_json(changed(filing, value=value))
    written = to_json(changed(filing, value=4711))
    with pytest.raises(InvalidExport):
        from_json(written.replace(b": 4711,", b": %d," % value))
    with pytest.raises(InvalidExport, match="no plain integer"):
        from_xml(to_xml(changed(filing, value=4711)).replace(b">4711<", b">%d<" % value))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_not_written(filing: Filing, number: float) -> None:
    with pytest.raises(InvalidExport):
        to_json(changed(filing, confidence=number))
    with pytest.raises(InvalidExport):
        to_xml(changed(filing, region=(0.0, 0.0, number, 0.0)))


@pytest.mark.parametrize("value", ["1234", True, 1234.0])
def test_an_amount_is_written_as_an_integer_or_not_at_all(filing: Filing, value: object) -> None:
    with pytest.raises(InvalidExport):
        to_json(changed(filing, value=value))


def test_an_export_larger_than_any_filing_is_refused() -> None:
    data = b" " * (limits.MAX_BYTES + 1)
    for read in (from_json, from_xml):
        with pytest.raises(InvalidExport, match="more than an export may have"):
            read(data)


# Reading JSON strictly


@pytest.mark.parametrize(
    ("old", "new", "path", "reason"),
    [
        ('"value": 4711', '"value": "4711"', "$.statements[1].items[0].value", "no amount"),
        ('"value": 4711', '"value": 4711.0', "$.statements[1].items[0].value", "float"),
        ('"value": 4711', '"value": 4.711e3', "$.statements[1].items[0].value", "float"),
        ('"value": 4711', '"value": true', "$.statements[1].items[0].value", "no amount"),
        ('"value": 4711', '"value": []', "$.statements[1].items[0].value", "array"),
        ('"value": 4711', '"value": 1, "value": 4711', "$.statements[1].items[0].value", "twice"),
        ('"value": 4711', '"value": 4711, "worth": 1', "$.statements[1].items[0]", "'worth'"),
        ('     "value": 4711,\n', "", "$.statements[1].items[0].value", "missing"),
        ('"kind": "text"', '"kind": "money"', "$.statements[0].items[0].kind", "money"),
        ('"decimals": 0', '"decimals": 2', "$.decimals", "2"),
        ('"decimals": 0', '"decimals": "0"', "$.decimals", "str"),
        ('"pages": 6', '"pages": "6"', "$.source.pages", "str"),
        ('"readers": [', '"readers": [7,', "$.source.readers", "int"),
        ('"unit": "USD"', '"unit": "USD", "unit": "USD"', "$.unit", "twice"),
        ('"unit": "USD",', "", "$.unit", "missing"),
        ('"checks": [', '"checks": [null,', "$.checks", "null"),
        ('"period": {', '"epoch": null, "period": {', "line 1, $", "no such field: 'epoch'"),
    ],
)
def test_json_that_is_not_canonical_is_refused_with_its_path(
    filing: Filing, old: str, new: str, path: str, reason: str
) -> None:
    text = to_json(changed(filing, value=4711)).decode()
    assert old in text
    with pytest.raises(InvalidExport, match=reason) as caught:
        from_json(text.replace(old, new, 1).encode())
    assert caught.value.place.endswith(path)


def test_the_line_of_a_fault_is_that_of_the_text(filing: Filing) -> None:
    lines = to_json(changed(filing, value=4711)).decode().splitlines()
    at = next(number for number, line in enumerate(lines) if '"value": 4711' in line)
    lines[at] = lines[at].replace("4711", '"4711"')
    with pytest.raises(InvalidExport) as caught:
        from_json("\n".join(lines).encode())
    assert caught.value.place == f"line {at + 1}, $.statements[1].items[0].value"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"7",
        b'"focusconv-filing-1"',
        b"{" * 9,
        b"[" * 100_000,
        b'{"schema":' + b'{"a":' * 50_000,
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        b'{"schema": NaN}',
        b"\x00" * 64,
    ],
)
def test_what_is_no_filing_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidExport):
        from_json(data)
    with pytest.raises(InvalidExport):
        from_xml(data)


def test_the_order_of_json_members_says_nothing(filing: Filing) -> None:
    members = json.loads(to_json(filing))
    shuffled = dict(sorted(members.items()))
    assert from_json(json.dumps(shuffled).encode()) == filing


# Reading XML strictly


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<value>4711</value>", "<value>47<!-- -->11</value>", "only text"),
        ("<value>4711</value>", "<value>47<?x y?>11</value>", "only text"),
        ("<value>4711</value>", "<value> 4711</value>", "no plain integer"),
        ("<value>4711</value>", "<value>+4711</value>", "no plain integer"),
        ("<value>4711</value>", "<value>04711</value>", "no plain integer"),
        ("<value>4711</value>", "<value>-0</value>", "no plain integer"),
        ("<value>4711</value>", "<value>4711.0</value>", "no plain integer"),
        ("<value>4711</value>", "<value>\u0664</value>", "no plain integer"),
        ("<value>4711</value>", "<value/>", "no plain integer"),
        ("<value>4711</value>", "<value_text>4711</value_text>", "no amount"),
        ("<value>4711</value>", "<value_mark>yes</value_mark>", "neither true nor false"),
        ("<value>4711</value>", "<value>4711</value><value>4711</value>", "twice"),
        ("<value>4711</value>", "<value>1</value><value_text>x</value_text>", "twice"),
        ("<value>4711</value>", '<value xmlns="">4711</value>', "unknown or out of place"),
        ("<value>4711</value>", '<value xmlns="urn:x">4711</value>', "unknown or out of place"),
        ("<value>4711</value>", '<value kind="x">4711</value>', "only text"),
        ("<value>4711</value>", "<value>4711</value>5", "text between"),
        ("<value>4711</value>", "<worth>4711</worth>", "unknown or out of place"),
        ("<value>4711</value>", "<raw>x</raw><value>4711</value>", "unknown or out of place"),
        ("<label>Cash</label>", "", "label is missing"),
        ('box="7010"', 'box="7010" worth="1"', "no such attribute: worth"),
        ('kind="amount"', 'kind="money"', "'money', none of"),
        ('page="1"', 'page="one"', "no plain integer"),
        ('confidence="0.98"', 'confidence="NaN"', "no decimal number"),
        ('confidence="0.98"', 'confidence="1e999"', "no decimal number"),
        ('region="1.0 2.5 30.0 4.25"', 'region="1.0 2.5 30.0"', "3 numbers, not 4"),
        ('decimals="0"', 'decimals="2"', "'2', none of -6, -3, 0"),
        ("urn:focusconv:filing:1", "urn:focusconv:filing:2", "the root is"),
    ],
)
def test_xml_that_is_not_canonical_is_refused(
    filing: Filing, old: str, new: str, reason: str
) -> None:
    text = to_xml(changed(filing, value=4711)).decode()
    assert old in text
    with pytest.raises(InvalidExport, match=reason) as caught:
        from_xml(text.replace(old, new, 1).encode())
    assert caught.value.place.startswith("line ")


def test_the_place_of_a_fault_is_line_and_path(filing: Filing) -> None:
    text = to_xml(changed(filing, value=4711)).decode().replace(">4711<", ">47II<")
    line = text[: text.index("47II")].count("\n") + 1
    with pytest.raises(InvalidExport) as caught:
        from_xml(text.encode())
    assert caught.value.place == f"line {line}, /filing/statement[2]/item[1]/value"


def test_comments_between_elements_say_nothing(filing: Filing) -> None:
    text = to_xml(filing).decode().replace("<form ", "<!-- 1 --><?a b?><form ", 1)
    text = text.replace("<filing ", '<?xml-stylesheet href="x.xsl"?>\n<filing ', 1)
    assert from_xml(text.encode()) == filing


def test_a_schema_hint_says_nothing(filing: Filing) -> None:
    hint = (
        '<filing xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="urn:focusconv:filing:1 http://example.invalid/x.xsd" '
    )
    text = to_xml(filing).decode().replace("<filing ", hint, 1)
    assert from_xml(text.encode()) == filing


def test_prefixes_say_nothing(filing: Filing) -> None:
    text = to_xml(filing).decode().replace(' xmlns="', ' xmlns:f="', 1)
    text = text.replace("</", "\0").replace("<", "<f:").replace("\0", "</f:")
    text = text.replace("<f:?xml", "<?xml", 1)
    assert from_xml(text.encode()) == filing


BOMB = """<?xml version="1.0"?>
<!DOCTYPE filing [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>
<filing xmlns="urn:focusconv:filing:1" schema="&c;">&c;</filing>"""


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        BOMB.replace('"ha"', 'SYSTEM "file:///etc/hostname"'),
        '<!DOCTYPE filing SYSTEM "http://example.invalid/x.dtd"><filing/>',
        '<!DOCTYPE filing [<!ENTITY % p SYSTEM "http://example.invalid/x">%p;]><filing/>',
        "<!DOCTYPE filing><filing/>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-7"])
def test_document_types_and_entities_are_refused(text: str, encoding: str) -> None:
    with pytest.raises(InvalidExport):
        from_xml(text.encode(encoding))


def test_other_encodings_are_refused(filing: Filing) -> None:
    text = to_xml(filing).decode().replace("UTF-8", "ISO-8859-1", 1)
    with pytest.raises(InvalidExport, match="other than UTF-8"):
        from_xml(text.encode("latin-1"))


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(InvalidExport):
        from_xml(b'<filing xmlns="urn:focusconv:filing:1">' + b"<a>" * 100_000)


# Tables


def test_a_table_has_one_row_an_item(filing: Filing) -> None:
    frame = to_frame(filing)
    assert len(frame) == sum(len(statement.items) for statement in filing.statements)
    assert frame["amount"].dtype == "Int64"
    row = frame[frame["box"] == "7010"].iloc[0]
    assert row["amount"] == filing.item("7010").value
    assert (row["statement"], row["line"]) == ("segregation", "1.A")
    assert row["as_of"] == pandas.Timestamp("2017-04-30")
    assert pandas.isna(row["text"])
    name = frame[frame["box"] == "13"].iloc[0]
    assert name["text"] == "ABC"
    assert pandas.isna(name["amount"])


def test_a_table_keeps_amounts_exact_beside_missing_ones(filing: Filing) -> None:
    odd = changed(filing, value=limits.MAX_INTEGER)
    odd = with_item(odd, "7020", value=None, status="unreadable")
    frame = to_frame(odd).set_index("box")
    assert frame.loc["7010", "amount"] == limits.MAX_INTEGER
    assert frame.loc["7020", "amount"] is pandas.NA
    assert frame.loc["40", "text"] == "true"


def test_a_table_of_nothing_has_its_columns(filing: Filing) -> None:
    frame = to_frame(replace(filing, statements=()))
    assert len(frame) == 0
    assert frame["amount"].dtype == "Int64"


def test_a_table_without_pandas_says_what_to_install(
    filing: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingPackage, match=r"pip install 'focusconv\[frame\]'"):
        to_frame(filing)


# Writing files


def test_a_file_is_written_whole(tmp_path) -> None:
    path = tmp_path / "a.json"
    write_atomically(path, b"one", overwrite=False)
    assert path.read_bytes() == b"one"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


def test_a_file_is_not_overwritten_unasked(tmp_path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"one")
    with pytest.raises(OutputExists, match="there already"):
        write_atomically(path, b"two", overwrite=False)
    assert path.read_bytes() == b"one"
    write_atomically(path, b"two", overwrite=True)
    assert path.read_bytes() == b"two"


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path, monkeypatch) -> None:
    path = tmp_path / "a.json"
    real = os.fsync

    def fsync(handle: int) -> None:
        path.write_bytes(b"theirs")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OutputExists):
        write_atomically(path, b"ours", overwrite=False)
    assert path.read_bytes() == b"theirs"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError(28, "No space left on device")])
@pytest.mark.parametrize("there", [True, False])
def test_a_write_that_stops_leaves_what_was_there(tmp_path, monkeypatch, stop, there) -> None:
    path = tmp_path / "a.json"
    if there:
        path.write_bytes(b"one")

    def fsync(_: int) -> None:
        raise stop

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises((KeyboardInterrupt, FocusconvError)):
        write_atomically(path, b"two", overwrite=True)
    assert [entry.read_bytes() for entry in tmp_path.iterdir()] == ([b"one"] if there else [])


def test_a_link_stays_a_link(tmp_path) -> None:
    target = tmp_path / "real.json"
    target.write_bytes(b"one")
    link = tmp_path / "link.json"
    link.symlink_to(target)
    with pytest.raises(OutputExists):
        write_atomically(link, b"two", overwrite=False)
    write_atomically(link, b"two", overwrite=True)
    assert link.is_symlink()
    assert target.read_bytes() == b"two"


def test_a_dangling_link_is_there_already(tmp_path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "nowhere.json")
    with pytest.raises(OutputExists):
        write_atomically(link, b"two", overwrite=False)


def test_permissions_are_the_old_files_or_the_umasks(tmp_path) -> None:
    old = tmp_path / "old.json"
    old.write_bytes(b"one")
    old.chmod(0o640)
    write_atomically(old, b"two", overwrite=True)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "new.json", b"one", overwrite=False)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new.json").stat().st_mode) == 0o640


def test_what_is_no_file_is_not_written(tmp_path) -> None:
    with pytest.raises(OutputExists, match="no regular file"):
        write_atomically(tmp_path, b"one", overwrite=True)
    with pytest.raises(FocusconvError, match="cannot be written"):
        write_atomically(tmp_path / "no" / "a.json", b"one", overwrite=False)


def test_a_file_system_without_hard_links_is_written_too(tmp_path, monkeypatch) -> None:
    def link(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    path = tmp_path / "a.json"
    write_atomically(path, b"one", overwrite=False)
    assert path.read_bytes() == b"one"


def test_contact_is_read_back(filing: Filing) -> None:
    contact = Contact(name="A. B.", telephone="(212) 555-0100", email="a@b.example")
    drawn = replace(filing, filer=replace(filing.filer, contact=contact))
    assert from_xml(to_xml(drawn)).filer.contact == contact
