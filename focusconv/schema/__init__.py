"""The schemas of the canonical filing: made from the record and the catalog, and found again.

The committed copies stand in `schemas/` at the top of the source; the wheel has them beside
the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path, PurePath

from focusconv.errors import UnknownForm

XSD = "filing-1.xsd"
JSON_SCHEMA = "filing-1.schema.json"


def generate() -> dict[str, bytes]:
    """Every schema, file name → content: the stable two, then two for each edition.

    `EDITION.xsd` knows the edition's boxes, lines and labels, `EDITION.sch` its totals; both
    are made of the catalog that ships with the program.
    """
    from focusconv.forms.catalog import catalog
    from focusconv.schema.jsonschema import filing_json_schema
    from focusconv.schema.schematron import edition_schematron
    from focusconv.schema.xsd import edition_xsd, filing_xsd

    files = {XSD: filing_xsd(), JSON_SCHEMA: filing_json_schema()}
    for edition in catalog().editions:
        files[f"{edition.name}.xsd"] = edition_xsd(edition)
        files[f"{edition.name}.sch"] = edition_schematron(edition)
    return files


def write(folder: Path) -> tuple[Path, ...]:
    """Write every schema into `folder`, over what is there; the paths written."""
    from focusconv.files.atomic import write_atomically

    paths = []
    for name, data in generate().items():
        write_atomically(folder / name, data, overwrite=True)
        paths.append(folder / name)
    return tuple(paths)


def schema_text(name: str) -> bytes:
    """The committed schema of that file name, from the installed package or the source tree.

    Raises UnknownForm where there is none.
    """
    for folder in _folders():
        if PurePath(name).name == name and (folder / name).is_file():
            return (folder / name).read_bytes()
    raise UnknownForm(f"there is no schema {name}", remedy="`focusconv schema` lists those there")


def _folders() -> Iterator[Traversable]:
    package = resources.files("focusconv")
    yield package / "schemas"
    if isinstance(package, Path):
        yield package.parent / "schemas"
