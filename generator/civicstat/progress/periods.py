"""The periods into which days fall: days, weeks, months, quarters and fiscal years.

Weeks are those of ISO 8601, from Monday to Sunday. Fiscal years begin with a month that the portal names and are called
after the year in which they end; quarters are quarters of the fiscal year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from civicstat.progress.model import Per

_MONTHS = {"month": 1, "quarter": 3, "fiscal year": 12}


@dataclass(frozen=True)
class Period:
    """One day, week, month, quarter or fiscal year; its first and its last day belong to it."""

    per: Per
    begins: date
    ends: date

    @property
    def label(self) -> str:
        """The period in words: `week of November 2, 2026`, `July–September 2026`, `fiscal year 2027`."""
        match self.per:
            case "day":
                return day_in_words(self.begins)
            case "week":
                return f"week of {day_in_words(self.begins)}"
            case "month":
                return f"{self.begins:%B} {self.begins.year}"
            case "quarter" if self.begins.year == self.ends.year:
                return f"{self.begins:%B}–{self.ends:%B} {self.ends.year}"
            case "quarter":
                return f"{self.begins:%B} {self.begins.year}–{self.ends:%B} {self.ends.year}"
        return f"fiscal year {self.ends.year}"


def day_in_words(day: date) -> str:
    """A day as residents read it: `November 2, 2026`."""
    return f"{day:%B} {day.day}, {day.year}"


def period_of(day: date, per: Per, fiscal_year_start: int = 1) -> Period:
    """The period in which a day falls. `fiscal_year_start` is the first month of the fiscal year, from 1 to 12."""
    if per == "day":
        return Period(per, day, day)
    if per == "week":
        begins = day.toordinal() - day.weekday()
        return Period(per, _on(begins), _on(begins + 6))
    months = _MONTHS[per]
    first = day.year * 12 + day.month - 1 - (day.month - fiscal_year_start) % months
    return Period(per, _first_of(first), _on(_first_of(first + months).toordinal() - 1, last=first + months > _LAST))


_LAST = date.max.year * 12 + 11
"""The last month that there is, counted from the year nought."""


def _first_of(month: int) -> date:
    month = min(max(month, 12), _LAST)
    return date(month // 12, month % 12 + 1, 1)


def _on(ordinal: int, *, last: bool = False) -> date:
    """The day of that number; the first or the last day that there is, for one beyond."""
    return date.max if last else date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def periods_between(first: date, last: date, per: Per, fiscal_year_start: int = 1, most: int = 10**9) -> list[Period]:
    """The periods from that of `first` to that of `last`, in their order; the last ones where there are too many."""
    found: list[Period] = []
    day = last
    while day >= first and len(found) < most:
        period = period_of(day, per, fiscal_year_start)
        found.append(period)
        if period.begins <= first or period.begins == date.min:
            break
        day = period.begins - timedelta(days=1)
    return found[::-1]


def period_ends(days: pl.Series, per: Per, fiscal_year_start: int = 1) -> pl.Series:
    """The last day of the period of each of many days, blank for a blank: `Period.ends`, whole columns at once."""
    day = pl.col("")
    ends: pl.Expr
    if per == "day":
        return days
    if per == "week":
        ends = day + pl.duration(days=7 - day.dt.weekday().cast(pl.Int64))
    else:
        months = _MONTHS[per]
        month = day.dt.month().cast(pl.Int32)
        after = day.dt.year() * 12 + month - 1 + months - (month - fiscal_year_start + 12) % months
        ends = pl.date(after // 12, after % 12 + 1, 1) - pl.duration(days=1)
    return days.alias("").to_frame().select(ends.cast(pl.Date)).to_series().alias("")
