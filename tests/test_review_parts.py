"""The parts of a review one by one: columns that were renamed, rows, figures, and what uses what is gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from civicstat.catalog import parse_catalog
from civicstat.findings import Finding
from civicstat.profiles import profile_field
from civicstat.review.changes import Use
from civicstat.review.compare import compare_findings
from civicstat.review.figures import compare_figures
from civicstat.review.rows import Pair, compare_rows
from civicstat.review.schema import Column, compare_fields
from civicstat.review.uses import Part, uses_of
from civicstat.settings import Settings
from civicstat.sources import read_sources
from civicstat.tables import Field, Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def column(name: str, place: int, *values: str, kind: str = "string") -> Column:
    return Column(name, kind, place, {"type": kind}, values or None)


def kinds(old: list[Column], new: list[Column]) -> list[tuple[str, str, str, str]]:
    """Each change of a column as before, after, kind and sign."""
    return [(f.before, f.after, f.kind, f.sign) for f in compare_fields(old, new)]


def test_renamed_by_values() -> None:
    """The same values under another name at another place are the same column."""
    old = [column("id", 0, "1", "2", "3", "4"), column("Street", 1, "Oak", "Elm", "Ash", "Fir")]
    new = [
        column("id", 0, "1", "2", "3", "4"),
        column("ward", 1, "5", "6", "5", "6"),
        column("address", 2, *old[1].sample or ()),
    ]

    assert kinds(old, new) == [("", "ward", "added", ""), ("Street", "address", "renamed", "the same values")]


def test_another_column_in_its_place() -> None:
    """Other values under another name are another column, though it stands where the old one stood."""
    old, new = [column("fax", 0, "1", "2", "3", "4")], [column("web", 0, "a", "b", "c", "d")]

    assert kinds(old, new) == [("", "web", "added", ""), ("fax", "", "removed", "")]


def test_renamed_without_values() -> None:
    """Where the rows can't be read, much the same name tells a rename."""
    assert kinds([column("Temp Max", 0)], [column("temp_max", 3)]) == [
        ("Temp Max", "temp_max", "renamed", "much the same name")
    ]


def test_very_many_columns() -> None:
    """Hundreds of columns renamed at once are told by their values, each once."""
    old = [column(f"a{n}", n, *(f"{n}-{row}" for row in range(6))) for n in range(300)]
    new = [column(f"b{n}", 299 - n, *(f"{n}-{row}" for row in range(6))) for n in range(300)]

    assert kinds(old, new) == [(f"a{n}", f"b{n}", "renamed", "the same values") for n in range(300)]


def test_aspects() -> None:
    """Of a column that stays, whatever is said differently is told; a default that is written out is nothing new."""
    old = Column("n", "integer", 0, {"type": "integer", "constraints": {"minimum": 0, "maximum": 9}})
    new = Column("n", "number", 0, {"type": "number", "format": "default", "unit": "m", "constraints": {"minimum": 1}})

    [change] = compare_fields([old], [new])

    assert change.kind == "retyped"
    assert [(a.what, a.old, a.new) for a in change.aspects] == [
        ("type", "integer", "number"),
        ("unit", "", "m"),
        ("minimum", "0", "1"),
        ("maximum", "9", ""),
    ]


def made(columns: dict[str, tuple[str, list[Any]]], exact: dict[str, list[str | None]] | None = None) -> Table:
    """A table of typed columns."""
    frame = pl.DataFrame({name: values for name, (_, values) in columns.items()})
    fields = tuple(
        Field(name, kind, "default", "", "", "", {}, (), profile_field(frame[name], kind))
        for name, (kind, _) in columns.items()
    )
    return Table.of("rows", fields, frame, {n: pl.Series(n, v, dtype=pl.String) for n, v in (exact or {}).items()})


def pairs(old: Table, new: Table, hidden: str = "") -> list[Pair]:
    return [Pair(a, b, a.name == hidden) for a, b in zip(old.fields, new.fields, strict=True)]


def test_another_type_changes_no_row() -> None:
    """A number that becomes text, or a whole number a decimal one, is the same value, however it is written."""
    old = made({"id": ("integer", [1, 2, 3]), "n": ("number", [2.0, 0.5, None]), "m": ("integer", [1, 2, 3])})
    new = made({"id": ("integer", [1, 2, 3]), "n": ("string", ["2.0", "n/a", None]), "m": ("number", [1.0, 2.0, 3.5])})

    rows = compare_rows(old, new, pairs(old, new))

    assert rows.cells == (("n", 1), ("m", 1))
    assert [(row.row, [(c.old, c.new) for c in row.cells]) for row in rows.shown_changed] == [
        (3, [("0.5", "n/a")]),
        (4, [("3", "3.5")]),
    ]


def test_numbers_to_their_last_digit() -> None:
    """A number of more digits than a float has differs in its last one."""
    old = made({"id": ("integer", [1, 2]), "n": ("number", [0.1, 0.2])}, {"n": ["0.10000000000000000001", "0.20"]})
    new = made({"id": ("integer", [1, 2]), "n": ("number", [0.1, 0.2])})

    rows = compare_rows(old, new, pairs(old, new))

    assert rows.changed == 1
    assert (rows.shown_changed[0].cells[0].old, rows.shown_changed[0].cells[0].new) == ("0.10000000000000000001", "0.1")


def test_hidden_columns() -> None:
    """Values that may be private are neither shown nor told by their range."""
    old = made({"id": ("integer", [1, 2]), "n": ("integer", [41, 42])})
    new = made({"id": ("integer", [1, 2]), "n": ("integer", [41, 99])})

    rows = compare_rows(old, new, pairs(old, new, hidden="n"))
    figures = compare_figures(old, new, pairs(old, new, hidden="n"), rows.key)

    assert rows.changed == 1
    assert "99" not in repr((rows.shown_changed, figures))
    assert [(f.what, f.hidden) for f in figures] == [("range", True), ("sum", True), ("mean", True)]


def test_figures() -> None:
    """Sums of large whole numbers are exact, and noise of adding is no change."""
    old = made({"a": ("integer", [2**62, 2**62]), "b": ("number", [0.1, 0.2])})
    new = made({"a": ("integer", [2**62, 2**62]), "b": ("number", [0.30000000000000004 - 0.2, 0.2])})

    assert compare_figures(old, old, pairs(old, old)) == ()
    assert compare_figures(old, new, pairs(old, new)) == ()


def test_sums_without_dust() -> None:
    """A sum has no more decimals than its column, however large it is; neither has a range."""
    old = made({"a": ("number", [9_992_560.25, 1.13]), "b": ("number", [100_000_000_000.25, 2.5])})
    new = made({"a": ("number", [9_992_560.35, 1.13]), "b": ("number", [100_000_000_000.5, 2.25])})

    figures = {(f.field, f.what): (f.old, f.new) for f in compare_figures(old, new, pairs(old, new))}

    assert figures["a", "sum"] == ("9,992,561.38", "9,992,561.48")
    assert figures["a", "range"] == ("1.13 – 9,992,560.25", "1.13 – 9,992,560.35")
    assert ("b", "sum") not in figures


def test_findings_under_new_names() -> None:
    """A finding of a column stands when the column has another name; a new one of privacy is new in other words too."""

    def finding(code: str, field: str, found: str) -> Finding:
        return Finding(code=code, severity="warning", file="f", message="m", resource="r", field=field, found=found)

    changes = compare_findings(
        [finding("DT001", "old", "1 of 9"), finding("PV001", "old", "1 of 9")],
        [finding("DT001", "new", "2 of 9"), finding("PV001", "new", "2 of 9")],
        {("r", "old"): ("r", "new")},
    )

    assert [(c.state, c.finding.code, c.was.found if c.was else "") for c in changes] == [
        ("standing", "DT001", "1 of 9"),
        ("new", "PV001", "1 of 9"),
    ]


OWN = {
    "charts": [
        {"title": "By short form", "resource": "trees", "type": "bar", "x": "height", "aggregate": "count"},
        {"title": "Another table", "resource": "parks", "type": "bar", "x": "height", "aggregate": "count"},
        {
            "title": "By an expression",
            "spec": {
                "data": {"name": "trees"},
                "mark": "bar",
                "transform": [{"calculate": "datum['height'] * 2", "as": "double"}],
                "encoding": {"x": {"field": "double", "title": "height"}},
            },
        },
        {
            "title": "Only in a title",
            "spec": {"data": {"name": "trees"}, "mark": "bar", "encoding": {"x": {"field": "kind", "title": "height"}}},
        },
    ],
    "waivers": [
        {"check": "DT001", "resource": "trees", "field": "height", "reason": "r", "role": "r", "date": "2026-01-01"}
    ],
}


def test_uses(portal: Callable[[dict[str, Any]], Path]) -> None:
    """Charts in both forms, keys, waivers and other packages' rows use a column; what only says it does not."""
    fields = [{"name": name, "type": "string"} for name in ("kind", "height")]
    key = {"fields": "kind", "reference": {"resource": "trees", "fields": "height"}}
    trees = {
        "name": "city-trees",
        "resources": [
            {"name": "trees", "path": "trees.csv", "schema": {"fields": fields, "primaryKey": ["height"]}},
            {"name": "parks", "path": "parks.csv", "schema": {"fields": fields, "foreignKeys": [key]}},
        ],
        "civicstat": OWN,
    }
    goals = {
        "name": "goals",
        "title": "Goals",
        "resources": [{"name": "goals", "path": "goals.csv"}],
        "civicstat": {"kind": "sprint"},
    }
    rows = ("goal,of,measure", "One,city-trees/trees,height", "Two,city-trees/parks,height", "Three,trees,height")
    root = portal(
        {
            "catalog/trees/datapackage.json": json.dumps(trees),
            "catalog/trees/trees.csv": "kind,height\noak,a\n",
            "catalog/trees/parks.csv": "kind,height\na,b\n",
            "catalog/goals/datapackage.json": json.dumps(goals),
            "catalog/goals/goals.csv": "\n".join(rows),
        }
    )
    packages = parse_catalog(read_sources(root), Settings()).packages
    part = Part("city-trees", "trees", "height")

    found = uses_of([part], packages)[part]

    file = "catalog/trees/datapackage.json"
    assert found == (
        Use("chart", "city-trees", file, "civicstat.charts[0]", "By short form"),
        Use("chart", "city-trees", file, "civicstat.charts[2]", "By an expression"),
        Use("primary key", "city-trees", file, "resources[0].schema.primaryKey", "of trees"),
        Use("foreign key", "city-trees", file, "resources[1].schema.foreignKeys[0]", "of parks into trees"),
        Use("waiver", "city-trees", file, "civicstat.waivers[0]", "of DT001", breaks=False),
        Use("sprint", "goals", "catalog/goals/goals.csv", "row 2", "Goals"),
    )
