"""A measure's status on a day: what was expected, how much of it was attained, and the word for it.

The words *on track* and *at risk* begin at the thresholds of Open SDG's method (95 % and 60 % of the way expected),
which Open SDG has from Statistics Canada and, through it, from Eurostat ("Progress Measurement Methodology for the
Sustainable Development Goals", in Open SDG's documentation). That method compares yearly growth rates, R = CAGR
observed ÷ CAGR required, and so can't be used where a value is nought or changes its sign, nor for weeks. Here
differences are compared instead of rates: that needs no year, no division by a value, and no sign.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise, zip_longest
from statistics import median
from typing import TYPE_CHECKING

from civicstat.reckoning.forecast import forecast
from civicstat.reckoning.values import (
    Forecast,
    Observation,
    Plan,
    Standing,
    Status,
    Target,
    Thresholds,
    by_day,
    current,
    in_force,
    interim_in_force,
    original,
    set_on,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from civicstat.reckoning.values import Reason

_ONE_DAY = timedelta(days=1)
_ROUNDING = 1e-9
"""Sums of decimals are off by less: 0.1 + 0.2 has reached 0.3."""

_SPACING = 12
"""So many of the last gaps between observations say how far apart they usually are."""


def start(plan: Plan) -> Observation | None:
    """Where the expected path starts.

    At the baseline's value, on the baseline's day or, where that is later, on the eve of the first day of the work. A
    cumulative measure without a baseline starts from nought on that eve. Any other without a baseline: None.
    """
    day = _starting_day(plan)
    if plan.baseline:
        return Observation(day or plan.baseline.date, plan.baseline.value)
    return Observation(day, 0.0) if day and plan.interval == "cumulative" else None


def _starting_day(plan: Plan) -> date | None:
    """Observations after this day tell of the work; those before it, and on it, of how things were."""
    eve = plan.begins - _ONE_DAY if plan.begins else None
    if plan.baseline:
        return max(plan.baseline.date, eve) if eve else plan.baseline.date
    return eve or min((t.since - _ONE_DAY for t in plan.targets), default=None)


def line(plan: Plan, targets: Sequence[Target]) -> tuple[Observation, ...]:
    """The corners of the expected path to these targets, by date.

    From the start straight through the interim points and the targets, each on its due date. Without a baseline the
    path is level up to its first corner. The interim points are the plan's newest: `Plan.as_of` and `Plan.as_promised`
    give it with those of a day, and with the first ones.
    """
    if not targets:
        return ()
    stages = {t.due: t.value for t in targets}
    last = max(stages)
    points = {p.date: p.value for p in interim_in_force(plan.interim, date.max) if p.date < last} | stages
    begin = start(plan)
    corners = [Observation(day, value) for day, value in sorted(points.items())]
    after = [c for c in corners if begin is None or c.date > begin.date]
    return tuple([begin, *after] if begin and after else corners)


def _on(corners: Sequence[Observation], day: date) -> float:
    """The value on a day: straight between two corners, level before the first and after the last."""
    at = bisect_left(corners, day, key=lambda c: c.date)
    if at == len(corners):
        return corners[-1].value
    if at == 0 or corners[at].date == day:
        return corners[at].value
    one, other = corners[at - 1], corners[at]
    share = (day - one.date).days / (other.date - one.date).days
    return one.value + (other.value - one.value) * share


def expected(plan: Plan, day: date, *, as_of: date | None = None) -> float | None:
    """The value that was expected for `day`.

    Between two points of the path (start, interim points, targets) the value runs straight:

        expected = v₀ + (v₁ − v₀) × days since the first point ÷ days between the points

    After the last due date it stays at the target. A measure that is to be maintained is expected at its target, or in
    the middle of its band where it has no target. The targets are those that hold on `as_of`, by default on `day`
    itself; before the first was set, the first counts. None before the start, and where nothing was promised.
    """
    begin = _starting_day(plan)
    if begin and day < begin:
        return None
    return _expected(_plan_on(plan, as_of or day), _held(plan, as_of or day), day)


def _plan_on(plan: Plan, day: date) -> Plan:
    first = min((t.since for t in plan.targets), default=day)
    return plan.as_of(max(day, first))


def _held(plan: Plan, day: date) -> tuple[Target, ...]:
    first = min((t.since for t in plan.targets), default=day)
    return in_force(plan.targets, max(day, first))


def _expected(plan: Plan, targets: Sequence[Target], day: date) -> float | None:
    if not targets:
        return sum(plan.band) / 2 if plan.band and plan.desired == "maintain" else None
    if plan.desired == "maintain" and plan.interval != "cumulative":
        goal = current(targets, day)
        return goal.value if goal else None
    return _on(line(plan, targets), day)


def path(plan: Plan) -> tuple[Observation, ...]:
    """The corners of the expected path from start to last due date, as it was expected on each day.

    Where a target or an interim point was changed, that day stands twice: with the value expected until then, and with
    the new one. So a chart draws the change as a step. `line` gives the rest of a replaced path:
    `line(plan.as_promised(), original(plan.targets))`.
    """
    days = _days_of_change(plan)
    corners: list[Observation] = []
    for since, until in zip_longest(days, days[1:]):
        targets, then = in_force(plan.targets, since), plan.as_of(since)
        own = _levels(then, targets)
        begins = max(since, own[0].date) if corners else own[0].date
        ends = until or max(own[-1].date, begins)
        if until and ends <= begins:
            continue
        between = [c for c in own if begins < c.date < ends]
        edges = [Observation(day, _expected(then, targets, day) or 0.0) for day in (begins, ends)]
        corners += [edges[0], *between, edges[1]]
    return tuple(c for at, c in enumerate(corners) if not at or c != corners[at - 1])


def _days_of_change(plan: Plan) -> list[date]:
    """The days from which other targets hold, and those between them from which other points on the way do."""
    days = {t.since for t in plan.targets}
    if not days:
        return []
    ends = max(t.due for t in plan.targets)
    return sorted(days | {day for p in plan.interim if (day := set_on(p)) and min(days) < day <= ends})


def _levels(plan: Plan, targets: Sequence[Target]) -> tuple[Observation, ...]:
    """The path's corners, the first one where the work begins."""
    begin = _starting_day(plan)
    if plan.desired == "maintain" and plan.interval != "cumulative":
        ordered = sorted(targets, key=lambda t: t.due)
        corners = [Observation(t.due, t.value) for t in ordered]
        corners += [Observation(one.due + _ONE_DAY, other.value) for one, other in pairwise(ordered)]
        corners.sort(key=lambda c: c.date)
    else:
        corners = list(line(plan, targets))
    if begin is None:
        return tuple(corners)
    first = Observation(begin, _expected(plan, targets, begin) or 0.0)
    return (first, *(c for c in corners if c.date > begin))


def attainment(plan: Plan, observation: Observation, *, as_of: date | None = None) -> float | None:
    """Progress made, as a share of the progress expected on the observation's own day.

    With b the baseline, e what was expected on that day, v the observed value, and s = 1 where more is better, −1
    where less is:

        attainment = 1 + s × (v − e) ÷ |e − b|

    On the way from the baseline to a better target that is (v − b) ÷ (e − b), the share of the way expected. The
    formula holds as well where the way expected leads down before it leads up, and where a total is to stay *below*
    its target.

    - Where nothing has to change (e = b, or no baseline), the level itself is the measure: 1 + s × (v − e) ÷ |e|.
      At a level of nought there is no such share: 1 for nought or better, None for worse.
    - To be maintained: 1 within the band, outside it 1 − distance from the band ÷ the band's width; for a band without
      width the distance ÷ its level.

    The value is compared with its own day's, so that a late observation isn't held against work that came after it.
    None where nothing is expected.
    """
    targets = _held(plan, as_of or observation.date)
    return _Against(
        _plan_on(plan, as_of or observation.date), targets, current(targets, as_of or observation.date)
    ).attainment(observation)


@dataclass(frozen=True)
class _Against:
    """A plan, the targets that count, and the one of them to be judged against."""

    plan: Plan
    targets: tuple[Target, ...]
    target: Target | None

    @property
    def sign(self) -> int:
        return -1 if self.plan.desired == "decrease" else 1

    @property
    def start(self) -> float | None:
        begin = start(self.plan)
        return begin.value if begin else None

    def expected(self, day: date) -> float | None:
        return _expected(self.plan, self.targets, day)

    def attainment(self, seen: Observation) -> float | None:
        if self.plan.desired == "maintain":
            return self._within(seen)
        expected = self.expected(seen.date)
        if expected is None:
            return None
        begin = expected if self.start is None else self.start
        way = abs(expected - begin)
        level = way <= 1e-12 * max(abs(expected), abs(begin))
        return _share(self.sign * (seen.value - expected), abs(expected) if level else way)

    def _within(self, seen: Observation) -> float | None:
        band, outside = self.band(seen.date), self.outside(seen)
        if band is None or outside is None:
            return None
        low, high = band
        return _share(-outside, high - low or abs(low))

    def band(self, day: date) -> tuple[float, float] | None:
        """Within which values a measure is to stay on a day. A total's band opens from the start, as its path does."""
        plan, target = self.plan, self.target
        band = plan.range_of(target)
        if band is None:
            return None
        low, high = band
        begin = start(plan)
        if plan.interval != "cumulative" or not target or not begin or begin.date >= target.due:
            return low, high
        gone = min(1.0, max(0.0, (day - begin.date).days / (target.due - begin.date).days))
        return begin.value + (low - begin.value) * gone, begin.value + (high - begin.value) * gone

    def outside(self, seen: Observation) -> float | None:
        band = self.band(seen.date)
        if band is None:
            return None
        low, high = band
        distance = max(low - seen.value, seen.value - high, 0.0)
        return distance if distance > _ROUNDING * max(abs(low), abs(high)) else 0.0

    def reached(self, seen: Observation) -> bool:
        if self.plan.desired == "maintain":
            return self.outside(seen) == 0
        if self.target is None:
            return False
        slack = _ROUNDING * max(abs(self.target.value), abs(self.start or 0.0))
        return self.sign * (seen.value - self.target.value) >= -slack

    def settled(self, seen: Observation) -> Status | None:
        """Met or missed for good before the due date.

        A total that has reached its target can't fall below it again, and one that has gone beyond what it was to stay
        below can't come back.
        """
        plan, target = self.plan, self.target
        if plan.interval != "cumulative" or target is None or self.start is None:
            return None
        if plan.desired == "maintain":
            low, high = self.band(target.due) or (target.value, target.value)
            slack = _ROUNDING * max(abs(low), abs(high))
            over = target.value >= self.start and seen.value > high + slack
            under = target.value <= self.start and seen.value < low - slack
            return "missed" if over or under else None
        if self.sign * (target.value - self.start) > 0:
            return "met" if self.reached(seen) else None
        return None if self.reached(seen) else "missed"

    def running(self, seen: Observation, thresholds: Thresholds) -> Status:
        share = self.attainment(seen)
        if self.plan.desired == "maintain":
            enough = self.outside(seen) == 0
        else:
            enough = share is not None and share >= thresholds.on_track - _ROUNDING
        if enough:
            return "on track"
        return "at risk" if share is not None and share >= thresholds.at_risk - _ROUNDING else "off track"


def _share(ahead: float, scale: float) -> float | None:
    """One and so much more or less, as a share of the scale."""
    if scale:
        return 1 + ahead / scale
    return 1.0 if ahead >= 0 else None


def stand(
    plan: Plan, observations: Iterable[Observation], today: date, thresholds: Thresholds | None = None
) -> Standing:
    """How a measure stands on `today`.

    Observations may come in any order; those after `today` are not known yet. Raises ValueError where one day has two
    values. In this order:

    1. Before the first day of the work: *not started*; so too before the first target holds. Without any target, and
       without a band: *no target*.
    2. Observations count from the first day of the work (or after the baseline's day) up to the due date. Without one:
       *no data*. The last of them is judged.
    3. A total that has reached its target is *met* at once; one that went beyond what it was to stay below is *missed*
       at once. Nothing can change that any more.
    4. Past the due date: *met* or *missed*, by the last observation up to it. What comes later can't rescue it. While
       the last figure may still come (by the usual time between two observations one more fits in before the due
       date, the measure has a refresh promise, and nothing later is known), the measure is judged as on the way.
    5. The observation is older than the refresh promise: *stale*. So it is past the due date where even then the
       last observation was older than that.
    6. On the way: *on track* from an attainment of 0.95, *at risk* from 0.60, else *off track*. To be maintained:
       *on track* within the band, *at risk* up to 40 % of the band's width outside it (1 − 0.60), else *off track*.

    A level (period, snapshot) that is at its target early is *on track*, for it may fall back. *Met* and *missed* are
    final words: short of a correction, nothing that comes in can change them.
    """
    thresholds = thresholds or Thresholds()
    known = by_day(o for o in observations if o.date <= today)
    held = in_force(plan.targets, today)
    target = current(held, today)
    on_day = plan.as_of(today)
    now = _judge(_Against(on_day, held, target), known, today, thresholds)
    if len(held) > 1:
        each = (_judge(_Against(on_day, held, t), known, today, thresholds, foresee=False) for t in held)
        now = replace(now, stages=tuple(each))
    first = tuple(t for t in original(plan.targets) if t.since <= today)
    promised = current(first, today)
    if target and promised and promised.promise != target.promise and promised not in held:
        now = replace(now, original=_judge(_Against(plan.as_promised(), first, promised), known, today, thresholds))
    return now


def _judge(
    against: _Against, known: tuple[Observation, ...], today: date, thresholds: Thresholds, *, foresee: bool = True
) -> Standing:
    plan, target = against.plan, against.target
    begin = _starting_day(plan)
    counted = [o for o in known if begin is None or o.date > begin]
    judged = next((o for o in reversed(counted) if target is None or o.date <= target.due), None)
    standing = Standing("no data", today, known[-1] if known else None, target=target)
    promised = target or (against.band(today) and not plan.targets)
    if judged is None or not promised or today < (plan.begins or today):
        return _unjudged(standing, plan, counted)
    standing = replace(
        standing,
        judged=judged,
        expected=against.expected(judged.date),
        attainment=against.attainment(judged),
        outside=against.outside(judged),
        reached=against.reached(judged),
    )
    if final := against.settled(judged):
        return replace(standing, status=final)
    past, decided = _decided(plan, target, known, judged, today)
    if decided:
        return replace(standing, status="met" if standing.reached else "missed")
    old = judged.date + timedelta(days=plan.refresh_days + 1) if plan.refresh_days is not None else None
    if old and today >= old:
        return replace(standing, status="stale", stale_since=old, reason="last observation is too old")
    return replace(
        standing,
        status=against.running(judged, thresholds),
        forecast=_forecast(against, known, counted) if foresee and not past else None,
        reason="last figure is to come" if past else "",
    )


def _unjudged(standing: Standing, plan: Plan, counted: Sequence[Observation]) -> Standing:
    if plan.begins and standing.today < plan.begins:
        return replace(standing, status="not started", reason="work has not begun")
    if standing.target is None and plan.targets:
        return replace(standing, status="not started", reason="target does not hold yet")
    if standing.target is None and not (plan.band and plan.desired == "maintain"):
        return replace(standing, status="no target", reason="no target was set")
    return replace(standing, reason=_why_nothing(standing.observation, counted))


def _why_nothing(latest: Observation | None, counted: Sequence[Observation]) -> Reason:
    if counted:
        return "no observation by the due date"
    return "no observation since the beginning" if latest else "no observation"


def _decided(
    plan: Plan, target: Target | None, known: Sequence[Observation], judged: Observation, today: date
) -> tuple[bool, bool]:
    """Whether the due date is past, and whether the observation that is judged decides."""
    if target is None:
        return False, False
    past = today > target.due
    if known[-1].date >= target.due:
        return past, True
    gap = (target.due - judged.date).days
    if plan.refresh_days is None:
        return past, past
    last = known[-_SPACING:]
    usual = median((b.date - a.date).days for a, b in pairwise(last)) if len(last) > 1 else None
    # Months and years differ in length by a tenth at most.
    to_come = usual is not None and gap >= 0.9 * usual
    return past, past and gap <= plan.refresh_days and not to_come


def _forecast(against: _Against, known: Sequence[Observation], counted: Sequence[Observation]) -> Forecast | None:
    plan, target = against.plan, against.target
    if target is None:
        return None
    # An earlier total is of another count; an earlier level is of the same one.
    total = plan.interval == "cumulative"
    return forecast(
        counted if total else known,
        target,
        plan.desired,
        total=total,
        band=against.band(target.due),
        origin=start(plan) if total else None,
        limits=plan.limits,
    )
