"""The schemas: committed as generated, accepting what is written, refusing what is changed."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace
from xmlschema import XMLSchema10

from focusconv import schema
from focusconv.errors import UnknownForm
from focusconv.exports.json import to_json
from focusconv.exports.xml import parse, to_xml
from focusconv.filing import Filing, Finding, Item
from focusconv.forms.catalog import Edition, Rule, catalog
from focusconv.reconcile.recheck import recheck
from focusconv.schema import facets
from focusconv.schema.apply import schematron_faults, xsd_faults
from focusconv.schema.xpath import literal
from tests.synthetic import EDITIONS, filing_of, settled, waived, with_item

COMMITTED = Path(__file__).parent.parent / "schemas"
GENERATED = schema.generate()
XSDS = [name for name in GENERATED if name.endswith(".xsd")]
RULES = [
    pytest.param(edition, rule, id=f"{edition.name}-{rule.id}")
    for edition in catalog().editions
    for rule in edition.rules
    if rule.hard
]
STATEMENTS = [
    pytest.param(edition.name, statement.id, id=f"{edition.name}-{statement.id}")
    for edition in catalog().editions
    for statement in edition.statements
]


def xsd(filing: Filing, name: str) -> list[str]:
    return [fault.reason for fault in xsd_faults(parse(to_xml(filing)), name)]


def schematron(filing: Filing) -> list[str]:
    name = f"{filing.form.id}-{filing.form.edition}.sch"
    return [fault.reason for fault in schematron_faults(parse(to_xml(filing)), name)]


def broken_totals(filing: Filing) -> set[str]:
    """The texts of the rules of which the Schematron says that they do not hold."""
    said = schematron(filing)
    return {text.partition(": the total is")[0] for text in said if ": the total is" in text}


def without(filing: Filing, box: str) -> Filing:
    """The filing without an item."""
    statements = tuple(
        replace(statement, items=tuple(item for item in statement.items if item.box != box))
        for statement in filing.statements
    )
    return replace(filing, statements=statements)


def key_item(filing: Filing, edition: Edition, key: str) -> Item:
    statement, line, column = key.split("/")
    held = filing.statement(statement).items
    return next(item for item in held if (item.line, item.column) == (line, column))


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
    monkeypatch.setattr(resources, "files", lambda package: tmp_path)
    assert schema.schema_text("filing-1.xsd") == b"installed"


@pytest.mark.parametrize("name", ["", "filing-2.xsd", "../pyproject.toml", "..", "/etc/hostname"])
def test_what_is_no_schema_is_not_found(name: str) -> None:
    with pytest.raises(UnknownForm, match="no schema"):
        schema.schema_text(name)


@pytest.mark.parametrize("name", XSDS)
def test_both_validators_load_the_xsd(name: str) -> None:
    etree.XMLSchema(etree.fromstring(GENERATED[name]))
    loaded = XMLSchema10(GENERATED[name].decode(), allow="none", defuse="always")
    assert list(loaded.elements) == ["{urn:focusconv:filing:1}filing"]


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
    assert schematron(filing) == []
    assert json_faults(filing) == []


@pytest.mark.parametrize(("name", "statement"), STATEMENTS)
def test_one_statement_alone_is_valid(name: str, statement: str) -> None:
    filing = filing_of(name, statement)
    assert xsd(filing, f"{name}.xsd") == []
    assert schematron(filing) == []


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

_PLACES: dict[tuple[str, str], str] = {
    ("Producer", "version"): "producer",
    ("Period", "begin"): "period",
    ("SourceInfo", "sha256"): "source",
    ("SourceInfo", "pages"): "source",
}


@pytest.mark.parametrize("value", [*_VALUES["text"], None])
@pytest.mark.parametrize("field", ["version", "begin", "sha256", "submitted"])
def test_the_schemas_agree_on_texts(field: str, value: str | None) -> None:
    base = filing_of(EDITIONS[0], "dealer-options")
    if value is None and field in ("version", "sha256"):
        pytest.skip("the model refuses it")
    if field == "version":
        drawn = replace(base, producer=replace(base.producer, version=value))
    elif field == "begin":
        drawn = replace(base, period=replace(base.period, begin=value))
    elif field == "sha256":
        drawn = replace(base, source=replace(base.source, sha256=value))
    else:
        drawn = replace(base, submitted=value)
    agree(drawn)


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
        ("<value>4711<", "<value>9007199254740992<", "less or equal"),
        ('decimals="0"', 'decimals="2"', "value must be one of"),
        ('sha256="0', 'sha256="G', "pattern"),
        ('page="1"', 'page="0"', "greater or equal"),
        ("<label>", "<tag/><label>", "Unexpected child"),
        ('kind="amount"', 'kind="amount" sort="x"', "not allowed"),
        ('line="1" column="amount" kind="amount"', 'column="amount" kind="amount"', "missing"),
    ],
)
def test_the_xsd_refuses(name: str, old: str, new: str, reason: str) -> None:
    edition = EDITIONS[0] if name == "filing-1.xsd" else name.removesuffix(".xsd")
    box = next(iter(catalog().edition(edition).key_of_box))
    base = filing_of(edition)
    box = next(i.box for s in base.statements for i in s.items if i.kind == "amount" and i.box)
    text = to_xml(with_item(base, box, value=4711)).decode()
    if old.startswith("line="):
        old = next(
            f'line="{i.line}" column="amount" kind="amount"'
            for s in base.statements
            for i in s.items
            if i.box == box
        )
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    faults = xsd_faults(parse(text.replace(old, new, 1).encode()), name)
    assert faults != ()
    assert any(reason in fault.reason for fault in faults)
    assert line in {fault.element.sourceline for fault in faults}


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


# Schematron: the cells


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"box": "7020"}, "segregation must have once: box 7010, line 1.A"),
        ({"line": "1.B", "column": "detail"}, "segregation must have once: box 7010, line 1.A"),
        ({"label": "Total"}, "label: Cash"),
        ({"status": "blank"}, "Line 1.A (box 7010) is blank, which its value belies"),
        ({"status": "unreadable"}, "Line 1.A (box 7010) is unreadable, which its value belies"),
        ({"value": None}, "Line 1.A (box 7010) is reported, which its value belies"),
        ({"kind": "text", "value": "1"}, "kind amount"),
        ({"status": "corrected"}, "is corrected and does not say of what"),
    ],
)
def test_the_schematron_refuses_an_item_that_is_not_the_forms(
    changes: dict[str, object], reason: str
) -> None:
    drawn = with_item(filing_of(EDITIONS[0]), "7010", **changes)
    assert any(reason in text for text in schematron(drawn))


def test_the_schematron_misses_an_item() -> None:
    said = schematron(without(filing_of(EDITIONS[0]), "7010"))
    assert "segregation has 27 items, not 26." not in said
    assert "segregation has 27 items, not 26." in [text for text in said if "items" in text] or (
        "segregation has 27 items, not 26." in said
    )
