"""What a measure's status is reckoned from, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from math import isfinite
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Status = Literal[
    "not started", "no target", "no data", "stale", "met", "on track", "at risk", "off track", "missed"
]  # fmt: skip
"""How a measure stands against its target.

| status | means |
| --- | --- |
| not started | The work has not begun, or the target does not hold yet. |
| no target | Nothing was promised, so nothing can be judged. |
| no data | No observation since the work began. |
| stale | The last observation is older than the measure's refresh promise. |
| met | The target was reached, and nothing that still comes in can change that. |
| on track | At least 95 % of the progress expected by now was made. |
| at risk | At least 60 % of it was made. |
| off track | Less than that was made. |
| missed | The target was not reached by its due date. |
"""
STATUSES: tuple[Status, ...] = get_args(Status)

Desired = Literal["increase", "decrease", "maintain"]
Interval = Literal["cumulative", "period", "snapshot"]
"""What an observation says: a total since the beginning, one period alone, or the level on a day."""

Reason = Literal[
    "",
    "work has not begun",
    "target does not hold yet",
    "no target was set",
    "no observation",
    "no observation since the beginning",
    "no observation by the due date",
    "last observation is too old",
    "last figure is to come",
]
"""Why a measure could not be judged, or not for good; empty where it could."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A value and its day: the last day of the period that it is for, or the day on which it was taken.

    A period without a value is left out. Raises ValueError on a value that is not a finite number.
    """

    date: date
    value: float

    def __post_init__(self) -> None:
        """Refuse what can't be reckoned with."""
        if not isfinite(self.value):
            raise ValueError(f"the value of {self.date} is {self.value}; expected a number: leave the day out")


@dataclass(frozen=True, slots=True)
class Target:
    """A promised value: by when (`due`, that day included), and from which day the promise holds (`since`).

    `why` says why a target was changed, and `who` decided it (a role). Raises ValueError on a value that is not a
    finite number, and on a target that is due before it holds.
    """

    value: float
    due: date
    since: date
    why: str = ""
    who: str = ""

    def __post_init__(self) -> None:
        """Refuse what can't be reckoned with."""
        if not isfinite(self.value):
            raise ValueError(f"the target due on {self.due} is {self.value}; expected a number")
        if self.due < self.since:
            raise ValueError(f"the target of {self.since} is due on {self.due}; expected that day or a later one")

    @property
    def promise(self) -> tuple[date, float]:
        """What is promised, whenever and by whomever: the due date and the value."""
        return self.due, self.value


@dataclass(frozen=True, slots=True)
class Waypoint(Observation):
    """A point on the way to a target: the value expected on a day, and from which day (`since`) it is.

    Without `since` it holds from the beginning. `why` says why a point was changed, and `who` decided it (a role).
    Raises ValueError on a value that is not a finite number, and on a point whose day is past when it comes to hold.
    """

    since: date | None = None
    why: str = ""
    who: str = ""

    def __post_init__(self) -> None:
        """Refuse what can't be reckoned with."""
        Observation.__post_init__(self)
        if self.since and self.date < self.since:
            raise ValueError(f"the interim target of {self.since} is for {self.date}; expected that day or a later one")


@dataclass(frozen=True)
class Plan:
    """What a measure is meant to do.

    - `baseline` is where it started. A cumulative measure without one starts from nought. A period or snapshot
      measure without one is held against the target itself from the first day.
    - `targets` in any order; `in_force` says which of them hold on a day.
    - `desired` is the direction that is better; `maintain` means to stay within `band` (its lowest and highest value,
      both included). Without a band, to stay exactly at the target.
    - `interim` are points on the way that staff gave: between them the expected value runs straight. They hold for
      every target alike, changed or not, until points that hold from a later day take their place.
    - `refresh_days` is the promise: an observation older than that is stale.
    - `begins` is the first day of the work. Before it nothing is expected.
    - `limits` are the lowest and highest value that there can be, such as 0 and 100 for a share: no forecast leaves
      them.

    Raises ValueError where the parts contradict one another.
    """

    baseline: Observation | None
    targets: tuple[Target, ...]
    desired: Desired
    interval: Interval
    interim: tuple[Observation, ...] = ()
    band: tuple[float, float] | None = None
    refresh_days: int | None = None
    begins: date | None = None
    limits: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        """Refuse what can't be reckoned with."""
        for name, pair in (("band is", self.band), ("limits are", self.limits)):
            if pair and not (isfinite(pair[0]) and isfinite(pair[1]) and pair[0] <= pair[1]):
                raise ValueError(f"the {name} {pair[0]} to {pair[1]}; expected a lower and a higher number")
        if self.refresh_days is not None and self.refresh_days < 0:
            raise ValueError(f"the refresh promise is {self.refresh_days} days; expected none or more")
        kept: dict[tuple[date, date], float] = {}
        for target in self.targets:
            if (other := kept.setdefault((target.since, target.due), target.value)) != target.value:
                both = f"{min(other, target.value):g} and {max(other, target.value):g}"
                raise ValueError(f"two targets of {target.since} are due on {target.due}, {both}; expected one")
        for _, together in _points_by_since(self.interim):
            by_day(together)

    def as_of(self, day: date) -> Plan:
        """The plan with the interim points that hold on a day."""
        held = interim_in_force(self.interim, day)
        return self if held == self.interim else replace(self, interim=held)

    def as_promised(self) -> Plan:
        """The plan with the interim points as they were first given, which go with its `original` targets."""
        first = original_interim(self.interim)
        return self if first == self.interim else replace(self, interim=first)

    def range_of(self, target: Target | None) -> tuple[float, float] | None:
        """Within which values a measure to maintain is to stay while it works towards a target; None for any other.

        The band is written for the newest target; for another it is as far from that target as it is from the newest.
        """
        if self.desired != "maintain" or not (self.band or target):
            return None
        newest = max(self.targets, key=lambda t: (t.since, t.due), default=None)
        low, high = self.band or ((newest.value, newest.value) if newest else (0.0, 0.0))
        moved = target.value - newest.value if target and newest else 0.0
        return low + moved, high + moved


@dataclass(frozen=True)
class Thresholds:
    """The attainment from which a measure is on track, and from which it is at risk; both included.

    The defaults are those that Open SDG has from Statistics Canada: 95 % for *on track* and 60 % for *progress made
    but acceleration needed*. Raises ValueError where they don't follow one another.
    """

    on_track: float = 0.95
    at_risk: float = 0.60

    def __post_init__(self) -> None:
        """Refuse what can't be reckoned with."""
        if not 0 <= self.at_risk <= self.on_track <= 1:
            raise ValueError(
                f"the thresholds are {self.on_track} and {self.at_risk}; expected 1 ≥ on track ≥ at risk ≥ 0"
            )


@dataclass(frozen=True)
class Forecast:
    """Where the recent trend leads, how sure that is, and when the target would be reached.

    - `slope`: change in a day.
    - `due` and `value`, `low`, `high`: the value on the due date, and the interval that holds it with `confidence`.
    - `reaches`: the day on which the trend reaches the target, with the earliest and the latest day in `reaches_low`
      and `reaches_high`; None where that is not in sight.
    - `chance`: of the target being reached on the due date, from 0 to 1.
    - `window`: how many observations the trend is taken from.
    - `path`: (day, low, middle, high) from the last observation to the due date, for a chart.
    """

    slope: float
    due: date
    value: float
    low: float
    high: float
    reaches: date | None
    reaches_low: date | None
    reaches_high: date | None
    chance: float
    window: int
    path: tuple[tuple[date, float, float, float], ...]
    confidence: float = 0.8


@dataclass(frozen=True)
class Standing:
    """How a measure stands on a day.

    - `observation` is the latest that is known on `today`; `judged` the one that the status stands on. They differ
      only after the due date: what comes later is shown, and changes nothing.
    - `target` is the one being worked towards, `expected` what was expected on the day of `judged`.
    - `attainment` as in `status.attainment`; `outside` how far outside the band, in the measure's unit, None for a
      measure without one.
    - `reached` says whether `judged` is at the target or better (or within the band), due or not.
    - `original` is the standing against the target as it was first promised, only where it was changed.
    - `stages` has a standing for every target that holds, by due date, only where there are several.
    - `stale_since` is the first day on which the last observation was too old, and `reason` why there is no status.
    """

    status: Status
    today: date
    observation: Observation | None = None
    judged: Observation | None = None
    target: Target | None = None
    expected: float | None = None
    attainment: float | None = None
    outside: float | None = None
    reached: bool = False
    forecast: Forecast | None = None
    original: Standing | None = None
    stages: tuple[Standing, ...] = ()
    stale_since: date | None = None
    reason: Reason = ""

    @property
    def late(self) -> Observation | None:
        """The latest observation, where it came after the due date and so could not count."""
        after = self.observation and self.target and self.observation.date > self.target.due
        return self.observation if after else None


def by_day(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """Observations by date, in whatever order they came, and each once.

    Corrections are the caller's: the corrected series is given. Raises ValueError where one day has two values, since
    neither can be told to be right.
    """
    found = sorted(observations, key=_day)
    for one, other in pairwise(found):
        if one.date == other.date and one.value != other.value:
            first, second = sorted((one.value, other.value))
            raise ValueError(
                f"{one.date} has two values, {first:g} and {second:g}; expected one: keep the corrected one"
            )
    return tuple(next(same) for _, same in groupby(found, _day))


def _day(observation: Observation) -> date:
    return observation.date


def in_force(targets: Sequence[Target], day: date) -> tuple[Target, ...]:
    """The targets that hold on a day, by due date.

    A target set on a later day replaces every earlier one that was not yet due on that day. Targets set on the same
    day stand side by side, as stages.
    """
    held: list[Target] = []
    for since, together in _by_since(targets):
        if since > day:
            break
        held = [t for t in held if t.due < since] + together
    return tuple(sorted(held, key=_promise))


def original(targets: Sequence[Target]) -> tuple[Target, ...]:
    """The targets as they were first promised, by due date: those that replaced no other when they were set.

    A target takes the place of an earlier one also where a third stood between them and is past: what was promised for
    a day that is still to come stays promised, whatever came in the meantime.
    """
    first: list[Target] = []
    latest: date | None = None
    for since, together in _by_since(targets):
        if latest is None or latest < since:
            first += together
        latest = max([t.due for t in together] + ([latest] if latest else []))
    return tuple(sorted(first, key=_promise))


def interim_in_force(points: Sequence[Observation], day: date) -> tuple[Observation, ...]:
    """The points on the way that hold on a day, in the order of their days.

    Points set on a later day take the place of every earlier one that was not yet past on that day, as targets do.
    """
    held: list[Observation] = []
    for since, together in _points_by_since(points):
        if since > day:
            break
        held = [p for p in held if p.date < since] + together
    return tuple(held)


def original_interim(points: Sequence[Observation]) -> tuple[Observation, ...]:
    """The points on the way as they were first given, in the order of their days."""
    first: list[Observation] = []
    latest: date | None = None
    for since, together in _points_by_since(points):
        if latest is None or latest < since:
            first += together
        latest = max([p.date for p in together] + ([latest] if latest else []))
    return tuple(first)


def set_on(point: Observation) -> date | None:
    """The day from which a point on the way holds; None for one that holds from the beginning."""
    return point.since if isinstance(point, Waypoint) else None


def _points_by_since(points: Sequence[Observation]) -> list[tuple[date, list[Observation]]]:
    """Points by the day from which they hold, those of the beginning first; in each group by their own days."""
    ordered = sorted(points, key=lambda p: (set_on(p) or date.min, p.date))
    return [(since, list(same)) for since, same in groupby(ordered, lambda p: set_on(p) or date.min)]


def current(targets: Sequence[Target], day: date) -> Target | None:
    """Of the targets that hold, the one being worked towards: the next one due, or the last once all are past."""
    ordered = sorted(targets, key=_promise)
    return next((t for t in ordered if t.due >= day), ordered[-1] if ordered else None)


def _by_since(targets: Sequence[Target]) -> list[tuple[date, list[Target]]]:
    """Targets by the day on which they were set; of two that promise the same, the one with words about it."""
    ordered = sorted(targets, key=lambda t: (t.since, t.due, t.why, t.who))
    return [(since, list({t.promise: t for t in same}.values())) for since, same in groupby(ordered, _since)]


def _since(target: Target) -> date:
    return target.since


def _promise(target: Target) -> tuple[date, float]:
    return target.promise
