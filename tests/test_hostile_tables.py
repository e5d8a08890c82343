"""Tables that are bombs, or that nobody could read to their end: refused in words, in 3 GiB at most.

And, as `make bench` shows, within a minute.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from openpyxl import Workbook
from pyarrow import parquet

from hostile_portal import GOOD, Built, build_within_limits

Portal = Callable[[Mapping[str, Any]], Path]

MEGABYTE = 1 << 20
WIDE = ",".join(f"c{n}" for n in range(100_000)) + "\n" + ",".join(["1"] * 100_000) + "\n"
MANY = [{"name": f"c{n}", "type": "integer"} for n in range(100_000)]
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def table(path: str, content: Any, *, fields: Any = None, **more: Any) -> dict[str, Any]:
    """A package of one file; `fields` are its schema's."""
    resource = {"name": "rows", "path": path, **({"schema": {"fields": fields}} if fields else {}), **more}
    return {"datapackage.json": {"name": "x", "resources": [resource]}, path: content}


def gzipped(part: bytes, megabytes: int) -> bytes:
    """So many megabytes of the same in a few kilobytes, as gzip members one after the other."""
    return gzip.compress(part * (MEGABYTE // len(part)), mtime=0) * megabytes


def zipped(part: bytes, megabytes: int) -> bytes:
    """So many megabytes of the same in an archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("rows.csv", "w") as inner:
        for _ in range(megabytes):
            inner.write(part * (MEGABYTE // len(part)))
    return packed.getvalue()


def workbook(sheet: bytes) -> bytes:
    """An Excel file whose one sheet is what you like."""
    book = Workbook()
    plain, packed = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            archive.writestr(name, sheet if name.endswith("sheet1.xml") else parts.read(name))
    return packed.getvalue()


def stored(rows: int, columns: int) -> bytes:
    """A Parquet file in which the same few bytes stand for all rows."""
    packed = pyarrow.BufferOutputStream()
    same = {f"c{n}": pyarrow.repeat(1, min(rows, 1_000_000)) for n in range(columns)}
    part = pyarrow.table(same)
    with parquet.ParquetWriter(packed, part.schema) as file:
        for _ in range(max(1, rows // 1_000_000)):
            file.write_table(part)
    return bytes(packed.getvalue())


def collection(properties: Mapping[str, Any]) -> dict[str, Any]:
    """A GeoJSON file of one feature."""
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": None, "properties": properties}],
    }


def cases() -> dict[str, tuple[dict[str, Any], str]]:
    """A package by what is wrong with it, and what its page says of that."""
    two = [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]
    endless = [{"name": "a", "type": "string", "constraints": {"pattern": "(a+)+$"}}]
    columns = "100,000 columns"
    bomb = "at most 100 times as much"
    holes = SHEET + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    return {
        "a pattern that never ends": (
            table("rows.csv", f"a\nb\n{'a' * 60}b\n", fields=endless),
            'Look at the patterns of "a": one of them tries endless combinations.',
        ),
        "a gzip bomb of rows": (table("rows.csv.gz", gzipped(b"1,x\n", 10_000), fields=two), bomb),
        "a gzip bomb of zeros": (table("rows.csv.gz", gzipped(b"\0", 1_000)), bomb),
        "a gzip bomb of blank lines": (table("rows.csv.gz", gzipped(b"\n", 1_000)), bomb),
        "a zip bomb": (table("rows.csv.zip", zipped(b"1,x\n", 300), fields=two), bomb),
        "an xz bomb": (table("rows.csv.xz", lzma.compress(b"1,x\n" * 15 * MEGABYTE, preset=0)), bomb),
        "a bzip2 bomb": (table("rows.csv.bz2", bz2.compress(b"1,x\n" * 15 * MEGABYTE)), bomb),
        "a bomb that is no table": (table("report.pdf.gz", gzipped(b"\0", 1000)), bomb),
        "an Excel bomb": (table("rows.xlsx", workbook(SHEET + b"<row/>" * 50 * MEGABYTE)), bomb),
        "a Parquet bomb": (table("rows.parquet", stored(1_000_000_000, 1)), bomb),
        "100,000 columns in CSV": (table("rows.csv", WIDE), columns),
        "100,000 columns, two of them described": (table("rows.csv", WIDE, fields=two), columns),
        "100,000 fields": (table("rows.csv", WIDE, fields=MANY), columns),
        "100,000 fields in a file of their own": (
            {**table("rows.csv", WIDE, schema="schema.json"), "schema.json": {"fields": [{"name": "a"}] * 100_000}},
            columns,
        ),
        "100,000 columns in the descriptor": (
            {"datapackage.json": {"resources": [{"name": "rows", "data": [{f["name"]: 1 for f in MANY}]}]}},
            columns,
        ),
        "100,000 columns in JSON": (
            table("rows.json", json.dumps([{f["name"]: 1 for f in MANY}]), fields=two, type="table"),
            columns,
        ),
        "100,000 properties in GeoJSON": (table("rows.geojson", collection({f["name"]: 1 for f in MANY})), columns),
        "20,000 columns in Parquet": (table("rows.parquet", stored(1, 20_000)), "20,000 columns"),
        "a quote that is never closed": (
            table("rows.csv", 'a,b\n1,"' + "x,y\n" * 25_000_000),
            "a cell of more than 5,000,000 characters",
        ),
        "one line of JSON": (
            table("rows.ndjson", '{"a": "' + "x" * 6_000_000 + '"}\n'),
            "a cell of more than 5,000,000 characters",
        ),
        "a whole number of 100,000 digits": (
            table("rows.csv", f"a,b\n{'9' * 100_000},x\n", fields=two),
            "the value does not fit the type of its column",
        ),
        "a number of a million digits": (
            table("rows.json", f'[{{"a": {"9" * 1_000_000}, "b": "x"}}]', fields=two, type="table"),
            "breaks the program that reads it",
        ),
        "nested JSON": (table("rows.json", "[" * 1_000_000, fields=two, type="table"), "rows.json"),
        "NUL bytes": (table("rows.json", b'[{"a": 1, \0"b": 2}]', fields=two, type="table"), "rows.json"),
        "an encoding that lies": (table("rows.csv", "a,b\n1,2\n", encoding="utf-16"), "rows.csv"),
        "a sheet of holes": (table("rows.xlsx", workbook(holes)), "the row is blank"),
        "a descriptor of others as data": (
            {
                "datapackage.json": {"resources": [{"name": "rows", "path": "in/others.json"}]},
                "in/others.json": {"name": "y", "resources": [{"name": "z", "path": "passwd.csv"}]},
            },
            "a description of other data",
        ),
    }


CASES = cases()


@pytest.fixture(scope="module")
def bombs(portal: Portal) -> Built:
    """A portal of all these packages and the good one, built at once within the limits for one."""
    files = dict(GOOD)
    for name, (package, _) in CASES.items():
        folder = f"catalog/{folder_of(name)}"
        for path, content in package.items():
            files[f"{folder}/{path}"] = content
        files[f"{folder}/datapackage.json"] = {**package["datapackage.json"], "name": folder_of(name)}
    return build_within_limits(portal(files))


def folder_of(name: str) -> str:
    """The folder of a case."""
    return name.lower().replace(" ", "-").replace(",", "")


@pytest.mark.parametrize("case", CASES)
def test_refused_in_words(bombs: Built, case: str) -> None:
    """A table past all measure is withheld, and its page says what was found and what is expected."""
    page = bombs.page(f"datasets/{folder_of(case)}")

    assert CASES[case][1] in page.text
    assert "withheld" in page.text or "can't be shown" in page.text
    assert not list((bombs.root / "site/datasets" / folder_of(case)).glob("rows.*"))


def test_good_stands(bombs: Built) -> None:
    """The package beside them all is published whole, and the exit code says that the rest is not."""
    published = {path.name for path in (bombs.root / "site/datasets/good").iterdir()}

    assert bombs.code == 1
    assert published >= {"calls.csv", "calls.parquet", "calls.xlsx", "datapackage.json", "files"}
    assert "What has to be put right" not in bombs.page("datasets/good").text


ODD = {
    "numbers": "n\n1e999999999\n-1e999999999\n1e-999999999\nNaN\n-INF\n0.1\n",
    "whole": f"n\n{'9' * 4000}\n-{'9' * 4000}\n1\n",
    "days": "n\n0001-01-01\n9999-12-31\n",
    "text": "n\n=1+1\n+cmd|' /C calc'!A0\n@SUM(A1)\n-2+3\n\u202eabc\n",
}
KINDS = {"numbers": "number", "whole": "integer", "days": "date", "text": "string"}


def test_odd_values_are_published(portal: Portal) -> None:
    """Values that are right, however odd, are published; cells that a spreadsheet may run are told of."""
    files = dict(GOOD)
    for name, rows in ODD.items():
        package = table("rows.csv", rows, fields=[{"name": "n", "type": KINDS[name]}])
        files |= {f"catalog/{name}/{path}": content for path, content in package.items()}
        files[f"catalog/{name}/datapackage.json"] = {**package["datapackage.json"], "name": name}

    built = build_within_limits(portal(files))

    assert built.code == 0, built.said
    assert "[TB003]" in built.said
    assert "formula" in built.page("datasets/text").text
    assert all((built.root / f"site/datasets/{name}/rows.parquet").is_file() for name in ODD)


def test_a_hundred_megabytes(portal: Portal) -> None:
    """A table of a hundred megabytes is published whole: its original, CSV and Parquet, and a page."""
    line = "%d,2026-01-02,Pothole repair request,Charles Village,39.290385,Reported by phone and closed after a visit\n"
    rows = "".join([line % number for number in range(1_000_000)])
    fields = [
        {"name": name, "type": kind}
        for name, kind in (("id", "integer"), ("day", "date"), ("kind", "string"), ("place", "string"))
    ]
    fields += [{"name": "latitude", "type": "number"}, {"name": "note", "type": "string"}]
    package = table("rows.csv", f"id,day,kind,place,latitude,note\n{rows}", fields=fields)
    package["datapackage.json"]["name"] = "large"

    built = build_within_limits(portal({**GOOD, **{f"catalog/large/{path}": x for path, x in package.items()}}))

    assert built.code == 0, built.said
    assert "1,000,000 rows" in built.page("datasets/large").text
    assert (built.root / "site/datasets/large/files/rows.csv").stat().st_size > 95_000_000
    assert (built.root / "site/datasets/large/rows.parquet").is_file()
