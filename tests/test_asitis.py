"""Tables that are not valid, opened all the same for the checks of privacy."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.asitis import open_as_it_is
from civicstat.build import build_portal
from civicstat.catalog import parse_catalog
from civicstat.checks import check_tables
from civicstat.scan import scan_package
from civicstat.settings import Settings
from civicstat.sources import read_sources
from civicstat.validation import find_packages, validate

if TYPE_CHECKING:
    from civicstat.findings import Finding
    from civicstat.scan import Scan

Portal = Callable[[Mapping[str, Any]], Path]
FIELDS = [{"name": "age", "type": "integer"}, {"name": "note", "type": "string"}]
PERSON = "41,Call Mrs. Jane Doe at 410-555-0123\n"


def laid(rows: str | bytes, fields: Any = FIELDS, file: str = "rows.csv", **resource: Any) -> dict[str, Any]:
    """A package of one table with such rows."""
    table = {"name": "rows", "path": file, "schema": {"fields": fields}, **resource}
    return {"catalog/p/datapackage.json": {"name": "p", "resources": [table]}, f"catalog/p/{file}": rows}


def looked(portal: Portal, files: Mapping[str, Any]) -> tuple[Scan, list[Finding]]:
    """The scan after the checks of tables, and what those of privacy found."""
    (package,) = parse_catalog(read_sources(portal(files)), Settings()).packages
    scan, findings = check_tables(package, scan_package(package), Settings())
    assert all(f.code.startswith("PV") for f in findings)
    return scan, list(findings)


def places(findings: list[Finding]) -> set[tuple[str, str, int | None]]:
    return {(f.code, f.field, f.row) for f in findings}


BOTH = {("PV010", "note", 2)}


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(laid("age,note\n" + PERSON + "old,nothing\n"), id="one wrong cell"),
        pytest.param(laid("age,note,more\n" + PERSON), id="a column that the schema lacks"),
        pytest.param(laid("age,note\n" + PERSON + "42\n1,2,3\n"), id="ragged rows"),
        pytest.param(laid(b"age,note\n" + PERSON.encode() + b"42,caf\xe9\n", encoding="utf-8"), id="a wrong byte"),
        pytest.param(laid("age,note\n" + PERSON, hash="0" * 32), id="another hash"),
        pytest.param(
            laid("age,note\n" + PERSON, [{**FIELDS[0], "constraints": {"minLength": 3}}, FIELDS[1]]),
            id="a descriptor that the standard does not allow",
        ),
        pytest.param(laid("age,note\n" + PERSON, [{**FIELDS[0], "type": "figure"}, FIELDS[1]]), id="no such type"),
        pytest.param(laid("age,note\n" + PERSON, dialect={"delimiter": 5}), id="a dialect that is none"),
    ],
)
def test_privacy_of_what_is_not_valid(portal: Portal, files: dict[str, Any]) -> None:
    """Whatever is wrong with a table, what its cells tell of persons is found, in its row and with its error."""
    scan, findings = looked(portal, files)

    assert scan.tables == {}
    assert places(findings) >= BOTH
    assert all(f.withholds and "Doe" not in repr(f) and "555" not in repr(f) for f in findings)
    assert scan.unseen == frozenset()


def test_cells_that_are_no_numbers(portal: Portal) -> None:
    """An address that stands in a column of numbers is found, and the numbers of the column are still numbers."""
    fields = [{"name": "patient_id", "type": "integer"}, {"name": "latitude", "type": "number"}]
    fields.append({"name": "longitude", "type": "number"})
    rows = "patient_id,latitude,longitude\n" + "".join(f"{n},39.2851{n},-76.6448{n}\n" for n in range(1, 9))

    _, findings = looked(portal, laid(rows + "jane.doe@example.org,39.28511,x\n", fields))

    assert {(f.code, f.field, f.row) for f in findings} == {
        ("PV001", "patient_id", 10),
        ("PV009", "latitude", 2),
        ("PV009", "longitude", 2),
    }


def test_no_header(portal: Portal) -> None:
    """Of a file without a header the first row is looked at too, and is no name of a column in a message."""
    _, findings = looked(portal, laid("41,jane.doe@example.org\n42,nothing\n"))

    assert [(f.code, f.field, f.row) for f in findings] == [("PV001", "note", 1)]
    assert "jane" not in repr(findings)


def test_cells_past_the_last_column(portal: Portal) -> None:
    """What stands behind a row's last column is looked at as a column of its own."""
    _, findings = looked(portal, laid("age,note\n41,fine,jane.doe@example.org\n"))

    assert [(f.code, f.field, f.row) for f in findings] == [("PV001", "(cells past the last column)", 2)]


def test_other_forms(portal: Portal) -> None:
    """Rows in JSON and map features are opened too; numbers stay what they are."""
    rows = json.dumps([{"age": 41, "note": "jane.doe@example.org"}, {"age": "old", "note": None}])
    _, of_json = looked(portal, laid(rows, file="rows.json", type="table"))
    feature = {"type": "Feature", "geometry": None, "properties": {"mail": "jane.doe@example.org"}}
    shapes = json.dumps({"type": "FeatureCollection", "features": [feature]})
    of_map = laid(shapes, file="rows.geojson", hash="0" * 32)
    del of_map["catalog/p/datapackage.json"]["resources"][0]["schema"]
    _, of_features = looked(portal, of_map)

    assert [(f.code, f.field) for f in of_json] == [("PV001", "note")]
    assert [(f.code, f.field) for f in of_features] == [("PV001", "mail")]


def test_what_can_not_be_opened(portal: Portal) -> None:
    """A table that can't be opened at all is named as unseen, and one that is not there has nothing to tell."""
    scan, findings = looked(portal, laid(b"PK\x03\x04 no workbook", file="rows.xlsx"))

    assert (scan.unseen, findings) == (frozenset({"rows"}), [])


def test_a_valid_table_twice(portal: Portal) -> None:
    """What is found in a table as it is, is what is found where it is valid: in number, place and words."""
    fields = [*FIELDS, {"name": "phone", "type": "integer"}, {"name": "dob", "type": "date"}]
    rows = "age,note,phone,dob\n" + "".join(f"{n},ok,410555012{n},198{n}-03-04\n" for n in range(1, 9))
    _, valid = looked(portal, laid(rows, fields))
    _, broken = looked(portal, laid(rows, fields, hash="0" * 32))

    assert [(f.code, f.field, f.row, f.found) for f in valid] == [(f.code, f.field, f.row, f.found) for f in broken]
    assert {f.code for f in valid} == {"PV002", "PV006"}


def test_in_validate_and_in_a_build(portal: Portal) -> None:
    """`validate` and a build, the second from the store too, tell of it; the page masks it."""
    fields = [*FIELDS, {"name": "visited_address", "type": "string", "constraints": {"maxLength": 5}}]
    rows = "age,note,visited_address\n" + PERSON.strip() + ",12 Evergreen Street\nold,nothing,\n"
    files = laid(rows, fields) | {
        "mkdocs.yml": "site_name: Springfield\nsite_url: https://data.example.org/\ntheme:\n  name: material\n",
        "site_src/about.md": "# About\n",
        "catalog/portal.yml": "today: '2026-02-01'\n",
    }
    root = portal(files)

    (checked,) = validate(find_packages([root / "catalog"]), Settings(), date(2026, 2, 1)).packages
    first, second = (build_portal(root).findings for _ in range(2))

    for findings in (checked.findings, first, second):
        assert {(f.code, f.field) for f in findings if f.code.startswith("PV")} == {("PV010", "note")}
    assert "Evergreen" not in repr(first)
    page = (root / "site/datasets/p/index.html").read_text(encoding="utf-8")
    assert "PV010" in page
    assert "555-0123" not in page
    assert "Evergreen" not in page


def test_nothing_of_it_is_kept(portal: Portal) -> None:
    """The scan that goes to the store has no column of a table that is not valid."""
    (package,) = parse_catalog(read_sources(portal(laid("age,note\n" + PERSON + "old,x\n"))), Settings()).packages
    opened = open_as_it_is(package, package.resources[0])
    scan, _ = check_tables(package, scan_package(package), Settings())

    assert [len(table.fields) for table in opened.tables] == [2, 1]
    assert "Doe" not in repr(scan)
