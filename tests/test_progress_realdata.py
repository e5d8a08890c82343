"""Measures reckoned from a city's real rows, against a few separate lines of pandas."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import realdata
from civicstat.progress.model import Condition, Origin
from civicstat.progress.observe import Observed, observe
from test_tables import scanned

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    from civicstat.reckoning.values import Interval
    from civicstat.tables import Table

pytestmark = pytest.mark.skipif(not realdata.REALDATA.is_dir(), reason="shared/realdata is not beside the repository")

TABLES = ("graffiti-removal-2015", "pothole-repair-2015", "recycling-cart-requests-2015")
MOMENT = "%m/%d/%Y %I:%M:%S %p"
MOMENTS = ("OPEN_DT", "TARGET_DT", "CLOSED_DT")
DEGREES = ("LATITUDE", "LONGITUDE")
UNTIL = date(2015, 10, 15)
SPRINT = (date(2015, 7, 20), date(2015, 10, 18))
CLOSED = (Condition("CASE_STATUS", equals=("Closed",)),)


@pytest.fixture(scope="module", params=TABLES)
def both(request: pytest.FixtureRequest, portal: Callable[[Mapping[str, Any]], Path]) -> tuple[Table, pd.DataFrame]:
    """A table as a build reads it, and as pandas does."""
    file = realdata.REALDATA / "boston" / f"{request.param}.csv"
    text = file.read_text(encoding="utf-8")
    names = text.split("\n", 1)[0].strip().split(",")
    kinds = {
        **{name: {"type": "datetime", "format": MOMENT} for name in MOMENTS},
        **{name: {"type": "number"} for name in DEGREES},
    }
    fields = [{"name": name, **kinds.get(name, {"type": "string"})} for name in names]
    made = scanned(portal, {"t.csv": text}, {"path": "t.csv", "schema": {"fields": fields}}).table("t")
    assert made
    frame = pd.read_csv(file)
    for name in MOMENTS:
        frame[name] = pd.to_datetime(frame[name], format=MOMENT)
    return made, frame


def seen(made: Table, interval: Interval = "period", **parts: Any) -> Observed:
    """What is observed in the middle of October."""
    given = {"measure": "m", "dataset": "requests", "resource": "t", "per": "week", **parts}
    return observe(Origin(**given), made, until=UNTIL, window=SPRINT, interval=interval)


def by_week(found: Observed) -> dict[date, float]:
    """The observations by their day."""
    return {o.date: o.value for o in found.observations}


def test_share_closed_on_time(both: tuple[Table, pd.DataFrame]) -> None:
    """The share of a week's closed requests that were closed on time is that of pandas, and its file gives it again."""
    made, frame = both
    on_time = (Condition("OnTime_Status", equals=("ONTIME",)),)
    found = seen(made, reckon="share", date="CLOSED_DT", where=CLOSED, of=on_time)

    closed = frame[(frame.CASE_STATUS == "Closed") & (frame.CLOSED_DT < "2015-10-12")]
    week = closed.CLOSED_DT.dt.to_period("W-SUN").dt.end_time.dt.date
    expected = (closed.OnTime_Status == "ONTIME").groupby(week).mean() * 100

    assert pytest.approx(expected.to_dict()) == by_week(found)
    assert len(closed) == found.rows
    file = pd.read_csv(io.StringIO(found.csv), parse_dates=["period"])
    assert pytest.approx(expected.to_list()) == (file.groupby("period").counted.mean() * 100).to_list()
    assert sorted(closed.CASE_ENQUIRY_ID) == sorted(file.CASE_ENQUIRY_ID)


def test_median_days_to_close(both: tuple[Table, pd.DataFrame]) -> None:
    """The median of the days that a month's requests took is that of pandas, in every neighborhood too."""
    made, frame = both
    parts = {"reckon": "median", "days": ("OPEN_DT", "CLOSED_DT"), "date": "CLOSED_DT", "by": ("neighborhood",)}
    found = seen(made, per="month", where=CLOSED, **parts)

    closed = frame[frame.CASE_STATUS == "Closed"]
    closed = closed.assign(took=(closed.CLOSED_DT - closed.OPEN_DT).dt.total_seconds() / 86400)
    past = closed[closed.CLOSED_DT < "2015-10-01"]
    month = past.CLOSED_DT.dt.to_period("M").dt.end_time.dt.date
    assert pytest.approx(past.groupby(month).took.median().to_dict()) == by_week(found)

    place = closed.neighborhood.fillna("not stated")
    now = closed.CLOSED_DT.between("2015-07-20", "2015-10-16", inclusive="left")
    before = closed.CLOSED_DT.between("2015-04-23", "2015-07-20", inclusive="left")
    [places] = found.places
    told = {p.name: (p.rows, p.value, p.before) for p in places.places}
    rows, medians, earlier = (
        closed[now].groupby(place).size(),
        closed[now].groupby(place).took.median(),
        closed[before].groupby(place).took.median(),
    )
    assert (SPRINT[0], UNTIL) == found.span
    assert {*medians.index, *earlier.index} == set(told)
    assert pytest.approx(medians.to_dict()) == {name: p[1] for name, p in told.items() if p[1] is not None}
    assert pytest.approx(earlier.to_dict()) == {name: p[2] for name, p in told.items() if p[2] is not None}
    assert rows.to_dict() == {name: p[0] for name, p in told.items() if p[0]}


def test_open_backlog(both: tuple[Table, pd.DataFrame]) -> None:
    """As many requests are open at the end of each Sunday, and now, as pandas counts day by day."""
    made, frame = both
    found = seen(made, "snapshot", reckon="open", date="OPEN_DT", until="CLOSED_DT")

    def backlog(day: date) -> int:
        after = pd.Timestamp(day + timedelta(days=1))
        opened, closed = frame.OPEN_DT.lt(after), frame.CLOSED_DT.lt(after)
        return int((opened & ~closed).sum())

    sundays = pd.date_range(frame.OPEN_DT.min().normalize(), "2015-10-15", freq="W-SUN").date
    assert {day: backlog(day) for day in (*sundays, UNTIL)} == by_week(found)


def test_closed_so_far(both: tuple[Table, pd.DataFrame]) -> None:
    """The total since the sprint's first day grows to what pandas counts, and the map shows as many places."""
    made, frame = both
    found = seen(made, "cumulative", reckon="count", date="CLOSED_DT", latitude="LATITUDE", longitude="LONGITUDE")

    sprint = frame[(frame.CLOSED_DT >= "2015-07-20") & (frame.CLOSED_DT < "2015-10-16")]
    assert (len(sprint), len(sprint), UNTIL) == (
        found.observations[-1].value,
        found.rows,
        found.observations[-1].date,
    )
    places = {(latitude, longitude) for latitude, longitude in zip(sprint.LATITUDE, sprint.LONGITUDE, strict=True)}
    assert places == set(found.points)
