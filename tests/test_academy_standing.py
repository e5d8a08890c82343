"""How a Data Academy stands on a day: totals, targets, data capacity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.academy.model import Academy, Assessment, Course, Enrolment, Period
from civicstat.academy.standing import reckon_academy
from civicstat.reckoning.values import Target
from civicstat.settings import Settings

MARCH, JUNE, SEPTEMBER = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)
FIRST = Course(
    "first", "First", opened=date(2026, 1, 12), enrolment=(Enrolment(MARCH, 12, 3), Enrolment(JUNE, 5, None))
)
NEXT = Course("Next Steps", "Next", opened=date(2026, 5, 4), enrolment=(Enrolment(JUNE, 7, 2),))
ACADEMY = Academy("academy", "Academy", "", courses=(FIRST, NEXT))


def test_totals_are_reckoned() -> None:
    """Periods of all courses that end on one day are added up; what is not known of one is not nought."""
    facts = reckon_academy(ACADEMY, Settings(), SEPTEMBER)

    assert facts.periods == (Period(MARCH, 12, 3, 12, 3, 12), Period(JUNE, 12, 2, 24, 5, 19))
    assert facts.courses[0].periods == (Period(MARCH, 12, 3, 12, 3, 12), Period(JUNE, 5, None, 17, 3, 12))
    assert [(o.date, o.value) for o in facts.enrolled.observations] == [(MARCH, 12.0), (JUNE, 24.0)]


def test_later_days_are_not_known_yet() -> None:
    """On a day only what came up to it counts, of enrolment and of assessments."""
    assessed = replace(ACADEMY, capacity=(Assessment("Fire", "Quality", 1, SEPTEMBER),))

    facts = reckon_academy(assessed, Settings(), MARCH)

    assert (facts.total, facts.grid) == (Period(MARCH, 12, 3, 12, 3, 12), None)


@pytest.mark.parametrize(
    ("several", "addresses"),
    [
        (False, ["academy/", "academy/first/", "academy/next-steps/"]),
        (True, ["academy/academy/", "academy/academy/first/", "academy/academy/next-steps/"]),
    ],
)
def test_addresses(several: bool, addresses: list[str]) -> None:
    """The only Academy has the short address; of several, each has its package's name in it."""
    facts = reckon_academy(ACADEMY, Settings(), JUNE, several=several)

    assert [facts.address, *(course.address for course in facts.courses)] == addresses


@pytest.mark.parametrize(
    ("target", "today", "status", "expected"),
    [
        (Target(40, date(2026, 12, 31), date(2026, 1, 12)), JUNE, "at risk", 19.2),
        (Target(16, date(2026, 12, 31), date(2026, 1, 12)), JUNE, "met", None),
        # From 12 at the end of March, not from nought: half of the way to 22 was expected, and half was made.
        (Target(22, SEPTEMBER, date(2026, 4, 1)), JUNE, "on track", 16.97),
        (Target(22, JUNE, date(2026, 4, 1)), SEPTEMBER, "missed", None),
        (Target(22, SEPTEMBER, date(2026, 8, 1)), JUNE, "not started", None),
    ],
)
def test_targets(target: Target, today: date, status: str, expected: float | None) -> None:
    """The way to a target starts from nought at the opening, or from the total when it was set later."""
    facts = reckon_academy(replace(ACADEMY, courses=(replace(FIRST, targets=(target,)),)), Settings(), today)

    standing = facts.courses[0].enrolled.standing
    assert standing.status == status
    if expected is not None:
        assert standing.expected == pytest.approx(expected, abs=0.1)


def test_what_is_lost_is_said() -> None:
    """A course whose rows are left out says so, and so does the sum of all."""
    lost = replace(ACADEMY, courses=(replace(FIRST, lost=1), NEXT), left_out=(("enrolment", 2), ("facts", 4)))

    facts = reckon_academy(lost, Settings(), JUNE)

    assert [bool(one.enrolled.troubles) for one in facts.courses] == [True, False]
    assert facts.enrolled.troubles[0].startswith("2 rows of enrolment or targets did not pass their checks")


def test_the_grid_is_ranked() -> None:
    """Agencies and areas stand from the highest average to the lowest; the latest level counts, with its change."""
    capacity = (
        Assessment("Fire", "Quality", 2, MARCH),
        Assessment("Fire", "Quality", 1, JUNE),
        Assessment("Fire", "Sharing", 0, JUNE),
        Assessment("Health", "Quality", 4, JUNE),
        Assessment("Health", "Inventory", 2, MARCH),
        Assessment("Health", "Inventory", 2, JUNE),
    )

    grid = reckon_academy(replace(ACADEMY, capacity=capacity), Settings(), JUNE).grid

    assert grid is not None
    assert (grid.agencies, grid.areas) == (("Health", "Fire"), ("Quality", "Inventory", "Sharing"))
    assert (grid.of_agency, grid.of_area) == (
        {"Health": 3, "Fire": 0.5},
        {"Quality": 2.5, "Inventory": 2, "Sharing": 0},
    )
    assert grid.cell("Health", "Sharing") is None
    assert [(agency, [c.change for c in cells]) for agency, cells in grid.moved(-1)] == [("Fire", [-1])]
    assert grid.moved(1) == ()
    assert grid.days == (JUNE, JUNE)


@given(
    st.lists(
        st.tuples(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 50), st.none() | st.integers(0, 50)),
        unique_by=lambda one: one[0],
        max_size=8,
    ),
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)
def test_totals_of_any_enrolment(rows: list[tuple[date, int, int | None]], today: date) -> None:
    """Whatever was entered, totals never fall, and the last is the sum of all that came by then."""
    course = replace(FIRST, enrolment=tuple(sorted((Enrolment(*row) for row in rows), key=lambda one: one.date)))

    facts = reckon_academy(replace(ACADEMY, courses=(course,)), Settings(), today)

    totals = [period.all_enrolled for period in facts.periods]
    assert totals == sorted(totals)
    assert (totals or [0])[-1] == sum(enrolled for day, enrolled, _ in rows if day <= today)
    assert facts.courses[0].periods == facts.periods


@pytest.mark.parametrize(
    ("period", "share"),
    [
        (Period(MARCH, 62, None, 62, 9, 10), 90),
        (Period(MARCH, 62, 31, 62, 31, 62), 50),
        (Period(MARCH, 62, 0, 62, 0, 62), 0),
        (Period(MARCH, 62, None, 62, None), None),
        (Period(MARCH, 62, None, 62, 12, 10), None),
    ],
)
def test_the_share_of_those_of_whom_it_is_known(period: Period, share: float | None) -> None:
    """Completions are held against the enrolments of the same periods, never against all."""
    assert period.share == share


def test_without_courses_no_figure_is_missing() -> None:
    """Where the table of courses can't be used, the enrolment is there and can't be shown: that is said."""
    facts = reckon_academy(replace(ACADEMY, courses=(), withheld=("courses",)), Settings(), JUNE)

    assert facts.enrolled.troubles == ("The table of courses can’t be used, so its enrolment can’t be shown.",)
