"""Downloads hold the values that Frictionless reads from the source, type by type, or say that they don't."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from pyarrow import parquet

from exports_example import V2, column, published, rows
from read_back import formulas

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Portal = Callable[[dict[str, Any]], Path]

TABLES = ["t.csv", "t.xlsx", "t.json", "t.parquet"]
FORTY = "0.1234567890123456789012345678901234567890"
IN_EXCEL = [("xlsx", "as text", ("x",))]
IN_EXCEL_AND_JSON = [*IN_EXCEL, ("json", "as text", ("x",))]
IN_ALL = [*IN_EXCEL_AND_JSON, ("parquet", "as text", ("x",))]
IN_EXCEL_AND_PARQUET = [*IN_EXCEL, ("parquet", "as text", ("x",))]


@pytest.mark.parametrize(
    ("field", "cells", "told"),
    [
        ({"type": "string"}, ["a", "", "'", " b ", "1E5", "2020-01-01", "true", "é", "e\u0301", "😀", "\u202eא"], []),
        ({"type": "string", "format": "email"}, ["a@example.org", ""], []),
        ({"type": "string", "format": "uri"}, ["https://example.org/?a=1,2", ""], []),
        ({"type": "string", "format": "uuid"}, ["123e4567-e89b-12d3-a456-426614174000", ""], []),
        ({"type": "string", "format": "binary"}, ["aGVsbG8=", ""], []),
        ({"type": "any"}, ["1", "a", "2020-01-01", "true", '{"a": 1}', ""], []),
        ({"type": "integer"}, ["1", " 2", "+3", "1_000", "٣", "007", "-15", ""], []),
        ({"type": "integer"}, ["9007199254740993", "-9223372036854775808", ""], IN_EXCEL_AND_JSON),
        ({"type": "integer"}, ["9223372036854775808", "9007199254740993", "100000000000000000000"], IN_EXCEL_AND_JSON),
        ({"type": "integer", "bareNumber": False}, ["$1", "5%", "-3 EUR", ""], []),
        ({"type": "number"}, ["1", "1.0", "1.50", "-0", "-0.0", "1e5", "1E-7", "0.1", "0.30000000000000004", ""], []),
        ({"type": "number"}, ["5e-324", "1.7976931348623157e308"], IN_EXCEL),
        ({"type": "number"}, ["NaN", "nan", "INF", "-Infinity", "1"], IN_EXCEL_AND_JSON),
        ({"type": "number"}, ["12345678901234567890.12", "1E+15"], IN_EXCEL_AND_JSON),
        ({"type": "number"}, ["1", FORTY, "-1e-40"], IN_ALL),
        ({"type": "number", "groupChar": ","}, ["1,234.5", "1,000,000", ""], []),
        ({"type": "number", "decimalChar": ",", "groupChar": "."}, ["1.234,5", "-1.000.000,25", "1E5", ""], []),
        ({"type": "number", "decimalChar": ","}, [FORTY.replace(".", ","), ""], IN_ALL),
        ({"type": "number", "bareNumber": False}, ["12.5%", "$ 1.5", "EUR -3", ""], []),
        ({"type": "number", "bareNumber": False, "decimalChar": ","}, ["12,5%", "€ 1,5"], []),
        ({"type": "number", "floatNumber": True}, ["0.1", "-0.0", "0.12345678901234567890"], []),
        ({"type": "boolean"}, ["true", "0", "FALSE", "1", ""], []),
        ({"type": "boolean", "trueValues": ["ja", "j"], "falseValues": ["nein"]}, ["ja", "j", "nein", ""], []),
        ({"type": "date"}, ["2026-01-31", "1900-03-01", "9999-12-31", ""], []),
        ({"type": "date"}, ["0001-01-01", "0950-12-31", "1899-12-31", "1900-02-28"], IN_EXCEL),
        ({"type": "date", "format": "any"}, ["31 January 2026", "Feb 3 2026", ""], []),
        ({"type": "date", "format": "%d.%m.%Y"}, ["31.01.2026", ""], []),
        ({"type": "date", "format": "%d.%m.%Y"}, ["01.01.0950", "01.01.0001"], IN_EXCEL),
        ({"type": "date", "format": "%d/%m/%y"}, ["31/01/26", "01/01/70", "01/01/68", ""], []),
        ({"type": "date", "format": "%Y%m"}, ["202601", ""], []),
        ({"type": "datetime"}, ["2026-01-31T12:00:00", "2026-01-31 23:59:59.999", "1900-03-01T00:00:00", ""], []),
        ({"type": "datetime"}, ["0001-01-01T00:00:00", "9999-12-31T23:59:59.999999", "1899-12-31T12:00:00"], IN_EXCEL),
        ({"type": "datetime"}, ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000001-05:30", ""], IN_EXCEL),
        ({"type": "datetime"}, ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00"], IN_EXCEL_AND_PARQUET),
        ({"type": "datetime"}, ["0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59-02:00"], IN_EXCEL_AND_PARQUET),
        ({"type": "datetime", "format": "any"}, ["31 Jan 2026 12:00", "2026-01-31T10:00", ""], []),
        ({"type": "datetime", "format": "%d.%m.%Y %H:%M"}, ["31.01.2026 12:30", ""], []),
        ({"type": "datetime", "format": "%H:%M %d-%m-%Y %z"}, ["12:30 31-01-2026 +0100", ""], IN_EXCEL),
        ({"type": "datetime", "format": "%H:%M:%S.%f %d-%m-%Y"}, ["12:30:00.000001 31-01-2026", ""], IN_EXCEL),
        ({"type": "time"}, ["08:30:00", "00:00:00", "23:59:59.999", "08:30:00.123", ""], []),
        ({"type": "time"}, ["08:30:00.123456"], IN_EXCEL),
        ({"type": "time"}, ["08:30:00+02:00", "08:30:00Z", ""], IN_EXCEL_AND_PARQUET),
        ({"type": "time", "format": "any"}, ["8:30 pm", "8:30"], []),
        ({"type": "time", "format": "%H.%M"}, ["08.30", "23.59", ""], []),
        ({"type": "year"}, ["2026", "0950", "0001", "9999", ""], []),
        ({"type": "yearmonth"}, ["2026-03", "950-1", "0001-12", ""], []),
        ({"type": "duration"}, ["P1Y2M3DT4H5M6S", "PT0.5S", "P1W", "-P1D", "PT36H", "P0D", ""], []),
        ({"type": "array"}, ['[1, 2.5, "a", null, {"b": [true]}]', "[]", ""], []),
        ({"type": "array"}, ["[NaN, -Infinity]", r'["\ud800"]'], [("json", "as text", ("x",))]),
        ({"type": "array", "arrayItem": {"type": "number"}}, ['[1.5, "1.25", 3]', f'["{FORTY}"]'], []),
        ({"type": "array", "arrayItem": {"type": "date", "format": "%d.%m.%Y"}}, ['["31.01.2026"]'], []),
        ({"type": "array", "arrayItem": {"type": "datetime"}}, ['["2026-01-31T12:00:00.5+02:00"]'], []),
        ({"type": "array", "arrayItem": {"type": "geopoint"}}, ['["1,2"]'], []),
        ({"type": "array", "arrayItem": {"type": "integer"}}, ['["1", 2, ""]'], []),
        ({"type": "object"}, ['{"a": 1, "b": {"c": [1.5]}}', "{}", '{"=x": "é😀"}', ""], []),
        ({"type": "geojson", "format": "topojson"}, ['{"type":"Topology","objects":{},"arcs":[]}', ""], []),
        ({"type": "list"}, ["a,b", "c", ""], []),
        ({"type": "list", "delimiter": ";", "itemType": "integer"}, ["1;2", "3"], []),
        ({"type": "list", "delimiter": "|", "itemType": "datetime"}, ["2020-01-01T00:00:00.5|0950-01-01T00:00:00"], []),
        ({"type": "list", "itemType": "number"}, ["1.5,2", FORTY], []),
        ({"type": "list", "itemType": "boolean"}, ["1,true,false"], []),
        ({"type": "list", "itemType": "time"}, ["10:00:00.5"], []),
    ],
)  # fmt: skip
def test_every_type(portal: Portal, field: dict[str, Any], cells: list[str], told: list[Any]) -> None:
    """Whatever a field's type and format, each form gives its values back; what stands as text in one is told."""
    made = published(portal, *column(field, cells), **V2)

    assert (made.forms, made.told) == (TABLES, told)
    assert made.problems() == []


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ({"type": "geopoint"}, ["-76.6,39.3", "90.50, -45.5", "0.12345678901234567890123,1", ""]),
        ({"type": "geopoint", "format": "array"}, ["[-76.6, 39.3]", "[90,45]", '["0.1","0.2"]', ""]),
        ({"type": "geopoint", "format": "object"}, ['{"lon": -76.6, "lat": 39.3}', '{"lat":1,"lon":"0.1"}', ""]),
        ({"type": "geojson"}, ['{"type":"Point","coordinates":[-76.6,39.3]}', ""]),
        ({"type": "geojson"}, ['{"type":"Feature","geometry":null,"properties":{"a":1}}', ""]),
    ],
)
def test_every_type_of_place(portal: Portal, field: dict[str, Any], cells: list[str]) -> None:
    """A table with a column of places is offered as GeoJSON too."""
    made = published(portal, *column(field, cells), **V2)

    assert (made.forms, made.told) == ([*TABLES, "t.geojson"], [])
    assert made.problems() == []


def test_geojson(portal: Portal) -> None:
    """Latitude and longitude make features; a row without both, or with one that is no number, has no place."""
    files = {"t.csv": "lat,lon,kind\n39.3,-76.6,oak\n,,elm\n39.4,,ash\n"}
    made = published(portal, files, {"path": "t.csv"})

    assert json.loads(made.text("t.geojson")) == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [-76.6, 39.3]},
                "properties": {"lat": 39.3, "lon": -76.6, "kind": "oak"},
            },
            {"type": "Feature", "geometry": None, "properties": {"lat": None, "lon": None, "kind": "elm"}},
            {"type": "Feature", "geometry": None, "properties": {"lat": 39.4, "lon": None, "kind": "ash"}},
        ],
    }
    assert made.problems() == []


def test_places_that_are_no_numbers(portal: Portal) -> None:
    """A latitude that is no number gives no place, and stands as text."""
    schema = {"fields": [{"name": "latitude", "type": "number"}, {"name": "longitude", "type": "number"}]}
    made = published(portal, {"t.csv": "latitude,longitude\nNaN,1\n39.3,-76.6\n"}, {"path": "t.csv", "schema": schema})

    assert [f["geometry"] and f["geometry"]["coordinates"] for f in json.loads(made.text("t.geojson"))["features"]] == [
        None,
        [-76.6, 39.3],
    ]
    assert ("geojson", "as text", ("latitude",)) in made.told
    assert made.problems() == []


def test_what_the_files_look_like(portal: Portal) -> None:
    """CSV and JSON are as plain as the table is: no quotes, zeros or fractions that nobody needs."""
    fields = [{"name": "day", "type": "date", "format": "%d.%m.%Y"}, {"name": "n", "type": "number"}, {"name": "s"}]
    schema = {"fields": fields, "missingValues": ["-", ""]}
    made = published(portal, {"t.csv": 'day,n,s\n1.2.2026,1.0,"a,b"\n-,,c\n'}, {"path": "t.csv", "schema": schema})

    assert made.text("t.csv") == 'day,n,s\r\n01.02.2026,1,"a,b"\r\n-,-,c\r\n'
    assert made.text("t.json") == (
        '[\n{"day": "01.02.2026", "n": 1, "s": "a,b"},\n{"day": null, "n": null, "s": "c"}\n]\n'
    )
    assert made.problems() == []


def test_types_of_parquet(portal: Portal) -> None:
    """Parquet has the schema's types: whole numbers, numbers, decimals, booleans, days, moments, times, text."""
    cells = {
        "integer": "1", "year": "2026", "number": "2.5", "boolean": "true", "date": "2026-01-31",
        "datetime": "2026-01-31T12:00:00", "time": "08:30:00", "string": "a", "yearmonth": "2026-03",
    }  # fmt: skip
    more = {"decimal": ("number", FORTY[:30]), "moment": ("datetime", "2026-01-31T12:00:00+02:00")}
    names = [*cells, *more]
    fields = [{"name": n, "type": more[n][0] if n in more else n} for n in names]
    row = [more[n][1] if n in more else cells[n] for n in names]
    made = published(portal, {}, {"data": [names, row], "schema": {"fields": fields}})

    schema = parquet.read_schema(made.folder / "t.parquet")
    assert dict(zip(schema.names, map(str, schema.types), strict=True)) == {
        "integer": "int64", "year": "int32", "number": "double", "boolean": "bool", "date": "date32[day]",
        "datetime": "timestamp[us]", "time": "time64[ns]", "string": "string", "yearmonth": "string",
        "decimal": "decimal128(28, 28)", "moment": "timestamp[us, tz=UTC]",
    }  # fmt: skip
    assert made.problems() == []


def test_types_of_excel(portal: Portal) -> None:
    """Excel has numbers, booleans, days, moments and times of its own; text stays text, whatever it looks like."""
    cells = ["2026-01-31", "1E5", "=1+1", "+1", "-1", "@a", '=HYPERLINK("http://example.org")', "true", "{=1}"]
    made = published(portal, *column({"type": "string"}, cells))

    sheet = load_workbook(made.folder / "t.xlsx").active
    assert [(cell.data_type, cell.value) for cell in sheet["B"][1:]] == [("s", cell) for cell in cells]
    assert formulas(made.folder / "t.xlsx") == []
    assert made.told == [("csv", "formulas", ("x",))]
    assert made.problems() == []


@pytest.mark.parametrize(
    ("cell", "warned"),
    [("=1+1", True), ("@SUM(A1)", True), ("-a", True), ("+cmd|' /C calc'!A0", True), ("\ta", True), ("\ra", True),
     ("-5", False), ("+1,200.5", False), ("-12 %", False), ("-", False), ("--", False), ("a=b", False), ("", False)],
)  # fmt: skip
def test_formulas_in_csv(portal: Portal, cell: str, *, warned: bool) -> None:
    """Text that a spreadsheet may run when it opens a CSV file is told; numbers and dashes are not."""
    made = published(portal, *column({"type": "string"}, ["a", cell]))

    assert warned == (("csv", "formulas", ("x",)) in made.told)
    assert made.problems() == []


@pytest.mark.parametrize(
    ("cells", "missing", "told"),
    [
        (["a", "\0"], [""], [("xlsx", "characters", ("x",))]),
        (["a", "b\rc", "\x1b"], [""], [("xlsx", "characters", ("x",))]),
        (["a", "_x000D_"], [""], [("xlsx", "characters", ("x",))]),
        (["a", ""], ["NA"], [("xlsx", "characters", ("x",))]),
        (["a", "b" * 32_767], [""], []),
        (["a", "b" * 32_768], [""], [("xlsx", "long text", ("x",))]),
        (["a", "😀" * 16_384], [""], [("xlsx", "long text", ("x",))]),
    ],
    ids=["zero byte", "carriage return", "escape", "empty text", "longest", "too long", "long emoji"],
)
def test_text_that_excel_changes(portal: Portal, cells: list[str], missing: list[str], told: list[Any]) -> None:
    """A table with text that Excel can't hold as it is has no workbook, and says so."""
    made = published(portal, *column({"type": "string"}, cells, missingValues=missing))

    assert made.told == told
    assert made.problems() == []


@pytest.mark.parametrize(
    ("limit", "rows_", "names", "told"),
    [("MOST_CELLS", 3, 2, [("xlsx", "size", ()), ("json", "size", ())]), ("MOST_ROWS", 3, 1, [("xlsx", "size", ())]),
     ("MOST_COLUMNS", 1, 5, [("xlsx", "columns", ())])],
)  # fmt: skip
def test_large_tables(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, limit: str, rows_: int, names: int, told: list[Any]
) -> None:
    """A table that is too large for what opens a form isn't offered in it, and says so."""
    for module in ("to_xlsx", "to_json", "to_geojson"):
        monkeypatch.setattr(f"civicstat.exports.{module}.{limit}", 3, raising=False)
    head = [f"c{n}" for n in range(names)]
    made = published(portal, {}, {"data": [head, *([n] * names for n in range(rows_))]})

    assert made.told == told
    assert made.problems() == []


@pytest.mark.parametrize(
    ("field", "values", "missing", "told"),
    [
        ({"type": "number"}, ["-99.0", "-98", "-99"], ["-99"], IN_EXCEL_AND_JSON),
        ({"type": "number"}, ["8.0", "NA", "-99.0"], ["", "NA", "-99", "8"], IN_EXCEL_AND_JSON),
        ({"type": "integer"}, ["007", "+5", "x"], ["7", "5", "x"], IN_EXCEL_AND_JSON),
        ({"type": "year"}, ["0999"], ["999"], IN_EXCEL_AND_JSON),
        ({"type": "boolean", "trueValues": ["1", "yes"], "falseValues": ["0", "no"]}, ["yes", "no"], ["0"], []),
        ({"type": "string"}, ["a", "-", "NA", "b"], ["NA", "-"], []),
        ({"type": "string"}, ["a", "-"], [{"value": "-", "label": "none"}], []),
        ({"type": "integer", "missingValues": ["x"]}, ["1", "x"], ["-"], []),
        ({"type": "integer"}, [1, None], [], [("csv", "format", ("x",))]),
        ({"type": "string"}, ["a", None], [], [("csv", "format", ("x",))]),
    ],
)
def test_blanks(portal: Portal, field: dict[str, Any], values: list[Any], missing: list[Any], told: list[Any]) -> None:
    """A blank is written as the field's own, and no value as what stands for a blank."""
    made = published(portal, {}, rows(field, values, missingValues=missing), **V2)

    assert made.told == told
    assert made.problems() == []


@pytest.mark.parametrize(
    ("field", "values", "forms"),
    [
        ({"type": "list"}, [["a", "b"]], TABLES),
        ({"type": "list"}, [["a,b"]], []),
        ({"type": "list"}, [[]], []),
        ({"type": "yearmonth"}, [[2026, 12]], TABLES),
        ({"type": "yearmonth"}, [[2026, 13]], []),
        ({"type": "array"}, [[0.5, 1, "a"]], TABLES),
        ({"type": "object"}, [{"a": {"b": 0.1}}], TABLES),
        ({"type": "geopoint"}, [[0.1, 0.2]], [*TABLES, "t.geojson"]),
        ({"type": "any"}, [1, "a", 2.5, True, None, {"a": 1}, [1]], TABLES),
        ({"type": "boolean"}, [True, False, "1", None], TABLES),
        ({"type": "year"}, [2020, 5, "0950"], TABLES),
        ({"type": "number"}, [1, 2.5, 1e20, -0.0], TABLES),
    ],
)
def test_values_of_json(portal: Portal, field: dict[str, Any], values: list[Any], forms: list[str]) -> None:
    """Values that aren't text in the source are written in their field's format, if that can say them."""
    made = published(portal, {}, rows(field, values), **V2)

    assert made.forms == forms
    assert made.told == [] if forms else {why for _, why, _ in made.told} == {"format"}
    assert made.problems() == []


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ({"type": "integer"}, ["9007199254740993", "1", "2", "3", "100000000000000000000"]),
        ({"type": "number"}, ["1.5", "2", "3", FORTY, "12345678901234567"]),
        ({"type": "datetime"}, ["2026-01-31T12:00:00", "2026-02-01T12:00:00", "", "2026-01-31T12:00:00Z"]),
    ],
)
def test_long_tables(portal: Portal, monkeypatch: pytest.MonkeyPatch, field: dict[str, Any], cells: list[str]) -> None:
    """A column whose later values need more than its first ones loses nothing of either."""
    monkeypatch.setattr("civicstat.columns.CHUNK", 2)
    made = published(portal, *column(field, cells))

    assert made.forms == TABLES
    assert made.problems() == []
