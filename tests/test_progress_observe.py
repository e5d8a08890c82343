"""Observations reckoned from rows."""

from __future__ import annotations

import io
import math
import statistics
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.progress.conditions import ConditionProblem, OriginProblem
from civicstat.progress.model import Condition, Origin
from civicstat.progress.observe import MOST_PERIODS, Observed, observe
from civicstat.progress.periods import Period, period_of
from requests_example import FEBRUARY, ON_TIME, REQUESTS, origin, series
from rows_example import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civicstat.progress.model import Per, Reckon
    from civicstat.reckoning.values import Interval
    from civicstat.tables import Table


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            {"reckon": "count"},
            [("01-04", 2), ("01-11", 1), ("01-18", 0), ("01-25", 2), ("02-01", 1)],
        ),
        (
            {"reckon": "sum", "field": "hours"},
            [("01-04", 6), ("01-11", 0), ("01-18", 0), ("01-25", 11), ("02-01", 5)],
        ),
        ({"reckon": "mean", "field": "hours"}, [("01-04", 3), ("01-25", 5.5), ("02-01", 5)]),
        ({"reckon": "median", "days": ("opened", "closed")}, [("01-04", 2), ("01-11", 0), ("01-25", 5.5)]),
        ({"reckon": "percentile", "percentile": 90, "field": "hours"}, [("01-04", 3.8), ("01-25", 9.1), ("02-01", 5)]),
        ({"reckon": "share", "of": ON_TIME}, [("01-04", 50), ("01-11", 100), ("01-25", 50), ("02-01", 100)]),
        (
            {"reckon": "distinct", "field": "area"},
            [("01-04", 2), ("01-11", 0), ("01-18", 0), ("01-25", 2), ("02-01", 1)],
        ),
        ({"reckon": "open"}, [("01-04", 1), ("01-11", 1), ("01-18", 1), ("01-25", 2), ("02-01", 2)]),
        ({"reckon": "count", "per": "month"}, [("01-31", 6)]),
        ({"reckon": "count", "date": "closed", "per": "month"}, [("01-31", 5)]),
    ],
)
def test_numbers_by_period(parts: dict[str, Any], expected: list[Any]) -> None:
    """Each way of reckoning gives a number for each whole period; counts are nought where there is no row."""
    assert expected == series(observe(origin(**parts), REQUESTS, until=FEBRUARY))


@pytest.mark.parametrize(
    ("reckon", "interval", "expected"),
    [
        ("count", "period", [("01-04", 2), ("01-11", 1), ("01-18", 0)]),
        ("count", "cumulative", [("01-04", 2), ("01-11", 3), ("01-18", 3), ("01-21", 5)]),
        ("count", "snapshot", [("01-02", 1), ("01-05", 1), ("01-21", 1)]),
        ("open", "snapshot", [("01-04", 1), ("01-11", 1), ("01-18", 1), ("01-21", 3)]),
        ("share", "snapshot", [("01-04", 50), ("01-11", 100)]),
        ("share", "cumulative", [("01-04", 50), ("01-11", 66.666667), ("01-18", 66.666667), ("01-21", 60)]),
    ],
)
def test_a_period_that_still_runs(reckon: Reckon, interval: Interval, expected: list[Any]) -> None:
    """It is left out where it would look like a fall; totals so far, levels and backlogs are told as of the day."""
    asked = origin(reckon, of=ON_TIME)

    assert expected == series(observe(asked, REQUESTS, until=date(2026, 1, 21), interval=interval))


@pytest.mark.parametrize(
    ("reckon", "interval", "window", "expected"),
    [
        ("count", "period", ("2025-12-22", "2026-03-22"), [("12-28", 0), ("01-04", 2), ("01-11", 1), ("01-18", 0)]),
        ("count", "period", ("2026-01-10", "2026-03-22"), [("01-04", 2), ("01-11", 1), ("01-18", 0)]),
        ("count", "period", ("2026-01-02", "2026-01-11"), [("01-04", 2), ("01-11", 1)]),
        ("count", "cumulative", ("2026-01-02", "2026-03-22"), [("01-04", 1), ("01-11", 2), ("01-18", 2), ("01-21", 4)]),
        ("count", "cumulative", ("2026-01-02", "2026-01-20"), [("01-04", 1), ("01-11", 2), ("01-18", 2), ("01-20", 3)]),
        ("count", "cumulative", ("2026-01-10", "2026-03-22"), [("01-11", 0), ("01-18", 0), ("01-21", 2)]),
        ("count", "cumulative", ("2026-02-02", "2026-03-22"), []),
        ("open", "snapshot", ("2025-12-29", "2026-01-06"), [("01-04", 1), ("01-06", 1)]),
    ],
)
def test_a_sprint_from_its_first_day_to_its_last(
    reckon: Reckon, interval: Interval, window: tuple[str, str], expected: list[Any]
) -> None:
    """Nothing after a sprint's end counts, a total begins with its first day, and earlier weeks are told too."""
    begins, ends = (date.fromisoformat(day) for day in window)
    found = observe(origin(reckon), REQUESTS, until=date(2026, 1, 21), interval=interval, window=(begins, ends))

    assert expected == series(found)


MISSED = table(
    opened=("date", ["2026-01-05", "2026-01-06", "2026-01-27"]), kind=("string", ["missed", "missed", "other"])
)


@pytest.mark.parametrize(
    ("kind", "known_until", "expected"),
    [
        ("missed", None, [("01-11", 2), ("01-18", 0), ("01-25", 0), ("02-01", 0)]),
        ("missed", date(2026, 2, 10), [("01-11", 2), ("01-18", 0), ("01-25", 0), ("02-01", 0), ("02-08", 0)]),
        ("missed", date(2026, 1, 1), [("01-11", 2), ("01-18", 0), ("01-25", 0)]),
        ("never", None, [("01-11", 0), ("01-18", 0), ("01-25", 0), ("02-01", 0)]),
    ],
)
def test_what_is_not_known_is_not_nought(kind: str, known_until: date | None, expected: list[Any]) -> None:
    """Weeks without a row are nought as far as the table's other rows, or the caller, tell that it is complete."""
    asked = origin("count", where=(Condition("kind", equals=(kind,)),), until="")

    assert expected == series(observe(asked, MISSED, until=date(2026, 2, 15), known_until=known_until))


def test_an_empty_table() -> None:
    """A table without rows tells nothing, unless the caller knows it to be complete."""
    empty = table(opened=("date", []))
    window = (date(2026, 1, 5), date(2026, 1, 25))

    assert series(observe(origin("count"), empty, until=FEBRUARY, window=window)) == []
    assert series(observe(origin("count"), empty, until=FEBRUARY, window=window, known_until=date(2026, 1, 20))) == [
        ("01-11", 0),
        ("01-18", 0),
    ]


def test_fiscal_years() -> None:
    """A year of July to June is told on its last day, and not before it is over."""
    made = table(opened=("date", ["2024-07-01", "2025-06-30", "2025-07-01", "2026-06-30", "2026-07-01"]))
    found = observe(origin("count", per="fiscal year"), made, until=date(2026, 12, 1), fiscal_year_start=7)

    assert [(date(2025, 6, 30), 2.0), (date(2026, 6, 30), 2.0)] == [(o.date, o.value) for o in found.observations]


def test_the_rows_behind_each_number() -> None:
    """The file has exactly the rows that count, each with its period, and what is reckoned of it."""
    days = observe(origin("median", days=("opened", "closed")), REQUESTS, until=FEBRUARY)
    share = observe(origin("share", of=ON_TIME, where=(Condition("area", equals=("HH",)),)), REQUESTS, until=FEBRUARY)

    assert days.csv == (
        "period,days,opened,closed,kind,hours,late,area\r\n"
        "2026-01-04,2,2026-01-01,2026-01-03,Graffiti,2,false,HH\r\n"
        "2026-01-11,0,2026-01-05,2026-01-05,Graffiti,,false,\r\n"
        "2026-01-25,10,2026-01-20,2026-01-30,Graffiti,10,,District 9\r\n"
        "2026-01-25,1,2026-01-21,2026-01-22,Graffiti,1,false,HH\r\n"
    )
    assert share.csv == (
        "period,counted,opened,closed,kind,hours,late,area\r\n"
        "2026-01-04,1,2026-01-01,2026-01-03,Graffiti,2,false,HH\r\n"
        "2026-01-25,1,2026-01-21,2026-01-22,Graffiti,1,false,HH\r\n"
        "2026-02-01,1,2026-01-28,,Graffiti,5,false,HH\r\n"
    )
    assert (days.rows, share.rows) == (4, 3)


def test_rows_of_a_backlog() -> None:
    """A row is behind a backlog with the first and the last day that counts it; the last one counts those of a blank.

    A row that was closed before the first day told, or between two of them, is behind no number.
    """
    made = table(
        opened=("date", ["2026-01-01", "2026-01-02", "2026-01-05", "2026-01-06", "2026-01-20", "2026-01-21"]),
        closed=("date", ["2026-01-18", None, "2026-01-07", "2026-01-22", "2026-01-25", "2026-01-20"]),
        id=("integer", [1, 2, 3, 4, 5, 6]),
    )
    found = observe(origin("open"), made, until=date(2026, 1, 21))

    assert series(found) == [("01-04", 2), ("01-11", 3), ("01-18", 2), ("01-21", 3)]
    assert found.csv == (
        "first_period,last_period,opened,closed,id\r\n"
        "2026-01-04,2026-01-11,2026-01-01,2026-01-18,1\r\n"
        "2026-01-04,,2026-01-02,,2\r\n"
        "2026-01-11,,2026-01-06,2026-01-22,4\r\n"
        "2026-01-21,,2026-01-20,2026-01-25,5\r\n"
    )
    assert found.rows == 4
    assert found.redo == (
        "Rows whose first_period is on or before a day, and whose last_period is on or after it or blank, are the ones "
        "open at the end of that day."
    )


def test_rows_of_a_total() -> None:
    """A row is behind a total from the first day on that counts it; also where the window begins within its week."""
    window = (date(2026, 1, 2), date(2026, 3, 22))
    found = observe(origin("count"), REQUESTS, until=date(2026, 1, 21), interval="cumulative", window=window)

    assert [line.split(",")[:2] for line in found.csv.splitlines()] == [
        ["first_period", "opened"],
        ["2026-01-04", "2026-01-02"],
        ["2026-01-11", "2026-01-05"],
        ["2026-01-21", "2026-01-20"],
        ["2026-01-21", "2026-01-21"],
    ]
    assert found.redo == (
        "The number of a day stands on the rows whose first_period is on or before it: it is how many they are."
    )


@pytest.mark.parametrize(
    ("parts", "redo"),
    [
        ({"reckon": "count"}, "it is how many they are."),
        ({"reckon": "sum", "field": "hours"}, "it is the sum of their hours."),
        ({"reckon": "median", "days": ("opened", "closed")}, "it is the median of their days."),
        ({"reckon": "percentile", "percentile": 90, "field": "hours"}, "it is the 90th percentile of their hours."),
        ({"reckon": "share", "of": ON_TIME}, "it is the percentage of them that has a 1 as counted."),
        ({"reckon": "distinct", "field": "area"}, "it is how many different values of area they have."),
    ],
)
def test_how_a_number_is_made(parts: dict[str, Any], redo: str) -> None:
    """Each way of reckoning says how to come from its rows to its numbers."""
    found = observe(origin(**parts), REQUESTS, until=FEBRUARY)

    assert found.redo == f"The number of a day stands on the rows with that day as their period: {redo}"


@pytest.mark.parametrize(
    ("interval", "last", "rows", "note"),
    [
        ("period", 1, MOST_PERIODS, "The 1,500 periods from November 23, 2021 are shown. Earlier rows are left out."),
        (
            "cumulative",
            2001,
            2001,
            "The 1,500 periods from November 23, 2021 are shown. Earlier ones stand in the total.",
        ),
    ],
)
def test_a_long_table_by_day(interval: Interval, last: float, rows: int, note: str) -> None:
    """Of twenty years of days the last four are told; a total counts the others too. A mistyped year does no harm."""
    until = date(2025, 12, 31)
    days = [date(1026, 1, 1).isoformat(), *((until - timedelta(days=n)).isoformat() for n in range(2000))]
    found = observe(origin("count", per="day", until=""), table(opened=("date", days)), until=until, interval=interval)

    assert (MOST_PERIODS, last, rows) == (len(found.observations), found.observations[-1].value, found.rows)
    assert (note,) == found.notes


@pytest.mark.parametrize(
    ("parts", "kind", "place"),
    [
        ({"reckon": "count", "date": "gone"}, OriginProblem, "date"),
        ({"reckon": "sum", "field": "kind"}, OriginProblem, "field"),
        ({"reckon": "count", "where": (Condition("hours", least="many"),)}, ConditionProblem, "where[0].least"),
    ],
)
def test_what_can_not_be_reckoned(parts: dict[str, Any], kind: type[OriginProblem], place: str) -> None:
    """A field that is gone or retyped, and a value that can't be read, are told with their place."""
    with pytest.raises(kind) as raised:
        observe(origin(**parts), REQUESTS, until=FEBRUARY)

    assert place == raised.value.place


def test_numbers_too_large() -> None:
    """Numbers that don't fit into one are a problem with words."""
    made = table(opened=("date", ["2026-01-01"] * 2), hours=("number", [1.7e308] * 2))
    with pytest.raises(OriginProblem, match="too large to add up"):
        observe(origin("sum", field="hours"), made, until=FEBRUARY)


def test_numbers_that_are_none() -> None:
    """What is no finite number counts as blank."""
    made = table(opened=("date", ["2026-01-01"] * 3), hours=("number", [float("nan"), float("inf"), 2.0]))
    found = observe(origin("mean", field="hours"), made, until=FEBRUARY)

    assert (series(found), found.rows) == ([("01-04", 2.0)], 1)


def test_observations_alone() -> None:
    """Without what is behind, the observations are the same and the rest stays empty."""
    asked = origin("count", by=("area",))
    whole, alone = (observe(asked, REQUESTS, until=FEBRUARY, behind=behind) for behind in (True, False))

    assert (whole.observations, whole.rows, whole.conditions) == (alone.observations, alone.rows, alone.conditions)
    assert (alone.csv, alone.places) == ("", ())


Row = dict[str, Any]
SPAN = st.dates(date(2026, 1, 1), date(2026, 3, 1))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.none() | SPAN,
            "end": st.none() | SPAN,
            "n": st.none() | st.integers(-5, 5).map(float),
            "kind": st.none() | st.sampled_from("ab"),
        }
    ),
    max_size=12,
)


def naive(rows: list[Row], asked: Origin, until: date, interval: Interval, window: Any, start: int) -> list[Any]:
    """The same, row by row and day by day, in plain Python."""
    until = min(until, window[1]) if window else until
    begins = window[0] if window else None

    def whole(day: date) -> Period:
        return period_of(day, asked.per, start)

    days = sorted(r["day"] for r in rows if r["day"] and r["day"] <= until)
    ended = [r["end"] for r in rows if r["end"] and r["end"] <= until and asked.reckon == "open"]
    if not days and not ended:
        return []
    last = min(until, whole(max([*days, *ended])).ends)
    numbers = ("sum", "mean", "median", "percentile", "distinct")
    counted = [
        r
        for r in rows
        if r["day"] and r["day"] <= until and r["kind"] == "a" and (asked.reckon not in numbers or r["n"] is not None)
    ]
    first = min(
        [r["day"] for r in counted] + [d for d in [begins] if d and d <= last], default=days[0] if days else None
    )
    if interval == "cumulative" and begins:
        counted, first = [r for r in counted if r["day"] >= begins], begins
    found, at = [], first
    while at and at <= last:
        begun, end = whole(at).begins, whole(at).ends
        done = end <= last
        told: date | None = min(end, last)
        if asked.reckon == "open":
            of = [r for r in counted if r["day"] <= told and (r["end"] is None or r["end"] > told)]
        elif interval == "cumulative":
            of = [r for r in counted if r["day"] <= told]
        elif interval == "snapshot" and asked.reckon in ("count", "sum", "distinct"):
            told = max((d for d in days if begun <= d <= end), default=None)
            of = [r for r in counted if r["day"] == told]
        else:
            told = end if done else None
            of = [r for r in counted if begun <= r["day"] <= end]
        value = one_number(asked, of)
        if told and value is not None:
            found.append((told, round(value, 9)))
        at = end + timedelta(days=1)
    return found


def one_number(asked: Origin, rows: list[Row]) -> float | None:
    """What some rows come to."""
    n = sorted(r["n"] for r in rows if r["n"] is not None)
    if asked.reckon in ("count", "open", "sum", "distinct"):
        return {"sum": sum(n), "distinct": len(set(n))}.get(asked.reckon, len(rows))
    if not rows:
        return None
    if asked.reckon == "share":
        return 100 * sum(r["n"] is not None and r["n"] >= 0 for r in rows) / len(rows)
    at = (len(n) - 1) * (50 if asked.reckon == "median" else asked.percentile) / 100
    low, high = n[math.floor(at)], n[math.ceil(at)]
    return statistics.mean(n) if asked.reckon == "mean" else low + (high - low) * (at - math.floor(at))


@given(
    ROWS,
    st.sampled_from(("count", "sum", "mean", "median", "share", "percentile", "distinct", "open")),
    st.sampled_from(("day", "week", "month", "quarter", "fiscal year")),
    st.sampled_from(("period", "snapshot", "cumulative")),
    st.tuples(SPAN, st.none() | st.tuples(SPAN, SPAN).map(sorted).map(tuple)),
    st.integers(1, 12),
    st.randoms(),
)
def test_against_plain_python(
    rows: list[Row], reckon: Reckon, per: Per, interval: Interval, when: Any, start: int, random: Any
) -> None:
    """Whatever the rows and in whatever order, the numbers are those of a reckoning by hand, and of the rows behind."""
    until, window = when
    if interval == "cumulative" and reckon in ("median", "percentile", "open"):
        interval = "period"
    asked = Origin(
        "m", "d", "t", reckon, "day", per, field="n", until="end", percentile=30.0,
        where=(Condition("kind", equals=("a",)),), of=(Condition("n", least="0"),),
    )  # fmt: skip
    shuffled = random.sample(rows, len(rows))
    made = made_of(shuffled)

    found = observe(asked, made, until=until, fiscal_year_start=start, window=window, interval=interval)

    assert naive(rows, asked, until, interval, window, start) == [
        (o.date, round(o.value, 9)) for o in found.observations
    ]
    assert from_the_file(found, asked, interval) == [(o.date, round(o.value, 9)) for o in found.observations]


def from_the_file(found: Observed, asked: Origin, interval: Interval) -> list[Any]:
    """Every number made once more from the file of rows alone, as `Observed.redo` says."""
    rows = pd.read_csv(io.StringIO(found.csv)) if found.csv else pd.DataFrame()
    assert found.rows == len(rows)
    again = []
    for day in (o.date for o in found.observations):
        if rows.empty:
            of = rows
        elif asked.reckon == "open":
            last = rows["last_period"].astype("string").fillna("9999")
            of = rows[(rows["first_period"] <= day.isoformat()) & (day.isoformat() <= last)]
        elif interval == "cumulative":
            of = rows[rows["first_period"] <= day.isoformat()]
        else:
            of = rows[rows["period"] == day.isoformat()]
        again.append((day, round(float(made_again(of, asked)), 9)))
    return again


def made_again(rows: pd.DataFrame, asked: Origin) -> Any:
    """One number from its rows, as pandas makes it."""
    if rows.empty or asked.reckon in ("count", "open"):
        return len(rows)
    if asked.reckon == "share":
        return 100 * rows["counted"].mean()
    if asked.reckon == "percentile":
        return rows["n"].quantile(asked.percentile / 100)
    return getattr(rows["n"], {"distinct": "nunique"}.get(asked.reckon, asked.reckon))()


def made_of(rows: Sequence[Row]) -> Table:
    """The rows as a table."""
    kinds = {"day": "date", "end": "date", "n": "number", "kind": "string"}
    return table(**{name: (kind, [row[name] for row in rows]) for name, kind in kinds.items()})
