"""How a column writes its days and times."""

from __future__ import annotations

import polars as pl
import pytest

from civicstat.new.dates import TimeForm, time_forms, writes_month_first

FORMS = [
    ("d", ["2024-01-31", "2024-02-29"], [("date", "default")]),
    ("d", ["1/31/2024", "02/01/2024"], [("date", "%m/%d/%Y")]),
    ("d", ["31/1/2024", "01/02/2024"], [("date", "%d/%m/%Y")]),
    ("d", ["03/04/2024", "01/02/2024"], [("date", "%m/%d/%Y"), ("date", "%d/%m/%Y")]),
    ("d", ["31.01.24"], [("date", "%d.%m.%y")]),
    ("d", ["Jan 31, 2024", "Feb 1, 2024"], [("date", "%b %d, %Y")]),
    ("d", ["January 31, 2024"], [("date", "%B %d, %Y")]),
    ("d", ["31-Jan-24"], [("date", "%d-%b-%y")]),
    ("issue_date", ["20240131"], [("date", "%Y%m%d")]),
    ("parcel", ["20240131"], []),
    ("d", ["2024-02-30"], []),
    ("d", ["2024-01-31", "31/01/2024"], []),
    ("t", ["2024-01-31T08:00:00", "2024-01-31 08:00:00.123Z"], [("datetime", "default")]),
    ("t", ["2024-01-31 08:00"], [("datetime", "%Y-%m-%d %H:%M")]),
    ("t", ["01/31/2024 11:52:36 AM", "1/02/2024 1:02:03 PM"], [("datetime", "%m/%d/%Y %I:%M:%S %p")]),
    ("t", ["2018/05/08 07:51:45+00"], [("datetime", "%Y/%m/%d %H:%M:%S+00")]),
    ("t", ["2018/05/08 07:51:45+00", "2018/05/08 07:51:45+01"], []),
    ("t", ["08:30", "9:15"], []),
    ("t", ["08:30:00", "23:59:59"], [("time", "default")]),
    ("t", ["8:30 AM"], [("time", "%I:%M %p")]),
    ("t", ["25:00:00"], []),
]


@pytest.mark.parametrize(("name", "texts", "forms"), FORMS, ids=str)
def test_time_forms(name: str, texts: list[str], forms: list[tuple[str, str]]) -> None:
    """Every form that all values have is found, and none that one value has not."""
    assert [TimeForm(*form) for form in forms] == list(time_forms(name, pl.Series(texts)))


def test_late_value_decides() -> None:
    """A single value far below the first thousands still counts."""
    texts = pl.Series([f"{1 + n % 12:02}/{1 + n % 12:02}/{1000 + n // 12}" for n in range(9_000)] + ["01/31/1999"])

    assert (TimeForm("date", "%m/%d/%Y"),) == time_forms("d", texts)


@pytest.mark.parametrize(
    ("zone", "month_first"),
    [("America/New_York", True), ("US/Eastern", True), ("UTC", True), ("Europe/Berlin", False), ("Asia/Manila", True)],
)
def test_writes_month_first(zone: str, month_first: bool) -> None:
    """The time zone's country tells which of day and month is written first."""
    assert month_first is writes_month_first(zone)
