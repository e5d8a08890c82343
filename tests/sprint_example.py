"""A sprint of 90 days to reckon with: its days, its observations, and measures with one target."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from civicstat.reckoning.values import Observation, Plan, Target

if TYPE_CHECKING:
    from civicstat.reckoning.values import Desired, Interval

BEGINS, DUE = date(2026, 8, 7), date(2026, 11, 4)
"""A sprint of 90 days, the first and the last included."""

EVE = BEGINS - timedelta(days=1)


def day(number: int) -> date:
    """The sprint's day of that number, from 1 to 90."""
    return EVE + timedelta(days=number)


def seen(number: int, value: float) -> Observation:
    """An observation on a day of the sprint."""
    return Observation(day(number), value)


def sprint(
    baseline: float | None,
    target: float,
    desired: Desired = "increase",
    interval: Interval = "snapshot",
    **more: Any,
) -> Plan:
    """The plan of a measure in that sprint, with one target."""
    first = None if baseline is None else Observation(EVE, baseline)
    return Plan(first, (Target(target, DUE, BEGINS),), desired, interval, begins=BEGINS, **more)


TOTAL = sprint(None, 240, interval="cumulative")
UP, DOWN = sprint(40, 100), sprint(500, 200, "decrease")
KEPT = sprint(None, 30, "maintain", "period", band=(25, 35))

LOWER = Target(60, DUE, day(45), why="Half of the crew was needed elsewhere.", who="Director")
CHANGED = replace(UP, targets=(*UP.targets, LOWER))
"""A target that was changed in the middle of the sprint, and the measure that it is the target of."""
