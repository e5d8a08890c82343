"""Tables: the verdict, the copy, what is wrong."""

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from frictionless import Package
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from civicstat import columns
from civicstat.catalog import parse_catalog
from civicstat.exports.values import text_columns
from civicstat.scan import Scan, scan_package
from civicstat.settings import Settings
from civicstat.sources import read_sources
from civicstat.tables import Category

Portal = Callable[[dict[str, Any]], Path]


def scan(root: Path, most_errors: int = 1000) -> Scan:
    """The scan of a portal's only package."""
    [package] = parse_catalog(read_sources(root), Settings()).packages
    return scan_package(package, most_errors=most_errors)


def scanned(portal: Portal, files: dict[str, Any], *resources: dict[str, Any], most_errors: int = 1000) -> Scan:
    """The scan of one package with these files and resources."""
    named = [{"name": "t", **resource} for resource in resources]
    return scan(
        portal({"catalog/p/datapackage.json": {"resources": named}} | {f"catalog/p/{k}": v for k, v in files.items()}),
        most_errors,
    )


def rows(found: Scan, name: str = "t") -> list[dict[str, Any]]:
    """The rows of a published table."""
    table = found.table(name)
    assert table, found.findings
    return table.columns.to_dicts()


def told(found: Scan) -> list[tuple[str, str, int | None, str, str]]:
    """The resource, file, row, column and cell of every finding."""
    return [(f.resource, f.file, f.row, f.field, f.found) for f in found.findings]


def zipped(**files: str) -> bytes:
    """A zip archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        for name, text in files.items():
            opened.writestr(name.replace("_", "."), text)
    return archive.getvalue()


def workbook() -> bytes:
    """An Excel file with the columns id and kind."""
    book = Workbook()
    for row in (("id", "kind"), (1, "Ahorn"), (2, "Bäume")):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def parquet() -> bytes:
    """A Parquet file with the columns id and kind."""
    file = io.BytesIO()
    pl.DataFrame({"id": [1, 2], "kind": ["Ahorn", "Bäume"]}).write_parquet(file)
    return file.getvalue()


CSV = "id,kind\n1,Ahorn\n2,Bäume\n"
ROWS = [{"id": 1, "kind": "Ahorn"}, {"id": 2, "kind": "Bäume"}]


@pytest.mark.parametrize(
    ("files", "resource"),
    [
        ({"t.csv": CSV}, {"path": "t.csv"}),
        ({"t.csv": CSV.replace("\n", "\r\n")}, {"path": "t.csv"}),
        ({"t.csv": "\ufeff" + CSV}, {"path": "t.csv"}),
        ({"t.csv": CSV.replace(",", ";")}, {"path": "t.csv"}),
        ({"t.csv": CSV.replace(",", "|")}, {"path": "t.csv", "dialect": {"delimiter": "|"}}),
        ({"t.csv": CSV.encode("latin-1")}, {"path": "t.csv", "encoding": "latin-1"}),
        ({"t.csv": CSV.encode("utf-16")}, {"path": "t.csv", "encoding": "utf-16"}),
        ({"t.csv": CSV.encode("utf-16")}, {"path": "t.csv"}),
        ({"t.tsv": CSV.replace(",", "\t")}, {"path": "t.tsv"}),
        ({"t.json": ROWS}, {"path": "t.json", "type": "table"}),
        ({"t.json": [["id", "kind"], [1, "Ahorn"], [2, "Bäume"]]}, {"path": "t.json", "type": "table"}),
        ({"t.ndjson": '{"id": 1, "kind": "Ahorn"}\n{"id": 2, "kind": "Bäume"}\n'}, {"path": "t.ndjson"}),
        ({"t.xlsx": workbook()}, {"path": "t.xlsx"}),
        ({"t.parquet": parquet()}, {"path": "t.parquet"}),
        ({"t.csv.gz": gzip.compress(CSV.encode())}, {"path": "t.csv.gz"}),
        ({"t.csv.zip": zipped(t_csv=CSV)}, {"path": "t.csv.zip"}),
        ({"1.csv": "id,kind\n1,Ahorn\n", "2.csv": "id,kind\n2,Bäume\n"}, {"path": ["1.csv", "2.csv"]}),
        ({}, {"data": ROWS}),
        ({}, {"data": [["id", "kind"], [1, "Ahorn"], [2, "Bäume"]]}),
    ],
    ids=[
        "csv", "crlf", "byte order mark", "semicolon found", "dialect", "latin-1", "utf-16",
        "utf-16 found", "tsv", "json", "json arrays", "ndjson", "xlsx", "parquet", "gzip", "zip", "parts",
        "inline", "inline arrays",
    ],
)  # fmt: skip
def test_every_format_gives_the_same_rows(portal: Portal, files: dict[str, Any], resource: dict[str, Any]) -> None:
    """Rows are the same whatever the format, the encoding, the dialect, the compression."""
    found = scanned(portal, files, resource)

    assert rows(found) == ROWS
    assert (True, (), frozenset()) == (found.verdict.valid, found.findings, found.withheld)


def test_geojson(portal: Portal) -> None:
    """Features become rows of their properties, each with its geometry."""
    point = {"type": "Point", "coordinates": [-76.6, 39.3]}
    features = [
        {"type": "Feature", "properties": {"name": "A", "tags": ["x"]}, "geometry": point},
        {"type": "Feature", "properties": {"name": "B"}, "geometry": None},
    ]
    found = scanned(portal, {"t.geojson": {"type": "FeatureCollection", "features": features}}, {"path": "t.geojson"})

    assert rows(found) == [{"name": "A", "tags": '["x"]'}, {"name": "B", "tags": None}]
    assert found.tables["t"].geometries == (point, None)


@pytest.mark.parametrize(
    ("name", "content"), [("t.pdf", b"%PDF"), ("t.png", b"\x89PNG"), ("t.zip", zipped(t_shp="x", t_dbf="y"))]
)
def test_a_file_that_is_no_table(portal: Portal, name: str, content: bytes) -> None:
    """A file that is no table is valid as it is and gives no table."""
    found = scanned(portal, {name: content}, {"path": name})

    assert (found.verdict.valid, found.tables, found.findings) == (True, {}, ())


def test_types(portal: Portal) -> None:
    """Each type of Table Schema has its kind of column; a cell keeps its value, and a blank is none."""
    cells = {
        "any": ("1", "1"),
        "string": ("a", "a"),
        "integer": ("1", 1),
        "number": ("2.5", 2.5),
        "boolean": ("true", True),
        "date": ("2026-01-31", date(2026, 1, 31)),
        "datetime": ("2026-01-31T12:00:00+02:00", datetime(2026, 1, 31, 10)),  # noqa: DTZ001 - in UTC
        "time": ("08:30:00", time(8, 30)),
        "year": ("2026", 2026),
        "yearmonth": ("2026-03", "2026-03"),
        "array": ("[1]", "[1]"),
        "object": ('{"a": 1}', '{"a": 1}'),
        "geopoint": ("-76.6, 39.3", "-76.6,39.3"),
    }
    data = [[*cells], [text for text, _ in cells.values()], ["x", *[""] * (len(cells) - 1)]]
    schema = {"fields": [{"name": kind, "type": kind} for kind in cells]}
    [first, blank] = rows(scanned(portal, {}, {"data": data, "schema": schema}))

    assert first == {kind: value for kind, (_, value) in cells.items()}
    assert blank == dict.fromkeys(cells) | {"any": "x"}


def test_numbers_past_64_bits(portal: Portal) -> None:
    """A whole number too large for a column of whole numbers stays a number."""
    assert rows(scanned(portal, {"t.csv": "id\n1\n100000000000000000000\n"}, {"path": "t.csv"})) == [
        {"id": 1.0},
        {"id": 1e20},
    ]


def test_what_a_descriptor_says_of_a_field(portal: Portal) -> None:
    """A field carries its words, unit, constraints, categories and profile."""
    field = {
        "name": "kind",
        "type": "string",
        "title": "Kind",
        "description": "Of tree.",
        "unit": "trees",
        "constraints": {"required": True},
        "categories": [{"value": "a", "label": "Ahorn"}, {"value": "b"}],
    }
    found = scanned(portal, {"t.csv": "kind\na\nb\n"}, {"path": "t.csv", "schema": {"fields": [field]}})

    kind = found.tables["t"].field("kind")
    assert kind
    assert (
        kind.label,
        kind.description,
        kind.unit,
        kind.constraints,
    ) == ("Kind", "Of tree.", "trees", {"required": True})
    assert (Category("a", "Ahorn"), Category("b", "b")) == kind.categories
    assert [kind.label_of(value) for value in "abc"] == ["Ahorn", "b", "c"]
    assert (kind.profile.rows, kind.profile.blanks, kind.profile.distinct) == (2, 0, 2)


def test_keys(portal: Portal) -> None:
    """A table knows its primary key and what its foreign keys point to."""
    key = {"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}
    schema = {
        "fields": [{"name": "id", "type": "integer"}, {"name": "parent", "type": "integer"}],
        "primaryKey": "id",
        "foreignKeys": [key],
    }
    table = scanned(portal, {"t.csv": "id,parent\n1,1\n"}, {"path": "t.csv", "schema": schema}).tables["t"]

    assert (table.primary_key, table.references) == (("id",), (("parent", ""),))


def test_names_that_look_like_patterns(portal: Portal) -> None:
    """A column is taken by its own name, though Polars may take that for a pattern of other names."""
    kinds = {"^a$": "integer", "a": "integer", "^.*$": "integer", "*": "number"}
    schema = {"fields": [{"name": name, "type": kind} for name, kind in kinds.items()]}
    files = {"t.csv": "^a$,a,^.*$,*\n1,2,3,4.5\n,5,6,7.5\n"}
    table = scanned(portal, files, {"path": "t.csv", "schema": schema}).tables["t"]

    assert table.columns.to_dict(as_series=False) == {"^a$": [1, None], "a": [2, 5], "^.*$": [3, 6], "*": [4.5, 7.5]}
    assert [field.profile.maximum for field in table.fields] == [1, 5, 6, 7.5]
    assert text_columns(table).to_dict(as_series=False) == {
        "^a$": ["1", None],
        "a": ["2", "5"],
        "^.*$": ["3", "6"],
        "*": ["4.5", "7.5"],
    }


def test_a_table_of_nothing_but_a_header(portal: Portal) -> None:
    """A table without rows is a table with its columns."""
    table = scanned(portal, {"t.csv": "id,kind\n"}, {"path": "t.csv"}).tables["t"]

    assert (table.rows, table.columns.columns) == (0, ["id", "kind"])


def test_long_tables_are_put_together(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table gathered in several chunks is whole and in order."""
    monkeypatch.setattr(columns, "CHUNK", 2)
    csv = "n\n" + "".join(f"{i}\n" for i in range(5))

    assert [{"n": i} for i in range(5)] == rows(scanned(portal, {"t.csv": csv}, {"path": "t.csv"}))


def test_a_broken_cell(portal: Portal) -> None:
    """A cell of the wrong type is told by file, row, column, value, expectation and next step."""
    schema = {"fields": [{"name": "id", "type": "integer"}]}
    found = scanned(portal, {"t.csv": "id\n1\nx\n"}, {"path": "t.csv", "schema": schema})

    assert [finding.as_json() for finding in found.findings] == [
        {
            "code": "TB001",
            "severity": "error",
            "package": "p",
            "resource": "t",
            "file": "catalog/p/t.csv",
            "rowNumber": 3,
            "fieldName": "id",
            "message": "the value does not fit the type of its column",
            "found": "x",
            "expected": "a whole number, such as 1200",
            "todo": "Correct the value, or the field's type in the descriptor.",
        }
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ("t", "catalog/p/t.csv", None, "", "")),
        ({"t.csv": ""}, ("t", "catalog/p/t.csv", None, "", "")),
        ({"t.csv": "id\n1,2\n"}, ("t", "catalog/p/t.csv", 2, "", "2")),
        ({"t.csv": "id\n1\n\n2\n"}, ("t", "catalog/p/t.csv", 3, "", "")),
        ({"t.csv": "id,id\n1,2\n"}, ("t", "catalog/p/t.csv", None, "id", "")),
        (
            {"t.csv": b"id\n\xff\n"},
            (
                "t",
                "catalog/p/t.csv",
                None,
                "",
                'the byte FF in line 2; the file looks like Windows-1252, where it stands for "ÿ"',
            ),
        ),
    ],
    ids=["missing", "empty", "extra cell", "blank row", "repeated label", "wrong bytes"],
)
def test_a_broken_table_leaves_the_others(portal: Portal, files: dict[str, Any], expected: tuple[Any, ...]) -> None:
    """A table that breaks is withheld with its place told; the package's other tables are there."""
    found = scanned(
        portal,
        {**files, "u.csv": "n\n1\n"},
        {"path": "t.csv", "encoding": "utf-8"},
        {"name": "u", "path": "u.csv"},
    )

    assert expected in told(found)
    assert (False, frozenset({"t"}), ["u"]) == (found.verdict.valid, found.withheld, list(found.tables))
    assert all("/portal" not in finding.message + finding.expected for finding in found.findings)


def test_broken_references(portal: Portal) -> None:
    """A value that its foreign key does not find is told in the table that refers."""
    key = {"fields": "kind", "reference": {"resource": "kinds", "fields": "id"}}
    schema = {"fields": [{"name": "kind", "type": "integer"}], "foreignKeys": [key]}
    found = scanned(
        portal,
        {"t.csv": "kind\n1\n9\n", "kinds.csv": "id\n1\n"},
        {"path": "t.csv", "schema": schema},
        {"name": "kinds", "path": "kinds.csv"},
    )

    assert [(resource, row) for resource, _, row, _, _ in told(found)] == [("t", 3)]
    assert list(found.tables) == ["kinds"]


def test_more_problems_than_are_listed(portal: Portal) -> None:
    """When Frictionless stops counting, a warning says that the list is not whole."""
    schema = {"fields": [{"name": "id", "type": "integer"}]}
    found = scanned(portal, {"t.csv": "id\n" + "x\n" * 9}, {"path": "t.csv", "schema": schema}, most_errors=3)

    assert [(f.code, f.row) for f in found.findings] == [
        ("TB001", 2),
        ("TB001", 3),
        ("TB001", 4),
        ("TB002", None),
    ]
    assert found.findings[-1].message == "only the first 3 problems are listed; there are more"


@pytest.mark.parametrize("content", ["{", "[]", '{"type": "FeatureCollection"}', b"\xff"])
def test_broken_geojson(portal: Portal, content: str | bytes) -> None:
    """A GeoJSON file that can't be understood is withheld."""
    found = scanned(portal, {"t.geojson": content}, {"path": "t.geojson"})

    assert frozenset({"t"}) == found.withheld
    assert {("TB001", "t")} == {(f.code, f.resource) for f in found.findings}


def test_what_lies_elsewhere_is_not_checked(portal: Portal) -> None:
    """A remote resource is neither fetched nor judged."""
    found = scanned(portal, {"u.csv": "n\n1\n"}, {"path": "https://example.org/t.csv"}, {"name": "u", "path": "u.csv"})

    assert (found.verdict.valid, list(found.tables)) == (True, ["u"])
    assert [task["name"] for task in found.verdict.tasks] == ["u"]


def frictionless_says(root: Path) -> tuple[bool, set[tuple[str, Any, Any]]]:
    """What Frictionless itself says of a portal's only package, by its own way in."""
    report = Package(str(root / "catalog/p/datapackage.json")).validate()
    return report.valid, set(map(tuple, report.flatten(["type", "rowNumber", "fieldNumber"])))


def we_say(found: Scan) -> tuple[bool, set[tuple[str, Any, Any]]]:
    """The same, of a scan."""
    errors = [error for task in found.verdict.tasks for error in task["errors"]]
    return found.verdict.valid, {(e["type"], e.get("rowNumber"), e.get("fieldNumber")) for e in errors}


SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"minimum": 0}},
        {"name": "day", "type": "date"},
        {"name": "share", "type": "number"},
    ],
    "primaryKey": "id",
}
NUMBERS = ("1", "2", " 1", "-1", "1.0", "1e5", "1_000", "٣", "0x1F", "NaN", "INF")
CELLS = st.sampled_from([*NUMBERS, "2026-01-31", "2026-02-30", "x", "", '"', '"a""b"'])
LINES = st.lists(st.lists(CELLS, max_size=4).map(",".join), max_size=5)


@settings(max_examples=150)
@given(
    lines=LINES,
    header=st.sampled_from(["id,day,share", "id,day", "id,id,share", "id,,share", "day,id,share,more", ""]),
)
@example(lines=["1,2026-01-31,NaN"], header="id,day,share")
def test_verdicts_on_any_cells(portal: Portal, lines: list[str], header: str) -> None:
    """Whatever a typed table holds, the verdict and the place of every error are Frictionless's own."""
    root = portal(
        {
            "catalog/p/datapackage.json": {"resources": [{"name": "t", "path": "t.csv", "schema": SCHEMA}]},
            "catalog/p/t.csv": "\n".join([header, *lines]),
        }
    )

    assert frictionless_says(root) == we_say(scan(root))


@settings(max_examples=150)
@given(content=st.binary(max_size=60) | st.text(alphabet='ab1,;"\n\r\té\0', max_size=40).map(str.encode))
def test_verdicts_on_any_bytes(portal: Portal, content: bytes) -> None:
    """Whatever bytes a table's file holds, the scan goes through and its verdict is Frictionless's own."""
    root = portal(
        {
            "catalog/p/datapackage.json": {"resources": [{"name": "t", "path": "t.csv"}]},
            "catalog/p/t.csv": content,
        }
    )

    found = scan(root)
    try:
        expected = frictionless_says(root)
    except Exception:  # noqa: BLE001 - where Frictionless itself crashes, the table is withheld
        assert not found.verdict.valid
    else:
        assert expected == we_say(found)
    assert found.verdict.valid == ("t" in found.tables)
