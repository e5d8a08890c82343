"""The demonstration's series of Stat meetings: nothing is wrong with it, and its counts are those of its tables."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from civicstat.catalog import parse_catalog
from civicstat.progress.readers import check_progress
from civicstat.progress.reckoned import reckon_progress
from civicstat.progress.standing import Known
from civicstat.scan import scan_package
from civicstat.settings import read_settings
from civicstat.sources import read_sources
from civicstat.timeliness import reckon_timeliness

if TYPE_CHECKING:
    from civicstat.stat.model import StatFacts

ROOT = Path(__file__).parents[1]
TODAY = pd.Timestamp("2026-11-23")
NEEDED = (
    "cleanstat",
    "graffiti-sprint",
    "graffiti-removal-requests",
    "resurfacing-sprint",
    "street-resurfacing",
    "pothole-sprint",
    "pothole-repairs",
    "recycling-cart-sprint",
    "recycling-cart-deliveries",
)


@pytest.fixture(scope="module")
def known() -> list[Known]:
    """The series with all that it stands on."""
    packages = parse_catalog(read_sources(ROOT), read_settings(ROOT)).packages
    return [Known(p, scan_package(p), reckon_timeliness(p, TODAY.date(), 0.1)) for p in packages if p.name in NEEDED]


@pytest.fixture(scope="module")
def series(known: list[Known]) -> StatFacts:
    """The series on the demonstration's day."""
    return reckon_progress(known, read_settings(ROOT), TODAY.date())[0].stats[0]


def test_nothing_is_wrong(known: list[Known]) -> None:
    """The checks find nothing in it, nor between it and the sprints that it looks at."""
    packages = {one.package.name: (one.package, one.scan) for one in known}

    assert check_progress(*packages["cleanstat"], packages) == ()
    assert packages["cleanstat"][0].simulated


def test_colours_by_pandas(series: StatFacts) -> None:
    """Follow-ups have all four colours, as many of each as their dates say."""
    days = ["due", "started", "closed"]
    table = pd.read_csv(ROOT / "catalog/cleanstat/followups.csv", parse_dates=days)
    green = (table.closed <= TODAY) & table.evidence.notna()
    red = ~green & (table.due < TODAY)
    yellow = ~green & ~red & (table.started <= TODAY)
    expected = {"green": green.sum(), "red": red.sum(), "yellow": yellow.sum()}
    expected["white"] = len(table) - sum(expected.values())

    assert Counter(s.colour for s in series.followups) == expected
    assert min(expected.values()) >= 1


def test_figures_by_pandas(series: StatFacts) -> None:
    """What stood open and how long removal took on the days of past meetings is what the rows then said."""
    rows = pd.read_csv(
        ROOT / "catalog/graffiti-removal-requests/graffiti-removal-requests.csv", parse_dates=["opened", "closed"]
    )
    for meeting in series.past:
        day = pd.Timestamp(meeting.day)
        seen = {
            one.facts.measure.id: one.facts.standing.judged
            for one in meeting.measures
            if one.watched.package == "graffiti-sprint"
        }
        opened = rows[rows.opened <= day]
        assert seen["open"] is not None
        assert seen["open"].value == (opened.closed.isna() | (opened.closed > day)).sum()
        if (median := seen["median-days"]) is not None:
            last = pd.Timestamp(median.date)
            week = rows[(rows.closed > last - pd.Timedelta(days=7)) & (rows.closed <= last)]
            assert median.value == (week.closed - week.opened).dt.days.median()


def test_the_changed_target(series: StatFacts) -> None:
    """Lane miles are held against 19 miles until the target was changed, and against 14 from then on."""
    by_day = {
        m.date: one.facts.standing.target
        for m in series.meetings
        for one in m.measures
        if one.facts.measure.id == "lane-miles"
    }

    assert {day: target and target.value for day, target in by_day.items()} == {
        date(2026, 9, 24): 19,
        date(2026, 10, 22): 19,
        date(2026, 11, 5): 14,
        date(2026, 11, 19): 14,
        date(2026, 12, 3): 14,
        date(2026, 12, 17): 14,
    }
