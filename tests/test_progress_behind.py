"""The rows behind a measure: to take away, and on a map."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from civicstat.progress.behind import points, redoing, rows_csv
from civicstat.progress.model import Origin
from rows_example import table
from test_tables import scanned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from civicstat.tables import Table

ENDS = [date(2026, 1, 4), date(2026, 1, 11)]


def rows(*places: int) -> pl.Series:
    """Places of rows in a table."""
    return pl.Series(places, dtype=pl.Int64)


def periods(*ends: date) -> dict[str, pl.Series]:
    """A column of periods."""
    return {"period": pl.Series(ends, dtype=pl.Date)}


def test_rows_as_they_stand_in_the_file(portal: Callable[[dict[str, Any]], Path]) -> None:
    """The rows asked for, in that order, in the fields' own formats and with the table's own word for a blank."""
    text = 'day,note,paid,amount\n01/02/2026,"a, ""b""",Y,"1,5"\n01/03/2026,-,N,-\n01/09/2026,=1+1,Y,"2,25"\n'
    schema = {
        "missingValues": ["-"],
        "fields": [
            {"name": "day", "type": "date", "format": "%m/%d/%Y"},
            {"name": "note", "type": "string"},
            {"name": "paid", "type": "boolean", "trueValues": ["Y"], "falseValues": ["N"]},
            {"name": "amount", "type": "number", "decimalChar": ","},
        ],
    }
    made = scanned(portal, {"t.csv": text}, {"path": "t.csv", "schema": schema}).table("t")
    assert made

    text, note = rows_csv(made, rows(0, 2, 1), periods(ENDS[0], ENDS[1], ENDS[1]))

    assert text == (
        "period,day,note,paid,amount\r\n"
        '2026-01-04,01/02/2026,"a, ""b""",Y,"1,5"\r\n'
        '2026-01-11,01/09/2026,=1+1,Y,"2,25"\r\n'
        "2026-01-11,01/03/2026,-,N,-\r\n"
    )
    assert note == ""


def test_a_table_with_a_period_of_its_own() -> None:
    """The added columns get names that the table does not have, also where its own look like patterns."""
    made = table(period=("string", ["a"]), period_=("string", ["b"]), **{"^.*$": ("integer", [1])})
    days = {"days": pl.Series([1.5])}

    assert rows_csv(made, rows(0), periods(ENDS[0]) | days) == (
        "period__,days,period,period_,^.*$\r\n2026-01-04,1.5,a,b,1\r\n",
        "",
    )


def test_how_to_redo_names_the_columns_that_are_there() -> None:
    """The sentence that says how a number is made has the names that the file has."""
    made = table(period=("string", []), first_period=("string", []), counted=("integer", []), days=("integer", []))
    share, wait = (
        Origin("m", "d", "t", "share", "day", "week"),
        Origin("m", "d", "t", "mean", "x", "week", days=("a", "b")),
    )

    assert redoing(share, made, "cumulative") == (
        "The number of a day stands on the rows whose first_period_ is on or before it: it is the percentage of them "
        "that has a 1 as counted_."
    )
    assert redoing(wait, made, "snapshot") == (
        "The number of a day stands on the rows with that day as their period_: it is the mean of their days_."
    )


def test_no_rows() -> None:
    """Without rows the header stands alone."""
    assert rows_csv(table(a=("integer", [1])), rows(), periods()) == ("period,a\r\n", "")


@pytest.mark.parametrize("most", [125, 10])
def test_more_rows_than_a_resident_can_take(most: int) -> None:
    """Past the limit there is no file, but a word of where the rows are."""
    made = table(text=("string", ["x" * 100]))

    assert (f"period,text\r\n2026-01-04,{'x' * 100}\r\n", "") == rows_csv(made, rows(0), periods(ENDS[0]), 126)
    assert (
        "",
        f"As a CSV file the rows take more than {most / 1e6:g} MB; take the whole table from the dataset's page.",
    ) == rows_csv(made, rows(0), periods(ENDS[0]), most)


def test_values_that_no_file_holds() -> None:
    """Where the field's own format can't say its values there is no file, but a word of why."""
    made = replace(table(at=("datetime", ["2026-01-01T10:00:01"])), lost=("at",))

    assert rows_csv(made, rows(0), periods(ENDS[0])) == (
        "",
        "The rows can't be offered by themselves: no CSV file holds the values of at as they are.",
    )


def placed(latitudes: Sequence[float | None], longitudes: Sequence[float | None]) -> Table:
    """A table of places."""
    return table(lat=("number", latitudes), lon=("number", longitudes))


MAP = Origin("m", "d", "t", "count", "day", "week", latitude="lat", longitude="lon")


def test_points_are_real_places() -> None:
    """Each place is told once, in order; blanks, nought by nought and what lies beyond the poles have none."""
    made = placed(
        [39.3, 39.2999999, None, 0.0, 91.0, 39.1, float("nan"), 39.0],
        [-76.6, -76.6, -76.6, 0.0, 0.0, -76.5, -76.5, 181.0],
    )

    assert points(MAP, made, rows(*range(8))) == ((39.1, -76.5), (39.3, -76.6))
    assert points(MAP, made, rows(0, 2)) == ((39.3, -76.6),)


def test_many_points_are_thinned_evenly() -> None:
    """Of too many places as many as wanted are told, from all over, whatever the order of the rows."""
    made = placed([float(n % 90) for n in range(900)], [float(n // 90) for n in range(900)])
    found = points(MAP, made, rows(*range(900)), 90)

    assert found == points(MAP, made, rows(*reversed(range(900))), 90)
    assert [float(n) for n in range(90)] == [latitude for latitude, _ in found]


def test_points_of_a_map_file(portal: Callable[[dict[str, Any]], Path]) -> None:
    """Rows of a GeoJSON file have the places of their points; areas, and features without a place, have none."""
    geometries: list[Any] = [
        {"type": "Point", "coordinates": [-76.6, 39.3]},
        None,
        {"type": "Polygon", "coordinates": [[[0, 1], [1, 1], [1, 2], [0, 1]]]},
        {"type": "Point", "coordinates": [-76.5, 39.1, 12]},
    ]
    features = [{"type": "Feature", "properties": {"n": n}, "geometry": g} for n, g in enumerate(geometries)]
    file = {"type": "FeatureCollection", "features": features}
    made = scanned(portal, {"t.geojson": file}, {"path": "t.geojson"}).table("t")
    assert made
    plain = Origin("m", "d", "t", "count", "day", "week")

    assert points(plain, made, rows(0, 1, 2, 3)) == ((39.1, -76.5), (39.3, -76.6))
    text, _ = rows_csv(made, rows(3), periods(ENDS[0]))
    assert list(csv.reader(io.StringIO(text))) == [
        ["period", "n", "geometry"],
        ["2026-01-04", "3", '{"type": "Point", "coordinates": [-76.5, 39.1, 12]}'],
    ]


def test_no_points_without_places() -> None:
    """Where the declaration names no degrees there is no map."""
    assert points(Origin("m", "d", "t", "count", "day", "week"), placed([39.3], [-76.6]), rows(0)) == ()
