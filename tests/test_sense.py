"""Checks of the rows' sense: dates, rows and columns that repeat, percentages, totals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import checking

Portal = Callable[..., Path]


def field(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    """A column that is described."""
    return {"name": name, "type": kind, "description": "Just so.", **more}


def column(name: str, values: list[str]) -> str:
    """A table of one column beside a number for each row."""
    return f"id,{name}\n" + "".join(f"{index},{value}\n" for index, value in enumerate(values))


@pytest.mark.parametrize(
    ("kind", "name", "values", "expected"),
    [
        ("date", "opened", ["2026-11-01"], None),
        ("date", "opened", ["2026-10-31", "2062-03-15"], (3, "2062-03-15 at the latest, 1 row after 2026-11-01")),
        ("date", "opened", ["2026-11-02", "2026-11-03"], (2, "2026-11-03 at the latest, 2 rows after 2026-11-01")),
        ("datetime", "opened", ["2026-11-02T03:00:00"], None),  # in UTC, of a city where it is still the day before
        ("datetime", "opened", ["2026-11-05T03:00:00"], (2, "2026-11-05 at the latest, 1 row after 2026-11-01")),
        ("year", "opened", ["2026", "2027"], (3, "2027 at the latest, 1 row after 2026")),
        ("yearmonth", "opened", ["2026-11", "2026-12"], (3, "2026-12 at the latest, 1 row after 2026-11")),
        ("integer", "year", ["2026", "2027"], (3, "2027 at the latest, 1 row after 2026")),
        ("integer", "fiscal_year", ["2026", "2027"], None),
        ("integer", "calls", ["2026", "2027"], None),
        ("date", "due_date", ["2026-12-24"], None),
        ("date", "expiresOn", ["2031-12-24"], None),
        ("date", "due_date", ["2062-12-24"], (2, "2062-12-24 at the latest, 1 row after 2056-12-31")),
    ],
)  # fmt: skip
def test_dates_in_the_future(portal: Portal, kind: str, name: str, values: list[str], expected: Any) -> None:
    """Days after the day of the build are reported, but for columns that say they look ahead."""
    findings = checking.found(portal, column(name, values), [field("id", "integer"), field(name, kind)])

    assert [(f.code, f.row, f.found) for f in findings] == ([("DT001", *expected)] if expected else [])


@pytest.mark.parametrize(
    ("own", "changes"),
    [({"temporal": "2026/2027"}, {}), ({}, {"title": "Forecast of trees"}), ({}, {"resource": {"title": "Schedule"}})],
)
def test_dates_that_are_meant(portal: Portal, own: Any, changes: Any) -> None:
    """Days to come are meant where the declared period covers them, or a title looks ahead."""
    fields = [field("id", "integer"), field("day", "date")]

    assert checking.found(portal, column("day", ["2026-12-24", "2026-10-02"]), fields, own=own, **changes) == ()


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("date", ["2026-03-14", "0206-03-15"], (3, "0206-03-15; 1 row")),
        ("date", ["1729-07-30", "1850-01-01"], None),
        ("date", ["2026-03-14", "1900-01-01"], (3, "1900-01-01 in 1 row; all others are from 2026-03-14 on")),
        ("date", ["2026-03-14", "1899-12-30"], (3, "1899-12-30 in 1 row; all others are from 2026-03-14 on")),
        ("date", ["1903-03-14", "1900-01-01"], None),
        ("date", ["1900-01-01", "1900-01-01"], None),
        (
            "datetime",
            ["1970-01-01T00:00:00", "2026-01-01T09:30:00"],
            (2, "1970-01-01 in 1 row; all others are from 2026-01-01 on"),
        ),
        ("year", ["1900", "1985"], (2, "1900 in 1 row; all others are from 1985 on")),
        ("year", ["1900", "1905"], None),
        ("date", ["2026-03-14", "9999-12-31"], (3, "9999-12-31; 1 row")),
    ],
)  # fmt: skip
def test_dates_without_sense(portal: Portal, kind: str, values: list[str], expected: Any) -> None:
    """Days before 1600 or after 2200, and a program's null date that lies apart from the others, are reported."""
    findings = checking.found(portal, column("opened", values), [field("id", "integer"), field("opened", kind)])

    assert [(f.code, f.row, f.found) for f in findings] == ([("DT002", *expected)] if expected else [])


def test_repeated_rows(portal: Portal) -> None:
    """Equal rows are counted, and the first is named with the row that it repeats."""
    rows = "id,tons\n" + "".join(f"{n},1.5\n" for n in range(30)) + "3,1.5\n7,1.5\n"

    findings = checking.found(portal, rows, [field("id", "integer"), field("tons", "number", unit="tons")])

    said = "2 rows of 32 that another row says already: row 32 is row 5 again"
    assert [(f.code, f.row, f.found) for f in findings if f.code == "DT009"] == [("DT009", 32, said)]


@pytest.mark.parametrize(
    ("rows", "reported"),
    [
        ("id,kind\n" + "".join(f"{n},Oak\n" for n in range(40)) * 2, True),  # a file pasted below itself
        ("kind,day\n" + "Oak,Monday\nLime,Tuesday\nElm,Monday\n" * 20, False),  # a log without a number
        ("id,kind\n1,Oak\n2,Oak\n3,Lime\n", False),
    ],
)
def test_rows_that_repeat_by_nature(portal: Portal, rows: str, reported: bool) -> None:
    """Where much repeats and no column tells rows apart, that is how the table is."""
    findings = checking.found(portal, rows, None)

    assert ("DT009" in {f.code for f in findings}) is reported


def test_repeated_features(portal: Portal) -> None:
    """Two features of a map are the same only where their places are."""

    def feature(x: float) -> str:
        return (
            '{"type": "Feature", "properties": {"kind": "Oak"}, '
            f'"geometry": {{"type": "Point", "coordinates": [{x}, 39]}}}}'
        )

    features = ", ".join([*(feature(-76 - n / 100) for n in range(30)), feature(-76.05)])
    rows = f'{{"type": "FeatureCollection", "features": [{features}]}}'

    findings = checking.found(portal, rows, None, path="trees.geojson")

    said = "1 row of 31 that another row says already: feature 31 is 6 again"
    assert [(f.row, f.found) for f in findings if f.code == "DT009"] == [(None, said)]


def test_empty_and_constant_columns(portal: Portal) -> None:
    """A column that is blank, or says one thing in all of ten rows or more, is reported; one of units is not."""
    rows = "id,note,state,unit,flag\n" + "".join(f"{n},,MD,tons,{'x' if n else ''}\n" for n in range(10))
    fields = [field("id", "integer"), *map(field, ("note", "state", "unit", "flag"))]

    findings = checking.found(portal, rows, fields)

    assert checking.told(findings) == [
        ("DT010", 'column "note"', "10 blanks"),
        ("DT011", 'column "state"', '"MD" in all 10 rows'),
    ]


PERCENTS = ["12", "40.5", "88", "75", "91.3", "60", "55", "97.2", "84", "79"]


@pytest.mark.parametrize(
    ("more", "values", "expected"),
    [
        ({"unit": "percent"}, [*PERCENTS, "0.969"], (12, "0.969 beside 12.0 in row 2; 1 value of 11 below 1")),
        ({"unit": "percent"}, [*PERCENTS, "0.5"], None),  # half a percent, as far as one can tell
        ({"unit": "%"}, [*PERCENTS, "0.5", "0.9", "0.85"], (12, "0.5 beside 12.0 in row 2; 3 values of 13 below 1")),
        ({"unit": "percent"}, ["0.2", "0.7", "1.1", "1.9", "2.4", "3.3", "5.1", "7.5", "9.0"], None),
        ({"unit": "percent"}, PERCENTS, None),
        ({"unit": "percent"}, ["0.1", "0.5", "1", "0.969"], None),
        ({"unit": "tons"}, [*PERCENTS, "0.5", "0.9", "0.85"], None),
        ({"title": "Share in %"}, [*PERCENTS, "0.969"], (12, "0.969 beside 12.0 in row 2; 1 value of 11 below 1")),
    ],
)  # fmt: skip
def test_mixed_shares(portal: Portal, more: dict[str, str], values: list[str], expected: Any) -> None:
    """Fractions among percentages are reported in columns that say percent, and small percentages are not."""
    findings = checking.found(portal, column("done", values), [field("id", "integer"), field("done", "number", **more)])

    found = [(f.row, f.found) for f in findings if f.code == "DT006"]
    assert found == ([expected] if expected else [])


def test_mixed_shares_by_unit(portal: Portal) -> None:
    """In a long table, the rows whose column of units says percent are looked at, and only those."""
    values = [("count", "0.5"), *(("Percent", v) for v in PERCENTS), ("percent", "0.8747")]
    rows = "id,unit,value\n" + "".join(f"{n},{unit},{value}\n" for n, (unit, value) in enumerate(values))
    fields = [field("id", "integer"), field("unit"), field("value", "number", unit="as the row says")]

    findings = checking.found(portal, rows, fields)

    said = "0.8747 beside 12.0 in row 3; 1 value of 11 below 1"
    assert [(f.row, f.field, f.found) for f in findings if f.code == "DT006"] == [(13, "value", said)]


def test_mixed_shares_as_text(portal: Portal) -> None:
    """A column of texts with percent signs is looked at too, and a signed value is never a fraction."""
    values = ["36%", "0.4%", "95%", "98%", "0.969", "92.55"]

    findings = checking.found(portal, column("actual", values), [field("id", "integer"), field("actual")])

    said = "0.969 beside 36% in row 2; 1 value of 5 below 1"
    assert [(f.row, f.found) for f in findings if f.code == "DT006"] == [(6, said)]


COSTS = [field(name, "integer") for name in ("repair", "other", "all")]
BUDGET = [field("area"), field("year", "integer"), field("amount", "number", unit="US dollars")]


@pytest.mark.parametrize(
    ("rows", "tolerance", "expected"),
    [
        (
            "10,5,15\n,5,5\n,,7\n1,2,\n",
            0,
            None,
        ),  # blank parts count as nothing; all blank, or a blank total, says nothing
        ("10,5,15\n10,5,16\n1,1,3\n", 0, (3, "16, while repair + other is 15; 2 rows")),
        ("10,5,16\n", 1, None),
        ("10,5,17\n", 1, (2, "17, while repair + other is 15")),
        ("-10,5,-5\n", 0, None),
    ],
)
def test_columns_that_add_up(portal: Portal, rows: str, tolerance: float, expected: Any) -> None:
    """A declared column of totals that is not the sum of its parts is an error at the first such row."""
    own = {"totals": [{"total": "all", "parts": ["repair", "other"], "tolerance": tolerance}]}

    findings = checking.found(portal, f"repair,other,all\n{rows}", COSTS, own=own)

    assert [(f.code, f.severity, f.field, f.row, f.found) for f in findings] == (
        [("DT012", "error", "all", *expected)] if expected else []
    )


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"by": ["year"]}, [(6, "70.5, while the other rows is 60.5")]),
        ({"by": ["year"], "tolerance": 10}, []),
        ({"by": ["year"], "of": {"area": "North"}}, [(4, "30.1, while the other rows is 10; 2 rows")]),
        ({}, [(4, "30.1, while the other rows is 90.6; 2 rows")]),
    ],
)
def test_rows_that_add_up(portal: Portal, rule: dict[str, Any], expected: Any) -> None:
    """Declared rows of totals are compared with the sum of the rows they stand for, one for each year."""
    rows = "area,year,amount\nNorth,2024,10\nSouth,2024,20.1\nCitywide,2024,30.1\nNorth,2025,60.5\nCitywide,2025,70.5\n"
    own = {"totals": [{"field": "amount", "where": {"area": "Citywide"}, **rule}]}

    findings = checking.found(portal, rows, BUDGET, own=own)

    assert [(f.row, f.found) for f in findings if f.code == "DT012"] == expected


def test_sums_of_decimals(portal: Portal) -> None:
    """Tenths that a machine can't add up to the last digit still add up."""
    fields = [field(name, "number", unit="US dollars") for name in ("a", "b", "c")]
    own = {"totals": [{"total": "c", "parts": ["a", "b"]}]}

    assert checking.found(portal, "a,b,c\n0.1,0.2,0.3\n", fields, own=own) == ()


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"total": "all", "parts": ["repairs"]}, 'no column "repairs"'),
        ({"total": "all", "parts": ["repair"], "resource": "costs"}, 'no table "costs"'),
        ({"field": "all", "where": {"ward": "Citywide"}}, 'no column "ward"'),
        ({"field": "all", "where": {"repair": 99}}, 'no row with repair "99"'),
        ({"field": "all", "where": {"repair": 1}, "by": ["year"]}, 'no column "year"'),
    ],
)
def test_rules_for_what_is_not_there(portal: Portal, rule: dict[str, Any], said: str) -> None:
    """A rule for totals that names no such table, column or row is reported, so that it does not sleep."""
    findings = checking.found(portal, "repair,other,all\n1,2,3\n", COSTS, own={"totals": [rule]})

    assert checking.told(findings) == [("MD017", "civicstat.totals[0]", said)]


def test_total_of_text(portal: Portal) -> None:
    """A column of text has no sum."""
    findings = checking.found(portal, own={"totals": [{"total": "girth", "parts": ["kind"]}]})

    assert [f.found for f in findings] == ['column "kind" holds no numbers']


def test_today_alone_changes_it(portal: Portal) -> None:
    """What lies in the future today is past tomorrow."""
    fields = [field("id", "integer"), field("day", "date")]
    rows = column("day", ["2026-11-02", "2026-10-30"])

    assert [f.code for f in checking.found(portal, rows, fields)] == ["DT001"]
    assert checking.found(portal, rows, fields, today=date(2026, 11, 2)) == ()
