"""Checks of dates in the rows: still to come, before any sense, or standing for "unknown"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from civicstat.checks.check import Hit, PackageSubject, TableSubject, check_package, check_table
from civicstat.checks.periods import parse_period
from civicstat.checks.words import counted, first_row, names_of, words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civicstat.tables import Field

EARLIEST, LATEST = 1600, 2200
"""The years between which a city's record can mean a date."""

PLANNED_YEARS = 30
"""How far ahead a plan may look."""

LONE_YEARS = 20
"""How far a programs' null date lies from every other date, where it stands for "unknown"."""

_NULL_DATES = (
    date(1, 1, 1), date(1753, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1901, 1, 1),
    date(1904, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(1980, 1, 1),
)  # fmt: skip
"""Day zero of databases, spreadsheets and operating systems (SQL Server, Excel, classic Mac OS, Unix, DOS)."""

_NULL_YEARS = (0, 1, 1899, 1900, 1970)

_PLANNED = re.compile(
    r"^(due|targets?|deadlines?|expir\w*|expected|schedul\w*|plan|plans|planned|planning|forecasts?|project(ed|ions?)"
    r"|estimate[ds]?|ends?|ending|until|thru|through|valid|validity|renew\w*|next|anticipated|proposed|effective"
    r"|upcoming|future|goals?|budget\w*|completion|maturity|aimed|promised?|retire\w*|sunset)$"
)
_PLANNED_TABLE = re.compile(
    r"^(forecasts?|projections?|plans?|schedules?|targets?|budgets?|calendars?|upcoming|events?|meetings?|milestones?"
    r"|elections?|deadlines?|goals?)$"
)
"""Words of a title by which a table looks ahead."""

_FISCAL = {"fiscal", "fy", "school", "season", "budget"}
"""Words of a year that begins before the calendar's."""


@check_package(
    "DT001",
    wrong="opened\n2026-03-14\n2062-03-15",
    right="opened\n2026-03-14\n2026-03-15",
)
def future_dates(subject: PackageSubject) -> Iterator[Hit]:
    """Dates lie in the future.

    What is recorded has happened, so a later date is a slip of the keyboard, or day and month have changed places. A
    column may look ahead where its name or title says so (due, target, planned, expires, ends …), where the table's
    title does (forecast, schedule, calendar …), or where the dataset's `temporal` covers the days. Even then, more than
    thirty years ahead is reported.
    """
    try:
        _, covered = parse_period(subject.package.temporal)
    except ValueError:
        covered = None
    for resource in subject.package.resources:
        table = subject.scan.table(resource.name)
        if table is None:
            continue
        titles = words_in((subject.package.title, resource.title, resource.name))
        ahead = any(_PLANNED_TABLE.match(word) for word in titles)
        for field in filter(_is_dated, table.fields):
            last = subject.today
            if ahead or _is_planned(field):
                last = date(last.year + PLANNED_YEARS, 12, 31)
            last = min(max(last, covered or last), date(LATEST, 12, 31))
            limit = _limit(field, last)
            if field.profile.maximum <= limit:
                continue
            column = table.column(field.name)
            late = (column > limit) & (_years(column, field) <= LATEST)
            if late.any():
                after = last if field.type == "datetime" else limit
                yield Hit(
                    resource=resource.name,
                    field=field.name,
                    row=first_row(resource, late),
                    found=f"{_shown(column.filter(late).max())} at the latest, {_rows(late)} after {_shown(after)}",
                    expected="days that have come" if last == subject.today else f"nothing after {_shown(last)}",
                    todo='Correct the dates; or say what they are, as in "Due date".',
                )


@check_table(
    "DT002",
    severity="warning",
    wrong="opened\n2026-03-14\n1900-01-01",
    right="opened\n2026-03-14\n(blank)",
)
def senseless_dates(subject: TableSubject) -> Iterator[Hit]:
    """Dates lie where no record can.

    Before the year 1600 or after 2200 a date is a slip of the keyboard, such as `0206-03-15`. Some days are what a
    program writes for "unknown": 1 January 1900, 30 December 1899, 1 January 1970. They are reported where every other
    date of the column lies at least twenty years later. Leave a cell blank for what is not known.
    """
    for field in filter(_is_dated, subject.table.fields):
        low, high = field.profile.minimum, field.profile.maximum
        column = subject.table.column(field.name)
        if _year(low) < EARLIEST or _year(high) > LATEST:
            years = _years(column, field)
            odd = (years < EARLIEST) | (years > LATEST)
            yield Hit(
                field=field.name,
                row=first_row(subject.resource, odd),
                found=f"{_shown(column.filter(odd)[0])}; {_rows(odd)}",
                expected=f"days between the years {EARLIEST} and {LATEST}",
                todo="Correct the dates; leave the cell blank where none is known.",
            )
            column = column.filter(~odd)
            low = column.drop_nulls().min()
        null = _null_date(field, low)
        if null is None:
            continue
        same = column.dt.date() == null if column.dtype == pl.Datetime else column == null
        others = column.filter(~same).drop_nulls().min()
        if others is not None and _year(others) - _year(null) >= LONE_YEARS:
            yield Hit(
                message="a date seems to stand for “unknown”",
                field=field.name,
                row=first_row(subject.resource, same),
                found=f"{_shown(null)} in {_rows(same)}; all others are from {_shown(others)} on",
                expected="a blank cell where no date is known",
                todo="Leave those cells blank.",
            )


def _is_dated(field: Field) -> bool:
    """True for columns of days, moments, months and years; a whole number counts as a year by its name and size."""
    if field.type in ("date", "datetime", "year", "yearmonth"):
        return field.profile.minimum is not None
    if field.type != "integer" or "year" not in names_of(field):
        return False
    low, high = field.profile.minimum, field.profile.maximum
    return low is not None and 1000 <= low <= high <= 9999


def _is_planned(field: Field) -> bool:
    return any(_PLANNED.match(word) for word in names_of(field))


def _limit(field: Field, last: date) -> Any:
    """The last value that a column may hold, of the column's own type."""
    if field.type == "date":
        return last
    if field.type == "datetime":
        # Moments stand in UTC: where the city is behind, its last hours are tomorrow's there.
        return pl.select(pl.lit(last + timedelta(days=2)).cast(pl.Datetime("us"))).item()
    if field.type == "yearmonth":
        return f"{last.year:04}-{last.month:02}"
    return last.year + (1 if names_of(field) & _FISCAL else 0)


def _null_date(field: Field, low: Any) -> Any:
    """`low`, as a day or a year, where it is what a program writes for "unknown"."""
    if field.type in ("date", "datetime") and low is not None:
        day = low.date() if field.type == "datetime" else low
        return day if day in _NULL_DATES else None
    return low if low in _NULL_YEARS else None


def _year(value: Any) -> int:
    return value.year if isinstance(value, date) else int(str(value).partition("-")[0])


def _years(column: pl.Series, field: Field) -> pl.Series:
    if field.type in ("date", "datetime"):
        return column.dt.year()
    return column.str.extract(r"^(\d+)").cast(pl.Int64, strict=False) if field.type == "yearmonth" else column


def _shown(value: Any) -> str:
    """A day as 2026-03-31, also of a moment: staff look for the day."""
    return str(value)[:10]


def _rows(mask: pl.Series) -> str:
    return counted(int(mask.sum()), "row")
