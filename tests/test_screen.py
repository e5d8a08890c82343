"""The screen, in both of its ways, beside Frictionless: the same report, whatever it leaves out."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from frictionless.resources import table as frictionless_tables

from civicstat import screen, standard
from civicstat.screen import by_rows, screen_tables, vector
from civicstat.screen.plain import PROFILE, plain_package
from fuzz_reference import Reference
from fuzzing import differences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

A = {"name": "a", "type": "integer"}
B = {"name": "b", "type": "string"}
V2 = {"$schema": PROFILE}


@pytest.fixture(scope="module")
def frictionless() -> Iterator[Reference]:
    """Frictionless, in a process of its own."""
    with Reference() as reference:
        yield reference


@pytest.fixture(params=["rows", "columns"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of screening, whatever a table's size, in small chunks and blocks."""
    monkeypatch.setattr(screen, "LARGE", 0 if request.param == "columns" else 10**12)
    monkeypatch.setattr(vector, "BLOCK", 60)
    monkeypatch.setattr(vector, "_SAMPLE", 4)
    monkeypatch.setattr(by_rows, "CHUNK", 3)
    return str(request.param)


def table(*fields: Mapping[str, Any], name: str = "t", more: Any = None, **schema: Any) -> dict[str, Any]:
    """A resource of a CSV file of its name."""
    own = {"name": name, "type": "table", "path": f"{name}.csv", "schema": {"fields": list(fields), **schema}}
    return {**own, **(more or {})}


def field(name: str, kind: str, **constraints: Any) -> dict[str, Any]:
    """A field with constraints."""
    return {"name": name, "type": kind, "constraints": constraints}


def leads(fields: list[str], resource: str, target: list[str]) -> dict[str, Any]:
    """A foreign key."""
    return {"fields": fields, "reference": {"resource": resource, "fields": target}}


def write(folder: Path, files: Mapping[str, str | bytes], *resources: Any, **package: Any) -> dict[str, Any]:
    """Write a package; its descriptor."""
    text = json.dumps({"name": "p", **package, "resources": list(resources)})
    (folder / "datapackage.json").write_text(text)
    for path, content in files.items():
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    descriptor: dict[str, Any] = json.loads(text)
    return descriptor


def told(frictionless: Reference, folder: Path, descriptor: Mapping[str, Any]) -> list[str]:
    """Where civicstat's report and Frictionless's differ."""
    frictionless.ask(folder)
    errors, checked = standard.check_resources(descriptor, folder)
    found = json.loads(json.dumps({"errors": errors, "tasks": [check.task for check in checked]}, default=str))
    return [str(one) for one in differences(frictionless.answer(), found, "resources", str(folder))]


ONE_TABLE: dict[str, tuple[str | bytes, Any]] = {
    "sound": ("a,b\n1,x\n2,y\n", table(A, B)),
    "a header alone": ("a,b\n", table(A, B)),
    "a header alone, without an end": ("a,b", table(A, B)),
    "nothing": ("", table(A, B)),
    "no end of the last line": ("a,b\n1,x\n2,y", table(A, B)),
    "a quoted header": ('"a","b"\n1,x\n', table(A, B)),
    "spaces in the header": ("a ,b\n1,x\n", table(A, B)),
    "another header": ("b,a\nx,1\n", table(A, B)),
    "line breaks of Windows": ('a,b\r\n1,"x"\r\n2,\r\nx,y\r\n', table(A, B)),
    "a lone carriage return": ("a,b\n1,x\ry\n2,z\n", table(A, B)),
    "signs that part lines elsewhere": ("a,b\n1,x\x0by\n2,\x85\n3,\u2028z\n", table(A, B)),
    "a line break within a cell": ('a,b\n"1\n2",x\n3,"y\nz"\n', table(A, B)),
    "a line break within a cell, and bounds": ('a,b\n"1\n2",x\n3,y\n', table(field("a", "integer", minimum=0), B)),
    "quotes": ('a,b\n1,"x,y"\n2,""\n3,""""\n4,"say ""so"", then"\n', table(A, B)),
    "quotes out of place": ('a,b\n1,"x"y\n2,z"z\n', table(A, B)),
    "a quote that is not closed": ('a,b\n1,x\n2,"y\n3,z\n', table(A, B)),
    "too many and too few cells": ('a,b\n1,x\n2\n3,y,9\n"4",",",\n\n5,z\n,\n', table(A, B)),
    "too few cells of a key": ("a,b\n1,x\n2\n3,y,9\n2,z\n", table(A, B, primaryKey=["a", "b"])),
    "too few cells, and an empty text": ("a,b\n1,x\n2\n", table(A, B, missingValues=["NA"])),
    "one column, and a line without text": ("b\nx\n\ny\n", table(B)),
    "one column, and an empty text": ("b\nx\n\ny\n\n", table(B, missingValues=["NA"])),
    "one column, and a quoted empty text": ('b\nx\n""\ny\n', table(B, missingValues=["NA"])),
    "a byte order mark": ("\ufeffa,b\n1,x\n2\n", table(A, B)),
    "a byte order mark in the first row": ("a,b\n\ufeff1,x\n3,y\n", table(A, B)),
    "a byte order mark in a later row": ("\ufeffb,a\nx,1\n\ufeffy,x2\n", table(B, A, more={"encoding": "utf-8"})),
    "a byte order mark, and cells that make up for it": ("a,b\n\ufeff1,x\n3\n4\n5\n6,y\n", table(A, B)),
    "a byte that is no text": (b"a,b\n1,x\n2,\xff\n" + b"3,y\n" * 300, table(A, B, more={"encoding": "utf-8"})),
    "a byte that is no text in a cell too many": (
        b"a,b\n" + b"3,y\n" * 300 + b"2,x,\xed\xa0\x80\n",
        table(A, B, more={"encoding": "utf-8"}),
    ),
    "semicolons": ("a;b\n" + "1;x,y\n" * 20 + '2;"x;y"\n3\n', table(A, B)),
    "declared bars": ("a|b\n1|x\n2|y;z\n", table(A, B, more={"dialect": {"csv": {"delimiter": "|"}}})),
    "spaces after delimiters": ("a, b\n1, x\n2, y\n", table(A, B)),
    "no blanks": ("a,b\n1,\n2,x\n", table(A, B, missingValues=[])),
    "blanks that look like values": (
        "a,b,d\n1,x,2020-01-01\n-99,NA,1900-01-01\n2, ,1900-01-01\n-99,y,2020-01-02\n",
        table(A, field("b", "string", unique=True), {"name": "d", "type": "date"}, missingValues=["-99", "NA", " "]),
    ),
    "blanks of a field's own": ("a,b\n0,0\n0,x\n", table({**A, "missingValues": ["0"]}, B)),
    "a blank that is no Unicode": ("a,b\n1,x\n", table(A, B, missingValues=["", "\ud800"])),
    "a blank number as a key": ("a,b\n1,x\n-99,y\n", table(A, B, missingValues=["-99"], primaryKey=["a"])),
    "a blank day as a key": (
        "d,b\n2020-01-01,x\n1900-01-01,y\n",
        table({"name": "d", "type": "date"}, B, missingValues=["1900-01-01"], primaryKey=["d"]),
    ),
    "required": ("a,b\n1,x\n,y\n", table(field("a", "integer", required=True), B)),
    "booleans without words": (
        "a,b\n,x\ntrue,x\n",
        table({"name": "a", "type": "boolean", "trueValues": [], "falseValues": []}, B),
    ),
    "a text's list with numbers": ("a,b\n1,x\n2,y\n", table(field("a", "string", enum=[1, "2"]), B)),
    "numbers past all columns": (
        "a,b\n1,x\n-5,y\n",
        table(field("a", "integer", minimum=-(10**30), enum=[1, 10**30]), field("b", "string", maxLength=10**30)),
    ),
    "a pattern that gives nothing back": ("a,b\naa,x\n", table(field("a", "string", pattern="a*+a"), B)),
    "a pattern with a difference of classes": ("a,b\n-,x\n5,y\n", table(field("a", "string", pattern="[a-z--9]"), B)),
    "lengths": (
        "a,b\n😀,1\n😀😀,2\ne\u0301,3\nabcd,4\n",
        table(field("a", "string", minLength=2, maxLength=3), {"name": "b", "type": "year"}),
    ),
    "bounds at their ends": (
        "a,b\n1.5,x\n1.50,x\n1.4999999999999999999,x\n1.5000000000000000001,x\n15e-1,x\n",
        table(field("a", "number", minimum=1.5, maximum="1.5"), B),
    ),
    "a signalling NaN as a key": ("a,b\nsNaN,x\n", table({"name": "a", "type": "number"}, B, primaryKey=["a"])),
    "fields that look like patterns": (
        "^a$,a\n1,2\n1,2\n3,1\n",
        table(
            {"name": "^a$", "type": "integer"},
            A,
            primaryKey=["^a$", "a"],
            foreignKeys=[leads(["^a$"], "", ["a"])],
        ),
    ),
    "what is said is true": (
        "a,b\n1,x\n",
        table(A, B, more={"bytes": 8, "rows": 1, "fields": 2, "hash": hashlib.md5(b"a,b\n1,x\n").hexdigest()}),  # noqa: S324
    ),
    "what is said is wrong": (
        "a,b\n1,x\n",
        table(A, B, more={"bytes": 9, "rows": 2, "fields": 3, "hash": f"sha256:{'0' * 64}"}),
    ),
    "no file": (b"", table(A, B, more={"path": "other.csv"})),
    "a name too long for a file": (b"", table(A, B, more={"path": f"{'x' * 300}.csv"})),
}


@pytest.mark.parametrize("case", ONE_TABLE)
@pytest.mark.usefixtures("way")
def test_same_report(frictionless: Reference, tmp_path: Path, case: str) -> None:
    """One table, screened in either way, has Frictionless's own report."""
    content, resource = ONE_TABLE[case]

    descriptor = write(tmp_path, {"t.csv": content}, resource, **V2)

    assert told(frictionless, tmp_path, descriptor) == []


@pytest.mark.parametrize("end", ["\n1,x\n1,x\n", "\r\n1,x\n", "\r\n", "\n", ""])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("size", [8189, 8190, 8191, 8192, 8193])
def test_the_limit(
    frictionless: Reference, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, mark: str, end: str
) -> None:
    """Where a check ends at its 1,000th error, the report says how far Frictionless has read, in its pieces."""
    monkeypatch.setattr(screen, "LARGE", 0)
    begin = f"{mark}a,b\n" + "x,y\n" * 999 + "x,"
    content = begin + "y" * (size - len(begin.encode())) + end

    descriptor = write(tmp_path, {"t.csv": content}, table(A, B, more={"encoding": "utf-8"}))

    assert told(frictionless, tmp_path, descriptor) == []


def test_which_rows_are_looked_at(way: str, tmp_path: Path) -> None:
    """Only rows that may have an error are chosen: by their cells, by what they have too much, by what they repeat."""
    content = "a,b\n1,x\n2,y\nthree,z\n4,y\n5\n6,y,y\n,\n"
    descriptor = write(tmp_path, {"t.csv": content}, table(A, field("b", "string", unique=True)), **V2)
    tables = plain_package(descriptor, tmp_path)
    assert tables

    [found] = screen_tables(tables, standard.authority()).values()

    assert (found.rows, found.chosen, found.lines) == (7, (1, 2, 3, 4, 5, 6), way == "columns")
    assert list(found.chosen_records()) == [
        (1, ["2", "y"]),
        (2, ["three", "z"]),
        (3, ["4", "y"]),
        (4, ["5"]),
        (5, ["6", "y", "y"]),
        (6, ["", ""]),
    ]


def test_a_clean_table(way: str, tmp_path: Path) -> None:
    """A clean table's report has Frictionless's hashes and counts, and its cells are there as text."""
    content = 'a,b\n1,"x, y"\n2,\n'
    descriptor = write(tmp_path, {"t.csv": content}, table(A, B), **V2)

    errors, [check] = standard.check_resources(descriptor, tmp_path)

    assert errors == ()
    assert check.task["stats"] == {
        "errors": 0,
        "warnings": 0,
        "seconds": 0.0,
        "md5": hashlib.md5(content.encode()).hexdigest(),  # noqa: S324 - as Frictionless has it
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
        "bytes": 16,
        "fields": 2,
        "rows": 2,
    }
    assert check.screened
    assert check.screened.lines == (way == "columns")
    frames = pl.concat(check.screened.text_frames())
    assert frames.equals(pl.DataFrame({"a": ["1", "2"], "b": ["x, y", ""]}))


def test_only_chosen_rows_go_to_frictionless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large table with three odd rows, Frictionless makes three rows, at their own places."""
    monkeypatch.setattr(screen, "LARGE", 10_000)
    lines = [f"{number},x" for number in range(5000)]
    lines[7], lines[2500], lines[4999] = "seven,x", "2499,x", "last"
    descriptor = write(
        tmp_path, {"t.csv": "a,b\n" + "\n".join(lines) + "\n"}, table(field("a", "integer", unique=True), B)
    )
    made = []

    class Row(frictionless_tables.Row):  # type: ignore[misc]
        def __init__(self, cells: Any, **more: Any) -> None:
            made.append((more["row_number"], cells[0]))
            super().__init__(cells, **more)

    monkeypatch.setattr(frictionless_tables, "Row", Row)
    _, [check] = standard.check_resources(descriptor, tmp_path)

    assert made == [(9, "seven"), (2501, "2499"), (2502, "2499"), (5001, "last")]
    assert [(e["type"], e["rowNumber"]) for e in check.task["errors"]] == [
        ("type-error", 9),
        ("unique-error", 2502),
        ("type-error", 5001),
        ("missing-cell", 5001),
    ]
    assert check.task["stats"]["rows"] == 5000


def test_a_cell_past_all_measure(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell of more than five million characters is refused, in a line of its own as beside lines that are ragged."""
    monkeypatch.setattr(vector, "BLOCK", 20_000_000)
    content = "a,b\n1," + "x" * 5_000_001 + "\n2\n"
    descriptor = write(tmp_path, {"t.csv": content}, table(A, B))

    _, [check] = standard.check_resources(descriptor, tmp_path)

    assert way
    assert check.refused
    assert check.screened is None
