"""Downloads hold the source's values whatever form the source has, and whatever its columns are called."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pyarrow import parquet

from exports_example import V2, column, published, rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Portal = Callable[[dict[str, Any]], Path]

TABLES = ["t.csv", "t.xlsx", "t.json", "t.parquet"]


def workbook(*lines: list[Any]) -> bytes:
    """An Excel file."""
    book, file = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(file)
    return file.getvalue()


def parquet_file(**columns: Any) -> bytes:
    """A Parquet file."""
    file = io.BytesIO()
    parquet.write_table(pa.table(columns), file)
    return file.getvalue()


FIELDS = [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}]


@pytest.mark.parametrize(
    ("files", "resource"),
    [
        ({"t.csv": "a;b\n1;x,y\n"}, {"path": "t.csv"}),
        ({"t.tsv": "a\tb\n1\tx,y\n"}, {"path": "t.tsv"}),
        ({"t.csv": "a|b\n'1'|'x|''y'\n"}, {"path": "t.csv", "dialect": {"delimiter": "|", "quoteChar": "'"}}),
        ({"t.csv": "a,b\n1,x\\,y\n"}, {"path": "t.csv", "dialect": {"escapeChar": "\\", "doubleQuote": False}}),
        ({"t.csv": "a,b\n1,é\n".encode("latin-1")}, {"path": "t.csv", "encoding": "latin-1"}),
        ({"t.csv": "a,b\n1,é\n".encode("utf-16")}, {"path": "t.csv", "encoding": "utf-16"}),
        ({"t.csv": "1,x\n2,y\n"}, {"path": "t.csv", "dialect": {"header": False}}),
        ({"t.csv": "a,a\nb,c\n2,y\n"}, {"path": "t.csv", "dialect": {"headerRows": [1, 2]}}),
        ({"t.csv": "#c\na,b\n2,y\n"}, {"path": "t.csv", "dialect": {"commentChar": "#"}}),
        ({"t.csv": "a\n2\n\n3\n"}, {"path": "t.csv", "dialect": {"skipBlankRows": True}}),
        ({"t.csv": "a\n1\n2\n"}, {"path": "t.csv"}),
        ({"t.csv": "a,b\n"}, {"path": "t.csv"}),
        ({"1.csv": "a,b\n1,x\n", "2.csv": "a,b\n2,y\n"}, {"path": ["1.csv", "2.csv"]}),
        ({"1.csv": "a,b\n1,x\n", "2.csv": "a,b\n2,y\n"}, {"path": "1.csv", "extrapaths": ["2.csv"]}),
        ({"t.csv.gz": gzip.compress(b"a,b\n1,x\n")}, {"path": "t.csv.gz"}),
        ({"t.json": '{"d": [{"a": 1, "b": [1.5]}]}'}, {"path": "t.json", "dialect": {"json": {"property": "d"}}}),
        ({"t.ndjson": '{"a": 1, "b": "x"}\n{"a": 2, "b": null}\n'}, {"path": "t.ndjson"}),
        ({}, {"data": [{"a": 1, "b": "x"}, {"a": 2}]}),
        ({"t.csv": "b,a\n2,y\n"}, {"path": "t.csv", "schema": {"fieldsMatch": "equal", "fields": FIELDS}}),
        ({"t.csv": "b,a,c\n2,y,3\n"}, {"path": "t.csv", "schema": {"fieldsMatch": "subset", "fields": FIELDS}}),
        ({"t.csv": "b\n2\n"}, {"path": "t.csv", "schema": {"fieldsMatch": "superset", "fields": FIELDS}}),
        ({"t.csv": "c,b\n2,7\n"}, {"path": "t.csv", "schema": {"fieldsMatch": "partial", "fields": FIELDS}}),
    ],
    ids=[
        "semicolon", "tsv", "quotes", "escapes", "latin-1", "utf-16", "no header", "two headers", "comment",
        "blank rows", "one column", "no rows", "parts", "more parts", "gzip", "json", "ndjson", "inline", "equal",
        "subset", "superset", "partial",
    ],
)  # fmt: skip
def test_every_source(portal: Portal, files: dict[str, Any], resource: dict[str, Any]) -> None:
    """Every form gives the source's values back, whatever the source's own form, dialect, encoding or order is."""
    made = published(portal, files, {"type": "table", **resource}, **V2)

    assert (made.forms, made.told) == (TABLES, [])
    assert made.problems() == []


def test_excel_source(portal: Portal) -> None:
    """Days, moments, times, mixed columns and blanks of a workbook come out as they went in."""
    day, moment = datetime(2020, 1, 1), datetime(1950, 1, 1, 12, 0, 0, 500_000)  # noqa: DTZ001 - Excel has no zones
    lines = [["id", "d", "t", "x", "m"], [1, day, time(8, 30), "a", "12A"], [2, moment, time(0), None, 13]]
    made = published(portal, {"t.xlsx": workbook(*lines)}, {"path": "t.xlsx"})

    assert (made.forms, made.told) == (TABLES, [])
    assert made.problems() == []


def test_a_format_that_cannot_say_a_value(portal: Portal) -> None:
    """A moment with seconds under a format without them is in the forms that have moments, and in no other."""
    moment = datetime(2020, 1, 1, 12, 0, 30)  # noqa: DTZ001 - Excel has no zones
    schema = {"fields": [{"name": "m", "type": "datetime", "format": "%d.%m.%Y %H:%M"}]}
    made = published(portal, {"t.xlsx": workbook(["m"], [moment])}, {"path": "t.xlsx", "schema": schema})

    assert (made.forms, made.told) == (["t.xlsx", "t.parquet"], [("csv", "format", ("m",)), ("json", "format", ("m",))])
    assert made.problems() == []


def test_digits_within_json(portal: Portal) -> None:
    """A number within an object, of more digits than JSON's readers keep, is offered in the source's form only."""
    files = {"t.json": '[{"a": 1, "o": {"x": 0.12345678901234567890123}}]'}
    made = published(portal, files, {"path": "t.json", "type": "table"})

    assert (made.forms, {why for _, why, _ in made.told}) == ([], {"format"})
    assert made.problems() == []


DAY, MOMENT = date(1850, 1, 1), datetime(2020, 1, 1, 12, 0, 0, 123_456)  # noqa: DTZ001 - one without a zone is meant


@pytest.mark.parametrize(
    "values",
    [
        pa.array([1, None, 3]),
        pa.array([2**63, None, 3], pa.uint64()),
        pa.array([True, None, False]),
        pa.array([DAY, None, date(9999, 12, 31)]),
        pa.array([MOMENT, None, MOMENT]),
        pa.array([datetime(2020, 1, 1, tzinfo=UTC), None, None], pa.timestamp("us", "Europe/Berlin")),
        pa.array([Decimal("1.50"), None, Decimal("-12345678901234567890.12")]),
        pa.array([1.5, float("nan"), None]),
        pa.array([float("inf"), 1.0, -0.0]),
        pa.array([0.1, None, 2.5], pa.float32()),
        pa.array([{"a": 1}, None, {"a": 2}]),
        pa.array(["a", None, ""]),
        pa.array([time(8, 30, 0, 5), None, time(0)]),
    ],
    ids=str,
)
def test_parquet_source(portal: Portal, values: Any) -> None:
    """Columns of a Parquet file come out as they went in; its blanks are blanks, and not NaN."""
    made = published(portal, {"t.parquet": parquet_file(n=pa.array([1, 2, 3]), x=values)}, {"path": "t.parquet"})

    assert made.forms == TABLES
    assert "NaN" not in made.text("t.csv") + made.text("t.json")
    assert made.problems() == []


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["a,b", 'q"x', "l\nm", " s ", "é", "名"], []),
        (["geometry", "n", "=1+1", "-", "1"], []),
        (["\ufeffa", "b"], []),
        (["\ufeffa,", "b"], []),
        (["a\0b", "\0c", "\0geometry"], [("xlsx", "characters", ("a\0b", "\0c", "\0geometry"))]),
        (["a\rb"], [("xlsx", "characters", ("a\rb",))]),
        (["x" * 300, "😀"], []),
    ],
)
def test_names_of_columns(portal: Portal, names: list[str], told: list[Any]) -> None:
    """Columns keep their names, whatever these hold."""
    made = published(portal, {}, {"data": [names, list(range(len(names)))]})

    assert made.told == told
    assert made.problems() == []


@pytest.mark.parametrize(
    ("names", "files"),
    [
        (["datapackage", "croissant", "index"], ["datapackage-2.csv", "croissant-2.csv", "index-2.csv"]),
        (["a/b", "a b", "A-B", "a-b"], ["a-b.csv", "a-b-2.csv", "a-b-3.csv", "a-b-4.csv"]),
        (["zählung", "数据", "данные"], ["zahlung.csv", "n-5440f742.csv", "n-9d8cf70d.csv"]),
        (["History", "[x]:*?/\\", "'", "x" * 200], ["history.csv", "x.csv", "n-265fda17.csv", "x" * 100 + ".csv"]),
        (["a" + "😀" * 40], ["a.csv"]),
    ],
)
def test_names_of_resources(portal: Portal, names: list[str], files: list[str]) -> None:
    """Every resource has files of its own, under addresses that are free and safe."""
    made = published(portal, {}, *({"name": name, "data": [{"id": 1}]} for name in names), **V2)

    assert [path for path in made.forms if path.endswith(".csv")] == files
    assert len(made.forms) == 4 * len(names)
    assert made.problems() == []


def test_blank_columns(portal: Portal) -> None:
    """A column without a value is blank in every form, whatever its type."""
    kinds = ["string", "integer", "number", "boolean", "date", "datetime", "time", "year", "yearmonth", "duration",
             "geopoint", "geojson", "array", "object", "any", "list"]  # fmt: skip
    fields = [{"name": "n", "type": "integer"}, *({"name": kind, "type": kind} for kind in kinds)]
    made = published(portal, {}, {"data": [["n", *kinds], [1, *[""] * len(kinds)]], "schema": {"fields": fields}}, **V2)

    assert (made.forms, made.told) == ([*TABLES, "t.geojson"], [])
    assert made.problems() == []


def feature(geometry: Any = None, /, **properties: Any) -> dict[str, Any]:
    """A map's feature."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


POINT = {"type": "Point", "coordinates": [-76.6, 39.3]}
LATE = [*(feature(a=n, b=None) for n in range(150)), feature(a="x", b=1), feature(a=2.5, b="y", c=True)]


@pytest.mark.parametrize(
    ("features", "forms"),
    [
        ([feature(POINT, name="A", zip="02134", tags=["x"], day="2026-01-31"), feature(name="B")], 3),
        ([feature(geometry="x", geometry_=2), feature(geometry="")], 3),
        ([feature(POINT, **{"": "e", "a,b": 1})], 3),
        ([feature(x=12345678901234567890, y=0.1, b=True), feature(x=1, y=float("nan"), b=False)], 3),
        (LATE, 3),
        ([feature(POINT)], 0),
        ([], 0),
    ],
    ids=["plain", "geometry", "odd names", "numbers", "late types", "no properties", "no features"],
)
def test_maps(portal: Portal, features: list[Any], forms: int) -> None:
    """A map's properties are offered as a table, each value as it is, with the geometries as text beside them."""
    files = {"t.geojson": {"type": "FeatureCollection", "features": features}}
    made = published(portal, files, {"path": "t.geojson"})

    assert made.forms == ["t.csv", "t.xlsx", "t.parquet"][:forms]
    assert made.problems() == []


def test_text_that_is_not_unicode(portal: Portal) -> None:
    """Half a character, which JSON can name and no file hold, withholds the table."""
    half = r'{"type": "FeatureCollection", "features": [{"properties": {"x": "\ud800"}}]}'
    made = published(
        portal,
        {"t.ndjson": r'{"x": "\ud800"}', "u.geojson": half, "v.csv": "a\n1\n"},
        {"path": "t.ndjson"},
        {"name": "u", "path": "u.geojson"},
        {"name": "v", "path": "v.csv"},
    )

    assert made.findings == (r"holds text that is not Unicode: '\ud800'",) * 2
    assert made.forms == ["v.csv", "v.xlsx", "v.json", "v.parquet"]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text(
    alphabet="a ,;\"'\n\r\t=+-@0.\ufeff_x", max_size=8
)


def as_csv(lines: list[list[str]]) -> str:
    """Lines as CSV, every cell in quotes."""
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(lines)
    return file.getvalue()


@settings(max_examples=25)
@given(cells=st.lists(TEXT, min_size=1, max_size=6), names=st.lists(TEXT.filter(str.strip), min_size=1, max_size=3))
@example(cells=["=1+1", " ", "\r", "\n\n", "\ufeff", '""', "_x000D_"], names=["\ufeff", "=x"])
def test_any_text(portal: Portal, cells: list[str], names: list[str]) -> None:
    """Whatever a text holds, in a cell or in the name of a column, every form gives it back."""
    head = [f"{name}{number}" for number, name in enumerate(names)]
    fields = [{"name": name, "type": "string"} for name in head]
    table = [head, *([cell, *["b"] * (len(head) - 1)] for cell in cells)]
    data = published(portal, {}, {"data": [*table, ["a"] * len(head)], "schema": {"fields": fields}})
    assert data.differences() == []

    made = published(portal, *column({"type": "string"}, cells))
    assert made.differences() == []


NUMBER = st.one_of(
    st.floats(allow_nan=False).map(repr),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.integers(-(10**25), 10**25).map(str),
    st.sampled_from(["NaN", "INF", "-INF", "-0", "0.10", "1e5", "1E-320", "-99", ""]),
)


@settings(max_examples=25)
@given(cells=st.lists(NUMBER, min_size=1, max_size=6), missing=st.sampled_from([[""], ["", "-99", "0"]]))
def test_any_number(portal: Portal, cells: list[str], missing: list[str]) -> None:
    """Whatever a number is, every form gives it back to its last digit."""
    made = published(portal, *column({"type": "number"}, ["0.5", *cells], missingValues=missing))

    assert made.differences() == []
    assert not made.findings or "0" in missing


ZONES = st.sampled_from(["", "Z", "+02:00", "-05:30"])


@settings(max_examples=25)
@given(
    moments=st.lists(st.tuples(st.datetimes(), ZONES), min_size=1, max_size=5),
    form=st.sampled_from(["default", "any", "%Y-%m-%dT%H:%M:%S.%f", "%d/%m/%Y %H:%M:%S.%f"]),
)
def test_any_moment(portal: Portal, moments: list[tuple[datetime, str]], form: str) -> None:
    """Whatever a moment, a day or a time is, every form gives it back with its zone."""
    plain = form in ("default", "any")
    zoned = [m.isoformat() + zone if plain else f"{m:{form.replace('%Y', f'{m.year:04}')}}" for m, zone in moments]
    days = [m.date().isoformat() for m, _ in moments]
    times = [m.time().isoformat() + zone for m, zone in moments]
    kinds = {"datetime": zoned, "date": days, "time": times}
    fields = [{"name": kind, "type": kind, "format": form if kind == "datetime" else "default"} for kind in kinds]
    table = [list(kinds), *zip(*kinds.values(), strict=True)]
    made = published(portal, {}, {"data": table, "schema": {"fields": fields}})

    assert made.problems() == []


NESTED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=25)
@given(values=st.lists(st.dictionaries(TEXT, NESTED, max_size=3), min_size=1, max_size=4))
def test_any_object(portal: Portal, values: list[dict[str, Any]]) -> None:
    """Whatever an object or a list holds, every form gives it back."""
    cells = [json.dumps(value) for value in values]
    made = published(portal, *column({"type": "object"}, cells))
    assert made.problems() == []

    lists = published(portal, *column({"type": "array"}, [f"[{cell}]" for cell in cells]))
    assert lists.problems() == []


@settings(max_examples=25)
@given(values=st.lists(st.lists(TEXT, min_size=1, max_size=3), min_size=1, max_size=4))
def test_any_list(portal: Portal, values: list[list[str]]) -> None:
    """A list whose items hold its own delimiter is in no form that would split it anew."""
    made = published(portal, {}, rows({"type": "list", "delimiter": ";"}, values), **V2)

    assert made.problems() == []
