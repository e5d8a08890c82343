"""The periods into which days fall."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.progress.periods import Period, day_in_words, period_ends, period_of, periods_between

if TYPE_CHECKING:
    from civicstat.progress.model import Per

PERS: tuple[Per, ...] = ("day", "week", "month", "quarter", "fiscal year")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@pytest.mark.parametrize(
    ("per", "start", "begins", "ends", "label"),
    [
        ("day", 1, date(2026, 11, 4), date(2026, 11, 4), "November 4, 2026"),
        ("week", 1, date(2026, 11, 2), date(2026, 11, 8), "week of November 2, 2026"),
        ("month", 1, date(2026, 11, 1), date(2026, 11, 30), "November 2026"),
        ("quarter", 1, date(2026, 10, 1), date(2026, 12, 31), "October–December 2026"),
        ("quarter", 7, date(2026, 10, 1), date(2026, 12, 31), "October–December 2026"),
        ("quarter", 2, date(2026, 11, 1), date(2027, 1, 31), "November 2026–January 2027"),
        ("fiscal year", 1, date(2026, 1, 1), date(2026, 12, 31), "fiscal year 2026"),
        ("fiscal year", 7, date(2026, 7, 1), date(2027, 6, 30), "fiscal year 2027"),
        ("fiscal year", 12, date(2025, 12, 1), date(2026, 11, 30), "fiscal year 2026"),
    ],
)
def test_a_day_falls_in_a_period(per: Per, start: int, begins: date, ends: date, label: str) -> None:
    """Weeks begin on Monday, quarters follow the fiscal year, a fiscal year is called after the year of its end."""
    period = period_of(date(2026, 11, 4), per, start)

    assert Period(per, begins, ends) == period
    assert label == period.label


@pytest.mark.parametrize(
    ("day", "per", "ends"),
    [
        (date(2024, 2, 29), "month", date(2024, 2, 29)),
        (date(2026, 12, 31), "week", date(2027, 1, 3)),
        (date(1, 1, 1), "fiscal year", date(1, 6, 30)),
        (date(9999, 12, 31), "week", date(9999, 12, 31)),
        (date(9999, 12, 31), "quarter", date(9999, 12, 31)),
        (date(9999, 12, 31), "fiscal year", date(9999, 12, 31)),
    ],
)
def test_odd_days_have_periods_too(day: date, per: Per, ends: date) -> None:
    """Leap days, turns of the year, and the first and last day that there is."""
    assert ends == period_of(day, per, 7).ends
    assert [period_of(day, per, 7)] == periods_between(day, day, per, 7)


@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=1), st.sampled_from(PERS), st.integers(1, 12))
def test_columns_as_days(days: list[date], per: Per, start: int) -> None:
    """Whole columns give the same last days as one day after another, as pandas has them, and blanks for blanks."""
    ends = period_ends(pl.Series([*days, None], dtype=pl.Date), per, start).to_list()
    form = {
        "day": "D",
        "week": "W-SUN",
        "month": "M",
        "quarter": f"Q-{MONTHS[start - 2]}",
        "fiscal year": f"Y-{MONTHS[start - 2]}",
    }[per]

    assert [*(period_of(day, per, start).ends for day in days), None] == ends
    assert [pd.Timestamp(day).to_period(form).end_time.date() for day in days] == ends[:-1]


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 900), st.sampled_from(PERS), st.integers(1, 12))
def test_periods_leave_no_gap(first: date, length: int, per: Per, start: int) -> None:
    """The periods between two days follow one another, and hold both days."""
    last = first + timedelta(days=length)
    periods = periods_between(first, last, per, start)

    assert periods[0].begins <= first <= periods[0].ends
    assert periods[-1].begins <= last <= periods[-1].ends
    assert all(a.ends + timedelta(days=1) == b.begins for a, b in pairwise(periods))


def test_of_too_many_periods_the_last_stay() -> None:
    """Where there are more periods than wanted, the latest are given."""
    assert [period_of(date(2026, month, 1), "month") for month in (2, 3)] == periods_between(
        date(1026, 1, 1), date(2026, 3, 5), "month", most=2
    )


def test_no_periods_between_days_in_the_wrong_order() -> None:
    """Where the last day stands before the first there are no periods."""
    assert periods_between(date(2026, 1, 2), date(2026, 1, 1), "day") == []


def test_a_day_in_words() -> None:
    """A day reads as residents write it."""
    assert day_in_words(date(2026, 11, 2)) == "November 2, 2026"
