"""Where a measure is heading: a robust trend, an honest interval, and the chance of keeping the promise.

*Trend.* The median of the slopes between every two of the last 12 observations (H. Theil, "A rank-invariant method of
linear and polynomial regression analysis", 1950; P. K. Sen, "Estimates of the regression coefficient based on
Kendall's tau", 1968). Up to 29 % of the observations may be far off before it misleads.

*Interval.* The same forecast is made from every earlier point of the series and compared with what came. The interval
is as wide as four of five such errors were, scaled with how far ahead it looks, and counted as split conformal
prediction counts them (V. Vovk, A. Gammerman, G. Shafer, "Algorithmic Learning in a Random World", 2005; for series
that go on, J. Lei and others, "Distribution-free predictive inference for regression", 2018): with few errors, the
largest of them. It needs no assumption about how the values are spread, but that the future is as hard to foretell as
the past was. `make bench` looks back on real series and tells how often the interval held.

*What it can't do.* It knows no seasons. It never looks further ahead than the observations reach back, because what it
said beyond that held too seldom; and it says nothing on fewer than five.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from math import ceil, inf, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, TypeAlias

from civicstat import lazily
from civicstat.reckoning.values import Forecast, by_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    from numpy.typing import NDArray

    from civicstat.reckoning.values import Desired, Observation, Target

    Numbers: TypeAlias = NDArray[np.float64]
    Places: TypeAlias = NDArray[Any]
else:
    np = lazily.load("numpy")

FEWEST = 5
"""Observations without which nothing is foretold."""

CONFIDENCE = 0.8
WINDOW = 12
"""The last so many observations make the trend: what was longer ago says little about the pace of now."""

LOOK_BACK = 60
"""The last so many observations tell how far off earlier forecasts were."""

FIRST_FIT = 3
"""Observations from which the first of the earlier forecasts is made."""

TURNING = 8.0
"""How much less sure a slope is than if it never changed; found by looking back on real series (`make bench`)."""

BEYOND = 1e100
"""No number that a city counts is as large; the differences of larger ones no longer fit into a number."""

POINTS = 12
"""Steps of the path that a chart draws."""

_NORMAL = NormalDist()


@dataclass(frozen=True)
class _Trend:
    """A straight line from the last observation on: its value there, its slope a step, and its spread."""

    level: float
    slope: float
    spread: float
    fitted: int

    def middle(self, steps: float) -> float:
        return self.level + self.slope * steps

    def half(self, steps: float) -> float:
        """Half the interval's width so many steps ahead."""
        return self.spread * float(_growth(steps, self.fitted))


def _growth(steps: Any, fitted: Any) -> Any:
    """How errors grow with the steps ahead: √(h + 8 h² ÷ n).

    The first term is that of values which wander (a random walk's error grows with √h), the second that of a slope
    known from n observations only.
    """
    return (steps + TURNING * steps**2 / fitted) ** 0.5


def forecast(
    observations: Iterable[Observation],
    target: Target,
    desired: Desired,
    *,
    total: bool = False,
    band: tuple[float, float] | None = None,
    origin: Observation | None = None,
    limits: tuple[float, float] | None = None,
) -> Forecast | None:
    """The forecast from these observations for a target's due date.

    With m the last value (of a total) or half-way between it and the trend's own level, and h the steps from the last
    observation to the due date, one step being the usual time between two:

        value = m + slope × h, low and high = value ∓ spread × √(h + 8 h² ÷ n)

    `chance` is the part of a normal distribution around `value`, as wide as the interval says, that lies at the target
    or better (or within `band`); never surer than so many observations allow, (n + 1) ÷ (n + 2) at most (Laplace's rule
    of succession). A total is not foretold to fall, nor a value that never was below nought to be so, nor any to leave
    its `limits`.

    `total` says that values add up; `origin` is a total's beginning, which is known without being observed. None on
    fewer than five observations, on numbers beyond 1e100, and where the due date is not ahead or lies further ahead
    than they reach back.
    Raises ValueError where one day has two values.
    """
    seen = by_day(observations)
    if len(seen) < FEWEST:
        return None
    last, count, goal, due = seen[-1], len(seen), target.value, target.due
    if origin and origin.date < seen[0].date:
        seen = (origin, *seen)
    seen = seen[-LOOK_BACK:]
    ahead, back = (due - last.date).days, (last.date - seen[0].date).days
    if not 0 < ahead <= back or any(abs(o.value) > BEYOND for o in seen):
        return None
    days = np.array([o.date.toordinal() - last.date.toordinal() for o in seen], dtype=float)
    values = np.array([o.value for o in seen], dtype=float)
    step = float(np.median(np.diff(days)))
    trend = _fit(days / step, values, ahead / step, total=total)
    keep = _bounds(values, limits or (-inf, inf), total=total)

    def at(day: int) -> tuple[float, float, float]:
        middle, half = trend.middle(day / step), trend.half(day / step)
        return keep(middle - half), keep(middle), keep(middle + half)

    low, value, high = at(ahead)
    marks = sorted({round(ahead * n / POINTS) for n in range(POINTS + 1)})
    reaches = _crossings(at, goal, desired, back) if _short(last.value, goal, desired) else (None, None, None)
    earliest, likely, latest = (last.date + timedelta(days=n) if n is not None else None for n in reaches)
    return Forecast(
        slope=trend.slope / step,
        due=due,
        value=value,
        low=low,
        high=high,
        reaches=likely,
        reaches_low=earliest,
        reaches_high=latest,
        chance=_chance(trend, ahead / step, desired, band or (goal, goal), count),
        window=min(count, WINDOW),
        path=tuple((last.date + timedelta(days=n), *at(n)) for n in marks),
        confidence=CONFIDENCE,
    )


def _fit(times: Numbers, values: Numbers, ahead: float, *, total: bool) -> _Trend:
    """The trend at the end of the series, and from all trends before it how wide the interval has to be."""
    ends, slopes, levels = _lines(times, values)
    anchors = values[ends - 1] if total else (levels + values[ends - 1]) / 2
    fitted = np.minimum(ends, WINDOW)
    earlier = slice(0, len(ends) - 1)
    far = times[None, :] - times[ends[earlier] - 1][:, None]
    off = np.abs(anchors[earlier, None] + slopes[earlier, None] * far - values[None, :])
    tried = len(ends) - 1
    most = max(1, min(ceil(ahead - 1e-9), tried // 3))
    far = np.maximum(far, 0.0)
    ranks = np.arange(len(values))[None, :] - (ends[earlier] - 1)[:, None]
    looked = (ranks >= (most + 1) // 2) & (ranks <= most)
    scaled = off[looked] / _growth(far, fitted[earlier, None])[looked]
    # Forecasts that look far ahead overlap, and so tell less than as many apart would.
    apart = tried / sqrt(most)
    spread = float(np.quantile(scaled, min(1.0, CONFIDENCE * (apart + 1) / apart)))
    return _Trend(float(anchors[-1]), float(slopes[-1]), spread, int(fitted[-1]))


def _lines(times: Numbers, values: Numbers) -> tuple[Places, Numbers, Numbers]:
    """A Theil–Sen line through the observations up to each one: where they end, its slope, and its level there."""
    ends, places, known, one, other, paired = _windows(len(values))
    t, v = times[places], values[places]
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = _medians((v[:, other] - v[:, one]) / (t[:, other] - t[:, one]), paired)
    levels = _medians(v - slopes[:, None] * (t - times[ends - 1][:, None]), known)
    return ends, slopes, levels


@lru_cache(maxsize=LOOK_BACK + 1)
def _windows(count: int) -> tuple[Places, Places, Places, Places, Places, Places]:
    """Of which observations each line is made: a row of places a line, the first ones unused where there are fewer."""
    ends = np.arange(FIRST_FIT, count + 1)
    places = ends[:, None] - WINDOW + np.arange(WINDOW)[None, :]
    known = places >= 0
    one, other = np.triu_indices(WINDOW, 1)
    return ends, np.where(known, places, 0), known, one, other, known[:, one]


def _medians(rows: Numbers, known: Places) -> Numbers:
    """The median of each row's known numbers."""
    ordered = np.sort(np.where(known, rows, np.inf), axis=1)
    count, row = known.sum(axis=1), np.arange(len(rows))
    found: Numbers = (ordered[row, (count - 1) // 2] + ordered[row, count // 2]) / 2
    return found


def _bounds(values: Numbers, limits: tuple[float, float], *, total: bool) -> Callable[[float], float]:
    """Keep a total from turning back, and a value from becoming what none of its kind was: less than nothing."""
    low, high = limits
    steps, last = np.diff(values), float(values[-1])
    if total and (steps.min() >= 0 or steps.max() <= 0):
        low, high = (max(low, last), high) if steps.min() >= 0 else (low, min(high, last))
    elif values.min() >= 0:
        low = max(low, 0.0)
    elif values.max() <= 0:
        high = min(high, 0.0)
    return lambda value: min(max(value, low), high)


def _short(value: float, target: float, desired: Desired) -> bool:
    return (desired == "increase" and value < target) or (desired == "decrease" and value > target)


def _crossings(
    at: Callable[[int], tuple[float, float, float]], target: float, desired: Desired, furthest: int
) -> tuple[int | None, int | None, int | None]:
    """Days until the better bound, the middle and the worse bound reach the target; None beyond the furthest."""
    order = (2, 1, 0) if desired == "increase" else (0, 1, 2)

    def first(bound: int) -> int | None:
        def there(day: int) -> bool:
            return not _short(at(day)[bound], target, desired)

        if not there(furthest):
            return None
        low, high = 0, furthest
        while high - low > 1:
            half = (low + high) // 2
            low, high = (low, half) if there(half) else (half, high)
        return high

    better, middle, worse = (first(bound) for bound in order)
    return better, middle, worse


def _chance(trend: _Trend, steps: float, desired: Desired, goal: tuple[float, float], count: int) -> float:
    """The chance of being within the goal, both ends of it included, so many steps ahead; at its end, or better."""
    low = -inf if desired == "decrease" else goal[0]
    high = inf if desired == "increase" else goal[1]
    middle = trend.middle(steps)
    wide = trend.half(steps) / _NORMAL.inv_cdf((1 + CONFIDENCE) / 2)
    if wide:
        chance = _NORMAL.cdf((high - middle) / wide) - _NORMAL.cdf((low - middle) / wide)
    else:
        chance = float(low <= middle <= high)
    surest = (count + 1) / (count + 2)
    return min(max(chance, 1 - surest), surest)
