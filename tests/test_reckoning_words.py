"""How a measure stands and where it is heading, in words for residents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pytest

from civicstat.reckoning.status import stand
from civicstat.reckoning.values import Observation, Plan, Target
from civicstat.reckoning.words import amount, decimals, say, say_forecast, say_made

if TYPE_CHECKING:
    from civicstat.reckoning.values import Desired, Interval

BEGINS, DUE = date(2026, 8, 7), date(2026, 11, 4)
EVE, LATE = date(2026, 8, 6), date(2026, 11, 9)
TREES = Plan(None, (Target(240, DUE, BEGINS),), "increase", "cumulative", refresh_days=14, begins=BEGINS)
SHARE = Plan(Observation(EVE, 71), (Target(90, DUE, BEGINS),), "increase", "period", begins=BEGINS)
OPEN = Plan(Observation(EVE, 500), (Target(200, DUE, BEGINS),), "decrease", "snapshot", begins=BEGINS)
SPENT = Plan(None, (Target(9000, DUE, BEGINS),), "decrease", "cumulative", begins=BEGINS)
WAIT = Plan(None, (Target(30, DUE, BEGINS),), "maintain", "period", band=(25, 35), begins=BEGINS)
SEPTEMBER = date(2026, 9, 20)


@pytest.mark.parametrize(
    ("plan", "unit", "value", "words"),
    [
        (TREES, "trees", 122, ("On track: 122 trees by September 20, 2026; expected by then: 120 trees. "
         "Target: 240 trees by November 4, 2026.")),
        (TREES, "trees", 1, ("Off track: 1 tree by September 20, 2026; expected by then: 120 trees. "
         "Target: 240 trees by November 4, 2026.")),
        (SHARE, "%", 77.25, ("At risk: 77.2% in the period to September 20, 2026; expected by then: 80.5%. "
         "Target: 90% by November 4, 2026.")),
        (SHARE, "%", 91, ("On track: 91% in the period to September 20, 2026, already at its target. "
         "Target: 90% by November 4, 2026.")),
        (OPEN, "requests", 1234.5, ("Off track: 1,234 requests on September 20, 2026; "
         "expected by then: at most 350 requests. Target: at most 200 requests by November 4, 2026.")),
        (SPENT, "$", 4000, ("On track: $4,000 by September 20, 2026; expected by then: at most $4,500. "
         "Target: at most $9,000 by November 4, 2026.")),
        (WAIT, "days", 30, ("On track: 30 days in the period to September 20, 2026, within its range. "
         "To be kept up to November 4, 2026.")),
        (WAIT, "days", 36.5, ("At risk: 36.5 days in the period to September 20, 2026, 1.5 days outside its range. "
         "To be kept up to November 4, 2026.")),
        (SHARE, "", -3, ("Off track: −3 in the period to September 20, 2026; expected by then: 80.5. "
         "Target: 90 by November 4, 2026.")),
    ],
)  # fmt: skip
def test_on_the_way(plan: Plan, unit: str, value: float, words: str) -> None:
    """The status, the figure with unit and day, what was expected by then, and the target."""
    assert say(stand(plan, [Observation(SEPTEMBER, value)], SEPTEMBER), unit, plan) == words


@pytest.mark.parametrize(
    ("plan", "seen", "day", "words"),
    [
        (TREES, [], EVE, "Not started: the work begins on August 7, 2026. Target: 240 trees by November 4, 2026."),
        (TREES, [], BEGINS, "No data yet. Target: 240 trees by November 4, 2026."),
        (SHARE, [Observation(EVE, 71)], SEPTEMBER,
         "No data yet: there is no figure since the work began. Target: 90 trees by November 4, 2026."),
        (TREES, [Observation(date(2026, 8, 20), 20)], SEPTEMBER,
         ("Stale: the last figure is 20 trees, by August 20, 2026, and older than promised. "
         "Target: 240 trees by November 4, 2026.")),
        (TREES, [Observation(DUE, 241)], LATE,
         "Met: 241 trees by November 4, 2026. Target: 240 trees by November 4, 2026."),
        (TREES, [Observation(DUE, 230), Observation(LATE, 244)], LATE,
         ("Missed: 230 trees by November 4, 2026. Target: 240 trees by November 4, 2026. "
         "Later, on November 9, 2026, it was 244 trees.")),
        (TREES, [Observation(LATE, 244)], LATE,
         "No data: there is no figure from before the due date. Target: 240 trees by November 4, 2026."),
        (replace(TREES, targets=()), [Observation(DUE, 3)], LATE, "No target was set."),
        (replace(TREES, begins=None), [], EVE,
         ("Not started: the target holds from August 7, 2026. Target: 240 trees by November 4, 2026.")),
        (replace(WAIT, targets=()), [Observation(DUE, 26)], LATE,
         "On track: 26 trees in the period to November 4, 2026, within its range."),
    ],
)  # fmt: skip
def test_before_and_after(plan: Plan, seen: list[Observation], day: date, words: str) -> None:
    """What is missing is said plainly, and what came too late is told."""
    assert say(stand(plan, seen, day), "trees", plan) == words


def test_a_changed_target_is_named() -> None:
    """Beside the new target stands the original one, and the status against it."""
    plan = replace(TREES, targets=(*TREES.targets, Target(160, DUE, date(2026, 9, 1))))

    assert say(stand(plan, [Observation(SEPTEMBER, 80)], SEPTEMBER), "trees", plan) == (
        "On track: 80 trees by September 20, 2026; expected by then: 80 trees. Target: 160 trees by November 4, 2026. "
        "Against the original target, 240 trees by November 4, 2026: at risk."
    )


def ahead(plan: Plan, unit: str, values: list[float]) -> str | None:
    """The forecast's words from the values at the end of each week of the work."""
    seen = [Observation(EVE + timedelta(weeks=n), value) for n, value in enumerate(values, 1)]
    return say_forecast(stand(plan, seen, seen[-1].date), unit, plan)


def test_forecasts() -> None:
    """The likely value with its interval, the chance in tenths, and the day on which the target would be reached."""
    assert ahead(TREES, "trees", [2, 22, 38, 60, 85, 97, 120, 141]) == (
        "At this pace: about 236 trees by November 4, 2026 (8 chances in 10 that it is between 207 and 265). "
        "The chance of reaching the target by then is about 4 in 10. It would be reached around November 6, 2026."
    )
    assert ahead(OPEN, "requests", [500, 490, 470, 480, 455, 450, 440, 452]) == (
        "At this pace: about 410 requests by November 4, 2026 (8 chances in 10 that it is between 330 and 490). "
        "The chance of reaching the target by then is about 1 in 10."
    )


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.4, "about 4 in 10."),
        (0.06, "about 1 in 10."),
        (0.04, "less than 1 in 10. The target is not in sight."),
    ],
)
def test_out_of_sight(chance: float, words: str) -> None:
    """A target is out of sight only where the chance of reaching it is told as less than 1 in 10."""
    seen = [Observation(EVE + timedelta(weeks=n), 500 - 5 * n) for n in range(1, 9)]
    standing = stand(OPEN, seen, seen[-1].date)
    assert standing.forecast is not None
    standing = replace(standing, forecast=replace(standing.forecast, reaches=None, chance=chance))

    said = say_forecast(standing, "requests", OPEN)

    assert said is not None
    assert said.endswith(f"The chance of reaching the target by then is {words}")


@pytest.mark.parametrize(
    ("value", "low", "words"),
    [
        (1.15741e-05, 0.0, "less than 0.01 days in the period to September 20, 2026, within its range."),
        (0.005, 0.0, "0.005 days in the period to September 20, 2026, within its range."),
        (-1.15741e-05, -1.0, "between −0.01 days and 0 in the period to September 20, 2026, within its range."),
        (1.15741e-05, 0.000001, "0.0000116 days in the period to September 20, 2026, within its range."),
    ],
)
def test_figures_too_small_to_say_anything(value: float, low: float, words: str) -> None:
    """A figure below 0.01 is said to be that, unless the measure's own target or band is as small."""
    plan = replace(WAIT, targets=(), band=(low, 1.0))

    assert say(stand(plan, [Observation(SEPTEMBER, value)], SEPTEMBER), "days", plan) == f"On track: {words}"


def test_a_forecast_of_a_limit() -> None:
    """Where a limit or a range is to be kept, the chance is that of still keeping it."""
    assert ahead(SPENT, "$", [700, 1320, 2050, 2700, 3310, 4100, 4700, 5260]) == (
        "At this pace: about $8,490 by November 4, 2026 (8 chances in 10 that it is between 8,070 and 8,910). "
        "The chance of still being within the target then is about 9 in 10."
    )
    assert ahead(WAIT, "days", [30, 31, 29, 30, 28, 32, 30, 31]) == (
        "At this pace: about 31 days by November 4, 2026 (8 chances in 10 that it is between 18 and 44). "
        "The chance of being within the range then is about 4 in 10."
    )


def test_no_forecast_no_words() -> None:
    """On four observations nothing is said."""
    assert ahead(TREES, "trees", [2, 22, 38, 60]) is None


@pytest.mark.parametrize(
    ("value", "unit", "words", "digits"),
    [
        (1.0, "days", "1 day", 0),
        (1.004, "days", "1 day", 0),
        (2.0, "days", "2 days", 0),
        (-0.0, "days", "0 days", 0),
        (85.96, "%", "86%", 0),
        (7.386, "miles", "7.39 miles", 2),
        (-1234.5, "$", "−$1,234", 0),
    ],
)
def test_amounts(value: float, unit: str, words: str, digits: int) -> None:
    """A number with its unit has three digits that say something, the singular for one, and nought has no sign."""
    assert (amount(value, unit), decimals(value)) == (words, digits)


@pytest.mark.parametrize(
    ("baseline", "target", "desired", "interval", "value", "words"),
    [
        (50, 90, "increase", "period", 68, "90% of that progress was made"),
        (50, 90, "increase", "period", 110, "far ahead of that"),
        (90, 90, "increase", "period", 86, "4% below that"),
        (90, 90, "increase", "period", 90, "just that"),
        (None, 90, "increase", "period", 92, "2% above that"),
        (50, 40, "increase", "period", 38, "7% below that"),
        (0, 3, "decrease", "cumulative", 1, "0.5% below that"),
        (3, 3, "decrease", "period", 5, "2% above that"),
    ],
)
def test_how_much_was_made(
    baseline: float | None, target: float, desired: str, interval: str, value: float, words: str
) -> None:
    """A share of progress is told while something changes for the better; else how far it is from what was expected."""
    begin, due = date(2026, 4, 1), date(2026, 6, 30)
    half = date(2026, 5, 16)
    plan = Plan(
        None if baseline is None else Observation(begin, baseline),
        (Target(target, due, begin),),
        cast("Desired", desired),
        cast("Interval", interval),
    )

    assert say_made(stand(plan, [Observation(half, value)], half), "%", plan) == words
