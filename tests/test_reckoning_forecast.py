"""Where a measure is heading: what is foretold, what never is, and that the interval keeps its word."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.reckoning.forecast import forecast
from civicstat.reckoning.status import stand
from civicstat.reckoning.values import Observation, Plan, Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civicstat.reckoning.values import Desired, Forecast

MONDAY = date(2026, 3, 2)


def week(number: float) -> date:
    """The Monday so many weeks after the first one."""
    return MONDAY + timedelta(days=round(7 * number))


def weekly(values: Sequence[float]) -> list[Observation]:
    """An observation on each Monday."""
    return [Observation(week(n), value) for n, value in enumerate(values)]


def foretell(
    values: Sequence[float], target: float, due: float, desired: Desired = "increase", **more: Any
) -> Forecast | None:
    """The forecast from weekly values for a target due so many weeks after the first."""
    return forecast(weekly(values), Target(target, week(due), MONDAY), desired, **more)


def surely(found: Forecast | None) -> Forecast:
    """A forecast that is there."""
    assert found is not None
    return found


def test_a_straight_line_goes_on() -> None:
    """Seven more each week: in three weeks 21 more, with nothing to doubt, and the target reached on its day."""
    found = surely(foretell([0, 7, 14, 21, 28, 35], 49, 8))

    assert (found.value, found.low, found.high) == pytest.approx((56, 56, 56))
    assert found.slope == pytest.approx(1)
    assert (found.reaches, found.reaches_low, found.reaches_high) == (week(7), week(7), week(7))
    assert found.window == 6
    assert found.confidence == 0.8
    assert [(day, middle) for day, _, middle, _ in found.path[::4]] == [
        (week(5), pytest.approx(35)),
        (week(6), pytest.approx(42)),
        (week(7), pytest.approx(49)),
        (week(8), pytest.approx(56)),
    ]


@pytest.mark.parametrize("count", [0, 1, 4])
def test_nothing_on_fewer_than_five(count: int) -> None:
    """Fewer than five observations foretell nothing, a total's beginning not counted."""
    values = [10.0 * n for n in range(count)]

    assert foretell(values, 100, count + 1) is None
    assert foretell(values, 100, count, total=True, origin=Observation(week(-1), 0)) is None


def test_no_further_ahead_than_back() -> None:
    """The due date lies ahead, and no further than the observations reach back; a total's beginning reaches too."""
    values = [3.0, 5, 4, 6, 8]

    assert foretell(values, 10, 4) is None
    assert foretell(values, 10, 8) is not None
    assert foretell(values, 10, 8.2) is None
    assert foretell(values, 10, 9, total=True, origin=Observation(week(-1), 0)) is not None


def test_one_wild_value_does_not_turn_the_trend() -> None:
    """Theil and Sen's slope stays when one observation is far off."""
    values = [10.0, 11, 12, 13, 400, 15, 16, 17, 18, 19]

    assert surely(foretell(values, 30, 15)).slope == pytest.approx(1 / 7)


def test_the_trend_is_of_now() -> None:
    """What was before the last twelve observations says nothing about the pace of now."""
    found = surely(foretell([*range(100, 60, -1), *range(60, 75)], 80, 60))

    assert found.window == 12
    assert found.slope == pytest.approx(1 / 7)


def test_less_sure_further_ahead() -> None:
    """The interval widens along the path, from the last observation to the due date."""
    found = surely(foretell([10, 14, 11, 15, 13, 18, 15, 17, 20, 16], 25, 16))

    widths = [high - low for _, low, _, high in found.path]
    assert widths[0] == 0
    assert widths == sorted(widths)
    assert (found.path[0][0], found.path[-1]) == (week(9), (week(16), found.low, found.value, found.high))


def test_reaching_the_target() -> None:
    """The trend's day lies between the earliest and the latest; a latest day out of sight is none."""
    found = surely(foretell([10, 14, 11, 15, 13, 18, 15, 17, 20, 16, 19, 21], 24, 20))

    assert found.reaches_low is not None
    assert found.reaches is not None
    assert found.reaches_low <= found.reaches
    assert found.reaches_high is None or found.reaches <= found.reaches_high


def test_not_in_sight() -> None:
    """A trend that leads away, or too slowly, reaches its target on no day; neither does one that is there already."""
    assert surely(foretell([20, 19, 18, 17, 16, 15], 30, 8)).reaches is None
    assert surely(foretell([20, 19, 18, 17, 16, 15], 30, 8)).chance < 0.2
    assert surely(foretell([20, 21, 22, 23, 24, 25], 60, 8)).reaches is None
    assert surely(foretell([20, 21, 22, 23, 24, 25], 24, 8)).reaches is None


def test_never_surer_than_the_observations() -> None:
    """Six observations in a perfect line give a chance of seven in eight at most, and one in eight at least."""
    assert surely(foretell([0, 7, 14, 21, 28, 35], 49, 8)).chance == pytest.approx(7 / 8)
    assert surely(foretell([0, 7, 14, 21, 28, 35], 490, 8)).chance == pytest.approx(1 / 8)
    assert surely(foretell([5] * 6, 5, 8, "maintain", band=(5, 5))).chance == pytest.approx(7 / 8)
    assert surely(foretell([5] * 6, 5, 8)).chance == pytest.approx(7 / 8)


def test_the_chance_of_a_band() -> None:
    """To be maintained, the chance is that of being within the band: less in a narrower one."""
    values = [10.0, 14, 11, 15, 13, 12, 15, 11, 12, 14]
    wide, narrow = (surely(foretell(values, 12.5, 12, "maintain", band=b)) for b in ((5, 20), (12, 13)))

    assert narrow.chance < 0.5 < wide.chance
    assert narrow.reaches is None


def test_a_total_does_not_turn_back() -> None:
    """No bound of a growing total lies below its last value, and its path begins there."""
    values = [0.0, 50, 52, 52, 53, 90, 91, 91, 92, 130]
    found = surely(foretell(values, 200, 15, total=True))

    assert found.path[0][1:] == (130, 130, 130)
    assert min(low for _, low, _, _ in found.path) >= 130


def test_no_less_than_nothing() -> None:
    """A backlog that never was below nought is not foretold to be; what has been below nought may be again."""
    falling = [90.0, 75, 66, 48, 30, 17]

    assert surely(foretell(falling, 0, 9, "decrease")).low == 0
    assert surely(foretell([v - 60 for v in falling], -60, 9, "decrease")).low < -60


def test_within_its_limits() -> None:
    """A share never is foretold to be above 100."""
    found = surely(foretell([70, 76, 81, 84, 91, 95], 100, 9, limits=(0, 100)))

    assert (found.value, found.high) == (100, 100)


def test_irregular_days() -> None:
    """Observations on uneven days lie on the line by their own days."""
    days = [0, 1, 5, 6, 20, 27, 31]
    seen = [Observation(MONDAY + timedelta(days=n), 2.0 * n) for n in days]
    due = MONDAY + timedelta(days=50)

    found = surely(forecast(seen, Target(100, due, MONDAY), "increase"))

    assert (found.slope, found.value) == (pytest.approx(2), pytest.approx(100))


@pytest.mark.filterwarnings("error")
@given(
    st.lists(st.tuples(st.sampled_from([1, 2, 7, 31, 366]), st.floats(-1e308, 1e308)), min_size=5, max_size=40),
    st.integers(1, 400),
    st.sampled_from(["increase", "decrease"]),
    st.booleans(),
)
def test_any_series_without_a_warning(steps: list[tuple[int, float]], due: int, desired: Desired, total: bool) -> None:
    """Whatever the values and however far apart their days, each number of a forecast is one, and numpy never warns."""
    days = np.cumsum([days for days, _ in steps])
    seen = [Observation(MONDAY + timedelta(int(day)), value) for day, (_, value) in zip(days, steps, strict=True)]

    found = forecast(seen, Target(1.0, seen[-1].date + timedelta(due), MONDAY), desired, total=total)

    if found:
        assert np.isfinite([found.low, found.value, found.high, found.chance, found.slope]).all()
        assert found.low <= found.value <= found.high


def test_two_values_for_a_day() -> None:
    """A day with two values is refused."""
    with pytest.raises(ValueError, match="2026-03-02 has two values"):
        forecast([*weekly([1, 2, 3, 4, 5]), Observation(MONDAY, 7)], Target(9, week(6), MONDAY), "increase")


@pytest.mark.parametrize(("kind", "least"), [("noise", 0.75), ("wandering", 0.75), ("total", 0.75)])
def test_the_interval_keeps_its_word(kind: str, least: float) -> None:
    """Of 300 made-up series, each foretold half-way, the interval of 80 % holds about so many of what came."""
    chance, held = np.random.default_rng(7), 0
    for _ in range(300):
        steps = [chance.normal(1, 3) for _ in range(26)]
        if kind == "noise":
            values = [40 + n + chance.normal(0, 5) for n in range(26)]
        else:
            values = [100 + sum(abs(s) if kind == "total" else s for s in steps[: n + 1]) for n in range(26)]
        found = surely(foretell(values[:20], 0, 25, total=kind == "total"))
        held += found.low <= values[25] <= found.high

    assert least <= held / 300 <= 0.97


BEGINS, DUE = date(2026, 4, 1), date(2026, 6, 29)
PLAN = Plan(Observation(date(2026, 3, 31), 40), (Target(100, DUE, BEGINS),), "increase", "snapshot", begins=BEGINS)


def test_a_level_is_foretold_from_all_that_is_known() -> None:
    """Observations from before the work tell of a level's pace too; of a total's they don't."""
    seen = [Observation(date(2026, 1, 29) + timedelta(weeks=n), 30 + n + n % 2) for n in range(12)]
    day = date(2026, 4, 17)

    assert stand(PLAN, seen, day).forecast is not None
    assert stand(Plan(None, PLAN.targets, "increase", "cumulative", begins=BEGINS), seen, day).forecast is None


def test_what_is_over_is_not_foretold() -> None:
    """Nothing is foretold once a measure is met or missed, is stale, or has its due date behind it."""
    seen = [Observation(BEGINS + timedelta(days=n), 41 + n * 0.6) for n in range(0, 88, 8)]

    assert stand(PLAN, seen, date(2026, 6, 24)).forecast is not None
    assert stand(PLAN, seen, date(2026, 7, 1)).forecast is None
    assert stand(PLAN, [*seen, Observation(DUE, 100)], DUE).forecast is None


def test_against_the_original_target_too() -> None:
    """A changed target has its chance, and the original one its own, lower one."""
    lower = Target(80, DUE, date(2026, 5, 15))
    plan = Plan(PLAN.baseline, (*PLAN.targets, lower), "increase", "snapshot", begins=BEGINS)
    seen = [Observation(BEGINS + timedelta(days=n), 41 + n * 0.5 + (n % 3)) for n in range(0, 60, 4)]

    standing = stand(plan, seen, date(2026, 6, 1))

    assert standing.forecast is not None
    assert standing.original is not None
    assert standing.original.forecast is not None
    assert standing.original.forecast.chance < standing.forecast.chance
