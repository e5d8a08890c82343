"""Days and moments by the city's calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.progress.moments import days_of, lasted, moments_of
from rows_example import table
from test_tables import scanned

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from civicstat.tables import Field, Table


def field(made: Table, name: str) -> Field:
    """A field that is there."""
    found = made.field(name)
    assert found
    return found


@pytest.mark.parametrize(
    ("kind", "cell", "start", "day"),
    [
        ("date", "2026-11-02", 7, date(2026, 11, 2)),
        ("datetime", "2026-11-02T23:59:59", 7, date(2026, 11, 2)),
        ("yearmonth", "2026-11", 7, date(2026, 11, 1)),
        ("year", 2027, 7, date(2026, 7, 1)),
        ("year", 2027, 1, date(2027, 1, 1)),
        ("date", None, 1, None),
        ("datetime", None, 1, None),
        ("yearmonth", None, 1, None),
        ("year", None, 1, None),
    ],
)
def test_the_day_of_a_value(kind: str, cell: Any, start: int, day: date | None) -> None:
    """A moment stands for its day, a month for its first, a year for the first day of its fiscal year."""
    made = table(when=(kind, [cell]))

    assert [day] == days_of(made, field(made, "when"), start).to_list()


def test_moments_with_a_zone(portal: Callable[[dict[str, Any]], Path]) -> None:
    """Moments with a zone are told by the city's clocks; those without one stand as they are."""
    names = ("zoned", "plain")
    rows = "zoned,plain\n2026-04-01T01:30:00Z,2026-04-01T01:30:00\n2026-03-31T21:30:00-04:00,\n"
    schema = {"fields": [{"name": name, "type": "datetime"} for name in names]}
    made = scanned(portal, {"t.csv": rows}, {"path": "t.csv", "schema": schema}).table("t")
    assert made
    zoned, plain = (moments_of(made, field(made, name), "America/New_York").to_list() for name in names)

    assert [moment.isoformat() for moment in zoned] == ["2026-03-31T21:30:00", "2026-03-31T21:30:00"]
    assert [moment and moment.isoformat() for moment in plain] == ["2026-04-01T01:30:00", None]
    assert [date(2026, 4, 1)] * 2 == days_of(made, field(made, "zoned")).to_list()
    assert [date(2026, 3, 31)] * 2 == days_of(made, field(made, "zoned"), time_zone="America/New_York").to_list()


def test_days_between() -> None:
    """Days between two fields are whole ones and parts, below nought for a wrong order, and blank without both."""
    made = table(
        since=("date", ["2026-01-01", "2026-01-03", None, "2026-01-01"]),
        until=("datetime", ["2026-01-02T12:00:00", "2026-01-02T00:00:00", "2026-01-01T00:00:00", None]),
    )

    assert lasted(made, field(made, "since"), field(made, "until")).to_list() == [1.5, -1.0, None, None]


def test_an_hour_is_missing_from_a_night_in_spring(portal: Callable[[dict[str, Any]], Path]) -> None:
    """Between two moments with a zone lies the time that passed, whatever clocks were set to."""
    rows = "a,b\n2026-03-07T12:00:00-05:00,2026-03-08T12:00:00-04:00\n"
    schema = {"fields": [{"name": name, "type": "datetime"} for name in "ab"]}
    made = scanned(portal, {"t.csv": rows}, {"path": "t.csv", "schema": schema}).table("t")
    assert made

    assert pytest.approx([23 / 24]) == lasted(made, field(made, "a"), field(made, "b"), "America/New_York").to_list()
