"""Observations as of an earlier day: a later look back says what a build on that day said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.progress.model import Condition
from civicstat.progress.observe import observe
from requests_example import origin, series
from rows_example import table

if TYPE_CHECKING:
    from civicstat.reckoning.values import Interval
    from civicstat.tables import Table

FIRST, NOW = date(2026, 1, 1), date(2026, 3, 1)
CLOSED = (Condition("closed", blank=False),)
STILL_OPEN = (Condition("closed", blank=True),)
SOON = (Condition("closed", most="2026-01-20"),)
PROMISED = (Condition("due", blank=False),)

ASKED: list[tuple[dict[str, Any], Interval]] = [
    ({"reckon": "count"}, "period"),
    ({"reckon": "count"}, "cumulative"),
    ({"reckon": "count", "where": CLOSED}, "period"),
    ({"reckon": "count", "where": STILL_OPEN}, "period"),
    ({"reckon": "count", "where": PROMISED}, "period"),
    ({"reckon": "count", "date": "closed"}, "period"),
    ({"reckon": "open"}, "snapshot"),
    ({"reckon": "open", "where": CLOSED}, "snapshot"),
    ({"reckon": "median", "days": ("opened", "closed")}, "period"),
    ({"reckon": "mean", "days": ("opened", "closed"), "date": "closed"}, "cumulative"),
    ({"reckon": "share", "of": CLOSED}, "period"),
    ({"reckon": "share", "of": SOON}, "cumulative"),
]


def requests(rows: list[tuple[date, date | None]]) -> Table:
    """Requests, opened and perhaps closed, each due a week after it was opened."""
    days = [(opened, closed, opened + timedelta(days=7)) for opened, closed in rows]
    columns = zip(*((str(day) if day else None for day in row) for row in days), strict=True)
    opened, closed, due = map(list, columns)
    return table(opened=("date", opened), closed=("date", closed), due=("date", due))


def as_it_was(rows: list[tuple[date, date | None]], day: date) -> list[tuple[date, date | None]]:
    """The same rows as they stood at the end of a day."""
    return [(o, c if c and c <= day else None) for o, c in rows if o <= day]


REQUEST = st.tuples(st.integers(0, 58), st.none() | st.integers(0, 40)).map(
    lambda r: (FIRST + timedelta(days=r[0]), None if r[1] is None else min(FIRST + timedelta(days=r[0] + r[1]), NOW))
)


@pytest.mark.parametrize(("parts", "interval"), ASKED)
@given(rows=st.lists(REQUEST, min_size=1, max_size=12), back=st.integers(0, 59))
def test_a_look_back_says_what_was_said_then(
    parts: dict[str, Any], interval: Interval, rows: list[tuple[date, date | None]], back: int
) -> None:
    """What happened after the day changes nothing: neither rows nor the days on which earlier rows were closed."""
    # The last request is due after today, so that its column is seen to be one of plans.
    rows = [*rows, (NOW, None)]
    day = NOW - timedelta(days=back)
    then = as_it_was(rows, day)
    asked = origin(**parts)

    looked_back = observe(asked, requests(rows), until=day, interval=interval, behind=False, now=NOW)

    said_then = observe(asked, requests(then), until=day, interval=interval, behind=False) if then else None
    assert series(looked_back) == (series(said_then) if said_then else [])


def test_days_until_closed() -> None:
    """A request that was closed after the day had not lasted a number of days yet."""
    made = requests([(date(2026, 1, 5), date(2026, 1, 6)), (date(2026, 1, 6), date(2026, 2, 20))])
    asked = origin("median", days=("opened", "closed"))

    found = observe(asked, made, until=date(2026, 1, 11), behind=False, now=NOW)

    assert series(found) == [("01-11", 1)]
    assert series(observe(asked, made, until=NOW, behind=False))[0] == ("01-11", 23)


def test_what_was_planned_was_known() -> None:
    """A promise for a later day was made when the request came, so it holds; a field of plans has days to come."""
    made = requests([(date(2026, 1, 5), None), (date(2026, 2, 27), None)])
    asked = origin("count", where=PROMISED)

    assert series(observe(asked, made, until=date(2026, 1, 11), behind=False, now=NOW)) == [("01-11", 1)]


def test_plans_of_a_table_that_ended() -> None:
    """Where the table is known to an earlier day than today, days after that one are plans."""
    made = requests([(date(2026, 1, 5), None), (date(2026, 1, 6), None)])
    asked = origin("count", where=PROMISED, per="day")
    ended = date(2026, 1, 8)

    found = observe(asked, made, until=date(2026, 1, 7), known_until=ended, behind=False, now=NOW)

    assert series(found) == [("01-05", 1), ("01-06", 1), ("01-07", 0)]


def test_moments() -> None:
    """A moment after the day was not known, by the city's clocks."""
    made = table(
        opened=("datetime", ["2026-01-05T08:00:00", "2026-01-06T08:00:00"]),
        closed=("datetime", ["2026-01-07T23:59:00", "2026-01-08T00:30:00"]),
    )
    asked = origin("count", per="day", where=CLOSED)

    found = observe(asked, made, until=date(2026, 1, 7), behind=False, now=NOW)

    assert found.rows == 1


def test_today_is_as_it_was() -> None:
    """Looking at today is no look back: a day to come stays what it is."""
    made = requests([(date(2026, 2, 26), date(2026, 3, 20))])
    asked = origin("count", where=CLOSED, per="day")

    assert observe(asked, made, until=NOW, now=NOW).rows == observe(asked, made, until=NOW).rows == 1
