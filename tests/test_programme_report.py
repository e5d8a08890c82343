"""The annual report of any fiscal year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.programme.model import Entry, Programme, Request, Review
from civicstat.programme.report import MOST_YEARS, Figures, Report, due_on, reports
from civicstat.programme.standing import Inventory, Shown, standing_of, take_stock, tally
from civicstat.record import Record, Scored
from programme_packages import DAY, INVENTORY, TREES, facts_of, programme_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from civicstat.facts import Facts
    from programme_packages import Studied

    Portal = Callable[[Mapping[str, Any]], Path]


@pytest.fixture(scope="module")
def facts(portal: Portal, study: Studied) -> Facts:
    """A portal with a programme and a dataset of it."""
    return facts_of(portal({**programme_files(), **TREES}), study)


def made(facts: Facts, record: Record | None = None, **scores: Sequence[Scored]) -> dict[int, Report]:
    """The reports of a portal whose fiscal year begins in July, by year."""
    packages = tuple(replace(p, scores=tuple(scores.get(p.package.name, ()))) for p in facts.packages)
    facts = replace(facts, packages=packages, record=record or Record())
    stock = take_stock(facts.progress.programmes[0], facts)
    return {r.year: r for r in reports(stock, packages, facts.record, 7)}


@pytest.mark.parametrize(
    ("last", "month", "day", "expected"),
    [
        (date(2026, 6, 30), 6, 30, date(2026, 6, 30)),
        (date(2026, 12, 31), 6, 30, date(2027, 6, 30)),
        (date(2026, 6, 30), 9, 30, date(2026, 9, 30)),
        (date(2026, 9, 30), 6, 30, date(2027, 6, 30)),
        (date.max, 6, 30, date(9999, 6, 30)),
    ],
)
def test_due(last: date, month: int, day: int, expected: date) -> None:
    """A report is due on the first such day that is not before the last one of its year."""
    assert due_on(last, month, day) == expected


def test_a_year_that_is_over(facts: Facts) -> None:
    """It tells of the year's releases, reviews and requests, by their days, as they stood at its end."""
    report = made(facts)[2026]

    assert (report.period.begins, report.until, report.due, report.running) == (
        date(2025, 7, 1),
        date(2026, 6, 30),
        date(2026, 6, 30),
        False,
    )
    assert [s.entry.id for s in report.released] == ["trees"]
    assert [(p.shown.entry.id, p.kept) for p in report.promises] == [("trees", "kept"), ("potholes", "late, not yet")]
    assert report.outcomes == {"approved": 1, "to mend": 1}
    assert report.parts["quality"] == {"passed": 0, "mended": 1, "failed": 1}
    assert report.answers == {"published": 1}
    assert report.before is None
    assert [s.entry.id for s in report.ahead] == ["pools"]
    assert (report.recorded, report.figures.quality) == (None, None)


def test_the_running_year(facts: Facts) -> None:
    """It goes to today, says so, and stands beside the year before."""
    report = made(facts)[2027]

    assert (report.until, report.due, report.running) == (DAY, date(2027, 6, 30), True)
    assert (report.figures.published, report.figures.released) == (2, 1)
    assert report.before is not None
    assert (report.before.published, report.before.released, report.before.reviews) == (1, 1, 2)
    assert [(p.shown.entry.id, p.kept) for p in report.promises] == [("pools", "to come")]
    assert report.answers == {"planned": 1}
    assert report.figures.quality == next(
        p.quality.score for p in facts.packages if p.package.name == "street-trees" and p.quality
    )
    assert {a.agency.name: (a.published, a.released, a.promises) for a in report.agencies} == {
        "Health": (0, 0, {}),
        "Parks": (1, 0, {"to come": 1}),
        "Roads": (1, 1, {}),
    }


def test_the_latest_year_stands_first(facts: Facts) -> None:
    """Every fiscal year of which there is something to tell has a report, and no year to come."""
    assert list(made(facts)) == [2027, 2026]


def test_quality_of_a_past_year_is_as_it_was_recorded(facts: Facts) -> None:
    """A past year has the last score recorded by its end; today's score is never told as if it were that year's."""
    record = Record(days=((date(2026, 6, 29), 80.0), (date(2026, 7, 2), 90.0)))
    scores = [Scored(date(2026, 1, 5), 61), Scored(date(2026, 6, 29), 70), Scored(date(2026, 7, 2), 95)]

    report = made(facts, record, **{"street-trees": scores})[2026]

    assert (report.recorded, report.figures.quality) == (date(2026, 6, 29), 70)
    assert {a.agency.name: a.quality for a in report.agencies} == {"Health": None, "Parks": 70, "Roads": None}


def test_a_request_that_was_answered_after_the_year(portal: Portal, study: Studied) -> None:
    """What was asked in a year and answered in the next was open at the year's end."""
    requests = "date,asked,state,answered\n2026-06-01,Trees?,answered,2026-07-02\n2026-06-02,Pools?,answered,\n"
    facts = facts_of(portal({**programme_files({"requests": requests}), **TREES}), study)

    assert made(facts)[2026].answers == {"open": 1, "answered": 1}


def test_a_year_in_which_nothing_happened(portal: Portal, study: Studied) -> None:
    """Every fiscal year from the first event to the running one has a report, be it empty."""
    first = "old,Old,Parks,publishable,published,https://example.org/old,,2022-08-01,,,\n"
    facts = facts_of(portal({**programme_files({"inventory": INVENTORY + first}), **TREES}), study)

    found = made(facts)

    assert list(found) == [2027, 2026, 2025, 2024, 2023]
    assert found[2024].figures == Figures(1, 0, 0, 0, None)


def test_a_release_without_a_day(portal: Portal, study: Studied) -> None:
    """What is published on a day that is not known came neither on time nor late, and is in no year's figures."""
    row = "old,Old,Parks,publishable,published,https://example.org/old,2026-02-01,,,,\n"
    facts = facts_of(portal({**programme_files({"inventory": INVENTORY + row}), **TREES}), study)

    report = made(facts)[2026]

    assert {p.shown.entry.id: p.kept for p in report.promises} == {
        "old": "day not known",
        "trees": "kept",
        "potholes": "late, not yet",
    }
    assert (report.undated, report.figures.published) == (1, 1)


def test_tables_that_cannot_be_used(facts: Facts) -> None:
    """A figure whose table can't be used is not known, rather than nought; without the inventory there is no report."""
    stock = take_stock(facts.progress.programmes[0], facts)

    def without(*tables: str) -> Inventory:
        return replace(stock, programme=replace(stock.programme, withheld=tables, reviews=(), requests=()))

    [report, *_] = reports(without("reviews", "requests"), facts.packages, Record(), 7)

    assert (report.figures.reviews, report.figures.requests, report.figures.published) == (None, None, 2)
    assert reports(without("inventory"), facts.packages, Record(), 7) == ()


def test_nothing_to_tell() -> None:
    """A programme without entries and without any day has no report."""
    empty = Inventory(Programme("p", "P", ""), DAY, (), tally(()), (), (), {})

    assert reports(empty, (), Record(), 7) == ()


DAYS = st.none() | st.dates()


@given(
    st.lists(st.tuples(st.sampled_from(["published", "planned", "withheld", ""]), DAYS, DAYS), max_size=8),
    st.lists(st.dates(), max_size=4),
    st.dates(),
    st.integers(1, 12),
)
def test_reports_of_wild_days(
    entries: list[tuple[Any, date | None, date | None]], days: list[date], today: date, start: int
) -> None:
    """Whatever the days are, years don't overlap, and every release by today with a day is in one report alone."""
    made_of = tuple(
        Entry(str(n), "X", "A", "publishable", state, planned=planned, released=released)
        for n, (state, planned, released) in enumerate(entries)
    )
    programme = Programme(
        "p",
        "P",
        "",
        entries=made_of,
        reviews=tuple(Review("0", day, "", (), "approved") for day in sorted(days)),
        requests=tuple(Request(day, "?") for day in sorted(days)),
    )
    shown = tuple(Shown(e, standing_of(e, today), "a") for e in made_of)

    found = reports(Inventory(programme, today, shown, tally(shown), (), (), {}), (), Record(), start)

    assert len({r.year for r in found}) == len(found) <= MOST_YEARS
    assert all((r.until <= today and r.due >= r.period.ends) or r.year == date.max.year for r in found)
    released = [s.entry.id for r in found for s in r.released]
    if len(found) < MOST_YEARS:
        expected = {e.id for e in made_of if e.state == "published" and e.released and e.released <= today}
        assert sorted(released) == sorted(expected)
        assert sum(len(r.requests) for r in found) == sum(day <= today for day in days)
