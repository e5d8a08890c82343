"""The path that a measure is expected to take: from its start to its target, through changes and stages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from civicstat.reckoning.status import attainment, expected, line, path, start
from civicstat.reckoning.values import Observation, Plan, Target, original
from sprint_example import BEGINS, CHANGED, DOWN, DUE, EVE, KEPT, TOTAL, UP, day, seen, sprint


def test_expected_runs_straight() -> None:
    """From the baseline to the target by days gone: half-way in the middle, at the target on the due date and after."""
    assert [expected(UP, day(n)) for n in (0, 30, 45, 90, 400)] == [40, 60, 70, 100, 100]
    assert [expected(DOWN, day(n)) for n in (0, 30, 45, 90, 400)] == [500, 400, 350, 200, 200]


def test_nothing_is_expected_before_the_work_begins() -> None:
    """Before its start a measure is expected nowhere."""
    assert expected(UP, day(-1)) is None


def test_a_total_starts_from_nought() -> None:
    """A cumulative measure without a baseline starts from nought on the eve, so that the first day counts."""
    assert start(TOTAL) == Observation(EVE, 0)
    assert [expected(TOTAL, day(n)) for n in (0, 3, 90)] == [0, 8, 240]


def test_interim_points_bend_the_path() -> None:
    """The path runs through the interim points that staff gave; one after the due date has no say."""
    plan = replace(TOTAL, interim=(seen(30, 20), seen(60, 200), seen(99, 1)))

    assert [expected(plan, day(n)) for n in (15, 30, 45, 60, 75, 90)] == [10, 20, 110, 200, 220, 240]


def test_an_old_baseline_holds_until_the_work_begins() -> None:
    """A baseline of long ago is the value from which the work starts, not a start of the work."""
    plan = replace(UP, baseline=Observation(date(2025, 6, 30), 40))

    assert start(plan) == Observation(EVE, 40)
    assert expected(plan, day(45)) == 70
    assert expected(plan, date(2025, 12, 31)) is None


def test_a_baseline_within_the_sprint() -> None:
    """A baseline that was taken only when the work had begun is where the path starts."""
    plan = replace(UP, baseline=seen(30, 40))

    assert expected(plan, day(29)) is None
    assert expected(plan, day(60)) == 70


def test_without_a_baseline_the_target_itself_is_expected() -> None:
    """A level without a baseline is held against its target from the first day."""
    assert [expected(sprint(None, 90), day(n)) for n in (0, 10, 90)] == [90, 90, 90]


def test_stages_are_corners_of_the_path() -> None:
    """The path leads through every target that holds."""
    plan = replace(UP, targets=(Target(100, DUE, BEGINS), Target(50, day(45), BEGINS)))

    assert [expected(plan, day(n)) for n in (45, 54)] == [50, 60]


def test_maintained_is_expected_at_its_target() -> None:
    """A level to be maintained is expected at its target, or in the middle of its band; a total on the way to it."""
    assert expected(KEPT, day(45)) == 30
    assert expected(Plan(None, (), "maintain", "period", band=(10, 20)), day(45)) == 15
    assert expected(sprint(None, 90, "maintain", "cumulative", band=(80, 100)), day(45)) == 45


def test_no_target_no_expectation() -> None:
    """Without a target nothing is expected, and nothing attained."""
    plan = Plan(Observation(EVE, 3), (), "increase", "snapshot")

    assert expected(plan, day(45)) is None
    assert attainment(plan, seen(45, 4)) is None
    assert path(plan) == ()
    assert line(plan, ()) == ()


def test_a_changed_target_is_expected_from_its_day_on() -> None:
    """Up to the day before, the old path holds; from the day of the change on, the one from the start to the new."""
    assert expected(CHANGED, day(44)) == pytest.approx(40 + 60 * 44 / 90)
    assert expected(CHANGED, day(45)) == 50
    assert expected(CHANGED, day(45), as_of=day(44)) == 70


def test_path_shows_the_change_as_a_step() -> None:
    """The day of a change stands twice, with the old value and the new; the replaced rest is the original's line."""
    assert path(CHANGED) == (Observation(EVE, 40), seen(45, 70), seen(45, 50), seen(90, 60))
    assert line(CHANGED, original(CHANGED.targets)) == (Observation(EVE, 40), seen(90, 100))


def test_path_through_interim_points() -> None:
    """A path has a corner at every interim point, and a level path two ends."""
    plan = replace(TOTAL, interim=(seen(30, 20), seen(60, 200)))

    assert path(plan) == (Observation(EVE, 0), seen(30, 20), seen(60, 200), seen(90, 240))
    assert path(sprint(None, 90)) == (Observation(EVE, 90), seen(90, 90))
    assert path(KEPT) == (Observation(EVE, 30), seen(90, 30))


def test_path_of_a_target_changed_before_the_work_began() -> None:
    """A change before the first day makes no step, for nothing was expected yet."""
    early = (Target(100, DUE, date(2026, 5, 1)), Target(80, DUE, date(2026, 6, 1)))

    assert path(replace(UP, targets=early)) == (Observation(EVE, 40), seen(90, 80))


def test_path_of_a_maintained_level_with_stages() -> None:
    """A level that is to be kept at one value and then at another steps on the day after the first was due."""
    plan = replace(KEPT, targets=(Target(30, day(45), BEGINS), Target(40, DUE, BEGINS)))

    assert path(plan) == (Observation(EVE, 30), seen(45, 30), seen(46, 40), seen(90, 40))
