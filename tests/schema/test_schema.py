"""The schemas: committed as generated, accepting what is written, refusing what is changed."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from lxml import etree
from msgspec.structs import replace
from xmlschema import XMLSchema10

from focusconv import schema
from focusconv.errors import UnknownForm
from focusconv.forms.catalog import catalog
from focusconv.record.filing import Filing, Finding
from focusconv.record.json import to_json
from focusconv.record.xml import parse, to_xml
from focusconv.schema import facets
from focusconv.schema.apply import xsd_faults
from tests.synthetic import EDITIONS, filing_of, with_item

COMMITTED = Path(__file__).parents[2] / "schemas"
GENERATED = schema.generate()
XSDS = [name for name in GENERATED if name.endswith(".xsd")]


def xsd(filing: Filing, name: str) -> list[str]:
    return [fault.reason for fault in xsd_faults(parse(to_xml(filing)), name)]


# The files


def test_the_committed_schemas_are_those_generated() -> None:
    committed = {path.name: path.read_bytes() for path in COMMITTED.iterdir()}
    assert sorted(committed) == sorted(GENERATED)
    stale = [name for name, data in GENERATED.items() if committed[name] != data]
    assert stale == [], "run `focusconv schema --write schemas`"


def test_every_edition_has_its_schemas() -> None:
    names = {f"{name}.{kind}" for name in EDITIONS for kind in ("xsd", "sch")}
    assert set(GENERATED) == names | {"filing-1.xsd", "filing-1.schema.json"}


def test_schemas_are_written_into_a_folder(tmp_path: Path) -> None:
    written = schema.write(tmp_path)
    assert {path.name: path.read_bytes() for path in written} == GENERATED
    assert sorted(written) == sorted(tmp_path.iterdir())


@pytest.mark.parametrize("name", GENERATED)
def test_a_schema_is_found_by_its_name(name: str) -> None:
    assert schema.schema_text(name) == GENERATED[name]


def test_a_schema_is_found_in_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "filing-1.xsd").write_bytes(b"installed")
    monkeypatch.setattr(resources, "files", lambda _: tmp_path)
    assert schema.schema_text("filing-1.xsd") == b"installed"


@pytest.mark.parametrize("name", ["", "filing-2.xsd", "../pyproject.toml", "..", "/etc/hostname"])
def test_what_is_no_schema_is_not_found(name: str) -> None:
    with pytest.raises(UnknownForm, match="no schema"):
        schema.schema_text(name)


@pytest.mark.parametrize("name", XSDS)
def test_both_validators_load_the_xsd(name: str) -> None:
    etree.XMLSchema(etree.fromstring(GENERATED[name]))
    loaded = XMLSchema10(GENERATED[name].decode(), allow="none", defuse="always")
    assert loaded.elements["filing"].name == "{urn:focusconv:filing:1}filing"


def test_the_stable_schemas_have_no_fact_of_any_edition() -> None:
    stable = GENERATED["filing-1.xsd"] + GENERATED["filing-1.schema.json"]
    for edition in catalog().editions:
        for fact in (edition.id, *edition.by_id, *edition.key_of_box):
            assert f'"{fact}"'.encode() not in stable


def test_the_json_schema_is_one() -> None:
    document = json.loads(GENERATED["filing-1.schema.json"])
    jsonschema.Draft202012Validator.check_schema(document)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"


# What we write is valid


@pytest.mark.parametrize("name", EDITIONS)
def test_a_whole_filing_is_valid(name: str) -> None:
    filing = filing_of(name)
    assert xsd(filing, "filing-1.xsd") == []
    assert xsd(filing, f"{name}.xsd") == []
    assert json_faults(filing) == []


# JSON Schema


def json_faults(filing: Filing | bytes) -> list[str]:
    data = filing if isinstance(filing, bytes) else to_json(filing)
    validator = jsonschema.Draft202012Validator(
        json.loads(GENERATED["filing-1.schema.json"]),
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    return [error.message for error in validator.iter_errors(json.loads(data))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"value": 4711', '"value": "4711"'),
        ('"value": 4711', '"value": 4711.5'),
        ('"value": 4711', '"value": true'),
        ('"value": 4711', '"value": null'),
        ('"value": 4711', '"value": 9007199254740992'),
        ('"value": 4711', '"value": 4711, "worth": 0'),
        ('     "value": 4711,\n', ""),
        ('"value": "ABC"', '"value": 5'),
        ('"value": true', '"value": "true"'),
        ('"status": "reported"', '"status": "read"'),
        ('"status": "reported"', '"status": "blank"'),
        ('"status": "reported"', '"status": "corrected"'),
        ('"kind": "amount"', '"kind": "money"'),
        ('"raw": null', '"raw": "a\\u000cb"'),
        ('"raw": null', '"raw": "\\uffff"'),
        ('"raw": null', '"raw": 7'),
        ('"schema": "focusconv-filing-1"', '"schema": "focusconv-filing-2"'),
        ('"begin": "2017-04-30"', '"begin": "2017-02-30"'),
        ('"begin": "2017-04-30"', '"begin": "04/30/17"'),
        ('"hard": true', '"hard": 1'),
        ('"confidence": 0.98', '"confidence": 98'),
        ('"status": "confirmed"', '"status": "fine"'),
        ('"sha256": "0', '"sha256": "g'),
        ('"findings": []', '"findings": null'),
    ],
)
def test_the_json_schema_refuses(old: str, new: str) -> None:
    text = to_json(with_item(filing_of(EDITIONS[0]), "7010", value=4711)).decode()
    assert json_faults(text.encode()) == []
    assert old in text
    assert json_faults(text.replace(old, new, 1).encode()) != []


# Facets: the XSD, the JSON Schema and Python agree

_VALUES: dict[str, tuple[object, ...]] = {
    "text": (
        *("", " ", "a", "a b", " a", "a ", "a  b", "a\tb", "7010", "\u00a0", "é", "0" * 64),
        *("A" * 64, "2017-04-30", "2017-02-30", "2016-02-29", "0000-01-01", "2017-4-30"),
        *("2017-04-30Z", "2017-04-30T09:05", "2017-04-30T25:05", "2017-04-30T09:05:59"),
    ),
    "integer": (-1, 0, 1, 2),
    "number": (-0.5, -0.0, 0.0, 0.5, 1.0, 1.5, 1e-9),
}


@pytest.mark.parametrize("value", _VALUES["text"])
def test_the_schemas_agree_on_texts(value: str) -> None:
    base = filing_of(EDITIONS[0], "dealer-options")
    agree(replace(base, producer=replace(base.producer, version=value)))
    agree(replace(base, period=replace(base.period, begin=value)))
    agree(replace(base, source=replace(base.source, sha256=value)))
    agree(replace(base, submitted=value))


@pytest.mark.parametrize("value", _VALUES["integer"])
def test_the_schemas_agree_on_counts(value: int) -> None:
    base = filing_of(EDITIONS[0], "dealer-options")
    agree(replace(base, source=replace(base.source, pages=value)))
    agree(replace(base, findings=(Finding(level="info", code="a", message="", page=value),)))


@pytest.mark.parametrize("value", _VALUES["number"])
def test_the_schemas_agree_on_confidence(value: float) -> None:
    agree(with_item(filing_of(EDITIONS[0], "dealer-options"), "7210", confidence=value))


def agree(filing: Filing) -> None:
    """All three refuse the filing, or none does."""
    verdicts = {
        "python": list(facets.refusals(filing)) == [],
        "xsd": xsd(filing, "filing-1.xsd") == [],
        "json": json_faults(filing) == [],
    }
    assert len(set(verdicts.values())) == 1, verdicts


# XSD: what is changed is refused, with its line


@pytest.mark.parametrize("name", XSDS)
@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('status="reported"', 'status="read"', "value must be one of"),
        ("<value>4711<", "<value>47II<", "47II"),
        ("<value>4711<", "<value> 4711.0<", "4711.0"),
        ("<value>4711<", "<value>9007199254740992<", "less than or equal"),
        ('decimals="0"', 'decimals="2"', "value must be one of"),
        ('sha256="0', 'sha256="G', "pattern"),
        ('page="1"', 'page="0"', "greater or equal"),
        ("<label>", "<tag/><label>", "Unexpected child"),
        ('kind="amount"', 'kind="amount" sort="x"', "not allowed"),
    ],
)
def test_the_xsd_refuses(name: str, old: str, new: str, reason: str) -> None:
    edition = EDITIONS[0] if name == "filing-1.xsd" else name.removesuffix(".xsd")
    text = to_xml(with_item(filing_of(edition), "7010", value=4711)).decode()
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    faults = xsd_faults(parse(text.replace(old, new, 1).encode()), name)
    assert faults != ()
    assert any(reason in fault.reason for fault in faults)
    assert line in {fault.element.sourceline for fault in faults}


@pytest.mark.parametrize("name", ["filing-1.xsd", f"{EDITIONS[0]}.xsd"])
def test_the_xsd_refuses_an_item_without_a_line(name: str) -> None:
    text = to_xml(filing_of(EDITIONS[0])).decode()
    assert 'box="7010" line="1.A"' in text
    faults = xsd_faults(parse(text.replace('box="7010" line="1.A"', 'box="7010"').encode()), name)
    assert "missing required attribute 'line'" in {fault.reason for fault in faults}


@pytest.mark.parametrize("name", XSDS)
def test_the_xsd_refuses_what_is_there_twice(name: str) -> None:
    edition = EDITIONS[0] if name == "filing-1.xsd" else name.removesuffix(".xsd")
    base = filing_of(edition)
    last = base.statements[-1]
    twice = replace(base, statements=(*base.statements, last))
    assert any(f"'{last.id}'" in reason and "twice" in reason for reason in xsd(twice, name))
    item = last.items[-1]
    doubled = replace(last, items=(*last.items, item))
    twice = replace(base, statements=(*base.statements[:-1], doubled))
    assert any(f"'{item.line}'" in reason and "twice" in reason for reason in xsd(twice, name))
    twice = replace(base, checks=(*base.checks, base.checks[0]))
    assert any(base.checks[0].id in reason and "twice" in reason for reason in xsd(twice, name))


def test_the_xsd_refuses_a_box_in_two_statements() -> None:
    base = filing_of(EDITIONS[0])
    moved = with_item(base, "7210", box="7010")
    for name in ("filing-1.xsd", f"{EDITIONS[0]}.xsd"):
        assert xsd(moved, name) == ["'7010' is there twice (box-once)"]


@pytest.mark.parametrize(
    "changes",
    [{"box": "9999"}, {"line": "99.Z"}, {"column": "third"}, {"label": "Cash in hand"}],
)
def test_the_edition_xsd_refuses_what_the_form_has_not(changes: dict[str, str]) -> None:
    drawn = with_item(filing_of(EDITIONS[0]), "7010", **changes)
    assert xsd(drawn, "filing-1.xsd") == []
    (value,) = changes.values()
    assert any(value in reason for reason in xsd(drawn, f"{EDITIONS[0]}.xsd"))


def test_the_edition_xsd_refuses_the_other_edition() -> None:
    assert any("X-17A-5" in reason for reason in xsd(filing_of(EDITIONS[0]), f"{EDITIONS[1]}.xsd"))
