"""The numbers that a chart shows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, reject
from hypothesis import strategies as st

from civicstat.charts.reckon import (
    MOST_PERIODS,
    MOST_PLACES,
    MOST_SERIES,
    CannotDraw,
    ChartData,
    Point,
    place_data,
    reckon_chart,
)
from civicstat.model import ChartDeclaration
from civicstat.profiles import profile_field
from civicstat.tables import Category, Field, Table


def table(**columns: tuple[str, Sequence[Any]]) -> Table:
    """A table from (type, values) of each field; a categories' field is named after its labels."""
    series = [
        pl.Series(name, values, dtype=pl.String).str.to_date() if kind == "date" else pl.Series(name, values)
        for name, (kind, values) in columns.items()
    ]
    labels = {"code": (Category("1", "Ahorn"), Category("2", "Buche"))}
    fields = tuple(
        Field(s.name, kind, "default", "", "", "trees", {}, labels.get(s.name, ()), profile_field(s, kind))
        for s, (kind, _) in zip(series, columns.values(), strict=True)
    )
    return Table.of("t", fields, pl.DataFrame(series))


def reckon(rows: Table, kind: str, **parts: Any) -> ChartData:
    """The numbers of a chart of a table."""
    return reckon_chart(ChartDeclaration(title="A chart", resource="t", type=kind, **parts), rows)


def marks(data: ChartData) -> list[tuple[Any, ...]]:
    """Each mark's place, value and series; a day as text."""
    return [
        (p.x.date().isoformat() if isinstance(p.x, datetime) else p.x, p.y, *([p.series] if p.series else []))
        for p in data.points
    ]


def test_rows_as_they_stand() -> None:
    """A line of one row a day shows the rows in the order of days."""
    rows = table(day=("date", ["2026-01-02", "2026-01-01", "2026-01-03"]), n=("integer", [2, 1, None]))
    data = reckon(rows, "line", x="day", y="n")

    assert marks(data) == [("2026-01-01", 1.0), ("2026-01-02", 2.0)]
    assert (
        data.axis,
        data.aggregate,
        data.period,
        data.left_out,
        data.rows,
        data.unit,
    ) == ("time", "", "", 1, 3, "trees")


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        ("sum", [7.0, 5.0]),
        ("mean", [3.5, 5.0]),
        ("median", [3.5, 5.0]),
        ("min", [3.0, 5.0]),
        ("max", [4.0, 5.0]),
        ("count", [2.0, 1.0]),
    ],
)
def test_gathered_by_month(aggregate: str, expected: list[float]) -> None:
    """Days are gathered to a declared period, as declared."""
    rows = table(day=("date", ["2026-01-02", "2026-01-30", "2026-02-03"]), n=("integer", [3, 4, 5]))
    data = reckon(rows, "line", x="day", y="n", period="month", aggregate=aggregate)

    assert list(zip(["2026-01-01", "2026-02-01"], expected, strict=True)) == marks(data)
    assert (aggregate, "month", "" if aggregate == "count" else "trees") == (
        data.aggregate,
        data.period,
        data.unit,
    )


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("day", "2026-05-13"),
        ("week", "2026-05-11"),
        ("month", "2026-05-01"),
        ("quarter", "2026-04-01"),
        ("year", "2026-01-01"),
    ],
)
def test_periods(period: str, expected: str) -> None:
    """A period is shown at its first day; a week begins on Monday."""
    rows = table(day=("date", ["2026-05-13"]), n=("integer", [1]))

    assert [(expected, 1.0)] == marks(reckon(rows, "line", x="day", y="n", period=period))


def test_empty_periods_count_nought() -> None:
    """A month without rows is shown as nought, not left out."""
    rows = table(day=("date", ["2026-01-05", "2026-03-05", "2026-03-06"]))

    assert marks(reckon(rows, "bar", x="day", aggregate="count", period="month")) == [
        ("2026-01-01", 1.0),
        ("2026-02-01", 0.0),
        ("2026-03-01", 2.0),
    ]


def test_several_rows_on_one_day_are_averaged() -> None:
    """Where several rows fall on one day and nothing is declared, their mean is shown, and said."""
    rows = table(day=("date", ["2026-01-01", "2026-01-01"]), n=("integer", [1, 2]))
    data = reckon(rows, "line", x="day", y="n")

    assert (marks(data), data.aggregate, data.period) == ([("2026-01-01", 1.5)], "mean", "day")


def test_the_shortest_period_that_fits() -> None:
    """More days than a line can show are gathered to the shortest period that fits."""
    days = pl.date_range(pl.date(2020, 1, 1), pl.date(2020, 12, 31), eager=True)
    rows = table(day=("date", [str(day) for day in days]), n=("integer", [1] * len(days)))
    data = reckon(rows, "line", x="day", y="n")

    assert (data.period, data.aggregate) == ("week", "mean")
    assert len(data.points) <= MOST_PERIODS


def test_years() -> None:
    """Years are a time axis of their first days."""
    data = reckon(table(year=("integer", [2020, 2019]), n=("number", [2.5, 1.5])), "line", x="year", y="n")

    assert (marks(data), data.period) == ([("2019-01-01", 1.5), ("2020-01-01", 2.5)], "year")


def test_categories_largest_first() -> None:
    """Bars stand with the largest first, equal ones by name, and the rest is told."""
    rows = table(kind=("string", [*"abbccd"]))
    data = reckon(rows, "bar", x="kind", aggregate="count", limit=3)

    assert marks(data) == [("b", 2.0), ("c", 2.0), ("a", 1.0)]
    assert (data.axis, data.aggregate, data.of, data.unit) == ("category", "count", 4, "")


def test_categories_bear_their_labels() -> None:
    """A code is shown under its label, blank ones are left out and counted."""
    rows = table(code=("integer", [1, 1, 2, None]))
    data = reckon(rows, "bar", x="code", aggregate="count")

    assert (marks(data), data.left_out) == ([("Ahorn", 2.0), ("Buche", 1.0)], 1)


def test_truth_values() -> None:
    """Truth values are shown as their words."""
    assert marks(reckon(table(open=("boolean", [True, False, True])), "bar", x="open", aggregate="count")) == [
        ("true", 2.0),
        ("false", 1.0),
    ]


def test_the_largest_series() -> None:
    """Six series of the largest totals are drawn, in the order of their names; how many there are is told."""
    names = [*"abcdefgh"]
    rows = table(day=("date", ["2026-01-01"] * 8), kind=("string", names), n=("integer", [8, 7, 6, 5, 4, 3, 2, 1]))
    data = reckon(rows, "line", x="day", y="n", series="kind")

    assert (tuple(names[:MOST_SERIES]), 8) == (data.series_names, data.series_of)


def test_bars_in_parts() -> None:
    """A bar's parts stand together, each with its series."""
    rows = table(kind=("string", [*"aabb"]), part=("string", [*"xyxy"]), n=("integer", [1, 2, 5, 6]))

    assert marks(reckon(rows, "bar", x="kind", y="n", series="part")) == [
        ("b", 5.0, "x"),
        ("b", 6.0, "y"),
        ("a", 1.0, "x"),
        ("a", 2.0, "y"),
    ]


def test_numbers_along_the_bottom() -> None:
    """A line over numbers keeps them as numbers, in order."""
    data = reckon(table(depth=("number", [2.5, 1.5]), n=("integer", [20, 10])), "line", x="depth", y="n")

    assert (data.axis, marks(data)) == ("number", [(1.5, 10.0), (2.5, 20.0)])


def test_histogram() -> None:
    """A histogram has round steps, each with how many values fall into it."""
    data = reckon(table(n=("integer", [0, 5, 5, 10, None])), "histogram", x="n")

    assert Point(0.0, 1.0, high=0.5) == data.points[0]
    assert Point(5.0, 2.0, high=5.5) == data.points[10]
    assert Point(10.0, 1.0, high=10.5) == data.points[-1]
    assert (len(data.points), data.left_out) == (21, 1)


def test_places() -> None:
    """Each row with a place on the globe is a point; the others are counted."""
    rows = table(lat=("number", [39.3, 39.2, 99.0, None]), lon=("number", [-76.6, -76.5, 0.0, 0.0]))
    data = reckon(rows, "map", latitude="lat", longitude="lon")

    assert [(p.latitude, p.longitude) for p in data.points] == [(39.2, -76.5), (39.3, -76.6)]
    assert (data.axis, data.left_out, data.gathered) == ("place", 2, False)


def test_gathered_places_know_no_order() -> None:
    """The same places in another order give the same points, to the last digit."""
    places = [(39.2 + (n * 7919 % 9973) / 70_001, -76.7 + (n * 104_729 % 9973) / 60_013) for n in range(3000)]
    maps = [
        place_data(ChartDeclaration("", type="map"), order)
        for order in (places, places[::-1], places[1::2] + places[::2])
    ]

    assert maps[0].gathered
    assert maps[0].points == maps[1].points == maps[2].points


def test_many_places_are_gathered() -> None:
    """More places than a map can show are gathered, and none is lost."""
    many = MOST_PLACES + 100
    rows = table(lat=("number", [i % 30 / 10 for i in range(many)]), lon=("number", [i % 7 / 10 for i in range(many)]))
    data = reckon(rows, "map", latitude="lat", longitude="lon")

    assert (True, float(many)) == (data.gathered, sum(point.y for point in data.points))
    assert len(data.points) <= MOST_PLACES


def shapes(*geometries: Any) -> Table:
    """A GeoJSON resource's table, with a name and a number for each geometry."""
    count = len(geometries)
    rows = table(name=("string", [*"abcdef"][:count]), n=("integer", list(range(count))))
    return Table.of("t", rows.fields, rows.columns, geometries=geometries)


SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}


def test_areas() -> None:
    """Areas are outlines with their name and their value; a feature without a geometry is counted."""
    data = reckon(shapes(SQUARE, None), "map", y="n")

    assert [Point("a", 0.0)] == list(data.points)
    assert (data.axis, data.left_out) == ("shape", 1)
    assert data.shapes == ({"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]},)


def test_outlines_are_thinned() -> None:
    """Points of an outline that no screen could tell apart are merged."""
    fine = [[i / 100_000, 0.0] for i in range(1000)]
    coarse = {"type": "LineString", "coordinates": [*fine, [1.0, 1.0], [2.0, 2.0]]}
    [shape] = reckon(shapes(coarse), "map").shapes

    assert 3 < len(shape["coordinates"]) < 20


def test_points_of_geojson() -> None:
    """Features that are all points are places."""
    data = reckon(shapes({"type": "Point", "coordinates": [-76.6, 39.3]}), "map")

    assert ("place", (Point("", 1.0, latitude=39.3, longitude=-76.6),)) == (data.axis, data.points)


@pytest.mark.parametrize(
    ("kind", "parts", "expected"),
    [
        ("line", {}, '"x" is missing: name the field that the chart shows there'),
        ("line", {"x": "dy"}, '"x" names the field "dy", which "t" does not have; it has kind, n'),
        (
            "bar",
            {"x": "kind", "y": "kind"},
            '"y" names the field "kind", whose type is string; expected a number',
        ),
        (
            "bar",
            {"x": "kind", "series": "part"},
            '"series" names the field "part", which "t" does not have; it has kind, n',
        ),
        ("histogram", {"x": "kind"}, '"x" names the field "kind", whose type is string; expected a number'),
        ("histogram", {"x": "n"}, 'the field "n" has fewer than two different values'),
        ("map", {}, '"latitude" is missing: name the field that the chart shows there'),
        ("map", {"latitude": "n", "longitude": "n"}, "no row has a latitude and a longitude"),
    ],
)
def test_what_cannot_be_drawn(kind: str, parts: dict[str, str], expected: str) -> None:
    """A chart that its table can't answer says why, naming part and field."""
    with pytest.raises(CannotDraw) as error:
        reckon(table(kind=("string", ["a", "b"]), n=("integer", [500, 500])), kind, **parts)

    assert expected == str(error.value)


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": 5},
        {"type": "Point", "coordinates": ["x", "y"]},
        {"type": "Polygon", "coordinates": []},
        {"type": "GeometryCollection", "geometries": []},
    ],
    ids=str,
)
def test_geometries_that_cannot_be_drawn(geometry: Any) -> None:
    """A geometry that can't be understood makes no chart and no crash."""
    with pytest.raises(CannotDraw):
        reckon(shapes(geometry), "map")


VALUES = st.lists(st.none() | st.integers(-(2**53), 2**53) | st.floats(-1e15, 1e15), min_size=1, max_size=30)


@given(values=VALUES)
@example(values=[0, 1.0])
@example(values=[0, 0.1, 0.3])
def test_a_histogram_loses_nothing(values: list[float | None]) -> None:
    """Whatever the numbers, each falls into one step or is told as left out."""
    rows = table(n=("number", [None if v is None else float(v) for v in values]))
    try:
        data = reckon(rows, "histogram", x="n")
    except CannotDraw:
        reject()

    assert len(values) == data.left_out + sum(point.y for point in data.points)


def test_a_mistaken_day_is_told() -> None:
    """One day in the wrong century does not make a million points."""
    with pytest.raises(CannotDraw, match="choose a longer period, or look for a mistaken day"):
        reckon(table(day=("date", ["0202-01-01", "2026-01-01"])), "bar", x="day", aggregate="count", period="day")


def test_numbers_too_close_together() -> None:
    """Numbers that differ in their last digit only make no histogram, and say so."""
    with pytest.raises(CannotDraw, match="too close together"):
        reckon(table(n=("number", [1.0, 1.0000000000000002])), "histogram", x="n")


@given(
    days=st.lists(st.none() | st.dates().map(str), min_size=1, max_size=20),
    kind=st.sampled_from(["line", "bar", "area"]),
    period=st.sampled_from(["", "day", "week", "month", "quarter", "year"]),
)
def test_any_days(days: list[str | None], kind: str, period: str) -> None:
    """Whatever the days, from year 1 to year 9999, they are drawn or refused in words."""
    try:
        data = reckon(table(day=("date", days)), kind, x="day", aggregate="count", period=period)
    except CannotDraw:
        return

    assert len(days) == data.left_out + sum(point.y for point in data.points)
