"""A measure's status on a day: what was expected, how much was attained, and the word for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from civicstat.reckoning.status import expected, stand
from civicstat.reckoning.values import Observation, Plan, Target, Thresholds
from sprint_example import BEGINS, CHANGED, DUE, EVE, KEPT, LOWER, TOTAL, UP, day, seen, sprint

if TYPE_CHECKING:
    from civicstat.reckoning.values import Interval

# Attainment and the words on the way


@pytest.mark.parametrize(
    ("value", "share", "status"),
    [(70, 1.0, "on track"), (68.5, 0.95, "on track"), (68.4, 0.9467, "at risk"), (58, 0.6, "at risk"),
     (57.9, 0.5967, "off track"), (40, 0.0, "off track"), (10, -1.0, "off track"), (85, 1.5, "on track")],
)  # fmt: skip
def test_attainment_is_the_share_of_the_way(value: float, share: float, status: str) -> None:
    """Half-way to 100 from 40, 70 is expected; 0.95 of the way is on track and 0.6 of it at risk, both included."""
    standing = stand(UP, [seen(45, value)], day(46))

    assert standing.attainment == pytest.approx(share, abs=1e-4)
    assert (standing.status, standing.expected) == (status, 70)


def test_thresholds_are_the_portals() -> None:
    """Other thresholds give other words for the same attainment."""
    assert stand(UP, [seen(45, 64)], day(46), Thresholds(0.8, 0.5)).status == "on track"
    assert stand(UP, [seen(45, 56)], day(46), Thresholds(0.8, 0.5)).status == "at risk"
    assert stand(UP, [seen(45, 70)], day(46), Thresholds(1, 1)).status == "on track"
    assert stand(UP, [seen(45, 69.9)], day(46), Thresholds(1, 1)).status == "off track"


def test_rounding_decides_nothing() -> None:
    """Decimals that are added up are off by a little, and still reach what they add up to."""
    tons = 0.3 + 0.1 + 0.1 + 0.3 - 1e-16

    assert tons < 0.8
    assert stand(sprint(None, 0.8, interval="cumulative"), [seen(30, tons)], day(31)).status == "met"
    assert stand(sprint(0.8, 0.8), [seen(30, tons)], day(31)).status == "on track"


def test_a_late_observation_is_held_against_its_own_day() -> None:
    """What came in by day 30 is compared with what was expected on day 30, however much later it is looked at."""
    late, same_day = stand(UP, [seen(30, 60)], day(60)), stand(UP, [seen(30, 60)], day(30))

    assert (late.status, late.attainment, late.expected) == ("on track", 1, 60)
    assert replace(late, today=day(30)) == same_day


def test_overshoot_is_no_failure() -> None:
    """Far more than was promised is on track on the way and met at the end."""
    assert stand(UP, [seen(45, 10_000)], day(46)).status == "on track"
    assert stand(UP, [seen(90, 10_000)], day(91)).status == "met"


# Where Open SDG's method fails


@pytest.mark.parametrize(
    ("plan", "value", "status", "share"),
    [
        (sprint(30, 0, "decrease"), 15, "on track", 1.0),
        (sprint(30, 0, "decrease"), 22, "off track", 16 / 30),
        (sprint(30, 0, "decrease"), 0, "on track", 2.0),
        (sprint(0, 240), 120, "on track", 1.0),
        (sprint(0, 240), 80, "at risk", 2 / 3),
        (sprint(0, 0, "decrease"), 0, "on track", 1.0),
        (sprint(0, 0, "decrease"), 1, "off track", None),
        (sprint(90, 90), 90, "on track", 1.0),
        (sprint(90, 90), 86, "on track", 86 / 90),
        (sprint(90, 90), 60, "at risk", 60 / 90),
        (sprint(90, 90), 50, "off track", 50 / 90),
        (sprint(60, 60, "decrease"), 66, "at risk", 0.9),
        (sprint(-10, 10), 0, "on track", 1.0),
        (sprint(-10, 10), -2, "at risk", 0.8),
        (sprint(5, -5, "decrease"), 1, "at risk", 0.8),
        (sprint(-5, -15, "decrease"), -10, "on track", 1.0),
        (sprint(56, 75, "decrease"), 60, "on track", 1 + 5.5 / 9.5),
        (sprint(None, 90), 90, "on track", 1.0),
        (sprint(None, 0, "decrease"), 3, "off track", None),
    ],
    ids=lambda part: (
        f"{part.desired} {part.baseline and part.baseline.value} to {part.targets[0].value}"
        if isinstance(part, Plan)
        else None
    ),
)
def test_any_number_may_be_baseline_or_target(plan: Plan, value: float, status: str, share: float | None) -> None:
    """Nought, negative numbers, values that cross nought, and a baseline at or beyond its target are reckoned alike."""
    standing = stand(plan, [seen(45, value)], day(46))

    assert standing.status == status
    assert standing.attainment == (None if share is None else pytest.approx(share))


def test_weeks_are_enough() -> None:
    """A sprint of two weeks with daily observations is judged day by day; no year is needed."""
    plan = Plan(
        Observation(date(2026, 3, 1), 0), (Target(14, date(2026, 3, 15), date(2026, 3, 2)),), "increase", "snapshot"
    )
    daily = [Observation(date(2026, 3, 1) + timedelta(days=n), n) for n in range(1, 8)]

    assert stand(plan, daily, date(2026, 3, 8)).attainment == 1


def test_leap_days_count() -> None:
    """The 29th of February is a day like any other: half of 60 days from the last of January is the first of March."""
    plan = Plan(
        Observation(date(2028, 1, 31), 0), (Target(60, date(2028, 3, 31), date(2028, 2, 1)),), "increase", "snapshot"
    )

    assert expected(plan, date(2028, 2, 29)) == 29
    assert expected(plan, date(2028, 3, 1)) == 30
    assert stand(plan, [Observation(date(2028, 2, 29), 29)], date(2028, 3, 1)).attainment == 1


def test_a_fiscal_year_begins_when_it_begins() -> None:
    """A year from July to June is judged by its days: half of it is gone at the year's end."""
    year = (Target(365, date(2027, 6, 30), date(2026, 7, 1)),)
    plan = Plan(None, year, "increase", "cumulative", begins=date(2026, 7, 1))

    assert expected(plan, date(2026, 12, 31)) == 184
    assert stand(plan, [Observation(date(2026, 12, 31), 184)], date(2027, 1, 2)).status == "on track"


def test_each_of_several_targets_has_its_status() -> None:
    """Stages are judged each by its own, and the measure by the next one due."""
    plan = replace(UP, targets=(Target(50, day(30), BEGINS), Target(70, day(60), BEGINS), Target(100, DUE, BEGINS)))

    standing = stand(plan, [seen(30, 48), seen(45, 60)], day(46))

    assert [(s.target.value, s.status) for s in standing.stages if s.target] == [
        (50, "missed"),
        (70, "on track"),
        (100, "on track"),
    ]
    assert (standing.status, standing.target, standing.expected) == ("on track", plan.targets[1], 60)


def test_a_correction_counts_as_if_it_had_always_been_so() -> None:
    """Whoever gives the corrected series gets its status: met, until the correction shows that it wasn't."""
    assert stand(TOTAL, [seen(60, 200), seen(88, 241)], day(95)).status == "met"
    assert stand(TOTAL, [seen(60, 200), seen(88, 239)], day(95)).status == "missed"


def test_gaps_do_not_matter() -> None:
    """Missing observations leave the last one as it is."""
    full = [seen(n, n) for n in range(7, 50, 7)]

    assert stand(UP, full, day(50)).attainment == stand(UP, full[-1:], day(50)).attainment


# Maintain


@pytest.mark.parametrize(
    ("value", "status", "outside", "share"),
    [(25, "on track", 0, 1.0), (35, "on track", 0, 1.0), (36, "at risk", 1, 0.9), (39, "at risk", 4, 0.6),
     (39.5, "off track", 4.5, 0.55), (21, "at risk", 4, 0.6), (10, "off track", 15, -0.5)],
)  # fmt: skip
def test_maintain(value: float, status: str, outside: float, share: float) -> None:
    """Within its band a measure is on track; up to 40 % of the band's width outside it at risk; further off track."""
    standing = stand(KEPT, [seen(45, value)], day(46))

    assert (standing.status, standing.outside, standing.attainment) == (status, outside, pytest.approx(share))


def test_maintain_is_met_within_the_band() -> None:
    """At the end only the band decides."""
    assert stand(KEPT, [seen(90, 35)], day(91)).status == "met"
    assert stand(KEPT, [seen(90, 35.1)], day(91)).status == "missed"


def test_a_band_without_width() -> None:
    """A level to be kept exactly is at risk up to 40 % of itself off; nought is kept or isn't."""
    plan, nought = sprint(None, 30, "maintain"), sprint(None, 0, "maintain", band=(0, 0))

    assert [stand(plan, [seen(45, v)], day(46)).status for v in (30, 31, 42, 43)] == [
        "on track", "at risk", "at risk", "off track",
    ]  # fmt: skip
    assert [stand(nought, [seen(45, v)], day(46)).status for v in (0, 1)] == ["on track", "off track"]


def test_the_band_moves_with_its_target() -> None:
    """The band is written for the newest target; against the original it lies as far from that one."""
    plan = replace(KEPT, targets=(Target(30, DUE, BEGINS), Target(40, DUE, day(40))), band=(35, 45))

    standing = stand(plan, [seen(50, 44)], day(51))

    assert (standing.status, standing.outside) == ("on track", 0)
    assert standing.original is not None
    assert (standing.original.status, standing.original.outside) == ("off track", 9)


def test_a_band_without_a_target_holds_for_good() -> None:
    """A band alone has no due date: it is judged on every day, and never met."""
    plan = Plan(None, (), "maintain", "period", band=(0, 40), begins=BEGINS)

    assert stand(plan, [seen(400, 29)], day(401)).status == "on track"
    assert stand(plan, [seen(400, 50)], day(401)).status == "at risk"
    assert stand(plan, [], day(401)).status == "no data"


def test_a_total_within_a_band() -> None:
    """A total's band opens on the way: half-way through, half of each end; beyond its upper end it can't come back."""
    plan = sprint(None, 90, "maintain", "cumulative", band=(80, 100))

    assert stand(plan, [seen(45, 45)], day(46)).status == "on track"
    assert stand(plan, [seen(45, 37)], day(46)).outside == 3
    assert stand(plan, [seen(80, 101)], day(81)).status == "missed"
    assert stand(plan, [seen(90, 100)], day(91)).status == "met"
    level = sprint(None, 0, "maintain", "cumulative", band=(-2, 2))
    assert [stand(level, [seen(45, v)], day(46)).status for v in (-3, -1, 1, 3)] == [
        "missed", "on track", "on track", "missed",
    ]  # fmt: skip


# The words before and after


def test_not_started() -> None:
    """Before its first day, and before the first target holds, a measure has not started."""
    assert stand(UP, [seen(-7, 41)], EVE).status == "not started"
    assert stand(UP, [], EVE).reason == "work has not begun"
    later = Plan(None, (Target(5, DUE, BEGINS),), "increase", "period")
    assert (stand(later, [seen(-7, 41)], EVE).status, stand(later, [], EVE).reason) == (
        "not started",
        "target does not hold yet",
    )
    assert stand(replace(later, desired="maintain", band=(1, 2)), [seen(0, 1)], EVE).status == "not started"


def test_no_target() -> None:
    """A measure without a target can't be judged, and says so, with its latest observation."""
    standing = stand(Plan(None, (), "increase", "period"), [seen(3, 4)], day(9))

    assert (standing.status, standing.reason, standing.observation) == ("no target", "no target was set", seen(3, 4))
    assert standing.forecast is None


def test_no_data() -> None:
    """Without an observation since the work began there is no data; the baseline's own day is from before."""
    assert stand(UP, [], day(10)).reason == "no observation"
    before = stand(UP, [seen(-30, 38), seen(0, 40)], day(10))
    assert (before.status, before.reason) == ("no data", "no observation since the beginning")
    assert (before.observation, before.judged) == (seen(0, 40), None)


def test_the_future_is_not_known() -> None:
    """An observation after the day counts for nothing."""
    assert stand(UP, [seen(20, 54), seen(30, 99)], day(29)) == stand(UP, [seen(20, 54)], day(29))


def test_stale() -> None:
    """An observation older than the refresh promise makes a measure stale; its numbers stay to be seen."""
    plan = replace(UP, refresh_days=14)

    fresh, stale = stand(plan, [seen(30, 60)], day(44)), stand(plan, [seen(30, 60)], day(45))

    assert (fresh.status, fresh.stale_since) == ("on track", None)
    assert (stale.status, stale.stale_since, stale.reason) == ("stale", day(45), "last observation is too old")
    assert (stale.attainment, stale.expected, stale.forecast) == (1, 60, None)


@pytest.mark.parametrize("interval", ["snapshot", "period"])
def test_a_level_is_met_at_the_end_only(interval: Interval) -> None:
    """A level at its target early is on track, for it may fall back; met or missed it is by its last observation."""
    plan = replace(UP, interval=interval)

    early = stand(plan, [seen(40, 101)], day(41))
    assert (early.status, early.reached) == ("on track", True)
    assert stand(plan, [seen(40, 101), seen(90, 100)], day(90)).status == "met"
    assert stand(plan, [seen(40, 101), seen(90, 99)], day(90)).status == "missed"


def test_a_total_is_met_at_once() -> None:
    """A total that has reached its target can't lose it: it is met before the due date, and stays so without news."""
    assert stand(TOTAL, [seen(60, 240)], day(61)).status == "met"
    assert stand(replace(TOTAL, refresh_days=7), [seen(60, 240)], day(89)).status == "met"


def test_a_total_to_stay_below() -> None:
    """A total with a limit is on track below the limit's share of now, met at the end, and missed once beyond."""
    plan = sprint(None, 30, "decrease", "cumulative")

    assert [(s.status, s.attainment) for v in (0, 15, 20, 22) for s in [stand(plan, [seen(45, v)], day(46))]] == [
        ("on track", 2.0),
        ("on track", 1.0),
        ("at risk", pytest.approx(2 / 3)),
        ("off track", pytest.approx(8 / 15)),
    ]
    assert stand(plan, [seen(45, 31)], day(46)).status == "missed"
    assert stand(plan, [seen(90, 30)], day(90)).status == "met"


def test_none_at_all() -> None:
    """A total that is to stay at nought, such as missed collections, is missed with the first."""
    plan = sprint(None, 0, "decrease", "cumulative")

    assert [stand(plan, [seen(45, v)], day(46)).status for v in (0, 1)] == ["on track", "missed"]
    assert stand(plan, [seen(90, 0)], day(90)).status == "met"


def test_a_later_observation_does_not_rescue() -> None:
    """What comes after the due date is told, and changes nothing."""
    standing = stand(TOTAL, [seen(88, 230), seen(95, 260)], day(96))

    assert (standing.status, standing.judged, standing.late) == ("missed", seen(88, 230), seen(95, 260))
    assert stand(TOTAL, [seen(95, 260)], day(96)).reason == "no observation by the due date"


def test_the_last_figure_may_be_to_come() -> None:
    """Past the due date, while one more observation would fit in before it, a measure with a promise is on the way."""
    monthly = Plan(
        Observation(date(2026, 6, 30), 40), (Target(100, date(2026, 10, 31), date(2026, 7, 1)),), "increase", "period",
        refresh_days=45,
    )  # fmt: skip
    months = [
        Observation(date(2026, 7, 31), 55),
        Observation(date(2026, 8, 31), 70),
        Observation(date(2026, 9, 30), 85),
    ]

    waiting = stand(monthly, months, date(2026, 11, 5))
    assert (waiting.status, waiting.reason, waiting.forecast) == ("on track", "last figure is to come", None)
    assert stand(monthly, months, date(2026, 12, 1)).status == "stale"
    assert stand(monthly, [*months, Observation(date(2026, 10, 31), 99)], date(2026, 11, 9)).status == "missed"
    assert stand(monthly, [*months, Observation(date(2026, 11, 30), 120)], date(2026, 12, 2)).status == "missed"


def test_a_last_figure_close_enough_decides() -> None:
    """A weekly series that ends five days before the due date decides, since no week more fits in."""
    plan = replace(UP, refresh_days=14)
    weeks = [seen(n, 40 + n * 2 / 3) for n in range(1, 86, 7)]

    assert stand(plan, [*weeks[:-1], seen(85, 101)], day(91)).status == "met"
    assert stand(plan, weeks, day(300)).status == "missed"


def test_long_silence_before_the_end_decides_nothing() -> None:
    """Where the last observation was older than promised on the due date already, the measure stays stale."""
    assert stand(replace(UP, refresh_days=14), [seen(7, 45), seen(60, 80)], day(300)).status == "stale"


# Targets that were changed


def test_a_changed_target_is_judged_both_ways() -> None:
    """The status is told against the new target and against the original one."""
    standing = stand(CHANGED, [seen(60, 52)], day(61))

    assert standing.target == LOWER
    assert standing.attainment == pytest.approx(12 / (20 * 60 / 90))
    assert standing.status == "at risk"
    assert standing.original is not None
    assert standing.original.target == UP.targets[0]
    assert (standing.original.status, standing.original.attainment) == ("off track", pytest.approx(12 / 40))


def test_before_the_change_there_is_no_other() -> None:
    """Up to the day before the change there is one target; one that is only stated anew is no change."""
    assert stand(CHANGED, [seen(40, 66)], day(44)).original is None
    stated = replace(UP, targets=(*UP.targets, Target(100, DUE, day(45))))
    assert stand(stated, [seen(50, 66)], day(51)).original is None


def test_a_later_due_date_hides_no_miss() -> None:
    """With more time the new target may be on track while the original was missed."""
    later = Target(100, date(2027, 2, 2), day(60), why="The crew starts later.")
    standing = stand(replace(UP, targets=(*UP.targets, later)), [seen(90, 72)], day(95))

    assert standing.original is not None
    assert (standing.status, standing.original.status) == ("on track", "missed")
