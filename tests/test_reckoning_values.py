"""Which targets hold on a day, and what can't be reckoned with."""

from __future__ import annotations

from datetime import date
from math import inf, nan

import pytest

from civicstat.reckoning.status import expected, path, stand
from civicstat.reckoning.values import (
    Observation,
    Plan,
    Standing,
    Target,
    Thresholds,
    Waypoint,
    by_day,
    current,
    in_force,
    interim_in_force,
    original,
    original_interim,
)

JANUARY, MARCH, JUNE, DECEMBER = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1), date(2026, 12, 31)
FIRST = Target(240, DECEMBER, JANUARY)


def test_a_later_target_replaces_what_was_not_yet_due() -> None:
    """From the day on which a target is set it holds in place of the earlier one, and not before."""
    lower = Target(200, DECEMBER, JUNE, why="A truck broke down.", who="Director")

    assert in_force([lower, FIRST], date(2025, 12, 31)) == ()
    assert in_force([lower, FIRST], date(2026, 5, 31)) == (FIRST,)
    assert in_force([lower, FIRST], JUNE) == (lower,)
    assert original([lower, FIRST]) == (FIRST,)


def test_targets_of_one_day_are_stages() -> None:
    """Targets set on the same day stand side by side, and the next one due is worked towards."""
    half = Target(120, JUNE, JANUARY)

    assert in_force([FIRST, half], MARCH) == (half, FIRST)
    assert original([FIRST, half]) == (half, FIRST)
    assert current([FIRST, half], MARCH) == half
    assert current([FIRST, half], JUNE) == half
    assert current([FIRST, half], date(2026, 6, 2)) == FIRST
    assert current([FIRST, half], date(2027, 6, 2)) == FIRST


def test_a_stage_that_was_due_is_not_replaced() -> None:
    """A change leaves earlier stages that were already due as they were."""
    half, more = Target(120, MARCH, JANUARY), Target(300, DECEMBER, JUNE)

    assert in_force([FIRST, half, more], JUNE) == (half, more)
    assert original([FIRST, half, more]) == (half, FIRST)


def test_next_years_target_replaces_none() -> None:
    """A target that holds from the day after another was due changes none; changed twice, its first is the original."""
    year = Target(60, date(2026, 6, 30), date(2025, 7, 1))
    after = Target(70, date(2027, 6, 30), date(2026, 7, 1))
    again = Target(65, date(2027, 6, 30), date(2026, 9, 1))
    last = Target(64, date(2027, 6, 30), date(2026, 11, 1))

    assert in_force([year, after], date(2026, 8, 1)) == (year, after)
    assert original([last, again, year, after]) == (year, after)
    assert in_force([last, again, year, after], DECEMBER) == (year, last)


def test_observations_by_day() -> None:
    """Observations come in any order, and one that stands twice counts once."""
    one, other = Observation(JANUARY, 3), Observation(MARCH, 5)

    assert by_day([other, one, Observation(MARCH, 5.0)]) == (one, other)


def test_one_day_has_one_value() -> None:
    """Two values for one day are refused, whichever comes first: nobody can tell which is right."""
    words = "2026-03-01 has two values, 5 and 6; expected one: keep the corrected one"

    with pytest.raises(ValueError, match=words):
        by_day([Observation(MARCH, 6), Observation(JANUARY, 1), Observation(MARCH, 5)])
    with pytest.raises(ValueError, match=words):
        by_day([Observation(MARCH, 5), Observation(MARCH, 6)])


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_a_value_is_a_number(value: float) -> None:
    """What is no finite number is neither an observation nor a target nor an end of a band."""
    with pytest.raises(ValueError, match="leave the day out"):
        Observation(JANUARY, value)
    with pytest.raises(ValueError, match="expected a number"):
        Target(value, DECEMBER, JANUARY)
    with pytest.raises(ValueError, match="expected a lower and a higher number"):
        Plan(None, (), "maintain", "period", band=(0, value))


def test_a_plan_does_not_contradict_itself() -> None:
    """Two targets of one day and one due date, a band upside down, a negative promise: each is refused."""
    with pytest.raises(ValueError, match="two targets of 2026-01-01 are due on 2026-12-31, 200 and 240; expected one"):
        Plan(None, (FIRST, Target(200, DECEMBER, JANUARY)), "increase", "period")
    with pytest.raises(ValueError, match="the band is 5 to 4"):
        Plan(None, (), "maintain", "period", band=(5, 4))
    with pytest.raises(ValueError, match="the limits are 100 to 0"):
        Plan(None, (FIRST,), "increase", "period", limits=(100, 0))
    with pytest.raises(ValueError, match="the refresh promise is -1 days"):
        Plan(None, (FIRST,), "increase", "period", refresh_days=-1)
    with pytest.raises(ValueError, match="2026-03-01 has two values"):
        Plan(None, (FIRST,), "increase", "period", interim=(Observation(MARCH, 1), Observation(MARCH, 2)))
    with pytest.raises(ValueError, match="due on 2026-01-01; expected that day or a later one"):
        Target(1, JANUARY, MARCH)


def test_a_target_may_stand_twice() -> None:
    """The same target given twice is one target: the one with words about it."""
    twice = Target(240, DECEMBER, JANUARY, why="As the Mayor said.")

    assert in_force(Plan(None, (FIRST, twice), "increase", "period").targets, MARCH) == (twice,)
    assert in_force([twice, FIRST], MARCH) == (twice,)


@pytest.mark.parametrize("pair", [(0.5, 0.6), (1.1, 0.6), (0.9, -0.1)])
def test_thresholds_follow_one_another(pair: tuple[float, float]) -> None:
    """On track begins no lower than at risk, and both lie between nothing and all."""
    with pytest.raises(ValueError, match="expected 1 ≥ on track ≥ at risk ≥ 0"):
        Thresholds(*pair)


def test_late() -> None:
    """An observation after the due date is late; without a target none is."""
    seen = Observation(date(2027, 1, 3), 250)

    assert Standing("missed", date(2027, 1, 5), seen, target=FIRST).late == seen
    assert Standing("met", date(2027, 1, 5), Observation(DECEMBER, 250), target=FIRST).late is None
    assert Standing("no target", date(2027, 1, 5), seen).late is None


def test_a_detour_keeps_the_first_promise() -> None:
    """A target set after a nearer one is past does not become an original one while the first is still ahead."""
    first = Target(100, date(2026, 12, 31), date(2026, 9, 1))
    nearer = Target(60, date(2026, 10, 31), date(2026, 10, 1), "Rain.", "Director")
    after = Target(80, date(2026, 12, 31), date(2026, 11, 10), "Sun.", "Director")
    plan = Plan(Observation(date(2026, 8, 31), 0), (first, nearer, after), "increase", "cumulative")
    seen = (Observation(date(2026, 10, 30), 50), Observation(date(2026, 11, 22), 64.5))

    standing = stand(plan, seen, date(2026, 11, 23))

    assert original(plan.targets) == (first,)
    assert (standing.status, standing.target) == ("on track", after)
    assert standing.original
    assert (standing.original.status, standing.original.target) == ("at risk", first)


def test_points_on_the_way_are_replaced() -> None:
    """Points that hold from a later day replace those still ahead; the first ones stay with the original target."""
    begin, kept, old = date(2026, 9, 1), Observation(date(2026, 9, 20), 3), Observation(date(2026, 10, 20), 16)
    new = Waypoint(date(2026, 10, 20), 8, date(2026, 10, 1), "Rain.", "Director")
    targets = (Target(19, date(2026, 12, 19), begin), Target(14, date(2026, 12, 19), date(2026, 10, 1)))
    plan = Plan(Observation(begin, 0), targets, "increase", "cumulative", interim=(new, old, kept))

    assert interim_in_force(plan.interim, date(2026, 9, 30)) == (kept, old)
    assert interim_in_force(plan.interim, date(2026, 10, 1)) == (kept, new)
    assert original_interim(plan.interim) == (kept, old)
    assert expected(plan, date(2026, 10, 20), as_of=date(2026, 9, 30)) == 16
    assert expected(plan, date(2026, 10, 20)) == 8
    standing = stand(plan, [Observation(date(2026, 10, 20), 8)], date(2026, 10, 21))
    assert (standing.expected, standing.original and standing.original.expected) == (8, 16)
    assert [c.value for c in path(plan) if c.date == date(2026, 10, 20)] == [8]


def test_the_range_of_each_target() -> None:
    """The band is written for the newest target; an older one has it as far from itself."""
    older = Target(95, date(2026, 12, 31), date(2026, 1, 1))
    newer = Target(85, date(2026, 12, 31), date(2026, 10, 1), "Snow.", "Director")
    plan = Plan(None, (older, newer), "maintain", "period", band=(80, 90))

    assert (plan.range_of(newer), plan.range_of(older), plan.range_of(None)) == ((80, 90), (90, 100), (80, 90))
