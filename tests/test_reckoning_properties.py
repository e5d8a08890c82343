"""What holds of every measure: better is never worse, and units, order of rows and direction decide nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.reckoning.rollup import roll_up
from civicstat.reckoning.status import expected, path, stand, start
from civicstat.reckoning.values import Observation, Plan, Target, in_force, original
from civicstat.reckoning.words import say, say_forecast

if TYPE_CHECKING:
    from collections.abc import Callable

    from civicstat.reckoning.values import Forecast, Standing, Status

RANK: dict[Status, int] = {"missed": 0, "off track": 1, "at risk": 2, "on track": 3, "met": 4}

VALUES = st.integers(-40, 40).map(float)
DAYS = st.integers(0, 120).map(lambda n: date(2028, 1, 10) + timedelta(days=n))
"""Over a leap day, over a year's end and over the end of a month."""


@st.composite
def targets(draw: st.DrawFn) -> tuple[Target, ...]:
    """Up to three targets, set on different days or on one."""
    made = {}
    for since, more in draw(st.lists(st.tuples(DAYS, st.integers(0, 100)), max_size=3)):
        due = since + timedelta(days=more)
        made[since, due] = Target(draw(VALUES), due, since)
    return tuple(made.values())


@st.composite
def series(draw: st.DrawFn, fewest: int = 0) -> tuple[Observation, ...]:
    """Observations of different days, in any order."""
    days = draw(st.lists(DAYS, min_size=fewest, max_size=12, unique=True))
    return tuple(Observation(day, draw(VALUES)) for day in days)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Every kind of plan, sensible or not."""
    low, wide = draw(VALUES), draw(st.integers(0, 20))
    return Plan(
        baseline=draw(st.none() | st.builds(Observation, DAYS, VALUES)),
        targets=draw(targets()),
        desired=draw(st.sampled_from(["increase", "decrease", "maintain"])),
        interval=draw(st.sampled_from(["cumulative", "period", "snapshot"])),
        interim=draw(st.lists(st.builds(Observation, DAYS, VALUES), max_size=2, unique_by=lambda o: o.date).map(tuple)),
        band=draw(st.none() | st.just((low, low + wide))),
        refresh_days=draw(st.none() | st.integers(0, 40)),
        begins=draw(st.none() | DAYS),
    )


def converted(
    plan: Plan, seen: tuple[Observation, ...], to: Callable[[float], float]
) -> tuple[Plan, tuple[Observation, ...]]:
    """A plan and its observations with every value converted."""

    def each(observations: tuple[Observation, ...]) -> tuple[Observation, ...]:
        return tuple(replace(o, value=to(o.value)) for o in observations)

    ends = sorted(to(end) for end in plan.band or ())
    return replace(
        plan,
        baseline=plan.baseline and each((plan.baseline,))[0],
        targets=tuple(replace(t, value=to(t.value)) for t in plan.targets),
        interim=each(plan.interim),
        band=(ends[0], ends[1]) if ends else None,
    ), each(seen)


def standings(standing: Standing) -> list[Standing]:
    """A standing, that against the original target, and that of every stage."""
    return [standing, *([standing.original] if standing.original else []), *standing.stages]


def told(*every: Standing) -> list[tuple[Status, float | None]]:
    """The words and shares of standings."""
    return [(s.status, None if s.attainment is None else pytest.approx(s.attainment, abs=1e-9)) for s in every]


def no_worse(after: Standing, before: Standing) -> bool:
    """Whether a standing is at least as good as another of the same days."""
    if after.status in RANK and before.status in RANK:
        return RANK[after.status] >= RANK[before.status]
    return after.status in (before.status, "met") or before.status == "missed"


@given(plans(), series(1), DAYS, st.data())
def test_doing_better_never_worsens(
    plan: Plan, seen: tuple[Observation, ...], today: date, data: st.DataObject
) -> None:
    """However much better any of the values are on the same days, no status gets worse, against whichever target."""
    plan = replace(plan, desired="decrease" if plan.desired == "maintain" else plan.desired)
    sign = 1 if plan.desired == "increase" else -1
    better = tuple(replace(o, value=o.value + sign * data.draw(st.integers(0, 60))) for o in seen)

    before, after = stand(plan, seen, today), stand(plan, better, today)

    pairs = [(after, before), *zip(after.stages, before.stages, strict=True)]
    if after.original and before.original:
        pairs.append((after.original, before.original))
    for one, other in pairs:
        assert no_worse(one, other)
        assert other.attainment is None or (one.attainment is not None and one.attainment >= other.attainment - 1e-9)
        assert one.reached >= other.reached


@given(plans(), series(1), DAYS, VALUES, st.data())
def test_nearer_to_the_band_never_worsens(
    plan: Plan, seen: tuple[Observation, ...], today: date, low: float, data: st.DataObject
) -> None:
    """A level to be maintained whose values come nearer to its band stands no worse."""
    high = low + data.draw(st.integers(0, 20))
    interval = "period" if plan.interval == "cumulative" else plan.interval
    plan = replace(plan, desired="maintain", interval=interval, targets=plan.targets[:1], band=(low, high))

    def nearer(value: float) -> float:
        nearest = min(max(value, low), high)
        return value + (nearest - value) * data.draw(st.sampled_from([0, 0.25, 0.5, 1]))

    before, after = stand(plan, seen, today), stand(plan, tuple(replace(o, value=nearer(o.value)) for o in seen), today)

    assert no_worse(after, before)
    assert before.outside is None or (after.outside is not None and after.outside <= before.outside)


@given(plans(), series(), DAYS, st.sampled_from([2.0, 1000.0, 0.001, 1 / 3, 2204.62, 1e9]))
def test_units_do_not_matter(plan: Plan, seen: tuple[Observation, ...], today: date, factor: float) -> None:
    """Tons or pounds, shares or percent: status and attainment are the same, and the forecast's chance."""
    one = stand(plan, seen, today)
    other = stand(*converted(plan, seen, lambda v: v * factor), today)

    assert told(*standings(other)) == told(*standings(one))
    if one.forecast and other.forecast:
        assert other.forecast.chance == pytest.approx(one.forecast.chance, abs=1e-6)
        assert other.forecast.value == pytest.approx(one.forecast.value * factor, rel=1e-6, abs=1e-9 * factor)


@given(plans(), series(1), DAYS, VALUES, st.integers(-500, 500))
def test_where_the_scale_begins_does_not_matter(
    plan: Plan, seen: tuple[Observation, ...], today: date, value: float, shift: int
) -> None:
    """Degrees above one nought or another: the same, wherever a way from a baseline or a width is measured."""
    plan = replace(plan, baseline=plan.baseline or Observation(date(2028, 1, 9), value), band=(value, value + 10))

    ones = standings(stand(plan, seen, today))
    others = standings(stand(*converted(plan, seen, lambda v: v + shift), today))

    begin = start(plan)
    for one, other in zip(ones, others, strict=True):
        way = abs(one.expected - begin.value) if begin and one.expected is not None else 0
        if plan.desired == "maintain" or way > 1e-6:
            assert told(other) == told(one)


@given(plans(), series(), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    plan: Plan, seen: tuple[Observation, ...], today: date, chance: object
) -> None:
    """Observations, targets and interim points come in any order, and some twice."""
    mixed, aims, points = [*seen, *seen[:2]], list(plan.targets), list(plan.interim)
    for rows in (mixed, aims, points):
        chance.shuffle(rows)  # type: ignore[attr-defined]

    assert stand(replace(plan, targets=tuple(aims), interim=tuple(points)), mixed, today) == stand(plan, seen, today)


@given(plans(), series(), DAYS)
def test_increase_and_decrease_mirror_each_other(plan: Plan, seen: tuple[Observation, ...], today: date) -> None:
    """With every sign turned, less being better gives what more being better gave, the forecast included."""
    turned, values = converted(plan, seen, lambda v: -v)
    turned = replace(
        turned, desired={"increase": "decrease", "decrease": "increase", "maintain": "maintain"}[plan.desired]
    )

    one, other = stand(plan, seen, today), stand(turned, values, today)

    assert told(*standings(other)) == told(*standings(one))
    assert [other.outside, other.reached] == [one.outside, one.reached]
    assert seen_from(other.forecast) == seen_from(one.forecast, -1)


def seen_from(forecast: Forecast | None, sign: int = 1) -> list[object]:
    """A forecast's numbers, with the sign turned where asked."""
    if forecast is None:
        return []
    ends = sorted([sign * forecast.low, sign * forecast.high])
    days = [forecast.reaches, forecast.reaches_low, forecast.reaches_high]
    numbers = [sign * forecast.slope, sign * forecast.value, *ends, forecast.chance]
    return [*(pytest.approx(n, abs=1e-9) for n in numbers), *days]


@given(plans(), series(), series(), DAYS)
def test_the_future_changes_nothing(
    plan: Plan, seen: tuple[Observation, ...], more: tuple[Observation, ...], today: date
) -> None:
    """Whatever comes after the day, the standing on that day stays."""
    days = {o.date for o in seen}
    later = [o for o in more if o.date > today and o.date not in days]

    assert stand(plan, [*seen, *later], today) == stand(plan, seen, today)


@given(plans(), series(5), VALUES, st.integers(1, 40), st.integers(0, 40))
def test_met_and_missed_are_final(plan: Plan, seen: tuple[Observation, ...], value: float, due: int, gone: int) -> None:
    """What is met or missed stays so on every later day, whatever comes after."""
    first = min(o.date for o in seen)
    target = Target(value, first + timedelta(days=due), first)
    plan = replace(plan, targets=(target,), baseline=None, begins=None)
    today = target.due + timedelta(days=gone)
    known = [o for o in seen if o.date <= today]
    after = [Observation(today + timedelta(days=n), v) for n, v in ((1, 1000), (200, -1000))]

    standing = stand(plan, known, today)

    if plan.interval != "cumulative" and standing.status in ("met", "missed"):
        for later in (1, 100, 300):
            assert stand(plan, [*known, *after], today + timedelta(days=later)).status == standing.status


@given(plans(), DAYS)
def test_the_path_is_what_was_expected(plan: Plan, day: date) -> None:
    """On every day but that of a change, the drawn path has the expected value; it runs forward in time."""
    corners = path(plan)
    days = [c.date for c in corners]
    assert days == sorted(days)
    changes = {t.since for t in plan.targets}
    for corner in corners:
        if corner.date not in changes:
            assert corner.value == pytest.approx(expected(plan, corner.date))


@given(targets(), DAYS)
def test_targets_are_never_lost(aims: tuple[Target, ...], day: date) -> None:
    """Once a target was set one always holds, never two for one due date; the first that was set is an original one."""
    held = in_force(aims, day)

    assert bool(held) == any(t.since <= day for t in aims)
    assert len({t.due for t in held}) == len(held)
    assert not aims or min(aims, key=lambda t: t.since).since in {t.since for t in original(aims)}


@given(plans(), series(), DAYS, st.sampled_from(["", "%", "$", "requests"]))
def test_every_standing_can_be_said(plan: Plan, seen: tuple[Observation, ...], today: date, unit: str) -> None:
    """Each standing has its words, a sentence at least, and each forecast has; every status can be counted."""
    standing = stand(plan, seen, today)

    words, ahead = say(standing, unit, plan), say_forecast(standing, unit, plan)

    assert words.endswith(".")
    assert words.lower().startswith((standing.status, "no target"))
    assert (ahead is None) == (standing.forecast is None)
    assert "None" not in words + (ahead or "")
    assert roll_up([standing.status]).of(standing.status) == 1
