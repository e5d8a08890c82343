"""A measure by place: the rows of a sprint, and of the time before it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.progress.model import Place, Places
from civicstat.progress.observe import MOST_PLACES, observe
from requests_example import FEBRUARY, REQUESTS, origin
from rows_example import table

if TYPE_CHECKING:
    from civicstat.reckoning.values import Interval


@pytest.mark.parametrize(
    ("parts", "interval", "expected"),
    [
        (
            {"reckon": "count"},
            "period",
            [
                Place("District 9", 1.0, 1, 0.0),
                Place("District 10", 0.0, 0, 1.0),
                Place("Hampden", 1.0, 1, 1.0),
                Place("not stated", 0.0, 0, 1.0),
            ],
        ),
        (
            {"reckon": "mean", "field": "hours"},
            "period",
            [
                Place("District 9", 10.0, 1, None),
                Place("District 10", None, 0, 4.0),
                Place("Hampden", 1.0, 1, 2.0),
            ],
        ),
        (
            {"reckon": "open"},
            "snapshot",
            [Place("District 9", 1.0, 1, 0.0), Place("District 10", 1.0, 1, 1.0)],
        ),
        ({"reckon": "count"}, "snapshot", [Place("Hampden", 1.0, 1, 0.0), Place("not stated", 0.0, 0, 1.0)]),
    ],
)
def test_by_place(parts: dict[str, Any], interval: Interval, expected: list[Place]) -> None:
    """Each place's number in the sprint so far stands beside that of as many days before, small ones as they are."""
    window = (date(2026, 1, 13), date(2026, 1, 25))
    found = observe(origin(**parts, by=("area",)), REQUESTS, until=date(2026, 1, 25), interval=interval, window=window)

    assert (Places("Neighborhood", tuple(expected)),) == found.places
    assert (window, (date(2025, 12, 31), date(2026, 1, 12))) == (found.span, found.before)


def test_no_time_before_the_table_began() -> None:
    """Where the table does not reach back to the time before, that is not known rather than nought."""
    window = (date(2026, 1, 5), date(2026, 1, 31))
    found = observe(origin("count", by=("area",)), REQUESTS, until=FEBRUARY, window=window)

    assert None is found.before
    assert {None} == {place.before for place in found.places[0].places}


def test_by_place_without_a_sprint() -> None:
    """Without a window the last year is told by place."""
    found = observe(origin("count", by=("area",)), REQUESTS, until=FEBRUARY)

    assert (date(2025, 2, 2), FEBRUARY) == found.span
    assert [(place.name, place.value) for place in found.places[0].places] == [
        ("District 9", 1.0),
        ("District 10", 1.0),
        ("Hampden", 3.0),
        ("not stated", 1.0),
    ]


def test_too_many_places() -> None:
    """A field of addresses is not told by place, and a note says so."""
    many = MOST_PLACES + 1
    made = table(opened=("date", ["2026-01-01"] * many), street=("integer", list(range(many))))
    found = observe(origin("count", by=("street",)), made, until=FEBRUARY)

    assert (found.places, found.notes) == ((), ("street has 501 different values; at most 500 can be told.",))


def test_points_of_the_sprint() -> None:
    """The map shows the rows of the sprint."""
    made = table(
        opened=("date", ["2026-01-01", "2026-01-15"]), lat=("number", [39.1, 39.2]), lon=("number", [-76.1, -76.2])
    )
    window = (date(2026, 1, 5), date(2026, 1, 31))
    found = observe(origin("count", latitude="lat", longitude="lon"), made, until=FEBRUARY, window=window)

    assert found.points == ((39.2, -76.2),)
