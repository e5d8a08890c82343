"""Whether a promise is kept, on a given day."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.model import Package
from civicstat.timeliness import Interval, Timeliness, parse_interval, reckon_timeliness


def package(promise: str = "", modified: date | None = None, data_changed: date | None = None) -> Package:
    """A package that promises and was updated so."""
    return Package(
        "trees", "", Path(), "Trees", "", {}, (), promise=promise, modified=modified, data_changed=data_changed
    )


@pytest.mark.parametrize(
    ("promise", "expected"),
    [
        ("R/P1D", Interval(days=1)),
        ("R/P2W", Interval(days=14)),
        ("R/P1M", Interval(months=1)),
        ("R/P1Y6M", Interval(months=18)),
        ("R/PT1H", Interval(days=1)),
        ("R/P0.5D", Interval(days=1)),
        ("irregular", None),
        ("", None),
        ("R/P0D", None),
    ],
)
def test_interval(promise: str, expected: Interval | None) -> None:
    """A promise is an interval in months and days; less than a day counts as a day, and nothing as no promise."""
    assert parse_interval(promise) == expected


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2026, 1, 31), "on time"),
        (date(2026, 2, 28), "on time"),
        (date(2026, 3, 1), "due"),
        (date(2026, 3, 7), "due"),
        (date(2026, 3, 8), "overdue"),
    ],
)
def test_status_by_day(today: date, status: str) -> None:
    """A month after the last of January is the last of February; a quarter of the month later it is overdue."""
    found = reckon_timeliness(package("R/P1M", modified=date(2026, 1, 31)), today, 0.25)

    assert found == Timeliness(
        status, "R/P1M", date(2026, 1, 31), "modified", date(2026, 2, 28), date(2026, 3, 8)
    )  # fmt: skip


def test_the_last_commit_stands_in() -> None:
    """Where the package states no day, the day of the commit that changed its data counts."""
    found = reckon_timeliness(package("R/P1D", data_changed=date(2026, 1, 1)), date(2026, 1, 2), 0.25)

    assert (found.status, found.evidence, found.updated) == ("on time", "commit", date(2026, 1, 1))


def test_nothing_known() -> None:
    """A promise without any known update is neither kept nor broken."""
    assert reckon_timeliness(package("R/P1D"), date(2026, 1, 2), 0.25) == Timeliness("unknown", "R/P1D", None, "none")


def test_no_promise() -> None:
    """A dataset that promises nothing is never late."""
    found = reckon_timeliness(package("irregular", modified=date(1990, 1, 1)), date(2026, 1, 2), 0.25)

    assert found == Timeliness("no promise", "irregular", date(1990, 1, 1), "modified")


ORDER = ["on time", "due", "overdue"]


@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.sampled_from(["R/P1D", "R/P1W", "R/P1M", "R/P3M", "R/P1Y"]),
    st.integers(0, 2000),
    st.integers(0, 400),
    st.floats(0, 1),
)
def test_time_never_mends_a_delay(updated: date, promise: str, days: int, more: int, grace: float) -> None:
    """As days go by without an update, a status never gets better."""
    dataset = package(promise, modified=updated)
    earlier, later = (
        ORDER.index(reckon_timeliness(dataset, date.fromordinal(updated.toordinal() + n), grace).status)
        for n in (days, days + more)
    )

    assert earlier <= later
